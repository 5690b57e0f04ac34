/*
 * pcsc/test_pulled: four kinds of cards in two services' readers, each pulled at every single APDU of its reading,
 * before its answer and after: one fault, one `card-gone`, in time, and the agent goes on.
 */
#include "cards.h"
#include "client.h"
#include "tap.h"

#include <string.h>

enum { PLACES = 4, GONE_MS = 2500 /* pcscd's look, and the agent's patience with an unclear fault */ };

static const struct place {
	const char *name;
	world_build *build;
	int apdus; /* of a whole reading */
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

struct seat {
	struct world *world;
	struct client client;
	int slot, bad;
};

static bool
check_pull(struct seat *seat, int place, int at)
{
	struct outcome outcome;
	bool good = client_await(&seat->client, seat->slot, CARD_EVENT_CARD, NOTICE_MS);
	bool last = places[place].after && at == places[place].apdus;

	client_outcome(&seat->client, seat->slot, READING_MS + GONE_MS, &outcome);
	good = good && strcmp(outcome.what, last ? "done" : CARD_FAULT_PULLED) == 0;
	if (!good)
		tap_note("%s pulled at APDU %d: %s after %lld ms", places[place].name, at, outcome.what, (long long)outcome.took_ms);
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

	world_insert_at_once(seat->world, seat->slot, build_pulled, place * 100);
	client_await(&seat->client, seat->slot, CARD_EVENT_CARD, NOTICE_MS);
	client_outcome(&seat->client, seat->slot, READING_MS, &outcome);
	tap_ok(outcome_has(&outcome, 0, cert.der, cert.length), "%s: the same card is read when it stays in (%s, %d APDUs)",
		places[place].name, outcome.what, outcome.apdus);
	tap_ok(outcome.apdus == places[place].apdus, "%s: and that were all its APDUs", places[place].name);
	outcome_clear(&outcome);
	world_remove(seat->world, seat->slot);
	tap_ok(client_await(&seat->client, seat->slot, CARD_EVENT_CARD_GONE, NOTICE_MS), "%s: taken out when it has been read",
		places[place].name);
	tap_ok(client_is_quiet(&seat->client, 100), "%s: and no word more", places[place].name);
}

int
main(void)
{
	static const char *const readers[WORLD_SLOTS][3] = {{"--reader", "00 00", NULL}, {"--reader", "00 01", NULL}};
	struct world worlds[2];
	struct seat seats[PLACES] = {0};

	cards_make();
	world_start(&worlds[0], "pulled", NULL);
	world_start(&worlds[1], "pulled", NULL);
	for (int i = 0; i < PLACES; i++) {
		seats[i] = (struct seat){.world = &worlds[i / 2], .slot = i % 2};
		client_start(&seats[i].client, seats[i].world, NULL, readers[i % 2]);
		tap_ok(client_await(&seats[i].client, seats[i].slot, CARD_EVENT_READER, 5000), "a reader for: %s", places[i].name);
	}
	for (int at = 1; at <= 14; at++) {
		for (int i = 0; i < PLACES; i++)
			if (at <= places[i].apdus)
				world_insert_at_once(seats[i].world, seats[i].slot, build_pulled, i * 100 + at);
		for (int i = 0; i < PLACES; i++)
			if (at <= places[i].apdus)
				seats[i].bad += !check_pull(&seats[i], i, at);
	}
	for (int i = 0; i < PLACES; i++)
		tap_ok(seats[i].bad == 0, "%s: pulled at each of its %d APDUs", places[i].name, places[i].apdus);
	for (int i = 0; i < PLACES; i++)
		check_alive(&seats[i], i);
	for (int i = 0; i < PLACES; i++)
		tap_ok(client_stop(&seats[i].client) == 0, "%s: the agent leaves", places[i].name);
	for (int i = 0; i < 2; i++)
		world_end(&worlds[i]);
	cards_free();
	return tap_end();
}
