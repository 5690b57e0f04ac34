/*
 * store/move: what a person does with applications and their cards, for one or for several in one write: the row of the table of
 * moves (model_move.h) that act, state and card allow is done, and nothing else can be. Handover, delivery and correction make
 * their moves themselves.
 */
#include "inside.h"

#include <stdio.h>
#include <string.h>

static const struct application_move moves[] = {APPLICATION_MOVES(MOVE_ROW)};

bool
move_exists(enum move_act act, enum application_state from, enum application_state to)
{
	for (size_t i = 0; i < ARRAY_LENGTH(moves); i++)
		if (moves[i].act == act && moves[i].from == from && moves[i].to == to)
			return true;
	return false;
}

/* ---- what must be said */

static bool
is_said(const char *text)
{
	return text != NULL && text[0] != '\0';
}

/* What the act cannot be without; NULL: it is whole. */
static const char *
lack_of(const struct store_move *move)
{
	switch (move->act) {
	case MOVE_HOLD:
	case MOVE_RETURN:
	case MOVE_CANCEL:
		if (move->reason == REASON_NONE)
			return "reason";
		return move->reason == REASON_OTHER && !is_said(move->note) ? "note" : NULL;
	case MOVE_POSTED:
		return !is_said(move->reference) ? "reference" : !is_said(move->date) ? "date" : NULL;
	case MOVE_LOST:
		return is_said(move->reference) ? NULL : "reference";
	case MOVE_DAMAGED:
	case MOVE_RELEASE:
	case MOVE_CALL_OFF:
	case MOVE_FOUND:
	case MOVE_NEVER_SENT:
	case MOVE_REOPEN:
		return is_said(move->note) ? NULL : "note";
	case MOVE_HAND_OVER:
	case MOVE_ANNOUNCE:
	case MOVE_ARRIVE:
	case MOVE_TAKE_BACK:
	case MOVE_ACT_COUNT:
		return "act"; /* not by this door */
	}
	return "act";
}

enum code
move_check(const struct store_move *move, struct err *err)
{
	const char *lack = lack_of(move);

	return lack == NULL ? OK : err_tell(err, ERR_REFUSED, MSG_STORE_MOVE_LACKS, "move", "%s", lack);
}

/* ---- one application */

/* Everything that the write knows of one. */
struct stride {
	const struct application_move *row;
	struct applicant applicant;
	struct card card; /* id 0: none is known */
};

static unsigned
bit_of(const struct card *card)
{
	return card->id == 0 ? (unsigned)CARDS_NONE : 1U << card->state;
}

/* The row for it, or why there is none. */
static enum code
choose_row(struct stride *step, enum move_act act, struct err *err)
{
	bool wrong_card = false;

	for (size_t i = 0; i < ARRAY_LENGTH(moves); i++) {
		if (moves[i].act != act || moves[i].way != MOVE_AT_ONCE || moves[i].from != step->applicant.state)
			continue;
		step->row = &moves[i];
		if ((moves[i].cards & bit_of(&step->card)) != 0)
			return OK;
		wrong_card = true;
	}
	if (wrong_card)
		return err_tell(err, ERR_REFUSED, MSG_STORE_MOVE_CARD, "move", "%s",
			step->card.id == 0 ? tell(CARD_STATE_NONE) : message_text(card_state_message(step->card.state)));
	return err_tell(err, ERR_REFUSED, MSG_STORE_MOVE_NOT, "move", "%s",
		message_text(application_state_message(step->applicant.state)));
}

static enum code
find_step(struct store *store, int64_t id, enum application_state from, enum move_act act, struct stride *step, struct err *err)
{
	enum code code = store_find_applicant(store, id, &step->applicant, err);

	if (code == OK && step->applicant.state != from)
		code = err_tell(err, ERR_BUSY, MSG_STORE_STATE_CHANGED, "state", "%s",
			message_text(application_state_message(step->applicant.state)));
	if (code == OK)
		code = store_find_card(store, id, &step->card, err);
	if (code == ERR_NOT_FOUND && step->applicant.id != 0) {
		step->card = (struct card){0};
		code = OK;
	}
	return code == OK ? choose_row(step, act, err) : code;
}

static enum code
move_card(struct store *store, const struct stride *step, const struct store_move *move, struct err *err)
{
	enum card_state to;

	if (step->row->card_to == CARD_STAYS)
		return OK;
	to = (enum card_state)step->row->card_to;
	if (move->act == MOVE_NEVER_SENT) /* it may come in any shipment */
		return db_run(store, SQL_CARD_UNSENT, WITH(number(step->card.id)), err);
	return db_run(store, SQL_CARD_MOVED,
		WITH(number(step->card.id), text(card_state_name(to)), text(is_said(move->place) ? move->place : "")), err);
}

/* What the register says of why, in the words of the desk; a posting is added to why it goes back. */
static void
remark(char out[FIELD_TEXT], const struct stride *step, const struct store_move *move)
{
	char words[2 * FIELD_TEXT + SERIAL_TEXT];
	const char *reason = message_text(move_reason_message(move->reason));
	const char *note = is_said(move->note) ? move->note : "";

	if (move->act == MOVE_POSTED)
		snprintf(words, sizeof words, "%s %s%s%s", move->reference, move->date,
			step->applicant.note[0] != '\0' ? "; " : "", step->applicant.note);
	else if (move->reason != REASON_NONE)
		snprintf(words, sizeof words, "%s%s%s", reason, note[0] != '\0' ? ": " : "", note);
	else
		snprintf(words, sizeof words, "%s%s%s", is_said(move->reference) ? move->reference : "",
			is_said(move->reference) && note[0] != '\0' ? ": " : "", note);
	copy_text(out, FIELD_TEXT, words);
}

static enum code
log_step(struct store *store, const struct stride *step, const struct store_move *move, const struct officer *officer,
	struct entry_mark *mark, struct err *err)
{
	char name[FULL_NAME_TEXT];
	const struct store_field fields[] = {{"name", name}, {"note", is_said(move->note) ? move->note : ""}};
	const struct store_personal personal = {step->applicant.id, fields, is_said(move->note) ? 2 : 1};
	struct str body = {0};
	enum code code;

	snprintf(name, sizeof name, "%s %s", step->applicant.given_names, step->applicant.surname);
	body_add_number(&body, "applicant", step->applicant.id);
	body_add(&body, "move", move_act_name(move->act));
	body_add(&body, "from", application_state_name(step->row->from));
	body_add(&body, "to", application_state_name(step->row->to));
	if (move->reason != REASON_NONE)
		body_add(&body, "reason", move_reason_name(move->reason));
	if (is_said(move->reference))
		body_add(&body, "reference", move->reference);
	if (is_said(move->date))
		body_add(&body, "date", move->date);
	if (step->card.id != 0) {
		body_add_number(&body, "card-id", step->card.id);
		body_add(&body, "card-state",
			card_state_name(step->row->card_to == CARD_STAYS ? step->card.state : (enum card_state)step->row->card_to));
	}
	code = journal_append(store, ACT_APPLICATION_CHANGED, officer, &body, &personal, mark, err);
	str_clear(&body);
	return code;
}

/* The card goes on the dispatch note with the entry of its move, whose words are why. */
static void
note_step(struct item_record *dispatch, const struct stride *step, const struct entry_mark *mark)
{
	struct record_row row = {
		.kind = ITEM_CARD, .item_id = step->card.id, .applicant_id = step->applicant.id, .move_seq = mark->seq};

	copy_text(row.serial, sizeof row.serial, step->card.card_serial);
	dispatch_add(dispatch, &row);
}

static enum code
move_one(struct store *store, int64_t id, enum application_state from, const struct store_move *move,
	const struct officer *officer, struct item_record *dispatch, struct err *err)
{
	struct stride step = {0};
	struct entry_mark mark;
	char note[FIELD_TEXT];
	enum code code = find_step(store, id, from, move->act, &step, err);

	if (code != OK)
		return code;
	remark(note, &step, move);
	code = set_application_state(store, id, step.row->to, note, err);
	if (code == ERR_EXISTS) /* opened again while a newer application of the same person is open */
		err_tell(err, code, MSG_STORE_OPEN_APPLICATION, "state", "%lld", (long long)id);
	if (code == OK)
		code = move_card(store, &step, move, err);
	if (code == OK)
		code = log_step(store, &step, move, officer, &mark, err);
	if (code == OK && dispatch_is_due(move->act, false))
		note_step(dispatch, &step, &mark);
	return code;
}

/* ---- the doors */

enum code
hold_application(struct store *store, int64_t id, const char *note, const struct officer *officer, struct err *err)
{
	const struct store_move move = {.act = MOVE_HOLD, .note = note};
	struct applicant applicant = {0};
	enum code code = store_find_applicant(store, id, &applicant, err);

	if (code != OK)
		return code;
	for (size_t i = 0; i < ARRAY_LENGTH(moves); i++)
		if (moves[i].act == MOVE_HOLD && moves[i].from == applicant.state)
			return move_one(store, id, applicant.state, &move, officer, NULL, err); /* a hold sends nothing */
	return OK;
}

enum code
store_move(struct store *store, const struct store_move *move, const struct store_moved *whom, size_t count,
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
		code = move_one(store, whom[i].applicant_id, whom[i].from, move, officer, &dispatch, err);
		if (code != OK && bad != NULL)
			*bad = i;
	}
	if (code == OK)
		code = dispatch_write(store, &dispatch, move, officer, err);
	code = write_end(store, code, err);
	store_clear_item_record(&dispatch);
	return code;
}
