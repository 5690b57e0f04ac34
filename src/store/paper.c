/*
 * store/paper: the printed record of a handover: what state it is in, its entries, reprints. Its way to the printer stands in
 * queue.c.
 */
#include "inside.h"

#include <string.h>

/* Nobody prints a record more often: a larger number, or a negative one, is none of ours and counts as none. */
enum { REPRINTS_MAX = 1000000 };

int
paper_count(sqlite3_stmt *statement, int column)
{
	int64_t count = sqlite3_column_int64(statement, column);

	return count < 0 || count > REPRINTS_MAX ? 0 : (int)count;
}

enum code
paper_find(struct store *store, int64_t handover_id, struct paper_row *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_PAPER_FIND, WITH(number(handover_id)), &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);

	if (step == STEP_ROW) {
		char state[16];

		column_text(statement, 0, out->record_number, sizeof out->record_number);
		column_text(statement, 1, state, sizeof state);
		out->state = PAPER_NONE;
		paper_state_parse(&out->state, state);
		out->reprints = paper_count(statement, 2);
		out->applicant_id = sqlite3_column_int64(statement, 3);
		column_text(statement, 4, out->reader_serial, sizeof out->reader_serial);
		out->has_reader = sqlite3_column_int(statement, 5) != 0;
		out->officer_id = sqlite3_column_int64(statement, 6);
		out->prints = paper_count(statement, 7);
		out->is_void = sqlite3_column_int(statement, 8) != 0;
	} else if (step == STEP_END) {
		err_tell(&own, ERR_NOT_FOUND, MSG_STORE_NO_HANDOVER, "paper", "%lld", (long long)handover_id);
	}
	return db_finish(statement, &own, err);
}

enum code
store_find_paper(struct store *store, int64_t applicant_id, struct store_paper *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_LIVE_PAPER, WITH(number(applicant_id)), &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);

	memset(out, 0, sizeof *out);
	if (step == STEP_ROW) {
		char state[16];

		out->handover_id = sqlite3_column_int64(statement, 0);
		column_text(statement, 1, out->record_number, sizeof out->record_number);
		out->time = sqlite3_column_int64(statement, 2);
		column_text(statement, 3, state, sizeof state);
		paper_state_parse(&out->paper, state);
		out->reprints = paper_count(statement, 4);
	} else if (step == STEP_END) {
		err_tell(&own, ERR_NOT_FOUND, MSG_STORE_NO_HANDOVER, "paper", "%lld", (long long)applicant_id);
	}
	return db_finish(statement, &own, err);
}

/* ---- the printed record */

enum journal_act
paper_act(enum paper_state paper)
{
	switch (paper) {
	case PAPER_NONE:
	case PAPER_WAITING:
		return ACT_PRINT_FAILED;
	case PAPER_SENT:
		return ACT_PRINT_SENT;
	case PAPER_CONFIRMED:
		return ACT_PRINT_CONFIRMED;
	case PAPER_SIGNED:
		return ACT_SIGNED_COPY;
	}
	return ACT_PRINT_FAILED;
}

enum code
paper_set_state(struct store *store, int64_t handover_id, enum paper_state paper, struct err *err)
{
	return db_run(store, SQL_PAPER_STATE, WITH(number(handover_id), text(paper_state_name(paper)), number(store->now)), err);
}

enum code
paper_log(struct store *store, const struct paper_row *row, enum paper_state paper, const char *detail,
	const struct officer *officer, struct err *err)
{
	struct str body = {0};
	enum code code;

	body_add(&body, "record", row->record_number);
	body_add(&body, "paper", paper_state_name(paper));
	if (detail != NULL && *detail != '\0')
		body_add(&body, "detail", detail);
	code = journal_append(store, paper_act(paper), officer, &body, NULL, NULL, err);
	str_clear(&body);
	return code;
}

enum code
paper_log_printing(struct store *store, const char *record_number, const char *what, int which, const struct officer *officer,
	struct err *err)
{
	struct str body = {0};
	enum code code;

	body_add(&body, "record", record_number);
	body_add_number(&body, what, which);
	code = journal_append(store, ACT_REPRINT, officer, &body, NULL, NULL, err);
	str_clear(&body);
	return code;
}

enum code
paper_reprint(struct store *store, int64_t handover_id, const struct officer *officer, int *which, struct err *err)
{
	struct paper_row row = {0};
	enum code code = paper_find(store, handover_id, &row, err);

	if (code == OK)
		code = db_run(store, SQL_PAPER_REPRINT, WITH(number(handover_id)), err);
	if (code != OK)
		return code;
	*which = row.reprints + 1;
	return paper_log_printing(store, row.record_number, "reprint", *which, officer, err);
}

/* Until it is signed there is one original, however often it is printed; after that there are copies. */
static enum code
reprint_inside(struct store *store, int64_t handover_id, const struct officer *officer, struct store_printing *out,
	struct err *err)
{
	struct paper_row row = {0};
	enum code code = paper_find(store, handover_id, &row, err);

	*out = (struct store_printing){0};
	if (code == OK && row.state == PAPER_SIGNED)
		return paper_reprint(store, handover_id, officer, &out->copy, err);
	if (code == OK)
		code = db_run(store, SQL_PAPER_PRINTED, WITH(number(handover_id)), err);
	if (code != OK)
		return code;
	out->print = row.prints + 1;
	return paper_log_printing(store, row.record_number, "print", out->print, officer, err);
}

enum code
store_reprint(struct store *store, int64_t handover_id, const struct officer *officer, struct store_printing *out, struct err *err)
{
	enum code code = act_begin(store, WRITE_FACT, officer, err);

	if (code != OK)
		return code;
	return write_end(store, reprint_inside(store, handover_id, officer, out, err), err);
}
