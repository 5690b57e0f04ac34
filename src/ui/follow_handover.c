/*
 * ui/follow_handover: the handover's screen follows the machine behind the host: its step, its fields, where the focus stands.
 * Keys and pictures are made from what is kept here.
 */
#include "handover.h"

#include <string.h>

/* ------------------------------------------------------------------ the places of a step */

enum { NO_FIELD = -1, OFFICER_CELLS = 28 };

/* clang-format off */
/*
 * In the order in which the focus goes through them. What has no field of the machine is turned or chosen where it stands, or is the
 * screen's own: of a second officer the machine gets the name alone, when he has proven who he is.
 */
static const struct handover_place {
	enum handover_step step;
	enum focus focus;
	int field;
	struct form_field shown;
} places[] = {
	{STEP_APPLICANT, FOCUS_QUERY, FIELD_QUERY, {0}},
	{STEP_IDENTITY, FOCUS_KIND, NO_FIELD, {.kind = FORM_CHOICE}},
	{STEP_IDENTITY, FOCUS_NUMBER, FIELD_IDENTITY_NUMBER, {0}},
	{STEP_IDENTITY, FOCUS_EXPIRY, FIELD_IDENTITY_EXPIRY, {0}},
	{STEP_IDENTITY, FOCUS_DIGITS, FIELD_IDENTITY_DIGITS, {0}},
	{STEP_IDENTITY, FOCUS_FACE, NO_FIELD, {.kind = FORM_CHOICE}},
	{STEP_ITEMS, FOCUS_CARD_SERIAL, FIELD_CARD_SERIAL, {0}},
	{STEP_ITEMS, FOCUS_GIVES, NO_FIELD, {.kind = FORM_CHOICE}},
	{STEP_ITEMS, FOCUS_READER_SERIAL, FIELD_READER_SERIAL, {0}},
	{STEP_REFUSE, FOCUS_REASONS, NO_FIELD, {.kind = FORM_CHOICE}},
	{STEP_REFUSE, FOCUS_NOTE, FIELD_NOTE, {0}},
	{STEP_DOUBT, FOCUS_WAYS, NO_FIELD, {.kind = FORM_CHOICE}},
	{STEP_DOUBT, FOCUS_OFFICER, NO_FIELD, {.label = MSG_HANDOVER_OFFICER, .kind = FORM_TEXT, .cells = OFFICER_CELLS}},
	{STEP_DOUBT, FOCUS_PASSWORD, NO_FIELD, {.label = MSG_HANDOVER_PASSWORD, .kind = FORM_SECRET, .cells = OFFICER_CELLS}},
};
/* clang-format on */

static bool
is_asked(const struct handover_flow *flow, enum focus focus)
{
	if (focus == FOCUS_DIGITS)
		return (flow->identity.compared & COMPARED_NATIONAL_ID) == 0;
	if (focus == FOCUS_READER_SERIAL)
		return flow->gives_reader;
	return (focus != FOCUS_OFFICER && focus != FOCUS_PASSWORD) || flow->asks_officer;
}

int
handover_field(enum focus focus)
{
	for (size_t i = 0; i < ARRAY_LENGTH(places); i++)
		if (places[i].focus == focus)
			return places[i].field;
	return NO_FIELD;
}

int
handover_place(const struct handover_screen *handover, enum focus focus)
{
	for (int i = 0; i < handover->form.count; i++)
		if (handover->places[i] == focus)
			return i;
	return -1;
}

enum focus
handover_focus(const struct handover_screen *handover)
{
	return handover->form.count > 0 ? handover->places[handover->form.focus] : FOCUS_NONE;
}

void
handover_focus_on(struct handover_screen *handover, enum focus focus)
{
	int place = handover_place(handover, focus);

	if (place >= 0)
		handover->form.focus = place;
}

void
handover_move_focus(struct handover_screen *handover, int by)
{
	(void)form_input(&handover->form, &(struct input){.kind = by > 0 ? INPUT_NEXT : INPUT_PREVIOUS});
}

bool
handover_is_last_place(const struct handover_screen *handover)
{
	return handover->form.count > 0 && form_is_last(&handover->form);
}

bool
handover_is_typing(const struct handover_screen *handover)
{
	return handover->form.count > 0 && handover->fields[handover->form.focus].kind != FORM_CHOICE;
}

/* The places that the step has now; what stands in those that were there before stays, with what is wrong with it. */
static void
make_form(struct handover_screen *handover)
{
	struct form before = handover->form;
	enum focus focus = handover_focus(handover), old[HANDOVER_PLACES];
	int count = 0;

	memcpy(old, handover->places, sizeof old);
	for (size_t i = 0; i < ARRAY_LENGTH(places); i++) {
		if ((int)places[i].step != handover->step || !is_asked(handover->flow, places[i].focus))
			continue;
		handover->places[count] = places[i].focus;
		handover->fields[count++] =
			places[i].field == NO_FIELD ? places[i].shown : handover->flow->form.fields[places[i].field];
	}
	form_init(&handover->form, handover->fields, count);
	for (int i = 0; i < before.count; i++) {
		int place = handover_place(handover, old[i]);

		if (place >= 0)
			handover->form.entries[place] = before.entries[i];
	}
	form_wipe(&before);
	handover_focus_on(handover, focus);
}

/* What stands in the machine stands in the form, and what the machine found wrong; what is as it was keeps its cursor. */
static void
fill_form(struct handover_screen *handover)
{
	for (int i = 0; i < handover->form.count; i++) {
		int field = handover_field(handover->places[i]);

		if (field == NO_FIELD)
			continue;
		if (strcmp(form_text(&handover->form, i), form_text(&handover->flow->form, field)) != 0)
			form_set(&handover->form, i, form_text(&handover->flow->form, field));
		if (handover->flow->form.entries[field].finding != MSG_NONE)
			handover->form.entries[i].finding = handover->flow->form.entries[field].finding;
	}
}

/* ------------------------------------------------------------------ focus */

/* Where work begins at a step: at the first thing that is still to be done. */
static void
begin_focus(struct handover_screen *handover)
{
	const struct handover_flow *flow = handover->flow;

	handover->form.focus = 0;
	if (handover->step == STEP_IDENTITY)
		handover_focus_on(handover, FOCUS_NUMBER);
	if (handover->step == STEP_IDENTITY && form_text(&flow->form, FIELD_IDENTITY_NUMBER)[0] != '\0')
		handover_focus_on(handover, (flow->identity.compared & COMPARED_NATIONAL_ID) == 0 ? FOCUS_DIGITS : FOCUS_FACE);
	handover->gave = flow->gives_reader;
	if (handover->step == STEP_ITEMS && form_text(&flow->form, FIELD_CARD_SERIAL)[0] != '\0' && flow->gives_reader)
		handover_focus_on(handover, FOCUS_READER_SERIAL);
}

/* The place with the focus may be gone, or done, without the step being another. */
static void
follow_focus(struct handover_screen *handover)
{
	unsigned compared = handover->flow->identity.compared;
	enum focus focus = handover_focus(handover);
	bool has_document = form_text(&handover->flow->form, FIELD_IDENTITY_NUMBER)[0] != '\0' ||
		form_text(&handover->flow->form, FIELD_IDENTITY_EXPIRY)[0] != '\0';

	make_form(handover);
	/* A stranger's document was shown and all is forgotten: the check begins at its beginning. */
	if (handover->step == STEP_IDENTITY && handover->had_document && !has_document && focus != FOCUS_EXPIRY)
		begin_focus(handover);
	handover->had_document = has_document;
	if (handover->step == STEP_ITEMS && handover->flow->gives_reader && !handover->gave)
		handover_focus_on(handover, FOCUS_READER_SERIAL);
	handover->gave = handover->flow->gives_reader;
	if (handover->step == STEP_IDENTITY && (compared & COMPARED_NATIONAL_ID) != 0 &&
		(focus == FOCUS_DIGITS || (compared & COMPARED_BY_MRZ & ~handover->compared) != 0))
		handover_focus_on(handover, FOCUS_FACE);
	handover->compared = compared;
	if (handover->step == STEP_DOUBT && handover->flow->asks_officer && focus == FOCUS_WAYS && !handover->asked)
		handover_focus_on(handover, FOCUS_OFFICER);
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
	if (handover->step != handover->flow->at.step) {
		handover->moved_ms = handover->sending || handover->step == STEP_COUNT ? 0 : term_now();
		handover->step = handover->flow->at.step;
		handover->pick = (struct pick){0};
		handover->name_ms = 0;
		form_wipe(&handover->form);
		handover->form.count = 0;
		make_form(handover);
		begin_focus(handover);
	}
	handover->sending = false;
	follow_focus(handover);
	fill_form(handover);
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
