/*
 * card/wire: one exchange, the chaining of answers, and what status words mean (see wire.h). Every number that comes
 * from the card is compared with what was asked for before it is used.
 */
#include "wire.h"

#include <stdio.h>
#include <string.h>

enum {
	INS_SELECT = 0xA4,
	INS_READ_BINARY = 0xB0,
	INS_READ_RECORD = 0xB2,
	INS_GET_RESPONSE = 0xC0,
	INS_GET_DATA = 0xCB,
	COMMAND_MAX = 5 + 255 + 1,
	OFFSET_MAX = 0x7FFF
};

void
wire_init(struct wire *wire)
{
	*wire = (struct wire){.chunk = 252, .response = mem_alloc(WIRE_RESPONSE_MAX)};
}

void
wire_clear(struct wire *wire)
{
	mem_free(wire->response);
	*wire = (struct wire){0};
}

bool
wire_is_allowed(uint8_t instruction)
{
	return instruction == INS_SELECT || instruction == INS_READ_BINARY || instruction == INS_READ_RECORD ||
		instruction == INS_GET_RESPONSE || instruction == INS_GET_DATA;
}

static enum answer
break_wire(struct wire *wire, enum fault fault)
{
	if (wire->broken == FAULT_NONE)
		wire->broken = fault;
	return ANSWER_BROKEN;
}

/* ---- the trace: commands in full (they hold no personal data), of what was read only tag, length and SW */

static void
trace_bytes(struct str *line, const uint8_t *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		str_printf(line, "%02X", bytes[i]);
}

/* Tag and length at the front, which say what stands there; nothing of a value. Text has none to show. */
static size_t
head_length(const uint8_t *bytes, size_t length)
{
	static const uint8_t tags[] = {0x30, 0x53, 0x61, 0x70, 0xA0, 0xA4, 0xA5, 0xA6, 0x00, 0xFF};
	size_t head;

	if (length == 0 || memchr(tags, bytes[0], sizeof tags) == NULL)
		return 0;
	head = length < 2 || bytes[1] < 0x80 ? 2 : (size_t)2 + (bytes[1] & 3);
	return head < length ? head : length;
}

static bool
starts_object(const uint8_t *command)
{
	return command[1] == INS_GET_DATA || (command[1] == INS_READ_BINARY && command[2] == 0 && command[3] == 0);
}

static void
trace_exchange(const struct wire *wire, const uint8_t *command, size_t length, size_t got)
{
	struct str line = {0};
	size_t data = got >= 2 ? got - 2 : 0;
	size_t shown = command[1] == INS_SELECT ? data : starts_object(command) ? head_length(wire->response, data) : 0;

	if (wire->trace == NULL)
		return;
	str_printf(&line, "%3u > ", wire->apdus);
	trace_bytes(&line, command, length);
	str_add(&line, "  < ");
	trace_bytes(&line, wire->response, shown < data ? shown : data);
	if (shown < data)
		str_printf(&line, "%s.. (%zu B)", shown > 0 ? " " : "", data);
	if (got >= 2) {
		str_add(&line, data > 0 ? "  " : "");
		trace_bytes(&line, wire->response + data, 2);
	} else {
		str_printf(&line, "(%zu B, no SW)", got);
	}
	wire->trace(wire->context, str_text(&line));
	str_clear(&line);
}

/* ---- one exchange */

static bool
is_plausible_sw(unsigned sw)
{
	unsigned high = sw >> 8;

	return (high >= 0x61 && high <= 0x6F) || (high >= 0x90 && high <= 0x9F);
}

static bool
is_akis_word(unsigned sw)
{
	return sw == 0x6404 || sw == 0x6406 || sw == 0x6412 || sw == 0x6413 || sw == 0x6418 || sw == 0x6423;
}

/* One command, one answer: the data stays in wire->response, its length in *data, never more than limit. */
static enum answer
exchange(struct wire *wire, const uint8_t *command, size_t length, size_t limit, size_t *data)
{
	size_t got = 0;
	enum fault fault;

	*data = 0;
	if (wire->broken != FAULT_NONE)
		return ANSWER_BROKEN;
	if (length < 4 || !wire_is_allowed(command[1]))
		return break_wire(wire, FAULT_INTERNAL);
	if (wire->apdus >= WIRE_APDUS_MAX || wire->bytes_in >= WIRE_BYTES_MAX)
		return break_wire(wire, FAULT_LIMIT);
	wire->apdus++;
	fault = wire->transmit(wire->context, command, length, wire->response, WIRE_RESPONSE_MAX, &got);
	if (fault != FAULT_NONE)
		return break_wire(wire, fault);
	if (got > WIRE_RESPONSE_MAX)
		return break_wire(wire, FAULT_GARBLED);
	wire->bytes_in += got;
	trace_exchange(wire, command, length, got);
	if (got == 0) /* what pcsc-lite answers when the card is pulled while it works */
		return break_wire(wire, FAULT_PULLED);
	if (got < 2)
		return break_wire(wire, FAULT_GARBLED);
	wire->sw = (unsigned)(wire->response[got - 2] << 8 | wire->response[got - 1]);
	if (!is_plausible_sw(wire->sw) || got - 2 > limit)
		return break_wire(wire, FAULT_GARBLED);
	if (is_akis_word(wire->sw))
		wire->akis_word = true;
	*data = got - 2;
	return ANSWER_OK;
}

static enum answer
judge(unsigned sw)
{
	switch (sw) {
	case 0x9000:
	case 0x6282:
		return ANSWER_OK;
	case 0x6B00:
		return ANSWER_END;
	case 0x6A82:
	case 0x6A83:
	case 0x6A88:
	case 0x6404:
	case 0x6412:
	case 0x6413:
		return ANSWER_ABSENT;
	case 0x6406:
	case 0x6982:
	case 0x6985:
	case 0x6987:
	case 0x6988:
		return ANSWER_PROTECTED;
	}
	return (sw >> 8) == 0x62 ? ANSWER_OK : ANSWER_REFUSED;
}

/* A command with its answer, in pieces where the card sends pieces. */
struct request {
	uint8_t command[COMMAND_MAX];
	size_t length;
	bool has_le;      /* the last byte of command is Le */
	bool fetch;       /* 61xx: get the rest; otherwise it is left on the card */
	uint8_t *out;     /* NULL: the data is not wanted */
	size_t size;      /* of out, and the most that may be sent altogether */
	size_t got;
};

static size_t
length_of_le(uint8_t le)
{
	return le == 0 ? WIRE_LE_MAX : le;
}

/* More than there is room for: longer than the Le of one answer, or an object larger than any that is taken. */
static enum fault
too_much(const struct request *request)
{
	return request->size > WIRE_LE_MAX ? FAULT_LIMIT : FAULT_GARBLED;
}

static enum answer
keep(struct wire *wire, struct request *request, size_t data)
{
	if (request->out == NULL)
		return ANSWER_OK;
	if (data > request->size - request->got)
		return break_wire(wire, too_much(request));
	memcpy(request->out + request->got, wire->response, data);
	request->got += data;
	return ANSWER_OK;
}

/* GET RESPONSE until the card has told all, with caps on rounds and on the sum. */
static enum answer
fetch_rest(struct wire *wire, struct request *request)
{
	for (int round = 0; (wire->sw >> 8) == 0x61; round++) {
		uint8_t command[5] = {request->command[0], INS_GET_RESPONSE, 0, 0, (uint8_t)wire->sw};
		size_t room = request->size - request->got;
		size_t data = 0;
		if (round == WIRE_ROUNDS_MAX || room == 0)
			return break_wire(wire, FAULT_LIMIT);
		if (length_of_le(command[4]) > room && command[4] != 0)
			return break_wire(wire, too_much(request));
		if (exchange(wire, command, sizeof command, length_of_le(command[4]), &data) != ANSWER_OK)
			return ANSWER_BROKEN;
		if ((wire->sw >> 8) == 0x6C) {
			command[4] = (uint8_t)wire->sw;
			if (exchange(wire, command, sizeof command, length_of_le(command[4]), &data) != ANSWER_OK)
				return ANSWER_BROKEN;
		}
		if (keep(wire, request, data) != ANSWER_OK)
			return ANSWER_BROKEN;
	}
	return ANSWER_OK;
}

static enum answer
perform(struct wire *wire, struct request *request)
{
	size_t last = request->length - 1;
	size_t limit = request->has_le ? length_of_le(request->command[last]) : WIRE_LE_MAX;
	size_t data = 0;

	request->got = 0;
	if (exchange(wire, request->command, request->length, limit, &data) != ANSWER_OK)
		return ANSWER_BROKEN;
	if ((wire->sw >> 8) == 0x6C && request->has_le) {
		request->command[last] = (uint8_t)wire->sw;
		limit = length_of_le(request->command[last]);
		if (exchange(wire, request->command, request->length, limit, &data) != ANSWER_OK)
			return ANSWER_BROKEN;
	}
	if (keep(wire, request, data) != ANSWER_OK)
		return ANSWER_BROKEN;
	if ((wire->sw >> 8) == 0x61) {
		if (!request->fetch)
			return ANSWER_OK;
		if (fetch_rest(wire, request) != ANSWER_OK)
			return ANSWER_BROKEN;
	}
	return judge(wire->sw);
}

/* ---- the commands */

static enum answer
select_once(struct wire *wire, uint8_t p1, const void *body, size_t length, bool no_fci)
{
	struct request request = {.command = {0x00, INS_SELECT, p1, no_fci ? 0x0C : 0x00, (uint8_t)length}};

	memcpy(request.command + 5, body, length);
	request.length = 5 + length;
	/* A T=0 command carries no Le beside data. */
	request.has_le = !no_fci && !wire->t0;
	if (request.has_le)
		request.command[request.length++] = 0x00;
	return perform(wire, &request);
}

enum answer
wire_select(struct wire *wire, uint8_t p1, const void *body, size_t length)
{
	enum answer answer;

	if (length == 0 || length > 255)
		return ANSWER_REFUSED;
	answer = select_once(wire, p1, body, length, wire->no_fci);
	if (answer != ANSWER_REFUSED || (wire->sw != 0x6A86 && wire->sw != 0x6A87 && wire->sw != 0x6700))
		return answer;
	answer = select_once(wire, p1, body, length, !wire->no_fci);
	if (answer == ANSWER_OK)
		wire->no_fci = !wire->no_fci;
	return answer;
}

enum answer
wire_read(struct wire *wire, size_t offset, size_t wanted, uint8_t *out, size_t *got, bool *at_end)
{
	struct request request = {.length = 5, .has_le = true, .fetch = true, .out = out};
	enum answer answer;

	*got = 0;
	*at_end = true;
	if (offset > OFFSET_MAX)
		return ANSWER_END;
	if (wanted > wire->chunk)
		wanted = wire->chunk;
	if (wanted == 0)
		return ANSWER_OK;
	request.size = wanted;
	request.command[1] = INS_READ_BINARY;
	request.command[2] = (uint8_t)(offset >> 8);
	request.command[3] = (uint8_t)offset;
	request.command[4] = (uint8_t)wanted; /* 256 is 00 */
	answer = perform(wire, &request);
	*got = request.got;
	if (answer != ANSWER_OK)
		return answer;
	if (*got == 0)
		return ANSWER_END;
	*at_end = wire->sw == 0x6282;
	return ANSWER_OK;
}

enum answer
wire_get_data(struct wire *wire, unsigned tag, uint8_t *out, size_t size, size_t *got)
{
	struct request request = {
		.command = {0x00, INS_GET_DATA, 0x3F, 0xFF, 5, 0x5C, 3, (uint8_t)(tag >> 16), (uint8_t)(tag >> 8), (uint8_t)tag},
		.length = 10,
		.fetch = true,
		.out = out,
		.size = size,
	};
	enum answer answer;

	request.has_le = !wire->t0;
	if (request.has_le)
		request.command[request.length++] = 0x00;
	answer = perform(wire, &request);
	*got = request.got;
	return answer;
}
