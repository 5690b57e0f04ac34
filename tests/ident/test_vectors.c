/*
 * Tests of `ident` on zones that nobody here made: what they say is read, under every keyboard; and on what scanners bring
 * besides.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "teslim/message.h"
#include "vectors.h"

#define TODAY "2026-11-23"

static void
assert_says(const struct vector *vector, const char *text)
{
	struct mrz mrz;
	struct err err = {0};
	enum code code = ident_parse_mrz(&mrz, text, TODAY, &err);
	char sentence[400];

	if (vector->form == MRZ_VISA_A || vector->form == MRZ_VISA_B) {
		assert_int_equal(code, ERR_UNSUPPORTED);
		message_err(sentence, sizeof sentence, &err);
		assert_non_null(strstr(sentence, vector->form == MRZ_VISA_A ? "vize (MRV-A)" : "vize (MRV-B)"));
		return;
	}
	if (code != OK)
		fail_msg("%s: %s", vector->name, err.detail);
	assert_int_equal(mrz.form, vector->form);
	assert_string_equal(mrz.document_number, vector->document_number);
	assert_string_equal(mrz.national_id, vector->national_id);
	assert_string_equal(mrz.surname, vector->surname);
	assert_string_equal(mrz.given_names, vector->given_names);
	assert_int_equal(mrz.corrected, 0);
}

static void
test_every_zone_is_read(void **state)
{
	(void)state;
	for (int v = 0; v < vectors_count; v++)
		for (int keyboard = 0; keyboard < KEYBOARD_COUNT; keyboard++)
			for (int caps = 0; caps < 2; caps++) {
				struct str text = {0};
				struct scan scan;
				keyboard_type(&text, vectors[v].lines, (enum keyboard)keyboard, caps == 1);
				ident_read_scan(&scan, str_text(&text));
				if (scan.kind != SCAN_MRZ || strcmp(scan.text, vectors[v].lines) != 0)
					fail_msg("%s, keyboard %d: kind %d: %s", vectors[v].name, keyboard, (int)scan.kind,
						scan.text);
				assert_says(&vectors[v], str_text(&text));
				assert_says(&vectors[v], scan.text);
				str_clear(&text);
			}
}

static int
value(char c)
{
	return c == '<' ? 0 : c <= '9' ? c - '0' : c - 'A' + 10;
}

/*
 * One letter wrong anywhere is noticed, but for places that no check digit covers and for letters that it cannot tell
 * apart (R and 7: ten apart and more); never is another person read.
 */
static void
test_one_wrong_letter(void **state)
{
	(void)state;
	for (int v = 0; v < vectors_count; v++) {
		struct mrz right, mrz;
		struct err err = {0};
		if (ident_parse_mrz(&right, vectors[v].lines, TODAY, &err) != OK)
			continue;
		for (size_t i = 0; vectors[v].lines[i] != '\0'; i++) {
			char *wrong = mem_string(vectors[v].lines);
			wrong[i] = wrong[i] == '7' ? '4' : '7';
			if (vectors[v].lines[i] != '\n' && value(wrong[i]) % 10 != value(vectors[v].lines[i]) % 10 &&
				ident_parse_mrz(&mrz, wrong, TODAY, &err) == OK) {
				assert_string_equal(mrz.document_number, right.document_number);
				if (mrz.national_id[0] != '\0') /* another issuing state: then it is none */
					assert_string_equal(mrz.national_id, right.national_id);
				assert_string_equal(mrz.expiry, right.expiry);
			}
			mem_free(wrong);
		}
	}
}

/* A whole zone whose check digits are wrong stays a zone, so that it is refused as one. */
static void
test_spoilt_zones_stay_zones(void **state)
{
	(void)state;
	for (int v = 0; v < vectors_count; v++)
		for (int keyboard = 0; keyboard < KEYBOARD_COUNT; keyboard++) {
			char *wrong = mem_string(vectors[v].lines);
			struct str text = {0};
			struct scan scan;
			char *second = strchr(wrong, '\n') + 10;
			*second = *second == '7' ? '4' : '7';
			keyboard_type(&text, wrong, (enum keyboard)keyboard, false);
			ident_read_scan(&scan, str_text(&text));
			if (scan.kind != SCAN_MRZ && scan.kind != SCAN_PART)
				fail_msg("%s, keyboard %d: kind %d", vectors[v].name, keyboard, (int)scan.kind);
			str_clear(&text);
			mem_free(wrong);
		}
}

static void
test_what_is_no_scan(void **state)
{
	static const char *const texts[] = {"", "\n", "I", "IŞIL ÖZTÜRK", "ISIL OZTURK", "İpek", "Canan", "AYTURAN", "öö",
		"ÖZLEM ÖZ", "ilk geldi; ödeme", "14.02.2031", "14/02/2031", "2026-11-23", "1234", "abcdef", "A12B3",
		"demo\tdeneme\n", "c33d44555\n02.02.2032", "pöstekiyi", "Nbori", "Başvuru sahibi beklemeden gitti; yarın gelecek",
		"ibrahim ethem çığ bey ve oğulları", "YILMAZ\nx99y88777\n01.01.2031\n\n\n"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
		struct scan scan;
		ident_read_scan(&scan, texts[i]);
		if (scan.kind != SCAN_NOTHING)
			fail_msg("'%s' is of kind %d", texts[i], (int)scan.kind);
	}
}

static void
test_kinds(void **state)
{
	static const struct {
		const char *text;
		enum scan_kind kind;
		bool unfinished;
	} cases[] = {{"I<TUR", SCAN_PART, true}, {"I<", SCAN_PART, true}, {"IÖTUR", SCAN_PART, true}, {"NBORI", SCAN_PART, true},
		{"P<UTOERIK", SCAN_PART, true}, {"IDBEL000", SCAN_PART, true},
		{"YILMAZ<<ELIF<<<<<<<<<<<<<<<<<<", SCAN_PART, false}, {"8503150F3308062TUR<<<<<<<<<<<6", SCAN_PART, false},
		{"TESLIM1 ", SCAN_RECORD, true}, {"TESLIM1 2026/A-0042 1204", SCAN_RECORD, true},
		{"2026/A-0042", SCAN_RECORD, false}, {"2026.A*0042", SCAN_RECORD, false}, {"2026,U/0042", SCAN_RECORD, false},
		{"123456", SCAN_CODE, false}, {"OKY-88213\n", SCAN_CODE, false}, {"abcd1234\t", SCAN_CODE, false},
		{"https://example.com/a/b/c?d=e", SCAN_LONG, false}, {"Mustafa Kemal Mahallesi 2120. Cadde", SCAN_LONG, false}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct scan scan;
		ident_read_scan(&scan, cases[i].text);
		if (scan.kind != cases[i].kind || scan.unfinished != cases[i].unfinished)
			fail_msg("'%s' is of kind %d%s", cases[i].text, (int)scan.kind, scan.unfinished ? ", unfinished" : "");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_zone_is_read),
		cmocka_unit_test(test_one_wrong_letter),
		cmocka_unit_test(test_spoilt_zones_stay_zones),
		cmocka_unit_test(test_what_is_no_scan),
		cmocka_unit_test(test_kinds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
