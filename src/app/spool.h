/*
 * app/spool: papers on their way to teslim-print, one at a time.
 */
#ifndef TESLIM_APP_SPOOL_H
#define TESLIM_APP_SPOOL_H

#include "login.h"
#include "news.h"

struct spool;

/* Tells the listener NEWS_PAPER of every print that has ended. All is borrowed. */
struct spool *spool_new(struct app *app, const struct login *login, const struct listener *listener);
/* What is being sent is cut off; it waits for the next session. NULL-safe. */
void spool_free(struct spool **spool);
/* Reads what teslim-print says, at every turn of the loop. */
void spool_turn(struct spool *spool);
/* The program that is at work, to be waited for; NULL: none. */
const struct helper *spool_helper(const struct spool *spool);
/* Puts a handover's paper into the queue and sends it when idle; false, with a sentence (UI_SENTENCE), when it cannot. */
bool spool_add(struct spool *spool, int64_t handover_id, char *sentence);
/* The same with the record of a delivery. */
bool spool_add_delivery(struct spool *spool, int64_t delivery_id, char *sentence);
/* The same of a correction's paper, by the number of its entry. */
bool spool_add_entry(struct spool *spool, int64_t seq, char *sentence);
/* What the store is asked for when a paper goes into the queue with an act of its own; spool_next sends it. */
void spool_wish(struct spool *spool, struct store_paper_wish *out);
/* Sends what waits in the queue, the oldest first, when idle. */
void spool_next(struct spool *spool);
/* Whether the last print failed. */
bool spool_has_trouble(const struct spool *spool);

#endif
