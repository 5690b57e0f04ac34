/*
 * list/header: which column is which, by name with aliases, never by position (domain 1.2).
 */
#include "reader.h"
#include "teslim/text.h"

#include <string.h>

struct alias {
	const char *key; /* search key with letters and digits only */
	enum list_column column;
};

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
	{"sirano", LIST_ORDINAL}, {"sira", LIST_ORDINAL}, {"sno", LIST_ORDINAL}, {"no", LIST_ORDINAL}, {"row", LIST_ORDINAL},
};

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

static int
find_alias(const char *name)
{
	struct str loose = {0};
	char key[64];
	size_t length = 0;
	int found = -1;

	text_loose(&loose, name);
	for (const char *at = str_text(&loose); *at != '\0' && length + 1 < sizeof key; at++)
		if ((*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9'))
			key[length++] = *at;
	key[length] = '\0';
	str_clear(&loose);
	for (size_t i = 0; i < ARRAY_LENGTH(aliases) && found < 0; i++)
		if (strcmp(aliases[i].key, key) == 0)
			found = (int)aliases[i].column;
	return found;
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

/* A finding for each column that will not be read. */
static void
tell_columns(struct reader *reader, const struct sheet_row *row)
{
	for (size_t i = 0; i < row->count; i++) {
		int column = reader->column_of[i];
		if (column < 0 && row->cells[i].text[0] != '\0')
			memory_find(reader, row->line, (int)i + 1, LIST_NOTE, MSG_LIST_UNKNOWN_COLUMN, row->cells[i].text);
		else if (column >= 0 && reader->place[column] != (int)i + 1) {
			memory_find(reader, row->line, (int)i + 1, LIST_WARNING, MSG_LIST_COLUMN_TWICE, row->cells[i].text);
			reader->column_of[i] = -1;
		}
	}
}

bool
header_take(struct reader *reader, const struct sheet_row *row)
{
	int known = 0;

	for (size_t i = 0; i < COLUMNS_MAX; i++)
		reader->column_of[i] = -1;
	for (size_t i = 0; i < LIST_COLUMN_COUNT; i++)
		reader->place[i] = 0;
	for (size_t i = 0; i < row->count; i++) {
		int column = row->cells[i].text[0] != '\0' ? recognise(row->cells[i].text) : -1;
		reader->column_of[i] = column;
		if (column >= 0 && reader->place[column] == 0) {
			reader->place[column] = (int)i + 1;
			known++;
		}
	}
	if (known < 2)
		return false;
	if (reader->place[LIST_NATIONAL_ID] == 0) {
		reader->almost_header = true;
		return false;
	}
	reader->header_found = true;
	reader->header_count = row->count;
	for (size_t i = 0; i < LIST_COLUMN_COUNT; i++)
		reader->list->has[i] = reader->place[i] != 0;
	tell_columns(reader, row);
	if (reader->list->has[LIST_FULL_NAME] && !reader->list->has[LIST_SURNAME])
		memory_find(reader, row->line, reader->place[LIST_FULL_NAME], LIST_WARNING, MSG_LIST_SPLIT_NAMES, "");
	return true;
}
