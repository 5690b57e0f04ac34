/*
 * card/tell: how the agent says a fault or a finding: as one line with its sentence, its two cures and who can mend it
 * (see slot.h). Decides nothing.
 */
#include <string.h>

#include "slot.h"

void
agent_send(struct agent *agent, struct str *line)
{
	line_end(line);
	agent->out->line(agent->out->context, str_text(line), line->length);
	str_clear(line);
}

void
agent_add_fault(const struct agent *agent, struct str *line, enum fault fault, const char *detail, const struct others *others)
{
	char text[400], cure[320], call[320];

	fault_text(text, sizeof text, fault, detail);
	fault_cure(cure, sizeof cure, fault, &agent->surroundings, others);
	fault_call(call, sizeof call, fault);
	line_add(line, "text", text);
	line_add(line, "cure", cure);
	line_add(line, "call", call);
	line_add(line, "by", fault_mender(fault) == BY_ADMINISTRATOR ? "administrator" : "officer");
}

void
agent_finding(struct agent *agent, enum fault fault, enum message ok, const char *level, const char *detail,
	const struct others *others)
{
	struct str out = {0};
	char text[400];

	agent->findings++;
	if (fault != FAULT_NONE && strcmp(level, "bad") == 0)
		agent->bad_findings++;
	line_begin(&out, CARD_EVENT_FINDING);
	line_add(&out, "code", fault == FAULT_NONE ? "ok" : fault_code(fault));
	line_add(&out, "level", fault == FAULT_NONE ? "ok" : level);
	if (fault == FAULT_NONE) {
		message_format_detail(text, sizeof text, message_language(), ok, detail);
		line_add(&out, "text", text);
	} else {
		agent_add_fault(agent, &out, fault, detail, others);
	}
	agent_send(agent, &out);
}

void
agent_fault(struct agent *agent, const char *reader, enum fault fault, const char *detail, const struct others *others)
{
	struct str out = {0};

	if (agent->options->mode == MODE_DOCTOR) {
		agent_finding(agent, fault, MSG_NONE, fault == FAULT_EMPTY ? "ok" : "bad", detail, others);
		return;
	}
	line_begin(&out, CARD_EVENT_FAULT);
	line_add(&out, "reader", reader != NULL ? reader : "");
	line_add(&out, "code", fault_code(fault));
	agent_add_fault(agent, &out, fault, detail, others);
	agent_send(agent, &out);
}
