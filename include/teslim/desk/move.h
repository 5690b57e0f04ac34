/*
 * desk/move: what may become of an application at this desk, as one table: from which state to which, who may, what is asked,
 * which paper it makes, which deadline it starts or ends, and the key that does it. Screens take their keys and help from it.
 * What no row allows no person can do at a screen.
 */
#ifndef TESLIM_DESK_MOVE_H
#define TESLIM_DESK_MOVE_H

#include "teslim/desk/form.h"
#include "teslim/model.h"

/* How it is done. */
enum move_way {
	MOVE_BY_FLOW,    /* a flow of its own, which ends with the move: the handover */
	MOVE_AT_ONCE     /* one act of the store */
};

enum move_paper { MOVE_NO_PAPER, MOVE_PAPER_RECORD };

enum move_deadline {
	MOVE_NO_DEADLINE,
	MOVE_ENDS_COLLECTION,   /* the card was fetched in time */
	MOVE_PAUSES_COLLECTION  /* whose matter is not settled cannot fetch it */
};

struct desk_move {
	enum application_state from, to;
	unsigned who;                  /* a bit for each enum officer_role that may */
	enum move_way way;
	const struct form_field *form; /* what is asked; NULL: nothing */
	int form_count;
	enum move_paper paper;
	enum move_deadline deadline;
	int function;                  /* its key, and the twins of it */
	uint32_t letter_tr, letter_en;
	enum message word;             /* on the key bar and in the help */
	enum message done;             /* the sentence when it is done; MSG_NONE: the flow says so */
	enum message note;             /* what the entry says of why, where nobody is asked */
};

/* The whole table. */
const struct desk_move *desk_moves(int *count);
/* The moves open to that role from that state, in the order of the table; returns how many, at most max. */
int desk_moves_from(enum application_state from, enum officer_role role, const struct desk_move **out, int max);
/* Whether anybody may move from the one to the other at this desk. */
bool desk_may_move(enum application_state from, enum application_state to);

#endif
