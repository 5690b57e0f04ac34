/*
 * card/test_odd: readers that put a word of their own in the place of the card's answer, or pass on less than was asked
 * for: a good card is read to its last byte, or it is the reader that is named. What is asked again is bounded.
 */
#include "scripted.h"

#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

enum layout { AKIS, PKCS15, ISOAPPLET, PIV, LINEAR, LAYOUTS };

static void
make(struct scripted *scripted, enum layout layout)
{
	struct card_model_cert certs[3];
	int count = layout == PIV ? 1 : 3;

	if (scripted->model == NULL)
		scripted->model = mem_alloc(sizeof *scripted->model);
	card_model_clear(scripted->model);
	for (int i = 0; i < 3; i++)
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
		card_model_piv(scripted->model, certs, count, false);
		return;
	case LINEAR:
		card_model_pkcs15_linear(scripted->model, certs, count, 200);
		return;
	case LAYOUTS:
		break;
	}
}

static bool
is_whole(const struct scripted *scripted, enum layout layout)
{
	int count = layout == PIV ? 1 : 3;

	if (!scripted->is_done || scripted->count != count || scripted->unreadable != 0)
		return false;
	for (int i = 0; i < count; i++)
		if (!scripted_has(scripted, i, (enum scripted_cert)i))
			return false;
	return true;
}

/* What a reading costs, and how many READs it has. */
static int
count_reads(struct scripted *scripted, enum layout layout, unsigned *apdus)
{
	make(scripted, layout);
	scripted_read(scripted);
	assert_true(is_whole(scripted, layout));
	*apdus = scripted->apdus;
	return scripted->model->reads;
}

static const unsigned words[] = {0x6B00, 0x6986, 0x6F00, 0x6700, 0x6982, 0};

/* One READ, or two in a row, answered by a word that is not the card's: the same certificates, for a handful of commands more. */
static void
test_once(void **state)
{
	struct scripted scripted = {0};

	(void)state;
	for (enum layout layout = AKIS; layout < LAYOUTS; layout++) {
		unsigned apdus;
		int reads = count_reads(&scripted, layout, &apdus);
		for (int round = 0; round < reads * (int)ARRAY_LENGTH(words) * 2 * 2; round++) {
			int at = round / 4 / (int)ARRAY_LENGTH(words) + 1;
			unsigned word = words[round / 4 % (int)ARRAY_LENGTH(words)];
			int times = round % 2 + 1;
			/* At its front a file says by these that it is closed, a folder, or empty: said once it is asked again, said twice it is so. */
			if (word == 0x6982 || (times == 2 && (word == 0x6B00 || word == 0x6986)))
				continue;
			make(&scripted, layout);
			scripted.model->faults.odd_at = at;
			scripted.model->faults.odd_times = times;
			scripted.model->faults.odd_sw = word;
			scripted.model->faults.odd_loses = round / 2 % 2 == 1 && word != 0 && word != 0x6700;
			scripted_read(&scripted);
			if (!is_whole(&scripted, layout) || scripted.apdus > apdus + 16)
				fail_msg("layout %d, READ %d of %d, %04X %d times%s: %s, %d certificates, %u commands instead of %u",
					(int)layout, at, reads, word, times,
					scripted.model->faults.odd_loses ? ", selection lost" : "", fault_code(scripted.told),
					scripted.count, scripted.apdus, apdus);
		}
	}
	scripted_clear(&scripted);
}

/* The same in the middle of a certificate, twice in a row, also by words that mean something at its front. */
static void
test_in_the_middle(void **state)
{
	struct scripted scripted = {0};

	(void)state;
	for (int round = 0; round < 7 * (int)ARRAY_LENGTH(words) * 2; round++) {
		make(&scripted, AKIS);
		scripted.model->faults.odd_at = round / 2 / (int)ARRAY_LENGTH(words) + 2;
		scripted.model->faults.odd_times = 2;
		scripted.model->faults.odd_sw = words[round / 2 % (int)ARRAY_LENGTH(words)];
		scripted.model->faults.odd_loses = round % 2 == 1 && scripted.model->faults.odd_sw != 0;
		scripted_read(&scripted);
		if (!is_whole(&scripted, AKIS))
			fail_msg("READ %d, %04X: %s", scripted.model->faults.odd_at, scripted.model->faults.odd_sw,
				fault_code(scripted.told));
	}
	scripted_clear(&scripted);
}

/* Again and again: every nth READ. */
static void
test_now_and_then(void **state)
{
	struct scripted scripted = {0};

	(void)state;
	for (int every = 2; every <= 9; every++)
		for (enum layout layout = AKIS; layout < LAYOUTS; layout++)
			for (size_t i = 0; i < 3; i++) {
				if (layout == LINEAR && every == 2) /* every attempt at a file of records has two READs */
					continue;
				make(&scripted, layout);
				scripted.model->faults.odd_every = every;
				scripted.model->faults.odd_sw = words[i];
				scripted.model->faults.odd_loses = true;
				scripted_read(&scripted);
				if (!is_whole(&scripted, layout))
					fail_msg("layout %d, every %d, %04X: %s, %d", (int)layout, every, words[i],
						fault_code(scripted.told), scripted.count);
				assert_in_range(scripted.apdus, 1, 260);
			}
	scripted_clear(&scripted);
}

/* For ever from some READ on: the reader is named where no card says such a thing, the card where it may be its word. */
static void
test_for_ever(void **state)
{
	static const struct {
		int at;
		unsigned sw;
		enum fault fault;
	} cases[] = {{1, 0x6F00, FAULT_ODD_READER}, {1, 0x6700, FAULT_ODD_READER}, {1, 0x6B00, FAULT_NO_CERTIFICATE},
		{1, 0x6986, FAULT_NOT_A_CERTIFICATE}, {1, 0x6982, FAULT_AKIS_HIDDEN}, {1, 0, FAULT_PULLED},
		{4, 0x6F00, FAULT_ODD_READER}, {4, 0x6700, FAULT_ODD_READER}, {4, 0x6986, FAULT_ODD_READER},
		{4, 0x6982, FAULT_ODD_READER}, {4, 0x6B00, FAULT_TRUNCATED}, {4, 0, FAULT_PULLED}};
	struct scripted scripted = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		make(&scripted, AKIS);
		scripted.model->faults.odd_at = cases[i].at;
		scripted.model->faults.odd_times = 10000;
		scripted.model->faults.odd_sw = cases[i].sw;
		scripted_read(&scripted);
		if (scripted.told != cases[i].fault)
			fail_msg("from READ %d on %04X: %s", cases[i].at, cases[i].sw, fault_code(scripted.told));
		assert_in_range(scripted.apdus, 1, 120);
	}
	scripted_clear(&scripted);
}

/* What was asked for once too often is not asked for ever: a card whose every file is cut. */
static void
test_bounded(void **state)
{
	struct card_model_cert certs[17];
	struct scripted scripted = {.model = mem_alloc(sizeof *scripted.model)};

	(void)state;
	for (int i = 0; i < 17; i++) {
		certs[i] = scripted_cert(CERT_PERSON);
		certs[i].length = 600;
	}
	card_model_akis(scripted.model, certs, 17);
	scripted_read(&scripted);
	assert_int_equal(scripted.told, FAULT_TRUNCATED);
	assert_in_range(scripted.apdus, 17 * 4, 17 * 9 + 50);
	scripted_clear(&scripted);
}

/* ---- Le */

static void
test_small_le(void **state)
{
	static const size_t sizes[] = {251, 200, 128, 127, 64, 63, 20, 16};
	struct scripted scripted = {0};

	(void)state;
	for (enum layout layout = AKIS; layout < LAYOUTS; layout++)
		for (size_t i = 0; i < ARRAY_LENGTH(sizes); i++) {
			make(&scripted, layout);
			scripted.model->faults.le_max = sizes[i];
			scripted_read(&scripted);
			if (layout == LINEAR) { /* the rest of a record cannot be asked for: it is not taken for the whole */
				assert_int_equal(scripted.told, FAULT_ODD_READER);
				continue;
			}
			if (!is_whole(&scripted, layout))
				fail_msg("layout %d, Le of %zu at most: %s", (int)layout, sizes[i], fault_code(scripted.told));
			if (layout == AKIS && sizes[i] >= 128)
				assert_in_range(scripted.apdus, 29, 56);
		}
	make(&scripted, AKIS);
	scripted.model->faults.le_max = 8;
	scripted_read(&scripted);
	assert_int_equal(scripted.told, FAULT_ODD_READER);
	assert_in_range(scripted.apdus, 1, 80);
	scripted_clear(&scripted);
}

static void
test_ping_pong(void **state)
{
	struct scripted scripted = {0};

	(void)state;
	for (enum layout layout = AKIS; layout < LINEAR; layout++) {
		make(&scripted, layout);
		scripted.model->faults.ping_pong_6c = true;
		scripted_read(&scripted);
		if (!is_whole(&scripted, layout))
			fail_msg("layout %d: %s", (int)layout, fault_code(scripted.told));
	}
	make(&scripted, AKIS);
	scripted.model->faults.endless_6c = true;
	scripted_read(&scripted);
	assert_int_equal(scripted.told, FAULT_ODD_READER);
	scripted_clear(&scripted);
}

/* ---- crumbs */

static void
test_crumbs(void **state)
{
	static const size_t crumbs[] = {1, 2, 3, 7, 100};
	struct scripted scripted = {0};

	(void)state;
	for (enum layout layout = AKIS; layout <= PKCS15; layout++)
		for (size_t i = 0; i < ARRAY_LENGTH(crumbs); i++) {
			make(&scripted, layout);
			scripted.model->faults.crumbs = crumbs[i];
			scripted_read(&scripted);
			if (crumbs[i] > 2)
				assert_true(is_whole(&scripted, layout));
			else /* three certificates in crumbs are more commands than a card gets; not one of them is a wrong one */
				assert_true(scripted.told == FAULT_ODD_READER && scripted_has(&scripted, 0, CERT_PERSON));
			scripted.first_only = true;
			scripted_read(&scripted);
			assert_true(scripted.is_done && scripted_has(&scripted, 0, CERT_PERSON));
			scripted.first_only = false;
		}
	scripted_clear(&scripted);
}

/* ---- a SELECT or GET DATA that is answered by a word of the reader's */

static void
test_any_command(void **state)
{
	static const unsigned odd[] = {0x6F00, 0x6986, 0x6B00};
	struct scripted scripted = {0};

	(void)state;
	for (enum layout layout = AKIS; layout < LAYOUTS; layout++) {
		unsigned apdus;
		(void)count_reads(&scripted, layout, &apdus);
		for (unsigned at = 1; at <= apdus; at++)
			for (size_t i = 0; i < ARRAY_LENGTH(odd); i++) {
				make(&scripted, layout);
				scripted.model->faults.sw_at = (int)at;
				scripted.model->faults.sw = odd[i];
				scripted_read(&scripted);
				if (!is_whole(&scripted, layout))
					fail_msg("layout %d, command %u of %u, %04X: %s, %d certificates", (int)layout, at, apdus,
						odd[i], fault_code(scripted.told), scripted.count);
			}
	}
	scripted_clear(&scripted);
}

/* Nothing at all, at any command, up to four times; then the card counts as pulled. */
static void
test_nothing(void **state)
{
	struct scripted scripted = {0};

	(void)state;
	for (enum layout layout = AKIS; layout < LAYOUTS; layout++) {
		unsigned apdus;
		(void)count_reads(&scripted, layout, &apdus);
		for (unsigned at = 1; at <= apdus; at++) {
			make(&scripted, layout);
			scripted.model->faults.short_at = (int)at;
			scripted.model->faults.short_length = 0;
			scripted_read(&scripted);
			if (!is_whole(&scripted, layout))
				fail_msg("layout %d, command %u: %s", (int)layout, at, fault_code(scripted.told));
			assert_in_range(scripted.apdus, apdus, apdus + 12);
		}
	}
	scripted_clear(&scripted);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_once),
		cmocka_unit_test(test_in_the_middle),
		cmocka_unit_test(test_now_and_then),
		cmocka_unit_test(test_for_ever),
		cmocka_unit_test(test_bounded),
		cmocka_unit_test(test_small_le),
		cmocka_unit_test(test_ping_pong),
		cmocka_unit_test(test_crumbs),
		cmocka_unit_test(test_any_command),
		cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests(tests, scripted_setup, scripted_teardown);
}
