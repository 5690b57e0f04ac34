/*
 * desk/test_drawer: the drawer's count, blind: until it is over no name and no number of what should be there is anywhere in the
 * flow or its draft; what was counted twice counts once; going back forgets the answer; and over thousands of random counts, with
 * crashes between any two events, the sums are what a plain comparison of the two lists says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "teslim/desk/drawer.h"

enum { ROUNDS = 3000, STOCK_MAX = 12 };

static const int64_t morning = INT64_C(1795500000);
static struct drawer_flow flow;
static struct drawer_expected expected[STOCK_MAX];
static int expected_count;
static bool stock_asked, committed, closed, saved;

static void
make_stock(int cards, int readers)
{
	expected_count = 0;
	for (int i = 0; i < cards + readers; i++) {
		struct drawer_expected *item = &expected[expected_count++];

		*item = (struct drawer_expected){.kind = i < cards ? ITEM_CARD : ITEM_READER, .item_id = i + 1};
		if (i < cards) {
			item->applicant_id = 100 + i;
			snprintf(item->serial, sizeof item->serial, "KART-%04d", i);
			snprintf(item->national_id, sizeof item->national_id, "9%02d", i % 100);
			snprintf(item->name, sizeof item->name, "Beklenen KİŞİ%d", i);
			snprintf(item->place, sizeof item->place, "A-%02d", i + 1);
		} else {
			snprintf(item->serial, sizeof item->serial, "OKY-%04d", i);
		}
	}
}

static enum code
send(struct drawer_event event)
{
	struct drawer_effects effects;
	enum code code;

	event.now = event.now == 0 ? morning : event.now;
	code = drawer_advance(&flow, &event, &effects);
	if (code != OK)
		assert_int_equal(effects.count, 0);
	for (int i = 0; i < effects.count; i++) {
		stock_asked = stock_asked || effects.list[i] == DX_STOCK;
		committed = committed || effects.list[i] == DX_COMMIT;
		closed = closed || effects.list[i] == DX_CLOSE;
		saved = saved || effects.list[i] == DX_SAVE_DRAFT;
	}
	return code;
}

static enum code
act(enum drawer_action action)
{
	return send((struct drawer_event){.kind = DE_ACTION, .action = action});
}

static enum code
scan(const char *text)
{
	return send((struct drawer_event){.kind = DE_SCAN, .text = text});
}

static enum code
card(int n)
{
	struct certificate_facts facts = {
		.kind = CERTIFICATE_QUALIFIED, .not_after = morning + 86400, .not_before = morning - 86400};

	snprintf(facts.national_id, sizeof facts.national_id, "9%02d", n % 100);
	snprintf(facts.subject_cn, sizeof facts.subject_cn, "KARTTAKİ AD%d", n);
	snprintf(facts.sha256, sizeof facts.sha256, "parmak%d", n);
	return send((struct drawer_event){.kind = DE_CARD_READ, .facts = &facts, .number = 1});
}

static enum code
answer(void)
{
	return send((struct drawer_event){.kind = DE_STOCK, .expected = expected, .number = expected_count});
}

static int
begin(void **state)
{
	(void)state;
	stock_asked = committed = closed = saved = false;
	make_stock(3, 1);
	drawer_init(&flow);
	assert_int_equal(send((struct drawer_event){.kind = DE_START, .text = "ayse"}), OK);
	return 0;
}

static void
to_count(void)
{
	assert_int_equal(act(DA_REASON), OK);
	assert_int_equal(act(DA_NEXT), OK);
	assert_int_equal(flow.at.step, DRAWER_COUNT);
}

static void
finish(void)
{
	stock_asked = false;
	assert_int_equal(act(DA_NEXT), OK);
	assert_true(stock_asked);
	assert_int_equal(answer(), OK);
	assert_int_equal(flow.at.step, DRAWER_DIFFERENCE);
}

/* In any byte of the flow, and in its draft. */
static bool
knows(const char *words)
{
	const char *bytes = (const char *)&flow;
	size_t length = strlen(words);
	struct str draft = {0};
	bool found;

	drawer_save(&flow, &draft);
	found = strstr(str_text(&draft), words) != NULL;
	str_clear(&draft);
	for (size_t at = 0; !found && at + length <= sizeof flow; at++)
		found = memcmp(bytes + at, words, length) == 0;
	return found;
}

/* Save and restore, as a session that dies and begins again. */
static void
crash(void)
{
	struct str draft = {0}, again = {0};
	char login[sizeof flow.login];

	copy_text(login, sizeof login, flow.login);
	drawer_save(&flow, &draft);
	drawer_init(&flow);
	assert_int_equal(send((struct drawer_event){.kind = DE_START, .text = login}), OK);
	assert_int_equal(drawer_restore(&flow, str_text(&draft), NULL), OK);
	drawer_save(&flow, &again);
	assert_string_equal(str_text(&draft), str_text(&again));
	str_clear(&draft);
	str_clear(&again);
}

/* ---- */

static void
it_is_blind(void **state)
{
	(void)state;
	to_count();
	assert_int_equal(scan("KART-0001"), OK);
	assert_int_equal(card(2), OK);
	assert_false(knows("Beklenen"));
	assert_false(knows("OKY-0003"));
	finish();
	assert_true(knows("Beklenen"));
	assert_true(knows("OKY-0003"));
	assert_int_equal(act(DA_BACK), OK);
	assert_int_equal(flow.at.step, DRAWER_COUNT);
	assert_false(knows("Beklenen"));
	assert_false(knows("OKY-0003"));
	assert_int_equal(flow.looks, 1);
	crash();
	assert_int_equal(flow.looks, 1); /* that it was looked at nobody undoes by a crash */
	finish();
	assert_int_equal(flow.looks, 2);
}

static void
says_what_differs(void **state)
{
	(void)state;
	to_count();
	assert_int_equal(scan("A-03"), OK);
	assert_int_equal(flow.word, DW_PLACE);
	assert_int_equal(card(0), OK); /* belongs to A-01 */
	assert_string_equal(flow.fields[DF_PLACE], "A-04");
	assert_int_equal(scan("YABANCI-77"), OK);
	assert_int_equal(flow.row_count, 2);
	finish();
	assert_int_equal(flow.sums[ITEM_CARD].here, 3);
	assert_int_equal(flow.sums[ITEM_CARD].read, 1);
	assert_int_equal(flow.sums[ITEM_CARD].scanned, 1);
	assert_int_equal(flow.sums[ITEM_CARD].missing, 2);
	assert_int_equal(flow.sums[ITEM_CARD].unexpected, 1);
	assert_int_equal(flow.sums[ITEM_CARD].misplaced, 1);
	assert_int_equal(flow.sums[ITEM_READER].missing, 1);
	assert_string_equal(flow.rows[0].registered, "A-01");
	assert_string_equal(flow.rows[0].name, "KARTTAKİ AD0");
	assert_string_equal(flow.missing[0].name, "Beklenen KİŞİ1");
}

static void
one_thing_counts_once(void **state)
{
	(void)state;
	to_count();
	assert_int_equal(card(1), OK);
	assert_int_equal(card(1), OK);
	assert_int_equal(flow.word, DW_TWICE);
	assert_int_equal(scan("KART-0001"), OK); /* its carrier: nobody knows yet that it is the same */
	assert_int_equal(scan("kart-00 01"), OK);
	assert_int_equal(flow.word, DW_TWICE);
	assert_int_equal(flow.row_count, 2);
	finish();
	assert_int_equal(flow.row_count, 1);
	assert_int_equal(flow.sums[ITEM_CARD].read, 1);
	assert_int_equal(flow.sums[ITEM_CARD].unexpected, 0);
}

static void
what_is_no_number_counts_nothing(void **state)
{
	(void)state;
	to_count();
	assert_int_equal(scan("10000000146"), OK); /* an identity card's number */
	assert_int_equal(flow.word, DW_NOT_A_NUMBER);
	assert_int_equal(send((struct drawer_event){.kind = DE_CARD_FAULT, .text = "?"}), OK);
	assert_int_equal(flow.word, DW_UNREADABLE);
	assert_int_equal(flow.row_count, 0);
}

static void
leaning_on_keys(void **state)
{
	(void)state;
	to_count();
	assert_int_equal(scan("KART-0000"), OK);
	assert_int_equal(scan("KART-0001"), OK);
	assert_int_equal(act(DA_TAKE_BACK), OK);
	for (int i = 0; i < 5; i++)
		assert_int_equal(act(DA_TAKE_BACK), ERR_REFUSED);
	assert_int_equal(flow.row_count, 1);
	assert_string_equal(flow.at.notice.detail, "KART-0001");
	finish();
	assert_int_equal(act(DA_NEXT), ERR_REFUSED);
	assert_int_equal(act(DA_COMMIT), ERR_REFUSED);
	assert_int_equal(act(DA_ARM), OK);
	assert_int_equal(act(DA_ARM), ERR_REFUSED);
	assert_false(committed);
	assert_int_equal(act(DA_COMMIT), OK);
	assert_true(committed);
	assert_int_equal(act(DA_COMMIT), ERR_REFUSED);
}

static void
arming_lapses(void **state)
{
	(void)state;
	to_count();
	finish();
	assert_int_equal(act(DA_ARM), OK);
	assert_int_equal(send((struct drawer_event){.kind = DE_ACTION, .action = DA_COMMIT, .now = morning + 31}), OK);
	assert_false(committed);
	assert_false(flow.at.armed);
}

/* The stock changed meanwhile, or the disk is full: back in the count, blind again, nothing lost. */
static void
failing_loses_nothing(void **state)
{
	(void)state;
	to_count();
	assert_int_equal(scan("KART-0000"), OK);
	finish();
	assert_int_equal(act(DA_ARM), OK);
	assert_int_equal(act(DA_COMMIT), OK);
	assert_int_equal(act(DA_LEAVE), ERR_REFUSED); /* what is being written is waited for */
	assert_int_equal(send((struct drawer_event){.kind = DE_FAILED, .text = "dolu"}), OK);
	assert_int_equal(flow.at.step, DRAWER_COUNT);
	assert_int_equal(flow.row_count, 1);
	assert_false(knows("Beklenen"));
	finish();
	assert_int_equal(act(DA_ARM), OK);
	assert_int_equal(act(DA_COMMIT), OK);
	assert_int_equal(send((struct drawer_event){.kind = DE_COMMITTED}), OK);
	assert_true(closed && flow.committed);
	assert_int_equal(flow.at.step, DRAWER_DONE);
}

static void
another_officer(void **state)
{
	(void)state;
	assert_int_equal(send((struct drawer_event){.kind = DE_OFFERED, .text = "Başka Yetkili"}), OK);
	assert_int_equal(act(DA_REASON), ERR_REFUSED);
	assert_int_equal(act(DA_NEXT), OK); /* says whose it is */
	assert_int_equal(flow.at.step, DRAWER_BEGIN);
	assert_string_equal(flow.at.notice.detail, "Başka Yetkili");
	assert_int_equal(act(DA_TAKE_OVER), OK);
	drawer_init(&flow);
	assert_int_equal(send((struct drawer_event){.kind = DE_START, .text = "mehmet"}), OK);
	to_count();
	assert_int_equal(scan("KART-0000"), OK);
	copy_text(flow.begun_by, sizeof flow.begun_by, "ayse");
	crash();
	assert_string_equal(flow.begun_by, "ayse");
	assert_int_equal(send((struct drawer_event){.kind = DE_TAKEN, .text = "devralındı"}), OK);
	assert_int_equal(flow.at.step, DRAWER_BEGIN);
	assert_int_equal(flow.row_count, 0);
}

static void
a_draft_trusts_nothing(void **state)
{
	static const char *const bad[] = {"", "drawer=2\n", "reason=period\n", "drawer=1\nreason=period\nrow=read x\n",
		"drawer=1\nreason=period\nlooks=-1\n", "drawer=1\nreason=unknown\n", "drawer=1\nreason=period",
		"drawer=1\nreason=period\nrow=not-seen KART-1 %20 %20 A-01 %20\n", "drawer=1\nreason=period\nmore=1\n"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
		assert_int_equal(drawer_restore(&flow, bad[i], NULL), ERR_SYNTAX);
		assert_int_equal(flow.at.step, DRAWER_BEGIN);
		assert_int_equal(flow.row_count, 0);
	}
	assert_int_equal(drawer_restore(&flow, "drawer=1\nreason=period\nlooks=0\n", NULL), OK);
	assert_int_equal(flow.at.step, DRAWER_COUNT);
}

/* ---- at random */

static uint64_t seed = UINT64_C(88172645463325252);

static unsigned
chance(unsigned below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 33) % below;
}

static void
at_random(void **state)
{
	long missing = 0, strange = 0, twice = 0;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		int cards = (int)chance(8), readers = (int)chance(4), strangers = 0, seen = 0;
		bool shown[STOCK_MAX] = {false};

		begin(NULL);
		make_stock(cards, readers);
		to_count();
		for (int n = (int)chance(20); n > 0; n--) {
			int which = (int)chance((unsigned)(cards + readers + 2));
			char text[24];

			if (chance(6) == 0)
				crash();
			if (which >= cards + readers) {
				snprintf(text, sizeof text, "YAB-%04d", strangers++);
				assert_int_equal(scan(text), OK);
				continue;
			}
			twice += shown[which];
			shown[which] = true;
			if (which < cards && chance(2) == 0)
				assert_int_equal(card(which), OK);
			else
				assert_int_equal(scan(expected[which].serial), OK);
		}
		for (int i = 0; i < cards + readers; i++)
			seen += shown[i];
		assert_false(knows("Beklenen"));
		finish();
		assert_int_equal(flow.missing_count, cards + readers - seen);
		assert_int_equal(flow.row_count, seen + strangers);
		assert_int_equal(flow.sums[ITEM_CARD].here, cards);
		assert_int_equal(flow.sums[ITEM_READER].here, readers);
		assert_int_equal(flow.sums[ITEM_CARD].unexpected + flow.sums[ITEM_READER].unexpected, strangers);
		missing += flow.missing_count;
		strange += strangers;
	}
	assert_true(missing > 1000 && strange > 1000 && twice > 1000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(it_is_blind, begin),
		cmocka_unit_test_setup(says_what_differs, begin),
		cmocka_unit_test_setup(one_thing_counts_once, begin),
		cmocka_unit_test_setup(what_is_no_number_counts_nothing, begin),
		cmocka_unit_test_setup(leaning_on_keys, begin),
		cmocka_unit_test_setup(arming_lapses, begin),
		cmocka_unit_test_setup(failing_loses_nothing, begin),
		cmocka_unit_test_setup(another_officer, begin),
		cmocka_unit_test_setup(a_draft_trusts_nothing, begin),
		cmocka_unit_test_setup(at_random, begin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
