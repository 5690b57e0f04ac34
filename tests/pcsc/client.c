/*
 * pcsc/client: see client.h.
 */
#include "client.h"

#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static _Noreturn void
become(const char *socket, const char *const *options, int in, int out)
{
	static char timeout[] = "--timeout", one[] = "1", lang[] = "--lang", en[] = "en";
	char path[512];
	char *argv[32] = {path, timeout, one, lang, en};

	snprintf(path, sizeof path, "%s/teslim-card", world_build_dir());
	for (int i = 0; i < 26 && options != NULL && options[i] != NULL; i++)
		argv[5 + i] = mem_string(options[i]);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (dup2(in, 0) < 0 || dup2(out, 1) < 0)
		_exit(126);
	setenv("PCSCLITE_CSOCK_NAME", socket, 1);
	execv(path, argv);
	_exit(127);
}

void
client_start(struct client *client, const struct world *world, const char *socket, const char *const *options)
{
	int to[2], from[2];

	*client = (struct client){0};
	if (pipe2(to, O_CLOEXEC) != 0 || pipe2(from, O_CLOEXEC) != 0)
		tap_bail("pipe: %s", strerror(errno));
	fflush(stdout);
	client->pid = fork();
	if (client->pid == 0)
		become(socket != NULL ? socket : world->pcscd.socket, options, to[0], from[1]);
	close(to[0]);
	close(from[1]);
	client->in = to[1];
	client->out = from[0];
	fcntl(client->out, F_SETFL, O_NONBLOCK);
}

int
client_stop(struct client *client)
{
	int state = 0;
	pid_t ended = 0;

	if (client->pid <= 0)
		return -1;
	close(client->in);
	for (int i = 0; i < tap_patient(100) && (ended = waitpid(client->pid, &state, WNOHANG)) == 0; i++)
		poll(NULL, 0, 10);
	if (ended == 0) {
		kill(client->pid, SIGKILL);
		waitpid(client->pid, &state, 0);
	}
	close(client->out);
	str_clear(&client->partial);
	mem_free(client->text);
	*client = (struct client){0};
	return ended != 0 && WIFEXITED(state) ? WEXITSTATUS(state) : -1;
}

void
client_send(struct client *client, const char *command)
{
	if (write(client->in, command, strlen(command)) < 0 || write(client->in, "\n", 1) < 0)
		tap_note("teslim-card takes no commands: %s", strerror(errno));
}

/* ---- events */

static char *
cut_line(struct str *partial)
{
	char *end = partial->length > 0 ? memchr(partial->data, '\n', partial->length) : NULL;
	size_t length = end == NULL ? 0 : (size_t)(end - partial->data);
	char *text;

	if (end == NULL)
		return NULL;
	text = mem_string_n(partial->data, length);
	memmove(partial->data, end + 1, partial->length - length - 1);
	partial->length -= length + 1;
	return text;
}

static bool
read_more(struct client *client, int64_t until)
{
	struct pollfd wait = {client->out, POLLIN, 0};
	int64_t left = until - clock_monotonic_ms();
	char bytes[16384];
	ssize_t got;

	if (poll(&wait, 1, left > 0 ? (int)left : 0) <= 0)
		return false;
	got = read(client->out, bytes, sizeof bytes);
	if (got <= 0)
		return false;
	str_add_n(&client->partial, bytes, (size_t)got);
	return true;
}

bool
client_next(struct client *client, int timeout_ms)
{
	int64_t until = clock_monotonic_ms() + tap_patient(timeout_ms);

	for (;;) {
		struct err err = {0};
		char *text = cut_line(&client->partial);
		if (text == NULL) {
			if (!read_more(client, until))
				return false;
			continue;
		}
		client->at_ms = clock_monotonic_ms();
		mem_free(client->text);
		client->text = text;
		if (getenv("TESLIM_SHOW") != NULL)
			tap_note("%6lld %.150s", (long long)client->at_ms % 1000000, text);
		if (line_parse(&client->line, text, &err) != OK)
			tap_bail("a line of teslim-card that is not in the grammar: %.80s", text);
		client->count++;
		if (strcmp(client->line.word, CARD_EVENT_PROGRESS) != 0)
			return true;
	}
}

const char *
client_value(const struct client *client, const char *key)
{
	const char *value = line_value(&client->line, key);

	return value != NULL ? value : "";
}

static bool
is_of_slot(const struct client *client, int slot)
{
	return slot < 0 || strcmp(client_value(client, "reader"), world_reader(slot)) == 0;
}

bool
client_await(struct client *client, int slot, const char *word, int timeout_ms)
{
	int64_t until = clock_monotonic_ms() + tap_patient(timeout_ms);

	for (;;) {
		int64_t left = until - clock_monotonic_ms();
		if (left < 0 || !client_next(client, (int)left / tap_patient(1) + 1))
			return false;
		if (strcmp(client->line.word, word) == 0 && is_of_slot(client, slot))
			return true;
	}
}

bool
client_is_quiet(struct client *client, int quiet_ms)
{
	bool quiet = !client_next(client, quiet_ms);

	if (!quiet)
		tap_note("unexpected: %s code=%s", client->line.word, client_value(client, "code"));
	return quiet;
}

static void
take_certificate(const struct client *client, struct outcome *outcome)
{
	const char *base64 = client_value(client, "der");
	size_t size = strlen(base64), length = 0;
	uint8_t *der;

	if (outcome->cert_count == CLIENT_CERTS)
		return;
	der = mem_alloc(size + 1);
	if (base64_decode(der, size + 1, &length, base64, size))
		str_add_n(&outcome->certs[outcome->cert_count], der, length);
	outcome->cert_count++;
	mem_free(der);
}

static bool
take_event(const struct client *client, struct outcome *outcome)
{
	const char *word = client->line.word;

	if (strcmp(word, CARD_EVENT_CERT) == 0)
		take_certificate(client, outcome);
	if (strcmp(word, CARD_EVENT_PLASTIC) == 0)
		copy_text(outcome->plastic, sizeof outcome->plastic, client_value(client, "kind"));
	if (strcmp(word, CARD_EVENT_DONE) == 0) {
		copy_text(outcome->what, sizeof outcome->what, word);
		copy_text(outcome->family, sizeof outcome->family, client_value(client, "family"));
		copy_text(outcome->want, sizeof outcome->want, client_value(client, "want"));
		outcome->count = (int)line_number(&client->line, "count", 0, 1000, -1);
		outcome->apdus = (int)line_number(&client->line, "apdus", 0, 1000000, -1);
		outcome->bytes = (int)line_number(&client->line, "bytes", 0, 10000000, -1);
		copy_text(outcome->left, sizeof outcome->left, client_value(client, "left"));
		outcome->unreadable = (int)line_number(&client->line, "unreadable", 0, 1000, 0);
	}
	if (strcmp(word, CARD_EVENT_FAULT) == 0) {
		copy_text(outcome->what, sizeof outcome->what, client_value(client, "code"));
		copy_text(outcome->text, sizeof outcome->text, client_value(client, "text"));
		copy_text(outcome->cure, sizeof outcome->cure, client_value(client, "cure"));
		copy_text(outcome->call, sizeof outcome->call, client_value(client, "call"));
	}
	return outcome->what[0] != '\0';
}

void
client_outcome(struct client *client, int slot, int timeout_ms, struct outcome *outcome)
{
	int64_t began = clock_monotonic_ms();
	int64_t until = began + tap_patient(timeout_ms);

	*outcome = (struct outcome){0};
	for (;;) {
		int64_t left = until - clock_monotonic_ms();
		if (left < 0 || !client_next(client, (int)left / tap_patient(1) + 1))
			return;
		if (!is_of_slot(client, slot) || !take_event(client, outcome))
			continue;
		outcome->took_ms = client->at_ms - began;
		return;
	}
}

void
client_read(struct client *client, int slot, const char *fields, int timeout_ms, struct outcome *outcome)
{
	struct str command = {0};

	line_begin(&command, CARD_COMMAND_READ);
	line_add(&command, "reader", world_reader(slot));
	str_printf(&command, "%s%s", fields[0] != '\0' ? " " : "", fields);
	client_send(client, str_text(&command));
	str_clear(&command);
	client_outcome(client, slot, timeout_ms, outcome);
}

void
outcome_clear(struct outcome *outcome)
{
	for (int i = 0; i < CLIENT_CERTS; i++)
		str_clear(&outcome->certs[i]);
}

bool
outcome_has(const struct outcome *outcome, int nth, const uint8_t *der, size_t length)
{
	return nth < outcome->cert_count && outcome->certs[nth].length == length &&
		memcmp(outcome->certs[nth].data, der, length) == 0;
}

int
client_run(const struct world *world, const char *socket, const char *const *options, struct str *out, int limit_ms)
{
	struct client client;
	int64_t until = clock_monotonic_ms() + tap_patient(limit_ms);
	struct pollfd wait;
	int state = 0;
	pid_t pid;

	client_start(&client, world, socket, options);
	wait = (struct pollfd){client.out, POLLIN, 0};
	for (;;) {
		char bytes[4096];
		int64_t left = until - clock_monotonic_ms();
		ssize_t got = left > 0 && poll(&wait, 1, (int)left) > 0 ? read(client.out, bytes, sizeof bytes) : 0;
		if (got <= 0)
			break;
		str_add_n(out, bytes, (size_t)got);
	}
	pid = client.pid;
	if (clock_monotonic_ms() >= until)
		kill(pid, SIGKILL);
	while (waitpid(pid, &state, 0) < 0 && errno == EINTR)
		continue;
	close(client.in);
	close(client.out);
	return WIFEXITED(state) ? WEXITSTATUS(state) : -1;
}
