/*
 * desk/drawer: the drawer's count as a whole: what holds at every step, its beginning and its end.
 */
#include "drawer_inside.h"

#include <string.h>

void
drawer_init(struct drawer_flow *flow)
{
	memset(flow, 0, sizeof *flow);
	flow->last = -1;
	steps_begin(&flow->at, &drawer_steps, DRAWER_BEGIN);
}

void
df_effect(struct drawer_effects *effects, enum drawer_effect_kind kind)
{
	if (effects->count < DRAWER_EFFECTS_MAX)
		effects->list[effects->count++] = kind;
}

/* There is something to be kept from the count on. */
static bool
is_kept(const struct drawer_flow *flow)
{
	return flow->at.step == DRAWER_COUNT || flow->at.step == DRAWER_DIFFERENCE || flow->row_count > 0;
}

/* Goes there, and has the draft saved. */
static void
go(struct drawer_flow *flow, int step, struct drawer_effects *effects)
{
	steps_go(&flow->at, step);
	flow->word = DW_NONE;
	if (is_kept(flow))
		df_effect(effects, DX_SAVE_DRAFT);
}

/* ---- what every step has */

static enum code
leave(struct drawer_flow *flow, struct drawer_effects *effects)
{
	if (flow->at.waiting)
		return ERR_REFUSED;
	flow->left = flow->at.step;
	if (is_kept(flow))
		df_effect(effects, DX_SAVE_DRAFT);
	steps_go(&flow->at, DRAWER_DONE);
	df_effect(effects, DX_CLOSE);
	return OK;
}

/* Back in the count nobody knows any more what should be there; that it was looked at stays. */
static enum code
back(struct drawer_flow *flow, struct drawer_effects *effects)
{
	int step = flow->at.step, to;

	if (!drawer_is_live(flow, DA_BACK) || steps_back(&flow->at, &to) != OK)
		return ERR_REFUSED;
	if (to == step)
		return OK;
	if (step == DRAWER_DIFFERENCE)
		df_blind(flow);
	go(flow, to, effects);
	return OK;
}

static enum code
taken_over(struct drawer_flow *flow, const struct drawer_event *event, struct drawer_effects *effects)
{
	char login[sizeof flow->login];

	if (!is_kept(flow) || flow->at.waiting)
		return ERR_REFUSED;
	copy_text(login, sizeof login, flow->login);
	drawer_init(flow);
	copy_text(flow->login, sizeof flow->login, login);
	steps_say(&flow->at, VERDICT_WARN, MSG_COURIER_TAKEN_OVER, event->text);
	df_effect(effects, DX_BEEP);
	return OK;
}

/* ---- 1: who and why */

static enum code
begin_action(struct drawer_flow *flow, enum drawer_action action, struct drawer_effects *effects)
{
	if (action == DA_NEXT && !drawer_is_live(flow, action)) {
		if (flow->offered[0] != '\0')
			steps_say(&flow->at, VERDICT_WARN, MSG_DRAWER_OFFERED, flow->offered);
		else
			steps_say(&flow->at, VERDICT_WARN, MSG_DRAWER_NO_REASON, "");
		return OK;
	}
	if (!drawer_is_live(flow, action))
		return ERR_REFUSED;
	if (action == DA_REASON) {
		flow->reason = flow->reason + 1 < DRAWER_REASON_COUNT ? (enum drawer_reason)(flow->reason + 1) : DRAWER_TAKEOVER;
		steps_quiet(&flow->at);
	} else if (action == DA_TAKE_OVER) {
		flow->at.waiting = true;
		df_effect(effects, DX_RESUME);
	} else if (action == DA_NEXT) {
		if (flow->begun_by[0] == '\0')
			copy_text(flow->begun_by, sizeof flow->begun_by, flow->login);
		go(flow, DRAWER_COUNT, effects);
	} else {
		return ERR_REFUSED;
	}
	return OK;
}

static enum code
begin_event(struct drawer_flow *flow, const struct drawer_event *event, struct drawer_effects *effects)
{
	if (event->kind == DE_START) {
		copy_text(flow->login, sizeof flow->login, event->text);
	} else if (event->kind == DE_OFFERED) {
		copy_text(flow->offered, sizeof flow->offered, event->text);
		steps_say(&flow->at, VERDICT_WARN, MSG_DRAWER_OFFERED, event->text);
	} else if (event->kind == DE_TYPED && event->field == DF_OTHER && flow->offered[0] == '\0') {
		copy_text(flow->fields[DF_OTHER], FULL_NAME_TEXT, event->text);
	} else if (event->kind == DE_FAILED && flow->at.waiting) {
		flow->at.waiting = false;
		steps_say(&flow->at, VERDICT_REFUSE, MSG_FLOW_FAILED, event->text);
	} else if (event->kind == DE_ACTION) {
		return begin_action(flow, event->action, effects);
	} else {
		return ERR_REFUSED;
	}
	return OK;
}

/* ---- 3: the difference */

static enum code
arm_or_commit(struct drawer_flow *flow, const struct drawer_event *event, struct drawer_effects *effects)
{
	if ((event->action != DA_ARM && event->action != DA_COMMIT) || !drawer_is_live(flow, event->action))
		return ERR_REFUSED;
	if (event->action == DA_ARM) {
		steps_arm(&flow->at, event->now, MSG_DRAWER_ARMED);
		return OK;
	}
	if (steps_has_lapsed(&flow->at, event->now))
		return OK;
	flow->at.waiting = true;
	steps_say(&flow->at, VERDICT_PASS, MSG_FLOW_COMMITTING, "");
	df_effect(effects, DX_COMMIT);
	return OK;
}

static enum code
difference_event(struct drawer_flow *flow, const struct drawer_event *event, struct drawer_effects *effects)
{
	if (event->kind == DE_ACTION)
		return arm_or_commit(flow, event, effects);
	if (event->kind == DE_COMMITTED && flow->at.waiting) {
		flow->committed = true;
		steps_go(&flow->at, DRAWER_DONE);
		flow->at.waiting = false;
		df_effect(effects, DX_DROP_DRAFT);
		df_effect(effects, DX_CLOSE);
		return OK;
	}
	if (event->kind != DE_FAILED || !flow->at.waiting)
		return ERR_REFUSED;
	flow->at.waiting = false;
	df_blind(flow);
	go(flow, DRAWER_COUNT, effects); /* what has changed since must be compared anew */
	steps_say(&flow->at, VERDICT_REFUSE, MSG_FLOW_FAILED, event->text);
	df_effect(effects, DX_BEEP);
	return OK;
}

/* The register's answer to the end of the count. */
static enum code
stock(struct drawer_flow *flow, const struct drawer_event *event, struct drawer_effects *effects)
{
	if (flow->at.step != DRAWER_COUNT || !flow->at.waiting)
		return ERR_REFUSED;
	flow->at.waiting = false;
	if (event->kind == DE_FAILED || event->number > DRAWER_ROWS_MAX) {
		steps_say(&flow->at, VERDICT_REFUSE, event->kind == DE_FAILED ? MSG_FLOW_FAILED : MSG_DRAWER_TOO_MANY,
			event->kind == DE_FAILED ? event->text : "");
		return OK;
	}
	df_compare(flow, event->expected, event->number);
	flow->looks++;
	go(flow, DRAWER_DIFFERENCE, effects);
	return OK;
}

/* ---- all of it */

static bool
is_complete(const struct drawer_event *event)
{
	switch (event->kind) {
	case DE_START:
	case DE_OFFERED:
	case DE_TYPED:
	case DE_SCAN:
	case DE_CARD_FAULT:
	case DE_FAILED:
	case DE_TAKEN:
		return event->text != NULL && (event->kind != DE_TYPED || (unsigned)event->field < DF_COUNT);
	case DE_ACTION:
		return (unsigned)event->action < DA_COUNT;
	case DE_CARD_READ:
		return event->number >= 0 && (event->number == 0 || event->facts != NULL);
	case DE_STOCK:
		return event->number >= 0 && (event->number == 0 || event->expected != NULL);
	case DE_CARD_OUT:
	case DE_COMMITTED:
	case DE_TICK:
		break;
	}
	return true;
}

static enum code
step_event(struct drawer_flow *flow, const struct drawer_event *event, struct drawer_effects *effects)
{
	switch ((enum drawer_step)flow->at.step) {
	case DRAWER_BEGIN:
		return begin_event(flow, event, effects);
	case DRAWER_COUNT:
		return df_count_event(flow, event, effects);
	case DRAWER_DIFFERENCE:
		return difference_event(flow, event, effects);
	case DRAWER_DONE:
	case DRAWER_STEP_COUNT:
		break;
	}
	return ERR_REFUSED;
}

enum code
drawer_advance(struct drawer_flow *flow, const struct drawer_event *event, struct drawer_effects *effects)
{
	bool hands = event->kind == DE_ACTION || event->kind == DE_TYPED || event->kind == DE_SCAN ||
		event->kind == DE_CARD_READ || event->kind == DE_CARD_FAULT;

	effects->count = 0;
	if (steps_is_over(&flow->at) || !is_complete(event))
		return ERR_REFUSED;
	if (event->kind == DE_TICK) {
		steps_tick(&flow->at, event->now);
		return OK;
	}
	if (event->kind == DE_TAKEN)
		return taken_over(flow, event, effects);
	if (flow->at.waiting && hands)
		return ERR_REFUSED;
	if (event->kind == DE_ACTION && event->action == DA_LEAVE)
		return leave(flow, effects);
	if (event->kind == DE_ACTION && event->action == DA_BACK)
		return back(flow, effects);
	if (flow->at.step == DRAWER_COUNT && (event->kind == DE_STOCK || event->kind == DE_FAILED))
		return stock(flow, event, effects);
	return step_event(flow, event, effects);
}

void
drawer_record(const struct drawer_flow *flow, struct drawer_count *out, struct drawer_item *room)
{
	*out = (struct drawer_count){.reason = flow->reason, .looks = flow->looks, .items = room};
	copy_text(out->other, sizeof out->other, flow->fields[DF_OTHER]);
	if (strcmp(flow->begun_by, flow->login) != 0)
		copy_text(out->begun_by, sizeof out->begun_by, flow->begun_by);
	memcpy(out->sums, flow->sums, sizeof out->sums);
	for (int i = 0; i < flow->row_count; i++)
		room[out->item_count++] = flow->rows[i];
	for (int i = 0; i < flow->missing_count; i++)
		room[out->item_count++] = flow->missing[i];
}
