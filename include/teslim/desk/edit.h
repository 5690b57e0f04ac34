/*
 * desk/edit: what hands give to forms and tables, and one line of text that is edited with it. Pure: which key means which
 * input, the terminal's side knows.
 */
#ifndef TESLIM_DESK_EDIT_H
#define TESLIM_DESK_EDIT_H

#include "teslim/base.h"
#include "teslim/model.h"

enum input_kind {
	INPUT_LETTER,    /* code: a letter, digit, sign or blank */
	INPUT_PASTE,     /* text: many at once; of several lines the first counts */
	INPUT_LEFT,
	INPUT_RIGHT,
	INPUT_HOME,
	INPUT_END,
	INPUT_UP,
	INPUT_DOWN,
	INPUT_PAGE_UP,
	INPUT_PAGE_DOWN,
	INPUT_BACKSPACE,
	INPUT_DELETE,
	INPUT_CLEAR,     /* the whole line */
	INPUT_NEXT,      /* to the next field */
	INPUT_PREVIOUS,
	INPUT_ENTER,
	INPUT_MARK,      /* a row, to act on it with others */
	INPUT_NONE
};

struct input {
	enum input_kind kind;
	uint32_t code;
	const char *text; /* borrowed for the call */
};

struct edit {
	char text[FIELD_TEXT];
	size_t cursor;  /* byte offset, between graphemes */
	bool secret;    /* draws dots; never kept after edit_wipe */
};

/* The whole text anew, cut at a letter when it is too long; the cursor at its end. */
void edit_set(struct edit *edit, const char *text);
/* Overwrites the text: nothing of it stays in memory. */
void edit_wipe(struct edit *edit);
/* True when the input was taken; *changed when the text is another. What does not fit is left out whole. */
bool edit_input(struct edit *edit, const struct input *input, bool *changed);

#endif
