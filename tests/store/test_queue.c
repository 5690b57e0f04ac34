/*
 * store/test_queue: papers on their way to the printer. However many wait or failed before it, the next one is found; two
 * sessions never print the same one; what a printer says late takes nothing back; a session that died lets go.
 */
#include "desk_file.h"
#include "forger.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "teslim/text.h"

enum { PAPERS = 90, SESSIONS = 4 };

static const int64_t morning = INT64_C(1795500000);

static char folder[64];
static struct seal_key *key;
static struct store *store;
static struct err err;

static void
write_paper(void *context, const struct handover *handover, int reprint, struct str *document)
{
	(void)context;
	str_printf(document, "%s kopya %d", handover->record_number, reprint);
}

static const struct store_paper_wish wish = {.destination = "pdf", .write = write_paper, .write_entry = desk_file_write_entry};

static void
open_now(const char *from)
{
	desk_file_copy(folder, from, "now");
	store = desk_file_open(folder, "now", &key);
	err = (struct err){0};
}

static void
close_now(void)
{
	store_close(&store);
	seal_key_free(&key);
}

static bool
queue(int64_t handover)
{
	return store_queue_paper(store, handover, &wish, &desk_file_officer, &err) == OK;
}

/* Takes the next one; its number, 0 for none. *document gets it. */
static int64_t
next(struct store_print *print, struct str *document)
{
	str_reset(document);
	return store_next_print(store, print, document, &err) == OK ? print->handover_id : 0;
}

static bool
end(struct store_print *print, const char *fault)
{
	copy_text(print->fault, sizeof print->fault, fault);
	return store_end_print(store, print, &desk_file_officer, &err) == OK;
}

static enum paper_state
paper(int64_t applicant)
{
	struct store_paper out;

	return store_find_paper(store, applicant, &out, &err) == OK ? out.paper : PAPER_NONE;
}

static size_t
rows(bool with_done)
{
	static struct store_print list[PAPERS * 3];
	size_t count = 0;

	store_list_prints(store, with_done, 0, list, ARRAY_LENGTH(list), &count, &err);
	return count;
}

/* A desk with many handovers. */
static void
make_many(void)
{
	static struct applicant people[PAPERS];
	struct handover draft, stored;
	bool good = true;

	open_now("before");
	for (int i = 0; i < PAPERS; i++) {
		snprintf(people[i].national_id, sizeof people[i].national_id, "9%010u", (unsigned)i);
		copy_text(people[i].given_names, sizeof people[i].given_names, "Kâğıt");
		copy_text(people[i].surname, sizeof people[i].surname, "Bekleyen");
	}
	good = store_add_applicants(store, people, PAPERS, "liste.csv", &desk_file_officer, NULL, &err) == OK;
	for (int i = 0; good && i < PAPERS; i++) {
		desk_file_draft(&draft, 2);
		draft.applicant_id = people[i].id;
		copy_text(draft.certificate.national_id, sizeof draft.certificate.national_id, people[i].national_id);
		copy_text(draft.national_id, sizeof draft.national_id, people[i].national_id);
		copy_text(draft.name, sizeof draft.name, "Kâğıt Bekleyen");
		snprintf(draft.card_serial, sizeof draft.card_serial, "9999 %04d", i);
		snprintf(draft.certificate.sha256, sizeof draft.certificate.sha256, "%064d", 1000 + i);
		good = store_commit_handover(store, &draft, &desk_file_officer, &stored, &err) == OK;
	}
	forger_tell(good, "a desk with %d handovers %s", PAPERS, err.detail);
	close_now();
	desk_file_copy(folder, "now", "many");
}

/* ---- one paper from the queue to the folder */

static void
one_paper(void)
{
	struct store_print print, again;
	struct handover record;
	struct str document = {0};

	open_now("before");
	forger_tell(next(&print, &document) == 0 && err.code == ERR_NOT_FOUND && print.id == 0, "nothing waits in an empty queue");
	forger_tell(queue(1) && paper(1) == PAPER_WAITING && queue(1) && rows(true) == 1, "queued twice it waits once");
	forger_tell(next(&print, &document) == 1 && strcmp(str_text(&document), "2026/A-0001 kopya 0") == 0 && print.attempts == 1,
		"taken out with its document");
	forger_tell(next(&again, &document) == 0, "and nobody else gets it");
	forger_tell(queue(1) && rows(true) == 1, "while it is being sent it is not queued again");
	forger_tell(end(&print, "Yazıcıda kâğıt yok.") && paper(1) == PAPER_WAITING && next(&again, &document) == 0,
		"failed it waits for somebody who says so");
	forger_tell(queue(1) && rows(true) == 1 && next(&print, &document) == 1 && print.attempts == 2 &&
			strcmp(str_text(&document), "2026/A-0001 kopya 0") == 0,
		"said so it goes out again, still the first paper");
	forger_tell(end(&print, "") && paper(1) == PAPER_SENT, "the printer has it");
	forger_tell(!end(&print, "") && err.code == ERR_BUSY, "which it says once");
	forger_tell(queue(1) && paper(1) == PAPER_WAITING && next(&print, &document) == 1 &&
			strcmp(str_text(&document), "2026/A-0001 kopya 0") == 0,
		"one that did not come out is printed again, and is no copy: %s", str_text(&document));
	forger_tell(store_find_handover(store, 1, &record, &err) == OK && record.prints == 2, "but counted");
	forger_tell(store_set_paper(store, 1, PAPER_CONFIRMED, "", &desk_file_officer, &err) == ERR_REFUSED &&
			err.message == MSG_STORE_PAPER_NOT_SENT,
		"before the printer has it, it cannot have come out");
	forger_tell(end(&print, "") && store_set_paper(store, 1, PAPER_CONFIRMED, "", &desk_file_officer, &err) == OK &&
			rows(false) == 0,
		"then it can, and nothing is left in the queue");
	forger_tell(queue(1) && paper(1) == PAPER_WAITING && next(&print, &document) == 1,
		"torn before it was signed it is printed again");
	forger_tell(store_set_paper(store, 1, PAPER_SIGNED, "", &desk_file_officer, &err) == OK && rows(false) == 1,
		"signed meanwhile: only what is being sent is left in the queue");
	forger_tell(end(&print, "Bağlantı koptu.") && paper(1) == PAPER_SIGNED && rows(false) == 1,
		"a late failure takes nothing back");
	forger_tell(queue(1) && next(&print, &document) == 1 && end(&print, "") && paper(1) == PAPER_SIGNED && rows(false) == 0,
		"nor does a late success, and it leaves the queue");
	forger_tell(queue(1) && next(&print, &document) == 1 && strcmp(str_text(&document), "2026/A-0001 kopya 1") == 0 &&
			paper(1) == PAPER_SIGNED,
		"of a signed record there are copies: %s", str_text(&document));
	str_clear(&document);
	close_now();
}

/* ---- however many stand before it */

static void
behind_many(const char *words, const char *state, int64_t expected)
{
	struct store_print print;
	struct str document = {0};
	char sql[160];
	bool good = true;

	open_now("many");
	for (int64_t id = 2; good && id <= PAPERS; id++)
		good = queue(id);
	snprintf(sql, sizeof sql, "UPDATE print SET state = '%s', changed = %lld WHERE id < %d", state, (long long)morning,
		PAPERS - 1);
	good = good && forger_sql(folder, "now", sql);
	forger_tell(good && next(&print, &document) == expected, "behind %d papers that %s the next one is found", PAPERS - 2,
		words);
	forger_tell(store_set_paper(store, PAPERS, PAPER_SIGNED, "", &desk_file_officer, &err) == OK &&
			rows(false) == (expected == PAPERS ? PAPERS - 1 : PAPERS - 2),
		"and paper that came out leaves the queue from behind them");
	str_clear(&document);
	close_now();
}

static void
many(void)
{
	behind_many("failed", "failed", PAPERS);
	behind_many("were sent and not confirmed", "sent", PAPERS);
	behind_many("are being sent", "sending", PAPERS);
	behind_many("wait", "waiting", 2);
}

/* ---- sessions beside each other */

/* Prints until nothing waits; how many it printed. Each is noted on the pipe. */
static int
print_all(int out)
{
	struct store_print print;
	struct str document = {0};
	int count = 0;

	store = desk_file_open(folder, "now", &key);
	for (;;) {
		char note;
		enum code code = store_next_print(store, &print, &document, &err);

		if (code == ERR_NOT_FOUND)
			break;
		note = (char)print.handover_id;
		if (code != OK || !end(&print, "") || write(out, &note, 1) != 1)
			_exit(200);
		count++;
	}
	_exit(count);
}

static void
at_once(void)
{
	int ends[2], total = 0, twice = 0, seen[PAPERS + 2] = {0};
	pid_t pids[SESSIONS];
	char note;
	bool good = true;

	open_now("many");
	for (int64_t id = 2; good && id <= PAPERS + 1; id++)
		good = queue(id);
	close_now();
	if (pipe(ends) != 0)
		return;
	fflush(stdout);
	for (int i = 0; i < SESSIONS; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			print_all(ends[1]);
	}
	close(ends[1]);
	while (read(ends[0], &note, 1) == 1)
		twice += seen[(int)note]++ > 0;
	close(ends[0]);
	for (int i = 0; i < SESSIONS; i++) {
		int status = 0;

		waitpid(pids[i], &status, 0);
		total += WIFEXITED(status) ? WEXITSTATUS(status) : 1000;
	}
	forger_tell(good && total == PAPERS && twice == 0, "%d sessions print %d papers: %d printed, %d of them twice", SESSIONS,
		PAPERS, total, twice);
}

/* ---- sessions that died */

static void
died(const char *words, int64_t later, bool lets_go)
{
	struct store_print first, second;
	struct str document = {0};
	int64_t got;

	clock_fix(morning);
	open_now("before");
	queue(1);
	next(&first, &document);
	clock_fix(morning + later);
	got = next(&second, &document);
	forger_tell((got == 1) == lets_go, "%s", words);
	if (lets_go) {
		forger_tell(!end(&first, "") && err.code == ERR_BUSY && paper(1) == PAPER_WAITING,
			"and if it lives after all its word is not about this attempt");
		forger_tell(end(&second, "") && paper(1) == PAPER_SENT, "which the second one ends");
	}
	clock_fix(morning);
	str_clear(&document);
	close_now();
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
	clock_fix(morning);
	desk_file_make(folder, "before");
	make_many();
	one_paper();
	many();
	at_once();
	died("a session has its print for four minutes", 240, false);
	died("after six it has died, and another takes it", 360, true);
	died("a clock set back by a moment changes nothing", -10, false);
	died("one that was set back by a year does not hold a print until then", -INT64_C(31536000), true);
	return forger_end(folder);
}
