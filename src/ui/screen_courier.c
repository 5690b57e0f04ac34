/*
 * ui/screen_courier: shipments to be taken in.
 */
#include "table_view.h"

#include "teslim/ident.h"

#include <string.h>

enum { DO_BEGIN = UI_ACT_OWN };
enum { TRACKING, DISPATCHED, DEADLINE, CARDS, READERS, STATE };

static const struct table_column columns[] = {
	[TRACKING] = {MSG_COURIER_TRACKING, .cells = 22, .gap = 1},
	[DISPATCHED] = {MSG_COURIER_DISPATCHED, .cells = 10},
	[DEADLINE] = {MSG_COURIER_DEADLINE, .cells = 10},
	[CARDS] = {MSG_COURIER_CARDS, .cells = 8, .right = true},
	[READERS] = {MSG_COURIER_READERS, .cells = 7, .right = true, .priority = 1},
	[STATE] = {MSG_COURIER_STATE, .cells = 10, .most = TABLE_ANY, .share = 1},
};

static int
courier_page(void *source, const struct table_query *query, void *rows, int max, int64_t *total)
{
	const struct ui_host *host = ((struct ui *)source)->host;

	return host->shipments(host->context, query, rows, max, total);
}

static void
courier_cell(const void *row, int filter, int column, struct table_cell *out)
{
	const struct ui_shipment_row *item = row;
	const struct shipment *shipment = &item->shipment;

	(void)filter;
	if (column == TRACKING)
		copy_text(out->text, sizeof out->text, shipment->tracking_number);
	else if (column == DISPATCHED)
		ident_show_date(out->text, shipment->dispatched);
	else if (column == DEADLINE)
		ident_show_date(out->text, item->deadline);
	else if (column == CARDS)
		snprintf(out->text, sizeof out->text, "%d / %d", item->cards, shipment->cards_expected);
	else if (column == READERS)
		snprintf(out->text, sizeof out->text, "%d", shipment->readers_expected);
	else
		copy_text(out->text, sizeof out->text,
			shipment->received != 0 ? tell(COURIER_RECEIVED) : item->late ? tell(COURIER_LATE) : tell(COURIER_ON_THE_WAY));
	if (column == STATE && item->late && shipment->received == 0)
		out->look = TABLE_WARNING;
}

static bool
courier_is_named(const void *row, const char *text)
{
	return strcmp(((const struct ui_shipment_row *)row)->shipment.tracking_number, text) == 0;
}

static const struct table_kind courier_kind = {
	.columns = columns,
	.column_count = ARRAY_LENGTH(columns),
	.row_size = sizeof(struct ui_shipment_row),
	.page = courier_page,
	.cell = courier_cell,
	.is_named = courier_is_named,
};

static void
courier_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry begin = {KEY_RETURN, DO_BEGIN, MSG_UI_KEY_OPEN, false};
	static const struct key_entry back = {KEY_ESCAPE, UI_ACT_CLOSE, MSG_UI_KEY_BACK, false};

	if (((struct table_screen *)screen)->table.count > 0)
		keys_add(set, &begin, 1);
	keys_add(set, &back, 1);
}

static void
courier_act(struct screen *screen, int action)
{
	const struct ui_shipment_row *row = table_chosen(&((struct table_screen *)screen)->table);
	const struct ui_host *host = screen->ui->host;
	char sentence[UI_SENTENCE] = "";

	if (action != DO_BEGIN || row == NULL)
		return;
	if (host->stack_begin(host->context, row->shipment.id, sentence))
		screen_show_plain(screen->ui, SCREEN_STACK);
	else
		ui_notice(screen->ui, VERDICT_REFUSE, sentence);
}

/* The parcel in hand is the row that is meant. */
static enum scan_answer
courier_scan(struct screen *screen, const struct scan *scan)
{
	if (scan->kind != SCAN_CODE)
		return ANSWER_REFUSED;
	if (!table_choose_named(&((struct table_screen *)screen)->table, scan->text))
		ui_notice(screen->ui, VERDICT_WARN, tell(COURIER_NOT_LISTED));
	return ANSWER_TAKEN;
}

static enum verdict_level
courier_say(struct screen *screen, char *out, size_t size)
{
	copy_text(out, size, ((struct table_screen *)screen)->table.count > 0 ? tell(COURIER_SENTENCE) : tell(COURIER_EMPTY));
	return VERDICT_PASS;
}

static void
courier_open(struct screen *screen, const struct target *target)
{
	(void)target;
	table_screen_init(screen, &courier_kind, MSG_NONE, 0);
}

const struct screen_type screen_courier = {
	.size = sizeof(struct table_screen),
	.open = courier_open,
	.title = MSG_COURIER_TITLE,
	.draw = table_screen_draw,
	.keys = courier_keys,
	.act = courier_act,
	.press = table_screen_press,
	.scan = courier_scan,
	.refresh = table_screen_refresh,
	.speak = courier_say,
	.close = table_screen_close,
};
