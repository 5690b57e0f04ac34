/*
 * Tests of the room `cert`: strings of certificates, type by type, as the text that is shown; and policies, usages and
 * limits that no certificate of the demo bears.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../src/cert/facts.h"
#include "authority.h"

#include <openssl/x509v3.h>

static void
expect_text(int type, const char *bytes, size_t length, const char *expected)
{
	ASN1_STRING *string = ASN1_STRING_type_new(type);
	struct str text = {0};

	assert_non_null(string);
	assert_int_equal(ASN1_STRING_set(string, bytes, (int)length), 1);
	cert_string_text(&text, string);
	assert_string_equal(str_text(&text), expected);
	str_clear(&text);
	ASN1_STRING_free(string);
}

#define EXPECT(type, bytes, expected) expect_text(type, bytes, sizeof(bytes) - 1, expected)

/* BMPString allows two bytes a letter; pairs that make one of four are found in it all the same. */
static void
two_bytes_a_letter(void **state)
{
	(void)state;
	EXPECT(V_ASN1_BMPSTRING,
		"\x00"
		"A\x01\x5F\x20\xAC",
		"Aş€");
	EXPECT(V_ASN1_BMPSTRING, "\xD8\x3D\xDE\x00", "\U0001F600");
	EXPECT(V_ASN1_BMPSTRING, "\xD8\x00\xDC\x00\xDB\xFF\xDF\xFD", "\U00010000\U0010FFFD");
	EXPECT(V_ASN1_BMPSTRING,
		"\xD8\x3D\x00"
		"A",
		"?A");                                           /* the first of a pair alone */
	EXPECT(V_ASN1_BMPSTRING, "\xD8\x3D\xE0\x00", "?\uE000"); /* no second one follows it */
	EXPECT(V_ASN1_BMPSTRING,
		"\xDE\x00\x00"
		"A",
		"?A"); /* the second alone */
	EXPECT(V_ASN1_BMPSTRING, "\xDC\x00\xDC\x00", "??");
	EXPECT(V_ASN1_BMPSTRING,
		"\x00"
		"A\xD8\x3D",
		"A?"); /* the end of it is missing */
	EXPECT(V_ASN1_BMPSTRING,
		"\x00"
		"A\x00",
		"A?");
	EXPECT(V_ASN1_BMPSTRING, "\xD8\x3D\xDE", "??"); /* half of the second is none */
	EXPECT(V_ASN1_BMPSTRING, "", "");
}

static void
other_widths(void **state)
{
	(void)state;
	EXPECT(V_ASN1_UNIVERSALSTRING, "\x00\x00\x01\x5F\x00\x01\xF6\x00", "ş\U0001F600");
	EXPECT(V_ASN1_UNIVERSALSTRING,
		"\x00\x11\x00\x00\x01\x00\x00"
		"A",
		"??"); /* beyond Unicode */
	EXPECT(V_ASN1_T61STRING, "A\xFC", "Aü");
	EXPECT(V_ASN1_UTF8STRING, "Aş€\U0001F600", "Aş€\U0001F600");
	EXPECT(V_ASN1_UTF8STRING, "A\xC5", "A?");
	EXPECT(V_ASN1_UTF8STRING,
		"\xC5"
		"A",
		"?A");
	EXPECT(V_ASN1_UTF8STRING, "a\0b", "a?b");
	EXPECT(V_ASN1_PRINTABLESTRING, "ISIL", "ISIL");
}

/* Letters that steer, hide or turn others, at both ends of each of their ranges. */
static void
nothing_moves_the_screen(void **state)
{
	static const uint32_t hidden[] = {0x01, 0x1F, 0x7F, 0x80, 0x9F, 0xAD, 0x61C, 0x200B, 0x200F, 0x2028, 0x202E, 0x2060,
		0x206F, 0xFEFF, 0xFFF9, 0xFFFB, 0xE0000, 0xE007F};
	static const uint32_t shown[] = {0x20, 0x7E, 0xA0, 0xAC, 0xAE, 0x61B, 0x61D, 0x200A, 0x2010, 0x2027, 0x202F, 0x205F,
		0x2070, 0xFEFE, 0xFFF8, 0xFFFC, 0xDFFFF, 0xE0080};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(hidden) + ARRAY_LENGTH(shown); i++) {
		bool is_hidden = i < ARRAY_LENGTH(hidden);
		uint32_t c = is_hidden ? hidden[i] : shown[i - ARRAY_LENGTH(hidden)];
		const char bytes[4] = {(char)(c >> 24), (char)(c >> 16), (char)(c >> 8), (char)c};
		ASN1_STRING *string = ASN1_STRING_type_new(V_ASN1_UNIVERSALSTRING);
		struct str text = {0};
		assert_int_equal(ASN1_STRING_set(string, bytes, 4), 1);
		cert_string_text(&text, string);
		if ((strcmp(str_text(&text), "?") == 0) != is_hidden)
			fail_msg("U+%04X is %s", (unsigned)c, is_hidden ? "shown" : "hidden");
		str_clear(&text);
		ASN1_STRING_free(string);
	}
}

/* ---- extensions that are made by hand */

static struct certificate_facts
facts_with(const struct authority_wish *wish, int nid, const char *extension)
{
	struct authority one;
	struct certificate_facts facts;
	struct str der = {0};

	authority_make(&one, wish);
	if (extension != NULL) {
		X509_EXTENSION *added = X509V3_EXT_conf_nid(NULL, NULL, nid, extension);
		assert_non_null(added);
		assert_int_equal(X509_add_ext(one.x509, added, -1), 1);
		assert_true(X509_sign(one.x509, one.key, EVP_sha256()) > 0);
		X509_EXTENSION_free(added);
	}
	authority_der(&one, &der);
	assert_int_equal(cert_facts((const uint8_t *)der.data, der.length, NULL, &facts, NULL), OK);
	str_clear(&der);
	authority_clear(&one);
	return facts;
}

/* RFC 5280 names nine usages; a tenth bit is none. */
static void
usages_that_have_a_name(void **state)
{
	const struct authority_wish wish = {.name = "A", .is_leaf = true, .usage = "critical,DER:03:03:06:C0:C0"};
	const struct authority_wish all = {.name = "A",
		.is_leaf = true,
		.usage =
			"digitalSignature,nonRepudiation,keyEncipherment,dataEncipherment,keyAgreement,keyCertSign,cRLSign,encipherOnly,decipherOnly"};

	(void)state;
	assert_int_equal(facts_with(&wish, 0, NULL).key_usage, 1 << 0 | 1 << 1 | 1 << 8);
	assert_int_equal(facts_with(&all, 0, NULL).key_usage, 0x1FF);
}

/* qcStatements with one money limit, whose value is these bytes: SEQUENCE { "TRY", amount, exponent }. */
static int64_t
money_of(const char *value)
{
	const struct authority_wish wish = {.name = "A", .is_leaf = true};
	unsigned length = (unsigned)(strlen(value) + 1) / 3; /* "30:00" is two */
	char extension[200];

	snprintf(extension, sizeof extension, "DER:30:%02X:30:%02X:06:06:04:00:8E:46:01:02%s%s", length + 10, length + 8,
		length > 0 ? ":" : "", value);
	return facts_with(&wish, NID_qcStatements, extension).money_limit;
}

static void
limits_of_money(void **state)
{
	(void)state;
	assert_int_equal(money_of("30:0B:13:03:54:52:59:02:01:05:02:01:00"), 5);
	assert_int_equal(money_of("30:0B:13:03:54:52:59:02:01:05:02:01:01"), 50);
	assert_int_equal(money_of("30:0B:13:03:54:52:59:02:01:05:02:01:04"), 50000);
	assert_int_equal(money_of("30:0B:13:03:54:52:59:02:01:00:02:01:04"), 0);
	assert_int_equal(money_of("30:0B:13:03:54:52:59:02:01:05:02:01:FF"), 5); /* a part of a unit is not read */
	/* What cannot be read is spoken of as a limit all the same: one that is less than nothing, one of two parts, none. */
	assert_int_equal(money_of("30:0B:13:03:54:52:59:02:01:FF:02:01:04"), 1);
	assert_int_equal(money_of("30:08:13:03:54:52:59:02:01:05"), 1);
	assert_int_equal(money_of("30:0B:13:03:54:52:59:04:01:05:02:01:04"), 1);
	assert_int_equal(money_of("30:0B:13:03:54:52:59:02:01:05:04:01:04"), 5);
	assert_int_equal(money_of("04:01:05"), 1);
	assert_int_equal(money_of(""), 1);
	/* An exponent without end stops where the number would no longer fit. */
	assert_true(money_of("30:0B:13:03:54:52:59:02:01:05:02:01:7F") > INT64_MAX / 10);
}

#define NOTICE(letter) "30:0F:06:08:2B:06:01:05:05:07:02:02:30:03:0C:01:" letter

/* Two notices, of one policy or of two, are both read: neither may hide what the other says. */
static void
every_notice_is_read(void **state)
{
	const struct authority_wish wish = {.name = "A", .is_leaf = true};

	(void)state;
	assert_string_equal(facts_with(&wish, NID_certificate_policies,
				    "DER:30:2A:30:28:06:02:2A:03:30:22:" NOTICE("61") ":" NOTICE("62"))
				    .user_notice,
		"a / b");
	assert_string_equal(facts_with(&wish, NID_certificate_policies, "DER:30:19:30:17:06:02:2A:03:30:11:" NOTICE("61")).user_notice,
		"a");
	assert_string_equal(facts_with(&wish, NID_certificate_policies, "DER:30:06:30:04:06:02:2A:03").user_notice, "");
}

/* A list of more usages than there is room for says that it was cut, at its end and once. */
static void
long_lists_are_cut(void **state)
{
	const struct authority_wish wish = {.name = "A", .is_leaf = true};
	struct certificate_facts facts;
	struct str usages = {0};
	size_t length;

	(void)state;
	str_add(&usages, "1.2.3.4.5.6.7.8.1000000");
	for (int i = 1; i < 40; i++)
		str_printf(&usages, ",1.2.3.4.5.6.7.8.%d", 1000000 + i);
	facts = facts_with(&wish, NID_ext_key_usage, str_text(&usages));
	length = strlen(facts.extended_usages);
	assert_true(length < sizeof facts.extended_usages);
	assert_ptr_equal(strstr(facts.extended_usages, CERT_LIST_CUT), facts.extended_usages + length - strlen(CERT_LIST_CUT));
	assert_int_equal(strncmp(facts.extended_usages, "1.2.3.4.5.6.7.8.1000000 1.2.3.4.5.6.7.8.1000001 ", 48), 0);
	str_reset(&usages);
	/* Ten of 24 letters with their blanks are 249; a short one more is cut, though it alone would have fitted. */
	for (int i = 0; i < 10; i++)
		str_printf(&usages, "%s1.2.3.4.5.6.7.8.%d", i > 0 ? "," : "", 10000000 + i);
	facts = facts_with(&wish, NID_ext_key_usage, str_text(&usages));
	assert_int_equal(strlen(facts.extended_usages), 249);
	str_add(&usages, ",1.2.3.4.5.6");
	facts = facts_with(&wish, NID_ext_key_usage, str_text(&usages));
	assert_string_equal(facts.extended_usages + 249, CERT_LIST_CUT);
	/* One that alone is longer than any is cut as well, and not left out as if it were not there. */
	str_reset(&usages);
	str_add(&usages, "1.2.3.4");
	for (int i = 0; i < 12; i++)
		str_add(&usages, ".100000000");
	facts = facts_with(&wish, NID_ext_key_usage, str_text(&usages));
	assert_string_equal(facts.extended_usages, CERT_LIST_CUT);
	str_clear(&usages);
}

/* The largest file of a card, padded to its last byte, is read; one byte more was not meant to be a certificate. */
static void
size_has_an_end(void **state)
{
	struct certificate_facts facts;
	struct authority one;
	struct str der = {0};

	(void)state;
	authority_make(&one, &(struct authority_wish){.name = "A", .is_leaf = true});
	authority_der(&one, &der);
	while (der.length < CERT_MAX)
		str_add_char(&der, '\xFF');
	assert_int_equal(cert_facts((const uint8_t *)der.data, CERT_MAX, NULL, &facts, NULL), OK);
	str_add_char(&der, '\xFF');
	assert_int_equal(cert_facts((const uint8_t *)der.data, CERT_MAX + 1, NULL, &facts, NULL), ERR_SYNTAX);
	assert_int_equal(cert_facts((const uint8_t *)der.data, 0, NULL, &facts, NULL), ERR_SYNTAX);
	str_clear(&der);
	authority_clear(&one);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_notice_is_read),
		cmocka_unit_test(long_lists_are_cut),
		cmocka_unit_test(two_bytes_a_letter),
		cmocka_unit_test(other_widths),
		cmocka_unit_test(nothing_moves_the_screen),
		cmocka_unit_test(usages_that_have_a_name),
		cmocka_unit_test(limits_of_money),
		cmocka_unit_test(size_has_an_end),
	};

	return cmocka_run_group_tests_name("cert strings", tests, NULL, NULL);
}
