/*
 * Fuzz target: a document as it comes through teslim-print's standard input, read, laid out as text and dot-matrix bytes
 * and drawn with a canvas of fixed letters. Cairo and the code library are left out: they see no byte that was not checked.
 */
#include <stdlib.h>
#include <string.h>

#include "../../src/print/canvas.h"
#include "../../src/print/deliver.h"
#include "teslim/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static double
letters_width(void *context, enum face face, double size, const char *text)
{
	(void)context;
	return (face == FACE_BOLD ? 0.6 : 0.5) * size * text_width(text);
}

static void
no_text(void *context, double x, double y, enum face face, double size, const char *text)
{
	(void)context, (void)x, (void)y, (void)face, (void)size;
	if (!text_is_valid(text, strlen(text)))
		abort();
}

static void
no_line(void *context, double x1, double y1, double x2, double y2, double thickness)
{
	(void)context, (void)x1, (void)y1, (void)x2, (void)y2, (void)thickness;
}

static void
no_fill(void *context, const struct rectangle *rectangles, int count, double grey)
{
	(void)context, (void)rectangles, (void)count, (void)grey;
}

static void
no_page(void *context)
{
	(void)context;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct canvas canvas = {NULL, letters_width, no_text, no_line, no_fill, no_page};
	const struct report_text_options options = {.ascii = size % 2 == 1, .columns = size % 3 == 0 ? 40 : 80};
	struct report_document document;
	struct str text = {0}, bytes = {0};
	struct err err = {0};
	int pages = 0;

	if (report_read(&document, (const char *)data, size, &err) != OK) {
		if (err.message == 0 || document.count != 0)
			abort(); /* every refusal has its sentence and leaves nothing behind */
		return 0;
	}
	if (report_text_page(&text, &document, &options) < 1 || !text_is_valid(str_text(&text), text.length))
		abort();
	(void)matrix_bytes(&bytes, str_text(&text), 1, &err);
	(void)layout_draw(&canvas, &document, &pages, &err);
	str_clear(&text);
	str_clear(&bytes);
	report_clear(&document);
	return 0;
}
