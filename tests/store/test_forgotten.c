/*
 * store/test_forgotten: the people of deliveries are forgotten when their time is over: nothing of them is left in the database,
 * its write-ahead log, its free pages or the print queue; record, number and chain stay, and say so; whoever has not signed yet
 * is kept; and nobody can have them gone by another entry than that.
 */
#include "desk_file.h"
#include "forger.h"

#include <stdio.h>
#include <string.h>

/* Letters that occur nowhere else. */
static const char *const secrets[] = {
	"Kurye Zürafagil", "*****9QXZ", "Tanık Zeplinoğlu", "ezik köşe zıvana", "ZARF ÜSTÜ YABANCI", "buruşuk jakuzi"};

static const int64_t day = INT64_C(1795500000);
static char folder[64];
static struct store *store;
static struct seal_key *key;
static struct err err;

static void
write_paper(void *context, const struct delivery *delivery, int reprint, struct str *document)
{
	(void)context;
	str_printf(document, "%s %d %s %s", delivery->record_number, reprint, delivery->courier_name, delivery->witness);
}

/* With a stranger's card in it; its paper waits for the printer, signed or not. */
static int64_t
deliver(const char *tracking, bool signs)
{
	struct delivery_item item = {
		.kind = ITEM_CARD, .seen = SEEN_READ, .origin = ORIGIN_UNEXPECTED, .condition = CONDITION_DAMAGED};
	struct delivery delivery = {.packaging = PACKAGING_TORN, .courier_shown = SHOWN_BADGE, .items = &item, .item_count = 1};
	const struct store_paper_wish wish = {.destination = "x", .write_delivery = write_paper};

	copy_text(delivery.tracking_number, sizeof delivery.tracking_number, tracking);
	copy_text(delivery.courier_firm, sizeof delivery.courier_firm, "Hızlı Kargo");
	delivery.officer_document = IDENTITY_CARD;
	copy_text(delivery.courier_name, sizeof delivery.courier_name, secrets[0]);
	copy_text(delivery.officer_number, sizeof delivery.officer_number, secrets[1]);
	copy_text(delivery.witness, sizeof delivery.witness, secrets[2]);
	copy_text(delivery.packaging_note, sizeof delivery.packaging_note, secrets[3]);
	copy_text(item.certificate, sizeof item.certificate, tracking);
	copy_text(item.name, sizeof item.name, secrets[4]);
	copy_text(item.note, sizeof item.note, secrets[5]);
	if (store_receive_delivery(store, &delivery, &desk_file_officer, &delivery, &err) != OK ||
		(signs && store_set_delivery_paper(store, delivery.id, PAPER_SIGNED, "", &desk_file_officer, &err) != OK) ||
		store_queue_delivery_paper(store, delivery.id, &wish, &desk_file_officer, &err) != OK)
		return 0;
	return delivery.id;
}

static bool
contains(const char *bytes, size_t size, const char *words)
{
	size_t length = strlen(words);

	for (size_t at = 0; at + length <= size; at++)
		if (memcmp(bytes + at, words, length) == 0)
			return true;
	return false;
}

/* In any byte of the database or of what lies beside it. */
static int
left_in_files(void)
{
	static const char *const ends[] = {"", "-wal", "-shm"};
	int left = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(ends); i++) {
		char path[256], name[300];
		char *bytes = NULL;
		size_t size = 0;

		desk_file_path(path, folder, "now");
		snprintf(name, sizeof name, "%s%s", path, ends[i]);
		if (file_read(name, 1 << 26, &bytes, &size, NULL) != OK)
			continue;
		for (size_t s = 0; s < ARRAY_LENGTH(secrets); s++)
			if (contains(bytes, size, secrets[s])) {
				printf("# \"%s\" in the database%s\n", secrets[s], ends[i]);
				left++;
			}
		mem_free(bytes);
	}
	return left;
}

static bool
is_forgotten(int64_t id, bool expected)
{
	struct delivery delivery;
	bool good = store_find_delivery(store, id, "", &delivery, &err) == OK && delivery.forgotten == expected &&
		(strcmp(delivery.courier_name, secrets[0]) == 0) == !expected && delivery.item_count == 1 &&
		(strcmp(delivery.items[0].name, secrets[4]) == 0) == !expected &&
		(strcmp(delivery.items[0].note, secrets[5]) == 0) == !expected &&
		strcmp(delivery.courier_firm, "Hızlı Kargo") == 0 && delivery.counts[ITEM_CARD].damaged == 1;

	store_clear_delivery(&delivery);
	return good;
}

static void
forget_them(int64_t old, int64_t unsigned_one, int64_t young)
{
	struct store_forgetting out = {0};
	int64_t before = 0, after = 0;

	forger_tell(store_count_forgettable(store, day + 86400, &out, &err) == OK && out.deliveries == 1 && out.unsigned_kept == 1,
		"one is due, one is not signed");
	forger_tell(is_forgotten(old, false) && left_in_files() > 0, "counting forgets nothing");
	store_journal_head(store, &before, NULL, &err);
	forger_tell(store_forget_deliveries(store, day + 86400, &desk_file_officer, &out, &err) == OK && out.deliveries == 1 &&
			out.unsigned_kept == 1 && out.drafts == 1,
		"it is forgotten, and a count that nobody ended %s", err.detail);
	store_journal_head(store, &after, NULL, &err);
	forger_tell(after == before + 1, "by one entry");
	forger_tell(is_forgotten(old, true), "the record stays, without its people");
	forger_tell(is_forgotten(unsigned_one, false) && is_forgotten(young, false),
		"the unsigned one and the young one stay whole");
	forger_tell(store_forget_deliveries(store, day + 86400, &desk_file_officer, &out, &err) == OK && out.deliveries == 0,
		"again there is nothing to forget");
	store_journal_head(store, &before, NULL, &err);
	forger_tell(before == after, "and no entry");
}

/* The other two as well: then no byte of any of them is left. */
static void
leave_nothing(int64_t unsigned_one)
{
	struct store_forgetting out = {0};
	bool good = store_set_delivery_paper(store, unsigned_one, PAPER_SIGNED, "", &desk_file_officer, &err) == OK &&
		store_forget_deliveries(store, clock_now() + 1, &desk_file_officer, &out, &err) == OK;

	forger_tell(good && out.deliveries == 2 && out.unsigned_kept == 0, "the others are forgotten when their time comes %s",
		err.detail);
	forger_tell(left_in_files() == 0, "nothing is left in database, write-ahead log and free pages");
}

static void
finds_forged(void)
{
	char sentence[512];

	desk_file_copy(folder, "now", "forged");
	forger_tell(forger_sql_unguarded(folder, "forged",
			    "UPDATE forgotten SET by_seq = (SELECT min(seq) FROM journal WHERE act = "
			    "'person-forgotten') WHERE by_seq = (SELECT max(by_seq) FROM forgotten)") &&
			forger_verify(folder, "forged", true, NULL, sentence, NULL) == 0,
		"what was forgotten by an entry of an earlier time is found: %s", sentence);
}

int
main(void)
{
	char path[80], sentence[512];
	int64_t old, unsigned_one, young;

	if (!desk_file_folder(folder))
		return 1;
	snprintf(path, sizeof path, "%s/log", folder);
	log_open(path);
	clock_fix(day);
	desk_file_make(folder, "now");
	store = desk_file_open(folder, "now", &key);
	old = deliver("KRG-1", true);
	unsigned_one = deliver("KRG-2", false);
	forger_tell(old > 0 && unsigned_one > 0 && store_save_delivery_draft(store, 1, "KRG-9", secrets[0], &err) == OK,
		"two old deliveries and a count %s", err.detail);
	clock_fix(day + INT64_C(2) * 86400);
	young = deliver("KRG-3", true);
	forger_tell(young > 0, "and a young one %s", err.detail);
	forget_them(old, unsigned_one, young);
	leave_nothing(unsigned_one);
	store_close(&store);
	seal_key_free(&key);
	forger_tell(left_in_files() == 0, "nor after closing");
	forger_tell(forger_verify(folder, "now", true, NULL, sentence, NULL) == 1, "the journal is whole: %s", sentence);
	finds_forged();
	return forger_end(folder);
}
