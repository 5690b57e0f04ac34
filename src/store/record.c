/*
 * store/record: a handover as frozen columns, findings and personal fields, and back. One table of columns (sql.h) drives
 * writing, reading and the digest that binds a row to its journal entry.
 */
#include "inside.h"

#include <stdlib.h>
#include <string.h>

/* Messages are stored by name: their numbers change with every version. */
static const char *const message_names[MSG_COUNT] = {
	[MSG_NONE] = "-",
#define MESSAGE_ID(name, arguments) [MSG_##name] = #name,
#include "teslim/message_ids.def"
#undef MESSAGE_ID
};

/* ---- the columns */

struct column {
	const char *name;
	size_t offset;
	size_t size;
	bool is_text;
	const struct vocabulary *words; /* of an enum */
};

#define PLACE_OF(member) offsetof(struct handover, member), sizeof(((struct handover *)0)->member)
#define TEXT_COLUMN(column, member) {#column, PLACE_OF(member), true, NULL},
#define NUMBER_COLUMN(column, member) {#column, PLACE_OF(member), false, NULL},
#define NAME_COLUMN(column, member, words) {#column, PLACE_OF(member), false, &words},
static const struct column columns[] = {HANDOVER_COLUMNS(TEXT_COLUMN, NUMBER_COLUMN, NAME_COLUMN)};

/* Columns before these in INSERT and SELECT. */
enum { INSERT_KEYS = 9, SELECT_KEYS = 10 };

static int64_t
load_number(const struct handover *handover, const struct column *column)
{
	const char *at = (const char *)handover + column->offset;
	int64_t wide;
	int32_t narrow;

	switch (column->size) {
	case sizeof wide:
		memcpy(&wide, at, sizeof wide);
		return wide;
	case sizeof narrow:
		memcpy(&narrow, at, sizeof narrow);
		return narrow;
	default:
		return *(const bool *)at ? 1 : 0;
	}
}

static void
save_number(struct handover *handover, const struct column *column, int64_t value)
{
	char *at = (char *)handover + column->offset;
	int32_t narrow = (int32_t)value;

	switch (column->size) {
	case sizeof value:
		memcpy(at, &value, sizeof value);
		break;
	case sizeof narrow:
		memcpy(at, &narrow, sizeof narrow);
		break;
	default:
		*(bool *)at = value != 0;
		break;
	}
}

static struct value
column_value(const struct handover *handover, const struct column *column)
{
	if (column->is_text)
		return text((const char *)handover + column->offset);
	if (column->words != NULL)
		return text(words_name(column->words, (int)load_number(handover, column)));
	return number(load_number(handover, column));
}

/* ---- personal fields: with the journal entry, so that they can be forgotten */

/* clang-format off */
static const struct personal_column {
	const char *name;
	size_t offset;
	size_t size;
} personal_columns[] = {
	{"name", PLACE_OF(name)},
	{"national-id", PLACE_OF(national_id)},
	{"unit", PLACE_OF(unit)},
	{"title", PLACE_OF(title)},
	{"identity-number", PLACE_OF(identity.number)},
	{"identity-expiry", PLACE_OF(identity.expiry)},
	{"identity-national-id", PLACE_OF(identity.national_id)},
	{"identity-name", PLACE_OF(identity.name)},
	{"certificate-name", PLACE_OF(certificate.subject_cn)},
	{"certificate-national-id", PLACE_OF(certificate.national_id)},
	{"certificate-subject", PLACE_OF(certificate.subject)},
	{"certificate-serial", PLACE_OF(certificate.serial)},
	{"check-detail", PLACE_OF(check.detail)},
};
static const char *const finding_fields[FINDINGS_MAX] = {
	"finding-1", "finding-2", "finding-3", "finding-4", "finding-5", "finding-6", "finding-7", "finding-8",
	"finding-9", "finding-10", "finding-11", "finding-12", "finding-13", "finding-14", "finding-15", "finding-16",
	"finding-17", "finding-18", "finding-19", "finding-20", "finding-21", "finding-22", "finding-23", "finding-24"
};
/* clang-format on */

static int
finding_count(const struct handover *handover)
{
	int count = handover->verdict.count;

	return count < 0 ? 0 : count > FINDINGS_MAX ? FINDINGS_MAX : count;
}

size_t
record_personal(const struct handover *handover, struct store_field out[RECORD_PERSONAL_MAX])
{
	size_t count = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(personal_columns); i++) {
		const char *value = (const char *)handover + personal_columns[i].offset;

		if (*value != '\0')
			out[count++] = (struct store_field){personal_columns[i].name, value};
	}
	for (int i = 0; i < finding_count(handover); i++)
		if (handover->verdict.findings[i].detail[0] != '\0')
			out[count++] = (struct store_field){finding_fields[i], handover->verdict.findings[i].detail};
	return count;
}

static void
take_personal(void *context, const char *name, const char *value)
{
	struct handover *handover = context;
	int finding;

	for (size_t i = 0; i < ARRAY_LENGTH(personal_columns); i++) {
		if (strcmp(personal_columns[i].name, name) == 0) {
			copy_text((char *)handover + personal_columns[i].offset, personal_columns[i].size, value);
			return;
		}
	}
	finding = name_index(name, finding_fields, FINDINGS_MAX);
	if (finding >= 0)
		copy_text(handover->verdict.findings[finding].detail, sizeof handover->verdict.findings[finding].detail, value);
}

/* ---- digest */

static const char *
message_name(enum message message)
{
	return (unsigned)message < MSG_COUNT ? message_names[message] : "-";
}

enum code
record_digest(const struct handover *handover, uint8_t out[SEAL_HASH], struct err *err)
{
	enum { FIELDS = 4 + ARRAY_LENGTH(columns) + 3 * FINDINGS_MAX };
	struct seal_field fields[FIELDS];
	char numbers[4 + ARRAY_LENGTH(columns)][24];
	int count = 0;
	const int64_t keys[] = {handover->applicant_id, handover->officer_id, handover->time};

	fields[count++] = (struct seal_field){handover->record_number, strlen(handover->record_number)};
	for (size_t i = 0; i < ARRAY_LENGTH(keys); i++, count++) {
		snprintf(numbers[count], sizeof numbers[count], "%lld", (long long)keys[i]);
		fields[count] = (struct seal_field){numbers[count], strlen(numbers[count])};
	}
	for (size_t i = 0; i < ARRAY_LENGTH(columns); i++, count++) {
		struct value value = column_value(handover, &columns[i]);
		const char *bytes = value.bytes;

		if (value.kind != VALUE_TEXT) {
			snprintf(numbers[count], sizeof numbers[count], "%lld", (long long)value.number);
			bytes = numbers[count];
		}
		fields[count] = (struct seal_field){bytes, strlen(bytes)};
	}
	for (int i = 0; i < finding_count(handover); i++) {
		const struct finding *finding = &handover->verdict.findings[i];
		const char *parts[] = {
			verdict_rule_name(finding->rule), verdict_level_name(finding->level), message_name(finding->message)};

		for (size_t part = 0; part < ARRAY_LENGTH(parts); part++)
			fields[count++] = (struct seal_field){parts[part], strlen(parts[part])};
	}
	return seal_hash(out, "teslim handover 1", fields, count, err);
}

/* ---- writing */

static enum code
insert_findings(struct store *store, const struct handover *handover, struct err *err)
{
	enum code code = OK;

	for (int i = 0; code == OK && i < finding_count(handover); i++) {
		const struct finding *finding = &handover->verdict.findings[i];

		code = db_run(store, SQL_FINDING_INSERT,
			WITH(number(handover->id), number(i + 1), text(verdict_rule_name(finding->rule)),
				text(verdict_level_name(finding->level)), text(message_name(finding->message))),
			err);
	}
	return code;
}

enum code
record_insert(struct store *store, const struct handover *handover, int year, int64_t running, struct err *err)
{
	struct value values[INSERT_KEYS + ARRAY_LENGTH(columns)] = {
		number(handover->id),
		text(store->desk),
		number(year),
		number(running),
		text(handover->record_number),
		number(handover->applicant_id),
		number(handover->officer_id),
		number(handover->time),
		number(handover->journal_seq),
	};
	enum code code;

	for (size_t i = 0; i < ARRAY_LENGTH(columns); i++)
		values[INSERT_KEYS + i] = column_value(handover, &columns[i]);
	code = db_run(store, SQL_HANDOVER_INSERT, values, ARRAY_LENGTH(values), err);
	if (code == OK)
		code = insert_findings(store, handover, err);
	if (code == OK)
		code = db_run(store, SQL_PAPER_INSERT, WITH(number(handover->id), number(store->now)), err);
	return code;
}

/* ---- reading */

static void
read_columns(sqlite3_stmt *statement, struct handover *out)
{
	char name[64];

	memset(out, 0, sizeof *out);
	out->id = sqlite3_column_int64(statement, 0);
	column_text(statement, 1, out->record_number, sizeof out->record_number);
	out->applicant_id = sqlite3_column_int64(statement, 2);
	out->officer_id = sqlite3_column_int64(statement, 3);
	out->time = sqlite3_column_int64(statement, 4);
	out->journal_seq = sqlite3_column_int64(statement, 5);
	column_hex(statement, 6, out->journal_hash, SEAL_HASH);
	column_hex(statement, 7, out->journal_signature, SEAL_SIGNATURE);
	column_text(statement, 8, name, sizeof name);
	paper_state_parse(&out->paper, name);
	out->prints = paper_count(statement, 9);
	for (size_t i = 0; i < ARRAY_LENGTH(columns); i++) {
		const struct column *column = &columns[i];
		int position = SELECT_KEYS + (int)i;

		if (column->is_text) {
			column_text(statement, position, (char *)out + column->offset, column->size);
		} else if (column->words != NULL) {
			column_text(statement, position, name, sizeof name);
			save_number(out, column, words_value(column->words, name));
		} else {
			save_number(out, column, sqlite3_column_int64(statement, position));
		}
	}
}

static enum code
read_findings(struct store *store, struct handover *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_FINDING_LIST, WITH(number(out->id)), &own);

	while (statement != NULL && out->verdict.count < FINDINGS_MAX && db_step(store, statement, &own) == STEP_ROW) {
		struct finding *finding = &out->verdict.findings[out->verdict.count++];
		char name[64];
		int index;

		column_text(statement, 0, name, sizeof name);
		finding->rule = (enum verdict_rule)words_value(&verdict_rule_words, name);
		column_text(statement, 1, name, sizeof name);
		finding->level = (enum verdict_level)words_value(&verdict_level_words, name);
		column_text(statement, 2, name, sizeof name);
		index = name_index(name, message_names, MSG_COUNT);
		finding->message = index < 0 ? MSG_NONE : (enum message)index;
	}
	return db_finish(statement, &own, err);
}

static enum code
record_read(struct store *store, enum sql name, struct value key, struct handover *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, name, &key, 1, &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);
	enum code code;

	if (step == STEP_ROW)
		read_columns(statement, out);
	else if (step == STEP_END && key.kind == VALUE_TEXT)
		err_tell(&own, ERR_NOT_FOUND, MSG_STORE_NO_HANDOVER, "handover", "%s", (const char *)key.bytes);
	else if (step == STEP_END)
		err_tell(&own, ERR_NOT_FOUND, MSG_STORE_NO_HANDOVER, "handover", "%lld", (long long)key.number);
	code = db_finish(statement, &own, err);
	if (code == OK)
		code = read_findings(store, out, err);
	if (code == OK)
		code = journal_each_personal(store, out->journal_seq, take_personal, out, err);
	return code;
}

enum code
store_find_handover(struct store *store, int64_t id, struct handover *out, struct err *err)
{
	return record_read(store, SQL_HANDOVER_ID, number(id), out, err);
}

enum code
store_find_record(struct store *store, const char *record_number, struct handover *out, struct err *err)
{
	return record_read(store, SQL_HANDOVER_RECORD, text(record_number), out, err);
}
