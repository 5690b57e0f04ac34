/*
 * ui/input: which press is which input of a form or a table.
 */
#include "screen.h"

struct input
input_of(const struct press *press)
{
	static const enum input_kind kinds[] = {[PRESS_CHAR] = INPUT_LETTER,
		[PRESS_ALT] = INPUT_NONE,
		[PRESS_FUNCTION] = INPUT_NONE,
		[PRESS_CONTROL] = INPUT_NONE,
		[PRESS_UP] = INPUT_UP,
		[PRESS_DOWN] = INPUT_DOWN,
		[PRESS_LEFT] = INPUT_LEFT,
		[PRESS_RIGHT] = INPUT_RIGHT,
		[PRESS_HOME] = INPUT_HOME,
		[PRESS_END] = INPUT_END,
		[PRESS_PAGE_UP] = INPUT_PAGE_UP,
		[PRESS_PAGE_DOWN] = INPUT_PAGE_DOWN,
		[PRESS_ENTER] = INPUT_ENTER,
		[PRESS_ESCAPE] = INPUT_NONE,
		[PRESS_TAB] = INPUT_NEXT,
		[PRESS_BACK_TAB] = INPUT_PREVIOUS,
		[PRESS_BACKSPACE] = INPUT_BACKSPACE,
		[PRESS_DELETE] = INPUT_DELETE,
		[PRESS_PASTE] = INPUT_PASTE};
	struct input input = {.kind = kinds[press->kind], .code = press->code, .text = press->text};

	if (press->kind == PRESS_CONTROL)
		input.kind = press->code == 'a' ? INPUT_HOME
			: press->code == 'e'    ? INPUT_END
			: press->code == 'u'    ? INPUT_CLEAR
						: INPUT_NONE;
	return input;
}
