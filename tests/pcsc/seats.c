/*
 * pcsc/seats: see seats.h.
 */
#include "seats.h"

#include "tap.h"

void
seats_start(struct seats *seats, const char *name)
{
	static const char *const options[WORLD_SLOTS][3] = {{"--reader", "00 00", NULL}, {"--reader", "00 01", NULL}};

	for (int i = 0; i < SEATS_WORLDS; i++)
		world_start(&seats->worlds[i], name, NULL);
	for (int i = 0; i < SEATS; i++) {
		seats->seat[i] = (struct seat){.world = &seats->worlds[i / WORLD_SLOTS], .slot = i % WORLD_SLOTS};
		client_start(&seats->seat[i].client, seats->seat[i].world, NULL, options[i % WORLD_SLOTS]);
	}
	for (int i = 0; i < SEATS; i++)
		if (!client_await(&seats->seat[i].client, seats->seat[i].slot, CARD_EVENT_READER, 5000))
			tap_bail("seat %d: no reader", i);
}

void
seats_end(struct seats *seats)
{
	int good = 0;

	for (int i = 0; i < SEATS; i++)
		good += client_stop(&seats->seat[i].client) == 0;
	tap_ok(good == SEATS, "%d of %d agents leave when their input ends", good, SEATS);
	for (int i = 0; i < SEATS_WORLDS; i++)
		world_end(&seats->worlds[i]);
}
