/*
 * app/desk: the full screen: one poll loop over the terminal, the signal pipe and the helpers. Single-threaded; no turn of it
 * waits for anything but the poll and the disk.
 */
#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum { FDS = 8, TICK_MS = 1000 };

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

static void
add_helper(struct pollfd *fds, nfds_t *count, const struct helper *helper)
{
	if (helper == NULL)
		return;
	add_fd(fds, count, helper_fd(helper), POLLIN);
	add_fd(fds, count, helper_write_fd(helper), POLLOUT);
}

static int
shortest(struct session *session)
{
	int limits[] = {ui_timeout(session->ui), helper_timeout(agent_helper(session->agent)), session_flow_rest(session->flow),
		session_delivery_rest(session->delivery)};
	int shortest = TICK_MS;

	for (size_t i = 0; i < ARRAY_LENGTH(limits); i++)
		if (limits[i] >= 0 && limits[i] < shortest)
			shortest = limits[i];
	return shortest;
}

static void
turn(struct session *session)
{
	struct pollfd fds[FDS];
	nfds_t count = 0;

	ui_read(session->ui);
	if (ui_ended(session->ui) != UI_RUNNING)
		return;
	session_flow_save(session->flow); /* nothing is shown that a crash would lose */
	ui_paint(session->ui);
	add_fd(fds, &count, ui_terminal_fd(session->ui), POLLIN);
	add_fd(fds, &count, ui_signal_fd(session->ui), POLLIN);
	add_helper(fds, &count, agent_helper(session->agent));
	add_helper(fds, &count, spool_helper(session->spool));
	add_helper(fds, &count, session_doctor_helper(session->doctor));
	if (poll(fds, count, shortest(session)) < 0 && errno != EINTR)
		log_line(LOG_ERROR, "poll: %s", strerror(errno));
	ui_read(session->ui);
	agent_turn(session->agent);
	spool_turn(session->spool);
	session_doctor_turn(session->doctor);
	session_flow_tick(session->flow);
	session_delivery_tick(session->delivery);
	session_drawer_tick(session->drawer);
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

static const char *
how_it_ended(const struct ui *ui)
{
	enum ui_end end = ui_ended(ui);

	return end == UI_END_LEFT ? "left" : end == UI_END_SIGNAL ? "signal" : "hang-up";
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
	struct ui_host host;

	options.stderr_fd = open_log(&session->app);
	host_fill(&host, session);
	if (ui_open(&session->ui, &host, &options, err) != OK)
		return complain_err(err);
	agent_start(session->agent);
	while (ui_ended(session->ui) == UI_RUNNING)
		turn(session);
	session_flow_save(session->flow);
	session_delivery_save(session->delivery);
	session_drawer_save(session->drawer);
	log_line(LOG_INFO, "desk: session ended: %s", how_it_ended(session->ui));
	login_leave(session->login, how_it_ended(session->ui));
	ui_close(&session->ui);
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
	code = app_read_conf(&session->app, &common, &err);
	if (code == OK && common.config == NULL)
		app_hand_over(&session->app);
	if (code == OK)
		code = app_open_rules(&session->app, &err);
	if (code == OK)
		code = app_open_store(&session->app, false, &err);
	if (code == OK)
		session_open(session);
	status = code == OK ? run(session, &err) : complain_err(&err);
	if (code == OK)
		session_close(session);
	app_close(&session->app);
	mem_free(session);
	return status;
}
