/*
 * card/sandbox: what the agent's processes give up before they meet foreign bytes. Knows no card.
 */
#ifndef TESLIM_CARD_SANDBOX_H
#define TESLIM_CARD_SANDBOX_H

#include "teslim/base.h"

enum sandbox {
	SANDBOX_AGENT, /* the parent: forks, looks into /proc and /sys, executes nothing */
	SANDBOX_WATCH, /* watches readers: may reach the service's socket again */
	SANDBOX_READ,  /* reads a card: only what is open already */
	SANDBOX_MODULE /* runs a foreign PKCS#11 library: limits only */
};

enum { SANDBOX_STOPPED = 159 }; /* exit status of a process that was stopped: 128 + SIGSYS, as shells tell it */

/*
 * Limits on memory, processor time, files and core dumps; no new privileges; Landlock without any file where the
 * kernel has it (not for the agent and the module); a list of allowed system calls (not for the module; see filter.h),
 * with files to be opened for reading only. Everything holds for this process and its children and cannot be undone.
 * Whatever a library does at its first use must have been done before. A forbidden call is not carried out: the process
 * writes what sandbox_report has set and ends with SANDBOX_STOPPED; one that took precautions against that is killed
 * by SIGSYS. False when no_new_privs or the list was refused, with errno.
 */
bool sandbox_enter(enum sandbox sandbox);

/*
 * For this process and its children: from now on a kernel that refuses is no failure, and what it does grant is taken.
 * Called once it has refused, by whoever says so to people.
 */
void sandbox_do_without(void);

/*
 * The last words of this process and of children that do not set their own: before, the number of the forbidden call,
 * after, written to fd in one piece. fd -1 or a text over 1000 bytes: none.
 */
void sandbox_report(int fd, const char *before, const char *after);

#endif
