/*
 * Tests of the room `cert`: the chain up to the trusted certificates.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <openssl/pkcs7.h>

#include "authority.h"

#include "teslim/words.h"

/* A root, an issuing authority under it, a person's certificate, and the folder with what is trusted. */
struct scene {
	struct test_folder folder;
	struct authority root, sub, leaf;
	struct cert_store *store;
};

static void
put(const struct scene *scene, const char *name, const struct authority *authority)
{
	struct str der = {0};

	authority_der(authority, &der);
	test_write(scene->folder.trust, name, der.data, der.length);
	str_clear(&der);
}

static void
open_store(struct scene *scene)
{
	struct err err = {0};

	cert_store_close(&scene->store);
	assert_int_equal(cert_store_open(&scene->store, scene->folder.trust, scene->folder.crl, &err), OK);
}

static struct certificate_check
check_at(const struct scene *scene, const struct authority *leaf, int64_t at)
{
	struct certificate_check check;
	struct str der = {0};

	authority_der(leaf, &der);
	cert_check(scene->store, (const uint8_t *)der.data, der.length, at, &check);
	str_clear(&der);
	return check;
}

/* The wishes may be NULL for the usual ones; what they say of by and name is replaced. */
static void
begin(struct scene *scene, const struct authority_wish *root, const struct authority_wish *sub, const struct authority_wish *leaf)
{
	struct authority_wish wish = root != NULL ? *root : (struct authority_wish){0};

	*scene = (struct scene){0};
	test_folder_make(&scene->folder);
	wish.name = "Deneme Kök";
	authority_make(&scene->root, &wish);
	wish = sub != NULL ? *sub : (struct authority_wish){.serial = 2};
	wish.name = "Deneme Ara Makam";
	wish.by = &scene->root;
	authority_make(&scene->sub, &wish);
	wish = leaf != NULL ? *leaf : (struct authority_wish){.serial = 3};
	wish.name = "AYŞE ÖRNEK";
	wish.by = &scene->sub;
	wish.is_leaf = true;
	authority_make(&scene->leaf, &wish);
}

static void
end(struct scene *scene)
{
	cert_store_close(&scene->store);
	authority_clear(&scene->root);
	authority_clear(&scene->sub);
	authority_clear(&scene->leaf);
	test_folder_remove(&scene->folder);
}

static void
expect_chain(const char *name, const struct authority_wish *root, const struct authority_wish *sub,
	const struct authority_wish *leaf, enum chain_result expected)
{
	struct certificate_check check;
	struct scene scene;

	begin(&scene, root, sub, leaf);
	put(&scene, "root.crt", &scene.root);
	put(&scene, "sub.crt", &scene.sub);
	open_store(&scene);
	check = check_at(&scene, &scene.leaf, TEST_TIME);
	if (check.chain != expected)
		fail_msg("%s: %s (%s)", name, chain_result_name(check.chain), check.detail);
	end(&scene);
}

static void
what_real_authorities_bear_is_asked_of_all(void **state)
{
	static const struct {
		const char *name;
		struct authority_wish root, sub, leaf;
		enum chain_result chain;
	} cases[] = {
		{"as they should be", {0}, {.serial = 2}, {.serial = 3}, CHAIN_TRUSTED},
		{"issuer without key identifier", {0}, {.subject_key = ""}, {.authority_key = ""}, CHAIN_INVALID},
		{"issuer without its issuer's key identifier", {0}, {.authority_key = ""}, {0}, CHAIN_INVALID},
		{"certificate without its issuer's key identifier", {0}, {0}, {.authority_key = ""}, CHAIN_INVALID},
		{"constraints that are not critical", {0}, {.constraints = "CA:TRUE"}, {0}, CHAIN_INVALID},
		{"an issuer that may not issue", {0}, {.usage = "critical,cRLSign"}, {0}, CHAIN_INVALID},
		{"an issuer that is no authority", {0}, {.constraints = "critical,CA:FALSE"}, {0}, CHAIN_INVALID},
		{"a root without key identifier", {.subject_key = ""}, {.authority_key = ""}, {0}, CHAIN_INVALID},
		{"too long a path", {.constraints = "critical,CA:TRUE,pathlen:0"}, {0}, {0}, CHAIN_INVALID},
		{"a small key above", {0}, {.key = "RSA 1024"}, {0}, CHAIN_INVALID},
		{"a small key at the root", {.key = "RSA 1024"}, {0}, {0}, CHAIN_INVALID},
		{"a small curve above", {0}, {.key = "P-192"}, {0}, CHAIN_INVALID},
		{"SHA-1 above, as before 2013", {.digest = "SHA1"}, {.digest = "SHA1"}, {.digest = "SHA1"}, CHAIN_TRUSTED},
		{"its own small key is the desk's to judge", {0}, {0}, {.key = "RSA 1024"}, CHAIN_TRUSTED},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		expect_chain(cases[i].name, &cases[i].root, &cases[i].sub, &cases[i].leaf, cases[i].chain);
}

/* The instant at which something begins or ends belongs to it: no row says "expired" where another says "valid". */
static void
instants_are_the_same_in_every_row(void **state)
{
	static const struct {
		int64_t from, until;
		enum chain_result chain;
	} cases[] = {{0, TEST_TIME, CHAIN_TRUSTED}, {0, TEST_TIME - 1, CHAIN_EXPIRED}, {0, TEST_TIME + 1, CHAIN_TRUSTED},
		{TEST_TIME, 0, CHAIN_TRUSTED}, {TEST_TIME + 1, 0, CHAIN_EXPIRED}};
	struct certificate_facts facts;
	struct scene scene;
	struct str der = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		const struct authority_wish wish = {.serial = 2, .from = cases[i].from, .until = cases[i].until};
		expect_chain("root", &wish, NULL, NULL, cases[i].chain);
		expect_chain("issuer", NULL, &wish, NULL, cases[i].chain);
		expect_chain("the certificate itself", NULL, NULL, &wish, CHAIN_TRUSTED);
	}
	/* What the facts say is what the chain is measured by. */
	begin(&scene, NULL, NULL, &(struct authority_wish){.from = TEST_TIME, .until = TEST_TIME});
	authority_der(&scene.leaf, &der);
	assert_int_equal(cert_facts((const uint8_t *)der.data, der.length, NULL, &facts, NULL), OK);
	assert_true(facts.not_before == TEST_TIME && facts.not_after == TEST_TIME);
	str_clear(&der);
	end(&scene);
}

static void
missing_root_is_said(void **state)
{
	struct authority forged = {0}, other = {0};
	struct certificate_check check;
	struct scene scene;

	(void)state;
	begin(&scene, NULL, NULL, NULL);
	put(&scene, "sub.crt", &scene.sub);
	open_store(&scene);
	check = check_at(&scene, &scene.leaf, TEST_TIME);
	assert_int_equal(check.chain, CHAIN_NO_ROOT);
	assert_string_equal(check.detail, "Deneme Kök");
	/* The signature is looked at all the same: right name and key identifier, another key. */
	authority_make(&other, &(struct authority_wish){.name = "Deneme Ara Makam", .by = &scene.root, .serial = 9});
	authority_make(&forged,
		&(struct authority_wish){.name = "AYŞE ÖRNEK", .by = &other, .is_leaf = true, .authority_key = ""});
	assert_int_equal(check_at(&scene, &forged, TEST_TIME).chain, CHAIN_BAD_SIGNATURE);
	authority_clear(&forged);
	authority_clear(&other);
	/* With the root alone the issuer is not known. */
	end(&scene);
	begin(&scene, NULL, NULL, NULL);
	put(&scene, "root.crt", &scene.root);
	open_store(&scene);
	assert_int_equal(check_at(&scene, &scene.leaf, TEST_TIME).chain, CHAIN_UNKNOWN_ISSUER);
	end(&scene);
}

/* Two authorities that certify each other, and no root: the way up is followed eight steps and no further. */
static void
circles_have_an_end(void **state)
{
	struct authority again;
	struct scene scene;

	(void)state;
	begin(&scene, NULL, NULL, NULL);
	authority_make(&again, &(struct authority_wish){.name = "Deneme Kök", .by = &scene.sub, .serial = 7, .subject_key = ""});
	assert_int_equal(X509_set_pubkey(again.x509, scene.root.key), 1);
	assert_true(X509_sign(again.x509, scene.sub.key, EVP_sha256()) > 0);
	put(&scene, "sub.crt", &scene.sub);
	put(&scene, "again.crt", &again);
	open_store(&scene);
	assert_int_equal(check_at(&scene, &scene.leaf, TEST_TIME).chain, CHAIN_NO_ROOT);
	authority_clear(&again);
	end(&scene);
}

/* ---- the folder */

static void
put_pkcs7(const struct scene *scene, bool is_pem)
{
	PKCS7 *pkcs7 = PKCS7_new();
	unsigned char *bytes = NULL;
	struct str der = {0}, pem = {0};
	int length;

	PKCS7_set_type(pkcs7, NID_pkcs7_signed);
	PKCS7_content_new(pkcs7, NID_pkcs7_data);
	PKCS7_add_certificate(pkcs7, scene->root.x509);
	PKCS7_add_certificate(pkcs7, scene->sub.x509);
	length = i2d_PKCS7(pkcs7, &bytes);
	assert_true(length > 0);
	str_add_n(&der, bytes, (size_t)length);
	authority_pem(&pem, &der, "PKCS7");
	test_write(scene->folder.trust, "kok.p7b", is_pem ? pem.data : der.data, is_pem ? pem.length : der.length);
	OPENSSL_free(bytes);
	PKCS7_free(pkcs7);
	str_clear(&der);
	str_clear(&pem);
}

static void
trusted_ones_come_in_every_form(void **state)
{
	struct str log_text = {0};
	char path[160];
	char *text;
	size_t length;

	(void)state;
	for (int form = 0; form < 4; form++) {
		struct str pem = {0}, der = {0};
		struct scene scene;
		int certificates, lists;
		begin(&scene, NULL, NULL, NULL);
		snprintf(path, sizeof path, "%s/log", scene.folder.path);
		log_open(path);
		if (form < 2) {
			put_pkcs7(&scene, form == 1);
		} else if (form == 2) {
			authority_der(&scene.root, &der);
			authority_pem(&pem, &der, "CERTIFICATE");
			authority_der(&scene.sub, &der);
			authority_pem(&pem, &der, "CERTIFICATE");
			test_write(scene.folder.trust, "hepsi.pem", pem.data, pem.length);
		} else {
			put(&scene, "root.der", &scene.root);
			put(&scene, "sub.cer", &scene.sub);
		}
		/* What lies there for another reason is passed over, and not a word about it. */
		test_write(scene.folder.trust, "BENIOKU.txt", "Kök sertifikalar", 16);
		test_write(scene.folder.trust, "liste.xlsx", "PK\x03\x04", 4);
		open_store(&scene);
		cert_store_count(scene.store, &certificates, &lists);
		assert_int_equal(certificates, 2);
		assert_int_equal(check_at(&scene, &scene.leaf, TEST_TIME).chain, CHAIN_TRUSTED);
		if (file_read(path, 10000, &text, &length, NULL) == OK) {
			assert_int_equal(length, 0);
			mem_free(text);
		}
		/* But what should be a certificate and is none is logged. */
		test_write(scene.folder.trust, "kirik.crt", "hello", 5);
		open_store(&scene);
		assert_int_equal(file_read(path, 10000, &text, &length, NULL), OK);
		assert_non_null(strstr(text, "kirik.crt"));
		mem_free(text);
		log_open("/dev/null");
		str_clear(&pem);
		str_clear(&der);
		end(&scene);
	}
	str_clear(&log_text);
}

/* A certificate that is put there while the desk runs counts from the next look on. */
static void
folder_is_looked_at_again(void **state)
{
	struct scene scene;
	struct cert_store *before;

	(void)state;
	begin(&scene, NULL, NULL, NULL);
	put(&scene, "root.crt", &scene.root);
	open_store(&scene);
	assert_int_equal(check_at(&scene, &scene.leaf, TEST_TIME).chain, CHAIN_UNKNOWN_ISSUER);
	before = scene.store;
	cert_store_refresh(&scene.store);
	assert_ptr_equal(scene.store, before); /* nothing has changed */
	put(&scene, "sub.crt", &scene.sub);
	cert_store_refresh(&scene.store);
	assert_int_equal(check_at(&scene, &scene.leaf, TEST_TIME).chain, CHAIN_TRUSTED);
	cert_store_refresh(&(struct cert_store *){NULL});
	end(&scene);
}

/* ---- floors */

static void
weak_keys_and_hashes_are_seen(void **state)
{
	static const struct {
		const char *key, *digest;
		bool is_weak;
		enum signature_hash hash;
		const char *named;
	} cases[] = {
		{"RSA 512", NULL, true, HASH_SOUND, "RSA 512"},
		{"RSA 1024", NULL, true, HASH_SOUND, "RSA 1024"},
		{"RSA 2047", NULL, true, HASH_SOUND, "RSA 2047"},
		{"RSA 2048", NULL, false, HASH_SOUND, "RSA 2048"},
		{"P-192", NULL, true, HASH_SOUND, "EC prime192v1"},
		{"P-224", NULL, false, HASH_SOUND, "EC secp224r1"},
		{"P-256", "SHA384", false, HASH_SOUND, "EC P-256"},
		{"P-384", "SHA1", false, HASH_SHA1, "EC P-384"},
		{"P-521", "SHA512", false, HASH_SOUND, "EC P-521"},
		{NULL, "MD5", false, HASH_BROKEN, "EC P-256"},
		{NULL, "SHA224", false, HASH_SOUND, "EC P-256"},
	};
	struct authority issuer;
	struct str der = {0};

	(void)state;
	authority_make(&issuer, &(struct authority_wish){.name = "Deneme Kök", .key = "RSA 2048"});
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct certificate_facts facts;
		struct authority leaf;
		authority_make(&leaf,
			&(struct authority_wish){.name = "AYŞE ÖRNEK",
				.by = &issuer,
				.is_leaf = true,
				.key = cases[i].key,
				.digest = cases[i].digest});
		authority_der(&leaf, &der);
		assert_int_equal(cert_facts((const uint8_t *)der.data, der.length, NULL, &facts, NULL), OK);
		if (facts.weak_key != cases[i].is_weak || facts.signature_hash != cases[i].hash)
			fail_msg("%s, %s: weak %d, hash %d", facts.key, facts.signature, facts.weak_key,
				(int)facts.signature_hash);
		assert_string_equal(facts.key, cases[i].named);
		authority_clear(&leaf);
	}
	authority_clear(&issuer);
	str_clear(&der);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_real_authorities_bear_is_asked_of_all),
		cmocka_unit_test(instants_are_the_same_in_every_row),
		cmocka_unit_test(missing_root_is_said),
		cmocka_unit_test(circles_have_an_end),
		cmocka_unit_test(trusted_ones_come_in_every_form),
		cmocka_unit_test(folder_is_looked_at_again),
		cmocka_unit_test(weak_keys_and_hashes_are_seen),
	};

	return cmocka_run_group_tests_name("cert trust", tests, NULL, NULL);
}
