/*
 * cert/facts: subject, issuer, validity, key and serial of one certificate, by OID and never by position. The
 * extensions are read in extensions.c, what follows from them in classify.c.
 */
#include "trust.h"

#include "teslim/message.h"
#include "teslim/text.h"

#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>
#include <string.h>

/* Every attribute in order, known or not: "C=TR, serialNumber=..., CN=...". */
static void
take_name(char *out, size_t size, X509_NAME *name)
{
	struct str text = {0};

	for (int i = 0; i < X509_NAME_entry_count(name); i++) {
		X509_NAME_ENTRY *entry = X509_NAME_get_entry(name, i);
		ASN1_OBJECT *object = X509_NAME_ENTRY_get_object(entry);
		int nid = OBJ_obj2nid(object);
		char oid[96];
		if (OBJ_obj2txt(oid, sizeof oid, object, 1) <= 0)
			copy_text(oid, sizeof oid, "?");
		str_printf(&text, "%s%s=", i > 0 ? ", " : "", nid != NID_undef ? OBJ_nid2sn(nid) : oid);
		cert_string_text(&text, X509_NAME_ENTRY_get_data(entry));
	}
	copy_text(out, size, str_text(&text));
	str_clear(&text);
}

/*
 * As a number in hexadecimal, upper case, as lists of revoked ones and the providers' pages write it. Twenty bytes fit
 * (RFC 5280 4.1.2.2).
 */
static void
take_serial(char out[SERIAL_TEXT], X509 *x509)
{
	BIGNUM *number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(x509), NULL);
	char *hex = number != NULL ? BN_bn2hex(number) : NULL;

	copy_text(out, SERIAL_TEXT, hex != NULL ? hex : "");
	OPENSSL_free(hex);
	BN_free(number);
}

static void
take_key(char *out, size_t size, X509 *x509)
{
	EVP_PKEY *key = X509_get0_pubkey(x509);
	char group[64];

	if (key == NULL) {
		copy_text(out, size, "?");
	} else if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA) {
		snprintf(out, size, "RSA %d", EVP_PKEY_get_bits(key));
	} else if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC) {
		const char *name = "";
		if (EVP_PKEY_get_utf8_string_param(key, "group", group, sizeof group, NULL) == 1)
			name = strcmp(group, "prime256v1") == 0   ? "P-256"
				: strcmp(group, "secp384r1") == 0 ? "P-384"
				: strcmp(group, "secp521r1") == 0 ? "P-521"
								  : group;
		snprintf(out, size, "EC %.24s", name);
	} else {
		const char *name = OBJ_nid2sn(EVP_PKEY_get_base_id(key));
		snprintf(out, size, "%.30s", name != NULL ? name : "?");
	}
	ERR_clear_error();
}

static enum signature_hash
hash_of(X509 *x509)
{
	int digest = NID_undef, bits = -1;

	if (X509_get_signature_info(x509, &digest, NULL, &bits, NULL) != 1)
		return HASH_SOUND; /* of a kind that is not known: the chain refuses it */
	switch (digest) {
	/*
	 * A collision can be made for these by anybody; for SHA-1 by whoever has means, so it only warns below a day
	 * that is set.
	 */
	case NID_md2:
	case NID_md4:
	case NID_md5:
	case NID_md5_sha1:
		return HASH_BROKEN;
	case NID_sha1:
		return HASH_SHA1;
	}
	return HASH_SOUND;
}

static void
take_fingerprint(char out[65], X509 *x509)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned length = 0;

	out[0] = '\0';
	if (X509_digest(x509, EVP_sha256(), digest, &length) == 1 && length == 32)
		hex_encode(out, digest, 32);
}

enum code
cert_facts(const uint8_t *der, size_t length, const struct cert_issuers *issuers, struct certificate_facts *facts, struct err *err)
{
	X509 *x509 = cert_parse(der, length);
	const char *signature;
	bool authority;

	*facts = (struct certificate_facts){.money_limit = -1};
	if (x509 == NULL)
		return err_tell(err, ERR_SYNTAX, MSG_CERT_NOT_ONE, "cert_facts", "%zu B", length);
	cert_name_entry(facts->subject_cn, sizeof facts->subject_cn, X509_get_subject_name(x509), NID_commonName);
	cert_name_entry(facts->national_id, sizeof facts->national_id, X509_get_subject_name(x509), NID_serialNumber);
	cert_name_entry(facts->issuer_cn, sizeof facts->issuer_cn, X509_get_issuer_name(x509), NID_commonName);
	take_name(facts->subject, sizeof facts->subject, X509_get_subject_name(x509));
	take_name(facts->issuer, sizeof facts->issuer, X509_get_issuer_name(x509));
	facts->not_before = cert_seconds(X509_get0_notBefore(x509));
	facts->not_after = cert_seconds(X509_get0_notAfter(x509));
	take_serial(facts->serial, x509);
	take_key(facts->key, sizeof facts->key, x509);
	signature = OBJ_nid2ln(X509_get_signature_nid(x509));
	copy_text(facts->signature, sizeof facts->signature, signature != NULL ? signature : "?");
	facts->weak_key = cert_has_weak_key(x509);
	facts->signature_hash = hash_of(x509);
	take_fingerprint(facts->sha256, x509);
	cert_read_extensions(x509, facts);
	authority = X509_check_ca(x509) != 0;
	cert_classify(facts, issuers, authority);
	X509_free(x509);
	ERR_clear_error();
	return OK;
}
