/*
 * pcsc/tap: results in TAP, one line per claim, with what was seen when a claim is false. Knows nothing of cards.
 */
#ifndef TESLIM_PCSC_TAP_H
#define TESLIM_PCSC_TAP_H

#include <stdbool.h>

/* One claim, named by a format. Returns it. */
bool tap_ok(bool good, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A line of explanation. */
void tap_note(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* A claim that is false and ends the program: the test world itself is broken. */
_Noreturn void tap_bail(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The plan, and the exit status: 0 when there were claims and all were true. */
int tap_end(void);
/* Times under sanitizers are longer: multiplies by four there. */
int tap_patient(int ms);

#endif
