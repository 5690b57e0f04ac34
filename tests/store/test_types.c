/*
 * store/test_types: every column of every table with everything in it that does not belong there: NULL, numbers, bytes, text that
 * is too long or goes on behind a NUL. Whatever is read then is what stands there or nothing: never what a row before or the
 * stack happened to hold, and nobody falls over it. Run it under valgrind to see what no answer shows.
 */
#include "desk_file.h"
#include "forger.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "teslim/report.h"
#include "teslim/text.h"

enum { SMEAR = 0xA5, COLUMNS_MAX = 64 };

static const char *const values[] = {"NULL", "7", "-9223372036854775808", "1.5e300", "'x'", "''", "zeroblob(0)", "x'00ff10'",
	"zeroblob(32)", "'a' || char(0) || 'b'", "replace(hex(zeroblob(600)), '00', 'ğ')",
	"replace(hex(zeroblob(3000)), '00', 'AB')"};

static char folder[64];
static const char *blamed = "";
static int blames;

static void
blame(const char *what)
{
	blames++;
	printf("# %s: %s\n", blamed, what);
}

/* ---- a desk with something in every table */

static void
write_paper(void *context, const struct handover *handover, int reprint, struct str *document)
{
	(void)context;
	str_printf(document, "%s %d", handover->record_number, reprint);
}

static const struct store_paper_wish wish = {.destination = "pdf", .write = write_paper, .write_entry = desk_file_write_entry};

static void
fill(struct store *store)
{
	struct shipment shipment = {.tracking_number = "KRG-2", .dispatched = "2026-11-20", .readers_expected = 1};
	struct reader_device reader = {.serial = "OKY-1", .kind = "1"};
	struct store_print print;
	struct str document = {0};
	struct handover draft, stored;
	struct err err = {0};
	bool good = true;

	desk_file_draft(&draft, 2);
	draft.verdict.level = VERDICT_WARN;
	draft.verdict.count = 1;
	draft.verdict.findings[0] = (struct finding){.rule = RULE_NAME, .level = VERDICT_WARN, .detail = "AYŞE = Ayse"};
	struct record_row row = {.kind = ITEM_READER, .way = WAY_OUT, .seen = SEEN_TYPED, .serial = "OKY-7"};
	const struct item_record given = {
		.act = RECORD_GIVE, .applicant_id = 2, .shown = IDENTITY_CARD, .note = "kartsız", .rows = &row, .row_count = 1};
	const struct store_move aside = {.act = MOVE_RETURN, .reason = REASON_OTHER, .note = "ayrıldı"};

	good = store_add_shipment(store, &shipment, NULL, 0, &reader, 1, &desk_file_officer, &err) == OK &&
		store_commit_handover(store, &draft, &desk_file_officer, &stored, &err) == OK &&
		store_correct_handover(store, &(struct store_correction){1, true, APPLICATION_ON_HOLD, "yanlış", NULL, NULL},
			NULL, &desk_file_officer, NULL, &err) == OK &&
		store_move(store, &(struct store_move){.act = MOVE_CANCEL, .reason = REASON_OTHER, .note = "vazgeçti"},
			&(struct store_moved){1, APPLICATION_ON_HOLD}, 1, &desk_file_officer, NULL, &err) == OK &&
		store_forget_person(store, 1, "süresi doldu", &desk_file_officer, &err) == OK &&
		store_queue_paper(store, 2, &wish, &desk_file_officer, &err) == OK &&
		store_next_print(store, &print, &document, &err) == OK && store_save_draft(store, 1, "draft=1\n", &err) == OK &&
		store_record_reader(store, &given, &wish, &desk_file_officer, NULL, &err) == OK &&
		store_move(store, &aside, &(struct store_moved){4, APPLICATION_RECEIVED}, 1, &desk_file_officer, NULL, &err) ==
			OK &&
		store_login_failed(store, "demo", "pts", &err) == OK && store_login_failed(store, "yok", "pts", &err) == OK;
	clock_fix(INT64_C(1795500000) + 86400);
	good = good && store_log(store, ACT_LOCK, &desk_file_officer, NULL, 0, NULL, &err) == OK;
	clock_fix(INT64_C(1795500000));
	str_clear(&document);
	forger_tell(good, "a desk with something in every table %s %s", err_code_name(err.code), err.detail);
}

/* The same tables without types, constraints and guards, as somebody would make them who means it. */
static bool
loosen(const char *name)
{
	char path[256];
	sqlite3 *db = NULL;
	sqlite3_stmt *list = NULL;
	struct str sql = {0};
	bool good;

	desk_file_path(path, folder, name);
	good = sqlite3_open(path, &db) == SQLITE_OK &&
		sqlite3_prepare_v2(db,
			"SELECT m.name, group_concat('+\"' || c.name || '\" AS \"' || c.name || '\"') FROM sqlite_master m"
			" JOIN pragma_table_info(m.name) c WHERE m.type = 'table' GROUP BY m.name",
			-1, &list, NULL) == SQLITE_OK;
	while (good && sqlite3_step(list) == SQLITE_ROW) {
		const char *table = (const char *)sqlite3_column_text(list, 0);

		str_printf(&sql,
			"CREATE TABLE loose AS SELECT %s FROM \"%s\"; DROP TABLE \"%s\"; ALTER TABLE loose RENAME TO \"%s\";",
			(const char *)sqlite3_column_text(list, 1), table, table, table);
	}
	sqlite3_finalize(list);
	good = good &&
		sqlite3_exec(db, "PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON", NULL, NULL, NULL) == SQLITE_OK;
	good = good &&
		sqlite3_prepare_v2(db,
			"SELECT group_concat('DROP TRIGGER ' || name, ';') FROM sqlite_master WHERE type = 'trigger'", -1, &list,
			NULL) == SQLITE_OK &&
		sqlite3_step(list) == SQLITE_ROW;
	if (good) {
		struct str drop = {0};

		str_add(&drop, (const char *)sqlite3_column_text(list, 0));
		sqlite3_finalize(list);
		good = sqlite3_exec(db, str_text(&drop), NULL, NULL, NULL) == SQLITE_OK &&
			sqlite3_exec(db, str_text(&sql), NULL, NULL, NULL) == SQLITE_OK;
		str_clear(&drop);
	}
	if (!good)
		printf("# loosen: %s\n", sqlite3_errmsg(db));
	sqlite3_close(db);
	str_clear(&sql);
	return good;
}

/* ---- reading all of it */

/* Leaves marks where the next calls have their variables. */
static __attribute__((noinline)) void
smear_stack(void)
{
	volatile unsigned char bytes[48 * 1024];

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = SMEAR;
}

/* Marks in what was answered: as bytes, or written out in hex. */
static void
look_for_marks(const void *bytes, size_t size, const char *what)
{
	static const unsigned char raw[] = {SMEAR, SMEAR, SMEAR, SMEAR};

	if (memmem(bytes, size, raw, sizeof raw) != NULL || memmem(bytes, size, "a5a5a5a5", 8) != NULL)
		blame(what);
}

static void
read_journal(struct store *store)
{
	static struct journal_entry list[32];
	struct journal_entry entry = {0};
	static const struct store_journal_filter filter = {.text = ""};
	struct str personal = {0};
	size_t count = 0;
	static char nothing[65];

	memset(list, 0, sizeof list);
	memset(nothing, '0', 64);
	smear_stack();
	store_list_journal(store, &filter, list, ARRAY_LENGTH(list), &count, NULL);
	look_for_marks(list, sizeof list, "the journal shows what was on the stack");
	for (size_t i = 1; i < count; i++)
		if (strcmp(list[i].hash, list[i - 1].hash) == 0 && strcmp(list[i].hash, nothing) != 0 &&
			strcmp(blamed, "journal.hash") != 0) {
			blame("the journal shows a neighbour's hash");
			break;
		}
	for (int64_t seq = 0; seq < 12; seq++) {
		smear_stack();
		store_find_entry(store, seq, &entry, &personal, NULL);
		look_for_marks(&entry, sizeof entry, "an entry shows what was on the stack");
	}
	look_for_marks(str_text(&personal), personal.length, "personal fields show what was on the stack");
	str_clear(&personal);
}

static void
read_people(struct store *store)
{
	static struct applicant people[16];
	static const struct store_limits limits = {"2026-12-01", INT64_C(1796000000)};
	struct store_counts counts = {0};
	struct officer officers[4] = {{0}};
	struct store_login login = {0};
	struct store_place place = {0};
	size_t count = 0;
	bool more;

	memset(people, 0, sizeof people);
	for (int view = 0; view < STORE_VIEW_COUNT; view++) {
		smear_stack();
		store_list_applicants(store, (enum store_view)view, &limits, "", 0, people, ARRAY_LENGTH(people), &count, NULL);
		look_for_marks(people, sizeof people, "a list shows what was on the stack");
	}
	store_search_applicants(store, "den", people, ARRAY_LENGTH(people), &count, &more, NULL);
	store_search_applicants(store, "9000", people, ARRAY_LENGTH(people), &count, &more, NULL);
	store_find_national_id(store, "90000010246", people, ARRAY_LENGTH(people), &count, NULL);
	look_for_marks(people, sizeof people, "a search shows what was on the stack");
	store_count(store, &limits, &counts, NULL);
	look_for_marks(&counts, sizeof counts, "the counts show what was on the stack");
	smear_stack();
	store_list_officers(store, officers, ARRAY_LENGTH(officers), &count, NULL);
	store_find_officer(store, "demo", &officers[0], &login, NULL);
	store_find_place(store, "pts", &place, NULL);
	look_for_marks(officers, sizeof officers, "officers show what was on the stack");
	look_for_marks(&login, sizeof login, "a login shows what was on the stack");
	look_for_marks(&place, sizeof place, "a place shows what was on the stack");
}

static void
read_things(struct store *store)
{
	struct shipment shipments[4] = {{0}};
	struct card cards[8] = {{0}};
	struct reader_device reader = {0};
	struct store_recent recent[8] = {{0}};
	size_t count = 0;

	smear_stack();
	store_list_shipments(store, 0, shipments, ARRAY_LENGTH(shipments), &count, NULL);
	store_list_cards(store, 1, cards, ARRAY_LENGTH(cards), &count, NULL);
	store_find_card(store, 2, &cards[0], NULL);
	store_find_reader(store, "OKY-1", 0, &reader, NULL);
	store_find_reader(store, NULL, 2, &reader, NULL);
	store_list_recent(store, recent, ARRAY_LENGTH(recent), &count, NULL);
	look_for_marks(shipments, sizeof shipments, "shipments show what was on the stack");
	look_for_marks(cards, sizeof cards, "cards show what was on the stack");
	look_for_marks(&reader, sizeof reader, "a reader shows what was on the stack");
	look_for_marks(recent, sizeof recent, "the home screen shows what was on the stack");
}

static void
read_records(struct store *store)
{
	static const struct report_settings settings = {
		.state = "T.C.", .institution = "Örnek", .unit = "Birim", .privacy_notice = "", .copies = 1};
	static struct handover records[4];
	struct store_paper paper = {0};
	struct store_history history = {0};
	struct str document = {0};

	memset(records, 0, sizeof records);
	smear_stack();
	for (size_t i = 0; i < ARRAY_LENGTH(records) - 1; i++)
		store_find_handover(store, (int64_t)i + 1, &records[i], NULL);
	store_find_record(store, "2026/A-0002", &records[3], NULL);
	store_find_paper(store, 2, &paper, NULL);
	store_find_history(store, 2, records[3].certificate.sha256, &history, NULL);
	look_for_marks(records, sizeof records, "a record shows what was on the stack");
	look_for_marks(&paper, sizeof paper, "a paper shows what was on the stack");
	look_for_marks(&history, sizeof history, "a history shows what was on the stack");
	for (size_t i = 0; i < ARRAY_LENGTH(records); i++)
		report_handover_record(&document, &records[i], &settings);
	look_for_marks(str_text(&document), document.length, "a printed record shows what was on the stack");
	str_clear(&document);
}

/* Readers' records and dispatch notes, and what is printed of them. */
static void
read_item_records(struct store *store)
{
	static const struct report_settings settings = {
		.state = "T.C.", .institution = "Örnek", .unit = "Birim", .privacy_notice = "", .copies = 1};
	static const char *const numbers[] = {"2026/A-O0001", "2026/A-S0001"};
	struct reader_device held[4] = {{0}};
	struct store_item items[8] = {{0}};
	struct str document = {0};
	int64_t seqs[4] = {0};
	size_t count = 0;

	smear_stack();
	store_list_held(store, 2, held, ARRAY_LENGTH(held), &count, NULL);
	store_list_items(store, CARD_HANDED_OVER, 0, items, ARRAY_LENGTH(items), &count, NULL);
	store_list_item_records(store, 2, seqs, ARRAY_LENGTH(seqs), &count, NULL);
	look_for_marks(held, sizeof held, "a person's readers show what was on the stack");
	look_for_marks(items, sizeof items, "the stock shows what was on the stack");
	look_for_marks(seqs, sizeof seqs, "a person's records show what was on the stack");
	for (size_t i = 0; i < ARRAY_LENGTH(numbers); i++) {
		struct item_record record;

		smear_stack();
		if (store_find_item_record(store, 0, numbers[i], &record, NULL) == OK)
			report_item_record(&document, &record, &settings);
		store_clear_item_record(&record);
	}
	look_for_marks(str_text(&document), document.length, "a reader's printed record shows what was on the stack");
	str_clear(&document);
}

static void
read_paperwork(struct store *store)
{
	struct store_print prints[4] = {{0}};
	struct store_check check = {0};
	struct str text = {0};
	size_t count = 0;

	smear_stack();
	store_list_prints(store, true, 0, prints, ARRAY_LENGTH(prints), &count, NULL);
	store_load_print(store, 1, &prints[0], &text, NULL);
	store_load_draft(store, 1, &text, NULL, NULL);
	look_for_marks(prints, sizeof prints, "the queue shows what was on the stack");
	look_for_marks(str_text(&text), text.length, "a document or draft shows what was on the stack");
	smear_stack();
	store_verify(store, true, NULL, &check, NULL, NULL, NULL);
	look_for_marks(&check, sizeof check, "a check shows what was on the stack");
	str_clear(&text);
}

/* Nothing of this need succeed. */
static void
write_on(struct store *store)
{
	struct handover draft, stored;
	struct store_print print;
	struct str document = {0};
	const struct store_refusal refusal = {.applicant_id = 4, .reason = "wrong-data", .hold = "yanlış"};
	struct delivery delivery = {
		.shipment_id = 2, .tracking_number = "KRG-2", .packaging = PACKAGING_WHOLE, .courier_shown = SHOWN_NOT};

	desk_file_draft(&draft, 3);
	store_commit_handover(store, &draft, &desk_file_officer, &stored, NULL);
	store_refuse_handover(store, &refusal, &desk_file_officer, NULL);
	store_receive_delivery(store, &delivery, &desk_file_officer, &delivery, NULL);
	store_queue_paper(store, 2, &wish, &desk_file_officer, NULL);
	if (store_next_print(store, &print, &document, NULL) == OK)
		store_end_print(store, &print, &desk_file_officer, NULL);
	store_set_paper(store, 2, PAPER_SENT, "", &desk_file_officer, NULL);
	store_set_paper(store, 2, PAPER_CONFIRMED, "", &desk_file_officer, NULL);
	store_login_failed(store, "yok", "pts", NULL);
	store_forget_person(store, 5, "", &desk_file_officer, NULL);
	str_clear(&document);
}

static bool
use_all_of_it(void)
{
	struct seal_key *key = desk_file_key(folder);
	struct store *store = NULL;
	char path[256];
	bool opened;

	desk_file_path(path, folder, "now");
	opened = store_open(&store, path, key, NULL) == OK;
	if (opened) {
		read_journal(store);
		read_people(store);
		read_things(store);
		read_records(store);
		read_item_records(store);
		read_paperwork(store);
		write_on(store);
	}
	store_close(&store);
	seal_key_free(&key);
	return opened;
}

/* ---- every column */

static int
list_columns(char columns[][64], int max, const char *table)
{
	char path[256];
	sqlite3 *db = NULL;
	sqlite3_stmt *list = NULL;
	int count = 0;

	desk_file_path(path, folder, "loose");
	if (sqlite3_open(path, &db) == SQLITE_OK &&
		sqlite3_prepare_v2(db,
			table == NULL ? "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
				      : "SELECT name FROM pragma_table_info(?)",
			-1, &list, NULL) == SQLITE_OK) {
		if (table != NULL)
			sqlite3_bind_text(list, 1, table, -1, SQLITE_STATIC);
		while (count < max && sqlite3_step(list) == SQLITE_ROW)
			copy_text(columns[count++], 64, (const char *)sqlite3_column_text(list, 0));
	}
	sqlite3_finalize(list);
	sqlite3_close(db);
	return count;
}

static void
try_value(const char table[64], const char column[64], const char *value, bool newest_only, int *opened)
{
	char sql[400], name[140];

	desk_file_copy(folder, "loose", "now");
	snprintf(sql, sizeof sql, "UPDATE \"%.63s\" SET \"%.63s\" = %s%s", table, column, value,
		newest_only ? " WHERE rowid = (SELECT max(rowid) FROM journal)" : "");
	snprintf(name, sizeof name, "%.63s.%.63s", table, column);
	blamed = name;
	if (!forger_sql(folder, "now", sql))
		blame("cannot be set");
	*opened += use_all_of_it();
}

static void
try_table(const char table[64])
{
	char columns[COLUMNS_MAX][64];
	int count = list_columns(columns, COLUMNS_MAX, table), tried = 0, opened = 0;

	blames = 0;
	for (int i = 0; i < count; i++)
		for (size_t value = 0; value < ARRAY_LENGTH(values); value++) {
			try_value(table, columns[i], values[value], false, &opened);
			tried++;
			if (strcmp(table, "journal") != 0) /* the desk opens with its first entry, and goes on from its newest */
				continue;
			try_value(table, columns[i], values[value], true, &opened);
			tried++;
		}
	forger_tell(blames == 0 && tried > 0, "%s: %d columns, %d times something wrong in them, opened %d times", table, count,
		tried, opened);
}

int
main(int argc, char **argv)
{
	char tables[COLUMNS_MAX][64], path[256];
	struct seal_key *key;
	struct store *store;
	int count;

	if (!desk_file_folder(folder)) {
		puts("not ok 1 - a folder");
		return 1;
	}
	snprintf(path, sizeof path, "%s/log", folder);
	log_open(path);
	clock_fix(INT64_C(1795500000));
	desk_file_make(folder, "now");
	store = desk_file_open(folder, "now", &key);
	fill(store);
	store_close(&store);
	seal_key_free(&key);
	forger_tell(loosen("now"), "its tables without types and guards");
	desk_file_copy(folder, "now", "loose");
	blamed = "nothing";
	forger_tell(use_all_of_it() && blames == 0, "can be read and written");
	count = list_columns(tables, COLUMNS_MAX, NULL);
	for (int i = 0; i < count; i++)
		if (argc < 2 || strcmp(argv[1], tables[i]) == 0)
			try_table(tables[i]);
	return forger_end(folder);
}
