/*
 * demo/certificate_parts: the pieces of which certificates.c makes certificates. Private to these files.
 */
#ifndef TESLIM_DEMO_CERTIFICATE_PARTS_H
#define TESLIM_DEMO_CERTIFICATE_PARTS_H

#include <openssl/x509.h>

#include "certificates.h"

enum certificate_key { KEY_ROOT_RSA, KEY_SUB_RSA, KEY_LEAF_RSA, KEY_ROOT_EC, KEY_SUB_EC, KEY_LEAF_EC, KEY_COUNT };
extern const char *const certificate_keys[KEY_COUNT];

/* Ends the program with OpenSSL's reason unless good: a suite without its certificates proves nothing. */
void certificate_must(bool good, const char *what);

/* One string attribute; type is V_ASN1_PRINTABLESTRING or V_ASN1_UTF8STRING. */
void certificate_add_name(X509_NAME *name, int nid, int type, const char *text);
/* "C=TR, L=Gebze - Kocaeli, O=..., OU=..., CN=cn" as the real authorities write it. */
void certificate_authority_name(X509_NAME *name, const char *cn);

/* key_usage: enum key_usage of model.h; critical as in the real ones. */
void certificate_add_key_usage(X509 *x509, unsigned key_usage);
/* One policy with CPS and, unless notice is NULL, a notice as BMPString or UTF8String. */
void certificate_add_policy(X509 *x509, const char *oid, const char *cps, const char *notice, bool bmp);
/* Any other extension in OpenSSL's configuration words, by which issuer and subject are taken from. */
void certificate_add_text(X509 *x509, X509 *issuer, int nid, const char *value);
/* An extension with raw content. */
void certificate_add_raw(X509 *x509, const char *oid, bool critical, const struct str *content);

/* qcStatements: begin with an empty str, add, then put it into the certificate. */
void certificate_add_statement(struct str *statements, const char *oid, const char *text);
void certificate_add_money(struct str *statements, const char *currency, uint32_t amount, uint8_t exponent);
void certificate_put_statements(X509 *x509, const struct str *statements, bool critical);

#endif
