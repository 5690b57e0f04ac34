/*
 * store/item_record_read: records of readers and dispatch notes as they were written, with what the register and later entries know
 * of their items now: names, words of the moves, tracking numbers. Writes none: that is item_record.c.
 */
#include "inside.h"

#include <stdio.h>
#include <string.h>

enum code
item_record_digest(struct store *store, int64_t id, uint8_t out[SEAL_HASH], struct err *err)
{
	return rows_digest(store, "teslim item record 1", SQL_RECORD_HEAD_ROW, SQL_RECORD_ITEM_ROWS, id, out, err);
}

/* ---- the head */

static void
read_head(sqlite3_stmt *statement, struct item_record *out)
{
	out->id = sqlite3_column_int64(statement, 0);
	column_text(statement, 1, out->record_number, sizeof out->record_number);
	out->journal_seq = sqlite3_column_int64(statement, 2);
	column_hex(statement, 3, out->journal_hash, SEAL_HASH);
	column_hex(statement, 4, out->journal_signature, SEAL_SIGNATURE);
	out->paper = (enum paper_state)column_word(statement, 5, &paper_state_words);
	out->prints = paper_count(statement, 6);
	out->act = (enum record_act)column_word(statement, 7, &record_act_words);
	out->applicant_id = sqlite3_column_int64(statement, 8);
	out->officer_id = sqlite3_column_int64(statement, 9);
	out->time = sqlite3_column_int64(statement, 10);
	column_text(statement, 11, out->officer_name, sizeof out->officer_name);
	column_text(statement, 12, out->officer_title, sizeof out->officer_title);
	out->shown = (enum identity_kind)column_word(statement, 13, &identity_kind_words);
	out->reason = (enum move_reason)column_word(statement, 14, &move_reason_words);
	column_text(statement, 15, out->reference, sizeof out->reference);
}

static void
take_personal(void *context, const char *name, const char *value)
{
	struct item_record *out = context;
	const struct {
		const char *name;
		char *text;
		size_t size;
	} table[] = {{"name", out->name, sizeof out->name}, {"national-id", out->national_id, sizeof out->national_id},
		{"unit", out->unit, sizeof out->unit}, {"title", out->title, sizeof out->title},
		{"note", out->note, sizeof out->note}};

	for (size_t i = 0; i < ARRAY_LENGTH(table); i++)
		if (strcmp(table[i].name, name) == 0)
			copy_text(table[i].text, table[i].size, value);
}

/* ---- the rows */

static void
read_one(sqlite3_stmt *statement, struct record_row *row)
{
	*row = (struct record_row){0};
	row->kind = (enum item_kind)column_word(statement, 0, &item_kind_words);
	row->way = (enum record_way)column_word(statement, 1, &record_way_words);
	row->seen = (enum seen_way)column_word(statement, 2, &seen_way_words);
	row->state = (enum back_state)column_word(statement, 3, &back_state_words);
	row->item_id = sqlite3_column_int64(statement, 4);
	row->applicant_id = sqlite3_column_int64(statement, 5);
	row->move_seq = sqlite3_column_int64(statement, 6);
	column_text(statement, 7, row->serial, sizeof row->serial);
	column_text(statement, 8, row->name, sizeof row->name);
	column_text(statement, 9, row->note, sizeof row->note);
}

static enum code
read_rows(struct store *store, struct item_record *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_RECORD_ROW_LIST, WITH(number(out->id)), &own);

	out->rows = mem_alloc(RECORD_ROWS_MAX * sizeof *out->rows);
	while (statement != NULL && out->row_count < RECORD_ROWS_MAX && db_step(store, statement, &own) == STEP_ROW)
		read_one(statement, &out->rows[out->row_count++]);
	return db_finish(statement, &own, err);
}

/*
 * A card is posted later than it is set aside, by an act of its own: the note then knows the tracking number by that act's entry.
 * What was posted at once has it in the record.
 */
static enum code
find_posting(struct store *store, const struct item_record *record, struct record_row *row, struct err *err)
{
	char pattern[64], body[1024] = "";
	struct err own = {0};
	sqlite3_stmt *statement;

	if (row->way != WAY_SENT || row->applicant_id == 0) {
		copy_text(row->posted, sizeof row->posted, record->reference);
		return OK;
	}
	snprintf(pattern, sizeof pattern, "applicant=%lld move=posted %%", (long long)row->applicant_id);
	statement = db_start(store, SQL_RECORD_POSTED, WITH(number(row->move_seq), text(pattern)), &own);
	if (statement != NULL && db_step(store, statement, &own) == STEP_ROW)
		column_text(statement, 0, body, sizeof body);
	body_value(body, "reference", row->posted, sizeof row->posted);
	body_value(body, "date", row->posted_on, sizeof row->posted_on);
	return db_finish(statement, &own, err);
}

enum code
store_find_item_record(struct store *store, int64_t seq, const char *record_number, struct item_record *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_RECORD_SELECT, WITH(number(seq), text(record_number)), &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);
	enum code code;

	*out = (struct item_record){0};
	if (step == STEP_ROW)
		read_head(statement, out);
	else if (step == STEP_END && seq == 0)
		err_tell(&own, ERR_NOT_FOUND, MSG_STORE_NO_RECORD, "record", "%s", record_number);
	else if (step == STEP_END)
		err_tell(&own, ERR_NOT_FOUND, MSG_STORE_NO_RECORD, "record", "%lld", (long long)seq);
	code = db_finish(statement, &own, err);
	if (code == OK)
		code = read_rows(store, out, err);
	for (int i = 0; code == OK && i < out->row_count; i++)
		code = find_posting(store, out, &out->rows[i], err);
	if (code == OK)
		code = journal_each_personal(store, out->journal_seq, take_personal, out, err);
	if (code != OK)
		store_clear_item_record(out);
	return code;
}

void
store_clear_item_record(struct item_record *record)
{
	mem_free(record->rows);
	*record = (struct item_record){0};
}

/* ---- lists */

enum code
store_list_item_records(struct store *store, int64_t applicant_id, int64_t *out, size_t max, size_t *count, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_RECORD_OF_PERSON, WITH(number(applicant_id), number((int64_t)max)), &own);

	*count = 0;
	while (statement != NULL && *count < max && db_step(store, statement, &own) == STEP_ROW)
		out[(*count)++] = sqlite3_column_int64(statement, 0);
	return db_finish(statement, &own, err);
}
