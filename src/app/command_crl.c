/*
 * app/command_crl: `teslim crl`: revocation lists from files, such as on a stick, into the desk's folder of lists. Needs
 * no database. A desk that runs meanwhile uses them from the next card on.
 */
#include "app.h"
#include "json.h"

#include "teslim/text.h"
#include "teslim/words.h"

#include <string.h>

struct crl_options {
	struct common_options common;
	const char *trust, *crl, *at;
	bool dry_run;
};

struct taking {
	const struct crl_options *options;
	const char *path;
	bool is_untold; /* an answer could not be written */
};

static void
show_json(struct taking *taking, const struct cert_list_facts *facts, enum cert_taking what, const char *sentence)
{
	static const char *const words[] = {
		[LIST_TAKEN] = "taken", [LIST_OLDER] = "older", [LIST_REFUSED] = "refused", [LIST_UNSTORED] = "not-written"};
	struct json json = {0};

	json_open(&json, NULL, '{');
	json_text(&json, "file", taking->path);
	json_text(&json, "list", facts->file);
	json_text(&json, "issuer_cn", facts->issuer_cn[0] != '\0' ? facts->issuer_cn : NULL);
	json_time(&json, "issued", facts->issued);
	json_time(&json, "next", facts->next);
	json_bool(&json, "delta", facts->is_delta);
	json_text(&json, "result", words[what]);
	json_text(&json, "trouble", what == LIST_REFUSED ? list_trouble_name(facts->trouble) : NULL);
	json_text(&json, "text", sentence);
	json_close(&json, '}');
	if (json_print(&json, NULL) != OK)
		taking->is_untold = true;
}

static void
on_list(void *context, const struct cert_list_facts *facts, enum cert_taking what)
{
	struct taking *taking = context;
	char issued[CLOCK_TEXT], next[CLOCK_TEXT], sentence[512] = "";
	const char *issuer = facts->issuer_cn[0] != '\0' ? facts->issuer_cn : facts->file;

	clock_minute(issued, facts->issued);
	clock_minute(next, facts->next);
	switch (what) {
	case LIST_TAKEN:
		if (taking->options->dry_run)
			say(sentence, sizeof sentence, APP_CRL_WOULD, issuer, issued, next);
		else
			say(sentence, sizeof sentence, APP_CRL_TAKEN, issuer, issued, next);
		break;
	case LIST_OLDER:
		say(sentence, sizeof sentence, APP_CRL_OLDER, issuer, issued);
		break;
	case LIST_REFUSED:
		say(sentence, sizeof sentence, APP_CRL_REFUSED, issuer, message_text(list_trouble_message(facts->trouble)));
		break;
	case LIST_UNSTORED:
		return; /* the error says it */
	}
	if (taking->options->common.json)
		show_json(taking, facts, what, sentence);
	else
		puts(sentence);
}

static enum code
open_for_lists(struct app *app, struct crl_options *options, int64_t *at, struct err *err)
{
	enum code code = app_read_conf(app, &options->common, err);

	*at = clock_now();
	if (code != OK)
		return code;
	if (options->at != NULL && !clock_parse(at, options->at))
		return err_tell(err, ERR_USAGE, MSG_APP_OPTION_TIME, "command_crl", "%s", options->at);
	if (options->crl == NULL)
		options->crl = app->conf.crl;
	if (options->crl[0] == '\0')
		return err_tell(err, ERR_USAGE, MSG_APP_CRL_NO_FOLDER, "command_crl", "%s", app->conf_path);
	return cert_store_open(&app->trust, options->trust != NULL ? options->trust : app->conf.trust, options->crl, err);
}

static int
take_file(struct app *app, const struct crl_options *options, const char *path, int64_t at)
{
	struct taking taking = {options, path, false};
	struct err err = {0};
	enum code code = cert_take_lists(app->trust, path, options->dry_run ? NULL : options->crl, at, on_list, &taking, &err);

	if (code == ERR_REFUSED)
		return EXIT_NO;
	if (code != OK)
		return complain_err(&err);
	cert_store_refresh(&app->trust);
	return taking.is_untold ? EXIT_TROUBLE : EXIT_YES;
}

int
command_crl(int argc, char **argv)
{
	struct crl_options options = {0};
	const struct option_rule rules[] = {{"--trust", NULL, &options.trust}, {"--crl", NULL, &options.crl},
		{"--at", NULL, &options.at}, {"--dry-run", &options.dry_run, NULL}, {NULL, NULL, NULL}};
	struct operands operands = {0};
	struct app app = {0};
	struct err err = {0};
	int worst = EXIT_YES;
	int64_t at;

	if (options_read(argc, argv, rules, &options.common, &operands) != OK)
		return EXIT_TROUBLE;
	if (options.common.help)
		return app_show_help(MSG_APP_HELP_CRL);
	if (operands.count == 0) {
		err_tell(&err, ERR_USAGE, MSG_APP_ARGUMENT_MISSING, "command_crl", "%s", tell(APP_WORD_FILE));
		return complain_err(&err);
	}
	if (open_for_lists(&app, &options, &at, &err) != OK) {
		app_close(&app);
		return complain_err(&err);
	}
	for (int i = 0; i < operands.count; i++) {
		int status = take_file(&app, &options, operands.list[i], at);
		worst = status > worst ? status : worst;
	}
	app_close(&app);
	return worst;
}
