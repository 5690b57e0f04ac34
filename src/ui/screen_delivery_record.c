/*
 * ui/screen_delivery_record: the record of a parcel that was received or refused: who and when, what was found, each card and reader,
 * and what became of its paper. It counts nothing.
 */
#include "table_view.h"

#include "teslim/ident.h"
#include "teslim/words.h"

#include <string.h>

enum { DO_PRINT = UI_ACT_OWN, DO_OUT, DO_SIGNED, DO_SIGNED_SURE, DO_EARLIER };
enum { LABEL_END = 14, ITEMS_AT = BODY_TOP + 10 };

struct record_screen {
	struct screen screen;
	int64_t id;
	bool there;
	struct delivery record;
	struct table items;
};

/* ------------------------------------------------------------------ the items */

struct item_row {
	int number;
	struct delivery_item item;
};

enum { NUMBER, WHAT, SERIAL, WHOSE, HOW, CONDITION, PLACE };

static const struct table_column columns[] = {
	[NUMBER] = {MSG_REPORT_COLUMN_ROW, .cells = 4, .right = true, .gap = 1},
	[WHAT] = {MSG_REPORT_COLUMN_ITEM, .cells = 8, .most = 14, .share = 1, .gap = 1},
	[SERIAL] = {MSG_DELIVERY_SERIAL, .cells = 14, .most = 20, .share = 1, .gap = 1},
	[WHOSE] = {MSG_DELIVERY_WHOSE, .cells = 17, .most = 40, .share = 2, .gap = 1},
	[HOW] = {MSG_REPORT_DELIVERY_HOW, .cells = 10, .most = 18, .share = 1, .gap = 1},
	[CONDITION] = {MSG_REPORT_DELIVERY_CONDITION, .cells = 13, .most = TABLE_ANY, .share = 2, .gap = 1},
	[PLACE] = {MSG_REPORT_DELIVERY_PLACE, .cells = 5},
};

static int
items_page(void *source, const struct table_query *query, void *rows, int max, int64_t *total)
{
	const struct record_screen *view = source;
	struct item_row *out = rows;
	int count = 0;

	*total = view->record.item_count;
	for (int64_t i = query->offset; i < view->record.item_count && count < max; i++)
		out[count++] = (struct item_row){(int)i + 1, view->record.items[i]};
	return count;
}

static bool
is_difference(const struct delivery_item *item)
{
	return item->seen == SEEN_NOT || item->origin != ORIGIN_ANNOUNCED || item->condition != CONDITION_GOOD;
}

/* "unexpected, damaged; corner broken" */
static void
say_particulars(const struct delivery_item *item, char *out, size_t size)
{
	const char *origin = item->origin != ORIGIN_ANNOUNCED ? message_text(item_origin_message(item->origin)) : "";
	const char *condition = item->condition != CONDITION_GOOD ? message_text(item_condition_message(item->condition)) : "";
	bool both = origin[0] != '\0' && condition[0] != '\0', noted = item->note[0] != '\0' && is_difference(item);

	snprintf(out, size, "%s%s%s%s%s", origin, both ? ", " : "", condition, noted ? "; " : "", item->note);
}

static void
items_cell(const void *source, int filter, int column, struct table_cell *out)
{
	const struct item_row *row = source;
	const struct delivery_item *item = &row->item;

	(void)filter;
	if (column == NUMBER)
		snprintf(out->text, sizeof out->text, "%d", row->number);
	else if (column == WHAT)
		copy_text(out->text, sizeof out->text, item->kind == ITEM_CARD ? tell(DELIVERY_CARD) : tell(DELIVERY_READER));
	else if (column == SERIAL)
		copy_text(out->text, sizeof out->text, item->serial);
	else if (column == WHOSE)
		copy_text(out->text, sizeof out->text, item->name);
	else if (column == HOW)
		copy_text(out->text, sizeof out->text, message_text(seen_way_message(item->seen)));
	else if (column == CONDITION)
		say_particulars(item, out->text, sizeof out->text);
	else
		copy_text(out->text, sizeof out->text, item->place);
	if ((column == HOW && item->seen == SEEN_NOT) || (column == CONDITION && is_difference(item)))
		out->look = TABLE_WARNING;
}

static const struct table_kind items_kind = {
	.columns = columns,
	.column_count = ARRAY_LENGTH(columns),
	.row_size = sizeof(struct item_row),
	.page = items_page,
	.cell = items_cell,
};

/* ------------------------------------------------------------------ the picture */

static void
draw_counts(const struct delivery *record, int row)
{
	static const enum message heads[] = {MSG_REPORT_DELIVERY_SAID, MSG_REPORT_DELIVERY_ANNOUNCED, MSG_REPORT_DELIVERY_READ,
		MSG_REPORT_DELIVERY_SCANNED, MSG_REPORT_DELIVERY_MISSING, MSG_REPORT_DELIVERY_UNEXPECTED,
		MSG_REPORT_DELIVERY_DAMAGED, MSG_REPORT_DELIVERY_UNFIT};
	int column = LABEL_END;

	for (size_t i = 0; i < ARRAY_LENGTH(heads); i++) {
		column += text_width(message_text(heads[i])) + 1;
		draw_text_right(row, column, STYLE_LABEL, message_text(heads[i]));
		for (int kind = 0; kind < ITEM_KIND_COUNT; kind++) {
			const struct delivery_count *count = &record->counts[kind];
			const int numbers[] = {count->said, count->announced, count->read, count->scanned, count->missing,
				count->unexpected, count->damaged, count->unfit};
			char text[16];

			snprintf(text, sizeof text, "%d", numbers[i]);
			draw_text_right(row + 1 + kind, column, i > 3 && numbers[i] > 0 ? STYLE_WARNING : STYLE_FIELD,
				numbers[i] < 0 ? "-" : text);
		}
	}
	draw_text_right(row + 1, LABEL_END, STYLE_LABEL, tell(DELIVERY_CARDS));
	draw_text_right(row + 2, LABEL_END, STYLE_LABEL, tell(DELIVERY_READERS));
}

static void
draw_facts(const struct delivery *record)
{
	char words[FIELD_TEXT + FULL_NAME_TEXT + UI_WORDS], when[CLOCK_TEXT], day[DATE_TEXT];
	int row = BODY_TOP;

	snprintf(words, sizeof words, "%s   %s", record->record_number, message_text(delivery_outcome_message(record->outcome)));
	draw_pair(row++, LABEL_END, -1, MSG_HANDOVER_RECORD, record->outcome == DELIVERY_REFUSED ? STYLE_WARNING : STYLE_TITLE,
		words);
	clock_minute(when, record->time);
	snprintf(words, sizeof words, "%s   %s", when, record->officer_name);
	draw_pair(row++, LABEL_END, -1, MSG_DELIVERY_TAKEN_BY, STYLE_FIELD, words);
	snprintf(words, sizeof words, "%s, %s (%s)", record->courier_firm,
		record->forgotten                         ? tell(REPORT_FORGOTTEN)
			: record->courier_name[0] != '\0' ? record->courier_name
							  : "-",
		message_text(shown_proof_message(record->courier_shown)));
	draw_pair(row++, LABEL_END, -1, MSG_REPORT_DELIVERY_COURIER, STYLE_FIELD, words);
	ident_show_date(day, record->dispatched);
	snprintf(words, sizeof words, "%s   %s%s%s", day, message_text(packaging_message(record->packaging)),
		record->packaging_note[0] != '\0' ? "; " : "", record->packaging_note);
	draw_pair(row++, LABEL_END, -1, MSG_DELIVERY_SENT, record->packaging == PACKAGING_WHOLE ? STYLE_FIELD : STYLE_WARNING,
		words);
	draw_pair(row++, LABEL_END, -1, MSG_HANDOVER_PAPER, record->paper == PAPER_SIGNED ? STYLE_OK : STYLE_WARNING,
		message_text(paper_state_message(record->paper)));
	if (record->outcome == DELIVERY_RECEIVED)
		draw_counts(record, row + 1);
}

static void
record_draw(struct screen *screen)
{
	struct record_screen *view = (struct record_screen *)screen;

	if (!view->there)
		return;
	draw_facts(&view->record);
	term_cursor(BODY_TOP, LABEL_END + 3);
	if (view->record.item_count == 0)
		return;
	table_draw_head(&items_kind, ITEMS_AT);
	table_draw_rows(&view->items, ITEMS_AT + 1, body_bottom() - ITEMS_AT, true);
}

/* ------------------------------------------------------------------ keys */

static void
record_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry print = {5, DO_PRINT, MSG_KEY_PRINT_AGAIN, false};
	static const struct key_entry out = {9, DO_OUT, MSG_KEY_PAPER_OUT, false};
	static const struct key_entry sign = {9, DO_SIGNED, MSG_DETAIL_KEY_SIGNED, false};
	static const struct key_entry sure = {STEP_KEY_CONTROL + 't', DO_SIGNED_SURE, MSG_UI_KEY_RECORD, false};
	static const struct key_entry earlier = {4, DO_EARLIER, MSG_REPORT_DELIVERY_EARLIER, false};
	static const struct key_entry back = {KEY_ESCAPE, UI_ACT_CLOSE, MSG_UI_KEY_BACK, false};
	const struct record_screen *view = (const struct record_screen *)screen;

	if (view->there) {
		keys_add(set, &print, 1);
		if (view->record.paper == PAPER_SENT)
			keys_add(set, &out, 1);
		else if (view->record.paper == PAPER_CONFIRMED)
			keys_add(set, ui_asks(screen, DO_SIGNED) ? &sure : &sign, 1);
		if (view->record.earlier_id != 0)
			keys_add(set, &earlier, 1);
	}
	keys_add(set, &back, 1);
}

static void
paper_act(struct record_screen *view, enum ui_paper_act act)
{
	struct ui *ui = view->screen.ui;
	char sentence[UI_SENTENCE] = "";

	if (!ui->host->delivery_paper(ui->host->context, view->id, act, sentence)) {
		ui_notice(ui, VERDICT_REFUSE, sentence);
		return;
	}
	if (act == UI_PAPER_PRINT)
		say(sentence, sizeof sentence, QUEUE_DONE, view->record.record_number);
	else if (act == UI_PAPER_CONFIRM)
		say(sentence, sizeof sentence, QUEUE_CONFIRMED, view->record.record_number);
	else
		say(sentence, sizeof sentence, DELIVERY_SIGNED, view->record.record_number);
	ui_notice(ui, VERDICT_PASS, sentence);
	ui_refresh(ui);
}

static void
record_act(struct screen *screen, int action)
{
	struct record_screen *view = (struct record_screen *)screen;
	char sentence[UI_SENTENCE];

	if (action == DO_EARLIER) {
		screen_show(screen->ui, &(struct target){.screen = SCREEN_DELIVERY_RECORD, .id = view->record.earlier_id});
	} else if (action == DO_SIGNED) {
		say(sentence, sizeof sentence, DETAIL_SIGNED_SURE, view->record.record_number);
		ui_ask(screen, DO_SIGNED, VERDICT_WARN, sentence);
	} else if (action == DO_PRINT) {
		paper_act(view, UI_PAPER_PRINT);
	} else {
		paper_act(view, action == DO_OUT ? UI_PAPER_CONFIRM : UI_PAPER_SIGNED);
	}
}

static bool
record_press(struct screen *screen, const struct press *press)
{
	const struct input input = input_of(press);

	return table_input(&((struct record_screen *)screen)->items, &input) != TABLE_IGNORED;
}

/* ------------------------------------------------------------------ the screen */

static void
drop_record(struct record_screen *view)
{
	mem_free(view->record.items);
	view->record = (struct delivery){0};
	view->there = false;
}

static void
record_refresh(struct screen *screen)
{
	struct record_screen *view = (struct record_screen *)screen;
	char sentence[UI_SENTENCE] = "";

	drop_record(view);
	view->there = screen->ui->host->delivery_record(screen->ui->host->context, view->id, &view->record, sentence);
	if (!view->there)
		ui_notice(screen->ui, VERDICT_REFUSE, sentence);
	table_fetch(&view->items, body_bottom() - ITEMS_AT);
}

static void
record_head(struct screen *screen, char *out, size_t size)
{
	const struct record_screen *view = (const struct record_screen *)screen;

	say(out, size, DELIVERY_HEAD_SIDE, view->record.tracking_number);
}

/* Cards and readers that this receipt found missing. */
static int
missing_of(const struct delivery *record)
{
	return record->counts[ITEM_CARD].missing + record->counts[ITEM_READER].missing;
}

static enum verdict_level
record_speak(struct screen *screen, char *out, size_t size)
{
	const struct delivery *record = &((const struct record_screen *)screen)->record;

	if (missing_of(record) > 0)
		say(out, size, DELIVERY_RECORD_MISSING, missing_of(record));
	else
		copy_text(out, size, tell(DELIVERY_RECORD_SENTENCE));
	return VERDICT_PASS;
}

static void
record_open(struct screen *screen, const struct target *target)
{
	struct record_screen *view = (struct record_screen *)screen;

	view->id = target->id;
	table_init(&view->items, &items_kind, view);
}

static void
record_close(struct screen *screen)
{
	drop_record((struct record_screen *)screen);
	table_clear(&((struct record_screen *)screen)->items);
}

const struct screen_type screen_delivery_record = {
	.size = sizeof(struct record_screen),
	.title = MSG_DELIVERY_RECORD_TITLE,
	.open = record_open,
	.draw = record_draw,
	.keys = record_keys,
	.act = record_act,
	.press = record_press,
	.refresh = record_refresh,
	.close = record_close,
	.head = record_head,
	.speak = record_speak,
};
