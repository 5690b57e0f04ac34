/*
 * app/stack: the count of a courier's delivery at the reader, card after card.
 */
#ifndef TESLIM_APP_STACK_H
#define TESLIM_APP_STACK_H

#include "agent.h"
#include "login.h"

#include "teslim/ui.h"

struct stack_session;

/* No count is going on. All is borrowed. */
struct stack_session *stack_session_new(const struct app *app, const struct login *login);
void stack_session_free(struct stack_session **stack);
/* Goes on with the paused count of that shipment, or begins one; false, with a sentence, when there is nothing to count. */
bool stack_session_begin(struct stack_session *stack, int64_t shipment_id, char *sentence);
/* Forgets the count, also a paused one. */
void stack_session_end(struct stack_session *stack);
bool stack_session_act(struct stack_session *stack, enum ui_stack_act act, char *sentence);

/* What is known of the count that is going on. */
struct stack_look {
	const struct shipment *shipment;
	const struct stack_flow *flow;
	bool reading;         /* a card is being read right now */
	int reader;           /* where the last card was; -1 nowhere yet */
	const char *sentence; /* about the last card; empty: its word says all */
};
/* False: none is going on; *out (may be NULL) is then untouched. */
bool stack_session_look(const struct stack_session *stack, struct stack_look *out);

/*
 * News of a card while a count is going on. A card that was counted and has not been seen to leave is not taken twice, though a
 * restarted agent reads it anew. Returns what is to be said of it; STACK_WORD_NONE: nothing yet.
 */
enum stack_word stack_session_card(struct stack_session *stack, const struct news *news, const struct agent_reader *reader);

#endif
