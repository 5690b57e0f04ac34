/*
 * terminal/test_drawer: the drawer is counted at a desk with a real database: one card is missing, one lies in another place, one is
 * not recorded as here. Nothing of it is shown before the count is over, the record says all of it, and the stock is as it was.
 */
#include "desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SOON = 8000, CARDS = 12 };

static char serials[CARDS][64];

/* What the database answers; its first line. */
static void
ask(char *out, size_t size, const char *sql)
{
	char line[900];
	FILE *pipe;

	out[0] = '\0';
	snprintf(line, sizeof line, "sqlite3 %s/teslim.db \"%s\"", folder, sql);
	pipe = popen(line, "r");
	if (pipe == NULL)
		return;
	if (fgets(out, (int)size, pipe) != NULL)
		out[strcspn(out, "\n")] = '\0';
	pclose(pipe);
}

static void
shows(const char *text, const char *name)
{
	tell_result(terminal_expect(&terminal, text, good ? SOON : 200), name);
}

/* The drawer as a delivery would have laid it out. */
static void
lay_out(void)
{
	char sql[200];

	ask(sql, sizeof sql, "UPDATE card SET place = printf('A-%02d', id) WHERE state = 'in-stock'");
	for (int i = 0; i < CARDS; i++) {
		snprintf(sql, sizeof sql, "SELECT card_serial FROM card WHERE state = 'in-stock' ORDER BY id LIMIT 1 OFFSET %d",
			i);
		ask(serials[i], sizeof serials[i], sql);
	}
	tell_result(serials[CARDS - 1][0] != '\0', "twelve cards are here");
}

static void
begins(void)
{
	start();
	log_in();
	tell_result(terminal_open_row(&terminal, "Elde (kart"), "the list of what is here");
	terminal_type(&terminal, "\016");
	shows("Sayım 1/3", "Ctrl-N begins a count");
	terminal_type(&terminal, " ");
	shows("masa devri", "the space bar chooses why");
	terminal_key(&terminal, "Tab");
	terminal_type(&terminal, "Devreden Kişi");
	terminal_key(&terminal, "F9");
	shows("Sayım 2/3", "F9 goes on to the count");
}

/* Place and number, typed; Enter behind each. */
static void
count_one(const char *place, const char *serial)
{
	terminal_key(&terminal, "BackTab");
	for (int i = 0; i < 8; i++)
		terminal_key(&terminal, "Backspace");
	terminal_type(&terminal, place);
	terminal_type(&terminal, "\r");
	terminal_type(&terminal, serial);
	terminal_type(&terminal, "\r");
	terminal_settle(&terminal, 60, 1000);
}

static void
counts(void)
{
	char place[8];
	struct str text = {0};

	for (int i = 1; i < CARDS; i++) { /* the first one is not there */
		snprintf(place, sizeof place, "%c-%02d", i == 1 ? 'B' : 'A', (i + 1) % 100);
		count_one(place, serials[i]);
	}
	count_one("B-06", "YABANCI-4711");
	shows("12 sayıldı", "twelve things were counted");
	terminal_text(&terminal, &text);
	tell_result(strstr(str_text(&text), serials[0]) == NULL && strstr(str_text(&text), "bulunamadı") == NULL,
		"nobody is told what should be there");
	str_clear(&text);
}

static void
differs(void)
{
	terminal_key(&terminal, "F9");
	shows("Sayım 3/3", "F9 ends it");
	shows("bulunamadı", "one was not found");
	shows("başka yerde", "one lies in another place");
	shows("burada kayıtlı değil", "one is not recorded as here");
	shows(serials[0], "the missing one by its number");
	shows("A-02", "and where the other one belongs");
	terminal_key(&terminal, "F9");
	shows("Ctrl-T", "F9 makes the record ready");
	terminal_settle(&terminal, 400, 400);
	terminal_type(&terminal, "\024");
	shows("-D0001", "Ctrl-T records it");
	shows("Devreden Kişi", "with who counted along");
}

static void
stays(void)
{
	char line[256];

	terminal_key(&terminal, "Esc");
	terminal_settle(&terminal, 300, 1000);
	terminal_key(&terminal, "Esc");
	shows("Bugün", "back at home");
	shows("dolap sayıldı, fark", "which tells of it");
	terminal_leave(&terminal);
	terminal_close(&terminal);
	ask(line, sizeof line, "SELECT count(*) FROM card WHERE state = 'in-stock'");
	tell_result(strcmp(line, "12") == 0, "no card's state has changed");
	ask(line, sizeof line,
		"SELECT cards_here || ' ' || cards_scanned || ' ' || cards_missing || ' ' || cards_unexpected || ' ' ||"
		" cards_misplaced || ' ' || reason FROM drawer_count");
	tell_result(strcmp(line, "12 12 1 1 1 takeover") == 0, "the record says what was in the drawer");
	snprintf(line, sizeof line, "%.120s verify --all --config %.80s >/dev/null", program, configuration);
	tell_result(system(line) == 0, "and the journal is whole");
}

int
main(void)
{
	static void (*const parts[])(void) = {lay_out, begins, counts, differs, stays};

	return run_at_desk("drawer", parts, ARRAY_LENGTH(parts));
}
