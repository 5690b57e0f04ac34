/*
 * cert/strings: ASN.1 strings of every type as clean text. Which string means what is not known here.
 */
#include "facts.h"

#include <string.h>

#include "teslim/text.h"

/* Controls and the marks that turn or hide text: a name on a card shall not move the screen about. */
static bool
is_unshowable(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x61C || (c >= 0x200B && c <= 0x200F) ||
		(c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
		(c >= 0xE0000 && c <= 0xE007F);
}

static void
add_code_point(struct str *out, uint32_t code_point)
{
	char bytes[5];
	size_t length = is_unshowable(code_point) ? 0 : text_encode(bytes, code_point);

	if (length == 0)
		str_add_char(out, '?');
	else
		str_add_n(out, bytes, length);
}

/*
 * By windows of four bytes, for the string need not end with a zero and may hold some. A byte that begins nothing
 * becomes a sign, never a letter of Latin-1: a guess would give two certificates one name.
 */
static void
add_utf8(struct str *out, const unsigned char *bytes, size_t length)
{
	for (size_t i = 0; i < length;) {
		char window[5] = {0};
		uint32_t code_point;
		size_t taken;
		memcpy(window, bytes + i, length - i < 4 ? length - i : 4);
		taken = text_decode(window, &code_point);
		add_code_point(out, taken == 0 || (taken == 1 && code_point > 0x7F) ? 0 : code_point);
		i += taken == 0 ? 1 : taken;
	}
}

/* UTF-16 in network order: what BMPString allows and, in pairs, what is found in it. */
static void
add_utf16(struct str *out, const unsigned char *bytes, size_t length)
{
	for (size_t i = 0; i + 1 < length; i += 2) {
		uint32_t unit = (uint32_t)bytes[i] << 8 | bytes[i + 1];
		uint32_t next = i + 3 < length ? (uint32_t)bytes[i + 2] << 8 | bytes[i + 3] : 0;
		if (unit >= 0xD800 && unit < 0xDC00 && next >= 0xDC00 && next < 0xE000) {
			unit = 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00);
			i += 2;
		}
		add_code_point(out, unit);
	}
	if (length % 2 != 0)
		str_add_char(out, '?');
}

void
cert_string_text(struct str *out, const ASN1_STRING *string)
{
	const unsigned char *bytes = string != NULL ? ASN1_STRING_get0_data(string) : NULL;
	size_t length = bytes != NULL && ASN1_STRING_length(string) > 0 ? (size_t)ASN1_STRING_length(string) : 0;

	switch (length > 0 ? ASN1_STRING_type(string) : V_ASN1_NULL) {
	case V_ASN1_NULL:
		break;
	case V_ASN1_BMPSTRING:
		add_utf16(out, bytes, length);
		break;
	case V_ASN1_UNIVERSALSTRING:
		for (size_t i = 0; i + 3 < length; i += 4)
			add_code_point(out,
				(uint32_t)bytes[i] << 24 | (uint32_t)bytes[i + 1] << 16 | (uint32_t)bytes[i + 2] << 8 |
					bytes[i + 3]);
		break;
	case V_ASN1_T61STRING: /* Latin-1 in practice */
		for (size_t i = 0; i < length; i++)
			add_code_point(out, bytes[i]);
		break;
	default:
		add_utf8(out, bytes, length);
		break;
	}
}
