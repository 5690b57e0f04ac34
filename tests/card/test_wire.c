/*
 * card/test_wire: commands and answers by replay: what is sent to the byte, what each status word means, the chaining
 * of answers and its caps, the trace.
 */
#include "../../src/card/wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Commands that must come, in this order, and their answers, both in hex. An answer "!pulled" is a fault. */
struct exchange {
	const char *command, *answer;
};

struct replay {
	const struct exchange *script;
	size_t count, at;
	bool for_ever; /* the last one again and again */
	unsigned sent;
	struct str trace;
};

static enum fault
transmit(void *context, const uint8_t *command, size_t length, uint8_t *response, size_t size, size_t *got)
{
	struct replay *replay = context;
	const struct exchange *now;
	char hex[2 * 262 + 1];

	replay->sent++;
	if (replay->at == replay->count && replay->for_ever)
		replay->at--;
	if (replay->at == replay->count)
		fail_msg("nothing more was to be sent after %zu", replay->count);
	now = &replay->script[replay->at++];
	hex_encode(hex, command, length);
	if (now->command != NULL && strcasecmp(hex, now->command) != 0)
		fail_msg("sent %s instead of %s", hex, now->command);
	if (now->answer[0] == '!') {
		*got = 0;
		return fault_from_code(now->answer + 1);
	}
	*got = strlen(now->answer) / 2;
	assert_true(*got <= size);
	assert_true(hex_decode(response, *got, now->answer));
	return FAULT_NONE;
}

static void
trace(void *context, const char *line)
{
	struct replay *replay = context;

	str_printf(&replay->trace, "%s\n", line);
}

static void
start(struct wire *wire, struct replay *replay, const struct exchange *script, size_t count)
{
	*replay = (struct replay){.script = script, .count = count};
	wire_init(wire);
	wire->transmit = transmit;
	wire->context = replay;
}

#define START(...) \
	static const struct exchange script[] = {__VA_ARGS__}; \
	struct replay replay; \
	struct wire wire; \
	start(&wire, &replay, script, ARRAY_LENGTH(script))

static void
finish(struct wire *wire, struct replay *replay)
{
	assert_int_equal(replay->at, replay->count);
	str_clear(&replay->trace);
	wire_clear(wire);
}

static const uint8_t ef[] = {0x2F, 0x10};

/* ---- what the status words mean */

static void
test_words(void **state)
{
	static const struct {
		const char *sw;
		enum answer answer;
	} cases[] = {{"9000", ANSWER_OK}, {"6282", ANSWER_OK}, {"6283", ANSWER_OK}, {"6200", ANSWER_OK}, {"6110", ANSWER_OK},
		{"6B00", ANSWER_END}, {"6A82", ANSWER_ABSENT}, {"6A83", ANSWER_ABSENT}, {"6A88", ANSWER_ABSENT},
		{"6404", ANSWER_ABSENT}, {"6412", ANSWER_ABSENT}, {"6413", ANSWER_ABSENT}, {"6982", ANSWER_PROTECTED},
		{"6985", ANSWER_PROTECTED}, {"6987", ANSWER_PROTECTED}, {"6988", ANSWER_PROTECTED}, {"6406", ANSWER_PROTECTED},
		{"6986", ANSWER_REFUSED}, {"6418", ANSWER_REFUSED}, {"6423", ANSWER_REFUSED}, {"6D00", ANSWER_REFUSED},
		{"6E00", ANSWER_REFUSED}, {"6F00", ANSWER_REFUSED}, {"6300", ANSWER_REFUSED}, {"6581", ANSWER_REFUSED},
		{"9110", ANSWER_REFUSED}, {"0000", ANSWER_BROKEN}, {"FFFF", ANSWER_BROKEN}, {"6000", ANSWER_BROKEN},
		{"7000", ANSWER_BROKEN}, {"90", ANSWER_BROKEN}, {"", ANSWER_BROKEN}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct exchange script = {"00A40200022F1000", cases[i].sw};
		struct replay replay;
		struct wire wire;
		enum answer answer;
		start(&wire, &replay, &script, 1);
		replay.for_ever = true; /* some words are not believed at once */
		answer = wire_select(&wire, 0x02, ef, sizeof ef);
		assert_in_range(replay.sent, 1, cases[i].sw[0] == '\0' ? 5 : 2);
		if (answer != cases[i].answer)
			fail_msg("%s: %d", cases[i].sw, (int)answer);
		assert_true((answer == ANSWER_BROKEN) == (wire.broken != FAULT_NONE));
		finish(&wire, &replay);
	}
}

/* What came of a card that was pulled: one byte; and whatever the service said. */
static void
test_broken(void **state)
{
	static const struct {
		const char *answer;
		enum fault fault;
	} cases[] = {{"90", FAULT_GARBLED}, {"1234", FAULT_GARBLED}, {"!pulled", FAULT_PULLED}, {"!reset", FAULT_RESET},
		{"!daemon-lost", FAULT_DAEMON_LOST}, {"!bad-atr", FAULT_BAD_ATR}, {"!reader-unplugged", FAULT_READER_GONE},
		{"!garbled", FAULT_GARBLED}, {"!internal", FAULT_INTERNAL}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct exchange script = {NULL, cases[i].answer};
		struct replay replay;
		struct wire wire;
		uint8_t out[256];
		size_t got;
		bool at_end;
		start(&wire, &replay, &script, 1);
		assert_int_equal(wire_read(&wire, 0, 252, out, &got, &at_end), ANSWER_BROKEN);
		assert_int_equal(wire.broken, cases[i].fault);
		/* Nothing more is sent, and the first cause stays. */
		assert_int_equal(wire_select(&wire, 0x02, ef, sizeof ef), ANSWER_BROKEN);
		assert_int_equal(wire_get_data(&wire, 0x5FC10A, out, sizeof out, &got), ANSWER_BROKEN);
		assert_int_equal(wire.broken, cases[i].fault);
		assert_int_equal(replay.sent, 1);
		finish(&wire, &replay);
	}
}

/* ---- SELECT */

static void
test_select_without_fci(void **state)
{
	START({"00A40200022F1000", "6A86"}, {"00A4020C022F10", "9000"}, {"00A4020C022F10", "6A82"}, {"00A4020C022F10", "6A86"},
		{"00A40200022F1000", "9000"}, {"00A40200022F1000", "6700"}, {"00A4020C022F10", "6700"});

	(void)state;
	assert_int_equal(wire_select(&wire, 0x02, ef, sizeof ef), ANSWER_OK);     /* the other form does */
	assert_int_equal(wire_select(&wire, 0x02, ef, sizeof ef), ANSWER_ABSENT); /* and is remembered */
	assert_int_equal(wire_select(&wire, 0x02, ef, sizeof ef), ANSWER_OK);     /* the way back */
	assert_int_equal(wire_select(&wire, 0x02, ef, sizeof ef), ANSWER_REFUSED);
	finish(&wire, &replay);
}

static void
test_select_t0(void **state)
{
	START({"00A40200022F10", "6120"}, {"00B00000FC", "6CF0"}, {"00B00000F0", "6282"});
	uint8_t out[256];
	size_t got;
	bool at_end;

	(void)state;
	wire.t0 = true;
	assert_int_equal(wire_select(&wire, 0x02, ef, sizeof ef), ANSWER_OK); /* the FCI stays on the card */
	assert_int_equal(wire_read(&wire, 0, 252, out, &got, &at_end), ANSWER_END);
	finish(&wire, &replay);
}

static void
test_select_bounds(void **state)
{
	uint8_t name[256] = {0};
	START({NULL, "9000"});

	(void)state;
	assert_int_equal(wire_select(&wire, 0x04, name, 0), ANSWER_REFUSED);
	assert_int_equal(wire_select(&wire, 0x04, name, 256), ANSWER_REFUSED);
	assert_int_equal(wire_select(&wire, 0x04, name, 255), ANSWER_OK);
	finish(&wire, &replay);
}

/* ---- READ BINARY */

static void
test_read(void **state)
{
	START({"00B0000004", "010203049000"}, {"00B0010004", "01026282"}, {"00B07FFF01", "AA9000"}, {"00B0000004", "9000"},
		{"00B0000000", "6B00"}, {"00B0000004", "6C02"}, {"00B0000002", "01029000"}, {"00B0000004", "6C02"},
		{"00B0000002", "6C01"}, {"00B0000004", "016101"}, {"00C0000001", "029000"}, {"00B0000004", "01029000"});
	uint8_t out[257];
	size_t got;
	bool at_end;

	(void)state;
	memset(out, 0xEE, sizeof out);
	assert_int_equal(wire_read(&wire, 0, 4, out, &got, &at_end), ANSWER_OK);
	assert_true(got == 4 && !at_end && memcmp(out, "\1\2\3\4\xEE", 5) == 0);
	assert_int_equal(wire_read(&wire, 0x100, 4, out, &got, &at_end), ANSWER_OK);
	assert_true(got == 2 && at_end);
	assert_int_equal(wire_read(&wire, 0x7FFF, 1, out, &got, &at_end), ANSWER_OK);
	assert_int_equal(wire_read(&wire, 0x8000, 1, out, &got, &at_end),
		ANSWER_END);                                                     /* would be a short file identifier: not sent */
	assert_int_equal(wire_read(&wire, 0, 0, out, &got, &at_end), ANSWER_OK); /* nothing to send */
	assert_int_equal(got, 0);
	assert_int_equal(wire_read(&wire, 0, 4, out, &got, &at_end), ANSWER_END); /* 9000 without data */
	wire.chunk = 256;
	assert_int_equal(wire_read(&wire, 0, 300, out, &got, &at_end), ANSWER_END);
	assert_int_equal(wire_read(&wire, 0, 4, out, &got, &at_end), ANSWER_OK); /* 6Cxx: once more */
	assert_int_equal(got, 2);
	assert_int_equal(wire_read(&wire, 0, 4, out, &got, &at_end), ANSWER_REFUSED); /* but not twice */
	assert_int_equal(wire_read(&wire, 0, 4, out, &got, &at_end), ANSWER_OK);      /* in two pieces */
	assert_true(got == 2 && out[1] == 2);
	assert_int_equal(wire_read(&wire, 0, 4, out, &got, &at_end), ANSWER_OK); /* short is not the end */
	assert_true(got == 2 && !at_end);
	finish(&wire, &replay);
}

static void
test_longer_than_asked(void **state)
{
	static const struct exchange scripts[][3] = {
		{{"00B0000004", "01020304059000"}},                         /* one byte more than Le */
		{{"00B0000004", "010203046101"}},                           /* all is there and more is told of */
		{{"00B0000004", "016104"}},                                 /* 1 + 4 are more than 4 */
		{{"00B0000004", "016100"}, {"00C0000000", "010203049000"}}, /* 00 is 256: taken as "as much as there is" */
		{{"00B0000004", "016102"}, {"00C0000002", "0102039000"}},   /* GET RESPONSE gives more than it said */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(scripts); i++) {
		size_t count = 0;
		uint8_t out[16];
		struct replay replay;
		struct wire wire;
		size_t got;
		bool at_end;
		while (count < 3 && scripts[i][count].answer != NULL)
			count++;
		start(&wire, &replay, scripts[i], count);
		memset(out, 0xEE, sizeof out);
		assert_int_equal(wire_read(&wire, 0, 4, out, &got, &at_end), ANSWER_BROKEN);
		assert_true(wire.broken == FAULT_GARBLED || wire.broken == FAULT_LIMIT);
		assert_int_equal(out[4], 0xEE); /* never beyond the room */
		finish(&wire, &replay);
	}
}

/* ---- answers that are the reader's */

/* Nothing at all: the same once more; a card that is gone says so then, or goes on saying nothing. */
static void
test_nothing(void **state)
{
	START({"00B0000004", ""}, {"00B0000004", "010203049000"}, {"00B0000404", ""}, {"00B0000404", "!pulled"});
	static const struct exchange silence[] = {{"00B0000004", ""}};
	uint8_t out[256];
	size_t got;
	bool at_end;

	(void)state;
	assert_int_equal(wire_read(&wire, 0, 4, out, &got, &at_end), ANSWER_OK);
	assert_int_equal(got, 4);
	assert_int_equal(wire_read(&wire, 4, 4, out, &got, &at_end), ANSWER_BROKEN);
	assert_int_equal(wire.broken, FAULT_PULLED);
	finish(&wire, &replay);
	start(&wire, &replay, silence, 1);
	replay.for_ever = true;
	assert_int_equal(wire_read(&wire, 0, 4, out, &got, &at_end), ANSWER_BROKEN);
	assert_int_equal(wire.broken, FAULT_PULLED);
	assert_int_equal(replay.sent, 5);
	finish(&wire, &replay);
}

/* What GET RESPONSE would fetch is gone: it is not asked for twice, what it belongs to is. */
static void
test_nothing_fetched(void **state)
{
	START({"00B0000004", "01026102"}, {"00C0000002", ""}, {"00B0000004", "010203049000"});
	uint8_t out[256];
	size_t got;
	bool at_end;

	(void)state;
	assert_int_equal(wire_read(&wire, 0, 4, out, &got, &at_end), ANSWER_REFUSED);
	assert_true(wire_was_odd(&wire));
	assert_int_equal(wire_read(&wire, 0, 4, out, &got, &at_end), ANSWER_OK);
	finish(&wire, &replay);
}

static void
test_le(void **state)
{
	START({"00B00000FC", "6700"}, {"00B0000080", "01029000"}, {"00B00002FC", "6700"}, {"00B0000280", "01029000"},
		{"00B0000480", "01029000"}, /* and kept to when it helped twice */
		{"00B0000410", "6700"},     /* smaller than any that is tried */
		{"00CB3FFF055C035FC10A80", "01026100"}, {"00C0000080", "03049000"});
	static const struct exchange game[] = {{"00B00000FC", "6C80"}, {"00B0000080", "6CFC"}, {"00B0000080", "6CFC"},
		{"00B0000040", "01029000"}, {"00B0000004", "6C06"}};
	uint8_t out[600];
	size_t got;
	bool at_end;

	(void)state;
	assert_int_equal(wire_read(&wire, 0, 252, out, &got, &at_end), ANSWER_OK);
	assert_int_equal(wire_read(&wire, 2, 252, out, &got, &at_end), ANSWER_OK);
	assert_int_equal(wire_read(&wire, 4, 252, out, &got, &at_end), ANSWER_OK);
	assert_int_equal(wire_read(&wire, 4, 16, out, &got, &at_end), ANSWER_REFUSED);
	assert_true(wire_was_odd(&wire));
	assert_int_equal(wire_get_data(&wire, 0x5FC10A, out, sizeof out, &got), ANSWER_OK);
	assert_int_equal(got, 4);
	finish(&wire, &replay);
	start(&wire, &replay, game, ARRAY_LENGTH(game));
	assert_int_equal(wire_read(&wire, 0, 252, out, &got, &at_end), ANSWER_OK);
	assert_int_equal(wire_read(&wire, 0, 4, out, &got, &at_end), ANSWER_REFUSED); /* Le corrected past the room: not followed */
	finish(&wire, &replay);
}

/* ---- the way back to what was selected */

static void
test_select_again(void **state)
{
	static const uint8_t mf[] = {0x3F, 0x00}, name[] = {'A', 'B'}, folder[] = {0x3D, 0x00};
	START({"00A40000023F0000", "9000"}, {"00A4040002414200", "9000"}, {"00A40200022F1000", "9000"},
		{"00A40000023F0000", "9000"}, {"00A4040002414200", "9000"}, {"00A40200022F1000", "9000"}, /* again */
		{"00A4020002500000", "6A82"},                                                             /* no step */
		{"00A4020002500000", "9000"}, /* in the place of its neighbour */
		{"00A40000023F0000", "9000"}, {"00A4040002414200", "9000"}, {"00A4020002500000", "6A82"}, /* it is gone */
		{"00A4040002414200", "9000"}, {"00A4040002414200", "9000"},                               /* a name begins anew */
		{"00A4080002414200", "9000"}, {"00A40100023D0000", "9000"}, {"00A4080002414200", "9000"},
		{"00A40100023D0000", "6F00"});
	static const uint8_t other[] = {0x50, 0x00};

	(void)state;
	assert_int_equal(wire_select_again(&wire), ANSWER_REFUSED); /* nothing is known */
	wire_select(&wire, 0x00, mf, sizeof mf);
	wire_select(&wire, 0x04, name, sizeof name);
	wire_select(&wire, 0x02, ef, sizeof ef);
	assert_int_equal(wire_select_again(&wire), ANSWER_OK);
	assert_int_equal(wire_select(&wire, 0x02, other, sizeof other), ANSWER_ABSENT);
	assert_int_equal(wire_select(&wire, 0x02, other, sizeof other), ANSWER_OK);
	assert_int_equal(wire_select_again(&wire), ANSWER_ABSENT);
	wire_select(&wire, 0x04, name, sizeof name);
	assert_int_equal(wire_select_again(&wire), ANSWER_OK);
	wire_select(&wire, 0x08, name, sizeof name);
	wire_select(&wire, 0x01, folder, sizeof folder);
	assert_int_equal(wire_select_again(&wire), ANSWER_REFUSED);
	wire_forget_selection(&wire);
	assert_int_equal(wire_select_again(&wire), ANSWER_REFUSED);
	finish(&wire, &replay);
}

/* A way that is too long is not known, and no step of it is sent. */
static void
test_long_way(void **state)
{
	START({"00A40000022F1000", "9000"});

	(void)state;
	replay.for_ever = true;
	for (int i = 0; i < WIRE_STEPS_MAX; i++)
		assert_int_equal(wire_select(&wire, 0x00, ef, sizeof ef), ANSWER_OK);
	assert_int_equal(wire_select_again(&wire), ANSWER_OK);
	assert_int_equal(replay.sent, 2 * WIRE_STEPS_MAX);
	assert_int_equal(wire_select(&wire, 0x00, ef, sizeof ef), ANSWER_OK);
	assert_int_equal(wire_select(&wire, 0x00, ef, sizeof ef), ANSWER_OK);
	assert_int_equal(wire_select_again(&wire), ANSWER_REFUSED);
	assert_int_equal(replay.sent, 2 * WIRE_STEPS_MAX + 2);
	finish(&wire, &replay);
}

/* ---- records */

static void
test_records(void **state)
{
	START({"00B2010400", "010203049000"}, {"00B2020400", "6C02"}, {"00B2020402", "01029000"}, {"00B2030400", "6A83"},
		{"00B2040400", "9000"});
	uint8_t out[WIRE_LE_MAX];
	size_t got;

	(void)state;
	assert_int_equal(wire_read_record(&wire, 1, out, &got), ANSWER_OK);
	assert_int_equal(got, 4);
	assert_int_equal(wire_read_record(&wire, 2, out, &got), ANSWER_OK);
	assert_int_equal(got, 2);
	assert_int_equal(wire_read_record(&wire, 3, out, &got), ANSWER_ABSENT);
	assert_int_equal(wire_read_record(&wire, 4, out, &got), ANSWER_END);
	assert_int_equal(wire_read_record(&wire, 0, out, &got), ANSWER_ABSENT);   /* would be the current one: not sent */
	assert_int_equal(wire_read_record(&wire, 255, out, &got), ANSWER_ABSENT); /* no number at all */
	finish(&wire, &replay);
}

/* ---- GET DATA and chained answers */

static void
test_get_data(void **state)
{
	START({"00CB3FFF055C035FC10A00", "01026103"}, {"00C0000003", "03046101"}, {"00C0000001", "6C02"},
		{"00C0000002", "05069000"}, {"00CB3FFF055C035FC10A00", "6A82"}, {"00CB3FFF055C035FC10A", "6102"},
		{"00C0000002", "01029000"});
	uint8_t out[6];
	size_t got;

	(void)state;
	assert_int_equal(wire_get_data(&wire, 0x5FC10A, out, sizeof out, &got), ANSWER_OK);
	assert_true(got == 6 && memcmp(out, "\1\2\3\4\5\6", 6) == 0);
	assert_int_equal(wire_get_data(&wire, 0x5FC10A, out, sizeof out, &got), ANSWER_ABSENT);
	wire.t0 = true;
	assert_int_equal(wire_get_data(&wire, 0x5FC10A, out, sizeof out, &got), ANSWER_OK);
	assert_int_equal(got, 2);
	finish(&wire, &replay);
}

/* 61xx for ever, without data, with one byte, and until the room is full. */
static void
test_endless_answers(void **state)
{
	static const char *const answers[] = {"6101", "AA6101", "61FF", "6100"};
	uint8_t out[4096];
	size_t got;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(answers); i++) {
		struct exchange script = {NULL, answers[i]};
		struct replay replay;
		struct wire wire;
		start(&wire, &replay, &script, 1);
		replay.for_ever = true;
		assert_int_equal(wire_get_data(&wire, 0x5FC10A, out, sizeof out, &got), ANSWER_BROKEN);
		assert_int_equal(wire.broken, FAULT_LIMIT);
		assert_in_range(replay.sent, 2, WIRE_ROUNDS_MAX + 1);
		finish(&wire, &replay);
	}
}

/* However small the answers: so many commands for a card, and no more. */
static void
test_totals(void **state)
{
	START({NULL, "AA9000"});
	uint8_t out[256];
	size_t got;
	bool at_end;

	(void)state;
	replay.for_ever = true;
	for (int i = 0; i < WIRE_APDUS_MAX; i++)
		assert_int_equal(wire_read(&wire, 0, 252, out, &got, &at_end), ANSWER_OK);
	assert_int_equal(wire_read(&wire, 0, 252, out, &got, &at_end), ANSWER_BROKEN);
	assert_int_equal(wire.broken, FAULT_ODD_READER); /* a byte at a time: it is not the card that is too large */
	assert_int_equal(replay.sent, WIRE_APDUS_MAX);
	finish(&wire, &replay);
}

static void
test_total_bytes(void **state)
{
	static const struct exchange script[] = {{NULL, "9000"}};
	struct replay replay;
	struct wire wire;
	uint8_t out[256];
	size_t got;
	bool at_end;

	(void)state;
	start(&wire, &replay, script, 1);
	wire.bytes_in = WIRE_BYTES_MAX;
	assert_int_equal(wire_read(&wire, 0, 252, out, &got, &at_end), ANSWER_BROKEN);
	assert_int_equal(wire.broken, FAULT_LIMIT);
	assert_int_equal(replay.sent, 0);
	wire_clear(&wire);
}

/* ---- what may be sent */

static void
test_instructions(void **state)
{
	int allowed = 0;

	(void)state;
	for (unsigned instruction = 0; instruction < 256; instruction++)
		allowed += wire_is_allowed((uint8_t)instruction);
	assert_int_equal(allowed, 5);
	assert_true(wire_is_allowed(0xA4) && wire_is_allowed(0xB0) && wire_is_allowed(0xB2) && wire_is_allowed(0xC0) &&
		wire_is_allowed(0xCB));
	/* VERIFY, CHANGE, RESET RETRY, MSE, PSO, GET CHALLENGE, AUTHENTICATE, UPDATE, ERASE, CREATE, DELETE */
	for (size_t i = 0; i < 12; i++)
		assert_false(wire_is_allowed((const uint8_t[]){
			0x20, 0x24, 0x2C, 0x22, 0x2A, 0x84, 0x88, 0x87, 0xD6, 0x0E, 0xE0, 0xE4}[i]));
}

/* ---- the trace: whole commands, heads of answers, nothing of what they hold */

static void
test_trace(void **state)
{
	START({"00A40200022F1000", "6F0480020100A1009000"}, {"00B0000008", "3082010341594E459000"},
		{"00B0000808", "41594E4520C396529000"}, {"00B0000008", "41594E4520C396529000"}, {"00B0000004", "6B00"},
		{"00CB3FFF055C035FC10A00", "5382010041426104"}, {"00C0000004", "434445469000"}, {NULL, "90"});
	uint8_t out[300];
	size_t got;
	bool at_end;

	(void)state;
	wire.trace = trace;
	wire_select(&wire, 0x02, ef, sizeof ef);
	wire_read(&wire, 0, 8, out, &got, &at_end);
	wire_read(&wire, 8, 8, out, &got, &at_end);
	wire_read(&wire, 0, 8, out, &got, &at_end);
	wire_read(&wire, 0, 4, out, &got, &at_end);
	wire_get_data(&wire, 0x5FC10A, out, sizeof out, &got);
	wire_read(&wire, 0, 4, out, &got, &at_end);
	assert_string_equal(str_text(&replay.trace),
		"  1 > 00A40200022F1000  < 6F0480020100A100  9000\n"
		"  2 > 00B0000008  < 30820103 .. (8 B)  9000\n"
		"  3 > 00B0000808  < .. (8 B)  9000\n"
		"  4 > 00B0000008  < .. (8 B)  9000\n" /* text at the front shows no letter */
		"  5 > 00B0000004  < 6B00\n"
		"  6 > 00CB3FFF055C035FC10A00  < 53820100 .. (6 B)  6104\n"
		"  7 > 00C0000004  < .. (4 B)  9000\n"
		"  8 > 00B0000004  < (1 B, no SW)\n");
	finish(&wire, &replay);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_select_without_fci),
		cmocka_unit_test(test_select_t0),
		cmocka_unit_test(test_select_bounds),
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_longer_than_asked),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_nothing_fetched),
		cmocka_unit_test(test_le),
		cmocka_unit_test(test_select_again),
		cmocka_unit_test(test_long_way),
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_get_data),
		cmocka_unit_test(test_endless_answers),
		cmocka_unit_test(test_totals),
		cmocka_unit_test(test_total_bytes),
		cmocka_unit_test(test_instructions),
		cmocka_unit_test(test_trace),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
