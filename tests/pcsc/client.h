/*
 * pcsc/client: the program teslim-card as a test sees it: started with some options, its events read with their
 * times, commands sent. Knows the words of teslim/card.h. With TESLIM_SHOW in the environment every event is shown.
 */
#ifndef TESLIM_PCSC_CLIENT_H
#define TESLIM_PCSC_CLIENT_H

#include "teslim/card.h"
#include "teslim/helper.h"
#include "world.h"

enum {
	CLIENT_CERTS = 20,
	/* Time limits that hold for every event: pcscd looks at a reader every 400 ms. */
	NOTICE_MS = 1500,  /* a card or a reader that came or went */
	READING_MS = 1500, /* from `card` to `done`, a card that answers at once */
	SILENCE_MS = 1000  /* --timeout 1 */
};

struct client {
	pid_t pid;
	int in, out;
	struct str partial;
	char *text; /* of the last event */
	struct line line;
	int64_t at_ms; /* when it came */
	int count;     /* events so far */
	int unasked;   /* events that came where none was expected */
};

/* What became of one reading. */
struct outcome {
	char what[40];                        /* "done", a fault's code, "" nothing in time */
	char text[512], cure[320], call[512]; /* of the fault */
	char plastic[24], family[24];
	int count, apdus, bytes, unreadable;
	char want[4], left[4];
	int64_t took_ms;
	struct str certs[CLIENT_CERTS]; /* DER */
	int cert_count;
};

/* options: NULL-ended, after "teslim-card --timeout 1 --lang en". socket NULL: the world's. */
void client_start(struct client *client, const struct world *world, const char *socket, const char *const *options);
/* Closes its input, waits a second, else kills. Returns the exit status; -1: it had to be killed, or died. */
int client_stop(struct client *client);
void client_send(struct client *client, const char *command);
/* The next event, but for progress; client->line. False: none in time, or it has ended. */
bool client_next(struct client *client, int timeout_ms);
/* Goes on to the event with that word and reader (slot -1: any reader). False: it did not come in time. */
bool client_await(struct client *client, int slot, const char *word, int timeout_ms);
/* Is there no event at all for so long? */
bool client_is_quiet(struct client *client, int quiet_ms);
const char *client_value(const struct client *client, const char *key);
/* Goes on until the reading of that slot has come to an end, good or bad. Free with outcome_clear. */
void client_outcome(struct client *client, int slot, int timeout_ms, struct outcome *outcome);
/* The same after "read". */
void client_read(struct client *client, int slot, const char *fields, int timeout_ms, struct outcome *outcome);
void outcome_clear(struct outcome *outcome);
/* Is the nth certificate told that one, byte for byte? */
bool outcome_has(const struct outcome *outcome, int nth, const uint8_t *der, size_t length);
/* Whole line of one run of the program to its end, events or text as the options say. Exit status. */
int client_run(const struct world *world, const char *socket, const char *const *options, struct str *out, int limit_ms);

#endif
