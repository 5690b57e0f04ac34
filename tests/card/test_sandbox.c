/*
 * card/test_sandbox: what the agent's processes have given up once they are in their sandbox, tried call by call: each
 * attempt in a child of its own that must fail or be killed, and the calls that reading needs, which must go on working.
 */
#include "../../src/card/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { DID = 0, FAILED = 42 };

static int number, failures;

static void
tell_result(bool held, const char *name, int status)
{
	printf("%s %d - %s\n", held ? "ok" : "not ok", ++number, name);
	if (!held)
		printf("# status %d, signal %d\n", WIFEXITED(status) ? WEXITSTATUS(status) : -1, WIFSIGNALED(status) ? WTERMSIG(status) : 0);
	fflush(stdout);
	failures += !held;
}

static int
in_sandbox(enum sandbox sandbox, bool (*attempt)(void))
{
	int status = 0;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		if (!sandbox_enter(sandbox))
			_exit(3);
		_exit(attempt() ? DID : FAILED);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		exit(2);
	return status;
}

static void
forbidden(enum sandbox sandbox, bool (*attempt)(void), const char *name)
{
	int status = in_sandbox(sandbox, attempt);
	bool stopped = (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS) || (WIFEXITED(status) && WEXITSTATUS(status) == FAILED);

	tell_result(stopped, name, status);
}

static void
allowed(enum sandbox sandbox, bool (*attempt)(void), const char *name)
{
	int status = in_sandbox(sandbox, attempt);

	tell_result(WIFEXITED(status) && WEXITSTATUS(status) == DID, name, status);
}

/* ---- attempts; true: it could be done */

static bool
read_a_file(void)
{
	return open("/etc/passwd", O_RDONLY) >= 0;
}

static bool
write_a_file(void)
{
	return open("/tmp/teslim-sandbox-test", O_WRONLY | O_CREAT, 0600) >= 0;
}

static bool
run_a_program(void)
{
	char *const argv[] = {(char[]){"true"}, NULL};

	execv("/bin/true", argv);
	return false;
}

static bool
open_a_network_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static bool
start_a_process(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return pid > 0;
}

static bool
trace_somebody(void)
{
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0;
}

static bool
kill_the_parent(void)
{
	return kill(getppid(), 0) == 0;
}

static bool
mount_something(void)
{
	return syscall(SYS_mount, "none", "/mnt", "tmpfs", 0, NULL) == 0;
}

static bool
take_much_memory(void)
{
	void *much = mmap(NULL, (size_t)1 << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return much != MAP_FAILED;
}

static bool
gain_privileges(void)
{
	return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1;
}

static bool
dump_core(void)
{
	struct rlimit limit;

	return getrlimit(RLIMIT_CORE, &limit) != 0 || limit.rlim_cur != 0;
}

static bool
work_with_what_is_open(void)
{
	char bytes[8];
	struct pollfd fd = {.fd = STDIN_FILENO, .events = POLLIN};

	(void)poll(&fd, 1, 0);
	free(malloc(200000));
	return read(STDIN_FILENO, bytes, 0) == 0 && write(STDOUT_FILENO, "", 0) == 0 && clock_now() > 0;
}

static bool
reach_a_unix_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}

/* A landlocked process opens nothing even where the list of calls would let it: looked for in the watcher. */
static bool
has_landlock(void)
{
	return syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) > 0;
}

int
main(void)
{
	forbidden(SANDBOX_READ, read_a_file, "whoever reads a card opens no file");
	forbidden(SANDBOX_READ, write_a_file, "writes none");
	forbidden(SANDBOX_READ, run_a_program, "runs no program");
	forbidden(SANDBOX_READ, open_a_network_socket, "opens no socket");
	forbidden(SANDBOX_READ, start_a_process, "starts no process");
	forbidden(SANDBOX_READ, trace_somebody, "traces nobody");
	forbidden(SANDBOX_READ, kill_the_parent, "signals nobody");
	forbidden(SANDBOX_READ, mount_something, "mounts nothing");
#ifndef TESLIM_SANITIZED
	forbidden(SANDBOX_READ, take_much_memory, "takes no gigabyte");
	forbidden(SANDBOX_AGENT, take_much_memory, "nor does the agent");
#endif
	forbidden(SANDBOX_AGENT, gain_privileges, "the agent gains no privileges");
	forbidden(SANDBOX_MODULE, gain_privileges, "nor does a vendor's library");
	forbidden(SANDBOX_MODULE, dump_core, "which leaves no core behind");
	forbidden(SANDBOX_AGENT, run_a_program, "the agent runs no program");
	forbidden(SANDBOX_WATCH, run_a_program, "nor does the watcher");
	forbidden(SANDBOX_WATCH, start_a_process, "who starts no process");
	if (has_landlock()) {
		forbidden(SANDBOX_WATCH, read_a_file, "and opens no file");
		forbidden(SANDBOX_WATCH, write_a_file, "and writes none");
	}
	allowed(SANDBOX_READ, work_with_what_is_open, "what is open already can be worked with");
	allowed(SANDBOX_WATCH, reach_a_unix_socket, "the watcher can reach the service again");
	allowed(SANDBOX_AGENT, start_a_process, "the agent can start the next reading");
	unlink("/tmp/teslim-sandbox-test");
	printf("1..%d\n", number);
	return failures > 0 ? 1 : 0;
}
