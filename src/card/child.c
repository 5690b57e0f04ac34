/*
 * card/child: starts the agent's child processes, reads their lines, ends them, and says why one ended by itself. A
 * child dies with its parent.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "filter.h"
#include "slot.h"

#define STOPPED "stopped call="

/* In the child: its only open file besides standard error is the pipe. */
static _Noreturn void
become(const struct order *order, int fd, pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	signal(SIGPIPE, SIG_DFL);
	/* Both descriptors stay taken, so that no socket becomes standard output. */
	if (dup2(fd, STDIN_FILENO) < 0 || dup2(fd, STDOUT_FILENO) < 0)
		_exit(1);
	for (int i = STDERR_FILENO + 1; i < 64; i++)
		close(i);
	sandbox_report(STDOUT_FILENO, STOPPED, "\n");
	if (order == NULL)
		watch_run(STDOUT_FILENO);
	read_run(order, STDOUT_FILENO);
}

bool
child_start(struct child *child, const struct order *order)
{
	pid_t parent = getpid();
	int ends[2];

	*child = (struct child){.fd = -1};
	if (pipe2(ends, O_CLOEXEC) != 0)
		return false;
	child->pid = fork();
	if (child->pid == 0)
		become(order, ends[1], parent);
	close(ends[1]);
	if (child->pid < 0) {
		close(ends[0]);
		return false;
	}
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	child->fd = ends[0];
	return true;
}

void
child_end(struct child *child)
{
	int status = 0;

	if (child->fd < 0)
		return;
	close(child->fd);
	kill(child->pid, SIGKILL); /* of no effect on one that is ending already: its status stays its own */
	while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	str_clear(&child->partial);
	child->fd = -1;
	child->pid = 0;
	child->status = status;
}

enum fault
child_why(const struct child *child, char *detail, size_t size)
{
	const char *name = WIFSIGNALED(child->status) ? sigabbrev_np(WTERMSIG(child->status)) : NULL;

	if (child->stopped_at[0] != '\0') {
		snprintf(detail, size, "%s, %s", child->stopped_at, FILTER_PROCESSOR_NAME);
		return FAULT_STOPPED;
	}
	if (WIFSIGNALED(child->status) && WTERMSIG(child->status) == SIGSYS) {
		snprintf(detail, size, "?, %s", FILTER_PROCESSOR_NAME);
		return FAULT_STOPPED;
	}
	if (WIFSIGNALED(child->status)) {
		snprintf(detail, size, "%d, SIG%s", WTERMSIG(child->status), name != NULL ? name : "?");
		return FAULT_CRASHED;
	}
	snprintf(detail, size, "teslim-card, %d", WEXITSTATUS(child->status));
	return FAULT_INTERNAL;
}

/* The sandbox's own line says more than the status can. It is kept, like everything of a child's, only if it parses. */
static bool
take_stop(struct child *child, const char *line)
{
	size_t digits;

	if (strncmp(line, STOPPED, strlen(STOPPED)) != 0)
		return false;
	line += strlen(STOPPED);
	digits = strspn(line, "0123456789");
	if (digits > 0 && line[digits] == '\0')
		copy_text(child->stopped_at, sizeof child->stopped_at, digits < sizeof child->stopped_at ? line : "?");
	return true;
}

/* Cuts the first line off what has come. */
static char *
cut_line(struct str *partial)
{
	char *end = partial->length > 0 ? memchr(partial->data, '\n', partial->length) : NULL;
	size_t length, rest;
	char *line;

	if (end == NULL)
		return NULL;
	length = (size_t)(end - partial->data);
	rest = partial->length - length - 1;
	line = mem_string_n(partial->data, length);
	memmove(partial->data, end + 1, rest);
	partial->length = rest;
	partial->data[rest] = '\0';
	return line;
}

char *
child_line(struct child *child)
{
	char bytes[16384];

	for (;;) {
		char *line = cut_line(&child->partial);
		ssize_t got;
		if (line != NULL && take_stop(child, line)) {
			mem_free(line);
			continue;
		}
		if (line != NULL || child->fd < 0)
			return line;
		got = read(child->fd, bytes, sizeof bytes);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 && errno == EAGAIN)
			return NULL;
		if (got <= 0 || child->partial.length > HELPER_LINE_MAX) {
			child_end(child);
			return NULL;
		}
		str_add_n(&child->partial, bytes, (size_t)got);
	}
}
