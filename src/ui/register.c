/*
 * ui/register: see register.h.
 */
#include "register.h"

#include <string.h>

enum { DO_CHANGE = UI_ACT_OWN, DO_NEW, DO_ACT, DO_ACT_SURE, DO_ENTER, DO_SAVE, DO_BACK };
enum { VALUE_COLUMN = 26, FIELD_STEP = 2 };

static struct register_screen *
of(struct screen *screen)
{
	return (struct register_screen *)screen;
}

void
register_init(struct screen *screen, const struct register_kind *kind)
{
	of(screen)->kind = kind;
	of(screen)->row = mem_alloc(kind->table->row_size);
	table_screen_init(screen, kind->table, MSG_NONE, 0);
	form_init(&of(screen)->form, kind->fields, kind->new_count);
	of(screen)->is_new = true;
}

void
register_close(struct screen *screen)
{
	form_wipe(&of(screen)->form);
	mem_free(of(screen)->row);
	table_screen_close(screen);
}

void
register_draw(struct screen *screen)
{
	if (of(screen)->editing)
		(void)form_draw(&of(screen)->form, BODY_TOP + 1, VALUE_COLUMN, FIELD_STEP);
	else
		table_screen_draw(screen);
}

void
register_keys(struct screen *screen, struct key_set *set)
{
	const struct register_kind *kind = of(screen)->kind;
	const struct key_entry of_rows[] = {
		{KEY_RETURN, DO_CHANGE, MSG_UI_KEY_OPEN, false},
		{6, DO_ACT, kind->word_act, false},
	};
	static const struct key_entry sure = {STEP_KEY_CONTROL + 't', DO_ACT_SURE, MSG_UI_KEY_RECORD, false};
	const struct key_entry of_table[] = {
		{STEP_KEY_CONTROL + 'n', DO_NEW, kind->word_new, false},
		{KEY_ESCAPE, UI_ACT_CLOSE, MSG_UI_KEY_BACK, false},
	};
	const struct key_entry of_form[] = {
		{KEY_RETURN, DO_ENTER, MSG_HANDOVER_NEXT_FIELD, true},
		{9, DO_SAVE, kind->word_save, false},
		{8, DO_BACK, MSG_KEY_BACK, true},
		{KEY_ESCAPE, DO_BACK, MSG_UI_KEY_BACK, false},
	};

	if (of(screen)->editing) {
		keys_add(set, of_form, ARRAY_LENGTH(of_form));
		return;
	}
	if (of(screen)->list.table.count > 0)
		keys_add(set, of_rows, ARRAY_LENGTH(of_rows));
	if (ui_asks(screen, DO_ACT))
		keys_add(set, &sure, 1);
	keys_add(set, of_table, ARRAY_LENGTH(of_table));
}

/* What was typed for a new row and left is there again; another row's form begins with that row. */
static void
begin_form(struct register_screen *view, const void *row)
{
	const struct register_kind *kind = view->kind;

	view->editing = true;
	if (row == NULL && view->is_new)
		return;
	form_wipe(&view->form);
	view->is_new = row == NULL;
	form_init(&view->form, kind->fields, row == NULL ? kind->new_count : kind->change_count);
	if (row == NULL)
		return;
	memcpy(view->row, row, kind->table->row_size);
	kind->load(&view->form, row);
}

static bool
answer(struct register_screen *view, bool done, const char *sentence)
{
	ui_notice(view->list.screen.ui, done ? VERDICT_PASS : VERDICT_REFUSE, sentence);
	ui_refresh(view->list.screen.ui);
	return done;
}

static void
save(struct register_screen *view, enum form_answer form)
{
	char sentence[UI_SENTENCE] = "";

	if (form != FORM_COMPLETE)
		return;
	if (!answer(view, view->kind->save(view->list.screen.ui, &view->form, view->is_new ? NULL : view->row, sentence), sentence))
		return;
	form_wipe(&view->form);
	view->editing = false;
}

void
register_act(struct screen *screen, int action)
{
	struct register_screen *view = of(screen);
	const void *chosen = table_chosen(&view->list.table);
	char sentence[UI_SENTENCE] = "";

	if (action == DO_NEW || (action == DO_CHANGE && chosen != NULL))
		begin_form(view, action == DO_NEW ? NULL : chosen);
	else if (action == DO_ACT && chosen != NULL)
		ui_ask(screen, DO_ACT, VERDICT_WARN, tell(REGISTER_SURE));
	else if (action == DO_ACT_SURE && chosen != NULL && !is_too_quick(screen->ui))
		(void)answer(view, view->kind->act(screen->ui, chosen, sentence), sentence);
	else if (action == DO_ENTER)
		save(view, form_enter(screen->ui, &view->form));
	else if (action == DO_SAVE)
		save(view, form_check(&view->form));
	else if (action == DO_BACK)
		view->editing = false;
}

void
register_stay(struct screen *screen)
{
	of(screen)->editing = true;
}

bool
register_press(struct screen *screen, const struct press *press)
{
	return of(screen)->editing ? form_press(&of(screen)->form, press) : table_screen_press(screen, press);
}

bool
register_typing(struct screen *screen)
{
	return of(screen)->editing;
}

enum scan_answer
register_scan(struct screen *screen, const struct scan *scan)
{
	if (of(screen)->editing)
		return form_scan(screen->ui, &of(screen)->form, scan);
	return table_choose_named(&of(screen)->list.table, scan->text) ? ANSWER_TAKEN : ANSWER_REFUSED;
}

enum verdict_level
register_say(struct screen *screen, char *out, size_t size)
{
	const struct register_screen *view = of(screen);
	enum message message = view->list.table.count > 0 ? view->kind->sentence : view->kind->empty;

	copy_text(out, size, view->editing ? form_sentence(&view->form, MSG_REGISTER_SENTENCE) : message_text(message));
	return VERDICT_PASS;
}
