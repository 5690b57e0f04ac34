/*
 * ui/ask_view: screens that ask before something is written for good: a form, F9 that looks at it and arms, and Ctrl-T that does
 * it, as the handover's commit does. Such a screen is the data below and nothing else.
 */
#ifndef UI_ASK_VIEW_H
#define UI_ASK_VIEW_H

#include "form_view.h"

struct ask_kind {
	const struct form_field *fields;
	int count;
	enum message sentence, armed; /* above the keys: while it is asked, and when the next key does it */
	enum message word_do;         /* of Ctrl-T */
};

struct ask_screen {
	struct screen screen;
	const struct ask_kind *kind;
	int64_t id;
	struct form form;
	bool armed;
	int64_t armed_ms;
	/* Does it; fills sentence (UI_SENTENCE bytes) either way. Done: the screen closes. */
	bool (*act)(struct ask_screen *ask, char *sentence);
	/* What stands above the form, from row on; returns the row behind it. May be NULL. */
	int (*draw_about)(struct ask_screen *ask, int row);
};

/* To be called when the screen opens, after act and draw_about are set; what was typed of another matter is gone. */
void ask_init(struct ask_screen *ask, const struct ask_kind *kind, int64_t id);
/* For the screen's table of functions. */
void ask_draw(struct screen *screen);
void ask_keys(struct screen *screen, struct key_set *set);
void ask_act(struct screen *screen, int action);
bool ask_press(struct screen *screen, const struct press *press);
bool ask_typing(struct screen *screen);
enum scan_answer ask_scan(struct screen *screen, const struct scan *scan);
enum verdict_level ask_say(struct screen *screen, char *out, size_t size);
void ask_close(struct screen *screen);

#endif
