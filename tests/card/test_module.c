/*
 * card/test_module: certificates through a vendor's PKCS#11 library: one made for the test, with bad manners too. Only
 * the reader's own slot is asked, nothing is believed about lengths, and nobody logs in. That the same works with
 * OpenSC's library and through the program is in pcsc/test_module.
 */
#include "scripted.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/teslim-module-XXXXXX";
static char library[64], cert_path[64], mark[64];

struct taken {
	int count;
	char label[READING_LABEL_MAX], id[2 * READING_ID_MAX + 1];
	bool is_right;
};

static void
take_progress(void *context, size_t read, size_t total)
{
	(void)context;
	(void)read;
	(void)total;
}

static void
take_certificate(void *context, const char *family, const char *label, struct span id, struct span der)
{
	struct taken *taken = context;
	struct card_model_cert cert = scripted_cert(CERT_PERSON);

	taken->count++;
	assert_string_equal(family, CARD_FAMILY_MODULE);
	copy_text(taken->label, sizeof taken->label, label);
	hex_encode(taken->id, id.data, id.length);
	taken->is_right = span_equal(der, cert.der, cert.length);
}

static enum fault
read_through(struct taken *taken, const char *path, const char *slots, const char *reader, const char *manner)
{
	const struct sink sink = {taken, take_progress, take_certificate};
	struct reading reading;
	enum fault fault;

	*taken = (struct taken){0};
	setenv("FAKE_SLOTS", slots, 1);
	setenv("FAKE_MANNER", manner, 1);
	reading_init(&reading, &sink);
	fault = module_read(&reading, path, reader);
	assert_true(reading.arena.used <= reading.arena.size);
	assert_int_equal(reading.wire.apdus, 0);
	reading_clear(&reading);
	assert_int_not_equal(access(mark, F_OK), 0); /* no login, nothing written */
	return fault;
}

static void
test_slots(void **state)
{
	static const struct {
		const char *slots, *reader;
		const char *label; /* NULL: none is this reader's */
	} cases[] = {{"Virtual PCD 00 00", "Virtual PCD 00 00", "slot 10"},
		{"Virtual PCD 00 00|Virtual PCD 00 01", "Virtual PCD 00 01", "slot 11"},
		{"Reader 10|Reader 1", "Reader 1", "slot 11"}, /* not the one that begins alike */
		{"Reader 10|Reader 11", "Reader 1", NULL}, {"Anything|Else", "Reader", NULL},
		{"A name of its own", "Reader", "slot 10"}, /* the only one with a card */
		{"A reader whose name is as long as sixty-four letters are, yes so|Other",
			"A reader whose name is as long as sixty-four letters are, yes so long 00 00", "slot 10"}};
	struct taken taken;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		enum fault fault = read_through(&taken, library, cases[i].slots, cases[i].reader, "");
		if (cases[i].label == NULL) {
			assert_int_equal(fault, FAULT_NO_CERTIFICATE);
			assert_int_equal(taken.count, 0);
		} else {
			assert_int_equal(fault, FAULT_NONE);
			assert_true(taken.count == 1 && taken.is_right);
			assert_string_equal(taken.label, cases[i].label);
			assert_string_equal(taken.id, "4501");
		}
	}
}

static void
test_manners(void **state)
{
	static const struct {
		const char *manner;
		enum fault fault;
	} cases[] = {{"no-start", FAULT_MODULE}, {"many-slots", FAULT_NO_CERTIFICATE}, {"many-objects", FAULT_NO_CERTIFICATE},
		{"huge-value", FAULT_NO_CERTIFICATE}, {"no-value", FAULT_NO_CERTIFICATE}, {"long-label", FAULT_NONE}};
	struct taken taken;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		enum fault fault = read_through(&taken, library, "R", "R", cases[i].manner);
		if (fault != cases[i].fault || (fault == FAULT_NONE) != (taken.count == 1))
			fail_msg("%s: %s", cases[i].manner, fault_code(fault));
	}
	assert_string_equal(taken.label, ""); /* a label that is too long is none */
}

static void
test_no_library(void **state)
{
	struct taken taken;

	(void)state;
	assert_int_equal(read_through(&taken, "/nonexistent.so", "R", "R", ""), FAULT_MODULE);
	assert_int_equal(read_through(&taken, cert_path, "R", "R", ""), FAULT_MODULE);   /* no library at all */
	assert_int_equal(read_through(&taken, "libz.so.1", "R", "R", ""), FAULT_MODULE); /* of something else */
}

static int
set_up(void **state)
{
	const char *top = getenv("TOP");
	struct card_model_cert cert;
	char command[400];
	struct err err = {0};

	if (scripted_setup(state) != 0 || mkdtemp(folder) == NULL)
		return -1;
	snprintf(library, sizeof library, "%s/fake.so", folder);
	snprintf(cert_path, sizeof cert_path, "%s/cert.der", folder);
	snprintf(mark, sizeof mark, "%s/mark", folder);
	cert = scripted_cert(CERT_PERSON);
	setenv("FAKE_CERT", cert_path, 1);
	setenv("FAKE_MARK", mark, 1);
	snprintf(command, sizeof command, "${CC:-cc} -shared -fPIC -o '%s' '%s/tests/card/module/pkcs11.c'", library,
		top != NULL ? top : ".");
	return file_write(cert_path, cert.der, cert.length, 0600, &err) == OK && system(command) == 0 ? 0 : -1;
}

static int
tear_down(void **state)
{
	unlink(library);
	unlink(cert_path);
	return rmdir(folder) != 0 || scripted_teardown(state) != 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_slots),
		cmocka_unit_test(test_manners),
		cmocka_unit_test(test_no_library),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
