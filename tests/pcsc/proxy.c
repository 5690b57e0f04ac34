/*
 * pcsc/proxy: see proxy.h. A message to the service is its length, its number, and its body (SCardTransmit: and the
 * command); an answer is the same body with the return code filled in. Only the calls that are changed are looked at.
 */
#include "proxy.h"

#include "other.h"
#include "tap.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BODY_MAX = 70000 };
enum { CALL_ESTABLISH = 1, CALL_CONNECT = 4, CALL_BEGIN = 7, CALL_TRANSMIT = 9, CALL_VERSION = 17, CALL_READERS = 18 };
enum { READERS = 16, READER_SIZE = 184 /* beginning with its name */, READER_NAME = 128 };
/* Where the return code stands in the body of each, and the lengths within SCardTransmit's. */
enum { RV_ESTABLISH = 8, RV_CONNECT = 148, RV_BEGIN = 4, RV_TRANSMIT = 28, SENT_LENGTH = 12, RECEIVED_LENGTH = 24 };

struct connection {
	int client, service;
};

static bool
read_all(int fd, void *bytes, size_t length)
{
	return length == 0 || recv(fd, bytes, length, MSG_WAITALL) == (ssize_t)length;
}

static bool
write_all(int fd, const void *bytes, size_t length)
{
	return send(fd, bytes, length, MSG_NOSIGNAL) == (ssize_t)length;
}

static uint32_t
number_at(const uint8_t *body, size_t at)
{
	uint32_t number;

	memcpy(&number, body + at, sizeof number);
	return number;
}

static void
put_number(uint8_t *body, size_t at, uint32_t number)
{
	memcpy(body + at, &number, sizeof number);
}

static int
connect_to(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
	if (fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof address) != 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

/* The answer to a call whose return code is to be changed. */
static bool
change_answer(const struct connection *connection, uint32_t call, size_t size, uint32_t code)
{
	static uint8_t body[BODY_MAX];
	size_t more = 0,
	       at = call == CALL_ESTABLISH ? RV_ESTABLISH
		: call == CALL_CONNECT     ? RV_CONNECT
		: call == CALL_BEGIN       ? RV_BEGIN
					   : RV_TRANSMIT;

	if (size + 4 > BODY_MAX || at + 4 > size || !read_all(connection->service, body, size))
		return false;
	if (call == CALL_TRANSMIT && number_at(body, RV_TRANSMIT) == 0)
		more = number_at(body, RECEIVED_LENGTH);
	if (more > BODY_MAX - size || !read_all(connection->service, body + size, more))
		return false;
	put_number(body, at, code == PROXY_NOTHING ? 0 : code);
	if (code == PROXY_NOTHING)
		put_number(body, RECEIVED_LENGTH, 0);
	return write_all(connection->client, body, size);
}

/* The list of readers, without one of them, or with as many as there may be. */
static bool
change_list(const struct connection *connection, const struct proxy_plan *plan)
{
	const char *name = world_reader(plan->slot);
	uint8_t body[READERS * READER_SIZE];

	if (!read_all(connection->service, body, sizeof body))
		return false;
	for (size_t at = 0; at < sizeof body; at += READER_SIZE)
		if (plan->is_crowded)
			snprintf((char *)body + at, READER_NAME, "%0*zu", READER_NAME - 1, at / READER_SIZE);
		else if (plan->is_bare || strncmp((const char *)body + at, name, READER_NAME) == 0)
			memset(body + at, 0, READER_SIZE);
	return write_all(connection->client, body, sizeof body);
}

/* The code that the plan has for this call, 0: none. Counts, and resets the card where the plan says so. */
static uint32_t
planned(struct proxy_plan *plan, uint32_t call)
{
	plan->messages++;
	switch (call) {
	case CALL_ESTABLISH:
		return plan->establish;
	case CALL_CONNECT:
		return plan->connect;
	case CALL_BEGIN:
		plan->begins++;
		if (plan->resets != 0 && other_reset(world_reader(plan->slot)) && plan->resets > 0)
			plan->resets--;
		return plan->begin;
	case CALL_TRANSMIT:
		plan->transmits++;
		return plan->transmit_at > 0 && --plan->transmit_at == 0 ? plan->transmit : 0;
	}
	return 0;
}

static bool
pass_call(const struct connection *connection, struct proxy_plan *plan)
{
	static uint8_t message[BODY_MAX + 8];
	uint32_t size, call, code;
	size_t more = 0;

	if (!read_all(connection->client, message, 8))
		return false;
	size = number_at(message, 0);
	call = number_at(message, 4);
	if (size > 4096 || !read_all(connection->client, message + 8, size))
		return false;
	if (call == CALL_TRANSMIT)
		more = number_at(message + 8, SENT_LENGTH);
	if (more > BODY_MAX - size || !read_all(connection->client, message + 8 + size, more))
		return false;
	if (call == CALL_VERSION && plan->version_minor != 0)
		put_number(message + 8, 4, (uint32_t)plan->version_minor);
	code = planned(plan, call);
	if (plan->delay_ms > 0)
		poll(NULL, 0, plan->delay_ms);
	if (!write_all(connection->service, message, 8 + size + more))
		return false;
	if (call == CALL_READERS && (plan->is_unplugged || plan->is_bare || plan->is_crowded))
		return change_list(connection, plan);
	return code == 0 || change_answer(connection, call, size, code);
}

static bool
pass_answer(const struct connection *connection)
{
	uint8_t bytes[4096];
	ssize_t got = recv(connection->service, bytes, sizeof bytes, 0);

	return got > 0 && write_all(connection->client, bytes, (size_t)got);
}

/* One client's conversation, until either side ends it. */
static _Noreturn void
serve(const char *service, struct proxy_plan *plan, int client, pid_t parent)
{
	struct connection connection = {client, connect_to(service)};

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent || connection.service < 0)
		_exit(1);
	for (;;) {
		struct pollfd fds[2] = {{connection.client, POLLIN, 0}, {connection.service, POLLIN, 0}};
		if (poll(fds, 2, -1) < 0)
			continue;
		if (fds[0].revents != 0 && !pass_call(&connection, plan))
			_exit(0);
		if (fds[0].revents == 0 && fds[1].revents != 0 && !pass_answer(&connection))
			_exit(0);
	}
}

static _Noreturn void
run(const struct world *world, struct proxy_plan *plan, int listener, const char *name)
{
	pid_t self = getpid();

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NAME, name);
	if (listen(listener, 16) != 0) /* who listened last is who listens */
		_exit(1);
	signal(SIGCHLD, SIG_IGN);
	world_close_others(listener);
	setenv("PCSCLITE_CSOCK_NAME", world->pcscd.socket, 1);
	for (;;) {
		int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		if (client >= 0 && fork() == 0) {
			close(listener);
			serve(world->pcscd.socket, plan, client, self);
		}
		if (client >= 0)
			close(client);
	}
}

void
proxy_start(struct proxy *proxy, const struct world *world)
{
	proxy_start_at(proxy, world, "forwarded");
}

void
proxy_start_at(struct proxy *proxy, const struct world *world, const char *name)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(proxy->socket, sizeof proxy->socket, "%s/%.10s.sock", world->directory, name);
	copy_text(address.sun_path, sizeof address.sun_path, proxy->socket);
	unlink(proxy->socket);
	proxy->plan = mmap(NULL, sizeof *proxy->plan, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (proxy->plan == MAP_FAILED || listener < 0 || bind(listener, (const struct sockaddr *)&address, sizeof address) != 0 ||
		listen(listener, 16) != 0)
		tap_bail("a socket in front of pcscd: %s", strerror(errno));
	fflush(stdout);
	proxy->pid = fork();
	if (proxy->pid == 0)
		run(world, proxy->plan, listener, name);
	close(listener);
}

void
proxy_end(struct proxy *proxy)
{
	if (proxy->pid <= 0)
		return;
	kill(proxy->pid, SIGKILL);
	waitpid(proxy->pid, NULL, 0);
	unlink(proxy->socket);
	munmap(proxy->plan, sizeof *proxy->plan);
	proxy->pid = 0;
}
