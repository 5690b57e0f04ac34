/*
 * app/command_correct: `teslim correct`: a recorded handover is taken back or its record corrected, by a later entry with a
 * paper of its own.
 */
#include "app.h"
#include "drawn.h"
#include "json.h"
#include "papers.h"

struct correct_options {
	struct common_options common;
	const char *pdf, *officer, *reason, *was, *right;
	bool text, print, take_back;
};

static enum code
check_options(const struct correct_options *options, const char *number, struct err *err)
{
	if (options->reason == NULL || options->reason[0] == '\0')
		return err_tell(err, ERR_USAGE, MSG_APP_CORRECT_NO_REASON, "command_correct", "%s", number);
	if (!options->take_back && (options->was == NULL || options->right == NULL))
		return err_tell(err, ERR_USAGE, MSG_APP_CORRECT_NO_WORDS, "command_correct", "%s", number);
	return OK;
}

static enum code
show(const struct app *app, const struct correct_options *options, const struct correction *stored,
	const struct handover *handover, struct err *err)
{
	struct str document = {0};
	char words[200];
	enum code code = OK;

	if (stored->takes_back)
		say(words, sizeof words, APP_CORRECT_TAKEN_BACK, stored->record_number, (long long)stored->seq);
	else
		say(words, sizeof words, APP_CORRECT_DONE, stored->record_number, (long long)stored->seq);
	fputs(words, stdout);
	papers_entry(&document, &app->conf, &(struct store_entry_paper){.correction = stored, .handover = handover, .print = 1});
	if (options->text)
		code = drawn_text(&document, err);
	else if (options->pdf != NULL || options->print)
		code = drawn_paper(app, options->pdf, &document, stored->record_number, err);
	str_clear(&document);
	return code;
}

static enum code
show_json(const struct correction *stored, struct err *err)
{
	struct json json = {0};

	json_open(&json, NULL, '{');
	json_text(&json, "record", stored->record_number);
	json_bool(&json, "takes_back", stored->takes_back);
	json_number(&json, "journal_seq", stored->seq);
	json_text(&json, "journal_hash", stored->journal_hash);
	json_close(&json, '}');
	return json_print(&json, err);
}

static enum code
correct(struct app *app, const struct correct_options *options, const struct handover *handover, struct err *err)
{
	const struct store_correction wanted = {.handover_id = handover->id,
		.takes_back = options->take_back,
		.state = APPLICATION_RECEIVED,
		.reason = options->reason,
		.was = options->was,
		.right = options->right};
	struct officer officer;
	struct correction stored;
	enum code code = app_find_officer(app, options->officer, &officer, err);

	if (code == OK)
		code = store_correct_handover(app->store, &wanted, NULL, &officer, &stored, err);
	if (code == OK)
		code = options->common.json ? show_json(&stored, err) : show(app, options, &stored, handover, err);
	return code;
}

int
command_correct(int argc, char **argv)
{
	struct correct_options options = {0};
	const struct option_rule rules[] = {{"--pdf", NULL, &options.pdf}, {"--text", &options.text, NULL},
		{"--print", &options.print, NULL}, {"--officer", NULL, &options.officer}, {"--reason", NULL, &options.reason},
		{"--was", NULL, &options.was}, {"--right", NULL, &options.right}, {"--take-back", &options.take_back, NULL},
		{NULL, NULL, NULL}};
	struct operands operands = {0};
	struct app app = {0};
	struct err err = {0};
	struct handover *handover;
	enum code code;

	if (options_read(argc, argv, rules, &options.common, &operands) != OK)
		return EXIT_TROUBLE;
	if (options.common.help)
		return app_show_help(MSG_APP_HELP_CORRECT);
	if (operands.count != 1) {
		err_tell(&err, ERR_USAGE, MSG_APP_ARGUMENT_MISSING, "command_correct", "%s", tell(APP_WORD_NUMBER));
		return complain_err(&err);
	}
	handover = mem_alloc(sizeof *handover);
	code = check_options(&options, operands.list[0], &err);
	if (code == OK)
		code = app_read_conf(&app, &options.common, &err);
	if (code == OK)
		code = app_open_store(&app, false, &err);
	if (code == OK)
		code = store_find_record(app.store, operands.list[0], handover, &err);
	if (code == OK)
		code = correct(&app, &options, handover, &err);
	mem_free(handover);
	app_close(&app);
	if (code == ERR_NOT_FOUND || code == ERR_REFUSED) {
		complain_err(&err);
		return EXIT_NO;
	}
	return code == OK ? EXIT_YES : complain_err(&err);
}
