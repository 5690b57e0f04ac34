/*
 * app/agent: the desk's side of the card agent. Believes no line of it: every certificate is parsed and verified here,
 * and what was read is kept per reader until the card is gone.
 */
#include "session.h"

#include "teslim/card.h"

#include <stdlib.h>
#include <string.h>

enum { START_AGAIN_MS = 5000 };

/* What could not be started is tried again: somebody may have put the program in its place. */
static void
try_start(struct session *session)
{
	struct doctor_finding finding;
	struct err err = {0};

	session->agent.again_ms = 0;
	if (helper_start(session->agent.helper, &err) == OK)
		return;
	log_err(LOG_ERROR, &err);
	doctor_take_end(DOCTOR_READER, &session->app, &err, NULL, &finding);
	session_doctor_reader(session, &finding);
	session->agent.again_ms = clock_monotonic_ms() + START_AGAIN_MS;
}

void
agent_start(struct session *session)
{
	struct str command = {0};

	app_card_command(&command, &session->app.conf);
	str_printf(&command, " --lang %s", message_language() == LANGUAGE_ENGLISH ? "en" : "tr");
	session->agent.helper = helper_new("card", str_text(&command), true);
	str_clear(&command);
	try_start(session);
}

void
agent_stop(struct session *session)
{
	helper_free(&session->agent.helper);
}

static int
find_reader(const struct agent *agent, const char *name)
{
	for (int i = 0; i < agent->reader_count; i++)
		if (strcmp(agent->readers[i].name, name) == 0)
			return i;
	return -1;
}

static int
add_reader(struct agent *agent, const char *name)
{
	int index = find_reader(agent, name);

	if (index >= 0 || name[0] == '\0' || agent->reader_count == READERS_MAX)
		return index;
	index = agent->reader_count++;
	agent->readers[index] = (struct agent_reader){0};
	copy_text(agent->readers[index].name, FIELD_TEXT, name);
	return index;
}

static void
send_flow(struct session *session, enum event_kind kind, const struct agent_reader *reader, int number, const char *text)
{
	struct event event = {.kind = kind, .now = clock_now(), .number = number, .text = text, .fault = reader->fault_code};

	(void)session_event(session, &event);
}

static void
forget_card(struct agent_reader *reader)
{
	reader->has_card = reader->reading = reader->read = false;
	reader->percent = 0;
	reader->count = reader->unreadable = 0;
	reader->left_out = false;
	reader->fault[0] = reader->fault_code[0] = reader->cure[0] = '\0';
}

/* ---- what the flow is told */

static void
send_read(struct session *session, const struct agent_reader *reader)
{
	struct event event = {.kind = EVENT_CARD_READ, .now = clock_now(), .number = reader->count, .unreadable = reader->unreadable,
		.left_out = reader->left_out, .fault = reader->fault_code};

	(void)session_event(session, &event);
}

/* Whether news about this reader concern the flow: it is the active one, or there is none yet. */
static bool
concerns_flow(struct session *session, int index)
{
	if (session->flow == NULL || session->stack != NULL)
		return false;
	if (session->active_reader >= 0 && session->active_reader != index &&
		session->agent.readers[session->active_reader].has_card)
		return false;
	session->active_reader = index;
	return true;
}

static bool
bears(const struct agent_reader *reader, const char *national_id)
{
	for (int i = 0; i < reader->count; i++)
		if (strcmp(reader->facts[i].national_id, national_id) == 0)
			return true;
	return false;
}

int
agent_best_reader(const struct session *session, const char *national_id)
{
	int best = -1;

	for (int i = 0; i < session->agent.reader_count; i++) {
		const struct agent_reader *reader = &session->agent.readers[i];
		bool mine, best_mine;
		if (!reader->has_card)
			continue;
		if (best < 0) {
			best = i;
			continue;
		}
		mine = national_id != NULL && bears(reader, national_id);
		best_mine = national_id != NULL && bears(&session->agent.readers[best], national_id);
		if (mine != best_mine ? mine : reader->serial > session->agent.readers[best].serial)
			best = i;
	}
	return best;
}

void
agent_replay(struct session *session, int index)
{
	struct agent_reader *reader;

	if (index < 0 || session->flow == NULL)
		return;
	reader = &session->agent.readers[index];
	if (!reader->has_card)
		return;
	session->active_reader = index;
	send_flow(session, EVENT_CARD_IN, reader, 0, reader->name);
	for (int i = 0; i < reader->count; i++) {
		struct event event = {.kind = EVENT_CARD_CERT, .now = clock_now(), .facts = &reader->facts[i], .check = &reader->checks[i]};
		(void)session_event(session, &event);
	}
	if (reader->fault_code[0] != '\0')
		send_flow(session, EVENT_CARD_FAULT, reader, 0, reader->fault);
	else if (reader->read)
		send_read(session, reader);
}

/* Two readers with a card each: the one that is the applicant's is the one that is meant. */
static bool
prefer_other_reader(struct session *session, int index)
{
	const struct handover_flow *flow = session->flow;
	const struct agent *agent = &session->agent;

	if (flow == NULL || session->stack != NULL || flow->step != STEP_CARD || !flow->has_applicant ||
		session->active_reader == index || session->active_reader < 0)
		return false;
	if (!bears(&agent->readers[index], flow->applicant.national_id) ||
		bears(&agent->readers[session->active_reader], flow->applicant.national_id))
		return false;
	agent_replay(session, index);
	return true;
}

/* ---- lines */

static void
take_card(struct session *session, int index)
{
	struct agent_reader *reader = &session->agent.readers[index];

	forget_card(reader);
	reader->has_card = reader->reading = true;
	reader->serial = ++session->agent.insertions;
	if (session->stack != NULL)
		stack_session_card(session, index, false, false);
	else if (concerns_flow(session, index))
		send_flow(session, EVENT_CARD_IN, reader, 0, reader->name);
}

static void
take_certificate(struct session *session, int index, const struct line *line)
{
	struct agent_reader *reader = &session->agent.readers[index];
	const char *text = line_value(line, "der");
	uint8_t *der;
	size_t length;
	struct err err = {0};

	if (reader->count == CARD_CERTIFICATES_MAX) {
		reader->left_out = true;
		return;
	}
	if (text == NULL)
		return;
	der = mem_alloc(CERT_MAX);
	if (base64_decode(der, CERT_MAX, &length, text, strlen(text)) &&
		cert_facts(der, length, &session->app.issuers, &reader->facts[reader->count], &err) == OK) {
		cert_store_refresh(&session->app.trust);
		cert_check(session->app.trust, der, length, clock_now(), &reader->checks[reader->count]);
		reader->count++;
		if (concerns_flow(session, index)) {
			struct event event = {.kind = EVENT_CARD_CERT, .now = clock_now(),
				.facts = &reader->facts[reader->count - 1], .check = &reader->checks[reader->count - 1]};
			(void)session_event(session, &event);
		}
	} else {
		helper_log(session->agent.helper, "a certificate line was not one");
		reader->unreadable++;
	}
	mem_free(der);
}

/* What was not read belongs to the verdict on what was. */
static void
take_unread(struct agent_reader *reader, const struct line *line)
{
	const char *left = line_value(line, "left");

	reader->unreadable += (int)line_number(line, "unreadable", 0, 1000, 0);
	reader->left_out = reader->left_out || (left != NULL && strcmp(left, "yes") == 0);
	for (int i = 0; i < reader->count; i++) {
		reader->checks[i].unreadable = reader->unreadable;
		reader->checks[i].left_out = reader->left_out;
	}
}

static void
take_done(struct session *session, int index, const struct line *line)
{
	struct agent_reader *reader = &session->agent.readers[index];

	reader->reading = false;
	reader->read = true;
	reader->percent = 100;
	take_unread(reader, line);
	if (session->stack != NULL)
		stack_session_card(session, index, false, false);
	else if (session->flow == NULL)
		session_card_arrived(session, index);
	else if (!prefer_other_reader(session, index) && concerns_flow(session, index))
		send_read(session, reader);
}

static void
take_fault(struct session *session, int index, const struct line *line)
{
	struct agent_reader *reader = &session->agent.readers[index];
	const char *text = line_value(line, "text");
	const char *code = line_value(line, "code");
	const char *cure = line_value(line, "cure");

	reader->reading = false;
	copy_text(reader->fault, sizeof reader->fault, text != NULL ? text : "");
	copy_text(reader->fault_code, sizeof reader->fault_code, code != NULL ? code : "?");
	copy_text(reader->cure, sizeof reader->cure, cure != NULL ? cure : "");
	reader->has_card = true;
	if (session->stack != NULL)
		stack_session_card(session, index, false, true);
	else if (concerns_flow(session, index))
		send_flow(session, EVENT_CARD_FAULT, reader, 0, reader->fault);
	else if (session->flow == NULL && session->ui != NULL)
		ui_notice(session->ui, VERDICT_WARN, reader->fault);
}

static void
take_gone(struct session *session, int index)
{
	bool had = session->agent.readers[index].has_card;

	forget_card(&session->agent.readers[index]);
	if (!had)
		return;
	if (session->stack != NULL) {
		stack_session_card(session, index, true, false);
	} else if (session->flow != NULL && session->active_reader == index) {
		send_flow(session, EVENT_CARD_OUT, &session->agent.readers[index], 0, NULL);
		session->active_reader = -1;
		if (session->flow != NULL && session->flow->step == STEP_CARD)
			agent_replay(session, agent_best_reader(session, session->flow->applicant.national_id));
	}
}

static void
remove_reader(struct session *session, int index)
{
	struct agent *agent = &session->agent;

	take_gone(session, index);
	if (session->active_reader == index)
		session->active_reader = -1;
	else if (session->active_reader == agent->reader_count - 1)
		session->active_reader = index;
	agent->readers[index] = agent->readers[agent->reader_count - 1];
	agent->reader_count--;
}

static void
take_progress(struct session *session, int index, const struct line *line)
{
	struct agent_reader *reader = &session->agent.readers[index];
	int64_t read = line_number(line, "read", 0, 1 << 20, 0);
	int64_t total = line_number(line, "total", 1, 1 << 20, 1);
	int percent = (int)(read >= total ? 100 : read * 100 / total);

	if (percent == reader->percent)
		return;
	reader->percent = percent;
	if (session->stack == NULL && concerns_flow(session, index))
		send_flow(session, EVENT_CARD_READING, reader, percent, NULL);
}

static void
take_service(struct session *session, const struct line *line)
{
	struct agent *agent = &session->agent;
	struct doctor_finding finding;
	bool is_down = doctor_take_line(line, DOCTOR_READER, &session->app.conf, &finding);

	agent->daemon_up = !is_down;
	session_doctor_reader(session, is_down ? &finding : NULL);
	if (is_down)
		while (agent->reader_count > 0)
			remove_reader(session, agent->reader_count - 1);
}

/* A fault of no reader in particular: there is none. */
static void
take_no_reader(struct session *session, const struct line *line)
{
	struct doctor_finding finding;

	if (doctor_take_line(line, DOCTOR_READER, &session->app.conf, &finding))
		session_doctor_reader(session, &finding);
}

static void
send_line(struct session *session, struct str *line)
{
	struct err err = {0};

	line_end(line);
	if (helper_send(session->agent.helper, line->data, line->length, &err) != OK)
		log_err(LOG_WARNING, &err);
	str_clear(line);
}

void
agent_language(struct session *session)
{
	struct str line = {0};

	if (!session->agent.started)
		return;
	line_begin(&line, CARD_COMMAND_LANGUAGE);
	line_add(&line, "to", message_language() == LANGUAGE_ENGLISH ? "en" : "tr");
	send_line(session, &line);
}

static void
take_reader_line(struct session *session, const struct line *line)
{
	const char *name = line_value(line, "reader");
	int index = name != NULL ? add_reader(&session->agent, name) : -1;

	if (name != NULL && name[0] == '\0' && strcmp(line->word, CARD_EVENT_FAULT) == 0)
		take_no_reader(session, line);
	if (index < 0)
		return;
	if (strcmp(line->word, CARD_EVENT_READER) == 0)
		session_doctor_reader(session, NULL);
	if (strcmp(line->word, CARD_EVENT_CARD) == 0)
		take_card(session, index);
	else if (strcmp(line->word, CARD_EVENT_PROGRESS) == 0)
		take_progress(session, index, line);
	else if (strcmp(line->word, CARD_EVENT_CERT) == 0)
		take_certificate(session, index, line);
	else if (strcmp(line->word, CARD_EVENT_DONE) == 0)
		take_done(session, index, line);
	else if (strcmp(line->word, CARD_EVENT_FAULT) == 0)
		take_fault(session, index, line);
	else if (strcmp(line->word, CARD_EVENT_CARD_GONE) == 0)
		take_gone(session, index);
	else if (strcmp(line->word, CARD_EVENT_READER_GONE) == 0)
		remove_reader(session, index);
}

/* The agent has ended; it is started again by itself. */
static void
take_end(struct session *session, const struct line *line)
{
	struct agent *agent = &session->agent;
	const char *reason = line_value(line, "reason");
	struct doctor_finding finding;

	agent->started = false;
	agent->daemon_up = false;
	agent->doctor_running = false;
	while (agent->reader_count > 0)
		remove_reader(session, agent->reader_count - 1);
	doctor_take_end(DOCTOR_READER, &session->app, NULL, line, &finding);
	if (reason != NULL && strcmp(reason, "flood") == 0) {
		say(finding.sentence, sizeof finding.sentence, APP_AGENT_FLOOD, (int)line_number(line, "wait", 0, 3600, 0));
		if (session->ui != NULL && !ui_is_locked(session->ui))
			ui_notice(session->ui, VERDICT_REFUSE, finding.sentence);
	}
	session_doctor_reader(session, &finding);
}

static void
on_line(void *context, const struct line *line)
{
	struct session *session = context;

	if (strcmp(line->word, CARD_EVENT_READY) == 0) {
		session->agent.started = true;
		session_doctor_reader(session, NULL);
		agent_language(session); /* it may have been switched since the command was made */
	} else if (strcmp(line->word, "helper-gone") == 0) {
		take_end(session, line);
	} else if (strcmp(line->word, CARD_EVENT_DAEMON) == 0) {
		take_service(session, line);
	} else if (strcmp(line->word, CARD_EVENT_DOCTOR_DONE) == 0) {
		session->agent.doctor_running = false;
	} else if (strcmp(line->word, CARD_EVENT_FINDING) == 0) {
		session_doctor_answer(session, line);
	} else {
		take_reader_line(session, line);
	}
	if (session->ui != NULL)
		ui_refresh(session->ui);
}

void
agent_read(struct session *session)
{
	helper_flush(session->agent.helper);
	helper_read(session->agent.helper, on_line, session);
}

void
agent_tick(struct session *session)
{
	helper_tick(session->agent.helper);
	if (session->agent.again_ms != 0 && clock_monotonic_ms() >= session->agent.again_ms)
		try_start(session);
}

void
agent_read_card(struct session *session, int index)
{
	struct agent_reader *reader;
	struct str line = {0};

	if (index < 0 || index >= session->agent.reader_count)
		return;
	reader = &session->agent.readers[index];
	forget_card(reader);
	reader->has_card = reader->reading = true;
	send_flow(session, EVENT_CARD_IN, reader, 0, reader->name);
	line_begin(&line, CARD_COMMAND_READ);
	line_add(&line, "reader", reader->name);
	send_line(session, &line);
}

void
agent_doctor(struct session *session)
{
	struct str line = {0};

	session->agent.doctor_running = helper_state(session->agent.helper) == HELPER_RUNNING;
	if (!session->agent.doctor_running)
		return;
	line_begin(&line, CARD_COMMAND_DOCTOR);
	send_line(session, &line);
}

void
agent_words(const struct session *session, struct ui_status *out)
{
	const struct agent *agent = &session->agent;
	int best = agent_best_reader(session, NULL);

	out->readers = agent->reader_count;
	out->reader_level = VERDICT_WARN;
	if (!agent->started) {
		copy_text(out->reader, sizeof out->reader, tell(APP_READER_PROGRAM));
	} else if (!agent->daemon_up) {
		copy_text(out->reader, sizeof out->reader, tell(APP_READER_DOWN));
	} else if (agent->reader_count == 0) {
		copy_text(out->reader, sizeof out->reader, tell(APP_READER_NONE));
	} else if (best < 0) {
		out->reader_level = VERDICT_PASS;
		copy_text(out->reader, sizeof out->reader, tell(APP_READER_READY));
	} else if (agent->readers[best].reading) {
		out->reader_level = VERDICT_PASS;
		copy_text(out->reader, sizeof out->reader, tell(APP_READER_READING));
	} else if (agent->readers[best].fault_code[0] != '\0') {
		copy_text(out->reader, sizeof out->reader, tell(APP_READER_FAULT));
	} else {
		out->reader_level = VERDICT_PASS;
		copy_text(out->reader, sizeof out->reader, tell(APP_READER_CARD));
	}
}
