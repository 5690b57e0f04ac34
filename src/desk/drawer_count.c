/*
 * desk/drawer_count: step 2 of the drawer's count: card after card, number after number, place by place. Nothing here knows what
 * should be found.
 */
#include "drawer_inside.h"

#include "courier_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum code
tell_word(struct drawer_flow *flow, enum drawer_word word, int row, struct drawer_effects *effects)
{
	flow->word = word;
	flow->last = row;
	steps_quiet(&flow->at);
	if (drawer_word_level(word) != VERDICT_PASS)
		df_effect(effects, DX_BEEP);
	return OK;
}

/* ---- places */

/* "A-07": one or two letters, a dash, two or three digits; *order: its digits begin there. */
static bool
is_place(const char *text, size_t *digits_at)
{
	size_t letters = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
	size_t digits;

	if (letters < 1 || letters > 2 || text[letters] != '-')
		return false;
	digits = strspn(text + letters + 1, "0123456789");
	*digits_at = letters + 1;
	return digits >= 2 && digits <= 3 && text[letters + 1 + digits] == '\0';
}

/* The place behind the one that has been counted, in the same drawer; what is no place of ours stays. */
static void
next_place(struct drawer_flow *flow)
{
	char next[FIELD_TEXT];
	size_t at;

	if (!is_place(flow->fields[DF_PLACE], &at))
		return;
	snprintf(next, sizeof next, "%.*s%02ld", (int)at, flow->fields[DF_PLACE],
		strtol(flow->fields[DF_PLACE] + at, NULL, 10) + 1);
	copy_text(flow->fields[DF_PLACE], PLACE_TEXT, next);
}

/* ---- rows */

static struct drawer_item *
add_row(struct drawer_flow *flow, enum seen_way seen)
{
	struct drawer_item *row;

	if (flow->row_count == DRAWER_ROWS_MAX) {
		steps_say(&flow->at, VERDICT_REFUSE, MSG_COURIER_FULL, "");
		return NULL;
	}
	row = &flow->rows[flow->row_count++];
	*row = (struct drawer_item){.seen = seen};
	copy_text(row->place, sizeof row->place, flow->fields[DF_PLACE]);
	return row;
}

static int
find_certificate(const struct drawer_flow *flow, const char *fingerprint)
{
	for (int i = 0; i < flow->row_count; i++)
		if (strcmp(flow->rows[i].certificate, fingerprint) == 0)
			return i;
	return -1;
}

static enum code
take_card(struct drawer_flow *flow, const struct drawer_event *event, struct drawer_effects *effects)
{
	int chosen = desk_choose_certificate(event->facts, event->number, NULL, event->now), known;
	struct drawer_item *row;

	if (chosen < 0)
		return tell_word(flow, DW_UNREADABLE, -1, effects);
	for (int i = 0; i < event->number; i++) { /* which one was counted does not matter: it is the same card */
		known = find_certificate(flow, event->facts[i].sha256);
		if (known >= 0)
			return tell_word(flow, DW_TWICE, known, effects);
	}
	row = add_row(flow, SEEN_READ);
	if (row == NULL)
		return OK;
	copy_text(row->certificate, sizeof row->certificate, event->facts[chosen].sha256);
	copy_text(row->national_id, sizeof row->national_id, event->facts[chosen].national_id);
	copy_text(row->name, sizeof row->name, event->facts[chosen].subject_cn);
	next_place(flow);
	df_effect(effects, DX_SAVE_DRAFT);
	return tell_word(flow, DW_READ, flow->row_count - 1, effects);
}

static enum code
take_serial(struct drawer_flow *flow, const char *serial, enum seen_way seen, struct drawer_effects *effects)
{
	struct drawer_item *row;
	size_t at;

	if (is_place(serial, &at)) {
		copy_text(flow->fields[DF_PLACE], PLACE_TEXT, serial);
		df_effect(effects, DX_SAVE_DRAFT);
		return tell_word(flow, DW_PLACE, -1, effects);
	}
	for (int i = 0; i < flow->row_count; i++)
		if (cf_same_serial(flow->rows[i].serial, serial))
			return tell_word(flow, DW_TWICE, i, effects);
	if (!cf_is_serial(serial))
		return tell_word(flow, DW_NOT_A_NUMBER, -1, effects);
	row = add_row(flow, seen);
	if (row == NULL)
		return OK;
	copy_text(row->serial, sizeof row->serial, serial);
	next_place(flow);
	df_effect(effects, DX_SAVE_DRAFT);
	return tell_word(flow, DW_COUNTED, flow->row_count - 1, effects);
}

static enum code
take_back(struct drawer_flow *flow, struct drawer_effects *effects)
{
	const struct drawer_item *row = &flow->rows[flow->row_count - 1];
	char what[FULL_NAME_TEXT];

	copy_text(what, sizeof what, row->name[0] != '\0' ? row->name : row->serial);
	copy_text(flow->fields[DF_PLACE], PLACE_TEXT, row->place);
	flow->row_count--;
	flow->last = -1; /* held down, the key takes back one row, not all */
	flow->word = DW_NONE;
	df_effect(effects, DX_SAVE_DRAFT);
	steps_say(&flow->at, VERDICT_PASS, MSG_COURIER_TAKEN_BACK, what);
	return OK;
}

static enum code
next(struct drawer_flow *flow, struct drawer_effects *effects)
{
	char serial[FIELD_TEXT];

	copy_text(serial, sizeof serial, flow->fields[DF_SERIAL]);
	flow->fields[DF_SERIAL][0] = '\0';
	if (serial[0] != '\0')
		return take_serial(flow, serial, SEEN_TYPED, effects);
	flow->at.waiting = true;
	steps_quiet(&flow->at);
	df_effect(effects, DX_STOCK);
	return OK;
}

static enum code
count_action(struct drawer_flow *flow, enum drawer_action action, struct drawer_effects *effects)
{
	if (!drawer_is_live(flow, action))
		return ERR_REFUSED;
	if (action == DA_NEXT)
		return next(flow, effects);
	if (action == DA_TAKE_BACK)
		return take_back(flow, effects);
	if (action == DA_EMPTY) {
		next_place(flow);
		return tell_word(flow, DW_PLACE, -1, effects);
	}
	if (action != DA_READ_AGAIN)
		return ERR_REFUSED;
	df_effect(effects, DX_READ_CARD);
	return OK;
}

static enum code
type(struct drawer_flow *flow, const struct drawer_event *event)
{
	if (event->field != DF_PLACE && event->field != DF_SERIAL)
		return ERR_REFUSED;
	copy_text(flow->fields[event->field], event->field == DF_PLACE ? PLACE_TEXT : SERIAL_TEXT, event->text);
	return OK;
}

enum code
df_count_event(struct drawer_flow *flow, const struct drawer_event *event, struct drawer_effects *effects)
{
	switch (event->kind) {
	case DE_CARD_READ:
		return take_card(flow, event, effects);
	case DE_CARD_FAULT:
		tell_word(flow, DW_UNREADABLE, -1, effects);
		steps_say(&flow->at, VERDICT_REFUSE, MSG_COURIER_CARD_FAULT, event->text);
		return OK;
	case DE_CARD_OUT:
		return OK;
	case DE_SCAN:
		return event->text[0] == '\0' ? ERR_REFUSED : take_serial(flow, event->text, SEEN_SCANNED, effects);
	case DE_TYPED:
		return type(flow, event);
	case DE_ACTION:
		return count_action(flow, event->action, effects);
	case DE_START:
	case DE_OFFERED:
	case DE_STOCK:
	case DE_COMMITTED:
	case DE_FAILED:
	case DE_TAKEN:
	case DE_TICK:
		break;
	}
	return ERR_REFUSED;
}
