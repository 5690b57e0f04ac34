/*
 * pcsc/test_monkey: eight readers in four services, and for some seconds cards of every kind, good, hostile, slow and
 * mute, put in, pulled and exchanged at random moments, services killed and started again. What each agent tells must
 * make sense as a whole at every moment, and at the end every reader reads a good card. Give another seed or another
 * number of seconds as arguments.
 */
#include "cards.h"
#include "hostile.h"
#include "seats.h"
#include "tap.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { SECONDS = 5, SETTLED_MS = 4000 };

/* What the agent of a seat has said so far. */
struct view {
	bool is_up, has_reader, has_card, is_resolved;
	int cards, done, faults, gone, nonsense;
	char doing[80]; /* the last thing that was done to the reader */
};

static uint64_t state = 1;

static unsigned
dice(unsigned sides)
{
	state = state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (unsigned)(state >> 33) % sides;
}

static void
complain(struct view *view, const struct client *client, int seat, const char *why)
{
	view->nonsense++;
	tap_note("seat %d: %s: %s code=%s (after: %s)", seat, why, client->line.word, client_value(client, "code"), view->doing);
}

static void
take_daemon(struct view *view, const struct client *client, int seat)
{
	bool is_up = strcmp(client_value(client, "state"), "up") == 0;

	if (is_up && view->is_up)
		complain(view, client, seat, "up twice");
	view->is_up = is_up;
}

/* The grammar of a reader's life (teslim/card.h). */
static void
take_event(struct view *view, const struct client *client, int seat)
{
	const char *word = client->line.word;

	if (strcmp(word, CARD_EVENT_DAEMON) == 0) {
		take_daemon(view, client, seat);
	} else if (strcmp(word, CARD_EVENT_READER) == 0) {
		if (view->has_reader)
			complain(view, client, seat, "a reader that is there comes");
		view->has_reader = true;
	} else if (strcmp(word, CARD_EVENT_READER_GONE) == 0) {
		if (!view->has_reader)
			complain(view, client, seat, "a reader that is not there goes");
		view->has_reader = view->has_card = false;
	} else if (strcmp(word, CARD_EVENT_CARD) == 0) {
		if (view->has_card || !view->has_reader)
			complain(view, client, seat, "a card in a full reader, or in none");
		view->has_card = true;
		view->is_resolved = false;
		view->cards++;
	} else if (strcmp(word, CARD_EVENT_CARD_GONE) == 0) {
		if (!view->has_card || !view->is_resolved)
			complain(view, client, seat, "a card goes that was not in, or whose reading has not ended");
		view->has_card = false;
		view->gone++;
	} else if (strcmp(word, CARD_EVENT_DONE) == 0 || strcmp(word, CARD_EVENT_FAULT) == 0) {
		if (!view->has_card || view->is_resolved)
			complain(view, client, seat, "a reading ends that was not begun, or has ended");
		view->is_resolved = true;
		if (word[0] == 'd')
			view->done++;
		else
			view->faults++;
	}
}

static void
listen_to(struct seat *seat, struct view *view, int number, int ms)
{
	while (client_next(&seat->client, ms))
		take_event(view, &seat->client, number);
}

/* ---- what may happen to a reader */

static void
card_odd(struct card_model *model, long kind)
{
	card_akis(model, 1);
	if (kind < 100)
		model->faults.pull_at = (int)kind;
	else if (kind < 200)
		model->faults.mute_at = (int)kind - 100;
	else
		model->faults.delay_ms = (int)kind - 200;
}

static void
act(struct seat *seat, struct view *view, const struct hostile_case *cases, int count)
{
	const struct hostile_case *hostile = &cases[dice((unsigned)count)];
	long odd = (long)(100 * dice(3) + 1 + dice(13));

	switch (dice(6)) {
	case 0:
		world_remove(seat->world, seat->slot);
		copy_text(view->doing, sizeof view->doing, "removed");
		break;
	case 1:
		world_insert(seat->world, seat->slot, card_odd, odd);
		copy_text(view->doing, sizeof view->doing, "an odd card inserted");
		break;
	case 2: /* perhaps too quickly for pcscd to notice */
		world_insert_at_once(seat->world, seat->slot, hostile->build, hostile->argument);
		copy_text(view->doing, sizeof view->doing, hostile->name);
		break;
	case 3:
		world_insert(seat->world, seat->slot, hostile->build, hostile->argument);
		copy_text(view->doing, sizeof view->doing, hostile->name);
		break;
	default:
		world_insert(seat->world, seat->slot, card_pkcs15, 1 + (long)dice(3));
		copy_text(view->doing, sizeof view->doing, "a good card inserted");
		break;
	}
}

static void
restart_service(struct seats *seats)
{
	struct world *world = &seats->worlds[dice(SEATS_WORLDS)];
	struct err err = {0};

	pcscd_kill(&world->pcscd, dice(2) == 0 ? SIGKILL : SIGTERM);
	if (pcscd_again(&world->pcscd, &err) != OK)
		tap_bail("pcscd again: %s", err.detail);
}

static void
play(struct seats *seats, struct view *views, int seconds)
{
	int64_t until = clock_monotonic_ms() + (int64_t)seconds * 1000;
	int count, turns = 0;
	const struct hostile_case *cases = hostile_cases(&count);

	while (clock_monotonic_ms() < until) {
		int number = (int)dice(SEATS);
		act(&seats->seat[number], &views[number], cases, count);
		if (++turns % 100 == 0)
			restart_service(seats);
		for (int i = 0; i < SEATS; i++)
			listen_to(&seats->seat[i], &views[i], i, 0);
		poll(NULL, 0, (int)dice(60));
	}
	tap_note("%d turns", turns);
}

static void
check_end(struct seats *seats, struct view *views)
{
	int settled = 0, sense = 0, cards = 0, done = 0, faults = 0;

	for (int i = 0; i < SEATS; i++)
		world_insert(seats->seat[i].world, seats->seat[i].slot, card_akis, 3);
	for (int i = 0; i < SEATS; i++) {
		int64_t until = clock_monotonic_ms() + tap_patient(SETTLED_MS + 5000);
		int before = views[i].done;
		while (clock_monotonic_ms() < until && (views[i].done == before || !views[i].has_card || !views[i].is_resolved))
			listen_to(&seats->seat[i], &views[i], i, 50);
		settled += views[i].has_card && views[i].is_resolved && views[i].done > before;
		sense += views[i].nonsense == 0;
		cards += views[i].cards;
		done += views[i].done;
		faults += views[i].faults;
	}
	tap_ok(sense == SEATS, "what %d of %d agents told makes sense: %d cards, %d read, %d faults", sense, SEATS, cards, done,
		faults);
	tap_ok(settled == SEATS, "%d of %d readers read a good card in the end", settled, SEATS);
	tap_ok(cards > SEATS && done + faults == cards, "every card had exactly one end");
}

int
main(int argc, char **argv)
{
	static struct seats seats;
	struct view views[SEATS] = {0};

	if (argc > 1)
		state = strtoull(argv[1], NULL, 10);
	cards_make();
	seats_start(&seats, "monkey");
	for (int i = 0; i < SEATS; i++)
		views[i] = (struct view){.is_up = true, .has_reader = true};
	play(&seats, views, argc > 2 ? atoi(argv[2]) : SECONDS);
	check_end(&seats, views);
	seats_end(&seats);
	cards_free();
	return tap_end();
}
