/*
 * store/login: what the file remembers of logging in: failures per place, which slow that place down whatever name was typed,
 * and failures in the journal, summed up so that a flood of them does not grow it. Compares no password and waits for nobody.
 */
#include "inside.h"

#include <stdio.h>
#include <string.h>

/* Failures that are told one by one; after them at 8, 16, 32 ... */
enum { TOLD_EACH = 5, PLACES_MAX = 64 };

/* The first five say how it began, powers of two how it went on; a flood of a million makes two dozen entries. */
static bool
is_told(int64_t failures)
{
	return failures <= TOLD_EACH || (failures & (failures - 1)) == 0;
}

enum code
store_find_place(struct store *store, const char *place, struct store_place *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_PLACE_FIND, WITH(text(place)), &own);

	*out = (struct store_place){0};
	if (statement != NULL && db_step(store, statement, &own) == STEP_ROW) {
		out->failures = sqlite3_column_int(statement, 0);
		out->last_failure = sqlite3_column_int64(statement, 1);
	}
	return db_finish(statement, &own, err);
}

/* Without an officer: nobody has been recognized, so nobody did it. */
static enum code
log_failures(struct store *store, const char *login, int64_t failures, const char *day, struct err *err)
{
	struct str body = {0};
	enum code code;

	body_add(&body, "login", login);
	if (failures > 1)
		body_add_number(&body, "count", failures);
	if (day != NULL)
		body_add(&body, "day", day);
	code = journal_append(store, ACT_LOGIN_FAILED, NULL, &body, NULL, NULL, err);
	str_clear(&body);
	return code;
}

/* ---- names that nobody has: which is not said, it might be a password */

struct unknown {
	char day[DATE_TEXT];
	int64_t failures;
	int64_t told;
};

/* A count that somebody edited to nonsense begins again at nothing instead of locking everybody out. */
static enum code
load_unknown(struct store *store, struct unknown *out, struct err *err)
{
	struct err own = {0};
	sqlite3_stmt *statement = db_start(store, SQL_UNKNOWN_FIND, WITH_NONE, &own);

	*out = (struct unknown){.day = ""};
	if (statement != NULL && db_step(store, statement, &own) == STEP_ROW) {
		column_text(statement, 0, out->day, sizeof out->day);
		out->failures = sqlite3_column_int64(statement, 1);
		out->told = sqlite3_column_int64(statement, 2);
		if (out->failures < 0 || out->failures > INT32_MAX)
			out->failures = out->told = 0;
	}
	return db_finish(statement, &own, err);
}

static enum code
save_unknown(struct store *store, const struct unknown *unknown, struct err *err)
{
	return db_run(store, SQL_UNKNOWN_SAVE, WITH(text(unknown->day), number(unknown->failures), number(unknown->told)), err);
}

/* What the journal does not know yet. */
static enum code
tell_rest(struct store *store, struct unknown *unknown, struct err *err)
{
	enum code code;

	if (unknown->failures <= unknown->told)
		return OK;
	unknown->told = unknown->failures;
	code = log_failures(store, "unknown", unknown->failures, unknown->day, err);
	return code == OK ? save_unknown(store, unknown, err) : code;
}

/* One row for all of them, per day: names that nobody has are not kept, they may be passwords typed into the wrong field. */
static enum code
count_unknown(struct store *store, struct err *err)
{
	struct unknown unknown;
	char now[CLOCK_TEXT];
	enum code code = load_unknown(store, &unknown, err);

	clock_iso(now, store->now);
	now[DATE_TEXT - 1] = '\0';
	if (code == OK && unknown.day[0] != '\0' && strcmp(unknown.day, now) != 0) {
		code = tell_rest(store, &unknown, err);
		if (code == OK)
			code = db_run(store, SQL_UNKNOWN_DROP, WITH(text(unknown.day)), err);
		unknown = (struct unknown){.day = ""};
	}
	if (code != OK)
		return code;
	copy_text(unknown.day, sizeof unknown.day, now);
	unknown.failures++;
	if (!is_told(unknown.failures))
		return save_unknown(store, &unknown, err);
	unknown.told = unknown.failures;
	code = log_failures(store, "unknown", unknown.failures, NULL, err);
	return code == OK ? save_unknown(store, &unknown, err) : code;
}

/* ---- one attempt */

/* Counts at the officer as well as at the place: who tries one name from many places is slowed as well. */
static enum code
count_known(struct store *store, const char *login, int64_t failures, struct err *err)
{
	enum code code = db_run(store, SQL_OFFICER_FAILED, WITH(number(store->now), text(login)), err);

	return code == OK && is_told(failures) ? log_failures(store, login, failures, NULL, err) : code;
}

static enum code
failed_inside(struct store *store, const char *login, const char *place, struct err *err)
{
	struct officer officer = {0};
	struct store_login known = {0};
	struct err own = {0};
	enum code found = store_find_officer(store, login, &officer, &known, &own);
	enum code code;

	/* A failed read may have ended the transaction: nothing is written behind it. */
	if (found != OK && found != ERR_NOT_FOUND) {
		if (err != NULL)
			*err = own;
		return found;
	}
	code = db_run(store, SQL_PLACE_FAILED, WITH(text(place), number(store->now)), err);
	if (code == OK)
		code = db_run(store, SQL_PLACE_PRUNE, WITH(number(store->now), number(PLACES_MAX)), err);
	if (code != OK)
		return code;
	return found == OK ? count_known(store, officer.login, (int64_t)known.failures + 1, err) : count_unknown(store, err);
}

enum code
store_login_failed(struct store *store, const char *login, const char *place, struct err *err)
{
	/* Whether there is an entry is for the count to say. */
	enum code code = write_begin(store, WRITE_PAPERWORK, err);

	if (code != OK)
		return code;
	return write_end(store, failed_inside(store, login, place, err), err);
}

/* What failed before is told with the success, so that whoever logs in sees that somebody else has tried. */
static enum code
enter(struct store *store, enum journal_act act, const struct officer *officer, const char *place, struct err *err)
{
	struct unknown unknown;
	struct store_login known = {0};
	struct str body = {0};
	enum code code = store_find_officer(store, officer->login, NULL, &known, err);

	if (code == OK)
		code = load_unknown(store, &unknown, err);
	if (code == OK)
		code = tell_rest(store, &unknown, err);
	if (code == OK)
		code = db_run(store, SQL_OFFICER_LOGGED_IN, WITH(number(officer->id)), err);
	if (code == OK)
		code = db_run(store, SQL_PLACE_CLEAR, WITH(text(place)), err);
	if (code == OK && known.failures > 0)
		body_add_number(&body, "failures", known.failures);
	if (code == OK)
		code = journal_append(store, act, officer, &body, NULL, NULL, err);
	str_clear(&body);
	return code;
}

enum code
store_login(struct store *store, enum journal_act act, const struct officer *officer, const char *place, struct err *err)
{
	enum code code = act_begin(store, WRITE_FACT, officer, err);

	if (code != OK)
		return code;
	return write_end(store, enter(store, act, officer, place, err), err);
}
