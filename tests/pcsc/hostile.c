/*
 * pcsc/hostile: see hostile.h. Contents first (of an AKİS file, of PKCS#15 directories, of PIV objects), then answers.
 */
#include "hostile.h"

#include "cards.h"
#include "tap.h"
#include "teslim/card.h"

#include <string.h>
#include <zlib.h>

enum { NEXT_FILE = 0x2F10 };

/* ---- what may stand in an AKİS card's file */

static void
akis_bytes(struct card_model *model, const void *bytes, size_t length)
{
	struct card_model_cert content = {bytes, length};

	card_model_akis(model, &content, 1);
}

/* The header of the certificate replaced by another; the rest as it is. */
static const struct {
	size_t length;
	uint8_t bytes[8];
} headers[] = {
	{2, {0x30, 0x00}}, {2, {0x30, 0x01}}, {2, {0x30, 0x7F}}, {3, {0x30, 0x81, 0x80}}, {3, {0x30, 0x81, 0xFF}},
	{4, {0x30, 0x82, 0xFF, 0xFF}}, {5, {0x30, 0x83, 0xFF, 0xFF, 0xFF}}, {2, {0x30, 0x80}},
	{6, {0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF}}, {5, {0x30, 0x83, 0x00, 0x06, 0xFF}}, {3, {0x30, 0x81, 0x7F}}, {1, {0x31}},
	{8, {0x30, 0x86, 0, 0, 0, 0, 0x06, 0xFF}},
};

static void
akis_header(struct card_model *model, long which)
{
	struct card_model_cert cert = cards_certificate(CERT_ONE);
	struct str bytes = {0};

	str_add_n(&bytes, headers[which].bytes, headers[which].length);
	str_add_n(&bytes, cert.der + 4, cert.length - 4);
	akis_bytes(model, bytes.data, bytes.length);
	str_clear(&bytes);
}

static void
akis_cut(struct card_model *model, long length)
{
	akis_bytes(model, cards_certificate(CERT_ONE).der, (size_t)length);
}

static void
akis_padded(struct card_model *model, long byte)
{
	struct card_model_cert cert = cards_certificate(CERT_ONE);
	struct str bytes = {0};

	str_add_n(&bytes, cert.der, cert.length);
	for (int i = 0; i < 700; i++)
		str_add_char(&bytes, (char)byte);
	akis_bytes(model, bytes.data, bytes.length);
	str_clear(&bytes);
}

static void
akis_filled(struct card_model *model, long byte)
{
	uint8_t bytes[1800];

	memset(bytes, (int)byte, sizeof bytes);
	akis_bytes(model, bytes, sizeof bytes);
}

static void
akis_random(struct card_model *model, long seed)
{
	uint8_t bytes[1800];
	unsigned long state = (unsigned long)seed;

	for (size_t i = 0; i < sizeof bytes; i++) {
		state = state * 6364136223846793005UL + 1442695040888963407UL;
		bytes[i] = (uint8_t)(state >> 56);
	}
	bytes[0] &= 0x0F; /* no certificate by accident */
	akis_bytes(model, bytes, sizeof bytes);
}

/* A SignedData with the certificate inside: 30 { 06 1.2.840.113549.1.7.2, A0 ... } */
static void
akis_pkcs7(struct card_model *model, long unused)
{
	static const uint8_t head[] = {0x30, 0x82, 0x07, 0x16, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02, 0xA0,
		0x82, 0x07, 0x07, 0x30, 0x82, 0x07, 0x03};
	struct card_model_cert cert = cards_certificate(CERT_ONE);
	struct str bytes = {0};

	(void)unused;
	str_add_n(&bytes, head, sizeof head);
	str_add_n(&bytes, cert.der, cert.length);
	akis_bytes(model, bytes.data, bytes.length);
	str_clear(&bytes);
}

static size_t
gzip_bytes(uint8_t *out, size_t size, const void *in, size_t length)
{
	z_stream stream = {0};
	size_t written = 0;

	if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return 0;
	stream.next_in = (z_const Bytef *)(uintptr_t)in;
	stream.avail_in = (uInt)length;
	stream.next_out = out;
	stream.avail_out = (uInt)size;
	if (deflate(&stream, Z_FINISH) == Z_STREAM_END)
		written = stream.total_out;
	deflateEnd(&stream);
	return written;
}

static void
akis_gzip(struct card_model *model, long unused)
{
	static uint8_t packed[4096];
	struct card_model_cert cert = cards_certificate(CERT_ONE);

	(void)unused;
	akis_bytes(model, packed, gzip_bytes(packed, sizeof packed, cert.der, cert.length));
}

/* PEM: without its last line, with wrong letters, and two in one file. */
static void
akis_pem(struct card_model *model, long kind)
{
	struct card_model_node *node;

	card_akis_pem(model, 1);
	node = &model->nodes[model->node_count - 1];
	if (kind == 0)
		node->length -= 30;
	else
		memset(node->data + 600, '*', 40);
}

static void
akis_many(struct card_model *model, long count)
{
	struct card_model_cert list[24];

	for (int i = 0; i < count; i++)
		list[i] = cards_certificate(CERT_FIRST_OF_KIND + i % 26);
	card_model_akis(model, list, (int)count);
}

static void
akis_twice(struct card_model *model, long unused)
{
	struct card_model_cert list[2] = {cards_certificate(CERT_ONE), cards_certificate(CERT_ONE)};

	(void)unused;
	card_model_akis(model, list, 2);
}

/* A good certificate behind bad ones: files 2F10 random, 2F11 absent, 2F12 closed, 2F13 good. */
static void
akis_mixed(struct card_model *model, long unused)
{
	struct card_model_cert good = cards_certificate(CERT_ONE);
	int df;

	(void)unused;
	akis_random(model, 5);
	df = card_model_find(model, CARD_MODEL_ROOT, 0x3D00);
	card_model_add_ef(model, df, NEXT_FILE + 2, "closed", 6);
	model->nodes[model->node_count - 1].read_sw = 0x6982;
	card_model_add_ef(model, df, NEXT_FILE + 3, good.der, good.length);
}

static void
akis_closed(struct card_model *model, long sw)
{
	card_akis(model, 1);
	model->nodes[model->node_count - 1].read_sw = (unsigned)sw;
}

static void
akis_closed_to_select(struct card_model *model, long sw)
{
	card_akis(model, 1);
	model->nodes[model->node_count - 1].select_sw = (unsigned)sw;
}

/* ---- PKCS#15: its directories */

/* The card with another certificate directory. */
static void
pkcs15_with_cdf(struct card_model *model, const void *bytes, size_t length)
{
	struct card_model_node *node;
	int df, cdf;

	card_pkcs15(model, 1);
	df = card_model_find(model, CARD_MODEL_ROOT, 0x5015);
	cdf = card_model_find(model, df, 0x4404);
	node = &model->nodes[cdf];
	mem_free(node->data);
	node->data = mem_alloc(length + 1);
	memcpy(node->data, bytes, length);
	node->length = length;
}

static size_t
one_record(uint8_t *out, size_t size, const void *path, size_t length, long index, long bytes)
{
	return card_model_cdf_record(out, size, "DENEME", "\x45\x01", 2, path, length, index, bytes);
}

static const uint8_t good_path[] = {0x3F, 0x00, 0x50, 0x15, 0x33, 0x01};

int
hostile_cuts(void)
{
	uint8_t record[256];

	return (int)one_record(record, sizeof record, good_path, sizeof good_path, -1, -1);
}

void
hostile_cut(struct card_model *model, long length)
{
	uint8_t record[256];

	one_record(record, sizeof record, good_path, sizeof good_path, -1, -1);
	pkcs15_with_cdf(model, record, (size_t)length);
}

static void
pkcs15_path(struct card_model *model, long length)
{
	uint8_t record[1024], path[200];

	memset(path, 0x33, sizeof path);
	pkcs15_with_cdf(model, record, one_record(record, sizeof record, path, (size_t)length, -1, -1));
}

static const uint8_t odd_paths[][6] = {
	{0x3F, 0x00, 0x50, 0x15, 0x44, 0x04}, /* the directory itself */
	{0x3F, 0x00, 0x50, 0x15, 0x50, 0x31}, /* the directory of directories */
	{0x3F, 0x00, 0x3F, 0x00, 0x3F, 0x00},
	{0x50, 0x15, 0x50, 0x15, 0x33, 0x01},
	{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF},
};

static void
pkcs15_odd_path(struct card_model *model, long which)
{
	uint8_t record[256];
	size_t length = which == 5 ? 2 : 6;
	const uint8_t *path = which == 5 ? (const uint8_t *)"\x3F\x00" : odd_paths[which];

	pkcs15_with_cdf(model, record, one_record(record, sizeof record, path, length, -1, -1));
}

/* As many records as said, all of them but the last pointing nowhere. */
static void
pkcs15_records(struct card_model *model, long count)
{
	static const uint8_t nowhere[] = {0x3F, 0x00, 0x50, 0x15, 0x77, 0x77};
	uint8_t record[256];
	struct str cdf = {0};

	for (long i = 0; i < count; i++) {
		const uint8_t *path = i + 1 == count ? good_path : nowhere;
		str_add_n(&cdf, record, one_record(record, sizeof record, path, sizeof nowhere, -1, -1));
	}
	pkcs15_with_cdf(model, cdf.data, cdf.length);
	str_clear(&cdf);
}

/* index and length: beyond the file, the whole, too little, and a certificate behind 100 other bytes */
static void
pkcs15_index(struct card_model *model, long which)
{
	static const long values[][2] = {{20000, 100}, {0, 1795}, {0, 100}, {100, 1795}, {32767, 32767}};
	struct card_model_cert cert = cards_certificate(CERT_ONE);
	uint8_t record[256];
	int df;

	pkcs15_with_cdf(model, record, one_record(record, sizeof record, good_path, sizeof good_path, values[which][0], values[which][1]));
	if (which != 3)
		return;
	df = card_model_find(model, CARD_MODEL_ROOT, 0x5015);
	struct card_model_node *node = &model->nodes[card_model_find(model, df, 0x3301)];
	mem_free(node->data);
	node->data = mem_alloc(cert.length + 100);
	memset(node->data, 0x30, 100);
	memcpy(node->data + 100, cert.der, cert.length);
	node->length = cert.length + 100;
}

/* The certificate itself in the record: [1] { 30 { A0 { certificate } } } */
static void
pkcs15_direct(struct card_model *model, long unused)
{
	struct card_model_cert cert = cards_certificate(CERT_ONE);
	size_t size = cert.length;
	struct str cdf = {0};
	uint8_t frame[] = {0x30, 0x82, 0, 0, 0x30, 0x00, 0x30, 0x04, 0x04, 0x02, 0x45, 0x01, 0xA1, 0x82, 0, 0, 0x30, 0x82, 0, 0, 0xA0,
		0x82, 0, 0};

	(void)unused;
	for (int i = 0; i < 4; i++) {
		static const size_t at[] = {22, 18, 14, 2};
		size_t inner = size + (size_t)i * 4 + (i == 3 ? 8 : 0);
		frame[at[i]] = (uint8_t)(inner >> 8);
		frame[at[i] + 1] = (uint8_t)inner;
	}
	str_add_n(&cdf, frame, sizeof frame);
	str_add_n(&cdf, cert.der, cert.length);
	pkcs15_with_cdf(model, cdf.data, cdf.length);
	str_clear(&cdf);
}

static void
pkcs15_filled(struct card_model *model, long byte)
{
	uint8_t bytes[600];

	memset(bytes, (int)byte, sizeof bytes);
	pkcs15_with_cdf(model, bytes, sizeof bytes);
}

/* Another object directory. */
static void
pkcs15_odf(struct card_model *model, long which)
{
	static const uint8_t unknown[] = {0xB7, 0x02, 0x01, 0x02, 0x5F, 0x1F, 0x01, 0x00, 0xA4, 0x0A, 0x30, 0x08, 0x04, 0x06, 0x3F, 0x00, 0x50,
		0x15, 0x44, 0x04, 0xFF, 0xFF, 0xFF};
	static const uint8_t itself[] = {0xA4, 0x0A, 0x30, 0x08, 0x04, 0x06, 0x3F, 0x00, 0x50, 0x15, 0x50, 0x31, 0xA5, 0x0A, 0x30, 0x08, 0x04,
		0x06, 0x3F, 0x00, 0x50, 0x15, 0x50, 0x31};
	static const uint8_t cut[] = {0xA4, 0x82, 0xFF, 0xFF, 0x30, 0x08, 0x04, 0x06, 0x3F, 0x00, 0x50, 0x15, 0x44, 0x04};
	static const struct {
		const uint8_t *bytes;
		size_t length;
	} choices[] = {{unknown, sizeof unknown}, {itself, sizeof itself}, {cut, sizeof cut}, {cut, 1}, {cut, 0}};
	struct card_model_node *node;

	card_pkcs15(model, 1);
	node = &model->nodes[card_model_find(model, card_model_find(model, CARD_MODEL_ROOT, 0x5015), 0x5031)];
	memcpy(node->data, choices[which].bytes, choices[which].length);
	node->length = choices[which].length;
}

/* ---- PIV objects */

enum piv_kind { PIV_LONG_INNER, PIV_LONG_OUTER, PIV_NO_70, PIV_BOMB, PIV_CUT_GZIP, PIV_FLAG_ON_DER, PIV_EMPTY, PIV_EMPTY_70, PIV_RANDOM };

static size_t
piv_object(uint8_t *out, const void *content, size_t length, uint8_t tag, size_t claimed, size_t outer)
{
	uint8_t frame[] = {0x53, 0x82, (uint8_t)(outer >> 8), (uint8_t)outer, tag, 0x82, (uint8_t)(claimed >> 8), (uint8_t)claimed};

	memcpy(out, frame, sizeof frame);
	memcpy(out + sizeof frame, content, length);
	return sizeof frame + length;
}

static void
piv_hostile(struct card_model *model, long kind)
{
	static uint8_t object[32768], packed[16384], zeros[8 << 20];
	struct card_model_cert cert = cards_certificate(CERT_ONE);
	const uint8_t *content = cert.der;
	size_t length = cert.length, claimed, outer, total;

	card_model_piv(model, &cert, 0, false);
	if (kind == PIV_BOMB || kind == PIV_CUT_GZIP) {
		length = kind == PIV_BOMB ? gzip_bytes(packed, sizeof packed, zeros, sizeof zeros) :
			gzip_bytes(packed, sizeof packed, cert.der, cert.length) - 400;
		content = packed;
	}
	if (kind == PIV_RANDOM) {
		memset(packed, 0x5C, 900);
		content = packed;
		length = 900;
	}
	if (kind == PIV_EMPTY || kind == PIV_EMPTY_70)
		length = 0;
	claimed = kind == PIV_LONG_INNER ? length + 500 : length;
	outer = claimed + 4 + (kind == PIV_LONG_OUTER ? 20000 : 0);
	if (kind == PIV_LONG_INNER)
		outer = length + 4;
	total = piv_object(object, content, length, kind == PIV_NO_70 ? 0x72 : 0x70, claimed, outer);
	if (kind == PIV_FLAG_ON_DER) {
		memcpy(object + total, "\x71\x01\x01\xFE\x00", 5);
		total += 5;
		object[2] = (uint8_t)((total - 4) >> 8);
		object[3] = (uint8_t)(total - 4);
	}
	if (kind == PIV_EMPTY)
		total = 0;
	card_model_add_object(model, 0x5FC10A, object, total);
}

/* ---- answers */

enum answer_kind {
	ANSWER_FCI, /* 6 of them */
	ANSWER_END = ANSWER_FCI + 6, /* 5 of them */
	ANSWER_ONE_BYTE = ANSWER_END + 5,
	ANSWER_NO_SW,
	ANSWER_HALF,
	ANSWER_TRAILING,
	ANSWER_302,
	ANSWER_65535,
	ANSWER_ENDLESS_61,
	ANSWER_ENDLESS_6C,
	ANSWER_ENDLESS_EMPTY,
	ANSWER_ENDLESS_ZEROS,
	ANSWER_NO_P2,
	ANSWER_NO_LE,
	ANSWER_NO_MF,
	ANSWER_NEEDS_MF,
	ANSWER_NO_NAME,
	ANSWER_6C,
	ANSWER_SMALL,
	ANSWER_POWER,
	ANSWER_6F00,
	ANSWER_NONSENSE
};

static void
set_answer(struct card_model_faults *faults, long kind)
{
	switch ((enum answer_kind)kind) {
	case ANSWER_ONE_BYTE: faults->short_at = 5; faults->short_length = 1; break;
	case ANSWER_NO_SW: faults->short_at = 5; faults->short_length = 252; break;
	case ANSWER_HALF: faults->short_at = 5; faults->short_length = 10; break;
	case ANSWER_TRAILING: faults->trailing = 3; break;
	case ANSWER_302: faults->huge_at = 5; faults->huge_length = 302; break;
	case ANSWER_65535: faults->huge_at = 5; faults->huge_length = 65535; break;
	case ANSWER_ENDLESS_61: faults->endless_61 = true; break;
	case ANSWER_ENDLESS_6C: faults->endless_6c = true; break;
	case ANSWER_ENDLESS_EMPTY: faults->endless_empty = true; break;
	case ANSWER_ENDLESS_ZEROS: faults->endless_zeros = true; break;
	case ANSWER_NO_P2: faults->refuse_p2_00 = true; break;
	case ANSWER_NO_LE: faults->refuse_le = true; break;
	case ANSWER_NO_MF: faults->no_mf = true; break;
	case ANSWER_NEEDS_MF: faults->needs_mf = true; break;
	case ANSWER_NO_NAME: faults->no_select_by_name = true; break;
	case ANSWER_6C: faults->wrong_le_6c = true; break;
	case ANSWER_SMALL: faults->chunk_cap = 17; break;
	case ANSWER_POWER: faults->reset_at = 5; break;
	case ANSWER_6F00: faults->sw_at = 5; faults->sw = 0x6F00; break;
	case ANSWER_NONSENSE: faults->sw_at = 5; faults->sw = 0x1234; break;
	case ANSWER_FCI:
	case ANSWER_END:
		break;
	}
}

static void
akis_answers(struct card_model *model, long kind)
{
	card_akis(model, 1);
	if (kind < ANSWER_END)
		model->faults.fci = (enum card_model_fci)(kind - ANSWER_FCI);
	else if (kind < ANSWER_ONE_BYTE)
		model->faults.end = (enum card_model_end)(kind - ANSWER_END);
	else
		set_answer(&model->faults, kind);
	card_model_forget(model);
}

static void
pkcs15_answers(struct card_model *model, long kind)
{
	card_pkcs15(model, 1);
	if (kind < ANSWER_END)
		model->faults.fci = (enum card_model_fci)(kind - ANSWER_FCI);
	else if (kind < ANSWER_ONE_BYTE)
		model->faults.end = (enum card_model_end)(kind - ANSWER_END);
	else
		set_answer(&model->faults, kind);
	card_model_forget(model);
}

/* ---- the table */

#define NONE CARD_FAULT_NO_CERTIFICATE
#define OTHER CARD_FAULT_NOT_A_CERTIFICATE
#define CUT CARD_FAULT_TRUNCATED
#define LIMIT CARD_FAULT_LIMIT
#define GARBLED CARD_FAULT_GARBLED
#define HIDDEN CARD_FAULT_AKIS_HIDDEN

static const struct hostile_case list[] = {
	{"no certificate file", card_akis, 0, NONE, 0},
	{"ten certificates", akis_many, 10, "done", 10},
	{"more certificates than are read", akis_many, 20, "done", 16},
	{"the same certificate twice", akis_twice, 0, "done", 1},
	{"random bytes", akis_random, 1, OTHER, 0},
	{"zeros", akis_filled, 0x00, NONE, 0},
	{"FF padding", akis_filled, 0xFF, NONE, 0},
	{"30 for ever", akis_filled, 0x30, OTHER "|" CUT, 0},
	{"PEM without its end", akis_pem, 0, CUT, 0},
	{"PEM with wrong letters", akis_pem, 1, CUT "|" OTHER, 0},
	{"gzip in a file", akis_gzip, 0, OTHER, 0},
	{"PKCS#7", akis_pkcs7, 0, OTHER, 0},
	{"a good one behind bad ones", akis_mixed, 0, "done", 1},
	{"DER length 0", akis_header, 0, OTHER, 0},
	{"DER length 1", akis_header, 1, OTHER, 0},
	{"DER length 127", akis_header, 2, OTHER, 0},
	{"DER length 128", akis_header, 3, OTHER, 0},
	{"DER length 255", akis_header, 4, OTHER, 0},
	{"DER length 65,535", akis_header, 5, LIMIT, 0},
	{"DER length 16 MB", akis_header, 6, LIMIT, 0},
	{"DER length indefinite", akis_header, 7, OTHER, 0},
	{"DER length FFFFFFFF", akis_header, 8, OTHER "|" LIMIT, 0},
	{"DER length not minimal, three bytes", akis_header, 9, OTHER, 0},
	{"DER length not minimal, one byte", akis_header, 10, OTHER, 0},
	{"a SET", akis_header, 11, OTHER, 0},
	{"DER length of six bytes", akis_header, 12, OTHER, 0},
	{"file of 1 byte", akis_cut, 1, OTHER "|" CUT, 0},
	{"file of 3 bytes", akis_cut, 3, OTHER "|" CUT, 0},
	{"file of 4 bytes", akis_cut, 4, CUT, 0},
	{"file of 251 bytes", akis_cut, 251, CUT, 0},
	{"file of 252 bytes", akis_cut, 252, CUT, 0},
	{"file of 253 bytes", akis_cut, 253, CUT, 0},
	{"file a byte too short", akis_cut, 1794, CUT, 0},
	{"file padded with FF", akis_padded, 0xFF, "done", 1},
	{"file padded with 00", akis_padded, 0x00, "done", 1},
	{"file closed by a PIN", akis_closed, 0x6982, HIDDEN, 0},
	{"file closed, in AKİS' own words", akis_closed, 0x6406, HIDDEN, 0},
	{"file over secure messaging only", akis_closed, 0x6988, HIDDEN, 0},
	{"file closed to SELECT", akis_closed_to_select, 0x6982, HIDDEN, 0},
	{"FCI 6F", akis_answers, ANSWER_FCI + CARD_FCI_6F, "done", 1},
	{"FCI 62", akis_answers, ANSWER_FCI + CARD_FCI_62, "done", 1},
	{"FCI missing", akis_answers, ANSWER_FCI + CARD_FCI_NONE, "done", 1},
	{"FCI empty", akis_answers, ANSWER_FCI + CARD_FCI_EMPTY, "done", 1},
	{"FCI with a lying size", akis_answers, ANSWER_FCI + CARD_FCI_LYING, "done", 1},
	{"FCI with two sizes", akis_answers, ANSWER_FCI + CARD_FCI_TWO_80, "done", 1},
	{"end of file by 6282 with data", akis_answers, ANSWER_END + CARD_END_6282, "done", 1},
	{"end of file by a short 9000", akis_answers, ANSWER_END + CARD_END_SHORT_9000, "done", 1},
	{"end of file by 6B00", akis_answers, ANSWER_END + CARD_END_6B00, "done", 1},
	{"end of file by 6282 alone", akis_answers, ANSWER_END + CARD_END_6282_EMPTY, "done", 1},
	{"end of file by 6Cxx", akis_answers, ANSWER_END + CARD_END_6C, "done", 1},
	{"an answer of one byte", akis_answers, ANSWER_ONE_BYTE, GARBLED, 0},
	{"an answer without its SW", akis_answers, ANSWER_NO_SW, GARBLED "|" CUT "|" OTHER, 0},
	{"an answer of ten bytes", akis_answers, ANSWER_HALF, GARBLED "|" CUT "|" OTHER, 0},
	{"three bytes more than Le", akis_answers, ANSWER_TRAILING, GARBLED, 0},
	{"302 bytes for 252", akis_answers, ANSWER_302, GARBLED, 0},
	{"65,535 bytes for 252", akis_answers, ANSWER_65535, GARBLED, 0},
	{"61xx for ever", akis_answers, ANSWER_ENDLESS_61, LIMIT "|" GARBLED, 0},
	{"6Cxx for ever", akis_answers, ANSWER_ENDLESS_6C, OTHER, 0},
	{"9000 without data for ever", akis_answers, ANSWER_ENDLESS_EMPTY, NONE, 0},
	{"zeros for ever", akis_answers, ANSWER_ENDLESS_ZEROS, NONE, 0},
	{"SELECT without P2=00", akis_answers, ANSWER_NO_P2, "done", 1},
	{"SELECT without Le", akis_answers, ANSWER_NO_LE, "done", 1},
	{"no MF", akis_answers, ANSWER_NO_MF, "done", 1},
	{"MF first", akis_answers, ANSWER_NEEDS_MF, "done", 1},
	{"no SELECT by name", akis_answers, ANSWER_NO_NAME, "done", 1},
	{"6Cxx for a large Le", akis_answers, ANSWER_6C, "done", 1},
	{"17 bytes at a time, the rest by 61xx", akis_answers, ANSWER_SMALL, "done", 1},
	{"the card loses its power for a moment", akis_answers, ANSWER_POWER, CUT "|" OTHER "|" GARBLED, 0},
	{"6F00 in the middle", akis_answers, ANSWER_6F00, CUT "|" OTHER, 0},
	{"an SW that is none", akis_answers, ANSWER_NONSENSE, GARBLED, 0},
	{"PKCS#15: end of file by 6282 alone", pkcs15_answers, ANSWER_END + CARD_END_6282_EMPTY, "done", 1},
	{"PKCS#15: end of file by 6B00", pkcs15_answers, ANSWER_END + CARD_END_6B00, "done", 1},
	{"PKCS#15: FCI missing", pkcs15_answers, ANSWER_FCI + CARD_FCI_NONE, "done", 1},
	{"PKCS#15: zeros for ever", pkcs15_answers, ANSWER_ENDLESS_ZEROS, NONE, 0},
	{"PKCS#15: 61xx for ever", pkcs15_answers, ANSWER_ENDLESS_61, LIMIT "|" GARBLED, 0},
	{"PKCS#15: 9000 without data for ever", pkcs15_answers, ANSWER_ENDLESS_EMPTY, NONE, 0},
	{"PKCS#15: SELECT without P2=00", pkcs15_answers, ANSWER_NO_P2, "done", 1},
	{"PKCS#15: no SELECT by name", pkcs15_answers, ANSWER_NO_NAME, "done", 1},
	{"CDF path of 0 bytes", pkcs15_path, 0, OTHER, 0},
	{"CDF path of 1 byte", pkcs15_path, 1, OTHER, 0},
	{"CDF path of 7 bytes", pkcs15_path, 7, OTHER, 0},
	{"CDF path of 200 bytes", pkcs15_path, 200, OTHER, 0},
	{"CDF that points to itself", pkcs15_odd_path, 0, OTHER "|" CUT, 0},
	{"CDF that points to the ODF", pkcs15_odd_path, 1, OTHER, 0},
	{"CDF that points to 3F003F003F00", pkcs15_odd_path, 2, OTHER, 0},
	{"CDF that points nowhere", pkcs15_odd_path, 3, OTHER, 0},
	{"CDF that points to FFFF", pkcs15_odd_path, 4, OTHER, 0},
	{"CDF that points to 3F00", pkcs15_odd_path, 5, OTHER, 0},
	{"CDF of 60 records, the last one good", pkcs15_records, 60, "done", 1},
	{"CDF of 1,000 records", pkcs15_records, 1000, OTHER "|" LIMIT, 0},
	{"CDF of FF", pkcs15_filled, 0xFF, NONE, 0},
	{"CDF of zeros", pkcs15_filled, 0x00, NONE, 0},
	{"CDF of 30", pkcs15_filled, 0x30, OTHER "|" CUT, 0},
	{"index beyond the file", pkcs15_index, 0, NONE "|" OTHER "|" CUT, 0},
	{"index 0 and the length", pkcs15_index, 1, "done", 1},
	{"a length that is too small", pkcs15_index, 2, CUT, 0},
	{"index 100", pkcs15_index, 3, "done", 1},
	{"index and length at the end of all offsets", pkcs15_index, 4, NONE "|" OTHER "|" CUT, 0},
	{"certificate in the record itself", pkcs15_direct, 0, "done", 1},
	{"ODF with unknown tags and padding", pkcs15_odf, 0, "done", 1},
	{"ODF that points to itself", pkcs15_odf, 1, OTHER "|" NONE, 0},
	{"ODF whose entry is longer than it", pkcs15_odf, 2, NONE "|" CUT "|" OTHER, 0},
	{"ODF of one byte", pkcs15_odf, 3, NONE, 0},
	{"ODF that is empty", pkcs15_odf, 4, NONE, 0},
	{"PIV: 70 longer than 53", piv_hostile, PIV_LONG_INNER, CUT "|" OTHER, 0},
	{"PIV: 53 longer than the object", piv_hostile, PIV_LONG_OUTER, CUT "|" OTHER, 0},
	{"PIV: no 70", piv_hostile, PIV_NO_70, OTHER, 0},
	{"PIV: gzip bomb", piv_hostile, PIV_BOMB, LIMIT, 0},
	{"PIV: gzip cut", piv_hostile, PIV_CUT_GZIP, CUT "|" OTHER, 0},
	{"PIV: gzip flag on DER", piv_hostile, PIV_FLAG_ON_DER, "done", 1},
	{"PIV: empty object", piv_hostile, PIV_EMPTY, NONE, 0},
	{"PIV: empty 70", piv_hostile, PIV_EMPTY_70, NONE, 0},
	{"PIV: something else", piv_hostile, PIV_RANDOM, OTHER, 0},
};

const struct hostile_case *
hostile_cases(int *count)
{
	*count = (int)ARRAY_LENGTH(list);
	return list;
}
