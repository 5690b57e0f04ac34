/*
 * store/paperwork: drafts of handovers in progress and the queue of documents on their way to paper. Nothing here is a fact, so
 * nothing here has a journal entry.
 */
#include "inside.h"

#include <string.h>

/* A print that stands "sending" for this long has lost its session. */
enum { SENDING_SECONDS = 300 };

/* ---- drafts */

enum code
store_save_draft(struct store *store, int64_t officer_id, const char *words, struct err *err)
{
	enum code code = write_begin(store, WRITE_PAPERWORK, err);

	if (code != OK)
		return code;
	code = db_run(store, SQL_DRAFT_SAVE, WITH(number(officer_id), text(words), number(store->now)), err);
	return write_end(store, code, err);
}

enum code
store_load_draft(struct store *store, int64_t officer_id, struct str *out, int64_t *saved, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_DRAFT_LOAD, WITH(number(officer_id)), &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);

	if (step == STEP_ROW) {
		str_add_n(out, sqlite3_column_text(statement, 0), (size_t)sqlite3_column_bytes(statement, 0));
		if (saved != NULL)
			*saved = sqlite3_column_int64(statement, 1);
	} else if (step == STEP_END) {
		err_tell(&own, ERR_NOT_FOUND, MSG_STORE_NO_DRAFT, "draft", "%lld", (long long)officer_id);
	}
	return db_finish(statement, &own, err);
}

enum code
store_drop_draft(struct store *store, int64_t officer_id, struct err *err)
{
	enum code code = write_begin(store, WRITE_PAPERWORK, err);

	if (code != OK)
		return code;
	return write_end(store, db_run(store, SQL_DRAFT_DROP, WITH(number(officer_id)), err), err);
}

/* ---- print queue */

static const char *const print_states[] = {
	[STORE_PRINT_WAITING] = "waiting",
	[STORE_PRINT_SENDING] = "sending",
	[STORE_PRINT_SENT] = "sent",
	[STORE_PRINT_DONE] = "done",
	[STORE_PRINT_FAILED] = "failed",
};

static void
read_print(sqlite3_stmt *statement, struct store_print *out)
{
	char state[16];
	int index;

	out->id = sqlite3_column_int64(statement, 0);
	out->handover_id = sqlite3_column_int64(statement, 1);
	column_text(statement, 2, out->title, sizeof out->title);
	column_text(statement, 3, out->destination, sizeof out->destination);
	column_text(statement, 4, state, sizeof state);
	index = name_index(state, print_states, ARRAY_LENGTH(print_states));
	out->state = index < 0 ? STORE_PRINT_FAILED : (enum store_print_state)index;
	out->attempts = sqlite3_column_int(statement, 5);
	out->created = sqlite3_column_int64(statement, 6);
	out->changed = sqlite3_column_int64(statement, 7);
	column_text(statement, 8, out->job, sizeof out->job);
	column_text(statement, 9, out->fault, sizeof out->fault);
}

enum code
store_add_print(struct store *store, struct store_print *print, const char *document, struct err *err)
{
	enum code code = write_begin(store, WRITE_PAPERWORK, err);

	if (code != OK)
		return code;
	code = db_run(store, SQL_PRINT_INSERT,
		WITH(reference(print->handover_id), text(print->title), text(print->destination), number(store->now), text(document)),
		err);
	if (code == OK) {
		print->id = sqlite3_last_insert_rowid(store->db);
		print->state = STORE_PRINT_WAITING;
		print->created = print->changed = store->now;
	}
	if (code == OK && print->handover_id != 0)
		code = db_run(store, SQL_PAPER_QUEUED, WITH(number(print->handover_id), number(store->now)), err);
	return write_end(store, code, err);
}

enum code
store_list_prints(struct store *store, bool with_done, struct store_print *out, size_t max, size_t *count, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_PRINT_LIST, WITH(number(with_done), number((int64_t)max)), &own);

	*count = 0;
	while (statement != NULL && *count < max && db_step(store, statement, &own) == STEP_ROW)
		read_print(statement, &out[(*count)++]);
	return db_finish(statement, &own, err);
}

enum code
store_load_print(struct store *store, int64_t id, struct store_print *print, struct str *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_PRINT_FIND, WITH(number(id)), &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);

	if (step == STEP_ROW) {
		read_print(statement, print);
		if (out != NULL)
			str_add_n(out, sqlite3_column_text(statement, 10), (size_t)sqlite3_column_bytes(statement, 10));
	} else if (step == STEP_END) {
		err_tell(&own, ERR_NOT_FOUND, MSG_STORE_NO_PRINT, "print", "%lld", (long long)id);
	}
	return db_finish(statement, &own, err);
}

enum code
store_update_print(struct store *store, const struct store_print *print, struct err *err)
{
	enum code code = write_begin(store, WRITE_PAPERWORK, err);

	if (code != OK)
		return code;
	code = db_run(store, SQL_PRINT_UPDATE,
		WITH(number(print->id), text(print->destination), text(print_states[print->state]), number(print->attempts),
			number(store->now), text(print->job), text(print->fault)),
		err);
	if (code == OK && sqlite3_changes(store->db) == 0)
		code = err_tell(err, ERR_NOT_FOUND, MSG_STORE_NO_PRINT, "print", "%lld", (long long)print->id);
	return write_end(store, code, err);
}

enum code
store_claim_print(struct store *store, int64_t id, struct store_print *print, struct str *document, struct err *err)
{
	enum code code = write_begin(store, WRITE_PAPERWORK, err);
	bool mine;

	if (code != OK)
		return code;
	code = db_run(store, SQL_PRINT_CLAIM, WITH(number(id), number(store->now), number(store->now - SENDING_SECONDS)), err);
	mine = code == OK && sqlite3_changes(store->db) == 1;
	if (code == OK)
		code = store_load_print(store, id, print, mine ? document : NULL, err);
	if (code == OK && !mine)
		code = err_tell(err, ERR_BUSY, MSG_STORE_PRINT_TAKEN, "print", "%s", print->title);
	return write_end(store, code, err);
}
