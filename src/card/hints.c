/*
 * card/hints: what an ATR (ISO 7816-3) suggests about a card: which layout to try first and how large a piece to read.
 * Never a decision: the same ATR is on signature cards and on identity cards.
 */
#include "families.h"

#include <string.h>

enum { CHUNK_T1 = 252 /* one block of IFSC 254 with its SW */, CHUNK_AKIS_1 = 244, CHUNK_T0 = 256 };

/* Historical bytes of an ATR; empty when it is malformed. */
static struct span
hints_historical(struct span atr)
{
	static const int bits[16] = {0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4};
	size_t at = 1, count;
	unsigned more;

	if (atr.length < 2 || (atr.data[0] != 0x3B && atr.data[0] != 0x3F))
		return (struct span){0};
	count = atr.data[1] & 15;
	do {
		more = atr.data[at] >> 4;
		at += (size_t)bits[more];
		if (at >= atr.length)
			return (struct span){0};
	} while ((more & 8) != 0);
	at++;
	if (count > atr.length - at)
		return (struct span){0};
	return (struct span){atr.data + at, count};
}

/* A pattern over historical bytes; -1 stands for any byte. Only the front is compared. */
struct pattern {
	const char *family;
	size_t length;
	int bytes[16];
};

static const struct pattern patterns[] = {
	{CARD_FAMILY_AKIS, 15, {0x80, 0x67, 0x55, 0x45, 0x4B, 0x41, 0x45, -1, -1, 0x31, 0x80, 0x73, 0xB3, 0xA1, 0x80}},
	{CARD_FAMILY_AKIS, 13, {0x80, 0x65, 0x54, 0x43, -1, -1, -1, 0x31, 0xC0, 0x73, 0xF6, 0x21, 0x80}},
	{CARD_FAMILY_AKIS, 5, {0x80, 0x66, 0x68, 0x32, 0x09}}, /* v3, SAHA */
	{CARD_FAMILY_AKIS, 5, {0x80, 0x66, 0x68, 0x32, 0x49}},
};

static bool
is_match(const struct pattern *pattern, struct span bytes)
{
	if (bytes.length < pattern->length)
		return false;
	for (size_t i = 0; i < pattern->length; i++)
		if (pattern->bytes[i] >= 0 && bytes.data[i] != pattern->bytes[i])
			return false;
	return true;
}

static bool
contains(struct span in, const char *text)
{
	return in.length > 0 && memmem(in.data, in.length, text, strlen(text)) != NULL;
}

struct hints
hints_read(struct span atr, bool t0)
{
	struct hints hints = {NULL, t0 ? CHUNK_T0 : CHUNK_T1};
	struct span historical = hints_historical(atr);

	for (size_t i = 0; i < ARRAY_LENGTH(patterns); i++)
		if (is_match(&patterns[i], historical))
			hints.first = patterns[i].family;
	if (contains(atr, "UEKAE")) {
		hints.first = CARD_FAMILY_AKIS;
		hints.chunk = CHUNK_AKIS_1;
	}
	if (contains(historical, "ubikey") || contains(historical, "ubiKey"))
		hints.first = CARD_FAMILY_PIV;
	if (contains(historical, "IsoApplet"))
		hints.first = CARD_FAMILY_ISOAPPLET;
	return hints;
}
