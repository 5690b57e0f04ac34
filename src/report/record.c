/*
 * report/record: the hand-over record (teslim tutanağı) and the signature list as documents. Decides what stands on
 * the paper and in which order; how it looks is the drawing's affair.
 */
#include "teslim/report.h"

#include <stdio.h>
#include <string.h>

#include "teslim/ident.h"
#include "report.h"

enum { SIGNING_HEIGHT = 10 /* millimetres that a signature in a row needs */ };

#define WORDS(name) message_text_in(settings->language, MSG_##name)

static enum message
identity_kind_message(enum identity_kind kind)
{
	static const enum message messages[IDENTITY_KIND_COUNT] = {
		[IDENTITY_NONE] = MSG_REPORT_DASH,
		[IDENTITY_CARD] = MSG_IDENTITY_CARD,
		[IDENTITY_OLD_BOOKLET] = MSG_IDENTITY_OLD_BOOKLET,
		[IDENTITY_PASSPORT] = MSG_IDENTITY_PASSPORT,
		[IDENTITY_LICENCE] = MSG_IDENTITY_LICENCE,
		[IDENTITY_FOREIGNER] = MSG_IDENTITY_FOREIGNER,
		[IDENTITY_TEMPORARY] = MSG_IDENTITY_TEMPORARY,
	};

	return (unsigned)kind < IDENTITY_KIND_COUNT ? messages[kind] : MSG_REPORT_DASH;
}

/*
 * Masked unless the setting says otherwise: the paper lies about in folders, and the person is named on it in full (law
 * 6698).
 */
static void
national_id(char out[NATIONAL_ID_TEXT], const struct handover *handover, const struct report_settings *settings)
{
	if (settings->full_national_id)
		copy_text(out, NATIONAL_ID_TEXT, handover->national_id);
	else
		ident_mask(out, handover->national_id);
}

static void
add_receiver(struct str *out, const struct handover *handover, const struct report_settings *settings)
{
	char number[NATIONAL_ID_TEXT];

	national_id(number, handover, settings);
	report_heading(out, WORDS(REPORT_HEAD_RECEIVER));
	report_pair(out, 7, WORDS(REPORT_NAME), handover->name);
	report_pair(out, 5, WORDS(REPORT_NATIONAL_ID), number);
	report_pair(out, 7, WORDS(REPORT_UNIT), handover->unit);
	report_pair(out, 5, WORDS(REPORT_JOB_TITLE), handover->title);
}

/* "photograph, national ID no., name": what the officer compared. */
static void
add_compared(struct str *out, unsigned compared, const struct report_settings *settings)
{
	static const struct {
		unsigned bit;
		enum message message;
	} parts[] = {
		{COMPARED_PHOTO, MSG_REPORT_COMPARED_PHOTO},
		{COMPARED_NATIONAL_ID, MSG_REPORT_COMPARED_NUMBER},
		{COMPARED_NAME, MSG_REPORT_COMPARED_NAME},
		{COMPARED_EXPIRY, MSG_REPORT_COMPARED_EXPIRY},
		{COMPARED_BY_MRZ, MSG_REPORT_COMPARED_MRZ},
	};
	struct str text = {0};

	for (size_t i = 0; i < ARRAY_LENGTH(parts); i++) {
		enum message message = parts[i].message;
		/*
		 * Only what was ticked stands on the paper: it is evidence of what was done, not of what should have
		 * been.
		 */
		if ((compared & parts[i].bit) == 0)
			continue;
		if (parts[i].bit == COMPARED_NATIONAL_ID && (compared & COMPARED_DIGITS) != 0)
			message = MSG_REPORT_COMPARED_DIGITS;
		if (parts[i].bit == COMPARED_NAME && (compared & COMPARED_NAME_BY_EYE) != 0)
			message = MSG_REPORT_COMPARED_NAME_BY_EYE;
		if (text.length > 0)
			str_add(&text, ", ");
		str_add(&text, message_text_in(settings->language, message));
	}
	report_pair(out, 12, WORDS(REPORT_COMPARED), str_text(&text));
	str_clear(&text);
}

static void
add_identity(struct str *out, const struct handover *handover, const struct report_settings *settings)
{
	const struct identity_document *identity = &handover->identity;
	char seen[200], number[64], expiry[DATE_TEXT];

	say_in(seen, sizeof seen, settings->language, REPORT_DOCUMENT_SEEN,
		message_text_in(settings->language, identity_kind_message(identity->kind)));
	if (settings->full_document_number)
		copy_text(number, sizeof number, identity->number);
	else
		ident_mask_document(number, sizeof number, identity->number);
	ident_show_date(expiry, identity->expiry);
	report_heading(out, WORDS(REPORT_HEAD_IDENTITY));
	report_pair(out, 7, WORDS(REPORT_DOCUMENT), seen);
	report_pair(out, 3, WORDS(REPORT_DOCUMENT_NUMBER), number);
	report_pair(out, 2, WORDS(REPORT_DOCUMENT_EXPIRY), expiry);
	add_compared(out, identity->compared, settings);
}

/* "008F3A21" as "00 8F 3A 21", the way serials are read aloud. */
static void
group_serial(char *out, size_t size, const char *serial)
{
	size_t length = strlen(serial), at = 0;

	for (size_t i = 0; i < length && at + 3 < size; i++) {
		if (i > 0 && (length - i) % 2 == 0)
			out[at++] = ' ';
		out[at++] = serial[i];
	}
	out[at] = '\0';
}

static bool
has_notes(const struct handover *handover)
{
	for (int i = 0; i < handover->verdict.count; i++)
		if (handover->verdict.findings[i].rule == RULE_ITEMS)
			return true;
	return false;
}

/* Records without notes are of before a reader's own shipment was looked up: they printed the card's beside it. */
static const char *
reader_tracking(const struct handover *handover, const struct report_settings *settings)
{
	for (int i = 0; i < handover->verdict.count; i++)
		if (handover->verdict.findings[i].message == MSG_NOTE_READER_SHIPMENT)
			return handover->verdict.findings[i].detail;
	return has_notes(handover) || handover->tracking_number[0] == '\0' ? WORDS(REPORT_DASH) : handover->tracking_number;
}

/* How the numbers came to the record. */
static void
add_item_notes(struct str *out, const struct handover *handover, const struct report_settings *settings)
{
	struct str text = {0};
	char sentence[256];

	for (int i = 0; i < handover->verdict.count; i++) {
		const struct finding *finding = &handover->verdict.findings[i];
		if (finding->rule != RULE_ITEMS || finding->message == MSG_NOTE_READER_SHIPMENT)
			continue;
		message_format_detail(sentence, sizeof sentence, settings->language, finding->message, finding->detail);
		str_printf(&text, "%s%s", text.length > 0 ? " " : "", sentence);
	}
	if (text.length > 0)
		report_paragraph(out, str_text(&text), REPORT_SMALL);
	str_clear(&text);
}

/*
 * The certificate is an item of its own with its serial: a card can be written anew, and then the paper still says what
 * was on it.
 */
static void
add_items(struct str *out, const struct handover *handover, const struct report_settings *settings)
{
	const int widths[] = {10, 45, 50, 42, 13};
	const char *const heads[] = {WORDS(REPORT_COLUMN_ROW), WORDS(REPORT_COLUMN_ITEM), WORDS(REPORT_COLUMN_SERIAL),
		WORDS(REPORT_COLUMN_TRACKING), WORDS(REPORT_COLUMN_COUNT)};
	const char *tracking = handover->tracking_number[0] != '\0' ? handover->tracking_number : WORDS(REPORT_DASH);
	char serial[2 * SERIAL_TEXT];
	const char *row[] = {"1", WORDS(REPORT_ITEM_CARD), handover->card_serial, tracking, "1"};

	report_heading(out, WORDS(REPORT_HEAD_ITEMS));
	report_table(out, 5, widths, heads, 0);
	if (handover->card_serial[0] == '\0')
		row[2] = WORDS(REPORT_DASH);
	report_row(out, 5, row);
	group_serial(serial, sizeof serial, handover->certificate.serial);
	row[0] = "2";
	row[1] = WORDS(REPORT_ITEM_CERTIFICATE);
	row[2] = serial;
	row[3] = WORDS(REPORT_DASH);
	report_row(out, 5, row);
	if (handover->has_reader) {
		row[0] = "3";
		row[1] = WORDS(REPORT_ITEM_READER);
		row[2] = handover->reader_serial[0] != '\0' ? handover->reader_serial : WORDS(REPORT_DASH);
		row[3] = reader_tracking(handover, settings);
		report_row(out, 5, row);
	} else {
		/* Said in words, so that no line can be added by hand after the signatures. */
		report_paragraph(out, WORDS(REPORT_NO_READER), REPORT_SMALL);
	}
	add_item_notes(out, handover, settings);
}

/* Numbers of copies as words, as in official correspondence, where a digit is too easily changed. */
static void
add_declaration(struct str *out, const struct handover *handover, const struct report_settings *settings)
{
	static const enum message words[] = {MSG_REPORT_COPIES_1, MSG_REPORT_COPIES_2, MSG_REPORT_COPIES_3};
	int copies = report_copies(settings);
	char count[32], text[1200];

	if (copies <= (int)ARRAY_LENGTH(words))
		copy_text(count, sizeof count, message_text_in(settings->language, words[copies - 1]));
	else
		say_in(count, sizeof count, settings->language, REPORT_COPIES_MANY, copies);
	say_in(text, sizeof text, settings->language, REPORT_DECLARATION, count);
	report_heading(out, WORDS(REPORT_HEAD_DECLARATION));
	report_paragraph(out, text, REPORT_ORDINARY);
	report_signature(out, WORDS(REPORT_GIVEN_BY), handover->officer_name, handover->officer_title, WORDS(REPORT_SIGN_HERE));
	report_signature(out, WORDS(REPORT_TAKEN_BY), handover->name, handover->title, WORDS(REPORT_SIGN_HERE));
}

void
report_handover_seal(struct str *out, const struct handover *handover)
{
	uint8_t signature[64];
	char iso[CLOCK_TEXT];

	/*
	 * Without an entry in the journal there is nothing to prove: the paper goes out without the code rather than
	 * with an empty one.
	 */
	if (strlen(handover->journal_hash) != 64)
		return;
	clock_iso(iso, handover->time);
	str_printf(out, "TESLIM1 %s %lld %s %.32s ", handover->record_number, (long long)handover->journal_seq, iso,
		handover->journal_hash);
	if (strlen(handover->journal_signature) == 128 && hex_decode(signature, sizeof signature, handover->journal_signature))
		base64_encode(out, signature, sizeof signature);
	else
		str_add_char(out, '-');
}

/* Head of the chain in groups of eight, its code, and the record number for the parcel scanner. */
void
report_add_seal(struct str *out, const struct handover *handover, const char *checked_by, const struct report_settings *settings)
{
	const char *hash = handover->journal_hash;
	struct str payload = {0}, text = {0};
	char entry[160], check[96], groups[48], print[48];

	report_handover_seal(&payload, handover);
	if (payload.length > 0) {
		snprintf(groups, sizeof groups, "%.8s %.8s %.8s %.8s", hash, hash + 8, hash + 16, hash + 24);
		say_in(entry, sizeof entry, settings->language, REPORT_SEAL_ENTRY, (long long)handover->journal_seq, groups);
		say_in(check, sizeof check, settings->language, REPORT_SEAL_CHECK, checked_by);
		say_in(print, sizeof print, settings->language, REPORT_SEAL_PRINT, settings->print);
		str_printf(&text, "%s%s%s\n%s\n%s", entry, settings->print > 1 ? "   " : "", settings->print > 1 ? print : "",
			WORDS(REPORT_SEAL_TEXT), check);
		line_begin(out, "qr");
		line_add(out, "payload", str_text(&payload));
		line_add(out, "title", WORDS(REPORT_SEAL_TITLE));
		line_add(out, "text", str_text(&text));
		line_end(out);
	}
	line_begin(out, "barcode");
	line_add(out, "payload", handover->record_number);
	line_end(out);
	str_clear(&payload);
	str_clear(&text);
}

void
report_handover_record(struct str *out, const struct handover *handover, const struct report_settings *settings)
{
	char title[128], left[64], right[CLOCK_TEXT];

	say_in(title, sizeof title, settings->language, REPORT_RECORD_NAME, handover->record_number);
	say_in(left, sizeof left, settings->language, REPORT_RECORD_NUMBER, handover->record_number);
	clock_minute(right, handover->time);
	report_begin(out, "handover-record", handover->record_number, handover->time, title, settings);
	report_letterhead(out, settings);
	report_title(out, handover->has_reader ? WORDS(REPORT_RECORD_TITLE) : WORDS(REPORT_RECORD_TITLE_CARD));
	report_reference(out, left, right);
	add_receiver(out, handover, settings);
	add_identity(out, handover, settings);
	report_heading(out, WORDS(REPORT_HEAD_CERTIFICATE));
	report_pair(out, 5, WORDS(REPORT_HOLDER), handover->certificate.subject_cn);
	report_pair(out, 7, WORDS(REPORT_ISSUER), handover->certificate.issuer_cn);
	report_certificate_checks(out, handover, settings);
	add_items(out, handover, settings);
	add_declaration(out, handover, settings);
	report_add_seal(out, handover, handover->record_number, settings);
	report_end(out, settings);
}

/* Rows high enough to sign in: a list of a day, for desks where everybody signs on one sheet. */
void
report_signature_list(struct str *out, const struct handover *handovers, int count, int64_t time,
	const struct report_settings *settings)
{
	const int widths[] = {4, 11, 14, 11, 10, 9, 9};
	const char *const heads[] = {WORDS(REPORT_COLUMN_ROW), WORDS(REPORT_LIST_RECORD), WORDS(REPORT_NAME),
		WORDS(REPORT_NATIONAL_ID), WORDS(REPORT_LIST_CARD), WORDS(REPORT_LIST_READER), WORDS(REPORT_LIST_SIGNATURE)};
	char date[CLOCK_TEXT], title[128], left[64];

	clock_date(date, time);
	say_in(title, sizeof title, settings->language, REPORT_LIST_NAME, date);
	say_in(left, sizeof left, settings->language, REPORT_LIST_COUNT, count);
	report_begin(out, "signature-list", date, time, title, settings);
	report_letterhead(out, settings);
	report_title(out, WORDS(REPORT_LIST_TITLE));
	report_reference(out, left, date);
	report_table(out, (int)ARRAY_LENGTH(widths), widths, heads, SIGNING_HEIGHT);
	for (int i = 0; i < count; i++) {
		char number[NATIONAL_ID_TEXT], row_number[16];
		snprintf(row_number, sizeof row_number, "%d", i + 1);
		national_id(number, &handovers[i], settings);
		report_row(out, (int)ARRAY_LENGTH(widths),
			(const char *const[]){row_number, handovers[i].record_number, handovers[i].name, number,
				handovers[i].card_serial,
				handovers[i].has_reader ? handovers[i].reader_serial : WORDS(REPORT_DASH), ""});
	}
	report_end(out, settings);
}
