/*
 * app/command_forget: `teslim forget --couriers`: personal data that have been kept for the time which the settings allow are
 * deleted; journal and records stay whole.
 */
#include "app.h"
#include "json.h"

struct forget_options {
	struct common_options common;
	const char *officer;
	bool couriers, dry_run;
};

static enum code
forget(struct app *app, const struct forget_options *options, struct store_forgetting *out, struct err *err)
{
	int64_t before = clock_now() - (int64_t)app->conf.courier_data_days * 86400;
	struct officer officer;
	enum code code;

	if (options->dry_run)
		return store_count_forgettable(app->store, before, out, err);
	code = app_find_officer(app, options->officer, &officer, err);
	if (code == OK && officer.role != OFFICER_ROLE_ADMINISTRATOR)
		code = err_tell(err, ERR_REFUSED, MSG_APP_FORGET_NOT_YOURS, "forget", "%s", officer.login);
	return code == OK ? store_forget_deliveries(app->store, before, &officer, out, err) : code;
}

static enum code
show(const struct forget_options *options, const struct store_forgetting *forgotten, int days, struct err *err)
{
	struct json json = {0};
	char words[320];

	if (options->common.json) {
		json_open(&json, NULL, '{');
		json_number(&json, "deliveries", forgotten->deliveries);
		json_number(&json, "unsigned_kept", forgotten->unsigned_kept);
		json_bool(&json, "dry_run", options->dry_run);
		json_close(&json, '}');
		return json_print(&json, err);
	}
	if (options->dry_run)
		say(words, sizeof words, APP_FORGET_WOULD, (long long)forgotten->deliveries, days,
			(long long)forgotten->unsigned_kept);
	else
		say(words, sizeof words, APP_FORGET_DONE, (long long)forgotten->deliveries, days,
			(long long)forgotten->unsigned_kept);
	puts(words);
	return OK;
}

int
command_forget(int argc, char **argv)
{
	struct forget_options options = {0};
	const struct option_rule rules[] = {{"--couriers", &options.couriers, NULL}, {"--dry-run", &options.dry_run, NULL},
		{"--officer", NULL, &options.officer}, {NULL, NULL, NULL}};
	struct store_forgetting forgotten = {0};
	struct operands operands = {0};
	struct app app = {0};
	struct err err = {0};
	enum code code;

	if (options_read(argc, argv, rules, &options.common, &operands) != OK)
		return EXIT_TROUBLE;
	if (options.common.help)
		return app_show_help(MSG_APP_HELP_FORGET);
	if (operands.count != 0 || !options.couriers) {
		complain(tell(APP_FORGET_WHAT));
		return EXIT_TROUBLE;
	}
	code = app_read_conf(&app, &options.common, &err);
	if (code == OK)
		code = app_open_store(&app, options.dry_run, &err);
	if (code == OK)
		code = forget(&app, &options, &forgotten, &err);
	if (code == OK)
		code = show(&options, &forgotten, app.conf.courier_data_days, &err);
	app_close(&app);
	return code == OK ? EXIT_YES : complain_err(&err);
}
