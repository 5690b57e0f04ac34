/*
 * report/drawer: the record of a count of the drawer as a document: who counted and why, sums, every difference, two signatures,
 * seal. What was in its place stands in the sums only.
 */
#include "teslim/report.h"

#include <stdio.h>
#include <string.h>

#include "report.h"
#include "teslim/words.h"

#define WORDS(name) message_text_in(settings->language, MSG_##name)

static const char *
word(const struct report_settings *settings, enum message message)
{
	return message == MSG_NONE ? WORDS(REPORT_DASH) : message_text_in(settings->language, message);
}

static void
add_who(struct str *out, const struct drawer_count *count, const struct report_settings *settings)
{
	char looks[160];

	report_heading(out, WORDS(REPORT_DRAWER_HEAD_WHO));
	report_pair(out, 7, WORDS(REPORT_DRAWER_OFFICER), count->officer_name);
	report_pair(out, 5, WORDS(REPORT_JOB_TITLE), count->officer_title);
	report_pair(out, 7, WORDS(DRAWER_OTHER), count->other);
	report_pair(out, 5, WORDS(DRAWER_REASON), word(settings, drawer_reason_message(count->reason)));
	if (count->begun_by[0] != '\0')
		report_pair(out, 12, WORDS(REPORT_DRAWER_BEGUN_BY), count->begun_by);
	if (count->looks > 1) {
		say_in(looks, sizeof looks, settings->language, DRAWER_LOOKS, count->looks - 1);
		report_paragraph(out, looks, REPORT_SMALL);
	}
}

static void
add_sums(struct str *out, const struct drawer_count *count, const struct report_settings *settings)
{
	enum { COLUMNS = 7 };
	static const int widths[COLUMNS] = {26, 22, 22, 22, 22, 22, 22};
	const char *const heads[COLUMNS] = {"", WORDS(REPORT_DRAWER_HERE), WORDS(REPORT_DELIVERY_READ),
		WORDS(REPORT_DELIVERY_SCANNED), WORDS(REPORT_DELIVERY_MISSING), WORDS(REPORT_DELIVERY_UNEXPECTED),
		WORDS(REPORT_DRAWER_MISPLACED)};

	report_heading(out, WORDS(REPORT_DRAWER_HEAD_SUMS));
	report_table(out, COLUMNS, widths, heads, 0);
	for (int kind = 0; kind < ITEM_KIND_COUNT; kind++) {
		const struct drawer_sum *sum = &count->sums[kind];
		const int numbers[COLUMNS] = {
			0, sum->here, sum->read, sum->scanned, sum->missing, sum->unexpected, sum->misplaced};
		char texts[COLUMNS][16];
		const char *cells[COLUMNS] = {word(settings, item_kind_message((enum item_kind)kind))};

		for (int i = 1; i < COLUMNS; i++) {
			snprintf(texts[i], sizeof texts[i], "%d", numbers[i]);
			cells[i] = texts[i];
		}
		report_row(out, COLUMNS, cells);
	}
}

static void
add_difference(struct str *out, int number, const struct drawer_item *item, const struct report_settings *settings)
{
	char position[16];
	const char *cells[] = {position, word(settings, item_kind_message(item->kind)), item->serial, item->name,
		word(settings, drawer_finding_message(item->finding)), item->place, item->registered};

	snprintf(position, sizeof position, "%d", number);
	for (size_t i = 2; i < ARRAY_LENGTH(cells); i++)
		if (cells[i][0] == '\0')
			cells[i] = WORDS(REPORT_DASH);
	report_row(out, (int)ARRAY_LENGTH(cells), cells);
}

static void
add_differences(struct str *out, const struct drawer_count *count, const struct report_settings *settings)
{
	static const int widths[] = {9, 20, 32, 40, 36, 22, 18};
	const char *const heads[] = {WORDS(REPORT_COLUMN_ROW), WORDS(REPORT_COLUMN_ITEM), WORDS(REPORT_COLUMN_SERIAL),
		WORDS(REPORT_DELIVERY_WHOSE), WORDS(DRAWER_FINDING), WORDS(DRAWER_SEEN_AT), WORDS(DRAWER_SHOULD)};
	int rows = 0;

	report_heading(out, WORDS(REPORT_DRAWER_HEAD_DIFFERENCES));
	for (int i = 0; i < count->item_count; i++) {
		if (count->items[i].finding == DRAWER_FOUND)
			continue;
		if (rows++ == 0)
			report_table(out, (int)ARRAY_LENGTH(widths), widths, heads, 0);
		add_difference(out, rows, &count->items[i], settings);
	}
	if (rows == 0)
		report_paragraph(out, WORDS(DRAWER_NO_DIFFERENCE), REPORT_ORDINARY);
}

/* The seal is that of the entry, whatever the record is about. */
static void
add_seal(struct str *out, const struct drawer_count *count, const struct report_settings *settings)
{
	struct handover *entry = mem_alloc(sizeof *entry);

	copy_text(entry->record_number, sizeof entry->record_number, count->record_number);
	copy_text(entry->journal_hash, sizeof entry->journal_hash, count->journal_hash);
	copy_text(entry->journal_signature, sizeof entry->journal_signature, count->journal_signature);
	entry->journal_seq = count->seq;
	entry->time = count->time;
	report_add_seal(out, entry, count->record_number, settings);
	mem_free(entry);
}

void
report_drawer(struct str *out, const struct drawer_count *count, const struct report_settings *settings)
{
	char title[128], left[64], right[CLOCK_TEXT];

	say_in(title, sizeof title, settings->language, REPORT_DRAWER_NAME, count->record_number);
	say_in(left, sizeof left, settings->language, REPORT_RECORD_NUMBER, count->record_number);
	clock_minute(right, count->time);
	report_begin(out, "drawer-record", count->record_number, count->time, title, settings);
	report_letterhead(out, settings);
	report_title(out, WORDS(REPORT_DRAWER_TITLE));
	report_reference(out, left, right);
	add_who(out, count, settings);
	add_sums(out, count, settings);
	add_differences(out, count, settings);
	report_heading(out, WORDS(REPORT_DRAWER_HEAD_DECLARATION));
	report_paragraph(out, WORDS(REPORT_DRAWER_DECLARATION), REPORT_ORDINARY);
	report_signature(out, WORDS(REPORT_DRAWER_SIGN_OFFICER), count->officer_name, count->officer_title,
		WORDS(REPORT_SIGN_HERE));
	report_signature(out, WORDS(REPORT_DRAWER_SIGN_OTHER), count->other, "", WORDS(REPORT_SIGN_HERE));
	add_seal(out, count, settings);
	report_end(out, settings);
}
