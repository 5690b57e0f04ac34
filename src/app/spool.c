/*
 * app/spool: sends papers to teslim-print, one at a time, from the queue that the database keeps. A failed print undoes
 * nothing: it waits in the queue until somebody says that paper came out.
 */
#include "session.h"

#include "teslim/print.h"

#include <string.h>

static void
tell_flow(struct session *session, int64_t handover_id, enum paper_state paper, const char *text)
{
	struct event event = {.kind = EVENT_PRINT_STATE, .now = clock_now(), .paper = paper, .text = text};

	if (session->flow != NULL && session->flow->committed && session->flow->handover.id == handover_id)
		(void)session_event(session, &event);
}

/* The print that was under way has ended: good, or with a sentence. */
static void
finish(struct session *session, bool good, const char *sentence)
{
	struct spool *spool = &session->spool;
	struct store_print print = spool->print;
	struct err err = {0};

	if (print.id == 0)
		return;
	if (!good && sentence[0] == '\0')
		sentence = tell(APP_PRINT_LOST);
	spool->print.id = 0;
	spool->trouble = !good;
	copy_text(spool->sentence, sizeof spool->sentence, good ? "" : sentence);
	copy_text(print.fault, sizeof print.fault, good ? "" : sentence);
	if (store_end_print(session->app.store, &print, session->logged_in ? &session->officer : NULL, &err) != OK)
		log_err(LOG_ERROR, &err);
	tell_flow(session, print.handover_id, good ? PAPER_SENT : PAPER_WAITING, good ? "" : sentence);
	if (session->ui != NULL)
		ui_refresh(session->ui);
}

static void
on_line(void *context, const struct line *line)
{
	struct session *session = context;
	const char *text = line_value(line, "text");
	const char *job = line_value(line, "job");
	const char *reason = line_value(line, "reason");

	if (strcmp(line->word, PRINT_EVENT_QUEUED) == 0 && job != NULL)
		copy_text(session->spool.print.job, sizeof session->spool.print.job, job);
	else if (strcmp(line->word, PRINT_EVENT_DONE) == 0)
		finish(session, true, "");
	else if (strcmp(line->word, PRINT_EVENT_FAULT) == 0)
		finish(session, false, text != NULL ? text : tell(APP_PRINT_LOST));
	else if (strcmp(line->word, "helper-gone") == 0)
		finish(session, false, reason != NULL && strcmp(reason, "flood") == 0 ? tell(APP_PRINT_FLOOD) : tell(APP_PRINT_LOST));
}

void
spool_read(struct session *session)
{
	if (session->spool.helper == NULL)
		return;
	helper_flush(session->spool.helper);
	helper_read(session->spool.helper, on_line, session);
	if (helper_state(session->spool.helper) != HELPER_RUNNING) {
		helper_free(&session->spool.helper);
		spool_next(session);
	}
}

void
spool_stop(struct session *session)
{
	helper_free(&session->spool.helper);
}

static void
start(struct session *session, const struct str *document)
{
	struct spool *spool = &session->spool;
	struct str command = {0};
	struct err err = {0};
	char sentence[256];

	papers_command(&command, &session->app.conf, NULL);
	spool->helper = helper_new("print", str_text(&command), false);
	str_clear(&command);
	if (helper_start(spool->helper, &err) == OK && helper_send(spool->helper, document->data, document->length, &err) == OK) {
		helper_end_input(spool->helper);
		return;
	}
	message_err(sentence, sizeof sentence, &err);
	helper_free(&spool->helper);
	finish(session, false, sentence);
}

/* Takes the oldest that waits and begins to send it; false when there is none. */
static bool
start_next(struct session *session)
{
	struct str document = {0};
	struct err err = {0};
	enum code code = store_next_print(session->app.store, &session->spool.print, &document, &err);

	if (code == OK)
		start(session, &document);
	else if (code != ERR_NOT_FOUND)
		log_err(LOG_ERROR, &err);
	str_clear(&document);
	return code == OK;
}

/* One that cannot even be started fails, and the next one has its turn. */
void
spool_next(struct session *session)
{
	while (session->spool.helper == NULL && start_next(session))
		continue;
}

static void
write_document(void *context, const struct handover *handover, int reprint, struct str *document)
{
	papers_document(document, context, handover, reprint);
}

bool
spool_add(struct session *session, int64_t handover_id, char *sentence)
{
	const struct store_paper_wish wish = {session->app.conf.print_to, write_document, &session->app.conf};
	struct err err = {0};

	if (session->spool.print.id != 0 && session->spool.print.handover_id == handover_id)
		return true; /* it is being printed right now */
	if (store_queue_paper(session->app.store, handover_id, &wish, &session->officer, &err) != OK) {
		session_sentence(sentence, &err);
		return false;
	}
	spool_next(session);
	return true;
}

void
spool_words(struct session *session, struct ui_status *out)
{
	int64_t failed = session->logged_in ? session_counts(session, false)->prints_failed : 0;

	out->printer_level = session->spool.trouble || failed > 0 ? VERDICT_WARN : VERDICT_PASS;
	if (failed > 0)
		say(out->printer, sizeof out->printer, APP_PRINTER_WAITING, (int)failed);
	else if (session->spool.trouble)
		copy_text(out->printer, sizeof out->printer, tell(APP_PRINTER_TROUBLE));
	else
		copy_text(out->printer, sizeof out->printer, tell(APP_PRINTER_READY));
}
