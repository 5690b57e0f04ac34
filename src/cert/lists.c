/*
 * cert/lists: revocation lists as they come from files: what they are, who signed them, why one cannot be used. What
 * they say about a certificate is looked up in revocation.c.
 */
#include "trust.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>

/* One authority has a list or two: thousands are a folder that somebody has filled by mistake, or on purpose. */
enum { LISTS_MAX = 4096 };

static struct cert_list *
new_list(struct lists *lists, const char *file)
{
	struct cert_list *list;

	if (lists->count == LISTS_MAX)
		return NULL;
	if (lists->count == lists->room) {
		lists->room = lists->room > 0 ? 2 * lists->room : 8;
		lists->items = mem_resize(lists->items, (size_t)lists->room, sizeof *lists->items);
	}
	list = &lists->items[lists->count++];
	*list = (struct cert_list){0};
	copy_text(list->file, sizeof list->file, file);
	return list;
}

void
lists_add_trouble(struct lists *lists, const char *file, enum list_trouble trouble)
{
	struct cert_list *list = new_list(lists, file);

	if (list != NULL)
		list->trouble = trouble;
}

/* Indirect lists, and those for some reasons or attribute certificates only, are not understood. */
static enum list_trouble
scope_trouble(X509_CRL *list)
{
	ISSUING_DIST_POINT *scope = X509_CRL_get_ext_d2i(list, NID_issuing_distribution_point, NULL, NULL);
	enum list_trouble trouble = LIST_USABLE;

	if (scope == NULL)
		return X509_CRL_get_ext_by_NID(list, NID_issuing_distribution_point, -1) < 0 ? LIST_USABLE : LIST_EXTENSION;
	if (scope->indirectCRL > 0)
		trouble = LIST_INDIRECT;
	else if (scope->onlyattr > 0 || scope->onlysomereasons != NULL)
		trouble = LIST_PARTIAL;
	ISSUING_DIST_POINT_free(scope);
	return trouble;
}

/*
 * RFC 5280 5.2: a list with a critical extension that is not understood must not be used, for its entries may mean
 * something else. The two that are named here are read below and in list_changes.
 */
static enum list_trouble
own_trouble(X509_CRL *list)
{
	for (int i = 0; i < X509_CRL_get_ext_count(list); i++) {
		X509_EXTENSION *extension = X509_CRL_get_ext(list, i);
		int nid = OBJ_obj2nid(X509_EXTENSION_get_object(extension));
		if (X509_EXTENSION_get_critical(extension) && nid != NID_issuing_distribution_point && nid != NID_delta_crl)
			return LIST_EXTENSION;
	}
	return scope_trouble(list);
}

static void
take_list(struct lists *lists, const char *file, X509_CRL *x509_list)
{
	struct cert_list *list = new_list(lists, file);

	if (list == NULL) {
		X509_CRL_free(x509_list);
		return;
	}
	list->list = x509_list;
	list->number = X509_CRL_get_ext_d2i(x509_list, NID_crl_number, NULL, NULL);
	list->base = X509_CRL_get_ext_d2i(x509_list, NID_delta_crl, NULL, NULL);
	list->issued = cert_seconds(X509_CRL_get0_lastUpdate(x509_list));
	list->next = cert_seconds(X509_CRL_get0_nextUpdate(x509_list));
	list->trouble = own_trouble(x509_list);
	if (list->base == NULL && X509_CRL_get_ext_by_NID(x509_list, NID_delta_crl, -1) >= 0)
		list->trouble = LIST_EXTENSION; /* one that cannot be taken apart */
	ERR_clear_error();
}

/* A block that is broken, or of something else, ends the file: what stands behind it is not guessed at. */
static int
add_pem(struct lists *lists, const char *file, const char *bytes, size_t length)
{
	BIO *bio = BIO_new_mem_buf(bytes, (int)length);
	int count = 0;
	X509_CRL *list;

	ERR_clear_error();
	while (bio != NULL && (list = PEM_read_bio_X509_CRL(bio, NULL, cert_no_password, NULL)) != NULL) {
		take_list(lists, file, list);
		count++;
	}
	if (bio != NULL && count > 0 && ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
		lists_add_trouble(lists, file, LIST_JUNK);
	BIO_free(bio);
	ERR_clear_error();
	return count;
}

/* Several lists, one behind the other, are what some sites offer as a single file. */
static int
add_der(struct lists *lists, const char *file, const char *bytes, size_t length)
{
	const unsigned char *at = (const unsigned char *)bytes, *end = at + length;
	int count = 0;

	while (at < end) {
		X509_CRL *list = d2i_X509_CRL(NULL, &at, (long)(end - at));
		if (list == NULL)
			break;
		take_list(lists, file, list);
		count++;
	}
	ERR_clear_error();
	return count;
}

/* A file that lies in the folder for another reason: nothing about it looks like a list. */
static bool
is_stray(const char *file, const char *bytes, size_t length)
{
	static const char *const endings[] = {".crl", ".arl", ".der", ".pem", NULL};

	if (cert_has_ending(file, endings))
		return false;
	return (length == 0 || bytes[0] != 0x30) && memmem(bytes, length, "BEGIN X509 CRL", 14) == NULL;
}

void
lists_add(struct lists *lists, const char *file, const char *bytes, size_t length)
{
	if (add_pem(lists, file, bytes, length) == 0 && add_der(lists, file, bytes, length) == 0 && !is_stray(file, bytes, length))
		lists_add_trouble(lists, file, LIST_JUNK);
}

void
lists_clear(struct lists *lists)
{
	for (int i = 0; i < lists->count; i++) {
		X509_CRL_free(lists->items[i].list);
		ASN1_INTEGER_free(lists->items[i].number);
		ASN1_INTEGER_free(lists->items[i].base);
	}
	mem_free(lists->items);
	*lists = (struct lists){0};
}

/* ---- who signed it */

/*
 * RFC 5280 5.2.4: a list of changes applies to a complete one that is not older than the one it was made from, and
 * older than itself. Without numbers neither can be told.
 */
bool
list_changes(const struct cert_list *delta, const struct cert_list *base)
{
	return base->number != NULL && delta->number != NULL && ASN1_INTEGER_cmp(delta->base, base->number) <= 0 &&
		ASN1_INTEGER_cmp(base->number, delta->number) < 0;
}

/*
 * By name, and by key where both say which: an authority that was renewed under its own name signs with another key,
 * and its lists say nothing of certificates that the old key has signed.
 */
bool
list_is_foreign(const struct cert_list *list, X509 *issuer)
{
	const ASN1_OCTET_STRING *key = X509_get0_subject_key_id(issuer);
	AUTHORITY_KEYID *named;
	bool is_other = false;

	if (X509_NAME_cmp(X509_CRL_get_issuer(list->list), X509_get_subject_name(issuer)) != 0)
		return true;
	named = X509_CRL_get_ext_d2i(list->list, NID_authority_key_identifier, NULL, NULL);
	if (named != NULL && named->keyid != NULL && key != NULL)
		is_other = ASN1_OCTET_STRING_cmp(named->keyid, key) != 0;
	AUTHORITY_KEYID_free(named);
	ERR_clear_error();
	return is_other;
}

enum list_trouble
list_check_issuer(const struct cert_list *list, X509 *issuer)
{
	uint32_t usage = X509_get_key_usage(issuer); /* all bits when it says nothing */
	bool is_signed = X509_CRL_verify(list->list, X509_get0_pubkey(issuer)) == 1;

	ERR_clear_error();
	if (!is_signed)
		return LIST_FORGED;
	return (usage & KU_CRL_SIGN) == 0 ? LIST_NO_RIGHT : LIST_USABLE;
}

X509 *
list_find_issuer(const struct cert_store *store, const struct cert_list *list, enum list_trouble *trouble)
{
	*trouble = LIST_NO_ISSUER;
	for (int i = 0; i < sk_X509_num(store->all); i++) {
		X509 *issuer = sk_X509_value(store->all, i);
		if (list_is_foreign(list, issuer))
			continue;
		*trouble = list_check_issuer(list, issuer);
		if (*trouble == LIST_USABLE)
			return issuer;
	}
	return NULL;
}
