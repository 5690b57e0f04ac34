/*
 * app/session_doctor: the findings of a session, kept up to date while it goes on: what the desk itself sees once a minute,
 * what card agent and printer say when they say it. Nothing here waits.
 */
#include "session.h"

#include "teslim/print.h"

#include <string.h>

enum { LOOK_AGAIN_MS = 60000 };

/* ---- the desk itself */

static void
look(struct session *session)
{
	const struct doctor_errors none = {NULL, NULL, NULL};

	doctor_forget(&session->findings, DOCTOR_DESK);
	doctor_look(&session->findings, &session->app, &none);
	session->looked_ms = clock_monotonic_ms();
}

void
session_doctor_check(struct session *session, const struct store_check *check)
{
	doctor_forget(&session->findings, DOCTOR_JOURNAL);
	if (check == NULL) {
		doctor_look_journal(&session->findings, &session->app);
		return;
	}
	session->check = *check;
	doctor_take_check(&session->findings, check);
}

void
session_doctor_language(struct session *session)
{
	look(session);
	doctor_forget(&session->findings, DOCTOR_ANSWER);
	if (session->journal_checked)
		session_doctor_check(session, &session->check);
	session_doctor_printer(session);
	agent_language(session); /* it says again what is amiss */
}

/* ---- the card agent */

/* News of the reader is often news of the desk: a program was taken away or put back. */
void
session_doctor_reader(struct session *session, const struct doctor_finding *finding)
{
	static const enum doctor_source reader = DOCTOR_READER;
	bool was_amiss = doctor_worst(&session->findings, &reader) != NULL;

	doctor_forget(&session->findings, DOCTOR_READER);
	doctor_forget(&session->findings, DOCTOR_ANSWER); /* it was about what is no longer so */
	if (finding != NULL)
		doctor_keep(&session->findings, finding);
	if (session->looked_ms != 0 && was_amiss != (finding != NULL))
		look(session);
}

void
session_doctor_answer(struct session *session, const struct line *line)
{
	struct doctor_finding finding;

	if (doctor_take_line(line, DOCTOR_ANSWER, &session->app.conf, &finding))
		doctor_keep(&session->findings, &finding);
}

/* ---- the printer */

static void
on_printer_line(void *context, const struct line *line)
{
	struct session *session = context;
	struct doctor_finding finding;

	if (strcmp(line->word, "helper-gone") == 0 && session->printer_answered)
		return;
	if (strcmp(line->word, "helper-gone") == 0)
		doctor_take_end(DOCTOR_PRINTER, &session->app, NULL, line, &finding);
	else if (!doctor_take_line(line, DOCTOR_PRINTER, &session->app.conf, &finding))
		return;
	if (!session->printer_answered)
		doctor_forget(&session->findings, DOCTOR_PRINTER);
	session->printer_answered = true;
	doctor_keep(&session->findings, &finding);
	if (session->ui != NULL)
		ui_refresh(session->ui);
}

void
session_doctor_printer(struct session *session)
{
	struct str command = {0};
	struct doctor_finding finding;
	struct err err = {0};

	if (session->printer != NULL)
		return; /* it is being asked */
	papers_status_command(&command, &session->app.conf);
	session->printer = helper_new("printer", str_text(&command), false);
	session->printer_answered = false;
	str_clear(&command);
	if (helper_start(session->printer, &err) == OK)
		return;
	doctor_forget(&session->findings, DOCTOR_PRINTER);
	doctor_take_end(DOCTOR_PRINTER, &session->app, &err, NULL, &finding);
	doctor_keep(&session->findings, &finding);
	helper_free(&session->printer);
}

/* ---- all of it */

void
session_doctor_start(struct session *session)
{
	look(session);
	session_doctor_check(session, NULL);
	session_doctor_printer(session);
	doctor_forget(&session->findings, DOCTOR_ANSWER);
	agent_doctor(session);
}

void
session_doctor_turn(struct session *session)
{
	if (session->printer != NULL) {
		helper_read(session->printer, on_printer_line, session);
		if (helper_state(session->printer) != HELPER_RUNNING) {
			helper_free(&session->printer);
			if (session->ui != NULL)
				ui_refresh(session->ui);
		}
	}
	if (session->looked_ms != 0 && clock_monotonic_ms() - session->looked_ms < LOOK_AGAIN_MS)
		return;
	if (session->looked_ms == 0)
		session_doctor_printer(session);
	look(session);
	if (session->ui != NULL)
		ui_refresh(session->ui);
}

void
session_doctor_stop(struct session *session)
{
	helper_free(&session->printer);
}

static void
show(struct ui_finding *out, const struct doctor_finding *finding)
{
	*out = (struct ui_finding){.level = VERDICT_PASS};
	if (finding == NULL)
		return;
	out->level = finding->level;
	copy_text(out->what, sizeof out->what, finding->what);
	copy_text(out->sentence, sizeof out->sentence, finding->sentence);
	copy_text(out->call, sizeof out->call, finding->call);
	copy_text(out->line, sizeof out->line, doctor_line(finding));
}

/* Two have seen the same: the desk that a program is not there, and who wanted to start it. */
static bool
is_repeated(const struct doctor_findings *findings, int index)
{
	for (int i = 0; i < index; i++)
		if (strcmp(findings->list[i].sentence, findings->list[index].sentence) == 0 &&
			strcmp(findings->list[i].what, findings->list[index].what) == 0)
			return true;
	return false;
}

/* What the agent has answered says more than what it says by itself, and all of that. */
static bool
is_answered(const struct doctor_findings *findings)
{
	for (int i = 0; i < findings->count; i++)
		if (findings->list[i].source == DOCTOR_ANSWER)
			return true;
	return false;
}

int
session_doctor_rows(const struct session *session, struct ui_finding *rows, int max)
{
	struct doctor_findings *sorted = mem_alloc(sizeof *sorted);
	int count = 0;

	*sorted = session->findings;
	if (is_answered(sorted))
		doctor_forget(sorted, DOCTOR_READER);
	doctor_sort(sorted);
	for (int i = 0; i < sorted->count && count < max; i++)
		if (!is_repeated(sorted, i))
			show(&rows[count++], &sorted->list[i]);
	mem_free(sorted);
	return count;
}

void
session_doctor_status(const struct session *session, struct ui_status *out)
{
	static const enum doctor_source reader = DOCTOR_READER;

	show(&out->worst, doctor_worst(&session->findings, NULL));
	show(&out->no_card, doctor_worst(&session->findings, &reader));
}
