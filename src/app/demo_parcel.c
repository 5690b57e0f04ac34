/*
 * app/demo_parcel: what the demo's parcels hold, card after card and barcode after barcode: all that is announced but the last card;
 * the one before it is broken; one card of nobody's and one of another shipment lie in between. The files of the two are the demo's.
 */
#include "session.h"

static const enum message names[] = {
	MSG_APP_DEMO_PARCEL_CARD, MSG_APP_DEMO_PARCEL_BROKEN, MSG_APP_DEMO_PARCEL_CARRIER, MSG_APP_DEMO_PARCEL_READER};
enum { NEXT_CARD, BROKEN_CARD, CARRIER, NEXT_READER };

static const struct courier_expected *
nth_card(const struct courier_flow *flow, int nth)
{
	for (int i = 0; i < flow->expected_count; i++)
		if (flow->expected[i].kind == ITEM_CARD && nth-- == 0)
			return &flow->expected[i];
	return NULL;
}

static int
count_strangers(const struct courier_flow *flow)
{
	int count = 0;

	for (int i = 0; i < flow->row_count; i++)
		count += flow->rows[i].kind == ITEM_CARD && flow->rows[i].origin != ORIGIN_ANNOUNCED;
	return count;
}

/* The card file that comes next; false: the parcel is empty. */
static bool
next_card(const struct courier_flow *flow, char *out, size_t size)
{
	static const char *const strangers[] = {"parcel-unexpected", "parcel-other"};
	size_t seen = (size_t)count_strangers(flow);
	int whole = courier_sum(flow, ITEM_CARD).announced - 2;

	for (int i = 0; i < whole; i++) {
		const struct courier_expected *card = nth_card(flow, i);

		if (card->row >= 0)
			continue;
		snprintf(out, size, "%s-right", card->national_id);
		return true;
	}
	if (seen >= ARRAY_LENGTH(strangers))
		return false;
	copy_text(out, size, strangers[seen]);
	return true;
}

static bool
scan(struct session *session, const char *serial)
{
	const struct courier_event event = {.kind = CE_SCAN, .now = clock_now(), .text = serial};

	return session_delivery_event(session->delivery, &event) == OK;
}

bool
demo_parcel_is_open(const struct session *session)
{
	return session_delivery_counts(session->delivery) && session_flow_state(session->flow) == NULL;
}

const char *const *
demo_parcel_names(int *count)
{
	static const char *words[ARRAY_LENGTH(names)];

	for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
		words[i] = message_text(names[i]);
	*count = (int)ARRAY_LENGTH(names);
	return words;
}

enum demo_parcel
demo_parcel_take(struct session *session, int index, char *card, size_t size)
{
	const struct courier_flow *flow = session_delivery_state(session->delivery);
	const struct courier_expected *broken = nth_card(flow, courier_sum(flow, ITEM_CARD).announced - 2);
	const struct courier_expected *reader = courier_missing(flow, ITEM_READER, 0);

	switch (index) {
	case NEXT_CARD:
		return next_card(flow, card, size) ? DEMO_PARCEL_CARD : DEMO_PARCEL_EMPTY;
	case BROKEN_CARD:
		copy_text(card, size, "unreadable");
		return broken != NULL ? DEMO_PARCEL_CARD : DEMO_PARCEL_EMPTY;
	case CARRIER:
		return broken != NULL && scan(session, broken->serial) ? DEMO_PARCEL_SCANNED : DEMO_PARCEL_EMPTY;
	case NEXT_READER:
		return reader != NULL && scan(session, reader->serial) ? DEMO_PARCEL_SCANNED : DEMO_PARCEL_EMPTY;
	}
	return DEMO_PARCEL_EMPTY;
}
