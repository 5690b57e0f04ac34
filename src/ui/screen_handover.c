/*
 * ui/screen_handover: keys and typed text of the handover, turned into events for the machine behind the host.
 * The machine's step table gives title, sentence and keys; nothing here knows what comes after what.
 */
#include "handover.h"
#include "step_view.h"

#include "teslim/words.h"

#include <string.h>

enum { DO_STEP = UI_ACT_OWN, DO_ONWARD = DO_STEP + ACTION_COUNT, DO_CHOOSE, DO_OFFICER, DO_DETAIL, DO_TAKE_BACK, DO_REFUSE };
enum { COMMIT_PAUSE_MS = 250, FACE_PAUSE_MS = 1000, MOVED_PAUSE_MS = 700 };

/* ------------------------------------------------------------------ acts */

static bool
is_choosing(const struct handover_screen *handover)
{
	enum focus focus = handover_focus(handover);

	return focus == FOCUS_QUERY || focus == FOCUS_REASONS || focus == FOCUS_WAYS;
}

/* Nobody has compared a face with a name that has just come up, nor while a scanner was at work. */
static bool
is_face_seen(struct handover_screen *handover)
{
	struct ui *ui = handover->screen.ui;

	if (scan_is_arriving(ui))
		ui_notice(ui, VERDICT_WARN, tell(HANDOVER_FACE_SCAN));
	else if (handover->name_ms == 0 || term_now() - handover->name_ms < FACE_PAUSE_MS)
		ui_notice(ui, VERDICT_WARN, tell(HANDOVER_FACE_SOON));
	else
		return true;
	return false;
}

static void
send_action(struct handover_screen *handover, enum handover_action action)
{
	int64_t now = term_now();

	if (action == ACTION_FACE && !is_face_seen(handover))
		return;
	if (action == ACTION_COMMIT && handover->flow->at.armed && now - handover->armed_ms < COMMIT_PAUSE_MS) {
		/* A scanner or a hand on the keyboard types faster than anybody reads. */
		ui_notice(handover->screen.ui, VERDICT_WARN, tell(HANDOVER_TOO_QUICK));
		return;
	}
	handover->signs = action == ACTION_SIGNED;
	if (action == ACTION_ARM)
		handover->armed_ms = now;
	(void)handover_send(handover, (struct event){.kind = EVENT_ACTION, .action = action});
}

/* ------------------------------------------------------------------ keys */

/* What writes a refusal for good. */
static bool
is_refusing(const struct handover_screen *handover, enum handover_action action)
{
	return handover->flow->at.step == STEP_REFUSE && action == ACTION_NEXT;
}

static void
handover_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry onward = {KEY_RETURN, DO_ONWARD, MSG_HANDOVER_NEXT_FIELD, true};
	static const struct key_entry choose = {KEY_RETURN, DO_CHOOSE, MSG_HANDOVER_CHOOSE, false};
	static const struct key_entry officer = {KEY_RETURN, DO_OFFICER, MSG_LOGIN_ENTER, false};
	static const struct key_entry next = {KEY_RETURN, DO_STEP + ACTION_NEXT, MSG_KEY_NEXT, true};
	static const struct key_entry detail = {4, DO_DETAIL, MSG_HANDOVER_KEY_DETAIL, false};
	static const struct key_entry refuse = {STEP_KEY_CONTROL + 't', DO_REFUSE, MSG_KEY_RECORD_REFUSAL, false};
	static const struct key_entry take_back = {6, DO_TAKE_BACK, MSG_CORRECTION_KEY, false};
	struct handover_screen *handover = (struct handover_screen *)screen;
	enum focus focus;

	if (!handover_catch_up(handover) || handover->flow == NULL)
		return;
	focus = handover_focus(handover);
	if (is_choosing(handover))
		keys_add(set, &choose, 1);
	else if (focus == FOCUS_OFFICER || focus == FOCUS_PASSWORD)
		keys_add(set, &officer, 1);
	else if (focus != FOCUS_NONE)
		keys_add(set, &onward, 1);
	else if (handover->step == STEP_VERDICT && handover_is_live(handover->flow, ACTION_NEXT))
		keys_add(set, &next, 1);
	step_keys(&handover->flow->at, DO_STEP, set);
	for (int i = 0; i < set->count && ui_asks(screen, DO_REFUSE); i++)
		if (set->list[i].function == 9)
			set->list[i] = refuse;
	if (handover->step == STEP_VERDICT)
		keys_add(set, &detail, 1);
	if (handover->flow->committed)
		keys_add(set, &take_back, 1);
}

/*
 * Enter goes from place to place and, where nothing is left to do, to the next step; it compares nothing. One that came with
 * other keys only goes from place to place.
 */
static void
go_onward(struct handover_screen *handover)
{
	bool goes_on = handover_is_live(handover->flow, ACTION_NEXT) || handover_is_last_place(handover);

	if (goes_on && handover->step == STEP_REFUSE)
		ui_notice(handover->screen.ui, VERDICT_WARN, tell(HANDOVER_ENTER_WRITES_NOT));
	else if (!goes_on)
		handover_move_focus(handover, 1);
	else if (!is_too_quick(handover->screen.ui))
		send_action(handover, ACTION_NEXT);
}

/* The password goes to the program and nowhere else; the machine learns the name alone. */
static void
try_officer(struct handover_screen *handover)
{
	struct ui *ui = handover->screen.ui;
	char sentence[UI_SENTENCE] = "", name[FULL_NAME_TEXT] = "";
	int password;
	bool seen;

	if (handover_focus(handover) == FOCUS_OFFICER) {
		handover_focus_on(handover, FOCUS_PASSWORD);
		return;
	}
	password = handover_place(handover, FOCUS_PASSWORD);
	seen = ui->host->second_officer(ui->host->context, form_text(&handover->form, handover_place(handover, FOCUS_OFFICER)),
		form_text(&handover->form, password), name, sentence);
	edit_wipe(&handover->form.entries[password].edit);
	if (seen)
		(void)handover_send(handover, (struct event){.kind = EVENT_SECOND_OFFICER, .text = name});
	else
		ui_notice(ui, VERDICT_REFUSE, sentence);
}

/* Esc, at any step. Where it would close the handover for good it asks first. */
static bool
is_leaving(struct handover_screen *handover, enum handover_action action)
{
	struct screen *screen = &handover->screen;

	if (action == ACTION_CANCEL) {
		handover->escaped_from = handover->flow->at.step;
		handover->escaped_reason = handover->flow->refusal != REFUSAL_NONE ? (int)handover->pick.chosen : -1;
	}
	if ((action != ACTION_PRINT_LATER && action != ACTION_SIGNED_LATER) || ui_asks(screen, DO_STEP + (int)action))
		return true;
	ui_ask(screen, DO_STEP + (int)action, VERDICT_WARN,
		action == ACTION_PRINT_LATER ? tell(HANDOVER_PRINT_LATER) : tell(HANDOVER_SIGNED_LATER));
	return false;
}

/* It ends the handover for good: the first key says what, the second does it. */
static void
ask_refusal(struct handover_screen *handover)
{
	char sentence[UI_SENTENCE];

	say(sentence, sizeof sentence, HANDOVER_REFUSAL_SURE, message_text(refusal_reason_message(handover->flow->refusal)));
	ui_ask(&handover->screen, DO_REFUSE, VERDICT_WARN, sentence);
}

/* Esc led to the question why, or back from it, and was the beginning of a function key. */
static void
handover_stay(struct screen *screen)
{
	struct handover_screen *handover = (struct handover_screen *)screen;

	if (!handover_catch_up(handover) || handover->flow == NULL || handover->escaped_from == handover->flow->at.step)
		return;
	(void)handover_send(handover, (struct event){.kind = EVENT_ACTION, .action = ACTION_CANCEL});
	if (handover->escaped_from == STEP_DOUBT) /* the way back from the question leads past it */
		(void)handover_send(handover, (struct event){.kind = EVENT_ACTION, .action = ACTION_NEXT});
	if (handover->escaped_from == STEP_REFUSE && handover->escaped_reason >= 0)
		(void)handover_send(handover, (struct event){.kind = EVENT_CHOOSE, .number = handover->escaped_reason});
	(void)handover_catch_up(handover);
}

static void
handover_act(struct screen *screen, int action)
{
	struct handover_screen *handover = (struct handover_screen *)screen;

	if (handover->flow == NULL)
		return;
	if (action == DO_STEP + ACTION_NEXT && is_too_quick(screen->ui))
		return;
	if (action >= DO_STEP && action < DO_STEP + ACTION_COUNT && !is_leaving(handover, (enum handover_action)(action - DO_STEP)))
		return;
	if (action == DO_STEP + ACTION_NEXT && is_refusing(handover, ACTION_NEXT) &&
		handover_is_live(handover->flow, ACTION_NEXT)) {
		ask_refusal(handover);
		return;
	}
	if (action >= DO_STEP && action < DO_STEP + ACTION_COUNT) {
		send_action(handover, (enum handover_action)(action - DO_STEP));
		return;
	}
	switch (action) {
	case DO_ONWARD:
		go_onward(handover);
		return;
	case DO_CHOOSE:
		if (handover_focus(handover) != FOCUS_REASONS && is_too_quick(screen->ui))
			return;
		(void)handover_send(handover, (struct event){.kind = EVENT_CHOOSE, .number = (int)handover->pick.chosen});
		if (handover_focus(handover) == FOCUS_REASONS)
			handover_move_focus(handover, 1);
		return;
	case DO_OFFICER:
		try_officer(handover);
		return;
	case DO_DETAIL:
		screen_show_plain(screen->ui, SCREEN_CERTIFICATE);
		return;
	case DO_REFUSE:
		send_action(handover, ACTION_NEXT);
		return;
	case DO_TAKE_BACK:
		screen_show(screen->ui, &(struct target){.screen = SCREEN_CORRECTION, .id = handover->flow->handover.id});
		return;
	}
}

/* ------------------------------------------------------------------ typing and scanning */

/*
 * A press into the field with the focus. The machine is told when the text became another by it, and only then: digits that it has
 * compared and forgotten stand here until the next look, and must not be compared again. Another search begins at the top.
 */
static bool
typed(struct handover_screen *handover, const struct press *press)
{
	int field = handover_field(handover_focus(handover));
	const char *text = form_text(&handover->form, handover->form.focus);
	char before[FIELD_TEXT];

	if (field < 0)
		return form_press(&handover->form, press);
	copy_text(before, sizeof before, text);
	if (!form_press(&handover->form, press))
		return false;
	if (strcmp(before, text) == 0)
		return true;
	if (field == FIELD_QUERY)
		handover->pick = (struct pick){.count = handover->pick.count, .height = handover->pick.height};
	handover->scanned = false;
	(void)handover_send(handover, (struct event){.kind = EVENT_TYPED, .field = (enum handover_field)field, .text = text});
	return true;
}

static bool
moved(struct handover_screen *handover, const struct press *press)
{
	enum focus focus = handover_focus(handover);

	if (press->kind == PRESS_TAB || press->kind == PRESS_BACK_TAB) {
		handover_move_focus(handover, press->kind == PRESS_TAB ? 1 : -1);
		return true;
	}
	if ((press->kind == PRESS_LEFT || press->kind == PRESS_RIGHT) && (focus == FOCUS_KIND || focus == FOCUS_GIVES)) {
		send_action(handover, focus == FOCUS_KIND ? ACTION_TOGGLE_KIND : ACTION_TOGGLE_READER);
		return true;
	}
	if (is_choosing(handover))
		return pick_press(&handover->pick, press, focus == FOCUS_QUERY);
	if (press->kind == PRESS_UP || press->kind == PRESS_DOWN) {
		handover_move_focus(handover, press->kind == PRESS_DOWN ? 1 : -1);
		return true;
	}
	return false;
}

static bool
handover_press(struct screen *screen, const struct press *press)
{
	struct handover_screen *handover = (struct handover_screen *)screen;
	bool lists = handover_focus(handover) == FOCUS_REASONS || handover_focus(handover) == FOCUS_WAYS;

	if (handover->flow == NULL)
		return false;
	if (moved(handover, press))
		return true;
	if (lists && press->kind == PRESS_CHAR && press->code >= '1' && press->code <= '9') {
		if (press->code - '1' < (uint32_t)handover->pick.count)
			handover->pick.chosen = press->code - '1';
		(void)handover_send(handover, (struct event){.kind = EVENT_CHOOSE, .number = (int)(press->code - '1')});
		return true;
	}
	if (handover_focus(handover) == FOCUS_REASONS && press->kind == PRESS_CHAR && press->code != ' ')
		handover_focus_on(handover, FOCUS_NOTE); /* words typed here are words */
	if (press->kind == PRESS_CHAR && handover->moved_ms != 0 && term_now() - handover->moved_ms < MOVED_PAUSE_MS) {
		ui_notice(screen->ui, VERDICT_WARN, tell(HANDOVER_TOO_EARLY)); /* meant for what stood there before */
		return true;
	}
	if (press->kind == PRESS_PASTE && handover_focus(handover) == FOCUS_DIGITS)
		return false; /* it is typed off the document */
	return handover_is_typing(handover) && typed(handover, press);
}

static bool
handover_typing(struct screen *screen)
{
	struct handover_screen *handover = (struct handover_screen *)screen;

	return handover_catch_up(handover) && handover_is_typing(handover);
}

/* ------------------------------------------------------------------ words */

static void
handover_head(struct screen *screen, char *out, size_t size)
{
	const struct handover_screen *handover = (const struct handover_screen *)screen;

	if (handover->flow == NULL)
		copy_text(out, size, tell(HANDOVER_TITLE));
	else
		step_head(&handover->flow->at, "", out, size);
}

static enum verdict_level
handover_say(struct screen *screen, char *out, size_t size)
{
	const struct handover_screen *handover = (const struct handover_screen *)screen;
	const struct handover_flow *flow = handover->flow;

	out[0] = '\0';
	if (flow == NULL)
		return VERDICT_PASS;
	if (handover_waits_in_vain(handover)) {
		copy_text(out, size, screen->ui->status.no_card.line);
		return screen->ui->status.no_card.level;
	}
	if (flow->at.notice.message != MSG_NONE)
		return step_notice(&flow->at, out, size);
	if (flow->at.step == STEP_APPLICANT && flow->result_more)
		copy_text(out, size, tell(HANDOVER_MORE));
	else
		copy_text(out, size, message_text(steps_here(&flow->at)->sentence));
	return VERDICT_PASS;
}

static void
handover_draw(struct screen *screen)
{
	struct handover_screen *handover = (struct handover_screen *)screen;

	if (handover->flow != NULL)
		handover_draw_step(handover);
}

static void
handover_open(struct screen *screen, const struct target *target)
{
	(void)target;
	((struct handover_screen *)screen)->step = STEP_COUNT;
	handover_refresh(screen);
}

static void
handover_close(struct screen *screen)
{
	form_wipe(&((struct handover_screen *)screen)->form);
}

const struct screen_type screen_handover = {
	.size = sizeof(struct handover_screen),
	.open = handover_open,
	.title = MSG_HANDOVER_TITLE,
	.draw = handover_draw,
	.keys = handover_keys,
	.act = handover_act,
	.press = handover_press,
	.stay = handover_stay,
	.typing = handover_typing,
	.scan = handover_scan,
	.refresh = handover_refresh,
	.close = handover_close,
	.head = handover_head,
	.speak = handover_say,
};
