/*
 * app/command_doctor: `teslim doctor`, for people and programs.
 */
#include "doctor.h"
#include "json.h"
#include "papers.h"

#include "teslim/card.h"
#include "teslim/print.h"
#include "teslim/text.h"
#include "teslim/words.h"

#include <string.h>

struct report_state {
	struct app app;
	struct doctor_findings findings;
	enum doctor_source asked;
	bool answered, done;
};

/* ---- telling */

static enum code
show_json(const struct doctor_finding *finding)
{
	struct json json = {0};

	json_open(&json, NULL, '{');
	json_text(&json, "what", finding->what);
	json_text(&json, "code", finding->code);
	json_text(&json, "level", verdict_level_name(finding->level));
	json_text(&json, "text", finding->sentence);
	json_text(&json, "cure", finding->cure[0] != '\0' ? finding->cure : NULL);
	json_text(&json, "call", finding->call[0] != '\0' ? finding->call : NULL);
	json_close(&json, '}');
	return json_print(&json, NULL);
}

static enum code
show_words(const struct doctor_finding *finding)
{
	const char *mark = !doctor_is_amiss(finding) ? finding->level == VERDICT_PASS ? "  " : " -"
		: finding->level == VERDICT_WARN     ? " !"
						     : "!!";
	char what[128];

	text_fit(what, sizeof what, finding->what, 18, false);
	printf("%s %s  %s\n", mark, what, finding->sentence);
	if (finding->cure[0] != '\0')
		printf("%24s%s\n", "$ ", finding->cure);
	return ferror(stdout) ? ERR_IO : OK;
}

static int
show_all(const struct doctor_findings *findings, bool json)
{
	int amiss = 0;
	enum code code = OK;

	for (int i = 0; i < findings->count; i++) {
		amiss += doctor_is_amiss(&findings->list[i]);
		if (code == OK)
			code = json ? show_json(&findings->list[i]) : show_words(&findings->list[i]);
	}
	if (code != OK || fflush(stdout) != 0)
		return EXIT_TROUBLE;
	return amiss == 0 ? EXIT_YES : EXIT_NO;
}

/* ---- asking */

static void
on_line(void *context, const struct line *line)
{
	struct report_state *state = context;
	struct doctor_finding finding;

	if (doctor_take_line(line, state->asked, &state->app.conf, &finding)) {
		doctor_keep(&state->findings, &finding);
		state->answered = true;
	} else if (strcmp(line->word, "helper-gone") == 0 && !state->answered) {
		doctor_take_end(state->asked, &state->app, NULL, line, &finding);
		doctor_keep(&state->findings, &finding);
	}
	state->done = state->done || strcmp(line->word, CARD_EVENT_DOCTOR_DONE) == 0;
}

static void
ask_helper(struct report_state *state, enum doctor_source source, const char *configured, const struct str *command)
{
	struct helper *helper;
	struct doctor_finding finding;
	struct err err = {0};
	struct str program = {0};
	bool is_there;

	app_helper_command(&program, configured);
	is_there = doctor_program_is_there(str_text(&program));
	str_clear(&program);
	if (!is_there)
		return; /* and that is a finding already */
	helper = helper_new("doctor", str_text(command), false);
	state->asked = source;
	state->answered = state->done = false;
	if (helper_start(helper, &err) != OK || app_wait_helper(helper, on_line, state, &state->done, 15000, &err) != OK) {
		doctor_take_end(source, &state->app, &err, NULL, &finding);
		doctor_keep(&state->findings, &finding);
	}
	helper_free(&helper);
}

/* knows_desk: there are settings; the defaults' printer is nobody's. */
static void
ask_helpers(struct report_state *state, bool knows_desk)
{
	const struct conf *conf = &state->app.conf;
	struct str command = {0};

	app_card_command(&command, conf);
	str_printf(&command, " --doctor --events --lang %s", message_language() == LANGUAGE_ENGLISH ? "en" : "tr");
	ask_helper(state, DOCTOR_ANSWER, conf->card_command, &command);
	str_reset(&command);
	papers_status_command(&command, conf);
	if (knows_desk)
		ask_helper(state, DOCTOR_PRINTER, conf->print_command, &command);
	str_clear(&command);
}

int
command_doctor(int argc, char **argv)
{
	struct common_options common = {0};
	const struct option_rule rules[] = {{NULL, NULL, NULL}};
	struct operands operands = {0};
	struct report_state *state;
	struct err conf_error = {0}, key_error = {0}, store_error = {0};
	const struct doctor_errors errors = {&conf_error, &key_error, &store_error};
	int status;

	if (options_read(argc, argv, rules, &common, &operands) != OK)
		return EXIT_TROUBLE;
	if (common.help)
		return app_show_help(MSG_APP_HELP_DOCTOR);
	state = mem_alloc(sizeof *state);
	if (app_read_conf(&state->app, &common, &conf_error) != OK) {
		conf_default(&state->app.conf, TESLIM_SYSCONFDIR);
	} else { /* the database is looked at without its key too */
		(void)seal_key_load(&state->app.key, state->app.conf.key, &key_error);
		(void)app_open_store(&state->app, true, &store_error);
	}
	doctor_look(&state->findings, &state->app, &errors);
	if (state->app.store != NULL)
		doctor_look_journal(&state->findings, &state->app);
	ask_helpers(state, conf_error.code == OK);
	status = show_all(&state->findings, common.json);
	app_close(&state->app);
	mem_free(state);
	return status;
}
