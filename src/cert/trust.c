/*
 * cert/trust: the chain of one certificate at one time, up to the trusted ones. What the answers mean for a handover is
 * not decided here.  How strict: OpenSSL's strict flag is set. Every authority that has issued qualified cards in
 * Turkey since 2005, and the end-entity certificates of 2012 and 2019 that were looked at, bear it (key identifiers,
 * key usage, critical basic constraints).  Of the 137 cases of x509-limbo that are not about web servers, 112 get its
 * answer. The others, and why: crl: a list without a number is taken, for a complete list needs none; one whose number
 * is critical, or whose issuer may not sign lists, is named and counts as "not checked", where the suite wants the
 * chain refused; an issuer without key usage is refused by the strict flag, where the suite takes it cve-2024-0567:
 * authorities that certify each other in a circle: OpenSSL follows one way only and does not find the root
 * cve-2025-61727, nc, san, eku, ca-as-leaf: names and uses of servers, which no person's certificate bears
 * max-chain-depth, pc: a depth of the caller's choice; policies, which are read by classify.c serial: zero, or more
 * than twenty bytes: no flag of OpenSSL looks at it validity with fractions of seconds: times here are whole seconds
 * chain-untrusted-root: whatever lies in the folder is trusted here
 */
#include "trust.h"

#include "teslim/message.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <string.h>

/* The longest real chain has three. */
enum { DEPTH_MAX = 8 };

/* qcStatements may be critical (domain 3.1) and is read by us; every other unknown critical extension refuses. */
static bool
only_statements_critical(X509 *x509)
{
	for (int i = 0; i < X509_get_ext_count(x509); i++) {
		X509_EXTENSION *extension = X509_get_ext(x509, i);
		if (X509_EXTENSION_get_critical(extension) && !X509_supported_extension(extension) &&
			OBJ_obj2nid(X509_EXTENSION_get_object(extension)) != NID_qcStatements)
			return false;
	}
	return true;
}

/* What the verifying callback needs to know and has found out. */
struct watch {
	int64_t at;
	bool authority_ended;
};

/* The instant at which a certificate ends still belongs to it (RFC 5280 4.1.2.5); OpenSSL says otherwise. */
static bool
is_in_force(X509 *x509, int64_t at)
{
	return x509 != NULL && cert_seconds(X509_get0_notBefore(x509)) <= at && at <= cert_seconds(X509_get0_notAfter(x509));
}

/*
 * The leaf's own validity is judged by the desk. An authority that was not valid at that time is remembered only, so
 * that the signatures below it are still looked at: a forgery must not pass for an old certificate.
 */
static int
on_verify(int good, X509_STORE_CTX *context)
{
	int error = X509_STORE_CTX_get_error(context);
	struct watch *watch = X509_STORE_CTX_get_app_data(context);
	X509 *x509 = X509_STORE_CTX_get_current_cert(context);

	if (good)
		return 1;
	if (error == X509_V_ERR_CERT_HAS_EXPIRED || error == X509_V_ERR_CERT_NOT_YET_VALID) {
		if (X509_STORE_CTX_get_error_depth(context) > 0 && !is_in_force(x509, watch->at))
			watch->authority_ended = true;
		X509_STORE_CTX_set_error(context, X509_V_OK);
		return 1;
	}
	if (error == X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION && only_statements_critical(x509)) {
		X509_STORE_CTX_set_error(context, X509_V_OK);
		return 1;
	}
	return 0;
}

/*
 * The one place where OpenSSL's answers become ours. What is not named here is INVALID, which refuses: an answer that a
 * newer OpenSSL may give must never be read as a pass.
 */
static enum chain_result
chain_of_error(int error)
{
	switch (error) {
	case X509_V_OK:
		return CHAIN_TRUSTED;
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
		return CHAIN_UNKNOWN_ISSUER;
	case X509_V_ERR_CERT_SIGNATURE_FAILURE:
	case X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE:
		return CHAIN_BAD_SIGNATURE;
	case X509_V_ERR_CERT_HAS_EXPIRED:
		return CHAIN_EXPIRED;
	default:
		return CHAIN_INVALID;
	}
}

/* The keys of the authorities; the certificate's own is the desk's to judge. */
static int
check_keys(const STACK_OF(X509) * chain)
{
	for (int i = 1; i < sk_X509_num(chain); i++)
		if (cert_has_weak_key(sk_X509_value(chain, i)))
			return X509_V_ERR_CA_KEY_TOO_SMALL;
	return X509_V_OK;
}

static int
run_verification(X509_STORE_CTX *context, struct watch *watch)
{
	X509_VERIFY_PARAM *parameters = X509_STORE_CTX_get0_param(context);

	X509_VERIFY_PARAM_set_time(parameters, (time_t)watch->at);
	X509_VERIFY_PARAM_set_depth(parameters, DEPTH_MAX);
	X509_VERIFY_PARAM_set_auth_level(parameters, 0); /* chains of before 2013 are signed with SHA-1 (domain 3.3) */
	X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_X509_STRICT);
	X509_STORE_CTX_set_app_data(context, watch);
	X509_STORE_CTX_set_verify_cb(context, on_verify);
	if (X509_verify_cert(context) == 1)
		return X509_V_OK;
	return X509_STORE_CTX_get_error(context);
}

/* Verifies; on success *chain is the certificate and those above it (the caller frees it). */
static enum chain_result
verify_chain(const struct cert_store *store, X509 *x509, int64_t at, STACK_OF(X509) * *chain, struct certificate_check *check)
{
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	struct watch watch = {at, false};
	int error;

	if (context == NULL || X509_STORE_CTX_init(context, store->roots, x509, store->others) != 1) {
		X509_STORE_CTX_free(context);
		return CHAIN_INVALID;
	}
	error = run_verification(context, &watch);
	if (error == X509_V_OK)
		*chain = X509_STORE_CTX_get1_chain(context);
	X509_STORE_CTX_free(context);
	ERR_clear_error();
	if (error == X509_V_OK)
		error = check_keys(*chain);
	if (error == X509_V_OK && watch.authority_ended)
		error = X509_V_ERR_CERT_HAS_EXPIRED;
	copy_text(check->detail, sizeof check->detail, X509_verify_cert_error_string(error));
	return chain_of_error(error);
}

/*
 * The trusted one among those without a root that has signed the certificate. *is_named: one bears the issuer's name
 * and key identifier, whether it has signed or not. An authority of that name that has not signed means a forgery,
 * where no authority of that name means only that a file is missing: the officer does different things about the two.
 */
static X509 *
find_signer(const struct cert_store *store, X509 *x509, bool *is_named)
{
	for (int i = 0; i < sk_X509_num(store->others); i++) {
		X509 *issuer = sk_X509_value(store->others, i);
		if (X509_check_issued(issuer, x509) != X509_V_OK || X509_check_ca(issuer) == 0)
			continue;
		*is_named = true;
		if (X509_verify(x509, X509_get0_pubkey(issuer)) == 1)
			return issuer;
	}
	ERR_clear_error();
	return NULL;
}

/* The issuing authority may be among the trusted and its root not: then the signature can be checked all the same. */
static enum chain_result
look_without_root(const struct cert_store *store, X509 *x509, STACK_OF(X509) * *chain, struct certificate_check *check)
{
	bool is_named = false;
	X509 *top = x509, *issuer;

	*chain = sk_X509_new_null();
	for (int depth = 0; *chain != NULL && depth < DEPTH_MAX; depth++) {
		if (sk_X509_push(*chain, top) <= 0 || X509_up_ref(top) != 1)
			return CHAIN_UNKNOWN_ISSUER;
		issuer = find_signer(store, top, &is_named);
		if (issuer == NULL)
			break;
		top = issuer;
		is_named = false;
	}
	if (top == x509)
		return is_named ? CHAIN_BAD_SIGNATURE : CHAIN_UNKNOWN_ISSUER;
	cert_common_name(check->detail, sizeof check->detail, X509_get_issuer_name(top));
	return CHAIN_NO_ROOT;
}

void
cert_check(const struct cert_store *store, const uint8_t *der, size_t length, int64_t at, struct certificate_check *check)
{
	X509 *x509 = cert_parse(der, length);
	STACK_OF(X509) *chain = NULL;

	*check = (struct certificate_check){.checked_at = at};
	if (x509 == NULL) {
		check->chain = CHAIN_INVALID;
	} else if (store == NULL || sk_X509_num(store->all) == 0) {
		check->chain = CHAIN_NOT_CHECKED;
	} else {
		check->chain = verify_chain(store, x509, at, &chain, check);
		if (check->chain == CHAIN_UNKNOWN_ISSUER)
			check->chain = look_without_root(store, x509, &chain, check);
		revocation_check(store, chain, at, check);
	}
	sk_X509_pop_free(chain, X509_free);
	X509_free(x509);
}
