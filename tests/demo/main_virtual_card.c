/*
 * virtual_card --pcscd DIR --cards DIR --socket PATH [--slot N] [--insert NAME] [--log FILE] [--delay MS] [--foreign]:
 * a card that can be put into the virtual reader and taken out by commands over a Unix socket: "insert NAME" takes
 * DIR/NAME.card, "remove", "count" (APDUs, bytes from and to the card, forbidden instructions), each answered by a line
 * "ok ..." or "error ...". Prints each card's APDU counts when it is taken out. A card that was sent an instruction
 * that does more than read is dead from then on, and the program ends with status 3; --foreign allows it.
 */
#include "card_file.h"
#include "emulator.h"
#include "pcscd.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { CLIENTS = 4 };

struct desk {
	const char *pcscd, *cards, *socket, *first, *log;
	int slot, port, listener, delay_ms;
	int clients[CLIENTS];
	struct card_model model;
	struct emulator emulator;
	char name[64]; /* of the card that is in, or about to be; "" none */
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
take_out(struct desk *desk)
{
	if (desk->name[0] != '\0') {
		printf("%s: %d APDUs, %zu bytes from the card, %zu to it\n", desk->name, desk->model.apdus, desk->model.bytes_in,
			desk->model.bytes_out);
		fflush(stdout);
	}
	desk->forbidden += desk->model.forbidden;
	desk->model.forbidden = 0;
	emulator_remove(&desk->emulator);
	desk->name[0] = '\0';
}

static void
put_in(struct desk *desk, const char *name, struct str *answer)
{
	struct str path = {0};
	struct err err = {0};

	take_out(desk);
	if (name[0] == '\0' || name[0] == '.' || strchr(name, '/') != NULL || !copy_text(desk->name, sizeof desk->name, name)) {
		desk->name[0] = '\0';
		str_add(answer, "error no such card\n");
		return;
	}
	str_printf(&path, "%s/%s.card", desk->cards, name);
	card_model_clear(&desk->model);
	if (card_file_load(&desk->model, str_text(&path), &err) != OK) {
		desk->name[0] = '\0';
		str_printf(answer, "error %s\n", err.detail);
	} else {
		if (desk->model.faults.delay_ms == 0)
			desk->model.faults.delay_ms = desk->delay_ms;
		emulator_insert(&desk->emulator);
		str_add(answer, "ok\n");
	}
	str_clear(&path);
}

static void
obey(struct desk *desk, char *line, struct str *answer)
{
	line[strcspn(line, "\r\n")] = '\0';
	/* A card that was pulled in the middle is out, whatever was commanded last. */
	if (desk->name[0] != '\0' && !emulator_is_in(&desk->emulator))
		take_out(desk);
	if (strncmp(line, "insert ", 7) == 0) {
		put_in(desk, line + 7, answer);
	} else if (strcmp(line, "remove") == 0) {
		take_out(desk);
		str_add(answer, "ok\n");
	} else if (strcmp(line, "count") == 0) {
		str_printf(answer, "ok %d %zu %zu %d\n", desk->model.apdus, desk->model.bytes_in, desk->model.bytes_out,
			desk->forbidden + desk->model.forbidden);
	} else {
		str_add(answer, "error insert NAME | remove | count\n");
	}
}

static void
serve_client(struct desk *desk, int *client)
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
	obey(desk, line, &answer);
	if (send(*client, str_text(&answer), answer.length, MSG_NOSIGNAL) < 0)
		fprintf(stderr, "virtual_card: %s\n", strerror(errno));
	str_clear(&answer);
}

static void
accept_client(struct desk *desk)
{
	int fd = accept4(desk->listener, NULL, NULL, SOCK_CLOEXEC);

	for (int i = 0; fd >= 0 && i < CLIENTS; i++) {
		if (desk->clients[i] < 0) {
			desk->clients[i] = fd;
			return;
		}
	}
	if (fd >= 0)
		close(fd);
}

static void
serve(struct desk *desk)
{
	while (!is_over) {
		struct pollfd fds[2 + CLIENTS] = {{desk->listener, POLLIN, 0}, {emulator_fd(&desk->emulator), POLLIN, 0}};
		for (int i = 0; i < CLIENTS; i++)
			fds[2 + i] = (struct pollfd){desk->clients[i], POLLIN, 0};
		if (poll(fds, ARRAY_LENGTH(fds), emulator_wait(&desk->emulator)) < 0)
			continue;
		emulator_serve(&desk->emulator, fds[1].revents != 0);
		if (fds[0].revents != 0)
			accept_client(desk);
		for (int i = 0; i < CLIENTS; i++)
			if (fds[2 + i].revents != 0)
				serve_client(desk, &desk->clients[i]);
	}
}

static bool
listen_on(struct desk *desk)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	desk->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	unlink(desk->socket);
	return desk->listener >= 0 && copy_text(address.sun_path, sizeof address.sun_path, desk->socket) &&
		bind(desk->listener, (const struct sockaddr *)&address, sizeof address) == 0 && listen(desk->listener, 8) == 0;
}

static bool
take_option(struct desk *desk, const char *name, const char *value)
{
	const struct {
		const char *name;
		const char **text;
		int *number;
	} options[] = {
		{"--pcscd", &desk->pcscd, NULL},
		{"--cards", &desk->cards, NULL},
		{"--socket", &desk->socket, NULL},
		{"--insert", &desk->first, NULL},
		{"--log", &desk->log, NULL},
		{"--slot", NULL, &desk->slot},
		{"--delay", NULL, &desk->delay_ms},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(options); i++) {
		if (strcmp(options[i].name, name) != 0)
			continue;
		if (options[i].text != NULL)
			*options[i].text = value;
		else
			*options[i].number = atoi(value);
		return true;
	}
	return false;
}

static bool
parse_arguments(struct desk *desk, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--foreign") == 0)
			desk->emulator.is_foreign = true;
		else if (i + 1 == argc || !take_option(desk, argv[i], argv[i + 1]))
			return false;
		else
			i++;
	}
	return desk->pcscd != NULL && desk->cards != NULL && desk->socket != NULL;
}

static bool
get_ready(struct desk *desk)
{
	struct err err = {0};

	/* The files before the network: their paths must not depend on the namespaces joined. */
	if (!listen_on(desk)) {
		fprintf(stderr, "virtual_card: %s: %s\n", desk->socket, strerror(errno));
		return false;
	}
	if (desk->log != NULL && (desk->emulator.log = fopen(desk->log, "ae")) == NULL) {
		fprintf(stderr, "virtual_card: %s: %s\n", desk->log, strerror(errno));
		return false;
	}
	if (pcscd_join(desk->pcscd, &desk->port, &err) != OK) {
		fprintf(stderr, "virtual_card: %s: %s\n", desk->pcscd, err.detail);
		return false;
	}
	desk->emulator.port = desk->port + desk->slot;
	return true;
}

static int
run(struct desk *desk)
{
	struct str answer = {0};
	bool good = get_ready(desk);

	if (good && desk->first != NULL) {
		put_in(desk, desk->first, &answer);
		good = strncmp(str_text(&answer), "ok", 2) == 0;
		if (!good)
			fprintf(stderr, "virtual_card: %s", str_text(&answer));
		str_clear(&answer);
	}
	if (good)
		serve(desk);
	take_out(desk);
	unlink(desk->socket);
	if (desk->emulator.log != NULL)
		fclose(desk->emulator.log);
	if (desk->forbidden > 0 && !desk->emulator.is_foreign)
		fprintf(stderr, "virtual_card: %d instructions that do more than read\n", desk->forbidden);
	return !good ? 2 : desk->forbidden > 0 && !desk->emulator.is_foreign ? 3 : 0;
}

int
main(int argc, char **argv)
{
	static struct desk desk;
	struct sigaction action = {.sa_handler = end_it};

	memset(desk.clients, -1, sizeof desk.clients);
	emulator_init(&desk.emulator, &desk.model, 0);
	if (!parse_arguments(&desk, argc, argv)) {
		fputs("usage: virtual_card --pcscd DIR --cards DIR --socket PATH [--slot N] [--insert NAME] "
		      "[--log FILE]\n"
		      "                    [--delay MS] [--foreign]\n",
			stderr);
		return 2;
	}
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	card_model_init(&desk.model);
	int status = run(&desk);
	card_model_clear(&desk.model);
	return status;
}
