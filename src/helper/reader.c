/*
 * helper/reader: bytes of a helper to lines: bounded, counted, never trusted. Knows no process, no clock, and nothing of
 * what the lines mean.
 */
#include "reader.h"

#include <string.h>

void
reader_reset(struct line_reader *reader)
{
	str_reset(&reader->partial);
	reader->skipping = false;
}

void
reader_clear(struct line_reader *reader)
{
	str_clear(&reader->partial);
	*reader = (struct line_reader){0};
}

static void
complain(struct line_reader *reader, size_t bytes, const char *what, const struct line_ears *ears)
{
	reader->bad_lines++;
	reader->bad_bytes += (int64_t)bytes;
	ears->on_bad(ears->context, what);
}

static void
take_line(struct line_reader *reader, char *text, size_t length, const struct line_ears *ears)
{
	struct line line;
	struct err err = {0};

	if (reader->skipping) {
		reader->skipping = false;
		reader->bad_bytes += (int64_t)length;
	} else if (strlen(text) != length) {
		complain(reader, length, "line with NUL", ears);
	} else if (line_parse(&line, text, &err) != OK) {
		complain(reader, length, err.detail, ears);
	} else {
		reader->lines++;
		ears->on_line(ears->context, &line);
	}
}

void
reader_take(struct line_reader *reader, const char *bytes, size_t length, const struct line_ears *ears)
{
	char *at, *end, *newline;

	str_add_n(&reader->partial, bytes, length);
	at = reader->partial.data;
	if (at == NULL)
		return;
	end = at + reader->partial.length;
	while ((newline = memchr(at, '\n', (size_t)(end - at))) != NULL) {
		*newline = '\0';
		take_line(reader, at, (size_t)(newline - at), ears);
		at = newline + 1;
	}
	memmove(reader->partial.data, at, (size_t)(end - at) + 1);
	reader->partial.length = (size_t)(end - at);
	if (reader->partial.length <= HELPER_LINE_MAX)
		return;
	if (!reader->skipping)
		complain(reader, reader->partial.length, "over-long line", ears);
	else
		reader->bad_bytes += (int64_t)reader->partial.length;
	str_reset(&reader->partial);
	reader->skipping = true;
}
