/*
 * tests/desk/test_page: pages without a terminal: facts that are not known leave no line, long ones are broken, every line is
 * reached by scrolling, and a link is chosen only while it is seen.
 */
#include "teslim/desk/page.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct page page;

static int
begin(void **state)
{
	(void)state;
	page = (struct page){0};
	page_begin(&page);
	return 0;
}

static bool
give(enum input_kind kind)
{
	return page_input(&page, &(struct input){.kind = kind});
}

/* What is seen: "row label|text" for each line. */
static const char *
seen(void)
{
	static char out[4096];
	struct page_line line = {0};
	size_t used = 0;

	out[0] = '\0';
	while (page_next_line(&page, &line))
		used += (size_t)snprintf(out + used, sizeof out - used, "%d%s%.*s\n", line.row, line.begins ? ":" : "-",
			(int)line.length, line.text);
	return out;
}

static void
link_to(int id)
{
	char text[32];

	snprintf(text, sizeof text, "link %d", id);
	page_fact_link(&page, MSG_DETAIL_CARD, text, (struct page_link){1, id});
}

static void
what_is_not_known_leaves_no_line(void **state)
{
	(void)state;
	page_section(&page); /* the first section has no gap */
	page_fact(&page, MSG_LIST_NAME, PAGE_STRONG, "Işıl");
	page_fact(&page, MSG_LIST_UNIT, PAGE_PLAIN, "");
	page_section(&page);
	page_fact(&page, MSG_DETAIL_NOTE, PAGE_PLAIN, "");
	page_fact(&page, MSG_DETAIL_CARD, PAGE_PLAIN, "0123");
	page_section(&page);
	page_event(&page, 1, PAGE_PLAIN, "geldi", (struct page_link){0});
	page_section(&page);
	page_fit(&page, 40, 20);
	assert_string_equal(seen(), "0:Işıl\n2:0123\n4:geldi\n");
	assert_int_equal(page.lines, 5);
	assert_int_equal(page_chosen(&page).to, 0);
}

static void
long_facts_are_broken_at_blanks(void **state)
{
	(void)state;
	page_fact(&page, MSG_LIST_UNIT, PAGE_PLAIN, "Göğüs Hastalıkları Hastanesi");
	page_fact(&page, MSG_LIST_UNIT, PAGE_PLAIN, "0123456789012345");
	page_fit(&page, 12, 20);
	assert_string_equal(seen(), "0:Göğüs\n1-Hastalıkları\n2-Hastanesi\n3:012345678901\n4-2345\n");
	page_fit(&page, 80, 20);
	assert_string_equal(seen(), "0:Göğüs Hastalıkları Hastanesi\n1:0123456789012345\n");
}

static void
every_line_is_reached(void **state)
{
	char text[16];

	(void)state;
	for (int i = 0; i < 10; i++) {
		snprintf(text, sizeof text, "line %d", i);
		page_fact(&page, MSG_DETAIL_NOTE, PAGE_PLAIN, text);
	}
	page_fit(&page, 40, 3);
	assert_string_equal(seen(), "0:line 0\n1:line 1\n2:line 2\n");
	give(INPUT_DOWN);
	assert_string_equal(seen(), "0:line 1\n1:line 2\n2:line 3\n");
	give(INPUT_PAGE_DOWN);
	assert_string_equal(seen(), "0:line 4\n1:line 5\n2:line 6\n");
	give(INPUT_END);
	give(INPUT_DOWN);
	assert_string_equal(seen(), "0:line 7\n1:line 8\n2:line 9\n");
	give(INPUT_PAGE_UP);
	give(INPUT_UP);
	assert_string_equal(seen(), "0:line 3\n1:line 4\n2:line 5\n");
	page_fit(&page, 40, 30); /* a larger window shows all */
	assert_int_equal(page.first, 0);
	assert_false(give(INPUT_ENTER));
	assert_false(give(INPUT_LETTER));
}

static void
links_are_chosen_one_after_the_other(void **state)
{
	(void)state;
	page_fact(&page, MSG_LIST_NAME, PAGE_PLAIN, "name");
	link_to(7);
	page_fact(&page, MSG_LIST_UNIT, PAGE_PLAIN, "unit");
	link_to(8);
	page_fit(&page, 40, 20);
	assert_int_equal(page_chosen(&page).id, 7);
	give(INPUT_DOWN);
	assert_int_equal(page_chosen(&page).id, 8);
	give(INPUT_DOWN);
	assert_int_equal(page_chosen(&page).id, 8);
	page_begin(&page); /* filled anew: what was chosen stays */
	page_fact(&page, MSG_LIST_NAME, PAGE_PLAIN, "name");
	link_to(7);
	page_fact(&page, MSG_LIST_UNIT, PAGE_PLAIN, "unit");
	link_to(8);
	page_fit(&page, 40, 20);
	assert_int_equal(page_chosen(&page).id, 8);
	give(INPUT_UP);
	assert_int_equal(page_chosen(&page).id, 7);
}

static void
a_chosen_link_is_one_that_is_seen(void **state)
{
	(void)state;
	link_to(1);
	for (int i = 0; i < 8; i++)
		page_fact(&page, MSG_DETAIL_NOTE, PAGE_PLAIN, "between");
	link_to(2);
	page_fit(&page, 40, 4);
	for (int i = 0; i < 5; i++) {
		give(INPUT_DOWN);
		assert_int_equal(page_chosen(&page).id, 1);
	}
	give(INPUT_DOWN);
	assert_int_equal(page.first, 6);
	assert_int_equal(page_chosen(&page).id, 2);
	give(INPUT_HOME);
	assert_int_equal(page_chosen(&page).id, 1);
	give(INPUT_END);
	assert_int_equal(page_chosen(&page).id, 2);
}

static void
more_than_fits_is_left_out(void **state)
{
	(void)state;
	for (int i = 0; i < PAGE_ITEMS_MAX + 10; i++)
		page_fact(&page, MSG_DETAIL_NOTE, PAGE_PLAIN, "x");
	page_fit(&page, 40, 10);
	assert_int_equal(page.count, PAGE_ITEMS_MAX);
	assert_int_equal(page.lines, PAGE_ITEMS_MAX);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, begin)
	const struct CMUnitTest tests[] = {
		TEST(what_is_not_known_leaves_no_line),
		TEST(long_facts_are_broken_at_blanks),
		TEST(every_line_is_reached),
		TEST(links_are_chosen_one_after_the_other),
		TEST(a_chosen_link_is_one_that_is_seen),
		TEST(more_than_fits_is_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
