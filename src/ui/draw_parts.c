/*
 * ui/draw_parts: what the pictures of several of the handover's steps have in common: whose it is, a field, a choice.
 */
#include "handover.h"

#include "teslim/ident.h"

int
handover_draw_applicant(const struct handover_flow *flow, int row)
{
	char name[FULL_NAME_TEXT], masked[NATIONAL_ID_TEXT], place[FIELD_TEXT * 2 + 4];

	desk_full_name(name, &flow->applicant);
	ident_mask(masked, flow->applicant.national_id);
	draw_pair(row, LABEL_END, -1, MSG_LIST_NAME, STYLE_TITLE, name);
	draw_pair(row + 1, LABEL_END, -1, MSG_LIST_NATIONAL_ID, STYLE_FIELD, masked);
	snprintf(place, sizeof place, "%s%s%s", flow->applicant.unit,
		flow->applicant.unit[0] != '\0' && flow->applicant.title[0] != '\0' ? ", " : "", flow->applicant.title);
	if (place[0] != '\0')
		draw_pair(row + 2, LABEL_END, -1, MSG_LIST_UNIT, STYLE_FIELD, place);
	return row + 3;
}

void
handover_draw_field(const struct handover_screen *handover, int row, enum focus focus)
{
	int place = handover_place(handover, focus);

	if (place >= 0)
		form_draw_field(&handover->form, place, row, VALUE);
}

void
handover_draw_sign(const struct handover_screen *handover, int row, enum focus focus)
{
	if (handover_focus(handover) == focus)
		form_draw_sign(row, VALUE);
}

void
handover_draw_choice(const struct handover_screen *handover, int row, enum message label, enum focus focus, const char *value)
{
	bool here = handover_focus(handover) == focus;

	draw_pair(row, LABEL_END, -1, label, here ? STYLE_ACCENT : STYLE_FIELD, value);
	draw_text_right(row, term_columns() - 4, STYLE_KEY, term_is_ascii() ? "<- ->" : "← →");
	handover_draw_sign(handover, row, focus);
	if (here)
		term_cursor(row, VALUE);
}
