/*
 * What the tests of the room `cert` share: one authority at one time, and a folder that goes away.
 */
#ifndef TESLIM_TEST_CERT_COMMON_H
#define TESLIM_TEST_CERT_COMMON_H

#include "demo/certificates.h"
#include "teslim/cert.h"

/* 23.11.2026 12:00 UTC */
#define TEST_TIME INT64_C(1795435200)
#define TEST_DAY INT64_C(86400)

struct certificate_maker *test_maker(void); /* fixed keys, TEST_TIME; made once */
void test_forget_maker(void);
/* A certificate of that kind for number 10000000146, AYŞE ÖRNEK; valid until the next call. */
const struct str *test_certificate(enum certificate_wish_kind kind);
struct certificate_facts test_facts(enum certificate_wish_kind kind);

/* A folder DIR with DIR/trust and DIR/crl. */
struct test_folder {
	char path[64], trust[80], crl[80];
};
void test_folder_make(struct test_folder *folder);
void test_folder_remove(const struct test_folder *folder);
void test_write(const char *directory, const char *name, const void *bytes, size_t length);

#endif
