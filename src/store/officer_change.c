/*
 * store/officer_change: officers are added, changed, given a password, each with its entry. Makes no hash of a password and
 * compares none: that is seal's.
 */
#include "inside.h"

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
			number(officer->active), text(password), text(officer->national_id)),
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
	code = officer_find(store, officer->id, &before, err);
	if (code == OK)
		code = db_run(store, SQL_OFFICER_UPDATE,
			WITH(text(officer->name), text(officer->title), text(officer_role_name(officer->role)),
				number(officer->active), text(officer->national_id), number(officer->id)),
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
	code = officer_find(store, officer_id, &officer, err);
	if (code == OK)
		code = db_run(store, SQL_OFFICER_PASSWORD, WITH(text(password), number(officer_id)), err);
	if (code == OK)
		code = log_officer(store, ACT_OFFICER_CHANGED, &officer, "password", by, err);
	return write_end(store, code, err);
}
