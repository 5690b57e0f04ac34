/*
 * app/view_drawer: the count of the drawer that is going on, and the records of those that were.
 */
#include "view.h"

static const struct drawer_flow *
drawer(void *context)
{
	const struct session *session = context;

	return session_drawer_state(session->drawer);
}

static void
drawer_begin(void *context)
{
	struct session *session = context;

	session_drawer_begin(session->drawer);
}

static enum code
drawer_event(void *context, const struct drawer_event *event)
{
	struct session *session = context;

	return session_drawer_event(session->drawer, event);
}

static int64_t
drawer_recorded(void *context)
{
	struct session *session = context;

	return session_drawer_recorded(session->drawer);
}

static bool
drawer_record_of(void *context, int64_t seq, struct drawer_count *out, char *sentence)
{
	struct session *session = context;
	struct err err = {0};

	if (store_find_drawer(session->app.store, seq, "", out, &err) == OK)
		return true;
	message_err(sentence, UI_SENTENCE, &err);
	return false;
}

void
view_drawer(struct ui_host *host)
{
	host->drawer = drawer;
	host->drawer_begin = drawer_begin;
	host->drawer_event = drawer_event;
	host->drawer_recorded = drawer_recorded;
	host->drawer_record = drawer_record_of;
}
