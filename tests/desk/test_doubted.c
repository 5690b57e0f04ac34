/*
 * desk/test_doubted: wrong numbers stay with the person whom they were typed for, however many others are chosen in between,
 * until there are more than are kept: then the oldest is forgotten, and nobody else's.
 */
#include "common.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct handover_flow flow;
static struct verdict_policy policy;

static enum code
happens(const struct event *event)
{
	struct effects effects = {0};
	struct event now = *event;

	now.now = NOW;
	return handover_advance(&flow, &policy, &now, &effects);
}

static void
begin(void)
{
	policy = common_policy();
	handover_init(&flow, &policy);
	assert_int_equal(happens(&(struct event){.kind = EVENT_START}), OK);
}

/* From wherever the flow stands back to the search, and on to the nth person. */
static void
choose(int nth)
{
	struct applicant person = common_applicant();

	while (flow.at.step != STEP_APPLICANT)
		assert_int_equal(happens(&(struct event){.kind = EVENT_ACTION, .action = ACTION_BACK}), OK);
	person.id = nth;
	snprintf(person.given_names, sizeof person.given_names, "Kişi %d", nth);
	assert_int_equal(happens(&(struct event){.kind = EVENT_TYPED, .field = FIELD_QUERY, .text = person.given_names}), OK);
	assert_int_equal(happens(&(struct event){.kind = EVENT_FOUND, .applicants = &person, .number = 1}), OK);
	if (flow.at.step == STEP_APPLICANT)
		assert_int_equal(happens(&(struct event){.kind = EVENT_CHOOSE, .number = 0}), OK);
	if (flow.at.step == STEP_APPLICANT)
		assert_int_equal(happens(&(struct event){.kind = EVENT_ACTION, .action = ACTION_NEXT}), OK);
	assert_int_equal(flow.at.step, STEP_IDENTITY);
	assert_int_equal(flow.applicant.id, nth);
}

static void
type_wrong_digits(void)
{
	assert_int_equal(happens(&(struct event){.kind = EVENT_TYPED, .field = FIELD_IDENTITY_DIGITS, .text = "99999"}), OK);
}

static void
wrong_numbers_come_back_with_their_person(void **state)
{
	(void)state;
	begin();
	choose(1);
	type_wrong_digits();
	assert_int_equal(flow.wrong_digits, 1);
	choose(2);
	assert_int_equal(flow.wrong_digits, 0);
	type_wrong_digits();
	choose(3);
	choose(1);
	assert_int_equal(flow.wrong_digits, 1);
	assert_int_equal(flow.doubt, DOUBT_NONE);
	choose(2);
	assert_int_equal(flow.wrong_digits, 1);
	choose(3);
	assert_int_equal(flow.wrong_digits, 0);
}

/* The same person twice takes one place, with the newest count. */
static void
one_place_each(void **state)
{
	(void)state;
	begin();
	for (int round = 0; round < 3; round++) {
		choose(1);
		if (flow.wrong_digits == 0)
			type_wrong_digits();
		choose(2);
		if (flow.wrong_digits == 0)
			type_wrong_digits();
	}
	choose(3);
	assert_int_equal(flow.doubted_count, 2);
	assert_int_equal(flow.doubted[0].applicant_id, 1);
	assert_int_equal(flow.doubted[1].applicant_id, 2);
}

static void
oldest_is_forgotten(void **state)
{
	(void)state;
	begin();
	for (int nth = 1; nth <= DOUBTED_MAX + 1; nth++) {
		choose(nth);
		type_wrong_digits();
	}
	choose(DOUBTED_MAX + 2);
	assert_int_equal(flow.doubted_count, DOUBTED_MAX);
	for (int i = 0; i < DOUBTED_MAX; i++) {
		assert_int_equal(flow.doubted[i].applicant_id, i + 2);
		assert_int_equal(flow.doubted[i].wrong_digits, 1);
	}
	choose(1);
	assert_int_equal(flow.wrong_digits, 0);
	choose(DOUBTED_MAX + 1);
	assert_int_equal(flow.wrong_digits, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wrong_numbers_come_back_with_their_person),
		cmocka_unit_test(one_place_each),
		cmocka_unit_test(oldest_is_forgotten),
	};

	return cmocka_run_group_tests_name("desk.doubted", tests, NULL, NULL);
}
