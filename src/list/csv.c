/*
 * list/csv: RFC 4180 as institutions really write it, over one buffer in memory, without copying a cell. Every
 * complaint has a line and a column; a quote that never closes costs one line, not the rest of the file.
 */
#include "reader.h"

#include <stdio.h>
#include <string.h>

/* Enough to outweigh a title or a remark above the header, and few enough to be looked at in no time. */
enum { SNIFF_LINES = 20 };

struct csv {
	struct reader *reader;
	char *at, *end; /* *end is NUL */
	char separator;
	long line;
	bool stops[256]; /* bytes at which a bare cell may end or that it should not hold */
};

/* Counts of the three candidates outside quotes on one line; returns the beginning of the next. */
static const char *
count_line(const char *at, const char *end, size_t counts[3])
{
	bool quoted = false;

	for (; at < end && (quoted || (*at != '\n' && *at != '\r')); at++) {
		if (*at == '"')
			quoted = !quoted;
		else if (!quoted && (*at == ';' || *at == '\t' || *at == ','))
			counts[*at == ';' ? 0 : *at == '\t' ? 1 : 2]++;
	}
	return at < end ? at + 1 : end;
}

/* The separator that stands on most lines equally often; a comma inside names loses against the real one. */
static char
sniff(const char *at, const char *end)
{
	static const char candidates[3] = {';', '\t', ','};
	size_t agreeing[3] = {0}, totals[3] = {0}, usual[3] = {0};
	int best = 0;

	for (int line = 0; line < SNIFF_LINES && at < end; line++) {
		size_t counts[3] = {0};
		at = count_line(at, end, counts);
		for (int i = 0; i < 3; i++) {
			if (counts[i] == 0)
				continue;
			totals[i] += counts[i];
			if (usual[i] == 0 || counts[i] > usual[i])
				usual[i] = counts[i];
			agreeing[i] += counts[i] == usual[i];
		}
	}
	for (int i = 1; i < 3; i++)
		if (agreeing[i] > agreeing[best] || (agreeing[i] == agreeing[best] && totals[i] > totals[best]))
			best = i;
	return candidates[best];
}

/* "sep=;" on the first line, as spreadsheets write it for each other. */
static bool
take_sep_line(struct csv *csv)
{
	char *at = csv->at;
	bool quoted = *at == '"';

	if (quoted)
		at++;
	if (strncmp(at, "sep=", 4) != 0 || (at[4] != ';' && at[4] != ',' && at[4] != '\t' && at[4] != '|'))
		return false;
	csv->separator = at[4];
	at += 5;
	if (quoted && *at == '"')
		at++;
	if (*at != '\r' && *at != '\n' && *at != '\0')
		return false;
	at += at[0] == '\r' && at[1] == '\n' ? 2 : *at != '\0';
	csv->at = at;
	csv->line = 2;
	return true;
}

static void
complain(struct csv *csv, struct sheet_row *row, enum list_level level, enum message message, const char *text)
{
	char detail[48];

	copy_text(detail, sizeof detail, text);
	detail[strcspn(detail, "\r\n")] = '\0';
	memory_find(csv->reader, csv->line, (int)row->count + 1, level, message, detail);
	if (level > row->level)
		row->level = level;
}

/*
 * Finds the closing quote of the field that opens at csv->at; NULL when the field grows past its caps. Caps, since a
 * quote that somebody forgot would otherwise take in the rest of the file as one cell, and every person in it.
 */
static char *
closing_quote(const struct csv *csv, long *lines)
{
	char *p = csv->at + 1;

	*lines = 0;
	for (; p < csv->end && p - csv->at <= QUOTED_LENGTH_MAX && *lines <= QUOTED_LINES_MAX; p++) {
		if (*p == '"' && p[1] != '"')
			return p;
		if (*p == '"')
			p++;
		else if (*p == '\n' || (*p == '\r' && p[1] != '\n'))
			++*lines;
	}
	return NULL;
}

static void
unescape(char *from, const char *close)
{
	char *out = from;

	for (const char *in = from + 1; in < close; in++) {
		*out++ = *in;
		if (*in == '"')
			in++;
	}
	*out = '\0';
}

static bool
ends_cell(const struct csv *csv, const char *p)
{
	return p >= csv->end || *p == csv->separator || *p == '\n' || *p == '\r';
}

/* The rest of the physical line is given up; the next row begins after it. */
static void
skip_line(struct csv *csv)
{
	while (csv->at < csv->end && *csv->at != '\n' && *csv->at != '\r')
		csv->at++;
}

/* Returns where the cell ends (a separator, a line end or the end), NULL when the row is broken off. */
static char *
quoted_cell(struct csv *csv, struct sheet_row *row, long *lines)
{
	char *close = closing_quote(csv, lines);
	char *p;

	if (close == NULL) {
		*lines = 0;
		complain(csv, row, LIST_ERROR, MSG_LIST_OPEN_QUOTE, csv->at);
		skip_line(csv);
		return NULL;
	}
	p = close + 1;
	if (!ends_cell(csv, p)) {
		complain(csv, row, LIST_ERROR, MSG_LIST_AFTER_QUOTE, csv->at);
		while (!ends_cell(csv, p))
			p++;
	}
	unescape(csv->at, close);
	return p;
}

/*
 * A quote within a bare cell (Mehmet "Memo" Can) is against RFC 4180 and common: it is told once and kept as it stands.
 */
static char *
bare_cell(struct csv *csv, struct sheet_row *row)
{
	char *p = csv->at;
	bool told = false;

	for (;; p++) {
		while (!csv->stops[(unsigned char)*p])
			p++;
		if (ends_cell(csv, p))
			return p;
		if (!told)
			complain(csv, row, LIST_WARNING, MSG_LIST_STRAY_QUOTE, csv->at);
		told = true;
	}
}

/*
 * Cells beyond the last column that could have a meaning are passed over and told once: trailing separators are what a
 * spreadsheet leaves.
 */
static void
add_cell(struct csv *csv, struct sheet_row *row, char *text)
{
	if (row->count < COLUMNS_MAX)
		row->cells[row->count++] = (struct cell){text, false};
	else if (row->level < LIST_WARNING)
		complain(csv, row, LIST_WARNING, MSG_LIST_TOO_MANY_CELLS, "");
}

/* Reads one row; false at the end of the text. */
static bool
read_row(struct csv *csv, struct sheet_row *row)
{
	bool more = true;
	long lines = 0;

	row->line = csv->line;
	row->level = LIST_NOTE;
	row->count = 0;
	if (csv->at >= csv->end)
		return false;
	while (more) {
		char *text = csv->at, *p;
		char stop;
		long within = 0;
		p = *csv->at == '"' ? quoted_cell(csv, row, &within) : bare_cell(csv, row);
		lines += within;
		if (p == NULL)
			break;
		stop = p < csv->end ? *p : '\n';
		more = p < csv->end && stop == csv->separator;
		csv->at = p < csv->end && more ? p + 1 : p;
		if (stop == '\r' && p + 1 < csv->end && p[1] == '\n')
			csv->at = p + 1; /* at the line feed */
		*p = '\0';
		add_cell(csv, row, text);
	}
	if (csv->at < csv->end) {
		/* At a line end; the byte itself may already be NUL because the cell ends with it. */
		if (*csv->at == '\r' && csv->at + 1 < csv->end && csv->at[1] == '\n')
			csv->at++;
		csv->at++;
	}
	/* Lines within quotes count, for the officer looks the number up in an editor. */
	csv->line += lines + 1;
	return true;
}

enum code
csv_read(struct reader *reader, char *text, size_t length)
{
	struct csv csv = {reader, text, text + length, ';', 1, {false}};
	struct sheet_row *row;
	enum code code = OK;

	if (!take_sep_line(&csv))
		csv.separator = sniff(csv.at, csv.end);
	reader->list->separator = csv.separator;
	csv.stops['\r'] = csv.stops['\n'] = csv.stops['"'] = csv.stops['\0'] = true;
	csv.stops[(unsigned char)csv.separator] = true;
	row = mem_alloc(sizeof *row);
	while (code == OK && read_row(&csv, row))
		code = rows_take(reader, row);
	mem_free(row);
	return code;
}
