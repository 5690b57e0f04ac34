/*
 * text/words: the one table of words of each enum of model.h, and looking into it. What a word means is not known here.
 */
#include "teslim/words.h"

#include <stddef.h>
#include <string.h>

#define VOCABULARY(noun, list, old) \
	static const struct word noun##_list[] = {list(WORD_ENTRY)}; \
	const struct vocabulary noun##_words = {noun##_list, (int)ARRAY_LENGTH(noun##_list), old};

/* What JSON once said, where the database had another word. */
static const struct old_word old_kinds[] = {{"not-qualified", CERTIFICATE_OTHER}, {NULL, 0}};
static const struct old_word old_revocations[] = {
	{"stale", REVOCATION_LIST_STALE}, {"invalid", REVOCATION_LIST_INVALID}, {NULL, 0}};
static const struct old_word old_levels[] = {
	{"accepted", VERDICT_PASS}, {"warning", VERDICT_WARN}, {"refused", VERDICT_REFUSE}, {NULL, 0}};
static const struct old_word old_rules[] = {{"handed-over", RULE_CARD_STATE}, {NULL, 0}};

VOCABULARY(application_state, APPLICATION_STATES, NULL)
VOCABULARY(applicant_field, APPLICANT_FIELDS, NULL)
VOCABULARY(card_state, CARD_STATES, NULL)
VOCABULARY(certificate_kind, CERTIFICATE_KINDS, old_kinds)
VOCABULARY(chain_result, CHAIN_RESULTS, NULL)
VOCABULARY(revocation_result, REVOCATION_RESULTS, old_revocations)
VOCABULARY(list_trouble, LIST_TROUBLES, NULL)
VOCABULARY(verdict_level, VERDICT_LEVELS, old_levels)
VOCABULARY(verdict_rule, VERDICT_RULES, old_rules)
VOCABULARY(identity_kind, IDENTITY_KINDS, NULL)
VOCABULARY(officer_role, OFFICER_ROLES, NULL)
VOCABULARY(paper_state, PAPER_STATES, NULL)
VOCABULARY(journal_act, JOURNAL_ACTS, NULL)
VOCABULARY(refusal_reason, REFUSAL_REASONS, NULL)
VOCABULARY(item_kind, ITEM_KINDS, NULL)
VOCABULARY(seen_way, SEEN_WAYS, NULL)
VOCABULARY(item_origin, ITEM_ORIGINS, NULL)
VOCABULARY(item_condition, ITEM_CONDITIONS, NULL)
VOCABULARY(packaging, PACKAGINGS, NULL)
VOCABULARY(shown_proof, SHOWN_PROOFS, NULL)
VOCABULARY(delivery_outcome, DELIVERY_OUTCOMES, NULL)
VOCABULARY(drawer_reason, DRAWER_REASONS, NULL)
VOCABULARY(drawer_finding, DRAWER_FINDINGS, NULL)
VOCABULARY(move_act, MOVE_ACTS, NULL)
VOCABULARY(move_way, MOVE_WAYS, NULL)
VOCABULARY(move_reason, MOVE_REASONS, NULL)
VOCABULARY(record_act, RECORD_ACTS, NULL)
VOCABULARY(record_way, RECORD_WAYS, NULL)
VOCABULARY(back_state, BACK_STATES, NULL)

static const struct word *
find(const struct vocabulary *vocabulary, int value)
{
	return value >= 0 && value < vocabulary->count ? &vocabulary->words[value] : NULL;
}

const char *
words_name(const struct vocabulary *vocabulary, int value)
{
	const struct word *word = find(vocabulary, value);

	return word != NULL ? word->name : "?";
}

enum message
words_message(const struct vocabulary *vocabulary, int value)
{
	const struct word *word = find(vocabulary, value);

	return word != NULL ? word->message : MSG_NONE;
}

int
words_value(const struct vocabulary *vocabulary, const char *name)
{
	const struct old_word *old = vocabulary->old_words;

	for (int value = 0; value < vocabulary->count; value++)
		if (strcmp(vocabulary->words[value].name, name) == 0)
			return value;
	for (; old != NULL && old->name != NULL; old++)
		if (strcmp(old->name, name) == 0)
			return old->value;
	return -1;
}

#define PLACE(member) {offsetof(struct applicant, member), sizeof((struct applicant *)NULL)->member}
static const struct {
	size_t at, size;
} field_places[APPLICANT_FIELD_COUNT] = {
	[APPLICANT_GIVEN_NAMES] = PLACE(given_names),
	[APPLICANT_SURNAME] = PLACE(surname),
	[APPLICANT_EMAIL] = PLACE(email),
	[APPLICANT_UNIT] = PLACE(unit),
	[APPLICANT_TITLE] = PLACE(title),
	[APPLICANT_KIND] = PLACE(application_kind),
	[APPLICANT_READER_KIND] = PLACE(reader_kind),
};

char *
applicant_field_place(struct applicant *applicant, enum applicant_field field, size_t *size)
{
	if (size != NULL)
		*size = field_places[field].size;
	return (char *)applicant + field_places[field].at;
}

const char *
applicant_field_text(const struct applicant *applicant, enum applicant_field field)
{
	return (const char *)applicant + field_places[field].at;
}
