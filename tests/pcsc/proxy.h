/*
 * pcsc/proxy: a Unix socket in front of pcscd's own, as a forwarded one is, that can change single numbers of the
 * conversation: the protocol version that a client says, the return code of a call; and that lets another program
 * reset the card at the worst moment. Processes of its own, one for each connection, steered through shared memory.
 */
#ifndef TESLIM_PCSC_PROXY_H
#define TESLIM_PCSC_PROXY_H

#include "world.h"

enum { PROXY_NOTHING = 0x1000 };

struct proxy_plan {
	int version_minor;                  /* what the client says its version is; 0: the truth */
	unsigned establish, connect, begin; /* return codes; 0: the true ones */
	int transmit_at;                    /* the nth SCardTransmit from now on (1: the next) gets this code */
	unsigned transmit;                  /* PROXY_NOTHING: success, and not a byte */
	int resets;                      /* another program resets the card before so many transactions begin; -1: before all */
	int slot;                        /* of the card that is reset, of the reader that is unplugged */
	bool is_unplugged;               /* the reader of that slot is not in the list that clients get */
	bool is_bare;                    /* there is none in it */
	bool is_crowded;                 /* the list has sixteen readers with the longest names that there may be */
	int delay_ms;                    /* every message to the service waits so long: a line with that round trip */
	int messages, begins, transmits; /* what has passed */
};

struct proxy {
	pid_t pid;
	char socket[WORLD_PATH + 16];
	struct proxy_plan *plan;
};

void proxy_start(struct proxy *proxy, const struct world *world);
/* The same where there are several: the socket's name in the world's directory, and that of the process that listens. */
void proxy_start_at(struct proxy *proxy, const struct world *world, const char *name);
/* The tunnel dies: connections are cut, the socket's file is gone. */
void proxy_end(struct proxy *proxy);

#endif
