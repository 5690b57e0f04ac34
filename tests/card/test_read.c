/*
 * card/test_read: whole readings of each family: what is found, for how many commands and bytes, what is left unread
 * when only some is asked; wrong hints; faults of the service at every command; what each sort of plastic is called.
 */
#include "scripted.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define ATR_AKIS "3b9f978131fe4580655443d3228231c073f621808105d3"
#define ATR_AKIS_1 "3bba11008131fe4d55454b41452056312e30ae"
#define ATR_PIV "3bfd1300008131fe158073c021c057597562694b657940"
#define ATR_ISOAPPLET "3b8a800149736f4170706c65740062"
#define ATR_NONE "3b80800101"

enum layout { AKIS, PKCS15, ISOAPPLET, PIV, PIV_GZIP };

/* A card of that layout with the first so many certificates. */
static void
make(struct scripted *scripted, enum layout layout, int count)
{
	struct card_model_cert certs[3];

	if (scripted->model != NULL)
		card_model_clear(scripted->model);
	else
		scripted->model = mem_alloc(sizeof *scripted->model);
	for (int i = 0; i < count; i++)
		certs[i] = scripted_cert((enum scripted_cert)i);
	switch (layout) {
	case AKIS:
		card_model_akis(scripted->model, certs, count);
		return;
	case PKCS15:
		card_model_pkcs15(scripted->model, certs, count);
		return;
	case ISOAPPLET:
		card_model_isoapplet(scripted->model, certs, count);
		return;
	case PIV:
	case PIV_GZIP:
		card_model_piv(scripted->model, certs, count, layout == PIV_GZIP);
		return;
	}
}

static unsigned
refused_selects(const struct card_model *model)
{
	unsigned count = 0;

	for (int i = 0; i < model->apdus; i++)
		if (model->log[i].head[1] == 0xA4 && model->log[i].sw != 0x9000)
			count++;
	return count;
}

/* ---- budgets */

static const struct budget {
	const char *name;
	enum layout layout;
	int count;
	const char *family;
	unsigned first; /* commands when the first, or the wanted, is enough */
	unsigned all;   /* when everything is read; 29 for three with the looks at three files that are not there */
} budgets[] = {
	{"AKİS, one", AKIS, 1, CARD_FAMILY_AKIS, 10, 13},
	{"AKİS, three", AKIS, 3, CARD_FAMILY_AKIS, 10, 29},
	{"PKCS#15, one", PKCS15, 1, CARD_FAMILY_PKCS15, 14, 14},
	{"PIV", PIV, 1, CARD_FAMILY_PIV, 9, 9},
	{"PIV, gzip", PIV_GZIP, 1, CARD_FAMILY_PIV, 9, 9},
};

static void
check_bytes(const struct scripted *scripted)
{
	size_t size = 0;

	for (int i = 0; i < scripted->count; i++)
		size += scripted->der[i].length;
	if (scripted->bytes > size * 105 / 100 + 250)
		fail_msg("%zu bytes for %zu", scripted->bytes, size);
}

static void
test_budgets(void **state)
{
	struct scripted scripted = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(budgets); i++) {
		const struct budget *budget = &budgets[i];
		make(&scripted, budget->layout, budget->count);
		scripted_read(&scripted);
		if (!scripted.is_done || scripted.count != budget->count || scripted.apdus > budget->all)
			fail_msg("%s: %d certificates for %u commands", budget->name, scripted.count, scripted.apdus);
		for (int k = 0; k < budget->count; k++) {
			assert_true(scripted_has(&scripted, k, (enum scripted_cert)k));
			assert_string_equal(scripted.family[k], budget->family);
		}
		check_bytes(&scripted);
		assert_int_equal(scripted.releases, 1);
		scripted.first_only = true;
		scripted_read(&scripted);
		if (scripted.count != 1 || scripted.apdus > budget->first)
			fail_msg("%s: the first for %u commands", budget->name, scripted.apdus);
		check_bytes(&scripted);
		scripted.first_only = false;
		scripted.want = SCRIPTED_PERSON;
		scripted_read(&scripted);
		assert_true(scripted.count == 1 && strcmp(scripted.wanted, "yes") == 0);
		assert_in_range(scripted.apdus, 1, budget->first);
		scripted.want = NULL;
	}
	scripted_clear(&scripted);
}

/* The commands of the leanest reading, to the byte. */
static void
test_commands(void **state)
{
	static const char *const expected[] = {"00a4040007", "00a4020002", "00b00000fc", "00b000fcfc", "00b001f8fc", "00b002f4fc",
		"00b003f0fc", "00b004ecfc", "00b005e8fc", "00b006e41f"};
	struct scripted scripted = {.first_only = true};

	(void)state;
	make(&scripted, AKIS, 1);
	scripted_read(&scripted);
	assert_int_equal(scripted.apdus, ARRAY_LENGTH(expected));
	for (size_t i = 0; i < ARRAY_LENGTH(expected); i++) {
		char hex[11];
		hex_encode(hex, scripted.model->log[i].head, 5);
		assert_string_equal(hex, expected[i]);
	}
	scripted_clear(&scripted);
}

/* The wanted one stands last: those before it are read, those behind are not. */
static void
test_wanted(void **state)
{
	static const struct {
		enum scripted_cert certs[4];
		int count;
		const char *want, *found;
		int read;
	} cases[] = {
		{{CERT_SECOND, CERT_PERSON, CERT_THIRD}, 3, SCRIPTED_PERSON, "yes", 2},
		{{CERT_EXPIRED, CERT_PERSON, CERT_THIRD}, 3, SCRIPTED_PERSON, "yes", 2}, /* the ended twin does not end the search */
		{{CERT_PERSON, CERT_EXPIRED}, 2, SCRIPTED_PERSON, "yes", 1},
		{{CERT_AUTHORITY, CERT_PERSON}, 2, SCRIPTED_PERSON, "yes", 2},
		{{CERT_SECOND, CERT_THIRD}, 2, SCRIPTED_PERSON, "no", 2},
		{{CERT_EXPIRED}, 1, SCRIPTED_PERSON, "no", 1},
	};
	struct scripted scripted = {.model = mem_alloc(sizeof *scripted.model)};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct card_model_cert certs[4];
		for (int k = 0; k < cases[i].count; k++)
			certs[k] = scripted_cert(cases[i].certs[k]);
		card_model_clear(scripted.model);
		card_model_akis(scripted.model, certs, cases[i].count);
		scripted.want = cases[i].want;
		scripted_read(&scripted);
		if (!scripted.is_done || scripted.count != cases[i].read || strcmp(scripted.wanted, cases[i].found) != 0)
			fail_msg("case %zu: %d read, wanted %s", i, scripted.count, scripted.wanted);
	}
	scripted_clear(&scripted);
}

/* ---- hints */

static void
test_wrong_hints(void **state)
{
	static const char *const atrs[] = {
		ATR_AKIS, ATR_AKIS_1, ATR_PIV, ATR_ISOAPPLET, "3b6800000073c84012009000", "", "3bff", "00"};
	struct scripted scripted = {0};

	(void)state;
	for (enum layout layout = AKIS; layout <= PIV; layout++) {
		unsigned base, refused, dearer = 0;
		make(&scripted, layout, 1);
		scripted.atr = ATR_NONE;
		scripted.first_only = true;
		scripted_read(&scripted);
		base = scripted.apdus;
		refused = refused_selects(scripted.model);
		for (size_t i = 0; i < ARRAY_LENGTH(atrs); i++) {
			scripted.atr = atrs[i];
			scripted_read(&scripted);
			assert_true(scripted.is_done && scripted_has(&scripted, 0, CERT_PERSON));
			if (scripted.apdus > base + 1 || refused_selects(scripted.model) > refused + 1)
				fail_msg("layout %d, ATR %s: %u commands instead of %u", (int)layout, atrs[i], scripted.apdus,
					base);
			dearer += scripted.apdus == base + 1;
		}
		/* The hints can be wrong: for a PKCS#15 card each of the first four is, and costs one SELECT. */
		assert_true(layout != PKCS15 || dearer == 4);
	}
	scripted_clear(&scripted);
}

/* 244 bytes at a time, and the MF first. */
static void
test_akis_1(void **state)
{
	struct scripted scripted = {.atr = ATR_AKIS_1};

	(void)state;
	make(&scripted, AKIS, 1);
	scripted.model->faults.chunk_cap = 244;
	scripted.model->faults.needs_mf = true;
	scripted_read(&scripted);
	assert_true(scripted_has(&scripted, 0, CERT_PERSON));
	assert_in_range(scripted.apdus, 1, 16);
	for (int i = 0; i < scripted.model->apdus; i++)
		assert_true(scripted.model->log[i].head[1] != 0xC0); /* never more asked for than comes */
	scripted_clear(&scripted);
}

/* ---- faults of the service at every command */

static void
test_fault_at_each(void **state)
{
	static const enum fault faults[] = {
		FAULT_PULLED, FAULT_DAEMON_LOST, FAULT_READER_GONE, FAULT_GARBLED, FAULT_BAD_ATR, FAULT_POLKIT, FAULT_INTERNAL};
	struct scripted scripted = {0};

	(void)state;
	for (enum layout layout = AKIS; layout <= PIV_GZIP; layout++) {
		unsigned whole;
		make(&scripted, layout, 1);
		scripted.fault_at = 0;
		scripted_read(&scripted);
		whole = scripted.apdus;
		for (unsigned at = 1; at <= whole; at++) {
			scripted.fault_at = at;
			scripted.fault = faults[at % ARRAY_LENGTH(faults)];
			scripted_read(&scripted);
			assert_int_equal(scripted.told, scripted.fault);
			assert_int_equal(scripted.sent, at);
			assert_true(scripted.count == 0 || scripted_has(&scripted, 0, CERT_PERSON));
		}
	}
	scripted_clear(&scripted);
}

/* Someone else resets the card at any command: read anew, and nothing told twice. Three times is enough. */
static void
test_reset_at_each(void **state)
{
	struct scripted scripted = {.fault = FAULT_RESET};

	(void)state;
	for (enum layout layout = AKIS; layout <= PKCS15; layout++) {
		unsigned whole;
		make(&scripted, layout, 3);
		scripted.atr =
			ATR_AKIS; /* wrong for one of them: what was told already must not end the search in another layout */
		scripted.fault_at = 0;
		scripted_read(&scripted);
		whole = scripted.apdus;
		scripted.resets = 1;
		for (unsigned at = 1; at <= whole; at++) {
			scripted.fault_at = at;
			scripted_read(&scripted);
			if (!scripted.is_done || scripted.count != 3 || scripted.recoveries != 1)
				fail_msg("layout %d, reset at %u: %d certificates", (int)layout, at, scripted.count);
			for (int k = 0; k < 3; k++)
				assert_true(scripted_has(&scripted, k, (enum scripted_cert)k));
		}
		scripted.fault_at = 5;
		scripted.resets = 3;
		scripted_read(&scripted);
		assert_true(scripted.is_done && scripted.count == 3);
		scripted.resets = 4;
		scripted_read(&scripted);
		assert_int_equal(scripted.told, FAULT_RESET);
		assert_int_equal(scripted.recoveries, 3);
		scripted.recovery = FAULT_PULLED; /* the card was gone when the connection was taken up again */
		scripted_read(&scripted);
		assert_int_equal(scripted.told, FAULT_PULLED);
		scripted.recovery = FAULT_NONE;
	}
	scripted_clear(&scripted);
}

/* ---- caps */

static void
test_trickle(void **state)
{
	struct scripted scripted = {0};
	uint8_t *large = mem_alloc(READING_CERTIFICATE_MAX);
	struct card_model_cert certs[16];

	(void)state;
	make(&scripted, AKIS, 1);
	scripted.trickle = 1; /* a byte per command: slow, but it is the certificate */
	scripted_read(&scripted);
	assert_true(scripted_has(&scripted, 0, CERT_PERSON));
	memcpy(large, (const uint8_t[]){0x30, 0x82, 0x7F, 0xFC, 0x30}, 5);
	for (int i = 0; i < 16; i++)
		certs[i] = (struct card_model_cert){large, READING_CERTIFICATE_MAX};
	card_model_clear(scripted.model);
	card_model_akis(scripted.model, certs, 16);
	scripted_read(&scripted);
	assert_int_equal(scripted.told, FAULT_ODD_READER); /* it is not the card that claims so much */
	assert_int_equal(scripted.apdus, WIRE_APDUS_MAX);
	/* In whole pieces 16 files of 32 kB are within the caps, and no certificates. */
	scripted.trickle = 0;
	scripted_read(&scripted);
	assert_int_equal(scripted.told, FAULT_NOT_A_CERTIFICATE);
	assert_in_range(scripted.arena_used, 16 * READING_CERTIFICATE_MAX, ARENA_SIZE);
	mem_free(large);
	scripted_clear(&scripted);
}

/* The files go on for ever: seventeen are looked at, and three that are not there end the search. */
static void
test_files(void **state)
{
	struct scripted scripted = {.model = mem_alloc(sizeof *scripted.model)};
	struct card_model_cert cert = scripted_cert(CERT_PERSON), certs[20];
	int folder;

	(void)state;
	for (int i = 0; i < 20; i++)
		certs[i] = cert;
	card_model_akis(scripted.model, certs, 20);
	scripted_read(&scripted);
	assert_true(scripted.is_done && scripted.count == 1); /* twenty times the same is one */
	for (int i = 0; i < scripted.model->apdus; i++)
		assert_true(scripted.model->log[i].head[1] != 0xA4 || i <= 17 * 9);
	card_model_clear(scripted.model);
	card_model_akis_empty(scripted.model);
	folder = card_model_find(scripted.model, CARD_MODEL_ROOT, 0x3D00);
	card_model_add_ef(scripted.model, folder, 0x2F12, cert.der, cert.length); /* behind two that are absent */
	scripted_read(&scripted);
	assert_true(scripted.is_done && scripted_has(&scripted, 0, CERT_PERSON));
	card_model_clear(scripted.model);
	card_model_akis_empty(scripted.model);
	folder = card_model_find(scripted.model, CARD_MODEL_ROOT, 0x3D00);
	card_model_add_ef(scripted.model, folder, 0x2F13, cert.der, cert.length); /* behind three */
	scripted_read(&scripted);
	assert_int_equal(scripted.told, FAULT_NO_CERTIFICATE);
	scripted_clear(&scripted);
}

/* ---- what plastic is called, whatever its ATR */

static void
make_akis_with(struct card_model *model, unsigned read_sw)
{
	struct card_model_cert cert = scripted_cert(CERT_PERSON);
	int folder;

	card_model_akis(model, &cert, 1);
	folder = card_model_find(model, CARD_MODEL_ROOT, 0x3D00);
	model->nodes[card_model_find(model, folder, 0x2F10)].read_sw = read_sw;
}

static void
make_named(struct card_model *model, int which)
{
	struct card_model_cert half = scripted_cert(CERT_PERSON);

	switch (which) {
	case 0:
		card_model_identity(model);
		return;
	case 1:
		card_model_bank(model);
		return;
	case 2:
		card_model_akis_empty(model);
		return;
	case 3:
		card_model_blank(model);
		return;
	case 4:
		card_model_pkcs15(model, NULL, 0);
		return;
	case 5:
		card_model_isoapplet(model, NULL, 0);
		return;
	case 6:
		card_model_piv(model, NULL, 0, false);
		return;
	case 7:
		make_akis_with(model, 0x6982);
		return;
	case 8:
		make_akis_with(model, 0x6406);
		return;
	case 9:
		half.length /= 2;
		card_model_akis(model, &half, 1);
		return;
	case 10:
		card_model_akis(model, &(struct card_model_cert){(const uint8_t *)"kart sahibinin adı", 19}, 1);
		return;
	}
}

static void
test_plastic(void **state)
{
	static const char *const atrs[] = {
		NULL, ATR_AKIS, ATR_AKIS_1, ATR_PIV, ATR_ISOAPPLET, ATR_NONE, "3b6800000073c84012009000", ""};
	static const struct {
		enum fault fault;
		const char *kind;
	} names[] = {
		{FAULT_IDENTITY_CARD, "identity"},
		{FAULT_BANK_CARD, "bank"},
		{FAULT_NO_CERTIFICATE, "akis"},
		{FAULT_UNKNOWN_CARD, "unknown"},
		{FAULT_NO_CERTIFICATE, "pkcs15"},
		{FAULT_NO_CERTIFICATE, "isoapplet"},
		{FAULT_NO_CERTIFICATE, "piv"},
		{FAULT_AKIS_HIDDEN, "akis"},
		{FAULT_AKIS_HIDDEN, "akis"},
		{FAULT_TRUNCATED, "akis"},
		{FAULT_NOT_A_CERTIFICATE, "akis"},
	};
	struct scripted scripted = {.model = mem_alloc(sizeof *scripted.model)};

	(void)state;
	for (int i = 0; i < (int)ARRAY_LENGTH(names); i++) {
		card_model_clear(scripted.model);
		make_named(scripted.model, i);
		for (size_t k = 0; k < ARRAY_LENGTH(atrs); k++) {
			scripted.atr = atrs[k];
			scripted_read(&scripted);
			if (scripted.told != names[i].fault || strcmp(scripted.kind, names[i].kind) != 0)
				fail_msg("card %d, ATR %s: %s, %s", i, atrs[k] != NULL ? atrs[k] : "its own",
					fault_code(scripted.told), scripted.kind);
			assert_in_range(scripted.apdus, 1, 60); /* naming a card is quick */
		}
	}
	scripted_clear(&scripted);
}

/* The trace of a reading: every command, and nothing of the holder. */
static void
test_trace(void **state)
{
	struct scripted scripted = {.trace = true};
	char hex[2 * 11 + 1];
	unsigned lines = 0;

	(void)state;
	hex_encode(hex, SCRIPTED_PERSON, 11);
	for (enum layout layout = AKIS; layout <= PIV; layout++) {
		make(&scripted, layout, 1);
		scripted_read(&scripted);
		lines = 0;
		for (const char *at = str_text(&scripted.trace_text); (at = strchr(at, '\n')) != NULL; at++)
			lines++;
		assert_int_equal(lines, scripted.apdus);
		assert_null(strcasestr(str_text(&scripted.trace_text), hex));
		assert_null(strstr(str_text(&scripted.trace_text), SCRIPTED_PERSON));
	}
	scripted_clear(&scripted);
}

/* The watched-for instructions of the model see what no reading may send. */
static void
test_nothing_but_reading(void **state)
{
	struct scripted scripted = {0};
	uint8_t response[300];

	(void)state;
	make(&scripted, AKIS, 1);
	scripted_read(&scripted); /* asserts that none was forbidden */
	card_model_transmit(scripted.model, (const uint8_t[]){0x00, 0x20, 0x00, 0x01, 0x00}, 5, response, sizeof response);
	assert_int_equal(scripted.model->forbidden, 1);
	scripted_clear(&scripted);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_budgets),
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_wanted),
		cmocka_unit_test(test_wrong_hints),
		cmocka_unit_test(test_akis_1),
		cmocka_unit_test(test_fault_at_each),
		cmocka_unit_test(test_reset_at_each),
		cmocka_unit_test(test_trickle),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_plastic),
		cmocka_unit_test(test_trace),
		cmocka_unit_test(test_nothing_but_reading),
	};

	return cmocka_run_group_tests(tests, scripted_setup, scripted_teardown);
}
