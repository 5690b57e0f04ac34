/*
 * ui/page_view: the picture of a page (desk/page) and what presses mean to it.
 */
#ifndef UI_PAGE_VIEW_H
#define UI_PAGE_VIEW_H

#include "screen.h"

#include "teslim/desk/page.h"

/* A screen that is one page begins with this. */
struct page_screen {
	struct screen screen;
	struct page page;
	int label_end; /* column in which labels and times end */
};

/* Lays the page out for the window as it is; to be called when it has been filled. */
void page_screen_fit(struct page_screen *view);
/* For the screen's table of functions. */
void page_screen_draw(struct screen *screen);
bool page_screen_press(struct screen *screen, const struct press *press);

#endif
