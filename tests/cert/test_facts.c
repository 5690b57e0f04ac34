/*
 * Tests of the room `cert`: what is read from a certificate, and what kind it is (domain 3.1 and 3.2).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "common.h"

#include "teslim/words.h"
#include "demo/certificate_parts.h"

static int
forget(void **state)
{
	(void)state;
	test_forget_maker();
	return 0;
}

static void
qualified_is_read_whole(void **state)
{
	struct certificate_facts facts = test_facts(WISH_QUALIFIED);

	(void)state;
	assert_string_equal(facts.subject_cn, "AYŞE ÖRNEK");
	assert_string_equal(facts.national_id, "10000000146");
	assert_string_equal(facts.subject, "C=TR, serialNumber=10000000146, CN=AYŞE ÖRNEK");
	assert_string_equal(facts.issuer_cn, "Kamu Elektronik Sertifika Hizmet Sağlayıcısı - Sürüm 9 (DENEME)");
	assert_non_null(strstr(facts.issuer, "L=Gebze - Kocaeli, O=DENEME Bilimsel ve Teknolojik Araştırma Kurumu"));
	assert_string_equal(facts.key, "RSA 2048");
	assert_string_equal(facts.signature, "sha256WithRSAEncryption");
	assert_int_equal(facts.key_usage, KEY_USAGE_DIGITAL_SIGNATURE | KEY_USAGE_NON_REPUDIATION);
	assert_string_equal(facts.policies, "2.16.792.1.2.1.1.5.7.1.1");
	assert_string_equal(facts.qc_statements, "0.4.0.1862.1.1 2.16.792.1.61.0.1.5070.1.1");
	assert_string_equal(facts.extended_usages, "");
	assert_int_equal(facts.money_limit, -1);
	assert_int_equal(facts.lacks, 0);
	assert_int_equal(facts.kind, CERTIFICATE_QUALIFIED);
	assert_int_equal(strlen(facts.serial), 12);
	assert_int_equal(strspn(facts.serial, "0123456789ABCDEF"), 12);
}

static void
validity_is_to_the_second(void **state)
{
	struct certificate_facts facts;
	struct certificate_wish wish = {.kind = WISH_QUALIFIED,
		.national_id = "10000000146",
		.name = "A",
		.not_before = 1353671645,
		.not_after = 1448279999};
	struct str der = {0};

	(void)state;
	certificate_make(test_maker(), &wish, &der);
	for (int offset = -720; offset <= 840; offset += 390) { /* what the screen's clock is set to must not matter */
		clock_set_offset(offset);
		assert_int_equal(cert_facts((const uint8_t *)der.data, der.length, NULL, &facts, NULL), OK);
		assert_int_equal(facts.not_before, 1353671645);
		assert_int_equal(facts.not_after, 1448279999);
	}
	clock_set_offset(180);
	wish.not_before = 2524607999; /* 2049-12-31: UTCTime ends here */
	wish.not_after = 2524608000;  /* 2050: GeneralizedTime */
	certificate_make(test_maker(), &wish, &der);
	assert_int_equal(cert_facts((const uint8_t *)der.data, der.length, NULL, &facts, NULL), OK);
	assert_int_equal(facts.not_before, 2524607999);
	assert_int_equal(facts.not_after, 2524608000);
	str_clear(&der);
}

static void
notice_is_read_in_both_encodings(void **state)
{
	struct certificate_facts bmp = test_facts(WISH_QUALIFIED);
	struct certificate_facts utf8 = test_facts(WISH_QUALIFIED_UTF8);

	(void)state;
	assert_non_null(strstr(bmp.user_notice, "5070 sayılı Elektronik İmza Kanununa göre nitelikli elektronik sertifikadır"));
	assert_string_equal(bmp.user_notice, utf8.user_notice);
	assert_int_equal(utf8.kind, CERTIFICATE_QUALIFIED);
}

static void
order_of_attributes_does_not_matter(void **state)
{
	struct certificate_facts facts = test_facts(WISH_REORDERED);

	(void)state;
	assert_string_equal(facts.subject, "CN=AYŞE ÖRNEK, O=DENEME Hastanesi, C=TR, serialNumber=10000000146");
	assert_string_equal(facts.subject_cn, "AYŞE ÖRNEK");
	assert_string_equal(facts.national_id, "10000000146");
	assert_int_equal(facts.kind, CERTIFICATE_QUALIFIED);
}

static void
elliptic_key_is_named(void **state)
{
	struct certificate_facts facts = test_facts(WISH_EC);

	(void)state;
	assert_string_equal(facts.key, "EC P-384");
	assert_string_equal(facts.signature, "ecdsa-with-SHA384");
	assert_int_equal(facts.kind, CERTIFICATE_QUALIFIED);
}

/* Every kind of domain 3.2 with what it lacks. */
static void
each_kind_is_told_apart(void **state)
{
	static const struct {
		enum certificate_wish_kind wish;
		enum certificate_kind kind;
		unsigned lacks;
	} cases[] = {
		{WISH_QUALIFIED, CERTIFICATE_QUALIFIED, 0},
		{WISH_QUALIFIED_UTF8, CERTIFICATE_QUALIFIED, 0},
		{WISH_REORDERED, CERTIFICATE_QUALIFIED, 0},
		{WISH_EC, CERTIFICATE_QUALIFIED, 0},
		{WISH_OLD_SHA1, CERTIFICATE_QUALIFIED, 0},
		{WISH_NO_NON_REPUDIATION, CERTIFICATE_OTHER, LACK_NON_REPUDIATION},
		{WISH_NO_NOTICE, CERTIFICATE_OTHER, LACK_USER_NOTICE},
		{WISH_NO_ETSI, CERTIFICATE_OTHER, LACK_ETSI_STATEMENT},
		{WISH_NO_BTK, CERTIFICATE_OTHER, LACK_BTK_STATEMENT},
		{WISH_MONEY_LIMIT, CERTIFICATE_QUALIFIED, 0},
		{WISH_USAGE_LIMIT, CERTIFICATE_QUALIFIED, LACK_USAGE_LIMIT},
		{WISH_SEAL_INSTITUTION, CERTIFICATE_SEAL, 0},
		{WISH_SEAL_QUALIFIED, CERTIFICATE_SEAL, LACK_BTK_STATEMENT},
		{WISH_FISCAL_SIGN, CERTIFICATE_FISCAL_SEAL,
			LACK_NON_REPUDIATION | LACK_ETSI_STATEMENT | LACK_BTK_STATEMENT | LACK_UNKNOWN_ISSUER},
		{WISH_FISCAL_ENCRYPT, CERTIFICATE_FISCAL_SEAL,
			LACK_NON_REPUDIATION | LACK_ETSI_STATEMENT | LACK_BTK_STATEMENT | LACK_UNKNOWN_ISSUER},
		{WISH_TEST_POLICY, CERTIFICATE_TEST, 0},
		{WISH_TEST_NOTICE, CERTIFICATE_TEST, 0},
		{WISH_AUTHENTICATION, CERTIFICATE_AUTHENTICATION,
			LACK_NON_REPUDIATION | LACK_ETSI_STATEMENT | LACK_BTK_STATEMENT | LACK_USER_NOTICE},
		{WISH_IDENTITY_CARD, CERTIFICATE_AUTHENTICATION,
			LACK_NON_REPUDIATION | LACK_ETSI_STATEMENT | LACK_BTK_STATEMENT | LACK_USER_NOTICE | LACK_UNKNOWN_ISSUER},
		{WISH_EMPLOYEE, CERTIFICATE_AUTHENTICATION,
			LACK_NON_REPUDIATION | LACK_ETSI_STATEMENT | LACK_BTK_STATEMENT | LACK_USER_NOTICE | LACK_UNKNOWN_ISSUER},
		{WISH_EXPIRED, CERTIFICATE_QUALIFIED, 0},
		{WISH_NOT_YET_VALID, CERTIFICATE_QUALIFIED, 0},
		{WISH_REVOKED, CERTIFICATE_QUALIFIED, 0},
		{WISH_FORGED, CERTIFICATE_QUALIFIED, 0},
		{WISH_UNKNOWN_ISSUER, CERTIFICATE_QUALIFIED, LACK_UNKNOWN_ISSUER},
		{WISH_EXPIRED_AUTHORITY, CERTIFICATE_QUALIFIED, 0},
		{WISH_CRITICAL_UNKNOWN, CERTIFICATE_QUALIFIED, 0},
		{WISH_AUTHORITY_CERTIFICATE, CERTIFICATE_AUTHORITY,
			LACK_NON_REPUDIATION | LACK_ETSI_STATEMENT | LACK_BTK_STATEMENT | LACK_USER_NOTICE | LACK_UNKNOWN_ISSUER},
	};

	(void)state;
	assert_int_equal(ARRAY_LENGTH(cases), WISH_COUNT);
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct certificate_facts facts = test_facts(cases[i].wish);
		if (facts.kind != cases[i].kind || facts.lacks != cases[i].lacks)
			fail_msg("%s: kind %s, lacks %x", certificate_wish_name(cases[i].wish), certificate_kind_name(facts.kind),
				facts.lacks);
	}
}

static void
limits_are_read(void **state)
{
	struct certificate_facts money = test_facts(WISH_MONEY_LIMIT);
	struct certificate_facts usage = test_facts(WISH_USAGE_LIMIT);

	(void)state;
	assert_int_equal(money.money_limit, 50000);
	assert_non_null(strstr(money.qc_statements, "0.4.0.1862.1.2"));
	assert_non_null(strstr(usage.qc_statements, "2.16.792.1.2.1.1.5.7.2.9999"));
	assert_int_equal(usage.money_limit, -1);
}

static void
fiscal_seal_is_read(void **state)
{
	const struct certificate_wish wish = {.kind = WISH_FISCAL_SIGN, .national_id = "1234567890"};
	struct certificate_facts facts;
	struct str der = {0};

	(void)state;
	certificate_make(test_maker(), &wish, &der);
	assert_int_equal(cert_facts((const uint8_t *)der.data, der.length, NULL, &facts, NULL), OK);
	assert_string_equal(facts.subject_cn, "1234567890SIGN0");
	assert_string_equal(facts.national_id, "1234567890");
	assert_string_equal(facts.extended_usages, "2.16.792.1.2.1.1.5.7.50.1");
	assert_int_equal(facts.kind, CERTIFICATE_FISCAL_SEAL);
	str_clear(&der);
}

static void
fingerprint_is_over_the_der(void **state)
{
	struct certificate_facts facts = test_facts(WISH_QUALIFIED);
	const struct str *der = test_certificate(WISH_QUALIFIED);
	unsigned char digest[32];
	char hex[65];

	(void)state;
	assert_int_equal(EVP_Digest(der->data, der->length, digest, NULL, EVP_sha256(), NULL), 1);
	hex_encode(hex, digest, sizeof digest);
	assert_string_equal(facts.sha256, hex);
}

static void
bytes_behind_are_passed_over(void **state)
{
	struct certificate_facts alone = test_facts(WISH_QUALIFIED), more;
	const struct str *der = test_certificate(WISH_QUALIFIED);
	struct str padded = {0};

	(void)state;
	str_add_n(&padded, der->data, der->length);
	for (int i = 0; i < 300; i++)
		str_add_char(&padded, (char)(i % 7 == 0 ? 0 : 0xFF));
	assert_int_equal(cert_facts((const uint8_t *)padded.data, padded.length, NULL, &more, NULL), OK);
	assert_memory_equal(&alone, &more, sizeof alone);
	str_clear(&padded);
}

static void
same_wish_gives_same_bytes(void **state)
{
	struct certificate_maker *other = certificate_maker_new(TEST_TIME, true);
	const struct certificate_wish wish = {.kind = WISH_QUALIFIED, .national_id = "10000000146", .name = "AYŞE ÖRNEK"};
	const struct str *der = test_certificate(WISH_QUALIFIED);
	struct str again = {0};

	(void)state;
	certificate_make(other, &wish, &again);
	assert_int_equal(again.length, der->length);
	assert_memory_equal(again.data, der->data, der->length);
	certificate_maker_free(&other);
	str_clear(&again);
}

static void
size_can_be_wished(void **state)
{
	static const size_t sizes[] = {1800, 2048, 4000, 20000, 32000};
	struct str der = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(sizes); i++) {
		const struct certificate_wish wish = {
			.kind = WISH_QUALIFIED, .national_id = "10000000146", .name = "AYŞE ÖRNEK", .size = sizes[i]};
		struct certificate_facts facts;
		certificate_make(test_maker(), &wish, &der);
		assert_in_range(der.length, sizes[i] - 16, sizes[i] + 16);
		assert_int_equal(cert_facts((const uint8_t *)der.data, der.length, NULL, &facts, NULL), OK);
		assert_int_equal(facts.kind, CERTIFICATE_QUALIFIED);
	}
	str_clear(&der);
}

/* ---- the data file */

static enum code
load_text(struct cert_issuers *issuers, const char *text, struct err *err)
{
	struct test_folder folder;
	char path[128];
	enum code code;

	test_folder_make(&folder);
	test_write(folder.path, "issuers.conf", text, strlen(text));
	snprintf(path, sizeof path, "%s/issuers.conf", folder.path);
	code = cert_load_issuers(issuers, path, err);
	test_folder_remove(&folder);
	return code;
}

static void
shipped_file_says_what_is_built_in(void **state)
{
	struct cert_issuers shipped, built_in;
	struct err err = {0};
	const char *top = getenv("TOP");
	char path[512];

	(void)state;
	snprintf(path, sizeof path, "%s/conf/issuers.conf", top != NULL ? top : ".");
	assert_int_equal(cert_load_issuers(&shipped, path, &err), OK);
	cert_default_issuers(&built_in);
	assert_int_equal(shipped.count, built_in.count);
	assert_int_equal(shipped.test_count, built_in.test_count);
	for (int i = 0; i < shipped.count; i++)
		assert_string_equal(shipped.prefixes[i], built_in.prefixes[i]);
	for (int i = 0; i < shipped.test_count; i++)
		assert_string_equal(shipped.test_policies[i], built_in.test_policies[i]);
	assert_null(shipped.prefixes[shipped.count]);
	cert_clear_issuers(&shipped);
	cert_clear_issuers(&built_in);
}

static void
file_extends_issuers_and_policies(void **state)
{
	struct cert_issuers issuers;
	struct certificate_facts facts;
	struct err err = {0};
	const struct str *der = test_certificate(WISH_UNKNOWN_ISSUER);

	(void)state;
	assert_int_equal(load_text(&issuers,
				 "# one more\r\n\n  issuer\tYabancı Elektronik  \r\ntest-policy 2.16.792.1.2.1.1.5.7.1.9 # SSL",
				 &err),
		OK);
	assert_int_equal(issuers.count, 1);
	assert_string_equal(issuers.prefixes[0], "Yabancı Elektronik");
	assert_string_equal(issuers.test_policies[0], "2.16.792.1.2.1.1.5.7.1.9");
	assert_int_equal(cert_facts((const uint8_t *)der->data, der->length, &issuers, &facts, NULL), OK);
	assert_int_equal(facts.lacks, 0);
	assert_int_equal(facts.kind, CERTIFICATE_QUALIFIED); /* ...1.9 is no prefix of ...1.1 and the other way round */
	der = test_certificate(WISH_QUALIFIED);
	assert_int_equal(cert_facts((const uint8_t *)der->data, der->length, &issuers, &facts, NULL), OK);
	assert_int_equal(facts.lacks, LACK_UNKNOWN_ISSUER);
	cert_clear_issuers(&issuers);
	assert_int_equal(load_text(&issuers, "test-policy 2.16.792.1.2.1.1.5.7.1.1\n", &err), OK);
	assert_int_equal(cert_facts((const uint8_t *)der->data, der->length, &issuers, &facts, NULL), OK);
	assert_int_equal(facts.kind, CERTIFICATE_TEST);
	cert_clear_issuers(&issuers);
}

static void
wrong_lines_name_their_number(void **state)
{
	static const struct {
		const char *text, *place;
	} cases[] = {{"issuer A\nissuers B\n", ":2"}, {"issuer\n", ":1"}, {"\n\ntest-policy one.two\n", ":3"},
		{"issuer A\xFF\n", ":1: UTF-8"}, {"issuer A\n\nB", ":3"}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct cert_issuers issuers;
		struct err err = {0};
		assert_int_equal(load_text(&issuers, cases[i].text, &err), ERR_SYNTAX);
		assert_string_equal(strstr(err.detail, "issuers.conf") + strlen("issuers.conf"), cases[i].place);
		assert_int_equal(issuers.count, 0);
		assert_int_not_equal(err.message, 0);
	}
}

static void
too_many_issuers_are_refused(void **state)
{
	struct str text = {0};
	struct cert_issuers issuers;
	struct err err = {0};

	(void)state;
	for (int i = 0; i < CERT_ISSUERS_MAX; i++)
		str_printf(&text, "issuer Sağlayıcı %d\n", i);
	assert_int_equal(load_text(&issuers, str_text(&text), &err), OK);
	assert_int_equal(issuers.count, CERT_ISSUERS_MAX);
	assert_null(issuers.prefixes[CERT_ISSUERS_MAX]);
	cert_clear_issuers(&issuers);
	str_add(&text, "issuer Bir fazla\n");
	assert_int_equal(load_text(&issuers, str_text(&text), &err), ERR_SYNTAX);
	str_clear(&text);
	assert_int_equal(cert_load_issuers(&issuers, "/tmp/teslim-there-is-no-such-file", &err), ERR_NOT_FOUND);
}

/* ---- files */

static void
add_lines(struct str *out, const struct str *der)
{
	struct str base64 = {0};

	base64_encode(&base64, der->data, der->length);
	for (size_t i = 0; i < base64.length; i += 64)
		str_printf(out, "%.64s\r\n", base64.data + i);
	str_clear(&base64);
}

static void
add_pem(struct str *out, const struct str *der, const char *name)
{
	str_printf(out, "-----BEGIN %s-----\r\n", name);
	add_lines(out, der);
	str_printf(out, "-----END %s-----\r\n", name);
}

/* What a file of these bytes holds; the bundle is left to be cleared. */
static enum code
read_bytes(const struct test_folder *folder, const void *bytes, size_t length, struct cert_bundle *bundle)
{
	char path[128];
	struct err err = {0};
	enum code code;

	snprintf(path, sizeof path, "%s/one", folder->path);
	test_write(folder->path, "one", bytes, length);
	code = cert_read_bundle(path, bundle, &err);
	assert_true(code == OK || (err.message != 0 && strstr(err.detail, path) != NULL));
	return code;
}

static void
expect_bundle(const struct test_folder *folder, const char *name, const void *bytes, size_t length, enum code code,
	const struct str *const *expected, int count)
{
	struct cert_bundle *bundle = mem_alloc(sizeof *bundle);
	enum code got = read_bytes(folder, bytes, length, bundle);

	if (got != code || bundle->count != count)
		fail_msg("%s: %s, %d certificates", name, err_code_name(got), bundle->count);
	for (int i = 0; i < count; i++) {
		assert_int_equal(bundle->items[i].length, expected[i]->length);
		assert_memory_equal(bundle->items[i].der, expected[i]->data, expected[i]->length);
	}
	cert_clear_bundle(bundle);
	assert_int_equal(bundle->count, 0);
	mem_free(bundle);
}

/* A SignedData without signers, as .p7b files are. */
static void
make_pkcs7(struct str *out, const struct str *const *ders, int count)
{
	PKCS7 *pkcs7 = PKCS7_new();
	unsigned char *bytes = NULL;
	int length;

	assert_int_equal(PKCS7_set_type(pkcs7, NID_pkcs7_signed), 1);
	assert_int_equal(PKCS7_content_new(pkcs7, NID_pkcs7_data), 1);
	for (int i = 0; i < count; i++) {
		const unsigned char *at = (const unsigned char *)ders[i]->data;
		X509 *x509 = d2i_X509(NULL, &at, (long)ders[i]->length);
		assert_int_equal(PKCS7_add_certificate(pkcs7, x509), 1);
		X509_free(x509);
	}
	length = i2d_PKCS7(pkcs7, &bytes);
	assert_true(length > 0);
	str_reset(out);
	str_add_n(out, bytes, (size_t)length);
	OPENSSL_free(bytes);
	PKCS7_free(pkcs7);
}

static void
copy_certificate(struct str *out, enum certificate_wish_kind kind)
{
	const struct str *der = test_certificate(kind);

	str_reset(out);
	str_add_n(out, der->data, der->length);
}

/* Every certificate of a file, in every form in which they come; a broken one is never passed over. */
static void
file_gives_all_its_certificates(void **state)
{
	struct test_folder folder;
	struct str one = {0}, two = {0}, made = {0}, pem = {0};
	const struct str *const both[] = {&one, &two};

	(void)state;
	test_folder_make(&folder);
	copy_certificate(&one, WISH_QUALIFIED);
	copy_certificate(&two, WISH_SEAL_INSTITUTION);
	expect_bundle(&folder, "DER", one.data, one.length, OK, both, 1);
	str_add_n(&made, one.data, one.length);
	str_add_n(&made, two.data, two.length);
	expect_bundle(&folder, "DER twice", made.data, made.length, OK, both, 2);
	expect_bundle(&folder, "DER and a half", made.data, made.length - 5, ERR_SYNTAX, both, 1);
	str_add(&one, "\xFF\xFF");
	made.length = 0;
	str_add_n(&made, one.data, one.length);
	one.length -= 2;
	expect_bundle(&folder, "DER and padding", made.data, made.length, OK, both, 1);
	str_add(&pem, "Subject: somebody\r\n");
	add_pem(&pem, &one, "CERTIFICATE");
	expect_bundle(&folder, "PEM", pem.data, pem.length, OK, both, 1);
	add_pem(&pem, &two, "TRUSTED CERTIFICATE");
	expect_bundle(&folder, "PEM twice", pem.data, pem.length, OK, both, 2);
	str_add(&pem, "-----BEGIN DH PARAMETERS-----\nAAAA\n-----END DH PARAMETERS-----\n");
	expect_bundle(&folder, "PEM with something else", pem.data, pem.length, OK, both, 2);
	str_add(&pem, "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
	expect_bundle(&folder, "PEM with a broken one", pem.data, pem.length, ERR_SYNTAX, both, 2);
	str_add(&pem, "-----BEGIN CERTIFICATE-----\nMII*\n-----END CERTIFICATE-----\n");
	expect_bundle(&folder, "PEM with wrong letters", pem.data, pem.length, ERR_SYNTAX, both, 2);
	make_pkcs7(&made, both, 2);
	expect_bundle(&folder, "PKCS#7", made.data, made.length, OK, both, 2);
	str_reset(&pem);
	add_pem(&pem, &made, "PKCS7");
	expect_bundle(&folder, "PKCS#7 as PEM", pem.data, pem.length, OK, both, 2);
	str_reset(&pem);
	add_pem(&pem, &made, "CERTIFICATE");
	expect_bundle(&folder, "PKCS#7 under another name", pem.data, pem.length, OK, both, 2);
	make_pkcs7(&made, both, 0);
	expect_bundle(&folder, "PKCS#7 without any", made.data, made.length, ERR_SYNTAX, both, 0);
	str_clear(&one);
	str_clear(&two);
	str_clear(&made);
	str_clear(&pem);
	test_folder_remove(&folder);
}

static void
no_certificate_file_is_said(void **state)
{
	const struct str *der = test_certificate(WISH_QUALIFIED);
	struct test_folder folder;
	struct cert_bundle *bundle = mem_alloc(sizeof *bundle);
	struct str many = {0};
	struct err err = {0};
	char path[128];

	(void)state;
	test_folder_make(&folder);
	snprintf(path, sizeof path, "%s/none", folder.path);
	assert_int_equal(cert_read_bundle(path, bundle, &err), ERR_NOT_FOUND);
	assert_int_equal(read_bytes(&folder, "", 0, bundle), ERR_SYNTAX);
	assert_int_equal(read_bytes(&folder, "hello", 5, bundle), ERR_SYNTAX);
	for (int i = 0; i < CERT_BUNDLE_MAX; i++)
		str_add_n(&many, der->data, der->length);
	assert_int_equal(read_bytes(&folder, many.data, many.length, bundle), OK);
	assert_int_equal(bundle->count, CERT_BUNDLE_MAX);
	cert_clear_bundle(bundle);
	str_add_n(&many, der->data, der->length);
	assert_int_equal(read_bytes(&folder, many.data, many.length, bundle), ERR_LIMIT);
	cert_clear_bundle(bundle);
	while (many.length <= (size_t)CERT_BUNDLE_MAX * CERT_MAX)
		str_add_n(&many, der->data, der->length);
	snprintf(path, sizeof path, "%s/one", folder.path);
	test_write(folder.path, "one", many.data, many.length);
	assert_int_equal(cert_read_bundle(path, bundle, &err), ERR_LIMIT);
	cert_clear_bundle(bundle);
	mem_free(bundle);
	str_clear(&many);
	test_folder_remove(&folder);
}

/* OpenSSL asks at the terminal for the password of an "encrypted" PEM unless it is told not to. */
static void
encrypted_file_asks_nobody(void **state)
{
	static const char locked[] = "-----BEGIN CERTIFICATE-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,"
				     "00112233445566778899AABBCCDDEEFF\n\nMIIB\n-----END CERTIFICATE-----\n";
	struct test_folder folder;
	char path[128], shown[256];
	int terminal, status;
	ssize_t got;
	pid_t child;

	(void)state;
	test_folder_make(&folder);
	snprintf(path, sizeof path, "%s/one", folder.path);
	test_write(folder.path, "one", locked, strlen(locked));
	child = forkpty(&terminal, NULL, NULL, NULL);
	assert_int_not_equal(child, -1);
	if (child == 0) {
		struct cert_bundle *bundle = mem_alloc(sizeof *bundle);
		struct cert_store *store;
		struct err err = {0};
		alarm(5);
		log_open("/dev/null");
		if (cert_read_bundle(path, bundle, &err) != ERR_SYNTAX)
			_exit(1);
		_exit(cert_store_open(&store, folder.path, folder.path, &err) == OK ? 0 : 2);
	}
	got = read(terminal, shown, sizeof shown);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_true(got <= 0); /* not a word on the terminal */
	close(terminal);
	test_folder_remove(&folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(qualified_is_read_whole),
		cmocka_unit_test(validity_is_to_the_second),
		cmocka_unit_test(notice_is_read_in_both_encodings),
		cmocka_unit_test(order_of_attributes_does_not_matter),
		cmocka_unit_test(elliptic_key_is_named),
		cmocka_unit_test(each_kind_is_told_apart),
		cmocka_unit_test(limits_are_read),
		cmocka_unit_test(fiscal_seal_is_read),
		cmocka_unit_test(fingerprint_is_over_the_der),
		cmocka_unit_test(bytes_behind_are_passed_over),
		cmocka_unit_test(same_wish_gives_same_bytes),
		cmocka_unit_test(size_can_be_wished),
		cmocka_unit_test(shipped_file_says_what_is_built_in),
		cmocka_unit_test(file_extends_issuers_and_policies),
		cmocka_unit_test(wrong_lines_name_their_number),
		cmocka_unit_test(too_many_issuers_are_refused),
		cmocka_unit_test(file_gives_all_its_certificates),
		cmocka_unit_test(no_certificate_file_is_said),
		cmocka_unit_test(encrypted_file_asks_nobody),
	};

	return cmocka_run_group_tests_name("cert facts", tests, NULL, forget);
}
