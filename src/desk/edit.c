/*
 * desk/edit: the edit line: letters, graphemes, a cursor. Knows no form and no screen.
 */
#include "teslim/desk/edit.h"

#include "teslim/text.h"

#include <string.h>

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
insert_letter(struct edit *edit, uint32_t code)
{
	char letter[5];

	return insert_text(edit, letter, text_encode(letter, code));
}

static bool
erase_before(struct edit *edit)
{
	if (edit->cursor == 0)
		return false;
	erase_range(edit, previous_grapheme(edit->text, edit->cursor), edit->cursor);
	return true;
}

static bool
erase_after(struct edit *edit)
{
	if (edit->text[edit->cursor] == '\0')
		return false;
	erase_range(edit, edit->cursor, edit->cursor + text_grapheme(edit->text + edit->cursor));
	return true;
}

static bool
erase_all(struct edit *edit)
{
	bool changed = edit->text[0] != '\0';

	edit_set(edit, "");
	return changed;
}

static bool
move_cursor(struct edit *edit, enum input_kind kind)
{
	if (kind == INPUT_LEFT)
		edit->cursor = previous_grapheme(edit->text, edit->cursor);
	else if (kind == INPUT_RIGHT)
		edit->cursor += text_grapheme(edit->text + edit->cursor);
	else if (kind == INPUT_HOME)
		edit->cursor = 0;
	else
		edit->cursor = strlen(edit->text);
	return false;
}

bool
edit_input(struct edit *edit, const struct input *input, bool *changed)
{
	*changed = false;
	switch (input->kind) {
	case INPUT_LETTER:
		*changed = insert_letter(edit, input->code);
		return true;
	case INPUT_PASTE:
		*changed = insert_paste(edit, input->text);
		return true;
	case INPUT_BACKSPACE:
		*changed = erase_before(edit);
		return true;
	case INPUT_DELETE:
		*changed = erase_after(edit);
		return true;
	case INPUT_CLEAR:
		*changed = erase_all(edit);
		return true;
	case INPUT_LEFT:
	case INPUT_RIGHT:
	case INPUT_HOME:
	case INPUT_END:
		*changed = move_cursor(edit, input->kind);
		return true;
	case INPUT_UP:
	case INPUT_DOWN:
	case INPUT_PAGE_UP:
	case INPUT_PAGE_DOWN:
	case INPUT_NEXT:
	case INPUT_PREVIOUS:
	case INPUT_ENTER:
	case INPUT_MARK:
	case INPUT_NONE:
		return false;
	}
	return false;
}
