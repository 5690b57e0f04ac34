/*
 * screen_bench TESLIM CONFIGURATION: times the way from start to the first screen against `less` showing a file in the
 * same pseudo-terminal, and counts the bytes that a keystroke sends against those of a whole redraw of the same screen.
 * Prints markdown table rows.
 */
#include "terminal/harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS = 11, SOON = 8000 };

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *values, int count)
{
	qsort(values, (size_t)count, sizeof *values, by_size);
	return values[count / 2];
}

static void
must(bool held, const char *what)
{
	if (held)
		return;
	fprintf(stderr, "screen_bench: %s\n", what);
	exit(1);
}

static double
time_start(const char *const *argv, const char *text)
{
	struct terminal terminal;
	int64_t began = clock_monotonic_ms();
	double took;

	terminal_open(&terminal, &(struct terminal_wish){.argv = argv});
	must(terminal_expect(&terminal, text, SOON), "no first screen");
	took = (double)(clock_monotonic_ms() - began);
	terminal_close(&terminal);
	return took;
}

/* Bytes that the program sends for a key. */
static double
count_bytes(struct terminal *terminal, const char *keys)
{
	size_t before;

	terminal_settle(terminal, 150, SOON);
	before = terminal->bytes;
	terminal_type(terminal, keys);
	terminal_settle(terminal, 150, SOON);
	return (double)(terminal->bytes - before);
}

static void
time_keys(const char *const *argv)
{
	static const char *const typed[] = {"m", "e", "h", "\177", "\177", "\177", "g", "ü", "l", "\177", "\177", "\177"};
	double key[ARRAY_LENGTH(typed)], redraw[3];
	struct terminal terminal;

	terminal_open(&terminal, &(struct terminal_wish){.argv = argv});
	must(terminal_expect(&terminal, "Parola", SOON), "no login");
	terminal_type(&terminal, "demo\tdeneme\r");
	must(terminal_expect(&terminal, "Bugün", SOON), "no home screen");
	terminal_key(&terminal, "Enter");
	must(terminal_expect(&terminal, "Ara", SOON), "no list");
	for (size_t i = 0; i < ARRAY_LENGTH(typed); i++)
		key[i] = count_bytes(&terminal, typed[i]);
	for (size_t i = 0; i < ARRAY_LENGTH(redraw); i++)
		redraw[i] = count_bytes(&terminal, "\014");
	terminal_close(&terminal);
	printf("| bytes sent per keystroke while searching (median of %zu keys) | the same screen redrawn whole (Ctrl-L) | %.0f | %.0f | %.2f |\n",
		ARRAY_LENGTH(typed), median(key, ARRAY_LENGTH(key)), median(redraw, ARRAY_LENGTH(redraw)),
		median(key, ARRAY_LENGTH(key)) / median(redraw, ARRAY_LENGTH(redraw)));
}

int
main(int argc, char **argv)
{
	const char *const ours[] = {argc > 2 ? argv[1] : "", "--config", argc > 2 ? argv[2] : "", NULL};
	const char *const theirs[] = {"less", argc > 2 ? argv[2] : "", NULL};
	double start[RUNS], peer[RUNS];

	must(argc == 3, "usage: screen_bench TESLIM CONFIGURATION");
	for (int i = 0; i < RUNS; i++) {
		start[i] = time_start(ours, "Parola");
		peer[i] = time_start(theirs, "institution");
	}
	printf("| start to the first screen, database open | `less` showing a file | %.0f ms | %.0f ms | %.1f |\n",
		median(start, RUNS), median(peer, RUNS), median(start, RUNS) / median(peer, RUNS));
	time_keys(ours);
	return 0;
}
