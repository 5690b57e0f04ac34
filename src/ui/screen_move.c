/*
 * ui/screen_move: what may become of one application, or of those that were marked in a list: a menu of the acts that the table of
 * moves opens to all of them, then the questions of the chosen one. Writes nothing before F9; what is for good is armed by F9 and
 * written by Ctrl-T.
 */
#include "form_view.h"

#include "teslim/desk/move.h"
#include "teslim/ident.h"
#include "teslim/words.h"

#include <string.h>

enum { DO_CHOOSE = UI_ACT_OWN, DO_ENTER, DO_SAVE, DO_WRITE, DO_MENU };
enum { LEFT = 2, NAMES_MAX = 5, MENU_LEFT = 4, VALUE_COLUMN = 24, FIELD_STEP = 2 };

/* Acts of one person that other screens ask for: taking a handover back or correcting it, and his readers. */
enum { FURTHER_MAX = RECORD_ACT_COUNT + 1 };
struct further {
	enum message word;
	struct target target;
};

struct move_screen {
	struct screen screen;
	int64_t ids[TABLE_MARKS_MAX];
	int count;
	struct ui_moved *whom; /* as they were seen when the screen was filled */
	enum move_act open[MOVE_ACT_COUNT];
	int open_count;
	struct further further[FURTHER_MAX]; /* behind them in the menu: what has a screen of its own */
	int further_count;
	struct pick menu;
	bool asking, armed, begun;
	enum move_act act;
	struct form form;
};

static struct move_screen *
of(struct screen *screen)
{
	return (struct move_screen *)screen;
}

/* ------------------------------------------------------------------ whom it is about, and what is open */

int64_t
ui_item_id(const struct ui_item *item)
{
	return item->kind == ITEM_CARD && item->applicant_id != 0 ? item->applicant_id
								  : -(item->id * ITEM_KIND_COUNT + (int64_t)item->kind);
}

static bool
look_up_item(struct move_screen *view, int64_t id, struct ui_moved *moved, char *sentence)
{
	const struct ui_host *host = view->screen.ui->host;
	struct ui_item item;

	moved->kind = (enum item_kind)(-id % ITEM_KIND_COUNT);
	moved->item_id = -id / ITEM_KIND_COUNT;
	if (!host->item(host->context, moved->kind, moved->item_id, &item, sentence))
		return false;
	moved->state = item.state;
	copy_text(moved->name, sizeof moved->name, item.name[0] != '\0' ? item.name : message_text(item_kind_message(item.kind)));
	copy_text(moved->card_serial, sizeof moved->card_serial, item.serial);
	return true;
}

static void
add_further(struct move_screen *view, enum message word, enum screen_id screen, int64_t id, enum record_act act)
{
	view->further[view->further_count++] = (struct further){word, {.screen = screen, .id = id, .act = act}};
}

/* Only who has a reader can exchange it or give it back. */
static void
find_further(struct move_screen *view, int64_t id, const struct ui_applicant_detail *detail)
{
	view->further_count = 0;
	if (detail->handover_id != 0)
		add_further(view, detail->paper == PAPER_SIGNED ? MSG_MOVE_CORRECT : MSG_MOVE_TAKE_BACK, SCREEN_CORRECTION,
			detail->handover_id, RECORD_GIVE);
	if (detail->applicant.national_id[0] == '\0')
		return;
	add_further(view, record_act_message(RECORD_GIVE), SCREEN_READER, id, RECORD_GIVE);
	if (detail->held_count == 0)
		return;
	add_further(view, record_act_message(RECORD_EXCHANGE), SCREEN_READER, id, RECORD_EXCHANGE);
	add_further(view, record_act_message(RECORD_TAKE_BACK), SCREEN_READER, id, RECORD_TAKE_BACK);
}

static bool
look_up_person(struct move_screen *view, int64_t id, struct ui_moved *moved, char *sentence)
{
	const struct ui_host *host = view->screen.ui->host;
	struct ui_applicant_detail *detail = mem_alloc(sizeof *detail);
	bool known = host->applicant(host->context, id, detail, sentence);

	if (known) {
		moved->applicant_id = id;
		moved->from = detail->applicant.state;
		moved->cards = desk_cards(detail->has_card, detail->card_state);
		desk_full_name(moved->name, &detail->applicant);
		ident_mask(moved->national_id, detail->applicant.national_id);
		copy_text(moved->card_serial, sizeof moved->card_serial, detail->card_serial);
		if (view->count == 1)
			find_further(view, id, detail);
	}
	mem_free(detail);
	return known;
}

static bool
look_up(struct move_screen *view, int index)
{
	struct ui_moved *moved = &view->whom[index];
	char sentence[UI_SENTENCE] = "";
	bool known;

	*moved = (struct ui_moved){0};
	known = view->ids[index] < 0 ? look_up_item(view, view->ids[index], moved, sentence)
				     : look_up_person(view, view->ids[index], moved, sentence);
	if (!known)
		ui_notice(view->screen.ui, VERDICT_REFUSE, sentence);
	return known;
}

static bool
is_item(const struct ui_moved *moved)
{
	return moved->applicant_id == 0;
}

static bool
is_among(const enum move_act *acts, int count, enum move_act act)
{
	for (int i = 0; i < count; i++)
		if (acts[i] == act)
			return true;
	return false;
}

/* What is open to every one of them. */
static void
find_open(struct move_screen *view)
{
	enum officer_role role = view->screen.ui->status.administrator ? OFFICER_ROLE_ADMINISTRATOR : OFFICER_ROLE_OFFICER;
	enum move_act own[MOVE_ACT_COUNT];
	int count = 0;

	for (int i = 0; i < view->count; i++) {
		const struct ui_moved *moved = &view->whom[i];
		int kept = 0;
		int found = is_item(moved) != is_item(&view->whom[0]) ? 0 /* one act is one write */
			: is_item(moved) ? desk_item_acts_open(moved->kind, moved->state, role, own, MOVE_ACT_COUNT)
					 : desk_acts_open(moved->from, moved->cards, role, own, MOVE_ACT_COUNT);

		for (int j = 0; i > 0 && j < count; j++)
			if (is_among(own, found, view->open[j]))
				view->open[kept++] = view->open[j];
		if (i == 0)
			memcpy(view->open, own, sizeof own);
		count = i == 0 ? found : kept;
	}
	view->open_count = count;
	pick_fit(&view->menu, count + view->further_count, MOVE_ACT_COUNT + FURTHER_MAX);
}

static void
move_refresh(struct screen *screen)
{
	struct move_screen *view = of(screen);

	view->further_count = 0;
	for (int i = 0; i < view->count; i++)
		if (!look_up(view, i))
			view->count = 0;
	find_open(view);
	if (view->asking && !is_among(view->open, view->open_count, view->act)) {
		view->asking = false; /* somebody else has moved one of them */
		view->armed = false;
	}
}

/* ------------------------------------------------------------------ drawing */

static int
draw_names(const struct move_screen *view)
{
	int row = BODY_TOP;

	for (int i = 0; i < view->count && i < NAMES_MAX; i++, row++) {
		const struct ui_moved *moved = &view->whom[i];
		char words[UI_SENTENCE];

		if (is_item(moved))
			snprintf(words, sizeof words, "%s  %s", moved->card_serial,
				message_text(card_state_message(moved->state)));
		else
			snprintf(words, sizeof words, "%s  %s%s%s", moved->national_id,
				message_text(application_state_message(moved->from)), moved->card_serial[0] != '\0' ? "  " : "",
				moved->card_serial);
		draw_text(row, LEFT, 32, STYLE_TITLE, moved->name);
		draw_text(row, LEFT + 34, -1, STYLE_TEXT, words);
	}
	if (view->count > NAMES_MAX) {
		char words[UI_WORDS];

		say(words, sizeof words, MOVE_MORE, view->count - NAMES_MAX);
		draw_text(row++, LEFT, -1, STYLE_DIM, words);
	}
	return row + 1;
}

static void
draw_menu(const struct move_screen *view, int row)
{
	for (int i = 0; i < (int)view->menu.count; i++, row++) {
		bool chosen = i == view->menu.chosen;

		if (chosen) {
			term_blank(row, LEFT, body_width(), STYLE_SELECTED);
			term_cursor(row, MENU_LEFT);
		}
		draw_text(row, MENU_LEFT, -1, chosen ? STYLE_SELECTED : STYLE_TEXT,
			message_text(i < view->open_count ? move_act_message(view->open[i])
							  : view->further[i - view->open_count].word));
	}
}

/* What there is to choose from, below the form while it is chosen. */
static void
draw_choices(const struct move_screen *view, int row)
{
	const struct form_field *field = &view->form.fields[view->form.focus];

	for (int i = 0; field->kind == FORM_CHOICE && i < field->choice_count && row <= body_bottom(); i++, row++) {
		char words[UI_WORDS];

		snprintf(words, sizeof words, "%d  %s", i + 1, message_text(field->choices[i]));
		draw_text(row, VALUE_COLUMN, -1, i == view->form.entries[view->form.focus].chosen ? STYLE_TITLE : STYLE_DIM,
			words);
	}
}

static void
move_draw(struct screen *screen)
{
	struct move_screen *view = of(screen);
	int row = draw_names(view);

	if (!view->asking) {
		draw_menu(view, row);
		return;
	}
	draw_text(row, LEFT, -1, STYLE_TITLE, message_text(move_act_message(view->act)));
	if (!is_item(&view->whom[0])) /* it speaks of a person's card */
		row += draw_wrapped(row + 1, LEFT, body_width(), 2, STYLE_TEXT, message_text(desk_act(view->act)->sentence));
	row++;
	draw_choices(view, form_draw(&view->form, row + 1, VALUE_COLUMN, FIELD_STEP));
}

/* ------------------------------------------------------------------ keys */

static void
move_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry of_menu[] = {
		{KEY_RETURN, DO_CHOOSE, MSG_MOVE_KEY_CHOOSE, false},
		{9, DO_CHOOSE, MSG_MOVE_KEY_CHOOSE, true},
	};
	static const struct key_entry back[] = {
		{8, UI_ACT_CLOSE, MSG_KEY_BACK, true},
		{KEY_ESCAPE, UI_ACT_CLOSE, MSG_UI_KEY_BACK, false},
	};
	static const struct key_entry of_form[] = {
		{KEY_RETURN, DO_ENTER, MSG_HANDOVER_NEXT_FIELD, true},
		{9, DO_SAVE, MSG_MOVE_KEY_SAVE, false},
		{8, DO_MENU, MSG_KEY_BACK, true},
		{KEY_ESCAPE, DO_MENU, MSG_UI_KEY_BACK, false},
	};
	static const struct key_entry of_armed[] = {
		{STEP_KEY_CONTROL + 't', DO_WRITE, MSG_MOVE_KEY_WRITE, false},
		{8, DO_MENU, MSG_KEY_BACK, true},
		{KEY_ESCAPE, DO_MENU, MSG_UI_KEY_BACK, false},
	};
	const struct move_screen *view = of(screen);

	if (view->asking && view->armed) {
		keys_add(set, of_armed, ARRAY_LENGTH(of_armed));
		return;
	}
	if (view->asking) {
		keys_add(set, of_form, ARRAY_LENGTH(of_form));
		return;
	}
	if (view->menu.count > 0)
		keys_add(set, of_menu, ARRAY_LENGTH(of_menu));
	keys_add(set, back, ARRAY_LENGTH(back));
}

/* What was typed for an act is there again when one comes back to it. */
static void
choose_act(struct move_screen *view, enum move_act act)
{
	const struct desk_act *asks = desk_act(act);
	int date;

	view->asking = true;
	view->armed = false;
	if (view->begun && view->act == act)
		return;
	view->begun = true;
	view->act = act;
	form_init(&view->form, asks->form, asks->form_count);
	date = desk_field(&view->form, "date");
	if (date >= 0) {
		char today[CLOCK_TEXT];

		clock_date(today, clock_now());
		form_set(&view->form, date, today);
	}
}

static void
choose(struct move_screen *view)
{
	enum move_act act;
	struct ui *ui = view->screen.ui;

	if (view->menu.chosen >= view->open_count) { /* in the place of this screen: leaving it leads to the page */
		const struct target target = view->further[view->menu.chosen - view->open_count].target;

		screen_pop(ui);
		screen_show(ui, &target);
		return;
	}
	act = view->open[view->menu.chosen];
	choose_act(view, act);
}

static void
write_down(struct move_screen *view)
{
	struct ui *ui = view->screen.ui;
	struct desk_wish wish;
	char sentence[UI_SENTENCE] = "";
	bool done;

	desk_read_wish(&view->form, view->act, &wish);
	done = (is_item(&view->whom[0]) ? ui->host->move_items : ui->host->move)(ui->host->context, &wish, view->whom,
		view->count, sentence);
	ui_notice(ui, done ? VERDICT_PASS : VERDICT_REFUSE, sentence);
	view->armed = false;
	if (!done) {
		ui_refresh(ui);
		return;
	}
	ui->moved++;
	screen_pop(ui);
}

static void
save(struct move_screen *view, enum form_answer answer)
{
	char today[DATE_TEXT], iso[CLOCK_TEXT];

	if (answer != FORM_COMPLETE || is_too_quick(view->screen.ui))
		return;
	clock_iso(iso, clock_now());
	copy_text(today, sizeof today, iso);
	if (!desk_check_wish(&view->form, view->act, today))
		return;
	if (desk_act(view->act)->for_good)
		view->armed = true;
	else
		write_down(view);
}

static void
move_do(struct screen *screen, int action)
{
	struct move_screen *view = of(screen);

	if (action == DO_CHOOSE)
		choose(view);
	else if (action == DO_ENTER) /* from the last field the same as F9, where nothing is for good */
		save(view,
			form_is_last(&view->form) && desk_act(view->act)->for_good ? FORM_TAKEN
										   : form_enter(screen->ui, &view->form));
	else if (action == DO_SAVE)
		save(view, form_check(&view->form));
	else if (action == DO_WRITE && !is_too_quick(screen->ui))
		write_down(view);
	else if (action == DO_MENU && view->armed)
		view->armed = false;
	else if (action == DO_MENU)
		view->asking = false;
}

static bool
move_press(struct screen *screen, const struct press *press)
{
	struct move_screen *view = of(screen);

	if (!view->asking)
		return pick_press(&view->menu, press, false);
	view->armed = false;
	return form_press(&view->form, press);
}

/* Esc has led from the questions to the menu, and was the beginning of a function key. */
static void
move_stay(struct screen *screen)
{
	of(screen)->asking = of(screen)->begun;
}

static bool
move_typing(struct screen *screen)
{
	return of(screen)->asking;
}

static enum scan_answer
move_scan(struct screen *screen, const struct scan *scan)
{
	struct move_screen *view = of(screen);

	if (!view->asking)
		return scan_default(screen, scan);
	view->armed = false;
	return form_scan(screen->ui, &view->form, scan);
}

static enum verdict_level
move_say(struct screen *screen, char *out, size_t size)
{
	const struct move_screen *view = of(screen);
	const struct desk_act *asks = desk_act(view->act);

	if (view->asking && view->armed) {
		copy_text(out, size, tell(MOVE_ARMED));
		return VERDICT_WARN;
	}
	if (view->asking)
		copy_text(out, size, form_sentence(&view->form, asks->sentence));
	else
		copy_text(out, size, view->menu.count > 0 ? tell(MOVE_SENTENCE) : tell(MOVE_NOTHING));
	return VERDICT_PASS;
}

static void
move_head(struct screen *screen, char *out, size_t size)
{
	const struct move_screen *view = of(screen);

	if (view->count == 1)
		copy_text(out, size, tell(MOVE_TITLE));
	else
		say(out, size, MOVE_HEAD_MANY, view->count);
}

static void
move_open(struct screen *screen, const struct target *target)
{
	struct move_screen *view = of(screen);

	view->count = target->ids != NULL ? target->id_count : 1;
	if (view->count > TABLE_MARKS_MAX)
		view->count = TABLE_MARKS_MAX;
	for (int i = 0; i < view->count; i++)
		view->ids[i] = target->ids != NULL ? target->ids[i] : target->id;
	view->whom = mem_alloc((size_t)(view->count + 1) * sizeof *view->whom);
}

static void
move_close(struct screen *screen)
{
	form_wipe(&of(screen)->form);
	mem_free(of(screen)->whom);
}

const struct screen_type screen_move = {
	.size = sizeof(struct move_screen),
	.open = move_open,
	.title = MSG_MOVE_TITLE,
	.draw = move_draw,
	.keys = move_keys,
	.act = move_do,
	.press = move_press,
	.stay = move_stay,
	.typing = move_typing,
	.scan = move_scan,
	.refresh = move_refresh,
	.head = move_head,
	.speak = move_say,
	.close = move_close,
};
