/*
 * app/view_person: applicants, as a list and one by one.
 */
#include "view.h"

#include <string.h>

static void
list_row(struct session *session, struct ui_list_row *row, const struct applicant *applicant)
{
	struct store_paper paper;

	*row = (struct ui_list_row){.applicant_id = applicant->id, .state = applicant->state, .since = applicant->state_since};
	desk_full_name(row->name, applicant);
	copy_text(row->national_id, sizeof row->national_id, applicant->national_id);
	copy_text(row->unit, sizeof row->unit, applicant->unit);
	if (applicant->state == APPLICATION_DELIVERED && store_find_paper(session->app.store, applicant->id, &paper, NULL) == OK) {
		copy_text(row->record_number, sizeof row->record_number, paper.record_number);
		row->paper = paper.paper;
	}
}

static size_t
find_by_record(struct session *session, const char *number, struct applicant *out)
{
	struct handover *handover = mem_alloc(sizeof *handover);
	size_t count = 0;

	if (store_find_record(session->app.store, number, handover, NULL) == OK &&
		store_find_applicant(session->app.store, handover->applicant_id, out, NULL) == OK)
		count = 1;
	mem_free(handover);
	return count;
}

static bool
is_number(const char *text)
{
	return text != NULL && text[0] != '\0' && text[strspn(text, "0123456789 ")] == '\0';
}

static int
list(void *context, const struct table_query *query, struct ui_list_row *rows, int max, int64_t *total)
{
	static const enum store_view views[UI_FILTER_COUNT] = {STORE_WAITING, STORE_LATE, STORE_UNCOLLECTED, STORE_ON_HOLD,
		STORE_UNSIGNED, STORE_ALL, STORE_EXPECTED, STORE_DELIVERED};
	struct session *session = context;
	struct applicant *found = mem_alloc(((size_t)max + 1) * sizeof *found);
	struct store_limits limits;
	size_t count = 0;
	bool more = false;
	struct err err = {0};
	enum code code = OK;

	counts_limits(&session->app, &limits);
	if (query->text != NULL && strchr(query->text, '/') != NULL)
		count = find_by_record(session, query->text, found);
	else if (query->filter == UI_FILTER_ALL && query->offset == 0 && is_number(query->text))
		code = store_search_applicants(session->app.store, query->text, found, (size_t)max + 1, &count, &more, &err);
	else
		code = store_list_applicants(session->app.store, views[query->filter], &limits, query->text, (size_t)query->offset, found,
			(size_t)max + 1, &count, &err);
	if (code != OK)
		log_err(LOG_ERROR, &err);
	*total = query->offset + (int64_t)count;
	if (query->text == NULL || query->text[0] == '\0')
		*total = counts_now(session->counts)->views[views[query->filter]];
	if (count > (size_t)max)
		count = (size_t)max;
	for (size_t i = 0; i < count; i++)
		list_row(session, &rows[i], &found[i]);
	mem_free(found);
	return (int)count;
}

static void
fill_deadline(struct session *session, const struct shipment *shipment, struct ui_applicant_detail *out)
{
	struct days_deadline deadline;
	struct str words = {0};
	struct civil civil = {0};

	if (shipment->received != 0 || !counts_deadline(&session->app, shipment->dispatched, &deadline))
		return;
	civil.year = deadline.end.year;
	civil.month = deadline.end.month;
	civil.day = deadline.end.day;
	out->deadline = clock_from_civil(&civil);
	days_explain(&words, &deadline, message_language());
	copy_text(out->deadline_words, sizeof out->deadline_words, str_text(&words));
	str_clear(&words);
}

static bool
applicant(void *context, int64_t applicant_id, struct ui_applicant_detail *out, char *sentence)
{
	struct session *session = context;
	struct store_paper paper;
	struct card card;
	struct shipment shipment;
	struct err err = {0};

	*out = (struct ui_applicant_detail){0};
	if (store_find_applicant(session->app.store, applicant_id, &out->applicant, &err) != OK) {
		message_err(sentence, UI_SENTENCE, &err);
		return false;
	}
	if (store_find_card(session->app.store, applicant_id, &card, NULL) == OK) {
		copy_text(out->card_serial, sizeof out->card_serial, card.card_serial);
		if (store_find_shipment(session->app.store, card.shipment_id, &shipment, NULL) == OK) {
			copy_text(out->tracking_number, sizeof out->tracking_number, shipment.tracking_number);
			fill_deadline(session, &shipment, out);
		}
	}
	if (store_find_paper(session->app.store, applicant_id, &paper, NULL) == OK) {
		struct handover *handover = mem_alloc(sizeof *handover);
		copy_text(out->record_number, sizeof out->record_number, paper.record_number);
		out->handover_id = paper.handover_id;
		out->handover_time = paper.time;
		out->paper = paper.paper;
		if (store_find_handover(session->app.store, paper.handover_id, handover, NULL) == OK)
			copy_text(out->officer, sizeof out->officer, handover->officer_name);
		mem_free(handover);
	}
	return true;
}

static bool
move(void *context, int64_t applicant_id, const struct desk_move *wanted, char *sentence)
{
	struct session *session = context;
	struct err err = {0};

	if (store_change_state(session->app.store, applicant_id, wanted->from, wanted->to, message_text(wanted->note),
		    login_acting(session->login), &err) == OK)
		return true;
	message_err(sentence, UI_SENTENCE, &err);
	return false;
}

static bool
reveal_national_id(void *context, int64_t applicant_id, char *sentence)
{
	struct session *session = context;
	char number[24];
	const struct store_field field = {"applicant", number};
	struct err err = {0};

	snprintf(number, sizeof number, "%lld", (long long)applicant_id);
	if (store_log(session->app.store, ACT_NATIONAL_ID_SHOWN, login_acting(session->login), &field, 1, NULL, &err) == OK)
		return true;
	message_err(sentence, UI_SENTENCE, &err);
	return false;
}

void
view_person(struct ui_host *host)
{
	host->list = list;
	host->applicant = applicant;
	host->reveal_national_id = reveal_national_id;
	host->move = move;
}
