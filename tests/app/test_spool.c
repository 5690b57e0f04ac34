/*
 * app/test_spool: papers on their way to a program that plays teslim-print: one that prints, fails, says nothing, floods or is
 * not there. What becomes of them is looked up in the database.
 */
#include "heard.h"

#include "../../src/app/spool.h"
#include "../store/desk_file.h"
#include "../store/forger.h"

#include "teslim/ui.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64], sentence[UI_SENTENCE];
static struct app app;
static struct seal_key *key;
static struct login *login;
static struct heard heard;
static struct spool *spool;
static struct program program;

/* Says at once what the test laid down, keeps what it was given, and ends. */
static void
use_printer(const char *says)
{
	char script[160];
	struct err err = {0};

	snprintf(script, sizeof script, "%s/print", folder);
	snprintf(app.conf.print_command, sizeof app.conf.print_command, "/bin/sh %s", script);
	assert_code(file_write(script, "cat >>\"$0.papers\"; cat \"$0.says\"\n", 34, 0700, &err), OK);
	snprintf(script, sizeof script, "%s/print.says", folder);
	assert_code(file_write(script, says, strlen(says), 0600, &err), OK);
}

/* How often a word stands in what was given to the printer. */
static int
printed(const char *word)
{
	char path[160], *text = NULL;
	size_t length = 0;
	int count = 0;

	snprintf(path, sizeof path, "%s/print.papers", folder);
	if (file_read(path, 1 << 20, &text, &length, NULL) == OK)
		for (const char *at = strstr(text, word); at != NULL; at = strstr(at + 1, word))
			count++;
	mem_free(text);
	return count;
}

static int
begin(void **state)
{
	const struct listener listener = heard_listener(&heard);
	char papers[160];

	(void)state;
	heard = (struct heard){0};
	snprintf(papers, sizeof papers, "%s/print.papers", folder);
	unlink(papers);
	desk_file_copy(folder, "before", "now");
	app.store = desk_file_open(folder, "now", &key);
	login = login_new(&app, clock_monotonic_ms);
	login_take(login, &desk_file_officer);
	copy_text(app.conf.print_to, sizeof app.conf.print_to, "file:/nonexistent");
	copy_text(app.conf.print_format, sizeof app.conf.print_format, "pdf");
	copy_text(app.conf.print_font, sizeof app.conf.print_font, "sans");
	app.conf.print_copies = 1;
	spool = spool_new(&app, login, &listener);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	spool_free(&spool);
	assert_null(spool);
	spool_free(&spool);
	login_free(&login);
	store_close(&app.store);
	seal_key_free(&key);
	return 0;
}

static void
turn(void *context)
{
	(void)context;
	spool_turn(spool);
}

static bool
is_idle(void *context)
{
	(void)context;
	return spool_helper(spool) == NULL;
}

static void
wait_idle(void)
{
	program_wait(turn, is_idle, NULL, "the end of the printing");
}

static bool
is_heard(void *context)
{
	(void)context;
	return heard.count > 0;
}

/* The program that prints as long as the test wants says that it is done, and ends. */
static void
end_slow(void)
{
	program_say(&program, "done");
	program_wait(turn, is_heard, NULL, "the end of the first paper");
	close(program.fd);
	program.fd = -1;
}

static struct store_print
row(size_t index)
{
	struct store_print rows[8] = {{0}};
	size_t count = 0;

	assert_code(store_list_prints(app.store, true, 0, rows, ARRAY_LENGTH(rows), &count, NULL), OK);
	return index < count ? rows[index] : (struct store_print){0};
}

static const char *
state_name(size_t index)
{
	static const char *const names[] = {[STORE_PRINT_WAITING] = "waiting",
		[STORE_PRINT_SENDING] = "sending",
		[STORE_PRINT_SENT] = "sent",
		[STORE_PRINT_DONE] = "done",
		[STORE_PRINT_FAILED] = "failed"};

	return names[row(index).state];
}

#define assert_row(index, name) assert_string_equal(state_name(index), name)

static enum paper_state
paper_of(int64_t handover)
{
	struct handover found = {0};

	assert_code(store_find_handover(app.store, handover, &found, NULL), OK);
	return found.paper;
}

static void
add_handover(int applicant)
{
	struct handover draft, stored;
	struct err err = {0};

	desk_file_draft(&draft, applicant);
	assert_code(store_commit_handover(app.store, &draft, &desk_file_officer, &stored, &err), OK);
	assert_int_equal(stored.id, applicant);
}

static void
test_good(void **state)
{
	(void)state;
	use_printer("rendered pages=1 bytes=5\nqueued job=Masa-7 to=x\nstate value=pending\ndone job=Masa-7\n");
	assert_true(spool_add(spool, 1, sentence));
	assert_non_null(spool_helper(spool));
	assert_heard(&heard, ""); /* nothing counts before the program has said it */
	wait_idle();
	assert_paper(heard.list[0].paper, PAPER_SENT);
	assert_int_equal(heard.list[0].handover_id, 1);
	assert_string_equal(heard.list[0].text, "");
	assert_heard(&heard, "paper");
	assert_false(spool_has_trouble(spool));
	assert_row(0, "sent");
	assert_string_equal(row(0).job, "Masa-7");
	assert_paper(paper_of(1), PAPER_SENT);
	assert_true(printed("A-0001") > 0); /* the record itself went there */
}

static void
fails(const char *says, const char *expected)
{
	use_printer(says);
	assert_true(spool_add(spool, 1, sentence));
	wait_idle();
	assert_paper(heard.list[0].paper, PAPER_WAITING);
	assert_string_equal(heard.list[0].text, expected);
	assert_heard(&heard, "paper");
	assert_true(spool_has_trouble(spool));
	assert_row(0, "failed");
	assert_string_equal(row(0).fault, expected);
	assert_paper(paper_of(1), PAPER_WAITING);
}

static void
test_fails(void **state)
{
	(void)state;
	fails("queued job=7 to=x\nfault code=unreachable text=Yaz%C4%B1c%C4%B1ya%20ula%C5%9F%C4%B1lam%C4%B1yor.\n",
		"Yazıcıya ulaşılamıyor.");
	fails("fault code=io\n", message_text(MSG_APP_PRINT_LOST));
	fails("fault code=io text=\n", message_text(MSG_APP_PRINT_LOST)); /* a failure without a sentence gets ours */
	fails("", message_text(MSG_APP_PRINT_LOST));
	fails("rendered pages=1\nnonsense\n", message_text(MSG_APP_PRINT_LOST));
	use_printer("done\n");
	assert_true(spool_add(spool, 1, sentence)); /* and the same paper again, with the printer mended */
	wait_idle();
	assert_false(spool_has_trouble(spool));
	assert_paper(paper_of(1), PAPER_SENT);
}

static void
test_flood(void **state)
{
	struct str says = {0};

	(void)state;
	for (int i = 0; i < 1001; i++)
		str_add(&says, "!!\n");
	fails(str_text(&says), message_text(MSG_APP_PRINT_FLOOD));
	str_clear(&says);
}

/* Two words after another about one print: the first one counts. */
static void
test_said_twice(void **state)
{
	(void)state;
	use_printer("done\nfault code=io text=x\n");
	assert_true(spool_add(spool, 1, sentence));
	wait_idle();
	assert_heard(&heard, "paper");
	assert_paper(paper_of(1), PAPER_SENT);
}

/* One that cannot be begun fails at once, and the next has its turn. */
static void
test_not_there(void **state)
{
	(void)state;
	add_handover(2);
	use_printer("done\n");
	program_make(&program, folder, "slow", app.conf.print_command, sizeof app.conf.print_command);
	assert_true(spool_add(spool, 1, sentence)); /* is being sent */
	copy_text(app.conf.print_command, sizeof app.conf.print_command, "/nonexistent/teslim-print");
	assert_true(spool_add(spool, 2, sentence)); /* has to wait */
	assert_row(1, "waiting");
	end_slow();
	wait_idle();
	assert_heard(&heard, "paper, paper");
	assert_paper(heard.list[0].paper, PAPER_SENT);
	assert_int_equal(heard.list[1].handover_id, 2);
	assert_paper(heard.list[1].paper, PAPER_WAITING);
	assert_true(heard.list[1].text[0] != '\0');
	assert_row(1, "failed");
	program_remove(&program);
}

static void
test_one_at_a_time(void **state)
{
	(void)state;
	add_handover(2);
	use_printer("done\n");
	program_make(&program, folder, "slow", app.conf.print_command, sizeof app.conf.print_command);
	assert_true(spool_add(spool, 1, sentence));
	assert_true(spool_add(spool, 1, sentence)); /* it is being printed: no second one */
	assert_true(spool_add(spool, 2, sentence));
	assert_row(0, "sending");
	assert_int_equal(row(1).handover_id, 2);
	assert_int_equal(row(2).id, 0);
	use_printer("done\n");
	end_slow();
	wait_idle();
	assert_heard(&heard, "paper, paper");
	assert_row(0, "sent");
	assert_row(1, "sent");
	assert_int_equal(row(1).attempts, 1);
	program_remove(&program);
}

/* What waits from before is sent when somebody logs in. */
static void
test_next(void **state)
{
	(void)state;
	use_printer("done\n");
	assert_true(forger_sql(folder, "now",
		"INSERT INTO print (id, handover_id, title, destination, state, "
		"attempts, created, changed, job, fault, document) VALUES (9, NULL, 'x', 'x', 'waiting', 0, 5, 5, '', '', 'x')"));
	spool_next(spool);
	assert_non_null(spool_helper(spool));
	spool_next(spool); /* not while one is being sent */
	wait_idle();
	assert_row(0, "sent");
	assert_int_equal(row(0).attempts, 1);
	spool_next(spool);
	assert_null(spool_helper(spool));
}

/* With nobody logged in nothing is put into the queue, but what a printer says is written. */
static void
test_nobody(void **state)
{
	(void)state;
	use_printer("done\n");
	assert_true(spool_add(spool, 1, sentence));
	login_leave(login, NULL);
	wait_idle();
	assert_paper(paper_of(1), PAPER_SENT);
	sentence[0] = '\0';
	assert_false(spool_add(spool, 1, sentence));
	assert_true(sentence[0] != '\0');
	assert_null(spool_helper(spool));
	assert_int_equal(row(1).id, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_good, begin, end),
		cmocka_unit_test_setup_teardown(test_fails, begin, end),
		cmocka_unit_test_setup_teardown(test_flood, begin, end),
		cmocka_unit_test_setup_teardown(test_said_twice, begin, end),
		cmocka_unit_test_setup_teardown(test_not_there, begin, end),
		cmocka_unit_test_setup_teardown(test_one_at_a_time, begin, end),
		cmocka_unit_test_setup_teardown(test_next, begin, end),
		cmocka_unit_test_setup_teardown(test_nobody, begin, end),
	};
	int failed;

	heard_open_desk(&app, folder);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	heard_close(&app, folder);
	return failed;
}
