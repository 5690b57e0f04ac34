/*
 * login/line: one session per account that lends a reader, and whose socket it is. A socket belongs to this session when
 * the process that listens on it is one that this session descends from: its own sshd.
 */
#include "login.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static bool
in_folder(char out[LINE_PATH], const char *account, const char *name)
{
	return snprintf(out, LINE_PATH, LINE_FOLDER "/%s/%s", account, name) < LINE_PATH;
}

/* Names the holder for whoever is turned away. What does not get written is missing there and nowhere else. */
static void
sign_lock(const struct line *line, const char *from)
{
	char now[CLOCK_TEXT], words[160];
	int length;

	clock_hour(now, clock_now());
	length = snprintf(words, sizeof words, "%s, %s", from, now);
	if (ftruncate(line->lock, 0) != 0 || pwrite(line->lock, words, (size_t)length, 0) != length)
		log_line(LOG_WARNING, "login: the lock bears no name: %s", strerror(errno));
}

static void
read_holder(struct line *line)
{
	ssize_t got = pread(line->lock, line->holder, sizeof line->holder - 1, 0);

	line->holder[got > 0 ? got : 0] = '\0';
	for (char *c = line->holder; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || (unsigned char)*c > '~')
			*c = '?';
}

enum code
line_take(struct line *line, const char *account, const char *from, struct err *err)
{
	char path[LINE_PATH];
	struct stat status;

	*line = (struct line){.lock = -1};
	if (!in_folder(line->socket, account, LINE_SOCKET) || !in_folder(path, account, ""))
		return err_set(err, ERR_LIMIT, 0, "line_take", "%s", account);
	if (stat(path, &status) != 0)
		return errno == ENOENT ? OK : err_errno(err, errno, "line_take", path);
	in_folder(path, account, "lock");
	line->lock = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600);
	if (line->lock < 0)
		return err_errno(err, errno, "line_take", path);
	if (flock(line->lock, LOCK_EX | LOCK_NB) != 0) {
		read_holder(line);
		close(line->lock);
		line->lock = -1;
		return err_set(err, ERR_BUSY, errno, "line_take", "%s", line->holder);
	}
	sign_lock(line, from);
	return OK;
}

/* ---- whose socket */

/* The parent of a process, 0 when that cannot be seen. */
static pid_t
parent_of(pid_t pid)
{
	char path[64], words[512];
	const char *behind_name;
	FILE *file;
	int parent = 0;

	snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
	file = fopen(path, "re");
	if (file == NULL)
		return 0;
	words[fread(words, 1, sizeof words - 1, file)] = '\0';
	fclose(file);
	behind_name = strrchr(words, ')'); /* a name may hold anything */
	if (behind_name == NULL || sscanf(behind_name, ") %*c %d", &parent) != 1)
		return 0;
	return parent;
}

static bool
descend_from(pid_t ancestor)
{
	enum { FAR_ENOUGH = 64 };
	pid_t at = getpid();

	for (int i = 0; i < FAR_ENOUGH && at > 1; i++) {
		if (at == ancestor)
			return true;
		at = parent_of(at);
	}
	return false;
}

/* Who listens there: the process, 0 for one that cannot be seen, -1 for nobody. */
static pid_t
listener_of(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct ucred peer = {0};
	socklen_t size = sizeof peer;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	pid_t listener = 0;

	if (fd < 0)
		return 0;
	copy_text(address.sun_path, sizeof address.sun_path, path);
	if (connect(fd, (const struct sockaddr *)&address, sizeof address) == 0) {
		if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0)
			listener = peer.pid;
	} else if (errno == ECONNREFUSED) {
		listener = -1;
	}
	close(fd);
	return listener;
}

enum line_state
line_look(struct line *line)
{
	struct stat status;
	pid_t listener;

	if (line->lock < 0 || lstat(line->socket, &status) != 0)
		return LINE_NONE;
	if (!S_ISSOCK(status.st_mode) || status.st_uid != getuid())
		return LINE_FOREIGN;
	listener = listener_of(line->socket);
	if (listener < 0)
		return LINE_DEAD;
	if (listener == 0 || !descend_from(listener))
		return LINE_FOREIGN;
	line->device = status.st_dev;
	line->inode = status.st_ino;
	return LINE_OURS;
}

void
line_sweep(struct line *line)
{
	if (line_look(line) == LINE_DEAD && unlink(line->socket) != 0)
		log_line(LOG_WARNING, "login: %s stays: %s", line->socket, strerror(errno));
}

void
line_leave(struct line *line)
{
	struct stat status;

	if (line->lock < 0)
		return;
	if (line->inode != 0 && lstat(line->socket, &status) == 0 && status.st_dev == line->device &&
		status.st_ino == line->inode && unlink(line->socket) != 0)
		log_line(LOG_WARNING, "login: %s stays: %s", line->socket, strerror(errno));
	close(line->lock);
	line->lock = -1;
}
