/*
 * pcsc/test_wire: the watch over the wire itself, that every other test relies on: whatever does more than read is
 * counted, kills the card, and fails the test that sent it; what reads does not. And the trace of a whole reading
 * is what was on the wire, with nothing of the holder in it.
 */
#include "cards.h"
#include "client.h"
#include "other.h"
#include "tap.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static bool
may_pass(unsigned class, unsigned instruction)
{
	static const uint8_t reading[] = {0xA4, 0xB0, 0xB2, 0xC0, 0xCA, 0xCB};

	return class == 0x00 && memchr(reading, (int)instruction, sizeof reading) != NULL;
}

/* All 65,536 pairs of class and instruction. */
static void
check_instructions(void)
{
	struct card_model *model = mem_alloc(sizeof *model);
	uint8_t answer[300];
	int wrong = 0, forbidden = 0;

	card_akis(model, 1);
	for (unsigned pair = 0; pair < 0x10000; pair++) {
		const uint8_t command[] = {(uint8_t)(pair >> 8), (uint8_t)pair, 0, 0, 0};
		card_model_forget(model);
		card_model_transmit(model, command, sizeof command, answer, sizeof answer);
		wrong += (model->forbidden == 0) != may_pass(pair >> 8, pair & 0xFF);
		forbidden += model->forbidden;
	}
	tap_ok(wrong == 0 && forbidden == 0x10000 - 6, "of 65,536 classes and instructions %d are forbidden, 6 may pass",
		forbidden);
	card_model_clear(model);
	mem_free(model);
}

static void
check_guard(struct world *world, struct client *client)
{
	struct outcome outcome;

	world_insert(world, 0, card_akis, 1);
	client_outcome(client, 0, 5000, &outcome);
	tap_ok(strcmp(outcome.what, "done") == 0, "a card is read");
	outcome_clear(&outcome);
	other_end(other_start(world, OTHER_VERIFY, 0));
	world->allowed_forbidden = 1;
	tap_ok(world->cards[0].model->forbidden == 1, "another program sends VERIFY: counted");
	client_read(client, 0, "", READING_MS, &outcome);
	tap_ok(strcmp(outcome.what, "done") != 0 && outcome.cert_count == 0, "and whoever reads that card then fails: %s",
		outcome.what);
	outcome_clear(&outcome);
	world_insert(world, 0, card_akis, 1);
	client_await(client, 0, CARD_EVENT_CARD, NOTICE_MS + 900);
	client_outcome(client, 0, READING_MS, &outcome);
	tap_ok(strcmp(outcome.what, "done") == 0, "another card is another matter");
	outcome_clear(&outcome);
}

/* The program that the demo desk and other tests use ends with status 3 when its card was sent such a thing. */
static void
check_program(struct world *world)
{
	char path[512], cards[WORLD_PATH + 16], socket[WORLD_PATH + 16], card[WORLD_PATH + 32];
	const char *const argv[] = {path, "--pcscd", world->pcscd.directory, "--cards", cards, "--socket", socket, "--slot", "1",
		"--insert", "blank", NULL};
	static const char text[] = "family empty\n";
	struct err err = {0};
	int state = 0;
	pid_t pid;

	snprintf(path, sizeof path, "%s/tests/demo/virtual_card", world_build_dir());
	snprintf(cards, sizeof cards, "%s", world->directory);
	snprintf(socket, sizeof socket, "%s/card.sock", world->directory);
	snprintf(card, sizeof card, "%s/blank.card", world->directory);
	if (file_write(card, text, sizeof text - 1, 0644, &err) != OK)
		tap_bail("%s: %s", card, err.detail);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		char *copy[16] = {0};
		for (int i = 0; argv[i] != NULL; i++)
			copy[i] = mem_string(argv[i]);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (freopen("/dev/null", "w", stdout) == NULL || freopen("/dev/null", "w", stderr) == NULL)
			_exit(126);
		execv(path, copy);
		_exit(127);
	}
	for (int i = 0; i < 100 && access(socket, F_OK) != 0; i++)
		usleep(20000);
	usleep(700000); /* pcscd's look at the reader */
	other_end(other_start(world, OTHER_VERIFY, 1));
	kill(pid, SIGTERM);
	while (waitpid(pid, &state, 0) < 0 && errno == EINTR)
		continue;
	tap_ok(WIFEXITED(state) && WEXITSTATUS(state) == 3, "virtual_card ends with status 3 after it: %d", WEXITSTATUS(state));
}

/* --trace: as many lines as APDUs, the commands as they were on the wire, no name and no number of the holder. */
static void
check_trace(struct world *world)
{
	char program[512];
	const char *const argv[] = {program, "--once", "--text", "--trace", "--reader", "00 00", "--lang", "tr", NULL};
	struct str out = {0};
	int status, lines = 0, other = 0;

	snprintf(program, sizeof program, "%s/teslim-card", world_build_dir());
	world_load(world, 0, card_akis, 1);
	status = world_run(world, argv, NULL, &out, 5000);
	for (const char *at = str_text(&out); at != NULL && *at != '\0';
		at = strchr(at, '\n') != NULL ? strchr(at, '\n') + 1 : NULL) {
		const char *command = strstr(at, " > ");
		const char *end = strchr(at, '\n');
		if (command == NULL || end == NULL || command > end)
			continue;
		lines++;
		other += strncmp(command + 3, "00A4", 4) != 0 && strncmp(command + 3, "00B0", 4) != 0;
	}
	tap_ok(status == 0 && lines == world->cards[0].model->apdus && other == 0,
		"--trace shows each of the %d APDUs (status %d)", lines, status);
	tap_ok(strstr(str_text(&out), CARDS_PERSON) == NULL && strstr(str_text(&out), "3130303030303030313436") == NULL,
		"and the holder's number neither in figures nor in bytes");
	tap_ok(strstr(str_text(&out), "AYŞE ÖRNEK") != NULL, "while the text for a person names the holder");
	str_clear(&out);
}

int
main(void)
{
	static const char *const options[] = {"--reader", "00 00", NULL};
	struct world world;
	struct client client;

	cards_make();
	check_instructions();
	world_start(&world, "wire", NULL);
	client_start(&client, &world, NULL, options);
	check_guard(&world, &client);
	check_program(&world);
	check_trace(&world);
	tap_ok(client_stop(&client) == 0, "the agent leaves when its input ends");
	world_end(&world);
	cards_free();
	return tap_end();
}
