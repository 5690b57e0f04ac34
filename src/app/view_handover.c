/*
 * app/view_handover: the handover that is going on, as its screen sees it.
 */
#include "view.h"

static const struct handover_flow *
flow(void *context)
{
	const struct session *session = context;

	return session_flow_state(session->flow);
}

static bool
flow_begin(void *context, int64_t applicant_id, bool resume, char *sentence)
{
	struct session *session = context;

	if (resume)
		return session_flow_resume(session->flow, sentence);
	return session_flow_begin(session->flow, applicant_id, sentence);
}

static enum code
flow_event(void *context, const struct event *event)
{
	struct session *session = context;

	return session_flow_event(session->flow, event);
}

static bool
second_officer(void *context, const char *login, const char *password, char *name, char *sentence)
{
	const struct session *session = context;

	return login_second(session->login, login, password, name, sentence);
}

void
view_handover(struct ui_host *host)
{
	host->flow = flow;
	host->flow_begin = flow_begin;
	host->flow_event = flow_event;
	host->second_officer = second_officer;
}
