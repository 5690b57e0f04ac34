/*
 * Tests of `ident` on documents at the desk: rules to the day, numbers to the letter, dates to the end of each month, and
 * masks that write no byte too many.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "teslim/ident.h"

/* clang-format off */
static const char *const answers[] = {[IDENT_DOCUMENT_ACCEPTED] = "accepted", [IDENT_DOCUMENT_WARN_KIND] = "of a kind that warns",
	[IDENT_DOCUMENT_WARN_PATTERN] = "of an unusual form", [IDENT_DOCUMENT_NO_NUMBER] = "without a number",
	[IDENT_DOCUMENT_BAD_NUMBER] = "of a bad number", [IDENT_DOCUMENT_NO_EXPIRY] = "without an expiry",
	[IDENT_DOCUMENT_EXPIRED] = "expired", [IDENT_DOCUMENT_REFUSED_KIND] = "of a kind that is refused"};
/* clang-format on */

static void
expect(const struct ident_rules *rules, const char *number, const char *today, enum ident_document expected)
{
	const struct identity_document document = {.kind = IDENTITY_PASSPORT, .number = ""};
	struct identity_document shown = document;
	enum ident_document answer;

	copy_text(shown.number, sizeof shown.number, number);
	answer = ident_check_document(rules, &shown, today);
	if (answer != expected)
		fail_msg("'%s' on %s is %s instead of %s", number, today, answers[answer], answers[expected]);
}

static void
test_rules_begin_and_end_with_their_days(void **state)
{
	const struct ident_rules rules = {.count = 1, .list = {{IDENTITY_PASSPORT, "2020-03-01", "2020-03-31", false, false, ""}}};

	(void)state;
	expect(&rules, "12345", "2020-02-29", IDENT_DOCUMENT_REFUSED_KIND);
	expect(&rules, "12345", "2020-03-01", IDENT_DOCUMENT_ACCEPTED);
	expect(&rules, "12345", "2020-03-31", IDENT_DOCUMENT_ACCEPTED);
	expect(&rules, "12345", "2020-04-01", IDENT_DOCUMENT_REFUSED_KIND);
}

/* Two rules of a kind: the one in force; outside of both, the one that only warns, wherever it stands. */
static void
test_two_rules_of_a_kind(void **state)
{
	struct ident_rules rules = {.count = 2,
		.list = {{IDENTITY_PASSPORT, "", "2019-12-31", true, false, ""},
			{IDENTITY_PASSPORT, "", "2018-12-31", false, false, ""}}};
	struct ident_rule first = rules.list[0];

	(void)state;
	expect(&rules, "12345", "2020-01-01", IDENT_DOCUMENT_WARN_KIND);
	rules.list[0] = rules.list[1];
	rules.list[1] = first;
	expect(&rules, "12345", "2020-01-01", IDENT_DOCUMENT_WARN_KIND);
	expect(&rules, "12345", "2019-12-31", IDENT_DOCUMENT_ACCEPTED);
	rules.list[0].kind = IDENTITY_LICENCE; /* another kind's rule is no reason to stop looking */
	expect(&rules, "12345", "2019-12-31", IDENT_DOCUMENT_ACCEPTED);
}

static void
test_numbers_of_documents(void **state)
{
	struct ident_rules rules = {.count = 1, .list = {{IDENTITY_PASSPORT, "", "", false, false, ""}}};

	(void)state;
	expect(&rules, "1234", "2020-01-01", IDENT_DOCUMENT_BAD_NUMBER);
	expect(&rules, "12345", "2020-01-01", IDENT_DOCUMENT_ACCEPTED);
	expect(&rules, "AZ0123456789", "2020-01-01", IDENT_DOCUMENT_ACCEPTED);
	expect(&rules, "AZ01234567890", "2020-01-01", IDENT_DOCUMENT_BAD_NUMBER);
	expect(&rules, "az012345", "2020-01-01", IDENT_DOCUMENT_BAD_NUMBER);
	expect(&rules, "AZ012/45", "2020-01-01", IDENT_DOCUMENT_BAD_NUMBER);
	expect(&rules, "AZ012:45", "2020-01-01", IDENT_DOCUMENT_BAD_NUMBER);
	expect(&rules, "AZ012@45", "2020-01-01", IDENT_DOCUMENT_BAD_NUMBER);
	expect(&rules, "AZ012[45", "2020-01-01", IDENT_DOCUMENT_BAD_NUMBER);
	copy_text(rules.list[0].pattern, sizeof rules.list[0].pattern, "L99?9");
	expect(&rules, "A09X9", "2020-01-01", IDENT_DOCUMENT_ACCEPTED);
	expect(&rules, "A0909", "2020-01-01", IDENT_DOCUMENT_ACCEPTED);
	expect(&rules, "909X9", "2020-01-01", IDENT_DOCUMENT_WARN_PATTERN);
	expect(&rules, "009X9", "2020-01-01", IDENT_DOCUMENT_WARN_PATTERN);
	expect(&rules, "AA9X9", "2020-01-01", IDENT_DOCUMENT_WARN_PATTERN);
	expect(&rules, "A09X99", "2020-01-01", IDENT_DOCUMENT_WARN_PATTERN);
}

static void
test_months_end(void **state)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	(void)state;
	for (int month = 1; month <= 12; month++) {
		char text[40], out[DATE_TEXT];
		snprintf(text, sizeof text, "%d.%d.2027", days[month - 1], month);
		if (!ident_parse_date(out, text))
			fail_msg("%s is no day", text);
		snprintf(text, sizeof text, "%d.%d.2027", days[month - 1] + 1, month);
		if (ident_parse_date(out, text))
			fail_msg("%s is a day", text);
		assert_string_equal(out, "");
	}
}

static void
test_years(void **state)
{
	static const char *const good[][2] = {{"29.02.2000", "2000-02-29"}, {"29.02.2024", "2024-02-29"},
		{"1.1.1900", "1900-01-01"}, {"31.12.2199", "2199-12-31"}, {"2030/1/2", "2030-01-02"}, {"1.1.00", "2000-01-01"}};
	static const char *const wrong[] = {"29.02.1900", "29.02.2100", "29.02.2001", "31.12.1899", "1.1.2200", "1.0.2030",
		"0.1.2030", "1.13.2030", "1.2.2030.5", "1.2.2030.", "1,2,2030", "2030-12", "1.2.2030 5"};
	char out[DATE_TEXT];

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(good); i++) {
		if (!ident_parse_date(out, good[i][0]))
			fail_msg("%s is no date", good[i][0]);
		assert_string_equal(out, good[i][1]);
	}
	for (size_t i = 0; i < ARRAY_LENGTH(wrong); i++)
		if (ident_parse_date(out, wrong[i]))
			fail_msg("%s is %s", wrong[i], out);
	ident_show_date(out, "2030-12-3");
	assert_string_equal(out, "");
}

/* A foreigner's number begins with two nines; one alone is not enough to forgive its check digits. */
static void
test_only_foreigners_are_forgiven(void **state)
{
	char out[NATIONAL_ID_TEXT];

	(void)state;
	assert_int_equal(ident_check_number(out, "99111111111"), IDENT_NUMBER_FOREIGN_CHECKSUM);
	assert_int_equal(ident_check_number(out, "91111111111"), IDENT_NUMBER_CHECKSUM);
	assert_int_equal(ident_check_number(out, "19111111111"), IDENT_NUMBER_CHECKSUM);
}

static void
test_masks_stay_in_their_place(void **state)
{
	struct {
		char mask[NATIONAL_ID_TEXT], behind[4];
	} room;

	(void)state;
	memcpy(room.behind, "end", sizeof room.behind);
	ident_mask(room.mask, "10000000146");
	assert_string_equal(room.mask, "*******0146");
	assert_string_equal(room.behind, "end");
	ident_mask_document(room.mask, sizeof room.mask, "A1234");
	assert_string_equal(room.mask, "A**34"); /* the last two, and the first and fourth of longer ones */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rules_begin_and_end_with_their_days),
		cmocka_unit_test(test_two_rules_of_a_kind),
		cmocka_unit_test(test_numbers_of_documents),
		cmocka_unit_test(test_months_end),
		cmocka_unit_test(test_years),
		cmocka_unit_test(test_only_foreigners_are_forgiven),
		cmocka_unit_test(test_masks_stay_in_their_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
