/*
 * app/journal_words: what an entry of the journal says, as one sentence for an officer.
 */
#ifndef APP_JOURNAL_WORDS_H
#define APP_JOURNAL_WORDS_H

#include "teslim/store.h"
#include "teslim/ui.h"

/* Fills the row from its entry: the sentence, who did it, whom it is about. Names are looked up in the register as it is now. */
void journal_words(struct store *store, struct ui_journal_row *row);

#endif
