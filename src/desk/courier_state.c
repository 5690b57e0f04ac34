/*
 * desk/courier_state: what every step of the courier's flow asks of it and does to it. Calls none of the steps.
 */
#include "courier_inside.h"

#include "teslim/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DRAWER = 20 }; /* places */

/* clang-format off */
/* Their names are those of drafts: a draft of the version before has the same. */
static const struct form_field fields[CF_COUNT] = {
	[CF_PARCEL] = {.name = "parcel-typed", .label = MSG_DELIVERY_TRACKING, .kind = FORM_SERIAL, .cells = 32, .size = SERIAL_TEXT},
	[CF_DISPATCHED] = {.name = "dispatched-typed", .label = MSG_DELIVERY_DISPATCHED, .kind = FORM_DATE, .cells = 12,
		.help = MSG_DELIVERY_DISPATCHED_HELP},
	[CF_FIRM] = {.name = "firm", .label = MSG_DELIVERY_FIRM, .kind = FORM_TEXT, .cells = 32},
	[CF_COURIER] = {.name = "courier-name", .label = MSG_DELIVERY_COURIER, .kind = FORM_TEXT, .cells = 32},
	[CF_DOCUMENT] = {.name = "document-number", .label = MSG_DELIVERY_NUMBER, .kind = FORM_SERIAL, .cells = 24,
		.help = MSG_DELIVERY_NUMBER_HELP},
	[CF_LETTER] = {.name = "letter", .label = MSG_DELIVERY_LETTER, .kind = FORM_TEXT, .cells = 24, .help = MSG_DELIVERY_LETTER_HELP},
	[CF_LETTER_DATE] = {.name = "letter-date", .label = MSG_DELIVERY_LETTER_DATE, .kind = FORM_DATE, .cells = 12,
		.help = MSG_DELIVERY_LETTER_HELP},
	[CF_WITNESS] = {.name = "witness", .label = MSG_DELIVERY_WITNESS, .kind = FORM_TEXT, .cells = 32, .help = MSG_DELIVERY_WITNESS_HELP},
	[CF_PACKAGING_NOTE] = {.name = "packaging-note", .label = MSG_DELIVERY_NOTE, .kind = FORM_TEXT, .cells = 48},
	[CF_SAID_CARDS] = {.name = "said-cards", .label = MSG_DELIVERY_CARDS, .kind = FORM_TEXT, .cells = 6},
	[CF_SAID_READERS] = {.name = "said-readers", .label = MSG_DELIVERY_READERS, .kind = FORM_TEXT, .cells = 6},
	[CF_SERIAL] = {.name = "serial", .label = MSG_DELIVERY_SERIAL, .kind = FORM_SERIAL, .cells = 32, .size = SERIAL_TEXT},
	[CF_PLACE] = {.name = "place", .label = MSG_DELIVERY_PLACE, .kind = FORM_TEXT, .cells = 10, .size = PLACE_TEXT,
		.help = MSG_DELIVERY_PLACE_HELP},
	[CF_NOTE] = {.name = "note", .label = MSG_DELIVERY_NOTE, .kind = FORM_TEXT, .cells = 48, .help = MSG_DELIVERY_NOTE_HELP},
};
/* clang-format on */

void
courier_init(struct courier_flow *flow)
{
	*flow = (struct courier_flow){.offered = -1, .last = -1, .place = 1, .document = IDENTITY_CARD};
	steps_begin(&flow->at, &courier_steps, COURIER_PARCEL);
	form_init(&flow->form, fields, CF_COUNT);
}

struct courier_effect *
cf_effect(struct courier_effects *effects, enum courier_effect_kind kind, const char *text)
{
	struct courier_effect *effect =
		&effects->list[effects->count < COURIER_EFFECTS_MAX ? effects->count++ : COURIER_EFFECTS_MAX - 1];

	*effect = (struct courier_effect){.kind = kind};
	copy_text(effect->text, sizeof effect->text, text);
	return effect;
}

void
cf_go(struct courier_flow *flow, enum courier_step step, struct courier_effects *effects)
{
	steps_go(&flow->at, (int)step);
	if (flow->has_parcel && !flow->committed)
		cf_effect(effects, CX_SAVE_DRAFT, "");
}

void
cf_restart(struct courier_flow *flow, bool same_visit, struct courier_effects *effects)
{
	static const enum courier_field kept[] = {CF_FIRM, CF_COURIER, CF_DOCUMENT, CF_LETTER, CF_LETTER_DATE, CF_WITNESS};
	const struct form before = flow->form;
	enum shown_proof proof = flow->proof;
	enum identity_kind document = flow->document;
	char login[sizeof flow->login];

	copy_text(login, sizeof login, flow->login);
	courier_init(flow);
	copy_text(flow->login, sizeof flow->login, login);
	if (same_visit) {
		for (size_t i = 0; i < ARRAY_LENGTH(kept); i++)
			form_set(&flow->form, (int)kept[i], form_text(&before, (int)kept[i]));
		flow->proof = proof;
		flow->document = document;
	}
	cf_effect(effects, CX_LIST, "");
}

/* Whether two serial numbers are the same to the eye: blanks and case do not count. Empty ones are never the same. */
bool
cf_same_serial(const char *left, const char *right)
{
	struct str a = {0}, b = {0};
	const char *x, *y;
	bool same;

	if (left[0] == '\0' || right[0] == '\0')
		return false;
	text_fold(&a, left);
	text_fold(&b, right);
	for (x = str_text(&a), y = str_text(&b);; x++, y++) {
		x += strspn(x, " ");
		y += strspn(y, " ");
		if (*x != *y || *x == '\0')
			break;
	}
	same = *x == *y;
	str_clear(&a);
	str_clear(&b);
	return same;
}

bool
cf_identities_complete(const struct courier_flow *flow)
{
	char date[DATE_TEXT];
	const char *letter_date = form_text(&flow->form, CF_LETTER_DATE);

	return form_text(&flow->form, CF_FIRM)[0] != '\0' && form_text(&flow->form, CF_COURIER)[0] != '\0' &&
		flow->proof != SHOWN_UNKNOWN && (letter_date[0] == '\0' || ident_parse_date(date, letter_date));
}

bool
cf_said(const struct courier_flow *flow, enum courier_field field, int *out)
{
	const char *text = form_text(&flow->form, (int)field);
	size_t digits = strspn(text, "0123456789");

	*out = -1;
	if (strcmp(text, "-") == 0)
		return true;
	if (digits == 0 || digits > 4 || text[digits] != '\0')
		return false;
	*out = (int)strtol(text, NULL, 10);
	return true;
}

struct delivery_item *
cf_last_row(struct courier_flow *flow)
{
	return flow->last >= 0 && flow->last < flow->row_count ? &flow->rows[flow->last] : NULL;
}

struct courier_sum
courier_sum(const struct courier_flow *flow, enum item_kind kind)
{
	struct courier_sum sum = {0};

	if (!cf_said(flow, kind == ITEM_CARD ? CF_SAID_CARDS : CF_SAID_READERS, &sum.said))
		sum.said = -1;
	for (int i = 0; i < flow->expected_count; i++)
		if (flow->expected[i].kind == kind) {
			sum.announced++;
			sum.missing += flow->expected[i].row < 0;
		}
	for (int i = 0; i < flow->row_count; i++)
		if (flow->rows[i].kind == kind) {
			sum.found++;
			sum.unexpected += flow->rows[i].origin != ORIGIN_ANNOUNCED;
		}
	return sum;
}

const struct courier_expected *
courier_missing(const struct courier_flow *flow, enum item_kind kind, int nth)
{
	for (int i = 0; i < flow->expected_count; i++)
		if (flow->expected[i].kind == kind && flow->expected[i].row < 0 && nth-- == 0)
			return &flow->expected[i];
	return NULL;
}

void
courier_drawer(char out[SERIAL_TEXT], int order)
{
	int drawer = order > 0 ? (order - 1) / DRAWER : 0;
	int place = order > 0 ? (order - 1) % DRAWER + 1 : 0;

	if (drawer < 26)
		snprintf(out, SERIAL_TEXT, "%c-%02d", 'A' + drawer, place);
	else
		snprintf(out, SERIAL_TEXT, "%c%c-%02d", 'A' + (drawer / 26 - 1) % 26, 'A' + drawer % 26, place);
}

void
courier_delivery(const struct courier_flow *flow, struct delivery *out, struct delivery_item *room)
{
	bool refused = flow->at.step == COURIER_REFUSAL;

	*out = (struct delivery){.shipment_id = flow->parcel.shipment.id,
		.earlier_id = flow->parcel.last_id,
		.outcome = refused ? DELIVERY_REFUSED : DELIVERY_RECEIVED,
		.packaging = flow->packaging,
		.courier_shown = flow->proof,
		.officer_document = flow->document,
		.items = room};
	copy_text(out->tracking_number, sizeof out->tracking_number, flow->parcel.shipment.tracking_number);
	copy_text(out->dispatched, sizeof out->dispatched, flow->parcel.shipment.dispatched);
	copy_text(out->courier_firm, sizeof out->courier_firm, form_text(&flow->form, CF_FIRM));
	copy_text(out->courier_name, sizeof out->courier_name, form_text(&flow->form, CF_COURIER));
	ident_mask_document(out->officer_number, sizeof out->officer_number, form_text(&flow->form, CF_DOCUMENT));
	copy_text(out->letter_number, sizeof out->letter_number, form_text(&flow->form, CF_LETTER));
	if (form_text(&flow->form, CF_LETTER_DATE)[0] != '\0')
		(void)ident_parse_date(out->letter_date, form_text(&flow->form, CF_LETTER_DATE));
	copy_text(out->witness, sizeof out->witness, form_text(&flow->form, CF_WITNESS));
	copy_text(out->packaging_note, sizeof out->packaging_note, form_text(&flow->form, CF_PACKAGING_NOTE));
	if (strcmp(flow->begun_by, flow->login) != 0)
		copy_text(out->begun_by, sizeof out->begun_by, flow->begun_by);
	for (int kind = 0; kind < ITEM_KIND_COUNT; kind++) {
		struct courier_sum sum = courier_sum(flow, (enum item_kind)kind);

		out->counts[kind].said = refused ? -1 : sum.said;
		out->counts[kind].announced = sum.announced;
	}
	for (int i = 0; !refused && i < flow->row_count; i++)
		room[out->item_count++] = flow->rows[i];
	for (int i = 0; !refused && i < flow->expected_count; i++) {
		const struct courier_expected *expected = &flow->expected[i];
		struct delivery_item *item;

		if (expected->row >= 0)
			continue;
		item = &room[out->item_count++];
		*item = (struct delivery_item){.kind = expected->kind,
			.seen = SEEN_NOT,
			.item_id = expected->item_id,
			.applicant_id = expected->applicant_id};
		copy_text(item->serial, sizeof item->serial, expected->serial);
		copy_text(item->name, sizeof item->name, expected->name);
	}
}
