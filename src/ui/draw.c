/*
 * ui/draw: places and shapes that the screens share. Draws through term.h; decides nothing.
 */
#include "screen.h"

#include <string.h>

/* Below it: a rule, the sentence, the keys. */
int
body_bottom(void)
{
	return term_rows() - 5;
}

int
body_rows(void)
{
	return body_bottom() - BODY_TOP + 1;
}

int
body_width(void)
{
	return term_columns() - 4;
}

/* Negative cells mean as far as the screen goes; nothing is ever drawn over the edge. */
int
draw_text(int row, int column, int cells, enum style style, const char *text)
{
	int room = term_columns() - column - 1;

	return term_put(row, column, cells < 0 || cells > room ? room : cells, style, text);
}

int
draw_text_right(int row, int right, enum style style, const char *text)
{
	int cells = text_width(text);
	int column = right - cells + 1;

	return term_put(row, column > 0 ? column : 0, cells, style, text);
}

int
draw_text_middle(int row, enum style style, const char *text)
{
	int column = (term_columns() - text_width(text)) / 2;

	return draw_text(row, column > 1 ? column : 1, -1, style, text);
}

/* Labels end where values begin, so that a column of them is read as one. */
int
draw_pair(int row, int right, int cells, enum message label, enum style style, const char *value)
{
	draw_text_right(row, right, STYLE_LABEL, message_text(label));
	draw_text(row, right + 3, cells, style, value);
	return right + 3;
}

/* Bytes of the first line of a text broken at blanks; *next: where the following line begins. */
static size_t
first_line(const char *text, int cells, size_t *next)
{
	size_t fits = text_prefix(text, cells);
	size_t length;

	if (text[fits] == '\0') {
		*next = fits;
		return fits;
	}
	for (length = fits; length > 0 && text[length] != ' ';)
		length--;
	if (length == 0)
		length = fits > 0 ? fits : text_grapheme(text);
	*next = length;
	while (text[*next] == ' ')
		++*next;
	return length;
}

/* Counts as draw_wrapped draws, for those who must know the height before they draw. */
int
wrapped_height(int cells, int max, const char *text)
{
	int lines = 0;

	while (*text != '\0' && lines < max) {
		size_t next;
		first_line(text, cells, &next);
		text += next;
		lines++;
	}
	return lines;
}

int
draw_wrapped(int row, int column, int cells, int max, enum style style, const char *text)
{
	int lines = 0;

	while (*text != '\0' && lines < max) {
		char line[1024];
		size_t next;
		size_t length = first_line(text, cells, &next);

		if (lines == max - 1)
			length = strlen(text); /* the last line shows by its ellipsis that there is more */
		if (length > sizeof line - 1)
			length = text_prefix(text, cells);
		memcpy(line, text, length);
		line[length] = '\0';
		draw_text(row + lines, column, cells, style, line);
		text += next;
		lines++;
	}
	return lines;
}

int
draw_verdict_word(int row, enum style style, const char *word)
{
	char wide[256];
	size_t used = 0;
	int width;
	int column;

	for (const char *at = word; *at != '\0' && used + 8 < sizeof wide;) {
		size_t taken = text_grapheme(at);
		if (used > 0)
			wide[used++] = ' ';
		memcpy(wide + used, at, taken);
		used += taken;
		at += taken;
	}
	wide[used] = '\0';
	width = text_width(wide) + 6;
	column = (term_columns() - width) / 2;
	term_frame(row, column, 3, width, style);
	draw_text(row + 1, column + 3, width - 6, style, wide);
	return 3;
}

void
draw_bar(int row, int column, int cells, int percent)
{
	int filled;

	if (percent < 0)
		percent = 0;
	if (percent > 100)
		percent = 100;
	filled = cells * percent / 100;
	for (int i = 0; i < cells; i++) {
		const char *mark = term_is_ascii() ? (i < filled ? "#" : ".") : (i < filled ? "━" : "─");
		term_put(row, column + i, 1, i < filled ? STYLE_ACCENT : STYLE_DIM, mark);
	}
}

enum style
level_style(enum verdict_level level)
{
	switch (level) {
	case VERDICT_PASS:
		return STYLE_OK;
	case VERDICT_WARN:
	case VERDICT_NOT_CHECKED:
		return STYLE_WARNING;
	case VERDICT_REFUSE:
		return STYLE_BAD;
	}
	return STYLE_TEXT;
}

const char *
level_word(enum verdict_level level)
{
	switch (level) {
	case VERDICT_PASS:
		return "";
	case VERDICT_WARN:
		return tell(UI_LEVEL_WARN);
	case VERDICT_NOT_CHECKED:
		return tell(UI_LEVEL_NOT_CHECKED);
	case VERDICT_REFUSE:
		return tell(UI_LEVEL_BAD);
	}
	return "";
}

void
show_number(char out[32], int64_t number)
{
	char digits[24];
	size_t length;
	size_t used = 0;

	snprintf(digits, sizeof digits, "%lld", (long long)number);
	length = strlen(digits);
	for (size_t i = 0; i < length && used + 2 < 32; i++) {
		if (i > 0 && (length - i) % 3 == 0 && digits[i - 1] != '-')
			out[used++] = message_language() == LANGUAGE_ENGLISH ? ',' : '.';
		out[used++] = digits[i];
	}
	out[used] = '\0';
}

void
draw_position(int row, int64_t first, int64_t last, int64_t total)
{
	char from[32], to[32], all[32], text[128];

	if (total <= 0)
		return;
	show_number(from, first);
	show_number(to, last);
	show_number(all, total);
	snprintf(text, sizeof text, "%s-%s / %s", from, to, all);
	draw_text_right(row, term_columns() - 3, STYLE_DIM, text);
}

void
show_when(char out[CLOCK_TEXT], int64_t time)
{
	struct civil then = clock_civil(time);
	struct civil now = clock_civil(clock_now());

	if (time == 0)
		out[0] = '\0';
	else if (then.year == now.year && then.month == now.month && then.day == now.day)
		clock_hour(out, time);
	else
		clock_date(out, time);
}
