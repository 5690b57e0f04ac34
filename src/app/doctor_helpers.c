/*
 * app/doctor_helpers: what card agent and teslim-print say, or that they ended, as findings; and whether their programs are
 * there at all. Starts neither.
 */
#include "doctor.h"

#include "teslim/card.h"
#include "teslim/print.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- lines of helpers */

static void
take_text(char *out, size_t size, const struct line *line, const char *key)
{
	const char *value = line_value(line, key);

	copy_text(out, size, value != NULL ? value : "");
}

/* What an officer says when the helper is too old to say it itself: its sentence as far as the first colon or full stop. */
static void
take_call(struct doctor_finding *out)
{
	char plain[200];
	size_t end = strcspn(out->sentence, ":.");

	copy_text(plain, sizeof plain, out->sentence);
	if (end < sizeof plain)
		plain[end] = '\0';
	if (out->by_officer)
		say(out->call, sizeof out->call, CALL_IF_IT_GOES_ON, plain);
	else
		say(out->call, sizeof out->call, CALL_ADMINISTRATOR, plain);
}

static enum verdict_level
level_of(const char *level)
{
	if (strcmp(level, "ok") == 0)
		return VERDICT_PASS;
	return strcmp(level, "bad") == 0 ? VERDICT_REFUSE : VERDICT_WARN;
}

/* daemon, fault, finding */
static bool
take_card_line(const struct line *line, struct doctor_finding *out)
{
	const char *state = line_value(line, "state");
	const char *level = line_value(line, "level");
	const char *by = line_value(line, "by");
	bool is_daemon = strcmp(line->word, CARD_EVENT_DAEMON) == 0;

	if (!is_daemon && strcmp(line->word, CARD_EVENT_FAULT) != 0 && strcmp(line->word, CARD_EVENT_FINDING) != 0)
		return false;
	if (is_daemon && (state == NULL || strcmp(state, "down") != 0))
		return false;
	out->level = level != NULL ? level_of(level) : VERDICT_REFUSE;
	copy_text(out->what, sizeof out->what, tell(DOCTOR_READER));
	take_text(out->code, sizeof out->code, line, "code");
	take_text(out->sentence, sizeof out->sentence, line, "text");
	if (out->level == VERDICT_PASS)
		return true;
	out->by_officer = by != NULL ? strcmp(by, "officer") == 0 : !is_daemon;
	take_text(out->cure, sizeof out->cure, line, "cure");
	take_text(out->call, sizeof out->call, line, "call");
	if (out->call[0] == '\0')
		take_call(out);
	return true;
}

/* The host in "ipp://HOST[:PORT]/..." or "socket:HOST[:PORT]". */
static void
add_host(struct str *out, const char *to)
{
	char host[128];

	to += strcspn(to, ":") + 1;
	to += strspn(to, "/");
	copy_text(host, sizeof host, *to == '[' ? to + 1 : to);
	host[strcspn(host, *to == '[' ? "]" : ":/")] = '\0';
	doctor_quote(out, host);
}

static void
add_printer_cure(struct str *out, const struct conf *conf, const char *code)
{
	const char *to = conf->print_to;
	char account[64];

	if (strcmp(code, PRINT_FAULT_NO_QUEUE) == 0) {
		str_add(out, "lpstat -e # ");
		str_add(out, to);
	} else if (strncmp(to, "cups:", 5) == 0) {
		str_add(out,
			strcmp(code, "stopped") == 0 ? "sudo cupsenable "
						     : "sudo systemctl enable --now cups.service; lpstat -p ");
		doctor_quote(out, to + 5);
	} else if (strncmp(to, "file:", 5) == 0) {
		const struct app here = {.conf = *conf};
		str_printf(out, "sudo install -d -m 700 -o '%s' ", doctor_account(&here, account));
		doctor_quote(out, to + 5);
	} else if (strncmp(to, "device:", 7) == 0) {
		const struct app here = {.conf = *conf};
		str_printf(out, "sudo usermod -aG lp '%s'; ls -l ", doctor_account(&here, account));
		doctor_quote(out, to + 7);
	} else if (strncmp(to, "command:", 8) == 0) {
		str_add(out, to + 8);
	} else {
		str_add(out, "ping -c 3 ");
		add_host(out, to);
	}
}

/* printer, fault */
static bool
take_print_line(const struct line *line, const struct conf *conf, struct doctor_finding *out)
{
	const char *state = line_value(line, "state");
	const char *name = line_value(line, "name");
	const char *text = line_value(line, "text");
	bool is_fault = strcmp(line->word, PRINT_EVENT_FAULT) == 0;
	struct str cure = {0};

	if (!is_fault && strcmp(line->word, PRINT_EVENT_PRINTER) != 0)
		return false;
	copy_text(out->what, sizeof out->what, tell(DOCTOR_PRINTER));
	take_text(out->code, sizeof out->code, line, is_fault ? "code" : "state");
	if (!is_fault && (state == NULL || (strcmp(state, "stopped") != 0 && strcmp(state, "missing") != 0))) {
		copy_text(out->code, sizeof out->code, "printer");
		say(out->sentence, sizeof out->sentence, DOCTOR_PRINTER_GOOD,
			text != NULL && text[0] != '\0' ? text
				: name != NULL          ? name
							: "");
		return true;
	}
	out->level = is_fault || strcmp(out->code, "missing") == 0 ? VERDICT_REFUSE : VERDICT_WARN;
	if (text != NULL && text[0] != '\0' && strcmp(out->code, "stopped") != 0)
		copy_text(out->sentence, sizeof out->sentence, text);
	else
		say(out->sentence, sizeof out->sentence, DOCTOR_PRINTER_STOPPED,
			text != NULL && text[0] != '\0' ? text
				: name != NULL          ? name
							: "");
	add_printer_cure(&cure, conf, out->code);
	copy_text(out->cure, sizeof out->cure, str_text(&cure));
	str_clear(&cure);
	take_call(out);
	return true;
}

bool
doctor_take_line(const struct line *line, enum doctor_source source, const struct conf *conf, struct doctor_finding *out)
{
	*out = (struct doctor_finding){.source = source, .level = VERDICT_PASS};
	return source == DOCTOR_PRINTER ? take_print_line(line, conf, out) : take_card_line(line, out);
}

/* ---- whether a helper's program is there */

static bool
is_program(const char *path)
{
	struct stat file;

	return stat(path, &file) == 0 && S_ISREG(file.st_mode) && access(path, X_OK) == 0;
}

static bool
is_in_path(const char *name)
{
	const char *path = getenv("PATH");
	struct str file = {0};
	bool found = false;

	for (const char *at = path != NULL ? path : "/usr/bin:/bin"; !found && *at != '\0';
		at += strcspn(at, ":"), at += *at == ':') {
		str_reset(&file);
		str_printf(&file, "%.*s/%s", (int)strcspn(at, ":"), at, name);
		found = is_program(str_text(&file));
	}
	str_clear(&file);
	return found;
}

bool
doctor_program_is_there(const char *command)
{
	char word[512];
	size_t length;
	char quote = *command == '\'' || *command == '"' ? *command : '\0';

	if (quote != '\0')
		command++;
	copy_text(word, sizeof word, command);
	length = quote != '\0' ? strcspn(word, quote == '\'' ? "'" : "\"") : strcspn(word, " \t");
	word[length] = '\0';
	return strchr(word, '/') != NULL ? is_program(word) : is_in_path(word);
}

void
doctor_take_end(enum doctor_source source, const struct app *app, const struct err *err, const struct line *line,
	struct doctor_finding *out)
{
	bool is_print = source == DOCTOR_PRINTER;
	const char *command = is_print ? app->conf.print_command : app->conf.card_command;
	const char *package = is_print ? "teslim-print" : "teslim-card";
	const char *status = line != NULL ? line_value(line, "status") : NULL;
	const char *reason = line != NULL ? line_value(line, "reason") : NULL;
	struct doctor_findings one = {0};
	struct str detail = {0}, cure = {0};
	struct str started = {0};
	bool is_missing;

	app_helper_command(&started, command);
	is_missing = !doctor_program_is_there(str_text(&started));
	str_clear(&started);
	str_add(&detail, command);
	if (err != NULL && !is_missing)
		str_printf(&detail, ", %s", err->detail);
	if (reason != NULL && status != NULL && !is_missing)
		str_printf(&detail, ", %s %s", reason, status);
	if (is_missing && strcspn(command, " \t") == strlen(package) && strncmp(command, package, strlen(package)) == 0)
		doctor_install_cure(&cure, package);
	else
		str_printf(&cure, is_missing ? "sudo editor %s" : "%s --version", is_missing ? app->conf_path : command);
	doctor_add_bad(&one, is_print ? "print-program" : "card-program", VERDICT_REFUSE,
		is_print ? MSG_DOCTOR_PRINT_PROGRAM : MSG_DOCTOR_CARD_PROGRAM,
		is_missing         ? is_print ? MSG_DOCTOR_PRINT_PROGRAM_NONE : MSG_DOCTOR_CARD_PROGRAM_NONE
			: is_print ? MSG_DOCTOR_PRINT_PROGRAM_ENDS
				   : MSG_DOCTOR_CARD_PROGRAM_ENDS,
		str_text(&detail), str_text(&cure));
	*out = one.list[0];
	out->source = source;
	str_clear(&detail);
	str_clear(&cure);
}
