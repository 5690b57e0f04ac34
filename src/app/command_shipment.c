/*
 * app/command_shipment: `teslim shipment`: the list of what a courier will bring, compared with the register, all or nothing.
 */
#include "list_command.h"

#include "teslim/text.h"

#include <string.h>

/* The application of one row's person that waits for a card; id 0 when there is none. */
static enum code
find_waiting(struct list_command *command, const struct list_row *row, struct applicant *waiting, struct err *err)
{
	struct applicant found[16];
	size_t count = 0;
	enum code code = store_find_national_id(command->app.store, row->fields[LIST_NATIONAL_ID], found, ARRAY_LENGTH(found),
		&count, err);

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
			code = list_command_refuse_person(command, i, MSG_LIST_NOBODY_WAITS, err);
		else if (code == OK && !names_agree(row, &waiting[i]))
			code = list_command_refuse_person(command, i, MSG_LIST_OTHER_NAME, err);
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
			code = list_command_refuse(command, i, differs, text, err);
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
	code = settle(command, LIST_TRACKING_NUMBER, command->tracking_found, sizeof command->tracking_found,
		MSG_LIST_OTHER_TRACKING, err);
	if (code == OK)
		code = settle(command, LIST_DISPATCHED, command->dispatched_found, sizeof command->dispatched_found,
			MSG_LIST_OTHER_DATE, err);
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
record_shipment(struct list_command *command, struct card *cards, size_t card_count, struct reader_device *readers,
	size_t reader_count, struct err *err)
{
	struct shipment shipment = {.received = command->received ? clock_now() : 0,
		.cards_expected = (int)card_count,
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
		if (row->fields[LIST_READER_SERIAL][0] != '\0') {
			readers[reader_count].announced_for = waiting[i].id; /* who gets another's is asked about it */
			copy_text(readers[reader_count++].serial, SERIAL_TEXT, row->fields[LIST_READER_SERIAL]);
		}
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
	code = list_command_open(&command, operands.list[0], true, &err);
	if (code == OK)
		code = take_shipment(&command, &taken, &err);
	return list_command_finish(&command, code, taken, &err);
}
