/* tests/desk/test_names: words for every state, reason, rule, act and step; the step table says what the machine does. */
#include "common.h"

#include "teslim/text.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* All there, all different, in both languages. */
static void
expect_words(const enum message *messages, int count)
{
	for (int language = LANGUAGE_TURKISH; language <= LANGUAGE_ENGLISH; language++)
		for (int i = 0; i < count; i++) {
			const char *text = message_text_in((enum language)language, messages[i]);
			assert_int_not_equal(messages[i], MSG_NONE);
			assert_true(text[0] != '\0' && text_is_valid(text, strlen(text)));
			for (int j = 0; j < i; j++)
				assert_string_not_equal(text, message_text_in((enum language)language, messages[j]));
		}
}

static void
every_step_has_a_name(void **state)
{
	enum message messages[64];
	int count;

	(void)state;
	for (count = 0; count < STEP_COUNT; count++)
		messages[count] = steps_info(&handover_steps, count)->title;
	expect_words(messages, count);
	for (count = 0; count < STEP_COUNT; count++)
		messages[count] = steps_info(&handover_steps, count)->sentence;
	expect_words(messages, count);
}

static void
what_is_out_of_range_has_none(void **state)
{
	(void)state;
	assert_ptr_equal(steps_info(&handover_steps, 99), steps_info(&handover_steps, STEP_DONE));
}

static void
full_name_joins_and_never_overflows(void **state)
{
	struct applicant applicant = common_applicant();
	char name[FULL_NAME_TEXT];

	(void)state;
	desk_full_name(name, &applicant);
	assert_string_equal(name, "Ayşe Şule Öztürk");
	applicant.surname[0] = '\0';
	desk_full_name(name, &applicant);
	assert_string_equal(name, "Ayşe Şule");
	applicant.given_names[0] = '\0';
	desk_full_name(name, &applicant);
	assert_string_equal(name, "");
	memset(applicant.given_names, 'A', NAME_TEXT - 1);
	memset(applicant.surname, 'B', NAME_TEXT - 1);
	desk_full_name(name, &applicant);
	assert_int_equal(strlen(name), 2 * (NAME_TEXT - 1) + 1);
}

/* ---- the table of steps */

static void
keys_of_a_step_do_not_collide(void **state)
{
	(void)state;
	for (int step = 0; step < STEP_COUNT; step++) {
		const struct step_info *info = steps_info(&handover_steps, step);
		for (int i = 0; i < STEP_KEYS_MAX && info->keys[i].message != 0; i++)
			for (int j = 0; j < i; j++) {
				const struct step_key *a = &info->keys[i], *b = &info->keys[j];
				assert_true(a->function_key == 0 || a->function_key != b->function_key);
				assert_int_not_equal(a->action, b->action);
			}
	}
}

/* What a key may do, at any step: a second meaning is a fault. */
static bool
means(int key, enum handover_action action)
{
	static const struct {
		int key;
		enum handover_action actions[5];
		int count;
	} table[] = {
		{5, {ACTION_READ_AGAIN, ACTION_PRINT_AGAIN}, 2},
		{6, {ACTION_REFUSE}, 1},
		{8, {ACTION_BACK}, 1},
		{9, {ACTION_NEXT, ACTION_ARM, ACTION_PAPER_OUT, ACTION_SIGNED}, 4},
		{27, {ACTION_CANCEL, ACTION_PRINT_LATER, ACTION_SIGNED_LATER}, 3},
		{STEP_KEY_CONTROL + 'y', {ACTION_FACE}, 1},
		{STEP_KEY_CONTROL + 't', {ACTION_COMMIT}, 1},
		{STEP_KEY_SIDEWAYS, {ACTION_TOGGLE_KIND, ACTION_TOGGLE_READER}, 2},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(table); i++)
		for (int j = 0; table[i].key == key && j < table[i].count; j++)
			if (table[i].actions[j] == action)
				return true;
	return false;
}

/* One key, one meaning at every step; no letter, Enter or Space is among them. Esc is never dead. */
static void
keys_mean_one_thing_each(void **state)
{
	(void)state;
	for (int step = 0; step < STEP_DONE; step++) {
		bool leaves = false;
		for (int i = 0; i < STEP_KEYS_MAX && steps_info(&handover_steps, step)->keys[i].message != 0; i++) {
			const struct step_key *key = &steps_info(&handover_steps, step)->keys[i];
			if (!means(key->function_key, (enum handover_action)key->action))
				fail_msg("step %d: key %d does %d", step, key->function_key, (int)key->action);
			leaves = leaves || key->function_key == 27;
		}
		if (!leaves)
			fail_msg("step %d: Esc is dead", step);
	}
}

/* What cannot be undone hangs on two different keys, neither of them Enter, and only one step has them. */
static void
commit_is_two_keys_and_not_enter(void **state)
{
	const struct step_key *arm = NULL, *commit = NULL;

	(void)state;
	for (int step = 0; step < STEP_COUNT; step++)
		for (int i = 0; i < STEP_KEYS_MAX; i++) {
			const struct step_key *key = &steps_info(&handover_steps, step)->keys[i];
			if (key->message == 0 || (key->action != ACTION_ARM && key->action != ACTION_COMMIT))
				continue;
			assert_int_equal(step, STEP_SUMMARY);
			*(key->action == ACTION_ARM ? &arm : &commit) = key;
		}
	assert_non_null(arm);
	assert_non_null(commit);
	assert_int_equal(arm->function_key, 9);
	assert_int_equal(commit->function_key, STEP_KEY_CONTROL + 't');
}

static void
back_leads_back(void **state)
{
	(void)state;
	for (int step = 0; step < STEP_COUNT; step++) {
		enum handover_step back = (enum handover_step)steps_info(&handover_steps, step)->back;
		assert_true((int)back <= step);
		if (step == STEP_DOUBT)
			assert_int_equal(back, STEP_IDENTITY);
		else if (step == STEP_APPLICANT || step >= STEP_PRINT)
			assert_int_equal(back, step); /* nowhere: nothing before it, or nothing that can be undone */
		else
			assert_true((int)back < step);
	}
	for (int step = 0; step <= STEP_SIGNED; step++)
		assert_int_equal(steps_info(&handover_steps, step)->number, step + 1);
}

/* Every step that can end without handing over offers reasons, "the officer cancelled" among them, none twice. */
static void
reasons_fit_the_step(void **state)
{
	(void)state;
	for (int step = STEP_APPLICANT; step < STEP_PRINT; step++) {
		static struct handover_flow flow;
		enum refusal_reason reasons[REFUSAL_COUNT];
		bool cancelled = false;
		int count;
		flow.came_from = (enum handover_step)step;
		count = handover_reasons(&flow, reasons);
		assert_true(count >= 2 && count <= 9); /* keys 1 to 9 */
		for (int i = 0; i < count; i++) {
			assert_true(reasons[i] > REFUSAL_NONE && reasons[i] < REFUSAL_COUNT);
			cancelled = cancelled || reasons[i] == REFUSAL_OFFICER_CANCELLED;
			for (int j = 0; j < i; j++)
				assert_int_not_equal(reasons[i], reasons[j]);
		}
		assert_true(cancelled);
	}
}

static void
every_reason_is_offered_somewhere(void **state)
{
	bool offered[REFUSAL_COUNT] = {false};

	(void)state;
	for (int step = STEP_APPLICANT; step < STEP_PRINT; step++) {
		static struct handover_flow flow;
		enum refusal_reason reasons[REFUSAL_COUNT];
		flow.came_from = (enum handover_step)step;
		for (int i = handover_reasons(&flow, reasons) - 1; i >= 0; i--)
			offered[reasons[i]] = true;
	}
	for (int reason = REFUSAL_NONE + 1; reason < REFUSAL_COUNT; reason++)
		assert_true(offered[reason]);
}

/* Every notice takes one detail at most, in both languages. */
static void
notices_take_one_detail(void **state)
{
	(void)state;
	for (int message = MSG_FLOW_NOBODY; message <= MSG_FLOW_DRAFT; message++)
		for (int language = LANGUAGE_TURKISH; language <= LANGUAGE_ENGLISH; language++) {
			const char *text = message_text_in((enum language)language, (enum message)message);
			const char *place = strchr(text, '%');
			assert_non_null(place);
			assert_int_equal(place[1], 's');
			assert_null(strchr(place + 1, '%'));
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_step_has_a_name),
		cmocka_unit_test(what_is_out_of_range_has_none),
		cmocka_unit_test(full_name_joins_and_never_overflows),
		cmocka_unit_test(keys_of_a_step_do_not_collide),
		cmocka_unit_test(keys_mean_one_thing_each),
		cmocka_unit_test(commit_is_two_keys_and_not_enter),
		cmocka_unit_test(back_leads_back),
		cmocka_unit_test(reasons_fit_the_step),
		cmocka_unit_test(every_reason_is_offered_somewhere),
		cmocka_unit_test(notices_take_one_detail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
