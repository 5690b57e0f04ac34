/*
 * pcsc/test_codes: every return code of PC/SC that cards and services were seen to give, at every call that can give it:
 * the fault it is told as, within its time, and the card read as soon as the code is gone. The codes come from a socket
 * in front of a real pcscd; everything else of the conversation is real.
 */
#include "cards.h"
#include "client.h"
#include "proxy.h"
#include "tap.h"

#include <string.h>

enum { UNCLEAR_MS = 2500 /* a fault that the watcher may explain better waits for it, twice */ };

enum call { CONNECT, BEGIN, TRANSMIT };

static const struct code_case {
	const char *name;
	enum call call;
	unsigned code;
	const char *fault; /* "done": read after all */
	int timeout_ms;
} cases[] = {
	{"NO_SMARTCARD, while the card is in", CONNECT, 0x8010000C, CARD_FAULT_GARBLED, UNCLEAR_MS},
	{"SHARING_VIOLATION", CONNECT, 0x8010000B, CARD_FAULT_EXCLUSIVE, 1700},
	{"PROTO_MISMATCH", CONNECT, 0x8010000F, CARD_FAULT_BAD_ATR, READING_MS},
	{"UNPOWERED_CARD", CONNECT, 0x80100067, CARD_FAULT_BAD_ATR, READING_MS},
	{"UNSUPPORTED_CARD", CONNECT, 0x80100065, CARD_FAULT_BAD_ATR, READING_MS},
	{"UNRESPONSIVE_CARD", CONNECT, 0x80100066, CARD_FAULT_MUTE, READING_MS},
	{"READER_UNAVAILABLE", CONNECT, 0x80100017, CARD_FAULT_READER_GONE, UNCLEAR_MS},
	{"SECURITY_VIOLATION", CONNECT, 0x8010006A, CARD_FAULT_POLKIT, READING_MS},
	{"something unheard of", CONNECT, 0x80100001, CARD_FAULT_INTERNAL, READING_MS},
	{"RESET_CARD for ever", BEGIN, 0x80100068, CARD_FAULT_RESET_ALONE, READING_MS},
	/* how pcscd says that another has a transaction; the client library waits, and behind the socket nobody is seen */
	{"SHARING_VIOLATION", BEGIN, 0x8010000B, CARD_FAULT_STUCK, SILENCE_MS + 700},
	{"REMOVED_CARD, and the card is in again", TRANSMIT, 0x80100069, "done", UNCLEAR_MS},
	{"NOT_TRANSACTED once", TRANSMIT, 0x80100016, "done", UNCLEAR_MS},
	{"NO_SERVICE once", TRANSMIT, 0x8010001D, "done", UNCLEAR_MS},
	{"COMM_ERROR once", TRANSMIT, 0x80100013, "done", UNCLEAR_MS},
	{"INVALID_HANDLE once", TRANSMIT, 0x80100003, "done", UNCLEAR_MS},
	{"RESET_CARD once", TRANSMIT, 0x80100068, "done", READING_MS},
	{"INSUFFICIENT_BUFFER", TRANSMIT, 0x80100008, CARD_FAULT_GARBLED, READING_MS},
	{"COMM_DATA_LOST", TRANSMIT, 0x8010002F, CARD_FAULT_GARBLED, READING_MS},
	{"PROTO_MISMATCH", TRANSMIT, 0x8010000F, CARD_FAULT_BAD_ATR, READING_MS},
	{"UNPOWERED_CARD", TRANSMIT, 0x80100067, CARD_FAULT_BAD_ATR, READING_MS},
	{"something unheard of", TRANSMIT, 0x80100001, CARD_FAULT_INTERNAL, READING_MS},
	{"success without a byte, once", TRANSMIT, PROXY_NOTHING, "done", READING_MS},
};

static void
plan_code(struct proxy_plan *plan, const struct code_case *test, unsigned code)
{
	switch (test->call) {
	case CONNECT:
		plan->connect = code;
		break;
	case BEGIN:
		plan->begin = code;
		break;
	case TRANSMIT:
		plan->transmit = code;
		plan->transmit_at = code != 0 ? 5 : 0;
		break;
	}
}

/* A reader behind a socket of its own. */
struct far_reader {
	struct client client;
	struct proxy proxy;
	int slot;
};

static void
ask(struct far_reader *far, const struct code_case *test)
{
	struct str command = {0};

	plan_code(far->proxy.plan, test, test->code);
	line_begin(&command, CARD_COMMAND_READ);
	line_add(&command, "reader", world_reader(far->slot));
	line_add(&command, "first", "yes");
	client_send(&far->client, str_text(&command));
	str_clear(&command);
}

static void
check_case(struct far_reader *far, const struct code_case *test)
{
	static const char *const calls[] = {"SCardConnect", "SCardBeginTransaction", "SCardTransmit"};
	struct card_model_cert cert = cards_certificate(CERT_ONE);
	struct outcome outcome;
	bool good;

	client_outcome(&far->client, far->slot, test->timeout_ms, &outcome);
	plan_code(far->proxy.plan, test, 0);
	good = strcmp(outcome.what, test->fault) == 0;
	if (strcmp(test->fault, "done") == 0)
		good = good && outcome.cert_count == 1 && outcome_has(&outcome, 0, cert.der, cert.length);
	else
		good = good && outcome.cert_count == 0 && strstr(outcome.text, "o card ") == NULL;
	tap_ok(good, "%s: %s: %s after %lld ms", calls[test->call], test->name, outcome.what, (long long)outcome.took_ms);
	outcome_clear(&outcome);
	/* After "held exclusively" the agent reads by itself as soon as it sees that nobody holds it. */
	while (client_next(&far->client, 20))
		continue;
	client_read(&far->client, far->slot, "first=yes", READING_MS, &outcome);
	if (!outcome_has(&outcome, 0, cert.der, cert.length))
		tap_ok(false, "%s: %s: read afterwards (%s)", calls[test->call], test->name, outcome.what);
	outcome_clear(&outcome);
}

static void
start_far(struct world *world, struct far_reader *far, int slot)
{
	const char *const options[] = {"--reader", slot == 0 ? "00 00" : "00 01", NULL};
	struct outcome outcome;

	far->slot = slot;
	world_insert(world, slot, card_akis, 1);
	proxy_start_at(&far->proxy, world, slot == 0 ? "forwarded0" : "forwarded1");
	client_start(&far->client, world, far->proxy.socket, options);
	client_outcome(&far->client, slot, 5000, &outcome);
	tap_ok(strcmp(outcome.what, "done") == 0, "a card behind a forwarded socket: %s", world_reader(slot));
	outcome_clear(&outcome);
}

int
main(void)
{
	static struct far_reader far[WORLD_SLOTS];
	struct world world;

	cards_make();
	world_start(&world, "codes", NULL);
	for (int slot = 0; slot < WORLD_SLOTS; slot++)
		start_far(&world, &far[slot], slot);
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i += WORLD_SLOTS) {
		for (size_t slot = 0; slot < WORLD_SLOTS && i + slot < ARRAY_LENGTH(cases); slot++)
			ask(&far[slot], &cases[i + slot]);
		for (size_t slot = 0; slot < WORLD_SLOTS && i + slot < ARRAY_LENGTH(cases); slot++)
			check_case(&far[slot], &cases[i + slot]);
	}
	for (int slot = 0; slot < WORLD_SLOTS; slot++) {
		tap_ok(client_is_quiet(&far[slot].client, 100), "and no word more");
		tap_ok(client_stop(&far[slot].client) == 0, "the agent leaves when its input ends");
		proxy_end(&far[slot].proxy);
	}
	world_end(&world);
	cards_free();
	return tap_end();
}
