/*
 * helper/limit: how much of a helper's noise is borne: what it may bring into the log, and from when on it is a flood.
 * Private to the room; pure, times come in.
 */
#ifndef HELPER_LIMIT_H
#define HELPER_LIMIT_H

#include "teslim/base.h"

enum {
	RATION_LINES = 100,      /* at once */
	RATION_LINE_MS = 500,    /* and one more for each of these */
	RATION_BYTES = 2 << 20,  /* of one helper while this program runs */
	FLOOD_WINDOW_MS = 10000, /* in that time at most: */
	FLOOD_BAD_LINES = 1000,  /* lines that are none */
	FLOOD_BAD_BYTES = 8 << 20,
	FLOOD_ERROR_BYTES = 256 << 10, /* on standard error */
	FLOOD_LINES = 50000            /* lines in all */
};

/* What one helper may bring into the log. Zero-initialise. */
struct log_ration {
	int64_t begun_ms;
	int64_t used; /* lines since then */
	int64_t bytes;
	int64_t held_back; /* lines that were not logged since the last that was */
	bool exhausted;
};

enum ration { RATION_LOG, RATION_LAST /* log it, and that it is the last */, RATION_HOLD };
/* Whether a line of that many bytes may go into the log now. */
enum ration ration_take(struct log_ration *ration, size_t bytes, int64_t now_ms);

/* Counts of one helper when its window began. Zero-initialise. */
struct flood_counts {
	int64_t lines, bad_lines, bad_bytes, error_bytes;
};
struct flood_watch {
	int64_t begun_ms;
	struct flood_counts at;
};
/* Whether what came since the window began is more than any helper that works would say. */
bool flood_is_on(struct flood_watch *watch, const struct flood_counts *now, int64_t now_ms);
void flood_begin(struct flood_watch *watch, const struct flood_counts *now, int64_t now_ms);

#endif
