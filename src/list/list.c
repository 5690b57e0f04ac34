/*
 * list/list: the door: what kind of file it is, reading it whole, rows as applicants, findings as words.
 */
#include "reader.h"
#include "teslim/text.h"

#include <stdio.h>
#include <string.h>

static const struct word level_words[] = {LIST_LEVELS(WORD_ENTRY)};
const struct vocabulary list_level_words = {level_words, ARRAY_LENGTH(level_words), NULL};

static bool
begins_with(const char *bytes, size_t length, const char *magic, size_t magic_length)
{
	return length >= magic_length && memcmp(bytes, magic, magic_length) == 0;
}

/* An OLE container is either an old workbook or an encrypted new one; the stream's name is in UTF-16. */
static enum message
ole_message(const char *bytes, size_t length)
{
	static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";

	return memmem(bytes, length, name, sizeof name - 1) != NULL ? MSG_LIST_ENCRYPTED : MSG_LIST_OLD_EXCEL;
}

/* Files that are something else altogether; 0 when it may be a list. */
static enum message
refusal(const char *bytes, size_t length)
{
	size_t blank = 0;

	if (begins_with(bytes, length, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8))
		return ole_message(bytes, length);
	if (begins_with(bytes, length, "\x09\x08", 2) || begins_with(bytes, length, "\x09\x04", 2) ||
		begins_with(bytes, length, "\x09\x02", 2))
		return MSG_LIST_OLD_EXCEL;
	if (begins_with(bytes, length, "%PDF", 4) || begins_with(bytes, length, "{\\rtf", 5) ||
		begins_with(bytes, length, "\x1F\x8B", 2))
		return MSG_LIST_NOT_A_LIST;
	while (blank < length && strchr(" \t\r\n", bytes[blank]) != NULL && bytes[blank] != '\0')
		blank++;
	if (blank < length && bytes[blank] == '<') /* a web page saved as .xls */
		return MSG_LIST_NOT_A_LIST;
	return 0;
}

static enum code
read_text(struct reader *reader, const char *bytes, size_t length)
{
	char *text;
	size_t text_length;
	enum code code = encoding_decode(reader, bytes, length, &text, &text_length);

	if (code != OK)
		return code;
	memory_keep(reader->list, text);
	return csv_read(reader, text, text_length);
}

enum code
list_read_bytes(struct list *list, const char *name, const char *bytes, size_t length, const struct list_options *options,
	struct err *err)
{
	struct reader reader = {.list = list, .name = name, .err = err};
	bool zipped = begins_with(bytes, length, "PK\x03\x04", 4) || begins_with(bytes, length, "PK\x05\x06", 4);
	enum message message = refusal(bytes, length);
	enum code code;

	list_clear(list);
	if (options != NULL)
		reader.options = *options;
	reader.max_rows = reader.options.max_rows != 0 ? reader.options.max_rows : ROWS_MAX;
	if (message != 0)
		return err_tell(err, ERR_UNSUPPORTED, message, "list", "%s", name);
	if (length == 0)
		return err_tell(err, ERR_SYNTAX, MSG_LIST_NO_ROWS, "list", "%s", name);
	code = zipped ? xlsx_read(&reader, bytes, length) : read_text(&reader, bytes, length);
	if (code == OK)
		code = rows_end(&reader);
	rows_clear(&reader);
	if (code != OK)
		list_clear(list);
	return code;
}

enum code
list_read(struct list *list, const char *path, const struct list_options *options, struct err *err)
{
	char *bytes = NULL;
	size_t length = 0;
	const char *slash = strrchr(path, '/');
	enum code code;

	list_clear(list);
	code = file_read(path, CSV_FILE_MAX, &bytes, &length, err);
	if (code != OK)
		return code;
	code = list_read_bytes(list, slash != NULL ? slash + 1 : path, bytes, length, options, err);
	mem_free(bytes);
	return code;
}

void
list_applicant(struct applicant *applicant, const struct list *list, size_t row)
{
	const char *const *fields = list->rows[row].fields;

	*applicant = (struct applicant){.state = APPLICATION_EXPECTED};
	copy_text(applicant->national_id, sizeof applicant->national_id, fields[LIST_NATIONAL_ID]);
	copy_text(applicant->given_names, sizeof applicant->given_names, fields[LIST_GIVEN_NAMES]);
	copy_text(applicant->surname, sizeof applicant->surname, fields[LIST_SURNAME]);
	copy_text(applicant->email, sizeof applicant->email, fields[LIST_EMAIL]);
	copy_text(applicant->unit, sizeof applicant->unit, fields[LIST_UNIT]);
	copy_text(applicant->title, sizeof applicant->title, fields[LIST_TITLE]);
	copy_text(applicant->application_kind, sizeof applicant->application_kind, fields[LIST_APPLICATION_KIND]);
	copy_text(applicant->reader_kind, sizeof applicant->reader_kind, fields[LIST_READER_KIND]);
}

void
list_finding_text(char *out, size_t size, const struct list_finding *finding)
{
	char text[512];

	message_format_detail(text, sizeof text, message_language(), finding->message, finding->detail);
	if (finding->sheet > 0 && finding->line > 0)
		say(out, size, LIST_AT_SHEET, finding->sheet, finding->line, finding->column, text);
	else if (finding->line <= 0)
		copy_text(out, size, text);
	else if (finding->column > 0)
		say(out, size, LIST_AT_CELL, finding->line, finding->column, text);
	else
		say(out, size, LIST_AT_LINE, finding->line, text);
}

void
list_begin_csv(struct str *out)
{
	str_add(out, "\xEF\xBB\xBF");
}

static void
add_cell(struct str *out, const char *cell)
{
	/* A cell that a spreadsheet would run as a formula is made a text. */
	bool formula = cell[0] != '\0' && strchr("=+-@\t\r", cell[0]) != NULL;
	bool quote =
		cell[strcspn(cell, "\";\r\n\t,")] != '\0' || cell[0] == ' ' || (cell[0] != '\0' && cell[strlen(cell) - 1] == ' ');

	if (quote)
		str_add_char(out, '"');
	if (formula)
		str_add_char(out, '\'');
	for (; *cell != '\0'; cell++) {
		if (*cell == '"')
			str_add_char(out, '"');
		str_add_char(out, *cell);
	}
	if (quote)
		str_add_char(out, '"');
}

void
list_add_csv(struct str *out, const char *const *cells, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			str_add_char(out, ';');
		add_cell(out, cells[i]);
	}
	str_add(out, "\r\n");
}
