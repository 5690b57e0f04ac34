/*
 * Tests of the room `days`: dates, the shipped holiday table, business days with their reasons, files that are wrong.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "teslim/days.h"

static struct days_calendar *shipped;

static struct date
date_of(const char *text)
{
	struct date date = {0};

	if (!days_parse(&date, text))
		fail_msg("%s is no date", text);
	return date;
}

static struct day
look(const char *text)
{
	struct day day;
	struct err err = {0};

	assert_int_equal(days_look(&day, shipped, date_of(text), &err), OK);
	return day;
}

static int
load_shipped(void **state)
{
	struct err err = {0};
	char path[512];
	const char *top = getenv("TOP");

	(void)state;
	snprintf(path, sizeof path, "%s/conf/holidays.conf", top != NULL ? top : ".");
	if (days_load(&shipped, path, &err) != OK) {
		fprintf(stderr, "%s: %s\n", path, err.detail);
		return -1;
	}
	return 0;
}

static int
free_shipped(void **state)
{
	(void)state;
	days_free(&shipped);
	assert_null(shipped);
	return 0;
}

static void
test_dates_parse(void **state)
{
	static const struct {
		const char *text, *iso;
	} good[] = {{"2026-11-23", "2026-11-23"}, {"23.11.2026", "2026-11-23"}, {"3.1.2026", "2026-01-03"},
		{"3/1/2026", "2026-01-03"}, {" 29.02.2024 ", "2024-02-29"}, {"2000-02-29", "2000-02-29"},
		{"1900-01-01", "1900-01-01"}, {"31.12.9999", "9999-12-31"}};
	static const char *const wrong[] = {"", " ", "2026", "2026-1-2", "2026-11-31", "29.02.2023", "29.02.1900", "2026-13-01",
		"2026-00-10", "2026-10-00", "0.1.2026", "32.1.2026", "1.13.2026", "23.11.26", "23.11.20266", "23.11/2026",
		"23-11-2026", "2026-11-23x", "x", "23.11.2026 14:05", "1899-12-31", "-1.1.2026", "2026-11--3", "+3.1.2026",
		"123.1.2026", "2026.11.23", "20261123"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(good); i++) {
		char iso[DATE_TEXT];
		days_iso(iso, date_of(good[i].text));
		assert_string_equal(iso, good[i].iso);
	}
	for (size_t i = 0; i < ARRAY_LENGTH(wrong); i++) {
		struct date date = {1, 2, 3};
		if (days_parse(&date, wrong[i]))
			fail_msg("\"%s\" was taken for a date", wrong[i]);
		assert_int_equal(date.year, 1); /* untouched */
	}
}

static void
test_day_numbers(void **state)
{
	(void)state;
	assert_int_equal(days_number(date_of("1970-01-01")), 0);
	assert_int_equal(days_number(date_of("2000-03-01")), 11017);
	assert_int_equal(days_weekday(date_of("2026-11-23")), 0);
	assert_int_equal(days_weekday(date_of("1969-12-31")), 2);
	for (long number = days_number(date_of("1900-01-01")); number <= days_number(date_of("2101-01-01")); number++) {
		struct date date = days_from_number(number);
		assert_true(days_is_valid(date));
		assert_int_equal(days_number(date), number);
	}
	/* A second opinion on the same civil dates. */
	for (long number = -20000; number < 40000; number += 37) {
		struct civil civil;
		struct date date = days_from_number(number);
		clock_set_offset(0);
		civil = clock_civil(number * 86400);
		assert_int_equal(civil.year, date.year);
		assert_int_equal(civil.month, date.month);
		assert_int_equal(civil.day, date.day);
		assert_int_equal(civil.weekday, days_weekday(date));
	}
}

static void
test_written_forms(void **state)
{
	char text[DATE_TEXT];

	(void)state;
	days_dotted(text, date_of("2026-03-01"));
	assert_string_equal(text, "01.03.2026");
	days_dotted(text, (struct date){-5, 1000, 1 << 30}); /* nonsense must not overflow */
	assert_int_equal(strlen(text), 10);
}

static void
test_calendar_days(void **state)
{
	char text[DATE_TEXT];

	(void)state;
	days_iso(text, days_add_calendar(date_of("2026-12-24"), 10));
	assert_string_equal(text, "2027-01-03"); /* a Sunday stays: no roll-over */
	days_iso(text, days_add_calendar(date_of("2024-03-01"), -1));
	assert_string_equal(text, "2024-02-29");
}

/* domain 5.2: eve, first and last day of both feasts with the weekday that the table gives. */
static void
test_moving_holidays(void **state)
{
	static const struct {
		const char *eve;
		int eve_weekday;
		const char *first, *last;
		int last_weekday;
		const char *name;
	} feasts[] = {{"2012-08-18", 5, "2012-08-19", "2012-08-21", 1, "Ramazan"},
		{"2012-10-24", 2, "2012-10-25", "2012-10-28", 6, "Kurban"},
		{"2013-08-07", 2, "2013-08-08", "2013-08-10", 5, "Ramazan"},
		{"2013-10-14", 0, "2013-10-15", "2013-10-18", 4, "Kurban"},
		{"2014-07-27", 6, "2014-07-28", "2014-07-30", 2, "Ramazan"},
		{"2014-10-03", 4, "2014-10-04", "2014-10-07", 1, "Kurban"},
		{"2015-07-16", 3, "2015-07-17", "2015-07-19", 6, "Ramazan"},
		{"2015-09-23", 2, "2015-09-24", "2015-09-27", 6, "Kurban"},
		{"2016-07-04", 0, "2016-07-05", "2016-07-07", 3, "Ramazan"},
		{"2016-09-11", 6, "2016-09-12", "2016-09-15", 3, "Kurban"},
		{"2017-06-24", 5, "2017-06-25", "2017-06-27", 1, "Ramazan"},
		{"2017-08-31", 3, "2017-09-01", "2017-09-04", 0, "Kurban"},
		{"2018-06-14", 3, "2018-06-15", "2018-06-17", 6, "Ramazan"},
		{"2018-08-20", 0, "2018-08-21", "2018-08-24", 4, "Kurban"},
		{"2019-06-03", 0, "2019-06-04", "2019-06-06", 3, "Ramazan"},
		{"2019-08-10", 5, "2019-08-11", "2019-08-14", 2, "Kurban"},
		{"2020-05-23", 5, "2020-05-24", "2020-05-26", 1, "Ramazan"},
		{"2020-07-30", 3, "2020-07-31", "2020-08-03", 0, "Kurban"},
		{"2021-05-12", 2, "2021-05-13", "2021-05-15", 5, "Ramazan"},
		{"2021-07-19", 0, "2021-07-20", "2021-07-23", 4, "Kurban"},
		{"2022-05-01", 6, "2022-05-02", "2022-05-04", 2, "Ramazan"},
		{"2022-07-08", 4, "2022-07-09", "2022-07-12", 1, "Kurban"},
		{"2023-04-20", 3, "2023-04-21", "2023-04-23", 6, "Ramazan"},
		{"2023-06-27", 1, "2023-06-28", "2023-07-01", 5, "Kurban"},
		{"2024-04-09", 1, "2024-04-10", "2024-04-12", 4, "Ramazan"},
		{"2024-06-15", 5, "2024-06-16", "2024-06-19", 2, "Kurban"},
		{"2025-03-29", 5, "2025-03-30", "2025-04-01", 1, "Ramazan"},
		{"2025-06-05", 3, "2025-06-06", "2025-06-09", 0, "Kurban"},
		{"2026-03-19", 3, "2026-03-20", "2026-03-22", 6, "Ramazan"},
		{"2026-05-26", 1, "2026-05-27", "2026-05-30", 5, "Kurban"},
		{"2027-03-08", 0, "2027-03-09", "2027-03-11", 3, "Ramazan"},
		{"2027-05-15", 5, "2027-05-16", "2027-05-19", 2, "Kurban"},
		{"2028-02-25", 4, "2028-02-26", "2028-02-28", 0, "Ramazan"},
		{"2028-05-04", 3, "2028-05-05", "2028-05-08", 0, "Kurban"},
		{"2029-02-13", 1, "2029-02-14", "2029-02-16", 4, "Ramazan"},
		{"2029-04-23", 0, "2029-04-24", "2029-04-27", 4, "Kurban"},
		{"2030-02-03", 6, "2030-02-04", "2030-02-06", 2, "Ramazan"},
		{"2030-04-12", 4, "2030-04-13", "2030-04-16", 1, "Kurban"}};

	(void)state;
	assert_int_equal(ARRAY_LENGTH(feasts), 38);
	for (size_t i = 0; i < ARRAY_LENGTH(feasts); i++) {
		struct date eve = date_of(feasts[i].eve), first = date_of(feasts[i].first), last = date_of(feasts[i].last);
		struct day day = look(feasts[i].eve);
		assert_int_equal(days_weekday(eve), feasts[i].eve_weekday);
		assert_int_equal(days_weekday(last), feasts[i].last_weekday);
		assert_int_equal(days_number(first), days_number(eve) + 1);
		assert_int_equal(days_number(last) - days_number(first), feasts[i].name[0] == 'R' ? 2 : 3);
		if (strcmp(feasts[i].eve, "2029-04-23") != 0 && strcmp(feasts[i].eve, "2022-05-01") != 0) {
			assert_int_equal(day.kind, days_weekday(eve) >= 5 ? DAY_WEEKEND : DAY_HALF);
			assert_non_null(strstr(day.name, feasts[i].name));
		}
		for (long n = days_number(first); n <= days_number(last); n++) {
			struct err err = {0};
			assert_int_equal(days_look(&day, shipped, days_from_number(n), &err), OK);
			assert_int_equal(day.kind, days_weekday(days_from_number(n)) >= 5 ? DAY_WEEKEND : DAY_HOLIDAY);
			assert_true(day.name[0] != '\0' && day.name_english[0] != '\0');
		}
	}
}

static void
test_fixed_holidays_and_collisions(void **state)
{
	(void)state;
	assert_int_equal(look("2026-01-01").kind, DAY_HOLIDAY);
	assert_int_equal(look("2026-10-28").kind, DAY_HALF);
	assert_int_equal(look("2026-10-29").kind, DAY_HOLIDAY);
	assert_int_equal(look("2026-12-31").kind, DAY_WORKING); /* 31 December is no half day */
	assert_int_equal(look("2016-07-15").kind, DAY_WORKING); /* a holiday from 2017 on */
	assert_int_equal(look("2019-07-15").kind, DAY_HOLIDAY);
	assert_int_equal(look("2014-05-01").kind, DAY_HOLIDAY);
	/* Feast's fourth day and Republic eve, on a Sunday. */
	assert_int_equal(look("2012-10-28").kind, DAY_WEEKEND);
	assert_string_equal(look("2012-10-28").name, "Kurban Bayramı");
	/* 1 May and an eve; 23 April full and the feast's third day; 19 May and the fourth; 23 April beats a half eve. */
	assert_string_equal(look("2022-05-01").name, "Emek ve Dayanışma Günü");
	assert_string_equal(look("2023-04-23").name, "Ulusal Egemenlik ve Çocuk Bayramı");
	assert_int_equal(look("2027-05-19").kind, DAY_HOLIDAY);
	assert_int_equal(look("2029-04-23").kind, DAY_HOLIDAY);
	assert_string_equal(look("2029-04-23").name, "Ulusal Egemenlik ve Çocuk Bayramı");
}

static void
test_ten_business_days(void **state)
{
	/* domain 5.3: half days counted, half days left out */
	static const char *const vectors[][3] = {{"2012-10-15", "2012-11-01", "2012-11-02"},
		{"2012-10-22", "2012-11-08", "2012-11-09"}, {"2012-12-24", "2013-01-08", "2013-01-08"},
		{"2013-10-10", "2013-10-31", "2013-11-04"}, {"2017-08-21", "2017-09-07", "2017-09-08"},
		{"2020-07-20", "2020-08-05", "2020-08-06"}, {"2024-04-01", "2024-04-18", "2024-04-19"},
		{"2024-06-10", "2024-06-27", "2024-06-27"}, {"2026-03-16", "2026-03-31", "2026-04-01"},
		{"2026-05-18", "2026-06-05", "2026-06-08"}, {"2026-10-19", "2026-11-03", "2026-11-04"},
		{"2026-11-23", "2026-12-07", "2026-12-07"}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(vectors); i++)
		for (int skip_half = 0; skip_half < 2; skip_half++) {
			struct days_deadline deadline;
			struct err err = {0};
			char end[DATE_TEXT];
			int count = 0;
			assert_int_equal(days_add_business(&deadline, shipped, date_of(vectors[i][0]), 10, !skip_half, &err), OK);
			days_iso(end, deadline.end);
			assert_string_equal(end, vectors[i][1 + skip_half]);
			assert_int_equal(days_number(deadline.end) - days_number(deadline.start), 10 + deadline.skipped_count);
			assert_int_equal(days_count_business(&count, shipped, deadline.start, deadline.end, !skip_half, &err), OK);
			assert_int_equal(count, 10);
			assert_int_equal(days_count_business(&count, shipped, deadline.end, deadline.start, !skip_half, &err), OK);
			assert_int_equal(count, -10);
		}
}

static void
test_deadline_explains_itself(void **state)
{
	struct days_deadline deadline;
	struct err err = {0};
	struct str text = {0};

	(void)state;
	assert_int_equal(days_add_business(&deadline, shipped, date_of("2026-10-19"), 10, false, &err), OK);
	days_explain(&text, &deadline, LANGUAGE_TURKISH);
	assert_string_equal(str_text(&text),
		"19.10.2026 + 10 iş günü = 04.11.2026; sayılmayan: 28.10.2026 Çar Cumhuriyet Bayramı arifesi "
		"(yarım gün), 29.10.2026 Per Cumhuriyet Bayramı, 4 hafta sonu günü");
	str_reset(&text);
	days_explain(&text, &deadline, LANGUAGE_ENGLISH);
	assert_string_equal(str_text(&text),
		"19.10.2026 + 10 business days = 04.11.2026; not counted: 28.10.2026 Wed Republic Day eve "
		"(half day), 29.10.2026 Thu Republic Day, 4 weekend days");
	str_reset(&text);
	assert_int_equal(days_add_business(&deadline, shipped, date_of("2026-11-23"), 2, true, &err), OK);
	days_explain(&text, &deadline, LANGUAGE_TURKISH);
	assert_string_equal(str_text(&text), "23.11.2026 + 2 iş günü = 25.11.2026; tatil yok");
	str_reset(&text);
	/* A year has more free days than are kept: still right, and it says so. */
	assert_int_equal(days_add_business(&deadline, shipped, date_of("2024-01-01"), 366, true, &err), OK);
	assert_true(deadline.skipped_count > DAYS_SKIPPED_MAX);
	days_explain(&text, &deadline, LANGUAGE_TURKISH);
	assert_non_null(strstr(str_text(&text), "…"));
	str_clear(&text);
}

static void
test_no_calendar_is_no_guess(void **state)
{
	struct days_deadline deadline;
	struct day day;
	struct err err = {0};
	char sentence[256];
	int first, last, count;

	(void)state;
	days_years(shipped, &first, &last);
	assert_int_equal(first, 2012);
	assert_int_equal(last, 2030);
	assert_int_equal(days_look(&day, shipped, date_of("2011-12-31"), &err), ERR_RANGE);
	assert_int_equal(days_look(&day, shipped, date_of("2031-01-01"), &err), ERR_RANGE);
	message_err(sentence, sizeof sentence, &err);
	assert_non_null(strstr(sentence, "2031"));
	assert_int_equal(days_add_business(&deadline, shipped, date_of("2030-12-20"), 10, true, &err), ERR_RANGE);
	assert_int_equal(days_add_business(&deadline, shipped, date_of("2011-12-30"), 1, true, &err), ERR_RANGE);
	assert_int_equal(days_add_business(&deadline, shipped, date_of("2026-01-01"), -1, true, &err), ERR_RANGE);
	assert_int_equal(days_add_business(&deadline, shipped, date_of("2026-01-01"), 367, true, &err), ERR_RANGE);
	assert_int_equal(days_count_business(&count, shipped, date_of("2030-12-20"), date_of("2031-01-02"), true, &err),
		ERR_RANGE);
	assert_int_equal(count, 0);
	assert_int_equal(days_add_business(&deadline, shipped, date_of("2026-10-29"), 0, true, &err), OK);
	assert_int_equal(days_compare(deadline.end, date_of("2026-10-29")), 0);
}

static void
test_extra_holidays(void **state)
{
	char path[] = "/tmp/teslim-days-XXXXXX";
	static const char bridge[] = "# idari izin\r\ndates|2026-10-27|2026-10-28|full|İdari izin|\r\n";
	int file = mkstemp(path);
	struct days_deadline deadline;
	struct err err = {0};
	struct str text = {0};

	(void)state;
	assert_true(file >= 0);
	assert_int_equal(write(file, bridge, sizeof bridge - 1), (ssize_t)sizeof bridge - 1);
	close(file);
	assert_int_equal(days_load_extra(shipped, path, &err), OK);
	assert_int_equal(look("2026-10-28").kind, DAY_HOLIDAY); /* full beats the half eve */
	assert_int_equal(days_add_business(&deadline, shipped, date_of("2026-10-19"), 10, true, &err), OK);
	days_explain(&text, &deadline, LANGUAGE_ENGLISH); /* no English name: the Turkish one */
	assert_string_equal(str_text(&text),
		"19.10.2026 + 10 business days = 05.11.2026; not counted: 27.10.2026 Tue İdari izin, "
		"28.10.2026 Wed İdari izin, 29.10.2026 Thu Republic Day, 4 weekend days");
	str_clear(&text);
	unlink(path);
	assert_int_equal(days_load_extra(shipped, path, &err), ERR_NOT_FOUND);
	/* Back to the shipped table for whoever runs next. */
	days_free(&shipped);
	assert_int_equal(load_shipped(NULL), 0);
	assert_int_equal(look("2026-10-28").kind, DAY_HALF);
}

static void
test_wrong_files_name_the_line(void **state)
{
	static const char *const wrong[] = {"years | 2012", "years | 2012 | 2011", "years | x | 2012", "years | 2012 | 2030 | 1",
		"every | 13-01 | full | | a | b", "every | 1-1 | full | | a | b", "every | 02-30 | full | | a | b",
		"every | 01-01 | whole | | a | b", "every | 01-01 | full | soon | a | b", "every | 01-01 | full | | | b",
		"every | 01-01 | full", "dates | 2026-01-01", "dates | 2026-01-32 | | full | a | b",
		"dates | 2026-01-02 | 2026-01-01 | full | a | b", "dates | 2026-01-02 | 2026-09-01 | full | a | b",
		"dates | 2026-01-02 | 2026-01-03 | quarter | a | b", "dates | 2026-01-02 | 2026-01-03 | full | \xFF | b",
		"tatil | 1 | 2", "| | |"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(wrong); i++) {
		struct days_calendar *calendar = NULL;
		struct str text = {0};
		struct err err = {0};
		char sentence[400];
		str_printf(&text, "# one\nyears | 2020 | 2021\n%s\n", wrong[i]);
		if (days_parse_table(&calendar, "tatil.conf", str_text(&text), text.length, &err) != ERR_SYNTAX)
			fail_msg("taken: %s", wrong[i]);
		assert_null(calendar);
		message_err(sentence, sizeof sentence, &err);
		assert_non_null(strstr(sentence, "tatil.conf:3:"));
		str_clear(&text);
	}
}

static void
test_wrong_file_adds_nothing(void **state)
{
	static const char broken[] = "years | 2000 | 2040\ndates | 2026-11-24 | | full | Gün | Day\nnonsense\n";
	struct err err = {0};
	struct days_calendar *empty = NULL;
	int first, last;

	(void)state;
	assert_int_equal(days_parse_table(&shipped, "x", broken, sizeof broken - 1, &err), ERR_SYNTAX);
	assert_int_equal(look("2026-11-24").kind, DAY_WORKING);
	days_years(shipped, &first, &last);
	assert_int_equal(last, 2030);
	assert_int_equal(days_parse_table(&empty, "x", "", 0, &err), ERR_SYNTAX); /* no years at all */
	assert_null(empty);
	assert_int_equal(days_parse_table(&empty, "x", "years | 2020\0| 2021", 19, &err), ERR_SYNTAX);
	assert_int_equal(days_load(&empty, "/nowhere/holidays.conf", &err), ERR_NOT_FOUND);
	assert_null(empty);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dates_parse),
		cmocka_unit_test(test_day_numbers),
		cmocka_unit_test(test_written_forms),
		cmocka_unit_test(test_calendar_days),
		cmocka_unit_test(test_moving_holidays),
		cmocka_unit_test(test_fixed_holidays_and_collisions),
		cmocka_unit_test(test_ten_business_days),
		cmocka_unit_test(test_deadline_explains_itself),
		cmocka_unit_test(test_no_calendar_is_no_guess),
		cmocka_unit_test(test_extra_holidays),
		cmocka_unit_test(test_wrong_files_name_the_line),
		cmocka_unit_test(test_wrong_file_adds_nothing),
	};
	return cmocka_run_group_tests(tests, load_shipped, free_shipped);
}
