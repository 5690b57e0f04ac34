/*
 * app/effects: what the handover's machine asks for, done. One effect is at most one act of the store.
 */
#ifndef TESLIM_APP_EFFECTS_H
#define TESLIM_APP_EFFECTS_H

#include "agent.h"
#include "spool.h"

/* With what effects are performed, and who takes their answers. */
struct performer {
	struct app *app;
	const struct login *login;
	struct agent *agent;
	struct spool *spool;
	struct listener listener; /* of NEWS_BEEP */
	void (*answer)(void *context, const struct event *event);
	void *context;
};

/*
 * Performs one effect of the flow; answers come while it does. reader: whose card the flow sees; -1 none. EFFECT_CLOSE is the
 * affair of whoever keeps the flow: nothing is done for it.
 */
void effects_perform(const struct performer *performer, const struct handover_flow *flow, int reader, const struct effect *effect);

#endif
