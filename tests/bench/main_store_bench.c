/*
 * store_bench DATABASE KEY PLAIN: times a handover's commit against a bare SQLite commit of the same bytes and durability
 * on the same disk, turn by turn, and a search keystroke against SQLite's own LIKE over the same names (table `plain` of
 * the file PLAIN). Prints markdown table rows.
 */
#include "teslim/seal.h"
#include "teslim/store.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { COMMITS = 200, PASSES = 5 };

static int64_t
now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *values, int count)
{
	qsort(values, (size_t)count, sizeof *values, by_size);
	return values[count / 2];
}

static void
must(bool held, const char *what, const char *detail)
{
	if (held)
		return;
	fprintf(stderr, "store_bench: %s: %s\n", what, detail);
	exit(1);
}

/* ---- commits */

static void
receive_cards(struct store *store, struct applicant *people, struct officer *officer)
{
	struct card *cards = mem_alloc(COMMITS * sizeof *cards);
	struct shipment shipment = {.received = clock_now(), .cards_expected = COMMITS};
	struct err err = {0};
	size_t count = 0;

	must(store_list_applicants(store, STORE_EXPECTED, NULL, NULL, 0, people, COMMITS, &count, &err) == OK && count == COMMITS,
		"applicants", err.detail);
	copy_text(shipment.tracking_number, sizeof shipment.tracking_number, "BENCH");
	copy_text(shipment.dispatched, sizeof shipment.dispatched, "2026-11-16");
	for (int i = 0; i < COMMITS; i++) {
		cards[i].applicant_id = people[i].id;
		snprintf(cards[i].card_serial, sizeof cards[i].card_serial, "B%06d", i);
	}
	must(store_add_shipment(store, &shipment, cards, COMMITS, NULL, 0, officer, &err) == OK, "shipment", err.detail);
	mem_free(cards);
}

static double
one_handover(struct store *store, const struct applicant *person, int index, const struct officer *officer)
{
	static struct handover draft, stored;
	struct err err = {0};
	int64_t began;
	enum code code;

	draft = (struct handover){.applicant_id = person->id, .identity = {.kind = IDENTITY_CARD, .compared = 7}};
	copy_text(draft.identity.number, sizeof draft.identity.number, "A01B23456");
	snprintf(draft.card_serial, sizeof draft.card_serial, "B%06d", index);
	copy_text(draft.certificate.national_id, sizeof draft.certificate.national_id, person->national_id);
	copy_text(draft.national_id, sizeof draft.national_id, person->national_id);
	snprintf(draft.name, sizeof draft.name, "%s %s", person->given_names, person->surname);
	snprintf(draft.certificate.sha256, sizeof draft.certificate.sha256, "%064d", index);
	began = now_ns();
	code = store_commit_handover(store, &draft, officer, &stored, &err);
	must(code == OK, "handover", err.detail);
	return (double)(now_ns() - began) / 1e6;
}

static double
one_bare_commit(sqlite3 *db, sqlite3_stmt *insert, int index)
{
	static char bytes[3000];
	int64_t began = now_ns();

	sqlite3_bind_int(insert, 1, index);
	sqlite3_bind_text(insert, 2, bytes, sizeof bytes, SQLITE_STATIC);
	must(sqlite3_step(insert) == SQLITE_DONE, "bare commit", sqlite3_errmsg(db));
	sqlite3_reset(insert);
	return (double)(now_ns() - began) / 1e6;
}

static void
time_commits(struct store *store, sqlite3 *plain, struct officer *officer)
{
	struct applicant *people = mem_alloc(COMMITS * sizeof *people);
	double handovers[COMMITS], bare[COMMITS];
	sqlite3_stmt *insert = NULL;
	double ours, theirs;

	receive_cards(store, people, officer);
	must(sqlite3_exec(plain,
		     "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE bare (id INTEGER PRIMARY KEY, bytes TEXT)",
		     NULL, NULL, NULL) == SQLITE_OK &&
			sqlite3_prepare_v2(plain, "INSERT INTO bare VALUES (?, ?)", -1, &insert, NULL) == SQLITE_OK,
		"bare table", sqlite3_errmsg(plain));
	for (int i = 0; i < COMMITS; i++) {
		handovers[i] = one_handover(store, &people[i], i, officer);
		bare[i] = one_bare_commit(plain, insert, i);
	}
	sqlite3_finalize(insert);
	mem_free(people);
	ours = median(handovers, COMMITS);
	theirs = median(bare, COMMITS);
	printf("| a handover's commit (signed, chained, checked) | bare SQLite commit, 3 kB, same durability | %.2f ms | %.2f ms | %.1f |\n",
		ours, theirs, ours / theirs);
}

/* ---- keystrokes */

static double
one_search(struct store *store, const char *typed)
{
	static struct applicant found[64];
	struct err err = {0};
	size_t count = 0;
	bool more;
	int64_t began = now_ns();

	must(store_search_applicants(store, typed, found, 64, &count, &more, &err) == OK && count > 0, "search", typed);
	return (double)(now_ns() - began) / 1e6;
}

static double
one_like(sqlite3 *plain, const char *typed)
{
	sqlite3_stmt *statement = NULL;
	char pattern[64];
	int64_t began = now_ns();

	snprintf(pattern, sizeof pattern, "%%%s%%", typed);
	must(sqlite3_prepare_v2(plain,
		     "SELECT * FROM plain WHERE given LIKE ?1 OR surname LIKE ?1 ORDER BY surname, given LIMIT 64", -1,
		     &statement, NULL) == SQLITE_OK,
		"like", sqlite3_errmsg(plain));
	sqlite3_bind_text(statement, 1, pattern, -1, SQLITE_STATIC);
	while (sqlite3_step(statement) == SQLITE_ROW)
		continue;
	sqlite3_finalize(statement);
	return (double)(now_ns() - began) / 1e6;
}

static void
time_search(struct store *store, sqlite3 *plain)
{
	static const char *const typed[] = {
		"a", "ay", "ayş", "ayşe", "ayşe y", "ı", "ış", "ışık", "m", "me", "mehmet", "g", "gü", "öz", "şa"};
	double ours[ARRAY_LENGTH(typed) * PASSES], theirs[ARRAY_LENGTH(typed) * PASSES], worst = 0;
	int count = 0;

	for (int pass = 0; pass < PASSES; pass++)
		for (size_t i = 0; i < ARRAY_LENGTH(typed); i++, count++) {
			ours[count] = one_search(store, typed[i]);
			theirs[count] = one_like(plain, typed[i]);
			worst = ours[count] > worst ? ours[count] : worst;
		}
	printf("| search keystroke at 100,000 applicants, Turkish folding (worst %.2f ms) | SQLite `LIKE` over the same names | %.2f ms | %.2f ms | %.3f |\n",
		worst, median(ours, count), median(theirs, count), median(ours, count) / median(theirs, count));
}

int
main(int argc, char **argv)
{
	struct seal_key *key = NULL;
	struct store *store = NULL;
	struct officer officer;
	struct err err = {0};
	sqlite3 *plain = NULL;

	must(argc == 4, "usage", "store_bench DATABASE KEY PLAIN");
	must(seal_key_load(&key, argv[2], &err) == OK, "key", err.detail);
	must(store_open(&store, argv[1], key, &err) == OK, "database", err.detail);
	must(store_find_officer(store, "bench", &officer, NULL, &err) == OK, "officer", err.detail);
	must(sqlite3_open(argv[3], &plain) == SQLITE_OK, "plain", argv[3]);
	time_search(store, plain);
	time_commits(store, plain, &officer);
	sqlite3_close(plain);
	store_close(&store);
	seal_key_free(&key);
	return 0;
}
