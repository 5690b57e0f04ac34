/* tests/flow/tape_words: the words of tapes. Private to the runner. */
#ifndef TESLIM_TESTS_FLOW_TAPE_WORDS_H
#define TESLIM_TESTS_FLOW_TAPE_WORDS_H

#include "tape.h"

/* Sends the event that the words name; false with tape->fault when the flow answered another code than expected. */
bool words_send(struct tape *tape, struct effects *effects, char *words, enum code expected);
/* The same without an expectation: what the flow answered. */
enum code words_code(struct tape *tape, struct effects *effects, char *words);
bool words_expect_effects(struct tape *tape, const struct effects *effects, const char *words);
bool words_expect_state(struct tape *tape, char *words);
const char *words_effect(enum effect_kind kind);

#endif
