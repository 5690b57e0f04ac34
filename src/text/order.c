/*
 * text/order: Turkish dictionary order as keys whose bytes compare (domain 6.2). First letters, then accents, then
 * case. A key is valid UTF-8 without NUL, so that it can be stored as text.
 */
#include "letters.h"

#include <string.h>

enum {
	KEY_END = 0x01,
	KEY_BLANK = 0x02,
	KEY_OTHER = 0x08, /* ASCII signs, themselves after it */
	KEY_DIGIT = 0x20,
	KEY_LETTER = 0x40,
	KEY_FOREIGN = 0x7E, /* other scripts, in order of code points */
	ACCENT_NONE = 0x02,
	ACCENT_OTHER = 0x7D /* a letter of its own that we file under another, as ø under o */
};

/* Ranks of the ASCII letters; the Turkish ones stand between them: c 3 ç 4, g 8 ğ 9, h ı 11 i 12, o ö, s ş, u ü. */
static const unsigned char ranks[26] = {
	1, 2, 3, 5, 6, 7, 8, 10, 12, 13, 14, 15, 16, 17, 18, 20, 21, 22, 23, 25, 26, 28, 29, 30, 31, 32};

static unsigned
letter_rank(uint32_t lower)
{
	switch (lower) {
	case 0xE7:
		return 4;
	case 0x11F:
		return 9;
	case 0x131:
		return 11;
	case 0xF6:
		return 19;
	case 0x15F:
	case 0x219: /* ș, the Romanian spelling of the same letter */
		return 24;
	case 0xFC:
		return 27;
	default:
		return lower >= 'a' && lower <= 'z' ? ranks[lower - 'a'] : 0;
	}
}

static char
accent_of(uint32_t mark)
{
	return (char)(ACCENT_NONE + 1 + (mark - TABLE_MARK_FIRST));
}

/* Taken apart mark by mark until a letter of the alphabet is left: ǖ is ü with a macron. */
static unsigned
rank_under_accents(uint32_t lower, char *accent)
{
	unsigned rank = letter_rank(lower);
	char base;

	*accent = lower == 0x219 ? ACCENT_OTHER : ACCENT_NONE;
	while (rank == 0) {
		const struct decomposition *d = letter_decomposition(lower);
		if (d == NULL)
			break;
		if (d->mark >= TABLE_MARK_FIRST)
			*accent = accent_of(d->mark);
		lower = d->base;
		rank = letter_rank(lower);
	}
	if (rank > 0 || lower < 0x80)
		return rank;
	base = letter_base(lower);
	*accent = ACCENT_OTHER;
	return base >= 'a' && base <= 'z' ? ranks[base - 'a'] : base >= 'A' && base <= 'Z' ? ranks[base - 'A'] : 0;
}

static char
add_primary(struct str *out, uint32_t lower)
{
	char accent;
	unsigned rank = rank_under_accents(lower, &accent);

	if (rank > 0) {
		str_add_char(out, (char)(KEY_LETTER + rank));
		return accent;
	}
	if (lower >= '0' && lower <= '9') {
		str_add_char(out, (char)(KEY_DIGIT + (lower - '0')));
	} else if (lower < 0x80) {
		str_add_char(out, KEY_OTHER);
		str_add_char(out, (char)lower);
	} else {
		str_add_char(out, KEY_FOREIGN);
		letter_add(out, lower);
	}
	return ACCENT_NONE;
}

void
text_sort_key(struct str *out, const char *text)
{
	struct str composed = {0}, accents = {0}, cases = {0};
	const char *at = letter_composed(&composed, text);
	uint32_t c;
	size_t taken;
	bool blank = false, any = false;

	for (; (taken = text_decode(at, &c)) > 0; at += taken) {
		uint32_t lower = text_lower_code_point(c);
		if (letter_is_apostrophe(c))
			continue;
		if (c >= TABLE_MARK_FIRST && c < TABLE_MARK_FIRST + TABLE_MARKS) {
			/* A mark without a composed letter is an accent of the letter before. */
			if (accents.length > 0)
				accents.data[accents.length - 1] = accent_of(c);
			continue;
		}
		if (letter_is_blank(c) || letter_is_hyphen(c)) {
			blank = any;
			continue;
		}
		if (blank)
			str_add_char(out, KEY_BLANK);
		blank = false;
		any = true;
		str_add_char(&accents, add_primary(out, lower));
		str_add_char(&cases, lower != c ? 1 : 2);
	}
	str_add_char(out, KEY_END);
	str_add_n(out, str_text(&accents), accents.length);
	str_add_char(out, KEY_END);
	str_add_n(out, str_text(&cases), cases.length);
	str_clear(&composed);
	str_clear(&accents);
	str_clear(&cases);
}

int
text_compare(const char *left, const char *right)
{
	struct str a = {0}, b = {0};
	int order;

	text_sort_key(&a, left);
	text_sort_key(&b, right);
	order = strcmp(str_text(&a), str_text(&b));
	str_clear(&a);
	str_clear(&b);
	return order;
}
