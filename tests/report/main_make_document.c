/*
 * Writes a document on standard output, for the tests and the bench of teslim-print: the fixture's hand-over record, or
 *   --list ROWS        a signature list        --paragraph TEXT  a single paragraph
 *   --signed TEXT      a paragraph and two signatures
 *   --delivery WORD    a courier's delivery: received, refused
 *   --items WORD       a record without a handover: exchange, lost, dispatch
 * changed by --english --no-reader --full --reprint N --copies N, and --name --unit --title --officer --record --serial
 * --institution --privacy TEXT.
 */
#include <stdio.h>

#include "report/fixture.h"
#include "teslim/words.h"

static void
write_list(struct str *out, int rows, const struct report_settings *settings)
{
	struct handover *one = fixture_handover();
	struct handover *all = mem_resize(NULL, (size_t)rows, sizeof *all);

	for (int i = 0; i < rows; i++) {
		char number[RECORD_TEXT];
		snprintf(number, sizeof number, "2026/A-%04d", i + 1);
		all[i] = *one;
		copy_text(all[i].record_number, sizeof all[i].record_number, number);
	}
	report_signature_list(out, all, rows, one->time, settings);
	mem_free(all);
	mem_free(one);
}

static const struct report_settings *
read_settings(struct report_settings *settings, struct handover *handover, int argc, char **argv, int *rows, const char **text)
{
	const struct {
		const char *name;
		char *field;
		size_t size;
	} fields[] = {
		{"--name", handover->name, sizeof handover->name},
		{"--unit", handover->unit, sizeof handover->unit},
		{"--title", handover->title, sizeof handover->title},
		{"--officer", handover->officer_name, sizeof handover->officer_name},
		{"--record", handover->record_number, sizeof handover->record_number},
		{"--serial", handover->card_serial, sizeof handover->card_serial},
	};
	for (int i = 1; i < argc; i++) {
		const char *option = argv[i], *value = i + 1 < argc ? argv[i + 1] : "";
		bool known = true;
		if (strcmp(option, "--english") == 0)
			settings->language = LANGUAGE_ENGLISH;
		else if (strcmp(option, "--no-reader") == 0)
			handover->has_reader = false;
		else if (strcmp(option, "--full") == 0)
			settings->full_national_id = settings->full_document_number = true;
		else
			known = false;
		if (known)
			continue;
		i++;
		for (size_t j = 0; j < ARRAY_LENGTH(fields); j++)
			if (strcmp(option, fields[j].name) == 0) {
				copy_text(fields[j].field, fields[j].size, value);
				known = true;
			}
		if (known)
			continue;
		if (strcmp(option, "--reprint") == 0)
			settings->reprint = atoi(value);
		else if (strcmp(option, "--copies") == 0)
			settings->copies = atoi(value);
		else if (strcmp(option, "--institution") == 0)
			settings->institution = value;
		else if (strcmp(option, "--privacy") == 0)
			settings->privacy_notice = value;
		else if (strcmp(option, "--list") == 0)
			*rows = atoi(value);
		else if (strcmp(option, "--paragraph") == 0 || strcmp(option, "--signed") == 0)
			*text = value;
		else
			return NULL;
	}
	return settings;
}

static void
write_items(struct str *out, const char *word, const struct report_settings *settings)
{
	struct record_row rows[3];
	struct item_record record =
		strcmp(word, "dispatch") == 0 ? fixture_dispatch(rows) : fixture_reader(rows, strcmp(word, "lost") == 0);

	report_item_record(out, &record, settings);
}

int
main(int argc, char **argv)
{
	struct report_settings settings = fixture_settings();
	struct handover *handover = fixture_handover();
	struct str out = {0};
	struct delivery_item items[6];
	struct delivery delivery = fixture_delivery(items);
	const char *text = NULL;
	int rows = 0;

	clock_set_offset(180);
	if (argc >= 3 && (strcmp(argv[1], "--delivery") == 0 || strcmp(argv[1], "--items") == 0)) {
		(void)delivery_outcome_parse(&delivery.outcome, argv[2]);
		if (argc > 3 && strcmp(argv[3], "--english") == 0)
			settings.language = LANGUAGE_ENGLISH;
		if (strcmp(argv[1], "--items") == 0)
			write_items(&out, argv[2], &settings);
		else
			report_delivery_record(&out, &delivery, &settings);
		fwrite(str_text(&out), 1, out.length, stdout);
		str_clear(&out);
		mem_free(handover);
		return 0;
	}
	if (read_settings(&settings, handover, argc, argv, &rows, &text) == NULL)
		return 2;
	if (text != NULL) {
		report_begin(&out, "sample", "1", handover->time, "Sample", &settings);
		report_paragraph(&out, text, REPORT_ORDINARY);
		if (strcmp(argv[1], "--signed") == 0) {
			report_signature(&out, "A", handover->officer_name, handover->officer_title, "note");
			report_signature(&out, "B", handover->name, handover->title, "note");
		}
		report_end(&out, &settings);
	} else if (rows > 0)
		write_list(&out, rows, &settings);
	else
		report_handover_record(&out, handover, &settings);
	fwrite(str_text(&out), 1, out.length, stdout);
	str_clear(&out);
	mem_free(handover);
	return 0;
}
