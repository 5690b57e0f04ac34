/*
 * card/cursor: the bytes of the selected file one after the other (see reading.h), and the patience with readers that
 * put a word of their own in the place of the card's answer. Knows no layout.
 */
#include "reading.h"

#include <string.h>

enum {
	SW_NO_TRANSPARENT_FILE = 0x6981,
	SW_WRONG_FILE_TYPE = 0x9408, /* the same in the older manner */
	SW_NO_FILE_SELECTED = 0x6986,
	ENDS_TRIED = 2,  /* an end said so often again is the card's word */
	SMALL_HELPED = 2 /* so often in a row, and smaller pieces are read from then on */
};

/* Bytes asked for at the same place, one try after the other. */
static const size_t pieces[] = {128, 64, 16};

void
cursor_open(struct cursor *cursor, struct reading *reading, size_t base)
{
	*cursor = (struct cursor){.reading = reading, .base = base};
}

/* The record at hand, or the next one when it has been given. */
static enum answer
fill_record(struct cursor *cursor)
{
	enum answer answer;

	if (cursor->record_at < cursor->record_length)
		return ANSWER_OK;
	cursor->record_at = cursor->record_length = 0;
	answer = wire_read_record(&cursor->reading->wire, cursor->record, cursor->record_bytes, &cursor->record_length);
	if (answer == ANSWER_OK)
		cursor->record++;
	else
		cursor->record_length = 0;
	return answer == ANSWER_ABSENT ? ANSWER_END : answer;
}

static enum answer
read_record(struct cursor *cursor, size_t wanted, uint8_t *out, size_t *got)
{
	enum answer answer = fill_record(cursor);
	size_t left = cursor->record_length - cursor->record_at;

	if (answer != ANSWER_OK)
		return answer;
	*got = left < wanted ? left : wanted;
	memcpy(out, cursor->record_bytes + cursor->record_at, *got);
	cursor->record_at += *got;
	return ANSWER_OK;
}

static enum answer
ask(struct cursor *cursor, size_t wanted, uint8_t *out, size_t *got, bool *at_end)
{
	struct wire *wire = &cursor->reading->wire;
	enum answer answer;

	*at_end = false;
	*got = 0;
	if (cursor->by_record)
		return read_record(cursor, wanted, out, got);
	answer = wire_read(wire, cursor->base + cursor->at, wanted, out, got, at_end);
	if (answer == ANSWER_REFUSED && cursor->at == 0 && (wire->sw == SW_NO_TRANSPARENT_FILE || wire->sw == SW_WRONG_FILE_TYPE)) {
		cursor->by_record = true;
		cursor->record = cursor->base > 0 ? (unsigned)cursor->base : 1;
		*at_end = false;
		answer = read_record(cursor, wanted, out, got);
	}
	return answer;
}

/* Says this answer so little about the file that the same is asked again, for the nth time? */
static bool
is_worth_again(const struct cursor *cursor, enum answer answer, enum follows follows, size_t nth)
{
	bool is_first = cursor->at == 0;
	bool was_odd = wire_was_odd(&cursor->reading->wire);

	switch (answer) {
	case ANSWER_OK:
	case ANSWER_BROKEN:
		return false;
	case ANSWER_END:
		if (cursor->by_record) /* a record that is not there is told by another word */
			return was_odd && nth < ENDS_TRIED;
		if (follows == MORE_MUST_FOLLOW && !is_first)
			return nth < ENDS_TRIED;
		return nth < 1 && !cursor->was_short;
	case ANSWER_ABSENT:
	case ANSWER_PROTECTED:
		return !is_first;
	case ANSWER_REFUSED:
		if (!is_first)
			return true;
		return was_odd && (nth < 1 || cursor->reading->wire.sw != SW_NO_FILE_SELECTED);
	}
	return false;
}

/* Notes whether less than was asked for at first is what this reader wants. */
static void
learn_size(struct reading *reading, size_t wanted, size_t helped)
{
	if (helped == 0 || helped >= wanted) {
		reading->small_helped = 0;
		return;
	}
	reading->small_helped++;
	if (reading->small_helped >= SMALL_HELPED && helped < reading->wire.chunk)
		reading->wire.chunk = helped;
}

enum answer
cursor_read(struct cursor *cursor, size_t wanted, enum follows follows, uint8_t *out, size_t *got, bool *at_end)
{
	struct reading *reading = cursor->reading;
	enum answer answer = ask(cursor, wanted, out, got, at_end);
	size_t helped = 0;

	for (size_t i = 0;
		i < ARRAY_LENGTH(pieces) && is_worth_again(cursor, answer, follows, i) && reading->retries < READING_RETRIES_MAX;
		i++) {
		reading->retries++;
		helped = pieces[i];
		if (wire_select_again(&reading->wire) == ANSWER_BROKEN)
			return ANSWER_BROKEN;
		answer = ask(cursor, wanted < helped ? wanted : helped, out, got, at_end);
	}
	if (wanted > reading->wire.chunk)
		wanted = reading->wire.chunk;
	cursor->was_short = *got < wanted;
	if (answer == ANSWER_OK && !cursor->by_record)
		learn_size(reading, wanted, helped);
	cursor->at += *got;
	return answer;
}
