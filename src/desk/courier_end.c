/*
 * desk/courier_end: steps 6 to 8 of the courier's flow, and the refusal of a parcel: two keys, the commit, the paper. It is
 * received when CE_COMMITTED comes back, not when it was asked for.
 */
#include "courier_inside.h"

#include <string.h>

/* A refusal without a reason is answered and not armed: the courier takes the paper with him and must be able to read why. */
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

/* The draft goes with the commit, not with the paper: nobody may count the same parcel again. */
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

/* The note that the refusal's paper bears. What was armed was another text. */
static void
take_note(struct courier_flow *flow, const char *text)
{
	form_set(&flow->form, CF_PACKAGING_NOTE, text);
	flow->at.armed = false;
	steps_quiet(&flow->at);
}

/* What has changed in the register since must be seen before it is tried again. */
static void
take_failure(struct courier_flow *flow, const char *sentence, struct courier_effects *effects)
{
	flow->at.waiting = false;
	flow->at.armed = false;
	cf_alert(flow, VERDICT_REFUSE, MSG_FLOW_FAILED, sentence, effects);
	cf_effect(effects, CX_LOAD, flow->parcel.shipment.tracking_number);
}

/* It is received when the register says so, not when it was asked for. */
enum code
cf_commit_event(struct courier_flow *flow, const struct courier_event *event, struct courier_effects *effects)
{
	if (event->kind == CE_ACTION)
		return arm_or_commit(flow, event, effects);
	if (event->kind == CE_COMMITTED && flow->at.waiting && event->delivery != NULL)
		return committed(flow, event->delivery, effects);
	if (event->kind == CE_TYPED && flow->at.step == COURIER_REFUSAL && event->field == CF_PACKAGING_NOTE && !flow->at.waiting)
		take_note(flow, event->text);
	else if (event->kind == CE_FAILED && event->effect == CX_COMMIT && flow->at.waiting)
		take_failure(flow, event->text, effects);
	else
		return ERR_REFUSED;
	return OK;
}

/* ---- paper */

/* The record stays to be printed and signed later; only the screen ends. */
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
	if (!steps_take_paper(&flow->at, &flow->delivery.paper, event->paper, event->text, COURIER_PRINT))
		return ERR_REFUSED;
	if (flow->at.step == COURIER_SIGNED && flow->at.waiting && event->paper == PAPER_SIGNED)
		return close_flow(flow, effects);
	return OK;
}

/* A second sheet of the same record, never a second record. */
static enum code
print_again(struct courier_flow *flow, struct courier_effects *effects)
{
	(void)flow;
	cf_effect(effects, CX_PRINT, "");
	return OK;
}

static enum code
confirm(struct courier_flow *flow, struct courier_effects *effects)
{
	cf_effect(effects, CX_PAPER_STATE, "")->paper = PAPER_CONFIRMED;
	cf_go(flow, COURIER_SIGNED, effects);
	return OK;
}

/* Closes when the answer is there: what could not be written must be seen. */
static enum code
sign(struct courier_flow *flow, struct courier_effects *effects)
{
	flow->at.waiting = true;
	cf_effect(effects, CX_PAPER_STATE, "")->paper = PAPER_SIGNED;
	return OK;
}

static enum code
next_parcel(struct courier_flow *flow, struct courier_effects *effects)
{
	cf_restart(flow, true, effects);
	return OK;
}

static const struct cf_deed deeds[] = {{CA_PRINT_AGAIN, print_again}, {CA_PAPER_OUT, confirm}, {CA_SIGNED, sign},
	{CA_NEXT_PARCEL, next_parcel}, {CA_PRINT_LATER, close_flow}, {CA_SIGNED_LATER, close_flow}};

/* The delivery is recorded and stays so whatever the paper does. */
enum code
cf_paper_event(struct courier_flow *flow, const struct courier_event *event, struct courier_effects *effects)
{
	if (event->kind == CE_ACTION)
		return cf_act(deeds, ARRAY_LENGTH(deeds), flow, event->action, effects);
	if (event->kind == CE_PRINT_STATE)
		return take_paper_state(flow, event, effects);
	if (event->kind != CE_FAILED)
		return ERR_REFUSED;
	if (event->effect == CX_PAPER_STATE)
		flow->at.waiting = false;
	cf_alert(flow, VERDICT_WARN, MSG_FLOW_FAILED, event->text, effects);
	return OK;
}
