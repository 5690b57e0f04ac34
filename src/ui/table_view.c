/*
 * ui/table_view: see table_view.h. The chosen row stands in reverse and has the cursor or the search above it; a marked one has
 * a sign before it: neither is told by colour.
 */
#include "table_view.h"

#include <string.h>

enum { LEFT = 2, SEARCH_CELLS = 36 };

/* ------------------------------------------------------------------ pieces */

static int
lay_out(const struct table_kind *kind, struct table_place *places)
{
	return table_lay_out(kind->columns, kind->column_count, body_width(), places);
}

void
table_draw_head(const struct table_kind *kind, int row)
{
	struct table_place places[TABLE_COLUMNS_MAX];
	int shown = lay_out(kind, places);

	for (int i = 0; i < shown; i++) {
		const struct table_column *column = &kind->columns[places[i].column];
		int at = LEFT + places[i].at;
		if (column->right)
			draw_text_right(row, at + places[i].cells - 1, STYLE_LABEL, message_text(column->label));
		else
			draw_text(row, at, -1, STYLE_LABEL, message_text(column->label));
	}
}

static enum style
look_style(enum table_look look)
{
	switch (look) {
	case TABLE_PLAIN:
		return STYLE_TEXT;
	case TABLE_QUIET:
		return STYLE_DIM;
	case TABLE_STRONG:
		return STYLE_TITLE;
	case TABLE_WARNING:
		return STYLE_WARNING;
	}
	return STYLE_TEXT;
}

static void
draw_cell(const struct table_column *column, const struct table_place *place, int row, enum style style, const char *text)
{
	int at = LEFT + place->at;
	int width = text_width(text);

	if (column->right && width < place->cells)
		at += place->cells - width;
	draw_text(row, at, place->cells, style, text);
}

void
table_draw_row(const struct table_kind *kind, const void *item, int filter, int row, bool chosen, bool marked)
{
	struct table_place places[TABLE_COLUMNS_MAX];
	struct table_cell cell;
	int shown = lay_out(kind, places);

	if (chosen)
		term_blank(row, 1, term_columns() - 2, STYLE_SELECTED);
	if (marked)
		draw_text(row, 1, 1, chosen ? STYLE_SELECTED : STYLE_KEY, "*");
	for (int i = 0; i < shown; i++) {
		cell = (struct table_cell){0};
		kind->cell(item, filter, places[i].column, &cell);
		draw_cell(&kind->columns[places[i].column], &places[i], row, chosen ? STYLE_SELECTED : look_style(cell.look),
			cell.text);
	}
}

void
table_draw_rows(const struct table *table, int row, int height, bool focus)
{
	if (focus)
		term_cursor(row, LEFT);
	for (int i = 0; i < table->fetched && i < height; i++) {
		const void *item = table_row(table, i);
		bool chosen = table_is_chosen(table, i);
		table_draw_row(table->kind, item, table->filter, row + i, chosen, table_is_marked(table, item));
		if (chosen && focus)
			term_cursor(row + i, LEFT);
	}
}

/* ------------------------------------------------------------------ screens that are one table */

static int
head_row(const struct table_screen *view)
{
	return view->search_label != MSG_NONE ? BODY_TOP + 2 : BODY_TOP;
}

static int
rows_seen(const struct table_screen *view)
{
	return body_bottom() - head_row(view) - view->below;
}

void
table_screen_init(struct screen *screen, const struct table_kind *kind, enum message search_label, int below)
{
	struct table_screen *view = (struct table_screen *)screen;

	table_init(&view->table, kind, screen->ui);
	view->table.searches = search_label != MSG_NONE;
	view->search_label = search_label;
	view->below = below;
	view->moved = screen->ui->moved;
}

void
table_screen_refresh(struct screen *screen)
{
	struct table_screen *view = (struct table_screen *)screen;

	if (view->moved != screen->ui->moved) { /* the next act is not about them as well */
		table_drop_marks(&view->table);
		view->moved = screen->ui->moved;
	}
	table_fetch(&view->table, rows_seen(view));
}

void
table_screen_draw(struct screen *screen)
{
	const struct table_screen *view = (const struct table_screen *)screen;
	const struct table *table = &view->table;
	const char *label = message_text(view->search_label);

	table_draw_head(table->kind, head_row(view));
	table_draw_rows(table, head_row(view) + 1, rows_seen(view), true);
	if (table->searches || table->count > table->fetched)
		draw_position(table->searches ? BODY_TOP : BODY_TOP - 1, table->fetched_first + 1,
			table->fetched_first + table->fetched, table->count);
	if (!table->searches)
		return;
	draw_text(BODY_TOP, LEFT, -1, STYLE_LABEL, label);
	edit_draw(&table->search, BODY_TOP, LEFT + text_width(label) + 2, SEARCH_CELLS, true);
}

static bool
is_text(enum input_kind kind)
{
	return kind == INPUT_LETTER || kind == INPUT_PASTE || kind == INPUT_BACKSPACE || kind == INPUT_DELETE ||
		kind == INPUT_CLEAR;
}

/* A blank marks where no text is being typed. */
static bool
is_mark(const struct table *table, const struct press *press)
{
	return press->kind == PRESS_CHAR && press->code == ' ' && table->kind->id != NULL && table->search.text[0] == '\0';
}

bool
table_screen_press(struct screen *screen, const struct press *press)
{
	struct table_screen *view = (struct table_screen *)screen;
	struct input input = input_of(press);
	enum table_answer answer;

	if (is_mark(&view->table, press))
		input.kind = INPUT_MARK;
	answer = table_input(&view->table, &input);
	if (answer == TABLE_FULL)
		ui_notice(screen->ui, VERDICT_WARN, tell(TABLE_MARKS_FULL));
	if (answer == TABLE_TAKEN && is_text(input.kind))
		view->scanned = false;
	return answer != TABLE_IGNORED;
}

bool
table_screen_typing(struct screen *screen)
{
	return ((struct table_screen *)screen)->table.searches;
}

void
table_screen_close(struct screen *screen)
{
	table_clear(&((struct table_screen *)screen)->table);
}

void
table_screen_look_for(struct table_screen *view, const char *shown, const char *hidden)
{
	view->scanned = true;
	table_look_for(&view->table, shown, hidden);
}
