/*
 * pcsc/test_events: what happens around a card on a real pcscd: mute, stalled and slow cards, a swap between two looks,
 * two readers at once, the service killed, stopped and started again, other programs that hold, lock or reset the card.
 * Every event comes within its time limit, none comes twice, and the agent goes on.
 */
#include "cards.h"
#include "client.h"
#include "other.h"
#include "proxy.h"
#include "tap.h"

#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum {
	SILENT_MS = SILENCE_MS + 700, /* the agent's patience, and a little */
	AGAIN_MS = 7000,              /* it looks for the service after 1, 2, then every 5 s */
	EXCLUSIVE_MS = 1000 + 700
};

static bool
is_one(const struct outcome *outcome, int which)
{
	struct card_model_cert cert = cards_certificate(which);

	return strcmp(outcome->what, "done") == 0 && outcome_has(outcome, 0, cert.der, cert.length);
}

/* The service's state may be told several times on its way: lost, then why it cannot be reached. */
static bool
see_daemon(struct client *client, const char *state, int timeout_ms)
{
	int64_t until = clock_monotonic_ms() + tap_patient(timeout_ms);

	while (clock_monotonic_ms() < until && client_await(client, -1, CARD_EVENT_DAEMON, timeout_ms))
		if (strcmp(client_value(client, "state"), state) == 0)
			return true;
	return false;
}

/* Waits for `card` in the slot and for what comes of it. */
static void
see_card(struct client *client, int slot, int timeout_ms, struct outcome *outcome)
{
	*outcome = (struct outcome){0};
	if (client_await(client, slot, CARD_EVENT_CARD, NOTICE_MS + 900))
		client_outcome(client, slot, timeout_ms, outcome);
}

/* ---- cards that do not answer, or late */

enum silence { SILENT_MUTE, SILENT_EMPTY, SILENT_STALL, SILENT_LATE };

static void
card_silent(struct card_model *model, long kind)
{
	card_akis(model, 1);
	switch ((enum silence)(kind / 100)) {
	case SILENT_MUTE:
		model->faults.mute_at = (int)(kind % 100);
		break;
	case SILENT_EMPTY:
		model->faults.short_at = (int)(kind % 100);
		break;
	case SILENT_STALL:
		model->faults.stall_at = (int)(kind % 100);
		break;
	case SILENT_LATE:
		model->faults.delay_ms = (int)(kind % 100) * 100;
		break;
	}
}

static void
check_silent(struct world *world, struct client *client, const char *name, long kind)
{
	struct outcome outcome;

	world_remove(world, 0);
	if (kind / 100 != SILENT_MUTE) /* the first one finds the reader empty */
		client_await(client, 0, CARD_EVENT_CARD_GONE, NOTICE_MS);
	world_insert_at_once(world, 0, card_silent, kind);
	see_card(client, 0, SILENT_MS, &outcome);
	tap_ok(strcmp(outcome.what, CARD_FAULT_SILENT) == 0, "%s: %s after %lld ms", name, outcome.what,
		(long long)outcome.took_ms);
	outcome_clear(&outcome);
	client_read(client, 1, "first=yes", READING_MS, &outcome);
	tap_ok(is_one(&outcome, CERT_ONE), "%s: the other reader works meanwhile", name);
	outcome_clear(&outcome);
	if (kind / 100 == SILENT_MUTE) { /* a new connection to that reader hangs as well */
		client_read(client, 0, "", SILENT_MS, &outcome);
		tap_ok(strcmp(outcome.what, CARD_FAULT_SILENT) == 0, "%s: a second attempt ends as soon: %s after %lld ms", name,
			outcome.what, (long long)outcome.took_ms);
		outcome_clear(&outcome);
	}
	world_remove(world, 0);
	tap_ok(client_await(client, 0, CARD_EVENT_CARD_GONE, NOTICE_MS), "%s: pulled, and noticed", name);
	world_insert_at_once(world, 0, card_akis, 1);
	see_card(client, 0, READING_MS, &outcome);
	tap_ok(is_one(&outcome, CERT_ONE), "%s: the next card is read", name);
	outcome_clear(&outcome);
}

static void
card_half(struct card_model *model, long at)
{
	card_akis(model, 1);
	model->faults.half_at = (int)at;
}

static void
check_slow(struct world *world, struct client *client)
{
	struct outcome outcome;

	world_load(world, 0, card_silent, SILENT_LATE * 100 + 2);
	client_read(client, 0, "", 5000, &outcome);
	tap_ok(is_one(&outcome, CERT_ONE) && outcome.took_ms >= 13 * 200,
		"a card that needs 200 ms for each answer is read: %lld ms", (long long)outcome.took_ms);
	outcome_clear(&outcome);
	world_insert(world, 0, card_half, 6);
	see_card(client, 0, READING_MS + 2500, &outcome);
	/* Half an answer may be told before pcscd has looked at the reader. */
	tap_ok(strcmp(outcome.what, CARD_FAULT_PULLED) == 0 || strcmp(outcome.what, CARD_FAULT_GARBLED) == 0,
		"pulled in the middle of an answer: %s", outcome.what);
	tap_ok(client_await(client, 0, CARD_EVENT_CARD_GONE, NOTICE_MS), "and gone");
	outcome_clear(&outcome);
}

/* ---- several readers, swaps */

static void
check_two_at_once(struct world *world, struct client *client)
{
	struct outcome outcomes[2];
	int cards = 0, gone = 0;

	world_remove(world, 1);
	client_await(client, 1, CARD_EVENT_CARD_GONE, NOTICE_MS);
	world_insert_at_once(world, 0, card_akis_with, CERT_TWO);
	world_insert_at_once(world, 1, card_akis_with, CERT_THREE);
	memset(outcomes, 0, sizeof outcomes);
	for (int events = 0; events < 6 && client_next(client, NOTICE_MS);) {
		int slot = strcmp(client_value(client, "reader"), world_reader(1)) == 0;
		struct card_model_cert cert = cards_certificate(slot == 0 ? CERT_TWO : CERT_THREE);
		const char *base64 = client_value(client, "der");
		static uint8_t der[8192];
		size_t length = 0;
		cards += strcmp(client->line.word, CARD_EVENT_CARD) == 0;
		gone += strcmp(client->line.word, CARD_EVENT_CARD_GONE) == 0;
		if (strcmp(client->line.word, CARD_EVENT_CERT) == 0 &&
			base64_decode(der, sizeof der, &length, base64, strlen(base64)))
			outcomes[slot].count += length == cert.length && memcmp(der, cert.der, length) == 0;
		if (strcmp(client->line.word, CARD_EVENT_DONE) == 0)
			outcomes[slot].cert_count++;
		if (outcomes[0].cert_count > 0 && outcomes[1].cert_count > 0)
			break;
	}
	tap_ok(cards == 2 && outcomes[0].count == 1 && outcomes[1].count == 1,
		"two cards at once, each read in its own reader (%d, %d, %d)", cards, outcomes[0].count, outcomes[1].count);
	tap_ok(gone == 0 && client_is_quiet(client, 200), "and no word more");
}

/* Stops or continues the agent and its watcher. */
static void
signal_agent(const struct client *client, int number)
{
	char path[64], text[256] = "";
	FILE *file;
	char *rest = text;

	snprintf(path, sizeof path, "/proc/%ld/task/%ld/children", (long)client->pid, (long)client->pid);
	file = fopen(path, "re");
	if (file == NULL || fgets(text, sizeof text, file) == NULL)
		tap_note("%s cannot be read", path);
	if (file != NULL)
		fclose(file);
	kill(client->pid, number);
	for (long child; (child = strtol(rest, &rest, 10)) > 0;)
		kill((pid_t)child, number);
}

static void
check_swap(struct world *world, struct client *client)
{
	struct outcome outcome;
	int64_t serial;

	world_load(world, 0, card_akis, 1);
	client_send(client, "list");
	client_await(client, 0, CARD_EVENT_CARD, 1000);
	serial = line_number(&client->line, "serial", 0, 1000000, -1);
	client_await(client, 1, CARD_EVENT_CARD, 1000);
	signal_agent(client, SIGSTOP);
	world_insert(world, 0, card_akis_with, CERT_TWO);
	poll(NULL, 0, 900 + 900); /* taken out, seen, put in, seen: the agent sees none of it */
	signal_agent(client, SIGCONT);
	tap_ok(client_await(client, 0, CARD_EVENT_CARD_GONE, NOTICE_MS), "a swap between two looks: the old card is gone");
	tap_ok(client_await(client, 0, CARD_EVENT_CARD, NOTICE_MS) && line_number(&client->line, "serial", 0, 1000000, -1) > serial,
		"a swap between two looks: a new card, with a new number");
	client_outcome(client, 0, READING_MS, &outcome);
	tap_ok(is_one(&outcome, CERT_TWO), "a swap between two looks: and the new certificate");
	outcome_clear(&outcome);
}

/* ---- the service */

static void
check_back(struct world *world, struct client *client, const char *name)
{
	struct outcome outcome;
	struct err err = {0};

	if (pcscd_again(&world->pcscd, &err) != OK)
		tap_bail("pcscd again: %s", err.detail);
	if (!tap_ok(see_daemon(client, "up", AGAIN_MS), "%s: back by itself", name))
		return;
	/* Both cards are put in again by their emulators. */
	see_card(client, 0, READING_MS + NOTICE_MS, &outcome);
	tap_ok(strcmp(outcome.what, "done") == 0, "%s: the card that stayed in is read again (%s)", name, outcome.what);
	outcome_clear(&outcome);
	/* The other one may have been read before or after. */
	client_send(client, "list");
	tap_ok(client_await(client, 1, CARD_EVENT_CARD, NOTICE_MS + READING_MS), "%s: the other reader's card is in as well",
		name);
	while (client_next(client, 300))
		continue;
}

static void
check_killed(struct world *world, struct client *client, int number)
{
	char name[64];
	struct outcome outcome;

	snprintf(name, sizeof name, "pcscd ended by %s", number == SIGKILL ? "KILL" : "TERM");
	if (number == SIGKILL) { /* in the middle of a reading */
		world_load(world, 0, card_silent, SILENT_LATE * 100 + 2);
		client_send(client, "read reader=Virtual%20PCD%2000%2000");
		poll(NULL, 0, 900);
	}
	pcscd_kill(&world->pcscd, number);
	if (number == SIGKILL) {
		client_outcome(client, 0, NOTICE_MS, &outcome);
		tap_ok(strcmp(outcome.what, CARD_FAULT_DAEMON_LOST) == 0, "%s while reading: %s", name, outcome.what);
		outcome_clear(&outcome);
		world_load(world, 0, card_akis, 1);
	}
	tap_ok(see_daemon(client, "down", NOTICE_MS) && client_value(client, "text")[0] != '\0', "%s: told within %d ms", name,
		NOTICE_MS);
	tap_ok(client_await(client, 0, CARD_EVENT_READER_GONE, NOTICE_MS), "%s: its readers are gone", name);
	check_back(world, client, name);
}

/* A service that is there and does nothing: what asks it ends in time, and goes on when it does. */
static void
check_stopped(struct world *world, struct client *client)
{
	struct outcome outcome;

	kill(world->pcscd.pid, SIGSTOP);
	client_read(client, 0, "", SILENT_MS, &outcome);
	tap_ok(strcmp(outcome.what, CARD_FAULT_DAEMON_LOST) == 0, "pcscd stopped: a reading ends: %s after %lld ms", outcome.what,
		(long long)outcome.took_ms);
	outcome_clear(&outcome);
	client_send(client, "list");
	tap_ok(client_await(client, 0, CARD_EVENT_READER, 300), "pcscd stopped: the agent itself still answers");
	kill(world->pcscd.pid, SIGCONT);
	poll(NULL, 0, 100);
	while (client_next(client, 200))
		continue;
	client_read(client, 0, "first=yes", READING_MS, &outcome);
	tap_ok(is_one(&outcome, CERT_ONE), "pcscd goes on: the card is read");
	outcome_clear(&outcome);
}

/* ---- other programs */

static void
check_others(struct world *world, struct client *client)
{
	struct outcome outcome;
	pid_t other = other_start(world, OTHER_EXCLUSIVE, 0);

	client_read(client, 0, "", EXCLUSIVE_MS, &outcome);
	tap_ok(strcmp(outcome.what, CARD_FAULT_EXCLUSIVE) == 0 && strstr(outcome.text, "(") != NULL,
		"held exclusively: %s after %lld ms: %s", outcome.what, (long long)outcome.took_ms, outcome.text);
	outcome_clear(&outcome);
	poll(NULL, 0, 1100); /* the agent asks once a second who holds what */
	other_end(other);
	client_outcome(client, 0, NOTICE_MS + READING_MS, &outcome);
	tap_ok(is_one(&outcome, CERT_ONE), "and read by itself when it is let go (%lld ms)", (long long)outcome.took_ms);
	outcome_clear(&outcome);

	other = other_start(world, OTHER_TRANSACTION, 0);
	client_read(client, 0, "", SILENT_MS, &outcome);
	tap_ok(strcmp(outcome.what, CARD_FAULT_LOCKED) == 0, "locked in a transaction: %s after %lld ms", outcome.what,
		(long long)outcome.took_ms);
	outcome_clear(&outcome);
	client_read(client, 1, "first=yes", READING_MS, &outcome);
	tap_ok(strcmp(outcome.what, "done") == 0, "locked in a transaction: the other reader works meanwhile");
	outcome_clear(&outcome);
	other_end(other);
	client_outcome(client, 0, READING_MS, &outcome);
	tap_ok(is_one(&outcome, CERT_ONE), "and read by itself when the lock is gone (%lld ms)", (long long)outcome.took_ms);
	outcome_clear(&outcome);

	other_end(other_start(world, OTHER_RESET, 0));
	client_read(client, 0, "", READING_MS, &outcome);
	tap_ok(is_one(&outcome, CERT_ONE), "read after another program has reset the card");
	outcome_clear(&outcome);
}

/* pcscd 1.9.9 takes readers out by udev's word only; here its list of readers is short of one on its way. */
static void
check_unplugged(struct client *client, struct proxy *proxy)
{
	struct outcome outcome;

	proxy->plan->is_unplugged = true;
	tap_ok(client_await(client, 0, CARD_EVENT_CARD_GONE, NOTICE_MS) &&
			client_await(client, 0, CARD_EVENT_READER_GONE, NOTICE_MS),
		"a reader is unplugged with its card: both are gone");
	client_read(client, 0, "", READING_MS, &outcome);
	tap_ok(strcmp(outcome.what, CARD_FAULT_READER_GONE) == 0, "and cannot be read from: %s", outcome.what);
	outcome_clear(&outcome);
	proxy->plan->is_unplugged = false;
	tap_ok(client_await(client, 0, CARD_EVENT_READER, NOTICE_MS), "plugged in again: it is there");
	see_card(client, 0, READING_MS, &outcome);
	tap_ok(is_one(&outcome, CERT_ONE), "and its card is read");
	outcome_clear(&outcome);
}

/* Real resets by another program between our connection and our transaction, and return codes in the middle. */
static void
check_resets(struct world *world)
{
	static const char *const options[] = {"--reader", "00 00", NULL};
	struct client client;
	struct proxy proxy;
	struct outcome outcome;

	proxy_start(&proxy, world);
	proxy.plan->resets = 1;
	client_start(&client, world, proxy.socket, options);
	client_outcome(&client, 0, 5000, &outcome);
	tap_ok(is_one(&outcome, CERT_ONE) && proxy.plan->begins >= 2 && proxy.plan->resets == 0,
		"reset by another program before the transaction: %s after %d transactions", outcome.what, proxy.plan->begins);
	outcome_clear(&outcome);
	for (int at = 1; at <= 13; at += 3) {
		proxy.plan->begins = 0;
		proxy.plan->transmit = 0x80100068; /* SCARD_W_RESET_CARD */
		proxy.plan->transmit_at = at;
		client_read(&client, 0, "", READING_MS, &outcome);
		tap_ok(is_one(&outcome, CERT_ONE) && outcome.cert_count == 1 && proxy.plan->begins == 2,
			"reset in APDU %d: started over, one certificate (%s, %d certificates, %d "
			"transactions)",
			at, outcome.what, outcome.cert_count, proxy.plan->begins);
		outcome_clear(&outcome);
	}
	proxy.plan->begins = 0;
	proxy.plan->resets = -1;
	client_read(&client, 0, "", READING_MS, &outcome);
	tap_ok(strcmp(outcome.what, CARD_FAULT_RESET_ALONE) == 0 && proxy.plan->begins < 20,
		"reset for ever: %s after %d transactions", outcome.what, proxy.plan->begins);
	outcome_clear(&outcome);
	proxy.plan->resets = 0;
	client_read(&client, 0, "", READING_MS, &outcome);
	tap_ok(is_one(&outcome, CERT_ONE), "and read when that is over");
	outcome_clear(&outcome);
	check_unplugged(&client, &proxy);
	proxy_end(&proxy);
	tap_ok(see_daemon(&client, "down", NOTICE_MS), "a forwarded socket is cut: told");
	proxy_start(&proxy, world);
	tap_ok(see_daemon(&client, "up", AGAIN_MS), "and back when the tunnel is");
	tap_ok(client_stop(&client) == 0, "the agent behind the forwarded socket leaves");
	proxy_end(&proxy);
}

int
main(void)
{
	struct world world;
	struct client client;
	struct outcome outcome;

	cards_make();
	world_start(&world, "events", NULL);
	client_start(&client, &world, NULL, NULL);
	tap_ok(client_await(&client, 1, CARD_EVENT_READER, 5000), "two readers");
	world_insert(&world, 1, card_akis, 1);
	see_card(&client, 1, READING_MS, &outcome);
	tap_ok(is_one(&outcome, CERT_ONE), "a card in the second");
	outcome_clear(&outcome);
	check_silent(&world, &client, "mute at the first APDU", SILENT_MUTE * 100 + 1);
	check_silent(&world, &client, "an answer of length 0", SILENT_EMPTY * 100 + 7);
	check_silent(&world, &client, "stalled inside an answer", SILENT_STALL * 100 + 5);
	check_slow(&world, &client);
	check_two_at_once(&world, &client);
	check_swap(&world, &client);
	world_load(&world, 0, card_akis, 1);
	check_others(&world, &client);
	check_resets(&world);
	check_stopped(&world, &client);
	check_killed(&world, &client, SIGTERM);
	check_killed(&world, &client, SIGKILL);
	tap_ok(client_stop(&client) == 0, "the agent leaves when its input ends");
	world_end(&world);
	cards_free();
	return tap_end();
}
