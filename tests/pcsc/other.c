/*
 * pcsc/other: see other.h.
 */
#include "other.h"

#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <winscard.h>

static const DWORD any_protocol = SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1;

bool
other_reset(const char *reader)
{
	SCARDCONTEXT context;
	SCARDHANDLE card;
	DWORD protocol;
	bool good;

	if (SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context) != SCARD_S_SUCCESS)
		return false;
	good = SCardConnect(context, reader, SCARD_SHARE_SHARED, any_protocol, &card, &protocol) == SCARD_S_SUCCESS &&
		SCardReconnect(card, SCARD_SHARE_SHARED, any_protocol, SCARD_RESET_CARD, &protocol) == SCARD_S_SUCCESS &&
		SCardDisconnect(card, SCARD_LEAVE_CARD) == SCARD_S_SUCCESS;
	SCardReleaseContext(context);
	return good;
}

static bool
verify(SCARDHANDLE card, DWORD protocol)
{
	static const uint8_t command[] = {0x00, 0x20, 0x00, 0x01, 0x00};
	uint8_t answer[258];
	DWORD length = sizeof answer;

	return SCardTransmit(card, protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1, command, sizeof command, NULL,
		       answer, &length) == SCARD_S_SUCCESS;
}

static bool
act(enum other_kind kind, int slot)
{
	DWORD share = kind == OTHER_EXCLUSIVE ? SCARD_SHARE_EXCLUSIVE : SCARD_SHARE_SHARED;
	SCARDCONTEXT context;
	SCARDHANDLE card;
	DWORD protocol;

	if (kind == OTHER_RESET)
		return other_reset(world_reader(slot));
	if (SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context) != SCARD_S_SUCCESS)
		return false;
	if (kind == OTHER_IDLE)
		return true;
	/* The agent may be reading at this moment. */
	for (int i = 0; i < 20; i++) {
		LONG result = SCardConnect(context, world_reader(slot), share, any_protocol, &card, &protocol);
		if (result == SCARD_S_SUCCESS)
			return kind == OTHER_EXCLUSIVE ||
				(kind == OTHER_TRANSACTION && SCardBeginTransaction(card) == SCARD_S_SUCCESS) ||
				(kind == OTHER_VERIFY && verify(card, protocol));
		if (result != SCARD_E_SHARING_VIOLATION)
			return false;
		usleep(100000);
	}
	return false;
}

static _Noreturn void
run(const struct world *world, enum other_kind kind, int slot, int fd)
{
	bool good;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	world_close_others(fd);
	setenv("PCSCLITE_CSOCK_NAME", world->pcscd.socket, 1);
	good = act(kind, slot);
	if (write(fd, good ? "+" : "-", 1) != 1 || kind == OTHER_RESET || kind == OTHER_VERIFY)
		_exit(0);
	for (;;)
		pause();
}

pid_t
other_start(const struct world *world, enum other_kind kind, int slot)
{
	int ends[2];
	char answer = 0;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) != 0)
		tap_bail("pipe: %s", strerror(errno));
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		run(world, kind, slot, ends[1]);
	close(ends[1]);
	if (read(ends[0], &answer, 1) != 1 || answer != '+')
		tap_bail("another program (%d) cannot do what it should at %s", (int)kind, world_reader(slot));
	close(ends[0]);
	return pid;
}

void
other_end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}
