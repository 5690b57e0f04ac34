/*
 * ui/scans: what screens have in common in answering scans: who takes what where nobody says otherwise, and the sentences.
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
scan_is_arriving(const struct ui *ui)
{
	const struct scanner *scanner = &ui->scanner;

	return ui->quick || scanner->decided < scanner->count ||
		(scanner->in_tail && term_now() - scanner->scan_at < SCANNER_TAIL_MS);
}

bool
is_too_quick(struct ui *ui)
{
	if (ui->quick)
		ui_notice(ui, VERDICT_WARN, tell(SCAN_TOO_QUICK));
	return ui->quick;
}
