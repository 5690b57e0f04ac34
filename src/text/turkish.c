/*
 * text/turkish: Turkish casing, match and search keys, ASCII for terminals without UTF-8. Own tables, so that the
 * result is the same in every locale; the tests compare them with ICU and libunistring.
 */
#include "letters.h"

#include <string.h>

static bool
is_additional(uint32_t code_point)
{
	return code_point >= 0x1E00 && code_point < 0x1F00;
}

uint32_t
text_lower_code_point(uint32_t code_point)
{
	if (is_additional(code_point))
		return table_lower_additional[code_point - 0x1E00];
	return code_point < TABLE_LATIN ? table_lower[code_point] : code_point;
}

uint32_t
text_upper_code_point(uint32_t code_point)
{
	if (is_additional(code_point))
		return table_upper_additional[code_point - 0x1E00];
	return code_point < TABLE_LATIN ? table_upper[code_point] : code_point;
}

/* Letters whose capital is more than one code point; NULL for the others. */
static const char *
upper_of_several(uint32_t c)
{
	static const struct {
		uint16_t letter;
		const char *upper;
	} several[] = {{0xDF, "SS"}, {0x149, "\xCA\xBCN"}, {0x1F0, "J\xCC\x8C"}, {0x1E96, "H\xCC\xB1"}, {0x1E97, "T\xCC\x88"},
		{0x1E98, "W\xCC\x8A"}, {0x1E99, "Y\xCC\x8A"}, {0x1E9A, "A\xCA\xBE"}};

	for (size_t i = 0; c > 0x80 && i < ARRAY_LENGTH(several); i++)
		if (several[i].letter == c)
			return several[i].upper;
	return NULL;
}

enum letter_case { CASE_LOWER, CASE_UPPER };

static void
change_case(struct str *out, const char *text, enum letter_case wanted)
{
	struct str composed = {0}, marked = {0};
	const char *at = letter_composed(&composed, text);
	size_t begin = out->length, taken;
	uint32_t c;

	for (; (taken = text_decode(at, &c)) > 0; at += taken) {
		const char *several = wanted == CASE_UPPER ? upper_of_several(c) : NULL;
		if (several != NULL)
			str_add(out, several);
		else
			letter_add(out, wanted == CASE_UPPER ? text_upper_code_point(c) : text_lower_code_point(c));
	}
	str_clear(&composed);
	/* ǰ exists composed only as a small letter: what is left of marks may compose now. */
	if (letter_is_composed(str_text(out) + begin))
		return;
	str_add(&marked, str_text(out) + begin);
	out->data[begin] = '\0';
	out->length = begin;
	text_compose(out, str_text(&marked));
	str_clear(&marked);
}

void
text_lower(struct str *out, const char *text)
{
	change_case(out, text, CASE_LOWER);
}

void
text_upper(struct str *out, const char *text)
{
	change_case(out, text, CASE_UPPER);
}

char
letter_base(uint32_t code_point)
{
	if (code_point < 0x80)
		return (char)code_point;
	if (code_point < TABLE_LATIN)
		return table_base[code_point - 0x80];
	if (is_additional(code_point))
		return table_base_additional[code_point - 0x1E00];
	return '\0';
}

bool
letter_is_blank(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F ||
		c == 0x3000;
}

bool
letter_is_hyphen(uint32_t c)
{
	return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0xAD;
}

bool
letter_is_apostrophe(uint32_t c)
{
	return c == '\'' || c == '`' || c == 0xB4 || c == 0x2018 || c == 0x2019 || c == 0x2BC;
}

/* Never the locale's: in a Turkish one "TITLE" and "title" are different words (domain 6.1). */
static char
ascii_case(char c, enum letter_case wanted)
{
	if (wanted == CASE_LOWER)
		return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

/* Both keys are built here; they differ in the case of their letters. */
static void
fold_key(struct str *out, const char *text, enum letter_case wanted)
{
	struct str composed = {0};
	const char *at = letter_composed(&composed, text);
	uint32_t c;
	size_t taken;
	bool blank = false, any = false;

	for (; (taken = text_decode(at, &c)) > 0; at += taken) {
		char base;
		if (letter_is_apostrophe(c) || (c >= TABLE_MARK_FIRST && c < TABLE_MARK_FIRST + TABLE_MARKS))
			continue;
		if (letter_is_blank(c) || letter_is_hyphen(c)) {
			blank = any;
			continue;
		}
		if (blank)
			str_add_char(out, ' ');
		blank = false;
		any = true;
		base = letter_base(c);
		if (base != '\0')
			str_add_char(out, ascii_case(base, wanted));
		else
			letter_add(out, wanted == CASE_LOWER ? text_lower_code_point(c) : text_upper_code_point(c));
	}
	str_clear(&composed);
}

/*
 * Capitals, hyphens and apostrophes gone, one blank between words: what a name is compared by (domain 6.3). İ, I, ı and
 * i all become I, for lists that lost their Turkish letters cannot tell them apart.
 */
void
text_fold(struct str *out, const char *text)
{
	fold_key(out, text, CASE_UPPER);
}

void
text_loose(struct str *out, const char *text)
{
	fold_key(out, text, CASE_LOWER);
}

/* What stands for a character without an ASCII letter of its own; always one cell. */
static char
ascii_sign(uint32_t c)
{
	static const struct {
		uint16_t sign;
		char ascii;
	} signs[] = {{0xA9, 'c'}, {0xAB, '"'}, {0xB0, 'o'}, {0xB7, '*'}, {0xBB, '"'}, {0xD7, 'x'}, {0x2018, '\''}, {0x201A, ','},
		{0x201C, '"'}, {0x201D, '"'}, {0x201E, '"'}, {0x2022, '*'}, {0x2026, '.'}, {0x2039, '<'}, {0x203A, '>'},
		{0x20AC, 'E'}, {0x20BA, 'L'}, {0x2190, '<'}, {0x2191, '^'}, {0x2192, '>'}, {0x2193, 'v'}, {0x2500, '-'},
		{0x2501, '-'}, {0x2502, '|'}, {0x2503, '|'}, {0x2550, '='}, {0x2551, '|'}, {0x2588, '#'}, {0x2591, '.'},
		{0x2592, ':'}, {0x2593, '#'}, {0x25B2, '^'}, {0x25B6, '>'}, {0x25B8, '>'}, {0x25BA, '>'}, {0x25BC, 'v'},
		{0x25CF, '*'}, {0x2713, '+'}, {0x2714, '+'}, {0x2717, 'x'}};

	if (letter_is_blank(c))
		return ' ';
	if (letter_is_apostrophe(c))
		return '\'';
	if (letter_is_hyphen(c))
		return '-';
	for (size_t i = 0; i < ARRAY_LENGTH(signs); i++)
		if (signs[i].sign == c)
			return signs[i].ascii;
	return c >= 0x2500 && c < 0x2580 ? '+' : '?';
}

/*
 * For terminals, file names and printers that have nothing but ASCII: always as wide as the original, so that columns
 * stay in line.
 */
void
text_ascii(struct str *out, const char *text)
{
	struct str composed = {0};
	const char *at = letter_composed(&composed, text);
	uint32_t c;
	size_t taken;

	for (; (taken = text_decode(at, &c)) > 0; at += taken) {
		char base = letter_base(c);
		int cells = text_code_point_width(c);
		if (base != '\0')
			str_add_char(out, base);
		else
			for (char sign = ascii_sign(c); cells > 0; cells--)
				str_add_char(out, sign);
	}
	str_clear(&composed);
}

bool
text_contains(const char *hay, const char *needle)
{
	struct str h = {0}, n = {0};
	bool found;

	text_loose(&h, hay);
	text_loose(&n, needle);
	found = strstr(str_text(&h), str_text(&n)) != NULL;
	str_clear(&h);
	str_clear(&n);
	return found;
}

bool
text_equal_keyword(const char *left, const char *right)
{
	for (;; left++, right++) {
		char a = ascii_case(*left, CASE_LOWER);
		if (a != ascii_case(*right, CASE_LOWER))
			return false;
		if (a == '\0')
			return true;
	}
}
