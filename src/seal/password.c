/*
 * seal/password: officers' passwords as scrypt hashes (RFC 7914) in the usual "$scrypt$" form.
 */
#include "teslim/seal.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

/*
 * 2^15 rounds of 8 blocks: 32 MB and about a tenth of a second on a desk of today, which an officer does not notice and
 * a guesser of millions does (RFC 7914 2).
 */
enum { COST_LOG = 15, BLOCK = 8, PARALLEL = 1, HASH = 32, MEMORY_MAX = 64 << 20 };

static bool
derive(uint8_t out[HASH], const char *password, const uint8_t salt[SEAL_SALT], int cost_log)
{
	return EVP_PBE_scrypt(password, strlen(password), salt, SEAL_SALT, UINT64_C(1) << cost_log, BLOCK, PARALLEL, MEMORY_MAX,
		       out, HASH) == 1;
}

/* Base64 without its padding, as the "$" forms of password hashes have it. */
static void
add_bare(struct str *out, const void *bytes, size_t length)
{
	base64_encode(out, bytes, length);
	while (out->length > 0 && out->data[out->length - 1] == '=')
		out->data[--out->length] = '\0';
}

static bool
read_bare(uint8_t *out, size_t size, const char *text)
{
	char padded[64];
	size_t length = 0;

	snprintf(padded, sizeof padded, "%s%.*s", text, (int)((4 - strlen(text) % 4) % 4), "===");
	return base64_decode(out, size, &length, padded, strlen(padded)) && length == size;
}

enum code
seal_password_hash(char out[SEAL_PASSWORD_TEXT], const char *password, struct err *err)
{
	uint8_t salt[SEAL_SALT], hash[HASH];
	struct str text = {0};

	if (!random_bytes(salt, sizeof salt) || !derive(hash, password, salt, COST_LOG))
		return err_set(err, ERR_CRYPTO, 0, "seal_password_hash", "scrypt");
	str_printf(&text, "$scrypt$ln=%d,r=%d,p=%d$", COST_LOG, BLOCK, PARALLEL);
	add_bare(&text, salt, sizeof salt);
	str_add_char(&text, '$');
	add_bare(&text, hash, sizeof hash);
	copy_text(out, SEAL_PASSWORD_TEXT, str_text(&text));
	str_clear(&text);
	mem_wipe(hash, sizeof hash);
	return OK;
}

/* Cost, salt and hash out of the "$" form; false when it is not one of ours. */
static bool
parse(const char *stored, int *cost_log, uint8_t salt[SEAL_SALT], uint8_t expected[HASH])
{
	char salt_text[23], hash_text[44]; /* of 16 and 32 bytes */
	int block, parallel, end = 0;

	/* Only costs that we may have written: one of 2^30 in a forged row would keep the desk busy for hours. */
	return sscanf(stored, "$scrypt$ln=%2d,r=%2d,p=%2d$%22[A-Za-z0-9+/]$%43[A-Za-z0-9+/]%n", cost_log, &block, &parallel,
		       salt_text, hash_text, &end) == 5 &&
		stored[end] == '\0' && *cost_log >= 10 && *cost_log <= COST_LOG && block == BLOCK && parallel == PARALLEL &&
		read_bare(salt, SEAL_SALT, salt_text) && read_bare(expected, HASH, hash_text);
}

bool
seal_password_matches(const char *stored, const char *password)
{
	uint8_t salt[SEAL_SALT] = {0}, expected[HASH] = {0}, hash[HASH];
	int cost_log = COST_LOG;
	bool sound = parse(stored, &cost_log, salt, expected);
	bool same;

	/* Nobody's hash costs as much as somebody's: the time of an answer does not tell who exists. */
	if (!derive(hash, password, salt, sound ? cost_log : COST_LOG))
		return false;
	same = CRYPTO_memcmp(hash, expected, sizeof hash) == 0;
	mem_wipe(hash, sizeof hash);
	return sound && same;
}
