/*
 * cert/authority: small authorities made with OpenSSL for the tests of chains and lists, where every detail may be wrong
 * that the demo's authorities have right.
 */
#ifndef TESTS_CERT_AUTHORITY_H
#define TESTS_CERT_AUTHORITY_H

#include <openssl/x509.h>

#include "common.h"

#define AUTHORITY_HOUR INT64_C(3600)
#define AUTHORITY_DAY (24 * AUTHORITY_HOUR)

struct authority {
	EVP_PKEY *key;
	X509 *x509;
};

struct authority_wish {
	const char *name;
	const struct authority *by; /* NULL: itself */
	bool is_leaf;
	int serial;
	int64_t from, until; /* 0: ten years around TEST_TIME */
	const char *key;     /* "RSA 1024", or the name of a curve; NULL: P-256 */
	const char *digest;  /* NULL: SHA256 */
	/* extensions; NULL: as they should be, "": none */
	const char *constraints, *usage, *subject_key, *authority_key, *points;
};

/* Frees with authority_clear. */
void authority_make(struct authority *out, const struct authority_wish *wish);
void authority_clear(struct authority *authority);
void authority_der(const struct authority *authority, struct str *der);

struct list_entry {
	int serial; /* 0: the end */
	int64_t when;
	int reason; /* of RFC 5280: 6 hold, 8 removed; 0: not said */
};

struct list_wish {
	const struct authority *by;
	const struct authority *signer; /* NULL: by */
	int64_t issued, next;           /* next -1: not said */
	int number, base;               /* 0: none */
	const char *scope;              /* issuingDistributionPoint; NULL: none */
	bool unknown_critical;
	struct list_entry entries[4];
};

void authority_list(const struct list_wish *wish, struct str *der);
/* Appends it as PEM. */
void authority_pem(struct str *out, const struct str *der, const char *name);

#endif
