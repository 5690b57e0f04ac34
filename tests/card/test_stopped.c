/*
 * card/test_stopped: what the agent says when one of its processes, or it itself, is stopped by the sandbox or dies. The
 * card service is played by this file: its client functions stand in the place of pcsc-lite's and misbehave on demand.
 * Builds with sanitizers stop nothing and catch most signals themselves: there only what is left is tried.
 */
#include "../../src/card/agent.h"
#include "../../src/card/filter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <winscard.h>

enum place { NOWHERE, AT_LIST, AT_CONNECT, AT_TRANSMIT, AT_LINE };
enum deed { CALL_FORBIDDEN, BLOCK_AND_CALL, CRASH, ABORT, LEAVE };

static enum place place;
static enum deed deed;
static bool is_lazy; /* the library loads its second half when it is first called, as pcsc-lite 2.3 does */
static const char reader_name[] = "Fake Reader 00 00";

static void
misbehave(enum place here)
{
	sigset_t all;
	volatile int *nowhere = NULL;

	if (here != place)
		return;
	switch (deed) {
	case BLOCK_AND_CALL:
		sigfillset(&all);
		sigprocmask(SIG_BLOCK, &all, NULL);
		(void)unlink("/nonexistent/file");
		return;
	case CALL_FORBIDDEN:
		(void)syscall(SYS_unlinkat, AT_FDCWD, "/nonexistent/file", 0);
		return;
	case CRASH:
		*nowhere = 1;
		return;
	case ABORT:
		abort();
	case LEAVE:
		_exit(7);
	}
}

/* ---- the client library */

const SCARD_IO_REQUEST g_rgSCardT0Pci = {SCARD_PROTOCOL_T0, sizeof(SCARD_IO_REQUEST)};
const SCARD_IO_REQUEST g_rgSCardT1Pci = {SCARD_PROTOCOL_T1, sizeof(SCARD_IO_REQUEST)};

static void
load_second_half(void)
{
	static bool is_loaded;
	int fd;

	if (!is_lazy || is_loaded)
		return;
	is_loaded = true;
	fd = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
	if (fd >= 0)
		close(fd);
}

LONG
SCardEstablishContext(DWORD scope, LPCVOID one, LPCVOID two, LPSCARDCONTEXT context)
{
	(void)scope;
	(void)one;
	(void)two;
	load_second_half();
	if (context == NULL)
		return SCARD_E_INVALID_PARAMETER;
	*context = 1;
	return SCARD_S_SUCCESS;
}

LONG
SCardReleaseContext(SCARDCONTEXT context)
{
	(void)context;
	return SCARD_S_SUCCESS;
}

LONG
SCardListReaders(SCARDCONTEXT context, LPCSTR groups, LPSTR readers, LPDWORD length)
{
	(void)context;
	(void)groups;
	misbehave(AT_LIST);
	memcpy(readers, reader_name, sizeof reader_name);
	readers[sizeof reader_name] = '\0';
	*length = sizeof reader_name + 1;
	return SCARD_S_SUCCESS;
}

LONG
SCardGetStatusChange(SCARDCONTEXT context, DWORD timeout, SCARD_READERSTATE *states, DWORD count)
{
	bool is_news = false;

	(void)context;
	for (DWORD i = 0; i < count; i++) {
		states[i].dwEventState = states[i].dwCurrentState;
		if (strcmp(states[i].szReader, reader_name) != 0 || states[i].dwCurrentState != 0)
			continue;
		states[i].dwEventState = SCARD_STATE_PRESENT | SCARD_STATE_CHANGED;
		states[i].cbAtr = 2;
		memcpy(states[i].rgbAtr, "\x3B\x00", 2);
		is_news = true;
	}
	if (is_news)
		return SCARD_S_SUCCESS;
	poll(NULL, 0, (int)timeout);
	return SCARD_E_TIMEOUT;
}

LONG
SCardConnect(SCARDCONTEXT context, LPCSTR reader, DWORD mode, DWORD protocols, LPSCARDHANDLE card, LPDWORD protocol)
{
	(void)context;
	(void)reader;
	(void)mode;
	(void)protocols;
	misbehave(AT_CONNECT);
	*card = 1;
	*protocol = SCARD_PROTOCOL_T1;
	return SCARD_S_SUCCESS;
}

LONG
SCardReconnect(SCARDHANDLE card, DWORD mode, DWORD protocols, DWORD manner, LPDWORD protocol)
{
	(void)card;
	(void)mode;
	(void)protocols;
	(void)manner;
	*protocol = SCARD_PROTOCOL_T1;
	return SCARD_S_SUCCESS;
}

LONG
SCardDisconnect(SCARDHANDLE card, DWORD manner)
{
	(void)card;
	(void)manner;
	return SCARD_S_SUCCESS;
}

LONG
SCardBeginTransaction(SCARDHANDLE card)
{
	(void)card;
	return SCARD_S_SUCCESS;
}

LONG
SCardEndTransaction(SCARDHANDLE card, DWORD manner)
{
	(void)card;
	(void)manner;
	return SCARD_S_SUCCESS;
}

LONG
SCardTransmit(SCARDHANDLE card, const SCARD_IO_REQUEST *pci, LPCBYTE command, DWORD length, SCARD_IO_REQUEST *back,
	LPBYTE response, LPDWORD got)
{
	(void)card;
	(void)pci;
	(void)command;
	(void)length;
	(void)back;
	misbehave(AT_TRANSMIT);
	memcpy(response, "\x6A\x82", 2); /* it has no file whatever is asked for */
	*got = 2;
	return SCARD_S_SUCCESS;
}

/* ---- the agent in a process of its own */

static void
write_line(void *context, const char *text, size_t length)
{
	(void)context;
	misbehave(AT_LINE);
	if (write(STDOUT_FILENO, text, length) < 0)
		_exit(99);
}

static _Noreturn void
run_agent(int fd, bool is_words)
{
	const struct agent_options options = {.mode = MODE_ONCE, .timeout_ms = 2000, .proc = "/proc", .sys = "/sys"};
	const struct agent_out out = {NULL, write_line, is_words};

	signal(SIGSEGV, SIG_DFL); /* cmocka's handler is not the program's */
	if (dup2(fd, STDOUT_FILENO) < 0 || (is_words && dup2(fd, STDERR_FILENO) < 0))
		_exit(99);
	message_set_language(LANGUAGE_ENGLISH);
	exit(agent_run(&options, &out));
}

/* Everything that it says, and its exit status. */
static int
outcome(char *out, size_t size, bool is_words)
{
	size_t length = 0;
	int ends[2], state;
	ssize_t got;
	pid_t pid;

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		run_agent(ends[1], is_words);
	close(ends[1]);
	while (length < size - 1 && (got = read(ends[0], out + length, size - 1 - length)) > 0)
		length += (size_t)got;
	out[length] = '\0';
	close(ends[0]);
	assert_int_equal(waitpid(pid, &state, 0), pid);
	assert_true(WIFEXITED(state));
	return WEXITSTATUS(state);
}

static void
assert_says(const char *out, const char *what)
{
	if (strstr(out, what) == NULL)
		fail_msg("“%s” is not in: %s", what, out);
}

static void
expect(enum place where, enum deed what, int status, const char *event, const char *sentence)
{
	char out[8192];

	place = where;
	deed = what;
	assert_int_equal(outcome(out, sizeof out, false), status);
	assert_says(out, event);
	assert_says(out, sentence);
	if (strstr(out, "code=daemon-lost") != NULL || strstr(out, "code=no-daemon") != NULL)
		fail_msg("the service is blamed: %s", out);
}

/* ---- */

/* The stand-in service works: what is seen below is the misbehaviour's. */
static void
test_good(void **state)
{
	(void)state;
	expect(NOWHERE, LEAVE, CARD_EXIT_NONE, "fault reader=Fake%20Reader%2000%2000 code=unknown-card ", "");
}

static void
test_lazy_library(void **state)
{
	(void)state;
	is_lazy = true;
	expect(NOWHERE, LEAVE, CARD_EXIT_NONE, "fault reader=Fake%20Reader%2000%2000 code=unknown-card ", "");
	is_lazy = false;
}

static void
test_watcher_dies(void **state)
{
	(void)state;
	expect(AT_LIST, ABORT, CARD_EXIT_USAGE, "daemon state=down code=crashed ", "(signal%206,%20SIGABRT)");
	expect(AT_LIST, LEAVE, CARD_EXIT_NO_DAEMON, "daemon state=down code=internal ", "teslim-card,%207");
}

static void
test_reader_dies(void **state)
{
	(void)state;
	expect(AT_CONNECT, ABORT, CARD_EXIT_NONE, "fault reader=Fake%20Reader%2000%2000 code=crashed ", "(signal%206,%20SIGABRT)");
	expect(AT_TRANSMIT, ABORT, CARD_EXIT_NONE, "fault reader=Fake%20Reader%2000%2000 code=crashed ",
		"(signal%206,%20SIGABRT)");
	expect(AT_TRANSMIT, LEAVE, CARD_EXIT_NONE, "fault reader=Fake%20Reader%2000%2000 code=internal ", "Fake%20Reader");
}

#ifndef TESLIM_SANITIZED
static void
test_reader_crashes(void **state)
{
	(void)state;
	expect(AT_TRANSMIT, CRASH, CARD_EXIT_NONE, "fault reader=Fake%20Reader%2000%2000 code=crashed ",
		"(signal%2011,%20SIGSEGV)");
}

static void
test_stopped(void **state)
{
	char call[80];

	(void)state;
	snprintf(call, sizeof call, "(system%%20call%%20%d,%%20%s)", (int)SYS_unlinkat, FILTER_PROCESSOR_NAME);
	expect(AT_LIST, CALL_FORBIDDEN, CARD_EXIT_USAGE, "daemon state=down code=stopped ", call);
	expect(AT_CONNECT, CALL_FORBIDDEN, CARD_EXIT_NONE, "fault reader=Fake%20Reader%2000%2000 code=stopped ", call);
	expect(AT_TRANSMIT, CALL_FORBIDDEN, CARD_EXIT_NONE, "fault reader=Fake%20Reader%2000%2000 code=stopped ", call);
}

/* Killed before it could tell: still no lost service, and no other fault. */
static void
test_stopped_silently(void **state)
{
	char call[80];

	(void)state;
	snprintf(call, sizeof call, "(system%%20call%%20?,%%20%s)", FILTER_PROCESSOR_NAME);
	expect(AT_TRANSMIT, BLOCK_AND_CALL, CARD_EXIT_NONE, "fault reader=Fake%20Reader%2000%2000 code=stopped ", call);
}

/* The agent itself says so with its last breath: as an event, or to people in words. */
static void
test_agent_stopped(void **state)
{
	char out[8192], call[80];

	(void)state;
	snprintf(call, sizeof call, "(system%%20call%%20%d,%%20%s)", (int)SYS_unlinkat, FILTER_PROCESSOR_NAME);
	expect(AT_LINE, CALL_FORBIDDEN, SANDBOX_STOPPED, "daemon state=down code=stopped ", call);
	snprintf(call, sizeof call, "(system call %d, %s)", (int)SYS_unlinkat, FILTER_PROCESSOR_NAME);
	assert_int_equal(outcome(out, sizeof out, true), SANDBOX_STOPPED);
	assert_says(out, call);
	assert_says(out, "report this sentence");
}
#endif

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_lazy_library),
		cmocka_unit_test(test_watcher_dies),
		cmocka_unit_test(test_reader_dies),
#ifndef TESLIM_SANITIZED
		cmocka_unit_test(test_reader_crashes),
		cmocka_unit_test(test_stopped),
		cmocka_unit_test(test_stopped_silently),
		cmocka_unit_test(test_agent_stopped),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
