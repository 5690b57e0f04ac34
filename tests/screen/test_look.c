/*
 * screen/test_look: what pictures in text cannot show: colours, the cursor, the bell, the lock after idleness, and a
 * terminal that is left as it was found.
 */
#include "../terminal/harness.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SOON = 8000, RED = 1, GREEN = 2, YELLOW = 3, ACCENT = 6 };

static struct terminal terminal;
static char program[512];
static int number, failures;

static void
tell_result(bool held, const char *name)
{
	printf("%s %d - %s\n", held ? "ok" : "not ok", ++number, name);
	if (!held)
		terminal_dump(&terminal, name);
	fflush(stdout);
	failures += !held;
}

static void
start(const char *term, const char *option, const char *value)
{
	const char *const argv[] = {program, "--demo", option, value, NULL};
	const char *const environment[] = {"TESLIM_NOW=2026-11-23T14:05:00+03:00", NULL};

	terminal_open(&terminal, &(struct terminal_wish){.argv = argv, .term = term, .environment = environment});
	terminal_expect(&terminal, "Parola", SOON);
	terminal_type(&terminal, "demo\tdemo\r");
	terminal_expect(&terminal, "Bugün", SOON);
}

/* Which colours the screen uses, as bits; direct colours as bit 30. */
static unsigned
colours_used(void)
{
	unsigned used = 0;

	terminal_settle(&terminal, 100, SOON);
	for (int row = 0; row < terminal.rows; row++)
		for (int column = 0; column < terminal.columns; column++) {
			struct terminal_cell cell;
			terminal_cell(&terminal, row, column, &cell);
			if (cell.foreground != -1)
				used |= cell.foreground < 0 ? 1U << 30 : 1U << (cell.foreground % 8);
			if (cell.background > 0) /* 0: the terminal's own black under the accent */
				used |= 1U << (cell.background % 8);
			if (cell.blink)
				used |= 1U << 29;
		}
	return used;
}

static int
colour_of(const char *text)
{
	struct terminal_cell cell;
	int column = 0, row = terminal_find(&terminal, text, &column);

	if (row < 0)
		return -9;
	terminal_cell(&terminal, row, column, &cell);
	return cell.foreground >= 0 ? cell.foreground % 8 : cell.foreground;
}

static void
to_verdict(const char *card)
{
	terminal_key(&terminal, "F3");
	terminal_expect(&terminal, "Teslim 1/8", SOON);
	terminal_type(&terminal, "ışıl\r");
	terminal_expect(&terminal, "Teslim 2/8", SOON);
	terminal_type(&terminal, "A12B34567\r01.05.2031\r");
	terminal_settle(&terminal, 200, 2000);
	terminal_type(&terminal, "10000");
	terminal_settle(&terminal, 1100, 1300); /* the name is read before the face is compared */
	terminal_type(&terminal, "\031");
	terminal_settle(&terminal, 200, 2000);
	terminal_type(&terminal, "\r");
	terminal_expect(&terminal, "Teslim 3/8", SOON);
	terminal_key(&terminal, "F12");
	terminal_expect(&terminal, "Okunamayan", SOON);
	terminal_type(&terminal, card);
	terminal_expect(&terminal, "Teslim 4/8", SOON);
	terminal_settle(&terminal, 150, SOON);
}

static void
colours(void)
{
	const unsigned calm = 1U << ACCENT | 1U << 0, all = calm | 1U << RED | 1U << GREEN | 1U << YELLOW;

	start("xterm", NULL, NULL); /* eight colours: their numbers are known */
	tell_result((colours_used() & ~(calm | 1U << YELLOW)) == 0, "the home screen has one accent");
	terminal_key(&terminal, "Enter");
	terminal_expect(&terminal, "Listeler", SOON);
	tell_result((colours_used() & ~calm) == 0, "so have lists");
	terminal_key(&terminal, "Esc");
	terminal_settle(&terminal, 300, SOON);
	to_verdict("2");
	tell_result(colour_of("V E R") == RED, "a refusal is red");
	tell_result((colours_used() & ~all) == 0, "beside it nothing but good, warning and the accent");
	terminal_key(&terminal, "F12");
	terminal_expect(&terminal, "Okunamayan", SOON);
	terminal_type(&terminal, "1");
	terminal_expect(&terminal, "B A K I L M A Y A N", SOON);
	tell_result(colour_of("U Y G U N") == YELLOW, "what was not checked is no green");
	tell_result(colour_of("bakılmadı") == YELLOW, "in its own line as well");
	terminal_close(&terminal);
	start("xterm-mono", NULL, NULL);
	tell_result(colours_used() == 0, "a terminal without colours gets none");
	terminal_close(&terminal);
	start(NULL, "--plain", NULL);
	tell_result(colours_used() == 0, "nor does one that wants none");
	terminal_close(&terminal);
}

static void
bells(void)
{
	int before;

	start(NULL, NULL, NULL);
	before = terminal.bells;
	to_verdict("2");
	tell_result(terminal.bells > before, "bad news is heard");
	terminal_close(&terminal);
}

static void
idleness(void)
{
	start(NULL, "--lock", "2");
	for (int i = 0; i < 6; i++) {
		terminal_settle(&terminal, 500, 500);
		terminal_key(&terminal, i % 2 == 0 ? "Down" : "Up");
	}
	tell_result(terminal_find(&terminal, "Bugün", NULL) >= 0, "whoever types is not locked out");
	tell_result(terminal_expect(&terminal, "Ekran kilitli", 5000), "two idle seconds of two lock the screen");
	tell_result(terminal_expect_gone(&terminal, "Teslim bekleyen", SOON) && terminal_expect_gone(&terminal, "GÜMÜŞDAĞ", SOON),
		"which shows nobody any more");
	terminal_type(&terminal, "demo\r");
	tell_result(terminal_expect(&terminal, "Bugün", SOON), "the password opens it");
	terminal_close(&terminal);
}

static void
leaving(void)
{
	start(NULL, NULL, NULL);
	tell_result(terminal.alternate, "it works on the alternate screen");
	kill(terminal.pid, SIGTERM);
	tell_result(terminal_expect_end(&terminal, SOON) && !terminal.alternate && terminal.cursor_shown,
		"and leaves the terminal as it was");
	terminal_close(&terminal);
	{
		const char *const argv[] = {program, "--crash", NULL};
		terminal_open(&terminal, &(struct terminal_wish){.argv = argv});
		tell_result(terminal_expect_end(&terminal, SOON) && !terminal.alternate && terminal.cursor_shown,
			"even when it crashes");
		terminal_close(&terminal);
	}
}

int
main(void)
{
	const char *build = getenv("BUILD");

	if (build == NULL) {
		puts("not ok 1 - BUILD is set");
		return 1;
	}
	snprintf(program, sizeof program, "%s/tests/ui/ui_demo", build);
	colours();
	bells();
	idleness();
	leaving();
	printf("1..%d\n", number);
	return failures > 0 ? 1 : 0;
}
