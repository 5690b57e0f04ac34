/*
 * cert/file: one certificate from a file, DER or PEM.
 */
#include "facts.h"

#include "teslim/message.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <string.h>

enum code
cert_read_file(const char *path, uint8_t **der, size_t *length, struct err *err)
{
	char *text;
	size_t size;
	unsigned char *made = NULL;
	int made_length = -1;
	X509 *x509;
	enum code code = file_read(path, 4 * CERT_MAX, &text, &size, err);

	*der = NULL;
	*length = 0;
	if (code != OK)
		return code;
	x509 = cert_parse((const uint8_t *)text, size <= CERT_MAX ? size : 0);
	if (x509 == NULL) {
		BIO *bio = BIO_new_mem_buf(text, (int)size);
		x509 = bio != NULL ? PEM_read_bio_X509(bio, NULL, cert_no_password, NULL) : NULL;
		BIO_free(bio);
		ERR_clear_error();
	}
	mem_free(text);
	if (x509 != NULL)
		made_length = i2d_X509(x509, &made);
	X509_free(x509);
	if (made_length <= 0 || made_length > CERT_MAX) {
		OPENSSL_free(made);
		return err_tell(err, ERR_SYNTAX, MSG_CERT_NOT_ONE, "cert_read_file", "%s", path);
	}
	*der = mem_alloc((size_t)made_length);
	memcpy(*der, made, (size_t)made_length);
	*length = (size_t)made_length;
	OPENSSL_free(made);
	return OK;
}
