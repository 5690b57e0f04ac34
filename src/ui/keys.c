/*
 * ui/keys: which press means which entry, and what a key is called. Knows no screen.
 */
#include "screen.h"

#include <string.h>

void
keys_add(struct key_set *set, const struct key_entry *entries, size_t count)
{
	for (size_t i = 0; i < count && set->count < KEYS_MAX; i++)
		set->list[set->count++] = entries[i];
}

void
key_name(char out[16], int function)
{
	if (function == KEY_ESCAPE)
		snprintf(out, 16, "Esc");
	else if (function == KEY_RETURN)
		snprintf(out, 16, "Enter");
	else if (function == KEY_SPACE)
		snprintf(out, 16, "%s", tell(UI_SPACE));
	else if (function == STEP_KEY_SIDEWAYS)
		snprintf(out, 16, "%s", term_is_ascii() ? "<- ->" : "← →");
	else if (function > STEP_KEY_CONTROL)
		snprintf(out, 16, "Ctrl-%c", function - STEP_KEY_CONTROL - 'a' + 'A');
	else
		snprintf(out, 16, "F%d", function);
}

int
key_of_digit(uint32_t code)
{
	if (code >= '1' && code <= '9')
		return (int)(code - '0');
	return code == '0' ? 10 : code == '-' ? 11 : code == '=' ? 12 : 0;
}

/* "?" and "/" where no field is open. */
static int
key_of_sign(uint32_t code)
{
	return code == '?' ? 1 : code == '/' ? 2 : 0;
}

static bool
is_function(int function, const struct press *press, bool typing)
{
	switch (function) {
	case KEY_ESCAPE:
		return press->kind == PRESS_ESCAPE;
	case KEY_RETURN:
		return press->kind == PRESS_ENTER;
	case KEY_SPACE:
	case STEP_KEY_SIDEWAYS:
		return false; /* only at its place, which the screen knows */
	}
	if (function > STEP_KEY_CONTROL)
		return press->kind == PRESS_CONTROL && (int)press->code == function - STEP_KEY_CONTROL;
	if (press->kind == PRESS_FUNCTION)
		return (int)press->code == function;
	if (press->kind == PRESS_ALT)
		return key_of_digit(press->code) == function;
	return press->kind == PRESS_CHAR && !typing && key_of_sign(press->code) == function;
}

const struct key_entry *
keys_find(const struct key_set *set, const struct press *press, bool typing)
{
	for (int i = 0; i < set->count; i++)
		if (is_function(set->list[i].function, press, typing))
			return &set->list[i];
	return NULL;
}
