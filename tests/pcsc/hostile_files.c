/*
 * pcsc/hostile_files: cards with wrong contents: of an AKİS card's file, of PKCS#15 directories, of PIV objects.
 */
#include "hostile.h"
#include "hostile_files.h"

#include "cards.h"
#include "tap.h"

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
	{2, {0x30, 0x00}},
	{2, {0x30, 0x01}},
	{2, {0x30, 0x7F}},
	{3, {0x30, 0x81, 0x80}},
	{3, {0x30, 0x81, 0xFF}},
	{4, {0x30, 0x82, 0xFF, 0xFF}},
	{5, {0x30, 0x83, 0xFF, 0xFF, 0xFF}},
	{2, {0x30, 0x80}},
	{6, {0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF}},
	{5, {0x30, 0x83, 0x00, 0x06, 0xFF}},
	{3, {0x30, 0x81, 0x7F}},
	{1, {0x31}},
	{8, {0x30, 0x86, 0, 0, 0, 0, 0x06, 0xFF}},
};

void
hostile_akis_header(struct card_model *model, long which)
{
	struct card_model_cert cert = cards_certificate(CERT_ONE);
	struct str bytes = {0};

	str_add_n(&bytes, headers[which].bytes, headers[which].length);
	str_add_n(&bytes, cert.der + 4, cert.length - 4);
	akis_bytes(model, bytes.data, bytes.length);
	str_clear(&bytes);
}

void
hostile_akis_cut(struct card_model *model, long length)
{
	akis_bytes(model, cards_certificate(CERT_ONE).der, (size_t)length);
}

void
hostile_akis_padded(struct card_model *model, long byte)
{
	struct card_model_cert cert = cards_certificate(CERT_ONE);
	struct str bytes = {0};

	str_add_n(&bytes, cert.der, cert.length);
	for (int i = 0; i < 700; i++)
		str_add_char(&bytes, (char)byte);
	akis_bytes(model, bytes.data, bytes.length);
	str_clear(&bytes);
}

void
hostile_akis_filled(struct card_model *model, long byte)
{
	uint8_t bytes[1800];

	memset(bytes, (int)byte, sizeof bytes);
	akis_bytes(model, bytes, sizeof bytes);
}

void
hostile_akis_random(struct card_model *model, long seed)
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
void
hostile_akis_pkcs7(struct card_model *model, long unused)
{
	static const uint8_t head[] = {0x30, 0x82, 0x07, 0x16, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02,
		0xA0, 0x82, 0x07, 0x07, 0x30, 0x82, 0x07, 0x03};
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

void
hostile_akis_gzip(struct card_model *model, long unused)
{
	static uint8_t packed[4096];
	struct card_model_cert cert = cards_certificate(CERT_ONE);

	(void)unused;
	akis_bytes(model, packed, gzip_bytes(packed, sizeof packed, cert.der, cert.length));
}

/* PEM: without its last line, with wrong letters, and two in one file. */
void
hostile_akis_pem(struct card_model *model, long kind)
{
	struct card_model_node *node;

	card_akis_pem(model, 1);
	node = &model->nodes[model->node_count - 1];
	if (kind == 0)
		node->length -= 30;
	else
		memset(node->data + 600, '*', 40);
}

void
hostile_akis_many(struct card_model *model, long count)
{
	struct card_model_cert list[24];

	for (int i = 0; i < count; i++)
		list[i] = cards_certificate(CERT_FIRST_OF_KIND + i % 26);
	card_model_akis(model, list, (int)count);
}

void
hostile_akis_twice(struct card_model *model, long unused)
{
	struct card_model_cert list[2] = {cards_certificate(CERT_ONE), cards_certificate(CERT_ONE)};

	(void)unused;
	card_model_akis(model, list, 2);
}

/* A good certificate behind bad ones: files 2F10 random, 2F11 absent, 2F12 closed, 2F13 good. */
void
hostile_akis_mixed(struct card_model *model, long unused)
{
	struct card_model_cert good = cards_certificate(CERT_ONE);
	int df;

	(void)unused;
	hostile_akis_random(model, 5);
	df = card_model_find(model, CARD_MODEL_ROOT, 0x3D00);
	card_model_add_ef(model, df, NEXT_FILE + 2, "closed", 6);
	model->nodes[model->node_count - 1].read_sw = 0x6982;
	card_model_add_ef(model, df, NEXT_FILE + 3, good.der, good.length);
}

void
hostile_akis_closed(struct card_model *model, long sw)
{
	card_akis(model, 1);
	model->nodes[model->node_count - 1].read_sw = (unsigned)sw;
}

void
hostile_akis_closed_to_select(struct card_model *model, long sw)
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

void
hostile_pkcs15_path(struct card_model *model, long length)
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

void
hostile_pkcs15_odd_path(struct card_model *model, long which)
{
	uint8_t record[256];
	size_t length = which == 5 ? 2 : 6;
	const uint8_t *path = which == 5 ? (const uint8_t *)"\x3F\x00" : odd_paths[which];

	pkcs15_with_cdf(model, record, one_record(record, sizeof record, path, length, -1, -1));
}

/* As many records as said, all of them but the last pointing nowhere. */
void
hostile_pkcs15_records(struct card_model *model, long count)
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
void
hostile_pkcs15_index(struct card_model *model, long which)
{
	static const long values[][2] = {{20000, 100}, {0, 1795}, {0, 100}, {100, 1795}, {32767, 32767}};
	struct card_model_cert cert = cards_certificate(CERT_ONE);
	uint8_t record[256];
	int df;

	pkcs15_with_cdf(model, record,
		one_record(record, sizeof record, good_path, sizeof good_path, values[which][0], values[which][1]));
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
void
hostile_pkcs15_direct(struct card_model *model, long unused)
{
	struct card_model_cert cert = cards_certificate(CERT_ONE);
	size_t size = cert.length;
	struct str cdf = {0};
	uint8_t frame[] = {0x30, 0x82, 0, 0, 0x30, 0x00, 0x30, 0x04, 0x04, 0x02, 0x45, 0x01, 0xA1, 0x82, 0, 0, 0x30, 0x82, 0, 0,
		0xA0, 0x82, 0, 0};

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

void
hostile_pkcs15_filled(struct card_model *model, long byte)
{
	uint8_t bytes[600];

	memset(bytes, (int)byte, sizeof bytes);
	pkcs15_with_cdf(model, bytes, sizeof bytes);
}

/* Another object directory. */
void
hostile_pkcs15_odf(struct card_model *model, long which)
{
	static const uint8_t unknown[] = {0xB7, 0x02, 0x01, 0x02, 0x5F, 0x1F, 0x01, 0x00, 0xA4, 0x0A, 0x30, 0x08, 0x04, 0x06,
		0x3F, 0x00, 0x50, 0x15, 0x44, 0x04, 0xFF, 0xFF, 0xFF};
	static const uint8_t itself[] = {0xA4, 0x0A, 0x30, 0x08, 0x04, 0x06, 0x3F, 0x00, 0x50, 0x15, 0x50, 0x31, 0xA5, 0x0A, 0x30,
		0x08, 0x04, 0x06, 0x3F, 0x00, 0x50, 0x15, 0x50, 0x31};
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

static size_t
piv_object(uint8_t *out, const void *content, size_t length, uint8_t tag, size_t claimed, size_t outer)
{
	uint8_t frame[] = {
		0x53, 0x82, (uint8_t)(outer >> 8), (uint8_t)outer, tag, 0x82, (uint8_t)(claimed >> 8), (uint8_t)claimed};

	memcpy(out, frame, sizeof frame);
	memcpy(out + sizeof frame, content, length);
	return sizeof frame + length;
}

void
hostile_piv(struct card_model *model, long kind)
{
	static uint8_t object[32768], packed[16384], zeros[8 << 20];
	struct card_model_cert cert = cards_certificate(CERT_ONE);
	const uint8_t *content = cert.der;
	size_t length = cert.length, claimed, outer, total;

	card_model_piv(model, &cert, 0, false);
	if (kind == PIV_BOMB || kind == PIV_CUT_GZIP) {
		length = kind == PIV_BOMB ? gzip_bytes(packed, sizeof packed, zeros, sizeof zeros)
					  : gzip_bytes(packed, sizeof packed, cert.der, cert.length) - 400;
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
