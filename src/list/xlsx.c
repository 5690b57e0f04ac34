/*
 * list/xlsx: the sheets with our header out of an Office Open XML workbook, as rows of cells. What is in a
 * part is in xlsx_cells.c, how one is read in xlsx_part.c.
 */
#include "xlsx.h"

#include <stdio.h>
#include <string.h>

/* "r:id" beside a plain "id" or "sheetId": the one with the prefix is the relation. */
static const char *
relation_id(const char **attributes)
{
	for (; attributes[0] != NULL; attributes += 2)
		if (strchr(attributes[0], ':') != NULL && xlsx_is(attributes[0], "id"))
			return attributes[1];
	return "";
}

/* ---- workbook and relations: which part is which sheet */

/* Hidden sheets are left out: the officer checks what she sees in the spreadsheet, and imports what she has checked. */
static void XMLCALL
workbook_start(void *user, const char *name, const char **attributes)
{
	struct book *book = user;
	const char *value;

	if (!xlsx_deeper(book))
		return;
	if (xlsx_is(name, "workbookPr")) {
		value = xlsx_attribute(attributes, "date1904");
		book->reader->dates_1904 = strcmp(value, "1") == 0 || strcmp(value, "true") == 0;
	}
	if (!xlsx_is(name, "sheet"))
		return;
	if (book->sheet_count == SHEETS_MAX) {
		book->has_more_sheets = true;
		return;
	}
	value = xlsx_attribute(attributes, "state");
	book->sheets[book->sheet_count].hidden = strcmp(value, "hidden") == 0 || strcmp(value, "veryHidden") == 0;
	copy_text(book->sheets[book->sheet_count].id, sizeof book->sheets[0].id, relation_id(attributes));
	copy_text(book->sheets[book->sheet_count].name, sizeof book->sheets[0].name, xlsx_attribute(attributes, "name"));
	book->sheet_count++;
}

/* A target is relative to the folder of the workbook, or absolute with a slash, which some programs write. */
static void XMLCALL
relations_start(void *user, const char *name, const char **attributes)
{
	struct book *book = user;
	const char *target, *id;

	if (!xlsx_deeper(book) || !xlsx_is(name, "Relationship"))
		return;
	id = xlsx_attribute(attributes, "Id");
	target = xlsx_attribute(attributes, "Target");
	for (size_t i = 0; i < book->sheet_count; i++)
		if (id[0] != '\0' && strcmp(book->sheets[i].id, id) == 0)
			snprintf(book->sheets[i].path, PATH_SIZE, "%s%s", target[0] == '/' ? "" : "xl/",
				target[0] == '/' ? target + 1 : target);
}

/* ---- the package */

/* One sheet: its rows are taken when it has our header; otherwise it is named, unless nothing is in it. */
static enum code
read_sheet(struct book *book, struct sheet *sheet, int number)
{
	struct reader *reader = book->reader;
	enum code code;

	book->row->line = 0;
	book->in_row = book->hidden_told = book->far_told = false;
	header_forget(reader);
	reader->rows_before = 0;
	reader->above_count = 0;
	reader->after_blank = false;
	reader->sheet = number;
	code = xlsx_read_part(book, sheet->path, xlsx_sheet);
	if (code == ERR_NOT_FOUND)
		return xlsx_damaged(book);
	if (code == OK && !reader->header_found && reader->rows_before > 0)
		memory_find(reader, 0, 0, LIST_NOTE, MSG_LIST_SHEET_NO_TABLE, sheet->name);
	reader->tables += code == OK && reader->header_found;
	return code;
}

static size_t
count_visible(const struct book *book)
{
	size_t count = 0;

	for (size_t i = 0; i < book->sheet_count; i++)
		count += !book->sheets[i].hidden && book->sheets[i].path[0] != '\0';
	return count;
}

static enum code
read_sheets(struct book *book)
{
	bool several = count_visible(book) > 1;
	enum code code = OK;

	for (size_t i = 0; i < book->sheet_count && code == OK; i++) {
		if (book->sheets[i].hidden)
			memory_find(book->reader, 0, 0, LIST_NOTE, MSG_LIST_SHEET_HIDDEN, book->sheets[i].name);
		else if (book->sheets[i].path[0] != '\0')
			code = read_sheet(book, &book->sheets[i], several ? (int)i + 1 : 0);
	}
	book->reader->sheet = 0;
	book->reader->header_found = book->reader->tables > 0;
	if (code == OK && book->reader->tables > 1) {
		char number[24];
		snprintf(number, sizeof number, "%d", book->reader->tables);
		memory_find(book->reader, 0, 0, LIST_NOTE, MSG_LIST_SHEETS_READ, number);
	}
	if (code == OK && book->has_more_sheets)
		memory_find(book->reader, 0, 0, LIST_ERROR, MSG_LIST_MORE_SHEETS, "");
	return code;
}

static enum code
read_book(struct book *book)
{
	static const struct handlers workbook = {workbook_start, xlsx_leave, NULL};
	static const struct handlers relations = {relations_start, xlsx_leave, NULL};
	const char *name = book->reader->name;
	enum code code;

	if (zip_get_num_entries(book->zip, 0) > ENTRIES_MAX)
		return err_tell(book->reader->err, ERR_LIMIT, MSG_LIST_TOO_LARGE, "xlsx", "%s", name);
	if (zip_name_locate(book->zip, "content.xml", 0) >= 0)
		return err_tell(book->reader->err, ERR_UNSUPPORTED, MSG_LIST_OPEN_DOCUMENT, "xlsx", "%s", name);
	code = xlsx_read_part(book, "xl/workbook.xml", workbook);
	if (code == ERR_NOT_FOUND)
		return err_tell(book->reader->err, ERR_UNSUPPORTED, MSG_LIST_NOT_A_LIST, "xlsx", "%s", name);
	if (code == OK)
		code = xlsx_read_part(book, "xl/_rels/workbook.xml.rels", relations);
	if (code == ERR_NOT_FOUND)
		return xlsx_damaged(book);
	if (code == OK) {
		code = xlsx_read_part(book, "xl/sharedStrings.xml", xlsx_strings);
		if (code == ERR_NOT_FOUND)
			code = OK; /* all strings are inline */
	}
	return code == OK ? read_sheets(book) : code;
}

enum code
xlsx_read(struct reader *reader, const char *bytes, size_t length)
{
	struct book *book;
	zip_error_t error;
	zip_source_t *source;
	enum code code;

	reader->list->encoding = LIST_XLSX;
	if (length > XLSX_FILE_MAX)
		return err_tell(reader->err, ERR_LIMIT, MSG_LIST_TOO_LARGE, "xlsx", "%s", reader->name);
	book = mem_alloc(sizeof *book);
	book->reader = reader;
	zip_error_init(&error);
	source = zip_source_buffer_create(bytes, length, 0, &error);
	book->zip = source != NULL ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
	if (book->zip == NULL) {
		if (source != NULL)
			zip_source_free(source);
		code = xlsx_damaged(book);
	} else {
		book->row = mem_alloc(sizeof *book->row);
		code = read_book(book);
		mem_free(book->row);
		zip_discard(book->zip);
	}
	zip_error_fini(&error);
	str_clear(&book->text);
	mem_free(book->strings);
	mem_free(book);
	return code;
}
