/*
 * text/names: comparing the spellings of a person's name (domain 6.3). Works on fold keys, word by word.
 */
#include "letters.h"

#include <string.h>

enum { WORDS_MAX = 16, TITLE_MAX = 12 };

struct words {
	struct str text;
	int count;
	const char *list[WORDS_MAX];
};

static void
split(struct words *words, const char *name)
{
	*words = (struct words){0};
	text_fold(&words->text, name);
	if (words->text.length == 0)
		return;
	words->list[words->count++] = words->text.data;
	for (char *c = words->text.data; *c != '\0'; c++) {
		if (*c != ' ')
			continue;
		if (words->count == WORDS_MAX)
			break; /* what is left stays together in the last word */
		*c = '\0';
		words->list[words->count++] = c + 1;
	}
}

/* ---- titles */

struct title {
	const char *key;
	bool needs_stop; /* without one it could be a name or a word of one */
};

/*
 * Titles as they stand in lists of hospitals and universities, folded. Those that are names or words as well (Uz, Op,
 * Av) need their full stop.
 */
static const struct title titles[] = {{"DR", false}, {"PROF", false}, {"DOC", false}, {"UZM", false}, {"UZ", true}, {"OP", true},
	{"DT", false}, {"ECZ", false}, {"YRD", false}, {"OGR", false}, {"GOR", true}, {"UYESI", false}, {"ARS", false},
	{"AST", true}, {"ASIS", true}, {"AV", true}, {"MUH", true}, {"HEM", true}, {"HEMS", true}, {"PSK", false}, {"FZT", false},
	{"DYT", false}, {"VET", true}, {"BIO", true}, {"KIM", true}, {"SN", true}, {"SAYIN", false}};

/*
 * The folded letters of the word at text, its length in bytes, and whether it is short enough to be a title. Letter by
 * letter and not by folding the whole name first, since the length in the original is what is skipped.
 */
static size_t
title_word(char key[TITLE_MAX], const char *text)
{
	size_t length = 0, used = 0, taken;
	uint32_t c;

	for (; (taken = text_decode(text + length, &c)) > 0 && c != '.' && !letter_is_blank(c); length += taken) {
		char base = letter_base(c);
		if (c >= TABLE_MARK_FIRST && c < TABLE_MARK_FIRST + TABLE_MARKS)
			continue;
		if (base >= 'a' && base <= 'z')
			base = (char)(base - 32);
		if (base < 'A' || base > 'Z' || used + 1 == TITLE_MAX)
			return 0;
		key[used++] = base;
	}
	key[used] = '\0';
	return length;
}

static const char *
skip_blanks(const char *text)
{
	uint32_t c;
	size_t taken;

	while ((taken = text_decode(text, &c)) > 0 && letter_is_blank(c))
		text += taken;
	return text;
}

const char *
text_skip_titles(const char *name)
{
	const char *plain = name;

	for (;;) {
		char key[TITLE_MAX];
		const char *at = skip_blanks(plain);
		size_t length = title_word(key, at);
		bool stop = length > 0 && at[length] == '.';
		size_t i = 0;
		while (i < ARRAY_LENGTH(titles) &&
			(length == 0 || strcmp(titles[i].key, key) != 0 || (titles[i].needs_stop && !stop)))
			i++;
		if (i == ARRAY_LENGTH(titles) || at[length] == '\0')
			return plain;
		at = skip_blanks(at + length + (stop ? 1 : 0));
		if (*at == '\0')
			return plain; /* nothing would be left */
		plain = at;
	}
}

/* ---- comparing */

static bool
same_words(const struct words *left, int left_from, const struct words *right, int right_from, int count)
{
	for (int i = 0; i < count; i++)
		if (strcmp(left->list[left_from + i], right->list[right_from + i]) != 0)
			return false;
	return true;
}

/*
 * Whether both hold the same words, each as often. Order apart: "YILMAZ ELIF" is Elif Yılmaz on lists that are sorted
 * by surname.
 */
static bool
same_set(const struct words *left, const struct words *right)
{
	bool used[WORDS_MAX] = {false};

	if (left->count != right->count)
		return false;
	for (int i = 0; i < left->count; i++) {
		int j = 0;
		while (j < right->count && (used[j] || strcmp(left->list[i], right->list[j]) != 0))
			j++;
		if (j == right->count)
			return false;
		used[j] = true;
	}
	return true;
}

/* Whether the first `count` words of shorter stand in the first `longer_count` of longer, in that order. */
static bool
lacks_some(const struct words *shorter, int count, const struct words *longer, int longer_count)
{
	int at = 0;

	if (count < 1 || count >= longer_count)
		return false;
	for (int i = 0; i < longer_count && at < count; i++)
		if (strcmp(shorter->list[at], longer->list[i]) == 0)
			at++;
	return at == count;
}

/* YILMAZKAYA and YILMAZ KAYA: one word or two is a matter of who typed it. */
static bool
same_without_blanks(const struct words *left, const struct words *right)
{
	struct str a = {0}, b = {0};
	bool same;

	for (int i = 0; i < left->count; i++)
		str_add(&a, left->list[i]);
	for (int i = 0; i < right->count; i++)
		str_add(&b, right->list[i]);
	same = strcmp(str_text(&a), str_text(&b)) == 0;
	str_clear(&a);
	str_clear(&b);
	return same;
}

/*
 * Upper case with blanks joined, so that only the letters can differ. Capitals, since certificates bear them, and by
 * the Turkish rule, or "i" and "ı" would meet in one letter.
 */
static void
upper_words(struct str *out, const char *name)
{
	struct str upper = {0};
	const char *at;
	uint32_t c;
	size_t taken;
	bool blank = false;

	text_upper(&upper, name);
	for (at = str_text(&upper); (taken = text_decode(at, &c)) > 0; at += taken) {
		if (letter_is_blank(c)) {
			blank = out->length > 0;
			continue;
		}
		if (blank)
			str_add_char(out, ' ');
		blank = false;
		str_add_n(out, at, taken);
	}
	str_clear(&upper);
}

static bool
same_upper(const char *left, const char *right)
{
	struct str a = {0}, b = {0};
	bool same;

	upper_words(&a, left);
	upper_words(&b, right);
	same = strcmp(str_text(&a), str_text(&b)) == 0;
	str_clear(&a);
	str_clear(&b);
	return same;
}

/*
 * From the least difference to the greatest: the first that fits is what the officer is told, and a missing second name
 * is another matter than another surname.
 */
static enum name_difference
compare_words(const struct words *given, const struct words *whole, const struct words *other)
{
	int surname = whole->count - given->count;
	int before = other->count - surname; /* words of the other name in front of an equal surname */

	if (whole->count == 0 || other->count == 0)
		return NAME_DIFFERENT;
	if (same_without_blanks(whole, other))
		return NAME_SAME_FOLDED;
	if (same_set(whole, other))
		return NAME_ORDER;
	if (given->count == 0 || surname <= 0) /* the register has one string: its last word counts as the surname */
		surname = 1, before = other->count - 1;
	if (before > 0 && same_words(whole, whole->count - surname, other, before, surname) &&
		(lacks_some(whole, whole->count - surname, other, before) ||
			lacks_some(other, before, whole, whole->count - surname)))
		return NAME_GIVEN_MISSING;
	if (given->count > 0 && other->count > 1 && strcmp(given->list[0], other->list[0]) == 0)
		return NAME_SURNAME_DIFFERS;
	return NAME_DIFFERENT;
}

enum name_difference
text_compare_names(const char *given_names, const char *surname, const char *full_name)
{
	const char *plain = text_skip_titles(given_names);
	const char *other_plain = text_skip_titles(full_name);
	struct str both = {0};
	struct words given, whole, other;
	enum name_difference difference;

	str_printf(&both, "%s%s%s", plain, *plain != '\0' && *surname != '\0' ? " " : "", surname);
	if (*other_plain != '\0' && same_upper(str_text(&both), other_plain)) {
		str_clear(&both);
		return NAME_SAME;
	}
	split(&given, plain);
	split(&whole, str_text(&both));
	split(&other, other_plain);
	difference = compare_words(&given, &whole, &other);
	str_clear(&given.text);
	str_clear(&whole.text);
	str_clear(&other.text);
	str_clear(&both);
	return difference;
}
