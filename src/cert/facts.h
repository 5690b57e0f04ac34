/*
 * cert/facts: what the files of this room share. Private.
 */
#ifndef TESLIM_CERT_FACTS_H
#define TESLIM_CERT_FACTS_H

#include <openssl/x509.h>

#include "teslim/cert.h"

/* What a list of OIDs ends in when there were more than its field holds. */
#define CERT_LIST_CUT " ..."

/* For PEM readers: without it OpenSSL asks at the terminal for the password of an encrypted file. */
int cert_no_password(char *buffer, int size, int writing, void *context);
/* The parsed certificate at the start of bytes, or NULL. The caller frees it. */
X509 *cert_parse(const uint8_t *der, size_t length);
/*
 * Every certificate in bytes of DER, PEM or PKCS#7; never NULL but when memory is out. *is_broken (may be NULL): a part
 * of them was none. The caller frees it with sk_X509_pop_free.
 */
STACK_OF(X509) * cert_parse_all(const uint8_t *bytes, size_t length, bool *is_broken);
/* Does the name end in one of these (lower case, NULL-terminated), whatever its own case? */
bool cert_has_ending(const char *name, const char *const *endings);
/* The first entry of a kind (NID) in a name, as clean text; empty when there is none. */
void cert_name_entry(char *out, size_t size, X509_NAME *name, int nid);
/* The same of the common name. */
void cert_common_name(char *out, size_t size, X509_NAME *name);
/* Fills in policies, notices, qcStatements, usages. */
void cert_read_extensions(X509 *x509, struct certificate_facts *facts);
/* From what was read: what kind it is and what it lacks (domain 3.2). */
void cert_classify(struct certificate_facts *facts, const struct cert_issuers *issuers, bool is_authority);
/* An ASN.1 string of any type as clean UTF-8: controls, NUL, broken bytes and invisible marks become "?". */
void cert_string_text(struct str *out, const ASN1_STRING *string);

#endif
