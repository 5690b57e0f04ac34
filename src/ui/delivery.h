/*
 * ui/delivery: what follow_delivery.c (step, form, lists), screen_delivery.c (keys, events), scan_delivery.c and draw_delivery.c,
 * draw_count.c, draw_difference.c (pictures of the steps) share.
 */
#ifndef UI_DELIVERY_H
#define UI_DELIVERY_H

#include "form_view.h"
#include "table_view.h"

#include "teslim/desk/courier.h"

enum { DELIVERY_FIELDS = 8, DELIVERY_CHOICES = 8 };

/* What a field of a step's form stands for: words of the machine, or a choice that an action turns. */
struct delivery_field {
	enum courier_field field;
	enum courier_action turn; /* CA_COUNT: words */
};

struct delivery_screen {
	struct screen screen;
	const struct courier_flow *flow; /* as of the last refresh; NULL: over */
	int step;                        /* enum courier_step; that form and lists belong to */
	struct form form;
	struct form_field fields[DELIVERY_FIELDS];
	struct delivery_field places[DELIVERY_FIELDS];
	enum message choices[DELIVERY_FIELDS][DELIVERY_CHOICES];
	struct table parcels;     /* step 1 */
	struct table differences; /* step 6 */
	struct pick missing;      /* whose it may be: the side step of a row */
	bool in_list;             /* Enter is the list's and not the form's */
	int64_t armed_ms;         /* when the first key of the commit was pressed */
};

/* Hands an event to the machine; its answer. */
enum code delivery_send(struct delivery_screen *delivery, struct courier_event event);
/* Presses that are waiting must meet the machine as it is now, not as it was when last painted. False: it is over. */
bool delivery_catch_up(struct delivery_screen *delivery);
/* The machine as it is now; the screen goes when it is over. */
void delivery_refresh(struct screen *screen);
/* Tells the machine what has been typed or chosen. */
void delivery_tell_form(struct delivery_screen *delivery);

/* draw_delivery.c */
enum { DELIVERY_LABEL = 20 };
void delivery_draw(struct screen *screen);
/* draw_count.c: said, announced, found, missing, extra, for cards and for readers; returns the next free row */
int delivery_draw_sums(const struct courier_flow *flow, int row);
void delivery_draw_count(struct delivery_screen *delivery);
void delivery_draw_row(struct delivery_screen *delivery);
/* What is to be said of the last card or number; its level. */
enum verdict_level delivery_say_word(const struct courier_flow *flow, char *out, size_t size);
/* draw_difference.c: the rows are made from the machine, which is the table's source */
extern const struct table_kind delivery_difference_kind;
void delivery_draw_difference(struct delivery_screen *delivery);
/* list_parcels.c */
extern const struct table_kind delivery_parcel_kind;

#endif
