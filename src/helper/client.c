/*
 * helper/client: starts a helper program, feeds and reads it without ever blocking, notices its end and starts
 * it again; bounds what it may cost. Knows nothing of what its lines mean; the poll loop belongs to `app`.
 */
#include "limit.h"
#include "reader.h"

#include "teslim/message.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORDS_MAX = 32, PENDING_MAX = 4 << 20, LIVED_MS = 30000, CALM_MS = 600000, COMPLAINT_MAX = 200 };

struct helper {
	char *name;
	char *words_text; /* what words[] points into */
	char *words[WORDS_MAX + 1];
	bool restart;
	enum helper_state state;
	pid_t pid;
	int in, out; /* our ends: we write to in, read from out */
	int errors;  /* its standard error: bounded like all it says, since a file would take without limit */
	bool end_input;
	struct str pending;
	struct line_reader reader;
	struct str complaint; /* of its standard error, up to the end of the line */
	struct log_ration ration;
	struct flood_watch flood;
	int64_t error_bytes;
	int attempts;
	int floods;
	int64_t started_ms;
	int64_t restart_ms;
};

/* Splits a command at blanks; quotes group. No variables, no globbing, no shell. */
static bool
split_words(struct helper *helper, const char *command)
{
	char *out = helper->words_text = mem_alloc(strlen(command) + 2);
	int count = 0;

	for (;;) {
		char quote = '\0';
		command += strspn(command, " \t");
		if (*command == '\0')
			break;
		if (count == WORDS_MAX)
			return false;
		helper->words[count++] = out;
		for (; *command != '\0' && (quote != '\0' || (*command != ' ' && *command != '\t')); command++) {
			if (quote == '\0' && (*command == '"' || *command == '\''))
				quote = *command;
			else if (*command == quote)
				quote = '\0';
			else
				*out++ = *command;
		}
		*out++ = '\0';
		if (quote != '\0')
			return false;
	}
	return count > 0;
}

struct helper *
helper_new(const char *name, const char *command, bool restart)
{
	struct helper *helper = mem_alloc(sizeof *helper);

	helper->name = mem_string(name);
	helper->restart = restart;
	helper->in = helper->out = helper->errors = -1;
	helper->pid = -1;
	if (!split_words(helper, command)) {
		helper->state = HELPER_FAILED;
		helper->attempts = -1; /* the command itself is malformed */
	}
	return helper;
}

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static bool
reap(struct helper *helper, int *status, int wait_ms)
{
	for (int waited = 0;; waited += 10) {
		pid_t got = waitpid(helper->pid, status, WNOHANG);
		if (got == helper->pid || (got < 0 && errno == ECHILD)) {
			helper->pid = -1;
			return true;
		}
		if (waited >= wait_ms)
			return false;
		poll(NULL, 0, 10);
	}
}

/* With all that it has started: it leads a group of its own. */
static void
kill_group(const struct helper *helper)
{
	kill(-helper->pid, SIGKILL);
	kill(helper->pid, SIGKILL);
}

static void
end_process(struct helper *helper, int grace_ms)
{
	int status = 0;

	close_fd(&helper->in);
	if (helper->pid > 0 && !reap(helper, &status, grace_ms)) {
		kill_group(helper);
		reap(helper, &status, 1000);
	}
	close_fd(&helper->out);
	close_fd(&helper->errors);
	str_reset(&helper->pending);
	str_reset(&helper->complaint);
	reader_reset(&helper->reader);
	helper->end_input = false;
}

void
helper_free(struct helper **helper)
{
	if (*helper == NULL)
		return;
	end_process(*helper, 200);
	str_clear(&(*helper)->pending);
	str_clear(&(*helper)->complaint);
	reader_clear(&(*helper)->reader);
	mem_free((*helper)->words_text);
	mem_free((*helper)->name);
	mem_free(*helper);
	*helper = NULL;
}

/* Default signal dispositions and an empty mask for the child. */
static int
spawn(struct helper *helper, const int child[3])
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t all, none;
	int failed;

	sigfillset(&all);
	sigemptyset(&none);
	if ((failed = posix_spawn_file_actions_init(&actions)) != 0)
		return failed;
	if ((failed = posix_spawnattr_init(&attributes)) != 0) {
		posix_spawn_file_actions_destroy(&actions);
		return failed;
	}
	for (int i = 0; i < 3 && failed == 0; i++)
		failed = posix_spawn_file_actions_adddup2(&actions, child[i], i);
	if (failed == 0)
		failed = posix_spawnattr_setsigdefault(&attributes, &all);
	if (failed == 0)
		failed = posix_spawnattr_setsigmask(&attributes, &none);
	if (failed == 0) /* a group of its own: a key press at the terminal is no business of the helper */
		failed = posix_spawnattr_setflags(&attributes,
			POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
	if (failed == 0)
		failed = posix_spawnp(&helper->pid, helper->words[0], &actions, &attributes, helper->words, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return failed;
}

enum code
helper_start(struct helper *helper, struct err *err)
{
	int to[2] = {-1, -1}, from[2] = {-1, -1}, errors[2] = {-1, -1};
	int failed = 0;

	if (helper->state == HELPER_RUNNING)
		return OK;
	if (helper->state == HELPER_FAILED && helper->attempts < 0)
		return err_tell(err, ERR_USAGE, MSG_HELPER_COMMAND, "helper_start", "%s", helper->name);
	if (pipe2(to, O_CLOEXEC) != 0 || pipe2(from, O_CLOEXEC) != 0 || pipe2(errors, O_CLOEXEC) != 0)
		failed = errno;
	if (failed == 0)
		failed = spawn(helper, (const int[3]){to[0], from[1], errors[1]});
	close_fd(&to[0]);
	close_fd(&from[1]);
	close_fd(&errors[1]);
	helper->started_ms = clock_monotonic_ms();
	if (failed != 0) {
		close_fd(&to[1]);
		close_fd(&from[0]);
		close_fd(&errors[0]);
		helper->pid = -1;
		helper->state = HELPER_FAILED;
		return err_errno(err, failed, "helper_start", helper->words[0]);
	}
	helper->in = to[1];
	helper->out = from[0];
	helper->errors = errors[0];
	(void)fcntl(helper->in, F_SETFL, O_NONBLOCK);
	(void)fcntl(helper->out, F_SETFL, O_NONBLOCK);
	(void)fcntl(helper->errors, F_SETFL, O_NONBLOCK);
	flood_begin(&helper->flood,
		&(struct flood_counts){
			helper->reader.lines, helper->reader.bad_lines, helper->reader.bad_bytes, helper->error_bytes},
		helper->started_ms);
	helper->state = HELPER_RUNNING;
	return OK;
}

int
helper_fd(const struct helper *helper)
{
	return helper->state == HELPER_RUNNING ? helper->out : -1;
}

int
helper_write_fd(const struct helper *helper)
{
	return helper->state == HELPER_RUNNING && helper->pending.length > 0 ? helper->in : -1;
}

void
helper_flush(struct helper *helper)
{
	size_t done = 0;

	while (helper->in >= 0 && done < helper->pending.length) {
		ssize_t wrote = write(helper->in, helper->pending.data + done, helper->pending.length - done);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0 && errno == EAGAIN)
			break;
		if (wrote < 0) { /* its end is noticed by reading */
			done = helper->pending.length;
			break;
		}
		done += (size_t)wrote;
	}
	if (done > 0) {
		memmove(helper->pending.data, helper->pending.data + done, helper->pending.length - done + 1);
		helper->pending.length -= done;
	}
	if (helper->end_input && helper->pending.length == 0)
		close_fd(&helper->in);
}

enum code
helper_send(struct helper *helper, const char *bytes, size_t length, struct err *err)
{
	if (helper->state != HELPER_RUNNING || helper->in < 0)
		return err_set(err, ERR_GONE, 0, "helper_send", "%s", helper->name);
	if (helper->pending.length + length > PENDING_MAX)
		return err_set(err, ERR_LIMIT, 0, "helper_send", "%s", helper->name);
	str_add_n(&helper->pending, bytes, length);
	helper_flush(helper);
	return OK;
}

void
helper_end_input(struct helper *helper)
{
	helper->end_input = true;
	helper_flush(helper);
}

/* ---- what it costs: log lines, and the end of a helper that floods */

void
helper_log(struct helper *helper, const char *format, ...)
{
	char text[COMPLAINT_MAX + 1];
	char more[64] = "";
	enum ration ration;
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	ration = ration_take(&helper->ration, strlen(text) + sizeof more, clock_monotonic_ms());
	if (ration == RATION_HOLD)
		return;
	if (helper->ration.held_back > 0)
		snprintf(more, sizeof more, " (%lld more not logged)", (long long)helper->ration.held_back);
	helper->ration.held_back = 0;
	log_line(LOG_WARNING, "helper %s: %s%s", helper->name, text, more);
	if (ration == RATION_LAST)
		log_line(LOG_WARNING, "helper %s: no more of it is logged until this program is started again", helper->name);
}

/* Its standard error, line by line. What it writes faster than this is called waits in the pipe, and so does it. */
static void
read_errors(struct helper *helper)
{
	char buffer[4096];

	for (int rounds = 0; rounds < 16 && helper->errors >= 0; rounds++) {
		ssize_t got = read(helper->errors, buffer, sizeof buffer);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 && errno == EAGAIN)
			return;
		if (got <= 0)
			close_fd(&helper->errors);
		for (ssize_t i = 0; i < got; i++) {
			if (buffer[i] != '\n' && helper->complaint.length < COMPLAINT_MAX)
				str_add_char(&helper->complaint, buffer[i] != '\0' ? buffer[i] : '?');
			if (buffer[i] != '\n' || helper->complaint.length == 0)
				continue;
			helper_log(helper, "%s", str_text(&helper->complaint));
			str_reset(&helper->complaint);
		}
		helper->error_bytes += got > 0 ? got : 0;
	}
}

static bool
is_flooding(struct helper *helper)
{
	const struct line_reader *reader = &helper->reader;
	const struct flood_counts now = {reader->lines, reader->bad_lines, reader->bad_bytes, helper->error_bytes};

	return flood_is_on(&helper->flood, &now, clock_monotonic_ms());
}

/* ---- its end */

static void
plan_restart(struct helper *helper, bool flood)
{
	static const int waits[] = {1000, 2000, 5000};
	static const int flood_waits[] = {5000, 15000, 60000, 300000};
	int64_t now_ms = clock_monotonic_ms();
	int64_t lived = now_ms - helper->started_ms;
	int wait;

	if (!helper->restart) {
		helper->state = HELPER_STOPPED;
		return;
	}
	if (lived > LIVED_MS)
		helper->attempts = 0;
	if (lived > CALM_MS)
		helper->floods = 0;
	wait = waits[(size_t)helper->attempts < ARRAY_LENGTH(waits) ? (size_t)helper->attempts : ARRAY_LENGTH(waits) - 1];
	if (flood) {
		size_t last = ARRAY_LENGTH(flood_waits) - 1;
		wait = flood_waits[(size_t)helper->floods < last ? (size_t)helper->floods : last];
		helper->floods++;
	}
	helper->attempts++;
	helper->restart_ms = now_ms + wait;
	helper->state = HELPER_WAITING;
}

static void
tell_end(struct helper *helper, const char *reason, int status, void (*on_line)(void *context, const struct line *line),
	void *context)
{
	struct line line = {.word = "helper-gone", .count = 3};
	char number[16], wait[16];

	log_line(LOG_INFO, "helper %s ended by %s %d", helper->name, reason, status);
	snprintf(number, sizeof number, "%d", status);
	snprintf(wait, sizeof wait, "%d", helper->state == HELPER_WAITING ? (helper_timeout(helper) + 999) / 1000 : 0);
	line.fields[0] = (struct line_field){.key = "reason", .value = reason};
	line.fields[1] = (struct line_field){.key = "status", .value = number};
	line.fields[2] = (struct line_field){.key = "wait", .value = wait};
	on_line(context, &line);
}

static void
report_end(struct helper *helper, void (*on_line)(void *context, const struct line *line), void *context)
{
	const char *reason = "exit";
	int status = 0;
	int value = 0;

	close_fd(&helper->in);
	if (helper->pid > 0 && !reap(helper, &status, 100)) {
		kill_group(helper); /* closed its output but lives: it is of no more use */
		reap(helper, &status, 1000);
	}
	if (WIFSIGNALED(status)) {
		reason = "signal";
		value = WTERMSIG(status);
	} else if (WIFEXITED(status)) {
		value = WEXITSTATUS(status);
	}
	read_errors(helper);
	end_process(helper, 0);
	plan_restart(helper, false);
	tell_end(helper, reason, value, on_line, context);
}

static void
stop_flood(struct helper *helper, void (*on_line)(void *context, const struct line *line), void *context)
{
	log_line(LOG_ERROR, "helper %s floods: %lld lines, %lld malformed, %lld B on standard error; it is stopped", helper->name,
		(long long)helper->reader.lines, (long long)helper->reader.bad_lines, (long long)helper->error_bytes);
	end_process(helper, 0);
	plan_restart(helper, true);
	tell_end(helper, "flood", 0, on_line, context);
}

struct listener {
	void (*on_line)(void *context, const struct line *line);
	void *context;
	struct helper *helper;
};

static void
pass_on(void *context, const struct line *line)
{
	const struct listener *listener = context;

	if (strcmp(line->word, "helper-gone") != 0) /* that word is ours alone */
		listener->on_line(listener->context, line);
}

static void
pass_bad(void *context, const char *what)
{
	helper_log(((const struct listener *)context)->helper, "malformed line skipped: %s", what);
}

void
helper_read(struct helper *helper, void (*on_line)(void *context, const struct line *line), void *context)
{
	struct listener listener = {on_line, context, helper};
	const struct line_ears ears = {pass_on, pass_bad, &listener};
	char buffer[16384];

	/* At most a few rounds, so that a helper that writes without end cannot starve the keyboard. */
	for (int rounds = 0; rounds < 16 && helper->state == HELPER_RUNNING; rounds++) {
		ssize_t got;
		read_errors(helper);
		if (is_flooding(helper)) {
			stop_flood(helper, on_line, context);
			return;
		}
		got = read(helper->out, buffer, sizeof buffer);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 && errno == EAGAIN)
			return;
		if (got <= 0) {
			report_end(helper, on_line, context);
			return;
		}
		reader_take(&helper->reader, buffer, (size_t)got, &ears);
	}
}

int
helper_timeout(const struct helper *helper)
{
	int64_t left;

	if (helper->state != HELPER_WAITING)
		return -1;
	left = helper->restart_ms - clock_monotonic_ms();
	return left > 0 ? (int)left : 0;
}

void
helper_tick(struct helper *helper)
{
	struct err err = {0};

	if (helper->state != HELPER_WAITING || clock_monotonic_ms() < helper->restart_ms)
		return;
	if (helper_start(helper, &err) != OK) {
		log_err(LOG_WARNING, &err);
		plan_restart(helper, false);
	}
}

enum helper_state
helper_state(const struct helper *helper)
{
	return helper->state;
}
