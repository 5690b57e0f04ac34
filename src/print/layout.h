/*
 * print (private): what ink.c, blocks.c and layout.c share, in that order: none calls a later one: the state of a drawing and the measures of the page.
 */
#ifndef TESLIM_PRINT_LAYOUT_H
#define TESLIM_PRINT_LAYOUT_H

#include "canvas.h"

/* Points. The text stands between LEFT and LEFT + WIDTH, TOP and BOTTOM; the footer below. */
#define MM (72.0 / 25.4)
#define LEFT (20 * MM)
#define WIDTH (PAGE_WIDTH - 2 * LEFT)
#define TOP (17 * MM)
#define FOOT (PAGE_HEIGHT - 13 * MM) /* of a footer of one line; a longer one begins higher */
#define RULE 0.6
#define LEADING 13.2
#define SHRINK_A_LITTLE 0.83 /* hardly seen: rather than a line of one word more */
#define SHRINK_MOST 0.75     /* smaller than that is not read at a desk */

struct style {
	enum face face;
	double size;
	double leading;
};

struct layout {
	const struct canvas *canvas;
	const struct report_document *document;
	const int *tables;   /* per block: of a row its table */
	double y;            /* where the next unit begins */
	double density;      /* 1: as designed; less: the blanks between units are smaller */
	double foot, bottom; /* where the footer begins, and where the text must end */
	int page, pages;
	bool dry; /* measure only */
};

/* ---- ink.c */
/* Draws the first `length` bytes; y is the baseline. */
void put_text(const struct layout *layout, double x, double y, enum face face, double size, const char *text, size_t length);
double text_points(const struct layout *layout, enum face face, double size, const char *text);
/* Wraps text from the upper left corner (x, y); returns where the next line would begin. */
double put_wrapped(const struct layout *layout, double x, double y, double width, const struct style *style, const char *text);
/* The style made smaller, as far as SHRINK_MOST, so that the longest word stands unbroken in that width. */
struct style shrink_to_word(const struct layout *layout, const struct style *style, const char *text, double width);
/* The same for the whole text, as far as SHRINK_A_LITTLE; a longer one is wrapped. */
struct style shrink_to_line(const struct layout *layout, const struct style *style, const char *text, double width);
void put_line(const struct layout *layout, double x1, double y1, double x2, double y2);
void put_fill(const struct layout *layout, const struct rectangle *rectangles, int count, double grey);
void put_box(const struct layout *layout, double x, double y, double width, double height);

/* ---- blocks.c: each draws one unit at layout->y, moves it below, and returns how many blocks it took. */
int draw_institution(struct layout *layout, const struct report_block *block);
int draw_title(struct layout *layout, const struct report_block *block);
int draw_reference(struct layout *layout, const struct report_block *block);
int draw_heading(struct layout *layout, const struct report_block *block);
int draw_pairs(struct layout *layout, int at);
int draw_check(struct layout *layout, int at);
int draw_table_head(struct layout *layout, int at);
int draw_row(struct layout *layout, int at);
int draw_signatures(struct layout *layout, int at);
int draw_codes(struct layout *layout, int at, enum code *code, struct err *err);

#endif
