/*
 * app/effects: performs what the handover flow asks for and feeds the answers back as events. The flow decides; here
 * nothing is decided, only done: one effect is at most one act of the store.
 */
#include "session.h"

#include "teslim/words.h"

#include <string.h>

enum { DRAFT_REST_MS = 400 };

void
session_sentence(char *sentence, const struct err *err)
{
	message_err(sentence, UI_SENTENCE, err);
}

static enum code
advance(struct session *session, const struct event *event);

static void
fail(struct session *session, enum effect_kind kind, const struct err *err)
{
	char sentence[UI_SENTENCE];
	struct event event = {.kind = EVENT_FAILED, .now = clock_now(), .effect = kind, .text = sentence};

	log_err(LOG_ERROR, err);
	session_sentence(sentence, err);
	(void)advance(session, &event);
}

/* The earlier record number stands in the note of applications that are done, for the flow to name it. */
static void
note_records(struct session *session, struct applicant *applicants, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct store_paper paper;
		if (applicants[i].state == APPLICATION_DELIVERED &&
			store_find_paper(session->app.store, applicants[i].id, &paper, NULL) == OK)
			copy_text(applicants[i].note, sizeof applicants[i].note, paper.record_number);
	}
}

static void
find(struct session *session, const struct effect *effect)
{
	struct applicant *found = mem_alloc((RESULTS_MAX + 1) * sizeof *found);
	char masked[NATIONAL_ID_TEXT] = "";
	struct err err = {0};
	size_t count = 0;
	bool more = false;
	enum code code = OK;

	if (effect->kind == EFFECT_FIND_NUMBER) {
		code = store_find_national_id(session->app.store, effect->text, found, RESULTS_MAX, &count, &err);
		ident_mask(masked, effect->text);
	} else if (effect->text[0] != '\0') {
		code = store_search_applicants(session->app.store, effect->text, found, RESULTS_MAX, &count, &more, &err);
	}
	if (code != OK) {
		fail(session, effect->kind, &err);
	} else {
		struct event event = {.kind = EVENT_FOUND, .now = clock_now(), .applicants = found,
			.number = (int)count + (more ? 1 : 0), .text = masked};
		note_records(session, found, count);
		(void)advance(session, &event);
	}
	mem_free(found);
}

static void
look_history(struct session *session, const struct effect *effect)
{
	const struct applicant applicant = session->flow->applicant;
	struct store_history known = {0};
	struct handover_history history = {0};
	struct card card;
	struct shipment shipment;
	struct err err = {0};
	struct event event = {.kind = EVENT_HISTORY, .now = clock_now(), .history = &history, .text = effect->text};

	if (store_find_history(session->app.store, applicant.id, effect->text, &known, &err) != OK) {
		fail(session, effect->kind, &err);
		return;
	}
	history.application_done = known.application_done;
	history.certificate_done = known.certificate_done;
	copy_text(history.record_number, sizeof history.record_number, known.record_number);
	if (store_find_card(session->app.store, applicant.id, &card, &err) == OK) {
		copy_text(history.card_serial, sizeof history.card_serial, card.card_serial);
		if (store_find_shipment(session->app.store, card.shipment_id, &shipment, &err) == OK)
			copy_text(history.tracking_number, sizeof history.tracking_number, shipment.tracking_number);
	}
	(void)advance(session, &event);
}

static void
commit(struct session *session)
{
	struct handover *stored = mem_alloc(sizeof *stored);
	struct err err = {0};

	if (store_commit_handover(session->app.store, &session->flow->handover, &session->officer, stored, &err) != OK) {
		fail(session, EFFECT_COMMIT, &err);
	} else {
		struct event event = {.kind = EVENT_COMMITTED, .now = clock_now(), .handover = stored};
		(void)advance(session, &event);
	}
	mem_free(stored);
}

static void
refuse(struct session *session, const struct effect *effect)
{
	const struct handover_flow *flow = session->flow;
	const struct certificate_facts *facts = handover_refused_certificate(flow);
	struct store_refusal refusal = {.applicant_id = flow->has_applicant ? flow->applicant.id : 0,
		.reason = refusal_reason_name(flow->refusal),
		.note = effect->text,
		.facts = facts};
	struct err err = {0};

	/* Wrong data on a right card: the application waits until the provider has mended it. */
	if (flow->refusal == REFUSAL_WRONG_DATA)
		refusal.hold = effect->text[0] != '\0' ? effect->text : message_text(refusal_reason_message(flow->refusal));
	if (store_refuse_handover(session->app.store, &refusal, &session->officer, &err) != OK) {
		fail(session, EFFECT_REFUSE, &err);
	} else {
		struct event event = {.kind = EVENT_REFUSED, .now = clock_now()};
		(void)advance(session, &event);
	}
}

static void
set_paper(struct session *session, const struct effect *effect)
{
	int64_t id = session->flow->handover.id;
	struct err err = {0};
	struct event event = {.kind = EVENT_PRINT_STATE, .now = clock_now(), .paper = effect->paper};

	if (store_set_paper(session->app.store, id, effect->paper, "", &session->officer, &err) != OK) {
		fail(session, EFFECT_PAPER_STATE, &err);
		return;
	}
	(void)advance(session, &event);
}

static void
save_draft(struct session *session)
{
	struct str text = {0};
	struct err err = {0};

	session->draft_since = 0;
	if (!session->flow->has_applicant)
		return;
	handover_save(session->flow, &text);
	if (store_save_draft(session->app.store, session->officer.id, str_text(&text), &err) != OK)
		log_err(LOG_ERROR, &err);
	str_clear(&text);
}

/* Typing and ticking are saved too, but not with a disk write for each key. */
int
session_save_typed(struct session *session, bool at_once)
{
	int64_t rested;

	if (session->flow == NULL || session->draft_since == 0)
		return -1;
	rested = clock_monotonic_ms() - session->draft_since;
	if (!at_once && rested < DRAFT_REST_MS)
		return (int)(DRAFT_REST_MS - rested);
	save_draft(session);
	return -1;
}

static void
print_record(struct session *session)
{
	char sentence[UI_SENTENCE] = "";
	struct event event = {.kind = EVENT_PRINT_STATE, .now = clock_now(), .paper = PAPER_WAITING, .text = sentence};

	(void)spool_add(session, session->flow->handover.id, sentence);
	if (session->flow != NULL && session->flow->handover.paper == PAPER_NONE)
		(void)advance(session, &event);
}

static void
perform(struct session *session, const struct effect *effect)
{
	struct err err = {0};

	switch (effect->kind) {
	case EFFECT_FIND:
	case EFFECT_FIND_NUMBER:
		find(session, effect);
		return;
	case EFFECT_READ_CARD:
		agent_read_card(session, session->active_reader);
		return;
	case EFFECT_HISTORY:
		look_history(session, effect);
		return;
	case EFFECT_COMMIT:
		commit(session);
		return;
	case EFFECT_REFUSE:
		refuse(session, effect);
		return;
	case EFFECT_PRINT:
		print_record(session);
		return;
	case EFFECT_PAPER_STATE:
		set_paper(session, effect);
		return;
	case EFFECT_SAVE_DRAFT:
		save_draft(session);
		return;
	case EFFECT_DROP_DRAFT:
		session->draft_since = 0;
		if (store_drop_draft(session->app.store, session->officer.id, &err) != OK)
			log_err(LOG_ERROR, &err);
		return;
	case EFFECT_BEEP:
		if (session->ui != NULL)
			ui_beep(session->ui);
		return;
	case EFFECT_CLOSE:
		session_end_flow(session);
		return;
	}
}

/*
 * One event and all that follows from it. Effects answered at once come back through here, so the depth is that of a
 * chain of effects, which the machine bounds: find, history, judge.
 */
static enum code
advance(struct session *session, const struct event *event)
{
	struct effects effects = {0};
	enum code code;

	if (session->flow == NULL)
		return ERR_REFUSED;
	code = handover_advance(session->flow, &session->app.policy, event, &effects);
	for (int i = 0; i < effects.count && session->flow != NULL; i++)
		perform(session, &effects.list[i]);
	return code;
}

enum code
session_event(struct session *session, const struct event *event)
{
	enum handover_step before = session->flow != NULL ? session->flow->step : STEP_DONE;
	enum code code;

	if (session->flow != NULL && !session->flow->committed && (event->kind == EVENT_TYPED || event->kind == EVENT_ACTION))
		session->draft_since = clock_monotonic_ms();
	code = advance(session, event);
	/* Come to the card step with a card lying in another reader that is the applicant's: look at that one. */
	if (session->flow != NULL && before != STEP_CARD && session->flow->step == STEP_CARD &&
		session->flow->presence == PRESENCE_NONE)
		agent_replay(session, agent_best_reader(session, session->flow->applicant.national_id));
	if (session->ui != NULL)
		ui_refresh(session->ui);
	return code;
}

void
session_end_flow(struct session *session)
{
	mem_free(session->flow);
	session->flow = NULL;
	session->draft_since = 0;
	session->active_reader = -1;
	if (session->ui != NULL)
		ui_refresh(session->ui);
}

/* The draft of a committed handover knows its number only: the record itself comes from the database, and must be the officer's. */
static enum code
reload_committed(struct session *session, struct err *err)
{
	struct handover *stored = mem_alloc(sizeof *stored);
	struct event event = {.kind = EVENT_COMMITTED, .now = clock_now(), .handover = stored};
	enum code code = store_find_record(session->app.store, session->flow->handover.record_number, stored, err);

	if (code == OK && (stored->officer_id != session->officer.id || stored->applicant_id != session->flow->applicant.id))
		code = err_tell(err, ERR_CORRUPT, MSG_FLOW_DRAFT, "reload_committed", "%s", stored->record_number);
	if (code == OK)
		(void)session_event(session, &event);
	mem_free(stored);
	return code;
}

/* A draft knows who was chosen by the number of the application only; who that is, the register says. */
static enum code
reload(struct session *session, struct err *err)
{
	struct applicant applicant;
	struct event event = {.kind = EVENT_RELOADED, .now = clock_now(), .applicants = &applicant, .number = 1};
	enum code code;

	if (!session->flow->has_applicant)
		return OK;
	code = store_find_applicant(session->app.store, session->flow->applicant.id, &applicant, err);
	if (code != OK)
		return code;
	note_records(session, &applicant, 1);
	(void)session_event(session, &event);
	return session->flow->committed ? reload_committed(session, err) : OK;
}

static bool
restore(struct session *session, char *sentence)
{
	struct str text = {0};
	struct err err = {0};
	enum code code = store_load_draft(session->app.store, session->officer.id, &text, NULL, &err);

	if (code == OK)
		code = handover_restore(session->flow, &session->app.policy, str_text(&text), &err);
	str_clear(&text);
	if (code == OK)
		code = reload(session, &err);
	if (code == OK)
		return true;
	/* A draft that is of no use is not offered again; one that could not be read may be the next time. */
	if (code != ERR_BUSY && code != ERR_IO)
		(void)store_drop_draft(session->app.store, session->officer.id, NULL);
	session_sentence(sentence, &err);
	return false;
}

static bool
choose(struct session *session, int64_t applicant_id, char *sentence)
{
	struct applicant applicant;
	struct event found = {.kind = EVENT_FOUND, .now = clock_now(), .applicants = &applicant, .number = 1, .text = ""};
	struct event event = {.kind = EVENT_CHOOSE, .now = clock_now(), .number = 0};
	struct err err = {0};

	if (store_find_applicant(session->app.store, applicant_id, &applicant, &err) != OK) {
		session_sentence(sentence, &err);
		return false;
	}
	note_records(session, &applicant, 1);
	(void)session_event(session, &found);
	(void)session_event(session, &event);
	return true;
}

bool
session_begin_flow(struct session *session, int64_t applicant_id, bool resume, char *sentence)
{
	struct event start = {.kind = EVENT_START, .now = clock_now()};
	bool good = true;

	if (session->flow != NULL)
		return true; /* the one that is going on goes first */
	session->flow = mem_alloc(sizeof *session->flow);
	session->active_reader = -1;
	handover_init(session->flow, &session->app.policy);
	(void)session_event(session, &start);
	if (resume)
		good = restore(session, sentence);
	else if (applicant_id != 0)
		good = choose(session, applicant_id, sentence);
	if (!good) {
		session_end_flow(session);
		return false;
	}
	if (session->flow != NULL && !session->flow->committed)
		agent_replay(session, agent_best_reader(session, session->flow->has_applicant ? session->flow->applicant.national_id : NULL));
	return true;
}

void
session_card_arrived(struct session *session, int reader)
{
	char sentence[UI_SENTENCE];
	struct str draft = {0};
	bool has_draft;

	if (!session->logged_in || session->ui == NULL || ui_is_locked(session->ui) || !ui_is_home(session->ui) ||
		session->agent.readers[reader].count == 0)
		return;
	/* A handover that was cut off goes first: the home screen offers it, and this card is there for it. */
	has_draft = store_load_draft(session->app.store, session->officer.id, &draft, NULL, NULL) == OK;
	str_clear(&draft);
	if (!has_draft && session_begin_flow(session, 0, false, sentence))
		ui_show_handover(session->ui);
}
