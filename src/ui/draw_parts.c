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
handover_draw_field(const struct handover_screen *handover, int row, enum message label, enum handover_field field,
	enum focus focus, int cells)
{
	draw_text_right(row, LABEL_END, STYLE_LABEL, message_text(label));
	edit_draw(&handover->edits[field], row, VALUE, cells, handover->focus == focus);
}

void
handover_draw_choice(const struct handover_screen *handover, int row, enum message label, enum focus focus, const char *value)
{
	draw_pair(row, LABEL_END, -1, label, handover->focus == focus ? STYLE_ACCENT : STYLE_FIELD, value);
	draw_text_right(row, term_columns() - 4, STYLE_KEY, term_is_ascii() ? "<- ->" : "← →");
	if (handover->focus == focus)
		term_cursor(row, VALUE);
}
