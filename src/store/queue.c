/*
 * store/queue: documents on their way to paper. Each step is one transaction: putting a record's paper in, taking the next one
 * for this session, what the printer said of it, and what an officer says. The queue is asked as a whole, never a window of it.
 */
#include "inside.h"

static const struct word print_state_words[] = {PRINT_STATES(WORD_ENTRY)};
const struct vocabulary store_print_state_words = {print_state_words, ARRAY_LENGTH(print_state_words), NULL};

static void
read_print(sqlite3_stmt *statement, struct store_print *out)
{
	char state[16];

	out->id = sqlite3_column_int64(statement, 0);
	out->handover_id = sqlite3_column_int64(statement, 1);
	column_text(statement, 2, out->title, sizeof out->title);
	column_text(statement, 3, out->destination, sizeof out->destination);
	column_text(statement, 4, state, sizeof state);
	out->state = STORE_PRINT_FAILED;
	store_print_state_parse(&out->state, state);
	out->attempts = sqlite3_column_int(statement, 5);
	out->created = sqlite3_column_int64(statement, 6);
	out->changed = sqlite3_column_int64(statement, 7);
	column_text(statement, 8, out->job, sizeof out->job);
	column_text(statement, 9, out->fault, sizeof out->fault);
	out->delivery_id = sqlite3_column_int64(statement, 10);
	out->entry_seq = sqlite3_column_int64(statement, 11);
}

/* ---- whose paper it is */

/* A handover's record or a delivery's: one of them is 0. */
struct paper_of {
	int64_t handover_id, delivery_id;
};

/* The same five questions for two kinds of paper; everything below asks through these two and does not tell them apart. */
static enum code
find_paper(struct store *store, struct paper_of of, struct paper_row *out, struct err *err)
{
	return of.delivery_id != 0 ? delivery_paper_find(store, of.delivery_id, out, err)
				   : paper_find(store, of.handover_id, out, err);
}

static enum code
set_state(struct store *store, struct paper_of of, enum paper_state paper, struct err *err)
{
	return of.delivery_id != 0 ? delivery_paper_set_state(store, of.delivery_id, paper, err)
				   : paper_set_state(store, of.handover_id, paper, err);
}

/* ---- putting in */

/* Is somebody at it, or is it in the queue already? Then there is nothing to add. */
static enum code
look_in_queue(struct store *store, struct paper_of of, bool *there, struct err *err)
{
	int64_t sending = 0;
	enum code code = db_number(store, SQL_PRINT_SENDING,
		WITH(reference(of.handover_id), reference(of.delivery_id), number(store->now - SENDING_SECONDS),
			number(store->now + SENDING_SECONDS)),
		0, &sending, err);

	*there = sending > 0;
	if (code != OK || *there)
		return code;
	code = db_run(store, SQL_PRINT_AGAIN, WITH(reference(of.handover_id), reference(of.delivery_id), number(store->now)), err);
	*there = code == OK && sqlite3_changes(store->db) > 0;
	return code;
}

/* The document is kept as it was written, not drawn again later: what is printed is what was sealed at that moment. */
static enum code
insert_print(struct store *store, struct paper_of of, const char *record_number, const struct store_paper_wish *wish,
	const struct str *document, struct err *err)
{
	enum code code = db_run(store, SQL_PRINT_INSERT,
		WITH(reference(of.handover_id), reference(of.delivery_id), text(record_number), text(wish->destination),
			number(store->now), text(str_text(document))),
		err);

	if (code == OK && of.delivery_id != 0)
		return db_run(store, SQL_DELIVERY_PAPER_QUEUED, WITH(number(of.delivery_id), number(store->now)), err);
	return code == OK ? db_run(store, SQL_PAPER_QUEUED, WITH(number(of.handover_id), number(store->now)), err) : code;
}

/* What the officer says of a paper that was sent by asking for it again: the journal knows that the one before is none. */
static enum code
log_lost(struct store *store, int64_t handover_id, const struct officer *officer, struct err *err)
{
	struct paper_row row = {0};
	enum code code = paper_find(store, handover_id, &row, err);

	return code == OK ? paper_log(store, &row, PAPER_WAITING, "print-again", officer, err) : code;
}

/* The paper itself: until it is signed the original, which counts its printings, then a copy that says which it is. */
static enum code
insert_paper(struct store *store, struct handover *handover, const struct store_paper_wish *wish, const struct officer *officer,
	struct err *err)
{
	struct str document = {0};
	int reprint = 0;
	enum code code = OK;

	if (handover->paper == PAPER_SIGNED)
		code = paper_reprint(store, handover->id, officer, &reprint, err);
	else if (handover->paper >= PAPER_SENT)
		code = log_lost(store, handover->id, officer, err);
	if (code != OK)
		return code;
	handover->prints++;
	wish->write(wish->context, handover, reprint, &document);
	code = insert_print(store, (struct paper_of){.handover_id = handover->id}, handover->record_number, wish, &document, err);
	str_clear(&document);
	return code;
}

static enum code
insert_delivery_paper(struct store *store, const struct delivery *delivery, const struct store_paper_wish *wish,
	const struct officer *officer, struct err *err)
{
	struct str document = {0};
	int reprint = 0;
	enum code code = OK;

	if (delivery->paper != PAPER_NONE)
		code = delivery_paper_reprint(store, delivery->id, officer, &reprint, err);
	if (code != OK)
		return code;
	wish->write_delivery(wish->context, delivery, reprint, &document);
	code = insert_print(store, (struct paper_of){.delivery_id = delivery->id}, delivery->record_number, wish, &document, err);
	str_clear(&document);
	return code;
}

/* Pressing twice queues once: what waits already, or is at the printer now, is not put in again. */
static enum code
queue_inside(struct store *store, int64_t handover_id, const struct store_paper_wish *wish, const struct officer *officer,
	struct err *err)
{
	struct handover *handover;
	bool there = false;
	enum code code = look_in_queue(store, (struct paper_of){.handover_id = handover_id}, &there, err);

	if (code != OK || there)
		return code;
	handover = mem_alloc(sizeof *handover);
	code = store_find_handover(store, handover_id, handover, err);
	if (code == OK)
		code = insert_paper(store, handover, wish, officer, err);
	mem_free(handover);
	return code;
}

static enum code
queue_delivery_inside(struct store *store, int64_t delivery_id, const struct store_paper_wish *wish,
	const struct officer *officer, struct err *err)
{
	struct delivery delivery;
	bool there = false;
	enum code code = look_in_queue(store, (struct paper_of){.delivery_id = delivery_id}, &there, err);

	if (code != OK || there)
		return code;
	code = store_find_delivery(store, delivery_id, "", &delivery, err);
	if (code == OK)
		code = insert_delivery_paper(store, &delivery, wish, officer, err);
	store_clear_delivery(&delivery);
	return code;
}

enum code
store_queue_paper(struct store *store, int64_t handover_id, const struct store_paper_wish *wish, const struct officer *officer,
	struct err *err)
{
	enum code code = act_begin(store, WRITE_PAPERWORK, officer, err);

	if (code != OK)
		return code;
	return write_end(store, queue_inside(store, handover_id, wish, officer, err), err);
}

enum code
store_queue_delivery_paper(struct store *store, int64_t delivery_id, const struct store_paper_wish *wish,
	const struct officer *officer, struct err *err)
{
	enum code code = act_begin(store, WRITE_PAPERWORK, officer, err);

	if (code != OK)
		return code;
	return write_end(store, queue_delivery_inside(store, delivery_id, wish, officer, err), err);
}

/* ---- taking out */

/* Taken and marked in one statement, so that two sessions never print the same paper. */
static enum code
claim_next(struct store *store, struct store_print *print, struct str *document, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_PRINT_NEXT,
		WITH(number(store->now), number(store->now - SENDING_SECONDS), number(store->now + SENDING_SECONDS)), &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);

	if (step == STEP_ROW) {
		read_print(statement, print);
		str_add_n(document, sqlite3_column_text(statement, 12), (size_t)sqlite3_column_bytes(statement, 12));
	} else if (step == STEP_END) {
		err_tell(&own, ERR_NOT_FOUND, MSG_STORE_NO_PRINT, "print", "%s", "-");
	}
	return db_finish(statement, &own, err);
}

/* Called without an officer: printing goes on after a logout, what was asked for while logged in still comes out. */
enum code
store_next_print(struct store *store, struct store_print *print, struct str *document, struct err *err)
{
	enum code code = write_begin(store, WRITE_PAPERWORK, err);

	*print = (struct store_print){0};
	if (code != OK)
		return code;
	code = write_end(store, claim_next(store, print, document, err), err);
	if (code != OK)
		*print = (struct store_print){0};
	return code;
}

/* Late words do not take back what an officer has said of the paper; they are told all the same. */
static enum code
end_paper(struct store *store, const struct store_print *print, bool sent, const struct officer *officer, bool *is_out,
	struct err *err)
{
	const struct paper_of of = {print->handover_id, print->delivery_id};
	enum paper_state paper = sent ? PAPER_SENT : PAPER_WAITING;
	struct paper_row row = {0};
	enum code code = find_paper(store, of, &row, err);

	*is_out = row.state >= PAPER_CONFIRMED;
	if (code == OK && !*is_out)
		code = set_state(store, of, paper, err);
	return code == OK ? paper_log(store, &row, paper, print->fault, officer, err) : code;
}

/* The number of the attempt is compared: a session that was slow must not end the attempt that another one began after it. */
static enum code
end_inside(struct store *store, const struct store_print *print, const struct officer *officer, struct err *err)
{
	bool sent = print->fault[0] == '\0', is_out = false;
	const char *state;
	enum code code = OK;

	if (print->handover_id != 0 || print->delivery_id != 0)
		code = end_paper(store, print, sent, officer, &is_out, err);
	else if (print->entry_seq != 0)
		code = entry_paper_end(store, print, sent, officer, &is_out, err);
	if (code != OK)
		return code;
	state = store_print_state_name(is_out && sent ? STORE_PRINT_DONE : sent ? STORE_PRINT_SENT : STORE_PRINT_FAILED);
	code = db_run(store, SQL_PRINT_END,
		WITH(number(print->id), number(print->attempts), text(state), number(store->now), text(print->job),
			text(print->fault)),
		err);
	if (code == OK && sqlite3_changes(store->db) == 0)
		code = err_tell(err, ERR_BUSY, MSG_STORE_PRINT_TAKEN, "print", "%s", print->title);
	return code;
}

enum code
store_end_print(struct store *store, const struct store_print *print, const struct officer *officer, struct err *err)
{
	enum code code = write_begin(store, WRITE_PAPERWORK, err);

	if (code != OK)
		return code;
	return write_end(store, end_inside(store, print, officer, err), err);
}

/* ---- what an officer says of the paper */

/* What waits for a paper that has come out is done. */
static enum code
print_done(struct store *store, struct paper_of of, struct err *err)
{
	return db_run(store, SQL_PRINT_DONE,
		WITH(reference(of.handover_id), reference(of.delivery_id), number(store->now),
			number(store->now - SENDING_SECONDS), number(store->now + SENDING_SECONDS)),
		err);
}

enum code
queue_done(struct store *store, int64_t handover_id, struct err *err)
{
	return print_done(store, (struct paper_of){.handover_id = handover_id}, err);
}

/* Paper states go forward only. What has come out cannot be unsaid here; taking back has an act and a paper of its own. */
static enum code
set_inside(struct store *store, struct paper_of of, enum paper_state paper, const char *detail, const struct officer *officer,
	struct err *err)
{
	struct paper_row row = {0};
	enum code code = find_paper(store, of, &row, err);

	if (code == OK && row.is_void)
		code = err_tell(err, ERR_REFUSED, MSG_STORE_PAPER_VOID, "paper", "%s", row.record_number);
	if (code == OK && paper == PAPER_CONFIRMED && row.state < PAPER_SENT)
		code = err_tell(err, ERR_REFUSED, MSG_STORE_PAPER_NOT_SENT, "paper", "%s", row.record_number);
	if (code == OK && row.state >= PAPER_CONFIRMED && paper < row.state)
		code = err_tell(err, ERR_REFUSED, MSG_STORE_PAPER_BACK, "paper", "%s", row.record_number);
	if (code == OK)
		code = set_state(store, of, paper, err);
	if (code == OK && paper >= PAPER_CONFIRMED)
		code = print_done(store, of, err);
	return code == OK ? paper_log(store, &row, paper, detail, officer, err) : code;
}

enum code
store_set_paper(struct store *store, int64_t handover_id, enum paper_state paper, const char *detail,
	const struct officer *officer, struct err *err)
{
	enum code code = act_begin(store, WRITE_FACT, officer, err);

	if (code != OK)
		return code;
	return write_end(store, set_inside(store, (struct paper_of){.handover_id = handover_id}, paper, detail, officer, err),
		err);
}

enum code
store_set_delivery_paper(struct store *store, int64_t delivery_id, enum paper_state paper, const char *detail,
	const struct officer *officer, struct err *err)
{
	enum code code = act_begin(store, WRITE_FACT, officer, err);

	if (code != OK)
		return code;
	return write_end(store, set_inside(store, (struct paper_of){.delivery_id = delivery_id}, paper, detail, officer, err),
		err);
}

/* ---- looking */

enum code
store_list_prints(struct store *store, bool with_done, size_t offset, struct store_print *out, size_t max, size_t *count,
	struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement =
		db_start(store, SQL_PRINT_LIST, WITH(number(with_done), number((int64_t)max), number((int64_t)offset)), &own);

	*count = 0;
	while (statement != NULL && *count < max && db_step(store, statement, &own) == STEP_ROW)
		read_print(statement, &out[(*count)++]);
	return db_finish(statement, &own, err);
}

enum code
store_count_prints(struct store *store, bool with_done, int64_t *count, struct err *err)
{
	return db_number(store, SQL_PRINT_COUNT, WITH(number(with_done)), 0, count, err);
}

/* The document is read only on request: a list of the queue does not carry hundreds of papers. */
enum code
store_load_print(struct store *store, int64_t id, struct store_print *print, struct str *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_PRINT_FIND, WITH(number(id)), &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);

	if (step == STEP_ROW) {
		read_print(statement, print);
		if (out != NULL)
			str_add_n(out, sqlite3_column_text(statement, 12), (size_t)sqlite3_column_bytes(statement, 12));
	} else if (step == STEP_END) {
		err_tell(&own, ERR_NOT_FOUND, MSG_STORE_NO_PRINT, "print", "%lld", (long long)id);
	}
	return db_finish(statement, &own, err);
}
