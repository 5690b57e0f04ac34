/*
 * app/list_command: see list_command.h. Knows neither what an application nor what a shipment is.
 */
#include "list_command.h"
#include "json.h"

#include "teslim/text.h"

static enum code
finding_json(const struct list_finding *finding, struct err *err)
{
	struct json json = {0};
	char sentence[400];

	message_format_detail(sentence, sizeof sentence, message_language(), finding->message, finding->detail);
	json_open(&json, NULL, '{');
	json_number(&json, "line", finding->line);
	json_number(&json, "column", finding->column);
	json_text(&json, "level", list_level_name(finding->level));
	json_text(&json, "text", sentence);
	json_close(&json, '}');
	return json_print(&json, err);
}

/* Every finding; without one a row is fine, which people see as a count and programs by its absence. */
static enum code
show_findings(const struct list_command *command, struct err *err)
{
	char words[512];

	for (size_t i = 0; i < command->list.finding_count; i++) {
		const struct list_finding *finding = &command->list.findings[i];
		if (command->common.json) {
			enum code code = finding_json(finding, err);
			if (code != OK)
				return code;
			continue;
		}
		list_finding_text(words, sizeof words, finding);
		puts(words);
	}
	return OK;
}

static void
show_summary(const struct list_command *command)
{
	const struct list *list = &command->list;
	char words[512];

	if (command->common.json)
		return;
	say(words, sizeof words, APP_IMPORT_SUMMARY, list->row_count, list->error_rows, list->warnings,
		list_encoding_name(list->encoding));
	fputs(words, stdout);
	for (int i = 0; i < LIST_SAMPLES; i++) {
		if (list->samples[i][0] == '\0')
			continue;
		say(words, sizeof words, APP_IMPORT_SAMPLE, list->samples[i]);
		fputs(words, stdout);
	}
	if (list->repair_offered)
		fputs(tell(APP_IMPORT_REPAIR), stdout);
	if (command->intake.known_count == 0)
		return;
	say(words, sizeof words, APP_IMPORT_KNOWN, command->intake.kinds[INTAKE_NEW], command->intake.kinds[INTAKE_UNCHANGED],
		command->intake.kinds[INTAKE_CHANGED], command->intake.kinds[INTAKE_CONFLICT]);
	fputs(words, stdout);
}

/* What is said in the end of a list of which nothing was taken. */
static enum message
refusal(const struct list_command *command)
{
	if (command->list.error_rows > 0 || command->list.row_count == 0)
		return command->dry_run ? MSG_APP_IMPORT_DRY : MSG_APP_IMPORT_REFUSED;
	switch (command->outcome) {
	case INTAKE_ASKS:
		return MSG_APP_IMPORT_DECIDE;
	case INTAKE_NOTHING:
		return MSG_APP_IMPORT_NOTHING;
	case INTAKE_TAKES:
	case INTAKE_REFUSES:
		break;
	}
	return command->dry_run ? MSG_APP_IMPORT_DRY : MSG_APP_IMPORT_REFUSED;
}

static void
json_known(struct json *json, const struct list_command *command)
{
	const size_t *kinds = command->intake.kinds;

	json_number(json, "new", (int64_t)kinds[INTAKE_NEW]);
	json_number(json, "unchanged", (int64_t)kinds[INTAKE_UNCHANGED]);
	json_number(json, "changed", (int64_t)kinds[INTAKE_CHANGED]);
	json_number(json, "conflicts", (int64_t)kinds[INTAKE_CONFLICT]);
}

static enum code
outcome(const struct list_command *command, size_t taken, struct err *err)
{
	struct json json = {0};
	char words[256];

	if (command->common.json) {
		json_open(&json, NULL, '{');
		json_number(&json, "rows", (int64_t)command->list.row_count);
		json_number(&json, "error_rows", (int64_t)command->list.error_rows);
		json_number(&json, "warnings", (int64_t)command->list.warnings);
		json_text(&json, "encoding", list_encoding_name(command->list.encoding));
		json_bool(&json, "dry_run", command->dry_run);
		json_number(&json, "taken", (int64_t)taken);
		if (command->intake.list != NULL)
			json_known(&json, command);
		json_close(&json, '}');
		return json_print(&json, err);
	}
	if (taken > 0 && command->tracking != NULL)
		return OK; /* said already, with cards and readers */
	if (taken > 0 && command->decision == INTAKE_WITH_CHANGES && command->intake.kinds[INTAKE_CHANGED] > 0)
		say(words, sizeof words, APP_IMPORT_TAKEN_BOTH, command->intake.kinds[INTAKE_NEW],
			command->intake.kinds[INTAKE_CHANGED]);
	else if (taken > 0)
		say(words, sizeof words, APP_IMPORT_TAKEN, taken);
	else
		copy_text(words, sizeof words, message_text(refusal(command)));
	fputs(words, stdout);
	return OK;
}

/* A dry run asks the register as the real one does; where there is none yet the list alone is judged. */
static enum code
open_register(struct list_command *command, struct err *err)
{
	enum code code = app_open_store(&command->app, command->dry_run, err);

	if (code == ERR_NOT_FOUND && command->dry_run) {
		*err = (struct err){0};
		return OK;
	}
	command->has_register = code == OK;
	return code;
}

enum code
list_command_open(struct list_command *command, const char *path, bool shipment, struct err *err)
{
	struct list_options options = {.repair = command->repair, .shipment = shipment};
	enum code code = app_read_conf(&command->app, &command->common, err);

	/* Read before the store is opened: root becomes the desk's account there, which need not see the file. */
	if (code == OK)
		code = list_read(&command->list, path, &options, err);
	if (code == OK)
		code = open_register(command, err);
	if (code == OK && !command->dry_run)
		code = app_find_officer(&command->app, command->officer, &command->by, err);
	return code == OK ? show_findings(command, err) : code;
}

enum code
list_command_tell(struct list_command *command, size_t index, const struct list_finding *finding, struct err *err)
{
	struct list_row *row = &command->list.rows[index];
	char words[512];

	if (finding->level == LIST_ERROR) {
		command->list.error_rows += row->level != LIST_ERROR;
		row->level = LIST_ERROR;
	}
	if (command->common.json)
		return finding_json(finding, err);
	list_finding_text(words, sizeof words, finding);
	puts(words);
	return OK;
}

enum code
list_command_refuse(struct list_command *command, size_t index, enum message message, const char *detail, struct err *err)
{
	const struct list_finding finding = {
		.line = command->list.rows[index].line, .level = LIST_ERROR, .message = message, .detail = detail};

	return list_command_tell(command, index, &finding, err);
}

enum code
list_command_refuse_person(struct list_command *command, size_t index, enum message message, struct err *err)
{
	char masked[NATIONAL_ID_TEXT];

	ident_mask(masked, command->list.rows[index].fields[LIST_NATIONAL_ID]);
	return list_command_refuse(command, index, message, masked, err);
}

int
list_command_finish(struct list_command *command, enum code code, size_t taken, struct err *err)
{
	int status;

	if (code == OK) {
		show_summary(command);
		code = outcome(command, taken, err);
	}
	if (code != OK)
		status = complain_err(err);
	else
		status = command->list.error_rows > 0 || command->list.row_count == 0 || command->outcome != INTAKE_TAKES
			? EXIT_NO
			: EXIT_YES;
	intake_clear(&command->intake);
	list_clear(&command->list);
	app_close(&command->app);
	return status;
}
