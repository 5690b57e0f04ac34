/*
 * card/sandbox: rlimits, no_new_privs, Landlock and a seccomp filter written out as a table of allowed calls (see
 * sandbox.h). In builds with sanitizers a forbidden call fails instead of killing, and memory is not limited.
 */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MEMORY_MAX = 256 << 20, FILES_MAX = 64, FILTER_MAX = 256 };

/* What libc and the PC/SC client need once everything is open. */
static const int calls_read[] = {
	SYS_read, SYS_write, SYS_readv, SYS_writev, SYS_sendto, SYS_recvfrom, SYS_sendmsg, SYS_recvmsg,
#ifdef SYS_poll
	SYS_poll,
#endif
#ifdef SYS_select
	SYS_select,
#endif
	SYS_ppoll, SYS_pselect6, SYS_close, SYS_shutdown, SYS_fstat, SYS_newfstatat, SYS_lseek, SYS_fcntl, SYS_ioctl,
	SYS_brk, SYS_mmap, SYS_munmap, SYS_mremap, SYS_madvise, SYS_mprotect, SYS_futex, SYS_rt_sigreturn,
	SYS_rt_sigprocmask, SYS_rt_sigaction, SYS_sigaltstack, SYS_restart_syscall, SYS_clock_gettime, SYS_gettimeofday,
	SYS_clock_nanosleep, SYS_nanosleep, SYS_getrandom, SYS_getpid, SYS_gettid, SYS_getuid, SYS_geteuid, SYS_tgkill,
	SYS_rseq, SYS_set_robust_list, SYS_sched_yield, SYS_exit, SYS_exit_group,
};
/* What it takes to reach the service again. */
static const int calls_watch[] = {
	SYS_connect, SYS_setsockopt, SYS_getsockopt, SYS_getpeername, SYS_getsockname, SYS_getppid,
#ifdef SYS_stat
	SYS_stat,
#endif
	SYS_statx, SYS_faccessat, SYS_getgid, SYS_getegid, SYS_prctl,
};
/* What it takes to start and end children, and to look into /proc and /sys. */
static const int calls_agent[] = {
	SYS_clone, SYS_wait4, SYS_waitid, SYS_kill, SYS_pipe2, SYS_dup3, SYS_getdents64, SYS_readlinkat,
	SYS_seccomp, SYS_prlimit64, SYS_landlock_create_ruleset, SYS_landlock_restrict_self, SYS_setrlimit, SYS_getrlimit,
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
	SYS_set_tid_address, SYS_uname, SYS_sysinfo,
};

#if defined(__x86_64__)
#define THIS_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_ARCH AUDIT_ARCH_AARCH64
#endif

#ifdef TESLIM_SANITIZED
#define FORBIDDEN (SECCOMP_RET_ERRNO | ENOSYS)
#else
#define FORBIDDEN SECCOMP_RET_KILL_PROCESS
#endif

#ifdef THIS_ARCH

struct program {
	struct sock_filter code[FILTER_MAX];
	unsigned short length;
};

static void
add_code(struct program *program, uint16_t code, uint32_t value, uint8_t yes, uint8_t no)
{
	program->code[program->length++] = (struct sock_filter)BPF_JUMP(code, value, yes, no);
}

static void
allow_calls(struct program *program, const int *calls, size_t count)
{
	for (size_t i = 0; i < count && program->length + 4 < FILTER_MAX; i++) {
		add_code(program, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)calls[i], 0, 1);
		add_code(program, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
	}
}

/* Opening is allowed for reading only: of files that are there, whichever way they are opened. */
static void
allow_reading(struct program *program, int call, size_t flags)
{
	enum { TEMPORARY = 020000000 /* O_TMPFILE without O_DIRECTORY */ };
	uint32_t where = (uint32_t)(offsetof(struct seccomp_data, args) + flags * sizeof(uint64_t));

	add_code(program, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 4);
	add_code(program, BPF_LD | BPF_W | BPF_ABS, where, 0, 0); /* the low half: both processors are little-endian */
	add_code(program, BPF_JMP | BPF_JSET | BPF_K, O_ACCMODE | O_CREAT | O_TRUNC | TEMPORARY, 1, 0);
	add_code(program, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
	add_code(program, BPF_RET | BPF_K, FORBIDDEN, 0, 0);
}

/* Sockets reach this machine's services only, never a network. */
static void
allow_local_socket(struct program *program)
{
	add_code(program, BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 4);
	add_code(program, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args), 0, 0);
	add_code(program, BPF_JMP | BPF_JEQ | BPF_K, AF_UNIX, 0, 1);
	add_code(program, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
	add_code(program, BPF_RET | BPF_K, FORBIDDEN, 0, 0);
}

static bool
install_filter(enum sandbox sandbox)
{
	struct program program = {0};
	struct sock_fprog prog;

	add_code(&program, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch), 0, 0);
	add_code(&program, BPF_JMP | BPF_JEQ | BPF_K, THIS_ARCH, 1, 0);
	add_code(&program, BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS, 0, 0);
	add_code(&program, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr), 0, 0);
	allow_calls(&program, calls_read, ARRAY_LENGTH(calls_read));
	if (sandbox != SANDBOX_READ)
		allow_calls(&program, calls_watch, ARRAY_LENGTH(calls_watch));
	if (sandbox == SANDBOX_AGENT)
		allow_calls(&program, calls_agent, ARRAY_LENGTH(calls_agent));
	if (sandbox == SANDBOX_AGENT)
		allow_reading(&program, SYS_openat, 2);
#ifdef SYS_open
	if (sandbox == SANDBOX_AGENT)
		allow_reading(&program, SYS_open, 1);
#endif
	if (sandbox != SANDBOX_READ)
		allow_local_socket(&program);
	/* A crash is told by SIGSEGV, a debugger's or sanitizer's question by an error. */
	add_code(&program, BPF_RET | BPF_K, FORBIDDEN, 0, 0);
	prog = (struct sock_fprog){.len = program.length, .filter = program.code};
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog) == 0;
}

#else

static bool
install_filter(enum sandbox sandbox)
{
	(void)sandbox; /* no table for this processor: limits and Landlock stay */
	return true;
}

#endif

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
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return false;
	if (sandbox == SANDBOX_READ || sandbox == SANDBOX_WATCH)
		forbid_files();
	return sandbox == SANDBOX_MODULE || install_filter(sandbox);
}
