/*
 * fuzz/card_script: a whole reading by the agent behind a transmit function of the fuzzer's. Checks what holds for any
 * card: it ends, within its caps, with lines of the grammar, and with nothing but reading sent.
 */
#ifndef TESTS_FUZZ_CARD_SCRIPT_H
#define TESTS_FUZZ_CARD_SCRIPT_H

#include "../../src/card/work.h"

typedef enum fault card_transmit(void *context, const uint8_t *command, size_t length, uint8_t *response, size_t size,
	size_t *got);

/* flags: bit 0 T=0, bit 1 first certificate only, bit 2 a wanted number, bits 3-5 which ATR. */
void card_script_read(card_transmit *transmit, void *context, unsigned flags);

#endif
