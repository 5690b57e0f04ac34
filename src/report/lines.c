/*
 * report/lines: writes lines of text into chunks, wrapped and padded by cells, so that Turkish letters stay in their
 * columns on every printer and terminal. Knows no block and no page.
 */
#include "page.h"

#include <string.h>

#include "teslim/text.h"

struct chunk *
page_chunk(struct page_writer *writer)
{
	struct chunk *chunk;

	if ((writer->count & (writer->count - 1)) == 0)
		writer->chunks = mem_resize(writer->chunks, writer->count > 0 ? 2 * (size_t)writer->count : 1, sizeof *chunk);
	chunk = &writer->chunks[writer->count++];
	*chunk = (struct chunk){.head = -1};
	return chunk;
}

void
page_end_line(struct chunk *chunk)
{
	while (chunk->text.length > 0 && chunk->text.data[chunk->text.length - 1] == ' ')
		chunk->text.data[--chunk->text.length] = '\0';
	str_add_char(&chunk->text, '\n');
	chunk->lines++;
}

/* A place for a blank line, counted even where it is left out, so that leaving out some always means the same ones. */
void
page_blank_line(struct page_writer *writer)
{
	struct chunk *chunk = page_chunk(writer);

	if (writer->blanks++ < writer->blanks_max)
		page_end_line(chunk);
	chunk->droppable = true;
}

void
page_add_sign(struct chunk *chunk, const char *sign, int times)
{
	for (int i = 0; i < times; i++)
		str_add(&chunk->text, sign);
}

void
page_add_cells(struct chunk *chunk, const char *text, size_t length, int cells)
{
	char *part = mem_string_n(text, length);
	int width = text_width(part);

	str_add(&chunk->text, part);
	page_add_sign(chunk, " ", cells - width);
	mem_free(part);
}

/* Breaks at a blank, and within a word only when it is longer than the line; never within a letter and its marks. */
size_t
page_take_line(const char **at, int cells)
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

void
page_add_wrapped(struct chunk *chunk, const char *text, int used, int indent, int columns)
{
	const char *at = text;
	bool first = true;

	do {
		const char *begin = at;
		size_t length = page_take_line(&at, columns - (first ? used : indent));
		if (!first)
			page_add_sign(chunk, " ", indent);
		str_add_n(&chunk->text, begin, length);
		page_end_line(chunk);
		first = false;
	} while (*at != '\0');
}

void
page_add_centred(struct chunk *chunk, const char *text, int columns)
{
	const char *at = text;

	while (*at != '\0') {
		const char *begin = at;
		size_t length = page_take_line(&at, columns);
		char *part = mem_string_n(begin, length);
		if (length > 0) {
			page_add_sign(chunk, " ", (columns - text_width(part)) / 2);
			str_add(&chunk->text, part);
			page_end_line(chunk);
		}
		mem_free(part);
	}
}

/* Where the two would meet, each has a line of its own. */
void
page_add_both_ends(struct chunk *chunk, const char *left, const char *right, int columns)
{
	int free_cells = columns - text_width(left) - text_width(right);

	if (free_cells >= 1) {
		str_add(&chunk->text, left);
		page_add_sign(chunk, " ", free_cells);
	} else {
		page_add_wrapped(chunk, left, 0, 0, columns);
		page_add_sign(chunk, " ", columns - text_width(right));
	}
	page_add_wrapped(chunk, right, 0, 0, columns);
}

void
page_add_row(struct chunk *chunk, const char *const *texts, int columns, const int *cells)
{
	const char *at[REPORT_COLUMNS_MAX];
	bool more;

	memcpy(at, texts, (size_t)columns * sizeof *at);
	do {
		more = false;
		for (int i = 0; i < columns; i++) {
			const char *begin = at[i];
			size_t length = page_take_line(&at[i], cells[i]);
			page_add_cells(chunk, begin, length, cells[i] + GAP);
			more = more || *at[i] != '\0';
		}
		page_end_line(chunk);
	} while (more);
}
