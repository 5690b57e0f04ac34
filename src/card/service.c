/*
 * card/service: what the agent says of the card service and of there being no reader at all, and the last words of a doctor.
 * The readers themselves speak in slot.c.
 */
#include "service.h"

#include <string.h>
#include <unistd.h>

#include "filter.h"

/* " (PATH)" where the sentence is about a socket: one that is named, or one that refuses. */
void
service_detail(const struct agent *agent, char *out, size_t size, enum fault fault)
{
	const struct surroundings *surroundings = &agent->surroundings;

	out[0] = '\0';
	if (fault != FAULT_NONE && (surroundings->is_named || fault == FAULT_SOCKET_REFUSED || fault == FAULT_SOCKET_DENIED))
		snprintf(out, size, " (%s)", surroundings->socket);
}

static void
begin_daemon(const struct agent *agent, struct str *out, enum fault fault, const char *detail)
{
	line_begin(out, CARD_EVENT_DAEMON);
	line_add(out, "state", fault == FAULT_NONE ? "up" : "down");
	if (fault == FAULT_NONE)
		return;
	line_add(out, "code", fault_code(fault));
	agent_add_fault(agent, out, fault, detail, NULL);
}

void
service_tell(struct agent *agent)
{
	struct str out = {0};

	if (agent->options->mode == MODE_DOCTOR) {
		agent_finding(agent, agent->daemon_fault, MSG_CARD_OK_DAEMON, "bad", agent->daemon_detail, NULL);
		return;
	}
	begin_daemon(agent, &out, agent->daemon_fault, agent->daemon_detail);
	agent_send(agent, &out);
}

/* What is said if this very process is stopped by its sandbox, when it cannot say much any more. */
void
service_prepare_last_words(struct agent *agent)
{
	static const char number[] = "@, " FILTER_PROCESSOR_NAME;
	bool is_words = agent->out->is_words;
	char text[400];
	struct str said = {0};
	char *hole;

	if (is_words) {
		fault_text(text, sizeof text, FAULT_STOPPED, number);
		str_printf(&said, "%s\n", text);
	} else {
		begin_daemon(agent, &said, FAULT_STOPPED, number);
		line_end(&said);
	}
	hole = strchr(said.data, '@');
	if (hole != NULL) {
		*hole = '\0';
		sandbox_report(is_words ? STDERR_FILENO : STDOUT_FILENO, said.data, hole + 1);
	}
	str_clear(&said);
}

/* No reader at all: is one plugged in that no driver serves? */
void
service_tell_no_reader(struct agent *agent)
{
	char product[128];

	if (surroundings_usb_reader(&agent->surroundings, product, sizeof product))
		agent_fault(agent, NULL, FAULT_NO_DRIVER, product, NULL);
	else
		agent_fault(agent, NULL, FAULT_NO_READER, "", NULL);
}

/* Whoever listens for long is told once that there is no reader, and a reader that comes says the rest. */
void
service_tell_if_no_reader(struct agent *agent)
{
	bool is_none = agent->view_seen && agent->daemon_fault == FAULT_NONE && agent->slot_count == 0;

	if (agent->options->mode == MODE_SERVE && is_none && !agent->none_told)
		service_tell_no_reader(agent);
	agent->none_told = is_none;
}

void
service_set(struct agent *agent, enum fault fault, const char *detail)
{
	if (agent->daemon_known && agent->daemon_fault == fault)
		return;
	if (fault != FAULT_NONE)
		for (int i = 0; i < agent->slot_count; i++)
			slot_daemon_lost(agent, &agent->slots[i]);
	agent->daemon_known = true;
	agent->daemon_fault = fault;
	copy_text(agent->daemon_detail, sizeof agent->daemon_detail, detail);
	agent->view_seen = agent->view_seen && fault == FAULT_NONE;
	service_tell(agent);
}

/* The doctor's last words. */
void
service_tell_doctor_done(struct agent *agent)
{
	struct str out = {0};

	if (agent->unguarded[0] != '\0')
		agent_finding(agent, FAULT_UNGUARDED, MSG_NONE, "warn", agent->unguarded, NULL);

	line_begin(&out, CARD_EVENT_DOCTOR_DONE);
	line_add_number(&out, "count", agent->findings);
	line_add_number(&out, "bad", agent->bad_findings);
	agent_send(agent, &out);
}
