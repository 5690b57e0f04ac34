/*
 * app/counts: the figures of home and status line, and the days behind them.
 */
#include "session.h"

enum { COUNTS_AGE_MS = 1000 };

const struct store_counts *
session_counts(struct session *session, bool fresh)
{
	int64_t now = clock_monotonic_ms();
	struct store_limits limits;
	struct err err = {0};

	if (session->counts_ms != 0 && !fresh && now - session->counts_ms < COUNTS_AGE_MS)
		return &session->counts;
	session_limits(session, &limits);
	session->counts_ms = now;
	if (store_count(session->app.store, &limits, &session->counts, &err) != OK)
		log_err(LOG_ERROR, &err);
	return &session->counts;
}

void
session_limits(const struct session *session, struct store_limits *out)
{
	struct civil today = clock_civil(clock_now());
	struct date now = {today.year, today.month, today.day};
	struct days_deadline deadline;

	*out = (struct store_limits){.uncollected = clock_now() - (int64_t)session->app.conf.uncollected_days * 86400};
	for (int back = session->app.conf.delivery_days; back < 400; back++) {
		struct date start = days_add_calendar(now, -back);
		if (days_add_business(&deadline, session->app.calendar, start, session->app.conf.delivery_days,
			    session->app.conf.half_days_count, NULL) != OK)
			return;
		if (days_compare(deadline.end, now) < 0) {
			days_iso(out->late, start);
			return;
		}
	}
}
