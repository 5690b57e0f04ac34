/*
 * tests/desk/test_intake: what a row of a list is for the register, and that merging writes what was said and nothing else.
 */
#include "teslim/desk/intake.h"

#include "teslim/words.h"

#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

/* clang-format off */
static const struct applicant known = {.id = 7, .national_id = "10000000146", .given_names = "Işıl Çağrı", .surname = "Öztürk",
	.email = "eski@ornek.example", .unit = "Dahiliye", .title = "Uzman", .application_kind = "1", .reader_kind = "2",
	.state = APPLICATION_RECEIVED, .note = "not"};
/* clang-format on */

static enum intake_kind
compare(const struct applicant *row, struct intake_change changes[APPLICANT_FIELD_COUNT], int *count)
{
	return intake_compare(&known, row, changes, count);
}

static void
rows_are_what_they_are(void **state)
{
	static const struct {
		struct applicant row;
		enum intake_kind kind;
		int count;
	} cases[] = {
		{{.given_names = "Işıl Çağrı", .surname = "Öztürk"}, INTAKE_UNCHANGED, 0}, /* what is not there says nothing */
		{{.given_names = "IŞIL ÇAĞRI", .surname = "ÖZTÜRK"}, INTAKE_UNCHANGED, 0}, /* capitals, by Turkish rules */
		{{.given_names = "Isil Çağrı", .surname = "Öztürk"}, INTAKE_CHANGED, 1},   /* another letter is shown */
		{{.given_names = "Işıl Çağrı", .surname = "Gümüşdağ"}, INTAKE_CHANGED, 1}, /* married */
		{{.given_names = "Işıl Çağrı", .surname = "Öztürk", .unit = "Acil"}, INTAKE_CHANGED, 1},
		{{.email = "yeni@ornek.example", .unit = "dahiliye"}, INTAKE_CHANGED, 2}, /* only names are deaf to capitals */
		{{.given_names = "Mehmet", .surname = "Kaya"}, INTAKE_CONFLICT, 2},
		{{.given_names = "Mehmet", .surname = "Kaya", .email = "m@ornek.example"}, INTAKE_CONFLICT, 3},
		{{.reader_kind = "3", .application_kind = "2", .title = "Şef"}, INTAKE_CHANGED, 3},
	};
	struct intake_change changes[APPLICANT_FIELD_COUNT];

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		int count = -1;
		assert_int_equal(compare(&cases[i].row, changes, &count), cases[i].kind);
		assert_int_equal(count, cases[i].count);
	}
}

static void
nobody_known_is_new(void **state)
{
	struct intake_change changes[APPLICANT_FIELD_COUNT];
	int count = -1;

	(void)state;
	assert_int_equal(intake_compare(NULL, &known, changes, &count), INTAKE_NEW);
	assert_int_equal(count, 0);
}

static void
each_field_is_told_with_both_texts(void **state)
{
	(void)state;
	for (int i = 0; i < APPLICANT_FIELD_COUNT; i++) {
		enum applicant_field field = (enum applicant_field)i;
		struct intake_change changes[APPLICANT_FIELD_COUNT];
		struct applicant row = {0}, merged;
		int count;

		copy_text(applicant_field_place(&row, field, NULL), 8, "9");
		assert_int_equal(compare(&row, changes, &count), INTAKE_CHANGED);
		assert_int_equal(count, 1);
		assert_int_equal(changes[0].field, field);
		assert_string_equal(changes[0].before, applicant_field_text(&known, field));
		assert_string_equal(changes[0].after, "9");
		intake_merge(&merged, &known, changes, count);
		assert_int_equal(merged.id, known.id);
		assert_string_equal(merged.national_id, known.national_id);
		assert_string_equal(merged.note, known.note);
		assert_int_equal(merged.state, known.state);
		for (int j = 0; j < APPLICANT_FIELD_COUNT; j++)
			assert_string_equal(applicant_field_text(&merged, (enum applicant_field)j),
				i == j ? "9" : applicant_field_text(&known, (enum applicant_field)j));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_what_they_are),
		cmocka_unit_test(nobody_known_is_new),
		cmocka_unit_test(each_field_is_told_with_both_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
