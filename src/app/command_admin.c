/*
 * app/command_admin: `teslim init` and `teslim officer`: setting a desk up and managing who may work at it.
 */
#include "app.h"
#include "json.h"
#include "new_desk.h"

#include "teslim/ident.h"
#include "teslim/text.h"
#include "teslim/words.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct officer_options {
	struct common_options common;
	const char *login, *name, *title, *national_id;
	bool password_stdin, administrator;
};

static enum code
missing(enum message what, struct err *err)
{
	return err_tell(err, ERR_USAGE, MSG_APP_ARGUMENT_MISSING, "options", "%s", message_text(what));
}

/* Fills an officer and a password hash from the options. */
static enum code
make_officer(const struct officer_options *options, struct officer *officer, char hash[SEAL_PASSWORD_TEXT], struct err *err)
{
	char password[256] = "";
	enum code code;

	if (options->login == NULL)
		return missing(MSG_APP_WORD_LOGIN, err);
	if (options->name == NULL || options->name[0] == '\0')
		return missing(MSG_APP_WORD_NAME, err);
	code = new_desk_officer(officer, options->login, options->name, options->title, options->administrator, err);
	if (code == OK && options->national_id != NULL &&
		ident_check_number(officer->national_id, options->national_id) != IDENT_NUMBER_VALID)
		code = err_tell(err, ERR_SYNTAX, MSG_APP_OFFICER_NUMBER, "options", "%s", options->login);
	if (code == OK)
		code = app_read_password(password, sizeof password, options->password_stdin, true, err);
	if (code == OK)
		code = seal_password_hash(hash, password, err);
	mem_wipe(password, sizeof password);
	return code;
}

static enum code
set_up(struct app *app, const struct officer_options *options, struct err *err)
{
	struct officer officer;
	char hash[SEAL_PASSWORD_TEXT];
	enum code code = app_become_owner(app, err);

	if (code == OK && access(app->conf.database, F_OK) == 0)
		code = err_set(err, ERR_EXISTS, 0, "command_init", "%s", app->conf.database);
	if (code == OK)
		code = make_officer(options, &officer, hash, err);
	if (code == OK)
		code = new_desk_make(app, &officer, hash, err);
	return code;
}

int
command_init(int argc, char **argv)
{
	struct officer_options options = {0};
	const struct option_rule rules[] = {{"--login", NULL, &options.login}, {"--name", NULL, &options.name},
		{"--title", NULL, &options.title}, {"--password-stdin", &options.password_stdin, NULL}, {NULL, NULL, NULL}};
	struct operands operands = {0};
	struct app app = {0};
	struct err err = {0};
	enum code code;
	char words[1024];

	if (options_read(argc, argv, rules, &options.common, &operands) != OK)
		return EXIT_TROUBLE;
	if (options.common.help)
		return app_show_help(MSG_APP_HELP_INIT);
	code = app_read_conf(&app, &options.common, &err);
	if (code == OK)
		code = set_up(&app, &options, &err);
	if (code == OK) {
		say(words, sizeof words, APP_INIT_DONE, app.conf.database, app.conf.key, options.login);
		fputs(words, stdout);
	}
	app_close(&app);
	return code == OK ? EXIT_YES : complain_err(&err);
}

/* ---- officers */

static enum code
add_officer(struct app *app, const struct officer_options *options, struct err *err)
{
	struct officer officer;
	char hash[SEAL_PASSWORD_TEXT], words[400];
	enum code code = make_officer(options, &officer, hash, err);

	if (code == OK)
		code = store_add_officer(app->store, &officer, hash, NULL, err);
	if (code == OK) {
		say(words, sizeof words, APP_OFFICER_ADDED, officer.login);
		fputs(words, stdout);
	}
	return code;
}

static enum code
change_password(struct app *app, const struct officer_options *options, struct err *err)
{
	struct officer officer;
	char password[256], hash[SEAL_PASSWORD_TEXT], words[400];
	enum code code;

	if (options->login == NULL)
		return missing(MSG_APP_WORD_LOGIN, err);
	code = store_find_officer(app->store, options->login, &officer, NULL, err);
	if (code == OK)
		code = app_read_password(password, sizeof password, options->password_stdin, true, err);
	if (code == OK)
		code = seal_password_hash(hash, password, err);
	mem_wipe(password, sizeof password);
	if (code == OK)
		code = store_set_password(app->store, officer.id, hash, NULL, err);
	if (code == OK) {
		say(words, sizeof words, APP_PASSWORD_SET, officer.login);
		fputs(words, stdout);
	}
	return code;
}

static enum code
list_officers(struct app *app, bool as_json, struct err *err)
{
	struct officer *list = NULL;
	size_t max = 32, count = max;
	enum code code = OK;

	while (code == OK && count == max) { /* as long as the list may go on */
		max *= 4;
		list = mem_resize(list, max, sizeof *list);
		code = store_list_officers(app->store, list, max, &count, err);
	}
	for (size_t i = 0; code == OK && i < count; i++) {
		if (as_json) {
			struct json json = {0};
			json_open(&json, NULL, '{');
			json_text(&json, "login", list[i].login);
			json_text(&json, "name", list[i].name);
			json_text(&json, "title", list[i].title);
			json_text(&json, "role", officer_role_name(list[i].role));
			json_bool(&json, "active", list[i].active);
			json_close(&json, '}');
			code = json_print(&json, err);
		} else {
			printf("%-16s %s, %s (%s)\n", list[i].login, list[i].name, list[i].title,
				message_text(officer_role_message(list[i].role)));
		}
	}
	mem_free(list);
	return code;
}

int
command_officer(int argc, char **argv)
{
	struct officer_options options = {0};
	const struct option_rule rules[] = {{"--login", NULL, &options.login}, {"--name", NULL, &options.name},
		{"--title", NULL, &options.title}, {"--national-id", NULL, &options.national_id},
		{"--password-stdin", &options.password_stdin, NULL}, {"--administrator", &options.administrator, NULL},
		{NULL, NULL, NULL}};
	struct operands operands = {0};
	struct app app = {0};
	struct err err = {0};
	const char *action;
	enum code code;

	if (options_read(argc, argv, rules, &options.common, &operands) != OK)
		return EXIT_TROUBLE;
	if (options.common.help)
		return app_show_help(MSG_APP_HELP_OFFICER);
	action = operands.count == 1 ? operands.list[0] : "";
	code = app_read_conf(&app, &options.common, &err);
	if (code == OK)
		code = app_open_store(&app, strcmp(action, "list") == 0, &err);
	if (code == OK) {
		if (strcmp(action, "add") == 0)
			code = add_officer(&app, &options, &err);
		else if (strcmp(action, "password") == 0)
			code = change_password(&app, &options, &err);
		else if (strcmp(action, "list") == 0)
			code = list_officers(&app, options.common.json, &err);
		else
			code = missing(MSG_APP_WORD_ACTION, &err);
	}
	app_close(&app);
	return code == OK ? EXIT_YES : complain_err(&err);
}
