/*
 * Tests of the room `base`: strings, encodings, the clock, files. Files are written to a folder of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "teslim/base.h"
#include "teslim/message.h"

static void
test_string_grows(void **state)
{
	struct str str = {0};

	(void)state;
	assert_string_equal(str_text(&str), "");
	for (int i = 0; i < 1000; i++)
		str_printf(&str, "%d,", i);
	assert_int_equal(str.length, 3890);
	assert_string_equal(str_text(&str) + 3886, "999,");
	str_reset(&str);
	str_add_json(&str, "a\"\\\n\x01ş");
	assert_string_equal(str_text(&str), "\"a\\\"\\\\\\u000a\\u0001ş\"");
	str_clear(&str);
}

static void
test_copy_cuts_between_letters(void **state)
{
	char out[6];

	(void)state;
	assert_true(copy_text(out, sizeof out, "abcde"));
	assert_false(copy_text(out, sizeof out, "abcdş"));
	assert_string_equal(out, "abcd");
	assert_false(copy_text(out, sizeof out, "şşşş"));
	assert_string_equal(out, "şş");
}

static void
test_base64_vectors(void **state)
{
	/* RFC 4648 section 10 */
	static const char *const vectors[][2] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="},
		{"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
	static const char *const wrong[] = {"Zg=", "Zg", "Z===", "Zm9v\n", "Zh==", "Zm9=", "Zm 9", "====", "Zg==Zg=="};
	uint8_t out[16];
	size_t length;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(vectors); i++) {
		struct str text = {0};
		base64_encode(&text, vectors[i][0], strlen(vectors[i][0]));
		assert_string_equal(str_text(&text), vectors[i][1]);
		assert_true(base64_decode(out, sizeof out, &length, vectors[i][1], strlen(vectors[i][1])));
		assert_int_equal(length, strlen(vectors[i][0]));
		assert_memory_equal(out, vectors[i][0], length);
		str_clear(&text);
	}
	for (size_t i = 0; i < ARRAY_LENGTH(wrong); i++)
		assert_false(base64_decode(out, sizeof out, &length, wrong[i], strlen(wrong[i])));
	assert_false(base64_decode(out, 2, &length, "Zm9v", 4));
}

static void
test_percent(void **state)
{
	static const char text[] = "a b%\tİ\x7F";
	static const char *const encoded[] = {"a b%25%09İ%7F", "a%20b%25%09İ%7F", "a%20b%25%09%C4%B0%7F"};
	static const char *const wrong[] = {"%", "%2", "a%2", "%zz", "%2g", "%00", "%2f", "%C", "a%%"};
	struct str out = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(encoded); i++) {
		str_reset(&out);
		percent_encode(&out, text, (enum percent_plain)i);
		assert_string_equal(str_text(&out), encoded[i]);
		str_reset(&out);
		assert_true(percent_decode(&out, encoded[i], strlen(encoded[i])));
		assert_string_equal(str_text(&out), text);
	}
	for (size_t i = 0; i < ARRAY_LENGTH(wrong); i++) {
		if (percent_decode(&out, wrong[i], strlen(wrong[i])))
			fail_msg("taken: %s", wrong[i]);
		assert_string_equal(str_text(&out), text);
	}
	assert_false(percent_decode(&out, "a%20", 3)); /* not beyond the length given */
	assert_false(percent_decode(&out, "a\0b", 3));
	str_clear(&out);
}

static void
test_hex(void **state)
{
	char text[9];
	uint8_t bytes[4];

	(void)state;
	hex_encode(text, "\x00\x7f\x80\xff", 4);
	assert_string_equal(text, "007f80ff");
	assert_true(hex_decode(bytes, 4, "007F80ff"));
	assert_memory_equal(bytes, "\x00\x7f\x80\xff", 4);
	assert_false(hex_decode(bytes, 4, "007f80f"));
	assert_false(hex_decode(bytes, 4, "007f80fg"));
}

static void
test_clock_round_trip(void **state)
{
	char text[CLOCK_TEXT];
	int64_t time = 0;

	(void)state;
	clock_set_offset(180);
	assert_true(clock_parse(&time, "2026-11-23T14:05:00+03:00"));
	assert_int_equal(time, 1795431900);
	clock_iso(text, time);
	assert_string_equal(text, "2026-11-23T14:05:00+03:00");
	clock_minute(text, time);
	assert_string_equal(text, "23.11.2026 14:05");
	clock_hour(text, time);
	assert_string_equal(text, "14:05");
	assert_int_equal(clock_civil(time).weekday, 0);
	for (int64_t t = -86400LL * 40000; t < 86400LL * 60000; t += 86400 * 7 + 12345) {
		struct civil civil = clock_civil(t);
		assert_int_equal(clock_from_civil(&civil), t);
	}
	assert_true(clock_parse(&time, "2026-11-23T11:05:00Z"));
	assert_int_equal(time, 1795431900);
	assert_true(clock_parse(&time, "2026-11-23"));
	clock_date(text, time);
	assert_string_equal(text, "23.11.2026");
	/* What is no time at all is shown as the first or last day there is. */
	clock_date(text, INT64_MAX);
	assert_string_equal(text, "31.12.9999");
	clock_date(text, INT64_MIN);
	assert_string_equal(text, "02.01.0001");
}

static void
test_clock_refuses(void **state)
{
	static const char *const wrong[] = {"", "2026", "2026-13-01", "2026-00-01", "2026-01-32", "2026-01-01T25:00",
		"2026-01-01T10", "2026-01-01T10:00:00+3", "2026-01-01T10:00:00+15:00", "2026-01-01x", "2026-01-01T10:00:00Zz"};
	int64_t time;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(wrong); i++)
		assert_false(clock_parse(&time, wrong[i]));
}

static void
test_files(void **state)
{
	char folder[] = "/tmp/teslim-base-XXXXXX";
	char path[64], none[64];
	struct err err = {0};
	struct stat status;
	char *bytes;
	size_t length;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/file", folder);
	snprintf(none, sizeof none, "%s/none/file", folder);
	assert_int_equal(file_write(path, "bir\0iki", 7, 0600, &err), OK);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	assert_int_equal(file_read(path, 7, &bytes, &length, &err), OK);
	assert_int_equal(length, 7);
	assert_memory_equal(bytes, "bir\0iki", 8);
	mem_free(bytes);
	assert_int_equal(file_read(path, 6, &bytes, &length, &err), ERR_LIMIT);
	assert_null(bytes);
	assert_int_equal(file_read(none, 6, &bytes, &length, &err), ERR_NOT_FOUND);
	assert_int_equal(file_write(none, "x", 1, 0600, &err), ERR_NOT_FOUND);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0); /* no temporary file is left */
}

static void
test_every_code_has_words(void **state)
{
	char words[2][256];

	(void)state;
	for (int code = OK; code <= ERR_INTERNAL; code++) {
		struct err err = {.code = (enum code)code};
		copy_text(err.detail, sizeof err.detail, "X7");
		for (int language = 0; language < 2; language++) {
			message_set_language((enum language)language);
			message_err(words[language], sizeof words[language], &err);
			assert_non_null(strstr(words[language], "X7"));
		}
		assert_string_not_equal(words[0], words[1]);
		assert_string_not_equal(err_code_name((enum code)code), "ERR_UNKNOWN");
	}
	message_set_language(LANGUAGE_TURKISH);
}

static void
test_messages_are_whole(void **state)
{
	(void)state;
	for (int message = 1; message < MSG_COUNT; message++) {
		const char *tr = message_text_in(LANGUAGE_TURKISH, (enum message)message);
		const char *en = message_text_in(LANGUAGE_ENGLISH, (enum message)message);
		if (tr[0] == '\0' || en[0] == '\0')
			fail_msg("message %d has no words: \"%s\", \"%s\"", message, tr, en);
	}
}

static void
test_format_cuts_between_letters(void **state)
{
	char out[8];

	(void)state;
	message_format_detail(out, sizeof out, LANGUAGE_TURKISH, MSG_ERR_NOT_FOUND, "x"); /* Bulunamadı: ı is two bytes */
	assert_string_equal(out, "Bulunam");
	for (size_t size = 1; size < 64; size++) {
		char wide[64];
		const char *at = wide;
		message_format_detail(wide, size, LANGUAGE_TURKISH, MSG_ERR_IO, "ışığı");
		while (*at != '\0') { /* every lead byte is followed by its tail */
			size_t need = (unsigned char)*at >= 0xE0 ? 3 : (unsigned char)*at >= 0xC0 ? 2 : 1;
			assert_true(strlen(at) >= need);
			at += need;
		}
	}
}

/* The fact alone, as one says it on the telephone. */
static void
test_plain_words(void **state)
{
	static const struct {
		enum message message;
		const char *plain;
	} cases[] = {
		{MSG_ERR_NOT_FOUND, "Bulunamadı"},                             /* ": %s." goes */
		{MSG_CARD_FAULT_NO_DAEMON, "Kart hizmeti (pcscd) çalışmıyor"}, /* brackets that are closed stay */
		{MSG_CARD_FAULT_UNKNOWN_CARD, "Bu kart tanınmadı; bilinen hiçbir dosya düzeni üzerinde yok"}, /* " (%s)" goes */
		{MSG_ERR_MEMORY, "Bellek yetmedi"},
		{MSG_NONE, ""},
		{MSG_COUNT, ""},
		{(enum message) - 1, ""},
	};
	struct err err = {.code = ERR_FULL, .detail = "/var"};
	char out[200];

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		message_plain(out, sizeof out, LANGUAGE_TURKISH, cases[i].message);
		assert_string_equal(out, cases[i].plain);
	}
	message_plain_err(out, sizeof out, &err);
	assert_string_equal(out, "Diskte yer kalmadı");
	message_plain(out, 5, LANGUAGE_TURKISH, MSG_CARD_FAULT_READER_GONE); /* "Okuyucunun ..." */
	assert_string_equal(out, "Okuy");
}

/* What an option is given must be a number as a whole: "20x" is a mistake that the program would otherwise guess at. */
static void
test_numbers(void **state)
{
	static const char *const wrong[] = {"", "x", "20x", "20 ", " 20", "+20", "2 0", "-", "--2", "0x10", "1e3", "20.5", "61",
		"0", "-1", "9223372036854775808", "00000000000000000020"};
	int64_t number = 7;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(wrong); i++)
		assert_false(number_parse(&number, wrong[i], 1, 60));
	assert_int_equal(number, 7);
	assert_true(number_parse(&number, "60", 1, 60) && number == 60);
	assert_true(number_parse(&number, "1", 1, 60) && number == 1);
	assert_true(number_parse(&number, "007", 1, 60) && number == 7);
	assert_true(number_parse(&number, "-15", -20, 60) && number == -15);
	assert_true(number_parse(&number, "999999999999999999", 0, INT64_MAX) && number == INT64_C(999999999999999999));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_string_grows),
		cmocka_unit_test(test_copy_cuts_between_letters),
		cmocka_unit_test(test_base64_vectors),
		cmocka_unit_test(test_hex),
		cmocka_unit_test(test_percent),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_clock_round_trip),
		cmocka_unit_test(test_clock_refuses),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_every_code_has_words),
		cmocka_unit_test(test_messages_are_whole),
		cmocka_unit_test(test_format_cuts_between_letters),
		cmocka_unit_test(test_plain_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
