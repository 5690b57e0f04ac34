/*
 * desk/flow: the handover machine's middle: the table of steps, what every step has in common, and the dispatch. The
 * steps themselves are in the flow_*.c files beside it.
 */
#include "flow.h"

#include <string.h>

static const struct step_info steps[STEP_COUNT] = {
	[STEP_APPLICANT] = {1, MSG_STEP_APPLICANT, MSG_SENTENCE_APPLICANT, STEP_APPLICANT, false,
		{{27, 0, 0, ACTION_CANCEL, MSG_KEY_CANCEL}}},
	[STEP_IDENTITY] = {2, MSG_STEP_IDENTITY, MSG_SENTENCE_IDENTITY, STEP_APPLICANT, false,
		{{2, 'b', 'd', ACTION_TOGGLE_KIND, MSG_KEY_KIND},
			{3, 'f', 'p', ACTION_TOGGLE_PHOTO, MSG_KEY_PHOTO},
			{4, 'n', 'n', ACTION_TOGGLE_NUMBER, MSG_KEY_NUMBER},
			{5, 'a', 'a', ACTION_TOGGLE_NAME, MSG_KEY_NAME},
			{6, 'v', 'r', ACTION_REFUSE, MSG_KEY_REFUSE},
			{8, 'g', 'b', ACTION_BACK, MSG_KEY_BACK},
			{9, 'd', 'x', ACTION_NEXT, MSG_KEY_NEXT},
			{27, 0, 0, ACTION_CANCEL, MSG_KEY_CANCEL}}},
	[STEP_CARD] = {3, MSG_STEP_CARD, MSG_SENTENCE_CARD, STEP_IDENTITY, false,
		{{5, 'y', 'a', ACTION_READ_AGAIN, MSG_KEY_AGAIN},
			{6, 'v', 'r', ACTION_REFUSE, MSG_KEY_REFUSE},
			{8, 'g', 'b', ACTION_BACK, MSG_KEY_BACK},
			{27, 0, 0, ACTION_CANCEL, MSG_KEY_CANCEL}}},
	[STEP_VERDICT] = {4, MSG_STEP_VERDICT, MSG_SENTENCE_VERDICT, STEP_IDENTITY, true,
		{{5, 'y', 'a', ACTION_READ_AGAIN, MSG_KEY_AGAIN},
			{6, 'v', 'r', ACTION_REFUSE, MSG_KEY_REFUSE},
			{8, 'g', 'b', ACTION_BACK, MSG_KEY_BACK},
			{9, 'd', 'x', ACTION_NEXT, MSG_KEY_NEXT},
			{27, 0, 0, ACTION_CANCEL, MSG_KEY_CANCEL}}},
	[STEP_ITEMS] = {5, MSG_STEP_ITEMS, MSG_SENTENCE_ITEMS, STEP_VERDICT, false,
		{{5, 'o', 'c', ACTION_TOGGLE_READER, MSG_KEY_READER},
			{6, 'v', 'r', ACTION_REFUSE, MSG_KEY_REFUSE},
			{8, 'g', 'b', ACTION_BACK, MSG_KEY_BACK},
			{9, 'd', 'x', ACTION_NEXT, MSG_KEY_NEXT},
			{27, 0, 0, ACTION_CANCEL, MSG_KEY_CANCEL}}},
	[STEP_SUMMARY] = {6, MSG_STEP_SUMMARY, MSG_SENTENCE_SUMMARY, STEP_ITEMS, false,
		{{6, 'v', 'r', ACTION_REFUSE, MSG_KEY_REFUSE},
			{8, 'g', 'b', ACTION_BACK, MSG_KEY_BACK},
			{9, 'o', 'c', ACTION_ARM, MSG_KEY_ARM},
			{0, 't', 'h', ACTION_COMMIT, MSG_KEY_COMMIT},
			{27, 0, 0, ACTION_CANCEL, MSG_KEY_CANCEL}}},
	[STEP_PRINT] = {7, MSG_STEP_PRINT, MSG_SENTENCE_PRINT, STEP_PRINT, false,
		{{5, 'y', 'a', ACTION_PRINT_AGAIN, MSG_KEY_PRINT_AGAIN},
			{6, 's', 'l', ACTION_PRINT_LATER, MSG_KEY_PRINT_LATER},
			{9, 'e', 'y', ACTION_PAPER_OUT, MSG_KEY_PAPER_OUT}}},
	[STEP_SIGNED] = {8, MSG_STEP_SIGNED, MSG_SENTENCE_SIGNED, STEP_SIGNED, false,
		{{5, 'y', 'a', ACTION_PRINT_AGAIN, MSG_KEY_PRINT_AGAIN},
			{6, 's', 'l', ACTION_SIGNED_LATER, MSG_KEY_SIGNED_LATER},
			{9, 'i', 's', ACTION_SIGNED, MSG_KEY_SIGNED}}},
	[STEP_REFUSE] = {0, MSG_STEP_REFUSE, MSG_SENTENCE_REFUSE, STEP_REFUSE, false,
		{{8, 'g', 'b', ACTION_BACK, MSG_KEY_BACK}, {9, 'd', 'x', ACTION_NEXT, MSG_KEY_RECORD_REFUSAL}}},
	[STEP_DONE] = {0, MSG_STEP_DONE, MSG_SENTENCE_DONE, STEP_DONE, false, {{0}}},
};

const struct step_info *
handover_step_info(enum handover_step step)
{
	return &steps[(unsigned)step < STEP_COUNT ? step : STEP_DONE];
}

static bool
has_key(enum handover_step step, enum handover_action action)
{
	for (int i = 0; i < STEP_KEYS_MAX; i++)
		if (steps[step].keys[i].message != 0 && steps[step].keys[i].action == action)
			return true;
	return false;
}

bool
handover_card_is_here(const struct handover_flow *flow)
{
	return flow->presence == PRESENCE_READ && flow->chosen >= 0 && flow->frozen[0] != '\0' &&
		strcmp(flow->certificates[flow->chosen].sha256, flow->frozen) == 0;
}

static bool
next_is_live(const struct handover_flow *flow)
{
	switch (flow->step) {
	case STEP_IDENTITY:
		return flow_identity_complete(flow);
	case STEP_VERDICT:
		return desk_may_hand_over(&flow->verdict) && handover_card_is_here(flow);
	case STEP_ITEMS:
		return flow_items_answered(flow);
	case STEP_REFUSE:
		return flow->refusal != REFUSAL_NONE;
	case STEP_APPLICANT:
	case STEP_CARD:
	case STEP_SUMMARY:
	case STEP_PRINT:
	case STEP_SIGNED:
	case STEP_DONE:
	case STEP_COUNT:
		return false;
	}
	return false;
}

bool
handover_is_live(const struct handover_flow *flow, enum handover_action action)
{
	if (flow->waiting || !has_key(flow->step, action))
		return false;
	switch (action) {
	case ACTION_NEXT:
		return next_is_live(flow);
	case ACTION_ARM:
		return !flow->armed && handover_card_is_here(flow);
	case ACTION_COMMIT:
		return flow->armed && handover_card_is_here(flow);
	case ACTION_READ_AGAIN:
		return flow->presence != PRESENCE_NONE && flow->presence != PRESENCE_READING;
	case ACTION_BACK:
		return !flow->committed;
	case ACTION_PAPER_OUT:
		return flow->handover.paper >= PAPER_SENT; /* what was never sent cannot have come out */
	case ACTION_CANCEL:
	case ACTION_TOGGLE_KIND:
	case ACTION_TOGGLE_PHOTO:
	case ACTION_TOGGLE_NUMBER:
	case ACTION_TOGGLE_NAME:
	case ACTION_TOGGLE_READER:
	case ACTION_REFUSE:
	case ACTION_PRINT_AGAIN:
	case ACTION_PRINT_LATER:
	case ACTION_SIGNED:
	case ACTION_SIGNED_LATER:
	case ACTION_COUNT:
		return true;
	}
	return false;
}

void
flow_notice(struct handover_flow *flow, enum verdict_level level, enum message message, const char *detail)
{
	flow->notice = (int)message;
	flow->notice_level = level;
	copy_text(flow->notice_detail, sizeof flow->notice_detail, detail != NULL ? detail : "");
}

void
flow_quiet(struct handover_flow *flow)
{
	flow->notice = 0;
	flow->notice_detail[0] = '\0';
	flow->notice_level = VERDICT_PASS;
}

void
flow_effect(struct effects *effects, enum effect_kind kind, const char *text)
{
	struct effect *effect;

	if (effects->count == EFFECTS_MAX)
		return;
	effect = &effects->list[effects->count++];
	*effect = (struct effect){.kind = kind};
	copy_text(effect->text, sizeof effect->text, text);
}

void
flow_go(struct handover_flow *flow, enum handover_step step, struct effects *effects)
{
	flow->step = step;
	flow->armed = false;
	if (step < STEP_REFUSE && step > flow->furthest)
		flow->furthest = step;
	flow_quiet(flow);
	flow_effect(effects, EFFECT_SAVE_DRAFT, "");
	/* A draft keeps what was searched for, not what was found. */
	if (step == STEP_APPLICANT && flow->result_count == 0 && flow->fields[FIELD_QUERY][0] != '\0') {
		flow->found_by = SEARCH_TYPED;
		flow_effect(effects, EFFECT_FIND, flow->fields[FIELD_QUERY]);
	}
}

void
flow_close(struct handover_flow *flow, struct effects *effects)
{
	flow->step = STEP_DONE;
	flow->waiting = false;
	flow->armed = false;
	flow_effect(effects, EFFECT_DROP_DRAFT, "");
	flow_effect(effects, EFFECT_CLOSE, "");
}

bool
flow_is_answered(const char *text)
{
	return text[strspn(text, " \t")] != '\0';
}

void
handover_init(struct handover_flow *flow, const struct verdict_policy *policy)
{
	(void)policy;
	*flow = (struct handover_flow){.step = STEP_APPLICANT, .chosen = -1, .resume_to = STEP_COUNT};
	flow->identity.kind = IDENTITY_CARD;
}

/* Back and Cancel mean the same at every step; the rest is the step's own. */
static enum code
common_action(struct handover_flow *flow, const struct event *event, struct effects *effects, bool *done)
{
	*done = true;
	if (event->action == ACTION_BACK && flow->step != STEP_REFUSE) {
		enum handover_step back = steps[flow->step].back;
		if (back == flow->step)
			return ERR_REFUSED;
		if (flow->step == STEP_SUMMARY && flow->armed) { /* the first Back only disarms */
			flow->armed = false;
			flow_quiet(flow);
			return OK;
		}
		flow_return(flow, back, event->now, effects);
		return OK;
	}
	if (event->action == ACTION_CANCEL && flow->step == STEP_APPLICANT && !flow->has_applicant) {
		flow_close(flow, effects);
		return OK;
	}
	if (event->action == ACTION_CANCEL || event->action == ACTION_REFUSE) {
		flow->came_from = flow->step;
		flow->refusal = REFUSAL_NONE;
		flow_go(flow, STEP_REFUSE, effects);
		return OK;
	}
	*done = false;
	return OK;
}

static enum code
step_event(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event, struct effects *effects)
{
	switch (flow->step) {
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
	case STEP_DONE:
	case STEP_COUNT:
		return ERR_REFUSED;
	}
	return ERR_REFUSED;
}

static enum code
take_tick(struct handover_flow *flow, const struct event *event)
{
	if (flow->armed && !flow->waiting && flow_arming_lapsed(flow, event->now)) {
		flow->armed = false;
		flow_notice(flow, VERDICT_WARN, MSG_FLOW_ARM_LAPSED, "");
	}
	return OK;
}

static enum code
take_typed(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event, struct effects *effects)
{
	if ((unsigned)event->field >= FIELD_COUNT || event->text == NULL || flow->waiting)
		return ERR_REFUSED;
	return step_event(flow, policy, event, effects);
}

enum code
handover_advance(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event, struct effects *effects)
{
	bool done;
	enum code code;

	effects->count = 0;
	if (flow->unloaded && event->kind != EVENT_RELOADED)
		return ERR_REFUSED;
	switch (event->kind) {
	case EVENT_RELOADED:
		return flow_reload(flow, event, effects);
	case EVENT_START:
		flow->started = flow->started != 0 ? flow->started : event->now;
		return OK;
	case EVENT_TICK:
		return take_tick(flow, event);
	case EVENT_TYPED:
		return take_typed(flow, policy, event, effects);
	case EVENT_ACTION:
		if ((unsigned)event->action >= ACTION_COUNT || flow->waiting || flow->step == STEP_DONE ||
			!has_key(flow->step, event->action))
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
	case EVENT_PRINT_STATE:
	case EVENT_FAILED:
		return step_event(flow, policy, event, effects);
	}
	return ERR_REFUSED;
}
