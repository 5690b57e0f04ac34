/*
 * demo/vpcd: see vpcd.h. Each message is two bytes of length, high byte first, and so many bytes; a message of one
 * byte from the reader is a command to the slot, everything longer is an APDU.
 */
#include "vpcd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum { CONNECT_MS = 50 };

/* Never for long: a driver that has not taken the last card out yet takes no new one, and connect would wait a second. */
static int
connect_soon(int fd, const struct sockaddr_in *address)
{
	struct pollfd wait = {fd, POLLOUT, 0};
	int problem = 0;
	socklen_t size = sizeof problem;

	if (connect(fd, (const struct sockaddr *)address, sizeof *address) == 0)
		return 0;
	if (errno != EINPROGRESS)
		return errno;
	if (poll(&wait, 1, CONNECT_MS) != 1)
		return ETIMEDOUT;
	return getsockopt(fd, SOL_SOCKET, SO_ERROR, &problem, &size) == 0 ? problem : errno;
}

enum code
vpcd_insert(struct vpcd *vpcd, int port, struct err *err)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	const int yes = 1;
	int problem;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	vpcd_remove(vpcd);
	vpcd->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (vpcd->fd < 0)
		return err_errno(err, errno, "socket", "virtual reader");
	problem = connect_soon(vpcd->fd, &address);
	if (problem != 0) {
		vpcd_remove(vpcd);
		return err_errno(err, problem, "connect", "virtual reader");
	}
	fcntl(vpcd->fd, F_SETFL, 0);
	setsockopt(vpcd->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
	return OK;
}

void
vpcd_remove(struct vpcd *vpcd)
{
	if (vpcd->fd >= 0)
		close(vpcd->fd);
	vpcd->fd = -1;
	vpcd->have = 0;
}

static void
drop_message(struct vpcd *vpcd, size_t size)
{
	memmove(vpcd->in, vpcd->in + size, vpcd->have - size);
	vpcd->have -= size;
}

static size_t
first_length(const struct vpcd *vpcd)
{
	return (size_t)vpcd->in[0] << 8 | vpcd->in[1];
}

static bool
has_message(const struct vpcd *vpcd)
{
	return vpcd->have >= 2 && vpcd->have >= 2 + first_length(vpcd);
}

int
vpcd_next(struct vpcd *vpcd, bool may_read, enum vpcd_request *kind, const uint8_t **bytes, size_t *length)
{
	static uint8_t request[VPCD_MESSAGE];

	if (vpcd->fd < 0)
		return -1;
	if (!has_message(vpcd)) {
		if (!may_read)
			return 0;
		/* The driver writes length and body apart: without this each APDU waits 40 ms for an acknowledgement. */
		setsockopt(vpcd->fd, IPPROTO_TCP, TCP_QUICKACK, &(int){1}, sizeof(int));
		ssize_t got = recv(vpcd->fd, vpcd->in + vpcd->have, sizeof vpcd->in - vpcd->have, MSG_DONTWAIT);
		if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
			vpcd_remove(vpcd);
			return -1;
		}
		vpcd->have += got > 0 ? (size_t)got : 0;
		setsockopt(vpcd->fd, IPPROTO_TCP, TCP_QUICKACK, &(int){1}, sizeof(int));
		if (!has_message(vpcd))
			return 0;
	}
	*length = first_length(vpcd);
	memcpy(request, vpcd->in + 2, *length);
	drop_message(vpcd, 2 + *length);
	*bytes = request;
	*kind = VPCD_APDU;
	if (*length == 1) {
		switch (request[0]) {
		case 0:
			*kind = VPCD_POWER_OFF;
			break;
		case 1:
			*kind = VPCD_POWER_ON;
			break;
		case 2:
			*kind = VPCD_RESET;
			break;
		case 4:
			*kind = VPCD_ATR;
			break;
		}
	}
	return 1;
}

bool
vpcd_answer_part(struct vpcd *vpcd, const uint8_t *bytes, size_t length, size_t part)
{
	uint8_t head[2] = {(uint8_t)(length >> 8), (uint8_t)length};
	struct iovec parts[2] = {{head, 2}, {(void *)(uintptr_t)bytes, part}};
	struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
	ssize_t sent = sendmsg(vpcd->fd, &message, MSG_NOSIGNAL);

	/* A loopback socket takes 64 KiB at once; less means that nobody reads any more. */
	if (length <= VPCD_MESSAGE && sent == (ssize_t)(part + 2))
		return true;
	vpcd_remove(vpcd);
	return false;
}

bool
vpcd_answer(struct vpcd *vpcd, const uint8_t *bytes, size_t length)
{
	return vpcd_answer_part(vpcd, bytes, length, length);
}
