/*
 * tests/scan/fake_term: see fake_term.h. Wide letters do not occur; marks that combine stay with their letter.
 */
#include "fake_term.h"

#include "teslim/text.h"

#include <string.h>

enum { ROWS = 24, COLUMNS = 80, CELL = 16, PRESSES = 1024 };

static char cells[ROWS][COLUMNS][CELL];
static char picture[ROWS * (COLUMNS * CELL + 1) + 1];
static struct press presses[PRESSES];
static int first, count, cursor_row, cursor_column, beeps;
static int64_t now = 1000000;

void
fake_term_push(struct press press)
{
	if (count < PRESSES)
		presses[(first + count++) % PRESSES] = press;
}

void
fake_term_wait(int64_t ms)
{
	now += ms;
}

const char *
fake_term_picture(void)
{
	return picture;
}

bool
fake_term_is_at(const char *text)
{
	char row[COLUMNS * CELL + 1] = "";

	for (int i = 0; i < COLUMNS / 2 - 1; i++)
		memcpy(row + strlen(row), cells[cursor_row][i], strlen(cells[cursor_row][i]) + 1);
	return strstr(row, text) != NULL;
}

int
fake_term_cursor_row(void)
{
	return cursor_row;
}

int
fake_term_cursor_column(void)
{
	return cursor_column;
}

int
fake_term_beeps(void)
{
	return beeps;
}

/* ------------------------------------------------------------------ what term.h promises */

enum code
term_open(const struct term_options *options, const char **fallback, struct err *err)
{
	(void)options;
	(void)err;
	*fallback = NULL;
	first = count = beeps = 0;
	term_clear();
	return OK;
}

void
term_close(void)
{
}

void
term_abandon(void)
{
}

int
term_input_fd(void)
{
	return -1;
}

int
term_signal_fd(void)
{
	return -1;
}

unsigned
term_signals(void)
{
	return 0;
}

int64_t
term_now(void)
{
	return now;
}

bool
term_press(struct press *press, bool *gone)
{
	(void)gone;
	if (count == 0)
		return false;
	*press = presses[first];
	first = (first + 1) % PRESSES;
	count--;
	return true;
}

int
term_paste_timeout(void)
{
	return -1;
}

int
term_rows(void)
{
	return ROWS;
}

int
term_columns(void)
{
	return COLUMNS;
}

bool
term_is_ascii(void)
{
	return false;
}

void
term_resize(void)
{
}

void
term_clear(void)
{
	for (int row = 0; row < ROWS; row++)
		for (int column = 0; column < COLUMNS; column++)
			memcpy(cells[row][column], " ", 2);
}

int
term_put(int row, int column, int wanted, enum style style, const char *text)
{
	int used = 0;

	(void)style;
	if (row < 0 || row >= ROWS || column < 0)
		return 0;
	while (*text != '\0' && used < wanted && column + used < COLUMNS) {
		size_t taken = text_grapheme(text);
		if (taken == 0 || taken >= CELL)
			break;
		memcpy(cells[row][column + used], text, taken);
		cells[row][column + used][taken] = '\0';
		text += taken;
		used++;
	}
	return used;
}

void
term_blank(int row, int column, int wanted, enum style style)
{
	for (int i = 0; i < wanted; i++)
		term_put(row, column + i, 1, style, " ");
}

void
term_line(int row, int column, int wanted, enum style style)
{
	for (int i = 0; i < wanted; i++)
		term_put(row, column + i, 1, style, "-");
}

void
term_frame(int row, int column, int height, int width, enum style style)
{
	term_line(row, column, width, style);
	term_line(row + height - 1, column, width, style);
}

void
term_cursor(int row, int column)
{
	cursor_row = row;
	cursor_column = column;
}

void
term_show(void)
{
	char *at = picture;

	for (int row = 0; row < ROWS; row++) {
		for (int column = 0; column < COLUMNS; column++) {
			size_t length = strlen(cells[row][column]);
			memcpy(at, cells[row][column], length);
			at += length;
		}
		*at++ = '\n';
	}
	*at = '\0';
}

void
term_spoilt(void)
{
}

void
term_beep(void)
{
	beeps++;
}
