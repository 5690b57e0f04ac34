/*
 * cert/x509: the few things that every file of this room asks of a certificate: parsing one, an entry of a name, a
 * time, whether the key is too short. What they mean stands elsewhere.
 */
#include "trust.h"

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/evp.h>

/* BTK asks for RSA of 2048 bits, NIST SP 800-57 for 112 bits of strength, which is a curve of 224. */
enum { RSA_BITS_LEAST = 2048, EC_BITS_LEAST = 224 };

int
cert_no_password(char *buffer, int size, int writing, void *context)
{
	(void)buffer;
	(void)size;
	(void)writing;
	(void)context;
	return -1;
}

X509 *
cert_parse(const uint8_t *der, size_t length)
{
	const unsigned char *at = der;
	X509 *x509;

	if (length == 0 || length > CERT_MAX)
		return NULL;
	x509 = d2i_X509(NULL, &at, (long)length);
	ERR_clear_error();
	return x509;
}

void
cert_name_entry(char *out, size_t size, X509_NAME *name, int nid)
{
	struct str text = {0};
	int index = X509_NAME_get_index_by_NID(name, nid, -1);

	out[0] = '\0';
	if (index < 0)
		return;
	cert_string_text(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)));
	copy_text(out, size, str_text(&text));
	str_clear(&text);
}

void
cert_common_name(char *out, size_t size, X509_NAME *name)
{
	cert_name_entry(out, size, name, NID_commonName);
}

/*
 * OpenSSL's own comparison answers earlier or later, but facts need the number; its parts are UTC, and the clock of the
 * room `base` thinks in the desk's time, so the offset is taken back out.
 */
int64_t
cert_seconds(const ASN1_TIME *time)
{
	struct tm parts;
	struct civil civil = {0};

	if (time == NULL || ASN1_TIME_to_tm(time, &parts) != 1)
		return 0;
	civil.year = parts.tm_year + 1900;
	civil.month = parts.tm_mon + 1;
	civil.day = parts.tm_mday;
	civil.hour = parts.tm_hour;
	civil.minute = parts.tm_min;
	civil.second = parts.tm_sec;
	return clock_from_civil(&civil) + (int64_t)clock_offset() * 60;
}

bool
cert_has_weak_key(X509 *x509)
{
	EVP_PKEY *key = X509_get0_pubkey(x509);
	int bits = key != NULL ? EVP_PKEY_get_bits(key) : 0;
	int kind = key != NULL ? EVP_PKEY_get_base_id(key) : EVP_PKEY_NONE;

	ERR_clear_error();
	if (kind == EVP_PKEY_RSA || kind == EVP_PKEY_RSA_PSS || kind == EVP_PKEY_DSA)
		return bits < RSA_BITS_LEAST;
	return kind == EVP_PKEY_EC && bits < EC_BITS_LEAST;
}
