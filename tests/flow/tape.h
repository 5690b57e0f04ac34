/*
 * tests/flow/tape: a tape is a text file of events in and of effects and state expected out. The grammar is in tapes/README.
 */
#ifndef TESLIM_TESTS_FLOW_TAPE_H
#define TESLIM_TESTS_FLOW_TAPE_H

#include "cast.h"

enum { TAPE_PHYSICAL = 65 };

struct tape {
	struct handover_flow flow;
	struct verdict_policy policy;
	int64_t now;
	int64_t armed_at;
	char physical[TAPE_PHYSICAL]; /* the card read to its end in the reader, by the events alone */
	int events;
	bool trusted; /* a way that was looked at before: the invariants are not checked again */
	/* Called after every event that was taken, with what must not change; NULL: nothing to do. */
	void (*after)(struct tape *tape, void *context);
	void *context;
	char fault[512]; /* empty: all as expected */
};

/* Plays the file; false with tape->fault ("file:line: ...") at the first thing that is not as expected. */
bool tape_play(struct tape *tape, const char *folder, const char *name);
/* Sends one event past the invariants; effects are added to those of the line. */
enum code tape_send(struct tape *tape, struct event *event, struct effects *effects);
void tape_begin(struct tape *tape);
/* Saves the draft, forgets the flow, restores it; false with tape->fault when the draft does not come back the same. */
bool tape_crash(struct tape *tape);

#endif
