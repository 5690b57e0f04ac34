/*
 * ident/mrz: the machine-readable zone TD1 (ICAO 9303-5) as it stands on the Turkish identity card, and comparing its
 * transliterated name with a Turkish one.
 */
#include "teslim/ident.h"
#include "teslim/message.h"
#include "teslim/text.h"

#include <stdio.h>
#include <string.h>

enum { LINE = 30, ZONE = 90 };

/*
 * The character of the zone that was meant, 0 for a blank, -1 for what cannot stand in one. A scanner that types as a US
 * keyboard writes, on a desk with the Turkish Q layout, "Ö" for "<" and "ı" for "i".
 */
static int
zone_character(uint32_t c)
{
	if (c == '\n' || c == '\r' || c == ' ' || c == '\t' || c == 0xA0 || c == 0xFEFF)
		return 0;
	if (c == 0xD6 || c == 0xF6)
		return '<';
	if (c == 0x130 || c == 0x131)
		return 'I';
	if (c >= 'a' && c <= 'z')
		return (int)c - 32;
	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '<' ? (int)c : -1;
}

/* Takes the letters, digits and fillers of a scan; false when anything else stands in it or the count is wrong. */
static bool
collect(char zone[ZONE + 1], const char *text)
{
	size_t count = 0, taken;
	uint32_t code_point;

	for (; (taken = text_decode(text, &code_point)) > 0; text += taken) {
		int c = zone_character(code_point);
		if (c == 0)
			continue;
		if (c < 0 || count == ZONE)
			return false;
		zone[count++] = (char)c;
	}
	zone[count] = '\0';
	return count == ZONE;
}

bool
ident_looks_like_mrz(const char *text)
{
	size_t fillers = 0, count = 0, taken;
	uint32_t code_point;

	for (; (taken = text_decode(text, &code_point)) > 0; text += taken) {
		int c = zone_character(code_point);
		if (c == 0)
			continue;
		if (c < 0 || (count == 0 && c != 'I') || (count == 1 && c != '<' && c != 'D'))
			return false;
		count++;
		fillers += c == '<';
	}
	return fillers >= 2;
}

static int
character_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c == '<' ? 0 : c - 'A' + 10;
}

static int
check_sum(const char *from, size_t length, int *position)
{
	static const int weights[] = {7, 3, 1};
	int sum = 0;

	for (size_t i = 0; i < length; i++)
		sum += character_value(from[i]) * weights[(*position)++ % 3];
	return sum;
}

static bool
check_digit_is(const char *from, size_t length, char digit)
{
	int position = 0;

	return digit >= '0' && digit <= '9' && check_sum(from, length, &position) % 10 == digit - '0';
}

static bool
composite_is_right(const char *zone)
{
	const char *second = zone + LINE;
	int position = 0;
	int sum = check_sum(zone + 5, 25, &position);

	sum += check_sum(second, 7, &position);
	sum += check_sum(second + 8, 7, &position);
	sum += check_sum(second + 18, 11, &position);
	return second[29] >= '0' && second[29] <= '9' && sum % 10 == second[29] - '0';
}

/* Optical reading confuses O 0, I 1, B 8, S 5: put right only where nothing but digits can stand. */
static void
correct_digits(char *from, size_t length, int *corrected)
{
	static const char letters[] = "OQDIZBSG";
	static const char digits[] = "00012856";

	for (size_t i = 0; i < length; i++) {
		const char *at = from[i] != '\0' ? strchr(letters, from[i]) : NULL;
		if (at != NULL) {
			from[i] = digits[at - letters];
			(*corrected)++;
		}
	}
}

static bool
date_of(char out[DATE_TEXT], const char *yymmdd, int century)
{
	int month = (yymmdd[2] - '0') * 10 + yymmdd[3] - '0';
	int day = (yymmdd[4] - '0') * 10 + yymmdd[5] - '0';

	for (int i = 0; i < 6; i++)
		if (yymmdd[i] < '0' || yymmdd[i] > '9')
			return false;
	if (month < 1 || month > 12 || day < 1 || day > (month == 2 ? 29 : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31))
		return false;
	memcpy(out, century == 19 ? "1900-00-00" : "2000-00-00", DATE_TEXT);
	memcpy(out + 2, yymmdd, 2);
	memcpy(out + 5, yymmdd + 2, 2);
	memcpy(out + 8, yymmdd + 4, 2);
	return true;
}

/* Fillers become blanks, those at the end go. */
static void
unfill(char *name)
{
	size_t used = 0;

	for (size_t i = 0; name[i] != '\0'; i++) {
		if (name[i] != '<')
			used = i + 1;
		else
			name[i] = ' ';
	}
	name[used] = '\0';
}

/* Two fillers part surname and given names. */
static void
split_names(struct mrz *mrz, const char *line)
{
	const char *gap = strstr(line, "<<");
	size_t surname = gap != NULL ? (size_t)(gap - line) : LINE;

	snprintf(mrz->surname, sizeof mrz->surname, "%.*s", (int)surname, line);
	if (surname + 2 < LINE)
		snprintf(mrz->given_names, sizeof mrz->given_names, "%s", line + surname + 2);
	unfill(mrz->surname);
	unfill(mrz->given_names);
	/* A whole name that no longer fitted leaves one filler at the end. */
	mrz->names_cut = line[LINE - 1] != '<' || line[LINE - 2] != '<';
}

static enum code
wrong_digit(struct err *err, enum message which)
{
	return err_tell(err, ERR_CORRUPT, MSG_IDENT_MRZ_CHECK, "ident_parse_mrz", "%s", message_text(which));
}

static enum code
check_zone(const char *zone, struct err *err)
{
	const char *second = zone + LINE;

	if (!check_digit_is(zone + 5, 9, zone[14]))
		return wrong_digit(err, MSG_IDENT_MRZ_DOCUMENT_NUMBER);
	if (!check_digit_is(second, 6, second[6]))
		return wrong_digit(err, MSG_IDENT_MRZ_BIRTH);
	if (!check_digit_is(second + 8, 6, second[14]))
		return wrong_digit(err, MSG_IDENT_MRZ_EXPIRY);
	if (!composite_is_right(zone))
		return wrong_digit(err, MSG_IDENT_MRZ_COMPOSITE);
	return OK;
}

/* The eleven digits of the optional field of line 1, with or without a filler before them. */
static void
find_national_id(struct mrz *mrz, const char *zone)
{
	const char *at = zone + 15;
	char number[NATIONAL_ID_TEXT];

	while (at < zone + LINE && *at == '<')
		at++;
	if (at + NATIONAL_ID_TEXT - 1 > zone + LINE || strspn(at, "0123456789") < NATIONAL_ID_TEXT - 1)
		return;
	snprintf(number, sizeof number, "%.11s", at);
	copy_text(mrz->national_id, sizeof mrz->national_id, number);
}

/* Digit look-alikes are put right where nothing but digits can stand; the check digits then decide. */
static void
correct_zone(char *zone, int *corrected)
{
	char *second = zone + LINE;

	correct_digits(zone + 14, 1, corrected);
	correct_digits(second, 7, corrected);
	correct_digits(second + 8, 7, corrected);
	correct_digits(second + 29, 1, corrected);
	if (strncmp(zone + 2, "TUR", 3) == 0 && zone[15] == '<')
		correct_digits(zone + 16, 11, corrected);
}

static enum code
take_dates(struct mrz *mrz, const char *second, const char *today, struct err *err)
{
	int this_year = strlen(today) >= 4 ? (today[2] - '0') * 10 + (today[3] - '0') : 0;
	int birth_year = (second[0] - '0') * 10 + (second[1] - '0');

	/* Unknown parts of a birth date are fillers (ICAO 9303-3): then it stays empty. */
	if (memchr(second, '<', 6) == NULL && !date_of(mrz->birth, second, birth_year > this_year ? 19 : 20))
		return wrong_digit(err, MSG_IDENT_MRZ_BIRTH);
	if (!date_of(mrz->expiry, second + 8, 20))
		return wrong_digit(err, MSG_IDENT_MRZ_EXPIRY);
	return OK;
}

enum code
ident_parse_mrz(struct mrz *mrz, const char *text, const char *today, struct err *err)
{
	char zone[ZONE + 1];
	const char *second = zone + LINE;
	enum code code;

	*mrz = (struct mrz){0};
	if (!collect(zone, text) || zone[0] != 'I' || (zone[1] != '<' && zone[1] != 'D'))
		return err_tell(err, ERR_SYNTAX, MSG_IDENT_MRZ_SHAPE, "ident_parse_mrz", "%zu", strlen(text));
	correct_zone(zone, &mrz->corrected);
	code = check_zone(zone, err);
	if (code == OK)
		code = take_dates(mrz, second, today, err);
	if (code != OK) {
		*mrz = (struct mrz){0}; /* nothing of a broken scan may be used */
		return code;
	}
	snprintf(mrz->document_number, sizeof mrz->document_number, "%.9s", zone + 5);
	mrz->document_number[strcspn(mrz->document_number, "<")] = '\0';
	snprintf(mrz->state, sizeof mrz->state, "%.3s", zone + 2);
	snprintf(mrz->nationality, sizeof mrz->nationality, "%.3s", second + 15);
	mrz->sex = second[7];
	find_national_id(mrz, zone);
	split_names(mrz, zone + 2 * LINE);
	return OK;
}

/* ---- comparing a transliterated name (ICAO 9303-3 table; Turkish practice beside it) */

struct spelling {
	uint16_t letter;
	const char *ways[3];
};

/* Letters that may stand in an MRZ in more than their bare form. */
static const struct spelling spellings[] = {
	{0xD6, {"O", "OE", NULL}},
	{0xDC, {"U", "UE", "UXX"}},
	{0xC4, {"A", "AE", NULL}},
	{0xC5, {"A", "AA", NULL}},
	{0xC6, {"AE", NULL, NULL}},
	{0xD8, {"O", "OE", NULL}},
	{0xDF, {"SS", NULL, NULL}},
	{0xD1, {"N", "NXX", NULL}},
};

static void
ways_of(const char *ways[3], char bare[8], uint32_t letter)
{
	struct str folded = {0};
	char encoded[5];

	ways[0] = ways[1] = ways[2] = NULL;
	for (size_t i = 0; i < ARRAY_LENGTH(spellings); i++)
		if (spellings[i].letter == letter) {
			memcpy(ways, spellings[i].ways, sizeof spellings[i].ways);
			return;
		}
	text_encode(encoded, letter);
	text_fold(&folded, encoded);
	copy_text(bare, 8, str_text(&folded));
	str_clear(&folded);
	ways[0] = bare;
}

/* One step of the walk below: from every reachable place over every way of writing the letter. */
static uint64_t
advance(const char *zone_name, uint64_t reach, const char *const ways[3], bool cut, bool *ended)
{
	size_t length = strlen(zone_name);
	uint64_t next = 0;

	for (int w = 0; w < 3 && ways[w] != NULL; w++) {
		size_t size = strlen(ways[w]);
		for (size_t place = 0; place <= length; place++) {
			size_t left = length - place;
			if ((reach >> place & 1) == 0)
				continue;
			if (left >= size && strncmp(zone_name + place, ways[w], size) == 0)
				next |= UINT64_C(1) << (place + size);
			else if (cut && left < size && strncmp(zone_name + place, ways[w], left) == 0)
				*ended = true; /* the line ends here, within or before this letter */
		}
	}
	return next;
}

/*
 * Walks name and MRZ side by side keeping the set of reachable places in the MRZ, one bit each: no recursion, and at
 * most 64 places because a line has 30.
 */
static bool
matches(const char *zone_name, const char *name, bool cut)
{
	static const char *const blank_way[3] = {" ", NULL, NULL};
	struct str upper = {0};
	size_t length = strlen(zone_name), taken;
	uint64_t reach = 1;
	uint32_t c;
	bool ended = false, blank = false, any = false;

	text_upper(&upper, name);
	for (const char *at = str_text(&upper); (taken = text_decode(at, &c)) > 0; at += taken) {
		const char *ways[3];
		char bare[8];
		if (c == '-' || c == 0xA0 || c == '\t' || c == ' ' || c == 0x2010 || c == 0x2011) {
			blank = any;
			continue;
		}
		if (blank)
			reach = advance(zone_name, reach, blank_way, cut, &ended);
		blank = false;
		any = true;
		ways_of(ways, bare, c);
		reach = advance(zone_name, reach, ways, cut, &ended);
	}
	str_clear(&upper);
	return length > 0 && length < 64 && any && (ended || (reach >> length & 1) != 0);
}

bool
ident_mrz_matches_name(const struct mrz *mrz, const char *given_names, const char *surname)
{
	bool only_surname = mrz->given_names[0] == '\0';

	if (!matches(mrz->surname, surname, mrz->names_cut && only_surname))
		return false;
	return only_surname ? mrz->names_cut : matches(mrz->given_names, text_skip_titles(given_names), mrz->names_cut);
}
