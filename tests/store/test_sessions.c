/*
 * store/test_sessions: several sessions on one file: many handovers at once, none lost and no number left out; numbers after
 * refusals and over the turn of the year; a backup while others write, and a desk that goes on from it; what is left of a
 * forgotten person in the bytes of the file.
 */
#include "desk_file.h"
#include "forger.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "teslim/text.h"

enum { SESSIONS = 4, EACH = 40, PEOPLE = SESSIONS * EACH };

static char folder[64];

/* A desk with many applicants and their cards. */
static void
make_many(void)
{
	static struct applicant people[PEOPLE];
	static struct card cards[PEOPLE];
	struct shipment shipment = {.received = clock_now(), .cards_expected = PEOPLE};
	struct officer officer = desk_file_officer;
	struct seal_key *key = desk_file_key(folder);
	struct store *store = NULL;
	struct err err = {0};
	char path[256];
	bool good;

	desk_file_path(path, folder, "many");
	good = store_create(&store, path, "A", key, &err) == OK && store_add_officer(store, &officer, "x", NULL, &err) == OK;
	for (int i = 0; i < PEOPLE; i++) {
		snprintf(people[i].national_id, sizeof people[i].national_id, "9%010u", (unsigned)i);
		copy_text(people[i].given_names, sizeof people[i].given_names, "Gülşah");
		snprintf(people[i].surname, sizeof people[i].surname, "Unutulacak%cKişi", 'A' + i % 26);
	}
	good = good && store_add_applicants(store, people, PEOPLE, "liste.csv", &officer, NULL, &err) == OK;
	copy_text(shipment.tracking_number, sizeof shipment.tracking_number, "KRG-2026-1");
	copy_text(shipment.dispatched, sizeof shipment.dispatched, "2026-11-16");
	for (int i = 0; i < PEOPLE; i++) {
		cards[i].applicant_id = people[i].id;
		snprintf(cards[i].card_serial, sizeof cards[i].card_serial, "0123 %04d", i + 1);
	}
	good = good && store_add_shipment(store, &shipment, cards, PEOPLE, NULL, 0, &officer, &err) == OK;
	forger_tell(good, "a desk with %d cards %s", PEOPLE, err.detail);
	store_close(&store);
	seal_key_free(&key);
}

/* ---- many handovers at once */

static int
hand_over(int session)
{
	struct seal_key *key;
	struct store *store = desk_file_open(folder, "many", &key);
	int stored_count = 0;

	for (int i = 0; i < EACH; i++) {
		struct handover draft, stored;
		struct err err = {0};

		desk_file_draft(&draft, 1 + i * SESSIONS + session);
		snprintf(draft.certificate.national_id, sizeof draft.certificate.national_id, "9%010u",
			(unsigned)(i * SESSIONS + session));
		copy_text(draft.national_id, sizeof draft.national_id, draft.certificate.national_id);
		snprintf(draft.name, sizeof draft.name, "Gülşah Unutulacak%cKişi", 'A' + (i * SESSIONS + session) % 26);
		if (store_commit_handover(store, &draft, &desk_file_officer, &stored, &err) == OK)
			stored_count++;
		/* And one that must not go through: the same again. */
		if (store_commit_handover(store, &draft, &desk_file_officer, &stored, &err) != ERR_EXISTS)
			stored_count = 200;
	}
	store_close(&store);
	seal_key_free(&key);
	return stored_count;
}

static void
at_once(void)
{
	struct seal_key *key;
	struct store *store;
	struct handover record;
	struct err err = {0};
	char sentence[400], number[32];
	pid_t pids[SESSIONS];
	int total = 0, missing = 0;

	fflush(stdout);
	for (int i = 0; i < SESSIONS; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			_exit(hand_over(i));
	}
	for (int i = 0; i < SESSIONS; i++) {
		int status = 0;

		waitpid(pids[i], &status, 0);
		total += WIFEXITED(status) ? WEXITSTATUS(status) : 1000;
	}
	store = desk_file_open(folder, "many", &key);
	for (int i = 1; i <= PEOPLE; i++) {
		snprintf(number, sizeof number, "2026/A-%04d", i);
		missing += store_find_record(store, number, &record, &err) != OK;
	}
	store_close(&store);
	seal_key_free(&key);
	forger_tell(total == PEOPLE && missing == 0, "%d handovers from %d sessions at once: %d stored, %d numbers missing",
		PEOPLE, SESSIONS, total, missing);
	forger_tell(forger_verify(folder, "many", true, NULL, sentence, NULL) == 1, "and the journal is whole %s", sentence);
}

/* ---- numbers */

static void
number_is(struct store *store, int applicant, const char *expected, const char *words)
{
	struct handover draft, stored = {0};
	struct err err = {0};

	desk_file_draft(&draft, applicant);
	forger_tell(store_commit_handover(store, &draft, &desk_file_officer, &stored, &err) == OK &&
			strcmp(stored.record_number, expected) == 0,
		"%s: %s %s", words, stored.record_number, err.detail);
}

static void
numbers(void)
{
	static const struct {
		const char *words;
		int applicant;
		enum code expected;
	} refusals[] = {{"handed over before", 1, ERR_EXISTS}, {"nobody", 99, ERR_NOT_FOUND},
		{"somebody else's card", 2, ERR_REFUSED}, {"against the verdict", 2, ERR_REFUSED}, {"no text", 2, ERR_ENCODING},
		{"no certificate", 2, ERR_REFUSED}};
	struct seal_key *key;
	struct store *store;
	char sentence[400];

	desk_file_copy(folder, "before", "now");
	store = desk_file_open(folder, "now", &key);
	for (size_t i = 0; i < ARRAY_LENGTH(refusals); i++) {
		struct handover draft, stored;
		struct err err = {0};
		enum code code;

		desk_file_draft(&draft, refusals[i].applicant);
		if (i == 2)
			copy_text(draft.card_serial, sizeof draft.card_serial, "0123 0003");
		if (i == 3)
			draft.verdict.level = VERDICT_REFUSE;
		if (i == 4)
			copy_text(draft.identity.number, sizeof draft.identity.number, "\xff\xfe");
		if (i == 5)
			draft.certificate.sha256[0] = '\0';
		code = store_commit_handover(store, &draft, &desk_file_officer, &stored, &err);
		message_err(sentence, sizeof sentence, &err);
		forger_tell(code == refusals[i].expected && strlen(sentence) > 15, "refused, %s: %s", refusals[i].words, sentence);
	}
	number_is(store, 2, "2026/A-0002", "after refusals the next number");
	clock_fix(INT64_C(1798750800)); /* 2027-01-01 00:00 at the desk */
	number_is(store, 3, "2027/A-0001", "a new year begins at one");
	clock_fix(INT64_C(1798750799));
	number_is(store, 4, "2026/A-0003", "a clock set back goes on in the old year");
	clock_fix(INT64_C(1795500000));
	store_close(&store);
	seal_key_free(&key);
	forger_tell(forger_verify(folder, "now", true, NULL, sentence, NULL) == 1, "and the journal is whole %s", sentence);
}

/* ---- backup while others write */

static void
write_on(int ready)
{
	struct seal_key *key;
	struct store *store = desk_file_open(folder, "many", &key);
	struct err err = {0};
	char byte = 'y';

	for (int i = 0; i < 20000; i++) {
		if (store_log(store, ACT_LOCK, &desk_file_officer, NULL, 0, NULL, &err) != OK && err.code != ERR_BUSY)
			_exit(1);
		usleep(300); /* SQLite's wait for the lock is not fair */
		if (i == 5 && write(ready, &byte, 1) != 1)
			_exit(1);
	}
	_exit(2); /* should have been ended before */
}

static void
backups(void)
{
	struct seal_key *key;
	struct store *store = desk_file_open(folder, "many", &key);
	struct err err = {0};
	char path[256], sentence[400], byte = 0;
	int64_t entries[3] = {0};
	int ends[2], good = 0, status = 0;
	pid_t pid;

	if (pipe(ends) != 0)
		return;
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		write_on(ends[1]);
	if (read(ends[0], &byte, 1) != 1)
		printf("# nobody writes\n");
	for (int i = 0; i < 3; i++) {
		char name[16];

		snprintf(name, sizeof name, "copy%d", i);
		desk_file_path(path, folder, name);
		good += store_backup(store, path, &desk_file_officer, &entries[i], &err) == OK;
	}
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	close(ends[0]);
	close(ends[1]);
	forger_tell(good == 3 && entries[0] < entries[1] && entries[1] < entries[2] && WIFSIGNALED(status),
		"three backups while another session writes: %lld, %lld, %lld entries %s", (long long)entries[0],
		(long long)entries[1], (long long)entries[2], err.detail);
	forger_tell(store_backup(store, path, &desk_file_officer, NULL, &err) == ERR_EXISTS, "none goes over an older one");
	store_close(&store);
	seal_key_free(&key);
	snprintf(path, sizeof path, "%s/copy2.db-wal", folder);
	forger_tell(access(path, F_OK) != 0, "a backup is one file");
	store = desk_file_open(folder, "copy2", &key);
	forger_tell(store_log(store, ACT_LOCK, &desk_file_officer, NULL, 0, NULL, &err) == OK, "the desk goes on from it");
	store_close(&store);
	seal_key_free(&key);
	forger_tell(forger_verify(folder, "copy2", true, NULL, sentence, NULL) == 1 &&
			forger_verify(folder, "many", true, NULL, sentence, NULL) == 1,
		"both are whole %s", sentence);
	forger_sql_unguarded(folder, "many", "UPDATE journal SET officer = 'x' WHERE seq = 9");
	store = desk_file_open(folder, "many", &key);
	desk_file_path(path, folder, "bad");
	good = store_backup(store, path, &desk_file_officer, NULL, &err) == ERR_CORRUPT && access(path, F_OK) != 0;
	message_err(sentence, sizeof sentence, &err);
	forger_tell(good, "a journal that is not whole makes no backup: %s", sentence);
	store_close(&store);
	seal_key_free(&key);
}

/* ---- a memory stick: no hard links, perhaps no exclusive renaming either */

static bool has_no_links, has_no_exclusive;

/* In place of the C library's. */
int
link(const char *from, const char *to)
{
	if (has_no_links) {
		errno = EPERM;
		return -1;
	}
	return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
	if (has_no_exclusive) {
		errno = EINVAL;
		return -1;
	}
	return (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
}

static void
on_a_stick(void)
{
	struct seal_key *key;
	struct store *store;
	struct err err = {0};
	char path[256], part[300], sentence[400];

	desk_file_copy(folder, "before", "now");
	store = desk_file_open(folder, "now", &key);
	has_no_links = true;
	for (int i = 0; i < 2; i++) {
		has_no_exclusive = i == 1;
		desk_file_path(path, folder, i == 0 ? "stick" : "old-stick");
		snprintf(part, sizeof part, "%s.part", path);
		forger_tell(store_backup(store, path, &desk_file_officer, NULL, &err) == OK && access(path, F_OK) == 0 &&
				access(part, F_OK) != 0 &&
				forger_verify(folder, i == 0 ? "stick" : "old-stick", true, NULL, sentence, NULL) == 1,
			"a backup where there are no hard links%s %s", i == 0 ? "" : " and no exclusive renaming", err.detail);
	}
	has_no_links = has_no_exclusive = false;
	store_close(&store);
	seal_key_free(&key);
}

/* ---- forgetting */

static int
times_in_file(const char *name, const char *words)
{
	static const char *const ends[] = {"", "-wal"};
	int times = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(ends); i++) {
		char path[300], *bytes = NULL;
		size_t length = 0;
		struct err err = {0};

		snprintf(path, sizeof path, "%s/%s.db%s", folder, name, ends[i]);
		if (file_read(path, 1 << 28, &bytes, &length, &err) != OK)
			continue;
		for (size_t at = 0; at + strlen(words) <= length; at++)
			times += memcmp(bytes + at, words, strlen(words)) == 0;
		mem_free(bytes);
	}
	return times;
}

static void
write_paper(void *context, const struct handover *handover, int reprint, struct str *document)
{
	(void)context;
	str_printf(document, "tutanak: %s, %d", handover->name, reprint);
}

static void
forgetting(void)
{
	struct seal_key *key;
	struct store *store;
	struct store_check check = {0};
	const struct store_paper_wish wish = {.destination = "pdf", .write = write_paper, .write_entry = desk_file_write_entry};
	struct store_print print = {0};
	struct str personal = {0}, document = {0};
	struct journal_entry entry;
	struct handover record = {0};
	struct applicant found[4];
	struct err err = {0};
	size_t count = 0;
	bool more, good;

	desk_file_copy(folder, "before", "now");
	store = desk_file_open(folder, "now", &key);
	good = store_queue_paper(store, 1, &wish, &desk_file_officer, &err) == OK &&
		store_list_prints(store, false, 0, &print, 1, &count, &err) == OK && count == 1;
	forger_tell(good && times_in_file("now", "Deneme A") >= 3, "a person stands in the file");
	forger_tell(store_forget_person(store, 2, "", &desk_file_officer, &err) == ERR_REFUSED,
		"not forgotten while the application is open");
	forger_tell(store_forget_person(store, 1, "süresi doldu", &desk_file_officer, &err) == OK, "forgotten %s", err.detail);
	forger_tell(times_in_file("now", "Deneme A") == 0 && times_in_file("now", "deneme a") == 0 &&
			times_in_file("now", "A01B23456") == 0,
		"no byte of name and document number is left, neither in the file nor in its log");
	good = store_find_record(store, "2026/A-0001", &record, &err) == OK && record.name[0] == '\0' &&
		record.national_id[0] == '\0' &&
		strcmp(record.certificate.sha256, "0000000000000000000000000000000000000000000000000000000000000001") == 0;
	forger_tell(good, "the record stands, without the person");
	good = store_find_entry(store, record.journal_seq, &entry, &personal, &err) == OK && personal.length == 0;
	good = good && store_load_print(store, print.id, &print, &document, &err) == OK && document.length == 0 &&
		print.state == STORE_PRINT_DONE;
	good = good && store_search_applicants(store, "Deneme A", found, 4, &count, &more, &err) == OK && count == 0;
	forger_tell(good, "nor its entry, its paper or the search know them");
	forger_tell(store_verify(store, true, NULL, &check, NULL, NULL, &err) == OK && check.whole && check.forgotten == 1,
		"and the journal is whole");
	str_clear(&personal);
	str_clear(&document);
	store_close(&store);
	seal_key_free(&key);
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
	setenv("TZ", "Europe/Istanbul", 1);
	clock_fix(INT64_C(1795500000));
	desk_file_make(folder, "before");
	make_many();
	at_once();
	numbers();
	backups();
	on_a_stick();
	forgetting();
	return forger_end(folder);
}
