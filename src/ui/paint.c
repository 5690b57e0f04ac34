/*
 * ui/paint: one picture: the line of where you are, the sentence, the keys, and between them the screen on top.
 */
#include "screen.h"

enum { NOTICE_ROWS = 3 };

static void
draw_head(struct ui *ui, struct screen *screen)
{
	char left[512], right[512], clock[CLOCK_TEXT];
	int cells;

	clock_hour(clock, clock_now());
	if (screen->type->head != NULL)
		screen->type->head(screen, left, sizeof left);
	else
		copy_text(left, sizeof left, message_text(screen->type->title));
	if (ui->status.officer[0] == '\0')
		copy_text(right, sizeof right, clock);
	else if (ui_is_home(ui))
		snprintf(right, sizeof right, "%s   %s", ui->status.officer, clock);
	else
		say(right, sizeof right, UI_HEAD_RIGHT, ui->status.desk, ui->status.officer, clock);
	cells = term_columns() - text_width(right) - 5;
	draw_text_right(0, term_columns() - 2, STYLE_DIM, right);
	draw_text(0, 1, cells, STYLE_TITLE, left);
}

static void
draw_sentence(struct ui *ui, struct screen *screen)
{
	char text[UI_SENTENCE * 2] = "";
	enum verdict_level level = VERDICT_PASS;
	const char *word;
	int cells = term_columns() - 2;
	int column = 1;
	int lines;
	int row;

	if (ui->notice[0] != '\0') {
		copy_text(text, sizeof text, ui->notice);
		level = ui->notice_level;
	} else if (screen->type->speak != NULL) {
		level = screen->type->speak(screen, text, sizeof text);
	} else if (screen->type->sentence != 0) {
		copy_text(text, sizeof text, message_text(screen->type->sentence));
	}
	word = level == VERDICT_NOT_CHECKED ? level_word(VERDICT_WARN) : level_word(level);
	if (word[0] != '\0')
		column += text_width(word) + 2;
	cells -= column;
	lines = wrapped_height(cells, NOTICE_ROWS, text);
	row = term_rows() - 1 - (lines > 0 ? lines : 1);
	if (word[0] != '\0' && text[0] != '\0')
		draw_text(row, 1, -1, level_style(level), word);
	draw_wrapped(row, column, cells, NOTICE_ROWS, STYLE_TEXT, text);
}

static int
bar_width(const struct key_set *set, int gap)
{
	int width = 0;

	for (int i = 0; i < set->count; i++) {
		char name[16];
		if (set->list[i].aside)
			continue;
		key_name(name, set->list[i].function);
		width += text_width(name) + 1 + text_width(message_text(set->list[i].message)) + gap;
	}
	return width - gap;
}

static void
draw_keys(struct ui *ui, struct screen *screen)
{
	struct key_set set;
	int column = 1;
	int row = term_rows() - 1;
	int gap = 3;

	keys_collect(ui, screen, &set);
	keys_sort(&set);
	while (gap > 1 && bar_width(&set, gap) > term_columns() - 2)
		gap--;
	for (int i = 1; i < set.count && bar_width(&set, gap) > term_columns() - 2; i++)
		set.list[i].aside = true; /* no room: it still works and is in the help */
	for (int i = 0; i < set.count; i++) {
		char name[16];
		if (set.list[i].aside)
			continue;
		key_name(name, set.list[i].function);
		column += draw_text(row, column, -1, STYLE_KEY, name) + 1;
		column += draw_text(row, column, -1, STYLE_TEXT, message_text(set.list[i].message)) + gap;
	}
}

static void
draw_too_small(void)
{
	char text[UI_SENTENCE];

	say(text, sizeof text, UI_TOO_SMALL, TERM_COLUMNS_MIN, TERM_ROWS_MIN, term_columns(), term_rows());
	draw_wrapped(0, 0, term_columns() - 1, term_rows(), STYLE_TEXT, text);
}

void
ui_paint(struct ui *ui)
{
	struct screen *screen;

	for (int i = 0; i < SCREENS_MAX && ui->stale; i++) {
		ui->stale = false;
		screen = screen_top(ui);
		if (screen != NULL && screen->type->refresh != NULL)
			screen->type->refresh(screen);
	}
	if (!ui->dirty || ui->ended != UI_RUNNING || (screen = screen_top(ui)) == NULL)
		return;
	ui->dirty = false;
	ui->painted_minute = clock_now() / 60;
	ui->host->status(ui->host->context, &ui->status);
	term_clear();
	ui->too_small = term_rows() < TERM_ROWS_MIN || term_columns() < TERM_COLUMNS_MIN;
	if (ui->too_small) {
		draw_too_small();
	} else {
		draw_head(ui, screen);
		draw_sentence(ui, screen);
		draw_keys(ui, screen);
		screen->type->draw(screen);
	}
	term_show();
}
