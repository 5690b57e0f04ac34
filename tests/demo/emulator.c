/*
 * demo/emulator: the card's end of the virtual reader as a state machine that never blocks (see emulator.h).
 */
#include "emulator.h"

#include <string.h>

enum {
	SWAP_GAP_MS = 900, /* pcscd looks every 400 ms: a shorter gap is not noticed as a removal */
	AGAIN_MS = 300     /* between attempts to reach a reader that went away */
};

void
emulator_init(struct emulator *emulator, struct card_model *model, int port)
{
	memset(emulator, 0, sizeof *emulator);
	emulator->model = model;
	emulator->port = port;
	emulator->vpcd.fd = -1;
	emulator->removed_at = -SWAP_GAP_MS;
}

bool
emulator_is_in(const struct emulator *emulator)
{
	return emulator->is_wanted;
}

void
emulator_insert(struct emulator *emulator)
{
	int64_t now = clock_monotonic_ms();

	emulator->is_dead = emulator->is_stalled = false;
	emulator->is_wanted = true;
	emulator->insert_at = emulator->removed_at + SWAP_GAP_MS > now ? emulator->removed_at + SWAP_GAP_MS : now;
}

void
emulator_insert_at_once(struct emulator *emulator)
{
	emulator->is_dead = emulator->is_stalled = false;
	emulator->is_wanted = true;
	emulator->insert_at = clock_monotonic_ms();
}

void
emulator_remove(struct emulator *emulator)
{
	if (emulator->vpcd.fd >= 0)
		emulator->removed_at = clock_monotonic_ms();
	vpcd_remove(&emulator->vpcd);
	emulator->is_wanted = false;
	emulator->insert_at = emulator->answer_at = 0;
	emulator->is_stalled = emulator->pull_then = false;
}

/* ---- APDUs */

static void
log_exchange(const struct emulator *emulator, const uint8_t *bytes, size_t length, long size)
{
	const uint8_t *end = emulator->answer + size - 2;

	if (emulator->log == NULL)
		return;
	fprintf(emulator->log, "%d ", emulator->model->apdus);
	for (size_t i = 0; i < length; i++)
		fprintf(emulator->log, "%02X", bytes[i]);
	if (size >= 2 && size <= VPCD_MESSAGE)
		fprintf(emulator->log, " %ld %02X%02X\n", size, end[0], end[1]);
	else
		fprintf(emulator->log, " %ld -\n", size);
	fflush(emulator->log);
}

/* Half of the answer under the length of the whole. */
static void
send_half(struct emulator *emulator)
{
	vpcd_answer_part(&emulator->vpcd, emulator->answer, emulator->answer_length, emulator->answer_length / 2);
	emulator->is_stalled = true;
}

static void
take_apdu(struct emulator *emulator, const uint8_t *bytes, size_t length)
{
	struct card_model *model = emulator->model;
	const struct card_model_faults *faults = &model->faults;
	int forbidden = model->forbidden;
	long size;

	if (faults->reset_at > 0 && model->apdus + 1 == faults->reset_at)
		card_model_reset(model);
	size = card_model_transmit(model, bytes, length, emulator->answer, sizeof emulator->answer);
	log_exchange(emulator, bytes, length, size);
	if (model->forbidden > forbidden && !emulator->is_foreign)
		emulator->is_dead = true;
	if (faults->pull_at > 0 && model->apdus == faults->pull_at) {
		emulator_remove(emulator);
		return;
	}
	if (size < 0 || emulator->is_stalled) {
		emulator->is_stalled = true;
		return;
	}
	if (emulator->is_dead) {
		memcpy(emulator->answer, "\x6F\x00", 2);
		size = 2;
	}
	emulator->answer_length = (size_t)size < sizeof emulator->answer ? (size_t)size : sizeof emulator->answer;
	emulator->answer_at = clock_monotonic_ms() + faults->delay_ms;
	emulator->pull_then = faults->pull_after > 0 && model->apdus == faults->pull_after;
}

static void
send_answer(struct emulator *emulator)
{
	const struct card_model_faults *faults = &emulator->model->faults;

	emulator->answer_at = 0;
	if (faults->stall_at == emulator->model->apdus) {
		send_half(emulator);
	} else if (faults->half_at == emulator->model->apdus) {
		send_half(emulator);
		emulator_remove(emulator);
	} else {
		vpcd_answer(&emulator->vpcd, emulator->answer, emulator->answer_length);
		if (emulator->pull_then)
			emulator_remove(emulator);
	}
}

/* ---- the reader */

static void
serve_reader(struct emulator *emulator)
{
	enum vpcd_request kind;
	const uint8_t *bytes;
	size_t length;
	bool may_read = true;

	while (emulator->vpcd.fd >= 0 && vpcd_next(&emulator->vpcd, may_read, &kind, &bytes, &length) == 1) {
		may_read = false;
		switch (kind) {
		case VPCD_POWER_OFF:
			break;
		case VPCD_POWER_ON:
		case VPCD_RESET:
			card_model_reset(emulator->model);
			break;
		case VPCD_ATR:
			if (!emulator->is_stalled)
				vpcd_answer(&emulator->vpcd, emulator->model->atr, emulator->model->atr_length);
			break;
		case VPCD_APDU:
			take_apdu(emulator, bytes, length);
			break;
		}
	}
}

int
emulator_fd(const struct emulator *emulator)
{
	return emulator->vpcd.fd;
}

int
emulator_wait(const struct emulator *emulator)
{
	int64_t now = clock_monotonic_ms(), wait = 1000;

	if (emulator->answer_at > 0 && emulator->answer_at - now < wait)
		wait = emulator->answer_at - now;
	if (emulator->insert_at > 0 && emulator->insert_at - now < wait)
		wait = emulator->insert_at - now;
	return wait < 0 ? 0 : (int)wait;
}

void
emulator_serve(struct emulator *emulator, bool readable)
{
	struct err err = {0};
	int64_t now;

	if (readable && emulator->vpcd.fd >= 0)
		serve_reader(emulator);
	now = clock_monotonic_ms();
	if (emulator->answer_at > 0 && now >= emulator->answer_at)
		send_answer(emulator);
	/* The service went away with the card in the reader: in it stays, for when the service is back. */
	if (emulator->is_wanted && emulator->vpcd.fd < 0 && emulator->insert_at == 0) {
		emulator->insert_at = now + AGAIN_MS;
		emulator->answer_at = 0;
		emulator->is_stalled = false;
	}
	if (emulator->insert_at > 0 && now >= emulator->insert_at) {
		emulator->insert_at = 0;
		card_model_reset(emulator->model);
		if (vpcd_insert(&emulator->vpcd, emulator->port, &err) != OK)
			emulator->insert_at = now + AGAIN_MS;
	}
}
