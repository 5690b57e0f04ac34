/*
 * card/scripted: see scripted.h.
 */
#include "scripted.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "demo/certificates.h"
#include "teslim/helper.h"

static struct str certificates[CERT_COUNT];

static void
make_exact(struct certificate_maker *maker, struct certificate_wish wish, size_t size, struct str *der)
{
	for (size_t more = 0; more < 200; more++) {
		wish.size = size + 60 - more;
		certificate_make(maker, &wish, der);
		if (der->length == size)
			return;
	}
	fail_msg("no certificate of %zu bytes", size);
}

int
scripted_setup(void **state)
{
	static const size_t sizes[] = {1795, 1755, 1716};
	static const char *const names[] = {"AYŞE ÖRNEK", "ÇAĞRI DENEME", "ŞÜKRÜ ÖRNEKOĞLU"};
	static const char *const numbers[] = {SCRIPTED_PERSON, "10000000078", "10000000214"};
	struct certificate_maker *maker = certificate_maker_new(0, true);
	struct certificate_wish wish = {.national_id = SCRIPTED_PERSON, .name = names[0]};

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct certificate_wish one = {.kind = WISH_QUALIFIED, .national_id = numbers[i], .name = names[i]};
		make_exact(maker, one, sizes[i], &certificates[CERT_PERSON + i]);
	}
	wish.kind = WISH_EXPIRED;
	certificate_make(maker, &wish, &certificates[CERT_EXPIRED]);
	wish.kind = WISH_AUTHORITY_CERTIFICATE;
	certificate_make(maker, &wish, &certificates[CERT_AUTHORITY]);
	certificate_maker_free(&maker);
	return 0;
}

int
scripted_teardown(void **state)
{
	(void)state;
	for (int i = 0; i < CERT_COUNT; i++)
		str_clear(&certificates[i]);
	return 0;
}

struct card_model_cert
scripted_cert(enum scripted_cert which)
{
	return (struct card_model_cert){(const uint8_t *)certificates[which].data, certificates[which].length};
}

static enum fault
transmit(void *context, const uint8_t *command, size_t length, uint8_t *response, size_t size, size_t *got)
{
	struct scripted *scripted = context;
	long sent;

	scripted->sent++;
	*got = 0;
	assert_in_range(length, 4, 261);
	assert_true(command[0] == 0x00 && wire_is_allowed(command[1]));
	if (scripted->fault_at != 0 && scripted->sent >= scripted->fault_at) {
		/* Whatever the fault: nothing more is sent until there was a recovery. */
		assert_true(scripted->sent == scripted->fault_at || scripted->fault == FAULT_RESET);
		if (scripted->fault != FAULT_RESET || scripted->recoveries < scripted->resets)
			return scripted->fault;
	}
	sent = card_model_transmit(scripted->model, command, length, response, size);
	assert_true(sent >= 0);
	*got = (size_t)sent;
	if (scripted->trickle > 0 && command[1] == 0xB0 && *got > scripted->trickle + 2) {
		memmove(response + scripted->trickle, response + *got - 2, 2);
		*got = scripted->trickle + 2;
	}
	return FAULT_NONE;
}

static void
take_trace(void *context, const char *line)
{
	struct scripted *scripted = context;

	str_printf(&scripted->trace_text, "%s\n", line);
}

static void
take_progress(void *context, size_t read, size_t total)
{
	(void)context;
	assert_true(read <= total);
}

static void
take_certificate(void *context, const char *family, const char *label, struct span id, struct span der)
{
	struct scripted *scripted = context;
	int at = scripted->count++;

	assert_true(at < READING_CERTIFICATES_MAX && id.length <= READING_ID_MAX);
	copy_text(scripted->family[at], sizeof scripted->family[at], family);
	copy_text(scripted->label[at], sizeof scripted->label[at], label);
	scripted->der[at] = (struct span){(const uint8_t *)scripted->kept.length, der.length}; /* an offset until it ends */
	str_add_n(&scripted->kept, der.data, der.length);
}

static enum fault
recover(void *context, bool *t0)
{
	struct scripted *scripted = context;

	*t0 = scripted->t0;
	scripted->recoveries++;
	card_model_reset(scripted->model);
	return scripted->recovery;
}

static void
release(void *context)
{
	struct scripted *scripted = context;

	scripted->releases++;
}

static void
take_line(struct scripted *scripted, char *text)
{
	struct line line;
	struct err err = {0};
	const char *value;

	assert_int_equal(line_parse(&line, text, &err), OK);
	assert_false(scripted->is_done || scripted->told != FAULT_NONE); /* the last word is the last */
	if (strcmp(line.word, CARD_EVENT_PLASTIC) == 0) {
		copy_text(scripted->kind, sizeof scripted->kind, line_value(&line, "kind"));
	} else if (strcmp(line.word, CARD_EVENT_FAULT) == 0) {
		scripted->told = fault_from_code(line_value(&line, "code"));
	} else {
		assert_string_equal(line.word, CARD_EVENT_DONE);
		scripted->is_done = true;
		assert_int_equal(line_number(&line, "count", 0, 100, -1), scripted->count);
		assert_int_equal(line_number(&line, "apdus", 0, 100000, -1), scripted->apdus);
		scripted->unreadable = (int)line_number(&line, "unreadable", 0, 10000, 0);
		value = line_value(&line, "left");
		scripted->left = value != NULL && strcmp(value, "yes") == 0;
		copy_text(scripted->done_family, sizeof scripted->done_family, line_value(&line, "family"));
		value = line_value(&line, "want");
		copy_text(scripted->wanted, sizeof scripted->wanted, value != NULL ? value : "");
	}
}

static void
forget(struct scripted *scripted)
{
	str_reset(&scripted->kept);
	str_reset(&scripted->trace_text);
	str_reset(&scripted->lines);
	scripted->count = scripted->unreadable = 0;
	scripted->left = false;
	scripted->kind[0] = scripted->wanted[0] = '\0';
	scripted->told = FAULT_NONE;
	scripted->is_done = false;
	scripted->sent = scripted->recoveries = scripted->releases = 0;
	card_model_reset(scripted->model);
	card_model_forget(scripted->model);
}

static void
set_order(struct order *order, const struct scripted *scripted)
{
	*order = (struct order){.reader = "Reader 00 00"};
	if (scripted->atr != NULL) {
		order->atr_length = strlen(scripted->atr) / 2;
		assert_true(hex_decode(order->atr, order->atr_length, scripted->atr));
	} else {
		order->atr_length = scripted->model->atr_length;
		memcpy(order->atr, scripted->model->atr, order->atr_length);
	}
}

void
scripted_read(struct scripted *scripted)
{
	const struct sink sink = {scripted, take_progress, take_certificate};
	const struct connection connection = {scripted, recover, release};
	struct reading reading;
	struct order order;

	forget(scripted);
	set_order(&order, scripted);
	reading_init(&reading, &sink);
	reading.wire.transmit = transmit;
	reading.wire.context = scripted;
	reading.wire.trace = scripted->trace ? take_trace : NULL;
	reading.wire.t0 = scripted->t0;
	reading.first_only = scripted->first_only;
	reading.now = clock_now();
	copy_text(reading.want, sizeof reading.want, scripted->want != NULL ? scripted->want : "");
	read_card(&reading, &order, &connection, &scripted->lines);
	scripted->apdus = reading.wire.apdus;
	scripted->bytes = reading.wire.bytes_in;
	scripted->arena_used = reading.arena.used;
	assert_true(reading.arena.used <= reading.arena.size && reading.arena.size == ARENA_SIZE);
	assert_true(scripted->apdus <= WIRE_APDUS_MAX && scripted->bytes <= WIRE_BYTES_MAX + WIRE_RESPONSE_MAX);
	assert_int_equal(scripted->sent, scripted->apdus);
	assert_int_equal(scripted->model->forbidden, 0);
	for (int i = 0; i < scripted->count; i++)
		scripted->der[i].data = (const uint8_t *)scripted->kept.data + (size_t)scripted->der[i].data;
	for (char *at = scripted->lines.data, *end; at != NULL && *at != '\0'; at = end + 1) {
		end = strchr(at, '\n');
		assert_non_null(end);
		*end = '\0';
		take_line(scripted, at);
	}
	assert_true(scripted->is_done || scripted->told != FAULT_NONE);
	assert_true(!scripted->is_done || scripted->count > 0);
	reading_clear(&reading);
}

void
scripted_clear(struct scripted *scripted)
{
	str_clear(&scripted->kept);
	str_clear(&scripted->trace_text);
	str_clear(&scripted->lines);
	if (scripted->model != NULL)
		card_model_clear(scripted->model);
	mem_free(scripted->model);
	*scripted = (struct scripted){0};
}

bool
scripted_has(const struct scripted *scripted, int at, enum scripted_cert which)
{
	struct card_model_cert cert = scripted_cert(which);

	return at < scripted->count && span_equal(scripted->der[at], cert.der, cert.length);
}
