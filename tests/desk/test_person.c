/*
 * desk/test_person: what the verdict says of the person and the moment, whatever card it is. The certificate's rules are in
 * test_judge, what the register remembers in store/test_reading.
 */
#include "teslim/desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const int64_t noon = 1795600800; /* 2026-11-25T10:00:00Z */

static struct verdict
judged(const char *expiry, const struct handover_history *history)
{
	struct verdict verdict = {.level = VERDICT_PASS};
	struct identity_document identity = {.kind = IDENTITY_CARD};

	copy_text(identity.expiry, sizeof identity.expiry, expiry);
	desk_judge_person(&verdict, &identity, history, noon);
	return verdict;
}

static void
says(const struct verdict *verdict, enum message message, enum verdict_level level, const char *detail)
{
	assert_int_equal(verdict->count, 1);
	assert_int_equal(verdict->level, level);
	assert_int_equal(verdict->findings[0].rule, RULE_IDENTITY); /* these are what the paper shows as notes */
	assert_int_equal(verdict->findings[0].message, message);
	assert_string_equal(verdict->findings[0].detail, detail);
}

static void
nothing_to_say(void **state)
{
	const struct handover_history clean = {.recent_days = 3};
	struct verdict verdict = judged("2031-01-01", &clean);

	(void)state;
	assert_int_equal(verdict.count, 0);
	assert_int_equal(verdict.level, VERDICT_PASS);
	verdict = judged("2031-01-01", NULL);
	assert_int_equal(verdict.count, 0);
}

static void
document_in_its_last_day(void **state)
{
	const struct handover_history clean = {0};
	struct verdict verdict = judged("2026-11-25", &clean);

	(void)state;
	says(&verdict, MSG_NOTE_DOCUMENT_LAST_DAY, VERDICT_WARN, "25.11.2026");
	assert_int_equal(judged("2026-11-26", &clean).count, 0);
	assert_int_equal(judged("2026-11-24", &clean).count, 0); /* refused before it comes here */
	assert_int_equal(judged("", &clean).count, 0);
	assert_int_equal(judged("2026-11-25", NULL).count, 1);
}

static void
somebody_elses_document(void **state)
{
	const struct handover_history seen = {.document_record = "2026/A-0007"};
	struct verdict verdict = judged("", &seen);

	(void)state;
	says(&verdict, MSG_NOTE_DOCUMENT_OTHERS, VERDICT_WARN, "2026/A-0007");
}

static void
another_card_not_long_ago(void **state)
{
	const struct handover_history seen = {.recent_record = "2026/A-0012", .recent_days = 4};
	struct verdict verdict = judged("", &seen);

	(void)state;
	message_set_language(LANGUAGE_ENGLISH);
	verdict = judged("", &seen);
	says(&verdict, MSG_NOTE_SECOND_CARD, VERDICT_WARN, "2026/A-0012, 4 days ago");
	message_set_language(LANGUAGE_TURKISH);
}

static void
outside_working_hours(void **state)
{
	const struct handover_history late = {.outside_hours = true};
	struct verdict verdict = judged("", &late);

	(void)state;
	says(&verdict, MSG_NOTE_OUTSIDE_HOURS, VERDICT_WARN, "25.11.2026 13:00");
}

static void
his_own_card(void **state)
{
	const struct handover_history own = {.is_officer = true};
	struct verdict verdict = judged("", &own);

	(void)state;
	says(&verdict, MSG_NOTE_OWN_CARD, VERDICT_REFUSE, "");
	assert_false(desk_may_hand_over(&verdict));
}

/* All at once: none hides another, and the worst one decides. */
static void
all_of_them(void **state)
{
	const struct handover_history all = {
		.is_officer = true, .outside_hours = true, .document_record = "a", .recent_record = "b", .recent_days = 1};
	struct verdict verdict = judged("2026-11-25", &all);

	(void)state;
	assert_int_equal(verdict.count, 5);
	assert_int_equal(verdict.level, VERDICT_REFUSE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_to_say),
		cmocka_unit_test(document_in_its_last_day),
		cmocka_unit_test(somebody_elses_document),
		cmocka_unit_test(another_card_not_long_ago),
		cmocka_unit_test(outside_working_hours),
		cmocka_unit_test(his_own_card),
		cmocka_unit_test(all_of_them),
	};

	return cmocka_run_group_tests_name("desk.person", tests, NULL, NULL);
}
