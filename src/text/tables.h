/*
 * text/tables: the tables of this room, kept apart from the code that walks them. Private to the room.
 */
#ifndef TEXT_TABLES_H
#define TEXT_TABLES_H

#include <stdint.h>

#include "teslim/base.h"

enum { TABLE_LATIN = 0x250, TABLE_MARK_FIRST = 0x300, TABLE_MARKS = 0x70, TABLE_COMPOSITIONS = 503, TABLE_DECOMPOSITIONS = 508 };

struct composition {
	uint16_t base, mark, composed;
};
struct decomposition {
	uint16_t composed, base, mark; /* mark 0: a letter that is only another name for base */
};
struct text_range {
	uint32_t first, last;
};

extern const uint16_t table_lower[TABLE_LATIN]; /* simple mappings, Turkish */
extern const uint16_t table_upper[TABLE_LATIN];
extern const uint16_t table_lower_additional[0x100]; /* from U+1E00 */
extern const uint16_t table_upper_additional[0x100];
extern const char table_base[TABLE_LATIN - 0x80];    /* the ASCII letter under the accents of U+0080 on; 0 none */
extern const char table_base_additional[0x100];      /* the same from U+1E00 */
extern const unsigned char table_class[TABLE_MARKS]; /* canonical combining classes from U+0300 */
extern const struct composition table_compositions[TABLE_COMPOSITIONS];
extern const struct decomposition table_decompositions[TABLE_DECOMPOSITIONS];
extern const struct text_range table_no_width[]; /* marks and format characters */
extern const size_t table_no_width_count;
extern const struct text_range table_double_width[]; /* East Asian wide and full width */
extern const size_t table_double_width_count;

#endif
