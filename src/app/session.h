/*
 * app/session: one full-screen session at the desk: the neighbours that it is made of. Each keeps its own affairs behind its
 * own header; what one reports, the others hear through route.c. Private to the room.
 */
#ifndef TESLIM_APP_SESSION_H
#define TESLIM_APP_SESSION_H

#include "agent.h"
#include "counts.h"
#include "login.h"
#include "session_delivery.h"
#include "session_drawer.h"
#include "session_doctor.h"
#include "session_flow.h"
#include "spool.h"

#include "teslim/ui.h"

struct session {
	struct app app;
	struct ui *ui; /* NULL: no screen yet, or no longer */
	struct login *login;
	struct counts *counts;
	struct agent *agent;
	struct spool *spool;
	struct session_flow *flow;
	struct session_delivery *delivery;
	struct session_drawer *drawer;
	struct session_doctor *doctor;
};

/* session.c: makes the neighbours and lets them be heard; app must have been opened. Nothing is started. */
void session_open(struct session *session);
void session_close(struct session *session);

/* host.c: what the screens may ask of the session */
void host_fill(struct ui_host *host, struct session *session);

/* demo.c: the demo's virtual cards; context is the session */
const char *const *demo_cards(void *context, int *count);
bool demo_insert(void *context, int index, char *sentence);
/* demo_parcel.c: while a parcel is counted they are what lies in it */
enum demo_parcel {
	DEMO_PARCEL_CARD,    /* the card is to be put in */
	DEMO_PARCEL_SCANNED, /* a barcode was held before the scanner: it is done */
	DEMO_PARCEL_EMPTY    /* nothing of the kind is left in it */
};
bool demo_parcel_is_open(const struct session *session);
const char *const *demo_parcel_names(int *count);
enum demo_parcel demo_parcel_take(struct session *session, int index, char *card, size_t size);

#endif
