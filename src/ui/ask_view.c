/*
 * ui/ask_view: see ask_view.h. Whatever is typed, scanned or gone back to disarms: what is done is what stood there when it was
 * made ready.
 */
#include "ask_view.h"

enum { DO_ENTER = UI_ACT_OWN, DO_ARM, DO_IT, DO_BACK };
enum { VALUE_COLUMN = 26, FIELD_STEP = 2, ARMED_MS = 30000, PAUSE_MS = 250 };

static struct ask_screen *
of(struct screen *screen)
{
	return (struct ask_screen *)screen;
}

void
ask_init(struct ask_screen *ask, const struct ask_kind *kind, int64_t id)
{
	form_wipe(&ask->form);
	ask->kind = kind;
	ask->id = id;
	ask->armed = false;
	form_init(&ask->form, kind->fields, kind->count);
}

void
ask_draw(struct screen *screen)
{
	struct ask_screen *ask = of(screen);
	int row = BODY_TOP;

	if (ask->draw_about != NULL)
		row = ask->draw_about(ask, row) + 1;
	(void)form_draw(&ask->form, row, VALUE_COLUMN, FIELD_STEP);
}

void
ask_keys(struct screen *screen, struct key_set *set)
{
	const struct ask_screen *ask = of(screen);
	const struct key_entry asking[] = {
		{KEY_RETURN, DO_ENTER, MSG_HANDOVER_NEXT_FIELD, true},
		{9, DO_ARM, MSG_CORRECTION_KEY_ARM, ask->armed},
		{8, DO_BACK, MSG_KEY_BACK, !ask->armed},
		{STEP_KEY_CONTROL + 't', DO_IT, ask->kind->word_do, !ask->armed},
		{KEY_ESCAPE, UI_ACT_CLOSE, MSG_KEY_CANCEL, false},
	};

	keys_add(set, asking, ARRAY_LENGTH(asking));
}

static void
arm(struct ask_screen *ask)
{
	if (form_check(&ask->form) != FORM_COMPLETE)
		return;
	ask->armed = true;
	ask->armed_ms = term_now();
}

static void
do_it(struct ask_screen *ask)
{
	struct ui *ui = ask->screen.ui;
	int64_t waited = term_now() - ask->armed_ms;
	char sentence[UI_SENTENCE] = "";
	bool done;

	if (!ask->armed)
		return;
	if (waited < PAUSE_MS) {
		ui_notice(ui, VERDICT_WARN, tell(HANDOVER_TOO_QUICK));
		return;
	}
	ask->armed = false;
	if (waited > ARMED_MS) {
		ui_notice(ui, VERDICT_WARN, tell(CORRECTION_LAPSED));
		return;
	}
	done = ask->act(ask, sentence);
	if (done && screen_top(ui) == &ask->screen)
		screen_pop(ui); /* it is gone from here on */
	ui_notice(ui, done ? VERDICT_PASS : VERDICT_REFUSE, sentence);
	ui_refresh(ui);
}

void
ask_act(struct screen *screen, int action)
{
	struct ask_screen *ask = of(screen);

	if (action == DO_IT) {
		do_it(ask);
		return;
	}
	if (action == DO_BACK && !ask->armed) {
		screen_pop(screen->ui);
		return;
	}
	ask->armed = false;
	if (action == DO_ARM || (action == DO_ENTER && form_enter(screen->ui, &ask->form) == FORM_COMPLETE))
		arm(ask);
}

bool
ask_press(struct screen *screen, const struct press *press)
{
	struct ask_screen *ask = of(screen);
	bool taken = form_press(&ask->form, press);

	if (taken)
		ask->armed = false;
	return taken;
}

bool
ask_typing(struct screen *screen)
{
	(void)screen;
	return true;
}

enum scan_answer
ask_scan(struct screen *screen, const struct scan *scan)
{
	of(screen)->armed = false;
	return form_scan(screen->ui, &of(screen)->form, scan);
}

enum verdict_level
ask_say(struct screen *screen, char *out, size_t size)
{
	const struct ask_screen *ask = of(screen);

	copy_text(out, size, ask->armed ? message_text(ask->kind->armed) : form_sentence(&ask->form, ask->kind->sentence));
	return ask->armed ? VERDICT_WARN : VERDICT_PASS;
}

void
ask_close(struct screen *screen)
{
	form_wipe(&of(screen)->form);
}
