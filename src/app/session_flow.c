/*
 * app/session_flow: the handover that is going on at this desk. Gives the machine its events, has its effects performed, keeps
 * its draft. Decides nothing, and knows neither where its cards come from nor who shows it.
 */
#include "session_flow.h"
#include "effects.h"

#include "teslim/ui.h"

#include <string.h>

enum { DRAFT_REST_MS = 400 };

struct session_flow {
	struct performer performer;
	struct handover_flow *machine; /* NULL: no handover is going on */
	int reader;                    /* whose card the machine sees; -1 none */
	int64_t draft_since;           /* monotonic ms since when the machine holds what the draft does not; 0: nothing */
	int depth;                     /* of events that are being taken */
	bool ended;                    /* while one was: the machine goes when it has been */
};

static void take_answer(void *context, const struct event *event);

struct session_flow *
session_flow_new(struct app *app, const struct login *login, struct agent *agent, struct spool *spool,
	const struct listener *listener)
{
	struct session_flow *flow = mem_alloc(sizeof *flow);

	flow->performer = (struct performer){app, login, agent, spool, *listener, take_answer, flow};
	flow->reader = -1;
	return flow;
}

void
session_flow_free(struct session_flow **flow)
{
	if (*flow == NULL)
		return;
	mem_free((*flow)->machine);
	mem_free(*flow);
	*flow = NULL;
}

const struct handover_flow *
session_flow_state(const struct session_flow *flow)
{
	return flow->ended ? NULL : flow->machine;
}

int
session_flow_reader(const struct session_flow *flow)
{
	return flow->reader;
}

void
session_flow_look_into(struct session_flow *flow, int reader)
{
	flow->reader = reader;
}

static void
report(const struct session_flow *flow, enum news_kind kind)
{
	const struct news news = {.kind = kind};

	news_tell(&flow->performer.listener, &news);
}

/* ---- events */

static void
drop(struct session_flow *flow)
{
	mem_free(flow->machine);
	flow->machine = NULL;
	flow->ended = false;
	flow->draft_since = 0;
	flow->reader = -1;
}

void
session_flow_end(struct session_flow *flow)
{
	if (flow->depth > 0 && flow->machine != NULL)
		flow->ended = true;
	else
		drop(flow);
	report(flow, NEWS_FLOW);
}

static void
end_event(struct session_flow *flow)
{
	if (--flow->depth == 0 && flow->ended)
		drop(flow);
}

static void
perform(struct session_flow *flow, const struct effect *effect)
{
	if (effect->kind == EFFECT_SAVE_DRAFT || effect->kind == EFFECT_DROP_DRAFT)
		flow->draft_since = 0;
	if (effect->kind == EFFECT_CLOSE)
		session_flow_end(flow);
	else
		effects_perform(&flow->performer, flow->machine, flow->reader, effect);
}

/*
 * One event and all that follows from it. Effects answered at once come back through here, so the depth is that of a
 * chain of effects, which the machine bounds: find, history, judge.
 */
static enum code
advance(struct session_flow *flow, const struct event *event)
{
	struct effects effects = {0};
	enum code code;

	if (session_flow_state(flow) == NULL)
		return ERR_REFUSED;
	flow->depth++;
	code = handover_advance(flow->machine, &flow->performer.app->policy, event, &effects);
	for (int i = 0; i < effects.count && !flow->ended; i++)
		perform(flow, &effects.list[i]);
	end_event(flow);
	return code;
}

static void
take_answer(void *context, const struct event *event)
{
	(void)advance(context, event);
}

enum code
session_flow_event(struct session_flow *flow, const struct event *event)
{
	const struct handover_flow *state = session_flow_state(flow);
	int before = state != NULL ? state->at.step : STEP_DONE;
	enum code code;

	if (state != NULL && !state->committed && (event->kind == EVENT_TYPED || event->kind == EVENT_ACTION))
		flow->draft_since = clock_monotonic_ms();
	code = advance(flow, event);
	state = session_flow_state(flow);
	/* Come to the card step with a card lying in another reader that is the applicant's: that one is to be looked at. */
	if (state != NULL && before != STEP_CARD && state->at.step == STEP_CARD && state->presence == PRESENCE_NONE)
		report(flow, NEWS_FLOW_WANTS_CARD);
	report(flow, NEWS_FLOW);
	return code;
}

void
session_flow_tick(struct session_flow *flow)
{
	const struct event tick = {.kind = EVENT_TICK, .now = clock_now()};

	if (flow->machine != NULL && flow->machine->at.armed)
		(void)session_flow_event(flow, &tick);
}

void
session_flow_save(struct session_flow *flow)
{
	const struct effect save = {.kind = EFFECT_SAVE_DRAFT};

	if (flow->machine != NULL && flow->draft_since != 0)
		perform(flow, &save);
}

/*
 * Typing and ticking are saved too: by the desk before it shows them, so that keys that came together are one write, and here when
 * nothing is shown.
 */
int
session_flow_rest(struct session_flow *flow)
{
	int64_t rested = clock_monotonic_ms() - flow->draft_since;

	if (flow->machine == NULL || flow->draft_since == 0)
		return -1;
	if (rested < DRAFT_REST_MS)
		return (int)(DRAFT_REST_MS - rested);
	session_flow_save(flow);
	return -1;
}

/* ---- beginning */

static int64_t
officer_id(const struct session_flow *flow)
{
	return login_acting(flow->performer.login)->id;
}

bool
session_flow_has_draft(const struct session_flow *flow)
{
	struct str text = {0};
	bool has = store_load_draft(flow->performer.app->store, officer_id(flow), &text, NULL, NULL) == OK;

	str_clear(&text);
	return has;
}

/* It may have been taken back on another screen meanwhile. */
static enum code
is_in_force(const struct session_flow *flow, const struct handover *stored, struct err *err)
{
	struct store_paper paper;
	enum code code = store_find_paper(flow->performer.app->store, stored->applicant_id, &paper, err);

	if (code == ERR_NOT_FOUND || (code == OK && paper.handover_id != stored->id))
		return err_tell(err, ERR_NOT_FOUND, MSG_CORRECTION_VOID_DRAFT, "reload_committed", "%s", stored->record_number);
	return code;
}

/* The draft of a committed handover knows its number only: the record itself comes from the database, and must be the officer's. */
static enum code
reload_committed(struct session_flow *flow, struct err *err)
{
	struct handover *stored = mem_alloc(sizeof *stored);
	struct event event = {.kind = EVENT_COMMITTED, .now = clock_now(), .handover = stored};
	enum code code = store_find_record(flow->performer.app->store, flow->machine->handover.record_number, stored, err);

	if (code == OK && (stored->officer_id != officer_id(flow) || stored->applicant_id != flow->machine->applicant.id))
		code = err_tell(err, ERR_CORRUPT, MSG_FLOW_DRAFT, "reload_committed", "%s", stored->record_number);
	if (code == OK)
		code = is_in_force(flow, stored, err);
	if (code == OK)
		(void)session_flow_event(flow, &event);
	mem_free(stored);
	return code;
}

/* A draft knows who was chosen by the number of the application only; who that is, the register says. */
static enum code
reload(struct session_flow *flow, struct err *err)
{
	struct applicant applicant;
	struct event event = {.kind = EVENT_RELOADED, .now = clock_now(), .applicants = &applicant, .number = 1};
	enum code code;

	if (!flow->machine->has_applicant)
		return OK;
	code = store_find_applicant(flow->performer.app->store, flow->machine->applicant.id, &applicant, err);
	if (code != OK)
		return code;
	(void)session_flow_event(flow, &event);
	return flow->machine->committed ? reload_committed(flow, err) : OK;
}

static bool
restore(struct session_flow *flow, int64_t applicant_id, char *sentence)
{
	struct str text = {0};
	struct err err = {0};
	enum code code = store_load_draft(flow->performer.app->store, officer_id(flow), &text, NULL, &err);

	(void)applicant_id; /* the draft says whose it is */
	if (code == OK)
		code = handover_restore(flow->machine, &flow->performer.app->policy, str_text(&text), &err);
	str_clear(&text);
	if (code == OK)
		code = reload(flow, &err);
	if (code == OK)
		return true;
	/* A draft that is of no use is not offered again; one that could not be read may be the next time. */
	if (code != ERR_BUSY && code != ERR_IO)
		(void)store_drop_draft(flow->performer.app->store, officer_id(flow), NULL);
	message_err(sentence, UI_SENTENCE, &err);
	return false;
}

static bool
choose(struct session_flow *flow, int64_t applicant_id, char *sentence)
{
	struct applicant applicant;
	struct event found = {.kind = EVENT_FOUND, .now = clock_now(), .applicants = &applicant, .number = 1, .text = ""};
	struct event event = {.kind = EVENT_CHOOSE, .now = clock_now(), .number = 0};
	struct err err = {0};

	if (applicant_id == 0)
		return true;
	if (store_find_applicant(flow->performer.app->store, applicant_id, &applicant, &err) != OK) {
		message_err(sentence, UI_SENTENCE, &err);
		return false;
	}
	(void)session_flow_event(flow, &found);
	(void)session_flow_event(flow, &event);
	return true;
}

/* With the machine that has just been made: the first event, then what it goes on with. */
static bool
begin(struct session_flow *flow, bool (*go_on)(struct session_flow *flow, int64_t applicant_id, char *sentence),
	int64_t applicant_id, char *sentence)
{
	const struct event start = {.kind = EVENT_START, .now = clock_now()};
	bool good;

	if (flow->machine != NULL)
		return true; /* the one that is going on goes first */
	flow->machine = mem_alloc(sizeof *flow->machine);
	flow->reader = -1;
	handover_init(flow->machine, &flow->performer.app->policy);
	flow->depth++; /* whatever the events below lead to, the machine stays until they are over */
	(void)session_flow_event(flow, &start);
	good = go_on(flow, applicant_id, sentence);
	if (!good)
		session_flow_end(flow);
	else if (!flow->machine->committed)
		report(flow, NEWS_FLOW_WANTS_CARD);
	end_event(flow);
	return good;
}

bool
session_flow_begin(struct session_flow *flow, int64_t applicant_id, char *sentence)
{
	return begin(flow, choose, applicant_id, sentence);
}

bool
session_flow_resume(struct session_flow *flow, char *sentence)
{
	return begin(flow, restore, 0, sentence);
}
