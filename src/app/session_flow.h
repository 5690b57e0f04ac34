/*
 * app/session_flow: the handover that is going on at this desk: its machine, its draft, and the reader that it looks into.
 */
#ifndef TESLIM_APP_SESSION_FLOW_H
#define TESLIM_APP_SESSION_FLOW_H

#include "agent.h"
#include "spool.h"

struct session_flow;

/*
 * No handover is going on. Tells the listener NEWS_FLOW when it has changed, NEWS_FLOW_WANTS_CARD when it looks for a card and
 * knows of none, NEWS_BEEP. All is borrowed.
 */
struct session_flow *session_flow_new(struct app *app, const struct login *login, struct agent *agent, struct spool *spool,
	const struct listener *listener);
void session_flow_free(struct session_flow **flow);
/* The machine's state, for looking; NULL: no handover is going on. */
const struct handover_flow *session_flow_state(const struct session_flow *flow);
/* Hands an event to the machine, performs its effects and feeds the answers back. ERR_REFUSED: not valid now. */
enum code session_flow_event(struct session_flow *flow, const struct event *event);
/*
 * Begins one with that applicant (0: nobody chosen yet), or goes on with the officer's draft; one that is going on goes first.
 * False, with a sentence (UI_SENTENCE), when there is nobody or nothing to go on with.
 */
bool session_flow_begin(struct session_flow *flow, int64_t applicant_id, char *sentence);
bool session_flow_resume(struct session_flow *flow, char *sentence);
/* Whether this officer has a draft to go on with. */
bool session_flow_has_draft(const struct session_flow *flow);
/* Leaves it as it is; what was saved of it stays for the next login. */
void session_flow_end(struct session_flow *flow);
/* Lets the time pass for a commit that is armed. */
void session_flow_tick(struct session_flow *flow);
/* Saves what was typed since the last draft. */
void session_flow_save(struct session_flow *flow);
/* The same once the keys have rested for a moment. Returns the milliseconds until then; -1: nothing is left to save. */
int session_flow_rest(struct session_flow *flow);
/* The place of the reader whose card the machine sees; -1 none. */
int session_flow_reader(const struct session_flow *flow);
void session_flow_look_into(struct session_flow *flow, int reader);

#endif
