/*
 * card/child: starts the agent's child processes, reads their lines, ends them. A child dies with its parent.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "slot.h"

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
	if (child->fd < 0)
		return;
	close(child->fd);
	kill(child->pid, SIGKILL);
	while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
		continue;
	str_clear(&child->partial);
	*child = (struct child){.fd = -1};
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
