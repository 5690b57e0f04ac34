/*
 * ui/page_view: see page_view.h. A chosen link has a sign before it and the cursor on it.
 */
#include "page_view.h"

#include <string.h>

enum { LABEL_GAP = 3 };

static int
value_column(const struct page_screen *view)
{
	return view->label_end + LABEL_GAP;
}

void
page_screen_fit(struct page_screen *view)
{
	page_fit(&view->page, term_columns() - value_column(view) - 2, body_rows());
}

static enum style
look_style(enum page_look look)
{
	switch (look) {
	case PAGE_PLAIN:
		return STYLE_FIELD;
	case PAGE_STRONG:
		return STYLE_TITLE;
	case PAGE_GOOD:
		return STYLE_OK;
	case PAGE_WARNING:
		return STYLE_WARNING;
	}
	return STYLE_FIELD;
}

static void
draw_label(const struct page_screen *view, const struct page_line *line, int row)
{
	char when[CLOCK_TEXT];

	if (line->item->label != MSG_NONE) {
		draw_text_right(row, view->label_end, STYLE_LABEL, message_text(line->item->label));
	} else {
		clock_minute(when, line->item->time);
		draw_text_right(row, view->label_end, STYLE_DIM, when);
	}
	if (line->item->link.to == 0 || line->index != view->page.focus)
		return;
	draw_text(row, value_column(view) - 1, 1, STYLE_KEY, term_is_ascii() ? ">" : "›");
	term_cursor(row, value_column(view));
}

static void
draw_line(const struct page_screen *view, const struct page_line *line)
{
	char text[PAGE_TEXT];
	int row = BODY_TOP + line->row;

	memcpy(text, line->text, line->length);
	text[line->length] = '\0';
	if (line->begins)
		draw_label(view, line, row);
	draw_text(row, value_column(view), view->page.cells, look_style(line->item->look), text);
}

void
page_screen_draw(struct screen *screen)
{
	struct page_screen *view = (struct page_screen *)screen;
	struct page_line line = {0};

	page_screen_fit(view); /* the window may be another */
	term_cursor(BODY_TOP, value_column(view));
	while (page_next_line(&view->page, &line))
		draw_line(view, &line);
}

bool
page_screen_press(struct screen *screen, const struct press *press)
{
	const struct input input = input_of(press);

	return page_input(&((struct page_screen *)screen)->page, &input);
}
