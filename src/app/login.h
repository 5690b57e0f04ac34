/*
 * app/login: who is at the desk, and who may be.
 */
#ifndef TESLIM_APP_LOGIN_H
#define TESLIM_APP_LOGIN_H

#include "app.h"

struct login;

/* Nobody is logged in. app is borrowed; now_ms is a clock that nobody sets, for the waits: clock_monotonic_ms. */
struct login *login_new(struct app *app, int64_t (*now_ms)(void));
void login_free(struct login **login);
/* From now on it is this officer who is at the desk: his password has been checked. */
void login_take(struct login *login, const struct officer *officer);
/* Who is logged in, with name, title and role as the register had them at login or unlock; NULL: nobody. */
const struct officer *login_officer(const struct login *login);
/* The officer in whose name something is written: who is logged in, or with nobody one whom the store refuses. Never NULL. */
const struct officer *login_acting(const struct login *login);
/* Where this session sits, for counting wrong passwords: "/dev/tty1", "pts", "ssh 10.1.2.3". */
void login_place(char out[FIELD_TEXT]);
/*
 * Checks a password, with the wait after wrong ones, and journals LOGIN. Only then true; what cannot be written is refused
 * with its sentence.
 */
bool login_enter(struct login *login, const char *name, const char *password, char *sentence);
/* The same for the officer who is logged in: UNLOCK. */
bool login_unlock(struct login *login, const char *password, char *sentence);
/* Checks the password of another officer than the one at the desk, with the same wait; name (FULL_NAME_TEXT) gets his name. */
bool login_second(struct login *login, const char *other, const char *password, char *name, char *sentence);
/* Journals LOCK or LOGOUT with that reason (NULL: none said); after LOGOUT nobody is logged in. Nothing when nobody is. */
void login_lock(struct login *login, const char *reason);
void login_leave(struct login *login, const char *reason);

#endif
