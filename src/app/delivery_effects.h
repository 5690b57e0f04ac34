/*
 * app/delivery_effects: what the courier's machine asks for, done. One effect is at most one act of the store.
 */
#ifndef TESLIM_APP_DELIVERY_EFFECTS_H
#define TESLIM_APP_DELIVERY_EFFECTS_H

#include "spool.h"

#include "teslim/desk/courier.h"

/* With what effects are performed, and who takes their answers. */
struct delivery_performer {
	struct app *app;
	const struct login *login;
	struct spool *spool;
	struct listener listener; /* of NEWS_BEEP */
	enum code (*answer)(void *context, const struct courier_event *event);
	void *context;
};

/*
 * Performs one effect of the flow; answers come while it does. CX_RESUME restores the flow itself. CX_CLOSE and CX_READ_CARD are
 * the affair of whoever keeps the flow: nothing is done for them.
 */
void delivery_perform(const struct delivery_performer *performer, struct courier_flow *flow, const struct courier_effect *effect);
/* delivery_register.c: the answers of the register, and the one of whatever fails: CE_FAILED with the words of the error */
void delivery_fail(const struct delivery_performer *performer, enum courier_effect_kind kind, const struct err *err);
void delivery_list(const struct delivery_performer *performer, const struct courier_flow *flow);
void delivery_load(const struct delivery_performer *performer, const struct courier_flow *flow);
void delivery_owner(const struct delivery_performer *performer, const struct courier_flow *flow,
	const struct courier_effect *effect);

#endif
