/*
 * tests/scan/feed: presses into the recogniser on a clock of its own, as a desk's turn would hand them on.
 */
#ifndef TESTS_SCAN_FEED_H
#define TESTS_SCAN_FEED_H

#include "../../src/ui/scanner.h"

struct feed {
	struct scanner scanner;
	int64_t now;
	bool all_typing;  /* every scan is taken as typing */
	struct str typed; /* letters given as typing; Enter as LF, Tab as TAB, anything else as <kind> */
	int quick_letters, quick_enters, enters;
	int scans, taken_back;
	struct scan scan; /* the last one */
};

void feed_clear(struct feed *feed);
/* One read: the presses of a text that are there at once. LF is Enter as CR is. */
void feed_text(struct feed *feed, const char *text);
void feed_press(struct feed *feed, enum press_kind kind);
/* Time goes on; whatever the recogniser waits for comes in between. */
void feed_wait(struct feed *feed, int64_t ms);
/* Letters in pieces of that many (0: all at once), so many ms between two of them. */
void feed_pieces(struct feed *feed, const char *text, int piece, int gap_ms);
/* How many letters a text has, and where the given one begins. */
int feed_letters(const char *text);
size_t feed_offset(const char *text, int letters);

#endif
