/*
 * store/item_record: the frozen record of cards and readers that move without a handover, written inside the write of whoever moves
 * them: number of its own series, row, items, and the signed entry that binds them. What may be moved is decided in reader.c
 * and dispatch.c; reading stands in item_record_read.c.
 */
#include "inside.h"

#include <stdio.h>

/* The letter behind the desk: O of okuyucu, S of sevk. Two series, because two people file two kinds of paper. */
static const char *
series_of(const struct item_record *record)
{
	return record->act == RECORD_DISPATCH ? "S" : "O";
}

/* ---- the number */

static enum code
next_number(struct store *store, struct item_record *record, int *year, int64_t *running, struct err *err)
{
	const char *series = series_of(record);
	enum code code;

	*year = clock_civil(store->now).year;
	code = db_number(store, SQL_RECORD_NUMBER, WITH(text(series), text(store->desk), number(*year)), 1, running, err);
	if (code == OK)
		code = db_number(store, SQL_RECORD_COUNT, WITH_NONE, 0, &record->id, err);
	if (code == OK)
		code = store_journal_head(store, &record->journal_seq, NULL, err);
	record->id++; /* rows are never deleted, so the count is the last id */
	record->journal_seq++;
	snprintf(record->record_number, sizeof record->record_number, "%d/%s-%s%04lld", *year, store->desk, series,
		(long long)*running);
	return code;
}

/* ---- the rows */

static enum code
insert_rows(struct store *store, const struct item_record *record, struct err *err)
{
	enum code code = OK;

	for (int i = 0; code == OK && i < record->row_count; i++) {
		const struct record_row *row = &record->rows[i];
		bool card = row->kind == ITEM_CARD;

		code = db_run(store, SQL_RECORD_ROW_INSERT,
			WITH(number(record->id), number(i + 1), text(item_kind_name(row->kind)), text(record_way_name(row->way)),
				text(seen_way_name(row->seen)), text(back_state_name(row->state)),
				reference(card ? row->item_id : 0), reference(card ? 0 : row->item_id),
				reference(row->applicant_id), reference(row->move_seq), text(row->serial)),
			err);
	}
	return code;
}

static enum code
insert_record(struct store *store, const struct item_record *record, int year, int64_t running, struct err *err)
{
	enum code code = db_run(store, SQL_RECORD_INSERT,
		WITH(number(record->id), text(series_of(record)), text(store->desk), number(year), number(running),
			text(record->record_number), number(record->journal_seq), text(record_act_name(record->act)),
			reference(record->applicant_id), number(record->officer_id), number(record->time),
			text(record->officer_name), text(record->officer_title), text(identity_kind_name(record->shown)),
			text(move_reason_name(record->reason)), text(record->reference)),
		err);

	return code == OK ? insert_rows(store, record, err) : code;
}

/* ---- the entry */

/*
 * What the entry says of the items is what a check plays again: of a reader that went out its holder is the applicant of the entry.
 * A dispatch note moves nothing, the moves beside it have entries of their own.
 */
static void
add_items(struct str *body, const struct item_record *record)
{
	for (int i = 0; i < record->row_count; i++) {
		const struct record_row *row = &record->rows[i];

		if (row->way == WAY_OUT) {
			body_add(body, "reader", row->serial);
			body_add_number(body, "reader-id", row->item_id);
			if (row->applicant_id != 0 && row->applicant_id != record->applicant_id)
				body_add_number(body, "announced-for", row->applicant_id);
		} else if (row->way == WAY_BACK) {
			body_add(body, "back", row->serial);
			body_add_number(body, "back-id", row->item_id);
			body_add(body, "back-state", back_state_name(row->state));
		}
	}
	if (record->act == RECORD_DISPATCH)
		body_add_number(body, "items", record->row_count);
}

static size_t
gather_personal(struct store_field fields[5], const struct item_record *record)
{
	const struct store_field all[] = {{"name", record->name}, {"national-id", record->national_id}, {"unit", record->unit},
		{"title", record->title}, {"note", record->note}};
	size_t count = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(all); i++)
		if (all[i].value[0] != '\0')
			fields[count++] = all[i];
	return count;
}

static enum code
append_entry(struct store *store, struct item_record *record, const struct officer *officer, struct err *err)
{
	struct store_field fields[5];
	const struct store_personal personal = {record->applicant_id, fields, gather_personal(fields, record)};
	struct entry_mark mark;
	struct str body = {0};
	uint8_t digest[SEAL_HASH];
	char hex[2 * SEAL_HASH + 1];
	enum code code = item_record_digest(store, record->id, digest, err);

	if (code != OK)
		return code;
	hex_encode(hex, digest, sizeof digest);
	body_add(&body, "record", record->record_number);
	body_add(&body, "act", record_act_name(record->act));
	if (record->applicant_id != 0)
		body_add_number(&body, "applicant", record->applicant_id);
	if (record->reason != REASON_NONE)
		body_add(&body, "reason", move_reason_name(record->reason));
	if (record->reference[0] != '\0')
		body_add(&body, "reference", record->reference);
	add_items(&body, record);
	body_add(&body, "row", hex);
	code = journal_append(store, record->act == RECORD_DISPATCH ? ACT_DISPATCH : ACT_READER, officer, &body, &personal, &mark,
		err);
	str_clear(&body);
	if (code != OK)
		return code;
	hex_encode(record->journal_hash, mark.hash, SEAL_HASH);
	hex_encode(record->journal_signature, mark.signature, SEAL_SIGNATURE);
	return OK;
}

enum code
item_record_write(struct store *store, struct item_record *record, const struct officer *officer, const struct officer *now,
	const struct store_paper_wish *wish, struct err *err)
{
	int year = 0;
	int64_t running = 0;
	enum code code = next_number(store, record, &year, &running, err);

	record->officer_id = now->id;
	record->time = store->now;
	record->paper = PAPER_NONE;
	record->prints = 0;
	copy_text(record->officer_name, sizeof record->officer_name, now->name);
	copy_text(record->officer_title, sizeof record->officer_title, now->title);
	if (code == OK)
		code = insert_record(store, record, year, running, err);
	if (code == OK)
		code = append_entry(store, record, officer, err);
	if (code == OK && wish != NULL)
		code = entry_paper_queue(store, record->journal_seq, record->record_number, wish,
			&(struct store_entry_paper){.record = record}, err);
	return code;
}
