/*
 * list/xlsx_cells: the shared strings and the rows of a sheet, as handlers for its parts.
 */
#include "xlsx.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- text of strings and cells */

static void XMLCALL
take_text(void *user, const char *text, int length)
{
	struct book *book = user;

	if (!book->wanted || book->phonetic > 0)
		return;
	if (book->text.length + (size_t)length > XLSX_CELL_MAX) {
		xlsx_stop(book, ERR_LIMIT, MSG_LIST_TOO_LARGE, book->reader->name);
		return;
	}
	str_add_n(&book->text, text, (size_t)length);
}

/* "_x000D_" is how a carriage return is written in a string. Cuts what is longer than any cell of a list. */
static char *
keep_text(struct book *book)
{
	char *data = memory_text(book->reader->list, str_text(&book->text), book->text.length);
	char *at;

	if (book->text.length > CELL_KEPT) {
		size_t cut = CELL_KEPT;
		while (cut > 0 && ((unsigned char)data[cut] & 0xC0) == 0x80)
			cut--;
		data[cut] = '\0';
	}
	for (at = strstr(data, "_x000D_"); at != NULL; at = strstr(at, "_x000D_")) {
		*at = '\n';
		memmove(at + 1, at + 7, strlen(at + 7) + 1);
	}
	return data;
}

static void XMLCALL
strings_start(void *user, const char *name, const char **attributes)
{
	struct book *book = user;

	(void)attributes;
	if (!xlsx_deeper(book))
		return;
	if (xlsx_is(name, "si"))
		str_reset(&book->text);
	else if (xlsx_is(name, "rPh"))
		book->phonetic++;
	else if (xlsx_is(name, "t"))
		book->wanted = true;
}

static void XMLCALL
strings_end(void *user, const char *name)
{
	struct book *book = user;

	book->depth--;
	if (xlsx_is(name, "t"))
		book->wanted = false;
	else if (xlsx_is(name, "rPh"))
		book->phonetic--;
	if (!xlsx_is(name, "si"))
		return;
	if (book->string_count == STRINGS_MAX) {
		xlsx_stop(book, ERR_LIMIT, MSG_LIST_TOO_LARGE, book->reader->name);
		return;
	}
	if (book->string_count == book->string_room) {
		book->string_room = book->string_room == 0 ? 1024 : book->string_room * 2;
		book->strings = mem_resize(book->strings, book->string_room, sizeof *book->strings);
	}
	book->strings[book->string_count++] = keep_text(book);
}

/* ---- the sheet */

/*
 * "C5" is column 2 (from 0); SIZE_MAX when it is no reference. Three letters reach past the last column that any
 * program has (XFD).
 */
static size_t
column_of(const char *reference)
{
	size_t column = 0;
	const char *at = reference;

	for (; *at >= 'A' && *at <= 'Z' && at - reference < 3; at++)
		column = column * 26 + (size_t)(*at - 'A' + 1);
	return at == reference ? SIZE_MAX : column - 1;
}

/*
 * Numbers of rows may be left out, and then they go on; where they stand, they are what the officer sees at the edge of
 * the sheet.
 */
static void
begin_row(struct book *book, const char *number, const char *hidden)
{
	char *end;
	long line = strtol(number, &end, 10);

	if (number[0] == '\0')
		line = book->row->line + 1;
	else if (*end != '\0' || line < 1 || line > ROW_MAX) {
		xlsx_stop(book, ERR_CORRUPT, MSG_LIST_BAD_XLSX, book->reader->name);
		return;
	}
	if ((strcmp(hidden, "1") == 0 || strcmp(hidden, "true") == 0) && book->reader->header_found && !book->hidden_told) {
		char text[24];
		snprintf(text, sizeof text, "%ld", line);
		memory_find(book->reader, line, 0, LIST_WARNING, MSG_LIST_HIDDEN_ROW, text);
		book->hidden_told = true;
	}
	book->row->line = line;
	book->row->level = LIST_NOTE;
	book->row->count = 0;
	book->next_column = 0;
	book->in_row = true;
}

static void
begin_cell(struct book *book, const char **attributes)
{
	const char *kind = xlsx_attribute(attributes, "t");
	size_t column = column_of(xlsx_attribute(attributes, "r"));

	book->column = column != SIZE_MAX ? column : book->next_column;
	book->next_column = book->column + 1;
	book->kind = strcmp(kind, "s") == 0 ? CELL_SHARED
		: strcmp(kind, "e") == 0    ? CELL_ERROR
		: strcmp(kind, "inlineStr") == 0 || strcmp(kind, "str") == 0 || strcmp(kind, "b") == 0 || strcmp(kind, "d") == 0
		? CELL_TEXT
		: CELL_NUMBER;
	str_reset(&book->text);
}

static void XMLCALL
sheet_start(void *user, const char *name, const char **attributes)
{
	struct book *book = user;

	if (!xlsx_deeper(book))
		return;
	if (xlsx_is(name, "row"))
		begin_row(book, xlsx_attribute(attributes, "r"), xlsx_attribute(attributes, "hidden"));
	else if (book->in_row && xlsx_is(name, "c"))
		begin_cell(book, attributes);
	else if (xlsx_is(name, "rPh"))
		book->phonetic++;
	else if (book->in_row && (xlsx_is(name, "v") || xlsx_is(name, "t")))
		book->wanted = true;
}

static char *
shared_string(struct book *book)
{
	char *end;
	const char *text = str_text(&book->text);
	unsigned long index = strtoul(text, &end, 10);

	if (end == text || *end != '\0' || index >= book->string_count) {
		xlsx_stop(book, ERR_CORRUPT, MSG_LIST_BAD_XLSX, book->reader->name);
		return NULL;
	}
	return book->strings[index];
}

/* Cells that are empty are left out in the file, so that the row is filled up to the one that is there. */
static void
end_cell(struct book *book)
{
	static char empty[1];
	struct sheet_row *row = book->row;
	char *text = empty;

	if (book->text.length == 0)
		return;
	if (book->column >= COLUMNS_MAX) {
		if (!book->far_told)
			memory_find(book->reader, row->line, 0, LIST_WARNING, MSG_LIST_TOO_MANY_CELLS, "");
		book->far_told = true;
		return;
	}
	if (book->kind == CELL_ERROR)
		memory_find(book->reader, row->line, (int)book->column + 1, LIST_WARNING, MSG_LIST_CELL_ERROR,
			str_text(&book->text));
	else
		text = book->kind == CELL_SHARED ? shared_string(book) : keep_text(book);
	if (text == NULL)
		return;
	while (row->count <= book->column)
		row->cells[row->count++] = (struct cell){empty, false};
	row->cells[book->column] = (struct cell){text, book->kind == CELL_NUMBER};
}

static void XMLCALL
sheet_end(void *user, const char *name)
{
	struct book *book = user;
	enum code code;

	book->depth--;
	if (xlsx_is(name, "v") || xlsx_is(name, "t")) {
		book->wanted = false;
	} else if (xlsx_is(name, "rPh")) {
		book->phonetic--;
	} else if (book->in_row && xlsx_is(name, "c")) {
		end_cell(book);
	} else if (xlsx_is(name, "row")) {
		book->in_row = false;
		code = book->code == OK ? rows_take(book->reader, book->row) : OK;
		if (code != OK) {
			book->code = code;
			XML_StopParser(book->parser, XML_FALSE);
		}
	}
}

const struct handlers xlsx_strings = {strings_start, strings_end, take_text};
const struct handlers xlsx_sheet = {sheet_start, sheet_end, take_text};
