/*
 * ui/screen_reader: a person's reader without a card: given, exchanged, taken back. The serial is scanned or typed; F9 looks whether
 * it may go out and says for whom it was announced, and a second key records it.
 */
#include "ask_view.h"

#include "teslim/ident.h"
#include "teslim/words.h"

#include <string.h>

enum { LABEL_END = 23, SERIALS = 2 };

struct reader_screen {
	struct ask_screen ask;
	enum record_act act;
	struct ui_applicant_detail about;
	char scanned[SERIALS][SERIAL_TEXT]; /* by field: what a scanner put there */
	char warning[UI_SENTENCE];          /* said instead of the usual sentence while it is armed */
};

/* ---- what is asked */

static const enum message back_words[] = {MSG_BACK_SOUND, MSG_BACK_DAMAGED, MSG_BACK_LOST};
static const enum message shown_words[] = {MSG_IDENTITY_CARD, MSG_IDENTITY_OLD_BOOKLET, MSG_IDENTITY_PASSPORT,
	MSG_IDENTITY_LICENCE, MSG_IDENTITY_FOREIGNER, MSG_IDENTITY_TEMPORARY};

#define FIELD_OUT {"out", MSG_READER_OUT, FORM_SERIAL, .required = true, .cells = 30, .help = MSG_READER_OUT_HELP}
#define FIELD_BACK {"back", MSG_READER_IN, FORM_SERIAL, .required = true, .cells = 30, .help = MSG_READER_IN_HELP}
#define FIELD_STATE \
	{"state", MSG_READER_STATE, FORM_CHOICE, .required = true, .cells = 20, .choices = back_words, \
		.choice_count = ARRAY_LENGTH(back_words)}
#define FIELD_REPORT {"report", MSG_READER_REPORT, FORM_TEXT, .cells = 30, .help = MSG_READER_REPORT_HELP}
#define FIELD_SHOWN \
	{"shown", MSG_READER_SHOWN, FORM_CHOICE, .required = true, .cells = 30, .choices = shown_words, \
		.choice_count = ARRAY_LENGTH(shown_words), .help = MSG_READER_SHOWN_HELP}
#define FIELD_WORDS {"note", MSG_MOVE_NOTE, FORM_TEXT, .cells = 36}

static const struct form_field give_fields[] = {FIELD_OUT, FIELD_SHOWN, FIELD_WORDS};
static const struct form_field exchange_fields[] = {FIELD_BACK, FIELD_STATE, FIELD_REPORT, FIELD_OUT, FIELD_SHOWN, FIELD_WORDS};
static const struct form_field back_fields[] = {FIELD_BACK, FIELD_STATE, FIELD_REPORT, FIELD_SHOWN, FIELD_WORDS};

#define KIND(list) \
	{.fields = list, \
		.count = ARRAY_LENGTH(list), \
		.sentence = MSG_READER_SENTENCE, \
		.armed = MSG_READER_ARMED, \
		.word_do = MSG_MOVE_KEY_WRITE}
static const struct ask_kind kinds[] = {
	[RECORD_GIVE] = KIND(give_fields), [RECORD_EXCHANGE] = KIND(exchange_fields), [RECORD_TAKE_BACK] = KIND(back_fields)};

static struct reader_screen *
of(struct screen *screen)
{
	return (struct reader_screen *)screen;
}

static int
field_of(const struct form *form, const char *name)
{
	for (int i = 0; i < form->count; i++)
		if (strcmp(form->fields[i].name, name) == 0)
			return i;
	return -1;
}

static void
value_of(const struct form *form, const char *name, char *out, size_t size)
{
	char value[FIELD_TEXT] = "";
	int field = field_of(form, name);

	if (field >= 0)
		form_value(form, field, value);
	copy_text(out, size, value);
}

/* ---- what is done */

static void
add_row(struct reader_screen *view, struct item_record *record, const char *name, enum record_way way)
{
	struct record_row *row = &record->rows[record->row_count++];
	int state = field_of(&view->ask.form, "state");
	const char *scanned = view->scanned[way == WAY_BACK];

	*row = (struct record_row){.kind = ITEM_READER, .way = way};
	value_of(&view->ask.form, name, row->serial, sizeof row->serial);
	row->seen = scanned[0] != '\0' && strcmp(scanned, row->serial) == 0 ? SEEN_SCANNED : SEEN_TYPED;
	if (way == WAY_BACK && state >= 0)
		row->state = (enum back_state)form_chosen(&view->ask.form, state);
}

static bool
record_it(struct ask_screen *ask, char *sentence)
{
	struct reader_screen *view = (struct reader_screen *)ask;
	const struct ui_host *host = ask->screen.ui->host;
	struct record_row rows[2];
	struct item_record record = {.act = view->act, .applicant_id = ask->id, .rows = rows};

	if (field_of(&ask->form, "out") >= 0)
		add_row(view, &record, "out", WAY_OUT);
	if (field_of(&ask->form, "back") >= 0)
		add_row(view, &record, "back", WAY_BACK);
	record.shown = (enum identity_kind)(IDENTITY_CARD + form_chosen(&ask->form, field_of(&ask->form, "shown")));
	value_of(&ask->form, "report", record.reference, sizeof record.reference);
	value_of(&ask->form, "note", record.note, sizeof record.note);
	return host->reader(host->context, &record, sentence);
}

/* What is said before the second key can be pressed: a loss needs its report, and a reader may be somebody else's. */
static void
look_before(struct reader_screen *view)
{
	struct ui *ui = view->ask.screen.ui;
	struct form *form = &view->ask.form;
	int state = field_of(form, "state");
	char serial[SERIAL_TEXT], report[SERIAL_TEXT];

	view->warning[0] = '\0';
	value_of(form, "report", report, sizeof report);
	if (state >= 0 && form_chosen(form, state) == BACK_LOST && report[0] == '\0') {
		view->ask.armed = false;
		form_find(form, field_of(form, "report"), MSG_READER_REPORT_NEEDED);
		return;
	}
	value_of(form, "out", serial, sizeof serial);
	if (serial[0] == '\0' || ui->host->reader_about(ui->host->context, view->ask.id, serial, view->warning))
		return;
	view->ask.armed = false;
	ui_notice(ui, VERDICT_REFUSE, view->warning);
}

static void
reader_act(struct screen *screen, int action)
{
	struct ui *ui = screen->ui;
	bool was = of(screen)->ask.armed;

	ask_act(screen, action);
	if (screen_top(ui) == screen && of(screen)->ask.armed && !was)
		look_before(of(screen));
}

static enum scan_answer
reader_scan(struct screen *screen, const struct scan *scan)
{
	struct reader_screen *view = of(screen);
	const char *name = view->ask.form.fields[view->ask.form.focus].name;
	enum scan_answer answer = ask_scan(screen, scan);

	if (answer == ANSWER_TAKEN && (strcmp(name, "out") == 0 || strcmp(name, "back") == 0))
		value_of(&view->ask.form, name, view->scanned[strcmp(name, "back") == 0], SERIAL_TEXT);
	return answer;
}

/* ---- the picture */

static int
draw_about(struct ask_screen *ask, int row)
{
	const struct reader_screen *view = (const struct reader_screen *)ask;
	char name[FULL_NAME_TEXT], number[NATIONAL_ID_TEXT];

	desk_full_name(name, &view->about.applicant);
	ident_mask(number, view->about.applicant.national_id);
	draw_pair(row++, LABEL_END, -1, MSG_HANDOVER_APPLICANT, STYLE_TITLE, name);
	draw_pair(row++, LABEL_END, -1, MSG_LIST_NATIONAL_ID, STYLE_FIELD, number);
	if (view->about.held_count == 0)
		draw_pair(row++, LABEL_END, -1, MSG_READER_HELD, STYLE_DIM, tell(READER_NONE_HELD));
	for (int i = 0; i < view->about.held_count; i++)
		draw_pair(row++, LABEL_END, -1, MSG_READER_HELD, STYLE_FIELD, view->about.held[i]);
	return row;
}

static enum verdict_level
reader_say(struct screen *screen, char *out, size_t size)
{
	const struct reader_screen *view = of(screen);

	if (!view->ask.armed || view->warning[0] == '\0')
		return ask_say(screen, out, size);
	copy_text(out, size, view->warning);
	return VERDICT_WARN;
}

static void
reader_head(struct screen *screen, char *out, size_t size)
{
	copy_text(out, size, message_text(record_act_message(of(screen)->act)));
}

static void
reader_open(struct screen *screen, const struct target *target)
{
	struct reader_screen *view = of(screen);
	const struct ui_host *host = screen->ui->host;
	char sentence[UI_SENTENCE] = "";

	if (!host->applicant(host->context, target->id, &view->about, sentence))
		ui_notice(screen->ui, VERDICT_REFUSE, sentence);
	view->act = target->act < RECORD_DISPATCH ? target->act : RECORD_GIVE;
	view->ask.act = record_it;
	view->ask.draw_about = draw_about;
	memset(view->scanned, 0, sizeof view->scanned);
	ask_init(&view->ask, &kinds[view->act], target->id);
}

const struct screen_type screen_reader = {
	.size = sizeof(struct reader_screen),
	.title = MSG_READER_TITLE,
	.open = reader_open,
	.draw = ask_draw,
	.keys = ask_keys,
	.act = reader_act,
	.press = ask_press,
	.typing = ask_typing,
	.scan = reader_scan,
	.speak = reader_say,
	.head = reader_head,
	.close = ask_close,
};
