/*
 * store/db: statements, values, transactions, and the one function that maps SQLite's codes to ours. Knows no table.
 */
#include "inside.h"

#include <errno.h>
#include <string.h>

#include "teslim/text.h"

struct value
number(int64_t value)
{
	return (struct value){VALUE_NUMBER, value, NULL, 0};
}

/* An id of 0 means "none" everywhere in the program and is bound as NULL, so that a foreign key is never asked for row 0. */
struct value
reference(int64_t id)
{
	return (struct value){VALUE_REFERENCE, id, NULL, 0};
}

/* NULL is the empty text: columns are NOT NULL, and a missing word is not worth a failed commit. */
struct value
text(const char *value)
{
	return (struct value){VALUE_TEXT, 0, value != NULL ? value : "", 0};
}

struct value
blob(const void *bytes, size_t length)
{
	return (struct value){VALUE_BLOB, 0, bytes, length};
}

/* SQLite tells the cause in the lower byte; what lies above it matters only where two causes want different words. */
enum code
db_map(int native)
{
	switch (native & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return OK;
	case SQLITE_FULL:
		return ERR_FULL;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL:
		return ERR_BUSY;
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return ERR_PERMISSION;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return ERR_CORRUPT;
	case SQLITE_CONSTRAINT:
		return native == SQLITE_CONSTRAINT_UNIQUE || native == SQLITE_CONSTRAINT_PRIMARYKEY ? ERR_EXISTS : ERR_REFUSED;
	case SQLITE_NOMEM:
		return ERR_MEMORY;
	case SQLITE_CANTOPEN:
	case SQLITE_IOERR:
		return ERR_IO;
	case SQLITE_TOOBIG:
		return ERR_LIMIT;
	default:
		return ERR_INTERNAL;
	}
}

/*
 * Where an error gets its sentence. The system's own number is asked as well, since SQLite calls a full quota an I/O error
 * and a missing permission "cannot open".
 */
enum code
db_failed(struct store *store, struct err *err, const char *where)
{
	int native = sqlite3_extended_errcode(store->db);
	int system = sqlite3_system_errno(store->db);
	enum code code = db_map(native);
	struct err seen = {0};
	enum message message = MSG_NONE;

	if ((native & 0xff) == SQLITE_CANTOPEN && (system == EACCES || system == EROFS || system == EPERM))
		code = ERR_PERMISSION;
	if (code == ERR_IO && (system == ENOSPC || system == EDQUOT)) /* a quota, or no room for the shared-memory file */
		code = ERR_FULL;
	if (code == OK)
		code = ERR_INTERNAL;
	switch (code) {
	case ERR_FULL:
		message = MSG_STORE_FULL;
		break;
	case ERR_BUSY:
		message = MSG_STORE_BUSY;
		break;
	case ERR_PERMISSION:
		message = MSG_STORE_READ_ONLY;
		break;
	case ERR_CORRUPT:
		message = (native & 0xff) == SQLITE_NOTADB ? MSG_STORE_NOT_DATABASE : MSG_STORE_DAMAGED;
		break;
	case ERR_IO:
		message = MSG_STORE_DISK;
		break;
	default:
		break;
	}
	/* The log gets SQLite's own words, which name tables but no values; the person gets the file. */
	err_set(&seen, code, native, where, "%s: %s", store->path, sqlite3_errmsg(store->db));
	log_err(LOG_WARNING, &seen);
	if (message != MSG_NONE)
		err_tell(err, code, message, where, "%s", store->path);
	else
		err_set(err, code, native, where, "%s", seen.detail);
	if (err != NULL)
		err->native = native;
	return code;
}

/* Copies texts and blobs (SQLITE_TRANSIENT): values live in the caller's compound literal, statements longer. */
static int
bind(sqlite3_stmt *statement, int position, const struct value *value)
{
	switch (value->kind) {
	case VALUE_NUMBER:
		return sqlite3_bind_int64(statement, position, value->number);
	case VALUE_REFERENCE:
		return value->number != 0 ? sqlite3_bind_int64(statement, position, value->number)
					  : sqlite3_bind_null(statement, position);
	case VALUE_TEXT:
		return sqlite3_bind_text64(statement, position, value->bytes, strlen(value->bytes), SQLITE_TRANSIENT, SQLITE_UTF8);
	case VALUE_BLOB:
		return value->length == 0
			? sqlite3_bind_zeroblob(statement, position, 0)
			: sqlite3_bind_blob64(statement, position, value->bytes, value->length, SQLITE_TRANSIENT);
	}
	return SQLITE_MISUSE;
}

/* Statements are prepared once per session and kept. Text that is no UTF-8 is refused here, before it can reach a table. */
sqlite3_stmt *
db_start(struct store *store, enum sql name, const struct value *values, size_t count, struct err *err)
{
	sqlite3_stmt **statement = &store->statements[name];

	if (*statement == NULL &&
		sqlite3_prepare_v3(store->db, sql_text(name), -1, SQLITE_PREPARE_PERSISTENT, statement, NULL) != SQLITE_OK) {
		db_failed(store, err, "prepare");
		return NULL;
	}
	for (size_t i = 0; i < count; i++) {
		if (values[i].kind == VALUE_TEXT && !text_is_valid(values[i].bytes, strlen(values[i].bytes))) {
			err_tell(err, ERR_ENCODING, MSG_STORE_NOT_TEXT, "bind", "%zu", i + 1);
			db_end(*statement);
			return NULL;
		}
		if (bind(*statement, (int)i + 1, &values[i]) != SQLITE_OK) {
			db_failed(store, err, "bind");
			db_end(*statement);
			return NULL;
		}
	}
	return *statement;
}

enum step
db_step(struct store *store, sqlite3_stmt *statement, struct err *err)
{
	switch (sqlite3_step(statement)) {
	case SQLITE_ROW:
		return STEP_ROW;
	case SQLITE_DONE:
		return STEP_END;
	default:
		db_failed(store, err, "step");
		return STEP_FAILED;
	}
}

/* Bindings are cleared as well: a kept statement must not keep a national ID number in memory until it is used again. */
void
db_end(sqlite3_stmt *statement)
{
	if (statement == NULL)
		return;
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
}

enum code
db_finish(sqlite3_stmt *statement, const struct err *own, struct err *err)
{
	db_end(statement);
	if (own->code != OK && err != NULL)
		*err = *own;
	return own->code;
}

enum code
db_run(struct store *store, enum sql name, const struct value *values, size_t count, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, name, values, count, &own);

	if (statement != NULL)
		db_step(store, statement, &own);
	return db_finish(statement, &own, err);
}

enum code
db_number(struct store *store, enum sql name, const struct value *values, size_t count, int64_t fallback, int64_t *out,
	struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, name, values, count, &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);

	*out = step == STEP_ROW ? sqlite3_column_int64(statement, 0) : fallback;
	return db_finish(statement, &own, err);
}

void
column_text(sqlite3_stmt *statement, int column, char *out, size_t size)
{
	const unsigned char *bytes = sqlite3_column_text(statement, column);

	copy_text(out, size, bytes != NULL ? (const char *)bytes : "");
}

/* Whether the column holds a text that C sees whole: a zero byte inside, or another type, is somebody's manipulation. */
bool
column_exact(sqlite3_stmt *statement, int column, char *out, size_t size)
{
	bool is_text = sqlite3_column_type(statement, column) == SQLITE_TEXT; /* before it is converted */

	column_text(statement, column, out, size);
	return is_text && (size_t)sqlite3_column_bytes(statement, column) == strlen(out);
}

bool
column_hash(sqlite3_stmt *statement, int column, uint8_t *out, size_t length)
{
	const void *bytes = sqlite3_column_blob(statement, column);

	if (sqlite3_column_type(statement, column) != SQLITE_BLOB || (size_t)sqlite3_column_bytes(statement, column) != length)
		return false;
	memcpy(out, bytes, length);
	return true;
}

void
column_hex(sqlite3_stmt *statement, int column, char *out, size_t length)
{
	uint8_t bytes[SEAL_SIGNATURE] = {0};

	column_hash(statement, column, bytes, length);
	hex_encode(out, bytes, length);
}

int
column_word(sqlite3_stmt *statement, int column, const struct vocabulary *words)
{
	char name[32];
	int value;

	column_text(statement, column, name, sizeof name);
	value = words_value(words, name);
	return value < 0 ? 0 : value;
}

/* SQLite goes on writing into a file that was moved or deleted under it, and nobody would ever find those entries. */
static bool
is_in_place(struct store *store)
{
	int moved = 0;

	return sqlite3_file_control(store->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK || moved == 0;
}

/* BEGIN IMMEDIATE: who cannot get the file is told now, before anything was read that the decision would rest on. */
enum code
write_begin(struct store *store, enum write kind, struct err *err)
{
	enum code code;

	if (store->key == NULL)
		return err_tell(err, ERR_REFUSED, MSG_STORE_LOOKING_ONLY, "begin", "%s", store->path);
	if (!is_in_place(store))
		return err_tell(err, ERR_IO, MSG_STORE_VANISHED, "begin", "%s", store->path);
	code = db_run(store, SQL_BEGIN, WITH_NONE, err);
	if (code != OK)
		return code;
	store->now = clock_now();
	store->entry_due = kind == WRITE_FACT;
	return OK;
}

/* Ends what write_begin began, whatever happened between: callers return through it and never leave a transaction open. */
enum code
write_end(struct store *store, enum code code, struct err *err)
{
	if (code == OK)
		code = db_run(store, SQL_COMMIT, WITH_NONE, err);
	store->entry_due = false;
	/* A full disk or an I/O error may have rolled back already. */
	if (code != OK && !sqlite3_get_autocommit(store->db))
		db_run(store, SQL_ROLLBACK, WITH_NONE, NULL);
	return code;
}

/* Several questions about one moment: without it a list and its count could come from two states of the file. */
enum code
read_begin(struct store *store, struct err *err)
{
	return db_run(store, SQL_BEGIN_READ, WITH_NONE, err);
}

void
read_end(struct store *store)
{
	if (!sqlite3_get_autocommit(store->db))
		db_run(store, SQL_ROLLBACK, WITH_NONE, NULL);
}

int
name_index(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (names[i] != NULL && strcmp(names[i], name) == 0)
			return (int)i;
	return -1;
}
