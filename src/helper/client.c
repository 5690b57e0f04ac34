/*
 * helper/client: starts a helper program, feeds and reads it without ever blocking, notices its end and starts
 * it again. Knows nothing of what its lines mean; the poll loop belongs to `app`.
 */
#include "teslim/helper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORDS_MAX = 32, PENDING_MAX = 4 << 20, LIVED_MS = 30000 };

struct helper {
	char *name;
	char *words_text; /* what words[] points into */
	char *words[WORDS_MAX + 1];
	bool restart;
	enum helper_state state;
	pid_t pid;
	int in, out; /* our ends: we write to in, read from out */
	bool end_input;
	bool skipping; /* in the middle of an over-long line */
	struct str pending;
	struct str partial;
	int attempts;
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
	helper->in = helper->out = -1;
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

static void
end_process(struct helper *helper, int grace_ms)
{
	int status = 0;

	close_fd(&helper->in);
	if (helper->pid > 0 && !reap(helper, &status, grace_ms)) {
		kill(helper->pid, SIGKILL);
		reap(helper, &status, 1000);
	}
	close_fd(&helper->out);
	str_reset(&helper->pending);
	str_reset(&helper->partial);
	helper->skipping = false;
	helper->end_input = false;
}

void
helper_free(struct helper **helper)
{
	if (*helper == NULL)
		return;
	end_process(*helper, 200);
	str_clear(&(*helper)->pending);
	str_clear(&(*helper)->partial);
	mem_free((*helper)->words_text);
	mem_free((*helper)->name);
	mem_free(*helper);
	*helper = NULL;
}

/* Default signal dispositions and an empty mask for the child; standard error stays ours (the log). */
static int
spawn(struct helper *helper, int child_in, int child_out)
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
	failed = posix_spawn_file_actions_adddup2(&actions, child_in, STDIN_FILENO);
	if (failed == 0)
		failed = posix_spawn_file_actions_adddup2(&actions, child_out, STDOUT_FILENO);
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
	int to[2] = {-1, -1}, from[2] = {-1, -1};
	int failed = 0;

	if (helper->state == HELPER_RUNNING)
		return OK;
	if (helper->state == HELPER_FAILED && helper->attempts < 0)
		return err_set(err, ERR_USAGE, 0, "helper_start", "%s", helper->name);
	if (pipe2(to, O_CLOEXEC) != 0 || pipe2(from, O_CLOEXEC) != 0)
		failed = errno;
	if (failed == 0)
		failed = spawn(helper, to[0], from[1]);
	close_fd(&to[0]);
	close_fd(&from[1]);
	helper->started_ms = clock_monotonic_ms();
	if (failed != 0) {
		close_fd(&to[1]);
		close_fd(&from[0]);
		helper->pid = -1;
		helper->state = HELPER_FAILED;
		return err_errno(err, failed, "helper_start", helper->words[0]);
	}
	helper->in = to[1];
	helper->out = from[0];
	(void)fcntl(helper->in, F_SETFL, O_NONBLOCK);
	(void)fcntl(helper->out, F_SETFL, O_NONBLOCK);
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

static void
plan_restart(struct helper *helper, int64_t now_ms)
{
	static const int waits[] = {1000, 2000, 5000};
	size_t index;

	if (!helper->restart) {
		helper->state = HELPER_STOPPED;
		return;
	}
	if (now_ms - helper->started_ms > LIVED_MS)
		helper->attempts = 0;
	index = (size_t)helper->attempts < ARRAY_LENGTH(waits) ? (size_t)helper->attempts : ARRAY_LENGTH(waits) - 1;
	helper->attempts++;
	helper->restart_ms = now_ms + waits[index];
	helper->state = HELPER_WAITING;
}

static void
report_end(struct helper *helper, void (*on_line)(void *context, const struct line *line), void *context)
{
	struct line line = {0};
	char number[16];
	const char *reason = "exit";
	int status = 0;
	int value = 0;

	close_fd(&helper->in);
	if (helper->pid > 0 && !reap(helper, &status, 100)) {
		kill(helper->pid, SIGKILL); /* closed its output but lives: it is of no more use */
		reap(helper, &status, 1000);
	}
	if (WIFSIGNALED(status)) {
		reason = "signal";
		value = WTERMSIG(status);
	} else if (WIFEXITED(status)) {
		value = WEXITSTATUS(status);
	}
	end_process(helper, 0);
	plan_restart(helper, clock_monotonic_ms());
	log_line(LOG_INFO, "helper %s ended by %s %d", helper->name, reason, value);
	snprintf(number, sizeof number, "%d", value);
	copy_text(line.word, sizeof line.word, "helper-gone");
	copy_text(line.fields[0].key, HELPER_WORD, "reason");
	line.fields[0].value = reason;
	copy_text(line.fields[1].key, HELPER_WORD, "status");
	line.fields[1].value = number;
	line.count = 2;
	on_line(context, &line);
}

static void
deliver(struct helper *helper, char *text, void (*on_line)(void *context, const struct line *line), void *context)
{
	struct line line;
	struct err err = {0};

	if (line_parse(&line, text, &err) != OK) {
		log_line(LOG_WARNING, "helper %s: malformed line skipped: %s", helper->name, err.detail);
		return;
	}
	if (strcmp(line.word, "helper-gone") == 0) /* that word is ours alone */
		return;
	on_line(context, &line);
}

/* Hands over every whole line of the buffer and keeps the rest. The callback may free nothing of ours. */
static void
split_lines(struct helper *helper, void (*on_line)(void *context, const struct line *line), void *context)
{
	char *at = helper->partial.data;
	char *end = at + helper->partial.length;

	for (;;) {
		char *newline = memchr(at, '\n', (size_t)(end - at));
		if (newline == NULL)
			break;
		*newline = '\0';
		if (helper->skipping)
			helper->skipping = false;
		else if (strlen(at) == (size_t)(newline - at))
			deliver(helper, at, on_line, context);
		else
			log_line(LOG_WARNING, "helper %s: line with NUL skipped", helper->name);
		at = newline + 1;
	}
	memmove(helper->partial.data, at, (size_t)(end - at) + 1);
	helper->partial.length = (size_t)(end - at);
	if (helper->partial.length > HELPER_LINE_MAX) {
		if (!helper->skipping)
			log_line(LOG_WARNING, "helper %s: over-long line skipped", helper->name);
		helper->skipping = true;
		str_reset(&helper->partial);
	}
}

void
helper_read(struct helper *helper, void (*on_line)(void *context, const struct line *line), void *context)
{
	char buffer[16384];

	/* At most a few rounds, so that a helper that writes without end cannot starve the keyboard. */
	for (int rounds = 0; rounds < 16 && helper->state == HELPER_RUNNING; rounds++) {
		ssize_t got = read(helper->out, buffer, sizeof buffer);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 && errno == EAGAIN)
			return;
		if (got <= 0) {
			report_end(helper, on_line, context);
			return;
		}
		str_add_n(&helper->partial, buffer, (size_t)got);
		split_lines(helper, on_line, context);
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
		plan_restart(helper, clock_monotonic_ms());
	}
}

void
helper_kill(struct helper *helper)
{
	if (helper->pid > 0)
		kill(helper->pid, SIGKILL);
}

enum helper_state
helper_state(const struct helper *helper)
{
	return helper->state;
}
