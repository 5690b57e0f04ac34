/*
 * app/agent_readers: which readers there are and what was read off the cards in them, by what the card agent says. Believes
 * no line of it: every certificate is parsed and verified here, and what was read is kept until the card is gone. Knows
 * neither the agent's program nor who hears of the cards.
 */
#include "agent.h"

#include "teslim/card.h"

#include <string.h>

static void
tell_card(const struct agent_readers *readers, enum news_kind kind, int place)
{
	const struct news news = {.kind = kind, .reader = place};

	news_tell(&readers->listener, &news);
}

/* The place of a reader, by "" that of the first free one; -1 none. */
static int
find_place(const struct agent_readers *readers, const char *name)
{
	for (int i = 0; i < READERS_MAX; i++)
		if (strcmp(readers->places[i].name, name) == 0)
			return i;
	return -1;
}

static int
place_of(struct agent_readers *readers, const char *name)
{
	char cut[FIELD_TEXT];
	int place;

	copy_text(cut, sizeof cut, name);
	place = find_place(readers, cut);
	if (place >= 0)
		return place;
	place = find_place(readers, "");
	if (place >= 0) {
		readers->places[place] = (struct agent_reader){0};
		copy_text(readers->places[place].name, sizeof readers->places[place].name, cut);
	}
	return place;
}

static void
forget_card(struct agent_reader *reader)
{
	reader->has_card = reader->reading = reader->read = false;
	reader->percent = 0;
	reader->count = reader->unreadable = 0;
	reader->left_out = false;
	reader->fault[0] = reader->fault_code[0] = '\0';
}

static void
take_card(struct agent_readers *readers, int place)
{
	struct agent_reader *reader = &readers->places[place];

	forget_card(reader);
	reader->has_card = reader->reading = true;
	reader->serial = ++readers->insertions;
	tell_card(readers, NEWS_CARD_IN, place);
}

static void
take_progress(struct agent_readers *readers, int place, const struct line *line)
{
	struct agent_reader *reader = &readers->places[place];
	int64_t read = line_number(line, "read", 0, 1 << 20, 0);
	int64_t total = line_number(line, "total", 1, 1 << 20, 1);
	int percent = (int)(read >= total ? 100 : read * 100 / total);

	if (percent == reader->percent)
		return;
	reader->percent = percent;
	tell_card(readers, NEWS_CARD_READING, place);
}

/* False: the line's bytes are no certificate. */
static bool
add_certificate(struct app *app, struct agent_reader *reader, const char *text)
{
	uint8_t *der = mem_alloc(CERT_MAX);
	size_t length;
	struct err err = {0};
	bool good = base64_decode(der, CERT_MAX, &length, text, strlen(text)) &&
		cert_facts(der, length, &app->issuers, &reader->facts[reader->count], &err) == OK;

	if (good) {
		cert_store_refresh(&app->trust);
		cert_check(app->trust, der, length, clock_now(), &reader->checks[reader->count]);
		reader->count++;
	}
	mem_free(der);
	return good;
}

static const char *
take_certificate(struct agent_readers *readers, int place, const struct line *line)
{
	struct agent_reader *reader = &readers->places[place];
	const char *text = line_value(line, "der");

	if (reader->count == CARD_CERTIFICATES_MAX) {
		reader->left_out = true;
	} else if (text != NULL && add_certificate(readers->app, reader, text)) {
		tell_card(readers, NEWS_CARD_CERTIFICATE, place);
	} else if (text != NULL) {
		reader->unreadable++;
		return "a certificate line was not one";
	}
	return NULL;
}

/* What was not read belongs to the verdict on what was. */
static void
take_unread(struct agent_reader *reader, const struct line *line)
{
	const char *left = line_value(line, "left");

	reader->unreadable += (int)line_number(line, "unreadable", 0, 1000, 0);
	reader->left_out = reader->left_out || (left != NULL && strcmp(left, "yes") == 0);
	for (int i = 0; i < reader->count; i++) {
		reader->checks[i].unreadable = reader->unreadable;
		reader->checks[i].left_out = reader->left_out;
	}
}

static void
take_done(struct agent_readers *readers, int place, const struct line *line)
{
	struct agent_reader *reader = &readers->places[place];

	reader->reading = false;
	reader->read = true;
	reader->percent = 100;
	take_unread(reader, line);
	tell_card(readers, NEWS_CARD_READ, place);
}

static void
take_fault(struct agent_readers *readers, int place, const struct line *line)
{
	struct agent_reader *reader = &readers->places[place];
	const char *text = line_value(line, "text");
	const char *code = line_value(line, "code");

	reader->reading = false;
	reader->has_card = true;
	copy_text(reader->fault, sizeof reader->fault, text != NULL ? text : "");
	copy_text(reader->fault_code, sizeof reader->fault_code, code != NULL ? code : "?");
	tell_card(readers, NEWS_CARD_FAULT, place);
}

static void
take_gone(struct agent_readers *readers, int place, bool lost)
{
	const struct news news = {.kind = NEWS_CARD_OUT, .reader = place, .lost = lost};
	bool had = readers->places[place].has_card;

	forget_card(&readers->places[place]);
	if (had)
		news_tell(&readers->listener, &news);
}

static void
remove_reader(struct agent_readers *readers, int place)
{
	take_gone(readers, place, true);
	readers->places[place].name[0] = '\0';
}

void
agent_readers_lose(struct agent_readers *readers)
{
	for (int i = READERS_MAX - 1; i >= 0; i--)
		if (readers->places[i].name[0] != '\0')
			remove_reader(readers, i);
}

bool
agent_readers_take(struct agent_readers *readers, const struct line *line, const char **complaint)
{
	const char *name = line_value(line, "reader");
	int place = name != NULL && name[0] != '\0' ? place_of(readers, name) : -1;

	*complaint = NULL;
	if (place < 0)
		return false;
	if (strcmp(line->word, CARD_EVENT_CARD) == 0)
		take_card(readers, place);
	else if (strcmp(line->word, CARD_EVENT_PROGRESS) == 0)
		take_progress(readers, place, line);
	else if (strcmp(line->word, CARD_EVENT_CERT) == 0)
		*complaint = take_certificate(readers, place, line);
	else if (strcmp(line->word, CARD_EVENT_DONE) == 0)
		take_done(readers, place, line);
	else if (strcmp(line->word, CARD_EVENT_FAULT) == 0)
		take_fault(readers, place, line);
	else if (strcmp(line->word, CARD_EVENT_CARD_GONE) == 0)
		take_gone(readers, place, false);
	else if (strcmp(line->word, CARD_EVENT_READER_GONE) == 0)
		remove_reader(readers, place);
	return true;
}

bool
agent_readers_read_again(struct agent_readers *readers, int place)
{
	if (place < 0 || place >= READERS_MAX || readers->places[place].name[0] == '\0')
		return false;
	forget_card(&readers->places[place]);
	readers->places[place].has_card = readers->places[place].reading = true;
	tell_card(readers, NEWS_CARD_IN, place);
	return true;
}
