/*
 * card/slot: what happens at one reader (see slot.h). Believes its child's lines only as far as they parse.
 */
#include "slot.h"

#include <stdio.h>
#include <string.h>

#include "surroundings.h"

enum { HOLD_MS = 900 /* pcscd notices a pulled card within 400 ms */, TOTAL_FACTOR = 8 };

/* ---- telling */

static void
begin_event(struct str *out, const char *word, const struct slot *slot)
{
	line_begin(out, word);
	line_add(out, "reader", slot->reader);
}

static bool
is_doctor(const struct agent *agent)
{
	return agent->options->mode == MODE_DOCTOR;
}

/* The detail that belongs to a fault of this slot. */
static void
detail_of(const struct agent *agent, const struct slot *slot, enum fault fault, char *out, size_t size)
{
	if (fault_area(fault) == AREA_SERVICE) /* stands behind a word, without a colon */
		snprintf(out, size, " (%s)", slot->reader);
	else
		copy_text(out, size, slot->reader);
	if (fault == FAULT_STOPPED || fault == FAULT_CRASHED)
		(void)child_why(&slot->child, out, size);
	if (fault == FAULT_MODULE)
		copy_text(out, size, agent->options->module != NULL ? agent->options->module : "");
	if (fault == FAULT_UNKNOWN_CARD)
		snprintf(out, size, "ATR %s", slot->atr);
}

/* The last fault as an event or a finding: those who may have caused it in the language of now. */
static void
tell_last(struct agent *agent, const struct slot *slot)
{
	char names[200], detail[360];

	if (!fault_blames(slot->last)) {
		agent_fault(agent, slot->reader, slot->last, slot->last_detail, NULL);
		return;
	}
	fault_name_others(names, sizeof names, &slot->others);
	snprintf(detail, sizeof detail, "%s (%s)", slot->reader, names);
	agent_fault(agent, slot->reader, slot->last, detail, &slot->others);
}

static void
tell_fault(struct agent *agent, struct slot *slot, enum fault fault)
{
	if (fault_blames(fault)) {
		surroundings_others(&agent->surroundings, &slot->others);
		fault = fault_judge(fault, &slot->others);
	}
	slot->last = fault;
	slot->is_read = false;
	detail_of(agent, slot, fault, slot->last_detail, sizeof slot->last_detail);
	agent->cards_told++;
	if (!is_doctor(agent))
		tell_last(agent, slot);
}

void
slot_tell_reader(struct agent *agent, const struct slot *slot)
{
	struct str out = {0};

	if (is_doctor(agent))
		return;
	begin_event(&out, CARD_EVENT_READER, slot);
	line_add(&out, "card", slot->is_present ? "yes" : "no");
	agent_send(agent, &out);
}

static void
tell_card(struct agent *agent, const struct slot *slot)
{
	struct str out = {0};

	if (is_doctor(agent))
		return;
	begin_event(&out, CARD_EVENT_CARD, slot);
	line_add(&out, "atr", slot->atr);
	line_add_number(&out, "serial", slot->serial);
	agent_send(agent, &out);
}

static void
tell_plain(struct agent *agent, const struct slot *slot, const char *word)
{
	struct str out = {0};

	if (is_doctor(agent))
		return;
	begin_event(&out, word, slot);
	agent_send(agent, &out);
}

void
slot_tell_all(struct agent *agent, const struct slot *slot)
{
	slot_tell_reader(agent, slot);
	if (slot->is_present)
		tell_card(agent, slot);
}

void
slot_tell_state(struct agent *agent, const struct slot *slot)
{
	if (is_doctor(agent))
		agent_finding(agent, FAULT_NONE, MSG_CARD_OK_READER, "ok", slot->reader, NULL);
	if (!slot->is_present)
		agent_fault(agent, slot->reader, FAULT_EMPTY, slot->reader, NULL);
	else if (slot->last != FAULT_NONE)
		tell_last(agent, slot);
	else if (slot->is_read && is_doctor(agent))
		agent_finding(agent, FAULT_NONE, MSG_CARD_OK_CARD, "ok", slot->reader, NULL);
}

/* ---- reading */

void
slot_init(struct slot *slot, const char *reader)
{
	*slot = (struct slot){.child = {.fd = -1}};
	copy_text(slot->reader, sizeof slot->reader, reader);
}

static void
start_reading(struct agent *agent, struct slot *slot)
{
	struct order order = {
		.first_only = slot->first_only || agent->options->first_only,
		.trace = agent->options->trace,
		.module = agent->options->module,
	};

	child_end(&slot->child);
	copy_text(order.reader, sizeof order.reader, slot->reader);
	copy_text(order.want, sizeof order.want, slot->want);
	order.atr_length = strlen(slot->atr) / 2;
	if (!hex_decode(order.atr, order.atr_length, slot->atr))
		order.atr_length = 0;
	slot->held = FAULT_NONE;
	slot->lock_told = false;
	slot->began_ms = slot->heard_ms = clock_monotonic_ms();
	copy_text(slot->phase, sizeof slot->phase, "open");
	if (!child_start(&slot->child, &order))
		tell_fault(agent, slot, FAULT_INTERNAL);
}

void
slot_read(struct agent *agent, struct slot *slot, const char *want, enum slot_extent extent)
{
	copy_text(slot->want, sizeof slot->want, want != NULL ? want : "");
	slot->first_only = extent == SLOT_READ_FIRST;
	slot->is_again = false;
	if (!slot->is_present)
		agent_fault(agent, slot->reader, FAULT_EMPTY, slot->reader, NULL);
	else if (slot->is_mute)
		tell_fault(agent, slot, FAULT_MUTE);
	else
		start_reading(agent, slot);
}

void
slot_card_in(struct agent *agent, struct slot *slot, const struct line *line)
{
	const char *atr = line_value(line, "atr");
	const char *mute = line_value(line, "mute");

	slot->is_present = true;
	slot->is_mute = mute != NULL && strcmp(mute, "yes") == 0;
	copy_text(slot->atr, sizeof slot->atr, atr != NULL ? atr : "");
	slot->serial++;
	slot->was_silent = slot->is_read = false;
	slot->last = FAULT_NONE;
	tell_card(agent, slot);
	if (slot->is_mute)
		tell_fault(agent, slot, FAULT_MUTE);
	else if (!agent->options->no_auto || agent->options->mode != MODE_SERVE)
		slot_read(agent, slot, agent->options->want, SLOT_READ_ALL);
}

static bool
is_unfinished(const struct slot *slot)
{
	return (slot->child.fd >= 0 && !slot->lock_told) || slot->held != FAULT_NONE;
}

bool
slot_is_busy(const struct slot *slot)
{
	return is_unfinished(slot);
}

static void
stop_reading(struct slot *slot)
{
	child_end(&slot->child);
	slot->held = FAULT_NONE;
	slot->lock_told = false;
}

void
slot_card_out(struct agent *agent, struct slot *slot)
{
	bool was_unfinished = is_unfinished(slot);

	stop_reading(slot);
	if (was_unfinished)
		tell_fault(agent, slot, FAULT_PULLED);
	slot->is_present = slot->is_mute = slot->is_read = false;
	slot->last = FAULT_NONE;
	tell_plain(agent, slot, CARD_EVENT_CARD_GONE);
}

struct slot *
slot_find(struct agent *agent, const char *reader)
{
	for (int i = 0; i < agent->slot_count; i++)
		if (strcmp(agent->slots[i].reader, reader) == 0)
			return &agent->slots[i];
	return NULL;
}

void
slot_gone(struct agent *agent, struct slot *slot)
{
	stop_reading(slot);
	tell_plain(agent, slot, CARD_EVENT_READER_GONE);
}

void
slot_freed(struct agent *agent, struct slot *slot)
{
	if (slot->is_present && slot->last == FAULT_EXCLUSIVE && slot->child.fd < 0)
		start_reading(agent, slot);
}

void
slot_daemon_lost(struct agent *agent, struct slot *slot)
{
	bool was_unfinished = is_unfinished(slot);

	stop_reading(slot);
	if (was_unfinished)
		tell_fault(agent, slot, FAULT_DAEMON_LOST);
}

/* ---- the child's lines */

/* The fields of each word that are passed on; anything else a child says is dropped. */
static const struct passed {
	const char *word;
	const char *keys[9];
} passed[] = {
	{CARD_EVENT_PROGRESS, {"read", "total"}},
	{CARD_EVENT_CERT, {"label", "id", "family", "der"}},
	{CARD_EVENT_DONE, {"count", "family", "apdus", "bytes", "ms", "unreadable", "left", "want"}},
};

static void
pass_line(struct agent *agent, const struct slot *slot, const struct line *line)
{
	for (size_t i = 0; i < ARRAY_LENGTH(passed); i++) {
		struct str out = {0};
		if (strcmp(passed[i].word, line->word) != 0 || is_doctor(agent))
			continue;
		begin_event(&out, line->word, slot);
		for (size_t k = 0; k < ARRAY_LENGTH(passed[i].keys) && passed[i].keys[k] != NULL; k++) {
			const char *value = line_value(line, passed[i].keys[k]);
			if (value != NULL)
				line_add(&out, passed[i].keys[k], value);
		}
		agent_send(agent, &out);
	}
}

static void
pass_plastic(struct agent *agent, const struct slot *slot, const struct line *line)
{
	static const struct {
		const char *kind;
		enum message text;
	} kinds[] = {
		{CARD_FAMILY_AKIS, MSG_CARD_PLASTIC_AKIS},
		{CARD_FAMILY_PKCS15, MSG_CARD_PLASTIC_PKCS15},
		{CARD_FAMILY_ISOAPPLET, MSG_CARD_PLASTIC_ISOAPPLET},
		{CARD_FAMILY_PIV, MSG_CARD_PLASTIC_PIV},
		{CARD_FAMILY_MODULE, MSG_CARD_PLASTIC_MODULE},
		{"identity", MSG_CARD_PLASTIC_IDENTITY},
		{"bank", MSG_CARD_PLASTIC_BANK},
		{"cac", MSG_CARD_PLASTIC_CAC},
		{"unknown", MSG_CARD_PLASTIC_UNKNOWN},
	};
	const char *kind = line_value(line, "kind");
	size_t at = 0;
	struct str out = {0};

	if (is_doctor(agent) || kind == NULL)
		return;
	while (at + 1 < ARRAY_LENGTH(kinds) && strcmp(kinds[at].kind, kind) != 0)
		at++;
	begin_event(&out, CARD_EVENT_PLASTIC, slot);
	line_add(&out, "kind", kinds[at].kind);
	line_add(&out, "text", message_text(kinds[at].text));
	agent_send(agent, &out);
}

/* Faults that the watcher may explain better in a moment. */
static bool
is_unclear(enum fault fault)
{
	return fault == FAULT_PULLED || fault == FAULT_READER_GONE || fault == FAULT_DAEMON_LOST;
}

static void
on_child_fault(struct agent *agent, struct slot *slot, enum fault fault)
{
	slot->lock_told = false;
	if (is_unclear(fault)) {
		slot->held = fault;
		slot->held_until_ms = clock_monotonic_ms() + HOLD_MS;
		return;
	}
	/* The service works for the watcher; polkit may still refuse the card. */
	if (fault_area(fault) == AREA_SERVICE && fault != FAULT_POLKIT && agent->daemon_fault == FAULT_NONE)
		fault = FAULT_DAEMON_LOST;
	tell_fault(agent, slot, fault);
}

static void
on_child_line(struct agent *agent, struct slot *slot, const struct line *line)
{
	const char *text;

	slot->heard_ms = clock_monotonic_ms();
	if (strcmp(line->word, "phase") == 0) {
		text = line_value(line, "name");
		copy_text(slot->phase, sizeof slot->phase, text != NULL ? text : "");
	} else if (strcmp(line->word, "trace") == 0) {
		text = line_value(line, "text");
		fprintf(stderr, "%s%s%s\n", agent->slot_count > 1 ? slot->reader : "", agent->slot_count > 1 ? ": " : "",
			text != NULL ? text : "");
	} else if (strcmp(line->word, CARD_EVENT_PLASTIC) == 0) {
		pass_plastic(agent, slot, line);
	} else if (strcmp(line->word, CARD_EVENT_FAULT) == 0) {
		text = line_value(line, "code");
		on_child_fault(agent, slot, fault_from_code(text != NULL ? text : ""));
		child_end(&slot->child);
	} else {
		pass_line(agent, slot, line);
		if (strcmp(line->word, CARD_EVENT_DONE) != 0)
			return;
		slot->is_read = true;
		slot->last = FAULT_NONE;
		agent->cards_told++;
		agent->cards_read++;
		child_end(&slot->child);
	}
}

void
slot_hear(struct agent *agent, struct slot *slot)
{
	bool was_running = slot->child.fd >= 0;
	bool has_ended = false;
	char *text;

	while (!has_ended && (text = child_line(&slot->child)) != NULL) {
		struct line line;
		struct err err = {0};
		if (line_parse(&line, text, &err) == OK)
			on_child_line(agent, slot, &line);
		mem_free(text);
		has_ended = slot->child.fd < 0;
	}
	/* The pipe closed without a last word: it was ended by its sandbox, its limits or a defect. */
	if (was_running && !has_ended && slot->child.fd < 0) {
		char why[64];
		enum fault fault = child_why(&slot->child, why, sizeof why);
		log_line(LOG_WARNING, "teslim-card: a reading ended: %s, %s", fault_code(fault), why);
		on_child_fault(agent, slot, fault);
	}
}

/* ---- time */

static int64_t
silence_deadline(const struct agent *agent, const struct slot *slot)
{
	int64_t silence = slot->heard_ms + agent->options->timeout_ms;
	int64_t total = slot->began_ms + (int64_t)agent->options->timeout_ms * TOTAL_FACTOR;

	return silence < total ? silence : total;
}

int64_t
slot_deadline(const struct agent *agent, const struct slot *slot)
{
	if (slot->held != FAULT_NONE)
		return slot->held_until_ms;
	return slot->child.fd >= 0 && !slot->lock_told ? silence_deadline(agent, slot) : 0;
}

static void
tell_held(struct agent *agent, struct slot *slot)
{
	enum fault fault = slot->held;

	slot->held = FAULT_NONE;
	if (!slot->is_again) {
		slot->is_again = true;
		start_reading(agent, slot);
	} else {
		/* The card is still in, says the watcher: it only answers as if it were not. */
		tell_fault(agent, slot, fault == FAULT_PULLED ? FAULT_GARBLED : fault);
	}
}

static void
on_silence(struct agent *agent, struct slot *slot)
{
	bool is_waiting = strcmp(slot->phase, "connect") == 0 || strcmp(slot->phase, "begin") == 0;

	if (is_waiting && !slot->was_silent) {
		/* Somebody else has the card; the child waits on and reads it when they let go. */
		slot->lock_told = true;
		tell_fault(agent, slot, FAULT_LOCKED);
		return;
	}
	child_end(&slot->child);
	if (strcmp(slot->phase, "open") == 0) {
		tell_fault(agent, slot, FAULT_DAEMON_LOST);
	} else if (clock_monotonic_ms() < slot->heard_ms + agent->options->timeout_ms) {
		tell_fault(agent, slot, FAULT_ODD_READER); /* it has not fallen silent: it never comes to an end */
	} else {
		slot->was_silent = true;
		tell_fault(agent, slot, FAULT_SILENT);
	}
}

void
slot_tick(struct agent *agent, struct slot *slot)
{
	int64_t deadline = slot_deadline(agent, slot);

	if (deadline == 0 || clock_monotonic_ms() < deadline)
		return;
	if (slot->held != FAULT_NONE)
		tell_held(agent, slot);
	else
		on_silence(agent, slot);
}
