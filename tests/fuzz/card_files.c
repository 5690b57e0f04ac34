/*
 * fuzz/card_files: see card_files.h.
 */
#include "card_files.h"

const uint8_t *
pieces_next(struct pieces *pieces, size_t *length)
{
	const uint8_t *at;

	*length = 0;
	if (pieces->size < 2)
		return NULL;
	*length = (size_t)(pieces->data[0] << 8 | pieces->data[1]);
	at = pieces->data + 2;
	if (*length > pieces->size - 2)
		*length = pieces->size - 2;
	pieces->data = at + *length;
	pieces->size -= 2 + *length;
	return at;
}
