/*
 * app/view_status: the top line of every screen; asked for at every paint.
 */
#include "view.h"

#include <string.h>

static void
group_thousands(char *out, size_t size, int64_t number)
{
	char digits[32];
	size_t length, used = 0;

	snprintf(digits, sizeof digits, "%lld", (long long)number);
	length = strlen(digits);
	for (size_t i = 0; i < length && used + 2 < size; i++) {
		if (i > 0 && (length - i) % 3 == 0)
			out[used++] = message_language() == LANGUAGE_ENGLISH ? ',' : '.';
		out[used++] = digits[i];
	}
	out[used] = '\0';
}

static void
status(void *context, struct ui_status *out)
{
	struct session *session = context;
	char entries[32];

	*out = (struct ui_status){0};
	copy_text(out->institution, sizeof out->institution, session->app.conf.institution);
	copy_text(out->desk, sizeof out->desk, session->app.conf.desk);
	out->demo = session->app.conf.demo_socket[0] != '\0';
	agent_words(session, out);
	spool_words(session, out);
	session_doctor_status(session, out);
	if (!session->logged_in)
		return;
	copy_text(out->officer, sizeof out->officer, session->officer.name);
	out->administrator = session->officer.role == OFFICER_ROLE_ADMINISTRATOR;
	group_thousands(entries, sizeof entries, session_counts(session, false)->journal);
	if (!session->journal_checked) {
		copy_text(out->journal, sizeof out->journal, entries);
	} else if (session->journal_whole) {
		say(out->journal, sizeof out->journal, APP_JOURNAL_WHOLE, entries);
	} else {
		out->journal_level = VERDICT_REFUSE;
		copy_text(out->journal, sizeof out->journal, tell(APP_JOURNAL_BROKEN));
	}
}

void
view_status(struct ui_host *host)
{
	host->status = status;
}
