/*
 * demo/card_file: a scripted card described in a text file: `atr HEX`, `family NAME`, `cert FILE` (several), `fault
 * NAME [VALUE]` (several), `file FID PATH` (bytes of a file in the certificates' folder), `closed FID SW` (what reading
 * it answers), `#` begins a comment. Makes a card_model of it; no wire, no reader.
 */
#ifndef TESLIM_DEMO_CARD_FILE_H
#define TESLIM_DEMO_CARD_FILE_H

#include "card_model.h"

/*
 * Fills *model (which must be zeroed or cleared) from the file. ERR_SYNTAX with the line in err->detail. On error the
 * model is a blank card.
 */
enum code card_file_load(struct card_model *model, const char *path, struct err *err);

#endif
