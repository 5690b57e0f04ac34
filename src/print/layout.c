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

static const struct style small_style = {FACE_REGULAR, 7.5, 9.5};

static const struct report_block *
find_footer(const struct report_document *document)
{
	for (int i = 0; i < document->count; i++)
		if (document->blocks[i].kind == REPORT_FOOTER)
			return &document->blocks[i];
	return NULL;
}

/* Draws the footer from layout->foot on; returns its height. */
static double
put_footer(const struct layout *layout)
{
	const struct report_block *footer = find_footer(layout->document);
	char right[160];

	if (footer == NULL)
		return small_style.leading;
	report_page_words(right, sizeof right, layout->document, footer, layout->page, layout->pages);
	double width = text_points(layout, small_style.face, small_style.size, right);
	put_text(layout, LEFT + WIDTH - width, layout->foot + small_style.size, small_style.face, small_style.size, right,
		strlen(right));
	return put_wrapped(layout, LEFT, layout->foot, WIDTH - width - 20, &small_style, report_field(footer, "text")) -
		layout->foot;
}

/* A footer of several lines grows upwards, into the room of the text: below it a printer's margin begins. */
static void
reserve_footer(struct layout *layout)
{
	struct layout trial = *layout;
	double height;

	trial.dry = true;
	trial.page = trial.pages = 999; /* the widest page number there will be */
	height = put_footer(&trial);
	layout->foot = FOOT - (height > small_style.leading ? height - small_style.leading : 0);
	layout->bottom = layout->foot - 3 * MM;
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

/* The table of each row, found once. */
static int *
find_tables(const struct report_document *document)
{
	int *tables = mem_resize(NULL, (size_t)document->count, sizeof *tables);

	for (int i = 0; i < document->count; i++) /* the first block is no row */
		tables[i] = document->blocks[i].kind == REPORT_ROW ? tables[i - 1] : i;
	return tables;
}

static struct style
paragraph_style(const struct report_block *block)
{
	bool small = strcmp(report_field(block, "style"), "small") == 0;

	return small ? (struct style){FACE_REGULAR, 8.5, 11.5} : (struct style){FACE_REGULAR, 9.5, LEADING};
}

/* Line by line, so that a long text flows over the page. */
static void
draw_paragraph(struct layout *layout, const struct report_block *block)
{
	const struct style style = paragraph_style(block);
	const char *at = report_field(block, "text");

	layout->y += 4 * layout->density;
	while (*at != '\0') {
		const char *begin = at;
		size_t length = layout_take_line(layout->canvas, style.face, style.size, begin, WIDTH, &at);
		if (layout->y + style.leading > layout->bottom)
			new_page(layout);
		put_text(layout, LEFT, layout->y + style.size, style.face, style.size, begin, length);
		layout->y += style.leading;
	}
	layout->y += 2 * layout->density;
}

/* What a paragraph needs: all of it when it is signed, so that no sheet bears signatures alone; else two lines. */
static double
paragraph_needs(const struct layout *layout, int at)
{
	const struct report_block *block = &layout->document->blocks[at];
	const struct style style = paragraph_style(block);
	struct layout trial = *layout;
	double whole;

	if (at + 1 == layout->document->count || block[1].kind != REPORT_SIGNATURE)
		return 2 * style.leading;
	trial.dry = true;
	whole = put_wrapped(&trial, LEFT, 0, WIDTH, &style, report_field(block, "text")) + 6 * layout->density;
	return whole < PAGE_HEIGHT / 2 ? whole : 2 * style.leading;
}

/*
 * Points needed at `at` together with what must not be parted from it. A heading stays with what it heads, a table's
 * head with its first row, and a declaration with the signatures under it: a page of signatures alone could be put
 * under any text.
 */
static double
needed(const struct layout *layout, int at, enum code *code, struct err *err)
{
	const struct report_document *document = layout->document;
	double height = 0;

	while (at < document->count && *code == OK) {
		enum report_kind kind = document->blocks[at].kind;
		int taken = 1;
		height += kind == REPORT_PARAGRAPH ? paragraph_needs(layout, at) : unit_height(layout, at, &taken, code, err);
		at += taken;
		bool signed_text =
			kind == REPORT_PARAGRAPH && at < document->count && document->blocks[at].kind == REPORT_SIGNATURE;
		if (kind != REPORT_HEADING && kind != REPORT_TABLE && !signed_text)
			break;
	}
	return height;
}

/* Text that no page can hold is refused: running over the edge it would be lost in silence. */
static enum code
too_tall(struct err *err, const struct report_document *document, int at)
{
	return err_tell(err, ERR_LIMIT, MSG_REPORT_READ_LIMIT, "layout_draw", "%s: %d",
		report_field(&document->blocks[0], "number"), at + 1);
}

/*
 * A row that begins a page gets its table's head again. The same function lays out dry and draws, so that what was
 * counted is what is printed.
 */
static enum code
draw_document(struct layout *layout, struct err *err)
{
	const struct report_document *document = layout->document;
	enum code code = OK;

	layout->page = 1;
	layout->y = TOP;
	if (layout->bottom < PAGE_HEIGHT / 2)
		return too_tall(err, document, document->count - 1);
	for (int at = 0; at < document->count && code == OK;) {
		if (layout->y > TOP && layout->y + needed(layout, at, &code, err) > layout->bottom) {
			new_page(layout);
			if (document->blocks[at].kind == REPORT_ROW)
				draw_table_head(layout, layout->tables[at]);
		}
		if (document->blocks[at].kind == REPORT_PARAGRAPH) {
			draw_paragraph(layout, &document->blocks[at]);
			at++;
		} else if (code == OK)
			at += draw_unit(layout, at, &code, err);
		if (code == OK && layout->y > layout->bottom + LEADING)
			code = too_tall(err, document, at);
	}
	end_page(layout);
	return code;
}

enum code
layout_draw(const struct canvas *canvas, const struct report_document *document, int *pages, struct err *err)
{
	enum { LOOSE = 20, TIGHT = 6, WORTH = 3 }; /* twentieths; of more sheets one less is not worth the crowding */
	struct layout layout = {.canvas = canvas, .document = document, .dry = true};
	double chosen = 1;
	enum code code = OK;
	int *tables = find_tables(document);

	layout.tables = tables;
	reserve_footer(&layout);
	/* The loosest spacing that needs the fewest pages. */
	for (int density = LOOSE; density >= TIGHT && code == OK; density--) {
		layout.density = (double)density / (double)LOOSE;
		code = draw_document(&layout, err);
		if (density == LOOSE || layout.page < layout.pages) {
			layout.pages = layout.page;
			chosen = layout.density;
		}
		if (layout.pages == 1 || layout.pages > WORTH)
			break;
	}
	*pages = layout.pages;
	layout.density = chosen;
	layout.dry = false;
	if (code == OK)
		code = draw_document(&layout, err);
	mem_free(tables);
	return code;
}
