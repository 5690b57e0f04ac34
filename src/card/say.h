/*
 * card/say: the agent's events in words for a person at a shell. Knows only the lines.
 */
#ifndef TESLIM_CARD_SAY_H
#define TESLIM_CARD_SAY_H

#include <stdio.h>

#include "teslim/base.h"

/* Writes one event, given as its line, to the stream. Events that say nothing to a person are left out. */
void say_event(FILE *stream, const char *text, size_t length);

#endif
