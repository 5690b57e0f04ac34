/*
 * demo/pcscd: a PC/SC service of one's own for tests and the demo desk: started by socket activation, with the virtual
 * reader (vsmartcard-vpcd) on two ports of its own, where possible in a network of its own. Needs no privileges.
 * Knows nothing of cards.
 */
#ifndef TESLIM_DEMO_PCSCD_H
#define TESLIM_DEMO_PCSCD_H

#include "teslim/base.h"
#include <sys/types.h>

enum { PCSCD_PATH = 100 }; /* a Unix socket's path ends at 107 */

enum pcscd_network {
	PCSCD_ISOLATED_IF_POSSIBLE, /* the virtual reader listens on 0.0.0.0: whoever reaches it can be the card */
	PCSCD_ISOLATED,
	PCSCD_OPEN
};

struct pcscd_wish {
	const char *directory; /* made when missing; gets conf/, log, socket, port and netns */
	int port;              /* of the first slot, the second is one above; 0: free ones */
	enum pcscd_network network;
	const char *extra_settings; /* a reader.conf for further readers; NULL: none */
	bool no_virtual_reader;
	const char *polkit_bus; /* where it can ask polkit about clients it does, on that bus; NULL: it takes all that may open its socket */
};

struct pcscd {
	char directory[PCSCD_PATH];
	char socket[PCSCD_PATH + 8];
	int port;
	pid_t pid; /* 0: not running */
	bool is_isolated;
	int why_open;      /* errno of the attempt to isolate it, 0 */
	int netns, userns; /* -1, or open files of the namespaces it runs in */
	bool network_decided, no_virtual_reader;
	bool knows_polkit, asks_polkit; /* it can ask polkit at all; it does */
	char polkit_bus[PCSCD_PATH + 32];
};

/*
 * Starts the service and waits (10 s at most) until it takes clients and cards. The caller shows clients the way by
 * PCSCLITE_CSOCK_NAME = pcscd->socket; card emulators enter `netns`. The service dies with the calling process.
 */
enum code pcscd_start(struct pcscd *pcscd, const struct pcscd_wish *wish, struct err *err);
/* Sends a signal that ends it, and waits until it has ended. The socket's file stays, with nobody behind it. */
void pcscd_kill(struct pcscd *pcscd, int signal);
/* Starts it again after pcscd_kill, on the same socket, ports and network. */
enum code pcscd_again(struct pcscd *pcscd, struct err *err);
/* Has it ended by itself? Reaps it then. */
bool pcscd_has_ended(struct pcscd *pcscd);
/* The other reader.conf: written anew (NULL: taken away) and looked at at once, as when something is plugged in or out. */
enum code pcscd_set_extra(struct pcscd *pcscd, const char *settings, struct err *err);
/* Ends it and removes the socket; logs and settings stay in the directory. */
void pcscd_stop(struct pcscd *pcscd);

/*
 * Moves the calling process into the network of a service running in `directory`, if it has one of its own. *port is
 * that of the first slot. For card emulators.
 */
enum code pcscd_join(const char *directory, int *port, struct err *err);

#endif
