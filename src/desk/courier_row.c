/*
 * desk/courier_row: the last row of the count in its particulars: what it is, in which condition, whose, where it lies. How rows
 * come to be is courier_count.c's affair.
 */
#include "courier_inside.h"

/* Unreadable is what nobody has read: a card that was, or a reader, is good or damaged. */
static enum item_condition
next_condition(const struct delivery_item *row)
{
	if (row->condition == CONDITION_GOOD)
		return CONDITION_DAMAGED;
	return row->condition == CONDITION_DAMAGED && row->kind == ITEM_CARD && row->seen != SEEN_READ ? CONDITION_UNREADABLE
												       : CONDITION_GOOD;
}

/* Whose card it is, said by the officer: of one that was not read, since a certificate says it itself. */
static enum code
assign(struct courier_flow *flow, int nth)
{
	struct delivery_item *row = cf_last_row(flow);
	const struct courier_expected *expected = nth >= 0 ? courier_missing(flow, row->kind, nth) : NULL;

	if (expected == NULL || row->origin != ORIGIN_UNEXPECTED || row->certificate[0] != '\0')
		return ERR_REFUSED;
	row->name[0] = '\0';
	cf_tie(flow, flow->last, (int)(expected - flow->expected));
	steps_say(&flow->at, VERDICT_PASS, MSG_COURIER_ASSIGNED, row->name);
	return OK;
}

/* Written into the row at once: the next card closes this step without a key. */
static enum code
type_row(struct courier_flow *flow, struct delivery_item *row, const struct courier_event *event)
{
	if (event->field == CF_PLACE) {
		form_set(&flow->form, CF_PLACE, event->text);
		copy_text(row->place, sizeof row->place, event->text);
		return OK;
	}
	if (event->field == CF_NOTE) {
		form_set(&flow->form, CF_NOTE, event->text);
		copy_text(row->note, sizeof row->note, event->text);
		return OK;
	}
	return ERR_REFUSED;
}

/* A reader has no certificate that could be unreadable. */
static enum code
change_kind(struct courier_flow *flow, struct courier_effects *effects)
{
	struct delivery_item *row = cf_last_row(flow);

	(void)effects;
	row->kind = row->kind == ITEM_CARD ? ITEM_READER : ITEM_CARD;
	if (row->kind == ITEM_READER && row->condition == CONDITION_UNREADABLE)
		row->condition = CONDITION_GOOD;
	return OK;
}

static enum code
change_condition(struct courier_flow *flow, struct courier_effects *effects)
{
	struct delivery_item *row = cf_last_row(flow);

	(void)effects;
	row->condition = next_condition(row);
	return OK;
}

static enum code
close_row(struct courier_flow *flow, struct courier_effects *effects)
{
	cf_go(flow, COURIER_COUNT, effects);
	return OK;
}

static const struct cf_deed deeds[] = {
	{CA_KIND, change_kind}, {CA_CONDITION, change_condition}, {CA_TAKE_BACK, cf_take_back}, {CA_NEXT, close_row}};

/* Whoever goes on counting has finished here; no key is asked for that. */
enum code
cf_row_event(struct courier_flow *flow, const struct verdict_policy *policy, const struct courier_event *event,
	struct courier_effects *effects)
{
	struct delivery_item *row = cf_last_row(flow);

	if (row == NULL)
		return ERR_REFUSED;
	if (event->kind == CE_TYPED)
		return type_row(flow, row, event);
	if (event->kind == CE_CHOOSE)
		return assign(flow, event->number);
	if (event->kind == CE_OWNER)
		return cf_take_owner(flow, event, effects);
	if (event->kind == CE_CARD_READ || event->kind == CE_CARD_FAULT || (event->kind == CE_SCAN && event->text[0] != '\0')) {
		cf_go(flow, COURIER_COUNT, effects); /* the next one is there: this row is done */
		return cf_count_event(flow, policy, event, effects);
	}
	if (event->kind == CE_ACTION)
		return cf_act(deeds, ARRAY_LENGTH(deeds), flow, event->action, effects);
	return event->kind == CE_CARD_OUT ? OK : ERR_REFUSED;
}
