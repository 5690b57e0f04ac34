/*
 * card/agent: the parent process: starts the watcher and one reading process per inserted card, keeps time for them,
 * and tells what happens as events. It never meets a card's bytes except as lines of its children, which it parses.
 */
#ifndef TESLIM_CARD_AGENT_H
#define TESLIM_CARD_AGENT_H

#include "teslim/helper.h"
#include "work.h"

enum agent_mode {
	MODE_SERVE, /* until standard input ends */
	MODE_ONCE,  /* the cards that are in */
	MODE_DOCTOR /* the same, told as findings */
};

struct agent_options {
	enum agent_mode mode;
	bool no_auto, first_only, trace;
	const char *want;   /* NULL: no one in particular */
	const char *reader; /* part of a name; NULL: all */
	const char *module;
	int timeout_ms;         /* silence of a card */
	int wait_ms;            /* MODE_ONCE: how long for a card */
	const char *proc, *sys; /* "/proc" and "/sys/bus/usb/devices" */
};

/* Where events go: one line of the grammar, with its LF. */
struct agent_out {
	void *context;
	void (*line)(void *context, const char *text, size_t length);
	bool is_words; /* for people: the last words of a stopped program then go to standard error */
};

/* Runs to its end and returns the exit status of the program (enum card_exit). */
int agent_run(const struct agent_options *options, const struct agent_out *out);

#endif
