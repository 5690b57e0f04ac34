/*
 * app/intake: see intake.h. What a difference is says desk/intake; what is written is the store's.
 */
#include "intake.h"

#include <stdio.h>

#include "teslim/ident.h"
#include "teslim/words.h"

static enum code
find_open(struct store *store, const char *national_id, struct applicant *out, bool *found, struct err *err)
{
	size_t count = 0;
	enum code code = store_find_national_id(store, national_id, out, 1, &count, err);

	*found = code == OK && count > 0 && application_is_open(out->state);
	return code;
}

static void
keep(struct intake *intake, size_t index, const struct applicant *known)
{
	struct intake_known *kept = mem_alloc(sizeof *kept);

	kept->index = index;
	kept->known = *known;
	list_applicant(&kept->row, intake->list, index);
	kept->kind = intake_compare(&kept->known, &kept->row, kept->changes, &kept->change_count);
	intake->known = mem_resize(intake->known, intake->known_count + 1, sizeof *intake->known);
	intake->known[intake->known_count++] = kept;
	intake->kinds[kept->kind]++;
}

enum code
intake_look(struct intake *intake, struct store *store, const struct list *list, struct err *err)
{
	enum code code = OK;

	*intake = (struct intake){.list = list};
	for (size_t i = 0; code == OK && i < list->row_count; i++) {
		struct applicant known;
		bool found = false;

		if (list->rows[i].level == LIST_ERROR)
			continue;
		if (store != NULL)
			code = find_open(store, list->rows[i].fields[LIST_NATIONAL_ID], &known, &found, err);
		if (found)
			keep(intake, i, &known);
		else
			intake->kinds[INTAKE_NEW] += code == OK;
	}
	return code;
}

void
intake_clear(struct intake *intake)
{
	for (size_t i = 0; i < intake->known_count; i++)
		mem_free(intake->known[i]);
	mem_free(intake->known);
	*intake = (struct intake){0};
}

/* ---- what is said of it */

static enum code
tell_change(const struct intake_known *known, const struct intake_change *change, const char *masked,
	struct list_finding *finding, intake_hearer *hear, void *context, struct err *err)
{
	char detail[3 * FIELD_TEXT];

	snprintf(detail, sizeof detail, "%s, %s: %s → %s", masked, message_text(applicant_field_message(change->field)),
		change->before[0] != '\0' ? change->before : "-", change->after);
	finding->detail = detail;
	return hear(context, known->index, finding, err);
}

static enum code
tell_known(const struct intake *intake, const struct intake_known *known, intake_hearer *hear, void *context, struct err *err)
{
	struct list_finding finding = {
		.line = intake->list->rows[known->index].line, .level = LIST_NOTE, .message = MSG_LIST_KNOWN};
	char masked[NATIONAL_ID_TEXT], detail[FULL_NAME_TEXT + NATIONAL_ID_TEXT];
	enum code code = OK;

	ident_mask(masked, known->row.national_id);
	finding.detail = masked;
	if (known->kind == INTAKE_UNCHANGED)
		return hear(context, known->index, &finding, err);
	if (known->kind == INTAKE_CONFLICT) {
		snprintf(detail, sizeof detail, "%s, %s %s", masked, known->known.given_names, known->known.surname);
		finding.detail = detail;
		finding.level = LIST_ERROR;
		finding.message = MSG_LIST_KNOWN_OTHER;
		return hear(context, known->index, &finding, err);
	}
	finding.level = LIST_WARNING;
	finding.message = MSG_LIST_KNOWN_CHANGED;
	for (int i = 0; code == OK && i < known->change_count; i++)
		code = tell_change(known, &known->changes[i], masked, &finding, hear, context, err);
	return code;
}

enum code
intake_tell(const struct intake *intake, intake_hearer *hear, void *context, struct err *err)
{
	enum code code = OK;

	for (size_t i = 0; code == OK && i < intake->known_count; i++)
		code = tell_known(intake, intake->known[i], hear, context, err);
	return code;
}

/* ---- what may be done, and doing it */

enum intake_outcome
intake_outcome(const struct intake *intake, enum intake_decision decision)
{
	size_t changed = intake->kinds[INTAKE_CHANGED];

	if (intake->list->error_rows > 0 || intake->kinds[INTAKE_CONFLICT] > 0 || intake->list->row_count == 0)
		return INTAKE_REFUSES;
	if (changed > 0 && decision == INTAKE_UNDECIDED)
		return INTAKE_ASKS;
	return intake->kinds[INTAKE_NEW] + (decision == INTAKE_WITH_CHANGES ? changed : 0) > 0 ? INTAKE_TAKES : INTAKE_NOTHING;
}

static struct applicant *
gather_new(const struct intake *intake)
{
	struct applicant *added = mem_alloc((intake->kinds[INTAKE_NEW] + 1) * sizeof *added);
	size_t count = 0, known = 0;

	for (size_t i = 0; i < intake->list->row_count; i++) {
		if (known < intake->known_count && intake->known[known]->index == i)
			known++;
		else
			list_applicant(&added[count++], intake->list, i);
	}
	return added;
}

static struct store_change *
gather_changes(const struct intake *intake)
{
	struct store_change *changes = mem_alloc((intake->kinds[INTAKE_CHANGED] + 1) * sizeof *changes);
	size_t count = 0;

	for (size_t i = 0; i < intake->known_count; i++) {
		const struct intake_known *known = intake->known[i];
		if (known->kind != INTAKE_CHANGED)
			continue;
		changes[count].before = known->known;
		intake_merge(&changes[count++].after, &known->known, known->changes, known->change_count);
	}
	return changes;
}

enum code
intake_take(const struct intake *intake, struct store *store, enum intake_decision decision, const char *file,
	const struct officer *officer, size_t *taken, struct err *err)
{
	struct applicant *added = gather_new(intake);
	struct store_change *changes = gather_changes(intake);
	const struct store_intake list = {.file = file,
		.added = added,
		.added_count = intake->kinds[INTAKE_NEW],
		.changed = changes,
		.changed_count = decision == INTAKE_WITH_CHANGES ? intake->kinds[INTAKE_CHANGED] : 0};
	size_t bad = 0;
	enum code code = store_take_list(store, &list, officer, &bad, err);

	*taken = code == OK ? list.added_count + list.changed_count : 0;
	mem_free(changes);
	mem_free(added);
	return code;
}
