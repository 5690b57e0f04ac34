/*
 * text/columns: the one reader of our small data files: a record a line, "#" begins a comment, parts between "|". What
 * the parts mean is not known here.
 */
#include "teslim/text.h"

#include <string.h>

static char *
trim(char *part)
{
	size_t length;

	part += strspn(part, " \t\r");
	length = strlen(part);
	while (length > 0 && strchr(" \t\r", part[length - 1]) != NULL)
		part[--length] = '\0';
	return part;
}

size_t
text_columns(char *line, char **columns, size_t max)
{
	size_t count = 0;

	while (line != NULL && count < max) {
		char *bar = strchr(line, '|');
		if (bar != NULL)
			*bar++ = '\0';
		columns[count++] = trim(line);
		line = bar;
	}
	return count;
}

/* A "#" begins a comment where a line begins or behind a blank, so that it can stand inside a word. */
static void
cut_comment(char *line)
{
	for (char *at = line; (at = strchr(at, '#')) != NULL; at++) {
		if (at == line || at[-1] == ' ' || at[-1] == '\t') {
			*at = '\0';
			return;
		}
	}
}

/*
 * A NUL would end the line for C and hide the rest of it; a byte that is no UTF-8 means that the file was saved in
 * another encoding. Both are named as what they are.
 */
static const char *
read_line(char *line, size_t length, text_line_reader *reader, void *context)
{
	if (strlen(line) != length)
		return "NUL";
	if (!text_is_valid(line, length))
		return "UTF-8";
	cut_comment(line);
	line = trim(line);
	return line[0] != '\0' ? reader(context, line) : NULL;
}

/*
 * With file and line in every complaint, as compilers write it: these files are written by hand, and an administrator
 * wants to go to the place.
 */
enum code
text_read_lines(const char *name, const char *bytes, size_t length, enum message message, text_line_reader *reader, void *context,
	struct err *err)
{
	static const char mark[] = "\xEF\xBB\xBF"; /* some editors begin UTF-8 with it */
	const char *at = bytes, *end = bytes + length;
	enum code code = OK;

	if (length >= 3 && memcmp(bytes, mark, 3) == 0)
		at += 3;
	for (int number = 1; at < end && code == OK; number++) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t size = (size_t)((stop != NULL ? stop : end) - at);
		char *line = mem_string_n(at, size);
		const char *wrong = read_line(line, size, reader, context);
		if (wrong != NULL)
			code = err_tell(err, ERR_SYNTAX, message, "text_read_lines", wrong[0] != '\0' ? "%s:%d: %s" : "%s:%d%s",
				name, number, wrong);
		mem_free(line);
		at += size + (stop != NULL);
	}
	return code;
}

enum code
text_read_file(const char *path, size_t most, enum message message, text_line_reader *reader, void *context, struct err *err)
{
	char *bytes = NULL;
	size_t length = 0;
	enum code code = file_read(path, most, &bytes, &length, err);

	if (code != OK)
		return code;
	code = text_read_lines(path, bytes, length, message, reader, context, err);
	mem_free(bytes);
	return code;
}
