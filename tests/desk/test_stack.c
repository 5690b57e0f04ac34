/*
 * tests/desk/test_stack: the courier's delivery, card after card: every word, two cards of one person, cards put in twice, two
 * readers, a card that is swapped, and a whole delivery in any order.
 */
#include "common.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE = 12 };

static struct stack_item items[PEOPLE];
static struct stack_flow flow;
static struct verdict_policy policy;

/* Valid numbers: nine digits and the two that follow from them. */
static void
national_id(char out[NATIONAL_ID_TEXT], int person)
{
	char digits[16];
	int odd = 0, even = 0, tenth;

	snprintf(digits, sizeof digits, "%09d", 100000001 + person * 7);
	for (int i = 0; i < 9; i++)
		*(i % 2 == 0 ? &odd : &even) += digits[i] - '0';
	tenth = ((7 * odd - even) % 10 + 10) % 10;
	memcpy(out, digits, 9);
	out[9] = (char)('0' + tenth);
	out[10] = (char)('0' + (odd + even + tenth) % 10);
	out[11] = '\0';
}

static int
begin(void **state)
{
	(void)state;
	memset(items, 0, sizeof items);
	for (int i = 0; i < PEOPLE; i++) {
		items[i].applicant = common_applicant();
		items[i].applicant.id = i + 1;
		national_id(items[i].applicant.national_id, i);
	}
	policy = common_policy();
	stack_init(&flow, items, PEOPLE);
	return 0;
}

static struct certificate_facts
card_of(int person)
{
	struct certificate_facts facts = common_facts();

	national_id(facts.national_id, person);
	snprintf(facts.sha256, sizeof facts.sha256, "%064d", person);
	return facts;
}

static enum stack_word
take(struct certificate_facts facts)
{
	struct certificate_check check = common_check();

	return stack_take_card(&flow, &facts, &check, 1, &policy, NOW);
}

static void
card_is_ticked_off(void **state)
{
	(void)state;
	assert_int_equal(flow.word, STACK_WORD_NONE);
	assert_int_equal(stack_left(&flow), PEOPLE);
	assert_int_equal(take(card_of(3)), STACK_WORD_GOOD);
	assert_int_equal(flow.last, 3);
	assert_int_equal(items[3].mark, STACK_READ);
	assert_int_equal(items[3].order, 1);
	assert_int_equal(flow.read, 1);
	assert_int_equal(stack_left(&flow), PEOPLE - 1);
	assert_int_equal(flow.verdict.level, VERDICT_PASS);
}

static void
card_put_in_twice(void **state)
{
	(void)state;
	take(card_of(3));
	take(card_of(4));
	assert_int_equal(take(card_of(3)), STACK_WORD_TWICE);
	assert_int_equal(flow.last, 3);
	assert_int_equal(items[3].order, 1); /* its place stays */
	assert_int_equal(flow.read, 2);
	assert_int_equal(stack_left(&flow), PEOPLE - 2);
}

static void
stranger_is_unexpected_and_counted_once(void **state)
{
	struct certificate_facts stranger = card_of(50), numberless = card_of(51);

	(void)state;
	assert_int_equal(take(stranger), STACK_WORD_UNEXPECTED);
	assert_int_equal(take(stranger), STACK_WORD_UNEXPECTED);
	assert_int_equal(flow.unexpected, 1);
	numberless.national_id[0] = '\0';
	assert_int_equal(take(numberless), STACK_WORD_UNEXPECTED);
	assert_int_equal(flow.unexpected, 2);
	assert_int_equal(flow.last, -1);
	assert_int_equal(flow.read, 0);
	assert_string_equal(flow.facts.national_id, ""); /* what was read is shown, whoever it is of */
	assert_string_equal(flow.facts.sha256, numberless.sha256);
}

static void
many_strangers_do_not_overflow(void **state)
{
	(void)state;
	for (int i = 0; i < 2 * STACK_STRANGERS; i++)
		assert_int_equal(take(card_of(100 + i)), STACK_WORD_UNEXPECTED);
	assert_int_equal(flow.unexpected, 2 * STACK_STRANGERS);
}

/* A number that nobody has, on the list or on the card, is no match. */
static void
empty_numbers_do_not_match(void **state)
{
	struct certificate_facts numberless = card_of(1);

	(void)state;
	items[0].applicant.national_id[0] = '\0';
	numberless.national_id[0] = '\0';
	assert_int_equal(take(numberless), STACK_WORD_UNEXPECTED);
}

static void
unfit_cards_are_not_ticked_off(void **state)
{
	struct certificate_facts expired = card_of(1), seal = card_of(2), name = card_of(3), test = card_of(4);
	struct certificate_check revoked = common_check();
	struct certificate_facts good = card_of(5);

	(void)state;
	expired.not_after = NOW - 1;
	assert_int_equal(take(expired), STACK_WORD_UNFIT);
	assert_int_equal(flow.last, 1);
	assert_int_equal(flow.verdict.level, VERDICT_REFUSE);
	seal.kind = CERTIFICATE_SEAL;
	assert_int_equal(take(seal), STACK_WORD_UNFIT);
	copy_text(name.subject_cn, sizeof name.subject_cn, "MEHMET IŞIK");
	assert_int_equal(take(name), STACK_WORD_UNFIT);
	test.kind = CERTIFICATE_TEST;
	assert_int_equal(take(test), STACK_WORD_UNFIT);
	revoked.revocation = REVOCATION_REVOKED;
	assert_int_equal(stack_take_card(&flow, &good, &revoked, 1, &policy, NOW), STACK_WORD_UNFIT);
	assert_int_equal(stack_left(&flow), PEOPLE);
	assert_int_equal(flow.read, 0);
	assert_int_equal(take(card_of(1)), STACK_WORD_GOOD); /* the right one comes later */
}

static void
not_yet_valid_is_good(void **state)
{
	struct certificate_facts facts = card_of(1);

	(void)state;
	facts.not_before = NOW + 20 * DAY;
	assert_int_equal(take(facts), STACK_WORD_GOOD);
	assert_int_equal(flow.verdict.level, VERDICT_WARN);
}

static void
expired_twin_beside_the_new_one(void **state)
{
	struct certificate_facts both[3] = {card_of(2), card_of(2), card_of(2)};
	struct certificate_check checks[3] = {common_check(), common_check(), common_check()};

	(void)state;
	both[0].not_after = NOW - 100 * DAY;
	both[0].sha256[0] = 'e';
	both[1].kind = CERTIFICATE_AUTHORITY;
	both[1].national_id[0] = '\0';
	checks[0].revocation = REVOCATION_REVOKED; /* the check goes with its certificate */
	assert_int_equal(stack_take_card(&flow, both, checks, 3, &policy, NOW), STACK_WORD_GOOD);
	assert_string_equal(items[2].certificate, both[2].sha256);
}

static void
empty_card(void **state)
{
	(void)state;
	take(card_of(1));
	assert_int_equal(stack_take_card(&flow, NULL, NULL, 0, &policy, NOW), STACK_WORD_EMPTY);
	assert_int_equal(flow.last, -1);
	assert_string_equal(flow.facts.subject_cn, "");
	assert_int_equal(flow.verdict.count, 0);
}

static void
unreadable_card_forgets_the_one_before(void **state)
{
	(void)state;
	take(card_of(1));
	assert_int_equal(stack_take_fault(&flow), STACK_WORD_UNREADABLE);
	assert_int_equal(flow.last, -1);
	assert_string_equal(flow.facts.subject_cn, "");
	assert_int_equal(flow.verdict.count, 0);
	stack_mark_last(&flow, STACK_DAMAGED); /* nobody knows whose it is */
	assert_int_equal(flow.word, STACK_WORD_DAMAGED);
	assert_int_equal(items[1].mark, STACK_READ);
	assert_int_equal(stack_left(&flow), PEOPLE - 1);
}

/* ---- two cards of one person in one delivery */

static void
two_cards_of_one_person(void **state)
{
	struct certificate_facts first = card_of(1), second = card_of(1), third = card_of(1);

	(void)state;
	items[4].applicant = items[1].applicant;
	items[4].applicant.id = 5;
	second.sha256[0] = 's';
	third.sha256[0] = 't';
	assert_int_equal(take(first), STACK_WORD_GOOD);
	assert_int_equal(flow.last, 1);
	assert_int_equal(take(second), STACK_WORD_GOOD);
	assert_int_equal(flow.last, 4);
	assert_int_equal(take(first), STACK_WORD_TWICE);
	assert_int_equal(flow.last, 1);
	assert_int_equal(take(second), STACK_WORD_TWICE);
	assert_int_equal(flow.last, 4);
	assert_int_equal(take(third), STACK_WORD_UNFIT); /* one card more than was promised */
	assert_int_equal(flow.read, 2);
}

/* ---- the officer's word */

static void
damaged_card_is_marked_and_can_come_back(void **state)
{
	(void)state;
	take(card_of(1));
	take(card_of(2));
	stack_mark_last(&flow, STACK_DAMAGED);
	assert_int_equal(flow.word, STACK_WORD_DAMAGED);
	assert_int_equal(items[2].mark, STACK_DAMAGED);
	assert_int_equal(items[2].order, 0);
	assert_int_equal(flow.read, 1);
	assert_int_equal(stack_left(&flow), PEOPLE - 2); /* it is not waited for */
	assert_int_equal(take(card_of(3)), STACK_WORD_GOOD);
	assert_int_equal(items[3].order, 2); /* its place in the drawer was free */
	assert_int_equal(take(card_of(2)), STACK_WORD_GOOD); /* wiped, it reads after all */
	assert_int_equal(items[2].order, 3);
	assert_int_equal(flow.read, 3);
}

static void
no_two_cards_share_a_place(void **state)
{
	bool taken[PEOPLE + 8] = {false};

	(void)state;
	for (int i = 0; i < 5; i++)
		take(card_of(i));
	take(card_of(1)); /* looked at again: twice ... */
	stack_mark_last(&flow, STACK_UNREADABLE); /* ... and put aside: an earlier place stays empty */
	take(card_of(5));
	take(card_of(1));
	for (int i = 0; i < PEOPLE; i++) {
		if (items[i].order == 0)
			continue;
		assert_int_equal(items[i].mark, STACK_READ);
		assert_false(taken[items[i].order]);
		taken[items[i].order] = true;
	}
}

static void
only_bad_news_is_marked(void **state)
{
	(void)state;
	take(card_of(1));
	stack_mark_last(&flow, STACK_READ);
	stack_mark_last(&flow, STACK_WAITING);
	assert_int_equal(flow.word, STACK_WORD_GOOD);
	assert_int_equal(items[1].mark, STACK_READ);
}

/* ---- the whole delivery */

/* Two readers: while one card is read to its end in one, others come and go in the other. A card counts when it is read. */
static void
two_readers_in_any_order(void **state)
{
	uint64_t seed = 7;

	for (int round = 0; round < 200; round++) {
		int left[PEOPLE], count = PEOPLE, laid = 0;
		bool places[PEOPLE + 1] = {false};
		begin(state);
		for (int i = 0; i < PEOPLE; i++)
			left[i] = i;
		while (count > 0) {
			int pick;
			seed = seed * UINT64_C(6364136223846793005) + 1;
			pick = (int)((seed >> 33) % (uint64_t)count);
			switch ((seed >> 50) % 5) {
			case 0: /* swapped before it was read: the agent tells of a fault */
				assert_int_equal(stack_take_fault(&flow), STACK_WORD_UNREADABLE);
				break;
			case 1:
				if (laid > 0)
					assert_int_equal(take(card_of(flow.last >= 0 && items[flow.last].mark == STACK_READ ? flow.last : 99)),
						flow.last >= 0 ? STACK_WORD_TWICE : STACK_WORD_UNEXPECTED);
				break;
			default:
				assert_int_equal(take(card_of(left[pick])), STACK_WORD_GOOD);
				left[pick] = left[--count];
				laid++;
			}
			assert_int_equal(stack_left(&flow), count);
			assert_int_equal(flow.read, laid);
		}
		for (int i = 0; i < PEOPLE; i++) {
			assert_false(places[items[i].order]);
			places[items[i].order] = true;
		}
		assert_true(flow.unexpected <= 1);
	}
}

static void
words_for_every_word(void **state)
{
	(void)state;
	for (int word = STACK_WORD_NONE; word <= STACK_WORD_EMPTY; word++)
		for (int other = STACK_WORD_NONE; other < word; other++)
			for (int language = LANGUAGE_TURKISH; language <= LANGUAGE_ENGLISH; language++)
				assert_string_not_equal(message_text_in((enum language)language, stack_word_message((enum stack_word)word)),
					message_text_in((enum language)language, stack_word_message((enum stack_word)other)));
}

static void
places_in_drawers(void **state)
{
	static const struct { int order; const char *place; } vectors[] = {
		{1, "A-01"}, {7, "A-07"}, {20, "A-20"}, {21, "B-01"}, {40, "B-20"}, {41, "C-01"}, {520, "Z-20"}};
	char place[SERIAL_TEXT];

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(vectors); i++) {
		stack_drawer(place, vectors[i].order);
		assert_string_equal(place, vectors[i].place);
	}
	for (int order = 521; order <= 2000; order++) { /* the drawers after Z have names of their own */
		char before[SERIAL_TEXT];
		stack_drawer(place, order);
		for (int earlier = 1; earlier < order; earlier += order < 540 ? 1 : 520) {
			stack_drawer(before, earlier);
			assert_string_not_equal(place, before);
		}
	}
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, begin)
	const struct CMUnitTest tests[] = {
		TEST(card_is_ticked_off),
		TEST(card_put_in_twice),
		TEST(stranger_is_unexpected_and_counted_once),
		TEST(many_strangers_do_not_overflow),
		TEST(empty_numbers_do_not_match),
		TEST(unfit_cards_are_not_ticked_off),
		TEST(not_yet_valid_is_good),
		TEST(expired_twin_beside_the_new_one),
		TEST(empty_card),
		TEST(unreadable_card_forgets_the_one_before),
		TEST(two_cards_of_one_person),
		TEST(damaged_card_is_marked_and_can_come_back),
		TEST(no_two_cards_share_a_place),
		TEST(only_bad_news_is_marked),
		TEST(two_readers_in_any_order),
		TEST(words_for_every_word),
		TEST(places_in_drawers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
