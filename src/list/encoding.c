/*
 * list/encoding: which encoding a text file is in, and its text as UTF-8. Own tables: the result must not depend on
 * which converters a machine has. Cells and columns are not known here.
 */
#include "reader.h"
#include "teslim/text.h"

#include <stdio.h>
#include <string.h>

/* clang-format off */
/* The upper halves; 0 is undefined. */
static const uint16_t cp1254[128] = {
	0x20AC, 0x0000, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
	0x0152, 0x0000, 0x0000, 0x0000, 0x0000, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
	0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x0000, 0x0000, 0x0178, 0x00A0, 0x00A1, 0x00A2, 0x00A3,
	0x00A4, 0x00A5, 0x00A6, 0x00A7, 0x00A8, 0x00A9, 0x00AA, 0x00AB, 0x00AC, 0x00AD, 0x00AE, 0x00AF,
	0x00B0, 0x00B1, 0x00B2, 0x00B3, 0x00B4, 0x00B5, 0x00B6, 0x00B7, 0x00B8, 0x00B9, 0x00BA, 0x00BB,
	0x00BC, 0x00BD, 0x00BE, 0x00BF, 0x00C0, 0x00C1, 0x00C2, 0x00C3, 0x00C4, 0x00C5, 0x00C6, 0x00C7,
	0x00C8, 0x00C9, 0x00CA, 0x00CB, 0x00CC, 0x00CD, 0x00CE, 0x00CF, 0x011E, 0x00D1, 0x00D2, 0x00D3,
	0x00D4, 0x00D5, 0x00D6, 0x00D7, 0x00D8, 0x00D9, 0x00DA, 0x00DB, 0x00DC, 0x0130, 0x015E, 0x00DF,
	0x00E0, 0x00E1, 0x00E2, 0x00E3, 0x00E4, 0x00E5, 0x00E6, 0x00E7, 0x00E8, 0x00E9, 0x00EA, 0x00EB,
	0x00EC, 0x00ED, 0x00EE, 0x00EF, 0x011F, 0x00F1, 0x00F2, 0x00F3, 0x00F4, 0x00F5, 0x00F6, 0x00F7,
	0x00F8, 0x00F9, 0x00FA, 0x00FB, 0x00FC, 0x0131, 0x015F, 0x00FF
};

static const uint16_t cp857[128] = {
	0x00C7, 0x00FC, 0x00E9, 0x00E2, 0x00E4, 0x00E0, 0x00E5, 0x00E7, 0x00EA, 0x00EB, 0x00E8, 0x00EF,
	0x00EE, 0x0131, 0x00C4, 0x00C5, 0x00C9, 0x00E6, 0x00C6, 0x00F4, 0x00F6, 0x00F2, 0x00FB, 0x00F9,
	0x0130, 0x00D6, 0x00DC, 0x00F8, 0x00A3, 0x00D8, 0x015E, 0x015F, 0x00E1, 0x00ED, 0x00F3, 0x00FA,
	0x00F1, 0x00D1, 0x011E, 0x011F, 0x00BF, 0x00AE, 0x00AC, 0x00BD, 0x00BC, 0x00A1, 0x00AB, 0x00BB,
	0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x00C1, 0x00C2, 0x00C0, 0x00A9, 0x2563, 0x2551, 0x2557,
	0x255D, 0x00A2, 0x00A5, 0x2510, 0x2514, 0x2534, 0x252C, 0x251C, 0x2500, 0x253C, 0x00E3, 0x00C3,
	0x255A, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550, 0x256C, 0x00A4, 0x00BA, 0x00AA, 0x00CA, 0x00CB,
	0x00C8, 0x0000, 0x00CD, 0x00CE, 0x00CF, 0x2518, 0x250C, 0x2588, 0x2584, 0x00A6, 0x00CC, 0x2580,
	0x00D3, 0x00DF, 0x00D4, 0x00D2, 0x00F5, 0x00D5, 0x00B5, 0x0000, 0x00D7, 0x00DA, 0x00DB, 0x00D9,
	0x00EC, 0x00FF, 0x00AF, 0x00B4, 0x00AD, 0x00B1, 0x0000, 0x00BE, 0x00B6, 0x00A7, 0x00F7, 0x00B8,
	0x00B0, 0x00A8, 0x00B7, 0x00B9, 0x00B3, 0x00B2, 0x25A0, 0x00A0
};
/* clang-format on */

/* The names by which these are known anywhere; not in the catalogue, since they are the same in both languages. */
const char *
list_encoding_name(enum list_encoding encoding)
{
	switch (encoding) {
	case LIST_UTF8:
		return "UTF-8";
	case LIST_UTF8_BOM:
		return "UTF-8 (BOM)";
	case LIST_UTF16_LE:
		return "UTF-16LE";
	case LIST_UTF16_BE:
		return "UTF-16BE";
	case LIST_CP1254:
		return "Windows-1254";
	case LIST_CP857:
		return "CP857";
	case LIST_XLSX:
		return "XLSX";
	}
	return "?";
}

/* The Turkish letters lie on different bytes in the two code pages: whichever has more is it. */
static enum list_encoding
single_byte(const unsigned char *bytes, size_t length)
{
	static const unsigned char windows[] = {0xF0, 0xFC, 0xFE, 0xFD, 0xF6, 0xE7, 0xD0, 0xDC, 0xDE, 0xDD, 0xD6, 0xC7};
	static const unsigned char dos[] = {0xA7, 0x81, 0x9F, 0x8D, 0x94, 0x87, 0xA6, 0x9A, 0x9E, 0x98, 0x99, 0x80};
	size_t counts[256] = {0};
	size_t in_windows = 0, in_dos = 0;

	for (size_t i = 0; i < length; i++)
		counts[bytes[i]]++;
	for (size_t i = 0; i < sizeof windows; i++) {
		in_windows += counts[windows[i]];
		in_dos += counts[dos[i]];
	}
	return in_dos > in_windows ? LIST_CP857 : LIST_CP1254;
}

/* UTF-16 without a mark: nearly every other byte of a list in Latin letters is 0. */
static bool
looks_like_utf16(const unsigned char *bytes, size_t length, size_t zero_at)
{
	size_t looked = length < 4096 ? length & ~(size_t)1 : 4096;
	size_t zeros = 0, others = 0;

	for (size_t i = 0; i < looked; i += 2) {
		zeros += bytes[i + zero_at] == 0;
		others += bytes[i + 1 - zero_at] == 0;
	}
	return looked >= 8 && zeros * 10 >= looked / 2 * 7 && others == 0;
}

/* A NUL is a damaged byte, not a reason to read the rest in another encoding. */
static bool
is_utf8(const char *text, size_t length)
{
	const char *end = text + length;

	while (text < end) {
		const char *nul = memchr(text, '\0', (size_t)(end - text));
		if (!text_is_valid(text, (size_t)((nul != NULL ? nul : end) - text)))
			return false;
		if (nul == NULL)
			return true;
		text = nul + 1;
	}
	return true;
}

/*
 * A mark is believed. Without one, UTF-16 shows by its zeros and UTF-8 by being valid, which text of a code page hardly
 * ever is by chance; what is left is a code page.
 */
static enum list_encoding
detect(const char *text, size_t length, size_t *mark)
{
	const unsigned char *bytes = (const unsigned char *)text;

	*mark = 0;
	if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
		*mark = 3;
		return LIST_UTF8_BOM;
	}
	if (length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0)) {
		*mark = 2;
		return bytes[0] == 0xFF ? LIST_UTF16_LE : LIST_UTF16_BE;
	}
	if (looks_like_utf16(bytes, length, 1))
		return LIST_UTF16_LE;
	if (looks_like_utf16(bytes, length, 0))
		return LIST_UTF16_BE;
	return is_utf8(text, length) ? LIST_UTF8 : single_byte(bytes, length);
}

struct output {
	char *bytes;
	size_t length, room;
};

/* NUL becomes U+FFFD: in C it would end the text, and all that stands behind it would be lost without a word. */
static void
put(struct output *out, uint32_t code_point)
{
	char encoded[5];
	size_t length = text_encode(encoded, code_point == 0 ? 0xFFFD : code_point);

	if (out->length + length + 1 > out->room) {
		out->room = out->room * 2 + 64;
		out->bytes = mem_resize(out->bytes, out->room, 1);
	}
	memcpy(out->bytes + out->length, encoded, length);
	out->length += length;
}

static void
bad_byte(struct reader *reader, long line, unsigned byte)
{
	char detail[16];

	snprintf(detail, sizeof detail, "0x%02X", byte);
	memory_find(reader, line, 0, LIST_WARNING, MSG_LIST_BAD_BYTE, detail);
}

static void
from_single_byte(struct reader *reader, struct output *out, const unsigned char *bytes, size_t length, const uint16_t *table)
{
	long line = 1;

	for (size_t i = 0; i < length; i++) {
		uint32_t code_point = bytes[i] < 0x80 ? bytes[i] : table[bytes[i] - 0x80];
		line += bytes[i] == '\n';
		if (code_point == 0)
			bad_byte(reader, line, bytes[i]);
		put(out, code_point);
	}
}

static void
from_utf16(struct reader *reader, struct output *out, const unsigned char *bytes, size_t length, bool big)
{
	long line = 1;

	for (size_t i = 0; i + 1 < length; i += 2) {
		uint32_t unit = big ? (uint32_t)bytes[i] << 8 | bytes[i + 1] : (uint32_t)bytes[i + 1] << 8 | bytes[i];
		if (unit >= 0xD800 && unit < 0xDC00 && i + 3 < length) {
			uint32_t low =
				big ? (uint32_t)bytes[i + 2] << 8 | bytes[i + 3] : (uint32_t)bytes[i + 3] << 8 | bytes[i + 2];
			if (low >= 0xDC00 && low < 0xE000) {
				unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
				i += 2;
			}
		}
		line += unit == '\n';
		if (unit == 0 || (unit >= 0xD800 && unit < 0xE000)) {
			bad_byte(reader, line, bytes[i]);
			unit = 0xFFFD;
		}
		put(out, unit);
	}
	if (length % 2 != 0)
		bad_byte(reader, line, bytes[length - 1]);
}

/* Bytes that are not UTF-8 although the file says so (a mark, or the officer): each becomes U+FFFD. */
static void
from_utf8(struct reader *reader, struct output *out, const char *bytes, size_t length)
{
	long line = 1;
	char window[5] = {0};

	for (size_t i = 0; i < length;) {
		size_t left = length - i < 4 ? length - i : 4;
		uint32_t code_point;
		size_t taken;
		memset(window, 0, sizeof window);
		memcpy(window, bytes + i, left);
		taken = text_decode(window, &code_point);
		if (taken == 0 || (taken == 1 && code_point == 0xFFFD)) {
			bad_byte(reader, line, (unsigned char)bytes[i]);
			code_point = 0xFFFD;
			taken = 1;
		}
		line += code_point == '\n';
		put(out, code_point);
		i += taken;
	}
}

enum code
encoding_decode(struct reader *reader, const char *bytes, size_t length, char **out, size_t *out_length)
{
	struct output output = {mem_alloc(length + 1), 0, length + 1};
	size_t mark = 0;
	enum list_encoding encoding = detect(bytes, length, &mark);
	const unsigned char *body;

	/*
	 * What the officer has chosen beats what was found, mark and all, but for a BOM before UTF-8 that was chosen as
	 * UTF-8.
	 */
	if (reader->options.force_encoding && reader->options.encoding != encoding &&
		!(reader->options.encoding == LIST_UTF8 && encoding == LIST_UTF8_BOM)) {
		encoding = reader->options.encoding;
		mark = 0;
	}
	reader->list->encoding = encoding;
	body = (const unsigned char *)bytes + mark;
	length -= mark;
	switch (encoding) {
	case LIST_UTF8:
	case LIST_UTF8_BOM:
	case LIST_XLSX:
		if (text_is_valid((const char *)body, length)) {
			memcpy(output.bytes, body, length);
			output.length = length;
		} else {
			from_utf8(reader, &output, (const char *)body, length);
		}
		break;
	case LIST_UTF16_LE:
	case LIST_UTF16_BE:
		from_utf16(reader, &output, body, length, encoding == LIST_UTF16_BE);
		break;
	case LIST_CP1254:
		from_single_byte(reader, &output, body, length, cp1254);
		break;
	case LIST_CP857:
		from_single_byte(reader, &output, body, length, cp857);
		break;
	}
	output.bytes[output.length] = '\0';
	*out = output.bytes;
	*out_length = output.length;
	return OK;
}
