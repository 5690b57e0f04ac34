/*
 * app/new_desk: see new_desk.h. Knows neither options nor accounts of the machine.
 */
#include "new_desk.h"

#include "teslim/text.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum code
check_login(const char *login, struct err *err)
{
	size_t length = strlen(login);

	if (length < 2 || length > 31 || strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789.-") != length)
		return err_tell(err, ERR_RANGE, MSG_APP_LOGIN_FORM, "check_login", "%s", login);
	return OK;
}

enum code
new_desk_officer(struct officer *officer, const char *login, const char *name, const char *title, bool administrator,
	struct err *err)
{
	struct str composed = {0};
	enum code code = check_login(login, err);

	if (code != OK)
		return code;
	if (!text_is_valid(name, strlen(name)))
		return err_set(err, ERR_ENCODING, 0, "new_desk_officer", "%s", login);
	*officer = (struct officer){.active = true, .role = administrator ? OFFICER_ROLE_ADMINISTRATOR : OFFICER_ROLE_OFFICER};
	copy_text(officer->login, sizeof officer->login, login);
	text_compose(&composed, name);
	copy_text(officer->name, sizeof officer->name, str_text(&composed));
	str_clear(&composed);
	copy_text(officer->title, sizeof officer->title, title != NULL ? title : "");
	return OK;
}

/* ---- folders */

static enum code
make_folder_of(const char *path, struct err *err)
{
	char *folder = mem_string(path);
	enum code code = OK;

	for (char *at = strchr(folder + 1, '/'); at != NULL && code == OK; at = strchr(at + 1, '/')) {
		*at = '\0';
		if (mkdir(folder, 0700) != 0 && errno != EEXIST && access(folder, F_OK) != 0)
			code = err_errno(err, errno, "make_folder", folder);
		*at = '/';
	}
	mem_free(folder);
	return code;
}

/* Papers that go to a folder need it. */
static enum code
make_paper_folder(const char *print_to, struct err *err)
{
	struct str folder = {0};
	enum code code;

	if (strncmp(print_to, "file:", 5) != 0)
		return OK;
	str_printf(&folder, "%s/", print_to + 5);
	code = make_folder_of(str_text(&folder), err);
	str_clear(&folder);
	return code;
}

/* The folders of database, key, log and papers: made where they are missing, closed to others. */
static enum code
make_folders(const struct conf *conf, struct err *err)
{
	enum code code = make_folder_of(conf->database, err);

	if (code == OK)
		code = make_folder_of(conf->key, err);
	if (code == OK && conf->log[0] != '\0')
		code = make_folder_of(conf->log, err);
	if (code == OK)
		code = make_paper_folder(conf->print_to, err);
	return code;
}

/* ---- key and database */

enum code
new_desk_make(struct app *app, struct officer *officer, const char hash[SEAL_PASSWORD_TEXT], struct err *err)
{
	bool key_was_there = access(app->conf.key, F_OK) == 0;
	enum code code = make_folders(&app->conf, err);

	officer->role = OFFICER_ROLE_ADMINISTRATOR;
	if (code == OK)
		code = key_was_there ? seal_key_load(&app->key, app->conf.key, err)
				     : seal_key_create(&app->key, app->conf.key, err);
	if (code != OK)
		return code;
	code = store_create_desk(&app->store, app->conf.database, app->conf.desk, app->key, officer, hash, err);
	if (code != OK && !key_was_there)
		unlink(app->conf.key); /* a key that has signed nothing is of no use to anybody */
	return code;
}
