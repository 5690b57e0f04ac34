/*
 * list: applicant and shipment lists in (CSV in any encoding that an institution sends, XLSX), and CSV out. A list is read
 * whole and judged row by row; nothing is stored here. Owns libzip and expat. Knows no database.
 */
#ifndef TESLIM_LIST_H
#define TESLIM_LIST_H

#include "teslim/base.h"
#include "teslim/message.h"
#include "teslim/model.h"
#include "teslim/words.h"

enum list_encoding {
	LIST_UTF8,
	LIST_UTF8_BOM,
	LIST_UTF16_LE,
	LIST_UTF16_BE,
	LIST_CP1254,
	LIST_CP857,
	LIST_XLSX /* no text encoding of its own */
};
const char *list_encoding_name(enum list_encoding encoding); /* "UTF-8", "Windows-1254", ... */

enum list_column {
	LIST_NATIONAL_ID,
	LIST_GIVEN_NAMES,
	LIST_SURNAME,
	LIST_FULL_NAME, /* "Ad Soyad" in one cell: the last part is taken as the surname, with a finding */
	LIST_EMAIL,
	LIST_UNIT,
	LIST_TITLE,
	LIST_APPLICATION_KIND,
	LIST_READER_KIND,
	LIST_CARD_SERIAL, /* shipment lists */
	LIST_READER_SERIAL,
	LIST_TRACKING_NUMBER,
	LIST_DISPATCHED, /* date, kept as YYYY-MM-DD */
	LIST_ORDINAL,    /* Sıra No: read over */
	LIST_COLUMN_COUNT
};
enum message list_column_message(enum list_column column); /* its name for people */

#define LIST_LEVELS(WORD) \
	WORD(LIST_NOTE, "note", NONE) \
	WORD(LIST_WARNING, "warning", NONE) \
	WORD(LIST_ERROR, "error", NONE)
enum list_level { LIST_LEVELS(WORD_CONSTANT) };
WORDS_OF(list_level)

struct list_finding {
	long line;             /* line of the file where the row begins, from 1; XLSX: the sheet's row; 0: the whole file */
	int sheet;             /* from 1, of a workbook of which several sheets are read; 0: there is one */
	int column;            /* column of the file from 1; 0: the whole row */
	enum list_level level; /* ERROR: the row cannot be taken */
	enum message message;  /* takes detail as its one %s */
	const char *detail;    /* owned by the list; national ID numbers are masked in it */
};

/* One row; texts are cleaned, composed UTF-8, owned by the list, never NULL. */
struct list_row {
	long line;
	enum list_level level;                 /* the worst finding of the row */
	const char *fields[LIST_COLUMN_COUNT]; /* indexed by enum list_column; "" when absent. LIST_NATIONAL_ID: 11 digits or "" */
};

enum { LIST_SAMPLES = 3 };
struct list {
	struct list_row *rows;
	size_t row_count;
	struct list_finding *findings; /* in file order */
	size_t finding_count;
	size_t errors, warnings; /* numbers of findings */
	size_t error_rows;
	enum list_encoding encoding;
	char separator;                             /* ';' ',' '\t'; 0 for XLSX */
	bool repaired;                              /* double encoding or 1254 read as 1252 was repaired */
	bool repair_offered;                        /* it looks like that: ask, then read again with options.repair */
	bool has[LIST_COLUMN_COUNT];                /* columns that the header has */
	char samples[LIST_SAMPLES][FULL_NAME_TEXT]; /* names with Turkish letters, for "is this right?" */
	struct list_memory *memory;                 /* owner of all texts */
};

struct list_options {
	size_t max_rows;     /* 0: 200,000 */
	bool repair;         /* the officer said yes to repair_offered */
	bool force_encoding; /* take `encoding` instead of detecting (CSV only) */
	enum list_encoding encoding;
	bool shipment; /* a shipment list: names are not required, a serial is */
};
/*
 * Reads a list. OK also when rows have errors: look at findings. An error (the list is then empty) when the file cannot be
 * used at all: unreadable, no header, no national ID column, old .xls, encrypted, over a limit. options may be NULL.
 * zero-initialise *list or list_clear it before; list_clear after in every case.
 */
enum code list_read(struct list *list, const char *path, const struct list_options *options, struct err *err);
/* The same from memory; name stands for the file in errors. bytes are only read. */
enum code list_read_bytes(struct list *list, const char *name, const char *bytes, size_t length,
	const struct list_options *options, struct err *err);
void list_clear(struct list *list);
/* Row number `row` (from 0) as an applicant in state EXPECTED. Fields longer than the model's are cut; a finding says so. */
void list_applicant(struct applicant *applicant, const struct list *list, size_t row);
/* One finding as a line for people: "satır 214, sütun 3: ...". */
void list_finding_text(char *out, size_t size, const struct list_finding *finding);

/* ---- lists out: CSV as Turkish Excel opens it: BOM, ';', CRLF */

void list_begin_csv(struct str *out);
/* Appends one row; cells that begin with = + - @ get a leading apostrophe so that no spreadsheet runs them. */
void list_add_csv(struct str *out, const char *const *cells, size_t count);

#endif
