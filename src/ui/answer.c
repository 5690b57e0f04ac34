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
		screen_pop(ui);
		return;
	}
	if (screen->type->act != NULL)
		screen->type->act(screen, action);
}

static void
dispatch(struct ui *ui, const struct press *press)
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
	keys_collect(ui, screen, &set);
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
		dispatch(ui, &escape);
		dispatch(ui, &letter);
		return;
	}
	if (screen->type->press != NULL)
		screen->type->press(screen, press);
}

/* ------------------------------------------------------------------ handing on */

/* Whether letters belong to a text field on the top screen. */
static bool
is_typing(const struct ui *ui)
{
	struct screen *screen = screen_top(ui);

	return screen != NULL && screen->type->typing != NULL && screen->type->typing(screen);
}

/* Letters that had been taken for typing and were the beginning of a scan leave the field that they were typed into. */
static void
take_back(struct ui *ui, int letters)
{
	struct press erase = {.kind = PRESS_BACKSPACE};

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
