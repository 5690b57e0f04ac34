/*
 * terminal/test_refused: what an officer sees when the store refuses: a shipment that was received before, a draft that this desk
 * did not write, his own right to work here ended meanwhile. The program with a real database in a terminal, no card reader.
 */
#include "desk.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SOON = 8000 };

static void
shows(const char *text, const char *name)
{
	tell_result(terminal_expect(&terminal, text, good ? SOON : 300), name);
}

/* As somebody with a command line would. */
static bool
run_sql(const char *sql)
{
	char path[128];
	sqlite3 *db = NULL;
	bool done;

	snprintf(path, sizeof path, "%s/teslim.db", folder);
	done = sqlite3_open(path, &db) == SQLITE_OK && sqlite3_busy_timeout(db, 5000) == SQLITE_OK &&
		sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
	if (!done)
		printf("# %s: %s\n", sql, sqlite3_errmsg(db));
	sqlite3_close(db);
	return done;
}

static void
received_shipment(void)
{
	start();
	log_in();
	terminal_open_row(&terminal, "Kurye gönderileri");
	shows("KRG-2026-118", "the shipment is on the list");
	shows("alındı", "and shown as received");
	terminal_key(&terminal, "Down");
	terminal_key(&terminal, "Down");
	terminal_settle(&terminal, 150, 2000);
	terminal_type(&terminal, "\r");
	shows("teslim alınmış sayılmış", "opening it says that it is received");
	tell_result(terminal_find(&terminal, "Kurye 1/8", NULL) >= 0, "and leads nowhere");
	terminal_key(&terminal, "F9");
	terminal_key(&terminal, "F9");
	terminal_settle(&terminal, 100, 2000);
	terminal_key(&terminal, "Esc");
	shows("Bugün", "nor do two presses of F9");
	shows("Teslim bekleyen               12", "all twelve still wait to be handed over");
	shows("Bilgi hatası, beklemede        0", "and nobody is on hold");
	terminal_close(&terminal);
}

static void
forged_draft(void)
{
	start();
	log_in();
	terminal_key(&terminal, "F3");
	terminal_expect(&terminal, "Teslim 1/8", SOON);
	terminal_type(&terminal, "mehmet");
	terminal_expect(&terminal, "Mehmet Işık", SOON);
	terminal_type(&terminal, "\r");
	terminal_expect(&terminal, "Teslim 2/8", SOON);
	terminal_type(&terminal, "c33d44555");
	kill(terminal.pid, SIGTERM);
	tell_result(terminal_expect_end(&terminal, SOON), "a handover is cut off");
	terminal_close(&terminal);
	tell_result(run_sql("UPDATE draft SET text = text || 'surname=Baskasi' || char(10)"), "and somebody edits its draft");
	start();
	log_in();
	shows("Yarım kalan teslim", "the home screen offers to go on");
	terminal_key(&terminal, "F3");
	shows("taslağı bu masada yazıldığı gibi değil", "which is refused with a sentence");
	tell_result(terminal_expect_gone(&terminal, "Yarım kalan teslim var", SOON), "and not offered again");
	terminal_key(&terminal, "F3");
	shows("Teslim 1/8", "the next handover begins as ever");
	terminal_close(&terminal);
}

static void
ended_officer(void)
{
	start();
	log_in();
	terminal_key(&terminal, "Enter");
	terminal_expect(&terminal, "Ara", SOON);
	terminal_type(&terminal, "iraz");
	terminal_expect(&terminal, "Iraz Düğünlü", SOON);
	terminal_type(&terminal, "\r");
	terminal_key(&terminal, "F6");
	terminal_expect(&terminal, "Başvuruyu durdur", SOON);
	terminal_type(&terminal, "\r");
	terminal_expect(&terminal, "Neden", SOON);
	terminal_type(&terminal, "1");
	tell_result(run_sql("UPDATE officer SET active = 0"), "the officer is ended while he sits here");
	terminal_key(&terminal, "F9");
	shows("Yetkiniz kaldırılmış", "his next act is refused with a sentence");
	tell_result(terminal_find(&terminal, "Neden", NULL) >= 0, "and not done");
	terminal_key(&terminal, "F10");
	shows("Ekran kilitli", "he can lock");
	terminal_type(&terminal, "deneme\r");
	shows("Giriş adı ya da parola yanlış", "but not come back");
	terminal_key(&terminal, "Esc");
	shows("Oturum kapansın mı", "he is asked");
	terminal_key(&terminal, "F9");
	shows("Esc Kapat", "and can log out");
	terminal_type(&terminal, "demo\tdeneme\r");
	shows("Giriş adı ya da parola yanlış", "nor log in");
	tell_result(run_sql("UPDATE officer SET active = 1"), "let in again");
	terminal_type(&terminal, "deneme\r");
	shows("Bugün", "he comes in");
	terminal_close(&terminal);
}

static void
too_many(void)
{
	start();
	for (int i = 0; i < 5; i++) {
		terminal_type(&terminal, i == 0 ? "kimse\tyanlis\r" : "yanlis\r");
		terminal_expect(&terminal, "yanlış", SOON);
		terminal_settle(&terminal, 150, 2000);
	}
	terminal_type(&terminal, "yanlis\r");
	shows("saniye bekleyip", "after five wrong ones under a name that nobody has this place waits");
	terminal_close(&terminal);
	start();
	terminal_type(&terminal, "demo\tdeneme\r");
	shows("saniye bekleyip", "also when the line was hung up and taken up again");
	terminal_close(&terminal);
}

int
main(void)
{
	static void (*const parts[])(void) = {received_shipment, forged_draft, ended_officer, too_many};

	return run_at_desk("refused", parts, ARRAY_LENGTH(parts));
}
