/*
 * store/entry_paper: the papers of entries that are no handover: a correction's. Each printing is counted, what became of the
 * paper is journalled, and signed it is for good. Their way to the printer is that of all papers (queue.c).
 */
#include "inside.h"

static enum code
find(struct store *store, int64_t seq, enum paper_state *state, int *prints, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_ENTRY_PAPER_FIND, WITH(number(seq)), &own);

	*state = PAPER_NONE;
	*prints = 0;
	if (statement != NULL && db_step(store, statement, &own) == STEP_ROW) {
		char name[16];

		column_text(statement, 0, name, sizeof name);
		paper_state_parse(state, name);
		*prints = sqlite3_column_int(statement, 1);
	}
	return db_finish(statement, &own, err);
}

static enum code
log_paper(struct store *store, int64_t seq, const char *title, enum paper_state paper, const char *detail,
	const struct officer *officer, struct err *err)
{
	static const enum journal_act acts[] = {[PAPER_NONE] = ACT_PRINT_FAILED,
		[PAPER_WAITING] = ACT_PRINT_FAILED,
		[PAPER_SENT] = ACT_PRINT_SENT,
		[PAPER_CONFIRMED] = ACT_PRINT_CONFIRMED,
		[PAPER_SIGNED] = ACT_SIGNED_COPY};
	struct str body = {0};
	enum code code;

	body_add_number(&body, "entry", seq);
	body_add(&body, "record", title);
	body_add(&body, "paper", paper_state_name(paper));
	if (detail != NULL && *detail != '\0')
		body_add(&body, "detail", detail);
	code = journal_append(store, acts[paper], officer, &body, NULL, NULL, err);
	str_clear(&body);
	return code;
}

static enum code
set_state(struct store *store, int64_t seq, enum paper_state paper, struct err *err)
{
	return db_run(store, SQL_ENTRY_PAPER_STATE, WITH(number(seq), text(paper_state_name(paper)), number(store->now)), err);
}

/* ---- into the queue */

/* Is a session at it, or does it wait already? */
static enum code
is_queued(struct store *store, int64_t seq, bool *there, struct err *err)
{
	int64_t sending = 0;
	enum code code = db_number(store, SQL_PRINT_SENDING_ENTRY,
		WITH(number(seq), number(store->now - SENDING_SECONDS), number(store->now + SENDING_SECONDS)), 0, &sending, err);

	*there = sending > 0;
	if (code != OK || *there)
		return code;
	code = db_run(store, SQL_PRINT_AGAIN_ENTRY, WITH(number(seq), number(store->now)), err);
	*there = code == OK && sqlite3_changes(store->db) > 0;
	return code;
}

enum code
entry_paper_queue(struct store *store, int64_t seq, const char *title, const struct store_paper_wish *wish,
	const struct store_entry_paper *about, struct err *err)
{
	struct store_entry_paper one = *about;
	struct str document = {0};
	enum paper_state state;
	bool there = false;
	enum code code = is_queued(store, seq, &there, err);

	if (code == OK && !there)
		code = find(store, seq, &state, &one.print, err);
	if (code != OK || there)
		return code;
	one.print++;
	wish->write_entry(wish->context, &one, &document);
	code = db_run(store, SQL_PRINT_INSERT_ENTRY,
		WITH(number(seq), text(title), text(wish->destination), number(store->now), text(str_text(&document))), err);
	str_clear(&document);
	if (code == OK)
		code = db_run(store, SQL_ENTRY_PAPER_QUEUED, WITH(number(seq), number(store->now)), err);
	return code;
}

static enum code
queue_inside(struct store *store, int64_t seq, const struct store_paper_wish *wish, struct err *err)
{
	struct correction correction = {0};
	struct handover *handover = mem_alloc(sizeof *handover);
	enum code code = store_find_correction(store, seq, &correction, err);

	if (code == OK)
		code = store_find_handover(store, correction.handover_id, handover, err);
	if (code == OK)
		code = entry_paper_queue(store, seq, correction.record_number, wish,
			&(struct store_entry_paper){.correction = &correction, .handover = handover}, err);
	mem_free(handover);
	return code;
}

enum code
store_queue_entry(struct store *store, int64_t seq, const struct store_paper_wish *wish, const struct officer *officer,
	struct err *err)
{
	enum code code = act_begin(store, WRITE_PAPERWORK, officer, err);

	if (code != OK)
		return code;
	return write_end(store, queue_inside(store, seq, wish, err), err);
}

/* ---- what became of it */

enum code
entry_paper_end(struct store *store, const struct store_print *print, bool sent, const struct officer *officer, bool *is_out,
	struct err *err)
{
	enum paper_state paper = sent ? PAPER_SENT : PAPER_WAITING, now;
	int prints;
	enum code code = find(store, print->entry_seq, &now, &prints, err);

	*is_out = now >= PAPER_CONFIRMED;
	if (code == OK && !*is_out)
		code = set_state(store, print->entry_seq, paper, err);
	return code == OK ? log_paper(store, print->entry_seq, print->title, paper, print->fault, officer, err) : code;
}

static enum code
set_inside(struct store *store, int64_t seq, enum paper_state paper, const struct officer *officer, struct err *err)
{
	struct correction correction = {0};
	enum code code = store_find_correction(store, seq, &correction, err);
	enum paper_state least = paper == PAPER_SIGNED ? PAPER_WAITING : PAPER_SENT;

	if (code != OK)
		return code;
	if (correction.paper == PAPER_SIGNED)
		return err_tell(err, ERR_REFUSED, MSG_STORE_ENTRY_SIGNED, "paper", "%s", correction.record_number);
	if (correction.paper < least || (paper != PAPER_CONFIRMED && paper != PAPER_SIGNED))
		return err_tell(err, ERR_REFUSED, MSG_STORE_ENTRY_NO_PAPER, "paper", "%s", correction.record_number);
	code = set_state(store, seq, paper, err);
	if (code == OK)
		code = db_run(store, SQL_PRINT_DONE_ENTRY,
			WITH(number(seq), number(store->now), number(store->now - SENDING_SECONDS),
				number(store->now + SENDING_SECONDS)),
			err);
	return code == OK ? log_paper(store, seq, correction.record_number, paper, "", officer, err) : code;
}

enum code
store_set_entry_paper(struct store *store, int64_t seq, enum paper_state paper, const struct officer *officer, struct err *err)
{
	enum code code = act_begin(store, WRITE_FACT, officer, err);

	if (code != OK)
		return code;
	return write_end(store, set_inside(store, seq, paper, officer, err), err);
}
