/*
 * app/context: opens what a command needs, in order, and closes it again; asks for passwords; finds the helpers and waits for one.
 */
#include "app.h"

#include <limits.h>
#include <poll.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* As the account that the desk's files belong to, so that root leaves no log that it cannot write. */
static void
open_log(const struct app *app)
{
	struct stat status;
	bool root = geteuid() == 0 && app_find_owner(&app->conf, &status);

	if (root && (setegid(status.st_gid) != 0 || seteuid(status.st_uid) != 0))
		return;
	(void)log_open(app->conf.log); /* before the desk is set up its folder is not there yet */
	if (root && (seteuid(0) != 0 || setegid(0) != 0))
		_exit(2);
}

enum code
app_read_conf(struct app *app, const struct common_options *common, struct err *err)
{
	const char *path = common->config != NULL ? common->config : TESLIM_SYSCONFDIR "/teslim.conf";
	enum code code;

	copy_text(app->conf_path, sizeof app->conf_path, path);
	code = conf_load(&app->conf, path, err);
	if (code != OK)
		return code;
	clock_set_offset(app->conf.utc_offset_minutes);
	if (app->conf.log[0] != '\0')
		open_log(app);
	if (!common->language_given)
		message_set_language(app->conf.language);
	return OK;
}

enum code
app_open_rules(struct app *app, struct err *err)
{
	enum code code = cert_load_issuers(&app->issuers, app->conf.issuers, err);

	if (code == OK)
		code = ident_load_rules(&app->documents, app->conf.identity_documents, err);
	if (code == OK)
		code = days_load(&app->calendar, app->conf.holidays, err);
	if (code == OK && app->conf.extra_holidays[0] != '\0')
		code = days_load_extra(app->calendar, app->conf.extra_holidays, err);
	if (code == OK)
		code = cert_store_open(&app->trust, app->conf.trust, app->conf.crl, err);
	app_set_policy(app);
	app->policy.documents = &app->documents;
	return code;
}

void
app_set_policy(struct app *app)
{
	const struct conf *conf = &app->conf;
	const struct civil first = {.year = conf->sha1_until, .month = 1, .day = 1};

	app->policy = (struct verdict_policy){.require_chain = conf->require_chain,
		.require_revocation = conf->require_revocation,
		.sha1_until = clock_from_civil(&first),
		.accept_test = conf->accept_test,
		.issuers = app->issuers.count > 0 ? app->issuers.prefixes : NULL};
}

enum code
app_open_store(struct app *app, bool looking_only, struct err *err)
{
	enum code code = app_become_owner(app, err);

	if (code == OK && !looking_only)
		code = seal_key_load(&app->key, app->conf.key, err);
	if (code == OK)
		code = store_open(&app->store, app->conf.database, app->key, err);
	if (code == OK && strcmp(store_desk(app->store), app->conf.desk) != 0) {
		code = err_tell(err, ERR_REFUSED, MSG_APP_OTHER_DESK, "app_open_store", "%s: %s, %s", app->conf.desk,
			app->conf.database, store_desk(app->store));
		store_close(&app->store);
	}
	return code;
}

void
app_close(struct app *app)
{
	store_close(&app->store);
	seal_key_free(&app->key);
	cert_store_close(&app->trust);
	cert_clear_issuers(&app->issuers);
	days_free(&app->calendar);
}

int
app_show_help(enum message message)
{
	fputs(message_text(message), stdout);
	return fflush(stdout) == 0 ? EXIT_YES : EXIT_TROUBLE;
}

enum code
app_find_officer(struct app *app, const char *login, struct officer *officer, struct err *err)
{
	enum code code;

	if (login != NULL)
		return store_find_officer(app->store, login, officer, NULL, err);
	code = store_find_administrator(app->store, officer, err);
	if (code == ERR_NOT_FOUND)
		return err_tell(err, code, MSG_APP_NO_OFFICER, "app_find_officer", "%s", app->conf.database);
	return code;
}

/* ---- passwords */

static enum code
read_line(char *out, size_t size, struct err *err)
{
	size_t used = 0;

	for (;;) {
		char c;
		ssize_t got = read(STDIN_FILENO, &c, 1);
		if (got <= 0 || c == '\n')
			break;
		if (used + 1 >= size)
			return err_set(err, ERR_LIMIT, 0, "app_read_password", "%zu", size);
		if (c != '\r')
			out[used++] = c;
	}
	out[used] = '\0';
	return OK;
}

static enum code
ask(char *out, size_t size, enum message prompt, struct err *err)
{
	struct termios before, silent;
	bool terminal = tcgetattr(STDIN_FILENO, &before) == 0;
	enum code code;

	fputs(message_text(prompt), stderr);
	fflush(stderr);
	if (terminal) {
		silent = before;
		silent.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
	}
	code = read_line(out, size, err);
	if (terminal)
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	fputc('\n', stderr);
	return code;
}

enum code
app_read_password(char *out, size_t size, bool from_input, bool twice, struct err *err)
{
	char again[256];
	enum code code;

	if (from_input)
		code = read_line(out, size, err);
	else
		code = ask(out, size, MSG_APP_PASSWORD, err);
	if (code == OK && strlen(out) < 6)
		code = err_tell(err, ERR_RANGE, MSG_APP_PASSWORD_SHORT, "app_read_password", "%d", 6);
	if (code == OK && twice && !from_input) {
		code = ask(again, sizeof again, MSG_APP_PASSWORD_AGAIN, err);
		if (code == OK && strcmp(out, again) != 0)
			code = err_tell(err, ERR_REFUSED, MSG_APP_PASSWORD_DIFFERS, "app_read_password", "%s", "");
		mem_wipe(again, sizeof again);
	}
	return code;
}

/* ---- helpers */

void
app_helper_command(struct str *out, const char *configured)
{
	char self[PATH_MAX];
	size_t word = strcspn(configured, " \t");
	ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
	char *slash;

	if (length > 0 && memchr(configured, '/', word) == NULL && strncmp(configured, "teslim-", 7) == 0) {
		self[length] = '\0';
		slash = strrchr(self, '/');
		if (slash != NULL) {
			struct str beside = {0};
			slash[1] = '\0';
			str_printf(&beside, "%s%.*s", self, (int)word, configured);
			if (access(str_text(&beside), X_OK) == 0) {
				str_printf(out, "'%s'%s", str_text(&beside), configured + word);
				str_clear(&beside);
				return;
			}
			str_clear(&beside);
		}
	}
	str_add(out, configured);
}

enum code
app_wait_helper(struct helper *helper, void (*on_line)(void *context, const struct line *line), void *context, const bool *done,
	int limit_ms, struct err *err)
{
	int64_t end = clock_monotonic_ms() + limit_ms;

	while (!*done && helper_state(helper) == HELPER_RUNNING) {
		struct pollfd fds[2] = {
			{.fd = helper_fd(helper), .events = POLLIN}, {.fd = helper_write_fd(helper), .events = POLLOUT}};
		int64_t left = end - clock_monotonic_ms();
		if (left <= 0)
			return err_set(err, ERR_TIMEOUT, 0, "app_wait_helper", "%d s", limit_ms / 1000);
		poll(fds, 2, left > 1000 ? 1000 : (int)left);
		helper_flush(helper);
		helper_read(helper, on_line, context);
	}
	return OK;
}

void
app_card_command(struct str *out, const struct conf *conf)
{
	app_helper_command(out, conf->card_command);
	if (conf->card_module[0] != '\0')
		str_printf(out, " --module '%s'", conf->card_module);
}
