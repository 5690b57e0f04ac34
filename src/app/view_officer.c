/*
 * app/view_officer: who comes in, goes out and locks the screen, as the screens ask for it; the password is login.c's.
 */
#include "view.h"

static bool
login(void *context, const char *login, const char *password, char *sentence)
{
	struct session *session = context;
	struct store_check check;
	struct err err = {0};

	if (!login_enter(session, ACT_LOGIN, login, password, &session->officer, sentence))
		return false;
	session->logged_in = true;
	session->journal_checked = store_verify(session->app.store, false, NULL, &check, NULL, NULL, &err) == OK;
	session->journal_whole = session->journal_checked && check.whole;
	if (session->journal_checked)
		session_doctor_check(session, &check);
	(void)session_counts(session, true);
	spool_next(session);
	return true;
}

static void
log_act(struct session *session, enum journal_act act, const char *key, const char *value)
{
	const struct store_field field = {key, value};
	struct err err = {0};

	if (store_log(session->app.store, act, &session->officer, &field, key != NULL ? 1 : 0, NULL, &err) != OK)
		log_err(LOG_ERROR, &err);
}

static void
logout(void *context)
{
	struct session *session = context;

	if (!session->logged_in)
		return;
	log_act(session, ACT_LOGOUT, NULL, NULL);
	session_end_flow(session); /* its draft stays for the next login */
	stack_session_end(session);
	session->logged_in = false;
	session->officer = (struct officer){0};
}

static void
lock(void *context, bool idle)
{
	struct session *session = context;

	if (session->logged_in)
		log_act(session, ACT_LOCK, "reason", idle ? "idle" : "officer");
}

static bool
unlock(void *context, const char *password, char *sentence)
{
	struct session *session = context;

	/* Name, title and role are from now on what the register says at this moment. */
	return login_enter(session, ACT_UNLOCK, session->officer.login, password, &session->officer, sentence);
}

static void
language(void *context, enum language language)
{
	struct session *session = context;

	message_set_language(language);
	session_doctor_language(session);
}

void
view_officer(struct ui_host *host)
{
	host->login = login;
	host->logout = logout;
	host->lock = lock;
	host->unlock = unlock;
	host->language = language;
}
