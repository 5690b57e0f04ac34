/*
 * pcsc/test_waiting: a desk in a terminal, at the step of a handover that waits for the card, on a real pcscd that is taken
 * away, refuses, speaks another protocol, has no reader: the sentence above the keys says what keeps the card from being read
 * and whom to call, in the words of F7, of the home screen and of `teslim doctor`; and it goes when the fault goes.
 */
#include "../terminal/harness.h"
#include "cards.h"
#include "other.h"
#include "proxy.h"
#include "stand_in.h"
#include "tap.h"
#include "teslim/card.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SOON = 10000 };

static struct world world;
static struct proxy proxy;
static struct terminal terminal;
static char folder[64], configuration[96], program[512], card_program[96];

static bool
shows(const char *text, const char *name)
{
	bool good = tap_ok(terminal_expect(&terminal, text, tap_patient(SOON)), "%s", name);

	if (!good)
		terminal_dump(&terminal, text);
	return good;
}

/* ---- the desk */

static void
run_or_bail(const char *command)
{
	const char *const argv[] = {"sh", "-c", command, NULL};
	struct str out = {0};

	if (world_run(&world, argv, NULL, &out, 60000) != 0)
		tap_bail("%s: %s", command, str_text(&out));
	str_clear(&out);
}

static void
make_desk(void)
{
	const char *top = getenv("TOP"), *build = world_build_dir();
	char command[1400];

	copy_text(folder, sizeof folder, "/tmp/teslim-waiting-XXXXXX");
	if (mkdtemp(folder) == NULL)
		tap_bail("%s: %s", folder, strerror(errno));
	snprintf(program, sizeof program, "%s/teslim", build);
	snprintf(configuration, sizeof configuration, "%s/desk/teslim.conf", folder);
	snprintf(card_program, sizeof card_program, "%s/teslim-card", folder);
	snprintf(command, sizeof command,
		"TOP='%s' BUILD='%s' TESLIM_DEMO='%s/desk' TESLIM_DEMO_PREPARE=1 sh '%s/tests/demo/demo.sh' >/dev/null && "
		"cp '%s/teslim-card' '%s' && sed -i '/^card_command/d; /^demo_socket/d' '%s' && "
		"echo \"card_command = \\\"'%s'\\\";\" >>'%s'",
		top != NULL ? top : ".", build, folder, top != NULL ? top : ".", build, card_program, configuration, card_program,
		configuration);
	run_or_bail(command);
}

static void
open_desk(void)
{
	const char *const argv[] = {program, "--config", configuration, NULL};
	char socket[WORLD_PATH + 40];
	const char *const environment[] = {socket, NULL};

	snprintf(socket, sizeof socket, "PCSCLITE_CSOCK_NAME=%s", proxy.socket);
	terminal_open(&terminal, &(struct terminal_wish){.argv = argv, .environment = environment});
	terminal_expect(&terminal, "Parola", SOON);
	terminal_type(&terminal, "demo\tdeneme\r");
	shows("hazır, kart yok", "at home the reader is ready");
	tap_ok(terminal_find(&terminal, "Denetim", NULL) < 0, "and nothing is amiss");
}

static void
go_to_card(void)
{
	terminal_key(&terminal, "F3");
	terminal_expect(&terminal, "Teslim 1/8", SOON);
	terminal_type(&terminal, "YILMAZ");
	terminal_expect(&terminal, "Elif Yılmaz", SOON);
	terminal_type(&terminal, "\r");
	terminal_expect(&terminal, "Teslim 2/8", SOON);
	terminal_type(&terminal, "x99y88777\r01.01.2031\r");
	terminal_settle(&terminal, 200, 2000);
	terminal_type(&terminal, "90000");
	terminal_settle(&terminal, 1100, 1300); /* the name is read before the face is compared */
	terminal_type(&terminal, "\031");
	terminal_settle(&terminal, 200, 2000);
	terminal_type(&terminal, "\r");
	shows("Kartı okuyucuya takın", "a handover waits for the card");
}

/* ---- one fault, as everybody tells it */

/* What the whole screen says, lines joined: sentences are broken at blanks. */
static bool
says(const char *text)
{
	struct str all = {0}, row = {0};
	bool found;

	for (int i = 0; i < terminal.rows; i++) {
		const char *at;
		str_reset(&row);
		terminal_row(&terminal, i, &row);
		at = str_text(&row);
		at += strspn(at, " ");
		str_printf(&all, "%s ", at);
	}
	found = strstr(str_text(&all), text) != NULL;
	str_clear(&all);
	str_clear(&row);
	return found;
}

static bool
comes_to_say(const char *text)
{
	int64_t until = clock_monotonic_ms() + tap_patient(SOON);

	while (!says(text) && clock_monotonic_ms() < until)
		terminal_settle(&terminal, 20, 200);
	return says(text);
}

static void
check_words(bool good, const char *name, const char *where)
{
	if (!tap_ok(good, "%s: %s", name, where))
		terminal_dump(&terminal, name);
}

/* The row of that code in `teslim doctor`. */
static void
check_command(const char *name, const char *code, const char *sentence)
{
	const char *const argv[] = {program, "doctor", "--json", "--lang", "tr", "--config", configuration, NULL};
	struct world here = world;
	struct str out = {0};
	char field[64];
	const char *row;
	int status;

	copy_text(here.pcscd.socket, sizeof here.pcscd.socket, proxy.socket);
	status = world_run(&here, argv, NULL, &out, tap_patient(20000));
	snprintf(field, sizeof field, "\"code\":\"%s\"", code);
	row = strstr(str_text(&out), field);
	tap_ok(status == 1 && row != NULL && strstr(row, sentence) != NULL && strstr(row, sentence) < row + strcspn(row, "\n"),
		"%s: and `teslim doctor`", name);
	if (row == NULL)
		tap_note("%s", str_text(&out));
	str_clear(&out);
}

/* line: what stands above the keys; sentence: the finding. Leaves the screen at the step again. */
static void
check_fault(const char *name, const char *code, const char *line, const char *sentence)
{
	check_words(comes_to_say(line), name, "the sentence of the step");
	check_words(says("Kart şu anda okunamıyor") && !says("Kartı okuyucuya takın"), name, "nobody asks for a card");
	check_words(!says("sudo") && !says("systemctl") && !says("kart yok"), name, "no command, no missing card");
	terminal_key(&terminal, "F7");
	terminal_expect(&terminal, "Sistem denetimi", SOON);
	check_words(comes_to_say(sentence) && !says("sudo"), name, "F7");
	terminal_key(&terminal, "Esc");
	terminal_expect(&terminal, "Teslim 3/8", SOON);
	check_command(name, code, sentence);
}

static void
check_over(const char *name)
{
	check_words(terminal_expect(&terminal, "Kartı okuyucuya takın", tap_patient(SOON)) && !says("okunamıyor"), name,
		"it is over, and the card is asked for again");
}

static void
service_dies(void)
{
	struct err err = {0};

	pcscd_kill(&world.pcscd, SIGKILL);
	check_fault("the service dies", CARD_FAULT_NO_ANSWER,
		"haber verin: “Kart hizmetinin soketi açılıyor ama hizmetten yanıt gelmiyor.”",
		"Kart hizmetinin soketi açılıyor ama hizmetten yanıt gelmiyor");
	if (pcscd_again(&world.pcscd, &err) != OK)
		tap_bail("pcscd: %s", err.detail);
	check_over("the service is back");
}

static void
socket_goes(void)
{
	int listener;
	pid_t pid;

	proxy_end(&proxy);
	check_fault("the socket is gone", CARD_FAULT_SOCKET_GONE, "haber verin: “Kart hizmetinin soketi ayarlanan yerde yok.”",
		"Kart hizmetinin soketi ayarlanan yerde yok (");
	terminal_key(&terminal, "F11");
	check_words(comes_to_say("Tell your administrator: “The card service's socket is not where it was set to be.”"),
		"the socket is gone", "in English as soon as the screen is");
	terminal_key(&terminal, "F11");
	listener = stand_in_listen(proxy.socket, 0666);
	pid = stand_in_hang_up(listener, "pcscd");
	check_fault("polkit refuses", CARD_FAULT_POLKIT,
		"haber verin: “Kart hizmeti bu hesabın oturumuna izin vermiyor (polkit).”",
		"Kart hizmeti bu hesabın oturumuna izin vermiyor (polkit)");
	other_end(pid);
	close(listener);
	unlink(proxy.socket);
}

static void
release_differs(void)
{
	proxy_start(&proxy, &world);
	proxy.plan->version_minor = 99;
	check_fault("a service of another release", CARD_FAULT_VERSION, "birbirini anlamıyor.”",
		"Kart hizmeti ile teslim-card ayrı pcsc-lite sürümlerinden, birbirini anlamıyor");
	proxy_end(&proxy);
}

static void
reader_goes(void)
{
	proxy.plan->is_bare = true;
	check_fault("no reader", CARD_FAULT_NO_READER, "Bilgisayara takılı kart okuyucu yok. Okuyucuyu takın.",
		"Bilgisayara takılı kart okuyucu yok. Okuyucuyu takın.");
	proxy.plan->is_bare = false;
	check_over("a reader is plugged in");
}

/* ---- the agent */

/* The desk's child of that name; 0: there is none. */
static pid_t
find_agent(void)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	pid_t found = 0;

	while (proc != NULL && found == 0 && (entry = readdir(proc)) != NULL) {
		char path[300], text[256] = "";
		const char *after;
		FILE *file;
		snprintf(path, sizeof path, "/proc/%s/stat", entry->d_name);
		file = atoi(entry->d_name) > 0 ? fopen(path, "re") : NULL;
		if (file == NULL)
			continue;
		(void)!fgets(text, sizeof text, file);
		fclose(file);
		after = strrchr(text, ')');
		if (after != NULL && strstr(text, "(teslim-card)") != NULL && atoi(after + 4) == terminal.pid)
			found = atoi(entry->d_name);
	}
	if (proc != NULL)
		closedir(proc);
	return found;
}

static void
agent_goes(void)
{
	char away[112];
	pid_t agent = find_agent();

	snprintf(away, sizeof away, "%s.away", card_program);
	if (agent == 0 || rename(card_program, away) != 0)
		tap_bail("the agent %ld, %s: %s", (long)agent, card_program, strerror(errno));
	kill(agent, SIGKILL);
	check_fault("teslim-card is taken away", "card-program", "haber verin: “Kart okuma programı kurulu değil.”",
		"Kart okuma programı kurulu değil: ");
	if (rename(away, card_program) != 0)
		tap_bail("%s: %s", card_program, strerror(errno));
	check_over("it is there again");
}

/* ---- two readers, and home */

static void
two_readers(void)
{
	world_insert(&world, 1, card_akis, 1);
	shows("Teslim 4/8", "a card is read and judged");
	tap_ok(comes_to_say("Kart okuyucu  Virtual PCD 00 01"), "the verdict says in which of two readers the card is");
	world_remove(&world, 1);
	terminal_expect(&terminal, "Teslim 3/8", SOON);
	world_insert(&world, 0, card_akis, 1);
	terminal_expect(&terminal, "Teslim 4/8", SOON);
	tap_ok(comes_to_say("Kart okuyucu  Virtual PCD 00 00"), "and of the other one its name");
	world_remove(&world, 0);
	terminal_expect(&terminal, "Teslim 3/8", SOON);
}

static void
at_home(void)
{
	terminal_key(&terminal, "Esc");
	terminal_expect(&terminal, "Teslim edilmeden bitiyor", SOON);
	terminal_type(&terminal, "\r");
	terminal_settle(&terminal, 200, 2000);
	terminal_key(&terminal, "F9");
	terminal_expect(&terminal, "Ctrl-T", SOON);
	terminal_settle(&terminal, 400, 3000);
	terminal_type(&terminal, "\x14");
	shows("Bugün", "back at home");
	proxy.plan->is_bare = true;
	check_words(comes_to_say("Bilgisayara takılı kart okuyucu yok. Okuyucuyu takın. F1"), "at home",
		"the sentence above the keys");
	check_words(terminal_find(&terminal, "F7  Denetim        Kart okuyucu", NULL) >= 0, "at home",
		"the worst finding in its place");
	proxy.plan->is_bare = false;
	check_words(terminal_expect_gone(&terminal, "Denetim", tap_patient(SOON)), "at home", "and it goes with the fault");
}

int
main(void)
{
	char command[128];

	cards_make();
	world_start(&world, "waiting", NULL);
	make_desk();
	proxy_start(&proxy, &world);
	open_desk();
	go_to_card();
	reader_goes();
	service_dies();
	socket_goes();
	release_differs();
	proxy_start(&proxy, &world);
	check_over("the service is of this release again");
	agent_goes();
	two_readers();
	at_home();
	terminal_close(&terminal);
	proxy_end(&proxy);
	world_end(&world);
	cards_free();
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	if (getenv("TESLIM_KEEP") == NULL)
		run_or_bail(command);
	return tap_end();
}
