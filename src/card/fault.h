/*
 * card/fault: everything that may be wrong with service, reader or card, as one enum. The table in fault.c gives
 * each its code of card.h, its sentence, who can mend it and the cure.
 */
#ifndef TESLIM_CARD_FAULT_H
#define TESLIM_CARD_FAULT_H

#include "surroundings.h"
#include "teslim/card.h"
#include "teslim/message.h"

enum fault {
	FAULT_NONE,
	FAULT_NO_DAEMON,
	FAULT_SOCKET_REFUSED,
	FAULT_SOCKET_DENIED,
	FAULT_SOCKET_GONE,
	FAULT_TUNNEL_GONE,
	FAULT_NO_ANSWER,
	FAULT_POLKIT,
	FAULT_VERSION,
	FAULT_DAEMON_LOST,
	FAULT_READERS,
	FAULT_NO_READER,
	FAULT_NO_DRIVER,
	FAULT_READER_GONE,
	FAULT_EMPTY,
	FAULT_EXCLUSIVE,
	FAULT_LOCKED,
	FAULT_STUCK,
	FAULT_RESET,
	FAULT_RESET_ALONE,
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
	FAULT_UNGUARDED,
	FAULT_COUNT
};

enum fault_area { AREA_SERVICE, AREA_READER, AREA_CARD };
/* Who can mend it: the officer, by what the sentence says, or an administrator only. */
enum fault_mender { BY_OFFICER, BY_ADMINISTRATOR };

/* The code of card.h, "" for FAULT_NONE. */
const char *fault_code(enum fault fault);
/* The fault with that code; FAULT_INTERNAL when there is none (a child wrote nonsense). */
enum fault fault_from_code(const char *code);
enum fault_area fault_area(enum fault fault);
enum fault_mender fault_mender(enum fault fault);
/* Whether the sentence is about other programs at the service. */
bool fault_blames(enum fault fault);
/* What it is really, by who else is there: nobody is blamed when nobody is seen. Strikes off who cannot be it. */
enum fault fault_judge(enum fault fault, struct others *others);
/* The sentence in the current language; detail fills its one hole: a reader, a program, a path. */
void fault_text(char *out, size_t size, enum fault fault, const char *detail);
/*
 * One command that can be pasted, for an administrator in a shell. It fits the socket that was refused and the programs
 * that were seen; others may be NULL: nobody was looked for.
 */
void fault_cure(char *out, size_t size, enum fault fault, const struct surroundings *surroundings, const struct others *others);
/* Whom the officer calls and what to say, in the current language; empty where there is nothing to call for. */
void fault_call(char *out, size_t size, enum fault fault);
/* Who they are, in the current language: "scdaemon 1234", "one of scdaemon 1234, firefox 99", "which one is not known". */
void fault_name_others(char *out, size_t size, const struct others *others);

#endif
