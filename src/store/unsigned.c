/*
 * store/unsigned: the papers that are still to be signed, of whatever kind. What becomes of one paper is recorded by paper.c,
 * delivery_paper.c and entry_paper.c.
 */
#include "inside.h"

/* What the first column of SQL_UNSIGNED_LIST says. */
enum whose { OF_HANDOVER, OF_DELIVERY, OF_ENTRY, OF_DRAWER };

static void
read_row(sqlite3_stmt *statement, struct store_unsigned *out)
{
	int64_t id = sqlite3_column_int64(statement, 1);
	char state[16];

	*out = (struct store_unsigned){.applicant_id = sqlite3_column_int64(statement, 2),
		.since = sqlite3_column_int64(statement, 5),
		.paper = PAPER_NONE};
	switch ((enum whose)sqlite3_column_int(statement, 0)) {
	case OF_HANDOVER:
		out->handover_id = id;
		break;
	case OF_DELIVERY:
		out->delivery_id = id;
		break;
	case OF_ENTRY: /* a correction, a reader's record, a dispatch note */
		out->entry_seq = id;
		break;
	case OF_DRAWER:
		out->entry_seq = id;
		out->is_drawer = true;
		break;
	}
	column_text(statement, 3, out->record_number, sizeof out->record_number);
	column_text(statement, 4, out->name, sizeof out->name);
	column_text(statement, 6, state, sizeof state);
	paper_state_parse(&out->paper, state);
}

enum code
store_list_unsigned(struct store *store, size_t offset, struct store_unsigned *out, size_t max, size_t *count, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_UNSIGNED_LIST, WITH(number((int64_t)max), number((int64_t)offset)), &own);

	*count = 0;
	while (statement != NULL && *count < max && db_step(store, statement, &own) == STEP_ROW)
		read_row(statement, &out[(*count)++]);
	return db_finish(statement, &own, err);
}

enum code
store_count_unsigned(struct store *store, int64_t *count, struct err *err)
{
	return db_number(store, SQL_UNSIGNED_COUNT, WITH_NONE, 0, count, err);
}
