/*
 * store/drawer_read: what is here by the register, counts of the drawer as they lie, and their digest. Writes nothing.
 */
#include "inside.h"

#include <stdlib.h>
#include <string.h>

enum code
drawer_digest(struct store *store, int64_t seq, uint8_t out[SEAL_HASH], struct err *err)
{
	return rows_digest(store, "teslim drawer 1", SQL_DRAWER_ROW, SQL_DRAWER_ITEM_ROWS, seq, out, err);
}

enum code
store_list_drawer(struct store *store, struct drawer_expected *out, size_t max, size_t *count, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_DRAWER_STOCK, WITH(number((int64_t)max + 1)), &own);
	bool more = false;
	enum code code;

	*count = 0;
	while (statement != NULL && !more && db_step(store, statement, &own) == STEP_ROW) {
		struct drawer_expected *item;

		more = *count == max;
		if (more)
			break;
		item = &out[(*count)++];
		*item = (struct drawer_expected){.kind = sqlite3_column_int(statement, 0) == 0 ? ITEM_CARD : ITEM_READER,
			.item_id = sqlite3_column_int64(statement, 1),
			.applicant_id = sqlite3_column_int64(statement, 2)};
		column_text(statement, 3, item->serial, sizeof item->serial);
		column_text(statement, 4, item->national_id, sizeof item->national_id);
		column_text(statement, 5, item->name, sizeof item->name);
		column_text(statement, 6, item->place, sizeof item->place);
	}
	code = db_finish(statement, &own, err);
	return code == OK && more ? err_tell(err, ERR_LIMIT, MSG_STORE_DRAWER_MANY, "drawer", "%zu", max) : code;
}

/* ---- one */

static void
read_sum(sqlite3_stmt *statement, int column, struct drawer_sum *out)
{
	int *const members[] = {&out->here, &out->read, &out->scanned, &out->missing, &out->unexpected, &out->misplaced};

	for (size_t i = 0; i < ARRAY_LENGTH(members); i++)
		*members[i] = sqlite3_column_int(statement, column + (int)i);
}

static void
read_row(sqlite3_stmt *statement, struct drawer_count *out)
{
	out->seq = sqlite3_column_int64(statement, 0);
	column_hex(statement, 1, out->journal_hash, SEAL_HASH);
	column_hex(statement, 2, out->journal_signature, SEAL_SIGNATURE);
	out->paper = (enum paper_state)column_word(statement, 3, &paper_state_words);
	out->prints = sqlite3_column_int(statement, 4);
	column_text(statement, 5, out->record_number, sizeof out->record_number);
	out->time = sqlite3_column_int64(statement, 7);
	out->reason = (enum drawer_reason)column_word(statement, 8, &drawer_reason_words);
	out->looks = sqlite3_column_int(statement, 9);
	column_text(statement, 10, out->officer_name, sizeof out->officer_name);
	column_text(statement, 11, out->officer_title, sizeof out->officer_title);
	column_text(statement, 12, out->begun_by, sizeof out->begun_by);
	read_sum(statement, 13, &out->sums[ITEM_CARD]);
	read_sum(statement, 19, &out->sums[ITEM_READER]);
}

static enum code
read_items(struct store *store, struct drawer_count *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_DRAWER_ITEMS, WITH(number(out->seq)), &own);

	out->items = mem_alloc(DRAWER_ITEMS_MAX * sizeof *out->items);
	while (statement != NULL && out->item_count < DRAWER_ITEMS_MAX && db_step(store, statement, &own) == STEP_ROW) {
		struct drawer_item *item = &out->items[out->item_count++];

		*item = (struct drawer_item){.kind = (enum item_kind)column_word(statement, 0, &item_kind_words),
			.seen = (enum seen_way)column_word(statement, 1, &seen_way_words),
			.finding = (enum drawer_finding)column_word(statement, 2, &drawer_finding_words),
			.item_id = sqlite3_column_int64(statement, 3),
			.applicant_id = sqlite3_column_int64(statement, 4)};
		column_text(statement, 5, item->serial, sizeof item->serial);
		column_text(statement, 6, item->certificate, sizeof item->certificate);
		column_text(statement, 7, item->place, sizeof item->place);
		column_text(statement, 8, item->registered, sizeof item->registered);
		column_text(statement, 9, item->name, sizeof item->name);
	}
	return db_finish(statement, &own, err);
}

static void
take_personal(void *context, const char *name, const char *value)
{
	struct drawer_count *out = context;
	long row;

	if (strcmp(name, "other") == 0)
		copy_text(out->other, sizeof out->other, value);
	if (strncmp(name, "name-", 5) != 0)
		return;
	row = strtol(name + 5, NULL, 10);
	if (row >= 1 && row <= out->item_count)
		copy_text(out->items[row - 1].name, FULL_NAME_TEXT, value);
}

enum code
store_find_drawer(struct store *store, int64_t seq, const char *record_number, struct drawer_count *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_DRAWER_SELECT, WITH(number(seq), text(record_number)), &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);
	enum code code;

	*out = (struct drawer_count){0};
	if (step == STEP_ROW)
		read_row(statement, out);
	else if (step == STEP_END)
		err_tell(&own, ERR_NOT_FOUND, MSG_STORE_NO_DELIVERY, "drawer", "%s", record_number);
	code = db_finish(statement, &own, err);
	if (code == OK)
		code = read_items(store, out, err);
	if (code == OK)
		code = journal_each_personal(store, out->seq, take_personal, out, err);
	if (code != OK)
		store_clear_drawer(out);
	return code;
}

void
store_clear_drawer(struct drawer_count *count)
{
	mem_free(count->items);
	*count = (struct drawer_count){0};
}

enum code
store_offer_drawer(struct store *store, const char *login, char name[FULL_NAME_TEXT], struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_DRAWER_OFFER, WITH(text(login)), &own);

	name[0] = '\0';
	if (statement != NULL && db_step(store, statement, &own) == STEP_ROW)
		column_text(statement, 0, name, FULL_NAME_TEXT);
	return db_finish(statement, &own, err);
}
