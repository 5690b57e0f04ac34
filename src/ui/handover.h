/*
 * ui/handover: what follow_handover.c (step, focus), scan_handover.c, screen_handover.c (keys, events) and draw_*.c (pictures of
 * the steps) share.
 */
#ifndef UI_HANDOVER_H
#define UI_HANDOVER_H

#include "form_view.h"

/* Places that the focus can stand on, per step in this order. */
enum focus {
	FOCUS_NONE,
	FOCUS_QUERY,
	FOCUS_KIND,
	FOCUS_NUMBER,
	FOCUS_EXPIRY,
	FOCUS_DIGITS,
	FOCUS_FACE,
	FOCUS_CARD_SERIAL,
	FOCUS_GIVES,
	FOCUS_READER_SERIAL,
	FOCUS_REASONS,
	FOCUS_NOTE,
	FOCUS_WAYS,
	FOCUS_OFFICER,
	FOCUS_PASSWORD
};

enum { HANDOVER_PLACES = 8 };

struct handover_screen {
	struct screen screen;
	const struct handover_flow *flow; /* as of the last refresh; NULL: over */
	int step;                         /* enum handover_step; that focus and edits belong to */
	struct form form; /* the places of the step: the machine's fields, the screen's own, and what is turned or chosen where it stands */
	struct form_field fields[HANDOVER_PLACES];
	enum focus places[HANDOVER_PLACES];
	struct pick pick;  /* results, reasons or ways */
	bool scanned;      /* what stands in the search came from a scanner */
	unsigned compared; /* enum identity_compared as of the last refresh */
	bool had_document; /* whether anything of a document was filled in then */
	bool asked;        /* for a second officer, as of the last refresh */
	bool gave;         /* a reader, as of the last refresh */
	bool sending;      /* an event of this screen has gone out since the last refresh */
	int escaped_from;  /* where Esc was pressed last, and the reason chosen there; -1 none */
	int escaped_reason;
	bool committed;   /* as of the last refresh */
	bool signs;       /* that both have signed was the last that was said */
	int64_t moved_ms; /* when the step became another by itself; 0: it was a key that did it */
	int64_t armed_ms; /* when the first key of the commit was pressed */
	int64_t name_ms;  /* since when the applicant's name stands at the identity check; 0: it does not */
};

/* Hands an event to the machine; its answer. */
enum code handover_send(struct handover_screen *handover, struct event event);
/* Presses that are waiting must meet the machine as it is now, not as it was when last painted. False: it is over. */
bool handover_catch_up(struct handover_screen *handover);
/* Where the focus stands. */
enum focus handover_focus(const struct handover_screen *handover);
void handover_focus_on(struct handover_screen *handover, enum focus focus);
void handover_move_focus(struct handover_screen *handover, int by);
/* The machine's field that a place shows (enum handover_field), -1 none. */
int handover_field(enum focus focus);
/* The place's number in the form; -1: the step has it not now. */
int handover_place(const struct handover_screen *handover, enum focus focus);
/* Whether the focus stands in a line of text. */
bool handover_is_typing(const struct handover_screen *handover);
/* Whether the focus stands where nothing is left to fill in after it. */
bool handover_is_last_place(const struct handover_screen *handover);
/* The machine as it is now; the screen goes when it is over. */
void handover_refresh(struct screen *screen);
/* scan_handover.c */
enum scan_answer handover_scan(struct screen *screen, const struct scan *scan);
void handover_draw_step(struct handover_screen *handover);
/* draw_identity.c */
void handover_draw_identity(struct handover_screen *handover);
void handover_draw_doubt(struct handover_screen *handover);
/* What the pictures of the steps have in common. */
enum { LABEL_END = 17, VALUE = LABEL_END + 3 };
int handover_draw_applicant(const struct handover_flow *flow, int row);
/* A value that the arrows left and right change. */
void handover_draw_choice(const struct handover_screen *handover, int row, enum message label, enum focus focus,
	const char *value);
/* A field with its label and what is wrong with it, where the step has it now. */
void handover_draw_field(const struct handover_screen *handover, int row, enum focus focus);
/* The sign before the place with the focus: seen where there are no colours. */
void handover_draw_sign(const struct handover_screen *handover, int row, enum focus focus);
void handover_draw_verdict(struct handover_screen *handover);
const char *handover_verdict_word(enum verdict_level level);
/* Whether a card is waited for that cannot be read for a reason that the doctor knows. */
bool handover_waits_in_vain(const struct handover_screen *handover);
#endif
