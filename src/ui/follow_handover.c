/*
 * ui/follow_handover: the handover's screen follows the machine behind the host: its step, its fields, where the focus stands.
 * Keys and pictures are made from what is kept here.
 */
#include "handover.h"

#include <string.h>

/* ------------------------------------------------------------------ focus */

static int
focus_places(const struct handover_screen *handover, enum focus out[8])
{
	int count = 0;

	switch ((enum handover_step)handover->step) {
	case STEP_APPLICANT:
		out[count++] = FOCUS_QUERY;
		break;
	case STEP_IDENTITY:
		out[count++] = FOCUS_KIND;
		out[count++] = FOCUS_NUMBER;
		out[count++] = FOCUS_EXPIRY;
		if ((handover->flow->identity.compared & COMPARED_NATIONAL_ID) == 0)
			out[count++] = FOCUS_DIGITS;
		out[count++] = FOCUS_FACE;
		break;
	case STEP_ITEMS:
		out[count++] = FOCUS_CARD_SERIAL;
		out[count++] = FOCUS_GIVES;
		if (handover->flow->gives_reader)
			out[count++] = FOCUS_READER_SERIAL;
		break;
	case STEP_REFUSE:
		out[count++] = FOCUS_REASONS;
		out[count++] = FOCUS_NOTE;
		break;
	case STEP_DOUBT:
		out[count++] = FOCUS_WAYS;
		if (handover->flow->asks_officer) {
			out[count++] = FOCUS_OFFICER;
			out[count++] = FOCUS_PASSWORD;
		}
		break;
	case STEP_CARD:
	case STEP_VERDICT:
	case STEP_SUMMARY:
	case STEP_PRINT:
	case STEP_SIGNED:
	case STEP_DONE:
	case STEP_COUNT:
		break;
	}
	return count;
}

void
handover_move_focus(struct handover_screen *handover, int by)
{
	enum focus places[8];
	int count = focus_places(handover, places);
	int at = 0;

	if (count == 0) {
		handover->focus = FOCUS_NONE;
		return;
	}
	for (int i = 0; i < count; i++)
		if (places[i] == handover->focus)
			at = i;
	handover->focus = places[(at + by + count) % count];
}

/* Whether the focus stands where nothing is left to fill in after it. */
bool
handover_is_last_place(const struct handover_screen *handover)
{
	enum focus places[8];
	int count = focus_places(handover, places);

	return count > 0 && places[count - 1] == handover->focus;
}

int
handover_field(const struct handover_screen *handover)
{
	switch (handover->focus) {
	case FOCUS_QUERY:
		return FIELD_QUERY;
	case FOCUS_NUMBER:
		return FIELD_IDENTITY_NUMBER;
	case FOCUS_EXPIRY:
		return FIELD_IDENTITY_EXPIRY;
	case FOCUS_CARD_SERIAL:
		return FIELD_CARD_SERIAL;
	case FOCUS_READER_SERIAL:
		return FIELD_READER_SERIAL;
	case FOCUS_NOTE:
		return FIELD_NOTE;
	case FOCUS_DIGITS:
		return FIELD_IDENTITY_DIGITS;
	case FOCUS_NONE:
	case FOCUS_KIND:
	case FOCUS_GIVES:
	case FOCUS_FACE:
	case FOCUS_REASONS:
	case FOCUS_WAYS:
	case FOCUS_OFFICER:
	case FOCUS_PASSWORD:
		return -1;
	}
	return -1;
}

struct edit *
handover_edit(struct handover_screen *handover)
{
	int field = handover_field(handover);

	if (field >= 0)
		return &handover->edits[field];
	return handover->focus == FOCUS_OFFICER     ? &handover->officer
		: handover->focus == FOCUS_PASSWORD ? &handover->password
						    : NULL;
}

/* Where work begins at a step: at the first thing that is still to be done. */
static void
begin_focus(struct handover_screen *handover)
{
	const struct handover_flow *flow = handover->flow;
	enum focus places[8];

	handover->focus = focus_places(handover, places) > 0 ? places[0] : FOCUS_NONE;
	if (handover->step == STEP_IDENTITY)
		handover->focus = FOCUS_NUMBER;
	if (handover->step == STEP_IDENTITY && form_text(&flow->form, FIELD_IDENTITY_NUMBER)[0] != '\0')
		handover->focus = (flow->identity.compared & COMPARED_NATIONAL_ID) == 0 ? FOCUS_DIGITS : FOCUS_FACE;
	handover->gave = flow->gives_reader;
	if (handover->step == STEP_ITEMS && form_text(&flow->form, FIELD_CARD_SERIAL)[0] != '\0' && flow->gives_reader)
		handover->focus = FOCUS_READER_SERIAL;
}

/* The place with the focus may be gone, or done, without the step being another. */
static void
follow_focus(struct handover_screen *handover)
{
	unsigned compared = handover->flow->identity.compared;
	bool has_document = form_text(&handover->flow->form, FIELD_IDENTITY_NUMBER)[0] != '\0' ||
		form_text(&handover->flow->form, FIELD_IDENTITY_EXPIRY)[0] != '\0';

	/* A stranger's document was shown and all is forgotten: the check begins at its beginning. */
	if (handover->step == STEP_IDENTITY && handover->had_document && !has_document && handover->focus != FOCUS_EXPIRY)
		begin_focus(handover);
	handover->had_document = has_document;
	if (handover->focus == FOCUS_READER_SERIAL && !handover->flow->gives_reader)
		handover->focus = FOCUS_CARD_SERIAL;
	if (handover->step == STEP_ITEMS && handover->flow->gives_reader && !handover->gave)
		handover->focus = FOCUS_READER_SERIAL;
	handover->gave = handover->flow->gives_reader;
	if (handover->step == STEP_IDENTITY && (compared & COMPARED_NATIONAL_ID) != 0 &&
		(handover->focus == FOCUS_DIGITS || (compared & COMPARED_BY_MRZ & ~handover->compared) != 0))
		handover->focus = FOCUS_FACE;
	handover->compared = compared;
	if (handover->step == STEP_DOUBT && handover->flow->asks_officer && handover->focus == FOCUS_WAYS && !handover->asked)
		handover->focus = FOCUS_OFFICER;
	handover->asked = handover->step == STEP_DOUBT && handover->flow->asks_officer;
}

/* ------------------------------------------------------------------ following the machine */

/* What hands do when a recorded handover is over. */
static void
say_hands(const struct handover_screen *handover)
{
	enum message things = handover->gave ? (handover->signs ? MSG_HANDOVER_HANDS_ALL : MSG_HANDOVER_HANDS_CARD_READER)
		: handover->signs            ? MSG_HANDOVER_HANDS_CARD_PAPER
					     : MSG_HANDOVER_HANDS_CARD;
	char sentence[UI_SENTENCE];

	if (!handover->committed)
		return;
	say(sentence, sizeof sentence, HANDOVER_HANDS, message_text(things));
	ui_notice(handover->screen.ui, VERDICT_PASS, sentence);
}

void
handover_refresh(struct screen *screen)
{
	struct handover_screen *handover = (struct handover_screen *)screen;
	const struct ui_host *host = screen->ui->host;
	enum refusal_reason reasons[REFUSAL_COUNT];
	enum doubt_way ways[WAY_COUNT];

	handover->flow = host->flow(host->context);
	if (handover->flow == NULL) {
		say_hands(handover);
		screen_pop(screen->ui);
		return;
	}
	handover->committed = handover->flow->committed;
	for (int i = 0; i < FIELD_COUNT; i++)
		if (strcmp(handover->edits[i].text, form_text(&handover->flow->form, i)) != 0)
			edit_set(&handover->edits[i], form_text(&handover->flow->form, i));
	if (handover->step != handover->flow->at.step) {
		handover->moved_ms = handover->sending || handover->step == STEP_COUNT ? 0 : term_now();
		handover->step = handover->flow->at.step;
		handover->pick = (struct pick){0};
		handover->name_ms = 0;
		edit_set(&handover->officer, "");
		edit_wipe(&handover->password);
		begin_focus(handover);
	}
	handover->sending = false;
	follow_focus(handover);
	if (handover->step == STEP_REFUSE)
		pick_fit(&handover->pick, handover_reasons(handover->flow, reasons), REFUSAL_COUNT);
	else if (handover->step == STEP_DOUBT)
		pick_fit(&handover->pick, handover_ways(handover->flow, ways), WAY_COUNT);
	else
		pick_fit(&handover->pick, handover->flow->result_count, body_rows() - 4);
}

enum code
handover_send(struct handover_screen *handover, struct event event)
{
	struct ui *ui = handover->screen.ui;
	enum code code;

	event.now = clock_now();
	code = ui->host->flow_event(ui->host->context, &event);
	handover->sending = true; /* a step that is another at the next look is so by this hand */
	ui_refresh(ui);
	return code;
}

/* Presses that are waiting must meet the machine as it is now, not as it was when last painted. */
bool
handover_catch_up(struct handover_screen *handover)
{
	struct ui *ui = handover->screen.ui;

	if (!ui->stale)
		return true;
	handover->flow = ui->host->flow(ui->host->context);
	if (handover->flow == NULL)
		return false;
	if (handover->flow->at.step != handover->step)
		handover_refresh(&handover->screen);
	return true;
}

bool
handover_waits_in_vain(const struct handover_screen *handover)
{
	return handover->flow->at.step == STEP_CARD && handover->flow->presence == PRESENCE_NONE &&
		handover->screen.ui->status.no_card.level != VERDICT_PASS;
}
