/*
 * ui/people: how people are listed, wherever some are.
 */
#include "table_view.h"

#include "teslim/ident.h"
#include "teslim/words.h"

const struct table_column people_columns[PEOPLE_COLUMNS] = {
	[PEOPLE_NAME] = {MSG_LIST_NAME, .cells = 31, .most = 51, .share = 1},
	[PEOPLE_NATIONAL_ID] = {MSG_LIST_NATIONAL_ID, .cells = 11},
	[PEOPLE_UNIT] = {MSG_LIST_UNIT, .cells = 15, .most = TABLE_ANY, .share = 1},
	[PEOPLE_STATE] = {MSG_LIST_STATE, .cells = 13},
};

void
people_cell(int column, const char *name, const char *national_id, const char *unit, enum application_state state,
	struct table_cell *out)
{
	char masked[NATIONAL_ID_TEXT];

	out->look = column == PEOPLE_NATIONAL_ID || column == PEOPLE_UNIT ? TABLE_QUIET : TABLE_PLAIN;
	if (column == PEOPLE_STATE && state == APPLICATION_ON_HOLD)
		out->look = TABLE_WARNING;
	ident_mask(masked, national_id);
	copy_text(out->text, sizeof out->text,
		column == PEOPLE_NAME                  ? name
			: column == PEOPLE_NATIONAL_ID ? masked
			: column == PEOPLE_UNIT        ? unit
						       : message_text(application_state_message(state)));
}
