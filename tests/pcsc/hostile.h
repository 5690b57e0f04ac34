/*
 * pcsc/hostile: cards with every kind of wrong content and wrong answer, each with the verdict that it must get.
 */
#ifndef TESLIM_PCSC_HOSTILE_H
#define TESLIM_PCSC_HOSTILE_H

#include "world.h"

struct hostile_case {
	const char *name;
	world_build *build;
	long argument;
	const char *verdict; /* "done" or a fault's code; several with '|' between them */
	int count;           /* certificates that must still arrive */
};

/* Needs cards_make. All of them answer every APDU at once. */
const struct hostile_case *hostile_cases(int *count);
/* How many cuts there are of a PKCS#15 card's certificate directory, and the card with the nth. */
int hostile_cuts(void);
void hostile_cut(struct card_model *model, long length);

#endif
