/*
 * app/intake: a list of applicants against the register: who of it is new, known, changed or somebody else, what may be done with
 * it, and doing that. The command and the screen ask the same questions here, so that a trial and the real thing answer alike.
 */
#ifndef TESLIM_APP_INTAKE_H
#define TESLIM_APP_INTAKE_H

#include "teslim/desk/intake.h"
#include "teslim/list.h"
#include "teslim/store.h"

/* What the officer wants done with people who are known already. */
enum intake_decision { INTAKE_UNDECIDED, INTAKE_NEW_ONLY, INTAKE_WITH_CHANGES };

enum intake_outcome {
	INTAKE_TAKES,   /* there is something to take, and nothing against it */
	INTAKE_NOTHING, /* everybody is known, and nothing is to be changed */
	INTAKE_ASKS,    /* known people are changed by it: undecided */
	INTAKE_REFUSES  /* a row cannot be taken */
};

struct intake_known {
	size_t index; /* of the row, from 0 */
	enum intake_kind kind;
	struct applicant row, known;
	struct intake_change changes[APPLICANT_FIELD_COUNT];
	int change_count;
};

struct intake {
	const struct list *list;     /* borrowed */
	struct intake_known **known; /* rows of known people, in order of the list */
	size_t known_count;
	size_t kinds[INTAKE_CONFLICT + 1];
};

/* Compares each row that can be read with the register; store NULL: there is none yet, everybody is new. Clear it in every case. */
enum code intake_look(struct intake *intake, struct store *store, const struct list *list, struct err *err);
void intake_clear(struct intake *intake);

/* Hands on what is to be said of known people, a finding per changed field; stops where hear does not answer OK. */
typedef enum code intake_hearer(void *context, size_t index, const struct list_finding *finding, struct err *err);
enum code intake_tell(const struct intake *intake, intake_hearer *hear, void *context, struct err *err);

enum intake_outcome intake_outcome(const struct intake *intake, enum intake_decision decision);
/*
 * Takes what the outcome INTAKE_TAKES allows, in one act; *taken gets how many people were added or changed. ERR_EXISTS and
 * ERR_BUSY: the register has changed since it was looked at.
 */
enum code intake_take(const struct intake *intake, struct store *store, enum intake_decision decision, const char *file,
	const struct officer *officer, size_t *taken, struct err *err);

#endif
