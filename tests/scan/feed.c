/*
 * tests/scan/feed: see feed.h.
 */
#include "feed.h"

#include "teslim/text.h"

#include <stdio.h>
#include <string.h>

void
feed_clear(struct feed *feed)
{
	str_clear(&feed->typed);
	*feed = (struct feed){.now = 1000000};
}

static void
note_press(struct feed *feed, const struct scanner_event *event)
{
	char letter[5];

	if (event->press.kind == PRESS_CHAR) {
		letter[text_encode(letter, event->press.code)] = '\0';
		str_add(&feed->typed, letter);
		feed->quick_letters += event->quick;
	} else if (event->press.kind == PRESS_ENTER) {
		str_add_char(&feed->typed, '\n');
		feed->enters++;
		feed->quick_enters += event->quick;
	} else if (event->press.kind == PRESS_TAB) {
		str_add_char(&feed->typed, '\t');
	} else {
		str_printf(&feed->typed, "<%d>", (int)event->press.kind);
	}
}

static void
fetch(struct feed *feed, bool drained)
{
	struct scanner_event event;

	while (scanner_next(&feed->scanner, feed->now, drained, &event)) {
		if (event.kind == SCANNER_PRESS) {
			note_press(feed, &event);
			continue;
		}
		feed->scans++;
		feed->scan = event.scan;
		feed->taken_back += event.taken_back;
		for (int i = 0; i < event.taken_back && feed->typed.length > 0; i++) {
			do
				feed->typed.length--;
			while (feed->typed.length > 0 && ((unsigned char)feed->typed.data[feed->typed.length] & 0xC0) == 0x80);
			feed->typed.data[feed->typed.length] = '\0';
		}
		if (feed->all_typing)
			scanner_as_typing(&feed->scanner, true);
	}
}

static void
take(struct feed *feed, const struct press *press)
{
	scanner_take(&feed->scanner, press, feed->now);
	fetch(feed, false);
}

void
feed_press(struct feed *feed, enum press_kind kind)
{
	struct press press = {.kind = kind, .code = kind == PRESS_FUNCTION ? 9 : 0};

	take(feed, &press);
	fetch(feed, true);
}

void
feed_text(struct feed *feed, const char *text)
{
	size_t taken;
	uint32_t code;

	for (; (taken = text_decode(text, &code)) > 0; text += taken) {
		struct press press = {.kind = code == '\r' || code == '\n' ? PRESS_ENTER : code == '\t' ? PRESS_TAB : PRESS_CHAR};
		press.code = press.kind == PRESS_CHAR ? code : 0;
		take(feed, &press);
	}
	fetch(feed, true);
}

void
feed_wait(struct feed *feed, int64_t ms)
{
	int64_t end = feed->now + ms;

	for (;;) {
		int timeout = scanner_timeout(&feed->scanner, feed->now);
		if (timeout < 0 || feed->now + timeout > end)
			break;
		feed->now += timeout;
		fetch(feed, true);
		if (timeout == 0 && scanner_timeout(&feed->scanner, feed->now) == 0)
			break;
	}
	feed->now = end;
}

int
feed_letters(const char *text)
{
	int count = 0;

	for (; *text != '\0'; text++)
		count += ((unsigned char)*text & 0xC0) != 0x80;
	return count;
}

size_t
feed_offset(const char *text, int letters)
{
	size_t at = 0;
	uint32_t code;

	for (int i = 0; i < letters; i++)
		at += text_decode(text + at, &code);
	return at;
}

void
feed_pieces(struct feed *feed, const char *text, int piece, int gap_ms)
{
	int letters = feed_letters(text);

	if (piece == 0)
		piece = letters;
	for (int i = 0; i < letters; i += piece) {
		size_t from = feed_offset(text, i), to = feed_offset(text, i + piece < letters ? i + piece : letters);
		char part[512];
		snprintf(part, sizeof part, "%.*s", (int)(to - from), text + from);
		if (i > 0)
			feed_wait(feed, gap_ms);
		feed_text(feed, part);
	}
}
