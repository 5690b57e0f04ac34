/*
 * report/delivery: the record of a parcel's handover by the courier (teslim-tesellüm tutanağı) as a document: parties, identities,
 * wrapping, what was said and found, every item with how it was seen, differences, signatures, seal. A refused parcel has one too.
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

static bool
is_refused(const struct delivery *delivery)
{
	return delivery->outcome == DELIVERY_REFUSED;
}

/* ---- who */

/* A name, or that it has been deleted. */
static const char *
courier_name(const struct delivery *delivery, const struct report_settings *settings)
{
	return delivery->forgotten ? WORDS(REPORT_FORGOTTEN) : delivery->courier_name;
}

static void
add_parties(struct str *out, const struct delivery *delivery, const struct report_settings *settings)
{
	char shown[200], date[DATE_TEXT], letter[SERIAL_TEXT + 32];

	report_heading(out, WORDS(REPORT_DELIVERY_HEAD_PARTIES));
	report_pair(out, 7, WORDS(REPORT_DELIVERY_COURIER), courier_name(delivery, settings));
	report_pair(out, 5, WORDS(REPORT_DELIVERY_FIRM), delivery->courier_firm);
	report_pair(out, 12, WORDS(REPORT_DELIVERY_SHOWN), word(settings, shown_proof_message(delivery->courier_shown)));
	report_pair(out, 7, WORDS(REPORT_DELIVERY_OFFICER), delivery->officer_name);
	report_pair(out, 5, WORDS(REPORT_JOB_TITLE), delivery->officer_title);
	snprintf(shown, sizeof shown, "%s %s",
		word(settings,
			delivery->officer_document == IDENTITY_NONE ? MSG_SHOWN_NOT
								    : identity_kind_message(delivery->officer_document)),
		delivery->officer_document == IDENTITY_NONE ? ""
			: delivery->forgotten               ? WORDS(REPORT_FORGOTTEN)
							    : delivery->officer_number);
	report_pair(out, 7, WORDS(REPORT_DELIVERY_OFFICER_SHOWN), shown);
	ident_show_date(date, delivery->letter_date);
	snprintf(letter, sizeof letter, "%s%s%s", delivery->letter_number, date[0] != '\0' ? ", " : "", date);
	report_pair(out, 5, WORDS(REPORT_DELIVERY_LETTER), letter);
	if (delivery->witness[0] != '\0')
		report_pair(out, 12, WORDS(DELIVERY_WITNESS), delivery->witness);
}

static void
add_parcel(struct str *out, const struct delivery *delivery, const struct report_settings *settings)
{
	char date[DATE_TEXT];

	ident_show_date(date, delivery->dispatched);
	report_heading(out, WORDS(REPORT_DELIVERY_HEAD_PARCEL));
	report_pair(out, 7, WORDS(REPORT_COLUMN_TRACKING), delivery->tracking_number);
	report_pair(out, 5, WORDS(REPORT_DELIVERY_DISPATCHED), date);
	report_pair(out, 12, WORDS(REPORT_DELIVERY_PACKAGING), word(settings, packaging_message(delivery->packaging)));
	if (delivery->packaging_note[0] != '\0')
		report_pair(out, 12, WORDS(REPORT_DELIVERY_NOTE), delivery->packaging_note);
	if (delivery->earlier_record[0] != '\0')
		report_pair(out, 12, WORDS(REPORT_DELIVERY_EARLIER), delivery->earlier_record);
	if (delivery->begun_by[0] != '\0')
		report_pair(out, 12, WORDS(REPORT_DELIVERY_BEGUN_BY), delivery->begun_by);
}

/* ---- what */

static void
add_counts(struct str *out, const struct delivery *delivery, const struct report_settings *settings)
{
	enum { COLUMNS = 9 };
	static const int widths[COLUMNS] = {22, 16, 16, 15, 17, 17, 18, 17, 20};
	const char *const heads[COLUMNS] = {"", WORDS(REPORT_DELIVERY_SAID), WORDS(REPORT_DELIVERY_ANNOUNCED),
		WORDS(REPORT_DELIVERY_READ), WORDS(REPORT_DELIVERY_SCANNED), WORDS(REPORT_DELIVERY_MISSING),
		WORDS(REPORT_DELIVERY_UNEXPECTED), WORDS(REPORT_DELIVERY_DAMAGED), WORDS(REPORT_DELIVERY_UNFIT)};

	report_heading(out, WORDS(REPORT_DELIVERY_HEAD_COUNT));
	report_table(out, COLUMNS, widths, heads, 0);
	for (int kind = 0; kind < ITEM_KIND_COUNT; kind++) {
		const struct delivery_count *count = &delivery->counts[kind];
		const int numbers[COLUMNS] = {0, count->said, count->announced, count->read, count->scanned, count->missing,
			count->unexpected, count->damaged, count->unfit};
		char texts[COLUMNS][16];
		const char *cells[COLUMNS] = {word(settings, item_kind_message((enum item_kind)kind))};

		for (int i = 1; i < COLUMNS; i++) {
			snprintf(texts[i], sizeof texts[i], "%d", numbers[i]);
			cells[i] = numbers[i] < 0 ? WORDS(REPORT_DASH) : texts[i];
		}
		report_row(out, COLUMNS, cells);
	}
}

/* "unexpected, damaged; corner broken": what there is to say of a row besides that it is there. */
static void
add_words(struct str *text, const char *words, const char *between)
{
	if (words[0] == '\0')
		return;
	if (text->length > 0)
		str_add(text, between);
	str_add(text, words);
}

static void
particulars(struct str *text, const struct delivery_item *item, const struct report_settings *settings)
{
	if (item->origin != ORIGIN_ANNOUNCED)
		add_words(text, word(settings, item_origin_message(item->origin)), ", ");
	if (item->condition != CONDITION_GOOD)
		add_words(text, word(settings, item_condition_message(item->condition)), ", ");
	add_words(text, item->note, "; ");
}

static void
add_item(struct str *out, int number, const struct delivery_item *item, const struct report_settings *settings)
{
	struct str text = {0};
	char position[16];
	const char *cells[7] = {position, word(settings, item_kind_message(item->kind)), item->serial, item->name,
		word(settings, seen_way_message(item->seen)), "", item->place};

	particulars(&text, item, settings);
	cells[5] = str_text(&text);
	snprintf(position, sizeof position, "%d", number);
	for (size_t i = 2; i < ARRAY_LENGTH(cells); i++)
		if (cells[i][0] == '\0')
			cells[i] = WORDS(REPORT_DASH);
	report_row(out, (int)ARRAY_LENGTH(cells), cells);
	str_clear(&text);
}

static bool
is_difference(const struct delivery_item *item)
{
	return item->seen == SEEN_NOT || item->origin != ORIGIN_ANNOUNCED || item->condition != CONDITION_GOOD;
}

/* What was seen, or what is not as it should be; the number is that of the row in the delivery. */
static int
add_items(struct str *out, const struct delivery *delivery, bool differences, const struct report_settings *settings)
{
	static const int widths[] = {9, 22, 34, 40, 26, 36, 13};
	const char *const heads[] = {WORDS(REPORT_COLUMN_ROW), WORDS(REPORT_COLUMN_ITEM), WORDS(REPORT_COLUMN_SERIAL),
		WORDS(REPORT_DELIVERY_WHOSE), WORDS(REPORT_DELIVERY_HOW), WORDS(REPORT_DELIVERY_CONDITION),
		WORDS(REPORT_DELIVERY_PLACE)};
	int rows = 0;

	for (int i = 0; i < delivery->item_count; i++) {
		const struct delivery_item *item = &delivery->items[i];

		if (differences ? !is_difference(item) : item->seen == SEEN_NOT)
			continue;
		if (rows++ == 0)
			report_table(out, (int)ARRAY_LENGTH(widths), widths, heads, 0);
		add_item(out, i + 1, item, settings);
	}
	return rows;
}

/* ---- the end of the paper */

static void
add_declaration(struct str *out, const struct delivery *delivery, const struct report_settings *settings)
{
	report_heading(out, is_refused(delivery) ? WORDS(REPORT_DELIVERY_HEAD_REFUSAL) : WORDS(REPORT_DELIVERY_HEAD_DECLARATION));
	report_paragraph(out, is_refused(delivery) ? WORDS(REPORT_DELIVERY_REFUSAL) : WORDS(REPORT_DELIVERY_DECLARATION),
		REPORT_ORDINARY);
	report_signature(out, is_refused(delivery) ? WORDS(REPORT_DELIVERY_THE_COURIER) : WORDS(REPORT_DELIVERY_GIVEN_BY),
		courier_name(delivery, settings), delivery->courier_firm, WORDS(REPORT_SIGN_HERE));
	report_signature(out, is_refused(delivery) ? WORDS(REPORT_DELIVERY_THE_OFFICER) : WORDS(REPORT_DELIVERY_TAKEN_BY),
		delivery->officer_name, delivery->officer_title, WORDS(REPORT_SIGN_HERE));
	if (delivery->witness[0] != '\0')
		report_signature(out, WORDS(REPORT_DELIVERY_WITNESS), delivery->witness, "", WORDS(REPORT_SIGN_HERE));
}

/* The seal is that of the entry, whatever the record is about. */
static void
add_seal(struct str *out, const struct delivery *delivery, const struct report_settings *settings)
{
	struct handover *entry = mem_alloc(sizeof *entry);

	copy_text(entry->record_number, sizeof entry->record_number, delivery->record_number);
	copy_text(entry->journal_hash, sizeof entry->journal_hash, delivery->journal_hash);
	copy_text(entry->journal_signature, sizeof entry->journal_signature, delivery->journal_signature);
	entry->journal_seq = delivery->journal_seq;
	entry->time = delivery->time;
	report_add_seal(out, entry, "--all", settings);
	mem_free(entry);
}

void
report_delivery_record(struct str *out, const struct delivery *delivery, const struct report_settings *settings)
{
	char title[128], left[64], right[CLOCK_TEXT];

	say_in(title, sizeof title, settings->language, REPORT_DELIVERY_NAME, delivery->record_number);
	say_in(left, sizeof left, settings->language, REPORT_RECORD_NUMBER, delivery->record_number);
	clock_minute(right, delivery->time);
	report_begin(out, "delivery-record", delivery->record_number, delivery->time, title, settings);
	report_letterhead(out, settings);
	report_title(out, is_refused(delivery) ? WORDS(REPORT_DELIVERY_TITLE_REFUSED) : WORDS(REPORT_DELIVERY_TITLE));
	report_reference(out, left, right);
	add_parties(out, delivery, settings);
	add_parcel(out, delivery, settings);
	if (!is_refused(delivery)) {
		add_counts(out, delivery, settings);
		report_heading(out, WORDS(REPORT_DELIVERY_HEAD_ITEMS));
		if (add_items(out, delivery, false, settings) == 0)
			report_paragraph(out, WORDS(REPORT_DELIVERY_NOTHING), REPORT_ORDINARY);
		report_heading(out, WORDS(REPORT_DELIVERY_HEAD_DIFFERENCES));
		if (add_items(out, delivery, true, settings) == 0)
			report_paragraph(out, WORDS(REPORT_DELIVERY_NO_DIFFERENCE), REPORT_ORDINARY);
	}
	add_declaration(out, delivery, settings);
	add_seal(out, delivery, settings);
	report_end(out, settings);
}
