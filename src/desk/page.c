/*
 * desk/page: a page of facts and events, broken into lines; what of it is seen and which link is chosen.
 */
#include "teslim/desk/page.h"

#include "teslim/text.h"

#include <string.h>

/* ---- filling */

void
page_begin(struct page *page)
{
	page->count = 0;
	page->section = false;
}

void
page_section(struct page *page)
{
	page->section = page->count > 0;
}

static void
add(struct page *page, const struct page_item *item, const char *text)
{
	struct page_item *out = &page->items[page->count];

	if (text[0] == '\0' || page->count == PAGE_ITEMS_MAX)
		return;
	out->gap = page->section;
	out->label = item->label;
	out->time = item->time;
	out->look = item->look;
	out->link = item->link;
	copy_text(out->text, sizeof out->text, text);
	page->section = false;
	page->count++;
}

void
page_fact(struct page *page, enum message label, enum page_look look, const char *text)
{
	add(page, &(struct page_item){.label = label, .look = look}, text);
}

void
page_fact_link(struct page *page, enum message label, const char *text, struct page_link link)
{
	add(page, &(struct page_item){.label = label, .link = link}, text);
}

void
page_event(struct page *page, int64_t time, enum page_look look, const char *text, struct page_link link)
{
	add(page, &(struct page_item){.time = time, .look = look, .link = link}, text);
}

/* ---- lines */

/* Bytes of one line of a text; breaks at a blank where there is one. */
static size_t
line_length(const char *text, int cells)
{
	size_t length = text_prefix(text, cells);
	size_t blank = length;

	if (text[length] == '\0')
		return length;
	while (blank > 0 && text[blank] != ' ')
		blank--;
	return blank > 0 ? blank : length > 0 ? length : text_grapheme(text);
}

/* The line behind this one, wherever it stands; its row counts from the first line of all. */
static bool
next_line(const struct page *page, struct page_line *line)
{
	const char *at = line->item == NULL ? "" : line->text + line->length;

	at += strspn(at, " ");
	line->begins = *at == '\0';
	line->row += line->item != NULL;
	if (line->begins) {
		line->index += line->item != NULL;
		if (line->index >= page->count)
			return false;
		line->item = &page->items[line->index];
		line->row += line->item->gap;
		at = line->item->text;
	}
	line->text = at;
	line->length = line_length(at, page->cells);
	return true;
}

bool
page_next_line(const struct page *page, struct page_line *line)
{
	struct page_line at = *line;

	if (at.item != NULL)
		at.row += page->first;
	while (next_line(page, &at)) {
		if (at.row < page->first)
			continue;
		*line = at;
		line->row -= page->first;
		return line->row < page->height;
	}
	return false;
}

/* ---- scrolling and choosing */

static void
keep_in_range(struct page *page)
{
	if (page->first > page->lines - page->height)
		page->first = page->lines - page->height;
	if (page->first < 0)
		page->first = 0;
}

static int
find_link(const struct page *page, int from, int step)
{
	for (int i = from; i >= 0 && i < page->count; i += step)
		if (page->items[i].link.to != 0)
			return i;
	return -1;
}

void
page_fit(struct page *page, int cells, int height)
{
	struct page_line line = {0};

	page->cells = cells > 1 ? cells : 1;
	page->height = height > 1 ? height : 1;
	page->lines = 0;
	while (next_line(page, &line))
		page->lines = line.row + 1;
	if (page->focus < 0 || page->focus >= page->count || page->items[page->focus].link.to == 0)
		page->focus = find_link(page, 0, 1);
	keep_in_range(page);
}

/* Rows of an item: where it begins, and where it ends. */
static void
rows_of(const struct page *page, int index, int *from, int *until)
{
	struct page_line line = {0};

	*from = *until = 0;
	while (next_line(page, &line) && line.index <= index) {
		if (line.index < index)
			continue;
		if (line.begins)
			*from = line.row;
		*until = line.row;
	}
}

static bool
is_seen(const struct page *page, int index)
{
	int from, until;

	rows_of(page, index, &from, &until);
	return from >= page->first && until < page->first + page->height;
}

/* To the next link when it is to be seen or comes into sight by this one line; else a line on. */
static void
go(struct page *page, int step)
{
	int link = page->focus < 0 ? -1 : find_link(page, page->focus + step, step);

	if (link < 0 || !is_seen(page, link)) {
		page->first += step;
		keep_in_range(page);
	}
	if (link >= 0 && is_seen(page, link))
		page->focus = link;
}

/* After a jump the chosen link is one that is seen. */
static void
choose_seen(struct page *page, int step)
{
	for (int i = step > 0 ? 0 : page->count - 1; i >= 0 && i < page->count; i += step)
		if (page->items[i].link.to != 0 && is_seen(page, i)) {
			page->focus = i;
			return;
		}
}

static bool
jump(struct page *page, int first, int step)
{
	page->first = first;
	keep_in_range(page);
	choose_seen(page, step);
	return true;
}

bool
page_input(struct page *page, const struct input *input)
{
	switch (input->kind) {
	case INPUT_DOWN:
	case INPUT_NEXT:
		go(page, 1);
		return true;
	case INPUT_UP:
	case INPUT_PREVIOUS:
		go(page, -1);
		return true;
	case INPUT_PAGE_DOWN:
		return jump(page, page->first + page->height, 1);
	case INPUT_PAGE_UP:
		return jump(page, page->first - page->height, -1);
	case INPUT_HOME:
		return jump(page, 0, 1);
	case INPUT_END:
		return jump(page, page->lines - page->height, -1);
	case INPUT_LETTER:
	case INPUT_PASTE:
	case INPUT_LEFT:
	case INPUT_RIGHT:
	case INPUT_BACKSPACE:
	case INPUT_DELETE:
	case INPUT_CLEAR:
	case INPUT_ENTER:
	case INPUT_MARK:
	case INPUT_NONE:
		return false;
	}
	return false;
}

struct page_link
page_chosen(const struct page *page)
{
	return page->focus >= 0 && page->focus < page->count ? page->items[page->focus].link : (struct page_link){0};
}
