/*
 * desk/draft_line: the values in the lines of a draft, in one place for flows and forms: what one of them writes the other could
 * read, and no reader is more trusting than another. Which lines there are is known in draft.c and form_draft.c.
 */
#include "teslim/desk/draft.h"

#include "teslim/text.h"

#include <stdlib.h>
#include <string.h>

enum { DIGITS_MAX = 18 }; /* of any number that fits an int64_t with every digit */

void
draft_add_text(struct str *out, const char *key, const char *value)
{
	str_printf(out, "%s=", key);
	percent_encode(out, value, PERCENT_LINE);
	str_add_char(out, '\n');
}

/* An encoded NUL or a broken letter would be cut or drawn as something else than what was saved. */
bool
draft_take_text(char *out, size_t size, const char *value)
{
	struct str plain = {0};
	bool good = percent_decode(&plain, value, strlen(value)) && text_is_valid(str_text(&plain), plain.length) &&
		copy_text(out, size, str_text(&plain));

	str_clear(&plain);
	return good;
}

bool
draft_take_number(int64_t *out, const char *value, int64_t least, int64_t most)
{
	const char *digits = value[0] == '-' ? value + 1 : value;
	size_t length = strspn(digits, "0123456789");
	int64_t number;

	if (length == 0 || length > DIGITS_MAX || digits[length] != '\0')
		return false;
	number = strtoll(value, NULL, 10);
	if (number < least || number > most)
		return false;
	*out = number;
	return true;
}

/* A draft that was cut in the middle of a line is refused: half a value would be another value. */
bool
draft_take_lines(const char *text, bool (*take)(void *context, const char *key, const char *value), void *context)
{
	char *copy = mem_string(text), *line = copy;
	bool good = true;

	while (good && *line != '\0') {
		char *end = strchr(line, '\n'), *value = strchr(line, '=');

		good = end != NULL && value != NULL && value < end;
		if (good) {
			*end = *value = '\0';
			good = take(context, line, value + 1);
			line = end + 1;
		}
	}
	mem_free(copy);
	return good;
}
