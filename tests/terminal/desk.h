/*
 * terminal/desk: what the tests share that sit at a desk with a real database and no card reader: the demo's desk in a folder
 * of its own, the program in a terminal, an officer who logs in, and the counting of what held. One of each at a time.
 */
#ifndef TESLIM_TERMINAL_DESK_H
#define TESLIM_TERMINAL_DESK_H

#include "harness.h"

extern struct terminal terminal;
extern char folder[64], configuration[128], program[512];
extern bool good; /* nothing has failed so far */

/* One line of TAP; what failed shows the screen. */
void tell_result(bool held, const char *name);
/* The program at its door, in a terminal of that kind and size; NULL and 0 as in terminal_wish. */
void start_on(const char *term, int rows, int columns);
void start(void);
void log_in(void);
/* Prepares a desk for the test of that name, runs its parts and takes all away. The test's exit status. */
int run_at_desk(const char *name, void (*const *parts)(void), size_t count);

#endif
