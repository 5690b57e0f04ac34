/*
 * card/filter: the tables of allowed calls and arguments, and how they become a seccomp program (see filter.h). Lists
 * add up: a child's own is asked together with its parent's, and a call must be on both.
 *
 * What a list cannot know, because it sees numbers and no memory: which file a path names, whose process a number is
 * that was not there yet when the list was made, what a descriptor belongs to.
 */
#include "filter.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

/* clang-format off */
/* What libc and the PC/SC client need once everything is open. */
static const int calls_read[] = {
	SYS_read, SYS_write, SYS_readv, SYS_writev, SYS_sendto, SYS_recvfrom, SYS_sendmsg, SYS_recvmsg,
#ifdef SYS_poll
	SYS_poll,
#endif
#ifdef SYS_select
	SYS_select,
#endif
	SYS_ppoll, SYS_pselect6, SYS_close, SYS_shutdown, SYS_fstat, SYS_newfstatat, SYS_lseek, SYS_brk, SYS_mmap, SYS_munmap,
	SYS_mremap, SYS_madvise, SYS_mprotect, SYS_futex, SYS_rt_sigreturn, SYS_rt_sigprocmask, SYS_sigaltstack,
	SYS_restart_syscall, SYS_clock_gettime, SYS_gettimeofday, SYS_clock_nanosleep, SYS_nanosleep, SYS_getrandom, SYS_getpid,
	SYS_gettid, SYS_getuid, SYS_geteuid, SYS_rseq, SYS_set_robust_list, SYS_sched_yield, SYS_exit, SYS_exit_group
};
/* What it takes to reach the service again. */
static const int calls_watch[] = {
	SYS_connect, SYS_setsockopt, SYS_getsockopt, SYS_getpeername, SYS_getsockname, SYS_getppid,
#ifdef SYS_stat
	SYS_stat,
#endif
	SYS_statx, SYS_faccessat, SYS_getgid, SYS_getegid
};
/* What it takes to start and end children, and to look into /proc and /sys. */
static const int calls_agent[] = {
	SYS_wait4, SYS_waitid, SYS_pipe2, SYS_dup3, SYS_getdents64, SYS_readlinkat, SYS_seccomp, SYS_landlock_create_ruleset,
	SYS_landlock_restrict_self, SYS_setrlimit, SYS_getrlimit,
#ifdef SYS_fork
	SYS_fork,
#endif
#ifdef SYS_pipe
	SYS_pipe,
#endif
#ifdef SYS_dup2
	SYS_dup2,
#endif
#ifdef SYS_readlink
	SYS_readlink,
#endif
#ifdef SYS_access
	SYS_access,
#endif
	SYS_set_tid_address, SYS_uname, SYS_sysinfo
};
/* clang-format on */

/* ---- building */

static void
add_code(struct filter *filter, uint16_t code, uint32_t value, uint8_t yes, uint8_t no)
{
	if (filter->length == FILTER_MAX)
		filter->is_full = true;
	else
		filter->code[filter->length++] = (struct sock_filter)BPF_JUMP(code, value, yes, no);
}

static void
add_answer(struct filter *filter, uint32_t answer)
{
	add_code(filter, BPF_RET | BPF_K, answer, 0, 0);
}

/* The low half of an argument: all that are looked at are 32 bits wide for the kernel. */
static void
load_argument(struct filter *filter, size_t argument)
{
	uint32_t where = (uint32_t)(offsetof(struct seccomp_data, args) + argument * sizeof(uint64_t));

	add_code(filter, BPF_LD | BPF_W | BPF_ABS, where, 0, 0);
}

static void
allow_calls(struct filter *filter, const int *calls, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		add_code(filter, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)calls[i], 0, 1);
		add_answer(filter, SECCOMP_RET_ALLOW);
	}
}

/* Allowed when the argument is one of the values. */
static void
allow_values(struct filter *filter, int call, size_t argument, const uint32_t *values, size_t count)
{
	add_code(filter, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, (uint8_t)(2 * count + 2));
	load_argument(filter, argument);
	for (size_t i = 0; i < count; i++) {
		add_code(filter, BPF_JMP | BPF_JEQ | BPF_K, values[i], 0, 1);
		add_answer(filter, SECCOMP_RET_ALLOW);
	}
	add_answer(filter, FILTER_FORBIDDEN);
}

/* Allowed when the argument has none of the bits. */
static void
allow_without(struct filter *filter, int call, size_t argument, uint32_t bits)
{
	add_code(filter, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 4);
	load_argument(filter, argument);
	add_code(filter, BPF_JMP | BPF_JSET | BPF_K, bits, 1, 0);
	add_answer(filter, SECCOMP_RET_ALLOW);
	add_answer(filter, FILTER_FORBIDDEN);
}

/* ---- calls of which only some uses are harmless */

/*
 * Handlers, but for the signal by which a forbidden call is told: whoever could set its handler anew could go on
 * trying. That one kills at once.
 */
static void
allow_handlers(struct filter *filter)
{
	add_code(filter, BPF_JMP | BPF_JEQ | BPF_K, SYS_rt_sigaction, 0, 4);
	load_argument(filter, 0);
	add_code(filter, BPF_JMP | BPF_JEQ | BPF_K, SIGSYS, 0, 1);
	add_answer(filter, SECCOMP_RET_KILL_PROCESS);
	add_answer(filter, SECCOMP_RET_ALLOW);
}

/* Flags only: F_SETOWN would have the kernel send signals to others. */
static void
allow_flags_of_files(struct filter *filter)
{
	static const uint32_t harmless[] = {F_GETFD, F_SETFD, F_GETFL, F_SETFL};

	allow_values(filter, SYS_fcntl, 1, harmless, ARRAY_LENGTH(harmless));
}

/*
 * A process may abort: send itself a signal. Its children are under the agent's list too, and have other numbers; so
 * that list looks at the signal and not at whose it is, and their own looks at whose.
 */
static void
allow_abort(struct filter *filter, enum sandbox sandbox, pid_t self)
{
	const uint32_t number = (uint32_t)self, abort = SIGABRT;

	if (sandbox == SANDBOX_AGENT)
		allow_values(filter, SYS_tgkill, 2, &abort, 1);
	else
		allow_values(filter, SYS_tgkill, 0, &number, 1);
}

/*
 * The agent ends its children, by one signal and by number: never a group, never "everybody". That the number is a
 * child's cannot be checked, since children are started later. They themselves may not call this at all.
 */
static void
allow_ending_children(struct filter *filter)
{
	add_code(filter, BPF_JMP | BPF_JEQ | BPF_K, SYS_kill, 0, 7);
	load_argument(filter, 1);
	add_code(filter, BPF_JMP | BPF_JEQ | BPF_K, SIGKILL, 0, 4);
	load_argument(filter, 0);
	add_code(filter, BPF_JMP | BPF_JGT | BPF_K, 1, 0, 2);
	add_code(filter, BPF_JMP | BPF_JGT | BPF_K, INT32_MAX, 1, 0);
	add_answer(filter, SECCOMP_RET_ALLOW);
	add_answer(filter, FILTER_FORBIDDEN);
}

/* A child is a plain process: no namespace of its own, in which it would be root. */
static void
allow_children(struct filter *filter)
{
	allow_without(filter, SYS_clone, 0,
		CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET |
			CLONE_PARENT | CLONE_PTRACE);
}

/* Its own limits and its own locks, as sandbox.c sets them for a child. */
static void
allow_locking_up(struct filter *filter)
{
	static const uint32_t itself = 0;
	static const uint32_t locks[] = {PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP};

	allow_values(filter, SYS_prlimit64, 0, &itself, 1);
	allow_values(filter, SYS_prctl, 0, locks, ARRAY_LENGTH(locks));
}

/*
 * Of all requests to a device only "are you a terminal?" (before something is written to it), and of those who call the
 * service "do not block". TIOCSTI would type into the officer's terminal, FIOASYNC and FIOSETOWN would send signals.
 */
static void
allow_requests(struct filter *filter, enum sandbox sandbox)
{
	static const uint32_t harmless[] = {TCGETS, FIONBIO};

	allow_values(filter, SYS_ioctl, 1, harmless, sandbox == SANDBOX_READ ? 1 : 2);
}

/* Opening is allowed for reading only: of files that are there, whichever way they are opened. */
static void
allow_reading(struct filter *filter, int call, size_t flags)
{
	enum { TEMPORARY = 020000000 /* O_TMPFILE without O_DIRECTORY */ };

	allow_without(filter, call, flags, O_ACCMODE | O_CREAT | O_TRUNC | TEMPORARY);
}

/* Sockets reach this machine's services only, never a network. */
static void
allow_local_socket(struct filter *filter)
{
	static const uint32_t local = AF_UNIX;

	allow_values(filter, SYS_socket, 0, &local, 1);
}

void
filter_build(struct filter *filter, enum sandbox sandbox, pid_t self)
{
	*filter = (struct filter){0};
	/* Another processor's calls, and x86's 32-bit ones, have other numbers. */
	add_code(filter, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch), 0, 0);
	add_code(filter, BPF_JMP | BPF_JEQ | BPF_K, FILTER_PROCESSOR, 1, 0);
	add_answer(filter, SECCOMP_RET_KILL_PROCESS);
	add_code(filter, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr), 0, 0);
	allow_calls(filter, calls_read, ARRAY_LENGTH(calls_read));
	allow_handlers(filter);
	allow_flags_of_files(filter);
	allow_abort(filter, sandbox, self);
	allow_requests(filter, sandbox);
	if (sandbox != SANDBOX_READ) {
		allow_calls(filter, calls_watch, ARRAY_LENGTH(calls_watch));
		allow_local_socket(filter);
	}
	if (sandbox == SANDBOX_AGENT) {
		allow_calls(filter, calls_agent, ARRAY_LENGTH(calls_agent));
		allow_children(filter);
		allow_ending_children(filter);
		allow_locking_up(filter);
		allow_reading(filter, SYS_openat, 2);
#ifdef SYS_open
		allow_reading(filter, SYS_open, 1);
#endif
	}
	add_answer(filter, FILTER_FORBIDDEN);
}
