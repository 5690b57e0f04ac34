/*
 * desk/intake: what a row of an application list is for the register: somebody new, somebody known as he is, somebody known of
 * whom something has changed, or a number that is somebody else's there. Decides nothing: the officer does, and nothing of a
 * list is taken in part without being asked.
 */
#ifndef TESLIM_DESK_INTAKE_H
#define TESLIM_DESK_INTAKE_H

#include "teslim/message.h"
#include "teslim/model.h"

enum intake_kind {
	INTAKE_NEW,
	INTAKE_UNCHANGED,
	INTAKE_CHANGED,
	INTAKE_CONFLICT  /* the register has the number under another person's name */
};

/* One field of which list and register differ. Both texts are borrowed from what was compared. */
struct intake_change {
	enum applicant_field field;
	const char *before, *after;
};

/*
 * Compares a row with the open application of its number; known NULL: there is none. What the row leaves empty says nothing.
 * changes has APPLICANT_FIELD_COUNT places; *count gets how many fields differ (also at a conflict). Names that differ only
 * in capitals are the same names; where neither the surname nor the first given name agrees it is another person (text.h).
 */
enum intake_kind intake_compare(const struct applicant *known, const struct applicant *row, struct intake_change *changes, int *count);
/* The known application with those changes in it. */
void intake_merge(struct applicant *out, const struct applicant *known, const struct intake_change *changes, int count);

#endif
