/*
 * desk/flow_doubt: the number on the document did not agree with the register, twice. The ways on: a second document of
 * another kind, a second officer, a hold of which nothing is said, or refusal. Each stands in the record.
 */
#include "flow.h"

#include <string.h>

/* What was typed of one document must not be taken for another's. */
void
flow_forget_document(struct handover_flow *flow, enum identity_kind kind)
{
	flow->identity = (struct identity_document){.kind = kind};
	form_set(&flow->form, FIELD_IDENTITY_NUMBER, "");
	form_set(&flow->form, FIELD_IDENTITY_EXPIRY, "");
	form_set(&flow->form, FIELD_IDENTITY_DIGITS, "");
}

/* The kind is kept from the first time on, so that the second document is really another one. */
void
flow_open_doubt(struct handover_flow *flow, struct effects *effects)
{
	if (flow->first_kind == IDENTITY_NONE)
		flow->first_kind = flow->identity.kind;
	flow->doubt = DOUBT_OPEN;
	flow_go(flow, STEP_DOUBT, effects);
	flow_effect(effects, EFFECT_BEEP, "");
}

/* Whether a document of a second kind did not agree either. */
static bool
had_second_document(const struct handover_flow *flow)
{
	return flow->first_kind != IDENTITY_NONE && flow->identity.kind != flow->first_kind;
}

/* A second document that did not agree either leaves only people to decide. */
int
handover_ways(const struct handover_flow *flow, enum doubt_way out[WAY_COUNT])
{
	int count = 0;

	for (int way = had_second_document(flow) ? WAY_OFFICER : WAY_DOCUMENT; way < WAY_COUNT; way++)
		out[count++] = (enum doubt_way)way;
	return count;
}

/* The first document proves nothing any more; the next one has one try. */
static void
ask_second_document(struct handover_flow *flow, struct effects *effects)
{
	flow_forget_document(flow, flow->first_kind == IDENTITY_CARD ? IDENTITY_PASSPORT : IDENTITY_CARD);
	flow->doubt = DOUBT_DOCUMENT;
	flow->wrong_digits = WRONG_DIGITS_MAX - 1;
	flow_go(flow, STEP_IDENTITY, effects);
	steps_say(&flow->at, VERDICT_WARN, MSG_FLOW_DOUBT_DOCUMENT, "");
}

/* Back from the question why leads past the doubt: it is settled by a way, not by going round it. */
static void
end_for(struct handover_flow *flow, enum refusal_reason reason, struct effects *effects)
{
	flow->came_from = STEP_IDENTITY;
	flow->refusal = reason;
	flow_go(flow, STEP_REFUSE, effects);
}

/* Nothing here is for good yet: the ways that end it still ask why and are confirmed there. */
static enum code
take_way(struct handover_flow *flow, int index, struct effects *effects)
{
	enum doubt_way ways[WAY_COUNT];
	int count = handover_ways(flow, ways);

	if (index < 0 || index >= count)
		return ERR_REFUSED;
	flow->asks_officer = false;
	switch (ways[index]) {
	case WAY_DOCUMENT:
		ask_second_document(flow, effects);
		return OK;
	case WAY_OFFICER:
		flow->asks_officer = true;
		steps_say(&flow->at, VERDICT_WARN, MSG_FLOW_DOUBT_OFFICER, "");
		return OK;
	case WAY_HOLD:
		end_for(flow, REFUSAL_IDENTITY_DOUBT, effects);
		return OK;
	case WAY_REFUSE:
		end_for(flow, REFUSAL_IDENTITY_NOT_PROVEN, effects);
		return OK;
	case WAY_COUNT:
		break;
	}
	return ERR_REFUSED;
}

/* He has seen the document too: the number counts by his word, the face is still the first one's to compare. */
static enum code
take_officer(struct handover_flow *flow, const char *name, struct effects *effects)
{
	if (!flow->asks_officer || name == NULL || !flow_is_answered(name))
		return ERR_REFUSED;
	copy_text(flow->second_officer, sizeof flow->second_officer, name);
	flow->doubt = DOUBT_OFFICER;
	flow->identity.compared |= COMPARED_NATIONAL_ID;
	flow_go(flow, STEP_IDENTITY, effects);
	steps_say(&flow->at, VERDICT_WARN, MSG_FLOW_DOUBT_SEEN, name);
	return OK;
}

/* No key goes on from here: a doubt is settled by choosing. */
enum code
flow_doubt_event(struct handover_flow *flow, const struct event *event, struct effects *effects)
{
	if (event->kind == EVENT_CHOOSE)
		return take_way(flow, event->number, effects);
	return event->kind == EVENT_SECOND_OFFICER ? take_officer(flow, event->text, effects) : ERR_REFUSED;
}
