/*
 * desk/stack: the courier's cards read one after the other against the list of a shipment. Pure, as the handover flow.
 */
#include "teslim/desk.h"

#include <string.h>

enum { DRAWER = 20 };

void
stack_init(struct stack_flow *flow, struct stack_item *items, int count)
{
	*flow = (struct stack_flow){.items = items, .count = count, .last = -1};
}

int
stack_left(const struct stack_flow *flow)
{
	int left = 0;

	for (int i = 0; i < flow->count; i++)
		left += flow->items[i].mark == STACK_WAITING;
	return left;
}

/*
 * The item a certificate belongs to. One person may have two cards in a delivery: the one that was ticked off by this very
 * certificate comes first, then one that still waits for its card, then any of that person; -1 none.
 */
static int
find_item(const struct stack_flow *flow, const struct certificate_facts *facts)
{
	int waiting = -1, any = -1;

	for (int i = 0; i < flow->count; i++) {
		const struct stack_item *item = &flow->items[i];
		if (facts->national_id[0] == '\0' || strcmp(item->applicant.national_id, facts->national_id) != 0)
			continue;
		if (item->certificate[0] != '\0' && strcmp(item->certificate, facts->sha256) == 0)
			return i;
		if (waiting < 0 && item->mark != STACK_READ)
			waiting = i;
		if (any < 0)
			any = i;
	}
	return waiting >= 0 ? waiting : any;
}

/* The certificate that belongs to somebody on the list, qualified and newest first; else the best there is. */
static int
choose(const struct stack_flow *flow, const struct certificate_facts *facts, int count, int64_t now)
{
	for (int i = 0; i < count; i++) {
		int item = find_item(flow, &facts[i]);
		if (item >= 0)
			return desk_choose_certificate(facts, count, &flow->items[item].applicant, now);
	}
	return desk_choose_certificate(facts, count, NULL, now);
}

/* A stranger's card put in twice is still one card too many, not two. */
static void
count_stranger(struct stack_flow *flow, const char *certificate)
{
	for (int i = 0; i < flow->unexpected && i < STACK_STRANGERS; i++)
		if (strcmp(flow->strangers[i], certificate) == 0)
			return;
	if (flow->unexpected < STACK_STRANGERS)
		copy_text(flow->strangers[flow->unexpected], sizeof flow->strangers[0], certificate);
	flow->unexpected++;
}

enum stack_word
stack_take_card(struct stack_flow *flow, const struct certificate_facts *facts, const struct certificate_check *checks, int count,
	const struct verdict_policy *policy, int64_t now)
{
	int chosen = choose(flow, facts, count, now);
	struct stack_item *item;

	flow->last = -1;
	flow->facts = (struct certificate_facts){0};
	flow->verdict = (struct verdict){0};
	if (chosen < 0)
		return flow->word = STACK_WORD_EMPTY;
	flow->facts = facts[chosen];
	flow->last = find_item(flow, &facts[chosen]);
	if (flow->last < 0) {
		count_stranger(flow, facts[chosen].sha256);
		return flow->word = STACK_WORD_UNEXPECTED;
	}
	item = &flow->items[flow->last];
	desk_judge(&flow->verdict, &item->applicant, &facts[chosen], &checks[chosen], NULL, policy, now);
	if (item->mark == STACK_READ)
		return flow->word = strcmp(item->certificate, facts[chosen].sha256) == 0 ? STACK_WORD_TWICE : STACK_WORD_UNFIT;
	if (!desk_may_hand_over(&flow->verdict))
		return flow->word = STACK_WORD_UNFIT;
	item->mark = STACK_READ;
	item->order = ++flow->read;
	copy_text(item->certificate, sizeof item->certificate, facts[chosen].sha256);
	return flow->word = STACK_WORD_GOOD;
}

enum stack_word
stack_take_fault(struct stack_flow *flow)
{
	flow->last = -1;
	flow->facts = (struct certificate_facts){0};
	flow->verdict = (struct verdict){0};
	return flow->word = STACK_WORD_UNREADABLE;
}

void
stack_mark_last(struct stack_flow *flow, enum stack_mark mark)
{
	struct stack_item *item;

	if (mark != STACK_UNREADABLE && mark != STACK_DAMAGED)
		return;
	flow->word = mark == STACK_DAMAGED ? STACK_WORD_DAMAGED : STACK_WORD_UNREADABLE;
	if (flow->last < 0)
		return;
	item = &flow->items[flow->last];
	/* The last place in the drawer is free again; an earlier one stays empty, so that no two share one. */
	if (item->order > 0 && item->order == flow->read)
		flow->read--;
	item->order = 0;
	item->certificate[0] = '\0';
	item->mark = mark;
}

enum message
stack_word_message(enum stack_word word)
{
	switch (word) {
	case STACK_WORD_NONE:
		return MSG_STACK_WORD_NONE;
	case STACK_WORD_GOOD:
		return MSG_STACK_WORD_GOOD;
	case STACK_WORD_TWICE:
		return MSG_STACK_WORD_TWICE;
	case STACK_WORD_UNEXPECTED:
		return MSG_STACK_WORD_UNEXPECTED;
	case STACK_WORD_UNFIT:
		return MSG_STACK_WORD_UNFIT;
	case STACK_WORD_UNREADABLE:
		return MSG_STACK_WORD_UNREADABLE;
	case STACK_WORD_DAMAGED:
		return MSG_STACK_WORD_DAMAGED;
	case STACK_WORD_EMPTY:
		return MSG_STACK_WORD_EMPTY;
	}
	return MSG_STACK_WORD_NONE;
}

void
stack_drawer(char out[SERIAL_TEXT], int order)
{
	int drawer = order > 0 ? (order - 1) / DRAWER : 0;
	int place = order > 0 ? (order - 1) % DRAWER + 1 : 0;

	if (drawer < 26)
		snprintf(out, SERIAL_TEXT, "%c-%02d", 'A' + drawer, place);
	else
		snprintf(out, SERIAL_TEXT, "%c%c-%02d", 'A' + (drawer / 26 - 1) % 26, 'A' + drawer % 26, place);
}
