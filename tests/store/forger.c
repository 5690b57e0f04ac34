/*
 * store/forger: see forger.h. Knows the layout of the journal from its manual page, not from the store.
 */
#include "forger.h"

#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk_file.h"
#include "teslim/text.h"

static int number, failures;

bool
forger_sql(const char *folder, const char *name, const char *sql)
{
	char path[256];
	sqlite3 *db = NULL;
	bool good;

	desk_file_path(path, folder, name);
	good = sqlite3_open(path, &db) == SQLITE_OK && sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
	sqlite3_close(db);
	return good;
}

bool
forger_sql_unguarded(const char *folder, const char *name, const char *sql)
{
	char path[256];
	sqlite3 *db = NULL;
	sqlite3_stmt *list = NULL;
	struct str drop = {0};
	bool good;

	desk_file_path(path, folder, name);
	good = sqlite3_open(path, &db) == SQLITE_OK &&
		sqlite3_prepare_v2(db, "SELECT name FROM sqlite_master WHERE type = 'trigger'", -1, &list, NULL) == SQLITE_OK;
	while (good && sqlite3_step(list) == SQLITE_ROW)
		str_printf(&drop, "DROP TRIGGER %s;", (const char *)sqlite3_column_text(list, 0));
	sqlite3_finalize(list);
	good = good && sqlite3_exec(db, str_text(&drop), NULL, NULL, NULL) == SQLITE_OK &&
		sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK && sqlite3_total_changes(db) > 0;
	if (!good)
		printf("# %s: %s\n", sql, sqlite3_errmsg(db));
	sqlite3_close(db);
	str_clear(&drop);
	return good;
}

/* One entry: its hash over the columns as they lie and prev; *hash becomes the next one's prev. */
static bool
chain_entry(sqlite3 *db, sqlite3_stmt *row, sqlite3_stmt *update, const struct seal_key *key, uint8_t prev[SEAL_HASH])
{
	struct seal_field fields[8];
	uint8_t seq[8], signature[SEAL_SIGNATURE], hash[SEAL_HASH];
	int64_t value = sqlite3_column_int64(row, 0);
	bool good;

	for (int i = 0; i < 8; i++)
		seq[i] = (uint8_t)((uint64_t)value >> (56 - 8 * i));
	fields[0] = (struct seal_field){seq, sizeof seq};
	for (int i = 1; i < 7; i++) {
		const void *bytes = sqlite3_column_blob(row, i);
		fields[i] = (struct seal_field){bytes != NULL ? bytes : "", (size_t)sqlite3_column_bytes(row, i)};
	}
	fields[7] = (struct seal_field){prev, SEAL_HASH};
	good = seal_hash(hash, "teslim journal 1", fields, 8, NULL) == OK;
	if (key != NULL)
		good = good && seal_sign(key, signature, hash, SEAL_HASH, NULL) == OK;
	else if (sqlite3_column_bytes(row, 7) == SEAL_SIGNATURE)
		memcpy(signature, sqlite3_column_blob(row, 7), SEAL_SIGNATURE);
	sqlite3_bind_blob(update, 1, prev, SEAL_HASH, SQLITE_TRANSIENT);
	sqlite3_bind_blob(update, 2, hash, SEAL_HASH, SQLITE_TRANSIENT);
	sqlite3_bind_blob(update, 3, signature, SEAL_SIGNATURE, SQLITE_TRANSIENT);
	sqlite3_bind_int64(update, 4, value);
	good = good && sqlite3_step(update) == SQLITE_DONE;
	if (!good)
		printf("# chain: %s\n", sqlite3_errmsg(db));
	sqlite3_reset(update);
	memcpy(prev, hash, SEAL_HASH);
	return good;
}

bool
forger_chain(const char *folder, const char *name, int64_t from, const struct seal_key *key)
{
	char path[256];
	sqlite3 *db = NULL;
	sqlite3_stmt *row = NULL, *update = NULL;
	uint8_t prev[SEAL_HASH] = {0};
	bool good;

	desk_file_path(path, folder, name);
	good = sqlite3_open(path, &db) == SQLITE_OK && sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK &&
		sqlite3_prepare_v2(db,
			"SELECT seq, desk, time, officer, act, body, personal_digest, sig, hash FROM journal ORDER BY seq", -1,
			&row, NULL) == SQLITE_OK &&
		sqlite3_prepare_v2(db, "UPDATE journal SET prev = ?, hash = ?, sig = ? WHERE seq = ?", -1, &update, NULL) ==
			SQLITE_OK;
	while (good && sqlite3_step(row) == SQLITE_ROW) {
		if (sqlite3_column_int64(row, 0) >= from)
			good = chain_entry(db, row, update, key, prev);
		else
			memcpy(prev, sqlite3_column_blob(row, 8), SEAL_HASH);
	}
	sqlite3_finalize(row);
	sqlite3_finalize(update);
	good = good && sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
	sqlite3_close(db);
	return good;
}

int
forger_verify(const char *folder, const char *name, bool all, const uint8_t *public_key, char sentence[400],
	struct store_check *check)
{
	struct seal_key *key = desk_file_key(folder);
	struct store *store = NULL;
	struct store_check own = {0};
	struct err err = {0};
	char path[256];
	int answer = -1;

	sentence[0] = '\0';
	desk_file_path(path, folder, name);
	if (store_open(&store, path, key, &err) != OK) {
		message_err(sentence, 400, &err); /* the desk does not even go on with it */
		answer = err.code == ERR_CRYPTO || err.code == ERR_CORRUPT ? 0 : -1;
	} else if (store_verify(store, all, public_key, &own, NULL, NULL, &err) == OK) {
		answer = own.whole ? 1 : 0;
		if (!own.whole)
			message_format_detail(sentence, 400, LANGUAGE_TURKISH, own.message, own.detail);
	}
	store_close(&store);
	seal_key_free(&key);
	if (check != NULL)
		*check = own;
	return answer;
}

void
forger_tell(bool held, const char *format, ...)
{
	va_list arguments;

	printf("%s %d - ", held ? "ok" : "not ok", ++number);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
	fflush(stdout);
	failures += !held;
}

int
forger_end(const char *folder)
{
	struct str command = {0};

	str_printf(&command, "rm -rf %s", folder);
	if (failures == 0 && system(str_text(&command)) != 0)
		failures++;
	str_clear(&command);
	printf("1..%d\n", number);
	return failures > 0 ? 1 : 0;
}
