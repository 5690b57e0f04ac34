/*
 * fuzz/card_script: see card_script.h.
 */
#include "card_script.h"

#include "teslim/helper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct script {
	card_transmit *transmit;
	void *context;
	int commands, recoveries;
};

static void
require(bool held, const char *what)
{
	if (held)
		return;
	fprintf(stderr, "does not hold: %s\n", what);
	abort();
}

static enum fault
watched(void *context, const uint8_t *command, size_t length, uint8_t *response, size_t size, size_t *got)
{
	struct script *script = context;
	uint8_t instruction = length > 1 ? command[1] : 0;
	enum fault fault;

	require(length >= 4 && length <= 261, "a command has 4 to 261 bytes");
	require(instruction == 0xA4 || instruction == 0xB0 || instruction == 0xB2 || instruction == 0xC0 || instruction == 0xCA ||
			instruction == 0xCB,
		"nothing but reading is sent");
	require(++script->commands <= 4 * (WIRE_APDUS_MAX + WIRE_ROUNDS_MAX), "commands are capped");
	*got = 0;
	fault = script->transmit(script->context, command, length, response, size, got);
	require(*got <= size, "the script keeps to the room it has");
	return fault;
}

static enum fault
recover(void *context, bool *t0)
{
	struct script *script = context;

	*t0 = false;
	return ++script->recoveries > 5 ? FAULT_PULLED : FAULT_NONE;
}

static void
release(void *context)
{
	(void)context;
}

static void
take_progress(void *context, size_t read, size_t total)
{
	(void)context;
	require(read <= total || total == 0, "progress stays in its bounds");
}

static void
take_certificate(void *context, const char *family, const char *label, struct span id, struct span der)
{
	int *count = context;

	(*count)++;
	require(*count <= READING_CERTIFICATES_MAX, "certificates are capped");
	require(family != NULL && label != NULL && strlen(label) < READING_LABEL_MAX && id.length <= READING_ID_MAX,
		"labels are capped");
	require(der.length > 0 && der.length <= READING_CERTIFICATE_MAX && der_is_certificate(der),
		"only whole certificates are told");
}

/* Each line of what was told is one of the grammar. */
static void
check_lines(struct str *out)
{
	for (char *at = out->data, *end; at != NULL && *at != '\0'; at = end + 1) {
		struct line line;
		struct err err = {0};
		end = strchr(at, '\n');
		require(end != NULL, "lines end");
		*end = '\0';
		require(line_parse(&line, at, &err) == OK, "lines are of the grammar");
	}
}

void
card_script_read(card_transmit *transmit, void *context, unsigned flags)
{
	static const char *const atrs[] = {"3B9F978131FE4580655443D3228231C073F621808105D3", "3B00", "", "3F", "3BFFFFFFFF",
		"3B7F96000080318065B0850300EF120FFE829000", "3B8F8001804F0CA000000306030001000000006A",
		"3B951881B1FE551FC7477261636513"};
	const char *atr = atrs[flags >> 3 & 7];
	struct script script = {.transmit = transmit, .context = context};
	struct order order = {.reader = "Reader 00 00", .atr_length = strlen(atr) / 2, .first_only = flags & 2};
	int count = 0;
	const struct sink sink = {&count, take_progress, take_certificate};
	const struct connection connection = {&script, recover, release};
	struct reading reading;
	struct str out = {0};

	require(order.atr_length == 0 || hex_decode(order.atr, order.atr_length, atr), "ATRs are hex");
	reading_init(&reading, &sink);
	reading.wire.transmit = watched;
	reading.wire.context = &script;
	reading.wire.t0 = flags & 1;
	reading.first_only = flags & 2;
	reading.now = INT64_C(1795500000);
	if (flags & 4)
		copy_text(reading.want, sizeof reading.want, "10000000146");
	read_card(&reading, &order, &connection, &out);
	require(reading.arena.used <= reading.arena.size, "the arena is not outgrown");
	require(out.length > 0, "something is always said");
	check_lines(&out);
	str_clear(&out);
	reading_clear(&reading);
}
