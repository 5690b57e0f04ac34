/*
 * card/arena: the one piece of memory that everything read from a card lives in. It never grows: a card that claims
 * more than a certificate card has is refused, whatever it says.
 */
#ifndef TESLIM_CARD_ARENA_H
#define TESLIM_CARD_ARENA_H

#include "teslim/base.h"

enum { ARENA_SIZE = 1 << 20 };

struct arena {
	uint8_t *base;
	size_t size;
	size_t used;
};

/* Takes its memory once; size bytes, zeroed. */
void arena_init(struct arena *arena, size_t size);
void arena_clear(struct arena *arena);
/* Zeroed bytes, aligned for anything; NULL when the arena is full. */
void *arena_take(struct arena *arena, size_t length);
/* A mark to go back to, so that a refused attempt costs nothing. */
size_t arena_mark(const struct arena *arena);
void arena_back(struct arena *arena, size_t mark);

#endif
