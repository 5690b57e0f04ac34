/*
 * app/view_officers: who may work at the desk, for administrators. The rules of logins are new_desk.c's.
 */
#include "view.h"

#include "new_desk.h"

/* All of them, in *out, which the caller frees; returns how many. There are never more than a few dozen. */
static size_t
read_all(struct session *session, struct officer **out)
{
	size_t count = 0, max = 0;
	struct err err = {0};

	*out = NULL;
	do {
		max = max == 0 ? 64 : max * 2;
		mem_free(*out);
		*out = mem_alloc(max * sizeof **out);
		if (store_list_officers(session->app.store, *out, max, &count, &err) != OK)
			log_err(LOG_ERROR, &err);
	} while (count == max);
	return count;
}

static int
officers(void *context, const struct table_query *query, struct officer *rows, int max, int64_t *total)
{
	struct officer *all;
	int64_t count = (int64_t)read_all(context, &all);
	int found = 0;

	for (int64_t i = query->offset; i < count && found < max; i++)
		rows[found++] = all[i];
	mem_free(all);
	*total = count;
	return found;
}

static enum code
add(struct session *session, const struct officer *wanted, const char *password, struct err *err)
{
	bool administrator = wanted->role == OFFICER_ROLE_ADMINISTRATOR;
	char hash[SEAL_PASSWORD_TEXT];
	struct officer officer;
	enum code code = new_desk_officer(&officer, wanted->login, wanted->name, wanted->title, administrator, err);

	if (code == OK)
		code = seal_password_hash(hash, password, err);
	if (code == OK)
		code = store_add_officer(session->app.store, &officer, hash, login_acting(session->login), err);
	return code != ERR_EXISTS ? code : err_tell(err, code, MSG_OFFICERS_LOGIN_TAKEN, "officer", "%s", wanted->login);
}

/* Nobody takes the login or the role away from himself: there would be no administrator left to give it back. */
static enum code
change(struct session *session, const struct officer *wanted, struct err *err)
{
	const struct officer *acting = login_acting(session->login);

	if (wanted->id == acting->id && (!wanted->active || wanted->role != OFFICER_ROLE_ADMINISTRATOR))
		return err_tell(err, ERR_REFUSED, MSG_OFFICERS_NOT_ONESELF, "officer", "%s", wanted->login);
	return store_change_officer(session->app.store, wanted, acting, err);
}

static bool
officer_save(void *context, const struct officer *officer, const char *password, char *sentence)
{
	struct session *session = context;
	struct err err = {0};
	enum code code;

	if (login_acting(session->login)->role != OFFICER_ROLE_ADMINISTRATOR)
		code = err_tell(&err, ERR_REFUSED, MSG_OFFICERS_NOT_YOURS, "officer", "%s", officer->login);
	else
		code = officer->id == 0 ? add(session, officer, password, &err) : change(session, officer, &err);
	if (code == OK)
		say(sentence, UI_SENTENCE, OFFICERS_SAVED, officer->name);
	else
		message_err(sentence, UI_SENTENCE, &err);
	return code == OK;
}

void
view_officers(struct ui_host *host)
{
	host->officers = officers;
	host->officer_save = officer_save;
}
