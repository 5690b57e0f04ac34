/*
 * ui/scanner: tells what a scanner types from what hands type, below all screens and fields. Presses with their times go
 * in, presses and scans come out. Pure: it knows no clock, no terminal and no screen.
 *
 * What comes faster than hands is held back until it is over, however it was cut into reads; then its content decides
 * (ident_read_scan). Typing goes on unharmed and in its order; a scan goes on as one event, and its line ends never act.
 */
#ifndef UI_SCANNER_H
#define UI_SCANNER_H

#include "teslim/ident.h"
#include "term.h"

enum {
	SCANNER_HOLD_MS = 50,       /* keys nearer to each other than this may be a scanner's; hands take 60 at their best */
	SCANNER_ENTER_MS = 100,     /* an Enter nearer than this to any other key is quick */
	SCANNER_PATIENCE_MS = 1000, /* how long the rest of what has certainly begun is waited for: lines stall */
	SCANNER_TAIL_MS = 250, /* line ends that come so late after a document are still its own; after a code, an Enter's time */
	SCANNER_KEYS = 512,
	SCANNER_BEFORE = 40 /* letters given away that turn out to have been the beginning */
};

struct scanner_key {
	struct press press;
	int64_t at;
	bool quick;
};

/* Zero-initialise. */
struct scanner {
	struct scanner_key keys[SCANNER_KEYS]; /* [0, decided) to be given away, [decided, count) held back */
	int count, decided, given;
	bool letters_act; /* no field is open: a letter is a key and is held back as long as an Enter */
	int withdrawn;    /* of the keys to be given: those of a scan, which are given only as typing */
	bool has_scan;
	struct scan scan;
	int taken_back;
	int64_t last_at; /* of the newest press of all */
	bool any;
	int64_t scan_at; /* of the last key of the last scan */
	bool in_tail;
	char before[SCANNER_BEFORE * 4 + 1]; /* letters given away one after the other, since any other key */
	int before_count;
	int64_t before_at;
};

enum scanner_event_kind { SCANNER_PRESS, SCANNER_SCAN };

struct scanner_event {
	enum scanner_event_kind kind;
	struct press press; /* SCANNER_PRESS */
	bool quick;         /* it came with others, faster than hands; of Enter: within SCANNER_ENTER_MS of another key */
	struct scan scan;   /* SCANNER_SCAN */
	int taken_back;     /* letters that were given away as typing just before and belong to the scan */
};

/* A press at that time (monotonic ms, never decreasing). Call scanner_next until it says false after each. */
void scanner_take(struct scanner *scanner, const struct press *press, int64_t now);
/*
 * The next event, when one is decided. drained: at `now` nothing more was there to be read, so that a gap is one: keys
 * that were read late are not taken for slow ones.
 */
bool scanner_next(struct scanner *scanner, int64_t now, bool drained, struct scanner_event *out);
/*
 * The scan that scanner_next has just told is to be taken as typing: its presses come next, those that end lines only
 * when wanted.
 */
void scanner_as_typing(struct scanner *scanner, bool line_ends);
/* Milliseconds until scanner_next may have something; -1: it waits for nothing. */
int scanner_timeout(const struct scanner *scanner, int64_t now);

#endif
