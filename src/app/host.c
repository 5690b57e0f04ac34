/*
 * app/host: what the screens ask of the program, answered from database, agent and spool. Every function answers at
 * once; words come from the catalogue.
 */
#include "session.h"

#include <string.h>

enum { COUNTS_AGE_MS = 1000 };

/* ---- session */

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

static void
group_thousands(char *out, size_t size, int64_t number)
{
	char digits[32];
	size_t length, used = 0;

	snprintf(digits, sizeof digits, "%lld", (long long)number);
	length = strlen(digits);
	for (size_t i = 0; i < length && used + 2 < size; i++) {
		if (i > 0 && (length - i) % 3 == 0)
			out[used++] = message_language() == LANGUAGE_ENGLISH ? ',' : '.';
		out[used++] = digits[i];
	}
	out[used] = '\0';
}

static void
host_status(void *context, struct ui_status *out)
{
	struct session *session = context;
	char entries[32];

	*out = (struct ui_status){0};
	copy_text(out->institution, sizeof out->institution, session->app.conf.institution);
	copy_text(out->desk, sizeof out->desk, session->app.conf.desk);
	out->demo = session->app.conf.demo_socket[0] != '\0';
	agent_words(session, out);
	spool_words(session, out);
	session_doctor_status(session, out);
	if (!session->logged_in)
		return;
	copy_text(out->officer, sizeof out->officer, session->officer.name);
	out->administrator = session->officer.role == OFFICER_ROLE_ADMINISTRATOR;
	group_thousands(entries, sizeof entries, session_counts(session, false)->journal);
	if (!session->journal_checked) {
		copy_text(out->journal, sizeof out->journal, entries);
	} else if (session->journal_whole) {
		say(out->journal, sizeof out->journal, APP_JOURNAL_WHOLE, entries);
	} else {
		out->journal_level = VERDICT_REFUSE;
		copy_text(out->journal, sizeof out->journal, tell(APP_JOURNAL_BROKEN));
	}
}

static bool
host_login(void *context, const char *login, const char *password, char *sentence)
{
	struct session *session = context;
	struct store_check check;
	struct err err = {0};

	if (!login_enter(session, ACT_LOGIN, login, password, &session->officer, sentence))
		return false;
	session->logged_in = true;
	session->journal_checked = store_verify(session->app.store, false, NULL, &check, NULL, NULL, &err) == OK;
	session->journal_whole = session->journal_checked && check.whole;
	if (session->journal_checked)
		session_doctor_check(session, &check);
	(void)session_counts(session, true);
	spool_next(session);
	return true;
}

static void
log_act(struct session *session, enum journal_act act, const char *key, const char *value)
{
	const struct store_field field = {key, value};
	struct err err = {0};

	if (store_log(session->app.store, act, &session->officer, &field, key != NULL ? 1 : 0, NULL, &err) != OK)
		log_err(LOG_ERROR, &err);
}

static void
host_logout(void *context)
{
	struct session *session = context;

	if (!session->logged_in)
		return;
	log_act(session, ACT_LOGOUT, NULL, NULL);
	session_end_flow(session); /* its draft stays for the next login */
	stack_session_end(session);
	session->logged_in = false;
	session->officer = (struct officer){0};
}

static void
host_lock(void *context, bool idle)
{
	struct session *session = context;

	if (session->logged_in)
		log_act(session, ACT_LOCK, "reason", idle ? "idle" : "officer");
}

static bool
host_unlock(void *context, const char *password, char *sentence)
{
	struct session *session = context;

	/* Name, title and role are from now on what the register says at this moment. */
	return login_enter(session, ACT_UNLOCK, session->officer.login, password, &session->officer, sentence);
}

static void
host_language(void *context, enum language language)
{
	struct session *session = context;

	message_set_language(language);
	session_doctor_language(session);
}

/* ---- looking */

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

static void
recent_row(struct ui_recent *row, const struct store_recent *recent)
{
	row->time = recent->time;
	copy_text(row->name, sizeof row->name, recent->name);
	switch ((int)recent->act) {
	case ACT_HANDOVER:
		copy_text(row->subject, sizeof row->subject, recent->record_number);
		copy_text(row->outcome, sizeof row->outcome, tell(STATE_DELIVERED));
		break;
	case ACT_HANDOVER_REFUSED:
		row->level = VERDICT_WARN;
		copy_text(row->subject, sizeof row->subject, tell(APP_RECENT_REFUSED));
		for (int reason = 0; reason < REFUSAL_COUNT; reason++)
			if (strcmp(recent->detail, desk_refusal_name((enum refusal_reason)reason)) == 0)
				copy_text(row->outcome, sizeof row->outcome,
					message_text(desk_refusal_message((enum refusal_reason)reason)));
		break;
	case ACT_SHIPMENT_RECEIVED:
		say(row->subject, sizeof row->subject, APP_RECENT_SHIPMENT, recent->detail);
		say(row->outcome, sizeof row->outcome, APP_RECENT_RECEIVED, (long long)recent->count);
		break;
	case ACT_SHIPMENT_ADDED:
		say(row->subject, sizeof row->subject, APP_RECENT_SHIPMENT, recent->detail);
		say(row->outcome, sizeof row->outcome, APP_RECENT_CARDS, (long long)recent->count);
		break;
	case ACT_LIST_IMPORTED:
		copy_text(row->subject, sizeof row->subject, recent->detail);
		say(row->outcome, sizeof row->outcome, APP_RECENT_ROWS, (long long)recent->count);
		break;
	default:
		copy_text(row->subject, sizeof row->subject, recent->record_number);
		copy_text(row->outcome, sizeof row->outcome, message_text(desk_act_message(recent->act)));
		break;
	}
}

/* The name of the person in the draft, for the offer to go on. A draft that is not ours is offered too: opening it says why not. */
static void
draft_offer(struct session *session, struct ui_home *out)
{
	struct handover_flow *flow = mem_alloc(sizeof *flow);
	struct applicant applicant;
	struct str text = {0};
	enum code code = store_load_draft(session->app.store, session->officer.id, &text, NULL, NULL);

	out->has_draft = code == ERR_CORRUPT;
	if (code == OK && handover_restore(flow, &session->app.policy, str_text(&text), NULL) == OK) {
		out->has_draft = true;
		if (flow->has_applicant && store_find_applicant(session->app.store, flow->applicant.id, &applicant, NULL) == OK)
			desk_full_name(out->draft_name, &applicant);
	}
	str_clear(&text);
	mem_free(flow);
}

/* Days since the oldest of the newest lists was issued, once they are more than the desk allows; 0: fewer, or no list. */
static int
old_list_days(struct session *session)
{
	struct cert_list_facts oldest;
	int64_t days;

	cert_store_refresh(&session->app.trust);
	if (!cert_store_oldest(session->app.trust, clock_now(), &oldest))
		return 0;
	days = (clock_now() - oldest.issued) / 86400;
	return days > session->app.conf.list_age_days ? (int)days : 0;
}

static void
host_home(void *context, struct ui_home *out)
{
	static const enum store_view views[UI_TILES] = {STORE_WAITING, STORE_LATE, STORE_UNCOLLECTED, STORE_ON_HOLD, STORE_UNSIGNED};
	struct session *session = context;
	const struct store_counts *counts = session_counts(session, true);
	struct store_recent *recent = mem_alloc(UI_RECENT_MAX * sizeof *recent);
	size_t count = 0;
	struct err err = {0};

	*out = (struct ui_home){.uncollected_days = session->app.conf.uncollected_days, .list_days = old_list_days(session)};
	for (int i = 0; i < UI_TILES; i++)
		out->tiles[i] = counts->views[views[i]];
	if (store_list_recent(session->app.store, recent, UI_RECENT_MAX, &count, &err) != OK)
		log_err(LOG_ERROR, &err);
	for (size_t i = 0; i < count; i++)
		recent_row(&out->recent[i], &recent[i]);
	out->recent_count = (int)count;
	mem_free(recent);
	if (session->flow == NULL)
		draft_offer(session, out);
}

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
host_list(void *context, const struct ui_list_query *query, struct ui_list_row *rows, int max, int64_t *total)
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

	session_limits(session, &limits);
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
		*total = session_counts(session, false)->views[views[query->filter]];
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
	struct date start;
	struct str words = {0};
	struct civil civil = {0};

	if (shipment->received != 0 || !days_parse(&start, shipment->dispatched) ||
		days_add_business(&deadline, session->app.calendar, start, session->app.conf.delivery_days,
			session->app.conf.half_days_count, NULL) != OK)
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
host_applicant(void *context, int64_t applicant_id, struct ui_applicant_detail *out, char *sentence)
{
	struct session *session = context;
	struct store_paper paper;
	struct card card;
	struct shipment shipment;
	struct err err = {0};

	*out = (struct ui_applicant_detail){0};
	if (store_find_applicant(session->app.store, applicant_id, &out->applicant, &err) != OK) {
		session_sentence(sentence, &err);
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
host_hold(void *context, int64_t applicant_id, bool hold, char *sentence)
{
	struct session *session = context;
	struct err err = {0};
	enum application_state from = hold ? APPLICATION_RECEIVED : APPLICATION_ON_HOLD;
	enum application_state to = hold ? APPLICATION_ON_HOLD : APPLICATION_RECEIVED;

	if (store_change_state(session->app.store, applicant_id, from, to, hold ? tell(APP_HOLD_NOTE) : tell(APP_RELEASE_NOTE),
		    &session->officer, &err) == OK)
		return true;
	session_sentence(sentence, &err);
	return false;
}

static bool
host_reveal(void *context, int64_t applicant_id, char *sentence)
{
	struct session *session = context;
	char number[24];
	const struct store_field field = {"applicant", number};
	struct err err = {0};

	snprintf(number, sizeof number, "%lld", (long long)applicant_id);
	if (store_log(session->app.store, ACT_NATIONAL_ID_SHOWN, &session->officer, &field, 1, NULL, &err) == OK)
		return true;
	session_sentence(sentence, &err);
	return false;
}

static int
host_journal(void *context, const struct ui_journal_query *query, struct ui_journal_row *rows, int max, int64_t *total)
{
	struct session *session = context;
	struct journal_entry *entries = mem_alloc((size_t)max * sizeof *entries);
	const struct store_journal_filter filter = {.text = query->text, .offset = (size_t)query->offset};
	size_t count = 0;
	struct err err = {0};

	if (store_list_journal(session->app.store, &filter, entries, (size_t)max, &count, &err) != OK)
		log_err(LOG_ERROR, &err);
	for (size_t i = 0; i < count; i++) {
		rows[i].entry = entries[i];
		rows[i].words[0] = '\0';
	}
	*total = query->text == NULL || query->text[0] == '\0' ? session_counts(session, false)->journal
							       : query->offset + (int64_t)count + (count == (size_t)max ? 1 : 0);
	mem_free(entries);
	return (int)count;
}

static bool
host_journal_verify(void *context, char *sentence)
{
	struct session *session = context;
	struct store_check check = {0};
	struct err err = {0};
	char why[UI_SENTENCE];

	if (store_verify(session->app.store, false, NULL, &check, NULL, NULL, &err) != OK) {
		session_sentence(sentence, &err);
		return false;
	}
	session->journal_checked = true;
	session->journal_whole = check.whole;
	session_doctor_check(session, &check);
	if (check.whole) {
		say(sentence, UI_SENTENCE, APP_JOURNAL_IS_WHOLE, (long long)check.entries, (long long)check.signatures);
	} else {
		message_format_detail(why, sizeof why, message_language(), check.message, check.detail);
		say(sentence, UI_SENTENCE, APP_JOURNAL_IS_BROKEN, (long long)check.bad_seq, why);
	}
	return check.whole;
}

/* ---- the handover */

static const struct handover_flow *
host_flow(void *context)
{
	return ((struct session *)context)->flow;
}

static bool
host_flow_begin(void *context, int64_t applicant_id, bool resume, char *sentence)
{
	return session_begin_flow(context, applicant_id, resume, sentence);
}

static enum code
host_flow_event(void *context, const struct event *event)
{
	return session_event(context, event);
}

/* ---- paper */

static int
host_print_queue(void *context, struct ui_print_row *rows, int max)
{
	struct session *session = context;
	struct store_print *prints = mem_alloc((size_t)max * sizeof *prints);
	struct handover *handover = mem_alloc(sizeof *handover);
	size_t count = 0;
	struct err err = {0};

	if (store_list_prints(session->app.store, false, prints, (size_t)max, &count, &err) != OK)
		log_err(LOG_ERROR, &err);
	for (size_t i = 0; i < count; i++) {
		rows[i] = (struct ui_print_row){.handover_id = prints[i].handover_id, .time = prints[i].created, .state = PAPER_WAITING};
		copy_text(rows[i].record_number, sizeof rows[i].record_number, prints[i].title);
		copy_text(rows[i].words, sizeof rows[i].words, prints[i].fault);
		if (store_find_handover(session->app.store, prints[i].handover_id, handover, NULL) == OK) {
			copy_text(rows[i].name, sizeof rows[i].name, handover->name);
			rows[i].state = handover->paper;
		}
	}
	mem_free(handover);
	mem_free(prints);
	return (int)count;
}

static bool
set_paper(struct session *session, int64_t handover_id, enum paper_state paper, char *sentence)
{
	struct err err = {0};

	if (store_set_paper(session->app.store, handover_id, paper, "", &session->officer, &err) == OK)
		return true;
	session_sentence(sentence, &err);
	return false;
}

static bool
host_paper(void *context, int64_t handover_id, enum ui_paper_act act, char *sentence)
{
	struct session *session = context;

	switch (act) {
	case UI_PAPER_PRINT:
		return spool_add(session, handover_id, sentence);
	case UI_PAPER_CONFIRM:
		return set_paper(session, handover_id, PAPER_CONFIRMED, sentence);
	case UI_PAPER_SIGNED:
		return set_paper(session, handover_id, PAPER_SIGNED, sentence);
	}
	return false;
}

/* ---- the doctor */

static void
host_doctor_start(void *context)
{
	session_doctor_start(context);
}

static int
host_doctor(void *context, struct ui_finding *rows, int max, bool *running)
{
	const struct session *session = context;

	*running = session->agent.doctor_running || session->printer != NULL;
	return session_doctor_rows(session, rows, max);
}

/* ---- courier intake */

static int
host_shipments(void *context, struct ui_shipment_row *rows, int max)
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
host_stack_begin(void *context, int64_t shipment_id, char *sentence)
{
	return stack_session_begin(context, shipment_id, sentence);
}

static bool
host_stack(void *context, struct ui_stack *out)
{
	return stack_session_view(context, out);
}

static bool
host_stack_act(void *context, enum ui_stack_act act, char *sentence)
{
	return stack_session_act(context, act, sentence);
}

void
host_fill(struct session *session)
{
	session->host = (struct ui_host){.context = session,
		.status = host_status,
		.login = host_login,
		.logout = host_logout,
		.lock = host_lock,
		.unlock = host_unlock,
		.language = host_language,
		.home = host_home,
		.list = host_list,
		.applicant = host_applicant,
		.reveal_national_id = host_reveal,
		.hold = host_hold,
		.journal = host_journal,
		.journal_verify = host_journal_verify,
		.flow = host_flow,
		.flow_begin = host_flow_begin,
		.flow_event = host_flow_event,
		.print_queue = host_print_queue,
		.paper = host_paper,
		.doctor_start = host_doctor_start,
		.doctor = host_doctor,
		.shipments = host_shipments,
		.stack_begin = host_stack_begin,
		.stack = host_stack,
		.stack_act = host_stack_act,
		.demo_cards = session->app.conf.demo_socket[0] != '\0' ? demo_cards : NULL,
		.demo_insert = demo_insert};
}
