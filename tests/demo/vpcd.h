/*
 * demo/vpcd: the card's end of the virtual reader (vsmartcard-vpcd): a TCP connection to the reader driver, over which
 * it asks for power, reset, the ATR and answers to APDUs. Knows nothing of what a card answers.
 */
#ifndef TESLIM_DEMO_VPCD_H
#define TESLIM_DEMO_VPCD_H

#include "teslim/base.h"

enum { VPCD_MESSAGE = 0xFFFF };

enum vpcd_request { VPCD_POWER_OFF, VPCD_POWER_ON, VPCD_RESET, VPCD_ATR, VPCD_APDU };

/* One card in one reader. fd -1: not in it. Zeroed but for fd = -1 before first use. */
struct vpcd {
	int fd;
	uint8_t in[VPCD_MESSAGE + 2];
	size_t have;
};

/* Puts the card in: connects to the reader's port on loopback. */
enum code vpcd_insert(struct vpcd *vpcd, int port, struct err *err);
/* Takes it out. Harmless when it isn't in. */
void vpcd_remove(struct vpcd *vpcd);
/*
 * Reads what came. 1: one whole request is there, in *kind, *bytes and *length (valid until the next call), to be
 * asked again for more; 0: nothing whole yet; -1: the reader is gone (the card has been taken out then).
 */
int vpcd_next(struct vpcd *vpcd, bool may_read, enum vpcd_request *kind, const uint8_t **bytes, size_t *length);
/* Sends an answer (ATR or response APDU). False: the reader is gone. */
bool vpcd_answer(struct vpcd *vpcd, const uint8_t *bytes, size_t length);
/* The same under the length of the whole, but only the first `part` bytes of it. */
bool vpcd_answer_part(struct vpcd *vpcd, const uint8_t *bytes, size_t length, size_t part);

#endif
