/*
 * app/test_session_doctor: the findings of a session: of the desk, of a printer that a program plays, of the card agent, of the
 * journal; what F7 and home show of them.
 */
#include "heard.h"

#include "../../src/app/session_doctor.h"
#include "../store/desk_file.h"
#include "../store/forger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64];
static struct app app;
static struct seal_key *key;
static struct heard heard;
static struct session_doctor *doctor;

/* The printer answers every question with these lines and ends. */
static void
use_printer(const char *says)
{
	char script[160];

	snprintf(script, sizeof script, "%s/print", folder);
	snprintf(app.conf.print_command, sizeof app.conf.print_command, "/bin/sh %s", script);
	assert_code(file_write(script, "cat \"$0.says\"\n", 14, 0700, NULL), OK);
	snprintf(script, sizeof script, "%s/print.says", folder);
	assert_code(file_write(script, says, strlen(says), 0600, NULL), OK);
}

static int
begin(void **state)
{
	const struct listener listener = heard_listener(&heard);

	(void)state;
	heard = (struct heard){0};
	message_set_language(LANGUAGE_TURKISH);
	desk_file_copy(folder, "before", "now");
	app.store = desk_file_open(folder, "now", &key);
	copy_text(app.conf.print_to, sizeof app.conf.print_to, "cups:Masa");
	copy_text(app.conf.card_command, sizeof app.conf.card_command, "/bin/sh");
	use_printer("printer name=Masa state=idle text=\n");
	doctor = session_doctor_new(&app, &listener);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	session_doctor_free(&doctor);
	store_close(&app.store);
	seal_key_free(&key);
	return 0;
}

static void
turn(void *context)
{
	(void)context;
	session_doctor_turn(doctor);
}

static bool
is_answered(void *context)
{
	(void)context;
	return !session_doctor_is_asking(doctor);
}

static void
wait_printer(void)
{
	program_wait(turn, is_answered, NULL, "the printer's answer");
	heard.count = 0;
}

/* The row of F7 whose sentence has these words; NULL: none. Valid until the next call. */
static const struct ui_finding *
row(const char *words)
{
	static struct ui_finding rows[UI_FINDINGS_MAX];
	int count = session_doctor_rows(doctor, rows, UI_FINDINGS_MAX);

	for (int i = 0; i < count; i++)
		if (strstr(rows[i].sentence, words) != NULL)
			return &rows[i];
	return NULL;
}

static int
count_rows(void)
{
	struct ui_finding rows[UI_FINDINGS_MAX];

	return session_doctor_rows(doctor, rows, UI_FINDINGS_MAX);
}

static struct doctor_finding
finding(enum doctor_source source, enum verdict_level level, const char *sentence)
{
	struct doctor_finding made = {.source = source, .level = level};

	copy_text(made.sentence, sizeof made.sentence, sentence);
	return made;
}

static void
test_first_look(void **state)
{
	(void)state;
	assert_null(session_doctor_helper(doctor));
	assert_int_equal(count_rows(), 0);
	session_doctor_turn(doctor); /* the first turn looks and asks */
	assert_true(session_doctor_is_asking(doctor));
	assert_non_null(session_doctor_helper(doctor));
	assert_heard(&heard, "findings");
	assert_int_equal(heard.count, 0);
	assert_true(count_rows() > 5);
	assert_level(session_doctor_printer(doctor), VERDICT_NOT_CHECKED); /* it has not answered */
	wait_printer();
	assert_level(session_doctor_printer(doctor), VERDICT_PASS);
	assert_level(row("hazır: Masa")->level, VERDICT_PASS);
	session_doctor_turn(doctor); /* and not at every turn */
	assert_heard(&heard, "");
	assert_false(session_doctor_is_asking(doctor));
}

static void
test_printer(void **state)
{
	int rows;

	(void)state;
	use_printer("printer name=Masa state=stopped text=\n");
	session_doctor_turn(doctor);
	wait_printer();
	rows = count_rows();
	assert_level(row("Yazıcı durdurulmuş")->level, VERDICT_WARN);
	assert_level(session_doctor_printer(doctor), VERDICT_WARN); /* home says what F7 says */
	use_printer("printer name=Masa state=idle text=\n");
	session_doctor_start(doctor);
	assert_non_null(row("Yazıcı durdurulmuş")); /* until the new answer is there */
	wait_printer();
	assert_null(row("Yazıcı durdurulmuş"));
	assert_non_null(row("hazır: Masa"));
	assert_int_equal(count_rows(), rows + 1); /* and the journal's, which was looked at when asked for */
	use_printer("");                          /* ends without a word */
	session_doctor_start(doctor);
	wait_printer();
	assert_null(row("hazır: Masa"));
	assert_non_null(row("/bin/sh"));
	copy_text(app.conf.print_command, sizeof app.conf.print_command, "/nonexistent/teslim-print");
	session_doctor_start(doctor);
	assert_false(session_doctor_is_asking(doctor));
	assert_level(row("/nonexistent/teslim-print")->level, VERDICT_REFUSE);
}

static void
test_reader(void **state)
{
	struct doctor_finding down = finding(DOCTOR_READER, VERDICT_REFUSE, "Hizmet yok."),
			      answer = finding(DOCTOR_ANSWER, VERDICT_WARN, "Zayıf.");
	struct ui_status status = {0};

	(void)state;
	session_doctor_reader(doctor, &down);
	session_doctor_status(doctor, &status);
	assert_string_equal(status.no_card.sentence, "Hizmet yok.");
	assert_string_equal(status.worst.sentence, "Hizmet yok.");
	session_doctor_reader(doctor, &down); /* the same again is not a second one */
	assert_int_equal(count_rows(), 1);
	session_doctor_answer(doctor, &answer);
	assert_int_equal(count_rows(), 1); /* what was answered says more, and all of it */
	assert_non_null(row("Zayıf."));
	session_doctor_status(doctor, &status);
	assert_string_equal(status.no_card.sentence, "Hizmet yok."); /* but keeps no card from being read */
	session_doctor_reader(doctor, NULL);
	session_doctor_status(doctor, &status);
	assert_level(status.no_card.level, VERDICT_PASS);
	assert_int_equal(count_rows(), 0); /* the answer was about what is no longer so */
}

/* Two have seen the same, and the worst comes first. */
static void
test_rows(void **state)
{
	struct doctor_finding first = finding(DOCTOR_ANSWER, VERDICT_WARN, "Bir."),
			      again = finding(DOCTOR_ANSWER, VERDICT_WARN, "Bir.");
	struct doctor_finding worst = finding(DOCTOR_ANSWER, VERDICT_REFUSE, "İki."),
			      other = finding(DOCTOR_ANSWER, VERDICT_WARN, "Bir.");
	struct ui_finding rows[UI_FINDINGS_MAX];

	(void)state;
	copy_text(other.what, sizeof other.what, "başka");
	session_doctor_answer(doctor, &first);
	session_doctor_answer(doctor, &again);
	session_doctor_answer(doctor, &worst);
	session_doctor_answer(doctor, &other);
	assert_int_equal(session_doctor_rows(doctor, rows, UI_FINDINGS_MAX), 3);
	assert_string_equal(rows[0].sentence, "İki.");
	assert_string_equal(rows[1].sentence, "Bir.");
	assert_string_equal(rows[2].what, "başka");
	assert_int_equal(session_doctor_rows(doctor, rows, 2), 2);
}

static void
test_journal(void **state)
{
	struct err err = {0};

	(void)state;
	assert_null(session_doctor_journal(doctor));
	assert_code(session_doctor_verify(doctor, &err), OK);
	assert_true(session_doctor_journal(doctor)->whole);
	assert_int_equal(count_rows(), 1);
	assert_true(forger_sql_unguarded(folder, "now", "UPDATE journal SET body = 'x' WHERE seq = 3"));
	assert_code(session_doctor_verify(doctor, &err), OK);
	assert_false(session_doctor_journal(doctor)->whole);
	assert_int_equal(session_doctor_journal(doctor)->bad_seq, 3);
	assert_int_equal(count_rows(), 1);
	session_doctor_start(doctor);
	assert_true(count_rows() > 5);
	assert_true(forger_sql_unguarded(folder, "now", "ALTER TABLE journal RENAME TO gone; UPDATE applicant SET unit = 'x'"));
	assert_true(session_doctor_verify(doctor, &err) != OK);
	assert_null(session_doctor_journal(doctor)); /* what cannot be looked at counts as not checked, neither whole nor broken */
}

static void
test_language(void **state)
{
	struct doctor_finding answer = finding(DOCTOR_ANSWER, VERDICT_WARN, "Zayıf.");
	struct err err = {0};

	(void)state;
	session_doctor_turn(doctor);
	wait_printer();
	assert_code(session_doctor_verify(doctor, &err), OK);
	session_doctor_answer(doctor, &answer);
	message_set_language(LANGUAGE_ENGLISH);
	session_doctor_language(doctor);
	assert_null(row("Zayıf.")); /* its words come anew when it is asked again */
	wait_printer();
	assert_null(row("hazır: Masa"));
	assert_non_null(row("ready: Masa"));
	assert_null(row("sağlam"));
	assert_level(row("entries")->level, VERDICT_PASS); /* the journal's, from the check that was made before */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_first_look, begin, end),
		cmocka_unit_test_setup_teardown(test_printer, begin, end),
		cmocka_unit_test_setup_teardown(test_reader, begin, end),
		cmocka_unit_test_setup_teardown(test_rows, begin, end),
		cmocka_unit_test_setup_teardown(test_journal, begin, end),
		cmocka_unit_test_setup_teardown(test_language, begin, end),
	};
	int failed;

	heard_open_desk(&app, folder);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	heard_close(&app, folder);
	return failed;
}
