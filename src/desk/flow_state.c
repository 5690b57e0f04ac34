/*
 * desk/flow_state: what every step asks of a flow and does to it: its notice, its step, its effects, whether something is
 * answered. Calls none of the other flow files.
 */
#include "flow.h"

#include <string.h>

/* By its fingerprint: two cards of one person look alike to everything else. */
bool
handover_card_is_here(const struct handover_flow *flow)
{
	return flow->presence == PRESENCE_READ && flow->chosen >= 0 && flow->frozen[0] != '\0' &&
		strcmp(flow->certificates[flow->chosen].sha256, flow->frozen) == 0;
}

/* Beyond EFFECTS_MAX nothing is asked; no chain of answers comes near it. */
void
flow_effect(struct effects *effects, enum effect_kind kind, const char *text)
{
	struct effect *effect;

	if (effects->count == EFFECTS_MAX)
		return;
	effect = &effects->list[effects->count++];
	*effect = (struct effect){.kind = kind};
	copy_text(effect->text, sizeof effect->text, text);
}

void
flow_alert(struct handover_flow *flow, enum verdict_level level, enum message message, const char *detail, struct effects *effects)
{
	steps_say(&flow->at, level, message, detail);
	flow_effect(effects, EFFECT_BEEP, "");
}

static void
ask_typed(struct handover_flow *flow, struct effects *effects)
{
	flow->found_by = SEARCH_TYPED;
	flow_effect(effects, EFFECT_FIND, form_text(&flow->form, FIELD_QUERY));
}

/* Each change of step is a moment at which a lost connection must lose nothing. */
void
flow_go(struct handover_flow *flow, enum handover_step step, struct effects *effects)
{
	steps_go(&flow->at, (int)step);
	flow->asks_officer = false;
	flow_effect(effects, EFFECT_SAVE_DRAFT, "");
	/* A draft keeps what was searched for, not what was found. */
	if (step == STEP_APPLICANT && flow->result_count == 0 && form_text(&flow->form, FIELD_QUERY)[0] != '\0')
		ask_typed(flow, effects);
}

/* A scan that is no document is a search like any other. */
void
flow_search(struct handover_flow *flow, const char *text, struct effects *effects)
{
	form_set(&flow->form, FIELD_QUERY, text);
	ask_typed(flow, effects);
}

/* What is over has no draft that could be gone on with. */
void
flow_close(struct handover_flow *flow, struct effects *effects)
{
	steps_go(&flow->at, STEP_DONE);
	flow->at.waiting = false;
	flow_effect(effects, EFFECT_DROP_DRAFT, "");
	flow_effect(effects, EFFECT_CLOSE, "");
}

bool
flow_is_answered(const char *text)
{
	return text[strspn(text, " \t")] != '\0';
}

void
flow_copy_trimmed(char *out, size_t size, const char *text)
{
	size_t length;

	text += strspn(text, " \t");
	(void)copy_text(out, size, text);
	length = strlen(out);
	while (length > 0 && (out[length - 1] == ' ' || out[length - 1] == '\t'))
		out[--length] = '\0';
}

/* Number, name and face were compared with a document that has a number: what the record will claim. */
bool
flow_identity_complete(const struct handover_flow *flow)
{
	return (flow->identity.compared & COMPARED_ALL) == COMPARED_ALL &&
		flow_is_answered(form_text(&flow->form, FIELD_IDENTITY_NUMBER));
}
