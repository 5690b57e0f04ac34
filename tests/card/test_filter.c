/*
 * card/test_filter: what the lists of allowed calls say on the processor that this is built for, asked call by call
 * through an interpreter of seccomp programs. No kernel takes part, so that it holds under an emulator as well; that
 * the kernel does what the lists say is test_sandbox's.
 */
#include "../../src/card/filter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

enum { SELF = 4711, OTHER = 4712, ABSENT = -1 };
enum { READ = 1 << SANDBOX_READ, WATCH = 1 << SANDBOX_WATCH, AGENT = 1 << SANDBOX_AGENT, ALL = READ | WATCH | AGENT };

static struct filter filters[3];

/* ---- an interpreter: the instructions that filter.c uses, and no other */

static uint32_t
load_word(const struct seccomp_data *data, uint32_t at)
{
	uint32_t word;

	assert_true(at % 4 == 0 && at + 4 <= sizeof *data);
	memcpy(&word, (const char *)data + at, sizeof word);
	return word;
}

static bool
is_taken(const struct sock_filter *code, uint32_t value)
{
	switch (code->code) {
	case BPF_JMP | BPF_JEQ | BPF_K:
		return value == code->k;
	case BPF_JMP | BPF_JGT | BPF_K:
		return value > code->k;
	case BPF_JMP | BPF_JSET | BPF_K:
		return (value & code->k) != 0;
	}
	fail_msg("instruction %X", (unsigned)code->code);
	return false;
}

static uint32_t
answer_of(const struct filter *filter, const struct seccomp_data *data)
{
	uint32_t value = 0;

	for (size_t at = 0; at < filter->length; at++) {
		const struct sock_filter *code = &filter->code[at];
		if (code->code == (BPF_LD | BPF_W | BPF_ABS))
			value = load_word(data, code->k);
		else if (code->code == (BPF_RET | BPF_K))
			return code->k;
		else
			at += is_taken(code, value) ? code->jt : code->jf;
	}
	fail_msg("the program has no end");
	return 0;
}

static uint32_t
ask(enum sandbox sandbox, int call, uint64_t first, uint64_t second, uint64_t third)
{
	struct seccomp_data data = {.nr = call, .arch = FILTER_PROCESSOR, .args = {first, second, third}};

	return answer_of(&filters[sandbox], &data);
}

/* ---- which calls, with which arguments, for whom */

#define CALL(name) #name, SYS_##name

struct question {
	const char *name;
	int call;
	uint64_t arguments[3];
	int allowed; /* for whom */
};

/* clang-format off */
static const struct question questions[] = {
	/* the daily work */
	{CALL(read), {0}, ALL}, {CALL(write), {1}, ALL}, {CALL(ppoll), {0}, ALL}, {CALL(sendto), {3}, ALL}, {CALL(recvfrom), {3}, ALL},
	{CALL(close), {3}, ALL}, {CALL(mmap), {0}, ALL}, {CALL(munmap), {0}, ALL}, {CALL(brk), {0}, ALL}, {CALL(futex), {0}, ALL},
	{CALL(clock_gettime), {1}, ALL}, {CALL(clock_nanosleep), {1}, ALL}, {CALL(exit_group), {0}, ALL},
	{CALL(rt_sigreturn), {0}, ALL}, {CALL(getpid), {0}, ALL}, {CALL(getrandom), {0}, ALL}, {CALL(fstat), {3}, ALL},
	/* the service: once more */
	{CALL(connect), {3}, WATCH | AGENT}, {CALL(socket), {AF_UNIX, SOCK_STREAM}, WATCH | AGENT},
	{CALL(socket), {AF_INET, SOCK_STREAM}, 0}, {CALL(socket), {AF_INET6, SOCK_DGRAM}, 0}, {CALL(socket), {AF_NETLINK, SOCK_RAW}, 0},
	{CALL(socket), {AF_PACKET, SOCK_RAW}, 0}, {CALL(socket), {AF_VSOCK, SOCK_STREAM}, 0}, {CALL(socketpair), {AF_UNIX}, 0},
	{CALL(bind), {3}, 0}, {CALL(listen), {3}, 0}, {CALL(accept4), {3}, 0},
	/* files */
	{CALL(openat), {0, 0, O_RDONLY | O_CLOEXEC}, AGENT}, {CALL(openat), {0, 0, O_RDONLY | O_DIRECTORY}, AGENT},
	{CALL(openat), {0, 0, O_WRONLY}, 0}, {CALL(openat), {0, 0, O_RDWR}, 0}, {CALL(openat), {0, 0, O_RDONLY | O_CREAT}, 0},
	{CALL(openat), {0, 0, O_RDONLY | O_TRUNC}, 0}, {CALL(openat), {0, 0, O_TMPFILE | O_RDWR}, 0},
	{CALL(openat), {0, 0, O_TMPFILE | O_RDONLY}, 0}, {CALL(openat), {0, 0, O_WRONLY | 1ULL << 32}, 0},
	{CALL(openat2), {0}, 0}, {CALL(open_by_handle_at), {0}, 0}, {CALL(unlinkat), {0}, 0}, {CALL(renameat2), {0}, 0},
	{CALL(linkat), {0}, 0}, {CALL(symlinkat), {0}, 0}, {CALL(mkdirat), {0}, 0}, {CALL(mknodat), {0}, 0}, {CALL(fchmodat), {0}, 0},
	{CALL(fchownat), {0}, 0}, {CALL(truncate), {0}, 0}, {CALL(utimensat), {0}, 0}, {CALL(memfd_create), {0}, 0},
	/* devices */
	{CALL(ioctl), {2, TCGETS}, ALL}, {CALL(ioctl), {3, FIONBIO}, WATCH | AGENT}, {CALL(ioctl), {2, TIOCSTI}, 0},
	{CALL(ioctl), {2, TIOCSTI | 1ULL << 32}, 0}, {CALL(ioctl), {2, TIOCLINUX}, 0}, {CALL(ioctl), {2, TIOCSWINSZ}, 0},
	{CALL(ioctl), {2, TCSETS}, 0}, {CALL(ioctl), {2, TIOCSCTTY}, 0}, {CALL(ioctl), {2, TIOCSPGRP}, 0}, {CALL(ioctl), {3, FIOASYNC}, 0},
	{CALL(ioctl), {3, FIOSETOWN}, 0}, {CALL(ioctl), {2, 0}, 0}, {CALL(fcntl), {0, F_GETFL}, ALL}, {CALL(fcntl), {0, F_SETFL}, ALL},
	{CALL(fcntl), {0, F_SETFD}, ALL}, {CALL(fcntl), {0, F_SETOWN, OTHER}, 0}, {CALL(fcntl), {0, F_SETOWN_EX}, 0},
	{CALL(fcntl), {0, F_SETSIG, SIGKILL}, 0}, {CALL(fcntl), {0, F_NOTIFY}, 0}, {CALL(fcntl), {0, F_SETLEASE}, 0},
	/* signals: an abort to oneself; SIGKILL to one process, by the agent */
	{CALL(tgkill), {SELF, SELF, SIGABRT}, ALL}, {CALL(tgkill), {SELF, SELF, SIGTERM}, READ | WATCH},
	{CALL(tgkill), {OTHER, OTHER, SIGABRT}, AGENT}, {CALL(tgkill), {OTHER, OTHER, SIGTERM}, 0}, {CALL(tgkill), {1, 1, SIGKILL}, 0},
	{CALL(tgkill), {SELF | 1ULL << 32, SELF, SIGTERM}, READ | WATCH} /* the kernel looks at the low half, too */,
	{CALL(kill), {OTHER, SIGKILL}, AGENT}, {CALL(kill), {OTHER, SIGTERM}, 0}, {CALL(kill), {OTHER, 0}, 0}, {CALL(kill), {0, SIGKILL}, 0},
	{CALL(kill), {1, SIGKILL}, 0}, {CALL(kill), {(uint64_t)-1, SIGKILL}, 0}, {CALL(kill), {(uint32_t)-OTHER, SIGKILL}, 0},
	{CALL(kill), {0x80000000U, SIGKILL}, 0}, {CALL(tkill), {SELF, SIGABRT}, 0}, {CALL(rt_sigqueueinfo), {SELF}, 0},
	{CALL(rt_tgsigqueueinfo), {SELF}, 0}, {CALL(pidfd_send_signal), {3}, 0}, {CALL(pidfd_open), {SELF}, 0},
	/* processes */
	{CALL(clone), {SIGCHLD | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID}, AGENT}, {CALL(clone), {SIGCHLD | CLONE_NEWUSER}, 0},
	{CALL(clone), {SIGCHLD | CLONE_NEWNS}, 0}, {CALL(clone), {SIGCHLD | CLONE_NEWPID}, 0}, {CALL(clone), {SIGCHLD | CLONE_NEWNET}, 0},
	{CALL(clone), {SIGCHLD | CLONE_PARENT}, 0}, {CALL(clone), {SIGCHLD | CLONE_PTRACE}, 0}, {CALL(clone3), {0}, 0},
	{CALL(execve), {0}, 0}, {CALL(execveat), {0}, 0}, {CALL(unshare), {0}, 0}, {CALL(setns), {0}, 0}, {CALL(ptrace), {0}, 0},
	{CALL(process_vm_readv), {0}, 0}, {CALL(process_vm_writev), {0}, 0}, {CALL(pidfd_getfd), {0}, 0}, {CALL(kcmp), {0}, 0},
	{CALL(wait4), {0}, AGENT}, {CALL(prlimit64), {0, 7}, AGENT}, {CALL(prlimit64), {OTHER, 7}, 0}, {CALL(prlimit64), {SELF, 7}, 0},
	{CALL(prctl), {PR_SET_PDEATHSIG}, AGENT}, {CALL(prctl), {PR_SET_NO_NEW_PRIVS}, AGENT}, {CALL(prctl), {PR_SET_SECCOMP}, AGENT},
	{CALL(prctl), {PR_SET_DUMPABLE}, 0}, {CALL(prctl), {PR_SET_PTRACER}, 0}, {CALL(prctl), {PR_SET_MM}, 0},
	{CALL(setpriority), {0}, 0}, {CALL(sched_setscheduler), {0}, 0}, {CALL(setsid), {0}, 0}, {CALL(setpgid), {0}, 0},
	/* rights and the machine */
	{CALL(setuid), {0}, 0}, {CALL(setresuid), {0}, 0}, {CALL(capset), {0}, 0}, {CALL(mount), {0}, 0}, {CALL(chroot), {0}, 0},
	{CALL(bpf), {0}, 0}, {CALL(io_uring_setup), {0}, 0}, {CALL(userfaultfd), {0}, 0}, {CALL(perf_event_open), {0}, 0},
	{CALL(keyctl), {0}, 0}, {CALL(add_key), {0}, 0}, {CALL(init_module), {0}, 0}, {CALL(reboot), {0}, 0}, {CALL(settimeofday), {0}, 0},
	{CALL(personality), {0}, 0}, {CALL(shmget), {0}, 0}, {CALL(msgsnd), {0}, 0},
#ifdef SYS_open
	{CALL(open), {0, O_RDONLY}, AGENT}, {CALL(open), {0, O_WRONLY}, 0}, {CALL(creat), {0}, 0}, {CALL(poll), {0}, ALL},
	{CALL(fork), {0}, AGENT}, {CALL(vfork), {0}, 0}, {CALL(unlink), {0}, 0}, {CALL(rename), {0}, 0}, {CALL(iopl), {3}, 0},
	{CALL(modify_ldt), {0}, 0},
#endif
};
/* clang-format on */

static void
test_questions(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(questions); i++) {
		const struct question *question = &questions[i];
		for (enum sandbox sandbox = SANDBOX_AGENT; sandbox <= SANDBOX_READ; sandbox++) {
			uint32_t want = (question->allowed & 1 << sandbox) != 0 ? SECCOMP_RET_ALLOW : FILTER_FORBIDDEN;
			uint32_t got = ask(sandbox, question->call, question->arguments[0], question->arguments[1],
				question->arguments[2]);
			if (got != want)
				fail_msg("sandbox %d: %s(%llX, %llX, %llX): %X", (int)sandbox, question->name,
					(unsigned long long)question->arguments[0], (unsigned long long)question->arguments[1],
					(unsigned long long)question->arguments[2], (unsigned)got);
		}
	}
}

/* Whoever sets the handler that tells of a forbidden call could go on trying: killed. Any other handler is one's own. */
static void
test_handlers(void **state)
{
	(void)state;
	for (enum sandbox sandbox = SANDBOX_AGENT; sandbox <= SANDBOX_READ; sandbox++) {
		assert_int_equal(ask(sandbox, SYS_rt_sigaction, SIGSYS, 0, 0), SECCOMP_RET_KILL_PROCESS);
		assert_int_equal(ask(sandbox, SYS_rt_sigaction, SIGPIPE, 0, 0), SECCOMP_RET_ALLOW);
	}
}

/* Numbers of another processor, and those that x86 keeps for its 32-bit programs, mean other calls. */
static void
test_other_numbers(void **state)
{
	static const uint32_t others[] = {AUDIT_ARCH_I386, AUDIT_ARCH_ARM, AUDIT_ARCH_RISCV64, 0,
		FILTER_PROCESSOR == AUDIT_ARCH_X86_64 ? AUDIT_ARCH_AARCH64 : AUDIT_ARCH_X86_64};

	(void)state;
	for (enum sandbox sandbox = SANDBOX_AGENT; sandbox <= SANDBOX_READ; sandbox++) {
		for (size_t i = 0; i < ARRAY_LENGTH(others); i++) {
			struct seccomp_data data = {.nr = SYS_read, .arch = others[i]};
			assert_int_equal(answer_of(&filters[sandbox], &data), SECCOMP_RET_KILL_PROCESS);
		}
		for (int call = 0; call < 1024; call++)
			assert_int_equal(ask(sandbox, call | 0x40000000, 0, 0, 0), FILTER_FORBIDDEN);
		assert_int_equal(ask(sandbox, ABSENT, 0, 0, 0), FILTER_FORBIDDEN);
	}
}

/* A child's list takes away from its parent's and adds nothing, or it would be stopped at what its own allows. */
static void
test_children_have_less(void **state)
{
	(void)state;
	for (int call = 0; call < 1024; call++) {
		if (ask(SANDBOX_READ, call, 0, 0, 0) == SECCOMP_RET_ALLOW)
			assert_int_equal(ask(SANDBOX_WATCH, call, 0, 0, 0), SECCOMP_RET_ALLOW);
		if (ask(SANDBOX_WATCH, call, 0, 0, 0) == SECCOMP_RET_ALLOW)
			assert_int_equal(ask(SANDBOX_AGENT, call, 0, 0, 0), SECCOMP_RET_ALLOW);
	}
}

/* The kernel refuses a program that jumps out of itself; then there would be no sandbox at all. */
static void
test_shape(void **state)
{
	(void)state;
	for (enum sandbox sandbox = SANDBOX_AGENT; sandbox <= SANDBOX_READ; sandbox++) {
		const struct filter *filter = &filters[sandbox];
		assert_false(filter->is_full);
		assert_int_equal(filter->code[filter->length - 1].code, BPF_RET | BPF_K);
		for (size_t at = 0; at < filter->length; at++) {
			const struct sock_filter *code = &filter->code[at];
			if (BPF_CLASS(code->code) == BPF_JMP)
				assert_true(at + 1 + code->jt < filter->length && at + 1 + code->jf < filter->length);
		}
	}
}

static int
set_up(void **state)
{
	(void)state;
	for (enum sandbox sandbox = SANDBOX_AGENT; sandbox <= SANDBOX_READ; sandbox++)
		filter_build(&filters[sandbox], sandbox, SELF);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_questions),
		cmocka_unit_test(test_handlers),
		cmocka_unit_test(test_other_numbers),
		cmocka_unit_test(test_children_have_less),
		cmocka_unit_test(test_shape),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
