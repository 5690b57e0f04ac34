/*
 * seal/hash: the canonical hash over length-prefixed fields, and the Merkle tree of checkpoints (RFC 9162 2.1).
 */
#include "teslim/seal.h"

#include <openssl/evp.h>
#include <string.h>

static enum code
failed(struct err *err, const char *where)
{
	return err_set(err, ERR_CRYPTO, 0, where, "SHA-256");
}

/*
 * Each field goes in with its length before it: without it "ab" and "c" would hash as "a" and "bc", and one record
 * could be passed off as another. The label keeps hashes of one purpose from being used for another.
 */
enum code
seal_hash(uint8_t out[SEAL_HASH], const char *label, const struct seal_field *fields, int count, struct err *err)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool good = context != NULL && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1 &&
		EVP_DigestUpdate(context, label, strlen(label)) == 1;

	for (int i = 0; good && i < count; i++) {
		uint8_t prefix[8];
		uint64_t length = fields[i].length;
		for (int byte = 7; byte >= 0; byte--, length >>= 8)
			prefix[byte] = (uint8_t)length;
		good = EVP_DigestUpdate(context, prefix, sizeof prefix) == 1 &&
			(fields[i].length == 0 || EVP_DigestUpdate(context, fields[i].bytes, fields[i].length) == 1);
	}
	good = good && EVP_DigestFinal_ex(context, out, NULL) == 1;
	EVP_MD_CTX_free(context);
	return good ? OK : failed(err, "seal_hash");
}

enum code
seal_sha256(uint8_t out[SEAL_HASH], const void *bytes, size_t length, struct err *err)
{
	if (EVP_Digest(bytes, length, out, NULL, EVP_sha256(), NULL) != 1)
		return failed(err, "seal_sha256");
	return OK;
}

/* Leaf and node hashes differ in their first byte, so that a node cannot be passed off as a leaf. */
static void
join(uint8_t out[SEAL_HASH], const uint8_t left[SEAL_HASH], const uint8_t right[SEAL_HASH])
{
	uint8_t both[1 + 2 * SEAL_HASH] = {1};

	memcpy(both + 1, left, SEAL_HASH);
	memcpy(both + 1 + SEAL_HASH, right, SEAL_HASH);
	if (seal_sha256(out, both, sizeof both, NULL) != OK)
		memset(out, 0, SEAL_HASH);
}

/*
 * As a binary counter: a node for each bit that is set, so that a tree of any size is kept in 64 hashes and grows by
 * one leaf with few hashes. This gives the same root as cutting the list at the largest power of two (RFC 9162 2.1.1).
 */
void
seal_tree_add(struct seal_tree *tree, const uint8_t leaf[SEAL_HASH])
{
	uint8_t node[SEAL_HASH];
	uint8_t prefixed[1 + SEAL_HASH] = {0};
	int level = 0;

	memcpy(prefixed + 1, leaf, SEAL_HASH);
	if (seal_sha256(node, prefixed, sizeof prefixed, NULL) != OK)
		memset(node, 0, SEAL_HASH);
	for (; (tree->count >> level & 1) != 0; level++)
		join(node, tree->nodes[level], node);
	memcpy(tree->nodes[level], node, SEAL_HASH);
	tree->count++;
}

/*
 * From the smallest part up, each joined to the right of the next larger one. Of no leaves it is the hash of nothing,
 * as the RFC has it.
 */
void
seal_tree_root(const struct seal_tree *tree, uint8_t out[SEAL_HASH])
{
	bool any = false;

	if (tree->count == 0) {
		if (seal_sha256(out, "", 0, NULL) != OK)
			memset(out, 0, SEAL_HASH);
		return;
	}
	for (int level = 0; level < 64; level++) {
		if ((tree->count >> level & 1) == 0)
			continue;
		if (any)
			join(out, tree->nodes[level], out);
		else
			memcpy(out, tree->nodes[level], SEAL_HASH);
		any = true;
	}
}
