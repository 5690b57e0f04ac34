/*
 * Tests of the room `helper`: the line grammar with hostile lines, and the client with real processes that answer,
 * die, hang, flood and speak nonsense.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../src/helper/limit.h"
#include "../../src/helper/reader.h"

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
	static const char *const wrong[] = {"", " ", "Fault", "fault  a=1", "fault a", "fault =1", "fault a=1  b=2", "fault a=%",
		"fault a=%4", "fault a=%zz", "fault a=%00", "fault a=%c5", "fault a=\x01", "fault a=ş", "fault a=1 ", "fault\ta=1",
		"fault a=1 B=2", "abcdefghijklmnopqrstuvwxyzabcdefgh a=1", "fault abcdefghijklmnopqrstuvwxyzabcdefgh=1"};
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
	char status[8], reason[8], wait[8];
	pid_t child;
};

static bool
is_running(pid_t pid)
{
	char path[64], state = '\0';
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	file = fopen(path, "r");
	if (file == NULL)
		return false;
	if (fscanf(file, "%*d %*s %c", &state) != 1)
		state = '\0';
	fclose(file);
	return state != 'Z' && state != '\0';
}

static void
on_line(void *context, const struct line *line)
{
	struct seen *seen = context;

	if (strcmp(line->word, "helper-gone") == 0) {
		seen->gone++;
		copy_text(seen->status, sizeof seen->status, line_value(line, "status"));
		copy_text(seen->reason, sizeof seen->reason, line_value(line, "reason"));
		copy_text(seen->wait, sizeof seen->wait, line_value(line, "wait"));
		return;
	}
	if (strcmp(line->word, "child") == 0)
		seen->child = (pid_t)line_number(line, "pid", 1, INT_MAX, 0);
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
		struct pollfd fds[2] = {
			{.fd = helper_fd(helper), .events = POLLIN}, {.fd = helper_write_fd(helper), .events = POLLOUT}};
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
		"sh -c 'printf \"ONE\\n\\001\\n\\000x\\nhelper-gone\\n\"; head -c 600000 /dev/zero | tr \"\\0\" a; echo; echo good a=1'",
		false);
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
#ifndef TESLIM_EMULATED /* there vfork is a fork, and posix_spawn cannot know that no program was started */
	assert_int_equal(helper_start(helper, &err), ERR_NOT_FOUND);
	assert_int_equal(helper_state(helper), HELPER_FAILED);
#endif
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

/* ---- a helper that says too much */

static char log_path[64];

static void
begin_log(void)
{
	int fd;

	copy_text(log_path, sizeof log_path, "/tmp/teslim-helper-XXXXXX");
	fd = mkstemp(log_path);
	assert_true(fd >= 0);
	close(fd);
	assert_true(log_open(log_path));
}

static off_t
end_log(char **text)
{
	struct stat now;
	struct err err = {0};
	size_t length;

	assert_true(log_open(NULL));
	assert_int_equal(stat(log_path, &now), 0);
	if (text != NULL && now.st_size < 1 << 20)
		assert_int_equal(file_read(log_path, 1 << 20, text, &length, &err), OK);
	unlink(log_path);
	return now.st_size;
}

/* Lets it flood until it is stopped; the log must stay small, and it comes back only after a growing pause. */
static void
assert_flood_is_stopped(const char *command)
{
	struct helper *helper = helper_new("mad", command, true);
	struct seen seen = {0};
	struct err err = {0};
	char *text = NULL;
	off_t size;

	begin_log();
	assert_int_equal(helper_start(helper, &err), OK);
	turn(helper, &seen, 0, 1, 20000);
	size = end_log(&text);
	assert_int_equal(seen.gone, 1);
	assert_string_equal(seen.reason, "flood");
	assert_int_equal(helper_state(helper), HELPER_WAITING);
	assert_in_range(helper_timeout(helper), 3000, 5000);
	assert_string_equal(seen.wait, "5");
	assert_in_range(size, 1, 64 * 1024);
	assert_non_null(strstr(text, "helper mad floods"));
	helper_free(&helper);
	mem_free(text);
}

static void
test_flood_of_malformed_lines(void **state)
{
	(void)state;
	assert_flood_is_stopped("yes MALFORMED");
}

static void
test_flood_without_line_ends(void **state)
{
	(void)state;
	assert_flood_is_stopped("cat /dev/zero");
}

static void
test_flood_on_standard_error(void **state)
{
	(void)state;
	assert_flood_is_stopped("sh -c 'yes \"what a long story this is, and nobody listens\" >&2'");
}

static void
test_flood_of_lines_that_mean_something(void **state)
{
	(void)state;
	assert_flood_is_stopped("yes progress read=1 total=2");
}

/* What it started goes with it: a shell's child would flood on for ever. */
static void
test_flood_ends_with_its_children(void **state)
{
	struct helper *helper = helper_new("mad", "sh -c 'sleep 300 & echo child pid=$!; yes BAD; true'", true);
	struct seen seen = {0};
	struct err err = {0};

	(void)state;
	begin_log();
	assert_int_equal(helper_start(helper, &err), OK);
	turn(helper, &seen, 1, 1, 20000);
	end_log(NULL);
	assert_true(seen.child > 1);
	/* A child of init's now; somebody must reap it, which is not for us to wait for: a zombie is as good as gone. */
	for (int i = 0; i < 200 && is_running(seen.child); i++)
		poll(NULL, 0, 10);
	assert_false(is_running(seen.child));
	helper_free(&helper);
}

static void
test_pauses_grow(void **state)
{
	struct helper *helper = helper_new("mad", "yes BAD", true);
	static const int pauses[] = {5000, 15000};
	struct err err = {0};

	(void)state;
	begin_log();
	for (size_t i = 0; i < ARRAY_LENGTH(pauses); i++) {
		struct seen seen = {0};
		assert_int_equal(helper_start(helper, &err), OK);
		turn(helper, &seen, 0, 1, 20000);
		assert_in_range(helper_timeout(helper), pauses[i] - 2000, pauses[i]);
	}
	assert_in_range(end_log(NULL), 1, 64 * 1024);
	helper_free(&helper);
}

/* The last words of a helper are what explains its end. */
static void
test_last_words_are_logged(void **state)
{
	struct helper *helper = helper_new("ssh", "sh -c 'echo Connection refused >&2; exit 255'", false);
	struct seen seen = {0};
	struct err err = {0};
	char *text = NULL;

	(void)state;
	begin_log();
	assert_int_equal(helper_start(helper, &err), OK);
	turn(helper, &seen, 0, 1, 5000);
	end_log(&text);
	assert_string_equal(seen.reason, "exit");
	assert_string_equal(seen.wait, "0");
	assert_non_null(strstr(text, "helper ssh: Connection refused\n"));
	helper_free(&helper);
	mem_free(text);
}

/* ---- the limits by themselves, with times of our own */

static void
test_ration(void **state)
{
	struct log_ration ration = {0};
	int logged = 0, held = 0;
	int64_t now = 1000;

	(void)state;
	for (int i = 0; i < 1000; i++)
		*(ration_take(&ration, 100, now) == RATION_HOLD ? &held : &logged) += 1;
	assert_int_equal(logged, RATION_LINES);
	assert_int_equal(ration.held_back, held);
	assert_int_equal(ration_take(&ration, 100, now + RATION_LINE_MS - 1), RATION_HOLD);
	assert_int_equal(ration_take(&ration, 100, now + RATION_LINE_MS), RATION_LOG);
	assert_int_equal(ration_take(&ration, 100, now + RATION_LINE_MS), RATION_HOLD);
	/* A whole day of complaining at that rate: what is logged stays below the whole ration. */
	ration = (struct log_ration){0};
	logged = 0;
	for (now = 0; now < 86400000; now += 100) {
		enum ration answer = ration_take(&ration, 250, now);
		logged += answer != RATION_HOLD;
		if (answer == RATION_LAST)
			assert_in_range(logged * 250, RATION_BYTES, RATION_BYTES + 250);
	}
	assert_true(ration.exhausted);
	assert_in_range(logged, RATION_BYTES / 250, RATION_BYTES / 250 + 1);
}

static void
test_what_is_a_flood(void **state)
{
	static const struct {
		struct flood_counts each; /* in every second */
		bool flood;
	} cases[] = {{{.lines = 1000}, false}, {{.lines = 20000}, true}, {{.bad_lines = 50}, false}, {{.bad_lines = 200}, true},
		{{.bad_bytes = 100000}, false}, {{.bad_bytes = 1000000}, true}, {{.error_bytes = 20000}, false},
		{{.error_bytes = 60000}, true}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct flood_watch watch = {0};
		struct flood_counts counts = {0};
		bool flood = false;
		flood_begin(&watch, &counts, 0);
		for (int64_t now = 0; now < 60000; now += 1000) {
			counts.lines += cases[i].each.lines;
			counts.bad_lines += cases[i].each.bad_lines;
			counts.bad_bytes += cases[i].each.bad_bytes;
			counts.error_bytes += cases[i].each.error_bytes;
			flood = flood || flood_is_on(&watch, &counts, now);
		}
		if (flood != cases[i].flood)
			fail_msg("case %zu: %s", i, flood ? "is taken for a flood" : "is borne");
	}
}

/* Lines come out the same however their bytes are cut. */
static void
count_line(void *context, const struct line *line)
{
	str_add((struct str *)context, line->word);
	str_add_char(context, ';');
}

static void
count_bad(void *context, const char *what)
{
	(void)what;
	str_add((struct str *)context, "bad;");
}

static void
test_lines_however_they_are_cut(void **state)
{
	static const char bytes[] = "one a=1\nBAD\n\0x\ntwo\nthree b=%C5%9F\nunfinished";

	(void)state;
	for (size_t piece = 1; piece < sizeof bytes; piece++) {
		struct line_reader reader = {0};
		struct str heard = {0};
		const struct line_ears ears = {count_line, count_bad, &heard};
		for (size_t at = 0; at < sizeof bytes - 1; at += piece)
			reader_take(&reader, bytes + at, sizeof bytes - 1 - at < piece ? sizeof bytes - 1 - at : piece, &ears);
		assert_string_equal(str_text(&heard), "one;bad;bad;two;three;");
		assert_int_equal(reader.lines, 3);
		assert_int_equal(reader.bad_lines, 2);
		reader_clear(&reader);
		str_clear(&heard);
	}
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
		cmocka_unit_test(test_flood_of_malformed_lines),
		cmocka_unit_test(test_flood_without_line_ends),
		cmocka_unit_test(test_flood_on_standard_error),
		cmocka_unit_test(test_flood_of_lines_that_mean_something),
		cmocka_unit_test(test_flood_ends_with_its_children),
		cmocka_unit_test(test_pauses_grow),
		cmocka_unit_test(test_last_words_are_logged),
		cmocka_unit_test(test_ration),
		cmocka_unit_test(test_what_is_a_flood),
		cmocka_unit_test(test_lines_however_they_are_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
