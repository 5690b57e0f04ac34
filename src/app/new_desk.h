/*
 * app/new_desk: what makes a desk out of nothing: folders, key, database, first officer. Shared by `init` and `setup`.
 */
#ifndef TESLIM_APP_NEW_DESK_H
#define TESLIM_APP_NEW_DESK_H

#include "app.h"

/* Fills an officer from words as they were typed. ERR_RANGE or ERR_ENCODING names the one that will not do. */
enum code new_desk_officer(struct officer *officer, const char *login, const char *name, const char *title, bool administrator,
	struct err *err);
/*
 * Folders, key (one that is there is taken), database and the first officer, who is an administrator. The database must not
 * be there. After an error neither key nor database that were not there before are left behind.
 */
enum code new_desk_make(struct app *app, struct officer *officer, const char hash[SEAL_PASSWORD_TEXT], struct err *err);

#endif
