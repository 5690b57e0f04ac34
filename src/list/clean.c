/*
 * list/clean: making a cell's text fit to be kept: blanks, controls and invisible characters, composed letters, and the
 * repair of text that another program read in the wrong code page (domain 6.3, 6.4).
 */
#include "reader.h"
#include "teslim/text.h"

#include <string.h>

bool
clean_has_high(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text >= 0x80)
			return true;
	return false;
}

/*
 * Whether nothing needs to be done: printable ASCII, no blank at an end, no two together. Nearly every cell of a
 * hundred thousand is like that, and then nothing is decoded and nothing copied.
 */
static bool
is_plain(const char *text)
{
	char before = ' ';

	for (; *text != '\0'; before = *text++)
		if (*text < ' ' || *text > '~' || (*text == ' ' && before == ' '))
			return false;
	return before != ' ';
}

/*
 * No-break blanks and the thin ones come from word processors; a line end within a quoted cell is a blank as well, for
 * no field of ours has lines.
 */
static bool
is_blank(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F ||
		c == 0x3000 || c == 0x2028 || c == 0x2029;
}

/*
 * Controls, soft hyphen, joiners, direction marks and overrides, a BOM in the middle: nobody sees them, every match
 * fails by them.
 */
static bool
is_invisible(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
		(c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

char *
clean_cell(struct list *list, char *text)
{
	char *out = text;
	const char *at = text;
	bool blank = false, marks = false;
	uint32_t c;
	size_t taken;

	if (*text == '\0' || is_plain(text))
		return text;
	/*
	 * Never writes past what it has read: every output is as long as its input or shorter, and a blank waits for a
	 * letter.
	 */
	for (; (taken = text_decode(at, &c)) > 0; at += taken) {
		if (is_blank(c)) {
			blank = out != text;
			continue;
		}
		if (is_invisible(c))
			continue;
		if (blank)
			*out++ = ' ';
		blank = false;
		marks = marks || (c >= 0x300 && c <= 0x36F);
		memmove(out, at, taken);
		out += taken;
	}
	*out = '\0';
	/*
	 * Composed only where a mark was seen: systems that write letters in parts (macOS) are few, and composing costs
	 * a copy.
	 */
	if (marks) {
		struct str composed = {0};
		text_compose(&composed, text);
		text = memory_text(list, str_text(&composed), composed.length);
		str_clear(&composed);
	}
	return text;
}

/* The byte that Windows-1252 or -1254 shows as this character; 0 when neither does. */
static unsigned
windows_byte(uint32_t c)
{
	static const uint16_t upper[32] = {0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160,
		0x2039, 0x152, 0x8D, 0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122,
		0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178};

	if (c >= 0x80 && c <= 0xFF)
		return c;
	for (unsigned i = 0; i < 32; i++)
		if (upper[i] == c)
			return 0x80 + i;
	return 0;
}

/*
 * A letter of two or three bytes that was read byte by byte: its code point and the length in the text; 0 when it is
 * none. UTF-8 that was read as Windows text and written again as UTF-8 ("ÅŸ" for ş): the letters of Turkish begin with
 * C3 to C5, typographic signs with E2. Longer ones would only make the guess worse.
 */
static uint32_t
doubled_letter(const char *text, size_t *length)
{
	uint32_t c = 0;
	size_t taken = text_decode(text, &c);
	unsigned lead = taken > 0 ? windows_byte(c) : 0;
	int follow = lead >= 0xC3 && lead <= 0xC5 ? 1 : lead == 0xE2 ? 2 : 0;
	uint32_t value = follow == 1 ? lead & 0x1F : lead & 0x0F;

	if (follow == 0)
		return 0;
	*length = taken;
	for (; follow > 0; follow--) {
		unsigned byte;
		taken = text_decode(text + *length, &c);
		byte = taken > 0 ? windows_byte(c) : 0;
		if (byte < 0x80 || byte > 0xBF)
			return 0;
		value = value << 6 | (byte & 0x3F);
		*length += taken;
	}
	return value >= 0x800 && value < 0x2000 ? 0 : value;
}

/*
 * Windows-1254 differs from Windows-1252 in six letters, and a program that takes the one for the other shows Icelandic
 * ones in their place.
 */
static uint32_t
turkish_for_icelandic(uint32_t c)
{
	static const uint16_t pairs[][2] = {
		{0xDD, 0x130}, {0xFD, 0x131}, {0xDE, 0x15E}, {0xFE, 0x15F}, {0xD0, 0x11E}, {0xF0, 0x11F}};

	for (size_t i = 0; i < ARRAY_LENGTH(pairs); i++)
		if (pairs[i][0] == c)
			return pairs[i][1];
	return 0;
}

/* Only weighs. Whether a whole file was damaged so is decided over all of it, since a single "ý" may be a name. */
void
clean_weigh(struct reader *reader, const char *text)
{
	uint32_t c;
	size_t taken, length;

	for (; (taken = text_decode(text, &c)) > 0; text += taken) {
		if (c < 0x80)
			continue;
		if (doubled_letter(text, &length) != 0) {
			reader->doubled++;
			taken = length;
		} else if (turkish_for_icelandic(c) != 0) {
			reader->icelandic++;
		} else if (c == 0x130 || c == 0x131 || c == 0x15E || c == 0x15F || c == 0x11E || c == 0x11F) {
			reader->turkish++;
		}
	}
}

void
clean_repair(char *text)
{
	char *out = text;
	const char *at = text;
	uint32_t c;
	size_t taken, length;

	for (; (taken = text_decode(at, &c)) > 0; at += taken) {
		uint32_t right = doubled_letter(at, &length);
		char bytes[5];
		if (right != 0)
			taken = length;
		else
			right = turkish_for_icelandic(c);
		if (right == 0) {
			memmove(out, at, taken);
			out += taken;
			continue;
		}
		length = text_encode(bytes, right);
		memcpy(out, bytes, length); /* never longer than what it stands for */
		out += length;
	}
	*out = '\0';
}
