/*
 * desk/table: a table of rows as data: its columns, where its rows come from, what is chosen, looked for and marked. Only the
 * rows that are seen are ever asked for. Pure: the source is called, never known; ui/table_view.c draws it.
 */
#ifndef TESLIM_DESK_TABLE_H
#define TESLIM_DESK_TABLE_H

#include "teslim/desk/edit.h"
#include "teslim/message.h"

enum { TABLE_COLUMNS_MAX = 12, TABLE_ROWS_MAX = 128, TABLE_MARKS_MAX = 256, TABLE_GAP = 2, TABLE_CELL_TEXT = 512, TABLE_ANY = 1000 };

struct table_column {
	enum message label;
	int cells;       /* what it needs */
	int most;        /* what it can use, TABLE_ANY: all there is; 0: no more than it needs */
	int share;       /* of the cells that are left over, beside the shares of the others; 0: none */
	int gap;         /* blank cells behind it; 0: TABLE_GAP */
	int priority;    /* without room the column with the highest is left out first; 0: never */
	bool right;      /* ends where the column ends: numbers */
};

/* Where a column stands. */
struct table_place {
	int column;      /* index */
	int at, cells;
};

enum table_look { TABLE_PLAIN, TABLE_QUIET, TABLE_STRONG, TABLE_WARNING };

struct table_cell {
	enum table_look look;
	char text[TABLE_CELL_TEXT];
};

struct table_query {
	const char *text; /* as typed; "" all */
	int filter;       /* what it means is the source's */
	int64_t offset;   /* rows passed over */
};

struct table_kind {
	const struct table_column *columns;
	int column_count;
	size_t row_size;
	/* Fills at most max rows, returns how many; *total: how many there are in all. */
	int (*page)(void *source, const struct table_query *query, void *rows, int max, int64_t *total);
	void (*cell)(const void *row, int filter, int column, struct table_cell *out);
	/* What a row is marked by; NULL: rows of this table are not marked. */
	int64_t (*id)(const void *row);
	/* Whether it is the row that a scanned or typed text names; may be NULL. */
	bool (*is_named)(const void *row, const char *text);
};

struct table {
	const struct table_kind *kind;
	void *source;
	int filter;
	bool searches;           /* letters are looked for: an edit line is open */
	struct edit search;
	char hidden[FIELD_TEXT]; /* looked for instead of what stands in the search, which shows it masked; "" none */
	int64_t count;           /* of all rows under this filter */
	int64_t chosen;
	int64_t first;           /* topmost row shown */
	int height;              /* rows shown */
	int64_t fetched_first;
	int fetched;
	void *rows;              /* TABLE_ROWS_MAX of them */
	int marked;
	int64_t marks[TABLE_MARKS_MAX];
};

enum table_answer {
	TABLE_IGNORED,
	TABLE_TAKEN,   /* chosen, marked or searched: the table is up to date */
	TABLE_FULL     /* no more rows can be marked */
};

/*
 * Lays columns out in so many cells: every one gets what it needs; when that is too much the least important ones are left
 * out; what is left over is dealt by shares, up to what each can use. Fills places in order, returns how many.
 */
int table_lay_out(const struct table_column *columns, int count, int cells, struct table_place places[TABLE_COLUMNS_MAX]);

/* Takes memory for its rows; table_clear frees it. source is passed on as it is and must live as long. */
void table_init(struct table *table, const struct table_kind *kind, void *source);
void table_clear(struct table *table);
/* Asks for the rows that are seen anew, in so many rows of screen: data or window have changed. Marks of rows stay. */
void table_fetch(struct table *table, int height);
enum table_answer table_input(struct table *table, const struct input *input);
/* Other rows from the top: another filter, another text. Marks are dropped: what is not seen is not acted on. */
void table_filter(struct table *table, int filter);
/* Looks for a text that is shown as another one (a masked number); hidden "": as it is shown. */
void table_look_for(struct table *table, const char *shown, const char *hidden);

/* The i-th row that is seen, from 0; NULL: none. */
const void *table_row(const struct table *table, int index);
const void *table_chosen(const struct table *table);
bool table_is_chosen(const struct table *table, int index);
bool table_is_marked(const struct table *table, const void *row);
/*
 * What an act is about: the marked rows, or the chosen one when none is marked. Fills at most max ids, returns how many. A
 * table without ids has none.
 */
int table_meant(const struct table *table, int64_t *ids, int max);
void table_drop_marks(struct table *table);
/* Chooses the row of that name wherever it stands in the whole table; false: there is none, and nothing changes. */
bool table_choose_named(struct table *table, const char *name);

#endif
