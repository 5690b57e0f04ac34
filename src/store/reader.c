/*
 * store/reader: a person's reader without a card: given, exchanged, taken back, in one write with its record. A reader that goes out
 * has a holder from then on, and comes back from nobody else. How readers come here stands in delivery.c, how they go with a
 * card in handover.c.
 */
#include "inside.h"

#include <stdio.h>
#include <string.h>

/* What the write works on. */
struct passage {
	struct store *store;
	struct item_record *record;
	struct applicant applicant;
	struct err *err;
};

/* ---- before anything is written */

static int
count_way(const struct item_record *record, enum record_way way)
{
	int count = 0;

	for (int i = 0; i < record->row_count; i++)
		count += record->rows[i].way == way;
	return count;
}

/* What nobody could sign: an act without its readers, a serial that nobody saw, a loss that no report tells of. */
static enum code
check_draft(const struct item_record *draft, struct err *err)
{
	bool out = draft->act == RECORD_GIVE || draft->act == RECORD_EXCHANGE;
	bool back = draft->act == RECORD_TAKE_BACK || draft->act == RECORD_EXCHANGE;
	const char *lack = NULL;

	if ((!out && !back) || draft->row_count != out + back || count_way(draft, WAY_OUT) != out ||
		count_way(draft, WAY_BACK) != back)
		lack = "reader";
	else if (draft->shown == IDENTITY_NONE)
		lack = "identity";
	for (int i = 0; lack == NULL && i < draft->row_count; i++) {
		const struct record_row *row = &draft->rows[i];

		if (row->kind != ITEM_READER || row->serial[0] == '\0' || (row->seen != SEEN_SCANNED && row->seen != SEEN_TYPED))
			lack = "reader";
		else if (row->way == WAY_BACK && row->state == BACK_LOST && draft->reference[0] == '\0')
			lack = "reference";
	}
	if (lack == NULL && draft->row_count == 2 && strcmp(draft->rows[0].serial, draft->rows[1].serial) == 0)
		lack = "reader";
	return lack == NULL ? OK : err_tell(err, ERR_REFUSED, MSG_STORE_MOVE_LACKS, "reader", "%s", lack);
}

/* A person of the register, whatever became of the application: who has left gives the reader back all the same. */
static enum code
take_person(struct passage *passage)
{
	struct item_record *record = passage->record;
	const struct applicant *applicant = &passage->applicant;
	enum code code = store_find_applicant(passage->store, record->applicant_id, &passage->applicant, passage->err);

	if (code != OK)
		return code;
	if (applicant->national_id[0] == '\0') /* forgotten: nobody could sign for it */
		return err_tell(passage->err, ERR_REFUSED, MSG_STORE_READER_NOBODY, "reader", "%lld", (long long)applicant->id);
	copy_text(record->national_id, sizeof record->national_id, applicant->national_id);
	snprintf(record->name, sizeof record->name, "%s %s", applicant->given_names, applicant->surname);
	copy_text(record->unit, sizeof record->unit, applicant->unit);
	copy_text(record->title, sizeof record->title, applicant->title);
	return OK;
}

/* ---- out */

/* Only what was counted is given: what a list announced and no count has seen is received first. */
static enum code
may_go_out(const struct reader_device *reader, struct err *err)
{
	if (reader->state == CARD_EXPECTED || reader->state == CARD_MISSING)
		return err_tell(err, ERR_REFUSED, MSG_STORE_READER_NOT_COUNTED, "reader", "%s", reader->serial);
	if (reader->state != CARD_IN_STOCK)
		return err_tell(err, ERR_REFUSED, MSG_STORE_READER_GONE, "reader", "%s", reader->serial);
	if (reader->damaged)
		return err_tell(err, ERR_REFUSED, MSG_STORE_READER_DAMAGED, "reader", "%s", reader->serial);
	return OK;
}

static enum code
give(struct passage *passage, struct record_row *row)
{
	struct store *store = passage->store;
	struct reader_device reader = {0};
	enum code code = store_find_reader(store, row->serial, 0, &reader, passage->err);

	if (code == ERR_NOT_FOUND) { /* none that a list or a count named: it is recorded all the same, as in a handover */
		code = db_run(store, SQL_READER_INSERT,
			WITH(reference(0), text(row->serial), text(passage->applicant.reader_kind),
				text(card_state_name(CARD_HANDED_OVER)), reference(0), reference(passage->applicant.id)),
			passage->err);
		row->item_id = sqlite3_last_insert_rowid(store->db);
		return code;
	}
	if (code == OK)
		code = may_go_out(&reader, passage->err);
	if (code != OK)
		return code;
	row->item_id = reader.id;
	row->applicant_id = reader.announced_for;
	return db_run(store, SQL_READER_GIVE, WITH(number(reader.id), number(passage->applicant.id)), passage->err);
}

/* ---- back */

/* From its holder and nobody else: who brings another's reader is asked whose it is, the record must not say that it is his. */
static enum code
take(struct passage *passage, struct record_row *row)
{
	struct reader_device reader = {0};
	enum card_state to = row->state == BACK_LOST ? CARD_LOST : CARD_IN_STOCK;
	enum code code = store_find_reader(passage->store, row->serial, 0, &reader, passage->err);

	if (code == ERR_NOT_FOUND || (code == OK && reader.state != CARD_HANDED_OVER))
		return err_tell(passage->err, ERR_REFUSED, MSG_STORE_READER_NOT_OUT, "reader", "%s", row->serial);
	if (code != OK)
		return code;
	if (reader.holder_id != 0 && reader.holder_id != passage->applicant.id)
		return err_tell(passage->err, ERR_REFUSED, MSG_STORE_READER_OF_OTHER, "reader", "%s", row->serial);
	row->item_id = reader.id;
	return db_run(passage->store, SQL_READER_CAME_BACK,
		WITH(number(reader.id), text(card_state_name(to)), number(row->state == BACK_DAMAGED)), passage->err);
}

/* ---- the write */

static enum code
record_inside(struct passage *passage, const struct officer *officer, const struct store_paper_wish *wish)
{
	struct item_record *record = passage->record;
	struct officer now = {0};
	enum code code = officer_may_act(passage->store, officer, &now, passage->err);

	if (code == OK)
		code = take_person(passage);
	for (int i = 0; code == OK && i < record->row_count; i++)
		code = record->rows[i].way == WAY_OUT ? give(passage, &record->rows[i]) : take(passage, &record->rows[i]);
	return code == OK ? item_record_write(passage->store, record, officer, &now, wish, passage->err) : code;
}

enum code
store_record_reader(struct store *store, const struct item_record *draft, const struct store_paper_wish *wish,
	const struct officer *officer, struct item_record *stored, struct err *err)
{
	struct record_row rows[2] = {0};
	struct item_record work = *draft;
	struct passage passage = {.store = store, .record = &work, .err = err};
	enum code code = check_draft(draft, err);

	if (code == OK)
		code = write_begin(store, WRITE_FACT, err);
	if (code != OK)
		return code;
	for (int i = 0; i < draft->row_count; i++)
		rows[i] = draft->rows[i];
	work.rows = rows;
	work.reason = REASON_NONE;
	code = write_end(store, record_inside(&passage, officer, wish), err);
	work.rows = NULL;
	work.row_count = 0;
	if (code == OK && stored != NULL)
		*stored = work;
	return code;
}
