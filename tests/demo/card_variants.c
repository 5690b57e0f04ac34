/*
 * demo/card_variants: the layouts of card_layouts.c as some makers and issuers have them: records instead of one run of
 * bytes, gaps and frames in directories, folders side by side, marks that say what is not so.
 */
#include "card_model.h"

#include <string.h>

enum { FRAME_HEAD = 4 };

static int
pkcs15_file(const struct card_model *model, unsigned fid)
{
	return card_model_find(model, card_model_find(model, CARD_MODEL_ROOT, 0x5015), fid);
}

static void
set_content(struct card_model *model, int node, const struct str *bytes)
{
	mem_free(model->nodes[node].data);
	model->nodes[node].data = mem_alloc(bytes->length + 1);
	model->nodes[node].length = bytes->length;
	memcpy(model->nodes[node].data, bytes->data, bytes->length);
}

/* Bytes of the next structure of a directory of ours; 0: padding. */
static size_t
structure_length(const uint8_t *bytes)
{
	if (bytes[0] == 0)
		return 0;
	return bytes[1] < 0x80 ? (size_t)bytes[1] + 2 : (size_t)bytes[2] + 3;
}

static size_t
content_length(const struct card_model_node *node)
{
	size_t at = 0, length;

	while (at < node->length && (length = structure_length(node->data + at)) > 0)
		at += length;
	return at;
}

/* Every file of the application, and EF.DIR where there is one: a directory has a record per structure, a certificate pieces. */
void
card_model_pkcs15_linear(struct card_model *model, const struct card_model_cert *certs, int count, size_t record)
{
	static const unsigned directories[] = {0x5031, 0x4404};

	card_model_pkcs15(model, certs, count);
	for (size_t i = 0; i < ARRAY_LENGTH(directories); i++) {
		struct card_model_node *node = &model->nodes[pkcs15_file(model, directories[i])];
		for (size_t at = 0, length; (length = structure_length(node->data + at)) > 0; at += length)
			node->record_ends[node->record_count++] = (uint16_t)(at + length);
	}
	for (int i = 0; i < count; i++)
		card_model_make_linear(model, pkcs15_file(model, 0x3301 + (unsigned)i), record);
}

static void
put_frame(struct str *out, const uint8_t *bytes, size_t length)
{
	const uint8_t head[FRAME_HEAD] = {0x30, 0x82, (uint8_t)(length >> 8), (uint8_t)length};

	str_add_n(out, head, sizeof head);
	str_add_n(out, bytes, length);
	for (int i = 0; i < 100; i++)
		str_add_char(out, 0);
}

void
card_model_pkcs15_framed(struct card_model *model, const struct card_model_cert *certs, int count)
{
	static const unsigned directories[] = {0x5031, 0x4404};

	card_model_pkcs15(model, certs, count);
	for (size_t i = 0; i < ARRAY_LENGTH(directories); i++) {
		int node = pkcs15_file(model, directories[i]);
		struct str bytes = {0};
		put_frame(&bytes, model->nodes[node].data, content_length(&model->nodes[node]));
		set_content(model, node, &bytes);
		str_clear(&bytes);
	}
}

void
card_model_pkcs15_spaced(struct card_model *model, const struct card_model_cert *certs, int count, size_t gap, int byte)
{
	static const unsigned directories[] = {0x5031, 0x4404};

	card_model_pkcs15(model, certs, count);
	for (size_t i = 0; i < ARRAY_LENGTH(directories); i++) {
		int node = pkcs15_file(model, directories[i]);
		const uint8_t *data = model->nodes[node].data;
		struct str bytes = {0};
		for (size_t at = 0, length; (length = structure_length(data + at)) > 0; at += length) {
			for (size_t k = 0; k < gap; k++)
				str_add_char(&bytes, (char)byte);
			str_add_n(&bytes, data + at, length);
		}
		for (int k = 0; k < 200; k++)
			str_add_char(&bytes, (char)byte);
		set_content(model, node, &bytes);
		str_clear(&bytes);
	}
}

void
card_model_pkcs15_private(struct card_model *model, const struct card_model_cert *certs, int count)
{
	struct card_model_node *node;

	card_model_pkcs15(model, certs, count);
	node = &model->nodes[pkcs15_file(model, 0x4404)];
	for (size_t at = 0; at + 4 <= node->length; at++)
		if (memcmp(node->data + at, "\x03\x02\x06\x40", 4) == 0)
			node->data[at + 3] = 0xC0;
}

void
card_model_akis_beside(struct card_model *model, const struct card_model_cert *pkcs15, int pkcs15_count,
	const struct card_model_cert *akis, int akis_count)
{
	int folder;

	card_model_pkcs15(model, pkcs15, pkcs15_count);
	folder = card_model_add_df(model, CARD_MODEL_ROOT, 0x3D00, "PKCS-15", 7);
	for (int i = 0; i < akis_count; i++)
		card_model_add_ef(model, folder, 0x2F10 + (unsigned)i, akis[i].der, akis[i].length);
}

void
card_model_piv_trailing(struct card_model *model, const struct card_model_cert *cert, size_t trailing, bool is_gzip)
{
	struct str bytes = {0};
	struct card_model_cert longer;

	str_add_n(&bytes, cert->der, cert->length);
	for (size_t i = 0; i < trailing; i++)
		str_add_char(&bytes, (char)(i * 37));
	longer = (struct card_model_cert){(const uint8_t *)bytes.data, bytes.length};
	card_model_piv(model, &longer, 1, is_gzip);
	str_clear(&bytes);
}

void
card_model_common_access(struct card_model *model)
{
	card_model_init(model);
	card_model_set_atr(model, "3b7f000000006a434f5020333120000000000000");
	card_model_add_df(model, CARD_MODEL_ROOT, 0, "\xA0\x00\x00\x00\x79\x01\x00", 7);
	card_model_add_df(model, CARD_MODEL_ROOT, 0, "\xA0\x00\x00\x01\x16\xDB\x00", 7);
}
