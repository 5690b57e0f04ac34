/*
 * card/watch: the process that watches the service and its readers: insertion, removal, a swap between two looks,
 * readers plugged in and out, the service going and coming back. Reads no card.
 */
#include "work.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "sandbox.h"
#include "teslim/helper.h"

void
work_write(int fd, struct str *lines)
{
	const char *at = str_text(lines);
	size_t left = lines->length;

	while (left > 0) {
		ssize_t written = write(fd, at, left);
		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			_exit(1);
		at += written;
		left -= (size_t)written;
	}
	str_reset(lines);
}

static void
add_event(struct str *out, const char *word, const char *reader)
{
	line_begin(out, word);
	line_add(out, "reader", reader);
}

static void
add_in(struct str *out, const struct pcsc_reader *reader)
{
	char atr[2 * PCSC_ATR + 1];

	hex_encode(atr, reader->atr, reader->atr_length);
	add_event(out, "in", reader->name);
	line_add(out, "atr", atr);
	line_add(out, "mute", reader->is_mute ? "yes" : "no");
	line_end(out);
}

static void
add_out(struct str *out, const struct pcsc_reader *reader)
{
	add_event(out, "out", reader->name);
	line_end(out);
}

static const struct pcsc_reader *
find(const struct pcsc_view *view, const char *name)
{
	for (int i = 0; i < view->count; i++)
		if (strcmp(view->readers[i].name, name) == 0)
			return &view->readers[i];
	return NULL;
}

/* The counter tells a swap that happened between two looks. */
static bool
is_same_card(const struct pcsc_reader *before, const struct pcsc_reader *now)
{
	return before->is_present && now->is_present && before->events == now->events && before->is_mute == now->is_mute &&
		before->atr_length == now->atr_length && memcmp(before->atr, now->atr, now->atr_length) == 0;
}

void
watch_compare(struct str *out, const struct pcsc_view *before, const struct pcsc_view *now)
{
	for (int i = 0; i < before->count; i++) {
		if (find(now, before->readers[i].name) != NULL)
			continue;
		if (before->readers[i].is_present)
			add_out(out, &before->readers[i]);
		add_event(out, "reader-gone", before->readers[i].name);
		line_end(out);
	}
	for (int i = 0; i < now->count; i++) {
		const struct pcsc_reader *reader = &now->readers[i];
		const struct pcsc_reader *old = find(before, reader->name);
		if (old == NULL) {
			add_event(out, "reader", reader->name);
			line_end(out);
		}
		if (old != NULL && old->is_exclusive && !reader->is_exclusive) {
			add_event(out, "free", reader->name);
			line_end(out);
		}
		if (old != NULL && is_same_card(old, reader))
			continue;
		if (old != NULL && old->is_present)
			add_out(out, old);
		if (reader->is_present)
			add_in(out, reader);
	}
}

static void
say_daemon(int fd, enum fault fault)
{
	struct str out = {0};

	line_begin(&out, "daemon");
	line_add(&out, "state", fault == FAULT_NONE ? "up" : "down");
	if (fault != FAULT_NONE)
		line_add(&out, "code", fault_code(fault));
	line_end(&out);
	work_write(fd, &out);
	str_clear(&out);
}

static void
say_view(int fd, const struct pcsc_view *before, const struct pcsc_view *now, bool first)
{
	struct str out = {0};

	watch_compare(&out, before, now);
	if (out.length > 0 || first)
		str_add(&out, "view\n");
	work_write(fd, &out);
	str_clear(&out);
}

/* One life of a context: until the service goes. Returns why it ended. */
static enum fault
watch_once(int fd)
{
	struct pcsc_view before = {0};
	struct pcsc *pcsc;
	bool first = true;
	enum fault fault = pcsc_open(&pcsc);

	if (fault != FAULT_NONE) {
		say_daemon(fd, fault);
		return fault;
	}
	for (;;) {
		struct pcsc_view now = before;
		fault = pcsc_look(pcsc, &now, first ? 0 : PCSC_SLICE_MS);
		if (fault != FAULT_NONE)
			break;
		if (first)
			say_daemon(fd, FAULT_NONE);
		say_view(fd, &before, &now, first);
		before = now;
		first = false;
	}
	if (!first && fault != FAULT_READERS)
		fault = FAULT_DAEMON_LOST;
	say_daemon(fd, fault); /* before the cards go, so that nobody takes them for pulled */
	say_view(fd, &before, &(struct pcsc_view){0}, false);
	pcsc_close(&pcsc);
	return fault;
}

_Noreturn void
watch_run(int fd)
{
	static const int waits_ms[] = {0, 1000, 2000, 5000};
	size_t failures = 0;

	if (!sandbox_enter(SANDBOX_WATCH))
		_exit(1);
	for (;;) {
		enum fault fault = watch_once(fd);
		if (fault == FAULT_DAEMON_LOST) /* it may be back at once, started by its socket */
			failures = 0;
		else if (failures + 1 < ARRAY_LENGTH(waits_ms))
			failures++;
		poll(NULL, 0, waits_ms[failures]);
	}
}
