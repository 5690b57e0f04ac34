/*
 * report/page: the text page. Turns each block into a chunk of whole lines, then lays the chunks on pages. All padding
 * is by cells, so that Turkish letters stay in their columns on every printer and terminal.
 */
#include "teslim/report.h"

#include <stdio.h>
#include <string.h>

#include "teslim/text.h"
#include "report.h"

enum { COLUMNS = 80, LINES = 66, INDENT = 2, GAP = 2, LINES_LEAST = 20 };

/* Lines that stay together on one page. */
struct chunk {
	struct str text; /* every line ended by LF */
	int lines;
	bool keep_next;  /* a heading is never the last on its page */
	bool droppable;  /* a blank line: not at the top of a page */
	int head;        /* chunk repeated on top when the page breaks before this one; -1 none */
};

struct page_writer {
	const struct report_document *document;
	struct report_text_options options;
	int columns;
	int room;        /* lines of a page above the blank line and the footer */
	bool tight;      /* without blank lines between the parts */
	struct chunk *chunks;
	int count;
};

static const char *
rule_sign(const struct page_writer *writer)
{
	return writer->options.ascii ? "-" : "─";
}

static struct chunk *
new_chunk(struct page_writer *writer)
{
	struct chunk *chunk;

	if ((writer->count & (writer->count - 1)) == 0)
		writer->chunks = mem_resize(writer->chunks, writer->count > 0 ? 2 * (size_t)writer->count : 1, sizeof *chunk);
	chunk = &writer->chunks[writer->count++];
	*chunk = (struct chunk){.head = -1};
	return chunk;
}

/* Ends the line: blanks at its end go, whatever padding left there. */
static void
end_line(struct chunk *chunk)
{
	while (chunk->text.length > 0 && chunk->text.data[chunk->text.length - 1] == ' ')
		chunk->text.data[--chunk->text.length] = '\0';
	str_add_char(&chunk->text, '\n');
	chunk->lines++;
}

static void
blank_line(struct page_writer *writer)
{
	struct chunk *chunk = new_chunk(writer);

	if (!writer->tight)
		end_line(chunk);
	chunk->droppable = true;
}

static void
add_sign(struct chunk *chunk, const char *sign, int times)
{
	for (int i = 0; i < times; i++)
		str_add(&chunk->text, sign);
}

/* Adds the first `length` bytes of text padded to that many cells; what does not fit was wrapped before. */
static void
add_cells(struct chunk *chunk, const char *text, size_t length, int cells)
{
	char *part = mem_string_n(text, length);
	int width = text_width(part);

	str_add(&chunk->text, part);
	add_sign(chunk, " ", cells - width);
	mem_free(part);
}

/*
 * The first line of *at in at most `cells` cells, broken at a blank where there is one. Moves *at behind it; returns
 * its bytes. At the end of the text *at points to the NUL and 0 is returned.
 */
static size_t
take_line(const char **at, int cells)
{
	const char *begin = *at;
	size_t line = strcspn(begin, "\n");
	size_t fits = text_prefix(begin, cells);
	size_t cut;

	if (fits >= line) {
		*at = begin + line + (begin[line] == '\n' ? 1 : 0);
		return line;
	}
	cut = fits;
	while (cut > 0 && begin[cut] != ' ')
		cut--;
	if (cut == 0)
		cut = fits > 0 ? fits : text_grapheme(begin);
	*at = begin + cut;
	while (**at == ' ')
		(*at)++;
	while (cut > 0 && begin[cut - 1] == ' ')
		cut--;
	return cut;
}

/* Wraps text with the given indents, one line per call of end_line. The first line continues what stands there. */
static void
add_wrapped(struct chunk *chunk, const char *text, int used, int indent, int columns)
{
	const char *at = text;
	bool first = true;

	do {
		const char *begin = at;
		size_t length = take_line(&at, columns - (first ? used : indent));
		if (!first)
			add_sign(chunk, " ", indent);
		str_add_n(&chunk->text, begin, length);
		end_line(chunk);
		first = false;
	} while (*at != '\0');
}

static void
add_centred(struct chunk *chunk, const char *text, int columns)
{
	const char *at = text;

	while (*at != '\0') {
		const char *begin = at;
		size_t length = take_line(&at, columns);
		char *part = mem_string_n(begin, length);
		if (length > 0) {
			add_sign(chunk, " ", (columns - text_width(part)) / 2);
			str_add(&chunk->text, part);
			end_line(chunk);
		}
		mem_free(part);
	}
}

/* left and right at the two ends of a line; right goes to a line of its own where they would meet. */
static void
add_both_ends(struct chunk *chunk, const char *left, const char *right, int columns)
{
	int free_cells = columns - text_width(left) - text_width(right);

	if (free_cells >= 1) {
		str_add(&chunk->text, left);
		add_sign(chunk, " ", free_cells);
	} else {
		add_wrapped(chunk, left, 0, 0, columns);
		add_sign(chunk, " ", columns - text_width(right));
	}
	add_wrapped(chunk, right, 0, 0, columns);
}

/* ---- blocks */

static void
put_mark(struct page_writer *writer)
{
	const char *mark = report_field(&writer->document->blocks[0], "mark");
	struct chunk *chunk = new_chunk(writer);
	char text[160];

	/* The line is there on the original too, so that a reprint differs in nothing else. */
	if (mark[0] != '\0') {
		snprintf(text, sizeof text, "[ %s ]", mark);
		add_sign(chunk, " ", writer->columns - text_width(text));
		str_add(&chunk->text, text);
	}
	end_line(chunk);
}

static void
put_centred(struct page_writer *writer, const struct report_block *block)
{
	add_centred(new_chunk(writer), report_field(block, "text"), writer->columns);
	blank_line(writer);
}

static void
put_heading(struct page_writer *writer, const struct report_block *block)
{
	struct chunk *chunk;
	const char *text = report_field(block, "text");

	blank_line(writer);
	chunk = new_chunk(writer);
	chunk->keep_next = true;
	if (text_width(text) > writer->columns - 4) {
		add_wrapped(chunk, text, 0, 0, writer->columns);
		return;
	}
	str_add(&chunk->text, text);
	str_add_char(&chunk->text, ' ');
	add_sign(chunk, rule_sign(writer), writer->columns - text_width(text) - 1);
	end_line(chunk);
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
			end_line(chunk);
			used = 0;
		}
		if (need > writer->columns)
			add_wrapped(chunk, str_text(&pair), 0, INDENT, writer->columns);
		else {
			add_sign(chunk, " ", used > 0 ? GAP : 0);
			str_add_n(&chunk->text, pair.data, pair.length);
			used += (used > 0 ? GAP : 0) + need;
		}
		str_clear(&pair);
	}
	if (used > 0)
		end_line(chunk);
}

/* Pairs side by side when each fits its share of the line. */
static int
put_pairs(struct page_writer *writer, int at)
{
	const struct report_block *blocks = &writer->document->blocks[at];
	int count = pairs_in_line(writer->document, at);
	struct chunk *chunk = new_chunk(writer);
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
		add_cells(chunk, value, strlen(value), cells - text_width(label) - 2);
	}
	end_line(chunk);
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

/* A row of wrapped cells: as many lines as the longest needs. */
static void
add_row(struct chunk *chunk, const char *const *texts, int columns, const int *cells)
{
	const char *at[REPORT_COLUMNS_MAX];
	bool more;

	memcpy(at, texts, (size_t)columns * sizeof *at);
	do {
		more = false;
		for (int i = 0; i < columns; i++) {
			const char *begin = at[i];
			size_t length = take_line(&at[i], cells[i]);
			add_cells(chunk, begin, length, cells[i] + GAP);
			more = more || *at[i] != '\0';
		}
		end_line(chunk);
	} while (more);
}

static void
add_table_row(struct chunk *chunk, const struct report_block *block, char letter, int columns, const int *cells)
{
	const char *texts[REPORT_COLUMNS_MAX];

	for (int i = 0; i < columns; i++)
		texts[i] = report_cell(block, letter, i + 1);
	add_row(chunk, texts, columns, cells);
}

/* The widest value of that field in all checks, so that their columns are level; at most a third of the line. */
static int
check_cells(const struct page_writer *writer, const char *key)
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
	int label = check_cells(writer, "label"), result = check_cells(writer, "result");
	const int cells[] = {label, result, writer->columns - label - result - 2 * GAP};
	const char *const texts[] = {report_field(block, "label"), report_field(block, "result"), report_field(block, "text")};

	add_row(new_chunk(writer), texts, (int)ARRAY_LENGTH(cells), cells);
}

static int
put_table(struct page_writer *writer, int at)
{
	const struct report_block *table = &writer->document->blocks[at];
	int columns = (int)line_number(&table->line, "columns", 1, REPORT_COLUMNS_MAX, 1);
	int cells[REPORT_COLUMNS_MAX] = {0};
	struct chunk *chunk = new_chunk(writer);
	int head = writer->count - 1;
	int taken = 1;
	bool room_to_sign = line_number(&table->line, "height", 0, 100, 0) >= 8; /* millimetres: two lines at 6 per inch */

	share_columns(table, columns, cells, writer->columns);
	add_table_row(chunk, table, 'h', columns, cells);
	for (int i = 0; i < columns; i++) {
		add_sign(chunk, rule_sign(writer), cells[i]);
		add_sign(chunk, " ", GAP);
	}
	end_line(chunk);
	chunk->keep_next = true;
	for (; at + taken < writer->document->count && table[taken].kind == REPORT_ROW; taken++) {
		chunk = new_chunk(writer);
		add_table_row(chunk, &table[taken], 'c', columns, cells);
		if (room_to_sign)
			end_line(chunk);
		chunk->head = head;
	}
	return taken;
}

static void
put_paragraph(struct page_writer *writer, int at)
{
	const struct report_block *block = &writer->document->blocks[at];
	struct chunk *chunk = new_chunk(writer);

	add_wrapped(chunk, report_field(block, "text"), 0, 0, writer->columns);
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
		add_sign(chunk, rule_sign(writer), cells - 2);
		str_add(&chunk->text, pair[1]);
		add_sign(chunk, " ", GAP);
	}
	end_line(chunk);
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
			size_t length = take_line(&at[i], cells - 4);
			str_add(&chunk->text, side);
			str_add_char(&chunk->text, ' ');
			add_cells(chunk, begin, length, cells - 4);
			str_add_char(&chunk->text, ' ');
			str_add(&chunk->text, side);
			add_sign(chunk, " ", GAP);
		}
		end_line(chunk);
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

	blank_line(writer);
	writer->chunks[writer->count - 1].keep_next = at > 0 && blocks[-1].kind == REPORT_PARAGRAPH;
	chunk = new_chunk(writer);
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

	blank_line(writer);
	chunk = new_chunk(writer);
	add_wrapped(chunk, report_field(block, "title"), 0, 0, writer->columns);
	add_wrapped(chunk, report_field(block, "text"), 0, 0, writer->columns);
	add_wrapped(chunk, report_field(block, "payload"), 0, 0, writer->columns);
}

/* Writes the block at `at`; returns how many blocks it took. */
static int
put_block(struct page_writer *writer, int at)
{
	const struct report_block *block = &writer->document->blocks[at];

	switch (block->kind) {
	case REPORT_INSTITUTION:
	case REPORT_TITLE:
		put_centred(writer, block);
		return 1;
	case REPORT_REFERENCE:
		add_both_ends(new_chunk(writer), report_field(block, "left"), report_field(block, "right"), writer->columns);
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

/* ---- pages */

/* The footer's lines: its text wrapped beside the page number, which stands on the first. Returns how many. */
static int
put_footer_lines(struct str *out, const struct page_writer *writer, int page, int pages)
{
	const struct report_document *document = writer->document;
	const struct report_block *footer = NULL;
	struct chunk foot = {0};
	char right[160];
	int lines;

	for (int i = 0; i < document->count && footer == NULL; i++)
		if (document->blocks[i].kind == REPORT_FOOTER)
			footer = &document->blocks[i];
	if (footer == NULL)
		return 0;
	report_page_words(right, sizeof right, document, footer, page, pages);
	int width = text_width(right) < writer->columns / 2 ? text_width(right) : writer->columns / 2;
	const int cells[] = {writer->columns - width - GAP, width};
	const char *const texts[] = {report_field(footer, "text"), right};
	add_row(&foot, texts, (int)ARRAY_LENGTH(cells), cells);
	if (out != NULL)
		str_add_n(out, str_text(&foot.text), foot.text.length);
	lines = foot.lines;
	str_clear(&foot.text);
	return lines;
}

static void
put_footer(struct str *out, const struct page_writer *writer, int used, int page, int pages)
{
	for (; used < writer->room + 1; used++)
		str_add_char(out, '\n');
	put_footer_lines(out, writer, page, pages);
	str_add_char(out, '\f');
}

/* Lines that chunk `at` needs together with those it must not be parted from. */
static int
needed_lines(const struct page_writer *writer, int at)
{
	int lines = 0;

	for (; at < writer->count; at++) {
		lines += writer->chunks[at].lines;
		if (!writer->chunks[at].keep_next)
			break;
	}
	return lines;
}

/* Where the paging stands. out is NULL while pages are only counted. */
struct paging {
	struct str *out;
	int used;
	int page;
	int pages;
};

static void
break_page(struct paging *paging, const struct page_writer *writer, const struct chunk *next)
{
	if (paging->out != NULL)
		put_footer(paging->out, writer, paging->used, paging->page, paging->pages);
	paging->page++;
	paging->used = 0;
	if (next->head < 0)
		return;
	paging->used = writer->chunks[next->head].lines;
	if (paging->out != NULL)
		str_add(paging->out, str_text(&writer->chunks[next->head].text));
}

/* Puts a chunk line by line: one that is longer than a page goes on upon the next. */
static void
put_chunk(struct paging *paging, const struct page_writer *writer, const struct chunk *chunk)
{
	const char *at = str_text(&chunk->text);

	while (*at != '\0') {
		size_t length = strcspn(at, "\n") + 1;
		if (paging->used == writer->room)
			break_page(paging, writer, &(struct chunk){.head = -1});
		if (paging->out != NULL)
			str_add_n(paging->out, at, length);
		paging->used++;
		at += length;
	}
}

/* Lays the chunks on pages; writes them when out is not NULL. Returns the number of pages. */
static int
lay_pages(struct str *out, const struct page_writer *writer, int pages)
{
	int room = writer->room;
	struct paging paging = {.out = out, .page = 1, .pages = pages};

	for (int i = 0; i < writer->count; i++) {
		const struct chunk *chunk = &writer->chunks[i];
		int needed = needed_lines(writer, i);
		if (paging.used > 0 && paging.used + needed > room && (needed <= room || paging.used > room / 2))
			break_page(&paging, writer, chunk);
		if (!chunk->droppable || paging.used > 0)
			put_chunk(&paging, writer, chunk);
	}
	if (out != NULL)
		put_footer(out, writer, paging.used, paging.page, pages);
	return paging.page;
}

static void
write_chunks(struct page_writer *writer)
{
	put_mark(writer);
	for (int at = 0; at < writer->document->count;)
		at += put_block(writer, at);
}

static void
clear_chunks(struct page_writer *writer)
{
	for (int i = 0; i < writer->count; i++)
		str_clear(&writer->chunks[i].text);
	mem_free(writer->chunks);
	writer->chunks = NULL;
	writer->count = 0;
}

int
report_text_page(struct str *out, const struct report_document *document, const struct report_text_options *options)
{
	struct page_writer writer = {.document = document, .options = *options, .columns = COLUMNS};
	int lines = options->lines >= LINES_LEAST ? options->lines : LINES;
	int pages;

	if (options->columns >= 40 && options->columns <= 250)
		writer.columns = options->columns;
	writer.room = lines - 1 - put_footer_lines(NULL, &writer, 999, 999);
	if (writer.room < LINES_LEAST / 2)
		writer.room = LINES_LEAST / 2;
	write_chunks(&writer);
	pages = lay_pages(NULL, &writer, 0);
	if (pages > 1) { /* blank lines go where that saves a sheet */
		clear_chunks(&writer);
		writer.tight = true;
		write_chunks(&writer);
		if (lay_pages(NULL, &writer, 0) == pages) {
			clear_chunks(&writer);
			writer.tight = false;
			write_chunks(&writer);
		}
		pages = lay_pages(NULL, &writer, 0);
	}
	lay_pages(out, &writer, pages);
	clear_chunks(&writer);
	return pages;
}
