/*
 * app/command_cert: `teslim cert` and `teslim card`: certificates from files and from the inserted card. Neither needs
 * a database.
 */
#include "app.h"
#include "json.h"

#include "teslim/card.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TIMEOUT_MOST = 3600 };

struct cert_options {
	struct common_options common;
	const char *trust, *crl, *at, *issuers, *timeout;
	int64_t time;
};

/* The configuration when there is one; without, the built-in rules. What the options name wins. */
static enum code
open_for_certificates(struct app *app, struct cert_options *options, struct err *err)
{
	const char *standard = TESLIM_SYSCONFDIR "/teslim.conf";
	const char *trust = options->trust, *crl = options->crl;
	enum code code = OK;

	options->time = clock_now();
	if (options->common.config != NULL || access(standard, R_OK) == 0) {
		code = app_read_conf(app, &options->common, err);
		if (code != OK)
			return code;
		trust = trust != NULL ? trust : app->conf.trust;
		crl = crl != NULL ? crl : app->conf.crl;
	} else {
		conf_default(&app->conf, ".");
		app->conf.require_chain = false;
	}
	if (options->at != NULL && !clock_parse(&options->time, options->at))
		return err_tell(err, ERR_USAGE, MSG_APP_OPTION_TIME, "command_cert", "%s", options->at);
	if (options->trust != NULL)
		app->conf.require_chain = true;
	if (options->issuers != NULL)
		code = cert_load_issuers(&app->issuers, options->issuers, err);
	else if (options->common.config != NULL && access(app->conf.issuers, R_OK) == 0)
		code = cert_load_issuers(&app->issuers, app->conf.issuers, err);
	else
		cert_default_issuers(&app->issuers);
	if (code == OK && trust != NULL && options->trust != NULL && access(trust, R_OK | X_OK) != 0)
		code = err_set(err, ERR_NOT_FOUND, 0, "command_cert", "%s", trust);
	if (code == OK)
		code = cert_store_open(&app->trust, trust, crl, err);
	app_set_policy(app);
	return code;
}

static void
print_error_json(const char *name_key, const char *name, const struct err *err)
{
	struct json json = {0};
	char sentence[512];

	message_err(sentence, sizeof sentence, err);
	json_open(&json, NULL, '{');
	json_text(&json, name_key, name);
	json_text(&json, "error", err_code_name(err->code));
	json_text(&json, "text", sentence);
	json_close(&json, '}');
	if (json_print(&json, NULL) != OK)
		complain(sentence);
}

/* Where a certificate came from: under which word of JSON, its name, and its number where there are several (0: alone). */
struct shown {
	const char *key, *name;
	int number;
};

static int
show_one(const struct app *app, const struct cert_options *options, const struct shown *shown, const uint8_t *der, size_t length,
	struct err *err)
{
	struct checked_certificate *checked = mem_alloc(sizeof *checked);
	int status = EXIT_TROUBLE;

	checked->name = shown->name;
	checked->number = shown->number;
	if (app_check_certificate(checked, app, der, length, options->time, err) == OK) {
		status = checked->verdict.level == VERDICT_REFUSE ? EXIT_NO : EXIT_YES;
		if (!options->common.json)
			app_show_certificate(checked);
		else if (app_print_certificate_json(checked, shown->key, err) != OK)
			status = EXIT_TROUBLE;
	}
	mem_free(checked);
	return status;
}

static int
tell_trouble(const struct cert_options *options, const char *path, const struct err *err)
{
	if (options->common.json)
		print_error_json("file", path, err);
	return complain_err(err);
}

/* Every certificate of the file; what is broken in it is told after those that are not. The worst answer counts. */
static int
check_file(const struct app *app, const struct cert_options *options, const char *path)
{
	struct err err = {0}, own;
	struct cert_bundle *bundle = mem_alloc(sizeof *bundle);
	enum code code = cert_read_bundle(strcmp(path, "-") == 0 ? "/dev/stdin" : path, bundle, &err);
	int worst = EXIT_YES;

	for (int i = 0; i < bundle->count; i++) {
		int status;
		own = (struct err){0};
		status = show_one(app, options, &(struct shown){"file", path, bundle->count > 1 ? i + 1 : 0},
			bundle->items[i].der, bundle->items[i].length, &own);
		if (status == EXIT_TROUBLE)
			status = tell_trouble(options, path, &own);
		worst = status > worst ? status : worst;
	}
	if (code != OK)
		worst = tell_trouble(options, path, &err);
	cert_clear_bundle(bundle);
	mem_free(bundle);
	return worst;
}

int
command_cert(int argc, char **argv)
{
	struct cert_options options = {0};
	const struct option_rule rules[] = {{"--trust", NULL, &options.trust}, {"--crl", NULL, &options.crl},
		{"--at", NULL, &options.at}, {"--issuers", NULL, &options.issuers}, {NULL, NULL, NULL}};
	struct operands operands = {0};
	struct app app = {0};
	struct err err = {0};
	int worst = EXIT_YES;

	if (options_read(argc, argv, rules, &options.common, &operands) != OK)
		return EXIT_TROUBLE;
	if (options.common.help)
		return app_show_help(MSG_APP_HELP_CERT);
	if (operands.count == 0) {
		err_tell(&err, ERR_USAGE, MSG_APP_ARGUMENT_MISSING, "command_cert", "%s", tell(APP_WORD_FILE));
		return complain_err(&err);
	}
	if (open_for_certificates(&app, &options, &err) != OK) {
		app_close(&app);
		return complain_err(&err);
	}
	for (int i = 0; i < operands.count; i++) {
		int status = check_file(&app, &options, operands.list[i]);
		worst = status > worst ? status : worst;
	}
	app_close(&app);
	return worst;
}

/* ---- the inserted card */

struct card_look {
	const struct app *app;
	const struct cert_options *options;
	int status;
	int shown;
	bool done;
	bool said;
};

static void
take_certificate(struct card_look *look, const struct line *line)
{
	const char *text = line_value(line, "der");
	const char *label = line_value(line, "label");
	const char *reader = line_value(line, "reader");
	uint8_t *der = mem_alloc(CERT_MAX);
	size_t length;
	struct err err = {0};
	int status = EXIT_TROUBLE;

	if (text != NULL && base64_decode(der, CERT_MAX, &length, text, strlen(text)))
		status = show_one(look->app, look->options,
			&(struct shown){"card",
				label != NULL && *label != '\0' ? label
					: reader != NULL        ? reader
								: "-",
				0},
			der, length, &err);
	if (status == EXIT_TROUBLE && err.code != OK)
		complain_err(&err);
	look->status = look->shown == 0 || status < look->status ? status : look->status;
	look->shown++;
	mem_free(der);
}

static void
on_card_line(void *context, const struct line *line)
{
	struct card_look *look = context;
	const char *text = line_value(line, "text");

	if (strcmp(line->word, CARD_EVENT_CERT) == 0) {
		take_certificate(look, line);
	} else if (strcmp(line->word, CARD_EVENT_DONE) == 0) {
		look->done = look->shown > 0;
	} else if (strcmp(line->word, CARD_EVENT_FAULT) == 0 && text != NULL) {
		complain(text);
		look->said = true;
	}
}

int
command_card(int argc, char **argv)
{
	struct cert_options options = {0};
	const struct option_rule rules[] = {{"--trust", NULL, &options.trust}, {"--crl", NULL, &options.crl},
		{"--timeout", NULL, &options.timeout}, {NULL, NULL, NULL}};
	struct operands operands = {0};
	struct app app = {0};
	struct card_look look = {.app = &app, .options = &options, .status = EXIT_TROUBLE};
	struct str command = {0};
	struct helper *helper;
	struct err err = {0};
	int64_t seconds = 20;

	if (options_read(argc, argv, rules, &options.common, &operands) != OK)
		return EXIT_TROUBLE;
	if (options.common.help)
		return app_show_help(MSG_APP_HELP_CARD);
	if (options.timeout != NULL && !number_parse(&seconds, options.timeout, 1, TIMEOUT_MOST)) {
		err_tell(&err, ERR_USAGE, MSG_APP_OPTION_NUMBER, "command_card", "--timeout %s", options.timeout);
		return complain_err(&err);
	}
	if (open_for_certificates(&app, &options, &err) != OK) {
		app_close(&app);
		return complain_err(&err);
	}
	app_card_command(&command, &app.conf);
	str_printf(&command, " --once --events --lang %s", message_language() == LANGUAGE_ENGLISH ? "en" : "tr");
	helper = helper_new("card", str_text(&command), false);
	if (helper_start(helper, &err) != OK ||
		app_wait_helper(helper, on_card_line, &look, &look.done, (int)seconds * 1000, &err) != OK)
		complain_err(&err);
	else if (look.shown == 0 && !look.said)
		complain(tell(APP_CARD_NOTHING));
	helper_free(&helper);
	str_clear(&command);
	app_close(&app);
	return look.status;
}
