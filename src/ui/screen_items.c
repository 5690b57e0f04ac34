/*
 * ui/screen_items: the stock, one view for each place that a card or reader can be at: missing from its shipment, here by its
 * place in the drawer, handed over, returned, lost, awaited. What becomes of the marked ones is asked in screen_move.
 */
#include "table_view.h"

#include "teslim/words.h"

#include <string.h>

enum { DO_OPEN = UI_ACT_OWN, DO_VIEW, DO_MOVE, DO_COUNT };
enum { PLACE, KIND, SERIAL, NAME, SHIPMENT };

static const struct table_column columns[] = {
	[PLACE] = {MSG_ITEMS_PLACE, .cells = 7},
	[KIND] = {MSG_ITEMS_KIND, .cells = 12, .gap = 1},
	[SERIAL] = {MSG_ITEMS_SERIAL, .cells = 16, .most = 30, .share = 1},
	[NAME] = {MSG_LIST_NAME, .cells = 18, .most = TABLE_ANY, .share = 2},
	[SHIPMENT] = {MSG_DETAIL_SHIPMENT, .cells = 13, .most = 24, .share = 1, .priority = 1},
};

/* The views in the order in which F5 shows them. */
static const enum card_state views[] = {CARD_MISSING, CARD_IN_STOCK, CARD_HANDED_OVER, CARD_RETURNED, CARD_LOST, CARD_EXPECTED};

static int
items_page(void *source, const struct table_query *query, void *rows, int max, int64_t *total)
{
	const struct ui_host *host = ((struct ui *)source)->host;

	return host->items(host->context, views[query->filter], query->offset, rows, max, total);
}

static void
items_cell(const void *row, int filter, int column, struct table_cell *out)
{
	const struct ui_item *item = row;

	out->look = column == KIND ? TABLE_QUIET : views[filter] == CARD_MISSING ? TABLE_WARNING : TABLE_PLAIN;
	copy_text(out->text, sizeof out->text,
		column == PLACE            ? item->place
			: column == KIND   ? message_text(item_kind_message(item->kind))
			: column == SERIAL ? item->serial
			: column == NAME   ? item->name
					   : item->tracking_number);
}

static int64_t
items_id(const void *row)
{
	return ui_item_id(row);
}

static bool
items_is_named(const void *row, const char *text)
{
	return strcmp(((const struct ui_item *)row)->serial, text) == 0;
}

static const struct table_kind items_kind = {
	.columns = columns,
	.column_count = ARRAY_LENGTH(columns),
	.row_size = sizeof(struct ui_item),
	.page = items_page,
	.cell = items_cell,
	.id = items_id,
	.is_named = items_is_named,
};

static void
items_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry of_rows[] = {
		{KEY_RETURN, DO_OPEN, MSG_UI_KEY_OPEN, false},
		{6, DO_MOVE, MSG_MOVE_KEY, false},
	};
	static const struct key_entry count = {STEP_KEY_CONTROL + 'n', DO_COUNT, MSG_DRAWER_KEY_COUNT, false};
	static const struct key_entry own[] = {
		{5, DO_VIEW, MSG_LIST_KEY_FILTER, false},
		{KEY_ESCAPE, UI_ACT_CLOSE, MSG_UI_KEY_BACK, false},
	};

	if (((struct table_screen *)screen)->table.count > 0)
		keys_add(set, of_rows, ARRAY_LENGTH(of_rows));
	keys_add(set, own, ARRAY_LENGTH(own));
	if (views[((struct table_screen *)screen)->table.filter] == CARD_IN_STOCK)
		keys_add(set, &count, 1);
}

static void
items_act(struct screen *screen, int action)
{
	struct table *table = &((struct table_screen *)screen)->table;
	const struct ui_item *row = table_chosen(table);
	int64_t ids[TABLE_MARKS_MAX];
	int count;

	if (action == DO_COUNT) {
		screen_show_plain(screen->ui, SCREEN_DRAWER);
	} else if (action == DO_VIEW) {
		table_filter(table, (table->filter + 1) % (int)ARRAY_LENGTH(views));
	} else if (action == DO_OPEN && row != NULL && row->applicant_id != 0) {
		screen_show(screen->ui, &(struct target){.screen = SCREEN_DETAIL, .id = row->applicant_id});
	} else if (row != NULL) {
		count = table_meant(table, ids, TABLE_MARKS_MAX);
		screen_show(screen->ui, &(struct target){.screen = SCREEN_MOVE, .ids = ids, .id_count = count});
	}
}

/* What is scanned is the row that is meant, when it is in this view. */
static enum scan_answer
items_scan(struct screen *screen, const struct scan *scan)
{
	if (scan->kind == SCAN_CODE && table_choose_named(&((struct table_screen *)screen)->table, scan->text))
		return ANSWER_TAKEN;
	return scan_default(screen, scan);
}

static void
items_head(struct screen *screen, char *out, size_t size)
{
	static const enum message heads[] = {[CARD_EXPECTED] = MSG_STOCK_EXPECTED,
		[CARD_IN_STOCK] = MSG_STOCK_HERE,
		[CARD_HANDED_OVER] = MSG_STOCK_HANDED_OVER,
		[CARD_RETURNED] = MSG_STOCK_RETURNED,
		[CARD_LOST] = MSG_STOCK_LOST,
		[CARD_MISSING] = MSG_STOCK_MISSING};
	const struct table *table = &((struct table_screen *)screen)->table;

	say(out, size, ITEMS_HEAD, message_text(heads[views[table->filter]]), (long long)table->count);
}

static enum verdict_level
items_say(struct screen *screen, char *out, size_t size)
{
	const struct table *table = &((struct table_screen *)screen)->table;

	if (table->marked > 0)
		say(out, size, MOVE_MARKED, table->marked);
	else
		copy_text(out, size,
			table->count == 0                              ? tell(ITEMS_EMPTY)
				: views[table->filter] == CARD_MISSING ? tell(ITEMS_MISSING)
								       : tell(ITEMS_SENTENCE));
	return VERDICT_PASS;
}

static void
items_open(struct screen *screen, const struct target *target)
{
	struct table *table = &((struct table_screen *)screen)->table;

	table_screen_init(screen, &items_kind, MSG_NONE, 0);
	for (int i = 0; i < (int)ARRAY_LENGTH(views); i++)
		if ((int64_t)views[i] == target->id)
			table->filter = i;
}

const struct screen_type screen_items = {
	.size = sizeof(struct table_screen),
	.open = items_open,
	.title = MSG_ITEMS_TITLE,
	.draw = table_screen_draw,
	.keys = items_keys,
	.act = items_act,
	.press = table_screen_press,
	.scan = items_scan,
	.typing = table_screen_typing,
	.refresh = table_screen_refresh,
	.head = items_head,
	.speak = items_say,
	.close = table_screen_close,
};
