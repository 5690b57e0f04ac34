/*
 * pcsc/test_doctor: every fault of service, reader and card, produced on a real pcscd: the right code, a sentence of
 * its own in Turkish and in English, a cure; never the words "no card" while a card is in the reader.
 */
#include "cards.h"
#include "client.h"
#include "other.h"
#include "place.h"
#include "proxy.h"
#include "stand_in.h"
#include "tap.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FAULTS_MAX = 40 };

static char program[WORLD_PATH + 32]; /* a copy that anybody may run */

/* ---- what was told, for the comparison at the end */

static struct told {
	char code[40];
	char text[LANGUAGES][512];
} told[FAULTS_MAX];
static int told_count;

/* The sentence without what changes: names of readers, processes, paths. */
static void
take_sentence(char *out, size_t size, const char *text)
{
	size_t at = 0;

	for (const char *c = text; *c != '\0' && at + 1 < size; c++) {
		if (strncmp(c, "Virtual PCD 00 0", 16) == 0)
			c += 16;
		else if (strncmp(c, "Odd PCD 00 00", 13) == 0)
			c += 12;
		else if (*c == '/')
			c += strcspn(c, " ).") - 1;
		else
			out[at++] = *c;
	}
	out[at] = '\0';
}

static void
keep_told(const char *code, const char *turkish, const char *english)
{
	if (told_count == FAULTS_MAX)
		return;
	copy_text(told[told_count].code, sizeof told[0].code, code);
	take_sentence(told[told_count].text[0], sizeof told[0].text[0], turkish);
	take_sentence(told[told_count++].text[1], sizeof told[0].text[1], english);
}

static bool
says_no_card(const char *text)
{
	static const char *const words[] = {
		"no card ", "No card ", "No card.", "no card.", "kart yok", "Kart yok", "kart takılı değil"};

	for (size_t i = 0; i < ARRAY_LENGTH(words); i++)
		if (strstr(text, words[i]) != NULL && strstr(text, "o card reader") == NULL)
			return true;
	return false;
}

static void
check_sentences(void)
{
	int same = 0;

	for (int i = 0; i < told_count; i++)
		for (int j = 0; j < i; j++)
			for (int language = 0; language < LANGUAGES; language++) {
				if (strcmp(told[i].text[language], told[j].text[language]) != 0)
					continue;
				tap_note("%s and %s: %s", told[i].code, told[j].code, told[i].text[language]);
				same++;
			}
	for (int i = 0; i < told_count; i++)
		if (strcmp(told[i].text[0], told[i].text[1]) == 0) {
			tap_note("%s is the same in both languages", told[i].code);
			same++;
		}
	tap_ok(same == 0 && told_count >= 25, "%d faults, %d different sentences in each language", told_count, told_count);
}

static char last_cure[320], last_text[512];

static bool
is_told(const char *code)
{
	for (int i = 0; i < told_count; i++)
		if (strcmp(told[i].code, code) == 0)
			return true;
	return false;
}

static void
check_doctor(const char *name, const struct place *place, const char *code, bool card_is_in)
{
	struct findings findings[LANGUAGES];
	bool good = true;

	place_ask_doctor(place, program, findings);
	for (int i = 0; i < LANGUAGES; i++) {
		bool is_fine = strcmp(code, CARD_FAULT_EMPTY) == 0;
		good = good && findings[i].done && strcmp(findings[i].code, code) == 0 && strlen(findings[i].text) > 20 &&
			findings[i].cure[0] != '\0' && (findings[i].call[0] != '\0') == !is_fine && findings[i].by[0] != '\0' &&
			findings[i].status == (is_fine ? 0 : 1);
		if (card_is_in)
			good = good && !says_no_card(findings[i].text);
	}
	tap_ok(good, "doctor: %s: %s (status %d)", name, findings[0].code, findings[0].status);
	tap_note("%s | %s | $ %s", findings[0].text, findings[1].text, findings[0].cure);
	tap_note("%s | %s", findings[0].call, findings[1].call);
	if (!is_told(code))
		keep_told(code, findings[0].text, findings[1].text);
	copy_text(last_cure, sizeof last_cure, findings[0].cure);
	copy_text(last_text, sizeof last_text, findings[0].text);
}

/* What the finding that was checked last says, and what it does not. */
static void
check_words(const char *name, const char *in_cure, const char *not_in_cure, const char *not_in_text)
{
	tap_ok(strstr(last_cure, in_cure) != NULL && strstr(last_cure, not_in_cure) == NULL &&
			strcasestr(last_text, not_in_text) == NULL,
		"%s: %s", name, last_cure);
}

/* ---- teslim's own doctor and card reading, through the agent */

static void
check_desk(struct world *world)
{
	const char *build = world_build_dir();
	char teslim[512], settings[700], path[WORLD_PATH + 16];
	const char *const doctor[] = {teslim, "doctor", "--lang", "tr", "--config", path, NULL};
	const char *const card[] = {teslim, "card", "--json", "--config", path, NULL};
	struct world nowhere = *world;
	struct str out = {0};
	struct err err = {0};
	int status;

	snprintf(teslim, sizeof teslim, "%s/teslim", build);
	snprintf(path, sizeof path, "%s/teslim.conf", world->directory);
	snprintf(settings, sizeof settings, "card_command = \"'%s/teslim-card'\";\n", build);
	if (file_write(path, settings, strlen(settings), 0644, &err) != OK)
		tap_bail("%s: %s", path, err.detail);
	copy_text(nowhere.pcscd.socket, sizeof nowhere.pcscd.socket, "/nowhere/socket");
	status = world_run(&nowhere, doctor, NULL, &out, DOCTOR_MS);
	tap_ok(status == 1 && strstr(str_text(&out), "Kart hizmetinin soketi ayarlanan yerde yok (/nowhere/socket)") != NULL,
		"teslim doctor says the same");
	str_reset(&out);
	status = world_run(world, card, NULL, &out, DOCTOR_MS);
	/* Refused or not is the desk's affair: here it knows no authority. */
	tap_ok((status == 0 || status == 1) && strstr(str_text(&out), "\"" CARDS_PERSON "\"") != NULL &&
			strstr(str_text(&out), "\"verdict\"") != NULL,
		"teslim card reads the inserted card (status %d)", status);
	str_clear(&out);
}

/* ---- the service, told by the program itself */

/* A socket that may not be opened: what refuses is named and mended for this account alone. */
static void
check_denied(const struct world *world)
{
	char denied[WORLD_PATH + 32], closed[WORLD_PATH + 16], within[WORLD_PATH + 32];
	int fds[2];

	snprintf(denied, sizeof denied, "%s/denied", world->directory);
	snprintf(closed, sizeof closed, "%s/closed", world->directory);
	snprintf(within, sizeof within, "%s/socket", closed);
	if (mkdir(closed, 0700) != 0)
		tap_bail("%s: %s", closed, strerror(errno));
	fds[0] = stand_in_listen(denied, 0);
	fds[1] = stand_in_listen(within, 0666);
	check_doctor("a socket that may not be opened", &(struct place){.socket = denied, .as_nobody = true},
		CARD_FAULT_SOCKET_DENIED, false);
	check_words("the cure names the socket that refused", denied, "666", "/run/pcscd");
	if (chmod(denied, 0060) != 0)
		tap_bail("%s: %s", denied, strerror(errno));
	check_doctor("a socket for a group", &(struct place){.socket = denied, .as_nobody = true}, CARD_FAULT_SOCKET_DENIED,
		false);
	check_words("the cure makes the account one of the group", "usermod -aG", "chmod", "/run/pcscd");
	if (chmod(closed, 0) != 0) /* for whoever tests without being root it is a folder of his own */
		tap_bail("%s: %s", closed, strerror(errno));
	check_doctor("a socket in a closed folder", &(struct place){.socket = within, .as_nobody = true},
		CARD_FAULT_SOCKET_DENIED, false);
	check_words("the cure opens the folder only", closed, within, "/run/pcscd");
	if (chmod(closed, 0700) != 0)
		tap_bail("%s: %s", closed, strerror(errno));
	close(fds[0]);
	close(fds[1]);
}

/* PCSCLITE_CSOCK_NAME leads nowhere: only in a session over SSH is that a tunnel. */
static void
check_named(const struct world *world)
{
	char gone[WORLD_PATH + 32], dead[WORLD_PATH + 32], mute[WORLD_PATH + 32];
	int fd;
	pid_t pid;

	snprintf(gone, sizeof gone, "%s/gone", world->directory);
	snprintf(dead, sizeof dead, "%s/dead", world->directory);
	snprintf(mute, sizeof mute, "%s/mute", world->directory);
	check_doctor("a named socket that is not there", &(struct place){.socket = gone}, CARD_FAULT_SOCKET_GONE, false);
	check_words("nobody speaks of a tunnel", gone, "ssh", "ssh");
	check_doctor("the same in a session over SSH", &(struct place){.socket = gone, .over_ssh = true}, CARD_FAULT_TUNNEL_GONE,
		false);
	check_words("the cure connects again", "ssh -R", "sudo", "yönetici");
	close(stand_in_listen(dead, 0666));
	check_doctor("a named socket where nobody listens", &(struct place){.socket = dead}, CARD_FAULT_SOCKET_REFUSED, false);
	check_words("the cure names the socket that was refused", dead, "/run/pcscd", "/run/pcscd");
	fd = stand_in_listen(mute, 0666);
	pid = stand_in_hang_up(fd, "sshd");
	check_doctor("a tunnel that ends connections", &(struct place){.socket = mute}, CARD_FAULT_NO_ANSWER, false);
	other_end(pid);
	pid = stand_in_hang_up(fd, "pcscd");
	check_doctor("refused by polkit", &(struct place){.socket = mute}, CARD_FAULT_POLKIT, false);
	check_words("polkit's rule is for this account, wherever its session is", "usermod -aG teslim-card", "plugdev", "uzak");
	other_end(pid);
	close(fd);
}

static void
check_service(struct world *world)
{
	struct proxy proxy;

	check_doctor("pcscd is not running", &(struct place){.furnish = place_lay_empty_run}, CARD_FAULT_NO_DAEMON, false);
	check_doctor("a socket where nobody listens", &(struct place){.furnish = place_lay_dead_socket},
		CARD_FAULT_SOCKET_REFUSED, false);
	check_words("the cure names it", "/run/pcscd/pcscd.comm", "666", "ssh");
	check_denied(world);
	check_named(world);
	proxy_start(&proxy, world);
	proxy.plan->version_minor = 99;
	check_doctor("a client of a protocol that the service does not speak", &(struct place){.socket = proxy.socket},
		CARD_FAULT_VERSION, false);
	proxy.plan->version_minor = 0;
	proxy.plan->is_crowded = true;
	check_doctor("a list of readers that cannot be had", &(struct place){.socket = proxy.socket}, CARD_FAULT_READERS, false);
	check_words("no chip is to blame for it", "pcscd", "teslim-card --once", "çip");
	proxy_end(&proxy);
}

/* A pcscd that asks polkit (Debian 13's) and is answered by nobody. One that cannot ask is stood in for above. */
static void
check_polkit(const struct world *world)
{
	char directory[WORLD_PATH + 16];
	struct pcscd_wish wish = {.directory = directory, .polkit_bus = "unix:path=/nonexistent/bus"};
	struct findings findings[LANGUAGES];
	struct pcscd pcscd;
	struct err err = {0};

	snprintf(directory, sizeof directory, "%s/polkit", world->directory);
	if (pcscd_start(&pcscd, &wish, &err) != OK)
		tap_bail("pcscd with polkit: %s", err.detail);
	if (pcscd.asks_polkit) {
		place_ask_doctor(&(struct place){.socket = pcscd.socket}, program, findings);
		tap_ok(strcmp(findings[0].code, CARD_FAULT_POLKIT) == 0, "a session that polkit does not know: %s",
			findings[0].code);
	}
	pcscd_stop(&pcscd);
}

static void
check_no_reader(void)
{
	struct world bare;

	world_start_bare(&bare, "bare", NULL);
	check_doctor("no reader", &(struct place){.socket = bare.pcscd.socket}, CARD_FAULT_NO_READER, false);
	check_doctor("a reader without a driver", &(struct place){.socket = bare.pcscd.socket, .furnish = place_lay_usb_reader},
		CARD_FAULT_NO_DRIVER, false);
	world_end(&bare);
}

/* ---- a reader with a driver of our own */

static void
set_odd_reader(const struct world *world, const char *state)
{
	struct err err = {0};

	if (file_write(world_path(world, "odd.new"), state, strlen(state), 0644, &err) != OK ||
		rename(world_path(world, "odd.new"), world_path(world, "odd")) != 0)
		tap_bail("the odd reader's state: %s", err.detail);
}

/* Compiles the driver and describes the reader. */
static void
make_odd_reader(char *settings, size_t size, char folder[WORLD_PATH])
{
	const char *top = getenv("TOP");
	char source[512], library[WORLD_PATH + 16];
	const char *const compile[] = {"sh", "-c",
		"exec ${CC:-cc} -shared -fPIC $(pkg-config --cflags libpcsclite) -o \"$0\" \"$1\"", library, source, NULL};
	static const struct world nowhere;
	struct str out = {0};

	snprintf(folder, WORLD_PATH, "/tmp/teslim-odd-XXXXXX");
	if (mkdtemp(folder) == NULL || chmod(folder, 0755) != 0)
		tap_bail("%s: %s", folder, strerror(errno));
	snprintf(source, sizeof source, "%s/tests/pcsc/driver/reader.c", top != NULL ? top : ".");
	snprintf(library, sizeof library, "%s/reader.so", folder);
	if (world_run(&nowhere, compile, NULL, &out, 20000) != 0)
		tap_bail("the driver of the odd reader: %s", str_text(&out));
	str_clear(&out);
	snprintf(settings, size, "FRIENDLYNAME \"Odd PCD\"\nDEVICENAME %s/odd\nLIBPATH %s\nCHANNELID 0x1\n", folder, library);
}

static void
check_mute(void)
{
	char settings[512], folder[WORLD_PATH];
	struct world odd = {0};

	make_odd_reader(settings, sizeof settings, folder);
	copy_text(odd.directory, sizeof odd.directory, folder);
	set_odd_reader(&odd, "m\n");
	world_start_bare(&odd, "mute", settings);
	check_doctor("a card that is mute or upside down", &(struct place){.socket = odd.pcscd.socket}, CARD_FAULT_MUTE, true);
	world_end(&odd);
	copy_text(odd.directory, sizeof odd.directory, folder);
	unlink(world_path(&odd, "odd"));
	unlink(world_path(&odd, "reader.so"));
	rmdir(folder);
}

/* ---- the reader and the card, told by a running agent and its doctor */

struct pair {
	struct world *world;
	struct client clients[LANGUAGES]; /* each at a slot of its own */
};

static void
check_pair(struct pair *pair, const char *name, const char *code, int timeout_ms)
{
	struct outcome outcomes[LANGUAGES];
	bool good = true;
	int found = 0;

	for (int i = 0; i < LANGUAGES; i++)
		client_send(&pair->clients[i], CARD_COMMAND_READ); /* each agent has one reader */
	for (int i = 0; i < LANGUAGES; i++) {
		client_outcome(&pair->clients[i], i, timeout_ms, &outcomes[i]);
		good = good && strcmp(outcomes[i].what, code) == 0 && outcomes[i].cure[0] != '\0' &&
			outcomes[i].call[0] != '\0' && strlen(outcomes[i].text) > 20 && !says_no_card(outcomes[i].text);
		client_send(&pair->clients[i], CARD_COMMAND_DOCTOR);
		while (client_next(&pair->clients[i], 1000) && strcmp(pair->clients[i].line.word, CARD_EVENT_DOCTOR_DONE) != 0)
			found += strcmp(client_value(&pair->clients[i], "code"), code) == 0 &&
				strcmp(client_value(&pair->clients[i], "text"), outcomes[i].text) == 0;
	}
	tap_ok(good && found == LANGUAGES, "%s: %s, and so says the running agent's doctor (%d)", name, outcomes[0].what, found);
	tap_note("%s | %s | $ %s", outcomes[0].text, outcomes[1].text, outcomes[0].cure);
	tap_note("%s | %s", outcomes[0].call, outcomes[1].call);
	keep_told(code, outcomes[0].text, outcomes[1].text);
	copy_text(last_cure, sizeof last_cure, outcomes[0].cure);
	copy_text(last_text, sizeof last_text, outcomes[0].text);
	for (int i = 0; i < LANGUAGES; i++)
		outcome_clear(&outcomes[i]);
}

static void
card_closed(struct card_model *model, long unused)
{
	(void)unused;
	card_akis(model, 1);
	model->nodes[model->node_count - 1].read_sw = 0x6982;
}

static void
card_pkcs15_closed(struct card_model *model, long unused)
{
	int df;

	(void)unused;
	card_pkcs15(model, 1);
	df = card_model_find(model, CARD_MODEL_ROOT, 0x5015);
	model->nodes[card_model_find(model, df, 0x3301)].read_sw = 0x6982;
}

static void
card_bytes(struct card_model *model, long kind)
{
	struct card_model_cert cert = cards_certificate(CERT_ONE);
	uint8_t bytes[2000];

	memcpy(bytes, cert.der, cert.length);
	if (kind == 0) /* not a certificate */
		bytes[0] = 0x77;
	if (kind == 1) /* claims 65 kB */
		memcpy(bytes, "\x30\x82\xFF\xFF", 4);
	if (kind == 2) /* cut */
		cert.length -= 600;
	cert.der = bytes;
	card_model_akis(model, &cert, 1);
}

static void
card_plain(struct card_model *model, long kind)
{
	switch (kind) {
	case 0:
		card_model_identity(model);
		break;
	case 1:
		card_model_bank(model);
		break;
	case 2:
		card_model_akis_empty(model);
		break;
	default:
		card_model_blank(model);
		break;
	}
}

static void
card_answering(struct card_model *model, long kind)
{
	card_akis(model, 1);
	if (kind == 0)
		model->faults.trailing = 3;
	else
		model->faults.mute_at = 4;
}

static void
card_atr(struct card_model *model, long kind)
{
	static const char *const atrs[] = {
		"000000000000", "3b", "3b9f978131fe4580655443d3228231c073f621808105d300000000000000000000000000"};

	card_akis(model, 1);
	card_model_set_atr(model, atrs[kind]);
}

static void
check_cards(struct pair *pair)
{
	const struct {
		const char *name, *code;
		world_build *build;
		long argument;
	} cases[] = {
		{"a card that nobody knows", CARD_FAULT_UNKNOWN_CARD, card_plain, 3},
		{"a Turkish identity card", CARD_FAULT_IDENTITY_CARD, card_plain, 0},
		{"a bank card", CARD_FAULT_BANK_CARD, card_plain, 1},
		{"an empty AKİS card", CARD_FAULT_NO_CERTIFICATE, card_plain, 2},
		{"AKİS, with its vendor's software only", CARD_FAULT_AKIS_HIDDEN, card_closed, 0},
		{"PKCS#15, with a PIN only", CARD_FAULT_PROTECTED, card_pkcs15_closed, 0},
		{"something that is no certificate", CARD_FAULT_NOT_A_CERTIFICATE, card_bytes, 0},
		{"a card that claims 65 kB", CARD_FAULT_LIMIT, card_bytes, 1},
		{"half a certificate", CARD_FAULT_TRUNCATED, card_bytes, 2},
		{"answers longer than asked", CARD_FAULT_GARBLED, card_answering, 0},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		for (int slot = 0; slot < LANGUAGES; slot++)
			world_load(pair->world, slot, cases[i].build, cases[i].argument);
		check_pair(pair, cases[i].name, cases[i].code, READING_MS);
	}
	for (int slot = 0; slot < LANGUAGES; slot++)
		world_load(pair->world, slot, card_akis, 1);
}

/* The agents of the pair at the service's socket see each other, and the two programs that hold a reader each. */
static void
check_users(struct pair *pair)
{
	pid_t others[LANGUAGES];
	char both[64];

	for (int i = 0; i < LANGUAGES; i++)
		others[i] = other_start(pair->world, OTHER_EXCLUSIVE, i);
	check_pair(pair, "held exclusively", CARD_FAULT_EXCLUSIVE, 1700);
	snprintf(both, sizeof both, "-p %ld,%ld", (long)others[0], (long)others[1]);
	if (others[0] > others[1])
		snprintf(both, sizeof both, "-p %ld,%ld", (long)others[1], (long)others[0]);
	check_words("of two it may be either, and the agents are none of them", both, "kill", "teslim-card");
	tap_ok(strstr(last_text, "şunlardan biri: test_doctor ") != NULL, "it says that it is one of them");
	for (int i = 0; i < LANGUAGES; i++) {
		other_end(others[i]);
		others[i] = other_start(pair->world, OTHER_TRANSACTION, i);
	}
	check_pair(pair, "locked in a transaction", CARD_FAULT_LOCKED, SILENCE_MS + 700);
	for (int i = 0; i < LANGUAGES; i++)
		other_end(others[i]);
}

/* One agent alone; a program at another service, with the same library and a socket open, is never named. */
static void
check_named_program(struct world *world)
{
	static const char *const options[] = {"--reader", "00 00", "--lang", "tr", NULL};
	struct world elsewhere;
	struct client client;
	struct outcome outcome;
	char name[64], cure[32];
	pid_t bystander, holder;

	world_start(&elsewhere, "elsewhere", NULL);
	world_insert(&elsewhere, 0, card_akis, 1);
	poll(NULL, 0, 1000); /* until the reader has seen it: no agent listens there */
	bystander = other_start(&elsewhere, OTHER_EXCLUSIVE, 0);
	client_start(&client, world, NULL, options);
	client_await(&client, 0, CARD_EVENT_DONE, 5000);
	holder = other_start(world, OTHER_EXCLUSIVE, 0);
	client_read(&client, 0, "", 1700, &outcome);
	snprintf(name, sizeof name, "(test_doctor %ld)", (long)holder);
	snprintf(cure, sizeof cure, "kill %ld", (long)holder);
	tap_ok(strcmp(outcome.what, CARD_FAULT_EXCLUSIVE) == 0 && strstr(outcome.text, name) != NULL &&
			strcmp(outcome.cure, cure) == 0,
		"of two programs the one at this service is named: %s $ %s", outcome.text, outcome.cure);
	outcome_clear(&outcome);
	other_end(holder);
	holder = other_start(world, OTHER_TRANSACTION, 0);
	client_await(&client, 0, CARD_EVENT_DONE, 3000); /* let go, the card was read by itself */
	client_read(&client, 0, "", SILENCE_MS + 700, &outcome);
	snprintf(name, sizeof name, "biri: test_doctor %ld, teslim-card)", (long)holder); /* an agent may hold one for a moment */
	tap_ok(strcmp(outcome.what, CARD_FAULT_LOCKED) == 0 && strstr(outcome.text, name) != NULL,
		"and so it is when it holds a transaction: %s", outcome.text);
	outcome_clear(&outcome);
	client_stop(&client);
	other_end(holder);
	other_end(bystander);
	world_end(&elsewhere);
}

/* Behind a tunnel others may be connected that cannot be seen from here: none is named, none is blamed. */
static void
check_unknown_program(struct world *world)
{
	static const char *const options[] = {"--reader", "00 00", "--lang", "tr", NULL};
	struct client client;
	struct outcome outcome;
	struct proxy proxy;
	pid_t holder;

	proxy_start(&proxy, world);
	client_start(&client, world, proxy.socket, options);
	client_await(&client, 0, CARD_EVENT_DONE, 5000);
	holder = other_start(world, OTHER_EXCLUSIVE, 0);
	client_read(&client, 0, "", 1700, &outcome);
	tap_ok(strcmp(outcome.what, CARD_FAULT_EXCLUSIVE) == 0 && strstr(outcome.text, "hangisi olduğu bilinmiyor") != NULL &&
			strstr(outcome.text, "test_doctor") == NULL,
		"behind a tunnel nobody is named: %s", outcome.text);
	outcome_clear(&outcome);
	other_end(holder);
	client_stop(&client);
	proxy_end(&proxy);
}

/* A card in each of two readers: every line of the trace and every turn of the words says which reader it is about. */
static void
check_two_readers(struct world *world)
{
	const char *const once[] = {program, "--once", "--text", "--trace", "--lang", "tr", NULL};
	struct str out = {0};
	int traced = 0, unnamed = 0, status = world_run(world, once, NULL, &out, DOCTOR_MS);

	for (const char *at = str_text(&out); *at != '\0'; at += strcspn(at, "\n"), at += *at == '\n') {
		const char *command = strstr(at, "00 a4 04"); /* SELECT by name, in whatever form it is shown */
		if (command == NULL)
			command = strstr(at, "00A404");
		if (strncmp(at, "Virtual PCD 00 00: ", 19) == 0 || strncmp(at, "Virtual PCD 00 01: ", 19) == 0)
			traced++;
		else if (command != NULL && command < at + strcspn(at, "\n"))
			unnamed++;
	}
	tap_ok(status == 0 && traced > 10 && unnamed == 0, "two readers: %d lines of the trace name theirs, %d do not", traced,
		unnamed);
	tap_ok(strstr(str_text(&out), "Okuyucu    Virtual PCD 00 00\n") != NULL &&
			strstr(str_text(&out), "Okuyucu    Virtual PCD 00 01\n") != NULL,
		"two readers: and so do the words");
	str_clear(&out);
}

/* Reset again and again while somebody else is connected: that one is named, as a possibility. */
static void
check_resetting_program(struct world *world)
{
	static const char *const options[] = {"--reader", "00 00", "--lang", "tr", NULL};
	struct world before = *world;
	struct client client;
	struct outcome outcome;
	struct proxy proxy;
	char name[48];
	pid_t other;

	proxy_start_at(&proxy, world, "pcscd"); /* stands in for the service itself */
	copy_text(before.pcscd.socket, sizeof before.pcscd.socket, proxy.socket);
	other = other_start(&before, OTHER_IDLE, 0);
	client_start(&client, world, proxy.socket, options);
	client_await(&client, 0, CARD_EVENT_DONE, 5000);
	proxy.plan->begin = 0x80100068;
	client_read(&client, 0, "", READING_MS, &outcome);
	snprintf(name, sizeof name, "(test_doctor %ld)", (long)other);
	tap_ok(strcmp(outcome.what, CARD_FAULT_RESET) == 0 && strstr(outcome.text, name) != NULL &&
			strstr(outcome.text, "olabilir") != NULL,
		"who may have reset the card is named as one who may: %s", outcome.text);
	keep_told(CARD_FAULT_RESET, outcome.text, "");
	outcome_clear(&outcome);
	client_stop(&client);
	other_end(other);
	proxy_end(&proxy);
}

/* The same card in both slots, inserted anew; what becomes of it. */
static void
check_inserted(struct pair *pair, const char *name, const char *code, world_build *build, long argument)
{
	struct outcome outcomes[LANGUAGES];
	bool good = true;

	for (int i = 0; i < LANGUAGES; i++)
		world_insert(pair->world, i, build, argument);
	for (int i = 0; i < LANGUAGES; i++) {
		client_await(&pair->clients[i], i, CARD_EVENT_CARD, NOTICE_MS + 900);
		client_outcome(&pair->clients[i], i, READING_MS + 2500, &outcomes[i]);
		good = good && strcmp(outcomes[i].what, code) == 0 && outcomes[i].cure[0] != '\0' &&
			!says_no_card(outcomes[i].text);
	}
	tap_ok(good, "%s: %s", name, outcomes[0].what);
	tap_note("%s | %s | $ %s", outcomes[0].text, outcomes[1].text, outcomes[0].cure);
	keep_told(code, outcomes[0].text, outcomes[1].text);
	for (int i = 0; i < LANGUAGES; i++)
		outcome_clear(&outcomes[i]);
}

/* ATRs of one byte and of 36, more than there may be: pcscd takes that one for none. */
static void
check_odd_atrs(struct pair *pair)
{
	for (int i = 0; i < LANGUAGES; i++)
		world_insert(pair->world, i, card_atr, i + 1);
	for (int i = 0; i < LANGUAGES; i++) {
		struct outcome outcome;
		client_await(&pair->clients[i], i, CARD_EVENT_CARD, NOTICE_MS + 900);
		client_outcome(&pair->clients[i], i, READING_MS, &outcome);
		tap_ok(strcmp(outcome.what, i == 0 ? CARD_FAULT_BAD_ATR : CARD_FAULT_MUTE) == 0 && !says_no_card(outcome.text),
			"an ATR of %s: %s", i == 0 ? "1 byte" : "36 bytes", outcome.what);
		outcome_clear(&outcome);
	}
}

static void
card_pulled(struct card_model *model, long at)
{
	card_akis(model, 1);
	model->faults.pull_at = (int)at;
}

/* What only a changed conversation can show: each language behind a socket of its own. */
static void
check_changed(struct world *world)
{
	static const char *const options[LANGUAGES][6] = {
		{"--reader", "00 00", "--lang", "tr", NULL}, {"--reader", "00 01", "--lang", "en", NULL}};
	struct pair pair = {.world = world};
	struct proxy proxy;

	proxy_start(&proxy, world);
	for (int i = 0; i < LANGUAGES; i++) {
		client_start(&pair.clients[i], world, proxy.socket, options[i]);
		client_await(&pair.clients[i], i, CARD_EVENT_DONE, 5000);
	}
	proxy.plan->begin = 0x80100068;
	check_pair(&pair, "reset again and again, and nobody is seen", CARD_FAULT_RESET_ALONE, READING_MS);
	check_words("no program is blamed", "dmesg", "kill", "test_doctor");
	proxy.plan->begin = 0;
	proxy.plan->connect = 0x80100009;
	check_pair(&pair, "a reader that is unplugged at that moment", CARD_FAULT_READER_GONE, READING_MS + 2500);
	proxy.plan->connect = 0x8010006A;
	for (int i = 0; i < LANGUAGES; i++) {
		struct outcome outcome;
		client_read(&pair.clients[i], i, "", READING_MS + 2500, &outcome);
		tap_ok(strcmp(outcome.what, CARD_FAULT_POLKIT) == 0, "polkit refuses the card only (%s): %s", place_languages[i],
			outcome.what);
		outcome_clear(&outcome);
	}
	proxy.plan->connect = 0;
	for (int i = 0; i < LANGUAGES; i++)
		client_stop(&pair.clients[i]);
	proxy_end(&proxy);
}

int
main(void)
{
	static const char *const options[LANGUAGES][6] = {
		{"--reader", "00 00", "--lang", "tr", NULL}, {"--reader", "00 01", "--lang", "en", NULL}};
	struct world world;
	struct pair pair = {.world = &world};
	struct err err = {0};
	char *bytes;
	size_t length;
	char path[512];

	cards_make();
	world_start(&world, "doctor", NULL);
	snprintf(program, sizeof program, "%s/teslim-card", world.directory);
	snprintf(path, sizeof path, "%s/teslim-card", world_build_dir());
	if (file_read(path, 64 << 20, &bytes, &length, &err) != OK || file_write(program, bytes, length, 0755, &err) != OK)
		tap_bail("%s: %s", path, err.detail);
	mem_free(bytes);
	check_service(&world);
	check_polkit(&world);
	check_no_reader();
	check_mute();
	check_doctor("empty readers", &(struct place){.socket = world.pcscd.socket}, CARD_FAULT_EMPTY, false);
	for (int i = 0; i < LANGUAGES; i++) {
		client_start(&pair.clients[i], &world, NULL, options[i]);
		world_insert(&world, i, card_akis, 1);
	}
	for (int i = 0; i < LANGUAGES; i++)
		tap_ok(client_await(&pair.clients[i], i, CARD_EVENT_DONE, 5000), "a card in each reader (%s)", place_languages[i]);
	check_desk(&world);
	check_two_readers(&world);
	check_cards(&pair);
	check_changed(&world);
	check_users(&pair);
	check_named_program(&world);
	check_unknown_program(&world);
	check_resetting_program(&world);
	while (client_next(&pair.clients[0], 300) || client_next(&pair.clients[1], 10))
		continue;
	check_inserted(&pair, "an ATR of zeros", CARD_FAULT_BAD_ATR, card_atr, 0);
	check_odd_atrs(&pair);
	check_inserted(&pair, "a card that is pulled", CARD_FAULT_PULLED, card_pulled, 5);
	check_inserted(&pair, "a card that falls silent", CARD_FAULT_SILENT, card_answering, 1);
	pcscd_kill(&world.pcscd, SIGKILL);
	tap_ok(client_await(&pair.clients[0], -1, CARD_EVENT_DAEMON, NOTICE_MS) &&
			strcmp(client_value(&pair.clients[0], "code"), CARD_FAULT_DAEMON_LOST) == 0,
		"the service ends: " CARD_FAULT_DAEMON_LOST);
	copy_text(path, sizeof path, client_value(&pair.clients[0], "text"));
	client_await(&pair.clients[1], -1, CARD_EVENT_DAEMON, NOTICE_MS);
	keep_told(CARD_FAULT_DAEMON_LOST, path, client_value(&pair.clients[1], "text"));
	check_sentences();
	for (int i = 0; i < LANGUAGES; i++)
		tap_ok(client_stop(&pair.clients[i]) == 0, "the agent leaves (%s)", place_languages[i]);
	world_end(&world);
	cards_free();
	return tap_end();
}
