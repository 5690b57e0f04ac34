/*
 * store/name_keys: what a name is sorted and searched by: its keys, and its words in the table of words. The search itself is in
 * search.c.
 */
#include "inside.h"

#include <string.h>

#include "teslim/text.h"

size_t
name_keys(struct str *keys, const struct applicant *applicant)
{
	char name[FULL_NAME_TEXT];
	size_t key_length;

	snprintf(name, sizeof name, "%s %s", applicant->given_names, applicant->surname);
	str_reset(keys);
	text_sort_key(keys, name);
	key_length = keys->length;
	str_add_char(keys, ' ');
	text_loose(keys, name);
	return key_length;
}

enum code
each_word(struct store *store, enum sql name, int64_t id, const char *loose, struct err *err)
{
	enum code code = OK;

	while (code == OK && *loose != '\0') {
		char word[FULL_NAME_TEXT];
		size_t length;

		loose += strspn(loose, " ");
		length = strcspn(loose, " ");
		if (length == 0)
			break;
		if (length < sizeof word) {
			memcpy(word, loose, length);
			word[length] = '\0';
			code = db_run(store, name, WITH(text(word), number(id)), err);
		}
		loose += length;
	}
	return code;
}

enum code
forget_words(struct store *store, int64_t applicant_id, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_APPLICANT_LOOSE, WITH(number(applicant_id)), &own);
	struct str loose = {0};
	enum code code;

	if (statement != NULL && db_step(store, statement, &own) == STEP_ROW)
		str_add_n(&loose, sqlite3_column_text(statement, 0), (size_t)sqlite3_column_bytes(statement, 0));
	code = db_finish(statement, &own, err);
	if (code == OK)
		code = each_word(store, SQL_FORGET_WORD, applicant_id, str_text(&loose), err);
	str_clear(&loose);
	return code;
}
