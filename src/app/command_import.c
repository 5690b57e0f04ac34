/*
 * app/command_import: `teslim import`: a list of applicants in, with a verdict per row, all or nothing.
 */
#include "list_command.h"

static enum code
hear(void *context, size_t index, const struct list_finding *finding, struct err *err)
{
	return list_command_tell(context, index, finding, err);
}

static enum code
look_and_tell(struct list_command *command, struct err *err)
{
	enum code code;

	intake_clear(&command->intake);
	code = intake_look(&command->intake, command->app.store, &command->list, err);
	if (code == OK)
		code = intake_tell(&command->intake, hear, command, err);
	command->outcome = intake_outcome(&command->intake, command->decision);
	return code;
}

/* Most lists have nobody in them who is known: they are taken at once, and only a refusal is looked into row by row. */
static enum code
take_as_new(struct list_command *command, const char *file, size_t *taken, struct err *err)
{
	size_t count = command->list.row_count, bad = 0;
	struct applicant *applicants = mem_alloc(count * sizeof *applicants);
	enum code code;

	for (size_t i = 0; i < count; i++)
		list_applicant(&applicants[i], &command->list, i);
	code = store_add_applicants(command->app.store, applicants, count, file, &command->by, &bad, err);
	*taken = code == OK ? count : 0;
	mem_free(applicants);
	return code;
}

static enum code
take_applicants(struct list_command *command, const char *path, size_t *taken, struct err *err)
{
	enum code code = ERR_EXISTS;

	*taken = 0;
	if (!command->dry_run && command->list.error_rows == 0 && command->list.row_count > 0)
		code = take_as_new(command, path, taken, err);
	if (code != ERR_EXISTS)
		return code;
	*err = (struct err){0};
	code = look_and_tell(command, err);
	if (code == OK && !command->dry_run && command->outcome == INTAKE_TAKES)
		code = intake_take(&command->intake, command->app.store, command->decision, path, &command->by, taken, err);
	return code;
}

int
command_import(int argc, char **argv)
{
	struct list_command command = {0};
	bool new_only = false, with_changes = false;
	const struct option_rule rules[] = {{"--dry-run", &command.dry_run, NULL}, {"--repair", &command.repair, NULL},
		{"--officer", NULL, &command.officer}, {"--new-only", &new_only, NULL}, {"--with-changes", &with_changes, NULL},
		{NULL, NULL, NULL}};
	struct operands operands = {0};
	struct err err = {0};
	size_t taken = 0;
	enum code code;

	if (options_read(argc, argv, rules, &command.common, &operands) != OK)
		return EXIT_TROUBLE;
	if (command.common.help)
		return app_show_help(MSG_APP_HELP_IMPORT);
	if (operands.count != 1) {
		err_tell(&err, ERR_USAGE, MSG_APP_ARGUMENT_MISSING, "command_import", "%s", tell(APP_WORD_FILE));
		return complain_err(&err);
	}
	if (new_only && with_changes) {
		err_tell(&err, ERR_USAGE, MSG_APP_ONE_OF_TWO, "command_import", "%s", "--new-only, --with-changes");
		return complain_err(&err);
	}
	command.decision = new_only ? INTAKE_NEW_ONLY : with_changes ? INTAKE_WITH_CHANGES : INTAKE_UNDECIDED;
	code = list_command_open(&command, operands.list[0], false, &err);
	if (code == OK)
		code = take_applicants(&command, operands.list[0], &taken, &err);
	return list_command_finish(&command, code, taken, &err);
}
