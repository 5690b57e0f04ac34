/*
 * ui/screen_home: what needs a hand today and one key to each; the state of reader, printer and journal; what was done
 * last.
 */
#include "screen.h"

enum {
	DO_TILE = UI_ACT_OWN, /* + enum ui_filter */
	DO_HANDOVER = DO_TILE + UI_TILES,
	DO_COURIER,
	DO_LISTS,
	DO_JOURNAL,
	DO_PRINTER,
	DO_OFFICERS,
	DO_LOGOUT,
	DO_OPEN
};
enum { TILE_ROW = BODY_TOP + 2, TILE_KEY = 3, TILE_LABEL = 6, TILE_NUMBER_END = 34 };

struct home {
	struct screen screen;
	struct ui_home data;
	int chosen;
};

static const struct key_entry tile_keys[UI_TILES] = {
	{0, 't', 'w', DO_TILE + UI_FILTER_WAITING, MSG_HOME_WAITING, true},
	{0, 'k', 'c', DO_TILE + UI_FILTER_COURIER_LATE, MSG_HOME_COURIER_LATE, true},
	{0, 'a', 'u', DO_TILE + UI_FILTER_UNCOLLECTED, MSG_FILTER_UNCOLLECTED, true},
	{0, 'b', 'd', DO_TILE + UI_FILTER_DATA_ERROR, MSG_HOME_DATA_ERROR, true},
	{0, 0x130, 's', DO_TILE + UI_FILTER_UNSIGNED, MSG_HOME_UNSIGNED, true},
};

static void
home_refresh(struct screen *screen)
{
	struct home *home = (struct home *)screen;

	home->data = (struct ui_home){0};
	screen->ui->host->home(screen->ui->host->context, &home->data);
}

static void
draw_tiles(const struct home *home)
{
	for (int i = 0; i < UI_TILES; i++) {
		char label[128], number[32], key[16];
		int row = TILE_ROW + i;
		bool busy = home->data.tiles[i] > 0;

		if (i == UI_FILTER_UNCOLLECTED)
			say(label, sizeof label, HOME_UNCOLLECTED, home->data.uncollected_days);
		else
			copy_text(label, sizeof label, message_text(tile_keys[i].message));
		show_number(number, home->data.tiles[i]);
		key_name(key, &tile_keys[i]);
		if (i == home->chosen) {
			term_blank(row, TILE_KEY - 1, TILE_NUMBER_END - TILE_KEY + 3, STYLE_SELECTED);
			term_cursor(row, TILE_KEY);
		}
		draw_text(row, TILE_KEY, 2, i == home->chosen ? STYLE_SELECTED : STYLE_KEY, key);
		draw_text(row, TILE_LABEL, 26, i == home->chosen ? STYLE_SELECTED : STYLE_TEXT, label);
		draw_text_right(row, TILE_NUMBER_END, i == home->chosen ? STYLE_SELECTED : busy ? STYLE_FIELD : STYLE_DIM, number);
	}
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
	draw_wrapped(row + 1, column + 4, term_columns() - column - 5, TILE_ROW + UI_TILES + 1 - row, STYLE_FIELD, worst->sentence);
}

static void
draw_recent(const struct home *home, int row)
{
	int width = term_columns();
	int name_at = 24;
	int outcome_at = name_at + (width >= 110 ? 44 : 28);

	draw_text(row++, TILE_KEY, -1, STYLE_TITLE, tell(HOME_RECENT));
	if (home->data.recent_count == 0)
		draw_text(row, TILE_KEY, -1, STYLE_DIM, tell(HOME_NO_RECENT));
	for (int i = 0; i < home->data.recent_count && row <= body_bottom(); i++, row++) {
		const struct ui_recent *recent = &home->data.recent[i];
		char when[CLOCK_TEXT];

		show_when(when, recent->time);
		if (text_width(when) > 5)
			when[text_prefix(when, 5)] = '\0'; /* 22.11 is enough for yesterday's */
		draw_text(row, TILE_KEY, 5, STYLE_DIM, when);
		draw_text(row, TILE_KEY + 7, recent->name[0] != '\0' ? name_at - TILE_KEY - 8 : outcome_at - TILE_KEY - 8, STYLE_TEXT, recent->subject);
		draw_text(row, name_at, outcome_at - name_at - 1, STYLE_TEXT, recent->name);
		draw_text(row, outcome_at, -1, recent->level == VERDICT_PASS ? STYLE_DIM : level_style(recent->level), recent->outcome);
	}
}

static void
home_draw(struct screen *screen)
{
	struct home *home = (struct home *)screen;
	const struct ui_status *status = &screen->ui->status;
	int row = TILE_ROW + 3;
	int column = term_columns() >= 110 ? term_columns() - 54 : 41;

	draw_text(BODY_TOP, TILE_KEY, -1, STYLE_TITLE, tell(HOME_TODAY));
	draw_tiles(home);
	draw_state(TILE_ROW, column, "F7", MSG_HOME_READER, status->reader, status->reader_level);
	draw_state(TILE_ROW + 1, column, "F9", MSG_HOME_PRINTER, status->printer, status->printer_level);
	draw_state(TILE_ROW + 2, column, "F6", MSG_HOME_JOURNAL, status->journal, status->journal_level);
	if (home->data.list_days > 0) {
		char words[96];
		say(words, sizeof words, HOME_LISTS_AGE, home->data.list_days);
		draw_state(row++, column, "", MSG_HOME_LISTS_OF, words, VERDICT_WARN);
	}
	draw_worst(row, column, &status->worst);
	draw_recent(home, TILE_ROW + UI_TILES + 2);
}

static void
home_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry own[] = {
		{2, '/', '/', UI_ACT_SEARCH, MSG_UI_KEY_SEARCH, false},
		{3, 'v', 'h', DO_HANDOVER, MSG_HOME_KEY_HANDOVER, false},
		{4, 'g', 'i', DO_COURIER, MSG_HOME_KEY_COURIER, false},
		{5, 'l', 'l', DO_LISTS, MSG_HOME_KEY_LISTS, false},
		{6, 'n', 'j', DO_JOURNAL, MSG_HOME_KEY_JOURNAL, false},
		{7, 'r', 'x', UI_ACT_DOCTOR, MSG_UI_KEY_DOCTOR, true},
		{9, 'y', 'p', DO_PRINTER, MSG_HOME_KEY_PRINTER, true},
		{10, 'q', 'q', UI_ACT_LOCK, MSG_UI_KEY_LOCK, false},
		{11, 'e', 't', UI_ACT_LANGUAGE, MSG_UI_KEY_LANGUAGE, true},
		{12, 'd', 'v', UI_ACT_DEMO, MSG_UI_KEY_DEMO, true},
		{0, 'm', 'm', DO_OFFICERS, MSG_HOME_KEY_OFFICERS, true},
		{0, 'o', 'o', DO_LOGOUT, MSG_HOME_KEY_LOGOUT, true},
		{KEY_RETURN, 0, 0, DO_OPEN, MSG_UI_KEY_OPEN, true},
	};
	bool demo = screen->ui->host->demo_cards != NULL;

	for (size_t i = 0; i < ARRAY_LENGTH(own); i++)
		if ((demo || own[i].action != UI_ACT_DEMO) && (screen->ui->status.administrator || own[i].action != DO_OFFICERS))
			keys_add(set, &own[i], 1);
	keys_add(set, tile_keys, UI_TILES);
}

static void
home_act(struct screen *screen, int action)
{
	struct home *home = (struct home *)screen;
	struct ui *ui = screen->ui;

	if (action >= DO_TILE && action < DO_TILE + UI_TILES) {
		home->chosen = action - DO_TILE;
		screen_show(ui, &(struct target){.screen = SCREEN_LIST, .filter = (enum ui_filter)home->chosen, .text = ""});
		return;
	}
	switch (action) {
	case DO_HANDOVER:
		begin_handover(ui, 0, home->data.has_draft);
		return;
	case DO_COURIER:
		screen_show_plain(ui, SCREEN_COURIER);
		return;
	case DO_LISTS:
		screen_show(ui, &(struct target){.screen = SCREEN_LIST, .filter = UI_FILTER_WAITING, .text = ""});
		return;
	case DO_JOURNAL:
		screen_show_plain(ui, SCREEN_JOURNAL);
		return;
	case DO_PRINTER:
		screen_show_plain(ui, SCREEN_QUEUE);
		return;
	case DO_OFFICERS:
		screen_show_plain(ui, SCREEN_OFFICERS);
		return;
	case DO_LOGOUT:
		if (is_too_quick(ui))
			return;
		ui->host->logout(ui->host->context);
		screen_pop(ui);
		return;
	case DO_OPEN:
		screen_show(ui, &(struct target){.screen = SCREEN_LIST, .filter = (enum ui_filter)home->chosen, .text = ""});
		return;
	}
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
		say(sentence, sizeof sentence, HOME_DRAFT, home->data.draft_name);
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
	struct pick pick = {.count = UI_TILES, .chosen = home->chosen, .height = UI_TILES};

	if (press->kind == PRESS_PASTE && press->text[0] != '\0') {
		/* A name or a number: somebody is looked for to be handed a card. */
		struct event event = {.kind = EVENT_SCAN, .now = clock_now(), .text = press->text};
		begin_handover(screen->ui, 0, false);
		if (screen_is_open(screen->ui, SCREEN_HANDOVER))
			screen->ui->host->flow_event(screen->ui->host->context, &event);
		return true;
	}
	if (!pick_press(&pick, press, false))
		return false;
	home->chosen = (int)pick.chosen;
	return true;
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
		say(out, size, HOME_DRAFT, home->data.draft_name);
		return VERDICT_WARN;
	}
	if (worst->level != VERDICT_PASS) {
		copy_text(out, size, worst->line);
		return worst->level;
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
