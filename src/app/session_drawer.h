/*
 * app/session_drawer: the count of the drawer that is going on at this desk: its machine, its draft, its record.
 */
#ifndef TESLIM_APP_SESSION_DRAWER_H
#define TESLIM_APP_SESSION_DRAWER_H

#include "agent.h"
#include "spool.h"

#include "teslim/desk/drawer.h"

struct session_drawer;

/* Nothing is being counted. Tells the listener NEWS_DELIVERY when it has changed, NEWS_BEEP. All is borrowed. */
struct session_drawer *session_drawer_new(struct app *app, const struct login *login, struct agent *agent, struct spool *spool,
	const struct listener *listener);
void session_drawer_free(struct session_drawer **drawer);
/* The machine's state, for looking; NULL: nothing is being counted. */
const struct drawer_flow *session_drawer_state(const struct session_drawer *drawer);
/* Hands an event to the machine, performs its effects and feeds the answers back. ERR_REFUSED: not valid now. */
enum code session_drawer_event(struct session_drawer *drawer, const struct drawer_event *event);
/* Begins one, or goes on with the one that was put aside; what is going on goes on. */
void session_drawer_begin(struct session_drawer *drawer);
/* Leaves it as it is; what was saved of it stays for whoever goes on with it. */
void session_drawer_end(struct session_drawer *drawer);
/* Lets the time pass for a commit that is armed. */
void session_drawer_tick(struct session_drawer *drawer);
/* Saves what was typed last. */
void session_drawer_save(struct session_drawer *drawer);
/* The entry of the count that was recorded last, once; 0: none since. */
int64_t session_drawer_recorded(struct session_drawer *drawer);

/* Whether cards are counted now; and news of one while they are. A card that lies in the reader is taken once. */
bool session_drawer_counts(const struct session_drawer *drawer);
void session_drawer_card(struct session_drawer *drawer, const struct news *news, const struct agent_reader *reader);

#endif
