/*
 * ui/screen_list: applications with search as one types, a filter, and a few lines about the chosen one.
 */
#include "table_view.h"

#include "teslim/ident.h"

enum { DO_OPEN = UI_ACT_OWN, DO_HANDOVER, DO_FILTER, DO_MOVE };

static int
list_page(void *source, const struct table_query *query, void *rows, int max, int64_t *total)
{
	const struct ui_host *host = ((struct ui *)source)->host;

	return host->list(host->context, query, rows, max, total);
}

/*
 * In the list of unsigned ones the state is the same for all; the record's number is what the officer looks for on the
 * paper.
 */
static void
list_cell(const void *row, int filter, int column, struct table_cell *out)
{
	const struct ui_list_row *item = row;

	people_cell(column, item->name, item->national_id, item->unit, item->state, out);
	if (column == PEOPLE_STATE && filter == UI_FILTER_UNSIGNED && item->record_number[0] != '\0')
		copy_text(out->text, sizeof out->text, item->record_number);
}

static int64_t
list_id(const void *row)
{
	return ((const struct ui_list_row *)row)->applicant_id;
}

static const struct table_kind list_kind = {
	.columns = people_columns,
	.column_count = PEOPLE_COLUMNS,
	.row_size = sizeof(struct ui_list_row),
	.page = list_page,
	.id = list_id,
	.cell = list_cell,
};

/* In the order in which F5 goes through them: what needs an act today comes first. */
static enum message
filter_message(enum ui_filter filter)
{
	static const enum message messages[UI_FILTER_COUNT] = {MSG_FILTER_WAITING, MSG_FILTER_COURIER_LATE, MSG_FILTER_UNCOLLECTED,
		MSG_FILTER_DATA_ERROR, MSG_FILTER_UNSIGNED, MSG_FILTER_ALL, MSG_FILTER_EXPECTED, MSG_FILTER_DELIVERED};

	return messages[filter];
}

/* F4 here opens the person, as it does at a handover: it is the same question. */
static void
list_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry own[] = {
		{KEY_RETURN, DO_OPEN, MSG_UI_KEY_OPEN, false},
		{3, DO_HANDOVER, MSG_HOME_KEY_HANDOVER, false},
		{4, DO_OPEN, MSG_HANDOVER_KEY_DETAIL, true},
		{5, DO_FILTER, MSG_LIST_KEY_FILTER, false},
		{6, DO_MOVE, MSG_MOVE_KEY, false},
		{KEY_ESCAPE, UI_ACT_CLOSE, MSG_UI_KEY_BACK, false},
	};

	(void)screen;
	keys_add(set, own, ARRAY_LENGTH(own));
}

/* The marked rows, or the chosen one. */
static void
move_meant(struct screen *screen, struct table *table)
{
	int64_t ids[TABLE_MARKS_MAX];
	int count = table_meant(table, ids, TABLE_MARKS_MAX);

	if (count > 0)
		screen_show(screen->ui, &(struct target){.screen = SCREEN_MOVE, .ids = ids, .id_count = count});
}

static void
list_act(struct screen *screen, int action)
{
	struct table *table = &((struct table_screen *)screen)->table;
	const struct ui_list_row *row = table_chosen(table);

	switch (action) {
	case DO_OPEN:
		if (row != NULL)
			screen_show(screen->ui, &(struct target){.screen = SCREEN_DETAIL, .id = row->applicant_id});
		return;
	case DO_HANDOVER:
		begin_handover(screen->ui, row != NULL ? row->applicant_id : 0, false);
		return;
	case DO_MOVE:
		move_meant(screen, table);
		return;
	case DO_FILTER:
		table_filter(table, (table->filter + 1) % UI_FILTER_COUNT);
		return;
	}
}

/* Whoever is scanned is looked for among all, not only on the list that happens to be open. */
static void
search_scanned(struct table_screen *list, const char *shown, const char *hidden)
{
	list->table.filter = UI_FILTER_ALL;
	table_screen_look_for(list, shown, hidden);
}

/* By number when the document bears one, else by name; the number is shown masked and searched whole. */
static void
search_document(struct table_screen *list, const struct mrz *mrz)
{
	char masked[NATIONAL_ID_TEXT], name[sizeof mrz->given_names + sizeof mrz->surname];

	if (mrz->national_id[0] != '\0') {
		ident_mask(masked, mrz->national_id);
		search_scanned(list, masked, mrz->national_id);
		return;
	}
	snprintf(name, sizeof name, "%s %s", mrz->given_names, mrz->surname);
	search_scanned(list, name[0] == ' ' ? name + 1 : name, "");
}

/* A code goes into a search that somebody is typing; otherwise it begins one of its own. */
static enum scan_answer
list_scan(struct screen *screen, const struct scan *scan)
{
	struct table_screen *list = (struct table_screen *)screen;
	struct mrz mrz;

	if (scan->kind == SCAN_CODE && list->table.search.text[0] != '\0' && !list->scanned)
		return ANSWER_TEXT;
	if (scan->kind == SCAN_CODE || (scan->kind == SCAN_RECORD && scan->text[0] != '\0')) {
		search_scanned(list, scan->text, "");
		return ANSWER_TAKEN;
	}
	if (scan->kind != SCAN_MRZ)
		return scan_default(screen, scan);
	if (scan_read_document(screen->ui, scan, &mrz))
		search_document(list, &mrz);
	return ANSWER_TAKEN;
}

static void
list_head(struct screen *screen, char *out, size_t size)
{
	const struct table *table = &((struct table_screen *)screen)->table;

	say(out, size, LIST_HEAD, message_text(filter_message((enum ui_filter)table->filter)));
}

/* Marks come first: what F6 does next concerns them and not the chosen row. */
static enum verdict_level
list_say(struct screen *screen, char *out, size_t size)
{
	const struct table *table = &((struct table_screen *)screen)->table;

	if (table->marked > 0)
		say(out, size, MOVE_MARKED, table->marked);
	else if (table->count > 0)
		copy_text(out, size, tell(LIST_SENTENCE));
	else
		copy_text(out, size, table->search.text[0] != '\0' ? tell(LIST_NOTHING) : tell(LIST_EMPTY));
	return VERDICT_PASS;
}

static void
list_open(struct screen *screen, const struct target *target)
{
	struct table *table = &((struct table_screen *)screen)->table;

	table_screen_init(screen, &list_kind, MSG_LIST_SEARCH, 0);
	table->filter = (int)target->filter;
	edit_set(&table->search, target->text != NULL ? target->text : "");
}

const struct screen_type screen_list = {
	.size = sizeof(struct table_screen),
	.open = list_open,
	.title = MSG_LIST_TITLE,
	.draw = table_screen_draw,
	.keys = list_keys,
	.act = list_act,
	.press = table_screen_press,
	.scan = list_scan,
	.typing = table_screen_typing,
	.refresh = table_screen_refresh,
	.head = list_head,
	.speak = list_say,
	.close = table_screen_close,
};
