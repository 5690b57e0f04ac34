/*
 * app/view_delivery: the courier's deliveries, and the count of the one that is at the reader.
 */
#include "view.h"

static int
shipments(void *context, struct ui_shipment_row *rows, int max)
{
	struct session *session = context;
	struct shipment *list = mem_alloc((size_t)max * sizeof *list);
	struct civil today = clock_civil(clock_now());
	struct date now = {today.year, today.month, today.day};
	size_t count = 0;
	struct err err = {0};

	if (store_list_shipments(session->app.store, list, (size_t)max, &count, &err) != OK)
		log_err(LOG_ERROR, &err);
	for (size_t i = 0; i < count; i++) {
		struct days_deadline deadline;
		struct date start;
		rows[i] = (struct ui_shipment_row){.shipment = list[i], .cards_received = list[i].received != 0 ? list[i].cards_expected : 0};
		if (days_parse(&start, list[i].dispatched) &&
			days_add_business(&deadline, session->app.calendar, start, session->app.conf.delivery_days,
				session->app.conf.half_days_count, NULL) == OK) {
			days_iso(rows[i].deadline, deadline.end);
			rows[i].late = list[i].received == 0 && days_compare(deadline.end, now) < 0;
		}
	}
	mem_free(list);
	return (int)count;
}

static bool
stack_begin(void *context, int64_t shipment_id, char *sentence)
{
	return stack_session_begin(context, shipment_id, sentence);
}

static bool
stack(void *context, struct ui_stack *out)
{
	return stack_session_view(context, out);
}

static bool
stack_act(void *context, enum ui_stack_act act, char *sentence)
{
	return stack_session_act(context, act, sentence);
}

void
view_delivery(struct ui_host *host)
{
	host->shipments = shipments;
	host->stack_begin = stack_begin;
	host->stack = stack;
	host->stack_act = stack_act;
}
