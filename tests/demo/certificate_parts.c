/*
 * demo/certificate_parts: names, policies with notices and qcStatements of synthetic certificates, encoded as the real
 * ones are (domain 3.1). What goes into which certificate is said in certificates.c.
 */
#include "certificate_parts.h"

#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "teslim/model.h"

void
certificate_must(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "certificates: %s failed\n", what);
	ERR_print_errors_fp(stderr);
	exit(2);
}

void
certificate_add_name(X509_NAME *name, int nid, int type, const char *text)
{
	certificate_must(X509_NAME_add_entry_by_NID(name, nid, type, (const unsigned char *)text, (int)strlen(text), -1, 0) == 1,
		"a name");
}

void
certificate_authority_name(X509_NAME *name, const char *cn)
{
	certificate_add_name(name, NID_countryName, V_ASN1_PRINTABLESTRING, "TR");
	certificate_add_name(name, NID_localityName, V_ASN1_UTF8STRING, "Gebze - Kocaeli");
	certificate_add_name(name, NID_organizationName, V_ASN1_UTF8STRING, "DENEME Bilimsel ve Teknolojik Araştırma Kurumu");
	certificate_add_name(name, NID_organizationalUnitName, V_ASN1_UTF8STRING, "DENEME Sertifikasyon Merkezi");
	certificate_add_name(name, NID_commonName, V_ASN1_UTF8STRING, cn);
}

void
certificate_add_key_usage(X509 *x509, unsigned key_usage)
{
	ASN1_BIT_STRING *bits = ASN1_BIT_STRING_new();

	certificate_must(bits != NULL, "key usage");
	for (int bit = 0; bit < 9; bit++)
		if ((key_usage >> bit & 1) != 0)
			certificate_must(ASN1_BIT_STRING_set_bit(bits, bit, 1) == 1, "key usage");
	certificate_must(X509_add1_ext_i2d(x509, NID_key_usage, bits, 1, X509V3_ADD_APPEND) == 1, "key usage");
	ASN1_BIT_STRING_free(bits);
}

static POLICYQUALINFO *
new_cps(const char *cps)
{
	POLICYQUALINFO *qualifier = POLICYQUALINFO_new();

	certificate_must(qualifier != NULL, "a policy");
	ASN1_OBJECT_free(qualifier->pqualid);
	qualifier->pqualid = OBJ_nid2obj(NID_id_qt_cps);
	qualifier->d.cpsuri = ASN1_IA5STRING_new();
	certificate_must(qualifier->d.cpsuri != NULL && ASN1_STRING_set(qualifier->d.cpsuri, cps, -1) == 1,
		"the address of a policy");
	return qualifier;
}

static POLICYQUALINFO *
new_notice(const char *text, bool bmp)
{
	POLICYQUALINFO *qualifier = POLICYQUALINFO_new();
	USERNOTICE *notice = USERNOTICE_new();
	ASN1_STRING *string = NULL;

	certificate_must(qualifier != NULL && notice != NULL, "a notice");
	ASN1_OBJECT_free(qualifier->pqualid);
	qualifier->pqualid = OBJ_nid2obj(NID_id_qt_unotice);
	/* With only one type allowed, the text is converted to it: UTF-16BE for BMPString. */
	certificate_must(ASN1_mbstring_copy(&string, (const unsigned char *)text, (int)strlen(text), MBSTRING_UTF8,
				 bmp ? B_ASN1_BMPSTRING : B_ASN1_UTF8STRING) > 0,
		"a notice");
	notice->exptext = string;
	qualifier->d.usernotice = notice;
	return qualifier;
}

void
certificate_add_policy(X509 *x509, const char *oid, const char *cps, const char *notice, bool bmp)
{
	CERTIFICATEPOLICIES *policies = CERTIFICATEPOLICIES_new();
	POLICYINFO *policy = POLICYINFO_new();

	certificate_must(policies != NULL && policy != NULL, "a policy");
	ASN1_OBJECT_free(policy->policyid);
	policy->policyid = OBJ_txt2obj(oid, 1);
	policy->qualifiers = sk_POLICYQUALINFO_new_null();
	certificate_must(policy->policyid != NULL && policy->qualifiers != NULL, "a policy");
	certificate_must(sk_POLICYQUALINFO_push(policy->qualifiers, new_cps(cps)) > 0, "a policy");
	if (notice != NULL)
		certificate_must(sk_POLICYQUALINFO_push(policy->qualifiers, new_notice(notice, bmp)) > 0, "a policy");
	certificate_must(sk_POLICYINFO_push(policies, policy) > 0, "a policy");
	certificate_must(X509_add1_ext_i2d(x509, NID_certificate_policies, policies, 0, X509V3_ADD_APPEND) == 1, "a policy");
	CERTIFICATEPOLICIES_free(policies);
}

void
certificate_add_text(X509 *x509, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX context;
	X509_EXTENSION *extension;

	X509V3_set_ctx(&context, issuer, x509, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
	certificate_must(extension != NULL && X509_add_ext(x509, extension, -1) == 1, value);
	X509_EXTENSION_free(extension);
}

void
certificate_add_raw(X509 *x509, const char *oid, bool critical, const struct str *content)
{
	ASN1_OBJECT *object = OBJ_txt2obj(oid, 1);
	ASN1_OCTET_STRING *octets = ASN1_OCTET_STRING_new();
	X509_EXTENSION *extension;

	certificate_must(object != NULL && octets != NULL &&
			ASN1_OCTET_STRING_set(octets, (const unsigned char *)str_text(content), (int)content->length) == 1,
		oid);
	extension = X509_EXTENSION_create_by_OBJ(NULL, object, critical, octets);
	certificate_must(extension != NULL && X509_add_ext(x509, extension, -1) == 1, oid);
	X509_EXTENSION_free(extension);
	ASN1_OCTET_STRING_free(octets);
	ASN1_OBJECT_free(object);
}

/* ---- qcStatements, written out as DER because OpenSSL has no template for them */

static void
add_tlv(struct str *out, uint8_t tag, const void *bytes, size_t length)
{
	str_add_char(out, (char)tag);
	if (length >= 0x80)
		str_add_char(out, (char)(length > 0xFF ? 0x82 : 0x81));
	if (length > 0xFF)
		str_add_char(out, (char)(length >> 8));
	str_add_char(out, (char)(length & 0xFF));
	str_add_n(out, bytes, length);
}

static void
add_oid(struct str *out, const char *oid)
{
	ASN1_OBJECT *object = OBJ_txt2obj(oid, 1);
	unsigned char *der = NULL;
	int length = object != NULL ? i2d_ASN1_OBJECT(object, &der) : -1;

	certificate_must(length > 0, oid);
	str_add_n(out, der, (size_t)length);
	OPENSSL_free(der);
	ASN1_OBJECT_free(object);
}

void
certificate_add_statement(struct str *statements, const char *oid, const char *text)
{
	struct str content = {0};

	add_oid(&content, oid);
	if (text != NULL)
		add_tlv(&content, V_ASN1_UTF8STRING, text, strlen(text));
	add_tlv(statements, 0x30, str_text(&content), content.length);
	str_clear(&content);
}

/* QcEuLimitValue (ETSI EN 319 412-5 4.3.2): currency, amount, exponent. */
void
certificate_add_money(struct str *statements, const char *currency, uint32_t amount, uint8_t exponent)
{
	struct str value = {0}, content = {0};
	const uint8_t number[5] = {0, (uint8_t)(amount >> 24), (uint8_t)(amount >> 16), (uint8_t)(amount >> 8), (uint8_t)amount};
	size_t skip = 0;

	while (skip < 4 && number[skip] == 0 && (number[skip + 1] & 0x80) == 0)
		skip++;
	add_tlv(&value, V_ASN1_PRINTABLESTRING, currency, strlen(currency));
	add_tlv(&value, V_ASN1_INTEGER, number + skip, sizeof number - skip);
	add_tlv(&value, V_ASN1_INTEGER, &exponent, 1);
	add_oid(&content, "0.4.0.1862.1.2");
	add_tlv(&content, 0x30, str_text(&value), value.length);
	add_tlv(statements, 0x30, str_text(&content), content.length);
	str_clear(&value);
	str_clear(&content);
}

void
certificate_put_statements(X509 *x509, const struct str *statements, bool critical)
{
	struct str whole = {0};

	add_tlv(&whole, 0x30, str_text(statements), statements->length);
	certificate_add_raw(x509, "1.3.6.1.5.5.7.1.3", critical, &whole);
	str_clear(&whole);
}
