/*
 * store/applicant: applications as rows: finding one. Lists come in by intake.c, what becomes of an application stands in
 * move.c, searching and lists in search.c.
 */
#include "inside.h"

void
read_applicant(sqlite3_stmt *statement, struct applicant *out)
{
	char state[24];

	out->id = sqlite3_column_int64(statement, 0);
	column_text(statement, 1, out->national_id, sizeof out->national_id);
	column_text(statement, 2, out->given_names, sizeof out->given_names);
	column_text(statement, 3, out->surname, sizeof out->surname);
	column_text(statement, 4, out->email, sizeof out->email);
	column_text(statement, 5, out->unit, sizeof out->unit);
	column_text(statement, 6, out->title, sizeof out->title);
	column_text(statement, 7, out->application_kind, sizeof out->application_kind);
	column_text(statement, 8, out->reader_kind, sizeof out->reader_kind);
	column_text(statement, 9, state, sizeof state);
	out->state = APPLICATION_CANCELLED;
	application_state_parse(&out->state, state);
	out->state_since = sqlite3_column_int64(statement, 10);
	column_text(statement, 11, out->note, sizeof out->note);
	out->shipment_id = sqlite3_column_int64(statement, 12);
	column_text(statement, 13, out->record_number, sizeof out->record_number);
}

/* ---- finding one */

enum code
store_find_applicant(struct store *store, int64_t id, struct applicant *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_APPLICANT_FIND, WITH(number(id)), &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);

	if (step == STEP_ROW)
		read_applicant(statement, out);
	else if (step == STEP_END)
		err_tell(&own, ERR_NOT_FOUND, MSG_STORE_NO_APPLICANT, "applicant", "%lld", (long long)id);
	return db_finish(statement, &own, err);
}

enum code
store_find_national_id(struct store *store, const char *national_id, struct applicant *out, size_t max, size_t *count,
	struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement;

	*count = 0;
	if (national_id == NULL || *national_id == '\0')
		return OK; /* forgotten people have none */
	statement = db_start(store, SQL_APPLICANT_NUMBER, WITH(text(national_id), number((int64_t)max)), &own);
	while (statement != NULL && *count < max && db_step(store, statement, &own) == STEP_ROW)
		read_applicant(statement, &out[(*count)++]);
	return db_finish(statement, &own, err);
}

/* ---- states */

enum code
set_application_state(struct store *store, int64_t id, enum application_state state, const char *note, struct err *err)
{
	return db_run(store, SQL_APPLICANT_STATE,
		WITH(text(application_state_name(state)), number(store->now), text(note), number(id)), err);
}
