/*
 * store/correction: what happened is not edited: a later entry points at the record, and may take the handover back.
 */
#include "inside.h"

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
