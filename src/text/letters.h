/*
 * text/letters: what the files of this room ask each other about single letters. Private to the room.
 */
#ifndef TEXT_LETTERS_H
#define TEXT_LETTERS_H

#include "tables.h"
#include "teslim/text.h"

void letter_add(struct str *out, uint32_t code_point);
/* How a letter comes apart, NULL when it does not. */
const struct decomposition *letter_decomposition(uint32_t code_point);
/* Quick look: true when composing cannot change the text. */
bool letter_is_composed(const char *text);
/* text itself when it is composed, else its composed form in room. */
const char *letter_composed(struct str *room, const char *text);
/* The ASCII letter under the accents, the character itself below U+0080, 0 for everything else. */
char letter_base(uint32_t code_point);
bool letter_is_blank(uint32_t code_point);
bool letter_is_hyphen(uint32_t code_point);
bool letter_is_apostrophe(uint32_t code_point);

#endif
