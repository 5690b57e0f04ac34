/*
 * ui/handover: what follow_handover.c (step, focus), scan_handover.c, screen_handover.c (keys, events) and draw_*.c (pictures of
 * the steps) share.
 */
#ifndef UI_HANDOVER_H
#define UI_HANDOVER_H

#include "screen.h"

/* Places that the focus can stand on, per step in this order. */
enum focus {
	FOCUS_NONE,
	FOCUS_QUERY,
	FOCUS_NUMBER,
	FOCUS_EXPIRY,
	FOCUS_PHOTO,
	FOCUS_SAME_NUMBER,
	FOCUS_SAME_NAME,
	FOCUS_CARD_SERIAL,
	FOCUS_READER_SERIAL,
	FOCUS_REASONS,
	FOCUS_NOTE
};

struct handover_screen {
	struct screen screen;
	const struct handover_flow *flow; /* as of the last refresh; NULL: over */
	enum handover_step step;          /* that focus and edits belong to */
	enum focus focus;
	struct edit edits[FIELD_COUNT];
	struct pick pick;                 /* results or reasons */
	bool scanned;                     /* what stands in the search came from a scanner */
	int64_t armed_ms;                 /* when the first key of the commit was pressed */
};

/* Hands an event to the machine; its answer. */
enum code handover_send(struct handover_screen *handover, struct event event);
/* Presses that are waiting must meet the machine as it is now, not as it was when last painted. False: it is over. */
bool handover_catch_up(struct handover_screen *handover);
/* The field with the focus (enum handover_field), -1 none. */
int handover_field(const struct handover_screen *handover);
void handover_move_focus(struct handover_screen *handover, int by);
/* Whether the focus stands where nothing is left to fill in after it. */
bool handover_is_last_place(const struct handover_screen *handover);
/* The machine as it is now; the screen goes when it is over. */
void handover_refresh(struct screen *screen);
/* scan_handover.c */
enum scan_answer handover_scan(struct screen *screen, const struct scan *scan);
void handover_draw_step(struct handover_screen *handover);
void handover_draw_verdict(struct handover_screen *handover);
const char *handover_verdict_word(enum verdict_level level);
/* Whether a card is waited for that cannot be read for a reason that the doctor knows. */
bool handover_waits_in_vain(const struct handover_screen *handover);
#endif
