/*
 * app/command_list: `teslim import` and `teslim shipment`: lists in, with a verdict per row, all or nothing.
 */
#include "app.h"
#include "json.h"

#include "teslim/list.h"

#include <string.h>

struct list_command {
	struct common_options common;
	const char *officer, *tracking, *dispatched;
	bool dry_run, repair, received;
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

static enum code
open_list(struct list_command *command, const char *path, bool shipment, struct err *err)
{
	struct list_options options = {.repair = command->repair, .shipment = shipment};
	enum code code = app_read_conf(&command->app, &command->common, err);

	/* Read before the store is opened: root becomes the desk's account there, which need not see the file. */
	if (code == OK)
		code = list_read(&command->list, path, &options, err);
	if (code == OK && !command->dry_run)
		code = app_open_store(&command->app, false, err);
	if (code == OK && !command->dry_run)
		code = app_find_officer(&command->app, command->officer, &command->by, err);
	if (code == OK)
		code = show_findings(command, err);
	if (code == OK)
		show_summary(command);
	return code;
}

static void
say_open_already(const struct list_command *command, size_t bad)
{
	char masked[NATIONAL_ID_TEXT], words[256];

	ident_mask(masked, command->list.rows[bad].fields[LIST_NATIONAL_ID]);
	say(words, sizeof words, APP_IMPORT_OPEN, command->list.rows[bad].line, masked);
	puts(words);
}

static enum code
take_applicants(struct list_command *command, const char *path, size_t *taken, struct err *err)
{
	size_t count = command->list.row_count, bad = 0;
	struct applicant *applicants;
	enum code code;

	*taken = 0;
	if (command->dry_run || command->list.error_rows > 0 || count == 0)
		return OK;
	applicants = mem_alloc(count * sizeof *applicants);
	for (size_t i = 0; i < count; i++)
		list_applicant(&applicants[i], &command->list, i);
	code = store_add_applicants(command->app.store, applicants, count, base_name(path), &command->by, &bad, err);
	if (code == ERR_EXISTS && bad < count) {
		say_open_already(command, bad);
		command->list.error_rows++;
		code = OK;
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

	if (code == OK)
		code = outcome(command, taken, err);
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

/* The open application of one row's person; 0 when there is none. */
static enum code
find_open(struct list_command *command, const struct list_row *row, int64_t *id, struct err *err)
{
	struct applicant found[16];
	size_t count = 0;
	enum code code = store_find_national_id(command->app.store, row->fields[LIST_NATIONAL_ID], found, ARRAY_LENGTH(found), &count, err);

	*id = 0;
	for (size_t i = 0; code == OK && i < count && *id == 0; i++)
		if (found[i].state == APPLICATION_EXPECTED || found[i].state == APPLICATION_IN_TRANSIT)
			*id = found[i].id;
	return code;
}

static enum code
take_shipment(struct list_command *command, size_t *taken, struct err *err)
{
	size_t count = command->list.row_count, card_count = 0, reader_count = 0;
	struct card *cards = mem_alloc((count + 1) * sizeof *cards);
	struct reader_device *readers = mem_alloc((count + 1) * sizeof *readers);
	struct shipment shipment = {0};
	enum code code = OK;
	char words[256];

	for (size_t i = 0; code == OK && i < count; i++) {
		const struct list_row *row = &command->list.rows[i];
		struct card *card = &cards[card_count];
		char masked[NATIONAL_ID_TEXT];
		if (row->level == LIST_ERROR)
			continue;
		code = find_open(command, row, &card->applicant_id, err);
		if (code == OK && card->applicant_id == 0) {
			ident_mask(masked, row->fields[LIST_NATIONAL_ID]);
			say(words, sizeof words, APP_SHIPMENT_NOBODY, row->line, masked);
			puts(words);
			command->list.error_rows++;
			continue;
		}
		copy_text(card->card_serial, sizeof card->card_serial, row->fields[LIST_CARD_SERIAL]);
		card_count++;
		if (row->fields[LIST_READER_SERIAL][0] != '\0')
			copy_text(readers[reader_count++].serial, SERIAL_TEXT, row->fields[LIST_READER_SERIAL]);
	}
	copy_text(shipment.tracking_number, sizeof shipment.tracking_number, command->tracking);
	copy_text(shipment.dispatched, sizeof shipment.dispatched, command->dispatched != NULL ? command->dispatched : "");
	shipment.received = command->received ? clock_now() : 0;
	shipment.cards_expected = (int)card_count;
	shipment.readers_expected = (int)reader_count;
	if (code == OK && command->list.error_rows == 0 && card_count > 0) {
		code = store_add_shipment(command->app.store, &shipment, cards, card_count, readers, reader_count, &command->by, err);
		if (code == OK) {
			*taken = card_count;
			say(words, sizeof words, APP_SHIPMENT_DONE, shipment.tracking_number, card_count, reader_count);
			if (!command->common.json)
				fputs(words, stdout);
		}
	}
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
	if (operands.count != 1 || command.tracking == NULL) {
		err_tell(&err, ERR_USAGE, MSG_APP_ARGUMENT_MISSING, "command_shipment", "%s",
			operands.count != 1 ? tell(APP_WORD_FILE) : tell(APP_WORD_TRACKING));
		return complain_err(&err);
	}
	if (command.dispatched != NULL && !days_parse(&date, command.dispatched)) {
		err_tell(&err, ERR_USAGE, MSG_APP_DATE, "command_shipment", "%s", command.dispatched);
		return complain_err(&err);
	}
	code = open_list(&command, operands.list[0], true, &err);
	if (code == OK && !command.dry_run && command.list.error_rows == 0)
		code = take_shipment(&command, &taken, &err);
	return finish(&command, code, taken, &err);
}
