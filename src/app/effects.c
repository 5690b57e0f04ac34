/*
 * app/effects: performs what the handover's machine asks for and hands the answers over as events. The machine decides; here
 * nothing is decided, only done.
 */
#include "effects.h"

#include "teslim/days.h"
#include "teslim/ui.h"
#include "teslim/words.h"

#include <string.h>

static void
answer(const struct performer *performer, const struct event *event)
{
	performer->answer(performer->context, event);
}

static void
fail(const struct performer *performer, enum effect_kind kind, const struct err *err)
{
	char sentence[UI_SENTENCE];
	struct event event = {.kind = EVENT_FAILED, .now = clock_now(), .effect = kind, .text = sentence};

	log_err(LOG_ERROR, err);
	message_err(sentence, sizeof sentence, err);
	answer(performer, &event);
}

static void
find(const struct performer *performer, const struct effect *effect)
{
	struct applicant *found = mem_alloc((RESULTS_MAX + 1) * sizeof *found);
	char masked[NATIONAL_ID_TEXT] = "";
	struct err err = {0};
	size_t count = 0;
	bool more = false;
	enum code code = OK;

	if (effect->kind == EFFECT_FIND_NUMBER) {
		code = store_find_national_id(performer->app->store, effect->text, found, RESULTS_MAX, &count, &err);
		ident_mask(masked, effect->text);
	} else if (effect->text[0] != '\0') {
		code = store_search_applicants(performer->app->store, effect->text, found, RESULTS_MAX, &count, &more, &err);
	}
	if (code != OK) {
		fail(performer, effect->kind, &err);
	} else {
		struct event event = {.kind = EVENT_FOUND,
			.now = clock_now(),
			.applicants = found,
			.number = (int)count + (more ? 1 : 0),
			.text = masked};
		answer(performer, &event);
	}
	mem_free(found);
}

enum { RECENT_DAYS = 30, DAY_SECONDS = 86400 };

/* Hours of the clock that are set, on days that are no holiday: outside of them a handover is to be explained. */
static bool
is_outside_hours(const struct app *app)
{
	const struct conf *conf = &app->conf;
	struct civil now = clock_civil(clock_now());
	struct date today = {now.year, now.month, now.day};
	struct day day;

	if (conf->working_from == conf->working_until)
		return false;
	return now.hour < conf->working_from || now.hour >= conf->working_until || now.weekday >= 5 ||
		(app->calendar != NULL && days_look(&day, app->calendar, today, NULL) == OK && day.kind == DAY_HOLIDAY);
}

/* What the register remembers of person, document and officer. */
static enum code
look_encounter(const struct performer *performer, const struct handover_flow *flow, struct handover_history *history,
	struct err *err)
{
	const struct store_encounter_query query = {.applicant_id = flow->applicant.id,
		.officer_id = login_acting(performer->login)->id,
		.kind = flow->identity.kind,
		.document = flow->identity.number,
		.since = clock_now() - (int64_t)RECENT_DAYS * DAY_SECONDS};
	struct store_encounter seen;
	enum code code = store_find_encounter(performer->app->store, &query, &seen, err);

	if (code != OK)
		return code;
	copy_text(history->document_record, sizeof history->document_record, seen.document_record);
	copy_text(history->recent_record, sizeof history->recent_record, seen.recent_record);
	history->recent_days = seen.recent_time != 0 ? (int)((clock_now() - seen.recent_time) / DAY_SECONDS) : 0;
	history->is_officer = seen.is_officer;
	history->outside_hours = is_outside_hours(performer->app);
	return OK;
}

static void
look_history(const struct performer *performer, const struct handover_flow *flow, const struct effect *effect)
{
	struct store_history known = {0};
	struct handover_history history = {0};
	struct card card;
	struct shipment shipment;
	struct err err = {0};
	struct event event = {.kind = EVENT_HISTORY, .now = clock_now(), .history = &history, .text = effect->text};

	if (store_find_history(performer->app->store, flow->applicant.id, effect->text, &known, &err) != OK ||
		look_encounter(performer, flow, &history, &err) != OK) {
		fail(performer, effect->kind, &err);
		return;
	}
	history.application_done = known.application_done;
	history.certificate_done = known.certificate_done;
	copy_text(history.record_number, sizeof history.record_number, known.record_number);
	if (store_find_card(performer->app->store, flow->applicant.id, &card, &err) == OK) {
		copy_text(history.card_serial, sizeof history.card_serial, card.card_serial);
		if (store_find_shipment(performer->app->store, card.shipment_id, &shipment, &err) == OK)
			copy_text(history.tracking_number, sizeof history.tracking_number, shipment.tracking_number);
	}
	answer(performer, &event);
}

static void
commit(const struct performer *performer, const struct handover_flow *flow)
{
	struct handover *stored = mem_alloc(sizeof *stored);
	struct err err = {0};

	if (store_commit_handover(performer->app->store, &flow->handover, login_acting(performer->login), stored, &err) != OK) {
		fail(performer, EFFECT_COMMIT, &err);
	} else {
		struct event event = {.kind = EVENT_COMMITTED, .now = clock_now(), .handover = stored};
		answer(performer, &event);
	}
	mem_free(stored);
}

static void
refuse(const struct performer *performer, const struct handover_flow *flow, const struct effect *effect)
{
	const struct certificate_facts *facts = handover_refused_certificate(flow);
	struct store_refusal refusal = {.applicant_id = flow->has_applicant ? flow->applicant.id : 0,
		.reason = refusal_reason_name(flow->refusal),
		.note = effect->text,
		.facts = facts};
	struct err err = {0};

	/* Wrong data on a right card: the application waits until the provider has mended it. A doubted identity waits as well. */
	if (flow->refusal == REFUSAL_WRONG_DATA || flow->refusal == REFUSAL_IDENTITY_DOUBT)
		refusal.hold = effect->text[0] != '\0' ? effect->text : message_text(refusal_reason_message(flow->refusal));
	if (store_refuse_handover(performer->app->store, &refusal, login_acting(performer->login), &err) != OK) {
		fail(performer, EFFECT_REFUSE, &err);
	} else {
		struct event event = {.kind = EVENT_REFUSED, .now = clock_now()};
		answer(performer, &event);
	}
}

static void
set_paper(const struct performer *performer, const struct handover_flow *flow, const struct effect *effect)
{
	struct err err = {0};
	struct event event = {.kind = EVENT_PRINT_STATE, .now = clock_now(), .paper = effect->paper};

	if (store_set_paper(performer->app->store, flow->handover.id, effect->paper, "", login_acting(performer->login), &err) !=
		OK) {
		fail(performer, EFFECT_PAPER_STATE, &err);
		return;
	}
	answer(performer, &event);
}

static void
save_draft(const struct performer *performer, const struct handover_flow *flow)
{
	const struct officer *officer = login_acting(performer->login);
	struct str text = {0};
	struct err err = {0};

	if (!flow->has_applicant)
		return;
	handover_save(flow, &text);
	if (store_save_draft(performer->app->store, officer->id, str_text(&text), &err) != OK)
		log_err(LOG_ERROR, &err);
	str_clear(&text);
}

static void
drop_draft(const struct performer *performer)
{
	const struct officer *officer = login_acting(performer->login);
	struct err err = {0};

	if (store_drop_draft(performer->app->store, officer->id, &err) != OK)
		log_err(LOG_ERROR, &err);
}

/* Unless the spool has told already what became of it. */
static void
print_record(const struct performer *performer, const struct handover_flow *flow)
{
	char sentence[UI_SENTENCE] = "";
	struct event event = {.kind = EVENT_PRINT_STATE, .now = clock_now(), .paper = PAPER_WAITING, .text = sentence};

	if (!spool_add(performer->spool, flow->handover.id, sentence) || flow->handover.paper == PAPER_NONE)
		answer(performer, &event);
}

static void
beep(const struct performer *performer)
{
	const struct news news = {.kind = NEWS_BEEP};

	news_tell(&performer->listener, &news);
}

void
effects_perform(const struct performer *performer, const struct handover_flow *flow, int reader, const struct effect *effect)
{
	switch (effect->kind) {
	case EFFECT_FIND:
	case EFFECT_FIND_NUMBER:
		find(performer, effect);
		return;
	case EFFECT_READ_CARD:
		agent_read_card(performer->agent, reader);
		return;
	case EFFECT_HISTORY:
		look_history(performer, flow, effect);
		return;
	case EFFECT_COMMIT:
		commit(performer, flow);
		return;
	case EFFECT_REFUSE:
		refuse(performer, flow, effect);
		return;
	case EFFECT_PRINT:
		print_record(performer, flow);
		return;
	case EFFECT_PAPER_STATE:
		set_paper(performer, flow, effect);
		return;
	case EFFECT_SAVE_DRAFT:
		save_draft(performer, flow);
		return;
	case EFFECT_DROP_DRAFT:
		drop_draft(performer);
		return;
	case EFFECT_BEEP:
		beep(performer);
		return;
	case EFFECT_CLOSE:
		return;
	}
}
