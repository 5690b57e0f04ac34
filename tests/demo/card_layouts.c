/*
 * demo/card_layouts: whole cards for the card in memory: the file systems that arrive at a desk, with any
 * certificate bytes in them. The mechanics are in card_model.c.
 */
#include "card_model.h"

#include <string.h>
#include <zlib.h>

#define ATR_AKIS "3b9f978131fe4580655443d3228231c073f621808105d3"
#define ATR_PKCS15 "3b8580018073c821130d"
#define ATR_ISOAPPLET "3b8a800149736f4170706c65740062"
#define ATR_PIV "3bfd1300008131fe158073c021c057597562694b657940"
#define ATR_BANK "3b6800000073c84012009000"
#define ATR_BLANK "3b80800101"

static const uint8_t akis_name[] = {'P', 'K', 'C', 'S', '-', '1', '5'};
static const uint8_t pkcs15_aid[] = {0xA0, 0x00, 0x00, 0x00, 0x63, 'P', 'K', 'C', 'S', '-', '1', '5'};
static const uint8_t isoapplet_aid[] = {0xF2, 0x76, 0xA2, 0x88, 0xBC, 0xFB, 0xA6, 0x9D, 0x34, 0xF3, 0x10, 0x01};

/* ---- DER writing, for small structures only */

static size_t
put_tlv(uint8_t *out, size_t size, uint8_t tag, const void *body, size_t length)
{
	size_t head = length < 128 ? 2 : length < 256 ? 3 : 4;

	if (length > 0xFFFF || head + length > size)
		return 0;
	if (length > 0)
		memmove(out + head, body, length);
	out[0] = tag;
	if (head == 2)
		out[1] = (uint8_t)length;
	if (head == 3)
		memcpy(out + 1, (uint8_t[]){0x81, (uint8_t)length}, 2);
	if (head == 4)
		memcpy(out + 1, (uint8_t[]){0x82, (uint8_t)(length >> 8), (uint8_t)length}, 3);
	return head + length;
}

static size_t
put_integer(uint8_t *out, size_t size, uint8_t tag, long number)
{
	uint8_t body[4] = {0, (uint8_t)(number >> 16), (uint8_t)(number >> 8), (uint8_t)number};

	return put_tlv(out, size, tag, body, sizeof body);
}

size_t
card_model_cdf_record(uint8_t *out, size_t size, const char *label, const void *id, size_t id_length, const void *path,
	size_t path_length, long index, long length)
{
	static const uint8_t flags[] = {6, 0x40};
	uint8_t common[512], class[512], type[1024], inner[1024], all[2048];
	size_t at, total = 0;

	at = put_tlv(inner, sizeof inner, 0x0C, label, strlen(label));
	at += put_tlv(inner + at, sizeof inner - at, 0x03, flags, sizeof flags);
	total += put_tlv(common, sizeof common, 0x30, inner, at);
	memcpy(all, common, total);
	at = put_tlv(inner, sizeof inner, 0x04, id, id_length);
	at = put_tlv(class, sizeof class, 0x30, inner, at);
	memcpy(all + total, class, at);
	total += at;
	at = put_tlv(inner, sizeof inner, 0x04, path, path_length);
	if (index >= 0)
		at += put_integer(inner + at, sizeof inner - at, 0x02, index);
	if (index >= 0 && length >= 0)
		at += put_integer(inner + at, sizeof inner - at, 0x80, length);
	at = put_tlv(type, sizeof type, 0x30, inner, at);
	at = put_tlv(inner, sizeof inner, 0x30, type, at);
	at = put_tlv(type, sizeof type, 0xA1, inner, at);
	memcpy(all + total, type, at);
	total += at;
	return put_tlv(out, size, 0x30, all, total);
}

/* ---- the cards */

static int
akis_frame(struct card_model *model)
{
	card_model_init(model);
	card_model_set_atr(model, ATR_AKIS);
	return card_model_add_df(model, CARD_MODEL_ROOT, 0x3D00, akis_name, sizeof akis_name);
}

void
card_model_akis(struct card_model *model, const struct card_model_cert *certs, int count)
{
	int df = akis_frame(model);

	for (int i = 0; i < count; i++)
		card_model_add_ef(model, df, 0x2F10 + (unsigned)i, certs[i].der, certs[i].length);
}

void
card_model_akis_empty(struct card_model *model)
{
	akis_frame(model);
}

/* The files of an ISO 7816-15 application: EF.DIR, ODF, CDF and the certificates under 5015. */
static void
fill_pkcs15(struct card_model *model, int df, const struct card_model_cert *certs, int count)
{
	static const uint8_t odf[256] = {0xA0, 0x0A, 0x30, 0x08, 0x04, 0x06, 0x3F, 0x00, 0x50, 0x15, 0x44, 0x02, 0xA4, 0x0A, 0x30,
		0x08, 0x04, 0x06, 0x3F, 0x00, 0x50, 0x15, 0x44, 0x04, 0xA8, 0x0A, 0x30, 0x08, 0x04, 0x06, 0x3F, 0x00, 0x50, 0x15,
		0x44, 0x01};
	/* TokenInfo, which others insist on: version 0, serial number, maker, [0] label, flags */
	static const uint8_t info[] = {0x30, 0x1D, 0x02, 0x01, 0x00, 0x04, 0x04, 0x20, 0x26, 0x00, 0x01, 0x0C, 0x06, 'D', 'E',
		'N', 'E', 'M', 'E', 0x80, 0x06, 'D', 'E', 'N', 'E', 'M', 'E', 0x03, 0x02, 0x04, 0x10};
	static const uint8_t none[64] = {0};
	uint8_t *cdf = mem_alloc(65536);
	size_t at = 0;

	card_model_add_ef(model, df, 0x5031, odf, sizeof odf);
	card_model_add_ef(model, df, 0x5032, info, sizeof info);
	card_model_add_ef(model, df, 0x4402, none, sizeof none); /* no private keys and no PINs are described */
	card_model_add_ef(model, df, 0x4401, none, sizeof none);
	for (int i = 0; i < count; i++) {
		unsigned fid = 0x3301 + (unsigned)i;
		uint8_t path[6] = {0x3F, 0x00, 0x50, 0x15, (uint8_t)(fid >> 8), (uint8_t)fid};
		uint8_t id[2] = {0x45, (uint8_t)(i + 1)};
		at += card_model_cdf_record(cdf + at, 65000 - at, "Certificate", id, sizeof id, path, sizeof path, -1, -1);
		card_model_add_ef(model, df, fid, certs[i].der, certs[i].length);
	}
	card_model_add_ef(model, df, 0x4404, cdf, at + 512);
	mem_free(cdf);
}

void
card_model_pkcs15(struct card_model *model, const struct card_model_cert *certs, int count)
{
	int df;

	card_model_init(model);
	card_model_set_atr(model, ATR_PKCS15);
	df = card_model_add_df(model, CARD_MODEL_ROOT, 0x5015, pkcs15_aid, sizeof pkcs15_aid);
	fill_pkcs15(model, df, certs, count);
}

void
card_model_isoapplet(struct card_model *model, const struct card_model_cert *certs, int count)
{
	int applet;

	card_model_init(model);
	card_model_set_atr(model, ATR_ISOAPPLET);
	/* The applet's name selects its MF, under which 5015 lies; here both are children of the root. */
	applet = card_model_add_df(model, CARD_MODEL_ROOT, 0, isoapplet_aid, sizeof isoapplet_aid);
	fill_pkcs15(model, card_model_add_df(model, CARD_MODEL_ROOT, 0x5015, NULL, 0), certs, count);
	model->nodes[applet].is_df = true;
}

static size_t
compress_certificate(uint8_t *out, size_t size, const struct card_model_cert *cert)
{
	z_stream stream = {0};
	size_t written = 0;

	if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return 0;
	stream.next_in = (z_const Bytef *)(uintptr_t)cert->der;
	stream.avail_in = (uInt)cert->length;
	stream.next_out = out;
	stream.avail_out = (uInt)size;
	if (deflate(&stream, Z_FINISH) == Z_STREAM_END)
		written = stream.total_out;
	deflateEnd(&stream);
	return written;
}

void
card_model_piv(struct card_model *model, const struct card_model_cert *certs, int count, bool gzip)
{
	static const unsigned tags[] = {0x5FC10A, 0x5FC105, 0x5FC10B, 0x5FC101};
	uint8_t *inner = mem_alloc(65536);
	uint8_t *outer = mem_alloc(65536);

	card_model_init(model);
	card_model_set_atr(model, ATR_PIV);
	for (int i = 0; i < count && i < (int)ARRAY_LENGTH(tags); i++) {
		uint8_t info = gzip ? 1 : 0;
		size_t at = gzip ? compress_certificate(outer, 65000, &certs[i]) : certs[i].length;
		at = put_tlv(inner, 65000, 0x70, gzip ? outer : certs[i].der, at);
		at += put_tlv(inner + at, 65000 - at, 0x71, &info, 1);
		at += put_tlv(inner + at, 65000 - at, 0xFE, NULL, 0);
		at = put_tlv(outer, 65536, 0x53, inner, at);
		card_model_add_object(model, tags[i], outer, at);
	}
	if (count == 0)
		card_model_add_object(model, 0x5FC102, "\x53\x00", 2);
	mem_free(inner);
	mem_free(outer);
}

void
card_model_identity(struct card_model *model)
{
	static const uint8_t holder[] = "Synthetic holder data";
	int df = akis_frame(model);
	int other;

	card_model_add_ef(model, df, 0x2F04, holder, sizeof holder);
	other = card_model_add_df(model, CARD_MODEL_ROOT, 0x3D10, NULL, 0);
	card_model_add_ef(model, other, 0x2F1A, holder, sizeof holder);
	other = card_model_add_df(model, CARD_MODEL_ROOT, 0x3D20, NULL, 0);
	card_model_add_ef(model, other, 0x2F1A, holder, sizeof holder);
}

void
card_model_bank(struct card_model *model)
{
	card_model_init(model);
	card_model_set_atr(model, ATR_BANK);
	model->faults.no_mf = true;
	card_model_add_df(model, CARD_MODEL_ROOT, 0, "2PAY.SYS.DDF01", 14);
	card_model_add_df(model, CARD_MODEL_ROOT, 0, "1PAY.SYS.DDF01", 14);
}

void
card_model_blank(struct card_model *model)
{
	card_model_init(model);
	card_model_set_atr(model, ATR_BLANK);
}
