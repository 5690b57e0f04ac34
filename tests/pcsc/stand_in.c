/*
 * pcsc/stand_in: see stand_in.h.
 */
#include "stand_in.h"

#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "teslim/base.h"

int
stand_in_listen(const char *path, unsigned mode)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	copy_text(address.sun_path, sizeof address.sun_path, path);
	if (fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 16) != 0 ||
		chmod(path, (mode_t)mode) != 0)
		tap_bail("%s: %s", path, strerror(errno));
	return fd;
}

pid_t
stand_in_hang_up(int listener, const char *name)
{
	int ends[2];
	char byte;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) != 0)
		tap_bail("pipe: %s", strerror(errno));
	fflush(stdout);
	pid = fork();
	if (pid != 0) {
		close(ends[1]);
		(void)!read(ends[0], &byte, 1); /* it listens now */
		close(ends[0]);
		return pid;
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NAME, name);
	if (listen(listener, 16) != 0) /* once more: it is who listened last whose name counts */
		_exit(1);
	close(ends[1]);
	for (;;) {
		enum { HELLO = 20 }; /* which version it speaks; a refusal reads none of it */
		int fd = accept(listener, NULL, NULL), there = 0;
		struct pollfd peer = {fd, POLLRDHUP, 0}; /* who only looks whether somebody listens says nothing and goes */
		for (int i = 0; fd >= 0 && i < 1000 && there < HELLO && ioctl(fd, FIONREAD, &there) == 0; i++)
			if (poll(&peer, 1, 1) != 0)
				break;
		if (fd >= 0)
			close(fd);
	}
}
