/*
 * card/commands: the commands on the agent's standard input (teslim-card(1)).
 */
#ifndef TESLIM_CARD_COMMANDS_H
#define TESLIM_CARD_COMMANDS_H

#include "slot.h"

/* Reads what is there and obeys each whole line; the end of input makes the agent leave. */
void commands_read(struct agent *agent);

#endif
