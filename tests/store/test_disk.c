/*
 * store/test_disk: making, upgrading, backing up and forgetting on a disk that kills, tears and refuses at every operation;
 * files without permission, moved away, locked by others. After each: whole or not begun, said in a sentence, and it goes on.
 */
#include "desk_file.h"
#include "faulty_disk.h"
#include "forger.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "teslim/text.h"

enum { ROUNDS_MAX = 3000, NOBODY = 65534 };

/* A fork under sanitizers, or in an emulator, costs a hundred times as much. */
#if defined(TESLIM_SANITIZED) || defined(TESLIM_EMULATED)
enum { SPARSE = 6 };
#else
enum { SPARSE = 1 };
#endif

static char folder[64];

/* ---- what is done on the disk, and what must hold after it */

struct act {
	const char *name;
	void (*prepare)(void);
	enum code (*run)(struct err *err);
	bool (*holds)(enum code code, bool knows); /* knows: code is the answer; else the process died */
	int stride;                                /* every which operation; 1 all */
};

static bool
is_whole(const char *name)
{
	char sentence[400];
	int answer = forger_verify(folder, name, false, NULL, sentence, NULL);

	if (answer != 1)
		printf("# %s: %s\n", name, sentence);
	return answer == 1;
}

static bool
is_there(const char *name)
{
	char path[256];

	desk_file_path(path, folder, name);
	return access(path, F_OK) == 0;
}

static void
prepare_new(void)
{
	desk_file_remove(folder, "now");
}

static enum code
make_new(struct err *err)
{
	struct seal_key *key = desk_file_key(folder);
	struct store *store = NULL;
	char path[256];
	enum code code;

	desk_file_path(path, folder, "now");
	code = store_create(&store, path, "A", key, err);
	store_close(&store);
	seal_key_free(&key);
	return code;
}

/* Whole, or nothing in it and the sentence says to remove it; then it can be made. */
static bool
new_holds(enum code code, bool knows)
{
	struct seal_key *key = desk_file_key(folder);
	struct store *store = NULL;
	struct err err = {0};
	char path[256];
	bool opened, good = !knows || (code == OK) == is_there("now");

	desk_file_path(path, folder, "now");
	opened = store_open(&store, path, key, &err) == OK;
	store_close(&store);
	seal_key_free(&key);
	if (opened)
		return good && is_whole("now");
	if (is_there("now") && err.message != MSG_STORE_UNFINISHED)
		good = false;
	desk_file_remove(folder, "now");
	return good && make_new(&err) == OK && is_whole("now");
}

/* clang-format off */
/* What takes a file back to an older version. */
#define UNDO_DRAWER "DROP TABLE drawer_item; DROP TABLE drawer_count;"
#define UNDO_READERS UNDO_DRAWER \
	"DROP TABLE item_record_row; DROP TABLE item_record; DROP INDEX reader_by_holder;" \
	"ALTER TABLE reader_device DROP COLUMN holder_id; ALTER TABLE reader_device DROP COLUMN announced_for;" \
	"ALTER TABLE reader_device DROP COLUMN damaged;"
#define UNDO_PAPERS UNDO_READERS \
	"DROP TABLE entry_paper; DROP INDEX print_by_entry; ALTER TABLE print DROP COLUMN entry_seq;" \
	"ALTER TABLE paper DROP COLUMN prints; ALTER TABLE paper DROP COLUMN signed_seq; ALTER TABLE officer DROP COLUMN national_id;"
#define UNDO_DELIVERIES UNDO_PAPERS \
	"DROP TABLE delivery_paper; DROP TABLE delivery_item; DROP TABLE delivery_draft; DROP TABLE delivery;" \
	"DROP INDEX print_by_delivery; ALTER TABLE print DROP COLUMN delivery_id;" \
	"ALTER TABLE card DROP COLUMN place; ALTER TABLE reader_device DROP COLUMN place;"
#define UNDO_LOGINS UNDO_DELIVERIES \
	"DROP TABLE login_place; DROP TABLE login_unknown; DROP INDEX print_by_handover; ALTER TABLE draft DROP COLUMN sig;"
enum { OLDER = 7 };
static const struct {
	const char *name;
	const char *undo;
} older[OLDER] = {
	{"first", UNDO_LOGINS "DROP TABLE draft; DROP TABLE print; CREATE INDEX applicant_word_owner ON applicant_word(applicant_id);"
		"PRAGMA user_version = 1"},
	{"second", UNDO_LOGINS "CREATE INDEX applicant_word_owner ON applicant_word(applicant_id); PRAGMA user_version = 2"},
	{"third", UNDO_LOGINS "INSERT INTO draft VALUES (1, 'imzasız', 5); PRAGMA user_version = 3"},
	{"fourth", UNDO_DELIVERIES "PRAGMA user_version = 4"},
	{"fifth", UNDO_PAPERS "PRAGMA user_version = 5"},
	{"sixth", UNDO_READERS "PRAGMA user_version = 6"},
	{"seventh", UNDO_DRAWER "PRAGMA user_version = 7"},
};
/* clang-format on */

static void
prepare_first(void)
{
	desk_file_copy(folder, older[0].name, "now");
}

static void
prepare_second(void)
{
	desk_file_copy(folder, older[1].name, "now");
}

static void
prepare_third(void)
{
	desk_file_copy(folder, older[2].name, "now");
}

static void
prepare_fourth(void)
{
	desk_file_copy(folder, older[3].name, "now");
}

static void
prepare_seventh(void)
{
	desk_file_copy(folder, older[6].name, "now");
}

static void
prepare_fifth(void)
{
	desk_file_copy(folder, older[4].name, "now");
}

static void
prepare_sixth(void)
{
	desk_file_copy(folder, older[5].name, "now");
}

static enum code
open_old(struct err *err)
{
	struct seal_key *key = desk_file_key(folder);
	struct store *store = NULL;
	char path[256];
	enum code code;

	desk_file_path(path, folder, "now");
	code = store_open(&store, path, key, err);
	store_close(&store);
	seal_key_free(&key);
	return code;
}

/* Opens and has everything that it had. */
static bool
old_holds(enum code code, bool knows)
{
	struct seal_key *key;
	struct store *store = desk_file_open(folder, "now", &key);
	struct applicant found[8];
	struct handover record;
	struct err err = {0};
	struct str draft = {0};
	size_t count = 0;
	bool more, good;

	(void)code;
	(void)knows;
	good = store_search_applicants(store, "Deneme", found, 8, &count, &more, &err) == OK && count == DESK_PEOPLE &&
		store_find_record(store, "2026/A-0001", &record, &err) == OK && strcmp(record.name, "Deneme A Kişisi") == 0 &&
		store_load_draft(store, 1, &draft, NULL, &err) == ERR_NOT_FOUND &&
		store_save_draft(store, 1, "yarım", &err) == OK && store_load_draft(store, 1, &draft, NULL, &err) == OK &&
		strcmp(str_text(&draft), "yarım") == 0;
	str_clear(&draft);
	store_close(&store);
	good = good && !forger_sql(folder, "now", "DROP INDEX applicant_word_owner");
	seal_key_free(&key);
	return good && is_whole("now");
}

static void
prepare_desk(void)
{
	desk_file_copy(folder, "before", "now");
	desk_file_remove(folder, "copy");
	desk_file_remove(folder, "copy.db.part");
}

static enum code
back_up(struct err *err)
{
	struct seal_key *key;
	struct store *store;
	char path[256];
	enum code code;

	disk_pause(true);
	store = desk_file_open(folder, "now", &key);
	desk_file_path(path, folder, "copy");
	disk_pause(false);
	code = store_backup(store, path, &desk_file_officer, NULL, err);
	store_close(&store);
	seal_key_free(&key);
	return code;
}

/* A copy that has its name is whole. What is left of a broken one is in nobody's way. */
static bool
backup_holds(enum code code, bool knows)
{
	struct err err = {0};
	char path[256], part[300];

	desk_file_path(path, folder, "copy");
	snprintf(part, sizeof part, "%s.part", path);
	if (knows && code == OK && !is_there("copy"))
		return false;
	if (knows && access(part, F_OK) == 0)
		return false;
	if (is_there("copy") && !is_whole("copy"))
		return false;
	desk_file_remove(folder, "copy");
	return is_whole("now") && back_up(&err) == OK && is_whole("copy");
}

static enum code
forget(struct err *err)
{
	struct seal_key *key;
	struct store *store;
	enum code code;

	disk_pause(true);
	store = desk_file_open(folder, "now", &key);
	disk_pause(false);
	code = store_forget_person(store, 1, "süresi doldu", &desk_file_officer, err);
	store_close(&store);
	seal_key_free(&key);
	return code;
}

/* All of the person is there, or nothing. */
static bool
forget_holds(enum code code, bool knows)
{
	struct seal_key *key;
	struct store *store = desk_file_open(folder, "now", &key);
	struct store_check check = {0};
	struct applicant found = {0};
	struct handover record = {0};
	struct err err = {0};
	bool there, good;

	good = store_find_applicant(store, 1, &found, &err) == OK && store_find_handover(store, 1, &record, &err) == OK &&
		store_verify(store, true, NULL, &check, NULL, NULL, &err) == OK && check.whole;
	there = found.surname[0] != '\0';
	good = good && (record.name[0] != '\0') == there && (found.national_id[0] != '\0') == there &&
		check.forgotten == (there ? 0 : 1) && strcmp(record.record_number, "2026/A-0001") == 0 &&
		(!knows || (code == OK) == !there);
	store_close(&store);
	seal_key_free(&key);
	return good;
}

static const struct act acts[] = {
	{"making a database", prepare_new, make_new, new_holds, 3},
	{"an upgrade from version 1", prepare_first, open_old, old_holds, 5},
	{"an upgrade from version 2", prepare_second, open_old, old_holds, 4},
	{"an upgrade from version 3", prepare_third, open_old, old_holds, 4},
	{"an upgrade from version 4", prepare_fourth, open_old, old_holds, 3},
	{"an upgrade from version 5", prepare_fifth, open_old, old_holds, 3},
	{"an upgrade from version 6", prepare_sixth, open_old, old_holds, 1},
	{"an upgrade from version 7", prepare_seventh, open_old, old_holds, 1},
	{"a backup", prepare_desk, back_up, backup_holds, 2},
	{"forgetting", prepare_desk, forget, forget_holds, 1},
};

/* The answer of the child: 0 OK, 1 refused with a sentence, 2 refused without, DISK_EXIT killed. */
static int
run_child(const struct act *act, enum disk_fault fault, int round)
{
	int status = 0;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		char sentence[400] = "";
		struct err err = {0};
		enum code code;

		disk_install();
		disk_fail(fault, round);
		code = act->run(&err);
		if (!disk_struck())
			_exit(code == OK ? 3 : 4);
		if (code != OK)
			message_err(sentence, sizeof sentence, &err);
		_exit(code == OK ? 0 : strlen(sentence) > 30 ? 1 : 2);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

/* How many rounds there were until the fault came after the end; 0 when something did not hold. */
static int
try_everywhere(const struct act *act, enum disk_fault fault)
{
	int rounds = 0;

	for (int round = 1; round < ROUNDS_MAX; round += act->stride * SPARSE) {
		int answer;
		bool knows;

		act->prepare();
		answer = run_child(act, fault, round);
		knows = answer == 0 || answer == 1 || answer == 3;
		if (!(knows || answer == DISK_EXIT) || !act->holds(answer == 1 ? ERR_IO : OK, knows)) {
			printf("# %s, %s at operation %d: ended with %d\n", act->name, disk_fault_name(fault), round, answer);
			return 0;
		}
		if (answer == 3)
			return rounds;
		rounds++;
	}
	return 0;
}

static void
faults(void)
{
	for (size_t i = 0; i < ARRAY_LENGTH(acts); i++)
		for (int fault = DISK_KILLED; fault < DISK_FAULTS; fault++) {
			int rounds = 0;

			if (fault == DISK_FULL_ONCE || fault == DISK_BROKEN) /* a disk that is full stays so, a hiccup passes */
				continue;
			if ((fault == DISK_NO_OPEN || fault == DISK_NO_MAP) && acts[i].run != open_old)
				continue;
			rounds = try_everywhere(&acts[i], (enum disk_fault)fault);
			forger_tell(rounds >= 1, "%s, %s at each of %d operations: whole or not begun", acts[i].name,
				disk_fault_name((enum disk_fault)fault), rounds);
		}
}

/* ---- permissions, as somebody who is not root */

struct answer {
	enum code opened;
	enum code written;
	char sentence[400];
};

static void
open_and_write(struct answer *answer)
{
	struct seal_key *key = desk_file_key(folder);
	struct store *store = NULL;
	struct err err = {0};
	char path[256];

	desk_file_path(path, folder, "now");
	answer->opened = store_open(&store, path, key, &err);
	if (answer->opened == OK)
		answer->written = store_log(store, ACT_LOCK, NULL, NULL, 0, NULL, &err);
	if (err.code != OK)
		message_err(answer->sentence, sizeof answer->sentence, &err);
	store_close(&store);
	seal_key_free(&key);
}

static void
as_nobody(struct answer *answer)
{
	int ends[2];
	pid_t pid;

	*answer = (struct answer){.opened = ERR_INTERNAL};
	if (pipe(ends) != 0)
		return;
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		if (geteuid() != 0 || (setgid(NOBODY) == 0 && setuid(NOBODY) == 0))
			open_and_write(answer);
		_exit(write(ends[1], answer, sizeof *answer) == (ssize_t)sizeof *answer ? 0 : 1);
	}
	if (read(ends[0], answer, sizeof *answer) != (ssize_t)sizeof *answer)
		answer->opened = ERR_INTERNAL;
	waitpid(pid, NULL, 0);
	close(ends[0]);
	close(ends[1]);
}

static void
give(const char *ending, unsigned mode)
{
	char path[300];

	snprintf(path, sizeof path, "%s/%s", folder, ending);
	if (chmod(path, mode) != 0 || (geteuid() == 0 && chown(path, NOBODY, NOBODY) != 0))
		printf("# chmod %s\n", path);
}

static void
permissions(void)
{
	struct answer answer;

	prepare_desk();
	give("", 0700);
	give("desk.key", 0600);
	give("now.db", 0600);
	as_nobody(&answer);
	forger_tell(answer.opened == OK && answer.written == OK, "its owner writes %s", answer.sentence);
	give("now.db", 0400);
	as_nobody(&answer);
	forger_tell(answer.opened == ERR_PERMISSION && strstr(answer.sentence, "now.db") != NULL, "a read-only file: %s",
		answer.sentence);
	give("now.db", 0000);
	as_nobody(&answer);
	forger_tell(answer.opened == ERR_PERMISSION, "an unreadable file: %s", answer.sentence);
	give("now.db", 0600);
	give("", 0500);
	as_nobody(&answer);
	forger_tell(answer.opened == ERR_PERMISSION && answer.sentence[0] != '\0', "a read-only folder: %s", answer.sentence);
	give("", 0700);
	as_nobody(&answer);
	forger_tell(answer.opened == OK && answer.written == OK, "and all is well again %s", answer.sentence);
}

/* ---- moved, locked, empty */

static void
moved_away(void)
{
	struct seal_key *key;
	struct store *store;
	struct handover draft, stored;
	struct err err = {0};
	char path[256], away[256], sentence[400] = "";
	enum code code;

	prepare_desk();
	desk_file_path(path, folder, "now");
	desk_file_path(away, folder, "away");
	store = desk_file_open(folder, "now", &key);
	desk_file_draft(&draft, 2);
	rename(path, away);
	code = store_commit_handover(store, &draft, &desk_file_officer, &stored, &err);
	message_err(sentence, sizeof sentence, &err);
	forger_tell(code == ERR_IO && err.message == MSG_STORE_VANISHED, "moved away under the desk: %s", sentence);
	rename(away, path);
	code = store_commit_handover(store, &draft, &desk_file_officer, &stored, &err);
	forger_tell(code == OK && strcmp(stored.record_number, "2026/A-0002") == 0, "put back: the same handover goes through");
	unlink(path);
	code = store_log(store, ACT_LOCK, NULL, NULL, 0, NULL, &err);
	forger_tell(code == ERR_IO && err.message == MSG_STORE_VANISHED, "deleted under the desk: refused");
	store_close(&store);
	seal_key_free(&key);
}

/* Another program holds the file for so long. */
static pid_t
hold(const char *sql, useconds_t microseconds)
{
	int ends[2];
	char byte = 0;
	char path[256];
	pid_t pid;

	desk_file_path(path, folder, "now");
	if (pipe(ends) != 0)
		return -1;
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		sqlite3 *db = NULL;
		bool held = sqlite3_open(path, &db) == SQLITE_OK && sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;

		byte = held ? 'y' : 'n';
		if (write(ends[1], &byte, 1) != 1)
			_exit(1);
		usleep(microseconds);
		_exit(0);
	}
	if (read(ends[0], &byte, 1) != 1 || byte != 'y')
		printf("# could not lock\n");
	close(ends[0]);
	close(ends[1]);
	return pid;
}

static void
locked(void)
{
	struct seal_key *key;
	struct store *store;
	struct handover draft, stored;
	struct err err = {0};
	char sentence[400] = "";
	int64_t began;
	enum code code;
	pid_t pid;

	prepare_desk();
	store = desk_file_open(folder, "now", &key);
	desk_file_draft(&draft, 2);
	pid = hold("BEGIN IMMEDIATE", 5600000);
	began = clock_monotonic_ms();
	code = store_commit_handover(store, &draft, &desk_file_officer, &stored, &err);
	message_err(sentence, sizeof sentence, &err);
	forger_tell(code == ERR_BUSY && clock_monotonic_ms() - began >= 4500, "locked for longer than five seconds: %s", sentence);
	waitpid(pid, NULL, 0);
	pid = hold("BEGIN IMMEDIATE", 300000);
	began = clock_monotonic_ms();
	code = store_commit_handover(store, &draft, &desk_file_officer, &stored, &err);
	forger_tell(code == OK && clock_monotonic_ms() - began >= 200, "locked for a moment: waited for, and stored");
	waitpid(pid, NULL, 0);
	store_close(&store);
	pid = hold("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE", 300000);
	code = open_old(&err);
	forger_tell(code == OK, "opened while another holds all of it for a moment: waited for");
	waitpid(pid, NULL, 0);
	seal_key_free(&key);
}

static void
empty_file(void)
{
	struct err err = {0};
	char path[256], sentence[400] = "";

	desk_file_remove(folder, "now");
	desk_file_path(path, folder, "now");
	file_write(path, "", 0, 0600, &err);
	open_old(&err);
	message_err(sentence, sizeof sentence, &err);
	forger_tell(err.code == ERR_CORRUPT && err.message == MSG_STORE_UNFINISHED, "an empty file: %s", sentence);
	file_write(path, "SQLite format 3\0 and then something else that is no page at all, for as long as it may take", 92, 0600,
		&err);
	forger_tell(open_old(&err) == ERR_CORRUPT, "the first words of a database and then nothing of it");
}

int
main(void)
{
	char path[256];

	if (!desk_file_folder(folder)) {
		puts("not ok 1 - a folder");
		return 1;
	}
	snprintf(path, sizeof path, "%s/log", folder);
	log_open(path);
	clock_fix(INT64_C(1795500000));
	desk_file_make(folder, "before");
	forger_tell(store_schema_version() == OLDER + 1, "a file of each older version is tried");
	for (int i = 0; i < OLDER; i++) {
		desk_file_copy(folder, "before", older[i].name);
		forger_tell(forger_sql(folder, older[i].name, older[i].undo), "a file of version %d", i + 1);
	}
	faults();
	permissions();
	moved_away();
	locked();
	empty_file();
	return forger_end(folder);
}
