/*
 * card/scripted: a whole reading by the agent's own code behind a card in memory or a list of replayed answers, and
 * what came of it. Every command is watched: nothing but reading may be sent, and nothing after the wire is dead.
 */
#ifndef TESTS_CARD_SCRIPTED_H
#define TESTS_CARD_SCRIPTED_H

#include "../../src/card/families.h"
#include "../../src/card/work.h"
#include "demo/card_model.h"

#define SCRIPTED_PERSON "10000000146"

/* Certificates made once: the first three have 1,795, 1,755 and 1,716 bytes; 5,266 together. */
enum scripted_cert {
	CERT_PERSON, /* of SCRIPTED_PERSON */
	CERT_SECOND, /* of others */
	CERT_THIRD,
	CERT_EXPIRED, /* of SCRIPTED_PERSON, ended */
	CERT_AUTHORITY,
	CERT_COUNT
};
int scripted_setup(void **state);
int scripted_teardown(void **state);
struct card_model_cert scripted_cert(enum scripted_cert which);

struct scripted {
	/* set before */
	struct card_model *model;
	const char *atr;  /* hex; NULL: the model's */
	const char *want; /* NULL: no one */
	bool t0, first_only, trace;
	unsigned fault_at; /* the nth command ends in this fault; 0: none */
	enum fault fault;
	unsigned resets; /* so many commands from fault_at on do, each after a recovery */
	enum fault recovery;
	size_t trickle; /* answers to READ BINARY have so many bytes at most, whatever was asked; 0: all */
	/* what came of it */
	int count;
	struct span der[READING_CERTIFICATES_MAX]; /* in `kept` */
	struct str kept, trace_text, lines;
	char family[READING_CERTIFICATES_MAX][16], label[READING_CERTIFICATES_MAX][READING_LABEL_MAX];
	char kind[16];   /* of plastic; empty: not told */
	enum fault told; /* FAULT_NONE: done */
	bool is_done;
	char wanted[8]; /* the field want of done */
	char done_family[16];
	int unreadable;
	bool left;      /* some were left out */
	unsigned apdus; /* as told by done, or as counted */
	size_t bytes;
	unsigned sent, recoveries, releases;
	size_t arena_used;
};

/* Reads the card from a reset on. What was found before is forgotten. */
void scripted_read(struct scripted *scripted);
void scripted_clear(struct scripted *scripted);
bool scripted_has(const struct scripted *scripted, int at, enum scripted_cert which);

#endif
