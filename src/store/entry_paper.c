/*
 * store/entry_paper: the papers of entries that are no handover: of a correction, of a reader's record, of a dispatch note. Each
 * printing is counted, what became of the paper is journalled, and signed it is for good. Their way to the printer is that of all
 * papers (queue.c).
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
		*prints = paper_count(statement, 1);
	}
	return db_finish(statement, &own, err);
}

static enum code
log_paper(struct store *store, int64_t seq, const char *title, enum paper_state paper, const char *detail,
	const struct officer *officer, struct err *err)
{
	struct str body = {0};
	enum code code;

	body_add_number(&body, "entry", seq);
	body_add(&body, "record", title);
	body_add(&body, "paper", paper_state_name(paper));
	if (detail != NULL && *detail != '\0')
		body_add(&body, "detail", detail);
	code = journal_append(store, paper_act(paper), officer, &body, NULL, NULL, err);
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

/* ---- what it is about */

/* What stands behind the entry, as its paper needs it: one of the two kinds, the other empty. */
struct subject {
	struct correction correction;
	struct handover *handover;
	struct item_record record;
	struct drawer_count drawer;
	enum paper_state paper;
	char title[RECORD_TEXT];
};

static void
clear_subject(struct subject *subject)
{
	mem_free(subject->handover);
	store_clear_item_record(&subject->record);
	store_clear_drawer(&subject->drawer);
}

/* Corrections first: there are more of them, and what is neither is told as the record that it should have been. */
static enum code
find_subject(struct store *store, int64_t seq, struct subject *out, struct err *err)
{
	enum code code = store_find_correction(store, seq, &out->correction, err);

	if (code == OK) {
		out->paper = out->correction.paper;
		copy_text(out->title, sizeof out->title, out->correction.record_number);
		out->handover = mem_alloc(sizeof *out->handover);
		return store_find_handover(store, out->correction.handover_id, out->handover, err);
	}
	if (code != ERR_NOT_FOUND)
		return code;
	code = store_find_drawer(store, seq, "", &out->drawer, err);
	if (code != ERR_NOT_FOUND) {
		out->paper = out->drawer.paper;
		copy_text(out->title, sizeof out->title, out->drawer.record_number);
		return code;
	}
	code = store_find_item_record(store, seq, "", &out->record, err);
	out->paper = out->record.paper;
	copy_text(out->title, sizeof out->title, out->record.record_number);
	return code;
}

static enum code
queue_inside(struct store *store, int64_t seq, const struct store_paper_wish *wish, struct err *err)
{
	struct subject subject = {0};
	struct store_entry_paper about = {0};
	enum code code = find_subject(store, seq, &subject, err);

	if (subject.handover != NULL)
		about = (struct store_entry_paper){.correction = &subject.correction, .handover = subject.handover};
	else if (subject.drawer.seq != 0)
		about.drawer = &subject.drawer;
	else
		about.record = &subject.record;
	if (code == OK)
		code = entry_paper_queue(store, seq, subject.title, wish, &about, err);
	clear_subject(&subject);
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
set_found(struct store *store, int64_t seq, const struct subject *subject, enum paper_state paper, const struct officer *officer,
	struct err *err)
{
	enum paper_state least = paper == PAPER_SIGNED ? PAPER_WAITING : PAPER_SENT;
	enum code code;

	if (subject->paper == PAPER_SIGNED)
		return err_tell(err, ERR_REFUSED, MSG_STORE_ENTRY_SIGNED, "paper", "%s", subject->title);
	if (subject->paper < least || (paper != PAPER_CONFIRMED && paper != PAPER_SIGNED))
		return err_tell(err, ERR_REFUSED, MSG_STORE_ENTRY_NO_PAPER, "paper", "%s", subject->title);
	code = set_state(store, seq, paper, err);
	if (code == OK)
		code = db_run(store, SQL_PRINT_DONE_ENTRY,
			WITH(number(seq), number(store->now), number(store->now - SENDING_SECONDS),
				number(store->now + SENDING_SECONDS)),
			err);
	return code == OK ? log_paper(store, seq, subject->title, paper, "", officer, err) : code;
}

static enum code
set_inside(struct store *store, int64_t seq, enum paper_state paper, const struct officer *officer, struct err *err)
{
	struct subject subject = {0};
	enum code code = find_subject(store, seq, &subject, err);

	if (code == OK)
		code = set_found(store, seq, &subject, paper, officer, err);
	clear_subject(&subject);
	return code;
}

enum code
store_set_entry_paper(struct store *store, int64_t seq, enum paper_state paper, const struct officer *officer, struct err *err)
{
	enum code code = act_begin(store, WRITE_FACT, officer, err);

	if (code != OK)
		return code;
	return write_end(store, set_inside(store, seq, paper, officer, err), err);
}

/* ---- outside the queue */

/* There is one original, however often it is printed: a paper that waits in the queue or is signed stays so. */
static enum code
reprint_inside(struct store *store, int64_t seq, const struct officer *officer, int *print, struct err *err)
{
	struct subject subject = {0};
	enum paper_state state;
	enum code code = find_subject(store, seq, &subject, err);

	if (code == OK)
		code = find(store, seq, &state, print, err);
	(*print)++;
	if (code == OK)
		code = db_run(store, SQL_ENTRY_PAPER_PRINTED, WITH(number(seq), number(store->now)), err);
	if (code == OK)
		code = paper_log_printing(store, subject.title, "print", *print, officer, err);
	clear_subject(&subject);
	return code;
}

enum code
store_reprint_entry(struct store *store, int64_t seq, const struct officer *officer, int *print, struct err *err)
{
	enum code code = act_begin(store, WRITE_FACT, officer, err);

	*print = 0;
	if (code != OK)
		return code;
	return write_end(store, reprint_inside(store, seq, officer, print, err), err);
}
