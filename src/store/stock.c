/*
 * store/stock: what is here of cards and readers, and where the rest went: counted from the tables, and played again from the
 * entries of the journal, which a check compares with them. Moves nothing.
 */
#include "inside.h"

#include <stdlib.h>
#include <string.h>

/* What an entry says of an item, one byte each: its state, whether it is damaged (readers), and whether it ever was here. */
enum { STATE_BITS = 0x0F, IS_DAMAGED = 0x40, WAS_HERE = 0x80 };

/* ---- playing */

/*
 * Rows are numbered one after the other: a number far beyond their count was written by somebody else, and nothing is kept for it,
 * or a file that was tampered with would ask for as much memory as it says.
 */
enum code
replay_begin(struct replay *replay, struct store *store, struct err *err)
{
	enum code code;

	*replay = (struct replay){.store = store};
	code = db_number(store, SQL_CARD_LAST, WITH_NONE, 0, &replay->last[ITEM_CARD], err);
	if (code == OK)
		code = db_number(store, SQL_READER_LAST, WITH_NONE, 0, &replay->last[ITEM_READER], err);
	for (int kind = 0; code == OK && kind < ITEM_KIND_COUNT; kind++)
		replay->items[kind] = mem_alloc((size_t)replay->last[kind] + 1); /* all expected */
	if (code == OK)
		replay->holders = mem_alloc(((size_t)replay->last[ITEM_READER] + 1) * sizeof *replay->holders); /* nobody's */
	return code;
}

void
replay_end(struct replay *replay)
{
	for (int kind = 0; kind < ITEM_KIND_COUNT; kind++) {
		mem_free(replay->items[kind]);
		replay->items[kind] = NULL;
	}
	mem_free(replay->holders);
	replay->holders = NULL;
}

/* An entry that speaks of an item that is not there is found out by the comparison of what is. */
static void
put(struct replay *replay, enum item_kind kind, int64_t id, enum card_state state)
{
	uint8_t *item;

	if (id < 1 || id > replay->last[kind])
		return;
	item = &replay->items[kind][id];
	*item = (uint8_t)((*item & (WAS_HERE | IS_DAMAGED)) | state);
	if (state == CARD_IN_STOCK || state == CARD_HANDED_OVER)
		*item |= WAS_HERE;
}

/* A reader is held by one person while it is out, and by nobody else ever. */
static void
put_reader(struct replay *replay, int64_t id, enum card_state state, int64_t holder)
{
	put(replay, ITEM_READER, id, state);
	if (id >= 1 && id <= replay->last[ITEM_READER])
		replay->holders[id] = holder;
}

/* As the count of its parcel saw it, or as it came back; nothing else tells of it. */
static void
put_damage(struct replay *replay, int64_t id, bool damaged)
{
	uint8_t *item;

	if (id < 1 || id > replay->last[ITEM_READER])
		return;
	item = &replay->items[ITEM_READER][id];
	*item = (uint8_t)(damaged ? *item | IS_DAMAGED : *item & ~IS_DAMAGED);
}

static int64_t
holder_of(const struct replay *replay, int64_t id)
{
	return id < 1 || id > replay->last[ITEM_READER] ? 0 : replay->holders[id];
}

static enum card_state
state_of(const struct replay *replay, enum item_kind kind, int64_t id)
{
	return id < 1 || id > replay->last[kind] ? CARD_EXPECTED : (enum card_state)(replay->items[kind][id] & STATE_BITS);
}

static int64_t
body_number(const char *body, const char *key)
{
	char text[24];

	return body_value(body, key, text, sizeof text) ? strtoll(text, NULL, 10) : 0;
}

/* ---- what each act did */

/* Every item of a parcel is where the count saw it. */
static enum code
play_delivery(struct replay *replay, int64_t seq, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(replay->store, SQL_REPLAY_DELIVERY, WITH(number(seq)), &own);

	while (statement != NULL && db_step(replay->store, statement, &own) == STEP_ROW) {
		enum item_kind kind = sqlite3_column_int(statement, 0) != 0 ? ITEM_READER : ITEM_CARD;
		int64_t id = sqlite3_column_int64(statement, 1);
		bool seen = sqlite3_column_int(statement, 2) != 0;

		put(replay, kind, id, seen ? CARD_IN_STOCK : CARD_MISSING);
		if (kind == ITEM_READER && seen)
			put_damage(replay, id, sqlite3_column_int(statement, 3) != 0);
	}
	return db_finish(statement, &own, err);
}

/* A shipment that was here with its announcement, or was received by the number announced. */
static enum code
play_shipment(struct replay *replay, const char *body, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(replay->store, SQL_REPLAY_SHIPMENT, WITH(number(body_number(body, "shipment"))), &own);

	while (statement != NULL && db_step(replay->store, statement, &own) == STEP_ROW) {
		enum item_kind kind = sqlite3_column_int(statement, 0) != 0 ? ITEM_READER : ITEM_CARD;
		int64_t id = sqlite3_column_int64(statement, 1);

		if (state_of(replay, kind, id) == CARD_EXPECTED)
			put(replay, kind, id, CARD_IN_STOCK);
	}
	return db_finish(statement, &own, err);
}

/*
 * The card and the reader of a handover. Entries name their ids; older ones do not: then it is the card with that serial, or of
 * that applicant without one, of several the one that may be handed over.
 */
static enum code
find_handed(struct replay *replay, const char *body, int64_t *card, int64_t *reader, struct err *err)
{
	struct err own = {0};
	char serial[SERIAL_TEXT], reader_serial[SERIAL_TEXT];
	sqlite3_stmt *statement;

	*card = body_number(body, "card-id");
	*reader = body_number(body, "reader-id");
	if (*card != 0)
		return OK;
	body_value(body, "card", serial, sizeof serial);
	body_value(body, "reader", reader_serial, sizeof reader_serial);
	statement = db_start(replay->store, SQL_REPLAY_HANDOVER,
		WITH(text(serial), number(body_number(body, "applicant")), text(reader_serial)), &own);
	while (statement != NULL && db_step(replay->store, statement, &own) == STEP_ROW) {
		int64_t id = sqlite3_column_int64(statement, 1);

		if (sqlite3_column_int(statement, 0) != 0)
			*reader = id;
		else if (*card == 0 || state_of(replay, ITEM_CARD, *card) != CARD_IN_STOCK)
			*card = id;
	}
	return db_finish(statement, &own, err);
}

/*
 * A reader that has changed hands since the handover stays where the later record left it: taking the handover back speaks of what
 * its applicant still has.
 */
static enum code
play_handover(struct replay *replay, const char *body, enum card_state to, struct err *err)
{
	int64_t card = 0, reader = 0, applicant = body_number(body, "applicant");
	enum code code = find_handed(replay, body, &card, &reader, err);

	put(replay, ITEM_CARD, card, to);
	if (to == CARD_HANDED_OVER)
		put_reader(replay, reader, to, applicant);
	else if (state_of(replay, ITEM_READER, reader) == CARD_HANDED_OVER && holder_of(replay, reader) == applicant)
		put_reader(replay, reader, to, 0);
	return code;
}

/* What went out is held by the person of the entry; what came back, by nobody. */
static void
play_reader(struct replay *replay, const char *body)
{
	int64_t out = body_number(body, "reader-id"), back = body_number(body, "back-id");
	enum back_state state = BACK_SOUND;
	char word[24];

	if (back != 0 && body_value(body, "back-state", word, sizeof word) && back_state_parse(&state, word)) {
		put_reader(replay, back, state == BACK_LOST ? CARD_LOST : CARD_IN_STOCK, 0);
		put_damage(replay, back, state == BACK_DAMAGED);
	}
	if (out != 0)
		put_reader(replay, out, CARD_HANDED_OVER, body_number(body, "applicant"));
}

/* A handover that was taken back: what went out by it is here again. */
static enum code
play_correction(struct replay *replay, const char *body, struct err *err)
{
	struct err own = {0};
	char record[RECORD_TEXT], takes_back[8], words[1024] = "";
	sqlite3_stmt *statement;

	body_value(body, "record", record, sizeof record);
	body_value(body, "takes-back", takes_back, sizeof takes_back);
	if (strcmp(takes_back, "yes") != 0)
		return OK;
	statement = db_start(replay->store, SQL_REPLAY_RECORD, WITH(text(record)), &own);
	if (statement != NULL && db_step(replay->store, statement, &own) == STEP_ROW)
		column_text(statement, 0, words, sizeof words);
	if (db_finish(statement, &own, err) != OK)
		return own.code;
	return play_handover(replay, words, CARD_IN_STOCK, err);
}

static void
play_named(struct replay *replay, enum item_kind kind, const char *body, const char *id_key, const char *state_key)
{
	char word[24];
	enum card_state state;

	if (body_value(body, state_key, word, sizeof word) && card_state_parse(&state, word))
		put(replay, kind, body_number(body, id_key), state);
}

enum code
replay_entry(struct replay *replay, int64_t seq, enum journal_act act, const char *body, struct err *err)
{
	char received[8];

	if (act == ACT_HANDOVER)
		return play_handover(replay, body, CARD_HANDED_OVER, err);
	if (act == ACT_CORRECTION)
		return play_correction(replay, body, err);
	if (act == ACT_DELIVERY)
		return play_delivery(replay, seq, err);
	if (act == ACT_READER) {
		play_reader(replay, body);
		return OK;
	}
	if (act == ACT_SHIPMENT_ADDED || act == ACT_SHIPMENT_RECEIVED) {
		body_value(body, "received", received, sizeof received);
		return strcmp(received, "yes") == 0 ? play_shipment(replay, body, err) : OK;
	}
	play_named(replay, ITEM_CARD, body, "card-id", "card-state");
	play_named(replay, ITEM_READER, body, "reader-id", "reader-state");
	return OK;
}

/* ---- counting, comparing */

static void
count_one(struct stock_count *count, enum card_state state, bool was_here)
{
	switch (state) {
	case CARD_EXPECTED:
		count->expected++;
		break;
	case CARD_IN_STOCK:
		count->here++;
		break;
	case CARD_HANDED_OVER:
		count->handed_over++;
		break;
	case CARD_RETURNED:
		count->returned++;
		break;
	case CARD_LOST:
		count->lost++;
		break;
	case CARD_MISSING:
		count->missing++;
		break;
	}
	count->came += was_here;
}

/* Who has a reader, and whether it is damaged, as its row says. */
static bool
is_as_played(const struct replay *replay, enum item_kind kind, int64_t id, sqlite3_stmt *statement)
{
	bool damaged;

	if (kind != ITEM_READER || id < 1 || id > replay->last[kind])
		return kind != ITEM_READER;
	damaged = (replay->items[kind][id] & IS_DAMAGED) != 0;
	return sqlite3_column_int64(statement, 4) == replay->holders[id] && (sqlite3_column_int(statement, 5) != 0) == damaged;
}

/* What the entries make of every item that has a row, and the first whose row says something else. */
enum code
replay_compare(struct replay *replay, struct stock_count entries[ITEM_KIND_COUNT], char wrong[SERIAL_TEXT], struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(replay->store, SQL_REPLAY_ITEMS, WITH_NONE, &own);

	memset(entries, 0, ITEM_KIND_COUNT * sizeof *entries);
	wrong[0] = '\0';
	while (statement != NULL && db_step(replay->store, statement, &own) == STEP_ROW) {
		enum item_kind kind = sqlite3_column_int(statement, 0) != 0 ? ITEM_READER : ITEM_CARD;
		int64_t id = sqlite3_column_int64(statement, 1);
		enum card_state state = state_of(replay, kind, id);
		char word[24];

		column_text(statement, 2, word, sizeof word);
		count_one(&entries[kind], state, id > 0 && id <= replay->last[kind] && (replay->items[kind][id] & WAS_HERE) != 0);
		if (wrong[0] != '\0' || (strcmp(word, card_state_name(state)) == 0 && is_as_played(replay, kind, id, statement)))
			continue;
		column_text(statement, 3, wrong, SERIAL_TEXT);
		if (wrong[0] == '\0')
			snprintf(wrong, SERIAL_TEXT, "%s %lld", item_kind_name(kind), (long long)id);
	}
	return db_finish(statement, &own, err);
}

static enum code
play_all(struct replay *replay, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(replay->store, SQL_REPLAY_WALK, WITH_NONE, &own);
	enum code code = OK;

	while (statement != NULL && code == OK && db_step(replay->store, statement, &own) == STEP_ROW) {
		char act[32], body[1024];

		column_text(statement, 1, act, sizeof act);
		column_text(statement, 2, body, sizeof body);
		code = replay_entry(replay, sqlite3_column_int64(statement, 0), act_of_name(act), body, &own);
	}
	return db_finish(statement, &own, err);
}

/* The tables alone. That an item was here they do not say: those that are missing or awaited were not. */
static enum code
count_tables(struct store *store, struct stock_count tables[ITEM_KIND_COUNT], struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_STOCK_COUNT, WITH_NONE, &own);

	memset(tables, 0, ITEM_KIND_COUNT * sizeof *tables);
	while (statement != NULL && db_step(store, statement, &own) == STEP_ROW) {
		struct stock_count one = {0}, *count = &tables[sqlite3_column_int(statement, 0) != 0 ? ITEM_READER : ITEM_CARD];
		int64_t rows = sqlite3_column_int64(statement, 2);
		enum card_state state = CARD_EXPECTED;
		char word[24];

		column_text(statement, 1, word, sizeof word);
		card_state_parse(&state, word);
		count_one(&one, state, false);
		count->expected += one.expected * rows;
		count->here += one.here * rows;
		count->handed_over += one.handed_over * rows;
		count->returned += one.returned * rows;
		count->lost += one.lost * rows;
		count->missing += one.missing * rows;
	}
	return db_finish(statement, &own, err);
}

enum code
store_stock(struct store *store, struct stock *out, struct err *err)
{
	struct replay replay;
	enum code code = read_begin(store, err);

	memset(out, 0, sizeof *out);
	if (code != OK)
		return code;
	code = replay_begin(&replay, store, err);
	if (code == OK)
		code = play_all(&replay, err);
	if (code == OK)
		code = replay_compare(&replay, out->entries, out->wrong, err);
	if (code == OK)
		code = count_tables(store, out->tables, err);
	replay_end(&replay);
	read_end(store);
	return code;
}
