/*
 * card/pcsc: PC/SC through pcsc-lite, and the mapping of its codes to faults (see pcsc.h). Never exclusive, never a
 * reset, no control command.
 */
#include "pcsc.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <winscard.h>

#define PNP_NAME "\\\\?PnP?\\Notification"
#define DEFAULT_SOCKET "/run/pcscd/pcscd.comm"

enum { NAMES_SIZE = PCSC_READERS_MAX * PCSC_NAME + 2 };

struct pcsc {
	SCARDCONTEXT context;
	SCARDHANDLE card;
	DWORD protocol;
	bool connected, in_transaction;
};

/* The one mapping of foreign codes. */
static enum fault
fault_of(LONG code)
{
	switch ((LONG)((unsigned long)code & 0xFFFFFFFFUL)) { /* with or without the sign of 32 bits */
	case SCARD_S_SUCCESS:
		return FAULT_NONE;
	case SCARD_E_NO_SERVICE:
	case SCARD_E_INVALID_HANDLE: /* of a context that died with its service */
	case SCARD_P_SHUTDOWN:
	case SCARD_E_SERVICE_STOPPED:
	case SCARD_F_COMM_ERROR: /* the client library's word for a service that went away in the middle of an answer */
		return FAULT_DAEMON_LOST;
	case SCARD_W_SECURITY_VIOLATION:
		return FAULT_POLKIT;
	case SCARD_E_NO_READERS_AVAILABLE:
	case SCARD_E_UNKNOWN_READER:
	case SCARD_E_READER_UNAVAILABLE:
		return FAULT_READER_GONE;
	case SCARD_E_NO_SMARTCARD:
	case SCARD_E_NOT_TRANSACTED: /* the first thing heard of a pulled card */
	case SCARD_W_REMOVED_CARD:
		return FAULT_PULLED;
	case SCARD_W_UNRESPONSIVE_CARD:
		return FAULT_MUTE;
	case SCARD_W_UNPOWERED_CARD:
	case SCARD_E_PROTO_MISMATCH:
	case SCARD_W_UNSUPPORTED_CARD:
		return FAULT_BAD_ATR;
	case SCARD_E_SHARING_VIOLATION:
		return FAULT_EXCLUSIVE;
	case SCARD_W_RESET_CARD:
		return FAULT_RESET;
	case SCARD_E_INSUFFICIENT_BUFFER:
	case SCARD_E_COMM_DATA_LOST:
		return FAULT_GARBLED;
	}
	return FAULT_INTERNAL;
}

const char *
pcsc_socket_path(bool *is_named)
{
	const char *path = secure_getenv("PCSCLITE_CSOCK_NAME");

	*is_named = path != NULL;
	return path != NULL ? path : DEFAULT_SOCKET;
}

/* 0, or why the service's socket cannot be connected to. */
static int
try_socket(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd, reason;

	if (!copy_text(address.sun_path, sizeof address.sun_path, path))
		return ENAMETOOLONG;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return errno;
	reason = connect(fd, (const struct sockaddr *)&address, sizeof address) == 0 ? 0 : errno;
	close(fd);
	return reason;
}

/* The environment names the socket, in a session over SSH: another machine's, so far as can be known. */
static bool
is_tunnel(void)
{
	const char *line = secure_getenv("SSH_CONNECTION");
	bool is_named;

	(void)pcsc_socket_path(&is_named);
	return is_named && line != NULL && line[0] != '\0';
}

/* Why there is no service: looks at the socket. */
static enum fault
pcsc_service_fault(void)
{
	bool is_named;
	const char *path = pcsc_socket_path(&is_named);
	int reason = try_socket(path);

	if (reason == 0 || reason == EAGAIN)
		return FAULT_NO_ANSWER;
	if (reason == EACCES || reason == EPERM)
		return FAULT_SOCKET_DENIED;
	if (is_tunnel())
		return FAULT_TUNNEL_GONE;
	if (reason == ECONNREFUSED)
		return FAULT_SOCKET_REFUSED;
	return is_named ? FAULT_SOCKET_GONE : FAULT_NO_DAEMON;
}

void
pcsc_prepare(void)
{
	(void)SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, NULL); /* refused at once: nowhere to put a context */
}

static enum fault
establish(SCARDCONTEXT *context)
{
	LONG result = SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, context);
	enum fault fault = fault_of(result), why;

	if (result == SCARD_E_SERVICE_STOPPED) /* how a daemon of another protocol version answers */
		return FAULT_VERSION;
	if (fault != FAULT_DAEMON_LOST && fault != FAULT_POLKIT)
		return fault;
	/*
	 * Debian 13's library takes any connection that is reset for a refusal by polkit. A socket that nobody listens
	 * on refuses nothing, and a tunnel resets as well when there is nobody at its other end.
	 */
	why = pcsc_service_fault();
	return fault == FAULT_POLKIT && why == FAULT_NO_ANSWER && !is_tunnel() ? FAULT_POLKIT : why;
}

enum fault
pcsc_open(struct pcsc **pcsc)
{
	enum { TRIES = 3 }; /* a refusal is a connection closed, and looks like no answer when it was closed very soon */
	SCARDCONTEXT context;
	enum fault fault = FAULT_NO_ANSWER;

	*pcsc = NULL;
	for (int i = 0; fault == FAULT_NO_ANSWER && i < TRIES; i++)
		fault = establish(&context);
	if (fault != FAULT_NONE)
		return fault;
	*pcsc = mem_alloc(sizeof **pcsc);
	(*pcsc)->context = context;
	return FAULT_NONE;
}

void
pcsc_close(struct pcsc **pcsc)
{
	if (*pcsc == NULL)
		return;
	pcsc_leave(*pcsc);
	SCardReleaseContext((*pcsc)->context);
	mem_free(*pcsc);
	*pcsc = NULL;
}

/* ---- the readers */

static const struct pcsc_reader *
find_reader(const struct pcsc_view *view, const char *name)
{
	for (int i = 0; i < view->count; i++)
		if (strcmp(view->readers[i].name, name) == 0)
			return &view->readers[i];
	return NULL;
}

/* What a look at all readers says is about the service; the list alone may fail, and then no card is to blame. */
static enum fault
look_fault(LONG code)
{
	enum fault fault = fault_of(code);

	return fault == FAULT_NONE || fault_area(fault) == AREA_SERVICE ? fault : FAULT_READERS;
}

/* The readers there are now, with what was known of them. *changed: one came or went. */
static enum fault
list_readers(struct pcsc *pcsc, struct pcsc_view *view, bool *changed)
{
	struct pcsc_view next = {0};
	char names[NAMES_SIZE] = {0};
	DWORD length = NAMES_SIZE - 2; /* two zeros stay behind whatever comes */
	LONG result = SCardListReaders(pcsc->context, NULL, names, &length);
	const char *name = names;

	if (result != SCARD_S_SUCCESS && result != SCARD_E_NO_READERS_AVAILABLE)
		return look_fault(result);
	if (result != SCARD_S_SUCCESS)
		names[0] = '\0';
	for (; *name != '\0' && next.count < PCSC_READERS_MAX; name += strlen(name) + 1) {
		const struct pcsc_reader *known = find_reader(view, name);
		struct pcsc_reader *reader = &next.readers[next.count++];
		if (known != NULL)
			*reader = *known;
		else
			*changed = true;
		copy_text(reader->name, sizeof reader->name, name);
	}
	if (next.count != view->count)
		*changed = true;
	*view = next;
	return FAULT_NONE;
}

static void
take_state(struct pcsc_reader *reader, const SCARD_READERSTATE *state)
{
	unsigned long event = state->dwEventState & 0xFFFFFFFFUL;

	reader->state = event & ~(unsigned long)SCARD_STATE_CHANGED;
	reader->is_present = (event & SCARD_STATE_PRESENT) != 0;
	reader->is_mute = reader->is_present && (event & SCARD_STATE_MUTE) != 0;
	reader->is_exclusive = (event & SCARD_STATE_EXCLUSIVE) != 0;
	reader->events = (unsigned)(event >> 16 & 0xFFFF);
	reader->atr_length = state->cbAtr < PCSC_ATR ? state->cbAtr : 0;
	memcpy(reader->atr, state->rgbAtr, reader->atr_length);
}

enum fault
pcsc_look(struct pcsc *pcsc, struct pcsc_view *view, unsigned timeout_ms)
{
	SCARD_READERSTATE states[PCSC_READERS_MAX + 1] = {{.szReader = PNP_NAME}};
	bool changed = false;
	enum fault fault = list_readers(pcsc, view, &changed);
	LONG result;

	if (fault != FAULT_NONE)
		return fault;
	for (int i = 0; i < view->count; i++)
		states[i + 1] = (SCARD_READERSTATE){
			.szReader = view->readers[i].name,
			.dwCurrentState = view->readers[i].state,
		};
	if (view->count == 0 && timeout_ms == 0)
		return FAULT_NONE;
	result = SCardGetStatusChange(pcsc->context, changed ? 0 : timeout_ms, states, (DWORD)view->count + 1);
	/* That somebody holds a reader alone, or no longer, is told but is no change that ends the wait. */
	for (int i = 0; result == SCARD_E_TIMEOUT && i < view->count; i++)
		view->readers[i].is_exclusive = (states[i + 1].dwEventState & SCARD_STATE_EXCLUSIVE) != 0;
	if (result == SCARD_E_TIMEOUT || result == SCARD_E_UNKNOWN_READER || result == SCARD_E_READER_UNAVAILABLE)
		return FAULT_NONE; /* the list is read again at the next look */
	if (result != SCARD_S_SUCCESS)
		return look_fault(result);
	for (int i = 0; i < view->count; i++)
		if ((states[i + 1].dwEventState & SCARD_STATE_CHANGED) != 0)
			take_state(&view->readers[i], &states[i + 1]);
	return FAULT_NONE;
}

/* ---- one card */

enum fault
pcsc_connect(struct pcsc *pcsc, const char *reader, bool *t0)
{
	LONG result = SCardConnect(pcsc->context, reader, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &pcsc->card,
		&pcsc->protocol);

	if (result != SCARD_S_SUCCESS)
		return fault_of(result);
	pcsc->connected = true;
	*t0 = pcsc->protocol == SCARD_PROTOCOL_T0;
	return FAULT_NONE;
}

enum fault
pcsc_begin(struct pcsc *pcsc)
{
	LONG result = SCardBeginTransaction(pcsc->card);

	pcsc->in_transaction = result == SCARD_S_SUCCESS;
	return fault_of(result);
}

void
pcsc_leave(struct pcsc *pcsc)
{
	if (pcsc->in_transaction)
		SCardEndTransaction(pcsc->card, SCARD_LEAVE_CARD);
	if (pcsc->connected)
		SCardDisconnect(pcsc->card, SCARD_LEAVE_CARD);
	pcsc->in_transaction = pcsc->connected = false;
}

enum fault
pcsc_reconnect(struct pcsc *pcsc, bool *t0)
{
	LONG result = SCardReconnect(pcsc->card, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, SCARD_LEAVE_CARD,
		&pcsc->protocol);

	*t0 = pcsc->protocol == SCARD_PROTOCOL_T0;
	pcsc->in_transaction = false;
	return fault_of(result);
}

enum fault
pcsc_transmit(void *context, const uint8_t *command, size_t length, uint8_t *response, size_t size, size_t *got)
{
	struct pcsc *pcsc = context;
	const SCARD_IO_REQUEST *pci = pcsc->protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1;
	DWORD received = (DWORD)size;
	LONG result = SCardTransmit(pcsc->card, pci, command, length, NULL, response, &received);

	*got = result == SCARD_S_SUCCESS ? received : 0;
	return fault_of(result);
}
