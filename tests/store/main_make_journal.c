/*
 * make_journal DIR: a desk with a journal of some length: DIR/desk.db, DIR/desk.key; three days, four handovers, one with
 * findings, one taken back, one signed for; a person forgotten, checkpoints; a parcel received, another one refused; a reader given
 * and exchanged, a card set aside for the centre.
 */
#include "desk_file.h"

#include <stdio.h>
#include <stdlib.h>

/* A card of nobody, and another parcel that was not taken. */
static bool
deliver(struct store *store, struct err *err)
{
	struct delivery_item items[] = {{.kind = ITEM_CARD,
						.seen = SEEN_READ,
						.origin = ORIGIN_UNEXPECTED,
						.certificate = "00ff",
						.name = "KİM BİLİR",
						.note = "sorulacak"},
		{.kind = ITEM_READER,
			.seen = SEEN_TYPED,
			.origin = ORIGIN_UNEXPECTED,
			.condition = CONDITION_DAMAGED,
			.serial = "OKY 1"}};
	struct delivery delivery = {.tracking_number = "KRG-2026-7",
		.dispatched = "2026-11-20",
		.packaging = PACKAGING_OPENED,
		.courier_shown = SHOWN_NOT,
		.courier_name = "Kurye Kişi",
		.items = items,
		.item_count = 2};
	struct delivery refused = {.outcome = DELIVERY_REFUSED,
		.tracking_number = "KRG-2026-8",
		.dispatched = "2026-11-20",
		.packaging = PACKAGING_TORN,
		.courier_shown = SHOWN_BADGE};

	return store_receive_delivery(store, &delivery, &desk_file_officer, &delivery, err) == OK &&
		store_receive_delivery(store, &refused, &desk_file_officer, &refused, err) == OK;
}

static bool
sign_correction(struct store *store, struct err *err)
{
	const struct store_paper_wish wish = {.destination = "pdf", .write_entry = desk_file_write_entry};
	struct correction one = {0};
	size_t count = 0;

	return store_list_corrections(store, 4, &one, 1, &count, err) == OK && count == 1 &&
		store_queue_entry(store, one.seq, &wish, &desk_file_officer, err) == OK &&
		store_set_entry_paper(store, one.seq, PAPER_SIGNED, &desk_file_officer, err) == OK;
}

static bool
exchange(struct store *store, struct err *err)
{
	struct record_row rows[2] = {{.kind = ITEM_READER, .way = WAY_OUT, .seen = SEEN_SCANNED, .serial = "OKY 2"},
		{.kind = ITEM_READER, .way = WAY_BACK, .seen = SEEN_TYPED, .state = BACK_DAMAGED, .serial = "OKY 2"}};
	struct item_record record = {
		.act = RECORD_GIVE, .applicant_id = 5, .shown = IDENTITY_CARD, .note = "kartsız", .rows = rows, .row_count = 1};
	const struct store_move aside = {.act = MOVE_RETURN, .reason = REASON_LEFT, .note = "Mart'ta ayrıldı"};

	if (store_record_reader(store, &record, NULL, &desk_file_officer, NULL, err) != OK)
		return false;
	record.act = RECORD_EXCHANGE;
	record.row_count = 2;
	copy_text(rows[0].serial, SERIAL_TEXT, "OKY 3");
	return store_record_reader(store, &record, NULL, &desk_file_officer, NULL, err) == OK &&
		store_move(store, &aside, &(struct store_moved){6, APPLICATION_RECEIVED}, 1, &desk_file_officer, NULL, err) == OK;
}

int
main(int argc, char **argv)
{
	struct seal_key *key;
	struct store *store;
	struct handover draft, stored;
	struct err err = {0};
	int64_t day = INT64_C(1795500000);

	if (argc != 2)
		return 2;
	clock_fix(day);
	desk_file_make(argv[1], "desk");
	store = desk_file_open(argv[1], "desk", &key);
	for (int i = 0; i < 230; i++) {
		const struct store_field body = {"reason", "deneme %20 boşluk var"};
		clock_fix(day + i * 800);
		if (store_log(store, ACT_LOCK, &desk_file_officer, &body, 1, NULL, &err) != OK)
			return 1;
	}
	desk_file_draft(&draft, 2);
	if (store_commit_handover(store, &draft, &desk_file_officer, &stored, &err) != OK ||
		store_forget_person(store, 2, "süresi doldu", &desk_file_officer, &err) != OK) {
		fprintf(stderr, "make_journal: %s %s\n", err_code_name(err.code), err.detail);
		return 1;
	}
	desk_file_draft(&draft, 3);
	draft.verdict.level = VERDICT_WARN;
	draft.verdict.count = 2;
	draft.verdict.findings[0] = (struct finding){.rule = RULE_NAME, .level = VERDICT_WARN, .detail = "AYŞE = Ayse"};
	draft.verdict.findings[1] = (struct finding){.rule = RULE_VALIDITY, .level = VERDICT_PASS};
	if (store_commit_handover(store, &draft, &desk_file_officer, &stored, &err) != OK ||
		store_set_paper(store, stored.id, PAPER_SENT, "", &desk_file_officer, &err) != OK ||
		store_set_paper(store, stored.id, PAPER_CONFIRMED, "", &desk_file_officer, &err) != OK ||
		store_set_paper(store, stored.id, PAPER_SIGNED, "", &desk_file_officer, &err) != OK)
		return 1;
	desk_file_draft(&draft, 4);
	if (store_commit_handover(store, &draft, &desk_file_officer, &stored, &err) != OK ||
		desk_file_take_back(store, stored.id, &desk_file_officer, &err) != OK || !sign_correction(store, &err))
		return 1;
	if (!deliver(store, &err) || !exchange(store, &err))
		return 1;
	store_close(&store);
	seal_key_free(&key);
	return 0;
}
