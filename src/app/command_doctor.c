/*
 * app/command_doctor: `teslim doctor`, for people and programs.
 */
#include "app.h"
#include "json.h"

#include "teslim/print.h"
#include "teslim/text.h"

#include <string.h>

struct report_state {
	bool json;
	int amiss;
	bool done;
};

static void
show(void *context, const struct doctor_finding *finding)
{
	static const char *const names[] = {
		[VERDICT_PASS] = "ok", [VERDICT_WARN] = "warning", [VERDICT_NOT_CHECKED] = "unchecked", [VERDICT_REFUSE] = "bad"};
	struct report_state *state = context;
	struct json json = {0};
	char what[128];

	state->amiss += finding->level != VERDICT_PASS;
	if (state->json) {
		json_open(&json, NULL, '{');
		json_text(&json, "what", finding->what);
		json_text(&json, "level", names[finding->level]);
		json_text(&json, "text", finding->sentence);
		json_text(&json, "cure", finding->cure[0] != '\0' ? finding->cure : NULL);
		json_close(&json, '}');
		if (json_print(&json, NULL) != OK)
			state->amiss++;
		return;
	}
	text_fit(what, sizeof what, finding->what, 18, false);
	printf("%s %s  %s\n", finding->level == VERDICT_PASS ? "  " : finding->level == VERDICT_WARN ? " !" : "!!", what, finding->sentence);
	if (finding->cure[0] != '\0')
		printf("%24s%s\n", "$ ", finding->cure);
}

static void
on_line(void *context, const struct line *line)
{
	struct report_state *state = context;
	struct doctor_finding finding;
	const char *text = line_value(line, "text");

	if (doctor_take_line(line, &finding)) {
		show(state, &finding);
	} else if (strcmp(line->word, "doctor-done") == 0 || strcmp(line->word, PRINT_EVENT_DONE) == 0) {
		state->done = true;
	} else if (strcmp(line->word, PRINT_EVENT_FAULT) == 0) {
		finding = (struct doctor_finding){.level = VERDICT_REFUSE};
		copy_text(finding.what, sizeof finding.what, tell(DOCTOR_PRINTER));
		copy_text(finding.sentence, sizeof finding.sentence, text != NULL ? text : "");
		show(state, &finding);
		state->done = true;
	}
}

static void
ask_helper(struct report_state *state, enum message what, const char *command)
{
	struct helper *helper = helper_new("doctor", command, false);
	struct doctor_finding finding = {.level = VERDICT_REFUSE};
	struct err err = {0};

	state->done = false;
	if (helper_start(helper, &err) != OK || app_wait_helper(helper, on_line, state, &state->done, 15000, &err) != OK) {
		copy_text(finding.what, sizeof finding.what, message_text(what));
		message_err(finding.sentence, sizeof finding.sentence, &err);
		show(state, &finding);
	}
	helper_free(&helper);
}

int
command_doctor(int argc, char **argv)
{
	struct common_options common = {0};
	const struct option_rule rules[] = {{NULL, NULL, NULL}};
	struct operands operands = {0};
	struct app app = {0};
	struct report_state state = {0};
	struct err conf_error = {0}, store_error = {0};
	struct str command = {0};
	const char *language;

	if (options_read(argc, argv, rules, &common, &operands) != OK)
		return EXIT_TROUBLE;
	if (common.help)
		return app_show_help(MSG_APP_HELP_DOCTOR);
	state.json = common.json;
	if (app_read_conf(&app, &common, &conf_error) != OK)
		conf_default(&app.conf, TESLIM_SYSCONFDIR);
	else
		(void)app_open_store(&app, false, &store_error);
	doctor_look(&app, &conf_error, &store_error, show, &state);
	language = message_language() == LANGUAGE_ENGLISH ? "en" : "tr";
	app_card_command(&command, &app.conf);
	str_printf(&command, " --doctor --events --lang %s", language);
	ask_helper(&state, MSG_DOCTOR_READER, str_text(&command));
	if (strncmp(app.conf.print_to, "file:", 5) != 0) {
		str_reset(&command);
		app_helper_command(&command, app.conf.print_command);
		str_printf(&command, " --status '%s' --lang %s", app.conf.print_to, language);
		ask_helper(&state, MSG_DOCTOR_PRINTER, str_text(&command));
	}
	str_clear(&command);
	app_close(&app);
	return state.amiss == 0 ? EXIT_YES : EXIT_NO;
}
