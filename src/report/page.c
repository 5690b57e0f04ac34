/*
 * report/page: lays the chunks of a text page on sheets: what must stay together, where a table's head is repeated, and
 * the footer. How a block looks is the affair of text_blocks.c.
 */
#include "page.h"

#include <string.h>

#include "teslim/text.h"

/* Ten letters and six lines an inch, on eleven inches: what printers of text start with. */
enum {
	COLUMNS = 80,
	LINES = 66,
	LINES_LEAST = 20,
	WORTH = 3 /* of more sheets one less is not worth closing up for */
};

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
	page_add_row(&foot, texts, (int)ARRAY_LENGTH(cells), cells);
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
	page_put_mark(writer);
	for (int at = 0; at < writer->document->count;)
		at += page_put_block(writer, at);
}

static void
clear_chunks(struct page_writer *writer)
{
	for (int i = 0; i < writer->count; i++)
		str_clear(&writer->chunks[i].text);
	mem_free(writer->chunks);
	writer->chunks = NULL;
	writer->count = writer->blanks = 0;
}

/*
 * Leaves out blank lines, from the last one on, as far as that saves a sheet; returns the number of pages. Blank lines
 * are laid out anew one by one, from the last: those at the end of a paper part the least.
 */
static int
save_sheet(struct page_writer *writer)
{
	int all = writer->blanks, pages = lay_pages(NULL, writer, 0);

	if (pages == 1 || pages > WORTH)
		return pages;
	for (int left = all - 1; left >= 0; left--) {
		int fewer;
		clear_chunks(writer);
		writer->blanks_max = left;
		write_chunks(writer);
		fewer = lay_pages(NULL, writer, 0);
		if (fewer < pages)
			return fewer;
	}
	clear_chunks(writer);
	writer->blanks_max = all;
	write_chunks(writer);
	return pages;
}

int
report_text_page(struct str *out, const struct report_document *document, const struct report_text_options *options)
{
	struct page_writer writer = {
		.document = document, .options = *options, .columns = COLUMNS, .blanks_max = REPORT_BLOCKS_MAX};
	int lines = options->lines >= LINES_LEAST ? options->lines : LINES;
	int pages;

	if (options->columns >= 40 && options->columns <= 250)
		writer.columns = options->columns;
	/* Reserved for the widest page number, so that the room is the same while pages are only counted. */
	writer.room = lines - 1 - put_footer_lines(NULL, &writer, 999, 999);
	if (writer.room < LINES_LEAST / 2)
		writer.room = LINES_LEAST / 2;
	writer.label_cells = page_check_cells(&writer, "label");
	writer.result_cells = page_check_cells(&writer, "result");
	write_chunks(&writer);
	pages = save_sheet(&writer);
	lay_pages(out, &writer, pages);
	clear_chunks(&writer);
	return pages;
}
