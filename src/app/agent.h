/*
 * app/agent: the desk's side of the card agent: its readers, and what was read off the cards in them.
 */
#ifndef TESLIM_APP_AGENT_H
#define TESLIM_APP_AGENT_H

#include "news.h"

enum { READERS_MAX = 16 };

/* One reader with what was read off the card in it, so that flows can look again without reading. */
struct agent_reader {
	char name[FIELD_TEXT]; /* empty: the place is free */
	bool has_card;
	bool reading;
	bool read;
	int percent;
	char fault[256], fault_code[32];
	int count;
	int unreadable; /* places on the card that could not be read */
	bool left_out;  /* there are more certificates on it than are read */
	struct certificate_facts facts[CARD_CERTIFICATES_MAX];
	struct certificate_check checks[CARD_CERTIFICATES_MAX];
	int64_t serial; /* counts insertions over all readers: the newest card is the largest */
};

struct agent;

/* Not started yet. app is borrowed; its lists of revocation are read again when newer ones have come. */
struct agent *agent_new(struct app *app, const struct listener *listener);
/* Ends the program with it. NULL-safe. */
void agent_free(struct agent **agent);
/* Starts the program; what cannot be started is told, and tried again by agent_turn. */
void agent_start(struct agent *agent);
/* Reads what it says, at every turn of the loop. */
void agent_turn(struct agent *agent);
/* Its program, to be waited for; NULL before agent_start. */
const struct helper *agent_helper(const struct agent *agent);

/* The reader at a place, 0 to READERS_MAX - 1; it keeps its place as long as it is there. NULL: none is. */
const struct agent_reader *agent_reader(const struct agent *agent, int place);
int agent_reader_count(const struct agent *agent);
/* The place of the reader with the newest card, preferring one that bears this national ID number (may be NULL); -1 none. */
int agent_best_reader(const struct agent *agent, const char *national_id);
/* Whether a certificate in that reader bears this national ID number. */
bool agent_bears(const struct agent *agent, int place, const char *national_id);
/* What the status line says of it. */
enum agent_state { AGENT_OFF, AGENT_NO_SERVICE, AGENT_NO_READER, AGENT_NO_CARD, AGENT_READING, AGENT_FAULT, AGENT_CARD };
enum agent_state agent_state(const struct agent *agent);

/* Asks for the card in a reader to be read again; until it is, it counts as one that has just come in. */
void agent_read_card(struct agent *agent, int place);
/* Asks it what it finds amiss; is_asked until it has answered. */
void agent_ask(struct agent *agent);
bool agent_is_asked(const struct agent *agent);
/* Tells it the language of its sentences. */
void agent_language(struct agent *agent);

/* agent_readers.c: the bookkeeping of readers and cards, by the agent's lines about them */
struct agent_readers {
	struct app *app;
	struct listener listener;
	struct agent_reader places[READERS_MAX];
	int64_t insertions;
};
/* A line that is about a reader; false: it is not, or the reader's name is empty. The complaint is for the log; NULL: none. */
bool agent_readers_take(struct agent_readers *readers, const struct line *line, const char **complaint);
/* None is there any more. */
void agent_readers_lose(struct agent_readers *readers);
/* The card counts as one that has just come in. */
bool agent_readers_read_again(struct agent_readers *readers, int place);

#endif
