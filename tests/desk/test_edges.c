/*
 * tests/desk/test_edges: the last value that is still taken and the first that is not: percent of a reading, places in
 * drawers, days before a certificate begins, names at the room that a reason has, rows that are no longer there.
 */
#include "common.h"

#include "teslim/desk/courier.h"
#include "teslim/desk/table.h"
#include "teslim/text.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void
percent_of_a_reading(void **state)
{
	static const struct {
		int told, shown;
	} cases[] = {{0, 0}, {1, 1}, {99, 99}, {100, 100}, {101, 100}, {1000, 100}, {-1, 0}};
	struct verdict_policy policy = common_policy();
	struct handover_flow flow;
	struct effects effects = {0};

	(void)state;
	handover_init(&flow, &policy);
	handover_advance(&flow, &policy, &(struct event){.kind = EVENT_CARD_IN, .text = "Okuyucu", .now = NOW}, &effects);
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		handover_advance(&flow, &policy, &(struct event){.kind = EVENT_CARD_READING, .number = cases[i].told, .now = NOW},
			&effects);
		if (flow.card_percent != cases[i].shown)
			fail_msg("%d percent are shown as %d", cases[i].told, flow.card_percent);
	}
}

/* What the zone of a document had said goes as soon as something else is typed or another kind is meant. */
static void
zone_is_forgotten_whole(void **state)
{
	static const struct event events[] = {
		{.kind = EVENT_TYPED, .field = FIELD_IDENTITY_NUMBER, .text = "B12C34567", .now = NOW},
		{.kind = EVENT_ACTION, .action = ACTION_TOGGLE_KIND, .now = NOW}};
	const struct verdict_policy policy = common_policy();

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(events); i++) {
		struct handover_flow flow;
		struct effects effects = {0};
		handover_init(&flow, &policy);
		flow.at.step = STEP_IDENTITY;
		flow.identity.compared = COMPARED_BY_MRZ | COMPARED_PHOTO | COMPARED_NATIONAL_ID | COMPARED_NAME;
		copy_text(flow.identity.national_id, sizeof flow.identity.national_id, "10000000146");
		copy_text(flow.identity.name, sizeof flow.identity.name, "AYSE OZTURK");
		assert_int_equal(handover_advance(&flow, &policy, &events[i], &effects), OK);
		assert_int_equal(flow.identity.compared & (COMPARED_BY_MRZ | COMPARED_NATIONAL_ID | COMPARED_NAME), 0);
		assert_string_equal(flow.identity.national_id, "");
		assert_string_equal(flow.identity.name, "");
	}
}

/* A draft from a file that somebody has written into: each number one above its last is refused, never taken for another. */
static void
numbers_of_a_draft(void **state)
{
	static const struct {
		const char *key;
		int last;
	} numbers[] = {{"draft", 1}, {"step", STEP_COUNT - 1}, {"came-from", STEP_COUNT - 1}, {"bound-for", STEP_SUMMARY},
		{"committed", 1}, {"has-applicant", 1}, {"kind", IDENTITY_KIND_COUNT - 1}, {"compared", 127},
		{"doubt", DOUBT_OFFICER}, {"first-kind", IDENTITY_KIND_COUNT - 1}, {"gives-reader", 1},
		{"refusal", REFUSAL_COUNT - 1}};
	const struct verdict_policy policy = common_policy();
	struct handover_flow flow, restored;
	struct str text = {0};

	(void)state;
	handover_init(&flow, &policy);
	handover_save(&flow, &text);
	assert_int_equal(handover_restore(&restored, &policy, str_text(&text), NULL), OK);
	for (size_t i = 0; i < ARRAY_LENGTH(numbers); i++)
		for (int above = 1; above <= 2; above++) {
			struct str spoilt = {0};
			char line[64];
			const char *at;
			snprintf(line, sizeof line, "%s=", numbers[i].key);
			at = strstr(str_text(&text), line);
			assert_non_null(at);
			assert_true(at == text.data || at[-1] == '\n');
			str_add_n(&spoilt, text.data, (size_t)(at - text.data));
			str_printf(&spoilt, "%s%d%s", line, numbers[i].last + above, strchr(at, '\n'));
			if (handover_restore(&restored, &policy, str_text(&spoilt), NULL) != ERR_SYNTAX)
				fail_msg("%s%d was taken", line, numbers[i].last + above);
			str_clear(&spoilt);
		}
	str_clear(&text);
}

/* An act has the same key at every step, and no two acts of a step share one: that is what hands learn. */
static void
keys_are_where_hands_look(void **state)
{
	static const int places[ACTION_COUNT] = {[ACTION_NEXT] = 9,
		[ACTION_BACK] = 8,
		[ACTION_CANCEL] = 27,
		[ACTION_TOGGLE_KIND] = STEP_KEY_SIDEWAYS,
		[ACTION_FACE] = STEP_KEY_CONTROL + 'y',
		[ACTION_TOGGLE_READER] = STEP_KEY_SIDEWAYS,
		[ACTION_READ_AGAIN] = 5,
		[ACTION_REFUSE] = 6,
		[ACTION_ARM] = 9,
		[ACTION_COMMIT] = STEP_KEY_CONTROL + 't',
		[ACTION_PRINT_AGAIN] = 5,
		[ACTION_PAPER_OUT] = 9,
		[ACTION_PRINT_LATER] = 27,
		[ACTION_SIGNED] = 9,
		[ACTION_SIGNED_LATER] = 27};

	(void)state;
	for (int step = 0; step < STEP_COUNT; step++) {
		const struct step_info *info = steps_info(&handover_steps, step);
		for (int i = 0; i < STEP_KEYS_MAX && info->keys[i].message != MSG_NONE; i++) {
			const struct step_key *key = &info->keys[i];
			if (key->function_key != places[key->action])
				fail_msg("step %d: '%s' lies on key %d instead of %d", step + 1, message_text(key->message),
					key->function_key, places[key->action]);
			for (int j = 0; j < i; j++) {
				const struct step_key *other = &info->keys[j];
				if (key->function_key == other->function_key)
					fail_msg("step %d: '%s' and '%s' share a key", step + 1, message_text(key->message),
						message_text(other->message));
			}
		}
	}
}

static void
drawers(void **state)
{
	static const struct {
		int order;
		const char *place;
	} cases[] = {{-1, "A-00"}, {0, "A-00"}, {1, "A-01"}, {20, "A-20"}, {21, "B-01"}, {520, "Z-20"}, {521, "AA-01"},
		{540, "AA-20"}, {541, "AB-01"}, {1040, "AZ-20"}, {1041, "BA-01"}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		char place[SERIAL_TEXT];
		courier_drawer(place, cases[i].order);
		if (strcmp(place, cases[i].place) != 0)
			fail_msg("card %d lies in %s instead of %s", cases[i].order, place, cases[i].place);
	}
}

static struct verdict
judge_at(int64_t now, const struct certificate_facts *facts)
{
	const struct applicant applicant = common_applicant();
	const struct certificate_check check = common_check();
	const struct verdict_policy policy = common_policy();
	struct verdict verdict;

	desk_judge(&verdict, &applicant, facts, &check, NULL, &policy, now);
	return verdict;
}

/* To the second: the instants at both ends belong to the certificate; up to two days before it hours are told, then days. */
static void
days_and_hours_to_wait(void **state)
{
	static const struct {
		int64_t wait;
		enum verdict_level level;
		const char *words;
	} cases[] = {{0, VERDICT_PASS, ""}, {1, VERDICT_WARN, "0 saat 0 dk"}, {59, VERDICT_WARN, "0 saat 0 dk"},
		{60, VERDICT_WARN, "0 saat 1 dk"}, {3599, VERDICT_WARN, "0 saat 59 dk"}, {3600, VERDICT_WARN, "1 saat 0 dk"},
		{2 * DAY, VERDICT_WARN, "48 saat 0 dk"}, {2 * DAY + 1, VERDICT_WARN, "3 gün"}, {3 * DAY, VERDICT_WARN, "3 gün"},
		{3 * DAY + 1, VERDICT_WARN, "4 gün"}};
	struct certificate_facts facts = common_facts();

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct verdict verdict = judge_at(facts.not_before - cases[i].wait, &facts);
		const struct finding *finding = common_finding(&verdict, RULE_VALIDITY);
		if (finding->level != cases[i].level || strstr(finding->detail, cases[i].words) == NULL)
			fail_msg("%lld seconds before it begins: level %d, %s", (long long)cases[i].wait, (int)finding->level,
				finding->detail);
	}
	assert_int_equal(common_finding(&(struct verdict[]){judge_at(facts.not_after, &facts)}[0], RULE_VALIDITY)->level,
		VERDICT_PASS);
	assert_int_equal(common_finding(&(struct verdict[]){judge_at(facts.not_after + 1, &facts)}[0], RULE_VALIDITY)->level,
		VERDICT_REFUSE);
}

/* ---- a table whose rows go away */

struct row {
	char name[16];
};

static int rows_left;

static int
page(void *context, const struct table_query *query, void *rows, int max, int64_t *total)
{
	struct row *out = rows;
	int count = 0;

	(void)context;
	*total = rows_left;
	for (int64_t i = query->offset; i < rows_left && count < max; i++)
		snprintf(out[count++].name, sizeof out->name, "row %d", (int)i);
	return count;
}

static void
cell(const void *row, int filter, int column, struct table_cell *out)
{
	(void)filter;
	(void)column;
	copy_text(out->text, sizeof out->text, ((const struct row *)row)->name);
}

static int64_t
id(const void *row)
{
	return ((const struct row *)row)->name[4];
}

static bool
is_named(const void *row, const char *text)
{
	return strcmp(((const struct row *)row)->name, text) == 0;
}

static void
row_that_is_gone_is_not_chosen(void **state)
{
	static const struct table_column columns[] = {{MSG_LIST_NAME, .cells = 10}};
	static const struct table_kind kind = {.columns = columns,
		.column_count = 1,
		.row_size = sizeof(struct row),
		.page = page,
		.cell = cell,
		.id = id,
		.is_named = is_named};
	struct table table;

	(void)state;
	rows_left = 3;
	table_init(&table, &kind, NULL);
	table_fetch(&table, 10);
	assert_true(table_choose_named(&table, "row 2"));
	rows_left = 2;
	assert_false(table_choose_named(&table, "row 2"));
	assert_true(table_choose_named(&table, "row 1"));
	table_clear(&table);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(percent_of_a_reading),
		cmocka_unit_test(zone_is_forgotten_whole),
		cmocka_unit_test(numbers_of_a_draft),
		cmocka_unit_test(keys_are_where_hands_look),
		cmocka_unit_test(drawers),
		cmocka_unit_test(days_and_hours_to_wait),
		cmocka_unit_test(row_that_is_gone_is_not_chosen),
	};

	return cmocka_run_group_tests_name("desk edges", tests, NULL, NULL);
}
