/*
 * store/test_delivery: thousands of random deliveries. What is in stock is exactly what was seen; what was announced and not seen
 * is missing until it comes; replaying the journal gives the tables; and what contradicts the list or comes twice is refused
 * without a trace. The model here knows none of the store's SQL. Kills at every write are in test_acts.
 */
#include "desk_file.h"
#include "forger.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "teslim/words.h"

#if defined TESLIM_SANITIZED || defined TESLIM_EMULATED
enum { ROUNDS = 300 };
#else
enum { ROUNDS = 3000 };
#endif
enum { PER_SHIPMENT = 5, THINGS_MAX = 8 * ROUNDS + 100, SHIPMENTS_MAX = ROUNDS + 8, ROWS_MAX = 64 };

/* What the model believes of a card or a reader, by its id in the register. */
struct thing {
	enum card_state state;
	int shipment; /* id */
	int64_t applicant;
};

static char folder[64];
static struct store *store;
static struct seal_key *key;
static struct err err;
static struct thing things[ITEM_KIND_COUNT][THINGS_MAX], replayed[ITEM_KIND_COUNT][THINGS_MAX];
static int64_t thing_count[ITEM_KIND_COUNT];
static enum application_state people[THINGS_MAX];
static int64_t people_count;
static struct {
	bool received;
	int64_t last; /* receipt */
	char tracking[SERIAL_TEXT];
} shipments[SHIPMENTS_MAX];
static int64_t shipment_count;
static uint64_t seed = UINT64_C(88172645463325252);
static struct {
	long received, later, refused_parcels, missing, found_later, other, unexpected, unfit, wrong;
} tally;

static unsigned
chance(unsigned below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 33) % below;
}

/* ---- the desk: people, shipments announced */

static bool
add_people(int count, int64_t first[1])
{
	static struct applicant list[PER_SHIPMENT];

	memset(list, 0, sizeof list);
	for (int i = 0; i < count; i++) {
		snprintf(list[i].national_id, sizeof list[i].national_id, "9%010lld", (long long)(people_count + i));
		copy_text(list[i].given_names, sizeof list[i].given_names, "Deneme");
		snprintf(list[i].surname, sizeof list[i].surname, "Kişi %lld", (long long)(people_count + i));
	}
	if (store_add_applicants(store, list, (size_t)count, "liste.csv", &desk_file_officer, NULL, &err) != OK)
		return false;
	*first = list[0].id;
	for (int i = 0; i < count; i++) {
		people[list[i].id] = APPLICATION_EXPECTED;
		people_count = list[i].id;
	}
	return true;
}

static bool
announce(void)
{
	struct card cards[PER_SHIPMENT] = {0};
	struct reader_device readers[PER_SHIPMENT] = {0};
	struct shipment shipment = {.dispatched = "2026-11-20"};
	int card_count = 1 + (int)chance(PER_SHIPMENT), reader_count = (int)chance(PER_SHIPMENT);
	int64_t first;

	if (!add_people(card_count, &first))
		return false;
	snprintf(shipment.tracking_number, sizeof shipment.tracking_number, "KRG-%lld", (long long)shipment_count + 1);
	shipment.cards_expected = card_count;
	shipment.readers_expected = reader_count;
	for (int i = 0; i < card_count; i++) {
		cards[i].applicant_id = first + i;
		if (chance(4) > 0)
			snprintf(cards[i].card_serial, SERIAL_TEXT, "K-%lld-%d", (long long)shipment_count, i);
	}
	for (int i = 0; i < reader_count; i++)
		if (chance(4) > 0)
			snprintf(readers[i].serial, SERIAL_TEXT, "R-%lld-%d", (long long)shipment_count, i);
	if (store_add_shipment(store, &shipment, cards, (size_t)card_count, readers, (size_t)reader_count, &desk_file_officer,
		    &err) != OK)
		return false;
	shipment_count = shipment.id;
	copy_text(shipments[shipment.id].tracking, SERIAL_TEXT, shipment.tracking_number);
	for (int i = 0; i < card_count; i++) {
		things[ITEM_CARD][cards[i].id] = (struct thing){CARD_EXPECTED, (int)shipment.id, cards[i].applicant_id};
		people[cards[i].applicant_id] = APPLICATION_IN_TRANSIT;
		thing_count[ITEM_CARD] = cards[i].id;
	}
	for (int i = 0; i < reader_count; i++) {
		things[ITEM_READER][readers[i].id] = (struct thing){CARD_EXPECTED, (int)shipment.id, 0};
		thing_count[ITEM_READER] = readers[i].id;
	}
	return true;
}

/* ---- a parcel at random */

struct parcel {
	struct delivery delivery;
	struct delivery_item items[ROWS_MAX];
};

static bool
is_outstanding(const struct thing *thing)
{
	return thing->state == CARD_EXPECTED || thing->state == CARD_MISSING;
}

static void
see(struct delivery_item *item)
{
	item->seen = item->kind == ITEM_CARD && chance(3) > 0 ? SEEN_READ : chance(2) > 0 ? SEEN_SCANNED : SEEN_TYPED;
	item->condition = chance(8) > 0 ? CONDITION_GOOD : (enum item_condition)(1 + chance(CONDITION_COUNT - 1));
	if (item->seen == SEEN_READ) {
		snprintf(item->certificate, sizeof item->certificate, "%064u", chance(1000000000));
		snprintf(item->certificate_serial, SERIAL_TEXT, "%08X", chance(1000000000));
	}
	snprintf(item->place, sizeof item->place, "A-%02u", chance(99));
	if (item->condition != CONDITION_GOOD && chance(2) > 0)
		copy_text(item->note, sizeof item->note, "not düşüldü");
}

static struct delivery_item *
add_row(struct parcel *parcel, enum item_kind kind, enum item_origin origin)
{
	struct delivery_item *item = &parcel->items[parcel->delivery.item_count++];

	*item = (struct delivery_item){.kind = kind, .origin = origin};
	return item;
}

static void
add_listed(struct parcel *parcel, enum item_kind kind, int64_t id, enum item_origin origin)
{
	struct delivery_item *item = add_row(parcel, kind, origin);

	item->item_id = id;
	item->applicant_id = things[kind][id].applicant;
	if (origin != ORIGIN_ANNOUNCED || chance(5) > 0)
		see(item);
}

static void
add_strangers(struct parcel *parcel)
{
	for (unsigned i = chance(10) < 7 ? 0 : chance(4); i > 0; i--) {
		struct delivery_item *item = add_row(parcel, chance(2) > 0 ? ITEM_CARD : ITEM_READER, ORIGIN_UNEXPECTED);

		see(item);
		if (chance(5) > 0)
			snprintf(item->serial, SERIAL_TEXT, "Y-%u", chance(3 * ROUNDS)); /* now and then one that is taken */
		if (item->kind == ITEM_CARD && chance(3) == 0)
			item->applicant_id = 1 + chance((unsigned)people_count);
		else
			copy_text(item->name, sizeof item->name, "KİM BİLİR");
	}
}

static void
fill(struct parcel *parcel, int64_t shipment)
{
	struct delivery *delivery = &parcel->delivery;

	memset(parcel, 0, sizeof *parcel);
	*delivery = (struct delivery){.shipment_id = shipment,
		.earlier_id = shipments[shipment].last,
		.packaging = PACKAGING_OPENED,
		.courier_shown = SHOWN_BADGE,
		.officer_document = IDENTITY_CARD};
	copy_text(delivery->tracking_number, SERIAL_TEXT, shipments[shipment].tracking);
	delivery->items = parcel->items;
	delivery->counts[ITEM_CARD].said = (int)chance(9) - 1;
	for (int kind = 0; kind < ITEM_KIND_COUNT; kind++)
		for (int64_t id = 1; id <= thing_count[kind]; id++)
			if (is_outstanding(&things[kind][id]) && things[kind][id].shipment == shipment) {
				delivery->counts[kind].announced++;
				add_listed(parcel, (enum item_kind)kind, id, ORIGIN_ANNOUNCED);
			}
	if (chance(6) == 0)
		for (int kind = 0; kind < ITEM_KIND_COUNT; kind++)
			for (int64_t id = thing_count[kind]; id > 0 && id > thing_count[kind] - 40; id--)
				if (is_outstanding(&things[kind][id]) && things[kind][id].shipment != shipment &&
					chance(6) == 0 && delivery->item_count < ROWS_MAX - 8)
					add_listed(parcel, (enum item_kind)kind, id, ORIGIN_OTHER);
	add_strangers(parcel);
}

/* ---- what it must lead to */

static void
move_person(int64_t id, const struct delivery_item *item)
{
	if (id != 0 && (people[id] == APPLICATION_EXPECTED || people[id] == APPLICATION_IN_TRANSIT))
		people[id] = item->condition == CONDITION_GOOD ? APPLICATION_RECEIVED : APPLICATION_ON_HOLD;
}

static void
believe(const struct parcel *parcel)
{
	for (int i = 0; i < parcel->delivery.item_count; i++) {
		const struct delivery_item *item = &parcel->items[i];
		int64_t id = item->origin == ORIGIN_UNEXPECTED ? ++thing_count[item->kind] : item->item_id;
		struct thing *thing = &things[item->kind][id];

		tally.missing += item->seen == SEEN_NOT;
		tally.found_later += item->seen != SEEN_NOT && thing->state == CARD_MISSING && item->origin != ORIGIN_UNEXPECTED;
		tally.other += item->origin == ORIGIN_OTHER;
		tally.unexpected += item->origin == ORIGIN_UNEXPECTED;
		tally.unfit += item->condition != CONDITION_GOOD;
		if (item->origin == ORIGIN_UNEXPECTED)
			*thing = (struct thing){CARD_EXPECTED, (int)parcel->delivery.shipment_id, item->applicant_id};
		thing->state = item->seen == SEEN_NOT ? CARD_MISSING : CARD_IN_STOCK;
		if (item->seen != SEEN_NOT && item->kind == ITEM_CARD)
			move_person(item->applicant_id, item);
	}
}

static int64_t
ask_number(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *statement = NULL;
	int64_t number = -1;

	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
		number = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return number;
}

/* A table's states against those of the model. */
static bool
states_are(sqlite3 *db, const char *sql, const struct thing *list, int64_t count)
{
	sqlite3_stmt *rows = NULL;
	int64_t seen = 0;
	bool good = sqlite3_prepare_v2(db, sql, -1, &rows, NULL) == SQLITE_OK;

	while (good && sqlite3_step(rows) == SQLITE_ROW) {
		int64_t id = sqlite3_column_int64(rows, 0);
		const char *state = (const char *)sqlite3_column_text(rows, 1);

		good = id > 0 && id <= count && strcmp(state, card_state_name(list[id].state)) == 0;
		if (!good)
			printf("# %s: %lld is %s\n", sql, (long long)id, state);
		seen++;
	}
	sqlite3_finalize(rows);
	return good && seen == count;
}

static sqlite3 *
open_file(void)
{
	sqlite3 *db = NULL;
	char path[256];

	desk_file_path(path, folder, "now");
	return sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK ? db : NULL;
}

static bool
tables_are(struct thing list[ITEM_KIND_COUNT][THINGS_MAX])
{
	sqlite3 *db = open_file();
	bool good = states_are(db, "SELECT id, state FROM card", list[ITEM_CARD], thing_count[ITEM_CARD]) &&
		states_are(db, "SELECT id, state FROM reader_device", list[ITEM_READER], thing_count[ITEM_READER]);

	sqlite3_close(db);
	return good;
}

static bool
people_are(void)
{
	struct applicant person;
	bool good = true;

	for (int64_t id = 1; good && id <= people_count; id++) {
		good = store_find_applicant(store, id, &person, &err) == OK && person.state == people[id];
		if (!good)
			printf("# application %lld is %s, not %s\n", (long long)id, application_state_name(person.state),
				application_state_name(people[id]));
	}
	return good;
}

/* ---- what must be refused, with nothing written */

enum wrong {
	WRONG_AGAIN,
	WRONG_LEFT_OUT,
	WRONG_TWICE,
	WRONG_OTHERS,
	WRONG_UNSEEN_STRANGER,
	WRONG_READ_READER,
	WRONG_NO_PACKAGING,
	WRONG_COUNT
};

/* False when this parcel cannot be made wrong in that way. */
static bool
spoil(struct parcel *parcel, enum wrong how)
{
	struct delivery *delivery = &parcel->delivery;
	struct delivery_item *last = delivery->item_count > 0 ? &parcel->items[delivery->item_count - 1] : NULL;

	switch (how) {
	case WRONG_AGAIN: /* another desk has received it since */
		delivery->earlier_id = delivery->earlier_id == 0 ? 1 : 0;
		return shipments[delivery->shipment_id].received || delivery->earlier_id != 0;
	case WRONG_LEFT_OUT:
		delivery->item_count--;
		return last != NULL && last->origin == ORIGIN_ANNOUNCED;
	case WRONG_TWICE:
		if (delivery->item_count < 2 || parcel->items[0].origin != ORIGIN_ANNOUNCED ||
			parcel->items[1].origin != ORIGIN_ANNOUNCED)
			return false;
		parcel->items[1] = parcel->items[0];
		return true;
	case WRONG_OTHERS: /* a card of this list said to be another's */
		if (last == NULL || last->origin != ORIGIN_ANNOUNCED || last->seen == SEEN_NOT)
			return false;
		last->origin = ORIGIN_OTHER;
		return true;
	case WRONG_UNSEEN_STRANGER:
		*add_row(parcel, ITEM_CARD, ORIGIN_UNEXPECTED) = (struct delivery_item){.origin = ORIGIN_UNEXPECTED};
		return true;
	case WRONG_READ_READER:
		*add_row(parcel, ITEM_READER, ORIGIN_UNEXPECTED) = (struct delivery_item){
			.kind = ITEM_READER, .origin = ORIGIN_UNEXPECTED, .seen = SEEN_READ, .certificate = "x"};
		return true;
	case WRONG_NO_PACKAGING:
		delivery->packaging = PACKAGING_UNKNOWN;
		return true;
	case WRONG_COUNT:
		break;
	}
	return false;
}

static bool
refuses_wrong(int64_t shipment)
{
	static struct parcel parcel;
	int64_t before = 0, after = 0;
	enum wrong how = (enum wrong)chance(WRONG_COUNT);
	enum code code;

	fill(&parcel, shipment);
	if (!spoil(&parcel, how))
		return true;
	tally.wrong++;
	store_journal_head(store, &before, NULL, &err);
	code = store_receive_delivery(store, &parcel.delivery, &desk_file_officer, &parcel.delivery, &err);
	store_journal_head(store, &after, NULL, &err);
	if ((code == ERR_REFUSED || code == ERR_BUSY) && before == after)
		return true;
	printf("# wrong in way %d: %s\n", (int)how, err_code_name(code));
	return false;
}

/* ---- the rounds */

static int64_t
count_rows(const struct parcel *parcel, enum item_kind kind, bool found)
{
	int64_t rows = 0;

	for (int i = 0; i < parcel->delivery.item_count; i++)
		rows += parcel->items[i].kind == kind && (parcel->items[i].seen != SEEN_NOT) == found;
	return rows;
}

/* What comes back of it is what went in, with the counts that its rows make. */
static bool
comes_back(const struct parcel *parcel, const struct delivery *stored)
{
	struct delivery found;
	bool good = store_find_delivery(store, 0, stored->record_number, &found, &err) == OK &&
		found.item_count == parcel->delivery.item_count && found.id == stored->id &&
		found.earlier_id == stored->earlier_id;

	for (int kind = 0; good && kind < ITEM_KIND_COUNT; kind++)
		good = found.counts[kind].read + found.counts[kind].scanned == count_rows(parcel, (enum item_kind)kind, true) &&
			found.counts[kind].missing == count_rows(parcel, (enum item_kind)kind, false) &&
			memcmp(&found.counts[kind], &stored->counts[kind], sizeof found.counts[kind]) == 0;
	for (int i = 0; good && i < found.item_count; i++) {
		const struct delivery_item *in = &parcel->items[i], *out = &found.items[i];

		good = in->kind == out->kind && in->seen == out->seen && in->origin == out->origin &&
			in->condition == out->condition && in->applicant_id == out->applicant_id &&
			strcmp(in->place, out->place) == 0 && strcmp(in->note, out->note) == 0 &&
			strcmp(in->certificate, out->certificate) == 0 && (in->item_id == 0 || in->item_id == out->item_id) &&
			(in->applicant_id != 0 || strcmp(in->name, out->name) == 0);
	}
	store_clear_delivery(&found);
	return good;
}

static bool
receive(int64_t shipment)
{
	static struct parcel parcel;
	struct delivery stored;

	fill(&parcel, shipment);
	if (store_receive_delivery(store, &parcel.delivery, &desk_file_officer, &stored, &err) != OK)
		return false;
	believe(&parcel);
	tally.received++;
	tally.later += stored.earlier_id != 0;
	shipments[shipment].received = true;
	shipments[shipment].last = stored.id;
	return comes_back(&parcel, &stored);
}

static bool
refuse(int64_t shipment)
{
	struct delivery delivery = {.shipment_id = shipment,
		.earlier_id = shipments[shipment].last,
		.outcome = DELIVERY_REFUSED,
		.packaging = PACKAGING_WET,
		.courier_shown = SHOWN_NOT};

	copy_text(delivery.tracking_number, SERIAL_TEXT, shipments[shipment].tracking);
	tally.refused_parcels++;
	return store_receive_delivery(store, &delivery, &desk_file_officer, &delivery, &err) == OK && delivery.paper == PAPER_NONE;
}

static bool
one_round(void)
{
	int64_t shipment;

	if ((chance(3) > 0 || shipment_count < 3) && !announce())
		return false;
	shipment = chance(3) > 0 ? shipment_count : 2 + chance((unsigned)shipment_count - 1);
	if (chance(4) == 0 && !refuses_wrong(shipment))
		return false;
	if (chance(20) == 0)
		return refuse(shipment);
	return receive(shipment);
}

/* ---- the journal, played again */

/* From what was announced and the rows of each delivery, in the order of the entries: nothing else is looked at. */
static bool
replay(void)
{
	static struct journal_entry entries[64];
	sqlite3 *db = open_file();
	int64_t head = ask_number(db, "SELECT max(seq) FROM journal");
	bool good = true;

	sqlite3_close(db);
	memcpy(replayed, things, sizeof replayed);
	for (int kind = 0; kind < ITEM_KIND_COUNT; kind++)
		for (int64_t id = 0; id <= thing_count[kind]; id++)
			if (replayed[kind][id].shipment > 1 || kind == ITEM_READER)
				replayed[kind][id].state = CARD_EXPECTED;
	for (int64_t seq = 1; good && seq <= head; seq++) {
		struct delivery found;
		char record[RECORD_TEXT] = "";
		const char *at;

		if (store_find_entry(store, seq, entries, NULL, &err) != OK)
			return false;
		at = strstr(entries[0].body, "record=");
		if (entries[0].act != ACT_DELIVERY || at == NULL)
			continue;
		copy_text(record, strcspn(at + 7, " ") + 1 < sizeof record ? strcspn(at + 7, " ") + 1 : sizeof record, at + 7);
		good = store_find_delivery(store, 0, record, &found, &err) == OK && found.journal_seq == seq;
		for (int i = 0; good && i < found.item_count; i++)
			replayed[found.items[i].kind][found.items[i].item_id].state =
				found.items[i].seen == SEEN_NOT ? CARD_MISSING : CARD_IN_STOCK;
		store_clear_delivery(&found);
	}
	return good && tables_are(replayed);
}

static void
begin(void)
{
	desk_file_make(folder, "now");
	store = desk_file_open(folder, "now", &key);
	shipment_count = 1;
	shipments[1].received = true;
	people_count = DESK_PEOPLE;
	thing_count[ITEM_CARD] = DESK_PEOPLE;
	for (int i = 1; i <= DESK_PEOPLE; i++) {
		things[ITEM_CARD][i] = (struct thing){i == 1 ? CARD_HANDED_OVER : CARD_IN_STOCK, 1, i};
		people[i] = i == 1 ? APPLICATION_DELIVERED : APPLICATION_RECEIVED;
	}
}

/* ---- what a check of the journal finds when the tables are forged */

static void
finds_forged(void)
{
	static const char *const forgeries[] = {
		"UPDATE card SET state = 'in-stock' WHERE state = 'missing'",
		"UPDATE reader_device SET state = 'in-stock' WHERE state = 'missing'",
		"UPDATE card SET state = 'missing' WHERE id = (SELECT card_id FROM delivery_item WHERE seen = 'read' AND kind = 'card' LIMIT 1)",
		"UPDATE card SET state = 'in-stock' WHERE id = (SELECT id FROM card WHERE state = 'missing' LIMIT 1)",
		"UPDATE delivery SET cards_missing = cards_missing - 1, cards_read = cards_read + 1 WHERE id = 3",
		"UPDATE delivery_item SET seen = 'read' WHERE seen = 'not-seen' AND kind = 'card'",
		"DELETE FROM delivery_item WHERE delivery_id = (SELECT max(delivery_id) FROM delivery_item)",
		"UPDATE delivery SET courier_firm = 'Başka'  WHERE id = 2",
		"UPDATE delivery SET number = number + 100 WHERE id = (SELECT max(id) FROM delivery)",
		"DELETE FROM delivery WHERE id = (SELECT max(id) FROM delivery)",
		"INSERT INTO delivery SELECT id + 1, desk, year, number + 1, 'x', 1, NULL, officer_id, time, 1, outcome, tracking_number, dispatched,"
		" packaging, courier_firm, courier_shown, officer_document, letter_number, letter_date, officer_name, officer_title, begun_by,"
		" cards_said, 0, 0, 0, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0 FROM delivery ORDER BY id DESC LIMIT 1",
		"UPDATE personal_field SET value = 'Kimse' WHERE name = 'name-1' OR name LIKE 'note-%'",
	};
	char sentence[400];

	for (size_t i = 0; i < ARRAY_LENGTH(forgeries); i++) {
		desk_file_copy(folder, "small", "forged");
		if (!forger_sql_unguarded(folder, "forged", forgeries[i]))
			forger_tell(false, "forged: %s", forgeries[i]);
		else
			forger_tell(forger_verify(folder, "forged", true, NULL, sentence, NULL) == 0, "found: %.60s: %s",
				forgeries[i], sentence);
	}
}

int
main(void)
{
	char path[256], sentence[400];
	bool good = true;
	int rounds = 0;

	if (!desk_file_folder(folder)) {
		puts("not ok 1 - a folder");
		return 1;
	}
	snprintf(path, sizeof path, "%s/log", folder);
	log_open(path);
	clock_fix(INT64_C(1795500000));
	begin();
	for (; good && rounds < ROUNDS; rounds++) {
		err = (struct err){0};
		good = one_round();
		if (good && rounds % 50 == 0)
			good = tables_are(things) && people_are();
		if (good && rounds == 60) {
			store_close(&store);
			seal_key_free(&key);
			desk_file_copy(folder, "now", "small");
			store = desk_file_open(folder, "now", &key);
		}
	}
	if (good)
		err = (struct err){0};
	forger_tell(good, "after each of %d rounds what is in stock is what was seen %s", rounds, err.detail);
	printf("# received %ld, later arrivals %ld, refused %ld; missing %ld, found later %ld, of another shipment %ld, unexpected %ld, unfit %ld; "
	       "wrong drafts %ld\n",
		tally.received, tally.later, tally.refused_parcels, tally.missing, tally.found_later, tally.other,
		tally.unexpected, tally.unfit, tally.wrong);
	forger_tell(tally.later > 10 && tally.refused_parcels > 5 && tally.found_later > 10 && tally.other > 5 &&
			tally.unexpected > 20 && tally.unfit > 20 && tally.wrong > 20,
		"of every kind there were enough");
	forger_tell(tables_are(things) && people_are(), "at the end the tables are what the model says");
	forger_tell(replay(), "the journal played again gives the tables %s", err.detail);
	store_close(&store);
	seal_key_free(&key);
	forger_tell(forger_verify(folder, "now", true, NULL, sentence, NULL) == 1, "the journal is whole: %s", sentence);
	finds_forged();
	return forger_end(folder);
}
