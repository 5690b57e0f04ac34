/*
 * app/delivery_register: what the register knows of a courier's parcels: which there are, what is outstanding in one, whose
 * something unexpected is. Writes nothing.
 */
#include "delivery_effects.h"

#include "teslim/ui.h"

#include <string.h>

enum { SHIPMENTS_AT_ONCE = 64, PLACES_MAX = 2048, APPLICATIONS_MAX = 8 };

void
delivery_fail(const struct delivery_performer *performer, enum courier_effect_kind kind, const struct err *err)
{
	char sentence[UI_SENTENCE];
	const struct courier_event event = {.kind = CE_FAILED, .now = clock_now(), .effect = kind, .text = sentence};

	log_err(LOG_ERROR, err);
	message_err(sentence, sizeof sentence, err);
	(void)performer->answer(performer->context, &event);
}

/* ---- parcels */

static void
describe(struct courier_parcel *out, const struct shipment *shipment, const struct store_receipt *receipt)
{
	*out = (struct courier_parcel){.shipment = *shipment, .last_id = receipt->last_id};
	out->missing = shipment->received != 0 ? receipt->outstanding : 0;
	copy_text(out->last_record, sizeof out->last_record, receipt->last_record);
}

static void
add_draft(struct courier_parcel *out, const struct store_delivery_draft *draft, const char *login)
{
	copy_text(out->draft_officer, sizeof out->draft_officer, draft->officer_name);
	copy_text(out->draft_login, sizeof out->draft_login, draft->officer_login);
	out->draft_saved = draft->saved;
	out->draft_mine = strcmp(draft->officer_login, login) == 0;
}

struct parcels {
	struct courier_parcel list[COURIER_PARCELS_MAX];
	int count;
	struct store_delivery_draft drafts[COURIER_PARCELS_MAX];
	size_t draft_count;
	bool listed[COURIER_PARCELS_MAX]; /* drafts whose parcel is in the list */
};

static void
add_parcel(struct parcels *parcels, const struct courier_parcel *parcel, const char *login)
{
	struct courier_parcel *out;

	if (parcels->count == COURIER_PARCELS_MAX)
		return;
	out = &parcels->list[parcels->count++];
	*out = *parcel;
	for (size_t i = 0; i < parcels->draft_count; i++)
		if (strcmp(parcels->drafts[i].tracking_number, parcel->shipment.tracking_number) == 0) {
			add_draft(out, &parcels->drafts[i], login);
			parcels->listed[i] = true;
		}
}

/* Those that are outstanding, or the others: what is to be counted must find room first. */
static enum code
add_shipments(struct store *store, struct parcels *parcels, bool outstanding, const char *login, struct err *err)
{
	struct shipment list[SHIPMENTS_AT_ONCE];
	size_t offset = 0, count = SHIPMENTS_AT_ONCE;
	enum code code = OK;

	while (code == OK && count == SHIPMENTS_AT_ONCE && parcels->count < COURIER_PARCELS_MAX) {
		code = store_list_shipments(store, offset, list, SHIPMENTS_AT_ONCE, &count, err);
		for (size_t i = 0; code == OK && i < count; i++) {
			struct store_receipt receipt;
			struct courier_parcel parcel;

			code = store_find_receipt(store, list[i].id, &receipt, err);
			describe(&parcel, &list[i], &receipt);
			if (code == OK && (list[i].received == 0 || receipt.outstanding > 0) == outstanding)
				add_parcel(parcels, &parcel, login);
		}
		offset += count;
	}
	return code;
}

/* A count of a parcel that nobody announced is known by its draft alone. */
static void
add_unannounced(struct parcels *parcels, const char *login)
{
	for (size_t i = 0; i < parcels->draft_count; i++) {
		struct courier_parcel parcel = {0};

		if (parcels->listed[i])
			continue;
		copy_text(parcel.shipment.tracking_number, SERIAL_TEXT, parcels->drafts[i].tracking_number);
		add_parcel(parcels, &parcel, login);
	}
}

void
delivery_list(const struct delivery_performer *performer, const struct courier_flow *flow)
{
	struct store *store = performer->app->store;
	struct parcels *parcels = mem_alloc(sizeof *parcels);
	struct courier_event event = {.kind = CE_PARCELS, .now = clock_now(), .parcels = parcels->list};
	struct err err = {0};
	enum code code = store_list_delivery_drafts(store, parcels->drafts, COURIER_PARCELS_MAX, &parcels->draft_count, &err);

	if (code == OK)
		code = add_shipments(store, parcels, true, flow->login, &err);
	if (code == OK)
		code = add_shipments(store, parcels, false, flow->login, &err);
	if (code == OK)
		add_unannounced(parcels, flow->login);
	event.number = parcels->count;
	if (code == OK)
		(void)performer->answer(performer->context, &event);
	else
		delivery_fail(performer, CX_LIST, &err);
	mem_free(parcels);
}

/* ---- what is outstanding in one */

struct outstanding {
	struct courier_expected list[COURIER_ROWS_MAX];
	int count;
};

static bool
is_outstanding(enum card_state state)
{
	return state == CARD_EXPECTED || state == CARD_MISSING;
}

static enum code
add_card(struct store *store, struct outstanding *all, const struct card *card, struct err *err)
{
	struct courier_expected *expected = &all->list[all->count];
	enum code code = OK;

	*expected =
		(struct courier_expected){.kind = ITEM_CARD, .item_id = card->id, .applicant_id = card->applicant_id, .row = -1};
	copy_text(expected->serial, SERIAL_TEXT, card->card_serial);
	if (card->applicant_id != 0)
		code = store_find_applicant(store, card->applicant_id, &expected->applicant, err);
	if (code == OK && card->applicant_id != 0) {
		copy_text(expected->national_id, NATIONAL_ID_TEXT, expected->applicant.national_id);
		desk_full_name(expected->name, &expected->applicant);
	}
	all->count += code == OK;
	return code;
}

static enum code
add_cards(struct store *store, int64_t shipment_id, struct outstanding *all, struct err *err)
{
	struct card *cards = NULL;
	size_t max = 256, found = 256;
	enum code code = OK;

	while (code == OK && found == max) { /* as long as the list may go on */
		max *= 4;
		cards = mem_resize(cards, max, sizeof *cards);
		code = store_list_cards(store, shipment_id, cards, max, &found, err);
	}
	for (size_t i = 0; code == OK && i < found; i++)
		if (is_outstanding(cards[i].state))
			code = all->count < COURIER_ROWS_MAX ? add_card(store, all, &cards[i], err)
							     : err_set(err, ERR_LIMIT, 0, "delivery", "%d", COURIER_ROWS_MAX);
	mem_free(cards);
	return code;
}

static enum code
add_readers(struct store *store, int64_t shipment_id, struct outstanding *all, struct err *err)
{
	struct reader_device *readers = NULL;
	size_t max = 256, found = 256;
	enum code code = OK;

	while (code == OK && found == max) {
		max *= 4;
		readers = mem_resize(readers, max, sizeof *readers);
		code = store_list_readers(store, shipment_id, readers, max, &found, err);
	}
	for (size_t i = 0; code == OK && i < found; i++) {
		struct courier_expected *expected = &all->list[all->count];

		if (!is_outstanding(readers[i].state))
			continue;
		if (all->count == COURIER_ROWS_MAX) {
			code = err_set(err, ERR_LIMIT, 0, "delivery", "%d", COURIER_ROWS_MAX);
			break;
		}
		*expected = (struct courier_expected){.kind = ITEM_READER, .item_id = readers[i].id, .row = -1};
		copy_text(expected->serial, SERIAL_TEXT, readers[i].serial);
		all->count++;
	}
	mem_free(readers);
	return code;
}

/* The drawer place behind the last one that is taken: what came together lies together. */
static enum code
find_place(struct store *store, int *order, struct err *err)
{
	char(*taken)[PLACE_TEXT] = mem_alloc(PLACES_MAX * sizeof *taken);
	char place[SERIAL_TEXT];
	size_t count = 0;
	enum code code = store_list_places(store, taken, PLACES_MAX, &count, err);
	int last = 0;

	for (int i = 1; code == OK && i <= PLACES_MAX; i++) {
		courier_drawer(place, i);
		for (size_t j = 0; j < count; j++)
			if (strcmp(taken[j], place) == 0)
				last = i;
	}
	*order = last + 1;
	mem_free(taken);
	return code;
}

/* The parcel as the register has it now, whoever announced it meanwhile. */
static enum code
find_parcel(struct store *store, const struct courier_flow *flow, struct courier_parcel *out, struct err *err)
{
	struct shipment shipment = flow->parcel.shipment;
	struct store_receipt receipt = {0};
	struct err own = {0};
	enum code code = store_find_tracking(store, shipment.tracking_number, &shipment, &own);

	if (code == ERR_NOT_FOUND) {
		describe(out, &flow->parcel.shipment, &receipt);
		return OK;
	}
	if (code == OK)
		code = store_find_receipt(store, shipment.id, &receipt, &own);
	describe(out, &shipment, &receipt);
	if (code != OK && err != NULL)
		*err = own;
	return code;
}

void
delivery_load(const struct delivery_performer *performer, const struct courier_flow *flow)
{
	struct store *store = performer->app->store;
	struct outstanding *all = mem_alloc(sizeof *all);
	struct courier_parcel parcel;
	struct courier_event event = {.kind = CE_LOADED, .now = clock_now(), .parcels = &parcel, .expected = all->list};
	struct err err = {0};
	enum code code = find_parcel(store, flow, &parcel, &err);

	if (code == OK)
		code = add_cards(store, parcel.shipment.id, all, &err);
	if (code == OK)
		code = add_readers(store, parcel.shipment.id, all, &err);
	if (code == OK)
		code = find_place(store, &event.place, &err);
	event.number = all->count;
	if (code == OK)
		(void)performer->answer(performer->context, &event);
	else
		delivery_fail(performer, CX_LOAD, &err);
	mem_free(all);
}

/* ---- whose something unexpected is */

static enum code
name_owner(struct store *store, struct courier_owner *out, int64_t applicant_id, struct err *err)
{
	struct applicant applicant;
	enum code code;

	out->known = true;
	out->applicant_id = applicant_id;
	if (applicant_id == 0)
		return OK;
	code = store_find_applicant(store, applicant_id, &applicant, err);
	if (code == OK)
		desk_full_name(out->name, &applicant);
	return code;
}

/* It may be the one that another shipment announced and that has not come. */
static enum code
note_item(struct store *store, const struct courier_flow *flow, struct courier_owner *out, const struct delivery_item *item,
	int64_t shipment_id, enum card_state state, struct err *err)
{
	struct shipment shipment;
	enum code code;

	out->kind = item->kind;
	if (!is_outstanding(state) || shipment_id == 0 || shipment_id == flow->parcel.shipment.id)
		return OK;
	code = store_find_shipment(store, shipment_id, &shipment, err);
	if (code != OK)
		return code;
	out->item_id = item->item_id;
	copy_text(out->serial, SERIAL_TEXT, item->serial);
	copy_text(out->tracking_number, SERIAL_TEXT, shipment.tracking_number);
	return OK;
}

static enum code
note_card(struct store *store, const struct courier_flow *flow, struct courier_owner *out, const struct card *card,
	struct err *err)
{
	struct delivery_item item = {.kind = ITEM_CARD, .item_id = card->id};

	copy_text(item.serial, SERIAL_TEXT, card->card_serial);
	return note_item(store, flow, out, &item, card->shipment_id, card->state, err);
}

/* Of several applications of one person the one whose card is outstanding. */
static enum code
find_by_number(struct store *store, const struct courier_flow *flow, const char *national_id, struct courier_owner *out,
	struct err *err)
{
	struct applicant found[APPLICATIONS_MAX];
	size_t count = 0;
	enum code code = store_find_national_id(store, national_id, found, APPLICATIONS_MAX, &count, err);

	for (size_t i = 0; code == OK && i < count && out->item_id == 0; i++) {
		struct card card;
		struct err own = {0};
		enum code here = store_find_outstanding(store, found[i].id, flow->parcel.shipment.id, &card, &own);

		if (i == 0 || here == OK)
			code = name_owner(store, out, found[i].id, err);
		if (code == OK && here == OK)
			code = note_card(store, flow, out, &card, err);
		else if (here != OK && here != ERR_NOT_FOUND) {
			*err = own;
			code = here;
		}
	}
	return code;
}

static enum code
find_by_serial(struct store *store, const struct courier_flow *flow, const char *serial, struct courier_owner *out,
	struct err *err)
{
	struct card card;
	struct reader_device reader;
	enum code code = store_find_card_serial(store, serial, &card, err);

	if (code == OK) {
		code = name_owner(store, out, card.applicant_id, err);
		return code == OK ? note_card(store, flow, out, &card, err) : code;
	}
	if (code == ERR_NOT_FOUND)
		code = store_find_reader(store, serial, 0, &reader, err);
	if (code == OK) {
		struct delivery_item item = {.kind = ITEM_READER, .item_id = reader.id};

		copy_text(item.serial, SERIAL_TEXT, reader.serial);
		code = name_owner(store, out, 0, err);
		if (code == OK)
			code = note_item(store, flow, out, &item, reader.shipment_id, reader.state, err);
	}
	return code == ERR_NOT_FOUND ? OK : code;
}

void
delivery_owner(const struct delivery_performer *performer, const struct courier_flow *flow, const struct courier_effect *effect)
{
	struct courier_owner owner = {0};
	const struct courier_event event = {.kind = CE_OWNER, .now = clock_now(), .owner = &owner, .text = effect->about};
	struct err err = {0};
	enum code code = effect->kind == CX_OWNER_NUMBER ? find_by_number(performer->app->store, flow, effect->text, &owner, &err)
							 : find_by_serial(performer->app->store, flow, effect->text, &owner, &err);

	/* Who it belongs to may stay open; that something lies here is counted. */
	if (code == OK || code == ERR_NOT_FOUND)
		(void)performer->answer(performer->context, &event);
	else
		log_err(LOG_ERROR, &err);
}
