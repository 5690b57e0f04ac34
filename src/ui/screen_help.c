/*
 * ui/screen_help: the keys of the screen beneath, taken from the same table that works them, so that help cannot lie.
 */
#include "screen.h"

#include <string.h>

struct help {
	struct screen screen;
	struct key_set keys;      /* of the screen beneath, as they were when help was opened */
	enum message of;          /* its title */
	struct pick lines;
};

static void
help_head(struct screen *screen, char *out, size_t size)
{
	say(out, size, HELP_HEAD, message_text(((struct help *)screen)->of));
}

/* "F9  D": the function key and its letter twin. */
static int
draw_key(const struct key_entry *entry, int row, int column, int width)
{
	char name[16], twin[16] = "";
	struct key_entry letter = *entry;

	key_name(name, entry);
	letter.function = 0;
	if (entry->function != 0 && key_letter(entry) > ' ')
		key_name(twin, &letter);
	draw_text(row, column, 6, STYLE_KEY, name);
	draw_text(row, column + 6, 2, STYLE_ACCENT, twin);
	draw_text(row, column + 9, width - 10, STYLE_TEXT, message_text(entry->message));
	return row + 1;
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
	int columns = 2;
	int width = (term_columns() - 4) / columns;
	int rows = (help->keys.count + columns - 1) / columns;
	int row = BODY_TOP + 1 + rows;

	draw_text(BODY_TOP, 2, -1, STYLE_TITLE, tell(HELP_KEYS));
	for (int i = 0; i < help->keys.count; i++)
		draw_key(&help->keys.list[i], BODY_TOP + 1 + i % rows, 3 + i / rows * width, width);
	if (row + 7 > body_bottom())
		row = body_bottom() - 7;
	draw_text(++row, 2, -1, STYLE_TITLE, tell(HELP_EVERYWHERE));
	row++;
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
		{1, '?', '?', UI_ACT_CLOSE, MSG_UI_KEY_BACK, true},
		{KEY_ESCAPE, 'g', 'b', UI_ACT_CLOSE, MSG_UI_KEY_BACK, false},
		{KEY_RETURN, 0, 0, UI_ACT_CLOSE, MSG_UI_KEY_BACK, true},
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
}

const struct screen_type screen_help = {
	.size = sizeof(struct help),
	.open = help_open,
	.title = MSG_HELP_TITLE,
	.sentence = MSG_HELP_SENTENCE,
	.draw = help_draw,
	.keys = help_keys,
	.head = help_head,
	.no_search = true,
	.bare = true,
	.overlay = true,
};
