/*
 * card/test_layouts: the layouts as some makers and issuers have them: files of records, directories with frames and
 * gaps, applications side by side, more certificates than are read, marks that say what is not so.
 */
#include "scripted.h"

#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

static void
begin(struct scripted *scripted)
{
	if (scripted->model == NULL)
		scripted->model = mem_alloc(sizeof *scripted->model);
	card_model_clear(scripted->model);
}

static void
first_three(struct card_model_cert certs[3])
{
	for (int i = 0; i < 3; i++)
		certs[i] = scripted_cert((enum scripted_cert)i);
}

static void
expect_all(struct scripted *scripted, const char *name, int count)
{
	scripted_read(scripted);
	if (!scripted->is_done || scripted->count != count || scripted->unreadable != 0 || scripted->left)
		fail_msg("%s: %s, %d of %d, %d unreadable", name, fault_code(scripted->told), scripted->count, count,
			scripted->unreadable);
	for (int i = 0; i < count; i++)
		assert_true(scripted_has(scripted, i, (enum scripted_cert)i));
}

static bool
was_sent(const struct card_model *model, uint8_t instruction)
{
	for (int i = 0; i < model->apdus; i++)
		if (model->log[i].head[1] == instruction)
			return true;
	return false;
}

/* ---- files of records */

static void
test_linear(void **state)
{
	static const size_t records[] = {255, 200, 128, 64, 60};
	struct scripted scripted = {0};
	struct card_model_cert certs[3];

	(void)state;
	first_three(certs);
	for (size_t i = 0; i < ARRAY_LENGTH(records); i++) {
		begin(&scripted);
		card_model_pkcs15_linear(scripted.model, certs, 3, records[i]);
		expect_all(&scripted, "records", 3);
		assert_true(was_sent(scripted.model, 0xB2));
	}
	/* Where nothing is made of records, no record is asked for. */
	begin(&scripted);
	card_model_pkcs15(scripted.model, certs, 3);
	expect_all(&scripted, "transparent", 3);
	assert_false(was_sent(scripted.model, 0xB2));
	scripted_clear(&scripted);
}

/* EF.DIR, and certificates of the AKİS folder, in records; a record that is closed; a file without any. */
static void
test_linear_elsewhere(void **state)
{
	static const uint8_t dir[] = {0x61, 0x0F, 0x4F, 0x05, 0xF0, 0x00, 0x00, 0x00, 0x01, 0x51, 0x06, 0x3F, 0x00, 0x50, 0x15,
		0x00, 0x00, 0x00, 0x61, 0x0F, 0x4F, 0x05, 0xF0, 0x00, 0x00, 0x00, 0x02, 0x51, 0x06, 0x3F, 0x00, 0x50, 0x15, 0x00,
		0x00};
	struct scripted scripted = {0};
	struct card_model_cert certs[3];
	int node;

	(void)state;
	first_three(certs);
	begin(&scripted);
	card_model_akis(scripted.model, certs, 3);
	for (int i = 0; i < scripted.model->node_count; i++)
		if (!scripted.model->nodes[i].is_df)
			card_model_make_linear(scripted.model, i, 240);
	expect_all(&scripted, "AKİS in records", 3);
	scripted.model->nodes[scripted.model->node_count - 1].read_sw = 0x6982;
	scripted_read(&scripted);
	assert_true(scripted.is_done && scripted.count == 2 && scripted.unreadable == 1);
	begin(&scripted);
	card_model_pkcs15_linear(scripted.model, certs, 3, 250);
	node = card_model_add_ef(scripted.model, CARD_MODEL_ROOT, 0x2F00, dir, sizeof dir);
	card_model_make_linear(scripted.model, node, 18);
	scripted.model->nodes[card_model_find(scripted.model, CARD_MODEL_ROOT, 0x5015)].name_length = 0;
	expect_all(&scripted, "EF.DIR in records", 3);
	begin(&scripted);
	card_model_akis(scripted.model, certs, 1);
	node = scripted.model->node_count - 1;
	card_model_make_linear(scripted.model, node, 240);
	scripted.model->nodes[node].record_ends[0] = 0; /* the first is empty */
	scripted_read(&scripted);
	assert_int_equal(scripted.told, FAULT_NO_CERTIFICATE);
	scripted_clear(&scripted);
}

/* ---- directories */

static void
test_framed(void **state)
{
	struct scripted scripted = {0};
	struct card_model_cert certs[3];

	(void)state;
	first_three(certs);
	begin(&scripted);
	card_model_pkcs15_framed(scripted.model, certs, 3);
	expect_all(&scripted, "one more SEQUENCE", 3);
	scripted_clear(&scripted);
}

static void
test_spaced(void **state)
{
	static const size_t gaps[] = {1, 2, 10, 31, 32, 40, 79, 80, 81, 128, 200, 300};
	struct scripted scripted = {0};
	struct card_model_cert certs[3];

	(void)state;
	first_three(certs);
	for (size_t i = 0; i < ARRAY_LENGTH(gaps); i++)
		for (int byte = 0; byte <= 0xFF; byte += 0xFF)
			for (int count = 1; count <= 3; count++) {
				begin(&scripted);
				card_model_pkcs15_spaced(scripted.model, certs, count, gaps[i], byte);
				scripted_read(&scripted);
				if (!scripted_has(&scripted, 0, CERT_PERSON) || scripted.count != count)
					fail_msg("gap of %zu times %02X, %d: %s, %d", gaps[i], byte, count,
						fault_code(scripted.told), scripted.count);
			}
	/* An authority in front, the person's behind 300 bytes of nothing. */
	certs[1] = scripted_cert(CERT_PERSON);
	certs[0] = scripted_cert(CERT_AUTHORITY);
	begin(&scripted);
	card_model_pkcs15_spaced(scripted.model, certs, 2, 300, 0);
	scripted_read(&scripted);
	assert_true(scripted.count == 2 && scripted_has(&scripted, 1, CERT_PERSON));
	scripted_clear(&scripted);
}

static void
test_private(void **state)
{
	struct scripted scripted = {0};
	struct card_model_cert certs[3];
	int node;

	(void)state;
	first_three(certs);
	begin(&scripted);
	card_model_pkcs15_private(scripted.model, certs, 3);
	expect_all(&scripted, "called private, and readable", 3);
	/* Really closed, to READ or to SELECT: a closed place beside two that are read. */
	node = card_model_find(scripted.model, card_model_find(scripted.model, CARD_MODEL_ROOT, 0x5015), 0x3303);
	scripted.model->nodes[node].read_sw = 0x6982;
	scripted_read(&scripted);
	assert_true(scripted.is_done && scripted.count == 2 && scripted.unreadable == 1);
	scripted.model->nodes[node].read_sw = 0;
	scripted.model->nodes[node].select_sw = 0x6A82;
	scripted_read(&scripted);
	assert_true(scripted.is_done && scripted.count == 2 && scripted.unreadable == 1);
	begin(&scripted);
	card_model_pkcs15_private(scripted.model, certs, 1);
	node = card_model_find(scripted.model, card_model_find(scripted.model, CARD_MODEL_ROOT, 0x5015), 0x3301);
	scripted.model->nodes[node].select_sw = 0x6A82; /* some say "absent" for what is not shown */
	scripted_read(&scripted);
	assert_int_equal(scripted.told, FAULT_PROTECTED);
	scripted_clear(&scripted);
}

/* ---- side by side */

static void
test_beside(void **state)
{
	struct scripted scripted = {0};
	struct card_model_cert authority = scripted_cert(CERT_AUTHORITY), certs[3];
	const char *const wants[] = {NULL, SCRIPTED_PERSON};

	(void)state;
	first_three(certs);
	for (size_t i = 0; i < ARRAY_LENGTH(wants); i++) {
		begin(&scripted);
		card_model_akis_beside(scripted.model, &authority, 1, certs, 1);
		scripted.want = wants[i];
		scripted_read(&scripted);
		assert_true(scripted.is_done && scripted.count == 2 && scripted_has(&scripted, 0, CERT_AUTHORITY) &&
			scripted_has(&scripted, 1, CERT_PERSON));
		assert_string_equal(scripted.done_family, CARD_FAMILY_AKIS); /* of the person's */
	}
	/* A person's in the application: the folder beside it is not looked into, unless somebody else is sought. */
	begin(&scripted);
	card_model_akis_beside(scripted.model, certs + 1, 1, certs, 1);
	scripted.want = NULL;
	scripted_read(&scripted);
	assert_true(scripted.count == 1 && scripted_has(&scripted, 0, CERT_SECOND));
	scripted.want = SCRIPTED_PERSON;
	scripted_read(&scripted);
	assert_true(scripted.count == 2 && strcmp(scripted.wanted, "yes") == 0);
	/* Nothing but an authority anywhere: it is told, once. */
	begin(&scripted);
	card_model_akis_beside(scripted.model, &authority, 1, &authority, 1);
	scripted.want = NULL;
	scripted_read(&scripted);
	assert_true(scripted.is_done && scripted.count == 1 && scripted_has(&scripted, 0, CERT_AUTHORITY));
	assert_in_range(scripted.apdus, 1, 80);
	scripted_clear(&scripted);
}

/* ---- more than are read */

static void
test_left_out(void **state)
{
	struct scripted scripted = {0};
	struct card_model_cert good = scripted_cert(CERT_PERSON), certs[20];
	uint8_t *copies = mem_alloc(20 * good.length);

	(void)state;
	for (size_t i = 0; i < 20; i++) {
		memcpy(copies + i * good.length, good.der, good.length);
		copies[(i + 1) * good.length - 1] = (uint8_t)i;
		certs[i] = (struct card_model_cert){copies + i * good.length, good.length};
	}
	for (int count = 15; count <= 20; count++)
		for (int layout = 0; layout < 2; layout++) {
			begin(&scripted);
			if (layout == 0)
				card_model_akis(scripted.model, certs, count);
			else
				card_model_pkcs15(scripted.model, certs, count);
			scripted_read(&scripted);
			assert_true(scripted.is_done);
			assert_int_equal(scripted.count, count < 16 ? count : 16);
			if (scripted.left != (count > 16))
				fail_msg("%d in layout %d: left out %d", count, layout, scripted.left);
		}
	/* The same one twenty times is one, and nothing is left out. */
	for (size_t i = 0; i < 20; i++)
		certs[i] = good;
	begin(&scripted);
	card_model_pkcs15(scripted.model, certs, 20);
	scripted_read(&scripted);
	assert_true(scripted.is_done && scripted.count == 1 && !scripted.left);
	mem_free(copies);
	scripted_clear(&scripted);
}

/* ---- PIV, CAC */

static void
test_piv_trailing(void **state)
{
	static const size_t lengths[] = {1, 2, 5, 64, 500};
	struct scripted scripted = {0};
	struct card_model_cert cert = scripted_cert(CERT_PERSON);

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(lengths); i++)
		for (int gzip = 0; gzip < 2; gzip++) {
			begin(&scripted);
			card_model_piv_trailing(scripted.model, &cert, lengths[i], gzip == 1);
			expect_all(&scripted, "PIV with more behind", 1);
			assert_in_range(scripted.apdus, 1, 12);
		}
	scripted_clear(&scripted);
}

static void
test_common_access(void **state)
{
	struct scripted scripted = {0};

	(void)state;
	begin(&scripted);
	card_model_common_access(scripted.model);
	scripted_read(&scripted);
	assert_int_equal(scripted.told, FAULT_COMMON_ACCESS_CARD);
	assert_string_equal(scripted.kind, "cac");
	assert_in_range(scripted.apdus, 1, 30);
	scripted_clear(&scripted);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_linear),
		cmocka_unit_test(test_linear_elsewhere),
		cmocka_unit_test(test_framed),
		cmocka_unit_test(test_spaced),
		cmocka_unit_test(test_private),
		cmocka_unit_test(test_beside),
		cmocka_unit_test(test_left_out),
		cmocka_unit_test(test_piv_trailing),
		cmocka_unit_test(test_common_access),
	};

	return cmocka_run_group_tests(tests, scripted_setup, scripted_teardown);
}
