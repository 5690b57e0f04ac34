/*
 * app/papers: see papers.h.
 */
#include "papers.h"
#include "app.h"

#include "teslim/report.h"

#include <string.h>

static struct report_settings
settings_of(const struct conf *conf, int reprint)
{
	return (struct report_settings){.language = conf->report_language,
		.state = "T.C.",
		.institution = conf->institution,
		.unit = conf->institution_unit,
		.privacy_notice = conf->privacy_notice,
		.full_national_id = conf->full_national_id,
		.copies = conf->print_copies,
		.reprint = reprint};
}

void
papers_delivery(struct str *out, const struct conf *conf, const struct delivery *delivery, int reprint)
{
	const struct report_settings settings = settings_of(conf, reprint);

	report_delivery_record(out, delivery, &settings);
}

void
papers_document(struct str *out, const struct conf *conf, const struct handover *handover, int reprint)
{
	struct report_settings settings = settings_of(conf, reprint);

	settings.print = reprint == 0 ? handover->prints : 0;
	report_handover_record(out, handover, &settings);
}

void
papers_entry(struct str *out, const struct conf *conf, const struct store_entry_paper *about)
{
	struct report_settings settings = settings_of(conf, 0);

	settings.print = about->print;
	if (about->drawer != NULL)
		report_drawer(out, about->drawer, &settings);
	else if (about->record != NULL)
		report_item_record(out, about->record, &settings);
	else
		report_correction(out, about->correction, about->handover, &settings);
}

enum code
papers_text(struct str *out, const struct str *document, struct err *err)
{
	const struct report_text_options options = {0};
	struct report_document read = {0};
	enum code code = report_read(&read, document->data, document->length, err);

	if (code == OK)
		report_text_page(out, &read, &options);
	report_clear(&read);
	return code;
}

/* A word for helper_new: single quotes group, and a quote inside ends, is doubled in the other kind, begins again. */
static void
add_word(struct str *out, const char *word)
{
	str_add(out, " '");
	for (; *word != '\0'; word++) {
		if (*word == '\'')
			str_add(out, "'\"'\"'");
		else
			str_add_char(out, *word);
	}
	str_add_char(out, '\'');
}

void
papers_command(struct str *out, const struct conf *conf, const char *pdf)
{
	app_helper_command(out, conf->print_command);
	if (pdf != NULL) {
		str_add(out, " --pdf");
		add_word(out, pdf);
	} else {
		str_add(out, " --to");
		add_word(out, conf->print_to);
		str_printf(out, " --format %s", conf->print_format);
	}
	str_printf(out, " --font %s --lang %s", conf->print_font, message_language() == LANGUAGE_ENGLISH ? "en" : "tr");
}

void
papers_status_command(struct str *out, const struct conf *conf)
{
	app_helper_command(out, conf->print_command);
	str_add(out, " --status");
	add_word(out, conf->print_to);
	str_printf(out, " --lang %s", message_language() == LANGUAGE_ENGLISH ? "en" : "tr");
}
