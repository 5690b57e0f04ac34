/*
 * card/test_words: what people are told: a sentence and a cure for each fault in both languages, events in words with
 * personal data masked, who holds a reader, which reader has no driver, and the watcher's differences.
 */
#include "../../src/card/say.h"
#include "../../src/card/surroundings.h"
#include "scripted.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "teslim/helper.h"
#include "teslim/text.h"

/* ---- faults */

static const enum language languages[] = {LANGUAGE_TURKISH, LANGUAGE_ENGLISH};

static void
test_sentences(void **state)
{
	char texts[FAULT_COUNT][400];

	(void)state;
	for (size_t k = 0; k < ARRAY_LENGTH(languages); k++) {
		message_set_language(languages[k]);
		for (int i = 1; i < FAULT_COUNT; i++) {
			enum fault fault = (enum fault)i;
			fault_text(texts[i], sizeof texts[i], fault, "Okuyucu 00 00");
			assert_non_null(strstr(texts[i], "Okuyucu 00 00")); /* on what it failed */
			assert_int_equal(texts[i][strlen(texts[i]) - 1], '.');
			assert_true(strlen(texts[i]) > 40 && strlen(texts[i]) < 300 && text_is_valid(texts[i], strlen(texts[i])));
			for (int other = 1; other < i; other++)
				assert_string_not_equal(texts[i], texts[other]);
			/* Never said while a card is in. */
			if (fault_area(fault) == AREA_CARD) {
				assert_null(strcasestr(texts[i], "no card"));
				assert_null(strstr(texts[i], "kart yok"));
				assert_null(strstr(texts[i], "Kart yok"));
			}
		}
	}
	message_set_language(LANGUAGE_TURKISH);
}

static void
test_cures(void **state)
{
	(void)state;
	for (int i = 1; i < FAULT_COUNT; i++) {
		enum fault fault = (enum fault)i;
		const char *cure = fault_cure(fault);
		assert_true(strlen(cure) > 3 && strchr(cure, '\n') == NULL); /* one line to paste */
		assert_true(strlen(fault_code(fault)) > 2 && fault_from_code(fault_code(fault)) == fault);
		assert_int_equal(strspn(fault_code(fault), "abcdefghijklmnopqrstuvwxyz-"), strlen(fault_code(fault)));
	}
	assert_int_equal(fault_from_code("nonsense"), FAULT_INTERNAL);
	assert_int_equal(fault_from_code(""), FAULT_INTERNAL);
	assert_string_equal(fault_code((enum fault)999), CARD_FAULT_INTERNAL);
}

/* A shell takes every cure as it stands. */
static void
test_cures_are_commands(void **state)
{
	(void)state;
	for (int i = 1; i < FAULT_COUNT; i++) {
		struct str command = {0};
		FILE *shell = popen("sh -n", "w");
		assert_non_null(shell);
		str_printf(&command, "%s\n", fault_cure((enum fault)i));
		assert_true(fputs(str_text(&command), shell) >= 0);
		if (pclose(shell) != 0)
			fail_msg("not a command: %s", fault_cure((enum fault)i));
		str_clear(&command);
	}
}

/* ---- events in words */

static void
say_line(struct str *out, const char *line)
{
	char *text = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&text, &size);

	assert_non_null(stream);
	say_event(stream, line, strlen(line));
	fclose(stream);
	str_reset(out);
	str_add_n(out, text, size);
	free(text);
}

static void
test_say_certificate(void **state)
{
	struct card_model_cert cert = scripted_cert(CERT_PERSON);
	struct str line = {0}, base64 = {0}, out = {0};

	(void)state;
	base64_encode(&base64, cert.der, cert.length);
	for (size_t k = 0; k < ARRAY_LENGTH(languages); k++) {
		message_set_language(languages[k]);
		str_reset(&line);
		line_begin(&line, CARD_EVENT_CERT);
		line_add(&line, "reader", "R");
		line_add(&line, "der", str_text(&base64));
		line_end(&line);
		say_line(&out, str_text(&line));
		assert_non_null(strstr(str_text(&out), "AYŞE ÖRNEK"));
		assert_non_null(strstr(str_text(&out), "*******0146"));
		assert_null(strstr(str_text(&out), SCRIPTED_PERSON));
		assert_non_null(strstr(str_text(&out), k == 0 ? "1795 bayt" : "1795 bytes"));
	}
	message_set_language(LANGUAGE_TURKISH);
	str_clear(&line);
	str_clear(&base64);
	str_clear(&out);
}

static void
test_say_others(void **state)
{
	static const struct {
		const char *line, *said;
	} cases[] = {
		{"card reader=R%201 atr=3b00 serial=1\n", "Okuyucu    R 1\nATR        3b00\n"},
		{"plastic reader=R kind=piv text=PIV\n", "Kart       PIV\n"},
		{"cert reader=R label=Imza der=AAAA\n", "\nSertifika  Imza\n  Boyut    3 bayt\n"},
		{"cert reader=R label=%1B]0;x%07%C2%9B2J der=x\n", "\nSertifika  ?]0;x??2J\n  Boyut    0 bayt\n"},
		{"card reader=%1B[2JR atr=3b serial=1\n", "Okuyucu    ?[2JR\nATR        3b\n"},
		{"done reader=R count=2 apdus=29 bytes=5417 ms=60\n", "\n2 sertifika; 29 komut, 5417 bayt, 60 ms.\n"},
		{"done reader=R count=1 apdus=1 bytes=1 ms=1 unreadable=3 want=no\n",
			"\n1 sertifika; 1 komut, 1 bayt, 1 ms.\nOkunamayan 3 sertifika yeri daha var.\nAranan kişinin sertifikası bu kartta değil.\n"},
		{"done reader=R count=1 apdus=1 bytes=1 ms=1 want=yes\n",
			"\n1 sertifika; 1 komut, 1 bayt, 1 ms.\nAranan kişinin sertifikası bu kartta.\n"},
		{"fault reader=R code=mute text=Sustu. cure=x%20y\n", "Sustu.\nYapılacak: x y\n"},
		{"finding code=ok level=ok text=iyi cure=\n", "+     iyi\n"},
		{"finding code=mute level=bad text=k%C3%B6t%C3%BC cure=x\n", "X     kötü\n      $ x\n"},
		{"finding code=empty-reader level=warn text=bo%C5%9F cure=x\n", "!     boş\n      $ x\n"},
		{"daemon state=up\n", ""},
		{"daemon state=down code=no-daemon text=yok cure=x\n", "yok\nYapılacak: x\n"},
		{"progress reader=R read=1 total=2\n", ""},
		{"nonsense ===\n", ""},
		{"", ""},
	};
	struct str out = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		say_line(&out, cases[i].line);
		assert_string_equal(str_text(&out), cases[i].said);
	}
	str_clear(&out);
}

/* ---- who else uses the service */

static char root[] = "/tmp/teslim-words-XXXXXX";

static void
put(const char *name, const char *text)
{
	char path[200];
	struct err err = {0};

	snprintf(path, sizeof path, "%s/%s", root, name);
	for (char *slash = strchr(path + strlen(root) + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		(void)mkdir(path, 0700);
		*slash = '/';
	}
	assert_int_equal(file_write(path, text, strlen(text), 0600, &err), OK);
}

static void
put_link(const char *name, const char *target)
{
	char path[200];

	snprintf(path, sizeof path, "%s/%s", root, name);
	assert_int_equal(symlink(target, path), 0);
}

static void
test_clients(void **state)
{
	static const char maps[] = "55d0-55d1 r-xp 00000000 08:01 1 /usr/bin/x\n"
				   "7f00-7f01 r-xp 00000000 08:01 2 /usr/lib/x86_64-linux-gnu/libpcsclite.so.1.0.0\n";
	char out[160], proc[64], own[64];

	(void)state;
	snprintf(proc, sizeof proc, "%s/proc", root);
	put("proc/1234/maps", maps);
	put("proc/1234/comm", "scdaemon\n");
	put("proc/1234/stat", "1234 (scdaemon) S 1 1 1 0\n");
	put("proc/1234/fd/0", "");
	put_link("proc/1234/fd/1", "/dev/null");
	put_link("proc/1234/fd/2", "socket:[77]");
	put("proc/1238/maps", maps); /* linked with the library, but speaks to nobody */
	put("proc/1238/comm", "idle\n");
	put("proc/1238/stat", "1238 (idle) S 1 1 1 0\n");
	put("proc/1238/fd/0", "");
	put_link("proc/1238/fd/1", "pipe:[78]");
	put("proc/1235/maps", "55d0-55d1 r-xp 00000000 08:01 1 /usr/bin/other\n"); /* does not use the service */
	put("proc/1235/comm", "other\n");
	put("proc/1235/stat", "1235 (other) S 1 1 1 0\n");
	put("proc/self/maps", maps); /* no process of its own */
	put("proc/1236/comm", "hidden\n"); /* another user's: no map to be seen */
	assert_true(surroundings_clients(out, sizeof out, proc));
	assert_string_equal(out, "scdaemon (1234)");
	/* Not this program, and not its own children, however they are called. */
	snprintf(own, sizeof own, "proc/%d/maps", (int)getpid());
	put(own, maps);
	snprintf(own, sizeof own, "proc/%d/fd/0", (int)getpid());
	put(own, "");
	snprintf(own, sizeof own, "proc/%d/fd/1", (int)getpid());
	put_link(own, "socket:[80]");
	put("proc/1237/maps", maps);
	put("proc/1237/comm", "child\n");
	snprintf(own, sizeof own, "1237 (a) b) S %d 1 1 0\n", (int)getpid());
	put("proc/1237/stat", own);
	put("proc/1237/fd/0", "");
	put_link("proc/1237/fd/1", "socket:[79]");
	assert_true(surroundings_clients(out, sizeof out, proc));
	assert_string_equal(out, "scdaemon (1234)");
	assert_false(surroundings_clients(out, sizeof out, "/nonexistent"));
	assert_string_equal(out, "");
}

static void
test_usb(void **state)
{
	char out[64], sys[64];

	(void)state;
	snprintf(sys, sizeof sys, "%s/sys", root);
	put("sys/usb1/product", "Host controller\n");
	put("sys/1-1:1.0/bInterfaceClass", "03\n");
	put("sys/1-1/product", "Keyboard\n");
	assert_false(surroundings_usb_reader(out, sizeof out, sys));
	put("sys/1-2:1.0/bInterfaceClass", "0b\n");
	assert_true(surroundings_usb_reader(out, sizeof out, sys));
	assert_string_equal(out, "1-2:1.0"); /* it does not say what it is called */
	put("sys/1-2/product", "ACR39U ICC Reader\n");
	assert_true(surroundings_usb_reader(out, sizeof out, sys));
	assert_string_equal(out, "ACR39U ICC Reader");
	assert_false(surroundings_usb_reader(out, sizeof out, "/nonexistent"));
}

static int
tear_down(void **state)
{
	char command[96];

	snprintf(command, sizeof command, "rm -r '%s'", root);
	return scripted_teardown(state) != 0 || system(command) != 0;
}

static int
set_up(void **state)
{
	return mkdtemp(root) == NULL ? -1 : scripted_setup(state);
}

/* ---- what the watcher tells of two looks */

static void
add_reader(struct pcsc_view *view, const char *name, const char *atr, unsigned events)
{
	struct pcsc_reader *reader = &view->readers[view->count++];

	copy_text(reader->name, sizeof reader->name, name);
	reader->events = events;
	reader->is_present = atr != NULL;
	if (atr != NULL) {
		reader->atr_length = strlen(atr) / 2;
		assert_true(hex_decode(reader->atr, reader->atr_length, atr));
	}
}

static void
check_compare(const struct pcsc_view *before, const struct pcsc_view *now, const char *told)
{
	struct str out = {0};

	watch_compare(&out, before, now);
	assert_string_equal(str_text(&out), told);
	str_clear(&out);
}

static void
test_compare(void **state)
{
	struct pcsc_view none = {0}, empty = {0}, in = {0}, swapped = {0}, same_kind = {0}, mute = {0}, alone = {0}, two = {0};

	(void)state;
	add_reader(&empty, "A", NULL, 0);
	add_reader(&in, "A", "3b00", 1);
	add_reader(&swapped, "A", "3b01", 3);
	add_reader(&same_kind, "A", "3b00", 3);
	add_reader(&mute, "A", "", 1);
	mute.readers[0].is_mute = true;
	add_reader(&alone, "A", "3b00", 1);
	alone.readers[0].is_exclusive = true;
	add_reader(&two, "B", NULL, 0);
	add_reader(&two, "A", "3b00", 1);
	check_compare(&none, &none, "");
	check_compare(&none, &empty, "reader reader=A\n");
	check_compare(&none, &in, "reader reader=A\nin reader=A atr=3b00 mute=no\n");
	check_compare(&empty, &in, "in reader=A atr=3b00 mute=no\n");
	check_compare(&in, &in, "");
	check_compare(&in, &empty, "out reader=A\n");
	check_compare(&in, &swapped, "out reader=A\nin reader=A atr=3b01 mute=no\n");
	check_compare(&in, &same_kind, "out reader=A\nin reader=A atr=3b00 mute=no\n"); /* only the counter tells */
	check_compare(&empty, &mute, "in reader=A atr= mute=yes\n");
	check_compare(&mute, &in, "out reader=A\nin reader=A atr=3b00 mute=no\n");
	check_compare(&in, &none, "out reader=A\nreader-gone reader=A\n");
	check_compare(&in, &alone, "");
	check_compare(&alone, &in, "free reader=A\n");
	check_compare(&in, &two, "reader reader=B\n"); /* the order of the list says nothing */
	check_compare(&two, &in, "reader-gone reader=B\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sentences),
		cmocka_unit_test(test_cures),
		cmocka_unit_test(test_cures_are_commands),
		cmocka_unit_test(test_say_certificate),
		cmocka_unit_test(test_say_others),
		cmocka_unit_test(test_clients),
		cmocka_unit_test(test_usb),
		cmocka_unit_test(test_compare),
	};

	message_set_language(LANGUAGE_TURKISH);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
