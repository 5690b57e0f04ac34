/*
 * store/test_killed: a handover is whole or not there, wherever the process dies and whatever the disk answers: every
 * single write, flush, truncation and removal of a commit is the last one once, torn once, and refused in four ways.
 */
#include "desk_file.h"
#include "faulty_disk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { APPLICANT = 2, ROUNDS_MAX = 400 };

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

/* What a look at the database says about the handover of APPLICANT. */
struct sight {
	bool opens, whole, recorded, delivered, consistent;
	int64_t entries;
	char why[200];
};

static void
look(struct sight *out, const char *name)
{
	struct seal_key *key = desk_file_key(folder);
	struct store *store = NULL;
	struct store_paper paper = {0};
	struct store_check check = {0};
	struct applicant applicant = {0};
	struct card card = {0};
	struct err err = {0};
	char path[256];

	*out = (struct sight){0};
	desk_file_path(path, folder, name);
	out->opens = store_open(&store, path, key, &err) == OK;
	if (out->opens) {
		out->recorded = store_find_paper(store, APPLICANT, &paper, &err) == OK;
		out->delivered = store_find_applicant(store, APPLICANT, &applicant, &err) == OK &&
			applicant.state == APPLICATION_DELIVERED;
		out->consistent = out->recorded == out->delivered && store_find_card(store, APPLICANT, &card, &err) == OK &&
			(card.state == CARD_HANDED_OVER) == out->delivered;
		out->whole = store_verify(store, true, NULL, &check, NULL, NULL, &err) == OK && check.whole;
		out->entries = check.entries;
		snprintf(out->why, sizeof out->why, "recorded %d delivered %d card %d whole %d at %lld %s", out->recorded,
			out->delivered, (int)card.state, out->whole, (long long)check.bad_seq, check.detail);
	} else {
		snprintf(out->why, sizeof out->why, "does not open: %s %s", err_code_name(err.code), err.detail);
	}
	store_close(&store);
	seal_key_free(&key);
}

/* After a fault the desk goes on: the same handover, or the next, gets the next number without a gap. */
static bool
goes_on(const char *name, bool recorded)
{
	struct seal_key *key;
	struct store *store = desk_file_open(folder, name, &key);
	struct handover draft, stored = {0};
	struct err err = {0};
	bool good;

	desk_file_draft(&draft, recorded ? APPLICANT + 1 : APPLICANT);
	good = store_commit_handover(store, &draft, &desk_file_officer, &stored, &err) == OK &&
		strcmp(stored.record_number + 4, recorded ? "/A-0003" : "/A-0002") == 0;
	store_close(&store);
	seal_key_free(&key);
	return good;
}

/* The whole life of a session that hands over one card: open, commit, close. */
static enum code
commit_once(const char *name, struct err *err)
{
	struct seal_key *key;
	struct store *store = desk_file_open(folder, name, &key);
	struct handover draft, stored;
	enum code code;

	desk_file_draft(&draft, APPLICANT);
	code = store_commit_handover(store, &draft, &desk_file_officer, &stored, err);
	store_close(&store);
	seal_key_free(&key);
	return code;
}

/* Returns the number of operations there were; 0 when something did not hold. */
static int
kill_everywhere(enum disk_fault fault, int64_t entries_before)
{
	int round, with = 0, without = 0;

	for (round = 1; round < ROUNDS_MAX; round++) {
		struct sight sight;
		int status = 0;
		pid_t pid;
		desk_file_copy(folder, "before", "now");
		fflush(stdout);
		pid = fork();
		if (pid == 0) {
			struct err err = {0};
			disk_install();
			disk_fail(fault, round);
			_exit(commit_once("now", &err) == OK ? 0 : 1);
		}
		if (pid < 0 || waitpid(pid, &status, 0) != pid)
			return 0;
		look(&sight, "now");
		if (!sight.opens || !sight.whole || !sight.consistent || sight.entries != entries_before + sight.recorded ||
			!goes_on("now", sight.recorded)) {
			printf("# %s at operation %d: %s\n", disk_fault_name(fault), round, sight.why);
			return 0;
		}
		if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
			return sight.recorded && with > 0 && without > 0 ? round - 1 : 0;
		if (!WIFEXITED(status) || WEXITSTATUS(status) != DISK_EXIT) {
			printf("# %s at operation %d: ended with %d\n", disk_fault_name(fault), round, status);
			return 0;
		}
		sight.recorded ? with++ : without++;
	}
	return 0;
}

/* One refused operation in a process that lives on: says so or has stored it, and goes on when the disk is well again. */
static bool
survive(enum disk_fault fault, int round, int64_t entries_before, bool *struck)
{
	struct seal_key *key;
	struct store *store;
	struct handover draft, stored;
	struct sight sight;
	struct err err = {0};
	char sentence[400] = "";
	enum code code;

	desk_file_copy(folder, "before", "now");
	store = desk_file_open(folder, "now", &key);
	desk_file_draft(&draft, APPLICANT);
	disk_fail(fault, round);
	code = store_commit_handover(store, &draft, &desk_file_officer, &stored, &err);
	*struck = disk_struck();
	disk_fail(DISK_GOOD, 0);
	if (code != OK)
		message_err(sentence, sizeof sentence, &err);
	store_close(&store);
	seal_key_free(&key);
	look(&sight, "now");
	if (sight.opens && sight.whole && sight.consistent && sight.recorded == (code == OK) &&
		sight.entries == entries_before + sight.recorded && (code == OK || strlen(sentence) > 20) &&
		goes_on("now", sight.recorded))
		return true;
	printf("# %s at operation %d: answered %s \"%s\"; %s\n", disk_fault_name(fault), round, err_code_name(code), sentence,
		sight.why);
	return false;
}

static int
refuse_everywhere(enum disk_fault fault, int64_t entries_before)
{
	bool struck = true;

	for (int round = 1; round < ROUNDS_MAX; round++) {
		if (!survive(fault, round, entries_before, &struck))
			return 0;
		if (!struck)
			return round - 1;
	}
	return 0;
}

int
main(void)
{
	struct sight before;
	struct str command = {0};

	if (!desk_file_folder(folder)) {
		puts("not ok 1 - a folder");
		return 1;
	}
	clock_fix(INT64_C(1795500000));
	str_printf(&command, "%s/log", folder);
	log_open(str_text(&command));
	str_reset(&command);
	desk_file_make(folder, "before");
	look(&before, "before");
	tell_result(before.opens && before.whole && before.consistent && !before.recorded, "the desk before is whole: %s",
		before.why);
	for (int fault = DISK_KILLED; fault <= DISK_TORN; fault++) {
		int operations = kill_everywhere((enum disk_fault)fault, before.entries);
		tell_result(operations >= 4, "%s at each of %d operations: all of the handover or nothing",
			disk_fault_name((enum disk_fault)fault), operations);
	}
	disk_install();
	for (int fault = DISK_FULL; fault <= DISK_UNREADABLE; fault++) {
		int operations = refuse_everywhere((enum disk_fault)fault, before.entries);
		tell_result(operations >= 1, "%s at each of %d operations: said in a sentence, nothing lost",
			disk_fault_name((enum disk_fault)fault), operations);
	}
	str_printf(&command, "rm -rf %s", folder);
	if (failures == 0 && system(str_text(&command)) != 0)
		failures++;
	str_clear(&command);
	printf("1..%d\n", number);
	return failures > 0 ? 1 : 0;
}
