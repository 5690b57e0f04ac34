/*
 * store/test_drawer: counts of the drawer as the store keeps them: numbers without gaps, rows that the journal binds, nothing else
 * changed by them, refused when the stock is no longer what it was compared with, and their paper tracked to the signature.
 */
#include "desk_file.h"
#include "forger.h"

#include <stdio.h>
#include <string.h>

static char folder[64];
static struct store *store;
static struct seal_key *key;
static struct err err;

/* All that is here but the first, which is missing, and one that the register does not know. */
static bool
compare(struct drawer_count *out, struct drawer_item room[])
{
	struct drawer_expected expected[16];
	size_t count = 0;

	*out = (struct drawer_count){.reason = DRAWER_TAKEOVER, .looks = 1, .items = room};
	copy_text(out->other, sizeof out->other, "Devreden Yetkili");
	if (store_list_drawer(store, expected, ARRAY_LENGTH(expected), &count, &err) != OK || count == 0)
		return false;
	for (size_t i = 0; i < count; i++) {
		struct drawer_item *item = &room[out->item_count++];
		struct drawer_sum *sum = &out->sums[expected[i].kind];

		*item = (struct drawer_item){.kind = expected[i].kind,
			.seen = i == 0 ? SEEN_NOT : SEEN_TYPED,
			.finding = i == 0 ? DRAWER_MISSING : DRAWER_FOUND,
			.item_id = expected[i].item_id,
			.applicant_id = expected[i].applicant_id};
		copy_text(item->serial, sizeof item->serial, expected[i].serial);
		sum->here++;
		sum->missing += i == 0;
		sum->scanned += i != 0;
	}
	room[out->item_count++] = (struct drawer_item){
		.seen = SEEN_READ, .finding = DRAWER_UNEXPECTED, .certificate = "ab", .name = "YABANCI KİŞİ", .place = "B-02"};
	out->sums[ITEM_CARD].read++;
	out->sums[ITEM_CARD].unexpected++;
	return true;
}

static void
write_entry(void *context, const struct store_entry_paper *about, struct str *document)
{
	(void)context;
	str_printf(document, "sayım %s %d", about->drawer->record_number, about->print);
}

static const struct store_paper_wish wish = {.destination = "x", .write_entry = write_entry};

static bool
record(struct drawer_count *stored)
{
	struct drawer_item room[32];
	struct drawer_count draft;

	return compare(&draft, room) && store_record_drawer(store, &draft, &wish, &desk_file_officer, stored, &err) == OK;
}

static bool
comes_back(const struct drawer_count *stored)
{
	struct drawer_count found;
	bool good = store_find_drawer(store, 0, stored->record_number, &found, &err) == OK && found.seq == stored->seq &&
		found.item_count == stored->item_count && memcmp(found.sums, stored->sums, sizeof found.sums) == 0 &&
		found.reason == DRAWER_TAKEOVER && found.looks == 1 && strcmp(found.other, "Devreden Yetkili") == 0 &&
		found.items[0].finding == DRAWER_MISSING && found.paper == PAPER_WAITING && found.prints == 1 &&
		strcmp(found.items[found.item_count - 1].name, "YABANCI KİŞİ") == 0 &&
		strcmp(found.items[found.item_count - 1].place, "B-02") == 0 &&
		strcmp(found.journal_hash, stored->journal_hash) == 0;

	store_clear_drawer(&found);
	return good;
}

static enum code
refused(void (*spoil)(struct drawer_count *, struct drawer_item *))
{
	struct drawer_item room[32];
	struct drawer_count draft, stored;
	int64_t before = 0, after = 0;
	enum code code;

	compare(&draft, room);
	spoil(&draft, room);
	store_journal_head(store, &before, NULL, &err);
	code = store_record_drawer(store, &draft, &wish, &desk_file_officer, &stored, &err);
	store_journal_head(store, &after, NULL, &err);
	return before == after ? code : ERR_INTERNAL;
}

static void
no_reason(struct drawer_count *draft, struct drawer_item *room)
{
	(void)room;
	draft->reason = DRAWER_WHY_UNKNOWN;
}

static void
wrong_sum(struct drawer_count *draft, struct drawer_item *room)
{
	(void)room;
	draft->sums[ITEM_CARD].missing--;
}

static void
one_left_out(struct drawer_count *draft, struct drawer_item *room)
{
	draft->items = room + 1;
	draft->item_count--;
	draft->sums[ITEM_CARD].here--;
	draft->sums[ITEM_CARD].missing--;
}

static void
one_twice(struct drawer_count *draft, struct drawer_item *room)
{
	(void)draft;
	room[1].item_id = room[2].item_id;
}

static void
one_gone(struct drawer_count *draft, struct drawer_item *room)
{
	(void)draft;
	room[1].item_id = 4711;
}

static void
offers_when_another_was_here(void)
{
	struct officer other = {.login = "ikinci", .name = "İkinci Yetkili", .title = "Uzman", .active = true};
	struct drawer_count third;
	char name[FULL_NAME_TEXT];
	bool good = store_add_officer(store, &other, "x", &desk_file_officer, &err) == OK &&
		store_login(store, ACT_LOGIN, &other, "pts", &err) == OK &&
		store_login(store, ACT_LOGIN, &desk_file_officer, "pts", &err) == OK;

	forger_tell(good && store_offer_drawer(store, desk_file_officer.login, name, &err) == OK &&
			strcmp(name, "İkinci Yetkili") == 0,
		"who comes after another is told so: %s %s", name, err.detail);
	forger_tell(record(&third) && store_offer_drawer(store, desk_file_officer.login, name, &err) == OK && name[0] == '\0',
		"until the drawer has been counted");
	forger_tell(store_login(store, ACT_LOGIN, &desk_file_officer, "pts", &err) == OK &&
			store_offer_drawer(store, desk_file_officer.login, name, &err) == OK && name[0] == '\0',
		"and not when the same one comes again");
}

static void
follow_paper(int64_t seq)
{
	struct store_print print = {0};
	struct str document = {0};
	struct drawer_count found;
	struct store_unsigned rows[8];
	size_t count = 0;
	bool listed = false;

	forger_tell(store_next_print(store, &print, &document, &err) == OK && print.entry_seq == seq &&
			strstr(str_text(&document), "sayım 2026/A-D0001 1") != NULL,
		"its paper waits for the printer: %s", str_text(&document));
	str_clear(&document);
	forger_tell(store_set_entry_paper(store, seq, PAPER_CONFIRMED, &desk_file_officer, &err) == ERR_REFUSED,
		"what was not sent did not come out");
	forger_tell(store_end_print(store, &print, &desk_file_officer, &err) == OK &&
			store_set_entry_paper(store, seq, PAPER_CONFIRMED, &desk_file_officer, &err) == OK,
		"sent and come out %s", err.detail);
	forger_tell(store_list_unsigned(store, 0, rows, ARRAY_LENGTH(rows), &count, &err) == OK, "unsigned papers are listed");
	for (size_t i = 0; i < count; i++)
		listed = listed || (rows[i].is_drawer && rows[i].entry_seq == seq);
	forger_tell(listed, "and it is among them");
	forger_tell(store_set_entry_paper(store, seq, PAPER_SIGNED, &desk_file_officer, &err) == OK &&
			store_find_drawer(store, seq, "", &found, &err) == OK && found.paper == PAPER_SIGNED,
		"signed %s", err.detail);
	store_clear_drawer(&found);
	forger_tell(store_queue_entry(store, seq, &wish, &desk_file_officer, &err) == OK, "it is printed once more %s",
		err.detail);
}

static void
finds_forged(void)
{
	static const char *const forgeries[] = {
		"UPDATE drawer_item SET finding = 'found', seen = 'typed' WHERE finding = 'missing'",
		"UPDATE drawer_count SET cards_missing = 0",
		"UPDATE drawer_count SET record_number = '2026/A-D0009' WHERE number = 1",
		("DELETE FROM drawer_item WHERE seq = (SELECT max(seq) FROM drawer_count);"
		 "DELETE FROM drawer_count WHERE seq = (SELECT max(seq) FROM drawer_count)"),
		"UPDATE entry_paper SET state = 'waiting' WHERE state = 'signed'"};
	char sentence[512];

	for (size_t i = 0; i < ARRAY_LENGTH(forgeries); i++) {
		desk_file_copy(folder, "now", "forged");
		forger_tell(forger_sql_unguarded(folder, "forged", forgeries[i]) &&
				forger_verify(folder, "forged", true, NULL, sentence, NULL) == 0,
			"found: %s: %s", forgeries[i], sentence);
	}
	forger_tell(!forger_sql(folder, "now", "UPDATE drawer_count SET looks = 9"), "a count is frozen");
	forger_tell(!forger_sql(folder, "now", "DELETE FROM drawer_item"), "and its rows");
}

int
main(void)
{
	struct drawer_count first = {0}, second = {0};
	int64_t cards[ITEM_KIND_COUNT] = {0}, after[ITEM_KIND_COUNT] = {0};
	char path[80], sentence[512], name[FULL_NAME_TEXT];

	if (!desk_file_folder(folder))
		return 1;
	snprintf(path, sizeof path, "%s/log", folder);
	log_open(path);
	clock_fix(INT64_C(1795500000));
	desk_file_make(folder, "now");
	store = desk_file_open(folder, "now", &key);
	store_count_items(store, CARD_IN_STOCK, cards, &err);
	forger_tell(record(&first) && strcmp(first.record_number, "2026/A-D0001") == 0, "a count is recorded as %s %s",
		first.record_number, err.detail);
	forger_tell(record(&second) && strcmp(second.record_number, "2026/A-D0002") == 0, "the next one is %s",
		second.record_number);
	store_count_items(store, CARD_IN_STOCK, after, &err);
	forger_tell(memcmp(cards, after, sizeof cards) == 0, "what was missing or strange is recorded as it was");
	{
		struct drawer_item room[32];
		struct drawer_count draft;

		compare(&draft, room);
		first.items = room;
		forger_tell(comes_back(&first), "what comes back is what went in %s", err.detail);
	}
	forger_tell(refused(no_reason) == ERR_REFUSED, "without a reason it is refused");
	forger_tell(refused(wrong_sum) == ERR_REFUSED, "with sums that its rows do not make too");
	forger_tell(refused(one_left_out) == ERR_BUSY, "one that is here and in no row: the stock has changed");
	forger_tell(refused(one_twice) == ERR_BUSY, "one in two rows");
	forger_tell(refused(one_gone) == ERR_BUSY, "one that is not here");
	forger_tell(store_offer_drawer(store, "demo", name, &err) == OK && name[0] == '\0', "alone at the desk nobody takes over");
	offers_when_another_was_here();
	follow_paper(first.seq);
	store_close(&store);
	seal_key_free(&key);
	forger_tell(forger_verify(folder, "now", true, NULL, sentence, NULL) == 1, "the journal is whole: %s", sentence);
	finds_forged();
	return forger_end(folder);
}
