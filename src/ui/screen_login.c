/*
 * ui/screen_login: who sits at the desk. Also the lock screen, which asks the same of the officer who is logged in.
 * Passwords are wiped as soon as the host has seen them.
 */
#include "form_view.h"

enum { DO_ENTER = UI_ACT_OWN, DO_LEAVE, DO_LEAVE_SURE, DO_OTHER_OFFICER, DO_OTHER_SURE };
enum { LOGIN, PASSWORD, LOGIN_FIELDS };
enum { FIELD_CELLS = 28, FIELD_STEP = 2 };

struct login {
	struct screen screen;
	struct form form;
};

static const struct form_field login_fields[LOGIN_FIELDS] = {
	[LOGIN] = {"login", MSG_LOGIN_OFFICER, FORM_TEXT, .required = true, .cells = FIELD_CELLS},
	[PASSWORD] = {"password", MSG_LOGIN_PASSWORD, FORM_SECRET, .cells = FIELD_CELLS},
};

static struct form *
form_of(struct screen *screen)
{
	return &((struct login *)screen)->form;
}

/* Letters are letters here whatever has the focus: nothing begins a search before anybody is known. */
static bool
always_typing(struct screen *screen)
{
	(void)screen;
	return true;
}

static bool
login_press(struct screen *screen, const struct press *press)
{
	return form_press(form_of(screen), press);
}

/* A password may have any form and may be typed by a program, its Enter included; a document is none. */
static enum scan_answer
login_scan(struct screen *screen, const struct scan *scan)
{
	(void)screen;
	return scan->kind == SCAN_CODE || scan->kind == SCAN_LONG ? ANSWER_TYPED : ANSWER_REFUSED;
}

static void
draw_desk(struct ui *ui, int row)
{
	char desk[64];

	draw_text_middle(row, STYLE_TITLE, ui->status.institution);
	say(desk, sizeof desk, LOGIN_DESK, ui->status.desk);
	draw_text_middle(row + 1, STYLE_LABEL, desk);
}

/* The labels stand right of it: a little left of the middle, so that label and field together look centred. */
static int
form_column(void)
{
	return term_columns() / 2 - 10;
}

/* Whether a password is typed in capitals only: a terminal cannot be asked for caps lock. */
static bool
is_shouted(const char *text)
{
	uint32_t code;
	size_t taken;
	int capitals = 0;

	for (; (taken = text_decode(text, &code)) > 0; text += taken) {
		if (text_upper_code_point(code) != code)
			return false;
		capitals += text_lower_code_point(code) != code;
	}
	return capitals >= 2;
}

/* The password is the last field of both forms. */
static struct edit *
password_of(struct form *form)
{
	return &form->entries[form->count - 1].edit;
}

/* One line for both, and the mistake before the demo's help. */
static void
draw_hint(struct form *form, int row, bool demo)
{
	if (is_shouted(password_of(form)->text))
		draw_text(row, form_column(), -1, STYLE_WARNING, tell(LOGIN_CAPS));
	else if (demo)
		draw_text(row, form_column(), -1, STYLE_DIM, tell(LOGIN_DEMO));
}

static void
login_draw(struct screen *screen)
{
	int middle = term_rows() / 2 - 3;

	draw_desk(screen->ui, middle - 4);
	draw_hint(form_of(screen), form_draw(form_of(screen), middle, form_column(), FIELD_STEP), screen->ui->status.demo);
}

/* The password is wiped before anything else happens, whether it was right or not. */
static void
try_login(struct ui *ui, struct form *form)
{
	char login[FIELD_TEXT], sentence[UI_SENTENCE] = "";
	bool in;

	form_value(form, LOGIN, login);
	in = ui->host->login(ui->host->context, login, password_of(form)->text, sentence);
	edit_wipe(password_of(form));
	if (!in) {
		ui_notice(ui, VERDICT_REFUSE, sentence);
		return;
	}
	form_wipe(form);
	screen_show_plain(ui, SCREEN_HOME);
	if (sentence[0] != '\0')
		ui_notice(ui, VERDICT_WARN, sentence);
}

/* Unlike elsewhere Enter counts however quickly it comes: a program may type the password. */
static bool
is_complete(struct form *form)
{
	return form_input(form, &(struct input){.kind = INPUT_ENTER}) == FORM_COMPLETE;
}

static void
login_act(struct screen *screen, int action)
{
	if (action == DO_LEAVE)
		ui_ask_or_not(screen, DO_LEAVE, tell(LOGIN_LEAVE));
	else if (action == DO_LEAVE_SURE)
		screen->ui->ended = UI_END_LEFT;
	else if (action == DO_ENTER && is_complete(form_of(screen)))
		try_login(screen->ui, form_of(screen));
}

/* Leaving asks, and only then does its second key show: nobody ends the program by leaning on Esc. */
static void
login_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry own[] = {
		{KEY_RETURN, DO_ENTER, MSG_LOGIN_ENTER, false},
		{11, UI_ACT_LANGUAGE, MSG_UI_KEY_LANGUAGE, false},
		{KEY_ESCAPE, DO_LEAVE, MSG_UI_KEY_CLOSE, false},
	};
	static const struct key_entry sure = {9, DO_LEAVE_SURE, MSG_UI_KEY_YES, false};

	keys_add(set, own, ARRAY_LENGTH(own));
	if (ui_asks(screen, DO_LEAVE))
		keys_add(set, &sure, 1);
}

/* Whatever closes the screen, no password stays in memory. */
static void
login_close(struct screen *screen)
{
	form_wipe(form_of(screen));
}

static void
login_open(struct screen *screen, const struct target *target)
{
	(void)target;
	form_init(form_of(screen), login_fields, LOGIN_FIELDS);
}

const struct screen_type screen_login = {
	.size = sizeof(struct login),
	.open = login_open,
	.title = MSG_LOGIN_TITLE,
	.sentence = MSG_LOGIN_SENTENCE,
	.draw = login_draw,
	.keys = login_keys,
	.act = login_act,
	.press = login_press,
	.scan = login_scan,
	.typing = always_typing,
	.close = login_close,
	.covers = true,
};

/* ------------------------------------------------------------------ lock */

static void
lock_draw(struct screen *screen)
{
	int middle = term_rows() / 2 - 3;
	int column = form_column();

	draw_desk(screen->ui, middle - 4);
	draw_text_right(middle, column - 3, STYLE_LABEL, tell(LOGIN_OFFICER));
	draw_text(middle, column, FIELD_CELLS, STYLE_FIELD, screen->ui->status.officer);
	draw_hint(form_of(screen), form_draw(form_of(screen), middle + FIELD_STEP, column, FIELD_STEP), false);
}

/* What was open under the lock is there again as it was left. */
static void
try_unlock(struct ui *ui, struct form *form)
{
	char sentence[UI_SENTENCE] = "";

	if (ui->host->unlock(ui->host->context, password_of(form)->text, sentence)) {
		screen_pop(ui);
		return;
	}
	edit_wipe(password_of(form));
	ui_notice(ui, VERDICT_REFUSE, sentence);
}

static void
lock_act(struct screen *screen, int action)
{
	struct ui *ui = screen->ui;

	if (action == DO_OTHER_OFFICER) {
		ui_ask_or_not(screen, DO_OTHER_OFFICER, tell(LOCK_OTHER_SURE));
	} else if (action == DO_OTHER_SURE) {
		ui->host->logout(ui->host->context);
		screen_pop_to(ui, ui->stack[0]);
	} else if (action == DO_ENTER && is_complete(form_of(screen))) {
		try_unlock(ui, form_of(screen));
	}
}

/* Somebody else at the desk ends the session that is locked, so this asks as well. */
static void
lock_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry own[] = {
		{KEY_RETURN, DO_ENTER, MSG_LOCK_OPEN, false},
		{KEY_ESCAPE, DO_OTHER_OFFICER, MSG_LOCK_OTHER, false},
	};
	static const struct key_entry sure = {9, DO_OTHER_SURE, MSG_UI_KEY_YES, false};

	keys_add(set, own, ARRAY_LENGTH(own));
	if (ui_asks(screen, DO_OTHER_OFFICER))
		keys_add(set, &sure, 1);
}

static enum verdict_level
lock_say(struct screen *screen, char *out, size_t size)
{
	say(out, size, LOCK_SENTENCE, screen->ui->status.officer);
	return VERDICT_PASS;
}

/* A lock on a lock would ask for the password twice. */
static bool
lock_may_open(struct ui *ui)
{
	return !ui_is_locked(ui);
}

/* The form's second field only: who is asked for is not to be chosen. */
static void
lock_open(struct screen *screen, const struct target *target)
{
	(void)target;
	form_init(form_of(screen), &login_fields[PASSWORD], 1);
	screen->ui->notice[0] = '\0';
}

const struct screen_type screen_lock = {
	.size = sizeof(struct login),
	.may_open = lock_may_open,
	.open = lock_open,
	.title = MSG_LOCK_TITLE,
	.speak = lock_say,
	.draw = lock_draw,
	.keys = lock_keys,
	.act = lock_act,
	.press = login_press,
	.scan = login_scan,
	.typing = always_typing,
	.close = login_close,
	.covers = true,
};
