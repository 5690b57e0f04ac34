/*
 * terminal/test_readers: a reader is given to somebody from her page, exchanged because it is broken, and its record signed for. The
 * program with a real database in a terminal, no card reader.
 */
#include "desk.h"

enum { SOON = 8000 };

static void
shows(const char *text, const char *name)
{
	tell_result(terminal_expect(&terminal, text, good ? SOON : 300), name);
}

static void
press(const char *key)
{
	terminal_settle(&terminal, 100, 2000);
	terminal_key(&terminal, key);
}

static void
open_page(void)
{
	press("Enter");
	terminal_expect(&terminal, "Ara", SOON);
	terminal_type(&terminal, "iraz");
	terminal_expect(&terminal, "Iraz Düğünlü", SOON);
	terminal_type(&terminal, "\r");
	terminal_expect(&terminal, "F6", SOON);
}

/* The menu's last row: the reader's acts stand behind the moves of the application. */
static void
last_row(void)
{
	for (int i = 0; i < 10; i++)
		terminal_key(&terminal, "Down");
	terminal_settle(&terminal, 150, 2000);
}

static void
confirm(void)
{
	press("F9");
	terminal_settle(&terminal, 400, 3000);
	terminal_type(&terminal, "\024");
}

static void
given_and_exchanged(void)
{
	start();
	log_in();
	open_page();
	press("F6");
	shows("Okuyucu ver", "a reader can be given from the page of a person");
	last_row();
	press("Enter");
	shows("Verilecek okuyucu", "the menu leads to its questions");
	terminal_type(&terminal, "YENİ-1");
	press("F9");
	shows("Gösterdiği belge ›", "nothing is chosen for the officer: what she showed is asked for");
	terminal_type(&terminal, "1");
	confirm();
	shows("A-O0001", "a reader that no list named is given, with a record of its own");
	shows("Elindeki okuyucu", "and her page says that she has it");
	press("F6");
	shows("Okuyucuyu değiştir", "now it can be exchanged");
	last_row();
	press("Up");
	press("Enter");
	shows("Geri alınan okuyucu", "one comes back");
	terminal_type(&terminal, "YENİ-1\t2\t\tYENİ-2\t1");
	press("F9");
	shows("Ctrl-T", "F9 arms, and says which key records it");
	terminal_settle(&terminal, 400, 3000);
	terminal_type(&terminal, "\024");
	shows("A-O0002", "the exchange has the next number");
	shows("YENİ-2", "and the other reader is hers");
	press("F9");
	shows("Ctrl-T", "its signatures are asked for twice");
	terminal_settle(&terminal, 400, 3000);
	terminal_type(&terminal, "\024");
	shows("imzalı", "and confirmed");
	terminal_close(&terminal);
}

int
main(void)
{
	static void (*const parts[])(void) = {given_and_exchanged};

	return run_at_desk("readers", parts, ARRAY_LENGTH(parts));
}
