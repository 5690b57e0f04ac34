/*
 * Tests of the room `cert` against bytes that nobody should have sent: cut, flipped, stuffed, disguised.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include "common.h"
#include "demo/certificate_parts.h"
#include "teslim/text.h"
#include "teslim/words.h"

static int
forget(void **state)
{
	(void)state;
	test_forget_maker();
	return 0;
}

/* What must hold whatever came in. */
static void
check_text(const char *text, size_t size)
{
	size_t length = strnlen(text, size);

	if (length == size || !text_is_valid(text, length))
		fail_msg("a field is not clean text");
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7F)
			fail_msg("a control in a field");
}

static void
check_facts(const struct certificate_facts *facts)
{
	check_text(facts->subject_cn, sizeof facts->subject_cn);
	check_text(facts->national_id, sizeof facts->national_id);
	check_text(facts->subject, sizeof facts->subject);
	check_text(facts->issuer_cn, sizeof facts->issuer_cn);
	check_text(facts->issuer, sizeof facts->issuer);
	check_text(facts->serial, sizeof facts->serial);
	check_text(facts->key, sizeof facts->key);
	check_text(facts->signature, sizeof facts->signature);
	check_text(facts->policies, sizeof facts->policies);
	check_text(facts->qc_statements, sizeof facts->qc_statements);
	check_text(facts->extended_usages, sizeof facts->extended_usages);
	check_text(facts->user_notice, sizeof facts->user_notice);
	check_text(facts->sha256, sizeof facts->sha256);
	assert_true((unsigned)facts->kind <= CERTIFICATE_OTHER);
	assert_true(facts->money_limit >= -1);
}

static void
every_truncation_is_refused(void **state)
{
	static const enum certificate_wish_kind kinds[] = {WISH_QUALIFIED, WISH_EC, WISH_MONEY_LIMIT};

	(void)state;
	for (size_t k = 0; k < ARRAY_LENGTH(kinds); k++) {
		const struct str *der = test_certificate(kinds[k]);
		for (size_t length = 0; length < der->length; length++) {
			struct certificate_facts facts;
			struct err err = {0};
			uint8_t *exact = malloc(length + 1); /* a block of its own, so that the sanitizer sees a byte too far */
			memcpy(exact, der->data, length);
			exact = realloc(exact, length > 0 ? length : 1);
			assert_int_equal(cert_facts(exact, length, NULL, &facts, &err), ERR_SYNTAX);
			assert_string_equal(facts.subject_cn, "");
			free(exact);
		}
	}
}

static void
every_flipped_byte_is_survived(void **state)
{
	static const enum certificate_wish_kind kinds[] = {WISH_MONEY_LIMIT, WISH_EC, WISH_FISCAL_SIGN};
	static const uint8_t masks[] = {0x01, 0x80, 0xFF};
	int read = 0;

	(void)state;
	for (size_t k = 0; k < ARRAY_LENGTH(kinds); k++) {
		struct str der = {0};
		const struct str *good = test_certificate(kinds[k]);
		str_add_n(&der, good->data, good->length);
		for (size_t i = 0; i < der.length; i++)
			for (size_t m = 0; m < ARRAY_LENGTH(masks); m++) {
				struct certificate_facts facts;
				der.data[i] = (char)(der.data[i] ^ masks[m]);
				if (cert_facts((const uint8_t *)der.data, der.length, NULL, &facts, NULL) == OK)
					read++;
				check_facts(&facts);
				der.data[i] = (char)(der.data[i] ^ masks[m]);
			}
		str_clear(&der);
	}
	assert_true(read > 1000);
}

static void
junk_is_no_certificate(void **state)
{
	static const uint8_t zeros[CERT_MAX], endless[] = {0x30, 0x80, 0x30, 0x80, 0x30, 0x80, 0, 0, 0, 0, 0, 0};
	static const uint8_t huge[] = {0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF, 0x30, 0x03, 0x02, 0x01, 0x02};
	uint8_t nested[2000];
	struct certificate_facts facts;
	struct err err = {0};

	(void)state;
	memset(nested, 0x30, sizeof nested); /* 30 30 30 ... */
	assert_int_equal(cert_facts(NULL, 0, NULL, &facts, &err), ERR_SYNTAX);
	assert_int_equal(cert_facts(zeros, sizeof zeros, NULL, &facts, &err), ERR_SYNTAX);
	assert_int_equal(cert_facts(endless, sizeof endless, NULL, &facts, &err), ERR_SYNTAX);
	assert_int_equal(cert_facts(huge, sizeof huge, NULL, &facts, &err), ERR_SYNTAX);
	assert_int_equal(cert_facts(nested, sizeof nested, NULL, &facts, &err), ERR_SYNTAX);
	for (size_t i = 0; i + 1 < sizeof nested; i += 2) {
		nested[i] = 0x30;
		nested[i + 1] = 0x80;
	}
	assert_int_equal(cert_facts(nested, sizeof nested, NULL, &facts, &err), ERR_SYNTAX);
	assert_int_equal(err.code, ERR_SYNTAX);
	assert_int_not_equal(err.message, 0);
}

static void
more_than_the_cap_is_refused(void **state)
{
	const struct certificate_wish wish = {
		.kind = WISH_QUALIFIED, .national_id = "10000000146", .name = "A", .size = CERT_MAX + 200};
	struct certificate_facts facts;
	struct str der = {0};

	(void)state;
	certificate_make(test_maker(), &wish, &der);
	assert_true(der.length > CERT_MAX);
	assert_int_equal(cert_facts((const uint8_t *)der.data, der.length, NULL, &facts, NULL), ERR_SYNTAX);
	str_clear(&der);
}

/* ---- certificates with hand-made contents; the signature is none, which cert_facts does not ask about */

static X509 *
begin(void)
{
	const struct str *der = test_certificate(WISH_AUTHENTICATION);
	const unsigned char *at = (const unsigned char *)der->data;
	X509 *base = d2i_X509(NULL, &at, (long)der->length);
	X509 *x509 = X509_new();

	assert_non_null(base);
	assert_non_null(x509);
	X509_set_version(x509, X509_VERSION_3);
	X509_set_serialNumber(x509, X509_get_serialNumber(base));
	X509_set_issuer_name(x509, X509_get_issuer_name(base));
	X509_set1_notBefore(x509, X509_get0_notBefore(base));
	X509_set1_notAfter(x509, X509_get0_notAfter(base));
	X509_set_pubkey(x509, X509_get0_pubkey(base));
	X509_free(base);
	return x509;
}

/* Signs, reads the facts, frees. */
static struct certificate_facts
finish(X509 *x509)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	unsigned char *der = NULL;
	struct certificate_facts facts;
	int length;

	assert_true(X509_sign(x509, key, EVP_sha256()) > 0);
	length = i2d_X509(x509, &der);
	assert_true(length > 0);
	assert_int_equal(cert_facts(der, (size_t)length, NULL, &facts, NULL), OK);
	check_facts(&facts);
	OPENSSL_free(der);
	X509_free(x509);
	EVP_PKEY_free(key);
	return facts;
}

static void
add_bytes(X509 *x509, int nid, int type, const void *bytes, int length)
{
	ASN1_STRING *string = ASN1_STRING_type_new(type);
	X509_NAME_ENTRY *entry;

	assert_int_equal(ASN1_STRING_set(string, bytes, length), 1);
	entry = X509_NAME_ENTRY_create_by_NID(NULL, nid, type, ASN1_STRING_get0_data(string), length);
	assert_non_null(entry);
	assert_int_equal(X509_NAME_add_entry(X509_get_subject_name(x509), entry, -1, 0), 1);
	X509_NAME_ENTRY_free(entry);
	ASN1_STRING_free(string);
}

/*
 * The facts of a certificate whose common name is of that ASN.1 type and has these bytes. OpenSSL writes no such name, so
 * they are put over a plain one of the same length.
 */
static enum code
facts_with_name(struct certificate_facts *facts, int type, const char *bytes, size_t length, struct err *err)
{
	char plain[64];
	X509 *x509 = begin();
	EVP_PKEY *key = EVP_EC_gen("P-256");
	unsigned char *der = NULL;
	unsigned char *at;
	enum code code;
	int size;

	memset(plain, 'Q', sizeof plain);
	add_bytes(x509, NID_commonName, V_ASN1_UTF8STRING, plain, (int)length);
	assert_true(X509_sign(x509, key, EVP_sha256()) > 0);
	size = i2d_X509(x509, &der);
	assert_true(size > 0);
	at = length > 0 ? memmem(der, (size_t)size, plain, length) : NULL;
	if (length > 0) {
		assert_non_null(at);
		at[-2] = (unsigned char)type;
		memcpy(at, bytes, length);
	}
	code = cert_facts(der, (size_t)size, NULL, facts, err);
	OPENSSL_free(der);
	X509_free(x509);
	EVP_PKEY_free(key);
	return code;
}

static void
disguised_names_are_shown_as_they_are(void **state)
{
	static const struct {
		int type, length;
		const char *bytes, *shown; /* shown NULL: such a name is no text, and the certificate none */
	} cases[] = {
		{V_ASN1_UTF8STRING, 9, "AYSE\0KAYA", "AYSE?KAYA"},
		{V_ASN1_UTF8STRING, 7, "A\x1B[2JBC", "A?[2JBC"},
		{V_ASN1_UTF8STRING, 4,
			"A\xC2\x9B"
			"B",
			"A?B"}, /* C1 CSI */
		{V_ASN1_UTF8STRING, 5,
			"A\xE2\x80\xAE"
			"B",
			"A?B"}, /* right-to-left override */
		{V_ASN1_UTF8STRING, 5,
			"A\xE2\x80\x8B"
			"B",
			"A?B"}, /* zero width space */
		{V_ASN1_UTF8STRING, 4,
			"A\xC0\x80"
			"B",
			NULL}, /* overlong NUL */
		{V_ASN1_UTF8STRING, 5,
			"A\xED\xA0\x80"
			"B",
			NULL},                          /* surrogate */
		{V_ASN1_UTF8STRING, 3, "AB\xC5", NULL}, /* cut letter */
		{V_ASN1_UTF8STRING, 4, "\xC5\x9E\xC4\xB0", "Şİ"},
		{V_ASN1_UTF8STRING, 4, "\xDE\xDD\xD0\x41", NULL}, /* Windows-1254 in the wrong type */
		{V_ASN1_BMPSTRING, 4, "\x01\x5E\x01\x30", "Şİ"},
		{V_ASN1_BMPSTRING, 5, "\x00\x41\x00\x42\x00", NULL}, /* half a letter more */
		{V_ASN1_BMPSTRING, 6, "\x00\x41\x00\x00\x00\x42", "A?B"},
		{V_ASN1_BMPSTRING, 4, "\xD8\x3D\xDE\x00", NULL}, /* a pair */
		{V_ASN1_BMPSTRING, 4, "\xD8\x3D\x00\x41", NULL}, /* half a pair */
		{V_ASN1_UNIVERSALSTRING, 8, "\x00\x00\x01\x5E\x00\x11\x00\x00", NULL},
		{V_ASN1_T61STRING, 3,
			"\xD6\xFC"
			"A",
			"ÖüA"},
		{V_ASN1_PRINTABLESTRING, 2, "A\xFF", "A?"},
		{V_ASN1_UTF8STRING, 0, "", ""},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct certificate_facts facts = {0};
		struct err err = {0};
		enum code code = facts_with_name(&facts, cases[i].type, cases[i].bytes, (size_t)cases[i].length, &err);
		if (cases[i].shown == NULL ? code != ERR_SYNTAX || err.message == 0
					   : code != OK || strcmp(facts.subject_cn, cases[i].shown) != 0)
			fail_msg("case %zu: %s \"%s\"", i, err_code_name(code), facts.subject_cn);
	}
}

static void
number_with_something_behind_is_another_number(void **state)
{
	X509 *x509 = begin();
	struct certificate_facts facts;

	(void)state;
	add_bytes(x509, NID_serialNumber, V_ASN1_PRINTABLESTRING, "10000000146\0x", 13);
	facts = finish(x509);
	assert_string_equal(facts.national_id, "10000000146?x");
}

static void
huge_fields_are_cut(void **state)
{
	X509 *x509 = begin();
	struct certificate_facts facts;
	char *text = mem_alloc(20001);

	(void)state;
	for (int i = 0; i < 20000; i += 2)
		memcpy(text + i, "\xC5\x9E", 2);
	add_bytes(x509, NID_commonName, V_ASN1_UTF8STRING, text, 20000);
	add_bytes(x509, NID_serialNumber, V_ASN1_UTF8STRING, text, 1000);
	facts = finish(x509);
	assert_in_range(strlen(facts.subject_cn), FULL_NAME_TEXT - 3, FULL_NAME_TEXT - 1);
	assert_in_range(strlen(facts.national_id), 29, 31);
	mem_free(text);
}

static void
no_name_at_all_is_empty(void **state)
{
	struct certificate_facts facts = finish(begin());

	(void)state;
	assert_string_equal(facts.subject, "");
	assert_string_equal(facts.subject_cn, "");
	assert_string_equal(facts.national_id, "");
	assert_int_equal(facts.kind, CERTIFICATE_OTHER);
}

/* A qualified certificate by its contents, with statements given. */
static struct certificate_facts
with_statements(const struct str *statements)
{
	X509 *x509 = begin();

	certificate_add_key_usage(x509, KEY_USAGE_NON_REPUDIATION);
	certificate_add_policy(x509, "2.16.792.1.2.1.1.5.7.1.1", "http://deneme.invalid", "nitelikli elektronik sertifikadır",
		true);
	certificate_put_statements(x509, statements, true);
	return finish(x509);
}

static void
seal_mark_cannot_hide_behind_many(void **state)
{
	struct str statements = {0};
	struct certificate_facts facts;

	(void)state;
	certificate_add_statement(&statements, "0.4.0.1862.1.1", NULL);
	certificate_add_statement(&statements, "2.16.792.1.61.0.1.5070.1.1", "x");
	facts = with_statements(&statements);
	assert_int_equal(facts.kind, CERTIFICATE_QUALIFIED);
	for (int i = 0; i < 40; i++) {
		char oid[64];
		snprintf(oid, sizeof oid, "1.2.3.4.5.6.7.8.%d", 100000 + i);
		certificate_add_statement(&statements, oid, NULL);
	}
	certificate_add_statement(&statements, "2.16.792.1.61.0.1.5070.1.3", "x");
	facts = with_statements(&statements);
	assert_int_equal(facts.kind, CERTIFICATE_OTHER);
	assert_int_not_equal(facts.lacks, 0);
	assert_string_equal(facts.qc_statements + strlen(facts.qc_statements) - 4, " ...");
	str_clear(&statements);
}

static void
similar_numbers_are_not_the_same(void **state)
{
	static const char *const others[] = {"2.16.792.1.61.0.1.5070.1.10", &"12.16.792.1.61.0.1.5070.1.1"[1],
		"1.2.16.792.1.61.0.1.5070.1.1", "2.16.792.1.61.0.1.5070.1", "2.16.792.1.61.0.1.5070.1.1.1"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(others); i++) {
		struct str statements = {0};
		struct certificate_facts facts;
		certificate_add_statement(&statements, "0.4.0.1862.1.1", NULL);
		certificate_add_statement(&statements, others[i], NULL);
		facts = with_statements(&statements);
		assert_int_equal(facts.kind, i == 1 ? CERTIFICATE_QUALIFIED : CERTIFICATE_OTHER);
		str_clear(&statements);
	}
}

static void
statements_twice_count_as_none(void **state)
{
	struct str statements = {0}, whole = {0};
	X509 *x509 = begin();
	struct certificate_facts facts;

	(void)state;
	certificate_add_statement(&statements, "0.4.0.1862.1.1", NULL);
	certificate_add_statement(&statements, "2.16.792.1.61.0.1.5070.1.1", NULL);
	certificate_add_key_usage(x509, KEY_USAGE_NON_REPUDIATION);
	certificate_add_policy(x509, "2.16.792.1.2.1.1.5.7.1.1", "http://deneme.invalid", "x", true);
	certificate_put_statements(x509, &statements, true);
	certificate_put_statements(x509, &statements, true);
	facts = finish(x509);
	assert_int_equal(facts.kind, CERTIFICATE_OTHER);
	assert_int_equal(facts.lacks & LACK_ETSI_STATEMENT, LACK_ETSI_STATEMENT);
	str_clear(&statements);
	str_clear(&whole);
}

static void
word_test_is_a_word(void **state)
{
	static const struct {
		const char *notice;
		enum certificate_kind kind;
	} cases[] = {{"Bu sertifika TEST icindir", CERTIFICATE_TEST}, {"TEST", CERTIFICATE_TEST}, {"(TEST)", CERTIFICATE_TEST},
		{"Bu sertifika test amaçlıdır", CERTIFICATE_TEST}, {"PROTESTO EDİLEMEZ", CERTIFICATE_QUALIFIED},
		{"İŞTEST", CERTIFICATE_QUALIFIED}, {"Nitelikli Elektronik Sertifika olarak kullanılamaz", CERTIFICATE_TEST}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct str statements = {0};
		X509 *x509 = begin();
		struct certificate_facts facts;
		certificate_add_statement(&statements, "0.4.0.1862.1.1", NULL);
		certificate_add_statement(&statements, "2.16.792.1.61.0.1.5070.1.1", NULL);
		certificate_add_key_usage(x509, KEY_USAGE_NON_REPUDIATION);
		certificate_add_policy(x509, "2.16.792.1.2.1.1.5.7.1.1", "http://deneme.invalid", cases[i].notice, i % 2 == 0);
		certificate_put_statements(x509, &statements, false);
		facts = finish(x509);
		if (facts.kind != cases[i].kind)
			fail_msg("%s: %s", cases[i].notice, certificate_kind_name(facts.kind));
		str_clear(&statements);
	}
}

static void
broken_statements_are_survived(void **state)
{
	static const struct {
		const char *bytes;
		size_t length;
	} cases[] = {{"", 0}, {"\x30\x00", 2}, {"\x30\x80", 2}, {"\x04\x01\x01", 3}, {"\x30\x02\x30\x00", 4},
		{"\x30\x04\x30\x02\x06\x00", 6}, {"\x30\x05\x30\x03\x06\x01\x80", 7}, {"\x30\x03\x02\x01\x05", 5},
		/* the money limit with too little, with a negative amount, with a monstrous exponent */
		{"\x30\x0A\x30\x08\x06\x06\x04\x00\x8E\x46\x01\x02", 12},
		{"\x30\x15\x30\x13\x06\x06\x04\x00\x8E\x46\x01\x02\x30\x09\x13\x01\x54\x02\x01\xFB\x02\x01\x01", 23},
		{"\x30\x15\x30\x13\x06\x06\x04\x00\x8E\x46\x01\x02\x30\x09\x13\x01\x54\x02\x01\x05\x02\x01\x7F", 23}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		X509 *x509 = begin();
		struct str content = {0};
		struct certificate_facts facts;
		str_add_n(&content, cases[i].bytes, cases[i].length);
		certificate_add_raw(x509, "1.3.6.1.5.5.7.1.3", true, &content);
		facts = finish(x509);
		if (i == 8 || i == 9)
			assert_int_equal(facts.money_limit, 1);
		else if (i == 10)
			assert_true(facts.money_limit >= INT64_C(500000000000000000));
		else
			assert_int_equal(facts.money_limit, -1);
		str_clear(&content);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_truncation_is_refused),
		cmocka_unit_test(every_flipped_byte_is_survived),
		cmocka_unit_test(junk_is_no_certificate),
		cmocka_unit_test(more_than_the_cap_is_refused),
		cmocka_unit_test(disguised_names_are_shown_as_they_are),
		cmocka_unit_test(number_with_something_behind_is_another_number),
		cmocka_unit_test(huge_fields_are_cut),
		cmocka_unit_test(no_name_at_all_is_empty),
		cmocka_unit_test(seal_mark_cannot_hide_behind_many),
		cmocka_unit_test(similar_numbers_are_not_the_same),
		cmocka_unit_test(statements_twice_count_as_none),
		cmocka_unit_test(word_test_is_a_word),
		cmocka_unit_test(broken_statements_are_survived),
	};

	return cmocka_run_group_tests_name("cert hostile", tests, NULL, forget);
}
