/*
 * ui/screen_journal: what was done, newest first, a sentence each, with a filter and the check that nothing was changed. Enter opens
 * whom an entry is about.
 */
#include "table_view.h"

enum { DO_VERIFY = UI_ACT_OWN, DO_OPEN };
enum { WHOLE_ROWS = 2 };
enum { TIME, WORDS, OFFICER };

static const struct table_column columns[] = {
	[TIME] = {MSG_JOURNAL_TIME, .cells = 11, .gap = 1},
	[WORDS] = {MSG_JOURNAL_ACT, .cells = 44, .most = TABLE_ANY, .share = 1, .gap = 1},
	[OFFICER] = {MSG_JOURNAL_OFFICER, .cells = 16, .priority = 1},
};

static int
journal_page(void *source, const struct table_query *query, void *rows, int max, int64_t *total)
{
	const struct ui_host *host = ((struct ui *)source)->host;

	return host->journal(host->context, query, rows, max, total);
}

/* "23.11 14:05": the year stands with the chosen entry below. */
static void
show_minute(char out[CLOCK_TEXT], int64_t time)
{
	struct civil civil = clock_civil(time);

	snprintf(out, CLOCK_TEXT, "%02d.%02d %02d:%02d", civil.day, civil.month, civil.hour, civil.minute);
}

static void
journal_cell(const void *row, int filter, int column, struct table_cell *out)
{
	const struct ui_journal_row *item = row;
	char text[CLOCK_TEXT] = "";

	(void)filter;
	out->look = column == WORDS ? TABLE_PLAIN : TABLE_QUIET;
	if (column == TIME)
		show_minute(text, item->entry.time);
	copy_text(out->text, sizeof out->text, column == OFFICER ? item->officer : column == WORDS ? item->words : text);
}

static const struct table_kind journal_kind = {
	.columns = columns,
	.column_count = ARRAY_LENGTH(columns),
	.row_size = sizeof(struct ui_journal_row),
	.page = journal_page,
	.cell = journal_cell,
};

/* The chosen entry with its whole date, its number in the journal, and all its words. */
static void
draw_whole(const struct ui_journal_row *item)
{
	char text[UI_SENTENCE * 2], when[CLOCK_TEXT], number[32];

	clock_minute(when, item->entry.time);
	show_number(number, item->entry.seq);
	say(text, sizeof text, JOURNAL_WHOLE, when, item->words, item->officer, number);
	draw_wrapped(body_bottom() - WHOLE_ROWS + 1, 2, term_columns() - 4, WHOLE_ROWS, STYLE_TEXT, text);
}

static void
journal_draw(struct screen *screen)
{
	const struct ui_journal_row *chosen = table_chosen(&((struct table_screen *)screen)->table);

	if (chosen != NULL)
		draw_whole(chosen);
	table_screen_draw(screen);
}

static void
journal_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry own[] = {
		{KEY_RETURN, DO_OPEN, MSG_UI_KEY_OPEN, false},
		{4, DO_OPEN, MSG_HANDOVER_KEY_DETAIL, true},
		{5, DO_VERIFY, MSG_JOURNAL_KEY_VERIFY, false},
		{KEY_ESCAPE, UI_ACT_CLOSE, MSG_UI_KEY_BACK, false},
	};

	(void)screen;
	keys_add(set, own, ARRAY_LENGTH(own));
}

static void
journal_act(struct screen *screen, int action)
{
	const struct ui_host *host = screen->ui->host;
	const struct ui_journal_row *row = table_chosen(&((struct table_screen *)screen)->table);
	char sentence[UI_SENTENCE] = "";
	bool whole;

	if (action == DO_OPEN) {
		if (row != NULL && row->applicant_id != 0)
			screen_show(screen->ui, &(struct target){.screen = SCREEN_DETAIL, .id = row->applicant_id});
		else
			ui_notice(screen->ui, VERDICT_WARN, tell(JOURNAL_NOBODY));
		return;
	}
	whole = host->journal_verify(host->context, sentence);
	ui_notice(screen->ui, whole ? VERDICT_PASS : VERDICT_REFUSE, sentence);
}

static enum scan_answer
journal_scan(struct screen *screen, const struct scan *scan)
{
	if (scan->kind != SCAN_RECORD || scan->text[0] == '\0')
		return scan_default(screen, scan);
	table_screen_look_for((struct table_screen *)screen, scan->text, "");
	return ANSWER_TAKEN;
}

static enum verdict_level
journal_say(struct screen *screen, char *out, size_t size)
{
	copy_text(out, size, ((struct table_screen *)screen)->table.count > 0 ? tell(JOURNAL_SENTENCE) : tell(JOURNAL_NOTHING));
	return VERDICT_PASS;
}

static void
journal_open(struct screen *screen, const struct target *target)
{
	(void)target;
	table_screen_init(screen, &journal_kind, MSG_JOURNAL_SEARCH, WHOLE_ROWS + 1);
}

const struct screen_type screen_journal = {
	.size = sizeof(struct table_screen),
	.open = journal_open,
	.title = MSG_JOURNAL_TITLE,
	.draw = journal_draw,
	.keys = journal_keys,
	.act = journal_act,
	.press = table_screen_press,
	.scan = journal_scan,
	.typing = table_screen_typing,
	.refresh = table_screen_refresh,
	.speak = journal_say,
	.close = table_screen_close,
};
