/*
 * desk/drawer_keys: the table of steps of the drawer's count, and its big words.
 */
#include "drawer_inside.h"

static const struct drawer_flow *
flow_of(const struct stand *at)
{
	return (const struct drawer_flow *)at; /* its first member */
}

static bool
is_offered(const struct stand *at)
{
	return flow_of(at)->offered[0] != '\0';
}

static bool
has_reason(const struct stand *at)
{
	return flow_of(at)->reason != DRAWER_WHY_UNKNOWN && !is_offered(at);
}

static bool
is_own(const struct stand *at)
{
	return !is_offered(at);
}

/* Only the newest goes, and only when it is what was spoken of last. */
static bool
has_newest_row(const struct stand *at)
{
	return flow_of(at)->last >= 0 && flow_of(at)->last == flow_of(at)->row_count - 1;
}

static bool
has_place(const struct stand *at)
{
	return flow_of(at)->fields[DF_PLACE][0] != '\0' && flow_of(at)->fields[DF_SERIAL][0] == '\0';
}

/* clang-format off */
static const struct step_info list[DRAWER_STEP_COUNT] = {
	[DRAWER_BEGIN] = {1, MSG_DRAWER_STEP_BEGIN, MSG_DRAWER_SENTENCE_BEGIN, DRAWER_BEGIN, has_reason,
		{{STEP_KEY_CONTROL + 'd', DA_TAKE_OVER, MSG_COURIER_KEY_TAKE_OVER, is_offered, false},
			{9, DA_NEXT, MSG_KEY_NEXT, has_reason, false},
			{27, DA_LEAVE, MSG_UI_KEY_BACK, NULL, false},
			{STEP_KEY_FIELD, DA_REASON, MSG_NONE, is_own, false}}},
	[DRAWER_COUNT] = {2, MSG_DRAWER_STEP_COUNT, MSG_DRAWER_SENTENCE_COUNT, DRAWER_BEGIN, NULL,
		{{5, DA_READ_AGAIN, MSG_KEY_AGAIN, NULL, true},
			{6, DA_TAKE_BACK, MSG_COURIER_KEY_TAKE_BACK, has_newest_row, false},
			{8, DA_BACK, MSG_KEY_BACK, NULL, false},
			{9, DA_NEXT, MSG_COURIER_KEY_COUNTED, NULL, false},
			{27, DA_LEAVE, MSG_COURIER_KEY_PAUSE, NULL, false},
			{STEP_KEY_FIELD, DA_EMPTY, MSG_NONE, has_place, false}}},
	[DRAWER_DIFFERENCE] = {3, MSG_DRAWER_STEP_DIFFERENCE, MSG_DRAWER_SENTENCE_DIFFERENCE, DRAWER_COUNT, NULL,
		{{8, DA_BACK, MSG_KEY_BACK, NULL, false},
			{9, DA_ARM, MSG_KEY_ARM, NULL, false},
			{STEP_KEY_CONTROL + 't', DA_COMMIT, MSG_UI_KEY_RECORD, NULL, false},
			{27, DA_LEAVE, MSG_COURIER_KEY_PAUSE, NULL, false}}},
	[DRAWER_DONE] = {0, MSG_STEP_DONE, MSG_SENTENCE_DONE, DRAWER_DONE, NULL, {{0}}},
};
/* clang-format on */

const struct steps drawer_steps = {MSG_DRAWER_FLOW, list, DRAWER_STEP_COUNT, DA_NEXT, DA_ARM, DA_COMMIT, DA_LEAVE};

bool
drawer_is_live(const struct drawer_flow *flow, enum drawer_action action)
{
	return steps_is_live(&flow->at, (int)action);
}

enum message
drawer_word_message(enum drawer_word word)
{
	static const enum message words[] = {[DW_NONE] = MSG_NONE,
		[DW_READ] = MSG_COURIER_WORD_GOOD,
		[DW_COUNTED] = MSG_COURIER_WORD_COUNTED,
		[DW_TWICE] = MSG_COURIER_WORD_TWICE,
		[DW_PLACE] = MSG_DRAWER_WORD_PLACE,
		[DW_UNREADABLE] = MSG_COURIER_WORD_UNREADABLE,
		[DW_NOT_A_NUMBER] = MSG_COURIER_WORD_NOT_A_NUMBER};

	return words[word];
}

enum verdict_level
drawer_word_level(enum drawer_word word)
{
	if (word == DW_UNREADABLE)
		return VERDICT_REFUSE;
	return word == DW_TWICE || word == DW_NOT_A_NUMBER ? VERDICT_WARN : VERDICT_PASS;
}
