/*
 * helper: the line grammar that teslim and its helper programs speak, and the client that starts, watches
 * and restarts a helper. Knows nothing of what the words mean.
 *
 * Grammar: a line is WORD *( SP KEY "=" VALUE ) LF. WORD and KEY are [a-z0-9-]{1,31}. VALUE is any bytes but
 * NUL with everything outside 0x21..0x7E, and "%" itself, written as %XX (upper-case hex): so a value never
 * contains a blank and Turkish text survives. At most HELPER_LINE_MAX bytes and HELPER_FIELDS fields.
 * The same grammar goes both ways; a helper reads commands from standard input and leaves at end of file.
 */
#ifndef TESLIM_HELPER_H
#define TESLIM_HELPER_H

#include "teslim/base.h"

enum { HELPER_LINE_MAX = 262144, HELPER_FIELDS = 24, HELPER_WORD = 32 };

struct line {
	char word[HELPER_WORD];
	int count;
	struct line_field {
		char key[HELPER_WORD];
		const char *value; /* decoded in place, points into the parsed text */
	} fields[HELPER_FIELDS];
};

/* Parses text (without LF; it is modified). ERR_SYNTAX, ERR_LIMIT. Never trusts the other side. */
enum code line_parse(struct line *line, char *text, struct err *err);
/* The value of key, or NULL. */
const char *line_value(const struct line *line, const char *key);
/* The value as a number in [low, high], or fallback when absent or not one. */
int64_t line_number(const struct line *line, const char *key, int64_t low, int64_t high, int64_t fallback);
/* Writing: begin, add fields, end (adds LF). */
void line_begin(struct str *out, const char *word);
void line_add(struct str *out, const char *key, const char *value);
void line_add_number(struct str *out, const char *key, int64_t value);
void line_end(struct str *out);

/* ---- the client */
struct helper;
enum helper_state { HELPER_STOPPED, HELPER_RUNNING, HELPER_WAITING /* to be restarted */, HELPER_FAILED /* cannot be started */ };

/*
 * A client for a command (words split at blanks; single and double quotes group; no shell). Not started yet.
 * restart: start again 1, 2, 5, 5... seconds after it ends, and 5, 15, 60, 300... seconds after it was stopped
 * because it flooded. name is for the log. Its standard error goes into the log, as far as the ration below allows.
 */
struct helper *helper_new(const char *name, const char *command, bool restart);
void helper_free(struct helper **helper); /* closes its input, waits 200 ms, kills, reaps */
enum code helper_start(struct helper *helper, struct err *err);
/* File descriptor to poll for reading; -1 while not running. */
int helper_fd(const struct helper *helper);
/* File descriptor to poll for writing when output is pending; -1 otherwise. */
int helper_write_fd(const struct helper *helper);
/* Queues bytes for its input (never blocks) and tries to write. ERR_GONE when not running, ERR_LIMIT past 4 MB. */
enum code helper_send(struct helper *helper, const char *bytes, size_t length, struct err *err);
/* Writes what is queued; call when helper_write_fd is writable. */
void helper_flush(struct helper *helper);
/* After everything queued is written, closes its input (for helpers that read one document). */
void helper_end_input(struct helper *helper);
/*
 * Reads what is there, never blocks, and calls on_line per well-formed line. A malformed or over-long line is
 * logged and skipped. When the helper ends, on_line gets one line with the word "helper-gone" (fields: status,
 * reason: exit, signal or flood, and wait: seconds until it is started again, 0 never) and a restart is planned when
 * wanted. A helper that says more than any that works is stopped: within 10 seconds 1,000 malformed lines or 8 MB of
 * them, 256 KB on standard error, 50,000 lines in all. Call it at every turn, also when nothing is to be read: standard
 * error is drained here.
 */
void helper_read(struct helper *helper, void (*on_line)(void *context, const struct line *line), void *context);
/* Milliseconds until helper_tick wants to run; -1: never. */
int helper_timeout(const struct helper *helper);
void helper_tick(struct helper *helper);
/*
 * A line about it in the log, for all that is logged because of what it said: 100 lines at once and two a second, 2 MB
 * in all while this program runs; what is beyond is counted and left out.
 */
void helper_log(struct helper *helper, const char *format, ...) __attribute__((format(printf, 2, 3)));
enum helper_state helper_state(const struct helper *helper);

#endif
