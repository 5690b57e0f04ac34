/*
 * What the tests of the room `cert` share.
 */
#include "common.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct certificate_maker *maker;
static struct str current;

struct certificate_maker *
test_maker(void)
{
	if (maker == NULL)
		maker = certificate_maker_new(TEST_TIME, true);
	return maker;
}

void
test_forget_maker(void)
{
	certificate_maker_free(&maker);
	str_clear(&current);
}

const struct str *
test_certificate(enum certificate_wish_kind kind)
{
	const struct certificate_wish wish = {.kind = kind, .national_id = "10000000146", .name = "AYŞE ÖRNEK"};

	certificate_make(test_maker(), &wish, &current);
	return &current;
}

struct certificate_facts
test_facts(enum certificate_wish_kind kind)
{
	struct certificate_facts facts = {0};
	struct err err = {0};
	const struct str *der = test_certificate(kind);

	if (cert_facts((const uint8_t *)str_text(der), der->length, NULL, &facts, &err) != OK) {
		fprintf(stderr, "cert_facts: %s\n", err.detail);
		exit(1);
	}
	return facts;
}

static void
must(int result, const char *what)
{
	if (result != 0) {
		perror(what);
		exit(1);
	}
}

void
test_folder_make(struct test_folder *folder)
{
	snprintf(folder->path, sizeof folder->path, "/tmp/teslim-cert-XXXXXX");
	must(mkdtemp(folder->path) == NULL, folder->path);
	snprintf(folder->trust, sizeof folder->trust, "%s/trust", folder->path);
	snprintf(folder->crl, sizeof folder->crl, "%s/crl", folder->path);
	must(mkdir(folder->trust, 0700), folder->trust);
	must(mkdir(folder->crl, 0700), folder->crl);
}

static int
remove_one(const char *path, const struct stat *status, int kind, struct FTW *at)
{
	(void)status;
	(void)kind;
	(void)at;
	return remove(path);
}

void
test_folder_remove(const struct test_folder *folder)
{
	must(nftw(folder->path, remove_one, 16, FTW_DEPTH | FTW_PHYS), folder->path);
}

void
test_write(const char *directory, const char *name, const void *bytes, size_t length)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", directory, name);
	file = fopen(path, "wb");
	must(file == NULL, path);
	must(length > 0 && fwrite(bytes, 1, length, file) != length, path);
	must(fclose(file), path);
}
