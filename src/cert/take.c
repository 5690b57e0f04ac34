/*
 * cert/take: revocation lists from a file into the folder of lists, after they have been checked.
 */
#include "trust.h"

#include "teslim/message.h"
#include "teslim/text.h"

#include <openssl/evp.h>
#include <openssl/x509v3.h>
#include <string.h>

enum { NAME_LETTERS = 40, MARK_BYTES = 4 };

/* An older list would hide revocations that are known already; that is how somebody would bring a revoked card back. */
static bool
is_older(const struct cert_store *store, const struct cert_list *list)
{
	for (int i = 0; i < store->lists.count; i++) {
		const struct cert_list *here = &store->lists.items[i];
		enum list_trouble trouble;
		if (list_has_same_issuer(here, list) && (here->base != NULL) == (list->base != NULL) &&
			here->issued > list->issued && here->trouble == LIST_USABLE &&
			list_find_issuer(store, here, &trouble) != NULL)
			return true;
	}
	return false;
}

/* ---- the name in the folder */

/* Issuer and scope as a few digits: two lists of the same kind have the same. */
static void
mark_of(char out[2 * MARK_BYTES + 1], X509_CRL *list)
{
	int scope = X509_CRL_get_ext_by_NID(list, NID_issuing_distribution_point, -1);
	const ASN1_OCTET_STRING *bytes = scope >= 0 ? X509_EXTENSION_get_data(X509_CRL_get_ext(list, scope)) : NULL;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned char digest[EVP_MAX_MD_SIZE] = {0};
	unsigned char *name = NULL;
	int length = i2d_X509_NAME(X509_CRL_get_issuer(list), &name);

	if (context != NULL && length > 0 && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1 &&
		EVP_DigestUpdate(context, name, (size_t)length) == 1 &&
		(bytes == NULL || EVP_DigestUpdate(context, ASN1_STRING_get0_data(bytes), (size_t)ASN1_STRING_length(bytes)) == 1))
		(void)EVP_DigestFinal_ex(context, digest, NULL);
	hex_encode(out, digest, MARK_BYTES);
	OPENSSL_free(name);
	EVP_MD_CTX_free(context);
}

/* "kamu-elektronik-sertifika-hizmet-saglayic-1a2b3c4d.crl" */
static void
name_for(char out[LIST_FILE_TEXT], const struct cert_list *list, const char *issuer_cn)
{
	char letters[NAME_LETTERS + 1], mark[2 * MARK_BYTES + 1];
	struct str ascii = {0};
	size_t length = 0;

	text_ascii(&ascii, issuer_cn);
	for (size_t i = 0; i < ascii.length && length < NAME_LETTERS; i++) {
		char byte = ascii.data[i];
		if (byte >= 'A' && byte <= 'Z')
			byte = (char)(byte - 'A' + 'a');
		if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9'))
			letters[length++] = byte;
		else if (length > 0 && letters[length - 1] != '-')
			letters[length++] = '-';
	}
	while (length > 0 && letters[length - 1] == '-')
		length--;
	letters[length] = '\0';
	mark_of(mark, list->list);
	snprintf(out, LIST_FILE_TEXT, "%s%s%s%s.crl", letters, length > 0 ? "-" : "", mark, list->base != NULL ? "-delta" : "");
	str_clear(&ascii);
}

static enum code
write_list(const struct cert_list *list, const char *directory, const char *name, struct err *err)
{
	unsigned char *bytes = NULL;
	int length = i2d_X509_CRL(list->list, &bytes);
	struct str path = {0};
	enum code code;

	str_printf(&path, "%s/%s", directory, name);
	if (length > 0)
		code = file_write(str_text(&path), bytes, (size_t)length, 0644, err);
	else
		code = err_set(err, ERR_CRYPTO, 0, "cert_take_lists", "OpenSSL");
	str_clear(&path);
	OPENSSL_free(bytes);
	return code;
}

/* ---- one after the other */

struct taker {
	const struct cert_store *store;
	const char *directory;
	int64_t at;
	const struct lists *all; /* of the file */
};

/*
 * What is told and what is stored is decided here in one place, so that a dry run says exactly what a real one would
 * do.
 */
static enum cert_taking
take_one(const struct taker *taker, const struct cert_list *list, struct cert_list_facts *facts, struct err *err)
{
	char name[LIST_FILE_TEXT];

	list_describe(taker->store, list, taker->at, facts);
	if (facts->trouble == LIST_USABLE && facts->is_delta && !list_has_base(&taker->store->lists, list) &&
		!list_has_base(taker->all, list))
		facts->trouble = LIST_DELTA_ALONE;
	if (facts->trouble != LIST_USABLE)
		return LIST_REFUSED;
	if (is_older(taker->store, list))
		return LIST_OLDER;
	name_for(name, list, facts->issuer_cn);
	if (taker->directory != NULL && write_list(list, taker->directory, name, err) != OK)
		return LIST_UNSTORED;
	copy_text(facts->file, sizeof facts->file, name);
	return LIST_TAKEN;
}

enum code
cert_take_lists(const struct cert_store *store, const char *path, const char *directory, int64_t at,
	void (*sink)(void *context, const struct cert_list_facts *facts, enum cert_taking taking), void *context, struct err *err)
{
	const char *name = strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path;
	struct lists lists = {0};
	struct taker taker = {store, directory, at, &lists};
	enum code code;
	char *bytes;
	size_t length;

	code = file_read(path, CRL_FILE_MAX, &bytes, &length, err);
	if (code != OK)
		return code;
	lists_add(&lists, name, bytes, length);
	mem_free(bytes);
	if (lists.count == 0 || (lists.count == 1 && lists.items[0].list == NULL))
		code = err_tell(err, ERR_SYNTAX, MSG_CERT_NO_LIST, "cert_take_lists", "%s", path);
	for (int i = 0; code != ERR_SYNTAX && i < lists.count; i++) {
		struct cert_list_facts facts;
		struct err own = {0};
		enum cert_taking taking = take_one(&taker, &lists.items[i], &facts, &own);
		if (sink != NULL)
			sink(context, &facts, taking);
		if (taking == LIST_UNSTORED) {
			*err = own;
			code = own.code;
			break;
		}
		if (taking != LIST_TAKEN)
			code = ERR_REFUSED;
	}
	lists_clear(&lists);
	return code == ERR_REFUSED ? err_tell(err, code, MSG_CERT_LIST_REFUSED, "cert_take_lists", "%s", path) : code;
}
