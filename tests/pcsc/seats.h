/*
 * pcsc/seats: several worlds side by side, each reader with an agent of its own, so that tests that wait for pcscd's
 * looks at its readers wait together.
 */
#ifndef TESLIM_PCSC_SEATS_H
#define TESLIM_PCSC_SEATS_H

#include "client.h"

enum { SEATS_WORLDS = 4, SEATS = SEATS_WORLDS * WORLD_SLOTS };

struct seat {
	struct world *world;
	int slot;
	struct client client;
};

struct seats {
	struct world worlds[SEATS_WORLDS];
	struct seat seat[SEATS];
};

/* Needs cards_make where its cards are to be used. Ends the program when a reader is not there. */
void seats_start(struct seats *seats, const char *name);
/* Claims: every agent leaves when its input ends, and every wire is clean. */
void seats_end(struct seats *seats);

#endif
