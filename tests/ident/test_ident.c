/*
 * Tests of the room `ident`: national ID numbers, masks, the machine-readable zone, names in it, accepted documents.
 * All numbers and names are synthetic.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "teslim/ident.h"
#include "teslim/message.h"

#define TODAY "2026-11-23"
#define LINE1 "I<TURA12B345675<10000000146<<<"
#define LINE2 "8503150F3308062TUR<<<<<<<<<<<6"
#define LINE3 "OZTURK<<AYSE<SULE<<<<<<<<<<<<<"

/* ------------------------------------------------------------------ numbers */

static void
test_numbers(void **state)
{
	static const struct {
		const char *text;
		enum ident_number answer;
		const char *number;
	} cases[] = {{"10000000146", IDENT_NUMBER_VALID, "10000000146"}, {"12345678950", IDENT_NUMBER_VALID, "12345678950"},
		{"98765432150", IDENT_NUMBER_VALID, "98765432150"}, {"11111111110", IDENT_NUMBER_VALID, "11111111110"},
		{"99000000042", IDENT_NUMBER_VALID, "99000000042"}, {"99000000043", IDENT_NUMBER_FOREIGN_CHECKSUM, "99000000043"},
		{"12345678910", IDENT_NUMBER_CHECKSUM, "12345678910"}, {"11111111111", IDENT_NUMBER_CHECKSUM, "11111111111"},
		{"17291716050", IDENT_NUMBER_CHECKSUM, "17291716050"}, {"07291716092", IDENT_NUMBER_LEADING_ZERO, "07291716092"},
		{" 100 000 001 46 ", IDENT_NUMBER_VALID, "10000000146"}, {"100.000.001.46", IDENT_NUMBER_VALID, "10000000146"},
		{"10,000,000,146", IDENT_NUMBER_VALID, "10000000146"},
		{"\xC2\xA0"
		 "10000000146\xC2\xA0",
			IDENT_NUMBER_VALID, "10000000146"},
		{"\xEF\xBB\xBF"
		 "10000000146",
			IDENT_NUMBER_VALID, "10000000146"},
		{"100-000-001-46\t", IDENT_NUMBER_VALID, "10000000146"}, {"", IDENT_NUMBER_EMPTY, ""},
		{" \xC2\xA0", IDENT_NUMBER_EMPTY, ""}, {"1000000014", IDENT_NUMBER_LENGTH, ""},
		{"100000001460", IDENT_NUMBER_LENGTH, ""}, {"1000000014610000000146", IDENT_NUMBER_LENGTH, ""},
		{"0", IDENT_NUMBER_LENGTH, ""}, {"1,0E+10", IDENT_NUMBER_EXPONENT, ""}, {"1.18E+10", IDENT_NUMBER_EXPONENT, ""},
		{"1.18e10", IDENT_NUMBER_EXPONENT, ""}, {"1000000014O", IDENT_NUMBER_NOT_DIGITS, ""},
		{"E1", IDENT_NUMBER_NOT_DIGITS, ""}, {"abc", IDENT_NUMBER_NOT_DIGITS, ""},
		{"\xD9\xA1\xD9\xA0", IDENT_NUMBER_NOT_DIGITS, ""}, {"1000000014\xFF", IDENT_NUMBER_NOT_DIGITS, ""}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		char number[NATIONAL_ID_TEXT];
		enum ident_number answer = ident_check_number(number, cases[i].text);
		if (answer != cases[i].answer)
			fail_msg("%s: %d instead of %d", cases[i].text, (int)answer, (int)cases[i].answer);
		assert_string_equal(number, cases[i].number);
		assert_int_equal(ident_number_usable(answer),
			answer == IDENT_NUMBER_VALID || answer == IDENT_NUMBER_FOREIGN_CHECKSUM);
		assert_int_equal(ident_number_message(answer) == 0, answer == IDENT_NUMBER_VALID);
	}
}

static void
make_number(char number[NATIONAL_ID_TEXT], long first_nine)
{
	int odd = 0, even = 0, sum = 0;

	snprintf(number, NATIONAL_ID_TEXT, "%09ld", first_nine % 1000000000L);
	for (int i = 0; i < 9; i++)
		*(i % 2 == 0 ? &odd : &even) += number[i] - '0';
	/* the other form of the rule (domain 4.1): complement of the sum weighted 3,1 */
	number[9] = (char)('0' + (10 - (3 * odd + even) % 10) % 10);
	for (int i = 0; i < 10; i++)
		sum += number[i] - '0';
	number[10] = (char)('0' + sum % 10);
	number[11] = '\0';
}

/* Every single wrong digit is caught; the inner value may be negative (190909090); the last digit is even. */
static void
test_single_errors_are_caught(void **state)
{
	(void)state;
	for (long nine = 100000000; nine < 1000000000; nine += 7654321) {
		char number[NATIONAL_ID_TEXT], out[NATIONAL_ID_TEXT];
		make_number(number, nine);
		assert_int_equal(ident_check_number(out, number), IDENT_NUMBER_VALID);
		assert_int_equal(number[10] % 2, 0);
		for (int place = 0; place < 11; place++)
			for (char digit = '0'; digit <= '9'; digit++) {
				char wrong[NATIONAL_ID_TEXT];
				memcpy(wrong, number, sizeof wrong);
				wrong[place] = digit;
				assert_int_equal(ident_check_number(out, wrong) == IDENT_NUMBER_VALID, digit == number[place]);
			}
	}
	char number[NATIONAL_ID_TEXT], out[NATIONAL_ID_TEXT];
	make_number(number, 190909090);
	assert_int_equal(ident_check_number(out, number), IDENT_NUMBER_VALID);
}

static void
test_masks(void **state)
{
	static const char *const numbers[][2] = {
		{"10000000146", "*******0146"}, {"", ""}, {"146", "***********"}, {"123456789012", "***********"}};
	char mask[NATIONAL_ID_TEXT], document[24];

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(numbers); i++) {
		ident_mask(mask, numbers[i][0]);
		assert_string_equal(mask, numbers[i][1]);
	}
	ident_mask_document(document, sizeof document, "A12B34567");
	assert_string_equal(document, "A**B***67");
	ident_mask_document(document, sizeof document, "A123");
	assert_string_equal(document, "****");
	ident_mask_document(document, sizeof document, "");
	assert_string_equal(document, "");
}

/* ------------------------------------------------------------------ the machine-readable zone */

static int
digit_of(const char *text, int length, int position)
{
	static const int weights[] = {7, 3, 1};
	int sum = 0;

	for (int i = 0; i < length; i++) {
		int value = text[i] == '<' ? 0 : text[i] <= '9' ? text[i] - '0' : text[i] - 'A' + 10;
		sum += value * weights[(position + i) % 3];
	}
	return sum;
}

/* Puts all check digits right. */
static void
seal_zone(char zone[91])
{
	char *second = zone + 30;

	zone[14] = (char)('0' + digit_of(zone + 5, 9, 0) % 10);
	second[6] = (char)('0' + digit_of(second, 6, 0) % 10);
	second[14] = (char)('0' + digit_of(second + 8, 6, 0) % 10);
	second[29] = (char)('0' +
		(digit_of(zone + 5, 25, 0) + digit_of(second, 7, 25) + digit_of(second + 8, 7, 32) + digit_of(second + 18, 11, 39)) %
			10);
}

static void
make_zone(char zone[91], const char *line1, const char *line2, const char *line3)
{
	snprintf(zone, 91, "%.30s%.30s%.30s", line1, line2, line3);
	assert_int_equal(strlen(zone), 90);
	seal_zone(zone);
}

static void
assert_sample(const struct mrz *mrz)
{
	assert_string_equal(mrz->document_number, "A12B34567");
	assert_string_equal(mrz->national_id, "10000000146");
	assert_string_equal(mrz->birth, "1985-03-15");
	assert_string_equal(mrz->expiry, "2033-08-06");
	assert_int_equal(mrz->sex, 'F');
	assert_string_equal(mrz->state, "TUR");
	assert_string_equal(mrz->nationality, "TUR");
	assert_string_equal(mrz->surname, "OZTURK");
	assert_string_equal(mrz->given_names, "AYSE SULE");
	assert_false(mrz->names_cut);
}

static void
test_sample_in_every_shape(void **state)
{
	static const char *const shapes[] = {LINE1 "\n" LINE2 "\n" LINE3 "\n", LINE1 LINE2 LINE3,
		LINE1 "\r\n" LINE2 "\r\n" LINE3 "\r\n", "  " LINE1 "\r" LINE2 "\r" LINE3,
		"i<tura12b345675<10000000146<<<\n8503150f3308062tur<<<<<<<<<<<6\nozturk<<ayse<sule<<<<<<<<<<<<<",
		/* a scanner that types as a US keyboard, on a desk with the Turkish Q layout */
		"IÖTURA12B345675Ö10000000146ÖÖÖ\n8503150F3308062TURÖÖÖÖÖÖÖÖÖÖÖ6\nOZTURKÖÖAYSEÖSULEÖÖÖÖÖÖÖÖÖÖÖÖÖ"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(shapes); i++) {
		struct mrz mrz;
		struct err err = {0};
		struct scan scan;
		ident_read_scan(&scan, shapes[i]);
		assert_int_equal(scan.kind, SCAN_MRZ);
		assert_string_equal(scan.text, LINE1 "\n" LINE2 "\n" LINE3);
		assert_int_equal(ident_parse_mrz(&mrz, shapes[i], TODAY, &err), OK);
		assert_sample(&mrz);
		assert_int_equal(mrz.corrected, 0);
	}
}

static void
test_what_is_no_zone(void **state)
{
	static const char *const texts[] = {"", "I", "I<TUR", "10000000146", "IŞIL ÖZTÜRK", "Işıl", LINE1 LINE2,
		LINE1 LINE2 LINE3 "<", "P" LINE2 LINE3 LINE1, "V<TURA12B345675<10000000146<<<" LINE2 LINE3,
		LINE1 LINE2 "OZTURK<<AYSE<SULE<<<<<<<<<<<<*", "IÇTUR", "I<TUR\xFF"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
		struct mrz mrz, zero = {0};
		struct err err = {0};
		char sentence[300];
		assert_int_equal(ident_parse_mrz(&mrz, texts[i], TODAY, &err), ERR_SYNTAX);
		assert_memory_equal(&mrz, &zero, sizeof mrz);
		message_err(sentence, sizeof sentence, &err);
		assert_non_null(strstr(sentence, "Kartı yeniden okutun"));
	}
}

/* Any single character changed is noticed, except where the zone has no check digit: the type, the state, sex, nationality, names. */
static void
test_every_check_digit(void **state)
{
	static const char zone[] = LINE1 LINE2 LINE3;
	struct mrz mrz, zero = {0};
	struct err err = {0};
	int caught = 0;

	(void)state;
	for (int place = 5; place < 60; place++) {
		char wrong[91];
		bool free_place = place == 37 || (place >= 45 && place < 48);
		memcpy(wrong, zone, sizeof wrong);
		wrong[place] = wrong[place] == '7' ? '4' : '7';
		if (free_place)
			continue;
		assert_int_equal(ident_parse_mrz(&mrz, wrong, TODAY, &err), ERR_CORRUPT);
		assert_memory_equal(&mrz, &zero, sizeof mrz);
		assert_true(err.detail[0] != '\0');
		caught++;
	}
	assert_int_equal(caught, 51);
}

static void
test_look_alikes_only_in_digit_fields(void **state)
{
	char shown[200], sentence[300];
	struct mrz mrz;
	struct err err = {0};

	(void)state;
	/* S in the number's check digit, O in the expiry: put right, and each can be shown. */
	assert_int_equal(ident_parse_mrz(&mrz,
				 "I<TURA12B34567S<10000000146<<<"
				 "8503150F33O8062TUR<<<<<<<<<<<6" LINE3,
				 TODAY, &err),
		OK);
	assert_sample(&mrz);
	assert_int_equal(mrz.corrected, 2);
	ident_show_corrections(shown, sizeof shown, &mrz);
	assert_string_equal(shown, "1. satır 15. harf S yerine 5, 2. satır 11. harf O yerine 0");
	/* In the national ID number too; but three are too many, whatever the check digits say. */
	assert_int_equal(ident_parse_mrz(&mrz, "I<TURA12B345675<1OOO0000146<<<" LINE2 LINE3, TODAY, &err), ERR_CORRUPT);
	message_err(sentence, sizeof sentence, &err);
	assert_non_null(strstr(sentence, "çok fazla harf"));
	assert_int_equal(ident_parse_mrz(&mrz,
				 "I<TURA12B34567S<1OOOOOOOI46<<<"
				 "8SO3ISOF33O8O62TUR<<<<<<<<<<<6" LINE3,
				 TODAY, &err),
		ERR_CORRUPT);
	assert_string_equal(err.detail, "16");
	assert_string_equal(mrz.national_id, "");
	/* In the document number letters and digits both stand: not touched, so the check digit complains. */
	assert_int_equal(ident_parse_mrz(&mrz, "I<TURAI2B345675<10000000146<<<" LINE2 LINE3, TODAY, &err), ERR_CORRUPT);
	/* A name with such letters stays a name. */
	assert_int_equal(ident_parse_mrz(&mrz, LINE1 LINE2 "OBIS<<SISO<<<<<<<<<<<<<<<<<<<<", TODAY, &err), OK);
	assert_string_equal(mrz.surname, "OBIS");
	assert_string_equal(mrz.given_names, "SISO");
}

static void
test_national_id_wherever_it_stands(void **state)
{
	static const struct {
		const char *line1, *number;
	} cases[] = {{"I<TURA12B345675<10000000146<<<", "10000000146"}, {"IDTURA12B345675<10000000146<<<", "10000000146"},
		{"IDTURA12B34567510000000146<<<<", "10000000146"}, {"I<TURA12B345675<<<<<<<<<<<<<<<", ""},
		{"I<TURA12B345675<1000000014<<<<", ""}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		char zone[91];
		struct mrz mrz;
		struct err err = {0};
		make_zone(zone, cases[i].line1, LINE2, LINE3);
		assert_int_equal(ident_parse_mrz(&mrz, zone, TODAY, &err), OK);
		assert_string_equal(mrz.national_id, cases[i].number);
		assert_string_equal(mrz.document_number, "A12B34567");
	}
}

static void
test_two_digit_years(void **state)
{
	static const struct {
		const char *line2, *today, *birth;
		enum code code;
	} cases[] = {{"2601010F3308060TUR<<<<<<<<<<<0", "2026-11-23", "2026-01-01", OK},
		{"2701010F3308060TUR<<<<<<<<<<<0", "2026-11-23", "1927-01-01", OK},
		{"0002290F3308060TUR<<<<<<<<<<<0", "2026-11-23", "2000-02-29", OK},
		{"9912310M4512310TUR<<<<<<<<<<<0", "2026-11-23", "1999-12-31", OK},
		{"85<<<<0F3308060TUR<<<<<<<<<<<0", "2026-11-23", "", OK},
		{"8513010F3308060TUR<<<<<<<<<<<0", "2026-11-23", "", ERR_CORRUPT},
		{"8502300F3308060TUR<<<<<<<<<<<0", "2026-11-23", "", ERR_CORRUPT},
		{"8502200F3300060TUR<<<<<<<<<<<0", "2026-11-23", "", ERR_CORRUPT},
		{"8502200F3311310TUR<<<<<<<<<<<0", "2026-11-23", "", ERR_CORRUPT}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		char zone[91];
		struct mrz mrz;
		struct err err = {0};
		make_zone(zone, LINE1, cases[i].line2, LINE3);
		assert_int_equal(ident_parse_mrz(&mrz, zone, cases[i].today, &err), cases[i].code);
		assert_string_equal(mrz.birth, cases[i].birth);
		if (cases[i].code == OK)
			assert_int_equal(strncmp(mrz.expiry, "20", 2), 0);
	}
}

static void
test_names_of_the_zone(void **state)
{
	static const struct {
		const char *line3, *surname, *given;
		bool cut;
	} cases[] = {{"OZTURK<<AYSE<SULE<<<<<<<<<<<<<", "OZTURK", "AYSE SULE", false},
		{"GUMUSDAG<OZSIMSEK<<ISIL<CAGRI<", "GUMUSDAG OZSIMSEK", "ISIL CAGRI", true},
		{"GUMUSDAGOGLU<OZSIMSEK<<ISIL<CA", "GUMUSDAGOGLU OZSIMSEK", "ISIL CA", true},
		{"OZTURK<<<<<<<<<<<<<<<<<<<<<<<<", "OZTURK", "", false},
		{"ABCDEFGHIJABCDEFGHIJABCDEFGHIJ", "ABCDEFGHIJABCDEFGHIJABCDEFGHIJ", "", true},
		{"ABCDEFGHIJABCDEFGHIJABCDEFGHI<", "ABCDEFGHIJABCDEFGHIJABCDEFGHI", "", true},
		{"ABCDEFGHIJABCDEFGHIJABCDEFGH<<", "ABCDEFGHIJABCDEFGHIJABCDEFGH", "", false},
		{"ABCDEFGHIJABCDEFGHIJABCDEFG<<A", "ABCDEFGHIJABCDEFGHIJABCDEFG", "A", true},
		{"<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "", "", false}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		char zone[91];
		struct mrz mrz;
		struct err err = {0};
		make_zone(zone, LINE1, LINE2, cases[i].line3);
		assert_int_equal(ident_parse_mrz(&mrz, zone, TODAY, &err), OK);
		assert_string_equal(mrz.surname, cases[i].surname);
		assert_string_equal(mrz.given_names, cases[i].given);
		assert_int_equal(mrz.names_cut, cases[i].cut);
	}
}

static void
test_names_match_by_transliteration(void **state)
{
	static const struct {
		const char *line3, *given, *surname;
		bool same;
	} cases[] = {{LINE3, "Ayşe Şule", "Öztürk", true}, {LINE3, "AYŞE ŞULE", "ÖZTÜRK", true},
		{LINE3, "Uzm. Dr. Ayşe  Şule", "Öztürk", true}, {LINE3, "Ayşe-Şule", "Öztürk", true},
		{LINE3, "Ayşe", "Öztürk", false}, {LINE3, "Ayşe Şule", "Öz", false}, {LINE3, "Ayşe Şule", "Özturkoğlu", false},
		{LINE3, "Şule Ayşe", "Öztürk", false}, {LINE3, "", "Öztürk", false}, {LINE3, "Ayşe Şule", "", false},
		{"OEZTUERK<<AYSE<SULE<<<<<<<<<<<", "Ayşe Şule", "Öztürk", true},
		{"OZTUXXRK<<AYSE<SULE<<<<<<<<<<<", "Ayşe Şule", "Öztürk", true},
		{"OEZTURK<<AYSE<SULE<<<<<<<<<<<<", "Ayşe Şule", "Öztürk", true},
		{"OXXZTURK<<AYSE<SULE<<<<<<<<<<<", "Ayşe Şule", "Öztürk", false},
		{"IGDIR<<ISIL<CAGRI<<<<<<<<<<<<<", "Işıl Çağrı", "Iğdır", true},
		{"IGDIR<<ISIL<CAGRI<<<<<<<<<<<<<", "IŞIL ÇAĞRI", "IĞDIR", true},
		{"KAHYA<<RUKIYE<HALIT<<<<<<<<<<<", "Rukiye Halit", "Kâhya", true},
		{"KAHYA<<RUKIYE<HALIT<<<<<<<<<<<", "Rukîye Hâlit", "Kâhya", true},
		{"ATA<<NURI<<<<<<<<<<<<<<<<<<<<<", "Nuri", "Ata'", true},
		{"YILMAZ<KAYA<<ELIF<<<<<<<<<<<<<", "Elif", "Yılmaz-Kaya", true},
		{"YILMAZ<KAYA<<ELIF<<<<<<<<<<<<<", "Elif", "Yılmaz Kaya", true},
		{"YILMAZ<KAYA<<ELIF<<<<<<<<<<<<<", "Elif", "Yılmaz", false},
		{"YILMAZ<KAYA<<ELIF<<<<<<<<<<<<<", "Elif", "YılmazKaya", false},
		/* the end is missing: the same as far as the line reaches */
		{"GUMUSDAGOGLU<OZSIMSEK<<ISIL<CA", "Işıl Çağrı", "Gümüşdağoğlu Özşimşek", true},
		{"GUMUSDAGOGLU<OZSIMSEK<<ISIL<CA", "Işıl Can", "Gümüşdağoğlu Özşimşek", true},
		{"GUMUSDAGOGLU<OZSIMSEK<<ISIL<CA", "Işıl", "Gümüşdağoğlu Özşimşek", false},
		{"GUMUSDAGOGLU<OZSIMSEK<<ISIL<CA", "Işıl Elif", "Gümüşdağoğlu Özşimşek", false},
		{"GUMUSDAG<OZSIMSEK<<ISILX<CAGR<", "Işılx Çağr Can", "Gümüşdağ Özşimşek", true},
		{"ABCDEFGHIJABCDEFGHIJABCDEFGHIJ", "Can", "Abcdefghıjabcdefghıjabcdefghıjklm", true},
		{"ABCDEFGHIJABCDEFGHIJABCDEFGHIJ", "Can", "Abcdefghıjabcdefghıjabcdefghıx", false},
		{"ABCDEFGHIJABCDEFGHIJABCD<<AZZU", "Azzü Can", "Abcdefghıjabcdefghıjabcd", true}, /* cut within "UE" of ü */
		{"ABCDEFGHIJABCDEFGHIJABC<<AZZUX", "Azzü Can", "Abcdefghıjabcdefghıjabc", true},
		{"OZ<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "Can", "Öz", false}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		char zone[91];
		struct mrz mrz;
		struct err err = {0};
		make_zone(zone, LINE1, LINE2, cases[i].line3);
		assert_int_equal(ident_parse_mrz(&mrz, zone, TODAY, &err), OK);
		if (ident_mrz_matches_name(&mrz, cases[i].given, cases[i].surname) != cases[i].same)
			fail_msg("%s | %s %s: not %d", cases[i].line3, cases[i].given, cases[i].surname, cases[i].same);
	}
}

static void
test_random_zones_never_break_it(void **state)
{
	uint32_t seed = 7;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		static const char alphabet[] = "<<<<ABIOSZ0123456789";
		char zone[91] = "I<TUR";
		struct mrz mrz;
		struct err err = {0};
		for (int i = 5; i < 90; i++) {
			seed = seed * 1664525 + 1013904223;
			zone[i] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
		}
		zone[90] = '\0';
		seal_zone(zone);
		if (ident_parse_mrz(&mrz, zone, TODAY, &err) == OK)
			ident_mrz_matches_name(&mrz, "Ayşe Şule", "Öztürk");
	}
}

/* ------------------------------------------------------------------ documents */

static struct ident_rules
shipped_rules(void)
{
	struct ident_rules rules;
	struct err err = {0};
	char path[512];
	const char *top = getenv("TOP");

	snprintf(path, sizeof path, "%s/conf/identity-documents.conf", top != NULL ? top : ".");
	if (ident_load_rules(&rules, path, &err) != OK)
		fail_msg("%s", err.detail);
	return rules;
}

static void
test_documents(void **state)
{
	static const struct {
		struct identity_document document;
		const char *today;
		enum ident_document answer;
	} cases[] = {
		{{.kind = IDENTITY_CARD, .number = "A12B34567", .expiry = "2033-08-06"}, TODAY, IDENT_DOCUMENT_ACCEPTED},
		{{.kind = IDENTITY_CARD, .number = "A12B34567", .expiry = TODAY}, TODAY,
			IDENT_DOCUMENT_ACCEPTED}, /* valid on its last day */
		{{.kind = IDENTITY_CARD, .number = "A12B34567", .expiry = "2026-11-22"}, TODAY, IDENT_DOCUMENT_EXPIRED},
		{{.kind = IDENTITY_CARD, .number = "A12B34567"}, TODAY, IDENT_DOCUMENT_NO_EXPIRY},
		{{.kind = IDENTITY_CARD, .expiry = "2033-08-06"}, TODAY, IDENT_DOCUMENT_NO_NUMBER},
		{{.kind = IDENTITY_CARD, .number = "A12", .expiry = "2033-08-06"}, TODAY, IDENT_DOCUMENT_BAD_NUMBER},
		{{.kind = IDENTITY_CARD, .number = "A12B345678901", .expiry = "2033-08-06"}, TODAY, IDENT_DOCUMENT_BAD_NUMBER},
		{{.kind = IDENTITY_CARD, .number = "A12 B34567", .expiry = "2033-08-06"}, TODAY, IDENT_DOCUMENT_BAD_NUMBER},
		{{.kind = IDENTITY_CARD, .number = "A12B345678", .expiry = "2033-08-06"}, TODAY, IDENT_DOCUMENT_WARN_PATTERN},
		{{.kind = IDENTITY_CARD, .number = "112B34567", .expiry = "2033-08-06"}, TODAY, IDENT_DOCUMENT_WARN_PATTERN},
		{{.kind = IDENTITY_PASSPORT, .number = "U12345678", .expiry = "2033-08-06"}, TODAY, IDENT_DOCUMENT_ACCEPTED},
		{{.kind = IDENTITY_LICENCE, .number = "123456", .expiry = "2033-08-06"}, TODAY, IDENT_DOCUMENT_ACCEPTED},
		{{.kind = IDENTITY_FOREIGNER, .number = "XY12345", .expiry = "2033-08-06"}, TODAY, IDENT_DOCUMENT_ACCEPTED},
		{{.kind = IDENTITY_TEMPORARY, .number = "12345", .expiry = "2026-12-01"}, TODAY, IDENT_DOCUMENT_ACCEPTED},
		{{.kind = IDENTITY_OLD_BOOKLET, .number = "U21123456"}, "2023-12-31", IDENT_DOCUMENT_ACCEPTED},
		{{.kind = IDENTITY_OLD_BOOKLET, .number = "U21123456"}, "2024-01-01", IDENT_DOCUMENT_WARN_KIND},
		{{.kind = IDENTITY_NONE, .number = "U21123456"}, TODAY, IDENT_DOCUMENT_REFUSED_KIND},
	};
	struct ident_rules rules[2] = {shipped_rules()};

	(void)state;
	ident_default_rules(&rules[1]);
	for (size_t r = 0; r < 2; r++)
		for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
			enum ident_document answer = ident_check_document(&rules[r], &cases[i].document, cases[i].today);
			if (answer != cases[i].answer)
				fail_msg("rules %zu, case %zu: %d instead of %d", r, i, (int)answer, (int)cases[i].answer);
			assert_int_equal(ident_document_usable(answer),
				answer == IDENT_DOCUMENT_ACCEPTED || answer == IDENT_DOCUMENT_WARN_KIND ||
					answer == IDENT_DOCUMENT_WARN_PATTERN);
			assert_int_equal(ident_document_message(answer) == 0, answer == IDENT_DOCUMENT_ACCEPTED);
		}
}

/* What is compiled in for desks without the file must be what the file says. */
static void
test_shipped_file_equals_the_default(void **state)
{
	struct ident_rules file = shipped_rules(), built;

	(void)state;
	ident_default_rules(&built);
	assert_int_equal(file.count, built.count);
	for (int i = 0; i < file.count; i++) {
		const struct ident_rule *a = &file.list[i], *b = ident_find_rule(&built, file.list[i].kind, TODAY);
		assert_non_null(b);
		assert_string_equal(a->from, b->from);
		assert_string_equal(a->until, b->until);
		assert_string_equal(a->pattern, b->pattern);
		assert_int_equal(a->warn_only, b->warn_only);
		assert_int_equal(a->needs_expiry, b->needs_expiry);
	}
}

static enum code
load_text(struct ident_rules *rules, const char *text, struct err *err)
{
	char path[] = "/tmp/teslim-ident-XXXXXX";
	int file = mkstemp(path);
	enum code code;

	assert_true(file >= 0);
	assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
	close(file);
	code = ident_load_rules(rules, path, err);
	unlink(path);
	return code;
}

static void
test_rules_are_data(void **state)
{
	struct ident_rules rules;
	struct err err = {0};
	struct identity_document licence = {.kind = IDENTITY_LICENCE, .number = "123456"};

	(void)state;
	/* The old driving licence until a day, refused after it; nothing else is accepted here. */
	assert_int_equal(load_text(&rules, "driving-licence | 2016-01-01 | 2025-07-31 | refuse | - | 999999 # old\r\n", &err), OK);
	assert_int_equal(ident_check_document(&rules, &licence, "2025-07-31"), IDENT_DOCUMENT_ACCEPTED);
	assert_int_equal(ident_check_document(&rules, &licence, "2025-08-01"), IDENT_DOCUMENT_REFUSED_KIND);
	assert_int_equal(ident_check_document(&rules, &licence, "2015-12-31"), IDENT_DOCUMENT_REFUSED_KIND);
	licence.kind = IDENTITY_PASSPORT;
	assert_int_equal(ident_check_document(&rules, &licence, "2025-07-31"), IDENT_DOCUMENT_REFUSED_KIND);
	assert_int_equal(load_text(&rules, "# nothing\n\n", &err), OK);
	assert_int_equal(rules.count, 0);
	assert_int_equal(ident_load_rules(&rules, "/nowhere/x.conf", &err), ERR_NOT_FOUND);
}

static void
test_wrong_rules_name_the_line(void **state)
{
	static const char *const wrong[] = {"library-card | - | - | refuse | expiry | -",
		"passport | 2026-13-01 | - | refuse | expiry | -", "passport | - | yesterday | refuse | expiry | -",
		"passport | - | - | maybe | expiry | -", "passport | - | - | warn | never | -",
		"passport | - | - | warn | - | L9*", "passport", "passport | - | - | warn | - | L9L9L9L9L9L9L9L9L9L9L9L9L9"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(wrong); i++) {
		struct ident_rules rules;
		struct err err = {0};
		char text[200], sentence[400];
		snprintf(text, sizeof text, "# one\npassport | - | - | refuse | expiry | -\n%s\n", wrong[i]);
		if (load_text(&rules, text, &err) != ERR_SYNTAX)
			fail_msg("taken: %s", wrong[i]);
		message_err(sentence, sizeof sentence, &err);
		assert_non_null(strstr(sentence, ":3"));
	}
}

static void
test_typed_dates(void **state)
{
	static const char *const good[][2] = {{"31.12.2030", "2030-12-31"}, {"31122030", "2030-12-31"},
		{"31/12/30", "2030-12-31"}, {" 1.2.2030 ", "2030-02-01"}, {"2030-12-31", "2030-12-31"},
		{"29.02.2028", "2028-02-29"}, {"31-12-2030", "2030-12-31"}};
	static const char *const wrong[] = {"", "31", "31.12", "31.12.", "31.13.2030", "32.12.2030", "29.02.2027", "31.12.130",
		"1.1.5", "a", "31.12.2030x", "31.12.2030 x", "31..2030", "..", "31.12.20300", "3112203", "20301231"};
	char out[DATE_TEXT];

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(good); i++) {
		if (!ident_parse_date(out, good[i][0]))
			fail_msg("not taken: %s", good[i][0]);
		assert_string_equal(out, good[i][1]);
	}
	for (size_t i = 0; i < ARRAY_LENGTH(wrong); i++)
		if (ident_parse_date(out, wrong[i]))
			fail_msg("taken: %s as %s", wrong[i], out);
	ident_show_date(out, "2030-12-31");
	assert_string_equal(out, "31.12.2030");
	ident_show_date(out, "");
	assert_string_equal(out, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_single_errors_are_caught),
		cmocka_unit_test(test_masks),
		cmocka_unit_test(test_sample_in_every_shape),
		cmocka_unit_test(test_what_is_no_zone),
		cmocka_unit_test(test_every_check_digit),
		cmocka_unit_test(test_look_alikes_only_in_digit_fields),
		cmocka_unit_test(test_national_id_wherever_it_stands),
		cmocka_unit_test(test_two_digit_years),
		cmocka_unit_test(test_names_of_the_zone),
		cmocka_unit_test(test_names_match_by_transliteration),
		cmocka_unit_test(test_random_zones_never_break_it),
		cmocka_unit_test(test_documents),
		cmocka_unit_test(test_shipped_file_equals_the_default),
		cmocka_unit_test(test_rules_are_data),
		cmocka_unit_test(test_wrong_rules_name_the_line),
		cmocka_unit_test(test_typed_dates),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
