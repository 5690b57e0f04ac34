/*
 * base/log: one line per event to a file or standard error, and random bytes. Callers mask personal data.
 */
#include "teslim/base.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

static int log_fd = STDERR_FILENO;

/* The kernel gives up to 256 bytes at once and whole; for more it may be interrupted, or give less. */
bool
random_bytes(void *out, size_t size)
{
	uint8_t *at = out;

	while (size > 0) {
		ssize_t got = getrandom(at, size, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		at += got;
		size -= (size_t)got;
	}
	return true;
}

bool
log_open(const char *path)
{
	int fd = STDERR_FILENO;

	if (path != NULL) {
		/*
		 * Appended, so that several desks may share a log; no link is followed, for the log is written with our
		 * rights.
		 */
		fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
		if (fd < 0)
			return false;
	}
	if (log_fd != STDERR_FILENO)
		close(log_fd);
	log_fd = fd;
	return true;
}

void
log_line(enum log_level level, const char *format, ...)
{
	static const char *const names[] = {"error", "warning", "info", "debug"};
	char time[CLOCK_TEXT];
	struct str line = {0};
	va_list arguments;
	size_t start;

	if (log_fd == STDERR_FILENO && level > LOG_WARNING)
		return; /* a person reads there */
	clock_iso(time, clock_now());
	/* The number of the process tells apart the desk, its helpers and the desks beside it. */
	str_printf(&line, "%s %d %s: ", time, (int)getpid(), names[level]);
	start = line.length;
	va_start(arguments, format);
	str_vprintf(&line, format, arguments);
	va_end(arguments);
	for (size_t i = start; i < line.length; i++)
		if ((unsigned char)line.data[i] < 0x20 || line.data[i] == 0x7F)
			line.data[i] = '?'; /* a log line is one line, and no escape sequence gets to a terminal */
	str_add_char(&line, '\n');
	for (size_t at = 0; at < line.length;) {
		ssize_t wrote = write(log_fd, line.data + at, line.length - at);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			break; /* a full disk must not stop the desk; there is nowhere left to say so */
		at += (size_t)wrote;
	}
	str_clear(&line);
}

void
log_err(enum log_level level, const struct err *err)
{
	log_line(level, "%s %s native=%ld %s", err_code_name(err->code), err->where != NULL ? err->where : "-", err->native,
		err->detail);
}
