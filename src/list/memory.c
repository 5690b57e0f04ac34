/*
 * list/memory: the memory behind a list, freed at once; and the list's findings.
 */
#include "reader.h"

#include <string.h>

/* A list of a hundred thousand rows has a million cells: one allocation for each would cost more than reading them. */
enum { CHUNK = 64 * 1024 };

struct chunk {
	struct chunk *next;
	size_t used, size;
	char bytes[];
};

struct list_memory {
	struct chunk *chunks;
	char *file;
};

static struct list_memory *
memory_of(struct list *list)
{
	if (list->memory == NULL)
		list->memory = mem_alloc(sizeof *list->memory);
	return list->memory;
}

static char *
memory_room(struct list *list, size_t size)
{
	struct list_memory *memory = memory_of(list);
	struct chunk *chunk = memory->chunks;
	char *room;

	if (chunk == NULL || chunk->size - chunk->used < size) {
		size_t wanted = size > CHUNK ? size : CHUNK;
		chunk = mem_alloc(sizeof *chunk + wanted);
		chunk->size = wanted;
		chunk->next = memory->chunks;
		memory->chunks = chunk;
	}
	room = chunk->bytes + chunk->used;
	chunk->used += size;
	return room;
}

char *
memory_text(struct list *list, const char *text, size_t length)
{
	char *copy = memory_room(list, length + 1);

	memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

void
memory_keep(struct list *list, char *file)
{
	struct list_memory *memory = memory_of(list);

	mem_free(memory->file);
	memory->file = file;
}

void
mask_numbers(char *text)
{
	enum { SHORTEST = NATIONAL_ID_TEXT - 2, LONGEST = NATIONAL_ID_TEXT - 1, SHOWN = 4 };

	while (*text != '\0') {
		size_t digits = strspn(text, "0123456789");
		if (digits >= SHORTEST && digits <= LONGEST)
			memset(text, '*', digits - SHOWN);
		text += digits > 0 ? digits : 1;
	}
}

static const char *
masked_text(struct list *list, const char *text)
{
	char *copy = memory_text(list, text, strlen(text));

	mask_numbers(copy);
	return copy;
}

void
memory_find(struct reader *reader, long line, int column, enum list_level level, enum message message, const char *detail)
{
	struct list *list = reader->list;

	if (level == LIST_ERROR)
		list->errors++;
	else if (level == LIST_WARNING)
		list->warnings++;
	/*
	 * Counted on, so that the totals are right, but no longer kept: a file of the wrong kind complains about every
	 * cell.
	 */
	if (list->finding_count >= FINDINGS_KEPT)
		return;
	if (list->finding_count == reader->findings_room) {
		reader->findings_room = reader->findings_room == 0 ? 16 : reader->findings_room * 2;
		list->findings = mem_resize(list->findings, reader->findings_room, sizeof *list->findings);
	}
	if (list->finding_count + 1 == FINDINGS_KEPT)
		list->findings[list->finding_count++] =
			(struct list_finding){.level = LIST_WARNING, .message = MSG_LIST_MORE_FINDINGS, .detail = ""};
	else
		list->findings[list->finding_count++] =
			(struct list_finding){line, reader->sheet, column, level, message, masked_text(list, detail)};
}

void
list_clear(struct list *list)
{
	if (list->memory != NULL) {
		while (list->memory->chunks != NULL) {
			struct chunk *chunk = list->memory->chunks;
			list->memory->chunks = chunk->next;
			mem_free(chunk);
		}
		mem_free(list->memory->file);
		mem_free(list->memory);
	}
	mem_free(list->rows);
	mem_free(list->findings);
	*list = (struct list){0};
}
