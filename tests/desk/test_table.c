/*
 * tests/desk/test_table: tables without a terminal: how columns share the room, which rows are asked for, what is chosen,
 * marked, looked for and meant, while rows come and go.
 */
#include "teslim/desk/table.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { MANY = 1000 };

struct number_row {
	int64_t id;
	char name[16];
};

/* A source of so many rows, of which a filter leaves the even ones; remembers what it was asked. */
static struct {
	int64_t rows;
	int asked, largest;
	char text[FIELD_TEXT];
} source;

static int
page(void *context, const struct table_query *query, void *rows, int max, int64_t *total)
{
	struct number_row *out = rows;
	int64_t step = query->filter == 1 ? 2 : 1;
	int count = 0;

	assert_ptr_equal(context, &source);
	source.asked++;
	source.largest = max > source.largest ? max : source.largest;
	copy_text(source.text, sizeof source.text, query->text);
	*total = source.rows / step;
	for (int64_t i = query->offset; i < *total && count < max; i++, count++) {
		out[count].id = i * step;
		snprintf(out[count].name, sizeof out[count].name, "row %lld", (long long)(i * step));
	}
	return count;
}

static void
cell(const void *row, int filter, int column, struct table_cell *out)
{
	(void)filter;
	(void)column;
	copy_text(out->text, sizeof out->text, ((const struct number_row *)row)->name);
}

static int64_t
id(const void *row)
{
	return ((const struct number_row *)row)->id;
}

static bool
is_named(const void *row, const char *text)
{
	return strcmp(((const struct number_row *)row)->name, text) == 0;
}

static const struct table_column columns[] = {
	{MSG_LIST_NAME, .cells = 10, .most = 20, .share = 1},
	{MSG_LIST_UNIT, .cells = 8, .most = TABLE_ANY, .share = 1, .priority = 2},
	{MSG_LIST_STATE, .cells = 6, .gap = 1, .priority = 1, .right = true},
	{MSG_QUEUE_TIME, .cells = 5},
};

/* clang-format off */
static const struct table_kind kind = {
	.columns = columns, .column_count = ARRAY_LENGTH(columns), .row_size = sizeof(struct number_row), .page = page, .cell = cell,
	.id = id, .is_named = is_named};
/* clang-format on */

static struct table table;

static int
begin(void **state)
{
	(void)state;
	memset(&source, 0, sizeof source);
	source.rows = MANY;
	table_init(&table, &kind, &source);
	table_fetch(&table, 10);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	table_clear(&table);
	return 0;
}

static enum table_answer
give(enum input_kind input)
{
	return table_input(&table, &(struct input){.kind = input});
}

static void
type(const char *text)
{
	for (; *text != '\0'; text++)
		table_input(&table, &(struct input){.kind = INPUT_LETTER, .code = (unsigned char)*text});
}

static void
check_place(const struct table_place *place, int column, int at, int cells)
{
	assert_int_equal(place->column, column);
	assert_int_equal(place->at, at);
	assert_int_equal(place->cells, cells);
}

static int
lay_out(int cells, struct table_place *places)
{
	int shown = table_lay_out(columns, ARRAY_LENGTH(columns), cells, places);
	const struct table_place *last = &places[shown - 1];

	assert_true(last->at + last->cells <= cells);
	return shown;
}

/* ---- columns */

static void
columns_have_what_they_need(void **state)
{
	struct table_place places[TABLE_COLUMNS_MAX];

	(void)state;
	assert_int_equal(lay_out(34, places), 4);
	check_place(&places[0], 0, 0, 10);
	check_place(&places[1], 1, 12, 8);
	check_place(&places[2], 2, 22, 6);
	check_place(&places[3], 3, 29, 5);
}

static void
spare_cells_are_shared_up_to_what_is_of_use(void **state)
{
	struct table_place places[TABLE_COLUMNS_MAX];

	(void)state;
	lay_out(40, places);
	assert_int_equal(places[0].cells, 13);
	assert_int_equal(places[1].cells, 11);
	lay_out(41, places); /* what does not divide goes to the first */
	assert_int_equal(places[0].cells, 14);
	assert_int_equal(places[1].cells, 11);
	lay_out(100, places);
	assert_int_equal(places[0].cells, 20);
	assert_int_equal(places[1].cells, 64);
	assert_int_equal(places[2].cells, 6);
	assert_int_equal(places[3].at + places[3].cells, 100);
}

static void
without_room_the_least_important_goes_first(void **state)
{
	struct table_place places[TABLE_COLUMNS_MAX];

	(void)state;
	assert_int_equal(lay_out(33, places), 3);
	check_place(&places[1], 2, 21, 6);
	assert_int_equal(lay_out(23, places), 2);
	check_place(&places[0], 0, 0, 16);
	check_place(&places[1], 3, 18, 5);
	assert_int_equal(lay_out(12, places), 2); /* none may go: the widest give way */
	check_place(&places[0], 0, 0, 5);
	check_place(&places[1], 3, 7, 5);
}

static void
any_room_is_filled_and_never_more(void **state)
{
	struct table_place places[TABLE_COLUMNS_MAX];

	(void)state;
	for (int cells = 8; cells < 300; cells++) {
		int shown = lay_out(cells, places);
		for (int i = 1; i < shown; i++)
			assert_true(places[i].at > places[i - 1].at + places[i - 1].cells);
	}
}

/* ---- rows */

static void
only_what_is_seen_is_asked_for(void **state)
{
	(void)state;
	assert_int_equal(source.asked, 1);
	assert_int_equal(source.largest, 10);
	for (int i = 0; i < 500; i++)
		give(INPUT_DOWN);
	assert_int_equal(source.largest, 10);
	assert_int_equal(id(table_chosen(&table)), 500);
	assert_int_equal(table.first, 491);
	assert_true(table_is_chosen(&table, 9));
}

static void
every_row_can_be_reached(void **state)
{
	(void)state;
	give(INPUT_END);
	assert_int_equal(id(table_chosen(&table)), MANY - 1);
	assert_int_equal(table.first, MANY - 10);
	give(INPUT_PAGE_UP);
	assert_int_equal(id(table_chosen(&table)), MANY - 11);
	give(INPUT_HOME);
	give(INPUT_UP);
	assert_int_equal(id(table_chosen(&table)), 0);
	give(INPUT_PAGE_DOWN);
	assert_int_equal(id(table_chosen(&table)), 10);
}

static void
rows_that_go_take_the_choice_with_them(void **state)
{
	(void)state;
	give(INPUT_END);
	source.rows = 5;
	table_fetch(&table, 10);
	assert_int_equal(id(table_chosen(&table)), 4);
	assert_int_equal(table.first, 0);
	assert_int_equal(table.fetched, 5);
	source.rows = 0;
	table_fetch(&table, 10);
	assert_null(table_chosen(&table));
	assert_null(table_row(&table, 0));
	assert_int_equal(give(INPUT_MARK), TABLE_IGNORED);
	source.rows = MANY;
	table_fetch(&table, 400); /* a window higher than any */
	assert_int_equal(table.fetched, TABLE_ROWS_MAX);
}

static void
a_larger_window_shows_more(void **state)
{
	(void)state;
	give(INPUT_END);
	table_fetch(&table, 30);
	assert_int_equal(table.first, MANY - 30);
	assert_int_equal(table.fetched, 30);
	assert_int_equal(id(table_chosen(&table)), MANY - 1);
	table_fetch(&table, 3);
	assert_int_equal(id(table_chosen(&table)), MANY - 1);
	assert_true(table_is_chosen(&table, 2));
}

static void
a_name_is_found_wherever_it_stands(void **state)
{
	(void)state;
	assert_true(table_choose_named(&table, "row 777"));
	assert_int_equal(id(table_chosen(&table)), 777);
	assert_true(table.fetched == 10);
	assert_false(table_choose_named(&table, "row 1000"));
	assert_int_equal(id(table_chosen(&table)), 777);
	assert_true(table_choose_named(&table, "row 0"));
	assert_int_equal(table.first, 0);
}

/* ---- looking */

static void
letters_are_looked_for_where_a_search_is_open(void **state)
{
	(void)state;
	assert_int_equal(table_input(&table, &(struct input){.kind = INPUT_LETTER, .code = 'x'}), TABLE_IGNORED);
	table.searches = true;
	give(INPUT_DOWN);
	type("row");
	assert_string_equal(source.text, "row");
	assert_int_equal(table.chosen, 0);
	give(INPUT_DOWN);
	give(INPUT_HOME); /* belongs to the text now */
	assert_int_equal(table.chosen, 1);
	assert_int_equal(table.search.cursor, 0);
	give(INPUT_DELETE);
	assert_string_equal(source.text, "ow");
}

static void
a_masked_number_is_looked_for_whole(void **state)
{
	(void)state;
	table.searches = true;
	table_look_for(&table, "*******0146", "10000000146");
	assert_string_equal(source.text, "10000000146");
	assert_string_equal(table.search.text, "*******0146");
	type("x"); /* it is not typed on */
	assert_string_equal(table.search.text, "x");
	assert_string_equal(source.text, "x");
	table_look_for(&table, "*******0146", "10000000146");
	give(INPUT_BACKSPACE);
	assert_string_equal(source.text, "");
}

static void
another_filter_begins_at_the_top(void **state)
{
	(void)state;
	give(INPUT_END);
	give(INPUT_MARK);
	table_filter(&table, 1);
	assert_int_equal(table.count, MANY / 2);
	assert_int_equal(id(table_chosen(&table)), 0);
	assert_int_equal(table.marked, 0);
	give(INPUT_DOWN);
	assert_int_equal(id(table_chosen(&table)), 2);
}

/* ---- marks */

static void
an_act_is_about_the_chosen_row_or_the_marked_ones(void **state)
{
	int64_t ids[4];

	(void)state;
	give(INPUT_DOWN);
	assert_int_equal(table_meant(&table, ids, 4), 1);
	assert_int_equal(ids[0], 1);
	give(INPUT_MARK); /* 1, and on to 2 */
	give(INPUT_DOWN);
	give(INPUT_MARK); /* 3 */
	assert_int_equal(table_meant(&table, ids, 4), 2);
	assert_int_equal(ids[0], 1);
	assert_int_equal(ids[1], 3);
	assert_true(table_is_marked(&table, table_row(&table, 1)));
	assert_false(table_is_marked(&table, table_row(&table, 2)));
	give(INPUT_UP);
	give(INPUT_MARK); /* 3 no more */
	assert_int_equal(table_meant(&table, ids, 4), 1);
	assert_int_equal(ids[0], 1);
	table_drop_marks(&table);
	assert_int_equal(table_meant(&table, ids, 4), 1);
	assert_int_equal(ids[0], 4);
}

static void
marks_stay_with_their_rows(void **state)
{
	int64_t first;

	(void)state;
	give(INPUT_MARK);
	give(INPUT_END);
	give(INPUT_HOME);
	assert_true(table_is_marked(&table, table_row(&table, 0)));
	assert_int_equal(table_meant(&table, &first, 1), 1);
	for (int i = 0; i < TABLE_MARKS_MAX + 4; i++)
		give(INPUT_DOWN);
	for (int i = 0; i < TABLE_MARKS_MAX - 1; i++)
		assert_int_equal(give(INPUT_MARK), TABLE_TAKEN);
	assert_int_equal(give(INPUT_MARK), TABLE_FULL);
	assert_int_equal(table.marked, TABLE_MARKS_MAX);
}

static void
rows_without_ids_are_not_marked(void **state)
{
	struct table_kind plain = kind;
	struct table other;
	int64_t ids[2];

	(void)state;
	plain.id = NULL;
	plain.is_named = NULL;
	table_init(&other, &plain, &source);
	table_fetch(&other, 5);
	assert_int_equal(table_input(&other, &(struct input){.kind = INPUT_MARK}), TABLE_IGNORED);
	assert_int_equal(table_meant(&other, ids, 2), 0);
	assert_false(table_is_marked(&other, table_row(&other, 0)));
	assert_false(table_choose_named(&other, "row 1"));
	table_clear(&other);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		TEST(columns_have_what_they_need),
		TEST(spare_cells_are_shared_up_to_what_is_of_use),
		TEST(without_room_the_least_important_goes_first),
		TEST(any_room_is_filled_and_never_more),
		TEST(only_what_is_seen_is_asked_for),
		TEST(every_row_can_be_reached),
		TEST(rows_that_go_take_the_choice_with_them),
		TEST(a_larger_window_shows_more),
		TEST(a_name_is_found_wherever_it_stands),
		TEST(letters_are_looked_for_where_a_search_is_open),
		TEST(a_masked_number_is_looked_for_whole),
		TEST(another_filter_begins_at_the_top),
		TEST(an_act_is_about_the_chosen_row_or_the_marked_ones),
		TEST(marks_stay_with_their_rows),
		TEST(rows_without_ids_are_not_marked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
