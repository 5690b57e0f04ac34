/*
 * card/test_words: what people are told: a sentence and a cure for each fault in both languages, events in words with
 * personal data masked, who holds a reader, which reader has no driver, and the watcher's differences.
 */
#include "../../src/card/say.h"
#include "../../src/card/surroundings.h"
#include "scripted.h"

#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
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

static const struct surroundings places[] = {
	{.socket = "/run/pcscd/pcscd.comm", .account = "teslim", .login = "masa", .host = "sunucu", .netlink = -1},
	{.socket = "/run/it's here/x", .is_named = true, .account = "teslim", .login = "masa", .host = "sunucu", .netlink = -1},
};
static const struct others companies[] = {
	{.is_known = false},
	{.is_known = true, .named = 1, .list = {{4711, "scdaemon"}}},
	{.is_known = true, .named = 1, .list = {{4712, "imza-yazilimi"}}},
	{.is_known = true, .named = 2, .list = {{4711, "scdaemon"}, {4712, "firefox"}}},
	{.is_known = true, .hidden = 1},
};

static void
test_cures(void **state)
{
	char cure[400];

	(void)state;
	for (int i = 1; i < FAULT_COUNT; i++) {
		enum fault fault = (enum fault)i;
		for (size_t k = 0; k < ARRAY_LENGTH(places); k++) {
			fault_cure(cure, sizeof cure, fault, &places[k], NULL);
			assert_true(strlen(cure) > 3 && strlen(cure) < 300 && strchr(cure, '\n') == NULL); /* one line to paste */
			assert_null(strstr(cure, "666"));                                                  /* nothing for all */
			assert_null(strstr(cure, "o+w"));
			if (fault_area(fault) == AREA_SERVICE && strncmp(fault_code(fault), "socket-", 7) == 0)
				assert_non_null(strstr(cure, k == 0 ? "/run/pcscd/pcscd.comm" : "s here/x"));
		}
		assert_true(strlen(fault_code(fault)) > 2 && fault_from_code(fault_code(fault)) == fault);
		assert_int_equal(strspn(fault_code(fault), "abcdefghijklmnopqrstuvwxyz-"), strlen(fault_code(fault)));
	}
	assert_int_equal(fault_from_code("nonsense"), FAULT_INTERNAL);
	assert_int_equal(fault_from_code(""), FAULT_INTERNAL);
	assert_string_equal(fault_code((enum fault)999), CARD_FAULT_INTERNAL);
}

static void
check_command(const char *cure)
{
	FILE *shell = popen("sh -n", "w");

	assert_non_null(shell);
	assert_true(fprintf(shell, "%s\n", cure) > 0);
	if (pclose(shell) != 0)
		fail_msg("not a command: %s", cure);
}

/* A shell takes every cure as it stands. */
static void
test_cures_are_commands(void **state)
{
	char cure[400];

	(void)state;
	for (int i = 1; i < FAULT_COUNT; i++)
		for (size_t k = 0; k < ARRAY_LENGTH(places); k++) {
			fault_cure(cure, sizeof cure, (enum fault)i, &places[k], &companies[k]);
			check_command(cure);
		}
	for (size_t k = 0; k < ARRAY_LENGTH(companies); k++) {
		fault_cure(cure, sizeof cure, FAULT_EXCLUSIVE, &places[0], &companies[k]);
		check_command(cure);
	}
}

/* What an officer is told is no command, in either language, and says what is wrong. */
static void
test_calls(void **state)
{
	static const char *const shell[] = {"sudo", "systemctl", "apt", "teslim-card --", "ssh -", "/etc/", "kill"};
	char call[320], text[400];

	(void)state;
	for (size_t k = 0; k < ARRAY_LENGTH(languages); k++) {
		message_set_language(languages[k]);
		for (int i = 1; i < FAULT_COUNT; i++) {
			enum fault fault = (enum fault)i;
			fault_call(call, sizeof call, fault);
			fault_text(text, sizeof text, fault, "");
			if (fault == FAULT_EMPTY) {
				assert_string_equal(call, "");
				continue;
			}
			assert_non_null(strstr(call, k == 0 ? "öneticinize haber verin: “" : "ell your administrator: “"));
			assert_non_null(strstr(call, ".”"));
			assert_null(strstr(call, "%"));
			assert_true(strlen(call) > 50 && text_is_valid(call, strlen(call)));
			for (size_t w = 0; w < ARRAY_LENGTH(shell); w++) {
				assert_null(strstr(call, shell[w]));
				assert_null(strstr(text, shell[w]));
			}
		}
	}
	message_set_language(LANGUAGE_TURKISH);
}

static void
test_others_in_words(void **state)
{
	static const char *const said[] = {"hangisi olduğu bilinmiyor", "scdaemon 4711", "imza-yazilimi 4712",
		"şunlardan biri: scdaemon 4711, firefox 4712", "başka bir hesabın programı"};
	static const char *const cures[] = {"sudo teslim-card --doctor", "gpgconf --kill scdaemon", "kill 4712",
		"ps -o pid,user,args -p 4711,4712", "sudo teslim-card --doctor"};
	struct others nobody = {.is_known = true};
	struct others agent = {.is_known = true, .agents = 1};
	struct others unknown = {0};
	struct others hidden = {.is_known = true, .hidden = 1};
	char out[320];

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(companies); i++) {
		fault_name_others(out, sizeof out, &companies[i]);
		assert_string_equal(out, said[i]);
		fault_cure(out, sizeof out, FAULT_EXCLUSIVE, &places[0], &companies[i]);
		assert_string_equal(out, cures[i]);
	}
	fault_name_others(out, sizeof out, &agent);
	assert_string_equal(out, "teslim-card");
	/* Nobody is seen whom one could blame; of an exclusive user the service itself has told. */
	assert_int_equal(fault_judge(FAULT_RESET, &nobody), FAULT_RESET_ALONE);
	assert_int_equal(fault_judge(FAULT_LOCKED, &nobody), FAULT_STUCK);
	assert_int_equal(fault_judge(FAULT_EXCLUSIVE, &nobody), FAULT_EXCLUSIVE);
	assert_int_equal(fault_judge(FAULT_LOCKED, &agent), FAULT_LOCKED);
	assert_int_equal(fault_judge(FAULT_RESET, &agent), FAULT_RESET_ALONE); /* it never resets */
	assert_int_equal(fault_judge(FAULT_RESET, &unknown), FAULT_RESET_ALONE);
	assert_int_equal(fault_judge(FAULT_LOCKED, &unknown), FAULT_STUCK);
	assert_int_equal(fault_judge(FAULT_RESET, &hidden), FAULT_RESET);
}

/* ---- events in words */

static void
say_line(struct str *out, const char *line)
{
	char *text = NULL;
	size_t size = 0;
	struct sayer sayer = {.stream = open_memstream(&text, &size)};
	const char *end;

	assert_non_null(sayer.stream);
	for (; *line != '\0'; line = end) {
		end = line + strcspn(line, "\n");
		end += *end == '\n';
		say_event(&sayer, line, (size_t)(end - line));
	}
	fclose(sayer.stream);
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
		/* Two readers by turns. */
		{"card reader=A atr=3b serial=1\ncard reader=B atr=3c serial=1\nplastic reader=A kind=piv text=PIV\n"
		 "plastic reader=A kind=piv text=PIV\n",
			"Okuyucu    A\nATR        3b\n\nOkuyucu    B\nATR        3c\n\nOkuyucu    A\nKart       PIV\nKart       PIV\n"},
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

/* ---- a service's socket, and programs of our making at it */

struct at_socket {
	pid_t pid;
	int ends[2];
};

/* A process called `name` that has `count` connections to the socket, or only holds a socket of its own. */
static void
connect_program(struct at_socket *program, int listener, const char *path, const char *name, int count)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	char byte = 0;
	pid_t parent;

	copy_text(address.sun_path, sizeof address.sun_path, path);
	assert_int_equal(pipe(program->ends), 0);
	program->pid = fork();
	if (program->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (fork() != 0) { /* a grandchild: none of ours as far as the process table says */
			wait(NULL);
			_exit(0);
		}
		parent = getppid();
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		prctl(PR_SET_NAME, name);
		for (int i = 0; i < (count > 0 ? count : 1); i++) {
			int fd = socket(AF_UNIX, SOCK_STREAM, 0);
			if (fd < 0 || (count > 0 && connect(fd, (const struct sockaddr *)&address, sizeof address) != 0))
				_exit(1);
		}
		byte = 1;
		if (write(program->ends[1], &byte, 1) != 1)
			_exit(1);
		close(program->ends[1]);
		while (getppid() == parent && poll(NULL, 0, 20) == 0)
			continue;
		_exit(0);
	}
	close(program->ends[1]);
	assert_int_equal(read(program->ends[0], &byte, 1), 1);
	while (accept(listener, NULL, NULL) >= 0) /* open as long as the test */
		continue;
}

static void
end_program(struct at_socket *program)
{
	char byte;

	kill(program->pid, SIGKILL);
	waitpid(program->pid, NULL, 0);
	while (read(program->ends[0], &byte, 1) > 0) /* until the grandchild has gone */
		continue;
	close(program->ends[0]);
}

static int
listen_at(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	copy_text(address.sun_path, sizeof address.sun_path, path);
	assert_true(fd >= 0 && bind(fd, (const struct sockaddr *)&address, sizeof address) == 0 && listen(fd, 8) == 0);
	return fd;
}

static bool
is_among(const struct others *others, const char *name)
{
	for (int i = 0; i < others->named; i++)
		if (strcmp(others->list[i].name, name) == 0)
			return true;
	return false;
}

#ifdef TESLIM_EMULATED
enum { KERNEL_TELLS = 0 }; /* of sockets, it is not asked there */
#else
enum { KERNEL_TELLS = 1 };
#endif

static void
test_others(void **state)
{
	struct surroundings here;
	struct at_socket one, two, elsewhere, idle, more[3];
	struct others others;
	char service[64], other[64], proc[64];
	int listeners[2];

	(void)state;
	snprintf(service, sizeof service, "%s/service", root);
	snprintf(other, sizeof other, "%s/other", root);
	listeners[0] = listen_at(service);
	listeners[1] = listen_at(other);
	prctl(PR_SET_NAME, "pcscd"); /* who listens */
	surroundings_open(&here, service, true, "/proc", "/sys");
	surroundings_others(&here, &others);
	if (!KERNEL_TELLS) { /* what cannot be known is said to be so, and is not taken for nobody */
		assert_false(others.is_known);
		surroundings_close(&here);
		close(listeners[0]);
		close(listeners[1]);
		return;
	}
	assert_true(others.is_known && others.named == 0 && others.hidden == 0);
	connect_program(&elsewhere, listeners[1], other, "elsewhere", 1); /* another service's client */
	connect_program(&idle, listeners[0], service, "idle", 0);         /* a socket that leads nowhere */
	surroundings_others(&here, &others);
	assert_true(others.is_known && others.named == 0 && others.hidden == 0);
	connect_program(&one, listeners[0], service, "scdaemon", 2); /* twice, and yet one program */
	connect_program(&two, listeners[0], service, "firefox", 1);
	surroundings_others(&here, &others);
	assert_true(others.is_known && others.named == 2 && others.hidden == 0);
	assert_true(is_among(&others, "scdaemon") && is_among(&others, "firefox"));
	for (size_t i = 0; i < ARRAY_LENGTH(more); i++)
		connect_program(&more[i], listeners[0], service, "more", 1);
	surroundings_others(&here, &others);
	assert_true(others.named == OTHERS_MAX && others.hidden == 1); /* the fifth is counted */
	prctl(PR_SET_NAME, "sshd");                                    /* a tunnel: who is at its other end nobody here can say */
	surroundings_others(&here, &others);
	assert_false(others.is_known);
	assert_false(surroundings_is_service(&here));
	snprintf(proc, sizeof proc, "proc/%d/comm", (int)getpid());
	put(proc, "pcscd\n");
	snprintf(proc, sizeof proc, "%s/proc", root);
	here.proc = proc; /* nobody's files may be looked at */
	surroundings_others(&here, &others);
	assert_true(others.is_known && others.named == 0 && others.hidden == 6);
	surroundings_close(&here); /* the kernel cannot be asked */
	surroundings_others(&here, &others);
	assert_false(others.is_known);
	end_program(&one);
	end_program(&two);
	end_program(&elsewhere);
	end_program(&idle);
	for (size_t i = 0; i < ARRAY_LENGTH(more); i++)
		end_program(&more[i]);
	close(listeners[0]);
	close(listeners[1]);
}

static void
test_usb(void **state)
{
	char out[64], sys[64];
	struct surroundings here = {.sys = sys, .netlink = -1};

	(void)state;
	snprintf(sys, sizeof sys, "%s/sys", root);
	put("sys/usb1/product", "Host controller\n");
	put("sys/1-1:1.0/bInterfaceClass", "03\n");
	put("sys/1-1/product", "Keyboard\n");
	assert_false(surroundings_usb_reader(&here, out, sizeof out));
	put("sys/1-2:1.0/bInterfaceClass", "0b\n");
	assert_true(surroundings_usb_reader(&here, out, sizeof out));
	assert_string_equal(out, "1-2:1.0"); /* it does not say what it is called */
	put("sys/1-2/product", "ACR39U ICC Reader\n");
	assert_true(surroundings_usb_reader(&here, out, sizeof out));
	assert_string_equal(out, "ACR39U ICC Reader");
	here.sys = "/nonexistent";
	assert_false(surroundings_usb_reader(&here, out, sizeof out));
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
		cmocka_unit_test(test_calls),
		cmocka_unit_test(test_others_in_words),
		cmocka_unit_test(test_say_certificate),
		cmocka_unit_test(test_say_others),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_usb),
		cmocka_unit_test(test_compare),
	};

	message_set_language(LANGUAGE_TURKISH);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
