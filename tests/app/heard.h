/*
 * app/heard: what the tests of a session's neighbours share: a listener that writes down what it hears, lines of the card
 * agent, certificates, and programs that say what a test tells them. Nothing here draws.
 */
#ifndef TESTS_APP_HEARD_H
#define TESTS_APP_HEARD_H

#include "../../src/app/agent.h"

#include "teslim/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { HEARD_MAX = 64 };

/* What was heard, the oldest first; texts are copies. */
struct heard {
	int count;
	struct {
		enum news_kind kind;
		int reader;
		bool lost;
		int64_t handover_id;
		enum paper_state paper;
		char text[320]; /* of text, or the sentence of the finding */
		char code[32];  /* of the finding; empty: none came with it */
	} list[HEARD_MAX];
};
struct listener heard_listener(struct heard *heard);
const char *heard_name(enum news_kind kind);
/* "card-in 0, card-read 1": kinds and readers of all that was heard but NEWS_AGENT. Valid until the next call. */
const char *heard_words(const struct heard *heard);
/* Fails unless the words are these; forgets them. */
#define assert_heard(heard, words) \
	do { \
		assert_string_equal(heard_words(heard), words); \
		(heard)->count = 0; \
	} while (0)

/* Two values of an enum; a failure names both. */
#define assert_code(code, expected) assert_string_equal(err_code_name(code), err_code_name(expected))
#define assert_paper(paper, expected) assert_string_equal(paper_state_name(paper), paper_state_name(expected))
#define assert_level(level, expected) assert_string_equal(verdict_level_name(level), verdict_level_name(expected))

/* A folder of the test's own, with trust/ and crl/ of the demo's authorities; app opens their certificates. */
void heard_open(struct app *app, char folder[64]);
/* The same at a fixed time, in Turkish, with a log and the file of a desk called "before" in the folder. */
void heard_open_desk(struct app *app, char folder[64]);
void heard_close(struct app *app, const char *folder);
/* "cert reader=R ..." with a certificate of that number and name, good in every way. Valid until the next call. */
const char *heard_certificate(const char *reader, const char *national_id, const char *name);

/*
 * A program that says the lines written to it by program_say and writes down what it is told. command gets what starts it,
 * for one word of a setting.
 */
struct program {
	char folder[64], lines[128], told[128];
	int fd;
};
void program_make(struct program *program, const char *folder, const char *name, char *command, size_t size);
void program_remove(struct program *program);
void program_say(const struct program *program, const char *line);
/* All that it was told so far. Valid until the next call. */
const char *program_told(const struct program *program);
/* Calls turn until done holds; fails with `what` after five seconds. */
void program_wait(void (*turn)(void *context), bool (*done)(void *context), void *context, const char *what);

#endif
