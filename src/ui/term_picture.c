/*
 * ui/term_picture: the picture on the glass: styles become attributes, text goes into cells. One of the three files that know
 * curses.
 */
#include "term_parts.h"

#include "teslim/text.h" /* before curses, whose headers define macros like "columns" */

#include <curses.h>

enum { LINE_BYTES = 2048 };

static struct {
	bool colour;
	attr_t attributes[STYLE_COUNT];
	short pairs[STYLE_COUNT];
	int cursor_row;
	int cursor_column;
} picture;

static void
set_style(enum style style, attr_t attributes, int foreground)
{
	picture.attributes[style] = attributes;
	picture.pairs[style] = 0;
	if (picture.colour && foreground >= 0) {
		short pair = (short)(style + 1);
		if (init_pair(pair, (short)foreground, -1) == OK)
			picture.pairs[style] = pair;
	}
}

void
term_choose_styles(bool no_colour)
{
	bool many;
	int accent;

	picture.colour = !no_colour && has_colors() && start_color() == OK && use_default_colors() == OK && COLORS >= 8;
	many = picture.colour && COLORS >= 256;
	accent = many ? 37 : COLOR_CYAN;
	set_style(STYLE_TEXT, A_NORMAL, -1);
	set_style(STYLE_TITLE, A_BOLD, accent);
	set_style(STYLE_LABEL, A_NORMAL, many ? 246 : -1);
	set_style(STYLE_FIELD, A_NORMAL, -1);
	set_style(STYLE_INPUT, A_UNDERLINE, -1);
	set_style(STYLE_OK, A_BOLD, many ? 71 : COLOR_GREEN);
	set_style(STYLE_WARNING, A_BOLD, many ? 178 : COLOR_YELLOW);
	set_style(STYLE_BAD, A_BOLD | (picture.colour ? A_NORMAL : A_REVERSE), many ? 167 : COLOR_RED);
	set_style(STYLE_KEY, A_BOLD, accent);
	set_style(STYLE_DIM, A_NORMAL, many ? 244 : -1);
	set_style(STYLE_ACCENT, A_NORMAL, accent);
	set_style(STYLE_SELECTED, A_REVERSE, accent);
}

int
term_rows(void)
{
	return LINES;
}

int
term_columns(void)
{
	return COLS;
}

bool
term_is_ascii(void)
{
	return terminal.ascii;
}

void
term_clear(void)
{
	erase();
	picture.cursor_row = 0;
	picture.cursor_column = 0;
}

static void
use_style(enum style style)
{
	attr_set(picture.attributes[style], picture.pairs[style], NULL);
}

int
term_put(int row, int column, int cells, enum style style, const char *text)
{
	char line[LINE_BYTES];
	struct str plain = {0};
	const char *shown = text;
	int wide;

	if (row < 0 || row >= LINES || column < 0 || column >= COLS)
		return 0;
	if (cells > COLS - column)
		cells = COLS - column;
	if (cells > LINE_BYTES / 4 - 2)
		cells = LINE_BYTES / 4 - 2;
	if (cells <= 0)
		return 0;
	if (terminal.ascii) {
		text_ascii(&plain, text);
		shown = str_text(&plain);
	}
	wide = text_width(shown);
	if (wide > cells)
		wide = cells;
	text_fit(line, sizeof line, shown, wide, terminal.ascii);
	use_style(style);
	mvaddstr(row, column, line);
	use_style(STYLE_TEXT);
	str_clear(&plain);
	return wide;
}

void
term_blank(int row, int column, int cells, enum style style)
{
	if (row < 0 || row >= LINES || column < 0 || column >= COLS)
		return;
	use_style(style);
	for (int i = 0; i < cells && column + i < COLS; i++)
		mvaddch(row, column + i, ' ');
	use_style(STYLE_TEXT);
}

void
term_line(int row, int column, int cells, enum style style)
{
	for (int i = 0; i < cells; i++)
		term_put(row, column + i, 1, style, terminal.ascii ? "-" : "─");
}

void
term_frame(int row, int column, int height, int width, enum style style)
{
	static const char *const drawn[] = {"┌", "┐", "└", "┘", "│"};
	static const char *const plain[] = {"+", "+", "+", "+", "|"};
	const char *const *set = terminal.ascii ? plain : drawn;

	term_line(row, column + 1, width - 2, style);
	term_line(row + height - 1, column + 1, width - 2, style);
	term_put(row, column, 1, style, set[0]);
	term_put(row, column + width - 1, 1, style, set[1]);
	term_put(row + height - 1, column, 1, style, set[2]);
	term_put(row + height - 1, column + width - 1, 1, style, set[3]);
	for (int i = 1; i < height - 1; i++) {
		term_put(row + i, column, 1, style, set[4]);
		term_put(row + i, column + width - 1, 1, style, set[4]);
	}
}

void
term_cursor(int row, int column)
{
	picture.cursor_row = row;
	picture.cursor_column = column;
}

void
term_show(void)
{
	if (!terminal.open || terminal.abandoned)
		return;
	if (terminal.spoilt)
		clearok(stdscr, TRUE);
	terminal.spoilt = false;
	move(picture.cursor_row < LINES ? picture.cursor_row : LINES - 1,
		picture.cursor_column < COLS ? picture.cursor_column : COLS - 1);
	refresh();
}

void
term_spoilt(void)
{
	terminal.spoilt = true;
}

void
term_beep(void)
{
	if (terminal.open && !terminal.abandoned)
		beep();
}
