/*
 * tests/desk/test_drafts: the drafts of all flows: what the version before wrote, every step kept and brought back, a draft cut at any
 * place, limits. What a handover's draft may claim is in test_draft.c.
 */
#include "common.h"

#include "teslim/desk/courier.h"
#include "teslim/desk/draft.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- a draft of the test's own */

struct small {
	int level;
	int64_t id;
	bool yes;
	char word[8];
	int marks;
};

struct claims {
	int step;
};

static void
add_marks(const void *flow, struct str *out)
{
	for (int i = 0; i < ((const struct small *)flow)->marks; i++)
		str_printf(out, "mark=%d\n", i);
}

static bool
take_mark(void *flow, const char *key, const char *value)
{
	int64_t mark;

	return strcmp(key, "mark") == 0 && draft_take_number(&mark, value, ((struct small *)flow)->marks, 2) &&
		((struct small *)flow)->marks++ < 3;
}

/* clang-format off */
static const struct draft_member members[] = {
	DRAFT_NUMBER("level", DRAFT_INT, small, level, -1, 9),
	DRAFT_NUMBER("id", DRAFT_INT64, small, id, 0, INT64_MAX),
	DRAFT_NUMBER("yes", DRAFT_BOOL, small, yes, 0, 1),
	DRAFT_WORDS("word", small, word),
};
static const struct draft_member claimed[] = {DRAFT_NUMBER("step", DRAFT_INT, claims, step, 0, 3)};
static const struct form_field fields[] = {
	{.name = "note", .label = MSG_FORM_REQUIRED, .kind = FORM_TEXT}, {.name = "pin", .label = MSG_FORM_REQUIRED, .kind = FORM_SECRET}};
/* clang-format on */

static const struct draft draft = {.name = "small",
	.limit = 200,
	.sentence = MSG_FLOW_DRAFT,
	.flow = {members, ARRAY_LENGTH(members)},
	.claims = {claimed, ARRAY_LENGTH(claimed)},
	.add = add_marks,
	.take = take_mark};

static struct small small;
static struct claims claims;
static struct form form;

static enum code
read_small(const char *text)
{
	struct err err = {0};
	enum code code;

	small = (struct small){0};
	claims = (struct claims){0};
	form_init(&form, fields, ARRAY_LENGTH(fields));
	code = draft_read(&draft, &small, &claims, &form, text, &err);
	assert_int_equal(err.message, code == OK ? MSG_NONE : MSG_FLOW_DRAFT);
	return code;
}

static const char whole[] =
	"small=1\nstep=2\nlevel=-1\nid=999999999999999999\nyes=1\nword=ş%25%09%0A\nnote=bir not\nmark=0\nmark=1\n";

static void
is_written_as_it_is_read(void **state)
{
	struct str text = {0};

	(void)state;
	assert_int_equal(read_small(whole), OK);
	assert_int_equal(claims.step, 2);
	assert_int_equal(small.level, -1);
	assert_int_equal(small.id, INT64_C(999999999999999999));
	assert_true(small.yes);
	assert_string_equal(small.word, "ş%\t\n");
	assert_string_equal(form_text(&form, 0), "bir not");
	assert_int_equal(small.marks, 2);
	form_set(&form, 1, "gizli");
	draft_write(&draft, &small, &claims, &form, &text);
	assert_string_equal(str_text(&text), whole); /* and no secret */
	str_clear(&text);
}

static void
what_is_no_draft_of_ours_is_refused(void **state)
{
	static const char *const bad[] = {"", "\n", "small", "small=1", "small=2\n", "smaller=1\n", "step=1\nsmall=1\n",
		"small=1\n\n", "small=1\nstep\n", "small=1\nstep=\n", "small=1\nstep=4\n", "small=1\nstep=-1\n",
		"small=1\nlevel=-2\n", "small=1\nlevel=--1\n", "small=1\nlevel=+1\n", "small=1\nlevel= 1\n",
		"small=1\nlevel=1x\n", "small=1\nyes=2\n", "small=1\nid=9999999999999999999\n", "small=1\nid=-1\n",
		"small=1\nword=12345678\n", "small=1\nword=%\n", "small=1\nword=%00\n", "small=1\nword=\xFF\n",
		"small=1\nmark=3\n", "small=1\nmark=0\nmark=0\n", "small=1\npin=1\n", "small=1\nstrange=1\n", "small=1\n=\n",
		"small=1\nsmall=1\n", "small=1\nnote=%0\n"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++)
		if (read_small(bad[i]) != ERR_SYNTAX)
			fail_msg("taken: %s", bad[i]);
	assert_int_equal(read_small("small=1\n"), OK); /* what is not said stays as it was */
}

static void
too_much_is_refused_unread(void **state)
{
	char text[300];

	(void)state;
	for (size_t size = 199; size < 203; size++) {
		size_t used = (size_t)snprintf(text, sizeof text, "small=1\nnote=");

		memset(text + used, 'a', size - used - 1);
		copy_text(text + size - 1, 2, "\n");
		/* FIELD_TEXT is less than the limit: a note of that length is refused as well, but for another reason */
		assert_int_equal(read_small(text), size > 200 ? ERR_LIMIT : ERR_SYNTAX);
	}
}

/* ---- flows of the program */

static struct handover_flow flow, other;
static struct courier_flow courier, resumed;
static struct verdict_policy policy;

/* As the version before wrote them, letter by letter. */
static const char old_handover[] =
	"draft=1\nstep=8\ncame-from=2\nbound-for=4\ncommitted=0\nhas-applicant=1\napplicant=1\nkind=3\ncompared=111\nwrong-digits=0\n"
	"doubt=0\nfirst-kind=0\ndoubted=9,1,1\ncard-source=1\nreader-source=0\ngives-reader=1\nrefusal=3\nstarted=1795431900\n"
	"query=ışıl\nidentity-number=A12B34567\nidentity-expiry=06.08.2033\nidentity-digits=\nsecond-officer=\ncard-serial=C-1\n"
	"reader-serial=\nnote=100 %25%09sekme\ndocument-number=A12B34567\ndocument-expiry=2033-08-06\ndocument-id=\ndocument-name=\n"
	"frozen=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
	"serials-for=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nrecord=\n";

static const char old_courier[] =
	"courier=1\nstep=4\nshipment=7\nlast-receipt=0\ntracking=KRG-1\ndispatched=2026-11-20\nbegun-by=ayla\nproof=badge\n"
	"document=identity-card\npackaging=whole\nnext-place=3\nlast=1\nparcel-typed=KRG-1\ndispatched-typed=\nfirm=Hızlı %25 Kargo\n"
	"courier-name=Kurye Kişi\ndocument-number=\nletter=\nletter-date=01.11.2026\nwitness=\npackaging-note=\nsaid-cards=2\n"
	"said-readers=-\nserial=\nplace=\nnote=\nrow=card scanned announced good 11 4 K-100%202   A-01 Ayşe%20ÖZTÜRK \n"
	"row=card typed other-shipment good 12 5 K-300   A-02  ezik\nowner=KRG-2\n";

static void
a_handover_begun_under_the_version_before_goes_on(void **state)
{
	(void)state;
	assert_int_equal(handover_restore(&flow, &policy, old_handover, NULL), OK);
	assert_int_equal(flow.at.step, STEP_REFUSE);
	assert_int_equal(flow.came_from, STEP_CARD);
	assert_int_equal(flow.resume_to, STEP_ITEMS);
	assert_int_equal(flow.refusal, REFUSAL_NO_CARD);
	assert_int_equal(flow.identity.kind, IDENTITY_PASSPORT);
	assert_int_equal(flow.identity.compared, 111);
	assert_int_equal(flow.doubted_count, 1);
	assert_int_equal(flow.doubted[0].applicant_id, 9);
	assert_int_equal(flow.started, 1795431900);
	assert_string_equal(form_text(&flow.form, FIELD_QUERY), "ışıl");
	assert_string_equal(form_text(&flow.form, FIELD_IDENTITY_NUMBER), "A12B34567");
	assert_string_equal(form_text(&flow.form, FIELD_IDENTITY_EXPIRY), "06.08.2033");
	assert_string_equal(form_text(&flow.form, FIELD_CARD_SERIAL), "C-1");
	assert_string_equal(form_text(&flow.form, FIELD_NOTE), "100 %\tsekme");
	assert_true(flow.gives_reader && flow.has_applicant && flow.at.unloaded);
	assert_int_equal(strlen(flow.resume_frozen), 64);
	assert_int_equal(strlen(flow.serials_for), 64);
}

static void
a_count_begun_under_the_version_before_goes_on(void **state)
{
	(void)state;
	courier_init(&courier);
	assert_int_equal(courier_restore(&courier, old_courier, NULL), OK);
	assert_int_equal(courier.at.step, COURIER_COUNT);
	assert_int_equal(courier.at.furthest, 5);
	assert_true(courier.has_parcel && courier.at.unloaded);
	assert_int_equal(courier.parcel.shipment.id, 7);
	assert_string_equal(courier.begun_by, "ayla");
	assert_int_equal(courier.proof, SHOWN_BADGE);
	assert_int_equal(courier.packaging, PACKAGING_WHOLE);
	assert_int_equal(courier.place, 3);
	assert_int_equal(courier.last, 1);
	assert_string_equal(form_text(&courier.form, CF_FIRM), "Hızlı % Kargo");
	assert_string_equal(form_text(&courier.form, CF_SAID_READERS), "-");
	assert_int_equal(courier.row_count, 2);
	assert_string_equal(courier.rows[0].serial, "K-100 2");
	assert_string_equal(courier.rows[0].name, "Ayşe ÖZTÜRK");
	assert_string_equal(courier.rows[1].note, "ezik");
	assert_string_equal(courier.owners[1], "KRG-2");
}

/* ---- every step, kept and brought back */

/* A courier's flow that stands at a step with everything answered. */
static void
stand_at(int step)
{
	courier_init(&courier);
	assert_int_equal(courier_restore(&courier, old_courier, NULL), OK);
	courier.packaging = step == COURIER_REFUSAL ? PACKAGING_COUNT - 1 : PACKAGING_WHOLE;
	courier.at.unloaded = false;
	steps_go(&courier.at, step);
}

static void
every_step_of_a_delivery_comes_back(void **state)
{
	(void)state;
	for (int step = COURIER_IDENTITIES; step < COURIER_DONE; step++) {
		struct str first = {0}, second = {0};
		bool paper = step == COURIER_PRINT || step == COURIER_SIGNED;
		int to;

		stand_at(step);
		form_set(&courier.form, CF_NOTE, "% =\tş");
		courier_save(&courier, &first);
		assert_int_equal(courier_restore(&resumed, str_text(&first), NULL), paper ? ERR_SYNTAX : OK);
		if (!paper) {
			assert_int_equal(resumed.at.step, step);
			courier_save(&resumed, &second);
			assert_string_equal(str_text(&first), str_text(&second));
			assert_int_equal(steps_back(&courier.at, &to),
				steps_back(&resumed.at, &to)); /* and Back leads where it led */
			assert_int_equal(to, steps_here(&courier.at)->back);
		}
		str_clear(&first);
		str_clear(&second);
	}
}

/* One step back and forth: nothing that was typed is another, and the draft says the same but for the step. */
static void
back_loses_nothing_typed(void **state)
{
	(void)state;
	for (int step = COURIER_PACKAGING; step < COURIER_PRINT; step++) {
		struct courier_event back = {.kind = CE_ACTION, .action = CA_BACK};
		struct courier_effects effects;
		struct form before;

		stand_at(step);
		form_set(&courier.form, CF_SERIAL, "YARIM");
		before = courier.form;
		assert_int_equal(courier_advance(&courier, &policy, &back, &effects), OK);
		assert_int_equal(courier.at.step, steps_info(&courier_steps, step)->back);
		assert_memory_equal(&before, &courier.form, sizeof before);
		assert_int_equal(effects.list[0].kind, CX_SAVE_DRAFT);
	}
}

/* ---- damage */

/* Cut between two lines less is known and less is believed; cut anywhere else it is refused, and nothing of it stays. */
static void
cut_anywhere_nothing_comes_forward(void **state)
{
	char text[sizeof old_courier + sizeof old_handover];

	(void)state;
	for (size_t cut = 0; cut < sizeof old_courier - 1; cut++) {
		memcpy(text, old_courier, cut);
		text[cut] = '\0';
		courier_init(&resumed);
		if (courier_restore(&courier, text, NULL) == OK) {
			assert_int_equal(text[cut - 1], '\n');
			assert_true(courier.at.step <= COURIER_COUNT);
		} else {
			assert_string_equal(form_text(&courier.form, CF_FIRM), "");
			assert_int_equal(courier.row_count, resumed.row_count);
			assert_false(courier.has_parcel);
		}
	}
	for (size_t cut = 0; cut < sizeof old_handover - 1; cut++) {
		memcpy(text, old_handover, cut);
		text[cut] = '\0';
		if (handover_restore(&flow, &policy, text, NULL) == OK) {
			assert_int_equal(text[cut - 1], '\n');
			assert_true(flow.at.step <= STEP_CARD || flow.at.step == STEP_REFUSE);
		} else {
			handover_init(&other, &policy);
			assert_memory_equal(&flow, &other, sizeof flow);
		}
	}
}

static void
one_flow_s_draft_is_not_another_s(void **state)
{
	(void)state;
	assert_int_equal(courier_restore(&courier, old_handover, NULL), ERR_SYNTAX);
	assert_int_equal(handover_restore(&flow, &policy, old_courier, NULL), ERR_SYNTAX);
}

/* A list of rows without end is refused at the table's end, and more text than the largest count has is refused unread. */
static void
limits_hold(void **state)
{
	struct str text = {0};

	(void)state;
	str_add(&text, old_courier);
	for (int i = 2; i < COURIER_ROWS_MAX; i++)
		str_printf(&text, "row=card typed unexpected good 0 0 K-%d   A-02  \n", i);
	assert_int_equal(courier_restore(&courier, str_text(&text), NULL), OK);
	assert_int_equal(courier.row_count, COURIER_ROWS_MAX);
	str_add(&text, "row=card typed unexpected good 0 0 K-1000   A-02  \n");
	assert_int_equal(courier_restore(&courier, str_text(&text), NULL), ERR_SYNTAX);
	while (text.length <= 1024 * 1024)
		str_add(&text, old_courier);
	assert_int_equal(courier_restore(&courier, str_text(&text), NULL), ERR_LIMIT);
	str_clear(&text);
	for (int i = 0; i <= DOUBTED_MAX; i++) {
		assert_int_equal(handover_restore(&flow, &policy, old_handover, NULL), OK);
		str_add(&text, i == 0 ? old_handover : "doubted=5,1,1\n");
	}
	assert_int_equal(handover_restore(&flow, &policy, str_text(&text), NULL), ERR_SYNTAX);
	str_clear(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_written_as_it_is_read),
		cmocka_unit_test(what_is_no_draft_of_ours_is_refused),
		cmocka_unit_test(too_much_is_refused_unread),
		cmocka_unit_test(a_handover_begun_under_the_version_before_goes_on),
		cmocka_unit_test(a_count_begun_under_the_version_before_goes_on),
		cmocka_unit_test(every_step_of_a_delivery_comes_back),
		cmocka_unit_test(back_loses_nothing_typed),
		cmocka_unit_test(cut_anywhere_nothing_comes_forward),
		cmocka_unit_test(one_flow_s_draft_is_not_another_s),
		cmocka_unit_test(limits_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
