/*
 * desk/flow_card: what the reader says at any step, and steps 3 and 4. The certificate that the verdict is about is
 * frozen by its fingerprint; any other card in the reader goes back to reading.
 */
#include "flow.h"

#include <string.h>

/* What is left of a card that is gone would be taken for the next one's. */
static void
forget_card(struct handover_flow *flow)
{
	flow->certificate_count = 0;
	flow->chosen = -1;
	flow->card_percent = 0;
	flow->card_fault[0] = '\0';
	flow->card_fault_code[0] = '\0';
}

/* Steps whose words on the screen are about the card that was judged: with another one in the reader they would lie. */
static bool
rests_on_card(int step)
{
	return step == STEP_VERDICT || step == STEP_ITEMS || step == STEP_SUMMARY;
}

/* The verdict, if there was one, no longer counts. */
static void
back_to_card(struct handover_flow *flow, struct effects *effects)
{
	flow->frozen[0] = '\0';
	flow_go(flow, STEP_CARD, effects);
}

/* Whether it was handed over before is asked of the register first: a verdict without that would have to be taken back. */
static void
begin_judging(struct handover_flow *flow, int64_t now, struct effects *effects)
{
	flow->chosen = desk_choose_certificate(flow->certificates, flow->certificate_count, &flow->applicant, now);
	if (flow->chosen < 0) {
		steps_say(&flow->at, VERDICT_WARN, MSG_FLOW_CARD_EMPTY, "");
		return;
	}
	flow->at.waiting = true;
	flow_effect(effects, EFFECT_HISTORY, flow->certificates[flow->chosen].sha256);
}

/* A card may lie there already, since people put it in when they see the reader; then nobody has to take it out again. */
void
flow_go_card(struct handover_flow *flow, int64_t now, struct effects *effects)
{
	back_to_card(flow, effects);
	if (flow->presence == PRESENCE_READ)
		begin_judging(flow, now, effects);
	else if (flow->presence == PRESENCE_FAULT)
		steps_say(&flow->at, VERDICT_WARN, MSG_FLOW_FAILED, flow->card_fault);
}

/* While a card is being read nothing is known of it, so nothing is concluded yet; only a whole reading tells another card. */
bool
flow_card_was_swapped(struct handover_flow *flow, int64_t now, struct effects *effects)
{
	if (flow->presence == PRESENCE_NONE || flow->presence == PRESENCE_READING || handover_card_is_here(flow))
		return false;
	flow_go_card(flow, now, effects);
	if (flow->presence == PRESENCE_READ && flow->certificate_count > 0)
		steps_say(&flow->at, VERDICT_WARN, MSG_FLOW_CARD_SWAPPED, "");
	return true;
}

/* Back must not lead to a screen that speaks of a card which is not there any more, nor past a verdict that was never made. */
void
flow_return(struct handover_flow *flow, enum handover_step step, int64_t now, struct effects *effects)
{
	if (step == STEP_CARD || (rests_on_card((int)step) && flow->frozen[0] == '\0')) {
		flow_go_card(flow, now, effects);
		return;
	}
	if (rests_on_card((int)step) && flow_card_was_swapped(flow, now, effects))
		return;
	if (step == STEP_VERDICT && !handover_card_is_here(flow)) {
		back_to_card(flow, effects);
		if (flow->presence == PRESENCE_NONE)
			steps_say(&flow->at, VERDICT_WARN, MSG_FLOW_CARD_PULLED, "");
		return;
	}
	flow_go(flow, step, effects);
	if (step == STEP_SUMMARY && !handover_card_is_here(flow))
		steps_say(&flow->at, VERDICT_WARN, MSG_FLOW_CARD_AWAY, "");
}

/* The inserted card looks for its owner. */
static void
find_owner(struct handover_flow *flow, struct effects *effects)
{
	const char *national_id = flow->certificates[flow->chosen].national_id;

	if (national_id[0] == '\0') {
		flow_alert(flow, VERDICT_REFUSE, MSG_JUDGE_NUMBER_MISSING, "", effects);
		return;
	}
	flow->found_by = SEARCH_CARD;
	flow_effect(effects, EFFECT_FIND_NUMBER, national_id);
}

/* The same card lies in the reader again: what was found out about it last counts. */
static void
take_back(struct handover_flow *flow)
{
	flow->handover.check = flow->checks[flow->chosen];
	if (flow->at.notice.message == MSG_FLOW_CARD_AWAY)
		steps_quiet(&flow->at);
}

/* All of the card is read: what follows depends on the step. */
static enum code
take_read(struct handover_flow *flow, const struct event *event, struct effects *effects)
{
	flow->presence = PRESENCE_READ;
	flow->card_percent = 100;
	for (int i = 0; i < flow->certificate_count; i++) {
		flow->checks[i].unreadable = event->unreadable;
		flow->checks[i].left_out = event->left_out;
	}
	flow->chosen = desk_choose_certificate(flow->certificates, flow->certificate_count,
		flow->has_applicant && flow->at.step != STEP_APPLICANT ? &flow->applicant : NULL, event->now);
	if (flow->chosen < 0) {
		if (rests_on_card(flow->at.step) && !flow->at.waiting)
			back_to_card(flow, effects);
		if (flow->at.step == STEP_APPLICANT || flow->at.step == STEP_CARD)
			flow_alert(flow, VERDICT_WARN, MSG_FLOW_CARD_EMPTY, "", effects);
		return OK;
	}
	if (flow->at.step == STEP_APPLICANT) {
		find_owner(flow, effects);
	} else if (flow->at.step == STEP_CARD) {
		steps_quiet(&flow->at);
		begin_judging(flow, event->now, effects);
	} else if (rests_on_card(flow->at.step) && handover_card_is_here(flow)) {
		take_back(flow);
	} else if (rests_on_card(flow->at.step) && !flow->at.waiting) {
		(void)flow_card_was_swapped(flow, event->now, effects);
		flow_effect(effects, EFFECT_BEEP, "");
	}
	return OK;
}

/* From the items on the card may leave: its serial is read off it by eye. The commit still wants it back in the reader. */
static enum code
take_out(struct handover_flow *flow, struct effects *effects)
{
	flow->presence = PRESENCE_NONE;
	flow->card_percent = 0;
	flow->card_fault[0] = '\0';
	if (flow->at.step == STEP_CARD)
		flow->at.waiting = false; /* an answer about a card that is gone is not waited for */
	if (flow->at.waiting)
		return OK;
	if (flow->at.step == STEP_VERDICT) { /* nothing is answered yet that would stand without it */
		forget_card(flow);
		back_to_card(flow, effects);
		steps_say(&flow->at, VERDICT_WARN, MSG_FLOW_CARD_PULLED, "");
	} else if (flow->at.step == STEP_SUMMARY) {
		flow->at.armed = false;
		steps_say(&flow->at, VERDICT_WARN, MSG_FLOW_CARD_AWAY, "");
	} else if (flow->at.step == STEP_CARD || flow->at.step == STEP_APPLICANT || flow->at.step == STEP_IDENTITY) {
		forget_card(flow);
	}
	return OK;
}

/* A fault may be this card's or the next one's. What rests on the verdict is left, since nobody knows which lies there now. */
static enum code
take_fault(struct handover_flow *flow, const struct event *event, struct effects *effects)
{
	forget_card(flow);
	flow->presence = PRESENCE_FAULT;
	copy_text(flow->card_fault, sizeof flow->card_fault, event->text != NULL ? event->text : "");
	copy_text(flow->card_fault_code, sizeof flow->card_fault_code, event->fault != NULL ? event->fault : "");
	flow_effect(effects, EFFECT_BEEP, "");
	if (flow->at.step == STEP_CARD)
		flow->at.waiting = false;
	if (rests_on_card(flow->at.step) && !flow->at.waiting)
		back_to_card(flow, effects);
	if (flow->at.step == STEP_CARD || flow->at.step == STEP_APPLICANT)
		steps_say(&flow->at, VERDICT_WARN, MSG_FLOW_FAILED, flow->card_fault);
	return OK;
}

/* A serial number that was given for another card is not this one's. A card that is refused changes nothing. */
static void
take_serials(struct handover_flow *flow)
{
	if (!desk_may_hand_over(&flow->verdict))
		return;
	if (flow->serials_for[0] != '\0' && strcmp(flow->serials_for, flow->frozen) != 0) {
		form_set(&flow->form, FIELD_CARD_SERIAL, "");
		flow->card_source = SERIAL_NONE;
	}
	copy_text(flow->serials_for, sizeof flow->serials_for, flow->frozen);
}

/* Judges the chosen certificate and freezes it. */
static void
judge(struct handover_flow *flow, const struct verdict_policy *policy, int64_t now)
{
	flow->handover = (struct handover){.certificate = flow->certificates[flow->chosen], .check = flow->checks[flow->chosen]};
	flow_judge(flow, policy, now);
	copy_text(flow->frozen, sizeof flow->frozen, flow->handover.certificate.sha256);
	take_serials(flow);
}

/*
 * The answer may be late and about a card that was pulled since: it names the certificate it is about, and only that one
 * counts. A handover that was resumed goes on where it stood when it is the same card.
 */
static enum code
take_history(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event, struct effects *effects)
{
	enum handover_step resume_to = flow->resume_to;

	if (flow->at.step != STEP_CARD || !flow->at.waiting || event->history == NULL || flow->chosen < 0 ||
		flow->presence != PRESENCE_READ ||
		(event->text != NULL && strcmp(event->text, flow->certificates[flow->chosen].sha256) != 0))
		return ERR_REFUSED;
	flow->at.waiting = false;
	flow->history = *event->history;
	flow->has_history = true;
	judge(flow, policy, event->now);
	if (!desk_may_hand_over(&flow->verdict)) { /* the right card may still come, and then it goes on */
		flow_go(flow, STEP_VERDICT, effects);
		flow_alert(flow, VERDICT_REFUSE, MSG_FLOW_REFUSED, "", effects);
		return OK;
	}
	flow->resume_to = STEP_COUNT;
	if (resume_to < STEP_COUNT && strcmp(flow->frozen, flow->resume_frozen) == 0) {
		flow_fill_draft(flow);
		flow_go(flow, resume_to == STEP_SUMMARY && !flow_items_answered(flow) ? STEP_ITEMS : resume_to, effects);
		steps_say(&flow->at, VERDICT_PASS, MSG_FLOW_RESUMED, "");
	} else {
		flow_go(flow, STEP_VERDICT, effects);
	}
	flow->resume_frozen[0] = '\0';
	return OK;
}

/* Arming was for the card that was there. */
static void
take_in(struct handover_flow *flow, const struct event *event, struct effects *effects)
{
	forget_card(flow);
	flow->presence = PRESENCE_READING;
	copy_text(flow->card_reader_name, FIELD_TEXT, event->text != NULL ? event->text : "");
	if (flow->at.armed) {
		flow->at.armed = false;
		if (!flow->at.waiting)
			steps_quiet(&flow->at);
	}
	/* The verdict on the screen is about the card in the reader or about none. */
	if (flow->at.step == STEP_VERDICT) {
		back_to_card(flow, effects);
	} else if (flow->at.step == STEP_CARD) {
		flow->at.waiting = false;
		steps_quiet(&flow->at);
	}
}

/* More than fit are not cut off unseen: the reading says at its end that some were left out. */
static enum code
take_certificate(struct handover_flow *flow, const struct event *event)
{
	if (flow->presence != PRESENCE_READING || event->facts == NULL || event->check == NULL ||
		flow->certificate_count == CARD_CERTIFICATES_MAX)
		return ERR_REFUSED;
	flow->certificates[flow->certificate_count] = *event->facts;
	flow->checks[flow->certificate_count] = *event->check;
	flow->certificate_count++;
	return OK;
}

/* What the reader says is heard at every step, since cards come and go while hands are elsewhere. */
enum code
flow_card_event(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event,
	struct effects *effects)
{
	if (flow->at.step == STEP_DONE || flow->committed)
		return OK; /* the card has been handed over; what the reader says is no longer about it */
	if (event->kind == EVENT_CARD_IN)
		take_in(flow, event, effects);
	else if (event->kind == EVENT_CARD_READING && flow->presence == PRESENCE_READING)
		flow->card_percent = event->number < 0 ? 0 : event->number > 100 ? 100 : event->number;
	else if (event->kind == EVENT_CARD_CERT)
		return take_certificate(flow, event);
	else if (event->kind == EVENT_CARD_READ)
		return flow->presence == PRESENCE_READING ? take_read(flow, event, effects) : ERR_REFUSED;
	else if (event->kind == EVENT_CARD_OUT)
		return take_out(flow, effects);
	else if (event->kind == EVENT_CARD_FAULT)
		return take_fault(flow, event, effects);
	else if (event->kind == EVENT_HISTORY)
		return take_history(flow, policy, event, effects);
	return OK;
}

/* Going on is offered even when it is refused: the officer who presses it is told why, and hears it. */
enum code
flow_verdict_event(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event,
	struct effects *effects)
{
	(void)policy;
	if (event->kind == EVENT_FAILED) {
		flow->at.waiting = false;
		flow_alert(flow, VERDICT_REFUSE, MSG_FLOW_FAILED, event->text, effects);
		return OK;
	}
	if (event->kind != EVENT_ACTION)
		return ERR_REFUSED;
	if (event->action == ACTION_READ_AGAIN) {
		if (flow->presence == PRESENCE_NONE || flow->presence == PRESENCE_READING)
			return ERR_REFUSED;
		back_to_card(flow, effects);
		flow_effect(effects, EFFECT_READ_CARD, "");
		return OK;
	}
	if (event->action == ACTION_NEXT && flow->at.step == STEP_VERDICT) {
		if (!desk_may_hand_over(&flow->verdict)) {
			flow_alert(flow, VERDICT_REFUSE, MSG_FLOW_REFUSED, "", effects);
			return OK;
		}
		flow_go(flow, STEP_ITEMS, effects);
		return OK;
	}
	return ERR_REFUSED;
}
