/*
 * seal: hashing, signing and password checking for journal and papers. Owns OpenSSL together with `cert`. Knows no
 * certificate and no record.
 */
#ifndef TESLIM_SEAL_H
#define TESLIM_SEAL_H

#include "teslim/base.h"

enum { SEAL_HASH = 32, SEAL_SIGNATURE = 64, SEAL_PUBLIC_KEY = 32, SEAL_SALT = 16 };

/* One field of a canonical hash. */
struct seal_field {
	const void *bytes;
	size_t length;
};

/*
 * SHA-256 over the label (its bytes, no terminator), then for each field its length as 8 bytes big-endian and its
 * bytes. Length prefixes make it injective: no two field lists give the same input.
 */
enum code seal_hash(uint8_t out[SEAL_HASH], const char *label, const struct seal_field *fields, int count, struct err *err);
/* Plain SHA-256. */
enum code seal_sha256(uint8_t out[SEAL_HASH], const void *bytes, size_t length, struct err *err);

/* The desk's Ed25519 key (RFC 8032). */
struct seal_key;
/* Makes a key and writes it as PKCS#8 PEM, mode 0600, never over an existing file (ERR_EXISTS). */
enum code seal_key_create(struct seal_key **key, const char *path, struct err *err);
/* ERR_PERMISSION when others may read the file; ERR_SYNTAX when it holds no Ed25519 key. */
enum code seal_key_load(struct seal_key **key, const char *path, struct err *err);
/*
 * Only the public key, out of whatever holds it: a PEM public or private key, or 64 hex digits. ERR_NOT_FOUND, ERR_SYNTAX
 * when none of these is in the file.
 */
enum code seal_public_load(uint8_t out[SEAL_PUBLIC_KEY], const char *path, struct err *err);
void seal_key_free(struct seal_key **key);
void seal_key_public(const struct seal_key *key, uint8_t out[SEAL_PUBLIC_KEY]);
enum code seal_sign(const struct seal_key *key, uint8_t out[SEAL_SIGNATURE], const void *bytes, size_t length, struct err *err);
/* True only when the signature is right. */
bool seal_verify(const uint8_t public_key[SEAL_PUBLIC_KEY], const uint8_t signature[SEAL_SIGNATURE], const void *bytes,
	size_t length);

/* Passwords: "$scrypt$ln=15,r=8,p=1$SALT$HASH" (RFC 7914), base64 without padding. out 160 bytes. */
enum { SEAL_PASSWORD_TEXT = 160 };
enum code seal_password_hash(char out[SEAL_PASSWORD_TEXT], const char *password, struct err *err);
/* Constant time; false for a malformed or empty hash too, which takes as long as a good one. */
bool seal_password_matches(const char *hash, const char *password);

/* RFC 9162 Merkle tree over 32-byte leaves (entry hashes): leaf prefix 00, node prefix 01. Streaming, 64 levels. */
struct seal_tree {
	uint64_t count;
	uint8_t nodes[64][SEAL_HASH];
};
void seal_tree_add(struct seal_tree *tree, const uint8_t leaf[SEAL_HASH]);
void seal_tree_root(const struct seal_tree *tree, uint8_t out[SEAL_HASH]);

#endif
