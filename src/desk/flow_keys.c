/*
 * desk/flow_keys: the table of steps: what each is called, where Back leads, which keys it has, and which of them are live
 * as the flow stands. Help and key bar are made from it. What a key does is not known here.
 */
#include "flow.h"

/* clang-format off */
static const struct step_info steps[STEP_COUNT] = {
	[STEP_APPLICANT] = {1, MSG_STEP_APPLICANT, MSG_SENTENCE_APPLICANT, STEP_APPLICANT, false,
		{{27, ACTION_CANCEL, MSG_KEY_CANCEL}}},
	[STEP_IDENTITY] = {2, MSG_STEP_IDENTITY, MSG_SENTENCE_IDENTITY, STEP_APPLICANT, false,
		{{STEP_KEY_SIDEWAYS, ACTION_TOGGLE_KIND, MSG_KEY_KIND},
			{STEP_KEY_CONTROL + 'y', ACTION_FACE, MSG_KEY_FACE},
			{6, ACTION_REFUSE, MSG_KEY_REFUSE},
			{8, ACTION_BACK, MSG_KEY_BACK},
			{9, ACTION_NEXT, MSG_KEY_NEXT},
			{27, ACTION_CANCEL, MSG_KEY_CANCEL}}},
	[STEP_CARD] = {3, MSG_STEP_CARD, MSG_SENTENCE_CARD, STEP_IDENTITY, false,
		{{5, ACTION_READ_AGAIN, MSG_KEY_AGAIN},
			{6, ACTION_REFUSE, MSG_KEY_REFUSE},
			{8, ACTION_BACK, MSG_KEY_BACK},
			{27, ACTION_CANCEL, MSG_KEY_CANCEL}}},
	[STEP_VERDICT] = {4, MSG_STEP_VERDICT, MSG_SENTENCE_VERDICT, STEP_IDENTITY, true,
		{{5, ACTION_READ_AGAIN, MSG_KEY_AGAIN},
			{6, ACTION_REFUSE, MSG_KEY_REFUSE},
			{8, ACTION_BACK, MSG_KEY_BACK},
			{9, ACTION_NEXT, MSG_KEY_NEXT},
			{27, ACTION_CANCEL, MSG_KEY_CANCEL}}},
	[STEP_ITEMS] = {5, MSG_STEP_ITEMS, MSG_SENTENCE_ITEMS, STEP_VERDICT, false,
		{{STEP_KEY_SIDEWAYS, ACTION_TOGGLE_READER, MSG_KEY_READER},
			{6, ACTION_REFUSE, MSG_KEY_REFUSE},
			{8, ACTION_BACK, MSG_KEY_BACK},
			{9, ACTION_NEXT, MSG_KEY_NEXT},
			{27, ACTION_CANCEL, MSG_KEY_CANCEL}}},
	[STEP_SUMMARY] = {6, MSG_STEP_SUMMARY, MSG_SENTENCE_SUMMARY, STEP_ITEMS, false,
		{{6, ACTION_REFUSE, MSG_KEY_REFUSE},
			{8, ACTION_BACK, MSG_KEY_BACK},
			{9, ACTION_ARM, MSG_KEY_ARM},
			{STEP_KEY_CONTROL + 't', ACTION_COMMIT, MSG_KEY_COMMIT},
			{27, ACTION_CANCEL, MSG_KEY_CANCEL}}},
	[STEP_PRINT] = {7, MSG_STEP_PRINT, MSG_SENTENCE_PRINT, STEP_PRINT, false,
		{{5, ACTION_PRINT_AGAIN, MSG_KEY_PRINT_AGAIN},
			{27, ACTION_PRINT_LATER, MSG_KEY_PRINT_LATER},
			{9, ACTION_PAPER_OUT, MSG_KEY_PAPER_OUT}}},
	[STEP_SIGNED] = {8, MSG_STEP_SIGNED, MSG_SENTENCE_SIGNED, STEP_SIGNED, false,
		{{5, ACTION_PRINT_AGAIN, MSG_KEY_PRINT_AGAIN},
			{27, ACTION_SIGNED_LATER, MSG_KEY_SIGNED_LATER},
			{9, ACTION_SIGNED, MSG_KEY_SIGNED}}},
	[STEP_REFUSE] = {0, MSG_STEP_REFUSE, MSG_SENTENCE_REFUSE, STEP_REFUSE, false,
		{{8, ACTION_BACK, MSG_KEY_BACK}, {9, ACTION_NEXT, MSG_KEY_RECORD_REFUSAL}, {27, ACTION_CANCEL, MSG_UI_KEY_BACK}}},
	[STEP_DOUBT] = {0, MSG_STEP_DOUBT, MSG_SENTENCE_DOUBT, STEP_IDENTITY, false,
		{{8, ACTION_BACK, MSG_KEY_BACK}, {27, ACTION_CANCEL, MSG_KEY_CANCEL}}},
	[STEP_DONE] = {0, MSG_STEP_DONE, MSG_SENTENCE_DONE, STEP_DONE, false, {{0}}},
};
/* clang-format on */

const struct step_info *
handover_step_info(enum handover_step step)
{
	return &steps[(unsigned)step < STEP_COUNT ? step : STEP_DONE];
}

bool
flow_has_key(enum handover_step step, enum handover_action action)
{
	for (int i = 0; i < STEP_KEYS_MAX; i++)
		if (steps[step].keys[i].message != 0 && steps[step].keys[i].action == action)
			return true;
	return false;
}

static bool
next_is_live(const struct handover_flow *flow)
{
	switch (flow->step) {
	case STEP_IDENTITY:
		return flow_identity_complete(flow) || flow->doubt == DOUBT_OPEN;
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
	case STEP_DOUBT:
	case STEP_DONE:
	case STEP_COUNT:
		return false;
	}
	return false;
}

bool
handover_is_live(const struct handover_flow *flow, enum handover_action action)
{
	if (flow->waiting || !flow_has_key(flow->step, action))
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
	case ACTION_FACE:
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
