/*
 * print/stream: bytes to a device, a socket or a command. A child does what may block; the parent watches its progress
 * and gives up when nothing has moved for the time allowed, even if the child hangs in the kernel.
 */
#include "deliver.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <linux/sockios.h>
#include <unistd.h>

/* Small enough that a parallel port at a few hundred bytes a second still tells of progress before the time is up. */
enum { CHUNK = 1024 };

/* What the child tells: 'p' progress, 'd' done, 'f' failed with an errno, 'u' cannot connect, 'c' command's status. */
struct tale {
	char what;
	int number;
};

/* A tale is far smaller than what a pipe takes at once (PIPE_BUF), so that none arrives in halves. */
static void
tell_parent(int fd, char what, int number)
{
	struct tale tale;

	memset(&tale, 0, sizeof tale);
	tale.what = what;
	tale.number = number;
	while (write(fd, &tale, sizeof tale) < 0 && errno == EINTR)
		;
}

/* Writes in chunks so that the parent sees a slow printer move. Returns 0 or errno. */
static int
write_chunks(int to, int tales, const struct parcel *parcel)
{
	size_t done = 0;

	while (done < parcel->length) {
		size_t left = parcel->length - done;
		ssize_t wrote = write(to, parcel->bytes + done, left < CHUNK ? left : CHUNK);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			return errno;
		done += (size_t)wrote;
		tell_parent(tales, 'p', 0);
	}
	return 0;
}

/* ---- the parent's watch */

struct child {
	pid_t pid;
	int tales;
};

static void
end_child(struct child *child)
{
	/* A child that hangs in a driver takes the signal when the driver lets it; nobody waits for that here. */
	if (waitpid(child->pid, NULL, WNOHANG) == 0) {
		kill(child->pid, SIGKILL);
		for (int i = 0; i < 20 && waitpid(child->pid, NULL, WNOHANG) == 0; i++)
			poll(NULL, 0, 5);
	}
	close(child->tales);
}

/* Waits for the child's end; every tale of progress gives it the whole time again. */
static enum code
watch_child(struct child *child, const struct parcel *parcel, const char *name, struct err *err)
{
	struct tale tale;

	for (;;) {
		struct pollfd wait = {.fd = child->tales, .events = POLLIN};
		int ready = poll(&wait, 1, parcel->wait_seconds * 1000);
		ssize_t got;
		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0)
			return err_tell(err, ERR_TIMEOUT, MSG_PRINT_TIMEOUT, "watch_child", "%s (%d s)", name,
				parcel->wait_seconds);
		got = read(child->tales, &tale, sizeof tale);
		if (got != (ssize_t)sizeof tale)
			return err_tell(err, ERR_GONE, MSG_PRINT_GONE, "watch_child", "%s", name);
		if (tale.what == 'p')
			continue;
		if (tale.what == 'd')
			return OK;
		if (tale.what == 'u')
			return err_tell(err, ERR_NETWORK, MSG_PRINT_UNREACHABLE, "connect", "%s (%s)", name,
				strerror(tale.number));
		if (tale.what == 'c')
			return err_tell(err, tale.number == 127 ? ERR_NOT_FOUND : ERR_IO, MSG_PRINT_COMMAND, "exec", "%s (%d)",
				name, tale.number);
		return output_errno(err, tale.number, "write", name);
	}
}

/* Starts a child; returns 0 in it, with *child.tales to tell on, and its pid in the parent. */
static pid_t
start_child(struct child *child)
{
	int tales[2];

	if (pipe2(tales, O_CLOEXEC) != 0)
		return -1;
	(void)fflush(stdout);
	child->pid = fork();
	if (child->pid == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		(void)signal(SIGPIPE, SIG_IGN);
		close(tales[0]);
		child->tales = tales[1];
		return 0;
	}
	close(tales[1]);
	child->tales = tales[0];
	if (child->pid < 0)
		close(tales[0]);
	return child->pid;
}

/* ---- device */

/*
 * A terminal that is opened for writing must not become ours (O_NOCTTY): a serial printer that hangs up would end the
 * program. Some devices cannot be flushed, and then the write is all that can be known.
 */
static void
feed_device(const char *path, const struct parcel *parcel, int tales)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	int failed = fd < 0 ? errno : write_chunks(fd, tales, parcel);

	if (failed == 0 && fsync(fd) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP)
		failed = errno;
	if (fd >= 0 && close(fd) != 0 && failed == 0)
		failed = errno;
	tell_parent(tales, failed == 0 ? 'd' : 'f', failed);
}

enum code
stream_device(const char *path, const struct parcel *parcel, struct err *err)
{
	struct child child = {0};
	enum code code;
	pid_t pid = start_child(&child);

	if (pid < 0)
		return output_errno(err, errno, "fork", path);
	if (pid == 0) {
		feed_device(path, parcel, child.tales);
		_exit(0);
	}
	event_state("writing", 0);
	code = watch_child(&child, parcel, path, err);
	end_child(&child);
	return code;
}

/* ---- socket */

/* One address; -1 with errno. Without blocking, since a host that is switched off answers nothing for minutes. */
static int
connect_within(const struct addrinfo *address, int limit_ms)
{
	int fd = socket(address->ai_family, address->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, address->ai_protocol);
	struct pollfd wait = {.fd = fd, .events = POLLOUT};
	int failed = 0;
	socklen_t size = sizeof failed;

	if (fd < 0)
		return -1;
	if (connect(fd, address->ai_addr, address->ai_addrlen) == 0)
		return fd;
	if (errno != EINPROGRESS)
		failed = errno;
	else if (poll(&wait, 1, limit_ms) != 1)
		failed = ETIMEDOUT;
	else if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &failed, &size) != 0)
		failed = errno;
	if (failed == 0)
		return fd;
	close(fd);
	errno = failed;
	return -1;
}

/* All addresses share one limit: a name with four dead addresses shall not cost four times as much. */
int
stream_connect(const struct target *target, struct err *err)
{
	const struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
	struct addrinfo *list = NULL;
	int64_t end = clock_monotonic_ms() + PRINT_CONNECT_SECONDS * 1000;
	int answer = getaddrinfo(target->host, target->port, &hints, &list);
	int fd = -1, failed = ETIMEDOUT;

	if (answer != 0) {
		err_tell(err, ERR_NETWORK, MSG_PRINT_UNREACHABLE, "getaddrinfo", "%s (%s)", target->whole, gai_strerror(answer));
		err->native = EHOSTUNREACH;
		return -1;
	}
	for (const struct addrinfo *one = list; one != NULL && fd < 0 && clock_monotonic_ms() < end; one = one->ai_next) {
		fd = connect_within(one, (int)(end - clock_monotonic_ms()));
		failed = errno;
	}
	freeaddrinfo(list);
	if (fd < 0) {
		err_tell(err, ERR_NETWORK, MSG_PRINT_UNREACHABLE, "connect", "%s (%s)", target->whole, strerror(failed));
		err->native = failed;
		return -1;
	}
	(void)fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
	return fd;
}

/* Done only when the other side has acknowledged every byte: write() alone means that the kernel has them. */
static int
drain_socket(int fd, int tales)
{
	int before = -1, left = 0;

	if (shutdown(fd, SHUT_WR) != 0)
		return errno;
	for (;;) {
		int failed = 0;
		socklen_t size = sizeof failed;
		if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &failed, &size) == 0 && failed != 0)
			return failed;
		if (ioctl(fd, SIOCOUTQ, &left) != 0)
			return errno;
		if (left == 0)
			return 0;
		if (left != before)
			tell_parent(tales, 'p', 0);
		before = left;
		poll(NULL, 0, 10);
	}
}

static void
feed_socket(const struct target *target, const struct parcel *parcel, int tales)
{
	struct err err = {0};
	int fd = stream_connect(target, &err);
	int failed;

	if (fd < 0) {
		tell_parent(tales, 'u', (int)err.native);
		return;
	}
	failed = write_chunks(fd, tales, parcel);
	if (failed == 0)
		failed = drain_socket(fd, tales);
	close(fd);
	tell_parent(tales, failed == 0 ? 'd' : 'f', failed);
}

enum code
stream_socket(const struct target *target, const struct parcel *parcel, struct err *err)
{
	struct child child = {0};
	enum code code;
	pid_t pid = start_child(&child);

	if (pid < 0)
		return output_errno(err, errno, "fork", target->whole);
	if (pid == 0) {
		feed_socket(target, parcel, child.tales);
		_exit(0);
	}
	event_state("writing", 0);
	code = watch_child(&child, parcel, target->whole, err);
	end_child(&child);
	return code;
}

/* ---- command */

/*
 * Quotes part words as a shell would, and nothing else of a shell is understood: what is configured is a command, never
 * a script.
 */
int
stream_split(char *text, char **words, int max)
{
	char *at = text, *out = text;
	int count = 0;

	while (*at != '\0' && count < max - 1) {
		char quote = '\0';
		while (*at == ' ' || *at == '\t')
			at++;
		if (*at == '\0')
			break;
		words[count++] = out;
		for (; *at != '\0' && (quote != '\0' || (*at != ' ' && *at != '\t')); at++) {
			if (quote != '\0' && *at == quote)
				quote = '\0';
			else if (quote == '\0' && (*at == '"' || *at == '\''))
				quote = *at;
			else
				*out++ = *at;
		}
		if (quote != '\0')
			return 0;
		if (*at != '\0')
			at++;
		*out++ = '\0';
	}
	words[count] = NULL;
	return *at == '\0' ? count : 0;
}

/* In the child: a grandchild runs the command, since somebody must wait for it and tell of the writing as well. */
static void
feed_command(char **words, const struct parcel *parcel, int tales)
{
	int input[2], status = 0;
	pid_t pid;
	int failed;

	if (pipe2(input, O_CLOEXEC) != 0 || (pid = fork()) < 0) {
		tell_parent(tales, 'f', errno);
		return;
	}
	if (pid == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		(void)signal(SIGPIPE, SIG_DFL);
		(void)dup2(input[0], STDIN_FILENO);
		(void)dup2(STDERR_FILENO, STDOUT_FILENO); /* its words are not events */
		(void)execvp(words[0], words);
		_exit(127);
	}
	close(input[0]);
	failed = write_chunks(input[1], tales, parcel);
	close(input[1]);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && failed == 0)
		tell_parent(tales, 'd', 0);
	else
		tell_parent(tales, 'c', WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

enum code
stream_command(const char *command, const struct parcel *parcel, struct err *err)
{
	char *text = mem_string(command), *words[64];
	struct child child = {0};
	enum code code;
	pid_t pid = -1;

	if (stream_split(text, words, ARRAY_LENGTH(words)) == 0) {
		code = err_tell(err, ERR_USAGE, MSG_PRINT_BAD_TARGET, "stream_split", "command:%s", command);
		goto out;
	}
	pid = start_child(&child);
	if (pid < 0) {
		code = output_errno(err, errno, "fork", command);
		goto out;
	}
	if (pid == 0) {
		feed_command(words, parcel, child.tales);
		_exit(0);
	}
	event_state("writing", 0);
	code = watch_child(&child, parcel, command, err);
	end_child(&child);
out:
	mem_free(text);
	return code;
}
