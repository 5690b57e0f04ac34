/*
 * desk/draft: work in progress as lines of text, KEY=VALUE, to go on with after a lost connection or a crash. A const table names
 * what of a flow is kept; the fields of its form are kept by the form (form_save). The text is not trusted when it comes back: the
 * flow decides how much of what it claims it believes (steps_supported). Pure.
 */
#ifndef TESLIM_DESK_DRAFT_H
#define TESLIM_DESK_DRAFT_H

#include "teslim/desk/form.h"

#include <stddef.h>

enum draft_type { DRAFT_INT, DRAFT_INT64, DRAFT_BOOL, DRAFT_TEXT };

/* A member that is kept as one line. */
struct draft_member {
	const char *key; /* stable and ASCII: drafts outlive versions of the program */
	enum draft_type type;
	size_t offset;
	size_t size;         /* DRAFT_TEXT */
	int64_t least, most; /* numbers: what else is no draft of ours */
};

#define DRAFT_NUMBER(key, type, owner, member, least, most) {key, type, offsetof(struct owner, member), 0, least, most}
#define DRAFT_WORDS(key, owner, member) {key, DRAFT_TEXT, offsetof(struct owner, member), sizeof((struct owner *)0)->member, 0, 0}

struct draft_table {
	const struct draft_member *members;
	int count;
};

struct draft {
	const char *name;          /* the first line is "name=1" */
	size_t limit;              /* bytes of text; more is refused unread */
	enum message sentence;     /* that it could not be restored, with one %s */
	struct draft_table flow;   /* members of the flow */
	struct draft_table claims; /* of a struct of the flow's drafts: what is looked at before it is believed */
	/* Lines that come more than once or are words of enums: writes them; takes one whose key is its own. Both may be NULL. */
	void (*add)(const void *flow, struct str *out);
	bool (*take)(void *flow, const char *key, const char *value);
};

/* What a draft is made of while it is written or read. claims NULL: the draft has none. */
void draft_write(const struct draft *draft, const void *flow, const void *claims, const struct form *form, struct str *out);
/*
 * flow, claims and form are as they are before anything was typed; what the text has no line for stays so. ERR_LIMIT or ERR_SYNTAX,
 * with the draft's sentence: they are half filled and the flow is to be begun anew.
 */
enum code draft_read(const struct draft *draft, void *flow, void *claims, struct form *form, const char *text, struct err *err);

/* One line. Values are percent-encoded, so that any letters stand in one. */
void draft_add_text(struct str *out, const char *key, const char *value);
/* A value back as text; false: it is not what is ever written, or longer than size. */
bool draft_take_text(char *out, size_t size, const char *value);
/* A whole number from least to most, written without a plus sign or blanks. */
bool draft_take_number(int64_t *out, const char *value, int64_t least, int64_t most);
/* Hands over every line, in order, until one is not taken; false then, and when a line has no end or no sign of equality. */
bool draft_take_lines(const char *text, bool (*take)(void *context, const char *key, const char *value), void *context);

#endif
