/*
 * fuzz/fuzz_helper_line: bytes of a helper, cut as the first byte says, through the reader that the desk has for them; and
 * what a line holds, asked for as the desk does.
 */
#include "../../src/helper/limit.h"
#include "../../src/helper/reader.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
on_line(void *context, const struct line *line)
{
	struct str again = {0};
	struct line second;
	struct err err = {0};

	*(int64_t *)context += 1;
	if (line->word[0] == '\0' || strlen(line->word) >= HELPER_WORD || line->count < 0 || line->count > HELPER_FIELDS)
		abort();
	line_begin(&again, line->word);
	for (int i = 0; i < line->count; i++) {
		if (line->fields[i].key[0] == '\0' || line_value(line, line->fields[i].key) == NULL)
			abort();
		(void)line_number(line, line->fields[i].key, -100, 100, 0);
		line_add(&again, line->fields[i].key, line->fields[i].value);
	}
	/* What was understood can be said again, and means the same. */
	if (again.length <= HELPER_LINE_MAX) {
		if (line_parse(&second, again.data, &err) != OK || second.count != line->count)
			abort();
		for (int i = 0; i < line->count; i++)
			if (strcmp(second.fields[i].key, line->fields[i].key) != 0 ||
				strcmp(second.fields[i].value, line->fields[i].value) != 0)
				abort();
	}
	str_clear(&again);
}

static void
on_bad(void *context, const char *what)
{
	(void)context;
	if (what == NULL)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct line_reader reader = {0};
	int64_t heard = 0;
	const struct line_ears ears = {on_line, on_bad, &heard};
	struct log_ration ration = {0};
	size_t piece;
	int64_t now = 0;

	if (size == 0)
		return 0;
	piece = data[0] + 1u;
	for (size_t at = 1; at < size; at += piece) {
		reader_take(&reader, (const char *)data + at, size - at < piece ? size - at : piece, &ears);
		now += data[at];
		(void)ration_take(&ration, data[at], now);
		if (reader.partial.length > HELPER_LINE_MAX || ration.used > RATION_LINES || ration.bytes > RATION_BYTES + 255)
			abort();
	}
	if (heard != reader.lines || reader.bad_bytes < 0 || (size_t)reader.bad_bytes > size)
		abort();
	reader_clear(&reader);
	return 0;
}
