/*
 * demo/emulator: a card_model in a virtual reader: power, reset, ATR, APDUs over vpcd, and the faults that are not the
 * card's answers but their way: late, never, cut, pulled. Used by the program virtual_card and by the tests. A card
 * that is sent an instruction that does more than read is dead from then on, so that whoever sent it fails.
 */
#ifndef TESLIM_DEMO_EMULATOR_H
#define TESLIM_DEMO_EMULATOR_H

#include "card_model.h"
#include "vpcd.h"

#include <stdio.h>

struct emulator {
	struct card_model *model; /* not owned */
	struct vpcd vpcd;
	int port;        /* of the slot, on loopback */
	bool is_foreign; /* a foreign program uses the card: it may send what it likes */
	bool is_dead;
	bool is_wanted;    /* shall be in: is put in again when the service comes back */
	FILE *log;         /* NULL, or one line per APDU: number, command, length of the answer, SW */
	int64_t insert_at; /* monotonic ms of the next attempt to connect; 0: none */
	int64_t removed_at;
	int64_t answer_at; /* 0: none waits */
	bool is_stalled;   /* has sent a part of a frame, or must not answer any more */
	bool pull_then;    /* after the answer */
	size_t answer_length;
	uint8_t answer[VPCD_MESSAGE];
};

/* The structure is large: allocate it. */
void emulator_init(struct emulator *emulator, struct card_model *model, int port);
/* Puts the card in, 0.9 s after the last one was taken out at the earliest: a shorter gap is not noticed by pcscd. */
void emulator_insert(struct emulator *emulator);
/* For those who know that pcscd has noticed, or want that it has not. */
void emulator_insert_at_once(struct emulator *emulator);
void emulator_remove(struct emulator *emulator);
/* In, or about to be. */
bool emulator_is_in(const struct emulator *emulator);
/* For poll: the descriptor (-1: none) and the milliseconds until something is due (1000 at most). */
int emulator_fd(const struct emulator *emulator);
int emulator_wait(const struct emulator *emulator);
/* Does what came and what is due. readable: the descriptor can be read. */
void emulator_serve(struct emulator *emulator, bool readable);

#endif
