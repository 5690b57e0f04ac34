/*
 * ui/ui: the table of all screens, and the turn: read presses, hand them on, paint once; opening and closing. Nothing of this
 * room calls this file.
 */
#include "screen.h"

static const struct screen_type *const types[SCREEN_COUNT] = {
	[SCREEN_LOGIN] = &screen_login,
	[SCREEN_LOCK] = &screen_lock,
	[SCREEN_HOME] = &screen_home,
	[SCREEN_LIST] = &screen_list,
	[SCREEN_DETAIL] = &screen_detail,
	[SCREEN_HANDOVER] = &screen_handover,
	[SCREEN_CERTIFICATE] = &screen_certificate,
	[SCREEN_JOURNAL] = &screen_journal,
	[SCREEN_HELP] = &screen_help,
	[SCREEN_QUEUE] = &screen_queue,
	[SCREEN_DOCTOR] = &screen_doctor,
	[SCREEN_DELIVERY] = &screen_delivery,
	[SCREEN_DELIVERY_RECORD] = &screen_delivery_record,
	[SCREEN_DEMO] = &screen_demo,
	[SCREEN_OFFICERS] = &screen_officers,
	[SCREEN_MOVE] = &screen_move,
	[SCREEN_CORRECTION] = &screen_correction,
	[SCREEN_READER] = &screen_reader,
	[SCREEN_ITEMS] = &screen_items,
	[SCREEN_UNSIGNED] = &screen_unsigned,
	[SCREEN_DRAWER] = &screen_drawer,
	[SCREEN_DRAWER_RECORD] = &screen_drawer_record,
};

/* ------------------------------------------------------------------ the turn */

/* A terminal that has gone is not written to any more: a write to it would wait for good. */
static void
on_signals(struct ui *ui, unsigned signals)
{
	if (signals & TERM_SIGNAL_HANGUP) {
		term_abandon();
		ui->ended = UI_END_HANGUP;
	} else if (signals & TERM_SIGNAL_STOP) {
		ui->ended = UI_END_SIGNAL;
	}
	if (ui->ended != UI_RUNNING)
		return;
	if (signals & TERM_SIGNAL_RESIZE) {
		term_resize();
		ui->dirty = true;
	}
	if (signals & TERM_SIGNAL_REPAINT) {
		term_spoilt();
		ui->dirty = true;
	}
}

void
ui_read(struct ui *ui)
{
	struct press press;
	bool gone = false;

	on_signals(ui, term_signals());
	while (ui->ended == UI_RUNNING && term_press(&press, &gone)) {
		ui->last_press_ms = term_now();
		scanner_take(&ui->scanner, &press, ui->last_press_ms);
		ui_answer(ui, ui->last_press_ms, false);
		on_signals(ui, term_signals());
	}
	if (gone && ui->ended == UI_RUNNING)
		on_signals(ui, TERM_SIGNAL_HANGUP); /* what was held back is nobody's any more */
	ui_answer(ui, term_now(), true);
}

/* Nobody has to be away for longer than an hour at once: a larger number would not fit into milliseconds. */
static int
lock_timeout(const struct ui *ui)
{
	int64_t left;

	if (ui->options.lock_after_s <= 0 || ui_is_locked(ui))
		return -1;
	left = ui->last_press_ms + (int64_t)ui->options.lock_after_s * 1000 - term_now();
	return left < 0 ? 0 : left > 3600000 ? 3600000 : (int)left;
}

/* The soonest of what is due: the next minute on the clock, the end of a scan or paste, the lock. */
int
ui_timeout(const struct ui *ui)
{
	int timeout = (int)(60 - clock_now() % 60) * 1000;
	int paste = term_paste_timeout();
	int lock = lock_timeout(ui);
	int scanner = scanner_timeout(&ui->scanner, term_now());

	if (scanner >= 0 && scanner < timeout)
		timeout = scanner;
	if (paste >= 0 && paste < timeout)
		timeout = paste;
	if (lock >= 0 && lock < timeout)
		timeout = lock;
	return timeout;
}

/* Locking is the screen's business only as far as showing it goes; the host writes it down. */
void
ui_tick(struct ui *ui)
{
	if (ui->painted_minute != clock_now() / 60)
		ui_refresh(ui);
	if (lock_timeout(ui) == 0) {
		ui->host->lock(ui->host->context, true);
		screen_show_plain(ui, SCREEN_LOCK);
	}
	if (term_paste_timeout() == 0)
		ui_read(ui);
}

enum ui_end
ui_ended(const struct ui *ui)
{
	return ui->ended;
}

/* ------------------------------------------------------------------ opening, closing, news */

enum code
ui_open(struct ui **out, const struct ui_host *host, const struct ui_options *options, struct err *err)
{
	struct term_options term = {
		.term = options->term,
		.ascii = options->ascii,
		.no_colour = options->no_colour,
		.utf8 = options->utf8,
		.escape_delay_ms = options->escape_delay_ms,
		.stderr_fd = options->stderr_fd,
	};
	const char *fallback;
	enum code code = term_open(&term, &fallback, err);
	struct ui *ui;

	*out = NULL;
	if (code != OK)
		return code;
	ui = mem_alloc(sizeof *ui);
	ui->host = host;
	ui->options = *options;
	ui->last_press_ms = term_now();
	ui->types = types;
	screen_show_plain(ui, SCREEN_LOGIN);
	if (fallback != NULL) {
		char sentence[UI_SENTENCE];
		say(sentence, sizeof sentence, UI_TERM_FALLBACK, fallback);
		ui_notice(ui, VERDICT_WARN, sentence);
	}
	*out = ui;
	return OK;
}

/* What was left open is closed as well, each by its own close, so that no password or draft stays behind. */
void
ui_close(struct ui **ui)
{
	if (*ui == NULL)
		return;
	screen_forget_left(*ui);
	while ((*ui)->depth > 0)
		screen_pop(*ui);
	term_close();
	mem_free(*ui);
	*ui = NULL;
}

int
ui_terminal_fd(const struct ui *ui)
{
	(void)ui;
	return term_input_fd();
}

int
ui_signal_fd(const struct ui *ui)
{
	(void)ui;
	return term_signal_fd();
}
