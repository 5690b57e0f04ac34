/*
 * desk/judge: the verdict on one certificate for one applicant, rule by rule. Pure: facts and time come in as
 * values. What a certificate is has been found out by `cert`; here it is decided what follows for the desk.
 */
#include "teslim/desk.h"
#include "teslim/ident.h"
#include "teslim/text.h"

#include <string.h>

enum { SPELLING = 46 }; /* bytes; two of them fit into a finding's detail */

static void
add(struct verdict *verdict, enum verdict_rule rule, enum verdict_level level, enum message message, const char *detail)
{
	struct finding *finding;

	if (verdict->count == FINDINGS_MAX)
		return;
	finding = &verdict->findings[verdict->count++];
	finding->rule = rule;
	finding->level = level;
	finding->message = message;
	copy_text(finding->detail, sizeof finding->detail, detail);
}

void
desk_full_name(char out[FULL_NAME_TEXT], const struct applicant *applicant)
{
	char both[2 * NAME_TEXT + 2];

	snprintf(both, sizeof both, "%s%s%s", applicant->given_names,
		applicant->given_names[0] != '\0' && applicant->surname[0] != '\0' ? " " : "", applicant->surname);
	copy_text(out, FULL_NAME_TEXT, both);
}

static void
judge_number(struct verdict *verdict, const struct applicant *applicant, const struct certificate_facts *facts)
{
	char masked[NATIONAL_ID_TEXT], number[NATIONAL_ID_TEXT];

	ident_mask(masked, facts->national_id);
	if (facts->national_id[0] == '\0')
		add(verdict, RULE_NATIONAL_ID, VERDICT_REFUSE, MSG_JUDGE_NUMBER_MISSING, "");
	else if (strcmp(facts->national_id, applicant->national_id) != 0)
		add(verdict, RULE_NATIONAL_ID, VERDICT_REFUSE, MSG_JUDGE_NUMBER_DIFFERS, masked);
	else if (ident_check_number(number, facts->national_id) != IDENT_NUMBER_VALID)
		add(verdict, RULE_NATIONAL_ID, VERDICT_WARN, MSG_JUDGE_NUMBER_ODD, masked);
	else
		add(verdict, RULE_NATIONAL_ID, VERDICT_PASS, MSG_JUDGE_NUMBER_SAME, "");
}

/* A name for the reason's sentence: as much as leaves room for the other one. The screen shows both whole. */
static void
cut_spelling(char out[SPELLING], const char *name)
{
	if (!copy_text(out, SPELLING - strlen("…"), name))
		memcpy(out + strlen(out), "…", sizeof "…");
}

/* Number equal and name unequal: hold and explain. Letters alone: yellow, not green (domain 6.3). */
static void
judge_name(struct verdict *verdict, const struct applicant *applicant, const struct certificate_facts *facts)
{
	char name[FULL_NAME_TEXT];
	char ours[SPELLING], theirs[SPELLING], both[2 * SPELLING + 8];
	enum message message = MSG_JUDGE_NAME_DIFFERS;
	enum verdict_level level = VERDICT_REFUSE;

	desk_full_name(name, applicant);
	cut_spelling(ours, name);
	cut_spelling(theirs, facts->subject_cn);
	snprintf(both, sizeof both, "%s / %s", ours, theirs);
	switch (text_compare_names(applicant->given_names, applicant->surname, facts->subject_cn)) {
	case NAME_SAME:
		add(verdict, RULE_NAME, VERDICT_PASS, MSG_JUDGE_NAME_SAME, "");
		return;
	case NAME_SAME_FOLDED:
		message = MSG_JUDGE_NAME_FOLDED;
		level = VERDICT_WARN;
		break;
	case NAME_ORDER:
		message = MSG_JUDGE_NAME_ORDER;
		level = VERDICT_WARN;
		break;
	case NAME_GIVEN_MISSING:
		message = MSG_JUDGE_NAME_GIVEN;
		break;
	case NAME_SURNAME_DIFFERS:
		message = MSG_JUDGE_NAME_SURNAME;
		break;
	case NAME_DIFFERENT:
		break;
	}
	add(verdict, RULE_NAME, level, message, both);
}

static void
name_lacks(char *out, size_t size, unsigned lacks)
{
	static const struct {
		unsigned bit;
		enum message message;
	} names[] = {{LACK_NON_REPUDIATION, MSG_JUDGE_LACK_NON_REPUDIATION}, {LACK_ETSI_STATEMENT, MSG_JUDGE_LACK_ETSI},
		{LACK_BTK_STATEMENT, MSG_JUDGE_LACK_BTK}, {LACK_USER_NOTICE, MSG_JUDGE_LACK_NOTICE}};
	struct str list = {0};

	for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
		if ((lacks & names[i].bit) != 0)
			str_printf(&list, "%s%s", list.length > 0 ? ", " : "", message_text(names[i].message));
	copy_text(out, size, str_text(&list));
	str_clear(&list);
}

static void
judge_qualified(struct verdict *verdict, const struct certificate_facts *facts, const struct verdict_policy *policy)
{
	char detail[96] = "";

	switch (facts->kind) {
	case CERTIFICATE_SEAL:
		add(verdict, RULE_QUALIFIED, VERDICT_REFUSE, MSG_JUDGE_SEAL, "");
		return;
	case CERTIFICATE_FISCAL_SEAL:
		add(verdict, RULE_QUALIFIED, VERDICT_REFUSE, MSG_JUDGE_FISCAL, "");
		return;
	case CERTIFICATE_TEST:
		add(verdict, RULE_QUALIFIED, policy->accept_test ? VERDICT_WARN : VERDICT_REFUSE,
			policy->accept_test ? MSG_JUDGE_TEST_ACCEPTED : MSG_JUDGE_TEST, "");
		return;
	case CERTIFICATE_AUTHENTICATION:
		add(verdict, RULE_QUALIFIED, VERDICT_REFUSE, MSG_JUDGE_AUTHENTICATION, "");
		return;
	case CERTIFICATE_AUTHORITY:
		add(verdict, RULE_QUALIFIED, VERDICT_REFUSE, MSG_JUDGE_AUTHORITY, "");
		return;
	case CERTIFICATE_OTHER:
		name_lacks(detail, sizeof detail, facts->lacks);
		add(verdict, RULE_QUALIFIED, VERDICT_REFUSE, MSG_JUDGE_NOT_QUALIFIED, detail);
		return;
	case CERTIFICATE_QUALIFIED:
		break;
	}
	if ((facts->lacks & LACK_USAGE_LIMIT) != 0) {
		add(verdict, RULE_QUALIFIED, VERDICT_WARN, MSG_JUDGE_USAGE_LIMIT, "");
	} else if (facts->money_limit > 0) {
		snprintf(detail, sizeof detail, "%lld", (long long)facts->money_limit);
		add(verdict, RULE_QUALIFIED, VERDICT_WARN, MSG_JUDGE_MONEY_LIMIT, detail);
	} else {
		add(verdict, RULE_QUALIFIED, VERDICT_PASS, MSG_JUDGE_QUALIFIED, "");
	}
}

static void
judge_issuer(struct verdict *verdict, const struct certificate_facts *facts, const struct verdict_policy *policy)
{
	bool known = policy->issuers == NULL;

	for (const char *const *issuer = policy->issuers; !known && issuer != NULL && *issuer != NULL; issuer++)
		known = strncmp(facts->issuer_cn, *issuer, strlen(*issuer)) == 0;
	add(verdict, RULE_ISSUER, known ? VERDICT_PASS : VERDICT_WARN, known ? MSG_JUDGE_ISSUER_KNOWN : MSG_JUDGE_ISSUER_UNKNOWN,
		facts->issuer_cn);
}

/* A renewed certificate starts where the old one ends: not yet valid warns, never refuses (domain 1.5). */
static void
judge_validity(struct verdict *verdict, const struct certificate_facts *facts, int64_t now)
{
	char from[CLOCK_TEXT], until[CLOCK_TEXT];
	char detail[128];
	int64_t wait = facts->not_before - now;

	clock_minute(from, facts->not_before);
	clock_date(until, facts->not_after);
	if (now > facts->not_after) {
		add(verdict, RULE_VALIDITY, VERDICT_REFUSE, MSG_JUDGE_EXPIRED, until);
	} else if (wait > 2 * 86400) {
		say(detail, sizeof detail, JUDGE_STARTS_IN_DAYS, from, until, (long long)((wait + 86399) / 86400));
		add(verdict, RULE_VALIDITY, VERDICT_WARN, MSG_JUDGE_NOT_YET, detail);
	} else if (wait > 0) {
		say(detail, sizeof detail, JUDGE_STARTS_IN_HOURS, from, until, (long long)(wait / 3600),
			(long long)(wait / 60 % 60));
		add(verdict, RULE_VALIDITY, VERDICT_WARN, MSG_JUDGE_NOT_YET, detail);
	} else {
		clock_date(from, facts->not_before);
		snprintf(detail, sizeof detail, "%s - %s", from, until);
		add(verdict, RULE_VALIDITY, VERDICT_PASS, MSG_JUDGE_VALID, detail);
	}
}

static void
judge_chain(struct verdict *verdict, const struct certificate_facts *facts, const struct certificate_check *check,
	const struct verdict_policy *policy)
{
	enum verdict_level unsure = policy->require_chain ? VERDICT_REFUSE : VERDICT_NOT_CHECKED;

	switch (check->chain) {
	case CHAIN_NOT_CHECKED:
		add(verdict, RULE_CHAIN, unsure, MSG_JUDGE_CHAIN_NOT_CHECKED, "");
		return;
	case CHAIN_TRUSTED:
		add(verdict, RULE_CHAIN, VERDICT_PASS, MSG_JUDGE_CHAIN_TRUSTED, "");
		return;
	case CHAIN_UNKNOWN_ISSUER:
		add(verdict, RULE_CHAIN, unsure, MSG_JUDGE_CHAIN_UNKNOWN, facts->issuer_cn);
		return;
	case CHAIN_NO_ROOT:
		add(verdict, RULE_CHAIN, unsure, MSG_JUDGE_CHAIN_NO_ROOT, check->detail);
		return;
	case CHAIN_BAD_SIGNATURE:
		add(verdict, RULE_CHAIN, VERDICT_REFUSE, MSG_JUDGE_CHAIN_BAD, "");
		return;
	case CHAIN_EXPIRED:
		add(verdict, RULE_CHAIN, policy->require_chain ? VERDICT_REFUSE : VERDICT_WARN, MSG_JUDGE_CHAIN_EXPIRED, "");
		return;
	case CHAIN_INVALID:
		add(verdict, RULE_CHAIN, VERDICT_REFUSE, MSG_JUDGE_CHAIN_INVALID, check->detail);
		return;
	}
}

/* A list that is here and cannot be used: which file, and why. */
static enum message
trouble_message(enum list_trouble trouble)
{
	static const enum message messages[LIST_TROUBLE_COUNT] = {
		[LIST_USABLE] = MSG_JUDGE_REVOCATION_INVALID,
		[LIST_STALE] = MSG_JUDGE_REVOCATION_INVALID,
		[LIST_NOT_YET] = MSG_JUDGE_LIST_NOT_YET,
		[LIST_JUNK] = MSG_JUDGE_LIST_JUNK,
		[LIST_UNREADABLE] = MSG_JUDGE_LIST_UNREADABLE,
		[LIST_TOO_LARGE] = MSG_JUDGE_LIST_TOO_LARGE,
		[LIST_INDIRECT] = MSG_JUDGE_LIST_INDIRECT,
		[LIST_PARTIAL] = MSG_JUDGE_LIST_PARTIAL,
		[LIST_EXTENSION] = MSG_JUDGE_LIST_EXTENSION,
		[LIST_NO_ISSUER] = MSG_JUDGE_REVOCATION_INVALID,
		[LIST_NO_RIGHT] = MSG_JUDGE_LIST_NO_RIGHT,
		[LIST_FORGED] = MSG_JUDGE_LIST_FORGED,
		[LIST_DELTA_ALONE] = MSG_JUDGE_LIST_DELTA_ALONE,
	};

	return (unsigned)trouble < LIST_TROUBLE_COUNT ? messages[trouble] : MSG_JUDGE_REVOCATION_INVALID;
}

static void
judge_revocation(struct verdict *verdict, const struct certificate_check *check, const struct verdict_policy *policy)
{
	enum verdict_level unsure = policy->require_revocation ? VERDICT_REFUSE : VERDICT_NOT_CHECKED;
	char when[CLOCK_TEXT] = "";

	switch (check->revocation) {
	case REVOCATION_NOT_CHECKED:
		add(verdict, RULE_REVOCATION, unsure, MSG_JUDGE_REVOCATION_NOT_CHECKED, "");
		return;
	case REVOCATION_GOOD:
		clock_minute(when, check->list_issued);
		add(verdict, RULE_REVOCATION, VERDICT_PASS, MSG_JUDGE_REVOCATION_GOOD, when);
		return;
	case REVOCATION_REVOKED:
		if (check->revoked_at != 0)
			clock_minute(when, check->revoked_at);
		add(verdict, RULE_REVOCATION, VERDICT_REFUSE,
			check->authority_revoked ? MSG_JUDGE_AUTHORITY_REVOKED : MSG_JUDGE_REVOKED, when);
		return;
	case REVOCATION_LIST_STALE:
		clock_minute(when, check->list_issued);
		add(verdict, RULE_REVOCATION, unsure, MSG_JUDGE_REVOCATION_STALE, when);
		return;
	case REVOCATION_LIST_INVALID:
		add(verdict, RULE_REVOCATION, unsure, trouble_message(check->list_trouble), check->list_file);
		return;
	}
}

static void
judge_history(struct verdict *verdict, const struct handover_history *history)
{
	if (history == NULL)
		return;
	if (history->certificate_done)
		add(verdict, RULE_CARD_STATE, VERDICT_REFUSE, MSG_JUDGE_CARD_DONE, history->record_number);
	else if (history->application_done)
		add(verdict, RULE_CARD_STATE, VERDICT_REFUSE, MSG_JUDGE_APPLICATION_DONE, history->record_number);
	else
		add(verdict, RULE_CARD_STATE, VERDICT_PASS, MSG_JUDGE_FIRST_TIME, "");
}

/* A key that can be broken, or a signature that can be made again, makes no handwritten signature's equal. */
static void
judge_key(struct verdict *verdict, const struct certificate_facts *facts, const struct verdict_policy *policy)
{
	if (facts->weak_key)
		add(verdict, RULE_KEY, VERDICT_REFUSE, MSG_JUDGE_WEAK_KEY, facts->key);
	if (facts->signature_hash == HASH_BROKEN)
		add(verdict, RULE_KEY, VERDICT_REFUSE, MSG_JUDGE_BROKEN_HASH, facts->signature);
	else if (facts->signature_hash == HASH_SHA1 && facts->not_before < policy->sha1_until)
		add(verdict, RULE_KEY, VERDICT_WARN, MSG_JUDGE_OLD_HASH, facts->signature);
	else if (facts->signature_hash == HASH_SHA1)
		add(verdict, RULE_KEY, VERDICT_REFUSE, MSG_JUDGE_BROKEN_HASH, facts->signature);
}

/* The applicant's certificate may be in order, and yet something else on the card could not be looked at. */
static void
judge_reading(struct verdict *verdict, const struct certificate_check *check)
{
	char number[16];

	if (check->unreadable > 0) {
		snprintf(number, sizeof number, "%d", check->unreadable);
		add(verdict, RULE_CARD_READING, VERDICT_WARN, MSG_JUDGE_CARD_UNREADABLE, number);
	}
	if (check->left_out) {
		snprintf(number, sizeof number, "%d", CARD_CERTIFICATES_MAX);
		add(verdict, RULE_CARD_READING, VERDICT_WARN, MSG_JUDGE_CARD_LEFT_OUT, number);
	}
}

int
desk_weight(enum verdict_level level)
{
	switch (level) {
	case VERDICT_PASS:
		return 0;
	case VERDICT_NOT_CHECKED:
		return 1;
	case VERDICT_WARN:
		return 2;
	case VERDICT_REFUSE:
		return 3;
	}
	return 3;
}

void
desk_judge(struct verdict *verdict, const struct applicant *applicant, const struct certificate_facts *facts,
	const struct certificate_check *check, const struct handover_history *history, const struct verdict_policy *policy,
	int64_t now)
{
	*verdict = (struct verdict){0};
	if (applicant != NULL) {
		judge_number(verdict, applicant, facts);
		judge_name(verdict, applicant, facts);
	}
	judge_qualified(verdict, facts, policy);
	judge_issuer(verdict, facts, policy);
	judge_validity(verdict, facts, now);
	judge_chain(verdict, facts, check, policy);
	judge_revocation(verdict, check, policy);
	judge_history(verdict, history);
	judge_key(verdict, facts, policy);
	judge_reading(verdict, check);
	for (int i = 0; i < verdict->count; i++)
		if (desk_weight(verdict->findings[i].level) > desk_weight(verdict->level))
			verdict->level = verdict->findings[i].level;
}

void
desk_note(struct verdict *verdict, enum verdict_rule rule, enum verdict_level level, enum message message, const char *detail)
{
	add(verdict, rule, level, message, detail);
	if (desk_weight(level) > desk_weight(verdict->level))
		verdict->level = level;
}

bool
desk_may_hand_over(const struct verdict *verdict)
{
	return verdict->count > 0 && verdict->level != VERDICT_REFUSE;
}

/* Higher is better: the applicant's own, qualified, in force; then the newest. */
static int
preference(const struct certificate_facts *facts, const struct applicant *applicant, int64_t now)
{
	int points = 0;

	if (applicant != NULL && strcmp(facts->national_id, applicant->national_id) == 0)
		points += 8;
	if (facts->kind == CERTIFICATE_QUALIFIED)
		points += 4;
	else if (facts->kind == CERTIFICATE_TEST)
		points += 2;
	if (now <= facts->not_after)
		points += 1;
	return points;
}

int
desk_choose_certificate(const struct certificate_facts *facts, int count, const struct applicant *applicant, int64_t now)
{
	int best = -1;

	for (int i = 0; i < count; i++) {
		int points = preference(&facts[i], applicant, now);
		int best_points = best < 0 ? -1 : preference(&facts[best], applicant, now);
		if (points > best_points || (points == best_points && facts[i].not_after > facts[best].not_after))
			best = i;
	}
	return best;
}
