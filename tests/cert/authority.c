/*
 * cert/authority: see authority.h.
 */
#include "authority.h"

#include <openssl/evp.h>
#include <openssl/x509v3.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void
add_text(X509 *x509, X509 *issuer, int nid, const char *text)
{
	X509V3_CTX context;
	X509_EXTENSION *extension;

	if (text[0] == '\0')
		return;
	X509V3_set_ctx(&context, issuer, x509, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &context, nid, text);
	if (extension == NULL)
		fail_msg("extension %s", text);
	assert_int_equal(X509_add_ext(x509, extension, -1), 1);
	X509_EXTENSION_free(extension);
}

static void
set_time(ASN1_TIME *time, int64_t when)
{
	assert_non_null(ASN1_TIME_adj(time, (time_t)when, 0, 0));
}

static const char *
or_else(const char *wish, const char *standard)
{
	return wish != NULL ? wish : standard;
}

void
authority_make(struct authority *out, const struct authority_wish *wish)
{
	X509_NAME *name;
	X509 *issuer;

	out->key = wish->key != NULL && strncmp(wish->key, "RSA ", 4) == 0 ? EVP_RSA_gen((unsigned)atoi(wish->key + 4))
									   : EVP_EC_gen(wish->key != NULL ? wish->key : "P-256");
	out->x509 = X509_new();
	assert_true(out->key != NULL && out->x509 != NULL);
	issuer = wish->by != NULL ? wish->by->x509 : out->x509;
	X509_set_version(out->x509, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(out->x509), wish->serial > 0 ? wish->serial : 1);
	name = X509_get_subject_name(out->x509);
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const unsigned char *)wish->name, -1, -1, 0);
	X509_set_issuer_name(out->x509, X509_get_subject_name(issuer));
	set_time(X509_getm_notBefore(out->x509), wish->from != 0 ? wish->from : TEST_TIME - 5 * 365 * AUTHORITY_DAY);
	set_time(X509_getm_notAfter(out->x509), wish->until != 0 ? wish->until : TEST_TIME + 5 * 365 * AUTHORITY_DAY);
	X509_set_pubkey(out->x509, out->key);
	add_text(out->x509, issuer, NID_subject_key_identifier, or_else(wish->subject_key, "hash"));
	add_text(out->x509, issuer, NID_authority_key_identifier,
		or_else(wish->authority_key, wish->by != NULL ? "keyid:always" : ""));
	add_text(out->x509, issuer, NID_basic_constraints, or_else(wish->constraints, wish->is_leaf ? "" : "critical,CA:TRUE"));
	add_text(out->x509, issuer, NID_key_usage,
		or_else(wish->usage, wish->is_leaf ? "critical,digitalSignature,nonRepudiation" : "critical,keyCertSign,cRLSign"));
	add_text(out->x509, issuer, NID_crl_distribution_points, or_else(wish->points, ""));
	assert_true(X509_sign(out->x509, wish->by != NULL ? wish->by->key : out->key,
			    EVP_get_digestbyname(wish->digest != NULL ? wish->digest : "SHA256")) > 0);
}

void
authority_clear(struct authority *authority)
{
	EVP_PKEY_free(authority->key);
	X509_free(authority->x509);
	*authority = (struct authority){0};
}

void
authority_der(const struct authority *authority, struct str *der)
{
	unsigned char *bytes = NULL;
	int length = i2d_X509(authority->x509, &bytes);

	assert_true(length > 0);
	str_reset(der);
	str_add_n(der, bytes, (size_t)length);
	OPENSSL_free(bytes);
}

static void
add_number(X509_CRL *list, int nid, int number, int critical)
{
	ASN1_INTEGER *value = ASN1_INTEGER_new();

	ASN1_INTEGER_set(value, number);
	assert_int_equal(X509_CRL_add1_ext_i2d(list, nid, value, critical, 0), 1);
	ASN1_INTEGER_free(value);
}

static void
add_entry(X509_CRL *list, const struct list_entry *entry)
{
	X509_REVOKED *revoked = X509_REVOKED_new();
	ASN1_INTEGER *serial = ASN1_INTEGER_new();
	ASN1_TIME *time = ASN1_TIME_new();
	ASN1_ENUMERATED *reason = ASN1_ENUMERATED_new();

	ASN1_INTEGER_set(serial, entry->serial);
	set_time(time, entry->when);
	X509_REVOKED_set_serialNumber(revoked, serial);
	X509_REVOKED_set_revocationDate(revoked, time);
	ASN1_ENUMERATED_set(reason, entry->reason);
	if (entry->reason > 0)
		assert_int_equal(X509_REVOKED_add1_ext_i2d(revoked, NID_crl_reason, reason, 0, 0), 1);
	assert_int_equal(X509_CRL_add0_revoked(list, revoked), 1);
	ASN1_INTEGER_free(serial);
	ASN1_TIME_free(time);
	ASN1_ENUMERATED_free(reason);
}

static void
add_critical(X509_CRL *list)
{
	ASN1_OBJECT *object = OBJ_txt2obj("2.999.7", 1);
	ASN1_OCTET_STRING *content = ASN1_OCTET_STRING_new();
	X509_EXTENSION *extension;

	ASN1_OCTET_STRING_set(content, (const unsigned char *)"\x05", 2);
	extension = X509_EXTENSION_create_by_OBJ(NULL, object, 1, content);
	assert_int_equal(X509_CRL_add_ext(list, extension, -1), 1);
	X509_EXTENSION_free(extension);
	ASN1_OCTET_STRING_free(content);
	ASN1_OBJECT_free(object);
}

void
authority_list(const struct list_wish *wish, struct str *der)
{
	X509_CRL *list = X509_CRL_new();
	ASN1_TIME *time = ASN1_TIME_new();
	unsigned char *bytes = NULL;
	X509V3_CTX context;
	int length;

	X509_CRL_set_version(list, X509_CRL_VERSION_2);
	X509_CRL_set_issuer_name(list, X509_get_subject_name(wish->by->x509));
	set_time(time, wish->issued);
	X509_CRL_set1_lastUpdate(list, time);
	set_time(time, wish->next > 0 ? wish->next : wish->issued + 7 * AUTHORITY_DAY);
	if (wish->next >= 0)
		X509_CRL_set1_nextUpdate(list, time);
	X509V3_set_ctx(&context, wish->by->x509, NULL, NULL, list, 0);
	if (wish->scope != NULL) {
		X509_EXTENSION *scope = X509V3_EXT_conf_nid(NULL, &context, NID_issuing_distribution_point, wish->scope);
		if (scope == NULL)
			fail_msg("scope %s", wish->scope);
		X509_CRL_add_ext(list, scope, -1);
		X509_EXTENSION_free(scope);
	}
	if (wish->number > 0)
		add_number(list, NID_crl_number, wish->number, 0);
	if (wish->base > 0)
		add_number(list, NID_delta_crl, wish->base, 1);
	if (wish->unknown_critical)
		add_critical(list);
	for (size_t i = 0; i < ARRAY_LENGTH(wish->entries) && wish->entries[i].serial > 0; i++)
		add_entry(list, &wish->entries[i]);
	assert_true(X509_CRL_sign(list, (wish->signer != NULL ? wish->signer : wish->by)->key, EVP_sha256()) > 0);
	length = i2d_X509_CRL(list, &bytes);
	assert_true(length > 0);
	str_reset(der);
	str_add_n(der, bytes, (size_t)length);
	OPENSSL_free(bytes);
	ASN1_TIME_free(time);
	X509_CRL_free(list);
}

void
authority_pem(struct str *out, const struct str *der, const char *name)
{
	struct str base64 = {0};

	base64_encode(&base64, der->data, der->length);
	str_printf(out, "-----BEGIN %s-----\n", name);
	for (size_t i = 0; i < base64.length; i += 64)
		str_printf(out, "%.64s\n", base64.data + i);
	str_printf(out, "-----END %s-----\n", name);
	str_clear(&base64);
}
