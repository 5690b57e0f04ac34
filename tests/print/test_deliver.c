/*
 * Tests of the parts of delivery that need no printer: destinations, commands split into words, and the bytes of a
 * dot-matrix printer against the C library's own code page 857.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../../src/print/deliver.h"
#include "teslim/text.h"

static void
test_targets(void **state)
{
	static const struct {
		const char *text;
		enum target_kind kind;
		const char *rest, *host, *port;
	} good[] = {
		{"cups:", TARGET_CUPS, "", "", ""},
		{"cups:Yazıcı_1", TARGET_CUPS, "Yazıcı_1", "", ""},
		{"ipp://printer/ipp/print", TARGET_IPP, "ipp://printer/ipp/print", "", ""},
		{"ipps://printer:443/ipp/print", TARGET_IPP, "ipps://printer:443/ipp/print", "", ""},
		{"file:/var/lib/x", TARGET_FILE, "/var/lib/x", "", ""},
		{"device:/dev/usb/lp0", TARGET_DEVICE, "/dev/usb/lp0", "", ""},
		{"socket:10.0.0.7", TARGET_SOCKET, NULL, "10.0.0.7", "9100"},
		{"socket:10.0.0.7:9101", TARGET_SOCKET, NULL, "10.0.0.7", "9101"},
		{"socket://printer:9100", TARGET_SOCKET, NULL, "printer", "9100"},
		{"socket:[fe80::1]:9100", TARGET_SOCKET, NULL, "fe80::1", "9100"},
		{"socket:[::1]", TARGET_SOCKET, NULL, "::1", "9100"},
		{"command:lp -d x", TARGET_COMMAND, "lp -d x", "", ""},
	};
	static const char *const bad[] = {"", "cups", "lpt1:", "http://x/",
		"file:", "device:", "command:", "socket:", "socket:h:", "socket:h:x", "socket:h:123456", "socket:[::1",
		"socket:[::1]9100", "socket:::1"};
	struct target target;
	struct err err = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(good); i++) {
		assert_int_equal(target_read(&target, good[i].text, &err), OK);
		assert_int_equal(target.kind, good[i].kind);
		assert_string_equal(target.host, good[i].host);
		assert_string_equal(target.port, good[i].port);
		if (good[i].rest != NULL)
			assert_string_equal(target.rest, good[i].rest);
	}
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
		if (target_read(&target, bad[i], &err) != ERR_USAGE)
			fail_msg("\"%s\" was taken", bad[i]);
		assert_int_equal(err.message, MSG_PRINT_BAD_TARGET);
	}
}

static void
test_split(void **state)
{
	static const struct {
		const char *text;
		int count;
		const char *words[5];
	} cases[] = {
		{"lp", 1, {"lp"}}, {"  lp  -d\tbüro  ", 3, {"lp", "-d", "büro"}},
		{"sh -c 'cat >\"a b\"'", 3, {"sh", "-c", "cat >\"a b\""}}, {"a \"b c\"d'e f' ''", 3, {"a", "b cde f", ""}},
		{"", 0, {NULL}}, {"   ", 0, {NULL}}, {"lp 'open", 0, {NULL}},
		{"1 2 3 4 5 6 7 8 9", 0, {NULL}}, /* more than there is room for */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		char *words[8], text[64];
		copy_text(text, sizeof text, cases[i].text);
		assert_int_equal(stream_split(text, words, ARRAY_LENGTH(words)), cases[i].count);
		for (int j = 0; j < cases[i].count; j++)
			assert_string_equal(words[j], cases[i].words[j]);
	}
}

/* Every byte of the code page by the C library's table; and every letter of it by ours. */
static void
test_code_page(void **state)
{
	iconv_t oracle = iconv_open("CP857", "UTF-8");
	int compared = 0;

	(void)state;
	assert_true(oracle != (iconv_t)-1);
	for (uint32_t point = 0x20; point < 0x2600; point++) {
		char letter[5], expected[8], *in = letter, *out = expected;
		size_t left = text_encode(letter, point), room = sizeof expected;
		struct str bytes = {0};
		struct err err = {0};
		letter[left] = '\0';
		if (point == 0x7F || iconv(oracle, &in, &left, &out, &room) != 0 || out - expected != 1) {
			(void)iconv(oracle, NULL, NULL, NULL, NULL);
			continue;
		}
		assert_int_equal(matrix_bytes(&bytes, letter, 1, &err), OK);
		if (bytes.data[bytes.length - 1] != expected[0])
			fail_msg("U+%04X", (unsigned)point);
		compared++;
		str_clear(&bytes);
	}
	iconv_close(oracle);
	assert_true(compared > 210);
}

static void
test_matrix(void **state)
{
	static const char setup[] = {0x1B, '@', 0x1B, '(', 't', 3, 0, 0, 11, 0, 0x1B, 't', 0};
	static const struct {
		const char *text, *bytes;
	} cases[] = {
		{"ğüşıöçĞÜŞİÖÇ", "\xA7\x81\x9F\x8D\x94\x87\xA6\x9A\x9E\x98\x99\x80"},
		{"âîû", "\x83\x8C\x96"},
		{"┌─┐│└┘", "\xDA\xC4\xBF\xB3\xC0\xD9"},
		{"a\nb\n\f", "a\r\nb\r\n\f"},
		{"“x” ‘y’ – — … • № €", "\"x\" 'y' - - . * N E"},
	};
	struct err err = {0};
	struct str bytes = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct str one = {0};
		assert_int_equal(matrix_bytes(&one, cases[i].text, 1, &err), OK);
		assert_memory_equal(one.data, setup, sizeof setup);
		assert_string_equal(one.data + sizeof setup, cases[i].bytes);
		str_clear(&one);
	}
	assert_int_equal(matrix_bytes(&bytes, "ab\n\f", 3, &err), OK);
	assert_int_equal(bytes.length, sizeof setup + 3 * 5);
	str_reset(&bytes);
	assert_int_equal(matrix_bytes(&bytes, "Ali 漢", 1, &err), ERR_RANGE);
	assert_string_equal(err.detail, "“漢” (U+6F22)");
	assert_int_equal(matrix_bytes(&bytes, "م", 1, &err), ERR_RANGE);
	str_clear(&bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_targets),
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_code_page),
		cmocka_unit_test(test_matrix),
	};

	return cmocka_run_group_tests_name("deliver", tests, NULL, NULL);
}
