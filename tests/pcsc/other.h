/*
 * pcsc/other: another program at the same card: holds it for itself, holds a transaction, resets it, sends what must
 * never be sent, or only is there. A process of its own.
 */
#ifndef TESLIM_PCSC_OTHER_H
#define TESLIM_PCSC_OTHER_H

#include "world.h"

enum other_kind {
	OTHER_EXCLUSIVE,
	OTHER_TRANSACTION,
	OTHER_RESET,  /* once, and ends */
	OTHER_VERIFY, /* VERIFY with a PIN of nothing, and ends */
	OTHER_IDLE    /* is connected to the service and does nothing */
};

/* Returns when it has done or holds what it should; its process number. Ends the program when it cannot. */
pid_t other_start(const struct world *world, enum other_kind kind, int slot);
void other_end(pid_t pid);
/* Resets the card in that reader from within this process; PCSCLITE_CSOCK_NAME must be set. */
bool other_reset(const char *reader);

#endif
