/*
 * desk/flow: the handover machine's middle: what every step has in common, and the dispatch. The steps themselves are in
 * the flow_*.c files beside it, none of which calls this one.
 */
#include "flow.h"

#include <string.h>

/* Back and Cancel mean the same at every step; the rest is the step's own. */
static enum code
common_action(struct handover_flow *flow, const struct event *event, struct effects *effects, bool *done)
{
	*done = true;
	if (event->action == ACTION_BACK && flow->at.step != STEP_REFUSE) {
		int step = flow->at.step, to;

		if (steps_back(&flow->at, &to) != OK)
			return ERR_REFUSED;
		if (to != step)
			flow_return(flow, (enum handover_step)to, event->now, effects);
		return OK;
	}
	if (event->action == ACTION_CANCEL && flow->at.step == STEP_APPLICANT && !flow->has_applicant) {
		flow_close(flow, effects);
		return OK;
	}
	if (event->action == ACTION_CANCEL && flow->at.step == STEP_REFUSE) {
		flow_return(flow, flow->came_from, event->now, effects);
		return OK;
	}
	if (event->action == ACTION_CANCEL || event->action == ACTION_REFUSE) {
		flow->came_from = flow->at.step == STEP_DOUBT ? STEP_IDENTITY : (enum handover_step)flow->at.step;
		flow->refusal = REFUSAL_NONE;
		flow_go(flow, STEP_REFUSE, effects);
		return OK;
	}
	*done = false;
	return OK;
}

/* The steps stand apart so that what is possible at one cannot leak into another: what a step does not know it refuses. */
static enum code
step_event(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event, struct effects *effects)
{
	switch ((enum handover_step)flow->at.step) {
	case STEP_APPLICANT:
		return flow_find_event(flow, policy, event, effects);
	case STEP_IDENTITY:
		return flow_identity_event(flow, policy, event, effects);
	case STEP_CARD:
	case STEP_VERDICT:
		return flow_verdict_event(flow, policy, event, effects);
	case STEP_ITEMS:
		return flow_items_event(flow, event, effects);
	case STEP_SUMMARY:
		return flow_summary_event(flow, policy, event, effects);
	case STEP_PRINT:
	case STEP_SIGNED:
		return flow_paper_event(flow, event, effects);
	case STEP_REFUSE:
		return flow_refuse_event(flow, event, effects);
	case STEP_DOUBT:
		return flow_doubt_event(flow, event, effects);
	case STEP_DONE:
	case STEP_COUNT:
		return ERR_REFUSED;
	}
	return ERR_REFUSED;
}

/* While an answer is waited for, words would change what it is an answer to. */
static enum code
take_typed(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event, struct effects *effects)
{
	if ((unsigned)event->field >= FIELD_COUNT || event->text == NULL || flow->at.waiting)
		return ERR_REFUSED;
	return step_event(flow, policy, event, effects);
}

/*
 * All events pass here and all kinds are named, so that a new one is not forgotten at some step. What is refused changes
 * nothing: a screen may send what it likes.
 */
enum code
handover_advance(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event,
	struct effects *effects)
{
	bool done;
	enum code code;

	effects->count = 0;
	if (flow->at.unloaded && event->kind != EVENT_RELOADED)
		return ERR_REFUSED;
	switch (event->kind) {
	case EVENT_RELOADED:
		return flow_reload(flow, event, effects);
	case EVENT_START:
		flow->started = flow->started != 0 ? flow->started : event->now;
		return OK;
	case EVENT_TICK:
		steps_tick(&flow->at, event->now);
		return OK;
	case EVENT_TYPED:
		return take_typed(flow, policy, event, effects);
	case EVENT_ACTION:
		if ((unsigned)event->action >= ACTION_COUNT || flow->at.waiting || steps_is_over(&flow->at) ||
			steps_key(&handover_steps, flow->at.step, (int)event->action) == NULL)
			return ERR_REFUSED;
		code = common_action(flow, event, effects, &done);
		return done ? code : step_event(flow, policy, event, effects);
	case EVENT_CARD_IN:
	case EVENT_CARD_READING:
	case EVENT_CARD_CERT:
	case EVENT_CARD_READ:
	case EVENT_CARD_OUT:
	case EVENT_CARD_FAULT:
	case EVENT_HISTORY:
		return flow_card_event(flow, policy, event, effects);
	case EVENT_SCAN:
		return flow_scan_event(flow, event, effects);
	case EVENT_CHOOSE:
	case EVENT_FOUND:
	case EVENT_COMMITTED:
	case EVENT_REFUSED:
	case EVENT_TAKEN_BACK:
	case EVENT_PRINT_STATE:
	case EVENT_FAILED:
	case EVENT_SECOND_OFFICER:
		return step_event(flow, policy, event, effects);
	}
	return ERR_REFUSED;
}
