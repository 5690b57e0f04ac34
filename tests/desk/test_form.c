/*
 * tests/desk/test_form: forms without a terminal: the focus, each kind of field with what is wrong with it and when that is
 * told, values, and drafts that come back as they were.
 */
#include "teslim/desk/form.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { NAME, CARDS, SENT, KIND, TRACKING, NUMBER, PASSWORD, AGAIN, FIELDS };

static enum message
same_password(const struct form *form, const char *value)
{
	char first[FIELD_TEXT];

	form_value(form, PASSWORD, first);
	return strcmp(first, value) == 0 ? MSG_NONE : MSG_FORM_TOO_SMALL;
}

static const enum message kinds[] = {MSG_KIND_FIRST, MSG_KIND_LOST, MSG_KIND_RENEWAL};
static const struct form_field fields[FIELDS] = {
	[NAME] = {"name", MSG_LIST_NAME, FORM_TEXT, .required = true, .cells = 30},
	[CARDS] = {"cards", MSG_COURIER_CARDS, FORM_NUMBER, .required = true, .cells = 6, .least = 1, .most = 999},
	[SENT] = {"sent", MSG_COURIER_DISPATCHED, FORM_DATE, .cells = 10},
	[KIND] = {"kind", MSG_DETAIL_KIND, FORM_CHOICE, .required = true, .cells = 20, .choices = kinds, .choice_count = 3},
	[TRACKING] = {"tracking", MSG_COURIER_TRACKING, FORM_SERIAL, .cells = 24},
	[NUMBER] = {"number", MSG_LIST_NATIONAL_ID, FORM_NATIONAL_ID, .cells = 11},
	[PASSWORD] = {"password", MSG_LOGIN_PASSWORD, FORM_SECRET, .required = true, .cells = 20},
	[AGAIN] = {"again", MSG_LOGIN_PASSWORD, FORM_SECRET, .cells = 20, .check = same_password},
};

static struct form form;

static int
begin(void **state)
{
	(void)state;
	form_init(&form, fields, FIELDS);
	return 0;
}

static enum form_answer
give(enum input_kind kind)
{
	return form_input(&form, &(struct input){.kind = kind});
}

static enum form_answer
letter(char code)
{
	return form_input(&form, &(struct input){.kind = INPUT_LETTER, .code = (unsigned char)code});
}

static void
type(const char *text)
{
	form_input(&form, &(struct input){.kind = INPUT_PASTE, .text = text});
}

static void
fill(void)
{
	form_set(&form, NAME, "Işıl Öz");
	form_set(&form, CARDS, "12");
	form_set(&form, SENT, "16.11.2026");
	form_set(&form, KIND, "2");
	form_set(&form, TRACKING, "KRG-2026-118");
	form_set(&form, NUMBER, "10000000146");
	form_set(&form, PASSWORD, " a b ");
	form_set(&form, AGAIN, " a b ");
}

static const char *
value(int field)
{
	static char out[FIELD_TEXT];

	form_value(&form, field, out);
	return out;
}

/* What stands beside a field after it was typed and left. */
static enum message
finding_of(int field, const char *text)
{
	form_init(&form, fields, FIELDS);
	form.focus = field;
	type(text);
	give(INPUT_NEXT);
	return form.entries[field].finding;
}

/* ---- focus */

static void
focus_goes_round(void **state)
{
	(void)state;
	for (int i = 0; i < FIELDS; i++) {
		assert_int_equal(form.focus, i);
		assert_int_equal(give(i % 2 == 0 ? INPUT_NEXT : INPUT_DOWN), FORM_TAKEN);
	}
	assert_int_equal(form.focus, NAME);
	give(INPUT_PREVIOUS);
	assert_int_equal(form.focus, AGAIN);
	give(INPUT_UP);
	assert_int_equal(form.focus, PASSWORD);
	assert_int_equal(give(INPUT_PAGE_DOWN), FORM_IGNORED);
	assert_int_equal(give(INPUT_MARK), FORM_IGNORED);
}

static void
enter_goes_on_and_from_the_last_field_looks_at_all(void **state)
{
	(void)state;
	fill();
	for (int i = 0; i < FIELDS - 1; i++)
		assert_int_equal(give(INPUT_ENTER), FORM_TAKEN);
	assert_true(form_is_last(&form));
	assert_int_equal(give(INPUT_ENTER), FORM_COMPLETE);
	form_set(&form, CARDS, "0");
	form_set(&form, NUMBER, "1");
	assert_int_equal(give(INPUT_ENTER), FORM_FAULTY);
	assert_int_equal(form.focus, CARDS);
	assert_int_equal(form.entries[NUMBER].finding, MSG_FORM_NO_NATIONAL_ID);
}

/* ---- what is wrong */

static void
nothing_is_told_before_it_is_left(void **state)
{
	(void)state;
	give(INPUT_NEXT);
	assert_int_equal(form.entries[NAME].finding, MSG_NONE); /* only passed over */
	letter('x');
	assert_int_equal(form.entries[CARDS].finding, MSG_NONE);
	give(INPUT_NEXT);
	assert_int_equal(form.entries[CARDS].finding, MSG_FORM_NO_NUMBER);
	give(INPUT_PREVIOUS);
	assert_string_equal(form.entries[CARDS].edit.text, "x"); /* nothing is lost */
	assert_int_equal(form.entries[CARDS].finding, MSG_FORM_NO_NUMBER);
	give(INPUT_BACKSPACE);
	assert_int_equal(form.entries[CARDS].finding, MSG_NONE);
}

static void
what_is_required_is_told_at_the_end(void **state)
{
	(void)state;
	type("   ");
	give(INPUT_NEXT);
	assert_int_equal(form_check(&form), FORM_FAULTY);
	assert_int_equal(form.focus, NAME);
	for (int i = 0; i < FIELDS; i++)
		assert_int_equal(form.entries[i].finding, fields[i].required ? MSG_FORM_REQUIRED : MSG_NONE);
}

static void
each_kind_knows_its_own(void **state)
{
	static const struct {
		int field;
		const char *text;
		enum message finding;
	} cases[] = {
		{NAME, "Ayşe", MSG_NONE},
		{CARDS, "1", MSG_NONE},
		{CARDS, " 999 ", MSG_NONE},
		{CARDS, "0", MSG_FORM_TOO_SMALL},
		{CARDS, "-1", MSG_FORM_TOO_SMALL},
		{CARDS, "1000", MSG_FORM_TOO_LARGE},
		{CARDS, "12a", MSG_FORM_NO_NUMBER},
		{CARDS, "-", MSG_FORM_NO_NUMBER},
		{CARDS, "1 2", MSG_FORM_NO_NUMBER},
		{CARDS, "99999999999999999999", MSG_FORM_NO_NUMBER},
		{SENT, "16.11.2026", MSG_NONE},
		{SENT, "2026-11-16", MSG_NONE},
		{SENT, "31.02.2026", MSG_FORM_NO_DATE},
		{SENT, "dün", MSG_FORM_NO_DATE},
		{TRACKING, "KRG-2026-118", MSG_NONE},
		{TRACKING, "01 23/45.A_b", MSG_NONE},
		{TRACKING, "a;b", MSG_FORM_NO_SERIAL},
		{NUMBER, "10000000146", MSG_NONE},
		{NUMBER, "100 000 001 46", MSG_NONE},
		{NUMBER, "10000000147", MSG_FORM_NO_NATIONAL_ID},
		{NUMBER, "1000", MSG_FORM_NO_NATIONAL_ID},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		if (finding_of(cases[i].field, cases[i].text) != cases[i].finding)
			fail_msg("\"%s\": %s instead of %s", cases[i].text, message_text(form.entries[cases[i].field].finding),
				message_text(cases[i].finding));
}

static void
a_field_may_look_at_another(void **state)
{
	(void)state;
	fill();
	assert_int_equal(form_check(&form), FORM_COMPLETE);
	form_set(&form, AGAIN, "a b"); /* blanks count in a secret */
	assert_int_equal(form_check(&form), FORM_FAULTY);
	assert_int_equal(form.focus, AGAIN);
	assert_int_equal(form.entries[AGAIN].finding, MSG_FORM_TOO_SMALL);
}

static void
a_finding_may_come_from_elsewhere(void **state)
{
	(void)state;
	fill();
	form_find(&form, TRACKING, MSG_FORM_NO_SERIAL);
	assert_int_equal(form.focus, TRACKING);
	letter('9');
	assert_int_equal(form.entries[TRACKING].finding, MSG_NONE);
	assert_string_equal(value(TRACKING), "KRG-2026-1189");
}

/* ---- values */

static void
values_are_what_the_program_works_with(void **state)
{
	(void)state;
	fill();
	form_set(&form, NAME, "  Işıl Öz ");
	form_set(&form, NUMBER, "100 000 001 46");
	assert_string_equal(value(NAME), "Işıl Öz");
	assert_int_equal(form_number(&form, CARDS), 12);
	assert_string_equal(value(SENT), "2026-11-16");
	assert_int_equal(form_chosen(&form, KIND), 2);
	assert_string_equal(value(KIND), "2");
	assert_string_equal(value(NUMBER), "10000000146");
	assert_string_equal(value(PASSWORD), " a b ");
	form_set(&form, SENT, "dün");
	assert_string_equal(value(SENT), ""); /* what does not hold has no value */
	form_set(&form, CARDS, "zwölf");
	assert_int_equal(form_number(&form, CARDS), 0);
}

static void
choices_go_round_and_have_digits(void **state)
{
	(void)state;
	form.focus = KIND;
	assert_int_equal(form_chosen(&form, KIND), -1);
	assert_int_equal(letter(' '), FORM_TAKEN);
	assert_int_equal(form_chosen(&form, KIND), 0);
	give(INPUT_RIGHT);
	give(INPUT_RIGHT);
	assert_int_equal(form_chosen(&form, KIND), 2);
	give(INPUT_RIGHT);
	assert_int_equal(form_chosen(&form, KIND), 0);
	give(INPUT_LEFT);
	assert_int_equal(form_chosen(&form, KIND), 2);
	assert_int_equal(letter('2'), FORM_TAKEN);
	assert_int_equal(form_chosen(&form, KIND), 1);
	assert_int_equal(letter('4'), FORM_IGNORED);
	assert_int_equal(letter('x'), FORM_IGNORED);
	assert_int_equal(give(INPUT_BACKSPACE), FORM_IGNORED);
	assert_int_equal(form_chosen(&form, KIND), 1);
}

static void
wiping_leaves_nothing(void **state)
{
	(void)state;
	fill();
	form_wipe(&form);
	for (int i = 0; i < FIELDS; i++) {
		for (size_t j = 0; j < FIELD_TEXT; j++)
			assert_int_equal(form.entries[i].edit.text[j], 0);
		assert_int_equal(form.entries[i].chosen, -1);
	}
	assert_true(form.entries[PASSWORD].edit.secret);
}

/* ---- drafts */

static void
a_draft_comes_back_as_it_was(void **state)
{
	struct str first = {0}, second = {0};
	struct err err = {0};

	(void)state;
	fill();
	form_set(&form, NAME, "100 % = bir\tsekme");
	form_set(&form, SENT, "dün");
	form_save(&form, &first);
	assert_null(strstr(str_text(&first), "a b"));
	assert_null(strstr(str_text(&first), "password"));
	form_init(&form, fields, FIELDS);
	assert_int_equal(form_restore(&form, str_text(&first), &err), OK);
	form_save(&form, &second);
	assert_string_equal(str_text(&first), str_text(&second));
	assert_string_equal(form.entries[NAME].edit.text, "100 % = bir\tsekme");
	assert_string_equal(form.entries[SENT].edit.text, "dün");
	assert_int_equal(form_chosen(&form, KIND), 2);
	assert_string_equal(value(PASSWORD), "");
	str_clear(&first);
	str_clear(&second);
}

static void
an_empty_form_has_a_draft_as_well(void **state)
{
	struct str text = {0};

	(void)state;
	form_save(&form, &text);
	assert_int_equal(form_restore(&form, str_text(&text), NULL), OK);
	assert_int_equal(form_chosen(&form, KIND), -1);
	str_clear(&text);
}

static void
a_damaged_draft_leaves_the_form_empty(void **state)
{
	static const char *const damaged[] = {
		"name", "name=x", "name=%4\n", "nobody=x\n", "kind=3\n", "kind=x\n", "password=x\n", "=x\n"};
	struct err err = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(damaged); i++) {
		fill();
		if (form_restore(&form, damaged[i], &err) != ERR_SYNTAX)
			fail_msg("\"%s\" was taken", damaged[i]);
		assert_string_equal(form.entries[NAME].edit.text, "");
		assert_int_equal(err.message, MSG_FORM_DRAFT);
	}
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, begin)
	const struct CMUnitTest tests[] = {
		TEST(focus_goes_round),
		TEST(enter_goes_on_and_from_the_last_field_looks_at_all),
		TEST(nothing_is_told_before_it_is_left),
		TEST(what_is_required_is_told_at_the_end),
		TEST(each_kind_knows_its_own),
		TEST(a_field_may_look_at_another),
		TEST(a_finding_may_come_from_elsewhere),
		TEST(values_are_what_the_program_works_with),
		TEST(choices_go_round_and_have_digits),
		TEST(wiping_leaves_nothing),
		TEST(a_draft_comes_back_as_it_was),
		TEST(an_empty_form_has_a_draft_as_well),
		TEST(a_damaged_draft_leaves_the_form_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
