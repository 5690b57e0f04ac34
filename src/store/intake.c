/*
 * store/intake: a list of applicants goes in: the new ones as rows, what it corrects of known ones field by field, each with its
 * entry; all of it or nothing. Which is which was found out before (desk/intake); here it is only looked whether that still holds.
 */
#include "inside.h"

#include <string.h>

static enum code
insert_applicant(struct store *store, struct applicant *applicant, struct str *scratch, struct err *err)
{
	size_t key_length = name_keys(scratch, applicant);
	enum code code = db_run(store, SQL_APPLICANT_INSERT,
		WITH(text(applicant->national_id), text(applicant->given_names), text(applicant->surname), text(applicant->email),
			text(applicant->unit), text(applicant->title), text(applicant->application_kind),
			text(applicant->reader_kind), number(store->now), text(applicant->note),
			blob(str_text(scratch), key_length), text(str_text(scratch) + key_length)),
		err);
	if (code != OK)
		return code;
	applicant->id = sqlite3_last_insert_rowid(store->db);
	applicant->state = APPLICATION_EXPECTED;
	applicant->state_since = store->now;
	applicant->shipment_id = 0;
	return each_word(store, SQL_WORD_INSERT, applicant->id, str_text(scratch) + key_length, err);
}

static enum code
insert_list(struct store *store, struct applicant *applicants, size_t count, size_t *bad, struct err *err)
{
	struct str scratch = {0};
	enum code code = OK;

	for (size_t i = 0; code == OK && i < count; i++) {
		code = insert_applicant(store, &applicants[i], &scratch, err);
		if (code == OK)
			continue;
		if (bad != NULL)
			*bad = i;
		if (code == ERR_EXISTS) {
			const char *id = applicants[i].national_id;
			size_t length = strlen(id);

			err_tell(err, code, MSG_STORE_OPEN_APPLICATION, "import", "*******%s", id + (length > 4 ? length - 4 : 0));
		}
	}
	str_clear(&scratch);
	return code;
}

/* A list touches pages all over the indexes; with the small cache each would be written many times. */
static void
set_cache(struct store *store, bool large)
{
	if (sqlite3_exec(store->db, large ? "PRAGMA cache_size = -96000" : "PRAGMA cache_size = -16000", NULL, NULL, NULL) !=
		SQLITE_OK)
		log_line(LOG_INFO, "store: the page cache keeps its size");
	if (!large)
		sqlite3_db_release_memory(store->db);
}

/* ---- known people */

/* Words that a name no longer has go, and the new ones come. */
static enum code
rename_applicant(struct store *store, const struct applicant *after, struct str *keys, struct err *err)
{
	size_t key_length = name_keys(keys, after);
	enum code code = forget_words(store, after->id, err);

	if (code == OK)
		code = db_run(store, SQL_APPLICANT_RENAME,
			WITH(number(after->id), text(after->given_names), text(after->surname), blob(str_text(keys), key_length),
				text(str_text(keys) + key_length)),
			err);
	return code != OK ? code : each_word(store, SQL_WORD_INSERT, after->id, str_text(keys) + key_length, err);
}

/* One entry says which fields; what stood there and what stands there now is personal. */
static enum code
log_change(struct store *store, const struct applicant *before, const struct applicant *after, const struct officer *officer,
	struct err *err)
{
	char names[APPLICANT_FIELD_COUNT][2][32];
	struct store_field fields[2 * APPLICANT_FIELD_COUNT];
	struct store_personal personal = {before->id, fields, 0};
	struct str body = {0}, list = {0};
	enum code code;

	for (int i = 0; i < APPLICANT_FIELD_COUNT; i++) {
		enum applicant_field field = (enum applicant_field)i;
		const char *old = applicant_field_text(before, field), *now = applicant_field_text(after, field);

		if (strcmp(old, now) == 0)
			continue;
		snprintf(names[i][0], sizeof names[i][0], "%s-before", applicant_field_name(field));
		snprintf(names[i][1], sizeof names[i][1], "%s-after", applicant_field_name(field));
		fields[personal.count++] = (struct store_field){names[i][0], old};
		fields[personal.count++] = (struct store_field){names[i][1], now};
		str_printf(&list, "%s%s", list.length > 0 ? "," : "", applicant_field_name(field));
	}
	body_add_number(&body, "applicant", before->id);
	body_add(&body, "fields", str_text(&list));
	code = journal_append(store, ACT_PERSON_CHANGED, officer, &body, &personal, NULL, err);
	str_clear(&list);
	str_clear(&body);
	return code;
}

static bool
is_as_seen(const struct applicant *seen, const struct applicant *now)
{
	bool same = application_is_open(now->state) && strcmp(seen->national_id, now->national_id) == 0;

	for (int i = 0; same && i < APPLICANT_FIELD_COUNT; i++)
		same = strcmp(applicant_field_text(seen, (enum applicant_field)i),
			       applicant_field_text(now, (enum applicant_field)i)) == 0;
	return same;
}

static enum code
change_applicant(struct store *store, const struct store_change *change, struct str *keys, const struct officer *officer,
	struct err *err)
{
	const struct applicant *before = &change->before, *after = &change->after;
	struct applicant now = {0};
	enum code code = store_find_applicant(store, before->id, &now, err);

	if (code == OK &&
		(!is_as_seen(before, &now) || after->id != before->id || strcmp(after->national_id, before->national_id) != 0))
		code = err_tell(err, ERR_BUSY, MSG_STORE_PERSON_CHANGED, "intake", "%s %s", now.given_names, now.surname);
	if (code == OK)
		code = db_run(store, SQL_APPLICANT_UPDATE,
			WITH(number(after->id), text(after->email), text(after->unit), text(after->title),
				text(after->application_kind), text(after->reader_kind)),
			err);
	if (code == OK && (strcmp(before->given_names, after->given_names) != 0 || strcmp(before->surname, after->surname) != 0))
		code = rename_applicant(store, after, keys, err);
	return code != OK ? code : log_change(store, before, after, officer, err);
}

static enum code
change_list(struct store *store, const struct store_change *changes, size_t count, const struct officer *officer, struct err *err)
{
	struct str keys = {0};
	enum code code = OK;

	for (size_t i = 0; code == OK && i < count; i++)
		code = change_applicant(store, &changes[i], &keys, officer, err);
	str_clear(&keys);
	return code;
}

/* ---- the whole list */

enum code
store_take_list(struct store *store, const struct store_intake *intake, const struct officer *officer, size_t *bad,
	struct err *err)
{
	const char *slash = intake->file != NULL ? strrchr(intake->file, '/') : NULL;
	struct str body = {0};
	enum code code = act_begin(store, WRITE_FACT, officer, err);

	if (code != OK)
		return code;
	body_add(&body, "file", slash != NULL ? slash + 1 : intake->file);
	body_add_number(&body, "rows", (int64_t)intake->added_count);
	if (intake->changed_count > 0)
		body_add_number(&body, "changed", (int64_t)intake->changed_count);
	set_cache(store, true);
	code = insert_list(store, intake->added, intake->added_count, bad, err);
	if (code == OK)
		code = change_list(store, intake->changed, intake->changed_count, officer, err);
	if (code == OK)
		code = journal_append(store, ACT_LIST_IMPORTED, officer, &body, NULL, NULL, err);
	str_clear(&body);
	code = write_end(store, code, err);
	set_cache(store, false);
	return code;
}

enum code
store_add_applicants(struct store *store, struct applicant *applicants, size_t count, const char *file,
	const struct officer *officer, size_t *bad, struct err *err)
{
	const struct store_intake intake = {.file = file, .added = applicants, .added_count = count};

	return store_take_list(store, &intake, officer, bad, err);
}
