/*
 * tests/flow: the people and cards that tapes and walks play with, and one flow with the world around it. Everybody is
 * invented.
 */
#ifndef TESLIM_TESTS_FLOW_CAST_H
#define TESLIM_TESTS_FLOW_CAST_H

#include "teslim/desk.h"

/* 2026-11-23 10:00 in Türkiye: the moment a tape begins. */
extern const int64_t cast_morning;

/* NULL when nobody or nothing is called so. */
const struct applicant *cast_person(const char *name);
const char *cast_person_name(const struct applicant *applicant);
const struct certificate_facts *cast_card(const char *name, const struct certificate_check **check);
/* The name of the card with that fingerprint, "none" for "", "?" for a stranger. */
const char *cast_card_name(const char *sha256);
/* The machine-readable zone of a person's identity card, check digits and all; it expires on that day. */
void cast_mrz(char out[96], const struct applicant *person, const char *number, const char *expiry);

/* Copies only what is in use: the arrays of a flow are large and mostly empty. */
void cast_copy(struct handover_flow *to, const struct handover_flow *from);
bool cast_same(const struct handover_flow *left, const struct handover_flow *right);

/*
 * What must hold of a flow after any event: returns NULL, or what does not. before: as it was; physical: the card that
 * is read to its end in the reader according to the events alone ("" none); armed_at: when the last ARM was accepted.
 */
const char *cast_broken(const struct handover_flow *before, const struct handover_flow *after, const struct event *event,
	enum code code, const struct effects *effects, const struct verdict_policy *policy, const char *physical,
	int64_t armed_at);

extern const struct verdict_policy cast_policy;

#endif
