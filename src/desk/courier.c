/*
 * desk/courier: the courier's flow as a whole: what holds at every step, and which step takes the event.
 */
#include "courier_inside.h"

#include <string.h>

/* Esc: the count is put aside; its draft stays until somebody goes on with it. */
static enum code
leave(struct courier_flow *flow, struct courier_effects *effects)
{
	if (flow->at.waiting && flow->at.step != COURIER_PARCEL)
		return ERR_REFUSED;
	if (flow->has_parcel && !flow->at.waiting && !flow->at.unloaded)
		cf_effect(effects, CX_SAVE_DRAFT, "");
	flow->left = (enum courier_step)flow->at.step;
	steps_go(&flow->at, COURIER_DONE);
	flow->at.waiting = false;
	cf_effect(effects, CX_CLOSE, "");
	return OK;
}

/* One step back, nothing typed is lost. */
static enum code
back(struct courier_flow *flow, struct courier_effects *effects)
{
	int step = flow->at.step, to;

	if (!courier_is_live(flow, CA_BACK) || steps_back(&flow->at, &to) != OK)
		return ERR_REFUSED;
	if (to != step)
		cf_go(flow, (enum courier_step)to, effects);
	return OK;
}

/* Two officers cannot count one parcel: whoever lost it is told, and his screen begins anew with nothing of the count. */
static enum code
taken_over(struct courier_flow *flow, const struct courier_event *event, struct courier_effects *effects)
{
	if (!flow->has_parcel || flow->committed || flow->at.waiting)
		return ERR_REFUSED;
	cf_restart(flow, false, effects);
	cf_alert(flow, VERDICT_WARN, MSG_COURIER_TAKEN_OVER, event->text, effects);
	return OK;
}

/* The steps stand apart so that what is possible at one cannot leak into another: what a step does not know it refuses. */
static enum code
step_event(struct courier_flow *flow, const struct verdict_policy *policy, const struct courier_event *event,
	struct courier_effects *effects)
{
	switch ((enum courier_step)flow->at.step) {
	case COURIER_PARCEL:
		return cf_parcel_event(flow, event, effects);
	case COURIER_IDENTITIES:
		return cf_identities_event(flow, event, effects);
	case COURIER_PACKAGING:
		return cf_packaging_event(flow, event, effects);
	case COURIER_SAID:
		return cf_said_event(flow, event, effects);
	case COURIER_COUNT:
		return cf_count_event(flow, policy, event, effects);
	case COURIER_ROW:
		return cf_row_event(flow, policy, event, effects);
	case COURIER_DIFFERENCE:
	case COURIER_REFUSAL:
		return cf_commit_event(flow, event, effects);
	case COURIER_PRINT:
	case COURIER_SIGNED:
		return cf_paper_event(flow, event, effects);
	case COURIER_DONE:
	case COURIER_STEP_COUNT:
		break;
	}
	return ERR_REFUSED;
}

/* What an event must bring to be one: asked once, so that no step has to. */
static bool
is_complete(const struct courier_event *event)
{
	enum courier_event_kind kind = event->kind;

	if (kind == CE_START || kind == CE_TYPED || kind == CE_SCAN || kind == CE_OWNER)
		return event->text != NULL && (kind != CE_TYPED || (unsigned)event->field < CF_COUNT);
	if (kind == CE_ACTION)
		return (unsigned)event->action < CA_COUNT;
	if (kind == CE_CARD_READ)
		return event->number >= 0 && (event->number == 0 || (event->facts != NULL && event->checks != NULL));
	return kind != CE_PARCELS || (event->number >= 0 && (event->number == 0 || event->parcels != NULL));
}

/*
 * What holds at every step is decided before any step is asked: leaving, Back, and that nothing is taken while an answer is
 * out.
 */
enum code
courier_advance(struct courier_flow *flow, const struct verdict_policy *policy, const struct courier_event *event,
	struct courier_effects *effects)
{
	effects->count = 0;
	if (steps_is_over(&flow->at) || !is_complete(event))
		return ERR_REFUSED;
	if (event->kind == CE_TICK) {
		steps_tick(&flow->at, event->now);
		return OK;
	}
	if (event->kind == CE_LOADED)
		return cf_loaded(flow, event, effects);
	if (event->kind == CE_TAKEN)
		return taken_over(flow, event, effects);
	if (event->kind == CE_ACTION && event->action == CA_LEAVE && steps_key(&courier_steps, flow->at.step, CA_LEAVE) != NULL)
		return leave(flow, effects);
	if (flow->at.unloaded) {
		if (event->kind == CE_FAILED)
			steps_say(&flow->at, VERDICT_REFUSE, MSG_FLOW_FAILED, event->text);
		return event->kind == CE_FAILED ? OK : ERR_REFUSED;
	}
	if (event->kind == CE_ACTION && event->action == CA_BACK)
		return back(flow, effects);
	if (flow->at.waiting &&
		(event->kind == CE_ACTION || event->kind == CE_TYPED || event->kind == CE_SCAN || event->kind == CE_CHOOSE))
		return ERR_REFUSED;
	return step_event(flow, policy, event, effects);
}
