/*
 * print/blocks: how each kind of block looks. One function per kind; none knows of pages.
 */
#include "canvas.h"

#include <stdio.h>
#include <string.h>

#include "layout.h"

#define QR_SIZE (30 * MM)
#define BARS_HEIGHT (9 * MM)

static const struct style label_style = {FACE_REGULAR, 7.5, 9.0};
static const struct style value_style = {FACE_REGULAR, 10.0, 12.5};

/* A long name of an institution is wrapped and not shrunk: it has to look the same on all of its papers. */
static double
put_centred(const struct layout *layout, double y, const struct style *style, const char *text, size_t length)
{
	char *part = mem_string_n(text, length);
	const char *at = part;

	while (*at != '\0') {
		const char *begin = at;
		size_t taken = layout_take_line(layout->canvas, style->face, style->size, begin, WIDTH, &at);
		char *line = mem_string_n(begin, taken);
		double width = text_points(layout, style->face, style->size, line);
		put_text(layout, LEFT + (WIDTH - width) / 2, y + style->size, style->face, style->size, line, taken);
		mem_free(line);
		y += style->leading;
	}
	mem_free(part);
	return y;
}

/* The first two lines, the state and the institution, stand out; what follows, the unit, does not. */
int
draw_institution(struct layout *layout, const struct report_block *block)
{
	const struct style bold = {FACE_BOLD, 10.5, 14}, plain = {FACE_REGULAR, 10, 14};
	const char *at = report_field(block, "text");

	for (int i = 0; *at != '\0'; i++) {
		size_t length = strcspn(at, "\n");
		layout->y = put_centred(layout, layout->y, i < 2 ? &bold : &plain, at, length);
		at += length + (at[length] == '\n' ? 1 : 0);
	}
	layout->y += 14 * layout->density;
	return 1;
}

int
draw_title(struct layout *layout, const struct report_block *block)
{
	const struct style style = {FACE_BOLD, 13, 17};
	const char *at = report_field(block, "text");

	while (*at != '\0') {
		size_t length = strcspn(at, "\n");
		layout->y = put_centred(layout, layout->y, &style, at, length);
		at += length + (at[length] == '\n' ? 1 : 0);
	}
	layout->y += 12 * layout->density;
	return 1;
}

int
draw_reference(struct layout *layout, const struct report_block *block)
{
	const struct style style = {FACE_REGULAR, 10, 14};
	const char *left = report_field(block, "left"), *right = report_field(block, "right");
	double width = text_points(layout, style.face, style.size, right);
	bool meet = text_points(layout, style.face, style.size, left) + 20 + width > WIDTH;

	/* Where they would meet, the left one has lines of its own. */
	if (meet)
		layout->y = put_wrapped(layout, LEFT, layout->y, WIDTH, &style, left);
	else
		put_text(layout, LEFT, layout->y + style.size, style.face, style.size, left, strlen(left));
	if (width <= WIDTH) {
		put_text(layout, LEFT + WIDTH - width, layout->y + style.size, style.face, style.size, right, strlen(right));
		layout->y += style.leading;
	} else
		layout->y = put_wrapped(layout, LEFT, layout->y, WIDTH, &style, right);
	return 1;
}

int
draw_heading(struct layout *layout, const struct report_block *block)
{
	const struct style style = {FACE_BOLD, 9, 12};

	layout->y += (block[-1].kind == REPORT_ROW ? 15 : 10) * layout->density; /* a frame stands closer than a line of text */
	layout->y = put_wrapped(layout, LEFT, layout->y, WIDTH, &style, report_field(block, "text"));
	put_line(layout, LEFT, layout->y + 1, LEFT + WIDTH, layout->y + 1);
	layout->y += 3 + 3 * layout->density;
	return 1;
}

/*
 * As many pairs as fit into the twelve columns of a line. A value that is a little too long is set smaller rather than
 * wrapped, so that the lines of two papers stand at the same height.
 */
int
draw_pairs(struct layout *layout, int at)
{
	const struct report_document *document = layout->document;
	double bottom = layout->y;
	int64_t used = 0;
	int count = 0;

	for (; at + count < document->count && document->blocks[at + count].kind == REPORT_PAIR; count++) {
		const struct report_block *block = &document->blocks[at + count];
		int64_t share = line_number(&block->line, "width", 1, 12, 12);
		double x = LEFT + WIDTH * (double)used / 12, y;
		if (used + share > 12)
			break;
		used += share;
		double width = WIDTH * (double)share / 12 - (used < 12 ? 10 : 0);
		y = put_wrapped(layout, x, layout->y, width, &label_style, report_field(block, "label"));
		const char *value = report_field(block, "value");
		const struct style style = shrink_to_line(layout, &value_style, value, width);
		y = put_wrapped(layout, x, y + value_style.size - style.size, width, &style, value); /* on the line's baseline */
		if (y > bottom)
			bottom = y;
	}
	layout->y = bottom + 5 * layout->density;
	return count;
}

/* Label, result and sentence in three columns; the result is a word, never a colour. */
int
draw_check(struct layout *layout, int at)
{
	const struct report_block *block = &layout->document->blocks[at];
	const struct style plain = {FACE_REGULAR, 8.5, 11}, bold = {FACE_BOLD, 8.5, 11};
	bool pass = strcmp(report_field(block, "level"), "pass") == 0;

	if (block[-1].kind == REPORT_PAIR) /* there is always a block before: the document's own line */
		layout->y += 3 * layout->density;
	double label = put_wrapped(layout, LEFT, layout->y, 82, &plain, report_field(block, "label"));
	double result = put_wrapped(layout, LEFT + 90, layout->y, 62, pass ? &plain : &bold, report_field(block, "result"));
	double text = put_wrapped(layout, LEFT + 155, layout->y, WIDTH - 155, &plain, report_field(block, "text"));

	layout->y = text > label ? text : label;
	if (result > layout->y)
		layout->y = result;
	layout->y += 2 * layout->density;
	return 1;
}

/* ---- tables */

/* Widths are shares of the whole: a table is always as wide as the text, whatever the document says. */
static int
column_edges(const struct report_block *table, double edges[REPORT_COLUMNS_MAX + 1])
{
	int columns = (int)line_number(&table->line, "columns", 1, REPORT_COLUMNS_MAX, 1);
	double sum = 0, widths[REPORT_COLUMNS_MAX] = {0};

	for (int i = 0; i < columns; i++) {
		char key[16];
		snprintf(key, sizeof key, "w%d", i + 1);
		widths[i] = (double)line_number(&table->line, key, 1, 10000, 1);
		sum += widths[i];
	}
	edges[0] = LEFT;
	for (int i = 0; i < columns; i++)
		edges[i + 1] = edges[i] + WIDTH * widths[i] / sum;
	return columns;
}

static double
put_cell(const struct layout *layout, const double *edges, double y, const struct style *style, const char *text)
{
	double width = edges[1] - edges[0] - 7;
	const struct style fitting = shrink_to_word(layout, style, text, width);

	return put_wrapped(layout, edges[0] + 4, y + style->size - fitting.size, width, &fitting, text); /* on the row's baseline */
}

/*
 * A row of cells with its frame; the head is grey and bold. Drawn dry first, since the frame of a row is as high as its
 * highest cell.
 */
static void
draw_cells(struct layout *layout, const struct report_block *table, const struct report_block *row, char letter)
{
	const struct style style = {letter == 'h' ? FACE_BOLD : FACE_REGULAR, 8.5, 10.5};
	double edges[REPORT_COLUMNS_MAX + 1] = {0};
	int columns = column_edges(table, edges);
	double pad = 2 + 2 * layout->density, height;
	double least = letter == 'h' ? 0 : (double)line_number(&table->line, "height", 0, 100, 0) * MM;
	struct layout trial = *layout;
	double bottom = layout->y + style.leading;

	trial.dry = true;
	for (int i = 0; i < columns; i++) {
		double y = put_cell(&trial, &edges[i], layout->y, &style, report_cell(row, letter, i + 1));
		if (y > bottom)
			bottom = y;
	}
	height = bottom - layout->y + 2 * pad - 1;
	if (height < least)
		height = least;
	if (letter == 'h')
		put_fill(layout, &(struct rectangle){LEFT, layout->y, WIDTH, height}, 1, 0.9);
	for (int i = 0; i < columns; i++) {
		put_cell(layout, &edges[i], layout->y + pad, &style, report_cell(row, letter, i + 1));
		put_box(layout, edges[i], layout->y, edges[i + 1] - edges[i], height);
	}
	layout->y += height;
}

int
draw_table_head(struct layout *layout, int at)
{
	const struct report_block *table = &layout->document->blocks[at];

	if (table[-1].kind != REPORT_HEADING && layout->y > TOP) /* a heading leaves its own gap, a page's top needs none */
		layout->y += 6 * layout->density;
	draw_cells(layout, table, table, 'h');
	return 1;
}

int
draw_row(struct layout *layout, int at)
{
	const struct report_block *blocks = layout->document->blocks;

	draw_cells(layout, &blocks[layout->tables[at]], &blocks[at], 'c');
	return 1;
}

/* ---- the end of the paper */

/* Title, name and role from the top; returns where they end. */
static double
put_signer(const struct layout *layout, const struct report_block *block, double x, double width)
{
	const struct style title = {FACE_BOLD, 9, 13.5}, name = {FACE_REGULAR, 10, 13}, role = {FACE_REGULAR, 8.5, 11};
	double y = layout->y + 5;

	y = put_wrapped(layout, x + 8, y, width - 16, &title, report_field(block, "title"));
	y = put_wrapped(layout, x + 8, y, width - 16, &name, report_field(block, "name"));
	return put_wrapped(layout, x + 8, y, width - 16, &role, report_field(block, "role"));
}

/* Two boxes of one height, side by side: a long name makes them taller, so that the room to sign stays. */
int
draw_signatures(struct layout *layout, int at)
{
	const struct report_block *blocks = &layout->document->blocks[at];
	const struct style note = {FACE_REGULAR, 7.5, 9.5};
	const double gap = 24, width = (WIDTH - gap) / 2, signing = 30 + 26 * layout->density;
	int count = at + 1 < layout->document->count && blocks[1].kind == REPORT_SIGNATURE ? 2 : 1;
	struct layout trial = *layout;
	double text = 0, notes = 0, height;

	trial.dry = true;
	layout->y += 10 * layout->density;
	trial.y = layout->y;
	for (int i = 0; i < count; i++) {
		double signer = put_signer(&trial, &blocks[i], LEFT, width) - layout->y;
		double below = put_wrapped(&trial, LEFT, 0, width - 16, &note, report_field(&blocks[i], "note"));
		text = signer > text ? signer : text;
		notes = below > notes ? below : notes;
	}
	height = text + signing + notes + 3;
	for (int i = 0; i < count; i++) {
		double x = LEFT + i * (width + gap);
		put_box(layout, x, layout->y, width, height);
		put_signer(layout, &blocks[i], x, width);
		put_wrapped(layout, x + 8, layout->y + height - notes - 3, width - 16, &note, report_field(&blocks[i], "note"));
	}
	layout->y += height;
	return count;
}

/* Scales the code's modules to the size and fills them as one shape. */
static void
put_barcode(const struct layout *layout, struct barcode *barcode, double x, double y, double width, double height)
{
	for (int i = 0; i < barcode->count; i++) {
		struct rectangle *rectangle = &barcode->rectangles[i];
		rectangle->x = x + rectangle->x * width / barcode->width;
		rectangle->y = y + rectangle->y * height / barcode->height;
		rectangle->width *= width / barcode->width;
		rectangle->height *= height / barcode->height;
	}
	put_fill(layout, barcode->rectangles, barcode->count, 0);
}

/*
 * 30 mm wide; the four modules of quiet zone are the margin to the left and the gap to the right. *text_bottom is where
 * the words beside it end.
 */
static enum code
draw_qr(struct layout *layout, const struct report_block *block, double top, double *text_bottom, struct err *err)
{
	const double text_x = LEFT + QR_SIZE + 14;
	const struct style title = {FACE_BOLD, 8.5, 12}, plain = {FACE_REGULAR, 8, 10.5};
	struct barcode barcode;
	enum code code = OK;
	double y;

	if (!layout->dry) { /* its size is known before it is made */
		code = barcode_make(&barcode, BARCODE_QR, report_field(block, "payload"), err);
		if (code == OK)
			put_barcode(layout, &barcode, LEFT, top, QR_SIZE, QR_SIZE);
		barcode_clear(&barcode);
	}
	y = put_wrapped(layout, text_x, top, WIDTH - QR_SIZE - 14, &title, report_field(block, "title"));
	for (const char *at = report_field(block, "text"); *at != '\0';) {
		size_t length = strcspn(at, "\n");
		char *part = mem_string_n(at, length);
		y = put_wrapped(layout, text_x, y, WIDTH - QR_SIZE - 14, &plain, part) + 1.5;
		mem_free(part);
		at += length + (at[length] == '\n' ? 1 : 0);
	}
	*text_bottom = y;
	return code;
}

/* Modules of 0.33 mm with the payload in letters below; the page's margin at its right is the quiet zone. */
static enum code
draw_code128(struct layout *layout, const struct report_block *block, double top, double room, struct err *err)
{
	const char *payload = report_field(block, "payload");
	const double module = 0.33 * MM;
	struct barcode barcode;
	enum code code;

	if (layout->dry)
		return OK;
	code = barcode_make(&barcode, BARCODE_128, payload, err);
	double width = barcode.width * module, x = LEFT + WIDTH - width;
	double text_width = text_points(layout, FACE_REGULAR, 8, payload), text_x = x + (width - text_width) / 2;

	/*
	 * Bars that were squeezed to fit would look right and not scan; so the paper is refused with the number in the
	 * sentence.
	 */
	if (code == OK && width > room)
		code = err_tell(err, ERR_RANGE, MSG_PRINT_BARCODE, "draw_code128", "%s", payload);
	if (code == OK)
		put_barcode(layout, &barcode, x, top, width, BARS_HEIGHT);
	barcode_clear(&barcode);
	put_text(layout, text_x, top + BARS_HEIGHT + 9, FACE_REGULAR, 8, payload, strlen(payload));
	return code;
}

int
draw_codes(struct layout *layout, int at, enum code *code, struct err *err)
{
	const struct report_document *document = layout->document;
	const struct report_block *block = &document->blocks[at];
	double top = layout->y + 6 + 8 * layout->density, words;

	if (block->kind == REPORT_BARCODE) {
		*code = draw_code128(layout, block, top, WIDTH, err);
		layout->y = top + BARS_HEIGHT + 10;
		return 1;
	}
	*code = draw_qr(layout, block, top, &words, err);
	layout->y = top + QR_SIZE;
	if (*code != OK || at + 1 == document->count || block[1].kind != REPORT_BARCODE) {
		layout->y = words > layout->y ? words : layout->y;
		return 1;
	}
	/* The bars stand below the words, level with the foot of the QR code where the words leave room. */
	if (layout->y < words + 6 + BARS_HEIGHT + 10)
		layout->y = words + 6 + BARS_HEIGHT + 10;
	*code = draw_code128(layout, &block[1], layout->y - BARS_HEIGHT - 10, WIDTH - QR_SIZE - 14, err);
	return 2;
}
