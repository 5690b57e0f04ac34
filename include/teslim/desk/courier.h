/*
 * desk/courier: the flow in which a courier's parcel is received: parcel, two identities, packaging, what is said, count,
 * difference, commit, paper. Pure, part of the room `desk`; a flow of its own beside the handover's. What was not seen is never
 * written as received: only a card that was read, or a number that was scanned or typed, makes a row that was seen.
 */
#ifndef TESLIM_DESK_COURIER_H
#define TESLIM_DESK_COURIER_H

#include "teslim/desk.h"

enum courier_step {
	COURIER_PARCEL,     /* 1 which parcel */
	COURIER_IDENTITIES, /* 2 who stands on either side */
	COURIER_PACKAGING,  /* 3 seal and wrapping */
	COURIER_SAID,       /* 4 what the waybill says */
	COURIER_COUNT,      /* 5 card after card, reader after reader */
	COURIER_DIFFERENCE, /* 6 what is not as announced, and the commit */
	COURIER_PRINT,      /* 7 the record on paper */
	COURIER_SIGNED,     /* 8 the signed copies */
	COURIER_REFUSAL,    /* side step of 3: the parcel stays with the courier */
	COURIER_ROW,        /* side step of 5: the last row: what it is, in which condition, whose, where */
	COURIER_DONE,
	COURIER_STEP_COUNT
};

enum courier_field {
	CF_PARCEL,     /* tracking number */
	CF_DISPATCHED, /* dd.mm.yyyy, of a parcel that nobody announced */
	CF_FIRM,
	CF_COURIER,  /* the person's name */
	CF_DOCUMENT, /* number of what the officer showed */
	CF_LETTER,   /* the letter that gives the officer authority */
	CF_LETTER_DATE,
	CF_WITNESS,
	CF_PACKAGING_NOTE,
	CF_SAID_CARDS,
	CF_SAID_READERS,
	CF_SERIAL, /* the count: a serial being typed */
	CF_PLACE,  /* of the row */
	CF_NOTE,
	CF_COUNT
};

enum courier_action {
	CA_NEXT,
	CA_BACK,
	CA_LEAVE,     /* pause: the draft stays. Before a parcel is chosen: out */
	CA_TAKE_OVER, /* the count that another officer began */
	CA_PROOF,     /* next kind of what the courier showed */
	CA_DOCUMENT,  /* next kind of what the officer showed */
	CA_PACKAGING, /* next kind of packaging */
	CA_REFUSE,    /* the parcel is not taken */
	CA_READ_AGAIN,
	CA_DETAILS,   /* the last row */
	CA_TAKE_BACK, /* the last row goes */
	CA_KIND,      /* of an unexpected row: card or reader */
	CA_CONDITION, /* of the row: next one */
	CA_ARM,
	CA_COMMIT,
	CA_PRINT_AGAIN,
	CA_PAPER_OUT,
	CA_PRINT_LATER,
	CA_SIGNED,
	CA_SIGNED_LATER,
	CA_NEXT_PARCEL, /* same courier, another parcel */
	CA_COUNT
};

/* A shipment that might be the parcel, as the list of step 1 has it. */
struct courier_parcel {
	struct shipment shipment;
	int missing;     /* outstanding since an earlier receipt */
	int64_t last_id; /* its last receipt; 0 none */
	char last_record[RECORD_TEXT];
	char draft_officer[FULL_NAME_TEXT]; /* somebody has begun the count; empty: nobody */
	char draft_login[32];
	int64_t draft_saved;
	bool draft_mine;
};

/* A card or reader that is announced and outstanding. */
struct courier_expected {
	enum item_kind kind;
	int64_t item_id;
	int64_t applicant_id;
	char serial[SERIAL_TEXT];
	char national_id[NATIONAL_ID_TEXT];
	char name[FULL_NAME_TEXT];  /* "Given SURNAME" */
	struct applicant applicant; /* of a card: whom it is judged against */
	int row;                    /* where it was found; -1 not yet */
};

/* Whose something unexpected is, as far as the register knows. */
struct courier_owner {
	bool known;
	int64_t item_id; /* of the outstanding card or reader of another shipment; 0 none */
	enum item_kind kind;
	int64_t applicant_id;
	char name[FULL_NAME_TEXT];
	char serial[SERIAL_TEXT];
	char tracking_number[SERIAL_TEXT]; /* of the other shipment */
};

enum courier_event_kind {
	CE_START,   /* text: the officer's login */
	CE_PARCELS, /* parcels, number */
	CE_CHOOSE, /* number: a row of the list at hand: parcels; at COURIER_ROW a missing card or reader, by its place among the missing */
	CE_TYPED,      /* field, text */
	CE_SCAN,       /* text */
	CE_ACTION,     /* action */
	CE_LOADED,     /* parcel (as it is now), expected, number, place: the first free one */
	CE_CARD_READ,  /* facts, checks, number: everything on a card */
	CE_CARD_FAULT, /* text */
	CE_CARD_OUT,
	CE_OWNER,       /* owner; text: the certificate or serial that was asked for */
	CE_COMMITTED,   /* delivery */
	CE_PRINT_STATE, /* paper, text */
	CE_FAILED,      /* effect, text */
	CE_TAKEN,       /* another officer has taken the count over; text: the sentence */
	CE_TICK
};

enum courier_effect_kind {
	CX_LIST,   /* answered by CE_PARCELS */
	CX_LOAD,   /* the parcel of the flow as it is now; answered by CE_LOADED */
	CX_RESUME, /* go on with the draft of that parcel: text tracking number, number 1: take it over */
	CX_READ_CARD,
	CX_OWNER_NUMBER, /* text: national ID number; answered by CE_OWNER */
	CX_OWNER_SERIAL, /* text: serial */
	CX_COMMIT,       /* courier_delivery(); answered by CE_COMMITTED or CE_FAILED */
	CX_PRINT,
	CX_PAPER_STATE,
	CX_SAVE_DRAFT,
	CX_DROP_DRAFT,
	CX_BEEP,
	CX_CLOSE
};

struct courier_event {
	enum courier_event_kind kind;
	int64_t now;
	enum courier_field field;
	enum courier_action action;
	enum courier_effect_kind effect;
	enum paper_state paper;
	int number;
	int place;        /* CE_LOADED: order of the first free place */
	const char *text; /* borrowed for the call, as all below */
	const struct courier_parcel *parcels;
	const struct courier_expected *expected;
	const struct courier_owner *owner;
	const struct certificate_facts *facts;
	const struct certificate_check *checks;
	const struct delivery *delivery;
};

struct courier_effect {
	enum courier_effect_kind kind;
	enum paper_state paper;
	int number;
	char text[SERIAL_TEXT];
	char about[80]; /* CX_OWNER_*: what the answer is to name */
};
enum { COURIER_EFFECTS_MAX = 6, COURIER_PARCELS_MAX = 64, COURIER_ROWS_MAX = 600 };
struct courier_effects {
	int count;
	struct courier_effect list[COURIER_EFFECTS_MAX];
};

/* What the last card or number was; one big word. Whatever happens next, it is of the last event. */
enum courier_word {
	CW_NONE,
	CW_GOOD,    /* read, hers, in order */
	CW_COUNTED, /* scanned or typed: counted, not read */
	CW_TWICE,   /* was counted before; nothing changed */
	CW_UNEXPECTED,
	CW_OTHER, /* of another shipment */
	CW_UNFIT,
	CW_UNREADABLE,  /* nothing was counted */
	CW_NOT_A_NUMBER /* of a parcel, a document or too short: nothing was counted */
};

/* One parcel's receipt. Members may be read by the screen; only the machine writes them. */
struct courier_flow {
	struct stand at;        /* the step is an enum courier_step */
	enum courier_step left; /* of COURIER_DONE: where the count was put aside */
	struct form form;       /* what is typed, by enum courier_field; its values stand in no other place */
	struct courier_parcel parcels[COURIER_PARCELS_MAX];
	int parcel_count;
	int offered; /* the parcel whose count somebody else has begun and that was chosen; -1 none */
	bool has_parcel;
	struct courier_parcel parcel;
	char login[32];    /* of the officer at the screen (CE_START) */
	char begun_by[32]; /* of who began the count */
	enum shown_proof proof;
	enum identity_kind document;
	enum packaging packaging;
	struct courier_expected expected[COURIER_ROWS_MAX];
	int expected_count;
	struct delivery_item rows[COURIER_ROWS_MAX];
	char owners[COURIER_ROWS_MAX][SERIAL_TEXT]; /* of a row of another shipment: its tracking number */
	int row_count;
	int place; /* order of the next free place */
	enum courier_word word;
	int last;                       /* the row the word is about; -1 none */
	struct certificate_facts facts; /* of the last card */
	struct verdict verdict;
	bool committed;
	struct delivery delivery; /* as stored; items stay rows */
};

/* The table that screens and help are derived from: enum courier_step and enum courier_action. */
extern const struct steps courier_steps;
bool courier_is_live(const struct courier_flow *flow, enum courier_action action);

void courier_init(struct courier_flow *flow);
/*
 * Takes an event, changes the flow, fills effects. ERR_REFUSED: not valid at this step, nothing changed. CX_COMMIT comes only
 * armed at most 30 s before, by a second key.
 */
enum code courier_advance(struct courier_flow *flow, const struct verdict_policy *policy, const struct courier_event *event,
	struct courier_effects *effects);
/*
 * The delivery to be committed: rows as they are, and a SEEN_NOT row for each announced one that was not found. out->items
 * points into room, which has COURIER_ROWS_MAX * 2 places.
 */
void courier_delivery(const struct courier_flow *flow, struct delivery *out, struct delivery_item *room);

/* Where a card is laid: "A-07", twenty to a drawer; after Z come AA, AB, ... order: from 1. */
void courier_drawer(char out[SERIAL_TEXT], int order);

/* Said, announced, found, missing of a kind, for the screen. */
struct courier_sum {
	int said, announced, found, missing, unexpected;
};
struct courier_sum courier_sum(const struct courier_flow *flow, enum item_kind kind);
/* The nth announced thing of a kind that is not found yet; NULL: there is none. */
const struct courier_expected *courier_missing(const struct courier_flow *flow, enum item_kind kind, int nth);
enum message courier_word_message(enum courier_word word);
enum verdict_level courier_word_level(enum courier_word word);

/*
 * The draft as text lines; none before a parcel is chosen. Restoring trusts nothing: ERR_SYNTAX or ERR_LIMIT leaves the flow as
 * courier_init does. What is announced, and who people are, is loaded anew (CE_LOADED) before anything else is taken.
 */
void courier_save(const struct courier_flow *flow, struct str *out);
enum code courier_restore(struct courier_flow *flow, const char *text, struct err *err);

#endif
