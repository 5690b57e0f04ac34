/*
 * tests/ident/vectors: machine-readable zones that nobody here made, and what they say; and keyboards under which a
 * scanner may type them.
 */
#ifndef TESTS_IDENT_VECTORS_H
#define TESTS_IDENT_VECTORS_H

#include "teslim/ident.h"

struct vector {
	const char *name;
	enum mrz_form form;
	const char *document_number, *national_id, *surname, *given_names; /* empty for visas */
	const char *lines;                                                 /* parted by LF */
};

extern const struct vector vectors[];
extern const int vectors_count;

enum keyboard { KEYBOARD_US, KEYBOARD_TURKISH_Q, KEYBOARD_TURKISH_F, KEYBOARD_COUNT };
/* What arrives when a scanner for a US keyboard types that text; caps: Caps Lock is on. */
void keyboard_type(struct str *out, const char *text, enum keyboard keyboard, bool caps);

#endif
