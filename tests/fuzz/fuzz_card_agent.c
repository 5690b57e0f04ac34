/*
 * fuzz/fuzz_card_agent: the whole reading, fed answer by answer: each answer of the input has a length, a return code of
 * the service now and then, bytes, and a status word. A script that has run out begins anew.
 */
#include "card_script.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct answers {
	const uint8_t *data;
	size_t size, at;
};

static enum fault
answer(void *context, const uint8_t *command, size_t length, uint8_t *response, size_t size, size_t *got)
{
	static const enum fault codes[] = {FAULT_PULLED, FAULT_RESET, FAULT_SILENT, FAULT_GARBLED, FAULT_DAEMON_LOST,
		FAULT_READER_GONE, FAULT_LOCKED, FAULT_MUTE};
	struct answers *answers = context;
	size_t wanted, there;
	uint8_t head;

	(void)command;
	(void)length;
	if (answers->size == 0)
		return FAULT_PULLED;
	if (answers->at >= answers->size)
		answers->at = 0;
	head = answers->data[answers->at++];
	if (head >= 0xF8)
		return codes[head & 7];
	/* Below F8: so many data bytes, times 300 from F0 on, then 9000 unless the input has its own status word. */
	wanted = head >= 0xF0 ? (size_t)(head - 0xEF) * 300 : head;
	there = answers->size - answers->at < wanted ? answers->size - answers->at : wanted;
	if (there > size)
		there = size;
	memcpy(response, answers->data + answers->at, there);
	answers->at += there;
	*got = there;
	if ((head & 1) == 0 && *got + 2 <= size) {
		response[(*got)++] = 0x90;
		response[(*got)++] = 0x00;
	}
	return FAULT_NONE;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct answers answers = {data + 1, size > 0 ? size - 1 : 0, 0};

	card_script_read(answer, &answers, size > 0 ? data[0] : 0);
	return 0;
}
