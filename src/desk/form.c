/*
 * desk/form: focus and input of a form. What its values are and what is wrong with them is in form_value.c, its draft in
 * form_draft.c.
 */
#include "teslim/desk/form.h"

#include "form.h"

#include <string.h>

/* The table is not copied: it is const, and a form is copied often while a flow is tried out in tests. */
void
form_init(struct form *form, const struct form_field *fields, int count)
{
	*form = (struct form){.fields = fields, .count = count < FORM_FIELDS_MAX ? count : FORM_FIELDS_MAX};
	for (int i = 0; i < form->count; i++) {
		form->entries[i].chosen = -1;
		form->entries[i].edit.secret = fields[i].kind == FORM_SECRET;
	}
}

/* Overwritten and not only emptied: a password must not be found in memory later. */
void
form_wipe(struct form *form)
{
	for (int i = 0; i < form->count; i++) {
		edit_wipe(&form->entries[i].edit);
		form->entries[i].chosen = -1;
		form->entries[i].finding = MSG_NONE;
	}
	form->focus = 0;
}

bool
form_is_last(const struct form *form)
{
	return form->focus == form->count - 1;
}

/* A place that keeps less than a line does so from the beginning: nothing is cut unseen later, when it is written. */
static void
cut(struct form *form, int field)
{
	size_t size = form->fields[field].size;
	char kept[FIELD_TEXT];

	if (size == 0 || strlen(form->entries[field].edit.text) < size)
		return;
	copy_text(kept, size, form->entries[field].edit.text);
	edit_set(&form->entries[field].edit, kept);
}

/* Never more than a field keeps: what does not fit must be seen to be missing here and not in the record. */
void
form_set(struct form *form, int field, const char *value)
{
	struct form_entry *entry = &form->entries[field];
	int chosen = value[0] >= '0' && value[0] <= '9' && value[1] == '\0' ? value[0] - '0' : -1;

	entry->finding = MSG_NONE;
	if (form->fields[field].kind == FORM_CHOICE)
		entry->chosen = chosen < form->fields[field].choice_count ? chosen : -1;
	else
		edit_set(&entry->edit, value);
	cut(form, field);
}

const char *
form_text(const struct form *form, int field)
{
	return form->entries[field].edit.text;
}

/* What the program knows from elsewhere is told at the field and not in a box that must be closed. */
void
form_find(struct form *form, int field, enum message finding)
{
	form->entries[field].finding = finding;
	form->focus = field;
}

/* What is missing is told only at the end: whoever looks ahead is not scolded. */
static void
leave_field(struct form *form)
{
	struct form_entry *entry = &form->entries[form->focus];

	if (form_is_empty(form, form->focus))
		entry->finding = MSG_NONE;
	else if (entry->finding == MSG_NONE)
		entry->finding = form_judge(form, form->focus);
}

/* Leaving is the moment to say what is wrong: earlier it scolds somebody who is still typing. */
static enum form_answer
move_focus(struct form *form, int by)
{
	if (form->count == 0)
		return FORM_IGNORED;
	leave_field(form);
	form->focus = (form->focus + by + form->count) % form->count;
	return FORM_TAKEN;
}

/* All are looked at, so that one pass tells everything; the focus goes to the first. */
enum form_answer
form_check(struct form *form)
{
	int first = -1;

	for (int i = 0; i < form->count; i++) {
		form->entries[i].finding = form_judge(form, i);
		if (form->entries[i].finding != MSG_NONE && first < 0)
			first = i;
	}
	if (first < 0)
		return FORM_COMPLETE;
	form->focus = first;
	return FORM_FAULTY;
}

/* A blank or the right arrow: the next choice; left: the one before; a digit: that one. */
static enum form_answer
choose(struct form *form, const struct input *input)
{
	const struct form_field *field = &form->fields[form->focus];
	struct form_entry *entry = &form->entries[form->focus];
	int digit = input->kind == INPUT_LETTER && input->code >= '1' && input->code <= '9' ? (int)(input->code - '1') : -1;

	if (field->choice_count == 0)
		return FORM_IGNORED;
	if (input->kind == INPUT_RIGHT || (input->kind == INPUT_LETTER && input->code == ' '))
		entry->chosen = (entry->chosen + 1) % field->choice_count;
	else if (input->kind == INPUT_LEFT)
		entry->chosen = entry->chosen > 0 ? entry->chosen - 1 : field->choice_count - 1;
	else if (digit >= 0 && digit < field->choice_count)
		entry->chosen = digit;
	else
		return FORM_IGNORED;
	entry->finding = MSG_NONE;
	return FORM_TAKEN;
}

/* A finding goes with the first change: it was about another text. */
static enum form_answer
type(struct form *form, const struct input *input)
{
	struct form_entry *entry = &form->entries[form->focus];
	bool changed;

	if (form->count == 0)
		return FORM_IGNORED;
	if (form->fields[form->focus].kind == FORM_CHOICE)
		return choose(form, input);
	if (!edit_input(&entry->edit, input, &changed))
		return FORM_IGNORED;
	if (changed)
		entry->finding = MSG_NONE;
	return FORM_TAKEN;
}

/* What is no input of a form is left to the screen, which may have a list below it. */
enum form_answer
form_input(struct form *form, const struct input *input)
{
	switch (input->kind) {
	case INPUT_NEXT:
	case INPUT_DOWN:
		return move_focus(form, 1);
	case INPUT_PREVIOUS:
	case INPUT_UP:
		return move_focus(form, -1);
	case INPUT_ENTER:
		return form_is_last(form) ? form_check(form) : move_focus(form, 1);
	case INPUT_LETTER:
	case INPUT_PASTE:
	case INPUT_LEFT:
	case INPUT_RIGHT:
	case INPUT_HOME:
	case INPUT_END:
	case INPUT_BACKSPACE:
	case INPUT_DELETE:
	case INPUT_CLEAR:
		return type(form, input);
	case INPUT_PAGE_UP:
	case INPUT_PAGE_DOWN:
	case INPUT_MARK:
	case INPUT_NONE:
		return FORM_IGNORED;
	}
	return FORM_IGNORED;
}
