/*
 * app/spool: sends papers to teslim-print, one at a time, from the queue that the database keeps. A failed print undoes
 * nothing: it waits in the queue until somebody says that paper came out.
 */
#include "papers.h"
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

/* The print that was under way has ended: good or with a sentence. */
static void
finish(struct session *session, bool good, const char *sentence)
{
	struct spool *spool = &session->spool;
	struct store_print print = spool->print;
	struct err err = {0};
	enum paper_state paper = good ? PAPER_SENT : PAPER_WAITING;

	if (print.id == 0)
		return;
	spool->print.id = 0;
	spool->trouble = !good;
	copy_text(spool->sentence, sizeof spool->sentence, good ? "" : sentence);
	print.state = good ? STORE_PRINT_SENT : STORE_PRINT_FAILED;
	copy_text(print.fault, sizeof print.fault, good ? "" : sentence);
	if (store_update_print(session->app.store, &print, &err) != OK ||
		(print.handover_id != 0 &&
			store_set_paper(session->app.store, print.handover_id, paper, good ? "" : sentence,
				session->logged_in ? &session->officer : NULL, &err) != OK))
		log_err(LOG_ERROR, &err);
	tell_flow(session, print.handover_id, paper, good ? "" : sentence);
	if (session->ui != NULL)
		ui_refresh(session->ui);
}

static void
on_line(void *context, const struct line *line)
{
	struct session *session = context;
	const char *text = line_value(line, "text");
	const char *job = line_value(line, "job");

	if (strcmp(line->word, PRINT_EVENT_QUEUED) == 0 && job != NULL)
		copy_text(session->spool.print.job, sizeof session->spool.print.job, job);
	else if (strcmp(line->word, PRINT_EVENT_DONE) == 0)
		finish(session, true, "");
	else if (strcmp(line->word, PRINT_EVENT_FAULT) == 0)
		finish(session, false, text != NULL ? text : tell(APP_PRINT_LOST));
	else if (strcmp(line->word, "helper-gone") == 0)
		finish(session, false, tell(APP_PRINT_LOST));
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

void
spool_next(struct session *session)
{
	struct store_print waiting[16];
	struct str document = {0};
	size_t count = 0;
	struct err err = {0};

	if (session->spool.helper != NULL ||
		store_list_prints(session->app.store, false, waiting, ARRAY_LENGTH(waiting), &count, &err) != OK)
		return;
	for (size_t i = 0; i < count && session->spool.helper == NULL; i++) {
		if (waiting[i].state != STORE_PRINT_WAITING)
			continue;
		str_reset(&document);
		if (store_claim_print(session->app.store, waiting[i].id, &session->spool.print, &document, &err) == OK)
			start(session, &document);
	}
	str_clear(&document);
}

/* Whether this paper is already in the queue; then it is sent again instead of added twice. */
static bool
requeue(struct session *session, int64_t handover_id)
{
	struct store_print waiting[64];
	size_t count = 0;
	struct err err = {0};

	if (store_list_prints(session->app.store, false, waiting, ARRAY_LENGTH(waiting), &count, &err) != OK)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (waiting[i].handover_id != handover_id)
			continue;
		if (waiting[i].state == STORE_PRINT_SENT)
			return false; /* it went out once: the next one is a copy and says so */
		waiting[i].state = STORE_PRINT_WAITING;
		return store_update_print(session->app.store, &waiting[i], &err) == OK;
	}
	return false;
}

bool
spool_add(struct session *session, int64_t handover_id, char *sentence)
{
	struct handover *handover = mem_alloc(sizeof *handover);
	struct store_print print = {.handover_id = handover_id};
	struct str document = {0};
	struct err err = {0};
	enum code code = OK;
	int number = 0;

	if (session->spool.print.id != 0 && session->spool.print.handover_id == handover_id) {
		mem_free(handover);
		return true; /* it is being printed right now */
	}
	if (!requeue(session, handover_id)) {
		code = store_find_handover(session->app.store, handover_id, handover, &err);
		if (code == OK && handover->paper != PAPER_NONE)
			code = store_reprint(session->app.store, handover_id, &session->officer, &number, &err);
		if (code == OK) {
			papers_document(&document, &session->app.conf, handover, number);
			copy_text(print.title, sizeof print.title, handover->record_number);
			copy_text(print.destination, sizeof print.destination, session->app.conf.print_to);
			code = store_add_print(session->app.store, &print, str_text(&document), &err);
		}
	}
	str_clear(&document);
	mem_free(handover);
	if (code != OK)
		session_sentence(sentence, &err);
	else
		spool_next(session);
	return code == OK;
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
