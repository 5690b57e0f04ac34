/*
 * app/session: puts a session together and takes it apart.
 */
#include "session.h"
#include "route.h"

void
session_open(struct session *session)
{
	const struct listener listener = {route_hear, session};
	struct app *app = &session->app;

	session->login = login_new(app, clock_monotonic_ms);
	session->counts = counts_new(app);
	session->agent = agent_new(app, &listener);
	session->spool = spool_new(app, session->login, &listener);
	session->flow = session_flow_new(app, session->login, session->agent, session->spool, &listener);
	session->delivery = session_delivery_new(app, session->login, session->agent, session->spool, &listener);
	session->drawer = session_drawer_new(app, session->login, session->agent, session->spool, &listener);
	session->doctor = session_doctor_new(app, &listener);
}

void
session_close(struct session *session)
{
	agent_free(&session->agent);
	spool_free(&session->spool);
	session_doctor_free(&session->doctor);
	session_flow_free(&session->flow);
	session_delivery_free(&session->delivery);
	session_drawer_free(&session->drawer);
	counts_free(&session->counts);
	login_free(&session->login);
}
