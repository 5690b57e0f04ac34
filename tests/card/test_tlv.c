/*
 * card/test_tlv: the lowest parser of card bytes, the arena, PEM, ATRs and the little that is read of a certificate:
 * every length that a card can claim, and nothing beyond the bytes that are there.
 */
#include "scripted.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../src/card/subject.h"

static struct span
bytes_of(const char *hex, uint8_t **owned)
{
	size_t length = strlen(hex) / 2;

	/* Of the very size, so that a sanitizer sees one byte too far. */
	*owned = mem_alloc(length + (length == 0));
	assert_true(hex_decode(*owned, length, hex));
	return (struct span){*owned, length};
}

static void
test_next(void **state)
{
	static const struct {
		const char *hex;
		enum tlv_result result;
		unsigned tag;
		size_t value, total, left;
	} cases[] = {
		{"", TLV_END, 0, 0, 0, 0},
		{"00", TLV_END, 0, 0, 0, 1},
		{"FF30", TLV_END, 0, 0, 0, 2},
		{"30", TLV_CUT, 0x30, 0, 0, 1},
		{"3000", TLV_OK, 0x30, 0, 2, 0},
		{"300161", TLV_OK, 0x30, 1, 3, 0},
		{"30016162", TLV_OK, 0x30, 1, 3, 1},
		{"300261", TLV_CUT, 0x30, 0, 4, 3},
		{"307F61", TLV_CUT, 0x30, 0, 129, 3},
		{"308161", TLV_CUT, 0x30, 0, 100, 3},
		{"3081", TLV_CUT, 0x30, 0, 0, 2},
		{"30820100", TLV_CUT, 0x30, 0, 260, 4},
		{"3083FFFFFF", TLV_CUT, 0x30, 0, 5 + 0xFFFFFF, 5},
		{"3080", TLV_BAD, 0x30, 0, 0, 2},         /* indefinite */
		{"3084FFFFFFFF", TLV_BAD, 0x30, 0, 0, 6}, /* four length bytes */
		{"30FFFFFFFFFF", TLV_BAD, 0x30, 0, 0, 6},
		{"5F2D0161", TLV_OK, 0x5F2D, 1, 4, 0},
		{"5F", TLV_CUT, 0x5F, 0, 0, 1},
		{"5F81", TLV_CUT, 0x5F81, 0, 0, 2},
		{"5F818100", TLV_BAD, 0, 0, 0, 4},
		{"7F81010261", TLV_CUT, 0x7F8101, 0, 6, 5},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		uint8_t *owned;
		struct span in = bytes_of(cases[i].hex, &owned);
		struct tlv tlv;
		enum tlv_result result = tlv_next(&in, &tlv);
		if (result != cases[i].result || in.length != cases[i].left ||
			(result == TLV_OK && (tlv.tag != cases[i].tag || tlv.value.length != cases[i].value)) ||
			((result == TLV_OK || result == TLV_CUT) && tlv.total != cases[i].total))
			fail_msg("%s: result %d tag %X value %zu total %zu left %zu", cases[i].hex, (int)result, tlv.tag,
				tlv.value.length, tlv.total, in.length);
		mem_free(owned);
	}
}

static void
test_find(void **state)
{
	uint8_t *owned;
	struct span in = bytes_of("0101AA0202BBBB0201CC80", &owned);
	struct tlv tlv;

	(void)state;
	assert_true(tlv_find(in, 0x02, &tlv));
	assert_int_equal(tlv.value.length, 2);  /* the first of two */
	assert_false(tlv_find(in, 0x80, &tlv)); /* cut */
	assert_false(tlv_find((struct span){0}, 0x02, &tlv));
	mem_free(owned);
}

static void
test_sequence_length(void **state)
{
	static const struct {
		const char *hex;
		size_t length;
	} cases[] = {{"", 0}, {"30", 0}, {"3000", 2}, {"3001", 3}, {"307F", 129}, {"3081", 0}, {"308180", 131}, {"3081FF", 258},
		{"30820100", 260}, {"3082FFFF", 65539}, {"3083010000", 65541}, {"3083FFFFFF", 5 + 0xFFFFFF}, {"3080", 0},
		{"3084FFFFFFFF", 0}, {"3084000000FF", 0}, {"308100", 0}, {"30817F", 0}, {"308200FF", 0}, {"3083000100", 0},
		{"308300FFFF", 0}, /* not minimal */
		{"3103", 0}, {"2D2D2D2D", 0}, {"1F8B0800", 0}, {"0000", 0}, {"FFFF", 0}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		uint8_t *owned;
		struct span in = bytes_of(cases[i].hex, &owned);
		if (der_sequence_length(in) != cases[i].length)
			fail_msg("%s: %zu", cases[i].hex, der_sequence_length(in));
		mem_free(owned);
	}
}

static void
test_is_certificate(void **state)
{
	struct card_model_cert cert = scripted_cert(CERT_PERSON);
	uint8_t *copy = mem_alloc(cert.length + 1);

	(void)state;
	memcpy(copy, cert.der, cert.length);
	assert_true(der_is_certificate((struct span){cert.der, cert.length}));
	assert_false(der_is_certificate((struct span){copy, cert.length + 1}));
	for (size_t length = 0; length < cert.length; length++)
		assert_false(der_is_certificate((struct span){cert.der, length}));
	copy[4] = 0x31; /* a SET where the body should be */
	assert_false(der_is_certificate((struct span){copy, cert.length}));
	mem_free(copy);
}

static void
test_arena(void **state)
{
	struct arena arena;
	uint8_t *first, *second;
	size_t mark;

	(void)state;
	arena_init(&arena, 1000);
	first = arena_take(&arena, 1);
	second = arena_take(&arena, 100);
	assert_true(first != NULL && second == first + 16 && (uintptr_t)second % 16 == 0);
	memset(second, 0xAA, 100);
	mark = arena_mark(&arena);
	assert_null(arena_take(&arena, 1000));
	assert_null(arena_take(&arena, SIZE_MAX));
	assert_null(arena_take(&arena, SIZE_MAX - 8));
	assert_non_null(arena_take(&arena, 1000 - mark));
	assert_int_equal(arena.used, 1000);
	assert_null(arena_take(&arena, 1));
	arena_back(&arena, mark);
	arena_back(&arena, 999); /* forward is not back */
	assert_int_equal(arena.used, mark);
	arena_back(&arena, 16);
	second = arena_take(&arena, 100);
	for (int i = 0; i < 100; i++)
		assert_int_equal(second[i], 0); /* what an earlier card wrote is gone */
	arena_clear(&arena);
}

static void
test_pem(void **state)
{
	struct card_model_cert cert = scripted_cert(CERT_PERSON);
	struct str text = {0}, base64 = {0};
	struct arena arena;
	struct span der;
	size_t whole;

	(void)state;
	arena_init(&arena, ARENA_SIZE);
	base64_encode(&base64, cert.der, cert.length);
	str_add(&text, "-----BEGIN CERTIFICATE-----\r\n");
	for (size_t i = 0; i < base64.length; i += 64)
		str_printf(&text, "%.64s\r\n", base64.data + i);
	str_add(&text, "-----END CERTIFICATE-----");
	whole = text.length;
	assert_true(pem_is_start((struct span){(const uint8_t *)text.data, 11}));
	assert_false(pem_is_start((struct span){(const uint8_t *)text.data, 10}));
	assert_true(pem_decode(&arena, (struct span){(const uint8_t *)text.data, whole}, &der));
	assert_true(span_equal(der, cert.der, cert.length));
	for (size_t length = 0; length < whole; length += length < whole - 100 ? 37 : 1) {
		size_t mark = arena_mark(&arena);
		assert_false(pem_decode(&arena, (struct span){(const uint8_t *)text.data, length}, &der));
		assert_int_equal(arena_mark(&arena), mark); /* a refused attempt costs nothing */
	}
	text.data[100] = '!';
	assert_false(pem_decode(&arena, (struct span){(const uint8_t *)text.data, whole}, &der));
	arena_clear(&arena);
	str_clear(&text);
	str_clear(&base64);
}

static struct hints
hints_of(const char *hex, bool t0)
{
	uint8_t *owned;
	struct hints hints = hints_read(bytes_of(hex, &owned), t0);

	mem_free(owned);
	return hints;
}

static void
test_hints(void **state)
{
	static const struct {
		const char *atr;
		const char *family; /* NULL: no hint */
		size_t chunk;
	} cases[] = {{"3BBA11008131FE4D55454B41452056312E30AE", CARD_FAMILY_AKIS, 244},
		{"3B9F968131FE45806755454B41451252318073B3A180E9", CARD_FAMILY_AKIS, 244},
		{"3B9F968131FE45806755454B41451112318073B3A18000", CARD_FAMILY_AKIS, 244},
		{"3B9F968131FE4580655443201231C073F621808105B3", NULL, 252}, /* fourteen historical bytes where fifteen are said */
		{"3B9F968131FE458065544320120031C073F621808105B3", CARD_FAMILY_AKIS, 252},
		{"3B9F978131FE4580655443D3228231C073F621808105D3", CARD_FAMILY_AKIS, 252},
		{"3B9F978131FE4580655443D3228231C073F62180810500", CARD_FAMILY_AKIS, 252}, /* the check byte is not looked at */
		{"3B9F978131FE458066683209010203319581050000", NULL, 252},
		{"3B8D0180666832490102033195810500AA", CARD_FAMILY_AKIS, 252},
		{"3B8D0180666832090102033195810500AA", CARD_FAMILY_AKIS, 252},
		{"3BFD1300008131FE158073C021C057597562694B657940", CARD_FAMILY_PIV, 252},
		{"3B8A800149736F4170706C65740062", CARD_FAMILY_ISOAPPLET, 252}, {"3B6800000073C84012009000", NULL, 252},
		{"", NULL, 252}, {"3B", NULL, 252}, {"3B00", NULL, 252}, {"3B0F", NULL, 252}, {"3BFF", NULL, 252},
		{"3BF0F0F0F0", NULL, 252}, {"3BFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", NULL, 252}, {"0000", NULL, 252}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct hints hints = hints_of(cases[i].atr, false);
		const char *got = hints.first != NULL ? hints.first : "none";
		const char *want = cases[i].family != NULL ? cases[i].family : "none";
		if (strcmp(got, want) != 0 || hints.chunk != cases[i].chunk)
			fail_msg("%s: %s, %zu", cases[i].atr, got, hints.chunk);
	}
	assert_int_equal(hints_of("3B6800000073C84012009000", true).chunk, 256);
}

static void
test_subject(void **state)
{
	struct card_model_cert cert = scripted_cert(CERT_PERSON);
	struct card_model_cert ended = scripted_cert(CERT_EXPIRED), authority = scripted_cert(CERT_AUTHORITY);
	struct subject subject;
	int64_t now = clock_now();
	char clean[32];

	(void)state;
	assert_true(subject_read(&subject, (struct span){cert.der, cert.length}));
	assert_string_equal(subject.name, "AYŞE ÖRNEK");
	assert_string_equal(subject.number, SCRIPTED_PERSON);
	assert_true(subject_time(subject.not_before) < now && subject_time(subject.not_after) > now);
	assert_true(subject_is_wanted((struct span){cert.der, cert.length}, SCRIPTED_PERSON, now));
	assert_false(subject_is_wanted((struct span){cert.der, cert.length}, "10000000078", now));
	assert_false(subject_is_wanted((struct span){cert.der, cert.length}, SCRIPTED_PERSON, now + INT64_C(4) * 366 * 86400));
	assert_false(subject_is_wanted((struct span){ended.der, ended.length}, SCRIPTED_PERSON, now));
	assert_true(subject_read(&subject, (struct span){authority.der, authority.length}) && subject.is_authority);
	for (size_t length = 0; length < cert.length; length += 7) /* cut anywhere: no answer, no harm */
		assert_false(subject_read(&subject, (struct span){cert.der, length}));
	assert_int_equal(subject_time("20261123090000Z"), subject_time("261123090000Z"));
	assert_int_equal(subject_time("261123090000"), 0);
	assert_int_equal(subject_time("2611230900Z"), 0);
	subject_clean(clean, sizeof clean,
		"a\033[2Jb\x9B"
		"c\xC2\x9B"
		"d\xE2\x80\xAE"
		"ş");
	assert_string_equal(clean, "a?[2Jb?c?d?ş");
	subject_clean(clean, 4, "abş"); /* cut between letters */
	assert_string_equal(clean, "ab");
}

/* A certificate whose serialNumber holds a NUL after the wanted digits is another's. */
static void
test_subject_nul(void **state)
{
	struct card_model_cert cert = scripted_cert(CERT_PERSON);
	uint8_t *copy = mem_alloc(cert.length);
	uint8_t *number;

	(void)state;
	memcpy(copy, cert.der, cert.length);
	number = memmem(copy, cert.length, SCRIPTED_PERSON, 11);
	assert_non_null(number);
	number[10] = 0;
	assert_false(subject_is_wanted((struct span){copy, cert.length}, "1000000014", clock_now()));
	mem_free(copy);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_next),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_sequence_length),
		cmocka_unit_test(test_is_certificate),
		cmocka_unit_test(test_arena),
		cmocka_unit_test(test_pem),
		cmocka_unit_test(test_hints),
		cmocka_unit_test(test_subject),
		cmocka_unit_test(test_subject_nul),
	};

	return cmocka_run_group_tests(tests, scripted_setup, scripted_teardown);
}
