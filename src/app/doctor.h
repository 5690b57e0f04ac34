/*
 * app/doctor: what the desk needs, what is there, and two cures for each thing amiss: a command for an administrator in a
 * shell, and for an officer at the screen whom to call and what to say. One structure of findings; `teslim doctor`, F7, the
 * home screen and the sentence of a handover all show findings made here.
 */
#ifndef TESLIM_APP_DOCTOR_H
#define TESLIM_APP_DOCTOR_H

#include "app.h"

enum { DOCTOR_FINDINGS_MAX = 64 };

/* Who has found it; what one has found is forgotten together. */
enum doctor_source {
	DOCTOR_DESK,    /* doctor_look */
	DOCTOR_JOURNAL, /* doctor_look_journal: not at every look, the chain may be long */
	DOCTOR_READER,  /* what keeps every card from being read, as the card agent tells it while it runs */
	DOCTOR_ANSWER,  /* what the agent answers when it is asked */
	DOCTOR_PRINTER
};

struct doctor_finding {
	enum doctor_source source;
	enum verdict_level level;
	char code[32];      /* stable ASCII: of card.h, print.h, or of the desk ("database") */
	char what[96];      /* what was looked at */
	char sentence[320]; /* what was seen */
	char cure[400];     /* one command; empty when nothing is amiss */
	char call[320];     /* never a command; empty when nothing is amiss */
	bool by_officer;    /* the sentence itself says what the officer does */
};

struct doctor_findings {
	int count;
	struct doctor_finding list[DOCTOR_FINDINGS_MAX];
};

/* Takes one finding; one more than there is room for is left out. */
void doctor_keep(struct doctor_findings *findings, const struct doctor_finding *finding);
void doctor_forget(struct doctor_findings *findings, enum doctor_source source);
/* Whether it counts as amiss: a warning or worse. What only was not looked at does not. */
bool doctor_is_amiss(const struct doctor_finding *finding);
/* The worst that is amiss, the first found of equals; of one source only when source is not NULL. NULL: all is well. */
const struct doctor_finding *doctor_worst(const struct doctor_findings *findings, const enum doctor_source *source);
/* The worst first; equals stay in the order in which they were found. */
void doctor_sort(struct doctor_findings *findings);
/* The one line of a screen: what an officer has to know and to do about it. */
const char *doctor_line(const struct doctor_finding *finding);

/* Errors of opening what the doctor then looks at; NULL: opened. */
struct doctor_errors {
	const struct err *conf, *key, *store;
};
/*
 * Looks at everything that needs no helper: configuration, rule files, key, database, owners, disk, clock, trust, lists of
 * revocation, calendar, font, the two helper programs. app may be half open: what is missing is a finding.
 */
void doctor_look(struct doctor_findings *findings, struct app *app, const struct doctor_errors *errors);
/* Checks the chain of the journal; needs an open database. */
void doctor_look_journal(struct doctor_findings *findings, const struct app *app);
/* The same from a check that was made before. */
void doctor_take_check(struct doctor_findings *findings, const struct store_check *check);
/*
 * A line of the card agent (daemon, fault, finding) or of teslim-print (printer, fault) as a finding of that source. False
 * for other lines and for a service that is up.
 */
bool doctor_take_line(const struct line *line, enum doctor_source source, const struct conf *conf, struct doctor_finding *out);
/*
 * A helper that could not be started, or that ended (err NULL; line: its "helper-gone"). Whether its program is there at all is
 * looked at here.
 */
void doctor_take_end(enum doctor_source source, const struct app *app, const struct err *err, const struct line *line,
	struct doctor_finding *out);

/* ---- shared by the doctor's files */

/* A finding of the desk that is well. */
void doctor_add_good(struct doctor_findings *findings, const char *code, enum message what, const char *sentence);
/* One that is amiss: the sentence's one hole gets detail, its fact is what the officer says; cure is a command. */
void doctor_add_bad(struct doctor_findings *findings, const char *code, enum verdict_level level, enum message what,
	enum message sentence, const char *detail, const char *cure);
/* The same of an error: its fact and what it is about; the advice of its sentence is the cure's affair. */
void doctor_add_error(struct doctor_findings *findings, const char *code, enum message what, const struct err *err,
	const char *cure);
/* Appends a path or word in single quotes, as a shell takes it. */
void doctor_quote(struct str *out, const char *word);
/*
 * The account that should own the desk's files, by name: "teslim" when the database lies in its home, else the database's
 * owner, else this one.
 */
const char *doctor_account(const struct app *app, char out[64]);
/* doctor_place.c: everything around the files: disk, clock, trust, calendar, font, programs */
void doctor_look_place(struct doctor_findings *findings, struct app *app);
/* doctor_helpers.c: whether the program of a command is there: its first word, by its path or in PATH. */
bool doctor_program_is_there(const char *command);
/* What brings a missing program or font here: a package where the desk came as one, else the source. */
void doctor_install_cure(struct str *out, const char *package);

#endif
