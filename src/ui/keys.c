/*
 * ui/keys: the key table: which press means which entry, and what an entry is called. Knows no screen.
 */
#include "screen.h"

#include <string.h>

void
keys_add(struct key_set *set, const struct key_entry *entries, size_t count)
{
	for (size_t i = 0; i < count && set->count < KEYS_MAX; i++)
		set->list[set->count++] = entries[i];
}

uint32_t
key_letter(const struct key_entry *entry)
{
	return message_language() == LANGUAGE_ENGLISH ? entry->letter_en : entry->letter_tr;
}

void
key_name(char out[16], const struct key_entry *entry)
{
	char letter[5];

	if (entry->function == KEY_ESCAPE)
		snprintf(out, 16, "Esc");
	else if (entry->function == KEY_RETURN)
		snprintf(out, 16, "Enter");
	else if (entry->function == STEP_KEY_SIDEWAYS)
		snprintf(out, 16, "%s", term_is_ascii() ? "<- ->" : "← →");
	else if (entry->function > STEP_KEY_CONTROL)
		snprintf(out, 16, "Ctrl-%c", entry->function - STEP_KEY_CONTROL - 'a' + 'A');
	else if (entry->function > 0)
		snprintf(out, 16, "F%d", entry->function);
	else if (text_encode(letter, text_upper_code_point(key_letter(entry))) > 0)
		snprintf(out, 16, "%s", letter);
	else
		out[0] = '\0';
}

/* The bare letter behind any casing and any Turkish mark, so that a key is found on every keyboard. */
static uint32_t
bare_letter(uint32_t code)
{
	struct str plain = {0};
	char letter[5];
	uint32_t bare = code;

	if (text_encode(letter, code) == 0)
		return code;
	text_ascii(&plain, letter);
	if (plain.length == 1)
		bare = (unsigned char)plain.data[0];
	str_clear(&plain);
	return bare >= 'A' && bare <= 'Z' ? bare + 32 : bare;
}

/* Alt with a digit, or Esc and the digit: for terminals without function keys. On from the 0 go F11 and F12. */
static int
function_of(uint32_t code)
{
	if (code >= '1' && code <= '9')
		return (int)(code - '0');
	return code == '0' ? 10 : code == '-' ? 11 : code == '=' ? 12 : 0;
}

static bool
is_function(const struct key_entry *entry, const struct press *press)
{
	switch (entry->function) {
	case KEY_ESCAPE:
		return press->kind == PRESS_ESCAPE;
	case KEY_RETURN:
		return press->kind == PRESS_ENTER;
	case 0:
		return false;
	}
	if (entry->function == STEP_KEY_SIDEWAYS)
		return false; /* only at its place, which the screen knows */
	if (entry->function > STEP_KEY_CONTROL)
		return press->kind == PRESS_CONTROL && (int)press->code == entry->function - STEP_KEY_CONTROL;
	if (press->kind == PRESS_FUNCTION)
		return (int)press->code == entry->function;
	return press->kind == PRESS_ALT && function_of(press->code) == entry->function && entry->function != 0;
}

const struct key_entry *
keys_find(const struct key_set *set, const struct press *press, bool typing)
{
	bool letter = press->kind == PRESS_ALT || (press->kind == PRESS_CHAR && !typing);

	for (int i = 0; i < set->count; i++)
		if (is_function(&set->list[i], press))
			return &set->list[i];
	if (!letter)
		return NULL;
	/* The exact letter first: a table may hold both S and Ş. */
	for (int i = 0; i < set->count; i++) {
		uint32_t twin = key_letter(&set->list[i]);
		if (twin != 0 && text_upper_code_point(twin) == text_upper_code_point(press->code))
			return &set->list[i];
	}
	for (int i = 0; i < set->count; i++) {
		uint32_t twin = key_letter(&set->list[i]);
		if (twin != 0 && bare_letter(twin) == bare_letter(press->code))
			return &set->list[i];
	}
	return NULL;
}
