/*
 * print (private): the five operations that drawing is made of, the layout that uses them, and the cairo back end.
 * Lengths are points (1/72 inch), the origin is the upper left corner of an A4 page, y grows downwards.
 */
#ifndef TESLIM_PRINT_CANVAS_H
#define TESLIM_PRINT_CANVAS_H

#include "letters.h"
#include "teslim/report.h"

#define PAGE_WIDTH 595.276
#define PAGE_HEIGHT 841.89

enum face { FACE_REGULAR, FACE_BOLD, FACE_COUNT };

struct rectangle {
	double x, y, width, height;
};

/* A back end. Tests have one that records. */
struct canvas {
	void *context;
	double (*width)(void *context, enum face face, double size, const char *text);
	void (*text)(void *context, double x, double y, enum face face, double size, const char *text); /* y: baseline */
	void (*line)(void *context, double x1, double y1, double x2, double y2, double thickness);
	/* Fills all rectangles as one shape; grey 0 is black, 1 white. */
	void (*fill)(void *context, const struct rectangle *rectangles, int count, double grey);
	void (*page)(void *context); /* this page is complete */
};

/* ---- barcodes: rectangles in modules, the whole code being width x height */
struct barcode {
	struct rectangle *rectangles;
	int count;
	double width, height;
};
enum barcode_kind { BARCODE_QR, BARCODE_128 };
/* Without quiet zone. ERR_RANGE: cannot be encoded (letters beyond ASCII in Code 128, too much data). */
enum code barcode_make(struct barcode *out, enum barcode_kind kind, const char *payload, struct err *err);
void barcode_clear(struct barcode *barcode);

/* ---- layout: draws a whole document; fills *pages. */
enum code layout_draw(const struct canvas *canvas, const struct report_document *document, int *pages, struct err *err);
/*
 * The bytes of text's first line when set in that face and width; *next points behind it and the blanks that follow.
 * Breaks at blanks, within a word only where that alone is wider.
 */
size_t layout_take_line(const struct canvas *canvas, enum face face, double size, const char *text, double width,
	const char **next);

/* ---- the cairo back end */
enum typeface { TYPEFACE_SANS, TYPEFACE_SERIF };
struct pdf;
/*
 * Finds the font files (in folder when not NULL, else where Debian keeps them) and makes an empty PDF whose title,
 * author and creation date are the document's. ERR_NOT_FOUND: no usable font.
 */
enum code pdf_open(struct pdf **out, enum typeface typeface, const char *folder, const struct report_document *document,
	struct err *err);
/* Opens what else is installed, for letters that the chosen font lacks. */
enum code pdf_add_fonts(struct pdf *pdf, struct err *err);
/* What it can show; borrows pdf. */
struct repertoire pdf_repertoire(const struct pdf *pdf);
void pdf_canvas(struct pdf *pdf, struct canvas *canvas);
/* Ends the PDF and appends its bytes; checks that all drawing succeeded. */
enum code pdf_finish(struct pdf *pdf, struct str *out, struct err *err);
void pdf_free(struct pdf **pdf);

#endif
