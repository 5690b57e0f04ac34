/*
 * store/journal: appending and reading entries. An entry is always appended inside the transaction of the fact that it
 * tells. What is hashed stands in digest.c.
 */
#include "inside.h"

#include <stdlib.h>
#include <string.h>

enum journal_act
act_of_name(const char *name)
{
	enum journal_act act = ACT_COUNT;

	journal_act_parse(&act, name);
	return act;
}

/* ---- appending */

static enum code
write_personal(struct store *store, int64_t seq, const struct store_personal *personal, const uint8_t salt[SEAL_SALT],
	struct err *err)
{
	enum code code = db_run(store, SQL_PERSONAL_INSERT,
		WITH(number(seq), reference(personal->applicant_id), blob(salt, SEAL_SALT)), err);

	for (size_t i = 0; code == OK && i < personal->count; i++)
		code = db_run(store, SQL_PERSONAL_FIELD_INSERT,
			WITH(number(seq), number((int64_t)i + 1), text(personal->fields[i].key), text(personal->fields[i].value)),
			err);
	return code;
}

bool
read_entry(sqlite3_stmt *statement, struct entry_row *row)
{
	bool exact;

	memset(row, 0, sizeof *row);
	row->seq = sqlite3_column_int64(statement, 0);
	exact = sqlite3_column_type(statement, 0) == SQLITE_INTEGER && row->seq > 0 && row->seq < INT64_MAX;
	exact = column_exact(statement, 1, row->desk, sizeof row->desk) && exact;
	exact = column_exact(statement, 2, row->time, sizeof row->time) && exact;
	exact = column_exact(statement, 3, row->officer, sizeof row->officer) && exact;
	exact = column_exact(statement, 4, row->act, sizeof row->act) && exact;
	exact = column_exact(statement, 5, row->body, sizeof row->body) && exact;
	row->personal_length = (size_t)sqlite3_column_bytes(statement, 6);
	if (row->personal_length != 0 && !column_hash(statement, 6, row->personal, SEAL_HASH))
		return false;
	return exact && column_hash(statement, 7, row->prev, SEAL_HASH) && column_hash(statement, 8, row->hash, SEAL_HASH) &&
		column_hash(statement, 9, row->signature, SEAL_SIGNATURE);
}

/* The newest entry; seq 0 and zeroes when there is none. */
static enum code
read_head(struct store *store, struct entry_row *head, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_JOURNAL_HEAD, WITH_NONE, &own);

	memset(head, 0, sizeof *head);
	if (statement != NULL && db_step(store, statement, &own) == STEP_ROW && !read_entry(statement, head))
		err_tell(&own, ERR_CORRUPT, MSG_STORE_DAMAGED, "journal", "%s", store->path);
	return db_finish(statement, &own, err);
}

static enum code
insert_entry(struct store *store, const struct entry_row *row, struct err *err)
{
	return db_run(store, SQL_JOURNAL_INSERT,
		WITH(number(row->seq), text(row->desk), text(row->time), text(row->officer), text(row->act), text(row->body),
			blob(row->personal, row->personal_length), blob(row->prev, SEAL_HASH), blob(row->hash, SEAL_HASH),
			blob(row->signature, SEAL_SIGNATURE)),
		err);
}

/* A new day begins with a checkpoint over all days before. */
static enum code
close_day(struct store *store, const struct entry_row *head, const char *time, struct err *err)
{
	if (head->seq == 0 || head->seq % CHECKPOINT_EVERY == 0 || strncmp(head->time, time, DATE_TEXT - 1) == 0)
		return OK;
	return checkpoint_write(store, head->seq, err);
}

enum code
journal_append(struct store *store, enum journal_act act, const struct officer *officer, const struct str *body,
	const struct store_personal *personal, struct entry_mark *mark, struct err *err)
{
	struct entry_row head;
	struct entry_row row = {0};
	uint8_t salt[SEAL_SALT];
	bool has_personal = personal != NULL && personal->count > 0;
	enum code code = read_head(store, &head, err);

	if (code != OK)
		return code;
	if (body->length > JOURNAL_BODY_MAX)
		return err_tell(err, ERR_LIMIT, MSG_STORE_BODY_LONG, "journal", "%s", message_text(journal_act_message(act)));
	row.seq = head.seq + 1;
	copy_text(row.desk, sizeof row.desk, store->desk);
	clock_iso(row.time, store->now);
	copy_text(row.officer, sizeof row.officer, officer != NULL ? officer->login : "-");
	copy_text(row.act, sizeof row.act, journal_act_name(act));
	copy_text(row.body, sizeof row.body, str_text(body));
	memcpy(row.prev, head.hash, SEAL_HASH);
	if (has_personal) {
		row.personal_length = SEAL_HASH;
		if (!random_bytes(salt, sizeof salt))
			return err_set(err, ERR_CRYPTO, 0, "journal", "getrandom");
		code = personal_digest(salt, personal->fields, personal->count, row.personal, err);
	}
	if (code == OK)
		code = close_day(store, &head, row.time, err);
	if (code == OK)
		code = entry_hash(&row, row.hash, err);
	if (code == OK)
		code = seal_sign(store->key, row.signature, row.hash, SEAL_HASH, err);
	if (code == OK)
		code = insert_entry(store, &row, err);
	if (code == OK && has_personal)
		code = write_personal(store, row.seq, personal, salt, err);
	if (code == OK && row.seq % CHECKPOINT_EVERY == 0)
		code = checkpoint_write(store, row.seq, err);
	if (code != OK)
		return code;
	store->entry_due = false;
	if (mark != NULL) {
		mark->seq = row.seq;
		memcpy(mark->hash, row.hash, SEAL_HASH);
		memcpy(mark->signature, row.signature, SEAL_SIGNATURE);
	}
	return OK;
}

enum code
store_log(struct store *store, enum journal_act act, const struct officer *officer, const struct store_field *body, size_t count,
	const struct store_personal *personal, struct err *err)
{
	struct str words = {0};
	/* Whoever may no longer work here may still leave. */
	bool leaves = act == ACT_LOGOUT || act == ACT_LOCK;
	enum code code = leaves ? write_begin(store, WRITE_FACT, err) : act_begin(store, WRITE_FACT, officer, err);

	if (code != OK)
		return code;
	for (size_t i = 0; i < count; i++)
		body_add(&words, body[i].key, body[i].value);
	code = journal_append(store, act, officer, &words, personal, NULL, err);
	str_clear(&words);
	return write_end(store, code, err);
}

/* ---- reading */

/* A time that cannot be read is shown as none: the entry is displayed all the same, and verify names it. */
static void
show_entry(struct journal_entry *out, const struct entry_row *row)
{
	out->seq = row->seq;
	copy_text(out->desk, sizeof out->desk, row->desk);
	if (!clock_parse(&out->time, row->time))
		out->time = 0;
	copy_text(out->officer, sizeof out->officer, row->officer);
	out->act = act_of_name(row->act);
	copy_text(out->body, sizeof out->body, row->body);
	hex_encode(out->hash, row->hash, SEAL_HASH);
}

/* "%text%" with LIKE's own letters escaped by "!"; "%" for nothing. */
static void
like_pattern(struct str *out, const char *words)
{
	str_add_char(out, '%');
	if (words == NULL || *words == '\0')
		return;
	for (; *words != '\0'; words++) {
		if (*words == '%' || *words == '_' || *words == '!')
			str_add_char(out, '!');
		str_add_char(out, *words);
	}
	str_add_char(out, '%');
}

enum code
store_list_journal(struct store *store, const struct store_journal_filter *filter, struct journal_entry *out, size_t max,
	size_t *count, struct err *err)
{
	struct str pattern = {0};
	struct err own = {0};
	sqlite3_stmt *statement;
	enum step step = STEP_FAILED;

	*count = 0;
	like_pattern(&pattern, filter != NULL ? filter->text : NULL);
	statement = db_start(store, SQL_JOURNAL_LIST,
		WITH(number(filter != NULL ? filter->before : 0), text(str_text(&pattern)), number((int64_t)max),
			number(filter != NULL ? (int64_t)filter->offset : 0)),
		&own);
	while (statement != NULL && (step = db_step(store, statement, &own)) == STEP_ROW && *count < max) {
		struct entry_row row;

		read_entry(statement, &row); /* a damaged row is shown; verify names it */
		show_entry(&out[(*count)++], &row);
	}
	db_end(statement);
	str_clear(&pattern);
	if (own.code != OK && err != NULL)
		*err = own;
	return own.code;
}

/*
 * Personal fields stand apart from the entry, bound to it by a salted digest, so that they can be forgotten and the chain
 * holds.
 */
enum code
journal_each_personal(struct store *store, int64_t seq, void (*take)(void *context, const char *name, const char *value),
	void *context, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_PERSONAL_FIELDS, WITH(number(seq)), &own);

	while (statement != NULL && db_step(store, statement, &own) == STEP_ROW) {
		const char *name = (const char *)sqlite3_column_text(statement, 0);
		const char *value = (const char *)sqlite3_column_text(statement, 1);

		if (name != NULL && value != NULL)
			take(context, name, value);
	}
	return db_finish(statement, &own, err);
}

static enum code
add_personal_lines(struct store *store, int64_t seq, struct str *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_PERSONAL_FIELDS, WITH(number(seq)), &own);

	while (statement != NULL && db_step(store, statement, &own) == STEP_ROW) {
		const char *name = (const char *)sqlite3_column_text(statement, 0);
		const char *value = (const char *)sqlite3_column_text(statement, 1);

		str_printf(out, "%s: %s\n", name != NULL ? name : "", value != NULL ? value : "");
	}
	return db_finish(statement, &own, err);
}

enum code
store_find_entry(struct store *store, int64_t seq, struct journal_entry *entry, struct str *personal, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_JOURNAL_ENTRY, WITH(number(seq)), &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);

	if (step == STEP_ROW) {
		struct entry_row row;

		read_entry(statement, &row);
		show_entry(entry, &row);
	} else if (step == STEP_END) {
		err_set(&own, ERR_NOT_FOUND, 0, "journal", "%lld", (long long)seq);
	}
	db_end(statement);
	if (own.code == OK && personal != NULL)
		add_personal_lines(store, seq, personal, &own);
	if (own.code != OK && err != NULL)
		*err = own;
	return own.code;
}

/* The newest entry is what a mark on paper and a backup are compared with. */
enum code
store_journal_head(struct store *store, int64_t *seq, char hash[65], struct err *err)
{
	struct entry_row head;
	enum code code = read_head(store, &head, err);

	if (code != OK)
		return code;
	if (seq != NULL)
		*seq = head.seq;
	if (hash != NULL)
		hex_encode(hash, head.hash, SEAL_HASH);
	return OK;
}

/* What a line of the home screen says beside the name: which words of the entry, and which of its numbers together. */
static const struct recent_words {
	bool record;
	const char *detail;
	const char *counts[6];
} recent_words[ACT_COUNT] = {
	[ACT_HANDOVER] = {true, NULL, {NULL}},
	[ACT_CORRECTION] = {true, NULL, {NULL}},
	[ACT_READER] = {true, NULL, {NULL}},
	[ACT_DISPATCH] = {true, NULL, {NULL}},
	[ACT_HANDOVER_REFUSED] = {false, "reason", {NULL}},
	[ACT_SHIPMENT_ADDED] = {false, "tracking", {"cards"}},
	[ACT_SHIPMENT_RECEIVED] = {false, "tracking", {"cards"}},
	[ACT_DELIVERY] = {true, "tracking", {"cards-read", "cards-scanned"}},
	[ACT_DELIVERY_REFUSED] = {true, "tracking", {"cards-read", "cards-scanned"}},
	[ACT_DRAWER] = {true, NULL,
		{"cards-missing", "cards-unexpected", "cards-misplaced", "readers-missing", "readers-unexpected",
			"readers-misplaced"}},
	[ACT_LIST_IMPORTED] = {false, "file", {"rows"}},
};

static void
recent_detail(struct store_recent *recent, const char *body)
{
	static const struct recent_words silent;
	const struct recent_words *words = (unsigned)recent->act < ACT_COUNT ? &recent_words[recent->act] : &silent;
	char value[32];

	if (words->record)
		body_value(body, "record", recent->record_number, sizeof recent->record_number);
	if (words->detail != NULL)
		body_value(body, words->detail, recent->detail, sizeof recent->detail);
	for (size_t i = 0; i < ARRAY_LENGTH(words->counts) && words->counts[i] != NULL; i++)
		if (body_value(body, words->counts[i], value, sizeof value))
			recent->count += strtoll(value, NULL, 10);
}

enum code
store_list_recent(struct store *store, struct store_recent *out, size_t max, size_t *count, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_JOURNAL_RECENT, WITH(number((int64_t)max)), &own);

	*count = 0;
	while (statement != NULL && *count < max && db_step(store, statement, &own) == STEP_ROW) {
		struct store_recent *recent = &out[(*count)++];
		char words[1024];

		memset(recent, 0, sizeof *recent);
		recent->seq = sqlite3_column_int64(statement, 0);
		column_text(statement, 1, words, CLOCK_TEXT);
		clock_parse(&recent->time, words);
		column_text(statement, 2, words, sizeof words);
		recent->act = act_of_name(words);
		column_text(statement, 4, recent->name, sizeof recent->name);
		column_text(statement, 3, words, sizeof words);
		recent_detail(recent, words);
	}
	return db_finish(statement, &own, err);
}
