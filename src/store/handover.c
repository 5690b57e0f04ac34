/*
 * store/handover: committing a handover: number, frozen row, card, reader, application and signed entry in one transaction, or
 * nothing. Also refusals, which are journal only. What became of the paper and corrections stand in paper.c.
 */
#include "inside.h"

#include <string.h>

/* The record number by which somebody or some certificate was handed over before; empty: never. */
static enum code
find_earlier(struct store *store, enum sql name, struct value key, char record[RECORD_TEXT], struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, name, &key, 1, &own);

	record[0] = '\0';
	if (statement != NULL && db_step(store, statement, &own) == STEP_ROW)
		column_text(statement, 0, record, RECORD_TEXT);
	return db_finish(statement, &own, err);
}

/* When both are known the application is what is named: the person stands at the desk, the certificate does not. */
enum code
store_find_history(struct store *store, int64_t applicant_id, const char *certificate_sha256, struct store_history *out,
	struct err *err)
{
	char record[RECORD_TEXT];
	enum code code = find_earlier(store, SQL_LIVE_CERTIFICATE, text(certificate_sha256), record, err);

	memset(out, 0, sizeof *out);
	if (code != OK)
		return code;
	out->certificate_done = record[0] != '\0';
	copy_text(out->record_number, sizeof out->record_number, record);
	code = find_earlier(store, SQL_LIVE_APPLICANT, number(applicant_id), record, err);
	if (code == OK && record[0] != '\0') {
		out->application_done = true;
		copy_text(out->record_number, sizeof out->record_number, record);
	}
	return code;
}

/* ---- what must hold before anything is written */

/* Given names first, as on the identity document, and the same everywhere: the commit compares it letter by letter. */
static void
full_name(char out[FULL_NAME_TEXT], const struct applicant *applicant)
{
	snprintf(out, FULL_NAME_TEXT, "%s %s", applicant->given_names, applicant->surname);
}

/*
 * What the verdict was given on must be what the register says now, whatever a flow believes: the person, the number on the
 * certificate and the number on the document.
 */
static enum code
check_applicant(struct store *store, const struct handover *draft, struct applicant *applicant, struct err *err)
{
	struct store_history history;
	char name[FULL_NAME_TEXT];
	enum code code = store_find_applicant(store, draft->applicant_id, applicant, err);

	if (code == OK)
		code = store_find_history(store, draft->applicant_id, draft->certificate.sha256, &history, err);
	if (code != OK)
		return code;
	if (applicant->national_id[0] == '\0' || strcmp(draft->certificate.national_id, applicant->national_id) != 0)
		return err_tell(err, ERR_REFUSED, MSG_STORE_CERTIFICATE_OF_OTHER, "handover", "%lld",
			(long long)draft->applicant_id);
	full_name(name, applicant);
	if (strcmp(draft->national_id, applicant->national_id) != 0 || strcmp(draft->name, name) != 0)
		return err_tell(err, ERR_REFUSED, MSG_STORE_APPLICANT_CHANGED, "handover", "%lld", (long long)draft->applicant_id);
	if (draft->identity.national_id[0] != '\0' && strcmp(draft->identity.national_id, applicant->national_id) != 0)
		return err_tell(err, ERR_REFUSED, MSG_STORE_DOCUMENT_OF_OTHER, "handover", "%lld", (long long)draft->applicant_id);
	if (history.application_done || history.certificate_done)
		return err_tell(err, ERR_EXISTS, MSG_STORE_HANDED_OVER_BEFORE, "handover", "%s", history.record_number);
	if (draft->verdict.level == VERDICT_REFUSE || strlen(draft->certificate.sha256) != 64)
		return err_tell(err, ERR_REFUSED, MSG_STORE_REFUSED_VERDICT, "handover", "%lld", (long long)draft->applicant_id);
	if (move_exists(MOVE_HAND_OVER, applicant->state, APPLICATION_DELIVERED))
		return OK;
	return err_tell(err, ERR_REFUSED, MSG_STORE_NOT_READY, "handover", "%s",
		message_text(application_state_message(applicant->state)));
}

/* ---- items */

/* The card with the serial, or the one that lies here for the applicant; *found false: none is known. */
static enum code
look_up_card(struct store *store, const struct handover *draft, struct card *card, bool *found, struct err *err)
{
	bool by_serial = draft->card_serial[0] != '\0';
	enum code code = by_serial ? find_card_serial(store, draft->card_serial, card, err)
				   : store_find_card(store, draft->applicant_id, card, err);

	*found = code == OK;
	if (code == ERR_NOT_FOUND)
		return OK;
	if (code != OK)
		return code;
	if (card->applicant_id != 0 && card->applicant_id != draft->applicant_id)
		return err_tell(err, ERR_REFUSED, MSG_STORE_CARD_OF_OTHER, "handover", "%s", draft->card_serial);
	if (card->state != CARD_EXPECTED && card->state != CARD_IN_STOCK &&
		card->state != CARD_MISSING) { /* missing, and here after all */
		if (by_serial)
			return err_tell(err, ERR_REFUSED, MSG_STORE_CARD_GONE, "handover", "%s", draft->card_serial);
		*found = false; /* an earlier card of the same application */
	}
	return OK;
}

/* The number of a shipment; empty: it came in none that is known. */
static enum code
find_tracking(struct store *store, int64_t shipment_id, char tracking[SERIAL_TEXT], struct err *err)
{
	struct shipment shipment;
	enum code code = OK;

	tracking[0] = '\0';
	if (shipment_id != 0)
		code = store_find_shipment(store, shipment_id, &shipment, err);
	if (code == OK && shipment_id != 0)
		copy_text(tracking, SERIAL_TEXT, shipment.tracking_number);
	return code;
}

/* A shipment's number stands on the paper only beside what came in it. */
static void
note_reader_shipment(struct handover *stored, const char *tracking)
{
	struct verdict *verdict = &stored->verdict;

	if (tracking[0] == '\0' || verdict->count >= FINDINGS_MAX)
		return;
	verdict->findings[verdict->count] =
		(struct finding){.rule = RULE_ITEMS, .level = VERDICT_PASS, .message = MSG_NOTE_READER_SHIPMENT};
	copy_text(verdict->findings[verdict->count].detail, sizeof verdict->findings[0].detail, tracking);
	verdict->count++;
}

/* Returns the row's id, for the entry: stock is replayed from entries, so each must say which row it moved. */
static enum code
give_card(struct store *store, struct handover *stored, int64_t shipment_id, int64_t *id, struct err *err)
{
	struct card card = {0};
	bool found;
	enum code code = look_up_card(store, stored, &card, &found, err);

	stored->tracking_number[0] = '\0';
	if (code == OK && found)
		code = find_tracking(store, card.shipment_id, stored->tracking_number, err);
	if (code != OK)
		return code;
	if (!found) { /* a card that no shipment list named: it is recorded all the same */
		code = db_run(store, SQL_CARD_INSERT,
			WITH(reference(shipment_id), reference(stored->applicant_id), text(stored->card_serial),
				text(stored->certificate.serial), text(card_state_name(CARD_HANDED_OVER))),
			err);
		*id = sqlite3_last_insert_rowid(store->db);
		return code;
	}
	*id = card.id;
	if (stored->card_serial[0] == '\0')
		copy_text(stored->card_serial, sizeof stored->card_serial, card.card_serial);
	return db_run(store, SQL_CARD_GIVE, WITH(number(card.id), number(stored->applicant_id), text(stored->certificate.serial)),
		err);
}

/* A reader without a serial number is on the record as given, but nothing in stock can be moved for it. */
static enum code
give_reader(struct store *store, struct handover *stored, const char *kind, int64_t *id, struct err *err)
{
	struct reader_device reader = {0};
	char tracking[SERIAL_TEXT];
	enum code code;

	if (!stored->has_reader || stored->reader_serial[0] == '\0')
		return OK;
	code = store_find_reader(store, stored->reader_serial, 0, &reader, err);
	if (code == ERR_NOT_FOUND) {
		code = db_run(store, SQL_READER_INSERT,
			WITH(reference(0), text(stored->reader_serial), text(kind), text(card_state_name(CARD_HANDED_OVER)),
				reference(0), reference(stored->applicant_id)),
			err);
		*id = sqlite3_last_insert_rowid(store->db);
		return code;
	}
	if (code != OK)
		return code;
	*id = reader.id;
	if (reader.state != CARD_EXPECTED && reader.state != CARD_IN_STOCK && reader.state != CARD_MISSING)
		return err_tell(err, ERR_REFUSED, MSG_STORE_READER_GONE, "handover", "%s", stored->reader_serial);
	if (reader.damaged)
		return err_tell(err, ERR_REFUSED, MSG_STORE_READER_DAMAGED, "handover", "%s", stored->reader_serial);
	code = find_tracking(store, reader.shipment_id, tracking, err);
	if (code != OK)
		return code;
	note_reader_shipment(stored, tracking);
	return db_run(store, SQL_READER_GIVE, WITH(number(reader.id), number(stored->applicant_id)), err);
}

/* ---- the record */

/* What the record says comes from the register, the officer and the clock, not from what a screen had typed. */
static void
fill_record(struct store *store, struct handover *stored, const struct applicant *applicant, const struct officer *officer)
{
	stored->officer_id = officer->id;
	stored->time = store->now;
	stored->paper = PAPER_NONE;
	copy_text(stored->national_id, sizeof stored->national_id, applicant->national_id);
	full_name(stored->name, applicant);
	copy_text(stored->unit, sizeof stored->unit, applicant->unit);
	copy_text(stored->title, sizeof stored->title, applicant->title);
	copy_text(stored->officer_name, sizeof stored->officer_name, officer->name);
	copy_text(stored->officer_title, sizeof stored->officer_title, officer->title);
	if (!stored->has_reader)
		stored->reader_serial[0] = '\0';
}

/* Asked for inside the transaction that uses it: two desks never get one number, and a failed commit leaves no gap. */
static enum code
next_number(struct store *store, struct handover *stored, int *year, int64_t *running, struct err *err)
{
	enum code code;

	*year = clock_civil(store->now).year;
	code = db_number(store, SQL_HANDOVER_NUMBER, WITH(text(store->desk), number(*year)), 1, running, err);
	if (code != OK)
		return code;
	snprintf(stored->record_number, sizeof stored->record_number, "%d/%s-%04lld", *year, store->desk, (long long)*running);
	return db_number(store, SQL_HANDOVER_COUNT, WITH_NONE, 0, &stored->id, err);
}

/* The entry holds the digest of the whole row, so that a row that is edited later no longer fits its entry. */
static enum code
append_handover(struct store *store, struct handover *stored, const int64_t items[ITEM_KIND_COUNT], const struct officer *officer,
	struct err *err)
{
	struct store_field fields[RECORD_PERSONAL_MAX];
	const struct store_personal personal = {stored->applicant_id, fields, record_personal(stored, fields)};
	struct entry_mark mark;
	struct str body = {0};
	uint8_t digest[SEAL_HASH];
	char hex[2 * SEAL_HASH + 1];
	enum code code = record_digest(stored, digest, err);

	if (code != OK)
		return code;
	hex_encode(hex, digest, sizeof digest);
	body_add(&body, "record", stored->record_number);
	body_add_number(&body, "applicant", stored->applicant_id);
	body_add(&body, "card", stored->card_serial);
	body_add(&body, "reader", stored->has_reader ? stored->reader_serial : "-");
	body_add_number(&body, "card-id", items[ITEM_CARD]);
	if (items[ITEM_READER] != 0)
		body_add_number(&body, "reader-id", items[ITEM_READER]);
	body_add(&body, "verdict", verdict_level_name(stored->verdict.level));
	body_add(&body, "row", hex);
	code = journal_append(store, ACT_HANDOVER, officer, &body, &personal, &mark, err);
	str_clear(&body);
	if (code != OK)
		return code;
	stored->journal_seq = mark.seq;
	hex_encode(stored->journal_hash, mark.hash, SEAL_HASH);
	hex_encode(stored->journal_signature, mark.signature, SEAL_SIGNATURE);
	return OK;
}

/*
 * Everything that the verdict rested on is looked up again in here; between the screen's last look and now anything may have
 * happened.
 */
static enum code
commit_inside(struct store *store, struct handover *stored, const struct officer *officer, struct err *err)
{
	struct applicant applicant = {0};
	struct officer now = {0};
	int year = 0;
	int64_t running = 0, items[ITEM_KIND_COUNT] = {0};
	enum code code = officer_may_act(store, officer, &now, err);

	if (code == OK)
		code = check_applicant(store, stored, &applicant, err);
	if (code != OK)
		return code;
	if (now.national_id[0] != '\0' && strcmp(now.national_id, applicant.national_id) == 0)
		return err_tell(err, ERR_REFUSED, MSG_STORE_OWN_CARD, "handover", "%lld", (long long)stored->applicant_id);
	fill_record(store, stored, &applicant, &now);
	code = give_card(store, stored, applicant.shipment_id, &items[ITEM_CARD], err);
	if (code == OK)
		code = give_reader(store, stored, applicant.reader_kind, &items[ITEM_READER], err);
	if (code == OK)
		code = next_number(store, stored, &year, &running, err);
	if (code != OK)
		return code;
	stored->id++; /* rows are never deleted, so the count is the last id */
	code = append_handover(store, stored, items, officer, err);
	if (code == OK)
		code = record_insert(store, stored, year, running, err);
	if (code == OK)
		code = db_run(store, SQL_LIVE_INSERT,
			WITH(number(stored->applicant_id), number(stored->id), text(stored->certificate.sha256)), err);
	if (code == OK)
		code = set_application_state(store, stored->applicant_id, APPLICATION_DELIVERED, "", err);
	return code;
}

enum code
store_commit_handover(struct store *store, const struct handover *draft, const struct officer *officer, struct handover *stored,
	struct err *err)
{
	struct handover *work;
	enum code code = write_begin(store, WRITE_FACT, err);

	if (code != OK)
		return code;
	work = mem_alloc(sizeof *work); /* draft and stored may be the same */
	*work = *draft;
	code = write_end(store, commit_inside(store, work, officer, err), err);
	if (code == OK)
		*stored = *work;
	mem_free(work);
	return code;
}

/* ---- refusals */

/* A refusal is journal only: there is no row that could be mistaken for a handover. */
static enum code
log_refusal(struct store *store, const struct store_refusal *refusal, const struct officer *officer, struct err *err)
{
	struct applicant applicant = {0};
	char name[FULL_NAME_TEXT] = "";
	struct store_field fields[3];
	struct store_personal personal = {refusal->applicant_id, fields, 0};
	struct str body = {0};
	enum code code = OK;

	if (refusal->applicant_id != 0) {
		code = store_find_applicant(store, refusal->applicant_id, &applicant, err);
		full_name(name, &applicant);
		body_add_number(&body, "applicant", refusal->applicant_id);
		fields[personal.count++] = (struct store_field){"name", name};
	}
	body_add(&body, "reason", refusal->reason);
	if (refusal->facts != NULL && refusal->facts->sha256[0] != '\0') {
		body_add(&body, "certificate", refusal->facts->sha256);
		fields[personal.count++] = (struct store_field){"certificate-name", refusal->facts->subject_cn};
	}
	if (refusal->note != NULL && *refusal->note != '\0')
		fields[personal.count++] = (struct store_field){"note", refusal->note};
	if (code == OK)
		code = journal_append(store, ACT_HANDOVER_REFUSED, officer, &body, &personal, NULL, err);
	str_clear(&body);
	return code;
}

/*
 * The hold belongs to the same act: somebody refused for a doubt must not be handed the card at the next desk a minute
 * later.
 */
enum code
store_refuse_handover(struct store *store, const struct store_refusal *refusal, const struct officer *officer, struct err *err)
{
	enum code code = act_begin(store, WRITE_FACT, officer, err);

	if (code != OK)
		return code;
	code = log_refusal(store, refusal, officer, err);
	if (code == OK && refusal->hold != NULL && refusal->applicant_id != 0)
		code = hold_application(store, refusal->applicant_id, refusal->hold, officer, err);
	return write_end(store, code, err);
}
