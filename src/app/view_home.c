/*
 * app/view_home: the home screen: how many wait, what happened lately, what was cut off.
 */
#include "view.h"

#include "teslim/words.h"

#include <string.h>

static void
refused_row(struct ui_recent *row, const struct store_recent *recent)
{
	enum refusal_reason reason;

	row->level = VERDICT_WARN;
	copy_text(row->subject, sizeof row->subject, tell(APP_RECENT_REFUSED));
	if (refusal_reason_parse(&reason, recent->detail))
		copy_text(row->outcome, sizeof row->outcome, message_text(refusal_reason_message(reason)));
}

/* What was announced, what came, and what was sent away again. */
static void
parcel_row(struct ui_recent *row, const struct store_recent *recent)
{
	say(row->subject, sizeof row->subject, APP_RECENT_SHIPMENT, recent->detail);
	if (recent->act == ACT_DELIVERY_REFUSED)
		copy_text(row->outcome, sizeof row->outcome, tell(DELIVERY_REFUSED));
	else if (recent->act == ACT_SHIPMENT_ADDED)
		say(row->outcome, sizeof row->outcome, APP_RECENT_CARDS, (long long)recent->count);
	else
		say(row->outcome, sizeof row->outcome, APP_RECENT_RECEIVED, (long long)recent->count);
}

static void
recent_row(struct ui_recent *row, const struct store_recent *recent)
{
	row->time = recent->time;
	copy_text(row->name, sizeof row->name, recent->name);
	switch (recent->act) {
	case ACT_HANDOVER:
		copy_text(row->subject, sizeof row->subject, recent->record_number);
		copy_text(row->outcome, sizeof row->outcome, tell(STATE_DELIVERED));
		break;
	case ACT_HANDOVER_REFUSED:
		refused_row(row, recent);
		break;
	case ACT_SHIPMENT_RECEIVED:
	case ACT_SHIPMENT_ADDED:
	case ACT_DELIVERY:
	case ACT_DELIVERY_REFUSED:
		parcel_row(row, recent);
		break;
	case ACT_DRAWER:
		copy_text(row->subject, sizeof row->subject, recent->record_number);
		say(row->outcome, sizeof row->outcome, APP_RECENT_DRAWER, (long long)recent->count);
		row->level = recent->count > 0 ? VERDICT_WARN : VERDICT_PASS;
		break;
	case ACT_LIST_IMPORTED:
		copy_text(row->subject, sizeof row->subject, recent->detail);
		say(row->outcome, sizeof row->outcome, APP_RECENT_ROWS, (long long)recent->count);
		break;
	case ACT_JOURNAL_OPENED:
	case ACT_OFFICER_ADDED:
	case ACT_OFFICER_CHANGED:
	case ACT_LOGIN:
	case ACT_LOGIN_FAILED:
	case ACT_LOGOUT:
	case ACT_LOCK:
	case ACT_UNLOCK:
	case ACT_APPLICATION_CHANGED:
	case ACT_ITEM_CHANGED:
	case ACT_PRINT_SENT:
	case ACT_PRINT_FAILED:
	case ACT_PRINT_CONFIRMED:
	case ACT_REPRINT:
	case ACT_SIGNED_COPY:
	case ACT_NATIONAL_ID_SHOWN:
	case ACT_CORRECTION:
	case ACT_READER:
	case ACT_DISPATCH:
	case ACT_BACKUP:
	case ACT_PERSON_FORGOTTEN:
	case ACT_PERSON_CHANGED:
	case ACT_COUNT:
		copy_text(row->subject, sizeof row->subject, recent->record_number);
		copy_text(row->outcome, sizeof row->outcome, message_text(journal_act_message(recent->act)));
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
	enum code code = store_load_draft(session->app.store, login_acting(session->login)->id, &text, NULL, NULL);

	out->has_draft = code == ERR_CORRUPT;
	if (code == OK && handover_restore(flow, &session->app.policy, str_text(&text), NULL) == OK) {
		out->has_draft = true;
		out->draft_step =
			steps_info(&handover_steps, flow->resume_to < STEP_COUNT ? (int)flow->resume_to : flow->at.step)->title;
		if (flow->committed)
			copy_text(out->draft_record, sizeof out->draft_record, flow->handover.record_number);
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
home(void *context, struct ui_home *out)
{
	static const enum store_view views[UI_TILES] = {
		STORE_WAITING, STORE_LATE, STORE_UNCOLLECTED, STORE_ON_HOLD, STORE_UNSIGNED};
	struct session *session = context;
	const struct store_counts *counts = counts_again(session->counts);
	struct store_recent *recent = mem_alloc(UI_RECENT_MAX * sizeof *recent);
	size_t count = 0;
	struct err err = {0};

	*out = (struct ui_home){.uncollected_days = session->app.conf.uncollected_days, .list_days = old_list_days(session)};
	for (int i = 0; i < UI_TILES; i++)
		out->tiles[i] = counts->views[views[i]];
	if (store_count_unsigned(session->app.store, &out->unsigned_papers, &err) != OK ||
		store_count_missing(session->app.store, &out->missing, &err) != OK ||
		store_count_items(session->app.store, CARD_IN_STOCK, out->here, &err) != OK)
		log_err(LOG_ERROR, &err);
	if (store_offer_drawer(session->app.store, login_acting(session->login)->login, out->before, &err) != OK)
		log_err(LOG_ERROR, &err);
	if (store_list_recent(session->app.store, recent, UI_RECENT_MAX, &count, &err) != OK)
		log_err(LOG_ERROR, &err);
	for (size_t i = 0; i < count; i++)
		recent_row(&out->recent[i], &recent[i]);
	out->recent_count = (int)count;
	mem_free(recent);
	if (session_flow_state(session->flow) == NULL)
		draft_offer(session, out);
}

void
view_home(struct ui_host *host)
{
	host->home = home;
}
