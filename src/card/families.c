/*
 * card/families: the table of layouts and the order in which they are tried. The first that yields a person's
 * certificate wins: what holds authorities only may stand beside what is sought. A wrong hint costs one refused SELECT.
 */
#include "families.h"

#include <string.h>

static const struct family table[] = {
	{CARD_FAMILY_PKCS15, pkcs15_quick, pkcs15_thorough},
	{CARD_FAMILY_AKIS, akis_quick, akis_thorough},
	{CARD_FAMILY_PIV, piv_quick, NULL},
	{CARD_FAMILY_ISOAPPLET, isoapplet_quick, NULL},
};

enum { FAMILIES = ARRAY_LENGTH(table) };

static void
order_families(const char *first, const struct family *order[FAMILIES])
{
	size_t at = 0;

	for (size_t i = 0; i < FAMILIES; i++)
		if (first != NULL && strcmp(table[i].name, first) == 0)
			order[at++] = &table[i];
	for (size_t i = 0; i < FAMILIES; i++)
		if (first == NULL || strcmp(table[i].name, first) != 0)
			order[at++] = &table[i];
}

/* Somebody's certificate was read, and if a certain person's is sought, that one. */
static bool
is_found(const struct reading *reading)
{
	return reading->persons > 0 && (reading->want[0] == '\0' || reading->want_found);
}

void
families_read(struct reading *reading, struct span atr)
{
	struct hints hints = hints_read(atr, reading->wire.t0);
	const struct family *order[FAMILIES];
	bool entered[FAMILIES] = {false};

	reading->wire.chunk = hints.chunk;
	order_families(hints.first, order);
	for (size_t i = 0; i < FAMILIES && !reading_is_over(reading); i++) {
		entered[i] = order[i]->quick(reading);
		if (is_found(reading))
			return;
	}
	for (size_t i = 0; i < FAMILIES && !reading_is_over(reading) && reading->persons == 0; i++)
		if (!entered[i] && order[i]->thorough != NULL)
			order[i]->thorough(reading);
}
