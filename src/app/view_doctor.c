/*
 * app/view_doctor: what is amiss at the desk, and looking again.
 */
#include "view.h"

static void
doctor_start(void *context)
{
	session_doctor_start(context);
}

static int
doctor(void *context, struct ui_finding *rows, int max, bool *running)
{
	const struct session *session = context;

	*running = session->agent.doctor_running || session->printer != NULL;
	return session_doctor_rows(session, rows, max);
}

void
view_doctor(struct ui_host *host)
{
	host->doctor_start = doctor_start;
	host->doctor = doctor;
}
