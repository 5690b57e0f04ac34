/*
 * tests/scan/fake_term: a terminal in memory in the place of ui/term: presses are pushed, the picture is text, and its
 * clock goes on only when told.
 */
#ifndef TESTS_SCAN_FAKE_TERM_H
#define TESTS_SCAN_FAKE_TERM_H

#include "../../src/ui/term.h"

/* A press that the next read finds. */
void fake_term_push(struct press press);
void fake_term_wait(int64_t ms);
/* The picture as last shown: 24 rows of 80 cells, each row ended by LF. */
const char *fake_term_picture(void);
/* Whether the row in which the cursor stands has that text, in the left half of the picture. */
bool fake_term_is_at(const char *text);
int fake_term_cursor_row(void);
int fake_term_cursor_column(void);
int fake_term_beeps(void);

#endif
