/*
 * cert/revocation: what the lists at hand say about a certificate and the authorities above it, at one time (RFC 5280,
 * 5 and 6.3). What follows for a handover is not decided here.
 */
#include "trust.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>

/* The lists of an issuer that answer for a certificate at a time. */
struct answering {
	const struct cert_list *base;   /* the newest complete one that was out by then */
	const struct cert_list *newest; /* the newest complete one of all: a clock that is behind must not hide a revocation */
	const struct cert_list *delta;  /* the newest list of changes that was out by then */
	enum list_trouble trouble;      /* of the first that is this issuer's and cannot be used */
	const char *file;
};

enum entry { ENTRY_NONE, ENTRY_REVOKED, ENTRY_REMOVED };

/*
 * RFC 5280 6.3.3 (b)(2): one name in common is enough. Names relative to the issuer (type 1) no provider here uses; a
 * list that is for such a place is not taken for one that covers everything.
 */
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

/* Whether a list is for this certificate: some are for authorities only, or for those that name the same place. */
static bool
covers(X509_CRL *list, X509 *x509)
{
	ISSUING_DIST_POINT *scope = X509_CRL_get_ext_d2i(list, NID_issuing_distribution_point, NULL, NULL);
	bool is_authority = X509_check_ca(x509) != 0;
	CRL_DIST_POINTS *points;
	bool good;

	if (scope == NULL)
		return true;
	good = is_authority ? scope->onlyuser <= 0 : scope->onlyCA <= 0;
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

static enum list_trouble
trouble_for(const struct cert_list *list, X509 *x509, X509 *issuer)
{
	if (list->trouble != LIST_USABLE)
		return list->trouble;
	return covers(list->list, x509) ? list_check_issuer(list, issuer) : LIST_PARTIAL;
}

static bool
is_newer(const struct cert_list *list, const struct cert_list *than)
{
	return than == NULL || list->issued > than->issued;
}

/*
 * Of several complete lists the newest counts, whatever the file is called: lists are copied by hand from a stick, and
 * old ones are left lying.
 */
static void
take_usable(struct answering *found, const struct cert_list *list, int64_t at)
{
	if (list->base == NULL && is_newer(list, found->newest))
		found->newest = list;
	if (list->issued > at)
		return;
	if (list->base == NULL && is_newer(list, found->base))
		found->base = list;
	if (list->base != NULL && is_newer(list, found->delta))
		found->delta = list;
}

static void
take_trouble(struct answering *found, const struct cert_list *list, enum list_trouble trouble)
{
	if (found->trouble != LIST_USABLE)
		return;
	found->trouble = trouble;
	found->file = list->file;
}

/*
 * Every list of the issuer is looked at, for one that is broken must not hide a good one, and a revocation counts in
 * whichever stands.
 */
static struct answering
find_lists(const struct cert_store *store, X509 *x509, X509 *issuer, int64_t at)
{
	struct answering found = {0};

	for (int i = 0; i < store->lists.count; i++) {
		const struct cert_list *list = &store->lists.items[i];
		enum list_trouble trouble;
		if (list->list == NULL || list_is_foreign(list, issuer))
			continue;
		trouble = trouble_for(list, x509, issuer);
		if (trouble == LIST_USABLE)
			take_usable(&found, list, at);
		else
			take_trouble(&found, list, trouble);
		if (trouble == LIST_USABLE && list->issued > at)
			take_trouble(&found, list, LIST_NOT_YET);
	}
	ERR_clear_error();
	return found;
}

/* Where no list is the issuer's, a file that may have been one is named. */
static void
find_junk(const struct cert_store *store, struct answering *found)
{
	for (int i = 0; i < store->lists.count && found->newest == NULL && found->delta == NULL; i++)
		if (store->lists.items[i].list == NULL)
			take_trouble(found, &store->lists.items[i], store->lists.items[i].trouble);
}

static enum entry
look_up(const struct cert_list *list, X509 *x509, int64_t at, int64_t *since)
{
	X509_REVOKED *entry = NULL;
	int result = list != NULL ? X509_CRL_get0_by_cert(list->list, &entry, x509) : 0;

	if (entry == NULL)
		return ENTRY_NONE;
	*since = cert_seconds(X509_REVOKED_get0_revocationDate(entry));
	if (*since > at)
		return ENTRY_NONE;
	return result == 2 ? ENTRY_REMOVED : ENTRY_REVOKED;
}

static bool
is_revoked(const struct answering *lists, X509 *x509, int64_t at, struct certificate_check *answer)
{
	const struct cert_list *const all[] = {lists->delta, lists->base, lists->newest};
	bool is_changed = lists->delta != NULL && lists->base != NULL && list_changes(lists->delta, lists->base);
	int64_t since = 0;

	/* Only a list of changes takes a certificate off the list that it changes (hold, RFC 5280 5.3.1). */
	if (is_changed && look_up(lists->delta, x509, at, &since) == ENTRY_REMOVED && lists->newest == lists->base)
		return false;
	for (size_t i = 0; i < ARRAY_LENGTH(all); i++) {
		if (look_up(all[i], x509, at, &since) != ENTRY_REVOKED)
			continue;
		answer->revocation = REVOCATION_REVOKED;
		answer->revoked_at = since;
		answer->list_issued = all[i]->issued;
		return true;
	}
	return false;
}

static void
set_trouble(struct certificate_check *answer, enum list_trouble trouble, const char *file)
{
	answer->revocation = REVOCATION_LIST_INVALID;
	answer->list_trouble = trouble;
	copy_text(answer->list_file, sizeof answer->list_file, file);
}

/*
 * What the lists say of one certificate; revocation, its times and troubles are filled in. Revoked, then what cannot be
 * told, then good: whoever asks is about to hand over a card, so that doubt is said and never swallowed.
 */
static void
check_one(const struct cert_store *store, const STACK_OF(X509) * chain, int depth, int64_t at, struct certificate_check *answer)
{
	X509 *x509 = sk_X509_value(chain, depth);
	struct answering lists = find_lists(store, x509, sk_X509_value(chain, depth + 1), at);
	const struct cert_list *freshest = lists.base;

	if (depth == 0)
		find_junk(store, &lists);
	/* A revoked certificate stays revoked, however old the list is that says so. */
	if (is_revoked(&lists, x509, at, answer))
		return;
	if (lists.delta != NULL && (lists.base == NULL || is_newer(lists.delta, lists.base))) {
		if (lists.base == NULL || !list_changes(lists.delta, lists.base)) {
			set_trouble(answer, LIST_DELTA_ALONE, lists.delta->file);
			return;
		}
		freshest = lists.delta;
	}
	if (freshest == NULL && lists.trouble != LIST_USABLE) {
		set_trouble(answer, lists.trouble, lists.file);
		return;
	}
	if (freshest == NULL)
		return;
	answer->list_issued = freshest->issued;
	answer->revocation = freshest->next == 0 || freshest->next < at ? REVOCATION_LIST_STALE : REVOCATION_GOOD;
}

static void
take_answer(struct certificate_check *check, const struct certificate_check *answer)
{
	check->revocation = answer->revocation;
	check->revoked_at = answer->revoked_at;
	check->list_issued = answer->list_issued;
	check->list_trouble = answer->list_trouble;
	copy_text(check->list_file, sizeof check->list_file, answer->list_file);
}

/*
 * From the certificate up. An authority's revocation makes all below it worthless; an authority without a list changes
 * nothing, for most desks have only those of the issuing one.
 */
void
revocation_check(const struct cert_store *store, const STACK_OF(X509) * chain, int64_t at, struct certificate_check *check)
{
	for (int i = 0; i + 1 < sk_X509_num(chain); i++) {
		struct certificate_check answer = {0};
		check_one(store, chain, i, at, &answer);
		if (i == 0) {
			take_answer(check, &answer);
		} else if (answer.revocation == REVOCATION_REVOKED) {
			take_answer(check, &answer);
			check->authority_revoked = true;
		} else if (check->revocation == REVOCATION_GOOD && answer.revocation != REVOCATION_GOOD &&
			answer.revocation != REVOCATION_NOT_CHECKED) {
			take_answer(check, &answer); /* a list of the authority above is here, and says nothing that counts */
		}
		if (check->revocation == REVOCATION_REVOKED)
			return;
	}
}
