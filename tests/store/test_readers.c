/*
 * tests/store/test_readers: a person's reader without a card. What goes out has a holder, comes back from nobody else, and every step has a
 * frozen record with a number without gaps. A long random walk of readers and people against a model; after it tables, records and
 * the journal played again say the same, and every tampering with them is found.
 */
#include "desk_file.h"
#include "forger.h"

#include <stdio.h>
#include <string.h>

#include "teslim/words.h"

enum { READERS = 12, STEPS = 4000 };

static char folder[64];
static struct store *store;
static struct seal_key *key;
static struct err err;
static uint32_t random_state = 20261129;

static struct {
	enum card_state state;
	int64_t holder;
	bool damaged;
} believed[READERS];
static long records, done[RECORD_ACT_COUNT], refused[RECORD_ACT_COUNT];

static unsigned
chance(unsigned of)
{
	random_state = random_state * 1664525U + 1013904223U;
	return (random_state >> 8) % of;
}

static int64_t
head(void)
{
	int64_t seq = 0;

	store_journal_head(store, &seq, NULL, NULL);
	return seq;
}

static void
serial_of(char out[SERIAL_TEXT], int reader)
{
	snprintf(out, SERIAL_TEXT, "OKY-%d", reader);
}

/* ---- one act */

static struct item_record
draft_of(enum record_act act, int64_t person, struct record_row rows[2], int out, int back, enum back_state state)
{
	struct item_record draft = {
		.act = act, .applicant_id = person, .shown = IDENTITY_CARD, .reference = "2026/7", .note = "açıklama", .rows = rows};

	memset(rows, 0, 2 * sizeof *rows);
	if (out >= 0) {
		rows[draft.row_count] = (struct record_row){.kind = ITEM_READER, .way = WAY_OUT, .seen = SEEN_SCANNED};
		serial_of(rows[draft.row_count++].serial, out);
	}
	if (back >= 0) {
		rows[draft.row_count] =
			(struct record_row){.kind = ITEM_READER, .way = WAY_BACK, .seen = SEEN_TYPED, .state = state};
		serial_of(rows[draft.row_count++].serial, back);
	}
	return draft;
}

static enum code
act_on(enum record_act act, int64_t person, int out, int back, enum back_state state, struct item_record *stored)
{
	struct record_row rows[2];
	struct item_record draft = draft_of(act, person, rows, out, back, state);

	err = (struct err){0};
	return store_record_reader(store, &draft, NULL, &desk_file_officer, stored, &err);
}

static bool
holds(int reader, enum card_state state, int64_t holder, bool damaged)
{
	struct reader_device found = {0};
	char serial[SERIAL_TEXT];

	serial_of(serial, reader);
	return store_find_reader(store, serial, 0, &found, &err) == OK && found.state == state && found.holder_id == holder &&
		found.damaged == damaged;
}

static bool
is_refused(enum code code, enum code expected, enum message message, int64_t before)
{
	if (code == expected && err.message == message && head() == before)
		return true;
	printf("# answered %s %d %s\n", err_code_name(code), (int)err.message, err.detail);
	return false;
}

/* ---- by hand */

/* Eight are counted, of which one is broken; four were announced and never came. The first two were announced for people. */
static bool
readers_come(void)
{
	struct shipment shipment = {.tracking_number = "KRG-O", .dispatched = "2026-11-20", .readers_expected = READERS};
	struct reader_device readers[READERS] = {0};
	struct delivery_item items[READERS] = {0};
	struct delivery delivery = {.tracking_number = "KRG-O",
		.packaging = PACKAGING_WHOLE,
		.courier_shown = SHOWN_NOT,
		.items = items,
		.item_count = READERS};

	for (int i = 0; i < READERS; i++)
		serial_of(readers[i].serial, i);
	readers[0].announced_for = 2;
	readers[1].announced_for = 3;
	if (store_add_shipment(store, &shipment, NULL, 0, readers, READERS, &desk_file_officer, &err) != OK)
		return false;
	delivery.shipment_id = shipment.id;
	for (int i = 0; i < READERS; i++) {
		items[i] = (struct delivery_item){
			.kind = ITEM_READER, .seen = i < 8 ? SEEN_SCANNED : SEEN_NOT, .item_id = readers[i].id};
		items[i].condition = i == 7 ? CONDITION_DAMAGED : CONDITION_GOOD;
		believed[i].state = i < 8 ? CARD_IN_STOCK : CARD_MISSING;
		believed[i].damaged = i == 7;
	}
	return store_receive_delivery(store, &delivery, &desk_file_officer, &delivery, &err) == OK &&
		holds(7, CARD_IN_STOCK, 0, true);
}

static void
given_exchanged_taken_back(void)
{
	struct item_record stored = {0}, found;
	struct reader_device held[4];
	int64_t before = head(), seqs[4];
	size_t count = 0;
	char entry[1024] = "";
	struct journal_entry row;
	bool good = act_on(RECORD_GIVE, 3, 0, -1, BACK_SOUND, &stored) == OK &&
		strcmp(stored.record_number + 4, "/A-O0001") == 0 && head() == before + 1 &&
		holds(0, CARD_HANDED_OVER, 3, false) && store_find_entry(store, head(), &row, NULL, &err) == OK;

	if (good)
		copy_text(entry, sizeof entry, row.body);
	forger_tell(good && strstr(entry, "act=give applicant=3 ") != NULL && strstr(entry, "announced-for=2") != NULL,
		"a reader is given, and the entry says that it was announced for another: %s", entry);
	good = store_list_held(store, 3, held, 4, &count, &err) == OK && count == 1 && strcmp(held[0].serial, "OKY-0") == 0;
	forger_tell(good, "it is held by its person");
	good = act_on(RECORD_EXCHANGE, 3, 2, 0, BACK_DAMAGED, &stored) == OK && holds(0, CARD_IN_STOCK, 0, true) &&
		holds(2, CARD_HANDED_OVER, 3, false) && strcmp(stored.record_number + 4, "/A-O0002") == 0;
	forger_tell(good, "one comes back damaged and another goes out, in one record %s", err.detail);
	good = act_on(RECORD_TAKE_BACK, 3, -1, 2, BACK_LOST, &stored) == OK && holds(2, CARD_LOST, 0, false);
	forger_tell(good, "one that is lost has no holder any more %s", err.detail);
	good = store_list_item_records(store, 3, seqs, 4, &count, &err) == OK && count == 3 &&
		store_find_item_record(store, seqs[1], "", &found, &err) == OK;
	forger_tell(good && found.act == RECORD_EXCHANGE && found.row_count == 2 && found.rows[0].way == WAY_OUT &&
			found.rows[0].seen == SEEN_SCANNED && found.rows[1].state == BACK_DAMAGED &&
			found.rows[1].seen == SEEN_TYPED && found.shown == IDENTITY_CARD && strcmp(found.note, "açıklama") == 0 &&
			strstr(found.name, "Deneme C") != NULL,
		"the record reads as it was made %s", err.detail);
	store_clear_item_record(&found);
	good = act_on(RECORD_GIVE, 4, 77, -1, BACK_SOUND, &stored) == OK && stored.row_count == 0;
	forger_tell(good, "a reader that no list named is recorded all the same %s", err.detail);
	believed[0].damaged = true;
	believed[2].state = CARD_LOST;
	records = 4;
}

static void
refusals(void)
{
	struct record_row rows[2];
	struct item_record lacking = draft_of(RECORD_GIVE, 2, rows, 3, -1, BACK_SOUND);
	int64_t before = head();
	bool good = is_refused(act_on(RECORD_GIVE, 2, 9, -1, BACK_SOUND, NULL), ERR_REFUSED, MSG_STORE_READER_NOT_COUNTED, before);

	forger_tell(good, "a reader that was never counted is received first");
	good = is_refused(act_on(RECORD_GIVE, 2, 7, -1, BACK_SOUND, NULL), ERR_REFUSED, MSG_STORE_READER_DAMAGED, before) &&
		is_refused(act_on(RECORD_GIVE, 2, 2, -1, BACK_SOUND, NULL), ERR_REFUSED, MSG_STORE_READER_GONE, before);
	forger_tell(good, "nor is a damaged one given, nor one that is gone");
	good = is_refused(act_on(RECORD_TAKE_BACK, 2, -1, 77, BACK_SOUND, NULL), ERR_REFUSED, MSG_STORE_READER_OF_OTHER, before) &&
		is_refused(act_on(RECORD_TAKE_BACK, 4, -1, 3, BACK_SOUND, NULL), ERR_REFUSED, MSG_STORE_READER_NOT_OUT, before) &&
		is_refused(act_on(RECORD_EXCHANGE, 2, 3, 77, BACK_SOUND, NULL), ERR_REFUSED, MSG_STORE_READER_OF_OTHER, before) &&
		holds(3, CARD_IN_STOCK, 0, false);
	forger_tell(good, "only its holder brings one back, and an exchange is done whole or not");
	lacking.shown = IDENTITY_NONE;
	good = is_refused(store_record_reader(store, &lacking, NULL, &desk_file_officer, NULL, &err), ERR_REFUSED,
		MSG_STORE_MOVE_LACKS, before);
	lacking = draft_of(RECORD_TAKE_BACK, 4, rows, -1, 77, BACK_LOST);
	lacking.reference[0] = '\0';
	good = good &&
		is_refused(store_record_reader(store, &lacking, NULL, &desk_file_officer, NULL, &err), ERR_REFUSED,
			MSG_STORE_MOVE_LACKS, before);
	lacking = draft_of(RECORD_GIVE, 4, rows, 3, -1, BACK_SOUND);
	rows[0].seen = SEEN_NOT;
	good = good &&
		is_refused(store_record_reader(store, &lacking, NULL, &desk_file_officer, NULL, &err), ERR_REFUSED,
			MSG_STORE_MOVE_LACKS, before);
	good = good && is_refused(act_on(RECORD_EXCHANGE, 4, 3, 3, BACK_SOUND, NULL), ERR_REFUSED, MSG_STORE_MOVE_LACKS, before) &&
		is_refused(act_on(RECORD_EXCHANGE, 4, 3, -1, BACK_SOUND, NULL), ERR_REFUSED, MSG_STORE_MOVE_LACKS, before) &&
		act_on(RECORD_GIVE, 999, 3, -1, BACK_SOUND, NULL) == ERR_NOT_FOUND && head() == before;
	forger_tell(good, "without a document, a number, a report of the loss or both readers nothing is written %s", err.detail);
}

/* Taking a handover back speaks of the reader only while its applicant has it. */
static void
changed_hands(void)
{
	struct handover draft, stored;
	struct item_record record;
	bool good;

	desk_file_draft(&draft, 5);
	draft.has_reader = true;
	serial_of(draft.reader_serial, 4);
	good = store_commit_handover(store, &draft, &desk_file_officer, &stored, &err) == OK &&
		holds(4, CARD_HANDED_OVER, 5, false) && act_on(RECORD_EXCHANGE, 5, 5, 4, BACK_SOUND, &record) == OK &&
		act_on(RECORD_GIVE, 6, 4, -1, BACK_SOUND, &record) == OK &&
		desk_file_take_back(store, stored.id, &desk_file_officer, &err) == OK;
	forger_tell(good && holds(4, CARD_HANDED_OVER, 6, false) && holds(5, CARD_HANDED_OVER, 5, false),
		"a handover that is taken back leaves a reader where the later record says %s", err.detail);
	believed[4].state = believed[5].state = CARD_HANDED_OVER;
	believed[4].holder = 6;
	believed[5].holder = 5;
	records += 2;
}

static void
on_paper(void)
{
	const struct store_paper_wish wish = {.destination = "pdf", .write_entry = desk_file_write_entry};
	struct record_row rows[2];
	struct item_record draft = draft_of(RECORD_GIVE, 2, rows, 6, -1, BACK_SOUND), stored = {0}, found;
	struct store_print print;
	struct str document = {0};
	int64_t seq;
	int again = 0;
	bool good = store_record_reader(store, &draft, &wish, &desk_file_officer, &stored, &err) == OK &&
		store_next_print(store, &print, &document, &err) == OK && print.entry_seq == stored.journal_seq &&
		strstr(str_text(&document), stored.record_number) != NULL;

	seq = stored.journal_seq;
	forger_tell(good, "its paper is in the queue with the record: %s", str_text(&document));
	good = store_set_entry_paper(store, seq, PAPER_CONFIRMED, &desk_file_officer, &err) == ERR_REFUSED &&
		store_end_print(store, &print, &desk_file_officer, &err) == OK &&
		store_set_entry_paper(store, seq, PAPER_CONFIRMED, &desk_file_officer, &err) == OK &&
		store_reprint_entry(store, seq, &desk_file_officer, &again, &err) == OK && again == 2 &&
		store_set_entry_paper(store, seq, PAPER_SIGNED, &desk_file_officer, &err) == OK &&
		store_set_entry_paper(store, seq, PAPER_SIGNED, &desk_file_officer, &err) == ERR_REFUSED &&
		store_find_item_record(store, 0, stored.record_number, &found, &err) == OK;
	forger_tell(good && found.paper == PAPER_SIGNED && found.prints == 2, "sent, came out, printed again, signed once %s",
		err.detail);
	store_clear_item_record(&found);
	str_clear(&document);
	believed[6].state = CARD_HANDED_OVER;
	believed[6].holder = 2;
	records++;
}

/* ---- the walk */

static bool
goes_out(int reader)
{
	return believed[reader].state == CARD_IN_STOCK && !believed[reader].damaged;
}

static bool
comes_back(int reader, int64_t person)
{
	return believed[reader].state == CARD_HANDED_OVER && believed[reader].holder == person;
}

/* Half of the time one that can do it, else any: both what is done and what is refused must be tried often. */
static int
choose(bool out)
{
	int at = (int)chance(READERS);

	for (int i = 0; chance(16) < 14 && i < READERS; i++) {
		int reader = (at + i) % READERS;

		if (out ? goes_out(reader) : believed[reader].holder != 0)
			return reader;
	}
	return at;
}

static bool
one_step(void)
{
	enum record_act act = (enum record_act)chance(RECORD_DISPATCH);
	int64_t person = 2 + (int64_t)chance(DESK_PEOPLE - 1), before = head();
	int out = act == RECORD_TAKE_BACK ? -1 : choose(true), back = act == RECORD_GIVE ? -1 : choose(false);
	enum back_state state = chance(30) == 0 ? BACK_DAMAGED : chance(5) == 0 ? BACK_LOST : BACK_SOUND;
	bool allowed;
	enum code code;

	if (back >= 0 && believed[back].holder != 0 && chance(2) == 0)
		person = believed[back].holder;
	allowed = (out < 0 || goes_out(out)) && (back < 0 || comes_back(back, person)) && out != back;
	code = act_on(act, person, out, back, state, NULL);

	if (!allowed && code == OK)
		printf("# %s of %lld out %d back %d was done\n", record_act_name(act), (long long)person, out, back);
	if (allowed && code != OK)
		printf("# %s of %lld out %d back %d: %s\n", record_act_name(act), (long long)person, out, back, err.detail);
	if (!allowed) {
		refused[act]++;
		return code == ERR_REFUSED && head() == before;
	}
	done[act]++;
	records++;
	if (out >= 0) {
		believed[out].state = CARD_HANDED_OVER;
		believed[out].holder = person;
	}
	if (back >= 0) {
		believed[back].state = state == BACK_LOST ? CARD_LOST : CARD_IN_STOCK;
		believed[back].holder = 0;
		believed[back].damaged = state == BACK_DAMAGED;
	}
	return code == OK && head() == before + 1;
}

/* What is lost turns up again, and what is broken is replaced: else the walk would end with an empty drawer. */
static bool
mend(int reader)
{
	const struct store_move found = {.act = MOVE_FOUND, .note = "bulundu"};
	struct reader_device device;
	char serial[SERIAL_TEXT];
	struct store_item item = {.kind = ITEM_READER, .state = CARD_LOST};

	if (believed[reader].state != CARD_LOST)
		return true;
	serial_of(serial, reader);
	believed[reader].state = CARD_IN_STOCK;
	if (store_find_reader(store, serial, 0, &device, &err) != OK)
		return false;
	item.id = device.id;
	return store_move_items(store, &found, &item, 1, &desk_file_officer, NULL, &err) == OK;
}

static bool
tables_are_the_model(void)
{
	struct stock stock = {0};
	int64_t here = 0, out = 1; /* OKY-77 */

	for (int i = 0; i < READERS; i++) {
		if (!holds(i, believed[i].state, believed[i].holder, believed[i].damaged)) {
			printf("# OKY-%d\n", i);
			return false;
		}
		here += believed[i].state == CARD_IN_STOCK;
		out += believed[i].state == CARD_HANDED_OVER;
	}
	return store_stock(store, &stock, &err) == OK && stock.wrong[0] == '\0' && stock.entries[ITEM_READER].here == here &&
		stock.tables[ITEM_READER].here == here && stock.entries[ITEM_READER].handed_over == out;
}

static void
walk(void)
{
	struct item_record last = {0};
	char number[RECORD_TEXT];
	bool good = true;
	int step = 0;

	for (; good && step < STEPS; step++)
		good = one_step() && (step % 20 != 0 || mend((int)chance(READERS))) && (step % 500 != 0 || tables_are_the_model());
	for (int act = 0; act < RECORD_DISPATCH; act++)
		printf("# %s: done %ld, refused %ld\n", record_act_name((enum record_act)act), done[act], refused[act]);
	forger_tell(good && tables_are_the_model() && done[RECORD_GIVE] > 50 && done[RECORD_EXCHANGE] > 20,
		"%d steps: tables, model and the journal played again are the same %s", step, err.detail);
	snprintf(number, sizeof number, "%d/A-O%04ld", clock_civil(clock_now()).year, records);
	good = store_find_item_record(store, 0, number, &last, &err) == OK;
	store_clear_item_record(&last);
	forger_tell(good, "and their numbers have no gap up to %s", number);
}

/* ---- by another hand */

static void
found_by_check(void)
{
	static const char *const edits[] = {
		"UPDATE reader_device SET holder_id = 3 WHERE serial = 'OKY-77'",
		"UPDATE reader_device SET holder_id = NULL WHERE serial = 'OKY-77'",
		"UPDATE reader_device SET damaged = 1 - damaged WHERE serial = 'OKY-7'",
		"UPDATE item_record SET applicant_id = 4 WHERE id = 1",
		"UPDATE item_record SET reference = 'x' WHERE id = 3",
		"UPDATE item_record SET number = 9999, record_number = '2026/A-O9999' WHERE id = 1",
		"UPDATE item_record_row SET serial = 'OKY-8' WHERE record_id = 1",
		"UPDATE item_record_row SET state = 'in-stock' WHERE record_id = 2 AND state = 'damaged'",
		"DELETE FROM item_record_row WHERE record_id = 2 AND position = 2",
		"DELETE FROM item_record_row WHERE record_id = 1; DELETE FROM item_record WHERE id = 1",
		"UPDATE entry_paper SET state = 'confirmed' WHERE state = 'signed'",
	};
	char sentence[400];

	for (size_t i = 0; i < ARRAY_LENGTH(edits); i++) {
		bool edited;

		desk_file_copy(folder, "now", "edited");
		edited = forger_sql_unguarded(folder, "edited", edits[i]);
		forger_tell(edited && forger_verify(folder, "edited", false, NULL, sentence, NULL) == 0,
			"the check finds: %s (%s)", edits[i], sentence);
	}
	desk_file_copy(folder, "now", "edited");
	forger_tell(!forger_sql(folder, "edited", "UPDATE item_record SET reference = 'x' WHERE id = 1") &&
			!forger_sql(folder, "edited", "DELETE FROM item_record_row WHERE record_id = 1"),
		"and with its guards on the file refuses it");
}

int
main(void)
{
	char path[256], sentence[400];

	if (!desk_file_folder(folder)) {
		puts("not ok 1 - a folder");
		return 1;
	}
	snprintf(path, sizeof path, "%s/log", folder);
	log_open(path);
	clock_fix(INT64_C(1795500000));
	desk_file_make(folder, "now");
	store = desk_file_open(folder, "now", &key);
	forger_tell(readers_come(), "readers come %s", err.detail);
	given_exchanged_taken_back();
	refusals();
	changed_hands();
	on_paper();
	walk();
	store_close(&store);
	seal_key_free(&key);
	forger_tell(forger_verify(folder, "now", true, NULL, sentence, NULL) == 1, "the journal is whole: %s", sentence);
	found_by_check();
	return forger_end(folder);
}
