/*
 * ui/ui: the screen stack and the turn: read presses, hand them on, paint once. Knows the screens only by their tables.
 */
#include "screen.h"

#include <string.h>

enum { NOTICE_ROWS = 3 };

/* ------------------------------------------------------------------ the stack */

struct screen *
screen_top(const struct ui *ui)
{
	return ui->depth > 0 ? ui->stack[ui->depth - 1] : NULL;
}

bool
screen_is_open(const struct ui *ui, const struct screen_type *type)
{
	for (int i = 0; i < ui->depth; i++)
		if (ui->stack[i]->type == type)
			return true;
	return false;
}

void
screen_pop(struct ui *ui)
{
	struct screen *screen = screen_top(ui);

	if (screen == NULL)
		return;
	ui->depth--;
	if (screen->type->close != NULL)
		screen->type->close(screen);
	mem_free(screen);
	ui->stale = true;
	ui->dirty = true;
}

void
screen_pop_to(struct ui *ui, const struct screen *screen)
{
	while (ui->depth > 0 && screen_top(ui) != screen)
		screen_pop(ui);
}

struct screen *
screen_push(struct ui *ui, const struct screen_type *type, size_t size)
{
	struct screen *screen;

	/* One of a kind: searching from a search does not pile up, and the stack cannot overflow. */
	while (screen_is_open(ui, type))
		screen_pop(ui);
	if (ui->depth == SCREENS_MAX)
		screen_pop(ui);
	screen = mem_alloc(size);
	screen->type = type;
	screen->ui = ui;
	ui->stack[ui->depth++] = screen;
	ui->stale = true;
	ui->dirty = true;
	return screen;
}

/* ------------------------------------------------------------------ keys of every screen */

static const struct key_entry help_key = {1, '?', '?', UI_ACT_HELP, MSG_UI_KEY_HELP, false};
static const struct key_entry common_keys[] = {
	{2, '/', '/', UI_ACT_SEARCH, MSG_UI_KEY_SEARCH, true},
	{7, 0, 0, UI_ACT_DOCTOR, MSG_UI_KEY_DOCTOR, true},
	{10, 0, 0, UI_ACT_LOCK, MSG_UI_KEY_LOCK, true},
	{11, 0, 0, UI_ACT_LANGUAGE, MSG_UI_KEY_LANGUAGE, true},
	{12, 0, 0, UI_ACT_DEMO, MSG_UI_KEY_DEMO, true},
};

static bool
is_demo(const struct ui *ui)
{
	return ui->host->demo_cards != NULL;
}

static bool
has_key(const struct key_set *set, int function, int action)
{
	for (int i = 0; i < set->count; i++)
		if (set->list[i].function == function || set->list[i].action == action)
			return true;
	return false;
}

/* Login or lock stand at the top, or right under help or doctor: nothing of the session may be reached from here. */
static bool
is_covered(const struct ui *ui)
{
	int top = ui->depth - 1;

	while (top > 0 && ui->stack[top]->type->overlay)
		top--;
	return top >= 0 && ui->stack[top]->type->covers;
}

/* The live keys of a screen: its own, then the common ones whose place is still free. */
static void
collect_keys(struct ui *ui, struct screen *screen, struct key_set *set)
{
	set->count = 0;
	if (screen->type->keys != NULL)
		screen->type->keys(screen, set);
	if (!has_key(set, 1, UI_ACT_HELP))
		keys_add(set, &help_key, 1);
	for (size_t i = 0; i < ARRAY_LENGTH(common_keys); i++) {
		const struct key_entry *entry = &common_keys[i];
		if (screen->type->bare || (is_covered(ui) && entry->action != UI_ACT_LANGUAGE && entry->action != UI_ACT_DOCTOR))
			continue;
		if (screen->type->no_search && entry->action == UI_ACT_SEARCH)
			continue;
		if (entry->action == UI_ACT_DEMO && !is_demo(ui))
			continue;
		if (!has_key(set, entry->function, entry->action))
			keys_add(set, entry, 1);
	}
}

static int
key_rank(const struct key_entry *entry)
{
	if (entry->function == KEY_ESCAPE)
		return 1000;
	if (entry->function == KEY_RETURN)
		return 15; /* right behind F1 */
	return entry->function > 0 ? entry->function * 10 : 500;
}

static void
sort_keys(struct key_set *set)
{
	for (int i = 1; i < set->count; i++) {
		struct key_entry entry = set->list[i];
		int at = i;
		while (at > 0 && key_rank(&set->list[at - 1]) > key_rank(&entry)) {
			set->list[at] = set->list[at - 1];
			at--;
		}
		set->list[at] = entry;
	}
}

static void
switch_language(struct ui *ui)
{
	enum language language = message_language() == LANGUAGE_ENGLISH ? LANGUAGE_TURKISH : LANGUAGE_ENGLISH;

	message_set_language(language);
	if (ui->host->language != NULL)
		ui->host->language(ui->host->context, language);
	ui_refresh(ui);
}

static void
act(struct ui *ui, struct screen *screen, int action)
{
	struct key_set set;

	switch (action) {
	case UI_ACT_HELP:
		collect_keys(ui, screen, &set);
		sort_keys(&set);
		open_help(ui, &set);
		return;
	case UI_ACT_SEARCH:
		open_list(ui, UI_FILTER_ALL, "");
		return;
	case UI_ACT_DOCTOR:
		open_doctor(ui);
		return;
	case UI_ACT_LOCK:
		ui->host->lock(ui->host->context, false);
		open_lock(ui);
		return;
	case UI_ACT_LANGUAGE:
		switch_language(ui);
		return;
	case UI_ACT_DEMO:
		open_demo(ui);
		return;
	case UI_ACT_CLOSE:
		screen_pop(ui);
		return;
	}
	if (screen->type->act != NULL)
		screen->type->act(screen, action);
}

void
ui_dispatch(struct ui *ui, const struct press *press)
{
	struct screen *screen = screen_top(ui);
	const struct key_entry *entry;
	struct key_set set;
	bool typing;

	if (screen == NULL)
		return;
	if (press->kind == PRESS_CONTROL && press->code == 'l') {
		term_spoilt();
		return;
	}
	if (ui->too_small)
		return; /* nothing is done that cannot be seen */
	typing = screen->type->typing != NULL && screen->type->typing(screen);
	collect_keys(ui, screen, &set);
	entry = keys_find(&set, press, typing);
	if (entry != NULL && press->kind == PRESS_CHAR && screen->type->careful && is_too_quick(ui))
		return;
	if (entry != NULL) {
		act(ui, screen, entry->action);
		return;
	}
	if (press->kind == PRESS_ALT) {
		/* Esc and a letter typed ahead, not a combination that anything listens to. */
		struct press escape = {.kind = PRESS_ESCAPE};
		struct press letter = {.kind = PRESS_CHAR, .code = press->code};
		ui_dispatch(ui, &escape);
		ui_dispatch(ui, &letter);
		return;
	}
	if (screen->type->press != NULL)
		screen->type->press(screen, press);
}

/* ------------------------------------------------------------------ painting */

static void
draw_head(struct ui *ui, struct screen *screen)
{
	char left[512], right[512], clock[CLOCK_TEXT];
	int cells;

	clock_hour(clock, clock_now());
	if (screen->type->head != NULL)
		screen->type->head(screen, left, sizeof left);
	else
		copy_text(left, sizeof left, message_text((enum message)screen->type->title));
	if (ui->status.officer[0] == '\0')
		copy_text(right, sizeof right, clock);
	else if (ui_is_home(ui))
		snprintf(right, sizeof right, "%s   %s", ui->status.officer, clock);
	else
		say(right, sizeof right, UI_HEAD_RIGHT, ui->status.desk, ui->status.officer, clock);
	cells = term_columns() - text_width(right) - 5;
	draw_text_right(0, term_columns() - 2, STYLE_DIM, right);
	draw_text(0, 1, cells, STYLE_TITLE, left);
}

static void
draw_sentence(struct ui *ui, struct screen *screen)
{
	char text[UI_SENTENCE * 2] = "";
	enum verdict_level level = VERDICT_PASS;
	const char *word;
	int cells = term_columns() - 2;
	int column = 1;
	int lines;
	int row;

	if (ui->notice[0] != '\0') {
		copy_text(text, sizeof text, ui->notice);
		level = ui->notice_level;
	} else if (screen->type->speak != NULL) {
		level = screen->type->speak(screen, text, sizeof text);
	} else if (screen->type->sentence != 0) {
		copy_text(text, sizeof text, message_text((enum message)screen->type->sentence));
	}
	word = level == VERDICT_NOT_CHECKED ? level_word(VERDICT_WARN) : level_word(level);
	if (word[0] != '\0')
		column += text_width(word) + 2;
	cells -= column;
	lines = wrapped_height(cells, NOTICE_ROWS, text);
	row = term_rows() - 1 - (lines > 0 ? lines : 1);
	if (word[0] != '\0' && text[0] != '\0')
		draw_text(row, 1, -1, level_style(level), word);
	draw_wrapped(row, column, cells, NOTICE_ROWS, STYLE_TEXT, text);
}

static int
bar_width(const struct key_set *set, int gap)
{
	int width = 0;

	for (int i = 0; i < set->count; i++) {
		char name[16];
		if (set->list[i].aside)
			continue;
		key_name(name, &set->list[i]);
		width += text_width(name) + 1 + text_width(message_text((enum message)set->list[i].message)) + gap;
	}
	return width - gap;
}

static void
draw_keys(struct ui *ui, struct screen *screen)
{
	struct key_set set;
	int column = 1;
	int row = term_rows() - 1;
	int gap = 3;

	collect_keys(ui, screen, &set);
	sort_keys(&set);
	while (gap > 1 && bar_width(&set, gap) > term_columns() - 2)
		gap--;
	for (int i = 1; i < set.count && bar_width(&set, gap) > term_columns() - 2; i++)
		set.list[i].aside = true; /* no room: it still works and is in the help */
	for (int i = 0; i < set.count; i++) {
		char name[16];
		if (set.list[i].aside)
			continue;
		key_name(name, &set.list[i]);
		column += draw_text(row, column, -1, STYLE_KEY, name) + 1;
		column += draw_text(row, column, -1, STYLE_TEXT, message_text((enum message)set.list[i].message)) + gap;
	}
}

static void
draw_too_small(void)
{
	char text[UI_SENTENCE];

	say(text, sizeof text, UI_TOO_SMALL, TERM_COLUMNS_MIN, TERM_ROWS_MIN, term_columns(), term_rows());
	draw_wrapped(0, 0, term_columns() - 1, term_rows(), STYLE_TEXT, text);
}

void
ui_paint(struct ui *ui)
{
	struct screen *screen;

	for (int i = 0; i < SCREENS_MAX && ui->stale; i++) {
		ui->stale = false;
		screen = screen_top(ui);
		if (screen != NULL && screen->type->refresh != NULL)
			screen->type->refresh(screen);
	}
	if (!ui->dirty || ui->ended != UI_RUNNING || (screen = screen_top(ui)) == NULL)
		return;
	ui->dirty = false;
	ui->painted_minute = clock_now() / 60;
	ui->host->status(ui->host->context, &ui->status);
	term_clear();
	ui->too_small = term_rows() < TERM_ROWS_MIN || term_columns() < TERM_COLUMNS_MIN;
	if (ui->too_small) {
		draw_too_small();
	} else {
		draw_head(ui, screen);
		draw_sentence(ui, screen);
		draw_keys(ui, screen);
		screen->type->draw(screen);
	}
	term_show();
}

/* ------------------------------------------------------------------ the turn */

static void
on_signals(struct ui *ui, unsigned signals)
{
	if (signals & TERM_SIGNAL_HANGUP) {
		term_abandon();
		ui->ended = UI_END_HANGUP;
	} else if (signals & TERM_SIGNAL_STOP) {
		ui->ended = UI_END_SIGNAL;
	}
	if (ui->ended != UI_RUNNING)
		return;
	if (signals & TERM_SIGNAL_RESIZE) {
		term_resize();
		ui->dirty = true;
	}
	if (signals & TERM_SIGNAL_REPAINT) {
		term_spoilt();
		ui->dirty = true;
	}
}

void
ui_read(struct ui *ui)
{
	struct press press;
	bool gone = false;

	on_signals(ui, term_signals());
	while (ui->ended == UI_RUNNING && term_press(&press, &gone)) {
		ui->last_press_ms = term_now();
		scanner_take(&ui->scanner, &press, ui->last_press_ms);
		ui_answer(ui, ui->last_press_ms, false);
		on_signals(ui, term_signals());
	}
	if (gone && ui->ended == UI_RUNNING)
		on_signals(ui, TERM_SIGNAL_HANGUP); /* what was held back is nobody's any more */
	ui_answer(ui, term_now(), true);
}

static int
lock_timeout(const struct ui *ui)
{
	int64_t left;

	if (ui->options.lock_after_s <= 0 || ui_is_locked(ui))
		return -1;
	left = ui->last_press_ms + (int64_t)ui->options.lock_after_s * 1000 - term_now();
	return left < 0 ? 0 : left > 3600000 ? 3600000 : (int)left;
}

int
ui_timeout(const struct ui *ui)
{
	int timeout = (int)(60 - clock_now() % 60) * 1000;
	int paste = term_paste_timeout();
	int lock = lock_timeout(ui);
	int scanner = scanner_timeout(&ui->scanner, term_now());

	if (scanner >= 0 && scanner < timeout)
		timeout = scanner;
	if (paste >= 0 && paste < timeout)
		timeout = paste;
	if (lock >= 0 && lock < timeout)
		timeout = lock;
	return timeout;
}

void
ui_tick(struct ui *ui)
{
	if (ui->painted_minute != clock_now() / 60)
		ui_refresh(ui);
	if (lock_timeout(ui) == 0) {
		ui->host->lock(ui->host->context, true);
		open_lock(ui);
	}
	if (term_paste_timeout() == 0)
		ui_read(ui);
}

enum ui_end
ui_ended(const struct ui *ui)
{
	return ui->ended;
}

/* ------------------------------------------------------------------ opening, closing, news */

enum code
ui_open(struct ui **out, const struct ui_host *host, const struct ui_options *options, struct err *err)
{
	struct term_options term = {
		.term = options->term,
		.ascii = options->ascii,
		.no_colour = options->no_colour,
		.utf8 = options->utf8,
		.escape_delay_ms = options->escape_delay_ms,
		.stderr_fd = options->stderr_fd,
	};
	const char *fallback;
	enum code code = term_open(&term, &fallback, err);
	struct ui *ui;

	*out = NULL;
	if (code != OK)
		return code;
	ui = mem_alloc(sizeof *ui);
	ui->host = host;
	ui->options = *options;
	ui->last_press_ms = term_now();
	open_login(ui);
	if (fallback != NULL) {
		char sentence[UI_SENTENCE];
		say(sentence, sizeof sentence, UI_TERM_FALLBACK, fallback);
		ui_notice(ui, VERDICT_WARN, sentence);
	}
	*out = ui;
	return OK;
}

void
ui_close(struct ui **ui)
{
	if (*ui == NULL)
		return;
	while ((*ui)->depth > 0)
		screen_pop(*ui);
	term_close();
	mem_free(*ui);
	*ui = NULL;
}

int
ui_terminal_fd(const struct ui *ui)
{
	(void)ui;
	return term_input_fd();
}

int
ui_signal_fd(const struct ui *ui)
{
	(void)ui;
	return term_signal_fd();
}

void
ui_refresh(struct ui *ui)
{
	ui->stale = true;
	ui->dirty = true;
}

void
ui_show_handover(struct ui *ui)
{
	if (ui->host->flow(ui->host->context) == NULL || handover_is_open(ui) || ui_is_locked(ui))
		return;
	open_handover(ui);
}

void
ui_notice(struct ui *ui, enum verdict_level level, const char *sentence)
{
	copy_text(ui->notice, sizeof ui->notice, sentence);
	ui->notice_level = level;
	ui->dirty = true;
}

void
ui_beep(struct ui *ui)
{
	(void)ui;
	term_beep();
}

bool
ui_is_locked(const struct ui *ui)
{
	const struct screen *screen = screen_top(ui);

	return screen == NULL || is_covered(ui);
}
