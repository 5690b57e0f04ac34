/*
 * list/rows: from a row of cells to a row of the list: what is above, within and below the table, and which cell is
 * which. File formats are not known; what is wrong with a row is decided in checks.c.
 */
#include "reader.h"
#include "teslim/text.h"

#include <stdio.h>
#include <string.h>

static char *
prepare(struct reader *reader, char *text)
{
	if (clean_has_high(text)) {
		clean_weigh(reader, text);
		if (reader->options.repair)
			clean_repair(text);
	}
	return clean_cell(reader->list, text);
}

enum sample { SAMPLE_TURKISH, SAMPLE_OTHER };

/* Names to look at before the import, those with Turkish letters first: a wrong encoding shows in them at once. */
static void
take_sample(struct reader *reader, const struct list_row *row, enum sample wanted)
{
	char name[FULL_NAME_TEXT];

	if (reader->samples == LIST_SAMPLES)
		return;
	snprintf(name, sizeof name, "%.127s %.127s", row->fields[LIST_GIVEN_NAMES], row->fields[LIST_SURNAME]);
	if (name[1] == '\0' || clean_has_high(name) != (wanted == SAMPLE_TURKISH))
		return;
	mask_numbers(name);
	copy_text(reader->list->samples[reader->samples++], FULL_NAME_TEXT, name);
}

/*
 * Text under no heading belongs to the column at its left where that is words (a heading over two columns); else it is
 * told.
 */
static void
take_unheaded(struct reader *reader, struct list_row *out, size_t place, const char *text)
{
	int left = header_left_of(reader, place);
	struct str whole = {0};

	if (left < 0) {
		memory_find(reader, out->line, (int)place + 1, LIST_ERROR, MSG_LIST_NO_HEADING, text);
		out->level = LIST_ERROR;
		return;
	}
	if (!reader->joined[place])
		memory_find(reader, out->line, (int)place + 1, LIST_WARNING, MSG_LIST_JOINED_LEFT, text);
	reader->joined[place] = true;
	if (left == LIST_FULL_NAME && out->fields[left][0] != '\0' && reader->place[LIST_SURNAME] == 0)
		left = LIST_SURNAME; /* "Adı Soyadı" over two columns: nothing has to be guessed */
	str_printf(&whole, "%s%s%s", out->fields[left], out->fields[left][0] != '\0' ? " " : "", text);
	out->fields[left] = memory_text(reader->list, str_text(&whole), whole.length);
	str_clear(&whole);
}

static bool
fill_fields(struct reader *reader, struct list_row *out, struct sheet_row *row)
{
	bool any = false, told = false;

	for (int i = 0; i < LIST_COLUMN_COUNT; i++)
		out->fields[i] = "";
	for (size_t i = 0; i < row->count; i++) {
		const char *text = row->cells[i].text;
		int column = i < reader->header_count ? reader->column_of[i] : -1;
		if (text[0] == '\0')
			continue;
		if (column >= 0) {
			out->fields[column] = text;
			any = any || column != LIST_ORDINAL;
		} else if (i < reader->header_count && !reader->headed[i]) {
			take_unheaded(reader, out, i, text);
			any = true;
		} else if (i >= reader->header_count && !told) {
			memory_find(reader, row->line, (int)i + 1, LIST_WARNING, MSG_LIST_MORE_CELLS, text);
			any = told = true;
		}
	}
	return any;
}

/* Signatures, sums and footnotes under the table: after an empty row, without a number where numbers stand. */
static bool
is_below_table(const struct reader *reader, const struct sheet_row *row)
{
	static const enum list_column said[] = {LIST_EMAIL, LIST_UNIT, LIST_TITLE, LIST_APPLICATION_KIND, LIST_CARD_SERIAL};
	enum { NEARLY = 6 }; /* so many digits are a number with something wrong, fewer those of a footnote */
	const char *cells[LIST_COLUMN_COUNT];
	int digits = 0;
	bool named;

	if (!reader->after_blank)
		return false;
	for (int i = 0; i < LIST_COLUMN_COUNT; i++)
		cells[i] = reader->place[i] > 0 && (size_t)reader->place[i] <= row->count ? row->cells[reader->place[i] - 1].text
											  : "";
	for (const char *at = cells[LIST_NATIONAL_ID]; *at != '\0'; at++)
		digits += *at >= '0' && *at <= '9';
	if (digits >= NEARLY)
		return false;
	named = (cells[LIST_GIVEN_NAMES][0] != '\0' && cells[LIST_SURNAME][0] != '\0') || cells[LIST_FULL_NAME][0] != '\0';
	for (size_t i = 0; named && i < ARRAY_LENGTH(said); i++)
		if (cells[said[i]][0] != '\0')
			return false; /* somebody of the list whose number is missing */
	return true;
}

static void
pass_over(struct reader *reader, const struct sheet_row *row)
{
	const char *text = "";

	for (size_t i = 0; i < row->count && text[0] == '\0'; i++)
		text = row->cells[i].text;
	memory_find(reader, row->line, 0, LIST_NOTE, MSG_LIST_BELOW_TABLE, text);
	reader->passed_over++;
}

static enum code
too_many_rows(struct reader *reader)
{
	return err_tell(reader->err, ERR_LIMIT, MSG_LIST_TOO_MANY_ROWS, "list", "%s (> %zu)", reader->name, reader->max_rows);
}

/* Every cell made fit to be looked at; whether there is anything in the row. */
static bool
prepare_row(struct reader *reader, struct sheet_row *row)
{
	bool any = false;

	for (size_t i = 0; i < row->count; i++) {
		if (row->cells[i].text[0] != '\0')
			row->cells[i].text = prepare(reader, row->cells[i].text);
		any = any || row->cells[i].text[0] != '\0';
	}
	return any;
}

static enum code
take_data(struct reader *reader, struct sheet_row *row)
{
	struct list *list = reader->list;
	struct list_row *out;
	bool broken = row->level == LIST_ERROR;

	if (list->row_count == reader->room) {
		reader->room = reader->room == 0 ? 256 : reader->room * 2;
		list->rows = mem_resize(list->rows, reader->room, sizeof *list->rows);
	}
	out = &list->rows[list->row_count];
	*out = (struct list_row){.line = row->line, .level = row->level};
	/* A row broken by its quotes is told once; what its cells would say is noise. */
	if (!broken && !fill_fields(reader, out, row))
		return OK;
	if (list->row_count == reader->max_rows)
		return too_many_rows(reader);
	if (broken) {
		list->error_rows++;
		return OK;
	}
	check_row(reader, out, row, list->row_count);
	list->error_rows += out->level == LIST_ERROR;
	list->row_count++;
	take_sample(reader, out, SAMPLE_TURKISH);
	return OK;
}

enum code
rows_take(struct reader *reader, struct sheet_row *row)
{
	bool any = prepare_row(reader, row);
	enum code code = OK;

	if (!reader->header_found) {
		if (any && reader->rows_before <= HEADER_SEARCH) {
			reader->rows_before++;
			header_take(reader, row);
		}
		return OK;
	}
	/* A sheet leaves its empty rows out. */
	reader->after_blank = reader->after_blank || (!any && row->level != LIST_ERROR) ||
		(reader->list->encoding == LIST_XLSX && row->line > reader->last_line + 1);
	reader->last_line = row->line;
	if (!any && row->level != LIST_ERROR)
		return OK;
	if (header_continue(reader, row))
		return OK;
	if (row->level != LIST_ERROR && is_below_table(reader, row)) {
		pass_over(reader, row);
	} else {
		code = take_data(reader, row);
		reader->after_blank = false;
	}
	return code;
}

static enum code
missing(struct reader *reader, enum message message)
{
	return err_tell(reader->err, ERR_SYNTAX, message, "list", "%s", reader->name);
}

/*
 * What is missing in the whole is told here and not row by row. Six Icelandic letters in a list that has Turkish ones
 * as well are names; in one without, a lost encoding.
 */
enum code
rows_end(struct reader *reader)
{
	struct list *list = reader->list;

	if (!reader->header_found)
		return missing(reader,
			reader->almost_header              ? MSG_LIST_NO_NATIONAL_ID
				: reader->rows_before == 0 ? MSG_LIST_NO_ROWS
							   : MSG_LIST_NO_HEADER);
	if (reader->options.shipment && !list->has[LIST_CARD_SERIAL] && !list->has[LIST_READER_SERIAL])
		return missing(reader, MSG_LIST_NO_SERIALS);
	if (!reader->options.shipment && !list->has[LIST_FULL_NAME] && (!list->has[LIST_GIVEN_NAMES] || !list->has[LIST_SURNAME]))
		return missing(reader, MSG_LIST_NO_NAMES);
	if (list->row_count == 0 && list->error_rows == 0)
		return missing(reader, MSG_LIST_NO_ROWS);
	if (reader->doubled > 0 || (reader->icelandic > 0 && reader->turkish == 0)) {
		list->repaired = reader->options.repair;
		list->repair_offered = !reader->options.repair;
		if (list->repair_offered)
			memory_find(reader, 0, 0, LIST_WARNING,
				reader->doubled > 0 ? MSG_LIST_REPAIR_DOUBLED : MSG_LIST_REPAIR_ICELANDIC, "");
	}
	for (size_t i = 0; i < list->row_count && reader->samples < LIST_SAMPLES; i++)
		take_sample(reader, &list->rows[i], SAMPLE_OTHER);
	return OK;
}

void
rows_clear(struct reader *reader)
{
	mem_free(reader->seen.numbers);
	mem_free(reader->seen.rows);
}
