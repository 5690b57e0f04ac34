/*
 * report/item_record: the papers of cards and readers that move without a handover: a person's reader that is given, exchanged or
 * taken back (kart okuyucu teslim tutanağı), and what goes back to the centre (iade sevk tutanağı). Each has its own number, the
 * signatures of both sides and the seal of its entry.
 */
#include "teslim/report.h"

#include <stdio.h>
#include <string.h>

#include "report.h"
#include "teslim/ident.h"
#include "teslim/words.h"

#define WORDS(name) message_text_in(settings->language, MSG_##name)

static const char *
word(const struct report_settings *settings, enum message message)
{
	return message == MSG_NONE ? WORDS(REPORT_DASH) : message_text_in(settings->language, message);
}

static const char *
or_dash(const char *text, const struct report_settings *settings)
{
	return text[0] != '\0' ? text : WORDS(REPORT_DASH);
}

/* How many originals there are, in words: a digit is too easily changed. */
static void
copies_words(char out[32], const struct report_settings *settings)
{
	static const enum message words[] = {MSG_REPORT_COPIES_1, MSG_REPORT_COPIES_2, MSG_REPORT_COPIES_3};
	int copies = report_copies(settings);

	if (copies <= (int)ARRAY_LENGTH(words))
		copy_text(out, 32, message_text_in(settings->language, words[copies - 1]));
	else
		say_in(out, 32, settings->language, REPORT_COPIES_MANY, copies);
}

/* The seal is that of the entry, whatever the record is about. */
static void
add_seal(struct str *out, const struct item_record *record, const struct report_settings *settings)
{
	struct handover *entry = mem_alloc(sizeof *entry);

	copy_text(entry->record_number, sizeof entry->record_number, record->record_number);
	copy_text(entry->journal_hash, sizeof entry->journal_hash, record->journal_hash);
	copy_text(entry->journal_signature, sizeof entry->journal_signature, record->journal_signature);
	entry->journal_seq = record->journal_seq;
	entry->time = record->time;
	report_add_seal(out, entry, record->record_number, settings);
	mem_free(entry);
}

/* ---- a person's reader */

static bool
is_lost(const struct item_record *record)
{
	return record->act == RECORD_TAKE_BACK && record->row_count > 0 && record->rows[0].state == BACK_LOST;
}

static void
add_person(struct str *out, const struct item_record *record, const struct report_settings *settings)
{
	char number[NATIONAL_ID_TEXT], shown[200];

	if (settings->full_national_id)
		copy_text(number, sizeof number, record->national_id);
	else
		ident_mask(number, record->national_id);
	say_in(shown, sizeof shown, settings->language, REPORT_DOCUMENT_SEEN,
		word(settings, identity_kind_message(record->shown)));
	report_heading(out, WORDS(REPORT_READER_HEAD_PERSON));
	report_pair(out, 7, WORDS(REPORT_NAME), record->name);
	report_pair(out, 5, WORDS(REPORT_NATIONAL_ID), number);
	report_pair(out, 7, WORDS(REPORT_UNIT), record->unit);
	report_pair(out, 5, WORDS(REPORT_JOB_TITLE), record->title);
	report_pair(out, 12, WORDS(REPORT_READER_DOCUMENT), shown);
}

/* Which way each went, and how its number came to the record: what was scanned nobody has mistyped. */
static void
add_readers(struct str *out, const struct item_record *record, const struct report_settings *settings)
{
	static const int widths[] = {13, 38, 48, 38, 43};
	const char *const heads[] = {WORDS(REPORT_COLUMN_ROW), WORDS(REPORT_COLUMN_ITEM), WORDS(REPORT_COLUMN_SERIAL),
		WORDS(REPORT_READER_SEEN), WORDS(REPORT_READER_WAY)};

	report_heading(out, WORDS(REPORT_READER_HEAD_ITEMS));
	if (record->reference[0] != '\0')
		report_pair(out, 12, WORDS(REPORT_READER_REPORT), record->reference);
	if (record->note[0] != '\0')
		report_pair(out, 12, WORDS(REPORT_READER_NOTE), record->note);
	report_table(out, (int)ARRAY_LENGTH(widths), widths, heads, 0);
	for (int i = 0; i < record->row_count; i++) {
		const struct record_row *row = &record->rows[i];
		char number[16], way[160];
		const char *back = row->way == WAY_BACK ? word(settings, back_state_message(row->state)) : "";
		const char *seen = row->seen == SEEN_SCANNED ? WORDS(REPORT_READER_SCANNED) : WORDS(REPORT_READER_TYPED);
		const char *cells[] = {number, WORDS(REPORT_ITEM_READER), row->serial, seen, way};

		snprintf(number, sizeof number, "%d", i + 1);
		snprintf(way, sizeof way, "%s", back[0] != '\0' ? back : word(settings, record_way_message(row->way)));
		report_row(out, (int)ARRAY_LENGTH(cells), cells);
	}
}

static void
reader_words(const struct item_record *record, enum message *title, char *text, size_t size,
	const struct report_settings *settings)
{
	char copies[32];

	copies_words(copies, settings);
	if (is_lost(record)) {
		*title = MSG_REPORT_READER_TITLE_LOST;
		say_in(text, size, settings->language, REPORT_READER_TEXT_LOST, copies);
	} else if (record->act == RECORD_TAKE_BACK) {
		*title = MSG_REPORT_READER_TITLE_BACK;
		say_in(text, size, settings->language, REPORT_READER_TEXT_BACK, copies);
	} else if (record->act == RECORD_EXCHANGE) {
		*title = MSG_REPORT_READER_TITLE_EXCHANGE;
		say_in(text, size, settings->language, REPORT_READER_TEXT_EXCHANGE, copies);
	} else {
		*title = MSG_REPORT_READER_TITLE;
		say_in(text, size, settings->language, REPORT_READER_TEXT_GIVE, copies);
	}
}

static void
add_reader_body(struct str *out, const struct item_record *record, const char *text, const struct report_settings *settings)
{
	add_person(out, record, settings);
	add_readers(out, record, settings);
	report_heading(out, WORDS(REPORT_READER_HEAD_DECLARATION));
	report_paragraph(out, text, REPORT_ORDINARY);
	report_signature(out, WORDS(REPORT_READER_BY), record->officer_name, record->officer_title, WORDS(REPORT_SIGN_HERE));
	report_signature(out, WORDS(REPORT_CORRECTION_APPLICANT), record->name, record->title, WORDS(REPORT_SIGN_HERE));
}

/* ---- back to the centre */

/* "sahibi almadı: iki kez arandı", in the words of the move. */
static void
why(char *out, size_t size, const struct item_record *record, const struct record_row *row, const struct report_settings *settings)
{
	bool by_word = record->reason != REASON_NONE && (record->reason != REASON_OTHER || row->note[0] == '\0');
	const char *reason = by_word ? word(settings, move_reason_message(record->reason)) : "";

	snprintf(out, size, "%s%s%s", reason, reason[0] != '\0' && row->note[0] != '\0' ? ": " : "", row->note);
}

static void
add_sent(struct str *out, const struct item_record *record, const struct report_settings *settings)
{
	static const int widths[] = {13, 24, 36, 40, 40, 37};
	const char *const heads[] = {WORDS(REPORT_COLUMN_ROW), WORDS(REPORT_COLUMN_ITEM), WORDS(REPORT_COLUMN_SERIAL),
		WORDS(REPORT_DISPATCH_HOLDER), WORDS(REPORT_DISPATCH_REASON), WORDS(REPORT_COLUMN_TRACKING)};

	report_heading(out, WORDS(REPORT_DISPATCH_HEAD_ITEMS));
	report_table(out, (int)ARRAY_LENGTH(widths), widths, heads, 0);
	for (int i = 0; i < record->row_count; i++) {
		const struct record_row *row = &record->rows[i];
		char number[16], reason[FIELD_TEXT + 96], posted[SERIAL_TEXT + CLOCK_TEXT], date[DATE_TEXT];
		const char *cells[] = {number, word(settings, item_kind_message(row->kind)), or_dash(row->serial, settings),
			or_dash(row->name, settings), reason, posted};

		snprintf(number, sizeof number, "%d", i + 1);
		why(reason, sizeof reason, record, row, settings);
		ident_show_date(date, row->posted_on);
		snprintf(posted, sizeof posted, "%s%s%s", or_dash(row->posted, settings), date[0] != '\0' ? " " : "", date);
		report_row(out, (int)ARRAY_LENGTH(cells), cells);
	}
}

static void
add_dispatch_body(struct str *out, const struct item_record *record, const struct report_settings *settings)
{
	int counts[ITEM_KIND_COUNT] = {0};
	char text[600];

	for (int i = 0; i < record->row_count; i++)
		counts[record->rows[i].kind]++;
	say_in(text, sizeof text, settings->language, REPORT_DISPATCH_TEXT, counts[ITEM_CARD], counts[ITEM_READER]);
	add_sent(out, record, settings);
	report_heading(out, WORDS(REPORT_DISPATCH_HEAD_DECLARATION));
	report_paragraph(out, text, REPORT_ORDINARY);
	report_signature(out, WORDS(REPORT_DISPATCH_BY), record->officer_name, record->officer_title, WORDS(REPORT_SIGN_HERE));
	report_signature(out, WORDS(REPORT_DISPATCH_TO), "", "", WORDS(REPORT_SIGN_HERE));
}

/* ---- the paper */

void
report_item_record(struct str *out, const struct item_record *record, const struct report_settings *settings)
{
	bool dispatch = record->act == RECORD_DISPATCH;
	enum message heading = MSG_REPORT_DISPATCH_TITLE;
	char title[128], left[64], right[CLOCK_TEXT], text[700] = "";

	if (dispatch)
		say_in(title, sizeof title, settings->language, REPORT_DISPATCH_NAME, record->record_number);
	else
		say_in(title, sizeof title, settings->language, REPORT_READER_NAME, record->record_number);
	if (!dispatch)
		reader_words(record, &heading, text, sizeof text, settings);
	say_in(left, sizeof left, settings->language, REPORT_RECORD_NUMBER, record->record_number);
	clock_minute(right, record->time);
	report_begin(out, dispatch ? "dispatch-note" : "reader-record", record->record_number, record->time, title, settings);
	report_letterhead(out, settings);
	report_title(out, message_text_in(settings->language, heading));
	report_reference(out, left, right);
	if (dispatch)
		add_dispatch_body(out, record, settings);
	else
		add_reader_body(out, record, text, settings);
	add_seal(out, record, settings);
	report_end(out, settings);
}
