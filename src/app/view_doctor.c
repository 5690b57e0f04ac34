/*
 * app/view_doctor: what is amiss at the desk, and looking again.
 */
#include "view.h"

static void
doctor_start(void *context)
{
	struct session *session = context;

	session_doctor_start(session->doctor);
	agent_ask(session->agent);
}

static int
doctor(void *context, struct ui_finding *rows, int max, bool *running)
{
	const struct session *session = context;

	*running = agent_is_asked(session->agent) || session_doctor_is_asking(session->doctor);
	return session_doctor_rows(session->doctor, rows, max);
}

void
view_doctor(struct ui_host *host)
{
	host->doctor_start = doctor_start;
	host->doctor = doctor;
}
