/*
 * card/agent: the loop over standard input, the watcher's pipe and the reading processes' pipes (see agent.h). What
 * each reader's slot does is in slot.c, what it is told in commands.c, what it says of the service in service.c.
 */
#include "agent.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "sandbox.h"
#include "service.h"
#include "surroundings.h"

enum { RESPAWN_MS = 1000, RESPAWN_MAX_MS = 60000 };

static void
tell_ready(struct agent *agent)
{
	struct str out = {0};

	line_begin(&out, CARD_EVENT_READY);
	line_add(&out, "version", TESLIM_VERSION);
	line_add_number(&out, "pid", getpid());
	agent_send(agent, &out);
}

/* ---- lines of the watcher */

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
	service_detail(agent, detail, sizeof detail, fault);
	service_set(agent, fault, detail);
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
	service_set(agent, fault, why);
}

static bool
is_of_interest(const struct agent *agent, const char *reader)
{
	return agent->options->reader == NULL || strstr(reader, agent->options->reader) != NULL;
}

static void
add_slot(struct agent *agent, const char *reader)
{
	if (agent->slot_count == PCSC_READERS_MAX || slot_find(agent, reader) != NULL)
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
		service_tell_if_no_reader(agent);
		return;
	}
	if (reader == NULL || !is_of_interest(agent, reader))
		return;
	if (strcmp(line->word, "reader") == 0)
		add_slot(agent, reader);
	slot = slot_find(agent, reader);
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
		commands_read(agent);
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
		service_detail(agent, detail, sizeof detail, FAULT_DAEMON_LOST);
		service_set(agent, FAULT_DAEMON_LOST, detail);
	}
	if (agent->daemon_fault == FAULT_NONE && agent->slot_count == 0)
		service_tell_no_reader(agent);
	else if (agent->daemon_fault == FAULT_NONE && (is_doctor || agent->cards_told == 0))
		for (int i = 0; i < agent->slot_count; i++)
			if (is_doctor || !agent->slots[i].is_present)
				slot_tell_state(agent, &agent->slots[i]);
	if (is_doctor) {
		service_tell_doctor_done(agent);
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
	service_prepare_last_words(agent);
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
