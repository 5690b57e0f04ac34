/*
 * print/ink: words and lines put on a canvas: wrapping, shrinking, boxes. What stands where on a page is layout's and
 * blocks' business.
 */
#include "canvas.h"

#include <string.h>

#include "teslim/text.h"
#include "layout.h"

size_t
layout_take_line(const struct canvas *canvas, enum face face, double size, const char *text, double width, const char **next)
{
	size_t line = strcspn(text, "\n");
	size_t fits = 0, at = 0, blank = 0;
	double used = 0; /* without kerning a line is as wide as its letters together */

	while (at < line) {
		size_t end = at + text_grapheme(text + at);
		char *part = mem_string_n(text + at, end - at);
		used += canvas->width(canvas->context, face, size, part);
		mem_free(part);
		if (used > width)
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

struct style
shrink_to_word(const struct layout *layout, const struct style *style, const char *text, double width)
{
	struct style fitting = *style;
	double widest = 0;

	for (const char *at = text; *at != '\0';) {
		size_t length = strcspn(at, " \n");
		char *word = mem_string_n(at, length);
		double points = text_points(layout, style->face, style->size, word);
		mem_free(word);
		widest = points > widest ? points : widest;
		at += length + (at[length] != '\0' ? 1 : 0);
	}
	if (widest > width)
		fitting.size = style->size * (width / widest > SHRINK_MOST ? 0.999 * width / widest : SHRINK_MOST);
	return fitting;
}

struct style
shrink_to_line(const struct layout *layout, const struct style *style, const char *text, double width)
{
	struct style fitting = *style;
	double whole = text_points(layout, style->face, style->size, text);

	if (whole <= width)
		return *style;
	if (width / whole < SHRINK_A_LITTLE)
		return shrink_to_word(layout, style, text, width);
	fitting.size = 0.999 * style->size * width / whole;
	return fitting;
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
