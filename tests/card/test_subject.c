/*
 * card/test_subject: the little that the agent reads of a certificate to know when it may stop: number, end, key usage,
 * authority. Certificates are built here byte by byte, so that each part can be wrong.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../src/card/subject.h"

static void
put(struct str *out, unsigned tag, const void *bytes, size_t length)
{
	str_add_char(out, (char)tag);
	if (length >= 0x80) {
		str_add_char(out, '\x82');
		str_add_char(out, (char)(length >> 8));
	}
	str_add_char(out, (char)(length & 0xFF));
	str_add_n(out, bytes, length);
}

static void
wrap(struct str *content, unsigned tag)
{
	struct str outer = {0};

	put(&outer, tag, str_text(content), content->length);
	str_reset(content);
	str_add_n(content, outer.data, outer.length);
	str_clear(&outer);
}

static void
put_extension(struct str *out, unsigned last, unsigned tag, const char *value, size_t length)
{
	const char oid[] = {0x55, 0x1D, (char)last};
	struct str inner = {0}, whole = {0};

	put(&inner, tag, value, length);
	put(&whole, 0x06, oid, sizeof oid);
	put(&whole, 0x04, str_text(&inner), inner.length);
	put(out, 0x30, str_text(&whole), whole.length);
	str_clear(&inner);
	str_clear(&whole);
}

struct wish {
	const char *number, *until;
	unsigned usage_tag;
	const char *usage; /* two bytes; NULL: no key usage */
	bool is_authority;
};

/* version, serial, algorithm, issuer, validity, subject, key, extensions. */
static void
make(struct str *out, const struct wish *wish)
{
	static const char number_oid[] = {0x55, 0x04, 0x05};
	struct str tbs = {0}, part = {0}, extensions = {0};

	put(&tbs, 0xA0, "\x02\x01\x02", 3);
	put(&tbs, 0x02, "\x01", 1);
	put(&tbs, 0x30, "", 0);
	put(&tbs, 0x30, "", 0);
	put(&part, 0x17, "200101000000Z", 13);
	put(&part, 0x17, wish->until, strlen(wish->until));
	put(&tbs, 0x30, part.data, part.length);
	str_reset(&part);
	put(&part, 0x06, number_oid, sizeof number_oid);
	put(&part, 0x13, wish->number, strlen(wish->number));
	wrap(&part, 0x30);
	wrap(&part, 0x31);
	put(&tbs, 0x30, part.data, part.length);
	put(&tbs, 0x30, "", 0);
	if (wish->usage != NULL)
		put_extension(&extensions, 0x0F, wish->usage_tag, wish->usage, 2);
	if (wish->is_authority)
		put_extension(&extensions, 0x13, 0x30, "\x01\x01\xFF", 3);
	wrap(&extensions, 0x30);
	put(&tbs, 0xA3, extensions.data, extensions.length);
	wrap(&tbs, 0x30);
	wrap(&tbs, 0x30);
	str_reset(out);
	str_add_n(out, tbs.data, tbs.length);
	str_clear(&tbs);
	str_clear(&part);
	str_clear(&extensions);
}

static void
test_wanted(void **state)
{
	static const struct {
		const char *name;
		struct wish wish;
		bool is_wanted;
	} cases[] = {
		{"that says nothing of its usage", {"10000000146", "301231235959Z", 0, NULL, false}, true},
		{"that signs", {"10000000146", "301231235959Z", 0x03, "\x07\x80", false}, true},
		{"that is not to be denied", {"10000000146", "301231235959Z", 0x03, "\x06\x40", false}, true},
		{"that only encrypts", {"10000000146", "301231235959Z", 0x03, "\x05\x20", false}, false},
		{"whose usage is no bits", {"10000000146", "301231235959Z", 0x04, "\x05\x20", false}, true},
		{"of somebody else", {"10000000147", "301231235959Z", 0x03, "\x07\x80", false}, false},
		{"that has ended", {"10000000146", "250101000000Z", 0x03, "\x07\x80", false}, false},
		{"that ends this second", {"10000000146", "261123120000Z", 0x03, "\x07\x80", false}, true},
		{"that ended a second ago", {"10000000146", "261123115959Z", 0x03, "\x07\x80", false}, false},
		{"whose end is no time", {"10000000146", "3012312359Z", 0x03, "\x07\x80", false}, false},
		{"of an authority", {"10000000146", "301231235959Z", 0x03, "\x07\x80", true}, false},
	};
	struct str der = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		make(&der, &cases[i].wish);
		if (subject_is_wanted((struct span){(const uint8_t *)der.data, der.length}, "10000000146", 1795435200) !=
			cases[i].is_wanted)
			fail_msg("one %s is %swanted", cases[i].name, cases[i].is_wanted ? "not " : "");
	}
	str_clear(&der);
}

static void
test_times(void **state)
{
	(void)state;
	assert_int_equal(subject_time("261123120000Z"), 1795435200);
	assert_int_equal(subject_time("20261123120000Z"), 1795435200);
	assert_int_equal(subject_time("491231235959Z"), 2524607999); /* two digits reach from 1950 to 2049 */
	assert_true(subject_time("500101000000Z") < 0);
	assert_int_equal(subject_time("261123120000"), 0);
	assert_int_equal(subject_time("261123120000+0300"), 0);
	assert_int_equal(subject_time(""), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wanted),
		cmocka_unit_test(test_times),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
