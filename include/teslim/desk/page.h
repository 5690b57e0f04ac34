/*
 * desk/page: everything known about one thing, as data: sections of facts, a story in the order in which it happened, and links
 * to what it speaks of. Pure: it is filled anew whenever the facts change; ui/page_view.c draws it.
 */
#ifndef TESLIM_DESK_PAGE_H
#define TESLIM_DESK_PAGE_H

#include "teslim/desk/edit.h"
#include "teslim/message.h"

enum { PAGE_ITEMS_MAX = 64, PAGE_TEXT = 1024 };

enum page_look { PAGE_PLAIN, PAGE_STRONG, PAGE_GOOD, PAGE_WARNING };

/* Where a link leads; what the numbers mean is the screens'. to 0: no link. */
struct page_link {
	int to;
	int64_t id;
};

struct page_item {
	bool gap;            /* a blank line before it: a section begins */
	enum message label;  /* of a fact; MSG_NONE: an event of the story */
	int64_t time;        /* of an event */
	enum page_look look;
	struct page_link link;
	char text[PAGE_TEXT];
};

struct page {
	int count;
	struct page_item items[PAGE_ITEMS_MAX];
	bool section;        /* the next item begins one */
	int focus;           /* the item whose link is chosen; -1 none */
	int first;           /* topmost line shown */
	int cells, height;   /* of the values, and of lines shown */
	int lines;           /* all of it */
};

/* One line of it, as it is drawn. */
struct page_line {
	const struct page_item *item;
	int index;           /* of the item */
	bool begins;         /* the item's first line: label or time stand before it */
	const char *text;    /* so many bytes of the item's text */
	size_t length;
	int row;             /* from 0; blank lines have none */
};

/* Begins to fill it anew; what is chosen and how far it is scrolled stay. */
void page_begin(struct page *page);
void page_section(struct page *page);
/* What is not known (text empty) is left out. Beyond PAGE_ITEMS_MAX nothing is taken any more. */
void page_fact(struct page *page, enum message label, enum page_look look, const char *text);
void page_fact_link(struct page *page, enum message label, const char *text, struct page_link link);
void page_event(struct page *page, int64_t time, enum page_look look, const char *text, struct page_link link);
/* Lays it out for that room. To be called when it has been filled and when the room changes. */
void page_fit(struct page *page, int cells, int height);
/* From the first link to the last one, and the scrolling between; false: not taken. */
bool page_input(struct page *page, const struct input *input);
/* The link that is chosen; to 0: none. */
struct page_link page_chosen(const struct page *page);
/* Goes through the lines that are seen: begin with a zeroed line; false: there is none any more. */
bool page_next_line(const struct page *page, struct page_line *line);

#endif
