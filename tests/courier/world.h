/*
 * courier/world: a desk around the courier's flow: a register with a few shipments, a printer, a disk that may be full, another
 * desk. It answers every effect, knows what was really shown to the desk, and looks after each event whether what must hold holds.
 */
#ifndef TESTS_COURIER_WORLD_H
#define TESTS_COURIER_WORLD_H

#include "teslim/base.h"
#include "teslim/desk.h"
#include "teslim/desk/courier.h"

enum { WORLD_SHIPMENTS = 3, WORLD_SHOWN = 64 };

struct world {
	struct courier_flow flow;
	int64_t now;
	char officer[32];
	/* the register */
	bool received[WORLD_SHIPMENTS];
	int64_t last[WORLD_SHIPMENTS];
	bool can_left;    /* of the first shipment's people: handed her card meanwhile */
	struct str draft; /* of the count; empty: none */
	char draft_officer[32];
	char draft_tracking[SERIAL_TEXT];
	/* around it */
	bool disk_full, printer_away;
	/* what was really there */
	char shown[WORLD_SHOWN][SERIAL_TEXT + 2];
	int shown_count;
	/* what became of it */
	struct delivery delivery; /* the last committed */
	int commits, beeps;
	bool closed;
	int64_t armed_at; /* 0: not armed */
	int events;
	char fault[512]; /* what did not hold; empty: nothing */
};

void world_begin(struct world *world);
void world_clear(struct world *world);
void world_copy(struct world *to, const struct world *from);
/*
 * A line of a tape: start; choose N; typed FIELD WORDS; scan WORDS; do ACTION; card NAME; fault WORDS; out; tick;
 * @crash, @logout, @officer NAME (another one logs in), @other-desk, @disk-full, @disk-well, @printer-away, @printer-back,
 * @handed-over, @wait SECONDS. ERR_SYNTAX: none of these.
 */
enum code world_do(struct world *world, const char *line);
const char *world_step_name(enum courier_step step);
const char *world_word_name(enum courier_word word);

#endif
