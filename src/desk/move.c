/*
 * desk/move: the table of moves and the questions to it. Does none of them.
 */
#include "teslim/desk/move.h"

#define ROLE(role) (1U << OFFICER_ROLE_##role)
#define EVERYBODY (ROLE(OFFICER) | ROLE(ADMINISTRATOR))

/* A card may be here before the list of its parcel says so: the handover asks the card, not the list. */
#define HANDED_OVER(state) \
	{.from = (state), .to = APPLICATION_DELIVERED, .who = EVERYBODY, .way = MOVE_BY_FLOW, .paper = MOVE_PAPER_RECORD, \
		.deadline = MOVE_ENDS_COLLECTION, .function = 3, .letter_tr = 'v', .letter_en = 'h', .word = MSG_HOME_KEY_HANDOVER}

static const struct desk_move moves[] = {
	HANDED_OVER(APPLICATION_EXPECTED),
	HANDED_OVER(APPLICATION_IN_TRANSIT),
	HANDED_OVER(APPLICATION_RECEIVED),
	{.from = APPLICATION_RECEIVED, .to = APPLICATION_ON_HOLD, .who = EVERYBODY, .way = MOVE_AT_ONCE,
		.deadline = MOVE_PAUSES_COLLECTION, .function = 6, .letter_tr = 'b', .letter_en = 'o', .word = MSG_DETAIL_KEY_HOLD,
		.done = MSG_DETAIL_HELD, .note = MSG_APP_HOLD_NOTE},
	{.from = APPLICATION_ON_HOLD, .to = APPLICATION_RECEIVED, .who = EVERYBODY, .way = MOVE_AT_ONCE, .function = 6,
		.letter_tr = 'b', .letter_en = 'r', .word = MSG_DETAIL_KEY_RELEASE, .done = MSG_DETAIL_RELEASED,
		.note = MSG_APP_RELEASE_NOTE},
};

const struct desk_move *
desk_moves(int *count)
{
	*count = (int)ARRAY_LENGTH(moves);
	return moves;
}

int
desk_moves_from(enum application_state from, enum officer_role role, const struct desk_move **out, int max)
{
	int count = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(moves) && count < max; i++)
		if (moves[i].from == from && (moves[i].who & (1U << role)) != 0)
			out[count++] = &moves[i];
	return count;
}

bool
desk_may_move(enum application_state from, enum application_state to)
{
	for (size_t i = 0; i < ARRAY_LENGTH(moves); i++)
		if (moves[i].from == from && moves[i].to == to)
			return true;
	return false;
}
