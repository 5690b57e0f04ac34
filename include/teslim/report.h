/*
 * report: papers as data, and their text page. Pure: values in, text out; no file, no clock, no printer. The program
 * teslim-print reads the same data and draws it.
 *
 * A document is text in the line grammar of helper.h, one block per line, in the order of the paper:
 *   document     kind= number= time=ISO language=tr|en title= author= copies=N [mark=]    always first
 *   institution  text=        lines of the letterhead, "\n" between; the first two are bold
 *   title        text=        "\n" breaks the line
 *   reference    left= right=
 *   heading      text=
 *   pair         label= value= width=1..12      twelfths of the line; pairs share a line until it is full
 *   check        label= result= text= level=pass|warn|none
 *   table        columns=1..10 w1=.. h1=.. [height=MM]   widths in any unit, the heads, least height of a row
 *   row          c1=.. c2=..                    follows a table or a row
 *   paragraph    text= [style=small]
 *   signature    title= name= role= note=       two stand side by side
 *   qr           payload= title= text=          "\n" separates paragraphs of text
 *   barcode      payload=                       Code 128, printable ASCII; stands beside the qr before it
 *   footer       text= page=WORD                at the foot of every page, "WORD x/y" at its right; the number too when y > 1
 *   end                                         always last: without it the document was cut off
 */
#ifndef TESLIM_REPORT_H
#define TESLIM_REPORT_H

#include "teslim/helper.h"
#include "teslim/message.h"
#include "teslim/model.h"

/* ------------------------------------------------------------------ the papers */

/* What the institution sets. Texts are borrowed; NULL or empty: left out. */
struct report_settings {
	enum language language; /* of the paper, whatever the screen speaks */
	const char *state;      /* first line of the letterhead: "T.C." */
	const char *institution;
	const char *unit;
	const char *privacy_notice; /* where the KVKK notice is to be read; NULL: the institution's board */
	bool full_national_id;      /* print the whole number instead of *******0146 */
	bool full_document_number;
	int copies;  /* originals drawn up together; 0: 2 */
	int reprint; /* 0: the original. 1, 2, ...: marked "SURETTİR", 2nd, 3rd ... printing */
	int print;   /* which printing of the original this is; from the 2nd on its seal says so */
};

/*
 * The hand-over record (teslim tutanağı) of a committed handover. Depends on nothing but its two arguments and the
 * clock's offset, so that a reprint differs in its mark only. Appends to *out.
 */
void report_handover_record(struct str *out, const struct handover *handover, const struct report_settings *settings);
/*
 * What the QR code of that record says: "TESLIM1 RECORD SEQ TIME HEAD SIGNATURE", blanks between; HEAD are the first
 * 16 bytes of the entry's hash in hex, SIGNATURE is base64. Nothing is appended while the handover has no entry.
 */
void report_handover_seal(struct str *out, const struct handover *handover);

/*
 * The record of a parcel that the courier handed over (teslim-tesellüm tutanağı): parties, wrapping, counts, every item with how it
 * was seen, differences, two or three signatures, seal. Of a refused parcel: that it stays with the courier, and why.
 */
void report_delivery_record(struct str *out, const struct delivery *delivery, const struct report_settings *settings);

/*
 * The paper of a correction: of a handover that was taken back the strip that voids what was printed of it, of any other what is
 * wrong, what is right and why. handover is the record that it points at.
 */
void report_correction(struct str *out, const struct correction *correction, const struct handover *handover,
	const struct report_settings *settings);

/*
 * The paper of a record without a handover: a person's card reader given, exchanged, taken back or lost (kart okuyucu teslim
 * tutanağı), or the dispatch note of what goes back to the centre (iade sevk tutanağı).
 */
void report_item_record(struct str *out, const struct item_record *record, const struct report_settings *settings);

/* The record of a count of the drawer: who counted and why, sums, differences, two signatures, seal. */
void report_drawer(struct str *out, const struct drawer_count *count, const struct report_settings *settings);

/* A signature list: one row per handover of a day or a delivery (toplu teslim imza listesi). */
void report_signature_list(struct str *out, const struct handover *handovers, int count, int64_t time,
	const struct report_settings *settings);

/* ------------------------------------------------------------------ building other papers */

void report_begin(struct str *out, const char *kind, const char *number, int64_t time, const char *title,
	const struct report_settings *settings);
void report_letterhead(struct str *out, const struct report_settings *settings);
void report_title(struct str *out, const char *text);
void report_reference(struct str *out, const char *left, const char *right);
void report_heading(struct str *out, const char *text);
void report_pair(struct str *out, int width, const char *label, const char *value); /* an empty value prints a dash */
void report_check(struct str *out, enum verdict_level level, const char *label, const char *text,
	const struct report_settings *settings);
void report_table(struct str *out, int columns, const int *widths, const char *const *heads,
	int height); /* height: of a row in mm, at least; 0: what the text needs */
void report_row(struct str *out, int columns, const char *const *cells);
enum report_size { REPORT_ORDINARY, REPORT_SMALL };
void report_paragraph(struct str *out, const char *text, enum report_size size);
void report_signature(struct str *out, const char *title, const char *name, const char *role, const char *note);
void report_end(struct str *out, const struct report_settings *settings); /* footer and end */

/* ------------------------------------------------------------------ reading a document */

enum report_kind {
	REPORT_DOCUMENT,
	REPORT_INSTITUTION,
	REPORT_TITLE,
	REPORT_REFERENCE,
	REPORT_HEADING,
	REPORT_PAIR,
	REPORT_CHECK,
	REPORT_TABLE,
	REPORT_ROW,
	REPORT_PARAGRAPH,
	REPORT_SIGNATURE,
	REPORT_QR,
	REPORT_BARCODE,
	REPORT_FOOTER,
	REPORT_KIND_COUNT
};

enum {
	REPORT_BYTES_MAX = 8 * 1024 * 1024, /* a document larger than that is refused */
	REPORT_BLOCKS_MAX = 20000,
	REPORT_COLUMNS_MAX = 10
};

struct report_block {
	enum report_kind kind;
	struct line line;
};

struct report_document {
	int count;
	struct report_block *blocks; /* without `end`; the first is REPORT_DOCUMENT */
	int64_t time;                /* of the record: creation date of the file */
	int copies;
	enum language language;
	char *text; /* what the values point into */
};

/*
 * Reads a document. ERR_SYNTAX: unknown block or field out of range (err.detail names line and word), no `document`
 * at the front, no `end`; ERR_ENCODING: not UTF-8 or control characters; ERR_LIMIT. Texts come out composed (NFC).
 * On failure *out is empty. Free with report_clear.
 */
enum code report_read(struct report_document *out, const char *text, size_t length, struct err *err);
void report_clear(struct report_document *document);
/* A field of a block; "" when absent. */
const char *report_field(const struct report_block *block, const char *key);
/* The field "<letter><number>" of tables and rows: report_cell(block, 'c', 1). */
const char *report_cell(const struct report_block *block, char letter, int number);
/* "Page 1/1", of several pages "2026/A-0042 - Page 1/2": what stands at the right of the footer. */
void report_page_words(char *out, size_t size, const struct report_document *document, const struct report_block *footer,
	int page, int pages);

/* ------------------------------------------------------------------ the text page */

struct report_text_options {
	bool ascii;  /* rules of - and = instead of box drawing; letters beyond ASCII stay */
	int columns; /* 0: 80; 40 to 250 */
	int lines;   /* per page, footer included; 0: 66 */
};

/*
 * The document as lines of at most `columns` cells ended by LF, each page by a form feed. No tab, no trailing
 * blank. Returns the number of pages.
 */
int report_text_page(struct str *out, const struct report_document *document, const struct report_text_options *options);

#endif
