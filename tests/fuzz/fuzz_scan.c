/*
 * fuzz/fuzz_scan: keys with times, as a scanner, a hand and a bad line may send them, through the recogniser; what it calls
 * a scan goes into a handover at its identity step. Input: pairs of bytes, the time before the key and the key.
 */
#include "../../src/ui/scanner.h"

#include "teslim/desk.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { KEYS_MAX = 300 };

static const struct verdict_policy policy = {0};

static struct press
press_of(uint8_t byte)
{
	static const uint32_t others[] = {
		0xD6, 0xF6, 0x130, 0x131, 0xAB, 0xC7, 0xE7, 0x11E, 0x11F, 0xDC, 0xFC, 0x15E, 0x15F, 0xE9, 0x1F600};

	if (byte == '\r' || byte == '\n')
		return (struct press){.kind = PRESS_ENTER};
	if (byte == '\t')
		return (struct press){.kind = PRESS_TAB};
	if (byte == 27)
		return (struct press){.kind = PRESS_ESCAPE};
	if (byte < ' ')
		return (struct press){.kind = PRESS_FUNCTION, .code = byte % 12 + 1u};
	if (byte == 127)
		return (struct press){.kind = PRESS_BACKSPACE};
	return (struct press){.kind = PRESS_CHAR, .code = byte < 128 ? byte : others[byte % ARRAY_LENGTH(others)]};
}

static void
begin_flow(struct handover_flow *flow, struct effects *effects)
{
	static const struct applicant applicant = {
		.id = 1, .national_id = "90000000414", .given_names = "Elif", .surname = "Yılmaz", .state = APPLICATION_RECEIVED};
	struct event found = {.kind = EVENT_FOUND, .now = 1795428300, .applicants = &applicant, .number = 1, .text = ""};
	struct event choose = {.kind = EVENT_CHOOSE, .now = 1795428300};

	handover_init(flow, &policy);
	if (handover_advance(flow, &policy, &found, effects) != OK || handover_advance(flow, &policy, &choose, effects) != OK)
		abort();
}

/* A scan ticks no face, moves no step, and ticks the number only for that number. */
static void
scan_into_flow(const struct scan *scan)
{
	static struct handover_flow flow;
	struct effects effects;
	struct event event = {.kind = EVENT_SCAN, .now = 1795428300, .text = scan->text};

	begin_flow(&flow, &effects);
	(void)handover_advance(&flow, &policy, &event, &effects);
	if (flow.at.step != STEP_IDENTITY || flow.applicant.id != 1 || (flow.identity.compared & COMPARED_PHOTO) != 0)
		abort();
	if ((flow.identity.compared & COMPARED_NATIONAL_ID) != 0 && strcmp(flow.identity.national_id, "90000000414") != 0)
		abort();
}

struct run {
	struct scanner scanner;
	uint32_t in[KEYS_MAX];
	size_t in_count, out_count;
};

static void
fetch(struct run *run, int64_t now, bool drained)
{
	struct scanner_event event;

	while (scanner_next(&run->scanner, now, drained, &event)) {
		if (event.kind == SCANNER_SCAN) {
			if (event.scan.kind == SCAN_NOTHING || strlen(event.scan.text) >= SCAN_TEXT)
				abort();
			scan_into_flow(&event.scan);
			scanner_as_typing(&run->scanner, true);
		} else if (event.press.kind == PRESS_CHAR) {
			/* Every letter comes out once, in its place. */
			if (run->out_count >= run->in_count || run->in[run->out_count++] != event.press.code)
				abort();
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct run run;
	int64_t now = 1000;

	run = (struct run){0};
	for (size_t i = 0; i + 1 < size && run.in_count < KEYS_MAX; i += 2) {
		struct press press = press_of(data[i + 1]);
		int64_t wait = data[i] < 200 ? data[i] : (data[i] - 200) * 40;
		if (data[i] % 4 != 3) { /* else the desk was busy, and nobody looked meanwhile */
			int timeout = scanner_timeout(&run.scanner, now);
			if (timeout >= 0 && timeout <= wait) {
				now += timeout;
				wait -= timeout;
				fetch(&run, now, true);
			}
		}
		now += wait;
		if (press.kind == PRESS_CHAR)
			run.in[run.in_count++] = press.code;
		scanner_take(&run.scanner, &press, now);
		fetch(&run, now, false);
	}
	fetch(&run, now + 10000, true);
	if (run.out_count != run.in_count || scanner_timeout(&run.scanner, now + 10000) != -1)
		abort();
	return 0;
}
