/*
 * app/command_setup: `teslim setup`: everything that a desk needs before its first login: settings, accounts, folders, key,
 * database, first officer. What is there already is left, and it says so. Ends with the doctor. As root it sets up this
 * machine's desk, otherwise one that is its caller's alone.
 */
#include "setup.h"

#include "accounts.h"
#include "new_desk.h"

#include "teslim/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- what was done, a line each */

static void
tell_done(void *context, enum message what, const char *name, enum account_done done)
{
	static const enum message states[] = {[ACCOUNT_WAS_THERE] = MSG_SETUP_WAS_THERE,
		[ACCOUNT_MADE] = MSG_SETUP_MADE,
		[ACCOUNT_MENDED] = MSG_SETUP_MENDED,
		[ACCOUNT_LEFT] = MSG_SETUP_LEFT};
	char label[96];

	(void)context;
	text_fit(label, sizeof label, message_text(what), 20, false);
	printf("%s %s: %s\n", label, name, message_text(states[done]));
	fflush(stdout);
}

/* ---- settings */

static void
wish(struct setup *setup, const char *name, const char *value)
{
	if (value != NULL)
		setup->wishes[setup->wish_count++] = (struct conf_wish){name, value};
}

static void
wish_place(struct setup *setup, const char *name, const char *before, const char *folder, const char *behind)
{
	struct str place = {0};

	str_printf(&place, "%s%s%s", before, folder, behind);
	wish(setup, name, setup_keep(setup, str_text(&place)));
	str_clear(&place);
}

/* The folder of a settings file, made when missing; without links, so that it does not depend on where somebody stands. */
static char *
real_folder(const char *path, struct err *err)
{
	char *folder = mem_string(path);
	char *slash = strrchr(folder, '/');
	char *real = NULL;

	if (slash != NULL)
		*slash = '\0';
	if (slash == NULL || folder[0] == '\0' || mkdir(folder, 0700) == 0 || errno == EEXIST)
		real = realpath(slash == NULL ? "." : folder[0] == '\0' ? "/" : folder, NULL);
	if (real == NULL)
		err_errno(err, errno, "setup", folder);
	mem_free(folder);
	return real;
}

/* A desk of one's own lies beside its settings; rules and authorities are the machine's. */
static enum code
wish_own_places(struct setup *setup, struct err *err)
{
	char *folder = real_folder(setup->app.conf_path, err);

	if (folder == NULL)
		return err->code;
	wish(setup, "database", "teslim.db");
	wish(setup, "key", "desk.key");
	wish(setup, "log", "teslim.log");
	wish_place(setup, "trust", "", TESLIM_SYSCONFDIR, "/trust");
	wish_place(setup, "crl", "", TESLIM_SYSCONFDIR, "/crl");
	wish_place(setup, "issuers", "", TESLIM_SYSCONFDIR, "/issuers.conf");
	wish_place(setup, "identity_documents", "", TESLIM_SYSCONFDIR, "/identity-documents.conf");
	wish_place(setup, "holidays", "", TESLIM_SYSCONFDIR, "/holidays.conf");
	wish_place(setup, "print_to", "file:", folder, "/papers");
	copy_text(setup->app.conf.print_to, sizeof setup->app.conf.print_to, setup->wishes[setup->wish_count - 1].value);
	free(folder);
	return OK;
}

/*
 * What is standing in the file is read, or the defaults where there is none. A new desk of one's own is told its places
 * first, since the questions show what stands.
 */
static enum code
read_settings(struct setup *setup, struct err *err)
{
	enum code code = app_read_conf(&setup->app, &setup->common, err);

	setup->had_settings = code == OK;
	if (code != ERR_NOT_FOUND)
		return code;
	if (setup->is_root)
		return OK;
	return wish_own_places(setup, err);
}

static enum code
write_settings(struct setup *setup, struct err *err)
{
	bool changed = false;
	enum code code;

	wish(setup, "institution", setup->institution);
	wish(setup, "institution_unit", setup->unit);
	wish(setup, "desk", setup->desk);
	wish(setup, "print_to", setup->print_to);
	code = conf_change(setup->app.conf_path, setup->wishes, setup->wish_count, &changed, err);
	if (code != OK)
		return code;
	tell_done(NULL, MSG_SETUP_SETTINGS, setup->app.conf_path,
		!changed                      ? ACCOUNT_WAS_THERE
			: setup->had_settings ? ACCOUNT_MENDED
					      : ACCOUNT_MADE);
	return app_read_conf(&setup->app, &setup->common, err);
}

/* ---- key, database, first officer */

/* A database without an officer was made by an older program that was cut off. */
static enum code
look_for_officer(struct setup *setup, struct err *err)
{
	struct officer officer;
	enum code code = app_open_store(&setup->app, false, err);

	if (code == OK)
		code = app_find_officer(&setup->app, setup->login, &officer, err);
	if (code == OK)
		tell_done(NULL, MSG_SETUP_OFFICER, officer.login, ACCOUNT_WAS_THERE);
	else if (code == ERR_NOT_FOUND && setup->app.store != NULL && setup->login != NULL)
		code = err_tell(err, code, MSG_SETUP_OTHER_OFFICER, "setup", "%s", setup->login);
	return code;
}

static enum code
make_desk(struct setup *setup, struct err *err)
{
	bool had_key;
	enum code code = app_become_owner(&setup->app, err);

	if (code != OK)
		return code;
	had_key = access(setup->app.conf.key, F_OK) == 0;
	if (!setup->had_database)
		code = new_desk_make(&setup->app, &setup->officer, setup->hash, err);
	if (code != OK)
		return code;
	tell_done(NULL, MSG_SETUP_KEY, setup->app.conf.key, had_key ? ACCOUNT_WAS_THERE : ACCOUNT_MADE);
	tell_done(NULL, MSG_SETUP_DATABASE, setup->app.conf.database, setup->had_database ? ACCOUNT_WAS_THERE : ACCOUNT_MADE);
	if (setup->had_database)
		return look_for_officer(setup, err);
	tell_done(NULL, MSG_SETUP_OFFICER, setup->officer.login, ACCOUNT_MADE);
	return OK;
}

/* ---- everything in its order */

static enum code
set_up(struct setup *setup, struct err *err)
{
	enum code code = OK;

	if (!setup->is_root && setup->common.config == NULL)
		return err_tell(err, ERR_PERMISSION, MSG_SETUP_ROOT_OR_CONFIG, "setup", "%s", "");
	code = read_settings(setup, err);
	setup->had_database = code == OK && setup->had_settings && access(setup->app.conf.database, F_OK) == 0;
	if (code == OK)
		code = setup_gather(setup, err);
	if (code == OK && setup->is_root)
		code = accounts_make(tell_done, NULL, err);
	if (code == OK)
		code = write_settings(setup, err);
	if (code == OK && setup->is_root)
		code = account_folders(&setup->app.conf, tell_done, NULL, err);
	if (code == OK && setup->account != NULL)
		code = account_for_desk(setup->account, setup->public_key, tell_done, NULL, err);
	return code == OK ? make_desk(setup, err) : code;
}

/* The doctor is another command, told of the same settings; its findings are no failure of setup's. */
static void
ask_doctor(const struct setup *setup)
{
	char option[] = "--config", language_option[] = "--lang", turkish[] = "tr", english[] = "en", path[CONF_PATH];
	char *words[] = {option, path, language_option, message_language() == LANGUAGE_ENGLISH ? english : turkish, NULL};

	copy_text(path, sizeof path, setup->app.conf_path);
	fputs(tell(SETUP_DOCTOR), stdout);
	fflush(stdout);
	(void)command_doctor(4, words);
}

static void
forget(struct setup *setup)
{
	for (size_t i = 0; i < setup->kept_count; i++)
		mem_free(setup->kept[i]);
	mem_wipe(setup->hash, sizeof setup->hash);
	app_close(&setup->app);
}

int
command_setup(int argc, char **argv)
{
	struct setup setup = {.is_root = geteuid() == 0};
	const struct option_rule rules[] = {{"--institution", NULL, &setup.institution}, {"--unit", NULL, &setup.unit},
		{"--desk", NULL, &setup.desk}, {"--print-to", NULL, &setup.print_to}, {"--login", NULL, &setup.login},
		{"--name", NULL, &setup.name}, {"--title", NULL, &setup.title}, {"--password-stdin", &setup.password_stdin, NULL},
		{"--account", NULL, &setup.account}, {"--public-key", NULL, &setup.public_key}, {NULL, NULL, NULL}};
	struct operands operands = {0};
	struct err err = {0};
	enum code code;

	if (options_read(argc, argv, rules, &setup.common, &operands) != OK)
		return EXIT_TROUBLE;
	if (setup.common.help)
		return app_show_help(MSG_APP_HELP_SETUP);
	setup.asks = isatty(STDIN_FILENO) == 1 && !setup.password_stdin;
	code = set_up(&setup, &err);
	if (code == OK)
		app_close(&setup.app); /* the doctor opens everything anew, as the desk will */
	if (code == OK)
		ask_doctor(&setup);
	forget(&setup);
	return code == OK ? EXIT_YES : complain_err(&err);
}
