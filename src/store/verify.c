/*
 * store/verify: is the journal whole? Walks every entry once, in one state of the database, and stops at the first thing that
 * does not hold. Trusts no column that it can recompute. What other tables say is compared in facts.c.
 */
#include <stdio.h>
#include <string.h>

#include "walk.h"

/* Signatures cost a hundred times a hash: without "all" only the newest entries' are tried. */
enum { NEWEST_SIGNATURES = 100, PROGRESS_EVERY = 1000 };

/* ---- one entry by itself */

static bool
read_row(struct walk *walk, sqlite3_stmt *statement, struct entry_row *row)
{
	char entry[24];

	memset(row, 0, sizeof *row);
	if (read_entry(statement, row))
		return true;
	snprintf(entry, sizeof entry, "%lld", (long long)row->seq);
	return walk_bad(walk, row->seq, MSG_STORE_CHECK_MALFORMED, entry);
}

static bool
check_place(struct walk *walk, const struct entry_row *row)
{
	char expected[24];
	uint8_t hash[SEAL_HASH];
	enum code code;

	if (row->seq != walk->check->entries + 1) {
		snprintf(expected, sizeof expected, "%lld", (long long)walk->check->entries + 1);
		return walk_bad(walk, walk->check->entries + 1, MSG_STORE_CHECK_SEQUENCE, expected);
	}
	code = entry_hash(row, hash, walk->err);
	if (code != OK)
		return walk_stop(walk, code);
	if (memcmp(hash, row->hash, SEAL_HASH) != 0)
		return walk_bad(walk, row->seq, MSG_STORE_CHECK_HASH, "");
	if (memcmp(row->prev, walk->prev, SEAL_HASH) != 0)
		return walk_bad(walk, row->seq, MSG_STORE_CHECK_CHAIN, "");
	if (strcmp(row->desk, walk->store->desk) != 0)
		return walk_bad(walk, row->seq, MSG_STORE_CHECK_DESK, row->desk);
	if (act_of_name(row->act) == ACT_COUNT)
		return walk_bad(walk, row->seq, MSG_STORE_CHECK_ACT, row->act);
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
		return walk_bad(walk, 1, MSG_STORE_CHECK_MALFORMED, "1");
	if (!walk->has_key)
		memcpy(walk->public_key, named, sizeof named);
	walk->has_key = true;
	if (memcmp(walk->public_key, named, sizeof named) != 0)
		return walk_bad(walk, 1, MSG_STORE_CHECK_KEY, hex);
	return true;
}

static bool
check_signature(struct walk *walk, const struct entry_row *row)
{
	if (!walk->all && row->seq > 1 && row->seq <= walk->total - NEWEST_SIGNATURES)
		return true;
	walk->check->signatures++;
	if (!seal_verify(walk->public_key, row->signature, row->hash, SEAL_HASH))
		return walk_bad(walk, row->seq, MSG_STORE_CHECK_SIGNATURE, "");
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

/* ---- checkpoints */

static bool
next_checkpoint(struct walk *walk)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(walk->store, SQL_CHECKPOINT_WALK, WITH(number(walk->next.seq)), &own);

	walk->next.seq = 0;
	if (statement != NULL && db_step(walk->store, statement, &own) == STEP_ROW) {
		walk->next.seq = sqlite3_column_int64(statement, 0);
		walk->next.malformed = !column_exact(statement, 1, walk->next.time, sizeof walk->next.time) ||
			!column_hash(statement, 2, walk->next.root, SEAL_HASH) ||
			!column_hash(statement, 3, walk->next.signature, SEAL_SIGNATURE);
	}
	if (db_finish(statement, &own, walk->err) != OK)
		return walk_stop(walk, own.code);
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
			return walk_bad(walk, row->seq, MSG_STORE_CHECK_CHECKPOINT_GONE, "");
		return true;
	}
	seal_tree_root(&walk->tree, root);
	code = checkpoint_hash(walk->store->desk, row->seq, root, walk->next.time, hash, walk->err);
	if (code != OK)
		return walk_stop(walk, code);
	walk->check->signatures++;
	if (walk->next.malformed || memcmp(root, walk->next.root, SEAL_HASH) != 0 ||
		!seal_verify(walk->public_key, walk->next.signature, hash, SEAL_HASH))
		return walk_bad(walk, row->seq, MSG_STORE_CHECK_CHECKPOINT, "");
	walk->check->checkpoints++;
	walk->pointed = row->seq;
	return next_checkpoint(walk);
}

/* The first entry of a day comes after a checkpoint over all days before. */
static bool
check_day(struct walk *walk, const struct entry_row *row)
{
	if (row->seq == 1 || walk->pointed == row->seq - 1 || strncmp(row->time, walk->prev_time, DATE_TEXT - 1) == 0)
		return true;
	return walk_bad(walk, row->seq - 1, MSG_STORE_CHECK_CHECKPOINT_GONE, "");
}

/* ---- the walk */

static bool
check_entry(struct walk *walk, sqlite3_stmt *statement)
{
	struct entry_row row;

	if (!read_row(walk, statement, &row) || !check_place(walk, &row) || !check_key(walk, &row) ||
		!check_signature(walk, &row) || !check_day(walk, &row) || !facts_check_personal(walk, &row) ||
		!facts_check_row(walk, &row))
		return false;
	check_time(walk, &row);
	walk->check->entries++;
	memcpy(walk->prev, row.hash, SEAL_HASH);
	copy_text(walk->prev_time, sizeof walk->prev_time, row.time);
	seal_tree_add(&walk->tree, row.hash);
	return check_checkpoint(walk, &row);
}

static void
check_end(struct walk *walk)
{
	if (walk->check->entries == 0)
		walk_bad(walk, 1, MSG_STORE_CHECK_EMPTY, "");
	else if (walk->next.seq != 0)
		walk_bad(walk, walk->check->entries + 1, MSG_STORE_CHECK_TAIL, "");
	else
		facts_check_tables(walk);
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
		check_end(walk);
}

enum code
store_verify(struct store *store, bool all_signatures, const uint8_t *public_key, struct store_check *check,
	void (*progress)(void *context, int64_t done, int64_t total), void *context, struct err *err)
{
	struct walk *walk;
	int64_t handovers = 0, deliveries = 0;
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
		walk->code = db_number(store, SQL_HANDOVER_COUNT, WITH_NONE, 0, &handovers, err);
	if (walk->code == OK)
		walk->code = db_number(store, SQL_DELIVERY_COUNT, WITH_NONE, 0, &deliveries, err);
	walk->papers_max = handovers + deliveries;
	walk->papers = mem_alloc((size_t)walk->papers_max / 8 + 1);
	if (walk->code == OK)
		walk->code = replay_begin(&walk->replay, store, err);
	if (walk->code == OK)
		walk_all(walk, progress, context);
	replay_end(&walk->replay);
	code = walk->code;
	mem_free(walk->papers);
	mem_free(walk);
	read_end(store);
	if (code != OK)
		check->whole = false;
	return code;
}
