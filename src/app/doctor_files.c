/*
 * app/doctor_files: the desk's own files: configuration, rule files, key, database, whose they are, and the chain of the
 * journal. Rows about what could not be read at all are left out: a count of nothing would be a false one.
 */
#include "doctor.h"

#include <errno.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { REPAIR_PATH = 512 };

/* ---- configuration and rule files */

/* sudo WORDS 'PATH' */
static void
cure_path(struct str *cure, const char *words, const char *path)
{
	str_printf(cure, "sudo %s ", words);
	doctor_quote(cure, path);
}

/* The copy of a file of conf/ that is installed for reading. */
static void
cure_shipped(struct str *cure, const char *name, const char *path)
{
	str_printf(cure, "sudo install -m 644 " TESLIM_DOCDIR "/examples/%s ", name);
	doctor_quote(cure, path);
}

static void
cure_settings(struct str *cure, const struct err *err, const char *name, const char *path)
{
	if (err->code == ERR_NOT_FOUND)
		cure_shipped(cure, name, path);
	else if (err->code == ERR_PERMISSION)
		cure_path(cure, "chmod a+r", path);
	else
		cure_path(cure, "editor", path);
}

static void
look_conf(struct doctor_findings *findings, const struct app *app, const struct err *err)
{
	struct str cure = {0};

	if (err == NULL || err->code == OK) {
		doctor_add_good(findings, "configuration", MSG_DOCTOR_CONF, app->conf_path);
		return;
	}
	cure_settings(&cure, err, "teslim.conf", app->conf_path);
	doctor_add_error(findings, "configuration", MSG_DOCTOR_CONF, err, str_text(&cure));
	str_clear(&cure);
}

static enum code
read_issuers(struct app *app, const char *path, struct err *err)
{
	struct cert_issuers read = {0};
	enum code code = cert_load_issuers(&read, path, err);

	cert_clear_issuers(&read);
	(void)app;
	return code;
}

static enum code
read_documents(struct app *app, const char *path, struct err *err)
{
	struct ident_rules *read = mem_alloc(sizeof *read);
	enum code code = ident_load_rules(read, path, err);

	mem_free(read);
	(void)app;
	return code;
}

/* The calendar and what is trusted stay open for the looks that follow. */
static enum code
read_holidays(struct app *app, const char *path, struct err *err)
{
	return app->calendar != NULL ? OK : days_load(&app->calendar, path, err);
}

static enum code
read_trust(struct app *app, const char *path, struct err *err)
{
	(void)path;
	return app->trust != NULL ? OK : cert_store_open(&app->trust, app->conf.trust, app->conf.crl, err);
}

static void
tell_rule(struct doctor_findings *findings, const char *name, const char *path, const struct err *err)
{
	struct str cure = {0};

	cure_settings(&cure, err, name, path);
	if (err->code == ERR_NOT_FOUND || err->code == ERR_PERMISSION)
		doctor_add_bad(findings, "rule-file", VERDICT_REFUSE, MSG_DOCTOR_RULES,
			err->code == ERR_NOT_FOUND ? MSG_DOCTOR_RULE_MISSING : MSG_DOCTOR_RULE_UNREADABLE, path, str_text(&cure));
	else
		doctor_add_error(findings, "rule-file", MSG_DOCTOR_RULES, err, str_text(&cure));
	str_clear(&cure);
}

/* Each file by itself: one that is missing says nothing about the next. */
static void
look_rules(struct doctor_findings *findings, struct app *app)
{
	const struct {
		const char *name, *path;
		enum code (*read)(struct app *app, const char *path, struct err *err);
	} files[] = {
		{"issuers.conf", app->conf.issuers, read_issuers},
		{"identity-documents.conf", app->conf.identity_documents, read_documents},
		{"holidays.conf", app->conf.holidays, read_holidays},
		{"trust", app->conf.trust, read_trust},
	};
	char words[64];
	int good = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(files); i++) {
		struct err err = {0};
		if (files[i].read(app, files[i].path, &err) == OK)
			good++;
		else
			tell_rule(findings, files[i].name, files[i].path, &err);
	}
	if (good < (int)ARRAY_LENGTH(files))
		return;
	say(words, sizeof words, DOCTOR_RULES_READ, good - 1);
	doctor_add_good(findings, "rule-file", MSG_DOCTOR_RULES, words);
}

/* ---- key and database */

/* A file that this account may not open: as whom to look, or what to mend. */
static void
cure_unreadable(struct str *cure, const struct app *app, const char *path)
{
	const struct passwd *here = getpwuid(geteuid());
	char account[64];

	(void)doctor_account(app, account);
	if (here != NULL && (strcmp(here->pw_name, account) == 0 || geteuid() == 0)) {
		str_printf(cure, "sudo chown '%s:' ", account);
		doctor_quote(cure, path);
		str_add(cure, " && ");
		cure_path(cure, "chmod 600", path);
		return;
	}
	str_printf(cure, "sudo -u '%s' teslim doctor", account);
}

static void
look_key(struct doctor_findings *findings, const struct app *app, const struct err *err)
{
	struct str cure = {0};

	if (app->key != NULL) {
		doctor_add_good(findings, "signing-key", MSG_DOCTOR_KEY, app->conf.key);
		return;
	}
	if (err == NULL || err->code == OK)
		return;
	if (err->message == MSG_SEAL_KEY_OPEN) {
		cure_path(&cure, "chmod 600", app->conf.key);
		doctor_add_error(findings, "signing-key", MSG_DOCTOR_KEY, err, str_text(&cure));
	} else if (err->code == ERR_PERMISSION) {
		cure_unreadable(&cure, app, app->conf.key);
		doctor_add_bad(findings, "signing-key", VERDICT_REFUSE, MSG_DOCTOR_KEY, MSG_DOCTOR_KEY_UNREADABLE, app->conf.key,
			str_text(&cure));
	} else if (err->code == ERR_NOT_FOUND && access(app->conf.database, F_OK) != 0) {
		cure_path(&cure, "teslim setup --config", app->conf_path);
		doctor_add_error(findings, "signing-key", MSG_DOCTOR_KEY, err, str_text(&cure));
	} else { /* the database is there: only the kept copy of its key will do */
		str_add(&cure, "sudo install -m 600 KOPYA ");
		doctor_quote(&cure, app->conf.key);
		doctor_add_error(findings, "signing-key", MSG_DOCTOR_KEY, err, str_text(&cure));
	}
	str_clear(&cure);
}

/* What a database that cannot be opened is cured by, where its own sentence says why: a command for one of two files. */
static const struct store_cure {
	enum message message;
	const char *command;
	bool is_database; /* the command is for that, not for the configuration */
	const char *note; /* behind it; may be NULL */
} store_cures[] = {
	{MSG_STORE_NETWORK, "editor", false, " # database = \"/var/lib/teslim/teslim.db\";"},
	{MSG_STORE_NO_WAL, "editor", false, " # database = \"/var/lib/teslim/teslim.db\";"},
	{MSG_STORE_OPEN_TO_ALL, "chmod 600", true, NULL},
	{MSG_STORE_MISSING, "teslim setup --config", false, NULL},
	{MSG_APP_OTHER_DESK, "editor", false, NULL},
	{MSG_STORE_FOREIGN, "editor", false, NULL},
	{MSG_STORE_NOT_DATABASE, "editor", false, NULL},
	{MSG_STORE_OTHER_KEY, "editor", false, NULL},
};

static void
cure_store(struct str *cure, const struct app *app, const struct err *err)
{
	for (size_t i = 0; i < ARRAY_LENGTH(store_cures); i++) {
		const struct store_cure *known = &store_cures[i];
		if (known->message != err->message)
			continue;
		cure_path(cure, known->command, known->is_database ? app->conf.database : app->conf_path);
		str_add(cure, known->note != NULL ? known->note : "");
		return;
	}
	if (err->code == ERR_PERMISSION)
		cure_unreadable(cure, app, app->conf.database);
	else
		cure_path(cure, "ls -l", app->conf.database);
}

/* owner_amiss: whose the files are has been told, and that is why it cannot be opened. */
static void
look_store(struct doctor_findings *findings, const struct app *app, const struct err *err, bool owner_amiss)
{
	struct str cure = {0};

	if (app->store != NULL) {
		doctor_add_good(findings, "database", MSG_DOCTOR_STORE, app->conf.database);
		return;
	}
	if (err == NULL || err->code == OK ||
		(owner_amiss && err->code == ERR_PERMISSION && err->message != MSG_STORE_OPEN_TO_ALL))
		return;
	cure_store(&cure, app, err);
	if (err->code == ERR_PERMISSION && err->message != MSG_STORE_OPEN_TO_ALL)
		doctor_add_bad(findings, "database", VERDICT_REFUSE, MSG_DOCTOR_STORE, MSG_DOCTOR_STORE_UNREADABLE,
			app->conf.database, str_text(&cure));
	else
		doctor_add_error(findings, err->message == MSG_STORE_NETWORK ? "network-disk" : "database", MSG_DOCTOR_STORE, err,
			str_text(&cure));
	str_clear(&cure);
}

/* ---- whose the files are */

static void
folder_of(char out[REPAIR_PATH], const char *path)
{
	char *slash;

	copy_text(out, REPAIR_PATH, path);
	slash = strrchr(out, '/');
	if (slash != NULL)
		slash[slash == out ? 1 : 0] = '\0';
}

struct owner_look {
	struct doctor_findings *findings;
	const struct app *app;
	char account[64];
	uid_t wanted;
	gid_t group;
	int amiss;
};

static void
name_of(char out[64], uid_t uid)
{
	const struct passwd *account = getpwuid(uid);

	snprintf(out, 64, "%u", (unsigned)uid);
	if (account != NULL)
		copy_text(out, 64, account->pw_name);
}

static void
tell_owner(struct owner_look *look, enum message sentence, const char *path, uid_t uid)
{
	struct str cure = {0}, detail = {0};
	char name[64];

	name_of(name, uid);
	str_add(&detail, path);
	if (sentence == MSG_DOCTOR_OWNER_OTHER) {
		str_printf(&detail, " (%s)", name);
		str_printf(&cure, "sudo chown '%s:' ", look->account);
		doctor_quote(&cure, path);
	} else if (sentence == MSG_DOCTOR_OWNER_MISSING) {
		str_printf(&cure, "sudo install -d -m 700 -o '%s' ", look->account);
		doctor_quote(&cure, path);
	} else {
		cure_path(&cure, "chmod u+rwx", path);
	}
	doctor_add_bad(look->findings, "owner", VERDICT_REFUSE, MSG_DOCTOR_OWNER, sentence, str_text(&detail), str_text(&cure));
	look->amiss++;
	str_clear(&cure);
	str_clear(&detail);
}

/* A file or folder of the desk. One that is not there is no matter of ownership, but a folder must be. */
static void
look_owner(struct owner_look *look, const char *path, bool is_folder)
{
	struct stat file;

	if (stat(path, &file) != 0) {
		if (is_folder && errno == ENOENT)
			tell_owner(look, MSG_DOCTOR_OWNER_MISSING, path, 0);
		return;
	}
	if (file.st_uid != look->wanted && ((file.st_mode & S_IWGRP) == 0 || file.st_gid != look->group))
		tell_owner(look, MSG_DOCTOR_OWNER_OTHER, path, file.st_uid);
	else if (is_folder && file.st_uid == look->wanted && (file.st_mode & S_IRWXU) != S_IRWXU)
		tell_owner(look, MSG_DOCTOR_OWNER_SHUT, path, file.st_uid);
}

/* Database and key may lie where they like; the folder of the log may be the system's own. True: something is amiss. */
static bool
look_owners(struct doctor_findings *findings, const struct app *app, bool key_told)
{
	static const char *const endings[] = {"", "-wal", "-shm"};
	struct owner_look look = {findings, app, .wanted = geteuid(), .group = getegid()};
	const struct passwd *account;
	char path[REPAIR_PATH], words[128];

	account = getpwnam(doctor_account(app, look.account));
	if (account != NULL) {
		look.wanted = account->pw_uid;
		look.group = account->pw_gid;
	}
	folder_of(path, app->conf.database);
	look_owner(&look, path, true);
	for (size_t i = 0; i < ARRAY_LENGTH(endings); i++) {
		snprintf(path, sizeof path, "%s%s", app->conf.database, endings[i]);
		look_owner(&look, path, false);
	}
	if (!key_told)
		look_owner(&look, app->conf.key, false);
	look_owner(&look, app->conf.log, false);
	if (look.amiss > 0)
		return true;
	say(words, sizeof words, DOCTOR_OWNER_GOOD, look.account);
	doctor_add_good(findings, "owner", MSG_DOCTOR_OWNER, words);
	return false;
}

/* ---- the journal */

static void
add_journal(struct doctor_findings *findings, const struct doctor_finding *finding)
{
	struct doctor_finding journal = *finding;

	journal.source = DOCTOR_JOURNAL;
	doctor_keep(findings, &journal);
}

void
doctor_take_check(struct doctor_findings *findings, const struct store_check *check)
{
	struct doctor_findings one = {0};
	char words[320];

	if (check->whole) {
		say(words, sizeof words, DOCTOR_JOURNAL_WHOLE, (long long)check->entries);
		doctor_add_good(&one, "journal", MSG_DOCTOR_JOURNAL, words);
	} else {
		doctor_add_bad(&one, "journal", VERDICT_REFUSE, MSG_DOCTOR_JOURNAL, check->message, check->detail,
			"teslim verify --all");
	}
	add_journal(findings, &one.list[0]);
}

void
doctor_look_journal(struct doctor_findings *findings, const struct app *app)
{
	struct store_check check = {0};
	struct doctor_findings one = {0};
	struct err err = {0};

	if (store_verify(app->store, false, NULL, &check, NULL, NULL, &err) == OK) {
		doctor_take_check(findings, &check);
		return;
	}
	doctor_add_error(&one, "journal", MSG_DOCTOR_JOURNAL, &err, "teslim verify --all");
	add_journal(findings, &one.list[0]);
}

/* ---- all of it */

void
doctor_look(struct doctor_findings *findings, struct app *app, const struct doctor_errors *errors)
{
	bool owner_amiss;

	look_conf(findings, app, errors->conf);
	if (errors->conf != NULL && errors->conf->code != OK)
		return; /* what the defaults point at says nothing about this desk */
	look_rules(findings, app);
	look_key(findings, app, errors->key);
	owner_amiss = look_owners(findings, app, errors->key != NULL && errors->key->code == ERR_PERMISSION);
	look_store(findings, app, errors->store, owner_amiss);
	doctor_look_place(findings, app);
}
