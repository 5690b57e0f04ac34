/*
 * ui/answer: what the recogniser has decided goes on from here: presses to the keys of the screen on top, scans to the screen
 * itself. Knows the screens only by their tables.
 */
#include "screen.h"

#include "teslim/ident.h"

/* ------------------------------------------------------------------ presses */

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
	switch (action) {
	case UI_ACT_HELP:
		screen_show_plain(ui, SCREEN_HELP);
		return;
	case UI_ACT_SEARCH:
		screen_show(ui, &(struct target){.screen = SCREEN_LIST, .filter = UI_FILTER_ALL, .text = ""});
		return;
	case UI_ACT_DOCTOR:
		screen_show_plain(ui, SCREEN_DOCTOR);
		return;
	case UI_ACT_LOCK:
		ui->host->lock(ui->host->context, false);
		screen_show_plain(ui, SCREEN_LOCK);
		return;
	case UI_ACT_LANGUAGE:
		switch_language(ui);
		return;
	case UI_ACT_DEMO:
		screen_show_plain(ui, SCREEN_DEMO);
		return;
	case UI_ACT_CLOSE:
		screen_leave(ui);
		return;
	}
	if (screen->type->act != NULL)
		screen->type->act(screen, action);
}

/* Whether letters belong to a text field on the top screen. */
static bool
is_typing(const struct ui *ui)
{
	struct screen *screen = screen_top(ui);

	return screen != NULL && screen->type->typing != NULL && screen->type->typing(screen);
}

/* A letter that no field and nothing else wants is the first of a search. */
static void
begin_search(struct ui *ui, const struct press *press)
{
	char letter[5];

	if (press->kind != PRESS_CHAR || press->code <= ' ' || ui_is_locked(ui) || is_typing(ui) || is_too_quick(ui))
		return;
	letter[text_encode(letter, press->code)] = '\0';
	screen_show(ui, &(struct target){.screen = SCREEN_LIST, .filter = UI_FILTER_ALL, .text = letter});
	ui->search_letters = 1;
}

/* Esc and a digit, however slowly it comes: a function key. What Esc has done meanwhile is taken back. */
static struct press
after_escape(struct ui *ui, const struct press *press)
{
	struct screen *top = screen_top(ui);
	bool alone = !ui->quick && ui->scanner.given == ui->scanner.count; /* a scanner's digit has company */
	bool function = ui->escaped && alone && press->kind == PRESS_CHAR && key_of_digit(press->code) > 0 && !ui->too_small;

	if (!function)
		return *press;
	if (!screen_return(ui) && top == ui->escaped_on && top->type->stay != NULL)
		top->type->stay(top);
	ui->asked = ui->asked_before;
	return (struct press){.kind = PRESS_FUNCTION, .code = (uint32_t)key_of_digit(press->code)};
}

static void
dispatch(struct ui *ui, const struct press *raw)
{
	const struct press key = after_escape(ui, raw), *press = &key;
	struct screen *screen = screen_top(ui);
	const struct key_entry *entry;
	struct key_set set;

	screen_forget_left(ui);
	ui->escaped = press->kind == PRESS_ESCAPE;
	ui->asked_before = ui->asked;
	ui->escaped_on = screen;
	if (press->kind == PRESS_CHAR && ui->search_letters > 0)
		ui->search_letters++;
	else
		ui->search_letters = 0;
	if (screen == NULL)
		return;
	if (press->kind == PRESS_CONTROL && press->code == 'l') {
		term_spoilt();
		return;
	}
	if (ui->too_small)
		return; /* nothing is done that cannot be seen */
	keys_collect(ui, screen, &set);
	entry = keys_find(&set, press, is_typing(ui));
	if (entry != NULL) {
		ui->asking = false;
		act(ui, screen, entry->action);
		if (!ui->asking)
			ui->asked = 0;
		return;
	}
	if (press->kind == PRESS_ALT) {
		/* Esc and a letter typed ahead, not a combination that anything listens to. */
		struct press escape = {.kind = PRESS_ESCAPE};
		struct press letter = {.kind = PRESS_CHAR, .code = press->code};
		dispatch(ui, &escape);
		dispatch(ui, &letter);
		return;
	}
	ui->asked = 0;
	if (screen->type->press == NULL || !screen->type->press(screen, press))
		begin_search(ui, press);
}

/* ------------------------------------------------------------------ handing on */

/* Letters that had been taken for typing and were the beginning of a scan leave the field that they were typed into. */
static void
take_back(struct ui *ui, int letters)
{
	struct press erase = {.kind = PRESS_BACKSPACE};

	if (letters > 0 && letters == ui->search_letters) {
		screen_pop(ui); /* nobody has begun this search */
		ui->search_letters = 0;
		return;
	}
	if (!is_typing(ui))
		return;
	for (int i = 0; i < letters; i++)
		dispatch(ui, &erase);
}

static enum scan_answer
offer_scan(struct ui *ui, const struct scan *scan)
{
	struct screen *screen = screen_top(ui);
	enum scan_answer answer = screen->type->scan != NULL ? screen->type->scan(screen, scan) : scan_default(screen, scan);

	if (answer == ANSWER_REFUSED)
		scan_refuse(ui, scan);
	return answer;
}

static void
take_scan(struct ui *ui, const struct scanner_event *event)
{
	enum scan_answer answer;

	if (screen_top(ui) == NULL || ui->too_small)
		return; /* nothing is done that cannot be seen */
	take_back(ui, event->taken_back);
	answer = offer_scan(ui, &event->scan);
	if (answer == ANSWER_TEXT || answer == ANSWER_TYPED)
		scanner_as_typing(&ui->scanner, answer == ANSWER_TYPED);
}

/* Pasted text that is plainly a document's or a paper's is a scan; everything else is text. */
static void
take_paste(struct ui *ui, const struct press *press)
{
	struct scan scan;

	ident_read_scan(&scan, press->text);
	if (screen_top(ui) == NULL || ui->too_small ||
		(scan.kind != SCAN_MRZ && scan.kind != SCAN_RECORD && !(scan.kind == SCAN_PART && scan.certain)))
		dispatch(ui, press);
	else if (offer_scan(ui, &scan) >= ANSWER_TEXT)
		dispatch(ui, press);
}

void
ui_answer(struct ui *ui, int64_t now, bool drained)
{
	struct scanner_event event;

	while (ui->ended == UI_RUNNING) {
		ui->scanner.letters_act = !is_typing(ui);
		if (!scanner_next(&ui->scanner, now, drained, &event))
			return;
		ui->notice[0] = '\0';
		ui->dirty = true;
		if (event.kind == SCANNER_SCAN) {
			take_scan(ui, &event);
			continue;
		}
		ui->quick = event.quick;
		if (event.press.kind == PRESS_PASTE)
			take_paste(ui, &event.press);
		else
			dispatch(ui, &event.press);
		ui->quick = false;
	}
}
