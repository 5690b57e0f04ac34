/*
 * store/open: making, opening and closing the file: what every open sets, what it refuses, and the first journal entry.
 */
#include "inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "teslim/text.h"

/* Users of a WAL database must be on one machine. */
static enum code
refuse_network(const char *path, struct err *err)
{
	char kind[32];

	return file_on_network(path, kind, sizeof kind)
		? err_tell(err, ERR_UNSUPPORTED, MSG_STORE_NETWORK, "open", "%s (%s)", path, kind)
		: OK;
}

/* Whether a commit may happen: a fact without its journal entry may not. */
static int
on_commit(void *context)
{
	const struct store *store = context;

	if (store->entry_due)
		log_line(LOG_ERROR, "store: a transaction without a journal entry was refused");
	return store->entry_due ? 1 : 0;
}

/* One text of one row, for questions that come before the table of statements may be used. */
static enum code
query_text(struct store *store, const char *sql, char *out, size_t size, struct err *err)
{
	sqlite3_stmt *statement = NULL;
	enum code code = OK;

	out[0] = '\0';
	if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) != SQLITE_OK)
		code = db_failed(store, err, "open");
	else {
		int step = sqlite3_step(statement);

		if (step == SQLITE_ROW)
			column_text(statement, 0, out, size);
		else if (step != SQLITE_DONE)
			code = db_failed(store, err, "open");
	}
	sqlite3_finalize(statement);
	return code;
}

/* What every open sets before anything is read that matters. */
static enum code
set_up(struct store *store, struct err *err)
{
	static const char pragmas[] = "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON;"
				      "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON;"
				      "PRAGMA cache_size = -16000;";
	char mode[16];
	enum code code;

	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_commit_hook(store->db, on_commit, store);
	if (sqlite3_exec(store->db, pragmas, NULL, NULL, NULL) != SQLITE_OK)
		return db_failed(store, err, "open");
	code = query_text(store, "PRAGMA journal_mode = WAL", mode, sizeof mode, err);
	if (code == OK && strcmp(mode, "wal") != 0)
		return err_tell(err, ERR_UNSUPPORTED, MSG_STORE_NO_WAL, "open", "%s", store->path);
	return code;
}

/* Opens, and reads nothing yet: an error here is about the path and its permissions, not about what is in the file. */
static enum code
connect_file(struct store **out, const char *path, const struct seal_key *key, struct err *err)
{
	struct store *store = mem_alloc(sizeof *store);

	*out = NULL;
	store->key = key;
	if (!copy_text(store->path, sizeof store->path, path)) {
		mem_free(store);
		return err_set(err, ERR_LIMIT, 0, "open", "%s", path);
	}
	if (sqlite3_open_v2(path, &store->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
		enum code code = db_failed(store, err, "open");

		store_close(&store);
		return code;
	}
	/* Before the first read: a session that closes holds the file for a moment. */
	sqlite3_extended_result_codes(store->db, 1);
	sqlite3_busy_timeout(store->db, 5000);
	*out = store;
	return OK;
}

/* Left behind by an init that was cut off: nothing is in it yet. */
static bool
is_unfinished(struct store *store)
{
	char tables[24];
	char version[24];

	return query_text(store, "SELECT count(*) FROM sqlite_master", tables, sizeof tables, NULL) == OK &&
		strcmp(tables, "0") == 0 && query_text(store, "PRAGMA user_version", version, sizeof version, NULL) == OK &&
		strcmp(version, "0") == 0;
}

/* Is it ours, and of a version that we know? *version gets it. */
static enum code
identify(struct store *store, int *version, struct err *err)
{
	char value[24];
	enum code code = query_text(store, "PRAGMA application_id", value, sizeof value, err);

	if (code == OK && strtoll(value, NULL, 10) != APPLICATION_ID)
		code = err_tell(err, ERR_CORRUPT, is_unfinished(store) ? MSG_STORE_UNFINISHED : MSG_STORE_FOREIGN, "open", "%s",
			store->path);
	if (code == OK)
		code = query_text(store, "PRAGMA user_version", value, sizeof value, err);
	if (code != OK)
		return code;
	*version = (int)strtol(value, NULL, 10);
	if (*version > store_schema_version())
		return err_tell(err, ERR_VERSION, MSG_STORE_NEWER, "open", "%s", store->path);
	if (*version < 1)
		return err_tell(err, ERR_CORRUPT, MSG_STORE_FOREIGN, "open", "%s", store->path);
	return OK;
}

/* The desk, and whether the key is the one that the first entry names. */
static enum code
load_desk(struct store *store, struct err *err)
{
	uint8_t public_key[SEAL_PUBLIC_KEY];
	char expected[2 * SEAL_PUBLIC_KEY + 1];
	char named[2 * SEAL_PUBLIC_KEY + 1];
	struct journal_entry first;
	enum code code = query_text(store, "SELECT code FROM desk", store->desk, sizeof store->desk, err);

	if (code == OK && store->desk[0] == '\0') {
		int64_t entries = 0;

		code = store_journal_head(store, &entries, NULL, err);
		if (code == OK)
			code = err_tell(err, ERR_CORRUPT, entries == 0 ? MSG_STORE_UNFINISHED : MSG_STORE_DAMAGED, "open", "%s",
				store->path);
		return code;
	}
	if (code != OK || store->key == NULL)
		return code;
	code = store_find_entry(store, 1, &first, NULL, err);
	if (code == ERR_NOT_FOUND)
		return err_tell(err, ERR_CORRUPT, MSG_STORE_DAMAGED, "open", "%s", store->path);
	if (code != OK)
		return code;
	seal_key_public(store->key, public_key);
	hex_encode(expected, public_key, sizeof public_key);
	if (!body_value(first.body, "key", named, sizeof named) || strcmp(named, expected) != 0)
		return err_tell(err, ERR_CRYPTO, MSG_STORE_OTHER_KEY, "open", "%s", store->path);
	return OK;
}

/* Permissions before SQLite: it would open a read-only file without a word and fail at the first write. */
static enum code
look_at_file(const char *path, struct err *err)
{
	struct stat info;
	enum code code;

	if (stat(path, &info) != 0) {
		if (errno == ENOENT || errno == ENOTDIR)
			return err_tell(err, ERR_NOT_FOUND, MSG_STORE_MISSING, "open", "%s", path);
		return err_errno(err, errno, "open", path);
	}
	if (!S_ISREG(info.st_mode))
		return err_tell(err, ERR_CORRUPT, MSG_STORE_NOT_DATABASE, "open", "%s", path);
	code = refuse_network(path, err);
	if (code == OK && access(path, R_OK | W_OK) != 0)
		return err_tell(err, ERR_PERMISSION, MSG_STORE_READ_ONLY, "open", "%s", path);
	return code;
}

/* Personal data that everybody may read, and a journal that everybody may replace. */
static enum code
refuse_open_to_all(const char *path, struct err *err)
{
	struct stat info;

	if (stat(path, &info) != 0)
		return err_errno(err, errno, "open", path);
	if ((info.st_mode & S_IRWXO) != 0)
		return err_tell(err, ERR_PERMISSION, MSG_STORE_OPEN_TO_ALL, "open", "%s", path);
	return OK;
}

enum code
store_open(struct store **out, const char *path, const struct seal_key *key, struct err *err)
{
	struct store *store = NULL;
	int version = 0;
	enum code code = look_at_file(path, err);

	*out = NULL;
	if (code == OK)
		code = connect_file(&store, path, key, err);
	if (code == OK)
		code = identify(store, &version, err); /* before the pragmas write anything */
	if (code == OK)
		code = refuse_open_to_all(path, err);
	if (code == OK && sqlite3_db_readonly(store->db, "main") == 1)
		code = err_tell(err, ERR_PERMISSION, MSG_STORE_READ_ONLY, "open", "%s", path);
	if (code == OK)
		code = set_up(store, err);
	if (code == OK && version < store_schema_version())
		code = schema_upgrade(store, store_schema_version(), err);
	if (code == OK)
		code = load_desk(store, err);
	if (code != OK) {
		store_close(&store);
		return code;
	}
	*out = store;
	return OK;
}

/* Opens a copy to look at it: no pragma is set and nothing is upgraded, since a check must not change what it checks. */
enum code
open_copy(struct store **out, const char *path, const struct seal_key *key, struct err *err)
{
	struct store *store = NULL;
	int version = 0;
	enum code code = connect_file(&store, path, key, err);

	if (code == OK)
		code = identify(store, &version, err);
	if (code == OK)
		code = load_desk(store, err);
	if (code != OK)
		store_close(&store);
	*out = store;
	return code;
}

/* The code stands in record numbers that people read aloud and type: capitals and digits only. */
static bool
is_desk_code(const char *desk)
{
	size_t length = strlen(desk);

	return length >= 1 && length < DESK_TEXT && strspn(desk, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == length;
}

/* The first entry: desk and public key, so that a verifier needs nothing but the file and a key to compare. */
static enum code
first_entry(struct store *store, struct err *err)
{
	uint8_t public_key[SEAL_PUBLIC_KEY];
	char hex[2 * SEAL_PUBLIC_KEY + 1];
	char time[CLOCK_TEXT];
	struct str body = {0};
	enum code code;

	clock_iso(time, store->now);
	seal_key_public(store->key, public_key);
	hex_encode(hex, public_key, sizeof public_key);
	body_add(&body, "desk", store->desk);
	body_add(&body, "key", hex);
	code = db_run(store, SQL_DESK_INSERT, WITH(text(store->desk), text(time)), err);
	if (code == OK)
		code = journal_append(store, ACT_JOURNAL_OPENED, NULL, &body, NULL, NULL, err);
	str_clear(&body);
	return code;
}

/* Desk, journal and first officer in one transaction: a desk without anybody who may log in cannot come about. */
static enum code
begin_desk(struct store *store, struct officer *officer, const char *password, struct err *err)
{
	enum code code = write_begin(store, WRITE_FACT, err);

	if (code != OK)
		return code;
	code = first_entry(store, err);
	if (code == OK && officer != NULL)
		code = officer_insert(store, officer, password, NULL, err);
	return write_end(store, code, err);
}

void
remove_database(const char *path)
{
	static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
	struct str name = {0};

	for (size_t i = 0; i < ARRAY_LENGTH(endings); i++) {
		str_reset(&name);
		str_printf(&name, "%s%s", path, endings[i]);
		unlink(str_text(&name));
	}
	str_clear(&name);
}

/*
 * O_EXCL makes the file or finds it there: an existing desk is never written over, and what failed midway is taken away
 * again.
 */
enum code
store_create_desk(struct store **out, const char *path, const char *desk, const struct seal_key *key, struct officer *officer,
	const char *password, struct err *err)
{
	struct store *store = NULL;
	enum code code;
	int file;

	*out = NULL;
	if (!is_desk_code(desk))
		return err_tell(err, ERR_SYNTAX, MSG_STORE_DESK_CODE, "create", "%s", desk);
	if (key == NULL)
		return err_tell(err, ERR_REFUSED, MSG_STORE_LOOKING_ONLY, "create", "%s", path);
	code = refuse_network(path, err);
	if (code != OK)
		return code;
	file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (file < 0 && errno == EEXIST)
		return err_tell(err, ERR_EXISTS, MSG_STORE_EXISTS, "create", "%s", path);
	if (file < 0)
		return err_errno(err, errno, "create", path);
	close(file);
	code = connect_file(&store, path, key, err);
	if (code == OK)
		code = set_up(store, err);
	if (code == OK)
		code = schema_upgrade(store, store_schema_version(), err);
	if (code == OK) {
		copy_text(store->desk, sizeof store->desk, desk);
		code = begin_desk(store, officer, password, err);
	}
	if (code != OK) {
		store_close(&store);
		remove_database(path);
		return code;
	}
	*out = store;
	return OK;
}

enum code
store_create(struct store **out, const char *path, const char *desk, const struct seal_key *key, struct err *err)
{
	return store_create_desk(out, path, desk, key, NULL, NULL, err);
}

void
store_close(struct store **store)
{
	if (*store == NULL)
		return;
	for (size_t i = 0; i < SQL_COUNT; i++)
		sqlite3_finalize((*store)->statements[i]);
	if ((*store)->db != NULL && sqlite3_close((*store)->db) != SQLITE_OK)
		log_line(LOG_ERROR, "store: %s could not be closed", (*store)->path);
	mem_free(*store);
	*store = NULL;
}

const char *
store_desk(const struct store *store)
{
	return store->desk;
}
