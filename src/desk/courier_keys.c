/*
 * desk/courier_keys: the table of steps from which screen and help are derived, and which of its keys do something now.
 */
#include "courier_inside.h"

#include <string.h>

/* clang-format off */
static const struct courier_step_info steps[COURIER_STEP_COUNT] = {
	[COURIER_PARCEL] = {1, MSG_COURIER_STEP_PARCEL, MSG_COURIER_SENTENCE_PARCEL, COURIER_PARCEL,
		{{STEP_KEY_CONTROL + 'd', CA_TAKE_OVER, MSG_COURIER_KEY_TAKE_OVER},
			{9, CA_NEXT, MSG_KEY_NEXT},
			{27, CA_LEAVE, MSG_UI_KEY_BACK}}},
	[COURIER_IDENTITIES] = {2, MSG_COURIER_STEP_IDENTITIES, MSG_COURIER_SENTENCE_IDENTITIES, COURIER_IDENTITIES,
		{{9, CA_NEXT, MSG_KEY_NEXT}, {27, CA_LEAVE, MSG_COURIER_KEY_PAUSE}}},
	[COURIER_PACKAGING] = {3, MSG_COURIER_STEP_PACKAGING, MSG_COURIER_SENTENCE_PACKAGING, COURIER_IDENTITIES,
		{{6, CA_REFUSE, MSG_COURIER_KEY_REFUSE},
			{8, CA_BACK, MSG_KEY_BACK},
			{9, CA_NEXT, MSG_KEY_NEXT},
			{27, CA_LEAVE, MSG_COURIER_KEY_PAUSE}}},
	[COURIER_SAID] = {4, MSG_COURIER_STEP_SAID, MSG_COURIER_SENTENCE_SAID, COURIER_PACKAGING,
		{{8, CA_BACK, MSG_KEY_BACK}, {9, CA_NEXT, MSG_KEY_NEXT}, {27, CA_LEAVE, MSG_COURIER_KEY_PAUSE}}},
	[COURIER_COUNT] = {5, MSG_COURIER_STEP_COUNT, MSG_COURIER_SENTENCE_COUNT, COURIER_SAID,
		{{4, CA_DETAILS, MSG_COURIER_KEY_DETAILS},
			{5, CA_READ_AGAIN, MSG_KEY_AGAIN},
			{6, CA_TAKE_BACK, MSG_COURIER_KEY_TAKE_BACK},
			{8, CA_BACK, MSG_KEY_BACK},
			{9, CA_NEXT, MSG_COURIER_KEY_COUNTED},
			{27, CA_LEAVE, MSG_COURIER_KEY_PAUSE}}},
	[COURIER_DIFFERENCE] = {6, MSG_COURIER_STEP_DIFFERENCE, MSG_COURIER_SENTENCE_DIFFERENCE, COURIER_COUNT,
		{{8, CA_BACK, MSG_KEY_BACK},
			{9, CA_ARM, MSG_KEY_ARM},
			{STEP_KEY_CONTROL + 't', CA_COMMIT, MSG_COURIER_KEY_COMMIT},
			{27, CA_LEAVE, MSG_COURIER_KEY_PAUSE}}},
	[COURIER_PRINT] = {7, MSG_COURIER_STEP_PRINT, MSG_COURIER_SENTENCE_PRINT, COURIER_PRINT,
		{{5, CA_PRINT_AGAIN, MSG_KEY_PRINT_AGAIN},
			{27, CA_PRINT_LATER, MSG_KEY_PRINT_LATER},
			{9, CA_PAPER_OUT, MSG_KEY_PAPER_OUT}}},
	[COURIER_SIGNED] = {8, MSG_COURIER_STEP_SIGNED, MSG_COURIER_SENTENCE_SIGNED, COURIER_SIGNED,
		{{5, CA_PRINT_AGAIN, MSG_KEY_PRINT_AGAIN},
			{27, CA_SIGNED_LATER, MSG_KEY_SIGNED_LATER},
			{9, CA_SIGNED, MSG_KEY_SIGNED},
			{STEP_KEY_CONTROL + 'n', CA_NEXT_PARCEL, MSG_COURIER_KEY_NEXT_PARCEL}}},
	[COURIER_REFUSAL] = {0, MSG_COURIER_STEP_REFUSAL, MSG_COURIER_SENTENCE_REFUSAL, COURIER_PACKAGING,
		{{8, CA_BACK, MSG_KEY_BACK},
			{9, CA_ARM, MSG_KEY_ARM},
			{STEP_KEY_CONTROL + 't', CA_COMMIT, MSG_COURIER_KEY_REFUSE},
			{27, CA_LEAVE, MSG_COURIER_KEY_PAUSE}}},
	[COURIER_ROW] = {0, MSG_COURIER_STEP_ROW, MSG_COURIER_SENTENCE_ROW, COURIER_COUNT,
		{{6, CA_TAKE_BACK, MSG_COURIER_KEY_TAKE_BACK},
			{8, CA_BACK, MSG_KEY_BACK},
			{9, CA_NEXT, MSG_COURIER_KEY_ROW_DONE},
			{27, CA_LEAVE, MSG_COURIER_KEY_PAUSE}}},
	[COURIER_DONE] = {0, MSG_STEP_DONE, MSG_SENTENCE_DONE, COURIER_DONE, {{0}}},
};
/* clang-format on */

const struct courier_step_info *
courier_step_info(enum courier_step step)
{
	return &steps[(unsigned)step < COURIER_STEP_COUNT ? step : COURIER_DONE];
}

bool
cf_has_key(enum courier_step step, enum courier_action action)
{
	for (int i = 0; i < COURIER_KEYS_MAX; i++)
		if (steps[step].keys[i].message != MSG_NONE && steps[step].keys[i].action == action)
			return true;
	return false;
}

static bool
next_is_live(const struct courier_flow *flow)
{
	int said;

	switch (flow->step) {
	case COURIER_PARCEL:
		return flow->fields[CF_PARCEL][0] != '\0';
	case COURIER_IDENTITIES:
		return cf_identities_complete(flow);
	case COURIER_PACKAGING:
		return flow->packaging != PACKAGING_UNKNOWN;
	case COURIER_SAID:
		return cf_said(flow, CF_SAID_CARDS, &said) && cf_said(flow, CF_SAID_READERS, &said);
	case COURIER_COUNT:
	case COURIER_ROW:
		return true;
	case COURIER_DIFFERENCE:
	case COURIER_PRINT:
	case COURIER_SIGNED:
	case COURIER_REFUSAL:
	case COURIER_DONE:
	case COURIER_STEP_COUNT:
		break;
	}
	return false;
}

bool
courier_is_live(const struct courier_flow *flow, enum courier_action action)
{
	if (flow->waiting || (flow->unloaded && action != CA_LEAVE))
		return false;
	/* Fields, not keys: they are turned where they stand. */
	if (action == CA_PROOF || action == CA_DOCUMENT)
		return flow->step == COURIER_IDENTITIES;
	if (action == CA_PACKAGING)
		return flow->step == COURIER_PACKAGING;
	if (action == CA_CONDITION)
		return flow->step == COURIER_ROW && flow->rows[flow->last].condition != CONDITION_UNFIT;
	if (action == CA_KIND)
		return flow->step == COURIER_ROW && flow->rows[flow->last].origin == ORIGIN_UNEXPECTED &&
			flow->rows[flow->last].seen != SEEN_READ;
	if (!cf_has_key(flow->step, action))
		return false;
	switch (action) {
	case CA_NEXT:
		return next_is_live(flow);
	case CA_TAKE_OVER:
		return flow->offered >= 0;
	case CA_REFUSE:
		return flow->packaging > PACKAGING_WHOLE;
	case CA_DETAILS:
		return flow->last >= 0;
	case CA_TAKE_BACK:
		return flow->last >= 0 && flow->last == flow->row_count - 1;
	case CA_ARM: /* a parcel is refused with a reason */
		return !flow->armed && (flow->step != COURIER_REFUSAL || flow->fields[CF_PACKAGING_NOTE][0] != '\0');
	case CA_COMMIT:
		return flow->armed;
	case CA_PAPER_OUT:
		return flow->delivery.paper >= PAPER_SENT; /* what was never sent cannot have come out */
	case CA_BACK:
	case CA_LEAVE:
	case CA_READ_AGAIN:
	case CA_PRINT_AGAIN:
	case CA_PRINT_LATER:
	case CA_SIGNED:
	case CA_SIGNED_LATER:
	case CA_NEXT_PARCEL:
	case CA_PROOF:
	case CA_DOCUMENT:
	case CA_PACKAGING:
	case CA_KIND:
	case CA_CONDITION:
	case CA_COUNT:
		return true;
	}
	return false;
}

enum message
courier_word_message(enum courier_word word)
{
	switch (word) {
	case CW_NONE:
		return MSG_NONE;
	case CW_GOOD:
		return MSG_COURIER_WORD_GOOD;
	case CW_COUNTED:
		return MSG_COURIER_WORD_COUNTED;
	case CW_TWICE:
		return MSG_COURIER_WORD_TWICE;
	case CW_UNEXPECTED:
		return MSG_COURIER_WORD_UNEXPECTED;
	case CW_OTHER:
		return MSG_COURIER_WORD_OTHER;
	case CW_UNFIT:
		return MSG_COURIER_WORD_UNFIT;
	case CW_UNREADABLE:
		return MSG_COURIER_WORD_UNREADABLE;
	case CW_NOT_A_NUMBER:
		return MSG_COURIER_WORD_NOT_A_NUMBER;
	}
	return MSG_NONE;
}

enum verdict_level
courier_word_level(enum courier_word word)
{
	switch (word) {
	case CW_NONE:
	case CW_GOOD:
	case CW_COUNTED:
		return VERDICT_PASS;
	case CW_TWICE:
	case CW_OTHER:
	case CW_UNEXPECTED:
	case CW_NOT_A_NUMBER:
		return VERDICT_WARN;
	case CW_UNFIT:
	case CW_UNREADABLE:
		break;
	}
	return VERDICT_REFUSE;
}
