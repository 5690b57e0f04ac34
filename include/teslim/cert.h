/*
 * cert: DER to certificate facts, the qualified-certificate test, chain and revocation at a given time. Owns OpenSSL
 * together with `seal`. Trusts no byte; decides nothing about handing over (that is `desk`).
 */
#ifndef TESLIM_CERT_H
#define TESLIM_CERT_H

#include "teslim/base.h"
#include "teslim/model.h"

enum { CERT_MAX = 32768, CERT_ISSUERS_MAX = 64 };

/* Accepted issuers and policy OIDs, from the data file conf/issuers.conf. */
struct cert_issuers {
	int count;
	const char *prefixes[CERT_ISSUERS_MAX + 1]; /* issuer CN prefixes, NULL-terminated; owned */
	int test_count;
	const char *test_policies[CERT_ISSUERS_MAX]; /* policy OIDs that mark test certificates; owned */
};

/* Loads the file: lines "issuer PREFIX" and "test-policy OID"; "#" comments. */
enum code cert_load_issuers(struct cert_issuers *issuers, const char *path, struct err *err);
/* What is shipped, for when no file is configured. */
void cert_default_issuers(struct cert_issuers *issuers);
void cert_clear_issuers(struct cert_issuers *issuers);

/*
 * Reads one DER certificate into facts: by OID, never by position (domain 3.1). Bytes behind the certificate are
 * passed over. Text is clean UTF-8: controls, broken bytes and marks that turn or hide text are "?". A list of OIDs
 * that does not fit its field ends in " ..." and then counts as lacking the qualified statements. issuers NULL: the shipped ones. ERR_SYNTAX when it is no certificate.
 */
enum code cert_facts(const uint8_t *der, size_t length, const struct cert_issuers *issuers, struct certificate_facts *facts,
	struct err *err);
/* Reads a file, DER or PEM, at most CERT_MAX bytes of DER; the caller frees *der with mem_free. */
enum code cert_read_file(const char *path, uint8_t **der, size_t *length, struct err *err);

/* Trusted certificates and revocation lists of two directories. */
struct cert_store;
/* Either directory may be NULL or empty or absent: then the answer is "not checked". Unreadable files are logged. */
enum code cert_store_open(struct cert_store **store, const char *trust_directory, const char *crl_directory, struct err *err);
void cert_store_close(struct cert_store **store);
/* How many trusted certificates and lists it holds. */
void cert_store_count(const struct cert_store *store, int *certificates, int *lists);
/*
 * Chain and revocation of a certificate at a time. The leaf's own validity is not part of the chain's answer (desk
 * judges it); authorities above it must have been valid at `at` or the answer is CHAIN_EXPIRED, which says as well
 * that all signatures are right. Revocation is looked up in the newest list of the issuer that was out at `at`; an
 * entry of a newer list counts too when its date is not after `at`. A list counts only with the issuer's signature and
 * when it covers this certificate (RFC 5280 5.2.5). Without a chain up to the issuer nothing is looked up.
 */
void cert_check(const struct cert_store *store, const uint8_t *der, size_t length, int64_t at, struct certificate_check *check);

/* Stable ASCII names for JSON and journal: "qualified", "seal"...; "trusted"...; "good"... Never NULL. */
const char *cert_kind_name(enum certificate_kind kind);
const char *cert_chain_name(enum chain_result chain);
const char *cert_revocation_name(enum revocation_result revocation);

#endif
