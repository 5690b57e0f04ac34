/*
 * text/test_words: the golden list of the words that stand for values in databases, journals, JSON and data files. What was
 * written once must be read for ever: no word here changes or goes, new ones are added. How a database holds them is in
 * store/test_stored_words.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "teslim/text.h"
#include "teslim/words.h"

static const struct {
	const struct vocabulary *vocabulary;
	const char *words;
} golden[] = {
	{&application_state_words, "expected in-transit received delivered on-hold return-pending returned lost cancelled"},
	{&applicant_field_words, "given-names surname email unit title application-kind reader-kind"},
	{&card_state_words, "expected in-stock handed-over returned lost missing"},
	{&certificate_kind_words, "qualified seal fiscal-seal test authentication authority other"},
	{&chain_result_words, "not-checked trusted unknown-issuer bad-signature expired invalid no-root"},
	{&revocation_result_words, "not-checked good revoked list-stale list-invalid"},
	{&list_trouble_words,
		"usable stale not-yet junk unreadable too-large indirect partial extension no-issuer no-right "
		"forged delta-alone"},
	{&verdict_level_words, "pass warn not-checked refuse"},
	{&verdict_rule_words,
		"national-id name qualified issuer validity chain revocation card-state key card-reading identity items"},
	{&identity_kind_words, "none identity-card old-booklet passport driving-licence foreigner-card temporary-card"},
	{&officer_role_words, "officer administrator"},
	{&paper_state_words, "none waiting sent confirmed signed"},
	{&journal_act_words,
		"journal-opened officer-added officer-changed login login-failed logout lock unlock list-imported "
		"shipment-added shipment-received application-changed handover handover-refused print-sent "
		"print-failed print-confirmed reprint signed-copy national-id-shown correction backup "
		"person-forgotten delivery delivery-refused person-changed item-changed reader dispatch drawer-counted"},
	{&refusal_reason_words,
		"none wrong-card unreadable-card no-card identity-not-proven applicant-left wrong-data "
		"not-qualified expired revoked officer-cancelled identity-doubt proxy"},
	{&item_kind_words, "card reader"},
	{&seen_way_words, "not-seen read scanned typed"},
	{&item_origin_words, "announced other-shipment unexpected"},
	{&item_condition_words, "good damaged unreadable unfit"},
	{&packaging_words, "unknown whole opened wet torn"},
	{&shown_proof_words, "unknown badge identity-card not-shown"},
	{&delivery_outcome_words, "received refused"},
	{&move_act_words,
		"hand-over announce arrive hold release return damaged posted call-off lost found never-sent cancel reopen take-back"},
	{&move_way_words, "person handover shipment-list delivery correction"},
	{&move_reason_words,
		"none name-wrong data-wrong damaged unreadable not-qualified paper-missing left withdrew not-fetched not-ours twice other"},
	{&record_act_words, "give exchange take-back dispatch"},
	{&record_way_words, "out back sent"},
	{&back_state_words, "in-stock damaged lost"},
};

static void
no_word_ever_changes(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(golden); i++) {
		struct str words = {0};

		for (int value = 0; value < golden[i].vocabulary->count; value++)
			str_printf(&words, "%s%s", value > 0 ? " " : "", words_name(golden[i].vocabulary, value));
		assert_string_equal(str_text(&words), golden[i].words);
		str_clear(&words);
	}
}

static void
each_word_is_read_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(golden); i++)
		for (int value = 0; value < golden[i].vocabulary->count; value++)
			assert_int_equal(words_value(golden[i].vocabulary, words_name(golden[i].vocabulary, value)), value);
}

/* JSON and database once had words of their own: either is still understood. */
static void
old_words_are_understood(void **state)
{
	enum revocation_result revocation = REVOCATION_GOOD;
	enum certificate_kind kind = CERTIFICATE_TEST;
	enum verdict_level level = VERDICT_NOT_CHECKED;
	enum verdict_rule rule = RULE_NAME;

	(void)state;
	assert_true(revocation_result_parse(&revocation, "stale") && revocation == REVOCATION_LIST_STALE);
	assert_true(revocation_result_parse(&revocation, "invalid") && revocation == REVOCATION_LIST_INVALID);
	assert_true(certificate_kind_parse(&kind, "not-qualified") && kind == CERTIFICATE_OTHER);
	assert_true(verdict_level_parse(&level, "warning") && level == VERDICT_WARN);
	assert_true(verdict_level_parse(&level, "accepted") && level == VERDICT_PASS);
	assert_true(verdict_level_parse(&level, "refused") && level == VERDICT_REFUSE);
	assert_true(verdict_rule_parse(&rule, "handed-over") && rule == RULE_CARD_STATE);
}

static void
what_is_no_word_is_refused(void **state)
{
	static const char *const wrong[] = {"", "?", "Expected", "expected ", "received\n", "not"};
	enum application_state kept = APPLICATION_LOST;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(golden); i++)
		for (size_t j = 0; j < ARRAY_LENGTH(wrong); j++)
			assert_int_equal(words_value(golden[i].vocabulary, wrong[j]), -1);
	assert_false(application_state_parse(&kept, "nowhere"));
	assert_int_equal(kept, APPLICATION_LOST);
	for (size_t i = 0; i < ARRAY_LENGTH(golden); i++)
		for (int value = golden[i].vocabulary->count; value != -2; value = value > -1 ? -1 : -2) {
			assert_string_equal(words_name(golden[i].vocabulary, value), "?");
			assert_int_equal(words_message(golden[i].vocabulary, value), MSG_NONE);
		}
}

/* What a person is shown is never the word of the database, and no two values of one enum read alike. */
static void
messages_are_for_people(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(golden); i++)
		for (int value = 0; value < golden[i].vocabulary->count; value++)
			for (int other = 0; other < value; other++) {
				enum message message = words_message(golden[i].vocabulary, value);

				if (message == MSG_NONE)
					continue;
				assert_string_not_equal(message_text_in(LANGUAGE_TURKISH, message),
					message_text_in(LANGUAGE_TURKISH, words_message(golden[i].vocabulary, other)));
				assert_string_not_equal(message_text_in(LANGUAGE_ENGLISH, message),
					message_text_in(LANGUAGE_ENGLISH, words_message(golden[i].vocabulary, other)));
				assert_string_not_equal(message_text_in(LANGUAGE_TURKISH, message),
					words_name(golden[i].vocabulary, value));
			}
	assert_int_equal(application_state_message(APPLICATION_ON_HOLD), MSG_STATE_ON_HOLD);
	assert_int_equal(paper_state_message(PAPER_SIGNED), MSG_PAPER_SIGNED);
	assert_int_equal(refusal_reason_message(REFUSAL_WRONG_DATA), MSG_REFUSAL_WRONG_DATA);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_word_ever_changes),
		cmocka_unit_test(each_word_is_read_back),
		cmocka_unit_test(old_words_are_understood),
		cmocka_unit_test(what_is_no_word_is_refused),
		cmocka_unit_test(messages_are_for_people),
	};

	return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
