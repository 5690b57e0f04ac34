/*
 * login: the login shell of the accounts that open the desk and can do nothing else. What its two files share. Knows the
 * account and its line; the desk behind it runs as another account and is not this room's business.
 */
#ifndef TESLIM_LOGIN_LOGIN_H
#define TESLIM_LOGIN_LOGIN_H

#include "teslim/message.h"

#include <sys/types.h>

/* An account that lends its reader over SSH has a folder LINE_FOLDER/ACCOUNT, and its socket in it bears this name. */
#define LINE_FOLDER "/run/teslim-desk"
#define LINE_SOCKET "pcscd.comm"

enum { LINE_PATH = 108 /* a Unix socket's path has no more room */ };

enum line_state {
	LINE_NONE,    /* no reader is lent */
	LINE_OURS,    /* this session's own connection lends one */
	LINE_DEAD,    /* a socket that a lost connection has left behind */
	LINE_FOREIGN, /* another connection of this account lends one */
};

/* The account's folder and lock, held for as long as the session goes on. */
struct line {
	char socket[LINE_PATH];
	char holder[160]; /* who holds the lock: "10.0.0.7, 14:05" */
	int lock;         /* -1: the account has no folder and lends nothing */
	dev_t device;     /* of our own socket, so that only that one is taken away at the end */
	ino_t inode;
};

/*
 * Takes the lock of an account's line. OK also when the account has no folder. ERR_BUSY: another session holds it,
 * line->holder says whose. `from` is where this session comes from, for the next who is told so.
 */
enum code line_take(struct line *line, const char *account, const char *from, struct err *err);
/* Whose socket lies in the folder. Remembers our own. */
enum line_state line_look(struct line *line);
/* Takes a dead socket away. */
void line_sweep(struct line *line);
/* Takes our own socket away and lets go of the lock. */
void line_leave(struct line *line);

#endif
