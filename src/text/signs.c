/*
 * text/signs: plain signs for those that only a typesetter tells apart. Which of them a font has is asked elsewhere.
 */
#include "teslim/text.h"

/* clang-format off */
static const struct {
	uint32_t first, last;
	const char *plain;
} variants[] = {
	{0x00A0, 0x00A0, " "},  /* no-break space */
	{0x00AD, 0x00AD, ""},   /* soft hyphen */
	{0x02BC, 0x02BC, "'"},
	{0x0300, 0x036F, ""},   /* marks that found no letter to join: they would stand beside it */
	{0x1680, 0x1680, " "},
	{0x2000, 0x200A, " "},
	{0x200B, 0x200F, ""},   /* no width, direction */
	{0x2010, 0x2015, "-"},
	{0x2018, 0x2019, "'"},
	{0x201A, 0x201A, ","},
	{0x201B, 0x201B, "'"},
	{0x201C, 0x201F, "\""},
	{0x2022, 0x2022, "*"},
	{0x2024, 0x2024, "."},
	{0x2026, 0x2026, "..."},
	{0x2028, 0x202E, " "},
	{0x202F, 0x202F, " "},
	{0x2032, 0x2032, "'"},
	{0x2033, 0x2033, "\""},
	{0x2044, 0x2044, "/"},
	{0x205F, 0x205F, " "},
	{0x2060, 0x2064, ""},
	{0x20BA, 0x20BA, "TL"},
	{0x2116, 0x2116, "No"},
	{0x2122, 0x2122, "TM"},
	{0x212A, 0x212A, "K"},
	{0x212B, 0x212B, "Å"},
	{0x2212, 0x2212, "-"},
	{0x3000, 0x3000, " "},
	{0xFB00, 0xFB00, "ff"},
	{0xFB01, 0xFB01, "fi"},
	{0xFB02, 0xFB02, "fl"},
	{0xFB03, 0xFB03, "ffi"},
	{0xFB04, 0xFB04, "ffl"},
	{0xFB05, 0xFB06, "st"},
	{0xFE00, 0xFE0F, ""},   /* variation selectors */
	{0xFE58, 0xFE58, "-"},
	{0xFE63, 0xFE63, "-"},
	{0xFEFF, 0xFEFF, ""},
};
/* clang-format on */

bool
text_bare_letter(struct str *out, uint32_t code_point)
{
	char letter[5];
	struct str ascii = {0};
	bool known;

	if (code_point < 0x00C0)
		return false;
	text_encode(letter, code_point);
	text_ascii(&ascii, letter);
	known = ascii.length == 1 && ascii.data[0] != '?';
	if (known)
		str_add(out, ascii.data);
	str_clear(&ascii);
	return known;
}

bool
text_plain_sign(struct str *out, uint32_t code_point)
{
	if (code_point >= 0xFF01 && code_point <= 0xFF5E) { /* full width */
		str_add_char(out, (char)(code_point - 0xFF01 + '!'));
		return true;
	}
	for (size_t i = 0; i < ARRAY_LENGTH(variants); i++)
		if (code_point >= variants[i].first && code_point <= variants[i].last) {
			str_add(out, variants[i].plain);
			return true;
		}
	return false;
}

bool
text_is_printable(uint32_t code_point)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {{0x20, 0x7E}, {0xA0, 0x17F}, {0x218, 0x21B}, {0x384, 0x3CE}, {0x401, 0x45F}, {0x1E80, 0x1E85},
		{0x1EF2, 0x1EF3}, {0x2013, 0x2014}, {0x2018, 0x201E}, {0x2020, 0x2022}, {0x2026, 0x2026}, {0x2032, 0x2033},
		{0x20AC, 0x20AC}, {0x20BA, 0x20BA}, {0x2116, 0x2116}, {0x2122, 0x2122}, {0x2212, 0x2212}};

	for (size_t i = 0; i < ARRAY_LENGTH(ranges); i++)
		if (code_point >= ranges[i].first && code_point <= ranges[i].last)
			return true;
	return false;
}
