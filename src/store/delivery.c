/*
 * store/delivery: receiving what a courier brought: the one write by which cards and readers come into stock. What was not
 * seen is missing, whatever was announced. Reading deliveries stands in delivery_read.c, drafts in delivery_draft.c.
 */
#include "inside.h"

#include <stdio.h>
#include <string.h>

/* What the write works on. */
struct receipt {
	struct store *store;
	const struct officer *officer;
	struct delivery *delivery;
	struct shipment shipment;
	int year;
	int64_t running;
	struct err *err;
};

static bool
was_seen(const struct delivery_item *item)
{
	return item->seen != SEEN_NOT;
}

static enum code
changed(struct receipt *receipt, const char *what)
{
	return err_tell(receipt->err, ERR_BUSY, MSG_STORE_DELIVERY_CHANGED, "delivery", "%s", what);
}

/* ---- before anything is written */

/* What nobody could sign: a step that was left out, or rows that contradict themselves. */
static enum code
check_draft(const struct delivery *draft, struct err *err)
{
	const char *lack = NULL;

	if (draft->item_count > DELIVERY_ITEMS_MAX)
		return err_set(err, ERR_LIMIT, 0, "delivery", "%d", draft->item_count);
	if (draft->tracking_number[0] == '\0')
		lack = "tracking-number";
	else if (draft->packaging == PACKAGING_UNKNOWN)
		lack = "packaging";
	else if (draft->courier_shown == SHOWN_UNKNOWN)
		lack = "courier";
	else if (draft->outcome == DELIVERY_REFUSED && draft->item_count > 0)
		lack = "items";
	for (int i = 0; lack == NULL && i < draft->item_count; i++) {
		const struct delivery_item *item = &draft->items[i];

		if ((!was_seen(item) &&
			    (item->origin != ORIGIN_ANNOUNCED || item->item_id == 0 || item->condition != CONDITION_GOOD)) ||
			(item->seen == SEEN_READ && (item->kind != ITEM_CARD || item->certificate[0] == '\0')) ||
			(item->origin != ORIGIN_UNEXPECTED) != (item->item_id != 0))
			lack = item->serial[0] != '\0' ? item->serial : "items";
	}
	return lack == NULL ? OK : err_tell(err, ERR_REFUSED, MSG_STORE_DELIVERY_EMPTY, "delivery", "%s", lack);
}

static enum code
find_last(struct store *store, int64_t shipment_id, int64_t *id, char record[RECORD_TEXT], struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_DELIVERY_LAST, WITH(number(shipment_id)), &own);

	*id = 0;
	record[0] = '\0';
	if (statement != NULL && db_step(store, statement, &own) == STEP_ROW) {
		*id = sqlite3_column_int64(statement, 0);
		column_text(statement, 1, record, RECORD_TEXT);
	}
	return db_finish(statement, &own, err);
}

/* The shipment as it is now: nobody has received it since the count began, or it is made because nobody announced it. */
static enum code
take_shipment(struct receipt *receipt)
{
	struct delivery *delivery = receipt->delivery;
	int64_t last = 0;
	enum code code;

	if (delivery->shipment_id == 0) {
		copy_text(receipt->shipment.tracking_number, SERIAL_TEXT, delivery->tracking_number);
		copy_text(receipt->shipment.dispatched, DATE_TEXT, delivery->dispatched);
		delivery->earlier_id = 0;
		code = insert_shipment(receipt->store, &receipt->shipment, receipt->err);
		delivery->shipment_id = receipt->shipment.id;
		return code;
	}
	code = store_find_shipment(receipt->store, delivery->shipment_id, &receipt->shipment, receipt->err);
	if (code == OK)
		code = find_last(receipt->store, delivery->shipment_id, &last, delivery->earlier_record, receipt->err);
	if (code != OK)
		return code;
	if (last != delivery->earlier_id || (receipt->shipment.received != 0 && last == 0))
		return err_tell(receipt->err, ERR_REFUSED, MSG_STORE_SHIPMENT_RECEIVED, "delivery", "%s%s%s",
			receipt->shipment.tracking_number, last != 0 ? ", " : "", delivery->earlier_record);
	copy_text(delivery->tracking_number, SERIAL_TEXT, receipt->shipment.tracking_number);
	copy_text(delivery->dispatched, DATE_TEXT, receipt->shipment.dispatched);
	return OK;
}

/* As many rows of the list as are outstanding; that no two are the same, the table sees to. */
static enum code
check_outstanding(struct receipt *receipt)
{
	const struct delivery *delivery = receipt->delivery;
	int64_t outstanding = 0, rows = 0;
	enum code code = db_number(receipt->store, SQL_ITEM_OUTSTANDING, WITH(number(delivery->shipment_id)), 0, &outstanding,
		receipt->err);

	for (int i = 0; i < delivery->item_count; i++)
		rows += delivery->items[i].origin == ORIGIN_ANNOUNCED;
	if (code == OK && delivery->outcome == DELIVERY_RECEIVED && rows != outstanding)
		code = changed(receipt, delivery->tracking_number);
	return code;
}

static bool
is_outstanding(enum card_state state)
{
	return state == CARD_EXPECTED || state == CARD_MISSING;
}

/* Of this shipment, or of another one, as the row says; and still outstanding. */
static enum code
check_item(struct receipt *receipt, const struct delivery_item *item, int64_t shipment_id, enum card_state state)
{
	bool ours = shipment_id == receipt->delivery->shipment_id;

	return is_outstanding(state) && ours == (item->origin == ORIGIN_ANNOUNCED) ? OK : changed(receipt, item->serial);
}

/* ---- items */

static enum code
move_application(struct receipt *receipt, const struct delivery_item *item, int64_t applicant_id)
{
	const char *why = item->note[0] != '\0' ? item->note : message_text(item_condition_message(item->condition));

	if (applicant_id == 0)
		return OK;
	if (item->condition != CONDITION_GOOD)
		return db_run(receipt->store, SQL_APPLICANT_HELD,
			WITH(number(applicant_id), text(why), number(receipt->store->now), number(receipt->delivery->shipment_id)),
			receipt->err);
	return db_run(receipt->store, SQL_APPLICANT_SHIPPED,
		WITH(number(applicant_id), text(application_state_name(APPLICATION_RECEIVED)), number(receipt->store->now),
			number(receipt->delivery->shipment_id)),
		receipt->err);
}

static enum code
take_known_card(struct receipt *receipt, struct delivery_item *item)
{
	struct card card = {0};
	enum code code = find_card_id(receipt->store, item->item_id, &card, receipt->err);

	if (code == ERR_NOT_FOUND)
		return changed(receipt, item->serial);
	if (code == OK)
		code = check_item(receipt, item, card.shipment_id, card.state);
	if (code == OK && card.applicant_id != 0 && card.applicant_id != item->applicant_id)
		code = changed(receipt, item->serial);
	if (code != OK)
		return code;
	if (item->serial[0] == '\0')
		copy_text(item->serial, SERIAL_TEXT, card.card_serial);
	if (!was_seen(item))
		return db_run(receipt->store, SQL_CARD_MISSING, WITH(number(item->item_id)), receipt->err);
	code = db_run(receipt->store, SQL_CARD_SEEN,
		WITH(number(item->item_id), text(item->place), reference(item->applicant_id), text(item->certificate_serial),
			text(item->serial)),
		receipt->err);
	return code == OK ? move_application(receipt, item, item->applicant_id) : code;
}

static enum code
take_known_reader(struct receipt *receipt, struct delivery_item *item)
{
	struct reader_device reader = {0};
	enum code code = find_reader_id(receipt->store, item->item_id, &reader, receipt->err);

	if (code == ERR_NOT_FOUND)
		return changed(receipt, item->serial);
	if (code == OK)
		code = check_item(receipt, item, reader.shipment_id, reader.state);
	if (code != OK)
		return code;
	if (item->serial[0] == '\0')
		copy_text(item->serial, SERIAL_TEXT, reader.serial);
	if (!was_seen(item))
		return db_run(receipt->store, SQL_READER_MISSING, WITH(number(item->item_id)), receipt->err);
	return db_run(receipt->store, SQL_READER_SEEN,
		WITH(number(item->item_id), text(item->place), text(item->serial), number(item->condition == CONDITION_DAMAGED)),
		receipt->err);
}

/* What no list knows of is here all the same. */
static enum code
take_unexpected(struct receipt *receipt, struct delivery_item *item)
{
	enum code code;

	if (item->kind == ITEM_READER)
		code = db_run(receipt->store, SQL_READER_BROUGHT,
			WITH(number(receipt->delivery->shipment_id), text(item->serial), text(item->place),
				number(item->condition == CONDITION_DAMAGED)),
			receipt->err);
	else
		code = db_run(receipt->store, SQL_CARD_BROUGHT,
			WITH(number(receipt->delivery->shipment_id), reference(item->applicant_id), text(item->serial),
				text(item->certificate_serial), text(item->place)),
			receipt->err);
	if (code != OK)
		return code;
	item->item_id = sqlite3_last_insert_rowid(receipt->store->db);
	return item->kind == ITEM_CARD ? move_application(receipt, item, item->applicant_id) : OK;
}

static enum code
take_item(struct receipt *receipt, struct delivery_item *item)
{
	if (item->origin == ORIGIN_UNEXPECTED)
		return take_unexpected(receipt, item);
	return item->kind == ITEM_CARD ? take_known_card(receipt, item) : take_known_reader(receipt, item);
}

static void
count_items(struct delivery *delivery)
{
	for (int kind = 0; kind < ITEM_KIND_COUNT; kind++) {
		const struct delivery_count said = delivery->counts[kind];

		delivery->counts[kind] = (struct delivery_count){.said = said.said, .announced = said.announced};
	}
	for (int i = 0; i < delivery->item_count; i++) {
		const struct delivery_item *item = &delivery->items[i];
		struct delivery_count *count = &delivery->counts[item->kind];

		count->read += item->seen == SEEN_READ;
		count->scanned += item->seen == SEEN_SCANNED || item->seen == SEEN_TYPED;
		count->missing += item->seen == SEEN_NOT;
		count->unexpected += item->origin != ORIGIN_ANNOUNCED;
		count->damaged += item->condition == CONDITION_DAMAGED;
		count->unfit += item->condition == CONDITION_UNREADABLE || item->condition == CONDITION_UNFIT;
	}
}

/* ---- the record */

static enum code
next_number(struct receipt *receipt)
{
	struct store *store = receipt->store;
	struct delivery *delivery = receipt->delivery;
	enum code code;

	receipt->year = clock_civil(store->now).year;
	code = db_number(store, SQL_DELIVERY_NUMBER, WITH(text(store->desk), number(receipt->year)), 1, &receipt->running,
		receipt->err);
	if (code == OK)
		code = db_number(store, SQL_DELIVERY_COUNT, WITH_NONE, 0, &delivery->id, receipt->err);
	if (code == OK)
		code = store_journal_head(store, &delivery->journal_seq, NULL, receipt->err);
	delivery->id++; /* rows are never deleted, so the count is the last id */
	delivery->journal_seq++;
	snprintf(delivery->record_number, sizeof delivery->record_number, "%d/%s-K%04lld", receipt->year, store->desk,
		(long long)receipt->running);
	return code;
}

#define COUNT_VALUES(count) \
	number((count).said), number((count).announced), number((count).read), number((count).scanned), number((count).missing), \
		number((count).unexpected), number((count).damaged), number((count).unfit)

static enum code
insert_row(struct receipt *receipt)
{
	const struct delivery *delivery = receipt->delivery;

	return db_run(receipt->store, SQL_DELIVERY_INSERT,
		WITH(number(delivery->id), text(receipt->store->desk), number(receipt->year), number(receipt->running),
			text(delivery->record_number), number(delivery->shipment_id), reference(delivery->earlier_id),
			number(delivery->officer_id), number(delivery->time), number(delivery->journal_seq),
			text(delivery_outcome_name(delivery->outcome)), text(delivery->tracking_number),
			text(delivery->dispatched), text(packaging_name(delivery->packaging)), text(delivery->courier_firm),
			text(shown_proof_name(delivery->courier_shown)), text(identity_kind_name(delivery->officer_document)),
			text(delivery->letter_number), text(delivery->letter_date), text(delivery->officer_name),
			text(delivery->officer_title), text(delivery->begun_by), COUNT_VALUES(delivery->counts[ITEM_CARD]),
			COUNT_VALUES(delivery->counts[ITEM_READER])),
		receipt->err);
}

static enum code
insert_items(struct receipt *receipt)
{
	const struct delivery *delivery = receipt->delivery;
	enum code code = OK;

	for (int i = 0; code == OK && i < delivery->item_count; i++) {
		const struct delivery_item *item = &delivery->items[i];
		bool card = item->kind == ITEM_CARD;

		code = db_run(receipt->store, SQL_DELIVERY_ITEM_INSERT,
			WITH(number(delivery->id), number(i + 1), text(item_kind_name(item->kind)), text(seen_way_name(item->seen)),
				text(item_origin_name(item->origin)), text(item_condition_name(item->condition)),
				reference(card ? item->item_id : 0), reference(card ? 0 : item->item_id),
				reference(item->applicant_id), text(item->serial), text(item->certificate), text(item->place)),
			receipt->err);
		if (code == ERR_EXISTS) /* one card in two rows */
			code = changed(receipt, item->serial);
	}
	return code;
}

static void
add_counts(struct str *body, const char *kind, const struct delivery_count *count)
{
	const struct {
		const char *name;
		int number;
	} table[] = {{"said", count->said}, {"announced", count->announced}, {"read", count->read}, {"scanned", count->scanned},
		{"missing", count->missing}, {"unexpected", count->unexpected}, {"damaged", count->damaged},
		{"unfit", count->unfit}};
	char key[32];

	for (size_t i = 0; i < ARRAY_LENGTH(table); i++) {
		snprintf(key, sizeof key, "%s-%s", kind, table[i].name);
		body_add_number(body, key, table[i].number);
	}
}

/* Personal fields: the courier's name, and of each row what the register does not keep. Keys are made for the call. */
struct personal_list {
	struct store_field fields[4 + 2 * DELIVERY_ITEMS_MAX];
	char keys[2 * DELIVERY_ITEMS_MAX][16];
	struct store_personal personal;
};

static void
add_field(struct personal_list *list, const char *key, const char *value)
{
	if (value[0] != '\0')
		list->fields[list->personal.count++] = (struct store_field){key, value};
}

static void
gather_personal(struct personal_list *list, const struct delivery *delivery)
{
	list->personal.fields = list->fields;
	add_field(list, "courier-name", delivery->courier_name);
	add_field(list, "officer-number", delivery->officer_number);
	add_field(list, "witness", delivery->witness);
	add_field(list, "packaging-note", delivery->packaging_note);
	for (int i = 0; i < delivery->item_count; i++) {
		const struct delivery_item *item = &delivery->items[i];
		char *name = list->keys[2 * i], *note = list->keys[2 * i + 1];

		snprintf(name, sizeof list->keys[0], "name-%d", i + 1);
		snprintf(note, sizeof list->keys[0], "note-%d", i + 1);
		if (item->applicant_id == 0) /* the others' names are the register's, which may forget them */
			add_field(list, name, item->name);
		add_field(list, note, item->note);
	}
}

static enum code
append_entry(struct receipt *receipt)
{
	struct delivery *delivery = receipt->delivery;
	struct personal_list *list;
	struct entry_mark mark;
	struct str body = {0};
	uint8_t digest[SEAL_HASH];
	char hex[2 * SEAL_HASH + 1];
	bool received = delivery->outcome == DELIVERY_RECEIVED;
	enum code code = delivery_digest(receipt->store, delivery->id, digest, receipt->err);

	if (code != OK)
		return code;
	hex_encode(hex, digest, sizeof digest);
	body_add(&body, "record", delivery->record_number);
	body_add_number(&body, "shipment", delivery->shipment_id);
	body_add(&body, "tracking", delivery->tracking_number);
	if (delivery->earlier_id != 0)
		body_add(&body, "earlier", delivery->earlier_record);
	body_add(&body, "packaging", packaging_name(delivery->packaging));
	add_counts(&body, "cards", &delivery->counts[ITEM_CARD]);
	add_counts(&body, "readers", &delivery->counts[ITEM_READER]);
	body_add(&body, "row", hex);
	list = mem_alloc(sizeof *list);
	gather_personal(list, delivery);
	code = journal_append(receipt->store, received ? ACT_DELIVERY : ACT_DELIVERY_REFUSED, receipt->officer, &body,
		&list->personal, &mark, receipt->err);
	mem_free(list);
	str_clear(&body);
	if (code != OK)
		return code;
	delivery->journal_seq = mark.seq;
	hex_encode(delivery->journal_hash, mark.hash, SEAL_HASH);
	hex_encode(delivery->journal_signature, mark.signature, SEAL_SIGNATURE);
	return OK;
}

static enum code
receive_inside(struct receipt *receipt)
{
	struct store *store = receipt->store;
	struct delivery *delivery = receipt->delivery;
	struct officer now = {0};
	enum code code = officer_may_act(store, receipt->officer, &now, receipt->err);

	if (code == OK)
		code = take_shipment(receipt);
	if (code == OK)
		code = check_outstanding(receipt);
	if (code != OK)
		return code;
	delivery->officer_id = now.id;
	delivery->time = store->now;
	delivery->paper = PAPER_NONE;
	delivery->reprints = 0;
	copy_text(delivery->officer_name, sizeof delivery->officer_name, now.name);
	copy_text(delivery->officer_title, sizeof delivery->officer_title, now.title);
	for (int i = 0; code == OK && i < delivery->item_count; i++)
		code = take_item(receipt, &delivery->items[i]);
	if (code == OK && delivery->outcome == DELIVERY_RECEIVED && receipt->shipment.received == 0)
		code = db_run(store, SQL_SHIPMENT_RECEIVE, WITH(number(delivery->shipment_id), number(store->now)), receipt->err);
	count_items(delivery);
	if (code == OK)
		code = next_number(receipt);
	if (code == OK)
		code = insert_row(receipt);
	if (code == OK)
		code = insert_items(receipt);
	if (code == OK)
		code = db_run(store, SQL_DELIVERY_PAPER_INSERT, WITH(number(delivery->id), number(store->now)), receipt->err);
	return code == OK ? append_entry(receipt) : code;
}

enum code
store_receive_delivery(struct store *store, const struct delivery *draft, const struct officer *officer, struct delivery *stored,
	struct err *err)
{
	struct delivery *work;
	struct receipt receipt = {.store = store, .officer = officer, .err = err};
	size_t rows = (size_t)(draft->item_count > 0 ? draft->item_count : 0);
	enum code code = check_draft(draft, err);

	if (code == OK)
		code = write_begin(store, WRITE_FACT, err);
	if (code != OK)
		return code;
	work = mem_alloc(sizeof *work);
	*work = *draft;
	work->items = mem_alloc((rows + 1) * sizeof *work->items);
	if (rows > 0)
		memcpy(work->items, draft->items, rows * sizeof *work->items);
	receipt.delivery = work;
	code = write_end(store, receive_inside(&receipt), err);
	mem_free(work->items);
	if (code == OK) {
		struct delivery_item *items = draft->items;

		*stored = *work;
		stored->items = items;
	}
	mem_free(work);
	return code;
}
