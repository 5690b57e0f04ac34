/*
 * pcsc/test_pulled: four kinds of cards, each pulled at every single APDU of its reading, before its answer or after:
 * one fault, one `card-gone`, in time, and the agent goes on.
 */
#include "cards.h"
#include "seats.h"
#include "tap.h"

#include <string.h>

enum { PLACES = 4, GONE_MS = 2500 /* pcscd's look, and the agent's patience with an unclear fault */ };

static const struct place {
	const char *name;
	world_build *build;
	int apdus;  /* of a whole reading */
	bool after; /* pulled after the answer went out */
} places[PLACES] = {
	{"AKİS layout", card_akis, 13, false},
	{"PKCS#15", card_pkcs15, 14, false},
	{"PIV", card_piv, 9, false},
	{"AKİS layout, after the answer", card_akis, 13, true},
};

/* The argument: place * 100 + the APDU at which it is pulled, 0: never. */
static void
build_pulled(struct card_model *model, long argument)
{
	const struct place *place = &places[argument / 100];

	place->build(model, 1);
	if (place->after)
		model->faults.pull_after = (int)(argument % 100);
	else
		model->faults.pull_at = (int)(argument % 100);
}

static bool
check_pull(struct seat *seat, int place, int at)
{
	struct outcome outcome;
	bool good = client_await(&seat->client, seat->slot, CARD_EVENT_CARD, NOTICE_MS);
	bool last = places[place].after && at == places[place].apdus;

	client_outcome(&seat->client, seat->slot, READING_MS + GONE_MS, &outcome);
	good = good && strcmp(outcome.what, last ? "done" : CARD_FAULT_PULLED) == 0;
	if (!good)
		tap_note("%s pulled at APDU %d: %s after %lld ms", places[place].name, at, outcome.what,
			(long long)outcome.took_ms);
	outcome_clear(&outcome);
	if (!client_await(&seat->client, seat->slot, CARD_EVENT_CARD_GONE, GONE_MS)) {
		tap_note("%s pulled at APDU %d: no card-gone", places[place].name, at);
		good = false;
	}
	return good;
}

static void
check_alive(struct seat *seat, int place)
{
	struct card_model_cert cert = cards_certificate(CERT_ONE);
	struct outcome outcome;

	client_await(&seat->client, seat->slot, CARD_EVENT_CARD, NOTICE_MS);
	client_outcome(&seat->client, seat->slot, READING_MS, &outcome);
	tap_ok(outcome_has(&outcome, 0, cert.der, cert.length) && outcome.apdus == places[place].apdus,
		"%s: the same card is read when it stays in (%s, %d APDUs)", places[place].name, outcome.what, outcome.apdus);
	outcome_clear(&outcome);
	world_remove(seat->world, seat->slot);
	tap_ok(client_await(&seat->client, seat->slot, CARD_EVENT_CARD_GONE, NOTICE_MS) && client_is_quiet(&seat->client, 50),
		"%s: taken out when it has been read, and no word more", places[place].name);
}

int
main(void)
{
	static struct seats seats;
	int bad[PLACES] = {0};

	cards_make();
	seats_start(&seats, "pulled");
	/* Two seats for each kind: odd APDUs in one, even ones in the other. */
	for (int at = 1; at <= 14; at += 2) {
		for (int i = 0; i < SEATS; i++)
			if (at + i % 2 <= places[i / 2].apdus)
				world_insert_at_once(seats.seat[i].world, seats.seat[i].slot, build_pulled,
					i / 2 * 100 + at + i % 2);
		for (int i = 0; i < SEATS; i++)
			if (at + i % 2 <= places[i / 2].apdus)
				bad[i / 2] += !check_pull(&seats.seat[i], i / 2, at + i % 2);
	}
	for (int i = 0; i < PLACES; i++)
		tap_ok(bad[i] == 0, "%s: pulled at each of its %d APDUs", places[i].name, places[i].apdus);
	for (int i = 0; i < SEATS; i++)
		world_insert_at_once(seats.seat[i].world, seats.seat[i].slot, build_pulled, i / 2 * 100);
	for (int i = 0; i < SEATS; i++)
		check_alive(&seats.seat[i], i / 2);
	seats_end(&seats);
	cards_free();
	return tap_end();
}
