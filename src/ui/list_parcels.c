/*
 * ui/list_parcels: couriers' parcels as a table: those that are to come, and those that came with what became of their record.
 */
#include "delivery.h"

#include "teslim/ident.h"
#include "teslim/words.h"

#include <string.h>

enum { TRACKING, DISPATCHED, DEADLINE, CARDS, READERS, STATE };

static const struct table_column columns[] = {
	[TRACKING] = {MSG_COURIER_TRACKING, .cells = 16, .most = 24, .share = 1, .gap = 1},
	[DISPATCHED] = {MSG_COURIER_DISPATCHED, .cells = 10, .gap = 1},
	[DEADLINE] = {MSG_COURIER_DEADLINE, .cells = 10, .gap = 1, .priority = 1},
	[CARDS] = {MSG_COURIER_CARDS, .cells = 7, .right = true, .gap = 1},
	[READERS] = {MSG_COURIER_READERS, .cells = 8, .right = true},
	[STATE] = {MSG_COURIER_STATE, .cells = 20, .most = TABLE_ANY, .share = 2},
};

static int
parcels_page(void *source, const struct table_query *query, void *rows, int max, int64_t *total)
{
	const struct ui_host *host = ((struct ui *)source)->host;

	return host->shipments(host->context, query, rows, max, total);
}

/* "3 / 12": seen of those that were announced. */
static void
show_counts(char *out, size_t size, const struct ui_shipment_row *row, int seen, int announced)
{
	if (row->shipment.received != 0 && row->delivery_id == 0)
		snprintf(out, size, "- / %d", announced); /* nobody counted it */
	else
		snprintf(out, size, "%d / %d", seen, announced);
}

static bool
is_received(const struct ui_shipment_row *row)
{
	return row->shipment.received != 0;
}

/* What is the most pressing thing about it. */
static void
show_state(const struct ui_shipment_row *row, struct table_cell *out)
{
	out->look = TABLE_WARNING;
	if (row->begun_by[0] != '\0')
		say(out->text, sizeof out->text, DELIVERY_BEGUN, row->begun_by);
	else if (!is_received(row) && row->late)
		copy_text(out->text, sizeof out->text, tell(COURIER_LATE));
	else if (row->missing > 0)
		say(out->text, sizeof out->text, DELIVERY_MISSING_SINCE, row->missing);
	else if (is_received(row) && row->delivery_id != 0 && row->paper != PAPER_SIGNED)
		snprintf(out->text, sizeof out->text, "%s, %s", row->record_number, message_text(paper_state_message(row->paper)));
	else {
		out->look = TABLE_PLAIN;
		copy_text(out->text, sizeof out->text,
			!is_received(row)               ? tell(COURIER_ON_THE_WAY)
				: row->delivery_id != 0 ? row->record_number
							: tell(COURIER_RECEIVED));
	}
}

static void
parcels_cell(const void *row, int filter, int column, struct table_cell *out)
{
	const struct ui_shipment_row *item = row;
	const struct shipment *shipment = &item->shipment;

	(void)filter;
	if (column == TRACKING)
		copy_text(out->text, sizeof out->text, shipment->tracking_number);
	else if (column == DISPATCHED)
		ident_show_date(out->text, shipment->dispatched);
	else if (column == DEADLINE)
		ident_show_date(out->text, item->deadline);
	else if (column == CARDS)
		show_counts(out->text, sizeof out->text, item, item->cards, shipment->cards_expected);
	else if (column == READERS)
		show_counts(out->text, sizeof out->text, item, item->readers, shipment->readers_expected);
	else
		show_state(item, out);
}

static bool
parcels_is_named(const void *row, const char *text)
{
	return strcmp(((const struct ui_shipment_row *)row)->shipment.tracking_number, text) == 0;
}

const struct table_kind delivery_parcel_kind = {
	.columns = columns,
	.column_count = ARRAY_LENGTH(columns),
	.row_size = sizeof(struct ui_shipment_row),
	.page = parcels_page,
	.cell = parcels_cell,
	.is_named = parcels_is_named,
};
