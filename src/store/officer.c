/*
 * store/officer: who may work here. Every act of an officer begins here, with a look at whether he still may. What is changed
 * about officers stands in officer_change.c, logging in in login.c.
 */
#include "inside.h"

#include <string.h>

static void
read_officer(sqlite3_stmt *statement, struct officer *officer, struct store_login *login)
{
	if (officer != NULL) {
		char role[16];

		officer->id = sqlite3_column_int64(statement, 0);
		column_text(statement, 1, officer->login, sizeof officer->login);
		column_text(statement, 2, officer->name, sizeof officer->name);
		column_text(statement, 3, officer->title, sizeof officer->title);
		column_text(statement, 4, role, sizeof role);
		officer->role = OFFICER_ROLE_OFFICER;
		officer_role_parse(&officer->role, role);
		officer->active = sqlite3_column_int(statement, 5) != 0;
		column_text(statement, 9, officer->national_id, sizeof officer->national_id);
	}
	if (login != NULL) {
		column_text(statement, 6, login->password, sizeof login->password);
		login->failures = sqlite3_column_int(statement, 7);
		login->last_failure = sqlite3_column_int64(statement, 8);
	}
}

/* The one officer that a statement asks for. */
static enum code
take_one(struct store *store, sqlite3_stmt *statement, const char *login, struct officer *officer, struct store_login *data,
	struct err *own, struct err *err)
{
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, own);

	if (step == STEP_ROW)
		read_officer(statement, officer, data);
	else if (step == STEP_END)
		err_tell(own, ERR_NOT_FOUND, MSG_STORE_NO_OFFICER, "officer", "%s", login);
	return db_finish(statement, own, err);
}

/* By login, or by id when login is empty. */
static enum code
find(struct store *store, const char *login, int64_t id, struct officer *officer, struct store_login *data, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_OFFICER_FIND, WITH(text(login), number(id)), &own);

	return take_one(store, statement, login, officer, data, &own, err);
}

enum code
officer_find(struct store *store, int64_t id, struct officer *out, struct err *err)
{
	return find(store, "", id, out, NULL, err);
}

enum code
store_find_administrator(struct store *store, struct officer *officer, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_OFFICER_ADMINISTRATOR, WITH_NONE, &own);

	return take_one(store, statement, "-", officer, NULL, &own, err);
}

enum code
store_find_officer(struct store *store, const char *login, struct officer *officer, struct store_login *login_data,
	struct err *err)
{
	if (login == NULL || *login == '\0')
		return err_tell(err, ERR_NOT_FOUND, MSG_STORE_NO_OFFICER, "officer", "%s", "-");
	return find(store, login, 0, officer, login_data, err);
}

/* ---- who acts */

enum code
officer_may_act(struct store *store, const struct officer *officer, struct officer *now, struct err *err)
{
	struct officer found = {0};
	enum code code;

	if (officer == NULL)
		return OK;
	code = officer_find(store, officer->id, &found, err);
	if (code == ERR_NOT_FOUND ||
		(code == OK && (!found.active || found.role != officer->role || strcmp(found.login, officer->login) != 0)))
		return err_tell(err, ERR_REFUSED, MSG_STORE_OFFICER_ENDED, "officer", "%s", officer->login);
	if (code == OK && now != NULL)
		*now = found;
	return code;
}

enum code
act_begin(struct store *store, enum write kind, const struct officer *officer, struct err *err)
{
	enum code code = write_begin(store, kind, err);

	if (code != OK)
		return code;
	code = officer_may_act(store, officer, NULL, err);
	return code == OK ? OK : write_end(store, code, err);
}

/* ---- all of them */

enum code
store_list_officers(struct store *store, struct officer *out, size_t max, size_t *count, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_OFFICER_LIST, WITH(number((int64_t)max)), &own);

	*count = 0;
	while (statement != NULL && *count < max && db_step(store, statement, &own) == STEP_ROW)
		read_officer(statement, &out[(*count)++], NULL);
	return db_finish(statement, &own, err);
}
