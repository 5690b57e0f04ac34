/*
 * ident/zone: what the files that read scans share: the letters of a machine-readable zone as a keyboard typed them,
 * and its parsing. Private to the room.
 */
#ifndef IDENT_ZONE_H
#define IDENT_ZONE_H

#include "teslim/ident.h"

/*
 * A scanner types as a US keyboard. Where the desk has another layout, other letters arrive. AS_TYPED takes letters as
 * they are, and whatever a Turkish Q layout makes of a filler for one.
 */
enum layout { LAYOUT_AS_TYPED, LAYOUT_TURKISH_Q, LAYOUT_TURKISH_F, LAYOUT_COUNT };
/* The sign that a US keyboard has on that key; the sign itself when the layout has none such. */
uint32_t layout_undo(enum layout layout, uint32_t code_point);

enum { ZONE_MAX = 90 };

struct zone {
	char text[ZONE_MAX + 1]; /* the first letters of it */
	int count;               /* of all letters; -1: something stands there that cannot be in a zone */
	int fillers;
	int brackets; /* fillers that arrived as the bracket that they are */
	int blanks;
};

/* Takes letters, digits and fillers, leaves out blanks and line ends. */
void zone_collect(struct zone *zone, const char *text, enum layout layout);
/* How many letters a zone that begins like this one, which has some, has in all: 90, 88; 0: no document's begins so. */
int zone_length(const struct zone *zone);
/* Lines of one shape; 0 when count and first letter are no document's. */
int zone_line_length(const struct zone *zone);
/* As ident_parse_mrz, for letters that are collected. */
enum code zone_parse(struct mrz *mrz, const struct zone *zone, const char *today, struct err *err);

#endif
