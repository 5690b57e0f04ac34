/*
 * store/paper: what becomes of a handover after it: the printed record, reprints, corrections. The handover itself is frozen.
 */
#include "inside.h"

#include <string.h>

/* Nobody prints a record more often: a larger number is none of ours. */
enum { REPRINTS_MAX = 1000000 };

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
		out->reprints = sqlite3_column_int(statement, 2);
		if (out->reprints < 0 || out->reprints > REPRINTS_MAX)
			out->reprints = 0;
		out->applicant_id = sqlite3_column_int64(statement, 3);
		column_text(statement, 4, out->reader_serial, sizeof out->reader_serial);
		out->has_reader = sqlite3_column_int(statement, 5) != 0;
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
		out->reprints = sqlite3_column_int(statement, 4);
	} else if (step == STEP_END) {
		err_tell(&own, ERR_NOT_FOUND, MSG_STORE_NO_HANDOVER, "paper", "%lld", (long long)applicant_id);
	}
	return db_finish(statement, &own, err);
}

/* ---- the printed record */

static enum journal_act
act_of_paper(enum paper_state paper)
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
paper_log(struct store *store, const struct paper_row *row, enum paper_state paper, const char *detail, const struct officer *officer,
	struct err *err)
{
	struct str body = {0};
	enum code code;

	body_add(&body, "record", row->record_number);
	body_add(&body, "paper", paper_state_name(paper));
	if (detail != NULL && *detail != '\0')
		body_add(&body, "detail", detail);
	code = journal_append(store, act_of_paper(paper), officer, &body, NULL, NULL, err);
	str_clear(&body);
	return code;
}

static enum code
set_inside(struct store *store, int64_t handover_id, enum paper_state paper, const char *detail, const struct officer *officer,
	struct err *err)
{
	struct paper_row row = {0};
	enum code code = paper_find(store, handover_id, &row, err);

	if (code == OK && row.state >= PAPER_CONFIRMED && paper < row.state)
		code = err_tell(err, ERR_REFUSED, MSG_STORE_PAPER_BACK, "paper", "%s", row.record_number);
	if (code == OK)
		code = paper_set_state(store, handover_id, paper, err);
	if (code == OK && paper >= PAPER_CONFIRMED)
		code = queue_done(store, handover_id, err);
	return code == OK ? paper_log(store, &row, paper, detail, officer, err) : code;
}

enum code
store_set_paper(struct store *store, int64_t handover_id, enum paper_state paper, const char *detail, const struct officer *officer,
	struct err *err)
{
	enum code code = act_begin(store, WRITE_FACT, officer, err);

	if (code != OK)
		return code;
	return write_end(store, set_inside(store, handover_id, paper, detail, officer, err), err);
}

enum code
paper_reprint(struct store *store, int64_t handover_id, const struct officer *officer, int *which, struct err *err)
{
	struct paper_row row = {0};
	struct str body = {0};
	enum code code = paper_find(store, handover_id, &row, err);

	if (code == OK)
		code = db_run(store, SQL_PAPER_REPRINT, WITH(number(handover_id)), err);
	if (code != OK)
		return code;
	*which = row.reprints + 1;
	body_add(&body, "record", row.record_number);
	body_add_number(&body, "reprint", *which);
	code = journal_append(store, ACT_REPRINT, officer, &body, NULL, NULL, err);
	str_clear(&body);
	return code;
}

enum code
store_reprint(struct store *store, int64_t handover_id, const struct officer *officer, int *which, struct err *err)
{
	enum code code = act_begin(store, WRITE_FACT, officer, err);

	if (code != OK)
		return code;
	return write_end(store, paper_reprint(store, handover_id, officer, which, err), err);
}

/* ---- corrections */

static enum code
take_back(struct store *store, int64_t handover_id, const struct paper_row *row, enum application_state state, const char *reason,
	struct err *err)
{
	enum code code = db_run(store, SQL_LIVE_DELETE, WITH(number(handover_id)), err);

	if (code == OK && sqlite3_changes(store->db) == 0)
		code = err_tell(err, ERR_REFUSED, MSG_STORE_TAKEN_BACK, "correction", "%s", row->record_number);
	if (code == OK)
		code = set_application_state(store, row->applicant_id, state, reason, err);
	if (code == ERR_EXISTS)
		err_tell(err, code, MSG_STORE_OPEN_APPLICATION, "correction", "%lld", (long long)row->applicant_id);
	if (code == OK)
		code = set_card_state(store, row->applicant_id, CARD_HANDED_OVER, CARD_IN_STOCK, err);
	if (code == OK && row->has_reader)
		code = db_run(store, SQL_READER_STATE,
			WITH(text(row->reader_serial), text(card_state_name(CARD_HANDED_OVER)), text(card_state_name(CARD_IN_STOCK))),
			err);
	return code;
}

static enum code
correct_inside(struct store *store, int64_t handover_id, bool takes_back, enum application_state state, const char *reason,
	const struct officer *officer, struct err *err)
{
	struct paper_row row = {0};
	struct entry_mark mark;
	struct str body = {0};
	struct store_field fields[] = {{"note", reason != NULL ? reason : ""}};
	struct store_personal personal = {0, fields, 1};
	enum code code = paper_find(store, handover_id, &row, err);

	if (code != OK)
		return code;
	personal.applicant_id = row.applicant_id;
	body_add(&body, "record", row.record_number);
	body_add_number(&body, "applicant", row.applicant_id);
	body_add(&body, "takes-back", takes_back ? "yes" : "no");
	if (takes_back)
		body_add(&body, "state", application_state_name(state));
	code = journal_append(store, ACT_CORRECTION, officer, &body, &personal, &mark, err);
	str_clear(&body);
	if (code == OK)
		code = db_run(store, SQL_CORRECTION_INSERT, WITH(number(mark.seq), number(handover_id), number(takes_back)), err);
	if (code == OK && takes_back)
		code = take_back(store, handover_id, &row, state, reason, err);
	return code;
}

enum code
store_correct_handover(struct store *store, int64_t handover_id, bool takes_back, enum application_state state, const char *reason,
	const struct officer *officer, struct err *err)
{
	enum code code;

	if (takes_back && state == APPLICATION_DELIVERED)
		return err_tell(err, ERR_REFUSED, MSG_STORE_STATE_BY_HANDOVER, "correction", "%lld", (long long)handover_id);
	code = act_begin(store, WRITE_FACT, officer, err);
	if (code != OK)
		return code;
	return write_end(store, correct_inside(store, handover_id, takes_back, state, reason, officer, err), err);
}
