/*
 * card/test_content: what may stand on a card where a certificate should: every content case, in each family that can
 * hold it, and the classes of faults by which parsers of card data have been broken. A good certificate behind a bad
 * thing is found; nothing but whole certificates is told; nothing is followed for ever.
 */
#include "scripted.h"

#include <setjmp.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

enum { AT_BODY = 4 /* of a certificate of 256 bytes and more */ };

/* Replaces the content of an elementary file. */
static void
set_file(struct card_model *model, int node, const void *bytes, size_t length)
{
	assert_true(node >= 0);
	mem_free(model->nodes[node].data);
	model->nodes[node].data = mem_alloc(length + 1);
	model->nodes[node].length = length;
	if (length > 0)
		memcpy(model->nodes[node].data, bytes, length);
}

static int
pkcs15_file(const struct card_model *model, unsigned fid)
{
	return card_model_find(model, card_model_find(model, CARD_MODEL_ROOT, 0x5015), fid);
}

static void
make_pkcs15(struct scripted *scripted)
{
	struct card_model_cert cert = scripted_cert(CERT_PERSON);

	if (scripted->model == NULL)
		scripted->model = mem_alloc(sizeof *scripted->model);
	card_model_clear(scripted->model);
	card_model_pkcs15(scripted->model, &cert, 1);
}

/* ---- the content of one file, in the AKİS layout and behind a PKCS#15 path */

static void
check_file(struct scripted *scripted, const char *name, const void *bytes, size_t length, enum fault fault)
{
	struct card_model_cert content = {bytes, length}, good = scripted_cert(CERT_SECOND);

	if (scripted->model == NULL)
		scripted->model = mem_alloc(sizeof *scripted->model);
	for (int family = 0; family < 2; family++) {
		card_model_clear(scripted->model);
		if (family == 0)
			card_model_akis(scripted->model, &content, 1);
		else
			card_model_pkcs15(scripted->model, &content, 1);
		scripted_read(scripted);
		if (scripted->told != fault || scripted->is_done != (fault == FAULT_NONE))
			fail_msg("%s, family %d: %s", name, family, fault_code(scripted->told));
		assert_true(fault != FAULT_NONE || scripted_has(scripted, 0, CERT_PERSON));
		assert_in_range(scripted->apdus, 1, 150);
	}
	/* A good one behind it is found all the same. */
	card_model_clear(scripted->model);
	card_model_akis(scripted->model, (const struct card_model_cert[]){content, good}, 2);
	scripted_read(scripted);
	assert_true(scripted->is_done && scripted_has(scripted, scripted->count - 1, CERT_SECOND));
	assert_true(fault == FAULT_NONE || fault == FAULT_NO_CERTIFICATE || scripted->unreadable == 1);
}

static void
test_headers(void **state)
{
	static const struct {
		const char *name, *head;
		enum fault fault;
	} cases[] = {
		{"0", "3000", FAULT_NOT_A_CERTIFICATE},
		{"1", "300130", FAULT_NOT_A_CERTIFICATE},
		{"127", "307F3030", FAULT_NOT_A_CERTIFICATE},
		{"128", "30818030", FAULT_NOT_A_CERTIFICATE},
		{"255", "3081FF30", FAULT_NOT_A_CERTIFICATE},
		{"300", "3082012C30", FAULT_NOT_A_CERTIFICATE},
		{"32,769", "3082800130", FAULT_LIMIT},
		{"65,535", "3082FFFF30", FAULT_LIMIT},
		{"16 MB", "3083FFFFFF30", FAULT_LIMIT},
		{"indefinite", "3080308030", FAULT_NOT_A_CERTIFICATE},
		{"84 FFFFFFFF", "3084FFFFFFFF30", FAULT_NOT_A_CERTIFICATE},
		{"88, eight bytes", "3088FFFFFFFFFFFFFFFF30", FAULT_NOT_A_CERTIFICATE},
		{"FF", "30FFFFFFFFFFFFFFFF", FAULT_NOT_A_CERTIFICATE},
		{"not minimal, one byte", "30817F30", FAULT_NOT_A_CERTIFICATE},
		{"not minimal, two bytes", "308200FF30", FAULT_NOT_A_CERTIFICATE},
		{"not minimal, three bytes", "308300070030", FAULT_NOT_A_CERTIFICATE},
		{"a SET", "3182070030", FAULT_NOT_A_CERTIFICATE},
		{"PKCS#7", "3082070006092A864886F70D010702", FAULT_NOT_A_CERTIFICATE},
		{"gzip", "1F8B080000000000", FAULT_NOT_A_CERTIFICATE},
		{"text", "4164FD3A2041596C6965", FAULT_NOT_A_CERTIFICATE},
	};
	struct scripted scripted = {0};
	uint8_t bytes[2000];

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		memset(bytes, 0x11, sizeof bytes);
		assert_true(hex_decode(bytes, strlen(cases[i].head) / 2, cases[i].head));
		check_file(&scripted, cases[i].name, bytes, sizeof bytes, cases[i].fault);
	}
	scripted_clear(&scripted);
}

static void
test_sizes(void **state)
{
	static const size_t cuts[] = {1, 2, 3, 4, 5, 10, 11, 251, 252, 253, 503, 504, 505, 1794};
	struct card_model_cert cert = scripted_cert(CERT_PERSON);
	struct scripted scripted = {0};
	uint8_t *bytes = mem_alloc(40000);

	(void)state;
	check_file(&scripted, "nothing", "", 0, FAULT_NO_CERTIFICATE);
	for (size_t i = 0; i < ARRAY_LENGTH(cuts); i++)
		check_file(&scripted, "cut", cert.der, cuts[i], cuts[i] < 4 ? FAULT_NOT_A_CERTIFICATE : FAULT_TRUNCATED);
	for (int fill = 0; fill < 256; fill += 0xFF) {
		memset(bytes, fill, 40000);
		check_file(&scripted, "padding only", bytes, 4000, FAULT_NO_CERTIFICATE);
		memcpy(bytes, cert.der, cert.length);
		check_file(&scripted, "padded", bytes, 4000, FAULT_NONE);
		check_file(&scripted, "padded, 40 kB", bytes, 32767, FAULT_NONE);
	}
	memcpy(bytes + cert.length, cert.der, cert.length); /* the same once more behind it */
	check_file(&scripted, "twice in a file", bytes, 2 * cert.length, FAULT_NONE);
	bytes[AT_BODY] = 0x31;
	check_file(&scripted, "a SET inside", bytes, cert.length, FAULT_NOT_A_CERTIFICATE);
	memset(bytes, 0x30, 4000);
	check_file(&scripted, "30 for ever", bytes, 4000, FAULT_NOT_A_CERTIFICATE);
	mem_free(bytes);
	scripted_clear(&scripted);
}

static void
test_pem_files(void **state)
{
	struct card_model_cert cert = scripted_cert(CERT_PERSON);
	struct scripted scripted = {0};
	struct str text = {0};
	size_t letters;

	(void)state;
	str_add(&text, "-----BEGIN CERTIFICATE-----\n");
	letters = text.length;
	base64_encode(&text, cert.der, cert.length);
	check_file(&scripted, "PEM without its end", text.data, text.length, FAULT_TRUNCATED);
	str_add(&text, "\n-----END CERTIFICATE-----\n");
	check_file(&scripted, "PEM", text.data, text.length, FAULT_NONE);
	text.data[letters + 20] = '!';
	check_file(&scripted, "PEM with a wrong letter", text.data, text.length, FAULT_TRUNCATED);
	str_reset(&text);
	str_add(&text, "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
	check_file(&scripted, "PEM of something else", text.data, text.length, FAULT_TRUNCATED);
	str_reset(&text);
	str_add(&text, "-----BEGIN CERTIFICATE-----\n");
	for (int i = 0; i < 800; i++) /* as long as text may be, in certificate letters */
		str_add(&text, "MIIHAzCCBeugAwIBAgIQAAAAAAAAAAAA");
	check_file(&scripted, "PEM without end", text.data, text.length, FAULT_TRUNCATED);
	str_clear(&text);
	scripted_clear(&scripted);
}

/* ---- how cards end a file, split their answers, describe their files */

static void
test_manners(void **state)
{
	struct card_model_cert cert = scripted_cert(CERT_PERSON);
	struct scripted scripted = {.model = mem_alloc(sizeof *scripted.model)};

	(void)state;
	for (int round = 0; round < 5 * 6 * 2 * 2 * 2; round++) {
		struct card_model_faults manners = {
			.end = (enum card_model_end)(round % 5),
			.fci = (enum card_model_fci)(round / 5 % 6),
			.t0 = round / 30 % 2 == 1,
			.chunk_cap = round / 60 % 2 == 1 ? 97 : 0,
			.refuse_p2_00 = round / 120 % 2 == 1,
		};
		for (int family = 0; family < 3; family++) {
			card_model_clear(scripted.model);
			if (family == 0)
				card_model_akis(scripted.model, &cert, 1);
			else if (family == 1)
				card_model_pkcs15(scripted.model, &cert, 1);
			else
				card_model_piv(scripted.model, &cert, 1, true);
			scripted.model->faults = manners;
			scripted.t0 = manners.t0;
			scripted_read(&scripted);
			if (!scripted.is_done || !scripted_has(&scripted, 0, CERT_PERSON))
				fail_msg("family %d, end %d, FCI %d, T=%d, %zu at a time, P2 %d: %s", family, (int)manners.end,
					(int)manners.fci, !manners.t0, manners.chunk_cap, manners.refuse_p2_00,
					fault_code(scripted.told));
		}
	}
	scripted_clear(&scripted);
}

static void
test_bad_manners(void **state)
{
	static const struct {
		const char *name;
		struct card_model_faults faults;
		enum fault first, second; /* either */
	} cases[] = {
		{"61xx for ever", {.endless_61 = true}, FAULT_LIMIT, FAULT_GARBLED},
		{"6Cxx for ever", {.endless_6c = true}, FAULT_ODD_READER, FAULT_NO_CERTIFICATE},
		{"9000 without data for ever", {.endless_empty = true}, FAULT_ODD_READER, FAULT_ODD_READER},
		{"zeros for ever", {.endless_zeros = true}, FAULT_NO_CERTIFICATE, FAULT_NO_CERTIFICATE},
		{"more than Le", {.trailing = 3}, FAULT_GARBLED, FAULT_GARBLED},
		{"302 bytes", {.huge_at = 5, .huge_length = 302}, FAULT_GARBLED, FAULT_GARBLED},
		{"65,535 bytes", {.huge_at = 5, .huge_length = 65535}, FAULT_GARBLED, FAULT_GARBLED},
		{"one byte", {.short_at = 5, .short_length = 1}, FAULT_GARBLED, FAULT_GARBLED},
	};
	struct card_model_cert cert = scripted_cert(CERT_PERSON);
	struct scripted scripted = {.model = mem_alloc(sizeof *scripted.model)};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		for (int family = 0; family < 2; family++) {
			card_model_clear(scripted.model);
			if (family == 0)
				card_model_akis(scripted.model, &cert, 1);
			else
				card_model_pkcs15(scripted.model, &cert, 1);
			scripted.model->faults = cases[i].faults;
			scripted_read(&scripted);
			if (scripted.told != cases[i].first && scripted.told != cases[i].second)
				fail_msg("%s, family %d: %s", cases[i].name, family, fault_code(scripted.told));
			assert_in_range(scripted.apdus, 1, 2 * WIRE_ROUNDS_MAX);
		}
	}
	scripted_clear(&scripted);
}

/* ---- PKCS#15 directories */

/* CDF and ODF cut after each byte, with each padding behind: no certificate, or the certificate; never harm. */
static void
test_directories_cut(void **state)
{
	static const unsigned fids[] = {0x4404, 0x5031};
	static const struct {
		enum card_model_end end;
		int fill; /* -1: the file ends there */
	} ends[] = {{CARD_END_6282, -1}, {CARD_END_6B00, -1}, {CARD_END_SHORT_9000, 0x00}, {CARD_END_6282, 0xFF},
		{CARD_END_6282, 0x30}};
	struct scripted scripted = {0};
	int whole = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(fids) * ARRAY_LENGTH(ends); i++) {
		for (size_t cut = 0; cut <= 64; cut++) {
			uint8_t bytes[300];
			int node, fill = ends[i / 2].fill;
			make_pkcs15(&scripted);
			node = pkcs15_file(scripted.model, fids[i % 2]);
			memset(bytes, fill >= 0 ? fill : 0, sizeof bytes);
			memcpy(bytes, scripted.model->nodes[node].data, cut);
			set_file(scripted.model, node, bytes, fill >= 0 ? sizeof bytes : cut);
			scripted.model->faults.end = ends[i / 2].end;
			scripted_read(&scripted);
			assert_true(!scripted.is_done || scripted_has(&scripted, 0, CERT_PERSON));
			assert_in_range(scripted.apdus, 3, 400);
			whole += scripted.is_done;
		}
	}
	assert_in_range(whole, 20, 600); /* the cuts behind the last byte that matters */
	scripted_clear(&scripted);
}

/* A CDF with one record whose path, index and length are as given. */
static void
read_with_path(struct scripted *scripted, const char *hex, long index, long length)
{
	uint8_t path[256], cdf[1024] = {0};
	size_t size = strlen(hex) / 2;

	make_pkcs15(scripted);
	assert_true(hex_decode(path, size, hex));
	size = card_model_cdf_record(cdf, sizeof cdf, "Certificate", "\x45", 1, path, size, index, length);
	set_file(scripted->model, pkcs15_file(scripted->model, 0x4404), cdf, size + 100);
	scripted_read(scripted);
	assert_in_range(scripted->apdus, 1, 60);
}

static void
test_paths(void **state)
{
	static const struct {
		const char *path;
		long index, length;
		bool found;
	} cases[] = {
		{"3F0050153301", -1, -1, true},
		{"3301", -1, -1, true},      /* relative to the application */
		{"50153301", -1, -1, false}, /* also relative: there is no such folder in it */
		{"3F0050153301", 0, 1795, true},
		{"3F0050153301", 0, 4000, true},  /* the file ends before: DER decides */
		{"3F0050153301", 0, 1794, false}, /* the directory says that there is less */
		{"3F0050153301", 0, 0, true},
		{"3F0050153301", 1, -1, false},
		{"3F0050153301", 1795, -1, false},
		{"3F0050153301", 20000, -1, false}, /* beyond the file */
		{"3F0050153301", 0x7FFF, 1, false},
		{"3F0050153301", 0x8000, 1, false}, /* no offset says that */
		{"3F0050153301", 0xFFFFFF, 1, false},
		{"", -1, -1, false},
		{"33", -1, -1, false},
		{"3F00501533", -1, -1, false},
		{"3F00", -1, -1, false},
		{"3F003F00", -1, -1, false},
		{"3F003F003F003F00", -1, -1, false},
		{"FFFF", -1, -1, false},
		{"3F0050154404", -1, -1, false}, /* itself */
		{"3F0050155031", -1, -1, false}, /* the ODF */
		{"3F005015", -1, -1, false},     /* a folder */
		{"3F0050159999", -1, -1, false},
		{"3F00501533013F00501533013F005015", -1, -1, false}, /* sixteen bytes: the longest that is taken */
		{"3F00501533013F00501533013F0050153301", -1, -1, false},
	};
	struct scripted scripted = {0};
	char longest[401];

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		read_with_path(&scripted, cases[i].path, cases[i].index, cases[i].length);
		if (scripted.is_done != cases[i].found || (cases[i].found && !scripted_has(&scripted, 0, CERT_PERSON)))
			fail_msg("path %s, index %ld, length %ld: %s", cases[i].path, cases[i].index, cases[i].length,
				fault_code(scripted.told));
	}
	memset(longest, '3', 400); /* two hundred bytes */
	longest[400] = '\0';
	read_with_path(&scripted, longest, -1, -1);
	assert_int_equal(scripted.told, FAULT_NOT_A_CERTIFICATE);
	scripted_clear(&scripted);
}

/* A thousand records that point at nothing, and a good one among the first sixty-four or behind them. */
static void
test_many_records(void **state)
{
	struct scripted scripted = {0};
	uint8_t *cdf = mem_alloc(70000);

	(void)state;
	for (size_t good = 60; good <= 70; good += 10) {
		size_t at = 0;
		make_pkcs15(&scripted);
		for (size_t i = 0; i < 1000 && at < 32000; i++) {
			const uint8_t path[] = {0x3F, 0x00, 0x50, 0x15, i == good ? 0x33 : 0x99, 0x01};
			at += card_model_cdf_record(cdf + at, 70000 - at, "Certificate", "\x45", 1, path, sizeof path, -1, -1);
		}
		set_file(scripted.model, pkcs15_file(scripted.model, 0x4404), cdf, at);
		scripted_read(&scripted);
		assert_int_equal(scripted.is_done, good == 60);
		assert_in_range(scripted.apdus, 60, 400);
	}
	mem_free(cdf);
	scripted_clear(&scripted);
}

static void
test_object_directories(void **state)
{
	static const struct {
		const char *name, *odf;
		bool found;
	} cases[] = {
		{"indirect", "A40A300804063F0050154404", true},
		{"relative path", "A406300404024404", true},
		{"trusted", "A50A300804063F0050154404", true},
		{"useful", "A60A300804063F0050154404", true},
		{"unknown tags around", "5F2D0161A7023000BF810100A40A300804063F0050154404", true},
		{"padding in front", "00A40A300804063F0050154404", true},
		{"one more SEQUENCE around it", "300CA40A300804063F0050154404", true},
		{"two more SEQUENCEs", "300E300CA40A300804063F0050154404", false},
		{"the same directory three times", "A40A300804063F0050154404A40A300804063F0050154404A50A300804063F0050154404",
			true},
		{"points to itself", "A40A300804063F0050155031", false},
		{"entry longer than the file", "A4FF300804063F0050154404", false},
		{"16 MB", "A483FFFFFF30", false},
		{"indefinite", "A480300804063F00501544040000", false},
		{"no path in it", "A4023000", false},
		{"an odd path", "A407300504033F0050", false},
		{"certificate directories only are followed", "A00A300804063F0050154404A80A300804063F0050154404", false},
		{"one byte", "A4", false},
	};
	struct scripted scripted = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		uint8_t odf[128] = {0};
		make_pkcs15(&scripted);
		assert_true(hex_decode(odf, strlen(cases[i].odf) / 2, cases[i].odf));
		set_file(scripted.model, pkcs15_file(scripted.model, 0x5031), odf, strlen(cases[i].odf) / 2);
		scripted_read(&scripted);
		if (scripted.is_done != cases[i].found || scripted.count > 1)
			fail_msg("%s: %s", cases[i].name, fault_code(scripted.told));
		assert_in_range(scripted.apdus, 1, 80);
	}
	scripted_clear(&scripted);
}

/* [1] { SEQUENCE { [0] certificate } }: in the record itself, as it stands or under an implicit tag. */
static void
test_direct(void **state)
{
	struct card_model_cert cert = scripted_cert(CERT_PERSON);
	struct scripted scripted = {0};

	(void)state;
	for (size_t body = 0; body <= AT_BODY; body += AT_BODY) {
		size_t inner = cert.length - body, at = 0;
		uint8_t cdf[2200] = {0};
		uint8_t head[] = {0x30, 0x82, 0, 0, 0x30, 0x00, 0x30, 0x03, 0x04, 0x01, 0x45, 0xA1, 0x82, 0, 0, 0x30, 0x82, 0, 0,
			0xA0, 0x82, 0, 0};
		static const size_t lengths[] = {2, 13, 17, 21}; /* each counts what stands behind it */
		for (size_t i = 0; i < ARRAY_LENGTH(lengths); i++) {
			size_t length = inner + sizeof head - lengths[i] - 2;
			head[lengths[i]] = (uint8_t)(length >> 8);
			head[lengths[i] + 1] = (uint8_t)length;
		}
		memcpy(cdf, head, sizeof head);
		at = sizeof head;
		memcpy(cdf + at, cert.der + body, inner);
		make_pkcs15(&scripted);
		set_file(scripted.model, pkcs15_file(scripted.model, 0x4404), cdf, at + inner + 50);
		scripted_read(&scripted);
		assert_true(scripted_has(&scripted, 0, CERT_PERSON));
	}
	scripted_clear(&scripted);
}

/* ---- PIV objects */

static size_t
deflated(uint8_t *out, size_t size, const void *bytes, size_t length)
{
	z_stream stream = {0};
	size_t written;

	assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
	stream.next_in = (z_const Bytef *)(uintptr_t)bytes;
	stream.avail_in = (uInt)length;
	stream.next_out = out;
	stream.avail_out = (uInt)size;
	assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
	written = stream.total_out;
	deflateEnd(&stream);
	return written;
}

static void
put_object(struct card_model *model, const uint8_t *value, size_t length, uint8_t info, long lie_outer, long lie_inner)
{
	uint8_t *object = mem_alloc(length + 32);
	size_t inner = (size_t)((long)length + lie_inner), outer = (size_t)((long)length + 4 + 5 + lie_outer);

	memcpy(object,
		(const uint8_t[]){
			0x53, 0x82, (uint8_t)(outer >> 8), (uint8_t)outer, 0x70, 0x82, (uint8_t)(inner >> 8), (uint8_t)inner},
		8);
	if (length > 0)
		memcpy(object + 8, value, length);
	memcpy(object + 8 + length, (const uint8_t[]){0x71, 0x01, info, 0xFE, 0x00}, 5);
	card_model_add_object(model, 0x5FC10A, object, length + 13);
	mem_free(object);
}

static void
test_piv(void **state)
{
	struct card_model_cert cert = scripted_cert(CERT_PERSON);
	struct scripted scripted = {.model = mem_alloc(sizeof *scripted.model)};
	uint8_t *bytes = mem_alloc(1 << 20), *packed = mem_alloc(40000);
	size_t whole = deflated(packed, 40000, cert.der, cert.length);
	static const struct {
		const char *name;
		uint8_t info;
		int what; /* 0 DER, 1 gzip, 2 cut gzip, 3 bomb, 4 zeros, 5 nothing, 6 half DER */
		long outer, inner;
		enum fault fault;
	} cases[] = {
		{"DER", 0, 0, 0, 0, FAULT_NONE},
		{"gzip flag on DER", 1, 0, 0, 0, FAULT_NONE},
		{"gzip", 1, 1, 0, 0, FAULT_NONE},
		{"gzip without its flag", 0, 1, 0, 0, FAULT_NONE},
		{"gzip cut", 1, 2, 0, 0, FAULT_TRUNCATED},
		{"bomb", 1, 3, 0, 0, FAULT_LIMIT},
		{"flag on nonsense", 1, 4, 0, 0, FAULT_NOT_A_CERTIFICATE},
		{"70 empty", 0, 5, 0, 0, FAULT_NO_CERTIFICATE},
		{"DER cut", 0, 6, 0, 0, FAULT_TRUNCATED},
		{"53 longer than the object", 0, 0, 10, 0, FAULT_TRUNCATED},
		{"53 of 64 kB", 0, 0, 60000, 0, FAULT_TRUNCATED},
		{"70 longer than 53", 0, 0, 0, 500, FAULT_NOT_A_CERTIFICATE},
		{"70 a byte too short", 0, 0, 0, -1, FAULT_TRUNCATED},
		{"53 too short for its 70", 0, 0, -200, 0, FAULT_NOT_A_CERTIFICATE},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		size_t length = cert.length;
		memcpy(bytes, cert.der, cert.length);
		if (cases[i].what == 1 || cases[i].what == 2) {
			length = cases[i].what == 1 ? whole : whole / 2;
			memcpy(bytes, packed, length);
		} else if (cases[i].what == 3) {
			uint8_t *zeros = mem_alloc(8 << 20);
			length = deflated(bytes, 1 << 20, zeros, 8 << 20);
			mem_free(zeros);
		} else if (cases[i].what == 4) {
			memset(bytes, 0, length);
		} else if (cases[i].what >= 5) {
			length = cases[i].what == 5 ? 0 : length / 2;
		}
		card_model_clear(scripted.model);
		card_model_piv(scripted.model, NULL, 0, false);
		put_object(scripted.model, bytes, length, cases[i].info, cases[i].outer, cases[i].inner);
		scripted_read(&scripted);
		if (scripted.told != cases[i].fault || (cases[i].fault == FAULT_NONE && !scripted_has(&scripted, 0, CERT_PERSON)))
			fail_msg("PIV %s: %s", cases[i].name, fault_code(scripted.told));
	}
	mem_free(packed);
	mem_free(bytes);
	scripted_clear(&scripted);
}

/* ---- ten certificates, the same twice, sixteen and no more */

static void
test_counts(void **state)
{
	struct scripted scripted = {.model = mem_alloc(sizeof *scripted.model)};
	struct card_model_cert good = scripted_cert(CERT_PERSON), certs[20];
	uint8_t *copies = mem_alloc(20 * good.length);

	(void)state;
	for (size_t i = 0; i < 20; i++) { /* twenty that differ in their signatures' last byte */
		memcpy(copies + i * good.length, good.der, good.length);
		copies[(i + 1) * good.length - 1] = (uint8_t)i;
		certs[i] = (struct card_model_cert){copies + i * good.length, good.length};
	}
	for (int count = 1; count <= 20; count += count == 1 ? 9 : 10) {
		card_model_clear(scripted.model);
		card_model_pkcs15(scripted.model, certs, count);
		scripted_read(&scripted);
		assert_true(scripted.is_done);
		assert_int_equal(scripted.count, count < 16 ? count : 16);
	}
	certs[1] = certs[0];
	card_model_clear(scripted.model);
	card_model_akis(scripted.model, certs, 3);
	scripted_read(&scripted);
	assert_int_equal(scripted.count, 2);
	mem_free(copies);
	scripted_clear(&scripted);
}

/* Sixteen files of PEM text of 20 kB certificates want more than the arena: the rest is left unread, and told. */
static void
test_arena_is_full(void **state)
{
	enum { SIZE = 20000, FILES = 16 };
	struct scripted scripted = {.model = mem_alloc(sizeof *scripted.model)};
	struct card_model_cert certs[FILES];
	struct str texts[FILES] = {0};
	uint8_t *der = mem_alloc(SIZE);

	(void)state;
	memcpy(der,
		(const uint8_t[]){0x30, 0x82, (SIZE - 4) >> 8, (SIZE - 4) & 255, 0x30, 0x00, 0x30, 0x00, 0x03, 0x82,
			(SIZE - 12) >> 8, (SIZE - 12) & 255},
		12);
	for (int i = 0; i < FILES; i++) {
		der[SIZE - 1] = (uint8_t)i;
		str_add(&texts[i], "-----BEGIN CERTIFICATE-----\n");
		base64_encode(&texts[i], der, SIZE);
		str_add(&texts[i], "\n-----END CERTIFICATE-----\n");
		certs[i] = (struct card_model_cert){(const uint8_t *)texts[i].data, texts[i].length};
	}
	card_model_akis(scripted.model, certs, FILES);
	scripted_read(&scripted);
	assert_true(scripted.is_done);
	assert_in_range(scripted.count, 8, FILES - 1);
	assert_int_equal(scripted.count + scripted.unreadable, FILES);
	assert_in_range(scripted.arena_used, ARENA_SIZE - 200000, ARENA_SIZE);
	for (int i = 0; i < FILES; i++)
		str_clear(&texts[i]);
	mem_free(der);
	scripted_clear(&scripted);
}

/* A certificate of more than 32 kB is none that is passed on, wherever it stands. */
static void
test_too_large(void **state)
{
	enum { SIZE = READING_CERTIFICATE_MAX + 1000 };
	struct scripted scripted = {.model = mem_alloc(sizeof *scripted.model)};
	struct str text = {0};
	struct card_model_cert cert;
	uint8_t *der = mem_alloc(SIZE);

	(void)state;
	memcpy(der,
		(const uint8_t[]){0x30, 0x82, (SIZE - 4) >> 8, (SIZE - 4) & 255, 0x30, 0x00, 0x30, 0x00, 0x03, 0x82,
			(SIZE - 12) >> 8, (SIZE - 12) & 255},
		12);
	card_model_piv(scripted.model, NULL, 0, false);
	put_object(scripted.model, der, SIZE - 1, 0, 0, 0); /* cut, and past the room of an object */
	scripted_read(&scripted);
	assert_int_equal(scripted.told, FAULT_LIMIT);
	str_add(&text, "-----BEGIN CERTIFICATE-----\n");
	base64_encode(&text, der, SIZE);
	str_add(&text, "\n-----END CERTIFICATE-----\n");
	cert = (struct card_model_cert){(const uint8_t *)text.data, text.length};
	card_model_clear(scripted.model);
	card_model_akis(scripted.model, &cert, 1); /* longer than offsets reach: an end is not to be had */
	scripted_read(&scripted);
	assert_true(scripted.told == FAULT_TRUNCATED || scripted.told == FAULT_LIMIT);
	mem_free(der);
	str_clear(&text);
	scripted_clear(&scripted);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_pem_files),
		cmocka_unit_test(test_manners),
		cmocka_unit_test(test_bad_manners),
		cmocka_unit_test(test_directories_cut),
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_many_records),
		cmocka_unit_test(test_object_directories),
		cmocka_unit_test(test_direct),
		cmocka_unit_test(test_piv),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_arena_is_full),
		cmocka_unit_test(test_too_large),
	};

	return cmocka_run_group_tests(tests, scripted_setup, scripted_teardown);
}
