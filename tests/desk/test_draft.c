/* tests/desk/test_draft: the draft as text: any letters survive, and no forged or damaged draft brings a handover forward. */
#include "common.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct handover_flow flow, other;
static struct verdict_policy policy;

/* clang-format off */
/* As the register has her. */
static const struct applicant ayse = {.id = 1, .national_id = "10000000146", .given_names = "Ayşe Şule", .surname = "Öztürk",
	.unit = "Dahiliye", .state = APPLICATION_RECEIVED, .reader_kind = "1"};
/* clang-format on */

static enum code
reload(const struct applicant *person, struct effects *effects)
{
	struct event event = {.kind = EVENT_RELOADED, .applicants = person, .number = 1};

	return handover_advance(&flow, &policy, &event, effects);
}

static enum code
restore(const char *text)
{
	struct effects effects = {0};
	struct err err = {0};
	enum code code = handover_restore(&flow, &policy, text, &err);

	if (code == OK && flow.at.unloaded) {
		assert_int_equal(reload(&ayse, &effects), OK);
		assert_int_equal(effects.count, 0);
	}
	if (code != OK) {
		assert_int_equal(err.message, MSG_FLOW_DRAFT);
		handover_init(&other, &policy);
		assert_memory_equal(&flow, &other, sizeof flow); /* as if nothing had been there */
	}
	return code;
}

static char draft[4096];

/* A draft at a step, everything answered, with one line changed. */
static const char *
draft_with(int step, const char *key, const char *value)
{
	static const char *const lines[] = {"draft=1", "step=?", "came-from=0", "committed=0", "has-applicant=1", "applicant=1",
		"kind=1", "compared=111", "gives-reader=0", "refusal=0", "started=1795431900", "identity-number=A12B34567",
		"identity-expiry=06.08.2033", "document-number=A12B34567", "document-expiry=2033-08-06", "card-serial=C-1",
		"reader-source=1", "card-source=1"};
	size_t used = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(lines); i++) {
		size_t name = strcspn(lines[i], "=");
		if (strcmp(lines[i], "step=?") == 0 && strcmp(key, "step") != 0)
			used += (size_t)snprintf(draft + used, sizeof draft - used, "step=%d\n", step);
		else if (strlen(key) == name && strncmp(lines[i], key, name) == 0)
			used += (size_t)snprintf(draft + used, sizeof draft - used, "%s=%s\n", key, value);
		else
			used += (size_t)snprintf(draft + used, sizeof draft - used, "%s\n", lines[i]);
	}
	return draft;
}

static void
any_letters_survive(void **state)
{
	static const char hard[] = "% \n\t=%41 ğüşıöçİ \"'\\ \x01 \x7F ✓";
	struct str first = {0}, second = {0};

	(void)state;
	assert_int_equal(restore(draft_with(STEP_IDENTITY, "", "")), OK);
	form_set(&flow.form, FIELD_NOTE, hard);
	form_set(&flow.form, FIELD_QUERY, hard);
	copy_text(flow.identity.name, sizeof flow.identity.name, hard);
	handover_save(&flow, &first);
	assert_null(strchr(str_text(&first), '\t'));
	assert_int_equal(restore(str_text(&first)), OK);
	assert_string_equal(form_text(&flow.form, FIELD_NOTE), hard);
	assert_string_equal(form_text(&flow.form, FIELD_QUERY), hard);
	assert_string_equal(flow.identity.name, hard);
	handover_save(&flow, &second);
	assert_string_equal(str_text(&first), str_text(&second));
	str_clear(&first);
	str_clear(&second);
}

static void
full_fields_survive(void **state)
{
	struct str text = {0};

	(void)state;
	assert_int_equal(restore(draft_with(STEP_IDENTITY, "", "")), OK);
	memset(flow.form.entries[FIELD_NOTE].edit.text, '%', FIELD_TEXT - 1);
	memset(flow.identity.name, 'A', FULL_NAME_TEXT - 1);
	handover_save(&flow, &text);
	assert_int_equal(restore(str_text(&text)), OK);
	assert_int_equal(strlen(form_text(&flow.form, FIELD_NOTE)), FIELD_TEXT - 1);
	assert_int_equal(strlen(flow.identity.name), FULL_NAME_TEXT - 1);
	str_clear(&text);
}

static void
stands_where_it_stood(void **state)
{
	(void)state;
	for (int step = STEP_APPLICANT; step < STEP_PRINT; step++) {
		assert_int_equal(restore(draft_with(step, "", "")), OK);
		assert_int_equal(flow.at.step, step < STEP_CARD ? step : STEP_CARD);
		assert_int_equal(flow.resume_to, step >= STEP_VERDICT ? step : STEP_COUNT);
		assert_int_equal(flow.presence, PRESENCE_NONE);
		assert_string_equal(flow.frozen, "");
		assert_false(flow.at.armed);
		assert_int_equal(flow.at.notice.message, MSG_FLOW_RESUMED);
	}
}

static void
chosen_person_can_be_chosen_again(void **state)
{
	(void)state;
	assert_int_equal(restore(draft_with(STEP_APPLICANT, "", "")), OK);
	assert_int_equal(flow.result_count, 1);
	assert_string_equal(flow.results[0].national_id, "10000000146");
}

/* A draft that claims more than what stands in it is put back to where that is. */
static void
claims_are_not_believed(void **state)
{
	(void)state;
	for (int step = STEP_CARD; step < STEP_PRINT; step++) {
		for (unsigned compared = 0; compared < 7; compared++) {
			char number[8];
			snprintf(number, sizeof number, "%u", compared);
			assert_int_equal(restore(draft_with(step, "compared", number)), OK);
			assert_int_equal(flow.at.step, STEP_IDENTITY);
			assert_int_equal(flow.resume_to, STEP_COUNT);
		}
		assert_int_equal(restore(draft_with(step, "identity-number", " ")), OK);
		assert_int_equal(flow.at.step, STEP_IDENTITY);
	}
	assert_int_equal(restore(draft_with(STEP_SUMMARY, "card-serial", "")), OK);
	assert_int_equal(flow.resume_to, STEP_ITEMS);
	assert_int_equal(restore(draft_with(STEP_SUMMARY, "gives-reader", "1")), OK);
	assert_int_equal(flow.resume_to, STEP_ITEMS);
	assert_int_equal(restore(draft_with(STEP_IDENTITY, "kind", "0")), OK);
	assert_int_equal(flow.identity.kind, IDENTITY_CARD);
}

/* A draft says of the applicant which application it is, and nothing more: a name or a number in it is no draft of ours. */
static void
register_says_who_it_is(void **state)
{
	static const char *const forged[] = {
		"national-id=10000000146\n", "given-names=Elif\n", "surname=Yılmaz\n", "state=2\n", "unit=x\n"};
	char text[sizeof draft + 64];
	struct str saved = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(forged); i++) {
		snprintf(text, sizeof text, "%s%s", draft_with(STEP_SUMMARY, "", ""), forged[i]);
		assert_int_equal(restore(text), ERR_SYNTAX);
	}
	assert_int_equal(restore(draft_with(STEP_SUMMARY, "", "")), OK);
	assert_string_equal(flow.applicant.surname, "Öztürk");
	handover_save(&flow, &saved);
	assert_null(strstr(str_text(&saved), "Öztürk"));
	assert_null(strstr(str_text(&saved), "10000000146"));
	str_clear(&saved);
}

/* Before the register has said who it is nothing goes on, and it must be about the same application. */
static void
nothing_goes_on_before(void **state)
{
	struct applicant stranger = ayse;
	struct effects effects = {0};

	(void)state;
	stranger.id = 2;
	assert_int_equal(handover_restore(&flow, &policy, draft_with(STEP_IDENTITY, "", ""), NULL), OK);
	for (int kind = EVENT_START; kind <= EVENT_TICK; kind++) {
		struct event event = {.kind = (enum event_kind)kind, .action = ACTION_NEXT, .field = FIELD_NOTE, .text = ""};
		assert_int_equal(handover_advance(&flow, &policy, &event, &effects), ERR_REFUSED);
		assert_int_equal(effects.count, 0);
	}
	assert_int_equal(reload(&stranger, &effects), ERR_REFUSED);
	assert_true(flow.at.unloaded);
	assert_int_equal(reload(&ayse, &effects), OK);
	assert_int_equal(reload(&ayse, &effects), ERR_REFUSED); /* once */
}

/* What has ended or is on hold by now is not gone on with; it says why, and choosing it again says the same. */
static void
ended_meanwhile(void **state)
{
	static const int steps_of[] = {STEP_APPLICANT, STEP_IDENTITY, STEP_SUMMARY, STEP_REFUSE};

	(void)state;
	for (int now = APPLICATION_DELIVERED; now <= APPLICATION_CANCELLED; now++)
		for (size_t i = 0; i < ARRAY_LENGTH(steps_of); i++) {
			struct applicant person = ayse;
			struct effects effects = {0};
			struct event again = {.kind = EVENT_CHOOSE, .number = 0};
			char text[sizeof draft + 64];

			person.state = (enum application_state)now;
			snprintf(text, sizeof text, "%scame-from=1\n", draft_with(steps_of[i], "", ""));
			assert_int_equal(handover_restore(&flow, &policy, text, NULL), OK);
			assert_int_equal(reload(&person, &effects), OK);
			assert_int_equal(flow.at.step, STEP_APPLICANT);
			assert_false(flow.has_applicant);
			assert_int_equal(flow.at.notice.level, VERDICT_REFUSE);
			assert_int_equal(effects.list[effects.count - 1].kind, EFFECT_DROP_DRAFT);
			assert_int_equal(handover_advance(&flow, &policy, &again, &effects), OK);
			assert_int_equal(flow.at.step, STEP_APPLICANT);
		}
}

/* A scanned document that does not bear the register's number proves nothing. */
static void
document_of_another(void **state)
{
	char text[sizeof draft + 64];

	(void)state;
	snprintf(text, sizeof text, "%sdocument-id=10000000146\n", draft_with(STEP_SUMMARY, "compared", "23"));
	assert_int_equal(restore(text), OK);
	assert_int_equal(flow.resume_to, STEP_SUMMARY);
	snprintf(text, sizeof text, "%sdocument-id=10000000078\n", draft_with(STEP_SUMMARY, "compared", "23"));
	assert_int_equal(handover_restore(&flow, &policy, text, NULL), OK);
	assert_int_equal(reload(&ayse, &(struct effects){0}), OK);
	assert_int_equal(flow.at.step, STEP_IDENTITY);
	assert_int_equal(flow.resume_to, STEP_COUNT);
	assert_int_equal(flow.identity.compared, COMPARED_PHOTO);
}

static void
nobody_gets_no_further(void **state)
{
	(void)state;
	for (int step = STEP_IDENTITY; step < STEP_COUNT; step++)
		assert_int_equal(restore(draft_with(step, "has-applicant", "0")), ERR_SYNTAX);
	assert_int_equal(restore(draft_with(STEP_APPLICANT, "has-applicant", "0")), OK);
}

/* Only a record number and a step after the commit make a committed draft, and it is asked for in the database. */
static void
committed_needs_a_record(void **state)
{
	char text[sizeof draft + 64];

	(void)state;
	for (int step = STEP_APPLICANT; step < STEP_COUNT; step++) {
		assert_int_equal(restore(draft_with(step, "committed", "1")), ERR_SYNTAX);
		snprintf(text, sizeof text, "%srecord=2026/A-0042\n", draft_with(step, "committed", "1"));
		assert_int_equal(restore(text), step == STEP_PRINT || step == STEP_SIGNED ? OK : ERR_SYNTAX);
		snprintf(text, sizeof text, "%srecord=2026/A-0042\n", draft_with(step, "", ""));
		if (step < STEP_PRINT || step == STEP_REFUSE) {
			assert_int_equal(restore(text), OK);
			assert_false(flow.committed);
			assert_string_equal(flow.handover.record_number, "");
		} else {
			assert_int_equal(restore(text), ERR_SYNTAX);
		}
	}
}

static void
refusing_goes_on_with_its_reason(void **state)
{
	char text[sizeof draft + 64];

	(void)state;
	snprintf(text, sizeof text, "%scame-from=5\nrefusal=6\n", draft_with(STEP_REFUSE, "", ""));
	assert_int_equal(restore(text), OK);
	assert_int_equal(flow.at.step, STEP_REFUSE);
	assert_int_equal(flow.came_from, STEP_SUMMARY);
	assert_int_equal(flow.refusal, REFUSAL_WRONG_DATA);
	/* A reason that is not offered there is none; a step that is not supported is lowered; after the commit there is no refusing. */
	snprintf(text, sizeof text, "%scame-from=1\nrefusal=9\n", draft_with(STEP_REFUSE, "", ""));
	assert_int_equal(restore(text), OK);
	assert_int_equal(flow.refusal, REFUSAL_NONE);
	snprintf(text, sizeof text, "%scame-from=5\n", draft_with(STEP_REFUSE, "compared", "0"));
	assert_int_equal(restore(text), OK);
	assert_int_equal(flow.came_from, STEP_IDENTITY);
	for (int from = STEP_PRINT; from < STEP_COUNT; from++) {
		snprintf(text, sizeof text, "%scame-from=%d\n", draft_with(STEP_REFUSE, "", ""), from);
		assert_int_equal(restore(text), ERR_SYNTAX);
	}
}

static void
damaged_drafts_are_refused(void **state)
{
	static const char *const damaged[] = {"", "x", "draft=1", "draft=2\n", "step=1\n", "draft=1\nstep\n",
		"draft=1\nstrange=1\n", "draft=1\nstep=-1\n", "draft=1\nstep=11\n", "draft=1\nstep=\n", "draft=1\nstep=1x\n",
		"draft=1\nstep=99999999999999999999\n", "draft=1\ncompared=128\n", "draft=1\nkind=7\n", "draft=1\nrefusal=13\n",
		"draft=1\nquery=%\n", "draft=1\nquery=%4\n", "draft=1\nquery=%00\n", "draft=1\nquery=%zz\n",
		"draft=1\nquery=\xFF\n", "draft=1\ndocument-id=123456789012\n", "draft=1\nrecord=1234567890123456789012345\n",
		"draft=1\n=\n", "\n"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(damaged); i++)
		assert_int_equal(restore(damaged[i]), ERR_SYNTAX);
}

static void
cut_drafts_are_refused_or_lower(void **state)
{
	char text[sizeof draft];
	size_t length = strlen(draft_with(STEP_SUMMARY, "", ""));

	(void)state;
	for (size_t cut = 0; cut < length; cut++) {
		memcpy(text, draft, length + 1);
		text[cut] = '\0';
		if (restore(text) == OK) { /* cut between two lines: less is known, and less is believed */
			assert_true(flow.at.step <= STEP_CARD);
			assert_true(flow.resume_to == STEP_COUNT || flow.resume_to <= STEP_ITEMS || cut >= length);
		}
	}
}

static void
huge_draft_is_refused(void **state)
{
	char *text = mem_alloc(70000);
	struct err err = {0};

	(void)state;
	memset(text, 'a', 69999);
	assert_int_equal(handover_restore(&flow, &policy, text, &err), ERR_LIMIT);
	mem_free(text);
}

/* Random damage: never a crash, never a step past the card, never committed without a record. */
static void
random_damage_is_survived(void **state)
{
	char text[sizeof draft];
	uint64_t seed = UINT64_C(99);
	int taken = 0;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		size_t length = strlen(draft_with(round % STEP_COUNT, "", ""));
		memcpy(text, draft, length + 1);
		for (int hit = 0; hit < 1 + round % 3; hit++) {
			seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
			text[(seed >> 33) % length] = (char)(10 + (seed >> 12) % 117);
		}
		if (handover_restore(&flow, &policy, text, NULL) != OK)
			continue;
		taken++;
		assert_true(flow.at.step <= STEP_CARD || flow.at.step == STEP_REFUSE);
		assert_false(flow.at.armed || flow.at.waiting || flow.committed);
		assert_string_equal(flow.frozen, "");
	}
	assert_true(taken > 500);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_letters_survive),
		cmocka_unit_test(full_fields_survive),
		cmocka_unit_test(stands_where_it_stood),
		cmocka_unit_test(chosen_person_can_be_chosen_again),
		cmocka_unit_test(claims_are_not_believed),
		cmocka_unit_test(register_says_who_it_is),
		cmocka_unit_test(nothing_goes_on_before),
		cmocka_unit_test(ended_meanwhile),
		cmocka_unit_test(document_of_another),
		cmocka_unit_test(nobody_gets_no_further),
		cmocka_unit_test(committed_needs_a_record),
		cmocka_unit_test(refusing_goes_on_with_its_reason),
		cmocka_unit_test(damaged_drafts_are_refused),
		cmocka_unit_test(cut_drafts_are_refused_or_lower),
		cmocka_unit_test(huge_draft_is_refused),
		cmocka_unit_test(random_damage_is_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
