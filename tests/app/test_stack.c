/*
 * app/test_stack: the count of a delivery: what a card in the reader does to it, and one that is still there after the agent
 * was started again. Pausing and ending at two desks is in store/test_session.
 */
#include "heard.h"

#include "../../src/app/stack.h"
#include "../store/desk_file.h"
#include "../store/forger.h"


#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[64], sentence[UI_SENTENCE];
static struct app app;
static struct seal_key *key;
static struct login *login;
static struct stack_session *stack;
static struct agent_reader reader;

static const char *
word_name(enum stack_word word)
{
	static const char *const names[] = {[STACK_WORD_NONE] = "none", [STACK_WORD_GOOD] = "good", [STACK_WORD_TWICE] = "twice",
		[STACK_WORD_UNEXPECTED] = "unexpected", [STACK_WORD_UNFIT] = "unfit", [STACK_WORD_UNREADABLE] = "unreadable",
		[STACK_WORD_DAMAGED] = "damaged", [STACK_WORD_EMPTY] = "empty"};

	return names[word];
}

#define assert_word(word, expected) assert_string_equal(word_name(word), word_name(expected))

static int
begin(void **state)
{
	(void)state;
	desk_file_copy(folder, "before", "now");
	app.store = desk_file_open(folder, "now", &key);
	assert_true(forger_sql(folder, "now", "INSERT INTO shipment VALUES (2, 'KRG-2', '2026-11-20', 0, 3, 0);"
		"INSERT INTO card (id, shipment_id, applicant_id, card_serial, certificate_serial, place, state) "
		"VALUES (70, 2, 3, 'K-3', '', '', 'expected'), (71, 2, 4, 'K-4', '', '', 'expected'), (72, 2, 5, 'K-5', '', '', 'handed-over');"
		"INSERT INTO shipment VALUES (3, 'KRG-3', '2026-11-20', 0, 1, 0);"
		"INSERT INTO card (id, shipment_id, applicant_id, card_serial, certificate_serial, place, state) "
		"VALUES (73, 3, 6, 'K-6', '', '', 'expected');"
		"UPDATE applicant SET state = 'in-transit', shipment_id = 2 WHERE id IN (3, 4)"));
	login = login_new(&app, clock_monotonic_ms);
	login_take(login, &desk_file_officer);
	stack = stack_session_new(&app, login);
	assert_false(stack_session_look(stack, NULL));
	assert_true(stack_session_begin(stack, 2, sentence));
	return 0;
}

static int
end(void **state)
{
	(void)state;
	stack_session_free(&stack);
	assert_null(stack);
	stack_session_free(&stack);
	login_free(&login);
	store_close(&app.store);
	seal_key_free(&key);
	return 0;
}

static struct stack_look
look(void)
{
	struct stack_look out = {0};

	assert_true(stack_session_look(stack, &out));
	return out;
}

static enum stack_word
hear(enum news_kind kind, int place, bool lost)
{
	const struct news news = {.kind = kind, .reader = place, .lost = lost};

	return stack_session_card(stack, &news, &reader);
}

/* A card comes in and is read: made for applicant n. */
static enum stack_word
put_in(int place, int n, const char *name)
{
	struct handover made;

	desk_file_draft(&made, n);
	copy_text(made.certificate.subject_cn, sizeof made.certificate.subject_cn, name);
	made.certificate.not_before = clock_now() - 86400;
	made.certificate.not_after = clock_now() + 86400;
	reader = (struct agent_reader){.name = "R", .has_card = true, .reading = true};
	assert_word(hear(NEWS_CARD_IN, place, false), STACK_WORD_NONE);
	assert_true(look().reading && look().reader == place);
	reader.reading = false;
	reader.read = true;
	reader.count = 1;
	reader.facts[0] = made.certificate;
	reader.checks[0] = (struct certificate_check){.chain = CHAIN_TRUSTED, .revocation = REVOCATION_GOOD, .checked_at = clock_now()};
	return hear(NEWS_CARD_READ, place, false);
}

static void
pull_out(int place, bool lost)
{
	reader = (struct agent_reader){.name = "R"};
	assert_word(hear(NEWS_CARD_OUT, place, lost), STACK_WORD_NONE);
}

static void
test_words(void **state)
{
	(void)state;
	assert_int_equal(look().flow->count, 2); /* the one that was handed over is not looked for */
	assert_string_equal(look().shipment->tracking_number, "KRG-2");
	assert_int_equal(look().reader, -1);
	assert_word(put_in(0, 3, "Deneme C Kişisi"), STACK_WORD_GOOD);
	assert_false(look().reading);
	assert_string_equal(look().sentence, "");
	pull_out(0, false);
	assert_int_equal(look().flow->read, 1);
	assert_word(put_in(0, 3, "Deneme C Kişisi"), STACK_WORD_TWICE);
	pull_out(0, false);
	assert_word(put_in(1, 4, "BAŞKA BİR AD"), STACK_WORD_UNFIT);
	assert_non_null(strstr(look().sentence, "BAŞKA BİR AD")); /* why */
	pull_out(1, false);
	assert_string_equal(look().sentence, "");
	assert_word(put_in(1, 6, "Deneme F Kişisi"), STACK_WORD_UNEXPECTED);
	copy_text(reader.fault, sizeof reader.fault, "Sustu.");
	assert_word(hear(NEWS_CARD_FAULT, 1, false), STACK_WORD_UNREADABLE);
	assert_string_equal(look().sentence, "Sustu.");
	assert_int_equal(look().flow->read, 1);
}

/* The agent was started again, or the reader unplugged for a moment: the card that lies there was counted. */
static void
test_still_in(void **state)
{
	(void)state;
	assert_word(put_in(0, 3, "Deneme C Kişisi"), STACK_WORD_GOOD);
	pull_out(0, true);
	assert_word(put_in(0, 3, "Deneme C Kişisi"), STACK_WORD_NONE);
	assert_int_equal(look().flow->read, 1);
	pull_out(0, true);
	assert_word(put_in(0, 4, "Deneme D Kişisi"), STACK_WORD_GOOD); /* another one was put in meanwhile */
	pull_out(0, false);
	assert_word(put_in(0, 4, "Deneme D Kişisi"), STACK_WORD_TWICE); /* it was seen to leave and came again */
	assert_word(put_in(1, 4, "Deneme D Kişisi"), STACK_WORD_TWICE); /* what is known of one reader holds for that one */
}

static void
test_pause(void **state)
{
	(void)state;
	assert_word(put_in(0, 3, "Deneme C Kişisi"), STACK_WORD_GOOD);
	assert_true(stack_session_act(stack, UI_STACK_PAUSE, sentence));
	assert_false(stack_session_look(stack, NULL));
	assert_false(stack_session_act(stack, UI_STACK_DAMAGED, sentence)); /* there is none */
	assert_true(stack_session_begin(stack, 2, sentence));
	assert_int_equal(look().flow->read, 1);
	assert_true(stack_session_act(stack, UI_STACK_PAUSE, sentence));
	assert_true(stack_session_begin(stack, 3, sentence)); /* another one: what was paused is forgotten */
	assert_string_equal(look().shipment->tracking_number, "KRG-3");
	assert_true(stack_session_begin(stack, 2, sentence));
	assert_int_equal(look().flow->read, 0);
	assert_false(stack_session_begin(stack, 1, sentence)); /* received long ago */
	assert_non_null(strstr(sentence, "KRG-2026-1"));
	assert_false(stack_session_look(stack, NULL));
	assert_false(stack_session_begin(stack, 77, sentence)); /* there is none such */
}

static const char *
state_of(int64_t applicant)
{
	struct applicant found = {0};

	assert_code(store_find_applicant(app.store, applicant, &found, NULL), OK);
	return application_state_name(found.state);
}

static void
test_finish(void **state)
{
	(void)state;
	assert_word(put_in(0, 3, "Deneme C Kişisi"), STACK_WORD_GOOD);
	pull_out(0, false);
	assert_word(put_in(0, 4, "Deneme D Kişisi"), STACK_WORD_GOOD);
	assert_true(stack_session_act(stack, UI_STACK_DAMAGED, sentence));
	assert_true(stack_session_act(stack, UI_STACK_FINISH, sentence));
	assert_false(stack_session_look(stack, NULL));
	assert_string_equal(state_of(3), "received");
	assert_string_equal(state_of(4), "on-hold");
}

/* A count that cannot be written is not lost. */
static void
test_finish_nobody(void **state)
{
	(void)state;
	assert_word(put_in(0, 3, "Deneme C Kişisi"), STACK_WORD_GOOD);
	login_leave(login, NULL);
	sentence[0] = '\0';
	assert_false(stack_session_act(stack, UI_STACK_FINISH, sentence));
	assert_true(sentence[0] != '\0');
	assert_int_equal(look().flow->read, 1);
	assert_string_equal(state_of(3), "in-transit");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_words, begin, end),
		cmocka_unit_test_setup_teardown(test_still_in, begin, end),
		cmocka_unit_test_setup_teardown(test_pause, begin, end),
		cmocka_unit_test_setup_teardown(test_finish, begin, end),
		cmocka_unit_test_setup_teardown(test_finish_nobody, begin, end),
	};
	int failed;

	heard_open_desk(&app, folder);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	heard_close(&app, folder);
	return failed;
}
