/*
 * store/delivery_draft: counts in progress, one per parcel. Nothing here is a fact. A draft is signed, so that what goes on is
 * what was counted at this desk; it belongs to one officer at a time, and changes hands only by being taken over.
 */
#include "inside.h"

#include <string.h>

static enum code
draft_hash(const struct store *store, int64_t officer_id, const char *tracking_number, const char *words, int64_t saved,
	uint8_t out[SEAL_HASH], struct err *err)
{
	uint8_t whose[8], when[8];
	const struct seal_field fields[] = {
		{store->desk, strlen(store->desk)},
		{whose, sizeof whose},
		{tracking_number, strlen(tracking_number)},
		{when, sizeof when},
		{words, strlen(words)},
	};

	entry_sequence(whose, officer_id);
	entry_sequence(when, saved);
	return seal_hash(out, "teslim delivery draft 1", fields, (int)ARRAY_LENGTH(fields), err);
}

static enum code
draft_sign(const struct store *store, int64_t officer_id, const char *tracking_number, const char *words,
	uint8_t signature[SEAL_SIGNATURE], struct err *err)
{
	uint8_t hash[SEAL_HASH];
	enum code code = draft_hash(store, officer_id, tracking_number, words, store->now, hash, err);

	return code == OK ? seal_sign(store->key, signature, hash, SEAL_HASH, err) : code;
}

/* ---- one row */

struct draft_row {
	struct str words;
	int64_t officer_id;
	bool genuine;
};

static enum code
load(struct store *store, const char *tracking_number, struct draft_row *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_DELIVERY_DRAFT_LOAD, WITH(text(tracking_number)), &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);
	uint8_t hash[SEAL_HASH], signature[SEAL_SIGNATURE], public_key[SEAL_PUBLIC_KEY];

	if (step == STEP_ROW) {
		const char *words = (const char *)sqlite3_column_text(statement, 0);

		str_add(&out->words, words != NULL ? words : "");
		out->officer_id = sqlite3_column_int64(statement, 3);
		seal_key_public(store->key, public_key);
		out->genuine = column_hash(statement, 2, signature, sizeof signature) &&
			draft_hash(store, out->officer_id, tracking_number, str_text(&out->words),
				sqlite3_column_int64(statement, 1), hash, &own) == OK &&
			seal_verify(public_key, signature, hash, SEAL_HASH);
	} else if (step == STEP_END) {
		err_tell(&own, ERR_NOT_FOUND, MSG_STORE_NO_DRAFT, "draft", "%s", tracking_number);
	}
	return db_finish(statement, &own, err);
}

static enum code
taken(struct store *store, const char *tracking_number, struct err *err)
{
	struct store_delivery_draft drafts[64];
	size_t count = 0;
	enum code code = store_list_delivery_drafts(store, drafts, ARRAY_LENGTH(drafts), &count, err);

	for (size_t i = 0; code == OK && i < count; i++)
		if (strcmp(drafts[i].tracking_number, tracking_number) == 0)
			return err_tell(err, ERR_BUSY, MSG_STORE_DELIVERY_TAKEN, "draft", "%s", drafts[i].officer_name);
	return code == OK ? err_tell(err, ERR_BUSY, MSG_STORE_DELIVERY_TAKEN, "draft", "%s", "-") : code;
}

enum code
store_save_delivery_draft(struct store *store, int64_t officer_id, const char *tracking_number, const char *words, struct err *err)
{
	uint8_t signature[SEAL_SIGNATURE];
	enum code code = write_begin(store, WRITE_PAPERWORK, err);

	if (code != OK)
		return code;
	code = draft_sign(store, officer_id, tracking_number, words, signature, err);
	if (code == OK)
		code = db_run(store, SQL_DELIVERY_DRAFT_SAVE,
			WITH(text(tracking_number), number(officer_id), text(words), number(store->now),
				blob(signature, SEAL_SIGNATURE)),
			err);
	if (code == OK && sqlite3_changes(store->db) == 0)
		code = taken(store, tracking_number, err);
	return write_end(store, code, err);
}

static enum code
take_inside(struct store *store, int64_t officer_id, const char *tracking_number, bool take, struct draft_row *row,
	struct err *err)
{
	uint8_t signature[SEAL_SIGNATURE];
	enum code code = load(store, tracking_number, row, err);

	if (code == OK && !row->genuine)
		code = err_tell(err, ERR_CORRUPT, MSG_STORE_DRAFT_FORGED, "draft", "%s", tracking_number);
	if (code == OK && row->officer_id != officer_id && !take)
		code = taken(store, tracking_number, err);
	if (code == OK)
		code = draft_sign(store, officer_id, tracking_number, str_text(&row->words), signature, err);
	if (code == OK)
		code = db_run(store, SQL_DELIVERY_DRAFT_TAKE,
			WITH(text(tracking_number), number(officer_id), number(store->now), blob(signature, SEAL_SIGNATURE)), err);
	return code;
}

enum code
store_take_delivery_draft(struct store *store, int64_t officer_id, const char *tracking_number, bool take, struct str *out,
	struct err *err)
{
	struct draft_row row = {.officer_id = 0};
	enum code code = write_begin(store, WRITE_PAPERWORK, err);

	if (code != OK)
		return code;
	code = write_end(store, take_inside(store, officer_id, tracking_number, take, &row, err), err);
	if (code == OK)
		str_add(out, str_text(&row.words));
	str_clear(&row.words);
	return code;
}

enum code
store_drop_delivery_draft(struct store *store, int64_t officer_id, const char *tracking_number, struct err *err)
{
	enum code code = write_begin(store, WRITE_PAPERWORK, err);

	if (code != OK)
		return code;
	return write_end(store, db_run(store, SQL_DELIVERY_DRAFT_DROP, WITH(text(tracking_number), number(officer_id)), err), err);
}

enum code
store_list_delivery_drafts(struct store *store, struct store_delivery_draft *out, size_t max, size_t *count, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_DELIVERY_DRAFT_LIST, WITH(number((int64_t)max)), &own);

	*count = 0;
	while (statement != NULL && *count < max && db_step(store, statement, &own) == STEP_ROW) {
		struct store_delivery_draft *draft = &out[(*count)++];

		column_text(statement, 0, draft->tracking_number, sizeof draft->tracking_number);
		draft->officer_id = sqlite3_column_int64(statement, 1);
		column_text(statement, 2, draft->officer_name, sizeof draft->officer_name);
		column_text(statement, 3, draft->officer_login, sizeof draft->officer_login);
		draft->saved = sqlite3_column_int64(statement, 4);
	}
	return db_finish(statement, &own, err);
}
