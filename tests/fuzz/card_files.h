/*
 * fuzz/card_files: cuts the fuzzer's input into pieces: two bytes of length each, then the bytes.
 */
#ifndef TESTS_FUZZ_CARD_FILES_H
#define TESTS_FUZZ_CARD_FILES_H

#include "teslim/base.h"

struct pieces {
	const uint8_t *data;
	size_t size;
};

/* The next piece; what is left when its length says more. NULL and 0 when there is nothing. */
const uint8_t *pieces_next(struct pieces *pieces, size_t *length);

#endif
