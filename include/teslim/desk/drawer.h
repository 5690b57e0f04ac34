/*
 * desk/drawer: the flow in which the drawer is counted, blind: who counts and why, what lies there, the difference, the record. It
 * stands on desk/steps. Nothing of what should be here is known to the flow before the count is said to be over, so that no picture
 * of it can show it; going back into the count forgets it again, and the record says that it was looked at.
 */
#ifndef TESLIM_DESK_DRAWER_H
#define TESLIM_DESK_DRAWER_H

#include "teslim/desk.h"
#include "teslim/desk/steps.h"

enum drawer_step {
	DRAWER_BEGIN,      /* 1 who counts along, and why */
	DRAWER_COUNT,      /* 2 card after card, place by place */
	DRAWER_DIFFERENCE, /* 3 what is missing, unexpected, in the wrong place; the commit */
	DRAWER_DONE,
	DRAWER_STEP_COUNT
};

enum drawer_field {
	DF_OTHER,  /* who counts along or hands over */
	DF_PLACE,  /* where the next thing lies; empty: not said */
	DF_SERIAL, /* a serial being typed */
	DF_COUNT
};

enum drawer_action {
	DA_NEXT, /* in the count with a serial typed: it counts; else the count is over */
	DA_BACK,
	DA_LEAVE,     /* pause: the draft stays */
	DA_TAKE_OVER, /* the count that another officer began */
	DA_REASON,    /* next reason */
	DA_EMPTY,     /* nothing lies at this place: the next one */
	DA_READ_AGAIN,
	DA_TAKE_BACK, /* the last row goes */
	DA_ARM,
	DA_COMMIT,
	DA_COUNT
};

enum drawer_event_kind {
	DE_START,      /* text: the officer's login */
	DE_OFFERED,    /* text: another officer's name, whose count is going on */
	DE_TYPED,      /* field, text */
	DE_SCAN,       /* text */
	DE_ACTION,     /* action */
	DE_CARD_READ,  /* facts, number: everything on a card */
	DE_CARD_FAULT, /* text */
	DE_CARD_OUT,
	DE_STOCK,     /* expected, number */
	DE_COMMITTED, /* text: the record's number */
	DE_FAILED,    /* text */
	DE_TAKEN,     /* another officer has taken it over; text: the sentence */
	DE_TICK
};

enum drawer_effect_kind {
	DX_RESUME, /* take another officer's count over */
	DX_READ_CARD,
	DX_STOCK,  /* answered by DE_STOCK or DE_FAILED */
	DX_COMMIT, /* drawer_record(); answered by DE_COMMITTED or DE_FAILED */
	DX_SAVE_DRAFT,
	DX_DROP_DRAFT,
	DX_BEEP,
	DX_CLOSE
};

struct drawer_event {
	enum drawer_event_kind kind;
	int64_t now;
	enum drawer_field field;
	enum drawer_action action;
	int number;
	const char *text; /* borrowed for the call, as all below */
	const struct drawer_expected *expected;
	const struct certificate_facts *facts;
};

enum { DRAWER_EFFECTS_MAX = 4, DRAWER_ROWS_MAX = 600 };
struct drawer_effects {
	int count;
	enum drawer_effect_kind list[DRAWER_EFFECTS_MAX];
};

/* What the last card or number was. */
enum drawer_word {
	DW_NONE,
	DW_READ,
	DW_COUNTED, /* scanned or typed */
	DW_TWICE,   /* it was counted before; nothing changed */
	DW_PLACE,   /* a place's label: counting goes on there */
	DW_UNREADABLE,
	DW_NOT_A_NUMBER
};

/* One count. Members may be read by the screen; only the machine writes them. */
struct drawer_flow {
	struct stand at;
	char fields[DF_COUNT][FIELD_TEXT];
	char login[32];
	char begun_by[32];
	char offered[FULL_NAME_TEXT]; /* whose count is going on; empty: nobody's */
	enum drawer_reason reason;
	struct drawer_item rows[DRAWER_ROWS_MAX];
	int row_count;
	struct drawer_item missing[DRAWER_ROWS_MAX]; /* known at DRAWER_DIFFERENCE only */
	int missing_count;
	struct drawer_sum sums[ITEM_KIND_COUNT]; /* the same */
	int looks;
	enum drawer_word word;
	int last; /* the row that the word is about; -1 none */
	int left; /* of DRAWER_DONE: where it was put aside */
	bool committed;
};

extern const struct steps drawer_steps;
bool drawer_is_live(const struct drawer_flow *flow, enum drawer_action action);

void drawer_init(struct drawer_flow *flow);
/*
 * Takes an event, changes the flow, fills effects. ERR_REFUSED: not valid at this step, nothing changed. DX_COMMIT comes only
 * armed at most 30 s before, by a second key.
 */
enum code drawer_advance(struct drawer_flow *flow, const struct drawer_event *event, struct drawer_effects *effects);
/*
 * The record to be committed, of a flow at DRAWER_DIFFERENCE. out->items points into room, which has DRAWER_ROWS_MAX * 2 places.
 */
void drawer_record(const struct drawer_flow *flow, struct drawer_count *out, struct drawer_item *room);

enum message drawer_word_message(enum drawer_word word);
enum verdict_level drawer_word_level(enum drawer_word word);

/*
 * The draft as text lines: rows as they were seen, never what should be here. Restoring trusts nothing: ERR_SYNTAX or ERR_LIMIT
 * leaves the flow as drawer_init does.
 */
void drawer_save(const struct drawer_flow *flow, struct str *out);
enum code drawer_restore(struct drawer_flow *flow, const char *text, struct err *err);

#endif
