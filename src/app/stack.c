/*
 * app/stack: a courier's delivery at the reader: loads the shipment's list, feeds the pure stack flow with what the
 * agent reads, and records the delivery when the officer says that the count is finished.
 */
#include "stack.h"

#include <string.h>

struct count {
	struct shipment shipment;
	struct stack_item *items;
	struct stack_flow flow;
	bool reading;
	int reader;
	char taken[READERS_MAX][65]; /* fingerprint of the card that is in each reader and was counted */
	char sentence[UI_SENTENCE];
};

struct stack_session {
	const struct app *app;
	const struct login *login;
	struct count *count;  /* the one that is going on */
	struct count *paused; /* one that waits to be gone on with */
};

struct stack_session *
stack_session_new(const struct app *app, const struct login *login)
{
	struct stack_session *stack = mem_alloc(sizeof *stack);

	*stack = (struct stack_session){.app = app, .login = login};
	return stack;
}

static void
drop(struct count **count)
{
	if (*count != NULL)
		mem_free((*count)->items);
	mem_free(*count);
	*count = NULL;
}

void
stack_session_end(struct stack_session *stack)
{
	drop(&stack->count);
	drop(&stack->paused);
}

void
stack_session_free(struct stack_session **stack)
{
	if (*stack == NULL)
		return;
	stack_session_end(*stack);
	mem_free(*stack);
	*stack = NULL;
}

/* Everybody whose card the shipment's list names and that has not gone out yet. */
static enum code
load_items(struct store *store, struct count *count, int *kept, struct err *err)
{
	struct card *cards = NULL;
	size_t max = 256, found = 256;
	enum code code = OK;

	while (code == OK && found == max) { /* as long as the list may go on */
		max *= 4;
		cards = mem_resize(cards, max, sizeof *cards);
		code = store_list_cards(store, count->shipment.id, cards, max, &found, err);
	}
	count->items = mem_alloc((found + 1) * sizeof *count->items);
	for (size_t i = 0; code == OK && i < found; i++) {
		struct stack_item *item = &count->items[*kept];

		if (cards[i].state != CARD_EXPECTED && cards[i].state != CARD_IN_STOCK)
			continue;
		code = store_find_applicant(store, cards[i].applicant_id, &item->applicant, err);
		copy_text(item->card_serial, SERIAL_TEXT, cards[i].card_serial);
		(*kept)++;
	}
	mem_free(cards);
	return code;
}

bool
stack_session_begin(struct stack_session *stack, int64_t shipment_id, char *sentence)
{
	struct count *count = stack->paused;
	int kept = 0;
	struct err err = {0};
	enum code code;

	drop(&stack->count);
	stack->paused = NULL;
	if (count != NULL && count->shipment.id != shipment_id)
		drop(&count);
	if (count == NULL)
		count = mem_alloc(sizeof *count);
	code = store_find_shipment(stack->app->store, shipment_id, &count->shipment, &err);
	if (code == OK && count->shipment.received != 0)
		code = err_tell(&err, ERR_REFUSED, MSG_STORE_SHIPMENT_RECEIVED, "stack", "%s", count->shipment.tracking_number);
	if (code == OK && count->items == NULL) {
		code = load_items(stack->app->store, count, &kept, &err);
		stack_init(&count->flow, count->items, kept);
		count->reader = -1;
	}
	if (code != OK) {
		message_err(sentence, UI_SENTENCE, &err);
		drop(&count);
		return false;
	}
	stack->count = count;
	return true;
}

bool
stack_session_look(const struct stack_session *stack, struct stack_look *out)
{
	const struct count *count = stack->count;

	if (count != NULL && out != NULL)
		*out = (struct stack_look){&count->shipment, &count->flow, count->reading, count->reader, count->sentence};
	return count != NULL;
}

/* ---- a card */

/* Has the very card that was counted not left the reader since? A restarted agent reads it anew. */
static bool
is_still_in(struct count *count, int place, const struct agent_reader *reader)
{
	const char *fingerprint = reader->count > 0 ? reader->facts[0].sha256 : "";
	bool same = fingerprint[0] != '\0' && strcmp(count->taken[place], fingerprint) == 0;

	copy_text(count->taken[place], sizeof count->taken[place], fingerprint);
	return same;
}

/* Why a card of ours is of no use to its holder: the last thing that was found against it. */
static void
say_unfit(struct count *count)
{
	const struct verdict *verdict = &count->flow.verdict;

	for (int i = 0; i < verdict->count; i++)
		if (verdict->findings[i].level == VERDICT_REFUSE)
			message_format_detail(count->sentence, sizeof count->sentence, message_language(), verdict->findings[i].message,
				verdict->findings[i].detail);
}

static enum stack_word
take_read(const struct app *app, struct count *count, int place, const struct agent_reader *reader)
{
	enum stack_word word;

	if (is_still_in(count, place, reader))
		return STACK_WORD_NONE;
	word = stack_take_card(&count->flow, reader->facts, reader->checks, reader->count, &app->policy, clock_now());
	if (word == STACK_WORD_UNFIT)
		say_unfit(count);
	return word;
}

enum stack_word
stack_session_card(struct stack_session *stack, const struct news *news, const struct agent_reader *reader)
{
	struct count *count = stack->count;

	count->reader = news->reader;
	count->reading = reader->reading;
	count->sentence[0] = '\0';
	if (news->kind == NEWS_CARD_FAULT) {
		copy_text(count->sentence, sizeof count->sentence, reader->fault);
		return stack_take_fault(&count->flow);
	}
	if (news->kind == NEWS_CARD_READ)
		return take_read(stack->app, count, news->reader, reader);
	/* What went away with its reader may come back with it; only a card that was seen to leave has left. */
	if (news->kind == NEWS_CARD_OUT && !news->lost)
		count->taken[news->reader][0] = '\0';
	return STACK_WORD_NONE;
}

/* ---- what the officer does */

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
finish(struct stack_session *stack, char *sentence)
{
	const struct count *count = stack->count;
	struct store_held *held = mem_alloc(((size_t)count->flow.count + 1) * sizeof *held);
	size_t missing = 0;
	struct err err = {0};
	enum code code;

	for (int i = 0; i < count->flow.count; i++)
		if (count->flow.items[i].mark != STACK_READ)
			held[missing++] = (struct store_held){count->flow.items[i].applicant.id, why_held(count->flow.items[i].mark)};
	code = store_receive_shipment(stack->app->store, count->shipment.id, held, missing, login_acting(stack->login), &err);
	mem_free(held);
	if (code != OK)
		message_err(sentence, UI_SENTENCE, &err);
	if (code == OK || err.message == MSG_STORE_SHIPMENT_RECEIVED) /* another desk was faster: there is nothing left to count */
		stack_session_end(stack);
	return code == OK;
}

bool
stack_session_act(struct stack_session *stack, enum ui_stack_act act, char *sentence)
{
	if (stack->count == NULL)
		return false;
	switch (act) {
	case UI_STACK_UNREADABLE:
		stack_mark_last(&stack->count->flow, STACK_UNREADABLE);
		return true;
	case UI_STACK_DAMAGED:
		stack_mark_last(&stack->count->flow, STACK_DAMAGED);
		return true;
	case UI_STACK_FINISH:
		return finish(stack, sentence);
	case UI_STACK_PAUSE:
		drop(&stack->paused);
		stack->paused = stack->count;
		stack->count = NULL;
		return true;
	}
	return false;
}
