/*
 * model_drawer: a part of model.h, which includes it: a count of what lies in the drawer. It changes nothing; it says what was
 * seen, and how that differs from what the register says is here.
 */
#ifndef TESLIM_MODEL_DRAWER_H
#define TESLIM_MODEL_DRAWER_H

/* clang-format off */
#define DRAWER_REASONS(WORD) \
	WORD(DRAWER_WHY_UNKNOWN, "unknown", NONE) /* not said yet */ \
	WORD(DRAWER_TAKEOVER, "takeover", DRAWER_TAKEOVER) /* one officer takes over from another */ \
	WORD(DRAWER_PERIOD, "period", DRAWER_PERIOD) \
	WORD(DRAWER_SUSPICION, "suspicion", DRAWER_SUSPICION)
enum drawer_reason { DRAWER_REASONS(WORD_CONSTANT) DRAWER_REASON_COUNT };

/* What a row of the count says against the register. */
#define DRAWER_FINDINGS(WORD) \
	WORD(DRAWER_FOUND, "found", DRAWER_FOUND) \
	WORD(DRAWER_MISPLACED, "wrong-place", DRAWER_MISPLACED) /* it is here, and belongs elsewhere in the drawer */ \
	WORD(DRAWER_UNEXPECTED, "unexpected", DRAWER_UNEXPECTED) /* by the register it is not here */ \
	WORD(DRAWER_MISSING, "missing", DRAWER_MISSING) /* by the register it is here; nobody saw it */
enum drawer_finding { DRAWER_FINDINGS(WORD_CONSTANT) };
/* clang-format on */

struct drawer_item {
	enum item_kind kind;
	enum seen_way seen; /* SEEN_NOT: it is missing */
	enum drawer_finding finding;
	int64_t item_id;      /* in the register; 0 not there, or not here */
	int64_t applicant_id; /* whose; 0 not known */
	char serial[SERIAL_TEXT];
	char certificate[65];               /* fingerprint of what was read; empty: nothing was */
	char national_id[NATIONAL_ID_TEXT]; /* on that certificate; while counting only */
	char place[PLACE_TEXT];             /* where it was seen; empty: not said */
	char registered[PLACE_TEXT];        /* where it should lie */
	char name[FULL_NAME_TEXT];
};

/* Something that is here by the register. */
struct drawer_expected {
	enum item_kind kind;
	int64_t item_id;
	int64_t applicant_id;
	char serial[SERIAL_TEXT];
	char national_id[NATIONAL_ID_TEXT];
	char name[FULL_NAME_TEXT]; /* "Given SURNAME" */
	char place[PLACE_TEXT];
};

/* Of cards or of readers. */
struct drawer_sum {
	int here; /* by the register */
	int read;
	int scanned; /* scanned or typed */
	int missing;
	int unexpected;
	int misplaced;
};

/* A count as recorded. All but paper and prints is frozen. */
struct drawer_count {
	int64_t seq;                     /* of its entry */
	char record_number[RECORD_TEXT]; /* given by the store: a series of its own, 2026/A-D0001 */
	int64_t time;
	enum drawer_reason reason;
	int looks; /* how often the differences had been looked at: 1 is blind to the end */
	char officer_name[FULL_NAME_TEXT];
	char officer_title[FIELD_TEXT];
	char begun_by[32]; /* login of who began it, when another finished it */
	struct drawer_sum sums[ITEM_KIND_COUNT];
	char other[FULL_NAME_TEXT]; /* who counted along or hands over; personal: with the journal entry */
	struct drawer_item *items;
	int item_count;
	enum paper_state paper;
	int prints;
	char journal_hash[65];
	char journal_signature[129];
};

#endif
