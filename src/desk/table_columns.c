/*
 * desk/table_columns: how wide the columns of a table are in the room that there is. Knows no rows.
 */
#include "teslim/desk/table.h"

static int
gap_of(const struct table_column *column)
{
	return column->gap > 0 ? column->gap : TABLE_GAP;
}

static int
most_of(const struct table_column *column)
{
	return column->most > column->cells ? column->most : column->cells;
}

/* Cells of the columns that are shown, with the gaps between them. */
static int
whole_width(const struct table_column *columns, const struct table_place *places, int shown)
{
	int width = 0;

	for (int i = 0; i < shown; i++)
		width += places[i].cells + (i + 1 < shown ? gap_of(&columns[places[i].column]) : 0);
	return width;
}

/* The place of the least important column; -1: none may be left out. */
static int
least_important(const struct table_column *columns, const struct table_place *places, int shown)
{
	int least = -1;

	for (int i = 0; i < shown; i++)
		if (columns[places[i].column].priority > (least < 0 ? 0 : columns[places[least].column].priority))
			least = i;
	return least;
}

static int
leave_out(const struct table_column *columns, struct table_place *places, int shown, int cells)
{
	int least;

	while (whole_width(columns, places, shown) > cells && (least = least_important(columns, places, shown)) >= 0) {
		for (int i = least; i + 1 < shown; i++)
			places[i] = places[i + 1];
		shown--;
	}
	return shown;
}

/* Nothing may be left out any more and it is still too wide: the widest give way, cell by cell. */
static void
narrow(const struct table_column *columns, struct table_place *places, int shown, int cells)
{
	while (whole_width(columns, places, shown) > cells) {
		int widest = 0;
		for (int i = 1; i < shown; i++)
			if (places[i].cells > places[widest].cells)
				widest = i;
		if (places[widest].cells <= 1)
			return;
		places[widest].cells--;
	}
}

static int
shares_of(const struct table_column *columns, const struct table_place *places, int shown)
{
	int shares = 0;

	for (int i = 0; i < shown; i++)
		if (places[i].cells < most_of(&columns[places[i].column]))
			shares += columns[places[i].column].share;
	return shares;
}

/* One round: to each its part of what is left over, up to what it can use; what does not divide goes to the first ones. */
static void
deal(const struct table_column *columns, struct table_place *places, int shown, int shares, int *left)
{
	int part = *left / shares;

	for (int i = 0; i < shown && *left > 0; i++) {
		const struct table_column *column = &columns[places[i].column];
		int room = most_of(column) - places[i].cells;
		int more = (part > 0 ? part : 1) * column->share;
		if (column->share == 0 || room <= 0)
			continue;
		if (more > room)
			more = room;
		if (more > *left)
			more = *left;
		places[i].cells += more;
		*left -= more;
	}
}

int
table_lay_out(const struct table_column *columns, int count, int cells, struct table_place places[TABLE_COLUMNS_MAX])
{
	int shown = count < TABLE_COLUMNS_MAX ? count : TABLE_COLUMNS_MAX;
	int left, shares;
	int at = 0;

	for (int i = 0; i < shown; i++)
		places[i] = (struct table_place){.column = i, .cells = columns[i].cells};
	shown = leave_out(columns, places, shown, cells);
	narrow(columns, places, shown, cells);
	left = cells - whole_width(columns, places, shown);
	while (left > 0 && (shares = shares_of(columns, places, shown)) > 0)
		deal(columns, places, shown, shares, &left);
	for (int i = 0; i < shown; i++) {
		places[i].at = at;
		at += places[i].cells + gap_of(&columns[places[i].column]);
	}
	return shown;
}
