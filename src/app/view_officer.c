/*
 * app/view_officer: who comes in, goes out and locks the screen, as the screens ask for it; the password is login.c's.
 */
#include "view.h"

static bool
login(void *context, const char *name, const char *password, char *sentence)
{
	struct session *session = context;
	struct err err = {0};

	if (!login_enter(session->login, name, password, sentence))
		return false;
	(void)session_doctor_verify(session->doctor, &err); /* what could not be looked at counts as not checked */
	(void)counts_again(session->counts);
	spool_next(session->spool);
	return true;
}

static void
logout(void *context)
{
	struct session *session = context;

	session_delivery_save(session->delivery);
	session_drawer_save(session->drawer);
	login_leave(session->login, NULL);
	session_drawer_end(session->drawer);
	session_delivery_end(session->delivery); /* its draft stays for whoever goes on with it */
	session_flow_end(session->flow);         /* its draft stays for the next login */
}

static void
lock(void *context, bool idle)
{
	struct session *session = context;

	login_lock(session->login, idle ? "idle" : "officer");
}

static bool
unlock(void *context, const char *password, char *sentence)
{
	struct session *session = context;

	return login_unlock(session->login, password, sentence);
}

static void
language(void *context, enum language language)
{
	struct session *session = context;

	message_set_language(language);
	session_doctor_language(session->doctor);
	agent_language(session->agent); /* it says again what is amiss */
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
