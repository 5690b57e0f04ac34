/*
 * seal/test_seal: hashing, keys, signatures, passwords and trees, against published values and against everything that a
 * file or a table may hold instead of what should be there.
 */
#include "teslim/seal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <openssl/crypto.h>

static char folder[64];

static void
in_folder(char out[160], const char *name)
{
	snprintf(out, 160, "%s/%s", folder, name);
}

static void
assert_hash(const uint8_t hash[SEAL_HASH], const char *hex)
{
	char text[2 * SEAL_HASH + 1];

	hex_encode(text, hash, SEAL_HASH);
	assert_string_equal(text, hex);
}

static void
hashes(void **state)
{
	const struct seal_field one[] = {{"ab", 2}, {"c", 1}}, other[] = {{"a", 1}, {"bc", 2}};
	uint8_t a[SEAL_HASH], b[SEAL_HASH];

	(void)state;
	/* FIPS 180-4 */
	assert_int_equal(seal_sha256(a, "abc", 3, NULL), OK);
	assert_hash(a, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_int_equal(seal_sha256(a, "", 0, NULL), OK);
	assert_hash(a, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	/* The label and one field written out: "x", then length 1 in eight bytes, then "y". */
	assert_int_equal(seal_hash(a, "x", &(struct seal_field){"y", 1}, 1, NULL), OK);
	assert_int_equal(seal_sha256(b, "x\0\0\0\0\0\0\0\1y", 10, NULL), OK);
	assert_memory_equal(a, b, SEAL_HASH);
	/* Lengths keep fields apart. */
	assert_int_equal(seal_hash(a, "x", one, 2, NULL), OK);
	assert_int_equal(seal_hash(b, "x", other, 2, NULL), OK);
	assert_memory_not_equal(a, b, SEAL_HASH);
}

/* The kernel's word on how much of this process is never swapped out, kB. */
static long
locked_memory(void)
{
	char line[256];
	long kilobytes = -1;
	FILE *status = fopen("/proc/self/status", "re");

	assert_non_null(status);
	while (kilobytes < 0 && fgets(line, sizeof line, status) != NULL)
		(void)sscanf(line, "VmLck: %ld kB", &kilobytes);
	fclose(status);
	return kilobytes;
}

static void
key_stays_out_of_the_swap(void **state)
{
	struct seal_key *key = NULL;
	size_t held;
	char path[160];

	(void)state;
	in_folder(path, "locked.key");
	assert_int_equal(seal_key_create(&key, path, NULL), OK);
	seal_key_free(&key);
	assert_int_equal(seal_key_load(&key, path, NULL), OK);
	held = CRYPTO_secure_used();
	assert_in_range(locked_memory(), 64, 1 << 20);
	seal_key_free(&key);
	assert_in_range(held - CRYPTO_secure_used(), 32, 4096); /* the private half was there, and is no more */
}

static void
keys(void **state)
{
	struct seal_key *key = NULL, *again = NULL;
	uint8_t public_key[SEAL_PUBLIC_KEY], second[SEAL_PUBLIC_KEY], signature[SEAL_SIGNATURE];
	struct stat status;
	struct err err = {0};
	char path[160];

	(void)state;
	in_folder(path, "desk.key");
	assert_int_equal(seal_key_create(&key, path, &err), OK);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	assert_int_equal(seal_key_create(&again, path, &err), ERR_EXISTS);
	assert_null(again);
	assert_int_equal(seal_key_load(&again, path, &err), OK);
	seal_key_public(key, public_key);
	seal_key_public(again, second);
	assert_memory_equal(public_key, second, sizeof second);
	assert_int_equal(seal_sign(key, signature, "tutanak", 7, &err), OK);
	assert_true(seal_verify(second, signature, "tutanak", 7));
	assert_false(seal_verify(second, signature, "tutanek", 7));
	assert_false(seal_verify(second, signature, "tutanak", 6));
	for (size_t i = 0; i < sizeof signature; i += 7) {
		signature[i] ^= 1;
		assert_false(seal_verify(public_key, signature, "tutanak", 7));
		signature[i] ^= 1;
	}
	public_key[3] ^= 0x10;
	assert_false(seal_verify(public_key, signature, "tutanak", 7));
	seal_key_free(&key);
	seal_key_free(&again);
	assert_null(key);
}

/* RFC 8032, 7.1, test 2: the program signs as the standard says. */
static void
standard_signature(void **state)
{
	uint8_t secret[32], expected[SEAL_SIGNATURE], signature[SEAL_SIGNATURE], public_key[SEAL_PUBLIC_KEY];
	struct seal_key *key = NULL;
	struct err err = {0};
	struct str base64 = {0};
	char path[160], der[48 + 1], text[200];

	(void)state;
	assert_true(hex_decode(secret, 32, "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
	memcpy(der, "\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20", 16);
	memcpy(der + 16, secret, 32);
	base64_encode(&base64, der, 48);
	snprintf(text, sizeof text, "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n", str_text(&base64));
	in_folder(path, "rfc8032.key");
	assert_int_equal(file_write(path, text, strlen(text), 0600, &err), OK);
	assert_int_equal(seal_key_load(&key, path, &err), OK);
	seal_key_public(key, public_key);
	assert_true(hex_decode(expected, 32, "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
	assert_memory_equal(public_key, expected, 32);
	assert_int_equal(seal_sign(key, signature, "\x72", 1, &err), OK);
	assert_true(hex_decode(expected, 64,
		"92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
		"085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"));
	assert_memory_equal(signature, expected, 64);
	seal_key_free(&key);
	str_clear(&base64);
}

static void
bad_key_files(void **state)
{
	struct seal_key *key = NULL;
	struct err err = {0};
	char path[160];

	(void)state;
	in_folder(path, "missing.key");
	assert_int_equal(seal_key_load(&key, path, &err), ERR_NOT_FOUND);
	in_folder(path, "text.key");
	assert_int_equal(file_write(path, "merhaba\n", 8, 0600, &err), OK);
	assert_int_equal(seal_key_load(&key, path, &err), ERR_SYNTAX);
	assert_int_not_equal(err.message, 0);
	in_folder(path, "open.key");
	assert_int_equal(seal_key_create(&key, path, &err), OK);
	seal_key_free(&key);
	assert_int_equal(chmod(path, 0644), 0);
	assert_int_equal(seal_key_load(&key, path, &err), ERR_PERMISSION);
	assert_null(key);
	in_folder(path, "no-such-folder/desk.key");
	assert_int_not_equal(seal_key_create(&key, path, &err), OK);
	assert_null(key);
}

static void
passwords(void **state)
{
	static const char *const malformed[] = {"", "x", "$scrypt$", "$scrypt$ln=15,r=8,p=1$", "$scrypt$ln=15,r=8,p=1$AAAA$",
		"$scrypt$ln=99,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"$scrypt$ln=15,r=4000000,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"$argon2$ln=15,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
	char hash[SEAL_PASSWORD_TEXT], other[SEAL_PASSWORD_TEXT];

	(void)state;
	assert_int_equal(seal_password_hash(hash, "Gizli Şifre 1", NULL), OK);
	assert_int_equal(seal_password_hash(other, "Gizli Şifre 1", NULL), OK);
	assert_string_not_equal(hash, other); /* salted */
	assert_null(strstr(hash, "Gizli"));
	assert_true(seal_password_matches(hash, "Gizli Şifre 1"));
	assert_true(seal_password_matches(other, "Gizli Şifre 1"));
	assert_false(seal_password_matches(hash, "gizli şifre 1"));
	assert_false(seal_password_matches(hash, "Gizli Şifre 1 "));
	assert_false(seal_password_matches(hash, ""));
	for (size_t i = 0; i < ARRAY_LENGTH(malformed); i++)
		assert_false(seal_password_matches(malformed[i], ""));
}

/* Roots against the definition of RFC 9162, 2.1.1, computed the other way round: from the whole list. */
static void
root_of(uint8_t out[SEAL_HASH], const uint8_t (*leaves)[SEAL_HASH], size_t count)
{
	uint8_t node[1 + 2 * SEAL_HASH] = {1};
	size_t split = 1;

	if (count == 1) {
		uint8_t leaf[1 + SEAL_HASH] = {0};
		memcpy(leaf + 1, leaves[0], SEAL_HASH);
		assert_int_equal(seal_sha256(out, leaf, sizeof leaf, NULL), OK);
		return;
	}
	while (split * 2 < count)
		split *= 2;
	root_of(node + 1, leaves, split);
	root_of(node + 1 + SEAL_HASH, leaves + split, count - split);
	assert_int_equal(seal_sha256(out, node, sizeof node, NULL), OK);
}

static void
trees(void **state)
{
	static uint8_t leaves[130][SEAL_HASH];
	struct seal_tree tree = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(leaves); i++) {
		uint8_t grown[SEAL_HASH], whole[SEAL_HASH];
		memset(leaves[i], (int)(i * 7 + 1), SEAL_HASH);
		seal_tree_add(&tree, leaves[i]);
		seal_tree_root(&tree, grown);
		root_of(whole, (const uint8_t(*)[SEAL_HASH])leaves, i + 1);
		assert_memory_equal(grown, whole, SEAL_HASH);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hashes),
		cmocka_unit_test(key_stays_out_of_the_swap),
		cmocka_unit_test(keys),
		cmocka_unit_test(standard_signature),
		cmocka_unit_test(bad_key_files),
		cmocka_unit_test(passwords),
		cmocka_unit_test(trees),
	};
	char command[96];
	int failed;

	copy_text(folder, sizeof folder, "/tmp/teslim-seal-XXXXXX");
	if (mkdtemp(folder) == NULL)
		return 2;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	snprintf(command, sizeof command, "rm -rf %s", folder);
	return system(command) != 0 || failed > 0;
}
