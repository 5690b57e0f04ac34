/* tests/flow/moves: every kind of thing that can happen to a handover, numbered, for walks. */
#ifndef TESLIM_TESTS_FLOW_MOVES_H
#define TESLIM_TESTS_FLOW_MOVES_H

#include "tape.h"

int moves_count(void);
const char *moves_name(int move);
/* Moves that an exhaustive search needs; the others are more of the same kind. */
bool moves_is_essential(int move);
/* Does it; answers what the flow answered. tape->fault says when an invariant broke. */
enum code moves_do(struct tape *tape, int move);
/* The move that an officer, a reader or the database would make next to get on with the handover. */
int moves_onward(const struct tape *tape);

#endif
