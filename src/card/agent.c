/*
 * card/agent: the loop over standard input, the watcher's pipe and the reading processes' pipes (see agent.h). What
 * each reader's slot does is in slot.c.
 */
#include "agent.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "filter.h"
#include "slot.h"
#include "surroundings.h"

enum { INPUT_MAX = 4096, RESPAWN_MS = 1000, RESPAWN_MAX_MS = 60000 };

/* ---- events of the agent as a whole */

static void
tell_ready(struct agent *agent)
{
	struct str out = {0};

	line_begin(&out, CARD_EVENT_READY);
	line_add(&out, "version", TESLIM_VERSION);
	line_add_number(&out, "pid", getpid());
	agent_send(agent, &out);
}

/* " (PATH)" where the sentence is about a socket: one that is named, or one that refuses. */
static void
detail_of_service(const struct agent *agent, char *out, size_t size, enum fault fault)
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

static void
tell_daemon(struct agent *agent)
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
static void
prepare_last_words(struct agent *agent)
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
static void
tell_no_reader(struct agent *agent)
{
	char product[128];

	if (surroundings_usb_reader(&agent->surroundings, product, sizeof product))
		agent_fault(agent, NULL, FAULT_NO_DRIVER, product, NULL);
	else
		agent_fault(agent, NULL, FAULT_NO_READER, "", NULL);
}

/* Whoever listens for long is told once that there is no reader, and a reader that comes says the rest. */
static void
tell_if_no_reader(struct agent *agent)
{
	bool is_none = agent->view_seen && agent->daemon_fault == FAULT_NONE && agent->slot_count == 0;

	if (agent->options->mode == MODE_SERVE && is_none && !agent->none_told)
		tell_no_reader(agent);
	agent->none_told = is_none;
}

/* ---- lines of the watcher */

static void
set_daemon(struct agent *agent, enum fault fault, const char *detail)
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
	tell_daemon(agent);
}

static void
on_daemon(struct agent *agent, const struct line *line)
{
	const char *state = line_value(line, "state");
	const char *code = line_value(line, "code");
	enum fault fault = FAULT_NONE;
	char detail[160];

	agent->watch_deaths = 0;
	if (state == NULL || strcmp(state, "up") != 0)
		fault = fault_from_code(code != NULL ? code : "");
	/* A refusal is a connection that is closed at once; only the service itself means polkit by it. */
	if (fault == FAULT_POLKIT && !surroundings_is_service(&agent->surroundings))
		fault = FAULT_NO_ANSWER;
	detail_of_service(agent, detail, sizeof detail, fault);
	set_daemon(agent, fault, detail);
}

/* It ended: that is no news of the service, but nobody looks at the readers until another has started. */
static void
on_watch_end(struct agent *agent)
{
	int pause = RESPAWN_MS << (agent->watch_deaths < 6 ? agent->watch_deaths : 6);
	char why[64];
	enum fault fault = child_why(&agent->watch, why, sizeof why);

	log_line(LOG_WARNING, "teslim-card: the watcher ended: %s, %s", fault_code(fault), why);
	agent->watch_deaths++;
	agent->watch_again_ms = clock_monotonic_ms() + (pause < RESPAWN_MAX_MS ? pause : RESPAWN_MAX_MS);
	set_daemon(agent, fault, why);
}

static bool
is_of_interest(const struct agent *agent, const char *reader)
{
	return agent->options->reader == NULL || strstr(reader, agent->options->reader) != NULL;
}

static struct slot *
find_slot(struct agent *agent, const char *reader)
{
	for (int i = 0; i < agent->slot_count; i++)
		if (strcmp(agent->slots[i].reader, reader) == 0)
			return &agent->slots[i];
	return NULL;
}

static void
add_slot(struct agent *agent, const char *reader)
{
	if (agent->slot_count == PCSC_READERS_MAX || find_slot(agent, reader) != NULL)
		return;
	slot_init(&agent->slots[agent->slot_count], reader);
	slot_tell_reader(agent, &agent->slots[agent->slot_count++]);
}

static void
drop_slot(struct agent *agent, struct slot *slot)
{
	int at = (int)(slot - agent->slots);

	slot_gone(agent, slot);
	agent->slot_count--;
	memmove(&agent->slots[at], &agent->slots[at + 1], (size_t)(agent->slot_count - at) * sizeof *slot);
}

static void
on_watch_line(struct agent *agent, const struct line *line)
{
	const char *reader = line_value(line, "reader");
	struct slot *slot;

	if (strcmp(line->word, "daemon") == 0) {
		on_daemon(agent, line);
		return;
	}
	if (strcmp(line->word, "view") == 0) {
		agent->view_seen = true;
		tell_if_no_reader(agent);
		return;
	}
	if (reader == NULL || !is_of_interest(agent, reader))
		return;
	if (strcmp(line->word, "reader") == 0)
		add_slot(agent, reader);
	slot = find_slot(agent, reader);
	if (slot == NULL)
		return;
	if (strcmp(line->word, "reader-gone") == 0)
		drop_slot(agent, slot);
	else if (strcmp(line->word, "in") == 0)
		slot_card_in(agent, slot, line);
	else if (strcmp(line->word, "out") == 0)
		slot_card_out(agent, slot);
	else if (strcmp(line->word, "free") == 0)
		slot_freed(agent, slot);
}

/* ---- commands */

static void
command_read(struct agent *agent, const struct line *line)
{
	const char *reader = line_value(line, "reader");
	const char *want = line_value(line, "want");
	const char *first = line_value(line, "first");

	for (int i = 0; i < agent->slot_count; i++)
		if (reader == NULL || strcmp(agent->slots[i].reader, reader) == 0)
			slot_read(agent, &agent->slots[i], want, first != NULL && strcmp(first, "yes") == 0 ? SLOT_READ_FIRST : SLOT_READ_ALL);
	if (reader != NULL && find_slot(agent, reader) == NULL)
		agent_fault(agent, reader, FAULT_READER_GONE, reader, NULL);
}

static void
command_list(struct agent *agent)
{
	if (agent->daemon_known)
		tell_daemon(agent);
	for (int i = 0; i < agent->slot_count; i++)
		slot_tell_all(agent, &agent->slots[i]);
}

/* The doctor's last words. */
static void
tell_doctor_done(struct agent *agent)
{
	struct str out = {0};

	if (agent->unguarded[0] != '\0')
		agent_finding(agent, FAULT_UNGUARDED, MSG_NONE, "warn", agent->unguarded, NULL);

	line_begin(&out, CARD_EVENT_DOCTOR_DONE);
	line_add_number(&out, "count", agent->findings);
	line_add_number(&out, "bad", agent->bad_findings);
	agent_send(agent, &out);
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
		tell_daemon(agent);
	if (agent->daemon_known && agent->daemon_fault == FAULT_NONE && agent->slot_count == 0)
		tell_no_reader(agent);
	for (int i = 0; i < agent->slot_count; i++)
		slot_tell_state(agent, &agent->slots[i]);
	tell_doctor_done(agent);
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
	prepare_last_words(agent);
	if (agent->daemon_known && agent->daemon_fault != FAULT_NONE)
		tell_daemon(agent);
	agent->none_told = false;
	tell_if_no_reader(agent);
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

static void
read_input(struct agent *agent)
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

/* ---- the loop */

static void
on_watch(struct agent *agent)
{
	struct line line;
	char *text;

	while ((text = child_line(&agent->watch)) != NULL) {
		struct err err = {0};
		if (line_parse(&line, text, &err) == OK)
			on_watch_line(agent, &line);
		mem_free(text);
	}
	if (agent->watch.fd < 0)
		on_watch_end(agent);
}

static void
start_watch(struct agent *agent)
{
	if (agent->watch.fd >= 0 || clock_monotonic_ms() < agent->watch_again_ms)
		return;
	if (!child_start(&agent->watch, NULL))
		agent->watch_again_ms = clock_monotonic_ms() + RESPAWN_MS;
}

static int
time_left(const struct agent *agent)
{
	int64_t now = clock_monotonic_ms();
	int64_t least = agent->options->mode == MODE_SERVE ? now + 60000 : agent->end_ms;

	if (agent->watch.fd < 0 && agent->watch_again_ms < least)
		least = agent->watch_again_ms;
	for (int i = 0; i < agent->slot_count; i++) {
		int64_t at = slot_deadline(agent, &agent->slots[i]);
		if (at != 0 && at < least)
			least = at;
	}
	return least <= now ? 0 : least - now > 60000 ? 60000 : (int)(least - now);
}

static void
turn(struct agent *agent)
{
	struct pollfd fds[PCSC_READERS_MAX + 2];
	int count = agent->slot_count;

	fds[0] = (struct pollfd){agent->options->mode == MODE_SERVE ? STDIN_FILENO : -1, POLLIN, 0};
	fds[1] = (struct pollfd){agent->watch.fd, POLLIN, 0};
	for (int i = 0; i < count; i++)
		fds[i + 2] = (struct pollfd){agent->slots[i].child.fd, POLLIN, 0};
	if (poll(fds, (nfds_t)count + 2, time_left(agent)) < 0 && errno != EINTR)
		agent->is_leaving = true;
	/* Cards before the watcher: what was read before the card was pulled has been read. */
	for (int i = 0; i < count; i++)
		if (fds[i + 2].fd >= 0 && fds[i + 2].revents != 0)
			slot_hear(agent, &agent->slots[i]);
	for (int i = 0; i < agent->slot_count; i++)
		slot_tick(agent, &agent->slots[i]);
	if (fds[1].fd >= 0 && fds[1].revents != 0)
		on_watch(agent);
	if (fds[0].revents != 0)
		read_input(agent);
	start_watch(agent);
}

static bool
is_any_busy(const struct agent *agent)
{
	for (int i = 0; i < agent->slot_count; i++)
		if (slot_is_busy(&agent->slots[i]))
			return true;
	return false;
}

/* --once and --doctor: is everything told? */
static bool
is_finished(const struct agent *agent)
{
	bool is_late = clock_monotonic_ms() >= agent->end_ms;

	if (!agent->daemon_known)
		return is_late;
	if (agent->daemon_fault != FAULT_NONE)
		return true;
	if (!agent->view_seen || is_any_busy(agent))
		return false;
	return agent->cards_told > 0 || is_late;
}

/* The last words of --once and --doctor, and the exit status. */
static int
conclude(struct agent *agent)
{
	bool is_doctor = agent->options->mode == MODE_DOCTOR;

	if (!agent->daemon_known) {
		char detail[160];
		detail_of_service(agent, detail, sizeof detail, FAULT_DAEMON_LOST);
		set_daemon(agent, FAULT_DAEMON_LOST, detail);
	}
	if (agent->daemon_fault == FAULT_NONE && agent->slot_count == 0)
		tell_no_reader(agent);
	else if (agent->daemon_fault == FAULT_NONE && (is_doctor || agent->cards_told == 0))
		for (int i = 0; i < agent->slot_count; i++)
			if (is_doctor || !agent->slots[i].is_present)
				slot_tell_state(agent, &agent->slots[i]);
	if (is_doctor) {
		tell_doctor_done(agent);
		return agent->bad_findings > 0 ? CARD_EXIT_NONE : CARD_EXIT_READ;
	}
	if (agent->daemon_fault == FAULT_STOPPED || agent->daemon_fault == FAULT_CRASHED)
		return CARD_EXIT_USAGE; /* nothing is known of the service */
	if (agent->daemon_fault != FAULT_NONE)
		return CARD_EXIT_NO_DAEMON;
	if (agent->slot_count == 0)
		return CARD_EXIT_NO_READER;
	if (agent->cards_told == 0)
		return CARD_EXIT_NO_CARD;
	return agent->cards_read > 0 ? CARD_EXIT_READ : CARD_EXIT_NONE;
}

/* A desk goes on without what its kernel does not give, and the doctor says so. */
static void
lock_in(struct agent *agent)
{
	if (sandbox_enter(agent->options->module != NULL ? SANDBOX_MODULE : SANDBOX_AGENT))
		return;
	snprintf(agent->unguarded, sizeof agent->unguarded, "seccomp: %s", strerror(errno));
	log_line(LOG_WARNING, "teslim-card: no sandbox on this system: %s", agent->unguarded);
	sandbox_do_without();
}

int
agent_run(const struct agent_options *options, const struct agent_out *out)
{
	enum { FIRST_VIEW_MS = 5000, SETTLE_MS = 700 /* pcscd polls a reader every 400 ms */ };
	struct agent *agent = mem_alloc(sizeof *agent);
	int status = CARD_EXIT_READ;
	const char *socket_path;
	bool is_named;

	agent->options = options;
	agent->out = out;
	agent->watch.fd = -1;
	socket_path = pcsc_socket_path(&is_named);
	surroundings_open(&agent->surroundings, socket_path, is_named, options->proc, options->sys);
	agent->end_ms = clock_monotonic_ms() + (options->wait_ms > 0 ? options->wait_ms : FIRST_VIEW_MS);
	signal(SIGPIPE, SIG_IGN);
	if (options->mode == MODE_SERVE)
		tell_ready(agent);
	prepare_last_words(agent);
	pcsc_prepare();
	lock_in(agent);
	start_watch(agent);
	while (!agent->is_leaving && (options->mode == MODE_SERVE || !is_finished(agent))) {
		bool had_view = agent->view_seen;
		turn(agent);
		if (!had_view && agent->view_seen && options->wait_ms == 0)
			agent->end_ms = clock_monotonic_ms() + SETTLE_MS;
	}
	if (options->mode != MODE_SERVE)
		status = conclude(agent);
	for (int i = 0; i < agent->slot_count; i++)
		child_end(&agent->slots[i].child);
	child_end(&agent->watch);
	surroundings_close(&agent->surroundings);
	str_clear(&agent->input);
	mem_free(agent);
	return status;
}
