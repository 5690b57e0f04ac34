/*
 * store/test_login: coming in and out of the lock, without a screen: on a full disk, with a wrong clock, under names that nobody
 * has, in a flood. The file's part is store/login.c, the waiting app/login.c.
 */
#include "../../src/app/login.h"
#include "desk_file.h"
#include "faulty_disk.h"
#include "forger.h"

#include "teslim/ui.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const int64_t morning = INT64_C(1795500000);

static char folder[64], sentence[UI_SENTENCE];
static struct seal_key *key;
static struct app app;
static struct login *login; /* one process at one place */
static int64_t passed_ms;

static int64_t
now_ms(void)
{
	return clock_monotonic_ms() + passed_ms;
}

/* The same place, another process: it knows only what the file says. */
static void
other_process(void)
{
	login_free(&login);
	login = login_new(&app, now_ms);
}

static void
open_now(void)
{
	desk_file_copy(folder, "before", "now");
	app.store = desk_file_open(folder, "now", &key);
	other_process();
}

static void
close_now(void)
{
	login_free(&login);
	store_close(&app.store);
	seal_key_free(&key);
}

static bool
enter(const char *name, const char *password)
{
	sentence[0] = '\0';
	return login_enter(login, name, password, sentence);
}

static bool
unlock(const char *password)
{
	sentence[0] = '\0';
	return login_unlock(login, password, sentence);
}

static bool
says(enum message message)
{
	char expected[UI_SENTENCE];
	const char *text = message_text(message);

	copy_text(expected, strcspn(text, "%") + 1, text);
	return strncmp(sentence, expected, strlen(expected)) == 0 && expected[0] != '\0';
}

static bool
must_wait(void)
{
	int seconds = 0;

	for (const char *at = sentence; *at != '\0' && seconds == 0; at++)
		seconds = atoi(at);
	return says(MSG_APP_LOGIN_WAIT) && seconds >= 1 && seconds <= 30;
}

/* As if that many seconds had passed for this process. */
static void
pass(int64_t seconds)
{
	passed_ms += seconds * 1000;
}

static int64_t
entries(void)
{
	int64_t seq = 0;

	store_journal_head(app.store, &seq, NULL, NULL);
	return seq;
}

/* ---- a full disk */

static void
full_disk(void)
{
	int refused = 0, told = 0, waited = 0;

	open_now();
	forger_tell(enter("demo", "deneme"), "somebody is there");
	disk_fail(DISK_FULL, 1);
	for (int i = 0; i < 12; i++) {
		refused += !unlock("yanlis");
		told += says(MSG_STORE_FULL);
		waited += must_wait();
	}
	forger_tell(refused == 12 && told == 5 && waited == 7,
		"twelve wrong passwords on a full disk: five are said not to be written, seven have to wait: %s", sentence);
	disk_fail(DISK_GOOD, 0);
	forger_tell(!unlock("deneme") && must_wait(), "so does the right one, also when there is room again");
	pass(30);
	forger_tell(unlock("deneme"), "and after the wait it opens");
	for (int i = 0; i < 4; i++)
		unlock("yanlis");
	forger_tell(unlock("deneme"), "from when on failures are counted anew");
	disk_fail(DISK_FULL, 1);
	forger_tell(!unlock("deneme") && says(MSG_STORE_FULL), "an unlock that cannot be written is none");
	other_process();
	forger_tell(!enter("demo", "deneme") && says(MSG_STORE_FULL) && login_officer(login) == NULL, "nor is a login: %s",
		sentence);
	forger_tell(login_acting(login)->id == 0, "and nothing is written in anybody's name");
	disk_fail(DISK_GOOD, 0);
	forger_tell(enter("demo", "deneme") && login_officer(login)->id == 1, "with room it is");
	close_now();
}

/* ---- one place, whatever the names */

static void
one_place(void)
{
	int wrong = 0;

	open_now();
	for (int i = 0; i < 5; i++) {
		enter(i % 2 == 0 ? "demo" : "yok", "yanlis");
		wrong += says(MSG_APP_LOGIN_WRONG);
	}
	forger_tell(wrong == 5 && !enter("yok", "x") && must_wait(),
		"five wrong ones under any name, and a name that nobody has waits too");
	forger_tell(!enter("demo", "deneme") && must_wait(), "as does one that somebody has");
	other_process();
	forger_tell(!enter("demo", "deneme") && must_wait(), "a new connection from the same place waits as well");
	setenv("SSH_CONNECTION", "10.1.2.3 50000 10.1.2.4 22", 1);
	forger_tell(enter("demo", "deneme"), "another place does not %s", sentence);
	unsetenv("SSH_CONNECTION");
	other_process();
	clock_fix(morning + 31);
	forger_tell(enter("demo", "deneme"), "nor this one after the wait %s", sentence);
	other_process();
	enter("demo", "yanlis");
	forger_tell(says(MSG_APP_LOGIN_WRONG), "and a good login has begun the count anew");
	clock_fix(morning);
	close_now();
}

static void
places(void)
{
	static const struct {
		const char *connection, *place;
	} cases[] = {{"10.1.2.3 50000 10.1.2.4 22", "ssh 10.1.2.3"}, {"fe80::1:2 1 fe80::2 22", "ssh fe80::1:2"}, {"", ""},
		{"; DROP", ""}, {"\033[2J", ""}};
	char place[FIELD_TEXT], local[FIELD_TEXT];

	unsetenv("SSH_CONNECTION");
	login_place(local);
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		setenv("SSH_CONNECTION", cases[i].connection, 1);
		login_place(place);
		forger_tell(strcmp(place, cases[i].place[0] != '\0' ? cases[i].place : local) == 0, "a place: %s", place);
	}
	unsetenv("SSH_CONNECTION");
	open_now();
	for (int i = 0; i < 500; i++) {
		snprintf(place, sizeof place, "ssh 10.0.%d.%d", i / 250, i % 250);
		clock_fix(morning + i);
		store_login_failed(app.store, "demo", place, NULL);
	}
	clock_fix(morning);
	close_now();
	forger_tell(forger_sql_unguarded(folder, "now", "DELETE FROM login_place WHERE (SELECT count(*) FROM login_place) <= 64"),
		"of 500 places the newest 64 are kept");
}

/* ---- nobody's name */

static double
cpu_seconds(const char *name)
{
	struct timespec began, ended;

	other_process();
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &began);
	enter(name, "yanlis");
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ended);
	return (double)(ended.tv_sec - began.tv_sec) + (double)(ended.tv_nsec - began.tv_nsec) / 1e9;
}

/* The least of three: what the machine did besides is not ours. */
static double
least(const char *name)
{
	double least = 1e9;

	open_now();
	for (int i = 0; i < 3; i++) {
		double took = cpu_seconds(name);
		least = took < least ? took : least;
	}
	close_now();
	return least;
}

static void
nobody(void)
{
	double known = least("demo"), unknown = least("yok"), ended;

	forger_tell(unknown > known / 1.5 && unknown < known * 1.5,
		"an unknown name takes as long as a known one: %.0f and %.0f ms of work", unknown * 1e3, known * 1e3);
	forger_sql(folder, "before", "UPDATE officer SET active = 0");
	ended = least("demo");
	open_now();
	forger_tell(!enter("demo", "deneme") && says(MSG_APP_LOGIN_WRONG) && ended > known / 1.5,
		"and so does an ended officer, with the same words");
	close_now();
	forger_sql(folder, "before", "UPDATE officer SET active = 1");
}

static bool
told_last(const char *body)
{
	struct journal_entry entry = {0};

	return store_find_entry(app.store, entries(), &entry, NULL, NULL) == OK && entry.act == ACT_LOGIN_FAILED &&
		strcmp(entry.body, body) == 0;
}

static void
flood(void)
{
	struct officer officer = desk_file_officer;
	char check_sentence[400];
	int64_t before;
	bool good = true;

	open_now();
	before = entries();
	for (int i = 0; i < 1000; i++)
		good = good && store_login_failed(app.store, i % 3 == 0 ? "admin" : "root", "pts", NULL) == OK;
	forger_tell(good && entries() == before + 12 && told_last("login=unknown count=512"),
		"a thousand logins of nobody make %lld entries", (long long)(entries() - before));
	clock_fix(morning + 86400);
	store_login_failed(app.store, "root", "pts", NULL);
	forger_tell(entries() == before + 14 && told_last("login=unknown"),
		"the next day the rest is told, and a new count begins");
	store_login_failed(app.store, "root", "pts", NULL);
	for (int i = 0; i < 4; i++)
		store_login_failed(app.store, "root", "pts", NULL);
	before = entries();
	forger_tell(store_login(app.store, ACT_LOGIN, &officer, "pts", NULL) == OK && entries() == before + 2,
		"a good login tells what was not told yet");
	before = entries();
	for (int i = 0; i < 1000; i++)
		good = good && store_login_failed(app.store, "demo", "pts", NULL) == OK;
	forger_tell(good && entries() == before + 12 && told_last("login=demo count=512"),
		"nor does a flood under a name that somebody has grow the journal");
	clock_fix(morning);
	close_now();
	forger_tell(forger_verify(folder, "now", true, NULL, check_sentence, NULL) == 1, "and the journal is whole %s",
		check_sentence);
}

/* ---- a wrong clock */

static void
wrong_clock(void)
{
	struct store_place ahead;

	open_now();
	clock_fix(morning + INT64_C(31536000) * 5);
	store_login_failed(app.store, "demo", "ssh 10.9.9.9", NULL);
	clock_fix(morning);
	store_login_failed(app.store, "demo", "pts", NULL);
	forger_tell(store_find_place(app.store, "ssh 10.9.9.9", &ahead, NULL) == OK && ahead.failures == 0,
		"a place that a wrong clock dated ahead does not stand before the newest for years");
	close_now();
	open_now();
	clock_fix(morning + INT64_C(31536000) * 5);
	for (int i = 0; i < 5; i++)
		enter("demo", "yanlis");
	clock_fix(morning);
	forger_tell(!enter("demo", "deneme") && must_wait(),
		"five failures while the clock was years ahead: this process waits its thirty seconds");
	pass(30);
	forger_tell(enter("demo", "deneme"), "and not until that year %s", sentence);
	clock_fix(morning + INT64_C(31536000) * 5);
	for (int i = 0; i < 5; i++)
		enter("demo", "yanlis");
	clock_fix(morning);
	other_process();
	forger_tell(enter("demo", "deneme"), "another process does not wait for a year to come at all %s", sentence);
	for (int i = 0; i < 5; i++)
		enter("demo", "yanlis");
	clock_fix(morning + INT64_C(31536000));
	forger_tell(!enter("demo", "deneme") && must_wait(), "a clock that leaps ahead does not end the wait of this process");
	clock_fix(morning);
	close_now();
}

int
main(void)
{
	struct officer demo = desk_file_officer;
	char path[256], hash[SEAL_PASSWORD_TEXT];
	struct err err = {0};

	if (!desk_file_folder(folder)) {
		puts("not ok 1 - a folder");
		return 1;
	}
	snprintf(path, sizeof path, "%s/log", folder);
	log_open(path);
	disk_install();
	clock_fix(morning);
	desk_file_make(folder, "before");
	app.store = desk_file_open(folder, "before", &key);
	forger_tell(seal_password_hash(hash, "deneme", &err) == OK &&
			store_set_password(app.store, demo.id, hash, NULL, &err) == OK,
		"an officer with a password");
	close_now();
	full_disk();
	one_place();
	places();
	nobody();
	flood();
	wrong_clock();
	return forger_end(folder);
}
