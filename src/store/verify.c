/*
 * store/verify: is the journal whole? Walks every entry once, in one state of the database, and stops at the first thing that
 * does not hold. Trusts no column that it can recompute.
 */
#include "inside.h"

#include <string.h>

/* Signatures cost a hundred times a hash: without "all" only the newest entries' are tried. */
enum { NEWEST_SIGNATURES = 100, PROGRESS_EVERY = 1000, PERSONAL_FIELDS_MAX = 256 };

struct walk {
	struct store *store;
	struct store_check *check;
	struct err *err;
	enum code code;              /* could not look */
	bool all;
	bool has_key;
	uint8_t public_key[SEAL_PUBLIC_KEY];
	int64_t total;
	int64_t handovers;
	uint8_t prev[SEAL_HASH];
	char prev_time[CLOCK_TEXT];
	struct seal_tree tree;
	struct {                     /* the next one at or after the entry at hand; seq 0: no more */
		int64_t seq;
		char time[CLOCK_TEXT];
		uint8_t root[SEAL_HASH];
		uint8_t signature[SEAL_SIGNATURE];
		bool malformed;
	} next;
};

/* Notes the first fault; returns false so that callers can `return bad(...)`. */
static bool
bad(struct walk *walk, int64_t seq, enum message message, const char *detail)
{
	walk->check->whole = false;
	walk->check->bad_seq = seq;
	walk->check->message = (int)message;
	copy_text(walk->check->detail, sizeof walk->check->detail, detail);
	return false;
}

static bool
stop(struct walk *walk, enum code code)
{
	walk->code = code;
	return false;
}

/* ---- one entry by itself */

static bool
read_row(struct walk *walk, sqlite3_stmt *statement, struct entry_row *row)
{
	memset(row, 0, sizeof *row);
	if (!read_entry(statement, row))
		return bad(walk, row->seq, MSG_STORE_CHECK_MALFORMED, "hash");
	return true;
}

static bool
check_place(struct walk *walk, const struct entry_row *row)
{
	char expected[24];
	uint8_t hash[SEAL_HASH];
	enum code code;

	if (row->seq != walk->check->entries + 1) {
		snprintf(expected, sizeof expected, "%lld", (long long)walk->check->entries + 1);
		return bad(walk, walk->check->entries + 1, MSG_STORE_CHECK_SEQUENCE, expected);
	}
	code = entry_hash(row, hash, walk->err);
	if (code != OK)
		return stop(walk, code);
	if (memcmp(hash, row->hash, SEAL_HASH) != 0)
		return bad(walk, row->seq, MSG_STORE_CHECK_HASH, "");
	if (memcmp(row->prev, walk->prev, SEAL_HASH) != 0)
		return bad(walk, row->seq, MSG_STORE_CHECK_CHAIN, "");
	if (strcmp(row->desk, walk->store->desk) != 0)
		return bad(walk, row->seq, MSG_STORE_CHECK_DESK, row->desk);
	if (act_of_name(row->act) == ACT_COUNT)
		return bad(walk, row->seq, MSG_STORE_CHECK_ACT, row->act);
	return true;
}

/* The key comes from the caller, from the desk, or else from the first entry; the first entry must name it. */
static bool
check_key(struct walk *walk, const struct entry_row *row)
{
	char hex[2 * SEAL_PUBLIC_KEY + 1];
	uint8_t named[SEAL_PUBLIC_KEY];

	if (row->seq != 1)
		return true;
	if (act_of_name(row->act) != ACT_JOURNAL_OPENED || !body_value(row->body, "key", hex, sizeof hex) ||
		!hex_decode(named, sizeof named, hex))
		return bad(walk, 1, MSG_STORE_CHECK_KEY, "");
	if (!walk->has_key)
		memcpy(walk->public_key, named, sizeof named);
	walk->has_key = true;
	if (memcmp(walk->public_key, named, sizeof named) != 0)
		return bad(walk, 1, MSG_STORE_CHECK_KEY, "");
	return true;
}

static bool
check_signature(struct walk *walk, const struct entry_row *row)
{
	if (!walk->all && row->seq > 1 && row->seq <= walk->total - NEWEST_SIGNATURES)
		return true;
	walk->check->signatures++;
	if (!seal_verify(walk->public_key, row->signature, row->hash, SEAL_HASH))
		return bad(walk, row->seq, MSG_STORE_CHECK_SIGNATURE, "");
	return true;
}

static void
check_time(struct walk *walk, const struct entry_row *row)
{
	int64_t before;
	int64_t time;

	if (clock_parse(&before, walk->prev_time) && clock_parse(&time, row->time) && time < before)
		walk->check->steps_back++;
}

/* ---- personal fields */

static bool
read_salt(struct walk *walk, int64_t seq, uint8_t salt[SEAL_SALT], bool *found)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(walk->store, SQL_PERSONAL_SALT, WITH(number(seq)), &own);
	bool sound = true;

	*found = statement != NULL && db_step(walk->store, statement, &own) == STEP_ROW;
	if (*found)
		sound = column_hash(statement, 0, salt, SEAL_SALT);
	if (db_finish(statement, &own, walk->err) != OK)
		return stop(walk, own.code);
	return sound || bad(walk, seq, MSG_STORE_CHECK_PERSONAL, "");
}

/* Missing fields are right only when a later entry says that they were forgotten. */
static bool
check_forgotten(struct walk *walk, int64_t seq)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(walk->store, SQL_FORGOTTEN, WITH(number(seq)), &own);
	char act[32] = "";

	if (statement != NULL && db_step(walk->store, statement, &own) == STEP_ROW)
		column_text(statement, 0, act, sizeof act);
	if (db_finish(statement, &own, walk->err) != OK)
		return stop(walk, own.code);
	if (act_of_name(act) != ACT_PERSON_FORGOTTEN)
		return bad(walk, seq, MSG_STORE_CHECK_PERSONAL_GONE, "");
	walk->check->forgotten++;
	return true;
}

static bool
check_fields(struct walk *walk, const struct entry_row *row, const uint8_t salt[SEAL_SALT])
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(walk->store, SQL_PERSONAL_FIELDS, WITH(number(row->seq)), &own);
	struct store_field fields[PERSONAL_FIELDS_MAX];
	uint8_t digest[SEAL_HASH];
	size_t count = 0;
	enum code code;

	while (statement != NULL && count < PERSONAL_FIELDS_MAX && db_step(walk->store, statement, &own) == STEP_ROW) {
		fields[count].key = mem_string((const char *)sqlite3_column_text(statement, 0));
		fields[count].value = mem_string((const char *)sqlite3_column_text(statement, 1));
		count++;
	}
	code = db_finish(statement, &own, walk->err);
	if (code == OK)
		code = personal_digest(salt, fields, count, digest, walk->err);
	for (size_t i = 0; i < count; i++) {
		mem_free((char *)(uintptr_t)fields[i].key);
		mem_free((char *)(uintptr_t)fields[i].value);
	}
	if (code != OK)
		return stop(walk, code);
	return memcmp(digest, row->personal, SEAL_HASH) == 0 || bad(walk, row->seq, MSG_STORE_CHECK_PERSONAL, "");
}

static bool
check_personal(struct walk *walk, const struct entry_row *row)
{
	uint8_t salt[SEAL_SALT];
	bool found;

	if (!read_salt(walk, row->seq, salt, &found))
		return false;
	if (row->personal_length == 0)
		return !found || bad(walk, row->seq, MSG_STORE_CHECK_PERSONAL, "");
	return found ? check_fields(walk, row, salt) : check_forgotten(walk, row->seq);
}

/* ---- handovers */

static bool
check_handover(struct walk *walk, const struct entry_row *row)
{
	struct handover *handover;
	uint8_t digest[SEAL_HASH];
	char hex[2 * SEAL_HASH + 1];
	char said[2 * SEAL_HASH + 1];
	char record[RECORD_TEXT];
	bool right = false;
	enum code code;

	if (act_of_name(row->act) != ACT_HANDOVER)
		return true;
	walk->handovers++;
	body_value(row->body, "record", record, sizeof record);
	body_value(row->body, "row", said, sizeof said);
	handover = mem_alloc(sizeof *handover);
	code = record_read(walk->store, SQL_HANDOVER_SEQ, number(row->seq), handover, walk->err);
	if (code == OK)
		code = record_digest(handover, digest, walk->err);
	if (code == OK) {
		hex_encode(hex, digest, sizeof digest);
		right = strcmp(hex, said) == 0 && strcmp(record, handover->record_number) == 0;
	}
	mem_free(handover);
	if (code == ERR_NOT_FOUND)
		return bad(walk, row->seq, MSG_STORE_CHECK_HANDOVER_GONE, record);
	if (code != OK)
		return stop(walk, code);
	return right || bad(walk, row->seq, MSG_STORE_CHECK_HANDOVER, record);
}

/* ---- checkpoints */

static bool
next_checkpoint(struct walk *walk)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(walk->store, SQL_CHECKPOINT_WALK, WITH(number(walk->next.seq)), &own);

	walk->next.seq = 0;
	if (statement != NULL && db_step(walk->store, statement, &own) == STEP_ROW) {
		walk->next.seq = sqlite3_column_int64(statement, 0);
		column_text(statement, 1, walk->next.time, sizeof walk->next.time);
		walk->next.malformed = !column_hash(statement, 2, walk->next.root, SEAL_HASH) ||
				       !column_hash(statement, 3, walk->next.signature, SEAL_SIGNATURE);
	}
	if (db_finish(statement, &own, walk->err) != OK)
		return stop(walk, own.code);
	return true;
}

static bool
check_checkpoint(struct walk *walk, const struct entry_row *row)
{
	uint8_t root[SEAL_HASH];
	uint8_t hash[SEAL_HASH];
	enum code code;

	if (walk->next.seq != row->seq) {
		if (row->seq % CHECKPOINT_EVERY == 0)
			return bad(walk, row->seq, MSG_STORE_CHECK_CHECKPOINT_GONE, "");
		return true;
	}
	seal_tree_root(&walk->tree, root);
	code = checkpoint_hash(walk->store->desk, row->seq, root, walk->next.time, hash, walk->err);
	if (code != OK)
		return stop(walk, code);
	walk->check->signatures++;
	if (walk->next.malformed || memcmp(root, walk->next.root, SEAL_HASH) != 0 ||
		!seal_verify(walk->public_key, walk->next.signature, hash, SEAL_HASH))
		return bad(walk, row->seq, MSG_STORE_CHECK_CHECKPOINT, "");
	walk->check->checkpoints++;
	return next_checkpoint(walk);
}

/* ---- the walk */

static bool
check_entry(struct walk *walk, sqlite3_stmt *statement)
{
	struct entry_row row;

	if (!read_row(walk, statement, &row) || !check_place(walk, &row) || !check_key(walk, &row) ||
		!check_signature(walk, &row) || !check_personal(walk, &row) || !check_handover(walk, &row))
		return false;
	check_time(walk, &row);
	walk->check->entries++;
	memcpy(walk->prev, row.hash, SEAL_HASH);
	copy_text(walk->prev_time, sizeof walk->prev_time, row.time);
	seal_tree_add(&walk->tree, row.hash);
	return check_checkpoint(walk, &row);
}

/* What cannot be seen from any one entry. */
static bool
check_whole(struct walk *walk)
{
	char detail[24];
	int64_t rows = 0;
	int64_t year = 0;
	enum code code;

	if (walk->check->entries == 0)
		return bad(walk, 1, MSG_STORE_CHECK_EMPTY, "");
	if (walk->next.seq != 0)
		return bad(walk, walk->check->entries + 1, MSG_STORE_CHECK_TAIL, "");
	code = db_number(walk->store, SQL_HANDOVER_COUNT, WITH_NONE, 0, &rows, walk->err);
	if (code == OK)
		code = db_number(walk->store, SQL_HANDOVER_GAPS, WITH_NONE, 0, &year, walk->err);
	if (code != OK)
		return stop(walk, code);
	snprintf(detail, sizeof detail, "%lld", (long long)(year != 0 ? year : rows - walk->handovers));
	if (rows != walk->handovers)
		return bad(walk, 0, MSG_STORE_CHECK_HANDOVER_EXTRA, detail);
	return year == 0 || bad(walk, 0, MSG_STORE_CHECK_NUMBERS, detail);
}

static void
walk_all(struct walk *walk, void (*progress)(void *context, int64_t done, int64_t total), void *context)
{
	struct err own = {0};
	sqlite3_stmt *statement;
	bool sound = next_checkpoint(walk);
	enum step step = STEP_END;

	if (!sound)
		return;
	statement = db_start(walk->store, SQL_JOURNAL_WALK, WITH_NONE, &own);
	while (statement != NULL && sound && (step = db_step(walk->store, statement, &own)) == STEP_ROW) {
		sound = check_entry(walk, statement);
		if (progress != NULL && walk->check->entries % PROGRESS_EVERY == 0)
			progress(context, walk->check->entries, walk->total);
	}
	if (db_finish(statement, &own, walk->err) != OK)
		walk->code = own.code;
	else if (sound && step == STEP_END)
		check_whole(walk);
}

enum code
store_verify(struct store *store, bool all_signatures, const uint8_t *public_key, struct store_check *check,
	void (*progress)(void *context, int64_t done, int64_t total), void *context, struct err *err)
{
	struct walk *walk;
	enum code code;

	memset(check, 0, sizeof *check);
	check->whole = true;
	check->message = MSG_STORE_CHECK_WHOLE;
	code = read_begin(store, err);
	if (code != OK)
		return code;
	walk = mem_alloc(sizeof *walk);
	*walk = (struct walk){.store = store, .check = check, .err = err, .all = all_signatures};
	walk->has_key = public_key != NULL || store->key != NULL;
	if (public_key != NULL)
		memcpy(walk->public_key, public_key, SEAL_PUBLIC_KEY);
	else if (store->key != NULL)
		seal_key_public(store->key, walk->public_key);
	walk->code = store_journal_head(store, &walk->total, NULL, err);
	if (walk->code == ERR_CORRUPT) /* the newest entry is malformed: the walk will name it */
		walk->code = OK;
	if (walk->code == OK)
		walk_all(walk, progress, context);
	code = walk->code;
	mem_free(walk);
	read_end(store);
	if (code != OK)
		check->whole = false;
	return code;
}
