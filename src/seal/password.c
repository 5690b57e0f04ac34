/*
 * seal/password: officers' passwords as scrypt hashes (RFC 7914) in the usual "$scrypt$" form.
 */
#include "teslim/seal.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

enum { COST_LOG = 15, BLOCK = 8, PARALLEL = 1, HASH = 32, MEMORY_MAX = 64 << 20 };

static bool
derive(uint8_t out[HASH], const char *password, const uint8_t salt[SEAL_SALT], int cost_log)
{
	return EVP_PBE_scrypt(password, strlen(password), salt, SEAL_SALT, UINT64_C(1) << cost_log, BLOCK, PARALLEL, MEMORY_MAX, out,
		       HASH) == 1;
}

enum code
seal_password_hash(char out[SEAL_PASSWORD_TEXT], const char *password, struct err *err)
{
	uint8_t salt[SEAL_SALT], hash[HASH];
	char salt_hex[2 * SEAL_SALT + 1], hash_hex[2 * HASH + 1];

	if (!random_bytes(salt, sizeof salt) || !derive(hash, password, salt, COST_LOG))
		return err_set(err, ERR_CRYPTO, 0, "seal_password_hash", "scrypt");
	hex_encode(salt_hex, salt, sizeof salt);
	hex_encode(hash_hex, hash, sizeof hash);
	snprintf(out, SEAL_PASSWORD_TEXT, "$scrypt$ln=%d,r=%d,p=%d$%s$%s", COST_LOG, BLOCK, PARALLEL, salt_hex, hash_hex);
	mem_wipe(hash, sizeof hash);
	return OK;
}

bool
seal_password_matches(const char *stored, const char *password)
{
	uint8_t salt[SEAL_SALT], expected[HASH], hash[HASH];
	char salt_hex[2 * SEAL_SALT + 1], hash_hex[2 * HASH + 1];
	int cost_log, block, parallel, end = 0;
	bool same;

	if (sscanf(stored, "$scrypt$ln=%2d,r=%2d,p=%2d$%32[0-9a-f]$%64[0-9a-f]%n", &cost_log, &block, &parallel, salt_hex, hash_hex,
		    &end) != 5 || stored[end] != '\0' || cost_log < 10 || cost_log > 15 || block != BLOCK || parallel != PARALLEL ||
		!hex_decode(salt, sizeof salt, salt_hex) || !hex_decode(expected, sizeof expected, hash_hex))
		return false;
	if (!derive(hash, password, salt, cost_log))
		return false;
	same = CRYPTO_memcmp(hash, expected, sizeof hash) == 0;
	mem_wipe(hash, sizeof hash);
	return same;
}
