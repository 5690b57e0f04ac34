/*
 * ui/screen_help: the keys of the screen beneath, taken from the same table that works them, so that help cannot lie.
 */
#include "screen.h"

#include <string.h>

enum { NAME_CELLS = 6 };

struct help {
	struct screen screen;
	struct key_set keys;   /* of the screen beneath, as they were when help was opened */
	struct key_set others; /* that mean nothing there */
	enum message of;       /* its title */
};

static void
help_head(struct screen *screen, char *out, size_t size)
{
	say(out, size, HELP_HEAD, message_text(((struct help *)screen)->of));
}

static void
draw_key(int function, int row, int column, int width, enum message words, enum style style)
{
	char name[16];

	key_name(name, function);
	draw_text(row, column, NAME_CELLS, STYLE_KEY, name);
	draw_text(row, column + NAME_CELLS + 1, width - NAME_CELLS - 2, style, message_text(words));
}

/* Keys in two columns below a title; returns the row behind them. */
static int
draw_table(const char *title, const struct key_set *set, int row, enum style style)
{
	int width = (term_columns() - 4) / 2;
	int rows = (set->count + 1) / 2;

	draw_text(row++, 2, -1, STYLE_TITLE, title);
	for (int i = 0; i < set->count; i++)
		draw_key(set->list[i].function, row + i % rows, 3 + i / rows * width, width, set->list[i].message, style);
	return row + rows;
}

static bool
is_live(const struct key_set *set, int function)
{
	for (int i = 0; i < set->count; i++)
		if (set->list[i].function == function)
			return true;
	return false;
}

/* What does nothing on the screen beneath, with what it means on the others. */
static void
collect_others(const struct key_set *live, struct key_set *out)
{
	int count;
	const struct key_meaning *meanings = key_meanings(&count);

	*out = (struct key_set){0};
	for (int i = 0; i < count; i++)
		if (meanings[i].function < STEP_KEY_CONTROL && meanings[i].function != 12 && !is_live(live, meanings[i].function))
			keys_add(out, &(struct key_entry){meanings[i].function, UI_ACT_NONE, meanings[i].meaning, false}, 1);
}

static int
draw_plain(int row, int column, const char *keys, const char *words)
{
	int used = draw_text(row, column, -1, STYLE_KEY, keys);

	draw_text(row, column + used + 2, -1, STYLE_TEXT, words);
	return row + 1;
}

static void
help_draw(struct screen *screen)
{
	struct help *help = (struct help *)screen;
	int row = draw_table(tell(HELP_KEYS), &help->keys, BODY_TOP, STYLE_TEXT);

	if (help->others.count > 0)
		row = draw_table(tell(HELP_ELSEWHERE), &help->others, row, STYLE_DIM);
	row = draw_plain(row, 3, tell(HELP_MOVE), tell(HELP_MOVE_WORDS));
	row += draw_wrapped(row, 3, term_columns() - 6, 3, STYLE_TEXT, tell(HELP_ALT));
	row += draw_wrapped(row, 3, term_columns() - 6, 2, STYLE_TEXT, tell(HELP_ESC));
	draw_wrapped(row, 3, term_columns() - 6, 1, STYLE_TEXT, tell(HELP_PIN));
	term_cursor(BODY_TOP, 2);
}

static void
help_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry own[] = {
		{1, UI_ACT_HELP, MSG_UI_KEY_HELP, true},
		{KEY_ESCAPE, UI_ACT_CLOSE, MSG_UI_KEY_BACK, false},
	};

	(void)screen;
	keys_add(set, own, ARRAY_LENGTH(own));
}

static void
help_open(struct screen *screen, const struct target *target)
{
	struct help *help = (struct help *)screen;
	struct screen *beneath = screen->ui->stack[screen->ui->depth - 2];

	(void)target;
	help->of = beneath->type->title;
	keys_collect(screen->ui, beneath, &help->keys);
	keys_sort(&help->keys);
	collect_others(&help->keys, &help->others);
}

const struct screen_type screen_help = {
	.size = sizeof(struct help),
	.open = help_open,
	.title = MSG_HELP_TITLE,
	.sentence = MSG_HELP_SENTENCE,
	.draw = help_draw,
	.keys = help_keys,
	.head = help_head,
	.overlay = true,
};
