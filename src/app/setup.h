/*
 * app/setup: what `teslim setup` knows while it works; shared by its two files.
 */
#ifndef TESLIM_APP_SETUP_H
#define TESLIM_APP_SETUP_H

#include "app.h"

enum { WISHES_MAX = 16, KEPT_MAX = 24 };

struct setup {
	struct common_options common;
	/* options, and then answers; NULL: not given */
	const char *institution, *unit, *desk, *print_to, *login, *name, *title, *account, *public_key;
	bool password_stdin;
	struct app app;
	bool is_root;
	bool asks;         /* there is somebody at a terminal */
	bool had_settings; /* the settings file was there */
	bool had_database;
	struct officer officer; /* the first one, and the hash of the password */
	char hash[SEAL_PASSWORD_TEXT];
	struct conf_wish wishes[WISHES_MAX];
	size_t wish_count;
	char *kept[KEPT_MAX]; /* texts that the pointers above point to */
	size_t kept_count;
};

/* Keeps a copy of a text until the end. */
const char *setup_keep(struct setup *setup, const char *text);
/*
 * Everything that setup must know, from the options or by questions, checked before anything is touched. ERR_USAGE names an
 * option that is missing where nobody can be asked.
 */
enum code setup_gather(struct setup *setup, struct err *err);

#endif
