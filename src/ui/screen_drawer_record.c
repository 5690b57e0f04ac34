/*
 * ui/screen_drawer_record: the record of a count of the drawer: who and why, the sums, every difference, and what became of its
 * paper. It counts nothing.
 */
#include "drawer_rows.h"

#include "teslim/words.h"

#include <string.h>

enum { DO_PRINT = UI_ACT_OWN, DO_OUT, DO_SIGNED, DO_SIGNED_SURE };
enum { LABEL_END = 16, ROWS_AT = BODY_TOP + 9 };

struct record_screen {
	struct screen screen;
	int64_t seq;
	bool there;
	struct drawer_count record;
	struct table differences;
};

/* ------------------------------------------------------------------ the differences */

static int
rows_page(void *source, const struct table_query *query, void *rows, int max, int64_t *total)
{
	const struct drawer_count *record = &((const struct record_screen *)source)->record;
	struct drawer_item *out = rows;
	int count = 0;

	*total = 0;
	for (int i = 0; i < record->item_count; i++)
		if (record->items[i].finding != DRAWER_FOUND && (*total)++ >= query->offset && count < max)
			out[count++] = record->items[i];
	return count;
}

static const struct table_kind rows_kind = {
	.columns = drawer_columns,
	.column_count = DRAWER_COLUMNS,
	.row_size = sizeof(struct drawer_item),
	.page = rows_page,
	.cell = drawer_cell,
};

/* ------------------------------------------------------------------ the picture */

static void
draw_sum(int row, enum message label, const struct drawer_sum *sum)
{
	char words[UI_SENTENCE];

	snprintf(words, sizeof words, "%d %s   %d %s   %d %s   %d %s   %d %s", sum->here, tell(DRAWER_HERE),
		sum->read + sum->scanned, tell(DRAWER_SEEN), sum->missing, tell(DRAWER_SUM_MISSING), sum->unexpected,
		tell(DRAWER_SUM_EXTRA), sum->misplaced, tell(DRAWER_SUM_MISPLACED));
	draw_pair(row, LABEL_END, -1, label, sum->missing + sum->unexpected + sum->misplaced > 0 ? STYLE_WARNING : STYLE_FIELD,
		words);
}

static void
record_draw(struct screen *screen)
{
	struct record_screen *view = (struct record_screen *)screen;
	const struct drawer_count *record = &view->record;
	char when[CLOCK_TEXT], words[FULL_NAME_TEXT * 2 + CLOCK_TEXT + 8];
	int row = BODY_TOP;

	if (!view->there)
		return;
	draw_pair(row++, LABEL_END, -1, MSG_HANDOVER_RECORD, STYLE_TITLE, record->record_number);
	clock_minute(when, record->time);
	snprintf(words, sizeof words, "%s   %s%s%s", when, record->officer_name, record->other[0] != '\0' ? ", " : "",
		record->other);
	draw_pair(row++, LABEL_END, -1, MSG_REPORT_DRAWER_OFFICER, STYLE_FIELD, words);
	draw_pair(row++, LABEL_END, -1, MSG_DRAWER_REASON, STYLE_FIELD, message_text(drawer_reason_message(record->reason)));
	draw_pair(row++, LABEL_END, -1, MSG_HANDOVER_PAPER, record->paper == PAPER_SIGNED ? STYLE_OK : STYLE_WARNING,
		message_text(paper_state_message(record->paper)));
	row++;
	draw_sum(row++, MSG_DELIVERY_CARDS, &record->sums[ITEM_CARD]);
	draw_sum(row++, MSG_DELIVERY_READERS, &record->sums[ITEM_READER]);
	term_cursor(BODY_TOP, LABEL_END + 3);
	if (view->differences.count == 0) {
		draw_text(ROWS_AT, 3, -1, STYLE_OK, tell(DRAWER_NO_DIFFERENCE));
		return;
	}
	table_draw_head(&rows_kind, ROWS_AT);
	table_draw_rows(&view->differences, ROWS_AT + 1, body_bottom() - ROWS_AT, true);
}

/* ------------------------------------------------------------------ keys */

static void
record_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry print = {5, DO_PRINT, MSG_KEY_PRINT_AGAIN, false};
	static const struct key_entry out = {9, DO_OUT, MSG_KEY_PAPER_OUT, false};
	static const struct key_entry sign = {9, DO_SIGNED, MSG_DETAIL_KEY_SIGNED, false};
	static const struct key_entry sure = {STEP_KEY_CONTROL + 't', DO_SIGNED_SURE, MSG_UI_KEY_RECORD, false};
	static const struct key_entry back = {KEY_ESCAPE, UI_ACT_CLOSE, MSG_UI_KEY_BACK, false};
	const struct record_screen *view = (const struct record_screen *)screen;

	if (view->there) {
		keys_add(set, &print, 1);
		if (view->record.paper == PAPER_SENT)
			keys_add(set, &out, 1);
		else if (view->record.paper == PAPER_CONFIRMED)
			keys_add(set, ui_asks(screen, DO_SIGNED) ? &sure : &sign, 1);
	}
	keys_add(set, &back, 1);
}

static void
paper_act(struct record_screen *view, enum ui_paper_act act)
{
	struct ui *ui = view->screen.ui;
	char sentence[UI_SENTENCE] = "";

	if (!ui->host->entry_paper(ui->host->context, view->seq, act, sentence)) {
		ui_notice(ui, VERDICT_REFUSE, sentence);
		return;
	}
	if (act == UI_PAPER_PRINT)
		say(sentence, sizeof sentence, QUEUE_DONE, view->record.record_number);
	else if (act == UI_PAPER_CONFIRM)
		say(sentence, sizeof sentence, QUEUE_CONFIRMED, view->record.record_number);
	else
		say(sentence, sizeof sentence, DRAWER_SIGNED, view->record.record_number);
	ui_notice(ui, VERDICT_PASS, sentence);
	ui_refresh(ui);
}

static void
record_act(struct screen *screen, int action)
{
	struct record_screen *view = (struct record_screen *)screen;
	char sentence[UI_SENTENCE];

	if (action == DO_SIGNED) {
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

	return table_input(&((struct record_screen *)screen)->differences, &input) != TABLE_IGNORED;
}

/* ------------------------------------------------------------------ the screen */

static void
drop_record(struct record_screen *view)
{
	mem_free(view->record.items);
	view->record = (struct drawer_count){0};
	view->there = false;
}

static void
record_refresh(struct screen *screen)
{
	struct record_screen *view = (struct record_screen *)screen;
	char sentence[UI_SENTENCE] = "";

	drop_record(view);
	view->there = screen->ui->host->drawer_record(screen->ui->host->context, view->seq, &view->record, sentence);
	if (!view->there)
		ui_notice(screen->ui, VERDICT_REFUSE, sentence);
	table_fetch(&view->differences, body_bottom() - ROWS_AT);
}

static enum verdict_level
record_speak(struct screen *screen, char *out, size_t size)
{
	const struct record_screen *view = (const struct record_screen *)screen;

	if (view->record.paper < PAPER_CONFIRMED)
		say(out, size, DRAWER_RECORDED, view->record.record_number);
	else
		copy_text(out, size, tell(DRAWER_RECORD_SENTENCE));
	return VERDICT_PASS;
}

static void
record_open(struct screen *screen, const struct target *target)
{
	struct record_screen *view = (struct record_screen *)screen;

	view->seq = target->id;
	table_init(&view->differences, &rows_kind, view);
	record_refresh(screen);
}

static void
record_close(struct screen *screen)
{
	drop_record((struct record_screen *)screen);
	table_clear(&((struct record_screen *)screen)->differences);
}

const struct screen_type screen_drawer_record = {
	.size = sizeof(struct record_screen),
	.title = MSG_DRAWER_TITLE,
	.open = record_open,
	.draw = record_draw,
	.keys = record_keys,
	.act = record_act,
	.press = record_press,
	.refresh = record_refresh,
	.close = record_close,
	.speak = record_speak,
};
