/*
 * card/sandbox: what the agent's processes give up before they meet foreign bytes. Knows no card.
 */
#ifndef TESLIM_CARD_SANDBOX_H
#define TESLIM_CARD_SANDBOX_H

#include "teslim/base.h"

enum sandbox {
	SANDBOX_AGENT,  /* the parent: forks, looks into /proc and /sys, executes nothing */
	SANDBOX_WATCH,  /* watches readers: may reach the service's socket again */
	SANDBOX_READ,   /* reads a card: only what is open already */
	SANDBOX_MODULE  /* runs a foreign PKCS#11 library: limits only */
};

/*
 * Limits on memory, processor time, files and core dumps; no new privileges; Landlock without any file where the
 * kernel has it (not for the agent and the module); a list of allowed system calls (not for the module), with files to
 * be opened for reading only. Everything holds for this process and its children and cannot be undone. False when no_new_privs or the list was refused.
 */
bool sandbox_enter(enum sandbox sandbox);

#endif
