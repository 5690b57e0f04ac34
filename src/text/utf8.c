/*
 * text/utf8: decoding, encoding, cells on a terminal, cutting and padding. Knows nothing of Turkish.
 */
#include "tables.h"
#include "teslim/text.h"

#include <string.h>

size_t
text_decode(const char *text, uint32_t *code_point)
{
	const unsigned char *at = (const unsigned char *)text;
	/*
	 * The shortest form only (RFC 3629 3): a longer one of the same letter has carried many an attack past a check.
	 */
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
	/* C0 and C1 can only begin forms that are too long, F5 and above nothing in Unicode. */
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
	out[length] = '\0';
	return length;
}

/* By a window of five bytes, since the text need not end with a zero where its length does. */
bool
text_is_valid(const char *text, size_t length)
{
	size_t at = 0;

	while (at < length) {
		char window[5] = {0};
		uint32_t code_point;
		size_t left = length - at < 4 ? length - at : 4;
		size_t taken;
		if ((signed char)text[at] > 0) {
			at++;
			continue;
		}
		memcpy(window, text + at, left);
		taken = text_decode(window, &code_point);
		if (taken == 0 || (code_point == 0xFFFD && taken == 1))
			return false;
		at += taken;
	}
	return true;
}

static bool
in_ranges(const struct text_range *ranges, size_t count, uint32_t code_point)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (code_point > ranges[middle].last)
			low = middle + 1;
		else if (code_point < ranges[middle].first)
			high = middle;
		else
			return true;
	}
	return false;
}

/*
 * A table of our own: wcwidth says -1 for Turkish letters in the C locale, and differs between releases of libc, by
 * which lines would shift.
 */
int
text_code_point_width(uint32_t code_point)
{
	if (code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0))
		return 0;
	if (code_point < 0x300)
		return 1;
	if (in_ranges(table_no_width, table_no_width_count, code_point))
		return 0;
	return in_ranges(table_double_width, table_double_width_count, code_point) ? 2 : 1;
}

/*
 * Controls, and the marks that turn the direction of what follows: on a screen they would make one name look like
 * another.
 */
static bool
is_dangerous(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
		(c >= 0x2066 && c <= 0x2069);
}

/* What text_fit will draw for it: a control is drawn as "?" and so takes a cell. */
static int
drawn_width(uint32_t code_point)
{
	return is_dangerous(code_point) ? 1 : text_code_point_width(code_point);
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

/* A letter with the marks behind it is never parted: half of it would be drawn on the next cell. */
size_t
text_grapheme(const char *text)
{
	uint32_t code_point;
	size_t total = text_decode(text, &code_point);
	size_t taken;

	while (total > 0 && (taken = text_decode(text + total, &code_point)) > 0 && code_point >= 0x300 &&
		drawn_width(code_point) == 0)
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
		bool replaced = is_dangerous(code_point) || (code_point == 0xFFFD && taken == 1);
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
