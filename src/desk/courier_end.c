/*
 * desk/courier_end: steps 6 to 8 of the courier's flow, and the refusal of a parcel: two keys, the commit, the paper. It is
 * received when CE_COMMITTED comes back, not when it was asked for.
 */
#include "courier_inside.h"

#include <string.h>

static enum code
arm_or_commit(struct courier_flow *flow, const struct courier_event *event, struct courier_effects *effects)
{
	if (event->action == CA_ARM && !flow->at.armed && !courier_is_live(flow, CA_ARM)) {
		steps_say(&flow->at, VERDICT_WARN, MSG_COURIER_REFUSAL_WHY, "");
		return OK;
	}
	if ((event->action != CA_ARM && event->action != CA_COMMIT) || !courier_is_live(flow, event->action))
		return ERR_REFUSED;
	if (event->action == CA_ARM) {
		steps_arm(&flow->at, event->now, flow->at.step == COURIER_REFUSAL ? MSG_COURIER_REFUSAL_ARMED : MSG_COURIER_ARMED);
		return OK;
	}
	if (steps_has_lapsed(&flow->at, event->now))
		return OK;
	flow->at.waiting = true;
	steps_say(&flow->at, VERDICT_PASS, MSG_FLOW_COMMITTING, "");
	cf_effect(effects, CX_COMMIT, "");
	return OK;
}

static enum code
committed(struct courier_flow *flow, const struct delivery *stored, struct courier_effects *effects)
{
	flow->delivery = *stored;
	flow->delivery.items = NULL;
	flow->at.waiting = false;
	flow->committed = true;
	cf_go(flow, COURIER_PRINT, effects);
	steps_say(&flow->at, VERDICT_PASS, MSG_COURIER_COMMITTED, stored->record_number);
	cf_effect(effects, CX_DROP_DRAFT, flow->parcel.shipment.tracking_number);
	cf_effect(effects, CX_PRINT, "");
	return OK;
}

enum code
cf_commit_event(struct courier_flow *flow, const struct courier_event *event, struct courier_effects *effects)
{
	switch (event->kind) {
	case CE_ACTION:
		return arm_or_commit(flow, event, effects);
	case CE_TYPED: /* the note that the refusal's paper bears */
		if (flow->at.step != COURIER_REFUSAL || event->field != CF_PACKAGING_NOTE || flow->at.waiting)
			return ERR_REFUSED;
		form_set(&flow->form, CF_PACKAGING_NOTE, event->text);
		flow->at.armed = false;
		steps_quiet(&flow->at);
		return OK;
	case CE_COMMITTED:
		return flow->at.waiting && event->delivery != NULL ? committed(flow, event->delivery, effects) : ERR_REFUSED;
	case CE_FAILED:
		if (!flow->at.waiting || event->effect != CX_COMMIT)
			return ERR_REFUSED;
		flow->at.waiting = false;
		flow->at.armed = false;
		steps_say(&flow->at, VERDICT_REFUSE, MSG_FLOW_FAILED, event->text);
		cf_effect(effects, CX_BEEP, "");
		cf_effect(effects, CX_LOAD, flow->parcel.shipment.tracking_number); /* what has changed since must be seen */
		return OK;
	case CE_START:
	case CE_PARCELS:
	case CE_CHOOSE:
	case CE_SCAN:
	case CE_LOADED:
	case CE_CARD_READ:
	case CE_CARD_FAULT:
	case CE_CARD_OUT:
	case CE_OWNER:
	case CE_PRINT_STATE:
	case CE_TAKEN:
	case CE_TICK:
		break;
	}
	return ERR_REFUSED;
}

/* ---- paper */

static enum code
close_flow(struct courier_flow *flow, struct courier_effects *effects)
{
	steps_go(&flow->at, COURIER_DONE);
	flow->at.waiting = false;
	cf_effect(effects, CX_CLOSE, "");
	return OK;
}

static enum code
take_paper_state(struct courier_flow *flow, const struct courier_event *event, struct courier_effects *effects)
{
	if ((unsigned)event->paper > PAPER_SIGNED)
		return ERR_REFUSED;
	/* What the printer says late does not take back what the officer has said. */
	if (event->paper >= PAPER_CONFIRMED || flow->delivery.paper < PAPER_CONFIRMED)
		flow->delivery.paper = event->paper;
	if (flow->at.step == COURIER_SIGNED && flow->at.waiting && event->paper == PAPER_SIGNED)
		return close_flow(flow, effects);
	if (event->paper == PAPER_WAITING && event->text != NULL && event->text[0] != '\0')
		steps_say(&flow->at, VERDICT_WARN, MSG_FLOW_PRINT_FAILED, event->text);
	else if (event->paper == PAPER_SENT && flow->at.step == COURIER_PRINT)
		steps_say(&flow->at, VERDICT_PASS, MSG_FLOW_PRINT_SENT, "");
	return OK;
}

static enum code
paper_action(struct courier_flow *flow, enum courier_action action, struct courier_effects *effects)
{
	if (!courier_is_live(flow, action))
		return ERR_REFUSED;
	switch (action) {
	case CA_PRINT_AGAIN:
		cf_effect(effects, CX_PRINT, "");
		return OK;
	case CA_PAPER_OUT:
		cf_effect(effects, CX_PAPER_STATE, "")->paper = PAPER_CONFIRMED;
		cf_go(flow, COURIER_SIGNED, effects);
		return OK;
	case CA_SIGNED:
		flow->at.waiting = true; /* closes when the answer is there: what could not be written must be seen */
		cf_effect(effects, CX_PAPER_STATE, "")->paper = PAPER_SIGNED;
		return OK;
	case CA_NEXT_PARCEL:
		cf_restart(flow, true, effects);
		return OK;
	case CA_PRINT_LATER:
	case CA_SIGNED_LATER:
		return close_flow(flow, effects);
	case CA_NEXT:
	case CA_BACK:
	case CA_LEAVE:
	case CA_TAKE_OVER:
	case CA_PROOF:
	case CA_DOCUMENT:
	case CA_PACKAGING:
	case CA_REFUSE:
	case CA_READ_AGAIN:
	case CA_DETAILS:
	case CA_TAKE_BACK:
	case CA_KIND:
	case CA_CONDITION:
	case CA_ARM:
	case CA_COMMIT:
	case CA_COUNT:
		break;
	}
	return ERR_REFUSED;
}

enum code
cf_paper_event(struct courier_flow *flow, const struct courier_event *event, struct courier_effects *effects)
{
	switch (event->kind) {
	case CE_PRINT_STATE:
		return take_paper_state(flow, event, effects);
	case CE_FAILED:
		if (event->effect == CX_PAPER_STATE)
			flow->at.waiting = false;
		steps_say(&flow->at, VERDICT_WARN, MSG_FLOW_FAILED, event->text);
		cf_effect(effects, CX_BEEP, "");
		return OK;
	case CE_ACTION:
		return paper_action(flow, event->action, effects);
	case CE_START:
	case CE_PARCELS:
	case CE_CHOOSE:
	case CE_TYPED:
	case CE_SCAN:
	case CE_LOADED:
	case CE_CARD_READ:
	case CE_CARD_FAULT:
	case CE_CARD_OUT:
	case CE_OWNER:
	case CE_COMMITTED:
	case CE_TAKEN:
	case CE_TICK:
		break;
	}
	return ERR_REFUSED;
}
