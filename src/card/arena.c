/*
 * card/arena: one capped piece of memory per card (see arena.h). Knows nothing of cards.
 */
#include "arena.h"

#include <string.h>

enum { ALIGNMENT = 16 };

void
arena_init(struct arena *arena, size_t size)
{
	*arena = (struct arena){.base = mem_alloc(size), .size = size};
}

void
arena_clear(struct arena *arena)
{
	mem_free(arena->base);
	*arena = (struct arena){0};
}

void *
arena_take(struct arena *arena, size_t length)
{
	size_t left = arena->size - arena->used;
	uint8_t *taken = arena->base + arena->used;

	if (length > left)
		return NULL;
	if (left - length < ALIGNMENT)
		arena->used = arena->size;
	else
		arena->used += (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	memset(taken, 0, length);
	return taken;
}

size_t
arena_mark(const struct arena *arena)
{
	return arena->used;
}

void
arena_back(struct arena *arena, size_t mark)
{
	if (mark <= arena->used)
		arena->used = mark;
}
