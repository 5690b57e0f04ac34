/*
 * print/layout: lays a document on A4 pages with the five operations of a canvas. Blocks are drawn twice, first dry to
 * learn their height, so that nothing is torn apart that belongs together; the whole document is laid out dry as well,
 * to know the number of pages and to close up the spacing where that saves a sheet.
 */
#include "canvas.h"

#include <stdio.h>
#include <string.h>

#include "teslim/text.h"
#include "layout.h"

/* ---- text */

size_t
layout_take_line(const struct canvas *canvas, enum face face, double size, const char *text, double width,
	const char **next)
{
	size_t line = strcspn(text, "\n");
	size_t fits = 0, at = 0, blank = 0;

	while (at < line) {
		size_t end = at + text_grapheme(text + at);
		char *part = mem_string_n(text, end);
		bool over = canvas->width(canvas->context, face, size, part) > width;
		mem_free(part);
		if (over)
			break;
		if (end < line && text[end] == ' ')
			blank = end;
		at = fits = end;
	}
	if (fits == line) {
		*next = text + line + (text[line] == '\n' ? 1 : 0);
		return line;
	}
	if (text[fits] == ' ')
		blank = fits;
	if (blank > 0)
		fits = blank;
	if (fits == 0)
		fits = text_grapheme(text);
	*next = text + fits;
	while (**next == ' ')
		(*next)++;
	while (fits > 0 && text[fits - 1] == ' ')
		fits--;
	return fits;
}

void
put_text(const struct layout *layout, double x, double y, enum face face, double size, const char *text, size_t length)
{
	char *part;

	if (layout->dry || length == 0)
		return;
	part = mem_string_n(text, length);
	layout->canvas->text(layout->canvas->context, x, y, face, size, part);
	mem_free(part);
}

double
text_points(const struct layout *layout, enum face face, double size, const char *text)
{
	return layout->canvas->width(layout->canvas->context, face, size, text);
}

double
put_wrapped(const struct layout *layout, double x, double y, double width, const struct style *style, const char *text)
{
	const char *at = text;

	if (*at == '\0')
		return y;
	do {
		const char *begin = at;
		size_t length = layout_take_line(layout->canvas, style->face, style->size, begin, width, &at);
		put_text(layout, x, y + style->size, style->face, style->size, begin, length);
		y += style->leading;
	} while (*at != '\0');
	return y;
}

void
put_line(const struct layout *layout, double x1, double y1, double x2, double y2)
{
	if (!layout->dry)
		layout->canvas->line(layout->canvas->context, x1, y1, x2, y2, RULE);
}

void
put_fill(const struct layout *layout, const struct rectangle *rectangles, int count, double grey)
{
	if (!layout->dry)
		layout->canvas->fill(layout->canvas->context, rectangles, count, grey);
}

void
put_box(const struct layout *layout, double x, double y, double width, double height)
{
	put_line(layout, x, y, x + width, y);
	put_line(layout, x, y + height, x + width, y + height);
	put_line(layout, x, y, x, y + height);
	put_line(layout, x + width, y, x + width, y + height);
}

/* ---- pages */

static void
put_footer(struct layout *layout)
{
	const struct report_document *document = layout->document;
	const struct style small = {FACE_REGULAR, 7.5, 9.5};
	char right[160];

	for (int i = 0; i < document->count; i++) {
		const struct report_block *footer = &document->blocks[i];
		if (footer->kind != REPORT_FOOTER)
			continue;
		report_page_words(right, sizeof right, document, footer, layout->page, layout->pages);
		double width = text_points(layout, small.face, small.size, right);
		put_wrapped(layout, LEFT, FOOT, WIDTH - width - 20, &small, report_field(footer, "text"));
		put_text(layout, LEFT + WIDTH - width, FOOT + small.size, small.face, small.size, right, strlen(right));
		return;
	}
}

/* In the margin, where it moves nothing: a copy has the same lines in the same places as the original. */
static void
put_mark(struct layout *layout)
{
	const char *mark = report_field(&layout->document->blocks[0], "mark");
	double width;

	if (mark[0] == '\0')
		return;
	width = text_points(layout, FACE_BOLD, 9.5, mark);
	put_box(layout, LEFT + WIDTH - width - 12, 26, width + 12, 18);
	put_text(layout, LEFT + WIDTH - width - 6, 38.4, FACE_BOLD, 9.5, mark, strlen(mark));
}

static void
end_page(struct layout *layout)
{
	put_footer(layout);
	put_mark(layout);
	if (!layout->dry)
		layout->canvas->page(layout->canvas->context);
}

static void
new_page(struct layout *layout)
{
	end_page(layout);
	layout->page++;
	layout->y = TOP;
}

/* ---- units: blocks that stay together */

/* Draws the unit at block `at` from layout->y on, moving it down. Returns the blocks taken. */
static int
draw_unit(struct layout *layout, int at, enum code *code, struct err *err)
{
	const struct report_block *block = &layout->document->blocks[at];

	switch (block->kind) {
	case REPORT_INSTITUTION:
		return draw_institution(layout, block);
	case REPORT_TITLE:
		return draw_title(layout, block);
	case REPORT_REFERENCE:
		return draw_reference(layout, block);
	case REPORT_HEADING:
		return draw_heading(layout, block);
	case REPORT_PAIR:
		return draw_pairs(layout, at);
	case REPORT_CHECK:
		return draw_check(layout, at);
	case REPORT_TABLE:
		return draw_table_head(layout, at);
	case REPORT_ROW:
		return draw_row(layout, at);
	case REPORT_SIGNATURE:
		return draw_signatures(layout, at);
	case REPORT_QR:
	case REPORT_BARCODE:
		return draw_codes(layout, at, code, err);
	case REPORT_DOCUMENT:
	case REPORT_PARAGRAPH: /* may be torn: see draw_paragraph */
	case REPORT_FOOTER:
	case REPORT_KIND_COUNT:
		return 1;
	}
	return 1;
}

static double
unit_height(const struct layout *layout, int at, int *taken, enum code *code, struct err *err)
{
	struct layout trial = *layout;

	trial.dry = true;
	trial.y = 0;
	*taken = draw_unit(&trial, at, code, err);
	return trial.y;
}

/* Points needed at `at` together with what must not be parted from it: a heading and the head of a table. */
static double
needed(const struct layout *layout, int at, enum code *code, struct err *err)
{
	double height = 0;

	while (at < layout->document->count && *code == OK) {
		enum report_kind kind = layout->document->blocks[at].kind;
		int taken = 1;
		height += kind == REPORT_PARAGRAPH ? 2 * LEADING : unit_height(layout, at, &taken, code, err);
		if (kind != REPORT_HEADING && kind != REPORT_TABLE)
			break;
		at += taken;
	}
	return height;
}

/* The table that a row belongs to. */
static int
table_of(const struct report_document *document, int at)
{
	while (document->blocks[at].kind == REPORT_ROW)
		at--;
	return at;
}

/* Line by line, so that a long text flows over the page. */
static void
draw_paragraph(struct layout *layout, const struct report_block *block)
{
	bool small = strcmp(report_field(block, "style"), "small") == 0;
	const struct style style = small ? (struct style){FACE_REGULAR, 8.5, 11.5} : (struct style){FACE_REGULAR, 9.5, LEADING};
	const char *at = report_field(block, "text");

	layout->y += 4 * layout->density;
	while (*at != '\0') {
		const char *begin = at;
		size_t length = layout_take_line(layout->canvas, style.face, style.size, begin, WIDTH, &at);
		if (layout->y + style.leading > BOTTOM)
			new_page(layout);
		put_text(layout, LEFT, layout->y + style.size, style.face, style.size, begin, length);
		layout->y += style.leading;
	}
	layout->y += 2 * layout->density;
}

static enum code
draw_document(struct layout *layout, struct err *err)
{
	const struct report_document *document = layout->document;
	enum code code = OK;

	layout->page = 1;
	layout->y = TOP;
	for (int at = 0; at < document->count && code == OK;) {
		if (layout->y > TOP && layout->y + needed(layout, at, &code, err) > BOTTOM) {
			new_page(layout);
			if (document->blocks[at].kind == REPORT_ROW)
				draw_table_head(layout, table_of(document, at));
		}
		if (document->blocks[at].kind == REPORT_PARAGRAPH) {
			draw_paragraph(layout, &document->blocks[at]);
			at++;
		} else if (code == OK)
			at += draw_unit(layout, at, &code, err);
	}
	end_page(layout);
	return code;
}

enum code
layout_draw(const struct canvas *canvas, const struct report_document *document, int *pages, struct err *err)
{
	static const double densities[] = {1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4};
	struct layout layout = {.canvas = canvas, .document = document, .dry = true};
	double chosen = densities[0];
	enum code code = OK;

	/* The loosest spacing that needs the fewest pages. */
	for (size_t i = 0; i < ARRAY_LENGTH(densities) && code == OK; i++) {
		layout.density = densities[i];
		code = draw_document(&layout, err);
		if (i == 0 || layout.page < layout.pages) {
			layout.pages = layout.page;
			chosen = densities[i];
		}
		if (layout.pages == 1)
			break;
	}
	*pages = layout.pages;
	if (code != OK)
		return code;
	layout.density = chosen;
	layout.dry = false;
	return draw_document(&layout, err);
}
