/*
 * scan/test_terminal: the program with a real database in a terminal, and a scanner that types into it: in pieces of
 * bytes, at several paces, under Turkish keyboards, while the machine is busy, and with the line cut in the middle.
 */
#include "../terminal/desk.h"
#include "ident/vectors.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SOON = 10000, HOGS = 4 };

/* The document that opened another person's handover: Elif Yılmaz's. */
static const char elif[] = "I<TURA12B345675<90000000414<<<\n8503150F3308062TUR<<<<<<<<<<<6\nYILMAZ<<ELIF<<<<<<<<<<<<<<<<<<";
static const char passport[] = "P<TURYILMAZ<<ELIF<<<<<<<<<<<<<<<<<<<<<<<<<<<\nU123456784TUR8503150F330806290000000414<<<60";

static pid_t hogs[HOGS];

/* ------------------------------------------------------------------ scanner and machine */

struct manner {
	int piece, gap_ms; /* bytes; 0: all at once */
	const char *line_end;
	enum keyboard keyboard;
	bool busy;
};

/* Programs that take all the time they get, so that the desk is late. */
static void
make_busy(bool busy)
{
	for (int i = 0; i < HOGS; i++) {
		if (busy) {
			hogs[i] = fork();
			if (hogs[i] == 0)
				for (;;)
					continue;
		} else if (hogs[i] > 0) {
			kill(hogs[i], SIGKILL);
			waitpid(hogs[i], NULL, 0);
			hogs[i] = 0;
		}
	}
}

static void
scan_bytes(const char *bytes, size_t length, int piece, int gap_ms)
{
	size_t step = piece > 0 ? (size_t)piece : length;

	for (size_t at = 0; at < length; at += step) {
		terminal_send(&terminal, bytes + at, length - at < step ? length - at : step);
		if (gap_ms > 0)
			terminal_settle(&terminal, gap_ms, gap_ms); /* a scanner waits for nothing, but what comes back is read */
	}
}

static void
scan(const char *lines, const struct manner *manner)
{
	struct str text = {0}, typed = {0};

	for (const char *at = lines; *at != '\0'; at++) {
		if (*at == '\n')
			str_add(&text, manner->line_end);
		else
			str_add_char(&text, *at);
	}
	str_add(&text, manner->line_end);
	keyboard_type(&typed, str_text(&text), manner->keyboard, false);
	make_busy(manner->busy);
	scan_bytes(str_text(&typed), typed.length, manner->piece, manner->gap_ms);
	make_busy(false);
	str_clear(&text);
	str_clear(&typed);
}

/* clang-format off */
static const struct manner manners[] = {
	{1, 0, "\r", KEYBOARD_US, false}, {1, 10, "\r\n", KEYBOARD_US, false}, {2, 20, "\n", KEYBOARD_US, false},
	{3, 5, "\r", KEYBOARD_TURKISH_Q, false}, {5, 10, "\t", KEYBOARD_US, false}, {5, 1, "\r", KEYBOARD_TURKISH_F, false},
	{30, 20, "\r", KEYBOARD_US, false}, {30, 10, "", KEYBOARD_TURKISH_Q, false}, {0, 0, "\r", KEYBOARD_US, false},
	{0, 0, "", KEYBOARD_TURKISH_F, false}, {2, 5, "\r", KEYBOARD_US, true}, {1, 20, "\r", KEYBOARD_TURKISH_Q, true}
};
/* clang-format on */

static void
describe(char *out, size_t size, const struct manner *manner, const char *what)
{
	static const char *const keyboards[] = {"US", "Turkish Q", "Turkish F"};

	snprintf(out, size, "%s: pieces of %d bytes, %d ms, line end %zu bytes from 0x%02x, %s keyboard%s", what, manner->piece,
		manner->gap_ms, strlen(manner->line_end), (unsigned)manner->line_end[0], keyboards[manner->keyboard],
		manner->busy ? ", busy machine" : "");
}

/* ------------------------------------------------------------------ the desk */

/* Out of a handover that nobody gets anything by. */
static void
leave_handover(void)
{
	terminal_key(&terminal, "F6");
	terminal_expect(&terminal, "Nedeni seçin", SOON);
	terminal_type(&terminal, "2");
	terminal_settle(&terminal, 150, 2000);
	terminal_key(&terminal, "F9");
	terminal_expect(&terminal, "Ctrl-T", SOON);
	terminal_settle(&terminal, 400, 3000); /* no hand has read the sentence before */
	terminal_type(&terminal, "\024");
	terminal_expect(&terminal, "Bugün", SOON);
}

static bool
shows_elif(const char *document)
{
	return terminal_expect(&terminal, "Teslim 2/8", SOON) && terminal_expect(&terminal, "Elif Yılmaz", SOON) &&
		terminal_expect(&terminal, document, SOON) && terminal_expect(&terminal, "06.08.2033", SOON) &&
		terminal_expect(&terminal, "Yüz", SOON) && terminal_find(&terminal, "[✓] Yüz", NULL) < 0;
}

static void
scans_at_home(void)
{
	char name[200];

	start();
	log_in();
	for (size_t i = 0; i < ARRAY_LENGTH(manners); i += i + 1 < ARRAY_LENGTH(manners) - 2 ? 2 : 1) {
		bool is_passport = i == 6;
		scan(is_passport ? passport : elif, &manners[i]);
		describe(name, sizeof name, &manners[i], is_passport ? "a passport at home" : "a document at home");
		tell_result(shows_elif(is_passport ? "U12345678" : "A12B34567"), name);
		leave_handover();
	}
	terminal_close(&terminal);
}

static void
scans_at_search(void)
{
	char name[200];

	start();
	log_in();
	for (size_t i = 1; i < ARRAY_LENGTH(manners); i += 4) {
		terminal_key(&terminal, "F3");
		terminal_expect(&terminal, "Teslim 1/8", SOON);
		terminal_type(&terminal, "mehmet");
		terminal_expect(&terminal, "Mehmet Işık", SOON);
		terminal_settle(&terminal, 1200, 3000); /* longer than a stall of the line */
		scan(elif, &manners[i]);
		describe(name, sizeof name, &manners[i], "a document while another person is chosen in the search");
		tell_result(shows_elif("A12B34567"), name);
		leave_handover();
	}
	terminal_close(&terminal);
}

/* In the list a document searches, and its number is shown masked. */
static void
scans_in_the_list(void)
{
	start();
	log_in();
	terminal_key(&terminal, "F2");
	terminal_expect(&terminal, "Bütün başvurular", SOON);
	terminal_type(&terminal, "mehmet");
	terminal_expect(&terminal, "Mehmet Işık", SOON);
	terminal_settle(&terminal, 1200, 3000);
	scan(elif, &manners[0]);
	tell_result(terminal_expect(&terminal, "Elif Yılmaz", SOON) && terminal_expect_gone(&terminal, "Mehmet Işık", SOON),
		"a document scanned in the list finds its holder");
	tell_result(terminal_find(&terminal, "90000000414", NULL) < 0, "without the whole number being shown");
	scan("2026/A-9999", &manners[8]);
	tell_result(terminal_expect(&terminal, "2026/A-9999", SOON) && terminal_expect(&terminal, "Buna uyan başvuru yok", SOON),
		"the barcode of a record searches as well");
	terminal_type(&terminal, "x");
	terminal_settle(&terminal, 300, 2000);
	tell_result(terminal_expect(&terminal, "2026/A-9999x", SOON), "and what is typed afterwards stands behind it");
	terminal_close(&terminal);
}

/* All but the first row, where the clock stands, and the sentence with the keys. */
static void
body(struct str *out)
{
	str_reset(out);
	for (int row = 1; row < 20; row++)
		terminal_row(&terminal, row, out);
}

/* The document that lies on the desk, typed; the focus is on the number's digits then. */
static void
type_document(void)
{
	terminal_type(&terminal, "c33d44555\r02.02.2032\r");
	terminal_expect(&terminal, "02.02.2032", SOON);
	terminal_settle(&terminal, 300, 2000);
}

/* A stranger's document on the desk: the identity check begins anew, with a sentence, and nothing of it is ticked. */
static void
scans_of_a_stranger(void)
{
	struct str before = {0}, after = {0};
	char name[200];

	start();
	log_in();
	terminal_key(&terminal, "F3");
	terminal_type(&terminal, "mehmet");
	terminal_expect(&terminal, "Mehmet Işık", SOON);
	terminal_type(&terminal, "\r");
	terminal_expect(&terminal, "Teslim 2/8", SOON);
	terminal_settle(&terminal, 300, 2000);
	body(&before);
	type_document();
	for (size_t i = 0; i < ARRAY_LENGTH(manners); i++) {
		scan(elif, &manners[i]);
		describe(name, sizeof name, &manners[i], "a stranger's document at the identity check");
		tell_result(terminal_expect(&terminal, "başka birinin", SOON), name);
		terminal_settle(&terminal, 300, 3000);
		body(&after);
		tell_result(strcmp(str_text(&before), str_text(&after)) == 0, "and the check begins anew, without a tick");
		terminal_key(&terminal, "F1"); /* the sentence goes with the next key */
		terminal_expect(&terminal, "Yardım", SOON);
		terminal_key(&terminal, "Esc");
		terminal_settle(&terminal, 300, 2000);
	}
	type_document();
	terminal_key(&terminal, "Down");
	for (size_t i = 0; i < 4; i++) { /* on a busy machine this scanner would be one as slow as a hand */
		scan("5901234123457", &manners[i]);
		tell_result(terminal_expect(&terminal, "Barkod okutuldu", SOON),
			"a barcode there is refused with a sentence as well");
		terminal_key(&terminal, "F1");
		terminal_expect(&terminal, "Yardım", SOON);
		terminal_key(&terminal, "Esc");
		terminal_settle(&terminal, 300, 2000);
	}
	/* The line is cut in the middle of a scan: what was there before is there afterwards. */
	scan_bytes(elif, 47, 3, 5);
	close(terminal.fd);
	terminal.fd = -1;
	terminal_close(&terminal);
	start();
	log_in();
	tell_result(terminal_expect(&terminal, "Yarım kalan teslim var: Mehmet Işık", SOON),
		"the line is cut in the middle of a scan");
	scan(elif, &manners[0]);
	terminal_settle(&terminal, 500, 3000);
	tell_result(terminal_find(&terminal, "Yarım kalan teslim var: Mehmet Işık", NULL) >= 0,
		"while a handover waits, somebody else's document does not take its place");
	terminal_key(&terminal, "F3");
	terminal_expect(&terminal, "Teslim 2/8", SOON);
	tell_result(terminal_expect(&terminal, "c33d44555", SOON) && terminal_expect(&terminal, "02.02.2032", SOON) &&
			terminal_expect(&terminal, "Yüz", SOON) && terminal_find(&terminal, "[✓]", NULL) < 0,
		"and what was typed before is there, without a tick");
	str_clear(&before);
	str_clear(&after);
	terminal_close(&terminal);
}

/* Neither the login nor the lock takes a document for a password. */
static void
scans_at_the_door(void)
{
	start();
	scan(elif, &manners[0]);
	tell_result(terminal_expect(&terminal, "Kimlik belgesi okutuldu", SOON),
		"a document at the login is refused with a sentence");
	scan(elif, &manners[3]);
	terminal_settle(&terminal, 300, 2000);
	tell_result(terminal_find(&terminal, "yanlış", NULL) < 0, "and is no password, wrong or right");
	log_in();
	terminal_key(&terminal, "F10");
	terminal_expect(&terminal, "Ekran kilitli", SOON);
	scan(elif, &manners[4]);
	tell_result(terminal_expect(&terminal, "Kimlik belgesi okutuldu", SOON) &&
			terminal_find(&terminal, "Ekran kilitli", NULL) >= 0,
		"a document at the lock is refused as well");
	terminal_close(&terminal);
}

int
main(void)
{
	static void (*const parts[])(void) = {
		scans_at_the_door, scans_at_home, scans_at_search, scans_in_the_list, scans_of_a_stranger};

	return run_at_desk("scan", parts, ARRAY_LENGTH(parts));
}
