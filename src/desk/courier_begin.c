/*
 * desk/courier_begin: a delivery as it begins, and as it begins again with the next parcel while the same two people stand there. What
 * the fields are is a table here; what is done with what they say is the steps' affair.
 */
#include "courier_inside.h"

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

/* Officers show an identity card; a kind that must be chosen each time would be chosen without looking. */
void
courier_init(struct courier_flow *flow)
{
	*flow = (struct courier_flow){.offered = -1, .last = -1, .place = 1, .document = IDENTITY_CARD};
	steps_begin(&flow->at, &courier_steps, COURIER_PARCEL);
	form_init(&flow->form, fields, CF_COUNT);
}

/* Couriers bring several parcels at once: who stands there is asked once, everything about the parcel anew. */
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
