/*
 * desk/courier_parcel: steps 1 to 4 of the courier's flow: which parcel, who stands there, how it is wrapped, what is said.
 */
#include "courier_inside.h"

#include <string.h>

/* ---- 1 parcel */

static int
find_parcel(const struct courier_flow *flow, const char *tracking_number)
{
	for (int i = 0; i < flow->parcel_count; i++)
		if (cf_same_serial(flow->parcels[i].shipment.tracking_number, tracking_number))
			return i;
	return -1;
}

static void
resume(struct courier_flow *flow, const char *tracking_number, bool take_over, struct courier_effects *effects)
{
	flow->at.waiting = true;
	cf_effect(effects, CX_RESUME, tracking_number)->number = take_over;
}

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

static enum code
parcel_action(struct courier_flow *flow, enum courier_action action, struct courier_effects *effects)
{
	int index;

	if (action == CA_TAKE_OVER && flow->offered >= 0) {
		resume(flow, flow->parcels[flow->offered].shipment.tracking_number, true, effects);
		return OK;
	}
	if (action != CA_NEXT || form_text(&flow->form, CF_PARCEL)[0] == '\0')
		return ERR_REFUSED;
	index = find_parcel(flow, form_text(&flow->form, CF_PARCEL));
	return index >= 0 ? choose(flow, index, effects) : begin_unannounced(flow, effects);
}

enum code
cf_parcel_event(struct courier_flow *flow, const struct courier_event *event, struct courier_effects *effects)
{
	switch (event->kind) {
	case CE_START:
		copy_text(flow->login, sizeof flow->login, event->text);
		cf_effect(effects, CX_LIST, "");
		return OK;
	case CE_PARCELS:
		flow->parcel_count = event->number < COURIER_PARCELS_MAX ? event->number : COURIER_PARCELS_MAX;
		for (int i = 0; i < flow->parcel_count; i++)
			flow->parcels[i] = event->parcels[i];
		flow->offered = -1;
		return OK;
	case CE_CHOOSE:
		return flow->at.waiting ? ERR_REFUSED : choose(flow, event->number, effects);
	case CE_TYPED:
		if (flow->at.waiting || (event->field != CF_PARCEL && event->field != CF_DISPATCHED))
			return ERR_REFUSED;
		form_set(&flow->form, (int)event->field, event->text);
		flow->offered = -1;
		steps_quiet(&flow->at);
		return OK;
	case CE_SCAN:
		return flow->at.waiting || event->text[0] == '\0' ? ERR_REFUSED : take_tracking(flow, event->text, effects);
	case CE_ACTION:
		return flow->at.waiting ? ERR_REFUSED : parcel_action(flow, event->action, effects);
	case CE_FAILED:
		if (!flow->at.waiting)
			return ERR_REFUSED;
		flow->at.waiting = false;
		flow->has_parcel = false;
		steps_say(&flow->at, VERDICT_REFUSE, MSG_FLOW_FAILED, event->text);
		cf_effect(effects, CX_BEEP, "");
		return OK;
	case CE_LOADED:
	case CE_CARD_READ:
	case CE_CARD_FAULT:
	case CE_CARD_OUT:
	case CE_OWNER:
	case CE_COMMITTED:
	case CE_PRINT_STATE:
	case CE_TAKEN:
	case CE_TICK:
		break;
	}
	return ERR_REFUSED;
}

/* ---- what is outstanding, as the register has it now */

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

static bool
is_first_load(const struct courier_flow *flow)
{
	return flow->at.step == COURIER_PARCEL && flow->at.waiting;
}

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

static enum code
take_typed(struct courier_flow *flow, const struct courier_event *event)
{
	form_set(&flow->form, (int)event->field, event->text);
	steps_quiet(&flow->at);
	return OK;
}

enum code
cf_identities_event(struct courier_flow *flow, const struct courier_event *event, struct courier_effects *effects)
{
	if (event->kind == CE_TYPED)
		return is_field_of(event->field, CF_FIRM, CF_WITNESS) ? take_typed(flow, event) : ERR_REFUSED;
	if (event->kind != CE_ACTION)
		return ERR_REFUSED;
	if (event->action == CA_PROOF)
		flow->proof = flow->proof + 1 < SHOWN_COUNT ? (enum shown_proof)(flow->proof + 1) : SHOWN_BADGE;
	else if (event->action == CA_DOCUMENT)
		flow->document = (enum identity_kind)((flow->document + 1) % IDENTITY_KIND_COUNT);
	else if (event->action != CA_NEXT)
		return ERR_REFUSED;
	else if (cf_identities_complete(flow))
		cf_go(flow, COURIER_PACKAGING, effects);
	else
		steps_say(&flow->at, VERDICT_WARN, MSG_COURIER_IDENTITIES_MISSING, "");
	return OK;
}

/* ---- 3 packaging */

enum code
cf_packaging_event(struct courier_flow *flow, const struct courier_event *event, struct courier_effects *effects)
{
	if (event->kind == CE_TYPED)
		return event->field == CF_PACKAGING_NOTE ? take_typed(flow, event) : ERR_REFUSED;
	if (event->kind != CE_ACTION)
		return ERR_REFUSED;
	if (event->action == CA_PACKAGING) {
		flow->packaging = flow->packaging + 1 < PACKAGING_COUNT ? (enum packaging)(flow->packaging + 1) : PACKAGING_WHOLE;
		steps_quiet(&flow->at);
		return OK;
	}
	if (event->action == CA_REFUSE && flow->packaging > PACKAGING_WHOLE) {
		cf_go(flow, COURIER_REFUSAL, effects);
		return OK;
	}
	if (event->action != CA_NEXT)
		return ERR_REFUSED;
	if (flow->packaging == PACKAGING_UNKNOWN)
		steps_say(&flow->at, VERDICT_WARN, MSG_COURIER_PACKAGING_MISSING, "");
	else
		cf_go(flow, COURIER_SAID, effects);
	return OK;
}

/* ---- 4 what is said */

enum code
cf_said_event(struct courier_flow *flow, const struct courier_event *event, struct courier_effects *effects)
{
	int said;

	if (event->kind == CE_TYPED)
		return is_field_of(event->field, CF_SAID_CARDS, CF_SAID_READERS) ? take_typed(flow, event) : ERR_REFUSED;
	if (event->kind != CE_ACTION || event->action != CA_NEXT)
		return ERR_REFUSED;
	if (cf_said(flow, CF_SAID_CARDS, &said) && cf_said(flow, CF_SAID_READERS, &said))
		cf_go(flow, COURIER_COUNT, effects);
	else
		steps_say(&flow->at, VERDICT_WARN, MSG_COURIER_SAID_MISSING, "");
	return OK;
}
