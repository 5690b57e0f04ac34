/*
 * card/pcsc: the one file that speaks PC/SC. Everything it says about the outer world is a fault or a plain value;
 * no SCard name leaves it.
 */
#ifndef TESLIM_CARD_PCSC_H
#define TESLIM_CARD_PCSC_H

#include "fault.h"
#include "tlv.h"

enum { PCSC_READERS_MAX = 15, PCSC_NAME = 128, PCSC_ATR = 36, PCSC_SLICE_MS = 1000 };

struct pcsc_reader {
	char name[PCSC_NAME];
	unsigned long state; /* as the service last told it; 0: never asked */
	bool is_present;
	bool is_mute;      /* a card is in that does not answer the reset */
	bool is_exclusive; /* another program has it alone */
	unsigned events;   /* counts insertions and removals */
	uint8_t atr[PCSC_ATR];
	size_t atr_length;
};

struct pcsc_view {
	int count;
	struct pcsc_reader readers[PCSC_READERS_MAX];
};

struct pcsc;

/*
 * Has the client library load whatever it loads at its first call (pcsc-lite 2.3 links a stub, and the library
 * proper comes then). Reaches no service. To be called before the sandbox closes.
 */
void pcsc_prepare(void);
/* Connects to the service. On a fault *pcsc is NULL. */
enum fault pcsc_open(struct pcsc **pcsc);
void pcsc_close(struct pcsc **pcsc);
/*
 * Brings *view up to date; when nothing has changed since, waits up to timeout_ms (0: not at all) for something to.
 * FAULT_NONE also when nothing did. On any fault the context is worthless: close it and open another.
 */
enum fault pcsc_look(struct pcsc *pcsc, struct pcsc_view *view, unsigned timeout_ms);

/* Shared connection to the card in that reader. May block for as long as others like. */
enum fault pcsc_connect(struct pcsc *pcsc, const char *reader, bool *t0);
enum fault pcsc_begin(struct pcsc *pcsc);
/* Ends the transaction and the connection; the card is left as it is. */
void pcsc_leave(struct pcsc *pcsc);
/* After FAULT_RESET: takes the connection up again, without resetting. */
enum fault pcsc_reconnect(struct pcsc *pcsc, bool *t0);
/* struct wire's transmit; context is the struct pcsc. */
enum fault pcsc_transmit(void *context, const uint8_t *command, size_t length, uint8_t *response, size_t size, size_t *got);

/* Where the service's socket is, and whether the environment says so. */
const char *pcsc_socket_path(bool *is_named);

#endif
