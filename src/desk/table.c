/*
 * desk/table: what is chosen, looked for and marked in a table, and which of its rows are asked for. Columns are laid out in
 * table_columns.c.
 */
#include "teslim/desk/table.h"

#include <string.h>

void
table_init(struct table *table, const struct table_kind *kind, void *source)
{
	*table = (struct table){.kind = kind, .source = source, .height = 1};
	table->rows = mem_alloc(kind->row_size * TABLE_ROWS_MAX);
}

void
table_clear(struct table *table)
{
	mem_free(table->rows);
	*table = (struct table){0};
}

/* ---- rows */

/* Keeps chosen and first in range. */
static void
fit(struct table *table)
{
	if (table->chosen >= table->count)
		table->chosen = table->count - 1;
	if (table->chosen < 0)
		table->chosen = 0;
	if (table->first > table->chosen)
		table->first = table->chosen;
	if (table->first < table->chosen - table->height + 1)
		table->first = table->chosen - table->height + 1;
	if (table->first > table->count - table->height)
		table->first = table->count - table->height;
	if (table->first < 0)
		table->first = 0;
}

static int
ask(struct table *table, int64_t offset, int max)
{
	const struct table_query query = {
		.text = table->hidden[0] != '\0' ? table->hidden : table->search.text, .filter = table->filter, .offset = offset};

	return table->kind->page(table->source, &query, table->rows, max, &table->count);
}

/* Twice when the table has become shorter than what was to be seen of it. */
static void
fetch(struct table *table)
{
	for (int turn = 0; turn < 2; turn++) {
		table->fetched_first = table->first;
		table->fetched = ask(table, table->first, table->height);
		fit(table);
		if (table->first == table->fetched_first)
			return;
	}
}

void
table_fetch(struct table *table, int height)
{
	table->height = height < 1 ? 1 : height > TABLE_ROWS_MAX ? TABLE_ROWS_MAX : height;
	fit(table);
	fetch(table);
}

static void
begin_anew(struct table *table)
{
	table->chosen = 0;
	table->first = 0;
	table_drop_marks(table);
	fetch(table);
}

const void *
table_row(const struct table *table, int index)
{
	if (index < 0 || index >= table->fetched)
		return NULL;
	return (const char *)table->rows + (size_t)index * table->kind->row_size;
}

const void *
table_chosen(const struct table *table)
{
	int64_t index = table->chosen - table->fetched_first;

	return index >= 0 && index < table->fetched ? table_row(table, (int)index) : NULL;
}

bool
table_is_chosen(const struct table *table, int index)
{
	return table->fetched_first + index == table->chosen;
}

bool
table_choose_named(struct table *table, const char *name)
{
	if (table->kind->is_named == NULL)
		return false;
	for (int64_t at = 0;;) {
		int found = ask(table, at, TABLE_ROWS_MAX);
		for (int i = 0; i < found; i++) {
			if (!table->kind->is_named((const char *)table->rows + (size_t)i * table->kind->row_size, name))
				continue;
			table->chosen = at + i;
			fit(table);
			fetch(table);
			return true;
		}
		at += found;
		if (found < TABLE_ROWS_MAX)
			break;
	}
	fetch(table);
	return false;
}

/* ---- looking */

void
table_filter(struct table *table, int filter)
{
	table->filter = filter;
	begin_anew(table);
}

void
table_look_for(struct table *table, const char *shown, const char *hidden)
{
	edit_set(&table->search, shown);
	copy_text(table->hidden, sizeof table->hidden, hidden);
	begin_anew(table);
}

static bool
move_choice(struct table *table, enum input_kind kind)
{
	if (kind == INPUT_UP)
		table->chosen--;
	else if (kind == INPUT_DOWN)
		table->chosen++;
	else if (kind == INPUT_PAGE_UP)
		table->chosen -= table->height;
	else if (kind == INPUT_PAGE_DOWN)
		table->chosen += table->height;
	else if (kind == INPUT_HOME && !table->searches)
		table->chosen = 0;
	else if (kind == INPUT_END && !table->searches)
		table->chosen = table->count - 1;
	else
		return false;
	fit(table);
	fetch(table);
	return true;
}

static enum table_answer
search(struct table *table, const struct input *input)
{
	bool masked = table->hidden[0] != '\0' &&
		(input->kind == INPUT_LETTER || input->kind == INPUT_PASTE || input->kind == INPUT_BACKSPACE);
	bool changed;

	if (masked) { /* a masked number is not typed on */
		edit_set(&table->search, "");
		table->hidden[0] = '\0';
	}
	if (!edit_input(&table->search, input, &changed))
		return TABLE_IGNORED;
	if (changed || masked)
		begin_anew(table);
	return TABLE_TAKEN;
}

/* ---- marks */

static int
find_mark(const struct table *table, int64_t id)
{
	for (int i = 0; i < table->marked; i++)
		if (table->marks[i] == id)
			return i;
	return -1;
}

bool
table_is_marked(const struct table *table, const void *row)
{
	return table->kind->id != NULL && find_mark(table, table->kind->id(row)) >= 0;
}

void
table_drop_marks(struct table *table)
{
	table->marked = 0;
}

/* Marks the chosen row, or takes its mark away, and goes on to the next. */
static enum table_answer
mark(struct table *table)
{
	const void *row = table_chosen(table);
	int at;

	if (table->kind->id == NULL || row == NULL)
		return TABLE_IGNORED;
	at = find_mark(table, table->kind->id(row));
	if (at >= 0)
		table->marks[at] = table->marks[--table->marked];
	else if (table->marked == TABLE_MARKS_MAX)
		return TABLE_FULL;
	else
		table->marks[table->marked++] = table->kind->id(row);
	(void)move_choice(table, INPUT_DOWN);
	return TABLE_TAKEN;
}

int
table_meant(const struct table *table, int64_t *ids, int max)
{
	const void *row = table_chosen(table);
	int count = 0;

	if (table->kind->id == NULL)
		return 0;
	for (; count < table->marked && count < max; count++)
		ids[count] = table->marks[count];
	if (table->marked == 0 && row != NULL && max > 0)
		ids[count++] = table->kind->id(row);
	return count;
}

enum table_answer
table_input(struct table *table, const struct input *input)
{
	if (move_choice(table, input->kind))
		return TABLE_TAKEN;
	if (input->kind == INPUT_MARK)
		return mark(table);
	return table->searches ? search(table, input) : TABLE_IGNORED;
}
