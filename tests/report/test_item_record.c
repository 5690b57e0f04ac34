/*
 * Tests of the room `report`: the papers of readers without a card and of what goes back to the centre, whole pages against
 * golden files in both languages. `UPDATE=1` writes them anew: look at every changed page before it is committed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/fixture.h"

static char *
page_of(const struct item_record *record, enum language language, int print)
{
	struct report_settings settings = fixture_settings();
	const struct report_text_options options = {.columns = 80};
	struct report_document document;
	struct str text = {0}, page = {0};
	struct err err = {0};

	settings.language = language;
	settings.print = print;
	report_item_record(&text, record, &settings);
	if (report_read(&document, str_text(&text), text.length, &err) != OK)
		fail_msg("%s", err.detail);
	report_text_page(&page, &document, &options);
	report_clear(&document);
	str_clear(&text);
	return str_take(&page);
}

static void
is_golden(const char *name, const struct item_record *record)
{
	static const char *const languages[] = {[LANGUAGE_TURKISH] = "tr", [LANGUAGE_ENGLISH] = "en"};

	for (int language = LANGUAGE_TURKISH; language <= LANGUAGE_ENGLISH; language++) {
		char path[256], *page = page_of(record, (enum language)language, 1), *kept = NULL;
		size_t length = 0;
		struct err err = {0};

		snprintf(path, sizeof path, "%s/tests/report/golden/%s-%s.txt", getenv("TOP") != NULL ? getenv("TOP") : ".", name,
			languages[language]);
		if (getenv("UPDATE") != NULL && file_write(path, page, strlen(page), 0644, &err) != OK)
			fail_msg("%s: %s", path, err.detail);
		if (file_read(path, 1 << 20, &kept, &length, &err) != OK)
			fail_msg("%s: %s", path, err.detail);
		if (length != strlen(page) || memcmp(kept, page, length) != 0)
			fail_msg("%s is another page now:\n%s", path, page);
		mem_free(kept);
		mem_free(page);
	}
}

static void
an_exchange(void **state)
{
	struct record_row rows[2];
	struct item_record record = fixture_reader(rows, false);

	(void)state;
	is_golden("reader-exchange", &record);
	record.act = RECORD_GIVE;
	record.row_count = 1;
	record.note[0] = '\0';
	is_golden("reader-give", &record);
}

static void
a_loss(void **state)
{
	struct record_row rows[2];
	struct item_record record = fixture_reader(rows, true);

	(void)state;
	is_golden("reader-lost", &record);
}

static void
a_dispatch(void **state)
{
	struct record_row rows[3];
	struct item_record record = fixture_dispatch(rows);

	(void)state;
	is_golden("dispatch", &record);
}

/* The number is masked, and a second printing says that it is one. */
static void
masked_and_counted(void **state)
{
	struct record_row rows[2];
	struct item_record record = fixture_reader(rows, false);
	char *page = page_of(&record, LANGUAGE_TURKISH, 2);

	(void)state;
	assert_null(strstr(page, "10000000146"));
	assert_non_null(strstr(page, "*******0146"));
	assert_non_null(strstr(page, "2. baskı"));
	mem_free(page);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(an_exchange), cmocka_unit_test(a_loss), cmocka_unit_test(a_dispatch),
		cmocka_unit_test(masked_and_counted)};

	clock_set_offset(180);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
