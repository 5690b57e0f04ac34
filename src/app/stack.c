/*
 * app/stack: a courier's delivery at the reader: loads the shipment's list, feeds the pure stack flow with what the
 * agent reads, and records the delivery when the officer says that the count is finished.
 */
#include "session.h"

#include <string.h>

struct stack_session {
	struct shipment shipment;
	struct stack_item *items;
	struct stack_flow flow;
	bool reading;
	int reader;
	char taken[READERS_MAX][65]; /* fingerprint of the card that is in each reader and was counted */
	char sentence[UI_SENTENCE];
};

static void
drop(struct stack_session **stack)
{
	if (*stack != NULL)
		mem_free((*stack)->items);
	mem_free(*stack);
	*stack = NULL;
}

/* Has the very card that was counted not left the reader since? A restarted agent reads it anew. */
static bool
is_still_in(struct stack_session *stack, int index, const struct agent_reader *reader)
{
	const char *fingerprint = reader->count > 0 ? reader->facts[0].sha256 : "";
	bool same = fingerprint[0] != '\0' && strcmp(stack->taken[index], fingerprint) == 0;

	copy_text(stack->taken[index], sizeof stack->taken[index], fingerprint);
	return same;
}

/* Everybody whose card the shipment's list names and that has not gone out yet. */
static enum code
load_items(struct session *session, struct stack_session *stack, int *kept, struct err *err)
{
	struct card *cards = NULL;
	size_t max = 256, count = 256;
	enum code code = OK;

	while (code == OK && count == max) { /* as long as the list may go on */
		max *= 4;
		cards = mem_resize(cards, max, sizeof *cards);
		code = store_list_cards(session->app.store, stack->shipment.id, cards, max, &count, err);
	}
	stack->items = mem_alloc((count + 1) * sizeof *stack->items);
	for (size_t i = 0; code == OK && i < count; i++) {
		struct stack_item *item = &stack->items[*kept];

		if (cards[i].state != CARD_EXPECTED && cards[i].state != CARD_IN_STOCK)
			continue;
		code = store_find_applicant(session->app.store, cards[i].applicant_id, &item->applicant, err);
		copy_text(item->card_serial, SERIAL_TEXT, cards[i].card_serial);
		(*kept)++;
	}
	mem_free(cards);
	return code;
}

bool
stack_session_begin(struct session *session, int64_t shipment_id, char *sentence)
{
	struct stack_session *stack = session->paused_stack;
	int kept = 0;
	struct err err = {0};
	enum code code;

	drop(&session->stack);
	session->paused_stack = NULL;
	if (stack != NULL && stack->shipment.id != shipment_id)
		drop(&stack);
	if (stack == NULL)
		stack = mem_alloc(sizeof *stack);
	code = store_find_shipment(session->app.store, shipment_id, &stack->shipment, &err);
	if (code == OK && stack->shipment.received != 0)
		code = err_tell(&err, ERR_REFUSED, MSG_STORE_SHIPMENT_RECEIVED, "stack", "%s", stack->shipment.tracking_number);
	if (code == OK && stack->items == NULL) {
		code = load_items(session, stack, &kept, &err);
		stack_init(&stack->flow, stack->items, kept);
		stack->reader = -1;
	}
	if (code != OK) {
		session_sentence(sentence, &err);
		drop(&stack);
		return false;
	}
	session->stack = stack;
	return true;
}

void
stack_session_end(struct session *session)
{
	drop(&session->stack);
	drop(&session->paused_stack);
}

void
stack_session_card(struct session *session, int index, bool out, bool fault)
{
	struct stack_session *stack = session->stack;
	const struct agent_reader *reader = &session->agent.readers[index];
	enum stack_word word = STACK_WORD_NONE;

	stack->reading = !out && reader->reading;
	stack->reader = index;
	stack->sentence[0] = '\0';
	if (out)
		stack->taken[index][0] = '\0';
	if (out || reader->reading || (!fault && is_still_in(stack, index, reader)))
		return;
	if (fault) {
		word = stack_take_fault(&stack->flow);
		copy_text(stack->sentence, sizeof stack->sentence, reader->fault);
	} else if (reader->read) {
		word = stack_take_card(&stack->flow, reader->facts, reader->checks, reader->count, &session->app.policy, clock_now());
	}
	if (word == STACK_WORD_UNFIT)
		for (int i = 0; i < stack->flow.verdict.count; i++)
			if (stack->flow.verdict.findings[i].level == VERDICT_REFUSE)
				message_format_detail(stack->sentence, sizeof stack->sentence, message_language(),
					stack->flow.verdict.findings[i].message, stack->flow.verdict.findings[i].detail);
	if (session->ui != NULL && word != STACK_WORD_NONE) {
		ui_beep(session->ui);
		ui_refresh(session->ui);
	}
}

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

bool
stack_session_view(const struct session *session, struct ui_stack *out)
{
	const struct stack_session *stack = session->stack;
	const struct stack_flow *flow;

	*out = (struct ui_stack){0};
	if (stack == NULL)
		return false;
	flow = &stack->flow;
	copy_text(out->tracking_number, sizeof out->tracking_number, stack->shipment.tracking_number);
	out->expected = flow->count;
	out->read = flow->read;
	out->left = stack_left(flow);
	out->unexpected = flow->unexpected;
	out->reading = stack->reading;
	out->percent = stack->reader >= 0 && stack->reader < session->agent.reader_count ? session->agent.readers[stack->reader].percent : 0;
	copy_text(out->sentence, sizeof out->sentence, stack->sentence);
	out->has_last = flow->word != STACK_WORD_NONE;
	out->level = level_of(flow->word);
	copy_text(out->word, sizeof out->word, message_text(stack_word_message(flow->word)));
	copy_text(out->name, sizeof out->name, flow->facts.subject_cn);
	ident_mask(out->national_id, flow->facts.national_id);
	if (flow->last >= 0) {
		copy_text(out->unit, sizeof out->unit, flow->items[flow->last].applicant.unit);
		if (flow->items[flow->last].order > 0)
			stack_drawer(out->drawer, flow->items[flow->last].order);
	}
	for (int order = flow->read; order > 0; order--)
		for (int i = 0; i < flow->count; i++)
			if (flow->items[i].order == order)
				add_row(out, &flow->items[i]);
	for (int i = 0; i < flow->count; i++)
		if (flow->items[i].mark == STACK_UNREADABLE || flow->items[i].mark == STACK_DAMAGED)
			add_row(out, &flow->items[i]);
	return true;
}

static const char *
why_held(enum stack_mark mark)
{
	switch (mark) {
	case STACK_DAMAGED:
		return tell(APP_STACK_WHY_DAMAGED);
	case STACK_UNREADABLE:
		return tell(APP_STACK_WHY_UNREADABLE);
	case STACK_WAITING:
		return tell(APP_STACK_WHY_MISSING);
	case STACK_READ:
		break;
	}
	return NULL;
}

/* The whole shipment counts as received; what was missing or damaged is held, each with its reason: all of it or nothing. */
static bool
finish(struct session *session, char *sentence)
{
	const struct stack_session *stack = session->stack;
	struct store_held *held = mem_alloc(((size_t)stack->flow.count + 1) * sizeof *held);
	size_t count = 0;
	struct err err = {0};
	enum code code;

	for (int i = 0; i < stack->flow.count; i++)
		if (stack->flow.items[i].mark != STACK_READ)
			held[count++] = (struct store_held){stack->flow.items[i].applicant.id, why_held(stack->flow.items[i].mark)};
	code = store_receive_shipment(session->app.store, stack->shipment.id, held, count, &session->officer, &err);
	mem_free(held);
	if (code != OK)
		session_sentence(sentence, &err);
	if (code == OK || err.message == MSG_STORE_SHIPMENT_RECEIVED) /* another desk was faster: there is nothing left to count */
		stack_session_end(session);
	return code == OK;
}

bool
stack_session_act(struct session *session, enum ui_stack_act act, char *sentence)
{
	if (session->stack == NULL)
		return false;
	switch (act) {
	case UI_STACK_UNREADABLE:
		stack_mark_last(&session->stack->flow, STACK_UNREADABLE);
		return true;
	case UI_STACK_DAMAGED:
		stack_mark_last(&session->stack->flow, STACK_DAMAGED);
		return true;
	case UI_STACK_FINISH:
		return finish(session, sentence);
	case UI_STACK_PAUSE:
		drop(&session->paused_stack);
		session->paused_stack = session->stack;
		session->stack = NULL;
		return true;
	}
	return false;
}
