/*
 * fuzz/fuzz_card_tlv: the lowest parser of card bytes: structures, DER lengths, PEM. Checks that nothing that it hands
 * out reaches beyond what it was given.
 */
#include "../../src/card/reading.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool held)
{
	if (!held)
		abort();
}

static bool
lies_inside(struct span part, struct span whole)
{
	return part.length == 0 || (part.data >= whole.data && part.data + part.length <= whole.data + whole.length);
}

static void
walk(struct span whole)
{
	struct span rest = whole;
	struct tlv tlv;
	size_t before;

	do {
		before = rest.length;
		if (tlv_next(&rest, &tlv) != TLV_OK)
			break;
		require(lies_inside(tlv.value, whole) && rest.length < before && tlv.total <= before);
	} while (rest.length > 0);
	require(rest.length <= whole.length);
	if (tlv_find(whole, 0x30, &tlv))
		require(lies_inside(tlv.value, whole));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* A copy of the very size, so that a byte too far is seen. */
	uint8_t *bytes = malloc(size + (size == 0));
	struct span whole = {bytes, size}, der;
	struct arena arena;

	require(bytes != NULL);
	if (size > 0)
		memcpy(bytes, data, size);
	walk(whole);
	if (der_is_certificate(whole))
		require(der_sequence_length(whole) == size);
	arena_init(&arena, ARENA_SIZE);
	if (pem_decode(&arena, whole, &der))
		require(der.length <= size);
	arena_clear(&arena);
	free(bytes);
	return 0;
}
