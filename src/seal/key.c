/*
 * seal/key: the desk's Ed25519 key (RFC 8032): made, kept in a file that only its owner may read, signing, verifying.
 */
#include "teslim/seal.h"
#include "teslim/message.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Secure memory is taken once for all keys; blocks of no less than a key of Ed25519. */
enum { KEY_FILE_MAX = 8192, SECRETS = 1 << 16, SECRET_LEAST = 32 };

struct seal_key {
	EVP_PKEY *pkey;
	uint8_t public_key[SEAL_PUBLIC_KEY];
};

/*
 * Private keys lie in memory of their own that is not swapped out, not dumped, and has guards around it. Where the
 * kernel grants no such memory, OpenSSL takes ordinary memory and the desk works all the same.
 */
static void
keep_secrets(void)
{
	if (!CRYPTO_secure_malloc_initialized())
		(void)CRYPTO_secure_malloc_init(SECRETS, SECRET_LEAST);
}

/* Without it OpenSSL asks at the terminal for the password of an encrypted key. */
static int
no_password(char *buffer, int size, int writing, void *context)
{
	(void)buffer;
	(void)size;
	(void)writing;
	(void)context;
	return -1;
}

static enum code
wrap(struct seal_key **key, EVP_PKEY *pkey, const char *path, struct err *err)
{
	size_t length = SEAL_PUBLIC_KEY;
	struct seal_key *made = mem_alloc(sizeof *made);

	made->pkey = pkey;
	if (EVP_PKEY_get_raw_public_key(pkey, made->public_key, &length) != 1 || length != SEAL_PUBLIC_KEY) {
		seal_key_free(&made);
		return err_tell(err, ERR_SYNTAX, MSG_SEAL_KEY_FORM, "seal_key", "%s", path);
	}
	*key = made;
	return OK;
}

/* Written whole beside the path and then given its name, which fails when somebody else was quicker. */
static enum code
write_new(const char *path, const char *text, size_t length, struct err *err)
{
	struct str beside = {0};
	enum code code;

	str_printf(&beside, "%s.%ld", path, (long)getpid());
	code = file_write(str_text(&beside), text, length, 0600, err);
	if (code == OK && renameat2(AT_FDCWD, str_text(&beside), AT_FDCWD, path, RENAME_NOREPLACE) != 0) {
		int error = errno;
		/* Some file systems know no such renaming, but links. */
		if (error == EINVAL || error == ENOSYS)
			error = link(str_text(&beside), path) == 0 ? 0 : errno;
		if (error == EEXIST)
			code = err_tell(err, ERR_EXISTS, MSG_SEAL_KEY_EXISTS, "seal_key_create", "%s", path);
		else if (error != 0)
			code = err_errno(err, error, "seal_key_create", path);
		unlink(str_text(&beside));
	}
	str_clear(&beside);
	return code;
}

static enum code
write_key(EVP_PKEY *pkey, const char *path, struct err *err)
{
	BIO *memory = BIO_new(BIO_s_mem());
	char *text = NULL;
	long length;
	enum code code;

	if (memory == NULL || PEM_write_bio_PrivateKey(memory, pkey, NULL, NULL, 0, NULL, NULL) != 1) {
		BIO_free(memory);
		return err_set(err, ERR_CRYPTO, 0, "seal_key_create", "%s", path);
	}
	length = BIO_get_mem_data(memory, &text);
	code = write_new(path, text, (size_t)length, err);
	mem_wipe(text, (size_t)length);
	BIO_free(memory);
	return code;
}

enum code
seal_key_create(struct seal_key **key, const char *path, struct err *err)
{
	EVP_PKEY *pkey;
	enum code code;

	*key = NULL;
	/*
	 * Looked for before a key is made, so that nobody waits for one that is thrown away; a link that leads nowhere
	 * counts as there, for writing through it would put the key where somebody else wants it.
	 */
	if (faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return err_tell(err, ERR_EXISTS, MSG_SEAL_KEY_EXISTS, "seal_key_create", "%s", path);
	keep_secrets();
	pkey = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
	if (pkey == NULL)
		return err_set(err, ERR_CRYPTO, 0, "seal_key_create", "Ed25519");
	code = write_key(pkey, path, err);
	if (code != OK) {
		EVP_PKEY_free(pkey);
		return code;
	}
	return wrap(key, pkey, path, err);
}

enum code
seal_key_load(struct seal_key **key, const char *path, struct err *err)
{
	struct stat status;
	char *text;
	size_t length;
	BIO *memory;
	EVP_PKEY *pkey;
	enum code code;

	*key = NULL;
	if (stat(path, &status) != 0)
		return errno == ENOENT ? err_tell(err, ERR_NOT_FOUND, MSG_SEAL_KEY_MISSING, "seal_key_load", "%s", path)
				       : err_errno(err, errno, "seal_key_load", path);
	/*
	 * As OpenSSH does with its keys: a key that others could read proves nothing any more, and it is better said
	 * than used.
	 */
	if ((status.st_mode & 077) != 0)
		return err_tell(err, ERR_PERMISSION, MSG_SEAL_KEY_OPEN, "seal_key_load", "%s", path);
	code = file_read(path, KEY_FILE_MAX, &text, &length, err);
	if (code != OK)
		return code;
	keep_secrets();
	memory = BIO_new_mem_buf(text, (int)length);
	pkey = memory != NULL ? PEM_read_bio_PrivateKey(memory, NULL, no_password, NULL) : NULL;
	BIO_free(memory);
	mem_wipe(text, length);
	mem_free(text);
	if (pkey == NULL || EVP_PKEY_get_id(pkey) != EVP_PKEY_ED25519) {
		EVP_PKEY_free(pkey);
		return err_tell(err, ERR_SYNTAX, MSG_SEAL_KEY_FORM, "seal_key_load", "%s", path);
	}
	return wrap(key, pkey, path, err);
}

/* Any kind of PEM key, or NULL. */
static EVP_PKEY *
read_any_key(const char *text, size_t length)
{
	BIO *memory = length > 0 ? BIO_new_mem_buf(text, (int)length) : NULL;
	EVP_PKEY *pkey = memory != NULL ? PEM_read_bio_PUBKEY(memory, NULL, no_password, NULL) : NULL;

	BIO_free(memory);
	if (pkey != NULL || length == 0)
		return pkey;
	keep_secrets();
	memory = BIO_new_mem_buf(text, (int)length);
	pkey = memory != NULL ? PEM_read_bio_PrivateKey(memory, NULL, no_password, NULL) : NULL;
	BIO_free(memory);
	return pkey;
}

static bool
read_digits(uint8_t out[SEAL_PUBLIC_KEY], char *text)
{
	char *digits;

	if (text == NULL)
		return false;
	digits = text + strspn(text, " \t\r\n");

	digits[strcspn(digits, " \t\r\n")] = '\0';
	return hex_decode(out, SEAL_PUBLIC_KEY, digits);
}

/*
 * PEM, or the 64 digits that the desk shows: whoever verifies years later may have written down only those. A private
 * key is taken too, for it holds the public one, and its text is wiped.
 */
enum code
seal_public_load(uint8_t out[SEAL_PUBLIC_KEY], const char *path, struct err *err)
{
	size_t length, size = SEAL_PUBLIC_KEY;
	EVP_PKEY *pkey;
	char *text;
	bool good;
	enum code code = file_read(path, KEY_FILE_MAX, &text, &length, err);

	if (code == ERR_NOT_FOUND)
		err_tell(err, code, MSG_SEAL_PUBLIC_MISSING, "seal_public_load", "%s", path);
	if (code != OK)
		return code;
	pkey = read_any_key(text, length);
	good = pkey != NULL ? EVP_PKEY_get_id(pkey) == EVP_PKEY_ED25519 && EVP_PKEY_get_raw_public_key(pkey, out, &size) == 1
			    : read_digits(out, text);
	EVP_PKEY_free(pkey);
	if (text != NULL)
		mem_wipe(text, length);
	mem_free(text);
	return good ? OK : err_tell(err, ERR_SYNTAX, MSG_SEAL_PUBLIC_FORM, "seal_public_load", "%s", path);
}

void
seal_key_free(struct seal_key **key)
{
	if (*key == NULL)
		return;
	EVP_PKEY_free((*key)->pkey);
	mem_free(*key);
	*key = NULL;
}

void
seal_key_public(const struct seal_key *key, uint8_t out[SEAL_PUBLIC_KEY])
{
	memcpy(out, key->public_key, SEAL_PUBLIC_KEY);
}

enum code
seal_sign(const struct seal_key *key, uint8_t out[SEAL_SIGNATURE], const void *bytes, size_t length, struct err *err)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	size_t made = SEAL_SIGNATURE;
	bool good = context != NULL && EVP_DigestSignInit(context, NULL, NULL, NULL, key->pkey) == 1 &&
		EVP_DigestSign(context, out, &made, bytes, length) == 1 && made == SEAL_SIGNATURE;

	EVP_MD_CTX_free(context);
	return good ? OK : err_set(err, ERR_CRYPTO, 0, "seal_sign", "Ed25519");
}

/* RFC 8032 5.1.7, one signature of one message: no digest before it, and nothing that a caller could choose wrongly. */
bool
seal_verify(const uint8_t public_key[SEAL_PUBLIC_KEY], const uint8_t signature[SEAL_SIGNATURE], const void *bytes, size_t length)
{
	EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, public_key, SEAL_PUBLIC_KEY);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool good = pkey != NULL && context != NULL && EVP_DigestVerifyInit(context, NULL, NULL, NULL, pkey) == 1 &&
		EVP_DigestVerify(context, signature, SEAL_SIGNATURE, bytes, length) == 1;

	EVP_MD_CTX_free(context);
	EVP_PKEY_free(pkey);
	return good;
}
