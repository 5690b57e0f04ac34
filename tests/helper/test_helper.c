/*
 * Tests of the room `helper`: the line grammar with hostile lines, and the client with real processes that answer,
 * die, hang, flood and speak nonsense.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "teslim/helper.h"

static void
test_round_trip(void **state)
{
	struct str out = {0};
	struct line line;
	struct err err = {0};

	(void)state;
	line_begin(&out, "fault");
	line_add(&out, "code", "muted-card");
	line_add(&out, "text", "Kart yanıt vermedi: %100 = \n\"x\"");
	line_add(&out, "empty", "");
	line_add_number(&out, "n", -12);
	line_end(&out);
	assert_null(memchr(out.data, '\n', out.length - 1));
	out.data[out.length - 1] = '\0';
	assert_int_equal(line_parse(&line, out.data, &err), OK);
	assert_string_equal(line.word, "fault");
	assert_int_equal(line.count, 4);
	assert_string_equal(line_value(&line, "text"), "Kart yanıt vermedi: %100 = \n\"x\"");
	assert_string_equal(line_value(&line, "empty"), "");
	assert_int_equal(line_number(&line, "n", -100, 100, 7), -12);
	assert_int_equal(line_number(&line, "n", 0, 100, 7), 7);
	assert_int_equal(line_number(&line, "code", 0, 100, 7), 7);
	assert_null(line_value(&line, "none"));
	str_clear(&out);
}

static void
test_hostile_lines(void **state)
{
	static const char *const wrong[] = {"", " ", "Fault", "fault  a=1", "fault a", "fault =1", "fault a=1  b=2", "fault a=%", "fault a=%4",
		"fault a=%zz", "fault a=%00", "fault a=%c5", "fault a=\x01", "fault a=ş", "fault a=1 ", "fault\ta=1", "fault a=1 B=2",
		"abcdefghijklmnopqrstuvwxyzabcdefgh a=1", "fault abcdefghijklmnopqrstuvwxyzabcdefgh=1"};
	static const char *const right[] = {"fault", "fault ", "fault a=", "fault a= b=", "x-1 a=%C5%9F b=2"};
	struct line line;
	struct err err = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(wrong); i++) {
		char *text = mem_string(wrong[i]);
		if (line_parse(&line, text, &err) == OK)
			print_message("accepted: '%s'\n", wrong[i]);
		assert_int_not_equal(line_parse(&line, strcpy(text, wrong[i]), &err), OK);
		mem_free(text);
	}
	for (size_t i = 0; i < ARRAY_LENGTH(right); i++) {
		char *text = mem_string(right[i]);
		assert_int_equal(line_parse(&line, text, &err), OK);
		mem_free(text);
	}
}

static void
test_too_many_fields(void **state)
{
	struct str out = {0};
	struct line line;
	struct err err = {0};

	(void)state;
	line_begin(&out, "x");
	for (int i = 0; i <= HELPER_FIELDS; i++)
		line_add(&out, "a", "1");
	assert_int_equal(line_parse(&line, out.data, &err), ERR_LIMIT);
	str_clear(&out);
}

/* ---- the client */

struct seen {
	int lines;
	int gone;
	char words[16][HELPER_WORD];
	char status[8];
};

static void
on_line(void *context, const struct line *line)
{
	struct seen *seen = context;

	if (strcmp(line->word, "helper-gone") == 0) {
		seen->gone++;
		copy_text(seen->status, sizeof seen->status, line_value(line, "status"));
		return;
	}
	if (seen->lines < (int)ARRAY_LENGTH(seen->words))
		copy_text(seen->words[seen->lines], HELPER_WORD, line->word);
	seen->lines++;
}

/* Turns the loop until it has seen that many lines and ends, or the time is up. */
static void
turn(struct helper *helper, struct seen *seen, int lines, int gone, int limit_ms)
{
	int64_t end = clock_monotonic_ms() + limit_ms;

	while ((seen->lines < lines || seen->gone < gone) && clock_monotonic_ms() < end) {
		struct pollfd fds[2] = {{.fd = helper_fd(helper), .events = POLLIN}, {.fd = helper_write_fd(helper), .events = POLLOUT}};
		poll(fds, 2, 20);
		helper_flush(helper);
		helper_read(helper, on_line, seen);
		helper_tick(helper);
	}
}

static void
test_talks(void **state)
{
	struct helper *helper = helper_new("echo", "sh -c 'while read l; do echo got a=$l; done; echo bye'", false);
	struct seen seen = {0};
	struct err err = {0};

	(void)state;
	assert_int_equal(helper_start(helper, &err), OK);
	assert_int_equal(helper_send(helper, "one\ntwo\n", 8, &err), OK);
	turn(helper, &seen, 2, 0, 3000);
	assert_int_equal(seen.lines, 2);
	helper_end_input(helper);
	turn(helper, &seen, 3, 1, 3000);
	assert_string_equal(seen.words[2], "bye");
	assert_int_equal(seen.gone, 1);
	assert_int_equal(helper_state(helper), HELPER_STOPPED);
	assert_int_equal(helper_send(helper, "x\n", 2, &err), ERR_GONE);
	helper_free(&helper);
	assert_null(helper);
}

static void
test_nonsense_is_skipped(void **state)
{
	struct helper *helper = helper_new("nonsense",
		"sh -c 'printf \"ONE\\n\\001\\n\\000x\\nhelper-gone\\n\"; head -c 600000 /dev/zero | tr \"\\0\" a; echo; echo good a=1'", false);
	struct seen seen = {0};
	struct err err = {0};

	(void)state;
	assert_int_equal(helper_start(helper, &err), OK);
	turn(helper, &seen, 1, 1, 5000);
	assert_int_equal(seen.lines, 1);
	assert_string_equal(seen.words[0], "good");
	assert_int_equal(seen.gone, 1);
	helper_free(&helper);
}

static void
test_is_restarted(void **state)
{
	struct helper *helper = helper_new("crash", "sh -c 'echo up; kill -9 $$'", true);
	struct seen seen = {0};
	struct err err = {0};

	(void)state;
	assert_int_equal(helper_start(helper, &err), OK);
	turn(helper, &seen, 2, 2, 6000);
	assert_int_equal(seen.lines, 2);
	assert_int_equal(seen.gone, 2);
	assert_string_equal(seen.status, "9");
	assert_int_equal(helper_state(helper), HELPER_WAITING);
	assert_true(helper_timeout(helper) > 0);
	helper_free(&helper);
}

static void
test_cannot_start(void **state)
{
	struct helper *helper = helper_new("none", "/nonexistent/program --x", true);
	struct helper *unclosed = helper_new("quote", "sh -c 'unclosed", true);
	struct err err = {0};

	(void)state;
	assert_int_equal(helper_start(helper, &err), ERR_NOT_FOUND);
	assert_int_equal(helper_state(helper), HELPER_FAILED);
	assert_int_equal(helper_state(unclosed), HELPER_FAILED);
	assert_int_not_equal(helper_start(unclosed, &err), OK);
	helper_free(&helper);
	helper_free(&unclosed);
}

static void
test_never_blocks_and_is_killed(void **state)
{
	struct helper *helper = helper_new("deaf", "sh -c 'trap \"\" TERM; echo up; exec sleep 60'", false);
	char *big = mem_alloc(1 << 20);
	struct seen seen = {0};
	struct err err = {0};
	int64_t began;
	enum code code = OK;

	(void)state;
	memset(big, 'x', 1 << 20);
	assert_int_equal(helper_start(helper, &err), OK);
	turn(helper, &seen, 1, 0, 3000);
	began = clock_monotonic_ms();
	for (int i = 0; i < 6 && code == OK; i++)
		code = helper_send(helper, big, 1 << 20, &err);
	assert_int_equal(code, ERR_LIMIT);
	helper_free(&helper);
	assert_true(clock_monotonic_ms() - began < 2000);
	mem_free(big);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_hostile_lines),
		cmocka_unit_test(test_too_many_fields),
		cmocka_unit_test(test_talks),
		cmocka_unit_test(test_nonsense_is_skipped),
		cmocka_unit_test(test_is_restarted),
		cmocka_unit_test(test_cannot_start),
		cmocka_unit_test(test_never_blocks_and_is_killed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
