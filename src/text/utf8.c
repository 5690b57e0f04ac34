/*
 * text/utf8: decoding, encoding, cells on a terminal, cutting and padding. Knows nothing of Turkish.
 */
#include "teslim/text.h"

#include <string.h>

size_t
text_decode(const char *text, uint32_t *code_point)
{
	const unsigned char *at = (const unsigned char *)text;
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t length;
	uint32_t value;

	*code_point = 0xFFFD;
	if (at[0] == '\0') {
		*code_point = 0;
		return 0;
	}
	if (at[0] < 0x80) {
		*code_point = at[0];
		return 1;
	}
	length = at[0] >= 0xF0 && at[0] < 0xF5 ? 4 : at[0] >= 0xE0 && at[0] < 0xF0 ? 3 : at[0] >= 0xC2 && at[0] < 0xE0 ? 2 : 0;
	if (length == 0)
		return 1;
	value = at[0] & (0xFFu >> (length + 1));
	for (size_t i = 1; i < length; i++) {
		if ((at[i] & 0xC0) != 0x80)
			return 1;
		value = value << 6 | (at[i] & 0x3Fu);
	}
	if (value < least[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
		return 1;
	*code_point = value;
	return length;
}

size_t
text_encode(char out[5], uint32_t code_point)
{
	size_t length = code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};

	out[0] = '\0';
	if (code_point == 0 || code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF))
		return 0;
	for (size_t i = length; i-- > 0; code_point >>= 6)
		out[i] = (char)(i == 0 ? lead[length] | code_point : 0x80 | (code_point & 0x3F));
	if (length == 1)
		out[0] = (char)(unsigned char)out[0];
	out[length] = '\0';
	return length;
}

bool
text_is_valid(const char *text, size_t length)
{
	size_t at = 0;

	while (at < length) {
		char window[5] = {0};
		uint32_t code_point;
		size_t left = length - at < 4 ? length - at : 4;
		size_t taken;
		memcpy(window, text + at, left);
		taken = text_decode(window, &code_point);
		if (taken == 0 || (code_point == 0xFFFD && taken == 1))
			return false;
		at += taken;
	}
	return true;
}

struct range {
	uint32_t first, last;
};

static const struct range zero_width[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A}, {0x064B, 0x065F},
	{0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x2064}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F},
	{0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}};
static const struct range double_width[] = {{0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0x33FF}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF},
	{0xA000, 0xA4CF}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F},
	{0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};

static bool
in_ranges(const struct range *ranges, size_t count, uint32_t code_point)
{
	for (size_t i = 0; i < count && ranges[i].first <= code_point; i++)
		if (code_point <= ranges[i].last)
			return true;
	return false;
}

int
text_code_point_width(uint32_t code_point)
{
	if (code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0))
		return 0;
	if (code_point < 0x300)
		return 1;
	if (in_ranges(zero_width, ARRAY_LENGTH(zero_width), code_point))
		return 0;
	return in_ranges(double_width, ARRAY_LENGTH(double_width), code_point) ? 2 : 1;
}

/* What text_fit will draw for it: a control is drawn as "?" and so takes a cell. */
static int
drawn_width(uint32_t code_point)
{
	if (code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0))
		return 1;
	return text_code_point_width(code_point);
}

int
text_width(const char *text)
{
	uint32_t code_point;
	size_t taken;
	int cells = 0;

	for (; (taken = text_decode(text, &code_point)) > 0; text += taken)
		cells += drawn_width(code_point);
	return cells;
}

size_t
text_grapheme(const char *text)
{
	uint32_t code_point;
	size_t total = text_decode(text, &code_point);
	size_t taken;

	while (total > 0 && (taken = text_decode(text + total, &code_point)) > 0 && code_point >= 0x300 &&
		text_code_point_width(code_point) == 0)
		total += taken;
	return total;
}

size_t
text_prefix(const char *text, int cells)
{
	size_t total = 0;
	int used = 0;

	for (;;) {
		size_t taken = text_grapheme(text + total);
		uint32_t code_point;
		if (taken == 0)
			return total;
		text_decode(text + total, &code_point);
		used += drawn_width(code_point);
		if (used > cells)
			return total;
		total += taken;
	}
}

/* Copies length bytes of text with controls and invalid bytes as "?"; returns the cells. */
static int
copy_drawable(char *out, size_t size, size_t *used, const char *text, size_t length)
{
	int cells = 0;

	for (size_t at = 0; at < length;) {
		uint32_t code_point;
		size_t taken = text_decode(text + at, &code_point);
		bool replaced = code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0) || (code_point == 0xFFFD && taken == 1);
		size_t need = replaced ? 1 : taken;
		if (taken == 0 || *used + need + 1 > size)
			break;
		if (replaced)
			out[*used] = '?';
		else
			memcpy(out + *used, text + at, taken);
		*used += need;
		cells += drawn_width(code_point);
		at += taken;
	}
	return cells;
}

int
text_fit(char *out, size_t size, const char *text, int cells, bool ascii)
{
	const char *ellipsis = ascii ? "." : "\xE2\x80\xA6";
	size_t used = 0;
	int filled;

	if (size == 0)
		return 0;
	if (cells <= 0) {
		out[0] = '\0';
		return 0;
	}
	if (text_width(text) <= cells) {
		filled = copy_drawable(out, size, &used, text, strlen(text));
	} else {
		filled = copy_drawable(out, size, &used, text, text_prefix(text, cells - 1));
		filled += copy_drawable(out, size, &used, ellipsis, strlen(ellipsis));
	}
	while (filled < cells && used + 1 < size) {
		out[used++] = ' ';
		filled++;
	}
	out[used] = '\0';
	return filled;
}
