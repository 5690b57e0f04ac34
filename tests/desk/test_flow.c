/*
 * tests/desk/test_flow: what tapes do not say well: events with nothing in them, numbers out of range, more certificates than
 * fit, and a desk with document rules of its own. The ways through the flow are in tests/flow.
 */
#include "common.h"

#include <limits.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct handover_flow flow;
static struct verdict_policy policy;
static struct effects effects;

static enum code
send(struct event event)
{
	event.now = event.now != 0 ? event.now : NOW;
	return handover_advance(&flow, &policy, &event, &effects);
}

static enum code
act(enum handover_action action)
{
	return send((struct event){.kind = EVENT_ACTION, .action = action});
}

static void
type(enum handover_field field, const char *text)
{
	assert_int_equal(send((struct event){.kind = EVENT_TYPED, .field = field, .text = text}), OK);
}

static int
begin(void **state)
{
	(void)state;
	policy = common_policy();
	handover_init(&flow, &policy);
	return 0;
}

static void
choose_applicant(void)
{
	struct applicant applicant = common_applicant();

	assert_int_equal(send((struct event){.kind = EVENT_FOUND, .applicants = &applicant, .number = 1, .text = ""}), OK);
	assert_int_equal(send((struct event){.kind = EVENT_CHOOSE, .number = 0}), OK);
	assert_int_equal(flow.at.step, STEP_IDENTITY);
}

static void
prove_identity(void)
{
	type(FIELD_IDENTITY_NUMBER, "A12B34567");
	type(FIELD_IDENTITY_EXPIRY, "06.08.2033");
	type(FIELD_IDENTITY_DIGITS, "10000");
	act(ACTION_FACE);
	assert_int_equal(act(ACTION_NEXT), OK);
	assert_int_equal(flow.at.step, STEP_CARD);
}

static void
read_card(struct certificate_facts facts)
{
	struct certificate_check check = common_check();

	assert_int_equal(send((struct event){.kind = EVENT_CARD_IN, .text = "Okuyucu"}), OK);
	assert_int_equal(send((struct event){.kind = EVENT_CARD_CERT, .facts = &facts, .check = &check}), OK);
	assert_int_equal(send((struct event){.kind = EVENT_CARD_READ, .number = 1}), OK);
}

static void
answer_history(void)
{
	struct handover_history history = {.card_serial = "C-1", .reader_serial = "R-1"};

	assert_int_equal(send((struct event){.kind = EVENT_HISTORY, .history = &history}), OK);
}

static void
open_doubt(void)
{
	for (int i = 0; i < WRONG_DIGITS_MAX; i++)
		type(FIELD_IDENTITY_DIGITS, "99999");
}

/* Brings the flow to that step by the shortest way. */
static void
bring_to(enum handover_step step)
{
	begin(NULL);
	if (step >= STEP_IDENTITY)
		choose_applicant();
	if (step >= STEP_CARD && step != STEP_DOUBT)
		prove_identity();
	if (step >= STEP_VERDICT && step != STEP_DOUBT) {
		read_card(common_facts());
		answer_history();
	}
	if (step >= STEP_ITEMS && step != STEP_DOUBT)
		act(ACTION_NEXT);
	if (step >= STEP_SUMMARY && step != STEP_DOUBT) {
		type(FIELD_CARD_SERIAL, "C-1");
		type(FIELD_READER_SERIAL, "R-1");
		act(ACTION_NEXT);
	}
	if (step >= STEP_PRINT && step != STEP_REFUSE && step != STEP_DOUBT) {
		struct handover stored;
		act(ACTION_ARM);
		act(ACTION_COMMIT);
		stored = flow.handover;
		copy_text(stored.record_number, RECORD_TEXT, "2026/A-0001");
		stored.paper = PAPER_SENT;
		assert_int_equal(send((struct event){.kind = EVENT_COMMITTED, .handover = &stored}), OK);
	}
	if (step == STEP_SIGNED || step == STEP_DONE)
		act(ACTION_PAPER_OUT);
	if (step == STEP_DONE)
		act(ACTION_SIGNED_LATER);
	if (step == STEP_REFUSE)
		act(ACTION_REFUSE);
	if (step == STEP_DOUBT)
		open_doubt();
	assert_int_equal(flow.at.step, step);
}

/* Every kind of event with nothing in it, at every step: answered, never followed. */
static void
empty_events_are_survived(void **state)
{
	(void)state;
	for (int step = STEP_APPLICANT; step < STEP_COUNT; step++)
		for (int kind = EVENT_START; kind <= EVENT_TICK; kind++)
			for (int number = -1; number <= 3; number++) {
				bring_to((enum handover_step)step);
				(void)send((struct event){.kind = (enum event_kind)kind, .number = number});
				assert_in_range(flow.at.step, STEP_APPLICANT, STEP_DONE);
				assert_true(flow.result_count >= 0 && flow.result_count <= RESULTS_MAX);
				assert_true(flow.committed == (step == STEP_PRINT || step == STEP_SIGNED || step == STEP_DONE));
			}
}

static void
values_out_of_range_are_refused(void **state)
{
	static const int wild[] = {-1, 99, INT_MAX, INT_MIN};

	(void)state;
	for (int step = STEP_APPLICANT; step < STEP_COUNT; step++)
		for (size_t i = 0; i < ARRAY_LENGTH(wild); i++) {
			bring_to((enum handover_step)step);
			assert_int_equal(send((struct event){.kind = (enum event_kind)wild[i], .text = "x"}), ERR_REFUSED);
			assert_int_equal(act((enum handover_action)wild[i]), ERR_REFUSED);
			assert_int_equal(send((struct event){
						 .kind = EVENT_TYPED, .field = (enum handover_field)wild[i], .text = "x"}),
				ERR_REFUSED);
			assert_int_equal(send((struct event){.kind = EVENT_CHOOSE, .number = wild[i]}), ERR_REFUSED);
			assert_int_equal(send((struct event){.kind = EVENT_PRINT_STATE, .paper = (enum paper_state)wild[i]}),
				ERR_REFUSED);
			assert_int_equal(flow.at.step, step);
		}
}

static void
more_results_than_fit(void **state)
{
	static struct applicant crowd[RESULTS_MAX + 1];

	(void)state;
	for (int i = 0; i <= RESULTS_MAX; i++) {
		crowd[i] = common_applicant();
		crowd[i].id = i + 1;
	}
	assert_int_equal(send((struct event){.kind = EVENT_FOUND, .applicants = crowd, .number = RESULTS_MAX + 1}), OK);
	assert_int_equal(flow.result_count, RESULTS_MAX);
	assert_true(flow.result_more);
	assert_int_equal(send((struct event){.kind = EVENT_CHOOSE, .number = RESULTS_MAX}), ERR_REFUSED);
	assert_int_equal(send((struct event){.kind = EVENT_CHOOSE, .number = RESULTS_MAX - 1}), OK);
	assert_int_equal(flow.applicant.id, RESULTS_MAX);
}

static void
more_certificates_than_fit(void **state)
{
	struct certificate_facts facts = common_facts();
	struct certificate_check check = common_check();

	(void)state;
	bring_to(STEP_CARD);
	send((struct event){.kind = EVENT_CARD_IN, .text = "Okuyucu"});
	for (int i = 0; i < CARD_CERTIFICATES_MAX; i++) {
		facts.sha256[0] = (char)('a' + i);
		assert_int_equal(send((struct event){.kind = EVENT_CARD_CERT, .facts = &facts, .check = &check}), OK);
	}
	assert_int_equal(send((struct event){.kind = EVENT_CARD_CERT, .facts = &facts, .check = &check}), ERR_REFUSED);
	assert_int_equal(flow.certificate_count, CARD_CERTIFICATES_MAX);
	assert_int_equal(send((struct event){.kind = EVENT_CARD_READ, .number = CARD_CERTIFICATES_MAX + 1}), OK);
	answer_history();
	assert_int_equal(flow.at.step, STEP_VERDICT);
}

static void
long_texts_are_cut_between_letters(void **state)
{
	char text[600] = "";

	(void)state;
	for (int i = 0; i < 290; i++)
		strcat(text, "ş");
	bring_to(STEP_ITEMS);
	type(FIELD_CARD_SERIAL, text);
	type(FIELD_READER_SERIAL, "R-1");
	assert_true(strlen(form_text(&flow.form, FIELD_CARD_SERIAL)) < SERIAL_TEXT);
	assert_int_equal(strlen(form_text(&flow.form, FIELD_CARD_SERIAL)) % 2, 0);
	assert_int_equal(act(ACTION_NEXT), OK);
	assert_string_equal(flow.handover.card_serial, form_text(&flow.form, FIELD_CARD_SERIAL)); /* nothing is cut unseen */
	assert_int_equal(send((struct event){.kind = EVENT_CARD_FAULT, .text = text, .fault = text}), OK);
	assert_int_equal(strlen(flow.card_fault) % 2, 0);
}

/* ---- a desk with document rules of its own */

/* What is wrong with a field stands beside it until it is typed anew, and nothing else that was typed is lost by it. */
static void
a_wrong_day_is_told_at_its_field(void **state)
{
	const struct form_entry *expiry = &flow.form.entries[FIELD_IDENTITY_EXPIRY];

	(void)state;
	bring_to(STEP_IDENTITY);
	type(FIELD_IDENTITY_NUMBER, "123456");
	type(FIELD_IDENTITY_EXPIRY, "31.02");
	assert_int_equal(expiry->finding, MSG_NONE);
	type(FIELD_IDENTITY_DIGITS, "10000");
	act(ACTION_FACE);
	assert_int_equal(act(ACTION_NEXT), OK);
	assert_int_equal(flow.at.step, STEP_IDENTITY);
	assert_int_equal(flow.at.notice.message, MSG_FLOW_BAD_EXPIRY);
	assert_int_equal(expiry->finding, MSG_FORM_NO_DATE);
	assert_string_equal(form_text(&flow.form, FIELD_IDENTITY_EXPIRY), "31.02");
	assert_string_equal(form_text(&flow.form, FIELD_IDENTITY_NUMBER), "123456");
	type(FIELD_IDENTITY_EXPIRY, "31.01.2033");
	assert_int_equal(expiry->finding, MSG_NONE);
}

/* Another kind is another document: all of it is compared again. */
static void
compare_again(enum identity_kind kind)
{
	while (flow.identity.kind != kind)
		act(ACTION_TOGGLE_KIND);
	type(FIELD_IDENTITY_DIGITS, "10000");
	act(ACTION_FACE);
}

static void
kind_of_document_can_be_refused(void **state)
{
	struct ident_rules rules = {.count = 2,
		.list = {{.kind = IDENTITY_CARD, .needs_expiry = true}, {.kind = IDENTITY_LICENCE, .until = "2026-11-22"}}};

	(void)state;
	bring_to(STEP_IDENTITY);
	policy.documents = &rules;
	type(FIELD_IDENTITY_NUMBER, "123456");
	compare_again(IDENTITY_LICENCE);
	assert_int_equal(act(ACTION_NEXT), OK);
	assert_int_equal(flow.at.step, STEP_IDENTITY);
	assert_int_equal(flow.at.notice.message, MSG_IDENT_DOCUMENT_REFUSED_KIND);
	assert_string_equal(flow.at.notice.detail, message_text(MSG_IDENTITY_LICENCE));
	compare_again(IDENTITY_PASSPORT); /* no rule at all */
	assert_int_equal(act(ACTION_NEXT), OK);
	assert_int_equal(flow.at.notice.message, MSG_IDENT_DOCUMENT_REFUSED_KIND);
	rules.list[1].warn_only = true;
	compare_again(IDENTITY_LICENCE);
	assert_int_equal(act(ACTION_NEXT), OK);
	assert_int_equal(flow.at.step, STEP_CARD);
	assert_int_equal(flow.at.notice.level, VERDICT_WARN);
}

/* Rules that change while the handover goes on hold at the end too. */
static void
document_must_hold_at_the_end(void **state)
{
	struct ident_rules rules = {.count = 1, .list = {{.kind = IDENTITY_CARD, .until = "2026-11-23"}}};

	(void)state;
	bring_to(STEP_SUMMARY);
	policy.documents = &rules;
	assert_int_equal(send((struct event){.kind = EVENT_ACTION, .action = ACTION_ARM, .now = NOW + DAY}), OK);
	assert_false(flow.at.armed);
	assert_int_equal(flow.at.notice.message, MSG_IDENT_DOCUMENT_REFUSED_KIND);
	assert_int_equal(act(ACTION_ARM), OK);
	assert_true(flow.at.armed);
}

static void
start_is_kept(void **state)
{
	(void)state;
	assert_int_equal(send((struct event){.kind = EVENT_START, .now = 5}), OK);
	assert_int_equal(send((struct event){.kind = EVENT_START, .now = 9}), OK);
	assert_int_equal(flow.started, 5);
}

/* Each letter that was put right is shown, also beside the warning that the card has not come. */
static void
corrections_are_shown(void **state)
{
	static const char scan[] = "I<TURA12B345675<10000000146<<<85O3I50F3308062TUR<<<<<<<<<<<6OZTURK<<AYSE<SULE<<<<<<<<<<<<<";
	struct applicant applicant = common_applicant();
	char sentence[512];

	(void)state;
	applicant.state = APPLICATION_EXPECTED;
	assert_int_equal(send((struct event){.kind = EVENT_SCAN, .text = scan}), OK);
	assert_int_equal(effects.list[0].kind, EFFECT_FIND_NUMBER);
	assert_int_equal(send((struct event){.kind = EVENT_FOUND, .applicants = &applicant, .number = 1, .text = ""}), OK);
	assert_int_equal(flow.at.step, STEP_IDENTITY);
	message_format_detail(sentence, sizeof sentence, LANGUAGE_TURKISH, flow.at.notice.message, flow.at.notice.detail);
	assert_int_equal(flow.at.notice.message, MSG_FLOW_NOT_RECEIVED);
	assert_non_null(strstr(sentence, "Düzeltilen: 2. satır 3. harf O yerine 0, 2. satır 5. harf I yerine 1."));
	assert_int_equal(send((struct event){.kind = EVENT_SCAN, .text = scan}), OK);
	assert_int_equal(flow.at.notice.message, MSG_FLOW_MRZ_TAKEN);
	message_format_detail(sentence, sizeof sentence, LANGUAGE_TURKISH, flow.at.notice.message, flow.at.notice.detail);
	assert_non_null(strstr(sentence, "Ctrl-Y. Düzeltilen: 2. satır 3. harf O yerine 0, 2. satır 5. harf I yerine 1."));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, begin)
	const struct CMUnitTest tests[] = {
		TEST(empty_events_are_survived),
		TEST(values_out_of_range_are_refused),
		TEST(more_results_than_fit),
		TEST(more_certificates_than_fit),
		TEST(long_texts_are_cut_between_letters),
		TEST(kind_of_document_can_be_refused),
		TEST(a_wrong_day_is_told_at_its_field),
		TEST(document_must_hold_at_the_end),
		TEST(start_is_kept),
		TEST(corrections_are_shown),
	};

	clock_set_offset(180);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
