/*
 * app/drawn: see drawn.h. Waits for teslim-print: for subcommands only.
 */
#include "drawn.h"
#include "papers.h"

#include "teslim/print.h"

#include <string.h>

struct print_wait {
	bool done;
	bool good;
	char sentence[320];
	char file[CONF_PATH];
};

static void
on_print_line(void *context, const struct line *line)
{
	struct print_wait *wait = context;
	const char *text = line_value(line, "text");
	const char *file = line_value(line, "file");

	if (strcmp(line->word, PRINT_EVENT_RENDERED) == 0 && file != NULL)
		copy_text(wait->file, sizeof wait->file, file);
	if (strcmp(line->word, PRINT_EVENT_DONE) == 0)
		wait->done = wait->good = true;
	if (strcmp(line->word, PRINT_EVENT_FAULT) == 0) {
		copy_text(wait->sentence, sizeof wait->sentence, text != NULL ? text : "");
		wait->done = true;
	}
}

static enum code
draw(const struct app *app, const char *pdf, const struct str *document, struct print_wait *wait, struct err *err)
{
	struct str command = {0};
	struct helper *helper;
	enum code code;

	papers_command(&command, &app->conf, pdf);
	helper = helper_new("print", str_text(&command), false);
	code = helper_start(helper, err);
	if (code == OK)
		code = helper_send(helper, document->data, document->length, err);
	if (code == OK) {
		helper_end_input(helper);
		code = app_wait_helper(helper, on_print_line, wait, &wait->done, 60000, err);
	}
	helper_free(&helper);
	str_clear(&command);
	if (code == OK && !wait->good)
		code = err_tell(err, ERR_IO, MSG_APP_REPORT_FAILED, "command_report", "%s", wait->sentence);
	return code;
}

enum code
drawn_paper(const struct app *app, const char *pdf, const struct str *document, const char *name, struct err *err)
{
	struct print_wait wait = {0};
	char words[600];
	enum code code = draw(app, pdf, document, &wait, err);

	if (code != OK)
		return code;
	say(words, sizeof words, APP_REPORT_DONE, name,
		pdf != NULL                    ? pdf
			: wait.file[0] != '\0' ? wait.file
					       : app->conf.print_to);
	fputs(words, stdout);
	return OK;
}

enum code
drawn_text(const struct str *document, struct err *err)
{
	struct str page = {0};
	enum code code = papers_text(&page, document, err);

	if (code == OK)
		fputs(str_text(&page), stdout);
	str_clear(&page);
	return code;
}
