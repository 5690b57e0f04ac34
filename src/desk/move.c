/*
 * desk/move: what the acts of the table of moves ask and mean, and the questions to the table. Does none of them.
 */
#include "teslim/desk/move.h"

#include <string.h>

#define ROLE(role) (1U << OFFICER_ROLE_##role)
#define EVERYBODY (ROLE(OFFICER) | ROLE(ADMINISTRATOR))

static const struct application_move moves[] = {APPLICATION_MOVES(MOVE_ROW)};
static const struct item_move item_moves[] = {ITEM_MOVES(ITEM_MOVE_ROW)};

/* ---- what is asked */

#define FIELD_REASON(list) \
	{"reason", MSG_MOVE_REASON, FORM_CHOICE, .required = true, .cells = 34, .choices = list##_words, \
		.choice_count = ARRAY_LENGTH(list##_words), .help = MSG_MOVE_REASON_HELP}
#define FIELD_NOTE(needed) {"note", MSG_MOVE_NOTE, FORM_TEXT, .required = (needed), .cells = 48, .help = MSG_MOVE_NOTE_HELP}

/* clang-format off */
/* Reasons of an act, and their words in the same order. */
#define HOLD_REASONS(REASON) \
	REASON(NAME_WRONG) REASON(DATA_WRONG) REASON(UNREADABLE) REASON(NOT_QUALIFIED) REASON(PAPER_MISSING) REASON(LEFT) REASON(WITHDREW) \
	REASON(OTHER)
#define RETURN_REASONS(REASON) \
	REASON(NAME_WRONG) REASON(DATA_WRONG) REASON(UNREADABLE) REASON(NOT_QUALIFIED) REASON(LEFT) REASON(WITHDREW) REASON(NOT_FETCHED) \
	REASON(NOT_OURS) REASON(OTHER)
#define CANCEL_REASONS(REASON) REASON(LEFT) REASON(WITHDREW) REASON(TWICE) REASON(NOT_OURS) REASON(OTHER)
#define AS_REASON(reason) REASON_##reason,
#define AS_WORD(reason) MSG_REASON_##reason,
/* clang-format on */

static const enum move_reason hold_reasons[] = {HOLD_REASONS(AS_REASON)}, return_reasons[] = {RETURN_REASONS(AS_REASON)},
			      cancel_reasons[] = {CANCEL_REASONS(AS_REASON)};
static const enum message hold_words[] = {HOLD_REASONS(AS_WORD)}, return_words[] = {RETURN_REASONS(AS_WORD)},
			  cancel_words[] = {CANCEL_REASONS(AS_WORD)};

static const struct form_field hold_form[] = {FIELD_REASON(hold), FIELD_NOTE(false)};
static const struct form_field return_form[] = {FIELD_REASON(return), FIELD_NOTE(false)};
static const struct form_field cancel_form[] = {FIELD_REASON(cancel), FIELD_NOTE(false)};
static const struct form_field why_form[] = {FIELD_NOTE(true)};
static const struct form_field posted_form[] = {
	{"reference", MSG_MOVE_TRACKING, FORM_SERIAL, .required = true, .cells = 34, .help = MSG_MOVE_TRACKING_HELP},
	{"date", MSG_MOVE_DATE, FORM_DATE, .required = true, .cells = 12, .help = MSG_MOVE_DATE_HELP},
};
static const struct form_field lost_form[] = {
	{"reference", MSG_MOVE_REPORT, FORM_SERIAL, .required = true, .cells = 34, .help = MSG_MOVE_REPORT_HELP},
	FIELD_NOTE(true),
};
static const struct form_field found_form[] = {
	{"place", MSG_MOVE_PLACE, FORM_SERIAL, .cells = PLACE_TEXT - 1, .help = MSG_MOVE_PLACE_HELP},
	FIELD_NOTE(true),
};

#define ASKS(fields) .form = (fields), .form_count = ARRAY_LENGTH(fields)

/* clang-format off */
static const struct desk_act acts[MOVE_ACT_COUNT] = {
	[MOVE_HAND_OVER] = {.who = EVERYBODY, .for_good = true, .paper = MOVE_PAPER_RECORD, .deadline = MOVE_ENDS_COLLECTION},
	[MOVE_ANNOUNCE] = {.who = EVERYBODY},
	[MOVE_ARRIVE] = {.who = EVERYBODY, .for_good = true, .paper = MOVE_PAPER_RECORD},
	[MOVE_HOLD] = {.who = EVERYBODY, ASKS(hold_form), .reasons = hold_reasons, .sentence = MSG_MOVE_HOLD_SENTENCE, .done = MSG_MOVE_HOLD_DONE,
		.deadline = MOVE_PAUSES_COLLECTION},
	[MOVE_RELEASE] = {.who = EVERYBODY, ASKS(why_form), .sentence = MSG_MOVE_RELEASE_SENTENCE, .done = MSG_MOVE_RELEASE_DONE},
	[MOVE_RETURN] = {.who = EVERYBODY, ASKS(return_form), .reasons = return_reasons, .sentence = MSG_MOVE_RETURN_SENTENCE,
		.done = MSG_MOVE_RETURN_DONE, .deadline = MOVE_PAUSES_COLLECTION},
	[MOVE_DAMAGED] = {.who = EVERYBODY, ASKS(why_form), .sentence = MSG_MOVE_DAMAGED_SENTENCE, .done = MSG_MOVE_RETURN_DONE,
		.deadline = MOVE_PAUSES_COLLECTION},
	[MOVE_POSTED] = {.who = EVERYBODY, ASKS(posted_form), .for_good = true, .sentence = MSG_MOVE_POSTED_SENTENCE,
		.done = MSG_MOVE_POSTED_DONE, .done_item = MSG_ITEMS_POSTED},
	[MOVE_CALL_OFF] = {.who = EVERYBODY, ASKS(why_form), .sentence = MSG_MOVE_CALL_OFF_SENTENCE, .done = MSG_MOVE_CALL_OFF_DONE},
	[MOVE_LOST] = {.who = EVERYBODY, ASKS(lost_form), .for_good = true, .sentence = MSG_MOVE_LOST_SENTENCE, .done = MSG_MOVE_LOST_DONE,
		.done_item = MSG_ITEMS_LOST},
	[MOVE_FOUND] = {.who = EVERYBODY, ASKS(found_form), .for_good = true, .sentence = MSG_MOVE_FOUND_SENTENCE, .done = MSG_MOVE_FOUND_DONE,
		.done_item = MSG_ITEMS_FOUND},
	[MOVE_NEVER_SENT] = {.who = EVERYBODY, ASKS(why_form), .for_good = true, .sentence = MSG_MOVE_NEVER_SENT_SENTENCE,
		.done = MSG_MOVE_NEVER_SENT_DONE, .done_item = MSG_ITEMS_NEVER_SENT},
	[MOVE_CANCEL] = {.who = EVERYBODY, ASKS(cancel_form), .reasons = cancel_reasons, .for_good = true, .sentence = MSG_MOVE_CANCEL_SENTENCE,
		.done = MSG_MOVE_CANCEL_DONE},
	[MOVE_REOPEN] = {.who = EVERYBODY, ASKS(why_form), .sentence = MSG_MOVE_REOPEN_SENTENCE, .done = MSG_MOVE_REOPEN_DONE},
	[MOVE_TAKE_BACK] = {.who = EVERYBODY, .for_good = true, .paper = MOVE_PAPER_RECORD},
};
/* clang-format on */

/* ---- the table */

const struct application_move *
desk_moves(int *count)
{
	*count = (int)ARRAY_LENGTH(moves);
	return moves;
}

const struct desk_act *
desk_act(enum move_act act)
{
	return &acts[act];
}

unsigned
desk_cards(bool known, enum card_state state)
{
	return known ? 1U << state : (unsigned)CARDS_NONE;
}

static bool
is_open(enum move_act act, enum application_state from, unsigned cards)
{
	for (size_t i = 0; i < ARRAY_LENGTH(moves); i++)
		if (moves[i].act == act && moves[i].way == MOVE_AT_ONCE && moves[i].from == from && (moves[i].cards & cards) != 0)
			return true;
	return false;
}

int
desk_acts_open(enum application_state from, unsigned cards, enum officer_role role, enum move_act *out, int max)
{
	int count = 0;

	for (int act = 0; act < MOVE_ACT_COUNT && count < max; act++)
		if (is_open((enum move_act)act, from, cards) && (acts[act].who & (1U << role)) != 0)
			out[count++] = (enum move_act)act;
	return count;
}

static bool
is_item_open(enum move_act act, enum item_kind kind, enum card_state state)
{
	for (size_t i = 0; i < ARRAY_LENGTH(item_moves); i++)
		if (item_moves[i].act == act && item_moves[i].from == state && (item_moves[i].kinds & 1U << kind) != 0)
			return true;
	return false;
}

int
desk_item_acts_open(enum item_kind kind, enum card_state state, enum officer_role role, enum move_act *out, int max)
{
	int count = 0;

	for (int act = 0; act < MOVE_ACT_COUNT && count < max; act++)
		if (is_item_open((enum move_act)act, kind, state) && (acts[act].who & (1U << role)) != 0)
			out[count++] = (enum move_act)act;
	return count;
}

bool
desk_is_handed_over_from(enum application_state from)
{
	for (size_t i = 0; i < ARRAY_LENGTH(moves); i++)
		if (moves[i].act == MOVE_HAND_OVER && moves[i].from == from)
			return true;
	return false;
}

/* ---- the form */

int
desk_field(const struct form *form, const char *name)
{
	for (int i = 0; i < form->count; i++)
		if (strcmp(form->fields[i].name, name) == 0)
			return i;
	return -1;
}

static void
read_field(const struct form *form, const char *name, char *out, size_t size)
{
	char value[FIELD_TEXT] = "";
	int field = desk_field(form, name);

	if (field >= 0)
		form_value(form, field, value);
	copy_text(out, size, value);
}

void
desk_read_wish(const struct form *form, enum move_act act, struct desk_wish *out)
{
	int field = desk_field(form, "reason");
	int chosen = field >= 0 ? form_chosen(form, field) : -1;

	*out = (struct desk_wish){.act = act, .reason = act == MOVE_DAMAGED ? REASON_DAMAGED : REASON_NONE};
	if (chosen >= 0 && acts[act].reasons != NULL)
		out->reason = acts[act].reasons[chosen];
	read_field(form, "reference", out->reference, sizeof out->reference);
	read_field(form, "date", out->date, sizeof out->date);
	read_field(form, "place", out->place, sizeof out->place);
	read_field(form, "note", out->note, sizeof out->note);
}

bool
desk_check_wish(struct form *form, enum move_act act, const char *today)
{
	struct desk_wish wish;
	int date = desk_field(form, "date"), note = desk_field(form, "note");

	desk_read_wish(form, act, &wish);
	if (wish.reason == REASON_OTHER && wish.note[0] == '\0' && note >= 0) {
		form_find(form, note, MSG_MOVE_SAY_OTHER);
		return false;
	}
	if (date >= 0 && strcmp(wish.date, today) > 0) {
		form_find(form, date, MSG_MOVE_FUTURE);
		return false;
	}
	return true;
}
