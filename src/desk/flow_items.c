/*
 * desk/flow_items: step 5, card and reader. A serial number is scanned, or typed off what is handed over: its last four
 * characters where the delivery's list announced it, all of it where not. Nothing is filled in.
 */
#include "flow.h"

#include "teslim/text.h"

#include <string.h>

/* Letters and digits of a serial number as the eye takes them: blanks, hyphens and case do not count. */
static void
bare_serial(char out[SERIAL_TEXT], const char *serial)
{
	struct str key = {0};
	size_t used = 0;

	text_fold(&key, serial);
	for (const char *c = str_text(&key); *c != '\0' && used + 1 < SERIAL_TEXT; c++)
		if (*c != ' ' && *c != '-')
			out[used++] = *c;
	out[used] = '\0';
	str_clear(&key);
}

/* Labels print blanks and hyphens where barcodes have none. */
static bool
same_serial(const char *left, const char *right)
{
	char a[SERIAL_TEXT], b[SERIAL_TEXT];

	bare_serial(a, left);
	bare_serial(b, right);
	return strcmp(a, b) == 0;
}

/* Whether what was typed is meant as the end of the announced number. */
static bool
is_end_only(const struct handover_flow *flow)
{
	char typed[SERIAL_TEXT], announced[SERIAL_TEXT];

	bare_serial(typed, form_text(&flow->form, FIELD_CARD_SERIAL));
	bare_serial(announced, flow->history.card_serial);
	return flow->card_source == SERIAL_TYPED && strlen(typed) == SERIAL_END && strlen(announced) > SERIAL_END;
}

/* Whoever holds the card can read its last four signs; whoever only sees the list cannot know that this card is the one. */
static bool
ends_so(const struct handover_flow *flow)
{
	char typed[SERIAL_TEXT], announced[SERIAL_TEXT];

	bare_serial(typed, form_text(&flow->form, FIELD_CARD_SERIAL));
	bare_serial(announced, flow->history.card_serial);
	return strcmp(announced + strlen(announced) - SERIAL_END, typed) == 0;
}

/* A number that nobody read off the thing does not count, whatever stands in the field. */
bool
flow_items_answered(const struct handover_flow *flow)
{
	return flow->card_source != SERIAL_NONE && flow_is_answered(form_text(&flow->form, FIELD_CARD_SERIAL)) &&
		(!is_end_only(flow) || ends_so(flow)) &&
		(!flow->gives_reader || flow_is_answered(form_text(&flow->form, FIELD_READER_SERIAL)));
}

/* Everything but certificate and check, which stand there since the verdict. */
void
flow_fill_draft(struct handover_flow *flow)
{
	struct handover *handover = &flow->handover;
	const struct applicant *applicant = &flow->applicant;

	handover->applicant_id = applicant->id;
	handover->identity = flow->identity;
	handover->verdict = flow->verdict;
	copy_text(handover->national_id, sizeof handover->national_id, applicant->national_id);
	desk_full_name(handover->name, applicant);
	copy_text(handover->unit, sizeof handover->unit, applicant->unit);
	copy_text(handover->title, sizeof handover->title, applicant->title);
	flow_copy_trimmed(handover->card_serial, sizeof handover->card_serial,
		is_end_only(flow) && ends_so(flow) ? flow->history.card_serial : form_text(&flow->form, FIELD_CARD_SERIAL));
	handover->has_reader = flow->gives_reader;
	flow_copy_trimmed(handover->reader_serial, sizeof handover->reader_serial,
		flow->gives_reader ? form_text(&flow->form, FIELD_READER_SERIAL) : "");
	copy_text(handover->tracking_number, sizeof handover->tracking_number,
		same_serial(handover->card_serial, flow->history.card_serial) ? flow->history.tracking_number : "");
}

/* ---- what the record says of it */

/* Both numbers are said, since either may be the wrong one: the list's or the card's. */
static bool
differs(const struct handover_flow *flow, char both[96])
{
	const char *announced = flow->history.card_serial;

	if (announced[0] == '\0' || same_serial(announced, flow->handover.card_serial))
		return false;
	snprintf(both, 96, "%.44s / %.44s", announced, flow->handover.card_serial);
	return true;
}

/* How a number came into the record is part of what it proves. */
void
flow_note_items(struct handover_flow *flow)
{
	struct verdict *verdict = &flow->verdict;
	char both[96];

	if (!flow_items_answered(flow))
		return;
	desk_note(verdict, RULE_ITEMS, VERDICT_PASS,
		flow->card_source == SERIAL_SCANNED ? MSG_NOTE_CARD_SCANNED
			: is_end_only(flow)         ? MSG_NOTE_CARD_END
						    : MSG_NOTE_CARD_TYPED,
		"");
	if (differs(flow, both))
		desk_note(verdict, RULE_ITEMS, VERDICT_WARN, MSG_NOTE_CARD_DIFFERS, both);
	if (flow->gives_reader)
		desk_note(verdict, RULE_ITEMS, VERDICT_PASS,
			flow->reader_source == SERIAL_SCANNED ? MSG_NOTE_READER_SCANNED : MSG_NOTE_READER_TYPED, "");
}

/* ---- the step */

/* What keeps it from going on; MSG_NONE: nothing. */
static enum message
lacking(const struct handover_flow *flow)
{
	if (flow->card_source == SERIAL_NONE || !flow_is_answered(form_text(&flow->form, FIELD_CARD_SERIAL)))
		return MSG_FLOW_CARD_SERIAL;
	if (is_end_only(flow) && !ends_so(flow))
		return MSG_FLOW_CARD_END_DIFFERS;
	if (!flow_items_answered(flow))
		return MSG_FLOW_READER_SERIAL;
	if (flow->gives_reader &&
		(same_serial(form_text(&flow->form, FIELD_READER_SERIAL), form_text(&flow->form, FIELD_CARD_SERIAL)) ||
			same_serial(form_text(&flow->form, FIELD_READER_SERIAL), flow->history.card_serial)))
		return MSG_FLOW_READER_IS_CARD;
	return MSG_NONE;
}

/* Another card than announced is no reason to stop: lists have errors. It is said, and it stands in the record. */
static enum code
items_done(struct handover_flow *flow, struct effects *effects)
{
	enum message lack = lacking(flow);
	char both[96];

	if (lack != MSG_NONE) {
		/* The list's end is not told: it would be typed off the screen. */
		steps_say(&flow->at, VERDICT_WARN, lack,
			lack == MSG_FLOW_CARD_END_DIFFERS ? form_text(&flow->form, FIELD_CARD_SERIAL) : "");
		return OK;
	}
	flow_fill_draft(flow);
	flow_go(flow, STEP_SUMMARY, effects);
	if (!handover_card_is_here(flow))
		steps_say(&flow->at, VERDICT_WARN, MSG_FLOW_CARD_AWAY, "");
	else if (differs(flow, both))
		steps_say(&flow->at, VERDICT_WARN, MSG_FLOW_SERIAL_DIFFERS, both);
	return OK;
}

/* Typing over a scan makes it typed, and emptying makes it unanswered: the record says which. */
static enum code
take_serial(struct handover_flow *flow, const struct event *event)
{
	enum serial_source *source = event->field == FIELD_CARD_SERIAL ? &flow->card_source : &flow->reader_source;

	if (event->field != FIELD_CARD_SERIAL && event->field != FIELD_READER_SERIAL)
		return ERR_REFUSED;
	if (strcmp(form_text(&flow->form, (int)event->field), event->text) == 0)
		return OK; /* what was scanned stays so */
	form_set(&flow->form, (int)event->field, event->text);
	*source = flow_is_answered(event->text) ? SERIAL_TYPED : SERIAL_NONE;
	steps_quiet(&flow->at);
	return OK;
}

/* The card's number goes into the card's field wherever the cursor is. What is answered is changed by typing, not by a scan. */
enum code
flow_scan_serial(struct handover_flow *flow, const struct event *event)
{
	enum handover_field field = event->field == FIELD_READER_SERIAL ? FIELD_READER_SERIAL : FIELD_CARD_SERIAL;
	char serial[SERIAL_TEXT];

	if (!flow_is_answered(event->text))
		return ERR_REFUSED;
	for (const char *c = event->text; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7F)
			return ERR_REFUSED;
	flow_copy_trimmed(serial, sizeof serial, event->text);
	if (flow->history.card_serial[0] != '\0' && same_serial(serial, flow->history.card_serial))
		field = FIELD_CARD_SERIAL;
	else if (event->field != FIELD_CARD_SERIAL && flow_is_answered(form_text(&flow->form, FIELD_CARD_SERIAL)))
		field = FIELD_READER_SERIAL;
	if (field == FIELD_READER_SERIAL && !flow->gives_reader)
		return ERR_REFUSED;
	if (strcmp(form_text(&flow->form, (int)field), serial) != 0 && flow_is_answered(form_text(&flow->form, (int)field)))
		return ERR_REFUSED;
	form_set(&flow->form, (int)field, serial);
	*(field == FIELD_CARD_SERIAL ? &flow->card_source : &flow->reader_source) = SERIAL_SCANNED;
	steps_quiet(&flow->at);
	return OK;
}

/* Scans come by flow_scan_serial, wherever the cursor is. */
enum code
flow_items_event(struct handover_flow *flow, const struct event *event, struct effects *effects)
{
	if (event->kind == EVENT_TYPED)
		return take_serial(flow, event);
	if (event->kind != EVENT_ACTION)
		return ERR_REFUSED;
	if (event->action == ACTION_TOGGLE_READER) {
		flow->gives_reader = !flow->gives_reader;
		steps_quiet(&flow->at);
		return OK;
	}
	return event->action == ACTION_NEXT ? items_done(flow, effects) : ERR_REFUSED;
}
