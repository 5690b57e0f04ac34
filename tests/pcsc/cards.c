/*
 * pcsc/cards: see cards.h.
 */
#include "cards.h"

#include "demo/certificates.h"
#include "tap.h"

#include <stdio.h>
#include <string.h>

#define ATR_T0 "3b65000020430100"
#define ATR_UEKAE "3bba11008131fe4d55454b41452056312e30ae"

static struct str certificates[CERT_COUNT];

/* Filled up to exactly that size: the filling's own frame grows with it. */
static void
make_exact(struct certificate_maker *maker, struct certificate_wish wish, size_t size, struct str *der)
{
	for (size_t more = 0; more < 200; more++) {
		wish.size = size + 60 - more;
		certificate_make(maker, &wish, der);
		if (der->length == size)
			return;
	}
	tap_bail("a certificate of %zu bytes", size);
}

void
cards_make(void)
{
	static const size_t sizes[] = {1795, 1755, 1716};
	static const char *const names[] = {"AYŞE ÖRNEK", "ÇAĞRI DENEME", "ŞÜKRÜ ÖRNEKOĞLU"};
	static const char *const numbers[] = {CARDS_PERSON, "10000000078", "10000000214"};
	struct certificate_maker *maker = certificate_maker_new(0, true);

	for (int i = 0; i < 3; i++) {
		struct certificate_wish wish = {.kind = WISH_QUALIFIED, .national_id = numbers[i], .name = names[i]};
		make_exact(maker, wish, sizes[i], &certificates[i]);
	}
	for (int kind = 0; kind < WISH_COUNT; kind++) {
		struct certificate_wish wish = {
			.kind = (enum certificate_wish_kind)kind, .national_id = CARDS_PERSON, .name = names[0]};
		certificate_make(maker, &wish, &certificates[CERT_FIRST_OF_KIND + kind]);
	}
	certificate_maker_free(&maker);
}

void
cards_free(void)
{
	for (int i = 0; i < CERT_COUNT; i++)
		str_clear(&certificates[i]);
}

struct card_model_cert
cards_certificate(int which)
{
	return (struct card_model_cert){(const uint8_t *)certificates[which].data, certificates[which].length};
}

int
cards_of_kind(const char *kind)
{
	enum certificate_wish_kind found;

	if (!certificate_wish_by_name(&found, kind))
		tap_bail("there is no certificate of the kind %s", kind);
	return CERT_FIRST_OF_KIND + (int)found;
}

static const struct card_model_cert *
first_ones(void)
{
	static struct card_model_cert list[CERT_COUNT];

	for (int i = 0; i < CERT_COUNT; i++)
		list[i] = cards_certificate(i);
	return list;
}

/* ---- cards */

void
card_akis(struct card_model *model, long count)
{
	card_model_akis(model, first_ones(), (int)count);
}

void
card_akis_pem(struct card_model *model, long count)
{
	struct card_model_cert der = cards_certificate(CERT_ONE);
	struct str base64 = {0}, text = {0};
	struct card_model_cert pem;

	(void)count;
	base64_encode(&base64, der.der, der.length);
	str_add(&text, "-----BEGIN CERTIFICATE-----\n");
	for (size_t i = 0; i < base64.length; i += 64)
		str_printf(&text, "%.64s\n", base64.data + i);
	str_add(&text, "-----END CERTIFICATE-----\n");
	pem = (struct card_model_cert){(const uint8_t *)text.data, text.length};
	card_model_akis(model, &pem, 1);
	str_clear(&base64);
	str_clear(&text);
}

static void
speak_t0(struct card_model *model)
{
	card_model_set_atr(model, ATR_T0);
	model->faults.t0 = true;
}

void
card_akis_t0(struct card_model *model, long count)
{
	card_akis(model, count);
	speak_t0(model);
}

void
card_akis_v1(struct card_model *model, long count)
{
	card_akis(model, count);
	card_model_set_atr(model, ATR_UEKAE);
	model->faults.chunk_cap = 244;
	model->faults.needs_mf = true;
}

void
card_pkcs15(struct card_model *model, long count)
{
	card_model_pkcs15(model, first_ones(), (int)count);
}

void
card_pkcs15_t0(struct card_model *model, long count)
{
	card_pkcs15(model, count);
	speak_t0(model);
}

/* Takes the name from the application's folder. */
static int
forget_name(struct card_model *model)
{
	int df = card_model_find(model, CARD_MODEL_ROOT, 0x5015);

	model->nodes[df].name_length = 0;
	return df;
}

void
card_pkcs15_dir(struct card_model *model, long count)
{
	/* 61 { 4F AID of another maker, 50 label, 51 path } */
	static const uint8_t dir[] = {0x61, 0x1A, 0x4F, 0x0A, 0xA0, 0x00, 0x00, 0x00, 0x77, 'T', 'E', 'S', 'T', '1', 0x50, 0x06,
		'D', 'E', 'N', 'E', 'M', 'E', 0x51, 0x04, 0x3F, 0x00, 0x6F, 0x15};
	int df;

	card_pkcs15(model, count);
	df = forget_name(model);
	model->nodes[df].fid = 0x6F15;
	/* The directories name their files by their full paths: 50 15 becomes 6F 15. */
	for (int i = 1; i < model->node_count; i++)
		for (size_t at = 0; model->nodes[i].fid != 0 && model->nodes[i].fid < 0x5032 && model->nodes[i].fid >= 0x4404 &&
			at + 4 <= model->nodes[i].length;
			at++)
			if (memcmp(model->nodes[i].data + at, "\x3F\x00\x50\x15", 4) == 0)
				model->nodes[i].data[at + 2] = 0x6F;
	card_model_add_ef(model, CARD_MODEL_ROOT, 0x2F00, dir, sizeof dir);
}

void
card_pkcs15_plain(struct card_model *model, long count)
{
	card_pkcs15(model, count);
	forget_name(model);
}

void
card_isoapplet(struct card_model *model, long count)
{
	card_model_isoapplet(model, first_ones(), (int)count);
}

void
card_piv(struct card_model *model, long count)
{
	card_model_piv(model, first_ones(), (int)count, false);
	model->is_yubikey = true;
}

void
card_piv_gzip(struct card_model *model, long count)
{
	card_model_piv(model, first_ones(), (int)count, true);
}

void
card_piv_t0(struct card_model *model, long count)
{
	card_piv(model, count);
	speak_t0(model);
}

void
card_pkcs15_linear(struct card_model *model, long count)
{
	card_model_pkcs15_linear(model, first_ones(), (int)count, 240);
}

void
card_pkcs15_framed(struct card_model *model, long count)
{
	card_model_pkcs15_framed(model, first_ones(), (int)count);
}

void
card_pkcs15_spaced(struct card_model *model, long count)
{
	card_model_pkcs15_spaced(model, first_ones(), (int)count, 10, 0x00);
}

void
card_pkcs15_private(struct card_model *model, long count)
{
	card_model_pkcs15_private(model, first_ones(), (int)count);
}

void
card_piv_trailing(struct card_model *model, long bytes)
{
	card_model_piv_trailing(model, first_ones(), (size_t)bytes, false);
}

void
card_akis_beside(struct card_model *model, long count)
{
	struct card_model_cert authority = cards_certificate(cards_of_kind("authority"));

	card_model_akis_beside(model, &authority, 1, first_ones(), (int)count);
}

void
card_akis_kinds(struct card_model *model, long count)
{
	card_model_akis(model, first_ones() + CERT_FIRST_OF_KIND, (int)count);
}

void
card_common_access(struct card_model *model, long unused)
{
	(void)unused;
	card_model_common_access(model);
}

void
card_akis_with(struct card_model *model, long which)
{
	struct card_model_cert one = cards_certificate((int)which);

	card_model_akis(model, &one, 1);
}
