/*
 * app/login: who may come in, and out of the lock: the password, and how long a place waits after wrong ones. Nothing in the
 * time an answer takes, nor in its words, tells a name that exists from one that does not.
 */
#include "session.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FAILURES_MAX = 5, WAIT_SECONDS = 30 };

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
seconds_to_wait(struct session *session, const char *place, int64_t *seconds, struct err *err)
{
	struct store_place known;
	enum code code = store_find_place(session->app.store, place, &known, err);
	int64_t own = left_of(session->failures, session->failed_ms / 1000, clock_monotonic_ms() / 1000);
	int64_t noted = code == OK ? left_of(known.failures, known.last_failure, clock_now()) : 0;

	*seconds = own > noted ? own : noted;
	return code;
}

static void
count_failure(struct session *session)
{
	session->failures++;
	session->failed_ms = clock_monotonic_ms();
}

/* A failure that cannot be written is counted all the same, and said instead of what was wrong. */
static bool
refuse(struct session *session, const char *login, const char *place, char *sentence)
{
	struct err err = {0};

	count_failure(session);
	if (store_login_failed(session->app.store, login, place, &err) == OK) {
		say(sentence, UI_SENTENCE, APP_LOGIN_WRONG);
	} else {
		log_err(LOG_ERROR, &err);
		session_sentence(sentence, &err);
	}
	return false;
}

/* The register's word on an attempt. The password is hashed whether there is such an officer or not. */
static bool
password_matches(struct session *session, const char *login, const char *password, const char *place, struct officer *officer,
	char *sentence)
{
	struct store_login known = {0};
	struct err err = {0};
	int64_t seconds = 0;
	enum code code = seconds_to_wait(session, place, &seconds, &err);
	bool same;

	if (seconds > 0) {
		say(sentence, UI_SENTENCE, APP_LOGIN_WAIT, (int)seconds);
		return false;
	}
	if (code == OK)
		code = store_find_officer(session->app.store, login, officer, &known, &err);
	if (code != OK && code != ERR_NOT_FOUND) {
		session_sentence(sentence, &err);
		return false;
	}
	same = seal_password_matches(known.password, password);
	if (code == OK && officer->active && same)
		return true;
	return refuse(session, login, place, sentence);
}

bool
login_enter(struct session *session, enum journal_act act, const char *login, const char *password, struct officer *officer,
	char *sentence)
{
	char place[FIELD_TEXT];
	struct officer found = {0};
	struct err err = {0};

	login_place(place);
	if (!password_matches(session, login, password, place, &found, sentence))
		return false;
	if (store_login(session->app.store, act, &found, place, &err) != OK) {
		session_sentence(sentence, &err);
		return false;
	}
	session->failures = 0;
	*officer = found;
	return true;
}
