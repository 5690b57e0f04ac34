/*
 * store/facts: the second half of a check of the journal: what the other tables say against what the entries say. Personal
 * fields, frozen rows, corrections, handovers in force. Rows are digested as they lie, not as this version reads them, so that
 * a record stays whole when names of the program change.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "walk.h"

enum { PERSONAL_FIELDS_MAX = 8 + 2 * DELIVERY_ITEMS_MAX };

/* ---- personal fields */

/* An entry without a salt has no personal fields; one with a salt of another length was tampered with. */
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
		return walk_stop(walk, own.code);
	return sound || walk_bad(walk, seq, MSG_STORE_CHECK_PERSONAL, "");
}

static bool
is_delivery(const struct entry_row *row)
{
	enum journal_act act = act_of_name(row->act);

	return act == ACT_DELIVERY || act == ACT_DELIVERY_REFUSED;
}

/* Missing fields are right only when a later entry says that they were forgotten. */
static bool
check_forgotten(struct walk *walk, const struct entry_row *row)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(walk->store, SQL_FORGOTTEN, WITH(number(row->seq)), &own);
	char act[32] = "";
	char by[1024] = "";
	char whose[24];
	char applicant[24];
	char before[CLOCK_TEXT];

	if (statement != NULL && db_step(walk->store, statement, &own) == STEP_ROW) {
		column_text(statement, 0, act, sizeof act);
		column_text(statement, 1, by, sizeof by);
	}
	if (db_finish(statement, &own, walk->err) != OK)
		return walk_stop(walk, own.code);
	if (act_of_name(act) != ACT_PERSON_FORGOTTEN)
		return walk_bad(walk, row->seq, MSG_STORE_CHECK_PERSONAL_GONE, "");
	body_value(by, "applicant", applicant, sizeof applicant);
	if (body_value(row->body, "applicant", whose, sizeof whose) && strcmp(whose, applicant) != 0)
		return walk_bad(walk, row->seq, MSG_STORE_CHECK_FORGOTTEN, "");
	if (is_delivery(row) && (!body_value(by, "deliveries-before", before, sizeof before) || strcmp(row->time, before) >= 0))
		return walk_bad(walk, row->seq, MSG_STORE_CHECK_FORGOTTEN, "");
	walk->check->forgotten++;
	return true;
}

/* Copies outlive the step of the statement; a text with a zero byte inside is no text of ours. */
static char *
copy_column(sqlite3_stmt *statement, int column, bool *exact)
{
	const char *bytes = (const char *)sqlite3_column_text(statement, column);
	char *copy = mem_string(bytes != NULL ? bytes : "");

	if ((size_t)sqlite3_column_bytes(statement, column) != strlen(copy))
		*exact = false;
	return copy;
}

/* Digest of all personal fields together: one that is missing, changed or added makes it another. */
static bool
check_fields(struct walk *walk, const struct entry_row *row, const uint8_t salt[SEAL_SALT])
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(walk->store, SQL_PERSONAL_FIELDS, WITH(number(row->seq)), &own);
	struct store_field *fields = mem_alloc(PERSONAL_FIELDS_MAX * sizeof *fields);
	uint8_t digest[SEAL_HASH];
	size_t count = 0;
	bool exact = true;
	enum code code;

	while (statement != NULL && count < PERSONAL_FIELDS_MAX && db_step(walk->store, statement, &own) == STEP_ROW) {
		fields[count].key = copy_column(statement, 0, &exact);
		fields[count].value = copy_column(statement, 1, &exact);
		count++;
	}
	code = db_finish(statement, &own, walk->err);
	if (code == OK)
		code = personal_digest(salt, fields, count, digest, walk->err);
	for (size_t i = 0; i < count; i++) {
		mem_free((char *)(uintptr_t)fields[i].key);
		mem_free((char *)(uintptr_t)fields[i].value);
	}
	mem_free(fields);
	if (code != OK)
		return walk_stop(walk, code);
	return (exact && memcmp(digest, row->personal, SEAL_HASH) == 0) || walk_bad(walk, row->seq, MSG_STORE_CHECK_PERSONAL, "");
}

/* An entry says itself whether it has personal fields, so that dropping all of them does not go unnoticed. */
bool
facts_check_personal(struct walk *walk, const struct entry_row *row)
{
	uint8_t salt[SEAL_SALT];
	bool found;

	if (!read_salt(walk, row->seq, salt, &found))
		return false;
	if (row->personal_length == 0)
		return !found || walk_bad(walk, row->seq, MSG_STORE_CHECK_PERSONAL, "");
	return found ? check_fields(walk, row, salt) : check_forgotten(walk, row);
}

/* ---- handovers */

/* Bytes of columns, kept while the statement goes on. */
struct pieces {
	struct str bytes;
	size_t lengths[4 + 40 + 3 * FINDINGS_MAX];
	size_t count;
};

static void
add_pieces(struct pieces *pieces, sqlite3_stmt *statement, int first)
{
	for (int i = first; i < sqlite3_column_count(statement) && pieces->count < ARRAY_LENGTH(pieces->lengths); i++) {
		const void *bytes = sqlite3_column_text(statement, i);
		size_t length = (size_t)sqlite3_column_bytes(statement, i);

		str_add_n(&pieces->bytes, bytes != NULL ? bytes : "", length);
		pieces->lengths[pieces->count++] = length;
	}
}

/* In the order of the columns, each with its length: text moved from one column to the next gives another digest. */
static enum code
digest_pieces(const struct pieces *pieces, uint8_t digest[SEAL_HASH], struct err *err)
{
	struct seal_field fields[ARRAY_LENGTH(pieces->lengths)];
	const char *at = str_text(&pieces->bytes);

	for (size_t i = 0; i < pieces->count; i++) {
		fields[i] = (struct seal_field){at, pieces->lengths[i]};
		at += pieces->lengths[i];
	}
	return seal_hash(digest, "teslim handover 1", fields, (int)pieces->count, err);
}

/* Reads the row of an entry; *id 0 when there is none. expected gets the record number that desk, year and number make. */
static enum code
read_handover(struct walk *walk, int64_t seq, struct pieces *pieces, int64_t *id, char expected[64], char record[64])
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(walk->store, SQL_HANDOVER_ROW, WITH(number(seq)), &own);
	enum code code;

	*id = 0;
	if (statement != NULL && db_step(walk->store, statement, &own) == STEP_ROW) {
		char desk[DESK_TEXT];

		*id = sqlite3_column_int64(statement, 0);
		column_text(statement, 1, desk, sizeof desk);
		snprintf(expected, 64, "%lld/%s-%04lld", (long long)sqlite3_column_int64(statement, 2), desk,
			(long long)sqlite3_column_int64(statement, 3));
		column_text(statement, 4, record, 64);
		add_pieces(pieces, statement, 4);
	}
	code = db_finish(statement, &own, walk->err);
	if (code != OK || *id == 0)
		return code;
	statement = db_start(walk->store, SQL_FINDING_LIST, WITH(number(*id)), &own);
	while (statement != NULL && db_step(walk->store, statement, &own) == STEP_ROW)
		add_pieces(pieces, statement, 0);
	return db_finish(statement, &own, walk->err);
}

/*
 * Three things are compared: the row with its digest, its number with the entry, and the number with desk, year and running
 * number.
 */
static bool
check_handover(struct walk *walk, const struct entry_row *row)
{
	struct pieces pieces = {.count = 0};
	uint8_t digest[SEAL_HASH];
	char hex[2 * SEAL_HASH + 1];
	char said[2 * SEAL_HASH + 1];
	char named[64], expected[64] = "", record[64] = "";
	int64_t id;
	enum code code = read_handover(walk, row->seq, &pieces, &id, expected, record);

	walk->handovers++;
	body_value(row->body, "record", named, sizeof named);
	body_value(row->body, "row", said, sizeof said);
	if (code == OK)
		code = digest_pieces(&pieces, digest, walk->err);
	str_clear(&pieces.bytes);
	if (code != OK)
		return walk_stop(walk, code);
	if (id == 0)
		return walk_bad(walk, row->seq, MSG_STORE_CHECK_HANDOVER_GONE, named);
	hex_encode(hex, digest, sizeof digest);
	if (strcmp(hex, said) != 0 || strcmp(record, named) != 0 || strcmp(record, expected) != 0)
		return walk_bad(walk, row->seq, MSG_STORE_CHECK_HANDOVER, named);
	return true;
}

/* What binds the rows of a kind of record to their entries. */
struct bound {
	enum sql of_entry; /* id, and the number that its parts make */
	enum code (*digest)(struct store *store, int64_t id, uint8_t out[SEAL_HASH], struct err *err);
	enum message message;
};

/* Rows as they lie against the digest, and the number against its parts. */
static bool
check_bound(struct walk *walk, const struct entry_row *row, const struct bound *bound)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(walk->store, bound->of_entry, WITH(number(row->seq)), &own);
	uint8_t digest[SEAL_HASH];
	char hex[2 * SEAL_HASH + 1], said[2 * SEAL_HASH + 1], named[64], expected[64] = "";
	int64_t id = 0;
	enum code code;

	if (statement != NULL && db_step(walk->store, statement, &own) == STEP_ROW) {
		id = sqlite3_column_int64(statement, 0);
		column_text(statement, 1, expected, sizeof expected);
	}
	code = db_finish(statement, &own, walk->err);
	if (code == OK)
		code = bound->digest(walk->store, id, digest, walk->err);
	if (code != OK)
		return walk_stop(walk, code);
	hex_encode(hex, digest, sizeof digest);
	body_value(row->body, "record", named, sizeof named);
	body_value(row->body, "row", said, sizeof said);
	return (id != 0 && strcmp(hex, said) == 0 && strcmp(named, expected) == 0) ||
		walk_bad(walk, row->seq, bound->message, named);
}

static bool
check_delivery(struct walk *walk, const struct entry_row *row)
{
	static const struct bound bound = {SQL_DELIVERY_OF_ENTRY, delivery_digest, MSG_STORE_CHECK_DELIVERY};

	walk->deliveries++;
	return check_bound(walk, row, &bound);
}

/* A reader's record or a dispatch note. */
static bool
check_item_record(struct walk *walk, const struct entry_row *row)
{
	static const struct bound bound = {SQL_RECORD_OF_ENTRY, item_record_digest, MSG_STORE_CHECK_RECORD};

	walk->item_records++;
	return check_bound(walk, row, &bound);
}

static bool
check_drawer(struct walk *walk, const struct entry_row *row)
{
	static const struct bound bound = {SQL_DRAWER_OF_ENTRY, drawer_digest, MSG_STORE_CHECK_DRAWER};

	walk->drawers++;
	return check_bound(walk, row, &bound);
}

/* That a row exists is not enough: whether it takes back decides if a card counts as here. */
static bool
check_correction(struct walk *walk, const struct entry_row *row)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(walk->store, SQL_CORRECTION_FIND, WITH(number(row->seq)), &own);
	char named[64], record[64] = "", takes_back[8];
	bool taken = false;

	if (statement != NULL && db_step(walk->store, statement, &own) == STEP_ROW) {
		column_text(statement, 0, record, sizeof record);
		taken = sqlite3_column_int(statement, 1) != 0;
	}
	if (db_finish(statement, &own, walk->err) != OK)
		return walk_stop(walk, own.code);
	walk->corrections++;
	body_value(row->body, "record", named, sizeof named);
	body_value(row->body, "takes-back", takes_back, sizeof takes_back);
	if (strcmp(record, named) != 0 || strcmp(takes_back, taken ? "yes" : "no") != 0)
		return walk_bad(walk, row->seq, MSG_STORE_CHECK_CORRECTION, named);
	return true;
}

/* The same of a correction's paper; it is signed once. */
static bool
check_entry_paper(struct walk *walk, const struct entry_row *row, const char *entry, enum paper_state least)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(walk->store, SQL_ENTRY_PAPER_FIND, WITH(number(strtoll(entry, NULL, 10))), &own);
	enum paper_state state = PAPER_NONE;

	if (statement != NULL && db_step(walk->store, statement, &own) == STEP_ROW) {
		char name[16];

		column_text(statement, 0, name, sizeof name);
		paper_state_parse(&state, name);
	}
	if (db_finish(statement, &own, walk->err) != OK)
		return walk_stop(walk, own.code);
	if (least == PAPER_SIGNED)
		walk->entries_signed++;
	return state >= least || walk_bad(walk, row->seq, MSG_STORE_CHECK_ENTRY_PAPER, entry);
}

/* Signed paper never goes back, so what an entry once said must still hold. */
static bool
check_paper(struct walk *walk, const struct entry_row *row, enum paper_state least)
{
	char record[64], entry[24];
	struct err own = {0};
	sqlite3_stmt *statement;
	enum paper_state state = PAPER_NONE;
	int64_t id = 0;

	if (body_value(row->body, "entry", entry, sizeof entry))
		return check_entry_paper(walk, row, entry, least);
	body_value(row->body, "record", record, sizeof record);
	statement = db_start(walk->store, SQL_PAPER_OF_RECORD, WITH(text(record)), &own);
	if (statement != NULL && db_step(walk->store, statement, &own) == STEP_ROW) {
		char name[16];

		id = sqlite3_column_int64(statement, 0);
		column_text(statement, 1, name, sizeof name);
		paper_state_parse(&state, name);
	}
	if (db_finish(statement, &own, walk->err) != OK)
		return walk_stop(walk, own.code);
	if (id < 1 || id > walk->papers_max || state < least)
		return walk_bad(walk, row->seq, MSG_STORE_CHECK_PAPER, record);
	if (least == PAPER_SIGNED && (walk->papers[id / 8] & 1u << id % 8) == 0) {
		walk->papers[id / 8] |= (uint8_t)(1u << id % 8);
		walk->papers_signed++;
	}
	return true;
}

/* Entries come oldest first; the replay of the stock relies on it. */
bool
facts_check_row(struct walk *walk, const struct entry_row *row)
{
	enum journal_act act = act_of_name(row->act);
	enum code code = replay_entry(&walk->replay, row->seq, act, row->body, walk->err);

	if (code != OK)
		return walk_stop(walk, code);
	if (act == ACT_HANDOVER)
		return check_handover(walk, row);
	if (act == ACT_CORRECTION)
		return check_correction(walk, row);
	if (act == ACT_DELIVERY || act == ACT_DELIVERY_REFUSED)
		return check_delivery(walk, row);
	if (act == ACT_DRAWER)
		return check_drawer(walk, row);
	if (act == ACT_READER || act == ACT_DISPATCH)
		return check_item_record(walk, row);
	if (act == ACT_PRINT_CONFIRMED) /* and then, before it was signed, it may have been printed once more */
		return check_paper(walk, row, PAPER_WAITING);
	if (act == ACT_SIGNED_COPY)
		return check_paper(walk, row, PAPER_SIGNED);
	return true;
}

/* ---- after the last entry */

/* A count that must be what the entries made it. */
static bool
check_count(struct walk *walk, enum sql name, int64_t expected, enum message message)
{
	char detail[24];
	int64_t rows = 0;
	enum code code = db_number(walk->store, name, WITH_NONE, 0, &rows, walk->err);

	if (code != OK)
		return walk_stop(walk, code);
	snprintf(detail, sizeof detail, "%lld", (long long)(rows - expected));
	return rows == expected || walk_bad(walk, 0, message, detail);
}

/* A query for the first row that is wrong. */
static bool
check_none(struct walk *walk, enum sql name, enum message message)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(walk->store, name, WITH_NONE, &own);
	char found[64] = "";
	bool none = statement == NULL || db_step(walk->store, statement, &own) != STEP_ROW;

	if (!none)
		column_text(statement, 0, found, sizeof found);
	if (db_finish(statement, &own, walk->err) != OK)
		return walk_stop(walk, own.code);
	return none || walk_bad(walk, 0, message, found);
}

/* Every card and reader is where the entries left it. */
static bool
check_stock(struct walk *walk)
{
	struct stock_count counts[ITEM_KIND_COUNT];
	char wrong[SERIAL_TEXT];
	enum code code = replay_compare(&walk->replay, counts, wrong, walk->err);

	if (code != OK)
		return walk_stop(walk, code);
	return wrong[0] == '\0' || walk_bad(walk, 0, MSG_STORE_CHECK_STOCK, wrong);
}

/* What no entry leads to: rows too many, gaps in numbers, states that nothing explains. */
bool
facts_check_tables(struct walk *walk)
{
	return check_count(walk, SQL_HANDOVER_COUNT, walk->handovers, MSG_STORE_CHECK_HANDOVER_EXTRA) &&
		check_none(walk, SQL_HANDOVER_GAPS, MSG_STORE_CHECK_NUMBERS) &&
		check_count(walk, SQL_CORRECTION_COUNT, walk->corrections, MSG_STORE_CHECK_CORRECTION) &&
		check_none(walk, SQL_LIVE_WRONG, MSG_STORE_CHECK_LIVE) && check_none(walk, SQL_LIVE_EXTRA, MSG_STORE_CHECK_LIVE) &&
		check_none(walk, SQL_DELIVERED_WRONG, MSG_STORE_CHECK_DELIVERED) &&
		check_count(walk, SQL_PAPER_SIGNED_COUNT, walk->papers_signed, MSG_STORE_CHECK_PAPER) &&
		check_count(walk, SQL_ENTRY_PAPER_SIGNED_COUNT, walk->entries_signed, MSG_STORE_CHECK_ENTRY_PAPER) &&
		check_count(walk, SQL_DELIVERY_COUNT, walk->deliveries, MSG_STORE_CHECK_DELIVERY_EXTRA) &&
		check_none(walk, SQL_DELIVERY_GAPS, MSG_STORE_CHECK_DELIVERY_NUMBERS) &&
		check_none(walk, SQL_DELIVERY_COUNTS_WRONG, MSG_STORE_CHECK_DELIVERY) &&
		check_count(walk, SQL_RECORD_COUNT, walk->item_records, MSG_STORE_CHECK_RECORD_EXTRA) &&
		check_none(walk, SQL_RECORD_GAPS, MSG_STORE_CHECK_RECORD_NUMBERS) &&
		check_count(walk, SQL_DRAWER_COUNT, walk->drawers, MSG_STORE_CHECK_DRAWER) &&
		check_none(walk, SQL_DRAWER_GAPS, MSG_STORE_CHECK_DRAWER) &&
		check_none(walk, SQL_DRAWER_SUMS_WRONG, MSG_STORE_CHECK_DRAWER) && check_stock(walk);
}
