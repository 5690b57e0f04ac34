/*
 * list/xlsx: what the three files that read workbooks share. Private to them; only they know libzip and expat.
 */
#ifndef LIST_XLSX_H
#define LIST_XLSX_H

#include "reader.h"

#include <expat.h>
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
	char name[64];
	char path[PATH_SIZE];
	bool hidden;
};

enum cell_kind { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_ERROR };

struct book {
	struct reader *reader;
	zip_t *zip;
	XML_Parser parser; /* while a part is read */
	size_t unpacked;
	enum code code; /* why the parser was stopped */
	int depth;

	struct sheet sheets[SHEETS_MAX];
	size_t sheet_count;
	bool has_more_sheets; /* than are looked at */

	char **strings;
	size_t string_count, string_room;

	struct str text; /* of the cell or string being read */
	bool wanted;     /* character data belong to it */
	int phonetic;    /* inside rPh: reading aids, not text */

	struct sheet_row *row;
	bool in_row;
	bool hidden_told; /* of rows that a filter hides, in this sheet */
	bool far_told;    /* of cells too far to the right */
	size_t next_column;
	size_t column;
	enum cell_kind kind;
};

struct handlers {
	XML_StartElementHandler start;
	XML_EndElementHandler end;
	XML_CharacterDataHandler text;
};

/* ---- xlsx_part.c: one part of the package through expat */
/* Ends the reading of the part; the first reason is kept. */
void xlsx_stop(struct book *book, enum code code, enum message message, const char *detail);
/* Why it was stopped, or else that the file is damaged. */
enum code xlsx_damaged(struct book *book);
/* ERR_NOT_FOUND without a word when the package has no such part. */
enum code xlsx_read_part(struct book *book, const char *path, struct handlers handlers);
/* At the start of each element; false when there are too many within each other. */
bool xlsx_deeper(struct book *book);
/* An end handler that does nothing else. */
void XMLCALL xlsx_leave(void *user, const char *name);
/* Prefixes are free in XML; only the local name means something. */
bool xlsx_is(const char *name, const char *wanted);
/* "" when the element has none of that name. */
const char *xlsx_attribute(const char **attributes, const char *wanted);

/* ---- xlsx_cells.c: strings and rows */
extern const struct handlers xlsx_strings, xlsx_sheet;

#endif
