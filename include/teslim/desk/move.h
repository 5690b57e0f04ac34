/*
 * desk/move: the table of moves (model_move.h) as screens need it: which acts are open to whom, what each of them asks, whether it
 * is for good, what is said when it is done. Screens take their menu and their help from here. Pure: does none of them.
 */
#ifndef TESLIM_DESK_MOVE_H
#define TESLIM_DESK_MOVE_H

#include "teslim/desk/form.h"
#include "teslim/model.h"

enum move_paper { MOVE_NO_PAPER, MOVE_PAPER_RECORD };

enum move_deadline {
	MOVE_NO_DEADLINE,
	MOVE_ENDS_COLLECTION,   /* the card was fetched in time */
	MOVE_PAUSES_COLLECTION  /* whose matter is not settled cannot fetch it */
};

struct desk_act {
	unsigned who;                  /* a bit for each enum officer_role that may */
	const struct form_field *form; /* what is asked; NULL: nothing */
	int form_count;
	const enum move_reason *reasons; /* by the index of the choice "reason"; NULL: it is not asked */
	bool for_good;                 /* armed first, written by a second key */
	enum message sentence;         /* what it means, while it is asked; MSG_NONE: it has no form */
	enum message done;             /* takes how many as text; MSG_NONE: a flow says so */
	enum message done_item;        /* the same of readers and strangers' cards; MSG_NONE: not done with them */
	enum move_paper paper;
	enum move_deadline deadline;
};

/* The whole table of moves. */
const struct application_move *desk_moves(int *count);
/* What an act asks and means. */
const struct desk_act *desk_act(enum move_act act);
/* The bit of where a card is (enum in model_move.h); known false: no card is known. */
unsigned desk_cards(bool known, enum card_state state);
/* The acts of a person that are open to that role there, in the order of enum move_act; returns how many, at most max. */
int desk_acts_open(enum application_state from, unsigned cards, enum officer_role role, enum move_act *out, int max);

/* The same of an item that belongs to no application. */
int desk_item_acts_open(enum item_kind kind, enum card_state state, enum officer_role role, enum move_act *out, int max);
/* Whether a handover may end with it. */
bool desk_is_handed_over_from(enum application_state from);

/* What was asked for, as the form has it. */
struct desk_wish {
	enum move_act act;
	enum move_reason reason;
	char reference[SERIAL_TEXT], date[DATE_TEXT], place[PLACE_TEXT], note[FIELD_TEXT];
};
void desk_read_wish(const struct form *form, enum move_act act, struct desk_wish *out);
/*
 * What no field alone can know: a reason that is no reason without words, a day that has not come (today: YYYY-MM-DD). True when
 * it holds; else the form shows what is wrong.
 */
bool desk_check_wish(struct form *form, enum move_act act, const char *today);
/* The field of that name; -1 there is none. */
int desk_field(const struct form *form, const char *name);

#endif
