/*
 * cert/file: the certificates of a file: DER, PEM, PKCS#7, one or many. Nothing is passed over quietly.
 */
#include "facts.h"

#include "teslim/message.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <string.h>

/* As much as that many of the largest: beyond it a file is something else. */
enum { BUNDLE_FILE_MAX = CERT_BUNDLE_MAX * CERT_MAX };

struct found {
	STACK_OF(X509) * certificates;
	bool is_broken; /* some part of it was none */
};

static void
keep(struct found *found, X509 *x509)
{
	if (x509 == NULL || sk_X509_push(found->certificates, x509) <= 0) {
		found->is_broken = true;
		X509_free(x509);
	}
}

/* The certificates that a PKCS#7 (.p7b) carries. False: it is none. */
static bool
take_pkcs7(struct found *found, const uint8_t *bytes, size_t length)
{
	const unsigned char *at = bytes;
	PKCS7 *pkcs7 = d2i_PKCS7(NULL, &at, (long)length);
	STACK_OF(X509) *inside = NULL;
	bool is_one = pkcs7 != NULL && PKCS7_type_is_signed(pkcs7);

	if (is_one && pkcs7->d.sign != NULL)
		inside = pkcs7->d.sign->cert;
	for (int i = 0; i < sk_X509_num(inside); i++) {
		X509 *x509 = sk_X509_value(inside, i);
		X509_up_ref(x509);
		keep(found, x509);
	}
	PKCS7_free(pkcs7);
	return is_one;
}

/* One behind the other. What stands behind the last and does not begin like another is passed over, as on a card. */
static void
take_der(struct found *found, const uint8_t *bytes, size_t length)
{
	const unsigned char *at = bytes, *end = bytes + length;

	while (at < end && (at == bytes || *at == 0x30)) {
		X509 *x509 = d2i_X509(NULL, &at, (long)(end - at));
		if (x509 == NULL) {
			found->is_broken = true;
			return;
		}
		keep(found, x509);
	}
}

static void
take_block(struct found *found, const char *name, const uint8_t *bytes, size_t length)
{
	if (strcmp(name, PEM_STRING_PKCS7) == 0 || strcmp(name, PEM_STRING_PKCS7_SIGNED) == 0 ||
		strcmp(name, PEM_STRING_CMS) == 0) {
		found->is_broken = !take_pkcs7(found, bytes, length) || found->is_broken;
	} else if (strcmp(name, PEM_STRING_X509) == 0 || strcmp(name, PEM_STRING_X509_OLD) == 0 ||
		strcmp(name, PEM_STRING_X509_TRUSTED) == 0) {
		const unsigned char *at = bytes;
		X509 *x509 = d2i_X509(NULL, &at, (long)length);
		if (x509 != NULL || !take_pkcs7(found, bytes, length)) /* some write a PKCS#7 under that name */
			keep(found, x509);
	}
	/* keys, lists and parameters stand in such files, too; they are none of ours */
}

/* False: there is no PEM in it. */
static bool
take_pem(struct found *found, const uint8_t *bytes, size_t length)
{
	BIO *bio = BIO_new_mem_buf(bytes, (int)length);
	char *name, *header;
	unsigned char *data;
	long size;
	int blocks = 0;

	ERR_clear_error();
	while (bio != NULL && PEM_read_bio(bio, &name, &header, &data, &size) == 1) {
		blocks++;
		take_block(found, name, data, (size_t)size);
		OPENSSL_free(name);
		OPENSSL_free(header);
		OPENSSL_free(data);
		ERR_clear_error();
	}
	if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE) {
		found->is_broken = true;
		blocks++;
	}
	BIO_free(bio);
	return blocks > 0;
}

/* By content and not by ending: .cer, .crt and .der are used for all of these forms. */
STACK_OF(X509) * cert_parse_all(const uint8_t *bytes, size_t length, bool *is_broken)
{
	struct found found = {sk_X509_new_null(), false};

	if (found.certificates != NULL && length > 0 && length <= INT32_MAX && !take_pem(&found, bytes, length) &&
		!take_pkcs7(&found, bytes, length))
		take_der(&found, bytes, length);
	ERR_clear_error();
	if (is_broken != NULL)
		*is_broken = found.is_broken;
	return found.certificates;
}

static bool
put_der(struct cert_bundle *bundle, X509 *x509)
{
	unsigned char *made = NULL;
	int length = i2d_X509(x509, &made);

	if (length > 0 && length <= CERT_MAX) {
		bundle->items[bundle->count].der = mem_alloc((size_t)length);
		memcpy(bundle->items[bundle->count].der, made, (size_t)length);
		bundle->items[bundle->count++].length = (size_t)length;
	}
	OPENSSL_free(made);
	return length > 0 && length <= CERT_MAX;
}

enum code
cert_read_bundle(const char *path, struct cert_bundle *bundle, struct err *err)
{
	STACK_OF(X509) * found;
	bool is_broken = false;
	char *text;
	size_t size;
	enum code code;

	*bundle = (struct cert_bundle){0};
	code = file_read(path, BUNDLE_FILE_MAX, &text, &size, err);
	if (code != OK)
		return code;
	found = cert_parse_all((const uint8_t *)text, size, &is_broken);
	mem_free(text);
	for (int i = 0; i < sk_X509_num(found) && i < CERT_BUNDLE_MAX; i++)
		is_broken = !put_der(bundle, sk_X509_value(found, i)) || is_broken;
	if (sk_X509_num(found) > CERT_BUNDLE_MAX)
		code = err_tell(err, ERR_LIMIT, MSG_CERT_TOO_MANY, "cert_read_bundle", "%s", path);
	else if (sk_X509_num(found) <= 0)
		code = err_tell(err, ERR_SYNTAX, MSG_CERT_NOT_ONE, "cert_read_bundle", "%s", path);
	else if (is_broken)
		code = err_tell(err, ERR_SYNTAX, MSG_CERT_PART_BROKEN, "cert_read_bundle", "%s", path);
	sk_X509_pop_free(found, X509_free);
	return code;
}

void
cert_clear_bundle(struct cert_bundle *bundle)
{
	for (int i = 0; i < bundle->count; i++)
		mem_free(bundle->items[i].der);
	*bundle = (struct cert_bundle){0};
}

static char
lower(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

/* Endings without regard to case, since files come from Windows; ASCII only, and never the locale's (İ and I). */
bool
cert_has_ending(const char *name, const char *const *endings)
{
	size_t length = strlen(name);

	for (; *endings != NULL; endings++) {
		size_t of_ending = strlen(*endings), same = 0;
		while (length >= of_ending && same < of_ending && lower(name[length - of_ending + same]) == (*endings)[same])
			same++;
		if (same == of_ending)
			return true;
	}
	return false;
}
