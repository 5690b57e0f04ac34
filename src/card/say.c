/*
 * card/say: events in words (see say.h). National ID numbers are masked.
 */
#include "say.h"

#include <stdlib.h>
#include <string.h>

#include "reading.h"
#include "subject.h"
#include "teslim/helper.h"

enum { DER_MAX = READING_CERTIFICATE_MAX };

enum { SHOWN = 600, ID_DIGITS = 11, ID_HIDDEN = 7 };

static const char *
value_of(const struct line *line, const char *key)
{
	const char *value = line_value(line, key);

	return value != NULL ? value : "";
}

/* A value as a terminal may see it: reader names and labels come from devices and cards. */
static const char *
shown(char out[SHOWN], const struct line *line, const char *key)
{
	subject_clean(out, SHOWN, value_of(line, key));
	return out;
}

/* clang-format off */
#define SAY(stream, name, ...)                                          \
	do {                                                            \
		char sentence_[700];                                    \
		say(sentence_, sizeof sentence_, name, ##__VA_ARGS__);  \
		fputs(sentence_, stream);                               \
	} while (0)
/* clang-format on */

/* *******0146, wherever eleven digits stand together; a tax number has ten and is shown. */
static void
mask_numbers(char *text)
{
	for (char *at = text; *at != '\0';) {
		size_t digits = strspn(at, "0123456789");
		if (digits == ID_DIGITS)
			memset(at, '*', ID_HIDDEN);
		at += digits > 0 ? digits : 1;
	}
}

static void
time_text(char out[CLOCK_TEXT], const char *text)
{
	int64_t time = subject_time(text);

	if (time != 0)
		clock_minute(out, time);
	else
		copy_text(out, CLOCK_TEXT, "?");
}

static void
say_certificate(FILE *stream, const struct line *line)
{
	const char *base64 = value_of(line, "der");
	uint8_t *der = mem_alloc(DER_MAX);
	size_t length = 0;
	struct subject subject;
	char from[CLOCK_TEXT], to[CLOCK_TEXT], label[SHOWN];

	if (base64_decode(der, DER_MAX, &length, base64, strlen(base64)) && subject_read(&subject, (struct span){der, length})) {
		mask_numbers(subject.number);
		mask_numbers(subject.name);
		time_text(from, subject.not_before);
		time_text(to, subject.not_after);
		SAY(stream, CARD_SAY_CERT, subject.name);
		if (subject.number[0] != '\0')
			SAY(stream, CARD_SAY_NUMBER, subject.number);
		SAY(stream, CARD_SAY_ISSUER, subject.issuer);
		SAY(stream, CARD_SAY_VALID, from, to);
	} else {
		SAY(stream, CARD_SAY_CERT, shown(label, line, "label"));
	}
	SAY(stream, CARD_SAY_SIZE, (long long)length);
	mem_free(der);
}

static void
say_card(FILE *stream, const struct line *line)
{
	char clean[SHOWN];

	SAY(stream, CARD_SAY_ATR, shown(clean, line, "atr"));
}

static void
say_plastic(FILE *stream, const struct line *line)
{
	char clean[SHOWN];

	SAY(stream, CARD_SAY_CARD, shown(clean, line, "text"));
}

static void
say_done(FILE *stream, const struct line *line)
{
	int unreadable = (int)line_number(line, "unreadable", 0, 1000, 0);
	const char *want = value_of(line, "want");

	SAY(stream, CARD_SAY_DONE, (int)line_number(line, "count", 0, 1000, 0), (int)line_number(line, "apdus", 0, 1000000, 0),
		(int)line_number(line, "bytes", 0, 100000000, 0), (int)line_number(line, "ms", 0, 100000000, 0));
	if (unreadable > 0)
		SAY(stream, CARD_SAY_UNREADABLE, unreadable);
	if (strcmp(value_of(line, "left"), "yes") == 0)
		SAY(stream, CARD_SAY_LEFT, READING_CERTIFICATES_MAX);
	if (strcmp(want, "yes") == 0)
		fputs(tell(CARD_SAY_WANTED), stream);
	if (strcmp(want, "no") == 0)
		fputs(tell(CARD_SAY_NOT_WANTED), stream);
}

static void
say_fault(FILE *stream, const struct line *line)
{
	char text[SHOWN], cure[SHOWN];

	fprintf(stream, "%s\n", shown(text, line, "text"));
	SAY(stream, CARD_SAY_CURE, shown(cure, line, "cure"));
}

static void
say_finding(FILE *stream, const struct line *line)
{
	const char *level = value_of(line, "level");
	char text[SHOWN], cure[SHOWN];

	fprintf(stream, "%-5s %s\n",
		strcmp(level, "ok") == 0             ? "+"
			: strcmp(level, "warn") == 0 ? "!"
						     : "X",
		shown(text, line, "text"));
	if (value_of(line, "cure")[0] != '\0')
		fprintf(stream, "      $ %s\n", shown(cure, line, "cure"));
}

/* The reader's name, when the last words were about another one. */
static void
say_turn(struct sayer *sayer, const struct line *line)
{
	const char *reader = value_of(line, "reader");
	char clean[SHOWN];

	if (reader[0] == '\0' || strcmp(sayer->reader, reader) == 0)
		return;
	if (sayer->reader[0] != '\0')
		fputs("\n", sayer->stream);
	if (sayer->reader[0] != '\0' || strcmp(line->word, CARD_EVENT_CARD) == 0)
		SAY(sayer->stream, CARD_SAY_READER, shown(clean, line, "reader"));
	copy_text(sayer->reader, sizeof sayer->reader, reader);
}

static void
say_line(struct sayer *sayer, const struct line *line)
{
	static const struct {
		const char *word;
		void (*put)(FILE *stream, const struct line *line);
	} words[] = {
		{CARD_EVENT_CARD, say_card},
		{CARD_EVENT_PLASTIC, say_plastic},
		{CARD_EVENT_CERT, say_certificate},
		{CARD_EVENT_DONE, say_done},
		{CARD_EVENT_FAULT, say_fault},
		{CARD_EVENT_FINDING, say_finding},
	};

	if (strcmp(line->word, CARD_EVENT_DAEMON) == 0 && strcmp(value_of(line, "state"), "down") == 0)
		say_fault(sayer->stream, line);
	for (size_t i = 0; i < ARRAY_LENGTH(words); i++) {
		if (strcmp(line->word, words[i].word) != 0)
			continue;
		say_turn(sayer, line);
		words[i].put(sayer->stream, line);
	}
	fflush(sayer->stream);
}

void
say_event(struct sayer *sayer, const char *text, size_t length)
{
	char *copy = mem_string_n(text, length > 0 && text[length - 1] == '\n' ? length - 1 : length);
	struct line line;
	struct err err = {0};

	if (line_parse(&line, copy, &err) == OK)
		say_line(sayer, &line);
	mem_free(copy);
}
