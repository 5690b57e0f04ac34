/*
 * ui/draw_handover: the pictures of the handover's steps but those of identity and verdict, drawn from the machine's state alone. No keys here.
 */
#include "handover.h"
#include "table_view.h"

#include "teslim/ident.h"
#include "teslim/words.h"

#include <string.h>

static void
document_words(const struct handover_flow *flow, char *out, size_t size)
{
	char masked[32];

	ident_mask_document(masked, sizeof masked, flow->identity.number);
	snprintf(out, size, "%s  %s", message_text(identity_kind_message(flow->identity.kind)), masked);
}

/* ------------------------------------------------------------------ 1 applicant */

static void
result_cell(const void *row, int filter, int column, struct table_cell *out)
{
	const struct applicant *applicant = row;
	char name[FULL_NAME_TEXT];

	(void)filter;
	desk_full_name(name, applicant);
	people_cell(column, name, applicant->national_id, applicant->unit, applicant->state, out);
}

static const struct table_kind result_kind = {.columns = people_columns, .column_count = PEOPLE_COLUMNS, .cell = result_cell};

static void
draw_step_applicant(struct handover_screen *handover)
{
	const struct handover_flow *flow = handover->flow;
	const struct pick *pick = &handover->pick;
	int column = 2 + text_width(tell(HANDOVER_SEARCH)) + 2;

	draw_text(BODY_TOP, 2, -1, STYLE_LABEL, tell(HANDOVER_SEARCH));
	if (flow->result_count > 0)
		table_draw_head(&result_kind, BODY_TOP + 2);
	for (int i = 0; i < pick->height && pick->first + i < pick->count; i++)
		table_draw_row(&result_kind, &flow->results[pick->first + i], 0, BODY_TOP + 3 + i,
			pick->first + i == pick->chosen, false);
	if (flow->result_count > 0)
		draw_position(BODY_TOP, pick->first + 1,
			pick->first + pick->height < pick->count ? pick->first + pick->height : pick->count, pick->count);
	if (flow->presence == PRESENCE_READING) {
		draw_text(body_bottom(), 2, -1, STYLE_ACCENT, tell(HANDOVER_READING));
		draw_bar(body_bottom(), 24, 30, flow->card_percent);
	}
	edit_draw(&handover->form.entries[0].edit, BODY_TOP, column, handover->fields[0].cells, true);
}

/* ------------------------------------------------------------------ 3 card */

static void
draw_step_card(struct handover_screen *handover)
{
	const struct handover_flow *flow = handover->flow;
	char words[128];
	int row = handover_draw_applicant(flow, BODY_TOP);
	int middle;

	document_words(flow, words, sizeof words);
	draw_pair(row, LABEL_END, -1, MSG_HANDOVER_DOCUMENT, STYLE_FIELD, words);
	middle = (row + body_bottom()) / 2;
	term_cursor(middle, VALUE);
	switch (flow->presence) {
	case PRESENCE_NONE:
		if (handover_waits_in_vain(handover))
			draw_text_middle(middle, STYLE_BAD, tell(DOCTOR_NO_CARD_NOW));
		else
			draw_text_middle(middle, STYLE_ACCENT, tell(HANDOVER_INSERT));
		break;
	case PRESENCE_READING:
		draw_text_middle(middle, STYLE_ACCENT, tell(HANDOVER_READING));
		draw_bar(middle + 2, (term_columns() - 40) / 2, 40, flow->card_percent);
		say(words, sizeof words, HANDOVER_PERCENT, flow->card_percent);
		draw_text_middle(middle + 3, STYLE_DIM, words);
		break;
	case PRESENCE_READ:
		if (flow->certificate_count == 0)
			draw_text_middle(middle, STYLE_BAD, tell(HANDOVER_EMPTY));
		else
			draw_text_middle(middle, STYLE_ACCENT, tell(HANDOVER_JUDGING));
		break;
	case PRESENCE_FAULT:
		draw_text_middle(middle, STYLE_BAD, tell(HANDOVER_FAULT));
		break;
	}
	if (flow->card_reader_name[0] != '\0' && flow->presence != PRESENCE_NONE)
		draw_text_middle(middle - 1, STYLE_DIM, flow->card_reader_name);
}

/* ------------------------------------------------------------------ 5 items, 6 summary */

/* What the delivery's list says the card's number is, but for what is to be read off the card. */
static void
draw_announced(const struct handover_screen *handover, int row)
{
	const char *serial = handover->flow->history.card_serial;
	size_t length = strlen(serial);
	char shown[SERIAL_TEXT], words[3 * SERIAL_TEXT];

	if (length <= 4)
		return;
	copy_text(shown, sizeof shown, serial);
	memcpy(shown + length - 4, "****", 4);
	if (handover->screen.ui->status.demo)
		say(words, sizeof words, HANDOVER_ANNOUNCED_DEMO, shown, serial + length - 4);
	else
		say(words, sizeof words, HANDOVER_ANNOUNCED, shown);
	draw_text(row, VALUE, -1, STYLE_DIM, words);
}

static void
draw_step_items(struct handover_screen *handover)
{
	const struct handover_flow *flow = handover->flow;
	int row = handover_draw_applicant(flow, BODY_TOP) + 1;

	if (flow->chosen >= 0)
		draw_pair(row++, LABEL_END, -1, MSG_HANDOVER_CERTIFICATE, STYLE_FIELD, flow->certificates[flow->chosen].serial);
	if (flow->history.tracking_number[0] != '\0')
		draw_pair(row++, LABEL_END, -1, MSG_HANDOVER_TRACKING, STYLE_FIELD, flow->history.tracking_number);
	row++;
	handover_draw_field(handover, row, FOCUS_CARD_SERIAL);
	draw_announced(handover, row + 1);
	row += 3;
	handover_draw_choice(handover, row, MSG_HANDOVER_READER, FOCUS_GIVES,
		flow->gives_reader ? tell(HANDOVER_READER_YES) : tell(HANDOVER_READER_NO));
	handover_draw_field(handover, row + 1, FOCUS_READER_SERIAL);
}

static void
draw_step_summary(struct handover_screen *handover)
{
	const struct handover_flow *flow = handover->flow;
	const struct handover *draft = &flow->handover;
	char words[FIELD_TEXT * 2], from[CLOCK_TEXT], until[CLOCK_TEXT];
	int row = handover_draw_applicant(flow, BODY_TOP) + 1;

	document_words(flow, words, sizeof words);
	draw_pair(row++, LABEL_END, -1, MSG_HANDOVER_DOCUMENT, STYLE_FIELD, words);
	draw_pair(row++, LABEL_END, -1, MSG_HANDOVER_CERTIFICATE, STYLE_FIELD, draft->certificate.serial);
	clock_minute(from, draft->certificate.not_before);
	clock_minute(until, draft->certificate.not_after);
	snprintf(words, sizeof words, "%s - %s", from, until);
	draw_pair(row++, LABEL_END, -1, MSG_HANDOVER_VALIDITY, STYLE_FIELD, words);
	row++;
	draw_pair(row++, LABEL_END, -1, MSG_HANDOVER_CARD_SERIAL, STYLE_FIELD, draft->card_serial);
	draw_pair(row++, LABEL_END, -1, MSG_HANDOVER_READER, STYLE_FIELD,
		draft->has_reader ? draft->reader_serial : tell(HANDOVER_READER_NO));
	if (draft->tracking_number[0] != '\0')
		draw_pair(row++, LABEL_END, -1, MSG_HANDOVER_TRACKING, STYLE_FIELD, draft->tracking_number);
	row++;
	draw_pair(row, LABEL_END, -1, MSG_HANDOVER_VERDICT, level_style(flow->verdict.level),
		handover_verdict_word(flow->verdict.level));
	if (flow->at.armed)
		draw_text(row + 2, VALUE, -1, STYLE_WARNING, tell(HANDOVER_IRREVERSIBLE));
	term_cursor(row, VALUE);
}

/* ------------------------------------------------------------------ 7 paper, 8 signatures, refusal */

static int
draw_record(const struct handover_screen *handover, int row)
{
	const struct handover *record = &handover->flow->handover;
	const struct ui_status *status = &handover->screen.ui->status;

	draw_pair(row++, LABEL_END, -1, MSG_HANDOVER_RECORD, STYLE_TITLE, record->record_number);
	draw_pair(row++, LABEL_END, -1, MSG_HANDOVER_APPLICANT, STYLE_FIELD, record->name);
	row++;
	draw_pair(row++, LABEL_END, -1, MSG_HANDOVER_PAPER, record->paper == PAPER_WAITING ? STYLE_WARNING : STYLE_FIELD,
		message_text(paper_state_message(record->paper)));
	draw_pair(row++, LABEL_END, -1, MSG_HANDOVER_PRINTER,
		status->printer_level == VERDICT_PASS ? STYLE_FIELD : level_style(status->printer_level), status->printer);
	return row;
}

static void
draw_step_print(struct handover_screen *handover)
{
	int row = draw_record(handover, BODY_TOP) + 2;

	if (handover->flow->handover.paper >= PAPER_SENT)
		draw_text_middle(row, STYLE_ACCENT, tell(HANDOVER_QUESTION_PAPER));
	term_cursor(row, term_columns() / 2);
}

static void
draw_step_signed(struct handover_screen *handover)
{
	int row = draw_record(handover, BODY_TOP) + 2;
	const char *mark = term_is_ascii() ? "-" : "·";

	draw_text_middle(row, STYLE_ACCENT, tell(HANDOVER_QUESTION_SIGNED));
	draw_text(row + 2, VALUE - 2, 1, STYLE_DIM, mark);
	draw_text(row + 2, VALUE, -1, STYLE_FIELD, tell(HANDOVER_COPY_OFFICE));
	draw_text(row + 3, VALUE - 2, 1, STYLE_DIM, mark);
	draw_text(row + 3, VALUE, -1, STYLE_FIELD, tell(HANDOVER_COPY_APPLICANT));
	term_cursor(row, term_columns() / 2);
}

static void
draw_step_refuse(struct handover_screen *handover)
{
	const struct handover_flow *flow = handover->flow;
	enum refusal_reason reasons[REFUSAL_COUNT];
	int count = handover_reasons(flow, reasons);
	int row = handover_draw_applicant(flow, BODY_TOP) + 1;

	draw_text_right(row, LABEL_END, STYLE_LABEL, tell(HANDOVER_REASON));
	for (int i = 0; i < count; i++) {
		bool focus = handover_focus(handover) == FOCUS_REASONS && handover->pick.chosen == i;
		bool on = flow->refusal == reasons[i];
		char number[12];

		snprintf(number, sizeof number, "%d", i + 1);
		draw_text(row + i, VALUE, 1, STYLE_KEY, number);
		draw_text(row + i, VALUE + 3, 3, on ? STYLE_OK : STYLE_DIM, on ? (term_is_ascii() ? "(x)" : "(•)") : "( )");
		draw_text(row + i, VALUE + 7, -1, focus ? STYLE_ACCENT : STYLE_FIELD,
			message_text(refusal_reason_message(reasons[i])));
		if (focus) {
			form_draw_sign(row + i, VALUE);
			term_cursor(row + i, VALUE + 4);
		}
	}
	row += count + 1;
	handover_draw_field(handover, row, FOCUS_NOTE);
	draw_text(row + 1, VALUE, -1, STYLE_DIM, message_text(flow->form.fields[FIELD_NOTE].help));
}

void
handover_draw_step(struct handover_screen *handover)
{
	switch ((enum handover_step)handover->flow->at.step) {
	case STEP_APPLICANT:
		draw_step_applicant(handover);
		return;
	case STEP_IDENTITY:
		handover_draw_identity(handover);
		return;
	case STEP_CARD:
		draw_step_card(handover);
		return;
	case STEP_VERDICT:
		handover_draw_verdict(handover);
		return;
	case STEP_ITEMS:
		draw_step_items(handover);
		return;
	case STEP_SUMMARY:
		draw_step_summary(handover);
		return;
	case STEP_PRINT:
		draw_step_print(handover);
		return;
	case STEP_SIGNED:
		draw_step_signed(handover);
		return;
	case STEP_REFUSE:
		draw_step_refuse(handover);
		return;
	case STEP_DOUBT:
		handover_draw_doubt(handover);
		return;
	case STEP_DONE:
	case STEP_COUNT:
		return;
	}
}
