/*
 * ident/mrz_name: comparing the transliterated name of a machine-readable zone with a name as the register has it.
 */
#include "teslim/ident.h"
#include "teslim/text.h"

#include <stdio.h>
#include <string.h>

/* The table of ICAO 9303-3, and Turkish practice beside it. */

struct spelling {
	uint16_t letter;
	const char *ways[3];
};

/* Letters that may stand in an MRZ in more than their bare form. */
static const struct spelling spellings[] = {
	/* Türkiye writes O and U on its own documents; other states follow the table, with OE, and UE or UXX. */
	{0xD6, {"O", "OE", NULL}},
	{0xDC, {"U", "UE", "UXX"}},
	{0xC4, {"A", "AE", NULL}},
	{0xC5, {"A", "AA", NULL}},
	{0xC6, {"AE", NULL, NULL}},
	{0xD8, {"O", "OE", NULL}},
	{0xDF, {"SS", NULL, NULL}},
	{0xD1, {"N", "NXX", NULL}},
};

static void
ways_of(const char *ways[3], char bare[8], uint32_t letter)
{
	struct str folded = {0};
	char encoded[5];

	ways[0] = ways[1] = ways[2] = NULL;
	for (size_t i = 0; i < ARRAY_LENGTH(spellings); i++)
		if (spellings[i].letter == letter) {
			memcpy(ways, spellings[i].ways, sizeof spellings[i].ways);
			return;
		}
	text_encode(encoded, letter);
	text_fold(&folded, encoded);
	copy_text(bare, 8, str_text(&folded));
	str_clear(&folded);
	ways[0] = bare;
}

/* One step of the walk below: from every reachable place over every way of writing the letter. */
static uint64_t
advance(const char *zone_name, uint64_t reach, const char *const ways[3], bool cut, bool *ended)
{
	size_t length = strlen(zone_name);
	uint64_t next = 0;

	for (int w = 0; w < 3 && ways[w] != NULL; w++) {
		size_t size = strlen(ways[w]);
		for (size_t place = 0; place <= length; place++) {
			size_t left = length - place;
			if ((reach >> place & 1) == 0)
				continue;
			if (left >= size && strncmp(zone_name + place, ways[w], size) == 0)
				next |= UINT64_C(1) << (place + size);
			else if (cut && left < size && strncmp(zone_name + place, ways[w], left) == 0)
				*ended = true; /* the line ends here, within or before this letter */
		}
	}
	return next;
}

/*
 * Walks name and MRZ side by side keeping the set of reachable places in the MRZ, one bit each: no recursion, and at
 * most 64 places because no form has room for more.
 */
static bool
matches(const char *zone_name, const char *name, bool cut)
{
	/* A blank in the name is one filler in the zone. One at the beginning or the end is nobody's. */
	static const char *const blank_way[3] = {" ", NULL, NULL};
	struct str upper = {0};
	size_t length = strlen(zone_name), taken;
	uint64_t reach = 1;
	uint32_t c;
	bool ended = false, blank = false, any = false;

	text_upper(&upper, name);
	for (const char *at = str_text(&upper); (taken = text_decode(at, &c)) > 0; at += taken) {
		const char *ways[3];
		char bare[8];
		if (c == '-' || c == 0xA0 || c == '\t' || c == ' ' || c == 0x2010 || c == 0x2011) {
			blank = any;
			continue;
		}
		if (blank)
			reach = advance(zone_name, reach, blank_way, cut, &ended);
		blank = false;
		any = true;
		ways_of(ways, bare, c);
		reach = advance(zone_name, reach, ways, cut, &ended);
	}
	str_clear(&upper);
	return length > 0 && length < 64 && any && (ended || (reach >> length & 1) != 0);
}

/*
 * A zone without given names is one whose surname filled the line, or of somebody who has none: only the first is
 * possible on a document of ours, so that it matches only when it is cut. Titles are left out, for no document bears
 * them.
 */
bool
ident_mrz_matches_name(const struct mrz *mrz, const char *given_names, const char *surname)
{
	bool only_surname = mrz->given_names[0] == '\0';

	if (!matches(mrz->surname, surname, mrz->names_cut && only_surname))
		return false;
	return only_surname ? mrz->names_cut : matches(mrz->given_names, text_skip_titles(given_names), mrz->names_cut);
}
