/*
 * report/text_blocks: how each kind of block looks on the text page. One function per kind; none knows of pages.
 */
#include "page.h"

#include <stdio.h>
#include <string.h>

#include "teslim/text.h"

enum { INDENT = 2 };

static const char *
rule_sign(const struct page_writer *writer)
{
	return writer->options.ascii ? "-" : "─";
}

void
page_put_mark(struct page_writer *writer)
{
	const char *mark = report_field(&writer->document->blocks[0], "mark");
	struct chunk *chunk = page_chunk(writer);
	char text[160];

	/* The line is there on the original too, so that a reprint differs in nothing else. */
	if (mark[0] != '\0') {
		snprintf(text, sizeof text, "[ %s ]", mark);
		page_add_sign(chunk, " ", writer->columns - text_width(text));
		str_add(&chunk->text, text);
	}
	page_end_line(chunk);
}

static void
put_centred(struct page_writer *writer, const struct report_block *block)
{
	page_add_centred(page_chunk(writer), report_field(block, "text"), writer->columns);
	page_blank_line(writer);
}

static void
put_heading(struct page_writer *writer, const struct report_block *block)
{
	struct chunk *chunk;
	const char *text = report_field(block, "text");

	page_blank_line(writer);
	chunk = page_chunk(writer);
	chunk->keep_next = true;
	if (text_width(text) > writer->columns - 4) {
		page_add_wrapped(chunk, text, 0, 0, writer->columns);
		return;
	}
	str_add(&chunk->text, text);
	str_add_char(&chunk->text, ' ');
	page_add_sign(chunk, rule_sign(writer), writer->columns - text_width(text) - 1);
	page_end_line(chunk);
}

/* How many pairs from `at` on share one line. */
static int
pairs_in_line(const struct report_document *document, int at)
{
	int64_t used = 0;
	int count = 0;

	while (at + count < document->count && document->blocks[at + count].kind == REPORT_PAIR) {
		used += line_number(&document->blocks[at + count].line, "width", 1, 12, 12);
		if (used > 12)
			break;
		count++;
	}
	return count;
}

static int
pair_cells(const struct report_block *block)
{
	return text_width(report_field(block, "label")) + 2 + text_width(report_field(block, "value"));
}

/* Pairs that do not keep to their shares: as many on a line as fit, long ones wrapped on lines of their own. */
static void
put_pairs_packed(struct page_writer *writer, struct chunk *chunk, const struct report_block *blocks, int count)
{
	int used = 0;

	for (int i = 0; i < count; i++) {
		struct str pair = {0};
		int need = pair_cells(&blocks[i]);
		str_printf(&pair, "%s: %s", report_field(&blocks[i], "label"), report_field(&blocks[i], "value"));
		if (used > 0 && used + GAP + need > writer->columns) {
			page_end_line(chunk);
			used = 0;
		}
		if (need > writer->columns)
			page_add_wrapped(chunk, str_text(&pair), 0, INDENT, writer->columns);
		else {
			page_add_sign(chunk, " ", used > 0 ? GAP : 0);
			str_add_n(&chunk->text, pair.data, pair.length);
			used += (used > 0 ? GAP : 0) + need;
		}
		str_clear(&pair);
	}
	if (used > 0)
		page_end_line(chunk);
}

/* Pairs side by side when each fits its share of the line. */
static int
put_pairs(struct page_writer *writer, int at)
{
	const struct report_block *blocks = &writer->document->blocks[at];
	int count = pairs_in_line(writer->document, at);
	struct chunk *chunk = page_chunk(writer);
	bool fit = true;

	for (int i = 0; i < count; i++) {
		int cells = (int)line_number(&blocks[i].line, "width", 1, 12, 12) * writer->columns / 12;
		fit = fit && pair_cells(&blocks[i]) + (i + 1 < count ? GAP : 0) <= cells;
	}
	if (!fit) {
		put_pairs_packed(writer, chunk, blocks, count);
		return count;
	}
	for (int i = 0; i < count; i++) {
		int cells = (int)line_number(&blocks[i].line, "width", 1, 12, 12) * writer->columns / 12;
		const char *value = report_field(&blocks[i], "value"), *label = report_field(&blocks[i], "label");
		str_printf(&chunk->text, "%s: ", label);
		page_add_cells(chunk, value, strlen(value), cells - text_width(label) - 2);
	}
	page_end_line(chunk);
	return count;
}

/* Cells of each column: shares of the line by the widths the document gives, blanks between. */
static void
share_columns(const struct report_block *table, int columns, int cells[REPORT_COLUMNS_MAX], int total)
{
	int64_t sum = 0, widths[REPORT_COLUMNS_MAX];
	int left = total - GAP * (columns - 1), used = 0, widest = 0;

	for (int i = 0; i < columns; i++) {
		char key[16];
		snprintf(key, sizeof key, "w%d", i + 1);
		widths[i] = line_number(&table->line, key, 1, 10000, 1);
		sum += widths[i];
	}
	for (int i = 0; i < columns; i++) {
		cells[i] = (int)(widths[i] * left / sum);
		if (cells[i] < 2) /* the widest grapheme; what that adds goes off the widest column */
			cells[i] = 2;
		if (cells[i] > cells[widest])
			widest = i;
		used += cells[i];
	}
	if (used > left)
		cells[widest] -= used - left;
}

static void
add_table_row(struct chunk *chunk, const struct report_block *block, char letter, int columns, const int *cells)
{
	const char *texts[REPORT_COLUMNS_MAX] = {NULL};

	for (int i = 0; i < columns; i++)
		texts[i] = report_cell(block, letter, i + 1);
	page_add_row(chunk, texts, columns, cells);
}

/* One width for the labels of all checks, as wide as the widest, and never more than a third of the line. */
int
page_check_cells(const struct page_writer *writer, const char *key)
{
	int widest = 1;

	for (int i = 0; i < writer->document->count; i++) {
		const struct report_block *block = &writer->document->blocks[i];
		if (block->kind == REPORT_CHECK && text_width(report_field(block, key)) > widest)
			widest = text_width(report_field(block, key));
	}
	return widest < writer->columns / 3 ? widest : writer->columns / 3;
}

static void
put_check(struct page_writer *writer, const struct report_block *block)
{
	int label = writer->label_cells, result = writer->result_cells;
	const int cells[] = {label, result, writer->columns - label - result - 2 * GAP};
	const char *const texts[] = {report_field(block, "label"), report_field(block, "result"), report_field(block, "text")};

	page_add_row(page_chunk(writer), texts, (int)ARRAY_LENGTH(cells), cells);
}

/* The head stays with the first row and is repeated on every page that the rows reach. */
static int
put_table(struct page_writer *writer, int at)
{
	const struct report_block *table = &writer->document->blocks[at];
	int columns = (int)line_number(&table->line, "columns", 1, REPORT_COLUMNS_MAX, 1);
	int cells[REPORT_COLUMNS_MAX] = {0};
	struct chunk *chunk = page_chunk(writer);
	int head = writer->count - 1;
	int taken = 1;
	bool room_to_sign = line_number(&table->line, "height", 0, 100, 0) >= 8; /* millimetres: two lines at 6 per inch */

	share_columns(table, columns, cells, writer->columns);
	add_table_row(chunk, table, 'h', columns, cells);
	for (int i = 0; i < columns; i++) {
		page_add_sign(chunk, rule_sign(writer), cells[i]);
		page_add_sign(chunk, " ", GAP);
	}
	page_end_line(chunk);
	chunk->keep_next = true;
	for (; at + taken < writer->document->count && table[taken].kind == REPORT_ROW; taken++) {
		chunk = page_chunk(writer);
		add_table_row(chunk, &table[taken], 'c', columns, cells);
		if (room_to_sign)
			page_end_line(chunk);
		chunk->head = head;
	}
	return taken;
}

static void
put_paragraph(struct page_writer *writer, int at)
{
	const struct report_block *block = &writer->document->blocks[at];
	struct chunk *chunk = page_chunk(writer);

	page_add_wrapped(chunk, report_field(block, "text"), 0, 0, writer->columns);
	/* What is signed stays with the signatures. */
	chunk->keep_next = at + 1 < writer->document->count && block[1].kind == REPORT_SIGNATURE;
}

/* The upper or lower edge of the signature boxes. */
static void
add_box_edge(const struct page_writer *writer, struct chunk *chunk, int count, int cells, int edge)
{
	static const char *const corners[2][2][2] = {{{"┌", "┐"}, {"└", "┘"}}, {{"+", "+"}, {"+", "+"}}};
	const char *const *pair = corners[writer->options.ascii ? 1 : 0][edge];

	for (int i = 0; i < count; i++) {
		str_add(&chunk->text, pair[0]);
		page_add_sign(chunk, rule_sign(writer), cells - 2);
		str_add(&chunk->text, pair[1]);
		page_add_sign(chunk, " ", GAP);
	}
	page_end_line(chunk);
}

/* One text in each box, wrapped: the boxes stay level. */
static void
add_box_lines(const struct page_writer *writer, struct chunk *chunk, const char *const *texts, int count, int cells)
{
	const char *side = writer->options.ascii ? "|" : "│";
	const char *at[2] = {texts[0], texts[1]};

	do {
		for (int i = 0; i < count; i++) {
			const char *begin = at[i];
			size_t length = page_take_line(&at[i], cells - 4);
			str_add(&chunk->text, side);
			str_add_char(&chunk->text, ' ');
			page_add_cells(chunk, begin, length, cells - 4);
			str_add_char(&chunk->text, ' ');
			str_add(&chunk->text, side);
			page_add_sign(chunk, " ", GAP);
		}
		page_end_line(chunk);
	} while (*at[0] != '\0' || *at[1] != '\0');
}

static int
put_signatures(struct page_writer *writer, int at)
{
	const struct report_block *blocks = &writer->document->blocks[at];
	const char *const keys[] = {"title", "name", "role", "", "", "note"};
	int count = at + 1 < writer->document->count && blocks[1].kind == REPORT_SIGNATURE ? 2 : 1;
	int cells = (writer->columns - GAP) / 2;
	struct chunk *chunk;

	page_blank_line(writer);
	writer->chunks[writer->count - 1].keep_next = at > 0 && blocks[-1].kind == REPORT_PARAGRAPH;
	chunk = page_chunk(writer);
	add_box_edge(writer, chunk, count, cells, 0);
	for (size_t i = 0; i < ARRAY_LENGTH(keys); i++) {
		const char *texts[2] = {"", ""};
		for (int j = 0; j < count && keys[i][0] != '\0'; j++)
			texts[j] = report_field(&blocks[j], keys[i]);
		add_box_lines(writer, chunk, texts, count, cells);
	}
	add_box_edge(writer, chunk, count, cells, 1);
	return count;
}

/* A text page has no code to scan: what it would say stands in letters. */
static void
put_qr(struct page_writer *writer, const struct report_block *block)
{
	struct chunk *chunk;

	page_blank_line(writer);
	chunk = page_chunk(writer);
	page_add_wrapped(chunk, report_field(block, "title"), 0, 0, writer->columns);
	page_add_wrapped(chunk, report_field(block, "text"), 0, 0, writer->columns);
	page_add_wrapped(chunk, report_field(block, "payload"), 0, 0, writer->columns);
}

int
page_put_block(struct page_writer *writer, int at)
{
	const struct report_block *block = &writer->document->blocks[at];

	switch (block->kind) {
	case REPORT_INSTITUTION:
	case REPORT_TITLE:
		put_centred(writer, block);
		return 1;
	case REPORT_REFERENCE:
		page_add_both_ends(page_chunk(writer), report_field(block, "left"), report_field(block, "right"), writer->columns);
		return 1;
	case REPORT_HEADING:
		put_heading(writer, block);
		return 1;
	case REPORT_PAIR:
		return put_pairs(writer, at);
	case REPORT_CHECK:
		put_check(writer, block);
		return 1;
	case REPORT_TABLE:
		return put_table(writer, at);
	case REPORT_PARAGRAPH:
		put_paragraph(writer, at);
		return 1;
	case REPORT_SIGNATURE:
		return put_signatures(writer, at);
	case REPORT_QR:
		put_qr(writer, block);
		return 1;
	case REPORT_DOCUMENT:
	case REPORT_ROW:
	case REPORT_BARCODE:
	case REPORT_FOOTER:
	case REPORT_KIND_COUNT:
		return 1;
	}
	return 1;
}
