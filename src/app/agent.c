/*
 * app/agent: the card agent's program as the desk sees it: started, asked and read here. Which readers and cards it tells of
 * is kept by agent_readers.c. Reports to a listener; knows no handover, no count and no screen.
 */
#include "agent.h"

#include "teslim/card.h"

#include <string.h>

enum { START_AGAIN_MS = 5000 };

struct agent {
	struct helper *helper;
	bool daemon_up;
	bool started;
	bool asked;
	int64_t again_ms; /* monotonic time to try once more to start what could not be started; 0: it runs */
	struct agent_readers readers;
};

struct agent *
agent_new(struct app *app, const struct listener *listener)
{
	struct agent *agent = mem_alloc(sizeof *agent);

	agent->readers.app = app;
	agent->readers.listener = *listener;
	return agent;
}

void
agent_free(struct agent **agent)
{
	if (*agent == NULL)
		return;
	helper_free(&(*agent)->helper);
	mem_free(*agent);
	*agent = NULL;
}

static void
report(const struct agent *agent, enum news_kind kind, const struct doctor_finding *finding)
{
	const struct news news = {.kind = kind, .finding = finding};

	news_tell(&agent->readers.listener, &news);
}

/* What could not be started is tried again: somebody may have put the program in its place. */
static void
try_start(struct agent *agent)
{
	struct doctor_finding finding;
	struct err err = {0};

	agent->again_ms = 0;
	if (helper_start(agent->helper, &err) == OK)
		return;
	log_err(LOG_ERROR, &err);
	doctor_take_end(DOCTOR_READER, agent->readers.app, &err, NULL, &finding);
	report(agent, NEWS_READER, &finding);
	agent->again_ms = clock_monotonic_ms() + START_AGAIN_MS;
}

/* The desk works without cards as well: whatever goes wrong here is reported, and never ends the program. */
void
agent_start(struct agent *agent)
{
	struct str command = {0};

	app_card_command(&command, &agent->readers.app->conf);
	str_printf(&command, " --lang %s", message_language() == LANGUAGE_ENGLISH ? "en" : "tr");
	agent->helper = helper_new("card", str_text(&command), true);
	str_clear(&command);
	try_start(agent);
}

const struct helper *
agent_helper(const struct agent *agent)
{
	return agent->helper;
}

/* ---- what it is asked */

/* A line that cannot be sent is no error of the officer's: the helper has ended or will, and that is told by its end. */
static void
send_line(struct agent *agent, struct str *line)
{
	struct err err = {0};

	line_end(line);
	if (helper_send(agent->helper, line->data, line->length, &err) != OK)
		log_err(LOG_WARNING, &err);
	str_clear(line);
}

/* The agent words its faults itself, so it must speak the language of the screen. */
void
agent_language(struct agent *agent)
{
	struct str line = {0};

	if (!agent->started)
		return;
	line_begin(&line, CARD_COMMAND_LANGUAGE);
	line_add(&line, "to", message_language() == LANGUAGE_ENGLISH ? "en" : "tr");
	send_line(agent, &line);
}

void
agent_read_card(struct agent *agent, int place)
{
	struct str line = {0};

	if (!agent_readers_read_again(&agent->readers, place))
		return;
	line_begin(&line, CARD_COMMAND_READ);
	line_add(&line, "reader", agent->readers.places[place].name);
	send_line(agent, &line);
}

/* The agent looks at the machine for longer than a screen may stand still: answers come as lines, the last one says so. */
void
agent_ask(struct agent *agent)
{
	struct str line = {0};

	agent->asked = helper_state(agent->helper) == HELPER_RUNNING;
	if (!agent->asked)
		return;
	line_begin(&line, CARD_COMMAND_DOCTOR);
	send_line(agent, &line);
}

bool
agent_is_asked(const struct agent *agent)
{
	return agent->asked;
}

/* ---- what it says */

/* A service that went away takes all readers with it: no card may be taken for present that nobody can ask. */
static void
take_service(struct agent *agent, const struct line *line)
{
	struct doctor_finding finding;
	bool is_down = doctor_take_line(line, DOCTOR_READER, &agent->readers.app->conf, &finding);

	agent->daemon_up = !is_down;
	report(agent, NEWS_READER, is_down ? &finding : NULL);
	if (is_down)
		agent_readers_lose(&agent->readers);
}

/* Answers to a question are kept apart from what readers report by themselves: they end with the screen that asked. */
static void
take_answer(struct agent *agent, const struct line *line)
{
	struct doctor_finding finding;

	if (doctor_take_line(line, DOCTOR_ANSWER, &agent->readers.app->conf, &finding))
		report(agent, NEWS_ANSWER, &finding);
}

/* A fault of no reader in particular: there is none. */
static void
take_no_reader(struct agent *agent, const struct line *line)
{
	struct doctor_finding finding;

	if (doctor_take_line(line, DOCTOR_READER, &agent->readers.app->conf, &finding))
		report(agent, NEWS_READER, &finding);
}

/* A line that makes no sense is logged and passed over; the agent is a separate program and may be of another version. */
static void
take_reader_line(struct agent *agent, const struct line *line)
{
	const char *name = line_value(line, "reader");
	const char *complaint;

	if (name != NULL && name[0] == '\0' && strcmp(line->word, CARD_EVENT_FAULT) == 0)
		take_no_reader(agent, line);
	if (!agent_readers_take(&agent->readers, line, &complaint))
		return;
	if (complaint != NULL)
		helper_log(agent->helper, "%s", complaint);
	if (strcmp(line->word, CARD_EVENT_READER) == 0)
		report(agent, NEWS_READER, NULL);
}

/* The agent has ended; it is started again by itself. */
static void
take_end(struct agent *agent, const struct line *line)
{
	const char *reason = line_value(line, "reason");
	struct doctor_finding finding;

	agent->started = false;
	agent->daemon_up = false;
	agent->asked = false;
	agent_readers_lose(&agent->readers);
	doctor_take_end(DOCTOR_READER, agent->readers.app, NULL, line, &finding);
	if (reason != NULL && strcmp(reason, "flood") == 0) {
		say(finding.sentence, sizeof finding.sentence, APP_AGENT_FLOOD, (int)line_number(line, "wait", 0, 3600, 0));
		report(agent, NEWS_AGENT_FLOOD, &finding);
	}
	report(agent, NEWS_READER, &finding);
}

/* One switch for every line; whatever it was, those who look at readers hear that something changed. */
static void
on_line(void *context, const struct line *line)
{
	struct agent *agent = context;

	if (strcmp(line->word, CARD_EVENT_READY) == 0) {
		agent->started = true;
		report(agent, NEWS_READER, NULL);
		agent_language(agent); /* it may have been switched since the command was made */
	} else if (strcmp(line->word, "helper-gone") == 0) {
		take_end(agent, line);
	} else if (strcmp(line->word, CARD_EVENT_DAEMON) == 0) {
		take_service(agent, line);
	} else if (strcmp(line->word, CARD_EVENT_DOCTOR_DONE) == 0) {
		agent->asked = false;
	} else if (strcmp(line->word, CARD_EVENT_FINDING) == 0) {
		take_answer(agent, line);
	} else {
		take_reader_line(agent, line);
	}
	report(agent, NEWS_AGENT, NULL);
}

void
agent_turn(struct agent *agent)
{
	helper_flush(agent->helper);
	helper_read(agent->helper, on_line, agent);
	helper_tick(agent->helper);
	if (agent->again_ms != 0 && clock_monotonic_ms() >= agent->again_ms)
		try_start(agent);
}

/* ---- what is known of it */

const struct agent_reader *
agent_reader(const struct agent *agent, int place)
{
	return place < 0 || place >= READERS_MAX || agent->readers.places[place].name[0] == '\0' ? NULL
												 : &agent->readers.places[place];
}

int
agent_reader_count(const struct agent *agent)
{
	int count = 0;

	for (int i = 0; i < READERS_MAX; i++)
		count += agent_reader(agent, i) != NULL;
	return count;
}

/* A person is recognized by the number on the certificate, never by the name. */
bool
agent_bears(const struct agent *agent, int place, const char *national_id)
{
	const struct agent_reader *reader = agent_reader(agent, place);

	for (int i = 0; reader != NULL && national_id != NULL && i < reader->count; i++)
		if (strcmp(reader->facts[i].national_id, national_id) == 0)
			return true;
	return false;
}

/* Whose card it is comes before which came last: with two readers, the one with this person's card is meant. */
int
agent_best_reader(const struct agent *agent, const char *national_id)
{
	const struct agent_reader *places = agent->readers.places;
	int best = -1;

	for (int i = 0; i < READERS_MAX; i++) {
		bool mine = agent_bears(agent, i, national_id), best_mine = agent_bears(agent, best, national_id);
		if (places[i].has_card && (best < 0 || (mine != best_mine ? mine : places[i].serial > places[best].serial)))
			best = i;
	}
	return best;
}

/* From the worst to the best, so that the status line names the first thing that has to be mended. */
enum agent_state
agent_state(const struct agent *agent)
{
	int best = agent_best_reader(agent, NULL);

	if (!agent->started)
		return AGENT_OFF;
	if (!agent->daemon_up)
		return AGENT_NO_SERVICE;
	if (best < 0)
		return agent_reader_count(agent) == 0 ? AGENT_NO_READER : AGENT_NO_CARD;
	if (agent->readers.places[best].reading)
		return AGENT_READING;
	return agent->readers.places[best].fault_code[0] != '\0' ? AGENT_FAULT : AGENT_CARD;
}
