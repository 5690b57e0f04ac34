/*
 * store/backup: a checked copy of the live database. The copy gets its name only after it has passed the same checks as the
 * original; a half copy is never mistaken for a backup.
 */
#include "inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { ALL_PAGES = -1, BUSY_TRIES = 500 };

/* SQLite's codes in the words that the officer knows from writing: a full stick is a full disk. */
static enum code
backup_failed(int result, const char *path, struct err *err)
{
	enum code code = db_map(result) == OK ? ERR_IO : db_map(result);

	if (code == ERR_FULL)
		err_tell(err, code, MSG_STORE_FULL, "backup", "%s", path);
	else if (code == ERR_IO)
		err_tell(err, code, MSG_STORE_DISK, "backup", "%s", path);
	else if (code == ERR_BUSY)
		err_tell(err, code, MSG_STORE_BUSY, "backup", "%s", path);
	else
		err_set(err, code, result, "backup", "%s: %s", path, sqlite3_errstr(result));
	return code;
}

/*
 * Copies all pages as they stand at one moment. In steps SQLite would begin again at every write of another session; in one
 * step the write-ahead log lets the others go on meanwhile.
 */
static enum code
copy_pages(struct store *store, sqlite3 *target, const char *path, struct err *err)
{
	sqlite3_backup *backup = sqlite3_backup_init(target, "main", store->db, "main");
	int result = SQLITE_ERROR;
	int tries = 0;

	if (backup == NULL)
		return backup_failed(sqlite3_extended_errcode(target), path, err);
	do {
		result = sqlite3_backup_step(backup, ALL_PAGES);
		if (result == SQLITE_BUSY || result == SQLITE_LOCKED) {
			tries++;
			sqlite3_sleep(10);
		}
	} while (result == SQLITE_OK || ((result == SQLITE_BUSY || result == SQLITE_LOCKED) && tries < BUSY_TRIES));
	sqlite3_backup_finish(backup);
	return result == SQLITE_DONE ? OK : backup_failed(result, path, err);
}

/* The file is made first, by us: SQLite would make it readable by the group. */
static enum code
write_copy(struct store *store, const char *path, struct err *err)
{
	sqlite3 *target = NULL;
	enum code code = OK;
	int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (file < 0)
		return err_errno(err, errno, "backup", path);
	close(file);
	if (sqlite3_open_v2(path, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		code = backup_failed(sqlite3_extended_errcode(target), path, err);
	if (code == OK)
		code = copy_pages(store, target, path, err);
	/* One file, no write-ahead log beside it: that is what gets carried away. Exclusive: a network disk has no shared memory. */
	if (code == OK &&
		sqlite3_exec(target, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE", NULL, NULL, NULL) !=
			SQLITE_OK)
		code = backup_failed(sqlite3_extended_errcode(target), path, err);
	sqlite3_close(target);
	return code;
}

/* "ok", or the first complaint. */
static enum code
check_integrity(struct store *copy, const char *path, struct err *err)
{
	static const char *const checks[] = {"PRAGMA integrity_check(1)", "PRAGMA foreign_key_check"};
	sqlite3_stmt *statement = NULL;
	enum code code = OK;

	for (size_t i = 0; code == OK && i < ARRAY_LENGTH(checks); i++) {
		if (sqlite3_prepare_v2(copy->db, checks[i], -1, &statement, NULL) != SQLITE_OK)
			return db_failed(copy, err, "backup");
		switch (sqlite3_step(statement)) {
		case SQLITE_ROW:
			if (i > 0 || strcmp((const char *)sqlite3_column_text(statement, 0), "ok") != 0)
				code = err_tell(err, ERR_CORRUPT, MSG_STORE_BACKUP_BAD, "backup", "%s", path);
			break;
		case SQLITE_DONE:
			break;
		default:
			code = db_failed(copy, err, "backup");
			break;
		}
		sqlite3_finalize(statement);
	}
	return code;
}

/* A copy that does not verify is worse than none, since it is found out on the day when it is needed. */
static enum code
check_copy(const struct store *store, const char *path, int64_t *entries, struct err *err)
{
	struct store *copy = NULL;
	struct store_check check = {0};
	enum code code = open_copy(&copy, path, store->key, err);

	if (code == OK)
		code = check_integrity(copy, path, err);
	if (code == OK)
		code = store_verify(copy, false, NULL, &check, NULL, NULL, err);
	if (code == OK && !check.whole)
		code = err_tell(err, ERR_CORRUPT, MSG_STORE_BACKUP_BAD, "backup", "%s, %lld", path, (long long)check.bad_seq);
	if (entries != NULL)
		*entries = check.entries;
	store_close(&copy);
	return code;
}

/* Gives a file its name, never over an existing one; memory sticks know no hard links, some disks neither way. */
static bool
move_new(const char *from, const char *to)
{
	if (link(from, to) == 0)
		return unlink(from) == 0;
	if (errno == EEXIST)
		return false;
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return true;
	if (errno != EINVAL && errno != ENOSYS)
		return false;
	if (access(to, F_OK) == 0) {
		errno = EEXIST;
		return false;
	}
	return rename(from, to) == 0;
}

/* The bytes first, then the name, then the folder. */
static enum code
give_name(const char *temporary, const char *path, struct err *err)
{
	char folder[512];
	char *slash;
	int file = open(temporary, O_RDONLY | O_CLOEXEC);
	bool flushed = file >= 0 && fsync(file) == 0;

	if (file >= 0)
		close(file);
	if (!flushed || !move_new(temporary, path))
		return err_errno(err, errno, "backup", path);
	copy_text(folder, sizeof folder, path);
	slash = strrchr(folder, '/');
	if (slash != NULL)
		slash[slash == folder ? 1 : 0] = '\0';
	file = open(slash != NULL ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	flushed = file >= 0 && (fsync(file) == 0 || errno == EINVAL); /* not every file system flushes folders */
	if (file >= 0)
		close(file);
	return flushed ? OK : err_errno(err, errno, "backup", path);
}

enum code
store_backup(struct store *store, const char *path, const struct officer *officer, int64_t *entries, struct err *err)
{
	const char *slash = strrchr(path, '/');
	struct str temporary = {0};
	char count[24];
	int64_t found = 0;
	enum code code;

	if (access(path, F_OK) == 0)
		return err_tell(err, ERR_EXISTS, MSG_STORE_EXISTS, "backup", "%s", path);
	str_printf(&temporary, "%s.part", path);
	unlink(str_text(&temporary)); /* of a backup that was interrupted */
	code = write_copy(store, str_text(&temporary), err);
	if (code == OK)
		code = check_copy(store, str_text(&temporary), &found, err);
	if (code == OK)
		code = give_name(str_text(&temporary), path, err);
	if (code != OK)
		remove_database(str_text(&temporary));
	str_clear(&temporary);
	if (code != OK)
		return code;
	if (entries != NULL)
		*entries = found;
	if (store->key == NULL)
		return OK;
	snprintf(count, sizeof count, "%lld", (long long)found);
	return store_log(store, ACT_BACKUP, officer,
		(const struct store_field[]){{"file", slash != NULL ? slash + 1 : path}, {"entries", count}}, 2, NULL, err);
}
