/*
 * ident/mrz: the machine-readable zones of identity cards and passports (ICAO 9303-4 to -6: TD1, TD2, TD3); those of
 * visas (9303-7) are told apart, so that they can be refused by name. Knows no keyboard's timing and no screen.
 */
#include "teslim/message.h"
#include "teslim/text.h"
#include "zone.h"

#include <stdio.h>
#include <string.h>

enum { NUMBER = 9, DATE = 6 };

/* Where the fields of a form stand, counted from the zone's first letter. A check digit follows number and dates. */
struct shape {
	enum mrz_form form;
	const char *codes; /* first letters of the documents' codes */
	int lines, length;
	int number, optional, optional_length, birth, expiry, nationality, names, names_length;
	int optional_check; /* 0: the optional field has none */
	int composite;      /* the digit over the parts below; 0: none */
	struct {
		int from, length;
	} parts[4];
};

/*
 * Places from ICAO Doc 9303-5 (TD1), -6 (TD2), -4 (TD3) and -7 (visas), each one less than there, where letters count
 * from 1. Of visas only what the check digits need is right to the letter, since nothing else of theirs is read.
 */
static const struct shape shapes[] = {
	{MRZ_TD1, "ACI", 3, 30, 5, 15, 15, 30, 38, 45, 60, 30, 0, 59, {{5, 25}, {30, 7}, {38, 7}, {48, 11}}},
	{MRZ_TD2, "ACI", 2, 36, 36, 64, 7, 49, 57, 46, 5, 31, 0, 71, {{36, 10}, {49, 7}, {57, 14}, {0, 0}}},
	{MRZ_TD3, "P", 2, 44, 44, 72, 14, 57, 65, 54, 5, 39, 86, 87, {{44, 10}, {57, 7}, {65, 22}, {0, 0}}},
	{MRZ_VISA_A, "V", 2, 44, 44, 72, 16, 57, 65, 54, 5, 39, 0, 0, {{0, 0}}},
	{MRZ_VISA_B, "V", 2, 36, 36, 64, 8, 49, 57, 46, 5, 31, 0, 0, {{0, 0}}},
};

/*
 * The character of the zone that was meant, 0 for a blank, -1 for what cannot stand in one. A filler arrives as Ö, and
 * as the other signs where the shift was lost or the scanner has a European layout.
 */
static int
zone_character(uint32_t c)
{
	if (c == '\n' || c == '\r' || c == ' ' || c == '\t' || c == 0xA0 || c == 0xFEFF)
		return 0;
	if (c == 0xD6 || c == 0xF6 || c == '>' || c == ';' || c == 0xAB)
		return '<';
	if (c == 0x130 || c == 0x131)
		return 'I';
	if (c >= 'a' && c <= 'z')
		return (int)c - 32;
	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '<' ? (int)c : -1;
}

void
zone_collect(struct zone *zone, const char *text, enum layout layout)
{
	size_t taken;
	uint32_t code_point;

	*zone = (struct zone){0};
	for (; (taken = text_decode(text, &code_point)) > 0; text += taken) {
		uint32_t undone = layout_undo(layout, code_point);
		/*
		 * Without its shift the filler's key gives a comma: Caps Lock takes the shift away from a letter only.
		 */
		int c = layout != LAYOUT_AS_TYPED && undone == ',' ? '<' : zone_character(undone);
		if (layout != LAYOUT_AS_TYPED && code_point == '<')
			c = -1; /* on that layout it stands on a key that a US keyboard does not have */
		zone->blanks += c == 0 && code_point != '\n' && code_point != '\r' && code_point != '\t';
		if (c == 0)
			continue;
		if (c < 0) {
			zone->count = -1;
			return;
		}
		if (zone->count < ZONE_MAX)
			zone->text[zone->count] = (char)c;
		zone->count++;
		zone->fillers += c == '<';
		zone->brackets += code_point == '<';
	}
}

/*
 * TD2 and the visa of format B, TD3 and that of format A have the same size: the first letter of the code tells them
 * apart.
 */
static const struct shape *
find_shape(const struct zone *zone)
{
	for (size_t i = 0; i < ARRAY_LENGTH(shapes); i++)
		if (zone->count == shapes[i].lines * shapes[i].length && strchr(shapes[i].codes, zone->text[0]) != NULL)
			return &shapes[i];
	return NULL;
}

int
zone_length(const struct zone *zone)
{
	for (size_t i = 0; i < ARRAY_LENGTH(shapes); i++)
		if (strchr(shapes[i].codes, zone->text[0]) != NULL)
			return shapes[i].lines * shapes[i].length; /* the longer form of a letter stands first */
	return 0;
}

int
zone_line_length(const struct zone *zone)
{
	const struct shape *shape = find_shape(zone);

	return shape != NULL ? shape->length : 0;
}

/* ---- check digits */

/* 9303-3, 4.9: digits count as they are, A is 10 and so on to Z, 35; a filler counts nothing. */
static int
character_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c == '<' ? 0 : c - 'A' + 10;
}

/* Weights 7, 3, 1 over and over. The position goes on from field to field, as the digit over all wants it. */
static int
check_sum(const char *from, int length, int *position)
{
	static const int weights[] = {7, 3, 1};
	int sum = 0;

	for (int i = 0; i < length; i++)
		sum += character_value(from[i]) * weights[(*position)++ % 3];
	return sum;
}

static bool
is_digit(char digit, int sum)
{
	return digit >= '0' && digit <= '9' && sum % 10 == digit - '0';
}

static bool
is_all_fillers(const char *from, int length)
{
	for (int i = 0; i < length; i++)
		if (from[i] != '<')
			return false;
	return true;
}

/* The digit right behind a field. A field that is not used may have a filler there. */
static bool
field_is_right(const char *from, int length)
{
	int position = 0;

	return is_digit(from[length], check_sum(from, length, &position)) || is_all_fillers(from, length + 1);
}

/*
 * A number of more than nine characters goes on in the optional field, its check digit behind it and a filler in the
 * digit's own place (9303-5 and 9303-6, note j). How many letters of that field are the number's, digit included.
 */
static int
number_tail(const struct shape *shape, const char *zone)
{
	int length = 0;

	if (shape->optional_check != 0 || zone[shape->number + NUMBER] != '<')
		return 0;
	while (length < shape->optional_length && zone[shape->optional + length] != '<')
		length++;
	return length >= 2 ? length : 0;
}

/*
 * States disagree on whether the filler in the middle of a long number counts; the digit over all covers it either way.
 */
static bool
number_is_right(const struct shape *shape, const char *zone)
{
	const char *number = zone + shape->number;
	int tail = number_tail(shape, zone);

	if (tail == 0)
		return number[NUMBER] != '<' && field_is_right(number, NUMBER);
	for (int filler = 0; filler <= 1; filler++) {
		int position = 0;
		int sum = check_sum(number, NUMBER + filler, &position);
		sum += check_sum(zone + shape->optional, tail - 1, &position);
		if (is_digit(zone[shape->optional + tail - 1], sum))
			return true;
	}
	return false;
}

/* Names and states are under no check digit at all: that is why a name is compared, and never copied, from a zone. */
static bool
composite_is_right(const struct shape *shape, const char *zone)
{
	int position = 0, sum = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(shape->parts); i++)
		sum += check_sum(zone + shape->parts[i].from, shape->parts[i].length, &position);
	return is_digit(zone[shape->composite], sum);
}

static enum code
wrong_digit(struct err *err, enum message which)
{
	return err_tell(err, ERR_CORRUPT, MSG_IDENT_MRZ_CHECK, "ident_parse_mrz", "%s", message_text(which));
}

/*
 * The document number first, for it is what an officer can compare on the card in her hand; the digit over all last,
 * for it is wrong whenever one of the others is.
 */
static enum code
check_zone(const struct shape *shape, const char *zone, struct err *err)
{
	if (!number_is_right(shape, zone))
		return wrong_digit(err, MSG_IDENT_MRZ_DOCUMENT_NUMBER);
	if (!field_is_right(zone + shape->birth, DATE))
		return wrong_digit(err, MSG_IDENT_MRZ_BIRTH);
	if (!field_is_right(zone + shape->expiry, DATE))
		return wrong_digit(err, MSG_IDENT_MRZ_EXPIRY);
	if (shape->optional_check != 0 && zone[shape->optional_check] != '<' &&
		!field_is_right(zone + shape->optional, shape->optional_length))
		return wrong_digit(err, MSG_IDENT_MRZ_OPTIONAL);
	if (shape->composite != 0 && !composite_is_right(shape, zone))
		return wrong_digit(err, MSG_IDENT_MRZ_COMPOSITE);
	return OK;
}

/* ---- what optical reading confuses */

/* O 0, I 1, B 8, S 5: put right only where nothing but digits can stand, and noted. The check digits then decide. */
static void
correct_digits(struct mrz *mrz, const struct shape *shape, char *zone, int from, int length)
{
	/* What cameras and people take for each other, round for round and angular for angular. */
	static const char letters[] = "OQDIZBSG";
	static const char digits[] = "00012856";

	for (int i = from; i < from + length; i++) {
		const char *at = strchr(letters, zone[i]);
		if (at == NULL)
			continue;
		if (mrz->corrected < MRZ_CORRECTIONS_MAX)
			mrz->corrections[mrz->corrected] = (struct mrz_correction){.line = i / shape->length + 1,
				.place = i % shape->length + 1,
				.read = zone[i],
				.meant = digits[at - letters]};
		mrz->corrected++;
		zone[i] = digits[at - letters];
	}
}

/*
 * Where the national ID number stands on Turkish documents; -1 where it is none. Right behind the number's check digit
 * and a filler on the identity card, at the beginning of the field in the passport; some programs write it without that
 * filler. Only of documents of Türkiye: eleven digits in a Croatian card are another number.
 */
static int
national_id_place(const struct shape *shape, const char *zone)
{
	int place = shape->optional;

	if (strncmp(zone + 2, "TUR", 3) != 0 || number_tail(shape, zone) > 0)
		return -1;
	while (place < shape->optional + shape->optional_length && zone[place] == '<')
		place++;
	return place + NATIONAL_ID_TEXT - 1 <= shape->optional + shape->optional_length ? place : -1;
}

static void
correct_zone(struct mrz *mrz, const struct shape *shape, char *zone)
{
	int national_id = national_id_place(shape, zone);

	correct_digits(mrz, shape, zone, shape->number + NUMBER, 1);
	correct_digits(mrz, shape, zone, shape->birth, DATE + 1);
	correct_digits(mrz, shape, zone, shape->expiry, DATE + 1);
	if (shape->optional_check != 0)
		correct_digits(mrz, shape, zone, shape->optional_check, 1);
	if (shape->composite != 0)
		correct_digits(mrz, shape, zone, shape->composite, 1);
	if (national_id >= 0)
		correct_digits(mrz, shape, zone, national_id, NATIONAL_ID_TEXT - 1);
}

void
ident_show_corrections(char *out, size_t size, const struct mrz *mrz)
{
	size_t used = 0;

	out[0] = '\0';
	for (int i = 0; i < mrz->corrected && i < MRZ_CORRECTIONS_MAX && used < size; i++) {
		const struct mrz_correction *one = &mrz->corrections[i];
		char text[96];
		say(text, sizeof text, IDENT_MRZ_CORRECTION, one->line, one->place, one->read, one->meant);
		used += (size_t)snprintf(out + used, size - used, "%s%s", i > 0 ? ", " : "", text);
	}
}

/* ---- the fields */

static bool
date_of(char out[DATE_TEXT], const char *yymmdd, const char *century)
{
	int month = (yymmdd[2] - '0') * 10 + yymmdd[3] - '0';
	int day = (yymmdd[4] - '0') * 10 + yymmdd[5] - '0';

	for (int i = 0; i < DATE; i++)
		if (yymmdd[i] < '0' || yymmdd[i] > '9')
			return false;
	if (month < 1 || month > 12 || day < 1 ||
		day > (month == 2                                                             ? 29
				      : month == 4 || month == 6 || month == 9 || month == 11 ? 30
											      : 31))
		return false;
	snprintf(out, DATE_TEXT, "%.2s%.2s-%.2s-%.2s", century, yymmdd, yymmdd + 2, yymmdd + 4);
	return true;
}

static enum code
take_dates(struct mrz *mrz, const struct shape *shape, const char *zone, const char *today, struct err *err)
{
	const char *birth = zone + shape->birth, *expiry = zone + shape->expiry;
	/*
	 * Nobody is older than a hundred here: a birth year beyond this one is of the last century. ICAO leaves that to
	 * the reader.
	 */
	int this_year = strlen(today) >= 4 ? (today[2] - '0') * 10 + (today[3] - '0') : 0;
	int birth_year = (birth[0] - '0') * 10 + (birth[1] - '0');

	/* Unknown parts of a birth date are fillers (ICAO 9303-3): then it stays empty. */
	if (memchr(birth, '<', DATE) == NULL && !date_of(mrz->birth, birth, birth_year > this_year ? "19" : "20"))
		return wrong_digit(err, MSG_IDENT_MRZ_BIRTH);
	/* Some states' documents do not expire. */
	if (!is_all_fillers(expiry, DATE) && !date_of(mrz->expiry, expiry, "20"))
		return wrong_digit(err, MSG_IDENT_MRZ_EXPIRY);
	return OK;
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
split_names(struct mrz *mrz, const char *zone, const struct shape *shape)
{
	char names[sizeof mrz->surname];
	const char *gap;
	int surname;

	snprintf(names, sizeof names, "%.*s", shape->names_length, zone + shape->names);
	gap = strstr(names, "<<");
	surname = gap != NULL ? (int)(gap - names) : shape->names_length;
	snprintf(mrz->surname, sizeof mrz->surname, "%.*s", surname, names);
	if (surname + 2 < shape->names_length)
		copy_text(mrz->given_names, sizeof mrz->given_names, names + surname + 2);
	unfill(mrz->surname);
	unfill(mrz->given_names);
	/* A whole name that no longer fitted leaves one filler at the end. */
	mrz->names_cut = names[shape->names_length - 1] != '<' || names[shape->names_length - 2] != '<';
}

/*
 * The national ID number counts only with all of its eleven digits; its own checksum is looked at by whoever compares
 * it.
 */
static void
take_numbers(struct mrz *mrz, const struct shape *shape, const char *zone)
{
	int tail = number_tail(shape, zone);
	int place = national_id_place(shape, zone);

	snprintf(mrz->document_number, sizeof mrz->document_number, "%.9s%.*s", zone + shape->number, tail > 0 ? tail - 1 : 0,
		zone + shape->optional);
	mrz->document_number[strcspn(mrz->document_number, "<")] = '\0';
	if (place >= 0 && strspn(zone + place, "0123456789") >= NATIONAL_ID_TEXT - 1)
		snprintf(mrz->national_id, sizeof mrz->national_id, "%.11s", zone + place);
}

/*
 * Letters are put right before the digits are asked, and the corrections are counted after: the check digits decide
 * whether the guess was good, and too many good guesses are still no reading. A visa is refused only when it is whole,
 * so that a misread passport is not called one.
 */
static enum code
take_fields(struct mrz *mrz, const struct shape *shape, char *zone, const char *today, struct err *err)
{
	enum code code;

	mrz->form = shape->form;
	correct_zone(mrz, shape, zone);
	if ((code = check_zone(shape, zone, err)) != OK || (code = take_dates(mrz, shape, zone, today, err)) != OK)
		return code;
	if (mrz->corrected > MRZ_CORRECTIONS_MAX)
		return err_tell(err, ERR_CORRUPT, MSG_IDENT_MRZ_MISREAD, "ident_parse_mrz", "%d", mrz->corrected);
	if (shape->form == MRZ_VISA_A || shape->form == MRZ_VISA_B)
		return err_tell(err, ERR_UNSUPPORTED, MSG_IDENT_MRZ_VISA, "ident_parse_mrz", "%s",
			shape->form == MRZ_VISA_A ? "MRV-A" : "MRV-B");
	take_numbers(mrz, shape, zone);
	snprintf(mrz->state, sizeof mrz->state, "%.3s", zone + 2);
	snprintf(mrz->nationality, sizeof mrz->nationality, "%.3s", zone + shape->nationality);
	mrz->sex = zone[shape->birth + DATE + 1];
	split_names(mrz, zone, shape);
	return OK;
}

enum code
zone_parse(struct mrz *mrz, const struct zone *zone, const char *today, struct err *err)
{
	const struct shape *shape = find_shape(zone);
	struct zone copy = *zone;
	enum code code;

	*mrz = (struct mrz){0};
	if (shape == NULL)
		return err_tell(err, ERR_SYNTAX, MSG_IDENT_MRZ_SHAPE, "ident_parse_mrz", "%d", zone->count > 0 ? zone->count : 0);
	code = take_fields(mrz, shape, copy.text, today, err);
	if (code != OK)
		*mrz = (struct mrz){0}; /* nothing of a broken scan may be used */
	return code;
}

/*
 * A Turkish F moves nearly every letter, so the text is tried under it as well; the first error is told when neither
 * fits, for most desks have a Q. A Q needs no try of its own: letters stay in their places, and its filler is known
 * (zone_character).
 */
enum code
ident_parse_mrz(struct mrz *mrz, const char *text, const char *today, struct err *err)
{
	struct err other = {0};
	struct zone zone;
	enum code code, code_f;

	zone_collect(&zone, text, LAYOUT_AS_TYPED);
	code = zone_parse(mrz, &zone, today, err);
	if (code == OK || code == ERR_UNSUPPORTED)
		return code;
	zone_collect(&zone, text, LAYOUT_TURKISH_F);
	code_f = zone_parse(mrz, &zone, today, &other);
	if (code_f != OK && code_f != ERR_UNSUPPORTED)
		return code;
	if (err != NULL)
		*err = other;
	return code_f;
}
