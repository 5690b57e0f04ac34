/*
 * ui/scans: what the recogniser has decided goes on from here: presses to the keys, scans to the screen on top; and what
 * screens have in common in answering scans: who takes what where nobody says otherwise, and the sentences.
 */
#include "screen.h"

#include "teslim/ident.h"

enum scan_answer
scan_default(struct screen *screen, const struct scan *scan)
{
	bool typing = screen->type->typing != NULL && screen->type->typing(screen);

	return typing && (scan->kind == SCAN_CODE || scan->kind == SCAN_LONG) ? ANSWER_TEXT : ANSWER_REFUSED;
}

void
scan_refuse(struct ui *ui, const struct scan *scan)
{
	char sentence[UI_SENTENCE] = "";

	switch (scan->kind) {
	case SCAN_NOTHING:
		return;
	case SCAN_MRZ:
		copy_text(sentence, sizeof sentence, tell(SCAN_REFUSED_DOCUMENT));
		break;
	case SCAN_PART:
		copy_text(sentence, sizeof sentence, tell(SCAN_REFUSED_PART));
		break;
	case SCAN_RECORD:
		say(sentence, sizeof sentence, SCAN_REFUSED_RECORD, scan->text);
		break;
	case SCAN_CODE:
		copy_text(sentence, sizeof sentence, tell(SCAN_REFUSED_CODE));
		break;
	case SCAN_LONG:
		copy_text(sentence, sizeof sentence, tell(SCAN_REFUSED_LONG));
		break;
	}
	ui_notice(ui, VERDICT_WARN, sentence);
	term_beep();
}

bool
scan_read_document(struct ui *ui, const struct scan *scan, struct mrz *mrz)
{
	struct civil civil = clock_civil(clock_now());
	char today[48], sentence[UI_SENTENCE];
	struct err err = {0};

	snprintf(today, sizeof today, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
	if (ident_parse_mrz(mrz, scan->text, today, &err) == OK)
		return true;
	message_err(sentence, sizeof sentence, &err);
	ui_notice(ui, VERDICT_WARN, sentence);
	term_beep();
	return false;
}

bool
is_too_quick(struct ui *ui)
{
	if (ui->quick)
		ui_notice(ui, VERDICT_WARN, tell(SCAN_TOO_QUICK));
	return ui->quick;
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
		ui_dispatch(ui, &erase);
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
		ui_dispatch(ui, press);
	else if (offer_scan(ui, &scan) >= ANSWER_TEXT)
		ui_dispatch(ui, press);
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
			ui_dispatch(ui, &event.press);
		ui->quick = false;
	}
}
