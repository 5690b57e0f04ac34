/*
 * app/view_delivery: the courier's deliveries, and the count of the one that is at the reader.
 */
#include "view.h"

static int
shipments(void *context, const struct table_query *query, struct ui_shipment_row *rows, int max, int64_t *total)
{
	struct session *session = context;
	struct shipment *list = mem_alloc((size_t)max * sizeof *list);
	struct date now = counts_today();
	size_t count = 0;
	struct err err = {0};

	if (store_list_shipments(session->app.store, (size_t)query->offset, list, (size_t)max, &count, &err) != OK ||
		store_count_shipments(session->app.store, total, &err) != OK)
		log_err(LOG_ERROR, &err);
	for (size_t i = 0; i < count; i++) {
		struct days_deadline deadline;
		rows[i] = (struct ui_shipment_row){.shipment = list[i], .cards_received = list[i].received != 0 ? list[i].cards_expected : 0};
		if (counts_deadline(&session->app, list[i].dispatched, &deadline)) {
			days_iso(rows[i].deadline, deadline.end);
			rows[i].late = list[i].received == 0 && days_compare(deadline.end, now) < 0;
		}
	}
	mem_free(list);
	return (int)count;
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
	host->stack_begin = stack_begin;
	host->stack = stack;
	host->stack_act = stack_act;
}
