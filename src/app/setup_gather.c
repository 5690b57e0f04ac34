/*
 * app/setup_gather: what `teslim setup` must know: from options, or asked on the terminal until the answer will do.
 * Changes nothing on the machine.
 */
#include "setup.h"

#include "accounts.h"
#include "new_desk.h"

#include "teslim/text.h"

#include <string.h>

enum { ANSWER = 512 };

/* One question: its words, and what the answer must fit: a setting, or a check of its own that says why not. */
struct question {
	enum message words;
	const char *setting;
	bool (*fits)(const char *answer, char *why, size_t size);
};

const char *
setup_keep(struct setup *setup, const char *text)
{
	char *copy = mem_string(text);

	setup->kept[setup->kept_count++] = copy;
	return copy;
}

/* ---- checks */

static bool
login_fits(const char *answer, char *why, size_t size)
{
	struct officer officer;
	struct err err = {0};
	bool fits = new_desk_officer(&officer, answer, "x", NULL, true, &err) == OK;

	message_err(why, size, &err);
	return fits;
}

static bool
title_fits(const char *answer, char *why, size_t size)
{
	copy_text(why, size, tell(SETUP_NAME_FORM));
	return text_is_valid(answer, strlen(answer));
}

static bool
name_fits(const char *answer, char *why, size_t size)
{
	return title_fits(answer, why, size) && answer[0] != '\0';
}

static bool
answer_fits(const struct question *question, const char *answer, char *why, size_t size)
{
	char allowed[CONF_ALLOWED];
	bool fits;

	if (question->setting == NULL)
		return question->fits(answer, why, size);
	fits = conf_accepts(question->setting, answer, allowed);
	say(why, size, SETUP_ALLOWED, allowed);
	return fits;
}

/* ---- asking */

static void
show_question(enum message words, const char *standing)
{
	char line[700];

	if (standing[0] != '\0')
		say(line, sizeof line, SETUP_QUESTION_STANDING, message_text(words), standing);
	else
		say(line, sizeof line, SETUP_QUESTION, message_text(words));
	fputs(line, stdout);
	fflush(stdout);
}

/* One line from the terminal, without blanks at its end. False at the end of input. */
static bool
read_answer(char out[ANSWER])
{
	size_t length;

	if (fgets(out, ANSWER, stdin) == NULL)
		return false;
	length = strlen(out);
	while (length > 0 && strchr(" \t\r\n", out[length - 1]) != NULL)
		out[--length] = '\0';
	return true;
}

/* Asks what was not given, until the answer will do; an empty one means `standing`. */
static enum code
ask(struct setup *setup, const char **out, const struct question *question, const char *standing, struct err *err)
{
	char answer[ANSWER], why[400];

	while (*out == NULL) {
		show_question(question->words, standing);
		if (!read_answer(answer))
			return err_tell(err, ERR_USAGE, MSG_APP_ARGUMENT_MISSING, "setup", "%s", message_text(question->words));
		if (answer[0] == '\0')
			copy_text(answer, sizeof answer, standing);
		if (answer_fits(question, answer, why, sizeof why))
			*out = setup_keep(setup, answer);
		else
			printf("  %s\n", why);
	}
	return OK;
}

/* The institution if it was ever named; what stands in the shipped file only keeps the place. */
static const char *
named_institution(const struct setup *setup)
{
	struct conf standard;

	conf_default(&standard, "");
	return strcmp(setup->app.conf.institution, standard.institution) == 0 ? "" : setup->app.conf.institution;
}

static enum code
ask_settings(struct setup *setup, struct err *err)
{
	static const struct question institution = {MSG_SETUP_ASK_INSTITUTION, "institution", NULL};
	static const struct question unit = {MSG_SETUP_ASK_UNIT, "institution_unit", NULL};
	static const struct question desk = {MSG_SETUP_ASK_DESK, "desk", NULL};
	static const struct question printer = {MSG_SETUP_ASK_PRINTER, "print_to", NULL};
	const struct conf *conf = &setup->app.conf;
	enum code code = ask(setup, &setup->institution, &institution, named_institution(setup), err);

	if (code == OK)
		code = ask(setup, &setup->unit, &unit, conf->institution_unit, err);
	if (code == OK && !setup->had_database)
		code = ask(setup, &setup->desk, &desk, conf->desk, err);
	if (code == OK)
		code = ask(setup, &setup->print_to, &printer, conf->print_to, err);
	return code;
}

static enum code
ask_officer(struct setup *setup, struct err *err)
{
	static const struct question login = {MSG_SETUP_ASK_LOGIN, NULL, login_fits};
	static const struct question name = {MSG_SETUP_ASK_NAME, NULL, name_fits};
	static const struct question title = {MSG_SETUP_ASK_TITLE, NULL, title_fits};
	enum code code;

	if (setup->login == NULL || setup->name == NULL)
		fputs(tell(SETUP_FIRST_OFFICER), stdout);
	code = ask(setup, &setup->login, &login, "", err);
	if (code == OK)
		code = ask(setup, &setup->name, &name, "", err);
	if (code == OK)
		code = ask(setup, &setup->title, &title, "", err);
	return code;
}

/* On a terminal until it will do; from standard input it comes once. */
static enum code
take_password(struct setup *setup, struct err *err)
{
	char password[256] = "", why[400];
	enum code code;

	for (;;) {
		code = app_read_password(password, sizeof password, setup->password_stdin, true, err);
		if (code == OK || !setup->asks || (code != ERR_RANGE && code != ERR_REFUSED && code != ERR_LIMIT))
			break;
		message_err(why, sizeof why, err);
		printf("  %s\n", why);
	}
	if (code == OK)
		code = seal_password_hash(setup->hash, password, err);
	mem_wipe(password, sizeof password);
	return code;
}

/* ---- everything */

static enum code
missing(enum message what, struct err *err)
{
	return err_tell(err, ERR_USAGE, MSG_APP_ARGUMENT_MISSING, "setup", "%s", message_text(what));
}

/* The first officer, for a database that has none. */
static enum code
gather_officer(struct setup *setup, struct err *err)
{
	enum code code = OK;

	if (setup->asks)
		code = ask_officer(setup, err);
	else if (setup->login == NULL)
		code = missing(MSG_APP_WORD_LOGIN, err);
	else if (setup->name == NULL || setup->name[0] == '\0')
		code = missing(MSG_APP_WORD_NAME, err);
	if (code == OK)
		code = new_desk_officer(&setup->officer, setup->login, setup->name, setup->title, true, err);
	return code == OK ? take_password(setup, err) : code;
}

static enum code
check_account(const struct setup *setup, struct err *err)
{
	if (setup->account == NULL)
		return setup->public_key == NULL ? OK : missing(MSG_SETUP_WORD_ACCOUNT, err);
	if (!setup->is_root)
		return err_tell(err, ERR_PERMISSION, MSG_SETUP_ROOT_ONLY, "setup", "--account");
	if (!account_name_fits(setup->account))
		return err_tell(err, ERR_RANGE, MSG_SETUP_ACCOUNT_FORM, "setup", "%s", setup->account);
	return setup->public_key == NULL ? OK : account_check_keys(setup->public_key, err);
}

enum code
setup_gather(struct setup *setup, struct err *err)
{
	enum code code = check_account(setup, err);
	bool one_more_account = setup->account != NULL && setup->had_database; /* a desk that stands is asked nothing for it */

	if (code == OK && setup->asks && !one_more_account)
		code = ask_settings(setup, err);
	else if (code == OK && setup->institution == NULL && named_institution(setup)[0] == '\0')
		code = missing(MSG_SETUP_WORD_INSTITUTION, err);
	if (code == OK && setup->had_database && setup->desk != NULL && strcmp(setup->desk, setup->app.conf.desk) != 0)
		code = err_tell(err, ERR_REFUSED, MSG_SETUP_DESK_STAYS, "setup", "%s", setup->app.conf.desk);
	if (code == OK && !setup->had_database)
		code = gather_officer(setup, err);
	return code;
}
