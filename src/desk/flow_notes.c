/*
 * desk/flow_notes: the verdict of a flow: what the certificate says, and besides it what the record has to say of how identity
 * was established. Decides on no step.
 */
#include "flow.h"

/* What was out of the ordinary stands in the record itself, where whoever asks later will look. */
static void
note_identity(struct handover_flow *flow)
{
	struct verdict *verdict = &flow->verdict;

	if (flow->doubt == DOUBT_DOCUMENT)
		desk_note(verdict, RULE_IDENTITY, VERDICT_WARN, MSG_NOTE_SECOND_DOCUMENT, "");
	if (flow->doubt == DOUBT_OFFICER)
		desk_note(verdict, RULE_IDENTITY, VERDICT_WARN, MSG_NOTE_SECOND_OFFICER, flow->second_officer);
	if (flow->identity.name[0] != '\0' && (flow->identity.compared & COMPARED_NAME_BY_EYE) != 0)
		desk_note(verdict, RULE_IDENTITY, VERDICT_WARN, MSG_NOTE_OTHER_NAME, flow->identity.name);
}

/* A new judgement drops what was noted: it is noted again, so that nothing stands there twice. */
void
flow_judge(struct handover_flow *flow, const struct verdict_policy *policy, int64_t now)
{
	desk_judge(&flow->verdict, &flow->applicant, &flow->handover.certificate, &flow->handover.check, &flow->history, policy,
		now);
	note_identity(flow);
	desk_judge_person(&flow->verdict, &flow->identity, &flow->history, now);
}
