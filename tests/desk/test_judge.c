/* tests/desk/test_judge: every rule of the verdict, every answer of it, and the choice among several certificates. */
#include "common.h"

#include "teslim/text.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct scene {
	struct applicant applicant;
	struct certificate_facts facts;
	struct certificate_check check;
	struct verdict_policy policy;
	struct handover_history history;
	bool nobody, no_history;
	int64_t now;
	struct verdict verdict;
};

static struct scene
good_scene(void)
{
	return (struct scene){common_applicant(), common_facts(), common_check(), common_policy(), {0}, false, false, NOW, {0}};
}

static void
judge(struct scene *scene)
{
	desk_judge(&scene->verdict, scene->nobody ? NULL : &scene->applicant, &scene->facts, &scene->check,
		scene->no_history ? NULL : &scene->history, &scene->policy, scene->now);
}

/* The rule's answer, and that the whole verdict follows from it when all else is good. */
static void
expect_one(struct scene *scene, enum verdict_rule rule, enum message message, enum verdict_level level)
{
	const struct finding *finding;

	judge(scene);
	finding = common_finding(&scene->verdict, rule);
	assert_non_null(finding);
	assert_int_equal(finding->message, message);
	assert_int_equal(finding->level, level);
	assert_int_equal(scene->verdict.level, level);
	assert_int_equal(desk_may_hand_over(&scene->verdict), level != VERDICT_REFUSE);
}

static void
good_card_passes_every_rule(void **state)
{
	struct scene scene = good_scene();

	(void)state;
	judge(&scene);
	assert_int_equal(scene.verdict.count, RULE_IDENTITY - 2); /* keys are sound, nothing on the card was left unread */
	for (int i = 0; i < scene.verdict.count; i++) {
		assert_int_equal(scene.verdict.findings[i].rule, i); /* in the order in which they are shown */
		assert_int_equal(scene.verdict.findings[i].level, VERDICT_PASS);
	}
	assert_int_equal(scene.verdict.level, VERDICT_PASS);
	assert_true(desk_may_hand_over(&scene.verdict));
}

static void
nobody_yet_leaves_the_comparison_out(void **state)
{
	struct scene scene = good_scene();

	(void)state;
	scene.nobody = scene.no_history = true;
	judge(&scene);
	assert_null(common_finding(&scene.verdict, RULE_NATIONAL_ID));
	assert_null(common_finding(&scene.verdict, RULE_NAME));
	assert_null(common_finding(&scene.verdict, RULE_CARD_STATE));
	assert_int_equal(scene.verdict.count, RULE_IDENTITY - 5);
	assert_int_equal(scene.verdict.level, VERDICT_PASS);
}

static void
no_verdict_is_no_permission(void **state)
{
	const struct verdict none = {0};

	(void)state;
	assert_false(desk_may_hand_over(&none));
}

/* ---- number and name */

static void
number_of_somebody_else_refuses_whatever_the_name(void **state)
{
	struct scene scene = good_scene();

	(void)state;
	copy_text(scene.facts.national_id, sizeof scene.facts.national_id, "98765432150");
	expect_one(&scene, RULE_NATIONAL_ID, MSG_JUDGE_NUMBER_DIFFERS, VERDICT_REFUSE);
	assert_int_equal(common_finding(&scene.verdict, RULE_NAME)->level, VERDICT_PASS); /* a namesake */
	assert_string_equal(common_finding(&scene.verdict, RULE_NATIONAL_ID)->detail, "*******2150");
}

static void
number_missing_refuses(void **state)
{
	struct scene scene = good_scene();

	(void)state;
	scene.facts.national_id[0] = '\0';
	expect_one(&scene, RULE_NATIONAL_ID, MSG_JUDGE_NUMBER_MISSING, VERDICT_REFUSE);
}

static void
number_must_be_equal_as_it_stands(void **state)
{
	static const char *const others[] = {"1000000014", "100000001460", "10000000146 ", " 10000000146", "PNOTR-10000000146"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(others); i++) {
		struct scene scene = good_scene();
		copy_text(scene.facts.national_id, sizeof scene.facts.national_id, others[i]);
		expect_one(&scene, RULE_NATIONAL_ID, MSG_JUDGE_NUMBER_DIFFERS, VERDICT_REFUSE);
	}
}

/* Wrong check digits on a certificate are a warning (domain 3.1); the vectors are those of domain 4.1. */
static void
number_with_wrong_check_digits_warns(void **state)
{
	static const struct {
		const char *number;
		bool valid;
	} vectors[] = {{"10000000146", true}, {"12345678950", true}, {"98765432150", true}, {"11111111110", true},
		{"99000000042", true}, {"12345678910", false}, {"11111111111", false}, {"17291716050", false},
		{"99000000043", false}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(vectors); i++) {
		struct scene scene = good_scene();
		copy_text(scene.facts.national_id, sizeof scene.facts.national_id, vectors[i].number);
		copy_text(scene.applicant.national_id, sizeof scene.applicant.national_id, vectors[i].number);
		expect_one(&scene, RULE_NATIONAL_ID, vectors[i].valid ? MSG_JUDGE_NUMBER_SAME : MSG_JUDGE_NUMBER_ODD,
			vectors[i].valid ? VERDICT_PASS : VERDICT_WARN);
	}
}

static void
name_has_a_reason_for_each_difference(void **state)
{
	static const struct {
		const char *given, *surname, *cn;
		enum message message;
		enum verdict_level level;
	} vectors[] = {
		{"Ayşe Şule", "Öztürk", "AYŞE ŞULE ÖZTÜRK", MSG_JUDGE_NAME_SAME, VERDICT_PASS},
		{"Ayşe Şule", "Öztürk", "AYSE SULE OZTURK", MSG_JUDGE_NAME_FOLDED, VERDICT_WARN},
		{"Işıl", "Iğdır", "ISIL IGDIR", MSG_JUDGE_NAME_FOLDED, VERDICT_WARN},
		{"İlker", "Işık", "ILKER ISIK", MSG_JUDGE_NAME_FOLDED, VERDICT_WARN},
		{"İlker", "Işık", "İLKER IŞIK", MSG_JUDGE_NAME_SAME, VERDICT_PASS},
		{"I\xCC\x87lker", "Is\xCC\xA7\xC4\xB1k", "\xC4\xB0LKER I\xC5\x9EIK", MSG_JUDGE_NAME_SAME,
			VERDICT_PASS}, /* decomposed */
		{"Kâmil", "Çağlar", "KAMİL ÇAĞLAR", MSG_JUDGE_NAME_FOLDED, VERDICT_WARN},
		{"Elif", "Demir-Yılmaz", "ELİF DEMİR YILMAZ", MSG_JUDGE_NAME_FOLDED, VERDICT_WARN},
		{"Elif", "Yılmaz Demir", "ELİF DEMİR YILMAZ", MSG_JUDGE_NAME_ORDER, VERDICT_WARN},
		{"Ayşe", "Öztürk", "AYŞE ŞULE ÖZTÜRK", MSG_JUDGE_NAME_GIVEN, VERDICT_REFUSE},
		{"Ayşe Şule", "Öztürk", "AYŞE ÖZTÜRK", MSG_JUDGE_NAME_GIVEN, VERDICT_REFUSE},
		{"Ayşe Şule", "Öztürk", "AYŞE ŞULE DEMİR", MSG_JUDGE_NAME_SURNAME, VERDICT_REFUSE},
		{"Ayşe Şule", "Öztürk", "MEHMET IŞIK", MSG_JUDGE_NAME_DIFFERS, VERDICT_REFUSE},
		{"Ayşe Şule", "Öztürk", "", MSG_JUDGE_NAME_DIFFERS, VERDICT_REFUSE},
		{"Dr. Ayşe Şule", "Öztürk", "AYŞE ŞULE ÖZTÜRK", MSG_JUDGE_NAME_SAME, VERDICT_PASS},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(vectors); i++) {
		struct scene scene = good_scene();
		copy_text(scene.applicant.given_names, NAME_TEXT, vectors[i].given);
		copy_text(scene.applicant.surname, NAME_TEXT, vectors[i].surname);
		copy_text(scene.facts.subject_cn, FULL_NAME_TEXT, vectors[i].cn);
		expect_one(&scene, RULE_NAME, vectors[i].message, vectors[i].level);
	}
}

static void
name_difference_shows_both_spellings(void **state)
{
	struct scene scene = good_scene();
	const char *detail;

	(void)state;
	copy_text(scene.facts.subject_cn, FULL_NAME_TEXT, "AYSE SULE OZTURK");
	judge(&scene);
	assert_string_equal(common_finding(&scene.verdict, RULE_NAME)->detail, "Ayşe Şule Öztürk / AYSE SULE OZTURK");
	/* Two very long names: both are there, cut where a letter ends. */
	copy_text(scene.applicant.given_names, NAME_TEXT, "Şşşşşşşşşşşşşşşşşşşşşşşşşşşşşşşşşşşşşş");
	copy_text(scene.facts.subject_cn, FULL_NAME_TEXT, "ĞĞĞĞĞĞĞĞĞĞĞĞĞĞĞĞĞĞĞĞĞĞĞĞĞĞĞĞĞĞĞĞĞĞĞĞĞ");
	judge(&scene);
	detail = common_finding(&scene.verdict, RULE_NAME)->detail;
	assert_true(text_is_valid(detail, strlen(detail)));
	assert_non_null(strstr(detail, "şşş… / ĞĞĞ"));
	assert_non_null(strstr(detail, "ĞĞ…"));
}

/* ---- what the certificate is */

static void
kind_of_certificate_decides(void **state)
{
	static const struct {
		enum certificate_kind kind;
		enum message message;
		enum verdict_level level;
	} vectors[] = {
		{CERTIFICATE_QUALIFIED, MSG_JUDGE_QUALIFIED, VERDICT_PASS},
		{CERTIFICATE_SEAL, MSG_JUDGE_SEAL, VERDICT_REFUSE},
		{CERTIFICATE_FISCAL_SEAL, MSG_JUDGE_FISCAL, VERDICT_REFUSE},
		{CERTIFICATE_TEST, MSG_JUDGE_TEST, VERDICT_REFUSE},
		{CERTIFICATE_AUTHENTICATION, MSG_JUDGE_AUTHENTICATION, VERDICT_REFUSE},
		{CERTIFICATE_AUTHORITY, MSG_JUDGE_AUTHORITY, VERDICT_REFUSE},
		{CERTIFICATE_OTHER, MSG_JUDGE_NOT_QUALIFIED, VERDICT_REFUSE},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(vectors); i++) {
		struct scene scene = good_scene();
		scene.facts.kind = vectors[i].kind;
		expect_one(&scene, RULE_QUALIFIED, vectors[i].message, vectors[i].level);
	}
}

static void
test_certificate_is_taken_where_that_is_set(void **state)
{
	struct scene scene = good_scene();

	(void)state;
	scene.facts.kind = CERTIFICATE_TEST;
	scene.policy.accept_test = true;
	expect_one(&scene, RULE_QUALIFIED, MSG_JUDGE_TEST_ACCEPTED, VERDICT_WARN);
	scene.facts.kind = CERTIFICATE_SEAL; /* and nothing else is */
	expect_one(&scene, RULE_QUALIFIED, MSG_JUDGE_SEAL, VERDICT_REFUSE);
}

static void
what_is_missing_is_named(void **state)
{
	static const struct {
		unsigned bit;
		enum message message;
	} lacks[] = {{LACK_NON_REPUDIATION, MSG_JUDGE_LACK_NON_REPUDIATION}, {LACK_ETSI_STATEMENT, MSG_JUDGE_LACK_ETSI},
		{LACK_BTK_STATEMENT, MSG_JUDGE_LACK_BTK}, {LACK_USER_NOTICE, MSG_JUDGE_LACK_NOTICE}};

	(void)state;
	for (unsigned set = 1; set < 16; set++) {
		struct scene scene = good_scene();
		scene.facts.kind = CERTIFICATE_OTHER;
		for (size_t i = 0; i < ARRAY_LENGTH(lacks); i++)
			scene.facts.lacks |= (set >> i & 1) != 0 ? lacks[i].bit : 0;
		expect_one(&scene, RULE_QUALIFIED, MSG_JUDGE_NOT_QUALIFIED, VERDICT_REFUSE);
		for (size_t i = 0; i < ARRAY_LENGTH(lacks); i++)
			assert_int_equal(strstr(common_finding(&scene.verdict, RULE_QUALIFIED)->detail,
						 message_text(lacks[i].message)) != NULL,
				set >> i & 1);
	}
}

static void
limits_are_told(void **state)
{
	struct scene scene = good_scene();

	(void)state;
	scene.facts.money_limit = 50000;
	expect_one(&scene, RULE_QUALIFIED, MSG_JUDGE_MONEY_LIMIT, VERDICT_WARN);
	assert_string_equal(common_finding(&scene.verdict, RULE_QUALIFIED)->detail, "50000");
	scene.facts.money_limit = 0; /* "0" stands on the real ones and limits nothing (domain 3.1) */
	expect_one(&scene, RULE_QUALIFIED, MSG_JUDGE_QUALIFIED, VERDICT_PASS);
	scene.facts.lacks = LACK_USAGE_LIMIT;
	expect_one(&scene, RULE_QUALIFIED, MSG_JUDGE_USAGE_LIMIT, VERDICT_WARN);
}

static void
issuer_is_matched_by_its_beginning(void **state)
{
	static const struct {
		const char *cn;
		bool known;
	} vectors[] = {
		{"Kamu Elektronik Sertifika Hizmet Sağlayıcısı - Sürüm 3", true},
		{"Kamu Elektronik Sertifika Hizmet Sağlayıcısı - Sürüm 4", true},
		{"Kamu Elektronik Sertifika Hizmet Sağlayıcısı - Sürüm 6", true},
		{"TÜBİTAK UEKAE Kamu Elektronik Sertifika Hizmet Sağlayıcısı", true},
		{"Kamu Elektronik Sertifika", false},
		{"Sahte Kamu Elektronik Sertifika Hizmet Sağlayıcısı", false},
		{"", false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(vectors); i++) {
		struct scene scene = good_scene();
		copy_text(scene.facts.issuer_cn, FULL_NAME_TEXT, vectors[i].cn);
		expect_one(&scene, RULE_ISSUER, vectors[i].known ? MSG_JUDGE_ISSUER_KNOWN : MSG_JUDGE_ISSUER_UNKNOWN,
			vectors[i].known ? VERDICT_PASS : VERDICT_WARN);
		scene.policy.issuers = NULL; /* no list: any */
		expect_one(&scene, RULE_ISSUER, MSG_JUDGE_ISSUER_KNOWN, VERDICT_PASS);
	}
}

/* ---- time */

static void
validity_to_the_second(void **state)
{
	struct scene scene = good_scene();

	(void)state;
	scene.now = scene.facts.not_after;
	expect_one(&scene, RULE_VALIDITY, MSG_JUDGE_VALID, VERDICT_PASS);
	scene.now = scene.facts.not_after + 1;
	expect_one(&scene, RULE_VALIDITY, MSG_JUDGE_EXPIRED, VERDICT_REFUSE);
	scene.now = scene.facts.not_before;
	expect_one(&scene, RULE_VALIDITY, MSG_JUDGE_VALID, VERDICT_PASS);
	scene.now = scene.facts.not_before - 1; /* a renewal that starts later warns, and never refuses (domain 1.5) */
	expect_one(&scene, RULE_VALIDITY, MSG_JUDGE_NOT_YET, VERDICT_WARN);
	scene.now = scene.facts.not_before - 89 * DAY;
	expect_one(&scene, RULE_VALIDITY, MSG_JUDGE_NOT_YET, VERDICT_WARN);
}

static void
waiting_time_is_told(void **state)
{
	struct scene scene = good_scene();

	(void)state;
	message_set_language(LANGUAGE_TURKISH);
	scene.facts.not_before = INT64_C(1795500000); /* 24.11.2026 09:00 */
	scene.facts.not_after = INT64_C(1890108000);
	judge(&scene);
	assert_string_equal(common_finding(&scene.verdict, RULE_VALIDITY)->detail,
		"24.11.2026 09:00 - 23.11.2029; 18 saat 55 dk sonra başlar");
	scene.now = scene.facts.not_before - 2 * DAY;
	judge(&scene);
	assert_non_null(strstr(common_finding(&scene.verdict, RULE_VALIDITY)->detail, "; 48 saat 0 dk sonra başlar"));
	scene.now--;
	judge(&scene);
	assert_non_null(strstr(common_finding(&scene.verdict, RULE_VALIDITY)->detail, "; 3 gün sonra başlar"));
	scene.now = NOW - 3 * DAY;
	judge(&scene);
	assert_string_equal(common_finding(&scene.verdict, RULE_VALIDITY)->detail,
		"24.11.2026 09:00 - 23.11.2029; 4 gün sonra başlar");
}

/* ---- chain and revocation: "not checked" is an answer of its own and never green */

static void
chain_has_an_answer_for_each_result(void **state)
{
	static const struct {
		enum chain_result chain;
		enum message message;
		enum verdict_level required, free;
	} vectors[] = {
		{CHAIN_NOT_CHECKED, MSG_JUDGE_CHAIN_NOT_CHECKED, VERDICT_REFUSE, VERDICT_NOT_CHECKED},
		{CHAIN_TRUSTED, MSG_JUDGE_CHAIN_TRUSTED, VERDICT_PASS, VERDICT_PASS},
		{CHAIN_UNKNOWN_ISSUER, MSG_JUDGE_CHAIN_UNKNOWN, VERDICT_REFUSE, VERDICT_NOT_CHECKED},
		{CHAIN_BAD_SIGNATURE, MSG_JUDGE_CHAIN_BAD, VERDICT_REFUSE, VERDICT_REFUSE},
		{CHAIN_EXPIRED, MSG_JUDGE_CHAIN_EXPIRED, VERDICT_REFUSE, VERDICT_WARN},
		{CHAIN_INVALID, MSG_JUDGE_CHAIN_INVALID, VERDICT_REFUSE, VERDICT_REFUSE},
		{CHAIN_NO_ROOT, MSG_JUDGE_CHAIN_NO_ROOT, VERDICT_REFUSE, VERDICT_NOT_CHECKED},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(vectors); i++) {
		struct scene scene = good_scene();
		scene.check.chain = vectors[i].chain;
		expect_one(&scene, RULE_CHAIN, vectors[i].message, vectors[i].required);
		scene.policy.require_chain = false;
		expect_one(&scene, RULE_CHAIN, vectors[i].message, vectors[i].free);
	}
}

static void
revocation_has_an_answer_for_each_result(void **state)
{
	static const struct {
		enum revocation_result revocation;
		enum message message;
		enum verdict_level free, required;
	} vectors[] = {
		{REVOCATION_NOT_CHECKED, MSG_JUDGE_REVOCATION_NOT_CHECKED, VERDICT_NOT_CHECKED, VERDICT_REFUSE},
		{REVOCATION_GOOD, MSG_JUDGE_REVOCATION_GOOD, VERDICT_PASS, VERDICT_PASS},
		{REVOCATION_REVOKED, MSG_JUDGE_REVOKED, VERDICT_REFUSE, VERDICT_REFUSE},
		{REVOCATION_LIST_STALE, MSG_JUDGE_REVOCATION_STALE, VERDICT_NOT_CHECKED, VERDICT_REFUSE},
		{REVOCATION_LIST_INVALID, MSG_JUDGE_REVOCATION_INVALID, VERDICT_NOT_CHECKED, VERDICT_REFUSE},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(vectors); i++) {
		struct scene scene = good_scene();
		scene.check.revocation = vectors[i].revocation;
		scene.check.revoked_at = vectors[i].revocation == REVOCATION_REVOKED ? NOW - DAY : 0;
		expect_one(&scene, RULE_REVOCATION, vectors[i].message, vectors[i].free);
		scene.policy.require_revocation = true;
		expect_one(&scene, RULE_REVOCATION, vectors[i].message, vectors[i].required);
	}
}

static void
handed_over_before_refuses(void **state)
{
	struct scene scene = good_scene();

	(void)state;
	copy_text(scene.history.record_number, RECORD_TEXT, "2026/A-0007");
	scene.history.application_done = true;
	expect_one(&scene, RULE_CARD_STATE, MSG_JUDGE_APPLICATION_DONE, VERDICT_REFUSE);
	scene.history.certificate_done = true;
	expect_one(&scene, RULE_CARD_STATE, MSG_JUDGE_CARD_DONE, VERDICT_REFUSE);
	assert_string_equal(common_finding(&scene.verdict, RULE_CARD_STATE)->detail, "2026/A-0007");
}

static void
unusable_list_is_named_with_its_reason(void **state)
{
	enum message seen[LIST_TROUBLE_COUNT];
	int count = 0;

	(void)state;
	for (int trouble = LIST_NOT_YET; trouble < LIST_TROUBLE_COUNT; trouble++) {
		struct scene scene = good_scene();
		const struct finding *finding;
		scene.check.revocation = REVOCATION_LIST_INVALID;
		scene.check.list_trouble = (enum list_trouble)trouble;
		copy_text(scene.check.list_file, LIST_FILE_TEXT, "nes.crl");
		judge(&scene);
		finding = common_finding(&scene.verdict, RULE_REVOCATION);
		assert_int_equal(finding->level, VERDICT_NOT_CHECKED);
		assert_string_equal(finding->detail, "nes.crl");
		if (trouble == LIST_NO_ISSUER) /* then it is none of this certificate's */
			continue;
		for (int i = 0; i < count; i++)
			assert_int_not_equal(seen[i], finding->message);
		seen[count++] = finding->message;
		scene.policy.require_revocation = true;
		expect_one(&scene, RULE_REVOCATION, seen[count - 1], VERDICT_REFUSE);
	}
}

static void
revoked_authority_is_told_apart(void **state)
{
	struct scene scene = good_scene();

	(void)state;
	scene.check.revocation = REVOCATION_REVOKED;
	scene.check.authority_revoked = true;
	scene.check.revoked_at = NOW - DAY;
	expect_one(&scene, RULE_REVOCATION, MSG_JUDGE_AUTHORITY_REVOKED, VERDICT_REFUSE);
}

static void
weak_keys_and_hashes_are_findings(void **state)
{
	struct scene scene = good_scene();

	(void)state;
	scene.facts.weak_key = true;
	copy_text(scene.facts.key, sizeof scene.facts.key, "RSA 512");
	expect_one(&scene, RULE_KEY, MSG_JUDGE_WEAK_KEY, VERDICT_REFUSE);
	assert_string_equal(common_finding(&scene.verdict, RULE_KEY)->detail, "RSA 512");
	scene = good_scene();
	scene.facts.signature_hash = HASH_BROKEN;
	scene.policy.sha1_until = INT64_MAX;
	expect_one(&scene, RULE_KEY, MSG_JUDGE_BROKEN_HASH, VERDICT_REFUSE);
	scene.facts.signature_hash = HASH_SHA1; /* by the date at which it begins, to the second */
	scene.policy.sha1_until = scene.facts.not_before + 1;
	expect_one(&scene, RULE_KEY, MSG_JUDGE_OLD_HASH, VERDICT_WARN);
	scene.policy.sha1_until = scene.facts.not_before;
	expect_one(&scene, RULE_KEY, MSG_JUDGE_BROKEN_HASH, VERDICT_REFUSE);
	scene.facts.weak_key = true; /* both are said */
	judge(&scene);
	assert_int_equal(scene.verdict.count, RULE_IDENTITY);
}

static void
what_was_not_read_warns(void **state)
{
	struct scene scene = good_scene();

	(void)state;
	scene.check.unreadable = 3;
	expect_one(&scene, RULE_CARD_READING, MSG_JUDGE_CARD_UNREADABLE, VERDICT_WARN);
	assert_string_equal(common_finding(&scene.verdict, RULE_CARD_READING)->detail, "3");
	scene.check.unreadable = 0;
	scene.check.left_out = true;
	expect_one(&scene, RULE_CARD_READING, MSG_JUDGE_CARD_LEFT_OUT, VERDICT_WARN);
	scene.check.unreadable = 1; /* both are said */
	judge(&scene);
	assert_int_equal(scene.verdict.count, RULE_IDENTITY);
	scene.nobody = scene.no_history = true; /* and for a card of nobody's, too */
	expect_one(&scene, RULE_CARD_READING, MSG_JUDGE_CARD_UNREADABLE, VERDICT_WARN);
}

static void
worst_finding_is_the_verdict(void **state)
{
	struct scene scene = good_scene();

	(void)state;
	scene.check.revocation = REVOCATION_NOT_CHECKED;
	judge(&scene);
	assert_int_equal(scene.verdict.level, VERDICT_NOT_CHECKED);
	scene.facts.not_before = NOW + DAY; /* a warning outweighs what nobody looked at */
	judge(&scene);
	assert_int_equal(scene.verdict.level, VERDICT_WARN);
	scene.facts.kind = CERTIFICATE_SEAL;
	judge(&scene);
	assert_int_equal(scene.verdict.level, VERDICT_REFUSE);
}

/* ---- several certificates on one card */

static int
chosen(struct certificate_facts *list, int count, const struct applicant *applicant)
{
	int forward = desk_choose_certificate(list, count, applicant, NOW);
	struct certificate_facts turned[4];
	int backward;

	for (int i = 0; i < count; i++)
		turned[i] = list[count - 1 - i];
	backward = desk_choose_certificate(turned, count, applicant, NOW);
	assert_string_equal(list[forward].serial, turned[backward].serial); /* the order on the card does not matter */
	return forward;
}

static struct certificate_facts
certificate(const char *name, const char *national_id, enum certificate_kind kind, int from, int until)
{
	struct certificate_facts facts = common_facts();

	copy_text(facts.serial, sizeof facts.serial, name);
	copy_text(facts.national_id, sizeof facts.national_id, national_id);
	facts.kind = kind;
	facts.not_before = NOW + from * DAY;
	facts.not_after = NOW + until * DAY;
	return facts;
}

static void
right_certificate_is_chosen(void **state)
{
	const struct applicant applicant = common_applicant();
	struct certificate_facts good = certificate("good", "10000000146", CERTIFICATE_QUALIFIED, -10, 1000);
	struct certificate_facts old = certificate("old", "10000000146", CERTIFICATE_QUALIFIED, -1200, -100);
	struct certificate_facts next = certificate("next", "10000000146", CERTIFICATE_QUALIFIED, 30, 1130);
	struct certificate_facts login = certificate("login", "10000000146", CERTIFICATE_AUTHENTICATION, -10, 1000);
	struct certificate_facts test = certificate("test", "10000000146", CERTIFICATE_TEST, -10, 1000);
	struct certificate_facts other = certificate("other", "98765432150", CERTIFICATE_QUALIFIED, -1, 2000);
	struct certificate_facts root = certificate("root", "", CERTIFICATE_AUTHORITY, -1000, 3000);

	(void)state;
	assert_int_equal(desk_choose_certificate(NULL, 0, &applicant, NOW), -1);
	assert_int_equal(chosen((struct certificate_facts[]){old, good}, 2, &applicant), 1);
	assert_int_equal(chosen((struct certificate_facts[]){login, good, old}, 3, &applicant), 1);
	assert_int_equal(chosen((struct certificate_facts[]){good, next}, 2, &applicant),
		1); /* the renewal is what is handed over */
	assert_int_equal(chosen((struct certificate_facts[]){other, good, root}, 3, &applicant), 1);
	assert_int_equal(chosen((struct certificate_facts[]){other, old}, 2, &applicant),
		1); /* one's own, so that "expired" is said */
	assert_int_equal(chosen((struct certificate_facts[]){old, login}, 2, &applicant), 0);
	assert_int_equal(chosen((struct certificate_facts[]){login, test}, 2, &applicant), 1);
	assert_int_equal(chosen((struct certificate_facts[]){root, other, old}, 3, NULL),
		1); /* nobody yet: qualified, in force, newest */
}

/* Wrong plastic: what lies on the desk is named for what it is, with the right person's number on it. */
static void
wrong_plastic_is_named(void **state)
{
	static const struct {
		const char *what;
		enum certificate_kind kind;
		const char *national_id;
		unsigned lacks;
		enum message message;
	} cards[] = {
		{"identity card", CERTIFICATE_AUTHENTICATION, "10000000146", LACK_NON_REPUDIATION, MSG_JUDGE_AUTHENTICATION},
		{"fiscal seal", CERTIFICATE_FISCAL_SEAL, "1234567890", LACK_NON_REPUDIATION, MSG_JUDGE_FISCAL},
		{"institution seal", CERTIFICATE_SEAL, "", 0, MSG_JUDGE_SEAL},
		{"test card", CERTIFICATE_TEST, "12345678910", 0, MSG_JUDGE_TEST},
		{"authority", CERTIFICATE_AUTHORITY, "", 0, MSG_JUDGE_AUTHORITY},
		{"employee card", CERTIFICATE_OTHER, "10000000146", LACK_BTK_STATEMENT | LACK_USER_NOTICE, MSG_JUDGE_NOT_QUALIFIED},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cards); i++) {
		struct scene scene = good_scene();
		scene.facts.kind = cards[i].kind;
		scene.facts.lacks = cards[i].lacks;
		copy_text(scene.facts.national_id, sizeof scene.facts.national_id, cards[i].national_id);
		judge(&scene);
		assert_int_equal(common_finding(&scene.verdict, RULE_QUALIFIED)->message, cards[i].message);
		assert_int_equal(scene.verdict.level, VERDICT_REFUSE);
		assert_false(desk_may_hand_over(&scene.verdict));
	}
}

/* Every finding can be said in both languages, with its detail in its place. */
static void
every_finding_is_a_sentence(void **state)
{
	char words[512];

	(void)state;
	for (enum message message = MSG_JUDGE_NUMBER_SAME; message <= MSG_JUDGE_APPLICATION_DONE; message++) {
		bool is_part = message >= MSG_JUDGE_LACK_NON_REPUDIATION && message <= MSG_JUDGE_LACK_NOTICE;
		for (int language = LANGUAGE_TURKISH; language <= LANGUAGE_ENGLISH; language++) {
			message_format_detail(words, sizeof words, (enum language)language, message, "AYRINTI");
			assert_true(is_part || strstr(words, "AYRINTI") != NULL);
			assert_null(strchr(words, '%'));
			assert_true(text_is_valid(words, strlen(words)));
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_card_passes_every_rule),
		cmocka_unit_test(nobody_yet_leaves_the_comparison_out),
		cmocka_unit_test(no_verdict_is_no_permission),
		cmocka_unit_test(number_of_somebody_else_refuses_whatever_the_name),
		cmocka_unit_test(number_missing_refuses),
		cmocka_unit_test(number_must_be_equal_as_it_stands),
		cmocka_unit_test(number_with_wrong_check_digits_warns),
		cmocka_unit_test(name_has_a_reason_for_each_difference),
		cmocka_unit_test(name_difference_shows_both_spellings),
		cmocka_unit_test(kind_of_certificate_decides),
		cmocka_unit_test(test_certificate_is_taken_where_that_is_set),
		cmocka_unit_test(what_is_missing_is_named),
		cmocka_unit_test(limits_are_told),
		cmocka_unit_test(issuer_is_matched_by_its_beginning),
		cmocka_unit_test(validity_to_the_second),
		cmocka_unit_test(waiting_time_is_told),
		cmocka_unit_test(chain_has_an_answer_for_each_result),
		cmocka_unit_test(revocation_has_an_answer_for_each_result),
		cmocka_unit_test(handed_over_before_refuses),
		cmocka_unit_test(unusable_list_is_named_with_its_reason),
		cmocka_unit_test(revoked_authority_is_told_apart),
		cmocka_unit_test(weak_keys_and_hashes_are_findings),
		cmocka_unit_test(what_was_not_read_warns),
		cmocka_unit_test(worst_finding_is_the_verdict),
		cmocka_unit_test(right_certificate_is_chosen),
		cmocka_unit_test(wrong_plastic_is_named),
		cmocka_unit_test(every_finding_is_a_sentence),
	};

	clock_set_offset(180);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
