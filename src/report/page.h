/*
 * report (private): the text page: chunks of whole lines, what writes them, and the blocks made of them.
 */
#ifndef TESLIM_REPORT_PAGE_H
#define TESLIM_REPORT_PAGE_H

#include "teslim/report.h"

enum { GAP = 2 /* cells between columns */ };

/* Lines that stay together on one page. */
struct chunk {
	struct str text; /* every line ended by LF */
	int lines;
	bool keep_next; /* a heading is never the last on its page */
	bool droppable; /* a blank line: not at the top of a page */
	int head;       /* chunk repeated on top when the page breaks before this one; -1 none */
};

struct page_writer {
	const struct report_document *document;
	struct report_text_options options;
	int columns;
	int room;        /* lines of a page above the blank line and the footer */
	int label_cells; /* of the checks, and their results */
	int result_cells;
	int blanks;     /* blank lines between the parts so far */
	int blanks_max; /* those after so many are left out */
	struct chunk *chunks;
	int count;
};

/* ---- lines.c: all padding is by cells. Positions are cells from the left. */
/* A new empty chunk at the end; the pointer holds until the next one. */
struct chunk *page_chunk(struct page_writer *writer);
/* Ends the line: blanks at its end go, whatever padding left there. */
void page_end_line(struct chunk *chunk);
/* A blank line between two parts, in a chunk of its own. */
void page_blank_line(struct page_writer *writer);
void page_add_sign(struct chunk *chunk, const char *sign, int times);
/* The first `length` bytes of text padded to that many cells; what does not fit was wrapped before. */
void page_add_cells(struct chunk *chunk, const char *text, size_t length, int cells);
/*
 * The first line of *at in at most `cells` cells, broken at a blank where there is one. Moves *at behind it; returns
 * its bytes. At the end of the text *at points to the NUL and 0 is returned.
 */
size_t page_take_line(const char **at, int cells);
/* Wraps text; `used` cells of the first line are taken, the others begin after `indent`. */
void page_add_wrapped(struct chunk *chunk, const char *text, int used, int indent, int columns);
void page_add_centred(struct chunk *chunk, const char *text, int columns);
/* left and right at the two ends of a line; right goes to a line of its own where they would meet. */
void page_add_both_ends(struct chunk *chunk, const char *left, const char *right, int columns);
/* A row of wrapped cells: as many lines as the longest needs. At most REPORT_COLUMNS_MAX. */
void page_add_row(struct chunk *chunk, const char *const *texts, int columns, const int *cells);

/* ---- text_blocks.c */
/* The mark of a reprint; a blank line on the original, so that a reprint differs in nothing else. */
void page_put_mark(struct page_writer *writer);
/* Writes the block at `at`; returns how many blocks it took. */
int page_put_block(struct page_writer *writer, int at);
/* The widest value of that field in all checks, so that their columns are level; at most a third of the line. */
int page_check_cells(const struct page_writer *writer, const char *key);

#endif
