/*
 * store/officer: who may work here, and their password hashes. Every act of an officer begins here, with a look at whether
 * he still may. Makes no hash and compares none: that is seal's. Logging in stands in login.c.
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
store_find_administrator(struct store *store, struct officer *officer, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_OFFICER_ADMINISTRATOR, WITH_NONE, &own);

	return take_one(store, statement, "-", officer, NULL, &own, err);
}

enum code
store_find_officer(struct store *store, const char *login, struct officer *officer, struct store_login *login_data, struct err *err)
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
	code = find(store, "", officer->id, &found, NULL, err);
	if (code == ERR_NOT_FOUND || (code == OK && (!found.active || found.role != officer->role ||
							 strcmp(found.login, officer->login) != 0)))
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

/* ---- their rows */

static enum code
log_officer(struct store *store, enum journal_act act, const struct officer *officer, const char *what, const struct officer *by,
	struct err *err)
{
	struct str body = {0};
	enum code code;

	body_add(&body, "login", officer->login);
	body_add(&body, "role", officer_role_name(officer->role));
	body_add(&body, "active", officer->active ? "yes" : "no");
	if (what != NULL)
		body_add(&body, "changed", what);
	code = journal_append(store, act, by, &body, NULL, NULL, err);
	str_clear(&body);
	return code;
}

enum code
officer_insert(struct store *store, struct officer *officer, const char *password, const struct officer *by, struct err *err)
{
	enum code code = db_run(store, SQL_OFFICER_INSERT,
		WITH(text(officer->login), text(officer->name), text(officer->title), text(officer_role_name(officer->role)),
			number(officer->active), text(password)),
		err);
	if (code == ERR_EXISTS)
		err_tell(err, code, MSG_STORE_LOGIN_TAKEN, "officer", "%s", officer->login);
	if (code == OK) {
		officer->id = sqlite3_last_insert_rowid(store->db);
		code = log_officer(store, ACT_OFFICER_ADDED, officer, NULL, by, err);
	}
	return code;
}

enum code
store_add_officer(struct store *store, struct officer *officer, const char *password, const struct officer *by, struct err *err)
{
	enum code code = act_begin(store, WRITE_FACT, by, err);

	if (code != OK)
		return code;
	return write_end(store, officer_insert(store, officer, password, by, err), err);
}

enum code
store_change_officer(struct store *store, const struct officer *officer, const struct officer *by, struct err *err)
{
	struct officer before = {0};
	enum code code = act_begin(store, WRITE_FACT, by, err);

	if (code != OK)
		return code;
	code = find(store, "", officer->id, &before, NULL, err);
	if (code == OK)
		code = db_run(store, SQL_OFFICER_UPDATE,
			WITH(text(officer->name), text(officer->title), text(officer_role_name(officer->role)), number(officer->active),
				number(officer->id)),
			err);
	if (code == OK) {
		struct officer after = *officer;

		copy_text(after.login, sizeof after.login, before.login);
		code = log_officer(store, ACT_OFFICER_CHANGED, &after, "data", by, err);
	}
	return write_end(store, code, err);
}

enum code
store_set_password(struct store *store, int64_t officer_id, const char *password, const struct officer *by, struct err *err)
{
	struct officer officer = {0};
	enum code code = act_begin(store, WRITE_FACT, by, err);

	if (code != OK)
		return code;
	code = find(store, "", officer_id, &officer, NULL, err);
	if (code == OK)
		code = db_run(store, SQL_OFFICER_PASSWORD, WITH(text(password), number(officer_id)), err);
	if (code == OK)
		code = log_officer(store, ACT_OFFICER_CHANGED, &officer, "password", by, err);
	return write_end(store, code, err);
}

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
