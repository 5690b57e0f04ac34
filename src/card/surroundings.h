/*
 * card/surroundings: what the system lets us know about where the agent runs: the service's socket and who else is
 * connected to it, under which account and over what line it runs, and readers that no driver serves. Asks the kernel
 * (sock_diag), /proc and /sys only; says nothing in words.
 */
#ifndef TESLIM_CARD_SURROUNDINGS_H
#define TESLIM_CARD_SURROUNDINGS_H

#include "teslim/base.h"

enum { OTHERS_MAX = 4 };

/* Where the agent runs. What it takes to open is opened before the sandbox closes. */
struct surroundings {
	char socket[108]; /* of the service */
	bool is_named;    /* PCSCLITE_CSOCK_NAME says so */
	bool is_remote;   /* the session came over SSH: a named socket may be a tunnel's */
	char account[64]; /* name of the account, or its number */
	char login[64];   /* whoever came in and became it by sudo; else the same */
	char host[64];    /* name of this machine */
	const char *proc; /* "/proc" */
	const char *sys;  /* "/sys/bus/usb/devices" */
	int netlink;      /* asks who is at a socket; -1: cannot be asked */
};

/* Other programs that are connected to the service's socket. */
struct others {
	bool is_known; /* the kernel has told all of them; otherwise nothing is known */
	int named;     /* how many are in list */
	int hidden;    /* further ones, also those that this account may not look at */
	int agents;    /* other teslim-card, not in list */
	struct other {
		long pid;
		char name[32];
	} list[OTHERS_MAX];
};

/* socket: the service's, is_named: the environment names it. proc and sys are borrowed. */
void surroundings_open(struct surroundings *out, const char *socket, bool is_named, const char *proc, const char *sys);
void surroundings_close(struct surroundings *surroundings);
/*
 * Who is connected to the service's socket now, this process and its children left out. Where something else than the
 * service listens (a tunnel) there may be others behind it: then they are not known.
 */
void surroundings_others(const struct surroundings *surroundings, struct others *out);
/*
 * Whether the card service itself listens at its socket, or systemd for it. Anybody else (sshd with a tunnel) passes on to a
 * service whose other clients cannot be seen from here, and hangs up for reasons of its own.
 */
bool surroundings_is_service(const struct surroundings *surroundings);
/* The first folder on the way to the socket that may not be entered, or the socket itself. */
void surroundings_refusing(const struct surroundings *surroundings, char *out, size_t size);
/* Name of the first USB device of the card reader class. False: there is none. */
bool surroundings_usb_reader(const struct surroundings *surroundings, char *out, size_t size);

#endif
