/*
 * ui/table_view: the picture of a table (desk/table) and, for screens that are one table, what they all do with it: search,
 * move, mark, keep up to date.
 */
#ifndef UI_TABLE_VIEW_H
#define UI_TABLE_VIEW_H

#include "screen.h"

#include "teslim/desk/table.h"

/* A screen that is one table begins with this. */
struct table_screen {
	struct screen screen;
	struct table table;
	enum message search_label; /* beside the search; MSG_NONE: nothing is searched for, letters are keys */
	int below;                 /* rows that stay free below the rows */
	unsigned moved;            /* of the screens, when the marks were set */
	bool scanned;              /* what stands in the search came from a scanner and makes room for the next one */
};

/* To be called when the screen opens. The source of the table is the screen's ui. */
void table_screen_init(struct screen *screen, const struct table_kind *kind, enum message search_label, int below);
/* For the screen's table of functions. */
void table_screen_draw(struct screen *screen);
void table_screen_refresh(struct screen *screen);
bool table_screen_press(struct screen *screen, const struct press *press);
bool table_screen_typing(struct screen *screen);
void table_screen_close(struct screen *screen);
/* Looks for what a scanner brought; shown: what stands in the search, when it is not that itself. */
void table_screen_look_for(struct table_screen *view, const char *shown, const char *hidden);

/* The pieces: the line of labels, and one row. */
void table_draw_head(const struct table_kind *kind, int row);
/* The rows of a table that stands at that place of a screen; focus: the cursor is on the chosen one. */
void table_draw_rows(const struct table *table, int row, int height, bool focus);
void table_draw_row(const struct table_kind *kind, const void *item, int filter, int row, bool chosen, bool marked);

/* Columns of people, wherever some are listed (people.c). */
enum { PEOPLE_NAME, PEOPLE_NATIONAL_ID, PEOPLE_UNIT, PEOPLE_STATE, PEOPLE_COLUMNS };
extern const struct table_column people_columns[PEOPLE_COLUMNS];
/* One person's cell. */
void people_cell(int column, const char *name, const char *national_id, const char *unit, enum application_state state,
	struct table_cell *out);

#endif
