/*
 * app/session_delivery: the courier's parcel that is being received at this desk: its machine and its draft.
 */
#ifndef TESLIM_APP_SESSION_DELIVERY_H
#define TESLIM_APP_SESSION_DELIVERY_H

#include "agent.h"
#include "spool.h"

#include "teslim/desk/courier.h"

struct session_delivery;

/*
 * No parcel is being received. Tells the listener NEWS_DELIVERY when it has changed, NEWS_BEEP. All is borrowed. What lies in a
 * reader when the count begins is left there by somebody else: it is not counted unless it is put in or read again.
 */
struct session_delivery *session_delivery_new(struct app *app, const struct login *login, struct agent *agent,
	struct spool *spool, const struct listener *listener);
void session_delivery_free(struct session_delivery **delivery);
/* The machine's state, for looking; NULL: no parcel is being received. */
const struct courier_flow *session_delivery_state(const struct session_delivery *delivery);
/* Hands an event to the machine, performs its effects and feeds the answers back. ERR_REFUSED: not valid now. */
enum code session_delivery_event(struct session_delivery *delivery, const struct courier_event *event);
/* Begins with the choice of a parcel; a receipt that is going on goes on. */
void session_delivery_begin(struct session_delivery *delivery);
/* Leaves it as it is; what was saved of it stays for whoever goes on with it. */
void session_delivery_end(struct session_delivery *delivery);
/* Lets the time pass for a commit that is armed. */
void session_delivery_tick(struct session_delivery *delivery);
/* Saves what was typed since the last draft. */
void session_delivery_save(struct session_delivery *delivery);
/* The same once the keys have rested for a moment. Returns the milliseconds until then; -1: nothing is left to save. */
int session_delivery_rest(struct session_delivery *delivery);

/* Whether cards are counted now. */
bool session_delivery_counts(const struct session_delivery *delivery);
/*
 * News of a card while they are. A card that was taken and has not been seen to leave is not taken twice, though a restarted agent
 * reads it anew.
 */
void session_delivery_card(struct session_delivery *delivery, const struct news *news, const struct agent_reader *reader);
/* Whether a card is being read for the count; *percent of it. */
bool session_delivery_reads(const struct session_delivery *delivery, int *percent);

#endif
