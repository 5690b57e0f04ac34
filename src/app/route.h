/*
 * app/route: who hears what the neighbours of a session report.
 */
#ifndef TESLIM_APP_ROUTE_H
#define TESLIM_APP_ROUTE_H

#include "session.h"

/* The listener of all neighbours; context is the session. */
void route_hear(void *context, const struct news *news);

#endif
