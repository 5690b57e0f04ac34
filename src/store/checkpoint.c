/*
 * store/checkpoint: signed Merkle roots over the journal, so that one record can be proven without showing the others and a
 * check need not try every signature. Written every 100 entries and at the first entry of a new day.
 */
#include "inside.h"

#include <string.h>

/* How many levels of a tree of that many leaves can hold a node. */
static size_t
levels(uint64_t count)
{
	size_t level = 0;

	while (level < 64 && count >> level != 0)
		level++;
	return level;
}

/* The tree as the last checkpoint left it; empty when there is none or its nodes are unusable. */
static enum code
load_tree(struct store *store, struct seal_tree *tree, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_CHECKPOINT_LAST, WITH_NONE, &own);

	memset(tree, 0, sizeof *tree);
	if (statement != NULL && db_step(store, statement, &own) == STEP_ROW) {
		uint64_t count = (uint64_t)sqlite3_column_int64(statement, 0);

		if (column_hash(statement, 1, tree->nodes[0], levels(count) * SEAL_HASH))
			tree->count = count;
	}
	return db_finish(statement, &own, err);
}

static enum code
grow_tree(struct store *store, struct seal_tree *tree, int64_t seq, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_JOURNAL_HASHES, WITH(number((int64_t)tree->count), number(seq)), &own);

	while (statement != NULL && db_step(store, statement, &own) == STEP_ROW) {
		uint8_t leaf[SEAL_HASH];

		if (column_hash(statement, 0, leaf, sizeof leaf))
			seal_tree_add(tree, leaf);
	}
	db_end(statement);
	if (own.code == OK && tree->count != (uint64_t)seq)
		err_tell(&own, ERR_CORRUPT, MSG_STORE_DAMAGED, "checkpoint", "%s", store->path);
	if (own.code != OK && err != NULL)
		*err = own;
	return own.code;
}

enum code
checkpoint_write(struct store *store, int64_t seq, struct err *err)
{
	struct seal_tree tree;
	uint8_t root[SEAL_HASH];
	uint8_t hash[SEAL_HASH];
	uint8_t signature[SEAL_SIGNATURE];
	char time[CLOCK_TEXT];
	enum code code = load_tree(store, &tree, err);

	if (code == OK && tree.count >= (uint64_t)seq)
		return OK;
	if (code == OK)
		code = grow_tree(store, &tree, seq, err);
	if (code != OK)
		return code;
	seal_tree_root(&tree, root);
	clock_iso(time, store->now);
	code = checkpoint_hash(store->desk, seq, root, time, hash, err);
	if (code == OK)
		code = seal_sign(store->key, signature, hash, SEAL_HASH, err);
	if (code == OK)
		code = db_run(store, SQL_CHECKPOINT_INSERT,
			WITH(number(seq), text(time), blob(root, SEAL_HASH), blob(signature, SEAL_SIGNATURE),
				blob(tree.nodes, levels(tree.count) * SEAL_HASH)),
			err);
	return code;
}
