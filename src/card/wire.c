/*
 * card/wire: one exchange, the chaining of answers, and what status words mean (see wire.h). Every number that comes
 * from the card is compared with what was asked for before it is used.
 */
#include "wire.h"

#include <string.h>

enum {
	COMMAND_MAX = 5 + 255 + 1,
	OFFSET_MAX = 0x7FFF,
	RECORD_MAX = 254,
	NOTHINGS_MAX = 4, /* answers of no byte, per card, that are asked for again */
	ODD_SELECTS_MAX = 8,
	SMALL_HELPED = 2,
	CRUMB = 16, /* a READ that gives less on the average ... */
	CRUMBS = 64 /* ... over so many is the reader's doing, not the card's size */
};

/* Le for readers that pass no larger one. */
static const uint8_t small_les[] = {128, 64, 16};

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

/* The cap that was reached: of what the card claims to hold, or of the crumbs in which the reader hands it over. */
static enum fault
reached_cap(const struct wire *wire)
{
	return wire->reads > CRUMBS && wire->read_bytes / wire->reads < CRUMB ? FAULT_ODD_READER : FAULT_LIMIT;
}

/*
 * Sends, and sends again when nothing at all came back: an empty answer is what pcsc-lite gives when the card is pulled
 * while it works, but some readers give it once for a good card. A card that is gone says so at the second try.
 */
static enum fault
transmit(struct wire *wire, const uint8_t *command, size_t length, size_t *got)
{
	enum fault fault;

	do {
		*got = 0;
		wire->apdus++;
		fault = wire->transmit(wire->context, command, length, wire->response, WIRE_RESPONSE_MAX, got);
		if (fault == FAULT_NONE && *got <= WIRE_RESPONSE_MAX)
			wire_trace(wire, command, length, *got);
	} while (fault == FAULT_NONE && *got == 0 && command[1] != INS_GET_RESPONSE && wire->nothings++ < NOTHINGS_MAX &&
		wire->apdus < WIRE_APDUS_MAX);
	return fault;
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
		return break_wire(wire, reached_cap(wire));
	fault = transmit(wire, command, length, &got);
	if (fault != FAULT_NONE)
		return break_wire(wire, fault);
	if (got > WIRE_RESPONSE_MAX)
		return break_wire(wire, FAULT_GARBLED);
	wire->bytes_in += got;
	if (got == 0 && command[1] == INS_GET_RESPONSE && wire->nothings++ < NOTHINGS_MAX) {
		wire->sw = 0; /* not to be asked for again: what it belongs to is */
		return ANSWER_OK;
	}
	if (got == 0)
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
	bool has_le;  /* the last byte of command is Le */
	bool fetch;   /* 61xx: get the rest; otherwise it is left on the card */
	bool is_less; /* asked for with a smaller Le than was wanted */
	uint8_t *out; /* NULL: the data is not wanted */
	size_t size;  /* of out, and the most that may be sent altogether */
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

static bool
refuses_le(const struct wire *wire)
{
	return wire->sw == 0x6700 || (wire->sw >> 8) == 0x6C;
}

static enum answer
exchange_le(struct wire *wire, struct request *request, size_t le, size_t *data)
{
	request->command[request->length - 1] = (uint8_t)le;
	return exchange(wire, request->command, request->length, le, data);
}

/*
 * The one command with its Le: as the card wants it (6Cxx), and where that leads nowhere, or the reader passes no such
 * Le at all (6700), smaller ones. What helped twice in a row is kept to for the rest of this card.
 */
static enum answer
perform_le(struct wire *wire, struct request *request, size_t *data)
{
	size_t asked = length_of_le(request->command[request->length - 1]);
	bool is_capped = request->fetch && wire->le_cap > 0 && wire->le_cap < asked;

	request->is_less = is_capped;
	if (exchange_le(wire, request, is_capped ? wire->le_cap : asked, data) != ANSWER_OK)
		return ANSWER_BROKEN;
	if ((wire->sw >> 8) == 0x6C && (request->out == NULL || length_of_le((uint8_t)wire->sw) <= request->size) &&
		exchange_le(wire, request, length_of_le((uint8_t)wire->sw), data) != ANSWER_OK)
		return ANSWER_BROKEN;
	for (size_t i = 0; i < ARRAY_LENGTH(small_les) && request->fetch && refuses_le(wire); i++) {
		if (small_les[i] >= asked)
			continue;
		if (exchange_le(wire, request, small_les[i], data) != ANSWER_OK)
			return ANSWER_BROKEN;
		request->is_less = true;
		if (!refuses_le(wire) && ++wire->small_les >= SMALL_HELPED)
			wire->le_cap = small_les[i];
	}
	if (!request->is_less && asked > small_les[0])
		wire->small_les = 0;
	return ANSWER_OK;
}

/* GET RESPONSE until the card has told all, with caps on rounds and on the sum. */
static enum answer
fetch_rest(struct wire *wire, struct request *request)
{
	for (int round = 0; (wire->sw >> 8) == 0x61; round++) {
		struct request rest = {
			.command = {request->command[0], INS_GET_RESPONSE, 0, 0, (uint8_t)wire->sw},
			.length = 5,
			.fetch = true,
			.out = request->out,
			.size = request->size - request->got,
		};
		size_t data = 0;
		if (round == WIRE_ROUNDS_MAX || rest.size == 0)
			return break_wire(wire, FAULT_LIMIT);
		if (rest.command[4] != 0 && rest.command[4] > rest.size)
			return break_wire(wire, too_much(request));
		if (perform_le(wire, &rest, &data) != ANSWER_OK || keep(wire, request, data) != ANSWER_OK)
			return ANSWER_BROKEN;
	}
	return ANSWER_OK;
}

static enum answer
perform(struct wire *wire, struct request *request)
{
	enum answer answer;
	size_t data = 0;

	request->got = 0;
	if (request->has_le)
		answer = perform_le(wire, request, &data);
	else
		answer = exchange(wire, request->command, request->length, WIRE_LE_MAX, &data);
	if (answer != ANSWER_OK || keep(wire, request, data) != ANSWER_OK)
		return ANSWER_BROKEN;
	if ((wire->sw >> 8) == 0x61) {
		if (!request->fetch)
			return ANSWER_OK;
		if (fetch_rest(wire, request) != ANSWER_OK)
			return ANSWER_BROKEN;
	}
	return judge(wire->sw);
}

bool
wire_was_odd(const struct wire *wire)
{
	return wire->sw == 0 || wire->sw == 0x6F00 || wire->sw == 0x6986 || wire->sw == 0x6B00 || refuses_le(wire);
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

/* ---- the way to what is selected */

void
wire_forget_selection(struct wire *wire)
{
	wire->step_count = 0;
}

static bool
is_mf(uint8_t p1, const uint8_t *body, size_t length)
{
	return p1 == 0x00 && length == 2 && body[0] == 0x3F && body[1] == 0x00;
}

/* A name and a path begin anew, except that some cards know names only once their MF was selected. */
static void
remember_step(struct wire *wire, uint8_t p1, const uint8_t *body, size_t length)
{
	struct wire_step *last =
		wire->step_count > 0 && wire->step_count <= WIRE_STEPS_MAX ? &wire->steps[wire->step_count - 1] : NULL;
	bool is_behind_mf = wire->step_count == 1 && is_mf(last->p1, last->body, last->length);

	if (p1 == 0x08 || is_mf(p1, body, length) || (p1 == 0x04 && !is_behind_mf))
		wire->step_count = 0;
	else if (p1 == 0x02 && last != NULL && last->p1 == 0x02)
		wire->step_count--; /* a file takes the place of its neighbour */
	if (wire->step_count >= WIRE_STEPS_MAX || length > WIRE_STEP_BODY) {
		wire->step_count = WIRE_STEPS_MAX + 1;
		return;
	}
	wire->steps[wire->step_count] = (struct wire_step){.p1 = p1, .length = (uint8_t)length};
	memcpy(wire->steps[wire->step_count++].body, body, length);
}

enum answer
wire_select_again(struct wire *wire)
{
	enum answer answer = ANSWER_REFUSED;

	if (wire->step_count > WIRE_STEPS_MAX)
		return ANSWER_REFUSED;
	for (size_t i = 0; i < wire->step_count; i++) {
		const struct wire_step *step = &wire->steps[i];
		answer = select_once(wire, step->p1, step->body, step->length, wire->no_fci);
		if (answer != ANSWER_OK)
			return answer;
	}
	return answer;
}

/* With FCI and Le or without both, as this card wants it; once more where the answer says nothing about the file. */
static enum answer
select_somehow(struct wire *wire, uint8_t p1, const void *body, size_t length)
{
	enum answer answer = select_once(wire, p1, body, length, wire->no_fci);
	bool wants_other = answer == ANSWER_REFUSED && (wire->sw == 0x6A86 || wire->sw == 0x6A87 || wire->sw == 0x6700);

	if (answer == ANSWER_OK || answer == ANSWER_BROKEN)
		return answer;
	if (!wants_other) {
		if (!wire_was_odd(wire) || wire->odd_selects++ >= ODD_SELECTS_MAX)
			return answer;
		return select_once(wire, p1, body, length, wire->no_fci);
	}
	answer = select_once(wire, p1, body, length, !wire->no_fci);
	if (answer == ANSWER_OK)
		wire->no_fci = !wire->no_fci;
	return answer;
}

enum answer
wire_select(struct wire *wire, uint8_t p1, const void *body, size_t length)
{
	enum answer answer;

	if (length == 0 || length > 255)
		return ANSWER_REFUSED;
	answer = select_somehow(wire, p1, body, length);
	if (answer == ANSWER_OK)
		remember_step(wire, p1, body, length);
	return answer;
}

static void
count_read(struct wire *wire, enum answer answer, size_t got)
{
	if (answer != ANSWER_OK)
		return;
	wire->reads++;
	wire->read_bytes += got;
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
	count_read(wire, answer, *got);
	if (answer != ANSWER_OK)
		return answer;
	if (*got == 0)
		return ANSWER_END;
	*at_end = wire->sw == 0x6282;
	return ANSWER_OK;
}

enum answer
wire_read_record(struct wire *wire, unsigned number, uint8_t out[WIRE_LE_MAX], size_t *got)
{
	struct request request = {
		.command = {0x00, INS_READ_RECORD, (uint8_t)number, 0x04 /* P1 is a record number */, 0x00},
		.length = 5,
		.has_le = true,
		.fetch = true,
		.out = out,
		.size = WIRE_LE_MAX,
	};
	enum answer answer;

	*got = 0;
	if (number == 0 || number > RECORD_MAX)
		return ANSWER_ABSENT;
	answer = perform(wire, &request);
	*got = request.got;
	if (*got == 0)
		return answer == ANSWER_OK ? ANSWER_END : answer;
	if (request.is_less && *got == length_of_le(request.command[4])) { /* its rest cannot be asked for */
		wire->sw = 0x6700;
		*got = 0;
		return ANSWER_REFUSED;
	}
	count_read(wire, answer, *got);
	return answer;
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
