/*
 * store/encounter: what the desk has seen before of a person and of his document, for the questions that no certificate
 * answers: the same document for somebody else, another card not long ago, the officer himself. Judges nothing.
 */
#include "inside.h"

#include <string.h>

/* The record, and when, that a query of one row gives; empty and 0 when there is none. */
static enum code
find_record(struct store *store, enum sql name, const struct value *values, size_t count, char record[RECORD_TEXT], int64_t *time,
	struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, name, values, count, &own);

	record[0] = '\0';
	if (statement != NULL && db_step(store, statement, &own) == STEP_ROW) {
		column_text(statement, 0, record, RECORD_TEXT);
		if (time != NULL)
			*time = sqlite3_column_int64(statement, 1);
	}
	return db_finish(statement, &own, err);
}

enum code
store_find_encounter(struct store *store, const struct store_encounter_query *query, struct store_encounter *out, struct err *err)
{
	struct applicant applicant = {0};
	int64_t is_officer = 0;
	enum code code = store_find_applicant(store, query->applicant_id, &applicant, err);

	*out = (struct store_encounter){.recent_time = 0};
	/* A document that says nothing, or a person who was forgotten, resembles nobody. */
	if (code != OK || applicant.national_id[0] == '\0')
		return code;
	if (query->document[0] != '\0')
		code = find_record(store, SQL_ENCOUNTER_DOCUMENT,
			WITH(text(query->document), text(identity_kind_name(query->kind)), text(applicant.national_id)),
			out->document_record, NULL, err);
	if (code == OK)
		code = find_record(store, SQL_ENCOUNTER_RECENT,
			WITH(text(applicant.national_id), number(applicant.id), number(query->since)), out->recent_record,
			&out->recent_time, err);
	if (code == OK)
		code = db_number(store, SQL_ENCOUNTER_OFFICER, WITH(number(query->officer_id), text(applicant.national_id)), 0,
			&is_officer, err);
	out->is_officer = is_officer != 0;
	return code;
}
