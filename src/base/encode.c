/*
 * base/encode: hex, base64 (RFC 4648), percent codes and numbers. Decoding is strict, since what it decodes comes from
 * other processes.
 */
#include "teslim/base.h"

#include <stdlib.h>
#include <string.h>

void
hex_encode(char *out, const void *bytes, size_t length)
{
	static const char digits[] = "0123456789abcdef";
	const uint8_t *byte = bytes;

	for (size_t i = 0; i < length; i++) {
		*out++ = digits[byte[i] >> 4];
		*out++ = digits[byte[i] & 15];
	}
	*out = '\0';
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/*
 * Both cases are read, since other programs print hashes in either; the length has to be right, so that no digest is
 * taken for another that it begins like.
 */
bool
hex_decode(uint8_t *out, size_t length, const char *text)
{
	if (strlen(text) != 2 * length)
		return false;
	for (size_t i = 0; i < length; i++) {
		int high = hex_digit(text[2 * i]);
		int low = hex_digit(text[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

static const char base64_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* OpenSSL has one too, but only with line breaks and a context; this room knows no foreign library. */
void
base64_encode(struct str *out, const void *bytes, size_t length)
{
	const uint8_t *byte = bytes;

	for (size_t i = 0; i < length; i += 3) {
		size_t left = length - i;
		uint32_t group = (uint32_t)byte[i] << 16;
		char text[4];
		if (left > 1)
			group |= (uint32_t)byte[i + 1] << 8;
		if (left > 2)
			group |= byte[i + 2];
		text[0] = base64_letters[group >> 18 & 63];
		text[1] = base64_letters[group >> 12 & 63];
		text[2] = left > 1 ? base64_letters[group >> 6 & 63] : '=';
		text[3] = left > 2 ? base64_letters[group & 63] : '=';
		str_add_n(out, text, sizeof text);
	}
}

static int
base64_value(char c)
{
	const char *at = c != '\0' ? strchr(base64_letters, c) : NULL;

	return at != NULL ? (int)(at - base64_letters) : -1;
}

bool
base64_decode(uint8_t *out, size_t size, size_t *length, const char *text, size_t text_length)
{
	size_t padding = 0;

	*length = 0;
	if (text_length % 4 != 0)
		return false;
	while (padding < 2 && padding < text_length && text[text_length - 1 - padding] == '=')
		padding++;
	if (text_length / 4 * 3 - padding > size)
		return false;
	for (size_t i = 0; i < text_length; i += 4) {
		size_t drop = i + 4 == text_length ? padding : 0;
		uint32_t group = 0;
		for (size_t j = 0; j < 4; j++) {
			int value = j >= 4 - drop ? 0 : base64_value(text[i + j]);
			if (value < 0)
				return false;
			group = group << 6 | (uint32_t)value;
		}
		/* RFC 4648 3.5: bits behind the last byte must be zero, or two texts would stand for one signature. */
		if ((drop == 1 && (group & 0xFF) != 0) || (drop == 2 && (group & 0xFFFF) != 0))
			return false;
		for (size_t j = 0; j < 3 - drop; j++)
			out[(*length)++] = (uint8_t)(group >> (16 - 8 * j));
	}
	return true;
}

/*
 * Bytes from 0x80 on are UTF-8 and stand as they are wherever a person may read the line; control characters never do,
 * for a line end within a value would begin a line that somebody else has written.
 */
static bool
stands_plain(unsigned char byte, enum percent_plain plain)
{
	static const unsigned char least[] = {[PERCENT_LINE] = 0x20, [PERCENT_WORD] = 0x21, [PERCENT_ASCII] = 0x21};

	return byte >= least[plain] && byte != '%' && byte != 0x7F && (plain != PERCENT_ASCII || byte < 0x7F);
}

void
percent_encode(struct str *out, const char *text, enum percent_plain plain)
{
	for (const unsigned char *byte = (const unsigned char *)text; *byte != '\0'; byte++) {
		if (stands_plain(*byte, plain))
			str_add_char(out, (char)*byte);
		else
			str_printf(out, "%%%02X", *byte);
	}
}

/*
 * Lower-case digits and %00 are refused: what we write has exactly one form, so that a value that was changed on the
 * way shows. On failure `out` is as before, since what was begun there belongs to the caller.
 */
bool
percent_decode(struct str *out, const char *text, size_t length)
{
	size_t before = out->length;

	for (size_t i = 0; i < length; i++) {
		char byte = text[i];
		if (byte == '%') {
			int high = i + 2 < length && strchr("abcdef", text[i + 1]) == NULL ? hex_digit(text[i + 1]) : -1;
			int low = high >= 0 && strchr("abcdef", text[i + 2]) == NULL ? hex_digit(text[i + 2]) : -1;
			byte = low >= 0 ? (char)(high << 4 | low) : '\0';
			i += 2;
		}
		if (byte == '\0') {
			if (out->data != NULL)
				out->data[before] = '\0';
			out->length = before;
			return false;
		}
		str_add_char(out, byte);
	}
	return true;
}

bool
number_parse(int64_t *out, const char *text, int64_t low, int64_t high)
{
	size_t digits = strspn(text + (*text == '-'), "0123456789");
	int64_t number;

	if (digits == 0 || digits > 18 || text[(*text == '-') + digits] != '\0')
		return false;
	number = strtoll(text, NULL, 10);
	if (number < low || number > high)
		return false;
	*out = number;
	return true;
}
