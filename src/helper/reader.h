/*
 * helper/reader: bytes of a helper to lines, however they are cut. Private to the room; knows no process and no clock.
 */
#ifndef HELPER_READER_H
#define HELPER_READER_H

#include "teslim/helper.h"

struct line_reader {
	struct str partial; /* of a line whose end has not come */
	bool skipping;      /* in the middle of an over-long line */
	int64_t lines;      /* well-formed ones so far */
	int64_t bad_lines;  /* malformed, over-long, with NUL */
	int64_t bad_bytes;
};

/* Who hears of what is read. A line is valid during the call only. */
struct line_ears {
	void (*on_line)(void *context, const struct line *line);
	void (*on_bad)(void *context, const char *what);
	void *context;
};

/* Takes bytes in; every line that is now whole is told, in order. */
void reader_take(struct line_reader *reader, const char *bytes, size_t length, const struct line_ears *ears);
/* Forgets the unfinished line; the counts stay. */
void reader_reset(struct line_reader *reader);
void reader_clear(struct line_reader *reader);

#endif
