/*
 * card/filter: the list of system calls that a process of the agent may still make, as a program for the kernel's
 * seccomp. Only builds it: what it says can be tried without a kernel, and sandbox.c hands it over.
 */
#ifndef TESLIM_CARD_FILTER_H
#define TESLIM_CARD_FILTER_H

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/types.h>

#include "sandbox.h"

/*
 * Numbers of calls differ between processors, and arguments are looked at in their low half, which stands first on a
 * little-endian one. A processor that is not listed here has no list that was tried: the program is not built for it.
 */
#if defined(__x86_64__) && !defined(__ILP32__)
#define FILTER_PROCESSOR AUDIT_ARCH_X86_64
#define FILTER_PROCESSOR_NAME "x86-64"
#elif defined(__aarch64__) && !defined(__AARCH64EB__) && !defined(__ILP32__)
#define FILTER_PROCESSOR AUDIT_ARCH_AARCH64
#define FILTER_PROCESSOR_NAME "arm64"
#else
#error "teslim-card has no list of allowed system calls for this processor: add it to src/card/filter.h and try it"
#endif

/* What happens at a forbidden call: a signal with its number (sandbox.c tells it and ends); under sanitizers an error. */
#ifdef TESLIM_SANITIZED
#include <errno.h>
#define FILTER_FORBIDDEN (SECCOMP_RET_ERRNO | ENOSYS)
#else
#define FILTER_FORBIDDEN SECCOMP_RET_TRAP
#endif

enum { FILTER_MAX = 320 };

struct filter {
	struct sock_filter code[FILTER_MAX];
	unsigned short length;
	bool is_full; /* it did not fit: not to be used */
};

/* The list for one of the agent's processes (not SANDBOX_MODULE, which has none); self is its process number. */
void filter_build(struct filter *filter, enum sandbox sandbox, pid_t self);

#endif
