/*
 * card/say: the agent's events in words for a person at a shell. Knows only the lines.
 */
#ifndef TESLIM_CARD_SAY_H
#define TESLIM_CARD_SAY_H

#include <stdio.h>

#include "teslim/base.h"

/* Where the words go, and of which reader they were last. */
struct sayer {
	FILE *stream;
	char reader[128];
};

/*
 * Writes one event, given as its line, to the stream. Events that say nothing to a person are left out. Where two readers
 * speak by turns the reader's name stands above each turn.
 */
void say_event(struct sayer *sayer, const char *text, size_t length);

#endif
