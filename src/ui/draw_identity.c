/*
 * ui/draw_identity: the pictures of the identity check and of the doubt that may come of it, drawn from the machine's state
 * alone. No keys here.
 */
#include "handover.h"

#include "teslim/ident.h"
#include "teslim/words.h"

#include <string.h>

enum { DIGITS_CELLS = IDENTITY_DIGITS + 1 };

/* How the number was compared, or the field for the digits that nobody can read off this screen. */
static void
draw_number(const struct handover_screen *handover, int row)
{
	const struct handover_flow *flow = handover->flow;
	unsigned compared = flow->identity.compared;
	char words[128];

	copy_text(words, sizeof words, message_text(flow->form.fields[FIELD_IDENTITY_DIGITS].help));
	if ((compared & COMPARED_NATIONAL_ID) == 0) {
		handover_draw_field(handover, row, FOCUS_DIGITS);
		if (handover->screen.ui->status.demo) /* nobody has the invented people's documents */
			say(words, sizeof words, HANDOVER_DIGITS_DEMO, flow->applicant.national_id);
		draw_text(row, VALUE + DIGITS_CELLS + 1, -1, STYLE_DIM, words);
		return;
	}
	draw_pair(row, LABEL_END, -1, MSG_LIST_NATIONAL_ID, STYLE_OK,
		(compared & COMPARED_DIGITS) != 0           ? tell(HANDOVER_NUMBER_TYPED)
			: (compared & COMPARED_BY_MRZ) != 0 ? tell(HANDOVER_NUMBER_READ)
							    : tell(HANDOVER_NUMBER_SEEN));
}

static void
draw_face(const struct handover_screen *handover, int row)
{
	bool on = (handover->flow->identity.compared & COMPARED_PHOTO) != 0;
	bool focus = handover_focus(handover) == FOCUS_FACE;

	draw_text_right(row, LABEL_END, STYLE_LABEL, tell(HANDOVER_COMPARED));
	draw_text(row, VALUE, 3, on ? STYLE_OK : STYLE_FIELD, !on ? "[ ]" : term_is_ascii() ? "[x]" : "[✓]");
	draw_text(row, VALUE + 4, term_columns() - VALUE - 4 - 12, focus ? STYLE_ACCENT : STYLE_FIELD, tell(HANDOVER_FACE));
	draw_text_right(row, term_columns() - 4, STYLE_KEY, "Ctrl-Y");
	handover_draw_sign(handover, row, FOCUS_FACE);
	if (focus)
		term_cursor(row, VALUE + 1);
}

void
handover_draw_identity(struct handover_screen *handover)
{
	const struct handover_flow *flow = handover->flow;
	int row = handover_draw_applicant(flow, BODY_TOP) + 1;

	if (handover->name_ms == 0)
		handover->name_ms = term_now();
	handover_draw_choice(handover, row, MSG_HANDOVER_DOCUMENT, FOCUS_KIND,
		message_text(identity_kind_message(flow->identity.kind)));
	handover_draw_field(handover, row + 1, FOCUS_NUMBER);
	handover_draw_field(handover, row + 2, FOCUS_EXPIRY);
	if (flow->identity.compared & COMPARED_BY_MRZ)
		draw_text(row + 1, VALUE + 23, -1, STYLE_OK, tell(HANDOVER_SCANNED));
	draw_number(handover, row + 3);
	row += 5;
	if (flow->identity.name[0] != '\0') {
		draw_pair(row, LABEL_END, -1, MSG_HANDOVER_ON_DOCUMENT, STYLE_FIELD, flow->identity.name);
		row += 2;
	}
	draw_face(handover, row);
}

/* ------------------------------------------------------------------ the doubt */

static const char *
way_words(enum doubt_way way)
{
	switch (way) {
	case WAY_DOCUMENT:
		return tell(HANDOVER_WAY_DOCUMENT);
	case WAY_OFFICER:
		return tell(HANDOVER_WAY_OFFICER);
	case WAY_HOLD:
		return tell(HANDOVER_WAY_HOLD);
	case WAY_REFUSE:
		return tell(HANDOVER_WAY_REFUSE);
	case WAY_COUNT:
		break;
	}
	return "";
}

void
handover_draw_doubt(struct handover_screen *handover)
{
	const struct handover_flow *flow = handover->flow;
	enum doubt_way ways[WAY_COUNT];
	int count = handover_ways(flow, ways);
	int row = handover_draw_applicant(flow, BODY_TOP) + 1;

	draw_text_right(row, LABEL_END, STYLE_LABEL, tell(HANDOVER_WAYS));
	for (int i = 0; i < count; i++) {
		bool focus = handover_focus(handover) == FOCUS_WAYS && handover->pick.chosen == i;
		char number[12];

		snprintf(number, sizeof number, "%d", i + 1);
		draw_text(row + i, VALUE, 1, STYLE_KEY, number);
		draw_text(row + i, VALUE + 3, -1, focus ? STYLE_ACCENT : STYLE_FIELD, way_words(ways[i]));
		if (focus) {
			form_draw_sign(row + i, VALUE);
			term_cursor(row + i, VALUE + 3);
		}
	}
	if (!flow->asks_officer)
		return;
	row += count + 1;
	handover_draw_field(handover, row, FOCUS_OFFICER);
	handover_draw_field(handover, row + 1, FOCUS_PASSWORD);
}
