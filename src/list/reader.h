/*
 * list/reader: what the files of this room share: the memory behind a list, cells on their way from a file format to
 * checked rows. Private to the room.
 */
#ifndef LIST_READER_H
#define LIST_READER_H

#include "teslim/list.h"

enum {
	COLUMNS_MAX = 256,        /* cells of a row that are looked at */
	HEADER_SEARCH = 20,       /* rows above the header that are passed over */
	ROWS_MAX = 200000,        /* of a list, whatever kind of file it is */
	FINDINGS_KEPT = 10000,    /* more are only counted */
	QUOTED_LENGTH_MAX = 4096, /* a quoted field that grows past either has lost its closing quote */
	QUOTED_LINES_MAX = 10,
	CSV_FILE_MAX = 256 << 20,
	XLSX_FILE_MAX = 50 << 20,
	XLSX_UNPACKED_MAX = 50 << 20,
	XLSX_CELL_MAX = 1 << 20
};

struct cell {
	char *text;  /* NUL-terminated UTF-8 that may be changed in place; lives as long as the list */
	bool number; /* the file says that it is a number (XLSX) */
};

struct sheet_row {
	long line;
	enum list_level level; /* LIST_ERROR: the format itself is wrong in this row */
	size_t count;
	struct cell cells[COLUMNS_MAX];
};

/* Numbers seen so far: open addressing, 0 is empty. */
struct seen {
	uint64_t *numbers;
	size_t *rows;
	size_t size, used;
};

struct reader {
	struct list *list;
	struct list_options options;
	const char *name;
	struct err *err;
	size_t max_rows;
	size_t room; /* allocated rows */
	size_t findings_room;
	bool header_found;
	int rows_before;            /* non-empty rows read without finding a header */
	bool almost_header;         /* a row named columns, but no national ID number */
	int column_of[COLUMNS_MAX]; /* file column (from 0) to enum list_column, -1 none */
	bool headed[COLUMNS_MAX];   /* the file column has a heading, known or not */
	bool joined[COLUMNS_MAX];   /* one without, of which it was said that its text goes to the left */
	size_t header_count;
	long header_line;
	char *above[COLUMNS_MAX]; /* the row before the one that is looked at: headings may take two */
	size_t above_count;
	long above_line;
	long last_line;                       /* of the row before */
	bool after_blank;                     /* an empty row came since the last one of the table */
	size_t passed_over;                   /* rows below the table in this sheet */
	bool numbers_told[LIST_COLUMN_COUNT]; /* it was said that serials of the column are numbers */
	int tables;                           /* sheets so far that had our header */
	int sheet;                            /* from 1, when the workbook has more than one that is read */
	int place[LIST_COLUMN_COUNT];         /* enum list_column to file column from 1; 0 none */
	struct seen seen;
	size_t doubled, icelandic, turkish; /* letters that speak for or against a repair */
	bool dates_1904;
	size_t samples;
};

/* ---- memory.c */
char *memory_text(struct list *list, const char *text, size_t length); /* a copy that lives with the list */
void memory_keep(struct list *list, char *file);                       /* takes over a mem_ buffer */
/* The detail is masked: whatever cell it is of, a national ID number may have strayed into it. */
void memory_find(struct reader *reader, long line, int column, enum list_level level, enum message message, const char *detail);
/* In place: of every run of digits that a national ID number could be, or could be short of one, only the last four stay. */
void mask_numbers(char *text);

/* ---- encoding.c */
/* Detects unless forced, and decodes into a fresh NUL-terminated UTF-8 buffer. Findings name undefined bytes by line. */
enum code encoding_decode(struct reader *reader, const char *bytes, size_t length, char **out, size_t *out_length);

/* ---- clean.c */
/* In place: blanks trimmed and joined, controls and invisible characters dropped, letters composed. */
char *clean_cell(struct list *list, char *text);
/* Counts what speaks for damage; text has a byte above 0x7F. */
void clean_weigh(struct reader *reader, const char *text);
/* In place: double-encoded letters and 1254 read as 1252 put right. */
void clean_repair(char *text);
/* Whether any byte is above 0x7F. */
bool clean_has_high(const char *text);

/* ---- header.c */
/* Decides whether this row is the header; then fills column_of, headed and place. */
bool header_take(struct reader *reader, const struct sheet_row *row);
/* Whether the row under the header is its second line: nothing but headings, for columns that had none that is known. */
bool header_continue(struct reader *reader, const struct sheet_row *row);
/* The table's column to the left of a file column (from 0) without a heading, when its text may be added there; else -1. */
int header_left_of(const struct reader *reader, size_t column);
/* Everything about columns is forgotten: another sheet begins. */
void header_forget(struct reader *reader);

/* ---- checks.c */
/* Judges a row and puts right what can be; index is its place in the list. */
void check_row(struct reader *reader, struct list_row *out, const struct sheet_row *row, size_t index);

/* ---- rows.c */
enum code rows_take(struct reader *reader, struct sheet_row *row);
enum code rows_end(struct reader *reader); /* also says when no header was found */
void rows_clear(struct reader *reader);

/* ---- csv.c and xlsx.c */
enum code csv_read(struct reader *reader, char *text, size_t length);
enum code xlsx_read(struct reader *reader, const char *bytes, size_t length);

#endif
