/*
 * tests/conf/test_data: the shipped data files (issuers, identity documents, holidays) are what the program has built in or what
 * the law says, and a line that is not understood is an error that names file and line.
 */
#include "teslim/cert.h"
#include "teslim/days.h"
#include "teslim/ident.h"
#include "teslim/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct err err;

static const char *
shipped(const char *name)
{
	static char path[300];
	const char *top = getenv("TOP");

	snprintf(path, sizeof path, "%s/conf/%s", top != NULL ? top : ".", name);
	return path;
}

static void
issuers_are_those_built_in(void **state)
{
	struct cert_issuers file = {0}, built = {0};

	(void)state;
	assert_int_equal(cert_load_issuers(&file, shipped("issuers.conf"), &err), OK);
	cert_default_issuers(&built);
	assert_int_equal(file.count, built.count);
	assert_int_equal(file.test_count, built.test_count);
	for (int i = 0; i < file.count; i++)
		assert_string_equal(file.prefixes[i], built.prefixes[i]);
	for (int i = 0; i < file.test_count; i++)
		assert_string_equal(file.test_policies[i], built.test_policies[i]);
	cert_clear_issuers(&file);
	cert_clear_issuers(&built);
}

static void
documents_are_those_built_in(void **state)
{
	struct ident_rules file, built;

	(void)state;
	assert_int_equal(ident_load_rules(&file, shipped("identity-documents.conf"), &err), OK);
	ident_default_rules(&built);
	assert_int_equal(file.count, built.count);
	for (int i = 0; i < file.count; i++) {
		assert_int_equal(file.list[i].kind, built.list[i].kind);
		assert_string_equal(file.list[i].from, built.list[i].from);
		assert_string_equal(file.list[i].until, built.list[i].until);
		assert_string_equal(file.list[i].pattern, built.list[i].pattern);
		assert_int_equal(file.list[i].warn_only, built.list[i].warn_only);
		assert_int_equal(file.list[i].needs_expiry, built.list[i].needs_expiry);
	}
	for (int kind = IDENTITY_CARD; kind < IDENTITY_KIND_COUNT; kind++)
		assert_non_null(ident_find_rule(&file, (enum identity_kind)kind, "2026-11-23"));
}

static void
holidays_cover_their_years(void **state)
{
	struct days_calendar *calendar = NULL;
	struct day day;
	int first, last;

	(void)state;
	assert_int_equal(days_load(&calendar, shipped("holidays.conf"), &err), OK);
	days_years(calendar, &first, &last);
	assert_int_equal(first, 2012);
	assert_int_equal(last, 2030);
	assert_int_equal(days_look(&day, calendar, (struct date){2026, 10, 29}, &err), OK);
	assert_int_equal(day.kind, DAY_HOLIDAY);
	assert_int_equal(days_look(&day, calendar, (struct date){2031, 1, 2}, &err), ERR_RANGE);
	days_free(&calendar);
}

/* ---- errors */

enum file_kind { ISSUERS, DOCUMENTS, HOLIDAYS };

static enum code
load(enum file_kind kind, const char *path)
{
	struct cert_issuers issuers = {0};
	struct ident_rules rules;
	struct days_calendar *calendar = NULL;
	enum code code = OK;

	err = (struct err){0};
	switch (kind) {
	case ISSUERS:
		code = cert_load_issuers(&issuers, path, &err);
		cert_clear_issuers(&issuers);
		break;
	case DOCUMENTS:
		code = ident_load_rules(&rules, path, &err);
		break;
	case HOLIDAYS:
		code = days_load(&calendar, path, &err);
		days_free(&calendar);
		break;
	}
	return code;
}

static void
wrong_line_is_named(void **state)
{
	static const struct {
		enum file_kind kind;
		const char *text;
		int line;
	} mistakes[] = {
		{ISSUERS, "# words\nissuer\n", 2},
		{ISSUERS, "issuer Bir\nyayinci Iki\n", 2},
		{ISSUERS, "issuer A\n\ntest-policy 1.2.x\n", 3},
		{ISSUERS, "issuer \xDE\n", 1},
		{DOCUMENTS, "identity-card | - | - | refuse | expiry | L99L99999\nlibrary-card | - | - | refuse | - | -\n", 2},
		{DOCUMENTS, "passport | - | - | maybe | expiry | -\n", 1},
		{DOCUMENTS, "passport | 2026-02-30 | - | warn | expiry | -\n", 1},
		{DOCUMENTS, "passport | - | - | warn | sometimes | -\n", 1},
		{DOCUMENTS, "passport | - | - | warn | expiry | A1\n", 1},
		{DOCUMENTS, "\n\npassport\n", 3},
		{HOLIDAYS, "years | 2026 | 2027\nevery | 13-01 | full | | x | x\n", 2},
		{HOLIDAYS, "years | 2026 | 2027\ndates | 2026-01-02 | 2026-01-01 | full | x | x\n", 2},
		{HOLIDAYS, "years | 2026 | 2027\n\nevery | 01-01 | whole | | x | x\n", 3},
		{HOLIDAYS, "years | 2027 | 2026\n", 1},
		{HOLIDAYS, "feast | 2026\n", 1},
	};
	char path[] = "/tmp/teslim-data-XXXXXX";
	int out = mkstemp(path);

	(void)state;
	assert_true(out >= 0);
	for (size_t i = 0; i < ARRAY_LENGTH(mistakes); i++) {
		char place[64], sentence[512];
		assert_int_equal(ftruncate(out, 0), 0);
		assert_int_equal(pwrite(out, mistakes[i].text, strlen(mistakes[i].text), 0), (ssize_t)strlen(mistakes[i].text));
		assert_int_equal(load(mistakes[i].kind, path), ERR_SYNTAX);
		message_err(sentence, sizeof sentence, &err);
		snprintf(place, sizeof place, "%s:%d", path, mistakes[i].line);
		if (strstr(sentence, place) == NULL)
			fail_msg("mistake %zu: %s", i, sentence);
	}
	close(out);
	unlink(path);
}

/* What some editors begin UTF-8 with, and a comment behind a value, are no fault in any of the files. */
static void
byte_order_mark_and_comments_are_passed_over(void **state)
{
	static const struct {
		enum file_kind kind;
		const char *text;
	} files[] = {
		{ISSUERS, "\xEF\xBB\xBFissuer Bir # one\r\n\t# none\n"},
		{DOCUMENTS, "\xEF\xBB\xBFpassport | - | - | refuse | expiry | - # one\r\n\t# none\n"},
		{HOLIDAYS, "\xEF\xBB\xBFyears | 2026 | 2027 # one\r\n\t# none\n"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(files); i++) {
		char path[] = "/tmp/teslim-data-XXXXXX";
		int out = mkstemp(path);
		assert_true(out >= 0);
		assert_int_equal(write(out, files[i].text, strlen(files[i].text)), (ssize_t)strlen(files[i].text));
		assert_int_equal(load(files[i].kind, path), OK);
		assert_int_equal(pwrite(out, "", 1, 3), 1);
		assert_int_equal(load(files[i].kind, path), ERR_SYNTAX);
		close(out);
		unlink(path);
	}
}

static void
missing_file_is_named(void **state)
{
	(void)state;
	for (int kind = ISSUERS; kind <= HOLIDAYS; kind++) {
		char sentence[512];
		assert_int_equal(load((enum file_kind)kind, "/nonexistent/x.conf"), ERR_NOT_FOUND);
		message_err(sentence, sizeof sentence, &err);
		assert_non_null(strstr(sentence, "/nonexistent/x.conf"));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(issuers_are_those_built_in),
		cmocka_unit_test(documents_are_those_built_in),
		cmocka_unit_test(holidays_cover_their_years),
		cmocka_unit_test(wrong_line_is_named),
		cmocka_unit_test(byte_order_mark_and_comments_are_passed_over),
		cmocka_unit_test(missing_file_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
