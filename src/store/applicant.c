/*
 * store/applicant: applications as rows: taking in a list, finding one. What becomes of them stands in move.c, searching and
 * lists in search.c.
 */
#include "inside.h"

#include <string.h>

#include "teslim/text.h"

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

/* ---- taking in a list */

enum code
each_word(struct store *store, enum sql name, int64_t id, const char *loose, struct err *err)
{
	enum code code = OK;

	while (code == OK && *loose != '\0') {
		char word[FULL_NAME_TEXT];
		size_t length;

		loose += strspn(loose, " ");
		length = strcspn(loose, " ");
		if (length == 0)
			break;
		if (length < sizeof word) {
			memcpy(word, loose, length);
			word[length] = '\0';
			code = db_run(store, name, WITH(text(word), number(id)), err);
		}
		loose += length;
	}
	return code;
}

static enum code
insert_applicant(struct store *store, struct applicant *applicant, struct str *scratch, struct err *err)
{
	char name[FULL_NAME_TEXT];
	size_t key_length;
	enum code code;

	snprintf(name, sizeof name, "%s %s", applicant->given_names, applicant->surname);
	str_reset(scratch);
	text_sort_key(scratch, name);
	key_length = scratch->length;
	str_add_char(scratch, ' ');
	text_loose(scratch, name);
	code = db_run(store, SQL_APPLICANT_INSERT,
		WITH(text(applicant->national_id), text(applicant->given_names), text(applicant->surname), text(applicant->email),
			text(applicant->unit), text(applicant->title), text(applicant->application_kind),
			text(applicant->reader_kind), number(store->now), text(applicant->note),
			blob(str_text(scratch), key_length), text(str_text(scratch) + key_length)),
		err);
	if (code != OK)
		return code;
	applicant->id = sqlite3_last_insert_rowid(store->db);
	applicant->state = APPLICATION_EXPECTED;
	applicant->state_since = store->now;
	applicant->shipment_id = 0;
	return each_word(store, SQL_WORD_INSERT, applicant->id, str_text(scratch) + key_length, err);
}

static enum code
insert_list(struct store *store, struct applicant *applicants, size_t count, size_t *bad, struct err *err)
{
	struct str scratch = {0};
	enum code code = OK;

	for (size_t i = 0; code == OK && i < count; i++) {
		code = insert_applicant(store, &applicants[i], &scratch, err);
		if (code == OK)
			continue;
		if (bad != NULL)
			*bad = i;
		if (code == ERR_EXISTS) {
			const char *id = applicants[i].national_id;
			size_t length = strlen(id);

			err_tell(err, code, MSG_STORE_OPEN_APPLICATION, "import", "*******%s", id + (length > 4 ? length - 4 : 0));
		}
	}
	str_clear(&scratch);
	return code;
}

/* A list touches pages all over the indexes; with the small cache each would be written many times. */
static void
set_cache(struct store *store, bool large)
{
	if (sqlite3_exec(store->db, large ? "PRAGMA cache_size = -96000" : "PRAGMA cache_size = -16000", NULL, NULL, NULL) != SQLITE_OK)
		log_line(LOG_INFO, "store: the page cache keeps its size");
	if (!large)
		sqlite3_db_release_memory(store->db);
}

enum code
store_add_applicants(struct store *store, struct applicant *applicants, size_t count, const char *file,
	const struct officer *officer, size_t *bad, struct err *err)
{
	const char *slash = file != NULL ? strrchr(file, '/') : NULL;
	struct str body = {0};
	enum code code = act_begin(store, WRITE_FACT, officer, err);

	if (code != OK)
		return code;
	body_add(&body, "file", slash != NULL ? slash + 1 : file);
	body_add_number(&body, "rows", (int64_t)count);
	set_cache(store, true);
	code = insert_list(store, applicants, count, bad, err);
	if (code == OK)
		code = journal_append(store, ACT_LIST_IMPORTED, officer, &body, NULL, NULL, err);
	str_clear(&body);
	code = write_end(store, code, err);
	set_cache(store, false);
	return code;
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
