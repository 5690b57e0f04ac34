/*
 * pcsc/test_module: a vendor's PKCS#11 library on a real pcscd: OpenSC's reads a card's certificate for us without a
 * login; and the program asks a library only when no layout fits, says so when it cannot be used, and otherwise lets
 * it alone.
 */
#include "../../src/card/work.h"
#include "cards.h"
#include "tap.h"
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void
card_blank(struct card_model *model, long unused)
{
	(void)unused;
	card_model_blank(model);
}

/* ---- OpenSC's library, asked as the reading process asks */

struct taken {
	int count;
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
	struct card_model_cert cert = cards_certificate(CERT_ONE);

	(void)label;
	(void)id;
	taken->count++;
	taken->is_right = strcmp(family, CARD_FAMILY_MODULE) == 0 && span_equal(der, cert.der, cert.length);
}

static void
check_opensc(struct world *world)
{
	static const char opensc[] = "app default {\n\tdebug = 0;\n\tenable_default_driver = true;\n"
				     "\tframework pkcs15 {\n\t\tuse_file_caching = no;\n\t}\n}\n";
	struct taken taken = {0};
	const struct sink sink = {&taken, take_progress, take_certificate};
	struct reading reading;
	struct err err = {0};
	enum fault fault = FAULT_NO_CERTIFICATE;

	if (file_write(world_path(world, "opensc.conf"), opensc, sizeof opensc - 1, 0644, &err) != OK)
		tap_bail("%s", err.detail);
	setenv("OPENSC_CONF", world_path(world, "opensc.conf"), 1);
	setenv("OPENSC_DRIVER", "default", 1);
	setenv("PCSCLITE_CSOCK_NAME", world->pcscd.socket, 1);
	world_insert(world, 1, card_pkcs15, 1);
	world_foreign(world, 1, true);
	reading_init(&reading, &sink);
	for (int i = 0; i < 50 && fault != FAULT_NONE; i++) { /* until pcscd has seen the card */
		usleep(100000);
		fault = module_read(&reading, "opensc-pkcs11.so", world_reader(1));
	}
	tap_ok(fault == FAULT_NONE && taken.count == 1 && taken.is_right,
		"OpenSC's library gives the certificate, byte for byte, without a login: %s, %d", fault_code(fault), taken.count);
	taken = (struct taken){0};
	reading_clear(&reading);
	world_remove(world, 1);
	unsetenv("OPENSC_DRIVER");
}

/* ---- the program */

static void
make_library(const struct world *world)
{
	const char *top = getenv("TOP");
	char source[512], library[128];
	const char *const compile[] = {"sh", "-c", "exec ${CC:-cc} -shared -fPIC -o \"$0\" \"$1\"", library, source, NULL};
	struct card_model_cert cert = cards_certificate(CERT_ONE);
	struct str out = {0};
	struct err err = {0};

	snprintf(source, sizeof source, "%s/tests/card/module/pkcs11.c", top != NULL ? top : ".");
	snprintf(library, sizeof library, "%s", world_path(world, "fake.so"));
	if (world_run(world, compile, NULL, &out, 20000) != 0)
		tap_bail("the library: %s", str_text(&out));
	if (file_write(world_path(world, "cert.der"), cert.der, cert.length, 0644, &err) != OK)
		tap_bail("%s", err.detail);
	setenv("FAKE_CERT", world_path(world, "cert.der"), 1);
	setenv("FAKE_MARK", world_path(world, "mark"), 1);
	setenv("FAKE_SLOTS", world_reader(0), 1);
	str_clear(&out);
}

static int
run_program(const struct world *world, const char *library, struct str *out)
{
	char program[512];
	const char *const argv[] = {program, "--once", "--events", "--wait", "5", "--reader", world_reader(0), "--lang", "tr",
		"--module", library, NULL};

	snprintf(program, sizeof program, "%s/teslim-card", world_build_dir());
	str_reset(out);
	return world_run(world, argv, NULL, out, tap_patient(8000));
}

static bool
says(const struct str *out, const char *text)
{
	return strstr(str_text(out), text) != NULL;
}

static void
check_program(struct world *world)
{
	struct str out = {0};
	char library[128];
	int status;

	make_library(world);
	snprintf(library, sizeof library, "%s", world_path(world, "fake.so"));
	world_insert(world, 0, card_blank, 0);
	status = run_program(world, library, &out);
	tap_ok(status == 0 && says(&out, "family=module") && says(&out, "label=slot%2010") && says(&out, "kind=module") &&
			says(&out, "done "),
		"a card that no layout fits is read through the library (status %d)", status);
	status = run_program(world, "/nonexistent/libp11.so", &out);
	tap_ok(status == 1 && says(&out, "code=" CARD_FAULT_MODULE " ") && says(&out, "/nonexistent/libp11.so") &&
			!says(&out, "cert "),
		"a library that is not there is named (status %d)", status);
	setenv("FAKE_MANNER", "no-value", 1);
	status = run_program(world, library, &out);
	tap_ok(status == 1 && says(&out, "code=" CARD_FAULT_UNKNOWN_CARD " "),
		"a library that knows nothing: unknown card (status %d)", status);
	unsetenv("FAKE_MANNER");
	world_load(world, 0, card_akis, 1);
	status = run_program(world, "/nonexistent/libp11.so", &out);
	tap_ok(status == 0 && says(&out, "family=akis"), "a card that can be read needs no library (status %d)", status);
	tap_ok(access(world_path(world, "mark"), F_OK) != 0, "nobody logged in");
	str_clear(&out);
}

int
main(void)
{
	struct world world;

	cards_make();
	world_start(&world, "module", NULL);
	check_program(&world);
	check_opensc(&world);
	world_end(&world);
	cards_free();
	return tap_end();
}
