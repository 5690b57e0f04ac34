/*
 * store/correction_read: corrections as they were recorded, for papers and pages. Makes none: that is correction.c.
 */
#include "inside.h"

#include <string.h>

static void
take_field(void *context, const char *name, const char *value)
{
	struct correction *out = context;
	const struct {
		const char *name;
		char *to;
		size_t size;
	} places[] = {{"note", out->reason, sizeof out->reason}, {"was", out->was, sizeof out->was},
		{"right", out->right, sizeof out->right}, {"officer-name", out->officer_name, sizeof out->officer_name},
		{"officer-title", out->officer_title, sizeof out->officer_title}};

	for (size_t i = 0; i < ARRAY_LENGTH(places); i++)
		if (strcmp(places[i].name, name) == 0)
			copy_text(places[i].to, places[i].size, value);
}

static void
read_row(sqlite3_stmt *statement, struct correction *out)
{
	char words[CLOCK_TEXT];

	out->handover_id = sqlite3_column_int64(statement, 0);
	out->takes_back = sqlite3_column_int(statement, 1) != 0;
	column_text(statement, 2, out->record_number, sizeof out->record_number);
	out->applicant_id = sqlite3_column_int64(statement, 3);
	column_text(statement, 4, words, sizeof words);
	if (!clock_parse(&out->time, words))
		out->time = 0;
	column_hex(statement, 5, out->journal_hash, SEAL_HASH);
	column_hex(statement, 6, out->journal_signature, SEAL_SIGNATURE);
	column_text(statement, 7, words, sizeof words);
	paper_state_parse(&out->paper, words);
	out->prints = paper_count(statement, 8);
}

enum code
store_find_correction(struct store *store, int64_t seq, struct correction *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_CORRECTION_READ, WITH(number(seq)), &own);
	enum step step = statement == NULL ? STEP_FAILED : db_step(store, statement, &own);
	enum code code;

	*out = (struct correction){.seq = seq};
	if (step == STEP_ROW)
		read_row(statement, out);
	else if (step == STEP_END)
		err_tell(&own, ERR_NOT_FOUND, MSG_STORE_NO_CORRECTION, "correction", "%lld", (long long)seq);
	code = db_finish(statement, &own, err);
	return code == OK ? journal_each_personal(store, seq, take_field, out, err) : code;
}

enum code
store_list_corrections(struct store *store, int64_t applicant_id, struct correction *out, size_t max, size_t *count,
	struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_CORRECTION_OF, WITH(number(applicant_id), number((int64_t)max)), &own);
	enum code code;

	*count = 0;
	while (statement != NULL && *count < max && db_step(store, statement, &own) == STEP_ROW)
		out[(*count)++].seq = sqlite3_column_int64(statement, 0);
	code = db_finish(statement, &own, err);
	for (size_t i = 0; code == OK && i < *count; i++)
		code = store_find_correction(store, out[i].seq, &out[i], err);
	return code;
}
