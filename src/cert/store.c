/*
 * cert/store: the trusted certificates and revocation lists of two directories, and what there is to say about them as
 * they lie there. Chain and revocation of one certificate are looked up in trust.c and revocation.c.
 */
#include "trust.h"

#include "teslim/message.h"

#include <dirent.h>
#include <errno.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <sys/stat.h>

/* ---- trusted certificates */

/*
 * Self-signed ones are trusted to the end, the others help to get there: an intermediate in the folder never ends a
 * chain by itself, but without its root its signatures can still be checked (look_without_root).
 */
static void
keep_certificate(struct cert_store *store, X509 *x509)
{
	bool own_signature = X509_check_issued(x509, x509) == X509_V_OK;

	if (own_signature)
		(void)X509_STORE_add_cert(store->roots, x509);
	else if (sk_X509_push(store->others, x509) > 0)
		X509_up_ref(x509);
	if (sk_X509_push(store->all, x509) <= 0)
		X509_free(x509);
	ERR_clear_error();
}

/* A file in the trust folder that is there for another reason. */
static bool
is_stray_certificate(const char *file, const char *bytes, size_t length)
{
	static const char *const endings[] = {".crt", ".cer", ".der", ".pem", ".p7b", ".p7c", NULL};

	return !cert_has_ending(file, endings) && memmem(bytes, length, "-----BEGIN CERTIFICATE", 22) == NULL;
}

static void
load_certificates(struct cert_store *store, const char *path, const char *file, const char *bytes, size_t length)
{
	STACK_OF(X509) *found = cert_parse_all((const uint8_t *)bytes, length, NULL);

	if (sk_X509_num(found) <= 0 && !is_stray_certificate(file, bytes, length))
		log_line(LOG_WARNING, "cert: no certificate in %s", path);
	while (sk_X509_num(found) > 0)
		keep_certificate(store, sk_X509_shift(found));
	sk_X509_free(found);
}

/* ---- directories */

enum folder { FOLDER_TRUST, FOLDER_LISTS };

static void
load_file(struct cert_store *store, enum folder folder, const char *path, const char *file)
{
	struct err err = {0};
	char *bytes;
	size_t length;
	enum code code = file_read(path, CRL_FILE_MAX, &bytes, &length, &err);

	if (code != OK)
		log_err(LOG_WARNING, &err);
	if (code != OK && folder == FOLDER_LISTS)
		lists_add_trouble(&store->lists, file, code == ERR_LIMIT ? LIST_TOO_LARGE : LIST_UNREADABLE);
	if (code != OK)
		return;
	if (folder == FOLDER_LISTS)
		lists_add(&store->lists, file, bytes, length);
	else
		load_certificates(store, path, file, bytes, length);
	mem_free(bytes);
}

static uint64_t
mix(uint64_t hash, const void *bytes, size_t length) /* FNV-1a */
{
	for (size_t i = 0; i < length; i++)
		hash = (hash ^ ((const uint8_t *)bytes)[i]) * UINT64_C(0x100000001B3);
	return hash;
}

/* What a folder looks like from outside: changes whenever a file in it does. 0: it is not there, or has no name. */
static uint64_t
look_at(const char *path)
{
	DIR *directory = opendir(path);
	struct dirent *entry;
	uint64_t look = 1;

	if (directory == NULL)
		return 0;
	while ((entry = readdir(directory)) != NULL) {
		uint64_t hash = mix(UINT64_C(0xCBF29CE484222325), entry->d_name, strlen(entry->d_name));
		struct stat status;
		if (fstatat(dirfd(directory), entry->d_name, &status, 0) != 0 || !S_ISREG(status.st_mode))
			continue;
		hash = mix(hash, &status.st_ino, sizeof status.st_ino);
		hash = mix(hash, &status.st_size, sizeof status.st_size);
		hash = mix(hash, &status.st_mtim.tv_sec, sizeof status.st_mtim.tv_sec);
		look += mix(hash, &status.st_mtim.tv_nsec, sizeof status.st_mtim.tv_nsec); /* in whatever order they come */
	}
	closedir(directory);
	return look;
}

/* One folder deep, files only; hidden ones are passed over, which editors and copying programs leave behind. */
static enum code
load_directory(struct cert_store *store, enum folder folder, const char *path, struct err *err)
{
	DIR *directory = opendir(path);
	struct dirent *entry;
	int files = 0;

	if (directory == NULL) {
		if (errno == ENOENT) /* so it is for a folder without a name: the desk has none set */
			return OK;
		return err_tell(err, ERR_IO, MSG_CERT_DIRECTORY, "cert_store_open", "%s", path);
	}
	while ((entry = readdir(directory)) != NULL && files < FOLDER_FILES_MAX) {
		struct str file = {0};
		struct stat of_file;
		if (entry->d_name[0] == '.')
			continue;
		str_printf(&file, "%s/%s", path, entry->d_name);
		if (stat(str_text(&file), &of_file) == 0 && S_ISREG(of_file.st_mode)) {
			files++;
			load_file(store, folder, str_text(&file), entry->d_name);
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
	store->trust_directory = mem_string(trust_directory != NULL ? trust_directory : "");
	store->crl_directory = mem_string(crl_directory != NULL ? crl_directory : "");
	if (store->all == NULL || store->others == NULL || store->roots == NULL) {
		cert_store_close(&store);
		return err_set(err, ERR_CRYPTO, 0, "cert_store_open", "OpenSSL");
	}
	store->trust_look = look_at(store->trust_directory); /* before they are read: what changes meanwhile is seen next time */
	store->crl_look = look_at(store->crl_directory);
	code = load_directory(store, FOLDER_TRUST, store->trust_directory, err);
	if (code == OK)
		code = load_directory(store, FOLDER_LISTS, store->crl_directory, err);
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
	lists_clear(&(*store)->lists);
	mem_free((*store)->trust_directory);
	mem_free((*store)->crl_directory);
	mem_free(*store);
	*store = NULL;
}

static bool
has_changed(const char *path, uint64_t before)
{
	uint64_t now = look_at(path);

	return now != 0 && now != before; /* a folder that is gone takes nothing away */
}

/*
 * Looked at on every check, so that a list that arrives by stick counts at once; read anew only when something has
 * changed. What cannot be read now leaves the old store in its place: a desk that loses its trust folder for a moment
 * shall not call every card unknown.
 */
void
cert_store_refresh(struct cert_store **store)
{
	struct cert_store *fresh;
	struct err err = {0};

	if (*store == NULL ||
		(!has_changed((*store)->trust_directory, (*store)->trust_look) &&
			!has_changed((*store)->crl_directory, (*store)->crl_look)))
		return;
	if (cert_store_open(&fresh, (*store)->trust_directory, (*store)->crl_directory, &err) != OK) {
		log_err(LOG_WARNING, &err);
		return;
	}
	cert_store_close(store);
	*store = fresh;
}

void
cert_store_count(const struct cert_store *store, int *certificates, int *lists)
{
	*certificates = store != NULL ? sk_X509_num(store->all) : 0;
	*lists = 0;
	for (int i = 0; store != NULL && i < store->lists.count; i++)
		*lists += store->lists.items[i].list != NULL;
}

/* ---- what there is to say about the lists */

bool
list_has_same_issuer(const struct cert_list *list, const struct cert_list *other)
{
	return list->list != NULL && other->list != NULL &&
		X509_NAME_cmp(X509_CRL_get_issuer(list->list), X509_CRL_get_issuer(other->list)) == 0;
}

bool
list_has_base(const struct lists *lists, const struct cert_list *delta)
{
	for (int i = 0; i < lists->count; i++) {
		const struct cert_list *list = &lists->items[i];
		if (list_has_same_issuer(list, delta) && list->base == NULL && list_changes(delta, list))
			return true;
	}
	return false;
}

static enum list_trouble
trouble_at(const struct cert_store *store, const struct cert_list *list, int64_t at)
{
	enum list_trouble trouble = list->trouble;

	if (trouble == LIST_USABLE)
		(void)list_find_issuer(store, list, &trouble);
	if (trouble == LIST_USABLE && list->issued > at)
		trouble = LIST_NOT_YET;
	if (trouble == LIST_USABLE && (list->next == 0 || list->next < at))
		trouble = LIST_STALE;
	return trouble;
}

void
list_describe(const struct cert_store *store, const struct cert_list *list, int64_t at, struct cert_list_facts *facts)
{
	*facts = (struct cert_list_facts){.issued = list->issued, .next = list->next, .is_delta = list->base != NULL};
	copy_text(facts->file, sizeof facts->file, list->file);
	facts->trouble = list->list != NULL ? trouble_at(store, list, at) : list->trouble;
	if (list->list != NULL)
		cert_common_name(facts->issuer_cn, sizeof facts->issuer_cn, X509_CRL_get_issuer(list->list));
}

int
cert_store_lists(const struct cert_store *store, int64_t at, struct cert_list_facts *lists, int room)
{
	int count = store != NULL ? store->lists.count : 0;

	for (int i = 0; i < count && i < room; i++) {
		list_describe(store, &store->lists.items[i], at, &lists[i]);
		if (lists[i].is_delta && lists[i].trouble == LIST_USABLE && !list_has_base(&store->lists, &store->lists.items[i]))
			lists[i].trouble = LIST_DELTA_ALONE;
	}
	return count;
}

/* Is there one of the same issuer that is newer and counts? */
static bool
is_outdone(const struct cert_store *store, const struct cert_list *list, int64_t at)
{
	for (int i = 0; i < store->lists.count; i++) {
		const struct cert_list *other = &store->lists.items[i];
		enum list_trouble trouble;
		if (!list_has_same_issuer(other, list) || other->issued <= list->issued ||
			(other->base != NULL && !list_changes(other, list)))
			continue;
		trouble = trouble_at(store, other, at);
		if (trouble == LIST_USABLE || trouble == LIST_STALE)
			return true;
	}
	return false;
}

/*
 * The one to tell an administrator of: the list that will be stale first, or already is, and that no newer one makes
 * idle.
 */
bool
cert_store_oldest(const struct cert_store *store, int64_t at, struct cert_list_facts *out)
{
	const struct cert_list *oldest = NULL;

	for (int i = 0; store != NULL && i < store->lists.count; i++) {
		const struct cert_list *list = &store->lists.items[i];
		enum list_trouble trouble = list->list != NULL && list->base == NULL ? trouble_at(store, list, at) : LIST_JUNK;
		if ((trouble != LIST_USABLE && trouble != LIST_STALE) || is_outdone(store, list, at))
			continue;
		if (oldest == NULL || list->issued < oldest->issued)
			oldest = list;
	}
	if (oldest != NULL && out != NULL)
		list_describe(store, oldest, at, out);
	return oldest != NULL;
}
