/*
 * ident/mrz: the machine-readable zone TD1 (ICAO 9303-5) as it stands on the Turkish identity card, and comparing its
 * transliterated name with a Turkish one.
 */
#include "teslim/ident.h"
#include "teslim/message.h"
#include "teslim/text.h"

#include <string.h>

enum { LINE = 30, ZONE = 90 };

/* Takes the letters, digits and fillers of a scan; false when anything else stands in it or the count is wrong. */
static bool
collect(char zone[ZONE + 1], const char *text)
{
	size_t count = 0;

	for (; *text != '\0'; text++) {
		char c = *text;
		if (c == '\n' || c == '\r' || c == ' ' || c == '\t')
			continue;
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 32);
		if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '<') || count == ZONE)
			return false;
		zone[count++] = c;
	}
	zone[count] = '\0';
	return count == ZONE;
}

bool
ident_looks_like_mrz(const char *text)
{
	size_t count = 0;

	text += strspn(text, " \t\r\n");
	if (strncmp(text, "I<", 2) != 0 && strncmp(text, "ID", 2) != 0 && strncmp(text, "i<", 2) != 0)
		return false;
	for (; *text != '\0'; text++)
		count += *text == '<';
	return count >= 2;
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
	if (month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	snprintf(out, DATE_TEXT, "%02d%.2s-%.2s-%.2s", century % 100, yymmdd, yymmdd + 2, yymmdd + 4);
	return true;
}

/* Fillers become blanks; two of them part surname and given names. */
static void
split_names(struct mrz *mrz, const char *line)
{
	const char *gap = strstr(line, "<<");
	size_t surname = gap != NULL && gap < line + LINE ? (size_t)(gap - line) : LINE;
	size_t used = 0;

	snprintf(mrz->surname, sizeof mrz->surname, "%.*s", (int)surname, line);
	if (surname + 2 < LINE)
		snprintf(mrz->given_names, sizeof mrz->given_names, "%.*s", (int)(LINE - surname - 2), line + surname + 2);
	for (char *c = mrz->surname; *c != '\0'; c++)
		*c = *c == '<' ? ' ' : *c;
	for (char *c = mrz->given_names; *c != '\0'; c++) {
		if (*c != '<')
			used = (size_t)(c - mrz->given_names) + 1;
		*c = *c == '<' ? ' ' : *c;
	}
	mrz->given_names[used] = '\0';
	mrz->names_cut = line[LINE - 1] != '<';
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

enum code
ident_parse_mrz(struct mrz *mrz, const char *text, const char *today, struct err *err)
{
	char zone[ZONE + 1];
	char *second = zone + LINE;
	enum code code;
	int this_year = today[0] != '\0' ? (today[2] - '0') * 10 + (today[3] - '0') : 0;
	int birth_year;
	size_t length;

	*mrz = (struct mrz){0};
	if (!collect(zone, text) || zone[0] != 'I' || (zone[1] != '<' && zone[1] != 'D'))
		return err_tell(err, ERR_SYNTAX, MSG_IDENT_MRZ_SHAPE, "ident_parse_mrz", "%zu", strlen(text));
	correct_digits(zone + 14, 1, &mrz->corrected);
	correct_digits(second, 7, &mrz->corrected);
	correct_digits(second + 8, 7, &mrz->corrected);
	correct_digits(second + 29, 1, &mrz->corrected);
	if (strncmp(zone + 2, "TUR", 3) == 0 && zone[15] == '<')
		correct_digits(zone + 16, 11, &mrz->corrected);
	code = check_zone(zone, err);
	if (code != OK)
		return code;
	birth_year = (second[0] - '0') * 10 + (second[1] - '0');
	if (!date_of(mrz->birth, second, birth_year > this_year ? 19 : 20))
		return wrong_digit(err, MSG_IDENT_MRZ_BIRTH);
	if (!date_of(mrz->expiry, second + 8, 20))
		return wrong_digit(err, MSG_IDENT_MRZ_EXPIRY);
	snprintf(mrz->document_number, sizeof mrz->document_number, "%.9s", zone + 5);
	length = strcspn(mrz->document_number, "<");
	mrz->document_number[length] = '\0';
	snprintf(mrz->state, sizeof mrz->state, "%.3s", zone + 2);
	snprintf(mrz->nationality, sizeof mrz->nationality, "%.3s", second + 15);
	mrz->sex = second[7];
	find_national_id(mrz, zone);
	split_names(mrz, zone + 2 * LINE);
	return OK;
}

/* ---- comparing a transliterated name (ICAO 9303-3 table; Turkish practice beside it) */

/* The ways in which one Turkish letter may stand in an MRZ; the first is the base letter. */
static int
spellings(uint32_t upper, const char *out[3])
{
	switch (upper) {
	case 0xD6:
		out[0] = "O", out[1] = "OE";
		return 2;
	case 0xDC:
		out[0] = "U", out[1] = "UE", out[2] = "UXX";
		return 3;
	default:
		return 0;
	}
}

/*
 * Walks name and MRZ side by side keeping the set of reachable places in the MRZ, one bit each: no recursion, and at
 * most 64 places because a line has 30.
 */
static bool
matches(const char *zone_name, const char *name, bool cut)
{
	struct str upper = {0};
	uint64_t reach = 1;
	size_t length = strlen(zone_name);
	uint32_t c;
	size_t taken;
	bool ended_early = false;

	if (length > 60)
		return false;
	text_upper(&upper, name);
	for (const char *at = str_text(&upper); (taken = text_decode(at, &c)) > 0 && reach != 0; at += taken) {
		const char *ways[3] = {NULL};
		int count = spellings(c, ways);
		char one[8];
		struct str folded = {0};
		uint64_t next = 0;
		if (cut && (reach >> length & 1) != 0)
			ended_early = true;
		if (count == 0) {
			char letter[5];
			text_encode(letter, c == '-' ? ' ' : c);
			text_fold(&folded, c == '-' || c == ' ' ? "" : letter);
			copy_text(one, sizeof one, c == '-' || c == ' ' ? " " : str_text(&folded));
			ways[0] = one;
			count = 1;
		}
		for (int w = 0; w < count; w++)
			for (size_t place = 0; place <= length; place++)
				if ((reach >> place & 1) != 0 && strncmp(zone_name + place, ways[w], strlen(ways[w])) == 0)
					next |= UINT64_C(1) << (place + strlen(ways[w]));
		str_clear(&folded);
		reach = next;
	}
	str_clear(&upper);
	return (reach >> length & 1) != 0 || ended_early;
}

bool
ident_mrz_matches_name(const struct mrz *mrz, const char *given_names, const char *surname)
{
	bool only_surname = mrz->given_names[0] == '\0';

	if (!matches(mrz->surname, surname, mrz->names_cut && only_surname))
		return false;
	return only_surname ? mrz->names_cut : matches(mrz->given_names, text_skip_titles(given_names), mrz->names_cut);
}
