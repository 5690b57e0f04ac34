/*
 * text/columns: the one grammar of our small data files: a record a line, parts between "|". What the parts mean
 * is not known here.
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
