/*
 * store/draft: drafts of handovers in progress. Nothing here is a fact, so nothing here has a journal entry; but a draft is
 * signed, so that what goes on is what was typed at this desk.
 */
#include "inside.h"

#include <stdio.h>
#include <string.h>

static enum code
draft_hash(const struct store *store, int64_t officer_id, int64_t saved, const char *words, size_t length, uint8_t out[SEAL_HASH],
	struct err *err)
{
	uint8_t whose[8], when[8];
	const struct seal_field fields[] = {
		{store->desk, strlen(store->desk)},
		{whose, sizeof whose},
		{when, sizeof when},
		{words, length},
	};

	entry_sequence(whose, officer_id);
	entry_sequence(when, saved);
	return seal_hash(out, "teslim draft 1", fields, (int)ARRAY_LENGTH(fields), err);
}

enum code
store_save_draft(struct store *store, int64_t officer_id, const char *words, struct err *err)
{
	uint8_t hash[SEAL_HASH], signature[SEAL_SIGNATURE];
	enum code code = write_begin(store, WRITE_PAPERWORK, err);

	if (code != OK)
		return code;
	code = draft_hash(store, officer_id, store->now, words, strlen(words), hash, err);
	if (code == OK)
		code = seal_sign(store->key, signature, hash, SEAL_HASH, err);
	if (code == OK)
		code = db_run(store, SQL_DRAFT_SAVE,
			WITH(number(officer_id), text(words), number(store->now), blob(signature, SEAL_SIGNATURE)), err);
	return write_end(store, code, err);
}

/* Whether the row is what this desk wrote for this officer. */
static bool
is_genuine(const struct store *store, sqlite3_stmt *statement, int64_t officer_id)
{
	uint8_t hash[SEAL_HASH], signature[SEAL_SIGNATURE], public_key[SEAL_PUBLIC_KEY];
	const char *words = (const char *)sqlite3_column_text(statement, 0);
	size_t length = (size_t)sqlite3_column_bytes(statement, 0);

	if (store->key == NULL || words == NULL || strlen(words) != length ||
		!column_hash(statement, 2, signature, sizeof signature) ||
		draft_hash(store, officer_id, sqlite3_column_int64(statement, 1), words, length, hash, NULL) != OK)
		return false;
	seal_key_public(store->key, public_key);
	return seal_verify(public_key, signature, hash, SEAL_HASH);
}

enum code
store_load_draft(struct store *store, int64_t officer_id, struct str *out, int64_t *saved, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_DRAFT_LOAD, WITH(number(officer_id)), &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);

	if (step == STEP_ROW && is_genuine(store, statement, officer_id)) {
		str_add(out, (const char *)sqlite3_column_text(statement, 0));
		if (saved != NULL)
			*saved = sqlite3_column_int64(statement, 1);
	} else if (step == STEP_ROW) {
		err_tell(&own, ERR_CORRUPT, MSG_STORE_DRAFT_FORGED, "draft", "%lld", (long long)officer_id);
	} else if (step == STEP_END) {
		err_tell(&own, ERR_NOT_FOUND, MSG_STORE_NO_DRAFT, "draft", "%lld", (long long)officer_id);
	}
	return db_finish(statement, &own, err);
}

enum code
store_drop_draft(struct store *store, int64_t officer_id, struct err *err)
{
	enum code code = write_begin(store, WRITE_PAPERWORK, err);

	if (code != OK)
		return code;
	return write_end(store, db_run(store, SQL_DRAFT_DROP, WITH(number(officer_id)), err), err);
}
