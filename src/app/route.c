/*
 * app/route: who hears what: news of cards go to the count, to the handover or to nobody, news of papers to the handover that
 * they are of, findings to the doctor, and the screen hears of all of it. Keeps nothing and decides no case.
 */
#include "route.h"

#include <string.h>

/* A parcel or a drawer that is being counted takes all cards, unless a handover was begun in the midst of it. */
static bool
is_counting(const struct session *session)
{
	return session_flow_state(session->flow) == NULL &&
		(session_delivery_counts(session->delivery) || session_drawer_counts(session->drawer));
}

/* ---- the screen */

static void
refresh(const struct session *session)
{
	if (session->ui != NULL)
		ui_refresh(session->ui);
}

static void
beep(const struct session *session)
{
	if (session->ui != NULL)
		ui_beep(session->ui);
}

static void
notice(const struct session *session, enum verdict_level level, const char *sentence)
{
	if (session->ui != NULL)
		ui_notice(session->ui, level, sentence);
}

/* ---- the handover */

/* What the handover is told of a card: an event of that kind. number: which of its certificates, where it is about one. */
static void
tell_flow(struct session *session, enum event_kind kind, const struct agent_reader *reader, int number)
{
	struct event event = {.kind = kind, .now = clock_now(), .number = number, .fault = reader->fault_code};

	if (kind == EVENT_CARD_IN)
		event.text = reader->name;
	if (kind == EVENT_CARD_FAULT)
		event.text = reader->fault;
	if (kind == EVENT_CARD_CERT) {
		event.facts = &reader->facts[number];
		event.check = &reader->checks[number];
	}
	if (kind == EVENT_CARD_READ) {
		event.unreadable = reader->unreadable;
		event.left_out = reader->left_out;
	}
	(void)session_flow_event(session->flow, &event);
}

/* Tells the handover all that is known of a card that lies in a reader already. */
static void
show_card(struct session *session, int place)
{
	const struct agent_reader *reader = agent_reader(session->agent, place);

	if (reader == NULL || !reader->has_card || session_flow_state(session->flow) == NULL)
		return;
	session_flow_look_into(session->flow, place);
	tell_flow(session, EVENT_CARD_IN, reader, 0);
	for (int i = 0; i < reader->count; i++)
		tell_flow(session, EVENT_CARD_CERT, reader, i);
	if (reader->fault_code[0] != '\0')
		tell_flow(session, EVENT_CARD_FAULT, reader, 0);
	else if (reader->read)
		tell_flow(session, EVENT_CARD_READ, reader, reader->count);
}

static void
show_best_card(struct session *session)
{
	const struct handover_flow *state = session_flow_state(session->flow);

	if (state != NULL)
		show_card(session, agent_best_reader(session->agent, state->has_applicant ? state->applicant.national_id : NULL));
}

/* Whether news of this reader concern the handover: it looks into that one, or into none with a card. */
static bool
flow_hears(const struct session *session, int place)
{
	int looked_into = session_flow_reader(session->flow);
	const struct agent_reader *reader = agent_reader(session->agent, looked_into);

	return session_flow_state(session->flow) != NULL && !is_counting(session) &&
		(looked_into == place || reader == NULL || !reader->has_card);
}

static void
flow_card(struct session *session, enum event_kind kind, int place, int number)
{
	if (!flow_hears(session, place))
		return;
	session_flow_look_into(session->flow, place);
	tell_flow(session, kind, agent_reader(session->agent, place), number);
}

/* Two readers with a card each: the one that is the applicant's is the one that is meant. */
static bool
is_preferred(const struct session *session, int place)
{
	const struct handover_flow *state = session_flow_state(session->flow);
	int looked_into = session_flow_reader(session->flow);

	return state != NULL && state->at.step == STEP_CARD && state->has_applicant && looked_into >= 0 && looked_into != place &&
		agent_bears(session->agent, place, state->applicant.national_id) &&
		!agent_bears(session->agent, looked_into, state->applicant.national_id);
}

static void
flow_card_out(struct session *session, int place)
{
	const struct handover_flow *state = session_flow_state(session->flow);

	if (state == NULL || session_flow_reader(session->flow) != place)
		return;
	session_flow_look_into(session->flow, -1);
	tell_flow(session, EVENT_CARD_OUT, agent_reader(session->agent, place), 0);
	state = session_flow_state(session->flow);
	if (state != NULL && state->at.step == STEP_CARD && session_flow_reader(session->flow) < 0)
		show_best_card(session);
}

/* Elsewhere than at home a card that was put in is answered, and nothing else. */
static void
answer_card(struct session *session, const struct agent_reader *reader)
{
	char sentence[UI_SENTENCE];
	int chosen = desk_choose_certificate(reader->facts, reader->count, NULL, clock_now());

	if (chosen >= 0)
		say(sentence, sizeof sentence, APP_CARD_ELSEWHERE, reader->facts[chosen].subject_cn);
	else
		copy_text(sentence, sizeof sentence, tell(APP_CARD_EMPTY_ELSEWHERE));
	notice(session, chosen >= 0 ? VERDICT_PASS : VERDICT_WARN, sentence);
}

/* A card was read while nothing goes on: at the home screen it begins a handover. */
static void
begin_with_card(struct session *session, int place)
{
	char sentence[UI_SENTENCE];

	if (login_officer(session->login) == NULL || session_delivery_state(session->delivery) != NULL ||
		session_drawer_state(session->drawer) != NULL || session->ui == NULL || ui_is_locked(session->ui))
		return;
	if (!ui_is_home(session->ui) || agent_reader(session->agent, place)->count == 0) {
		answer_card(session, agent_reader(session->agent, place));
		return;
	}
	/* A handover that was cut off goes first: the home screen offers it, and this card is there for it. */
	if (!session_flow_has_draft(session->flow) && session_flow_begin(session->flow, 0, sentence))
		ui_show_handover(session->ui);
}

/* ---- the count */

/* Whether there is one that hears of cards; it takes them all. */
static bool
count_hears(struct session *session, const struct news *news)
{
	if (!is_counting(session))
		return false;
	if (session_drawer_counts(session->drawer))
		session_drawer_card(session->drawer, news, agent_reader(session->agent, news->reader));
	else
		session_delivery_card(session->delivery, news, agent_reader(session->agent, news->reader));
	return true;
}

/* ---- news of cards */

static void
card_read(struct session *session, const struct news *news)
{
	if (count_hears(session, news))
		return;
	if (session_flow_state(session->flow) == NULL)
		begin_with_card(session, news->reader);
	else if (is_preferred(session, news->reader))
		show_card(session, news->reader);
	else
		flow_card(session, EVENT_CARD_READ, news->reader, agent_reader(session->agent, news->reader)->count);
}

static void
card_fault(struct session *session, const struct news *news)
{
	if (count_hears(session, news))
		return;
	if (session_flow_state(session->flow) == NULL)
		notice(session, VERDICT_WARN, agent_reader(session->agent, news->reader)->fault);
	else
		flow_card(session, EVENT_CARD_FAULT, news->reader, 0);
}

/* ---- news of papers */

static void
paper(struct session *session, const struct news *news)
{
	const struct handover_flow *state = session_flow_state(session->flow);
	const struct courier_flow *delivery = session_delivery_state(session->delivery);
	const struct event event = {.kind = EVENT_PRINT_STATE, .now = clock_now(), .paper = news->paper, .text = news->text};
	const struct courier_event courier = {
		.kind = CE_PRINT_STATE, .now = clock_now(), .paper = news->paper, .text = news->text};

	if (delivery != NULL && delivery->committed && news->delivery_id != 0 && delivery->delivery.id == news->delivery_id)
		(void)session_delivery_event(session->delivery, &courier);
	if (state != NULL && state->committed && state->handover.id == news->handover_id)
		(void)session_flow_event(session->flow, &event);
	refresh(session);
}

void
route_hear(void *context, const struct news *news)
{
	struct session *session = context;

	switch (news->kind) {
	case NEWS_CARD_IN:
		if (!count_hears(session, news))
			flow_card(session, EVENT_CARD_IN, news->reader, 0);
		return;
	case NEWS_CARD_READING:
		if (!count_hears(session, news))
			flow_card(session, EVENT_CARD_READING, news->reader, agent_reader(session->agent, news->reader)->percent);
		return;
	case NEWS_CARD_CERTIFICATE:
		if (!is_counting(session))
			flow_card(session, EVENT_CARD_CERT, news->reader, agent_reader(session->agent, news->reader)->count - 1);
		return;
	case NEWS_CARD_READ:
		card_read(session, news);
		return;
	case NEWS_CARD_FAULT:
		card_fault(session, news);
		return;
	case NEWS_CARD_OUT:
		if (!count_hears(session, news))
			flow_card_out(session, news->reader);
		return;
	case NEWS_FLOW_WANTS_CARD:
		show_best_card(session);
		return;
	case NEWS_READER:
		session_doctor_reader(session->doctor, news->finding);
		return;
	case NEWS_ANSWER:
		session_doctor_answer(session->doctor, news->finding);
		return;
	case NEWS_AGENT_FLOOD:
		if (session->ui != NULL && !ui_is_locked(session->ui))
			notice(session, VERDICT_REFUSE, news->finding->sentence);
		return;
	case NEWS_PAPER:
		paper(session, news);
		return;
	case NEWS_BEEP:
		beep(session);
		return;
	case NEWS_AGENT:
	case NEWS_FLOW:
	case NEWS_DELIVERY:
	case NEWS_FINDINGS:
		refresh(session);
		return;
	}
}
