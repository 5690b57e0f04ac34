/*
 * helper/line: the line grammar that teslim and its helper programs speak. Strict on reading, since neither
 * side trusts the other. Knows nothing of what the words mean.
 */
#include "teslim/helper.h"

#include <stdlib.h>
#include <string.h>

static bool
is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

/* Copies a word or key; returns its length, 0 when it is none. */
static size_t
take_name(char out[HELPER_WORD], const char *at)
{
	size_t length = 0;

	while (length < HELPER_WORD - 1 && is_name_byte(at[length])) {
		out[length] = at[length];
		length++;
	}
	out[length] = '\0';
	return is_name_byte(at[length]) ? 0 : length;
}

/* Decodes a value in place up to a blank or the end; returns where reading goes on, NULL when malformed. */
static char *
take_value(char *at)
{
	size_t length = strcspn(at, " ");
	char *next = at + length + (at[length] == ' ' ? 1 : 0);
	struct str value = {0};
	bool good = percent_decode(&value, at, length);

	for (size_t i = 0; i < length && good; i++)
		good = at[i] >= 0x21 && at[i] <= 0x7E;
	if (good) /* never longer than it was */
		copy_text(at, length + 1, str_text(&value));
	str_clear(&value);
	return good ? next : NULL;
}

enum code
line_parse(struct line *line, char *text, struct err *err)
{
	size_t length = strlen(text);
	char *at = text;
	size_t taken;

	*line = (struct line){0};
	if (length > HELPER_LINE_MAX)
		return err_set(err, ERR_LIMIT, 0, "line_parse", "%zu B", length);
	taken = take_name(line->word, at);
	if (taken == 0 || (at[taken] != '\0' && at[taken] != ' '))
		return err_set(err, ERR_SYNTAX, 0, "line_parse", "word");
	at += taken;
	if (*at == ' ')
		at++;
	while (*at != '\0') {
		struct line_field *field = &line->fields[line->count];
		bool at_end;
		if (line->count == HELPER_FIELDS)
			return err_set(err, ERR_LIMIT, 0, "line_parse", "%d fields", HELPER_FIELDS);
		taken = take_name(field->key, at);
		if (taken == 0 || at[taken] != '=')
			return err_set(err, ERR_SYNTAX, 0, "line_parse", "key of field %d", line->count + 1);
		field->value = at + taken + 1;
		at_end = strchr(field->value, ' ') == NULL;
		at = take_value(at + taken + 1);
		if (at == NULL)
			return err_set(err, ERR_SYNTAX, 0, "line_parse", "value of %s", field->key);
		line->count++;
		if (at_end)
			break;
		if (*at == '\0' || *at == ' ')
			return err_set(err, ERR_SYNTAX, 0, "line_parse", "blank after %s", field->key);
	}
	return OK;
}

const char *
line_value(const struct line *line, const char *key)
{
	for (int i = 0; i < line->count; i++)
		if (strcmp(line->fields[i].key, key) == 0)
			return line->fields[i].value;
	return NULL;
}

int64_t
line_number(const struct line *line, const char *key, int64_t low, int64_t high, int64_t fallback)
{
	const char *value = line_value(line, key);
	char *end;
	long long number;

	if (value == NULL || *value == '\0' || strlen(value) > 18)
		return fallback;
	number = strtoll(value, &end, 10);
	if (*end != '\0' || number < low || number > high)
		return fallback;
	return number;
}

void
line_begin(struct str *out, const char *word)
{
	str_add(out, word);
}

void
line_add(struct str *out, const char *key, const char *value)
{
	str_add_char(out, ' ');
	str_add(out, key);
	str_add_char(out, '=');
	percent_encode(out, value, PERCENT_ASCII);
}

void
line_add_number(struct str *out, const char *key, int64_t value)
{
	str_printf(out, " %s=%lld", key, (long long)value);
}

void
line_end(struct str *out)
{
	str_add_char(out, '\n');
}
