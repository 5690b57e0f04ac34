/*
 * store/shipment: couriers' deliveries with the cards and reader devices in them, and what their arrival means for
 * applications.
 */
#include "inside.h"

static void
read_shipment(sqlite3_stmt *statement, struct shipment *out)
{
	out->id = sqlite3_column_int64(statement, 0);
	column_text(statement, 1, out->tracking_number, sizeof out->tracking_number);
	column_text(statement, 2, out->dispatched, sizeof out->dispatched);
	out->received = sqlite3_column_int64(statement, 3);
	out->cards_expected = sqlite3_column_int(statement, 4);
	out->readers_expected = sqlite3_column_int(statement, 5);
}

/* ---- adding */

static enum code
insert_card(struct store *store, const struct shipment *shipment, struct card *card, enum card_state state, struct err *err)
{
	enum application_state moved = shipment->received != 0 ? APPLICATION_RECEIVED : APPLICATION_IN_TRANSIT;
	enum code code = db_number(store, SQL_CARD_ADOPT,
		WITH(number(shipment->id), number(card->applicant_id), text(card->card_serial), text(card_state_name(state))), 0,
		&card->id, err);

	if (code == OK && card->id == 0) {
		code = db_run(store, SQL_CARD_INSERT,
			WITH(reference(shipment->id), reference(card->applicant_id), text(card->card_serial),
				text(card->certificate_serial), text(card_state_name(state))),
			err);
		card->id = sqlite3_last_insert_rowid(store->db);
	}
	if (code == ERR_EXISTS)
		err_tell(err, code, MSG_STORE_SHIPMENT_EXISTS, "shipment", "%s", card->card_serial);
	if (code != OK)
		return code;
	card->shipment_id = shipment->id;
	card->state = state;
	if (card->applicant_id == 0)
		return OK;
	return db_run(store, SQL_APPLICANT_SHIPPED,
		WITH(number(card->applicant_id), text(application_state_name(moved)), number(store->now), number(shipment->id)),
		err);
}

static enum code
insert_reader(struct store *store, const struct shipment *shipment, struct reader_device *reader, enum card_state state,
	struct err *err)
{
	enum code code = db_number(store, SQL_READER_ADOPT,
		WITH(number(shipment->id), text(reader->serial), text(card_state_name(state)), reference(reader->announced_for)),
		0, &reader->id, err);

	if (code == OK && reader->id == 0) {
		code = db_run(store, SQL_READER_INSERT,
			WITH(reference(shipment->id), text(reader->serial), text(reader->kind), text(card_state_name(state)),
				reference(reader->announced_for), reference(0)),
			err);
		reader->id = sqlite3_last_insert_rowid(store->db);
	}
	if (code == ERR_EXISTS)
		err_tell(err, code, MSG_STORE_SHIPMENT_EXISTS, "shipment", "%s", reader->serial);
	if (code != OK)
		return code;
	reader->shipment_id = shipment->id;
	reader->state = state;
	return OK;
}

enum code
insert_shipment(struct store *store, struct shipment *shipment, struct err *err)
{
	enum code code = db_run(store, SQL_SHIPMENT_INSERT,
		WITH(text(shipment->tracking_number), text(shipment->dispatched), number(shipment->received),
			number(shipment->cards_expected), number(shipment->readers_expected)),
		err);

	if (code == ERR_EXISTS)
		err_tell(err, code, MSG_STORE_SHIPMENT_EXISTS, "shipment", "%s", shipment->tracking_number);
	if (code == OK)
		shipment->id = sqlite3_last_insert_rowid(store->db);
	return code;
}

static enum code
log_shipment(struct store *store, enum journal_act act, const struct shipment *shipment, const struct officer *officer,
	struct err *err)
{
	struct str body = {0};
	enum code code;

	body_add_number(&body, "shipment", shipment->id);
	body_add(&body, "tracking", shipment->tracking_number);
	body_add(&body, "dispatched", shipment->dispatched);
	body_add_number(&body, "cards", shipment->cards_expected);
	body_add_number(&body, "readers", shipment->readers_expected);
	body_add(&body, "received", shipment->received != 0 ? "yes" : "no");
	code = journal_append(store, act, officer, &body, NULL, NULL, err);
	str_clear(&body);
	return code;
}

enum code
store_add_shipment(struct store *store, struct shipment *shipment, struct card *cards, size_t card_count,
	struct reader_device *readers, size_t reader_count, const struct officer *officer, struct err *err)
{
	enum card_state state = shipment->received != 0 ? CARD_IN_STOCK : CARD_EXPECTED;
	enum code code = act_begin(store, WRITE_FACT, officer, err);

	if (code != OK)
		return code;
	code = insert_shipment(store, shipment, err);
	for (size_t i = 0; code == OK && i < card_count; i++)
		code = insert_card(store, shipment, &cards[i], state, err);
	for (size_t i = 0; code == OK && i < reader_count; i++)
		code = insert_reader(store, shipment, &readers[i], state, err);
	if (code == OK)
		code = log_shipment(store, ACT_SHIPMENT_ADDED, shipment, officer, err);
	return write_end(store, code, err);
}

/* ---- finding */

enum code
store_find_shipment(struct store *store, int64_t id, struct shipment *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_SHIPMENT_FIND, WITH(number(id)), &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);

	if (step == STEP_ROW)
		read_shipment(statement, out);
	else if (step == STEP_END)
		err_set(&own, ERR_NOT_FOUND, 0, "shipment", "%lld", (long long)id);
	return db_finish(statement, &own, err);
}

enum code
store_find_tracking(struct store *store, const char *tracking_number, struct shipment *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_SHIPMENT_TRACKING, WITH(text(tracking_number)), &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);

	if (step == STEP_ROW)
		read_shipment(statement, out);
	else if (step == STEP_END)
		err_set(&own, ERR_NOT_FOUND, 0, "shipment", "%s", tracking_number);
	return db_finish(statement, &own, err);
}

enum code
store_list_shipments(struct store *store, size_t offset, struct shipment *out, size_t max, size_t *count, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_SHIPMENT_LIST, WITH(number((int64_t)max), number((int64_t)offset)), &own);

	*count = 0;
	while (statement != NULL && *count < max && db_step(store, statement, &own) == STEP_ROW)
		read_shipment(statement, &out[(*count)++]);
	return db_finish(statement, &own, err);
}

enum code
store_count_shipments(struct store *store, int64_t *count, struct err *err)
{
	return db_number(store, SQL_SHIPMENT_COUNT, WITH_NONE, 0, count, err);
}
