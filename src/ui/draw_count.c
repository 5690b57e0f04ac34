/*
 * ui/draw_count: the picture of the count, hands on the cards and eyes on one word: what is said, announced, found and missing; the
 * last card or number; the rows so far and the names that are still missing. And that of a row in its particulars.
 */
#include "delivery.h"

#include "teslim/ident.h"
#include "teslim/words.h"

#include <string.h>

enum { SUM_AT = 24, SUM_STEP = 11, NAME_AT = 4, ROW_MISSING = 28 };

/* ------------------------------------------------------------------ sums */

static void
draw_number(int row, int column, int number, enum style style)
{
	char text[16];

	snprintf(text, sizeof text, "%d", number);
	draw_text_right(row, SUM_AT + column * SUM_STEP, style, number < 0 ? "-" : text);
}

int
delivery_draw_sums(const struct courier_flow *flow, int row)
{
	static const enum message heads[] = {MSG_REPORT_DELIVERY_SAID, MSG_REPORT_DELIVERY_ANNOUNCED, MSG_DELIVERY_FOUND,
		MSG_REPORT_DELIVERY_MISSING, MSG_REPORT_DELIVERY_UNEXPECTED};

	for (size_t i = 0; i < ARRAY_LENGTH(heads); i++)
		draw_text_right(row, SUM_AT + (int)i * SUM_STEP, STYLE_LABEL, message_text(heads[i]));
	for (int kind = 0; kind < ITEM_KIND_COUNT; kind++) {
		struct courier_sum sum = courier_sum(flow, (enum item_kind)kind);
		int at = row + 1 + kind;

		draw_text(at, 3, -1, STYLE_LABEL, kind == ITEM_CARD ? tell(DELIVERY_CARDS) : tell(DELIVERY_READERS));
		draw_number(at, 0, sum.said, STYLE_FIELD);
		draw_number(at, 1, sum.announced, STYLE_FIELD);
		draw_number(at, 2, sum.found, STYLE_TITLE);
		draw_number(at, 3, sum.missing, sum.missing > 0 ? STYLE_WARNING : STYLE_FIELD);
		draw_number(at, 4, sum.unexpected, sum.unexpected > 0 ? STYLE_WARNING : STYLE_FIELD);
	}
	return row + 1 + ITEM_KIND_COUNT;
}

/* ------------------------------------------------------------------ the last event */

/* Why a card of ours is of no use to its holder: the last thing that was found against it. */
static void
say_unfit(const struct courier_flow *flow, char *out, size_t size)
{
	const struct verdict *verdict = &flow->verdict;

	for (int i = 0; i < verdict->count; i++)
		if (verdict->findings[i].level == VERDICT_REFUSE)
			message_format_detail(out, size, message_language(), verdict->findings[i].message,
				verdict->findings[i].detail);
}

enum verdict_level
delivery_say_word(const struct courier_flow *flow, char *out, size_t size)
{
	const struct delivery_item *row = flow->last >= 0 ? &flow->rows[flow->last] : NULL;

	switch (flow->word) {
	case CW_NONE:
		out[0] = '\0';
		break;
	case CW_GOOD:
		say(out, size, DELIVERY_SAY_GOOD, row != NULL ? row->place : "");
		break;
	case CW_COUNTED:
		copy_text(out, size,
			row != NULL && row->kind == ITEM_READER ? tell(DELIVERY_SAY_READER) : tell(DELIVERY_SAY_COUNTED));
		break;
	case CW_TWICE:
		copy_text(out, size, tell(DELIVERY_SAY_TWICE));
		break;
	case CW_UNEXPECTED:
		copy_text(out, size,
			row != NULL && row->applicant_id != 0           ? tell(DELIVERY_SAY_OWNER)
				: row != NULL && row->seen == SEEN_READ ? tell(DELIVERY_SAY_STRANGER)
									: tell(DELIVERY_SAY_UNEXPECTED));
		break;
	case CW_OTHER:
		say(out, size, DELIVERY_SAY_OTHER, flow->last >= 0 ? flow->owners[flow->last] : "");
		break;
	case CW_UNFIT:
		copy_text(out, size, tell(DELIVERY_SAY_UNFIT));
		say_unfit(flow, out, size);
		break;
	case CW_UNREADABLE:
		copy_text(out, size, tell(DELIVERY_SAY_UNREADABLE));
		break;
	case CW_NOT_A_NUMBER:
		copy_text(out, size, tell(DELIVERY_SAY_NOT_A_NUMBER));
		break;
	}
	return courier_word_level(flow->word);
}

static void
draw_word(const struct courier_flow *flow, int row)
{
	const char *word = message_text(courier_word_message(flow->word));

	draw_text(row, term_columns() - 2 - text_width(word), -1, level_style(courier_word_level(flow->word)), word);
}

/* Whose it is, in capitals; how it was seen and where it is to lie. */
static void
draw_last(const struct delivery_screen *delivery, int row)
{
	const struct courier_flow *flow = delivery->flow;
	const struct delivery_item *item = flow->last >= 0 ? &flow->rows[flow->last] : NULL;
	const struct ui_host *host = delivery->screen.ui->host;
	char masked[NATIONAL_ID_TEXT], words[UI_SENTENCE];
	struct str upper = {0};
	int percent;

	if (host->delivery_reads(host->context, &percent)) {
		draw_text(row, NAME_AT, -1, STYLE_ACCENT, tell(HANDOVER_READING));
		draw_bar(row, 32, 24, percent);
		return;
	}
	if (flow->word == CW_NONE) {
		draw_text(row, NAME_AT, -1, STYLE_ACCENT, flow->row_count == 0 ? tell(DELIVERY_FIRST) : tell(DELIVERY_NEXT));
		return;
	}
	draw_word(flow, row);
	if (item == NULL)
		return;
	text_upper(&upper, item->name[0] != '\0' ? item->name : item->serial);
	draw_text(row, NAME_AT, term_columns() - 28 - NAME_AT, STYLE_TITLE, str_text(&upper));
	str_clear(&upper);
	ident_mask(masked, flow->facts.national_id);
	snprintf(words, sizeof words, "%s%s%s%s%s", masked, masked[0] != '\0' ? "   " : "",
		item->name[0] != '\0' ? item->serial : "", item->name[0] != '\0' && item->serial[0] != '\0' ? "   " : "",
		message_text(seen_way_message(item->seen)));
	draw_text(row + 1, NAME_AT, term_columns() - 28 - NAME_AT, STYLE_FIELD, words);
	if (item->place[0] != '\0') {
		say(words, sizeof words, DELIVERY_DRAWER, item->place);
		draw_text(row + 1, term_columns() - 2 - text_width(words), -1, STYLE_FIELD, words);
	}
}

/* ------------------------------------------------------------------ rows and what is missing */

/* "okundu", or what is wrong with it. */
static const char *
row_words(const struct delivery_item *item)
{
	if (item->condition != CONDITION_GOOD)
		return message_text(item_condition_message(item->condition));
	if (item->origin != ORIGIN_ANNOUNCED)
		return message_text(item_origin_message(item->origin));
	return message_text(seen_way_message(item->seen));
}

static bool
is_in_order(const struct delivery_item *item)
{
	return item->condition == CONDITION_GOOD && item->origin == ORIGIN_ANNOUNCED;
}

static void
draw_rows(const struct courier_flow *flow, int top, int width)
{
	int row = top;

	for (int i = flow->row_count - 1; i >= 0 && row <= body_bottom(); i--, row++) {
		const struct delivery_item *item = &flow->rows[i];
		char number[16];

		snprintf(number, sizeof number, "%d", i + 1);
		draw_text_right(row, 5, STYLE_DIM, number);
		draw_text(row, 7, width - 36, i == flow->last ? STYLE_TITLE : STYLE_TEXT,
			item->name[0] != '\0' ? item->name : item->serial);
		draw_text(row, width - 28, 20, is_in_order(item) ? STYLE_TEXT : STYLE_WARNING, row_words(item));
		draw_text(row, width - 7, 6, STYLE_DIM, item->place);
	}
}

static void
draw_missing(const struct courier_flow *flow, int top, int column)
{
	int row = top + 1;
	char words[UI_WORDS];

	draw_text(top, column, -1, STYLE_LABEL, tell(DELIVERY_STILL_MISSING));
	for (int kind = 0; kind < ITEM_KIND_COUNT; kind++)
		for (int i = 0; courier_missing(flow, (enum item_kind)kind, i) != NULL; i++) {
			const struct courier_expected *expected = courier_missing(flow, (enum item_kind)kind, i);

			if (row == body_bottom() && courier_missing(flow, (enum item_kind)kind, i + 1) != NULL) {
				draw_text(row, column, -1, STYLE_DIM, term_is_ascii() ? "..." : "…");
				return;
			}
			if (row > body_bottom())
				return;
			snprintf(words, sizeof words, "%.90s", expected->name[0] != '\0' ? expected->name : expected->serial);
			draw_text(row++, column, -1, STYLE_TEXT, words);
		}
	if (row == top + 1)
		draw_text(row, column, -1, STYLE_OK, tell(DELIVERY_NONE_MISSING));
}

void
delivery_draw_count(struct delivery_screen *delivery)
{
	const struct courier_flow *flow = delivery->flow;
	int width = term_columns() - ROW_MISSING;
	int row = delivery_draw_sums(flow, BODY_TOP) + 1;

	draw_last(delivery, row);
	row += 3;
	draw_rows(flow, row + 2, width);
	draw_missing(flow, row + 1, width + 1);
	(void)form_draw(&delivery->form, row, 12, 1);
}

/* ------------------------------------------------------------------ a row in its particulars */

static void
draw_choices(const struct delivery_screen *delivery, int row)
{
	const struct courier_flow *flow = delivery->flow;
	enum item_kind kind = flow->rows[flow->last].kind;

	if (delivery->missing.count == 0)
		return;
	draw_text_right(row, DELIVERY_LABEL - 3, STYLE_LABEL, tell(DELIVERY_WHOSE));
	for (int i = 0; i < delivery->missing.height && delivery->missing.first + i < delivery->missing.count; i++) {
		int nth = (int)delivery->missing.first + i;
		const struct courier_expected *expected = courier_missing(flow, kind, nth);
		bool chosen = delivery->in_list && nth == delivery->missing.chosen;
		char words[FULL_NAME_TEXT + SERIAL_TEXT + 4];

		if (expected == NULL)
			return;
		snprintf(words, sizeof words, "%s%s%s", expected->name, expected->name[0] != '\0' ? "  " : "", expected->serial);
		if (chosen) {
			term_blank(row + i, DELIVERY_LABEL - 1, term_columns() - DELIVERY_LABEL - 1, STYLE_SELECTED);
			term_cursor(row + i, DELIVERY_LABEL);
		}
		draw_text(row + i, DELIVERY_LABEL, -1, chosen ? STYLE_SELECTED : STYLE_TEXT, words);
	}
}

void
delivery_draw_row(struct delivery_screen *delivery)
{
	const struct courier_flow *flow = delivery->flow;
	const struct delivery_item *item = &flow->rows[flow->last];
	char words[UI_SENTENCE];
	int row = BODY_TOP;

	snprintf(words, sizeof words, "%s  %s", message_text(item_kind_message(item->kind)), item->serial);
	draw_pair(row++, DELIVERY_LABEL - 3, -1, MSG_DELIVERY_ITEM, STYLE_TITLE, words);
	if (item->name[0] != '\0')
		draw_pair(row++, DELIVERY_LABEL - 3, -1, MSG_DELIVERY_WHOSE, STYLE_FIELD, item->name);
	snprintf(words, sizeof words, "%s, %s", message_text(seen_way_message(item->seen)),
		message_text(item_origin_message(item->origin)));
	draw_pair(row++, DELIVERY_LABEL - 3, -1, MSG_DELIVERY_SEEN, is_in_order(item) ? STYLE_FIELD : STYLE_WARNING, words);
	if (item->condition == CONDITION_UNFIT)
		draw_pair(row++, DELIVERY_LABEL - 3, -1, MSG_DELIVERY_CONDITION, STYLE_BAD,
			message_text(item_condition_message(item->condition)));
	row = form_draw(&delivery->form, row + 1, DELIVERY_LABEL, 1) + 1;
	draw_choices(delivery, row);
}
