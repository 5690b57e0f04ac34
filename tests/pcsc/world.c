/*
 * pcsc/world: see world.h. The emulator obeys over a socket pair: one struct order, one byte of answer.
 */
#include "world.h"

#include "demo/emulator.h"
#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum order_kind { ORDER_INSERT, ORDER_INSERT_AT_ONCE, ORDER_LOAD, ORDER_REMOVE, ORDER_FOREIGN };

struct order {
	enum order_kind kind;
	world_build *build;
	long argument;
};

const char *
world_build_dir(void)
{
	const char *build = getenv("BUILD");

	return build != NULL ? build : "build";
}

const char *
world_reader(int slot)
{
	return slot == 0 ? "Virtual PCD 00 00" : "Virtual PCD 00 01";
}

const char *
world_path(const struct world *world, const char *name)
{
	static char paths[4][WORLD_PATH + 64];
	static unsigned next;
	char *path = paths[next++ % 4];

	snprintf(path, sizeof paths[0], "%s/%s", world->directory, name);
	return path;
}

void
world_close_others(int keep)
{
	if (keep > 3)
		(void)close_range(3, (unsigned)keep - 1, 0);
	(void)close_range((unsigned)keep + 1, ~0U, 0);
}

/* ---- the emulator's process */

static void
load_card(struct emulator *emulator, const struct order *order)
{
	card_model_clear(emulator->model);
	order->build(emulator->model, order->argument);
}

static void
obey(struct emulator *emulator, FILE *log, const struct order *order)
{
	switch (order->kind) {
	case ORDER_INSERT:
		emulator_remove(emulator);
		load_card(emulator, order);
		emulator_insert(emulator);
		break;
	case ORDER_INSERT_AT_ONCE:
		emulator_remove(emulator);
		load_card(emulator, order);
		emulator_insert_at_once(emulator);
		break;
	case ORDER_LOAD:
		load_card(emulator, order);
		break;
	case ORDER_REMOVE:
		emulator_remove(emulator);
		break;
	case ORDER_FOREIGN:
		emulator->is_foreign = order->argument != 0;
		emulator->log = emulator->is_foreign ? NULL : log;
		break;
	}
}

static _Noreturn void
run_emulator(const struct world *world, struct card_model *model, int slot, int fd, pid_t parent)
{
	static struct emulator emulator;
	struct err err = {0};
	FILE *log;
	int port;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	world_close_others(fd);
	if (getppid() != parent || pcscd_join(world->pcscd.directory, &port, &err) != OK)
		_exit(2);
	emulator_init(&emulator, model, port + slot);
	emulator.log = log = fopen(world_path(world, slot == 0 ? "wire0" : "wire1"), "ae");
	for (;;) {
		struct pollfd fds[2] = {{fd, POLLIN, 0}, {emulator_fd(&emulator), POLLIN, 0}};
		struct order order;
		if (poll(fds, 2, emulator_wait(&emulator)) < 0)
			continue;
		emulator_serve(&emulator, fds[1].revents != 0);
		if (fds[0].revents == 0)
			continue;
		if (read(fd, &order, sizeof order) != sizeof order)
			_exit(0);
		obey(&emulator, log, &order);
		emulator_serve(&emulator, false);
		if (write(fd, "", 1) != 1)
			_exit(0);
	}
}

static void
start_emulator(struct world *world, int slot)
{
	struct world_card *card = &world->cards[slot];
	pid_t parent = getpid();
	int ends[2];

	card->model = mmap(NULL, sizeof *card->model, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (card->model == MAP_FAILED || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		tap_bail("an emulator for slot %d: %s", slot, strerror(errno));
	fflush(stdout);
	card->pid = fork();
	if (card->pid == 0)
		run_emulator(world, card->model, slot, ends[1], parent);
	close(ends[1]);
	card->fd = ends[0];
}

static void
order_card(struct world *world, int slot, enum order_kind kind, world_build *build, long argument)
{
	struct order order;
	char answer;

	memset(&order, 0, sizeof order);
	order.kind = kind;
	order.build = build;
	order.argument = argument;
	if (write(world->cards[slot].fd, &order, sizeof order) != sizeof order || read(world->cards[slot].fd, &answer, 1) != 1)
		tap_bail("the emulator of slot %d is gone", slot);
}

void
world_insert(struct world *world, int slot, world_build *build, long argument)
{
	order_card(world, slot, ORDER_INSERT, build, argument);
}

void
world_insert_at_once(struct world *world, int slot, world_build *build, long argument)
{
	order_card(world, slot, ORDER_INSERT_AT_ONCE, build, argument);
}

void
world_load(struct world *world, int slot, world_build *build, long argument)
{
	order_card(world, slot, ORDER_LOAD, build, argument);
}

void
world_remove(struct world *world, int slot)
{
	order_card(world, slot, ORDER_REMOVE, NULL, 0);
}

void
world_foreign(struct world *world, int slot, bool is_foreign)
{
	order_card(world, slot, ORDER_FOREIGN, NULL, is_foreign);
}

/* ---- the world */

static void
start(struct world *world, const char *name, const char *settings, bool bare)
{
	struct pcscd_wish wish = {0};
	struct err err = {0};

	*world = (struct world){.cards = {{.fd = -1}, {.fd = -1}}};
	signal(SIGPIPE, SIG_IGN);
	snprintf(world->directory, sizeof world->directory, "/tmp/teslim-%.20s-XXXXXX", name);
	if (mkdtemp(world->directory) == NULL || chmod(world->directory, 0755) != 0)
		tap_bail("%s: %s", world->directory, strerror(errno));
	wish.directory = world_path(world, "pcscd");
	wish.extra_settings = settings;
	wish.no_virtual_reader = bare;
	if (pcscd_start(&world->pcscd, &wish, &err) != OK)
		tap_bail("a private pcscd: %s", err.detail);
	for (int slot = 0; slot < WORLD_SLOTS && !bare; slot++)
		start_emulator(world, slot);
}

void
world_start(struct world *world, const char *name, const char *extra_settings)
{
	start(world, name, extra_settings, false);
}

void
world_start_bare(struct world *world, const char *name, const char *settings)
{
	start(world, name, settings, true);
}

static int
remove_entry(const char *path, const struct stat *status, int kind, struct FTW *place)
{
	(void)status;
	(void)kind;
	(void)place;
	return remove(path);
}

/* Lc and what follows it agree, and Le is one byte: nothing of extended length. */
static bool
is_short_command(const char *hex)
{
	size_t length = strlen(hex) / 2;
	uint8_t bytes[5];

	if (length < 4 ||
		!hex_decode(bytes, length < 5 ? length : 5,
			(char[]){hex[0], hex[1], hex[2], hex[3], hex[4], hex[5], hex[6], hex[7], length > 4 ? hex[8] : '\0',
				length > 4 ? hex[9] : '\0', '\0'}))
		return false;
	return length <= 5 || (bytes[4] != 0 && (length == 5U + bytes[4] || length == 6U + bytes[4]));
}

/* Every line is "number command length sw": the instruction is the second byte of the command. */
static void
check_wire(struct world *world)
{
	static const char *const reading[] = {"00A4", "00B0", "00B2", "00C0", "00CA", "00CB"};
	int seen[ARRAY_LENGTH(reading)] = {0}, others = 0, total = 0;

	for (int slot = 0; slot < WORLD_SLOTS; slot++) {
		FILE *file = fopen(world_path(world, slot == 0 ? "wire0" : "wire1"), "re");
		char line[2048], command[1024];
		int number;
		while (file != NULL && fgets(line, sizeof line, file) != NULL) {
			size_t i = 0;
			if (sscanf(line, "%d %1023s", &number, command) != 2)
				continue;
			while (i < ARRAY_LENGTH(reading) && strncmp(command, reading[i], 4) != 0)
				i++;
			if (i < ARRAY_LENGTH(reading) && is_short_command(command))
				seen[i]++;
			else if (others++ < 5)
				tap_note("on the wire: %.40s", command);
			total++;
		}
		if (file != NULL)
			fclose(file);
	}
	tap_note("%d APDUs on the wire: SELECT %d, READ BINARY %d, READ RECORD %d, GET RESPONSE %d, GET DATA "
		 "%d",
		total, seen[0], seen[1], seen[2], seen[3], seen[4] + seen[5]);
	tap_ok(others == world->allowed_forbidden, "the wire saw %s",
		world->allowed_forbidden > 0 ? "what the guard was shown"
					     : "only instructions that read, none of extended length");
}

static void
end_emulators(struct world *world)
{
	for (int slot = 0; slot < WORLD_SLOTS; slot++) {
		struct world_card *card = &world->cards[slot];
		if (card->pid <= 0)
			continue;
		close(card->fd);
		kill(card->pid, SIGKILL);
		waitpid(card->pid, NULL, 0);
		munmap(card->model, sizeof *card->model);
		card->pid = 0;
	}
}

static void
end_rest(struct world *world)
{
	pcscd_stop(&world->pcscd);
	if (getenv("TESLIM_KEEP") == NULL)
		nftw(world->directory, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	else
		tap_note("kept: %s", world->directory);
}

void
world_end(struct world *world)
{
	end_emulators(world);
	if (world->cards[0].model != NULL)
		check_wire(world);
	end_rest(world);
}

void
world_quit(struct world *world)
{
	end_emulators(world);
	end_rest(world);
}

/* ---- other programs */

static _Noreturn void
become(const struct world *world, const char *const *argv, int in, int out)
{
	char *copy[32] = {0};

	for (int i = 0; i < 31 && argv[i] != NULL; i++)
		copy[i] = mem_string(argv[i]);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setpgid(0, 0);
	if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0)
		_exit(126);
	setenv("PCSCLITE_CSOCK_NAME", world->pcscd.socket, 1);
	setenv("GNUPGHOME", world->directory, 1);
	setenv("HOME", world->directory, 1);
	execvp(copy[0], copy);
	_exit(127);
}

static bool
collect(int fd, struct str *out, int64_t until)
{
	char bytes[4096];

	for (;;) {
		struct pollfd wait = {fd, POLLIN, 0};
		int64_t left = until - clock_monotonic_ms();
		ssize_t got;
		if (left <= 0 || poll(&wait, 1, (int)left) <= 0)
			return false;
		got = read(fd, bytes, sizeof bytes);
		if (got <= 0)
			return true;
		if (out != NULL)
			str_add_n(out, bytes, (size_t)got);
	}
}

int
world_run(const struct world *world, const char *const *argv, const char *input, struct str *out, int limit_ms)
{
	int to[2], from[2], state = 0;
	bool in_time;
	pid_t pid;

	if (pipe2(to, O_CLOEXEC) != 0 || pipe2(from, O_CLOEXEC) != 0)
		tap_bail("pipe: %s", strerror(errno));
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		become(world, argv, to[0], from[1]);
	close(to[0]);
	close(from[1]);
	if (input != NULL && write(to[1], input, strlen(input)) < 0)
		tap_note("%s takes no input", argv[0]);
	close(to[1]);
	in_time = collect(from[0], out, clock_monotonic_ms() + tap_patient(limit_ms));
	close(from[0]);
	if (!in_time)
		kill(-pid, SIGKILL);
	while (waitpid(pid, &state, 0) < 0 && errno == EINTR)
		continue;
	return in_time && WIFEXITED(state) ? WEXITSTATUS(state) : -1;
}
