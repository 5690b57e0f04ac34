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
		code = store_list_applicants(session->app.store, views[query->filter], &limits, query->text,
			(size_t)query->offset, found, (size_t)max + 1, &count, &err);
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

static void
fill_corrections(struct session *session, int64_t applicant_id, struct ui_applicant_detail *out)
{
	size_t count = 0;
	struct err err = {0};

	if (store_list_corrections(session->app.store, applicant_id, out->corrections, UI_CORRECTIONS, &count, &err) != OK)
		log_err(LOG_ERROR, &err);
	out->correction_count = (int)count;
}

static void
fill_readers(struct session *session, int64_t applicant_id, struct ui_applicant_detail *out)
{
	struct reader_device held[UI_CORRECTIONS];
	int64_t seqs[UI_CORRECTIONS];
	size_t count = 0;
	struct err err = {0};

	if (store_list_held(session->app.store, applicant_id, held, UI_CORRECTIONS, &count, &err) != OK)
		log_err(LOG_ERROR, &err);
	for (size_t i = 0; i < count; i++)
		copy_text(out->held[out->held_count++], SERIAL_TEXT, held[i].serial);
	if (store_list_item_records(session->app.store, applicant_id, seqs, UI_CORRECTIONS, &count, &err) != OK)
		log_err(LOG_ERROR, &err);
	for (size_t i = 0; i < count; i++) {
		struct item_record record;
		struct ui_item_record *one = &out->records[out->record_count];

		if (store_find_item_record(session->app.store, seqs[i], "", &record, &err) == OK) {
			*one = (struct ui_item_record){
				.seq = record.journal_seq, .act = record.act, .time = record.time, .paper = record.paper};
			copy_text(one->record_number, sizeof one->record_number, record.record_number);
			out->record_count++;
		}
		store_clear_item_record(&record);
	}
}

static bool
applicant(void *context, int64_t applicant_id, struct ui_applicant_detail *out, char *sentence)
{
	struct session *session = context;
	struct store_paper paper;
	struct card card = {0};
	struct shipment shipment;
	struct err err = {0};

	*out = (struct ui_applicant_detail){0};
	if (store_find_applicant(session->app.store, applicant_id, &out->applicant, &err) != OK) {
		message_err(sentence, UI_SENTENCE, &err);
		return false;
	}
	if (store_find_card(session->app.store, applicant_id, &card, NULL) == OK) {
		copy_text(out->card_serial, sizeof out->card_serial, card.card_serial);
		copy_text(out->place, sizeof out->place, card.place);
		out->has_card = true;
		out->card_state = card.state;
		if (store_find_shipment(session->app.store, card.shipment_id, &shipment, NULL) == OK) {
			copy_text(out->tracking_number, sizeof out->tracking_number, shipment.tracking_number);
			fill_deadline(session, &shipment, out);
		}
	}
	fill_corrections(session, applicant_id, out);
	fill_readers(session, applicant_id, out);
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

/* Whose certificates must be revoked, and by whom. */
static void
name_lost(struct session *session, const struct ui_moved *whom, int count, char *sentence)
{
	char done[UI_SENTENCE];
	struct card card = {0};
	const char *serial = whom[0].card_serial;

	copy_text(done, sizeof done, sentence);
	if (count == 1 && store_find_card(session->app.store, whom[0].applicant_id, &card, NULL) == OK &&
		card.certificate_serial[0] != '\0')
		serial = card.certificate_serial;
	if (count == 1)
		say(sentence, UI_SENTENCE, MOVE_REVOKE_ONE, done, whom[0].name, serial[0] != '\0' ? serial : "-");
	else
		say(sentence, UI_SENTENCE, MOVE_REVOKE_MANY, done);
}

static bool
move(void *context, const struct desk_wish *wish, const struct ui_moved *whom, int count, char *sentence)
{
	struct session *session = context;
	struct store_paper_wish paper;
	char record[RECORD_TEXT] = "";
	const struct store_move move = {.act = wish->act,
		.reason = wish->reason,
		.reference = wish->reference,
		.date = wish->date,
		.place = wish->place,
		.note = wish->note,
		.paper = &paper,
		.record = record};
	struct store_moved *list = mem_alloc((size_t)(count + 1) * sizeof *list);
	size_t bad = 0;
	struct err err = {0};
	enum code code;

	spool_wish(session->spool, &paper);
	for (int i = 0; i < count; i++)
		list[i] = (struct store_moved){whom[i].applicant_id, whom[i].from};
	code = store_move(session->app.store, &move, list, (size_t)count, login_acting(session->login), &bad, &err);
	mem_free(list);
	if (code == OK) {
		char number[16];

		snprintf(number, sizeof number, "%d", count);
		message_format_detail(sentence, UI_SENTENCE, message_language(), desk_act(wish->act)->done, number);
		if (wish->act == MOVE_LOST)
			name_lost(session, whom, count, sentence);
		view_say_dispatch(session, record, sentence);
		return true;
	}
	message_err(sentence, UI_SENTENCE, &err);
	if (count > 1 && (code == ERR_REFUSED || code == ERR_BUSY || code == ERR_EXISTS)) {
		char why[UI_SENTENCE];

		copy_text(why, sizeof why, sentence);
		say(sentence, UI_SENTENCE, MOVE_NOT_FOR, whom[bad].name, why);
	}
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
