/*
 * desk/flow_state: what every step asks of a flow and does to it: its notice, its step, its effects, whether something is
 * answered. Calls none of the other flow files.
 */
#include "flow.h"

#include <string.h>

/* clang-format off */
/* Their names are those of drafts: a draft of the version before has the same. */
static const struct form_field fields[FIELD_COUNT] = {
	[FIELD_QUERY] = {.name = "query", .label = MSG_HANDOVER_SEARCH, .kind = FORM_TEXT, .cells = 40},
	[FIELD_IDENTITY_NUMBER] = {.name = "identity-number", .label = MSG_HANDOVER_NUMBER, .kind = FORM_TEXT, .required = true, .cells = 20},
	[FIELD_IDENTITY_EXPIRY] = {.name = "identity-expiry", .label = MSG_HANDOVER_EXPIRY, .kind = FORM_DATE, .cells = 12},
	[FIELD_CARD_SERIAL] = {.name = "card-serial", .label = MSG_HANDOVER_CARD_SERIAL, .kind = FORM_SERIAL, .required = true, .cells = 32,
		.size = SERIAL_TEXT},
	[FIELD_READER_SERIAL] = {.name = "reader-serial", .label = MSG_HANDOVER_READER_SERIAL, .kind = FORM_SERIAL, .required = true, .cells = 32,
		.size = SERIAL_TEXT},
	[FIELD_NOTE] = {.name = "note", .label = MSG_HANDOVER_NOTE, .kind = FORM_TEXT, .cells = 48, .help = MSG_HANDOVER_NOTE_HINT},
	[FIELD_IDENTITY_DIGITS] = {.name = "identity-digits", .label = MSG_HANDOVER_DIGITS, .kind = FORM_TEXT, .cells = IDENTITY_DIGITS + 1,
		.help = MSG_HANDOVER_DIGITS_HINT},
};
/* clang-format on */

void
handover_init(struct handover_flow *flow, const struct verdict_policy *policy)
{
	(void)policy;
	*flow = (struct handover_flow){.chosen = -1, .resume_to = STEP_COUNT};
	steps_begin(&flow->at, &handover_steps, STEP_APPLICANT);
	form_init(&flow->form, fields, FIELD_COUNT);
	flow->identity.kind = IDENTITY_CARD;
}

bool
handover_card_is_here(const struct handover_flow *flow)
{
	return flow->presence == PRESENCE_READ && flow->chosen >= 0 && flow->frozen[0] != '\0' &&
		strcmp(flow->certificates[flow->chosen].sha256, flow->frozen) == 0;
}

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

static void
ask_typed(struct handover_flow *flow, struct effects *effects)
{
	flow->found_by = SEARCH_TYPED;
	flow_effect(effects, EFFECT_FIND, form_text(&flow->form, FIELD_QUERY));
}

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

void
flow_search(struct handover_flow *flow, const char *text, struct effects *effects)
{
	form_set(&flow->form, FIELD_QUERY, text);
	ask_typed(flow, effects);
}

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

bool
flow_identity_complete(const struct handover_flow *flow)
{
	return (flow->identity.compared & COMPARED_ALL) == COMPARED_ALL &&
		flow_is_answered(form_text(&flow->form, FIELD_IDENTITY_NUMBER));
}
