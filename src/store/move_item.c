/*
 * store/move_item: cards and readers as stock, apart from applications: what lies where, and what a person does with a reader, or
 * with a card that belongs to no application. Only the rows of the table of item moves (model_move.h) can be done.
 */
#include "inside.h"

#include <stdio.h>

static const struct item_move item_moves[] = {ITEM_MOVES(ITEM_MOVE_ROW)};

/* ---- looking */

static void
read_item(sqlite3_stmt *statement, struct store_item *out)
{
	char word[24];

	*out = (struct store_item){
		.kind = sqlite3_column_int(statement, 0) != 0 ? ITEM_READER : ITEM_CARD, .state = CARD_EXPECTED};
	out->id = sqlite3_column_int64(statement, 1);
	column_text(statement, 2, word, sizeof word);
	card_state_parse(&out->state, word);
	column_text(statement, 3, out->serial, sizeof out->serial);
	column_text(statement, 4, out->place, sizeof out->place);
	out->applicant_id = sqlite3_column_int64(statement, 5);
	column_text(statement, 6, out->name, sizeof out->name);
	column_text(statement, 7, out->tracking_number, sizeof out->tracking_number);
}

enum code
store_list_items(struct store *store, enum card_state state, size_t offset, struct store_item *out, size_t max, size_t *count,
	struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_ITEM_LIST,
		WITH(text(card_state_name(state)), number((int64_t)max), number((int64_t)offset)), &own);

	*count = 0;
	while (statement != NULL && *count < max && db_step(store, statement, &own) == STEP_ROW)
		read_item(statement, &out[(*count)++]);
	return db_finish(statement, &own, err);
}

enum code
store_count_items(struct store *store, enum card_state state, int64_t out[ITEM_KIND_COUNT], struct err *err)
{
	enum code code = db_number(store, SQL_CARD_STATE_COUNT, WITH(text(card_state_name(state))), 0, &out[ITEM_CARD], err);

	return code == OK ? db_number(store, SQL_READER_STATE_COUNT, WITH(text(card_state_name(state))), 0, &out[ITEM_READER], err)
			  : code;
}

enum code
store_find_item(struct store *store, enum item_kind kind, int64_t id, struct store_item *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_ITEM_FIND, WITH(number(kind == ITEM_READER), number(id)), &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);

	if (step == STEP_ROW)
		read_item(statement, out);
	else if (step == STEP_END)
		err_set(&own, ERR_NOT_FOUND, 0, "item", "%s %lld", item_kind_name(kind), (long long)id);
	return db_finish(statement, &own, err);
}

/* ---- moving */

static const struct item_move *
row_of(const struct store_item *item, enum move_act act)
{
	for (size_t i = 0; i < ARRAY_LENGTH(item_moves); i++)
		if (item_moves[i].act == act && item_moves[i].from == item->state && (item_moves[i].kinds & 1U << item->kind) != 0)
			return &item_moves[i];
	return NULL;
}

static enum code
put_item(struct store *store, const struct store_item *item, const struct item_move *row, const char *place, struct err *err)
{
	bool card = item->kind == ITEM_CARD;

	if (row->act == MOVE_NEVER_SENT)
		return db_run(store, card ? SQL_CARD_UNSENT : SQL_READER_UNSENT, WITH(number(item->id)), err);
	return db_run(store, card ? SQL_CARD_MOVED : SQL_READER_MOVED,
		WITH(number(item->id), text(card_state_name(row->to)), text(place != NULL ? place : "")), err);
}

static enum code
log_item(struct store *store, const struct store_item *item, const struct item_move *row, const struct store_move *move,
	const struct officer *officer, struct entry_mark *mark, struct err *err)
{
	const struct store_field fields[] = {{"note", move->note != NULL ? move->note : ""}};
	const struct store_personal personal = {0, fields, move->note != NULL && move->note[0] != '\0' ? 1 : 0};
	bool card = item->kind == ITEM_CARD;
	struct str body = {0};
	enum code code;

	body_add(&body, "move", move_act_name(row->act));
	body_add(&body, card ? "card" : "reader", item->serial);
	body_add_number(&body, card ? "card-id" : "reader-id", item->id);
	body_add(&body, "from", card_state_name(row->from));
	body_add(&body, card ? "card-state" : "reader-state", card_state_name(row->to));
	if (move->reference != NULL && move->reference[0] != '\0')
		body_add(&body, "reference", move->reference);
	if (move->date != NULL && move->date[0] != '\0')
		body_add(&body, "date", move->date);
	code = journal_append(store, ACT_ITEM_CHANGED, officer, &body, &personal, mark, err);
	str_clear(&body);
	return code;
}

/* What was posted stands on a dispatch note with its move's entry; an item of no application is nobody's there. */
static void
note_item(struct item_record *dispatch, const struct store_item *item, const struct entry_mark *mark)
{
	struct record_row row = {.kind = item->kind, .item_id = item->id, .move_seq = mark->seq};

	copy_text(row.serial, sizeof row.serial, item->serial);
	dispatch_add(dispatch, &row);
}

static enum code
move_one_item(struct store *store, const struct store_item *seen, const struct store_move *move, const struct officer *officer,
	struct item_record *dispatch, struct err *err)
{
	struct entry_mark mark;
	struct store_item item;
	const struct item_move *row;
	enum code code = store_find_item(store, seen->kind, seen->id, &item, err);

	if (code != OK)
		return code;
	if (item.state != seen->state)
		return err_tell(err, ERR_BUSY, MSG_STORE_MOVE_CARD, "item", "%s", message_text(card_state_message(item.state)));
	row = row_of(&item, move->act);
	if (row == NULL ||
		(item.kind == ITEM_CARD && item.applicant_id != 0)) /* whose card has an application is moved with that */
		return err_tell(err, ERR_REFUSED, MSG_STORE_MOVE_CARD, "item", "%s", message_text(card_state_message(item.state)));
	code = put_item(store, &item, row, move->place, err);
	if (code == OK)
		code = log_item(store, &item, row, move, officer, &mark, err);
	if (code == OK && dispatch_is_due(move->act, true))
		note_item(dispatch, &item, &mark);
	return code;
}

enum code
store_move_items(struct store *store, const struct store_move *move, const struct store_item *items, size_t count,
	const struct officer *officer, size_t *bad, struct err *err)
{
	struct item_record dispatch = {0};
	enum code code = move_check(move, err);

	if (code == OK && count > RECORD_ROWS_MAX) /* one note has room for all of them */
		code = err_set(err, ERR_LIMIT, 0, "move", "%zu", count);
	if (code == OK)
		code = act_begin(store, WRITE_FACT, officer, err);
	if (code != OK)
		return code;
	for (size_t i = 0; code == OK && i < count; i++) {
		code = move_one_item(store, &items[i], move, officer, &dispatch, err);
		if (code != OK && bad != NULL)
			*bad = i;
	}
	if (code == OK)
		code = dispatch_write(store, &dispatch, move, officer, err);
	code = write_end(store, code, err);
	store_clear_item_record(&dispatch);
	return code;
}
