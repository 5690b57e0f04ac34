/*
 * ui/draw_difference: what is not as announced, before anything is written: each missing, unexpected, damaged and unread card or
 * reader by name and serial, and what follows from it. The rows are made from the machine's state whenever they are asked for.
 */
#include "delivery.h"

#include "teslim/words.h"

#include <string.h>

/* Why a row stands here; the order in which they stand. */
enum difference { DIFFERENCE_MISSING, DIFFERENCE_UNEXPECTED, DIFFERENCE_CONDITION, DIFFERENCE_UNREAD, DIFFERENCE_COUNT };

struct difference_row {
	enum difference why;
	enum item_kind kind;
	enum item_origin origin;
	enum item_condition condition;
	bool has_owner;
	char name[FULL_NAME_TEXT];
	char serial[SERIAL_TEXT];
	char tracking_number[SERIAL_TEXT]; /* of the other shipment */
};

enum { WHAT, WHOSE, SERIAL, FOLLOWS };

static const struct table_column columns[] = {
	[WHAT] = {MSG_DELIVERY_DIFFERENCE, .cells = 16, .most = 30, .share = 1, .gap = 1},
	[WHOSE] = {MSG_DELIVERY_WHOSE, .cells = 16, .most = 36, .share = 1, .gap = 1},
	[SERIAL] = {MSG_DELIVERY_SERIAL, .cells = 14, .most = 20, .share = 1, .gap = 1},
	[FOLLOWS] = {MSG_DELIVERY_FOLLOWS, .cells = 27, .most = TABLE_ANY, .share = 2},
};

/* ------------------------------------------------------------------ rows */

static enum difference
why_of(const struct delivery_item *item)
{
	if (item->origin != ORIGIN_ANNOUNCED)
		return DIFFERENCE_UNEXPECTED;
	if (item->condition != CONDITION_GOOD)
		return DIFFERENCE_CONDITION;
	return item->kind == ITEM_CARD && item->seen != SEEN_READ ? DIFFERENCE_UNREAD : DIFFERENCE_COUNT;
}

struct taking {
	struct difference_row *rows;
	int64_t offset, seen;
	int max, count;
};

static void
take(struct taking *taking, const struct difference_row *row)
{
	if (taking->seen++ >= taking->offset && taking->count < taking->max)
		taking->rows[taking->count++] = *row;
}

static void
take_missing(struct taking *taking, const struct courier_flow *flow)
{
	for (int i = 0; i < flow->expected_count; i++) {
		const struct courier_expected *expected = &flow->expected[i];
		struct difference_row row = {
			.why = DIFFERENCE_MISSING, .kind = expected->kind, .has_owner = expected->applicant_id != 0};

		if (expected->row >= 0)
			continue;
		copy_text(row.name, sizeof row.name, expected->name);
		copy_text(row.serial, sizeof row.serial, expected->serial);
		take(taking, &row);
	}
}

static void
take_seen(struct taking *taking, const struct courier_flow *flow, enum difference why)
{
	for (int i = 0; i < flow->row_count; i++) {
		const struct delivery_item *item = &flow->rows[i];
		struct difference_row row = {.why = why,
			.kind = item->kind,
			.origin = item->origin,
			.condition = item->condition,
			.has_owner = item->applicant_id != 0};

		if (why_of(item) != why)
			continue;
		copy_text(row.name, sizeof row.name, item->name);
		copy_text(row.serial, sizeof row.serial, item->serial);
		copy_text(row.tracking_number, sizeof row.tracking_number, flow->owners[i]);
		take(taking, &row);
	}
}

static int
difference_page(void *source, const struct table_query *query, void *rows, int max, int64_t *total)
{
	const struct courier_flow *flow = ((struct delivery_screen *)source)->flow;
	struct taking taking = {.rows = rows, .offset = query->offset, .max = max};

	take_missing(&taking, flow);
	for (int why = DIFFERENCE_UNEXPECTED; why < DIFFERENCE_COUNT; why++)
		take_seen(&taking, flow, (enum difference)why);
	*total = taking.seen;
	return taking.count;
}

/* ------------------------------------------------------------------ words */

static void
say_what(const struct difference_row *row, char *out, size_t size)
{
	bool bad = row->condition != CONDITION_GOOD;
	const char *kind = row->kind == ITEM_CARD ? tell(DELIVERY_CARD) : tell(DELIVERY_READER);

	if (row->why == DIFFERENCE_MISSING)
		snprintf(out, size, "%s %s", kind, message_text(seen_way_message(SEEN_NOT)));
	else if (row->why == DIFFERENCE_UNREAD)
		snprintf(out, size, "%s %s", kind, tell(DELIVERY_UNREAD));
	else if (row->why == DIFFERENCE_CONDITION)
		snprintf(out, size, "%s %s", kind, message_text(item_condition_message(row->condition)));
	else
		snprintf(out, size, "%s%s%s", message_text(item_origin_message(row->origin)), bad ? ", " : "",
			bad ? message_text(item_condition_message(row->condition)) : "");
}

static void
say_follows(const struct difference_row *row, char *out, size_t size)
{
	if (row->why == DIFFERENCE_MISSING)
		copy_text(out, size, row->kind == ITEM_CARD ? tell(DELIVERY_FOLLOWS_MISSING) : tell(DELIVERY_FOLLOWS_READER));
	else if (row->why == DIFFERENCE_UNREAD)
		copy_text(out, size, tell(DELIVERY_FOLLOWS_UNREAD));
	else if (row->condition != CONDITION_GOOD)
		copy_text(out, size, row->has_owner ? tell(DELIVERY_FOLLOWS_HELD) : tell(DELIVERY_FOLLOWS_REPORTED));
	else if (row->origin == ORIGIN_OTHER)
		say(out, size, DELIVERY_FOLLOWS_OTHER, row->tracking_number);
	else
		copy_text(out, size, row->has_owner ? tell(DELIVERY_FOLLOWS_OWNER) : tell(DELIVERY_FOLLOWS_REPORTED));
}

static void
difference_cell(const void *source, int filter, int column, struct table_cell *out)
{
	const struct difference_row *row = source;

	(void)filter;
	if (column == WHAT) {
		out->look = row->why == DIFFERENCE_UNREAD ? TABLE_PLAIN : TABLE_WARNING;
		say_what(row, out->text, sizeof out->text);
	} else if (column == FOLLOWS) {
		say_follows(row, out->text, sizeof out->text);
	} else {
		copy_text(out->text, sizeof out->text, column == WHOSE ? row->name : row->serial);
	}
}

const struct table_kind delivery_difference_kind = {
	.columns = columns,
	.column_count = ARRAY_LENGTH(columns),
	.row_size = sizeof(struct difference_row),
	.page = difference_page,
	.cell = difference_cell,
};

void
delivery_draw_difference(struct delivery_screen *delivery)
{
	int row = delivery_draw_sums(delivery->flow, BODY_TOP) + 1;

	if (delivery->differences.count == 0) {
		draw_text_middle(row + 2, STYLE_OK, tell(DELIVERY_NO_DIFFERENCE));
		term_cursor(row + 2, 2);
		return;
	}
	table_draw_head(&delivery_difference_kind, row);
	table_draw_rows(&delivery->differences, row + 1, body_bottom() - row, true);
}
