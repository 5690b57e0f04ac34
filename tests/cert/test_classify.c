/*
 * Tests of the room `cert`: what a certificate is, question by question, from facts that are made up here: each mark of a
 * seal or of a test alone, each near miss of one, lists that were cut, issuers that are only nearly known.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../../src/cert/facts.h"
#include "teslim/words.h"

#define POLICY "2.16.792.1.2.1.1.5.7.1.1"
#define ETSI "0.4.0.1862.1.1"
#define BTK "2.16.792.1.61.0.1.5070.1.1"
#define NOTICE "Bu sertifika, 5070 sayılı kanuna göre nitelikli elektronik sertifikadır"
#define ISSUER "Kamu Elektronik Sertifika Hizmet Sağlayıcısı - Sürüm 9"

static struct certificate_facts
good_facts(void)
{
	return (struct certificate_facts){.issuer_cn = ISSUER,
		.key_usage = KEY_USAGE_DIGITAL_SIGNATURE | KEY_USAGE_NON_REPUDIATION,
		.policies = POLICY,
		.qc_statements = ETSI " " BTK,
		.user_notice = NOTICE};
}

static void
expect(struct certificate_facts facts, const char *what, enum certificate_kind kind, unsigned lacks)
{
	cert_classify(&facts, NULL, false);
	if (facts.kind != kind || facts.lacks != lacks)
		fail_msg("%s: %s that lacks %x, instead of %s that lacks %x", what, certificate_kind_name(facts.kind),
			facts.lacks, certificate_kind_name(kind), lacks);
}

static void
expect_policies(const char *policies, enum certificate_kind kind, unsigned lacks)
{
	struct certificate_facts facts = good_facts();

	copy_text(facts.policies, sizeof facts.policies, policies);
	expect(facts, policies, kind, lacks);
}

static void
expect_statements(const char *statements, enum certificate_kind kind, unsigned lacks)
{
	struct certificate_facts facts = good_facts();

	copy_text(facts.qc_statements, sizeof facts.qc_statements, statements);
	expect(facts, statements, kind, lacks);
}

static void
expect_usages(const char *usages, enum certificate_kind kind, unsigned lacks)
{
	struct certificate_facts facts = good_facts();

	copy_text(facts.extended_usages, sizeof facts.extended_usages, usages);
	expect(facts, usages, kind, lacks);
}

static void
expect_notice(const char *notice, enum certificate_kind kind, unsigned lacks)
{
	struct certificate_facts facts = good_facts();

	copy_text(facts.user_notice, sizeof facts.user_notice, notice);
	expect(facts, notice, kind, lacks);
}

static void
expect_issuer(const char *issuer, enum certificate_kind kind, unsigned lacks)
{
	struct certificate_facts facts = good_facts();

	copy_text(facts.issuer_cn, sizeof facts.issuer_cn, issuer);
	expect(facts, issuer, kind, lacks);
}

/* Each mark of a seal counts alone, wherever it stands in its list, and only where it belongs. */
static void
marks_of_seals(void **state)
{
	(void)state;
	expect(good_facts(), "as it should be", CERTIFICATE_QUALIFIED, 0);
	expect_statements(ETSI " " BTK " 2.16.792.1.61.0.1.5070.1.3", CERTIFICATE_SEAL, 0);
	expect_statements("2.16.792.1.61.0.1.5070.1.3 " ETSI " " BTK, CERTIFICATE_SEAL, 0);
	expect_statements(ETSI " 2.16.792.1.61.0.1.5070.2.1 " BTK, CERTIFICATE_SEAL, 0);
	expect_statements(ETSI " " BTK " 2.16.792.1.61.0.1.5070.2.2", CERTIFICATE_SEAL, 0);
	expect_policies(POLICY " 2.16.792.1.2.1.1.5.7.1.10", CERTIFICATE_SEAL, 0);
	expect_policies("2.16.792.1.2.1.1.5.7.4.1", CERTIFICATE_FISCAL_SEAL, 0);
	expect_usages("2.16.792.1.2.1.1.5.7.50.1", CERTIFICATE_FISCAL_SEAL, 0);
	/* Near misses: a longer number, one that ends alike, one in another list. */
	expect_statements(ETSI " " BTK " 2.16.792.1.61.0.1.5070.1.31", CERTIFICATE_QUALIFIED, 0);
	expect_statements(ETSI " " BTK " 1.2.16.792.1.61.0.1.5070.1.3", CERTIFICATE_QUALIFIED, 0);
	expect_policies(POLICY " 2.16.792.1.2.1.1.5.7.1.101", CERTIFICATE_QUALIFIED, 0);
	expect_policies(POLICY " 2.16.792.1.2.1.1.5.7.50.1", CERTIFICATE_QUALIFIED, 0);
	expect_usages("2.16.792.1.2.1.1.5.7.4.1", CERTIFICATE_QUALIFIED, 0);
	/* The second of two that begin alike is found. */
	expect_statements(BTK "0 " BTK " " ETSI, CERTIFICATE_QUALIFIED, 0);
	expect_statements("1." BTK " " BTK " " ETSI, CERTIFICATE_QUALIFIED, 0);
}

static void
what_is_lacking(void **state)
{
	struct certificate_facts facts = good_facts();

	(void)state;
	expect_statements(ETSI, CERTIFICATE_OTHER, LACK_BTK_STATEMENT);
	expect_statements(BTK, CERTIFICATE_OTHER, LACK_ETSI_STATEMENT);
	expect_statements(ETSI " " BTK " 2.16.792.1.2.1.1.5.7.2.9999", CERTIFICATE_QUALIFIED, LACK_USAGE_LIMIT);
	expect_policies(POLICY " 2.16.792.1.2.1.1.5.7.2.9999", CERTIFICATE_QUALIFIED, LACK_USAGE_LIMIT);
	expect_notice("", CERTIFICATE_OTHER, LACK_USER_NOTICE);
	facts.key_usage = KEY_USAGE_DIGITAL_SIGNATURE;
	expect(facts, "no non-repudiation", CERTIFICATE_OTHER, LACK_NON_REPUDIATION);
	facts.key_usage = KEY_USAGE_NON_REPUDIATION;
	expect(facts, "no digital signature", CERTIFICATE_QUALIFIED, 0);
	/* One that is for logging in says none of it, and may sign. */
	facts = good_facts();
	facts.key_usage = KEY_USAGE_DIGITAL_SIGNATURE;
	facts.qc_statements[0] = '\0';
	expect(facts, "for logging in", CERTIFICATE_AUTHENTICATION,
		LACK_NON_REPUDIATION | LACK_ETSI_STATEMENT | LACK_BTK_STATEMENT);
	facts.key_usage = 0;
	expect(facts, "for nothing", CERTIFICATE_OTHER, LACK_NON_REPUDIATION | LACK_ETSI_STATEMENT | LACK_BTK_STATEMENT);
	facts.key_usage = KEY_USAGE_DIGITAL_SIGNATURE;
	copy_text(facts.qc_statements, sizeof facts.qc_statements, ETSI);
	expect(facts, "says one thing", CERTIFICATE_OTHER, LACK_NON_REPUDIATION | LACK_BTK_STATEMENT);
}

/* What was cut may hide the mark of a seal: then nothing that it says counts. */
static void
lists_that_were_cut(void **state)
{
	const unsigned unsaid = LACK_ETSI_STATEMENT | LACK_BTK_STATEMENT;

	(void)state;
	expect_statements(ETSI " " BTK CERT_LIST_CUT, CERTIFICATE_OTHER, unsaid);
	expect_statements(CERT_LIST_CUT, CERTIFICATE_OTHER, unsaid);
	expect_policies(POLICY CERT_LIST_CUT, CERTIFICATE_OTHER, unsaid);
	expect_usages(CERT_LIST_CUT, CERTIFICATE_OTHER, unsaid);
	expect_usages("...", CERTIFICATE_QUALIFIED, 0);
}

static void
tests_are_told_by_their_words(void **state)
{
	(void)state;
	expect_notice("TEST", CERTIFICATE_TEST, 0);
	expect_notice("Yalnız TEST: " NOTICE, CERTIFICATE_TEST, 0);
	expect_notice(NOTICE " (TEST)", CERTIFICATE_TEST, 0);
	expect_notice("TEST1 " NOTICE, CERTIFICATE_TEST, 0);
	expect_notice("ATEST, TESTE, ZTEST, TESTz, aTEST: " NOTICE, CERTIFICATE_QUALIFIED, 0);
	expect_notice("ŞTEST, TESTİ: " NOTICE, CERTIFICATE_QUALIFIED, 0);
	expect_notice("ATESTLER, sonra TEST: " NOTICE, CERTIFICATE_TEST, 0); /* the second is a word */
	expect_notice("@TEST[", CERTIFICATE_TEST, 0);
	expect_notice("`TEST{", CERTIFICATE_TEST, 0);
	expect_notice("Test amaçlıdır", CERTIFICATE_TEST, 0);
	expect_notice("Bu sertifika nitelikli elektronik sertifika olarak kullanılamaz.", CERTIFICATE_TEST, 0);
	expect_issuer(ISSUER " TEST", CERTIFICATE_TEST, 0);
	expect_issuer(ISSUER " TESTİ", CERTIFICATE_QUALIFIED, 0);
	expect_policies(POLICY " 2.16.792.1.2.1.1.5.7.1.4.1", CERTIFICATE_TEST, 0);
	expect_policies(POLICY " 2.16.792.1.2.1.1.5.7.1.4.10", CERTIFICATE_QUALIFIED, 0);
}

static void
issuers_are_known_by_how_they_begin(void **state)
{
	struct certificate_facts facts = good_facts();
	const struct cert_issuers nobody = {0};

	(void)state;
	expect_issuer("Kamu Elektronik Sertifika Hizmet Sağlayıcısı", CERTIFICATE_QUALIFIED, 0);
	expect_issuer("EGM Nitelikli Elektronik Sertifika Hizmetleri 2", CERTIFICATE_QUALIFIED, 0);
	expect_issuer("Kamu Elektronik Sertifika Hizmet Sağlayıcıs", CERTIFICATE_QUALIFIED, LACK_UNKNOWN_ISSUER);
	expect_issuer("Yeni Kamu Elektronik Sertifika Hizmet Sağlayıcısı", CERTIFICATE_QUALIFIED, LACK_UNKNOWN_ISSUER);
	/* A list that names nobody forbids nobody. */
	copy_text(facts.issuer_cn, sizeof facts.issuer_cn, "Yabancı");
	cert_classify(&facts, &nobody, false);
	assert_int_equal(facts.lacks, 0);
	cert_classify(&facts, &nobody, true);
	assert_int_equal(facts.kind, CERTIFICATE_AUTHORITY);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_of_seals),
		cmocka_unit_test(what_is_lacking),
		cmocka_unit_test(lists_that_were_cut),
		cmocka_unit_test(tests_are_told_by_their_words),
		cmocka_unit_test(issuers_are_known_by_how_they_begin),
	};

	return cmocka_run_group_tests_name("cert classify", tests, NULL, NULL);
}
