/*
 * card/read: the process that reads one card: connects, takes a transaction, gives up everything else, reads, tells,
 * ends. A card that hangs it hangs nothing but this process.
 */
#include "work.h"

#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "families.h"
#include "sandbox.h"
#include "subject.h"
#include "teslim/helper.h"

enum { RESETS_MAX = 3, EXCLUSIVE_TRIES = 8, EXCLUSIVE_PAUSE_MS = 100 /* less than the shortest --timeout */ };

/* Where the reading's findings go. */
struct told {
	int fd; /* -1: collect in out */
	struct str *out;
};

static void
pass_on(struct told *told)
{
	if (told->fd >= 0)
		work_write(told->fd, told->out);
}

static void
tell_progress(void *context, size_t read, size_t total)
{
	struct told *told = context;

	line_begin(told->out, CARD_EVENT_PROGRESS);
	line_add_number(told->out, "read", (int64_t)read);
	line_add_number(told->out, "total", (int64_t)total);
	line_end(told->out);
	pass_on(told);
}

static void
tell_certificate(void *context, const char *family, const char *label, struct span id, struct span der)
{
	struct told *told = context;
	struct str base64 = {0};
	char hex[2 * READING_ID_MAX + 1], shown[READING_LABEL_MAX];

	hex_encode(hex, id.data, id.length);
	base64_encode(&base64, der.data, der.length);
	line_begin(told->out, CARD_EVENT_CERT);
	subject_clean(shown, sizeof shown, label);
	line_add(told->out, "label", shown);
	line_add(told->out, "id", hex);
	line_add(told->out, "family", family);
	line_add(told->out, "der", str_text(&base64));
	line_end(told->out);
	str_clear(&base64);
	pass_on(told);
}

static void
tell_trace(void *context, const char *text)
{
	struct told *told = context;

	line_begin(told->out, "trace");
	line_add(told->out, "text", text);
	line_end(told->out);
	pass_on(told);
}

static void
add_fault(struct str *out, enum fault fault)
{
	line_begin(out, CARD_EVENT_FAULT);
	line_add(out, "code", fault_code(fault));
	line_end(out);
}

static void
add_plastic(struct str *out, const char *kind)
{
	line_begin(out, CARD_EVENT_PLASTIC);
	line_add(out, "kind", kind);
	line_end(out);
}

static void
add_done(struct str *out, const struct reading *reading, int64_t ms)
{
	line_begin(out, CARD_EVENT_DONE);
	line_add_number(out, "count", reading->count);
	line_add(out, "family", reading->family != NULL ? reading->family : "");
	line_add_number(out, "apdus", reading->wire.apdus);
	line_add_number(out, "bytes", (int64_t)reading->wire.bytes_in);
	line_add_number(out, "ms", ms);
	if (reading->unreadable > 0)
		line_add_number(out, "unreadable", reading->unreadable);
	if (reading->left_out)
		line_add(out, "left", "yes");
	if (reading->want[0] != '\0')
		line_add(out, "want", reading->want_found ? "yes" : "no");
	line_end(out);
}

static bool
is_worth_a_module(enum fault fault)
{
	return fault == FAULT_UNKNOWN_CARD || fault == FAULT_AKIS_HIDDEN || fault == FAULT_PROTECTED ||
		fault == FAULT_NO_CERTIFICATE;
}

/* Reads, and reads again when someone else resets the card. Names what gave no certificate. */
static struct plastic
read_through(struct reading *reading, struct span atr, const struct connection *connection)
{
	struct plastic plastic = {FAULT_NONE, NULL};

	for (int resets = 0;; resets++) {
		families_read(reading, atr);
		if (reading->count == 0)
			plastic = plastic_name(reading);
		if (reading->wire.broken != FAULT_RESET || resets == RESETS_MAX)
			return plastic;
		reading_restart(reading);
		reading->wire.broken = connection->recover(connection->context, &reading->wire.t0);
		if (reading->wire.broken != FAULT_NONE)
			return plastic;
	}
}

void
read_card(struct reading *reading, const struct order *order, const struct connection *connection, struct str *out)
{
	int64_t began = clock_monotonic_ms();
	struct plastic plastic = read_through(reading, (struct span){order->atr, order->atr_length}, connection);

	if (reading->wire.broken != FAULT_NONE && !reading->enough) {
		add_fault(out, reading->wire.broken);
		return;
	}
	connection->release(connection->context);
	if (reading->count == 0 && order->module != NULL && is_worth_a_module(plastic.fault))
		if (module_read(reading, order->module, order->reader) == FAULT_MODULE)
			plastic.fault = FAULT_MODULE;
	if (reading->count == 0) {
		add_plastic(out, plastic.kind);
		add_fault(out, plastic.fault);
		return;
	}
	if (reading->family != NULL && strcmp(reading->family, CARD_FAMILY_AKIS) != 0)
		add_plastic(out, reading->family);
	add_done(out, reading, clock_monotonic_ms() - began);
}

/* ---- the process */

struct job {
	struct pcsc *pcsc;
	struct told told;
};

static enum fault
job_transmit(void *context, const uint8_t *command, size_t length, uint8_t *response, size_t size, size_t *got)
{
	struct job *job = context;

	return pcsc_transmit(job->pcsc, command, length, response, size, got);
}

static void
job_trace(void *context, const char *text)
{
	struct job *job = context;

	tell_trace(&job->told, text);
}

static void
say_phase(struct told *told, const char *name)
{
	line_begin(told->out, "phase");
	line_add(told->out, "name", name);
	line_end(told->out);
	pass_on(told);
}

/* After a reset by someone else: the same connection again, and a transaction of our own. */
static enum fault
recover_card(void *context, bool *t0)
{
	struct job *job = context;
	enum fault fault = FAULT_RESET;

	for (int i = 0; i < RESETS_MAX && fault == FAULT_RESET; i++) {
		fault = pcsc_reconnect(job->pcsc, t0);
		if (fault == FAULT_NONE)
			fault = pcsc_begin(job->pcsc);
	}
	return fault;
}

static void
release_card(void *context)
{
	struct job *job = context;

	pcsc_leave(job->pcsc);
}

static enum fault
enter_card(struct job *job, const struct order *order, bool *t0)
{
	enum fault fault;

	say_phase(&job->told, "open");
	fault = pcsc_open(&job->pcsc);
	if (fault != FAULT_NONE)
		return fault;
	say_phase(&job->told, "connect");
	for (int i = 0; i < EXCLUSIVE_TRIES; i++) {
		fault = pcsc_connect(job->pcsc, order->reader, t0);
		if (fault != FAULT_EXCLUSIVE)
			break;
		poll(NULL, 0, EXCLUSIVE_PAUSE_MS);
	}
	if (fault != FAULT_NONE)
		return fault;
	say_phase(&job->told, "begin");
	fault = pcsc_begin(job->pcsc);
	return fault == FAULT_RESET ? recover_card(job, t0) : fault;
}

_Noreturn void
read_run(const struct order *order, int fd)
{
	struct str out = {0};
	struct job job = {.told = {.fd = fd, .out = &out}};
	struct sink sink = {&job.told, tell_progress, tell_certificate};
	struct reading reading;
	bool t0 = false;
	enum fault fault = enter_card(&job, order, &t0);

	if (fault == FAULT_NONE && !sandbox_enter(order->module != NULL ? SANDBOX_MODULE : SANDBOX_READ))
		fault = FAULT_INTERNAL;
	if (fault != FAULT_NONE) {
		add_fault(&out, fault);
		work_write(fd, &out);
		_exit(0);
	}
	say_phase(&job.told, "read");
	reading_init(&reading, &sink);
	reading.wire.transmit = job_transmit;
	reading.wire.context = &job;
	reading.wire.trace = order->trace ? job_trace : NULL;
	reading.wire.t0 = t0;
	reading.first_only = order->first_only;
	reading.now = clock_now();
	copy_text(reading.want, sizeof reading.want, order->want);
	read_card(&reading, order, &(struct connection){&job, recover_card, release_card}, &out);
	pcsc_leave(job.pcsc); /* before telling: whoever hears `done` may connect */
	work_write(fd, &out);
	_exit(0);
}
