/*
 * report/correction: the paper of a correction as a document. Of a handover that was taken back: the strip that voids the paper
 * which is out. Of any other: what the record says, what is right, and why; the record's own text stays as it was signed.
 */
#include "teslim/report.h"

#include <stdio.h>
#include <string.h>

#include "report.h"
#include "teslim/ident.h"

#define WORDS(name) message_text_in(settings->language, MSG_##name)

static const char *
or_dash(const char *text, const struct report_settings *settings)
{
	return text[0] != '\0' ? text : WORDS(REPORT_DASH);
}

static void
add_record(struct str *out, const struct handover *handover, const struct report_settings *settings)
{
	char number[NATIONAL_ID_TEXT], when[CLOCK_TEXT];

	if (settings->full_national_id)
		copy_text(number, sizeof number, handover->national_id);
	else
		ident_mask(number, handover->national_id);
	clock_minute(when, handover->time);
	report_heading(out, WORDS(REPORT_CORRECTION_HEAD_RECORD));
	report_pair(out, 5, WORDS(REPORT_LIST_RECORD), handover->record_number);
	report_pair(out, 7, WORDS(REPORT_CORRECTION_TIME), when);
	report_pair(out, 5, WORDS(REPORT_NATIONAL_ID), number);
	report_pair(out, 7, WORDS(REPORT_NAME), handover->name);
	report_pair(out, 5, WORDS(REPORT_LIST_CARD), or_dash(handover->card_serial, settings));
	report_pair(out, 7, WORDS(REPORT_LIST_READER),
		handover->has_reader ? or_dash(handover->reader_serial, settings) : WORDS(REPORT_DASH));
	report_pair(out, 12, WORDS(REPORT_CORRECTION_OFFICER), handover->officer_name);
}

static void
add_reason(struct str *out, const struct correction *correction, const struct report_settings *settings)
{
	report_heading(out, WORDS(REPORT_CORRECTION_HEAD_REASON));
	if (correction->was[0] != '\0')
		report_pair(out, 12, WORDS(REPORT_CORRECTION_WAS), correction->was);
	if (correction->right[0] != '\0')
		report_pair(out, 12, WORDS(REPORT_CORRECTION_RIGHT), correction->right);
	report_pair(out, 12, WORDS(REPORT_CORRECTION_REASON), or_dash(correction->reason, settings));
}

static void
add_declaration(struct str *out, const struct correction *correction, const struct handover *handover,
	const struct report_settings *settings)
{
	char date[CLOCK_TEXT], text[900];

	clock_date(date, handover->time);
	if (correction->takes_back)
		say_in(text, sizeof text, settings->language, REPORT_VOID_TEXT, date, correction->record_number);
	else
		say_in(text, sizeof text, settings->language, REPORT_CORRECTION_TEXT, date, correction->record_number);
	report_heading(out, WORDS(REPORT_CORRECTION_HEAD_TEXT));
	report_paragraph(out, text, REPORT_ORDINARY);
	report_signature(out, correction->takes_back ? WORDS(REPORT_VOID_BY) : WORDS(REPORT_CORRECTION_BY),
		correction->officer_name, correction->officer_title, WORDS(REPORT_SIGN_HERE));
	report_signature(out, WORDS(REPORT_CORRECTION_APPLICANT), handover->name, handover->title,
		correction->takes_back ? WORDS(REPORT_VOID_SIGN_IF) : WORDS(REPORT_SIGN_HERE));
}

/* The seal is that of the correction's own entry. */
static void
add_seal(struct str *out, const struct correction *correction, const struct report_settings *settings)
{
	struct handover *entry = mem_alloc(sizeof *entry);

	copy_text(entry->record_number, sizeof entry->record_number, correction->record_number);
	copy_text(entry->journal_hash, sizeof entry->journal_hash, correction->journal_hash);
	copy_text(entry->journal_signature, sizeof entry->journal_signature, correction->journal_signature);
	entry->journal_seq = correction->seq;
	entry->time = correction->time;
	report_add_seal(out, entry, correction->record_number, settings);
	mem_free(entry);
}

void
report_correction(struct str *out, const struct correction *correction, const struct handover *handover,
	const struct report_settings *settings)
{
	char title[128], left[64], right[CLOCK_TEXT];

	if (correction->takes_back)
		say_in(title, sizeof title, settings->language, REPORT_VOID_NAME, correction->record_number);
	else
		say_in(title, sizeof title, settings->language, REPORT_CORRECTION_NAME, correction->record_number);
	say_in(left, sizeof left, settings->language, REPORT_CORRECTION_OF, correction->record_number);
	clock_minute(right, correction->time);
	report_begin(out, "correction", correction->record_number, correction->time, title, settings);
	report_letterhead(out, settings);
	report_title(out, correction->takes_back ? WORDS(REPORT_VOID_TITLE) : WORDS(REPORT_CORRECTION_TITLE));
	report_reference(out, left, right);
	add_record(out, handover, settings);
	add_reason(out, correction, settings);
	add_declaration(out, correction, handover, settings);
	add_seal(out, correction, settings);
	report_end(out, settings);
}
