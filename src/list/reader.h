/*
 * list/reader: what the files of this room share: the memory behind a list, cells on their way from a file format to
 * checked rows. Private to the room.
 */
#ifndef LIST_READER_H
#define LIST_READER_H

#include "teslim/list.h"

enum {
	COLUMNS_MAX = 256,          /* cells of a row that are looked at */
	HEADER_SEARCH = 20,         /* rows above the header that are passed over */
	FINDINGS_KEPT = 10000,      /* more are only counted */
	QUOTED_LENGTH_MAX = 4096,   /* a quoted field that grows past either has lost its closing quote */
	QUOTED_LINES_MAX = 10,
	CSV_FILE_MAX = 256 << 20,
	XLSX_FILE_MAX = 50 << 20,
	XLSX_UNPACKED_MAX = 50 << 20,
	XLSX_CELL_MAX = 1 << 20
};

struct cell {
	char *text;   /* NUL-terminated UTF-8 that may be changed in place; lives as long as the list */
	bool number;  /* the file says that it is a number (XLSX) */
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
	size_t room;                       /* allocated rows */
	size_t findings_room;
	bool header_found;
	int rows_before;                   /* non-empty rows read without finding a header */
	bool almost_header;                /* a row named columns, but no national ID number */
	int column_of[COLUMNS_MAX];        /* file column (from 0) to enum list_column, -1 none */
	size_t header_count;
	int place[LIST_COLUMN_COUNT];      /* enum list_column to file column from 1; 0 none */
	struct seen seen;
	size_t doubled, icelandic, turkish; /* letters that speak for or against a repair */
	bool dates_1904;
	size_t samples;
};

/* ---- memory.c */
char *memory_text(struct list *list, const char *text, size_t length); /* a copy that lives with the list */
char *memory_room(struct list *list, size_t size);
void memory_keep(struct list *list, char *file);                       /* takes over a mem_ buffer */
void memory_find(struct reader *reader, long line, int column, enum list_level level, enum message message, const char *detail);

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
/* Decides whether this row is the header; then fills column_of and place. */
bool header_take(struct reader *reader, const struct sheet_row *row);

/* ---- rows.c */
enum code rows_take(struct reader *reader, struct sheet_row *row);
enum code rows_end(struct reader *reader); /* also says when no header was found */
void rows_clear(struct reader *reader);

/* ---- csv.c and xlsx.c */
enum code csv_read(struct reader *reader, char *text, size_t length);
enum code xlsx_read(struct reader *reader, const char *bytes, size_t length);

#endif
