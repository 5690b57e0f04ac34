/*
 * cert/extensions: key usage, policies with their notices, qcStatements (RFC 3739, ETSI EN 319 412-5) and extended
 * usages, as they stand. What they mean is decided in classify.c.
 */
#include "facts.h"

#include <openssl/asn1t.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>
#include <string.h>

/* A list that overflows ends in CERT_LIST_CUT, so that nothing can hide behind its end. */
static void
add_oid(char *out, size_t size, const ASN1_OBJECT *object)
{
	char oid[96];
	size_t used = strlen(out);
	int length = OBJ_obj2txt(oid, sizeof oid, object, 1);

	if (used >= strlen(CERT_LIST_CUT) && strcmp(out + used - strlen(CERT_LIST_CUT), CERT_LIST_CUT) == 0)
		return;
	if (length <= 0 || (size_t)length >= sizeof oid || used + (size_t)length + 2 + strlen(CERT_LIST_CUT) > size)
		snprintf(out + used, size - used, "%s", CERT_LIST_CUT);
	else
		snprintf(out + used, size - used, "%s%s", used > 0 ? " " : "", oid);
}

static void
read_key_usage(X509 *x509, struct certificate_facts *facts)
{
	ASN1_BIT_STRING *bits = X509_get_ext_d2i(x509, NID_key_usage, NULL, NULL);

	for (int bit = 0; bits != NULL && bit < 9; bit++)
		if (ASN1_BIT_STRING_get_bit(bits, bit))
			facts->key_usage |= 1u << bit;
	ASN1_BIT_STRING_free(bits);
}

/* Only the explicit text is read; references to a document (noticeRef) name a book that no desk has. */
static void
add_notice(struct certificate_facts *facts, const POLICYQUALINFO *qualifier)
{
	struct str text = {0};
	size_t used = strlen(facts->user_notice);

	if (OBJ_obj2nid(qualifier->pqualid) != NID_id_qt_unotice || qualifier->d.usernotice == NULL ||
		qualifier->d.usernotice->exptext == NULL)
		return;
	cert_string_text(&text, qualifier->d.usernotice->exptext);
	if (text.length > 0) {
		if (used > 0)
			copy_text(facts->user_notice + used, sizeof facts->user_notice - used, " / ");
		used = strlen(facts->user_notice);
		copy_text(facts->user_notice + used, sizeof facts->user_notice - used, str_text(&text));
	}
	str_clear(&text);
}

static void
read_policies(X509 *x509, struct certificate_facts *facts)
{
	CERTIFICATEPOLICIES *policies = X509_get_ext_d2i(x509, NID_certificate_policies, NULL, NULL);

	for (int i = 0; policies != NULL && i < sk_POLICYINFO_num(policies); i++) {
		const POLICYINFO *policy = sk_POLICYINFO_value(policies, i);
		add_oid(facts->policies, sizeof facts->policies, policy->policyid);
		for (int j = 0; policy->qualifiers != NULL && j < sk_POLICYQUALINFO_num(policy->qualifiers); j++)
			add_notice(facts, sk_POLICYQUALINFO_value(policy->qualifiers, j));
	}
	CERTIFICATEPOLICIES_free(policies);
}

static void
read_extended_usages(X509 *x509, struct certificate_facts *facts)
{
	EXTENDED_KEY_USAGE *usages = X509_get_ext_d2i(x509, NID_ext_key_usage, NULL, NULL);

	for (int i = 0; usages != NULL && i < sk_ASN1_OBJECT_num(usages); i++)
		add_oid(facts->extended_usages, sizeof facts->extended_usages, sk_ASN1_OBJECT_value(usages, i));
	EXTENDED_KEY_USAGE_free(usages);
}

/*
 * MonetaryValue ::= SEQUENCE { currency, amount INTEGER, exponent INTEGER }: amount times ten to the exponent. A limit
 * that is there but cannot be read is 1, so that it is spoken of (0 is in ordinary certificates of 2006, domain 3.1).
 */
static int64_t
money_of(const ASN1_TYPE *info)
{
	enum { UNREADABLE = 1 };
	const unsigned char *at;
	ASN1_SEQUENCE_ANY *parts;
	int64_t amount = UNREADABLE, exponent = 0;

	if (info == NULL || info->type != V_ASN1_SEQUENCE)
		return UNREADABLE;
	at = info->value.sequence->data;
	parts = d2i_ASN1_SEQUENCE_ANY(NULL, &at, info->value.sequence->length);
	if (parts != NULL && sk_ASN1_TYPE_num(parts) == 3) {
		const ASN1_TYPE *number = sk_ASN1_TYPE_value(parts, 1);
		const ASN1_TYPE *power = sk_ASN1_TYPE_value(parts, 2);
		bool readable = number->type == V_ASN1_INTEGER && ASN1_INTEGER_get_int64(&amount, number->value.integer) == 1 &&
			amount >= 0;
		if (!readable)
			amount = UNREADABLE;
		if (!readable || power->type != V_ASN1_INTEGER || ASN1_INTEGER_get_int64(&exponent, power->value.integer) != 1 ||
			exponent < 0)
			exponent = 0;
	}
	sk_ASN1_TYPE_pop_free(parts, ASN1_TYPE_free);
	for (; exponent > 0 && amount > 0 && amount <= INT64_MAX / 10; exponent--)
		amount *= 10;
	return amount;
}

/*
 * QCStatement ::= SEQUENCE { statementId OBJECT IDENTIFIER, statementInfo ANY OPTIONAL } Read as a plain sequence,
 * since OpenSSL has no type for it; what a statement holds behind its OID is looked at for the limit alone.
 */
static void
read_statement(const ASN1_TYPE *statement, struct certificate_facts *facts)
{
	static const char money_limit[] = "0.4.0.1862.1.2";
	const unsigned char *at;
	ASN1_SEQUENCE_ANY *parts;
	char oid[96];

	if (statement->type != V_ASN1_SEQUENCE)
		return;
	at = statement->value.sequence->data;
	parts = d2i_ASN1_SEQUENCE_ANY(NULL, &at, statement->value.sequence->length);
	if (parts != NULL && sk_ASN1_TYPE_num(parts) > 0 && sk_ASN1_TYPE_value(parts, 0)->type == V_ASN1_OBJECT) {
		const ASN1_OBJECT *object = sk_ASN1_TYPE_value(parts, 0)->value.object;
		add_oid(facts->qc_statements, sizeof facts->qc_statements, object);
		if (OBJ_obj2txt(oid, sizeof oid, object, 1) > 0 && strcmp(oid, money_limit) == 0)
			facts->money_limit = money_of(sk_ASN1_TYPE_num(parts) > 1 ? sk_ASN1_TYPE_value(parts, 1) : NULL);
	}
	sk_ASN1_TYPE_pop_free(parts, ASN1_TYPE_free);
}

static void
read_statements(X509 *x509, struct certificate_facts *facts)
{
	int index = X509_get_ext_by_NID(x509, NID_qcStatements, -1);
	const ASN1_OCTET_STRING *data;
	const unsigned char *at;
	ASN1_SEQUENCE_ANY *statements;

	if (index < 0 || X509_get_ext_by_NID(x509, NID_qcStatements, index) >= 0)
		return; /* twice is forbidden (RFC 5280 4.2): then neither counts */
	data = X509_EXTENSION_get_data(X509_get_ext(x509, index));
	at = ASN1_STRING_get0_data(data);
	statements = d2i_ASN1_SEQUENCE_ANY(NULL, &at, ASN1_STRING_length(data));
	for (int i = 0; statements != NULL && i < sk_ASN1_TYPE_num(statements); i++)
		read_statement(sk_ASN1_TYPE_value(statements, i), facts);
	sk_ASN1_TYPE_pop_free(statements, ASN1_TYPE_free);
}

void
cert_read_extensions(X509 *x509, struct certificate_facts *facts)
{
	read_key_usage(x509, facts);
	read_policies(x509, facts);
	read_extended_usages(x509, facts);
	read_statements(x509, facts);
	ERR_clear_error();
}
