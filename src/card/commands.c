/*
 * card/commands: what the agent is told on its standard input, and what it does of it. What each reader does is in slot.c.
 */
#include "commands.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "service.h"

enum { INPUT_MAX = 4096 };

static void
command_read(struct agent *agent, const struct line *line)
{
	const char *reader = line_value(line, "reader");
	const char *want = line_value(line, "want");
	const char *first = line_value(line, "first");

	for (int i = 0; i < agent->slot_count; i++)
		if (reader == NULL || strcmp(agent->slots[i].reader, reader) == 0)
			slot_read(agent, &agent->slots[i], want,
				first != NULL && strcmp(first, "yes") == 0 ? SLOT_READ_FIRST : SLOT_READ_ALL);
	if (reader != NULL && slot_find(agent, reader) == NULL)
		agent_fault(agent, reader, FAULT_READER_GONE, reader, NULL);
}

static void
command_list(struct agent *agent)
{
	if (agent->daemon_known)
		service_tell(agent);
	for (int i = 0; i < agent->slot_count; i++)
		slot_tell_all(agent, &agent->slots[i]);
}

/* What is known now, as findings; nothing is read again. */
static void
command_doctor(struct agent *agent)
{
	struct agent_options options = *agent->options;
	const struct agent_options *usual = agent->options;

	options.mode = MODE_DOCTOR;
	agent->options = &options;
	agent->findings = agent->bad_findings = 0;
	if (agent->daemon_known)
		service_tell(agent);
	if (agent->daemon_known && agent->daemon_fault == FAULT_NONE && agent->slot_count == 0)
		service_tell_no_reader(agent);
	for (int i = 0; i < agent->slot_count; i++)
		slot_tell_state(agent, &agent->slots[i]);
	service_tell_doctor_done(agent);
	agent->options = usual;
}

/* What is amiss is said again, so that nobody goes on showing it in the other language. */
static void
command_language(struct agent *agent, const struct line *line)
{
	const char *to = line_value(line, "to");

	if (to == NULL || (strcmp(to, "tr") != 0 && strcmp(to, "en") != 0))
		return;
	message_set_language(to[0] == 't' ? LANGUAGE_TURKISH : LANGUAGE_ENGLISH);
	service_prepare_last_words(agent);
	if (agent->daemon_known && agent->daemon_fault != FAULT_NONE)
		service_tell(agent);
	agent->none_told = false;
	service_tell_if_no_reader(agent);
}

static void
on_command(struct agent *agent, char *text)
{
	struct line line;
	struct err err = {0};

	if (line_parse(&line, text, &err) != OK) {
		log_line(LOG_WARNING, "teslim-card: malformed command");
		return;
	}
	if (strcmp(line.word, CARD_COMMAND_READ) == 0)
		command_read(agent, &line);
	else if (strcmp(line.word, CARD_COMMAND_LIST) == 0)
		command_list(agent);
	else if (strcmp(line.word, CARD_COMMAND_DOCTOR) == 0)
		command_doctor(agent);
	else if (strcmp(line.word, CARD_COMMAND_LANGUAGE) == 0)
		command_language(agent, &line);
	else if (strcmp(line.word, CARD_COMMAND_QUIT) == 0)
		agent->is_leaving = true;
	else
		log_line(LOG_WARNING, "teslim-card: unknown command %s", line.word);
}

void
commands_read(struct agent *agent)
{
	char bytes[1024];
	ssize_t got = read(STDIN_FILENO, bytes, sizeof bytes);

	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (got <= 0) {
		agent->is_leaving = true;
		return;
	}
	for (ssize_t i = 0; i < got; i++) {
		if (bytes[i] == '\n') {
			if (agent->input.length > 0 && agent->input.length < INPUT_MAX)
				on_command(agent, agent->input.data);
			str_reset(&agent->input);
		} else if (agent->input.length < INPUT_MAX && bytes[i] != '\0') {
			str_add_char(&agent->input, bytes[i]);
		}
	}
}
