/*
 * terminal/test_session: the program with a real database in a terminal: logging in, finding people, crashing and going
 * on, losing the line, locking, resizing, and everything that a keyboard or a line can send. No card reader is here.
 */
#include "desk.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SOON = 8000 };

static void
shows(const char *text, const char *name)
{
	tell_result(terminal_expect(&terminal, text, good ? SOON : 300), name);
}

static void
press(const char *key)
{
	terminal_key(&terminal, key);
	terminal_settle(&terminal, strcmp(key, "Esc") == 0 ? 300 : 60, 2000);
}

/* ------------------------------------------------------------------ */

static void
logging_in(void)
{
	start();
	press("F7");
	shows("Sistem denetimi", "the doctor can be asked before anybody has logged in");
	press("F2");
	press("F3");
	press("F9");
	press("F10");
	press("F12");
	tell_result(terminal_find(&terminal, "*******", NULL) < 0 && terminal_find(&terminal, "Sistem denetimi", NULL) >= 0,
		"and from there no key leads any further");
	press("Esc");
	shows("Parola", "but back");
	terminal_type(&terminal, "demo\tyanlis\r");
	shows("Giriş adı ya da parola yanlış", "a wrong password is refused with a sentence");
	tell_result(terminal_find(&terminal, "yanlis", NULL) < 0, "a password is never shown");
	terminal_type(&terminal, "deneme\r");
	shows("Bugün", "the right one opens the desk");
	shows("kart hizmeti yok", "without the card service the home screen says so and works");
	press("F11");
	shows("Today", "F11 speaks English");
	press("F11");
	shows("Bugün", "and Turkish again");
	press("F7");
	shows("Sistem denetimi", "F7 is the doctor");
	shows("pcscd", "which names the cure for the missing service");
	press("Esc");
	press("F10");
	shows("Ekran kilitli", "F10 locks");
	tell_result(terminal_expect_gone(&terminal, "Teslim bekleyen", SOON), "a locked screen shows nobody");
	terminal_type(&terminal, "deneme\r");
	shows("Bugün", "the password unlocks");
	terminal_close(&terminal);
}

static void
finding_people(void)
{
	static const struct {
		const char *typed, *name;
	} cases[] = {{"ışıl", "Işıl Çağrı Gümüşdağ Özşimşek"}, {"IŞIL", "Işıl Çağrı Gümüşdağ Özşimşek"},
		{"isil", "Işıl Çağrı Gümüşdağ Özşimşek"}, {"gümüşdağ", "Işıl Çağrı Gümüşdağ Özşimşek"},
		{"ibrahim ethem", "İbrahim Ethem Çığ"}, {"İBRAHİM", "İbrahim Ethem Çığ"}, {"çığ", "İbrahim Ethem Çığ"},
		{"90000000278", "Ayşe Şule Öztürk"}, {"katip", "Zeynep Hale Kâtip"}};
	char name[96];

	start();
	log_in();
	press("F3");
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		snprintf(name, sizeof name, "typing %s finds %s", cases[i].typed, cases[i].name);
		terminal_type(&terminal, cases[i].typed);
		shows(cases[i].name, name);
		for (size_t k = 0; k < 24; k++)
			terminal_key(&terminal, "Backspace");
		terminal_settle(&terminal, 80, 2000);
	}
	terminal_type(&terminal, "zzzz");
	terminal_settle(&terminal, 150, 2000);
	tell_result(terminal_find(&terminal, "*******", NULL) < 0, "nobody is called zzzz");
	terminal_close(&terminal);
}

/* To step 2 with half of it filled in. */
static void
begin_handover(void)
{
	press("F3");
	terminal_type(&terminal, "mehmet");
	terminal_expect(&terminal, "Mehmet Işık", SOON);
	terminal_type(&terminal, "\r");
	terminal_expect(&terminal, "Teslim 2/8", SOON);
	terminal_type(&terminal, "c33d44555\r02.02.2032");
	terminal_settle(&terminal, 1100, 1200); /* the name is read before the face is compared */
	terminal_type(&terminal, "\031");
	terminal_expect(&terminal, "[✓]", SOON);
}

static void
expect_resumed(const char *how)
{
	char name[128];

	log_in();
	snprintf(name, sizeof name, "after %s the home screen offers to go on", how);
	shows("Yarım kalan teslim var: Mehmet Işık (Kimlik tespiti)", name);
	press("F3");
	snprintf(name, sizeof name, "after %s it stands at the same step", how);
	shows("Teslim 2/8", name);
	snprintf(name, sizeof name, "after %s what was typed is there", how);
	tell_result(terminal_expect(&terminal, "c33d44555", SOON) && terminal_expect(&terminal, "02.02.2032", SOON) &&
			terminal_expect(&terminal, "[✓] Yüz", SOON),
		name);
}

static void
crashing(void)
{
	start();
	log_in();
	begin_handover();
	kill(terminal.pid, SIGKILL);
	tell_result(terminal_expect_end(&terminal, SOON) && terminal.status == 128 + SIGKILL, "it is killed in the middle");
	terminal_close(&terminal);
	start();
	expect_resumed("a crash");
	close(terminal.fd); /* the line drops: the kernel sends SIGHUP */
	terminal.fd = -1;
	terminal_close(&terminal);
	start();
	expect_resumed("a lost line");
	kill(terminal.pid, SIGTERM);
	tell_result(terminal_expect_end(&terminal, SOON), "SIGTERM ends it");
	tell_result(!terminal.alternate && terminal.cursor_shown, "and leaves the terminal as it was");
	terminal_close(&terminal);
	start();
	expect_resumed("being ended");
	press("F7");
	shows("Sistem denetimi", "F7 is the doctor in the middle of a handover too");
	press("Esc");
	shows("c33d44555", "and disturbs nothing");
	press("F8");
	shows("Teslim 1/8", "Back goes one step back");
	shows("Mehmet Işık", "with what was searched for");
	terminal_type(&terminal, "\r");
	shows("Teslim 2/8", "and forward again");
	press("F6");
	shows("Nedeni seçin", "the way out asks for a reason");
	terminal_type(&terminal, "2\r");
	press("F9");
	shows("Kaydetmek için Ctrl-T", "F9 says what is recorded");
	terminal_type(&terminal, "\024");
	shows("Bugün", "with it the handover ends without a card given");
	terminal_open_row(&terminal, "İşlem kaydı");
	shows("Mehmet Işık: teslim edilmedi", "the journal knows");
	terminal_close(&terminal);
}

/* Putting an application aside and taking it up again. */
static void
holding(void)
{
	start();
	log_in();
	press("Enter");
	terminal_expect(&terminal, "Ara", SOON);
	terminal_type(&terminal, "iraz");
	terminal_expect(&terminal, "Iraz Düğünlü", SOON);
	terminal_type(&terminal, "\r");
	press("F6");
	shows("Başvuruyu durdur", "an application can be put on hold");
	press("Enter");
	press("F9");
	shows("boş bırakılamaz", "not without a reason");
	terminal_type(&terminal, "8");
	press("F9");
	shows("açıklayın", "and another one not without words");
	terminal_type(&terminal, "belge bekliyor");
	press("F9");
	shows("belge bekliyor", "which stand on the person's page");
	tell_result(terminal_expect_gone(&terminal, "F3 Teslim", SOON), "no handover is offered meanwhile");
	press("Esc");
	press("Esc");
	shows("Bilgi hatası, beklemede        1", "the home screen counts it");
	terminal_open_row(&terminal, "Bilgi hatası");
	terminal_expect(&terminal, "Iraz Düğünlü", SOON);
	terminal_type(&terminal, "\r");
	terminal_expect(&terminal, "belge bekliyor", SOON);
	press("F6");
	shows("Durdurmayı kaldır", "and it comes out again");
	press("Enter");
	terminal_type(&terminal, "belge geldi");
	press("F9");
	shows("F3 Teslim", "released it can be handed over");
	terminal_close(&terminal);
}

/* ------------------------------------------------------------------ what nobody types on purpose */

static bool
is_alive(void)
{
	terminal_settle(&terminal, 100, 3000);
	return !terminal.ended;
}

static void
hostile_input(void)
{
	static const char *const bursts[] = {"\033[", "\033[999;999;999;999;999;999;999;999R", "\033]0;title\007",
		"\033P1$r0m\033\\", "\033[200~", "pasted \033[201~", "\033[<0;10;10M", "\033[?1;2c", "\xff\xfe\xfd", "\xc3",
		"\xf0\x9f\x98\x80", "\x1b\x1b\x1b\x1b", "\x1a", "\x1c", "\x03", "\x00", "\x11\x13",
		"\033[1;5A\033[1;6B\033[25~\033[34~"};
	uint32_t seed = 4711;
	bool lives = true;

	start();
	log_in();
	for (size_t i = 0; i < ARRAY_LENGTH(bursts); i++) {
		terminal_send(&terminal, bursts[i], bursts[i][0] == '\0' ? 1 : strlen(bursts[i]));
		lives = lives && is_alive();
	}
	tell_result(lives, "broken and strange sequences, Ctrl-C, Ctrl-Z and Ctrl-\\ do not end it");
	for (int round = 0; round < 40 && lives; round++) {
		char bytes[64];
		for (size_t i = 0; i < sizeof bytes; i++) {
			seed = seed * 1664525 + 1013904223;
			bytes[i] = (char)(seed >> 24);
		}
		terminal_send(&terminal, bytes, sizeof bytes);
		terminal_settle(&terminal, 5, 200);
	}
	tell_result(is_alive(), "neither do 2,560 random bytes");
	kill(terminal.pid, SIGTERM);
	tell_result(terminal_expect_end(&terminal, SOON), "it still listens");
	terminal_close(&terminal);
}

static void
scanning(void)
{
	/* ICAO 9303-5 layout with made-up data; the person is nobody on the list. */
	static const char lines[] =
		"I<TURA01X012347<90000000346<<<\r9001011F3105019TUR<<<<<<<<<<<8\rOZ<<CAN<<<<<<<<<<<<<<<<<<<<<<<\r";

	start();
	log_in();
	press("F3");
	terminal_send(&terminal, lines, strlen(lines));
	terminal_settle(&terminal, 300, 3000);
	tell_result(!terminal.ended && terminal_find(&terminal, "Teslim", NULL) >= 0,
		"three scanned lines with wrong digits are answered on the screen");
	tell_result(terminal_find(&terminal, "90000000346", NULL) < 0, "and no whole number is shown");
	terminal_close(&terminal);
}

static void
resizing(void)
{
	start();
	log_in();
	for (int i = 0; i < 30; i++) {
		terminal_resize(&terminal, 10 + (i * 7) % 40, 30 + (i * 13) % 130);
		terminal_settle(&terminal, 5, 50);
	}
	terminal_resize(&terminal, 20, 60);
	shows("80", "a terminal that is too small is told how large it should be");
	terminal_resize(&terminal, 24, 80);
	shows("F10 Kilitle", "large enough again, all is there");
	shows("Teslim bekleyen               12", "down to the numbers");
	terminal_resize(&terminal, 50, 160);
	terminal_settle(&terminal, 100, 2000);
	tell_result(terminal_find(&terminal, "F10 Kilitle", NULL) == 49, "the keys stand at the bottom of a large one");
	terminal_close(&terminal);
}

static void
no_way_out(void)
{
	start();
	terminal_key(&terminal, "Esc");
	shows("Program kapansın mı", "Esc at the login asks");
	terminal_key(&terminal, "F9");
	tell_result(terminal_expect_end(&terminal, SOON) && terminal.status == 0, "and F9 ends it");
	terminal_close(&terminal);
	start_on("vt100", 24, 80);
	terminal_type(&terminal, "demo\tdeneme\r");
	shows("Bugun", "a vt100 gets letters that it has");
	terminal_type(&terminal, "!ls\r:!ls\r");
	terminal_settle(&terminal, 200, 2000);
	tell_result(terminal_find(&terminal, "teslim.db", NULL) < 0, "no key leads to a shell");
	terminal_close(&terminal);
}

/* Told in a sentence, and nothing is written that such a terminal would show as debris. */
static void
dumb_terminal(void)
{
	const char *const argv[] = {program, "--config", configuration, NULL};

	terminal_open(&terminal, &(struct terminal_wish){.argv = argv, .term = "dumb"});
	tell_result(terminal_expect_end(&terminal, SOON) && terminal.status == 2, "TERM=dumb ends it with status 2");
	tell_result(terminal_find(&terminal, "TERM=dumb", NULL) == 0, "and one sentence");
	tell_result(!terminal.alternate && terminal.bytes < 400, "without a screen having been begun");
	terminal_close(&terminal);
}

/* It is taken for 24 by 80, and for what it says as soon as it says something. */
static void
sizeless_terminal(void)
{
	const char *const argv[] = {program, "--config", configuration, NULL};

	terminal_open(&terminal, &(struct terminal_wish){.argv = argv, .is_sizeless = true});
	shows("Parola", "a terminal without a size shows the login screen");
	terminal_settle(&terminal, 200, 2000);
	tell_result(terminal_find(&terminal, "F11", NULL) == 23, "in 24 rows");
	terminal_resize(&terminal, 40, 120);
	terminal_settle(&terminal, 200, 2000);
	tell_result(terminal_find(&terminal, "F11", NULL) == 39, "and in 40 once it has them");
	terminal_close(&terminal);
}

/* Lists that nobody has renewed are told of on the home screen from a configured age on. */
static void
old_lists(void)
{
	const char *const argv[] = {program, "--config", configuration, NULL};
	char iso[CLOCK_TEXT], now[64];
	const char *const environment[] = {"PCSCLITE_CSOCK_NAME=/nonexistent/pcscd", now, NULL};

	start();
	log_in();
	terminal_settle(&terminal, 200, 2000);
	tell_result(terminal_find(&terminal, "günlük, eskidi", NULL) < 0, "of fresh revocation lists home says nothing");
	terminal_close(&terminal);
	clock_iso(iso, clock_now() + 12 * 86400);
	snprintf(now, sizeof now, "TESLIM_NOW=%s", iso);
	terminal_open(&terminal, &(struct terminal_wish){.argv = argv, .environment = environment});
	terminal_expect(&terminal, "Parola", SOON);
	log_in();
	shows("13 günlük, eskidi", "of old ones it says how old they are");
	terminal_close(&terminal);
}

int
main(void)
{
	static void (*const parts[])(void) = {logging_in, finding_people, crashing, holding, hostile_input, scanning, resizing,
		no_way_out, dumb_terminal, sizeless_terminal, old_lists};

	return run_at_desk("session", parts, ARRAY_LENGTH(parts));
}
