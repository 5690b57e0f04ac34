/*
 * app/command_list: `teslim import` and `teslim shipment`: lists in, with a verdict per row, all or nothing.
 */
#include "app.h"
#include "json.h"

#include "teslim/list.h"
#include "teslim/text.h"

#include <string.h>

struct list_command {
	struct common_options common;
	const char *officer, *tracking, *dispatched;
	bool dry_run, repair, received;
	bool has_register; /* the store is open: rows are compared with it */
	char tracking_found[SERIAL_TEXT], dispatched_found[DATE_TEXT];
	struct app app;
	struct list list;
	struct officer by;
};

static const char *
level_name(enum list_level level)
{
	static const char *const names[] = {[LIST_NOTE] = "note", [LIST_WARNING] = "warning", [LIST_ERROR] = "error"};

	return names[level];
}

static enum code
finding_json(const struct list_finding *finding, struct err *err)
{
	struct json json = {0};
	char sentence[400];

	message_format_detail(sentence, sizeof sentence, message_language(), finding->message, finding->detail);
	json_open(&json, NULL, '{');
	json_number(&json, "line", finding->line);
	json_number(&json, "column", finding->column);
	json_text(&json, "level", level_name(finding->level));
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
		json_close(&json, '}');
		return json_print(&json, err);
	}
	if (command->dry_run) {
		fputs(tell(APP_IMPORT_DRY), stdout);
	} else if (taken > 0 && command->tracking != NULL) {
		return OK; /* said already, with cards and readers */
	} else if (taken > 0) {
		say(words, sizeof words, APP_IMPORT_TAKEN, taken);
		fputs(words, stdout);
	} else {
		fputs(tell(APP_IMPORT_REFUSED), stdout);
	}
	return OK;
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
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

static enum code
open_list(struct list_command *command, const char *path, bool shipment, struct err *err)
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

/* One more thing that is wrong with a row, which only the register or the command could know. */
static enum code
refuse_row(struct list_command *command, size_t index, enum message message, const char *detail, struct err *err)
{
	struct list_row *row = &command->list.rows[index];
	const struct list_finding finding = {.line = row->line, .level = LIST_ERROR, .message = message, .detail = detail};
	char words[512];

	command->list.error_rows += row->level != LIST_ERROR;
	row->level = LIST_ERROR;
	if (command->common.json)
		return finding_json(&finding, err);
	list_finding_text(words, sizeof words, &finding);
	puts(words);
	return OK;
}

static enum code
refuse_person(struct list_command *command, size_t index, enum message message, struct err *err)
{
	char masked[NATIONAL_ID_TEXT];

	ident_mask(masked, command->list.rows[index].fields[LIST_NATIONAL_ID]);
	return refuse_row(command, index, message, masked, err);
}

/* All of the list who have an open application already, each by the line: nobody wants to hear of one per try. */
static enum code
refuse_known(struct list_command *command, struct err *err)
{
	enum code code = OK;

	for (size_t i = 0; code == OK && command->has_register && i < command->list.row_count; i++) {
		struct applicant found[16];
		size_t count = 0;
		if (command->list.rows[i].level == LIST_ERROR)
			continue;
		code = store_find_national_id(command->app.store, command->list.rows[i].fields[LIST_NATIONAL_ID], found, ARRAY_LENGTH(found), &count, err);
		if (code == OK && count > 0 && application_is_open(found[0].state))
			code = refuse_person(command, i, MSG_LIST_OPEN_ALREADY, err);
	}
	return code;
}

static enum code
take_applicants(struct list_command *command, const char *path, size_t *taken, struct err *err)
{
	size_t count = command->list.row_count, bad = 0;
	struct applicant *applicants;
	enum code code;

	*taken = 0;
	if (command->dry_run || command->list.error_rows > 0 || count == 0)
		return refuse_known(command, err);
	applicants = mem_alloc(count * sizeof *applicants);
	for (size_t i = 0; i < count; i++)
		list_applicant(&applicants[i], &command->list, i);
	code = store_add_applicants(command->app.store, applicants, count, base_name(path), &command->by, &bad, err);
	if (code == ERR_EXISTS && bad < count) { /* the first is known; tell of all */
		code = refuse_known(command, err);
		if (code == OK && command->list.error_rows == 0) /* his application has ended since */
			code = refuse_person(command, bad, MSG_LIST_OPEN_ALREADY, err);
	} else if (code == OK) {
		*taken = count;
	}
	mem_free(applicants);
	return code;
}

static int
finish(struct list_command *command, enum code code, size_t taken, struct err *err)
{
	int status;

	if (code == OK) {
		show_summary(command);
		code = outcome(command, taken, err);
	}
	status = code != OK ? complain_err(err) : command->list.error_rows > 0 || command->list.row_count == 0 ? EXIT_NO : EXIT_YES;
	list_clear(&command->list);
	app_close(&command->app);
	return status;
}

int
command_import(int argc, char **argv)
{
	struct list_command command = {0};
	const struct option_rule rules[] = {{"--dry-run", &command.dry_run, NULL}, {"--repair", &command.repair, NULL},
		{"--officer", NULL, &command.officer}, {NULL, NULL, NULL}};
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
	code = open_list(&command, operands.list[0], false, &err);
	if (code == OK)
		code = take_applicants(&command, operands.list[0], &taken, &err);
	return finish(&command, code, taken, &err);
}

/* ---- shipments */

/* The application of one row's person that waits for a card; id 0 when there is none. */
static enum code
find_waiting(struct list_command *command, const struct list_row *row, struct applicant *waiting, struct err *err)
{
	struct applicant found[16];
	size_t count = 0;
	enum code code = store_find_national_id(command->app.store, row->fields[LIST_NATIONAL_ID], found, ARRAY_LENGTH(found), &count, err);

	*waiting = (struct applicant){0};
	for (size_t i = 0; code == OK && i < count && waiting->id == 0; i++)
		if (found[i].state == APPLICATION_EXPECTED || found[i].state == APPLICATION_IN_TRANSIT)
			*waiting = found[i];
	return code;
}

/* A card goes to whom the number says; a name beside it that is somebody else's makes the number doubtful. */
static bool
names_agree(const struct list_row *row, const struct applicant *applicant)
{
	char name[FULL_NAME_TEXT];

	snprintf(name, sizeof name, "%s %s", row->fields[LIST_GIVEN_NAMES], row->fields[LIST_SURNAME]);
	if (row->fields[LIST_GIVEN_NAMES][0] == '\0' || row->fields[LIST_SURNAME][0] == '\0')
		return true;
	return text_compare_names(applicant->given_names, applicant->surname, name) < NAME_SURNAME_DIFFERS;
}

static enum code
match_rows(struct list_command *command, struct applicant *waiting, struct err *err)
{
	enum code code = OK;

	for (size_t i = 0; code == OK && command->has_register && i < command->list.row_count; i++) {
		const struct list_row *row = &command->list.rows[i];
		if (row->level == LIST_ERROR)
			continue;
		code = find_waiting(command, row, &waiting[i], err);
		if (code == OK && waiting[i].id == 0)
			code = refuse_person(command, i, MSG_LIST_NOBODY_WAITS, err);
		else if (code == OK && !names_agree(row, &waiting[i]))
			code = refuse_person(command, i, MSG_LIST_OTHER_NAME, err);
	}
	return code;
}

/* What the list says of the shipment in a column must be one thing, and what the command says; kept in value of size. */
static enum code
settle(struct list_command *command, enum list_column column, char *value, size_t size, enum message differs, struct err *err)
{
	enum code code = OK;

	for (size_t i = 0; code == OK && i < command->list.row_count; i++) {
		const char *text = command->list.rows[i].fields[column];
		if (text[0] == '\0' || command->list.rows[i].level == LIST_ERROR)
			continue;
		if (value[0] == '\0')
			copy_text(value, size, text);
		else if (strcmp(value, text) != 0)
			code = refuse_row(command, i, differs, text, err);
	}
	return code;
}

static enum code
settle_shipment(struct list_command *command, struct err *err)
{
	const struct civil now = clock_civil(clock_now());
	char today[DATE_TEXT];
	struct date date = {0};
	enum code code;

	copy_text(command->tracking_found, sizeof command->tracking_found, command->tracking != NULL ? command->tracking : "");
	if (command->dispatched != NULL && days_parse(&date, command->dispatched))
		days_iso(command->dispatched_found, date);
	code = settle(command, LIST_TRACKING_NUMBER, command->tracking_found, sizeof command->tracking_found, MSG_LIST_OTHER_TRACKING, err);
	if (code == OK)
		code = settle(command, LIST_DISPATCHED, command->dispatched_found, sizeof command->dispatched_found, MSG_LIST_OTHER_DATE, err);
	if (code != OK)
		return code;
	if (command->tracking_found[0] == '\0')
		return err_tell(err, ERR_USAGE, MSG_APP_ARGUMENT_MISSING, "command_shipment", "%s", tell(APP_WORD_TRACKING));
	days_iso(today, (struct date){now.year, now.month, now.day});
	if (strcmp(command->dispatched_found, today) > 0)
		return err_tell(err, ERR_USAGE, MSG_APP_DATE, "command_shipment", "%s", command->dispatched_found);
	command->tracking = command->tracking_found;
	return OK;
}

static enum code
record_shipment(struct list_command *command, struct card *cards, size_t card_count, struct reader_device *readers, size_t reader_count,
	struct err *err)
{
	struct shipment shipment = {.received = command->received ? clock_now() : 0, .cards_expected = (int)card_count,
		.readers_expected = (int)reader_count};
	char words[256];
	enum code code;

	copy_text(shipment.tracking_number, sizeof shipment.tracking_number, command->tracking_found);
	copy_text(shipment.dispatched, sizeof shipment.dispatched, command->dispatched_found);
	code = store_add_shipment(command->app.store, &shipment, cards, card_count, readers, reader_count, &command->by, err);
	if (code == OK && !command->common.json) {
		say(words, sizeof words, APP_SHIPMENT_DONE, shipment.tracking_number, card_count, reader_count);
		fputs(words, stdout);
	}
	return code;
}

static enum code
take_shipment(struct list_command *command, size_t *taken, struct err *err)
{
	size_t count = command->list.row_count, reader_count = 0;
	struct card *cards = mem_alloc((count + 1) * sizeof *cards);
	struct reader_device *readers = mem_alloc((count + 1) * sizeof *readers);
	struct applicant *waiting = mem_alloc((count + 1) * sizeof *waiting);
	enum code code = settle_shipment(command, err);

	if (code == OK)
		code = match_rows(command, waiting, err);
	for (size_t i = 0; code == OK && i < count; i++) {
		const struct list_row *row = &command->list.rows[i];
		cards[i].applicant_id = waiting[i].id;
		copy_text(cards[i].card_serial, sizeof cards[i].card_serial, row->fields[LIST_CARD_SERIAL]);
		if (row->fields[LIST_READER_SERIAL][0] != '\0')
			copy_text(readers[reader_count++].serial, SERIAL_TEXT, row->fields[LIST_READER_SERIAL]);
	}
	if (code == OK && !command->dry_run && command->list.error_rows == 0 && count > 0) {
		code = record_shipment(command, cards, count, readers, reader_count, err);
		*taken = code == OK ? count : 0;
	}
	mem_free(waiting);
	mem_free(readers);
	mem_free(cards);
	return code;
}

int
command_shipment(int argc, char **argv)
{
	struct list_command command = {0};
	const struct option_rule rules[] = {{"--dry-run", &command.dry_run, NULL}, {"--repair", &command.repair, NULL},
		{"--officer", NULL, &command.officer}, {"--tracking", NULL, &command.tracking},
		{"--dispatched", NULL, &command.dispatched}, {"--received", &command.received, NULL}, {NULL, NULL, NULL}};
	struct operands operands = {0};
	struct err err = {0};
	struct date date;
	size_t taken = 0;
	enum code code;

	if (options_read(argc, argv, rules, &command.common, &operands) != OK)
		return EXIT_TROUBLE;
	if (command.common.help)
		return app_show_help(MSG_APP_HELP_SHIPMENT);
	if (operands.count != 1) {
		err_tell(&err, ERR_USAGE, MSG_APP_ARGUMENT_MISSING, "command_shipment", "%s", tell(APP_WORD_FILE));
		return complain_err(&err);
	}
	if (command.dispatched != NULL && !days_parse(&date, command.dispatched)) {
		err_tell(&err, ERR_USAGE, MSG_APP_DATE, "command_shipment", "%s", command.dispatched);
		return complain_err(&err);
	}
	code = open_list(&command, operands.list[0], true, &err);
	if (code == OK)
		code = take_shipment(&command, &taken, &err);
	return finish(&command, code, taken, &err);
}
