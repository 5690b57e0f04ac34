/*
 * store/item: cards and reader devices as rows: finding one, and moving one to another state. How they come here stands in
 * shipment.c, how they leave in handover.c.
 */
#include "inside.h"

static enum card_state
read_state(sqlite3_stmt *statement, int column)
{
	enum card_state state = CARD_LOST;
	char name[16];

	column_text(statement, column, name, sizeof name);
	card_state_parse(&state, name);
	return state;
}

static void
read_card(sqlite3_stmt *statement, struct card *out)
{
	out->id = sqlite3_column_int64(statement, 0);
	out->shipment_id = sqlite3_column_int64(statement, 1);
	out->applicant_id = sqlite3_column_int64(statement, 2);
	column_text(statement, 3, out->card_serial, sizeof out->card_serial);
	column_text(statement, 4, out->certificate_serial, sizeof out->certificate_serial);
	out->state = read_state(statement, 5);
	column_text(statement, 6, out->place, sizeof out->place);
}

static void
read_reader(sqlite3_stmt *statement, struct reader_device *out)
{
	out->id = sqlite3_column_int64(statement, 0);
	out->shipment_id = sqlite3_column_int64(statement, 1);
	column_text(statement, 2, out->serial, sizeof out->serial);
	column_text(statement, 3, out->kind, sizeof out->kind);
	out->state = read_state(statement, 4);
	column_text(statement, 5, out->place, sizeof out->place);
	out->announced_for = sqlite3_column_int64(statement, 6);
	out->holder_id = sqlite3_column_int64(statement, 7);
	out->damaged = sqlite3_column_int(statement, 8) != 0;
}

enum code
set_card_state(struct store *store, int64_t applicant_id, enum card_state from, enum card_state to, struct err *err)
{
	return db_run(store, SQL_CARD_STATE, WITH(number(applicant_id), text(card_state_name(from)), text(card_state_name(to))),
		err);
}

enum code
store_find_card(struct store *store, int64_t applicant_id, struct card *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_CARD_FIND, WITH(number(applicant_id)), &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);

	if (step == STEP_ROW)
		read_card(statement, out);
	else if (step == STEP_END)
		err_set(&own, ERR_NOT_FOUND, 0, "card", "%lld", (long long)applicant_id);
	return db_finish(statement, &own, err);
}

enum code
store_find_outstanding(struct store *store, int64_t applicant_id, int64_t but_shipment_id, struct card *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_CARD_ELSEWHERE, WITH(number(applicant_id), number(but_shipment_id)), &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);

	if (step == STEP_ROW)
		read_card(statement, out);
	else if (step == STEP_END)
		err_set(&own, ERR_NOT_FOUND, 0, "card", "%lld", (long long)applicant_id);
	return db_finish(statement, &own, err);
}

enum code
find_card_serial(struct store *store, const char *serial, struct card *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_CARD_SERIAL, WITH(text(serial)), &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);

	if (step == STEP_ROW)
		read_card(statement, out);
	else if (step == STEP_END)
		err_set(&own, ERR_NOT_FOUND, 0, "card", "%s", serial);
	return db_finish(statement, &own, err);
}

enum code
store_list_cards(struct store *store, int64_t shipment_id, struct card *out, size_t max, size_t *count, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_CARD_LIST, WITH(number(shipment_id), number((int64_t)max)), &own);

	*count = 0;
	while (statement != NULL && *count < max && db_step(store, statement, &own) == STEP_ROW)
		read_card(statement, &out[(*count)++]);
	return db_finish(statement, &own, err);
}

enum code
store_find_reader(struct store *store, const char *serial, int64_t shipment_id, struct reader_device *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = serial != NULL ? db_start(store, SQL_READER_SERIAL, WITH(text(serial)), &own)
						 : db_start(store, SQL_READER_STOCK, WITH(number(shipment_id)), &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);

	if (step == STEP_ROW)
		read_reader(statement, out);
	else if (step == STEP_END)
		err_set(&own, ERR_NOT_FOUND, 0, "reader", "%s", serial != NULL ? serial : "-");
	return db_finish(statement, &own, err);
}

enum code
store_list_readers(struct store *store, int64_t shipment_id, struct reader_device *out, size_t max, size_t *count, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_READER_LIST, WITH(number(shipment_id), number((int64_t)max)), &own);

	*count = 0;
	while (statement != NULL && *count < max && db_step(store, statement, &own) == STEP_ROW)
		read_reader(statement, &out[(*count)++]);
	return db_finish(statement, &own, err);
}

enum code
store_list_held(struct store *store, int64_t applicant_id, struct reader_device *out, size_t max, size_t *count, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_READER_HELD, WITH(number(applicant_id), number((int64_t)max)), &own);

	*count = 0;
	while (statement != NULL && *count < max && db_step(store, statement, &own) == STEP_ROW)
		read_reader(statement, &out[(*count)++]);
	return db_finish(statement, &own, err);
}

enum code
store_find_card_serial(struct store *store, const char *serial, struct card *out, struct err *err)
{
	return find_card_serial(store, serial, out, err);
}

enum code
find_card_id(struct store *store, int64_t id, struct card *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_CARD_ID, WITH(number(id)), &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);

	if (step == STEP_ROW)
		read_card(statement, out);
	else if (step == STEP_END)
		err_set(&own, ERR_NOT_FOUND, 0, "card", "%lld", (long long)id);
	return db_finish(statement, &own, err);
}

enum code
find_reader_id(struct store *store, int64_t id, struct reader_device *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_READER_ID, WITH(number(id)), &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);

	if (step == STEP_ROW)
		read_reader(statement, out);
	else if (step == STEP_END)
		err_set(&own, ERR_NOT_FOUND, 0, "reader", "%lld", (long long)id);
	return db_finish(statement, &own, err);
}
