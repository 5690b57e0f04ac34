/*
 * desk/form: a form as data: a const table of fields and the values behind it. Inputs go in; values and findings come out. What
 * was typed is never lost: not by going back, not by what is wrong with it. Pure; ui/form_view.c draws it.
 */
#ifndef TESLIM_DESK_FORM_H
#define TESLIM_DESK_FORM_H

#include "teslim/desk/edit.h"
#include "teslim/message.h"

enum { FORM_FIELDS_MAX = 16 };

enum form_kind {
	FORM_TEXT,
	FORM_NUMBER,      /* a whole one, from least to most */
	FORM_DATE,        /* dd.mm.yyyy; its value is YYYY-MM-DD */
	FORM_CHOICE,      /* one of the choices; a blank or the arrows go on to the next, a digit takes one */
	FORM_SERIAL,      /* letters, digits and what stands between them on a label; a scanner's code goes here */
	FORM_NATIONAL_ID, /* eleven digits whose check digits are right */
	FORM_SECRET       /* never shown, saved or kept */
};

struct form;

struct form_field {
	const char *name; /* stable and ASCII: what drafts call it */
	enum message label;
	enum form_kind kind;
	bool required;
	int cells;                   /* how wide it is drawn */
	int64_t least, most;         /* FORM_NUMBER */
	size_t size;                 /* bytes that are kept of its text, with the NUL; 0: FIELD_TEXT */
	const enum message *choices; /* FORM_CHOICE */
	int choice_count;
	enum message help; /* one sentence while it has the focus; MSG_NONE: none */
	/* What is wrong beyond its kind, said without arguments; MSG_NONE: nothing. Called when its kind holds. May be NULL. */
	enum message (*check)(const struct form *form, const char *value);
};

struct form_entry {
	struct edit edit;
	int chosen;           /* FORM_CHOICE: index, -1 none */
	enum message finding; /* what is wrong with it; MSG_NONE: nothing that is known */
};

struct form {
	const struct form_field *fields;
	int count;
	int focus;
	struct form_entry entries[FORM_FIELDS_MAX];
};

enum form_answer {
	FORM_IGNORED,
	FORM_TAKEN,   /* the focus or a value is another */
	FORM_FAULTY,  /* the focus is on the first field that does not hold; each says why */
	FORM_COMPLETE /* all fields hold */
};

/* Empties it; the focus on the first field. */
void form_init(struct form *form, const struct form_field *fields, int count);
/* Overwrites all that was typed. */
void form_wipe(struct form *form);
/*
 * A field is looked at when the focus leaves it: what is wrong with it then stands beside it until it is changed; nothing is
 * refused. INPUT_ENTER goes on to the next field, and from the last one is form_check.
 */
enum form_answer form_input(struct form *form, const struct input *input);
/* Looks at all fields: FORM_COMPLETE or FORM_FAULTY. */
enum form_answer form_check(struct form *form);
bool form_is_last(const struct form *form);

/* Puts a value there as if it had been typed; for a choice its index as a number. */
void form_set(struct form *form, int field, const char *value);
/* As it was typed; of a choice "". Borrowed until it changes. */
const char *form_text(const struct form *form, int field);
/* A finding from elsewhere (the register knows the number already); the focus goes there. */
void form_find(struct form *form, int field, enum message finding);

/* Values: without the blanks around them, in the form that the program works with ("" when there is none or it does not hold). */
void form_value(const struct form *form, int field, char out[FIELD_TEXT]);
int64_t form_number(const struct form *form, int field);
int form_chosen(const struct form *form, int field);

/*
 * Draft: one line NAME=VALUE per field, percent-encoded, as typed; secrets are left out. Appends to *out. Restoring takes an
 * initialised form and text that is not trusted: ERR_SYNTAX leaves the form empty.
 */
void form_save(const struct form *form, struct str *out);
enum code form_restore(struct form *form, const char *text, struct err *err);

#endif
