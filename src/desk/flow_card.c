/*
 * desk/flow_card: what the reader says at any step, and steps 3 and 4. The certificate that the verdict was about is
 * frozen by its fingerprint; any other card in the reader goes back to reading.
 */
#include "flow.h"

#include <string.h>

static void
forget_card(struct handover_flow *flow)
{
	flow->certificate_count = 0;
	flow->chosen = -1;
	flow->card_percent = 0;
	flow->card_fault[0] = '\0';
	flow->card_fault_code[0] = '\0';
}

static bool
after_verdict(enum handover_step step)
{
	return step == STEP_VERDICT || step == STEP_ITEMS || step == STEP_SUMMARY;
}

void
flow_begin_judging(struct handover_flow *flow, int64_t now, struct effects *effects)
{
	flow->chosen = desk_choose_certificate(flow->certificates, flow->certificate_count, &flow->applicant, now);
	if (flow->chosen < 0)
		return;
	flow->waiting = true;
	flow_effect(effects, EFFECT_HISTORY, flow->certificates[flow->chosen].sha256);
}

/* All of the card is read: what follows depends on the step. */
static enum code
take_read(struct handover_flow *flow, const struct event *event, struct effects *effects)
{
	int chosen;

	flow->presence = PRESENCE_READ;
	flow->card_percent = 100;
	if (flow->certificate_count == 0) {
		flow_notice(flow, VERDICT_WARN, MSG_FLOW_CARD_EMPTY, "");
		flow_effect(effects, EFFECT_BEEP, "");
		if (after_verdict(flow->step) && !flow->waiting)
			flow_go(flow, STEP_CARD, effects);
		return OK;
	}
	if (flow->step == STEP_APPLICANT) {
		chosen = desk_choose_certificate(flow->certificates, flow->certificate_count, NULL, event->now);
		flow->found_by = SEARCH_CARD;
		flow_effect(effects, EFFECT_FIND_NUMBER, flow->certificates[chosen].national_id);
		return OK;
	}
	if (flow->step == STEP_CARD && !flow->waiting) {
		flow_quiet(flow);
		flow_begin_judging(flow, event->now, effects);
		return OK;
	}
	if (after_verdict(flow->step) && !flow->waiting) {
		chosen = desk_choose_certificate(flow->certificates, flow->certificate_count, &flow->applicant, event->now);
		flow->chosen = chosen;
		if (strcmp(flow->certificates[chosen].sha256, flow->frozen) == 0)
			return OK; /* the same card back again */
		flow->frozen[0] = '\0';
		flow_go(flow, STEP_CARD, effects);
		flow_notice(flow, VERDICT_WARN, MSG_FLOW_CARD_SWAPPED, "");
		flow_effect(effects, EFFECT_BEEP, "");
		flow_begin_judging(flow, event->now, effects);
	}
	return OK;
}

static enum code
take_out(struct handover_flow *flow, struct effects *effects)
{
	flow->presence = PRESENCE_NONE;
	flow->card_percent = 0;
	flow->card_fault[0] = '\0';
	if (flow->step == STEP_CARD)
		flow->waiting = false; /* an answer about a card that is gone is not waited for */
	if (handover_step_info(flow->step)->card_out_matters && !flow->waiting) {
		forget_card(flow);
		flow->frozen[0] = '\0';
		flow_go(flow, STEP_CARD, effects);
		flow_notice(flow, VERDICT_WARN, MSG_FLOW_CARD_PULLED, "");
	} else if (flow->step == STEP_CARD || flow->step == STEP_APPLICANT || flow->step == STEP_IDENTITY) {
		forget_card(flow);
	}
	return OK;
}

static enum code
take_fault(struct handover_flow *flow, const struct event *event, struct effects *effects)
{
	forget_card(flow);
	flow->presence = PRESENCE_FAULT;
	copy_text(flow->card_fault, sizeof flow->card_fault, event->text != NULL ? event->text : "");
	copy_text(flow->card_fault_code, sizeof flow->card_fault_code, event->fault != NULL ? event->fault : "");
	flow_effect(effects, EFFECT_BEEP, "");
	if (after_verdict(flow->step) && !flow->waiting) {
		flow->frozen[0] = '\0';
		flow_go(flow, STEP_CARD, effects);
	}
	if (flow->step == STEP_CARD || flow->step == STEP_APPLICANT)
		flow_notice(flow, VERDICT_WARN, MSG_FLOW_FAILED, flow->card_fault);
	return OK;
}

static enum code
take_history(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event, struct effects *effects)
{
	bool same_as_before;

	if (flow->step != STEP_CARD || !flow->waiting || event->history == NULL || flow->chosen < 0 ||
		flow->presence != PRESENCE_READ)
		return ERR_REFUSED;
	flow->waiting = false;
	flow->history = *event->history;
	flow->has_history = true;
	desk_judge(&flow->verdict, &flow->applicant, &flow->certificates[flow->chosen], &flow->checks[flow->chosen], &flow->history,
		policy, event->now);
	copy_text(flow->frozen, sizeof flow->frozen, flow->certificates[flow->chosen].sha256);
	if (flow->fields[FIELD_CARD_SERIAL][0] == '\0')
		copy_text(flow->fields[FIELD_CARD_SERIAL], FIELD_TEXT, flow->history.card_serial);
	if (flow->fields[FIELD_READER_SERIAL][0] == '\0')
		copy_text(flow->fields[FIELD_READER_SERIAL], FIELD_TEXT, flow->history.reader_serial);
	same_as_before = flow->resume_to < STEP_COUNT && strcmp(flow->frozen, flow->resume_frozen) == 0;
	if (same_as_before && desk_may_hand_over(&flow->verdict)) {
		enum handover_step resume_to = flow->resume_to;
		flow_fill_draft(flow);
		flow_go(flow, resume_to, effects);
		flow_notice(flow, VERDICT_PASS, MSG_FLOW_RESUMED, "");
	} else {
		flow_go(flow, STEP_VERDICT, effects);
	}
	flow->resume_to = STEP_COUNT;
	if (!desk_may_hand_over(&flow->verdict)) {
		flow_notice(flow, VERDICT_REFUSE, MSG_FLOW_REFUSED, "");
		flow_effect(effects, EFFECT_BEEP, "");
	}
	return OK;
}

static void
take_in(struct handover_flow *flow, const struct event *event)
{
	forget_card(flow);
	flow->presence = PRESENCE_READING;
	copy_text(flow->card_reader_name, FIELD_TEXT, event->text != NULL ? event->text : "");
	flow->armed = false;
	if (flow->step == STEP_CARD) {
		flow->waiting = false;
		flow_quiet(flow);
	}
}

enum code
flow_card_event(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event, struct effects *effects)
{
	if (flow->step == STEP_DONE || flow->committed)
		return OK; /* the card has been handed over; what the reader says is no longer about it */
	switch ((int)event->kind) {
	case EVENT_CARD_IN:
		take_in(flow, event);
		return OK;
	case EVENT_CARD_READING:
		if (flow->presence == PRESENCE_READING)
			flow->card_percent = event->number < 0 ? 0 : event->number > 100 ? 100 : event->number;
		return OK;
	case EVENT_CARD_CERT:
		if (flow->presence != PRESENCE_READING || event->facts == NULL || event->check == NULL ||
			flow->certificate_count == CARD_CERTIFICATES_MAX)
			return ERR_REFUSED;
		flow->certificates[flow->certificate_count] = *event->facts;
		flow->checks[flow->certificate_count] = *event->check;
		flow->certificate_count++;
		return OK;
	case EVENT_CARD_READ:
		return flow->presence == PRESENCE_READING ? take_read(flow, event, effects) : ERR_REFUSED;
	case EVENT_CARD_OUT:
		return take_out(flow, effects);
	case EVENT_CARD_FAULT:
		return take_fault(flow, event, effects);
	case EVENT_HISTORY:
		return take_history(flow, policy, event, effects);
	default:
		return ERR_REFUSED;
	}
}

enum code
flow_verdict_event(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event, struct effects *effects)
{
	(void)policy;
	if (event->kind == EVENT_FAILED) {
		flow->waiting = false;
		flow_notice(flow, VERDICT_REFUSE, MSG_FLOW_FAILED, event->text != NULL ? event->text : "");
		return OK;
	}
	if (event->kind != EVENT_ACTION)
		return ERR_REFUSED;
	if (event->action == ACTION_READ_AGAIN) {
		if (flow->presence == PRESENCE_NONE || flow->presence == PRESENCE_READING)
			return ERR_REFUSED;
		flow->frozen[0] = '\0';
		flow_go(flow, STEP_CARD, effects);
		flow_effect(effects, EFFECT_READ_CARD, "");
		return OK;
	}
	if (event->action == ACTION_NEXT && flow->step == STEP_VERDICT) {
		if (!desk_may_hand_over(&flow->verdict)) {
			flow_notice(flow, VERDICT_REFUSE, MSG_FLOW_REFUSED, "");
			flow_effect(effects, EFFECT_BEEP, "");
			return OK;
		}
		flow_go(flow, STEP_ITEMS, effects);
		return OK;
	}
	return ERR_REFUSED;
}
