/*
 * desk/courier_state: what every step of the courier's flow asks of it and does to it. Calls none of the steps.
 */
#include "courier_inside.h"

#include "teslim/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DRAWER = 20 }; /* places */

/* The last one is written over rather than lost silently; no chain of answers comes near the limit. */
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
cf_alert(struct courier_flow *flow, enum verdict_level level, enum message message, const char *detail,
	struct courier_effects *effects)
{
	steps_say(&flow->at, level, message, detail);
	cf_effect(effects, CX_BEEP, "");
}

/* One place that refuses what is not offered, so that no act has to ask whether it may. */
enum code
cf_act(const struct cf_deed *deeds, size_t count, struct courier_flow *flow, enum courier_action action,
	struct courier_effects *effects)
{
	for (size_t i = 0; i < count && steps_is_offered(&flow->at, (int)action); i++)
		if (deeds[i].action == action)
			return deeds[i].act(flow, effects);
	return ERR_REFUSED;
}

/* Each change of step is a moment at which a lost connection must lose nothing. */
void
cf_go(struct courier_flow *flow, enum courier_step step, struct courier_effects *effects)
{
	steps_go(&flow->at, (int)step);
	if (flow->has_parcel && !flow->committed)
		cf_effect(effects, CX_SAVE_DRAFT, "");
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

/* A letter has a day or it has none; half a day is not written down. */
bool
cf_is_serial(const char *text)
{
	size_t letters = 0, digits = 0;
	char national_id[NATIONAL_ID_TEXT];

	for (const char *at = text; *at != '\0'; at++) {
		digits += *at >= '0' && *at <= '9';
		letters += *at != ' ';
	}
	return letters >= COURIER_SERIAL_MIN && digits > 0 && strlen(text) < SERIAL_TEXT &&
		!ident_number_usable(ident_check_number(national_id, text));
}

bool
cf_identities_complete(const struct courier_flow *flow)
{
	char date[DATE_TEXT];
	const char *letter_date = form_text(&flow->form, CF_LETTER_DATE);

	return form_text(&flow->form, CF_FIRM)[0] != '\0' && form_text(&flow->form, CF_COURIER)[0] != '\0' &&
		flow->proof != SHOWN_UNKNOWN && (letter_date[0] == '\0' || ident_parse_date(date, letter_date));
}

/* Waybills that say nothing are common: "-" is an answer, an empty field is none. */
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

/* Counting goes on whatever is corrected: only what was counted last can be changed, before it lies among the others. */
struct delivery_item *
cf_last_row(struct courier_flow *flow)
{
	return flow->last >= 0 && flow->last < flow->row_count ? &flow->rows[flow->last] : NULL;
}

/* Counted anew each time: a sum that is kept beside its rows is wrong one day. */
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

/* By its place among the missing, since that is what the list on the screen shows. */
const struct courier_expected *
courier_missing(const struct courier_flow *flow, enum item_kind kind, int nth)
{
	for (int i = 0; i < flow->expected_count; i++)
		if (flow->expected[i].kind == kind && flow->expected[i].row < 0 && nth-- == 0)
			return &flow->expected[i];
	return NULL;
}

/* Drawers are labelled as spreadsheets label columns: after Z comes AA. */
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

/* What was announced and not found is in it too: the record must say what is missing, not only what came. */
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
