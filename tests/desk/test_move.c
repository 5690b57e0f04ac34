/*
 * tests/desk/test_move: the table of moves: every state is reached and left, an act with its state and card has one row at most,
 * what is asked fits what the store needs, and what the form hands on. That the store makes these moves and no other is in
 * tests/store/test_moves.
 */
#include "teslim/desk/move.h"

#include "teslim/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { STATES = APPLICATION_CANCELLED + 1, CARDS = CARD_MISSING + 2 };

static void
a_place_has_one_row(void **unused)
{
	int count;
	const struct application_move *moves = desk_moves(&count);

	(void)unused;
	assert_true(count > 0);
	for (int i = 0; i < count; i++) {
		assert_true(moves[i].from != moves[i].to);
		assert_true(moves[i].cards != 0);
		for (int j = 0; j < i; j++)
			if (moves[j].act == moves[i].act && moves[j].way == MOVE_AT_ONCE && moves[j].from == moves[i].from)
				assert_int_equal(moves[j].cards & moves[i].cards, 0);
	}
}

/* Nobody is stuck: from each state but the first there is a way in, from each a way out. */
static void
every_state_is_reached_and_left(void **unused)
{
	int count, round = 0;
	bool reached[STATES] = {[APPLICATION_EXPECTED] = true}, left[STATES] = {false};
	const struct application_move *moves = desk_moves(&count);

	(void)unused;
	for (; round < STATES; round++)
		for (int i = 0; i < count; i++) {
			reached[moves[i].to] |= reached[moves[i].from];
			left[moves[i].from] = true;
		}
	for (int state = 0; state < STATES; state++)
		if (!reached[state] || !left[state])
			fail_msg("%s is %s", application_state_name((enum application_state)state),
				reached[state] ? "never left" : "never reached");
}

/* What a person does asks something, says what it means and what was done; what a flow does is not in the menu. */
static void
every_act_is_whole(void **unused)
{
	int count;
	const struct application_move *moves = desk_moves(&count);

	(void)unused;
	for (int i = 0; i < count; i++) {
		const struct desk_act *asks = desk_act(moves[i].act);
		assert_true(asks->who != 0);
		assert_int_equal(moves[i].way == MOVE_AT_ONCE, asks->form != NULL);
		assert_int_equal(moves[i].way == MOVE_AT_ONCE, asks->done != MSG_NONE);
		assert_int_equal(moves[i].way == MOVE_AT_ONCE, asks->sentence != MSG_NONE);
		assert_true(moves[i].to != APPLICATION_DELIVERED ||
			moves[i].act == MOVE_HAND_OVER); /* only a handover ends there */
		assert_true(moves[i].from != APPLICATION_DELIVERED || moves[i].way == MOVE_BY_CORRECTION);
	}
}

/* The menu is the table: for every state, every place of the card, what is open is what has a row. */
static void
the_menu_is_the_table(void **unused)
{
	enum move_act open[MOVE_ACT_COUNT];
	int count;
	const struct application_move *moves = desk_moves(&count);

	(void)unused;
	for (int state = 0; state < STATES; state++)
		for (int card = 0; card < CARDS; card++) {
			unsigned cards = desk_cards(card < CARDS - 1, (enum card_state)card);
			int found = desk_acts_open((enum application_state)state, cards, OFFICER_ROLE_OFFICER, open,
				    MOVE_ACT_COUNT),
			    rows = 0;
			for (int i = 0; i < count; i++)
				rows += moves[i].way == MOVE_AT_ONCE && (int)moves[i].from == state &&
					(moves[i].cards & cards) != 0;
			assert_int_equal(found, rows);
		}
	assert_int_equal(desk_acts_open(APPLICATION_RECEIVED, CARDS_HERE, OFFICER_ROLE_OFFICER, open, 1), 1);
	assert_int_equal(desk_acts_open(APPLICATION_DELIVERED, CARDS_ANY, OFFICER_ROLE_OFFICER, open, MOVE_ACT_COUNT), 0);
	assert_true(desk_is_handed_over_from(APPLICATION_EXPECTED) && desk_is_handed_over_from(APPLICATION_RECEIVED));
	assert_false(desk_is_handed_over_from(APPLICATION_ON_HOLD) || desk_is_handed_over_from(APPLICATION_DELIVERED));
}

/* The same of what belongs to no application. */
static void
items_have_their_menu(void **unused)
{
	static const struct item_move rows[] = {ITEM_MOVES(ITEM_MOVE_ROW)};
	enum move_act open[MOVE_ACT_COUNT];

	(void)unused;
	for (int kind = 0; kind < ITEM_KIND_COUNT; kind++)
		for (int state = CARD_EXPECTED; state <= CARD_MISSING; state++) {
			int found = desk_item_acts_open((enum item_kind)kind, (enum card_state)state, OFFICER_ROLE_OFFICER, open,
				MOVE_ACT_COUNT);
			int wanted = 0;
			for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
				wanted += (int)rows[i].from == state && (rows[i].kinds & 1U << kind) != 0;
			assert_int_equal(found, wanted);
			for (int i = 0; i < found; i++)
				assert_true(desk_act(open[i])->done_item != MSG_NONE && desk_act(open[i])->form != NULL);
		}
}

/* ---- forms */

static void
type(struct form *form, const char *name, const char *value)
{
	assert_true(desk_field(form, name) >= 0);
	form_set(form, desk_field(form, name), value);
}

static void
reasons_are_those_of_the_words(void **unused)
{
	(void)unused;
	for (int act = 0; act < MOVE_ACT_COUNT; act++) {
		const struct desk_act *asks = desk_act((enum move_act)act);
		struct form form;
		struct desk_wish wish;
		char digit[2] = "0";
		if (asks->reasons == NULL)
			continue;
		form_init(&form, asks->form, asks->form_count);
		for (int i = 0; i < form.fields[0].choice_count; i++) {
			digit[0] = (char)('0' + i);
			type(&form, "reason", digit);
			desk_read_wish(&form, (enum move_act)act, &wish);
			assert_int_equal(move_reason_message(wish.reason), form.fields[0].choices[i]);
		}
		assert_int_equal(wish.reason, REASON_OTHER); /* the last one always */
		assert_int_equal(form_check(&form), FORM_COMPLETE);
		assert_false(desk_check_wish(&form, (enum move_act)act, "2026-11-24"));
		assert_int_equal(form.entries[desk_field(&form, "note")].finding, MSG_MOVE_SAY_OTHER);
		type(&form, "note", "şu");
		assert_true(desk_check_wish(&form, (enum move_act)act, "2026-11-24"));
	}
}

static void
a_posting_is_read_whole(void **unused)
{
	const struct desk_act *asks = desk_act(MOVE_POSTED);
	struct form form;
	struct desk_wish wish;

	(void)unused;
	form_init(&form, asks->form, asks->form_count);
	assert_int_equal(form_check(&form), FORM_FAULTY);
	type(&form, "reference", " RR 12 TR ");
	type(&form, "date", "25.11.2026");
	assert_int_equal(form_check(&form), FORM_COMPLETE);
	assert_false(desk_check_wish(&form, MOVE_POSTED, "2026-11-24")); /* not before it was */
	assert_true(desk_check_wish(&form, MOVE_POSTED, "2026-11-25"));
	desk_read_wish(&form, MOVE_POSTED, &wish);
	assert_string_equal(wish.reference, "RR 12 TR");
	assert_string_equal(wish.date, "2026-11-25");
	assert_string_equal(wish.note, "");
	desk_read_wish(&form, MOVE_DAMAGED, &wish);
	assert_int_equal(wish.reason, REASON_DAMAGED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_place_has_one_row),
		cmocka_unit_test(every_state_is_reached_and_left),
		cmocka_unit_test(every_act_is_whole),
		cmocka_unit_test(the_menu_is_the_table),
		cmocka_unit_test(items_have_their_menu),
		cmocka_unit_test(reasons_are_those_of_the_words),
		cmocka_unit_test(a_posting_is_read_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
