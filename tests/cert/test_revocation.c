/*
 * Tests of the room `cert`: what revocation lists say, which of them count, and why one does not.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "authority.h"

#include "teslim/words.h"

enum { SUB = 2, LEAF = 3, OTHER = 77 };

static const int64_t yesterday = TEST_TIME - AUTHORITY_DAY;

static struct authority root, sub, leaf, mute; /* mute: an issuing authority that may not sign lists, and its leaf */
static struct authority mute_leaf;
static struct test_folder folder;
static struct cert_store *store;

static void
put_certificate(const char *name, const struct authority *authority)
{
	struct str der = {0};

	authority_der(authority, &der);
	test_write(folder.trust, name, der.data, der.length);
	str_clear(&der);
}

static int
begin(void **state)
{
	(void)state;
	test_folder_make(&folder);
	authority_make(&root, &(struct authority_wish){.name = "Deneme Kök"});
	authority_make(&sub, &(struct authority_wish){.name = "Deneme Ara Makam", .by = &root, .serial = SUB});
	authority_make(&leaf,
		&(struct authority_wish){.name = "AYŞE ÖRNEK",
			.by = &sub,
			.is_leaf = true,
			.serial = LEAF,
			.points = "URI:http://depo.deneme.invalid/nes.crl"});
	authority_make(&mute,
		&(struct authority_wish){.name = "Deneme Sessiz", .by = &root, .serial = 4, .usage = "critical,keyCertSign"});
	authority_make(&mute_leaf, &(struct authority_wish){.name = "CAN ÖRNEK", .by = &mute, .is_leaf = true, .serial = LEAF});
	put_certificate("root.crt", &root);
	put_certificate("sub.crt", &sub);
	put_certificate("mute.crt", &mute);
	return 0;
}

static int
finish(void **state)
{
	(void)state;
	cert_store_close(&store);
	authority_clear(&root);
	authority_clear(&sub);
	authority_clear(&leaf);
	authority_clear(&mute);
	authority_clear(&mute_leaf);
	test_folder_remove(&folder);
	return 0;
}

/* An empty folder of lists. */
static void
empty(void)
{
	char command[200];

	snprintf(command, sizeof command, "rm -f %s/*", folder.crl);
	assert_int_equal(system(command), 0);
}

static void
put_list(const char *name, const struct list_wish *wish)
{
	struct str der = {0};

	authority_list(wish, &der);
	test_write(folder.crl, name, der.data, der.length);
	str_clear(&der);
}

static struct certificate_check
check(const struct authority *one, int64_t at)
{
	struct certificate_check result;
	struct err err = {0};
	struct str der = {0};

	cert_store_close(&store);
	assert_int_equal(cert_store_open(&store, folder.trust, folder.crl, &err), OK);
	authority_der(one, &der);
	cert_check(store, (const uint8_t *)der.data, der.length, at, &result);
	str_clear(&der);
	assert_int_equal(result.chain, CHAIN_TRUSTED);
	return result;
}

/* ---- one list */

static void
times_are_to_the_second(void **state)
{
	static const struct {
		int64_t issued, next;
		struct list_entry entry;
		enum revocation_result result;
	} cases[] = {
		{yesterday, 0, {0}, REVOCATION_GOOD}, {yesterday, TEST_TIME, {0}, REVOCATION_GOOD},
		{yesterday, TEST_TIME - 1, {0}, REVOCATION_LIST_STALE}, {yesterday, -1, {0}, REVOCATION_LIST_STALE},
		{TEST_TIME, 0, {0}, REVOCATION_GOOD}, {TEST_TIME + 1, 0, {0}, REVOCATION_LIST_INVALID}, /* not yet */
		{yesterday, 0, {OTHER, yesterday, 0}, REVOCATION_GOOD}, {yesterday, 0, {LEAF, yesterday, 0}, REVOCATION_REVOKED},
		{yesterday, 0, {LEAF, TEST_TIME, 0}, REVOCATION_REVOKED},
		{yesterday, 0, {LEAF, TEST_TIME + 1, 0}, REVOCATION_GOOD},
		{yesterday, TEST_TIME - 1, {LEAF, yesterday, 0}, REVOCATION_REVOKED}, /* however old the list */
		{TEST_TIME + 100, 0, {LEAF, yesterday, 0}, REVOCATION_REVOKED},       /* however far the clock is behind */
		{yesterday, 0, {LEAF, yesterday, 6}, REVOCATION_REVOKED},             /* on hold */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct certificate_check result;
		empty();
		put_list("nes.crl",
			&(struct list_wish){
				.by = &sub, .issued = cases[i].issued, .next = cases[i].next, .entries = {cases[i].entry}});
		result = check(&leaf, TEST_TIME);
		if (result.revocation != cases[i].result)
			fail_msg("case %zu: %s", i, revocation_result_name(result.revocation));
		assert_true(result.revocation != REVOCATION_REVOKED || result.revoked_at == cases[i].entry.when);
		assert_false(result.authority_revoked);
	}
}

/* What is there and cannot be used is named with its reason, never "no list". */
static void
unusable_lists_are_named(void **state)
{
	struct authority stranger;
	struct list_wish usual = {.by = &sub, .issued = yesterday};
	const struct {
		const char *name;
		struct list_wish wish;
		enum list_trouble trouble;
	} cases[] = {
		{"indirect", {.by = &sub, .issued = yesterday, .scope = "critical,indirectCRL:TRUE"}, LIST_INDIRECT},
		{"some reasons", {.by = &sub, .issued = yesterday, .scope = "critical,onlysomereasons:keyCompromise"},
			LIST_PARTIAL},
		{"attributes", {.by = &sub, .issued = yesterday, .scope = "critical,onlyAA:TRUE"}, LIST_PARTIAL},
		{"authorities", {.by = &sub, .issued = yesterday, .scope = "critical,onlyCA:TRUE"}, LIST_PARTIAL},
		{"another place", {.by = &sub, .issued = yesterday, .scope = "critical,fullname:URI:http://baska.invalid/"},
			LIST_PARTIAL},
		{"not yet", {.by = &sub, .issued = TEST_TIME + 1}, LIST_NOT_YET},
		{"unknown extension", {.by = &sub, .issued = yesterday, .unknown_critical = true}, LIST_EXTENSION},
		{"forged", {.by = &sub, .issued = yesterday, .signer = &root}, LIST_FORGED},
		{"changes alone", {.by = &sub, .issued = yesterday, .number = 5, .base = 4}, LIST_DELTA_ALONE},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct certificate_check result;
		empty();
		put_list("nes.crl", &cases[i].wish);
		result = check(&leaf, TEST_TIME);
		if (result.revocation != REVOCATION_LIST_INVALID || result.list_trouble != cases[i].trouble)
			fail_msg("%s: %s, trouble %d", cases[i].name, revocation_result_name(result.revocation),
				(int)result.list_trouble);
		assert_string_equal(result.list_file, "nes.crl");
		/* A usable one beside it is what counts, but for changes that nobody knows the base of. */
		usual.number = 9;
		usual.issued = yesterday - 100;
		put_list("usual.crl", &usual);
		result = check(&leaf, TEST_TIME);
		assert_int_equal(result.revocation,
			cases[i].trouble == LIST_DELTA_ALONE ? REVOCATION_LIST_INVALID : REVOCATION_GOOD);
	}
	/* An issuer that may not sign lists. */
	empty();
	put_list("sessiz.crl", &(struct list_wish){.by = &mute, .issued = yesterday});
	assert_int_equal(check(&mute_leaf, TEST_TIME).list_trouble, LIST_NO_RIGHT);
	/* Lists of other issuers, and of another key of the same name, have nothing to say. */
	authority_make(&stranger, &(struct authority_wish){.name = "Deneme Ara Makam"});
	put_list("yabanci.crl", &(struct list_wish){.by = &stranger, .issued = yesterday, .scope = NULL});
	assert_int_equal(check(&leaf, TEST_TIME).list_trouble, LIST_FORGED); /* it bears no key identifier to tell it by */
	authority_clear(&stranger);
	empty();
	put_list("sessiz.crl", &(struct list_wish){.by = &mute, .issued = yesterday});
	assert_int_equal(check(&leaf, TEST_TIME).revocation, REVOCATION_NOT_CHECKED);
}

/* A list for one place, or for one kind of certificate, counts for those that it is for and for nobody else. */
static void
lists_count_for_whom_they_are(void **state)
{
	static const char place[] = "http://depo.deneme.invalid/nes.crl";
	static const char fullname[] = "critical,fullname:URI:http://depo.deneme.invalid/nes.crl";
	static const struct {
		const char *name, *points, *scope;
		enum revocation_result result;
	} cases[] = {
		{"its place", "URI:http://depo.deneme.invalid/nes.crl", fullname, REVOCATION_GOOD},
		{"its second place", "URI:http://baska.invalid/,URI:http://depo.deneme.invalid/nes.crl", fullname, REVOCATION_GOOD},
		{"its second name", "URI:http://depo.deneme.invalid/nes.crl",
			"critical,DER:30:2B:A0:29:A0:27:86:01:61:86:22:68:74:74:70:3A:2F:2F:64:65:70:6F:"
			"2E:64:65:6E:65:6D:65:2E:69:6E:76:61:6C:69:64:2F:6E:65:73:2E:63:72:6C",
			REVOCATION_GOOD},
		{"another place", "URI:http://baska.invalid/", fullname, REVOCATION_LIST_INVALID},
		{"no place", "", fullname, REVOCATION_LIST_INVALID},
		{"a point that names no place", "DER:30:07:30:05:A2:03:86:01:61", fullname, REVOCATION_LIST_INVALID},
		{"a place by a relative name", "URI:http://depo.deneme.invalid/nes.crl",
			"critical,DER:30:0E:A0:0C:A1:0A:30:08:06:03:55:04:03:0C:01:61", REVOCATION_LIST_INVALID},
		{"users", "", "critical,onlyuser:TRUE", REVOCATION_GOOD},
		{"authorities", "", "critical,onlyCA:TRUE", REVOCATION_LIST_INVALID},
		{"some reasons", "", "critical,onlysomereasons:keyCompromise", REVOCATION_LIST_INVALID},
		{"a scope that cannot be read", "", "critical,DER:04:01:00", REVOCATION_LIST_INVALID},
		{"attributes not", "", "critical,onlyAA:FALSE", REVOCATION_GOOD},
	};

	(void)state;
	assert_non_null(strstr(fullname, place));
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct authority one;
		struct certificate_check result;
		authority_make(&one,
			&(struct authority_wish){
				.name = "CAN ÖRNEK", .by = &sub, .is_leaf = true, .serial = 9, .points = cases[i].points});
		empty();
		put_list("nes.crl", &(struct list_wish){.by = &sub, .issued = yesterday, .scope = cases[i].scope});
		result = check(&one, TEST_TIME);
		if (result.revocation != cases[i].result)
			fail_msg("a list for %s: %s", cases[i].name, revocation_result_name(result.revocation));
		authority_clear(&one);
	}
	/* One for users says nothing of an authority, one for authorities does. */
	empty();
	put_list("kok.crl",
		&(struct list_wish){
			.by = &root, .issued = yesterday, .scope = "critical,onlyuser:TRUE", .entries = {{SUB, yesterday, 0}}});
	assert_false(check(&leaf, TEST_TIME).authority_revoked);
	put_list("kok.crl",
		&(struct list_wish){
			.by = &root, .issued = yesterday, .scope = "critical,onlyCA:TRUE", .entries = {{SUB, yesterday, 0}}});
	assert_true(check(&leaf, TEST_TIME).authority_revoked);
}

static void
files_that_are_none_are_named(void **state)
{
	struct certificate_check result;
	char path[200];

	(void)state;
	empty();
	test_write(folder.crl, "BENIOKU.txt", "Listeler buraya", 15);
	assert_int_equal(check(&leaf, TEST_TIME).revocation, REVOCATION_NOT_CHECKED); /* it is there for another reason */
	test_write(folder.crl, "nes.crl", "<html>404</html>", 16);
	result = check(&leaf, TEST_TIME);
	assert_true(result.revocation == REVOCATION_LIST_INVALID && result.list_trouble == LIST_JUNK);
	assert_string_equal(result.list_file, "nes.crl");
	empty();
	snprintf(path, sizeof path, "%s/buyuk.crl", folder.crl);
	test_write(folder.crl, "buyuk.crl", "0", 1);
	assert_int_equal(truncate(path, (64 << 20) + 1), 0);
	assert_int_equal(check(&leaf, TEST_TIME).list_trouble, LIST_TOO_LARGE);
	log_open("/dev/null");
	/* A list of the issuer is what counts, whatever else lies there. */
	put_list("iyi.crl", &(struct list_wish){.by = &sub, .issued = yesterday});
	assert_int_equal(check(&leaf, TEST_TIME).revocation, REVOCATION_GOOD);
}

/* ---- several lists */

static void
every_list_of_a_file_counts(void **state)
{
	struct str der = {0}, pem = {0}, both = {0};

	(void)state;
	authority_list(&(struct list_wish){.by = &root, .issued = yesterday}, &der);
	authority_pem(&pem, &der, "X509 CRL");
	str_add_n(&both, der.data, der.length);
	authority_list(&(struct list_wish){.by = &sub, .issued = yesterday, .entries = {{LEAF, yesterday, 0}}}, &der);
	authority_pem(&pem, &der, "X509 CRL");
	str_add_n(&both, der.data, der.length);
	empty();
	test_write(folder.crl, "hepsi.pem", pem.data, pem.length);
	assert_int_equal(check(&leaf, TEST_TIME).revocation, REVOCATION_REVOKED);
	empty();
	test_write(folder.crl, "hepsi.crl", both.data, both.length);
	assert_int_equal(check(&leaf, TEST_TIME).revocation, REVOCATION_REVOKED);
	/* A broken one behind them is a file of its own that is named. */
	empty();
	str_add(&pem, "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n");
	test_write(folder.crl, "hepsi.pem", pem.data, pem.length);
	assert_int_equal(check(&leaf, TEST_TIME).revocation, REVOCATION_REVOKED);
	assert_int_equal(cert_store_lists(store, TEST_TIME, NULL, 0), 3);
	str_clear(&der);
	str_clear(&pem);
	str_clear(&both);
}

static void
revoked_authority_refuses_all_below(void **state)
{
	struct certificate_check result;

	(void)state;
	empty();
	put_list("nes.crl", &(struct list_wish){.by = &sub, .issued = yesterday});
	put_list("kok.crl", &(struct list_wish){.by = &root, .issued = yesterday, .entries = {{SUB, yesterday - 5, 0}}});
	result = check(&leaf, TEST_TIME);
	assert_true(result.revocation == REVOCATION_REVOKED && result.authority_revoked && result.revoked_at == yesterday - 5);
	/* Also where the issuing authority has no list. */
	unlink("nes.crl");
	empty();
	put_list("kok.crl", &(struct list_wish){.by = &root, .issued = yesterday, .entries = {{SUB, yesterday, 0}}});
	assert_true(check(&leaf, TEST_TIME).authority_revoked);
	assert_int_equal(check(&leaf, yesterday - 1).revocation, REVOCATION_NOT_CHECKED); /* not at that time */
	/* The certificate's own revocation is told first. */
	put_list("nes.crl", &(struct list_wish){.by = &sub, .issued = yesterday, .entries = {{LEAF, yesterday, 0}}});
	result = check(&leaf, TEST_TIME);
	assert_true(result.revocation == REVOCATION_REVOKED && !result.authority_revoked);
	/* A list of the root's that says nothing that counts is named; without one the leaf's answer stands. */
	empty();
	put_list("nes.crl", &(struct list_wish){.by = &sub, .issued = yesterday});
	assert_int_equal(check(&leaf, TEST_TIME).revocation, REVOCATION_GOOD);
	put_list("kok.crl", &(struct list_wish){.by = &root, .issued = yesterday - 100, .next = yesterday});
	assert_int_equal(check(&leaf, TEST_TIME).revocation, REVOCATION_LIST_STALE);
	put_list("kok.crl", &(struct list_wish){.by = &root, .issued = yesterday, .scope = "critical,onlyuser:TRUE"});
	result = check(&leaf, TEST_TIME);
	assert_true(result.revocation == REVOCATION_LIST_INVALID && result.list_trouble == LIST_PARTIAL);
	assert_string_equal(result.list_file, "kok.crl");
	/* One for authorities only is the right one for an authority. */
	put_list("kok.crl", &(struct list_wish){.by = &root, .issued = yesterday, .scope = "critical,onlyCA:TRUE"});
	assert_int_equal(check(&leaf, TEST_TIME).revocation, REVOCATION_GOOD);
}

/* ---- lists of changes */

static void
changes_are_applied_to_their_base(void **state)
{
	static const struct {
		const char *name;
		struct list_wish base, delta;
		enum revocation_result result;
	} cases[] = {
		{"nothing new", {.number = 4, .issued = yesterday - 100}, {.number = 5, .base = 4, .issued = yesterday},
			REVOCATION_GOOD},
		{"revoked since", {.number = 4, .issued = yesterday - 100},
			{.number = 5, .base = 4, .issued = yesterday, .entries = {{LEAF, yesterday, 1}}}, REVOCATION_REVOKED},
		{"taken off hold", {.number = 4, .issued = yesterday - 100, .entries = {{LEAF, yesterday - 200, 6}}},
			{.number = 5, .base = 4, .issued = yesterday, .entries = {{LEAF, yesterday, 8}}}, REVOCATION_GOOD},
		{"taken off, of another base", {.number = 4, .issued = yesterday - 100, .entries = {{LEAF, yesterday - 200, 6}}},
			{.number = 6, .base = 5, .issued = yesterday, .entries = {{LEAF, yesterday, 8}}}, REVOCATION_REVOKED},
		{"base older than what the changes begin with", {.number = 4, .issued = yesterday - 100},
			{.number = 7, .base = 6, .issued = yesterday}, REVOCATION_LIST_INVALID},
		{"revoked in changes without their base", {.number = 4, .issued = yesterday - 100},
			{.number = 7, .base = 6, .issued = yesterday, .entries = {{LEAF, yesterday, 1}}}, REVOCATION_REVOKED},
		{"base newer than the changes", {.number = 9, .issued = yesterday},
			{.number = 5, .base = 4, .issued = yesterday - 100}, REVOCATION_GOOD},
		{"base without a number", {.issued = yesterday - 100}, {.number = 5, .base = 4, .issued = yesterday},
			REVOCATION_LIST_INVALID},
		{"base past its time, changes in theirs", {.number = 4, .issued = yesterday - 100, .next = yesterday},
			{.number = 5, .base = 4, .issued = yesterday}, REVOCATION_GOOD},
		{"changes past their time", {.number = 4, .issued = yesterday - 100},
			{.number = 5, .base = 4, .issued = yesterday, .next = TEST_TIME - 1}, REVOCATION_LIST_STALE},
		{"changes not out yet", {.number = 4, .issued = yesterday - 100},
			{.number = 5, .base = 4, .issued = TEST_TIME + 1}, REVOCATION_GOOD},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct list_wish base = cases[i].base, delta = cases[i].delta;
		struct certificate_check result;
		base.by = delta.by = &sub;
		empty();
		put_list("base.crl", &base);
		put_list("delta.crl", &delta);
		result = check(&leaf, TEST_TIME);
		if (result.revocation != cases[i].result)
			fail_msg("%s: %s", cases[i].name, revocation_result_name(result.revocation));
		if (cases[i].result == REVOCATION_LIST_INVALID)
			assert_true(result.list_trouble == LIST_DELTA_ALONE && strcmp(result.list_file, "delta.crl") == 0);
	}
}

/* Without its root the issuer's signature is known, and so its lists count. */
static void
lists_count_without_a_root(void **state)
{
	struct certificate_check result;
	char path[200];
	struct str der = {0};
	struct err err = {0};

	(void)state;
	empty();
	put_list("nes.crl", &(struct list_wish){.by = &sub, .issued = yesterday, .entries = {{LEAF, yesterday, 0}}});
	snprintf(path, sizeof path, "%s/root.crt", folder.trust);
	assert_int_equal(unlink(path), 0);
	cert_store_close(&store);
	assert_int_equal(cert_store_open(&store, folder.trust, folder.crl, &err), OK);
	authority_der(&leaf, &der);
	cert_check(store, (const uint8_t *)der.data, der.length, TEST_TIME, &result);
	assert_true(result.chain == CHAIN_NO_ROOT && result.revocation == REVOCATION_REVOKED);
	str_clear(&der);
	put_certificate("root.crt", &root);
}

/* ---- what an administrator is told */

static const struct cert_list_facts *
facts_of(const struct cert_list_facts *all, int count, const char *file)
{
	for (int i = 0; i < count; i++)
		if (strcmp(all[i].file, file) == 0)
			return &all[i];
	fail_msg("%s is not told", file);
	return NULL;
}

static void
lists_are_described(void **state)
{
	static const struct {
		const char *file;
		enum list_trouble trouble;
	} expected[] = {{"a.crl", LIST_USABLE}, {"b.crl", LIST_STALE}, {"c.crl", LIST_NO_RIGHT}, {"d.crl", LIST_DELTA_ALONE},
		{"e.crl", LIST_JUNK}, {"f.crl", LIST_NO_ISSUER}, {"g.crl", LIST_FORGED}, {"h.crl", LIST_NOT_YET},
		{"i.crl", LIST_INDIRECT}};
	struct cert_list_facts all[16], oldest;
	struct authority stranger;
	int count;

	(void)state;
	empty();
	assert_false(check(&leaf, TEST_TIME).list_issued != 0 || cert_store_oldest(store, TEST_TIME, NULL));
	authority_make(&stranger, &(struct authority_wish){.name = "Yabancı"});
	put_list("a.crl", &(struct list_wish){.by = &sub, .issued = yesterday, .number = 4});
	put_list("b.crl", &(struct list_wish){.by = &root, .issued = yesterday - 9 * AUTHORITY_DAY, .next = yesterday});
	put_list("c.crl", &(struct list_wish){.by = &mute, .issued = yesterday});
	put_list("d.crl", &(struct list_wish){.by = &sub, .issued = yesterday, .number = 9, .base = 8});
	test_write(folder.crl, "e.crl", "hello", 5);
	put_list("f.crl", &(struct list_wish){.by = &stranger, .issued = yesterday});
	put_list("g.crl", &(struct list_wish){.by = &sub, .issued = yesterday, .signer = &root});
	put_list("h.crl", &(struct list_wish){.by = &sub, .issued = TEST_TIME + 5});
	put_list("i.crl", &(struct list_wish){.by = &sub, .issued = yesterday, .scope = "critical,indirectCRL:TRUE"});
	check(&leaf, TEST_TIME);
	count = cert_store_lists(store, TEST_TIME, all, ARRAY_LENGTH(all));
	assert_int_equal(count, ARRAY_LENGTH(expected));
	for (size_t i = 0; i < ARRAY_LENGTH(expected); i++) {
		const struct cert_list_facts *facts = facts_of(all, count, expected[i].file);
		if (facts->trouble != expected[i].trouble)
			fail_msg("%s: trouble %d", facts->file, (int)facts->trouble);
		assert_true((facts->trouble == LIST_USABLE) == (list_trouble_message(facts->trouble) == MSG_NONE));
	}
	assert_string_equal(facts_of(all, count, "a.crl")->issuer_cn, "Deneme Ara Makam");
	assert_true(facts_of(all, count, "a.crl")->issued == yesterday &&
		facts_of(all, count, "a.crl")->next == yesterday + 7 * AUTHORITY_DAY);
	assert_true(facts_of(all, count, "d.crl")->is_delta);
	assert_int_equal(cert_store_lists(store, TEST_TIME, all, 2), count); /* no more than there is room for */
	assert_true(cert_store_oldest(store, TEST_TIME, &oldest));
	assert_string_equal(oldest.file, "b.crl"); /* past its time, and still the newest of its issuer that counts */
	put_list("b2.crl", &(struct list_wish){.by = &root, .issued = yesterday + 1});
	check(&leaf, TEST_TIME);
	assert_true(cert_store_oldest(store, TEST_TIME, &oldest));
	assert_string_equal(oldest.file, "a.crl");
	authority_clear(&stranger);
}

/* ---- lists that are to be taken in */

struct told {
	int count;
	struct cert_list_facts last;
	enum cert_taking taking;
};

static void
take(void *context, const struct cert_list_facts *facts, enum cert_taking taking)
{
	struct told *told = context;

	told->count++;
	told->last = *facts;
	told->taking = taking;
}

/* is_dry: nothing is written. */
static enum code
take_file(const void *bytes, size_t length, bool is_dry, struct told *told)
{
	struct err err = {0};
	char path[200];
	enum code code;

	*told = (struct told){0};
	snprintf(path, sizeof path, "%s/yeni.crl", folder.path);
	test_write(folder.path, "yeni.crl", bytes, length);
	code = cert_take_lists(store, path, is_dry ? NULL : folder.crl, TEST_TIME, take, told, &err);
	assert_true(code == OK || err.message != 0);
	return code;
}

static int
count_files(void)
{
	struct dirent *entry;
	DIR *directory = opendir(folder.crl);
	int count = 0;

	assert_non_null(directory);
	while ((entry = readdir(directory)) != NULL)
		count += entry->d_name[0] != '.';
	closedir(directory);
	return count;
}

static void
only_good_lists_are_taken_in(void **state)
{
	struct str der = {0}, pem = {0};
	struct told told;

	(void)state;
	empty();
	put_list("nes.crl", &(struct list_wish){.by = &sub, .issued = yesterday, .number = 4});
	check(&leaf, TEST_TIME);
	authority_list(&(struct list_wish){.by = &sub, .issued = yesterday + 100}, &der);
	assert_int_equal(take_file(der.data, der.length, true, &told), OK);
	assert_true(told.count == 1 && told.taking == LIST_TAKEN);
	assert_int_equal(count_files(), 1);
	authority_pem(&pem, &der, "X509 CRL");
	check(&leaf, TEST_TIME);
	assert_int_equal(take_file(der.data, der.length, true, &told), OK); /* the very same one hides nothing */
	assert_int_equal(told.taking, LIST_TAKEN);
	authority_list(&(struct list_wish){.by = &sub, .issued = yesterday - 100}, &der);
	assert_int_equal(take_file(der.data, der.length, true, &told), ERR_REFUSED);
	assert_int_equal(told.taking, LIST_OLDER);
	authority_list(&(struct list_wish){.by = &sub, .issued = yesterday - 100, .next = yesterday}, &der);
	assert_int_equal(take_file(der.data, der.length, true, &told), ERR_REFUSED);
	assert_true(told.taking == LIST_REFUSED && told.last.trouble == LIST_STALE);
	authority_list(&(struct list_wish){.by = &sub, .issued = yesterday + 100, .number = 9, .base = 8}, &der);
	assert_int_equal(take_file(der.data, der.length, true, &told), ERR_REFUSED);
	assert_int_equal(told.last.trouble, LIST_DELTA_ALONE);
	authority_list(&(struct list_wish){.by = &sub, .issued = yesterday + 100, .number = 5, .base = 4}, &der);
	assert_int_equal(take_file(der.data, der.length, true, &told), OK);
	authority_list(&(struct list_wish){.by = &sub, .issued = yesterday + 100, .signer = &root}, &der);
	assert_int_equal(take_file(der.data, der.length, true, &told), ERR_REFUSED);
	assert_int_equal(told.last.trouble, LIST_FORGED);
	/* One that may not among those that may: they are taken, and it is told. */
	authority_pem(&pem, &der, "X509 CRL");
	assert_int_equal(take_file(pem.data, pem.length, false, &told), ERR_REFUSED);
	assert_true(told.count == 2 && told.taking == LIST_REFUSED);
	assert_int_equal(count_files(), 2);
	assert_int_equal(take_file("hello", 5, true, &told), ERR_SYNTAX);
	assert_int_equal(take_file("", 0, true, &told), ERR_SYNTAX);
	str_clear(&der);
	str_clear(&pem);
}

/* The newer list takes the place of its predecessor; the root's and a list of changes have places of their own. */
static void
taken_lists_replace_their_own_kind(void **state)
{
	struct str der = {0};
	struct told told;
	char first[LIST_FILE_TEXT], other[LIST_FILE_TEXT];

	(void)state;
	empty();
	check(&leaf, TEST_TIME);
	authority_list(&(struct list_wish){.by = &sub, .issued = yesterday, .number = 4}, &der);
	assert_int_equal(take_file(der.data, der.length, false, &told), OK);
	copy_text(first, sizeof first, told.last.file);
	assert_true(strncmp(first, "deneme-ara-makam-", 17) == 0 && strcmp(first + strlen(first) - 4, ".crl") == 0);
	cert_store_refresh(&store);
	authority_list(&(struct list_wish){.by = &sub, .issued = yesterday + 5, .number = 6, .entries = {{LEAF, yesterday, 0}}},
		&der);
	assert_int_equal(take_file(der.data, der.length, false, &told), OK);
	assert_string_equal(told.last.file, first);
	assert_int_equal(count_files(), 1);
	authority_list(&(struct list_wish){.by = &sub, .issued = yesterday + 9, .number = 7, .base = 6}, &der);
	cert_store_refresh(&store);
	assert_int_equal(take_file(der.data, der.length, false, &told), OK);
	authority_list(&(struct list_wish){.by = &root, .issued = yesterday}, &der);
	assert_int_equal(take_file(der.data, der.length, false, &told), OK);
	assert_int_equal(count_files(), 3);
	assert_int_equal(check(&leaf, TEST_TIME).revocation, REVOCATION_REVOKED);
	/* Lists for others have names of their own: none may take the place of one that says something else. */
	authority_list(&(struct list_wish){.by = &sub, .issued = yesterday + 10, .scope = "critical,onlyuser:TRUE"}, &der);
	assert_int_equal(take_file(der.data, der.length, false, &told), OK);
	copy_text(other, sizeof other, told.last.file);
	assert_string_not_equal(other, first);
	authority_list(&(struct list_wish){.by = &sub, .issued = yesterday + 10, .scope = "critical,onlyCA:TRUE"}, &der);
	assert_int_equal(take_file(der.data, der.length, false, &told), OK);
	assert_string_not_equal(told.last.file, other);
	assert_int_equal(count_files(), 5);
	str_clear(&der);
}

static void
unwritable_folder_is_said(void **state)
{
	struct err err = {0};
	struct str der = {0};
	char path[200];
	struct told told = {0};

	(void)state;
	empty();
	check(&leaf, TEST_TIME);
	authority_list(&(struct list_wish){.by = &sub, .issued = yesterday}, &der);
	snprintf(path, sizeof path, "%s/yeni.crl", folder.path);
	test_write(folder.path, "yeni.crl", der.data, der.length);
	assert_int_not_equal(cert_take_lists(store, path, "/nowhere/at/all", TEST_TIME, take, &told, &err), OK);
	assert_true(told.taking == LIST_UNSTORED && err.code != OK);
	assert_int_equal(cert_take_lists(store, "/nowhere/at/all", folder.crl, TEST_TIME, take, &told, &err), ERR_NOT_FOUND);
	str_clear(&der);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_to_the_second),
		cmocka_unit_test(unusable_lists_are_named),
		cmocka_unit_test(lists_count_for_whom_they_are),
		cmocka_unit_test(files_that_are_none_are_named),
		cmocka_unit_test(every_list_of_a_file_counts),
		cmocka_unit_test(revoked_authority_refuses_all_below),
		cmocka_unit_test(changes_are_applied_to_their_base),
		cmocka_unit_test(lists_count_without_a_root),
		cmocka_unit_test(lists_are_described),
		cmocka_unit_test(only_good_lists_are_taken_in),
		cmocka_unit_test(taken_lists_replace_their_own_kind),
		cmocka_unit_test(unwritable_folder_is_said),
	};

	return cmocka_run_group_tests_name("cert revocation", tests, begin, finish);
}
