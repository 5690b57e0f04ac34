/*
 * ui/screen_stack: the courier's parcel, card after card: hands on the cards, eyes on one big word.
 */
#include "screen.h"

#include "teslim/ident.h"

enum { DO_UNREADABLE = UI_ACT_OWN, DO_DAMAGED, DO_FINISH, DO_PAUSE };

struct stack {
	struct screen screen;
	bool finishing; /* F9 was pressed once */
	struct ui_stack data;
};

static void
stack_refresh(struct screen *screen)
{
	struct stack *stack = (struct stack *)screen;

	stack->data = (struct ui_stack){0};
	if (!screen->ui->host->stack(screen->ui->host->context, &stack->data))
		screen_pop(screen->ui);
}

static int
draw_count(int column, enum message label, int number, enum style style)
{
	char text[32];

	column += draw_text(BODY_TOP, column, -1, STYLE_LABEL, message_text(label)) + 1;
	show_number(text, number);
	column += draw_text(BODY_TOP, column, -1, style, text);
	return column + 8;
}

static void
draw_last(const struct ui_stack *data, int row)
{
	char masked[NATIONAL_ID_TEXT], drawer[SERIAL_TEXT + 32], upper_case[FULL_NAME_TEXT];
	struct str upper = {0};
	int width = term_columns();
	int word_at = width - 32;

	if (data->reading) {
		draw_text(row, 12, -1, STYLE_ACCENT, tell(HANDOVER_READING));
		draw_bar(row, 32, 24, data->percent);
		return;
	}
	if (!data->has_last)
		return;
	text_upper(&upper, data->name);
	copy_text(upper_case, sizeof upper_case, str_text(&upper));
	str_clear(&upper);
	draw_text(row, 12, word_at - 13, STYLE_TITLE, upper_case);
	draw_text(row, word_at, -1, level_style(data->level), data->word);
	ident_mask(masked, data->national_id);
	draw_text(row + 1, 12, 11, STYLE_FIELD, masked);
	draw_text(row + 1, 26, word_at - 27, STYLE_FIELD, data->unit);
	if (data->drawer[0] != '\0') {
		say(drawer, sizeof drawer, STACK_DRAWER, data->drawer);
		draw_text(row + 1, word_at, -1, STYLE_FIELD, drawer);
	}
}

static void
draw_stack_row(const struct ui_stack_row *item, int row)
{
	char number[16];
	int word_at = term_columns() - 32;

	snprintf(number, sizeof number, "%d", item->number);
	draw_text_right(row, 6, STYLE_DIM, number);
	draw_text(row, 9, word_at - 10, STYLE_TEXT, item->name);
	draw_text(row, word_at, 18, item->level == VERDICT_PASS ? STYLE_TEXT : level_style(item->level), item->words);
	draw_text(row, word_at + 19, -1, STYLE_DIM, item->drawer);
}

static void
stack_draw(struct screen *screen)
{
	const struct ui_stack *data = &((struct stack *)screen)->data;
	int column = 3;
	int row = BODY_TOP + 6;

	column = draw_count(column, MSG_STACK_EXPECTED, data->expected, STYLE_FIELD);
	column = draw_count(column, MSG_STACK_READ, data->read, STYLE_TITLE);
	column = draw_count(column, MSG_STACK_LEFT, data->left, STYLE_FIELD);
	draw_count(column, MSG_STACK_UNEXPECTED, data->unexpected, data->unexpected > 0 ? STYLE_WARNING : STYLE_FIELD);
	draw_last(data, BODY_TOP + 2);
	for (int i = 0; i < data->count && row <= body_bottom(); i++, row++)
		draw_stack_row(&data->rows[i], row);
	term_cursor(BODY_TOP + 2, 12);
}

static void
stack_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry own[] = {
		{6, DO_UNREADABLE, MSG_STACK_KEY_UNREADABLE, false},
		{5, DO_DAMAGED, MSG_STACK_KEY_DAMAGED, false},
		{9, DO_FINISH, MSG_STACK_KEY_FINISH, false},
		{KEY_ESCAPE, DO_PAUSE, MSG_STACK_KEY_PAUSE, false},
	};

	(void)screen;
	keys_add(set, own, ARRAY_LENGTH(own));
}

static void
stack_act(struct screen *screen, int action)
{
	static const enum ui_stack_act acts[] = {
		[DO_UNREADABLE - DO_UNREADABLE] = UI_STACK_UNREADABLE, [DO_DAMAGED - DO_UNREADABLE] = UI_STACK_DAMAGED,
		[DO_FINISH - DO_UNREADABLE] = UI_STACK_FINISH, [DO_PAUSE - DO_UNREADABLE] = UI_STACK_PAUSE};
	struct stack *stack = (struct stack *)screen;
	const struct ui_host *host = screen->ui->host;
	char sentence[UI_SENTENCE] = "";
	bool asked = stack->finishing;

	stack->finishing = false;
	if (action < DO_UNREADABLE || action > DO_PAUSE)
		return;
	if (action == DO_FINISH && !asked && (stack->data.left > 0 || stack->data.unexpected > 0)) {
		stack->finishing = true;
		say(sentence, sizeof sentence, STACK_FINISH_AGAIN, stack->data.left, stack->data.unexpected);
		ui_notice(screen->ui, VERDICT_WARN, sentence);
		return;
	}
	if (!host->stack_act(host->context, acts[action - DO_UNREADABLE], sentence))
		ui_notice(screen->ui, VERDICT_REFUSE, sentence);
	ui_refresh(screen->ui);
}

static void
stack_head(struct screen *screen, char *out, size_t size)
{
	say(out, size, STACK_HEAD, ((struct stack *)screen)->data.tracking_number);
}

static enum verdict_level
stack_say(struct screen *screen, char *out, size_t size)
{
	const struct ui_stack *data = &((struct stack *)screen)->data;

	if (screen->ui->status.no_card.level != VERDICT_PASS) {
		copy_text(out, size, screen->ui->status.no_card.line);
		return screen->ui->status.no_card.level;
	}
	if (data->sentence[0] != '\0')
		copy_text(out, size, data->sentence);
	else
		copy_text(out, size, data->read > 0 || data->has_last ? tell(STACK_NEXT) : tell(STACK_INSERT));
	return data->has_last && !data->reading ? data->level : VERDICT_PASS;
}

static bool
stack_press(struct screen *screen, const struct press *press)
{
	(void)press;
	((struct stack *)screen)->finishing = false;
	return false;
}

const struct screen_type screen_stack = {
	.size = sizeof(struct stack),
	.title = MSG_STACK_TITLE,
	.draw = stack_draw,
	.keys = stack_keys,
	.act = stack_act,
	.press = stack_press,
	.refresh = stack_refresh,
	.head = stack_head,
	.speak = stack_say,
};
