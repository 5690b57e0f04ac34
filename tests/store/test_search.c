/*
 * store/test_search: search as you type over 100,000 applicants: every keystroke answered at once, by an index and not by
 * walking the table, and with the very people that a plain loop over all names finds, with and without Turkish letters.
 */
#include "../../src/store/sql.h"
#include "desk_file.h"
#include "forger.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "teslim/text.h"

enum { PEOPLE = 100000, PAGE = 64 };

static char folder[64];
static struct applicant *people;
static char (*loose)[FULL_NAME_TEXT]; /* " ayse nur ozturk" */

static void
make_people(void)
{
	static const char *const given[] = {"Ayşe", "Mehmet", "Işıl", "Gülşah", "Ömer", "Çağrı", "Şule", "İbrahim", "Ümit",
		"Zeynep", "Uğur", "Can", "Elif", "Iraz", "Şeyma", "Faruk", "Hâle", "Ethem", "Nur", "Ahmet"};
	static const char *const family[] = {"Öztürk", "Yılmaz", "Işık", "Ağaoğlu", "Çığ", "Gümüşdağ", "Şahin", "Özşimşek",
		"İğneci", "Kâtip", "Düğünlü", "Şıpka", "Kızlık", "Öz", "Çınar", "Kılıç", "Yıldırım", "Uçar", "Gül", "Demir"};
	uint32_t seed = 5070;
	struct str words = {0};

	people = mem_alloc(PEOPLE * sizeof *people);
	loose = mem_alloc(PEOPLE * sizeof *loose);
	for (int i = 0; i < PEOPLE; i++) {
		unsigned draw[4];
		char name[FULL_NAME_TEXT];

		for (int part = 0; part < 4; part++) {
			seed = seed * 1664525u + 1013904223u;
			draw[part] = (seed >> 16) % 20;
		}
		snprintf(people[i].national_id, sizeof people[i].national_id, "9%010u", (unsigned)i * 7);
		snprintf(people[i].given_names, sizeof people[i].given_names, "%s %s", given[draw[0]], given[draw[1]]);
		snprintf(people[i].surname, sizeof people[i].surname, "%s%s%s", family[draw[2]], i % 3 == 0 ? " " : "",
			i % 3 == 0 ? family[draw[3]] : "");
		if (i == 77777)
			copy_text(people[i].surname, sizeof people[i].surname, "Hüdâverdioğlu");
		snprintf(name, sizeof name, "%s %s", people[i].given_names, people[i].surname);
		str_reset(&words);
		str_add_char(&words, ' ');
		text_loose(&words, name);
		copy_text(loose[i], sizeof loose[i], str_text(&words));
	}
	str_clear(&words);
}

static struct store *
make_desk(struct seal_key **key)
{
	struct officer officer = desk_file_officer;
	struct store *store = NULL;
	struct err err = {0};
	char path[256];
	int64_t began = clock_monotonic_ms();
	enum code code;

	*key = desk_file_key(folder);
	desk_file_path(path, folder, "desk");
	code = store_create(&store, path, "A", *key, &err);
	if (code == OK)
		code = store_add_officer(store, &officer, "x", NULL, &err);
	if (code == OK)
		code = store_add_applicants(store, people, PEOPLE, "liste.csv", &officer, NULL, &err);
	forger_tell(code == OK, "%d applicants taken in as one act, %lld ms %s", PEOPLE,
		(long long)(clock_monotonic_ms() - began), err.detail);
	return store;
}

/* How many a plain loop finds: each word of the query begins (or, contained, stands in) a word of the name. */
static int
count_plain(const char *query, bool contained)
{
	struct str folded = {0};
	char copy[128], words[4][64] = {""};
	int word_count = 0, found = 0;

	text_loose(&folded, query);
	copy_text(copy, sizeof copy, str_text(&folded));
	for (char *word = strtok(copy, " "); word != NULL && word_count < 4; word = strtok(NULL, " "))
		snprintf(words[word_count++], sizeof words[0], contained ? "%s" : " %s", word);
	for (int i = 0; i < PEOPLE; i++) {
		bool all = word_count > 0;

		for (int word = 0; all && word < word_count; word++)
			all = strstr(loose[i], words[word]) != NULL;
		found += all;
	}
	str_clear(&folded);
	return found;
}

/* Whether the page is what a plain loop allows: as many, each of them a hit, in order of names. */
static bool
is_right(const char *query, const struct applicant *page, size_t count, bool more)
{
	struct str words = {0}, before = {0}, key = {0};
	int plain = count_plain(query, false);
	bool contained = plain == 0, good;

	if (contained)
		plain = count_plain(query, true);
	good = more == (plain > PAGE) && (int)count == (plain > PAGE ? PAGE : plain);
	for (size_t i = 0; good && i < count; i++) {
		char name[FULL_NAME_TEXT];
		int length;

		snprintf(name, sizeof name, "%s %s", page[i].given_names, page[i].surname);
		str_reset(&key);
		text_sort_key(&key, name);
		length = (int)(before.length < key.length ? before.length : key.length);
		good = i == 0 || memcmp(str_text(&before), str_text(&key), (size_t)length) <= 0;
		str_reset(&before);
		str_add_n(&before, str_text(&key), key.length);
		str_reset(&words);
		text_loose(&words, query);
		good = good && page[i].id >= 1 && page[i].id <= PEOPLE &&
			(contained || strchr(str_text(&words), ' ') != NULL ||
				strstr(loose[page[i].id - 1], str_text(&words)) != NULL);
	}
	if (!good)
		printf("# \"%s\": %zu of %d, more %d\n", query, count, plain, more);
	str_clear(&words);
	str_clear(&before);
	str_clear(&key);
	return good;
}

#ifdef TESLIM_EMULATED
enum { SLOWER = 10 };
#else
enum { SLOWER = 1 };
#endif

/* Every prefix of what people type, letter by letter. */
static void
keystrokes(struct store *store)
{
	static const char *const typed[] = {"ayşe nur öztürk", "AYSE NUR OZTURK", "ışık", "ISIK", "işik", "iĞne", "çığ", "cig",
		"hüdâverdioğlu", "hudaverdioglu", "mehmet y", "öz", "g d ç", "şahin can", "ürk", "oğlu", "zzz", "kâtip", "katip",
		"k", "%", "_", "a%b"};
	static struct applicant page[PAGE];
	double worst = 0, all = 0;
	int strokes = 0, wrong = 0;
	const char *slowest = "";

	for (size_t i = 0; i < ARRAY_LENGTH(typed); i++) {
		size_t length = strlen(typed[i]);

		for (size_t end = 1; end <= length; end++) {
			char query[64];
			struct err err = {0};
			size_t count = 0;
			bool more;
			int64_t began;
			double took;

			if (((unsigned char)typed[i][end] & 0xc0) == 0x80)
				continue; /* inside a letter */
			snprintf(query, sizeof query, "%.*s", (int)end, typed[i]);
			began = clock_monotonic_ms();
			if (store_search_applicants(store, query, page, PAGE, &count, &more, &err) != OK)
				wrong++;
			took = (double)(clock_monotonic_ms() - began);
			all += took;
			strokes++;
			if (took > worst) {
				worst = took;
				slowest = typed[i];
			}
			/* % and _ are nothing that a name holds. */
			if (strpbrk(query, "%_") == NULL && typed[i][end - 1] != ' ' && !is_right(query, page, count, more))
				wrong++;
		}
	}
	forger_tell(wrong == 0, "%d keystrokes find who a plain loop finds, in Turkish order", strokes);
	/* What a busy machine under a sanitizer still keeps, and an emulator ten times as long; the bench tells the true figures. */
	forger_tell(all / strokes < 60 * SLOWER && worst < 1500 * SLOWER, "on average %.1f ms, the slowest %.0f ms (in \"%s\")",
		all / strokes, worst, slowest);
}

static void
by_number(struct store *store)
{
	static struct applicant page[PAGE];
	struct err err = {0};
	size_t count = 0;
	bool more = false;

	forger_tell(store_search_applicants(store, "90000000", page, PAGE, &count, &more, &err) == OK && count == PAGE && more,
		"the first digits of a number");
	forger_tell(store_search_applicants(store, people[4242].national_id, page, PAGE, &count, &more, &err) == OK &&
			count == 1 && page[0].id == people[4242].id,
		"a whole number");
	forger_tell(store_search_applicants(store, "900 0002 9694", page, PAGE, &count, &more, &err) == OK && count == 1 &&
			page[0].id == 4243,
		"a number with blanks");
	forger_tell(store_search_applicants(store, "699993", page, PAGE, &count, &more, &err) == OK && count >= 1,
		"the last digits only");
	forger_tell(store_search_applicants(store, "", page, PAGE, &count, &more, &err) == OK && count == PAGE && more,
		"nothing typed: the first page");
}

/* ---- how SQLite goes about it */

static void
plan_of(sqlite3 *db, enum sql name, const char *words, const char *index, bool may_scan)
{
	struct str sql = {0}, plan = {0};
	sqlite3_stmt *statement = NULL;
	bool good;

	str_printf(&sql, "EXPLAIN QUERY PLAN %s", sql_text(name));
	good = sqlite3_prepare_v2(db, str_text(&sql), -1, &statement, NULL) == SQLITE_OK;
	while (good && sqlite3_step(statement) == SQLITE_ROW)
		str_printf(&plan, "%s; ", (const char *)sqlite3_column_text(statement, 3));
	sqlite3_finalize(statement);
	good = good && strstr(str_text(&plan), index) != NULL;
	for (const char *scan = str_text(&plan); good && !may_scan && (scan = strstr(scan, "SCAN ")) != NULL; scan++)
		good = strncmp(scan, "SCAN w", 6) == 0 || strncmp(scan, "SCAN (", 6) == 0; /* a subquery's few rows */
	forger_tell(good, "%s: %s", words, str_text(&plan));
	str_clear(&sql);
	str_clear(&plan);
}

static void
plans(void)
{
	sqlite3 *db = NULL;
	char path[256];

	desk_file_path(path, folder, "desk");
	if (sqlite3_open(path, &db) != SQLITE_OK)
		printf("# %s\n", path);
	plan_of(db, SQL_SEARCH_NUMBER, "first digits", "INDEX applicant_number (national_id>? AND national_id<?)", false);
	plan_of(db, SQL_SEARCH_WORD_COUNT, "how rare a word is", "USING PRIMARY KEY (word>? AND word<?)", false);
	plan_of(db, SQL_SEARCH_WORD, "a rare word", "USING PRIMARY KEY (word>? AND word<?)", false);
	plan_of(db, SQL_SEARCH_SCAN, "a frequent word", "COVERING INDEX applicant_name", true);
	plan_of(db, SQL_LIST_ALL, "a page of all", "INDEX applicant_name", true);
	plan_of(db, SQL_LIST_STATE, "a page of a state", "INDEX applicant_state (state=?)", false);
	plan_of(db, SQL_LIST_LATE, "what is late", "INDEX applicant_s", false);
	plan_of(db, SQL_APPLICANT_NUMBER, "one person's applications", "INDEX applicant_number (national_id=?)", false);
	plan_of(db, SQL_CARD_FIND, "the card of an applicant", "INDEX card_by_applicant", false);
	plan_of(db, SQL_CARD_SERIAL, "a card by its serial", "INDEX card_by_serial", false);
	plan_of(db, SQL_READER_SERIAL, "a reader by its serial", "INDEX reader_by_serial", false);
	plan_of(db, SQL_HANDOVER_RECORD, "a record by its number", "(record_number=?)", false);
	plan_of(db, SQL_HANDOVER_NUMBER, "the next number", "(desk=? AND year=?)", false);
	plan_of(db, SQL_HANDOVER_ROW, "the row of an entry", "(journal_seq=?)", false);
	plan_of(db, SQL_LIVE_CERTIFICATE, "whether a certificate was handed over", "(certificate_sha256=?)", false);
	plan_of(db, SQL_PERSONAL_FIELDS, "an entry's personal fields", "PRIMARY KEY (seq=?)", false);
	plan_of(db, SQL_FORGET_SALTS, "what is to be forgotten", "INDEX personal_by_applicant", false);
	plan_of(db, SQL_JOURNAL_HEAD, "the newest entry", "SCAN journal", true);
	sqlite3_close(db);
}

int
main(void)
{
	struct seal_key *key;
	struct store *store;
	char path[256];

	if (!desk_file_folder(folder)) {
		puts("not ok 1 - a folder");
		return 1;
	}
	snprintf(path, sizeof path, "%s/log", folder);
	log_open(path);
	make_people();
	store = make_desk(&key);
	keystrokes(store);
	by_number(store);
	store_close(&store);
	plans();
	seal_key_free(&key);
	mem_free(people);
	mem_free(loose);
	return forger_end(folder);
}
