/*
 * Tests of the room `text`, its tables: every letter below U+0250 and every pair of letter and mark against ICU and
 * libunistring. Where these know a later Unicode than the tables do, what came later is not held against the tables, and
 * nothing else is let pass. Runs in whatever locale the environment names; test_locales.sh runs it in several.
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
#include <unicase.h>
#include <unicode/uchar.h>
#include <unicode/ucol.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <uninorm.h>

#include "teslim/text.h"

enum { LETTERS = 0x250, UNICODE = 14 /* of the tables in src/text */ };

/* Widths of characters that are as old as the tables, changed by a later version. */
static const struct later {
	UChar32 first, last;
	int since, width;
} later_widths[] = {{0x2630, 0x2637, 16, 2}, {0x268A, 0x268F, 16, 2}, {0x4DC0, 0x4DFF, 16, 2}, {0x1171E, 0x1171E, 16, 1},
	{0x1D300, 0x1D356, 16, 2}, {0x1D360, 0x1D376, 16, 2}};

static const char *
written(uint32_t first, uint32_t second, uint32_t third)
{
	static char text[16];
	size_t length = 0;
	uint32_t points[3] = {first, second, third};

	for (int i = 0; i < 3 && points[i] != 0; i++)
		length += text_encode(text + length, points[i]);
	return text;
}

static const UNormalizer2 *
nfc(void)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *normalizer = unorm2_getNFCInstance(&status);

	assert_true(U_SUCCESS(status));
	return normalizer;
}

/* What ICU makes of text: composed, and before that in lower or upper case ('l', 'u', 'n' for neither). */
static const char *
by_icu(const char *text, char what)
{
	static char out[128];
	UChar wide[64], cased[64], composed[64];
	int32_t length = 0;
	UErrorCode status = U_ZERO_ERROR;

	u_strFromUTF8(wide, 64, &length, text, -1, &status);
	if (what == 'l')
		length = u_strToLower(cased, 64, wide, length, "tr", &status);
	else if (what == 'u')
		length = u_strToUpper(cased, 64, wide, length, "tr", &status);
	else
		memcpy(cased, wide, sizeof wide);
	length = unorm2_normalize(nfc(), cased, length, composed, 64, &status);
	u_strToUTF8(out, sizeof out, NULL, composed, length, &status);
	assert_true(U_SUCCESS(status));
	return out;
}

static const char *
by_unistring(const char *text, char what)
{
	static char out[128];
	size_t length = sizeof out - 1;
	const uint8_t *from = (const uint8_t *)text;
	uint8_t *result;

	if (what == 'l')
		result = u8_tolower(from, strlen(text), "tr", UNINORM_NFC, (uint8_t *)out, &length);
	else if (what == 'u')
		result = u8_toupper(from, strlen(text), "tr", UNINORM_NFC, (uint8_t *)out, &length);
	else
		result = u8_normalize(UNINORM_NFC, from, strlen(text), (uint8_t *)out, &length);
	assert_ptr_equal(result, out);
	out[length] = '\0';
	return out;
}

/* Does it hold a letter that the tables' Unicode has not? */
static bool
is_later(const char *text)
{
	UVersionInfo age;
	UChar wide[64];
	UChar32 points[64];
	int32_t length = 0;
	UErrorCode status = U_ZERO_ERROR;

	u_strFromUTF8(wide, 64, &length, text, -1, &status);
	u_strToUTF32(points, 64, &length, wide, length, &status);
	assert_true(U_SUCCESS(status));
	for (int32_t i = 0; i < length; i++) {
		u_charAge(points[i], age);
		if (age[0] > UNICODE)
			return true;
	}
	return false;
}

/* What they say; when that is a letter that came later, what was said before: the letter stayed as it was. */
static const char *
expected(const char *text, char what, const char *(*oracle)(const char *text, char what))
{
	const char *said = oracle(text, what);

	return is_later(said) ? oracle(text, 'n') : said;
}

static void
compare(const char *text, char what)
{
	struct str ours = {0};

	if (what == 'l')
		text_lower(&ours, text);
	else if (what == 'u')
		text_upper(&ours, text);
	else
		text_compose(&ours, text);
	if (strcmp(str_text(&ours), expected(text, what, by_icu)) != 0)
		fail_msg("%c of \"%s\": ours \"%s\", ICU \"%s\"", what, text, str_text(&ours), by_icu(text, what));
	if (strcmp(str_text(&ours), expected(text, what, by_unistring)) != 0)
		fail_msg("%c of \"%s\": ours \"%s\", libunistring \"%s\"", what, text, str_text(&ours), by_unistring(text, what));
	str_clear(&ours);
}

static bool
is_letter_of_ours(uint32_t c)
{
	return c < LETTERS || (c >= 0x1E00 && c < 0x1F00);
}

static void
test_every_letter_lower_and_upper(void **state)
{
	(void)state;
	for (uint32_t c = 1; c < 0x1F00; c++) {
		if (!is_letter_of_ours(c))
			continue;
		compare(written(c, 0, 0), 'l');
		compare(written(c, 0, 0), 'u');
		compare(written(c, 0, 0), 'n');
	}
}

static void
test_single_code_points_agree_with_texts(void **state)
{
	(void)state;
	for (uint32_t c = 1; c < LETTERS; c++) {
		struct str text = {0};
		text_lower(&text, written(c, 0, 0));
		assert_string_equal(str_text(&text), written(text_lower_code_point(c), 0, 0));
		str_reset(&text);
		text_upper(&text, written(c, 0, 0));
		if (c != 0xDF && c != 0x149 && c != 0x1F0) /* these three become two letters */
			assert_string_equal(str_text(&text), written(text_upper_code_point(c), 0, 0));
		str_clear(&text);
	}
}

static void
test_every_pair_composes(void **state)
{
	int pairs = 0;

	(void)state;
	for (uint32_t base = 0x20; base < 0x1F00; base++) {
		if (!is_letter_of_ours(base))
			continue;
		for (uint32_t mark = 0x300; mark < 0x370; mark++, pairs++)
			compare(written(base, mark, 0), 'n');
	}
	assert_int_equal(pairs, (0x230 + 0x100) * 0x70);
}

static void
test_two_marks_in_any_order(void **state)
{
	static const uint32_t marks[] = {0x300, 0x301, 0x302, 0x303, 0x304, 0x306, 0x307, 0x308, 0x30A, 0x30C, 0x31B, 0x323,
		0x326, 0x327, 0x328, 0x338, 0x340, 0x344, 0x345, 0x361};

	(void)state;
	for (uint32_t base = 0x20; base < 0x1F00; base += base < LETTERS ? 1 : 3) {
		if (!is_letter_of_ours(base))
			continue;
		for (size_t i = 0; i < ARRAY_LENGTH(marks); i++)
			for (size_t j = 0; j < ARRAY_LENGTH(marks); j++)
				compare(written(base, marks[i], marks[j]), 'n');
	}
	compare(written(0x212A, 0x301, 0), 'n');
	compare(written(0x212B, 0x301, 0), 'n');
	compare(written(0x301, 0x323, 'a'), 'n');
}

static void
test_decomposed_casing(void **state)
{
	(void)state;
	for (uint32_t base = 'A'; base <= 'z'; base++)
		for (uint32_t mark = 0x300; mark < 0x330; mark++) {
			/* ICU and libunistring look for a dot after I only; composing first is what we do, and what they say of it. */
			char composed[128];
			snprintf(composed, sizeof composed, "%s", by_icu(written(base, mark, 0), 'n'));
			struct str ours = {0};
			text_lower(&ours, written(base, mark, 0));
			assert_string_equal(str_text(&ours), by_icu(composed, 'l'));
			str_clear(&ours);
			compare(composed, 'l');
			compare(composed, 'u');
		}
}

/* Every letter that ICU takes apart to an ASCII letter must fold to that letter. */
static void
test_keys_of_every_letter(void **state)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfd = unorm2_getNFDInstance(&status);
	int checked = 0;

	(void)state;
	for (uint32_t c = 0x80; c < 0x1F00; c++) {
		UChar apart[8];
		struct str fold = {0}, loose = {0};
		int32_t length;
		if (!is_letter_of_ours(c))
			continue;
		length = unorm2_getDecomposition(nfd, (UChar32)c, apart, 8, &status);
		text_fold(&fold, written(c, 0, 0));
		text_loose(&loose, written(c, 0, 0));
		if (length > 1 && apart[0] < 0x80 && u_isalpha(apart[0])) {
			char upper = (char)(apart[0] & ~0x20), lower = (char)(apart[0] | 0x20);
			assert_int_equal(fold.length, 1);
			assert_int_equal(loose.length, 1);
			assert_int_equal(fold.data[0], upper);
			assert_int_equal(loose.data[0], lower);
			checked++;
		}
		str_clear(&fold);
		str_clear(&loose);
	}
	assert_int_equal(checked, 488);
}

static int
width_by_icu(UChar32 c)
{
	int category = u_charType(c);
	int wide = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);

	if (category == U_CONTROL_CHAR || category == U_NON_SPACING_MARK || category == U_ENCLOSING_MARK ||
		(category == U_FORMAT_CHAR && c != 0xAD) || (c >= 0x1160 && c <= 0x11FF))
		return 0;
	return wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
}

static bool
is_width_later(UChar32 c, int width)
{
	UVersionInfo version;

	u_getUnicodeVersion(version);
	for (size_t i = 0; i < ARRAY_LENGTH(later_widths); i++)
		if (c >= later_widths[i].first && c <= later_widths[i].last && version[0] >= later_widths[i].since)
			return width == later_widths[i].width;
	return false;
}

static void
test_widths_by_properties(void **state)
{
	UVersionInfo age;

	(void)state;
	for (UChar32 c = 0x20; c < 0x32000; c++) {
		int category = u_charType(c), width = width_by_icu(c);
		u_charAge(c, age);
		if (category == U_UNASSIGNED || category == U_SURROGATE || category == U_PRIVATE_USE_CHAR || age[0] > UNICODE)
			continue;
		if (text_code_point_width((uint32_t)c) != width && !is_width_later(c, width))
			fail_msg("U+%04X: %d instead of %d", (unsigned)c, text_code_point_width((uint32_t)c), width);
	}
}

/* ------------------------------------------------------------------ order */

static UCollator *
turkish(void)
{
	UErrorCode status = U_ZERO_ERROR;
	UCollator *collator = ucol_open("tr", &status);

	ucol_setAttribute(collator, UCOL_CASE_FIRST, UCOL_UPPER_FIRST, &status);
	assert_true(U_SUCCESS(status));
	return collator;
}

static int
sign(int value)
{
	return (value > 0) - (value < 0);
}

static void
compare_order(UCollator *collator, const char *left, const char *right)
{
	UErrorCode status = U_ZERO_ERROR;
	int theirs = (int)ucol_strcollUTF8(collator, left, -1, right, -1, &status);
	int ours = sign(text_compare(left, right));

	if (ours != theirs)
		fail_msg("\"%s\" and \"%s\": ours %d, ICU %d", left, right, ours, theirs);
}

static const char *const alphabet[] = {"a", "b", "c", "ç", "d", "e", "f", "g", "ğ", "h", "ı", "i", "j", "k", "l", "m", "n", "o",
	"ö", "p", "q", "r", "s", "ş", "t", "u", "ü", "v", "w", "x", "y", "z", "A", "B", "C", "Ç", "D", "E", "F", "G", "Ğ", "H",
	"I", "İ", "J", "K", "L", "M", "N", "O", "Ö", "P", "Q", "R", "S", "Ş", "T", "U", "Ü", "V", "W", "X", "Y", "Z", "â", "Â",
	"î", "û", "Û", "é", "É", "0", "9"};

static void
test_order_of_all_letters_and_pairs(void **state)
{
	UCollator *collator = turkish();
	uint32_t seed = 99;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(alphabet); i++)
		for (size_t j = 0; j < ARRAY_LENGTH(alphabet); j++)
			compare_order(collator, alphabet[i], alphabet[j]);
	for (int round = 0; round < 20000; round++) {
		char words[2][64] = {"", ""};
		for (int w = 0; w < 2; w++)
			for (int i = 0; i < 4; i++) {
				seed = seed * 1664525 + 1013904223;
				if (i > 0 && (seed >> 24) % 5 == 0)
					break;
				strncat(words[w], alphabet[(seed >> 16) % (w == 0 ? ARRAY_LENGTH(alphabet) : 12)], 4);
			}
		compare_order(collator, words[0], words[1]);
	}
	ucol_close(collator);
}

static void
test_order_of_awkward_words(void **state)
{
	static const char *const words[] = {"ağaç", "Ağrı", "çam", "Çiçek", "can", "cam", "IĞDIR", "Iğdır", "ığdır", "ilaç",
		"İlhan", "ılıca", "kar", "kâr", "karı", "Kâhya", "kahya", "ocak", "öbek", "ozan", "özen", "saz", "şal", "sarı",
		"sürü", "sur", "üzüm", "uzun", "quiz", "wat", "xerox", "yaz", "zar"};
	UCollator *collator = turkish();

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(words); i++)
		for (size_t j = 0; j < ARRAY_LENGTH(words); j++)
			compare_order(collator, words[i], words[j]);
	ucol_close(collator);
	assert_true(text_compare("kar", "kâr") < 0 && text_compare("kâr", "karı") < 0);
	assert_true(text_compare("IĞDIR", "Iğdır") < 0 && text_compare("Iğdır", "ığdır") < 0 && text_compare("ığdır", "iğdir") < 0);
	assert_true(text_compare("ak", "Ala") < 0 && text_compare("p", "q") < 0 && text_compare("q", "r") < 0);
	assert_true(text_compare("v", "w") < 0 && text_compare("w", "x") < 0 && text_compare("x", "y") < 0);
	assert_int_equal(text_compare("Yılmaz-Kaya", "Yılmaz Kaya"), 0);
	assert_true(text_compare("Öz Can", "Özcan") < 0);
	assert_int_equal(text_compare("s\xCC\xA7"
				      "al",
				 "şal"),
		0);
}

static void
test_sort_keys_are_text(void **state)
{
	uint32_t seed = 5;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		struct str word[2] = {{0}, {0}};
		struct str key[2] = {{0}, {0}};
		for (int w = 0; w < 2; w++) {
			for (int i = 0; i < 5; i++) {
				seed = seed * 1664525 + 1013904223;
				str_add(&word[w], written(1 + (seed >> 8) % 0x3000, 0, 0));
			}
			text_sort_key(&key[w], str_text(&word[w]));
			assert_true(text_is_valid(str_text(&key[w]), key[w].length));
			assert_int_equal(strlen(str_text(&key[w])), key[w].length);
		}
		size_t shorter = key[0].length < key[1].length ? key[0].length : key[1].length;
		assert_int_equal(sign(text_compare(str_text(&word[0]), str_text(&word[1]))),
			sign(memcmp(str_text(&key[0]), str_text(&key[1]), shorter + 1)));
		str_clear(&key[0]);
		str_clear(&key[1]);
		str_clear(&word[0]);
		str_clear(&word[1]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_letter_lower_and_upper),
		cmocka_unit_test(test_single_code_points_agree_with_texts),
		cmocka_unit_test(test_every_pair_composes),
		cmocka_unit_test(test_two_marks_in_any_order),
		cmocka_unit_test(test_decomposed_casing),
		cmocka_unit_test(test_keys_of_every_letter),
		cmocka_unit_test(test_widths_by_properties),
		cmocka_unit_test(test_order_of_all_letters_and_pairs),
		cmocka_unit_test(test_order_of_awkward_words),
		cmocka_unit_test(test_sort_keys_are_text),
	};
	const char *name = setlocale(LC_ALL, "");

	if (name == NULL || (getenv("LC_ALL") != NULL && strcmp(name, getenv("LC_ALL")) != 0)) {
		printf("not ok 1 - the locale %s can be had\n",
			getenv("LC_ALL") != NULL ? getenv("LC_ALL") : "of the environment");
		return 1;
	}
	printf("# locale %s\n", name);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
