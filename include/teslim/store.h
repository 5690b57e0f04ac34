/*
 * store: the database of one desk. Applicants, shipments, cards, officers, handovers and the journal that proves them,
 * in one SQLite file that several sessions may have open. A fact and its journal entry are one transaction; what happened
 * is never edited. All SQL of the house lives behind this door. Knows no screen, no flow and no rule of matching.
 */
#ifndef TESLIM_STORE_H
#define TESLIM_STORE_H

#include "teslim/base.h"
#include "teslim/message.h"
#include "teslim/model.h"

struct store;
struct seal_key; /* seal.h */

/*
 * Every function returns OK or a code and fills *err (may be NULL): ERR_FULL (disk), ERR_BUSY (another session held the
 * file longer than 5 s), ERR_PERMISSION (read-only), ERR_CORRUPT (damaged), ERR_IO (the disk fails, or the file was moved
 * or deleted under the session: nothing is written into a file that nobody would find). After an error nothing of the call
 * has been stored. `officer` is who did it: NULL is the program itself ("-" in the journal). Every writing function is one
 * act and one transaction; in it the store looks whether the officer is still active and in the same role (ERR_REFUSED,
 * whatever a session believes). Only leaving (LOGOUT, LOCK) and what a printer says are written for anybody.
 */

/* ------------------------------------------------------------------ the file */

/*
 * Makes a new database for a desk (1 to 8 of A-Z 0-9) and opens it; the first journal entry names desk and public key.
 * The file gets mode 0600. ERR_EXISTS when path exists, ERR_UNSUPPORTED on a network file system, ERR_SYNTAX for a bad
 * desk code. key is borrowed until store_close. On failure no file is left behind.
 */
enum code store_create(struct store **out, const char *path, const char *desk, const struct seal_key *key, struct err *err);
/*
 * The same with the desk's first officer in it, all or nothing. officer->id is set; password is the hash text. This is how a
 * desk begins: a database without an officer is of no use to anybody.
 */
enum code store_create_desk(struct store **out, const char *path, const char *desk, const struct seal_key *key,
	struct officer *officer, const char *password, struct err *err);
/*
 * Opens a database and upgrades an older schema. key signs what is written: borrowed; NULL opens for looking only (writes
 * answer ERR_REFUSED). ERR_NOT_FOUND, ERR_VERSION (made by a newer program), ERR_CORRUPT (not a database, not ours,
 * damaged), ERR_PERMISSION (read-only file or folder, or one that everybody may read or write), ERR_UNSUPPORTED (network file system), ERR_CRYPTO (another key
 * than the journal's).
 */
enum code store_open(struct store **out, const char *path, const struct seal_key *key, struct err *err);
void store_close(struct store **store);
const char *store_desk(const struct store *store); /* "A" */
int store_schema_version(void);                    /* what this program writes */
/*
 * Copies the live database, as it stands at one moment, to path (must not exist; any disk, network or stick too) while others
 * work, makes it one file, checks the copy's integrity and its whole journal, and only then gives it its name; a BACKUP entry
 * follows in the live journal (when that cannot be written, its error is answered and the checked copy stays).
 * ERR_CORRUPT when the copy does not pass. entries (may be NULL) gets the number of journal entries in the copy.
 */
enum code store_backup(struct store *store, const char *path, const struct officer *officer, int64_t *entries, struct err *err);

/* ------------------------------------------------------------------ the journal */

struct store_field {
	const char *key;
	const char *value;
};

/* Personal fields of an entry: they stand in a table apart, the entry holds their salted digest. */
struct store_personal {
	int64_t applicant_id; /* whose they are; 0 nobody of the register */
	const struct store_field *fields;
	size_t count;
};

/*
 * Appends an entry that has no other fact: LOGOUT, LOCK, UNLOCK, NATIONAL_ID_SHOWN, HANDOVER_REFUSED ... The body is written
 * as "key=value key=value" with blanks and controls in values as %XX: no personal data in it. personal may be NULL.
 * ERR_LIMIT when the body is over 1,000 bytes.
 */
enum code store_log(struct store *store, enum journal_act act, const struct officer *officer, const struct store_field *body,
	size_t count, const struct store_personal *personal, struct err *err);

struct store_journal_filter {
	const char *text; /* part of act, officer, time or body; NULL or "" for all */
	int64_t before;   /* only entries with a lower number; 0: from the newest */
	size_t offset;    /* entries passed over */
};
/* Newest first, at most max; *count gets how many. */
enum code store_list_journal(struct store *store, const struct store_journal_filter *filter, struct journal_entry *out,
	size_t max, size_t *count, struct err *err);
/* One entry with its personal fields as text lines "key: value" (empty when there are none or they are forgotten). */
enum code store_find_entry(struct store *store, int64_t seq, struct journal_entry *entry, struct str *personal, struct err *err);
/* Number of the newest entry and its hash in hex (either may be NULL). */
enum code store_journal_head(struct store *store, int64_t *seq, char hash[65], struct err *err);

/* What a check of the journal found. */
struct store_check {
	bool whole;
	int64_t entries;
	int64_t signatures; /* how many were checked */
	int64_t checkpoints;
	int64_t forgotten;    /* entries whose personal fields were deleted by the rules */
	int64_t steps_back;   /* entries older than the one before: the clock was set back; no fault */
	int64_t bad_seq;      /* first entry that is wrong; 0 none */
	enum message message; /* why; takes detail as its one %s */
	char detail[96];
};
/*
 * Checks numbering, desk, hash chain, personal digests and forgetting, checkpoints (every 100 entries and day), record numbers
 * without gaps, rows of handovers, corrections and signed copies against their entries, handovers in force and delivered
 * applications against both, and signatures: all of them, or of checkpoints, the first and the newest 100 entries. An end cut
 * off behind the last checkpoint shows only against printed records. public_key (32 bytes) is
 * what the signatures must fit; NULL: the key given at open or else the one in entry 1. OK also when the journal is not
 * whole (check->whole says); an error only when it could not be looked at. progress (may be NULL) is called now and then.
 */
enum code store_verify(struct store *store, bool all_signatures, const uint8_t *public_key, struct store_check *check,
	void (*progress)(void *context, int64_t done, int64_t total), void *context, struct err *err);
/*
 * Deletes the personal fields and salts of every entry about an applicant, and blanks the applicant's row; the chain stays
 * whole, the record number stays. reason goes to the journal. ERR_REFUSED while the application is open.
 */
enum code store_forget_person(struct store *store, int64_t applicant_id, const char *reason, const struct officer *officer,
	struct err *err);

/*
 * The people of deliveries, once the time is over for which they are kept: the personal fields and salts of every delivery that
 * was before that time and whose paper is signed go (the courier's name, the number that the officer showed, the witness, notes,
 * strangers' names), with one entry for all of them; documents that wait for a printer and drafts of that age go as well.
 * Nothing to forget: no entry. What is not signed yet is kept.
 */
struct store_forgetting {
	int64_t deliveries;
	int64_t unsigned_kept; /* old enough, and not signed yet */
	int64_t drafts;        /* counts that nobody ended */
};
enum code store_forget_deliveries(struct store *store, int64_t before, const struct officer *officer,
	struct store_forgetting *out, struct err *err);
/* What it would forget now; drafts are not counted. */
enum code store_count_forgettable(struct store *store, int64_t before, struct store_forgetting *out, struct err *err);

/* ------------------------------------------------------------------ officers */

struct store_login {
	char password[256];   /* as made by seal; empty: cannot log in */
	int failures;         /* since the last good login */
	int64_t last_failure; /* 0 never */
};
/* officer->id is set. ERR_EXISTS when the login is taken. password is the hash text, never the password. */
enum code store_add_officer(struct store *store, struct officer *officer, const char *password, const struct officer *by,
	struct err *err);
/* login may be NULL. ERR_NOT_FOUND. */
enum code store_find_officer(struct store *store, const char *login, struct officer *officer, struct store_login *login_data,
	struct err *err);
/* An administrator who is active, the first by login. ERR_NOT_FOUND. */
enum code store_find_administrator(struct store *store, struct officer *officer, struct err *err);
/* Name, title, role and active of officer->id. */
enum code store_change_officer(struct store *store, const struct officer *officer, const struct officer *by, struct err *err);
enum code store_set_password(struct store *store, int64_t officer_id, const char *password, const struct officer *by,
	struct err *err);
/* In order of login; at most max. */
enum code store_list_officers(struct store *store, struct officer *out, size_t max, size_t *count, struct err *err);
/*
 * Failed logins are counted for the officer, for the journal, and for the place that they came from ("/dev/tty1", "ssh
 * 10.1.2.3"), so that a place can be slowed down whatever names are tried there. The newest 64 places are kept.
 */
struct store_place {
	int failures;         /* since the last good login there */
	int64_t last_failure; /* by the clock of the machine: may be in the future when that was wrong; 0 never */
};
enum code store_find_place(struct store *store, const char *place, struct store_place *out, struct err *err);
/*
 * Counts a failed login, and journals it: the first five, then the 8th, 16th, 32nd ... with their count, so that a flood adds
 * next to nothing. An unknown login is journalled without its text, which might be a password, and all of them together
 * make one count a day.
 */
enum code store_login_failed(struct store *store, const char *login, const char *place, struct err *err);
/* Journals LOGIN or UNLOCK, with the failures before it, and sets those of officer and place back. */
enum code store_login(struct store *store, enum journal_act act, const struct officer *officer, const char *place,
	struct err *err);

/* ------------------------------------------------------------------ applicants */

/* Whether it can still come to a handover: one person has at most one such application. */
bool application_is_open(enum application_state state);
/*
 * Adds a whole list or nothing of it, with one journal entry (file: its name without folders). ids and states are set by the
 * store. ERR_EXISTS when somebody of the list already has an open application: *bad is the index of the first.
 */
enum code store_add_applicants(struct store *store, struct applicant *applicants, size_t count, const char *file,
	const struct officer *officer, size_t *bad, struct err *err);
/* A known application, as it was when the list was compared with it, and as the list has it: same id and number. */
struct store_change {
	struct applicant before, after;
};
struct store_intake {
	const char *file;        /* its name without folders goes to the journal */
	struct applicant *added; /* as in store_add_applicants */
	size_t added_count;
	const struct store_change *changed;
	size_t changed_count;
};
/*
 * The same for a list with known people in it: adds and changes in one transaction, an entry per changed person with each field's
 * old and new text. ERR_EXISTS as above; ERR_BUSY when somebody is no longer as in `before`, or has no open application now.
 */
enum code store_take_list(struct store *store, const struct store_intake *intake, const struct officer *officer, size_t *bad,
	struct err *err);
enum code store_find_applicant(struct store *store, int64_t id, struct applicant *out, struct err *err);
/* Applications of one national ID number, open ones first, then newest. */
enum code store_find_national_id(struct store *store, const char *national_id, struct applicant *out, size_t max, size_t *count,
	struct err *err);
/*
 * Search as you type: digits are looked up in national ID numbers, anything else in names, in any casing and with or without
 * Turkish letters. Words that begin so come first; when there are none, names that contain it. In Turkish order of names.
 * *more: there were more than max.
 */
enum code store_search_applicants(struct store *store, const char *query, struct applicant *out, size_t max, size_t *count,
	bool *more, struct err *err);

enum store_view {
	STORE_ALL,
	STORE_WAITING,     /* RECEIVED: here, to be handed over */
	STORE_LATE,        /* IN_TRANSIT, dispatched on or before limits.late */
	STORE_UNCOLLECTED, /* RECEIVED on or before limits.uncollected */
	STORE_ON_HOLD,
	STORE_UNSIGNED, /* handed over, signed copies not confirmed */
	STORE_EXPECTED,
	STORE_IN_TRANSIT,
	STORE_DELIVERED,
	STORE_RETURNS, /* RETURN_PENDING, RETURNED */
	STORE_ENDED,   /* LOST, CANCELLED */
	STORE_VIEW_COUNT
};
struct store_limits {
	char late[DATE_TEXT]; /* the newest dispatch date whose deadline has passed; empty: nothing is late */
	int64_t uncollected;  /* received at or before this time is "not collected"; 0: nothing */
};
/* One page in Turkish order of names. query narrows as in store_search_applicants (contained, not only begun); may be NULL. */
enum code store_list_applicants(struct store *store, enum store_view view, const struct store_limits *limits, const char *query,
	size_t offset, struct applicant *out, size_t max, size_t *count, struct err *err);
struct store_counts {
	int64_t views[STORE_VIEW_COUNT]; /* applicants per view */
	int64_t prints;                  /* print queue: not done */
	int64_t prints_failed;
	int64_t journal; /* entries */
};
enum code store_count(struct store *store, const struct store_limits *limits, struct store_counts *out, struct err *err);
/*
 * A person's act on applications (model_move.h): whom they concern and in which state he saw each. The row of the table that fits
 * act, state and card is done, card with it; where there is none, ERR_REFUSED. All or nothing, one entry for each person.
 * Needed: a reason to hold, return and cancel (REASON_OTHER: with a note), reference and date to post, reference when lost, for
 * all others a note. *bad (may be NULL): which one was refused. ERR_BUSY: it is no longer in the state that was seen.
 */
struct store_paper_wish;
struct store_moved {
	int64_t applicant_id;
	enum application_state from;
};
struct store_move {
	enum move_act act;
	enum move_reason reason;
	const char *reference; /* no personal data: the posting's tracking number, the number of the report of a loss */
	const char *date;      /* YYYY-MM-DD: posted on */
	const char *place;     /* where a found card lies now */
	const char *note;      /* free words, kept as personal data */
	/*
	 * MOVE_RETURN and MOVE_DAMAGED, of items MOVE_POSTED, make a dispatch note of all of them: its paper goes into the print queue in
	 * the same act (NULL: not asked for), record (RECORD_TEXT bytes, may be NULL) gets its number.
	 */
	const struct store_paper_wish *paper;
	char *record;
};
enum code store_move(struct store *store, const struct store_move *move, const struct store_moved *whom, size_t count,
	const struct officer *officer, size_t *bad, struct err *err);

/* ------------------------------------------------------------------ shipments, cards, readers */

/*
 * Adds a shipment with its cards and reader devices: all or nothing, one journal entry. ids are set. Applicants of the cards
 * go to IN_TRANSIT, or to RECEIVED when shipment->received is set. ERR_EXISTS: tracking number or a serial is already there.
 */
enum code store_add_shipment(struct store *store, struct shipment *shipment, struct card *cards, size_t card_count,
	struct reader_device *readers, size_t reader_count, const struct officer *officer, struct err *err);
/* The readers that a shipment announced or brought. */
enum code store_list_readers(struct store *store, int64_t shipment_id, struct reader_device *out, size_t max, size_t *count,
	struct err *err);
/* The card with that serial, letter for letter. ERR_NOT_FOUND. */
enum code store_find_card_serial(struct store *store, const char *serial, struct card *out, struct err *err);
enum code store_find_shipment(struct store *store, int64_t id, struct shipment *out, struct err *err);
/* By what stands on the parcel; blanks and case do not count. ERR_NOT_FOUND. */
enum code store_find_tracking(struct store *store, const char *tracking_number, struct shipment *out, struct err *err);
/* Newest first, from offset on. */
enum code store_list_shipments(struct store *store, size_t offset, struct shipment *out, size_t max, size_t *count,
	struct err *err);
enum code store_count_shipments(struct store *store, int64_t *count, struct err *err);
/* The card that lies here for an applicant (in stock first, then expected, then newest). ERR_NOT_FOUND. */
enum code store_find_card(struct store *store, int64_t applicant_id, struct card *out, struct err *err);
/* A card of that applicant that has not come, of any shipment but that one. ERR_NOT_FOUND. */
enum code store_find_outstanding(struct store *store, int64_t applicant_id, int64_t but_shipment_id, struct card *out,
	struct err *err);
enum code store_list_cards(struct store *store, int64_t shipment_id, struct card *out, size_t max, size_t *count, struct err *err);
/*
 * The balance of cards and of readers: where everything is that has a row. Played again from the entries of the journal, and as
 * the tables have it; both are the same unless somebody changed a table (wrong: the first serial that differs, "" none). came
 * is known from entries only: what was ever here, so came = here + handed over + returned + those of the lost that were here.
 */
struct stock_count {
	int64_t expected, came, here, handed_over, returned, lost, missing;
};
struct stock {
	struct stock_count entries[ITEM_KIND_COUNT], tables[ITEM_KIND_COUNT];
	char wrong[SERIAL_TEXT];
};
enum code store_stock(struct store *store, struct stock *out, struct err *err);
/* A card or a reader as it lies in the register. */
struct store_item {
	enum item_kind kind;
	int64_t id;
	enum card_state state;
	char serial[SERIAL_TEXT], place[PLACE_TEXT];
	int64_t applicant_id; /* of a card: whose; 0 nobody's that is known */
	char name[FULL_NAME_TEXT];
	char tracking_number[SERIAL_TEXT]; /* the shipment that announced or brought it */
};
/* Those in that state by place, cards before readers, from offset on. */
enum code store_list_items(struct store *store, enum card_state state, size_t offset, struct store_item *out, size_t max,
	size_t *count, struct err *err);
/* How many cards and how many readers are in that state. */
enum code store_count_items(struct store *store, enum card_state state, int64_t out[ITEM_KIND_COUNT], struct err *err);
enum code store_find_item(struct store *store, enum item_kind kind, int64_t id, struct store_item *out, struct err *err);
/*
 * A person's act on readers, or on cards that belong to no application: as store_move, by the table of item moves; of items the
 * kind, id and state that were seen count. ERR_REFUSED for a card with an application, which is moved with that.
 */
enum code store_move_items(struct store *store, const struct store_move *move, const struct store_item *items, size_t count,
	const struct officer *officer, size_t *bad, struct err *err);
/* The readers that an application's person holds. */
enum code store_list_held(struct store *store, int64_t applicant_id, struct reader_device *out, size_t max, size_t *count,
	struct err *err);
/* A reader device by serial; serial NULL: the first one in stock, those of shipment_id first. ERR_NOT_FOUND. */
enum code store_find_reader(struct store *store, const char *serial, int64_t shipment_id, struct reader_device *out,
	struct err *err);

/* ------------------------------------------------------------------ deliveries: what a courier brought */

/*
 * The one write by which something comes into stock: the shipment, every card and reader with how it was seen and its place,
 * the applications, the frozen delivery with a record number of its own series, and one signed entry whose body has said,
 * announced, read, scanned, missing, unexpected, damaged and unfit for cards and for readers. All or nothing.
 * draft needs tracking number, packaging, both identities, what was said, and a row for each announced card and reader that is
 * outstanding (seen, or SEEN_NOT) and for each that came besides; counts, officer, time and number are made here. With
 * shipment_id 0 the parcel was announced by nobody and its shipment is made. earlier_id is the last receipt of the shipment, 0
 * when there is none. A good card's application goes to RECEIVED, another's ON_HOLD with its note; of what was not seen card
 * or reader is CARD_MISSING and the application waits on. DELIVERY_REFUSED: the parcel stays with the courier, no rows.
 * *stored (may be the draft) gets what was recorded, its items are the draft's. ERR_REFUSED: already received, incomplete;
 * ERR_BUSY: the list, or something in it, has changed since it was loaded. ERR_LIMIT: more rows than DELIVERY_ITEMS_MAX.
 */
enum { DELIVERY_ITEMS_MAX = 600, DRAWER_ITEMS_MAX = 1200 };
enum code store_receive_delivery(struct store *store, const struct delivery *draft, const struct officer *officer,
	struct delivery *stored, struct err *err);
/* By id, or by record_number with id 0. items are allocated: free with store_clear_delivery. ERR_NOT_FOUND. */
enum code store_find_delivery(struct store *store, int64_t id, const char *record_number, struct delivery *out, struct err *err);
void store_clear_delivery(struct delivery *delivery);
/* What became of a shipment, over all its receipts. */
struct store_receipt {
	int outstanding;    /* announced cards and readers that have not come */
	int cards, readers; /* that were seen */
	int differences;    /* missing, unexpected, damaged or unfit, each time that one was */
	int64_t last_id;    /* its last receipt; 0: it was never counted here */
	char last_record[RECORD_TEXT];
	enum paper_state paper; /* of that record */
};
enum code store_find_receipt(struct store *store, int64_t shipment_id, struct store_receipt *out, struct err *err);
/* How many cards and readers are missing now. */
enum code store_count_missing(struct store *store, int64_t *out, struct err *err);
/* Places in the drawer that are taken; at most max. */
enum code store_list_places(struct store *store, char (*out)[PLACE_TEXT], size_t max, size_t *count, struct err *err);

/*
 * Drafts of counts, one per parcel. Saving one that another officer has meanwhile taken over, or going on with one without
 * taking it: ERR_BUSY (detail: who). Not facts, no journal entry; signed like the drafts of handovers.
 */
struct store_delivery_draft {
	char tracking_number[SERIAL_TEXT];
	int64_t officer_id;
	char officer_name[FULL_NAME_TEXT];
	char officer_login[32];
	int64_t saved;
};
enum code store_save_delivery_draft(struct store *store, int64_t officer_id, const char *tracking_number, const char *text,
	struct err *err);
/* Makes it this officer's and appends it to *out. take: also when it is another's. ERR_NOT_FOUND, ERR_CORRUPT, ERR_BUSY. */
enum code store_take_delivery_draft(struct store *store, int64_t officer_id, const char *tracking_number, bool take,
	struct str *out, struct err *err);
/* Drops this officer's; one that another has taken over stays. */
enum code store_drop_delivery_draft(struct store *store, int64_t officer_id, const char *tracking_number, struct err *err);
enum code store_list_delivery_drafts(struct store *store, struct store_delivery_draft *out, size_t max, size_t *count,
	struct err *err);

/* ------------------------------------------------------------------ readers without a card, dispatch notes */

enum { RECORD_ROWS_MAX = 600 }; /* of one record */
/*
 * A reader is given, exchanged or taken back: the reader, its holder, the frozen record with a number of its own series and one
 * signed entry in one transaction. draft needs act, applicant_id, shown, and a row for each reader with serial and seen: WAY_OUT,
 * WAY_BACK with its state (BACK_LOST: with a reference), in an exchange both. What goes out is in stock and sound, or known to
 * no list; what comes back is held by that person. ERR_REFUSED, ERR_NOT_FOUND. wish: the paper goes into the print queue in the
 * same act; NULL: no paper. *stored (may be NULL or the draft) gets what was recorded, with no rows.
 */
enum code store_record_reader(struct store *store, const struct item_record *draft, const struct store_paper_wish *wish,
	const struct officer *officer, struct item_record *stored, struct err *err);
/*
 * A reader's record or a dispatch note by the number of its entry, or with seq 0 by its record number. Rows are allocated: free
 * with store_clear_item_record. ERR_NOT_FOUND. Its paper is asked for and confirmed by the number of the entry, as a correction's.
 */
enum code store_find_item_record(struct store *store, int64_t seq, const char *record_number, struct item_record *out,
	struct err *err);
void store_clear_item_record(struct item_record *record);
/* The entries of the records that are about an application: its readers, or its card sent back. Newest first. */
enum code store_list_item_records(struct store *store, int64_t applicant_id, int64_t *out, size_t max, size_t *count,
	struct err *err);
/* ------------------------------------------------------------------ counts of the drawer */

/* What is here by the register, cards first. ERR_LIMIT: more than max. */
enum code store_list_drawer(struct store *store, struct drawer_expected *out, size_t max, size_t *count, struct err *err);
/*
 * Records a count: a frozen row with its items, a record number of its own series, one signed entry with the sums; its paper goes
 * into the print queue in the same act (wish; NULL: no paper). Nothing else changes. draft needs reason, sums, items and looks.
 * *stored (may be the draft) gets what was recorded, its items are the draft's. ERR_BUSY: what is here has changed since it was
 * compared. ERR_REFUSED: incomplete, or rows that contradict the sums.
 */
struct store_paper_wish;
enum code store_record_drawer(struct store *store, const struct drawer_count *draft, const struct store_paper_wish *wish,
	const struct officer *officer, struct drawer_count *stored, struct err *err);
/* By its entry, or with seq 0 by record_number. items are allocated: free with store_clear_drawer. ERR_NOT_FOUND. */
enum code store_find_drawer(struct store *store, int64_t seq, const char *record_number, struct drawer_count *out,
	struct err *err);
void store_clear_drawer(struct drawer_count *count);
/*
 * Whether a count is to be offered: the last other officer's name who logged in at this desk, when nobody has counted since and
 * there is something to count; else empty.
 */
enum code store_offer_drawer(struct store *store, const char *login, char name[FULL_NAME_TEXT], struct err *err);

/* ------------------------------------------------------------------ handovers */

/* What is known about earlier handovers of this application or certificate. */
struct store_history {
	bool application_done;
	bool certificate_done;
	char record_number[RECORD_TEXT]; /* of the earlier one; empty: none */
};
enum code store_find_history(struct store *store, int64_t applicant_id, const char *certificate_sha256, struct store_history *out,
	struct err *err);
/* What the desk has seen before of this person, of his document, and of whoever hands over. */
struct store_encounter_query {
	int64_t applicant_id, officer_id;
	enum identity_kind kind;
	const char *document; /* its number; "" not known yet */
	int64_t since;        /* how far back another card of the same person counts */
};
struct store_encounter {
	char document_record[RECORD_TEXT]; /* the newest record of somebody else with that document; empty: none */
	char recent_record[RECORD_TEXT];   /* the newest one in force of another application of this person */
	int64_t recent_time;
	bool is_officer; /* the officer would hand it over to himself */
};
enum code store_find_encounter(struct store *store, const struct store_encounter_query *query, struct store_encounter *out,
	struct err *err);
/*
 * Commits a handover in one transaction: record number without gaps per desk and year, frozen row, card, reader and application
 * state, signed journal entry. draft needs applicant_id, national_id and name (the person whom the verdict is about), identity,
 * certificate, check, verdict, serials; what is recorded of applicant and officer comes from the register, the time from the
 * clock. *stored is what was recorded. Everything or nothing. ERR_EXISTS: application or certificate was handed over before
 * (detail: record number). ERR_REFUSED: person, certificate or document do not bear the register's number or name, application
 * not in a state to hand over, or card or reader serial belongs to somebody else or is gone. ERR_NOT_FOUND: no such applicant.
 */
enum code store_commit_handover(struct store *store, const struct handover *draft, const struct officer *officer,
	struct handover *stored, struct err *err);
struct store_refusal {
	int64_t applicant_id;                  /* 0: nobody chosen */
	const char *reason;                    /* refusal_reason_name */
	const char *note;                      /* free words; may be NULL */
	const char *hold;                      /* the application goes on hold with these words; NULL: it does not */
	const struct certificate_facts *facts; /* what the refusal is about; may be NULL */
};
/*
 * Journals that a handover ended without one, and puts the application on hold where that is asked for. One that is on hold
 * already, or has ended, is refused and stays as it is.
 */
enum code store_refuse_handover(struct store *store, const struct store_refusal *refusal, const struct officer *officer,
	struct err *err);
/* The live handover of an application, for lists: id, record number, paper. ERR_NOT_FOUND when it was not handed over. */
struct store_paper {
	int64_t handover_id;
	char record_number[RECORD_TEXT];
	int64_t time;
	enum paper_state paper;
	int reprints;
};
enum code store_find_paper(struct store *store, int64_t applicant_id, struct store_paper *out, struct err *err);
enum code store_find_handover(struct store *store, int64_t id, struct handover *out, struct err *err);
enum code store_find_record(struct store *store, const char *record_number, struct handover *out, struct err *err);
/*
 * Records what became of the paper, with a journal entry: SENT, CONFIRMED, SIGNED, or WAITING after a failure (detail: why);
 * with CONFIRMED (only of a paper that was sent: ERR_REFUSED) and SIGNED what waits for it in the print queue is done. Going back
 * from them: ERR_REFUSED; store_queue_paper alone prints a confirmed one again.
 */
enum code store_set_paper(struct store *store, int64_t handover_id, enum paper_state paper, const char *detail,
	const struct officer *officer, struct err *err);
/*
 * Journals that a record is printed outside the queue: before it is signed the original once more, afterwards a copy; out says
 * which.
 */
struct store_printing {
	int print; /* of the original: 1 the first, 2 ...; 0: it is a copy */
	int copy;  /* 1 the first copy ...; 0: it is the original */
};
enum code store_reprint(struct store *store, int64_t handover_id, const struct officer *officer, struct store_printing *out,
	struct err *err);
/*
 * A correction: a new entry that points at the record, whose own text stays. takes_back: the card came back or never left; the
 * record keeps its number, the application goes to `state`, card and reader return to stock and may be handed over again, and
 * what waits for the record in the print queue is done. Until both signatures are confirmed only who handed over, or an
 * administrator, takes back (ERR_REFUSED). Texts may be NULL.
 */
struct store_correction {
	int64_t handover_id;
	bool takes_back;
	enum application_state state;
	const char *reason;
	const char *was, *right; /* what the record says, and what is right */
};
struct store_paper_wish;
/* wish: the correction's own paper goes into the print queue in the same act; NULL: no paper. stored may be NULL. */
enum code store_correct_handover(struct store *store, const struct store_correction *wanted, const struct store_paper_wish *wish,
	const struct officer *officer, struct correction *stored, struct err *err);
/* By the number of its entry. ERR_NOT_FOUND. */
enum code store_find_correction(struct store *store, int64_t seq, struct correction *out, struct err *err);
/* Of all records of an application, newest first. */
enum code store_list_corrections(struct store *store, int64_t applicant_id, struct correction *out, size_t max, size_t *count,
	struct err *err);

/* What happened lately, for the home screen: handovers, refusals, shipments, imports, corrections; newest first. */
struct store_recent {
	int64_t seq;
	int64_t time;
	enum journal_act act;
	char record_number[RECORD_TEXT]; /* handovers and corrections */
	char name[FULL_NAME_TEXT];       /* of the applicant; empty when forgotten or none */
	char detail[FIELD_TEXT];         /* refusal reason name, tracking number, file name */
	int64_t count;                   /* cards of a shipment, rows of a list */
};
enum code store_list_recent(struct store *store, struct store_recent *out, size_t max, size_t *count, struct err *err);

/*
 * Papers whose signatures nobody has confirmed, whatever became of the print: of handovers in force, of deliveries, of
 * corrections; those that have stood so longest come first. One of the ids says whose it is.
 */
struct store_unsigned {
	int64_t handover_id, delivery_id, entry_seq;
	bool is_drawer;                  /* the entry is that of a count of the drawer */
	int64_t applicant_id;            /* whom a handover or correction is about; else 0 */
	char record_number[RECORD_TEXT]; /* of a correction: the record that it corrects */
	char name[FULL_NAME_TEXT];       /* the applicant, or a delivery's tracking number */
	int64_t since;
	enum paper_state paper;
};
enum code store_list_unsigned(struct store *store, size_t offset, struct store_unsigned *out, size_t max, size_t *count,
	struct err *err);
enum code store_count_unsigned(struct store *store, int64_t *count, struct err *err);

/* ------------------------------------------------------------------ drafts: one per officer, to resume */

enum code store_save_draft(struct store *store, int64_t officer_id, const char *text, struct err *err);
/* Appends the draft to *out; ERR_NOT_FOUND when there is none, ERR_CORRUPT when it is not what was saved. saved (may be NULL): when. */
enum code store_load_draft(struct store *store, int64_t officer_id, struct str *out, int64_t *saved, struct err *err);
enum code store_drop_draft(struct store *store, int64_t officer_id, struct err *err);

/* ------------------------------------------------------------------ print queue */

/* clang-format off */
#define PRINT_STATES(WORD) \
	WORD(STORE_PRINT_WAITING, "waiting", NONE) /* to be sent */ \
	WORD(STORE_PRINT_SENDING, "sending", NONE) /* a session works on it */ \
	WORD(STORE_PRINT_SENT, "sent", NONE) /* the printer has it; nobody has seen paper */ \
	WORD(STORE_PRINT_DONE, "done", NONE) /* confirmed; the document is deleted */ \
	WORD(STORE_PRINT_FAILED, "failed", NONE) /* tried and failed; waits for an officer or the next try */
enum store_print_state { PRINT_STATES(WORD_CONSTANT) };
struct store_print {
	int64_t id;
	int64_t handover_id;         /* whose record it is: a handover's, a delivery's, a correction's, or with all 0 another document */
	int64_t delivery_id;
	int64_t entry_seq;
	char title[FIELD_TEXT];      /* for the queue screen: the record number */
	char destination[256];
	enum store_print_state state;
	int attempts;
	int64_t created;
	int64_t changed;
	char job[64];                /* the printer's name for it */
	char fault[256];             /* the last failure's sentence */
};
/* What the paper of an entry that is no handover is about: a correction, or else a record of items. */
struct store_entry_paper {
	const struct correction *correction;
	const struct handover *handover; /* that it corrects */
	const struct item_record *record;
	const struct drawer_count *drawer; /* or a count of the drawer */
	int print;                       /* 1 the first printing, 2 the second ... */
};
/* What store_queue_paper asks for: where to, and the document of a record (reprint: 0 the first paper, 1 the first copy ...). */
struct store_paper_wish {
	const char *destination;
	void (*write)(void *context, const struct handover *handover, int reprint, struct str *document);
	void *context;
	/* The same of a delivery; NULL where only handovers' papers are asked for. */
	void (*write_delivery)(void *context, const struct delivery *delivery, int reprint, struct str *document);
	void (*write_entry)(void *context, const struct store_entry_paper *about, struct str *document);
};
/*
 * Puts a record's paper into the queue and sets it WAITING. One that is there already, or failed, waits again; one that is
 * being sent is left alone; of one that went out and is not signed the original is printed again (handover->prints counts), and of a
 * signed one a copy, which is journalled as a reprint. wish->write is called
 * inside the transaction and must not call the store.
 */
enum code store_queue_paper(struct store *store, int64_t handover_id, const struct store_paper_wish *wish,
	const struct officer *officer, struct err *err);
/* The same three for the record of a delivery: its paper, what became of it, a reprint that the shell makes. */
enum code store_queue_delivery_paper(struct store *store, int64_t delivery_id, const struct store_paper_wish *wish,
	const struct officer *officer, struct err *err);
enum code store_set_delivery_paper(struct store *store, int64_t delivery_id, enum paper_state paper, const char *detail,
	const struct officer *officer, struct err *err);
enum code store_reprint_delivery(struct store *store, int64_t delivery_id, const struct officer *officer, int *number, struct err *err);
/*
 * The same of a correction, a reader's record or a dispatch note, by the number of its entry: the paper is printed again as it is and counts its printings; until it is
 * signed it waits for the printer anew. ERR_NOT_FOUND.
 */
enum code store_queue_entry(struct store *store, int64_t seq, const struct store_paper_wish *wish, const struct officer *officer,
	struct err *err);
/* Journals that it is printed outside the queue; *print: the how many-eth time. ERR_NOT_FOUND. */
enum code store_reprint_entry(struct store *store, int64_t seq, const struct officer *officer, int *print, struct err *err);
/* CONFIRMED (only of a paper that was sent) or SIGNED (once, of a paper that was printed): journalled. ERR_REFUSED, ERR_NOT_FOUND. */
enum code store_set_entry_paper(struct store *store, int64_t seq, enum paper_state paper, const struct officer *officer,
	struct err *err);
/*
 * Takes the oldest waiting print for this session: sets SENDING, counts the attempt, appends the document. ERR_NOT_FOUND when
 * none waits. One that stands SENDING for over 5 minutes waits: its session died.
 */
enum code store_next_print(struct store *store, struct store_print *print, struct str *document, struct err *err);
/*
 * What the printer said of a print that this session took: print->fault empty: it has it (SENT), else why not (FAILED). The
 * record's paper follows, with a journal entry; paper that came out already stays so. ERR_BUSY: another session has it now.
 */
enum code store_end_print(struct store *store, const struct store_print *print, const struct officer *officer, struct err *err);
/* Oldest first, from offset on; finished ones only when with_done. */
enum code store_list_prints(struct store *store, bool with_done, size_t offset, struct store_print *out, size_t max, size_t *count,
	struct err *err);
enum code store_count_prints(struct store *store, bool with_done, int64_t *count, struct err *err);
/* Appends the document to *out. */
enum code store_load_print(struct store *store, int64_t id, struct store_print *print, struct str *out, struct err *err);
/* clang-format on */

#endif
