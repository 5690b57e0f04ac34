/*
 * ui/follow_delivery: the screen of a courier's delivery follows the machine behind the host: its step, the form of that step, what
 * stands in it. Keys and pictures are made from what is kept here.
 */
#include "delivery.h"

#include "teslim/words.h"

#include <string.h>

/* ------------------------------------------------------------------ forms of the steps */

/* clang-format off */
/* What is asked at each step, in this order. A field's words are the machine's; `shown` is of a choice, or another label for it here. */
static const struct step_field {
	enum courier_step step;
	struct delivery_field place;
	struct form_field shown;
} step_fields[] = {
	{COURIER_PARCEL, {CF_PARCEL, CA_COUNT}, {0}},
	{COURIER_PARCEL, {CF_DISPATCHED, CA_COUNT}, {0}},
	{COURIER_IDENTITIES, {CF_FIRM, CA_COUNT}, {0}},
	{COURIER_IDENTITIES, {CF_COURIER, CA_COUNT}, {0}},
	{COURIER_IDENTITIES, {CF_COUNT, CA_PROOF},
		{.name = "proof", .label = MSG_DELIVERY_PROOF, .kind = FORM_CHOICE, .cells = 24, .help = MSG_DELIVERY_CHOICE_HELP}},
	{COURIER_IDENTITIES, {CF_COUNT, CA_DOCUMENT},
		{.name = "document", .label = MSG_DELIVERY_DOCUMENT, .kind = FORM_CHOICE, .cells = 24, .help = MSG_DELIVERY_DOCUMENT_HELP}},
	{COURIER_IDENTITIES, {CF_DOCUMENT, CA_COUNT}, {0}},
	{COURIER_IDENTITIES, {CF_LETTER, CA_COUNT}, {0}},
	{COURIER_IDENTITIES, {CF_LETTER_DATE, CA_COUNT}, {0}},
	{COURIER_IDENTITIES, {CF_WITNESS, CA_COUNT}, {0}},
	{COURIER_PACKAGING, {CF_COUNT, CA_PACKAGING},
		{.name = "packaging", .label = MSG_DELIVERY_PACKAGING, .kind = FORM_CHOICE, .cells = 28, .help = MSG_COURIER_SENTENCE_PACKAGING}},
	{COURIER_PACKAGING, {CF_PACKAGING_NOTE, CA_COUNT}, {0}},
	{COURIER_REFUSAL, {CF_PACKAGING_NOTE, CA_COUNT}, {.label = MSG_DELIVERY_WHY}},
	{COURIER_SAID, {CF_SAID_CARDS, CA_COUNT}, {0}},
	{COURIER_SAID, {CF_SAID_READERS, CA_COUNT}, {0}},
	{COURIER_COUNT, {CF_SERIAL, CA_COUNT}, {0}},
	{COURIER_ROW, {CF_COUNT, CA_CONDITION},
		{.name = "condition", .label = MSG_DELIVERY_CONDITION, .kind = FORM_CHOICE, .cells = 20, .help = MSG_COURIER_SENTENCE_ROW}},
	{COURIER_ROW, {CF_COUNT, CA_KIND},
		{.name = "kind", .label = MSG_DELIVERY_KIND, .kind = FORM_CHOICE, .cells = 20, .help = MSG_DELIVERY_CHOICE_HELP}},
	{COURIER_ROW, {CF_PLACE, CA_COUNT}, {0}},
	{COURIER_ROW, {CF_NOTE, CA_COUNT}, {0}},
};
/* clang-format on */

static const struct delivery_item *
last_row(const struct courier_flow *flow)
{
	return &flow->rows[flow->last];
}

/* The choices of a field, in the order in which the machine turns them; returns how many. */
static int
choices_of(const struct courier_flow *flow, enum courier_action turn, enum message out[DELIVERY_CHOICES])
{
	int count = 0;

	if (turn == CA_PROOF)
		for (int i = SHOWN_BADGE; i < SHOWN_COUNT; i++)
			out[count++] = shown_proof_message((enum shown_proof)i);
	else if (turn == CA_DOCUMENT)
		for (int i = IDENTITY_NONE; i < IDENTITY_KIND_COUNT; i++)
			out[count++] = i == IDENTITY_NONE ? MSG_SHOWN_NOT : identity_kind_message((enum identity_kind)i);
	else if (turn == CA_PACKAGING)
		for (int i = PACKAGING_WHOLE; i < PACKAGING_COUNT; i++)
			out[count++] = packaging_message((enum packaging)i);
	else if (turn == CA_KIND)
		for (int i = ITEM_CARD; i < ITEM_KIND_COUNT; i++)
			out[count++] = item_kind_message((enum item_kind)i);
	else if (turn == CA_CONDITION) {
		out[count++] = MSG_CONDITION_GOOD;
		out[count++] = MSG_CONDITION_DAMAGED;
		if (last_row(flow)->kind == ITEM_CARD && last_row(flow)->seen != SEEN_READ)
			out[count++] = MSG_CONDITION_UNREADABLE;
	}
	return count;
}

/* Which of the choices it is now; -1 none yet. */
static int
chosen_of(const struct courier_flow *flow, enum courier_action turn)
{
	if (turn == CA_PROOF)
		return (int)flow->proof - SHOWN_BADGE;
	if (turn == CA_DOCUMENT)
		return (int)flow->document - IDENTITY_NONE;
	if (turn == CA_PACKAGING)
		return (int)flow->packaging - PACKAGING_WHOLE;
	if (turn == CA_KIND)
		return (int)last_row(flow)->kind;
	return (int)last_row(flow)->condition - CONDITION_GOOD;
}

static bool
is_asked(const struct courier_flow *flow, const struct step_field *field)
{
	return (int)field->step == flow->at.step &&
		((field->place.turn != CA_KIND && field->place.turn != CA_CONDITION) || courier_is_live(flow, field->place.turn));
}

static void
make_form(struct delivery_screen *delivery)
{
	int count = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(step_fields) && count < DELIVERY_FIELDS; i++) {
		struct form_field *field = &delivery->fields[count];

		if (!is_asked(delivery->flow, &step_fields[i]))
			continue;
		delivery->places[count] = step_fields[i].place;
		*field = step_fields[i].shown;
		if (field->kind != FORM_CHOICE) {
			*field = delivery->flow->form.fields[step_fields[i].place.field];
			if (step_fields[i].shown.label != MSG_NONE)
				field->label = step_fields[i].shown.label;
		} else {
			field->choice_count = choices_of(delivery->flow, step_fields[i].place.turn, delivery->choices[count]);
			field->choices = delivery->choices[count];
		}
		count++;
	}
	form_init(&delivery->form, delivery->fields, count);
}

/* What stands in the machine stands in the form; what is as it was keeps its cursor. */
static void
fill_form(struct delivery_screen *delivery)
{
	for (int i = 0; i < delivery->form.count; i++) {
		const struct delivery_field *place = &delivery->places[i];
		struct form_entry *entry = &delivery->form.entries[i];

		if (place->turn != CA_COUNT)
			entry->chosen = chosen_of(delivery->flow, place->turn);
		else if (strcmp(entry->edit.text, form_text(&delivery->flow->form, (int)place->field)) != 0)
			form_set(&delivery->form, i, form_text(&delivery->flow->form, (int)place->field));
	}
}

static void
turn_to(struct delivery_screen *delivery, enum courier_action turn, int wanted)
{
	for (int i = 0; i < 2 * DELIVERY_CHOICES && delivery->flow->at.step == delivery->step &&
		chosen_of(delivery->flow, turn) != wanted;
		i++)
		if (delivery_send(delivery, (struct courier_event){.kind = CE_ACTION, .action = turn}) != OK)
			return;
}

void
delivery_tell_form(struct delivery_screen *delivery)
{
	for (int i = 0; i < delivery->form.count && delivery->flow->at.step == delivery->step; i++) {
		const struct delivery_field *place = &delivery->places[i];
		const struct form_entry *entry = &delivery->form.entries[i];

		if (place->turn != CA_COUNT) {
			if (entry->chosen >= 0)
				turn_to(delivery, place->turn, entry->chosen);
		} else if (strcmp(entry->edit.text, form_text(&delivery->flow->form, (int)place->field)) != 0) {
			(void)delivery_send(delivery,
				(struct courier_event){.kind = CE_TYPED, .field = place->field, .text = entry->edit.text});
		}
	}
}

/* ------------------------------------------------------------------ following the machine */

/* Whether whose the last row is can be said by choosing among the missing. */
static bool
is_assignable(const struct courier_flow *flow)
{
	return flow->at.step == COURIER_ROW && flow->last >= 0 && last_row(flow)->origin == ORIGIN_UNEXPECTED &&
		last_row(flow)->certificate[0] == '\0';
}

/* The missing cards or readers that the last row may be. */
static int
missing_count(const struct courier_flow *flow)
{
	return is_assignable(flow) ? courier_sum(flow, last_row(flow)->kind).missing : 0;
}

static void
begin_step(struct delivery_screen *delivery)
{
	delivery->step = delivery->flow->at.step;
	delivery->missing = (struct pick){0};
	delivery->in_list = false;
	make_form(delivery);
}

void
delivery_refresh(struct screen *screen)
{
	struct delivery_screen *delivery = (struct delivery_screen *)screen;
	const struct ui_host *host = screen->ui->host;
	int fields = delivery->form.count;

	delivery->flow = host->delivery(host->context);
	if (delivery->flow == NULL) {
		screen_pop(screen->ui);
		return;
	}
	if (delivery->step != delivery->flow->at.step)
		begin_step(delivery);
	else if (delivery->step == COURIER_ROW) { /* a card that became a reader has other choices */
		int focus = delivery->form.focus;

		make_form(delivery);
		delivery->form.focus = fields == delivery->form.count ? focus : 0;
	}
	fill_form(delivery);
	pick_fit(&delivery->missing, missing_count(delivery->flow), body_rows() - 11);
	if (delivery->missing.count == 0 && delivery->step == COURIER_ROW)
		delivery->in_list = false;
	if (delivery->step == COURIER_PARCEL)
		table_fetch(&delivery->parcels, body_rows() - 4);
	if (delivery->step == COURIER_DIFFERENCE) {
		delivery->differences.source = screen;
		table_fetch(&delivery->differences, body_rows() - 5);
	}
}

enum code
delivery_send(struct delivery_screen *delivery, struct courier_event event)
{
	struct ui *ui = delivery->screen.ui;
	enum code code;

	event.now = clock_now();
	code = ui->host->delivery_event(ui->host->context, &event);
	ui_refresh(ui);
	return code;
}

bool
delivery_catch_up(struct delivery_screen *delivery)
{
	struct ui *ui = delivery->screen.ui;

	if (!ui->stale)
		return delivery->flow != NULL;
	delivery->flow = ui->host->delivery(ui->host->context);
	if (delivery->flow == NULL)
		return false;
	if (delivery->flow->at.step != delivery->step)
		delivery_refresh(&delivery->screen);
	return true;
}
