/*
 * cert/trust: certificates and revocation lists of two directories; chain and revocation of one certificate at one
 * time. What the answers mean for a handover is not decided here.
 */
#include "facts.h"

#include "teslim/message.h"

#include <dirent.h>
#include <errno.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <sys/stat.h>

enum { FILES_MAX = 4096, CRL_FILE_MAX = 64 << 20 };

struct cert_store {
	STACK_OF(X509) *all;
	X509_STORE *roots;
	STACK_OF(X509) *others;
	STACK_OF(X509_CRL) *lists;
	int root_count;
};

/* ---- loading */

static X509 *
next_certificate(BIO *bio)
{
	X509 *x509 = PEM_read_bio_X509(bio, NULL, cert_no_password, NULL);

	ERR_clear_error();
	return x509;
}

static void
keep_certificate(struct cert_store *store, X509 *x509)
{
	bool own_signature = X509_check_issued(x509, x509) == X509_V_OK;

	if (own_signature) {
		if (X509_STORE_add_cert(store->roots, x509) == 1)
			store->root_count++;
	} else if (sk_X509_push(store->others, x509) > 0) {
		X509_up_ref(x509);
	}
	if (sk_X509_push(store->all, x509) <= 0)
		X509_free(x509);
	ERR_clear_error();
}

static int
load_certificates(struct cert_store *store, const char *bytes, size_t length)
{
	BIO *bio = BIO_new_mem_buf(bytes, (int)length);
	int count = 0;
	X509 *x509;

	while (bio != NULL && (x509 = next_certificate(bio)) != NULL) {
		keep_certificate(store, x509);
		count++;
	}
	BIO_free(bio);
	if (count == 0 && (x509 = cert_parse((const uint8_t *)bytes, length)) != NULL) {
		keep_certificate(store, x509);
		count = 1;
	}
	return count;
}

static int
load_list(struct cert_store *store, const char *bytes, size_t length)
{
	BIO *bio = BIO_new_mem_buf(bytes, (int)length);
	const unsigned char *at = (const unsigned char *)bytes;
	X509_CRL *list = bio != NULL ? PEM_read_bio_X509_CRL(bio, NULL, cert_no_password, NULL) : NULL;

	BIO_free(bio);
	if (list == NULL)
		list = d2i_X509_CRL(NULL, &at, (long)length);
	ERR_clear_error();
	if (list == NULL)
		return 0;
	if (sk_X509_CRL_push(store->lists, list) <= 0) {
		X509_CRL_free(list);
		return 0;
	}
	return 1;
}

/* Reads every file of a directory; what is neither certificate nor list is logged and passed over. */
static enum code
load_directory(struct cert_store *store, const char *path, int (*load)(struct cert_store *, const char *, size_t), struct err *err)
{
	DIR *directory = path != NULL && path[0] != '\0' ? opendir(path) : NULL;
	struct dirent *entry;
	int files = 0;

	if (directory == NULL) {
		if (path == NULL || path[0] == '\0' || errno == ENOENT)
			return OK;
		return err_tell(err, ERR_IO, MSG_CERT_DIRECTORY, "cert_store_open", "%s", path);
	}
	while ((entry = readdir(directory)) != NULL && files < FILES_MAX) {
		struct str file = {0};
		struct stat status;
		char *bytes;
		size_t length;
		struct err read_err = {0};
		if (entry->d_name[0] == '.')
			continue;
		str_printf(&file, "%s/%s", path, entry->d_name);
		if (stat(str_text(&file), &status) == 0 && S_ISREG(status.st_mode)) {
			files++;
			if (file_read(str_text(&file), CRL_FILE_MAX, &bytes, &length, &read_err) != OK) {
				log_err(LOG_WARNING, &read_err);
			} else {
				if (load(store, bytes, length) == 0)
					log_line(LOG_WARNING, "cert: nothing usable in %s", str_text(&file));
				mem_free(bytes);
			}
		}
		str_clear(&file);
	}
	closedir(directory);
	return OK;
}

enum code
cert_store_open(struct cert_store **out, const char *trust_directory, const char *crl_directory, struct err *err)
{
	struct cert_store *store = mem_alloc(sizeof *store);
	enum code code;

	*out = NULL;
	store->all = sk_X509_new_null();
	store->others = sk_X509_new_null();
	store->roots = X509_STORE_new();
	store->lists = sk_X509_CRL_new_null();
	if (store->all == NULL || store->others == NULL || store->roots == NULL || store->lists == NULL) {
		cert_store_close(&store);
		return err_set(err, ERR_CRYPTO, 0, "cert_store_open", "OpenSSL");
	}
	code = load_directory(store, trust_directory, load_certificates, err);
	if (code == OK)
		code = load_directory(store, crl_directory, load_list, err);
	if (code != OK) {
		cert_store_close(&store);
		return code;
	}
	*out = store;
	return OK;
}

void
cert_store_close(struct cert_store **store)
{
	if (*store == NULL)
		return;
	sk_X509_pop_free((*store)->all, X509_free);
	sk_X509_pop_free((*store)->others, X509_free);
	X509_STORE_free((*store)->roots);
	sk_X509_CRL_pop_free((*store)->lists, X509_CRL_free);
	mem_free(*store);
	*store = NULL;
}

void
cert_store_count(const struct cert_store *store, int *certificates, int *lists)
{
	*certificates = store != NULL ? sk_X509_num(store->all) : 0;
	*lists = store != NULL ? sk_X509_CRL_num(store->lists) : 0;
}

/* ---- chain */

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

/*
 * The leaf's own validity is judged by the desk. An authority that was not valid at that time is remembered only, so
 * that the signatures below it are still looked at: a forgery must not pass for an old certificate.
 */
static int
on_verify(int good, X509_STORE_CTX *context)
{
	int error = X509_STORE_CTX_get_error(context);
	bool *authority_ended = X509_STORE_CTX_get_app_data(context);

	if (good)
		return 1;
	if (error == X509_V_ERR_CERT_HAS_EXPIRED || error == X509_V_ERR_CERT_NOT_YET_VALID) {
		*authority_ended = *authority_ended || X509_STORE_CTX_get_error_depth(context) > 0;
		X509_STORE_CTX_set_error(context, X509_V_OK);
		return 1;
	}
	if (error == X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION &&
		only_statements_critical(X509_STORE_CTX_get_current_cert(context))) {
		X509_STORE_CTX_set_error(context, X509_V_OK);
		return 1;
	}
	return 0;
}

/* The one place where OpenSSL's answers become ours. */
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

/* Verifies; on success *issuer is the leaf's issuer (the caller frees it). */
static enum chain_result
verify_chain(const struct cert_store *store, X509 *x509, int64_t at, X509 **issuer, struct certificate_check *check)
{
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	X509_VERIFY_PARAM *parameters;
	STACK_OF(X509) *chain;
	bool authority_ended = false;
	int error = X509_V_ERR_UNSPECIFIED;

	*issuer = NULL;
	if (context == NULL || X509_STORE_CTX_init(context, store->roots, x509, store->others) != 1) {
		X509_STORE_CTX_free(context);
		return CHAIN_INVALID;
	}
	parameters = X509_STORE_CTX_get0_param(context);
	X509_VERIFY_PARAM_set_time(parameters, (time_t)at);
	X509_VERIFY_PARAM_set_depth(parameters, 8);
	X509_VERIFY_PARAM_set_auth_level(parameters, 0); /* chains of before 2013 are signed with SHA-1 (domain 3.3) */
	X509_STORE_CTX_set_app_data(context, &authority_ended);
	X509_STORE_CTX_set_verify_cb(context, on_verify);
	if (X509_verify_cert(context) == 1)
		error = X509_V_OK;
	else
		error = X509_STORE_CTX_get_error(context);
	chain = X509_STORE_CTX_get0_chain(context);
	if (error == X509_V_OK && chain != NULL && sk_X509_num(chain) > 1) {
		*issuer = sk_X509_value(chain, 1);
		X509_up_ref(*issuer);
	}
	X509_STORE_CTX_free(context);
	ERR_clear_error();
	if (error == X509_V_OK && authority_ended)
		error = X509_V_ERR_CERT_HAS_EXPIRED;
	copy_text(check->detail, sizeof check->detail, X509_verify_cert_error_string(error));
	return chain_of_error(error);
}

/* ---- revocation */

static int64_t
seconds_of(const ASN1_TIME *time)
{
	ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
	int days = 0, seconds = 0;
	bool good = epoch != NULL && time != NULL && ASN1_TIME_diff(&days, &seconds, epoch, time) == 1;

	ASN1_TIME_free(epoch);
	return good ? (int64_t)days * 86400 + seconds : 0;
}

static bool
share_name(const DIST_POINT_NAME *of_list, const DIST_POINT_NAME *of_certificate)
{
	if (of_certificate == NULL || of_list->type != 0 || of_certificate->type != 0)
		return false;
	for (int i = 0; i < sk_GENERAL_NAME_num(of_list->name.fullname); i++)
		for (int j = 0; j < sk_GENERAL_NAME_num(of_certificate->name.fullname); j++)
			if (GENERAL_NAME_cmp(sk_GENERAL_NAME_value(of_list->name.fullname, i),
				    sk_GENERAL_NAME_value(of_certificate->name.fullname, j)) == 0)
				return true;
	return false;
}

/* Whether a list is for this certificate: some are for authorities only, for some reasons only, or for a part of all. */
static bool
covers(X509_CRL *list, X509 *x509)
{
	ISSUING_DIST_POINT *scope;
	CRL_DIST_POINTS *points;
	bool good = true;

	for (int i = 0; i < X509_CRL_get_ext_count(list); i++) {
		X509_EXTENSION *extension = X509_CRL_get_ext(list, i);
		if (X509_EXTENSION_get_critical(extension) &&
			OBJ_obj2nid(X509_EXTENSION_get_object(extension)) != NID_issuing_distribution_point)
			return false; /* a delta list, or something that we do not know */
	}
	if (X509_CRL_get_ext_by_NID(list, NID_issuing_distribution_point, -1) < 0)
		return true;
	scope = X509_CRL_get_ext_d2i(list, NID_issuing_distribution_point, NULL, NULL);
	if (scope == NULL || scope->onlyCA > 0 || scope->onlyattr > 0 || scope->onlysomereasons != NULL || scope->indirectCRL > 0)
		good = false;
	if (good && scope->distpoint != NULL) {
		points = X509_get_ext_d2i(x509, NID_crl_distribution_points, NULL, NULL);
		good = false;
		for (int i = 0; i < sk_DIST_POINT_num(points); i++)
			good = good || share_name(scope->distpoint, sk_DIST_POINT_value(points, i)->distpoint);
		CRL_DIST_POINTS_free(points);
	}
	ISSUING_DIST_POINT_free(scope);
	return good;
}

/* The lists of an issuer that answer for a certificate at a time. */
struct lists {
	X509_CRL *then;   /* the newest issued by that time */
	X509_CRL *newest; /* the newest of all: a clock that is behind must not hide a revocation */
	bool forged;      /* one had a wrong signature */
};

static int64_t
issued(const X509_CRL *list)
{
	return list != NULL ? seconds_of(X509_CRL_get0_lastUpdate(list)) : INT64_MIN;
}

static struct lists
find_lists(const struct cert_store *store, X509 *x509, X509 *issuer, int64_t at)
{
	struct lists found = {0};

	for (int i = 0; i < sk_X509_CRL_num(store->lists); i++) {
		X509_CRL *list = sk_X509_CRL_value(store->lists, i);
		if (X509_NAME_cmp(X509_CRL_get_issuer(list), X509_get_subject_name(issuer)) != 0 || !covers(list, x509))
			continue;
		if (X509_CRL_verify(list, X509_get0_pubkey(issuer)) != 1) {
			found.forged = true;
			continue;
		}
		if (issued(list) > issued(found.newest))
			found.newest = list;
		if (issued(list) <= at && issued(list) > issued(found.then))
			found.then = list;
	}
	ERR_clear_error();
	return found;
}

static bool
is_revoked(X509_CRL *list, X509 *x509, int64_t at, struct certificate_check *check)
{
	X509_REVOKED *entry = NULL;
	int64_t since;

	if (list == NULL || X509_CRL_get0_by_cert(list, &entry, x509) != 1 || entry == NULL)
		return false;
	since = seconds_of(X509_REVOKED_get0_revocationDate(entry));
	if (since > at)
		return false;
	check->revocation = REVOCATION_REVOKED;
	check->revoked_at = since;
	check->list_issued = issued(list);
	return true;
}

static void
check_revocation(const struct cert_store *store, X509 *x509, X509 *issuer, int64_t at, struct certificate_check *check)
{
	struct lists lists = find_lists(store, x509, issuer, at);
	int64_t next;

	/* A revoked certificate stays revoked, however old the list is that says so. */
	if (is_revoked(lists.then, x509, at, check) || is_revoked(lists.newest, x509, at, check))
		return;
	if (lists.then == NULL) {
		check->revocation = lists.forged ? REVOCATION_LIST_INVALID : REVOCATION_NOT_CHECKED;
		return;
	}
	check->list_issued = issued(lists.then);
	next = seconds_of(X509_CRL_get0_nextUpdate(lists.then));
	check->revocation = next == 0 || next < at ? REVOCATION_LIST_STALE : REVOCATION_GOOD;
}

void
cert_check(const struct cert_store *store, const uint8_t *der, size_t length, int64_t at, struct certificate_check *check)
{
	X509 *x509 = cert_parse(der, length);
	X509 *issuer = NULL;

	*check = (struct certificate_check){.checked_at = at};
	if (x509 == NULL) {
		check->chain = CHAIN_INVALID;
	} else if (store == NULL || sk_X509_num(store->all) == 0) {
		check->chain = CHAIN_NOT_CHECKED;
	} else {
		check->chain = verify_chain(store, x509, at, &issuer, check);
		if (issuer != NULL)
			check_revocation(store, x509, issuer, at, check);
	}
	X509_free(issuer);
	X509_free(x509);
}
