/*
 * store/forget: deleting what is known of a person (law 6698, article 7) while chain, numbers and statistics stay whole: the
 * entries keep only salted digests, and without the salt a digest says nothing. Applicants are forgotten one by one, those who
 * stood at a delivery (courier, witness) with all that is older than a time.
 */
#include "inside.h"

bool
application_is_open(enum application_state state)
{
	switch (state) {
	case APPLICATION_EXPECTED:
	case APPLICATION_IN_TRANSIT:
	case APPLICATION_RECEIVED:
	case APPLICATION_ON_HOLD:
	case APPLICATION_RETURN_PENDING:
		return true;
	case APPLICATION_DELIVERED:
	case APPLICATION_RETURNED:
	case APPLICATION_LOST:
	case APPLICATION_CANCELLED:
		break;
	}
	return false;
}

static enum code
append_forgotten(struct store *store, int64_t applicant_id, const char *reason, const struct officer *officer,
	struct entry_mark *mark, struct err *err)
{
	const struct store_field fields[] = {{"note", reason != NULL ? reason : ""}};
	const struct store_personal personal = {0, fields, reason != NULL && *reason != '\0' ? 1 : 0};
	struct str body = {0};
	enum code code;

	body_add_number(&body, "applicant", applicant_id);
	code = journal_append(store, ACT_PERSON_FORGOTTEN, officer, &body, &personal, mark, err);
	str_clear(&body);
	return code;
}

static enum code
forget_inside(struct store *store, int64_t applicant_id, const char *reason, const struct officer *officer, struct err *err)
{
	static const enum sql steps[] = {SQL_FORGET_FIELDS, SQL_FORGET_SALTS, SQL_FORGET_CARDS, SQL_FORGET_DOCUMENTS};
	struct applicant applicant;
	struct entry_mark mark;
	enum code code = store_find_applicant(store, applicant_id, &applicant, err);

	if (code == OK && application_is_open(applicant.state))
		code = err_tell(err, ERR_REFUSED, MSG_STORE_STATE_OPEN, "forget", "%s",
			message_text(application_state_message(applicant.state)));
	if (code == OK)
		code = append_forgotten(store, applicant_id, reason, officer, &mark, err);
	if (code == OK)
		code = forget_words(store, applicant_id, err);
	if (code == OK)
		code = db_run(store, SQL_FORGET_MARK, WITH(number(applicant_id), number(mark.seq)), err);
	for (size_t i = 0; code == OK && i < ARRAY_LENGTH(steps); i++)
		code = db_run(store, steps[i], WITH(number(applicant_id)), err);
	if (code == OK)
		code = db_run(store, SQL_FORGET_APPLICANT, WITH(number(applicant_id), blob("", 0)), err);
	return code;
}

/* The old pages must not linger in the write-ahead log; another reader may hold it, then the next checkpoint does it. */
static void
empty_log(struct store *store)
{
	if (sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) != SQLITE_OK)
		log_line(LOG_INFO, "store: the write-ahead log is in use; forgotten pages go at the next checkpoint");
}

enum code
store_forget_person(struct store *store, int64_t applicant_id, const char *reason, const struct officer *officer, struct err *err)
{
	enum code code = act_begin(store, WRITE_FACT, officer, err);

	if (code != OK)
		return code;
	code = write_end(store, forget_inside(store, applicant_id, reason, officer, err), err);
	if (code == OK)
		empty_log(store);
	return code;
}

/* ---- deliveries */

static enum code
append_deliveries(struct store *store, int64_t before, int64_t count, const struct officer *officer, struct entry_mark *mark,
	struct err *err)
{
	struct str body = {0};
	char until[CLOCK_TEXT];
	enum code code;

	clock_iso(until, before);
	body_add(&body, "deliveries-before", until);
	body_add_number(&body, "deliveries", count);
	code = journal_append(store, ACT_PERSON_FORGOTTEN, officer, &body, NULL, mark, err);
	str_clear(&body);
	return code;
}

static enum code
forget_deliveries(struct store *store, int64_t before, const struct officer *officer, struct store_forgetting *out,
	struct err *err)
{
	static const enum sql steps[] = {SQL_FORGET_COUNTS_FIELDS, SQL_FORGET_COUNTS_SALTS, SQL_FORGET_COUNTS_DOCUMENTS};
	struct entry_mark mark;
	enum code code = store_count_forgettable(store, before, out, err);

	if (code == OK)
		code = db_run(store, SQL_FORGET_COUNTS_DRAFTS, WITH(number(before)), err);
	if (code == OK)
		out->drafts = sqlite3_changes(store->db);
	if (code != OK || out->deliveries == 0)
		return code;
	code = append_deliveries(store, before, out->deliveries, officer, &mark, err);
	if (code == OK)
		code = db_run(store, SQL_FORGET_COUNTS_MARK, WITH(number(before), number(mark.seq)), err);
	for (size_t i = 0; code == OK && i < ARRAY_LENGTH(steps); i++)
		code = db_run(store, steps[i], WITH(number(mark.seq)), err);
	return code;
}

enum code
store_count_forgettable(struct store *store, int64_t before, struct store_forgetting *out, struct err *err)
{
	enum code code;

	*out = (struct store_forgetting){0};
	code = db_number(store, SQL_FORGET_COUNTS_DUE, WITH(number(before)), 0, &out->deliveries, err);
	return code == OK ? db_number(store, SQL_FORGET_COUNTS_KEPT, WITH(number(before)), 0, &out->unsigned_kept, err) : code;
}

enum code
store_forget_deliveries(struct store *store, int64_t before, const struct officer *officer, struct store_forgetting *out,
	struct err *err)
{
	enum code code = store_count_forgettable(store, before, out, err);

	if (code == OK) /* drafts alone are no fact */
		code = act_begin(store, out->deliveries > 0 ? WRITE_FACT : WRITE_PAPERWORK, officer, err);
	if (code != OK)
		return code;
	code = write_end(store, forget_deliveries(store, before, officer, out, err), err);
	if (code == OK)
		empty_log(store);
	return code;
}
