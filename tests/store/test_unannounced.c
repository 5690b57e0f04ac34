/*
 * store/test_unannounced: a parcel that no list announced. Whoever's card is found in it goes from expected to received in one
 * move; nobody else moves, nobody was in transit, and the journal says as much.
 */
#include "desk_file.h"
#include "forger.h"

#include <stdio.h>
#include <string.h>

static char folder[64];
static struct store *store;
static struct seal_key *key;
static struct err err;

static bool
is_in(int64_t id, enum application_state state)
{
	struct applicant person;

	return store_find_applicant(store, id, &person, &err) == OK && person.state == state;
}

/* Two who applied and of whom nothing is known since. */
static bool
two_expected(struct applicant list[2])
{
	for (int i = 0; i < 2; i++) {
		snprintf(list[i].national_id, sizeof list[i].national_id, "9%010d", i);
		copy_text(list[i].given_names, sizeof list[i].given_names, "Deneme");
		snprintf(list[i].surname, sizeof list[i].surname, "Bekleyen %d", i);
	}
	return store_add_applicants(store, list, 2, "liste.csv", &desk_file_officer, NULL, &err) == OK;
}

static bool
receive(int64_t whose, struct delivery *stored)
{
	struct delivery_item item = {.kind = ITEM_CARD,
		.seen = SEEN_READ,
		.origin = ORIGIN_UNEXPECTED,
		.applicant_id = whose,
		.certificate = "ab",
		.place = "A-07"};
	struct delivery draft = {.packaging = PACKAGING_WHOLE, .courier_shown = SHOWN_BADGE, .items = &item, .item_count = 1};

	copy_text(draft.tracking_number, sizeof draft.tracking_number, "KRG-99");
	copy_text(draft.dispatched, sizeof draft.dispatched, "2026-11-20");
	return store_receive_delivery(store, &draft, &desk_file_officer, stored, &err) == OK;
}

/* How many entries say of an application what became of it, by any list. */
static int
said_of_it(int64_t from)
{
	struct journal_entry entries[16];
	const struct store_journal_filter all = {.text = ""};
	size_t count = 0;
	int said = 0;

	if (store_list_journal(store, &all, entries, ARRAY_LENGTH(entries), &count, &err) != OK)
		return -1;
	for (size_t i = 0; i < count; i++)
		said += entries[i].seq > from && entries[i].act != ACT_DELIVERY;
	return said;
}

int
main(void)
{
	struct applicant list[2] = {{0}};
	struct delivery stored = {0};
	struct shipment shipment = {0};
	char path[80], sentence[512];
	int64_t head = 0;

	if (!desk_file_folder(folder))
		return 1;
	snprintf(path, sizeof path, "%s/log", folder);
	log_open(path);
	clock_fix(INT64_C(1795500000));
	desk_file_make(folder, "now");
	store = desk_file_open(folder, "now", &key);
	forger_tell(two_expected(list) && is_in(list[0].id, APPLICATION_EXPECTED) && is_in(list[1].id, APPLICATION_EXPECTED),
		"two are expected %s", err.detail);
	store_journal_head(store, &head, NULL, &err);
	forger_tell(receive(list[0].id, &stored), "a parcel that nobody announced is received %s", err.detail);
	forger_tell(is_in(list[0].id, APPLICATION_RECEIVED), "whose card was in it is received");
	forger_tell(is_in(list[1].id, APPLICATION_EXPECTED), "the other one is expected as before");
	forger_tell(said_of_it(head) == 0, "one entry says it all");
	forger_tell(store_find_tracking(store, "KRG-99", &shipment, &err) == OK && shipment.received == stored.time &&
			strcmp(shipment.dispatched, "2026-11-20") == 0 && shipment.cards_expected == 0,
		"its shipment bears what stands on the parcel, and announced nothing");
	store_close(&store);
	seal_key_free(&key);
	forger_tell(forger_verify(folder, "now", true, NULL, sentence, NULL) == 1, "the journal is whole: %s", sentence);
	return forger_end(folder);
}
