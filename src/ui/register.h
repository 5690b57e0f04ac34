/*
 * ui/register: screens that are a table, a form over it for a new row or a changed one, and an act on the chosen row. Such a
 * screen is the data below and nothing else.
 */
#ifndef UI_REGISTER_H
#define UI_REGISTER_H

#include "form_view.h"
#include "table_view.h"

struct register_kind {
	const struct table_kind *table;
	const struct form_field *fields;
	int new_count, change_count;  /* how many of the fields a new row has, and how many of them can be changed */
	enum message sentence, empty; /* above the keys: over rows, over none */
	enum message word_new, word_act, word_save; /* of the keys Ctrl-N, F6 and in the form F9 */
	/* Puts a row into the form. */
	void (*load)(struct form *form, const void *row);
	/* Both fill sentence (UI_SENTENCE bytes) with what was done, or with what is wrong. row: who is changed; NULL: a new one. */
	bool (*save)(struct ui *ui, const struct form *form, const void *row, char *sentence);
	bool (*act)(struct ui *ui, const void *row, char *sentence);
};

struct register_screen {
	struct table_screen list;
	const struct register_kind *kind;
	bool editing;
	void *row; /* a copy of the one that is changed */
	bool is_new;
	struct form form; /* keeps what was typed until it is saved or another is begun */
};

/* To be called when the screen opens. */
void register_init(struct screen *screen, const struct register_kind *kind);
/* For the screen's table of functions. */
void register_draw(struct screen *screen);
void register_keys(struct screen *screen, struct key_set *set);
void register_act(struct screen *screen, int action);
/* Esc has left the form, and was the beginning of a function key. */
void register_stay(struct screen *screen);
bool register_press(struct screen *screen, const struct press *press);
bool register_typing(struct screen *screen);
enum scan_answer register_scan(struct screen *screen, const struct scan *scan);
enum verdict_level register_say(struct screen *screen, char *out, size_t size);
void register_close(struct screen *screen);

#endif
