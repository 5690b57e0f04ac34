/*
 * Tests of `ident` on what a scanner has brought besides whole zones: parts of one, the codes of our papers under every
 * keyboard, words of barcodes, long lines; each at the edge where it becomes something else.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "vectors.h"

#define MANY_32 "01234567890123456789012345678901"
#define SIGNATURE_87 MANY_32 MANY_32 "01234567890123456789012"

static const char *const kinds[] = {[SCAN_NOTHING] = "nothing",
	[SCAN_MRZ] = "a zone",
	[SCAN_PART] = "a part of a zone",
	[SCAN_RECORD] = "a record",
	[SCAN_CODE] = "a code",
	[SCAN_LONG] = "a long line"};

static struct scan
read_as(const char *text, enum scan_kind kind)
{
	struct scan scan;

	ident_read_scan(&scan, text);
	if (scan.kind != kind)
		fail_msg("'%s' is %s instead of %s", text, kinds[scan.kind], kinds[kind]);
	return scan;
}

static void
test_codes_of_documents(void **state)
{
	(void)state;
	read_as("IDUTO1234567", SCAN_PART);
	read_as("P<UTO1234567", SCAN_PART);
	read_as("IDUTO12", SCAN_NOTHING);       /* seven letters are too few, */
	read_as("IDUTO123", SCAN_PART);         /* eight are a part */
	read_as("I5UTO1234567", SCAN_CODE);     /* no digit stands in a document's code, */
	read_as("XDUTO1234567", SCAN_CODE);     /* X begins none, */
	read_as("IDUTQ1234567", SCAN_CODE);     /* and no state is called so */
	read_as("IDUTOERIKSSON", SCAN_NOTHING); /* without a digit it may be a word */
}

/* Lines in the middle of a zone, under a keyboard that has no bracket: fillers in a row, and no blank between. */
static void
test_lines_of_a_zone(void **state)
{
	(void)state;
	assert_true(read_as("YILMAZÖÖELIFÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖÖ", SCAN_PART).certain);
	assert_true(read_as("8503150F3308062TURÖÖÖÖÖÖÖÖÖÖÖ6\r\nYILMAZÖÖELIFÖÖÖÖ", SCAN_PART).certain);
	assert_true(read_as("8503150F3308062TURÖÖÖÖÖÖÖÖÖÖÖ6\tYILMAZÖÖELIFÖÖÖÖ", SCAN_PART).certain);
	read_as("YILMAZ ÖÖ ELIF ÖÖÖ", SCAN_NOTHING);
	read_as("YILMAZÖÖ", SCAN_NOTHING);
	assert_false(read_as("IDUTO1234567", SCAN_PART).certain);
	assert_true(read_as("I<UTO1234567", SCAN_PART).certain);
	assert_true(read_as("IÖUTO1234567", SCAN_PART).certain);
}

/* Of a wrong check digit it stays a zone, of which nothing is certain. */
static void
test_spoilt_zones_are_not_certain(void **state)
{
	static const char spoilt[] =
		"I<TURA12B345675<90000000414<<<\n8503150F3308067TUR<<<<<<<<<<<6\nYILMAZ<<ELIF<<<<<<<<<<<<<<<<<<";
	struct scan scan = read_as(spoilt, SCAN_MRZ);

	(void)state;
	assert_false(scan.certain);
	assert_false(scan.unfinished);
	assert_string_equal(scan.text, spoilt);
	scan = read_as("I<TURA12B345675<90000000414<<<\n8503150F3308062TUR<<<<<<<<<<<6\nYILMAZ<<ELIF<<<<<<<<<<<<<<<<<<", SCAN_MRZ);
	assert_true(scan.certain);
}

static void
test_records_under_every_keyboard(void **state)
{
	static const char *const codes[] = {"2026/A-0042", "TESLIM1 2026/A-0042 7 1795431900 AB12 -"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(codes); i++)
		for (int keyboard = 0; keyboard < KEYBOARD_COUNT; keyboard++)
			for (int caps = 0; caps < 2; caps++) {
				struct str text = {0};
				struct scan scan;
				keyboard_type(&text, codes[i], (enum keyboard)keyboard, caps == 1);
				scan = read_as(str_text(&text), SCAN_RECORD);
				assert_string_equal(scan.text, "2026/A-0042");
				assert_false(scan.unfinished);
				str_clear(&text);
			}
}

static void
test_record_numbers(void **state)
{
	(void)state;
	assert_string_equal(read_as("2026/AB-00421234", SCAN_RECORD).text, "2026/AB-00421234");
	assert_string_equal(read_as("2026/7-0001", SCAN_RECORD).text, "2026/7-0001");
	read_as("2026/A-042", SCAN_CODE); /* as a serial number may look */
	read_as("2026/A-004212345", SCAN_CODE);
	read_as("226/A-00421", SCAN_CODE);
	read_as("20261/A-0042", SCAN_CODE);
	read_as("2026/-0042", SCAN_CODE);
	read_as("2026/A0042", SCAN_CODE);
	read_as("2026/A-0042 ve", SCAN_NOTHING);
}

/* The seal of a paper ends with its signature, 64 bytes in base64, or with a hyphen where the desk has no key. */
static void
test_ends_of_seals(void **state)
{
	static const struct {
		const char *text, *number;
		bool unfinished;
	} cases[] = {
		{"TESLIM1 2026/A-0042 7 1795431900 AB12 -", "2026/A-0042", false},
		{"TESLIM1 2026/A-0042 7 1795431900 AB12 " SIGNATURE_87 "0", "2026/A-0042", false},
		{"TESLIM1 2026/A-0042 7 1795431900 AB12 " SIGNATURE_87, "2026/A-0042", true},
		{"TESLIM1 2026/A-0042 7 1795431900 AB12", "2026/A-0042", true},
		{"TESLIM1 2026/A-0042 7 1795431900 -", "2026/A-0042", true},
		{"TESLIM1 2026/A-0042 7 " SIGNATURE_87 "0", "2026/A-0042", true},
		{"TESLIM1 2026/A-042 7 1795431900 AB12 -", "", false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct scan scan = read_as(cases[i].text, SCAN_RECORD);
		assert_string_equal(scan.text, cases[i].number);
		if (scan.unfinished != cases[i].unfinished)
			fail_msg("'%s' is %s", cases[i].text, scan.unfinished ? "unfinished" : "whole");
	}
}

static void
test_words_of_barcodes(void **state)
{
	(void)state;
	assert_string_equal(read_as("OKY-99119", SCAN_CODE).text, "OKY-99119");
	assert_string_equal(read_as("AZaz0909", SCAN_CODE).text, "AZaz0909");
	assert_string_equal(read_as("a-b./_+*:%#0123", SCAN_CODE).text, "a-b./_+*:%#0123");
	assert_string_equal(read_as("İ123456", SCAN_CODE).text, "I123456"); /* what a US keyboard's i becomes */
	assert_string_equal(read_as("ı123456", SCAN_CODE).text, "i123456");
	read_as("abc123", SCAN_NOTHING); /* three digits, five letters, signs that no serial number has, other letters */
	read_as("a1234", SCAN_NOTHING);
	read_as("ab1234!", SCAN_NOTHING);
	read_as("ab1234@", SCAN_NOTHING);
	read_as("[ab1234", SCAN_NOTHING);
	read_as("{ab1234", SCAN_NOTHING);
	read_as("ab 1234", SCAN_NOTHING);
	read_as("ğü123456", SCAN_NOTHING);
	assert_string_equal(read_as(MANY_32 MANY_32, SCAN_CODE).text, MANY_32 MANY_32);
	read_as(MANY_32 MANY_32 "0", SCAN_LONG);
	/* A date is one that a hand may type, with the signs between and no letter more. */
	read_as("1.12.2026", SCAN_NOTHING);
	read_as("31122026", SCAN_CODE);
	read_as("31.13.2026", SCAN_CODE);
}

static void
test_long_lines(void **state)
{
	struct str text = {0};

	(void)state;
	read_as("Abcdefghijklmnopqrstuvw", SCAN_NOTHING); /* 23 letters, 24 */
	read_as("Abcdefghijklmnopqrstuvwx", SCAN_LONG);
	read_as("ZZZZ Zonguldak ZZZZ azaz ZAZAZA", SCAN_NOTHING); /* many words are words, */
	read_as("ZZZZ Zonguldak ZZZZ azaz ZA 123", SCAN_NOTHING); /* with three signs too, but not with four */
	read_as("ZZZZ Zonguldak ZZZZ azaz ZA 1234", SCAN_LONG);
	read_as("çığ çığ çığ çığ çığ çığ çığ çığ çığ", SCAN_NOTHING);
	read_as("one\nthe other\nAbcdefghijklmnopqrstuvwx\nmore", SCAN_LONG);
	read_as("Abcdefghijkl\nmnopqrstuvwx", SCAN_NOTHING);
	/* More than there is room for. */
	for (int i = 0; i < 600; i++)
		str_add_char(&text, 'a');
	read_as(str_text(&text), SCAN_LONG);
	str_clear(&text);
	str_add(&text, "TESLIM1 ");
	while (text.length < 319)
		str_add_char(&text, 'A');
	read_as(str_text(&text), SCAN_RECORD);
	str_add_char(&text, 'A');
	read_as(str_text(&text), SCAN_NOTHING);
	str_clear(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_codes_of_documents),
		cmocka_unit_test(test_lines_of_a_zone),
		cmocka_unit_test(test_spoilt_zones_are_not_certain),
		cmocka_unit_test(test_records_under_every_keyboard),
		cmocka_unit_test(test_record_numbers),
		cmocka_unit_test(test_ends_of_seals),
		cmocka_unit_test(test_words_of_barcodes),
		cmocka_unit_test(test_long_lines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
