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
	WIRE_ROUNDS_MAX = 300,       /* GET RESPONSE for one command */
	WIRE_STEPS_MAX = 24,         /* SELECTs that lead to one file */
	WIRE_STEP_BODY = 32
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

/* One SELECT of the way to what is selected now. */
struct wire_step {
	uint8_t p1, length;
	uint8_t body[WIRE_STEP_BODY];
};

/* The instructions that are sent; there are no others. */
enum { INS_SELECT = 0xA4, INS_READ_BINARY = 0xB0, INS_READ_RECORD = 0xB2, INS_GET_RESPONSE = 0xC0, INS_GET_DATA = 0xCB };

struct wire {
	/* Sends a command and receives at most size bytes; fills *got with what came. FAULT_NONE when something came. */
	enum fault (*transmit)(void *context, const uint8_t *command, size_t length, uint8_t *response, size_t size, size_t *got);
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
	unsigned reads;                 /* READs that were answered with data, or with nothing where data was asked for */
	size_t read_bytes;              /* what they gave */
	size_t le_cap;                  /* this reader passes no larger Le; 0: not known to be so */
	unsigned small_les;             /* how often in a row a smaller Le helped */
	unsigned nothings, odd_selects; /* answers that were asked for again */
	struct wire_step steps[WIRE_STEPS_MAX];
	size_t step_count; /* above WIRE_STEPS_MAX: the way was too long to remember */
	uint8_t *response; /* WIRE_RESPONSE_MAX bytes */
};

void wire_init(struct wire *wire);
void wire_clear(struct wire *wire);
/* SELECT. What the card tells about the file (FCI) is not looked at: it may lie. */
enum answer wire_select(struct wire *wire, uint8_t p1, const void *body, size_t length);
/*
 * Selects once more, from the last full name or path on, what is selected now: for readers and cards that have lost it.
 * ANSWER_REFUSED: the way is not known.
 */
enum answer wire_select_again(struct wire *wire);
/* The card was reset: nothing is selected. */
void wire_forget_selection(struct wire *wire);
/*
 * Was the last answer one that a reader puts in the place of the card's: 6F00, 6986, 6B00, 6700, 6Cxx again and again,
 * or nothing at all? Said once it proves nothing about the card.
 */
bool wire_was_odd(const struct wire *wire);
/*
 * READ BINARY at offset (at most 7FFF) of at most `wanted` bytes into out. *got may be less. ANSWER_OK with *at_end
 * set: the card says that this was the end of the file.
 */
enum answer wire_read(struct wire *wire, size_t offset, size_t wanted, uint8_t *out, size_t *got, bool *at_end);
/* READ RECORD of the selected file by its number, from 1 on: at most WIRE_LE_MAX bytes. ANSWER_ABSENT: no more records. */
enum answer wire_read_record(struct wire *wire, unsigned number, uint8_t out[WIRE_LE_MAX], size_t *got);
/* GET DATA (INS CB) of a BER-TLV object by its three-byte tag; at most size bytes. */
enum answer wire_get_data(struct wire *wire, unsigned tag, uint8_t *out, size_t size, size_t *got);
/* May this instruction be sent? */
bool wire_is_allowed(uint8_t instruction);

/* Tells the trace, if it is wanted, about the command and the `got` bytes of its answer in wire->response. */
void wire_trace(const struct wire *wire, const uint8_t *command, size_t length, size_t got);

#endif
