/*
 * ui/screen_login: who sits at the desk. Also the lock screen, which asks the same of the officer who is logged in.
 * Passwords are wiped as soon as the host has seen them.
 */
#include "screen.h"

#include <string.h>

enum { DO_ENTER = UI_ACT_OWN, DO_NEXT_FIELD, DO_LEAVE, DO_OTHER_OFFICER };
enum { FOCUS_LOGIN, FOCUS_PASSWORD };

struct login {
	struct screen screen;
	struct edit login;
	struct edit password;
	int focus;
};

static bool
always_typing(struct screen *screen)
{
	(void)screen;
	return true;
}

static struct edit *
focused(struct login *login)
{
	return login->focus == FOCUS_LOGIN ? &login->login : &login->password;
}

static bool
login_press(struct screen *screen, const struct press *press)
{
	struct login *login = (struct login *)screen;
	bool changed;

	if (screen->type == &screen_login && (press->kind == PRESS_TAB || press->kind == PRESS_BACK_TAB ||
		press->kind == PRESS_UP || press->kind == PRESS_DOWN)) {
		login->focus = !login->focus;
		return true;
	}
	return edit_press(focused(login), press, &changed);
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

static void
login_draw(struct screen *screen)
{
	struct login *login = (struct login *)screen;
	int middle = term_rows() / 2 - 3;
	int column = form_column();

	draw_desk(screen->ui, middle - 4);
	draw_text_right(middle, column - 3, STYLE_LABEL, tell(LOGIN_OFFICER));
	draw_text_right(middle + 2, column - 3, STYLE_LABEL, tell(LOGIN_PASSWORD));
	edit_draw(&login->login, middle, column, 28, login->focus == FOCUS_LOGIN);
	edit_draw(&login->password, middle + 2, column, 28, login->focus == FOCUS_PASSWORD);
	if (is_shouted(login->password.text))
		draw_text(middle + 4, column, -1, STYLE_WARNING, tell(LOGIN_CAPS));
	else if (screen->ui->status.demo)
		draw_text(middle + 4, column, -1, STYLE_DIM, tell(LOGIN_DEMO));
}

static void
try_login(struct login *login)
{
	struct ui *ui = login->screen.ui;
	char sentence[UI_SENTENCE] = "";
	bool in;

	if (login->login.text[0] == '\0') {
		login->focus = FOCUS_LOGIN;
		return;
	}
	in = ui->host->login(ui->host->context, login->login.text, login->password.text, sentence);
	edit_wipe(&login->password);
	if (!in) {
		ui_notice(ui, VERDICT_REFUSE, sentence);
		return;
	}
	edit_set(&login->login, "");
	login->focus = FOCUS_LOGIN;
	screen_show_plain(ui, SCREEN_HOME);
	if (sentence[0] != '\0')
		ui_notice(ui, VERDICT_WARN, sentence);
}

static void
login_act(struct screen *screen, int action)
{
	struct login *login = (struct login *)screen;

	switch (action) {
	case DO_ENTER:
		if (login->focus == FOCUS_LOGIN)
			login->focus = FOCUS_PASSWORD;
		else
			try_login(login);
		return;
	case DO_LEAVE:
		screen->ui->ended = UI_END_LEFT;
		return;
	}
}

static void
login_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry own[] = {
		{KEY_RETURN, 0, 0, DO_ENTER, MSG_LOGIN_ENTER, false},
		{10, 0, 0, DO_LEAVE, MSG_UI_KEY_CLOSE, false},
		{11, 0, 0, UI_ACT_LANGUAGE, MSG_UI_KEY_LANGUAGE, false},
	};

	(void)screen;
	keys_add(set, own, ARRAY_LENGTH(own));
}

static void
login_close(struct screen *screen)
{
	edit_wipe(&((struct login *)screen)->password);
}

static void
login_open(struct screen *screen, const struct target *target)
{
	(void)target;
	((struct login *)screen)->password.secret = true;
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
	.no_search = true,
};

/* ------------------------------------------------------------------ lock */

static void
lock_draw(struct screen *screen)
{
	struct login *lock = (struct login *)screen;
	int middle = term_rows() / 2 - 3;
	int column = form_column();

	draw_desk(screen->ui, middle - 4);
	draw_text_right(middle, column - 3, STYLE_LABEL, tell(LOGIN_OFFICER));
	draw_text(middle, column, 28, STYLE_FIELD, screen->ui->status.officer);
	draw_text_right(middle + 2, column - 3, STYLE_LABEL, tell(LOGIN_PASSWORD));
	edit_draw(&lock->password, middle + 2, column, 28, true);
	if (is_shouted(lock->password.text))
		draw_text(middle + 4, column, -1, STYLE_WARNING, tell(LOGIN_CAPS));
}

static void
lock_act(struct screen *screen, int action)
{
	struct login *lock = (struct login *)screen;
	struct ui *ui = screen->ui;
	char sentence[UI_SENTENCE] = "";

	if (action == DO_OTHER_OFFICER) {
		ui->host->logout(ui->host->context);
		screen_pop_to(ui, ui->stack[0]);
		return;
	}
	if (action != DO_ENTER)
		return;
	if (ui->host->unlock(ui->host->context, lock->password.text, sentence)) {
		screen_pop(ui);
		return;
	}
	edit_wipe(&lock->password);
	ui_notice(ui, VERDICT_REFUSE, sentence);
}

static void
lock_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry own[] = {
		{KEY_RETURN, 0, 0, DO_ENTER, MSG_LOCK_OPEN, false},
		{8, 0, 0, DO_OTHER_OFFICER, MSG_LOCK_OTHER, false},
	};

	(void)screen;
	keys_add(set, own, ARRAY_LENGTH(own));
}

static enum verdict_level
lock_say(struct screen *screen, char *out, size_t size)
{
	say(out, size, LOCK_SENTENCE, screen->ui->status.officer);
	return VERDICT_PASS;
}

static bool
lock_may_open(struct ui *ui)
{
	return !ui_is_locked(ui);
}

static void
lock_open(struct screen *screen, const struct target *target)
{
	struct login *lock = (struct login *)screen;

	(void)target;
	lock->password.secret = true;
	lock->focus = FOCUS_PASSWORD;
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
	.no_search = true,
};
