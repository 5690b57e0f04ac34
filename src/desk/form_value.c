/*
 * desk/form_value: what the fields of a form hold and what is wrong with it, kind by kind.
 */
#include "form.h"

#include "teslim/ident.h"
#include "teslim/text.h"

#include <stdlib.h>
#include <string.h>

enum { DIGITS_MAX = 18 };

static bool
is_blank(char letter)
{
	return letter == ' ' || letter == '\t';
}

/* Without the blanks around it. */
static void
trimmed(const struct form *form, int field, char out[FIELD_TEXT])
{
	const char *text = form->entries[field].edit.text;
	size_t length;

	while (is_blank(*text))
		text++;
	copy_text(out, FIELD_TEXT, text);
	for (length = strlen(out); length > 0 && is_blank(out[length - 1]);)
		out[--length] = '\0';
}

/* Blanks alone are no answer; in a secret they may be part of it. */
bool
form_is_empty(const struct form *form, int field)
{
	char text[FIELD_TEXT];
	bool empty;

	if (form->fields[field].kind == FORM_CHOICE)
		return form->entries[field].chosen < 0;
	if (form->fields[field].kind == FORM_SECRET)
		return form->entries[field].edit.text[0] == '\0';
	trimmed(form, field, text);
	empty = text[0] == '\0';
	return empty;
}

/* By hand, since strtol takes blanks, signs and what overflows. */
static bool
read_number(const char *text, int64_t *out)
{
	const char *digits = text[0] == '-' ? text + 1 : text;
	size_t length = strspn(digits, "0123456789");

	if (length == 0 || length > DIGITS_MAX || digits[length] != '\0')
		return false;
	*out = strtoll(text, NULL, 10);
	return true;
}

/* What stands on labels of cards, readers and parcels; a name or a sentence is none. */
static bool
is_serial(const char *text)
{
	return strlen(text) < SERIAL_TEXT && text[strcspn(text, "\"'<>|;,=%\\")] == '\0';
}

/* Said in few words: they stand beside the field. */
static enum message
judge_kind(const struct form_field *field, const char *text)
{
	char out[FIELD_TEXT];
	int64_t number;

	switch (field->kind) {
	case FORM_NUMBER:
		if (!read_number(text, &number))
			return MSG_FORM_NO_NUMBER;
		return number < field->least ? MSG_FORM_TOO_SMALL : number > field->most ? MSG_FORM_TOO_LARGE : MSG_NONE;
	case FORM_DATE:
		return ident_parse_date(out, text) ? MSG_NONE : MSG_FORM_NO_DATE;
	case FORM_SERIAL:
		return is_serial(text) ? MSG_NONE : MSG_FORM_NO_SERIAL;
	case FORM_NATIONAL_ID:
		return ident_number_usable(ident_check_number(out, text)) ? MSG_NONE : MSG_FORM_NO_NATIONAL_ID;
	case FORM_TEXT:
	case FORM_CHOICE:
	case FORM_SECRET:
		return MSG_NONE;
	}
	return MSG_NONE;
}

/* The kind first, so that a check of its own may rely on it. */
enum message
form_judge(const struct form *form, int field)
{
	const struct form_field *of = &form->fields[field];
	char text[FIELD_TEXT], value[FIELD_TEXT];
	enum message finding;

	if (form_is_empty(form, field))
		return of->required ? MSG_FORM_REQUIRED : MSG_NONE;
	trimmed(form, field, text);
	finding = judge_kind(of, text);
	if (finding == MSG_NONE && of->check != NULL) {
		copy_text(value, sizeof value, of->kind == FORM_SECRET ? form->entries[field].edit.text : text);
		finding = of->check(form, value);
		mem_wipe(value, sizeof value);
	}
	mem_wipe(text, sizeof text);
	return finding;
}

/* What does not hold has no value: nobody works with half a date. */
void
form_value(const struct form *form, int field, char out[FIELD_TEXT])
{
	char text[FIELD_TEXT];

	out[0] = '\0';
	trimmed(form, field, text);
	switch (form->fields[field].kind) {
	case FORM_TEXT:
	case FORM_NUMBER:
	case FORM_SERIAL:
		if (judge_kind(&form->fields[field], text) == MSG_NONE)
			copy_text(out, FIELD_TEXT, text);
		return;
	case FORM_DATE:
		(void)ident_parse_date(out, text);
		return;
	case FORM_NATIONAL_ID:
		(void)ident_check_number(out, text);
		return;
	case FORM_SECRET:
		copy_text(out, FIELD_TEXT, form->entries[field].edit.text);
		mem_wipe(text, sizeof text);
		return;
	case FORM_CHOICE:
		if (form->entries[field].chosen >= 0)
			snprintf(out, FIELD_TEXT, "%d", form->entries[field].chosen);
		return;
	}
}

int64_t
form_number(const struct form *form, int field)
{
	char text[FIELD_TEXT];
	int64_t number;

	form_value(form, field, text);
	return read_number(text, &number) ? number : 0;
}

int
form_chosen(const struct form *form, int field)
{
	return form->entries[field].chosen;
}
