/*
 * Tests of the room `text`: UTF-8, keys, fitting into cells, names and titles. Tables are in test_tables.c.
 */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "teslim/text.h"

/* clang-format off */

typedef void rewrite(struct str *out, const char *text);

static void
assert_rewritten(rewrite *by, const char *text, const char *expected)
{
	struct str out = {0};

	str_add(&out, "<");
	by(&out, text); /* appends */
	if (out.length < 1 || out.data[0] != '<' || strcmp(out.data + 1, expected) != 0)
		fail_msg("\"%s\": \"%s\" instead of \"%s\"", text, str_text(&out), expected);
	str_clear(&out);
}

static void
test_utf8_round_trip(void **state)
{
	(void)state;
	for (uint32_t c = 1; c < 0x110000; c++) {
		char bytes[5];
		uint32_t back = 0;
		size_t length = text_encode(bytes, c);
		if (c >= 0xD800 && c <= 0xDFFF) {
			assert_int_equal(length, 0);
			continue;
		}
		assert_int_equal(text_decode(bytes, &back), length);
		if (back != c)
			fail_msg("U+%04X came back as U+%04X", (unsigned)c, (unsigned)back);
		assert_true(text_is_valid(bytes, length));
		assert_false(length > 1 && text_is_valid(bytes, length - 1)); /* cut */
	}
	char bytes[5];
	assert_int_equal(text_encode(bytes, 0x110000), 0);
	assert_int_equal(text_encode(bytes, 0), 0);
}

static void
test_utf8_refuses(void **state)
{
	static const char *const wrong[] = {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF",
		"\xED\xA0\x80", "\xED\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFE", "\xFF", "\xC5", "\xE2\x82", "\xF0\x9F\x98", "\xC5\x41", "a\xC5"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(wrong); i++) {
		uint32_t c;
		const char *at = wrong[i][0] == 'a' ? wrong[i] + 1 : wrong[i];
		assert_false(text_is_valid(wrong[i], strlen(wrong[i])));
		assert_int_equal(text_decode(at, &c), 1); /* one byte is taken, the next gets its chance */
		assert_int_equal(c, 0xFFFD);
	}
	assert_true(text_is_valid("", 0));
	assert_true(text_is_valid("Işık", 6));
	assert_false(text_is_valid("a\0b", 3));
	assert_true(text_is_valid("\xEF\xBF\xBD", 3)); /* a replacement character written as such is text */
}

/* libraries.md 5: the cases that libraries got wrong */
static void
test_turkish_casing(void **state)
{
	(void)state;
	assert_rewritten(text_lower, "İSTANBUL IĞDIR", "istanbul ığdır");
	assert_rewritten(text_lower, "I\xCC\x87zmir", "izmir");
	assert_rewritten(text_upper, "istanbul ığdır", "İSTANBUL IĞDIR");
	assert_rewritten(text_compose, "g\xCC\x86u\xCC\x88s\xCC\xA7", "ğüş");
	assert_rewritten(text_compose, "S\xCC\xA7 G\xCC\x86 I\xCC\x87 \xC4\xB1", "Ş Ğ İ ı");
	assert_rewritten(text_compose, "s\xCC\xA6 \xC8\x99", "ș ș");
	assert_rewritten(text_lower, "ÇĞİÖŞÜÂÎÛ", "çğiöşüâîû");
	assert_rewritten(text_upper, "çğıöşüâîûß", "ÇĞIÖŞÜÂÎÛSS");
	assert_rewritten(text_lower, "", "");
	assert_rewritten(text_upper, "a\xFF""b", "A\xEF\xBF\xBD""B");
	assert_rewritten(text_compose, "a\xFF", "a\xEF\xBF\xBD");
}

/* domain 6.3 */
static void
test_match_key(void **state)
{
	static const char *const same[][2] = {{"Işıl Çağrı GÜMÜŞDAĞ", "ISIL CAGRI GUMUSDAG"}, {"ışıl çağrı gümüşdağ", "ISIL CAGRI GUMUSDAG"},
		{"isil cagri gumusdag", "ISIL CAGRI GUMUSDAG"}, {"İPEK ipek IPEK ıpek", "IPEK IPEK IPEK IPEK"}, {"Kâhya Îlhan Rûhî", "KAHYA ILHAN RUHI"},
		{"Yılmaz-Kaya", "YILMAZ KAYA"}, {"  Yılmaz \t Kaya ", "YILMAZ KAYA"}, {"Yılmaz\xC2\xA0Kaya", "YILMAZ KAYA"}, {"O'Hara O’Hara", "OHARA OHARA"},
		{"s\xCC\xA7""ahin", "SAHIN"}, {"I\xCC\x87pek", "IPEK"}, {"\xC8\x99""ahin \xC8\x98", "SAHIN S"}, {"", ""}, {" - ", ""}, {"Мария", "МАРИЯ"}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(same) - 1; i++)
		assert_rewritten(text_fold, same[i][0], same[i][1]);
	/* Letters of other scripts are kept as they are. */
	assert_rewritten(text_fold, "Мария", "Мария");
}

static void
test_search_key(void **state)
{
	(void)state;
	assert_rewritten(text_loose, "IŞIL Çağrı", "isil cagri");
	assert_rewritten(text_loose, "ışıl ÇAĞRI", "isil cagri");
	assert_rewritten(text_loose, "İsmet ŞÜKRÜ Kâhya", "ismet sukru kahya");
	assert_rewritten(text_loose, "Élodie Müller-Straße Ødegård", "elodie muller strase odegard");
	assert_true(text_contains("Işıl Çağrı GÜMÜŞDAĞ", "gumus"));
	assert_true(text_contains("Işıl Çağrı GÜMÜŞDAĞ", "IŞIL"));
	assert_true(text_contains("Işıl Çağrı GÜMÜŞDAĞ", "ısıl ca"));
	assert_true(text_contains("Işıl", ""));
	assert_false(text_contains("Işıl Çağrı", "gumus"));
}

static void
test_keywords_are_ascii(void **state)
{
	(void)state;
	assert_true(text_equal_keyword("TITLE", "title")); /* strcasecmp says no in tr_TR */
	assert_true(text_equal_keyword("", ""));
	assert_false(text_equal_keyword("title", "tıtle"));
	assert_false(text_equal_keyword("TİTLE", "title"));
	assert_false(text_equal_keyword("titl", "title"));
	assert_false(text_equal_keyword("title", "titl"));
}

static void
test_ascii_keeps_the_cells(void **state)
{
	static const char *const texts[] = {"Işıl Çağrı GÜMÜŞDAĞ ÖZŞİMŞEK", "kâr · 3 … “x” – ‘y’", "┌─┐│└┘├┤┬┴┼═║█▒", "漢字", "€ ₺ © → ✓ ●", "e\xCC\x81z\xCC\xA7"};

	(void)state;
	assert_rewritten(text_ascii, "Işıl Çağrı GÜMÜŞDAĞ ÖZŞİMŞEK", "Isil Cagri GUMUSDAG OZSIMSEK");
	assert_rewritten(text_ascii, "a · b … “c” – ‘d’", "a * b . \"c\" - 'd'");
	assert_rewritten(text_ascii, "┌─┐│", "+-+|");
	assert_rewritten(text_ascii, "漢", "??");
	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
		struct str out = {0};
		text_ascii(&out, texts[i]);
		for (size_t at = 0; at < out.length; at++)
			assert_true(out.data[at] >= ' ' && out.data[at] <= '~');
		assert_int_equal(out.length, text_width(texts[i]));
		str_clear(&out);
	}
}

/* ------------------------------------------------------------------ cells */

static void
test_widths(void **state)
{
	(void)state;
	assert_int_equal(text_width("İşğıöüç"), 7);
	assert_int_equal(text_width("S\xCC\xA7"), 1);
	assert_int_equal(text_width("漢字"), 4);
	assert_int_equal(text_width("😀"), 2);
	assert_int_equal(text_width("a\x1B[31mb"), 7); /* a control is drawn as "?" */
	assert_int_equal(text_width("a\xE2\x80\xAE""b"), 3);
	assert_int_equal(text_width("\xFF"), 1);
	assert_int_equal(text_code_point_width(0), 0);
}

static void
test_fitting(void **state)
{
	static const struct {
		const char *text;
		int cells;
		bool ascii;
		const char *expected;
	} cases[] = {{"Işıl", 6, false, "Işıl  "}, {"Işıl", 4, false, "Işıl"}, {"Işıl", 3, false, "Iş…"}, {"Işıl", 3, true, "Iş."}, {"Işıl", 1, false, "…"},
		{"Işıl", 0, false, ""}, {"", 3, false, "   "}, {"s\xCC\xA7""al", 3, false, "s\xCC\xA7""al"}, {"s\xCC\xA7""alt", 3, false, "s\xCC\xA7""a…"},
		{"漢字漢", 5, false, "漢字…"}, {"漢字漢", 4, false, "漢… "}, {"a\x1B[2Jb", 7, false, "a?[2Jb "}, {"a\nb\tc", 5, false, "a?b?c"},
		{"a\xE2\x80\xAE""b", 4, false, "a?b "}, {"a\xC2\x9B""1m", 4, false, "a?1m"}, {"a\xFF""b", 3, false, "a?b"}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		char out[64];
		int cells = text_fit(out, sizeof out, cases[i].text, cases[i].cells, cases[i].ascii);
		if (strcmp(out, cases[i].expected) != 0)
			fail_msg("case %zu: \"%s\" instead of \"%s\"", i, out, cases[i].expected);
		assert_int_equal(cells, cases[i].cells);
		assert_int_equal(text_width(out), cases[i].cells);
	}
}

/* Whatever the room, the result is whole letters and never longer than the buffer. */
static void
test_fitting_into_small_rooms(void **state)
{
	(void)state;
	for (size_t size = 0; size < 24; size++)
		for (int cells = 0; cells < 12; cells++) {
			char *out = malloc(size + 1);
			memset(out, '#', size + 1);
			text_fit(out, size, "Çağrı漢字Öz", cells, false);
			assert_int_equal(out[size], '#');
			if (size > 0)
				assert_true(text_is_valid(out, strlen(out)));
			free(out);
		}
}

static void
test_graphemes(void **state)
{
	static const char text[] = "s\xCC\xA7""ı\xCC\x81\xCC\x82z";
	size_t at = 0;

	(void)state;
	assert_int_equal(text_grapheme(text + at), 3);
	at += text_grapheme(text + at);
	assert_int_equal(text_grapheme(text + at), 6);
	at += text_grapheme(text + at);
	assert_int_equal(text_grapheme(text + at), 1);
	assert_int_equal(text_grapheme(""), 0);
	assert_int_equal(text_grapheme("\xFF\xCC\xA7"), 3); /* even a broken letter takes its marks along */
	assert_int_equal(text_prefix("漢字", 3), 3);
	assert_int_equal(text_prefix("漢字", 1), 0);
	assert_int_equal(text_prefix("s\xCC\xA7""al", 2), 4);
	assert_int_equal(text_prefix("abc", 99), 3);
}

/* ------------------------------------------------------------------ names */

static void
test_titles(void **state)
{
	static const char *const names[][2] = {{"Dr. Ayşe", "Ayşe"}, {"Uzm. Dr. Ayşe Şule", "Ayşe Şule"}, {"UZM.DR.AYŞE", "AYŞE"}, {"Prof. Dr. Can", "Can"},
		{"Doç.Dr. Can", "Can"}, {"Dr Can", "Can"}, {"Dr. Öğr. Üyesi Can", "Can"}, {"Arş. Gör. Elif", "Elif"}, {"Op. Dr. Elif", "Elif"},
		{"Av. Elif", "Elif"}, {"Sayın Elif", "Elif"}, {"Hem. Elif", "Elif"}, {"  Dr.  Elif", "Elif"}, {"Dr.\xC2\xA0""Elif", "Elif"}, {"doc\xCC\xA7. Elif", "Elif"},
		/* not titles */
		{"Ayşe", "Ayşe"}, {"Drahşan", "Drahşan"}, {"Av Mehmet", "Av Mehmet"}, {"Opal", "Opal"}, {"Ayşe Dr.", "Ayşe Dr."}, {"Kim Can", "Kim Can"},
		{"Dr.", "Dr."}, {"Dr", "Dr"}, {"Uzm. Dr.", "Dr."}, {"", ""}, {" ", " "}, {"...", "..."}, {"\xFF", "\xFF"}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
		assert_string_equal(text_skip_titles(names[i][0]), names[i][1]);
}

static void
test_name_differences(void **state)
{
	static const struct {
		const char *given, *surname, *other;
		enum name_difference difference;
	} cases[] = {
		{"Işıl Çağrı", "Gümüşdağ", "IŞIL ÇAĞRI GÜMÜŞDAĞ", NAME_SAME}, {"ışıl çağrı", "gümüşdağ", "Işıl Çağrı GÜMÜŞDAĞ", NAME_SAME},
		{"I\xCC\x87pek", "S\xCC\xA7""ahin", "İPEK ŞAHİN", NAME_SAME}, {" Işıl  Çağrı ", "Gümüşdağ", "IŞIL ÇAĞRI GÜMÜŞDAĞ", NAME_SAME},
		{"Uzm. Dr. Işıl", "Öz", "IŞIL ÖZ", NAME_SAME}, {"Işıl", "Öz", "Dr. IŞIL ÖZ", NAME_SAME}, {"Işıl Öz", "", "IŞIL ÖZ", NAME_SAME},
		{"Işıl", "Öz", "ISIL OZ", NAME_SAME_FOLDED}, {"İpek", "Şahin", "IPEK SAHIN", NAME_SAME_FOLDED}, {"Halit", "Kâhya", "HALİT KAHYA", NAME_SAME_FOLDED},
		{"İpek", "Șahin", "İPEK ŞAHİN", NAME_SAME_FOLDED}, {"Elif", "Yılmaz-Kaya", "ELİF YILMAZ KAYA", NAME_SAME_FOLDED},
		{"Elif", "Yılmazkaya", "ELİF YILMAZ KAYA", NAME_SAME_FOLDED}, {"Ali", "O'Hara", "ALİ OHARA", NAME_SAME_FOLDED},
		{"Işıl Çağrı", "Öz", "ÇAĞRI IŞIL ÖZ", NAME_ORDER}, {"Işıl", "Öz", "ÖZ IŞIL", NAME_ORDER},
		{"Ayşe Şule", "Öztürk", "AYŞE ÖZTÜRK", NAME_GIVEN_MISSING}, {"Ayşe Şule", "Öztürk", "ŞULE ÖZTÜRK", NAME_GIVEN_MISSING},
		{"Ayşe", "Öztürk", "AYŞE ŞULE ÖZTÜRK", NAME_GIVEN_MISSING}, {"Ayse Sule", "Ozturk", "AYŞE ÖZTÜRK", NAME_GIVEN_MISSING},
		{"Ayşe Şule Öztürk", "", "AYŞE ÖZTÜRK", NAME_GIVEN_MISSING},
		{"Elif", "Yılmaz", "ELİF KAYA", NAME_SURNAME_DIFFERS}, {"Elif", "Yılmaz", "ELİF YILMAZ KAYA", NAME_SURNAME_DIFFERS},
		{"Elif", "Yılmaz Kaya", "ELİF KAYA", NAME_SURNAME_DIFFERS}, {"Elif", "Yılmaz Kaya", "ELİF YILMAZ", NAME_SURNAME_DIFFERS},
		{"Elif Su", "Yılmaz", "ELİF SU KAYA", NAME_SURNAME_DIFFERS},
		{"Elif", "Yılmaz", "CAN YILMAZ", NAME_DIFFERENT}, {"Elif", "Yılmaz", "CAN ÖZ", NAME_DIFFERENT}, {"Elif", "Yılmaz", "", NAME_DIFFERENT},
		{"", "", "CAN ÖZ", NAME_DIFFERENT}, {"", "", "", NAME_DIFFERENT}, {"Elif", "", "ELİFE", NAME_DIFFERENT}, {"Elif", "Yılmaz", "YILMAZ", NAME_DIFFERENT},
		{"a b c d e f g h i j k l m n o p", "q r s t", "A B C D E F G H İ J K L M N O P Q R S T", NAME_SAME},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		enum name_difference difference = text_compare_names(cases[i].given, cases[i].surname, cases[i].other);
		if (difference != cases[i].difference)
			fail_msg("%s %s / %s: %d instead of %d", cases[i].given, cases[i].surname, cases[i].other, (int)difference, (int)cases[i].difference);
	}
}

/* ------------------------------------------------------------------ the rest */

static void
test_columns(void **state)
{
	char line[] = " a b |\t\xC5\x9F| |c\r", many[] = "1|2|3|4";
	char *columns[4];

	(void)state;
	assert_int_equal(text_columns(line, columns, 4), 4);
	assert_string_equal(columns[0], "a b");
	assert_string_equal(columns[1], "ş");
	assert_string_equal(columns[2], "");
	assert_string_equal(columns[3], "c");
	assert_int_equal(text_columns(many, columns, 2), 2);
	assert_string_equal(columns[1], "2");
}

static void
test_random_bytes_never_break_it(void **state)
{
	static rewrite *const all[] = {text_compose, text_lower, text_upper, text_fold, text_loose, text_ascii, text_sort_key};
	uint32_t seed = 3;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		char *text = malloc(25), out[40];
		size_t length = (size_t)round % 24;
		for (size_t i = 0; i < length; i++) {
			seed = seed * 1664525 + 1013904223;
			text[i] = (char)(1 + (seed >> 16) % 255);
			if (seed >> 28 == 0)
				text[i] = '\xCC';
		}
		text[length] = '\0';
		for (size_t i = 0; i < ARRAY_LENGTH(all); i++) {
			struct str result = {0};
			all[i](&result, text);
			assert_true(text_is_valid(str_text(&result), result.length));
			str_clear(&result);
		}
		text_fit(out, sizeof out, text, round % 12, false);
		assert_true(text_is_valid(out, strlen(out)));
		text_compare_names(text, text + length / 2, text);
		for (size_t at = 0; at < length; at += text_grapheme(text + at))
			assert_true(text_grapheme(text + at) > 0);
		free(text);
	}
}

/* A letter under thousands of marks is cut into pieces, not into memory. */
static void
test_many_marks(void **state)
{
	struct str text = {0}, out = {0};

	(void)state;
	str_add(&text, "s");
	for (int i = 0; i < 5000; i++)
		str_add(&text, i % 2 == 0 ? "\xCC\xA7" : "\xCC\x81");
	text_compose(&out, str_text(&text));
	assert_true(out.length <= text.length);
	assert_int_equal(strncmp(str_text(&out), "ş", 2), 0);
	assert_int_equal(text_width(str_text(&out)), 1);
	str_clear(&text);
	str_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_utf8_round_trip),
		cmocka_unit_test(test_utf8_refuses),
		cmocka_unit_test(test_turkish_casing),
		cmocka_unit_test(test_match_key),
		cmocka_unit_test(test_search_key),
		cmocka_unit_test(test_keywords_are_ascii),
		cmocka_unit_test(test_ascii_keeps_the_cells),
		cmocka_unit_test(test_widths),
		cmocka_unit_test(test_fitting),
		cmocka_unit_test(test_fitting_into_small_rooms),
		cmocka_unit_test(test_graphemes),
		cmocka_unit_test(test_titles),
		cmocka_unit_test(test_name_differences),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_random_bytes_never_break_it),
		cmocka_unit_test(test_many_marks),
	};

	printf("# locale %s\n", setlocale(LC_ALL, ""));
	return cmocka_run_group_tests(tests, NULL, NULL);
}
