/*
 * virtual_card --pcscd DIR --cards DIR --socket PATH [--slot N] [--insert NAME]: a card that can be put into the virtual
 * reader and taken out by commands over a Unix socket: "insert NAME" takes DIR/NAME.card, "remove", "count" (APDUs,
 * bytes, since insertion), each answered by a line "ok ..." or "error ...". Prints each card's APDU counts when it is
 * taken out. Ends with status 3 when a card was ever sent an instruction that does more than read.
 */
#include "card_file.h"
#include "pcscd.h"
#include "vpcd.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum {
	SWAP_GAP_MS = 900, /* pcscd looks every 400 ms: a shorter gap is not noticed as a removal */
	AGAIN_MS = 300,    /* between attempts to reach a reader that went away */
	CLIENTS = 4
};

struct emulator {
	const char *pcscd, *cards, *socket, *first;
	int slot, port, listener;
	int clients[CLIENTS];
	struct card_model model;
	struct vpcd vpcd;
	char name[64];     /* of the card that is in, or about to be; "" none */
	int64_t insert_at; /* monotonic ms of the next attempt to connect; 0: none */
	int64_t removed_at;
	uint8_t answer[VPCD_MESSAGE]; /* waits for answer_at */
	size_t answer_length;
	int64_t answer_at;
	int forbidden;
};

static volatile sig_atomic_t is_over;

static void
end_it(int number)
{
	(void)number;
	is_over = 1;
}

static void
take_out(struct emulator *emulator)
{
	if (emulator->name[0] != '\0') {
		printf("%s: %d APDUs, %zu bytes from the card, %zu to it\n", emulator->name, emulator->model.apdus,
			emulator->model.bytes_in, emulator->model.bytes_out);
		fflush(stdout);
	}
	emulator->forbidden += emulator->model.forbidden;
	emulator->model.forbidden = 0;
	if (emulator->vpcd.fd >= 0)
		emulator->removed_at = clock_monotonic_ms();
	vpcd_remove(&emulator->vpcd);
	emulator->name[0] = '\0';
	emulator->insert_at = 0;
	emulator->answer_at = 0;
}

static void
put_in(struct emulator *emulator, const char *name, struct str *answer)
{
	struct str path = {0};
	struct err err = {0};
	int64_t now = clock_monotonic_ms();

	take_out(emulator);
	if (name[0] == '\0' || name[0] == '.' || strchr(name, '/') != NULL ||
		!copy_text(emulator->name, sizeof emulator->name, name)) {
		emulator->name[0] = '\0';
		str_add(answer, "error no such card\n");
		return;
	}
	str_printf(&path, "%s/%s.card", emulator->cards, name);
	card_model_clear(&emulator->model);
	if (card_file_load(&emulator->model, str_text(&path), &err) != OK) {
		emulator->name[0] = '\0';
		str_printf(answer, "error %s\n", err.detail);
	} else {
		emulator->insert_at = emulator->removed_at + SWAP_GAP_MS > now ? emulator->removed_at + SWAP_GAP_MS : now;
		str_add(answer, "ok\n");
	}
	str_clear(&path);
}

static void
obey(struct emulator *emulator, char *line, struct str *answer)
{
	line[strcspn(line, "\r\n")] = '\0';
	if (strncmp(line, "insert ", 7) == 0) {
		put_in(emulator, line + 7, answer);
	} else if (strcmp(line, "remove") == 0) {
		take_out(emulator);
		str_add(answer, "ok\n");
	} else if (strcmp(line, "count") == 0) {
		str_printf(answer, "ok %d %zu %zu %d\n", emulator->model.apdus, emulator->model.bytes_in, emulator->model.bytes_out,
			emulator->forbidden + emulator->model.forbidden);
	} else {
		str_add(answer, "error insert NAME | remove | count\n");
	}
}

static void
serve_client(struct emulator *emulator, int *client)
{
	struct str answer = {0};
	char line[256];
	ssize_t got = recv(*client, line, sizeof line - 1, MSG_DONTWAIT);

	if (got <= 0) {
		close(*client);
		*client = -1;
		return;
	}
	line[got] = '\0';
	obey(emulator, line, &answer);
	if (send(*client, str_text(&answer), answer.length, MSG_NOSIGNAL) < 0)
		fprintf(stderr, "virtual_card: %s\n", strerror(errno));
	str_clear(&answer);
}

static void
accept_client(struct emulator *emulator)
{
	int fd = accept4(emulator->listener, NULL, NULL, SOCK_CLOEXEC);

	for (int i = 0; fd >= 0 && i < CLIENTS; i++) {
		if (emulator->clients[i] < 0) {
			emulator->clients[i] = fd;
			return;
		}
	}
	if (fd >= 0)
		close(fd);
}

static void
take_apdu(struct emulator *emulator, const uint8_t *bytes, size_t length)
{
	const struct card_model_faults *faults = &emulator->model.faults;
	long size = card_model_transmit(&emulator->model, bytes, length, emulator->answer, sizeof emulator->answer);

	if (faults->pull_at > 0 && emulator->model.apdus == faults->pull_at) {
		take_out(emulator);
		return;
	}
	if (size < 0)
		return;
	emulator->answer_length = (size_t)size < sizeof emulator->answer ? (size_t)size : sizeof emulator->answer;
	emulator->answer_at = clock_monotonic_ms() + faults->delay_ms;
}

static void
send_answer(struct emulator *emulator)
{
	emulator->answer_at = 0;
	vpcd_answer(&emulator->vpcd, emulator->answer, emulator->answer_length);
}

static void
serve_reader(struct emulator *emulator, bool may_read)
{
	enum vpcd_request kind;
	const uint8_t *bytes;
	size_t length;
	int there;

	while ((there = vpcd_next(&emulator->vpcd, may_read, &kind, &bytes, &length)) == 1) {
		may_read = false;
		switch (kind) {
		case VPCD_POWER_OFF: break;
		case VPCD_POWER_ON:
		case VPCD_RESET: card_model_reset(&emulator->model); break;
		case VPCD_ATR: vpcd_answer(&emulator->vpcd, emulator->model.atr, emulator->model.atr_length); break;
		case VPCD_APDU: take_apdu(emulator, bytes, length); break;
		}
	}
	/* The service went away with the card in the reader: in it stays, for when the service is back. */
	if (there < 0 && emulator->name[0] != '\0')
		emulator->insert_at = clock_monotonic_ms() + AGAIN_MS;
}

static void
do_what_is_due(struct emulator *emulator)
{
	struct err err = {0};
	int64_t now = clock_monotonic_ms();

	if (emulator->answer_at > 0 && now >= emulator->answer_at)
		send_answer(emulator);
	if (emulator->insert_at > 0 && now >= emulator->insert_at) {
		emulator->insert_at = 0;
		card_model_reset(&emulator->model);
		if (vpcd_insert(&emulator->vpcd, emulator->port + emulator->slot, &err) != OK)
			emulator->insert_at = now + AGAIN_MS;
	}
}

static int
next_wait(const struct emulator *emulator)
{
	int64_t now = clock_monotonic_ms(), wait = 1000;

	if (emulator->answer_at > 0 && emulator->answer_at - now < wait)
		wait = emulator->answer_at - now;
	if (emulator->insert_at > 0 && emulator->insert_at - now < wait)
		wait = emulator->insert_at - now;
	return wait < 0 ? 0 : (int)wait;
}

static void
serve(struct emulator *emulator)
{
	while (!is_over) {
		struct pollfd fds[2 + CLIENTS] = {{emulator->listener, POLLIN, 0}, {emulator->vpcd.fd, POLLIN, 0}};
		for (int i = 0; i < CLIENTS; i++)
			fds[2 + i] = (struct pollfd){emulator->clients[i], POLLIN, 0};
		if (poll(fds, ARRAY_LENGTH(fds), next_wait(emulator)) < 0)
			continue;
		if (fds[1].revents != 0 && emulator->vpcd.fd == fds[1].fd)
			serve_reader(emulator, true);
		if (fds[0].revents != 0)
			accept_client(emulator);
		for (int i = 0; i < CLIENTS; i++)
			if (fds[2 + i].revents != 0)
				serve_client(emulator, &emulator->clients[i]);
		do_what_is_due(emulator);
	}
}

static bool
listen_on(struct emulator *emulator)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	emulator->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	unlink(emulator->socket);
	return emulator->listener >= 0 && copy_text(address.sun_path, sizeof address.sun_path, emulator->socket) &&
	       bind(emulator->listener, (const struct sockaddr *)&address, sizeof address) == 0 &&
	       listen(emulator->listener, 8) == 0;
}

static bool
parse_arguments(struct emulator *emulator, int argc, char **argv)
{
	for (int i = 1; i + 1 < argc; i += 2) {
		if (strcmp(argv[i], "--pcscd") == 0)
			emulator->pcscd = argv[i + 1];
		else if (strcmp(argv[i], "--cards") == 0)
			emulator->cards = argv[i + 1];
		else if (strcmp(argv[i], "--socket") == 0)
			emulator->socket = argv[i + 1];
		else if (strcmp(argv[i], "--insert") == 0)
			emulator->first = argv[i + 1];
		else if (strcmp(argv[i], "--slot") == 0)
			emulator->slot = atoi(argv[i + 1]);
		else
			return false;
	}
	return emulator->pcscd != NULL && emulator->cards != NULL && emulator->socket != NULL;
}

static int
run(struct emulator *emulator)
{
	struct err err = {0};
	struct str answer = {0};
	bool good = true;

	/* The socket before the network: its path must not depend on the namespaces joined. */
	if (!listen_on(emulator)) {
		fprintf(stderr, "virtual_card: %s: %s\n", emulator->socket, strerror(errno));
		return 2;
	}
	if (pcscd_join(emulator->pcscd, &emulator->port, &err) != OK) {
		fprintf(stderr, "virtual_card: %s: %s\n", emulator->pcscd, err.detail);
		return 2;
	}
	if (emulator->first != NULL) {
		put_in(emulator, emulator->first, &answer);
		good = strncmp(str_text(&answer), "ok", 2) == 0;
		if (!good)
			fprintf(stderr, "virtual_card: %s", str_text(&answer));
		str_clear(&answer);
	}
	if (good)
		serve(emulator);
	take_out(emulator);
	unlink(emulator->socket);
	if (emulator->forbidden > 0)
		fprintf(stderr, "virtual_card: %d instructions that do more than read\n", emulator->forbidden);
	return !good ? 2 : emulator->forbidden > 0 ? 3 : 0;
}

int
main(int argc, char **argv)
{
	static struct emulator emulator;
	struct sigaction action = {.sa_handler = end_it};

	emulator.vpcd.fd = -1;
	emulator.removed_at = -SWAP_GAP_MS;
	memset(emulator.clients, -1, sizeof emulator.clients);
	if (!parse_arguments(&emulator, argc, argv)) {
		fputs("usage: virtual_card --pcscd DIR --cards DIR --socket PATH [--slot N] [--insert NAME]\n", stderr);
		return 2;
	}
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	card_model_init(&emulator.model);
	int status = run(&emulator);
	card_model_clear(&emulator.model);
	return status;
}
