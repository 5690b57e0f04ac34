/*
 * desk/courier_parcel: steps 1 to 4 of the courier's flow: which parcel, who stands there, how it is wrapped, what is said.
 */
#include "courier_inside.h"

#include <string.h>

/* ---- 1 parcel */

/* Labels print blanks where lists have none. */
static int
find_parcel(const struct courier_flow *flow, const char *tracking_number)
{
	for (int i = 0; i < flow->parcel_count; i++)
		if (cf_same_serial(flow->parcels[i].shipment.tracking_number, tracking_number))
			return i;
	return -1;
}

/* The draft may be on its way to another officer in this moment: the register decides who has it. */
static void
resume(struct courier_flow *flow, const char *tracking_number, bool take_over, struct courier_effects *effects)
{
	flow->at.waiting = true;
	cf_effect(effects, CX_RESUME, tracking_number)->number = take_over;
}

/* What is outstanding is asked of the register now, not taken from the list on the screen, which may be old. */
static enum code
begin(struct courier_flow *flow, const struct courier_parcel *parcel, struct courier_effects *effects)
{
	flow->parcel = *parcel;
	flow->has_parcel = true;
	flow->at.waiting = true;
	flow->offered = -1;
	copy_text(flow->begun_by, sizeof flow->begun_by, flow->login);
	steps_quiet(&flow->at);
	cf_effect(effects, CX_LOAD, parcel->shipment.tracking_number);
	return OK;
}

/* A count that somebody else has begun is offered, never taken without a word. */
static enum code
choose(struct courier_flow *flow, int index, struct courier_effects *effects)
{
	const struct courier_parcel *parcel;

	if (index < 0 || index >= flow->parcel_count)
		return ERR_REFUSED;
	parcel = &flow->parcels[index];
	flow->offered = -1;
	form_set(&flow->form, CF_PARCEL, parcel->shipment.tracking_number);
	if (parcel->shipment.received != 0 && parcel->missing == 0) { /* it opens as its record, never as a count */
		steps_say(&flow->at, VERDICT_WARN,
			parcel->last_record[0] != '\0' ? MSG_COURIER_NOTHING_OUT : MSG_COURIER_UNCOUNTED,
			parcel->last_record[0] != '\0' ? parcel->last_record : parcel->shipment.tracking_number);
		return OK;
	}
	if (parcel->draft_officer[0] != '\0' && !parcel->draft_mine) {
		flow->offered = index;
		steps_say(&flow->at, VERDICT_WARN, MSG_COURIER_BEGUN_BY, parcel->draft_officer);
		return OK;
	}
	if (parcel->draft_officer[0] != '\0') {
		resume(flow, parcel->shipment.tracking_number, false, effects);
		return OK;
	}
	return begin(flow, parcel, effects);
}

/* What nobody announced needs the day on which it was sent. */
static enum code
begin_unannounced(struct courier_flow *flow, struct courier_effects *effects)
{
	struct courier_parcel parcel = {0};

	if (!ident_parse_date(parcel.shipment.dispatched, form_text(&flow->form, CF_DISPATCHED))) {
		steps_say(&flow->at, VERDICT_WARN, MSG_COURIER_NOT_ANNOUNCED, form_text(&flow->form, CF_PARCEL));
		return OK;
	}
	copy_text(parcel.shipment.tracking_number, SERIAL_TEXT, form_text(&flow->form, CF_PARCEL));
	return begin(flow, &parcel, effects);
}

/* A label that nobody announced is kept and asked about: parcels come before their lists. */
static enum code
take_tracking(struct courier_flow *flow, const char *text, struct courier_effects *effects)
{
	int index = find_parcel(flow, text);

	if (index >= 0)
		return choose(flow, index, effects);
	form_set(&flow->form, CF_PARCEL, text);
	steps_say(&flow->at, VERDICT_WARN, MSG_COURIER_NOT_ANNOUNCED, form_text(&flow->form, CF_PARCEL));
	return OK;
}

/* What was said before is about another text. */
static enum code
take_typed(struct courier_flow *flow, const struct courier_event *event)
{
	form_set(&flow->form, (int)event->field, event->text);
	steps_quiet(&flow->at);
	return OK;
}

static enum code
take_over(struct courier_flow *flow, struct courier_effects *effects)
{
	resume(flow, flow->parcels[flow->offered].shipment.tracking_number, true, effects);
	return OK;
}

static enum code
begin_named(struct courier_flow *flow, struct courier_effects *effects)
{
	const char *named = form_text(&flow->form, CF_PARCEL);
	int index = find_parcel(flow, named);

	if (named[0] == '\0')
		return ERR_REFUSED;
	return index >= 0 ? choose(flow, index, effects) : begin_unannounced(flow, effects);
}

static const struct cf_deed parcel_deeds[] = {{CA_TAKE_OVER, take_over}, {CA_NEXT, begin_named}};

/* What was offered is of the list before. */
static enum code
take_parcels(struct courier_flow *flow, const struct courier_event *event)
{
	flow->parcel_count = event->number < COURIER_PARCELS_MAX ? event->number : COURIER_PARCELS_MAX;
	for (int i = 0; i < flow->parcel_count; i++)
		flow->parcels[i] = event->parcels[i];
	flow->offered = -1;
	return OK;
}

/* A count by somebody else that was offered is not what is typed now. */
static enum code
take_parcel_typed(struct courier_flow *flow, const struct courier_event *event)
{
	if (event->field != CF_PARCEL && event->field != CF_DISPATCHED)
		return ERR_REFUSED;
	flow->offered = -1;
	return take_typed(flow, event);
}

/* Until a parcel is chosen there is nothing to lose, so nothing is saved. */
enum code
cf_parcel_event(struct courier_flow *flow, const struct courier_event *event, struct courier_effects *effects)
{
	if (event->kind == CE_ACTION)
		return cf_act(parcel_deeds, ARRAY_LENGTH(parcel_deeds), flow, event->action, effects);
	if (event->kind == CE_PARCELS)
		return take_parcels(flow, event);
	if (event->kind == CE_CHOOSE)
		return choose(flow, event->number, effects);
	if (event->kind == CE_TYPED)
		return take_parcel_typed(flow, event);
	if (event->kind == CE_SCAN && event->text[0] != '\0')
		return take_tracking(flow, event->text, effects);
	if (event->kind == CE_START) {
		copy_text(flow->login, sizeof flow->login, event->text);
		cf_effect(effects, CX_LIST, "");
	} else if (event->kind == CE_FAILED && flow->at.waiting) {
		flow->at.waiting = false;
		flow->has_parcel = false;
		cf_alert(flow, VERDICT_REFUSE, MSG_FLOW_FAILED, event->text, effects);
	} else {
		return ERR_REFUSED;
	}
	return OK;
}

/* ---- what is outstanding, as the register has it now */

/* By the register's own number: serials may be missing or doubled. */
static int
find_expected(const struct courier_flow *flow, enum item_kind kind, int64_t item_id)
{
	for (int i = 0; i < flow->expected_count; i++)
		if (flow->expected[i].kind == kind && flow->expected[i].item_id == item_id)
			return i;
	return -1;
}

/* Ties the rows to the list again; a row of the list that is not outstanding any more goes. Returns how many went. */
static int
tie_rows(struct courier_flow *flow)
{
	int kept = 0, gone;

	for (int i = 0; i < flow->row_count; i++) {
		struct delivery_item *row = &flow->rows[i];
		int at = row->origin == ORIGIN_ANNOUNCED ? find_expected(flow, row->kind, row->item_id) : -1;

		if (row->origin == ORIGIN_ANNOUNCED && (at < 0 || flow->expected[at].row >= 0))
			continue;
		if (at >= 0) {
			flow->expected[at].row = kept;
			row->applicant_id = flow->expected[at].applicant_id;
			copy_text(row->name, sizeof row->name, flow->expected[at].name);
		}
		if (kept != i) {
			flow->rows[kept] = *row;
			memcpy(flow->owners[kept], flow->owners[i], sizeof flow->owners[0]);
		}
		kept++;
	}
	gone = flow->row_count - kept;
	flow->row_count = kept;
	if (gone > 0)
		flow->last = -1;
	return gone;
}

/* Somebody has received it since, here or at another desk. */
static enum code
received_meanwhile(struct courier_flow *flow, const struct courier_parcel *now, struct courier_effects *effects)
{
	char record[RECORD_TEXT];

	copy_text(record, sizeof record, now->last_record);
	cf_effect(effects, CX_DROP_DRAFT, flow->parcel.shipment.tracking_number);
	cf_restart(flow, true, effects);
	steps_say(&flow->at, VERDICT_WARN, MSG_COURIER_RECEIVED_MEANWHILE, record);
	return OK;
}

/* The answer that leads into the count; each later one is news about it. */
static bool
is_first_load(const struct courier_flow *flow)
{
	return flow->at.step == COURIER_PARCEL && flow->at.waiting;
}

/*
 * Comes at the beginning, after a restore, and after a failed commit: each time what has changed since is told before it is
 * gone on with.
 */
enum code
cf_loaded(struct courier_flow *flow, const struct courier_event *event, struct courier_effects *effects)
{
	int gone;

	if (!flow->has_parcel || flow->committed || event->parcels == NULL || event->number < 0 ||
		event->number > COURIER_ROWS_MAX)
		return ERR_REFUSED;
	if ((event->parcels->shipment.received != 0 && event->number == 0) ||
		(!is_first_load(flow) && event->parcels->last_id != flow->parcel.last_id))
		return received_meanwhile(flow, event->parcels, effects);
	flow->at.unloaded = false;
	flow->parcel = *event->parcels;
	flow->expected_count = event->number;
	for (int i = 0; i < event->number; i++) {
		flow->expected[i] = event->expected[i];
		flow->expected[i].row = -1;
	}
	if (flow->row_count == 0 && event->place > 0)
		flow->place = event->place;
	gone = tie_rows(flow);
	if (flow->at.step == COURIER_ROW && flow->last < 0)
		flow->at.step = COURIER_COUNT;
	if (is_first_load(flow)) {
		flow->at.waiting = false;
		cf_go(flow, COURIER_IDENTITIES, effects);
	} else if (gone > 0)
		steps_say(&flow->at, VERDICT_WARN, MSG_COURIER_LIST_CHANGED, "");
	return OK;
}

/* ---- 2 identities */

static bool
is_field_of(enum courier_field field, enum courier_field first, enum courier_field last)
{
	return field >= first && field <= last;
}

/* It goes round without passing "not asked": once somebody has looked, he has. */
static enum code
next_proof(struct courier_flow *flow, struct courier_effects *effects)
{
	(void)effects;
	flow->proof = flow->proof + 1 < SHOWN_COUNT ? (enum shown_proof)(flow->proof + 1) : SHOWN_BADGE;
	return OK;
}

static enum code
next_document(struct courier_flow *flow, struct courier_effects *effects)
{
	(void)effects;
	flow->document = (enum identity_kind)((flow->document + 1) % IDENTITY_KIND_COUNT);
	return OK;
}

/* On to a step when what this one asks is answered; else the sentence says what is missing. */
static enum code
go_on(struct courier_flow *flow, enum courier_step step, enum message missing, struct courier_effects *effects)
{
	if (steps_is_live(&flow->at, CA_NEXT))
		cf_go(flow, step, effects);
	else
		steps_say(&flow->at, VERDICT_WARN, missing, "");
	return OK;
}

static enum code
end_identities(struct courier_flow *flow, struct courier_effects *effects)
{
	return go_on(flow, COURIER_PACKAGING, MSG_COURIER_IDENTITIES_MISSING, effects);
}

static const struct cf_deed identity_deeds[] = {{CA_PROOF, next_proof}, {CA_DOCUMENT, next_document}, {CA_NEXT, end_identities}};

enum code
cf_identities_event(struct courier_flow *flow, const struct courier_event *event, struct courier_effects *effects)
{
	if (event->kind == CE_TYPED && is_field_of(event->field, CF_FIRM, CF_WITNESS))
		return take_typed(flow, event);
	return event->kind == CE_ACTION ? cf_act(identity_deeds, ARRAY_LENGTH(identity_deeds), flow, event->action, effects)
					: ERR_REFUSED;
}

/* ---- 3 packaging */

/* As with proofs: "not looked at" is where it begins and nowhere to come back to. */
static enum code
next_packaging(struct courier_flow *flow, struct courier_effects *effects)
{
	(void)effects;
	flow->packaging = flow->packaging + 1 < PACKAGING_COUNT ? (enum packaging)(flow->packaging + 1) : PACKAGING_WHOLE;
	steps_quiet(&flow->at);
	return OK;
}

/* Offered only for wrapping that is not whole: what is inside a whole parcel is counted, not guessed. */
static enum code
refuse(struct courier_flow *flow, struct courier_effects *effects)
{
	cf_go(flow, COURIER_REFUSAL, effects);
	return OK;
}

static enum code
end_packaging(struct courier_flow *flow, struct courier_effects *effects)
{
	return go_on(flow, COURIER_SAID, MSG_COURIER_PACKAGING_MISSING, effects);
}

static const struct cf_deed packaging_deeds[] = {{CA_PACKAGING, next_packaging}, {CA_REFUSE, refuse}, {CA_NEXT, end_packaging}};

enum code
cf_packaging_event(struct courier_flow *flow, const struct courier_event *event, struct courier_effects *effects)
{
	if (event->kind == CE_TYPED && event->field == CF_PACKAGING_NOTE)
		return take_typed(flow, event);
	return event->kind == CE_ACTION ? cf_act(packaging_deeds, ARRAY_LENGTH(packaging_deeds), flow, event->action, effects)
					: ERR_REFUSED;
}

/* ---- 4 what is said */

enum code
cf_said_event(struct courier_flow *flow, const struct courier_event *event, struct courier_effects *effects)
{
	if (event->kind == CE_TYPED && is_field_of(event->field, CF_SAID_CARDS, CF_SAID_READERS))
		return take_typed(flow, event);
	if (event->kind != CE_ACTION || event->action != CA_NEXT)
		return ERR_REFUSED;
	return go_on(flow, COURIER_COUNT, MSG_COURIER_SAID_MISSING, effects);
}
