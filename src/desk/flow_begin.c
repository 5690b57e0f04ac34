/*
 * desk/flow_begin: a handover as it begins: at its first step, with its fields empty. What the fields are is a table here; what is
 * done with what they say is the steps' affair.
 */
#include "flow.h"

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

/* An identity card is what nearly everybody brings. The policy is not kept: it may be read anew under a flow that is going on. */
void
handover_init(struct handover_flow *flow, const struct verdict_policy *policy)
{
	(void)policy;
	*flow = (struct handover_flow){.chosen = -1, .resume_to = STEP_COUNT};
	steps_begin(&flow->at, &handover_steps, STEP_APPLICANT);
	form_init(&flow->form, fields, FIELD_COUNT);
	flow->identity.kind = IDENTITY_CARD;
}
