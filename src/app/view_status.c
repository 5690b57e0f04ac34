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
show_reader(struct ui_status *out, const struct agent *agent)
{
	static const struct {
		enum message words;
		enum verdict_level level;
	} states[] = {
		[AGENT_OFF] = {MSG_APP_READER_PROGRAM, VERDICT_WARN},
		[AGENT_NO_SERVICE] = {MSG_APP_READER_DOWN, VERDICT_WARN},
		[AGENT_NO_READER] = {MSG_APP_READER_NONE, VERDICT_WARN},
		[AGENT_NO_CARD] = {MSG_APP_READER_READY, VERDICT_PASS},
		[AGENT_READING] = {MSG_APP_READER_READING, VERDICT_PASS},
		[AGENT_FAULT] = {MSG_APP_READER_FAULT, VERDICT_WARN},
		[AGENT_CARD] = {MSG_APP_READER_CARD, VERDICT_PASS},
	};
	enum agent_state state = agent_state(agent);

	out->card_in = state == AGENT_CARD;
	out->readers = agent_reader_count(agent);
	out->reader_level = states[state].level;
	copy_text(out->reader, sizeof out->reader, message_text(states[state].words));
}

/* What is said of the printer was asked for, and by the same look that F7 and the doctor's command show. */
static void
show_printer(struct ui_status *out, struct session *session)
{
	int64_t failed = login_officer(session->login) != NULL ? counts_now(session->counts)->prints_failed : 0;
	enum verdict_level answer = session_doctor_printer(session->doctor);
	bool trouble = spool_has_trouble(session->spool) || answer == VERDICT_WARN || answer == VERDICT_REFUSE;

	out->printer_level = trouble || failed > 0 ? VERDICT_WARN : VERDICT_PASS;
	if (failed > 0)
		say(out->printer, sizeof out->printer, APP_PRINTER_WAITING, (int)failed);
	else if (trouble)
		copy_text(out->printer, sizeof out->printer, tell(APP_PRINTER_TROUBLE));
	else
		copy_text(out->printer, sizeof out->printer,
			answer == VERDICT_PASS ? tell(APP_PRINTER_READY) : tell(APP_PRINTER_ASKED));
}

static void
show_journal(struct ui_status *out, struct session *session)
{
	const struct store_check *check = session_doctor_journal(session->doctor);
	char entries[32];

	group_thousands(entries, sizeof entries, counts_now(session->counts)->journal);
	if (check == NULL) {
		copy_text(out->journal, sizeof out->journal, entries);
	} else if (check->whole) {
		say(out->journal, sizeof out->journal, APP_JOURNAL_WHOLE, entries);
	} else {
		out->journal_level = VERDICT_REFUSE;
		copy_text(out->journal, sizeof out->journal, tell(APP_JOURNAL_BROKEN));
	}
}

static void
status(void *context, struct ui_status *out)
{
	struct session *session = context;
	const struct officer *officer = login_officer(session->login);

	*out = (struct ui_status){.demo = session->app.conf.demo_socket[0] != '\0'};
	copy_text(out->institution, sizeof out->institution, session->app.conf.institution);
	copy_text(out->desk, sizeof out->desk, session->app.conf.desk);
	show_reader(out, session->agent);
	show_printer(out, session);
	session_doctor_status(session->doctor, out);
	if (officer == NULL)
		return;
	copy_text(out->officer, sizeof out->officer, officer->name);
	out->administrator = officer->role == OFFICER_ROLE_ADMINISTRATOR;
	show_journal(out, session);
}

void
view_status(struct ui_host *host)
{
	host->status = status;
}
