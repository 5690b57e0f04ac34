/*
 * ui/screen_correction: a recorded handover is taken back, or a signed record corrected: asks why, and does it with a second key.
 */
#include "ask_view.h"

#include "teslim/words.h"

enum { LABEL_END = 23 };

struct correction_screen {
	struct ask_screen ask;
	struct ui_correction_about about;
};

/* ---- what is asked */

enum { BACK_REASON, BACK_FIELDS };
static const struct form_field back_fields[BACK_FIELDS] = {
	[BACK_REASON] = {"reason", MSG_CORRECTION_REASON, FORM_TEXT, .required = true, .cells = 36},
};

enum { WAS, RIGHT, REASON, CARD, FIELDS };
static const enum message card_words[] = {MSG_CORRECTION_CARD_STAYS, MSG_CORRECTION_CARD_BACK};
static const struct form_field fields[FIELDS] = {
	[WAS] = {"was", MSG_CORRECTION_WAS, FORM_TEXT, .required = true, .cells = 36, .help = MSG_CORRECTION_WAS_HELP},
	[RIGHT] = {"right", MSG_CORRECTION_RIGHT, FORM_TEXT, .required = true, .cells = 36},
	[REASON] = {"reason", MSG_CORRECTION_REASON, FORM_TEXT, .required = true, .cells = 36, .help = MSG_CORRECTION_REASON_HELP},
	[CARD] = {"card", MSG_CORRECTION_CARD, FORM_CHOICE, .required = true, .cells = 20, .choices = card_words,
		.choice_count = ARRAY_LENGTH(card_words), .help = MSG_CORRECTION_CARD_HELP}};

static const struct ask_kind ask_back = {.fields = back_fields,
	.count = BACK_FIELDS,
	.sentence = MSG_CORRECTION_SENTENCE_BACK,
	.armed = MSG_CORRECTION_ARMED_BACK,
	.word_do = MSG_CORRECTION_KEY_DO_BACK};
static const struct ask_kind ask_correct = {
	.fields = fields,
	.count = FIELDS,
	.sentence = MSG_CORRECTION_SENTENCE,
	.armed = MSG_CORRECTION_ARMED,
	.word_do = MSG_CORRECTION_KEY_DO,
};

/* ---- what is done */

static bool
is_signed(const struct ask_screen *ask)
{
	return ((const struct correction_screen *)ask)->about.paper == PAPER_SIGNED;
}

static bool
correct(struct ask_screen *ask, char *sentence)
{
	const struct ui_host *host = ask->screen.ui->host;
	struct correction wanted = {.handover_id = ask->id, .takes_back = true};

	form_value(&ask->form, is_signed(ask) ? REASON : BACK_REASON, wanted.reason);
	if (is_signed(ask)) {
		form_value(&ask->form, WAS, wanted.was);
		form_value(&ask->form, RIGHT, wanted.right);
		wanted.takes_back = form_chosen(&ask->form, CARD) == 1;
	}
	return host->correct(host->context, &wanted, sentence);
}

/* ---- the picture */

static int
draw_about(struct ask_screen *ask, int row)
{
	const struct ui_correction_about *about = &((struct correction_screen *)ask)->about;
	char when[CLOCK_TEXT], text[RECORD_TEXT + CLOCK_TEXT + 8];

	clock_minute(when, about->time);
	snprintf(text, sizeof text, "%s   %s", about->record_number, when);
	draw_pair(row++, LABEL_END, -1, MSG_DETAIL_RECORD, STYLE_TITLE, text);
	draw_pair(row++, LABEL_END, -1, MSG_HANDOVER_APPLICANT, STYLE_FIELD, about->name);
	draw_pair(row++, LABEL_END, -1, MSG_DETAIL_OFFICER, STYLE_FIELD, about->officer);
	draw_pair(row++, LABEL_END, -1, MSG_DETAIL_CARD, STYLE_FIELD, about->card_serial);
	if (about->reader_serial[0] != '\0')
		draw_pair(row++, LABEL_END, -1, MSG_HANDOVER_READER_SERIAL, STYLE_FIELD, about->reader_serial);
	draw_pair(row++, LABEL_END, -1, MSG_DETAIL_PAPER, is_signed(ask) ? STYLE_FIELD : STYLE_WARNING,
		message_text(paper_state_message(about->paper)));
	return row;
}

static void
correction_head(struct screen *screen, char *out, size_t size)
{
	const struct correction_screen *view = (const struct correction_screen *)screen;

	if (view->about.paper == PAPER_SIGNED)
		say(out, size, CORRECTION_HEAD_CORRECT, view->about.record_number);
	else
		say(out, size, CORRECTION_HEAD_BACK, view->about.record_number);
}

static void
correction_open(struct screen *screen, const struct target *target)
{
	struct correction_screen *view = (struct correction_screen *)screen;
	const struct ui_host *host = screen->ui->host;
	char sentence[UI_SENTENCE] = "";

	if (!host->correction_about(host->context, target->id, &view->about, sentence))
		ui_notice(screen->ui, VERDICT_REFUSE, sentence);
	view->ask.act = correct;
	view->ask.draw_about = draw_about;
	ask_init(&view->ask, is_signed(&view->ask) ? &ask_correct : &ask_back, target->id);
	if (is_signed(&view->ask))
		form_set(&view->ask.form, CARD, "0");
}

const struct screen_type screen_correction = {
	.size = sizeof(struct correction_screen),
	.title = MSG_CORRECTION_TITLE,
	.open = correction_open,
	.draw = ask_draw,
	.keys = ask_keys,
	.act = ask_act,
	.press = ask_press,
	.typing = ask_typing,
	.scan = ask_scan,
	.speak = ask_say,
	.head = correction_head,
	.close = ask_close,
};
