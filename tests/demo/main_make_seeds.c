/*
 * make_seeds DIR FILE...: writes the first corpus of the card fuzzers into DIR/TARGET, made from whole synthetic cards
 * that bear the certificates (DER) of the files.
 */
#include "card_model.h"

#include <stdio.h>
#include <string.h>

enum { FILES_MAX = 6, APDUS = 400 };

static const char *folder;
static struct card_model model;

static void
write_seed(const char *target, const char *name, const struct str *bytes)
{
	struct str path = {0};
	struct err err = {0};

	str_printf(&path, "%s/%s/%s", folder, target, name);
	if (file_write(str_text(&path), bytes->data, bytes->length, 0644, &err) != OK)
		fprintf(stderr, "make_seeds: %s: %s\n", str_text(&path), err.detail);
	str_clear(&path);
}

static void
add_piece(struct str *out, const uint8_t *bytes, size_t length)
{
	str_add_char(out, (char)(length >> 8));
	str_add_char(out, (char)length);
	if (length > 0)
		str_add_n(out, bytes, length);
}

/* One answer as fuzz_card_agent reads it. */
static void
add_answer(struct str *out, const uint8_t *response, size_t length)
{
	bool good = length >= 2 && response[length - 2] == 0x90 && response[length - 1] == 0x00;

	if (good && length % 2 == 0) {
		str_add_char(out, (char)(length - 2));
		str_add_n(out, response, length - 2);
	} else {
		str_add_char(out, (char)(length | 1));
		if (length % 2 == 0)
			str_add_char(out, 0);
		str_add_n(out, response, length);
	}
}

/* The answers to the commands of an ordinary reading of the AKİS layout. */
static void
seed_agent(const char *name, const struct card_model_cert *cert)
{
	static const char *const selects[] = {
		"00A404000C A000000063504B43532D3135", "00A40000023F00", "00A4040007504B43532D3135", "00A40200022F10"};
	uint8_t response[300], command[64];
	struct str out = {0};

	str_add_char(&out, 0);
	for (size_t i = 0; i < ARRAY_LENGTH(selects); i++) {
		char hex[96] = "";
		size_t used = 0;
		for (const char *c = selects[i]; *c != '\0'; c++)
			if (*c != ' ')
				hex[used++] = *c;
		if (hex_decode(command, used / 2, hex)) {
			long got = card_model_transmit(&model, command, used / 2, response, sizeof response);
			if (got > 0)
				add_answer(&out, response, (size_t)got);
		}
	}
	for (size_t at = 0; at < cert->length; at += 200) {
		const uint8_t read[] = {0x00, 0xB0, (uint8_t)(at >> 8), (uint8_t)at, 200};
		long got = card_model_transmit(&model, read, sizeof read, response, sizeof response);
		if (got > 0)
			add_answer(&out, response, (size_t)got);
	}
	write_seed("card_agent", name, &out);
	str_clear(&out);
}

/* flags: the second and third byte of an input, the card's bad manners. */
static void
seed_pkcs15(const char *name, const char *flags)
{
	static const unsigned files[] = {0x5031, 0x4404, 0x4405, 0x3301, 0x3302, 0x3303, 0x5032};
	int at = card_model_find(&model, CARD_MODEL_ROOT, 0x2F00), app = card_model_find(&model, CARD_MODEL_ROOT, 0x5015);
	struct str out = {0};

	str_add_char(&out, (char)0x80);
	str_add_n(&out, flags, 2);
	add_piece(&out, at >= 0 ? model.nodes[at].data : NULL, at >= 0 ? model.nodes[at].length : 0);
	for (size_t i = 0; i < ARRAY_LENGTH(files); i++) {
		at = app < 0 ? -1 : card_model_find(&model, app, files[i]);
		add_piece(&out, at >= 0 ? model.nodes[at].data : NULL, at >= 0 ? model.nodes[at].length : 0);
	}
	write_seed("card_pkcs15", name, &out);
	str_clear(&out);
}

static void
seed_piv(const char *name, char flags)
{
	struct str out = {0};

	str_add_char(&out, 0);
	str_add_char(&out, flags);
	for (int i = 0; i < model.object_count; i++)
		add_piece(&out, model.objects[i].data, model.objects[i].length);
	write_seed("card_piv", name, &out);
	str_clear(&out);
}

int
main(int argc, char **argv)
{
	struct card_model_cert certs[FILES_MAX];
	int count = 0;

	if (argc < 3) {
		fputs("usage: make_seeds DIR FILE.der...\n", stderr);
		return 2;
	}
	folder = argv[1];
	for (int i = 2; i < argc && count < FILES_MAX; i++) {
		char *bytes = NULL;
		struct err err = {0};
		if (file_read(argv[i], 65536, &bytes, &certs[count].length, &err) == OK)
			certs[count++].der = (const uint8_t *)bytes;
	}
	card_model_akis(&model, certs, 1);
	seed_agent("akis", &certs[0]);
	card_model_clear(&model);
	card_model_pkcs15(&model, certs, count > 2 ? 2 : count);
	seed_pkcs15("two", "\0\0");
	seed_pkcs15("records", "\0\x20");
	seed_pkcs15("odd-reader", "\x02\x40");
	seed_pkcs15("small-le", "\0\x80");
	card_model_clear(&model);
	card_model_pkcs15_framed(&model, certs, count > 2 ? 2 : count);
	seed_pkcs15("framed", "\0\0");
	card_model_clear(&model);
	card_model_pkcs15_spaced(&model, certs, count > 2 ? 2 : count, 10, 0);
	seed_pkcs15("spaced", "\0\0");
	card_model_clear(&model);
	card_model_pkcs15_private(&model, certs, 1);
	seed_pkcs15("private", "\0\0");
	card_model_clear(&model);
	card_model_pkcs15(&model, certs, 1);
	seed_pkcs15("one", "\0\0");
	card_model_clear(&model);
	card_model_piv(&model, certs, 1, false);
	seed_piv("plain", 0);
	seed_piv("odd-reader", 8 | 16);
	seed_piv("small-le", 32);
	card_model_clear(&model);
	card_model_piv_trailing(&model, &certs[0], 7, false);
	seed_piv("trailing", 0);
	card_model_clear(&model);
	card_model_piv(&model, certs, count > 2 ? 2 : count, true);
	seed_piv("gzip", 0);
	card_model_clear(&model);
	for (int i = 0; i < count; i++)
		mem_free((void *)(uintptr_t)certs[i].der);
	return 0;
}
