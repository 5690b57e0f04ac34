/*
 * Tests of `ident` on the digits of a zone: check digits that must not be taken for right, letters that are put right in
 * every place where only a digit stands, dates to their last day, visas of every code.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "vectors.h"

#define TODAY "2026-11-23"
#define LINE1 "I<TURA12B345675<10000000146<<<"
#define LINE3 "OZTURK<<AYSE<SULE<<<<<<<<<<<<<"

static int
sum_of(const char *text, int length, int position)
{
	static const int weights[] = {7, 3, 1};
	int sum = 0;

	for (int i = 0; i < length; i++)
		sum += (text[i] == '<' ? 0 : text[i] <= '9' ? text[i] - '0' : text[i] - 'A' + 10) * weights[(position + i) % 3];
	return sum;
}

/* Puts the digit over all of a TD1 zone right, so that another's fault shows. */
static void
put_composite(char *zone)
{
	char *second = zone + 30;

	second[29] = (char)('0' +
		(sum_of(zone + 5, 25, 0) + sum_of(second, 7, 25) + sum_of(second + 8, 7, 32) + sum_of(second + 18, 11, 39)) % 10);
}

/* A zone with those dates, six letters each, their check digits as they should be. */
static enum code
parse_dates(struct mrz *mrz, const char *birth, const char *expiry)
{
	char zone[128];
	struct err err = {0};

	snprintf(zone, sizeof zone, LINE1 "%.6s%dF%.6s%dTUR<<<<<<<<<<<0" LINE3, birth, sum_of(birth, 6, 0) % 10, expiry,
		sum_of(expiry, 6, 0) % 10);
	put_composite(zone);
	return ident_parse_mrz(mrz, zone, TODAY, &err);
}

static void
test_months_end(void **state)
{
	static const char *const days[] = {
		"0131", "0229", "0331", "0430", "0531", "0630", "0731", "0831", "0930", "1031", "1130", "1231"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(days); i++) {
		struct mrz mrz;
		char last[16], next[16];
		snprintf(last, sizeof last, "84%s", days[i]);
		snprintf(next, sizeof next, "84%.3s%c", days[i], days[i][3] + 1);
		if (next[5] > '9')
			memcpy(next + 4, "30", 3);
		if (parse_dates(&mrz, last, "330806") != OK)
			fail_msg("%s is no day", last);
		if (parse_dates(&mrz, next, "330806") != ERR_CORRUPT)
			fail_msg("%s is a day", next);
	}
}

static void
test_days_that_are_none(void **state)
{
	static const char *const wrong[] = {"840100", "840001", "841301", "8A0315", "84A315", "840A15", "84031A"};
	struct mrz mrz;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(wrong); i++) {
		if (parse_dates(&mrz, wrong[i], "330806") != ERR_CORRUPT || parse_dates(&mrz, "840315", wrong[i]) != ERR_CORRUPT)
			fail_msg("%s is a day", wrong[i]);
	}
	assert_int_equal(parse_dates(&mrz, "840315", "<<<<<<"), OK);
	assert_string_equal(mrz.expiry, "");
	assert_int_equal(parse_dates(&mrz, "840315", "33<<<<"), ERR_CORRUPT); /* an expiry is whole or not there */
}

/* A filler stands for the check digit of a field that is not used, and only there. */
static void
test_fillers_have_no_other_digit(void **state)
{
	char zone[91] = LINE1 "8503150F<<<<<<5TUR<<<<<<<<<<<0" LINE3;
	struct mrz mrz;
	struct err err = {0};

	(void)state;
	put_composite(zone);
	assert_int_equal(ident_parse_mrz(&mrz, zone, TODAY, &err), ERR_CORRUPT);
	zone[44] = '<';
	put_composite(zone);
	assert_int_equal(ident_parse_mrz(&mrz, zone, TODAY, &err), OK);
}

/* The digit of a long number, with or without the filler in its middle, and no other. */
static void
test_digit_of_a_long_number(void **state)
{
	char zone[91] = "I<UTOD23145890<7310<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<";
	int plain = sum_of("D23145890731", 12, 0) % 10, filled = sum_of("D23145890<731", 13, 0) % 10;
	struct mrz mrz;
	struct err err = {0};

	(void)state;
	assert_int_not_equal(plain, filled);
	for (int digit = 0; digit < 10; digit++) {
		enum code code;
		zone[18] = (char)('0' + digit);
		put_composite(zone);
		code = ident_parse_mrz(&mrz, zone, TODAY, &err);
		if (code != (digit == plain || digit == filled ? OK : ERR_CORRUPT))
			fail_msg("check digit %d: %s", digit, err_code_name(code));
	}
}

/* Whatever letter is read for a digit, in each place where nothing else can stand. */
static void
test_every_place_is_put_right(void **state)
{
	static const char zone[] = "I<TURA12B345675<12345678950<<<8503150F2611288TUR<<<<<<<<<<<0" LINE3;
	static const int places[] = {
		14, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 30, 31, 32, 33, 34, 35, 36, 38, 39, 40, 41, 42, 43, 44, 59};
	static const char *const letters[] = {"OQD", "I", "Z", "", "", "S", "G", "", "B", ""};
	int tried = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(places); i++) {
		char right[sizeof zone];
		memcpy(right, zone, sizeof zone);
		right[44] = (char)('0' + sum_of(right + 38, 6, 0) % 10);
		put_composite(right);
		for (const char *letter = letters[right[places[i]] - '0']; *letter != '\0'; letter++) {
			char wrong[sizeof zone];
			struct mrz mrz;
			struct err err = {0};
			memcpy(wrong, right, sizeof wrong);
			wrong[places[i]] = *letter;
			if (ident_parse_mrz(&mrz, wrong, TODAY, &err) != OK)
				fail_msg("%c in place %d is refused: %s", *letter, places[i], err.detail);
			assert_int_equal(mrz.corrected, 1);
			assert_int_equal(mrz.corrections[0].line, places[i] / 30 + 1);
			assert_int_equal(mrz.corrections[0].place, places[i] % 30 + 1);
			assert_int_equal(mrz.corrections[0].read, *letter);
			assert_int_equal(mrz.corrections[0].meant, right[places[i]]);
			assert_string_equal(mrz.national_id, "12345678950");
			tried++;
		}
	}
	assert_true(tried > 20);
}

/* Passports have a digit of their own over the optional field; it is put right as well, and must agree. */
static void
test_digit_of_the_optional_field(void **state)
{
	static const char passport[] = "P<TURYILMAZ<<ELIF<<<<<<<<<<<<<<<<<<<<<<<<<<<U123456784TUR8503150F330806290000000414<<<60";
	char zone[sizeof passport];
	struct mrz mrz;
	struct err err = {0};

	(void)state;
	memcpy(zone, passport, sizeof zone);
	assert_int_equal(ident_parse_mrz(&mrz, zone, TODAY, &err), OK);
	zone[86] = 'G';
	assert_int_equal(ident_parse_mrz(&mrz, zone, TODAY, &err), OK);
	assert_int_equal(mrz.corrected, 1);
	for (char digit = '0'; digit <= '9'; digit++) {
		zone[86] = digit;
		zone[87] = (char)('0' + (sum_of(zone + 44, 10, 0) + sum_of(zone + 57, 7, 10) + sum_of(zone + 65, 22, 17)) % 10);
		if ((ident_parse_mrz(&mrz, zone, TODAY, &err) == OK) != (digit == '6'))
			fail_msg("digit %c of the optional field", digit);
	}
}

/* Visas have codes of two letters too (9303-7), and are told by the first. */
static void
test_visas_of_every_code(void **state)
{
	static const char *const zones[] = {
		"VCUTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
		"VCUTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<L8988901C4XXX4009078F9612109<<<<<<<<"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(zones); i++) {
		struct mrz mrz;
		struct err err = {0};
		struct scan scan;
		assert_int_equal(ident_parse_mrz(&mrz, zones[i], TODAY, &err), ERR_UNSUPPORTED);
		ident_read_scan(&scan, zones[i]);
		assert_int_equal(scan.kind, SCAN_MRZ);
	}
}

static void
test_name_to_the_last_place(void **state)
{
	static const char passport[] = "P<TURABCDEFGHIJABCDEFGHIJABCDEFGHIJABCDEFGHIU123456784TUR8503150F330806290000000414<<<60";
	struct mrz mrz;
	struct err err = {0};

	(void)state;
	assert_int_equal(ident_parse_mrz(&mrz, passport, TODAY, &err), OK);
	assert_string_equal(mrz.surname, "ABCDEFGHIJABCDEFGHIJABCDEFGHIJABCDEFGHI");
	assert_string_equal(mrz.given_names, "");
	assert_true(mrz.names_cut);
	assert_true(ident_mrz_matches_name(&mrz, "Can", "Abcdefghıjabcdefghıjabcdefghıjabcdefghıj"));
	assert_false(ident_mrz_matches_name(&mrz, "Can", "Abcdefghıjabcdefghıjabcdefghıjabcdefghx"));
}

/* Hyphens of print and of typewriters part a double surname alike. */
static void
test_hyphens_part_names(void **state)
{
	static const char *const surnames[] = {
		"Yılmaz-Kaya", "Yılmaz\u2010Kaya", "Yılmaz\u2011Kaya", "Yılmaz\u00A0Kaya", "Yılmaz\tKaya", " Yılmaz  Kaya "};
	char zone[91] = LINE1 "8503150F3308062TUR<<<<<<<<<<<6"
			      "YILMAZ<KAYA<<ELIF<<<<<<<<<<<<<";
	struct mrz mrz;
	struct err err = {0};

	(void)state;
	assert_int_equal(ident_parse_mrz(&mrz, zone, TODAY, &err), OK);
	for (size_t i = 0; i < ARRAY_LENGTH(surnames); i++)
		if (!ident_mrz_matches_name(&mrz, "Elif", surnames[i]))
			fail_msg("'%s' is another", surnames[i]);
	assert_false(ident_mrz_matches_name(&mrz, "Elif", "Yılmaz–Kaya")); /* a dash is no hyphen */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_months_end),
		cmocka_unit_test(test_days_that_are_none),
		cmocka_unit_test(test_fillers_have_no_other_digit),
		cmocka_unit_test(test_digit_of_a_long_number),
		cmocka_unit_test(test_every_place_is_put_right),
		cmocka_unit_test(test_digit_of_the_optional_field),
		cmocka_unit_test(test_visas_of_every_code),
		cmocka_unit_test(test_name_to_the_last_place),
		cmocka_unit_test(test_hyphens_part_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
