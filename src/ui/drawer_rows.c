/*
 * ui/drawer_rows: a difference that a count of the drawer found, as a row of a table: before it is recorded and afterwards.
 */
#include "drawer_rows.h"

#include "teslim/words.h"

enum { WHAT, WHOSE, SERIAL, SEEN_AT, SHOULD };

const struct table_column drawer_columns[DRAWER_COLUMNS] = {
	[WHAT] = {MSG_DRAWER_FINDING, .cells = 28, .most = 34, .share = 1, .gap = 1},
	[WHOSE] = {MSG_DELIVERY_WHOSE, .cells = 15, .most = TABLE_ANY, .share = 2, .gap = 1},
	[SERIAL] = {MSG_DRAWER_SERIAL, .cells = 15, .most = 24, .share = 1, .gap = 1},
	[SEEN_AT] = {MSG_DRAWER_WHERE, .cells = 7, .most = 14, .share = 1, .gap = 1},
	[SHOULD] = {MSG_DRAWER_SHOULD, .cells = 7},
};

void
drawer_cell(const void *source, int filter, int column, struct table_cell *out)
{
	const struct drawer_item *item = source;

	(void)filter;
	if (column == WHAT) {
		out->look = TABLE_WARNING;
		snprintf(out->text, sizeof out->text, "%s %s",
			item->kind == ITEM_CARD ? tell(DELIVERY_CARD) : tell(DELIVERY_READER),
			message_text(drawer_finding_message(item->finding)));
		return;
	}
	copy_text(out->text, sizeof out->text,
		column == WHOSE            ? item->name
			: column == SERIAL ? item->serial
			: column == SHOULD ? item->registered
					   : item->place);
}
