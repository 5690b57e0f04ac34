/*
 * ui/screen_queue: records whose paper is still to come, to say that paper came out or to send one again; and the papers of every
 * kind that are still to be signed, which open their record.
 */
#include "table_view.h"

#include "teslim/words.h"

#include <string.h>

enum { DO_AGAIN = UI_ACT_OWN, DO_OUT, DO_OPEN, DO_PRINT, DO_SIGN, DO_SIGN_SURE };
enum { RECORD, TIME, NAME, STATE };

static const struct table_column columns[] = {
	[RECORD] = {MSG_QUEUE_RECORD, .cells = 13, .gap = 1},
	[TIME] = {MSG_QUEUE_TIME, .cells = 10},
	[NAME] = {MSG_LIST_NAME, .cells = 23, .most = TABLE_ANY, .share = 2, .gap = 1},
	[STATE] = {MSG_QUEUE_STATE, .cells = 26, .most = TABLE_ANY, .share = 1},
};

static int
queue_page(void *source, const struct table_query *query, void *rows, int max, int64_t *total)
{
	const struct ui_host *host = ((struct ui *)source)->host;

	return host->print_queue(host->context, query, rows, max, total);
}

static void
queue_cell(const void *row, int filter, int column, struct table_cell *out)
{
	const struct ui_print_row *item = row;
	char text[UI_WORDS * 2] = "";

	(void)filter;
	out->look = column == TIME ? TABLE_QUIET : column == STATE && item->state == PAPER_WAITING ? TABLE_WARNING : TABLE_PLAIN;
	if (column == TIME)
		show_when(text, item->time);
	else if (column == STATE)
		snprintf(text, sizeof text, "%s%s%s", message_text(paper_state_message(item->state)),
			item->words[0] != '\0' ? ", " : "", item->words);
	copy_text(out->text, sizeof out->text, column == RECORD ? item->record_number : column == NAME ? item->name : text);
}

static bool
queue_is_named(const void *row, const char *text)
{
	return strcmp(((const struct ui_print_row *)row)->record_number, text) == 0;
}

static const struct table_kind queue_kind = {
	.columns = columns,
	.column_count = ARRAY_LENGTH(columns),
	.row_size = sizeof(struct ui_print_row),
	.page = queue_page,
	.cell = queue_cell,
	.is_named = queue_is_named,
};

static void
queue_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry own[] = {
		{5, DO_AGAIN, MSG_QUEUE_KEY_AGAIN, false},
		{9, DO_OUT, MSG_QUEUE_KEY_OUT, false},
	};
	static const struct key_entry back = {KEY_ESCAPE, UI_ACT_CLOSE, MSG_UI_KEY_BACK, false};

	if (((struct table_screen *)screen)->table.count > 0)
		keys_add(set, own, ARRAY_LENGTH(own));
	keys_add(set, &back, 1);
}

static void
queue_act(struct screen *screen, int action)
{
	const struct ui_host *host = screen->ui->host;
	char sentence[UI_SENTENCE] = "";
	const struct ui_print_row *row = table_chosen(&((struct table_screen *)screen)->table);
	enum ui_paper_act act = action == DO_AGAIN ? UI_PAPER_PRINT : UI_PAPER_CONFIRM;

	if (row == NULL)
		return;
	if (!(row->delivery_id != 0               ? host->delivery_paper(host->context, row->delivery_id, act, sentence)
			    : row->entry_seq != 0 ? host->entry_paper(host->context, row->entry_seq, act, sentence)
						  : host->paper(host->context, row->handover_id, act, sentence))) {
		ui_notice(screen->ui, VERDICT_REFUSE, sentence);
		return;
	}
	if (act == UI_PAPER_PRINT)
		say(sentence, sizeof sentence, QUEUE_DONE, row->record_number);
	else
		say(sentence, sizeof sentence, QUEUE_CONFIRMED, row->record_number);
	ui_notice(screen->ui, VERDICT_PASS, sentence);
	ui_refresh(screen->ui);
}

/* The paper in hand is the row that is meant. */
static enum scan_answer
queue_scan(struct screen *screen, const struct scan *scan)
{
	struct table *table = &((struct table_screen *)screen)->table;

	return scan->kind == SCAN_RECORD && table_choose_named(table, scan->text) ? ANSWER_TAKEN : ANSWER_REFUSED;
}

static enum verdict_level
queue_say(struct screen *screen, char *out, size_t size)
{
	copy_text(out, size, ((struct table_screen *)screen)->table.count > 0 ? tell(QUEUE_SENTENCE) : tell(QUEUE_EMPTY));
	return VERDICT_PASS;
}

static void
queue_open(struct screen *screen, const struct target *target)
{
	(void)target;
	table_screen_init(screen, &queue_kind, MSG_NONE, 0);
}

const struct screen_type screen_queue = {
	.size = sizeof(struct table_screen),
	.open = queue_open,
	.title = MSG_QUEUE_TITLE,
	.draw = table_screen_draw,
	.keys = queue_keys,
	.act = queue_act,
	.press = table_screen_press,
	.scan = queue_scan,
	.refresh = table_screen_refresh,
	.speak = queue_say,
	.close = table_screen_close,
};

/* ---- to be signed */

static int
unsigned_page(void *source, const struct table_query *query, void *rows, int max, int64_t *total)
{
	const struct ui_host *host = ((struct ui *)source)->host;

	return host->unsigned_papers(host->context, query, rows, max, total);
}

static const struct table_kind unsigned_kind = {
	.columns = columns,
	.column_count = ARRAY_LENGTH(columns),
	.row_size = sizeof(struct ui_print_row),
	.page = unsigned_page,
	.cell = queue_cell,
	.is_named = queue_is_named,
};

/* A dispatch note of readers alone belongs to nobody's page. */
static bool
has_no_page(const struct ui_print_row *row)
{
	return row->delivery_id == 0 && row->entry_seq != 0 && row->applicant_id == 0;
}

static void
unsigned_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry own[] = {
		{KEY_RETURN, DO_OPEN, MSG_UI_KEY_OPEN, false},
		{4, DO_OPEN, MSG_HANDOVER_KEY_DETAIL, true},
	};
	static const struct key_entry sign[] = {
		{5, DO_PRINT, MSG_KEY_PRINT_AGAIN, false},
		{9, DO_SIGN, MSG_DETAIL_KEY_SIGNED, false},
	};
	static const struct key_entry record = {STEP_KEY_CONTROL + 't', DO_SIGN_SURE, MSG_UI_KEY_RECORD, false};
	static const struct key_entry back = {KEY_ESCAPE, UI_ACT_CLOSE, MSG_UI_KEY_BACK, false};
	const struct ui_print_row *row = table_chosen(&((struct table_screen *)screen)->table);

	if (row != NULL && has_no_page(row))
		keys_add(set, sign, ui_asks(screen, DO_SIGN_SURE) ? 1 : ARRAY_LENGTH(sign));
	else if (((struct table_screen *)screen)->table.count > 0)
		keys_add(set, own, ARRAY_LENGTH(own));
	if (row != NULL && has_no_page(row) && ui_asks(screen, DO_SIGN_SURE))
		keys_add(set, &record, 1);
	keys_add(set, &back, 1);
}

/* What is done here, because no page leads to it. */
static void
act_on_note(struct screen *screen, const struct ui_print_row *row, int action)
{
	const struct ui_host *host = screen->ui->host;
	char sentence[UI_SENTENCE] = "";
	bool done;

	if (action == DO_SIGN) {
		say(sentence, sizeof sentence, DETAIL_SIGNED_SURE, row->record_number);
		ui_ask(screen, DO_SIGN_SURE, VERDICT_WARN, sentence);
		return;
	}
	if (action != DO_PRINT && (action != DO_SIGN_SURE || is_too_quick(screen->ui)))
		return;
	done = host->entry_paper(host->context, row->entry_seq, action == DO_PRINT ? UI_PAPER_PRINT : UI_PAPER_SIGNED, sentence);
	if (done && action == DO_PRINT)
		say(sentence, sizeof sentence, QUEUE_DONE, row->record_number);
	else if (done)
		say(sentence, sizeof sentence, QUEUE_SIGNED, row->record_number);
	ui_notice(screen->ui, done ? VERDICT_PASS : VERDICT_REFUSE, sentence);
	ui_refresh(screen->ui);
}

static void
unsigned_act(struct screen *screen, int action)
{
	const struct ui_print_row *row = table_chosen(&((struct table_screen *)screen)->table);

	if (row != NULL && has_no_page(row)) {
		act_on_note(screen, row, action);
		return;
	}
	if (action != DO_OPEN || row == NULL)
		return;
	if (row->is_drawer)
		screen_show(screen->ui, &(struct target){.screen = SCREEN_DRAWER_RECORD, .id = row->entry_seq});
	else if (row->delivery_id != 0)
		screen_show(screen->ui, &(struct target){.screen = SCREEN_DELIVERY_RECORD, .id = row->delivery_id});
	else
		screen_show(screen->ui, &(struct target){.screen = SCREEN_DETAIL, .id = row->applicant_id});
}

static enum verdict_level
unsigned_say(struct screen *screen, char *out, size_t size)
{
	copy_text(out, size, ((struct table_screen *)screen)->table.count > 0 ? tell(UNSIGNED_SENTENCE) : tell(UNSIGNED_EMPTY));
	return VERDICT_PASS;
}

static void
unsigned_open(struct screen *screen, const struct target *target)
{
	(void)target;
	table_screen_init(screen, &unsigned_kind, MSG_NONE, 0);
}

const struct screen_type screen_unsigned = {
	.size = sizeof(struct table_screen),
	.open = unsigned_open,
	.title = MSG_HOME_UNSIGNED,
	.draw = table_screen_draw,
	.keys = unsigned_keys,
	.act = unsigned_act,
	.press = table_screen_press,
	.scan = queue_scan,
	.refresh = table_screen_refresh,
	.speak = unsigned_say,
	.close = table_screen_close,
};
