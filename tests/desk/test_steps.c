/* tests/desk/test_steps: the engine under every flow: to and fro, live keys, the two keys, what a draft may claim. */
#include "common.h"

#include "teslim/desk/courier.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- a flow of the test's own: two numbered steps with a side step, and a commit */

enum { ASK, SIDE, TELL, WRITE, OVER, STEPS };
enum { NEXT, BACK, ARM, COMMIT, TURN, LEAVE };

struct small {
	struct stand at;
	bool answered, odd, free;
};

static bool
is_answered(const struct stand *at)
{
	return ((const struct small *)at)->answered;
}

static bool
is_odd(const struct stand *at)
{
	return ((const struct small *)at)->odd;
}

static bool
is_free(const struct stand *at)
{
	return ((const struct small *)at)->free;
}

/* clang-format off */
static const struct step_info list[STEPS] = {
	[ASK] = {1, MSG_STEP_APPLICANT, MSG_SENTENCE_APPLICANT, ASK, is_answered,
		{{9, NEXT, MSG_KEY_NEXT, is_answered, false}, {27, LEAVE, MSG_KEY_CANCEL, NULL, false}, {STEP_KEY_FIELD, TURN, MSG_NONE, is_free, false}}},
	[SIDE] = {0, MSG_STEP_DOUBT, MSG_SENTENCE_DOUBT, ASK, is_odd, {{8, BACK, MSG_KEY_BACK, NULL, false}, {27, LEAVE, MSG_KEY_CANCEL, NULL, false}}},
	[TELL] = {2, MSG_STEP_CARD, MSG_SENTENCE_CARD, ASK, NULL, {{8, BACK, MSG_KEY_BACK, NULL, false}, {9, NEXT, MSG_KEY_NEXT, NULL, false}}},
	[WRITE] = {3, MSG_STEP_SUMMARY, MSG_SENTENCE_SUMMARY, TELL, NULL,
		{{8, BACK, MSG_KEY_BACK, NULL, false}, {9, ARM, MSG_KEY_ARM, is_free, false}, {STEP_KEY_CONTROL + 't', COMMIT, MSG_KEY_COMMIT, is_free, false}}},
	[OVER] = {0, MSG_STEP_DONE, MSG_SENTENCE_DONE, OVER, NULL, {{0}}},
};
/* clang-format on */

static const struct steps steps = {MSG_HANDOVER_TITLE, list, STEPS, NEXT, ARM, COMMIT, LEAVE};
static struct small flow;

static int
begin(void **state)
{
	(void)state;
	flow = (struct small){.free = true};
	steps_begin(&flow.at, &steps, ASK);
	return 0;
}

static int
back(enum code expected)
{
	int to = -1;

	assert_int_equal(steps_back(&flow.at, &to), expected);
	return to;
}

/* ---- where it stands */

static void
begins_with_nothing_said(void **state)
{
	(void)state;
	assert_int_equal(flow.at.step, ASK);
	assert_int_equal(flow.at.furthest, 1);
	assert_int_equal(flow.at.notice.message, MSG_NONE);
	assert_int_equal(flow.at.notice.level, VERDICT_PASS);
	assert_string_equal(flow.at.notice.detail, "");
	assert_false(flow.at.armed || flow.at.waiting || flow.at.unloaded || steps_is_over(&flow.at));
}

static void
step_line_counts_numbered_steps(void **state)
{
	struct step_line line;

	(void)state;
	steps_go(&flow.at, TELL);
	line = steps_line(&flow.at);
	assert_int_equal(line.number, 2);
	assert_int_equal(line.of, 3);
	assert_int_equal(line.title, MSG_STEP_CARD);
	steps_go(&flow.at, ASK);
	assert_int_equal(steps_line(&flow.at).number, 1);
	assert_int_equal(steps_line(&flow.at).furthest, 2); /* what was reached once stays known */
	steps_go(&flow.at, SIDE);
	assert_int_equal(steps_line(&flow.at).number, 0);
	assert_int_equal(steps_line(&flow.at).furthest, 2); /* and a side step is no progress */
}

static void
no_step_is_the_end(void **state)
{
	(void)state;
	assert_ptr_equal(steps_info(&steps, STEPS), &list[OVER]);
	assert_ptr_equal(steps_info(&steps, -1), &list[OVER]);
	steps_go(&flow.at, OVER);
	assert_true(steps_is_over(&flow.at));
	for (int action = NEXT; action <= LEAVE; action++)
		assert_false(steps_is_live(&flow.at, action));
}

static void
going_disarms_and_is_quiet(void **state)
{
	(void)state;
	steps_go(&flow.at, WRITE);
	steps_arm(&flow.at, 100, MSG_SENTENCE_ARMED);
	steps_go(&flow.at, TELL);
	assert_false(flow.at.armed);
	assert_int_equal(flow.at.notice.message, MSG_NONE);
}

/* ---- keys */

static void
a_key_is_its_step_s(void **state)
{
	(void)state;
	assert_non_null(steps_key(&steps, ASK, NEXT));
	assert_null(steps_key(&steps, ASK, BACK));
	assert_null(steps_key(&steps, OVER, NEXT)); /* an empty place is no key for the first action */
	assert_null(steps_key(&steps, ASK, STEP_NO_ACTION));
	assert_int_equal(steps_key(&steps, ASK, TURN)->function_key, STEP_KEY_FIELD);
}

static void
a_key_is_live_when_its_predicate_says_so(void **state)
{
	(void)state;
	assert_false(steps_is_live(&flow.at, NEXT));
	assert_true(steps_is_offered(&flow.at, NEXT)); /* it says what is missing */
	flow.answered = true;
	assert_true(steps_is_live(&flow.at, NEXT));
	assert_true(steps_is_live(&flow.at, TURN));
	flow.free = false;
	assert_false(steps_is_live(&flow.at, TURN));
	assert_false(steps_is_offered(&flow.at, TURN));
}

static void
nothing_is_live_while_an_answer_is_waited_for(void **state)
{
	(void)state;
	flow.answered = true;
	flow.at.waiting = true;
	for (int action = NEXT; action <= LEAVE; action++)
		assert_false(steps_is_live(&flow.at, action));
}

static void
before_the_register_was_asked_it_can_only_be_left(void **state)
{
	(void)state;
	flow.answered = true;
	flow.at.unloaded = true;
	for (int action = NEXT; action <= LEAVE; action++)
		assert_int_equal(steps_is_live(&flow.at, action), action == LEAVE);
}

/* ---- Back */

static void
back_crosses_every_step(void **state)
{
	(void)state;
	for (int step = ASK; step < STEPS; step++) {
		begin(NULL);
		steps_go(&flow.at, step);
		assert_int_equal(back(list[step].back == step ? ERR_REFUSED : OK), list[step].back);
		assert_int_equal(flow.at.step, step); /* the flow goes, since it may have to go elsewhere */
	}
}

static void
the_first_back_only_disarms(void **state)
{
	(void)state;
	steps_go(&flow.at, WRITE);
	steps_arm(&flow.at, 100, MSG_SENTENCE_ARMED);
	assert_int_equal(back(OK), WRITE);
	assert_false(flow.at.armed);
	assert_int_equal(flow.at.notice.message, MSG_NONE);
	assert_int_equal(back(OK), TELL);
}

/* ---- the two keys */

static void
nothing_is_committed_that_was_not_armed(void **state)
{
	(void)state;
	steps_go(&flow.at, WRITE);
	assert_true(steps_is_live(&flow.at, ARM));
	assert_false(steps_is_live(&flow.at, COMMIT));
	steps_arm(&flow.at, 100, MSG_SENTENCE_ARMED);
	assert_int_equal(flow.at.notice.message, MSG_SENTENCE_ARMED);
	assert_int_equal(flow.at.notice.level, VERDICT_WARN);
	assert_false(steps_is_live(&flow.at, ARM));
	assert_false(steps_is_offered(&flow.at, ARM));
	assert_true(steps_is_live(&flow.at, COMMIT));
	flow.free = false; /* armed or not, the flow has its own conditions */
	assert_false(steps_is_live(&flow.at, COMMIT));
}

static void
arming_lapses_to_the_second(void **state)
{
	static const struct {
		int64_t later;
		bool lapses;
	} cases[] = {{0, false}, {1, false}, {STEP_ARMED_SECONDS, false}, {STEP_ARMED_SECONDS + 1, true}, {-1, true}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		for (int ticks = 0; ticks < 2; ticks++) {
			steps_go(&flow.at, WRITE);
			steps_arm(&flow.at, 1000, MSG_SENTENCE_ARMED);
			if (ticks)
				steps_tick(&flow.at, 1000 + cases[i].later);
			else
				assert_int_equal(steps_has_lapsed(&flow.at, 1000 + cases[i].later), cases[i].lapses);
			assert_int_equal(flow.at.armed, !cases[i].lapses);
			assert_int_equal(flow.at.notice.message, cases[i].lapses ? MSG_FLOW_ARM_LAPSED : MSG_SENTENCE_ARMED);
		}
	steps_go(&flow.at, WRITE);
	assert_false(steps_has_lapsed(&flow.at, 5000)); /* what was not armed cannot lapse */
}

/* The second key is out: nothing takes it back any more. */
static void
a_tick_leaves_what_is_being_written(void **state)
{
	(void)state;
	steps_go(&flow.at, WRITE);
	steps_arm(&flow.at, 100, MSG_SENTENCE_ARMED);
	flow.at.waiting = true;
	steps_tick(&flow.at, 1000);
	assert_true(flow.at.armed);
	assert_int_equal(flow.at.notice.message, MSG_SENTENCE_ARMED);
}

/* ---- what a draft may claim */

static void
a_claim_is_lowered_to_what_was_answered(void **state)
{
	(void)state;
	for (int step = ASK; step < OVER; step++)
		assert_int_equal(steps_supported(&flow.at, step), ASK);
	flow.answered = true;
	assert_int_equal(steps_supported(&flow.at, WRITE), WRITE);
	assert_int_equal(steps_supported(&flow.at, TELL), TELL);
	assert_int_equal(steps_supported(&flow.at, SIDE), ASK); /* nothing odd: nobody gets there */
	flow.odd = true;
	assert_int_equal(steps_supported(&flow.at, SIDE), SIDE);
}

/* ---- the line above the keys */

static void
a_notice_is_cut_at_a_letter(void **state)
{
	char text[2 * STEP_NOTICE + 1] = "";

	(void)state;
	for (size_t i = 0; i < STEP_NOTICE; i++)
		memcpy(text + 2 * i, "ş", 2);
	steps_say(&flow.at, VERDICT_REFUSE, MSG_FLOW_FAILED, text);
	assert_int_equal(strlen(flow.at.notice.detail), STEP_NOTICE - 2);
	steps_say(&flow.at, VERDICT_WARN, MSG_FLOW_CARD_AWAY, NULL);
	assert_string_equal(flow.at.notice.detail, "");
	assert_int_equal(flow.at.notice.level, VERDICT_WARN);
}

/* ---- the tables of the program */

/* What the engine relies on, of every flow there is. */
static void
tables_are_sound(void **state)
{
	static const struct steps *const flows[] = {&steps, &handover_steps, &courier_steps};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(flows); i++) {
		int number = 0;

		for (int step = 0; step < flows[i]->count; step++) {
			const struct step_info *info = steps_info(flows[i], step);

			assert_true(info->title != MSG_NONE && info->sentence != MSG_NONE);
			assert_true(info->back >= 0 && info->back < flows[i]->count - (step < flows[i]->count - 1));
			if (info->number > 0)
				assert_int_equal(info->number, ++number); /* in their order: steps_supported walks them */
			for (int key = 1; key < STEP_KEYS_MAX; key++)
				assert_false(info->keys[key].function_key != 0 && info->keys[key - 1].function_key == 0);
			for (int key = 0; key < STEP_KEYS_MAX; key++)
				assert_int_equal(info->keys[key].message == MSG_NONE,
					info->keys[key].function_key == 0 || info->keys[key].function_key == STEP_KEY_FIELD);
		}
		assert_int_equal(steps_info(flows[i], flows[i]->count - 1)->keys[0].function_key, 0);
	}
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, begin)
	const struct CMUnitTest tests[] = {
		TEST(begins_with_nothing_said),
		TEST(step_line_counts_numbered_steps),
		TEST(no_step_is_the_end),
		TEST(going_disarms_and_is_quiet),
		TEST(a_key_is_its_step_s),
		TEST(a_key_is_live_when_its_predicate_says_so),
		TEST(nothing_is_live_while_an_answer_is_waited_for),
		TEST(before_the_register_was_asked_it_can_only_be_left),
		TEST(back_crosses_every_step),
		TEST(the_first_back_only_disarms),
		TEST(nothing_is_committed_that_was_not_armed),
		TEST(arming_lapses_to_the_second),
		TEST(a_tick_leaves_what_is_being_written),
		TEST(a_claim_is_lowered_to_what_was_answered),
		TEST(a_notice_is_cut_at_a_letter),
		TEST(tables_are_sound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
