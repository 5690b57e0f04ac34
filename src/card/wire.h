/*
 * card/wire: command and response APDUs, and the only place that understands status words. Sends nothing but SELECT,
 * READ BINARY, READ RECORD, GET DATA and GET RESPONSE: any other instruction is refused here, before it reaches a card.
 * Knows no PC/SC: how bytes travel is one function pointer, so that tests and fuzzers can script it.
 */
#ifndef TESLIM_CARD_WIRE_H
#define TESLIM_CARD_WIRE_H

#include "fault.h"
#include "tlv.h"

enum {
	WIRE_RESPONSE_MAX = 65538,
	WIRE_LE_MAX = 256,
	WIRE_APDUS_MAX = 2600,       /* 16 files of 32 kB in pieces of 252 and some */
	WIRE_BYTES_MAX = 700 * 1024, /* of all answers together */
	WIRE_ROUNDS_MAX = 300        /* GET RESPONSE for one command */
};

/* What a status word means to the one who asked. */
enum answer {
	ANSWER_OK,
	ANSWER_END,       /* past the end of the file */
	ANSWER_ABSENT,    /* no such file, directory, application or object */
	ANSWER_PROTECTED, /* only after PIN or over secure messaging */
	ANSWER_REFUSED,   /* anything else the card says no to */
	ANSWER_BROKEN     /* the wire is dead; wire.broken says why, nothing more is sent */
};

struct wire {
	/* Sends a command and receives at most size bytes; fills *got with what came. FAULT_NONE when something came. */
	enum fault (*transmit)(void *context, const uint8_t *command, size_t length, uint8_t *response, size_t size,
		size_t *got);
	void *context;
	void (*trace)(void *context, const char *line); /* NULL: not wanted */
	bool t0;
	size_t chunk; /* Le of READ BINARY */
	/* the rest is the wire's own */
	enum fault broken;
	unsigned sw;
	bool no_fci;    /* this card refuses SELECT with P2=00 */
	bool akis_word; /* a status word that only AKİS uses was seen */
	unsigned apdus;
	size_t bytes_in;
	uint8_t *response; /* WIRE_RESPONSE_MAX bytes */
};

void wire_init(struct wire *wire);
void wire_clear(struct wire *wire);
/* SELECT. What the card tells about the file (FCI) is not looked at: it may lie. */
enum answer wire_select(struct wire *wire, uint8_t p1, const void *body, size_t length);
/*
 * READ BINARY at offset (at most 7FFF) of at most `wanted` bytes into out. *got may be less. ANSWER_OK with *at_end
 * set: the card says that this was the end of the file.
 */
enum answer wire_read(struct wire *wire, size_t offset, size_t wanted, uint8_t *out, size_t *got, bool *at_end);
/* GET DATA (INS CB) of a BER-TLV object by its three-byte tag; at most size bytes. */
enum answer wire_get_data(struct wire *wire, unsigned tag, uint8_t *out, size_t size, size_t *got);
/* May this instruction be sent? */
bool wire_is_allowed(uint8_t instruction);

#endif
