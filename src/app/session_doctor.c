/*
 * app/session_doctor: the findings of a session, kept up to date while it goes on: what the desk itself sees once a minute,
 * what card agent and printer say when they say it. Nothing here waits.
 */
#include "session_doctor.h"
#include "papers.h"

#include "teslim/print.h"

#include <string.h>

enum { LOOK_AGAIN_MS = 60000 };

struct session_doctor {
	struct app *app;
	struct listener listener;
	struct doctor_findings findings;
	int64_t looked_ms;      /* monotonic time of the last look; 0: none yet */
	struct helper *printer; /* teslim-print that is being asked how the printer is */
	bool printer_answered;
	bool checked;
	struct store_check check; /* of the journal, the last one */
};

struct session_doctor *
session_doctor_new(struct app *app, const struct listener *listener)
{
	struct session_doctor *doctor = mem_alloc(sizeof *doctor);

	doctor->app = app;
	doctor->listener = *listener;
	return doctor;
}

void
session_doctor_free(struct session_doctor **doctor)
{
	if (*doctor == NULL)
		return;
	helper_free(&(*doctor)->printer);
	mem_free(*doctor);
	*doctor = NULL;
}

static void
tell_findings(const struct session_doctor *doctor)
{
	const struct news news = {.kind = NEWS_FINDINGS};

	news_tell(&doctor->listener, &news);
}

/* ---- the desk itself */

static void
look(struct session_doctor *doctor)
{
	const struct doctor_errors none = {NULL, NULL, NULL};

	doctor_forget(&doctor->findings, DOCTOR_DESK);
	doctor_look(&doctor->findings, doctor->app, &none);
	doctor->looked_ms = clock_monotonic_ms();
}

enum code
session_doctor_verify(struct session_doctor *doctor, struct err *err)
{
	enum code code = store_verify(doctor->app->store, false, NULL, &doctor->check, NULL, NULL, err);

	doctor->checked = code == OK;
	if (code != OK)
		return code;
	doctor_forget(&doctor->findings, DOCTOR_JOURNAL);
	doctor_take_check(&doctor->findings, &doctor->check);
	return OK;
}

const struct store_check *
session_doctor_journal(const struct session_doctor *doctor)
{
	return doctor->checked ? &doctor->check : NULL;
}

/* ---- the card agent */

/* News of the reader is often news of the desk: a program was taken away or put back. */
void
session_doctor_reader(struct session_doctor *doctor, const struct doctor_finding *finding)
{
	static const enum doctor_source reader = DOCTOR_READER;
	bool was_amiss = doctor_worst(&doctor->findings, &reader) != NULL;

	doctor_forget(&doctor->findings, DOCTOR_READER);
	doctor_forget(&doctor->findings, DOCTOR_ANSWER); /* it was about what is no longer so */
	if (finding != NULL)
		doctor_keep(&doctor->findings, finding);
	if (doctor->looked_ms != 0 && was_amiss != (finding != NULL))
		look(doctor);
}

void
session_doctor_answer(struct session_doctor *doctor, const struct doctor_finding *finding)
{
	doctor_keep(&doctor->findings, finding);
}

/* ---- the printer */

static void
on_printer_line(void *context, const struct line *line)
{
	struct session_doctor *doctor = context;
	struct doctor_finding finding;

	if (strcmp(line->word, "helper-gone") == 0 && doctor->printer_answered)
		return;
	if (strcmp(line->word, "helper-gone") == 0)
		doctor_take_end(DOCTOR_PRINTER, doctor->app, NULL, line, &finding);
	else if (!doctor_take_line(line, DOCTOR_PRINTER, &doctor->app->conf, &finding))
		return;
	if (!doctor->printer_answered)
		doctor_forget(&doctor->findings, DOCTOR_PRINTER);
	doctor->printer_answered = true;
	doctor_keep(&doctor->findings, &finding);
	tell_findings(doctor);
}

static void
ask_printer(struct session_doctor *doctor)
{
	struct str command = {0};
	struct doctor_finding finding;
	struct err err = {0};

	if (doctor->printer != NULL)
		return; /* it is being asked */
	papers_status_command(&command, &doctor->app->conf);
	doctor->printer = helper_new("printer", str_text(&command), false);
	doctor->printer_answered = false;
	str_clear(&command);
	if (helper_start(doctor->printer, &err) == OK)
		return;
	doctor_forget(&doctor->findings, DOCTOR_PRINTER);
	doctor_take_end(DOCTOR_PRINTER, doctor->app, &err, NULL, &finding);
	doctor_keep(&doctor->findings, &finding);
	helper_free(&doctor->printer);
}

/* ---- all of it */

void
session_doctor_language(struct session_doctor *doctor)
{
	look(doctor);
	doctor_forget(&doctor->findings, DOCTOR_ANSWER);
	if (doctor->checked) {
		doctor_forget(&doctor->findings, DOCTOR_JOURNAL);
		doctor_take_check(&doctor->findings, &doctor->check);
	}
	ask_printer(doctor);
}

void
session_doctor_start(struct session_doctor *doctor)
{
	look(doctor);
	doctor_forget(&doctor->findings, DOCTOR_JOURNAL);
	doctor_look_journal(&doctor->findings, doctor->app);
	ask_printer(doctor);
	doctor_forget(&doctor->findings, DOCTOR_ANSWER);
}

void
session_doctor_turn(struct session_doctor *doctor)
{
	if (doctor->printer != NULL) {
		helper_read(doctor->printer, on_printer_line, doctor);
		if (helper_state(doctor->printer) != HELPER_RUNNING) {
			helper_free(&doctor->printer);
			tell_findings(doctor);
		}
	}
	if (doctor->looked_ms != 0 && clock_monotonic_ms() - doctor->looked_ms < LOOK_AGAIN_MS)
		return;
	ask_printer(doctor);
	look(doctor);
	tell_findings(doctor);
}

bool
session_doctor_is_asking(const struct session_doctor *doctor)
{
	return doctor->printer != NULL;
}

const struct helper *
session_doctor_helper(const struct session_doctor *doctor)
{
	return doctor->printer;
}

/* ---- what the screens show of it */

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
session_doctor_rows(const struct session_doctor *doctor, struct ui_finding *rows, int max)
{
	struct doctor_findings *sorted = mem_alloc(sizeof *sorted);
	int count = 0;

	*sorted = doctor->findings;
	if (is_answered(sorted))
		doctor_forget(sorted, DOCTOR_READER);
	doctor_sort(sorted);
	for (int i = 0; i < sorted->count && count < max; i++)
		if (!is_repeated(sorted, i))
			show(&rows[count++], &sorted->list[i]);
	mem_free(sorted);
	return count;
}

enum verdict_level
session_doctor_printer(const struct session_doctor *doctor)
{
	enum verdict_level worst = VERDICT_NOT_CHECKED;

	for (int i = 0; i < doctor->findings.count; i++) {
		const struct doctor_finding *finding = &doctor->findings.list[i];
		if (finding->source == DOCTOR_PRINTER &&
			(worst == VERDICT_NOT_CHECKED || desk_weight(finding->level) > desk_weight(worst)))
			worst = finding->level;
	}
	return worst;
}

void
session_doctor_status(const struct session_doctor *doctor, struct ui_status *out)
{
	static const enum doctor_source reader = DOCTOR_READER;

	show(&out->worst, doctor_worst(&doctor->findings, NULL));
	show(&out->no_card, doctor_worst(&doctor->findings, &reader));
}
