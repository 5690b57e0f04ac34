/*
 * terminal/test_demo: the demo as a newcomer meets it: tests/demo/demo.sh in a terminal, every card of its list put into
 * the virtual reader, a handover to the printed record, and nothing left running afterwards.
 */
#include "harness.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SOON = 8000, LATER = 60000 };

static struct terminal terminal;
static char folder[64];
static int number;
static bool good = true;

static void
tell_result(bool held, const char *name)
{
	printf("%s %d - %s\n", held ? "ok" : "not ok", ++number, name);
	if (!held) {
		good = false;
		terminal_dump(&terminal, name);
	}
	fflush(stdout);
}

static void
shows(const char *text, const char *name)
{
	/* After the first failure nothing is where it should be; no need to wait for it. */
	tell_result(terminal_expect(&terminal, text, good ? SOON : 200), name);
}

/* Puts a card of the demo's list in, and waits until that screen has gone. */
static void
put_in(const char *digit)
{
	terminal_key(&terminal, "F12");
	terminal_expect(&terminal, "Okunamayan kart", SOON);
	terminal_type(&terminal, digit);
	terminal_expect_gone(&terminal, "Okunamayan kart", SOON);
}

static int
run(const char *command, struct str *out)
{
	char line[512];
	FILE *pipe = popen(command, "r");

	if (pipe == NULL)
		return -1;
	while (fgets(line, sizeof line, pipe) != NULL)
		str_add(out, line);
	return pclose(pipe);
}

/* How many processes bear the demo's folder in their command line: none but its own ever should. */
static int
count_processes(void)
{
	struct dirent *entry;
	DIR *proc = opendir("/proc");
	int count = 0;

	while (proc != NULL && (entry = readdir(proc)) != NULL) {
		char path[300], bytes[4096];
		FILE *file;
		size_t length;
		if (atoi(entry->d_name) <= 0 || atoi(entry->d_name) == getpid())
			continue;
		snprintf(path, sizeof path, "/proc/%s/cmdline", entry->d_name);
		file = fopen(path, "r");
		if (file == NULL)
			continue;
		length = fread(bytes, 1, sizeof bytes, file);
		fclose(file);
		count += memmem(bytes, length, folder, strlen(folder)) != NULL;
	}
	if (proc != NULL)
		closedir(proc);
	return count;
}

static void
log_in(void)
{
	tell_result(terminal_expect(&terminal, "Parola", LATER), "the demo opens the full-screen program");
	terminal_type(&terminal, "demo\tdeneme\r");
	shows("Teslim bekleyen               12", "after login twelve cards wait to be handed over");
}

static void
find_applicant(void)
{
	terminal_key(&terminal, "F3");
	shows("Teslim 1/8", "F3 asks for the applicant");
	terminal_type(&terminal, "YILMAZ");
	shows("Elif Yılmaz", "a part of the name in capitals finds her");
	terminal_type(&terminal, "\r");
	shows("Teslim 2/8", "Enter chooses her");
	shows("*******0414", "her number is masked");
}

/* The digits that the screen hides, and then the face. */
static void
compare(const char *digits)
{
	terminal_type(&terminal, digits);
	terminal_expect(&terminal, "aynı (belgeden yazıldı)", SOON);
	terminal_settle(&terminal, 1100, 1200); /* the name is read first */
	terminal_type(&terminal, "\031");
	terminal_expect(&terminal, "[✓]", SOON);
}

static void
verify_identity(void)
{
	terminal_type(&terminal, "x99y88777\r01.01.2031\r\r\r");
	terminal_settle(&terminal, 200, SOON);
	tell_result(terminal_find(&terminal, "Teslim 2/8", NULL) >= 0, "Enter compares nothing");
	terminal_key(&terminal, "F9");
	shows("ilk beş hanesini belgeden yazın", "the number's hidden digits are asked for");
	terminal_type(&terminal, "\t\t\t\t12345");
	shows("kayıttakiyle aynı değil", "wrong ones are said to be wrong");
	compare("90000");
	terminal_type(&terminal, "\r");
	shows("Teslim 3/8", "the identity is verified when all is compared");
	shows("Kartı okuyucuya takın", "the card is asked for");
}

static void
try_every_card(void)
{
	put_in("2");
	shows("Kart başka birinin", "somebody else's card is named");
	shows("V E R İ L M E Z", "and refused in big letters");
	terminal_key(&terminal, "F9");
	terminal_settle(&terminal, 200, SOON);
	tell_result(terminal_find(&terminal, "Teslim 4/8", NULL) >= 0, "F9 does not go past a refusal");
	put_in("3");
	shows("Süresi dolmuş", "an expired certificate is named");
	put_in("4");
	shows("kart o zamana dek kullanılamaz", "one not yet valid is a warning");
	shows("U Y A R I Y L A", "and may be handed over");
	put_in("5");
	shows("Bu bir deneme sertifikası", "a test certificate is named");
	put_in("6");
	shows("Bu bir kurum mührü sertifikası", "a seal certificate is named");
	put_in("7");
	shows("Bu kart tanınmadı", "an unreadable card is named");
	tell_result(terminal_find(&terminal, "kart yok", NULL) < 0, "nobody says that there is no card");
	put_in("8");
	shows("Kart okuma bitmeden çekildi", "a card pulled while being read is named");
	put_in("1");
	shows("U Y G U N", "her own card is right");
}

static void
hand_over(void)
{
	terminal_key(&terminal, "F9");
	shows("Teslim 5/8", "then the items");
	shows("0123 4567 ****", "the shipment says what the card's serial number is, but for its end");
	terminal_key(&terminal, "F9");
	shows("son dört karakterini", "which is to be read off the card");
	shows("verilmiyor", "her form wants no reader");
	terminal_type(&terminal, "8903\t");
	terminal_key(&terminal, "Right");
	shows("  veriliyor", "the arrow gives one all the same");
	terminal_key(&terminal, "F9");
	shows("Okuyucunun seri numarasını okutun", "whose serial number is asked for");
	terminal_key(&terminal, "Up");
	terminal_key(&terminal, "Right");
	shows("verilmiyor", "the arrow takes it back");
	terminal_key(&terminal, "F9");
	shows("Teslim 6/8", "then the summary");
	terminal_type(&terminal, "\r\r\r");
	terminal_settle(&terminal, 200, SOON);
	tell_result(terminal_find(&terminal, "Teslim 6/8", NULL) >= 0, "Enter commits nothing");
	terminal_type(&terminal, "t");
	shows("Ara  t", "a letter begins a search");
	terminal_key(&terminal, "Esc");
	shows("Teslim 6/8", "from which Esc comes back");
	terminal_type(&terminal, "\024");
	terminal_settle(&terminal, 200, SOON);
	tell_result(terminal_find(&terminal, "Teslim 6/8", NULL) >= 0, "and Ctrl-T alone commits nothing");
	terminal_key(&terminal, "F9");
	shows("için Ctrl-T", "F9 arms");
	terminal_settle(&terminal, 500, SOON);
	terminal_type(&terminal, "\024");
	shows("/A-0001", "F9 and Ctrl-T hand over");
	shows("yazıcıya gönderildi", "the paper goes to the printer");
	shows("F9 Kâğıt çıktı", "then it asks whether the paper came out");
	terminal_key(&terminal, "F9");
	shows("Teslim 8/8", "then for the signed copies");
	terminal_key(&terminal, "F9");
	shows("Teslim bekleyen               11", "eleven wait now");
	shows("teslim edildi", "the home screen tells what was done");
}

static void
look_at_paper(void)
{
	struct str command = {0}, text = {0};

	str_printf(&command, "pdftotext -layout %s/papers/handover-record-*-A-0001.pdf -", folder);
	tell_result(run(str_text(&command), &text) == 0, "the record lies in the demo's folder as a PDF");
	tell_result(strstr(str_text(&text), "ELİF YILMAZ") != NULL && strstr(str_text(&text), "Şükrü İğdelioğlu") != NULL &&
			strstr(str_text(&text), "İşbu tutanak iki nüsha olarak") != NULL,
		"its Turkish letters come back out of the PDF");
	str_reset(&command);
	str_reset(&text);
	str_printf(&command, "\"$BUILD/teslim\" verify --config %s/teslim.conf", folder);
	tell_result(run(str_text(&command), &text) == 0, "the journal is whole");
	str_clear(&command);
	str_clear(&text);
}

static void
move_papers(const char *from, const char *to)
{
	char old[128], new[128];

	snprintf(old, sizeof old, "%s/%s", folder, from);
	snprintf(new, sizeof new, "%s/%s", folder, to);
	tell_result(rename(old, new) == 0, "the folder for papers is moved");
}

/* His card has a second certificate file, which is closed. */
static void
close_a_file(void)
{
	struct str command = {0};

	str_printf(&command, "echo 'closed 2F11 6982' >>%s/cards/90000000346-right.card", folder);
	tell_result(run(str_text(&command), &(struct str){0}) == 0, "a file on the next card is closed");
	str_clear(&command);
}

/* The printer is away: the handover stands, the paper waits and is printed later. */
static void
hand_over_without_printer(void)
{
	struct str command = {0}, text = {0};

	move_papers("papers", "away");
	terminal_key(&terminal, "F3");
	terminal_expect(&terminal, "Teslim 1/8", SOON);
	terminal_type(&terminal, "can öz");
	shows("Can Öz", "the next applicant");
	terminal_type(&terminal, "\r");
	terminal_expect(&terminal, "Teslim 2/8", SOON);
	terminal_type(&terminal, "d11e22333\r02.02.2031\r");
	terminal_settle(&terminal, 200, SOON);
	compare("90000");
	terminal_key(&terminal, "F9");
	shows("Kart başka birinin", "the card left in the reader is not his");
	close_a_file();
	put_in("1");
	shows("Kartta okunamayan 1 sertifika", "his own has another certificate place that cannot be read");
	shows("U Y A R I Y L A", "which is no reason not to hand it over");
	terminal_key(&terminal, "F9");
	terminal_expect(&terminal, "Teslim 5/8", SOON);
	terminal_type(&terminal, "8902\t");
	if (terminal_expect(&terminal, "  veriliyor", 300))
		terminal_key(&terminal, "Right");
	shows("verilmiyor", "without a reader");
	terminal_key(&terminal, "F9");
	terminal_expect(&terminal, "Teslim 6/8", SOON);
	terminal_key(&terminal, "F9");
	terminal_settle(&terminal, 500, SOON);
	terminal_type(&terminal, "\024");
	shows("/A-0002", "the handover is recorded");
	shows("kuyrukta", "the paper waits");
	shows("UYARI", "and a sentence says why");
	terminal_key(&terminal, "F9");
	terminal_settle(&terminal, 200, SOON);
	tell_result(terminal_find(&terminal, "Teslim 7/8", NULL) >= 0, "nobody can say that it came out");
	terminal_key(&terminal, "Esc");
	shows("bir kez daha Esc", "Esc says where it will wait");
	terminal_key(&terminal, "Esc");
	shows("Bugün", "the desk goes on");
	shows("bekliyor", "the home screen shows that a paper waits");
	move_papers("away", "papers");
	terminal_open_row(&terminal, "Yazdırma");
	shows("F5 Yeniden yazdır", "the queue");
	shows("/A-0002", "has it");
	terminal_key(&terminal, "F5");
	shows("yazıcıya gönderildi", "sent again it goes out");
	terminal_key(&terminal, "F9");
	terminal_key(&terminal, "Esc");
	terminal_expect(&terminal, "Bugün", SOON);
	str_printf(&command, "pdftotext -layout %s/papers/handover-record-*-A-0002.pdf -", folder);
	tell_result(run(str_text(&command), &text) == 0 && strstr(str_text(&text), "CAN ÖZ") != NULL, "and lies in the folder");
	tell_result(strstr(str_text(&text), "Kartta okunamayan sertifika yeri de") != NULL,
		"and says that not all of the card was read");
	str_clear(&command);
	str_clear(&text);
}

/* ---- the courier's parcel: one card missing, one broken, one of nobody's list, one of another shipment */

/* What comes as fast as a scanner types is given a moment to be told from one. */
static void
fill(const char *text)
{
	terminal_type(&terminal, text);
	terminal_settle(&terminal, 200, SOON);
	terminal_type(&terminal, "\t");
	terminal_settle(&terminal, 150, SOON);
}

/* The parcel's next card, its broken one, that one's carrier, or the next reader. */
static void
take_from_parcel(const char *digit)
{
	terminal_key(&terminal, "F12");
	terminal_expect(&terminal, "Deneme kartları", SOON);
	terminal_type(&terminal, digit);
	terminal_expect_gone(&terminal, "Deneme kartları", SOON);
}

static void
meet_the_courier(void)
{
	terminal_open_row(&terminal, "gönderi");
	shows("KRG-2026-131", "a parcel is with the courier");
	terminal_key(&terminal, "Down");
	terminal_type(&terminal, "\r");
	shows("Kurye 2/8", "Enter opens it");
	terminal_settle(&terminal, 200, SOON);
	fill("Hızlı Kargo");
	fill("Veli Kurye");
	terminal_type(&terminal, " ");
	shows("kurye kimlik kartı", "the courier has shown a badge");
	terminal_key(&terminal, "F9");
	shows("Kurye 3/8", "then the wrapping");
	terminal_type(&terminal, " ");
	shows("sağlam, mührü yerinde", "which is whole");
	terminal_key(&terminal, "F9");
	shows("Kurye 4/8", "then the waybill");
	shows("12 kart, 9 okuyucu bekleniyor", "beside which our list stands");
	terminal_settle(&terminal, 200, SOON);
	fill("12");
	fill("9");
	terminal_key(&terminal, "F9");
	shows("Kurye 5/8", "then the count");
}

static void
count_the_parcel(void)
{
	take_from_parcel("1");
	shows("HÂLUK GÜNGÖR", "the first card is his");
	shows("TAMAM", "and in order");
	take_from_parcel("2");
	shows("OKUNAMADI", "one cannot be read and is not counted");
	take_from_parcel("3");
	shows("SAYILDI", "its carrier's number counts it");
	terminal_key(&terminal, "F4");
	shows("Son satır", "F4 is that row");
	terminal_settle(&terminal, 200, SOON);
	terminal_type(&terminal, " ");
	shows("hasarlı", "it is damaged");
	terminal_type(&terminal, "\t\t");
	terminal_settle(&terminal, 150, SOON);
	fill("köşesi kırık");
	for (int i = 3; i <= 11; i++) {
		char place[32];
		take_from_parcel("1");
		snprintf(place, sizeof place, "Çekmece A-%02d", i);
		tell_result(terminal_expect(&terminal, place, good ? SOON : 200), place);
	}
	take_from_parcel("1");
	shows("BEKLENMİYORDU", "one is on no list");
	take_from_parcel("1");
	shows("BAŞKA GÖNDERİNİN", "one is of another shipment");
	for (int i = 0; i < 9; i++)
		take_from_parcel("4");
	shows("22 OKY-88230", "nine readers");
	terminal_key(&terminal, "F9");
	shows("Kurye 6/8", "then the difference");
	shows("Umut Deringöl", "one is missing");
	shows("oradan düşer: KRG-2026-140", "one is taken off another shipment");
	shows("başvurusu durdurulur", "one application is held");
}

/* Record, home, journal and tables say the same, which is what was in the parcel. */
static void
look_at_parcel(void)
{
	static const char query[] =
		"import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); print([r[0] for r in c.execute(sys.argv[2])])";
	struct str command = {0}, text = {0};

	str_printf(&command, "pdftotext -layout %s/papers/delivery-record-*-A-K0001.pdf -", folder);
	tell_result(run(str_text(&command), &text) == 0 && strstr(str_text(&text), "Veli Kurye") != NULL &&
			strstr(str_text(&text), "Umut Deringöl") != NULL && strstr(str_text(&text), "köşesi kırık") != NULL,
		"the record lies in the folder, with whom, what was missing and what was damaged");
	str_reset(&command);
	str_reset(&text);
	str_printf(&command, "\"$BUILD/teslim\" report --json --config %s/teslim.conf $(date +%%Y)/A-K0001 | tr -d ' \\n'",
		folder);
	tell_result(run(str_text(&command), &text) == 0 &&
			strstr(str_text(&text),
				"\"cards\":{\"said\":12,\"announced\":12,\"read\":12,\"scanned\":1,\"missing\":1,\"unexpected\":2,"
				"\"damaged\":1,\"unfit\":0}") != NULL &&
			strstr(str_text(&text), "\"paper\":\"signed\"") != NULL,
		"the shell reads the same numbers");
	str_reset(&command);
	str_reset(&text);
	str_printf(&command,
		"python3 -c '%s' %s/teslim.db \"SELECT state || count(*) FROM card WHERE shipment_id = 2 GROUP BY state UNION ALL"
		" SELECT 'r' || state || count(*) FROM reader_device WHERE shipment_id = 2 GROUP BY state UNION ALL"
		" SELECT 'o' || state || count(*) FROM card WHERE shipment_id = 3 GROUP BY state\"",
		query, folder);
	tell_result(run(str_text(&command), &text) == 0 &&
			strcmp(str_text(&text), "['in-stock12', 'missing1', 'rin-stock9', 'oexpected1', 'oin-stock1']\n") == 0,
		"so do the tables");
	str_reset(&command);
	str_reset(&text);
	str_printf(&command, "\"$BUILD/teslim\" verify --all --config %s/teslim.conf", folder);
	tell_result(run(str_text(&command), &text) == 0, "and the journal, which is whole");
	str_clear(&command);
	str_clear(&text);
}

static void
receive_parcel(void)
{
	meet_the_courier();
	count_the_parcel();
	terminal_key(&terminal, "F9");
	shows("Onaylamak için Ctrl-T", "F9 arms the receipt");
	terminal_settle(&terminal, 500, SOON);
	terminal_type(&terminal, "\024");
	shows("/A-K0001", "Ctrl-T receives");
	shows("Kâğıt çıktı mı", "the paper goes to the printer");
	terminal_key(&terminal, "F9");
	shows("Kurye 8/8", "then the signatures");
	terminal_key(&terminal, "F9");
	shows("13 kart teslim alındı", "the home screen tells what was received");
	shows("Teslim bekleyen               22", "and twelve more wait");
	look_at_parcel();
	terminal_open_row(&terminal, "gönderi");
	shows("alındı, 1 eksik", "one of it is missing");
	terminal_key(&terminal, "Down");
	terminal_type(&terminal, "\r");
	shows("/A-K0001", "it opens as its record, not as a count");
	terminal_key(&terminal, "End");
	shows("Umut Deringöl", "which names what is missing");
	terminal_key(&terminal, "Esc");
	terminal_expect(&terminal, "Kurye 1/8", SOON);
	terminal_key(&terminal, "Esc");
	terminal_expect(&terminal, "Bugün", SOON);
}

static void
leave(void)
{
	terminal_key(&terminal, "F10");
	shows("Ekran kilitli", "F10 locks");
	terminal_key(&terminal, "Esc");
	shows("Oturum kapansın mı", "Esc asks whether somebody else is to log in");
	terminal_key(&terminal, "F9");
	shows("Esc Kapat", "and F9 logs out");
	tell_result(count_processes() > 2, "while it runs, its service and card run");
	terminal_key(&terminal, "Esc");
	shows("Program kapansın mı", "Esc at the login asks as well");
	terminal_key(&terminal, "F9");
	tell_result(terminal_expect_end(&terminal, SOON) && terminal.status == 0, "leaving ends the program with success");
	for (int i = 0; i < 50 && count_processes() > 0; i++)
		usleep(100000);
	tell_result(count_processes() == 0, "and everything that was started");
}

int
main(void)
{
	const char *top = getenv("TOP"), *build = getenv("BUILD");
	char script[512], name[96];
	const char *const argv[] = {"sh", script, NULL};
	const char *const environment[] = {name, "TESLIM_DEMO_LANG=tr", NULL};
	struct str command = {0}, text = {0};

	copy_text(folder, sizeof folder, "/tmp/teslim-demo-XXXXXX");
	if (top == NULL || build == NULL || mkdtemp(folder) == NULL) {
		puts("not ok 1 - TOP and BUILD are set");
		return 1;
	}
	snprintf(script, sizeof script, "%s/tests/demo/demo.sh", top);
	snprintf(name, sizeof name, "TESLIM_DEMO=%s", folder);
	terminal_open(&terminal, &(struct terminal_wish){.argv = argv, .environment = environment});
	log_in();
	find_applicant();
	verify_identity();
	try_every_card();
	hand_over();
	look_at_paper();
	hand_over_without_printer();
	receive_parcel();
	leave();
	terminal_close(&terminal);
	str_printf(&command, "rm -rf %s", folder);
	if (good)
		run(str_text(&command), &text);
	str_clear(&command);
	str_clear(&text);
	printf("1..%d\n", number);
	return good ? 0 : 1;
}
