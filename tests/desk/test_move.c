/*
 * tests/desk/test_move: the table of moves: no two of a state on one key, what is done at once says so, and nobody leaves the
 * states that no row leads out of.
 */
#include "teslim/desk/move.h"

#include "teslim/words.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { STATES = APPLICATION_CANCELLED + 1, MOVES_MAX = 16 };

static void
keys_of_a_state_do_not_collide(void **unused)
{
	const struct desk_move *moves[MOVES_MAX];

	(void)unused;
	for (int state = 0; state < STATES; state++)
		for (int role = OFFICER_ROLE_OFFICER; role <= OFFICER_ROLE_ADMINISTRATOR; role++) {
			int count = desk_moves_from((enum application_state)state, (enum officer_role)role, moves, MOVES_MAX);
			for (int i = 0; i < count; i++)
				for (int j = 0; j < i; j++)
					if (moves[i]->function == moves[j]->function || moves[i]->letter_tr == moves[j]->letter_tr ||
						moves[i]->letter_en == moves[j]->letter_en)
						fail_msg("two moves from %s on one key", application_state_name((enum application_state)state));
		}
}

static void
every_move_is_whole(void **unused)
{
	int count;
	const struct desk_move *moves = desk_moves(&count);

	(void)unused;
	assert_true(count > 0);
	for (int i = 0; i < count; i++) {
		const struct desk_move *move = &moves[i];
		assert_true(move->from != move->to);
		assert_true(move->who != 0);
		assert_true(move->word != MSG_NONE);
		assert_true(move->function == 3 || move->function == 6); /* keys have one meaning everywhere */
		assert_true(move->way == MOVE_BY_FLOW || (move->done != MSG_NONE && (move->note != MSG_NONE || move->form != NULL)));
		assert_true(move->way == MOVE_BY_FLOW || move->to != APPLICATION_DELIVERED); /* only a handover ends there */
		for (int j = 0; j < i; j++)
			assert_false(moves[j].from == move->from && moves[j].to == move->to);
	}
}

static void
what_is_allowed_is_what_it_was(void **unused)
{
	static const enum application_state allowed[][2] = {
		{APPLICATION_EXPECTED, APPLICATION_DELIVERED}, {APPLICATION_IN_TRANSIT, APPLICATION_DELIVERED},
		{APPLICATION_RECEIVED, APPLICATION_DELIVERED}, {APPLICATION_RECEIVED, APPLICATION_ON_HOLD},
		{APPLICATION_ON_HOLD, APPLICATION_RECEIVED}};

	(void)unused;
	for (int from = 0; from < STATES; from++)
		for (int to = 0; to < STATES; to++) {
			bool wanted = false;
			for (size_t i = 0; i < ARRAY_LENGTH(allowed); i++)
				wanted |= (int)allowed[i][0] == from && (int)allowed[i][1] == to;
			if (desk_may_move((enum application_state)from, (enum application_state)to) != wanted)
				fail_msg("from %s to %s", application_state_name((enum application_state)from),
					application_state_name((enum application_state)to));
		}
}

static void
moves_come_one_by_one(void **unused)
{
	const struct desk_move *moves[MOVES_MAX];

	(void)unused;
	assert_int_equal(desk_moves_from(APPLICATION_RECEIVED, OFFICER_ROLE_OFFICER, moves, MOVES_MAX), 2);
	assert_int_equal(moves[0]->to, APPLICATION_DELIVERED);
	assert_int_equal(moves[1]->to, APPLICATION_ON_HOLD);
	assert_int_equal(desk_moves_from(APPLICATION_RECEIVED, OFFICER_ROLE_OFFICER, moves, 1), 1);
	assert_int_equal(desk_moves_from(APPLICATION_DELIVERED, OFFICER_ROLE_OFFICER, moves, MOVES_MAX), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_of_a_state_do_not_collide),
		cmocka_unit_test(every_move_is_whole),
		cmocka_unit_test(what_is_allowed_is_what_it_was),
		cmocka_unit_test(moves_come_one_by_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
