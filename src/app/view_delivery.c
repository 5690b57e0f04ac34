/*
 * app/view_delivery: the courier's shipments, the parcel that is being received, and the records of those that were.
 */
#include "view.h"

#include <string.h>

/* ---- the list of shipments */

enum { DRAFTS_MAX = 64 };

static void
show_draft(struct ui_shipment_row *row, const struct store_delivery_draft *drafts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(drafts[i].tracking_number, row->shipment.tracking_number) == 0)
			copy_text(row->begun_by, sizeof row->begun_by, drafts[i].officer_name);
}

static enum code
show_shipment(struct session *session, struct ui_shipment_row *row, const struct shipment *shipment, struct err *err)
{
	struct store_receipt receipt;
	struct days_deadline deadline;
	enum code code = store_find_receipt(session->app.store, shipment->id, &receipt, err);

	*row = (struct ui_shipment_row){.shipment = *shipment,
		.cards = receipt.cards,
		.readers = receipt.readers,
		.missing = shipment->received != 0 ? receipt.outstanding : 0,
		.delivery_id = receipt.last_id,
		.paper = receipt.paper};
	copy_text(row->record_number, sizeof row->record_number, receipt.last_record);
	if (counts_deadline(&session->app, shipment->dispatched, &deadline)) {
		days_iso(row->deadline, deadline.end);
		row->late = shipment->received == 0 && days_compare(deadline.end, counts_today()) < 0;
	}
	return code;
}

static int
shipments(void *context, const struct table_query *query, struct ui_shipment_row *rows, int max, int64_t *total)
{
	struct session *session = context;
	struct store_delivery_draft drafts[DRAFTS_MAX];
	struct shipment *list = mem_alloc((size_t)max * sizeof *list);
	size_t count = 0, begun = 0;
	struct err err = {0};
	enum code code = store_list_shipments(session->app.store, (size_t)query->offset, list, (size_t)max, &count, &err);

	if (code == OK)
		code = store_count_shipments(session->app.store, total, &err);
	if (code == OK)
		code = store_list_delivery_drafts(session->app.store, drafts, DRAFTS_MAX, &begun, &err);
	for (size_t i = 0; code == OK && i < count; i++) {
		code = show_shipment(session, &rows[i], &list[i], &err);
		show_draft(&rows[i], drafts, begun);
	}
	if (code != OK)
		log_err(LOG_ERROR, &err);
	mem_free(list);
	return code == OK ? (int)count : 0;
}

/* ---- the parcel that is being received */

static const struct courier_flow *
delivery(void *context)
{
	const struct session *session = context;

	return session_delivery_state(session->delivery);
}

static void
delivery_begin(void *context)
{
	struct session *session = context;

	session_delivery_begin(session->delivery);
}

static enum code
delivery_event(void *context, const struct courier_event *event)
{
	struct session *session = context;

	return session_delivery_event(session->delivery, event);
}

static bool
delivery_reads(void *context, int *percent)
{
	const struct session *session = context;

	return session_delivery_reads(session->delivery, percent);
}

/* ---- the record */

static bool
delivery_record(void *context, int64_t delivery_id, struct delivery *out, char *sentence)
{
	struct session *session = context;
	struct err err = {0};

	if (store_find_delivery(session->app.store, delivery_id, "", out, &err) == OK)
		return true;
	message_err(sentence, UI_SENTENCE, &err);
	return false;
}

static bool
set_paper(struct session *session, int64_t delivery_id, enum paper_state paper, char *sentence)
{
	struct err err = {0};

	if (store_set_delivery_paper(session->app.store, delivery_id, paper, "", login_acting(session->login), &err) == OK)
		return true;
	message_err(sentence, UI_SENTENCE, &err);
	return false;
}

static bool
delivery_paper(void *context, int64_t delivery_id, enum ui_paper_act act, char *sentence)
{
	struct session *session = context;

	switch (act) {
	case UI_PAPER_PRINT:
		return spool_add_delivery(session->spool, delivery_id, sentence);
	case UI_PAPER_CONFIRM:
		return set_paper(session, delivery_id, PAPER_CONFIRMED, sentence);
	case UI_PAPER_SIGNED:
		return set_paper(session, delivery_id, PAPER_SIGNED, sentence);
	}
	return false;
}

void
view_delivery(struct ui_host *host)
{
	host->shipments = shipments;
	host->delivery = delivery;
	host->delivery_begin = delivery_begin;
	host->delivery_event = delivery_event;
	host->delivery_reads = delivery_reads;
	host->delivery_record = delivery_record;
	host->delivery_paper = delivery_paper;
}
