/*
 * app/test_readers: the bookkeeping of readers and cards, by lines of the card agent: of one that works, of one that says
 * nonsense, of one that goes away. No program is started.
 */
#include "heard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[64];
static struct app app;
static struct heard heard;
static struct agent_readers readers;

static int
begin(void **state)
{
	(void)state;
	heard = (struct heard){0};
	readers = (struct agent_readers){.app = &app, .listener = heard_listener(&heard)};
	return 0;
}

/* Takes a line; its complaint, or "" for none, "not taken" when it was not about a reader. */
static const char *
take(const char *text)
{
	char *copy = mem_string(text);
	const char *complaint;
	struct line line;
	struct err err = {0};
	bool taken;

	assert_code(line_parse(&line, copy, &err), OK);
	taken = agent_readers_take(&readers, &line, &complaint);
	mem_free(copy);
	return !taken ? "not taken" : complaint != NULL ? complaint : "";
}

static const struct agent_reader *
at(int place)
{
	return &readers.places[place];
}

static void
test_one_card(void **state)
{
	(void)state;
	assert_string_equal(take("reader reader=R card=no"), "");
	assert_string_equal(at(0)->name, "R");
	assert_heard(&heard, "");
	take("card reader=R atr=3B00");
	assert_heard(&heard, "card-in 0");
	assert_true(at(0)->has_card && at(0)->reading && !at(0)->read);
	take("progress reader=R read=50 total=200");
	assert_heard(&heard, "card-reading 0");
	assert_int_equal(at(0)->percent, 25);
	take("progress reader=R read=51 total=200"); /* the same per cent is no news */
	assert_heard(&heard, "");
	take("progress reader=R read=199 total=200");
	assert_int_equal(at(0)->percent, 99);
	take("progress reader=R read=201 total=200"); /* more than there is */
	assert_int_equal(at(0)->percent, 100);
	assert_heard(&heard, "card-reading 0, card-reading 0");
	assert_string_equal(take(heard_certificate("R", "10000000146", "AYŞE ÖRNEK")), "");
	assert_heard(&heard, "card-certificate 0");
	assert_string_equal(at(0)->facts[0].national_id, "10000000146");
	assert_string_equal(chain_result_name(at(0)->checks[0].chain),
		chain_result_name(CHAIN_TRUSTED)); /* verified here, whatever the agent says */
	take("done reader=R count=1");
	assert_heard(&heard, "card-read 0");
	assert_true(at(0)->read && !at(0)->reading && at(0)->count == 1 && at(0)->percent == 100);
	take("card-gone reader=R");
	assert_heard(&heard, "card-out 0");
	assert_true(!at(0)->has_card && !at(0)->read && at(0)->count == 0 && at(0)->percent == 0);
	take("card-gone reader=R"); /* there is none to go */
	assert_heard(&heard, "");
}

static void
test_fault(void **state)
{
	(void)state;
	take("fault reader=R code=mute text=Sustu.");
	assert_heard(&heard, "card-fault 0");
	assert_string_equal(at(0)->fault, "Sustu.");
	assert_string_equal(at(0)->fault_code, "mute");
	assert_true(at(0)->has_card && !at(0)->reading);
	take("fault reader=R");
	assert_string_equal(at(0)->fault_code, "?"); /* there is one, whatever it is */
	assert_string_equal(at(0)->fault, "");
	take("card reader=R atr=3B00");
	assert_string_equal(at(0)->fault_code, ""); /* of the card before */
	assert_heard(&heard, "card-fault 0, card-in 0");
}

static void
test_no_reader(void **state)
{
	(void)state;
	assert_string_equal(take("fault reader= code=no-reader text=Yok."), "not taken");
	assert_string_equal(take("card atr=3B00"), "not taken");
	assert_heard(&heard, "");
	for (int i = 0; i < READERS_MAX; i++)
		assert_string_equal(at(i)->name, "");
}

static void
test_unread(void **state)
{
	(void)state;
	take("card reader=R atr=3B00");
	assert_string_equal(take("cert reader=R der=not-base64!"), "a certificate line was not one");
	assert_string_equal(take("cert reader=R der=QUJD"), "a certificate line was not one"); /* base64, but of no certificate */
	assert_string_equal(take("cert reader=R"), "");
	assert_int_equal(at(0)->unreadable, 2);
	take(heard_certificate("R", "10000000146", "AYŞE ÖRNEK"));
	assert_int_equal(at(0)->checks[0].unreadable, 0);
	take("done reader=R unreadable=3 left=yes");
	assert_int_equal(at(0)->unreadable, 5);
	assert_int_equal(at(0)->checks[0].unreadable, 5); /* the verdict on what was read says what was not */
	assert_true(at(0)->checks[0].left_out && at(0)->left_out);
	take("card reader=R atr=3B00");
	assert_true(at(0)->unreadable == 0 && !at(0)->left_out);
}

static void
test_too_many(void **state)
{
	const char *line = heard_certificate("R", "10000000146", "AYŞE ÖRNEK");

	(void)state;
	take("card reader=R atr=3B00");
	for (int i = 0; i < CARD_CERTIFICATES_MAX; i++)
		take(line);
	assert_int_equal(at(0)->count, CARD_CERTIFICATES_MAX);
	assert_false(at(0)->left_out);
	heard.count = 0;
	assert_string_equal(take(line), "");
	assert_heard(&heard, "");
	assert_int_equal(at(0)->count, CARD_CERTIFICATES_MAX);
	take("done reader=R left=no");
	assert_true(at(0)->left_out); /* the agent does not talk us out of it */
}

/* A reader keeps its place; the place of one that is gone is taken by the next. */
static void
test_places(void **state)
{
	char line[64];

	(void)state;
	take("card reader=A atr=3B00");
	take("card reader=B atr=3B00");
	take("card reader=C atr=3B00");
	assert_heard(&heard, "card-in 0, card-in 1, card-in 2");
	assert_true(at(0)->serial < at(1)->serial && at(1)->serial < at(2)->serial);
	take("reader-gone reader=A");
	assert_heard(&heard, "card-out 0 lost");
	assert_string_equal(at(0)->name, "");
	assert_string_equal(at(2)->name, "C");
	take("done reader=C");
	assert_heard(&heard, "card-read 2");
	take("card reader=D atr=3B00");
	assert_heard(&heard, "card-in 0");
	assert_true(at(0)->serial > at(2)->serial);
	for (int i = 0; i < READERS_MAX + 3; i++) {
		snprintf(line, sizeof line, "reader reader=X%d card=no", i);
		take(line);
	}
	assert_string_equal(take("card reader=X17 atr=3B00"), "not taken"); /* there is no room for it */
	assert_heard(&heard, "");
	agent_readers_lose(&readers);
	assert_heard(&heard, "card-out 2 lost, card-out 1 lost, card-out 0 lost");
	for (int i = 0; i < READERS_MAX; i++)
		assert_true(at(i)->name[0] == '\0' && !at(i)->has_card);
}

/* A name longer than we keep is still one reader, not a new one at every line. */
static void
test_long_name(void **state)
{
	char line[FIELD_TEXT + 100], name[FIELD_TEXT + 50];

	(void)state;
	memset(name, 'R', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	snprintf(line, sizeof line, "card reader=%s atr=3B00", name);
	take(line);
	snprintf(line, sizeof line, "done reader=%s", name);
	take(line);
	assert_heard(&heard, "card-in 0, card-read 0");
}

static void
test_read_again(void **state)
{
	(void)state;
	assert_false(agent_readers_read_again(&readers, 0));
	assert_false(agent_readers_read_again(&readers, -1));
	assert_false(agent_readers_read_again(&readers, READERS_MAX));
	take("card reader=R atr=3B00");
	take(heard_certificate("R", "10000000146", "AYŞE ÖRNEK"));
	take("done reader=R");
	heard.count = 0;
	assert_true(agent_readers_read_again(&readers, 0));
	assert_heard(&heard, "card-in 0");
	assert_true(at(0)->has_card && at(0)->reading && !at(0)->read && at(0)->count == 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_one_card, begin),
		cmocka_unit_test_setup(test_fault, begin),
		cmocka_unit_test_setup(test_no_reader, begin),
		cmocka_unit_test_setup(test_unread, begin),
		cmocka_unit_test_setup(test_too_many, begin),
		cmocka_unit_test_setup(test_places, begin),
		cmocka_unit_test_setup(test_long_name, begin),
		cmocka_unit_test_setup(test_read_again, begin),
	};
	int failed;

	heard_open(&app, folder);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	heard_close(&app, folder);
	return failed;
}
