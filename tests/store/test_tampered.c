/*
 * store/test_tampered: nobody changes the journal quietly. What SQL itself refuses, and what the check finds when somebody
 * has taken the guards away first and edits the file by hand. Also two sessions at once, newer files, and files that are
 * no database.
 */
#include "desk_file.h"

#include "teslim/text.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[64];
static int number, failures;

__attribute__((format(printf, 2, 3))) static void
tell_result(bool held, const char *format, ...)
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

/* Runs SQL on the file as somebody with a command line would. */
static bool
run_sql(const char *name, const char *sql)
{
	char path[256];
	sqlite3 *db = NULL;
	bool good;

	desk_file_path(path, folder, name);
	good = sqlite3_open(path, &db) == SQLITE_OK && sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
	sqlite3_close(db);
	return good;
}

/* As somebody would who means it: without foreign keys and with all guards dropped. */
static bool
run_sql_unguarded(const char *name, const char *sql)
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

/* 1 whole, 0 not whole (with a sentence), -1 could not be looked at. */
static int
verify(const char *name, const uint8_t *public_key, char sentence[400])
{
	struct seal_key *key;
	struct store *store = desk_file_open(folder, name, &key);
	struct store_check check = {0};
	struct err err = {0};
	int answer = -1;

	sentence[0] = '\0';
	if (store_verify(store, true, public_key, &check, NULL, NULL, &err) == OK)
		answer = check.whole ? 1 : 0;
	if (answer == 0)
		message_format_detail(sentence, 400, LANGUAGE_TURKISH, check.message, check.detail);
	store_close(&store);
	seal_key_free(&key);
	return answer;
}

static void
frozen_by_sql(void)
{
	static const char *const attempts[] = {
		"UPDATE journal SET body = 'x' WHERE seq = 1",
		"DELETE FROM journal WHERE seq = 5",
		"DELETE FROM journal",
		"INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 1",
		"UPDATE handover SET number = 7",
		"DELETE FROM handover",
		"INSERT OR REPLACE INTO handover SELECT * FROM handover",
		"UPDATE handover_finding SET level = 'pass'",
		"UPDATE checkpoint SET root = x'00'",
		"UPDATE desk SET code = 'B'",
		"DELETE FROM live_handover",
		"UPDATE live_handover SET applicant_id = 2",
		"UPDATE personal SET salt = x'00'",
		"UPDATE personal_field SET value = 'x'",
		"DELETE FROM personal_field",
		"DELETE FROM personal",
		"INSERT INTO journal SELECT seq + 5, desk, time, officer, act, body, personal_digest, prev, x'01', sig FROM journal WHERE seq = 1",
	};
	char sentence[400];

	desk_file_copy(folder, "before", "now");
	/* An UPDATE that finds no row proves nothing. */
	for (size_t i = 0; i < ARRAY_LENGTH(attempts); i++) {
		bool refused = !run_sql("now", attempts[i]);
		if (!refused && strstr(attempts[i], "handover_finding") != NULL) {
			refused = run_sql("now", "INSERT INTO handover_finding VALUES (1, 99, 'x', 'pass', 'x')") &&
				!run_sql("now", attempts[i]);
			desk_file_copy(folder, "before", "now");
		} else if (!refused && strstr(attempts[i], "checkpoint") != NULL) {
			refused = run_sql("now", "INSERT INTO checkpoint VALUES (2, 't', x'01', x'01', x'01')") &&
				!run_sql("now", attempts[i]);
			desk_file_copy(folder, "before", "now");
		}
		tell_result(refused, "SQL refuses: %s", attempts[i]);
	}
	tell_result(verify("now", NULL, sentence) == 1, "and the journal is whole");
}

static void
found_by_check(void)
{
	static const char *const edits[] = {
		"UPDATE journal SET body = body || ' x=1' WHERE seq = 3",
		"UPDATE journal SET time = '2026-11-23T14:05:01+03:00' WHERE seq = 2",
		"UPDATE journal SET officer = 'other' WHERE seq = 5",
		"UPDATE journal SET act = 'login' WHERE seq = 4",
		"UPDATE journal SET desk = 'B'",
		"UPDATE journal SET hash = zeroblob(32) WHERE seq = 3",
		"UPDATE journal SET prev = zeroblob(32) WHERE seq = 3",
		"UPDATE journal SET sig = zeroblob(64) WHERE seq = 3",
		"UPDATE journal SET sig = (SELECT sig FROM journal WHERE seq = 2) WHERE seq = 3",
		"UPDATE journal SET personal_digest = zeroblob(32) WHERE length(personal_digest) > 0",
		"DELETE FROM journal WHERE seq = 3",
		"DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)",
		"DELETE FROM journal WHERE seq >= (SELECT journal_seq FROM handover)",
		"UPDATE journal SET seq = seq + 100 WHERE seq = (SELECT max(seq) FROM journal)",
		"UPDATE personal_field SET value = 'BASKA BIRI'",
		"DELETE FROM personal_field",
		"DELETE FROM personal",
		"UPDATE personal SET salt = zeroblob(32)",
		"UPDATE handover SET card_serial = '0123 9999'",
		"UPDATE handover SET certificate_sha256 = '"
		"0000000000000000000000000000000000000000000000000000000000000009"
		"'",
		"UPDATE handover SET number = 2, record_number = '2026/A-0002'",
		"UPDATE handover SET time = time + 60",
		"UPDATE handover SET applicant_id = 3",
		"UPDATE handover SET verdict = 'warn'",
		"DELETE FROM handover",
		"UPDATE handover SET officer_name = 'Baska Yetkili'",
		"INSERT INTO forgotten VALUES (6, 6); DELETE FROM personal_field; DELETE FROM personal",
	};
	char sentence[400];

	for (size_t i = 0; i < ARRAY_LENGTH(edits); i++) {
		bool edited;
		int answer;
		desk_file_copy(folder, "before", "now");
		edited = run_sql_unguarded("now", edits[i]);
		answer = edited ? verify("now", NULL, sentence) : -1;
		tell_result(answer == 0 && strlen(sentence) > 15, "the check finds: %s (%s)", edits[i], sentence);
	}
}

static void
another_key(void)
{
	struct seal_key *other = NULL;
	struct store *store = NULL;
	struct err err = {0};
	uint8_t public_key[SEAL_PUBLIC_KEY];
	char path[256], sentence[400];

	snprintf(path, sizeof path, "%s/other.key", folder);
	if (seal_key_create(&other, path, &err) != OK) {
		tell_result(false, "another key can be made");
		return;
	}
	seal_key_public(other, public_key);
	desk_file_copy(folder, "before", "now");
	tell_result(verify("now", public_key, sentence) == 0,
		"a journal signed by another key than the one asked for is not whole (%s)", sentence);
	desk_file_path(path, folder, "now");
	tell_result(store_open(&store, path, other, &err) == ERR_CRYPTO && store == NULL,
		"nobody goes on writing it with another key");
	seal_key_free(&other);
}

/* ---- sessions beside each other */

static int
hand_over_many(int first, int last)
{
	struct seal_key *key;
	struct store *store = desk_file_open(folder, "now", &key);
	int stored_count = 0;

	for (int applicant = first; applicant <= last; applicant++) {
		struct handover draft, stored;
		struct err err = {0};
		desk_file_draft(&draft, applicant);
		if (store_commit_handover(store, &draft, &desk_file_officer, &stored, &err) == OK)
			stored_count++;
		else if (err.code != ERR_EXISTS)
			_exit(200);
		for (int i = 0; i < 20; i++)
			if (store_log(store, ACT_LOCK, &desk_file_officer, NULL, 0, NULL, &err) != OK)
				_exit(201);
	}
	store_close(&store);
	seal_key_free(&key);
	return stored_count;
}

static void
at_the_same_time(void)
{
	enum { SESSIONS = 4 };
	pid_t pids[SESSIONS];
	struct seal_key *key;
	struct store *store;
	struct handover last;
	struct err err = {0};
	int total = 0, trouble = 0;
	char sentence[400];

	desk_file_copy(folder, "before", "now");
	fflush(stdout);
	for (int i = 0; i < SESSIONS; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			_exit(hand_over_many(2, DESK_PEOPLE)); /* all of them want to hand over the same five cards */
	}
	for (int i = 0; i < SESSIONS; i++) {
		int status = 0;
		waitpid(pids[i], &status, 0);
		if (WIFEXITED(status) && WEXITSTATUS(status) < 100)
			total += WEXITSTATUS(status);
		else
			trouble++;
	}
	tell_result(trouble == 0 && total == DESK_PEOPLE - 1,
		"four sessions want the same five cards: each is handed over once (%d)", total);
	store = desk_file_open(folder, "now", &key);
	tell_result(store_find_record(store, "2026/A-0006", &last, &err) == OK &&
			store_find_record(store, "2026/A-0007", &last, &err) == ERR_NOT_FOUND,
		"the numbers have no gap");
	store_close(&store);
	seal_key_free(&key);
	tell_result(verify("now", NULL, sentence) == 1, "and the journal is whole %s", sentence);
}

/* ---- files that cannot be worked with */

static void
opens_as(const char *name, enum code expected, const char *words)
{
	struct seal_key *key = desk_file_key(folder);
	struct store *store = NULL;
	struct err err = {0};
	char path[256], sentence[400] = "";
	enum code code;

	desk_file_path(path, folder, name);
	code = store_open(&store, path, key, &err);
	if (code != OK)
		message_err(sentence, sizeof sentence, &err);
	tell_result(code == expected && store == NULL && strlen(sentence) > 25, "%s: %s (%s)", words, err_code_name(code),
		sentence);
	store_close(&store);
	seal_key_free(&key);
}

static void
strange_files(void)
{
	struct err err = {0};
	char path[256];

	opens_as("missing", ERR_NOT_FOUND, "a file that is not there");
	desk_file_copy(folder, "before", "now");
	run_sql("now", "PRAGMA user_version = 999");
	opens_as("now", ERR_VERSION, "a database from a newer program");
	desk_file_path(path, folder, "now");
	file_write(path, "bu bir veri tabani degil, yalnizca bir metin dosyasi", 52, 0600, &err);
	opens_as("now", ERR_CORRUPT, "a text file");
	desk_file_remove(folder, "now");
	run_sql("now", "CREATE TABLE t (x); INSERT INTO t VALUES (1)");
	opens_as("now", ERR_CORRUPT, "somebody else's database");
	desk_file_copy(folder, "before", "now");
	if (truncate(path, 20000) == 0)
		opens_as("now", ERR_CORRUPT, "a database cut short");
	desk_file_remove(folder, "now");
	if (mkdir(path, 0700) == 0)
		opens_as("now", ERR_CORRUPT, "a folder");
	rmdir(path);
}

static void
upgrading(void)
{
	char sentence[400];

	desk_file_copy(folder, "before", "now");
	tell_result(run_sql("now",
			    "DROP TABLE drawer_item; DROP TABLE drawer_count; DROP TABLE item_record_row; DROP TABLE item_record;"
			    "DROP INDEX reader_by_holder;"
			    "ALTER TABLE reader_device DROP COLUMN holder_id; ALTER TABLE reader_device DROP COLUMN announced_for;"
			    "ALTER TABLE reader_device DROP COLUMN damaged;"
			    "DROP TABLE draft; DROP TABLE print; DROP TABLE login_place; DROP TABLE login_unknown;"
			    "DROP TABLE entry_paper; ALTER TABLE paper DROP COLUMN prints; ALTER TABLE paper DROP COLUMN signed_seq;"
			    "ALTER TABLE officer DROP COLUMN national_id;"
			    "DROP TABLE delivery_paper; DROP TABLE delivery_item; DROP TABLE delivery_draft; DROP TABLE delivery;"
			    "ALTER TABLE card DROP COLUMN place; ALTER TABLE reader_device DROP COLUMN place;"
			    "CREATE INDEX applicant_word_owner ON applicant_word(applicant_id); PRAGMA user_version = 1"),
		"a file of schema version 1");
	tell_result(verify("now", NULL, sentence) == 1, "is brought to the newest when opened, whole");
	tell_result(run_sql("now", "SELECT * FROM draft; SELECT * FROM print"), "with the tables that it lacked");
}

int
main(void)
{
	struct str command = {0};

	if (!desk_file_folder(folder)) {
		puts("not ok 1 - a folder");
		return 1;
	}
	str_printf(&command, "%s/log", folder);
	log_open(str_text(&command));
	str_reset(&command);
	clock_fix(INT64_C(1795500000));
	desk_file_make(folder, "before");
	frozen_by_sql();
	found_by_check();
	another_key();
	at_the_same_time();
	strange_files();
	upgrading();
	str_printf(&command, "rm -rf %s", folder);
	if (failures == 0 && system(str_text(&command)) != 0)
		failures++;
	str_clear(&command);
	printf("1..%d\n", number);
	return failures > 0 ? 1 : 0;
}
