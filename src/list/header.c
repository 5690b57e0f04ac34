/*
 * list/header: which column is which, by name with aliases, never by position (domain 1.2).
 */
#include "reader.h"
#include "teslim/text.h"

#include <stdio.h>
#include <string.h>

struct alias {
	const char *key; /* search key with letters and digits only */
	enum list_column column;
};

/* clang-format off */
/*
 * Turkish and English names of columns, without Turkish letters, blanks and signs, so that "T.C. Kimlik No" and "TC
 * KİMLİK NO:" are one. The form itself (FORM-001-003) was never found, so that names that are likely stand beside those
 * that were seen (domain 1.2).
 */
static const struct alias aliases[] = {
	{"tckimlikno", LIST_NATIONAL_ID}, {"tckimliknumarasi", LIST_NATIONAL_ID}, {"tcno", LIST_NATIONAL_ID}, {"tckn", LIST_NATIONAL_ID},
	{"tc", LIST_NATIONAL_ID}, {"kimlikno", LIST_NATIONAL_ID}, {"kimliknumarasi", LIST_NATIONAL_ID}, {"tckimlik", LIST_NATIONAL_ID},
	{"tcknykn", LIST_NATIONAL_ID}, {"tcknyknno", LIST_NATIONAL_ID}, {"vatandaslikno", LIST_NATIONAL_ID},
	{"vatandasliknumarasi", LIST_NATIONAL_ID}, {"tcvatandaslikno", LIST_NATIONAL_ID}, {"nationalid", LIST_NATIONAL_ID},
	{"nationalidno", LIST_NATIONAL_ID}, {"nationalidnumber", LIST_NATIONAL_ID}, {"idno", LIST_NATIONAL_ID}, {"idnumber", LIST_NATIONAL_ID},
	{"turkishid", LIST_NATIONAL_ID}, {"ykn", LIST_NATIONAL_ID}, {"yabancikimlikno", LIST_NATIONAL_ID},
	{"adi", LIST_GIVEN_NAMES}, {"ad", LIST_GIVEN_NAMES}, {"isim", LIST_GIVEN_NAMES}, {"ismi", LIST_GIVEN_NAMES}, {"onad", LIST_GIVEN_NAMES},
	{"givenname", LIST_GIVEN_NAMES}, {"givennames", LIST_GIVEN_NAMES}, {"firstname", LIST_GIVEN_NAMES}, {"name", LIST_GIVEN_NAMES},
	{"soyadi", LIST_SURNAME}, {"soyad", LIST_SURNAME}, {"soyisim", LIST_SURNAME}, {"soyismi", LIST_SURNAME}, {"surname", LIST_SURNAME},
	{"lastname", LIST_SURNAME}, {"familyname", LIST_SURNAME},
	{"adsoyad", LIST_FULL_NAME}, {"adisoyadi", LIST_FULL_NAME}, {"adivesoyadi", LIST_FULL_NAME}, {"advesoyad", LIST_FULL_NAME},
	{"adsoyadi", LIST_FULL_NAME}, {"isimsoyisim", LIST_FULL_NAME}, {"fullname", LIST_FULL_NAME}, {"namesurname", LIST_FULL_NAME},
	{"personel", LIST_FULL_NAME}, {"personeladi", LIST_FULL_NAME}, {"basvurusahibi", LIST_FULL_NAME}, {"applicant", LIST_FULL_NAME},
	{"kurumsaleposta", LIST_EMAIL}, {"kurumsalepostaadresi", LIST_EMAIL}, {"eposta", LIST_EMAIL}, {"epostaadresi", LIST_EMAIL},
	{"email", LIST_EMAIL}, {"emailaddress", LIST_EMAIL}, {"mail", LIST_EMAIL}, {"mailadresi", LIST_EMAIL}, {"elektronikposta", LIST_EMAIL},
	{"kurumsalmail", LIST_EMAIL}, {"kurumsalemail", LIST_EMAIL},
	{"birim", LIST_UNIT}, {"birimi", LIST_UNIT}, {"biriminadi", LIST_UNIT}, {"birimadi", LIST_UNIT}, {"bolum", LIST_UNIT},
	{"bolumu", LIST_UNIT}, {"servis", LIST_UNIT}, {"gorevyeri", LIST_UNIT}, {"unit", LIST_UNIT}, {"department", LIST_UNIT},
	{"calistigibirim", LIST_UNIT}, {"gorevyaptigibirim", LIST_UNIT},
	{"unvan", LIST_TITLE}, {"unvani", LIST_TITLE}, {"gorevi", LIST_TITLE}, {"gorev", LIST_TITLE}, {"title", LIST_TITLE},
	{"jobtitle", LIST_TITLE}, {"kadrounvani", LIST_TITLE},
	{"basvuruturu", LIST_APPLICATION_KIND}, {"basvurutipi", LIST_APPLICATION_KIND}, {"basvurunedeni", LIST_APPLICATION_KIND},
	{"applicationkind", LIST_APPLICATION_KIND}, {"applicationtype", LIST_APPLICATION_KIND},
	{"kartokuyucuturu", LIST_READER_KIND}, {"akillikartokuyucuturu", LIST_READER_KIND}, {"okuyucuturu", LIST_READER_KIND},
	{"kartokuyucutipi", LIST_READER_KIND}, {"okuyucutipi", LIST_READER_KIND}, {"kartokuyucu", LIST_READER_KIND},
	{"readerkind", LIST_READER_KIND}, {"readertype", LIST_READER_KIND},
	{"kartserino", LIST_CARD_SERIAL}, {"kartserinumarasi", LIST_CARD_SERIAL}, {"kartno", LIST_CARD_SERIAL},
	{"akillikartserino", LIST_CARD_SERIAL}, {"cardserial", LIST_CARD_SERIAL}, {"cardserialnumber", LIST_CARD_SERIAL},
	{"cardno", LIST_CARD_SERIAL},
	{"okuyucuserino", LIST_READER_SERIAL}, {"kartokuyucuserino", LIST_READER_SERIAL}, {"okuyucuserinumarasi", LIST_READER_SERIAL},
	{"readerserial", LIST_READER_SERIAL}, {"readerserialnumber", LIST_READER_SERIAL},
	{"gonderino", LIST_TRACKING_NUMBER}, {"gonderinumarasi", LIST_TRACKING_NUMBER}, {"kargotakipno", LIST_TRACKING_NUMBER},
	{"takipno", LIST_TRACKING_NUMBER}, {"barkodno", LIST_TRACKING_NUMBER}, {"trackingno", LIST_TRACKING_NUMBER},
	{"trackingnumber", LIST_TRACKING_NUMBER},
	{"gonderitarihi", LIST_DISPATCHED}, {"cikistarihi", LIST_DISPATCHED}, {"kargotarihi", LIST_DISPATCHED},
	{"kargoyaverilistarihi", LIST_DISPATCHED}, {"kuryeyeverilistarihi", LIST_DISPATCHED}, {"dispatched", LIST_DISPATCHED},
	{"dispatchdate", LIST_DISPATCHED},
	{"sirano", LIST_ORDINAL}, {"sira", LIST_ORDINAL}, {"sno", LIST_ORDINAL}, {"no", LIST_ORDINAL}, {"row", LIST_ORDINAL}
};
/* clang-format on */

enum message
list_column_message(enum list_column column)
{
	switch (column) {
	case LIST_NATIONAL_ID:
		return MSG_LIST_COLUMN_NATIONAL_ID;
	case LIST_GIVEN_NAMES:
		return MSG_LIST_COLUMN_GIVEN_NAMES;
	case LIST_SURNAME:
		return MSG_LIST_COLUMN_SURNAME;
	case LIST_FULL_NAME:
		return MSG_LIST_COLUMN_FULL_NAME;
	case LIST_EMAIL:
		return MSG_LIST_COLUMN_EMAIL;
	case LIST_UNIT:
		return MSG_LIST_COLUMN_UNIT;
	case LIST_TITLE:
		return MSG_LIST_COLUMN_TITLE;
	case LIST_APPLICATION_KIND:
		return MSG_LIST_COLUMN_APPLICATION_KIND;
	case LIST_READER_KIND:
		return MSG_LIST_COLUMN_READER_KIND;
	case LIST_CARD_SERIAL:
		return MSG_LIST_COLUMN_CARD_SERIAL;
	case LIST_READER_SERIAL:
		return MSG_LIST_COLUMN_READER_SERIAL;
	case LIST_TRACKING_NUMBER:
		return MSG_LIST_COLUMN_TRACKING_NUMBER;
	case LIST_DISPATCHED:
		return MSG_LIST_COLUMN_DISPATCHED;
	case LIST_ORDINAL:
		return MSG_LIST_COLUMN_ORDINAL;
	case LIST_COLUMN_COUNT:
		break;
	}
	return MSG_NONE;
}

/* Letters and digits only, in lower case without marks; what stands in parentheses is a remark: "Adı (Zorunlu)*". */
static size_t
make_key(char *key, size_t size, const char *name)
{
	struct str loose = {0};
	size_t length = 0;
	int depth = 0;

	text_loose(&loose, name);
	for (const char *at = str_text(&loose); *at != '\0' && length + 1 < size; at++) {
		depth += *at == '(' ? 1 : *at == ')' && depth > 0 ? -1 : 0;
		if (depth == 0 && ((*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9')))
			key[length++] = *at;
	}
	key[length] = '\0';
	str_clear(&loose);
	return length;
}

static int
find_exactly(const char *key)
{
	for (size_t i = 0; i < ARRAY_LENGTH(aliases); i++)
		if (strcmp(aliases[i].key, key) == 0)
			return (int)aliases[i].column;
	return -1;
}

/* The longest of our words that the heading begins or ends with: "Personelin T.C. Kimlik Numarası", "Adı zorunlu". */
static int
find_within(const char *key, size_t length)
{
	enum { SHORTEST = 6 }; /* shorter ones are parts of too many other words */
	size_t best = SHORTEST - 1;
	int found = -1;

	for (size_t i = 0; i < ARRAY_LENGTH(aliases); i++) {
		size_t its = strlen(aliases[i].key);
		if (its <= best || its > length)
			continue;
		if (strncmp(key, aliases[i].key, its) != 0 && strcmp(key + length - its, aliases[i].key) != 0)
			continue;
		best = its;
		found = (int)aliases[i].column;
	}
	return found;
}

static int
find_alias(const char *name)
{
	static const char must[] = "zorunlu";
	char key[64];
	size_t length = make_key(key, sizeof key, name);
	int found = find_exactly(key);

	if (found >= 0)
		return found;
	if (length > sizeof must - 1 && strcmp(key + length - (sizeof must - 1), must) == 0)
		key[length -= sizeof must - 1] = '\0';
	while (length > 0 && key[length - 1] >= '0' && key[length - 1] <= '9') /* the number of a footnote */
		key[--length] = '\0';
	found = find_exactly(key);
	return found >= 0 ? found : find_within(key, length);
}

/* A damaged header ("Soyadý") must still be understood, or the repair could never be offered. */
static int
recognise(const char *name)
{
	int found = find_alias(name);
	char *repaired;

	if (found >= 0 || !clean_has_high(name))
		return found;
	repaired = mem_string(name);
	clean_repair(repaired);
	found = find_alias(repaired);
	mem_free(repaired);
	return found;
}

/* Says what a heading was taken for, when it is not one of our words as it stands. */
static void
tell_taken(struct reader *reader, const struct sheet_row *row, size_t place, int column)
{
	char key[64], detail[160];

	(void)make_key(key, sizeof key, row->cells[place].text);
	if (find_exactly(key) == column)
		return;
	snprintf(detail, sizeof detail, "%.80s → %s", row->cells[place].text,
		message_text(list_column_message((enum list_column)column)));
	memory_find(reader, row->line, (int)place + 1, LIST_NOTE, MSG_LIST_HEADING_TAKEN, detail);
}

/* A finding for each column that will not be read, or of which somebody might doubt what it is. */
static void
tell_columns(struct reader *reader, const struct sheet_row *row)
{
	for (size_t i = 0; i < row->count; i++) {
		int column = reader->column_of[i];
		if (column < 0 && row->cells[i].text[0] != '\0') {
			memory_find(reader, row->line, (int)i + 1, LIST_NOTE, MSG_LIST_UNKNOWN_COLUMN, row->cells[i].text);
		} else if (column >= 0 && reader->place[column] != (int)i + 1) {
			memory_find(reader, row->line, (int)i + 1, LIST_WARNING, MSG_LIST_COLUMN_TWICE, row->cells[i].text);
			reader->column_of[i] = -1;
		} else if (column >= 0 && row->cells[i].text[0] != '\0') {
			tell_taken(reader, row, i, column);
		}
	}
}

void
header_forget(struct reader *reader)
{
	for (size_t i = 0; i < COLUMNS_MAX; i++) {
		reader->column_of[i] = -1;
		reader->headed[i] = reader->joined[i] = false;
	}
	for (size_t i = 0; i < LIST_COLUMN_COUNT; i++)
		reader->place[i] = 0;
	reader->header_found = false;
	reader->header_count = 0;
	reader->header_line = 0;
}

static int
place_heading(struct reader *reader, size_t place, const char *text)
{
	int column = text[0] != '\0' ? recognise(text) : -1;

	reader->column_of[place] = column;
	reader->headed[place] = text[0] != '\0';
	if (column < 0 || reader->place[column] != 0)
		return 0;
	reader->place[column] = (int)place + 1;
	return 1;
}

/* The row's heading of a column, or the one right above it where a heading stands over two rows. */
static const char *
heading_at(const struct reader *reader, const struct sheet_row *row, size_t place)
{
	if (place < row->count && row->cells[place].text[0] != '\0')
		return row->cells[place].text;
	return place < reader->above_count && reader->above_line + 1 == row->line ? reader->above[place] : "";
}

static void
keep_above(struct reader *reader, const struct sheet_row *row)
{
	reader->above_count = row->count;
	reader->above_line = row->line;
	for (size_t i = 0; i < row->count; i++)
		reader->above[i] = row->cells[i].text;
}

static void
begin_table(struct reader *reader, const struct sheet_row *row, size_t count)
{
	reader->header_found = true;
	reader->header_count = count;
	reader->header_line = reader->last_line = row->line;
	for (size_t i = 0; i < LIST_COLUMN_COUNT; i++)
		reader->list->has[i] = reader->list->has[i] || reader->place[i] != 0;
	if (reader->rows_before > 1) {
		char rows[24];
		snprintf(rows, sizeof rows, "%d", reader->rows_before - 1);
		memory_find(reader, row->line, 0, LIST_NOTE, MSG_LIST_ABOVE_HEADER, rows);
	}
	tell_columns(reader, row);
	if (reader->place[LIST_FULL_NAME] != 0 && reader->place[LIST_SURNAME] == 0)
		memory_find(reader, row->line, reader->place[LIST_FULL_NAME], LIST_WARNING, MSG_LIST_SPLIT_NAMES, "");
}

/*
 * A header has two columns that are known, one of them the national ID number: titles above it ("Birim listesi") have
 * fewer. A line that has all but the number is remembered, so that the complaint can say what is missing.
 */
bool
header_take(struct reader *reader, const struct sheet_row *row)
{
	size_t count = row->count;
	int known = 0;

	header_forget(reader);
	for (size_t i = 0; i < row->count; i++)
		known += place_heading(reader, i, row->cells[i].text);
	if (known < 2 || reader->place[LIST_NATIONAL_ID] == 0) {
		reader->almost_header = reader->almost_header || known >= 2;
		keep_above(reader, row);
		return false;
	}
	if (reader->above_line + 1 == row->line && reader->above_count > count)
		count = reader->above_count;
	for (size_t i = 0; i < count; i++)
		if (!reader->headed[i])
			(void)place_heading(reader, i, heading_at(reader, row, i));
	begin_table(reader, row, count);
	return true;
}

bool
header_continue(struct reader *reader, const struct sheet_row *row)
{
	size_t headings = 0;

	if (row->line != reader->header_line + 1)
		return false;
	for (size_t i = 0; i < row->count; i++) {
		if (row->cells[i].text[0] == '\0')
			continue;
		if (recognise(row->cells[i].text) < 0 || (i < reader->header_count && reader->column_of[i] >= 0))
			return false;
		headings++;
	}
	if (headings == 0)
		return false;
	for (size_t i = 0; i < row->count; i++)
		if (row->cells[i].text[0] != '\0')
			(void)place_heading(reader, i, row->cells[i].text);
	if (row->count > reader->header_count)
		reader->header_count = row->count;
	for (size_t i = 0; i < LIST_COLUMN_COUNT; i++)
		reader->list->has[i] = reader->list->has[i] || reader->place[i] != 0;
	return true;
}

int
header_left_of(const struct reader *reader, size_t column)
{
	while (column > 0 && !reader->headed[column - 1])
		column--;
	if (column == 0)
		return -1;
	switch (reader->column_of[column - 1]) {
	case LIST_GIVEN_NAMES:
	case LIST_SURNAME:
	case LIST_FULL_NAME:
	case LIST_UNIT:
	case LIST_TITLE:
		return reader->column_of[column - 1];
	default:
		return -1;
	}
}
