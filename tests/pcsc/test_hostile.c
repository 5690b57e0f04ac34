/*
 * pcsc/test_hostile: every wrong content and wrong answer on a real pcscd gets its verdict within the time limit and
 * a bounded number of APDUs, and the agent reads the next good card as if nothing had been.
 */
#include "cards.h"
#include "client.h"
#include "hostile.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { APDUS_MAX = 700, BYTES_MAX = 400000 };

static bool
is_one_of(const char *what, const char *choices)
{
	size_t length = strlen(what);

	for (const char *at = choices; length > 0 && *at != '\0'; at += strcspn(at, "|") + (at[strcspn(at, "|")] == '|'))
		if (strcspn(at, "|") == length && memcmp(at, what, length) == 0)
			return true;
	return false;
}

static bool
is_alive(struct world *world, struct client *client)
{
	struct card_model_cert cert = cards_certificate(CERT_ONE);
	struct outcome outcome;
	bool good;

	world_load(world, 0, card_akis, 1);
	client_read(client, 0, "first=yes", READING_MS, &outcome);
	good = outcome_has(&outcome, 0, cert.der, cert.length);
	outcome_clear(&outcome);
	return good;
}

static void
check_case(struct world *world, struct client *client, const struct hostile_case *test)
{
	struct card_model *model = world->cards[0].model;
	struct outcome outcome;
	bool good, alive;

	world_load(world, 0, test->build, test->argument);
	client_read(client, 0, "", READING_MS, &outcome);
	good = is_one_of(outcome.what, test->verdict) && outcome.cert_count == test->count;
	if (strcmp(outcome.what, "done") != 0)
		good = good && strlen(outcome.text) > 20 && outcome.cure[0] != '\0';
	good = good && model->apdus < APDUS_MAX && model->bytes_in < BYTES_MAX;
	tap_ok(good, "%s: %s (%s), %d of %d; %d APDUs, %zu bytes, %lld ms", test->name, outcome.what, test->verdict,
		outcome.cert_count, test->count, model->apdus, model->bytes_in, (long long)outcome.took_ms);
	outcome_clear(&outcome);
	alive = is_alive(world, client);
	if (!alive)
		tap_ok(false, "%s: the agent reads the next card", test->name);
}

/* The directory cut at each of its bytes: never a certificate, never more than a handful of APDUs. */
static void
check_cuts(struct world *world, struct client *client)
{
	static const char verdicts[] = CARD_FAULT_TRUNCATED "|" CARD_FAULT_NOT_A_CERTIFICATE "|" CARD_FAULT_NO_CERTIFICATE;
	int bad = 0, cuts = hostile_cuts();

	for (int cut = 0; cut < cuts; cut++) {
		struct outcome outcome;
		world_load(world, 0, hostile_cut, cut);
		client_read(client, 0, "", READING_MS, &outcome);
		if (!is_one_of(outcome.what, verdicts) || outcome.cert_count != 0 || world->cards[0].model->apdus > 60) {
			tap_note("cut at %d: %s, %d APDUs", cut, outcome.what, world->cards[0].model->apdus);
			bad++;
		}
		outcome_clear(&outcome);
	}
	tap_ok(bad == 0, "a certificate directory cut at each of its %d bytes", cuts);
	tap_ok(is_alive(world, client), "and the agent goes on");
}

/* Answers come, each in time, but so little in each that it takes for ever: that is not a card that has fallen silent. */
static void
crawling(struct card_model *model, long unused)
{
	(void)unused;
	card_akis(model, 1);
	model->faults.crumbs = 20;
	model->faults.delay_ms = 300;
	card_model_forget(model);
}

static void
check_crawling(struct world *world, struct client *client)
{
	struct outcome outcome;

	world_load(world, 0, crawling, 0);
	client_read(client, 0, "", 12 * SILENCE_MS, &outcome);
	tap_ok(strcmp(outcome.what, CARD_FAULT_ODD_READER) == 0 && outcome.took_ms > 7 * SILENCE_MS,
		"a reading that never comes to an end: %s after %lld ms", outcome.what, (long long)outcome.took_ms);
	outcome_clear(&outcome);
	/* The service still waits for the answer to the last command, and may not see that one card went and another came. */
	for (int tries = 0; tries < 4; tries++) {
		world_remove(world, 0);
		client_await(client, 0, CARD_EVENT_CARD_GONE, SILENCE_MS + NOTICE_MS);
		world_insert_at_once(world, 0, card_akis, 1);
		client_outcome(client, 0, SILENCE_MS + NOTICE_MS + READING_MS, &outcome);
		if (outcome.what[0] != '\0' || tries == 3)
			break;
		outcome_clear(&outcome);
	}
	tap_ok(strcmp(outcome.what, "done") == 0, "and the agent goes on: %s", outcome.what);
	outcome_clear(&outcome);
}

/* The most memory that the agent has had, in kB; its reading processes are its copies. */
static long
peak_memory(const struct client *client)
{
	char path[64], text[256];
	long peak = -1;
	FILE *file;

	snprintf(path, sizeof path, "/proc/%ld/status", (long)client->pid);
	file = fopen(path, "re");
	while (file != NULL && fgets(text, sizeof text, file) != NULL)
		if (strncmp(text, "VmHWM:", 6) == 0)
			peak = strtol(text + 6, NULL, 10);
	if (file != NULL)
		fclose(file);
	return peak;
}

int
main(void)
{
	struct world world;
	struct client client;
	const struct hostile_case *cases;
	struct outcome outcome;
	int count;

	cards_make();
	world_start(&world, "hostile", NULL);
	client_start(&client, &world, NULL, NULL);
	world_insert(&world, 0, card_akis, 1);
	client_outcome(&client, 0, 5000, &outcome);
	tap_ok(strcmp(outcome.what, "done") == 0, "a good card to begin with");
	outcome_clear(&outcome);
	cases = hostile_cases(&count);
	for (int i = 0; i < count; i++)
		check_case(&world, &client, &cases[i]);
	check_cuts(&world, &client);
	check_crawling(&world, &client);
#ifndef TESLIM_SANITIZED
	tap_ok(peak_memory(&client) > 0 && peak_memory(&client) < 8192, "the agent never had more than %ld kB",
		peak_memory(&client));
#else
	tap_note("%ld kB with a sanitizer", peak_memory(&client));
#endif
	tap_ok(client_stop(&client) == 0, "the agent leaves when its input ends");
	world_end(&world);
	cards_free();
	return tap_end();
}
