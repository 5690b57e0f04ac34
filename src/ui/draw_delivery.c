/*
 * ui/draw_delivery: the pictures of a courier's delivery: parcel, people, wrapping, waybill, refusal, paper. Drawn from the machine's
 * state alone; no keys here. The count stands in draw_count.c, the difference in draw_difference.c.
 */
#include "delivery.h"

#include "teslim/words.h"

#include <string.h>

/* ------------------------------------------------------------------ 1 parcel */

static void
draw_parcel(struct delivery_screen *delivery)
{
	int row = form_draw(&delivery->form, BODY_TOP, DELIVERY_LABEL, 1) + 1;

	table_draw_head(&delivery_parcel_kind, row);
	table_draw_rows(&delivery->parcels, row + 1, body_bottom() - row, !delivery->in_list);
	if (delivery->parcels.count == 0)
		draw_text(row + 1, 2, -1, STYLE_DIM, tell(COURIER_EMPTY));
}

/* ------------------------------------------------------------------ 2 to 4 */

static void
draw_said(struct delivery_screen *delivery)
{
	const struct courier_flow *flow = delivery->flow;
	char words[UI_SENTENCE];
	int row = form_draw(&delivery->form, BODY_TOP + 1, DELIVERY_LABEL, 2) + 1;

	say(words, sizeof words, DELIVERY_LIST_SAYS, courier_sum(flow, ITEM_CARD).announced,
		courier_sum(flow, ITEM_READER).announced);
	draw_text(row, DELIVERY_LABEL, -1, STYLE_DIM, words);
}

static void
draw_identities(struct delivery_screen *delivery)
{
	const struct courier_flow *flow = delivery->flow;
	int row = form_draw(&delivery->form, BODY_TOP, DELIVERY_LABEL, 1) + 1;

	if (strcmp(flow->begun_by, flow->login) != 0)
		draw_pair(row, DELIVERY_LABEL - 3, -1, MSG_REPORT_DELIVERY_BEGUN_BY, STYLE_DIM, flow->begun_by);
}

static void
draw_packaging(struct delivery_screen *delivery)
{
	int row = form_draw(&delivery->form, BODY_TOP + 1, DELIVERY_LABEL, 2) + 1;

	draw_wrapped(row, DELIVERY_LABEL, term_columns() - DELIVERY_LABEL - 2, 3, STYLE_DIM, tell(DELIVERY_PACKAGING_HINT));
}

static void
draw_refusal(struct delivery_screen *delivery)
{
	const struct courier_flow *flow = delivery->flow;
	int row = BODY_TOP + 1;

	draw_pair(row++, DELIVERY_LABEL - 3, -1, MSG_DELIVERY_TRACKING, STYLE_TITLE, flow->parcel.shipment.tracking_number);
	draw_pair(row++, DELIVERY_LABEL - 3, -1, MSG_DELIVERY_COURIER, STYLE_FIELD, form_text(&flow->form, CF_COURIER));
	draw_pair(row++, DELIVERY_LABEL - 3, -1, MSG_DELIVERY_PACKAGING, STYLE_WARNING,
		message_text(packaging_message(flow->packaging)));
	row = form_draw(&delivery->form, row + 1, DELIVERY_LABEL, 1);
	if (flow->at.armed)
		draw_text(row + 1, DELIVERY_LABEL, -1, STYLE_WARNING, tell(HANDOVER_IRREVERSIBLE));
}

/* ------------------------------------------------------------------ 7 and 8: paper */

static int
draw_record(const struct delivery_screen *delivery)
{
	const struct courier_flow *flow = delivery->flow;
	const struct delivery *record = &flow->delivery;
	const struct ui_status *status = &delivery->screen.ui->status;
	int row = BODY_TOP;

	draw_pair(row++, DELIVERY_LABEL - 3, -1, MSG_HANDOVER_RECORD, STYLE_TITLE, record->record_number);
	draw_pair(row++, DELIVERY_LABEL - 3, -1, MSG_DELIVERY_TRACKING, STYLE_FIELD, record->tracking_number);
	draw_pair(row++, DELIVERY_LABEL - 3, -1, MSG_COURIER_STATE,
		record->outcome == DELIVERY_REFUSED ? STYLE_WARNING : STYLE_FIELD,
		message_text(delivery_outcome_message(record->outcome)));
	draw_pair(row++, DELIVERY_LABEL - 3, -1, MSG_DELIVERY_COURIER, STYLE_FIELD,
		record->forgotten ? tell(REPORT_FORGOTTEN) : record->courier_name);
	row++;
	draw_pair(row++, DELIVERY_LABEL - 3, -1, MSG_HANDOVER_PAPER, record->paper == PAPER_WAITING ? STYLE_WARNING : STYLE_FIELD,
		message_text(paper_state_message(record->paper)));
	draw_pair(row++, DELIVERY_LABEL - 3, -1, MSG_HANDOVER_PRINTER,
		status->printer_level == VERDICT_PASS ? STYLE_FIELD : level_style(status->printer_level), status->printer);
	return row;
}

static void
draw_print(const struct delivery_screen *delivery)
{
	int row = draw_record(delivery) + 2;

	if (delivery->flow->delivery.paper >= PAPER_SENT)
		draw_text_middle(row, STYLE_ACCENT, tell(HANDOVER_QUESTION_PAPER));
	term_cursor(row, term_columns() / 2);
}

static void
draw_signed(const struct delivery_screen *delivery)
{
	int row = draw_record(delivery) + 2;
	const char *mark = term_is_ascii() ? "-" : "·";

	draw_text_middle(row, STYLE_ACCENT, tell(DELIVERY_QUESTION_SIGNED));
	draw_text(row + 2, DELIVERY_LABEL - 2, 1, STYLE_DIM, mark);
	draw_text(row + 2, DELIVERY_LABEL, -1, STYLE_FIELD, tell(HANDOVER_COPY_OFFICE));
	draw_text(row + 3, DELIVERY_LABEL - 2, 1, STYLE_DIM, mark);
	draw_text(row + 3, DELIVERY_LABEL, -1, STYLE_FIELD, tell(DELIVERY_COPY_COURIER));
	term_cursor(row, term_columns() / 2);
}

void
delivery_draw(struct screen *screen)
{
	struct delivery_screen *delivery = (struct delivery_screen *)screen;

	if (delivery->flow == NULL)
		return;
	switch ((enum courier_step)delivery->step) {
	case COURIER_PARCEL:
		draw_parcel(delivery);
		return;
	case COURIER_IDENTITIES:
		draw_identities(delivery);
		return;
	case COURIER_PACKAGING:
		draw_packaging(delivery);
		return;
	case COURIER_SAID:
		draw_said(delivery);
		return;
	case COURIER_COUNT:
		delivery_draw_count(delivery);
		return;
	case COURIER_ROW:
		delivery_draw_row(delivery);
		return;
	case COURIER_DIFFERENCE:
		delivery_draw_difference(delivery);
		return;
	case COURIER_REFUSAL:
		draw_refusal(delivery);
		return;
	case COURIER_PRINT:
		draw_print(delivery);
		return;
	case COURIER_SIGNED:
		draw_signed(delivery);
		return;
	case COURIER_DONE:
	case COURIER_STEP_COUNT:
		return;
	}
}
