/*
 * cert: DER to certificate facts, the qualified-certificate test, chain and revocation at a given time. Owns OpenSSL
 * together with `seal`. Trusts no byte; decides nothing about handing over (that is `desk`).
 */
#ifndef TESLIM_CERT_H
#define TESLIM_CERT_H

#include "teslim/base.h"
#include "teslim/message.h"
#include "teslim/model.h"

enum { CERT_MAX = 32768, CERT_ISSUERS_MAX = 64, CERT_BUNDLE_MAX = 64 };

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
/* The certificates of one file. */
struct cert_bundle {
	int count;
	struct {
		uint8_t *der; /* owned */
		size_t length;
	} items[CERT_BUNDLE_MAX];
};

/*
 * Reads every certificate of a file: DER, several behind each other, PEM, or a PKCS#7 (.p7b) of either form; at most
 * CERT_MAX bytes each. A part of it that is broken, or more than fit, is ERR_SYNTAX or ERR_LIMIT: nothing is passed over.
 * ERR_SYNTAX when there is none. Free with cert_clear_bundle, also after an error.
 */
enum code cert_read_bundle(const char *path, struct cert_bundle *bundle, struct err *err);
void cert_clear_bundle(struct cert_bundle *bundle);

/* Trusted certificates and revocation lists of two directories. */
struct cert_store;
/*
 * Either directory may be NULL or empty or absent: then the answer is "not checked". Trusted certificates come as DER, PEM
 * or PKCS#7 (.p7b); files that do not even look like one are passed over. Of a file of lists all are read; what cannot be
 * used keeps its place and its reason.
 */
enum code cert_store_open(struct cert_store **store, const char *trust_directory, const char *crl_directory, struct err *err);
void cert_store_close(struct cert_store **store);
/* Reads both directories again when one of them has changed since: a list that came meanwhile counts from now on. */
void cert_store_refresh(struct cert_store **store);
/* How many trusted certificates and lists it holds. */
void cert_store_count(const struct cert_store *store, int *certificates, int *lists);

/* One revocation list, as an administrator sees it. */
struct cert_list_facts {
	char file[LIST_FILE_TEXT];
	char issuer_cn[FULL_NAME_TEXT]; /* empty: the file holds no list */
	int64_t issued, next;           /* thisUpdate, nextUpdate; 0: not said */
	bool is_delta;
	enum list_trouble trouble; /* at that time */
};
/* Fills in at most `room` lists as they stand at a time; returns how many there are in all. */
int cert_store_lists(const struct cert_store *store, int64_t at, struct cert_list_facts *lists, int room);
/*
 * How old the lists are: of every issuer whose lists are here the newest usable one (one past its next update counts, too),
 * of these the oldest. False: there is none. out may be NULL.
 */
bool cert_store_oldest(const struct cert_store *store, int64_t at, struct cert_list_facts *out);
/* What becomes of a list that is to be taken in. */
enum cert_taking {
	LIST_TAKEN,   /* written into the folder, or would be */
	LIST_OLDER,   /* a newer one of the same kind is here already */
	LIST_REFUSED, /* its trouble says why */
	LIST_UNSTORED /* it could not be written */
};
/*
 * Checks every list of a file before it is taken in: usable at that time, signed by a trusted certificate, not older than
 * what is here; and writes those into the folder, each under a name made of its issuer's, so that it takes the place of its
 * predecessor. directory NULL: only checks. What becomes of each is told to the sink, with its file's new name when it was
 * taken. OK when all were taken; ERR_REFUSED when one was not, ERR_SYNTAX when the file holds none, else as file_write.
 */
enum code cert_take_lists(const struct cert_store *store, const char *path, const char *directory, int64_t at,
	void (*sink)(void *context, const struct cert_list_facts *facts, enum cert_taking taking), void *context, struct err *err);
/*
 * Chain and revocation of a certificate at a time. The leaf's own validity is not part of the chain's answer (desk
 * judges it); authorities above it must have been valid at `at` or the answer is CHAIN_EXPIRED, which says as well
 * that all signatures are right. Revocation is looked up in the newest list of the issuer that was out at `at`, changed by
 * the list of changes (delta) that belongs to it; an entry of a newer list counts too when its date is not after `at`. A
 * list counts only with the issuer's signature, when the issuer may sign lists, and when it covers this certificate (RFC
 * 5280 5.2.5). The authorities of the chain are looked up as well: a revoked one revokes everything below it. Without the
 * issuer's certificate nothing is looked up.
 */
void cert_check(const struct cert_store *store, const uint8_t *der, size_t length, int64_t at, struct certificate_check *check);

#endif
