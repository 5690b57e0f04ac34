/*
 * desk/intake: comparing a row of a list with what is known of its person. Reads no list and no register.
 */
#include "teslim/desk/intake.h"

#include <stdio.h>
#include <string.h>

#include "teslim/text.h"
#include "teslim/words.h"

static bool
is_name(enum applicant_field field)
{
	return field == APPLICANT_GIVEN_NAMES || field == APPLICANT_SURNAME;
}

/* An institution writes a name in capitals in one list and not in the next. */
static bool
are_same(enum applicant_field field, const char *before, const char *after)
{
	struct str left = {0}, right = {0};
	bool same = strcmp(before, after) == 0;

	if (!same && is_name(field)) {
		text_upper(&left, before);
		text_upper(&right, after);
		same = strcmp(str_text(&left), str_text(&right)) == 0;
		str_clear(&left);
		str_clear(&right);
	}
	return same;
}

static bool
is_another_person(const struct applicant *known, const struct applicant *row)
{
	char name[FULL_NAME_TEXT];

	if (row->given_names[0] == '\0' || row->surname[0] == '\0')
		return false;
	snprintf(name, sizeof name, "%s %s", row->given_names, row->surname);
	return text_compare_names(known->given_names, known->surname, name) == NAME_DIFFERENT;
}

enum intake_kind
intake_compare(const struct applicant *known, const struct applicant *row, struct intake_change *changes, int *count)
{
	*count = 0;
	if (known == NULL)
		return INTAKE_NEW;
	for (int i = 0; i < APPLICANT_FIELD_COUNT; i++) {
		enum applicant_field field = (enum applicant_field)i;
		const char *before = applicant_field_text(known, field), *after = applicant_field_text(row, field);

		if (after[0] != '\0' && !are_same(field, before, after))
			changes[(*count)++] = (struct intake_change){field, before, after};
	}
	if (*count == 0)
		return INTAKE_UNCHANGED;
	return is_another_person(known, row) ? INTAKE_CONFLICT : INTAKE_CHANGED;
}

void
intake_merge(struct applicant *out, const struct applicant *known, const struct intake_change *changes, int count)
{
	*out = *known;
	for (int i = 0; i < count; i++) {
		size_t size;
		char *place = applicant_field_place(out, changes[i].field, &size);

		copy_text(place, size, changes[i].after);
	}
}
