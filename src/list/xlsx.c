/*
 * list/xlsx: the first sheet with our header out of an Office Open XML workbook, as rows of cells. The only file that knows libzip
 * and expat. Limits first: the file comes from outside.
 */
#include "reader.h"

#include <expat.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

enum {
	ENTRIES_MAX = 10000,
	DEPTH_MAX = 64,
	STRINGS_MAX = 1000000,
	SHEETS_MAX = 16,
	PATH_SIZE = 128,
	ROW_MAX = 1048576,
	CELL_KEPT = 4096, /* of a longer cell only the beginning is looked at */
	BLOCK = 16 * 1024
};

struct sheet {
	char id[64];
	char path[PATH_SIZE];
	bool hidden;
};

enum cell_kind { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_ERROR };

struct book {
	struct reader *reader;
	zip_t *zip;
	XML_Parser parser; /* while a part is read */
	size_t unpacked;
	enum code code;    /* why the parser was stopped */
	int depth;

	struct sheet sheets[SHEETS_MAX];
	size_t sheet_count;

	char **strings;
	size_t string_count, string_room;

	struct str text;   /* of the cell or string being read */
	bool wanted;       /* character data belong to it */
	int phonetic;      /* inside rPh: reading aids, not text */

	struct sheet_row *row;
	bool in_row;
	size_t next_column;
	size_t column;
	enum cell_kind kind;
};

static void
stop(struct book *book, enum code code, enum message message, const char *detail)
{
	if (book->code == OK)
		book->code = err_tell(book->reader->err, code, message, "xlsx", "%s", detail);
	XML_StopParser(book->parser, XML_FALSE);
}

/* Prefixes are free in XML; only the local name means something. */
static const char *
local(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon != NULL ? colon + 1 : name;
}

static bool
is(const char *name, const char *wanted)
{
	return strcmp(local(name), wanted) == 0;
}

static const char *
attribute(const char **attributes, const char *wanted)
{
	for (; attributes[0] != NULL; attributes += 2)
		if (is(attributes[0], wanted))
			return attributes[1];
	return "";
}

/* "r:id" beside a plain "id" or "sheetId": the one with the prefix is the relation. */
static const char *
relation_id(const char **attributes)
{
	for (; attributes[0] != NULL; attributes += 2)
		if (strchr(attributes[0], ':') != NULL && is(attributes[0], "id"))
			return attributes[1];
	return "";
}

/* ---- one part of the package through expat */

static void XMLCALL
refuse_doctype(void *user, const char *name, const char *system, const char *public, int internal)
{
	struct book *book = user;

	(void)name, (void)system, (void)public, (void)internal;
	stop(book, ERR_REFUSED, MSG_LIST_BAD_XLSX, book->reader->name);
}

static bool
deeper(struct book *book)
{
	if (++book->depth > DEPTH_MAX)
		stop(book, ERR_LIMIT, MSG_LIST_BAD_XLSX, book->reader->name);
	return book->depth <= DEPTH_MAX;
}

struct handlers {
	XML_StartElementHandler start;
	XML_EndElementHandler end;
	XML_CharacterDataHandler text;
};

static enum code
damaged(struct book *book)
{
	if (book->code != OK)
		return book->code;
	return err_tell(book->reader->err, ERR_CORRUPT, MSG_LIST_BAD_XLSX, "xlsx", "%s", book->reader->name);
}

static enum code
pump(struct book *book, zip_file_t *file)
{
	for (;;) {
		void *block = XML_GetBuffer(book->parser, BLOCK);
		zip_int64_t got = block != NULL ? zip_fread(file, block, BLOCK) : -1;
		if (got < 0)
			return damaged(book);
		book->unpacked += (size_t)got;
		if (book->unpacked > XLSX_UNPACKED_MAX)
			return err_tell(book->reader->err, ERR_LIMIT, MSG_LIST_TOO_LARGE, "xlsx", "%s", book->reader->name);
		if (XML_ParseBuffer(book->parser, (int)got, got == 0) != XML_STATUS_OK)
			return damaged(book);
		if (got == 0)
			return OK;
	}
}

/* ERR_NOT_FOUND without a word when the package has no such part. */
static enum code
read_part(struct book *book, const char *path, struct handlers handlers)
{
	zip_int64_t index = zip_name_locate(book->zip, path, 0);
	zip_stat_t status;
	zip_file_t *file;
	enum code code;

	if (index < 0)
		return ERR_NOT_FOUND;
	if (zip_stat_index(book->zip, (zip_uint64_t)index, 0, &status) == 0 && (status.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 &&
		status.encryption_method != ZIP_EM_NONE)
		return err_tell(book->reader->err, ERR_UNSUPPORTED, MSG_LIST_ENCRYPTED, "xlsx", "%s", book->reader->name);
	file = zip_fopen_index(book->zip, (zip_uint64_t)index, 0);
	if (file == NULL)
		return damaged(book);
	book->parser = XML_ParserCreate(NULL);
	if (book->parser == NULL) {
		zip_fclose(file);
		return err_set(book->reader->err, ERR_MEMORY, 0, "xlsx", "%s", path);
	}
	book->depth = 0;
	book->wanted = false;
	book->phonetic = 0;
	XML_SetUserData(book->parser, book);
	XML_SetElementHandler(book->parser, handlers.start, handlers.end);
	XML_SetCharacterDataHandler(book->parser, handlers.text);
	XML_SetStartDoctypeDeclHandler(book->parser, refuse_doctype);
	code = pump(book, file);
	XML_ParserFree(book->parser);
	book->parser = NULL;
	zip_fclose(file);
	return code;
}

static void XMLCALL
leave(void *user, const char *name)
{
	struct book *book = user;

	(void)name;
	book->depth--;
}

/* ---- workbook and relations: which part is which sheet */

static void XMLCALL
workbook_start(void *user, const char *name, const char **attributes)
{
	struct book *book = user;
	const char *value;

	if (!deeper(book))
		return;
	if (is(name, "workbookPr")) {
		value = attribute(attributes, "date1904");
		book->reader->dates_1904 = strcmp(value, "1") == 0 || strcmp(value, "true") == 0;
	}
	if (!is(name, "sheet") || book->sheet_count == SHEETS_MAX)
		return;
	value = attribute(attributes, "state");
	book->sheets[book->sheet_count].hidden = strcmp(value, "hidden") == 0 || strcmp(value, "veryHidden") == 0;
	copy_text(book->sheets[book->sheet_count].id, sizeof book->sheets[0].id, relation_id(attributes));
	book->sheet_count++;
}

static void XMLCALL
relations_start(void *user, const char *name, const char **attributes)
{
	struct book *book = user;
	const char *target, *id;

	if (!deeper(book) || !is(name, "Relationship"))
		return;
	id = attribute(attributes, "Id");
	target = attribute(attributes, "Target");
	for (size_t i = 0; i < book->sheet_count; i++)
		if (id[0] != '\0' && strcmp(book->sheets[i].id, id) == 0)
			snprintf(book->sheets[i].path, PATH_SIZE, "%s%s", target[0] == '/' ? "" : "xl/", target[0] == '/' ? target + 1 : target);
}

/* ---- text of strings and cells */

static void XMLCALL
take_text(void *user, const char *text, int length)
{
	struct book *book = user;

	if (!book->wanted || book->phonetic > 0)
		return;
	if (book->text.length + (size_t)length > XLSX_CELL_MAX) {
		stop(book, ERR_LIMIT, MSG_LIST_TOO_LARGE, book->reader->name);
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
	if (!deeper(book))
		return;
	if (is(name, "si"))
		str_reset(&book->text);
	else if (is(name, "rPh"))
		book->phonetic++;
	else if (is(name, "t"))
		book->wanted = true;
}

static void XMLCALL
strings_end(void *user, const char *name)
{
	struct book *book = user;

	book->depth--;
	if (is(name, "t"))
		book->wanted = false;
	else if (is(name, "rPh"))
		book->phonetic--;
	if (!is(name, "si"))
		return;
	if (book->string_count == STRINGS_MAX) {
		stop(book, ERR_LIMIT, MSG_LIST_TOO_LARGE, book->reader->name);
		return;
	}
	if (book->string_count == book->string_room) {
		book->string_room = book->string_room == 0 ? 1024 : book->string_room * 2;
		book->strings = mem_resize(book->strings, book->string_room, sizeof *book->strings);
	}
	book->strings[book->string_count++] = keep_text(book);
}

/* ---- the sheet */

/* "C5" is column 2 (from 0); SIZE_MAX when it is no reference. */
static size_t
column_of(const char *reference)
{
	size_t column = 0;
	const char *at = reference;

	for (; *at >= 'A' && *at <= 'Z' && at - reference < 3; at++)
		column = column * 26 + (size_t)(*at - 'A' + 1);
	return at == reference ? SIZE_MAX : column - 1;
}

static void
begin_row(struct book *book, const char *number)
{
	char *end;
	long line = strtol(number, &end, 10);

	if (number[0] == '\0')
		line = book->row->line + 1;
	else if (*end != '\0' || line < 1 || line > ROW_MAX) {
		stop(book, ERR_CORRUPT, MSG_LIST_BAD_XLSX, book->reader->name);
		return;
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
	const char *kind = attribute(attributes, "t");
	size_t column = column_of(attribute(attributes, "r"));

	book->column = column != SIZE_MAX ? column : book->next_column;
	book->next_column = book->column + 1;
	book->kind = strcmp(kind, "s") == 0 ? CELL_SHARED :
		strcmp(kind, "e") == 0      ? CELL_ERROR :
		strcmp(kind, "inlineStr") == 0 || strcmp(kind, "str") == 0 || strcmp(kind, "b") == 0 || strcmp(kind, "d") == 0 ? CELL_TEXT :
									 CELL_NUMBER;
	str_reset(&book->text);
}

static void XMLCALL
sheet_start(void *user, const char *name, const char **attributes)
{
	struct book *book = user;

	if (!deeper(book))
		return;
	if (is(name, "row"))
		begin_row(book, attribute(attributes, "r"));
	else if (book->in_row && is(name, "c"))
		begin_cell(book, attributes);
	else if (is(name, "rPh"))
		book->phonetic++;
	else if (book->in_row && (is(name, "v") || is(name, "t")))
		book->wanted = true;
}

static char *
shared_string(struct book *book)
{
	char *end;
	const char *text = str_text(&book->text);
	unsigned long index = strtoul(text, &end, 10);

	if (end == text || *end != '\0' || index >= book->string_count) {
		stop(book, ERR_CORRUPT, MSG_LIST_BAD_XLSX, book->reader->name);
		return NULL;
	}
	return book->strings[index];
}

static void
end_cell(struct book *book)
{
	static char empty[1];
	struct sheet_row *row = book->row;
	char *text = empty;

	if (book->column >= COLUMNS_MAX || book->text.length == 0)
		return;
	if (book->kind == CELL_ERROR)
		memory_find(book->reader, row->line, (int)book->column + 1, LIST_WARNING, MSG_LIST_CELL_ERROR, str_text(&book->text));
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
	if (is(name, "v") || is(name, "t")) {
		book->wanted = false;
	} else if (is(name, "rPh")) {
		book->phonetic--;
	} else if (book->in_row && is(name, "c")) {
		end_cell(book);
	} else if (is(name, "row")) {
		book->in_row = false;
		code = book->code == OK ? rows_take(book->reader, book->row) : OK;
		if (code != OK) {
			book->code = code;
			XML_StopParser(book->parser, XML_FALSE);
		}
	}
}

/* ---- the package */

static enum code
read_sheets(struct book *book)
{
	static const struct handlers sheet = {sheet_start, sheet_end, take_text};
	enum code code = OK;

	for (size_t i = 0; i < book->sheet_count && code == OK && !book->reader->header_found; i++) {
		if (book->sheets[i].hidden || book->sheets[i].path[0] == '\0')
			continue;
		book->row->line = 0;
		book->in_row = false;
		book->reader->rows_before = 0;
		code = read_part(book, book->sheets[i].path, sheet);
		if (code == ERR_NOT_FOUND)
			code = damaged(book);
	}
	return code;
}

static enum code
read_book(struct book *book)
{
	static const struct handlers workbook = {workbook_start, leave, NULL};
	static const struct handlers relations = {relations_start, leave, NULL};
	static const struct handlers strings = {strings_start, strings_end, take_text};
	const char *name = book->reader->name;
	enum code code;

	if (zip_get_num_entries(book->zip, 0) > ENTRIES_MAX)
		return err_tell(book->reader->err, ERR_LIMIT, MSG_LIST_TOO_LARGE, "xlsx", "%s", name);
	code = read_part(book, "xl/workbook.xml", workbook);
	if (code == ERR_NOT_FOUND)
		return err_tell(book->reader->err, ERR_UNSUPPORTED, MSG_LIST_NOT_A_LIST, "xlsx", "%s", name);
	if (code == OK)
		code = read_part(book, "xl/_rels/workbook.xml.rels", relations);
	if (code == ERR_NOT_FOUND)
		return damaged(book);
	if (code == OK) {
		code = read_part(book, "xl/sharedStrings.xml", strings);
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
		code = damaged(book);
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
