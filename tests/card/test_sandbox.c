/*
 * card/test_sandbox: what each process of the agent can still do once it has locked itself in, tried in children of
 * this test; how a process that is stopped tells it; and that the program's own processes are locked in. The kernel
 * takes part: under an emulator that has no seccomp this fails, and test_filter says what can be said. In builds with
 * sanitizers a forbidden call fails instead of ending the process.
 */
#include "../../src/card/sandbox.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/teslim-sandbox-XXXXXX";
static char socket_path[64], file_path[64];
static int listener = -1, terminal = -1;

/* ---- what is tried: true when it was possible */

static bool
try_read_file(void)
{
	int fd = open("/etc/passwd", O_RDONLY | O_CLOEXEC);

	return fd >= 0;
}

static bool
try_list_folder(void)
{
	return open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC) >= 0;
}

static bool
try_write_file(void)
{
	return open(file_path, O_WRONLY | O_CLOEXEC) >= 0;
}

static bool
try_make_file(void)
{
	char path[96];

	snprintf(path, sizeof path, "%s.new", file_path);
	return open(path, O_RDONLY | O_CREAT | O_CLOEXEC, 0600) >= 0;
}

static bool
try_cut_file(void)
{
	return open(file_path, O_RDONLY | O_TRUNC | O_CLOEXEC) >= 0;
}

static bool
try_make_nameless_file(void)
{
	return open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600) >= 0;
}

static bool
try_remove_file(void)
{
	return unlink(file_path) == 0;
}

static bool
try_rename_file(void)
{
	char path[96];

	snprintf(path, sizeof path, "%s.other", file_path);
	return rename(file_path, path) == 0;
}

static bool
try_run_program(void)
{
	char *const argv[] = {(char[]){"true"}, NULL};

	execv("/bin/true", argv);
	return false;
}

static bool
try_reach_service(void)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	copy_text(address.sun_path, sizeof address.sun_path, socket_path);
	return fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof address) == 0;
}

static bool
try_reach_network(void)
{
	return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) >= 0;
}

static bool
try_fork(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return pid > 0 && waitpid(pid, NULL, 0) == pid;
}

static bool
try_fork_apart(void)
{
	long pid = syscall(SYS_clone, SIGCHLD | CLONE_NEWUSER, NULL, NULL, NULL, 0);

	if (pid == 0)
		_exit(0);
	return pid > 0;
}

static bool
try_end_child(void)
{
	int state = 0;
	pid_t pid = fork();

	if (pid == 0) {
		for (;;)
			poll(NULL, 0, 60000);
	}
	return pid > 0 && kill(pid, SIGKILL) == 0 && waitpid(pid, &state, 0) == pid && WIFSIGNALED(state);
}

/* SIGWINCH is the signal that nobody minds. */
static bool
try_signal_parent(void)
{
	return kill(getppid(), SIGWINCH) == 0;
}

static bool
try_signal_group(void)
{
	return kill(0, SIGWINCH) == 0;
}

static bool
try_signal_thread(void)
{
	return syscall(SYS_tgkill, getppid(), getppid(), SIGWINCH) == 0;
}

static bool
try_have_signals_sent(void)
{
	return fcntl(listener, F_SETOWN, getppid()) == 0;
}

static bool
try_limit_parent(void)
{
	struct rlimit limit;

	return prlimit(getppid(), RLIMIT_CORE, NULL, &limit) == 0;
}

static bool
try_be_dumped(void)
{
	return prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0;
}

static bool
try_ask_for_terminal(void)
{
	return isatty(terminal) == 1 && !isatty(listener);
}

static bool
try_change_terminal(void)
{
	struct winsize size = {24, 80, 0, 0};

	return ioctl(terminal, TIOCSWINSZ, &size) == 0;
}

static bool
try_type_into_terminal(void)
{
	return ioctl(terminal, TIOCSTI, "x") == 0;
}

static bool
try_trace_parent(void)
{
	return ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) == 0;
}

static bool
try_be_traced(void)
{
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0;
}

static bool
try_mount(void)
{
	return mount("none", folder, "tmpfs", 0, NULL) == 0;
}

static bool
try_become_another(void)
{
	return setuid(65534) == 0;
}

static bool
try_listen(void)
{
	return listen(listener, 1) == 0;
}

static bool
try_much_memory(void)
{
	void *memory = mmap(NULL, (size_t)512 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return memory != MAP_FAILED;
}

/* What each of them must be able to do all the same. No new memory: this test is larger than the program. */
static bool
try_work(void)
{
	poll(NULL, 0, 1);
	return clock_monotonic_ms() > 0 && getpid() > 0 && write(STDOUT_FILENO, "", 0) == 0;
}

/* Is there anything that the limits have left? */
static bool
try_keep_rights(void)
{
	struct rlimit limit;

	return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1 || getrlimit(RLIMIT_CORE, &limit) != 0 || limit.rlim_max != 0;
}

static bool
try_get_rights_back(void)
{
	struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};

	return prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0 || setrlimit(RLIMIT_CORE, &limit) == 0;
}

enum { READ = 1 << SANDBOX_READ, WATCH = 1 << SANDBOX_WATCH, AGENT = 1 << SANDBOX_AGENT };

static const struct attempt {
	const char *name;
	bool (*act)(void);
	int possible; /* for whom */
	bool is_call; /* forbidden by the list of calls: one that is only refused would be one that was carried out */
} attempts[] = {
	{"work", try_work, READ | WATCH | AGENT, false},
	{"read a file", try_read_file, AGENT, true},
	{"list a folder", try_list_folder, AGENT, true},
	{"write a file", try_write_file, 0, true},
	{"make a file", try_make_file, 0, true},
	{"cut a file", try_cut_file, 0, true},
	{"make a nameless file", try_make_nameless_file, 0, true},
	{"remove a file", try_remove_file, 0, true},
	{"rename a file", try_rename_file, 0, true},
	{"run a program", try_run_program, 0, true},
	{"reach a service of this machine", try_reach_service, WATCH | AGENT, true},
	{"reach the network", try_reach_network, 0, true},
	{"start a child", try_fork, AGENT, true},
	{"start a child with a namespace", try_fork_apart, 0, true},
	{"end its child", try_end_child, AGENT, true},
	{"send its parent a signal", try_signal_parent, 0, true},
	{"send its group a signal", try_signal_group, 0, true},
	{"send another's thread a signal", try_signal_thread, 0, true},
	{"have signals sent", try_have_signals_sent, 0, true},
	{"set its parent limits", try_limit_parent, 0, true},
	{"let itself be dumped", try_be_dumped, 0, true},
	{"know a terminal", try_ask_for_terminal, READ | WATCH | AGENT, false},
	{"change a terminal", try_change_terminal, 0, true},
	{"type into a terminal", try_type_into_terminal, 0, true},
	{"trace its parent", try_trace_parent, 0, true},
	{"be traced", try_be_traced, 0, true},
	{"mount something", try_mount, 0, true},
	{"become another user", try_become_another, 0, true},
	{"be a service", try_listen, 0, true},
#ifndef TESLIM_SANITIZED
	{"take 512 MB", try_much_memory, 0, false},
#endif
};

/* In a child: locked in, then tried. */
static bool
was_possible(enum sandbox sandbox, bool (*act)(void), int *state)
{
	pid_t pid = fork();

	if (pid == 0) {
		if (!sandbox_enter(sandbox))
			_exit(3);
		_exit(act() ? 0 : 1);
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, state, 0), pid);
	assert_false(WIFEXITED(*state) && WEXITSTATUS(*state) == 3);
	return WIFEXITED(*state) && WEXITSTATUS(*state) == 0;
}

static void
test_attempts(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < ARRAY_LENGTH(attempts); i++) {
		for (enum sandbox sandbox = SANDBOX_AGENT; sandbox <= SANDBOX_READ; sandbox++) {
			bool want = (attempts[i].possible & 1 << sandbox) != 0;
			int state = 0;
			if (was_possible(sandbox, attempts[i].act, &state) != want)
				fail_msg("sandbox %d: %s: state %X", (int)sandbox, attempts[i].name, (unsigned)state);
			/* It failed (Landlock), or the process was stopped; nothing else may have happened to it. */
			if (!want && WIFSIGNALED(state) && WTERMSIG(state) != SIGSYS)
				fail_msg("sandbox %d: %s: signal %d", (int)sandbox, attempts[i].name, WTERMSIG(state));
#ifndef TESLIM_SANITIZED
			/* By the signal itself where libc blocks all signals meanwhile: glibc 2.41 in fork. */
			if (attempts[i].is_call && !want && WIFEXITED(state))
				assert_int_equal(WEXITSTATUS(state), SANDBOX_STOPPED);
#endif
		}
		assert_int_equal(access(file_path, F_OK), 0);
	}
}

/* Without the lock each of them is possible here, so that the refusals above say something. */
static void
test_possible_outside(void **unused)
{
	(void)unused;
	assert_true(try_read_file() && try_list_folder() && try_write_file() && try_make_file() && try_reach_service());
	assert_true(try_reach_network() && try_fork() && try_end_child() && try_signal_parent() && try_signal_group());
	assert_true(try_signal_thread() && try_have_signals_sent() && try_limit_parent() && try_be_dumped());
	assert_true(try_ask_for_terminal() && try_change_terminal() && try_work() && try_much_memory());
	assert_int_equal(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0), 0);
}

/* The lock has no key: it holds for children, and what was given up stays so. */
static void
test_for_good(void **unused)
{
	int state;

	(void)unused;
	assert_false(was_possible(SANDBOX_AGENT, try_get_rights_back, &state));
	assert_false(was_possible(SANDBOX_READ, try_get_rights_back, &state));
	/* A foreign library's process: no system call is forbidden to it, but no rights are to be had any more. */
	assert_true(was_possible(SANDBOX_MODULE, try_read_file, &state));
	assert_false(was_possible(SANDBOX_MODULE, try_keep_rights, &state));
	assert_false(was_possible(SANDBOX_AGENT, try_keep_rights, &state));
}

/* ---- how a process tells that it was stopped */

static bool
try_abort(void)
{
	abort();
}

static bool
try_hide(void)
{
	struct sigaction action = {.sa_handler = SIG_IGN};

	return sigaction(SIGSYS, &action, NULL) == 0;
}

static bool
try_be_deaf(void)
{
	sigset_t all;

	sigfillset(&all);
	return sigprocmask(SIG_BLOCK, &all, NULL) == 0 && try_write_file();
}

/* A process may end itself, and that is told as what it was. */
static void
test_abort(void **unused)
{
	(void)unused;
	for (enum sandbox sandbox = SANDBOX_AGENT; sandbox <= SANDBOX_READ; sandbox++) {
		int state;
		assert_false(was_possible(sandbox, try_abort, &state));
		assert_true(WIFSIGNALED(state) && WTERMSIG(state) == SIGABRT);
	}
}

#ifndef TESLIM_SANITIZED
static void
test_last_words(void **unused)
{
	char text[64] = "", want[64];
	int ends[2], state;

	(void)unused;
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	sandbox_report(ends[1], "stopped at ", "!\n");
	assert_false(was_possible(SANDBOX_READ, try_reach_network, &state));
	assert_true(WIFEXITED(state) && WEXITSTATUS(state) == SANDBOX_STOPPED);
	close(ends[1]);
	snprintf(want, sizeof want, "stopped at %d!\n", (int)SYS_socket);
	assert_int_equal(read(ends[0], text, sizeof text - 1), strlen(want));
	assert_string_equal(text, want);
	close(ends[0]);
	sandbox_report(-1, "", "");
}

/* Whoever will not hear it, or would answer it otherwise, is killed. */
static void
test_no_way_round(void **unused)
{
	(void)unused;
	for (enum sandbox sandbox = SANDBOX_AGENT; sandbox <= SANDBOX_READ; sandbox++) {
		int state;
		assert_false(was_possible(sandbox, try_hide, &state));
		assert_true(WIFSIGNALED(state) && WTERMSIG(state) == SIGSYS);
		assert_false(was_possible(sandbox, try_be_deaf, &state));
		assert_true(WIFSIGNALED(state) && WTERMSIG(state) == SIGSYS);
	}
}
#endif

/* ---- the real program */

static long
status_number(long pid, const char *name)
{
	char path[64];
	char *text = NULL, *at;
	size_t length;
	struct err err = {0};
	long number = -1;

	snprintf(path, sizeof path, "/proc/%ld/status", pid);
	if (file_read(path, 1 << 16, &text, &length, &err) != OK)
		return -1;
	at = strstr(text, name);
	if (at != NULL)
		number = strtol(at + strlen(name) + 1, NULL, 10);
	mem_free(text);
	return number;
}

#ifndef TESLIM_SANITIZED
static bool
has_limit(long pid, const char *name)
{
	char path[64];
	char *text = NULL, *at;
	size_t length;
	struct err err = {0};
	bool found;

	snprintf(path, sizeof path, "/proc/%ld/limits", pid);
	if (file_read(path, 1 << 16, &text, &length, &err) != OK)
		return false;
	at = strstr(text, name);
	found = at != NULL && strtol(at + strlen(name), NULL, 10) == 256L << 20;
	mem_free(text);
	return found;
}
#endif

static long
first_child(long pid)
{
	char path[64], text[64] = "";
	FILE *file;

	snprintf(path, sizeof path, "/proc/%ld/task/%ld/children", pid, pid);
	file = fopen(path, "re");
	if (file != NULL) {
		if (fgets(text, sizeof text, file) == NULL)
			text[0] = '\0';
		fclose(file);
	}
	return strtol(text, NULL, 10);
}

static void
await_lock(long pid)
{
	for (int i = 0; i < 200 && status_number(pid, "Seccomp:") != 2; i++)
		poll(NULL, 0, 20);
	assert_int_equal(status_number(pid, "Seccomp:"), 2);
	assert_int_equal(status_number(pid, "NoNewPrivs:"), 1);
}

static void
test_program(void **unused)
{
	const char *build = getenv("BUILD");
	char program[512], variable[128];
	char *const argv[] = {program, NULL};
	char *const environment[] = {variable, NULL};
	int input[2], state;
	pid_t pid;

	(void)unused;
	snprintf(program, sizeof program, "%s/teslim-card", build != NULL ? build : "build");
	snprintf(variable, sizeof variable, "PCSCLITE_CSOCK_NAME=%s", socket_path);
	assert_int_equal(pipe2(input, O_CLOEXEC), 0);
	pid = fork();
	if (pid == 0) {
		dup2(input[0], STDIN_FILENO);
		if (freopen("/dev/null", "w", stdout) == NULL)
			_exit(126);
		execve(program, argv, environment);
		_exit(127);
	}
	close(input[0]);
	await_lock(pid);
	for (int i = 0; i < 200 && first_child(pid) == 0; i++)
		poll(NULL, 0, 20);
#ifndef TESLIM_SANITIZED
	assert_true(has_limit(pid, "Max address space") && has_limit(first_child(pid), "Max address space"));
#endif
	await_lock(first_child(pid)); /* the watcher, which tries to speak to what listens there */
	close(input[1]);
	assert_int_equal(waitpid(pid, &state, 0), pid);
	assert_true(WIFEXITED(state) && WEXITSTATUS(state) == 0);
}

static int
set_up(void **unused)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct err err = {0};
	int master;

	(void)unused;
	if (mkdtemp(folder) == NULL || openpty(&master, &terminal, NULL, NULL, NULL) != 0)
		return -1;
	snprintf(socket_path, sizeof socket_path, "%s/socket", folder);
	snprintf(file_path, sizeof file_path, "%s/file", folder);
	if (file_write(file_path, "x", 1, 0600, &err) != OK)
		return -1;
	copy_text(address.sun_path, sizeof address.sun_path, socket_path);
	listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	return bind(listener, (const struct sockaddr *)&address, sizeof address) == 0 && listen(listener, 64) == 0 ? 0 : -1;
}

static int
tear_down(void **unused)
{
	char path[96];

	(void)unused;
	close(listener);
	unlink(socket_path);
	unlink(file_path);
	snprintf(path, sizeof path, "%s.new", file_path);
	unlink(path);
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_possible_outside),
		cmocka_unit_test(test_attempts),
		cmocka_unit_test(test_for_good),
		cmocka_unit_test(test_abort),
#ifndef TESLIM_SANITIZED
		cmocka_unit_test(test_last_words),
		cmocka_unit_test(test_no_way_round),
#endif
		cmocka_unit_test(test_program),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
