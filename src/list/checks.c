/*
 * list/checks: what can be wrong with a row and how bad it is, and what is put right in it. How rows come out of a
 * table is in rows.c.
 */
#include "reader.h"
#include "teslim/days.h"
#include "teslim/ident.h"
#include "teslim/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Room in the model for each column, NUL included. */
static const size_t room_of[LIST_COLUMN_COUNT] = {
	[LIST_NATIONAL_ID] = FIELD_TEXT,
	[LIST_GIVEN_NAMES] = NAME_TEXT,
	[LIST_SURNAME] = NAME_TEXT,
	[LIST_FULL_NAME] = FULL_NAME_TEXT,
	[LIST_EMAIL] = FIELD_TEXT,
	[LIST_UNIT] = FIELD_TEXT,
	[LIST_TITLE] = FIELD_TEXT,
	[LIST_APPLICATION_KIND] = 8,
	[LIST_READER_KIND] = 8,
	[LIST_CARD_SERIAL] = SERIAL_TEXT,
	[LIST_READER_SERIAL] = SERIAL_TEXT,
	[LIST_TRACKING_NUMBER] = SERIAL_TEXT,
	[LIST_DISPATCHED] = FIELD_TEXT,
	[LIST_ORDINAL] = FIELD_TEXT,
};

static void
judge(struct reader *reader, struct list_row *row, enum list_column column, enum list_level level, enum message message,
	const char *detail)
{
	memory_find(reader, row->line, reader->place[column], level, message, detail);
	if (level > row->level)
		row->level = level;
}

/* ---- numbers seen before */

/*
 * Fibonacci hashing: numbers of one office are often near each other, and the product spreads them over the table. Zero
 * marks an empty slot; no national ID number is zero.
 */
static size_t
slot_of(const struct seen *seen, uint64_t number)
{
	size_t slot = (size_t)(number * 0x9E3779B97F4A7C15u >> 20) & (seen->size - 1);

	while (seen->numbers[slot] != 0 && seen->numbers[slot] != number)
		slot = (slot + 1) & (seen->size - 1);
	return slot;
}

/* Twice the size when half is used, so that a search ends after a step or two however long the list is. */
static void
grow_seen(struct seen *seen)
{
	struct seen larger = {.size = seen->size == 0 ? 1024 : seen->size * 2};

	larger.numbers = mem_alloc(larger.size * sizeof *larger.numbers);
	larger.rows = mem_alloc(larger.size * sizeof *larger.rows);
	for (size_t i = 0; i < seen->size; i++) {
		size_t slot;
		if (seen->numbers[i] == 0)
			continue;
		slot = slot_of(&larger, seen->numbers[i]);
		larger.numbers[slot] = seen->numbers[i];
		larger.rows[slot] = seen->rows[i];
	}
	larger.used = seen->used;
	mem_free(seen->numbers);
	mem_free(seen->rows);
	*seen = larger;
}

/* The index of the earlier row with this number, or this row's own index when it is the first. */
static size_t
first_seen(struct seen *seen, const char *digits, size_t index)
{
	uint64_t number = strtoull(digits, NULL, 10);
	size_t slot;

	if (seen->used * 2 >= seen->size)
		grow_seen(seen);
	slot = slot_of(seen, number);
	if (seen->numbers[slot] == number)
		return seen->rows[slot];
	seen->numbers[slot] = number;
	seen->rows[slot] = index;
	seen->used++;
	return index;
}

/* By fold key: the same person may stand there once in capitals and once without Turkish letters. */
static bool
same_name(const struct list_row *left, const struct list_row *right)
{
	struct str a = {0}, b = {0}, name = {0};
	bool same;

	str_printf(&name, "%s %s", left->fields[LIST_GIVEN_NAMES], left->fields[LIST_SURNAME]);
	text_fold(&a, str_text(&name));
	str_reset(&name);
	str_printf(&name, "%s %s", right->fields[LIST_GIVEN_NAMES], right->fields[LIST_SURNAME]);
	text_fold(&b, str_text(&name));
	same = strcmp(str_text(&a), str_text(&b)) == 0;
	str_clear(&a);
	str_clear(&b);
	str_clear(&name);
	return same;
}

/*
 * The same number under another name is a mistake in one of the rows, and nobody can say in which. In a shipment one
 * person may have two cards, so there the number alone only warns.
 */
static void
check_duplicate(struct reader *reader, struct list_row *row, size_t index)
{
	const struct list_row *before;
	size_t first = first_seen(&reader->seen, row->fields[LIST_NATIONAL_ID], index);
	char line[24];

	if (first == index)
		return;
	before = &reader->list->rows[first];
	snprintf(line, sizeof line, "%ld", before->line);
	if (!reader->options.shipment || reader->list->has[LIST_SURNAME] || reader->list->has[LIST_FULL_NAME]) {
		bool same = same_name(before, row);
		if (!same)
			judge(reader, row, LIST_NATIONAL_ID, LIST_ERROR, MSG_LIST_DUPLICATE_OTHER_NAME, line);
		else if (!reader->options.shipment)
			judge(reader, row, LIST_NATIONAL_ID, LIST_ERROR, MSG_LIST_DUPLICATE, line);
		if (!same || !reader->options.shipment)
			return;
	}
	judge(reader, row, LIST_NATIONAL_ID, LIST_WARNING, MSG_LIST_DUPLICATE_SHIPMENT, line);
}

/* ---- the columns */

/*
 * 1.2345678950E+10, as some programs write a number of eleven digits, is exact as long as the mantissa is long; what a
 * spreadsheet shows, 1,23E+10, has lost its digits and stays as it is, for ident to say so.
 */
static bool
expand_number(char digits[NATIONAL_ID_TEXT], const char *text)
{
	size_t count = 0;
	const char *at = text;
	bool point = false;

	for (; *at != '\0' && *at != 'e' && *at != 'E'; at++) {
		if ((*at == '.' || *at == ',') && !point && count == 1)
			point = true;
		else if (*at < '0' || *at > '9' || count == NATIONAL_ID_TEXT - 1)
			return false;
		else
			digits[count++] = *at;
	}
	if (!point || count < 9 ||
		(strcmp(at, "E+10") != 0 && strcmp(at, "E10") != 0 && strcmp(at, "e+10") != 0 && strcmp(at, "e10") != 0))
		return false;
	while (count < NATIONAL_ID_TEXT - 1)
		digits[count++] = '0';
	digits[count] = '\0';
	return true;
}

/* "12345678950.0" and "12345678950,00" are what programs make of a number column. */
static bool
drop_zero_fraction(char digits[NATIONAL_ID_TEXT], const char *text)
{
	size_t count = strspn(text, "0123456789");
	const char *rest = text + count;

	if (count != NATIONAL_ID_TEXT - 1 || (*rest != '.' && *rest != ',') || rest[1] == '\0' ||
		rest[1 + strspn(rest + 1, "0")] != '\0')
		return false;
	memcpy(digits, text, count);
	digits[count] = '\0';
	return true;
}

/*
 * What is not a number is not repeated in the finding: findings go to screens and logs, and eleven digits with one
 * wrong are still a person's.
 */
static void
check_number(struct reader *reader, struct list_row *row)
{
	const char *text = row->fields[LIST_NATIONAL_ID];
	char number[NATIONAL_ID_TEXT], exact[NATIONAL_ID_TEXT], detail[64];
	enum ident_number answer;

	if (expand_number(exact, text) || drop_zero_fraction(exact, text))
		text = exact;
	answer = ident_check_number(number, text);
	if (answer != IDENT_NUMBER_VALID) {
		if (number[0] != '\0')
			ident_mask(detail, number);
		else if (answer == IDENT_NUMBER_EXPONENT)
			copy_text(detail, 24, text);
		else /* nearly a number: its length helps, its digits are nobody's business */
			snprintf(detail, sizeof detail, "%s", *text == '\0' ? "" : "***");
		judge(reader, row, LIST_NATIONAL_ID, ident_number_usable(answer) ? LIST_WARNING : LIST_ERROR,
			ident_number_message(answer), detail);
	}
	if (!ident_number_usable(answer))
		row->fields[LIST_NATIONAL_ID] = "";
	else if (strcmp(row->fields[LIST_NATIONAL_ID], number) != 0)
		row->fields[LIST_NATIONAL_ID] = memory_text(reader->list, number, strlen(number));
}

/* "Uzm. Dr. Ayşe": the title goes where titles go, unless the list has one there already. */
static void
split_title(struct reader *reader, struct list_row *row, enum list_column column)
{
	const char *whole = row->fields[column];
	const char *name = text_skip_titles(whole);
	size_t length = (size_t)(name - whole);

	if (name == whole)
		return;
	while (length > 0 && whole[length - 1] == ' ')
		length--;
	judge(reader, row, column, LIST_NOTE, MSG_LIST_TITLE_MOVED, whole);
	if (row->fields[LIST_TITLE][0] == '\0')
		row->fields[LIST_TITLE] = memory_text(reader->list, whole, length);
	row->fields[column] = name;
}

/*
 * The last word is the surname, which is right for most and wrong for double surnames: that is why such a list is
 * warned of as a whole.
 */
static void
split_full_name(struct reader *reader, struct list_row *row)
{
	const char *whole = row->fields[LIST_FULL_NAME];
	const char *blank = strrchr(whole, ' ');

	if (row->fields[LIST_GIVEN_NAMES][0] != '\0' || (row->fields[LIST_SURNAME][0] != '\0' && reader->place[LIST_SURNAME] != 0))
		return;
	if (row->fields[LIST_SURNAME][0] != '\0') { /* it stood apart, under the same heading */
		row->fields[LIST_GIVEN_NAMES] = whole;
		return;
	}
	if (blank == NULL) {
		row->fields[LIST_GIVEN_NAMES] = whole;
		return;
	}
	row->fields[LIST_GIVEN_NAMES] = memory_text(reader->list, whole, (size_t)(blank - whole));
	row->fields[LIST_SURNAME] = blank + 1;
}

/* A sign that no name has: what is left of letters in a wrong code page, or an address that slipped a column. */
static bool
is_no_letter(uint32_t c)
{
	if (c < 0x80)
		return strchr("@/\\_<>[]{}|=+*#%$^~", (int)c) != NULL;
	return (c >= 0xA1 && c <= 0xBF && c != 0xB7) || c == 0xD7 || c == 0xF7 ||
		(c >= 0x2000 && c <= 0x2BFF && (c < 0x2010 || c > 0x2019)); /* hyphens and apostrophes are between */
}

static bool
has_no_letters(const char *name)
{
	uint32_t c;
	size_t taken;

	for (; (taken = text_decode(name, &c)) > 0; name += taken)
		if (is_no_letter(c))
			return true;
	return false;
}

/* Digits and question marks are what an encoding that was lost leaves; nobody's name has them. */
static void
check_name(struct reader *reader, struct list_row *row, enum list_column column)
{
	const char *name = row->fields[column];
	enum list_column told = reader->place[column] != 0 ? column : LIST_FULL_NAME;

	if (name[0] == '\0' && !reader->options.shipment)
		judge(reader, row, told, LIST_ERROR, MSG_LIST_NAME_MISSING, "");
	else if (has_no_letters(name))
		judge(reader, row, told, LIST_ERROR, MSG_LIST_NAME_NO_LETTERS, name);
	else if (name[strcspn(name, "0123456789?")] != '\0' || strstr(name, "\xEF\xBF\xBD") != NULL)
		judge(reader, row, told, LIST_WARNING, MSG_LIST_NAME_ODD, name);
}

/* What a paper could show only by a note of its code point is better mended before the card is handed over. */
static void
check_printable(struct reader *reader, struct list_row *row, enum list_column column)
{
	const char *text = row->fields[column];
	char detail[FIELD_TEXT + 32];
	uint32_t c;
	size_t taken;

	for (; (taken = text_decode(text, &c)) > 0; text += taken) {
		struct str plain = {0};
		bool shown = text_is_printable(c) || text_plain_sign(&plain, c) || text_bare_letter(&plain, c);
		str_clear(&plain);
		if (shown)
			continue;
		snprintf(detail, sizeof detail, "“%.*s” (U+%04X)", (int)taken, text, (unsigned)c);
		judge(reader, row, reader->place[column] != 0 ? column : LIST_FULL_NAME, LIST_WARNING, MSG_LIST_NOT_PRINTABLE,
			detail);
		return;
	}
}

/* "7,001E+15": a spreadsheet took a serial for a number and has lost its last digits. */
static bool
is_exponent(const char *text)
{
	size_t head = strspn(text, "0123456789.,");
	const char *rest = text + head;

	if (head == 0 || (*rest != 'E' && *rest != 'e'))
		return false;
	rest += rest[1] == '+' ? 2 : 1;
	return *rest != '\0' && rest[strspn(rest, "0123456789")] == '\0';
}

static void
check_serial(struct reader *reader, struct list_row *row, const struct sheet_row *cells, enum list_column column)
{
	const char *text = row->fields[column];
	size_t place = (size_t)reader->place[column];

	if (text[0] == '\0')
		return;
	if (is_exponent(text)) {
		judge(reader, row, column, LIST_ERROR, MSG_LIST_SERIAL_EXPONENT, text);
	} else if (place > 0 && place <= cells->count && cells->cells[place - 1].number && !reader->numbers_told[column]) {
		reader->numbers_told[column] = true;
		judge(reader, row, column, LIST_WARNING, MSG_LIST_SERIAL_NUMBER, text);
	}
}

/*
 * Looks for slips of typing only. The domain is not asked for: the founding letter lets a private address stand there.
 */
static void
check_email(struct reader *reader, struct list_row *row)
{
	const char *email = row->fields[LIST_EMAIL];
	const char *sign = strchr(email, '@');

	if (email[0] == '\0')
		return;
	if (sign == NULL || sign == email || strchr(sign + 1, '@') != NULL || strchr(sign, '.') == NULL ||
		strpbrk(email, " ,;<>") != NULL || email[strlen(email) - 1] == '.')
		judge(reader, row, LIST_EMAIL, LIST_WARNING, MSG_LIST_EMAIL_ODD, email);
}

/* Some lists write the label instead of the code; the code is what is kept (domain 1.2). */
static void
check_code(struct reader *reader, struct list_row *row, enum list_column column)
{
	static const struct {
		enum list_column column;
		const char *key, *code;
	} labels[] = {{LIST_APPLICATION_KIND, "ilk", "1"}, {LIST_APPLICATION_KIND, "kayip", "2"},
		{LIST_APPLICATION_KIND, "calinti", "2"}, {LIST_APPLICATION_KIND, "yenileme", "3"},
		{LIST_APPLICATION_KIND, "diger", "4"}, {LIST_READER_KIND, "mini", "1"}, {LIST_READER_KIND, "masaustu", "2"},
		{LIST_READER_KIND, "istenmiyor", "3"}, {LIST_READER_KIND, "istemiyor", "3"}};
	const char *text = row->fields[column];
	char last = column == LIST_APPLICATION_KIND ? '4' : '3';
	struct str key = {0};

	if (text[0] == '\0' || (text[0] >= '1' && text[0] <= last && text[1] == '\0'))
		return;
	text_loose(&key, text);
	for (size_t i = 0; i < ARRAY_LENGTH(labels); i++)
		if (labels[i].column == column && strncmp(str_text(&key), labels[i].key, strlen(labels[i].key)) == 0) {
			row->fields[column] = labels[i].code;
			break;
		}
	str_clear(&key);
	if (row->fields[column] == text)
		judge(reader, row, column, LIST_WARNING, MSG_LIST_CODE_ODD, text);
}

/* Excel's day numbers: 1 is 1900-01-01, and 60 a 29 February that never was; the other epoch begins with 1904. */
static bool
serial_date(struct date *date, const char *text, bool from_1904)
{
	char *end;
	long serial = strtol(text, &end, 10);

	if (end == text || (*end != '\0' && *end != '.') || serial < 61 || serial > 2958465)
		return false;
	*date = days_from_number(serial - 25569 + (from_1904 ? 1462 : 0));
	return days_is_valid(*date);
}

static void
check_date(struct reader *reader, struct list_row *row, bool number)
{
	const char *text = row->fields[LIST_DISPATCHED];
	char iso[DATE_TEXT];
	struct date date;

	if (text[0] == '\0')
		return;
	if (number ? serial_date(&date, text, reader->dates_1904) : days_parse(&date, text)) {
		days_iso(iso, date);
		row->fields[LIST_DISPATCHED] = memory_text(reader->list, iso, strlen(iso));
		return;
	}
	judge(reader, row, LIST_DISPATCHED, LIST_ERROR, MSG_LIST_BAD_DATE, text);
	row->fields[LIST_DISPATCHED] = "";
}

static void
check_lengths(struct reader *reader, struct list_row *row)
{
	for (int i = 0; i < LIST_COLUMN_COUNT; i++) {
		char detail[48];
		if (strlen(row->fields[i]) < room_of[i])
			continue;
		copy_text(detail, sizeof detail, row->fields[i]);
		judge(reader, row, (enum list_column)i, LIST_WARNING, MSG_LIST_TOO_LONG, detail);
	}
}

/*
 * The order matters: lengths of what stands in the file, titles before names are split, and doubles last, when the
 * number is known to be one.
 */
void
check_row(struct reader *reader, struct list_row *out, const struct sheet_row *row, size_t index)
{
	const struct list *list = reader->list;

	check_lengths(reader, out);
	check_number(reader, out);
	split_title(reader, out, list->has[LIST_GIVEN_NAMES] ? LIST_GIVEN_NAMES : LIST_FULL_NAME);
	if (list->has[LIST_FULL_NAME])
		split_full_name(reader, out);
	check_name(reader, out, LIST_GIVEN_NAMES);
	check_name(reader, out, LIST_SURNAME);
	check_printable(reader, out, LIST_GIVEN_NAMES);
	check_printable(reader, out, LIST_SURNAME);
	check_printable(reader, out, LIST_UNIT);
	check_printable(reader, out, LIST_TITLE);
	check_email(reader, out);
	check_code(reader, out, LIST_APPLICATION_KIND);
	check_code(reader, out, LIST_READER_KIND);
	check_serial(reader, out, row, LIST_CARD_SERIAL);
	check_serial(reader, out, row, LIST_READER_SERIAL);
	check_serial(reader, out, row, LIST_TRACKING_NUMBER);
	if (reader->place[LIST_DISPATCHED] != 0) {
		size_t place = (size_t)reader->place[LIST_DISPATCHED] - 1;
		check_date(reader, out, place < row->count && row->cells[place].number);
	}
	if (reader->options.shipment && out->fields[LIST_CARD_SERIAL][0] == '\0' && out->fields[LIST_READER_SERIAL][0] == '\0')
		judge(reader, out, LIST_CARD_SERIAL, LIST_ERROR, MSG_LIST_SERIAL_MISSING, "");
	if (out->fields[LIST_NATIONAL_ID][0] != '\0')
		check_duplicate(reader, out, index);
}
