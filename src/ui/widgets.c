/*
 * ui/widgets: the picture of the edit line (desk/edit), and the scrolling choice. They keep no reference to a screen and draw where they are told.
 */
#include "screen.h"

#include <string.h>

/* ------------------------------------------------------------------ edit line */

static int
cells_before(const struct edit *edit, size_t from)
{
	char part[FIELD_TEXT];
	size_t length = edit->cursor - from;

	memcpy(part, edit->text + from, length);
	part[length] = '\0';
	return text_width(part);
}

void
edit_draw(const struct edit *edit, int row, int column, int cells, bool focus)
{
	char shown[FIELD_TEXT * 3 + 4];
	size_t from = 0;
	int cursor;

	term_blank(row, column, cells, STYLE_INPUT);
	while (cells_before(edit, from) >= cells)
		from += text_grapheme(edit->text + from);
	cursor = cells_before(edit, from);
	shown[0] = '\0';
	if (edit->secret) {
		size_t used = 0;
		for (const char *at = edit->text + from; *at != '\0' && used + 4 < sizeof shown; at += text_grapheme(at))
			used += (size_t)snprintf(shown + used, sizeof shown - used, "%s", term_is_ascii() ? "*" : "•");
	} else {
		copy_text(shown, text_prefix(edit->text + from, cells) + 1, edit->text + from);
	}
	term_put(row, column, cells, STYLE_INPUT, shown);
	if (focus)
		term_cursor(row, column + cursor);
}

/* ------------------------------------------------------------------ choice */

void
pick_fit(struct pick *pick, int64_t count, int height)
{
	pick->count = count;
	pick->height = height > 0 ? height : 1;
	if (pick->chosen >= count)
		pick->chosen = count - 1;
	if (pick->chosen < 0)
		pick->chosen = 0;
	if (pick->first > pick->chosen)
		pick->first = pick->chosen;
	if (pick->first < pick->chosen - pick->height + 1)
		pick->first = pick->chosen - pick->height + 1;
	if (pick->first > count - pick->height)
		pick->first = count - pick->height;
	if (pick->first < 0)
		pick->first = 0;
}

bool
pick_press(struct pick *pick, const struct press *press, bool in_text)
{
	if (press->kind == PRESS_UP)
		pick->chosen--;
	else if (press->kind == PRESS_DOWN)
		pick->chosen++;
	else if (press->kind == PRESS_PAGE_UP)
		pick->chosen -= pick->height;
	else if (press->kind == PRESS_PAGE_DOWN)
		pick->chosen += pick->height;
	else if (press->kind == PRESS_HOME && !in_text)
		pick->chosen = 0;
	else if (press->kind == PRESS_END && !in_text)
		pick->chosen = pick->count - 1;
	else
		return false;
	pick_fit(pick, pick->count, pick->height);
	return true;
}
