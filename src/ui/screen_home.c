/*
 * ui/screen_home: what needs a hand today and where everything else is, one row each, chosen with the arrows; the state of
 * reader, printer and journal; what was done last.
 */
#include "screen.h"

enum { DO_OPEN = UI_ACT_OWN, DO_HANDOVER, DO_LOGOUT, DO_LOGOUT_SURE, DO_COUNT };
enum { TILE_ROW = BODY_TOP + 1, TILE_LABEL = 5, TILE_SIGN = 3, TILE_NUMBER_END = 36 };

/* A row: how many there are of something, or another screen. */
struct home_row {
	enum message label;
	bool counts;         /* filter's applications, papers, or what of the stock is there, and says how many */
	bool administrators; /* only they see it */
	struct target target;
};

static const struct home_row rows[] = {
	{MSG_HOME_WAITING, .counts = true, .target = {.screen = SCREEN_LIST, .filter = UI_FILTER_WAITING}},
	{MSG_HOME_COURIER_LATE, .counts = true, .target = {.screen = SCREEN_LIST, .filter = UI_FILTER_COURIER_LATE}},
	{MSG_FILTER_UNCOLLECTED, .counts = true, .target = {.screen = SCREEN_LIST, .filter = UI_FILTER_UNCOLLECTED}},
	{MSG_HOME_DATA_ERROR, .counts = true, .target = {.screen = SCREEN_LIST, .filter = UI_FILTER_DATA_ERROR}},
	{MSG_HOME_UNSIGNED, .counts = true, .target = {.screen = SCREEN_UNSIGNED}},
	{MSG_STOCK_MISSING, .counts = true, .target = {.screen = SCREEN_ITEMS, .id = CARD_MISSING}},
	{MSG_HOME_STOCK, .counts = true, .target = {.screen = SCREEN_ITEMS, .id = CARD_IN_STOCK}},
	{MSG_FILTER_ALL, .target = {.screen = SCREEN_LIST, .filter = UI_FILTER_ALL}},
	{MSG_COURIER_TITLE, .target = {.screen = SCREEN_DELIVERY}},
	{MSG_OFFICERS_TITLE, .administrators = true, .target = {.screen = SCREEN_OFFICERS}},
	{MSG_QUEUE_TITLE, .target = {.screen = SCREEN_QUEUE}},
	{MSG_JOURNAL_TITLE, .target = {.screen = SCREEN_JOURNAL}},
};

struct home {
	struct screen screen;
	struct ui_home data;
	struct pick pick; /* among the rows that this officer sees */
};

/* The rows that this officer sees; returns how many. */
static int
seen_rows(const struct ui *ui, const struct home_row *out[ARRAY_LENGTH(rows)])
{
	int count = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		if (ui->status.administrator || !rows[i].administrators)
			out[count++] = &rows[i];
	return count;
}

static void
home_refresh(struct screen *screen)
{
	struct home *home = (struct home *)screen;

	home->data = (struct ui_home){0};
	screen->ui->host->home(screen->ui->host->context, &home->data);
}

/* How many, and in words: of what is here, cards and readers. */
static int64_t
count_of(const struct ui_home *data, const struct home_row *item, char words[32])
{
	int64_t count = item->target.screen == SCREEN_LIST ? data->tiles[item->target.filter]
		: item->target.screen == SCREEN_UNSIGNED   ? data->unsigned_papers
		: item->target.id == CARD_MISSING          ? data->missing
							   : data->here[ITEM_CARD] + data->here[ITEM_READER];

	if (item->target.screen == SCREEN_ITEMS && item->target.id == CARD_IN_STOCK)
		snprintf(words, 32, "%lld + %lld", (long long)data->here[ITEM_CARD], (long long)data->here[ITEM_READER]);
	else
		show_number(words, count);
	return count;
}

static void
draw_row(const struct home *home, const struct home_row *item, int row, bool chosen)
{
	char label[128], number[32];
	bool busy;
	enum style style = chosen ? STYLE_SELECTED : STYLE_TEXT;

	if (item->target.screen == SCREEN_LIST && item->target.filter == UI_FILTER_UNCOLLECTED)
		say(label, sizeof label, HOME_UNCOLLECTED, home->data.uncollected_days);
	else
		copy_text(label, sizeof label, message_text(item->label));
	if (chosen) {
		term_blank(row, TILE_SIGN - 1, TILE_NUMBER_END - TILE_SIGN + 3, STYLE_SELECTED);
		term_cursor(row, TILE_SIGN);
		draw_text(row, TILE_SIGN, 1, STYLE_SELECTED, term_is_ascii() ? ">" : "›");
	}
	draw_text(row, TILE_LABEL, TILE_NUMBER_END - TILE_LABEL - 4, style, label);
	if (!item->counts)
		return;
	busy = count_of(&home->data, item, number) > 0;
	draw_text_right(row, TILE_NUMBER_END, chosen ? STYLE_SELECTED : busy ? STYLE_FIELD : STYLE_DIM, number);
}

/* Returns the row behind them. */
static int
draw_rows(struct home *home)
{
	const struct home_row *seen[ARRAY_LENGTH(rows)];
	int count = seen_rows(home->screen.ui, seen);

	pick_fit(&home->pick, count, count);
	for (int i = 0; i < count; i++)
		draw_row(home, seen[i], TILE_ROW + i, i == home->pick.chosen);
	return TILE_ROW + count;
}

static void
draw_state(int row, int column, const char *key, enum message label, const char *words, enum verdict_level level)
{
	draw_text(row, column, 3, STYLE_KEY, key);
	draw_text(row, column + 4, 13, STYLE_LABEL, message_text(label));
	draw_text(row, column + 19, -1, level == VERDICT_PASS ? STYLE_TEXT : level_style(level), words);
}

/* The worst that the doctor has found, when it has found anything. */
static void
draw_worst(int row, int column, const struct ui_finding *worst)
{
	if (worst->level == VERDICT_PASS)
		return;
	draw_state(row, column, "F7", MSG_HOME_DOCTOR, worst->what, worst->level);
	draw_wrapped(row + 1, column + 4, term_columns() - column - 5, TILE_ROW + (int)ARRAY_LENGTH(rows) - row - 1, STYLE_FIELD,
		worst->sentence);
}

static void
draw_recent(const struct home *home, int row)
{
	int width = term_columns();
	int name_at = 24;
	int outcome_at = name_at + (width >= 110 ? 44 : 28);

	draw_text(row++, TILE_SIGN, -1, STYLE_TITLE, tell(HOME_RECENT));
	if (home->data.recent_count == 0)
		draw_text(row, TILE_SIGN, -1, STYLE_DIM, tell(HOME_NO_RECENT));
	for (int i = 0; i < home->data.recent_count && row <= body_bottom(); i++, row++) {
		const struct ui_recent *recent = &home->data.recent[i];
		char when[CLOCK_TEXT];

		show_when(when, recent->time);
		if (text_width(when) > 5)
			when[text_prefix(when, 5)] = '\0'; /* 22.11 is enough for yesterday's */
		draw_text(row, TILE_SIGN, 5, STYLE_DIM, when);
		draw_text(row, TILE_SIGN + 7, recent->name[0] != '\0' ? name_at - TILE_SIGN - 8 : outcome_at - TILE_SIGN - 8,
			STYLE_TEXT, recent->subject);
		draw_text(row, name_at, outcome_at - name_at - 1, STYLE_TEXT, recent->name);
		draw_text(row, outcome_at, -1, recent->level == VERDICT_PASS ? STYLE_DIM : level_style(recent->level),
			recent->outcome);
	}
}

static void
home_draw(struct screen *screen)
{
	struct home *home = (struct home *)screen;
	const struct ui_status *status = &screen->ui->status;
	int row = TILE_ROW + 3;
	int column = term_columns() >= 110 ? term_columns() - 54 : 41;

	int behind = draw_rows(home);

	draw_text(BODY_TOP, TILE_SIGN, -1, STYLE_TITLE, tell(HOME_TODAY));
	draw_state(TILE_ROW, column, "", MSG_HOME_READER, status->reader, status->reader_level);
	draw_state(TILE_ROW + 1, column, "", MSG_HOME_PRINTER, status->printer, status->printer_level);
	draw_state(TILE_ROW + 2, column, "", MSG_HOME_JOURNAL, status->journal, status->journal_level);
	if (home->data.list_days > 0) {
		char words[96];
		say(words, sizeof words, HOME_LISTS_AGE, home->data.list_days);
		draw_state(row++, column, "", MSG_HOME_LISTS_OF, words, VERDICT_WARN);
	}
	draw_worst(row, column, &status->worst);
	draw_recent(home, behind + 1);
}

static void
home_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry own[] = {
		{KEY_RETURN, DO_OPEN, MSG_UI_KEY_OPEN, false},
		{2, UI_ACT_SEARCH, MSG_UI_KEY_SEARCH, false},
		{3, DO_HANDOVER, MSG_HOME_KEY_HANDOVER, false},
		{4, DO_OPEN, MSG_HANDOVER_KEY_DETAIL, true},
		{7, UI_ACT_DOCTOR, MSG_UI_KEY_DOCTOR, true},
		{10, UI_ACT_LOCK, MSG_UI_KEY_LOCK, false},
		{KEY_ESCAPE, DO_LOGOUT, MSG_HOME_KEY_LOGOUT, false},
	};
	static const struct key_entry sure = {9, DO_LOGOUT_SURE, MSG_UI_KEY_YES, false};
	static const struct key_entry count = {STEP_KEY_CONTROL + 'n', DO_COUNT, MSG_DRAWER_KEY_COUNT, true};

	keys_add(set, own, ARRAY_LENGTH(own));
	if (((const struct home *)screen)->data.before[0] != '\0')
		keys_add(set, &count, 1);
	if (ui_asks(screen, DO_LOGOUT))
		keys_add(set, &sure, 1);
}

static void
open_row(struct home *home)
{
	const struct home_row *seen[ARRAY_LENGTH(rows)];
	struct ui *ui = home->screen.ui;
	struct target target;

	pick_fit(&home->pick, seen_rows(ui, seen), (int)ARRAY_LENGTH(rows));
	target = seen[home->pick.chosen]->target;
	target.text = "";
	screen_show(ui, &target);
}

static void
home_act(struct screen *screen, int action)
{
	struct home *home = (struct home *)screen;
	struct ui *ui = screen->ui;

	switch (action) {
	case DO_OPEN:
		open_row(home);
		return;
	case DO_HANDOVER:
		begin_handover(ui, 0, home->data.has_draft);
		return;
	case DO_COUNT:
		screen_show_plain(ui, SCREEN_DRAWER);
		return;
	case DO_LOGOUT:
		ui_ask_or_not(screen, DO_LOGOUT, tell(HOME_LOGOUT));
		return;
	case DO_LOGOUT_SURE:
		ui->host->logout(ui->host->context);
		screen_pop(ui);
		return;
	}
}

/* Which handover was cut off, and where. */
static void
say_draft(const struct home *home, char sentence[UI_SENTENCE])
{
	const struct ui_home *data = &home->data;

	if (data->draft_record[0] != '\0')
		say(sentence, UI_SENTENCE, HOME_DRAFT_RECORDED, data->draft_record, data->draft_name);
	else
		say(sentence, UI_SENTENCE, HOME_DRAFT, data->draft_name,
			data->draft_step != MSG_NONE ? message_text(data->draft_step) : "");
}

/* A document means a handover, and finds its holder there; everything else on a paper or a card is searched for. */
static enum scan_answer
home_scan(struct screen *screen, const struct scan *scan)
{
	struct ui *ui = screen->ui;
	const struct home *home = (const struct home *)screen;
	struct event event = {.kind = EVENT_SCAN, .now = clock_now(), .text = scan->text};
	char sentence[UI_SENTENCE];
	struct mrz mrz;

	if ((scan->kind == SCAN_RECORD && scan->text[0] != '\0') || scan->kind == SCAN_CODE) {
		screen_show(ui, &(struct target){.screen = SCREEN_LIST, .filter = UI_FILTER_ALL, .text = scan->text});
		return ANSWER_TAKEN;
	}
	if (scan->kind != SCAN_MRZ)
		return ANSWER_REFUSED;
	if (!scan_read_document(ui, scan, &mrz))
		return ANSWER_TAKEN;
	if (home->data.has_draft) {
		say_draft(home, sentence);
		ui_notice(ui, VERDICT_WARN, sentence);
		return ANSWER_TAKEN;
	}
	begin_handover(ui, 0, false);
	if (screen_is_open(ui, SCREEN_HANDOVER))
		(void)ui->host->flow_event(ui->host->context, &event);
	ui_refresh(ui);
	return ANSWER_TAKEN;
}

static bool
home_press(struct screen *screen, const struct press *press)
{
	struct home *home = (struct home *)screen;

	if (press->kind == PRESS_PASTE && press->text[0] != '\0') {
		/* A name or a number: somebody is looked for to be handed a card. */
		struct event event = {.kind = EVENT_SCAN, .now = clock_now(), .text = press->text};
		begin_handover(screen->ui, 0, false);
		if (screen_is_open(screen->ui, SCREEN_HANDOVER))
			screen->ui->host->flow_event(screen->ui->host->context, &event);
		return true;
	}
	return pick_press(&home->pick, press, false);
}

static void
home_head(struct screen *screen, char *out, size_t size)
{
	say(out, size, HOME_HEAD, screen->ui->status.institution, screen->ui->status.desk);
}

static enum verdict_level
home_say(struct screen *screen, char *out, size_t size)
{
	const struct home *home = (const struct home *)screen;

	const struct ui_finding *worst = &screen->ui->status.worst;

	if (home->data.has_draft) {
		char sentence[UI_SENTENCE];
		say_draft(home, sentence);
		copy_text(out, size, sentence);
		return VERDICT_WARN;
	}
	if (worst->level != VERDICT_PASS) {
		copy_text(out, size, worst->line);
		return worst->level;
	}
	if (screen->ui->status.card_in) {
		copy_text(out, size, tell(HOME_CARD_IN));
		return VERDICT_PASS;
	}
	if (home->data.before[0] != '\0') {
		say(out, size, DRAWER_HOME_OFFER, home->data.before);
		return VERDICT_PASS;
	}
	copy_text(out, size, screen->ui->host->demo_cards != NULL ? tell(HOME_SENTENCE_DEMO) : tell(HOME_SENTENCE));
	return VERDICT_PASS;
}

const struct screen_type screen_home = {
	.size = sizeof(struct home),
	.title = MSG_HOME_TITLE,
	.draw = home_draw,
	.keys = home_keys,
	.act = home_act,
	.press = home_press,
	.scan = home_scan,
	.refresh = home_refresh,
	.head = home_head,
	.speak = home_say,
};
