/*
 * app/login: who may come in, and out of the lock: the password, and how long a place waits after wrong ones. Nothing in the
 * time an answer takes, nor in its words, tells a name that exists from one that does not.
 */
#include "login.h"

#include "teslim/ui.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FAILURES_MAX = 5, WAIT_SECONDS = 30 };

struct login {
	struct app *app;
	int64_t (*now_ms)(void);
	bool is_in;
	struct officer officer;
	int failures;      /* wrong passwords since the last good one, also those that could not be written */
	int64_t failed_ms; /* by now_ms, of the last one */
};

struct login *
login_new(struct app *app, int64_t (*now_ms)(void))
{
	struct login *login = mem_alloc(sizeof *login);

	login->app = app;
	login->now_ms = now_ms;
	return login;
}

void
login_free(struct login **login)
{
	mem_free(*login);
	*login = NULL;
}

/* The password was compared before this. */
void
login_take(struct login *login, const struct officer *officer)
{
	login->failures = 0;
	login->officer = *officer;
	login->is_in = true;
}

const struct officer *
login_officer(const struct login *login)
{
	return login->is_in ? &login->officer : NULL;
}

/* Never NULL, so that an act can always be signed: by nobody (id 0) once he has left, which the store refuses. */
const struct officer *
login_acting(const struct login *login)
{
	return &login->officer;
}

/* ---- the password */

/* Failures count for a place, so the place must not be free to choose: a new pseudo-terminal is no new place. */
void
login_place(char out[FIELD_TEXT])
{
	const char *peer = getenv("SSH_CONNECTION");
	const char *terminal = ttyname(STDIN_FILENO);
	size_t length = 0;

	while (peer != NULL && (isxdigit((unsigned char)peer[length]) || peer[length] == '.' || peer[length] == ':'))
		length++;
	if (length > 0 && length < 64)
		snprintf(out, FIELD_TEXT, "ssh %.*s", (int)length, peer);
	else if (terminal == NULL || strncmp(terminal, "/dev/pts/", 9) == 0) /* a new one is had for the asking */
		copy_text(out, FIELD_TEXT, "pts");
	else
		copy_text(out, FIELD_TEXT, terminal);
}

/* Seconds left at `now` of the wait after a failure; none when that lies ahead. */
static int64_t
left_of(int failures, int64_t failed, int64_t now)
{
	return failures >= FAILURES_MAX && failed <= now && failed > now - WAIT_SECONDS ? failed + WAIT_SECONDS - now : 0;
}

/*
 * Seconds that this place still waits. This process remembers by a clock that nobody sets; what another one noted is by the
 * machine's clock, and counts for nothing when that lies ahead of us.
 */
static enum code
seconds_to_wait(struct login *login, const char *place, int64_t *seconds, struct err *err)
{
	struct store_place known;
	enum code code = store_find_place(login->app->store, place, &known, err);
	int64_t own = left_of(login->failures, login->failed_ms / 1000, login->now_ms() / 1000);
	int64_t noted = code == OK ? left_of(known.failures, known.last_failure, clock_now()) : 0;

	*seconds = own > noted ? own : noted;
	return code;
}

/* Counted here too, since a full disk keeps the database from counting. */
static void
count_failure(struct login *login)
{
	login->failures++;
	login->failed_ms = login->now_ms();
}

/* A failure that cannot be written is counted all the same, and said instead of what was wrong. */
static bool
refuse(struct login *login, const char *name, const char *place, char *sentence)
{
	struct err err = {0};

	count_failure(login);
	if (store_login_failed(login->app->store, name, place, &err) == OK) {
		say(sentence, UI_SENTENCE, APP_LOGIN_WRONG);
	} else {
		log_err(LOG_ERROR, &err);
		message_err(sentence, UI_SENTENCE, &err);
	}
	return false;
}

/* The register's word on an attempt. The password is hashed whether there is such an officer or not. */
static bool
password_matches(struct login *login, const char *name, const char *password, const char *place, struct officer *officer,
	char *sentence)
{
	struct store_login known = {0};
	struct err err = {0};
	int64_t seconds = 0;
	enum code code = seconds_to_wait(login, place, &seconds, &err);
	bool same;

	if (seconds > 0) {
		say(sentence, UI_SENTENCE, APP_LOGIN_WAIT, (int)seconds);
		return false;
	}
	if (code == OK)
		code = store_find_officer(login->app->store, name, officer, &known, &err);
	if (code != OK && code != ERR_NOT_FOUND) {
		message_err(sentence, UI_SENTENCE, &err);
		return false;
	}
	same = seal_password_matches(known.password, password);
	if (code == OK && officer->active && same)
		return true;
	return refuse(login, name, place, sentence);
}

/* Looking at the password and noting the entry are two steps, and only both together let anybody in. */
static bool
come_in(struct login *login, enum journal_act act, const char *name, const char *password, char *sentence)
{
	char place[FIELD_TEXT];
	struct officer found = {0};
	struct err err = {0};

	login_place(place);
	if (!password_matches(login, name, password, place, &found, sentence))
		return false;
	if (store_login(login->app->store, act, &found, place, &err) != OK) {
		message_err(sentence, UI_SENTENCE, &err);
		return false;
	}
	login_take(login, &found);
	return true;
}

bool
login_enter(struct login *login, const char *name, const char *password, char *sentence)
{
	return come_in(login, ACT_LOGIN, name, password, sentence);
}

/* Who locked unlocks; anybody else logs in, which ends the session before. */
bool
login_unlock(struct login *login, const char *password, char *sentence)
{
	char name[sizeof login->officer.login];

	copy_text(name, sizeof name, login->officer.login);
	return come_in(login, ACT_UNLOCK, name, password, sentence);
}

/* The second officer gives a password and stays logged out: one who only looks on does not act. */
bool
login_second(struct login *login, const char *other, const char *password, char *name, char *sentence)
{
	char place[FIELD_TEXT];
	struct officer found = {0};

	login_place(place);
	if (!password_matches(login, other, password, place, &found, sentence))
		return false;
	if (found.id == login->officer.id) {
		say(sentence, UI_SENTENCE, APP_SECOND_SAME);
		return false;
	}
	copy_text(name, FULL_NAME_TEXT, found.name);
	return true;
}

/* ---- and out */

/* Leaving cannot be refused: what could not be written is logged, and the screen is closed all the same. */
static void
log_act(struct login *login, enum journal_act act, const char *reason)
{
	const struct store_field field = {"reason", reason};
	struct err err = {0};

	if (login->is_in && store_log(login->app->store, act, &login->officer, &field, reason != NULL ? 1 : 0, NULL, &err) != OK)
		log_err(LOG_ERROR, &err);
}

void
login_lock(struct login *login, const char *reason)
{
	log_act(login, ACT_LOCK, reason);
}

void
login_leave(struct login *login, const char *reason)
{
	log_act(login, ACT_LOGOUT, reason);
	login->is_in = false;
	login->officer = (struct officer){0};
}
