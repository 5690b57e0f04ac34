/*
 * store/delivery_paper: the printed record of a delivery: what state it is in and its reprints, as paper.c does for a handover's.
 * Its way to the printer stands in queue.c. And what became of a shipment, for lists.
 */
#include "inside.h"

#include <string.h>

enum code
delivery_paper_find(struct store *store, int64_t delivery_id, struct paper_row *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_DELIVERY_PAPER_FIND, WITH(number(delivery_id)), &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);

	if (step == STEP_ROW) {
		char state[16];

		column_text(statement, 0, out->record_number, sizeof out->record_number);
		column_text(statement, 1, state, sizeof state);
		paper_state_parse(&out->state, state);
		out->reprints = paper_count(statement, 2);
	} else if (step == STEP_END) {
		err_tell(&own, ERR_NOT_FOUND, MSG_STORE_NO_DELIVERY, "paper", "%lld", (long long)delivery_id);
	}
	return db_finish(statement, &own, err);
}

enum code
delivery_paper_set_state(struct store *store, int64_t delivery_id, enum paper_state paper, struct err *err)
{
	return db_run(store, SQL_DELIVERY_PAPER_STATE,
		WITH(number(delivery_id), text(paper_state_name(paper)), number(store->now)), err);
}

enum code
delivery_paper_reprint(struct store *store, int64_t delivery_id, const struct officer *officer, int *which, struct err *err)
{
	struct paper_row row = {0};
	enum code code = delivery_paper_find(store, delivery_id, &row, err);

	if (code == OK)
		code = db_run(store, SQL_DELIVERY_PAPER_REPRINT, WITH(number(delivery_id)), err);
	if (code != OK)
		return code;
	*which = row.reprints + 1;
	return paper_log_printing(store, row.record_number, "reprint", *which, officer, err);
}

enum code
store_reprint_delivery(struct store *store, int64_t delivery_id, const struct officer *officer, int *which, struct err *err)
{
	enum code code = act_begin(store, WRITE_FACT, officer, err);

	if (code != OK)
		return code;
	return write_end(store, delivery_paper_reprint(store, delivery_id, officer, which, err), err);
}

/* ---- what became of a shipment */

static enum code
find_last(struct store *store, int64_t shipment_id, struct store_receipt *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_DELIVERY_LAST, WITH(number(shipment_id)), &own);
	struct paper_row row = {0};
	enum code code;

	if (statement != NULL && db_step(store, statement, &own) == STEP_ROW)
		out->last_id = sqlite3_column_int64(statement, 0);
	code = db_finish(statement, &own, err);
	if (code == OK && out->last_id != 0)
		code = delivery_paper_find(store, out->last_id, &row, err);
	copy_text(out->last_record, sizeof out->last_record, row.record_number);
	out->paper = row.state;
	return code;
}

enum code
store_find_receipt(struct store *store, int64_t shipment_id, struct store_receipt *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_RECEIPT, WITH(number(shipment_id)), &own);
	enum code code;

	*out = (struct store_receipt){0};
	if (statement != NULL && db_step(store, statement, &own) == STEP_ROW) {
		out->outstanding = sqlite3_column_int(statement, 0);
		out->cards = sqlite3_column_int(statement, 1);
		out->readers = sqlite3_column_int(statement, 2);
		out->differences = sqlite3_column_int(statement, 3);
	}
	code = db_finish(statement, &own, err);
	return code == OK ? find_last(store, shipment_id, out, err) : code;
}
