/*
 * app/view_queue: papers that wait for a printer or a confirmation, and those that wait for their signatures.
 */
#include "view.h"

#include "teslim/words.h"

/* Of a delivery's record: who brought what. */
static void
show_delivery(struct session *session, struct ui_print_row *row)
{
	struct delivery delivery;

	if (store_find_delivery(session->app.store, row->delivery_id, "", &delivery, NULL) != OK)
		return;
	say(row->name, sizeof row->name, APP_RECENT_SHIPMENT, delivery.tracking_number);
	row->state = delivery.paper;
	store_clear_delivery(&delivery);
}

/* Of a reader's record the person, of a dispatch note the first one on it, by whose page its paper is reached; 0: none. */
static bool
fill_record(struct session *session, struct ui_print_row *row)
{
	struct item_record record;
	bool found = store_find_item_record(session->app.store, row->entry_seq, "", &record, NULL) == OK;

	if (found) {
		row->state = record.paper;
		row->applicant_id = record.applicant_id;
		if (record.applicant_id == 0 && record.row_count > 0)
			row->applicant_id = record.rows[0].applicant_id;
		copy_text(row->name, sizeof row->name, message_text(record_act_message(record.act)));
		if (record.name[0] != '\0')
			say(row->name, sizeof row->name, QUEUE_RECORD_OF, message_text(record_act_message(record.act)),
				record.name);
	}
	store_clear_item_record(&record);
	return found;
}

static void
fill_correction(struct session *session, struct ui_print_row *row, struct handover *handover)
{
	struct correction correction;
	struct drawer_count count;

	if (store_find_drawer(session->app.store, row->entry_seq, "", &count, NULL) == OK) {
		copy_text(row->name, sizeof row->name, tell(DRAWER_TITLE));
		row->state = count.paper;
		store_clear_drawer(&count);
		return;
	}
	if (fill_record(session, row) || store_find_correction(session->app.store, row->entry_seq, &correction, NULL) != OK)
		return;
	row->state = correction.paper;
	if (store_find_handover(session->app.store, correction.handover_id, handover, NULL) == OK)
		say(row->name, sizeof row->name, QUEUE_CORRECTION, handover->name);
}

static int
print_queue(void *context, const struct table_query *query, struct ui_print_row *rows, int max, int64_t *total)
{
	struct session *session = context;
	struct store_print *prints = mem_alloc((size_t)max * sizeof *prints);
	struct handover *handover = mem_alloc(sizeof *handover);
	size_t count = 0;
	struct err err = {0};

	if (store_list_prints(session->app.store, false, (size_t)query->offset, prints, (size_t)max, &count, &err) != OK ||
		store_count_prints(session->app.store, false, total, &err) != OK)
		log_err(LOG_ERROR, &err);
	for (size_t i = 0; i < count; i++) {
		rows[i] = (struct ui_print_row){.handover_id = prints[i].handover_id,
			.delivery_id = prints[i].delivery_id,
			.entry_seq = prints[i].entry_seq,
			.time = prints[i].created,
			.state = PAPER_WAITING};
		copy_text(rows[i].record_number, sizeof rows[i].record_number, prints[i].title);
		copy_text(rows[i].words, sizeof rows[i].words, prints[i].fault);
		if (prints[i].entry_seq != 0)
			fill_correction(session, &rows[i], handover);
		else if (store_find_handover(session->app.store, prints[i].handover_id, handover, NULL) == OK) {
			copy_text(rows[i].name, sizeof rows[i].name, handover->name);
			rows[i].state = handover->paper;
		}
		if (prints[i].delivery_id != 0)
			show_delivery(session, &rows[i]);
	}
	mem_free(handover);
	mem_free(prints);
	return (int)count;
}

static int
unsigned_papers(void *context, const struct table_query *query, struct ui_print_row *rows, int max, int64_t *total)
{
	struct session *session = context;
	struct store_unsigned *papers = mem_alloc((size_t)max * sizeof *papers);
	size_t count = 0;
	struct err err = {0};

	if (store_list_unsigned(session->app.store, (size_t)query->offset, papers, (size_t)max, &count, &err) != OK ||
		store_count_unsigned(session->app.store, total, &err) != OK)
		log_err(LOG_ERROR, &err);
	for (size_t i = 0; i < count; i++) {
		rows[i] = (struct ui_print_row){.handover_id = papers[i].handover_id,
			.delivery_id = papers[i].delivery_id,
			.entry_seq = papers[i].entry_seq,
			.applicant_id = papers[i].applicant_id,
			.is_drawer = papers[i].is_drawer,
			.time = papers[i].since,
			.state = papers[i].paper};
		copy_text(rows[i].record_number, sizeof rows[i].record_number, papers[i].record_number);
		if (papers[i].delivery_id != 0)
			say(rows[i].name, sizeof rows[i].name, APP_RECENT_SHIPMENT, papers[i].name);
		else if (papers[i].is_drawer)
			copy_text(rows[i].name, sizeof rows[i].name, tell(DRAWER_TITLE));
		else if (papers[i].entry_seq != 0 && !fill_record(session, &rows[i]))
			say(rows[i].name, sizeof rows[i].name, QUEUE_CORRECTION, papers[i].name);
		else if (papers[i].entry_seq == 0)
			copy_text(rows[i].name, sizeof rows[i].name, papers[i].name);
	}
	mem_free(papers);
	return (int)count;
}

static bool
set_paper(struct session *session, int64_t handover_id, enum paper_state paper, char *sentence)
{
	struct err err = {0};

	if (store_set_paper(session->app.store, handover_id, paper, "", login_acting(session->login), &err) == OK)
		return true;
	message_err(sentence, UI_SENTENCE, &err);
	return false;
}

static bool
paper(void *context, int64_t handover_id, enum ui_paper_act act, char *sentence)
{
	struct session *session = context;

	switch (act) {
	case UI_PAPER_PRINT:
		return spool_add(session->spool, handover_id, sentence);
	case UI_PAPER_CONFIRM:
		return set_paper(session, handover_id, PAPER_CONFIRMED, sentence);
	case UI_PAPER_SIGNED:
		return set_paper(session, handover_id, PAPER_SIGNED, sentence);
	}
	return false;
}

void
view_queue(struct ui_host *host)
{
	host->print_queue = print_queue;
	host->unsigned_papers = unsigned_papers;
	host->paper = paper;
}
