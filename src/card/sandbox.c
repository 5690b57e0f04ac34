/*
 * card/sandbox: rlimits, no_new_privs, Landlock and the seccomp list of filter.c, and the last words of a process that
 * was stopped by it (see sandbox.h). In builds with sanitizers a forbidden call fails instead, and memory is not
 * limited.
 */
#include "sandbox.h"

#include <linux/landlock.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "filter.h"

enum { MEMORY_MAX = 256 << 20, FILES_MAX = 64, REPORT_SIZE = 2048 };

/* ---- last words */

/* What the handler needs, ready before it is needed. One process tells one story: there is one. */
static struct {
	int fd;
	char before[REPORT_SIZE / 2 - 16], after[REPORT_SIZE / 2 - 16];
} report = {.fd = -1};

void
sandbox_report(int fd, const char *before, const char *after)
{
	report.fd = -1;
	if (copy_text(report.before, sizeof report.before, before) && copy_text(report.after, sizeof report.after, after))
		report.fd = fd;
}

/* snprintf is not for a handler. */
static size_t
add_text(char *out, size_t at, const char *text)
{
	for (; *text != '\0'; text++)
		out[at++] = *text;
	return at;
}

static size_t
add_number(char *out, size_t at, unsigned number)
{
	char digits[12];
	size_t count = 0;

	do {
		digits[count++] = (char)('0' + number % 10);
		number /= 10;
	} while (number != 0);
	while (count > 0)
		out[at++] = digits[--count];
	return at;
}

/* In a signal handler, on whatever stack there is: only calls that every list allows. */
static void
on_forbidden_call(int signal, siginfo_t *info, void *context)
{
	char text[REPORT_SIZE];
	size_t length = add_text(text, 0, report.before);

	(void)signal;
	(void)context;
	length = add_number(text, length, (unsigned)info->si_syscall);
	length = add_text(text, length, report.after);
	if (report.fd >= 0 && write(report.fd, text, length) < 0)
		_exit(SANDBOX_STOPPED + 1);
	_exit(SANDBOX_STOPPED);
}

/* Once for all processes: the list then forbids to set it again. */
static bool
install_handler(void)
{
	static bool is_installed;
	struct sigaction action = {.sa_sigaction = on_forbidden_call, .sa_flags = SA_SIGINFO};

	if (!is_installed && sigaction(SIGSYS, &action, NULL) == 0)
		is_installed = true;
	return is_installed;
}

static bool
install_filter(enum sandbox sandbox)
{
	struct filter filter;
	struct sock_fprog program;

	filter_build(&filter, sandbox, getpid());
	program = (struct sock_fprog){.len = filter.length, .filter = filter.code};
	return !filter.is_full && install_handler() && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/* ---- files and limits */

/*
 * Handles every kind of file access and allows none. A kernel without Landlock is no fault. Not for the agent: Landlock
 * also hides other programs' maps, by which it names who holds a reader.
 */
static void
forbid_files(void)
{
	struct landlock_ruleset_attr attr = {
		.handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE |
			LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
			LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
			LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
			LANDLOCK_ACCESS_FS_MAKE_SYM,
	};
	int fd = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr.handled_access_fs, 0);

	if (fd < 0)
		return;
	(void)syscall(SYS_landlock_restrict_self, fd, 0);
	close(fd);
}

static void
limit(int what, rlim_t most)
{
	struct rlimit value = {most, most};

	(void)setrlimit((__rlimit_resource_t)what, &value); /* a lower limit that stands already is as good */
}

/* False with errno when the kernel refuses. */
static bool
give_up_rights(enum sandbox sandbox)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return false;
	if (sandbox == SANDBOX_READ || sandbox == SANDBOX_WATCH)
		forbid_files();
	return sandbox == SANDBOX_MODULE || install_filter(sandbox);
}

static bool does_without;

void
sandbox_do_without(void)
{
	does_without = true;
}

bool
sandbox_enter(enum sandbox sandbox)
{
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_NOFILE, FILES_MAX);
#ifndef TESLIM_SANITIZED
	if (sandbox != SANDBOX_MODULE)
		limit(RLIMIT_AS, MEMORY_MAX);
#endif
	if (sandbox == SANDBOX_READ)
		limit(RLIMIT_CPU, 30);
	return give_up_rights(sandbox) || does_without;
}
