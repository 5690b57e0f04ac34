/*
 * desk/courier_count: step 5 of the courier's flow: card after card, number after number, without a key press. A row is made
 * only by a card that was read or a number that was scanned or typed; doing it twice changes nothing.
 */
#include "courier_inside.h"

#include "teslim/text.h"

#include <stdio.h>
#include <string.h>

/* Hands count without eyes on the screen: what is not in order is heard. */
static enum code
tell_word(struct courier_flow *flow, enum courier_word word, int row, struct courier_effects *effects)
{
	flow->word = word;
	flow->last = row;
	steps_quiet(&flow->at);
	if (courier_word_level(word) != VERDICT_PASS)
		cf_effect(effects, CX_BEEP, "");
	return OK;
}

/* A row at the end; NULL, with a notice, when there is no room: a parcel of that size is counted in two. */
static struct delivery_item *
add_row(struct courier_flow *flow, enum item_kind kind, enum seen_way seen)
{
	struct delivery_item *row;

	if (flow->row_count == COURIER_ROWS_MAX) {
		steps_say(&flow->at, VERDICT_REFUSE, MSG_COURIER_FULL, "");
		return NULL;
	}
	row = &flow->rows[flow->row_count];
	flow->owners[flow->row_count++][0] = '\0';
	*row = (struct delivery_item){.kind = kind, .seen = seen, .origin = ORIGIN_UNEXPECTED};
	if (kind == ITEM_CARD) {
		char place[SERIAL_TEXT];

		courier_drawer(place, flow->place++);
		copy_text(row->place, sizeof row->place, place);
	}
	return row;
}

/* What the list knows of a thing fills in what the thing did not say; it never replaces what was seen. */
void
cf_tie(struct courier_flow *flow, int row, int expected)
{
	struct delivery_item *item = &flow->rows[row];
	struct courier_expected *known = &flow->expected[expected];

	known->row = row;
	item->origin = ORIGIN_ANNOUNCED;
	item->item_id = known->item_id;
	item->applicant_id = known->applicant_id;
	copy_text(item->name, sizeof item->name, known->name);
	if (item->serial[0] == '\0')
		copy_text(item->serial, sizeof item->serial, known->serial);
}

/* ---- a card that was read */

/* The same card twice is the same card: putting it in again must not make two of it. */
static int
find_certificate(const struct courier_flow *flow, const char *fingerprint)
{
	for (int i = 0; i < flow->row_count; i++)
		if (flow->rows[i].certificate[0] != '\0' && strcmp(flow->rows[i].certificate, fingerprint) == 0)
			return i;
	return -1;
}

/* An announced card of that person: one that is not found yet, then one that was counted without being read; -1 none. */
static int
find_person(const struct courier_flow *flow, const char *national_id)
{
	int counted = -1;

	for (int i = 0; national_id[0] != '\0' && i < flow->expected_count; i++) {
		const struct courier_expected *expected = &flow->expected[i];

		if (expected->kind != ITEM_CARD || strcmp(expected->national_id, national_id) != 0)
			continue;
		if (expected->row < 0)
			return i;
		if (counted < 0 && flow->rows[expected->row].certificate[0] == '\0')
			counted = i;
	}
	return counted;
}

/* The certificate that was counted before, else the one that belongs to somebody on the list, else the best there is. */
static int
choose(const struct courier_flow *flow, const struct courier_event *event)
{
	for (int i = 0; i < event->number; i++)
		if (find_certificate(flow, event->facts[i].sha256) >= 0)
			return i;
	for (int i = 0; i < event->number; i++) {
		int person = find_person(flow, event->facts[i].national_id);

		if (person >= 0)
			return desk_choose_certificate(event->facts, event->number, &flow->expected[person].applicant, event->now);
	}
	return desk_choose_certificate(event->facts, event->number, NULL, event->now);
}

/* A card that was read is no longer unreadable, and damage seen by eye stays: the chip knows nothing of it. */
static void
note_certificate(struct courier_flow *flow, struct delivery_item *row, bool fit)
{
	row->seen = SEEN_READ;
	copy_text(row->certificate, sizeof row->certificate, flow->facts.sha256);
	copy_text(row->certificate_serial, sizeof row->certificate_serial, flow->facts.serial);
	if (row->name[0] == '\0')
		copy_text(row->name, sizeof row->name, flow->facts.subject_cn);
	if (row->condition == CONDITION_UNREADABLE || row->condition == CONDITION_UNFIT)
		row->condition = CONDITION_GOOD;
	if (!fit && row->condition == CONDITION_GOOD)
		row->condition = CONDITION_UNFIT;
}

/*
 * A card is counted by what it says itself. Held against the person it was made for, so that a wrong one is found at the door
 * and not when somebody comes for it.
 */
static enum code
take_card(struct courier_flow *flow, const struct verdict_policy *policy, const struct courier_event *event,
	struct courier_effects *effects)
{
	int chosen = choose(flow, event), person, row;
	bool fit;

	flow->facts = (struct certificate_facts){0};
	flow->verdict = (struct verdict){0};
	if (chosen < 0)
		return tell_word(flow, CW_UNREADABLE, -1, effects);
	flow->facts = event->facts[chosen];
	row = find_certificate(flow, flow->facts.sha256);
	if (row >= 0)
		return tell_word(flow, CW_TWICE, row, effects);
	person = find_person(flow, flow->facts.national_id);
	desk_judge(&flow->verdict, person >= 0 ? &flow->expected[person].applicant : NULL, &flow->facts, &event->checks[chosen],
		NULL, policy, event->now);
	fit = desk_may_hand_over(&flow->verdict);
	row = person >= 0 && flow->expected[person].row >= 0 ? flow->expected[person].row : flow->row_count;
	if (row == flow->row_count && add_row(flow, ITEM_CARD, SEEN_READ) == NULL)
		return OK;
	if (person >= 0)
		cf_tie(flow, row, person);
	note_certificate(flow, &flow->rows[row], fit);
	cf_effect(effects, CX_SAVE_DRAFT, "");
	tell_word(flow, person < 0 ? CW_UNEXPECTED : fit ? CW_GOOD : CW_UNFIT, row, effects);
	if (person < 0 && flow->facts.national_id[0] != '\0')
		copy_text(cf_effect(effects, CX_OWNER_NUMBER, flow->facts.national_id)->about, 80, flow->facts.sha256);
	return OK;
}

/* ---- a number that was scanned or typed */

/* Scanners read whatever is in front of them: parcel labels and identity cards lie on the same table. */
static bool
is_a_serial(const struct courier_flow *flow, const char *text)
{
	/* A parcel's label is none. */
	for (int i = 0; i < flow->parcel_count; i++)
		if (cf_same_serial(text, flow->parcels[i].shipment.tracking_number))
			return false;
	return !cf_same_serial(text, flow->parcel.shipment.tracking_number) && cf_is_serial(text);
}

/* Blanks and capitals do not make another thing of it. */
static int
find_serial(const struct courier_flow *flow, const char *serial)
{
	for (int i = 0; i < flow->row_count; i++)
		if (cf_same_serial(flow->rows[i].serial, serial))
			return i;
	return -1;
}

/* Readers look alike: what shares its first three signs with one that is announced is a reader. */
static enum item_kind
guess_kind(const struct courier_flow *flow, const char *serial)
{
	for (int i = 0; i < flow->expected_count; i++)
		if (flow->expected[i].kind == ITEM_READER && strlen(serial) >= 3 &&
			strncmp(flow->expected[i].serial, serial, 3) == 0)
			return ITEM_READER;
	return ITEM_CARD;
}

/* A number says less than a reading: it counts the thing and claims nothing of what is inside. */
static enum code
take_serial(struct courier_flow *flow, const char *serial, enum seen_way seen, struct courier_effects *effects)
{
	struct delivery_item *row;
	int at = -1, known = find_serial(flow, serial);

	flow->facts = (struct certificate_facts){0};
	flow->verdict = (struct verdict){0};
	if (known >= 0)
		return tell_word(flow, CW_TWICE, known, effects);
	for (int i = 0; at < 0 && i < flow->expected_count; i++)
		if (cf_same_serial(flow->expected[i].serial, serial))
			at = i;
	if (at < 0 && !is_a_serial(flow, serial))
		return tell_word(flow, CW_NOT_A_NUMBER, -1, effects);
	if (at >= 0 && flow->expected[at].row >= 0)
		return tell_word(flow, CW_TWICE, flow->expected[at].row, effects);
	row = add_row(flow, at >= 0 ? flow->expected[at].kind : guess_kind(flow, serial), seen);
	if (row == NULL)
		return OK;
	copy_text(row->serial, sizeof row->serial, serial);
	if (at >= 0)
		cf_tie(flow, flow->row_count - 1, at);
	cf_effect(effects, CX_SAVE_DRAFT, "");
	tell_word(flow, at >= 0 ? CW_COUNTED : CW_UNEXPECTED, flow->row_count - 1, effects);
	if (at < 0)
		copy_text(cf_effect(effects, CX_OWNER_SERIAL, serial)->about, 80, serial);
	return OK;
}

/* ---- whose an unexpected one is */

/* The register's one thing cannot be two rows of one count. */
static bool
is_taken(const struct courier_flow *flow, const struct courier_owner *owner)
{
	for (int i = 0; i < flow->row_count; i++)
		if (flow->rows[i].kind == owner->kind && owner->item_id != 0 && flow->rows[i].item_id == owner->item_id)
			return true;
	return false;
}

/* The answer may come after rows went: it names what it is about, and what is not there any more gets none. */
enum code
cf_take_owner(struct courier_flow *flow, const struct courier_event *event, struct courier_effects *effects)
{
	const struct courier_owner *owner = event->owner;
	int at = find_certificate(flow, event->text);
	struct delivery_item *row;

	if (at < 0)
		at = find_serial(flow, event->text);
	if (at < 0 || owner == NULL || flow->rows[at].origin != ORIGIN_UNEXPECTED || !owner->known)
		return ERR_REFUSED;
	row = &flow->rows[at];
	row->applicant_id = owner->applicant_id;
	if (owner->name[0] != '\0')
		copy_text(row->name, sizeof row->name, owner->name);
	if (owner->item_id != 0 && !is_taken(flow, owner)) {
		row->origin = ORIGIN_OTHER;
		row->kind = owner->kind;
		row->item_id = owner->item_id;
		copy_text(flow->owners[at], SERIAL_TEXT, owner->tracking_number);
		if (row->serial[0] == '\0')
			copy_text(row->serial, sizeof row->serial, owner->serial);
		if (flow->last == at)
			flow->word = CW_OTHER;
	}
	cf_effect(effects, CX_SAVE_DRAFT, "");
	return OK;
}

/* ---- the last row goes */

/* Whose, and which: what of it is known. */
static void
name_row(char out[FULL_NAME_TEXT + SERIAL_TEXT], const struct delivery_item *row)
{
	const char *serial = row->serial[0] != '\0' ? row->serial : row->certificate_serial;

	snprintf(out, FULL_NAME_TEXT + SERIAL_TEXT, "%s%s%s", row->name, row->name[0] != '\0' && serial[0] != '\0' ? ", " : "",
		serial);
}

/* The place in the drawer goes back with it, so that the next card lies where this one would have. */
enum code
cf_take_back(struct courier_flow *flow, struct courier_effects *effects)
{
	char what[FULL_NAME_TEXT + SERIAL_TEXT];

	for (int i = 0; i < flow->expected_count; i++)
		if (flow->expected[i].row == flow->last)
			flow->expected[i].row = -1;
	name_row(what, &flow->rows[flow->last]);
	flow->row_count--;
	if (flow->rows[flow->last].kind == ITEM_CARD && flow->rows[flow->last].place[0] != '\0' && flow->place > 1)
		flow->place--;
	flow->last = -1; /* held down, the key takes back one row, not all */
	flow->word = CW_NONE;
	flow->facts = (struct certificate_facts){0};
	cf_go(flow, COURIER_COUNT, effects);
	steps_say(&flow->at, VERDICT_PASS, MSG_COURIER_TAKEN_BACK, what);
	return OK;
}

/* The fields are those of this row while it is open. */
static enum code
show_row(struct courier_flow *flow, struct courier_effects *effects)
{
	const struct delivery_item *row = cf_last_row(flow);

	form_set(&flow->form, CF_PLACE, row->place);
	form_set(&flow->form, CF_NOTE, row->note);
	cf_go(flow, COURIER_ROW, effects);
	return OK;
}

static enum code
read_again(struct courier_flow *flow, struct courier_effects *effects)
{
	(void)flow;
	cf_effect(effects, CX_READ_CARD, "");
	return OK;
}

/* A typed number counts with Enter; the count ends only when nothing is typed. */
static enum code
count_or_end(struct courier_flow *flow, struct courier_effects *effects)
{
	char serial[FIELD_TEXT];

	copy_text(serial, sizeof serial, form_text(&flow->form, CF_SERIAL));
	form_set(&flow->form, CF_SERIAL, "");
	if (serial[0] != '\0')
		return take_serial(flow, serial, SEEN_TYPED, effects);
	cf_go(flow, COURIER_DIFFERENCE, effects);
	return OK;
}

static const struct cf_deed deeds[] = {
	{CA_DETAILS, show_row}, {CA_TAKE_BACK, cf_take_back}, {CA_READ_AGAIN, read_again}, {CA_NEXT, count_or_end}};

/* Nothing here needs a key: the next card or number is the next row. */
enum code
cf_count_event(struct courier_flow *flow, const struct verdict_policy *policy, const struct courier_event *event,
	struct courier_effects *effects)
{
	if (event->kind == CE_ACTION)
		return cf_act(deeds, ARRAY_LENGTH(deeds), flow, event->action, effects);
	if (event->kind == CE_CARD_READ)
		return take_card(flow, policy, event, effects);
	if (event->kind == CE_OWNER)
		return cf_take_owner(flow, event, effects);
	if (event->kind == CE_SCAN && event->text[0] != '\0')
		return take_serial(flow, event->text, SEEN_SCANNED, effects);
	if (event->kind == CE_CARD_FAULT) {
		flow->facts = (struct certificate_facts){0};
		tell_word(flow, CW_UNREADABLE, -1, effects);
		steps_say(&flow->at, VERDICT_REFUSE, MSG_COURIER_CARD_FAULT, event->text);
	} else if (event->kind == CE_TYPED && event->field == CF_SERIAL) {
		form_set(&flow->form, CF_SERIAL, event->text);
	} else if (event->kind != CE_CARD_OUT) {
		return ERR_REFUSED;
	}
	return OK;
}
