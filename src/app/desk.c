/*
 * app/desk: the full screen: one poll loop over the terminal, the signal pipe and the helpers. Single-threaded; nothing
 * in it blocks.
 */
#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum { FDS = 7, TICK_MS = 1000 };

static void
add_fd(struct pollfd *fds, nfds_t *count, int fd, short events)
{
	if (fd < 0)
		return;
	fds[*count].fd = fd;
	fds[*count].events = events;
	fds[*count].revents = 0;
	(*count)++;
}

static int
shortest(struct session *session)
{
	int limits[] = {ui_timeout(session->ui), helper_timeout(session->agent.helper), session_save_typed(session, false)};
	int shortest = TICK_MS;

	for (size_t i = 0; i < ARRAY_LENGTH(limits); i++)
		if (limits[i] >= 0 && limits[i] < shortest)
			shortest = limits[i];
	return shortest;
}

static void
tick_flow(struct session *session)
{
	struct event tick = {.kind = EVENT_TICK, .now = clock_now()};
	bool armed = session->flow != NULL && session->flow->armed;

	if (armed)
		(void)session_event(session, &tick);
}

static void
turn(struct session *session)
{
	struct pollfd fds[FDS];
	nfds_t count = 0;

	ui_read(session->ui);
	if (ui_ended(session->ui) != UI_RUNNING)
		return;
	ui_paint(session->ui);
	add_fd(fds, &count, ui_terminal_fd(session->ui), POLLIN);
	add_fd(fds, &count, ui_signal_fd(session->ui), POLLIN);
	add_fd(fds, &count, helper_fd(session->agent.helper), POLLIN);
	add_fd(fds, &count, helper_write_fd(session->agent.helper), POLLOUT);
	if (session->spool.helper != NULL) {
		add_fd(fds, &count, helper_fd(session->spool.helper), POLLIN);
		add_fd(fds, &count, helper_write_fd(session->spool.helper), POLLOUT);
	}
	if (session->printer != NULL)
		add_fd(fds, &count, helper_fd(session->printer), POLLIN);
	if (poll(fds, count, shortest(session)) < 0 && errno != EINTR)
		log_line(LOG_ERROR, "poll: %s", strerror(errno));
	ui_read(session->ui);
	agent_read(session);
	agent_tick(session);
	spool_read(session);
	session_doctor_turn(session);
	tick_flow(session);
	ui_tick(session->ui);
}

static int
open_log(const struct app *app)
{
	if (app->conf.log[0] == '\0')
		return -1;
	if (!log_open(app->conf.log))
		return -1;
	return open(app->conf.log, O_WRONLY | O_APPEND | O_CLOEXEC);
}

static int
run(struct session *session, struct err *err)
{
	struct ui_options options = {.ascii = session->app.conf.utf8 == CONF_NO,
		.no_colour = session->app.conf.colours == CONF_NO,
		.utf8 = session->app.conf.utf8 == CONF_YES,
		.escape_delay_ms = session->app.conf.escape_delay,
		.lock_after_s = session->app.conf.lock_minutes * 60,
		.stderr_fd = -1};
	enum ui_end end;

	options.stderr_fd = open_log(&session->app);
	host_fill(session);
	if (ui_open(&session->ui, &session->host, &options, err) != OK)
		return complain_err(err);
	agent_start(session);
	while (ui_ended(session->ui) == UI_RUNNING)
		turn(session);
	(void)session_save_typed(session, true);
	end = ui_ended(session->ui);
	log_line(LOG_INFO, "desk: session ended: %s", end == UI_END_LEFT ? "left" : end == UI_END_SIGNAL ? "signal" : "hang-up");
	if (session->logged_in) {
		struct store_field reason = {"reason", end == UI_END_HANGUP ? "hang-up" : end == UI_END_SIGNAL ? "signal" : "left"};
		if (store_log(session->app.store, ACT_LOGOUT, &session->officer, &reason, 1, NULL, err) != OK)
			log_err(LOG_ERROR, err);
	}
	agent_stop(session);
	spool_stop(session);
	session_doctor_stop(session);
	ui_close(&session->ui);
	mem_free(session->flow);
	session->flow = NULL;
	stack_session_end(session);
	if (options.stderr_fd >= 0)
		close(options.stderr_fd);
	return EXIT_YES;
}

int
command_desk(int argc, char **argv)
{
	struct common_options common = {0};
	const struct option_rule rules[] = {{NULL, NULL, NULL}};
	struct operands operands = {0};
	struct session *session;
	struct err err = {0};
	enum code code;
	int status;

	if (options_read(argc, argv, rules, &common, &operands) != OK)
		return EXIT_TROUBLE;
	if (common.help)
		return app_show_help(MSG_APP_USAGE);
	session = mem_alloc(sizeof *session);
	session->active_reader = -1;
	code = app_read_conf(&session->app, &common, &err);
	if (code == OK && common.config == NULL)
		app_hand_over(&session->app);
	if (code == OK)
		code = app_open_rules(&session->app, &err);
	if (code == OK)
		code = app_open_store(&session->app, false, &err);
	status = code == OK ? run(session, &err) : complain_err(&err);
	app_close(&session->app);
	mem_free(session);
	return status;
}
