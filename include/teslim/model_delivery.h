/*
 * model_delivery: the second half of model.h, which includes it: a courier's delivery as it was counted and signed for. Only
 * what was seen is in stock; what was announced and not seen is missing since then.
 */
#ifndef TESLIM_MODEL_DELIVERY_H
#define TESLIM_MODEL_DELIVERY_H

#define ITEM_KINDS(WORD) \
	WORD(ITEM_CARD, "card", ITEM_CARD) \
	WORD(ITEM_READER, "reader", ITEM_READER)
enum item_kind { ITEM_KINDS(WORD_CONSTANT) ITEM_KIND_COUNT };

/* How an item was seen. Only what was seen comes into stock. */
#define SEEN_WAYS(WORD) \
	WORD(SEEN_NOT, "not-seen", SEEN_NOT) /* announced and missing */ \
	WORD(SEEN_READ, "read", SEEN_READ)   /* a card, by its certificate */ \
	WORD(SEEN_SCANNED, "scanned", SEEN_SCANNED) \
	WORD(SEEN_TYPED, "typed", SEEN_TYPED)
enum seen_way { SEEN_WAYS(WORD_CONSTANT) };

#define ITEM_ORIGINS(WORD) \
	WORD(ORIGIN_ANNOUNCED, "announced", ORIGIN_ANNOUNCED)    /* of this shipment's list */ \
	WORD(ORIGIN_OTHER, "other-shipment", ORIGIN_OTHER)       /* of another one's */ \
	WORD(ORIGIN_UNEXPECTED, "unexpected", ORIGIN_UNEXPECTED) /* of none */
enum item_origin { ITEM_ORIGINS(WORD_CONSTANT) };

#define ITEM_CONDITIONS(WORD) \
	WORD(CONDITION_GOOD, "good", CONDITION_GOOD) /* of a card that was counted only: nothing against it is known */ \
	WORD(CONDITION_DAMAGED, "damaged", CONDITION_DAMAGED) \
	WORD(CONDITION_UNREADABLE, "unreadable", CONDITION_UNREADABLE) \
	WORD(CONDITION_UNFIT, "unfit", \
		CONDITION_UNFIT) /* read, and not to be handed over: expired, another name, not qualified ... */
enum item_condition { ITEM_CONDITIONS(WORD_CONSTANT) CONDITION_COUNT };

#define PACKAGINGS(WORD) \
	WORD(PACKAGING_UNKNOWN, "unknown", NONE) /* not said yet */ \
	WORD(PACKAGING_WHOLE, "whole", PACKAGING_WHOLE) \
	WORD(PACKAGING_OPENED, "opened", PACKAGING_OPENED) \
	WORD(PACKAGING_WET, "wet", PACKAGING_WET) \
	WORD(PACKAGING_TORN, "torn", PACKAGING_TORN)
enum packaging { PACKAGINGS(WORD_CONSTANT) PACKAGING_COUNT };

/* By what a person on the other side showed who he is. */
#define SHOWN_PROOFS(WORD) \
	WORD(SHOWN_UNKNOWN, "unknown", NONE) /* not said yet */ \
	WORD(SHOWN_BADGE, "badge", SHOWN_BADGE) \
	WORD(SHOWN_IDENTITY, "identity-card", SHOWN_IDENTITY) \
	WORD(SHOWN_NOT, "not-shown", SHOWN_NOT)
enum shown_proof { SHOWN_PROOFS(WORD_CONSTANT) SHOWN_COUNT };

#define DELIVERY_OUTCOMES(WORD) \
	WORD(DELIVERY_RECEIVED, "received", DELIVERY_RECEIVED) \
	WORD(DELIVERY_REFUSED, "refused", DELIVERY_REFUSED) /* the parcel stays with the courier; nothing was counted */
enum delivery_outcome { DELIVERY_OUTCOMES(WORD_CONSTANT) };

/* A row of the count. */
struct delivery_item {
	enum item_kind kind;
	enum seen_way seen;
	enum item_origin origin;
	enum item_condition condition;
	int64_t item_id;      /* of the card or reader in the register; 0: not there before */
	int64_t applicant_id; /* whose; 0 not known */
	char serial[SERIAL_TEXT];
	char certificate[65]; /* fingerprint of what was read; empty: nothing was */
	char certificate_serial[SERIAL_TEXT];
	char place[PLACE_TEXT];
	char name[FULL_NAME_TEXT]; /* as the register or the certificate has it */
	char note[FIELD_TEXT];
};

/* Of cards or of readers. */
struct delivery_count {
	int said;      /* by the waybill; -1: it says nothing */
	int announced; /* by our list, and still outstanding */
	int read;
	int scanned; /* scanned or typed: counted, not read */
	int missing;
	int unexpected; /* among those found: of another shipment or of none */
	int damaged;    /* among those found */
	int unfit;      /* among those found: unreadable, or not to be handed over */
};

/* A parcel's handover by the courier. Everything but the paper state is frozen when committed. */
struct delivery {
	int64_t id;
	char record_number[RECORD_TEXT]; /* given by the store: a series of its own, 2026/A-K0007 */
	int64_t shipment_id;             /* 0 before the commit: a parcel that nobody announced */
	int64_t earlier_id;              /* the receipt before, when this is a later arrival for it; 0 none */
	char earlier_record[RECORD_TEXT];
	int64_t officer_id;
	int64_t time;
	enum delivery_outcome outcome;
	char tracking_number[SERIAL_TEXT];
	char dispatched[DATE_TEXT];
	enum packaging packaging;
	char courier_firm[FIELD_TEXT];
	enum shown_proof courier_shown;
	enum identity_kind officer_document; /* what the officer showed the courier; IDENTITY_NONE: nothing */
	char letter_number[SERIAL_TEXT];     /* the letter that gives the officer authority */
	char letter_date[DATE_TEXT];
	char officer_name[FULL_NAME_TEXT];
	char officer_title[FIELD_TEXT];
	char begun_by[32];                             /* login of the officer who began the count, when another finished it */
	struct delivery_count counts[ITEM_KIND_COUNT]; /* but said and announced: made by the store from the items */
	bool forgotten; /* the personal fields below, and the items' names and notes, have been deleted by the rules */
	/* personal: with the journal entry */
	char courier_name[FULL_NAME_TEXT];
	char officer_number[24]; /* masked */
	char witness[FULL_NAME_TEXT];
	char packaging_note[FIELD_TEXT];
	struct delivery_item *items;
	int item_count;
	enum paper_state paper;
	int reprints;
	int64_t journal_seq;
	char journal_hash[65];
	char journal_signature[129];
};

#endif
