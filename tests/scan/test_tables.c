/*
 * Tests of the screens that are tables, in memory, with more rows than any screen is high: all of them can be reached, a paper
 * in hand is found wherever it stands, and a form's Enter that comes faster than hands completes nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../../src/ui/form_view.h"
#include "../../src/ui/table_view.h"
#include "../ui/fake_host.c" /* its state is looked at */
#include "fake_term.h"

enum { HAND_MS = 160, MORE = 500 };

static struct ui *ui;

static void
wait_ms(int64_t ms)
{
	for (; ms >= 0; ms -= 10) {
		ui_read(ui);
		ui_tick(ui);
		ui_paint(ui);
		fake_term_wait(10);
	}
}

static void
press(enum press_kind kind, uint32_t code)
{
	fake_term_push((struct press){.kind = kind, .code = code});
	wait_ms(HAND_MS);
}

static void
type_by_hand(const char *text)
{
	for (; *text != '\0'; text++)
		press(PRESS_CHAR, (unsigned char)*text);
}

static void
scan_in(const char *text)
{
	for (; *text != '\0'; text++)
		fake_term_push((struct press){.kind = PRESS_CHAR, .code = (unsigned char)*text});
	fake_term_push((struct press){.kind = PRESS_ENTER});
	wait_ms(2000);
}

static void
see(const char *text)
{
	if (strstr(fake_term_picture(), text) == NULL)
		fail_msg("\"%s\" is not on the screen:\n%s", text, fake_term_picture());
}

/* Home's row of that name. */
static void
open_row(const char *name)
{
	for (int rows = 0; !fake_term_is_at(name) && rows < 20; rows++)
		press(PRESS_DOWN, 0);
	if (!fake_term_is_at(name))
		fail_msg("home has no row \"%s\":\n%s", name, fake_term_picture());
	press(PRESS_ENTER, 0);
}

static int
begin(void **state)
{
	static const struct ui_options options = {.utf8 = true, .stderr_fd = -1};
	struct err err = {0};

	(void)state;
	message_set_language(LANGUAGE_TURKISH);
	memset(&host, 0, sizeof host);
	host.more_papers = MORE;
	assert_int_equal(ui_open(&ui, fake_host(false), &options, &err), OK);
	fake_host_attach(ui);
	type_by_hand("demo");
	press(PRESS_ENTER, 0);
	type_by_hand("demo");
	press(PRESS_ENTER, 0);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	ui_close(&ui);
	return 0;
}

/* The chosen record, as an act sees it. */
static const struct ui_print_row *
chosen_paper(void)
{
	return table_chosen(&((struct table_screen *)screen_top(ui))->table);
}

static void
a_long_queue_is_whole(void **state)
{
	(void)state;
	open_row("Yazdırma");
	see("2026/A-0042");
	see("/ 503");
	press(PRESS_END, 0);
	see("2026/A-1502");
	assert_string_equal(chosen_paper()->record_number, "2026/A-1502");
	press(PRESS_PAGE_UP, 0);
	press(PRESS_HOME, 0);
	see("2026/A-0042");
}

static void
a_paper_in_hand_is_found_wherever_it_stands(void **state)
{
	(void)state;
	open_row("Yazdırma");
	scan_in("2026/A-1300");
	assert_string_equal(chosen_paper()->record_number, "2026/A-1300");
	see("2026/A-1300");
	scan_in("2026/A-9999");
	assert_string_equal(chosen_paper()->record_number, "2026/A-1300");
}

static const struct form_field fields[] = {
	{"first", MSG_LIST_NAME, FORM_TEXT, .cells = 10},
	{"last", MSG_LIST_UNIT, FORM_TEXT, .required = true, .cells = 10},
};

static void
enter_faster_than_hands_completes_no_form(void **state)
{
	struct form form;

	(void)state;
	form_init(&form, fields, 2);
	ui->quick = true;
	assert_int_equal(form_enter(ui, &form), FORM_TAKEN); /* from field to field it may go */
	assert_int_equal(form.focus, 1);
	form_set(&form, 1, "x");
	assert_int_equal(form_enter(ui, &form), FORM_TAKEN);
	assert_string_equal(ui->notice, tell(SCAN_TOO_QUICK));
	ui->quick = false;
	assert_int_equal(form_enter(ui, &form), FORM_COMPLETE);
}

static void
scans_go_where_the_form_asks_for_them(void **state)
{
	static const struct form_field kinds[] = {
		{"text", MSG_LIST_NAME, FORM_TEXT, .cells = 10},
		{"number", MSG_LIST_NAME, FORM_NUMBER, .cells = 10, .most = 99},
		{"date", MSG_LIST_NAME, FORM_DATE, .cells = 10},
		{"choice", MSG_LIST_NAME, FORM_CHOICE, .cells = 10},
		{"serial", MSG_LIST_NAME, FORM_SERIAL, .cells = 10},
		{"id", MSG_LIST_NAME, FORM_NATIONAL_ID, .cells = 11},
		{"secret", MSG_LIST_NAME, FORM_SECRET, .cells = 10},
	};
	static const enum scan_answer answers[] = {
		ANSWER_TEXT, ANSWER_REFUSED, ANSWER_REFUSED, ANSWER_REFUSED, ANSWER_TAKEN, ANSWER_REFUSED, ANSWER_TYPED};
	struct scan scan = {.kind = SCAN_CODE}, record = {.kind = SCAN_RECORD};
	struct form form;

	(void)state;
	copy_text(scan.text, sizeof scan.text, "KRG-2026-118");
	form_init(&form, kinds, ARRAY_LENGTH(kinds));
	for (size_t i = 0; i < ARRAY_LENGTH(kinds); i++) {
		form.focus = (int)i;
		if (form_scan(ui, &form, &scan) != answers[i])
			fail_msg("a barcode at the field \"%s\"", kinds[i].name);
		assert_int_equal(form_scan(ui, &form, &record), ANSWER_REFUSED);
	}
	assert_string_equal(form.entries[4].edit.text, "KRG-2026-118");
	assert_string_equal(form.entries[0].edit.text, "");
}

/* ---- a register: table, form and act (README's example) */

static void
open_officers(void)
{
	host.administrator = true;
	host.officers = 2;
	host.officer[0] = (struct officer){1, "ali", "Ali Işık", "", OFFICER_ROLE_OFFICER, true, ""};
	host.officer[1] = (struct officer){2, "demo", "Şükrü İğdelioğlu", "", OFFICER_ROLE_ADMINISTRATOR, true, ""};
	ui_refresh(ui);
	wait_ms(0);
	open_row("Yetkililer");
	see("Yetkililer");
	see("Ali Işık");
}

static void
fill_in_veli(const char *login)
{
	press(PRESS_CONTROL, 'n');
	type_by_hand("Veli Can");
	press(PRESS_TAB, 0);
	press(PRESS_TAB, 0);
	press(PRESS_CHAR, ' ');
	press(PRESS_TAB, 0);
	type_by_hand("10000000146");
	press(PRESS_TAB, 0);
	type_by_hand(login);
	press(PRESS_TAB, 0);
	type_by_hand("gizli");
	press(PRESS_TAB, 0);
	type_by_hand("gizl");
}

static void
an_officer_is_added(void **state)
{
	(void)state;
	open_officers();
	fill_in_veli("veli");
	press(PRESS_ENTER, 0);
	see("parolalar aynı değil");
	assert_int_equal(host.officers, 2);
	if (strstr(fake_term_picture(), "gizl") != NULL)
		fail_msg("the password is on the screen:\n%s", fake_term_picture());
	type_by_hand("i");
	press(PRESS_ENTER, 0);
	assert_int_equal(host.officers, 3);
	assert_string_equal(host.officer[2].name, "Veli Can");
	assert_string_equal(host.officer[2].login, "veli");
	assert_string_equal(host.officer[2].national_id, "10000000146");
	assert_string_equal(host.password, "gizli");
	assert_int_equal(host.officer[2].role, OFFICER_ROLE_OFFICER);
	see("Ali Işık"); /* the table again, with the new row */
	see("Veli Can");
}

static void
what_was_typed_is_there_again(void **state)
{
	(void)state;
	open_officers();
	fill_in_veli("taken");
	type_by_hand("i");
	press(PRESS_FUNCTION, 9);
	see("taken");
	assert_int_equal(host.officers, 2);
	press(PRESS_ESCAPE, 0);
	see("Ali Işık");
	press(PRESS_CONTROL, 'n');
	see("Veli Can");
	press(PRESS_ESCAPE, 0);
	press(PRESS_ENTER, 0); /* another row's form is not mixed with it */
	if (strstr(fake_term_picture(), "Veli Can") != NULL)
		fail_msg("what was typed for one stands in the form of another:\n%s", fake_term_picture());
	see("Ali Işık");
}

static void
end_or_reopen(void)
{
	press(PRESS_FUNCTION, 6);
	press(PRESS_CONTROL, 't');
}

static void
an_officer_is_changed_and_ended(void **state)
{
	(void)state;
	open_officers();
	press(PRESS_ENTER, 0);
	type_by_hand(" Can");
	press(PRESS_FUNCTION, 9);
	assert_string_equal(host.officer[0].name, "Ali Işık Can");
	assert_string_equal(host.officer[0].login, "ali");
	assert_true(host.officer[0].active);
	press(PRESS_FUNCTION, 6);
	see("Ctrl-T");
	press(PRESS_DOWN, 0); /* another key is no answer */
	press(PRESS_CONTROL, 't');
	press(PRESS_UP, 0);
	assert_true(host.officer[0].active);
	assert_true(host.officer[1].active);
	fake_term_push((struct press){.kind = PRESS_FUNCTION, .code = 6}); /* nor is one that nobody can have read */
	press(PRESS_CONTROL, 't');
	assert_true(host.officer[0].active);
	end_or_reopen();
	assert_false(host.officer[0].active);
	see("kapalı");
	end_or_reopen();
	assert_true(host.officer[0].active);
	press(PRESS_DOWN, 0);
	end_or_reopen();
	assert_false(host.officer[1].active);
}

static void
only_an_administrator_has_the_row(void **state)
{
	(void)state;
	press(PRESS_END, 0);
	if (strstr(fake_term_picture(), "Yetkililer") != NULL)
		fail_msg("an officer sees the row of administrators:\n%s", fake_term_picture());
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		TEST(a_long_queue_is_whole),
		TEST(a_paper_in_hand_is_found_wherever_it_stands),
		TEST(enter_faster_than_hands_completes_no_form),
		TEST(scans_go_where_the_form_asks_for_them),
		TEST(an_officer_is_added),
		TEST(what_was_typed_is_there_again),
		TEST(an_officer_is_changed_and_ended),
		TEST(only_an_administrator_has_the_row),
	};

	setenv("TESLIM_NOW", "2026-11-23T14:05:00", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
