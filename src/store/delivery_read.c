/*
 * store/delivery_read: deliveries as they lie: found, listed, and digested for their journal entry. Writes nothing.
 */
#include "inside.h"

#include <stdlib.h>
#include <string.h>

/* ---- the digest */

struct pieces {
	struct str bytes;
	size_t *lengths;
	size_t count, room;
};

static void
add_pieces(struct pieces *pieces, sqlite3_stmt *statement)
{
	for (int i = 0; i < sqlite3_column_count(statement); i++) {
		const void *bytes = sqlite3_column_text(statement, i);
		size_t length = (size_t)sqlite3_column_bytes(statement, i);

		if (pieces->count == pieces->room) {
			pieces->room = pieces->room * 2 + 64;
			pieces->lengths = mem_resize(pieces->lengths, pieces->room, sizeof *pieces->lengths);
		}
		str_add_n(&pieces->bytes, bytes != NULL ? bytes : "", length);
		pieces->lengths[pieces->count++] = length;
	}
}

static enum code
gather(struct store *store, enum sql name, int64_t id, struct pieces *pieces, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, name, WITH(number(id)), &own);

	while (statement != NULL && db_step(store, statement, &own) == STEP_ROW)
		add_pieces(pieces, statement);
	return db_finish(statement, &own, err);
}

enum code
rows_digest(struct store *store, const char *label, enum sql head, enum sql rows, int64_t id, uint8_t out[SEAL_HASH],
	struct err *err)
{
	struct pieces pieces = {0};
	struct seal_field *fields;
	const char *at;
	enum code code = gather(store, head, id, &pieces, err);

	if (code == OK)
		code = gather(store, rows, id, &pieces, err);
	fields = mem_alloc((pieces.count + 1) * sizeof *fields);
	at = str_text(&pieces.bytes);
	for (size_t i = 0; i < pieces.count; i++) {
		fields[i] = (struct seal_field){at, pieces.lengths[i]};
		at += pieces.lengths[i];
	}
	if (code == OK)
		code = seal_hash(out, label, fields, (int)pieces.count, err);
	mem_free(fields);
	mem_free(pieces.lengths);
	str_clear(&pieces.bytes);
	return code;
}

enum code
delivery_digest(struct store *store, int64_t id, uint8_t out[SEAL_HASH], struct err *err)
{
	return rows_digest(store, "teslim delivery 1", SQL_DELIVERY_ROW, SQL_DELIVERY_ITEM_ROWS, id, out, err);
}

/* ---- reading one */

static void
read_count(sqlite3_stmt *statement, int column, struct delivery_count *out)
{
	int *const members[] = {&out->said, &out->announced, &out->read, &out->scanned, &out->missing, &out->unexpected,
		&out->damaged, &out->unfit};

	for (size_t i = 0; i < ARRAY_LENGTH(members); i++)
		*members[i] = sqlite3_column_int(statement, column + (int)i);
}

static void
read_row(sqlite3_stmt *statement, struct delivery *out)
{
	out->id = sqlite3_column_int64(statement, 0);
	column_text(statement, 1, out->record_number, sizeof out->record_number);
	out->shipment_id = sqlite3_column_int64(statement, 2);
	out->earlier_id = sqlite3_column_int64(statement, 3);
	column_text(statement, 4, out->earlier_record, sizeof out->earlier_record);
	out->officer_id = sqlite3_column_int64(statement, 5);
	out->time = sqlite3_column_int64(statement, 6);
	out->journal_seq = sqlite3_column_int64(statement, 7);
	column_hex(statement, 8, out->journal_hash, SEAL_HASH);
	column_hex(statement, 9, out->journal_signature, SEAL_SIGNATURE);
	out->paper = (enum paper_state)column_word(statement, 10, &paper_state_words);
	out->reprints = paper_count(statement, 11);
	out->outcome = (enum delivery_outcome)column_word(statement, 12, &delivery_outcome_words);
	column_text(statement, 13, out->tracking_number, sizeof out->tracking_number);
	column_text(statement, 14, out->dispatched, sizeof out->dispatched);
	out->packaging = (enum packaging)column_word(statement, 15, &packaging_words);
	column_text(statement, 16, out->courier_firm, sizeof out->courier_firm);
	out->courier_shown = (enum shown_proof)column_word(statement, 17, &shown_proof_words);
	out->officer_document = (enum identity_kind)column_word(statement, 18, &identity_kind_words);
	column_text(statement, 19, out->letter_number, sizeof out->letter_number);
	column_text(statement, 20, out->letter_date, sizeof out->letter_date);
	column_text(statement, 21, out->officer_name, sizeof out->officer_name);
	column_text(statement, 22, out->officer_title, sizeof out->officer_title);
	column_text(statement, 23, out->begun_by, sizeof out->begun_by);
	read_count(statement, 24, &out->counts[ITEM_CARD]);
	read_count(statement, 32, &out->counts[ITEM_READER]);
}

static enum code
read_items(struct store *store, struct delivery *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_DELIVERY_ITEMS, WITH(number(out->id)), &own);

	out->items = mem_alloc(DELIVERY_ITEMS_MAX * sizeof *out->items);
	while (statement != NULL && out->item_count < DELIVERY_ITEMS_MAX && db_step(store, statement, &own) == STEP_ROW) {
		struct delivery_item *item = &out->items[out->item_count++];

		item->kind = (enum item_kind)column_word(statement, 0, &item_kind_words);
		item->seen = (enum seen_way)column_word(statement, 1, &seen_way_words);
		item->origin = (enum item_origin)column_word(statement, 2, &item_origin_words);
		item->condition = (enum item_condition)column_word(statement, 3, &item_condition_words);
		item->item_id = sqlite3_column_int64(statement, 4);
		item->applicant_id = sqlite3_column_int64(statement, 5);
		column_text(statement, 6, item->serial, sizeof item->serial);
		column_text(statement, 7, item->certificate, sizeof item->certificate);
		column_text(statement, 8, item->place, sizeof item->place);
		column_text(statement, 9, item->name, sizeof item->name);
	}
	return db_finish(statement, &own, err);
}

static void
take_personal(void *context, const char *name, const char *value)
{
	struct delivery *out = context;
	const struct {
		const char *name;
		char *text;
		size_t size;
	} table[] = {{"courier-name", out->courier_name, sizeof out->courier_name},
		{"officer-number", out->officer_number, sizeof out->officer_number},
		{"witness", out->witness, sizeof out->witness},
		{"packaging-note", out->packaging_note, sizeof out->packaging_note}};
	bool is_name = strncmp(name, "name-", 5) == 0;
	long row;

	for (size_t i = 0; i < ARRAY_LENGTH(table); i++)
		if (strcmp(table[i].name, name) == 0)
			copy_text(table[i].text, table[i].size, value);
	if (!is_name && strncmp(name, "note-", 5) != 0)
		return;
	row = strtol(name + 5, NULL, 10);
	if (row < 1 || row > out->item_count)
		return;
	if (is_name)
		copy_text(out->items[row - 1].name, FULL_NAME_TEXT, value);
	else
		copy_text(out->items[row - 1].note, FIELD_TEXT, value);
}

enum code
store_find_delivery(struct store *store, int64_t id, const char *record_number, struct delivery *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_DELIVERY_SELECT, WITH(number(id), text(record_number)), &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);
	int64_t gone = 0;
	enum code code;

	*out = (struct delivery){0};
	if (step == STEP_ROW)
		read_row(statement, out);
	else if (step == STEP_END && id == 0)
		err_tell(&own, ERR_NOT_FOUND, MSG_STORE_NO_DELIVERY, "delivery", "%s", record_number);
	else if (step == STEP_END)
		err_tell(&own, ERR_NOT_FOUND, MSG_STORE_NO_DELIVERY, "delivery", "%lld", (long long)id);
	code = db_finish(statement, &own, err);
	if (code == OK)
		code = read_items(store, out, err);
	if (code == OK)
		code = journal_each_personal(store, out->journal_seq, take_personal, out, err);
	if (code == OK)
		code = db_number(store, SQL_PERSONAL_GONE, WITH(number(out->journal_seq)), 0, &gone, err);
	out->forgotten = gone > 0;
	if (code != OK)
		store_clear_delivery(out);
	return code;
}

void
store_clear_delivery(struct delivery *delivery)
{
	mem_free(delivery->items);
	*delivery = (struct delivery){0};
}

/* ---- lists and numbers */

enum code
store_count_missing(struct store *store, int64_t *out, struct err *err)
{
	return db_number(store, SQL_MISSING_COUNT, WITH_NONE, 0, out, err);
}

enum code
store_list_places(struct store *store, char (*out)[PLACE_TEXT], size_t max, size_t *count, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_STOCK_PLACES, WITH_NONE, &own);

	*count = 0;
	while (statement != NULL && *count < max && db_step(store, statement, &own) == STEP_ROW)
		column_text(statement, 0, out[(*count)++], PLACE_TEXT);
	return db_finish(statement, &own, err);
}
