/*
 * ui/screen_delivery: keys, typed text and scans of a courier's delivery, turned into events for the machine behind the host. The
 * machine's step table gives title, sentence and keys; nothing here knows what comes after what.
 */
#include "delivery.h"
#include "step_view.h"

#include <string.h>

enum { DO_STEP = UI_ACT_OWN, DO_ENTER = DO_STEP + CA_COUNT, DO_RECORD };
enum { COMMIT_PAUSE_MS = 250 };

/* ------------------------------------------------------------------ step 1: the list */

static const struct ui_shipment_row *
chosen_parcel(const struct delivery_screen *delivery)
{
	return table_chosen(&delivery->parcels);
}

static void
show_record(struct delivery_screen *delivery, int64_t delivery_id)
{
	screen_show(delivery->screen.ui, &(struct target){.screen = SCREEN_DELIVERY_RECORD, .id = delivery_id});
}

/* A parcel that was received opens as its record, never as a count. */
static void
show_if_received(struct delivery_screen *delivery)
{
	const struct courier_flow *flow;

	if (!delivery_catch_up(delivery))
		return;
	flow = delivery->flow;
	if (flow->at.step != COURIER_PARCEL || flow->at.notice.message != MSG_COURIER_NOTHING_OUT)
		return;
	for (int i = 0; i < flow->parcel_count; i++)
		if (strcmp(flow->parcels[i].shipment.tracking_number, form_text(&flow->form, CF_PARCEL)) == 0) {
			show_record(delivery, flow->parcels[i].last_id);
			return;
		}
}

static void
choose_parcel(struct delivery_screen *delivery)
{
	const struct ui_shipment_row *row = chosen_parcel(delivery);

	if (row == NULL)
		return;
	if (row->delivery_id != 0 && row->shipment.received != 0) { /* what comes later is begun by its number */
		show_record(delivery, row->delivery_id);
		return;
	}
	if (delivery_send(delivery,
		    (struct courier_event){.kind = CE_TYPED, .field = CF_PARCEL, .text = row->shipment.tracking_number}) == OK)
		(void)delivery_send(delivery, (struct courier_event){.kind = CE_ACTION, .action = CA_NEXT});
	show_if_received(delivery);
}

/* ------------------------------------------------------------------ acts */

/* Esc. What it puts aside it names first, and wants to be pressed again. */
static bool
is_leaving(struct delivery_screen *delivery, enum courier_action action)
{
	struct screen *screen = &delivery->screen;
	bool asks = action == CA_PRINT_LATER || action == CA_SIGNED_LATER || (action == CA_LEAVE && delivery->flow->has_parcel);

	if (!asks || ui_asks(screen, DO_STEP + (int)action))
		return true;
	ui_ask(screen, DO_STEP + (int)action, VERDICT_WARN,
		action == CA_LEAVE                 ? tell(DELIVERY_PAUSE)
			: action == CA_PRINT_LATER ? tell(HANDOVER_PRINT_LATER)
						   : tell(DELIVERY_SIGNED_LATER));
	return false;
}

static void
send_action(struct delivery_screen *delivery, enum courier_action action)
{
	int64_t now = term_now();

	if (!is_leaving(delivery, action))
		return;
	if (action == CA_COMMIT && delivery->flow->at.armed && now - delivery->armed_ms < COMMIT_PAUSE_MS) {
		/* A scanner or a hand on the keyboard types faster than anybody reads. */
		ui_notice(delivery->screen.ui, VERDICT_WARN, tell(HANDOVER_TOO_QUICK));
		return;
	}
	if (action == CA_ARM)
		delivery->armed_ms = now;
	(void)delivery_send(delivery, (struct courier_event){.kind = CE_ACTION, .action = action});
	show_if_received(delivery);
}

/* Enter: the next field, and behind the last one what F9 does, where that writes nothing; in a list its row. */
static void
enter(struct delivery_screen *delivery)
{
	struct ui *ui = delivery->screen.ui;
	bool choosing =
		delivery->step == COURIER_PARCEL && (delivery->in_list || form_text(&delivery->flow->form, CF_PARCEL)[0] == '\0');

	if (is_too_quick(ui))
		return;
	if (choosing) {
		choose_parcel(delivery);
		return;
	}
	if (delivery->in_list) {
		(void)delivery_send(delivery, (struct courier_event){.kind = CE_CHOOSE, .number = (int)delivery->missing.chosen});
		return;
	}
	if (delivery->step == COURIER_PARCEL || delivery->form.count == 0 || form_is_last(&delivery->form)) {
		if (courier_is_live(delivery->flow, CA_NEXT) || delivery->form.count > 0)
			send_action(delivery, CA_NEXT);
		return;
	}
	(void)form_enter(ui, &delivery->form);
	ui_refresh(ui);
}

static void
delivery_act(struct screen *screen, int action)
{
	struct delivery_screen *delivery = (struct delivery_screen *)screen;
	const struct ui_shipment_row *row = delivery->step == COURIER_PARCEL ? chosen_parcel(delivery) : NULL;

	if (delivery->flow == NULL || !delivery_catch_up(delivery))
		return;
	if (action == DO_ENTER)
		enter(delivery);
	else if (action == DO_RECORD && row != NULL && row->delivery_id != 0)
		show_record(delivery, row->delivery_id);
	else if (action >= DO_STEP && action < DO_STEP + CA_COUNT)
		send_action(delivery, (enum courier_action)(action - DO_STEP));
}

/* ------------------------------------------------------------------ keys */

static void
delivery_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry record = {4, DO_RECORD, MSG_DELIVERY_KEY_RECORD, false};
	static const struct key_entry open = {KEY_RETURN, DO_ENTER, MSG_UI_KEY_OPEN, false};
	static const struct key_entry enter_key = {KEY_RETURN, DO_ENTER, MSG_HANDOVER_NEXT_FIELD, true};
	struct delivery_screen *delivery = (struct delivery_screen *)screen;

	if (!delivery_catch_up(delivery))
		return;
	step_keys(&delivery->flow->at, DO_STEP, set);
	if (delivery->step == COURIER_PARCEL && chosen_parcel(delivery) != NULL && chosen_parcel(delivery)->delivery_id != 0)
		keys_add(set, &record, 1);
	if (delivery->step == COURIER_PARCEL || delivery->in_list)
		keys_add(set, &open, 1);
	else if (delivery->form.count > 0)
		keys_add(set, &enter_key, 1);
}

/* ------------------------------------------------------------------ typing */

static bool
is_up_or_down(const struct press *press)
{
	return press->kind == PRESS_UP || press->kind == PRESS_DOWN || press->kind == PRESS_PAGE_UP ||
		press->kind == PRESS_PAGE_DOWN;
}

/* The arrows belong to the list, the letters to the form above it. */
static bool
moved_in_parcels(struct delivery_screen *delivery, const struct press *press)
{
	const struct input input = input_of(press);

	if (!is_up_or_down(press))
		return false;
	delivery->in_list = true;
	(void)table_input(&delivery->parcels, &input);
	ui_refresh(delivery->screen.ui);
	return true;
}

/* Behind the last field stands the list of those whose it may be. */
static bool
moved_in_row(struct delivery_screen *delivery, const struct press *press)
{
	bool forward = press->kind == PRESS_TAB || press->kind == PRESS_DOWN;
	bool back = press->kind == PRESS_BACK_TAB || press->kind == PRESS_UP;

	if (delivery->in_list &&
		(press->kind == PRESS_TAB || press->kind == PRESS_BACK_TAB || (back && delivery->missing.chosen == 0))) {
		delivery->in_list = false;
		delivery->form.focus = forward ? 0 : delivery->form.count - 1;
		return true;
	}
	if (delivery->in_list)
		return pick_press(&delivery->missing, press, false);
	if (delivery->missing.count == 0 || !((forward && form_is_last(&delivery->form)) || (back && delivery->form.focus == 0)))
		return false;
	delivery->in_list = true;
	return true;
}

static bool
delivery_press(struct screen *screen, const struct press *press)
{
	struct delivery_screen *delivery = (struct delivery_screen *)screen;

	if (!delivery_catch_up(delivery))
		return false;
	if (delivery->step == COURIER_PARCEL && moved_in_parcels(delivery, press))
		return true;
	if (delivery->step == COURIER_ROW && moved_in_row(delivery, press))
		return true;
	if (delivery->step == COURIER_DIFFERENCE) {
		const struct input input = input_of(press);
		return table_input(&delivery->differences, &input) != TABLE_IGNORED;
	}
	if (delivery->form.count == 0 || delivery->in_list)
		if (delivery->step != COURIER_PARCEL)
			return false;
	if (!form_press(&delivery->form, press))
		return false;
	delivery->in_list = false;
	delivery_tell_form(delivery);
	return true;
}

static bool
delivery_typing(struct screen *screen)
{
	struct delivery_screen *delivery = (struct delivery_screen *)screen;

	return delivery_catch_up(delivery) && delivery->form.count > 0 &&
		delivery->fields[delivery->form.focus].kind != FORM_CHOICE;
}

/* A number off a parcel, a carrier or a reader is one, wherever the cursor stands. */
static enum scan_answer
delivery_scan(struct screen *screen, const struct scan *scan)
{
	struct delivery_screen *delivery = (struct delivery_screen *)screen;
	enum scan_answer answer;

	if (!delivery_catch_up(delivery))
		return ANSWER_REFUSED;
	if (scan->kind == SCAN_CODE &&
		(delivery->step == COURIER_PARCEL || delivery->step == COURIER_COUNT || delivery->step == COURIER_ROW)) {
		if (delivery_send(delivery, (struct courier_event){.kind = CE_SCAN, .text = scan->text}) != OK)
			return ANSWER_REFUSED;
		show_if_received(delivery);
		return ANSWER_TAKEN;
	}
	if (delivery->form.count == 0 || delivery->step == COURIER_COUNT || delivery->step == COURIER_PARCEL)
		return ANSWER_REFUSED;
	answer = form_scan(screen->ui, &delivery->form, scan);
	if (answer == ANSWER_TAKEN)
		delivery_tell_form(delivery);
	return answer;
}

/* ------------------------------------------------------------------ words */

static void
delivery_head(struct screen *screen, char *out, size_t size)
{
	const struct delivery_screen *delivery = (const struct delivery_screen *)screen;

	if (delivery->flow == NULL)
		copy_text(out, size, tell(DELIVERY_TITLE));
	else
		step_head(&delivery->flow->at, delivery->flow->has_parcel ? delivery->flow->parcel.shipment.tracking_number : "",
			out, size);
}

static enum verdict_level
delivery_speak(struct screen *screen, char *out, size_t size)
{
	const struct delivery_screen *delivery = (const struct delivery_screen *)screen;
	const struct courier_flow *flow = delivery->flow;
	const struct ui_finding *no_card = &screen->ui->status.no_card;

	out[0] = '\0';
	if (flow == NULL)
		return VERDICT_PASS;
	if (flow->at.notice.message != MSG_NONE)
		return step_notice(&flow->at, out, size);
	if (flow->at.step == COURIER_COUNT && flow->word != CW_NONE)
		return delivery_say_word(flow, out, size);
	if (flow->at.step == COURIER_COUNT && no_card->level != VERDICT_PASS) {
		copy_text(out, size, no_card->line);
		return no_card->level;
	}
	copy_text(out, size,
		delivery->form.count > 0 ? form_sentence(&delivery->form, steps_here(&flow->at)->sentence)
					 : message_text(steps_here(&flow->at)->sentence));
	return VERDICT_PASS;
}

/* ------------------------------------------------------------------ the screen */

static void
delivery_open(struct screen *screen, const struct target *target)
{
	struct delivery_screen *delivery = (struct delivery_screen *)screen;

	(void)target;
	screen->ui->host->delivery_begin(screen->ui->host->context); /* what is going on goes on */
	delivery->step = COURIER_STEP_COUNT;
	table_init(&delivery->parcels, &delivery_parcel_kind, screen->ui);
	table_init(&delivery->differences, &delivery_difference_kind, screen);
	delivery_refresh(screen);
}

static void
delivery_close(struct screen *screen)
{
	struct delivery_screen *delivery = (struct delivery_screen *)screen;

	table_clear(&delivery->parcels);
	table_clear(&delivery->differences);
}

const struct screen_type screen_delivery = {
	.size = sizeof(struct delivery_screen),
	.open = delivery_open,
	.title = MSG_DELIVERY_TITLE,
	.draw = delivery_draw,
	.keys = delivery_keys,
	.act = delivery_act,
	.press = delivery_press,
	.typing = delivery_typing,
	.scan = delivery_scan,
	.refresh = delivery_refresh,
	.close = delivery_close,
	.head = delivery_head,
	.speak = delivery_speak,
};
