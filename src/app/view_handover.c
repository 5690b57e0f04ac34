/*
 * app/view_handover: the handover that is going on, as its screen sees it.
 */
#include "view.h"

static const struct handover_flow *
flow(void *context)
{
	return ((struct session *)context)->flow;
}

static bool
flow_begin(void *context, int64_t applicant_id, bool resume, char *sentence)
{
	return session_begin_flow(context, applicant_id, resume, sentence);
}

static enum code
flow_event(void *context, const struct event *event)
{
	return session_event(context, event);
}

void
view_handover(struct ui_host *host)
{
	host->flow = flow;
	host->flow_begin = flow_begin;
	host->flow_event = flow_event;
}
