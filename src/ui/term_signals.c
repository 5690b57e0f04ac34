/*
 * ui/term_signals: signals as bytes in a pipe, and the terminal given back when the program crashes. No curses here: a
 * handler may only write what was prepared.
 */
#include "term_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static char restore_bytes[TERM_RESTORE_BYTES];
static volatile sig_atomic_t restore_length;

static const int watched_signals[] = {SIGINT, SIGTERM, SIGTSTP, SIGCONT, SIGWINCH, SIGHUP, SIGQUIT};
static const int crash_signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
static struct sigaction former_watched[ARRAY_LENGTH(watched_signals)];
static struct sigaction former_crash[ARRAY_LENGTH(crash_signals)];
static bool handlers_installed;

static void
on_signal(int number)
{
	int saved = errno;
	unsigned char byte = (unsigned char)number;
	ssize_t written = write(terminal.signal_pipe[1], &byte, 1);

	(void)written; /* a full pipe already says that something happened */
	errno = saved;
}

static void
on_crash(int number)
{
	size_t length = (size_t)restore_length;

	restore_length = 0;
	if (length > 0) {
		ssize_t written = write(STDOUT_FILENO, restore_bytes, length);
		(void)written;
		tcsetattr(STDIN_FILENO, TCSANOW, &terminal.saved_modes);
		if (terminal.saved_stderr >= 0)
			dup2(terminal.saved_stderr, STDERR_FILENO);
	}
	for (size_t i = 0; i < ARRAY_LENGTH(crash_signals); i++)
		sigaction(crash_signals[i], &former_crash[i], NULL);
	raise(number);
}

enum code
term_install_handlers(struct err *err)
{
	struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
	struct sigaction crash = {.sa_handler = on_crash, .sa_flags = (int)SA_RESETHAND};

	if (pipe2(terminal.signal_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
		return err_errno(err, errno, "pipe2", "signals");
	sigemptyset(&action.sa_mask);
	sigemptyset(&crash.sa_mask);
	for (size_t i = 0; i < ARRAY_LENGTH(watched_signals); i++)
		sigaction(watched_signals[i], &action, &former_watched[i]);
	for (size_t i = 0; i < ARRAY_LENGTH(crash_signals); i++)
		sigaction(crash_signals[i], &crash, &former_crash[i]);
	handlers_installed = true;
	return OK;
}

void
term_remove_handlers(void)
{
	if (handlers_installed) {
		for (size_t i = 0; i < ARRAY_LENGTH(watched_signals); i++)
			sigaction(watched_signals[i], &former_watched[i], NULL);
		for (size_t i = 0; i < ARRAY_LENGTH(crash_signals); i++)
			sigaction(crash_signals[i], &former_crash[i], NULL);
		handlers_installed = false;
	}
	for (int i = 0; i < 2; i++) {
		if (terminal.signal_pipe[i] >= 0)
			close(terminal.signal_pipe[i]);
		terminal.signal_pipe[i] = -1;
	}
}

unsigned
term_signals(void)
{
	unsigned bits = TERM_SIGNAL_NONE;
	unsigned char bytes[64];
	ssize_t count;

	if (terminal.signal_pipe[0] < 0)
		return bits;
	while ((count = read(terminal.signal_pipe[0], bytes, sizeof bytes)) > 0) {
		for (ssize_t i = 0; i < count; i++) {
			if (bytes[i] == SIGWINCH)
				bits |= TERM_SIGNAL_RESIZE;
			else if (bytes[i] == SIGHUP)
				bits |= TERM_SIGNAL_HANGUP;
			else if (bytes[i] == SIGTSTP || bytes[i] == SIGCONT)
				bits |= TERM_SIGNAL_REPAINT;
			else
				bits |= TERM_SIGNAL_STOP;
		}
	}
	return bits;
}

void
term_set_restore(const char *bytes, size_t length)
{
	restore_length = 0;
	if (length == 0 || length > sizeof restore_bytes)
		return;
	memcpy(restore_bytes, bytes, length);
	restore_length = (sig_atomic_t)length;
}

int
term_signal_fd(void)
{
	return terminal.signal_pipe[0];
}
