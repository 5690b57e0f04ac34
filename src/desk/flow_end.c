/*
 * desk/flow_end: steps 6 to 8 and the ways out: summary, commit, paper, signed copies, refusal. A handover is
 * done when EVENT_COMMITTED comes back, not when it was asked for; and paper never undoes it.
 */
#include "flow.h"

#include <string.h>

/* Time has passed since verdict and identity check: both must still hold when the officer confirms; if not, it says why. */
static bool
still_right(struct handover_flow *flow, const struct verdict_policy *policy, int64_t now, struct effects *effects)
{
	enum message warning;

	flow_fill_draft(flow);
	flow_judge(flow, policy, now);
	flow_note_items(flow);
	flow->handover.verdict = flow->verdict;
	if (!desk_may_hand_over(&flow->verdict)) {
		flow_go(flow, STEP_VERDICT, effects);
		flow_alert(flow, VERDICT_REFUSE, MSG_FLOW_REFUSED, "", effects);
		return false;
	}
	return flow_items_answered(flow) && flow_identity_holds(flow, policy, now, &warning, effects);
}

/*
 * Two keys, since what is written here stands in a record that is never edited; and everything is judged again at each of them,
 * since a certificate may end between two steps.
 */
static enum code
arm_or_commit(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event, struct effects *effects)
{
	if (event->action == ACTION_ARM && !handover_card_is_here(flow)) {
		steps_say(&flow->at, VERDICT_WARN, MSG_FLOW_CARD_AWAY, "");
		return OK;
	}
	if (!handover_is_live(flow, event->action))
		return ERR_REFUSED;
	if (event->action == ACTION_COMMIT && steps_has_lapsed(&flow->at, event->now))
		return OK;
	if (!still_right(flow, policy, event->now, effects)) {
		flow->at.armed = false;
		return OK;
	}
	if (event->action == ACTION_ARM) {
		steps_arm(&flow->at, event->now, MSG_SENTENCE_ARMED);
		return OK;
	}
	flow->at.waiting = true;
	flow->handover.time = event->now;
	steps_say(&flow->at, VERDICT_PASS, MSG_FLOW_COMMITTING, "");
	flow_effect(effects, EFFECT_COMMIT, "");
	return OK;
}

/*
 * It is handed over when the register says so. A failure may be about a card that was swapped meanwhile: that is looked at
 * first.
 */
enum code
flow_summary_event(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event,
	struct effects *effects)
{
	if (event->kind == EVENT_ACTION && (event->action == ACTION_ARM || event->action == ACTION_COMMIT))
		return arm_or_commit(flow, policy, event, effects);
	if (event->kind == EVENT_COMMITTED && flow->at.waiting && event->handover != NULL) {
		flow->at.waiting = false;
		flow->committed = true;
		flow->handover = *event->handover;
		flow_go(flow, STEP_PRINT, effects);
		steps_say(&flow->at, VERDICT_PASS, MSG_FLOW_COMMITTED, flow->handover.record_number);
		flow_effect(effects, EFFECT_PRINT, "");
		return OK;
	}
	if (event->kind == EVENT_FAILED && event->effect == EFFECT_COMMIT && flow->at.waiting) {
		flow->at.waiting = false;
		flow->at.armed = false;
		(void)flow_card_was_swapped(flow, event->now, effects);
		flow_alert(flow, VERDICT_REFUSE, MSG_FLOW_FAILED, event->text, effects);
		return OK;
	}
	return ERR_REFUSED;
}

/* Signed and waited for: this was the last word, and the screen goes. */
static enum code
take_paper_state(struct handover_flow *flow, const struct event *event, struct effects *effects)
{
	if (!steps_take_paper(&flow->at, &flow->handover.paper, event->paper, event->text, STEP_PRINT))
		return ERR_REFUSED;
	if (flow->at.step == STEP_SIGNED && flow->at.waiting && event->paper == PAPER_SIGNED)
		flow_close(flow, effects);
	return OK;
}

/* What became of the paper is the register's to say: the flow asks and waits for its word. */
static void
set_paper(struct effects *effects, enum paper_state paper)
{
	flow_effect(effects, EFFECT_PAPER_STATE, "");
	if (effects->count > 0)
		effects->list[effects->count - 1].paper = paper;
}

/* Jammed, blank, torn: there is no paper until the printer says so again. */
static void
print_again(struct handover_flow *flow, struct effects *effects)
{
	flow->handover.paper = PAPER_WAITING;
	if (flow->at.step == STEP_SIGNED)
		flow_go(flow, STEP_PRINT, effects);
	steps_say(&flow->at, VERDICT_WARN, MSG_FLOW_PRINT_AGAIN, "");
	flow_effect(effects, EFFECT_PRINT, "");
}

/* Closes when the answer is there: what could not be written must be seen. */
static void
sign(struct handover_flow *flow, struct effects *effects)
{
	flow->at.waiting = true;
	set_paper(effects, PAPER_SIGNED);
}

/* The officer sees the sheet; whatever the printer says later is about nothing. */
static void
confirm(struct handover_flow *flow, struct effects *effects)
{
	set_paper(effects, PAPER_CONFIRMED);
	flow_go(flow, STEP_SIGNED, effects);
}

/* Every way on from the paper closes or stays: there is no way back behind a commit. */
static enum code
paper_action(struct handover_flow *flow, enum handover_action action, struct effects *effects)
{
	static const struct {
		enum handover_action action;
		void (*act)(struct handover_flow *flow, struct effects *effects);
	} deeds[] = {{ACTION_PRINT_AGAIN, print_again}, {ACTION_PAPER_OUT, confirm}, {ACTION_SIGNED, sign},
		{ACTION_PRINT_LATER, flow_close}, {ACTION_SIGNED_LATER, flow_close}};

	for (size_t i = 0; i < ARRAY_LENGTH(deeds) && handover_is_live(flow, action); i++)
		if (deeds[i].action == action) {
			deeds[i].act(flow, effects);
			return OK;
		}
	return ERR_REFUSED;
}

/* The handover is done and stays so whatever the paper does: failures here warn, they take nothing back. */
enum code
flow_paper_event(struct handover_flow *flow, const struct event *event, struct effects *effects)
{
	if (event->kind == EVENT_PRINT_STATE)
		return take_paper_state(flow, event, effects);
	if (event->kind == EVENT_COMMITTED && event->handover != NULL) { /* reloaded after a restore */
		flow->handover = *event->handover;
		return OK;
	}
	if (event->kind == EVENT_TAKEN_BACK) { /* there is no paper to wait for any more */
		flow_close(flow, effects);
		return OK;
	}
	if (event->kind == EVENT_FAILED) {
		if (event->effect == EFFECT_PAPER_STATE)
			flow->at.waiting = false;
		flow_alert(flow, VERDICT_WARN, MSG_FLOW_FAILED, event->text, effects);
		return OK;
	}
	return event->kind == EVENT_ACTION ? paper_action(flow, event->action, effects) : ERR_REFUSED;
}

/* ---- the ways out */

/* Only what can be true at that step is offered, so that statistics of refusals mean something. */
int
handover_reasons(const struct handover_flow *flow, enum refusal_reason out[REFUSAL_COUNT])
{
	static const struct {
		enum handover_step step;
		enum refusal_reason reasons[8];
	} table[] = {
		{STEP_APPLICANT,
			{REFUSAL_APPLICANT_LEFT, REFUSAL_IDENTITY_NOT_PROVEN, REFUSAL_NO_CARD, REFUSAL_OFFICER_CANCELLED,
				REFUSAL_PROXY}},
		{STEP_IDENTITY,
			{REFUSAL_IDENTITY_NOT_PROVEN, REFUSAL_APPLICANT_LEFT, REFUSAL_NO_CARD, REFUSAL_OFFICER_CANCELLED,
				REFUSAL_IDENTITY_DOUBT, REFUSAL_PROXY}},
		{STEP_CARD,
			{REFUSAL_NO_CARD, REFUSAL_UNREADABLE_CARD, REFUSAL_WRONG_CARD, REFUSAL_APPLICANT_LEFT,
				REFUSAL_OFFICER_CANCELLED}},
		{STEP_VERDICT,
			{REFUSAL_WRONG_CARD, REFUSAL_WRONG_DATA, REFUSAL_NOT_QUALIFIED, REFUSAL_EXPIRED, REFUSAL_REVOKED,
				REFUSAL_APPLICANT_LEFT, REFUSAL_OFFICER_CANCELLED}},
		{STEP_ITEMS, {REFUSAL_WRONG_DATA, REFUSAL_WRONG_CARD, REFUSAL_APPLICANT_LEFT, REFUSAL_OFFICER_CANCELLED}},
		{STEP_SUMMARY,
			{REFUSAL_WRONG_DATA, REFUSAL_IDENTITY_NOT_PROVEN, REFUSAL_APPLICANT_LEFT, REFUSAL_OFFICER_CANCELLED}},
	};
	int count = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(table); i++) {
		if (table[i].step != flow->came_from)
			continue;
		while (count < 8 && table[i].reasons[count] != REFUSAL_NONE) {
			out[count] = table[i].reasons[count];
			count++;
		}
	}
	return count;
}

/* Reasons that are about what stands on a card, which may have been pulled since it was read. */
static bool
is_about_card(enum refusal_reason reason)
{
	return reason == REFUSAL_WRONG_CARD || reason == REFUSAL_WRONG_DATA || reason == REFUSAL_NOT_QUALIFIED ||
		reason == REFUSAL_EXPIRED || reason == REFUSAL_REVOKED;
}

/* The journal entry is about the card that the officer had before him, even if it was pulled before he said why. */
const struct certificate_facts *
handover_refused_certificate(const struct handover_flow *flow)
{
	if (flow->chosen >= 0)
		return &flow->certificates[flow->chosen];
	return is_about_card(flow->refusal) && flow->handover.certificate.sha256[0] != '\0' ? &flow->handover.certificate : NULL;
}

/* Going on without a reason is answered, not ignored: the officer wants to end it and must learn how. */
static enum code
refuse_action(struct handover_flow *flow, const struct event *event, struct effects *effects)
{
	if (event->action == ACTION_BACK) {
		flow_return(flow, flow->came_from, event->now, effects);
		return OK;
	}
	if (event->action != ACTION_NEXT)
		return ERR_REFUSED;
	if (flow->refusal == REFUSAL_NONE) {
		steps_say(&flow->at, VERDICT_WARN, MSG_FLOW_CHOOSE_REASON, "");
		return OK;
	}
	flow->at.waiting = true;
	flow_effect(effects, EFFECT_REFUSE, form_text(&flow->form, FIELD_NOTE));
	return OK;
}

/* Once it is on its way into the journal the reason stays what it was. */
static enum code
choose_reason(struct handover_flow *flow, int index)
{
	enum refusal_reason reasons[REFUSAL_COUNT];
	int count = handover_reasons(flow, reasons);

	if (flow->at.waiting || index < 0 || index >= count)
		return ERR_REFUSED;
	flow->refusal = reasons[index];
	steps_quiet(&flow->at);
	return OK;
}

/* The flow closes on the register's answer: a refusal that could not be written is not one. */
enum code
flow_refuse_event(struct handover_flow *flow, const struct event *event, struct effects *effects)
{
	if (event->kind == EVENT_ACTION)
		return refuse_action(flow, event, effects);
	if (event->kind == EVENT_CHOOSE)
		return choose_reason(flow, event->number);
	if (event->kind == EVENT_TYPED && event->field == FIELD_NOTE) {
		form_set(&flow->form, FIELD_NOTE, event->text);
	} else if (event->kind == EVENT_REFUSED && flow->at.waiting) {
		flow_close(flow, effects);
	} else if (event->kind == EVENT_FAILED) {
		flow->at.waiting = false;
		flow_alert(flow, VERDICT_REFUSE, MSG_FLOW_FAILED, event->text, effects);
	} else {
		return ERR_REFUSED;
	}
	return OK;
}
