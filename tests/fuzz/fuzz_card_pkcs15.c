/*
 * fuzz/fuzz_card_pkcs15: a card with the file tree of ISO 7816-15 whose files (EF.DIR, ODF, CDF, certificates) and bad
 * manners are the fuzzer's.
 */
#include "card_files.h"
#include "card_script.h"
#include "demo/card_model.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum fault
transmit(void *context, const uint8_t *command, size_t length, uint8_t *response, size_t size, size_t *got)
{
	long sent = card_model_transmit(context, command, length, response, size);

	if (sent < 0)
		return FAULT_SILENT;
	*got = (size_t)sent < size ? (size_t)sent : size;
	return (size_t)sent > size ? FAULT_GARBLED : FAULT_NONE;
}

static void
set_manners(struct card_model_faults *faults, unsigned flags)
{
	faults->t0 = flags & 1;
	faults->end = (enum card_model_end)((flags >> 1 & 7) % (CARD_END_6C + 1));
	faults->fci = (enum card_model_fci)((flags >> 4 & 7) % (CARD_FCI_TWO_80 + 1));
	faults->refuse_p2_00 = flags & 0x80;
	faults->chunk_cap = flags & 0x100 ? 17 : 0;
	faults->wrong_le_6c = flags & 0x200;
	faults->no_select_by_name = flags & 0x400;
	faults->needs_mf = flags & 0x800;
	faults->trailing = flags & 0x1000 ? 3 : 0;
	faults->odd_every = flags & 0x4000 ? 3 : 0;
	faults->odd_sw = flags & 1 ? 0x6F00 : 0x6B00;
	faults->odd_loses = flags & 2;
	faults->le_max = flags & 0x8000 ? 100 : 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct card_model model;
	static const uint8_t aid[] = {0xA0, 0x00, 0x00, 0x00, 0x63, 'P', 'K', 'C', 'S', '-', '1', '5'};
	static const unsigned files[] = {0x5031, 0x4404, 0x4405, 0x3301, 0x3302, 0x3303, 0x5032};
	struct pieces pieces = {data + 3, size > 3 ? size - 3 : 0};
	const uint8_t *bytes;
	size_t length;
	int folder;

	if (size < 3)
		return 0;
	card_model_init(&model);
	bytes = pieces_next(&pieces, &length);
	if (length > 0)
		card_model_add_ef(&model, CARD_MODEL_ROOT, 0x2F00, bytes, length);
	folder = card_model_add_df(&model, CARD_MODEL_ROOT, 0x5015, data[0] & 0x80 ? aid : NULL, data[0] & 0x80 ? sizeof aid : 0);
	for (size_t i = 0; i < ARRAY_LENGTH(files) && pieces.size > 0; i++) {
		bytes = pieces_next(&pieces, &length);
		card_model_add_ef(&model, folder, files[i], bytes, length);
	}
	for (int i = 0; i < model.node_count && (data[2] & 0x20) != 0; i++)
		if (!model.nodes[i].is_df)
			card_model_make_linear(&model, i, 60);
	set_manners(&model.faults, (unsigned)(data[1] | data[2] << 8));
	card_script_read(transmit, &model, data[0]);
	card_model_clear(&model);
	return 0;
}
