/*
 * Writes a document on standard output, for the tests and the bench of teslim-print:
 *   make_document [--english] [--reprint N] [--no-reader] [--name NAME] [--record NUMBER] [--list ROWS]
 *                 [--paragraph TEXT] [--copies N]
 */
#include <stdio.h>

#include "report/fixture.h"

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

int
main(int argc, char **argv)
{
	struct report_settings settings = fixture_settings();
	struct handover *handover = fixture_handover();
	const char *paragraph = NULL;
	struct str out = {0};
	int rows = 0;

	for (int i = 1; i < argc; i++) {
		const char *value = i + 1 < argc ? argv[i + 1] : "";
		if (strcmp(argv[i], "--english") == 0)
			settings.language = LANGUAGE_ENGLISH;
		else if (strcmp(argv[i], "--no-reader") == 0)
			handover->has_reader = false;
		else {
			i++;
			if (strcmp(argv[i - 1], "--reprint") == 0)
				settings.reprint = atoi(value);
			else if (strcmp(argv[i - 1], "--copies") == 0)
				settings.copies = atoi(value);
			else if (strcmp(argv[i - 1], "--name") == 0)
				copy_text(handover->name, sizeof handover->name, value);
			else if (strcmp(argv[i - 1], "--record") == 0)
				copy_text(handover->record_number, sizeof handover->record_number, value);
			else if (strcmp(argv[i - 1], "--list") == 0)
				rows = atoi(value);
			else if (strcmp(argv[i - 1], "--paragraph") == 0)
				paragraph = value;
			else
				return 2;
		}
	}
	if (paragraph != NULL) {
		report_begin(&out, "sample", "1", handover->time, "Sample", &settings);
		report_paragraph(&out, paragraph, false);
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
