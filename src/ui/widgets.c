/*
 * ui/widgets: the edit line and the scrolling choice. They keep no reference to a screen and draw where they are told.
 */
#include "screen.h"

#include <string.h>

/* ------------------------------------------------------------------ edit line */

void
edit_set(struct edit *edit, const char *text)
{
	copy_text(edit->text, sizeof edit->text, text);
	edit->cursor = strlen(edit->text);
}

void
edit_wipe(struct edit *edit)
{
	mem_wipe(edit->text, sizeof edit->text);
	edit->cursor = 0;
}

static size_t
previous_grapheme(const char *text, size_t offset)
{
	size_t at = 0;

	while (at < offset) {
		size_t taken = text_grapheme(text + at);
		if (taken == 0 || at + taken >= offset)
			break;
		at += taken;
	}
	return at;
}

static void
erase_range(struct edit *edit, size_t from, size_t to)
{
	memmove(edit->text + from, edit->text + to, strlen(edit->text + to) + 1);
	edit->cursor = from;
}

static bool
insert_text(struct edit *edit, const char *text, size_t length)
{
	size_t present = strlen(edit->text);

	if (length == 0 || present + length >= sizeof edit->text)
		return false;
	memmove(edit->text + edit->cursor + length, edit->text + edit->cursor, present - edit->cursor + 1);
	memcpy(edit->text + edit->cursor, text, length);
	edit->cursor += length;
	return true;
}

static bool
insert_paste(struct edit *edit, const char *text)
{
	bool changed = false;

	while (*text == '\n' || *text == ' ')
		text++;
	while (*text != '\0' && *text != '\n') {
		size_t taken = text_grapheme(text);
		if (taken == 0 || !insert_text(edit, text, taken))
			break;
		changed = true;
		text += taken;
	}
	return changed;
}

static bool
edit_move(struct edit *edit, const struct press *press)
{
	if (press->kind == PRESS_LEFT)
		edit->cursor = previous_grapheme(edit->text, edit->cursor);
	else if (press->kind == PRESS_RIGHT)
		edit->cursor += text_grapheme(edit->text + edit->cursor);
	else if (press->kind == PRESS_HOME || (press->kind == PRESS_CONTROL && press->code == 'a'))
		edit->cursor = 0;
	else if (press->kind == PRESS_END || (press->kind == PRESS_CONTROL && press->code == 'e'))
		edit->cursor = strlen(edit->text);
	else
		return false;
	return true;
}

bool
edit_press(struct edit *edit, const struct press *press, bool *changed)
{
	char letter[5];

	*changed = false;
	if (edit_move(edit, press))
		return true;
	if (press->kind == PRESS_CHAR) {
		*changed = insert_text(edit, letter, text_encode(letter, press->code));
	} else if (press->kind == PRESS_PASTE) {
		*changed = insert_paste(edit, press->text);
	} else if (press->kind == PRESS_BACKSPACE) {
		*changed = edit->cursor > 0;
		if (*changed)
			erase_range(edit, previous_grapheme(edit->text, edit->cursor), edit->cursor);
	} else if (press->kind == PRESS_DELETE) {
		*changed = edit->text[edit->cursor] != '\0';
		if (*changed)
			erase_range(edit, edit->cursor, edit->cursor + text_grapheme(edit->text + edit->cursor));
	} else if (press->kind == PRESS_CONTROL && press->code == 'u') {
		*changed = edit->text[0] != '\0';
		edit_set(edit, "");
	} else {
		return false;
	}
	return true;
}

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
