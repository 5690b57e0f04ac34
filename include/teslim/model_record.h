/*
 * model_record: the fourth part of model.h, which includes it: records of cards and readers that go out, come back or are sent to
 * the centre without a handover. Readers of persons have a series of their own (2026/A-O0001), what goes back to the centre too
 * (2026/A-S0001). Everything but the paper is frozen when committed.
 */
#ifndef TESLIM_MODEL_RECORD_H
#define TESLIM_MODEL_RECORD_H

/* The word stands in the journal as "act". */
#define RECORD_ACTS(WORD) \
	WORD(RECORD_GIVE, "give", RECORD_GIVE)                /* a reader, without a card */ \
	WORD(RECORD_EXCHANGE, "exchange", RECORD_EXCHANGE)    /* one comes back, another goes out */ \
	WORD(RECORD_TAKE_BACK, "take-back", RECORD_TAKE_BACK) /* a reader comes back */ \
	WORD(RECORD_DISPATCH, "dispatch", RECORD_DISPATCH)    /* cards and readers go back to the centre */
enum record_act { RECORD_ACTS(WORD_CONSTANT) RECORD_ACT_COUNT };

/* Which way an item of a record went. */
#define RECORD_WAYS(WORD) \
	WORD(WAY_OUT, "out", RECORD_WAY_OUT)    /* to the person */ \
	WORD(WAY_BACK, "back", RECORD_WAY_BACK) /* from the person */ \
	WORD(WAY_SENT, "sent", RECORD_WAY_SENT) /* to the centre */
enum record_way { RECORD_WAYS(WORD_CONSTANT) };

/* How a reader came back. One that is lost did not: the person says so, and no longer holds it. */
#define BACK_STATES(WORD) \
	WORD(BACK_SOUND, "in-stock", BACK_SOUND) \
	WORD(BACK_DAMAGED, "damaged", BACK_DAMAGED) /* here, and given to nobody any more */ \
	WORD(BACK_LOST, "lost", BACK_LOST)
enum back_state { BACK_STATES(WORD_CONSTANT) BACK_STATE_COUNT };

struct record_row {
	enum item_kind kind;
	enum record_way way;
	enum seen_way seen;    /* how its serial came to the record: scanned or typed; of what is sent, not at all */
	enum back_state state; /* WAY_BACK */
	int64_t item_id;       /* given by the store */
	int64_t applicant_id;  /* WAY_SENT: whose card; WAY_OUT: for whom the list announced the reader; 0 nobody */
	int64_t move_seq;      /* WAY_SENT: the entry of the move that it goes by, with the words for it */
	char serial[SERIAL_TEXT];
	/* not frozen, read with it: from the register, and with the entries of the moves */
	char name[FULL_NAME_TEXT];
	char note[FIELD_TEXT];
	char posted[SERIAL_TEXT]; /* tracking number; empty: not posted yet */
	char posted_on[DATE_TEXT];
};

struct item_record {
	int64_t id;
	char record_number[RECORD_TEXT];
	enum record_act act;
	int64_t applicant_id; /* 0: a dispatch note */
	int64_t officer_id;
	int64_t time;
	char officer_name[FULL_NAME_TEXT];
	char officer_title[FIELD_TEXT];
	enum identity_kind shown;    /* by what the person showed who he is */
	enum move_reason reason;     /* RECORD_DISPATCH */
	char reference[SERIAL_TEXT]; /* number of the report of a loss; of what was posted at once its tracking number */
	/* personal: with the journal entry */
	char national_id[NATIONAL_ID_TEXT];
	char name[FULL_NAME_TEXT];
	char unit[FIELD_TEXT];
	char title[FIELD_TEXT];
	char note[FIELD_TEXT];
	struct record_row *rows;
	int row_count;
	enum paper_state paper;
	int prints;
	int64_t journal_seq;
	char journal_hash[65];
	char journal_signature[129];
};

#endif
