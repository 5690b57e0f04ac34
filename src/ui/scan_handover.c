/*
 * ui/scan_handover: what the handover's screen makes of scans: where a barcode goes is a matter of the focus, what a
 * document means one of the machine behind the host.
 */
#include "handover.h"

#include "teslim/ident.h"

static enum scan_answer
scanned_serial(struct handover_screen *handover, const struct scan *scan)
{
	struct event event = {
		.kind = EVENT_SCAN, .field = (enum handover_field)handover_field(handover_focus(handover)), .text = scan->text};

	if (handover_send(handover, event) != OK)
		ui_notice(handover->screen.ui, VERDICT_WARN, tell(HANDOVER_SERIAL_FULL));
	return ANSWER_TAKEN;
}

/* A barcode goes where the focus says. What was scanned into the search before makes room for it. */
static enum scan_answer
scanned_code(struct handover_screen *handover, const struct scan *scan)
{
	char date[DATE_TEXT];

	switch (handover_focus(handover)) {
	case FOCUS_QUERY:
		if (form_text(&handover->form, handover->form.focus)[0] != '\0' && !handover->scanned)
			return ANSWER_TEXT;
		handover->scanned = true;
		(void)handover_send(handover, (struct event){.kind = EVENT_SCAN, .text = scan->text});
		return ANSWER_TAKEN;
	case FOCUS_NUMBER:
	case FOCUS_NOTE:
		return ANSWER_TEXT;
	case FOCUS_EXPIRY:
		return ident_parse_date(date, scan->text) ? ANSWER_TEXT : ANSWER_REFUSED;
	case FOCUS_CARD_SERIAL:
	case FOCUS_GIVES:
	case FOCUS_READER_SERIAL:
		return scanned_serial(handover, scan);
	case FOCUS_OFFICER:
	case FOCUS_PASSWORD:
		return ANSWER_TYPED;
	case FOCUS_NONE:
	case FOCUS_KIND:
	case FOCUS_DIGITS: /* typed by hand, or read with the whole zone */
	case FOCUS_FACE:
	case FOCUS_REASONS:
	case FOCUS_WAYS:
		return ANSWER_REFUSED;
	}
	return ANSWER_REFUSED;
}

enum scan_answer
handover_scan(struct screen *screen, const struct scan *scan)
{
	struct handover_screen *handover = (struct handover_screen *)screen;

	if (!handover_catch_up(handover) || handover->flow == NULL)
		return ANSWER_REFUSED;
	if (scan->kind == SCAN_CODE)
		return scanned_code(handover, scan);
	if (scan->kind != SCAN_MRZ)
		return scan_default(screen, scan);
	return handover_send(handover, (struct event){.kind = EVENT_SCAN, .text = scan->text}) == OK ? ANSWER_TAKEN
												     : ANSWER_REFUSED;
}
