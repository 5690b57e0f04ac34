/*
 * desk/flow_keys: the handover's table of steps: what each is called, where Back leads, which keys it has, and what makes a key live.
 * Help, key bar, step line and what a draft may claim are made from it, so that none of them can say something else. What a key does
 * is not known here.
 */
#include "flow.h"

/* The engine hands back the part of the flow that it knows. */
static const struct handover_flow *
flow_of(const struct stand *at)
{
	return (const struct handover_flow *)at; /* its first member */
}

/* What a draft may claim to stand behind: a doubt that is open is not behind anybody. */
static bool
is_identified(const struct stand *at)
{
	return flow_identity_complete(flow_of(at)) && flow_of(at)->doubt != DOUBT_OPEN;
}

/* An open doubt leads on as well: to the step that asks how to settle it. */
static bool
may_leave_identity(const struct stand *at)
{
	return flow_identity_complete(flow_of(at)) || flow_of(at)->doubt == DOUBT_OPEN;
}

/* A card that lies in a reader and is not being read. */
static bool
lies_still(const struct stand *at)
{
	return flow_of(at)->presence != PRESENCE_NONE && flow_of(at)->presence != PRESENCE_READING;
}

static bool
has_card(const struct stand *at)
{
	return handover_card_is_here(flow_of(at));
}

/* Fit and here: a verdict about a card that was pulled lets nothing go. */
static bool
is_fit(const struct stand *at)
{
	return desk_may_hand_over(&flow_of(at)->verdict) && has_card(at);
}

static bool
has_items(const struct stand *at)
{
	return flow_items_answered(flow_of(at));
}

/* What was never sent cannot have come out. */
static bool
was_printed(const struct stand *at)
{
	return flow_of(at)->handover.paper >= PAPER_SENT;
}

/* Nothing is refused without a reason; that stands in the journal. */
static bool
has_reason(const struct stand *at)
{
	return flow_of(at)->refusal != REFUSAL_NONE;
}

/* clang-format off */
static const struct step_info list[STEP_COUNT] = {
	[STEP_APPLICANT] = {1, MSG_STEP_APPLICANT, MSG_SENTENCE_APPLICANT, STEP_APPLICANT, NULL,
		{{27, ACTION_CANCEL, MSG_KEY_CANCEL, NULL, false}}},
	[STEP_IDENTITY] = {2, MSG_STEP_IDENTITY, MSG_SENTENCE_IDENTITY, STEP_APPLICANT, is_identified,
		{{STEP_KEY_SIDEWAYS, ACTION_TOGGLE_KIND, MSG_KEY_KIND, NULL, true},
			{STEP_KEY_CONTROL + 'y', ACTION_FACE, MSG_KEY_FACE, NULL, true},
			{6, ACTION_REFUSE, MSG_KEY_REFUSE, NULL, false},
			{8, ACTION_BACK, MSG_KEY_BACK, NULL, false},
			{9, ACTION_NEXT, MSG_KEY_NEXT, may_leave_identity, false},
			{27, ACTION_CANCEL, MSG_KEY_CANCEL, NULL, false}}},
	[STEP_CARD] = {3, MSG_STEP_CARD, MSG_SENTENCE_CARD, STEP_IDENTITY, NULL,
		{{5, ACTION_READ_AGAIN, MSG_KEY_AGAIN, lies_still, false},
			{6, ACTION_REFUSE, MSG_KEY_REFUSE, NULL, false},
			{8, ACTION_BACK, MSG_KEY_BACK, NULL, false},
			{27, ACTION_CANCEL, MSG_KEY_CANCEL, NULL, false}}},
	[STEP_VERDICT] = {4, MSG_STEP_VERDICT, MSG_SENTENCE_VERDICT, STEP_IDENTITY, NULL,
		{{5, ACTION_READ_AGAIN, MSG_KEY_AGAIN, lies_still, true},
			{6, ACTION_REFUSE, MSG_KEY_REFUSE, NULL, false},
			{8, ACTION_BACK, MSG_KEY_BACK, NULL, false},
			{9, ACTION_NEXT, MSG_KEY_NEXT, is_fit, false},
			{27, ACTION_CANCEL, MSG_KEY_CANCEL, NULL, false}}},
	[STEP_ITEMS] = {5, MSG_STEP_ITEMS, MSG_SENTENCE_ITEMS, STEP_VERDICT, has_items,
		{{STEP_KEY_SIDEWAYS, ACTION_TOGGLE_READER, MSG_KEY_READER, NULL, true},
			{6, ACTION_REFUSE, MSG_KEY_REFUSE, NULL, false},
			{8, ACTION_BACK, MSG_KEY_BACK, NULL, false},
			{9, ACTION_NEXT, MSG_KEY_NEXT, has_items, false},
			{27, ACTION_CANCEL, MSG_KEY_CANCEL, NULL, false}}},
	[STEP_SUMMARY] = {6, MSG_STEP_SUMMARY, MSG_SENTENCE_SUMMARY, STEP_ITEMS, NULL,
		{{6, ACTION_REFUSE, MSG_KEY_REFUSE, NULL, false},
			{8, ACTION_BACK, MSG_KEY_BACK, NULL, false},
			{9, ACTION_ARM, MSG_KEY_ARM, has_card, false},
			{STEP_KEY_CONTROL + 't', ACTION_COMMIT, MSG_KEY_COMMIT, has_card, false},
			{27, ACTION_CANCEL, MSG_KEY_CANCEL, NULL, false}}},
	[STEP_PRINT] = {7, MSG_STEP_PRINT, MSG_SENTENCE_PRINT, STEP_PRINT, NULL,
		{{5, ACTION_PRINT_AGAIN, MSG_KEY_PRINT_AGAIN, NULL, false},
			{27, ACTION_PRINT_LATER, MSG_KEY_PRINT_LATER, NULL, false},
			{9, ACTION_PAPER_OUT, MSG_KEY_PAPER_OUT, was_printed, false}}},
	[STEP_SIGNED] = {8, MSG_STEP_SIGNED, MSG_SENTENCE_SIGNED, STEP_SIGNED, NULL,
		{{5, ACTION_PRINT_AGAIN, MSG_KEY_PRINT_AGAIN, NULL, false},
			{27, ACTION_SIGNED_LATER, MSG_KEY_SIGNED_LATER, NULL, false},
			{9, ACTION_SIGNED, MSG_KEY_SIGNED, NULL, false}}},
	[STEP_REFUSE] = {0, MSG_STEP_REFUSE, MSG_SENTENCE_REFUSE, STEP_REFUSE, NULL,
		{{8, ACTION_BACK, MSG_KEY_BACK, NULL, false}, {9, ACTION_NEXT, MSG_KEY_RECORD_REFUSAL, has_reason, false}, {27, ACTION_CANCEL, MSG_UI_KEY_BACK, NULL, false}}},
	[STEP_DOUBT] = {0, MSG_STEP_DOUBT, MSG_SENTENCE_DOUBT, STEP_IDENTITY, NULL,
		{{8, ACTION_BACK, MSG_KEY_BACK, NULL, false}, {27, ACTION_CANCEL, MSG_KEY_CANCEL, NULL, false}}},
	[STEP_DONE] = {0, MSG_STEP_DONE, MSG_SENTENCE_DONE, STEP_DONE, NULL, {{0}}},
};
/* clang-format on */

const struct steps handover_steps = {MSG_HANDOVER_TITLE, list, STEP_COUNT, ACTION_NEXT, ACTION_ARM, ACTION_COMMIT, STEP_NO_ACTION};

bool
handover_is_live(const struct handover_flow *flow, enum handover_action action)
{
	return steps_is_live(&flow->at, (int)action);
}
