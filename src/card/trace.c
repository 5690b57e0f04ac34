/*
 * card/trace: one exchange with a card as a line for a person: the command in full (it holds no personal data), of what
 * was read only tag, length and status word.
 */
#include "wire.h"

#include <string.h>

static void
trace_bytes(struct str *line, const uint8_t *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		str_printf(line, "%02X", bytes[i]);
}

/* Tag and length at the front, which say what stands there; nothing of a value. Text has none to show. */
static size_t
head_length(const uint8_t *bytes, size_t length)
{
	static const uint8_t tags[] = {0x30, 0x53, 0x61, 0x70, 0xA0, 0xA4, 0xA5, 0xA6, 0x00, 0xFF};
	size_t head;

	if (length == 0 || memchr(tags, bytes[0], sizeof tags) == NULL)
		return 0;
	head = length < 2 || bytes[1] < 0x80 ? 2 : (size_t)2 + (bytes[1] & 3);
	return head < length ? head : length;
}

static bool
starts_object(const uint8_t *command)
{
	return command[1] == INS_GET_DATA || (command[1] == INS_READ_BINARY && command[2] == 0 && command[3] == 0);
}

void
wire_trace(const struct wire *wire, const uint8_t *command, size_t length, size_t got)
{
	struct str line = {0};
	size_t data = got >= 2 ? got - 2 : 0;
	size_t shown = command[1] == INS_SELECT ? data : starts_object(command) ? head_length(wire->response, data) : 0;

	if (wire->trace == NULL)
		return;
	str_printf(&line, "%3u > ", wire->apdus);
	trace_bytes(&line, command, length);
	str_add(&line, "  < ");
	trace_bytes(&line, wire->response, shown < data ? shown : data);
	if (shown < data)
		str_printf(&line, "%s.. (%zu B)", shown > 0 ? " " : "", data);
	if (got >= 2) {
		str_add(&line, data > 0 ? "  " : "");
		trace_bytes(&line, wire->response + data, 2);
	} else {
		str_printf(&line, "(%zu B, no SW)", got);
	}
	wire->trace(wire->context, str_text(&line));
	str_clear(&line);
}
