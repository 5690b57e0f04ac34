/*
 * store/inside: what the files of this room share: the handle, named statements, transactions, the journal's append.
 * Private to the room.
 */
#ifndef TESLIM_STORE_INSIDE_H
#define TESLIM_STORE_INSIDE_H

#include <sqlite3.h>

#include "sql.h"
#include "teslim/seal.h"
#include "teslim/store.h"
#include "teslim/words.h"

enum { JOURNAL_BODY_MAX = 1000, CHECKPOINT_EVERY = 100, SEARCH_WORDS = 4 };

struct store {
	sqlite3 *db;
	const struct seal_key *key; /* borrowed; NULL: looking only */
	char desk[DESK_TEXT];
	char path[512];
	int64_t now;    /* the time of the running transaction */
	bool entry_due; /* the running transaction may not be committed before a journal entry */
	sqlite3_stmt *statements[SQL_COUNT];
};

/* ---- values, statements (db.c) */

struct value {
	enum { VALUE_NUMBER, VALUE_REFERENCE, VALUE_TEXT, VALUE_BLOB } kind;
	int64_t number;
	const void *bytes;
	size_t length;
};
struct value number(int64_t value);
struct value reference(int64_t id); /* 0 is NULL */
struct value text(const char *value);
struct value blob(const void *bytes, size_t length);
#define WITH(...) (const struct value[]){__VA_ARGS__}, ARRAY_LENGTH(((const struct value[]){__VA_ARGS__}))
#define WITH_NONE NULL, 0

enum step { STEP_ROW, STEP_END, STEP_FAILED };

/* Maps what SQLite said to a code and fills err with it; detail: on what. */
enum code db_failed(struct store *store, struct err *err, const char *where);
enum code db_map(int native);
/* Binds a named statement; NULL with err filled on failure. db_end gives it back. */
sqlite3_stmt *db_start(struct store *store, enum sql name, const struct value *values, size_t count, struct err *err);
enum step db_step(struct store *store, sqlite3_stmt *statement, struct err *err);
void db_end(sqlite3_stmt *statement);
/* Ends it and hands own on to err when it tells of a failure; returns own's code. */
enum code db_finish(sqlite3_stmt *statement, const struct err *own, struct err *err);
/* Runs a statement without rows. */
enum code db_run(struct store *store, enum sql name, const struct value *values, size_t count, struct err *err);
/* The first column of the first row as a number; fallback when there is no row. */
enum code db_number(struct store *store, enum sql name, const struct value *values, size_t count, int64_t fallback, int64_t *out,
	struct err *err);
void column_text(sqlite3_stmt *statement, int column, char *out, size_t size);
/* The same, and true when the column is text, fits, and holds no NUL: nothing of it stays unseen. */
bool column_exact(sqlite3_stmt *statement, int column, char *out, size_t size);
bool column_hash(sqlite3_stmt *statement, int column, uint8_t *out, size_t length);
/* The same in hex, for a hash or a signature; zeros when it is not a blob of that length. */
void column_hex(sqlite3_stmt *statement, int column, char *out, size_t length);
/* A word that is none of the list reads as its first one: nothing is taken from a row that was tampered with. */
int column_word(sqlite3_stmt *statement, int column, const struct vocabulary *words);

/* A write: BEGIN IMMEDIATE; end commits when code is OK, else rolls back, and returns what then holds. */
enum write { WRITE_FACT /* needs a journal entry */, WRITE_PAPERWORK /* drafts, print queue */ };
enum code write_begin(struct store *store, enum write kind, struct err *err);
enum code write_end(struct store *store, enum code code, struct err *err);
/*
 * A write that an officer makes: begins it, and in it looks whether he may still work here, in the same role. NULL is the
 * program itself.
 */
enum code act_begin(struct store *store, enum write kind, const struct officer *officer, struct err *err);
/* The look alone, in a write that has begun; now (may be NULL) gets the officer as the register has him. */
enum code officer_may_act(struct store *store, const struct officer *officer, struct officer *now, struct err *err);
/* A read of several statements that must see one state. */
enum code read_begin(struct store *store, struct err *err);
void read_end(struct store *store);

/* Index of name in names, -1 when it is none. */
int name_index(const char *name, const char *const *names, size_t count);

/* The file and what SQLite keeps beside it (open.c). */
void remove_database(const char *path);
/* Opens a copy for checking, as it lies: no upgrade, no write-ahead log, on any file system. */
enum code open_copy(struct store **out, const char *path, const struct seal_key *key, struct err *err);

/* ---- schema (schema.c) */
enum { APPLICATION_ID = 0x54534C4D }; /* "TSLM" */
/* Brings the schema to at most version `to`; one transaction per step. */
enum code schema_upgrade(struct store *store, int to, struct err *err);
/* schema_delivery.c: the steps to version 5 */
extern const char schema_items[], schema_deliveries[], schema_delivery_guards[];
/* schema_paper.c: the step after it */
extern const char schema_papers[];
/* schema_drawer.c: the step behind it */
extern const char schema_drawer[], schema_drawer_guards[];
/* schema_readers.c: the steps to version 7 */
extern const char schema_readers[], schema_records[], schema_record_guards[];

/* ---- journal (journal.c, body.c, digest.c, checkpoint.c) */
struct entry_mark {
	int64_t seq;
	uint8_t hash[SEAL_HASH];
	uint8_t signature[SEAL_SIGNATURE];
};
/* A row of the journal as it stands. */
struct entry_row {
	int64_t seq;
	char desk[DESK_TEXT];
	char time[CLOCK_TEXT];
	char officer[32];
	char act[32];
	char body[1024];
	uint8_t personal[SEAL_HASH];
	size_t personal_length; /* 0 or SEAL_HASH */
	uint8_t prev[SEAL_HASH];
	uint8_t hash[SEAL_HASH];
	uint8_t signature[SEAL_SIGNATURE];
};
void body_add(struct str *body, const char *key, const char *value);
void body_add_number(struct str *body, const char *key, int64_t value);
/* The decoded value of key in a body; false when it is not there. */
bool body_value(const char *body, const char *key, char *out, size_t size);
/* Appends inside the running write. mark may be NULL. */
enum code journal_append(struct store *store, enum journal_act act, const struct officer *officer, const struct str *body,
	const struct store_personal *personal, struct entry_mark *mark, struct err *err);
/* Hands on each personal field of an entry, in its order; one without a name or a value is passed over. */
enum code journal_each_personal(struct store *store, int64_t seq,
	void (*take)(void *context, const char *name, const char *value), void *context, struct err *err);
/* Columns of ENTRY_COLUMNS in order; false when a hash or signature is malformed or a text is not read to its end. */
bool read_entry(sqlite3_stmt *statement, struct entry_row *row); /* what could not be read is zero */
enum code entry_hash(const struct entry_row *row, uint8_t out[SEAL_HASH], struct err *err);
void entry_sequence(uint8_t out[8], int64_t seq);
enum code personal_digest(const uint8_t salt[SEAL_SALT], const struct store_field *fields, size_t count, uint8_t out[SEAL_HASH],
	struct err *err);
/* What a checkpoint signs. */
enum code checkpoint_hash(const char *desk, int64_t seq, const uint8_t root[SEAL_HASH], const char *time, uint8_t out[SEAL_HASH],
	struct err *err);
/* Writes the checkpoint over entries 1 to seq. */
enum code checkpoint_write(struct store *store, int64_t seq, struct err *err);
/* ACT_COUNT when the name is none. */
enum journal_act act_of_name(const char *name);

/* ---- officers (officer.c, officer_change.c) */
enum code officer_find(struct store *store, int64_t id, struct officer *out, struct err *err);
enum code officer_insert(struct store *store, struct officer *officer, const char *password, const struct officer *by,
	struct err *err);

/* ---- names (name_keys.c) */
/* What an applicant's name is sorted and searched by, one behind the other; returns where the second begins. */
size_t name_keys(struct str *keys, const struct applicant *applicant);
/* Runs a statement of the word index for each word of loose, which has a blank before every word. */
enum code each_word(struct store *store, enum sql name, int64_t id, const char *loose, struct err *err);
/* Takes a person's words out of the word index. */
enum code forget_words(struct store *store, int64_t applicant_id, struct err *err);

/* ---- applicants (applicant.c, move.c) */
void read_applicant(sqlite3_stmt *statement, struct applicant *out); /* columns of APPLICANT_COLUMNS in order */
enum code set_application_state(struct store *store, int64_t id, enum application_state state, const char *note, struct err *err);
/* Whether the table of moves has it, by whatever way. */
bool move_exists(enum move_act act, enum application_state from, enum application_state to);
/* Whether all is said that the act cannot be without; ERR_REFUSED. */
enum code move_check(const struct store_move *move, struct err *err);
/* Puts an application that might be handed over on hold, with its entry; leaves alone what is on hold or has ended. */
enum code hold_application(struct store *store, int64_t id, const char *note, const struct officer *officer, struct err *err);

/* ---- cards and readers (item.c) */
enum code set_card_state(struct store *store, int64_t applicant_id, enum card_state from, enum card_state to, struct err *err);
enum code find_card_serial(struct store *store, const char *serial, struct card *out, struct err *err);
enum code find_card_id(struct store *store, int64_t id, struct card *out, struct err *err);
enum code find_reader_id(struct store *store, int64_t id, struct reader_device *out, struct err *err);
/* ---- stock (stock.c): the journal played again, entry by entry. replay_begin allocates, also where it fails. */
struct replay {
	struct store *store;
	int64_t last[ITEM_KIND_COUNT]; /* highest id of a card, of a reader */
	uint8_t *items[ITEM_KIND_COUNT];
	int64_t *holders; /* of each reader */
};
enum code replay_begin(struct replay *replay, struct store *store, struct err *err);
enum code replay_entry(struct replay *replay, int64_t seq, enum journal_act act, const char *body, struct err *err);
/* wrong: the serial of the first item whose row says something else; empty: none. */
enum code replay_compare(struct replay *replay, struct stock_count entries[ITEM_KIND_COUNT], char wrong[SERIAL_TEXT],
	struct err *err);
void replay_end(struct replay *replay);

enum code insert_shipment(struct store *store, struct shipment *shipment, struct err *err);

/* ---- deliveries (delivery.c, delivery_read.c) */
/* SHA-256 over the frozen columns and items of a delivery as they lie, and how many items there are. */
enum code delivery_digest(struct store *store, int64_t id, uint8_t out[SEAL_HASH], struct err *err);

/* SHA-256 over the frozen columns of a head and of its rows as they lie; label says of what kind they are. */
enum code rows_digest(struct store *store, const char *label, enum sql head, enum sql rows, int64_t id, uint8_t out[SEAL_HASH],
	struct err *err);

/* ---- records of items without a handover (item_record.c, item_record_read.c, dispatch.c) */
enum code item_record_digest(struct store *store, int64_t id, uint8_t out[SEAL_HASH], struct err *err);
/*
 * Numbers the record and writes it with its entry, inside the running write; now: the officer as the register has him. act,
 * applicant, personal fields and rows with their items must stand in it. wish (may be NULL): its paper goes into the queue.
 */
enum code item_record_write(struct store *store, struct item_record *record, const struct officer *officer,
	const struct officer *now, const struct store_paper_wish *wish, struct err *err);
/* Whether that act on applications, or on items apart from them, sends what it moves to the centre. */
bool dispatch_is_due(enum move_act act, bool items);
/* A row of the note; the caller frees note->rows. */
void dispatch_add(struct item_record *note, const struct record_row *row);
/* Writes the note, when it has rows. */
enum code dispatch_write(struct store *store, struct item_record *note, const struct store_move *move,
	const struct officer *officer, struct err *err);

/* ---- counts of the drawer (drawer.c, drawer_read.c) */
enum code drawer_digest(struct store *store, int64_t seq, uint8_t out[SEAL_HASH], struct err *err);

/* ---- handover rows (record.c) */
enum code record_insert(struct store *store, const struct handover *handover, int year, int64_t running, struct err *err);
/* SHA-256 over the frozen columns and findings, as the journal entry's "row"; verify makes it from the row as it lies. */
enum code record_digest(const struct handover *handover, uint8_t out[SEAL_HASH], struct err *err);
enum { RECORD_PERSONAL_MAX = 16 + FINDINGS_MAX };
size_t record_personal(const struct handover *handover, struct store_field out[RECORD_PERSONAL_MAX]);
/* ---- paper and its queue (paper.c, queue.c) */
struct paper_row {
	char record_number[RECORD_TEXT];
	enum paper_state state;
	int reprints;
	int64_t applicant_id;
	char reader_serial[SERIAL_TEXT];
	bool has_reader;
	int64_t officer_id;
	int prints;
	bool is_void; /* a correction has taken the handover back */
};
/* The act that an entry about a paper in that state is written under. */
enum journal_act paper_act(enum paper_state paper);
/* A count of printings as it lies in a column; 0 when it cannot be one. */
int paper_count(sqlite3_stmt *statement, int column);
enum code paper_find(struct store *store, int64_t handover_id, struct paper_row *out, struct err *err);
/* The entry that says what became of a paper. */
enum code paper_log(struct store *store, const struct paper_row *row, enum paper_state paper, const char *detail,
	const struct officer *officer, struct err *err);
enum code paper_set_state(struct store *store, int64_t handover_id, enum paper_state paper, struct err *err);
/* Counts and journals a reprint; *which is its number. */
/* The entry of a printing: what is "reprint", a copy, or "print", the original again; which: the how many-eth it is. */
enum code paper_log_printing(struct store *store, const char *record_number, const char *what, int which,
	const struct officer *officer, struct err *err);
enum code paper_reprint(struct store *store, int64_t handover_id, const struct officer *officer, int *which, struct err *err);
/* The same of a delivery's record (delivery_paper.c); applicant and reader stay empty. */
enum code delivery_paper_find(struct store *store, int64_t delivery_id, struct paper_row *out, struct err *err);
enum code delivery_paper_set_state(struct store *store, int64_t delivery_id, enum paper_state paper, struct err *err);
enum code delivery_paper_reprint(struct store *store, int64_t delivery_id, const struct officer *officer, int *which,
	struct err *err);
/* A print that stands "sending" for this long has lost its session. So has one that a wrong clock dated that far ahead. */
enum { SENDING_SECONDS = 300 };
/* What waits in the queue for a paper that has come out, or is not wanted any more, is done. */
enum code queue_done(struct store *store, int64_t handover_id, struct err *err);
WORDS_OF(store_print_state) /* queue.c */

/* ---- papers of entries that are no handover (entry_paper.c); title: the record's number */
enum code entry_paper_queue(struct store *store, int64_t seq, const char *title, const struct store_paper_wish *wish,
	const struct store_entry_paper *about, struct err *err);
/* What the printer said of one; *is_out: an officer has said already that it came out. */
enum code entry_paper_end(struct store *store, const struct store_print *print, bool sent, const struct officer *officer,
	bool *is_out, struct err *err);

#endif
