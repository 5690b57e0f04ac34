/*
 * tests/store/test_moves: from every state, every act: the store makes the move that the table has and refuses every other, with
 * nothing written. A long random walk of people and their cards against a model that knows only the table; after it every table
 * is what the model says, and the journal played again gives the same stock.
 */
#include "desk_file.h"
#include "forger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "teslim/seal.h"
#include "teslim/words.h"

enum { STEPS = 6000, CARDS_MAX = 900, SHIPMENTS_MAX = 900, STATES = APPLICATION_CANCELLED + 1, CARD_PLACES = CARD_MISSING + 2 };

static const struct application_move moves[] = {APPLICATION_MOVES(MOVE_ROW)};
static char folder[64];
static struct store *store;
static struct seal_key *key;
static struct err err;
static uint32_t random_state = 20261128;

static struct {
	int64_t person, shipment; /* shipment 0: of none, since it was never sent */
	enum card_state state;
	char serial[SERIAL_TEXT];
} cards[CARDS_MAX + 1];
static int card_count;
static enum application_state people[DESK_PEOPLE + 1];
static int64_t parcels[SHIPMENTS_MAX]; /* with one card each, still with the courier */
static int parcel_count, announced;
static long done[MOVE_ACT_COUNT], refused[MOVE_ACT_COUNT], tried[STATES][CARD_PLACES][MOVE_ACT_COUNT];

static unsigned
chance(unsigned of)
{
	random_state = random_state * 1664525U + 1013904223U;
	return (random_state >> 8) % of;
}

/* ---- the model */

/* The card that counts: the one that is here, else the one that is awaited, else the newest. 0: none. */
static int
card_of(int64_t person)
{
	static const int rank[] = {
		[CARD_EXPECTED] = 1, [CARD_IN_STOCK] = 0, [CARD_HANDED_OVER] = 3, [CARD_RETURNED] = 3, [CARD_LOST] = 3, [CARD_MISSING] = 2};
	int best = 0;

	for (int i = 1; i <= card_count; i++)
		if (cards[i].person == person && (best == 0 || rank[cards[i].state] <= rank[cards[best].state]))
			best = i;
	return best;
}

static const struct application_move *
row_of(enum move_act act, int64_t person)
{
	int card = card_of(person);
	unsigned bit = card == 0 ? (unsigned)CARDS_NONE : 1U << cards[card].state;

	for (size_t i = 0; i < ARRAY_LENGTH(moves); i++)
		if (moves[i].act == act && moves[i].way == MOVE_AT_ONCE && moves[i].from == people[person] &&
			(moves[i].cards & bit) != 0)
			return &moves[i];
	return NULL;
}

static void
believe(const struct application_move *row, int64_t person)
{
	int card = card_of(person);

	people[person] = row->to;
	if (row->card_to != CARD_STAYS)
		cards[card].state = (enum card_state)row->card_to;
	if (row->act == MOVE_NEVER_SENT)
		cards[card].shipment = 0;
}

/* ---- acts of a person */

static struct store_move
wish(enum move_act act)
{
	bool asks = act == MOVE_HOLD || act == MOVE_RETURN || act == MOVE_CANCEL;

	return (struct store_move){.act = act,
		.reason = asks ? (enum move_reason)(1 + chance(REASON_COUNT - 1)) : REASON_NONE,
		.reference = "RR 1",
		.date = "2026-11-24",
		.place = chance(2) > 0 ? "B-1" : "",
		.note = "açıklama"};
}

static int64_t
head(void)
{
	int64_t seq = 0;

	store_journal_head(store, &seq, NULL, NULL);
	return seq;
}

/* The entry of the dispatch note, which stands besides those of what it lists. */
static int
note_of(enum move_act act)
{
	return act == MOVE_RETURN || act == MOVE_DAMAGED;
}

static bool
failed(const char *what, enum move_act act, int64_t person, enum code code)
{
	int card = card_of(person);

	printf("# %s: %s of %lld (%s, card %s): %s %s\n", what, move_act_name(act), (long long)person,
		application_state_name(people[person]), card == 0 ? "none" : card_state_name(cards[card].state),
		err_code_name(code), err.detail);
	return false;
}

static bool
one_act(void)
{
	int64_t person = 2 + chance(DESK_PEOPLE - 1), before = head();
	enum move_act act = (enum move_act)chance(MOVE_ACT_COUNT);
	const struct application_move *row = row_of(act, person);
	const struct store_move move = wish(act);
	struct store_moved whom = {person, people[person]};
	int card = card_of(person);
	enum code code;

	if (chance(20) == 0) { /* the officer's screen is old */
		whom.from = (enum application_state)((people[person] + 1) % STATES);
		code = store_move(store, &move, &whom, 1, &desk_file_officer, NULL, &err);
		return (code == ERR_BUSY || code == ERR_REFUSED) && head() == before
			? true
			: failed("seen in another state", act, person, code);
	}
	tried[people[person]][card == 0 ? CARD_PLACES - 1 : (int)cards[card].state][act]++;
	code = store_move(store, &move, &whom, 1, &desk_file_officer, NULL, &err);
	if (row == NULL) {
		refused[act]++;
		return code == ERR_REFUSED && head() == before ? true : failed("no row", act, person, code);
	}
	done[act]++;
	if (code != OK || head() != before + 1 + note_of(act))
		return failed("a row", act, person, code);
	believe(row, person);
	return true;
}

/* Two at once: both or none. */
static bool
act_on_two(void)
{
	enum move_act act = (enum move_act)chance(MOVE_ACT_COUNT);
	int64_t first = 2 + chance(DESK_PEOPLE - 1), second = 2 + chance(DESK_PEOPLE - 1), before = head();
	const struct application_move *row = row_of(act, first), *other = row_of(act, second);
	const struct store_moved whom[] = {{first, people[first]}, {second, people[second]}};
	const struct store_move move = wish(act);
	size_t bad = 9;
	enum code code;

	if (first == second)
		return true;
	code = store_move(store, &move, whom, 2, &desk_file_officer, &bad, &err);
	if (row == NULL || other == NULL) {
		if (move.act == MOVE_HAND_OVER || move.act == MOVE_ANNOUNCE || move.act == MOVE_ARRIVE ||
			move.act == MOVE_TAKE_BACK)
			return code == ERR_REFUSED && head() == before;
		return code == ERR_REFUSED && bad == (row == NULL ? 0U : 1U) && head() == before
			? true
			: failed("one of two", act, second, code);
	}
	if (code != OK || head() != before + 2 + note_of(act)) /* one note for both */
		return failed("two", act, first, code);
	believe(row, first);
	believe(other, second);
	return true;
}

/* ---- what lists, couriers and the desk do between */

/* A card is announced: the one that was never sent, or a new one. */
static bool
announce(int64_t person)
{
	struct shipment shipment = {.dispatched = "2026-11-20", .cards_expected = 1};
	struct card card = {.applicant_id = person};
	int old = card_of(person);

	if (card_count == CARDS_MAX || parcel_count == SHIPMENTS_MAX || people[person] != APPLICATION_EXPECTED)
		return true;
	snprintf(shipment.tracking_number, SERIAL_TEXT, "KRG-X-%d", ++announced);
	if (old == 0 || cards[old].state != CARD_EXPECTED || cards[old].shipment != 0)
		snprintf(card.card_serial, SERIAL_TEXT, "Y %05d", card_count);
	else
		copy_text(card.card_serial, SERIAL_TEXT, cards[old].serial);
	if (store_add_shipment(store, &shipment, &card, 1, NULL, 0, &desk_file_officer, &err) != OK)
		return failed("announced", MOVE_ANNOUNCE, person, err.code);
	if (card.id > card_count)
		card_count++;
	if (card.id !=
		(strncmp(card.card_serial, "Y ", 2) == 0 && (old == 0 || strcmp(cards[old].serial, card.card_serial) != 0)
				? card_count
				: old))
		return failed("adopted", MOVE_ANNOUNCE, person, OK);
	cards[card.id].person = person;
	cards[card.id].shipment = shipment.id;
	cards[card.id].state = CARD_EXPECTED;
	copy_text(cards[card.id].serial, SERIAL_TEXT, card.card_serial);
	people[person] = APPLICATION_IN_TRANSIT;
	parcels[parcel_count++] = shipment.id;
	return true;
}

/* The parcel comes, with its card or without; what is not awaited in it any more is no row of it. */
static bool
arrive(void)
{
	struct delivery_item item = {
		.kind = ITEM_CARD, .origin = ORIGIN_ANNOUNCED, .seen = chance(3) > 0 ? SEEN_SCANNED : SEEN_NOT};
	struct delivery delivery = {.packaging = PACKAGING_WHOLE, .courier_shown = SHOWN_BADGE, .items = &item};
	int at = 0;

	if (parcel_count == 0)
		return true;
	delivery.shipment_id = parcels[--parcel_count];
	for (int i = 1; i <= card_count; i++)
		if (cards[i].shipment == delivery.shipment_id &&
			(cards[i].state == CARD_EXPECTED || cards[i].state == CARD_MISSING))
			at = i;
	copy_text(delivery.tracking_number, SERIAL_TEXT, "x");
	if (at != 0) {
		item.item_id = at;
		item.applicant_id = cards[at].person;
		delivery.item_count = 1;
	}
	if (store_receive_delivery(store, &delivery, &desk_file_officer, &delivery, &err) != OK)
		return failed("arrived", MOVE_ARRIVE, cards[at].person, err.code);
	if (at == 0)
		return true;
	cards[at].state = item.seen == SEEN_NOT ? CARD_MISSING : CARD_IN_STOCK;
	if (item.seen != SEEN_NOT &&
		(people[cards[at].person] == APPLICATION_IN_TRANSIT || people[cards[at].person] == APPLICATION_EXPECTED))
		people[cards[at].person] = APPLICATION_RECEIVED;
	return true;
}

/* A handover, which is allowed exactly where the table says, and taken back again. */
static bool
hand_over(int64_t person)
{
	static struct handover draft, stored;
	int card = card_of(person);
	bool allowed = people[person] == APPLICATION_EXPECTED || people[person] == APPLICATION_IN_TRANSIT ||
		people[person] == APPLICATION_RECEIVED;
	enum code code;

	if (card == 0 ||
		(allowed && cards[card].state != CARD_IN_STOCK && cards[card].state != CARD_EXPECTED &&
			cards[card].state != CARD_MISSING))
		return true;
	desk_file_draft(&draft, (int)person);
	copy_text(draft.card_serial, SERIAL_TEXT, cards[card].serial);
	code = store_commit_handover(store, &draft, &desk_file_officer, &stored, &err);
	if (!allowed)
		return code == ERR_REFUSED ? true : failed("handed over", MOVE_HAND_OVER, person, code);
	if (code != OK)
		return failed("handed over", MOVE_HAND_OVER, person, code);
	people[person] = chance(2) > 0 ? APPLICATION_RECEIVED : APPLICATION_ON_HOLD;
	cards[card].state = CARD_IN_STOCK;
	return store_correct_handover(store,
		       &(struct store_correction){
			       .handover_id = stored.id, .takes_back = true, .state = people[person], .reason = "geri"},
		       NULL, &desk_file_officer, NULL, &err) == OK;
}

/* ---- comparing */

static bool
tables_are_the_model(void)
{
	struct stock stock;
	int64_t here = 0;

	for (int64_t person = 2; person <= DESK_PEOPLE; person++) {
		struct applicant applicant;

		if (store_find_applicant(store, person, &applicant, &err) != OK || applicant.state != people[person])
			return failed("the register says otherwise", MOVE_HOLD, person, OK);
	}
	for (int i = 1; i <= card_count; i++) {
		struct card card;

		here += cards[i].state == CARD_IN_STOCK;
		if (store_find_card_serial(store, cards[i].serial, &card, &err) != OK || card.state != cards[i].state) {
			printf("# card %s is %s, not %s\n", cards[i].serial, card_state_name(card.state),
				card_state_name(cards[i].state));
			return false;
		}
	}
	if (store_stock(store, &stock, &err) != OK || stock.wrong[0] != '\0')
		return false;
	stock.tables[ITEM_CARD].came = stock.entries[ITEM_CARD].came; /* the tables do not know */
	return memcmp(&stock.entries[ITEM_CARD], &stock.tables[ITEM_CARD], sizeof stock.tables[ITEM_CARD]) == 0 &&
		stock.tables[ITEM_CARD].here == here;
}

static bool
stock_is_one(void)
{
	struct stock stock;
	bool good = store_stock(store, &stock, &err) == OK && stock.wrong[0] == '\0';

	for (int kind = 0; good && kind < ITEM_KIND_COUNT; kind++) {
		stock.tables[kind].came = stock.entries[kind].came;
		good = memcmp(&stock.entries[kind], &stock.tables[kind], sizeof stock.tables[kind]) == 0 &&
			stock.entries[kind].came >=
				stock.entries[kind].here + stock.entries[kind].handed_over + stock.entries[kind].returned;
	}
	return good;
}

static bool
one_step(void)
{
	int64_t person = 2 + chance(DESK_PEOPLE - 1);

	switch (chance(12)) {
	case 0:
		return announce(person);
	case 1:
		return arrive();
	case 2:
		return hand_over(person);
	case 3:
		return act_on_two();
	default:
		return one_act();
	}
}

/* Every act was tried from every state, and done where it may be; with the card in every place that the walk can bring about. */
static bool
was_closed(void)
{
	bool good = true;

	for (int state = 0; state < STATES; state++)
		for (int act = 0; act < MOVE_ACT_COUNT; act++) {
			long sum = 0;

			for (int card = 0; card < CARD_PLACES; card++)
				sum += tried[state][card][act];
			if (sum == 0 && state != APPLICATION_DELIVERED) {
				printf("# never tried: %s from %s\n", move_act_name((enum move_act)act),
					application_state_name((enum application_state)state));
				good = false;
			}
		}
	for (size_t i = 0; i < ARRAY_LENGTH(moves); i++)
		if (moves[i].way == MOVE_AT_ONCE && done[moves[i].act] == 0) {
			printf("# never done: %s\n", move_act_name(moves[i].act));
			good = false;
		}
	return good;
}

/* Readers, and a card that nobody owns: the same walk by the table of items. */
static bool
items_walk(void)
{
	enum { ITEMS = 5 };
	static const struct item_move rows[] = {ITEM_MOVES(ITEM_MOVE_ROW)};
	struct shipment shipment = {.tracking_number = "KRG-O", .dispatched = "2026-11-20", .readers_expected = 4};
	struct reader_device readers[4] = {{.serial = "O-1"}, {.serial = "O-2"}, {.serial = "O-3"}, {.serial = "O-4"}};
	struct delivery_item came[ITEMS] = {
		{.kind = ITEM_CARD, .seen = SEEN_TYPED, .origin = ORIGIN_UNEXPECTED, .serial = "YABANCI"}};
	struct delivery delivery = {.tracking_number = "KRG-O",
		.packaging = PACKAGING_WHOLE,
		.courier_shown = SHOWN_NOT,
		.items = came,
		.item_count = ITEMS};
	struct store_item at[ITEMS];
	long moved = 0, not = 0;
	bool good = store_add_shipment(store, &shipment, NULL, 0, readers, 4, &desk_file_officer, &err) == OK;

	delivery.shipment_id = shipment.id;
	for (int i = 1; i < ITEMS; i++)
		came[i] = (struct delivery_item){
			.kind = ITEM_READER, .seen = i % 2 == 0 ? SEEN_SCANNED : SEEN_NOT, .item_id = readers[i - 1].id};
	good = good && store_receive_delivery(store, &delivery, &desk_file_officer, &delivery, &err) == OK;
	for (int i = 0; i < ITEMS; i++)
		at[i] = (struct store_item){.kind = i == 0 ? ITEM_CARD : ITEM_READER,
			.id = i == 0 ? card_count + 1 : came[i].item_id,
			.state = i == 0 || i % 2 == 0 ? CARD_IN_STOCK : CARD_MISSING};
	for (int step = 0; good && step < 600; step++) {
		struct store_item *item = &at[chance(ITEMS)];
		enum move_act act = (enum move_act)chance(MOVE_ACT_COUNT);
		const struct store_move move = wish(act);
		const struct item_move *row = NULL;
		struct store_item found;
		int64_t before = head();
		enum code code = store_move_items(store, &move, item, 1, &desk_file_officer, NULL, &err);

		for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
			if (rows[i].act == act && rows[i].from == item->state && (rows[i].kinds & 1U << item->kind) != 0)
				row = &rows[i];
		/* What is posted has a dispatch note of its own besides. */
		good = row != NULL ? code == OK && head() == before + 1 + (act == MOVE_POSTED)
				   : code == ERR_REFUSED && head() == before;
		if (row != NULL)
			item->state = row->to;
		moved += row != NULL;
		not += row == NULL;
		if (item->state == CARD_EXPECTED ||
			item->state == CARD_RETURNED) { /* nothing more becomes of it: begin again by hand */
			good = good && store_find_item(store, item->kind, item->id, &found, &err) == OK &&
				found.state == item->state;
			if (item->state == CARD_EXPECTED && item->kind == ITEM_READER && chance(3) == 0) {
				struct shipment again = {
					.dispatched = "2026-11-21", .received = clock_now(), .readers_expected = 1};
				struct reader_device reader = {0};

				copy_text(reader.serial, SERIAL_TEXT, found.serial);
				snprintf(again.tracking_number, SERIAL_TEXT, "KRG-O-%d", step);
				good = good &&
					store_add_shipment(store, &again, NULL, 0, &reader, 1, &desk_file_officer, &err) == OK &&
					reader.id == item->id;
				item->state = CARD_IN_STOCK;
			}
		}
	}
	printf("# items moved %ld times, refused %ld\n", moved, not);
	for (int i = 0; good && i < ITEMS; i++) {
		struct store_item found;

		good = store_find_item(store, at[i].kind, at[i].id, &found, &err) == OK && found.state == at[i].state;
	}
	return good && moved > 10;
}

/* What an act cannot be without is refused before anything else is looked at. */
static bool
needs_its_words(void)
{
	static const struct store_move lacking[] = {{.act = MOVE_HOLD}, {.act = MOVE_HOLD, .reason = REASON_OTHER},
		{.act = MOVE_RETURN, .note = "x"}, {.act = MOVE_CANCEL}, {.act = MOVE_POSTED, .reference = "1"},
		{.act = MOVE_POSTED, .date = "2026-11-24"}, {.act = MOVE_LOST, .note = "x"}, {.act = MOVE_DAMAGED},
		{.act = MOVE_RELEASE}, {.act = MOVE_CALL_OFF, .note = ""}, {.act = MOVE_FOUND, .place = "A-1"},
		{.act = MOVE_NEVER_SENT}, {.act = MOVE_REOPEN}, {.act = MOVE_HAND_OVER, .note = "x"},
		{.act = MOVE_TAKE_BACK, .note = "x"}};
	bool good = true;

	for (size_t i = 0; i < ARRAY_LENGTH(lacking); i++) {
		err = (struct err){0};
		good = good &&
			store_move(store, &lacking[i], &(struct store_moved){2, people[2]}, 1, &desk_file_officer, NULL, &err) ==
				ERR_REFUSED &&
			err.message == MSG_STORE_MOVE_LACKS;
	}
	return good;
}

int
main(void)
{
	char path[256], sentence[400];
	bool good = true;
	int steps = 0;

	if (!desk_file_folder(folder)) {
		puts("not ok 1 - a folder");
		return 1;
	}
	snprintf(path, sizeof path, "%s/log", folder);
	log_open(path);
	clock_fix(INT64_C(1795500000));
	desk_file_make(folder, "now");
	store = desk_file_open(folder, "now", &key);
	for (int i = 1; i <= DESK_PEOPLE; i++) {
		cards[i].person = i;
		cards[i].shipment = 1;
		cards[i].state = i == 1 ? CARD_HANDED_OVER : CARD_IN_STOCK;
		snprintf(cards[i].serial, SERIAL_TEXT, "0123 %04d", i);
		people[i] = i == 1 ? APPLICATION_DELIVERED : APPLICATION_RECEIVED;
	}
	card_count = DESK_PEOPLE;
	for (; good && steps < STEPS; steps++) {
		err = (struct err){0};
		good = one_step();
		if (good && steps % 400 == 0)
			good = tables_are_the_model();
	}
	forger_tell(good, "%d steps: what the table has is done, nothing else is %s", steps, err.detail);
	for (int act = 0; act < MOVE_ACT_COUNT; act++)
		printf("# %s: done %ld, refused %ld\n", move_act_name((enum move_act)act), done[act], refused[act]);
	forger_tell(was_closed(), "every act was tried from every state");
	forger_tell(tables_are_the_model(), "at the end tables, model and the journal played again are the same");
	forger_tell(items_walk(), "readers and a stranger's card move by their table alone %s", err.detail);
	forger_tell(stock_is_one(), "and their balance is that of the entries");
	forger_tell(needs_its_words(), "an act without its reason, number or words is refused");
	store_close(&store);
	seal_key_free(&key);
	forger_tell(forger_verify(folder, "now", true, NULL, sentence, NULL) == 1, "the journal is whole: %s", sentence);
	return forger_end(folder);
}
