/*
 * fuzz/fuzz_card_piv: a PIV card whose data objects are the fuzzer's: templates, gzip streams, CertInfo bits.
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

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct card_model model;
	static const unsigned tags[] = {0x5FC10A, 0x5FC105, 0x5FC10B, 0x5FC101};
	struct pieces pieces = {data + 2, size > 2 ? size - 2 : 0};

	if (size < 2)
		return 0;
	card_model_piv(&model, NULL, 0, false);
	for (size_t i = 0; i < ARRAY_LENGTH(tags) && pieces.size > 0; i++) {
		size_t length;
		const uint8_t *bytes = pieces_next(&pieces, &length);
		card_model_add_object(&model, tags[i], bytes, length);
	}
	model.faults.t0 = data[1] & 1;
	model.faults.chunk_cap = data[1] & 2 ? 30 : 0;
	model.faults.trailing = data[1] & 4 ? 2 : 0;
	model.faults.odd_every = data[1] & 8 ? 2 : 0;
	model.faults.odd_sw = 0x6F00;
	model.faults.odd_loses = data[1] & 16;
	model.faults.le_max = data[1] & 32 ? 128 : 0;
	model.faults.ping_pong_6c = data[1] & 64;
	card_script_read(transmit, &model, data[0]);
	card_model_clear(&model);
	return 0;
}
