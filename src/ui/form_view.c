/*
 * ui/form_view: see form_view.h.
 */
#include "form_view.h"

#include "teslim/ident.h"

#include <string.h>

static void
draw_choice(const struct form_field *field, const struct form_entry *entry, int row, int column, bool focus)
{
	term_blank(row, column, field->cells, STYLE_INPUT);
	if (entry->chosen >= 0)
		draw_text(row, column, field->cells, STYLE_INPUT, message_text(field->choices[entry->chosen]));
	if (focus)
		term_cursor(row, column);
}

/* The focus is a mark before the field, not a colour: it must be seen on a terminal without any. */
void
form_draw_sign(int row, int column)
{
	draw_text(row, column - 1, 1, STYLE_KEY, term_is_ascii() ? ">" : "›");
}

void
form_draw_field(const struct form *form, int index, int row, int column)
{
	const struct form_field *field = &form->fields[index];
	const struct form_entry *entry = &form->entries[index];
	bool focus = form->focus == index;

	draw_text_right(row, column - 3, STYLE_LABEL, message_text(field->label));
	if (focus)
		form_draw_sign(row, column);
	if (field->kind == FORM_CHOICE)
		draw_choice(field, entry, row, column, focus);
	else
		edit_draw(&entry->edit, row, column, field->cells, focus);
	if (entry->finding != MSG_NONE)
		draw_text(row, column + field->cells + 2, -1, STYLE_BAD, message_text(entry->finding));
}

int
form_draw(const struct form *form, int row, int column, int step)
{
	for (int i = 0; i < form->count; i++, row += step)
		form_draw_field(form, i, row, column);
	return row;
}

const char *
form_sentence(const struct form *form, enum message otherwise)
{
	enum message help = form->fields[form->focus].help;

	return message_text(help != MSG_NONE ? help : otherwise);
}

/* Enter is not taken here: it goes on only when no scan can have brought it. */
bool
form_press(struct form *form, const struct press *press)
{
	const struct input input = input_of(press);

	return input.kind != INPUT_ENTER && form_input(form, &input) != FORM_IGNORED;
}

/* The last Enter ends the form, so it must be a hand's; between fields a scanner's does no harm. */
enum form_answer
form_enter(struct ui *ui, struct form *form)
{
	if (form_is_last(form) && is_too_quick(ui))
		return FORM_TAKEN;
	return form_input(form, &(struct input){.kind = INPUT_ENTER});
}

/* A barcode is typed where it may be what is asked for; into a place for serial numbers it goes whole. */
static enum scan_answer
take_code(struct form *form, const char *text)
{
	char out[FIELD_TEXT];

	switch (form->fields[form->focus].kind) {
	case FORM_SERIAL:
		form_set(form, form->focus, text);
		return ANSWER_TAKEN;
	case FORM_TEXT:
		return ANSWER_TEXT;
	case FORM_NUMBER:
		return text[strspn(text, "0123456789")] == '\0' ? ANSWER_TEXT : ANSWER_REFUSED;
	case FORM_DATE:
		return ident_parse_date(out, text) ? ANSWER_TEXT : ANSWER_REFUSED;
	case FORM_NATIONAL_ID:
		return ident_number_usable(ident_check_number(out, text)) ? ANSWER_TEXT : ANSWER_REFUSED;
	case FORM_SECRET: /* may have any form and may be typed by a program */
		return ANSWER_TYPED;
	case FORM_CHOICE:
		return ANSWER_REFUSED;
	}
	return ANSWER_REFUSED;
}

/* A whole document in a field for something else is refused, not cut to fit. */
static enum scan_answer
take_document(struct ui *ui, struct form *form, const struct scan *scan)
{
	struct mrz mrz;

	if (form->fields[form->focus].kind != FORM_NATIONAL_ID)
		return ANSWER_REFUSED;
	if (scan_read_document(ui, scan, &mrz) && mrz.national_id[0] != '\0')
		form_set(form, form->focus, mrz.national_id);
	return ANSWER_TAKEN;
}

enum scan_answer
form_scan(struct ui *ui, struct form *form, const struct scan *scan)
{
	enum form_kind kind = form->fields[form->focus].kind;

	switch (scan->kind) {
	case SCAN_CODE:
		return take_code(form, scan->text);
	case SCAN_LONG:
		return kind == FORM_TEXT ? ANSWER_TEXT : kind == FORM_SECRET ? ANSWER_TYPED : ANSWER_REFUSED;
	case SCAN_MRZ:
		return take_document(ui, form, scan);
	case SCAN_RECORD:
	case SCAN_PART:
	case SCAN_NOTHING:
		return ANSWER_REFUSED;
	}
	return ANSWER_REFUSED;
}
