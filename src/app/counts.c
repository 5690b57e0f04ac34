/*
 * app/counts: see counts.h.
 */
#include "counts.h"

enum { COUNTS_AGE_MS = 1000 };

struct counts {
	const struct app *app;
	struct store_counts counts;
	int64_t counted_ms; /* monotonic; 0: not yet */
};

struct counts *
counts_new(const struct app *app)
{
	struct counts *counts = mem_alloc(sizeof *counts);

	counts->app = app;
	return counts;
}

void
counts_free(struct counts **counts)
{
	mem_free(*counts);
	*counts = NULL;
}

const struct store_counts *
counts_again(struct counts *counts)
{
	struct store_limits limits;
	struct err err = {0};

	counts_limits(counts->app, &limits);
	counts->counted_ms = clock_monotonic_ms();
	if (store_count(counts->app->store, &limits, &counts->counts, &err) != OK)
		log_err(LOG_ERROR, &err);
	return &counts->counts;
}

const struct store_counts *
counts_now(struct counts *counts)
{
	bool fresh = counts->counted_ms != 0 && clock_monotonic_ms() - counts->counted_ms < COUNTS_AGE_MS;

	return fresh ? &counts->counts : counts_again(counts);
}

bool
counts_deadline(const struct app *app, const char *dispatched, struct days_deadline *out)
{
	struct date start;

	return days_parse(&start, dispatched) &&
		days_add_business(out, app->calendar, start, app->conf.delivery_days, app->conf.half_days_count, NULL) == OK;
}

struct date
counts_today(void)
{
	struct civil today = clock_civil(clock_now());

	return (struct date){today.year, today.month, today.day};
}

void
counts_limits(const struct app *app, struct store_limits *out)
{
	struct date now = counts_today();
	struct days_deadline deadline;

	*out = (struct store_limits){.uncollected = clock_now() - (int64_t)app->conf.uncollected_days * 86400};
	for (int back = app->conf.delivery_days; back < 400; back++) {
		struct date start = days_add_calendar(now, -back);
		if (days_add_business(&deadline, app->calendar, start, app->conf.delivery_days, app->conf.half_days_count,
			    NULL) != OK)
			return;
		if (days_compare(deadline.end, now) < 0) {
			days_iso(out->late, start);
			return;
		}
	}
}
