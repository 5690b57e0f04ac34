/*
 * ui/screen_demo: which of the demo's cards to put into the virtual reader. Only there when the host has such cards.
 */
#include "screen.h"

enum { DO_INSERT = UI_ACT_OWN };

enum { NO_CARD = -1 };

struct demo {
	struct screen screen;
	struct pick pick;
};

static void
demo_draw(struct screen *screen)
{
	struct demo *demo = (struct demo *)screen;
	int count;
	const char *const *names = screen->ui->host->demo_cards(screen->ui->host->context, &count);

	pick_fit(&demo->pick, count + 1, body_rows() - 1);
	for (int i = 0; i < demo->pick.height && demo->pick.first + i < demo->pick.count; i++) {
		int index = (int)demo->pick.first + i;
		int row = BODY_TOP + 1 + i;
		bool chosen = index == demo->pick.chosen;
		char number[16];

		if (chosen) {
			term_blank(row, 2, term_columns() - 4, STYLE_SELECTED);
			term_cursor(row, 4);
		}
		snprintf(number, sizeof number, "%d", index < count ? index + 1 : 0);
		draw_text(row, 4, 2, chosen ? STYLE_SELECTED : STYLE_KEY, number);
		draw_text(row, 8, -1, chosen ? STYLE_SELECTED : STYLE_TEXT, index < count ? names[index] : tell(DEMO_KEY_TAKE));
	}
}

/* The row behind the cards takes out the one that is in. */
static int
card_of_row(int row, int64_t rows)
{
	return row < rows - 1 ? row : NO_CARD;
}

/* Goes back to the screen beneath at once: that is where the card shows. */
static void
insert(struct demo *demo, int index)
{
	struct ui *ui = demo->screen.ui;
	char sentence[UI_SENTENCE] = "";
	int count;
	const char *const *names = ui->host->demo_cards(ui->host->context, &count);
	bool done;

	if (index >= count)
		return;
	done = ui->host->demo_insert(ui->host->context, index, sentence);
	if (done && index >= 0)
		say(sentence, sizeof sentence, DEMO_INSERTED, names[index]);
	else if (done)
		copy_text(sentence, sizeof sentence, tell(DEMO_TAKEN));
	screen_pop(ui);
	if (!done || ui_is_home(ui)) /* elsewhere the card shows by itself, and its sentence matters more */
		ui_notice(ui, done ? VERDICT_PASS : VERDICT_REFUSE, sentence);
}

static void
demo_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry own[] = {
		{KEY_RETURN, DO_INSERT, MSG_DEMO_KEY_INSERT, false},
		{KEY_ESCAPE, UI_ACT_CLOSE, MSG_UI_KEY_BACK, false},
	};

	(void)screen;
	keys_add(set, own, ARRAY_LENGTH(own));
}

static void
demo_act(struct screen *screen, int action)
{
	struct demo *demo = (struct demo *)screen;

	if (action == DO_INSERT)
		insert(demo, card_of_row((int)demo->pick.chosen, demo->pick.count));
}

static bool
demo_press(struct screen *screen, const struct press *press)
{
	struct demo *demo = (struct demo *)screen;

	if (press->kind == PRESS_CHAR && press->code >= '1' && press->code <= '9') {
		insert(demo, (int)(press->code - '1'));
		return true;
	}
	if (press->kind == PRESS_CHAR && press->code == '0') {
		insert(demo, NO_CARD);
		return true;
	}
	return pick_press(&demo->pick, press, false);
}

static bool
demo_may_open(struct ui *ui)
{
	return ui->host->demo_cards != NULL;
}

const struct screen_type screen_demo = {
	.size = sizeof(struct demo),
	.may_open = demo_may_open,
	.title = MSG_DEMO_TITLE,
	.sentence = MSG_DEMO_SENTENCE,
	.draw = demo_draw,
	.keys = demo_keys,
	.act = demo_act,
	.press = demo_press,
};
