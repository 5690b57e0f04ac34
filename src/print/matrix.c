/*
 * print/matrix: UTF-8 to the bytes of a dot-matrix printer, by our own table of code page 857. iconv is not used: its
 * replacements depend on the locale and lose Turkish letters. Knows no device.
 */
#include "deliver.h"

#include <string.h>

#include "teslim/text.h"

/* clang-format off */
/* Code page 857 (DOS Turkish), 0x80 to 0xFF; 0: undefined there. */
static const uint16_t page_857[128] = {
	0x00C7, 0x00FC, 0x00E9, 0x00E2, 0x00E4, 0x00E0, 0x00E5, 0x00E7, 0x00EA, 0x00EB, 0x00E8, 0x00EF, 0x00EE, 0x0131, 0x00C4, 0x00C5,
	0x00C9, 0x00E6, 0x00C6, 0x00F4, 0x00F6, 0x00F2, 0x00FB, 0x00F9, 0x0130, 0x00D6, 0x00DC, 0x00F8, 0x00A3, 0x00D8, 0x015E, 0x015F,
	0x00E1, 0x00ED, 0x00F3, 0x00FA, 0x00F1, 0x00D1, 0x011E, 0x011F, 0x00BF, 0x00AE, 0x00AC, 0x00BD, 0x00BC, 0x00A1, 0x00AB, 0x00BB,
	0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x00C1, 0x00C2, 0x00C0, 0x00A9, 0x2563, 0x2551, 0x2557, 0x255D, 0x00A2, 0x00A5, 0x2510,
	0x2514, 0x2534, 0x252C, 0x251C, 0x2500, 0x253C, 0x00E3, 0x00C3, 0x255A, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550, 0x256C, 0x00A4,
	0x00BA, 0x00AA, 0x00CA, 0x00CB, 0x00C8, 0x0000, 0x00CD, 0x00CE, 0x00CF, 0x2518, 0x250C, 0x2588, 0x2584, 0x00A6, 0x00CC, 0x2580,
	0x00D3, 0x00DF, 0x00D4, 0x00D2, 0x00F5, 0x00D5, 0x00B5, 0x0000, 0x00D7, 0x00DA, 0x00DB, 0x00D9, 0x00EC, 0x00FF, 0x00AF, 0x00B4,
	0x00AD, 0x00B1, 0x0000, 0x00BE, 0x00B6, 0x00A7, 0x00F7, 0x00B8, 0x00B0, 0x00A8, 0x00B7, 0x00B9, 0x00B3, 0x00B2, 0x25A0, 0x00A0
};

/* Signs that the code page lacks and what stands for them: one cell each, so that columns stay where they are. */
static const struct {
	uint32_t code_point;
	char sign;
} replacements[] = {
	{0x2013, '-'}, {0x2014, '-'}, {0x2010, '-'}, {0x2011, '-'}, {0x2212, '-'}, {0x2018, '\''}, {0x2019, '\''}, {0x201A, ','},
	{0x201C, '"'}, {0x201D, '"'}, {0x201E, '"'}, {0x2022, '*'}, {0x2026, '.'}, {0x2116, 'N'}, {0x20AC, 'E'}, {0x20BA, 'L'},
	{0x2032, '\''}, {0x2033, '"'}, {0x2009, ' '}, {0x202F, ' '},
};
/* clang-format on */

/* The byte of a code point; -1 when there is none. */
static int
matrix_byte(uint32_t code_point)
{
	if (code_point < 0x80)
		return (int)code_point;
	for (int i = 0; i < 128; i++)
		if (page_857[i] == code_point)
			return 0x80 + i;
	for (size_t i = 0; i < ARRAY_LENGTH(replacements); i++)
		if (replacements[i].code_point == code_point)
			return replacements[i].sign;
	return -1;
}

static bool
matrix_has(const void *context, uint32_t code_point)
{
	(void)context;
	return matrix_byte(code_point) >= 0;
}

struct repertoire
matrix_repertoire(void)
{
	return (struct repertoire){NULL, matrix_has, NULL};
}

/* What is not there was seen to before (letters.h): a gap in a name would be signed over. */
static enum code
add_page(struct str *out, const char *text, struct err *err)
{
	while (*text != '\0') {
		uint32_t code_point;
		size_t taken = text_decode(text, &code_point);
		int byte;
		if (code_point == '\n')
			str_add_char(out, '\r');
		byte = matrix_byte(code_point);
		if (byte < 0)
			return err_tell(err, ERR_RANGE, MSG_PRINT_NO_LETTER_MATRIX, "matrix_bytes", "“%.*s” (U+%04X)", (int)taken,
				text, (unsigned)code_point);
		str_add_char(out, (char)byte);
		text += taken;
	}
	return OK;
}

enum code
matrix_bytes(struct str *out, const char *text, int copies, struct err *err)
{
	/* ESC @: reset. ESC ( t: table 0 becomes code page 857 (11). ESC t 0: choose it. */
	static const char setup[] = {0x1B, '@', 0x1B, '(', 't', 3, 0, 0, 11, 0, 0x1B, 't', 0};
	enum code code = OK;

	str_add_n(out, setup, sizeof setup);
	for (int i = 0; i < copies && code == OK; i++)
		code = add_page(out, text, err);
	return code;
}
