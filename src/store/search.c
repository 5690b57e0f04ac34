/*
 * store/search: search as you type, lists with pages, and the home screen's numbers. At 100,000 applicants a keystroke has to
 * be answered at once, so a search takes one of three ways by what was typed: by number, by word, or in order of names.
 */
#include "inside.h"

#include <string.h>

#include "teslim/text.h"

/* Above this many hits of the word index it is quicker to walk the names in order until the page is full. */
enum { WORD_HITS_FEW = 1500 };

/* Patterns always come four at a time, so that one prepared statement serves queries of any length. */
struct words {
	int count;
	char words[SEARCH_WORDS][FIELD_TEXT];
	char patterns[SEARCH_WORDS][FIELD_TEXT + 4];
};

/* The query's loose words; contained: anywhere in a name, else where a word begins. Unused patterns match everything. */
static void
split_query(struct words *words, const char *query, bool contained)
{
	struct str loose = {0};
	const char *at;

	memset(words, 0, sizeof *words);
	if (query != NULL)
		text_loose(&loose, query);
	at = str_text(&loose);
	while (words->count < SEARCH_WORDS) {
		size_t length;
		char *word = words->words[words->count];
		size_t taken = 0;

		at += strspn(at, " ");
		length = strcspn(at, " ");
		if (length == 0)
			break;
		for (size_t i = 0; i < length && taken < FIELD_TEXT - 1; i++)
			if (at[i] != '%' && at[i] != '_')
				word[taken++] = at[i];
		at += length;
		if (taken > 0)
			words->count++;
	}
	for (int i = 0; i < SEARCH_WORDS; i++) {
		if (i < words->count)
			snprintf(words->patterns[i], sizeof words->patterns[i], contained ? "%%%s%%" : "%% %s%%", words->words[i]);
		else
			copy_text(words->patterns[i], sizeof words->patterns[i], "%");
	}
	str_clear(&loose);
}

/* The first text that is greater than everything that begins with prefix. */
static void
after_prefix(char *out, size_t size, const char *prefix)
{
	size_t length;

	copy_text(out, size - 1, prefix);
	length = strlen(out);
	if (length > 0 && (unsigned char)out[length - 1] < 0x7f) {
		out[length - 1]++;
	} else { /* not ASCII: append the largest code point */
		static const char largest[] = "\xf4\x8f\xbf\xbf";

		if (length + sizeof largest <= size)
			memcpy(out + length, largest, sizeof largest);
	}
}

/* Reads at most max rows; the row after tells whether there are more. */
static enum code
take_rows(struct store *store, sqlite3_stmt *statement, struct applicant *out, size_t max, size_t *count, bool *more,
	struct err *err)
{
	struct err own = {0};
	enum step step = STEP_END;

	*count = 0;
	if (more != NULL)
		*more = false;
	while ((step = db_step(store, statement, &own)) == STEP_ROW) {
		if (*count == max) {
			if (more != NULL)
				*more = true;
			break;
		}
		read_applicant(statement, &out[(*count)++]);
	}
	db_end(statement);
	if (step == STEP_FAILED && err != NULL)
		*err = own;
	return step == STEP_FAILED ? own.code : OK;
}

#define WORDS_PAGE(words, limit, offset) \
	text((words)->patterns[0]), text((words)->patterns[1]), text((words)->patterns[2]), text((words)->patterns[3]), \
		number(limit), number(offset)

/* One way to run all of the searches: they differ in their statement and values only. */
static enum code
run_search(struct store *store, enum sql name, const struct value *values, size_t value_count, struct applicant *out, size_t max,
	size_t *count, bool *more, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, name, values, value_count, &own);
	enum code code = statement == NULL ? own.code : take_rows(store, statement, out, max, count, more, &own);

	if (code != OK && err != NULL)
		*err = own;
	return code;
}

/* ---- by number */

/* The digits of a query that is nothing but digits and blanks; false for anything else. */
static bool
take_digits(char out[NATIONAL_ID_TEXT], const char *query)
{
	size_t length = 0;

	for (; *query != '\0'; query++) {
		if (*query == ' ')
			continue;
		if (*query < '0' || *query > '9' || length == NATIONAL_ID_TEXT - 1)
			return false;
		out[length++] = *query;
	}
	out[length] = '\0';
	return length > 0;
}

static enum code
search_number(struct store *store, const char *digits, struct applicant *out, size_t max, size_t *count, bool *more,
	struct err *err)
{
	char end[NATIONAL_ID_TEXT + 8];
	char pattern[NATIONAL_ID_TEXT + 4];
	enum code code;

	after_prefix(end, sizeof end, digits);
	code = run_search(store, SQL_SEARCH_NUMBER, WITH(text(digits), text(end), number((int64_t)max + 1)), out, max, count,
		more, err);
	if (code != OK || *count > 0 || strlen(digits) < 3)
		return code;
	/* Nobody's number begins so: the last digits, as a masked number shows them. */
	snprintf(pattern, sizeof pattern, "%%%s%%", digits);
	return run_search(store, SQL_SEARCH_NUMBER_PART, WITH(text(pattern), number((int64_t)max + 1)), out, max, count, more,
		err);
}

/* ---- by name */

/* The rarest word of the query: its prefix range and how often it occurs, counted only so far as it matters. */
static enum code
rarest_word(struct store *store, const struct words *words, const char **rarest, int64_t *hits, struct err *err)
{
	enum code code = OK;

	*hits = WORD_HITS_FEW + 1;
	*rarest = words->words[0];
	for (int i = 0; code == OK && i < words->count; i++) {
		char end[FIELD_TEXT + 8];
		int64_t found = 0;

		after_prefix(end, sizeof end, words->words[i]);
		code = db_number(store, SQL_SEARCH_WORD_COUNT, WITH(text(words->words[i]), text(end), number(*hits)), 0, &found,
			err);
		if (found < *hits) {
			*hits = found;
			*rarest = words->words[i];
		}
	}
	return code;
}

/* A rare word leads by the index; only when every word is common are names walked in order until the page is full. */
static enum code
search_name(struct store *store, const char *query, struct applicant *out, size_t max, size_t *count, bool *more, struct err *err)
{
	struct words words;
	const char *rarest;
	char end[FIELD_TEXT + 8];
	int64_t hits;
	enum code code;

	split_query(&words, query, false);
	if (words.count == 0)
		return run_search(store, SQL_LIST_ALL, WITH(WORDS_PAGE(&words, (int64_t)max + 1, 0)), out, max, count, more, err);
	code = rarest_word(store, &words, &rarest, &hits, err);
	if (code != OK)
		return code;
	if (hits > WORD_HITS_FEW)
		return run_search(store, SQL_SEARCH_SCAN, WITH(WORDS_PAGE(&words, (int64_t)max + 1, 0)), out, max, count, more,
			err);
	after_prefix(end, sizeof end, rarest);
	code = run_search(store, SQL_SEARCH_WORD, WITH(WORDS_PAGE(&words, (int64_t)max + 1, 0), text(rarest), text(end)), out,
		max, count, more, err);
	if (code != OK || *count > 0 || strlen(words.words[0]) < 2)
		return code;
	split_query(&words, query, true);
	return run_search(store, SQL_SEARCH_SCAN, WITH(WORDS_PAGE(&words, (int64_t)max + 1, 0)), out, max, count, more, err);
}

enum code
store_search_applicants(struct store *store, const char *query, struct applicant *out, size_t max, size_t *count, bool *more,
	struct err *err)
{
	char digits[NATIONAL_ID_TEXT];
	enum code code = read_begin(store, err);

	*count = 0;
	*more = false;
	if (code != OK)
		return code;
	if (take_digits(digits, query))
		code = search_number(store, digits, out, max, count, more, err);
	else
		code = search_name(store, query, out, max, count, more, err);
	read_end(store);
	return code;
}

/* ---- lists */

enum code
store_list_applicants(struct store *store, enum store_view view, const struct store_limits *limits, const char *query,
	size_t offset, struct applicant *out, size_t max, size_t *count, struct err *err)
{
	static const struct {
		enum sql sql;
		size_t count;
		enum application_state states[2];
	} views[STORE_VIEW_COUNT] = {
		[STORE_ALL] = {.sql = SQL_LIST_ALL},
		[STORE_WAITING] = {SQL_LIST_STATE, 1, {APPLICATION_RECEIVED}},
		[STORE_LATE] = {.sql = SQL_LIST_LATE},
		[STORE_UNCOLLECTED] = {.sql = SQL_LIST_UNCOLLECTED},
		[STORE_ON_HOLD] = {SQL_LIST_STATE, 1, {APPLICATION_ON_HOLD}},
		[STORE_UNSIGNED] = {.sql = SQL_LIST_UNSIGNED},
		[STORE_EXPECTED] = {SQL_LIST_STATE, 1, {APPLICATION_EXPECTED}},
		[STORE_IN_TRANSIT] = {SQL_LIST_STATE, 1, {APPLICATION_IN_TRANSIT}},
		[STORE_DELIVERED] = {SQL_LIST_STATE, 1, {APPLICATION_DELIVERED}},
		[STORE_RETURNS] = {SQL_LIST_TWO_STATES, 2, {APPLICATION_RETURN_PENDING, APPLICATION_RETURNED}},
		[STORE_ENDED] = {SQL_LIST_TWO_STATES, 2, {APPLICATION_LOST, APPLICATION_CANCELLED}},
	};
	struct words words;
	struct value values[8];
	size_t used = 6;

	*count = 0;
	if ((unsigned)view >= STORE_VIEW_COUNT)
		return err_set(err, ERR_INTERNAL, view, "list", "view");
	split_query(&words, query, true);
	for (int i = 0; i < SEARCH_WORDS; i++)
		values[i] = text(words.patterns[i]);
	values[4] = number((int64_t)max);
	values[5] = number((int64_t)offset);
	if (view == STORE_LATE)
		values[used++] = text(limits != NULL ? limits->late : "");
	if (view == STORE_UNCOLLECTED)
		values[used++] = number(limits != NULL ? limits->uncollected : 0);
	for (size_t i = 0; i < views[view].count; i++)
		values[used++] = text(application_state_name(views[view].states[i]));
	return run_search(store, views[view].sql, values, used, out, max, count, NULL, err);
}

/* ---- the home screen's numbers */

/* A state that this version does not know is counted among the ended ones: no person vanishes from the sum. */
static void
add_state(struct store_counts *out, const char *name, int64_t found)
{
	static const enum store_view views[] = {
		[APPLICATION_EXPECTED] = STORE_EXPECTED,
		[APPLICATION_IN_TRANSIT] = STORE_IN_TRANSIT,
		[APPLICATION_RECEIVED] = STORE_WAITING,
		[APPLICATION_DELIVERED] = STORE_DELIVERED,
		[APPLICATION_ON_HOLD] = STORE_ON_HOLD,
		[APPLICATION_RETURN_PENDING] = STORE_RETURNS,
		[APPLICATION_RETURNED] = STORE_RETURNS,
		[APPLICATION_LOST] = STORE_ENDED,
		[APPLICATION_CANCELLED] = STORE_ENDED,
	};
	enum application_state state = APPLICATION_CANCELLED;

	out->views[STORE_ALL] += found;
	application_state_parse(&state, name);
	out->views[views[state]] += found;
}

static void
add_print(struct store_counts *out, const char *name, int64_t found)
{
	out->prints += found;
	if (strcmp(name, store_print_state_name(STORE_PRINT_FAILED)) == 0)
		out->prints_failed += found;
}

/* One pass over a table instead of a query per tile: home is drawn again after every act. */
static enum code
count_groups(struct store *store, enum sql name, void (*add)(struct store_counts *, const char *, int64_t),
	struct store_counts *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, name, WITH_NONE, &own);

	while (statement != NULL && db_step(store, statement, &own) == STEP_ROW) {
		char group[24];

		column_text(statement, 0, group, sizeof group);
		add(out, group, sqlite3_column_int64(statement, 1));
	}
	return db_finish(statement, &own, err);
}

static enum code
count_all(struct store *store, const struct store_limits *limits, struct store_counts *out, struct err *err)
{
	enum code code = count_groups(store, SQL_COUNT_STATES, add_state, out, err);

	if (code == OK)
		code = count_groups(store, SQL_COUNT_PRINTS, add_print, out, err);
	if (code == OK)
		code = db_number(store, SQL_COUNT_LATE, WITH(text(limits != NULL ? limits->late : "")), 0,
			&out->views[STORE_LATE], err);
	if (code == OK)
		code = db_number(store, SQL_COUNT_UNCOLLECTED, WITH(number(limits != NULL ? limits->uncollected : 0)), 0,
			&out->views[STORE_UNCOLLECTED], err);
	if (code == OK)
		code = db_number(store, SQL_COUNT_UNSIGNED, WITH_NONE, 0, &out->views[STORE_UNSIGNED], err);
	if (code == OK)
		code = store_journal_head(store, &out->journal, NULL, err);
	return code;
}

/* In one read transaction: the tiles must add up to the same moment. */
enum code
store_count(struct store *store, const struct store_limits *limits, struct store_counts *out, struct err *err)
{
	enum code code = read_begin(store, err);

	memset(out, 0, sizeof *out);
	if (code != OK)
		return code;
	code = count_all(store, limits, out, err);
	read_end(store);
	return code;
}
