/*
 * text/names: comparing the spellings of a person's name (domain 6.3). Works on fold keys, word by word.
 */
#include "teslim/text.h"

#include <string.h>

enum { WORDS_MAX = 16 };

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
		*c = '\0';
		if (words->count == WORDS_MAX)
			break;
		words->list[words->count++] = c + 1;
	}
}

const char *
text_skip_titles(const char *name)
{
	static const char *const titles[] = {"DR", "PROF", "DOC", "UZM", "OP", "DT", "ECZ", "HEMS", "AV", "MUH", "YRD", "OGR", "SAYIN", "SN"};
	bool again = true;

	while (again) {
		const char *at = name + strspn(name, " \t");
		size_t length = strcspn(at, " \t.");
		again = false;
		for (size_t i = 0; i < ARRAY_LENGTH(titles) && at[length] != '\0'; i++) {
			char *word = mem_string_n(at, length);
			struct str key = {0};
			bool same;
			text_fold(&key, word);
			/* A title without a stop counts only when it cannot be a name. */
			same = strcmp(str_text(&key), titles[i]) == 0 && (at[length] == '.' || length > 1);
			str_clear(&key);
			mem_free(word);
			if (!same)
				continue;
			name = at + length + (at[length] == '.' ? 1 : 0);
			name += strspn(name, " \t");
			again = *name != '\0';
			break;
		}
	}
	return name;
}

static bool
same_words(const struct words *left, int left_from, const struct words *right, int right_from, int count)
{
	for (int i = 0; i < count; i++)
		if (strcmp(left->list[left_from + i], right->list[right_from + i]) != 0)
			return false;
	return true;
}

/* Whether both hold the same words, each as often. */
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

/* Whether the shorter is the longer without some words, first and last word equal. */
static bool
lacks_middle(const struct words *shorter, const struct words *longer)
{
	int at = 0;

	if (shorter->count < 2 || shorter->count >= longer->count || strcmp(shorter->list[0], longer->list[0]) != 0 ||
		strcmp(shorter->list[shorter->count - 1], longer->list[longer->count - 1]) != 0)
		return false;
	for (int i = 0; i < longer->count && at < shorter->count; i++)
		if (strcmp(shorter->list[at], longer->list[i]) == 0)
			at++;
	return at == shorter->count;
}

static bool
same_upper(const char *left, const char *right)
{
	struct str a = {0}, b = {0};
	bool same;

	text_upper(&a, left);
	text_upper(&b, right);
	same = strcmp(str_text(&a), str_text(&b)) == 0;
	str_clear(&a);
	str_clear(&b);
	return same;
}

static enum name_difference
compare_words(const struct words *given, const struct words *whole, const struct words *other)
{
	if (whole->count == 0 || other->count == 0)
		return NAME_DIFFERENT;
	if (whole->count == other->count && same_words(whole, 0, other, 0, whole->count))
		return NAME_SAME_FOLDED;
	if (same_set(whole, other))
		return NAME_ORDER;
	if (lacks_middle(whole, other) || lacks_middle(other, whole))
		return NAME_GIVEN_MISSING;
	if (given->count > 0 && other->count > given->count && same_words(given, 0, other, 0, given->count))
		return NAME_SURNAME_DIFFERS;
	if (given->count > 0 && other->count > 1 && strcmp(given->list[0], other->list[0]) == 0)
		return NAME_SURNAME_DIFFERS;
	return NAME_DIFFERENT;
}

enum name_difference
text_compare_names(const char *given_names, const char *surname, const char *full_name)
{
	const char *plain = text_skip_titles(given_names);
	struct str both = {0};
	struct words given, whole, other;
	enum name_difference difference;

	str_printf(&both, "%s%s%s", plain, *plain != '\0' && *surname != '\0' ? " " : "", surname);
	if (*full_name != '\0' && same_upper(str_text(&both), full_name)) {
		str_clear(&both);
		return NAME_SAME;
	}
	split(&given, plain);
	split(&whole, str_text(&both));
	split(&other, full_name);
	difference = compare_words(&given, &whole, &other);
	str_clear(&given.text);
	str_clear(&whole.text);
	str_clear(&other.text);
	str_clear(&both);
	return difference;
}
