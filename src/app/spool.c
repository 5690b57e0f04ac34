/*
 * app/spool: sends papers to teslim-print, one at a time, from the queue that the database keeps. A failed print undoes
 * nothing: it waits in the queue until somebody says that paper came out.
 */
#include "spool.h"
#include "papers.h"

#include "teslim/print.h"
#include "teslim/ui.h"

#include <string.h>

struct spool {
	struct app *app;
	const struct login *login;
	struct listener listener;
	struct helper *helper;    /* NULL: idle */
	struct store_print print; /* the one paper that is being sent; id 0: none */
	bool trouble;             /* the last one failed */
};

struct spool *
spool_new(struct app *app, const struct login *login, const struct listener *listener)
{
	struct spool *spool = mem_alloc(sizeof *spool);

	*spool = (struct spool){.app = app, .login = login, .listener = *listener};
	return spool;
}

void
spool_free(struct spool **spool)
{
	if (*spool == NULL)
		return;
	helper_free(&(*spool)->helper);
	mem_free(*spool);
	*spool = NULL;
}

const struct helper *
spool_helper(const struct spool *spool)
{
	return spool->helper;
}

bool
spool_has_trouble(const struct spool *spool)
{
	return spool->trouble;
}

/* The print that was under way has ended: well, or with a sentence of why not (empty: ours; NULL: well). */
static void
finish(struct spool *spool, const char *sentence)
{
	bool good = sentence == NULL;
	struct store_print print = spool->print;
	struct news news = {.kind = NEWS_PAPER,
		.handover_id = print.handover_id,
		.delivery_id = print.delivery_id,
		.paper = good ? PAPER_SENT : PAPER_WAITING};
	struct err err = {0};

	if (print.id == 0)
		return;
	if (!good && sentence[0] == '\0')
		sentence = tell(APP_PRINT_LOST);
	spool->print.id = 0;
	spool->trouble = !good;
	copy_text(print.fault, sizeof print.fault, good ? "" : sentence);
	if (store_end_print(spool->app->store, &print, login_officer(spool->login), &err) != OK)
		log_err(LOG_ERROR, &err);
	news.text = print.fault;
	news_tell(&spool->listener, &news);
}

/* A helper that ends without a word has printed nothing that anybody can vouch for. */
static void
on_line(void *context, const struct line *line)
{
	struct spool *spool = context;
	const char *text = line_value(line, "text");
	const char *job = line_value(line, "job");
	const char *reason = line_value(line, "reason");

	if (strcmp(line->word, PRINT_EVENT_QUEUED) == 0 && job != NULL)
		copy_text(spool->print.job, sizeof spool->print.job, job);
	else if (strcmp(line->word, PRINT_EVENT_DONE) == 0)
		finish(spool, NULL);
	else if (strcmp(line->word, PRINT_EVENT_FAULT) == 0)
		finish(spool, text != NULL ? text : tell(APP_PRINT_LOST));
	else if (strcmp(line->word, "helper-gone") == 0)
		finish(spool, reason != NULL && strcmp(reason, "flood") == 0 ? tell(APP_PRINT_FLOOD) : tell(APP_PRINT_LOST));
}

/* The next paper begins only when the helper has ended: one printer, one paper, one answer that belongs to it. */
void
spool_turn(struct spool *spool)
{
	if (spool->helper == NULL)
		return;
	helper_flush(spool->helper);
	helper_read(spool->helper, on_line, spool);
	if (helper_state(spool->helper) != HELPER_RUNNING) {
		helper_free(&spool->helper);
		spool_next(spool);
	}
}

/* The document goes through the pipe, not through a file: nothing of a person is left behind in a folder. */
static void
start(struct spool *spool, const struct str *document)
{
	struct str command = {0};
	struct err err = {0};
	char sentence[256];

	papers_command(&command, &spool->app->conf, NULL);
	spool->helper = helper_new("print", str_text(&command), false);
	str_clear(&command);
	if (helper_start(spool->helper, &err) == OK && helper_send(spool->helper, document->data, document->length, &err) == OK) {
		helper_end_input(spool->helper);
		return;
	}
	message_err(sentence, sizeof sentence, &err);
	helper_free(&spool->helper);
	finish(spool, sentence);
}

/* Takes the oldest that waits and begins to send it; false when there is none. */
static bool
start_next(struct spool *spool)
{
	struct str document = {0};
	struct err err = {0};
	enum code code = store_next_print(spool->app->store, &spool->print, &document, &err);

	if (code == OK)
		start(spool, &document);
	else if (code != ERR_NOT_FOUND)
		log_err(LOG_ERROR, &err);
	str_clear(&document);
	return code == OK;
}

/* One that cannot even be started fails, and the next one has its turn. */
void
spool_next(struct spool *spool)
{
	while (spool->helper == NULL && start_next(spool))
		continue;
}

static void
write_document(void *context, const struct handover *handover, int reprint, struct str *document)
{
	papers_document(document, context, handover, reprint);
}

static void
write_delivery(void *context, const struct delivery *delivery, int reprint, struct str *document)
{
	papers_delivery(document, context, delivery, reprint);
}

static void
write_entry(void *context, const struct store_entry_paper *about, struct str *document)
{
	papers_entry(document, context, about);
}

/* The store asks back for the document inside its transaction, when number and count of printings are known. */
void
spool_wish(struct spool *spool, struct store_paper_wish *out)
{
	*out = (struct store_paper_wish){.destination = spool->app->conf.print_to,
		.write = write_document,
		.context = &spool->app->conf,
		.write_delivery = write_delivery,
		.write_entry = write_entry};
}

bool
spool_add_delivery(struct spool *spool, int64_t delivery_id, char *sentence)
{
	struct store_paper_wish wish;
	struct err err = {0};

	if (spool->print.id != 0 && spool->print.delivery_id == delivery_id)
		return true; /* it is being printed right now */
	spool_wish(spool, &wish);
	if (store_queue_delivery_paper(spool->app->store, delivery_id, &wish, login_acting(spool->login), &err) != OK) {
		message_err(sentence, UI_SENTENCE, &err);
		return false;
	}
	spool_next(spool);
	return true;
}

bool
spool_add_entry(struct spool *spool, int64_t seq, char *sentence)
{
	struct store_paper_wish wish;
	struct err err = {0};

	if (spool->print.id != 0 && spool->print.entry_seq == seq)
		return true;
	spool_wish(spool, &wish);
	if (store_queue_entry(spool->app->store, seq, &wish, login_acting(spool->login), &err) != OK) {
		message_err(sentence, UI_SENTENCE, &err);
		return false;
	}
	spool_next(spool);
	return true;
}

bool
spool_add(struct spool *spool, int64_t handover_id, char *sentence)
{
	struct store_paper_wish wish;
	struct err err = {0};

	if (spool->print.id != 0 && spool->print.handover_id == handover_id)
		return true; /* it is being printed right now */
	spool_wish(spool, &wish);
	if (store_queue_paper(spool->app->store, handover_id, &wish, login_acting(spool->login), &err) != OK) {
		message_err(sentence, UI_SENTENCE, &err);
		return false;
	}
	spool_next(spool);
	return true;
}
