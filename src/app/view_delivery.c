/*
 * app/view_delivery: the courier's shipments, the parcel that is being received, and the records of those that were.
 */
#include "view.h"

#include <string.h>

/* ---- the list of shipments */

enum { DRAFTS_MAX = 64 };

static void
show_draft(struct ui_shipment_row *row, const struct store_delivery_draft *drafts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(drafts[i].tracking_number, row->shipment.tracking_number) == 0)
			copy_text(row->begun_by, sizeof row->begun_by, drafts[i].officer_name);
}

static enum code
show_shipment(struct session *session, struct ui_shipment_row *row, const struct shipment *shipment, struct err *err)
{
	struct store_receipt receipt;
	struct days_deadline deadline;
	enum code code = store_find_receipt(session->app.store, shipment->id, &receipt, err);

	*row = (struct ui_shipment_row){.shipment = *shipment, .cards = receipt.cards, .readers = receipt.readers,
		.missing = shipment->received != 0 ? receipt.outstanding : 0, .delivery_id = receipt.last_id, .paper = receipt.paper};
	copy_text(row->record_number, sizeof row->record_number, receipt.last_record);
	if (counts_deadline(&session->app, shipment->dispatched, &deadline)) {
		days_iso(row->deadline, deadline.end);
		row->late = shipment->received == 0 && days_compare(deadline.end, counts_today()) < 0;
	}
	return code;
}

static int
shipments(void *context, const struct table_query *query, struct ui_shipment_row *rows, int max, int64_t *total)
{
	struct session *session = context;
	struct store_delivery_draft drafts[DRAFTS_MAX];
	struct shipment *list = mem_alloc((size_t)max * sizeof *list);
	size_t count = 0, begun = 0;
	struct err err = {0};
	enum code code = store_list_shipments(session->app.store, (size_t)query->offset, list, (size_t)max, &count, &err);

	if (code == OK)
		code = store_count_shipments(session->app.store, total, &err);
	if (code == OK)
		code = store_list_delivery_drafts(session->app.store, drafts, DRAFTS_MAX, &begun, &err);
	for (size_t i = 0; code == OK && i < count; i++) {
		code = show_shipment(session, &rows[i], &list[i], &err);
		show_draft(&rows[i], drafts, begun);
	}
	if (code != OK)
		log_err(LOG_ERROR, &err);
	mem_free(list);
	return code == OK ? (int)count : 0;
}

/* ---- the parcel that is being received */

static const struct courier_flow *
delivery(void *context)
{
	const struct session *session = context;

	return session_delivery_state(session->delivery);
}

static void
delivery_begin(void *context)
{
	struct session *session = context;

	session_delivery_begin(session->delivery);
}

static enum code
delivery_event(void *context, const struct courier_event *event)
{
	struct session *session = context;

	return session_delivery_event(session->delivery, event);
}

static bool
delivery_reads(void *context, int *percent)
{
	const struct session *session = context;

	return session_delivery_reads(session->delivery, percent);
}

/* ---- the record */

static bool
delivery_record(void *context, int64_t delivery_id, struct delivery *out, char *sentence)
{
	struct session *session = context;
	struct err err = {0};

	if (store_find_delivery(session->app.store, delivery_id, "", out, &err) == OK)
		return true;
	message_err(sentence, UI_SENTENCE, &err);
	return false;
}

static bool
set_paper(struct session *session, int64_t delivery_id, enum paper_state paper, char *sentence)
{
	struct err err = {0};

	if (store_set_delivery_paper(session->app.store, delivery_id, paper, "", login_acting(session->login), &err) == OK)
		return true;
	message_err(sentence, UI_SENTENCE, &err);
	return false;
}

static bool
delivery_paper(void *context, int64_t delivery_id, enum ui_paper_act act, char *sentence)
{
	struct session *session = context;

	switch (act) {
	case UI_PAPER_PRINT:
		return spool_add_delivery(session->spool, delivery_id, sentence);
	case UI_PAPER_CONFIRM:
		return set_paper(session, delivery_id, PAPER_CONFIRMED, sentence);
	case UI_PAPER_SIGNED:
		return set_paper(session, delivery_id, PAPER_SIGNED, sentence);
	}
	return false;
}

static bool
stack_begin(void *context, int64_t shipment_id, char *sentence)
{
	struct session *session = context;

	return stack_session_begin(session->stack, shipment_id, sentence);
}

static bool
stack_act(void *context, enum ui_stack_act act, char *sentence)
{
	struct session *session = context;

	return stack_session_act(session->stack, act, sentence);
}

/* ---- the count, as its screen sees it */

static enum verdict_level
level_of(enum stack_word word)
{
	return word == STACK_WORD_GOOD || word == STACK_WORD_NONE ? VERDICT_PASS : word == STACK_WORD_TWICE ? VERDICT_WARN : VERDICT_REFUSE;
}

static void
add_row(struct ui_stack *out, const struct stack_item *item)
{
	struct ui_stack_row *row;

	if (out->count == UI_STACK_ROWS)
		return;
	row = &out->rows[out->count++];
	*row = (struct ui_stack_row){.number = item->order};
	desk_full_name(row->name, &item->applicant);
	if (item->mark == STACK_READ) {
		copy_text(row->words, sizeof row->words, tell(APP_STACK_GOOD));
		stack_drawer(row->drawer, item->order);
	} else {
		row->level = VERDICT_REFUSE;
		copy_text(row->words, sizeof row->words,
			item->mark == STACK_DAMAGED ? tell(APP_STACK_DAMAGED) : tell(APP_STACK_UNREADABLE));
	}
}

/* The last card that was read, in big words. */
static void
show_last(struct ui_stack *out, const struct stack_flow *flow)
{
	out->has_last = flow->word != STACK_WORD_NONE;
	out->level = level_of(flow->word);
	copy_text(out->word, sizeof out->word, message_text(stack_word_message(flow->word)));
	copy_text(out->name, sizeof out->name, flow->facts.subject_cn);
	ident_mask(out->national_id, flow->facts.national_id);
	if (flow->last < 0)
		return;
	copy_text(out->unit, sizeof out->unit, flow->items[flow->last].applicant.unit);
	if (flow->items[flow->last].order > 0)
		stack_drawer(out->drawer, flow->items[flow->last].order);
}

/* The newest first, then what came but is of no use. */
static void
show_rows(struct ui_stack *out, const struct stack_flow *flow)
{
	for (int order = flow->read; order > 0; order--)
		for (int i = 0; i < flow->count; i++)
			if (flow->items[i].order == order)
				add_row(out, &flow->items[i]);
	for (int i = 0; i < flow->count; i++)
		if (flow->items[i].mark == STACK_UNREADABLE || flow->items[i].mark == STACK_DAMAGED)
			add_row(out, &flow->items[i]);
}

static bool
stack(void *context, struct ui_stack *out)
{
	const struct session *session = context;
	const struct agent_reader *reader;
	struct stack_look look;

	*out = (struct ui_stack){0};
	if (!stack_session_look(session->stack, &look))
		return false;
	reader = agent_reader(session->agent, look.reader);
	copy_text(out->tracking_number, sizeof out->tracking_number, look.shipment->tracking_number);
	copy_text(out->sentence, sizeof out->sentence, look.sentence);
	out->expected = look.flow->count;
	out->read = look.flow->read;
	out->left = stack_left(look.flow);
	out->unexpected = look.flow->unexpected;
	out->reading = look.reading;
	out->percent = reader != NULL ? reader->percent : 0;
	show_last(out, look.flow);
	show_rows(out, look.flow);
	return true;
}

void
view_delivery(struct ui_host *host)
{
	host->shipments = shipments;
	host->delivery = delivery;
	host->delivery_begin = delivery_begin;
	host->delivery_event = delivery_event;
	host->delivery_reads = delivery_reads;
	host->delivery_record = delivery_record;
	host->delivery_paper = delivery_paper;
	host->stack_begin = stack_begin;
	host->stack = stack;
	host->stack_act = stack_act;
}
