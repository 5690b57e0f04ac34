/*
 * app/counts: the figures of home and status line, and the days behind them.
 */
#ifndef TESLIM_APP_COUNTS_H
#define TESLIM_APP_COUNTS_H

#include "app.h"

struct counts;

/* app is borrowed. */
struct counts *counts_new(const struct app *app);
void counts_free(struct counts **counts);
/* At most a second old, since the status line asks at every paint. */
const struct store_counts *counts_now(struct counts *counts);
/* The database is asked again. */
const struct store_counts *counts_again(struct counts *counts);
/* The newest dispatch date whose deadline has passed, and the time before which a card counts as not collected. */
void counts_limits(const struct app *app, struct store_limits *out);
/* Until when the courier has to bring what was dispatched on that ISO date; false: not a date, or beyond the calendar. */
bool counts_deadline(const struct app *app, const char *dispatched, struct days_deadline *out);
struct date counts_today(void);

#endif
