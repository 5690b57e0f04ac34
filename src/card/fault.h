/*
 * card/fault: everything that may be wrong with service, reader or card, as one enum. The table in fault.c gives
 * each its code of card.h, its sentence and its cure.
 */
#ifndef TESLIM_CARD_FAULT_H
#define TESLIM_CARD_FAULT_H

#include "teslim/card.h"
#include "teslim/message.h"

enum fault {
	FAULT_NONE,
	FAULT_NO_DAEMON,
	FAULT_SOCKET_REFUSED,
	FAULT_SOCKET_DENIED,
	FAULT_SOCKET_GONE,
	FAULT_POLKIT,
	FAULT_VERSION,
	FAULT_DAEMON_LOST,
	FAULT_NO_READER,
	FAULT_NO_DRIVER,
	FAULT_READER_GONE,
	FAULT_EMPTY,
	FAULT_EXCLUSIVE,
	FAULT_LOCKED,
	FAULT_RESET,
	FAULT_ODD_READER,
	FAULT_MUTE,
	FAULT_BAD_ATR,
	FAULT_SILENT,
	FAULT_PULLED,
	FAULT_GARBLED,
	FAULT_UNKNOWN_CARD,
	FAULT_NO_CERTIFICATE,
	FAULT_AKIS_HIDDEN,
	FAULT_PROTECTED,
	FAULT_TRUNCATED,
	FAULT_NOT_A_CERTIFICATE,
	FAULT_LIMIT,
	FAULT_IDENTITY_CARD,
	FAULT_BANK_CARD,
	FAULT_COMMON_ACCESS_CARD,
	FAULT_STOPPED,
	FAULT_CRASHED,
	FAULT_INTERNAL,
	FAULT_MODULE,
	FAULT_COUNT
};

enum fault_area { AREA_SERVICE, AREA_READER, AREA_CARD };

/* The code of card.h, "" for FAULT_NONE. */
const char *fault_code(enum fault fault);
/* The fault with that code; FAULT_INTERNAL when there is none (a child wrote nonsense). */
enum fault fault_from_code(const char *code);
enum fault_area fault_area(enum fault fault);
/* The sentence in the current language; detail fills its one hole: a reader, a program, a path. */
void fault_text(char *out, size_t size, enum fault fault, const char *detail);
/* One command that can be pasted. Static. */
const char *fault_cure(enum fault fault);

#endif
