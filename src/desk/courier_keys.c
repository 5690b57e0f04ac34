/*
 * desk/courier_keys: the delivery's table of steps, from which screen, help and what a draft may claim are derived, and the big words
 * of the count. Choices that a field turns stand in it as keys without a key: whether they may be turned is asked the same way.
 */
#include "courier_inside.h"

#include <string.h>

/* The engine hands back the part of the flow that it knows. */
static const struct courier_flow *
flow_of(const struct stand *at)
{
	return (const struct courier_flow *)at; /* its first member */
}

static const struct delivery_item *
row_of(const struct stand *at)
{
	return &flow_of(at)->rows[flow_of(at)->last];
}

/* Somebody else's count is taken over only after it was named on the screen. */
static bool
is_offered(const struct stand *at)
{
	return flow_of(at)->offered >= 0;
}

static bool
is_named(const struct stand *at)
{
	return form_text(&flow_of(at)->form, CF_PARCEL)[0] != '\0';
}

static bool
are_identified(const struct stand *at)
{
	return cf_identities_complete(flow_of(at));
}

/* Nobody goes on to open what he has not looked at. */
static bool
is_looked_at(const struct stand *at)
{
	return flow_of(at)->packaging != PACKAGING_UNKNOWN;
}

static bool
is_damaged(const struct stand *at)
{
	return flow_of(at)->packaging > PACKAGING_WHOLE;
}

/* What the waybill says is asked before the count, so that nobody types there what he has counted. */
static bool
is_said(const struct stand *at)
{
	int said;

	return cf_said(flow_of(at), CF_SAID_CARDS, &said) && cf_said(flow_of(at), CF_SAID_READERS, &said);
}

static bool
has_row(const struct stand *at)
{
	return flow_of(at)->last >= 0;
}

/* Only the newest goes: what was laid into the drawer behind an older one has its place from it. */
static bool
has_newest_row(const struct stand *at)
{
	return has_row(at) && flow_of(at)->last == flow_of(at)->row_count - 1;
}

/* A certificate that is not fit makes the card unfit whatever hands do. */
static bool
may_be_damaged(const struct stand *at)
{
	return row_of(at)->condition != CONDITION_UNFIT;
}

/* Whether it is a card or a reader is known of what is announced and of what was read. */
static bool
may_be_either(const struct stand *at)
{
	return row_of(at)->origin == ORIGIN_UNEXPECTED && row_of(at)->seen != SEEN_READ;
}

/* A parcel is refused with a reason. */
static bool
has_why(const struct stand *at)
{
	return form_text(&flow_of(at)->form, CF_PACKAGING_NOTE)[0] != '\0';
}

/* What was never sent cannot have come out. */
static bool
was_printed(const struct stand *at)
{
	return flow_of(at)->delivery.paper >= PAPER_SENT;
}

/* clang-format off */
static const struct step_info list[COURIER_STEP_COUNT] = {
	[COURIER_PARCEL] = {1, MSG_COURIER_STEP_PARCEL, MSG_COURIER_SENTENCE_PARCEL, COURIER_PARCEL, NULL,
		{{STEP_KEY_CONTROL + 'd', CA_TAKE_OVER, MSG_COURIER_KEY_TAKE_OVER, is_offered, false},
			{9, CA_NEXT, MSG_KEY_NEXT, is_named, false},
			{27, CA_LEAVE, MSG_UI_KEY_BACK, NULL, false}}},
	[COURIER_IDENTITIES] = {2, MSG_COURIER_STEP_IDENTITIES, MSG_COURIER_SENTENCE_IDENTITIES, COURIER_IDENTITIES, are_identified,
		{{9, CA_NEXT, MSG_KEY_NEXT, are_identified, false},
			{27, CA_LEAVE, MSG_COURIER_KEY_PAUSE, NULL, false},
			{STEP_KEY_FIELD, CA_PROOF, MSG_NONE, NULL, false},
			{STEP_KEY_FIELD, CA_DOCUMENT, MSG_NONE, NULL, false}}},
	[COURIER_PACKAGING] = {3, MSG_COURIER_STEP_PACKAGING, MSG_COURIER_SENTENCE_PACKAGING, COURIER_IDENTITIES, is_looked_at,
		{{6, CA_REFUSE, MSG_COURIER_KEY_REFUSE, is_damaged, false},
			{8, CA_BACK, MSG_KEY_BACK, NULL, false},
			{9, CA_NEXT, MSG_KEY_NEXT, is_looked_at, false},
			{27, CA_LEAVE, MSG_COURIER_KEY_PAUSE, NULL, false},
			{STEP_KEY_FIELD, CA_PACKAGING, MSG_NONE, NULL, false}}},
	[COURIER_SAID] = {4, MSG_COURIER_STEP_SAID, MSG_COURIER_SENTENCE_SAID, COURIER_PACKAGING, is_said,
		{{8, CA_BACK, MSG_KEY_BACK, NULL, false}, {9, CA_NEXT, MSG_KEY_NEXT, is_said, false}, {27, CA_LEAVE, MSG_COURIER_KEY_PAUSE, NULL, false}}},
	[COURIER_COUNT] = {5, MSG_COURIER_STEP_COUNT, MSG_COURIER_SENTENCE_COUNT, COURIER_SAID, NULL,
		{{4, CA_DETAILS, MSG_COURIER_KEY_DETAILS, has_row, false},
			{5, CA_READ_AGAIN, MSG_KEY_AGAIN, NULL, true},
			{6, CA_TAKE_BACK, MSG_COURIER_KEY_TAKE_BACK, has_newest_row, false},
			{8, CA_BACK, MSG_KEY_BACK, NULL, false},
			{9, CA_NEXT, MSG_COURIER_KEY_COUNTED, NULL, false},
			{27, CA_LEAVE, MSG_COURIER_KEY_PAUSE, NULL, false}}},
	[COURIER_DIFFERENCE] = {6, MSG_COURIER_STEP_DIFFERENCE, MSG_COURIER_SENTENCE_DIFFERENCE, COURIER_COUNT, NULL,
		{{8, CA_BACK, MSG_KEY_BACK, NULL, false},
			{9, CA_ARM, MSG_KEY_ARM, NULL, false},
			{STEP_KEY_CONTROL + 't', CA_COMMIT, MSG_COURIER_KEY_COMMIT, NULL, false},
			{27, CA_LEAVE, MSG_COURIER_KEY_PAUSE, NULL, false}}},
	[COURIER_PRINT] = {7, MSG_COURIER_STEP_PRINT, MSG_COURIER_SENTENCE_PRINT, COURIER_PRINT, NULL,
		{{5, CA_PRINT_AGAIN, MSG_KEY_PRINT_AGAIN, NULL, false},
			{27, CA_PRINT_LATER, MSG_KEY_PRINT_LATER, NULL, false},
			{9, CA_PAPER_OUT, MSG_KEY_PAPER_OUT, was_printed, false}}},
	[COURIER_SIGNED] = {8, MSG_COURIER_STEP_SIGNED, MSG_COURIER_SENTENCE_SIGNED, COURIER_SIGNED, NULL,
		{{5, CA_PRINT_AGAIN, MSG_KEY_PRINT_AGAIN, NULL, false},
			{27, CA_SIGNED_LATER, MSG_KEY_SIGNED_LATER, NULL, false},
			{9, CA_SIGNED, MSG_KEY_SIGNED, NULL, false},
			{STEP_KEY_CONTROL + 'n', CA_NEXT_PARCEL, MSG_COURIER_KEY_NEXT_PARCEL, NULL, false}}},
	[COURIER_REFUSAL] = {0, MSG_COURIER_STEP_REFUSAL, MSG_COURIER_SENTENCE_REFUSAL, COURIER_PACKAGING, is_damaged,
		{{8, CA_BACK, MSG_KEY_BACK, NULL, false},
			{9, CA_ARM, MSG_KEY_ARM, has_why, false},
			{STEP_KEY_CONTROL + 't', CA_COMMIT, MSG_COURIER_KEY_REFUSE, NULL, false},
			{27, CA_LEAVE, MSG_COURIER_KEY_PAUSE, NULL, false}}},
	[COURIER_ROW] = {0, MSG_COURIER_STEP_ROW, MSG_COURIER_SENTENCE_ROW, COURIER_COUNT, has_row,
		{{6, CA_TAKE_BACK, MSG_COURIER_KEY_TAKE_BACK, has_newest_row, false},
			{8, CA_BACK, MSG_KEY_BACK, NULL, false},
			{9, CA_NEXT, MSG_COURIER_KEY_ROW_DONE, NULL, false},
			{27, CA_LEAVE, MSG_COURIER_KEY_PAUSE, NULL, false},
			{STEP_KEY_FIELD, CA_CONDITION, MSG_NONE, may_be_damaged, false},
			{STEP_KEY_FIELD, CA_KIND, MSG_NONE, may_be_either, false}}},
	[COURIER_DONE] = {0, MSG_STEP_DONE, MSG_SENTENCE_DONE, COURIER_DONE, NULL, {{0}}},
};
/* clang-format on */

const struct steps courier_steps = {MSG_DELIVERY_FLOW, list, COURIER_STEP_COUNT, CA_NEXT, CA_ARM, CA_COMMIT, CA_LEAVE};

bool
courier_is_live(const struct courier_flow *flow, enum courier_action action)
{
	return steps_is_live(&flow->at, (int)action);
}

/* What a hand hears and an eye reads at each card: the word, and how bad it is. */
static const struct {
	enum message message;
	enum verdict_level level;
} words[] = {
	[CW_NONE] = {MSG_NONE, VERDICT_PASS},
	[CW_GOOD] = {MSG_COURIER_WORD_GOOD, VERDICT_PASS},
	[CW_COUNTED] = {MSG_COURIER_WORD_COUNTED, VERDICT_PASS},
	[CW_TWICE] = {MSG_COURIER_WORD_TWICE, VERDICT_WARN},
	[CW_UNEXPECTED] = {MSG_COURIER_WORD_UNEXPECTED, VERDICT_WARN},
	[CW_OTHER] = {MSG_COURIER_WORD_OTHER, VERDICT_WARN},
	[CW_UNFIT] = {MSG_COURIER_WORD_UNFIT, VERDICT_REFUSE},
	[CW_UNREADABLE] = {MSG_COURIER_WORD_UNREADABLE, VERDICT_REFUSE},
	[CW_NOT_A_NUMBER] = {MSG_COURIER_WORD_NOT_A_NUMBER, VERDICT_WARN},
};

enum message
courier_word_message(enum courier_word word)
{
	return words[word].message;
}

enum verdict_level
courier_word_level(enum courier_word word)
{
	return words[word].level;
}
